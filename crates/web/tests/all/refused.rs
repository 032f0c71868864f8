//! What the auditor finds and sees at the desk and by the API: a petition by its number, and what was refused to
//! staff.

use super::desk_support::signed_in;
use super::staff::{act, get};
use super::support::App;
use huiyin_domain::event::Event;
use huiyin_domain::ids::Position;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{FIRST, Park, accept, draft};
use serde_json::json;

/// How often the auditor's looking is on record.
fn accesses(app: &App, park: &Park<'_>) -> usize {
    let rows = app
        .huiyin
        .store()
        .read_here(|reader| reader.journal_after(FIRST, Position::new(0), 10_000));
    let staff = park.staff("auditor");
    let rows = rows.expect("reads").into_iter();
    let events = rows.filter_map(|row| {
        let envelope: huiyin_domain::event::Envelope = serde_json::from_slice(&row.open).ok()?;
        Some(envelope.event)
    });
    let theirs = |event: &Event| matches!(event, Event::AccessRecorded(one) if one.staff == staff);
    events.filter(theirs).count()
}

#[test]
fn the_auditor_opens_by_number_and_that_is_on_record() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let mut auditor = signed_in(&app, park.staff("auditor"));
        let begin = auditor.get("/desk");
        assert_eq!(
            (begin.status, begin.header("location")),
            (303, "/desk/admin/audit")
        );
        let page = auditor.get("/desk/admin/audit");
        assert!(page.text().contains("name=\"number\""), "{}", page.text());
        let number = filed.number.to_string();
        let found = auditor.get(&format!("/desk/admin/audit?number={number}"));
        let there = format!("/desk/petitions/{number}");
        assert_eq!(
            (found.status, found.header("location")),
            (303, there.as_str())
        );
        assert_eq!(accesses(&app, &park), 1, "looking is on record");
        let opened = auditor.get(&there);
        assert_eq!(opened.status, 200);
        // To read only.
        let act = auditor.post(&format!("{there}/do/close"), &[]);
        assert_eq!(act.status, 403, "{}", act.text());
        for never in ["2026-999999", "abc"] {
            let none = auditor.get(&format!("/desk/admin/audit?number={never}"));
            assert_eq!(none.status, 404);
            assert!(none.text().contains("id=\"number-error\""));
            assert!(none.text().contains(&format!("value=\"{never}\"")));
        }
        let token = park.token("auditor");
        let by_api = get(&app, &token, &format!("/api/v1/petitions/{number}"));
        assert_eq!(by_api.status, 200);
    });
}

/// By a post that is not to approve, alone what takes two, in the petitioner's place, and gone before its answer:
/// each by page and by API, on the page of the auditor with the reason.
#[test]
fn what_the_rules_refuse_to_the_wrong_post_is_on_the_auditors_page_with_the_reason() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let number = filed.number.to_string();
        let steps = vec![accept(), draft(), Command::Submit];
        park.does("ecohandler", &filed, steps);
        let mut head = signed_in(&app, park.staff("ecohead"));
        let path = format!("/desk/petitions/{number}");
        let approve = head.post_seen(&number, &format!("{path}/approve"), &[]);
        assert_eq!(approve.status, 409, "{}", approve.text());
        let close = head.post_seen(&number, &format!("{path}/do/close"), &[]);
        assert_eq!(close.status, 409, "{}", close.text());
        let by_api = json!({"action": "close"});
        let close = act(&app, &park.token("ecohead"), &number, &by_api);
        close.refused(409, "step_refused");
        // Nothing typed: no attempt.
        let empty = json!({"action": "ask-extension", "reason": ""});
        let left_out = act(&app, &park.token("ecohandler"), &number, &empty);
        left_out.refused(409, "step_refused");
        let mut auditor = signed_in(&app, park.staff("auditor"));
        let page = auditor.get("/desk/admin/audit");
        for words in ["要由规程写明的岗位审批", "这件信访现在的状态不能这样办"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let listed = get(&app, &park.token("auditor"), "/api/v1/admin/refusals").json();
        let entries = listed["entries"].as_array().expect("a list");
        let told = |one: &serde_json::Value| {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            (text("wish"), text("code"), one["times"].as_i64())
        };
        let all: Vec<_> = entries.iter().map(told).collect();
        let of = |wish: &str, code: &str, times| (wish.to_owned(), code.to_owned(), Some(times));
        let expected = [
            of("close", "wrong_state", 2),
            of("approve", "not_approver", 1),
        ];
        assert_eq!(all, expected, "{listed}");
        assert!(entries[0]["why"]["en"].is_string() && entries[0]["number"] == number.as_str());
    });
}

#[test]
fn what_was_refused_is_on_the_auditors_page_and_nobody_elses() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let number = filed.number.to_string();
        let mut curious = signed_in(&app, park.staff("roadhandler"));
        let path = format!("/desk/petitions/{number}");
        for _ in 0..2 {
            assert_eq!(curious.get(&path).status, 404);
        }
        assert_eq!(curious.get("/desk/petitions/2026-999999").status, 404);
        let searched = curious.get(&format!("/desk?number={number}"));
        assert_eq!(searched.status, 404);

        let mut auditor = signed_in(&app, park.staff("auditor"));
        let page = auditor.get("/desk/admin/audit");
        let name = park.who("roadhandler").name;
        assert!(page.text().contains(&name), "{}", page.text());
        assert!(page.text().contains(&format!("href=\"{path}\"")));
        assert!(!page.text().contains("2026-999999"), "it is nobody's");
        let listed = get(&app, &park.token("auditor"), "/api/v1/admin/refusals").json();
        let entries = listed["entries"].as_array().expect("a list");
        assert_eq!(entries.len(), 2, "{listed}");
        assert_eq!(entries[1]["number"], number.as_str());
        assert_eq!(entries[1]["times"], 3, "twice opened, once searched");
        assert!(entries[0]["number"].is_null());
        assert_eq!(entries[0]["wish"], "open");

        for login in ["roadhandler", "clerk", "leader", "admin", "supervisor"] {
            let token = park.token(login);
            get(&app, &token, "/api/v1/admin/refusals").refused(403, "not_allowed");
            let mut other = signed_in(&app, park.staff(login));
            assert_eq!(other.get("/desk/admin/audit").status, 403, "{login}");
        }
        let mut admin = signed_in(&app, park.staff("admin"));
        let units = admin.get("/desk/admin/units");
        assert!(!units.text().contains("/desk/admin/audit"));
    });
}
