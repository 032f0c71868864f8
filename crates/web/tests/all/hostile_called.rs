//! Attacks on what the heads know whom a plan calls (RULES 4.1), and on whom a duty climbs to that nobody does
//! (RULES 4.2). Which test holds which rule stands in `hostile.rs`.

use super::desk_support::{Person, signed_in};
use super::insider::{journal, leaves_no_trace, respondents};
use super::insider_support::{Insider, assert_no_canary, masked};
use super::plans::{House, house, in_force};
use super::routes::{Guard, ROUTES};
use super::staff::{ask, get, post, set, token};
use super::support::{App, FIRST, log};
use axum::http::Method;
use huiyin_app::{Change, RoleDraft, StaffDraft};
use huiyin_domain::event::{Envelope, Event};
use huiyin_domain::ids::StaffId;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::park::{CANARIES, Park, accept};
use serde_json::{Value, json};
use std::cell::RefCell;

/// Who speaks for the group, and how they are reached.
const NAMES: [&str; 3] = ["金丝雀王五", "13955501234", "canary@cage.example"];
const TOPIC: &str = "夜间施工";

/// The office with its plan, and the head of the governance office, who works nowhere else.
struct Called<'a> {
    app: &'a App,
    house: House,
    head: StaffId,
    governance: i64,
    /// The head at the desk, and the token of the head's program.
    desk: RefCell<Person<'a>>,
    program: String,
}

impl<'a> Called<'a> {
    fn on(app: &'a App, place: &TestStore) -> Self {
        let monday = Instant::parse("2026-03-02T10:00:00+08:00");
        place.clock.set(monday.expect("an instant"));
        let house = house(app);
        in_force(app, &house);
        let organisation = app.runtime.block_on(app.huiyin.organisation(FIRST));
        let organisation = organisation.expect("reads");
        let mut units = organisation.units.values();
        let governance = units.find(|unit| unit.key == "governance-office");
        let governance = governance.expect("there").id.raw();
        let mut staff = organisation.staff.values();
        let head = staff.find(|one| one.login == "shen-yi").expect("there").id;
        let draft = StaffDraft {
            login: "shen-yi".into(),
            name: "沈毅".into(),
            roles: vec![RoleDraft {
                unit: governance,
                role: "unit-head".into(),
            }],
            ..StaffDraft::default()
        };
        set(app, Change::Staff(Some(head), draft));
        Self {
            app,
            house,
            head,
            governance,
            desk: RefCell::new(signed_in(app, head)),
            program: token(app, head),
        }
    }

    /// A group of 25 is received, and says who speaks for it.
    fn opens(&self, complained_of: &[i64]) -> i64 {
        let clerk = &self.house.clerk.1;
        let body = json!({
            "place": "park-reception", "people": "25", "topic": TOPIC,
            "respondents": complained_of,
        });
        let opened = post(self.app, clerk, "/api/v1/responses", &[], &body);
        assert_eq!(opened.status, 201, "{}", opened.text());
        let id = opened.json()["id"].as_i64().expect("an id");
        let told = json!({ "step": "receive", "told": { "representatives": [
            { "name": NAMES[0], "contact": NAMES[1], "agreed": true },
            { "name": "银杏树", "contact": NAMES[2], "agreed": true },
        ] } });
        let steps = format!("/api/v1/responses/{id}/steps");
        let done = post(self.app, clerk, &steps, &[], &told);
        assert_eq!(done.status, 200, "{}", done.text());
        id
    }

    /// What the head's lists say, without the keys of forms.
    fn lists(&self) -> Vec<(&'static str, String)> {
        let mut desk = self.desk.borrow_mut();
        let plain = ROUTES.iter().filter(|(methods, path, guard)| {
            let looks = methods.split(' ').any(|method| method == "get");
            // A workbook says when it was packed; it is the sheet of the text beside it.
            let own = !path.starts_with("/desk/me") && !path.ends_with(".xlsx");
            looks && own && !path.contains('{') && matches!(guard, Guard::Session | Guard::Bearer)
        });
        let lists = plain.map(|(_, path, guard)| {
            let answer = match guard {
                Guard::Session => desk.get(path),
                _ => get(self.app, &self.program, path),
            };
            let text = String::from_utf8_lossy(&masked(&answer.bytes)).into_owned();
            assert_no_canary(path, text.as_bytes(), &NAMES);
            (*path, text)
        });
        lists.collect()
    }

