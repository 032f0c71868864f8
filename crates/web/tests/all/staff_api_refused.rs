//! What the API of staff and of the petitioner's code refuses, and how it says so.

use super::staff::{House, act, actions, get, letter, post, post_by_code, registered, text};
use super::support::{App, code_of};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::{Value, json};

#[test]
fn a_refused_step_says_why_the_rule_and_the_way_out() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let number = text(&registered(&app, &house, &letter()), "number");
        let before = app.stored();
        let no = act(&app, &house.clerk, &number, &json!({"action": "accept"}));
        let refusal = no.refused(409, "step_refused")["refusal"].clone();
        assert_eq!(refusal["code"], "wrong_state");
        for zh in ["message", "citation", "way_out"] {
            let text = text(&refusal, zh);
            assert!(text.chars().any(|c| c > '\u{2E80}'), "{text}");
        }
        for en in ["message_en", "citation_en", "way_out_en"] {
            let text = text(&refusal, en);
            assert!(!text.is_empty() && text.is_ascii(), "{text}");
        }
        let whole = json!({"commands": [
            {"action": "note", "text": "不会留下"}, {"action": "accept"},
        ]});
        act(&app, &house.clerk, &number, &whole).refused(409, "step_refused");
        assert_eq!(app.stored(), before);
    });
}

/// Unknown and forbidden look alike to whoever may not know of it; to whoever may, they differ.
#[test]
fn who_may_not_know_of_it_is_told_there_is_none() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let number = text(&registered(&app, &house, &letter()), "number");
        let path = format!("/api/v1/petitions/{number}");
        let there = get(&app, &house.stranger, &path);
        let nowhere = get(&app, &house.stranger, "/api/v1/petitions/2026-999999");
        assert_eq!((there.status, nowhere.status), (404, 404));
        assert_eq!(there.bytes, nowhere.bytes);
        let note = json!({"action": "note", "text": "x"});
        act(&app, &house.stranger, &number, &note).refused(404, "not_found");
        act(&app, &house.stranger, "2026-999999", &note).refused(404, "not_found");
        get(&app, &house.stranger, &format!("{path}/questions/1")).refused(404, "not_found");
        get(&app, &house.clerk, "/api/v1/petitions/nonsense").refused(404, "not_found");
        let settle = json!({"action": "name-handler", "staff": 1});
        let read = [("if-match", "\"1\"")];
        post(&app, &house.clerk, &actions(&number), &read, &settle).refused(403, "not_allowed");
        let post = post(
            &app,
            &house.handler,
            "/api/v1/desk/petitions",
            &[],
            &letter(),
        );
        post.refused(403, "not_allowed");
        get(&app, "1.AAAA", &path).refused(401, "sign_in_required");
    });
}

#[test]
fn revealing_who_brought_it_is_on_record() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let mut body = letter();
        body["anonymous"] = false.into();
        body["petitioner"] = json!({"name": "李明", "phone": "13800000000"});
        let petition = registered(&app, &house, &body);
        let path = format!("/api/v1/petitions/{}", text(&petition, "number"));
        let plain = get(&app, &house.clerk, &path);
        assert!(!plain.text().contains("李明"));
        let open = get(&app, &house.clerk, &format!("{path}?identity=true")).json();
        assert_eq!(open["identity"]["name"], "李明");
        let track = app.get(&format!("/api/v1/track/{}", code_of(&petition)));
        let parts: Vec<String> = track.json()["access_records"]
            .as_array()
            .expect("records")
            .iter()
            .map(|one| text(one, "part"))
            .collect();
        assert_eq!(parts, ["identity", "text"]);
        let no = get(&app, &house.clerk, &format!("{path}?identity=maybe"));
        assert_eq!(no.fields(), [("identity".into(), "not_one_of".into())]);
    });
}

