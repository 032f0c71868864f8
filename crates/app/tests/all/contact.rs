//! A contact that is given, changed or taken back after the registration: sealed with who brought it, told
//! neutrally where notices went before, and nobody else's business.

use super::notices::{EMAIL, accepting, deliver, named, staff};
use super::people::refusal;
use super::responses::text_of;
use super::support::{FIRST, draft, event, healthy, journal, obligations, track, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{Huiyin, Refusal, Registered};
use huiyin_domain::event::Event;
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    AskedHow, Channel, Command, ContactPart, RefusalCode, SubmissionDraft,
};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::smtp::SmtpSink;

const NEW: &str = "canary-of-li@other.example";

/// A petition and what opens it.
struct Filed {
    number: PetitionNumber,
    code: TrackingCode,
}

fn filed(huiyin: &Huiyin, draft: SubmissionDraft) -> Filed {
    let authority = huiyin.authority(None).expect("an authority");
    let reply = wait(huiyin.register(&authority, draft, Channel::Web, None));
    let registered: Registered = reply.expect("registered").registered;
    Filed {
        number: PetitionNumber::parse(&registered.number).expect("a number"),
        code: TrackingCode::parse(&registered.tracking_code).expect("a code"),
    }
}

fn by_code(part: ContactPart, value: Option<&str>) -> Command {
    Command::ChangeContact {
        part,
        given: value.is_some(),
        value: value.unwrap_or_default().to_owned(),
        how: None,
        reason: String::new(),
    }
}

fn by_staff(part: ContactPart, value: &str) -> Command {
    Command::ChangeContact {
        part,
        given: true,
        value: value.to_owned(),
        how: Some(AskedHow::InPerson),
        reason: "带着回执来的".to_owned(),
    }
}

/// When what is owed is due.
fn dates(huiyin: &Huiyin) -> Vec<Instant> {
    let owed = obligations(huiyin).into_iter();
    owed.map(|row| row.due_at).collect()
}

fn changes(huiyin: &Huiyin) -> usize {
    let rows = journal(huiyin, FIRST);
    let changed = |event: Event| matches!(event, Event::ContactChanged(_));
    rows.iter().filter(|row| changed(event(row))).count()
}

#[test]
fn the_code_changes_it_and_where_notices_went_before_hears_that_and_nothing_else() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = place.open_mailing(&sink, true);
        let one = filed(&huiyin, named());
        let before = dates(&huiyin);
        let given = by_code(ContactPart::Email, Some(NEW));
        let acted = wait(huiyin.act_by_code(&one.code, given.clone())).expect("changed");
        assert_eq!(acted.events, ["ContactChanged"]);
        let acted = wait(huiyin.act_by_code(&one.code, given)).expect("again");
        assert!(acted.events.is_empty(), "the same again is nothing new");
        assert_eq!((changes(&huiyin), dates(&huiyin)), (1, before));

        assert_eq!(deliver(&huiyin).handed, 1);
        let mails = sink.mails();
        assert!(mails[0].to.contains(EMAIL), "the old one is told");
        let text = text_of(&mails[0]);
        assert!(
            text.contains("联系方式改了") && !text.contains("canary"),
            "{text}"
        );
        assert!(
            !text.contains("2026-000001"),
            "no number, no matter: {text}"
        );

        // What is told from now on goes to the new one.
        let who = staff(&huiyin, "clerk", "clerk");
        wait(huiyin.act(&who, one.number, accepting(), None)).expect("accepted");
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (1, 1));
        let mails = sink.mails();
        assert!(mails[1].to.contains(NEW) && !mails[1].to.contains(EMAIL));

        // No open part and no view by the code holds either.
        for row in journal(&huiyin, FIRST) {
            let open = String::from_utf8_lossy(&row.open).into_owned();
            assert!(!open.contains("canary"), "{open}");
        }
        let seen = track(&huiyin, &one.code.grouped());
        assert_eq!(seen.contacts, ["email"]);
        let seen = serde_json::to_string(&seen).expect("writes");
        assert!(!seen.contains("canary"), "{seen}");
        assert!(
            seen.contains("改了联系方式：电子邮箱"),
            "it stands on the timeline"
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_contact_beside_the_one_that_is_used_is_no_news_to_that() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = place.open_mailing(&sink, true);
        let one = filed(&huiyin, named());
        let phone = by_code(ContactPart::Phone, Some("13900001111"));
        wait(huiyin.act_by_code(&one.code, phone)).expect("given");
        assert_eq!(deliver(&huiyin).handed, 0, "mail is used before and after");
        assert_eq!(
            track(&huiyin, &one.code.grouped()).contacts,
            ["phone", "email"]
        );
        healthy(&huiyin);
    });
}