    /// Nothing open holds a name, nor the log.
    fn names_nobody(&self) {
        for row in journal(self.app) {
            assert_no_canary("the journal", &row.open, &NAMES);
        }
        assert_no_canary("the log", log().as_bytes(), &NAMES);
        assert_no_canary("/metrics", &self.app.get("/metrics").bytes, &NAMES);
        let doctor = self.app.huiyin.doctor(true).expect("the doctor comes");
        assert_eq!(doctor.findings, []);
    }
}

/// Every route of a response, with these in the place of its parts.
fn doors(id: &str) -> Vec<(Method, String, Guard)> {
    let own = ROUTES
        .iter()
        .filter(|(_, route, _)| route.contains("/responses/{id}"));
    let mut doors = Vec::new();
    for (methods, route, guard) in own {
        let path = route.replace("{id}", id).replace("{nth}", "1");
        let path = path.replace("{to}", "county-petition-bureau");
        let path = path.replace("/cap", "/cap?category=Safety");
        for step in ["who", "representatives", "petition", "arrive", "end"] {
            for method in methods.split(' ') {
                let method = Method::from_bytes(method.to_uppercase().as_bytes());
                let path = path.replace("{step}", step);
                doors.push((method.expect("a method"), path, *guard));
            }
            if !route.contains("{step}") {
                break;
            }
        }
    }
    assert!(doors.len() > 15, "{}", doors.len());
    doors
}

/// What the head is answered at each door.
fn tried(called: &Called<'_>, id: &str) -> Vec<(String, u16, String)> {
    let mut desk = called.desk.borrow_mut();
    let end = json!({ "step": "end", "text": "散了", "anyway": true });
    let matter = json!({ "subject": TOPIC, "body": "每天到半夜两点" });
    let doors = doors(id).into_iter().map(|(method, path, guard)| {
        let answer = match (guard, method == Method::GET) {
            (Guard::Session, true) => desk.get(&path),
            (Guard::Session, false) => desk.post(&path, &[("text", "散了")]),
            _ => {
                let body = match path.ends_with("/petition") {
                    true => &matter,
                    false => &end,
                };
                ask(called.app, &called.program, (method.clone(), &path), body)
            }
        };
        assert_no_canary(&path, &answer.bytes, &NAMES);
        let text = String::from_utf8_lossy(&masked(&answer.bytes)).into_owned();
        let text = text.replace(&format!("/responses/{id}"), "/responses/ID");
        let door = format!("{method} {path}").replace(&format!("/responses/{id}"), "/responses/ID");
        (door, answer.status, text)
    });
    doors.collect()
}

#[test]
fn a_head_whom_a_plan_calls_gets_topic_and_room_and_no_name() {
    each_engine(|place| {
        let app = App::on(place);
        let called = Called::on(&app, place);
        let id = called.opens(&[]).to_string();
        let view = get(&app, &called.program, &format!("/api/v1/responses/{id}"));
        assert_eq!(view.status, 200, "{}", view.text());
        assert_eq!(view.json()["topic"], TOPIC);
        assert_no_canary("the view", &view.bytes, &NAMES);
        let page = called
            .desk
            .borrow_mut()
            .get(&format!("/desk/responses/{id}"));
        assert!(page.text().contains(TOPIC), "{}", page.text());
        // Every door, whatever is asked for and told there.
        for (door, status, text) in tried(&called, &id) {
            assert!(status < 500, "{door}: {status}");
            let receives = door.contains("/receive/") || door.contains("/api/");
            let tells = ["/who", "/representatives", "/petition"];
            let tells = receives && tells.iter().any(|end| door.ends_with(end));
            if tells && door.starts_with("POST") {
                assert_eq!(status, 403, "{door}: {text}");
            }
        }
        let refused = log();
        let line = format!("staff={} ", called.head);
        assert!(
            refused
                .lines()
                .any(|one| one.contains("was refused") && one.contains(&line)),
            "each is in the log under who made it"
        );
        // Nor are the minutes a paper in which the group gives up petitioning.
        let minutes =
            json!({ "step": "receive", "told": { "minutes": { "text": "代表承诺息诉息访" } } });
        let steps = format!("/api/v1/responses/{id}/steps");
        let no = post(&app, &called.house.clerk.1, &steps, &[], &minutes);
        let fields: Vec<String> = no.fields().into_iter().map(|(_, code)| code).collect();
        assert_eq!(fields, ["coercive"]);
        called.lists();
        called.names_nobody();
    });
}

