//! Danger to life: who is told at once has it on top of the inbox and may open it before it is sorted, the record says
//! who was told when, and whom it complains of learns nothing (RULES 5.7, 4.2).

use super::support::{FIRST, event, healthy, journal, track, wait};
use huiyin_app::{Change, InboxFilter, Order, PostDraft, Refusal, StaffRegistrationDraft};
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::language::Bilingual;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Action, Channel, Command, SubmissionDraft};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park};

/// Fills the post on duty, in the park's own unit.
fn on_duty(park: &Park<'_>, holder: &str, stand_ins: &[&str]) {
    let draft = PostDraft {
        duty: "duty-post".into(),
        title: Bilingual::new("总值班室", "Duty room"),
        unit: park.unit("park").raw(),
        holder: Some(park.staff(holder).raw()),
        stand_ins: stand_ins.iter().map(|one| park.staff(one).raw()).collect(),
        ..PostDraft::default()
    };
    let order = Order {
        authority: FIRST,
        by: Actor::Operator,
        version: None,
    };
    let done = park
        .huiyin
        .administer_here(order, Change::Post(None, draft));
    done.expect("the post is set");
}

fn danger() -> Command {
    Command::DeclareDanger {
        text: "厂房里还有人".into(),
    }
}

fn only_danger() -> InboxFilter {
    InboxFilter {
        danger: true,
        ..InboxFilter::default()
    }
}

/// The numbers of an inbox, as they stand.
fn numbers(park: &Park<'_>, login: &str) -> Vec<String> {
    let inbox = park.inbox(login, InboxFilter::default());
    inbox.entries.into_iter().map(|one| one.number).collect()
}

fn knows(park: &Park<'_>, login: &str, filed: &Filed) -> bool {
    let opens = park.open(login, filed, false).is_ok();
    let listed = numbers(park, login).contains(&filed.number.to_string());
    let counts = park.inbox(login, only_danger()).counts;
    assert_eq!((listed, counts.danger > 0), (opens, opens), "{login}");
    opens
}

#[test]
fn whoever_is_on_duty_and_the_head_of_the_office_open_it_before_it_is_sorted() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        on_duty(&park, "ecohandler2", &["teamhandler"]);
        let calm = park.file(false);
        place.clock.set(
            huiyin
                .now()
                .plus_micros(40 * huiyin_domain::time::DAY_MICROS),
        );
        let filed = park.file(false);
        let since = huiyin.now().micros();
        assert!(!knows(&park, "ecohandler2", &filed));
        place.clock.set(huiyin.now().plus_micros(1_000_000));
        park.does("clerk", &filed, vec![danger()]);
        for login in ["ecohandler2", "teamhandler", "officehead", "clerk"] {
            assert!(knows(&park, login, &filed), "{login}");
            let first = numbers(&park, login).swap_remove(0);
            assert_eq!(first, filed.number.to_string(), "{login}");
            assert!(park.news(login, only_danger(), since) > 0, "{login}");
        }
        // What is late for long comes after it, and the duty stands there once.
        let inbox = park.inbox("clerk", InboxFilter::default());
        assert_eq!(inbox.entries[0].term, "urgent-report");
        assert_eq!(inbox.entries[1].number, calm.number.to_string());
        assert!(inbox.entries[1].late);
        assert_eq!(inbox.entries.len() as u64, inbox.counts.all);
        let urgent = inbox.entries.iter().filter(|one| one.danger);
        assert_eq!(urgent.filter(|one| one.term == "urgent-report").count(), 1);
        let duty = park.inbox("ecohandler2", InboxFilter::default());
        assert_eq!((duty.entries.len(), duty.counts.all), (1, 1));
        // What a number counts stands in the list to which it leads.
        let untaken = InboxFilter {
            untaken: true,
            ..InboxFilter::default()
        };
        let nobody = park.inbox("ecohandler2", untaken);
        assert_eq!((nobody.entries.len(), nobody.counts.untaken), (1, 1));
        for login in [
            "roadhead",
            "ecohandler",
            "leader",
            "officer",
            "officehandler",
        ] {
            assert!(!knows(&park, login, &filed), "{login}");
        }
        // Whoever is on duty reports it; who brought it is not theirs to see, nor any other step.
        let view = park.open("ecohandler2", &filed, false).expect("opens");
        let told = view.danger_told.expect("was told");
        let names = told.told.iter().map(|one| one.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["ecohandler2", "officehead"]);
        assert!(told.report_due_at.is_some() && told.reported_at.is_none());
        assert!(park.open("ecohandler2", &filed, true).is_err());
        let possible = view.possible.iter().filter(|one| one.refusal.is_none());
        let possible: Vec<Action> = possible.map(|one| one.action).collect();
        assert_eq!(possible, [Action::ReportUrgent]);
        let report = Command::ReportUrgent {
            text: "已报管委会值班领导".into(),
        };
        park.does("ecohandler2", &filed, vec![report]);
        let told = park.open("officehead", &filed, false).expect("opens");
        let told = told.danger_told.expect("lasts");
        assert!(told.report_due_at.is_none() && told.reported_at.is_some());
        let over = Command::LowerDanger {
            reason: "人都出来了".into(),
        };
        park.does("clerk", &filed, vec![over]);
        for login in ["ecohandler2", "officehead"] {
            assert!(!knows(&park, login, &filed), "{login}: it is over");
        }
        healthy(&huiyin);
    });
}

