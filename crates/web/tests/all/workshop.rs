//! The workshop of an answer: a template that an administrator wrote fills what is empty, a citation is
//! picked, the check-list follows, the draft is seen as a document, and the petitioner reads the summary.

use super::desk_support::{Park, Person, answer_fields, petition};
use super::support::{Answer, App, between};
use huiyin_testkit::engine::on_sqlite;

const TEXTS: &str = "/desk/admin/texts/answer";
const PORTAL: &str = "/desk/admin/texts/portal";

/// Writes the template for every category, from the page as it is now.
fn written(admin: &mut Person<'_>, fields: &[(&str, &str)]) -> Answer {
    written_at(admin, TEXTS, fields)
}

/// Writes a set of texts, from the page as it is now.
fn written_at(admin: &mut Person<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = admin.get(path);
    assert_eq!(page.status, 200, "{}", page.text());
    let version = between(page.text(), "name=\"version\" value=\"", "\"").expect("a version");
    let mut all = vec![("version", version)];
    all.extend(fields);
    let version = version.to_owned();
    all[0].1 = &version;
    admin.post(path, &all)
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
        assert!(
            !handler
                .get(&petition(&number))
                .text()
                .contains("属实，自己写的")
        );
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn a_draft_saved_again_and_again_is_one_line_until_something_else_happens() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let answer = format!("{}/answer", petition(&number));
        let saves = |handler: &mut Person<'_>, finding: &str| {
            let fields = [("requests", "2"), ("finding-1", finding), ("do", "save")];
            let saved = handler.post_seen(&number, &answer, &fields);
            assert_eq!(saved.status, 303, "{}", saved.text());
        };
        let lines = |handler: &mut Person<'_>| {
            let page = handler.get(&petition(&number));
            let lines = between(page.text(), "<ol class=\"timeline\">", "</ol>");
            lines.expect("what happened").to_owned()
        };
        saves(&mut handler, "属实");
        let once = lines(&mut handler);
        assert_eq!(once.matches("拟写答复").count(), 1, "{once}");
        assert!(!once.contains("接连存了"), "{once}");
        saves(&mut handler, "部分属实");
        saves(&mut handler, "不属实");
        let thrice = lines(&mut handler);
        assert_eq!(thrice.matches("拟写答复").count(), 1, "{thrice}");
        assert!(thrice.contains("接连存了3次，第一次在"), "{thrice}");
        handler.act(&number, "note", &[("note", "问过总包")]);
        saves(&mut handler, "属实，另查");
        let apart = lines(&mut handler);
        assert_eq!(apart.matches("拟写答复").count(), 2, "{apart}");
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

#[test]
fn the_portal_says_what_the_authority_wrote_in_each_language_and_what_is_shipped_where_it_wrote_nothing()
 {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        let texts = [
            ("home-title_zh", "青石的事，我们听着"),
            ("foot-note_zh", "主办：青石管委会"),
            ("foot-note_en", "Run by the Qingshi administration"),
            ("tell-help_zh", "<b>到一楼找老周</b>"),
            ("colour_zh", "pine"),
        ];
        let saved = written_at(&mut admin, PORTAL, &texts);
        assert_eq!(saved.status, 303, "{}", saved.text());
        let home = app.get("/");
        for said in [
            "青石的事，我们听着",
            "主办：青石管委会",
            "data-colour=\"pine\"",
        ] {
            assert!(home.text().contains(said), "{said}: {}", home.text());
        }
        // The numbers for an emergency and the other ways stand there whatever was written.
        for kept in ["110", "不用注册", "各有期限"] {
            assert!(home.text().contains(kept), "{kept}: {}", home.text());
        }
        let mut english = app.browser();
        english.get("/language?to=en&back=/");
        let home = english.get("/");
        for said in [
            "Every matter you bring",
            "Run by the Qingshi administration",
        ] {
            assert!(home.text().contains(said), "{said}: {}", home.text());
        }
        let tell = app.browser().get("/new");
        assert!(!tell.text().contains("<b>到一楼"), "{}", tell.text());

        let other = written_at(&mut admin, PORTAL, &[("colour_zh", "red")]);
        assert_eq!(other.status, 422, "{}", other.text());
        // Emptied, the portal is as it was shipped; and what was there comes back.
        assert_eq!(written_at(&mut admin, PORTAL, &[]).status, 303);
        let shipped = app.get("/");
        assert!(shipped.text().contains("件件有回音"), "{}", shipped.text());
        assert!(
            !shipped.text().contains("data-colour"),
            "{}",
            shipped.text()
        );
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn the_privacy_notice_says_how_long_matters_are_kept_as_the_authority_set_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        browser.writes(&super::support::FORM);
        let shipped = browser.get("/new/check");
        for said in ["不会自己删掉", "30天自动删除"] {
            assert!(shipped.text().contains(said), "{said}: {}", shipped.text());
        }
        let texts = [
            ("keeping_zh", "办结后保存30年"),
            ("keeping_en", "30 years after it is closed"),
        ];
        let saved = written_at(&mut park.administrator(), PORTAL, &texts);
        assert_eq!(saved.status, 303, "{}", saved.text());
        let set = browser.get("/new/check");
        assert!(
            set.text().contains("一直加密保存；办结后保存30年"),
            "{}",
            set.text()
        );
        assert!(!set.text().contains("不会自己删掉"));
        browser.get("/language?to=en");
        let english = browser.get("/new/check");
        assert!(
            english.text().contains("30 years after it is closed"),
            "{}",
            english.text()
        );
        // At the counter it is read out, in the clerk's own authority's words.
        let counter = park.person("clerk").get("/desk/new");
        assert!(
            counter.text().contains("办结后保存30年"),
            "{}",
            counter.text()
        );
    });
}

/// Relative luminance of a colour such as `#1B5540` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let byte = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour");
        let share = f64::from(byte) / 255.0;
        if share <= 0.040_45 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    0.0722f64.mul_add(part(5), 0.2126f64.mul_add(part(1), 0.7152 * part(3)))
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_colour_that_can_be_chosen_stands_in_the_style_sheet_and_is_readable() {
    let style = include_str!("../../assets/style.css");
    for (word, ..) in huiyin_domain::texts::COLOURS {
        let block = match *word {
            // The shipped colour is that of the root.
            "lake" => between(style, ":root {", "}"),
            word => between(style, &format!("data-colour=\"{word}\"]) {{"), "}"),
        };
        let block = block.expect(word);
        for (token, grounds) in [
            ("--link: ", &["#FFFFFF", "#F6F5F1"][..]),
            ("--band: ", &["#FFFFFF"]),
            ("--button: ", &["#FFFFFF"]),
            ("--button-hover: ", &["#FFFFFF"]),
        ] {
            let colour = between(block, token, ";").expect(token);
            for ground in grounds {
                let ratio = contrast(colour, ground);
                assert!(ratio >= 7.0, "{word} {token}{colour} on {ground}: {ratio}");
            }
        }
    }
}
