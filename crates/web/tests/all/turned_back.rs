//! What comes after a decision, over the real routes, each by page and by API: a merger that was wrong is undone
//! and what was owed returns with its old date; a promised measure is done, denied and confirmed; a wrong entry is
//! taken back.

use super::desk_support::{petition, signed_in};
use super::staff::{actions, get, post, post_by_code};
use super::support::App;
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::park::{Filed, Park, accept};
use serde_json::{Value, json};

/// By which door a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Page,
    Api,
}

impl Door {
    const BOTH: [Self; 2] = [Self::Page, Self::Api];
}

/// What a duty is, whose it is, until when, and how it stands.
type Duty = (String, String, String, String);

struct Office<'a> {
    app: &'a App,
    park: Park<'a>,
    door: Door,
    /// Who looks how it stands.
    viewer: &'static str,
}

impl<'a> Office<'a> {
    fn of(app: &'a App, door: Door, viewer: &'static str) -> Self {
        Self {
            app,
            park: Park::build(&app.huiyin),
            door,
            viewer,
        }
    }

    /// Takes a step: by its form with these fields, or as this body.
    fn takes(&self, login: &str, filed: &Filed, fields: &[(&str, &str)], body: &Value) {
        let number = filed.number.to_string();
        let action = body["action"].as_str().expect("a word");
        match self.door {
            // Signed in anew each time: days pass.
            Door::Page => {
                let mut person = signed_in(self.app, self.park.staff(login));
                person.act(&number, action, fields);
            }
            Door::Api => {
                let token = self.park.token(login);
                let read = self.seen_by(&token, filed);
                let tag = format!("\"{}\"", read["version"]);
                let sent = [("if-match", tag.as_str())];
                let done = post(self.app, &token, &actions(&number), &sent, body);
                assert_eq!(done.status, 200, "{action}: {}", done.text());
            }
        }
    }

    fn seen_by(&self, token: &str, filed: &Filed) -> Value {
        let path = format!("/api/v1/petitions/{}", filed.number);
        let seen = get(self.app, token, &path);
        assert_eq!(seen.status, 200, "{}", seen.text());
        seen.json()
    }

    fn seen(&self, filed: &Filed) -> Value {
        self.seen_by(&self.park.token(self.viewer), filed)
    }

    /// State, and every duty of a kind.
    fn stands(&self, filed: &Filed, kind: &str) -> (String, Vec<Duty>) {
        let seen = self.seen(filed);
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let duties = seen["obligations"].as_array().expect("duties").iter();
        let duties = duties.filter(|one| one["kind"] == kind).map(|one| {
            let owner = one["owed_by"].to_string();
            let [kind, due, state] = ["kind", "due_at", "state"].map(|name| text(&one[name]));
            (kind, owner, due, state)
        });
        (text(&seen["state"]), duties.collect())
    }

    /// Whether it is in somebody's inbox.
    fn owes(&self, login: &str, filed: &Filed) -> bool {
        let inbox = get(self.app, &self.park.token(login), "/api/v1/inbox").json();
        let mut entries = inbox["entries"].as_array().expect("entries").iter();
        entries.any(|one| one["number"] == filed.number.to_string())
    }

    /// What the petitioner is told, as text.
    fn told(&self, filed: &Filed) -> String {
        let path = format!("/api/v1/track/{}", filed.code.grouped());
        self.app.get(&path).text().to_owned()
    }

    /// The petitioner says whether the measure was taken.
    fn petitioner_says(&self, filed: &Filed, done: bool, words: &str) {
        let code = filed.code.grouped();
        match self.door {
            Door::Page => {
                let mut browser = self.app.browser();
                browser.post("/track", &[("code", code.as_str())]);
                let word = if done { "yes" } else { "no" };
                let fields = [("agreed-0", word), ("text-0", words)];
                let said = browser.post("/track/act/verify?about=0", &fields);
                assert_eq!(said.status, 303, "{}", said.text());
                assert!(!browser.get("/track/petition").text().contains("请选一项"));
            }
            Door::Api => {
                let path = format!("/api/v1/track/{code}/actions");
                let body = json!({"action": "verify", "request": 0, "agreed": done, "text": words});
                let said = post_by_code(self.app, &path, &[], &body);
                assert_eq!(said.status, 200, "{}", said.text());
            }
        }
    }
}

fn days_pass(place: &TestStore, app: &App, days: i64) {
    let later = app.huiyin.now().plus_micros(days * DAY_MICROS);
    place.clock.set(later);
}

