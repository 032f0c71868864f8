//! What the desk refuses: it says why, keeps what was typed, and shows nobody what is not theirs.

use super::desk_support::{NAME, Park, answer_fields, petition};
use super::support::{App, Browser, between};
use huiyin_testkit::engine::on_sqlite;

#[test]
fn whoever_was_slower_keeps_the_text_and_sees_what_stands_there() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        let form = format!("{}/do/transfer", petition(&number));
        let page = clerk.get(&form);
        let version = between(page.text(), "name=\"version\" value=\"", "\"");
        let version = version.expect("a version").to_owned();
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        let labour = park.labour.to_string();
        let fields = [
            ("version", version.as_str()),
            ("to", labour.as_str()),
            ("reason", "归劳动监察管的一段话"),
        ];
        let slower = clerk.post(&form, &fields);
        assert_eq!(slower.status, 412, "{}", slower.text());
        assert!(slower.text().contains("归劳动监察管的一段话"));
        assert!(slower.text().contains("这一件刚被别人改过"));
        let again = between(slower.text(), "name=\"version\" value=\"", "\"");
        let again = again.expect("a version").to_owned();
        let fields = [("version", again.as_str()), ("to", labour.as_str())];
        assert_eq!(clerk.post(&form, &fields).status, 303);
    });
}

#[test]
fn before_it_is_sorted_only_its_clerks_know_of_it_and_a_respondent_never_does() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        let here = petition(&number);
        let mut others = ["handler", "head", "other", "boss"].map(|login| park.person(login));
        for other in &mut others {
            assert_eq!(other.get(&here).status, 404);
            assert_eq!(other.get(&format!("{here}/do/accept")).status, 404);
            assert_eq!(other.post(&format!("{here}/do/accept"), &[]).status, 404);
            assert_eq!(other.post(&format!("{here}/identity"), &[]).status, 404);
            assert!(!other.get("/desk").text().contains(&number));
        }
        let labour = park.labour.to_string();
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        clerk.act(&number, "name-respondents", &[("units", &labour)]);
        let form = format!("{here}/do/transfer");
        let refused = clerk.post_seen(&number, &form, &[("to", &labour), ("reason", "写好的理由")]);
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(refused.text().contains("写好的理由"));
        assert!(
            refused.text().contains("id=\"to-error\""),
            "{}",
            refused.text()
        );
        for other in &mut others {
            let page = other.get(&here);
            assert_eq!(page.status, 404, "{}", page.text());
            assert!(!page.text().contains(NAME));
        }
    });
}

#[test]
fn an_answer_that_lacks_a_basis_comes_back_with_everything_typed() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let answer = format!("{}/answer", petition(&number));
        let mut fields = answer_fields();
        fields.retain(|(name, _)| *name != "basis-2");
        fields.push(("do", "submit"));
        let refused = handler.post_seen(&number, &answer, &fields);
        assert_eq!(refused.status, 409, "{}", refused.text());
        for kept in ["没有加班记录", "id=\"basis-2-error\"", "2099-12-20"] {
            assert!(refused.text().contains(kept), "{kept}: {}", refused.text());
        }
        fields.retain(|(name, _)| *name != "do");
        fields.push(("do", "save"));
        let saved = handler.post_seen(&number, &answer, &fields);
        let back = format!("{answer}?saved=yes");
        assert_eq!(saved.header("location"), back, "{}", saved.text());
        let told = handler.get(&back);
        for words in ["没有加班记录", "已保存草稿"] {
            assert!(told.text().contains(words), "{words}: {}", told.text());
        }
        fields.retain(|(name, _)| *name != "do");
        fields.push(("do", "issue"));
        let not_theirs = handler.post_seen(&number, &answer, &fields);
        assert_eq!(not_theirs.status, 409, "{}", not_theirs.text());
    });
}