#[test]
fn whoever_gave_no_name_gives_a_contact_alone_and_takes_it_back() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = place.open_mailing(&sink, true);
        let one = filed(&huiyin, draft("路灯不亮"));
        assert!(track(&huiyin, &one.code.grouped()).contacts.is_empty());
        let given = by_code(ContactPart::Email, Some(NEW));
        wait(huiyin.act_by_code(&one.code, given)).expect("given");
        assert_eq!(deliver(&huiyin).handed, 0, "nobody was reached before");

        let who = staff(&huiyin, "clerk", "clerk");
        let shown = wait(huiyin.open_case(&who, one.number, true)).expect("opens");
        let identity = shown.identity.expect("shown");
        assert_eq!(
            (identity.name, identity.email.as_deref()),
            (None, Some(NEW))
        );
        wait(huiyin.act(&who, one.number, accepting(), None)).expect("accepted");
        assert_eq!(deliver(&huiyin).served, 1, "it reaches them");

        let taken = by_code(ContactPart::Email, None);
        wait(huiyin.act_by_code(&one.code, taken)).expect("taken back");
        assert!(track(&huiyin, &one.code.grouped()).contacts.is_empty());
        let shown = wait(huiyin.open_case(&who, one.number, false)).expect("opens");
        assert_eq!(shown.who, "anonymous");
        assert_eq!(deliver(&huiyin).handed, 1, "the old one hears of it");
        let message = Command::Message {
            text: "请看".into(),
        };
        wait(huiyin.act(&who, one.number, vec![message], None)).expect("written");
        assert_eq!(deliver(&huiyin).handed, 0, "and of nothing more");
        healthy(&huiyin);
    });
}

#[test]
fn staff_enter_it_with_how_they_were_asked_and_see_nothing_by_it() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = place.open_mailing(&sink, true);
        let one = filed(&huiyin, named());
        let who = staff(&huiyin, "clerk", "clerk");
        let unasked = by_code(ContactPart::Email, Some(NEW));
        let refused = refusal(wait(huiyin.act(&who, one.number, vec![unasked], None)));
        let Refusal::Case(refused) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (RefusalCode::ReasonNeeded, Some("how"))
        );
        let step = by_staff(ContactPart::Email, NEW);
        let acted = wait(huiyin.act(&who, one.number, vec![step], None)).expect("entered");
        assert_eq!(acted.events, ["ContactChanged"]);
        let shown = wait(huiyin.open_case(&who, one.number, false)).expect("opens");
        assert!(shown.identity.is_none(), "entering it reveals nothing");
        assert_eq!(shown.notes[0].text, "带着回执来的");
        let told = serde_json::to_string(&shown.timeline).expect("writes");
        assert!(told.contains("信访人当面提出"), "{told}");
        assert_eq!(deliver(&huiyin).handed, 1);
        assert!(sink.mails()[0].to.contains(EMAIL));
        healthy(&huiyin);
    });
}

