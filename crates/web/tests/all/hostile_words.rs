//! Attacks on sums of ratings at the edge of five (RULES 4.4), on whoever is looked for as a person (RULES 4.3), and
//! with papers in which somebody gives up petitioning (RULES 5.9). Which test holds which rule stands in
//! `hostile.rs`.

use super::desk_support::{petition, signed_in};
use super::insider::{journal, leaves_no_trace};
use super::insider_support::{Insider, attempt, by_api};
use super::staff::{ask_with, get, post};
use super::support::{App, encoded};
use axum::http::Method;
use huiyin_domain::petition::{AnswerDraft, AnswerItem, Command, Outcome};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::park::{CANARIES, CANARIES_OF_IDENTITY, Filed, Park, accept, draft};
use serde_json::{Value, json};

/// Words in which somebody gives up petitioning.
const PLEDGE: &str = "信访人承诺息诉息访";

fn answered(park: &Park<'_>, unit: &str, handler: &str) -> Filed {
    let filed = park.at(unit, handler);
    let work = vec![accept(), draft(), Command::Submit];
    park.does(handler, &filed, work);
    park.does("boss", &filed, vec![Command::Approve, Command::Issue]);
    filed
}

/// Ratings of two units; what staff and what everybody reads of them once the quarter is over.
fn rated(
    place: &TestStore,
    app: &App,
    park: &Park<'_>,
    numbers: [usize; 2],
) -> Vec<(String, String)> {
    let units = [("economy", "ecohandler"), ("roads", "roadhandler")];
    for ((unit, handler), number) in units.into_iter().zip(numbers) {
        for _ in 0..number {
            let filed = answered(park, unit, handler);
            let mut petitioner = app.browser();
            petitioner.post("/track", &[("code", &filed.code.grouped())]);
            petitioner.get("/track/petition");
            let grade = [("grade-unit", "not-satisfied")];
            let rated = petitioner.post("/track/rate?about=unit", &grade);
            assert_eq!(rated.status, 303, "{}", rated.text());
        }
    }
    let later = Instant::parse("2026-05-20T10:00:00+08:00");
    place.clock.set(later.expect("an instant"));
    let mut pages = vec![("/figures".to_owned(), app.get("/figures").text().to_owned())];
    for login in ["boss", "supervisor", "auditor", "ecohead", "roadhead"] {
        let page = signed_in(app, park.staff(login)).get("/desk/figures");
        assert_eq!(page.status, 200, "{login}");
        pages.push((login.to_owned(), page.text().to_owned()));
    }
    pages
}

#[test]
fn ratings_of_four_are_nobodys_to_read_and_no_difference_of_sums_tells_one() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        for (login, page) in rated(place, &app, &park, [4, 0]) {
            assert!(!page.contains("人评价："), "{login}: {page}");
        }
    });
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        for (login, page) in rated(place, &app, &park, [5, 1]) {
            // The one of the other unit would be what is left of six.
            assert!(
                page.contains("5人评价：满意0，基本满意0，不满意5"),
                "{login}: {page}"
            );
            assert!(
                !page.contains("6人评价") && !page.contains("1人评价"),
                "{login}"
            );
        }
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn no_search_and_no_field_finds_whoever_brought_it() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        for login in ["clerk", "ecohandler", "supervisor", "leader", "auditor"] {
            let mut desk = signed_in(&app, park.staff(login));
            let program = park.token(login);
            let searches = match login {
                "auditor" => "/desk/admin/audit",
                _ => "/desk",
            };
            for person in &CANARIES[..CANARIES_OF_IDENTITY] {
                let found = desk.get(&format!("{searches}?number={}", encoded(person)));
                assert_eq!(found.status, 404, "{login} {person}");
            }
            for field in ["name", "phone", "petitioner", "id_card"] {
                let path = format!("/api/v1/inbox?{field}={}", encoded(CANARIES[0]));
                let no = get(&app, &program, &path);
                let unknown = (field.to_owned(), "unknown_field".to_owned());
                assert_eq!(no.fields(), [unknown], "{login}");
            }
        }
        let rows = park.rows();
        let person = json!({"name": CANARIES[0], "id_card": "11010119900101001X"});
        let mut body = json!({"subject": "路灯", "body": "坏了", "petitioner": person});
        let unknown = [("petitioner.id_card".to_owned(), "unknown_field".to_owned())];
        assert_eq!(app.post(&body).fields(), unknown);
        body["channel"] = "visit".into();
        let counter = post(
            &app,
            &park.token("clerk"),
            "/api/v1/desk/petitions",
            &[],
            &body,
        );
        assert_eq!(counter.fields(), unknown);
        assert_eq!(park.rows(), rows, "{}", filed.number);
        leaves_no_trace(&app, &park);
    });
}

