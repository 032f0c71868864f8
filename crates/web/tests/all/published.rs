//! Answers for everybody: written by one person, released by another, found by topic and words, and never
//! with a contact in them.

use super::desk_support::Park;
use super::support::App;
use huiyin_testkit::engine::each_engine;

const LIST: &str = "/desk/answers";

fn fields<'a>(unit: &'a str, answer: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("question_zh", "路灯坏了找谁修？"),
        ("question_en", "Who mends street lamps?"),
        ("answer_zh", answer),
        ("unit", unit),
        ("category", "01"),
    ]
}

#[test]
fn one_person_writes_another_releases_and_everybody_finds_it() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let unit = park.labour.to_string();
        let mut handler = park.person("handler");
        let mut head = park.person("head");

        let contact = "请打13800138000";
        let refused = handler.post("/desk/answers/new", &fields(&unit, contact));
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("id=\"answer_zh-error\""));
        assert!(refused.text().contains(contact), "what was typed stays");
        let written = handler.post("/desk/answers/new", &fields(&unit, "三天内修好"));
        assert_eq!(written.header("location"), LIST);

        // It waits: nobody outside sees it, and whoever wrote it does not release it.
        assert!(!app.get("/answers").text().contains("三天内修好"));
        let page = handler.get(LIST);
        assert!(page.text().contains("三天内修好") && !page.text().contains("/1/release"));
        assert_eq!(handler.post("/desk/answers/1/release", &[]).status, 403);
        let released = head.post("/desk/answers/1/release", &[]);
        assert_eq!(released.header("location"), LIST);
        assert_eq!(head.post("/desk/answers/1/release", &[]).status, 409);

        for path in [
            "/answers",
            "/answers?topic=01",
            "/answers?words=%E8%B7%AF%E7%81%AF",
        ] {
            assert!(app.get(path).text().contains("三天内修好"), "{path}");
        }
        for path in ["/answers?topic=02", "/answers?words=%E5%B7%A5%E8%B5%84"] {
            assert!(!app.get(path).text().contains("三天内修好"), "{path}");
        }

        // A change is read anew by another person; a head does not release what the same head changed.
        head.post("/desk/answers/1", &fields(&unit, "两天内修好"));
        assert!(!app.get("/answers").text().contains("天内修好"));
        assert_eq!(head.post("/desk/answers/1/release", &[]).status, 409);
        let mut chief = park.person("chief");
        chief.post("/desk/answers/1/release", &[]);
        assert!(app.get("/answers").text().contains("两天内修好"));
        handler.post("/desk/answers/1/down", &[]);
        assert!(!app.get("/answers").text().contains("两天内修好"));

        // Whoever has nothing to do with it, an enterprise first, does not even see the list.
        for mut other in [park.administrator(), park.person("boss")] {
            assert_eq!(other.get(LIST).status, 403);
            let tried = other.post("/desk/answers/new", &fields(&unit, "没有拖欠"));
            assert_eq!(tried.status, 403);
        }
        assert_eq!(handler.get("/desk/answers/9").status, 404);
        let report = app.huiyin.doctor(true).expect("the doctor comes");
        assert_eq!(report.findings, []);
    });
}
