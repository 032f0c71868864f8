//! Absence on the desk and by API: entered, shown where it says who owes, and ended.

use super::desk_support::{Park, petition};
use super::staff::{House, ask_with, get};
use super::support::{App, between};
use axum::http::Method;
use huiyin_app::PostDraft;
use huiyin_domain::language::Bilingual;
use huiyin_domain::time::Zone;
use huiyin_testkit::engine::on_sqlite;

#[test]
fn who_is_away_stands_with_who_stands_in_where_the_page_says_who_owes() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut head = park.person("head");
        let own = head.get("/desk/absences");
        assert!(own.text().contains("（本人）"), "{}", own.text());
        assert!(own.text().contains("没有替补"), "{}", own.text());
        let path = own
            .text()
            .split("href=\"")
            .filter_map(|part| part.split('"').next())
            .find(|href| href.starts_with("/desk/absences/"))
            .expect("a form")
            .to_owned();
        let form = head.get(&path);
        assert!(form.text().contains("不问、不记原因"), "{}", form.text());
        let wrong = head.post(&path, &[("from", "2099-01-02"), ("to", "2099-01-03")]);
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert!(wrong.text().contains("2099-01-02"), "what was typed stays");
        let today = app
            .huiyin
            .now()
            .date_in(&app.huiyin.authority(None).expect("one").zone);
        let today = today.to_string();
        let days = [("from", today.as_str()), ("to", today.as_str())];
        let unread = head.post(&path, &days);
        assert_eq!(unread.status, 412, "it says nothing of what it had read");
        assert!(unread.text().contains(&today), "what was typed stays");
        let kept = head.post_read(&path, &path, &days);
        assert_eq!(kept.status, 303, "{}", kept.text());
        assert!(head.get("/desk/absences").text().contains("离岗："));
        let admin = park.person("admin").get("/desk/admin/posts");
        assert!(admin.text().contains("离岗）"), "{}", admin.text());
        // The clerk's own list holds the clerk alone, and nobody else's form is theirs.
        let mut clerk = park.person("clerk");
        assert!(!clerk.get("/desk/absences").text().contains("人head"));
        assert_eq!(clerk.get(&path).status, 403);
    });
}

#[test]
fn the_answer_waits_with_the_stand_in_while_the_approver_is_away() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let mut handler = park.person("handler");
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        handler.act(&number, "take", &[]);
        let organisation = app
            .runtime
            .block_on(app.huiyin.organisation(super::support::FIRST));
        let organisation = organisation.expect("reads");
        let find = |login: &str| organisation.staff.values().find(|one| one.login == login);
        let (head, chief) = (
            find("head").expect("head").id,
            find("chief").expect("chief").id,
        );
        let mut posts = organisation.posts.values();
        let post =
            posts.find(|post| post.duty == "authority-head" && post.unit.raw() == park.labour);
        let post = post.expect("a post").id;
        let draft = PostDraft {
            duty: "authority-head".into(),
            title: Bilingual::new("局长", "Director"),
            unit: park.labour,
            holder: Some(head.raw()),
            stand_ins: vec![chief.raw()],
            ..PostDraft::default()
        };
        let change = huiyin_app::Change::Post(Some(post), draft);
        super::desk_support::change(&app, change);
        let today = app
            .huiyin
            .now()
            .date_in(&app.huiyin.authority(None).expect("one").zone);
        let today = today.to_string();
        let mut away = park.person("head");
        let path = format!("/desk/absences/{head}");
        away.post_read(&path, &path, &[("from", &today), ("to", &today)]);
        let mut fields = super::desk_support::answer_fields();
        fields.push(("do", "submit"));
        let sent = handler.post_seen(&number, &format!("{}/answer", petition(&number)), &fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = handler.get(&petition(&number));
        assert!(page.text().contains("由人chief代"), "{}", page.text());
        // The inbox of whoever stands in says whose duty it is, and until when.
        let inbox = park.person("chief").get("/desk");
        let row = between(inbox.text(), &number, "</tr>").expect("a row");
        assert!(
            row.contains("人head离岗到") && row.contains("由人chief代"),
            "{row}"
        );
        // A handler has no stand-in: the head sees that nobody works on it, and names another one.
        let mut head = park.person("head");
        let me = find("handler").expect("handler").id;
        let own = format!("/desk/absences/{me}");
        head.post_read(&own, &own, &[("from", &today), ("to", &today)]);
        let inbox = handler.get("/desk");
        let row = between(inbox.text(), &number, "</tr>").expect("a row");
        assert!(row.contains("人handler离岗到"), "{row}");
    });
}

#[test]
fn programs_enter_it_too() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let me = get(&app, &house.handler, "/api/v1/me").json();
        let id = me["id"].as_i64().expect("an id");
        let path = format!("/api/v1/staff/{id}/absence");
        let view = get(&app, &house.handler, &path).json();
        assert_eq!(view["from"], serde_json::json!(null), "{view}");
        assert_eq!(get(&app, &house.head, &path).status, 200);
        assert_eq!(get(&app, &house.stranger, &path).status, 403);
        let nobody = get(&app, &house.head, "/api/v1/staff/999999/absence");
        assert_eq!(nobody.status, 404);
        // Whoever is away and the head enter other days at once: the second one reads the first one's before.
        let read = get(&app, &house.handler, &path).header("etag").to_owned();
        let today = app
            .huiyin
            .now()
            .date_in(&Zone::parse("Asia/Shanghai").expect("a zone"));
        let days = |to: &str| serde_json::json!({"from": today.to_string(), "to": to});
        let last = today.tomorrow().expect("a day").to_string();
        let set = |token: &str, more: &[(&'static str, &str)], to: &str| {
            ask_with(&app, token, (Method::PUT, &path), more, &days(to))
        };
        set(&house.handler, &[], &last).refused(428, "version_required");
        let seen = [("if-match", read.as_str())];
        let first = set(&house.handler, &seen, &last);
        assert_eq!(first.status, 200, "{}", first.text());
        set(&house.head, &seen, &today.to_string()).refused(412, "changed_meanwhile");
        let seen = [("if-match", first.header("etag"))];
        let again = set(&house.head, &seen, &today.to_string());
        assert_eq!(again.status, 200, "{}", again.text());
        assert_ne!(again.header("etag"), first.header("etag"));
    });
}
