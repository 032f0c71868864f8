//! The whole way of a petition by the forms of the desk, on both engines.

use super::desk_support::{NAME, PHONE, Park, answer_fields, petition};
use super::support::{App, between};
use huiyin_testkit::engine::{each_engine, on_sqlite};

#[test]
fn from_the_counter_to_the_answer_by_forms_alone() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, code) = park.accepted(&mut clerk, &mut handler);
        let here = petition(&number);
        let inbox = handler.get("/desk");
        assert!(inbox.text().contains(&number), "{}", inbox.text());
        handler.act(&number, "take", &[]);
        let answer = format!("{here}/answer");
        let mut fields = answer_fields();
        fields.push(("do", "submit"));
        let sent = handler.post_seen(&number, &answer, &fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mut head = park.person("head");
        let approvals = head.get("/desk/approvals");
        let approve = format!("{here}/approve");
        assert!(approvals.text().contains(&approve), "{}", approvals.text());
        let issued = head.post_seen(&number, &approve, &[]);
        assert_eq!(issued.status, 303, "{}", issued.text());
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        for told in [
            "工资发到本人卡上",
            "条例第30条",
            "可以申请复查",
            "人handler",
        ] {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        for path in ["/desk/units", "/desk/figures", "/desk/figures?by=term"] {
            assert_eq!(head.get(path).status, 200, "{path}");
        }
        let figures = head.get("/desk/figures?by=unit&from=2020-01-01");
        let link = between(figures.text(), "href=\"/desk/figures/duties?", "\"");
        let link = link.expect("a number leads to its petitions");
        let link = link.replace("&#38;", "&").replace("&amp;", "&");
        assert!(link.contains("from=2020-01-01"), "keeps the period: {link}");
        let list = head.get(&format!("/desk/figures/duties?{link}"));
        assert_eq!(list.status, 200, "{}", list.text());
        assert!(list.text().contains(&number), "{}", list.text());
        let csv = head.get("/desk/figures.csv");
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        let book = head.get("/desk/figures.xlsx");
        assert!(book.bytes.starts_with(b"PK"));
    });
}

#[test]
fn at_the_counter_a_simple_matter_is_answered_at_once() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let answer = clerk.post(
            "/desk/new",
            &[
                ("channel", "visit"),
                ("subject", "公交站牌写错了"),
                ("body", "二路的站牌还写着旧站名。"),
                ("who", "anonymous"),
                ("answer_now", "yes"),
                ("answer_finding", "属实"),
                ("answer_facts", "照片"),
                ("answer_basis", "管理办法第8条"),
                ("answer_outcome", "explanation"),
                ("answer_text", "站牌本周换好。"),
            ],
        );
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = clerk.get("/desk/new/receipt");
        assert!(page.text().contains("已当场受理并答复"), "{}", page.text());
        let given = clerk.post("/desk/new/receipt/handed-over", &[]);
        assert_eq!(given.header("location"), "/desk/new/receipt");
        let page = clerk.get("/desk/new/receipt");
        assert!(page.text().contains("不再显示"), "{}", page.text());
    });
}

#[test]
fn who_opened_it_and_who_saw_the_name_stand_on_the_tracking_page() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, code) = park.accepted(&mut clerk, &mut handler);
        let page = handler.get(&petition(&number));
        assert!(!page.text().contains(NAME) && !page.text().contains(PHONE));
        let shown = handler.post(&format!("{}/identity", petition(&number)), &[]);
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(shown.text().contains(NAME) && shown.text().contains(PHONE));
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        let line = "人handler（劳动监察大队";
        assert!(page.text().contains(line), "{}", page.text());
        assert!(page.text().contains("看了姓名和联系方式"));
    });
}

#[test]
fn an_asked_unit_sees_the_question_only_and_answers_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let company = park.company.to_string();
        let asked = [("unit", company.as_str()), ("question", "工资发了没有？")];
        handler.act(&number, "ask-statement", &asked);
        let mut boss = park.person("boss");
        let inbox = boss.get("/desk");
        let link = inbox.text().split("/desk/statements/").nth(1);
        let link = link.and_then(|rest| rest.split('"').next());
        let link = format!("/desk/statements/{}", link.expect("a question"));
        let page = boss.get(&link);
        assert!(page.text().contains("工资发了没有？"), "{}", page.text());
        for secret in [NAME, PHONE, "四个月", "三月份的工资到现在没发"] {
            assert!(!page.text().contains(secret), "{secret}");
            assert!(!inbox.text().contains(secret), "{secret}");
        }
        let empty = boss.post(&link, &[("statement", "")]);
        assert!(empty.status >= 400, "{}", empty.status);
        let given = boss.post(&link, &[("statement", "资金没到")]);
        assert_eq!(given.status, 303, "{}", given.text());
        assert!(boss.get(&link).text().contains("资金没到"));
        assert!(handler.get(&petition(&number)).text().contains("资金没到"));
        assert_eq!(boss.get(&petition(&number)).status, 404);
    });
}

#[test]
fn before_it_is_accepted_the_form_says_when_the_answer_is_due_and_why() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        let before = app.stored();
        let page = clerk.get(&format!("{}/do/accept", petition(&number)));
        assert_eq!(app.stored(), before, "it is only said");
        let said = between(page.text(), "从那时起", "<form");
        let said = said.expect("what follows").to_owned();
        assert!(said.contains("为什么是这一天"), "{said}");
        clerk.act(&number, "accept", &[]);
        let track = app.get(&format!("/api/v1/track/{code}")).json();
        let duties = track["obligations"].as_array().expect("duties").iter();
        let mut answers = duties.filter(|one| one["kind"] == "answer");
        let explained = answers.next().expect("an answer")["explanation"].clone();
        let steps = explained.as_array().expect("steps");
        assert!(steps.len() > 1, "{explained}");
        for step in steps {
            let step = step.as_str().expect("a step");
            assert!(said.contains(step), "{step}: {said}");
        }
    });
}

#[test]
fn the_inbox_is_filtered_by_class_in_the_address() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        for (query, shown) in [("", true), ("?class=claim", false)] {
            let page = clerk.get(&format!("/desk{query}"));
            assert_eq!(page.text().contains(&number), shown, "{query}");
        }
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        for (class, shown) in [("claim", true), ("suggestion", false)] {
            let page = clerk.get(&format!("/desk?class={class}"));
            assert_eq!(page.text().contains(&number), shown, "{class}");
            let chosen = format!("value=\"{class}\" selected");
            assert!(page.text().contains(&chosen), "{class}");
        }
    });
}