#[test]
fn a_head_who_is_complained_of_is_not_called_and_finds_no_trace() {
    each_engine(|place| {
        let app = App::on(place);
        let called = Called::on(&app, place);
        let before = called.lists();
        let id = called.opens(&[called.governance]);
        assert_eq!(called.lists(), before, "the lists say nothing of it");
        // Time passes, and nobody answers: it climbs past them.
        for _ in 0..6 {
            let later = app.huiyin.now().plus_micros(5 * 60_000_000);
            place.clock.set(later);
            app.huiyin.tick(app.huiyin.now()).expect("ticks");
        }
        let view = get(
            &app,
            &called.house.clerk.1,
            &format!("/api/v1/responses/{id}"),
        );
        assert!(!view.text().contains("沈毅"), "{}", view.text());
        let rows = app.stored();
        let (one, never) = (tried(&called, &id.to_string()), tried(&called, "999999"));
        for (one, other) in one.iter().zip(&never) {
            assert_eq!(one, other, "as one that never was");
            assert!([403, 404].contains(&one.1), "{}: {}", one.0, one.1);
        }
        assert_eq!(app.stored(), rows, "nothing is left of it");
        for (path, text) in called.lists() {
            assert!(!text.contains(TOPIC), "{path}: {text}");
        }
        // Nor of the petition that came of it.
        let matter = json!({ "subject": TOPIC, "body": "每天到半夜两点" });
        let petition = format!("/api/v1/responses/{id}/petition");
        let done = post(&app, &called.house.clerk.1, &petition, &[], &matter);
        assert_eq!(done.status, 201, "{}", done.text());
        let number = done.json()["number"].as_str().expect("a number").to_owned();
        for path in [
            format!("/api/v1/petitions/{number}"),
            format!("/api/v1/petitions/{number}/files"),
        ] {
            get(&app, &called.program, &path).refused(404, "not_found");
        }
        for (path, text) in called.lists() {
            assert!(!text.contains(&number), "{path}: {text}");
        }
        called.names_nobody();
    });
}

/// Whom steps of escalation told.
fn told(app: &App) -> Vec<i64> {
    let rows = journal(app).into_iter();
    let events = rows.map(|row| serde_json::from_slice::<Envelope>(&row.open).expect("an event"));
    let told = events.filter_map(|one| match one.event {
        Event::ObligationEscalated(one) => Some(one.told),
        _ => None,
    });
    told.flatten().map(|post| post.raw()).collect()
}

/// Months in which nobody does anything.
fn time_passes(place: &TestStore, app: &App) {
    for _ in 0..40 {
        let later = app.huiyin.now().plus_micros(4 * DAY_MICROS);
        place.clock.set(later);
        app.huiyin.tick(app.huiyin.now()).expect("ticks");
    }
}

/// Nothing of a petition in lists and counts of whoever it complains of, at the end of all that time.
fn is_told_nothing(app: &App, park: &Park<'_>, login: &'static str, number: &str) {
    let program = park.token(login);
    for path in ["/api/v1/inbox?whole=true", "/api/v1/inbox"] {
        let inbox = get(app, &program, path).json();
        assert_eq!(inbox["counts"]["all"], 0, "{login} {path}: {inbox}");
        assert_eq!(inbox["entries"], json!([]), "{login} {path}");
    }
    let mut insider = Insider::enters(app, park, login);
    for (path, list) in insider.lists() {
        assert_no_canary(&path, &list, CANARIES);
        let text = String::from_utf8_lossy(&list);
        assert!(!text.contains(number), "{login} {path}: {text}");
    }
    let path = format!("/api/v1/petitions/{number}");
    get(app, &program, &path).refused(404, "not_found");
}

#[test]
fn what_nobody_answers_climbs_past_whom_it_complains_of_to_the_supervision_organ_at_last() {
    for (complained_of, reaches) in [
        (&["leader"][..], "boss"),
        (&["leader", "boss"][..], "supervision"),
    ] {
        each_engine(|place| {
            let app = App::on(place);
            let park = Park::build(&app.huiyin);
            let filed = park.at("economy", "ecohandler");
            let named = respondents(&park, &[], complained_of);
            park.does("ecohandler", &filed, vec![accept(), named]);
            time_passes(place, &app);
            let told = told(&app);
            let number = filed.number.to_string();
            assert!(
                told.contains(&park.post(reaches).raw()),
                "{reaches}: {told:?}"
            );
            for post in complained_of {
                assert!(!told.contains(&park.post(post).raw()), "{post}: {told:?}");
                is_told_nothing(&app, &park, post, &number);
            }
            let holder = match reaches {
                "supervision" => "supervisor",
                holder => holder,
            };
            let inbox: Value = get(&app, &park.token(holder), "/api/v1/inbox?whole=true").json();
            assert!(inbox.to_string().contains(&number), "{holder}: {inbox}");
            leaves_no_trace(&app, &park);
        });
    }
}
