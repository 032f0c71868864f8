//! A fact is put before the petitioner on the desk, accepted or disputed on the tracking page or by API, written
//! down at the counter, and looked into in the answer.

use super::desk_support::{Park, Person, answer_fields, petition};
use super::staff::post_by_code;
use super::support::{App, Browser, between};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::json;

const FACT: &str = "考勤表上您每月工资三千元。";
const NO: &str = "是三千四百元，工资条我拍了照。";

/// Accepted, with one fact before the petitioner; number, code and the fact's position.
fn stated(park: &Park<'_>) -> (String, String, String) {
    let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
    let (number, code) = park.accepted(&mut clerk, &mut handler);
    handler.act(&number, "state-fact", &[("text", FACT)]);
    let page = handler.get(&petition(&number));
    let fact = between(
        page.text(),
        "<article class=\"stated-fact\" id=\"fact-",
        "\"",
    );
    let fact = fact.expect("a fact").to_owned();
    (number, code, fact)
}

fn follows<'a>(app: &'a App, code: &str) -> Browser<'a> {
    let mut browser = app.browser();
    browser.post("/track", &[("code", code)]);
    browser
}

/// The part of the tracking page that shows the facts.
fn part(page: &str) -> &str {
    let from = page
        .find("aria-labelledby=\"facts-found\"")
        .expect("the part");
    let part = &page[from..];
    &part[..part.find("</section>").expect("its end")]
}

fn says(browser: &mut Browser<'_>, fact: &str, accepted: &str, text: &str) {
    let (choice, words) = (format!("accepted-{fact}"), format!("said-{fact}"));
    let path = format!("/track/act/respond-fact?about={fact}");
    let sent = browser.post(&path, &[(&choice, accepted), (&words, text)]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(sent.header("location"), "/track/petition#facts-found");
}

fn refused_submit(handler: &mut Person<'_>, number: &str) -> String {
    let mut fields = answer_fields();
    fields.push(("do", "submit"));
    let answer = format!("{}/answer", petition(number));
    let refused = handler.post_seen(number, &answer, &fields);
    assert_eq!(refused.status, 409, "{}", refused.text());
    refused.text().to_owned()
}

#[test]
fn a_fact_is_disputed_by_page_and_the_answer_says_how_it_was_looked_into() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (number, code, fact) = stated(&park);
        let mut browser = follows(&app, &code);
        let page = browser.get("/track/petition");
        assert!(part(page.text()).contains(FACT) && part(page.text()).contains("没有说"));
        says(&mut browser, &fact, "no", NO);
        let page = browser.get("/track/petition");
        assert!(part(page.text()).contains("不同意") && part(page.text()).contains(NO));
        assert!(
            page.text().contains("您说一条事实不对"),
            "it is on the timeline"
        );

        let mut handler = park.person("handler");
        let desk = handler.get(&petition(&number));
        assert!(desk.text().contains(NO), "the handler reads it at the fact");
        let inbox = handler.get("/desk");
        assert!(
            inbox.text().contains("信访人不同意1条事实"),
            "{}",
            inbox.text()
        );
        let answer = format!("{}/answer", petition(&number));
        let draft = handler.get(&answer);
        let field = format!("fact-{fact}");
        assert!(
            draft.text().contains(&format!("id=\"{field}\"")),
            "a field for it"
        );
        assert!(draft.text().contains(NO));
        let silent = refused_submit(&mut handler, &number);
        assert!(silent.contains(&format!("href=\"#{field}\"")), "{silent}");
        assert!(silent.contains("还没有写怎么核实的"), "{silent}");

        let mut fields = answer_fields();
        fields.extend([
            (field.as_str(), "银行流水是三千四百元，您说得对。"),
            ("do", "submit"),
        ]);
        let sent = handler.post_seen(&number, &answer, &fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let approve = format!("{}/approve", petition(&number));
        let mut head = park.person("head");
        assert!(head.get(&approve).text().contains("银行流水"));
        let issued = head.post_seen(&number, &approve, &[]);
        assert_eq!(issued.status, 303, "{}", issued.text());
        let page = browser.get("/track/petition");
        assert!(
            page.text().contains("核实情况：银行流水"),
            "{}",
            page.text()
        );
        assert!(
            !part(page.text()).contains("<form"),
            "nothing more is asked"
        );
    });
}

