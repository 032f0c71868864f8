//! What units put off is found among all that is owed, also after the duties that are due first.

use super::notices::staff;
use super::support::{at, import, wait};
use huiyin_app::{InboxEntry, InboxFilter};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;

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
