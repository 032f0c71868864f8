//! `/track` and the language: a code is posted, kept sealed, and never stands in an address.

use super::support::{App, FIRST, FORM, code_of, log, petition};
use huiyin_testkit::engine::{each_engine, on_sqlite};

#[test]
fn a_code_in_any_spelling_opens_its_petition() {
    each_engine(|place| {
        let app = App::on(place);
        let mut holder = app.browser();
        holder.register(&FORM);
        let code = holder.shown_code().expect("a code");
        for spelling in [
            code.clone(),
            code.to_lowercase(),
            code.replace('-', ""),
            format!("  {}  ", code.replace('-', " ")),
            code.replace('-', "－"),
            code.replace('0', "O").replace('1', "I"),
        ] {
            let mut browser = app.browser();
            let answer = browser.post("/track", &[("code", &spelling)]);
            assert_eq!(
                (answer.status, answer.header("location")),
                (303, "/track/petition")
            );
            let cookie = answer.header("set-cookie").to_owned();
            assert!(!cookie.contains(&code) && !cookie.contains(&code.replace('-', "")));
            let page = browser.get("/track/petition");
            assert_eq!(page.status, 200);
            for words in [
                "2026-000001",
                FORM[0].1,
                FORM[1].1,
                "《信访工作条例》",
                "2月28日",
            ] {
                assert!(page.text().contains(words), "{words}");
            }
            assert!(!page.text().contains(&code));
            // Who opens it with a code is not shown the code.
            assert_eq!(browser.shown_code(), None);
        }
    });
}

#[test]
fn the_code_stands_in_no_location_header_and_in_no_log_line() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let posted = browser.post("/new/check", &[]);
        let code = browser.shown_code().expect("a code");
        let plain = code.replace('-', "");
        let mut answers = vec![posted];
        answers.push(browser.post("/track", &[("code", &code)]));
        for path in ["/track/petition", "/receipt", "/receipt/file", "/"] {
            answers.push(browser.get(path));
        }
        answers.push(app.get(&format!("/api/v1/track/{code}")));
        answers.push(app.get(&format!("/api/v1/track/{plain}/more")));
        answers.push(app.get(&format!("/{code}")));
        answers.push(browser.get(&format!("/language?to=en&back=/{code}")));
        let locations = answers[..6].iter().map(|answer| answer.header("location"));
        assert!(
            locations
                .into_iter()
                .all(|location| !location.contains(&code))
        );
        let log = log();
        assert!(
            log.contains("/api/v1/track/{tracking_code}"),
            "the log listens"
        );
        for secret in [&code, &plain] {
            assert!(!log.contains(secret.as_str()));
        }
        assert!(!app.get("/metrics").text().contains(&code));
    });
}

#[test]
fn a_wrong_code_is_told_and_stays_in_its_field() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        for (typed, words) in [
            ("", "请输入查询码"),
            ("7KQM 3XV9 TD2H W8R", "这里少了几位"),
            ("7KQM 3XV9 TD2H W8RAA", "这里多了几位"),
            ("0000-0000-0000-0000", "没有这个码"),
            ("S000-2000-0000-0000", "S也许是5，2也许是Z"),
            ("<script>\"'", "这里少了几位"),
            ("2026-000001", "这是编号，不是查询码"),
        ] {
            let answer = browser.post("/track", &[("code", typed)]);
            let answer = browser.seen(&answer);
            assert!(answer.text().contains(words), "{typed}");
            assert!(answer.text().contains("aria-invalid=\"true\""));
            assert!(!answer.text().contains("<script>\""));
            if typed.is_ascii() && !typed.contains('<') && !typed.is_empty() {
                assert!(answer.text().contains(&format!("value=\"{typed}\"")));
            }
            let kept: Vec<&String> = browser.cookies.keys().collect();
            assert_eq!(kept, ["huiyin_form"], "no code opened anything");
            assert!(!browser.get("/track").text().contains("aria-invalid"));
        }
        browser.get("/language?to=en");
        let answer = browser.post("/track", &[("code", "x")]);
        let answer = browser.seen(&answer);
        assert!(answer.text().contains("some are missing here"));
    });
}

#[test]
fn leaving_forgets_the_code() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.get("/language?to=en");
        browser.register(&FORM);
        let left = browser.post("/track/leave", &[]);
        assert_eq!((left.status, left.header("location")), (303, "/"));
        assert_eq!(browser.get("/track/petition").status, 303);
        assert_eq!(browser.get("/receipt").status, 303);
        assert!(browser.get("/").text().contains("<html lang=\"en\">"));
    });
}