#[test]
fn an_added_fact_has_its_field_and_whoever_approves_reads_where_the_answer_is_silent() {
    const ADDED: &str = "三月份周末也上了班。";
    const SILENT: &str = "补充的事实第2条，答复没有写到";
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (number, code, _) = stated(&park);
        let mut browser = follows(&app, &code);
        let said = [("words", ADDED), ("as", "facts")];
        let sent = browser.upload("/track/say", &said, ("file", "", b""));
        assert_eq!(sent.status, 303, "{}", sent.text());

        let mut handler = park.person("handler");
        let desk = handler.get(&petition(&number));
        let list = between(desk.text(), "id=\"stated\"", "</section>").expect("the facts");
        let (put, added) = list.split_once(FACT).expect("the one that was put");
        assert!(put.contains("事实1") && added.contains("事实2"), "{list}");
        assert!(added.contains("补充的") && added.contains(ADDED), "{list}");
        let field = added.split_once("id=\"fact-").expect("its place").1;
        let field = format!("fact-{}", field.split('"').next().expect("its position"));

        // It has its field, and what is silent about it goes up all the same.
        let answer = format!("{}/answer", petition(&number));
        let draft = handler.get(&answer);
        assert!(draft.text().contains(&format!("id=\"{field}\"")), "a field");
        assert!(draft.text().contains(SILENT), "{}", draft.text());
        let mut fields = answer_fields();
        fields.push(("do", "submit"));
        let sent = handler.post_seen(&number, &answer, &fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let approve = format!("{}/approve", petition(&number));
        let mut head = park.person("head");
        let page = head.get(&approve);
        assert!(page.text().contains(SILENT) && page.text().contains(ADDED));

        // Sent back, it says what was found, and the petitioner reads it.
        let back = format!("{approve}/return");
        let returned = head.post_seen(&number, &back, &[("reason", "补充的也要写")]);
        assert_eq!(returned.status, 303, "{}", returned.text());
        fields.push((field.as_str(), "查了三月的考勤，周末两天上了班。"));
        let sent = handler.post_seen(&number, &answer, &fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = head.get(&approve);
        assert!(page.text().contains("查了三月的考勤") && !page.text().contains(SILENT));
        let issued = head.post_seen(&number, &approve, &[]);
        assert_eq!(issued.status, 303, "{}", issued.text());
        let page = browser.get("/track/petition");
        assert!(
            page.text().contains("核实情况：查了三月的考勤"),
            "{}",
            page.text()
        );
        assert!(page.text().contains(&format!("您补充的：{ADDED}")));
    });
}

#[test]
fn disputed_after_it_was_sent_up_the_answer_is_not_approved_and_the_page_says_why() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (number, code, fact) = stated(&park);
        let mut fields = answer_fields();
        fields.push(("do", "submit"));
        let answer = format!("{}/answer", petition(&number));
        let sent = park.person("handler").post_seen(&number, &answer, &fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        says(&mut follows(&app, &code), &fact, "no", NO);
        let approve = format!("{}/approve", petition(&number));
        let mut head = park.person("head");
        assert!(
            head.get(&approve).text().contains(NO),
            "the approver reads it"
        );
        let refused = head.post_seen(&number, &approve, &[]);
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(
            refused.text().contains("还没有写怎么核实的"),
            "{}",
            refused.text()
        );
    });
}

