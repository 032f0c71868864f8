//! Notices come when the petitioner wishes: they wait for the hours, several become one message, a service
//! is never late for it, and the receipt that was asked for comes at once.

use super::notices::{accepted, accepting, deliver, named, services, staff};
use super::responses::text_of;
use super::support::{FIRST, event, healthy, journal, obligations, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{Huiyin, NoticesView, Refusal};
use huiyin_domain::event::{Event, ServiceWay};
use huiyin_domain::ids::PetitionId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Command, NoticeHours, NoticeWish, SubmissionDraft};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::smtp::{Behaviour, SmtpSink};

const HOUR_MICROS: i64 = 3_600_000_000;

/// An installation that sends to the sink and names the authority.
fn open(place: &TestStore, sink: &SmtpSink) -> Huiyin {
    place.open_mailing(sink, true)
}

fn wishing(hours: &str) -> SubmissionDraft {
    SubmissionDraft {
        notice_hours: Some(hours.into()),
        ..named()
    }
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// Staff write to the petitioner.
fn message(huiyin: &Huiyin, petition: PetitionId) {
    let who = staff(huiyin, "writer", "clerk");
    let number = huiyin
        .store()
        .read_here(|reader| reader.petition(FIRST, petition))
        .expect("reads")
        .expect("is there")
        .number;
    let text = "请补一份工资条".to_owned();
    wait(huiyin.act(&who, number, vec![Command::Message { text }], None)).expect("written");
}

#[test]
fn notices_wait_for_the_hours_that_were_wished_and_go_as_one_message() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        place.clock.set(at("2026-03-02T10:00:00+08:00"));
        let petition = accepted(&huiyin, "clerk", wishing("evening"));
        message(&huiyin, petition);
        let held = |huiyin: &Huiyin| {
            let notices = wait(huiyin.notices_of(FIRST, petition)).expect("reads");
            let held = notices.into_iter().map(|one| one.held_until);
            held.collect::<Vec<_>>()
        };
        let until = Some("2026-03-02T18:00:00+08:00".to_owned());
        assert_eq!(
            held(&huiyin),
            [until.clone(), until.clone()],
            "told before it was tried"
        );
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served, sink.mails().len()), (0, 0, 0));
        assert_eq!(
            held(&huiyin),
            [until.clone(), until],
            "and after it was given back"
        );
        place.clock.set(at("2026-03-02T17:59:59+08:00"));
        assert_eq!(deliver(&huiyin).handed, 0);
        assert_eq!(services(&huiyin), []);

        let evening = at("2026-03-02T18:00:00+08:00");
        place.clock.set(evening);
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (2, 1), "both waited");
        assert_eq!(sink.mails().len(), 1, "and are one message");
        assert_eq!(services(&huiyin), [(ServiceWay::ChannelAccepted, evening)]);
        assert_eq!(held(&huiyin), [None, None]);
        healthy(&huiyin);
    });
}

#[test]
fn a_wish_never_makes_a_service_late() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        place.clock.set(at("2026-03-02T10:00:00+08:00"));
        let authority = huiyin.authority(None).expect("an authority");
        let reply = wait(huiyin.register(&authority, wishing("daytime"), Channel::Web, None));
        let number = PetitionNumber::parse(&reply.expect("registered").registered.number);
        let number = number.expect("a number");
        let rows = obligations(&huiyin);
        let due_at = rows.iter().map(|row| row.due_at).min().expect("is owed");
        // Four hours before the last day of the notice is over: the next daytime is too late.
        place.clock.set(due_at.plus_micros(-4 * HOUR_MICROS));
        let who = staff(&huiyin, "clerk", "clerk");
        wait(huiyin.act(&who, number, accepting(), None)).expect("accepted");
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (1, 1));
        assert!(services(&huiyin)[0].1 < due_at);
    });
}