/// An answer with the pledge in one of its fields.
fn answer_with(field: &str) -> Value {
    let mut answer = json!({
        "items": [{
            "finding": "属实", "facts": "现场查看", "basis": "管理规定", "outcomes": ["remedy"],
            "measure": "修好路灯", "by": "2099-12-20",
        }],
        "summary": "路灯会修好。", "remedy_notice": "三十日内可以申请复查。",
    });
    match field {
        "summary" | "remedy_notice" => answer[field] = PLEDGE.into(),
        _ => answer["items"][0][field] = PLEDGE.into(),
    }
    answer
}

/// A petition whose answer promises a measure, and one that waits for its answer, and one that waits for acceptance.
struct Matters {
    new: Filed,
    open: Filed,
    promised: Filed,
}

impl Matters {
    fn of(app: &App, park: &Park<'_>) -> Self {
        let [new, open, promised] = [(); 3].map(|()| park.at("economy", "ecohandler"));
        park.does("ecohandler", &open, vec![accept()]);
        let item = AnswerItem {
            finding: "属实".into(),
            facts: "现场查看".into(),
            basis: "管理规定".into(),
            outcomes: vec![Outcome::Remedy],
            measure: "修好路灯".into(),
            by: "2099-12-20".parse().ok(),
        };
        let answer = AnswerDraft {
            items: vec![item],
            summary: "路灯会修好".into(),
            remedy_notice: "三十日内可以申请复查".into(),
            review: None,
            facts: Vec::new(),
        };
        let work = vec![accept(), Command::Draft { answer }, Command::Submit];
        park.does("ecohandler", &promised, work);
        park.does("boss", &promised, vec![Command::Approve, Command::Issue]);
        // Opening it is receiving it.
        app.get(&format!("/api/v1/track/{}", promised.code.grouped()));
        Self {
            new,
            open,
            promised,
        }
    }

    /// Everything in which the pledge could be written: who, on which petition, the step, and the form's own name
    /// of the field.
    fn tries(&self, park: &Park<'_>) -> Vec<(&'static str, &Filed, Value, &'static str)> {
        let post = park.post("leader").raw();
        let mut tries = vec![
            (
                "ecohandler",
                &self.new,
                json!({"action": "accept", "notice": PLEDGE}),
                "notice",
            ),
            (
                "ecohandler",
                &self.new,
                json!({"action": "decline", "reason": "in-hand", "notice": PLEDGE}),
                "notice",
            ),
            (
                "ecohandler",
                &self.new,
                json!({"action": "redirect", "route": "court", "notice": PLEDGE}),
                "notice",
            ),
            (
                "ecohandler",
                &self.open,
                json!({"action": "message", "text": PLEDGE}),
                "message",
            ),
            (
                "boss",
                &self.open,
                json!({"action": "instruct", "text": PLEDGE}),
                "text",
            ),
            (
                "ecohandler",
                &self.open,
                json!({"action": "commit", "text": PLEDGE, "post": post, "limit": "2099-12-20"}),
                "text",
            ),
            (
                "ecohandler",
                &self.promised,
                json!({"action": "fulfil", "request": 0, "text": PLEDGE}),
                "text",
            ),
        ];
        for field in [
            "finding",
            "facts",
            "basis",
            "measure",
            "summary",
            "remedy_notice",
        ] {
            let step = json!({"action": "draft", "answer": answer_with(field)});
            tries.push(("ecohandler", &self.open, step, ""));
        }
        tries
    }
}

