//! How long it takes to be told that there is nothing tells nobody that something is hidden.

use super::insider_support::{Attempt, Insider, Tried, attempt, attempts, by_api, masked};
use super::support::App;
use huiyin_domain::petition::{Class, Command};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, accept, transfer};
use huiyin_web::WebConfig;
use serde_json::json;
use std::time::Duration;

/// Longer than any look in this test takes.
const AFTER: Duration = Duration::from_millis(400);

#[test]
#[expect(clippy::disallowed_methods, reason = "a duration is measured")]
fn what_is_hidden_takes_as_long_as_what_was_never_there() {
    each_engine(|place| {
        let config = WebConfig {
            nothing_after: AFTER,
            ..WebConfig::default()
        };
        let app = App::configured(place.open(), config);
        let park = Park::build(&app.huiyin);
        let mut clerk = Insider::enters(&app, &park, "clerk");
        let hidden = park.file(true).number.to_string();
        let read = attempts().into_iter();
        let pages = ["/desk/petitions/{number}", "/api/v1/petitions/{number}"];
        let mut tried = 0;
        for attempt in read.filter(|one| one.method == "GET" && pages.contains(&one.route)) {
            for number in [hidden.as_str(), "2026-999999"] {
                let begun = std::time::Instant::now();
                clerk.is_refused(&attempt, number, &[404]);
                let took = begun.elapsed();
                // Later only where the machine was busy; sooner never.
                assert!(took >= AFTER, "{attempt} of {number}: {took:?}");
                tried += 1;
            }
        }
        assert!(tried >= 4, "{tried} looks");
    });
}

/// What is told of a number, without the number itself and without the keys of forms.
fn told(tried: &Tried, number: &str) -> String {
    let body = masked(&tried.answer.bytes);
    let body = String::from_utf8_lossy(&body).replace(number, "NUMBER");
    format!("{} {body}", tried.answer.status)
}

/// The search, a merger, telling two apart: each loads the other petition before it says no.
#[test]
#[expect(clippy::disallowed_methods, reason = "a duration is measured")]
fn a_refusal_that_names_another_petition_tells_nothing_of_it_by_words_or_by_time() {
    each_engine(|place| {
        let config = WebConfig {
            nothing_after: AFTER,
            ..WebConfig::default()
        };
        let app = App::configured(place.open(), config);
        let park = Park::build(&app.huiyin);
        let own = park.at("roads", "roadhead");
        park.does("roadhead", &own, vec![accept()]);
        let own = own.number.to_string();
        let hidden = park.at("economy", "ecohead");
        let mut head = Insider::enters(&app, &park, "roadhead");
        let others = [
            (hidden.number.to_string(), hidden.id.raw()),
            ("2026-999999".to_owned(), 9_999_999),
        ];
        let ways: [fn(&str, i64) -> Attempt; 5] = [
            |number, _| Attempt::look("/desk", &format!("/desk?number={number}")),
            |number, _| {
                let fields = [("into", number), ("reason", "同一事项")];
                attempt("POST", "/desk/petitions/{number}/do/merge", &fields)
            },
            |number, _| {
                let fields = [("other", number)];
                attempt("POST", "/desk/petitions/{number}/do/tell-apart", &fields)
            },
            |_, id| by_api(json!({"action": "merge", "into": id, "reason": "同一事项"})),
            |_, id| by_api(json!({"action": "tell-apart", "other": id})),
        ];
        for way in ways {
            let [one, other] = others.clone().map(|(number, id)| {
                let attempt = way(&number, id);
                let begun = std::time::Instant::now();
                let tried = head.is_refused(&attempt, &own, &[404, 409, 422]);
                let took = begun.elapsed();
                assert!(took >= AFTER, "{attempt} of {number}: {took:?}");
                told(&tried, &number)
            });
            assert_eq!(one, other);
        }
    });
}

/// A hint at possible duplicates is asked for among petitions that whoever asks may not know of.
#[test]
#[expect(clippy::disallowed_methods, reason = "a duration is measured")]
fn hints_take_as_long_where_what_they_would_show_is_hidden() {
    each_engine(|place| {
        let config = WebConfig {
            nothing_after: AFTER,
            ..WebConfig::default()
        };
        let app = App::configured(place.open(), config);
        let park = Park::build(&app.huiyin);
        let mut clerk = Insider::enters(&app, &park, "roadclerk");
        let lists = [
            "/api/v1/desk/same-matter?category=010103",
            "/desk/new/same-matter?category=010103",
        ];
        let mut look = || {
            lists.map(|path| {
                let begun = std::time::Instant::now();
                let tried = clerk.tries(&Attempt::look("", path), "");
                assert_eq!(tried.answer.status, 200, "{path}");
                let took = begun.elapsed();
                assert!(took >= AFTER, "{path}: {took:?}");
                told(&tried, "2026-999999")
            })
        };
        let before = look();
        for _ in 0..3 {
            let hidden = park.file(false);
            let classify = Command::Classify {
                class: Class::Claim,
                branch: Some(6),
                category: Some("010103".into()),
                reason: String::new(),
            };
            park.does(
                "clerk",
                &hidden,
                vec![classify, transfer(park.unit("economy"))],
            );
        }
        assert_eq!(look(), before);
    });
}

/// A petition that complains of whoever asks is looked at before it is left out: no list of duties tells by its time.
#[test]
#[expect(clippy::disallowed_methods, reason = "a duration is measured")]
fn a_list_of_duties_takes_as_long_where_some_are_hidden() {
    each_engine(|place| {
        let config = WebConfig {
            nothing_after: AFTER,
            ..WebConfig::default()
        };
        let app = App::configured(place.open(), config);
        let park = Park::build(&app.huiyin);
        let mut head = Insider::enters(&app, &park, "roadhead");
        let lists = [
            "/desk?of=own",
            "/desk/units",
            "/desk/units/ended",
            "/desk/approvals",
            "/api/v1/inbox",
            "/api/v1/inbox/news?since=0",
        ];
        let mut look = || {
            for path in lists {
                let begun = std::time::Instant::now();
                let tried = head.tries(&Attempt::look("", path), "");
                assert_eq!(tried.answer.status, 200, "{path}");
                let took = begun.elapsed();
                assert!(took >= AFTER / 3, "{path}: {took:?}");
            }
        };
        look();
        let hidden = park.file(false);
        let names = Command::NameRespondents {
            units: Vec::new(),
            posts: vec![park.post("roadhead")],
            words: Vec::new(),
        };
        let claim = huiyin_testkit::park::claim();
        let steps = vec![names, claim, transfer(park.unit("roads"))];
        park.does("clerk", &hidden, steps);
        look();
    });
}
