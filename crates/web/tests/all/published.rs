//! Answers for everybody: written by one person, released by another, found by topic and words, and never
//! with a contact in them.

use super::desk_support::Park;
use super::staff::{House, administrator, ask, ask_with, get, post};
use super::support::App;
use axum::http::Method;
use huiyin_testkit::engine::each_engine;
use serde_json::{Value, json};

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
        // Whoever does not say which words they read signs none.
        assert_eq!(head.post("/desk/answers/1/release", &[]).status, 412);
        let (form, release) = ("/desk/answers/1", "/desk/answers/1/release");
        let released = head.post_read(LIST, release, &[]);
        assert_eq!(released.header("location"), LIST);
        assert_eq!(head.post_read(form, release, &[]).status, 409);

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

        // Whoever wrote on words that are no longer there reads the new ones first; theirs stay in the form.
        let stale = [&fields(&unit, "四天内修好")[..], &[("version", "1")]].concat();
        let overtaken = handler.post("/desk/answers/1", &stale);
        assert_eq!(overtaken.status, 412);
        let page = overtaken.text();
        assert!(page.contains("四天内修好") && page.contains("别人刚改过这一条"));
        assert!(app.get("/answers").text().contains("三天内修好"));
        let shown = handler.get(form);
        let seen = shown
            .text()
            .split("name=\"version\" value=\"")
            .nth(1)
            .map(str::to_owned);
        let seen = seen.expect("the form carries the version");
        assert!(page.contains(seen.split('"').next().expect("a version")));

        // A change is read anew by another person; a head does not release what the same head changed.
        let unread = head.post(form, &fields(&unit, "两天内修好"));
        assert_eq!(unread.status, 412);
        assert!(unread.text().contains("两天内修好"), "what was typed stays");
        head.post_read(form, form, &fields(&unit, "两天内修好"));
        assert!(!app.get("/answers").text().contains("天内修好"));
        assert_eq!(head.post_read(form, release, &[]).status, 409);
        let mut chief = park.person("chief");
        chief.post_read(LIST, release, &[]);
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