#[test]
fn two_changes_of_one_whole_tell_the_first_contact_once() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = place.open_mailing(&sink, true);
        let one = filed(&huiyin, named());
        let who = staff(&huiyin, "clerk", "clerk");
        let steps = vec![
            by_staff(ContactPart::Phone, "13900001111"),
            by_staff(ContactPart::Email, NEW),
        ];
        let acted = wait(huiyin.act(&who, one.number, steps, None)).expect("entered");
        assert_eq!(acted.events.len(), 2);
        assert_eq!(deliver(&huiyin).handed, 1);
        assert!(sink.mails()[0].to.contains(EMAIL));
        assert_eq!(
            track(&huiyin, &one.code.grouped()).contacts,
            ["phone", "email"]
        );
        healthy(&huiyin);
    });
}

#[test]
fn it_goes_along_where_the_petition_is_split_and_the_warning_waits_for_no_hours() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = place.open_mailing(&sink, true);
        place
            .clock
            .set(Instant::parse("2026-03-02T10:00:00+08:00").expect("an instant"));
        let two = SubmissionDraft {
            requests: vec!["发工资".into(), "补加班费".into()],
            notice_hours: Some("evening".into()),
            ..named()
        };
        let one = filed(&huiyin, two);
        let given = by_code(ContactPart::Email, Some(NEW));
        wait(huiyin.act_by_code(&one.code, given)).expect("changed");
        assert_eq!(deliver(&huiyin).handed, 1, "at ten in the morning");
        let who = staff(&huiyin, "clerk", "clerk");
        let split = Command::Split {
            request: 1,
            reason: "两件事".into(),
        };
        let acted = wait(huiyin.act(&who, one.number, vec![split], None)).expect("split");
        let became = acted.became.expect("another one");
        let became = PetitionNumber::parse(&became).expect("a number");
        let shown = wait(huiyin.open_case(&who, became, true)).expect("opens");
        let identity = shown.identity.expect("shown");
        assert_eq!(identity.email.as_deref(), Some(NEW));
        assert_eq!(identity.name.as_deref(), Some("王某"));
        healthy(&huiyin);
    });
}

#[test]
fn a_contact_saved_from_an_old_page_overwrites_none_that_is_newer_and_holds_up_no_other_step() {
    each_engine(|place| {
        let huiyin = place.open();
        let one = filed(&huiyin, named());
        let who = staff(&huiyin, "clerk", "clerk");
        let seen = || {
            let view = wait(huiyin.open_case(&who, one.number, false)).expect("opens");
            Position::new(view.version)
        };
        let old = seen();
        let newer = by_code(ContactPart::Email, Some(NEW));
        wait(huiyin.act_by_code(&one.code, newer)).expect("changed");
        let save = |version: Position, value: &str| {
            let step = vec![by_staff(ContactPart::Email, value)];
            wait(huiyin.act(&who, one.number, step, Some(version)))
        };
        let refused = refusal(save(old, "old@example.org"));
        let Refusal::ChangedMeanwhile { version } = refused else {
            panic!("it would overwrite what the petitioner gave: {refused:?}");
        };
        assert_eq!((changes(&huiyin), Position::new(version)), (1, seen()));
        let step = vec![by_staff(ContactPart::Email, "old@example.org")];
        let own = wait(huiyin.act_after_own(&who, one.number, step, Some(old)));
        assert!(matches!(refusal(own), Refusal::ChangedMeanwhile { .. }));
        // Whoever read what stands there now decides, and goes on from what they are told.
        let acted = save(seen(), "new@example.org").expect("read before");
        assert_eq!(Position::new(acted.version), seen());
        let other = by_code(ContactPart::Email, Some(NEW));
        wait(huiyin.act_by_code(&one.code, other)).expect("changed again");
        // Where notices go is nothing to whoever does something else from a page before.
        wait(huiyin.act(&who, one.number, accepting(), Some(old))).expect("accepted");
        assert!(matches!(
            refusal(save(old, "old@example.org")),
            Refusal::ChangedMeanwhile { .. }
        ));
        // What one saved oneself is overtaken by nobody.
        let before = seen();
        save(before, "first@example.org").expect("saved");
        let step = vec![by_staff(ContactPart::Email, "second@example.org")];
        wait(huiyin.act_after_own(&who, one.number, step, Some(before))).expect("their own");
        healthy(&huiyin);
    });
}
