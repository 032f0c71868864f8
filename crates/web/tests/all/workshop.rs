//! The workshop of an answer: a template that an administrator wrote fills what is empty, a citation is
//! picked, the check-list follows, the draft is seen as a document, and the petitioner reads the summary.

use super::desk_support::{Park, Person, answer_fields, petition};
use super::support::{Answer, App, between};
use huiyin_testkit::engine::on_sqlite;

const TEXTS: &str = "/desk/admin/texts/answer";

/// Writes the template for every category, from the page as it is now.
fn written(admin: &mut Person<'_>, fields: &[(&str, &str)]) -> Answer {
    let page = admin.get(TEXTS);
    assert_eq!(page.status, 200, "{}", page.text());
    let version = between(page.text(), "name=\"version\" value=\"", "\"").expect("a version");
    let mut all = vec![("version", version)];
    all.extend(fields);
    let version = version.to_owned();
    all[0].1 = &version;
    admin.post(TEXTS, &all)
}

/// What stands in a text box.
fn box_of<'a>(page: &'a str, name: &str) -> &'a str {
    let begin = format!("<textarea id=\"{name}\"");
    let rest = page.split_once(&begin).expect("there").1;
    between(rest, ">", "</textarea>").expect("a box").trim()
}

#[test]
fn a_template_fills_what_is_empty_and_nothing_else() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let template = [
            ("finding_zh", "经查，反映的情况"),
            ("basis_zh", "《保障农民工工资支付条例》第三条"),
            ("summary_zh", "您反映的事已经查清。"),
        ];
        let saved = written(&mut admin, &template);
        assert_eq!(saved.status, 303, "{}", saved.text());

        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let answer = format!("{}/answer", petition(&number));
        let page = handler.get(&answer);
        assert!(page.text().contains("各类事项通用"), "{}", page.text());
        let fields = [
            ("requests", "2"),
            ("finding-1", "属实，自己写的"),
            ("template", "answer"),
            ("cite-2", "0"),
            ("do", "fill"),
        ];
        let filled = handler.post_seen(&number, &answer, &fields);
        assert_eq!(filled.status, 200, "{}", filled.text());
        let text = filled.text();
        assert_eq!(box_of(text, "finding-1"), "属实，自己写的");
        assert_eq!(box_of(text, "finding-2"), "经查，反映的情况");
        assert_eq!(box_of(text, "summary"), "您反映的事已经查清。");
        assert_eq!(box_of(text, "basis-1"), "《保障农民工工资支付条例》第三条");
        // What was picked from the rulebook is the basis already, so the template leaves it.
        let cited = box_of(text, "basis-2");
        assert!(cited.contains("信访工作条例"), "{cited}");
        assert!(!cited.contains("工资支付"), "{cited}");
        // Filling in is no drafting: nothing is on record yet.
        assert!(!handler.get(&petition(&number)).text().contains("自己写的"));
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn the_draft_is_seen_as_a_document_and_its_summary_by_the_petitioner() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, code) = park.accepted(&mut clerk, &mut handler);
        let answer = format!("{}/answer", petition(&number));
        let lacking = [("requests", "2"), ("finding-1", "属实"), ("do", "preview")];
        let shown = handler.post_seen(&number, &answer, &lacking);
        assert_eq!(shown.status, 303, "{}", shown.text());
        let document = shown.header("location").to_owned();
        assert_eq!(
            document,
            format!("{}/letters/answer.pdf?language=zh", petition(&number))
        );
        assert!(handler.get(&document).bytes.starts_with(b"%PDF"));
        let page = handler.get(&answer);
        for open in ["还没有用三句话说清楚", "第2条还没有查明"] {
            assert!(page.text().contains(open), "{open}: {}", page.text());
        }

        let mut complete = answer_fields();
        complete.push(("do", "submit"));
        let sent = handler.post_seen(&number, &answer, &complete);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let approve = format!("{}/approve", petition(&number));
        let issued = park.person("head").post_seen(&number, &approve, &[]);
        assert_eq!(issued.status, 303, "{}", issued.text());
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        let summary = "工资发到本人卡上，没有加班费。";
        assert!(page.text().contains(summary), "{}", page.text());
    });
}

#[test]
fn a_promise_of_silence_is_refused_at_its_field_and_an_earlier_version_comes_back() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        assert_eq!(written(&mut admin, &[("summary_zh", "第一版")]).status, 303);
        assert_eq!(written(&mut admin, &[("summary_zh", "第二版")]).status, 303);
        let rules = huiyin_domain::rights::rules();
        let promise = rules.iter().find(|rule| rule.coercive);
        let promise = promise.and_then(|rule| rule.terms().first());
        let promise = format!("领款后{}", promise.expect("a term"));
        let refused = written(
            &mut admin,
            &[("summary_zh", &promise), ("basis_zh", "条例")],
        );
        assert_eq!(refused.status, 422, "{}", refused.text());
        for kept in [
            "href=\"#summary_zh\"",
            "任何文书都不能有",
            "条例</textarea>",
        ] {
            assert!(refused.text().contains(kept), "{kept}: {}", refused.text());
        }
        let page = admin.get(TEXTS);
        let form = page.text().split("/restore\"").nth(1).expect("a form");
        let of = between(form, "name=\"of\" value=\"", "\"").expect("a version");
        let version = between(form, "name=\"version\" value=\"", "\"").expect("a version");
        let restored = admin.post(
            &format!("{TEXTS}/restore"),
            &[("of", of), ("version", version)],
        );
        assert_eq!(restored.status, 303, "{}", restored.text());
        assert_eq!(box_of(admin.get(TEXTS).text(), "summary_zh"), "第一版");
        let clerk = park.person("clerk").get(TEXTS);
        assert_eq!(clerk.status, 403, "{}", clerk.text());
    });
}
