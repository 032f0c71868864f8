//! Staff work a petition from the counter to its service by the API alone.

use super::insider_support::step;
use super::staff::{
    House, act, actions, answer, get, letter, post, post_by_code, registered, text,
};
use super::support::{App, code_of};
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

/// Assigned, then answered by whoever holds the approving post.
#[test]
fn a_petition_goes_its_whole_way_by_the_api() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let petition = registered(&app, &house, &letter());
        assert_eq!(petition["state"], "accepted");
        let number = text(&petition, "number");
        let path = format!("/api/v1/petitions/{number}");

        let done = act(
            &app,
            &house.clerk,
            &number,
            &json!({"action": "assign", "to": house.labour}),
        );
        assert_eq!(done.status, 200, "{}", done.text());
        let inbox = get(&app, &house.handler, "/api/v1/inbox").json();
        let entries = inbox["entries"].as_array().expect("entries");
        assert!(entries.iter().any(|one| one["number"] == number), "{inbox}");
        assert_eq!(entries[0]["subject"], "三月份的工资没有发");

        let steps = json!({"commands": [
            {"action": "draft", "answer": answer()},
            {"action": "submit"}, {"action": "approve"}, {"action": "issue"},
        ]});
        let read = [("if-match", done.header("etag"))];
        let done = post(&app, &house.head, &actions(&number), &read, &steps);
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(done.json()["state"], "answered");
        let events = done.json()["events"].to_string();
        assert!(events.contains("AnswerServed"), "{events}");

        let view = get(&app, &house.head, &path);
        assert_eq!(view.status, 200, "{}", view.text());
        assert_eq!(
            view.header("etag"),
            format!("\"{}\"", view.json()["version"])
        );
        let view = view.json();
        assert_eq!(view["answer"]["stage"], "served");
        assert_eq!(view["identity"], json!(null));
        assert!(
            view["access_records"]
                .as_array()
                .is_some_and(|all| !all.is_empty())
        );

        let code = code_of(&petition);
        let track = format!("/api/v1/track/{code}");
        let seen = app.get(&track).json();
        assert_eq!(seen["state"], "answered");
        let message = json!({"action": "message", "text": "谢谢"});
        let sent = post_by_code(&app, &format!("{track}/actions"), &[], &message);
        assert_eq!(sent.status, 200, "{}", sent.text());
        let view = get(&app, &house.head, &path).json();
        assert_eq!(view["messages"][0]["text"], "谢谢");
    });
}

/// What was answered on the spot is one whole: registered, accepted and answered, or nothing.
#[test]
fn an_answer_on_the_spot_is_refused_together() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let before = app.stored();
        let mut body = letter();
        body["answer"] = answer();
        let no = post(&app, &house.clerk, "/api/v1/desk/petitions", &[], &body);
        let no = no.refused(409, "step_refused");
        assert_eq!(no["refusal"]["code"], "not_approver");
        assert_eq!(app.stored(), before);
        body["rulebook"] = "cn-simple".into();
        let petition = registered(&app, &house, &body);
        assert_eq!(petition["state"], "answered");
    });
}

#[test]
fn two_clerks_never_overwrite_each_other() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let petition = registered(&app, &house, &letter());
        let number = text(&petition, "number");
        let seen = format!("\"{}\"", petition["version"]);
        let note = json!({"action": "note", "text": "第一位"});
        let more = [("if-match", seen.as_str())];
        let path = actions(&number);
        let first = post(&app, &house.clerk, &path, &more, &note);
        assert_eq!(first.status, 200, "{}", first.text());
        let newer = first.header("etag").to_owned();
        assert_ne!(newer, seen);
        let before = app.stored();
        let second = post(&app, &house.clerk, &path, &more, &note);
        second.refused(412, "changed_meanwhile");
        assert_eq!(app.stored(), before);
        let again = post(&app, &house.clerk, &path, &[("if-match", &newer)], &note);
        assert_eq!(again.status, 200);
        // A note is added to what stands, and takes nothing away.
        let without = post(&app, &house.clerk, &path, &[], &note);
        assert_eq!(without.status, 200);
    });
}

/// What puts something in the place of what stood says which state it was written on; a second one that was
/// written on the same state does not get through.
#[test]
fn a_second_draft_never_overwrites_the_first() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let petition = registered(&app, &house, &letter());
        let number = text(&petition, "number");
        let assign = json!({"action": "assign", "to": house.labour});
        let read = act(&app, &house.clerk, &number, &assign);
        let read = read.header("etag").to_owned();
        let path = actions(&number);
        let draft = |summary: &str| {
            let mut answer = answer();
            answer["summary"] = summary.into();
            json!({"action": "draft", "answer": answer})
        };
        let before = app.stored();
        for nothing_read in [&[][..], &[("if-match", "*")], &[("if-match", "17")]] {
            let sent = post(&app, &house.handler, &path, nothing_read, &draft("没读过"));
            let problem = sent.refused(428, "version_required");
            let way_out = problem["what_to_do_en"].to_string();
            assert!(
                way_out.contains("If-Match") && way_out.contains("ETag"),
                "{problem}"
            );
        }
        // One such step in a whole is enough.
        let whole = json!({"commands": [{"action": "note", "text": "x"}, draft("没读过")]});
        post(&app, &house.handler, &path, &[], &whole).refused(428, "version_required");
        // Nobody learns by it what is there.
        let nowhere = actions("2026-999999");
        post(&app, &house.stranger, &nowhere, &[], &draft("x")).refused(428, "version_required");
        post(&app, &house.stranger, &path, &[], &draft("x")).refused(428, "version_required");
        assert_eq!(app.stored(), before);

        let seen = [("if-match", read.as_str())];
        let first = post(&app, &house.handler, &path, &seen, &draft("第一位写的"));
        assert_eq!(first.status, 200, "{}", first.text());
        let second = post(&app, &house.head, &path, &seen, &draft("第二位写的"));
        second.refused(412, "changed_meanwhile");
        let view = get(&app, &house.head, &format!("/api/v1/petitions/{number}"));
        assert_eq!(view.json()["answer"]["draft"]["summary"], "第一位写的");
        let seen = [("if-match", view.header("etag"))];
        let read = post(&app, &house.head, &path, &seen, &draft("读过第一位的"));
        assert_eq!(read.status, 200, "{}", read.text());
    });
}

