//! What came since an inbox was read: counted for whom it is to be seen, by the filter of the page.

use huiyin_app::{InboxCounts, InboxFilter};
use huiyin_domain::petition::{Class, Command, PetitionState};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept, claim, transfer};

#[test]
fn news_is_what_was_opened_since_for_whoever_may_know_of_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let all = InboxFilter::default;
        park.file(false);
        let since = park.inbox("clerk", all()).as_of;
        assert_eq!(since, huiyin.now().micros());
        let later = || place.clock.set(huiyin.now().plus_micros(1_000_000));
        later();
        assert_eq!(park.news("clerk", all(), since), 0, "it was shown");
        let filed = park.file(false);
        park.file(true);
        assert_eq!(park.news("clerk", all(), since), 1, "one is not theirs");
        assert_eq!(park.news("officer", all(), since), 1);
        assert_eq!(park.news("roadhandler", all(), since), 0);
        let of = |term: &str| InboxFilter {
            term: Some(term.to_owned()),
            ..all()
        };
        assert_eq!(park.news("clerk", of("sort"), since), 1);
        assert_eq!(park.news("clerk", of("answer"), since), 0);
        assert_eq!(park.news("clerk", all(), i64::MAX), 0);
        let before = huiyin.now().micros();
        later();
        let economy = park.unit("economy");
        let sent = vec![claim(), transfer(economy)];
        park.does("clerk", &filed, sent);
        assert_eq!(park.news("ecohandler", all(), before), 1);
        assert_eq!(park.news("roadhandler", all(), before), 0);
    });
}

#[test]
fn what_nobody_took_is_counted_until_somebody_takes_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let counts = || park.inbox("ecohandler", InboxFilter::default()).counts;
        let before = counts();
        assert_eq!(before.untaken, before.all);
        assert!(before.all > 0);
        park.does("ecohandler", &filed, vec![accept()]);
        park.does("ecohandler", &filed, vec![Command::Take]);
        assert_eq!(counts().untaken, 0);
        assert!(counts().all > 0);
    });
}

#[test]
fn what_nobody_took_is_listed_behind_more_than_a_page_of_what_somebody_took() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        for _ in 0..51 {
            let filed = park.at("economy", "ecohandler");
            park.does("ecohandler", &filed, vec![accept(), Command::Take]);
        }
        let left = park.at("economy", "ecohandler");
        let untaken = InboxFilter {
            untaken: true,
            ..InboxFilter::default()
        };
        let page = park.inbox("ecohandler", untaken);
        let numbers = page.entries.iter().map(|one| one.number.as_str());
        assert!(numbers.clone().count() > 0);
        assert!(
            numbers
                .clone()
                .all(|number| number == left.number.to_string())
        );
    });
}

/// More than are looked at one by one, of any list.
const HIDDEN: usize = 301;
/// With these, more than are looked at of news.
const RESTRICTED: usize = 210;

fn aside(park: &Park<'_>, login: &str, filed: &Filed) {
    let reason = "亲属".to_owned();
    park.does(login, filed, vec![Command::Recuse { reason }]);
}

