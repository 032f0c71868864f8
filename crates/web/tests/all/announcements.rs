//! Notices and reception days: written by the administrator, seen by everybody on their days.

use super::desk_support::Park;
use super::staff::{administrator, ask, ask_with, get, post};
use super::support::{App, between};
use axum::http::Method;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

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
        assert_eq!(posted.header("location"), "/desk/announcements?done=saved");
        assert!(
            administrator
                .get("/desk/announcements")
                .text()
                .contains("主任接待")
        );
        for path in ["/", "/notices"] {
            let page = app.browser().get(path);
            for words in ["主任接待", "2月27日（周五） 9:00～11:30", "带上材料"] {
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
        assert_eq!(posted.header("location"), "/desk/announcements?done=saved");
        assert!(app.get("/").text().contains("搬到一楼"));
        let down = notice.into_iter().chain([("withdrawn", "yes")]);
        let down: Vec<_> = down.collect();
        let second = "/desk/announcements/2";
        administrator.post_read(second, second, &down);
        assert!(!app.get("/").text().contains("搬到一楼"));
        assert_eq!(administrator.get("/desk/announcements/9").status, 404);
        let report = app.huiyin.doctor(true).expect("the doctor comes");
        assert_eq!(report.findings, []);
    });
}

#[test]
fn each_change_is_a_version_and_any_of_them_is_brought_back() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let named = |title: &'static str| {
            [
                ("kind", "notice"),
                ("title_zh", title),
                ("first_day", "2026-02-13"),
            ]
        };
        let new = "/desk/announcements/new";
        assert_eq!(admin.post(new, &named("电梯检修")).status, 303);
        assert_eq!(admin.post(new, &named("另一条")).status, 303);
        let entry = "/desk/announcements/1";
        let form = admin.get(entry);
        let seen = between(form.text(), "name=\"version\" value=\"", "\"").expect("a version");
        let down = [&named("电梯修好了")[..], &[("withdrawn", "yes")]].concat();
        let unread = admin.post(entry, &down);
        assert_eq!(unread.status, 412);
        assert!(unread.text().contains("电梯修好了"), "what was typed stays");
        assert_eq!(admin.post_read(entry, entry, &down).status, 303);
        assert!(!app.get("/").text().contains("电梯"));
        // Who saw the one before overwrites nothing.
        let stale = [&named("慢了一步")[..], &[("version", seen)]].concat();
        let overtaken = admin.post(entry, &stale);
        assert_eq!(overtaken.status, 412, "{}", overtaken.text());
        assert!(
            overtaken.text().contains("慢了一步"),
            "what was typed stays"
        );

        let page = admin.get(entry);
        let text = page.text();
        assert!(text.contains("在用") && text.contains("已撤下"), "{text}");
        assert!(
            text.contains("电梯检修") && !text.contains("另一条"),
            "{text}"
        );
        let of = between(text, "name=\"of\" value=\"", "\"").expect("an earlier one");
        let restore = format!("{entry}/restore");
        let unknown = admin.post_read(entry, &restore, &[("of", "9999")]);
        assert_eq!(unknown.status, 404);
        let other = "/desk/announcements/2/restore";
        let other = admin.post_read(entry, other, &[("of", of)]);
        assert_eq!(other.status, 404, "it is none of that one's");
        let mut clerk = park.person("clerk");
        assert_eq!(clerk.post(&restore, &[("of", of)]).status, 403);
        let back = admin.post_read(entry, &restore, &[("of", of)]);
        assert_eq!(back.status, 303);
        assert!(app.get("/").text().contains("电梯检修"), "it is up again");
        let report = app.huiyin.doctor(true).expect("the doctor comes");
        assert_eq!(report.findings, []);
    });
}

#[test]
fn the_same_by_the_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let admin = administrator(&app);
        let path = "/api/v1/admin/announcements";
        let draft = |zh: &str| json!({"kind": "notice", "title": {"zh": zh, "en": ""}, "first_day": "2026-02-13"});
        let key = [("idempotency-key", "one")];
        let first = post(&app, &admin, path, &key, &draft("搬家"));
        assert_eq!(first.status, 201, "{}", first.text());
        let again = post(&app, &admin, path, &key, &draft("搬家"));
        assert_eq!(again.json(), first.json(), "once for its key");
        let listed = get(&app, &admin, path);
        assert_eq!(listed.json()["entries"].as_array().map(Vec::len), Some(1));
        let tag = listed.header("etag").to_owned();
        let one = format!("{path}/1");
        ask(&app, &admin, (Method::PUT, &one), &draft("不搬了")).refused(428, "version_required");
        let put = |words: &str| {
            let more = [("if-match", tag.as_str())];
            ask_with(&app, &admin, (Method::PUT, &one), &more, &draft(words))
        };
        assert_eq!(put("不搬了").status, 200);
        put("又搬了").refused(412, "changed_meanwhile");
        let shown = get(&app, &admin, &one).json();
        assert_eq!(shown["versions"][0]["was"]["title"]["zh"], "不搬了");
        let before = &shown["versions"][1];
        assert_eq!(before["was"]["title"]["zh"], "搬家");
        let back = json!({"version": before["version"]});
        let restore = format!("{one}/restore");
        post(&app, &admin, &restore, &[], &back).refused(428, "version_required");
        let tag = get(&app, &admin, path).header("etag").to_owned();
        let more = [("if-match", tag.as_str())];
        let restored = post(&app, &admin, &restore, &more, &back);
        assert_eq!(restored.status, 200, "{}", restored.text());
        let shown = get(&app, &admin, &one).json();
        assert_eq!(shown["versions"][0]["was"]["title"]["zh"], "搬家");
        assert_eq!(shown["versions"].as_array().map(Vec::len), Some(3));
        get(&app, &admin, &format!("{path}/9")).refused(404, "not_found");
    });
}