/// Each step says in one place whether it replaces something; the API asks for the version of just those.
#[test]
fn what_replaces_something_needs_the_version_that_was_read() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let number = text(&registered(&app, &house, &letter()), "number");
        for (action, fields) in Command::FIELDS {
            let sent = act(&app, &house.clerk, &number, &step(*action, fields));
            let asked = sent.status == 428;
            assert_eq!(
                asked,
                action.replaces(),
                "{}: {}",
                action.word(),
                sent.text()
            );
        }
    });
}

#[test]
fn a_repeated_post_is_one_change() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let key = [("idempotency-key", "k1")];
        let path = "/api/v1/desk/petitions";
        let first = post(&app, &house.clerk, path, &key, &letter());
        let again = post(&app, &house.clerk, path, &key, &letter());
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(first.json(), again.json());
        assert_eq!(app.petition_count(), 1);

        let number = text(&first.json(), "number");
        let key = [("idempotency-key", "k2")];
        let note = json!({"action": "note", "text": "一次"});
        let first_act = post(&app, &house.clerk, &actions(&number), &key, &note);
        let before = app.stored();
        let second_act = post(&app, &house.clerk, &actions(&number), &key, &note);
        assert_eq!(first_act.json(), second_act.json());
        assert_eq!(second_act.header("idempotency-replayed"), "true");
        assert_eq!(second_act.header("etag"), first_act.header("etag"));
        assert_eq!(app.stored(), before);
        let other = json!({"action": "note", "text": "另一次"});
        let reused = post(&app, &house.clerk, &actions(&number), &key, &other);
        reused.refused(422, "idempotency_key_reused");

        let track = format!("/api/v1/track/{}", code_of(&first.json()));
        let view = format!("{track}/view-code");
        let made = post_by_code(&app, &view, &key, &json!({}));
        let same = post_by_code(&app, &view, &key, &json!({}));
        assert_eq!((made.status, same.status), (201, 201));
        assert_eq!(made.json(), same.json());
        let message = json!({"action": "message", "text": "再问一次"});
        let said = post_by_code(&app, &format!("{track}/actions"), &key, &message);
        said.refused(422, "idempotency_key_reused");
        let key = [("idempotency-key", "k3")];
        for replayed in ["", "true"] {
            let said = post_by_code(&app, &format!("{track}/actions"), &key, &message);
            assert_eq!(said.status, 200, "{}", said.text());
            assert_eq!(said.header("idempotency-replayed"), replayed);
        }
    });
}

#[test]
fn the_inbox_goes_page_by_page_and_filters() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let mut numbers = std::collections::BTreeSet::new();
        for _ in 0..53 {
            let mut body = letter();
            body["accept"] = false.into();
            numbers.insert(text(&registered(&app, &house, &body), "number"));
        }
        let first = get(&app, &house.clerk, "/api/v1/inbox?term=sort").json();
        assert_eq!(first["entries"].as_array().map(Vec::len), Some(50));
        let next = text(&first, "next");
        let path = format!("/api/v1/inbox?term=sort&after={next}");
        let second = get(&app, &house.clerk, &path).json();
        assert_eq!(second["entries"].as_array().map(Vec::len), Some(3));
        assert_eq!(second["next"], json!(null));
        let pages = [&first, &second];
        let seen = pages
            .iter()
            .flat_map(|page| page["entries"].as_array().expect("entries"));
        let seen: std::collections::BTreeSet<String> =
            seen.map(|one| text(one, "number")).collect();
        assert_eq!(seen, numbers);
        for (query, count) in [
            ("late=true", 0),
            ("state=answered", 0),
            ("unit=999", 0),
            ("state=registered&term=sort", 50),
            ("untaken=true&term=sort", 50),
            ("class=claim&term=sort", 50),
            ("class=suggestion", 0),
        ] {
            let page = get(&app, &house.clerk, &format!("/api/v1/inbox?{query}")).json();
            let found = page["entries"].as_array().map(Vec::len);
            assert_eq!(found, Some(count), "{query}");
        }
        assert!(first["counts"]["all"].as_u64() >= Some(53));
    });
}

#[test]
fn the_figures_are_for_who_may_see_them() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        registered(&app, &house, &letter());
        let path = "/api/v1/figures/timeliness";
        let rows = get(&app, &house.head, &format!("{path}?by=unit"));
        assert_eq!(rows.status, 200, "{}", rows.text());
        let rows = rows.json();
        let sort = rows.as_array().expect("rows").iter();
        let sort = sort
            .clone()
            .find(|row| row["term"] == "sort")
            .expect("a row");
        assert_eq!(
            (&sort["opened"], &sort["met_in_time"]),
            (&json!(1), &json!(1))
        );
        get(&app, &house.clerk, path).refused(403, "not_allowed");
        for (query, field) in [("by=person", "by"), ("from=x", "from"), ("who=1", "who")] {
            let no = get(&app, &house.head, &format!("{path}?{query}"));
            assert_eq!(no.fields()[0].0, field);
        }
    });
}