#[test]
fn of_a_restricted_matter_the_post_on_duty_is_told_and_no_head() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        on_duty(&park, "ecohandler2", &[]);
        let draft = StaffRegistrationDraft {
            submission: SubmissionDraft {
                subject: Some("仓库里有人被困".into()),
                body: Some("说是为了盖住账目。".into()),
                misconduct: true,
                ..SubmissionDraft::default()
            },
            danger: Some("仓库里有人被困".into()),
            ..StaffRegistrationDraft::default()
        };
        let clerk = park.who("clerk");
        let reply = wait(huiyin.register_as_staff(&clerk, draft, Channel::Phone, None));
        let reply = reply.expect("registered");
        let told = reply.stands.expect("stands").danger.expect("told");
        assert_eq!(told.told.len(), 1, "{told:?}");
        assert_eq!(told.told[0].name, "ecohandler2");
        assert_eq!(told.told[0].post.zh, "总值班室");
        let number = PetitionNumber::parse(&reply.registered.number).expect("a number");
        let opens = |login: &str| wait(huiyin.open_case(&park.who(login), number, false)).is_ok();
        assert!(opens("ecohandler2") && opens("officer"));
        assert!(!opens("officehead") && !opens("clerk") && !opens("leader"));
        // The petitioner reads which posts were told, and no name.
        let page = track(&huiyin, &reply.registered.tracking_code);
        let lines: Vec<&str> = page
            .timeline
            .iter()
            .map(|one| one.words.zh.as_str())
            .collect();
        assert!(lines.contains(&"登记现实危险，已通知总值班室"), "{lines:?}");
        assert!(lines.iter().all(|line| !line.contains("ecohandler2")));
        healthy(&huiyin);
    });
}

#[test]
fn whom_it_complains_of_is_not_told_whatever_post_they_fill() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        on_duty(&park, "roadhandler", &["roadhead", "ecohandler"]);
        let filed = park.file(false);
        let named = Command::NameRespondents {
            units: vec![park.unit("roads")],
            posts: Vec::new(),
            words: vec!["市政所".into()],
        };
        park.does("clerk", &filed, vec![named, danger()]);
        for login in ["roadhandler", "roadhead", "teamhandler"] {
            let opened = park.open(login, &filed, false);
            let refusal = super::people::refusal(opened.map(|_| ()));
            assert_eq!(refusal, Refusal::NoSuchPetition, "{login}");
            assert_eq!(park.inbox(login, only_danger()).counts.danger, 0);
            assert_eq!(park.news(login, InboxFilter::default(), 0), 0, "{login}");
        }
        assert!(knows(&park, "ecohandler", &filed), "the stand-in is told");
        let rows = journal(&huiyin, FIRST);
        let told = rows.iter().rev().find_map(|row| match event(row) {
            Event::DangerDeclared(one) => Some(one.told),
            _ => None,
        });
        let told = told.expect("declared");
        assert_eq!(told[0].staff, park.staff("ecohandler"), "{told:?}");
        // Named afterwards, they know no more of it from then on.
        let named = Command::NameRespondents {
            units: vec![park.unit("economy")],
            posts: Vec::new(),
            words: vec!["经发局".into()],
        };
        park.does("clerk", &filed, vec![named]);
        assert!(!knows(&park, "ecohandler", &filed));
        healthy(&huiyin);
    });
}

#[test]
fn where_nobody_is_on_duty_the_head_of_the_authority_is_told() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(true);
        park.does("officer", &filed, vec![danger()]);
        let view = park.open("officer", &filed, false).expect("opens");
        let told = view.danger_told.expect("was told").told;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told[0].name, "boss");
        assert!(knows(&park, "boss", &filed));
        assert!(!knows(&park, "officehead", &filed));
        healthy(&huiyin);
    });
}
