//! Notices by mail: what the channel accepts is served, what it does not is tried again or visible, and
//! nobody's contact is copied.

use super::people::add;
use super::support::{FIRST, draft, event, healthy, journal, obligations, register, tamper, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{Delivered, Huiyin, NoticeFigures, NoticeView, Outgoing, Refusal, Registered};
use huiyin_domain::event::{Document, Event, ServiceWay};
use huiyin_domain::ids::PetitionId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Class, Command, Identity, SubmissionDraft};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_notify::Smtp;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::smtp::{Behaviour, SmtpSink};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const EMAIL: &str = "canary-of-wang@cage.example";
const SUBJECT: &str = "金丝雀机械厂拖欠工资";
const MINUTE_MICROS: i64 = 60_000_000;

/// What is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn of(&self, run: impl FnOnce()) {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, run);
    }

    fn text(&self) -> String {
        let bytes = self.0.lock().expect("nobody panicked").clone();
        String::from_utf8(bytes).expect("a text")
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// An installation that sends to the sink.
pub fn open(place: &TestStore, sink: &SmtpSink) -> Huiyin {
    let smtp = Smtp::new(&sink.url(), "回音 <notice@park.example>").expect("an address");
    let smtp = smtp.with_step_max(Duration::from_millis(300));
    place.open_sending(Outgoing {
        transport: Arc::new(smtp),
        names_authority: false,
    })
}

pub fn named() -> SubmissionDraft {
    SubmissionDraft {
        petitioner: Some(Identity {
            name: Some("王某".into()),
            email: Some(EMAIL.into()),
            ..Identity::default()
        }),
        ..draft(SUBJECT)
    }
}

/// Registers, classifies and accepts: its notice waits for service. Gives the petition's id.
pub fn accepted(huiyin: &Huiyin, login: &str, draft: SubmissionDraft) -> PetitionId {
    let authority = huiyin.authority(None).expect("an authority");
    let reply = wait(huiyin.register(&authority, draft, Channel::Web, None));
    let registered: Registered = reply.expect("registered").registered;
    let number = PetitionNumber::parse(&registered.number).expect("a number");
    let staff = add(huiyin, login, "clerk");
    let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
    let who = Principal::of(&organisation, FIRST, staff).expect("a clerk");
    wait(huiyin.act(&who, number, accepting(), None)).expect("accepted");
    let found = huiyin
        .store()
        .read_here(|reader| reader.petition_numbered(FIRST, number));
    found.expect("reads").expect("is there")
}

/// The steps of [`accepted`].
pub fn accepting() -> Vec<Command> {
    vec![
        Command::Classify {
            class: Class::Claim,
            branch: Some(6),
            category: None,
            reason: String::new(),
        },
        Command::Accept {
            notice: "已受理".into(),
        },
    ]
}

/// As [`accepted`]: its notice was queued with the acceptance.
fn queued(huiyin: &Huiyin, draft: SubmissionDraft) -> PetitionId {
    accepted(huiyin, "clerk", draft)
}

fn notices(huiyin: &Huiyin, petition: PetitionId) -> Vec<NoticeView> {
    wait(huiyin.notices_of(FIRST, petition)).expect("reads")
}

/// The services on record: how, and when.
pub fn services(huiyin: &Huiyin) -> Vec<(ServiceWay, Instant)> {
    let rows = journal(huiyin, FIRST);
    let served = rows.iter().filter_map(|row| match event(row) {
        Event::AcceptanceServed(served) => Some((served.way, row.effective_at)),
        _ => None,
    });
    served.collect()
}

pub fn deliver(huiyin: &Huiyin) -> Delivered {
    huiyin.deliver_due().expect("the store answers")
}

fn pass(place: &TestStore, huiyin: &Huiyin, micros: i64) {
    place.clock.set(huiyin.now().plus_micros(micros));
}

#[test]
fn an_accepted_mail_serves_the_document_at_that_time_and_meets_the_duty() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        queued(&huiyin, named());
        let open_before = obligations(&huiyin)
            .iter()
            .filter(|one| one.met_at.is_none())
            .count();
        assert_eq!(services(&huiyin), []);
        pass(place, &huiyin, MINUTE_MICROS);
        let at = huiyin.now();
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (1, 1));
        assert_eq!(services(&huiyin), [(ServiceWay::ChannelAccepted, at)]);
        let met = obligations(&huiyin)
            .into_iter()
            .filter(|one| one.met_at == Some(at))
            .count();
        assert!(met >= 1, "{open_before} were open");
        assert_eq!(sink.mails().len(), 1);
        // Nothing is due any more, and nothing is sent twice.
        assert_eq!(deliver(&huiyin), Delivered::default());
        assert_eq!(huiyin.notice_figures().handed, 1);
        healthy(&huiyin);
    });
}

