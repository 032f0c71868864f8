//! What units put off is found among all that is owed, also after the duties that are due first.

use super::notices::staff;
use super::review::hand_over;
use super::support::{at, healthy, import, wait};
use huiyin_app::{InboxEntry, InboxFilter};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, accept, draft};

/// More duties than one page looks through.
const BEFORE: usize = 310;
const NOW: &str = "2026-03-20T10:00:00+08:00";

#[test]
fn what_is_put_off_is_found_after_the_duties_that_are_due_first() {
    each_engine(|place| {
        place.clock.set(at(NOW));
        let huiyin = place.open();
        let ids: Vec<String> = (0..BEFORE).map(|nth| format!("old-{nth}")).collect();
        let mut records: Vec<(&str, &str, &str)> = ids
            .iter()
            .map(|id| (id.as_str(), "2026-01-05T10:00:00+08:00", ""))
            .collect();
        // Its last day is today.
        records.push(("last", "2026-01-19T10:00:00+08:00", ""));
        import(place, &huiyin, &records);
        let clerk = staff(&huiyin, "clerk", "clerk");
        let filter = |after| InboxFilter {
            put_off: true,
            after,
            ..InboxFilter::default()
        };
        let pages = || {
            let (mut after, mut found, mut looks) = (None, Vec::<InboxEntry>::new(), 0);
            loop {
                let page = wait(huiyin.inbox(&clerk, filter(after))).expect("reads");
                found.extend(page.entries);
                (after, looks) = (page.next, looks + 1);
                assert!(looks < 10, "it ends");
                if after.is_none() {
                    return (found, looks);
                }
            }
        };
        let (none, looks) = pages();
        assert_eq!(none.len(), 0);
        assert!(
            looks > 1,
            "there is more to look through than one page does"
        );
        let last = PetitionNumber::parse(&format!("2026-{:06}", BEFORE + 1)).expect("a number");
        let asks = Command::AskExtension {
            reason: "还差一份检测报告".into(),
        };
        wait(huiyin.act(&clerk, last, vec![asks], None)).expect("asked");
        // Each duty of it, once.
        let (found, _) = pages();
        let all = wait(huiyin.inbox(&clerk, InboxFilter::default())).expect("reads");
        assert!(
            all.entries.iter().all(|one| !one.asked_late),
            "they come first"
        );
        let terms: Vec<&str> = found.iter().map(|one| one.term.as_str()).collect();
        assert_eq!(terms, ["answer", "decide-extension"]);
        assert!(
            found
                .iter()
                .all(|one| one.number == last.to_string() && one.asked_late)
        );
    });
}

#[test]
fn what_was_put_off_is_still_found_where_nothing_is_owed_any_more() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let ended = |login: &str| {
            let page = wait(huiyin.put_off_ended(&park.who(login), None)).expect("reads");
            assert_eq!(page.next, None);
            page.entries
        };
        // In time, and never put off: it is told of by nobody.
        let quick = park.at("economy", "ecohandler");
        let steps = || vec![accept(), draft(), Command::Submit];
        park.does("ecohandler", &quick, steps());
        park.does("boss", &quick, vec![Command::Approve]);
        park.does("ecohandler", &quick, vec![Command::Issue, hand_over()]);

        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, steps());
        let view = park.open("ecohandler", &filed, false).expect("opens");
        let mut duties = view.obligations.iter();
        let owed = duties.find(|one| one.kind == "answer").expect("owed");
        let due = Instant::parse(&owed.due_at).expect("an instant");
        place.clock.set(due.plus_micros(-DAY_MICROS / 2));
        let reason = || "还差一份检测报告".to_owned();
        let asks = Command::AskExtension { reason: reason() };
        park.does("ecohandler", &filed, vec![asks]);
        assert!(ended("supervisor").is_empty(), "it is owed still");
        let refuses = Command::DecideExtension {
            grant: false,
            reason: reason(),
        };
        park.does("boss", &filed, vec![refuses, Command::Approve]);
        park.does("ecohandler", &filed, vec![Command::Issue, hand_over()]);
        for login in ["supervisor", "ecohead"] {
            let found = ended(login);
            assert_eq!(found.len(), 1, "{login}");
            assert_eq!(found[0].number, filed.number.to_string());
            assert!(found[0].asked_late && found[0].objections == 0);
        }
        for login in ["roadhead", "auditor", "clerk"] {
            assert!(ended(login).is_empty(), "{login}");
        }
        place.clock.set(due.plus_micros(91 * DAY_MICROS));
        assert!(ended("supervisor").is_empty(), "for 90 days");
        healthy(&huiyin);
    });
}