/// On both engines by both doors, each on a store of its own.
fn by_both_doors(tried: impl Fn(&TestStore, Door)) {
    for door in Door::BOTH {
        each_engine(|place| tried(place, door));
    }
}

#[test]
fn what_was_merged_by_mistake_is_owed_again_by_its_old_date() {
    by_both_doors(|place, door| {
        let app = App::on(place);
        let office = Office::of(&app, door, "supervisor");
        let park = &office.park;
        let kept = park.at("economy", "ecohandler");
        let wrong = park.at("economy", "ecohandler");
        for filed in [&kept, &wrong] {
            park.does("ecohandler", filed, vec![accept()]);
        }
        let before = office.stands(&wrong, "answer");
        assert_eq!((before.0.as_str(), before.1.len()), ("accepted", 1));
        let told_before = office.told(&wrong);
        assert!(told_before.contains("\"answer\""), "{told_before}");
        let into = kept.number.to_string();
        office.takes(
            "ecohead",
            &wrong,
            &[("into", &into), ("reason", "看着像同一件")],
            &json!({"action": "merge", "into": kept.id.raw(), "reason": "看着像同一件"}),
        );
        let merged = office.stands(&wrong, "answer");
        assert_eq!(merged.0, "merged");
        assert_eq!(merged.1[0].3, "waived", "{merged:?}");
        assert!(!office.owes("ecohandler", &wrong));
        assert!(!office.told(&wrong).contains(&into), "nobody learns of it");

        // Days later: a date that began anew would be another.
        days_pass(place, &app, 11);
        office.takes(
            "ecohead",
            &wrong,
            &[("reason", "两件事，分开办")],
            &json!({"action": "unmerge", "reason": "两件事，分开办"}),
        );
        assert_eq!(office.stands(&wrong, "answer"), before, "{door:?}");
        assert!(office.owes("ecohandler", &wrong), "somebody owes it again");
        assert!(office.owes("ecohandler", &kept), "and the other as well");
        let told = office.told(&wrong);
        assert!(told.contains(&before.1[0].2), "the old date: {told}");
        assert!(!told.contains(&into), "nobody learns of it");
        let page =
            signed_in(&app, park.staff("ecohandler")).get(&petition(&wrong.number.to_string()));
        for words in ["恢复单独办理，期限不变", "两件事，分开办"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
    });
}

/// An answer that promises a measure by a day, in time for the test.
fn promise() -> Value {
    json!({
        "items": [{
            "finding": "属实", "facts": "现场查看", "basis": "管理规定", "outcomes": ["remedy"],
            "measure": "修好路灯", "by": "2099-12-20",
        }],
        "summary": "路灯会修好。", "remedy_notice": "三十日内可以申请复查。",
    })
}

/// It is answered with a promise, over the routes of the door.
fn promised(office: &Office<'_>) -> Filed {
    let filed = office.park.at("economy", "ecohandler");
    office.park.does("ecohandler", &filed, vec![accept()]);
    let number = filed.number.to_string();
    match office.door {
        Door::Page => {
            let mut handler = signed_in(office.app, office.park.staff("ecohandler"));
            let fields = [
                ("requests", "1"),
                ("finding-1", "属实"),
                ("facts-1", "现场查看"),
                ("basis-1", "管理规定"),
                ("outcome-1", "remedy"),
                ("measure-1", "修好路灯"),
                ("measure_by-1", "2099-12-20"),
                ("summary", "路灯会修好。"),
                ("remedy_notice", "三十日内可以申请复查。"),
                ("do", "submit"),
            ];
            let answer = format!("{}/answer", petition(&number));
            let sent = handler.post_seen(&number, &answer, &fields);
            assert_eq!(sent.status, 303, "{}", sent.text());
            let mut head = signed_in(office.app, office.park.staff("boss"));
            let approve = format!("{}/approve", petition(&number));
            let issued = head.post_seen(&number, &approve, &[]);
            assert_eq!(issued.status, 303, "{}", issued.text());
        }
        Door::Api => {
            let draft = json!({"action": "draft", "answer": promise()});
            office.takes("ecohandler", &filed, &[], &draft);
            for (login, action) in [
                ("ecohandler", "submit"),
                ("boss", "approve"),
                ("ecohandler", "issue"),
            ] {
                office.takes(login, &filed, &[], &json!({"action": action}));
            }
        }
    }
    // Opening the answer is receiving it.
    office.told(&filed);
    filed
}

#[test]
fn what_was_promised_is_done_denied_looked_at_and_confirmed() {
    by_both_doors(|place, door| {
        let app = App::on(place);
        let office = Office::of(&app, door, "supervisor");
        let filed = promised(&office);
        let open = office.stands(&filed, "remedy");
        assert_eq!(open.1.len(), 1, "{open:?}");
        assert_eq!(open.1[0].3, "open", "{open:?}");
        let tells_done = |text: &str| {
            office.takes(
                "ecohandler",
                &filed,
                &[("request", "0"), ("text", text)],
                &json!({"action": "fulfil", "request": 0, "text": text}),
            );
        };
        tells_done("路灯已修好");
        let (_, duties) = office.stands(&filed, "remedy");
        assert_eq!(duties[0].3, "met", "{duties:?}");
        assert!(office.told(&filed).contains("路灯已修好"));

        // "Not done": the head has to look, and it is owed again by its old day.
        days_pass(place, &app, 3);
        office.petitioner_says(&filed, false, "晚上还是黑的");
        assert!(office.owes("ecohead", &filed), "the head has to look");
        office.takes(
            "ecohead",
            &filed,
            &[
                ("request", "0"),
                ("done", "no"),
                ("text", "去看了，确实没亮"),
            ],
            &json!({
                "action": "check-remedy", "request": 0, "done": false, "text": "去看了，确实没亮",
            }),
        );
        assert_eq!(office.stands(&filed, "remedy").1, open.1, "by its old day");
        assert!(office.told(&filed).contains("去看了，确实没亮"));

        tells_done("换了灯头");
        office.petitioner_says(&filed, true, "亮了");
        let (state, duties) = office.stands(&filed, "remedy");
        assert_eq!((state.as_str(), duties[0].3.as_str()), ("verified", "met"));
        let seen = office.seen(&filed).to_string();
        assert!(seen.contains("RemedyVerified"), "{seen}");
    });
}

#[test]
fn nobody_of_staff_confirms_a_promise_and_nothing_unpromised_is_told_done() {
    each_engine(|place| {
        let app = App::on(place);
        let office = Office::of(&app, Door::Api, "supervisor");
        let filed = promised(&office);
        let path = actions(&filed.number.to_string());
        let before = app.stored();
        for login in ["ecohandler", "ecohead", "boss"] {
            let token = office.park.token(login);
            let verify = json!({"action": "verify", "request": 0, "agreed": true, "text": ""});
            post(&app, &token, &path, &[], &verify).refused(403, "not_allowed");
        }
        let token = office.park.token("ecohandler");
        let other = json!({"action": "fulfil", "request": 1, "text": "做了"});
        let no = post(&app, &token, &path, &[], &other).refused(409, "step_refused");
        assert_eq!(no["refusal"]["code"], "no_remedy");
        let code = filed.code.grouped();
        let early = json!({"action": "verify", "request": 0, "agreed": true, "text": ""});
        let said = post_by_code(&app, &format!("/api/v1/track/{code}/actions"), &[], &early);
        assert_eq!(
            said.status,
            409,
            "nobody said that it is done: {}",
            said.text()
        );
        assert_eq!(app.stored(), before);
    });
}

#[test]
fn a_wrong_entry_is_taken_back_and_what_it_ended_is_owed_again() {
    by_both_doors(|place, door| {
        let app = App::on(place);
        let office = Office::of(&app, door, "clerk");
        let park = &office.park;
        let filed = park.file(false);
        let before = office.stands(&filed, "sort");
        assert_eq!(before.1[0].3, "open", "{before:?}");
        office.takes(
            "clerk",
            &filed,
            &[("reason", "in-hand"), ("notice", "正在办理")],
            &json!({"action": "decline", "reason": "in-hand", "notice": "正在办理"}),
        );
        // Opening the notice is receiving it.
        office.told(&filed);
        let declined = office.stands(&filed, "sort");
        assert_eq!(
            (declined.0.as_str(), declined.1[0].3.as_str()),
            ("declined", "met")
        );
        assert!(!office.owes("clerk", &filed));
        days_pass(place, &app, 2);
        // Who entered it does not take it back alone: it is the head's.
        let reopen = json!({"action": "reopen", "reason": "看错了件"});
        let path = actions(&filed.number.to_string());
        post(&app, &park.token("clerk"), &path, &[], &reopen).refused(403, "not_allowed");
        office.takes("officehead", &filed, &[("reason", "看错了件")], &reopen);
        assert_eq!(office.stands(&filed, "sort"), before, "by its old date");
        assert!(office.owes("clerk", &filed));
        let page = signed_in(&app, park.staff("clerk")).get(&petition(&filed.number.to_string()));
        for words in ["纠正登记错误", "看错了件"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let told = office.told(&filed);
        assert!(told.contains(&before.1[0].2), "the old date: {told}");
    });
}