/// However much there is that somebody may not know of, it takes nobody's place: neither in the news, nor in the
/// counts, nor in a list that looks at so many only.
#[test]
fn what_is_hidden_takes_no_place_of_what_is_ones_own() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let all = InboxFilter::default;
        let put_off = || InboxFilter {
            put_off: true,
            ..all()
        };
        let running = park.file(false);
        park.does("clerk", &running, vec![claim(), accept()]);
        let at = |micros: i64| place.clock.set(Instant::from_micros(micros));
        at(huiyin.now().micros() + 20 * DAY_MICROS);
        let since = park.inbox("clerk2", all()).as_of;
        let before = park.inbox("clerk2", all()).counts;
        at(since + 1_000_000);
        for _ in 0..HIDDEN {
            aside(&park, "clerk2", &park.file(false));
        }
        for _ in 0..RESTRICTED {
            park.file(true);
        }
        // All of that is nothing to them.
        assert_eq!(park.news("clerk2", all(), since), 0);
        assert_eq!(park.inbox("clerk2", all()).counts, before);

        // One more, on which another one stepped aside, so that it is looked at one by one like those.
        at(huiyin.now().micros() + 1_000_000);
        aside(&park, "clerk", &park.file(false));
        let counts = park.inbox("clerk2", all()).counts;
        let one_more = InboxCounts {
            all: before.all + 1,
            untaken: before.untaken + 1,
            ..before
        };
        assert_eq!(counts, one_more);
        assert_eq!(park.inbox("clerk2", all()).entries.len() as u64, counts.all);
        assert_eq!(park.news("clerk2", all(), since), 1);
        assert_eq!(park.news("clerk", all(), since), 100, "it stops there");

        // And one in another unit.
        assert_eq!(park.news("roadhandler", all(), since), 0);
        let sent = park.file(false);
        let steps = vec![claim(), transfer(park.unit("roads"))];
        park.does("clerk", &sent, steps);
        assert_eq!(park.news("roadhandler", all(), since), 1);

        // What units put off is found behind what is due before it and hidden.
        let owed = park.inbox("clerk2", all()).entries;
        let answer = owed.iter().find(|one| one.term == "answer");
        let due = &answer.expect("it is owed").due_at;
        let due = Instant::parse(due).expect("an instant").micros();
        at(due - 3_600_000_000);
        assert!(park.inbox("clerk2", put_off()).entries.is_empty());
        let reason = "材料还没到".to_owned();
        park.does("clerk", &running, vec![Command::AskExtension { reason }]);
        let found = park.inbox("clerk2", put_off()).entries;
        let number = running.number.to_string();
        assert!(found.iter().any(|one| one.number == number), "{found:?}");
        // An old page asks for as long as a session lives, and not for the whole register.
        assert_eq!(
            park.news("clerk2", all(), since),
            park.news("clerk2", all(), 0)
        );
    });
}

/// The list and its news ask the same: what came since before everything is what stands in the list.
#[test]
fn news_lets_through_what_the_list_does() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let since = huiyin.now().micros();
        place.clock.set(huiyin.now().plus_micros(1_000_000));
        park.file(false);
        park.file(true);
        aside(&park, "clerk2", &park.file(false));
        let roads = park.at("roads", "roadhandler");
        park.does("roadhandler", &roads, vec![accept(), Command::Take]);
        park.at("economy", "ecohandler");
        let all = InboxFilter::default;
        let late = huiyin.now().plus_micros(6 * DAY_MICROS);
        for (now, filter) in [
            (None, all()),
            (
                Some(late),
                InboxFilter {
                    late: true,
                    ..all()
                },
            ),
            (
                None,
                InboxFilter {
                    untaken: true,
                    ..all()
                },
            ),
            (
                None,
                InboxFilter {
                    term: Some("sort".into()),
                    ..all()
                },
            ),
            (
                None,
                InboxFilter {
                    class: Some(Class::Claim),
                    ..all()
                },
            ),
            (
                None,
                InboxFilter {
                    state: Some(PetitionState::Handling),
                    ..all()
                },
            ),
            (
                None,
                InboxFilter {
                    category: Some("01".into()),
                    ..all()
                },
            ),
            (
                None,
                InboxFilter {
                    unit: Some(park.unit("roads")),
                    ..all()
                },
            ),
        ] {
            if let Some(now) = now {
                place.clock.set(now);
            }
            for login in park.everybody() {
                let filter = InboxFilter {
                    whole: true,
                    ..filter.clone()
                };
                let listed = park.inbox(login, filter.clone()).entries;
                let new = park.news(login, filter.clone(), since);
                assert_eq!(new as usize, listed.len(), "{login} {filter:?}");
            }
        }
    });
}