#[test]
fn programs_write_release_and_find_answers_for_everybody() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        const DESK: &str = "/api/v1/desk/answers";
        let body = |answer: &str| {
            json!({"question": {"zh": "路灯坏了找谁修？", "en": "Who mends street lamps?"},
                "answer": {"zh": answer}, "unit": house.labour, "category": "01"})
        };
        let found = |query: &str| app.get(&format!("/api/v1/answers{query}")).json();

        let contact = post(&app, &house.handler, DESK, &[], &body("请打13800138000"));
        contact.refused(422, "fields_refused");
        let key = [("idempotency-key", "k1")];
        let written = post(&app, &house.handler, DESK, &key, &body("三天内修好"));
        assert_eq!(
            (written.status, written.json()["id"].as_i64()),
            (201, Some(1))
        );
        let again = post(&app, &house.handler, DESK, &key, &body("三天内修好"));
        assert_eq!(again.json(), written.json());
        assert_eq!(again.header("idempotency-replayed"), "true");
        let other = post(&app, &house.handler, DESK, &key, &body("别的"));
        other.refused(422, "idempotency_key_reused");

        // It waits for another person; until then nobody outside finds it.
        assert_eq!(found("")["count"], 0);
        let all = get(&app, &house.head, DESK).json();
        assert_eq!(
            (&all[0]["state"], all.as_array().map(Vec::len)),
            (&json!("waiting"), Some(1))
        );
        let release = format!("{DESK}/1/release");
        let etag = written.header("etag").to_owned();
        assert_eq!(etag, format!("\"{}\"", all[0]["version"]));
        let read = [("if-match", etag.as_str())];
        let unread = post(&app, &house.head, &release, &[], &Value::Null);
        unread.refused(428, "version_required");
        assert_eq!(
            post(&app, &house.handler, &release, &read, &Value::Null).status,
            403
        );
        // Two people change it at once: the second one reads the first one's words before.
        let one = (Method::PUT, "/api/v1/desk/answers/1");
        let unread = ask(&app, &house.handler, one.clone(), &body("没读过"));
        unread.refused(428, "version_required");
        let first = ask_with(
            &app,
            &house.handler,
            one.clone(),
            &read,
            &body("两天内修好"),
        );
        assert_eq!(first.status, 200, "{}", first.text());
        let second = ask_with(
            &app,
            &house.handler,
            one.clone(),
            &read,
            &body("四天内修好"),
        );
        second.refused(412, "changed_meanwhile");
        // Nor does anybody release what they did not read.
        let stale = post(&app, &house.head, &release, &read, &Value::Null);
        stale.refused(412, "changed_meanwhile");
        let newer = first.header("etag").to_owned();
        let read = [("if-match", newer.as_str())];
        let back = ask_with(&app, &house.handler, one, &read, &body("三天内修好"));
        assert_eq!(
            back.header("etag"),
            etag,
            "the same words are the same version"
        );
        let read = [("if-match", etag.as_str())];
        let released = post(&app, &house.head, &release, &read, &Value::Null);
        assert_eq!(released.status, 200, "{}", released.text());
        let read = [("if-match", released.header("etag"))];
        assert_eq!(
            post(&app, &house.head, &release, &read, &Value::Null).status,
            409
        );

        let page = found("?words=%E8%B7%AF%E7%81%AF&topic=01");
        assert_eq!((&page["count"], &page["next"]), (&json!(1), &Value::Null));
        let one = &page["answers"][0];
        assert_eq!(one["answer"]["zh"], "三天内修好");
        assert_eq!(one["unit"]["zh"], "劳动监察");
        let fields: Vec<&String> = one.as_object().expect("an object").keys().collect();
        let known = [
            "answer",
            "category",
            "id",
            "question",
            "released_on",
            "unit",
        ];
        assert_eq!(
            fields, known,
            "nothing about who wrote it, or of a petition"
        );
        for nothing in [
            "?topic=02",
            "?words=%E5%B7%A5%E8%B5%84",
            "?page=2",
            "?page=-5000000000000000000",
        ] {
            let empty = found(nothing);
            let shown = empty["answers"].as_array().map(Vec::len);
            assert_eq!(
                shown,
                Some(usize::from(nothing.contains("page=-"))),
                "{nothing}"
            );
        }
        assert_eq!(app.get("/api/v1/answers?sort=up").status, 422);
        assert_eq!(app.get("/api/v1/answers?authority=nowhere").status, 404);

        // Taken down; and an administrator has nothing to do with it.
        let admin = administrator(&app);
        assert_eq!(get(&app, &admin, DESK).status, 403);
        let down = format!("{DESK}/1/down");
        assert_eq!(post(&app, &admin, &down, &[], &Value::Null).status, 403);
        assert_eq!(
            post(&app, &house.handler, &down, &[], &Value::Null).status,
            200
        );
        assert_eq!(found("")["count"], 0);
        assert_eq!(
            post(
                &app,
                &house.head,
                &format!("{DESK}/9/down"),
                &[],
                &Value::Null
            )
            .status,
            404
        );
    });
}

#[test]
fn many_answers_come_in_pages() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        for nth in 1..=51 {
            let body = json!({"question": {"zh": format!("第{nth}问？")},
                "answer": {"zh": "答"}, "unit": house.labour});
            let desk = "/api/v1/desk/answers";
            let written = post(&app, &house.handler, desk, &[], &body);
            assert_eq!(written.status, 201);
            let read = [("if-match", written.header("etag"))];
            let release = format!("{desk}/{nth}/release");
            assert_eq!(
                post(&app, &house.head, &release, &read, &Value::Null).status,
                200
            );
        }
        let first = app.get("/api/v1/answers").json();
        let length = |page: &Value| page["answers"].as_array().map(Vec::len);
        assert_eq!((length(&first), &first["next"]), (Some(50), &json!(2)));
        assert_eq!(first["answers"][0]["question"]["zh"], "第51问？");
        let last = app.get("/api/v1/answers?page=2").json();
        assert_eq!((length(&last), &last["next"]), (Some(1), &Value::Null));
        assert_eq!(last["answers"][0]["question"]["zh"], "第1问？");
    });
}
