//! Notices and reception days: written by the administrator, seen by everybody on their days.

use super::desk_support::Park;
use super::support::App;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::each_engine;

#[test]
fn the_administrator_posts_and_takes_down_and_everybody_reads_it_in_both_languages() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut administrator = park.administrator();
        let fields = [
            ("kind", "reception"),
            ("title_zh", "主任接待"),
            ("title_en", "The head receives"),
            ("text_zh", "一号接待厅\n带上材料"),
            ("first_day", "2026-02-27"),
            ("hours", "9:00～11:30"),
        ];
        let wrong = [
            ("kind", "reception"),
            ("title_zh", "主任接待"),
            ("first_day", "2月底"),
        ];
        let refused = administrator.post("/desk/announcements/new", &wrong);
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("id=\"first_day-error\""));
        let posted = administrator.post("/desk/announcements/new", &fields);
        assert_eq!(posted.header("location"), "/desk/announcements");
        assert!(
            administrator
                .get("/desk/announcements")
                .text()
                .contains("主任接待")
        );
        for path in ["/", "/notices"] {
            let page = app.browser().get(path);
            for words in [
                "主任接待",
                "2026年2月27日（星期五） 9:00～11:30",
                "带上材料",
            ] {
                assert!(page.text().contains(words), "{path}: {words}");
            }
        }
        let mut reader = app.browser();
        reader.get("/language?to=en");
        let page = reader.get("/notices");
        assert!(page.text().contains("The head receives"));

        // Who is no administrator neither sees the list nor posts.
        let mut clerk = park.person("clerk");
        assert_eq!(clerk.get("/desk/announcements").status, 403);
        assert_eq!(clerk.post("/desk/announcements/new", &fields).status, 403);

        place
            .clock
            .set(Instant::parse("2026-02-28T00:00:00+08:00").expect("an instant"));
        assert!(
            !app.get("/notices").text().contains("主任接待"),
            "it is over"
        );
        // Two weeks later the session is over.
        let mut administrator = park.administrator();
        let notice = [
            ("kind", "notice"),
            ("title_zh", "搬到一楼"),
            ("first_day", "2026-02-28"),
            ("last_day", "2026-03-06"),
        ];
        let posted = administrator.post("/desk/announcements/new", &notice);
        assert_eq!(posted.header("location"), "/desk/announcements");
        assert!(app.get("/").text().contains("搬到一楼"));
        let down = notice.into_iter().chain([("withdrawn", "yes")]);
        let down: Vec<_> = down.collect();
        administrator.post("/desk/announcements/2", &down);
        assert!(!app.get("/").text().contains("搬到一楼"));
        assert_eq!(administrator.get("/desk/announcements/9").status, 404);
        let report = app.huiyin.doctor(true).expect("the doctor comes");
        assert_eq!(report.findings, []);
    });
}