#[test]
fn while_the_server_is_down_it_is_tried_again_and_nothing_is_served_or_lost() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let petition = queued(&huiyin, named());
        let ways = [
            Behaviour::Hang,
            Behaviour::Drop,
            Behaviour::RefuseSender(550),
        ];
        for (behaviour, minutes) in ways.into_iter().zip([1, 5, 15]) {
            sink.behave(behaviour);
            let done = deliver(&huiyin);
            assert!(
                done.mail_unreachable && done.retried == 1,
                "{behaviour:?}: {done:?}"
            );
            pass(place, &huiyin, minutes * MINUTE_MICROS - 1);
            assert_eq!(
                deliver(&huiyin),
                Delivered::default(),
                "not before its time"
            );
            pass(place, &huiyin, 1);
        }
        sink.behave(Behaviour::RefuseRecipient(450));
        let done = deliver(&huiyin);
        assert!(!done.mail_unreachable && done.retried == 1);
        let row = notices(&huiyin, petition).remove(0);
        assert_eq!((row.state.as_str(), row.attempts), ("queued", 4));
        assert_eq!(row.failure.as_deref(), Some("answer 450"));
        assert_eq!(services(&huiyin), []);
        sink.behave(Behaviour::Accept);
        pass(place, &huiyin, 60 * MINUTE_MICROS);
        let at = huiyin.now();
        assert_eq!(deliver(&huiyin).served, 1);
        assert_eq!(services(&huiyin), [(ServiceWay::ChannelAccepted, at)]);
    });
}

#[test]
fn one_dead_server_costs_one_attempt_however_much_waits() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        for nth in 0..5 {
            let petition = accepted(&huiyin, &format!("clerk{nth}"), named());
            wait(huiyin.notify_again(FIRST, petition, Document::Acceptance)).expect("queued");
        }
        sink.behave(Behaviour::Drop);
        assert!(deliver(&huiyin).mail_unreachable);
        assert_eq!(sink.conversations(), 1);
        sink.behave(Behaviour::Accept);
        pass(place, &huiyin, MINUTE_MICROS);
        assert_eq!(deliver(&huiyin).served, 5);
    });
}

#[test]
fn a_refusal_for_good_and_two_days_in_vain_are_failures_that_can_be_seen() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let petition = queued(&huiyin, named());
        sink.behave(Behaviour::RefuseRecipient(550));
        assert_eq!(deliver(&huiyin).failed, 1);
        wait(huiyin.notify_again(FIRST, petition, Document::Acceptance)).expect("once more");
        sink.behave(Behaviour::RefuseRecipient(451));
        assert_eq!(deliver(&huiyin).retried, 1);
        pass(place, &huiyin, 2 * DAY_MICROS);
        assert_eq!(deliver(&huiyin).failed, 1);
        let rows = notices(&huiyin, petition);
        let said: Vec<_> = rows
            .iter()
            .map(|row| (row.state.as_str(), row.failure.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                ("failed", Some("answer 550")),
                ("failed", Some("answer 451"))
            ]
        );
        let figures = NoticeFigures {
            failed: 2,
            ..NoticeFigures::default()
        };
        assert_eq!(huiyin.notice_figures(), figures);
        assert_eq!(services(&huiyin), []);
    });
}

/// A member of staff of the first authority.
pub fn staff(huiyin: &Huiyin, login: &str, role: &str) -> Principal {
    let staff = add(huiyin, login, role);
    let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
    Principal::of(&organisation, FIRST, staff).expect("is there")
}

