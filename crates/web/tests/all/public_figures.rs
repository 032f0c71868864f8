//! `/figures`: sums for everybody, and no few.

use super::support::{App, petition};
use huiyin_testkit::engine::each_engine;

#[test]
fn sums_are_public_from_five_on_and_name_no_matter() {
    each_engine(|place| {
        let app = App::on(place);
        for _ in 0..4 {
            app.registered(&petition());
        }
        let few = app.get("/figures");
        assert_eq!(few.status, 200);
        assert!(few.text().contains("还不到5件"), "{}", few.text());
        app.registered(&petition());
        // Counted figures are shown for ten minutes.
        assert!(app.get("/figures").text().contains("还不到5件"));
        let later = app.huiyin.now().plus_micros(11 * 60 * 1_000_000);
        place.clock.set(later);
        let page = app.get("/figures");
        assert!(
            page.text().contains("<dd class=\"number\">5</dd>"),
            "{}",
            page.text()
        );
        for told in ["工资", "2026-000001"] {
            assert!(!page.text().contains(told), "{told}");
        }
    });
}