#[test]
fn intake_comes_back_with_everything_typed_and_what_to_do() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let before = app.stored();
        let wrong = clerk.post(
            "/desk/new",
            &[
                ("channel", "letter"),
                ("subject", "一句话"),
                ("request", "写好的诉求"),
                ("received_on", "2999-01-01"),
                ("postmark_on", "不是日期"),
                ("who", "named"),
            ],
        );
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert!(wrong.text().contains("写好的诉求") && wrong.text().contains("一句话"));
        assert_eq!(app.stored(), before);
        let mut handler = park.person("handler");
        assert_eq!(handler.get("/desk/new").status, 403);
        assert_eq!(handler.get("/desk/figures").status, 403);
    });
}

#[test]
fn a_code_that_only_shows_does_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (_, code) = park.registered(&mut clerk);
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let say = |browser: &mut Browser<'_>, words: &str, kind: &str| {
            let fields = [("words", words), ("as", kind)];
            browser.upload("/track/say", &fields, ("file", "", b""))
        };
        let empty = say(&mut petitioner, " ", "message");
        let empty = petitioner.seen(&empty);
        assert!(empty.text().contains("href=\"#words\""), "{}", empty.text());
        let sent = say(&mut petitioner, "请快一点", "message");
        assert_eq!(
            sent.header("location"),
            "/track/petition?saved=messages#messages",
            "{}",
            sent.text()
        );
        assert!(
            petitioner
                .get("/track/petition")
                .text()
                .contains("请快一点")
        );
        let made = petitioner.post("/track/view-code", &[]);
        let made = petitioner.seen(&made);
        let view = between(made.text(), "id=\"view-code\" translate=\"no\">", "<");
        let view = view.expect("a code").to_owned();
        let mut family = app.browser();
        family.post("/track", &[("code", &view)]);
        let page = family.get("/track/petition");
        assert!(page.text().contains("请快一点"), "{}", page.text());
        assert!(
            !page.text().contains("/track/act/") && !page.text().contains("/track/say"),
            "{}",
            page.text()
        );
        let before = app.stored();
        for kind in ["message", "facts"] {
            let answer = say(&mut family, "不行", kind);
            let told = family.seen(&answer);
            assert!(
                told.text().contains("这个码只能看"),
                "{kind}: {}",
                told.text()
            );
        }
        let answer = family.post("/track/act/withdraw", &[]);
        let told = family.seen(&answer);
        assert!(told.text().contains("这个码只能看"), "{}", told.text());
        // Words have one way in.
        assert_eq!(family.post("/track/act/message", &[]).status, 404);
        assert_eq!(family.post("/track/act/accept", &[]).status, 404);
        assert_eq!(app.stored(), before);
        let withdrawn = petitioner.post("/track/act/withdraw", &[]);
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.text());
        let page = petitioner.get("/track/petition");
        assert!(page.text().contains("不撤回了"), "{}", page.text());
        // Until the end of a day, said as that day and not as the midnight after it.
        let undo = between(page.text(), "class=\"undo\"", "</form>").expect("the way back");
        assert!(
            undo.contains("含当天）") && !undo.contains("00:00"),
            "{undo}"
        );
        let undone = petitioner.post("/track/act/undo-withdrawal", &[]);
        assert_eq!(undone.status, 303, "{}", undone.text());
    });
}

#[test]
fn the_page_of_a_step_that_is_not_possible_says_why_and_what_is_and_offers_no_button_for_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        let here = petition(&number);
        for (path, sent_to) in [
            ("do/close", "do/close"),
            ("do/serve", "do/serve"),
            ("do/unmerge", "do/unmerge"),
            ("answer", "answer"),
        ] {
            let page = clerk.get(&format!("{here}/{path}"));
            assert_eq!(page.status, 200, "{path}");
            let form = format!("action=\"{here}/{sent_to}\"");
            assert!(!page.text().contains(&form), "{path}: {}", page.text());
        }
        let page = clerk.get(&format!("{here}/do/serve"));
        for words in [
            "现在还不能办这一步",
            "没有等待送达的这种文书。请先受理、告知或签发。（",
            "现在可以办的",
            "确定类型",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(
            page.text()
                .contains(&format!("href=\"{here}/do/classify\""))
        );
        let chosen = clerk.post("/desk/me/language", &[("language", "en")]);
        assert_eq!(chosen.status, 303);
        let page = clerk.get(&format!("{here}/do/serve"));
        for words in ["This cannot be done now.", "What can be done now"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
    });
}