#[test]
fn whoever_keeps_it_running_sees_what_failed_and_has_it_sent_again() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let petition = queued(&huiyin, named());
        sink.behave(Behaviour::RefuseRecipient(550));
        assert_eq!(deliver(&huiyin).failed, 1);
        let admin = staff(&huiyin, "admin", "administrator");
        let failed = wait(huiyin.failed_notices(&admin, None, 10)).expect("reads");
        assert_eq!(failed.len(), 1);
        let one = &failed[0];
        assert_eq!(
            (one.to.as_str(), one.kind.as_str()),
            ("petitioner", "acceptance")
        );
        assert_eq!((one.attempts, one.reason.zh.contains("550")), (1, true));
        // Nothing of it tells who, or which petition.
        let text = serde_json::to_string(&failed).expect("writes");
        for secret in [EMAIL, SUBJECT, "王某"] {
            assert!(!text.contains(secret), "{text}");
        }
        assert!(
            !text.contains("number") && !text.contains("\"petition\""),
            "{text}"
        );

        let clerk = staff(&huiyin, "another", "clerk");
        let unasked = wait(huiyin.failed_notices(&clerk, None, 10));
        assert!(matches!(unasked, Err(huiyin_app::AppError::Refused(_))));
        let unasked = wait(huiyin.send_again(&clerk, one.id, None));
        assert!(matches!(unasked, Err(huiyin_app::AppError::Refused(_))));

        sink.behave(Behaviour::Accept);
        assert_eq!(deliver(&huiyin), Delivered::default(), "not by itself");
        wait(huiyin.send_again(&admin, one.id, None)).expect("waits again");
        assert_eq!(huiyin.notice_figures().failed, 0);
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (1, 1));
        assert_eq!(notices(&huiyin, petition)[0].state, "handed");
        let gone = wait(huiyin.send_again(&admin, one.id, None));
        assert!(
            matches!(gone, Err(huiyin_app::AppError::Refused(_))),
            "it went out"
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_petitioner_who_says_danger_opens_the_report_and_the_post_on_duty_is_told() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let duty = add(&huiyin, "duty", "clerk");
        let post = huiyin_app::PostDraft {
            duty: "duty-post".into(),
            title: huiyin_domain::language::Bilingual::new("值班", ""),
            unit: 1,
            holder: Some(duty.raw()),
            ..huiyin_app::PostDraft::default()
        };
        let order = super::people::order(huiyin_domain::event::Actor::Operator);
        let set = huiyin.administer_here(order, huiyin_app::Change::Post(None, post));
        set.expect("the post is set");
        let calm = register(&huiyin, draft(SUBJECT));
        deliver(&huiyin);
        assert_eq!(sink.mails().len(), 0);
        let said = huiyin_domain::petition::SubmissionDraft {
            says_danger: true,
            ..draft(SUBJECT)
        };
        let registered = register(&huiyin, said);
        assert_eq!(deliver(&huiyin).handed, 1);
        let mails = sink.mails();
        assert!(mails[0].to.contains(super::people::EMAIL));
        for secret in [SUBJECT, &registered.number] {
            assert!(!mails[0].message.contains(secret), "{}", mails[0].message);
        }
        let clerk = staff(&huiyin, "third", "clerk");
        let look = |number: &str| {
            let number = PetitionNumber::parse(number).expect("a number");
            wait(huiyin.open_case(&clerk, number, false)).expect("opens")
        };
        let seen = look(&registered.number);
        assert!(seen.danger);
        let owed = seen
            .obligations
            .iter()
            .find(|one| one.kind == "urgent-report");
        let owed = owed.expect("a report is owed");
        assert_eq!(owed.due_at, "2026-02-13T11:00:00+08:00", "within the hour");
        let other = look(&calm.number);
        assert!(!other.danger);
        // The petitioner is told of the first duty, as everybody; the report is the authority's own.
        let page = super::support::track(&huiyin, &registered.tracking_code);
        assert!(
            page.obligations
                .iter()
                .all(|one| one.kind != "urgent-report")
        );
        healthy(&huiyin);
    });
}

#[test]
fn staff_are_told_of_a_danger_by_mail_and_the_mail_says_nothing_of_it() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let duty = add(&huiyin, "duty", "clerk");
        let post = huiyin_app::PostDraft {
            duty: "duty-post".into(),
            title: huiyin_domain::language::Bilingual::new("值班", ""),
            unit: 1,
            holder: Some(duty.raw()),
            ..huiyin_app::PostDraft::default()
        };
        let order = super::people::order(huiyin_domain::event::Actor::Operator);
        let set = huiyin.administer_here(order, huiyin_app::Change::Post(None, post));
        set.expect("the post is set");
        let petition = accepted(&huiyin, "clerk", draft(SUBJECT));
        let clerk = staff(&huiyin, "third", "clerk");
        let number = huiyin
            .store()
            .read_here(|reader| reader.petition(FIRST, petition));
        let number = number.expect("reads").expect("is there").number;
        let danger = Command::DeclareDanger {
            text: "氨气泄漏".into(),
        };
        wait(huiyin.act(&clerk, number, vec![danger], None)).expect("declared");
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (1, 0));
        let mails = sink.mails();
        assert_eq!(mails.len(), 1);
        assert!(
            mails[0].to.contains(super::people::EMAIL),
            "{}",
            mails[0].to
        );
        for secret in ["氨气", SUBJECT, &number.to_string()] {
            assert!(!mails[0].message.contains(secret), "{}", mails[0].message);
        }
        assert_eq!(deliver(&huiyin), Delivered::default(), "once");
        healthy(&huiyin);
    });
}