#[test]
fn the_code_changes_the_wish_and_what_waits_follows_it() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        place.clock.set(at("2026-03-02T10:00:00+08:00"));
        let authority = huiyin.authority(None).expect("an authority");
        let reply = wait(huiyin.register(&authority, wishing("evening"), Channel::Web, None));
        let registered = reply.expect("registered").registered;
        let code = TrackingCode::parse(&registered.tracking_code).expect("a code");
        let number = PetitionNumber::parse(&registered.number).expect("a number");
        let who = staff(&huiyin, "clerk", "clerk");
        wait(huiyin.act(&who, number, accepting(), None)).expect("accepted");
        assert_eq!(deliver(&huiyin).handed, 0);

        // The receipt comes when it is asked for, whatever the hours.
        wait(huiyin.send_receipt(&code, None)).expect("asked");
        assert_eq!(deliver(&huiyin).handed, 1);
        let name = &authority.row.name.zh;
        assert!(
            text_of(&sink.mails()[0]).contains(name),
            "the authority is named"
        );

        let view = wait(huiyin.make_view_code(&code)).expect("a code that views");
        let any = NoticeWish {
            hours: NoticeHours::Any,
            unnamed: true,
        };
        let refused = wait(huiyin.wish_notices((&view, None), any, None));
        let refused = refused.map(|done| done.answer).expect_err("it only views");
        assert!(matches!(
            refused,
            huiyin_app::AppError::Refused(Refusal::Case(_))
        ));
        let stands = |code: &TrackingCode| {
            let view = wait(huiyin.track(code)).expect("reads").expect("is there");
            view.notices
        };
        assert_eq!(stands(&view), None, "no contact is told to it");
        let before = stands(&code).expect("a contact was given");
        assert_eq!((before.hours.as_str(), before.unnamed), ("evening", false));

        wait(huiyin.wish_notices((&code, None), any, None)).expect("taken");
        wait(huiyin.wish_notices((&code, None), any, None)).expect("again");
        let kept = NoticesView {
            hours: "any".into(),
            unnamed: true,
        };
        assert_eq!(stands(&code), Some(kept));
        let wishes = journal(&huiyin, FIRST);
        let wishes = wishes
            .iter()
            .filter(|row| matches!(event(row), Event::NoticesWished(_)));
        assert_eq!(wishes.count(), 2, "the same wish again is nothing new");

        // The page was opened meanwhile, which is its service; the news of it goes out all the same.
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (1, 0));
        let mails = sink.mails();
        assert_eq!(mails.len(), 2);
        assert!(!text_of(&mails[1]).contains(name), "it names no authority");
        healthy(&huiyin);
    });
}

#[test]
fn one_that_waited_for_long_is_tried_again_like_any_other() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        // The last working day before eight days of holidays.
        place.clock.set(at("2026-09-30T18:30:00+08:00"));
        let petition = accepted(&huiyin, "clerk", wishing("workdays"));
        assert_eq!(deliver(&huiyin).handed, 0);
        sink.behave(Behaviour::RefuseRecipient(451));
        place.clock.set(at("2026-10-08T09:00:00+08:00"));
        assert_eq!(deliver(&huiyin).retried, 1, "not failed for good at once");
        sink.behave(Behaviour::Accept);
        place.clock.set(at("2026-10-08T09:01:00+08:00"));
        assert_eq!(deliver(&huiyin).served, 1);
        let row = wait(huiyin.notices_of(FIRST, petition)).expect("reads");
        assert_eq!((row[0].state.as_str(), row[0].attempts), ("handed", 2));
    });
}

#[test]
fn a_word_that_is_no_choice_is_told() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let authority = huiyin.authority(None).expect("an authority");
        let reply = wait(huiyin.register(&authority, wishing("midnight"), Channel::Api, None));
        let Err(huiyin_app::AppError::Refused(Refusal::Fields(fields))) = reply.map(|_| ()) else {
            panic!("it was taken");
        };
        assert_eq!(fields[0].field, "notice_hours");
    });
}
