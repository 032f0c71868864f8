//! How long it takes to be told that there is nothing tells nobody that something is hidden.

use super::insider_support::{Insider, attempts};
use super::support::App;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;
use huiyin_web::WebConfig;
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