#[test]
fn who_left_is_told_nothing_any_more() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let duty = add(&huiyin, "duty", "clerk");
        let petition = accepted(&huiyin, "clerk", draft(SUBJECT));
        let clerk = staff(&huiyin, "third", "clerk");
        let post = |holder: Option<i64>| huiyin_app::PostDraft {
            duty: "duty-post".into(),
            title: huiyin_domain::language::Bilingual::new("值班", ""),
            unit: 1,
            holder,
            ..huiyin_app::PostDraft::default()
        };
        let order = || super::people::order(huiyin_domain::event::Actor::Operator);
        let set = huiyin_app::Change::Post(None, post(Some(duty.raw())));
        huiyin
            .administer_here(order(), set)
            .expect("the post is set");
        let number = huiyin
            .store()
            .read_here(|reader| reader.petition(FIRST, petition));
        let number = number.expect("reads").expect("is there").number;
        let danger = Command::DeclareDanger {
            text: "氨气泄漏".into(),
        };
        wait(huiyin.act(&clerk, number, vec![danger], None)).expect("declared");
        let mut gone = super::people::draft("", "clerk");
        gone.left = true;
        let gone = huiyin_app::Change::Staff(Some(duty), gone);
        huiyin.administer_here(order(), gone).expect("left");
        assert_eq!(deliver(&huiyin).dropped, 1);
        assert_eq!(sink.mails(), []);
        healthy(&huiyin);
    });
}

#[test]
fn acceptance_on_the_spot_tells_the_petitioner_unless_he_has_it_in_hand() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let clerk = staff(&huiyin, "clerk", "clerk");
        let on_the_spot = |channel: Channel| {
            let draft = huiyin_app::StaffRegistrationDraft {
                submission: named(),
                class: Some((Class::Claim, Some(6))),
                accept: true,
                ..huiyin_app::StaffRegistrationDraft::default()
            };
            let reply = wait(huiyin.register_as_staff(&clerk, draft, channel, None));
            let number = reply.expect("registered").registered.number;
            let number = PetitionNumber::parse(&number).expect("a number");
            let found = huiyin
                .store()
                .read_here(|reader| reader.petition_numbered(FIRST, number));
            found.expect("reads").expect("is there")
        };
        let by_phone = on_the_spot(Channel::Phone);
        assert_eq!(notices(&huiyin, by_phone).len(), 1);
        assert_eq!(services(&huiyin), [], "not before the channel accepted it");
        assert_eq!(deliver(&huiyin).served, 1);
        let ways: Vec<_> = services(&huiyin).iter().map(|one| one.0).collect();
        assert_eq!(ways, [ServiceWay::ChannelAccepted]);
        let at_the_counter = on_the_spot(Channel::Visit);
        assert_eq!(notices(&huiyin, at_the_counter), []);
        let ways: Vec<_> = services(&huiyin).iter().map(|one| one.0).collect();
        assert_eq!(ways, [ServiceWay::ChannelAccepted, ServiceWay::HandedOver]);
        healthy(&huiyin);
    });
}

#[test]
fn what_went_out_is_forgotten_after_thirty_days_and_what_failed_is_not() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let sent = queued(&huiyin, named());
        assert_eq!(deliver(&huiyin).handed, 1);
        sink.behave(Behaviour::RefuseRecipient(550));
        let failed = accepted(&huiyin, "second", named());
        assert_eq!(deliver(&huiyin).failed, 1);
        pass(place, &huiyin, 29 * DAY_MICROS);
        huiyin.forget_notices().expect("forgets");
        assert_eq!(notices(&huiyin, sent).len(), 1);
        pass(place, &huiyin, 2 * DAY_MICROS);
        huiyin.forget_notices().expect("forgets");
        assert_eq!(notices(&huiyin, sent), []);
        assert_eq!(notices(&huiyin, failed).len(), 1, "to be served otherwise");
        assert_eq!(services(&huiyin).len(), 1, "the journal remembers");
        healthy(&huiyin);
    });
}