#[test]
fn hidden_characters_are_shown_as_marks_and_markup_as_text() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let subject = "\u{202E}三月\u{200B}工资<b>没发</b>";
        let body = "<script>alert(1)</script>\u{2066}x\u{FEFF}\n\"引号\" & 'x'";
        browser.register(&[("subject", subject), ("body", body), ("who", "anonymous")]);
        for language in ["zh", "en"] {
            browser.get(&format!("/language?to={language}"));
            let page = browser.get("/track/petition");
            let text = page.text();
            for mark in ["⟦U+202E⟧", "⟦U+200B⟧", "⟦U+2066⟧", "⟦U+FEFF⟧"] {
                assert!(text.contains(mark), "{mark}");
            }
            for hidden in ['\u{202E}', '\u{200B}', '\u{2066}', '\u{FEFF}'] {
                assert!(!text.contains(hidden), "{hidden:?}");
            }
            assert!(!text.contains("<b>没发") && !text.contains("<script>alert"));
        }
        let code = browser.shown_code().expect("a code");
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(
            (&view["subject"], &view["body"]),
            (&subject.into(), &body.into())
        );
    });
}

#[test]
fn the_language_is_kept_and_leads_back_to_this_site_only() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        assert!(browser.get("/new").text().contains("<html lang=\"zh-CN\">"));
        let page = browser.get("/track");
        assert!(
            page.text().contains("/language?to=en&#38;back=/track")
                || page.text().contains("/language?to=en&amp;back=/track")
        );
        let answer = browser.get("/language?to=en&back=/track");
        assert_eq!((answer.status, answer.header("location")), (303, "/track"));
        assert!(browser.get("/track").text().contains("<html lang=\"en\">"));
        for elsewhere in [
            "https://example.org",
            "//example.org",
            "/%5Cexample.org",
            "%5C%5Cexample.org",
            "javascript:alert(1)",
            "/%0D%0ASet-Cookie:x=1",
            "/%09/example.org",
            "",
        ] {
            let answer = browser.get(&format!("/language?to=zh&back={elsewhere}"));
            assert_eq!(
                (answer.status, answer.header("location")),
                (303, "/"),
                "{elsewhere}"
            );
        }
        let answer = browser.get("/language?to=fr&back=/new");
        assert_eq!((answer.status, answer.header("location")), (303, "/new"));
    });
}

#[test]
fn the_track_page_says_who_owes_what_by_when_in_both_languages() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&FORM);
        let page = browser.get("/track/petition");
        for words in [
            "已登记，正在看该由谁办",
            "为什么是这一天",
            "最迟2月28日（周六，含当天）决定由谁办理，",
            "规定里的说法：登记、甄别并转送、交办。",
            "期限内",
            "还没有工作人员打开过",
        ] {
            assert!(page.text().contains(words), "{words}");
        }
        browser.get("/language?to=en");
        let page = browser.get("/track/petition");
        for words in [
            "On record; we are finding who handles it",
            "Why this date?",
            "must decide who handles it by Saturday 28 February, in",
            "What the rule calls it: Register, sort and send on.",
            "In time",
            "Regulations on",
        ] {
            assert!(page.text().contains(words), "{words}");
        }
        place.clock.set(
            huiyin_domain::time::Instant::parse("2026-03-03T10:00:00+08:00").expect("an instant"),
        );
        browser.register(&FORM);
        let code = browser.shown_code().expect("a code");
        place.clock.set(
            huiyin_domain::time::Instant::parse("2026-03-20T10:00:00+08:00").expect("an instant"),
        );
        browser.post("/track", &[("code", &code)]);
        let late = browser.get("/track/petition");
        assert!(late.text().contains("We are late"), "{}", late.text());
        assert!(late.text().contains("had to decide who handles it by"));
        // The words of the rule stand under "why this date" and nowhere else.
        let official = late.text().matches("sort and send on").count();
        let named = late
            .text()
            .matches("What the rule calls it: Register, sort")
            .count();
        assert_eq!(official, named, "{}", late.text());
        assert!(late.text().contains("clock-late"));
    });
}

#[test]
fn long_words_that_were_not_taken_are_kept_like_a_draft_and_end_once_something_is() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let code = code_of(&app.registered(&petition()));
        browser.post("/track", &[("code", &code)]);
        let words = "没有人到现场看过。".repeat(2_000);
        let fields = [("words", words.as_str()), ("as", "facts")];
        let drafts = || {
            let oldest = app
                .huiyin
                .store()
                .read_here(|reader| reader.oldest_draft(FIRST));
            oldest.expect("reads").is_some()
        };
        assert!(!drafts());
        for _ in 0..2 {
            let sent = browser.upload("/track/say", &fields, ("file", "x.exe", b"MZ"));
            let page = browser.seen(&sent);
            assert!(page.text().contains(&words), "nothing typed is lost");
            assert!(page.text().contains("id=\"file-error\""));
        }
        assert!(drafts(), "too long for a cookie");
        let cookie = &browser.cookies["huiyin_form"];
        assert!(cookie.len() < 1_000, "{}", cookie.len());
        let sent = browser.upload("/track/say", &[("words", "在吗")], ("file", "", b""));
        assert_eq!(
            sent.header("location"),
            "/track/petition?saved=messages#messages"
        );
        assert!(!drafts() && !browser.cookies.contains_key("huiyin_form"));
        let page = browser.get("/track/petition?kept=yes");
        assert!(!page.text().contains(&words));
    });
}
