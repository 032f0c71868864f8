//! A list is cut before it is paged: whatever else stands before it, what is due today, or what is one's own, is found.

use super::notices::staff;
use super::support::{at, import, wait};
use huiyin_app::{InboxDue, InboxEntry, InboxFilter};
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, accept};

/// More than a page has.
const MANY: usize = 52;
const NOW: &str = "2026-03-20T10:00:00+08:00";

#[test]
fn what_is_due_today_or_in_a_week_is_found_behind_a_page_of_what_is_late() {
    each_engine(|place| {
        place.clock.set(at(NOW));
        let huiyin = place.open();
        let ids: Vec<String> = (0..MANY).map(|nth| format!("old-{nth}")).collect();
        let mut records: Vec<(&str, &str, &str)> = ids
            .iter()
            .map(|id| (id.as_str(), "2026-01-05T10:00:00+08:00", ""))
            .collect();
        // Their last days: today, in three days, in seven, in eight.
        for (id, registered) in [
            ("today", "2026-01-19T10:00:00+08:00"),
            ("three", "2026-01-22T10:00:00+08:00"),
            ("seven", "2026-01-26T10:00:00+08:00"),
            ("eight", "2026-01-27T10:00:00+08:00"),
        ] {
            records.push((id, registered, ""));
        }
        import(place, &huiyin, &records);
        let clerk = staff(&huiyin, "clerk", "clerk");
        let due = |due| InboxFilter {
            due: Some(due),
            ..InboxFilter::default()
        };
        let found = |filter: InboxFilter| {
            let inbox = wait(huiyin.inbox(&clerk, filter)).expect("reads");
            assert_eq!(inbox.next, None);
            let days = inbox.entries.into_iter().map(|one| one.due_date);
            (days.collect::<Vec<_>>(), inbox.counts)
        };
        let (today, counts) = found(due(InboxDue::Today));
        assert_eq!(today, ["2026-03-20"]);
        assert_eq!((counts.late, counts.today, counts.week), (52, 1, 3));
        let (week, _) = found(due(InboxDue::Week));
        assert_eq!(week, ["2026-03-20", "2026-03-23", "2026-03-27"]);
        let late = InboxFilter {
            late: true,
            ..due(InboxDue::Week)
        };
        assert_eq!(found(late).0, [""; 0], "nothing is late and not late");
        let since = at("2026-03-19T10:00:00+08:00");
        let news = |due_by| wait(huiyin.inbox_news(&clerk, due(due_by), since)).expect("reads");
        assert_eq!(news(InboxDue::Today).new, 1);
        assert_eq!(news(InboxDue::Week).new, 3);
    });
}

/// All pages of a list.
fn pages(park: &Park<'_>, login: &str, filter: &InboxFilter) -> Vec<InboxEntry> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let filter = InboxFilter {
            after,
            ..filter.clone()
        };
        let page = park.inbox(login, filter);
        found.extend(page.entries);
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

#[test]
fn what_another_post_owes_takes_no_place_of_what_is_ones_own() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        // The head of the authority decides; the leader in charge sees what all units owe.
        let asks = Command::AskExtension {
            reason: "材料还没到".to_owned(),
        };
        let mut asked = Vec::new();
        for _ in 0..MANY {
            let filed = park.at("economy", "ecohandler");
            park.does("ecohandler", &filed, vec![accept(), asks.clone()]);
            asked.push(filed);
        }
        let whole = InboxFilter {
            whole: true,
            ..InboxFilter::default()
        };
        let own = InboxFilter {
            own: true,
            ..whole.clone()
        };
        let decided = |entries: &[InboxEntry]| {
            let decides = entries.iter().filter(|one| one.term == "decide-extension");
            decides.count()
        };
        let all = park.inbox("leader", whole.clone());
        assert!(decided(&all.entries) > 0 && all.next.is_some());
        assert_eq!(decided(&pages(&park, "leader", &whole)), MANY);
        let found = pages(&park, "leader", &own);
        assert_eq!(decided(&found), 0);
        assert!(found.len() >= MANY, "each is to be answered");
        let counts = park.inbox("leader", own.clone()).counts;
        assert_eq!(counts.all, found.len() as u64);
        assert_eq!(counts.all + MANY as u64, all.counts.all);
        assert_eq!(counts.untaken, counts.all);
        let news = park.news("leader", own.clone(), 0);
        assert_eq!(news as usize, found.len().min(100));
        // Whoever holds that post finds each of them.
        let approvals = InboxFilter {
            term: Some("decide-extension".to_owned()),
            whole: false,
            ..own.clone()
        };
        let waiting = pages(&park, "boss", &approvals);
        assert_eq!(waiting.len(), MANY);
        assert!(waiting.iter().all(|one| one.by_own_post));
        // Where people are in danger it stands in everybody's, and is counted there.
        let danger = Command::DeclareDanger {
            text: "管道漏气".to_owned(),
        };
        park.does("ecohandler", &asked[MANY - 1], vec![danger]);
        let found = pages(&park, "leader", &own);
        assert_eq!(decided(&found), 1);
        assert!(found[0].danger);
        let counts = park.inbox("leader", own).counts;
        assert_eq!((counts.all, counts.danger), (found.len() as u64, 1));
    });
}