/// The same by the step's own form.
fn by_form(app: &App, park: &Park<'_>, (login, filed): (&str, &Filed), step: &Value, own: &str) {
    let number = filed.number.to_string();
    let mut desk = signed_in(app, park.staff(login));
    let action = step["action"].as_str().expect("a word");
    let (path, fields) = if action == "draft" {
        let answer = &step["answer"];
        let item = &answer["items"][0];
        let of = |name: &str, from: &Value| (name.to_owned(), from.as_str().map(str::to_owned));
        let fields = vec![
            ("requests".to_owned(), Some("1".to_owned())),
            of("finding-1", &item["finding"]),
            of("facts-1", &item["facts"]),
            of("basis-1", &item["basis"]),
            ("outcome-1".to_owned(), Some("remedy".to_owned())),
            of("measure-1", &item["measure"]),
            of("measure_by-1", &item["by"]),
            of("summary", &answer["summary"]),
            of("remedy_notice", &answer["remedy_notice"]),
        ];
        (format!("{}/answer", petition(&number)), fields)
    } else {
        let fields = step.as_object().expect("an object").iter();
        let fields = fields
            .filter(|(name, _)| *name != "action")
            .map(|(name, value)| {
                let name = match value == PLEDGE {
                    true => own,
                    false => name.as_str(),
                };
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                (name.to_owned(), Some(text))
            });
        let path = format!("{}/do/{action}", petition(&number));
        (path, fields.collect())
    };
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_deref().unwrap_or_default()))
        .collect();
    let told = desk.post_seen(&number, &path, &fields);
    assert_eq!(told.status, 409, "{path}: {}", told.text());
    let words = "不能写让人放弃信访权利的话";
    assert!(told.text().contains(words), "{path}: {}", told.text());
}

#[test]
fn nobody_is_made_to_promise_that_they_give_up_petitioning() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let matters = Matters::of(&app, &park);
        let before = journal(&app).len();
        let tries = matters.tries(&park);
        for (login, filed, step, own) in &tries {
            let number = filed.number.to_string();
            let mut insider = Insider::enters(&app, &park, login);
            let look = attempt("GET", "/api/v1/petitions/{number}", &[]);
            let read = insider.tries(&look, &number).answer;
            let tried = by_api(step.clone()).having_read(read.header("etag"));
            let no = insider.is_refused(&tried, &number, &[409]).answer.json();
            assert_eq!(no["refusal"]["code"], "gives_up_right", "{step}: {no}");
            by_form(&app, &park, (login, filed), step, own);
        }
        let kinds = journal(&app).into_iter().skip(before).map(|row| row.kind);
        let kinds: Vec<String> = kinds.filter(|kind| kind != "AccessRecorded").collect();
        assert_eq!(kinds, Vec::<String>::new(), "nothing came of it");
        // On record, each of them.
        let path = "/api/v1/admin/refusals?limit=100";
        let listed = get(&app, &park.token("auditor"), path).json();
        let entries = listed["entries"].as_array().expect("a list").iter();
        let of_it = entries.filter(|one| one["code"] == "gives_up_right");
        let times: i64 = of_it.filter_map(|one| one["times"].as_i64()).sum();
        assert_eq!(
            times,
            2 * i64::try_from(tries.len()).expect("few"),
            "{listed}"
        );
        no_template_and_no_published_answer(&app, &park);
        leaves_no_trace(&app, &park);
    });
}

/// The papers that are written once for many.
fn no_template_and_no_published_answer(app: &App, park: &Park<'_>) {
    let admin = park.token("admin");
    let texts = "/api/v1/admin/texts/answer";
    for field in ["finding", "measure", "summary"] {
        let body = json!({"texts": {field: {"zh": PLEDGE, "en": ""}}});
        let read = get(app, &admin, texts);
        let read = [("if-match", read.header("etag"))];
        let no = ask_with(app, &admin, (Method::PUT, texts), &read, &body);
        let coercive = (format!("texts.{field}.zh"), "coercive".to_owned());
        assert_eq!(no.fields(), [coercive]);
    }
    let unit = park.unit("economy").raw();
    let body = json!({
        "question": {"zh": "怎么了结？"}, "answer": {"zh": PLEDGE}, "unit": unit, "category": "01",
    });
    let no = post(
        app,
        &park.token("ecohandler"),
        "/api/v1/desk/answers",
        &[],
        &body,
    );
    assert_eq!(
        no.fields(),
        [("answer.zh".to_owned(), "coercive".to_owned())]
    );
}