#[test]
fn what_is_not_known_is_named() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let number = text(&registered(&app, &house, &letter()), "number");
        let before = app.stored();
        let cases: &[(Value, &str, &str)] = &[
            (json!({}), "action", "missing"),
            (json!({"action": "fly"}), "action", "not_one_of"),
            (json!({"action": 1}), "action", "not_one_of"),
            (
                json!({"action": "receive", "why": 1}),
                "why",
                "unknown_field",
            ),
            (json!({"action": "transfer"}), "to", "missing"),
            (json!({"action": "transfer", "to": "1"}), "to", "wrong_type"),
            (
                json!({"action": "classify", "class": "x"}),
                "class",
                "not_one_of",
            ),
            (
                json!({"action": "assign", "to": 1, "limit": "x"}),
                "limit",
                "impossible_time",
            ),
            (json!({"commands": []}), "commands", "missing"),
            (json!({"commands": [1]}), "commands.0", "wrong_type"),
            (
                json!({"commands": [{"action": "note"}]}),
                "commands.0.text",
                "missing",
            ),
            (
                json!({"action": "draft", "answer": {"items": [{"joy": 1}]}}),
                "answer.items.0.joy",
                "unknown_field",
            ),
        ];
        for (body, field, code) in cases {
            let no = act(&app, &house.clerk, &number, body);
            let named = no.fields();
            assert_eq!(named, [((*field).to_owned(), (*code).to_owned())], "{body}");
        }
        let mut body = letter();
        body["channel"] = "pigeon".into();
        body["branch"] = "six".into();
        body["no_such"] = 1.into();
        body["answer"] = json!({"items": 1});
        let no = post(&app, &house.clerk, "/api/v1/desk/petitions", &[], &body);
        let fields: Vec<String> = no.fields().into_iter().map(|(field, _)| field).collect();
        for field in ["channel", "branch", "no_such", "answer.items"] {
            assert!(fields.contains(&field.to_owned()), "{field}: {fields:?}");
        }
        for query in ["state=x", "unit=x", "late=1", "colour=red"] {
            let no = get(&app, &house.clerk, &format!("/api/v1/inbox?{query}"));
            let name = query.split('=').next().expect("a name");
            assert_eq!(no.fields()[0].0, name);
        }
        assert_eq!(app.stored(), before);
    });
}

#[test]
fn a_code_does_what_a_petitioner_may() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let petition = registered(&app, &house, &letter());
        let track = format!("/api/v1/track/{}", code_of(&petition));
        let view = post_by_code(&app, &format!("{track}/view-code"), &[], &json!({}));
        let view = text(&view.json(), "tracking_code");
        let by_view = format!("/api/v1/track/{view}");
        assert_eq!(app.get(&by_view).status, 200);
        let before = app.stored();
        let message = json!({"action": "message", "text": "我想撤回"});
        for body in [message, json!({"action": "withdraw"})] {
            let no = post_by_code(&app, &format!("{by_view}/actions"), &[], &body);
            assert_eq!(
                no.refused(409, "step_refused")["refusal"]["code"],
                "view_code"
            );
        }
        let no = post_by_code(&app, &format!("{by_view}/view-code"), &[], &json!({}));
        assert_eq!(
            no.refused(409, "step_refused")["refusal"]["code"],
            "view_code"
        );
        for action in ["accept", "approve", "close", "note"] {
            let body = json!({"action": action, "text": "x"});
            let no = post_by_code(&app, &format!("{track}/actions"), &[], &body);
            assert_eq!(no.fields()[0], ("action".into(), "not_one_of".into()));
        }
        assert_eq!(app.stored(), before);
        let unknown = "/api/v1/track/0000-0000-0000-0000";
        for path in ["actions", "view-code"] {
            let body = json!({"action": "withdraw"});
            let no = post_by_code(&app, &format!("{unknown}/{path}"), &[], &body);
            no.refused(404, "not_found");
        }
        let withdraw = json!({"action": "withdraw"});
        let done = post_by_code(&app, &format!("{track}/actions"), &[], &withdraw);
        assert_eq!(done.json()["state"], "withdrawing");
    });
}

/// A unit that is asked for a statement sees the question and nothing of the petition.
#[test]
fn a_unit_that_is_asked_sees_the_question_only() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let number = text(&registered(&app, &house, &letter()), "number");
        let ask =
            json!({"action": "ask-statement", "unit": house.housing, "question": "当天谁值班？"});
        let done = act(&app, &house.clerk, &number, &ask);
        assert_eq!(done.status, 200, "{}", done.text());
        let inbox = get(&app, &house.stranger, "/api/v1/inbox").json();
        let entry = &inbox["entries"][0];
        assert_eq!(entry["may_open"], false);
        assert_eq!(entry["subject"], json!(null));
        let path = format!("/api/v1/petitions/{number}");
        let question = format!("{path}/questions/{}", entry["asked"]);
        let asked = get(&app, &house.stranger, &question);
        assert_eq!(asked.json()["question"], "当天谁值班？");
        assert!(!asked.text().contains("工资"));
        get(&app, &house.handler, &question).refused(404, "not_found");
        get(&app, &house.stranger, &path).refused(404, "not_found");
        let give = json!({"action": "give-statement", "asked": entry["asked"], "text": "张三值班"});
        let done = act(&app, &house.stranger, &number, &give);
        assert_eq!(done.status, 200, "{}", done.text());
        let view = get(&app, &house.clerk, &path).json();
        assert_eq!(view["questions"][0]["answer"], "张三值班");
    });
}
