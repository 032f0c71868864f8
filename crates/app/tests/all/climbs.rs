//! What is late climbs, and whoever it is reported to finds it in their inbox: step by step, as the rulebook says,
//! past whom the petition complains of, until it is done (RULES 4.2, 5.10).

use super::support::{at, healthy, tamper};
use huiyin_app::{Change, Huiyin, InboxEntry, InboxFilter, Order, PostDraft};
use huiyin_domain::event::{Actor, Document, ServiceWay};
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::park::{FIRST, Filed, Park, accept, claim, transfer, wait};

/// A Monday at ten in the morning, in the park.
const MONDAY: &str = "2026-03-02T10:00:00+08:00";
/// Everybody whom its ladder can reach, in its order.
const LADDER: [&str; 4] = ["ecohead", "leader", "boss", "supervisor"];

/// The term that climbs: the notice that the economy unit owes by 17 March.
const NOTICE: &str = "transfer-notice";

/// Sent to the economy unit and taken there, on a petition that complains of these posts.
fn sent(place: &TestStore, park: &Park<'_>, posts: &[&str]) -> Filed {
    place.clock.set(at(MONDAY));
    let filed = park.file(false);
    let complains = Command::NameRespondents {
        units: Vec::new(),
        posts: posts.iter().map(|post| park.post(post)).collect(),
        words: Vec::new(),
    };
    let mut sorted = vec![claim(), transfer(park.unit("economy"))];
    if !posts.is_empty() {
        sorted.insert(0, complains);
    }
    park.does("clerk", &filed, sorted);
    park.does("ecohandler", &filed, vec![Command::Receive]);
    filed
}

fn reported(park: &Park<'_>, login: &str) -> Option<InboxEntry> {
    let inbox = park.inbox(login, InboxFilter::default());
    assert_eq!(
        inbox.counts.reported,
        inbox.reported.len() as u64,
        "{login}"
    );
    let mut entries = inbox.reported.into_iter();
    entries.find(|one| one.term == NOTICE)
}

/// The steps by which each of the ladder was told.
fn steps(park: &Park<'_>) -> [Option<u8>; 4] {
    LADDER.map(|login| {
        let entry = reported(park, login)?;
        assert!(entry.may_open && entry.late, "{login}");
        entry.reported.map(|one| one.step)
    })
}

#[test]
fn each_step_brings_it_into_the_inbox_of_whom_it_tells_until_it_is_done() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = sent(place, &park, &[]);
        for (moment, wanted) in [
            ("2026-03-18T00:30:00+08:00", [None; 4]),
            ("2026-03-19T00:30:00+08:00", [Some(1), None, None, None]),
            ("2026-03-23T00:30:00+08:00", [Some(1), Some(2), None, None]),
            (
                "2026-04-02T00:30:00+08:00",
                [Some(1), Some(2), Some(3), None],
            ),
        ] {
            place.clock.set(at(moment));
            huiyin.tick(huiyin.now()).expect("ticks");
            assert_eq!(steps(&park), wanted, "{moment}");
        }
        let entry = reported(&park, "leader").expect("was told");
        let told = entry.reported.expect("which step");
        assert_eq!(told.at, "2026-03-23T00:00:00+08:00");
        assert_eq!(entry.number, filed.number.to_string());
        // It is no duty of theirs: the list of what they owe and its counters are as they were.
        let inbox = park.inbox("boss", InboxFilter::default());
        assert!(inbox.entries.iter().all(|one| one.term != NOTICE));
        assert_eq!(inbox.counts.late, 0);
        // Who has no post of the ladder finds nothing; a filter leaves it out.
        assert!(reported(&park, "roadclerk").is_none());
        let filter = InboxFilter {
            term: Some(NOTICE.into()),
            ..InboxFilter::default()
        };
        let narrowed = park.inbox("boss", filter);
        assert!(narrowed.reported.is_empty());
        assert_eq!(narrowed.counts.reported, 0);
        let serve = Command::Serve {
            document: Document::Acceptance,
            way: ServiceWay::HandedOver,
            at: None,
            proof: None,
        };
        park.does("ecohandler", &filed, vec![accept(), serve]);
        assert_eq!(steps(&park), [None; 4], "it is done");
        healthy(&huiyin);
    });
}

#[test]
fn past_the_head_who_is_complained_of_it_reaches_supervision() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sent(place, &park, &["boss"]);
        place.clock.set(at("2026-04-02T00:30:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert_eq!(steps(&park), [Some(1), Some(2), None, Some(3)]);
        healthy(&huiyin);
    });
}

/// Nobody holds these posts any more.
fn vacate(huiyin: &Huiyin, park: &Park<'_>, posts: &[&str]) {
    for name in posts {
        let id = park.post(name);
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        let vacant = PostDraft {
            holder: None,
            stand_ins: Vec::new(),
            ..PostDraft::from(&organisation.posts[&id])
        };
        let order = Order {
            authority: FIRST,
            by: Actor::Staff(park.staff("admin")),
            version: None,
        };
        let changed = huiyin.administer_here(order, Change::Post(Some(id), vacant));
        changed.expect("is vacant");
    }
}

#[test]
fn where_no_leaders_post_is_held_the_leaders_find_it_all_the_same() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sent(place, &park, &[]);
        vacate(&huiyin, &park, &["leader", "boss"]);
        place.clock.set(at("2026-04-02T00:30:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let [head, leader, boss, supervisor] = steps(&park);
        assert_eq!(head, Some(1));
        assert_eq!((leader, boss), (Some(3), Some(3)), "no post tells them");
        assert!(supervisor.is_some());
        assert!(reported(&park, "admin").is_none());
        healthy(&huiyin);
    });
}

/// More than are read at a time.
const OTHERS: u64 = 201;

#[test]
fn what_climbed_to_others_takes_no_place_of_what_climbed_to_oneself() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        place.clock.set(at("2026-02-02T10:00:00+08:00"));
        for _ in 0..OTHERS {
            park.file(false);
        }
        sent(place, &park, &[]);
        place.clock.set(at("2026-04-02T00:30:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let entry = reported(&park, "ecohead").expect("behind what climbed to others");
        assert_eq!(entry.reported.map(|one| one.step), Some(1));
        let leader = park.inbox("leader", InboxFilter::default());
        assert_eq!(leader.reported.len(), 50, "so many are shown");
        assert!(leader.counts.reported > OTHERS, "all are counted");
        healthy(&huiyin);
    });
}

#[test]
fn a_store_of_before_learns_from_its_journal_whom_each_step_told() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sent(place, &park, &[]);
        place.clock.set(at("2026-04-02T00:30:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        let before = steps(&park);
        tamper(
            place,
            "DROP TABLE escalation_told; DROP INDEX unread_message_longest; DELETE FROM migration WHERE number = 67",
        );
        let again = place.open();
        let park = park.on(&again);
        assert_eq!(steps(&park), before);
        healthy(&again);
    });
}
