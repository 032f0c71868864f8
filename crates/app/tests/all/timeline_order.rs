//! What was put on record in one instant stands on the timeline in the order in which it happened.

use super::support::{healthy, track};
use huiyin_app::TimelineEntry;
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;

#[test]
fn the_lapse_of_the_last_day_stands_before_the_breach_that_the_next_day_begins_with() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        place.clock.set(huiyin.now().plus_micros(40 * DAY_MICROS));
        huiyin.tick(huiyin.now()).expect("ticks");
        let at = |timeline: &[TimelineEntry], kind: &str| {
            let found = timeline.iter().position(|entry| entry.event == kind);
            found.unwrap_or_else(|| panic!("no {kind}: {timeline:?}"))
        };
        let seen = track(&huiyin, &filed.code.grouped()).timeline;
        let staff = park.open("clerk", &filed, false).expect("opens").timeline;
        for timeline in [seen, staff] {
            let lapse = at(&timeline, "AcceptedByLapse");
            assert!(lapse < at(&timeline, "ObligationBreached"), "{timeline:?}");
        }
        healthy(&huiyin);
    });
}