#[test]
fn a_process_that_ends_between_sending_and_marking_sends_again_and_records_once() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        // The whole message arrives, and nobody hears so: as if the process had ended there.
        sink.behave(Behaviour::DropAfterMessage);
        let huiyin = open(place, &sink);
        queued(&huiyin, named());
        deliver(&huiyin);
        drop(huiyin);
        sink.behave(Behaviour::Accept);
        let huiyin = open(place, &sink);
        pass(place, &huiyin, 10 * MINUTE_MICROS);
        assert_eq!(deliver(&huiyin).served, 1);
        let mails = sink.mails();
        let ids: Vec<_> = mails
            .iter()
            .map(|mail| mail.header("Message-ID").expect("an id"))
            .collect();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1]);
        assert_eq!(services(&huiyin).len(), 1);
    });
}

#[test]
fn a_document_that_was_served_otherwise_is_not_served_again() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let petition = queued(&huiyin, named());
        wait(huiyin.notify_again(FIRST, petition, Document::Acceptance)).expect("a second");
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (2, 1));
        assert_eq!(services(&huiyin).len(), 1);
        let again = wait(huiyin.notify_again(FIRST, petition, Document::Acceptance));
        assert!(matches!(
            again,
            Err(huiyin_app::AppError::Refused(Refusal::Case(_)))
        ));
    });
}

#[test]
fn without_a_contact_there_is_no_notice_and_with_its_key_the_contact_goes() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let mut by_phone = named();
        by_phone.petitioner = Some(Identity {
            phone: Some("13800000000".into()),
            ..Identity::default()
        });
        let petition = accepted(&huiyin, "other", by_phone);
        let refused = wait(huiyin.notify_again(FIRST, petition, Document::Acceptance));
        assert!(matches!(
            refused,
            Err(huiyin_app::AppError::Refused(Refusal::Fields(_)))
        ));
        queued(&huiyin, named());
        tamper(place, "UPDATE petition_key SET wrapped_identity_key = NULL");
        assert_eq!(deliver(&huiyin).dropped, 1);
        assert_eq!(sink.mails(), []);
    });
}

#[test]
fn no_contact_and_no_subject_is_in_the_outbox_or_any_open_part_or_the_mail() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let mut english = named();
        english.language = Some("en".into());
        let petition = queued(&huiyin, english);
        let log = Log::default();
        log.of(|| {
            for behaviour in [
                Behaviour::RefuseRecipient(450),
                Behaviour::Hang,
                Behaviour::Accept,
            ] {
                sink.behave(behaviour);
                deliver(&huiyin);
                pass(place, &huiyin, 5 * MINUTE_MICROS);
            }
        });
        let lines = log.text();
        assert!(lines.contains("answer 450"), "{lines}");
        let outbox = format!("{:?}", notices(&huiyin, petition));
        let mut open: Vec<u8> = Vec::new();
        for row in journal(&huiyin, FIRST) {
            open.extend_from_slice(&row.open);
        }
        let open = String::from_utf8(open).expect("JSON");
        let mail = sink.mails().remove(0);
        for secret in ["canary", "cage.example", "王某", "金丝雀", "拖欠"] {
            assert!(!outbox.contains(secret), "outbox: {secret}");
            assert!(!open.contains(secret), "journal: {secret}");
            assert!(!lines.contains(secret), "log: {secret}");
        }
        // The mail knows its recipient's address, and nothing of the matter or the authority.
        assert!(mail.to.contains(EMAIL));
        let (head, text) = mail.message.split_once("\n\n").expect("head and body");
        assert_eq!(
            text.trim_end(),
            "There is news on your matter; open it with your code.\n\n\
             This mail was sent automatically; please do not answer it."
        );
        assert_eq!(mail.header("Subject"), Some("There is news"));
        assert!(!head.contains("2026-0"), "no number: {head}");
    });
}

#[test]
fn notices_are_in_a_backup_and_those_to_nobody_are_found() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let petition = queued(&huiyin, named());
        let copy = place.folder().join("copy");
        huiyin_store::back_up(huiyin.store(), &copy).expect("backed up");
        let kept = huiyin_store::read_backup(&copy, |reader| reader.notices_of(FIRST, petition));
        assert_eq!(kept.map(|rows| rows.len()).ok(), Some(1));
        tamper(place, "UPDATE outbox SET petition_id = 99");
        assert_eq!(super::support::found(&huiyin, false), ["orphan-notices"]);
    });
}