#[test]
fn what_was_not_taken_stays_in_its_form_in_both_languages() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (_, code, fact) = stated(&park);
        let mut browser = follows(&app, &code);
        let before = app.stored();
        let path = format!("/track/act/respond-fact?about={fact}");
        let choice = format!("accepted-{fact}");
        for (fields, at, zh, en) in [
            (vec![], choice.clone(), "请选一项", "Choose one"),
            (
                vec![(choice.as_str(), "no")],
                format!("said-{fact}"),
                "请写明哪里不对",
                "Say what is wrong",
            ),
        ] {
            let sent = browser.post(&path, &fields);
            let page = browser.seen(&sent);
            let error = format!("id=\"{at}-error\"");
            assert!(part(page.text()).contains(&error), "{}", page.text());
            assert!(part(page.text()).contains(zh));
            browser.get("/language?to=en");
            let page = browser.get("/track/petition?kept=yes");
            assert!(part(page.text()).contains(en), "{}", page.text());
            browser.get("/language?to=zh");
        }
        let strange = browser.post("/track/act/respond-fact?about=1", &[("accepted-1", "yes")]);
        let page = browser.seen(&strange);
        assert!(
            page.text().contains("没有这条写明的事实"),
            "{}",
            page.text()
        );
        assert_eq!(app.stored(), before, "nothing is on record");
    });
}

#[test]
fn the_api_takes_it_and_a_code_that_views_is_shown_no_fact() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (_, code, fact) = stated(&park);
        let fact: i64 = fact.parse().expect("a position");
        let path = format!("/api/v1/track/{code}/actions");
        let step = json!({ "action": "respond-fact", "fact": fact, "accepted": false, "text": NO });
        let taken = post_by_code(&app, &path, &[], &step);
        assert_eq!(taken.status, 200, "{}", taken.text());
        assert_eq!(taken.json()["events"], json!(["FactResponded"]));
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(view["facts"][0]["disputed"], json!(true), "{view}");
        assert_eq!(view["facts"][0]["said"][0]["text"], json!(NO));
        assert_eq!(view["facts"][0]["by"], json!(null));
        let strange = json!({ "action": "respond-fact", "fact": 1, "accepted": true });
        let refused = post_by_code(&app, &path, &[], &strange);
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(refused.json()["refusal"]["code"], json!("no_fact"));
        let made = post_by_code(
            &app,
            &format!("/api/v1/track/{code}/view-code"),
            &[],
            &json!({}),
        );
        let only = made.json()["tracking_code"]
            .as_str()
            .expect("a code")
            .to_owned();
        let view = app.get(&format!("/api/v1/track/{only}")).json();
        assert_eq!(view["facts"], json!([]));
        let mut browser = follows(&app, &only);
        let page = browser.get("/track/petition");
        assert!(!page.text().contains(FACT) && !page.text().contains("facts-found"));
        let viewing = post_by_code(&app, &format!("/api/v1/track/{only}/actions"), &[], &step);
        assert_eq!(viewing.json()["refusal"]["code"], json!("view_code"));
    });
}

#[test]
fn at_the_counter_the_clerk_writes_down_what_is_said() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (number, code, fact) = stated(&park);
        let mut clerk = park.person("clerk");
        let path = format!("{}/do/respond-fact?fact={fact}", petition(&number));
        let form = clerk.get(&path);
        assert_eq!(form.status, 200, "{}", form.text());
        assert!(form.text().contains(FACT) && form.text().contains("他的原话"));
        let version = between(form.text(), "name=\"version\" value=\"", "\"");
        let version = version.expect("a version").to_owned();
        let said = clerk.post(
            &path,
            &[
                ("version", version.as_str()),
                ("fact", &fact),
                ("accepted", "no"),
                ("text", NO),
                ("how", "in-person"),
            ],
        );
        assert_eq!(said.status, 303, "{}", said.text());
        let desk = clerk.get(&petition(&number));
        assert!(
            desk.text().contains("（当面说的，人clerk记入）"),
            "{}",
            desk.text()
        );
        let mut browser = follows(&app, &code);
        let page = browser.get("/track/petition");
        assert!(
            part(page.text()).contains("（当面说的，工作人员记入）"),
            "{}",
            page.text()
        );
        assert!(
            !page.text().contains("人clerk记入"),
            "no clerk is named to him"
        );
    });
}
