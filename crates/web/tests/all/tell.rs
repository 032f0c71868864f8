//! `/new`: a question a page; what was typed is kept, checked, changed, put aside, and sent once.

use super::desk_support::Park;
use super::support::{App, Browser, FORM, all_between, between, multipart, pdf, request};
use axum::http::{Method, header};
use huiyin_app::code::TrackingCode;
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::{each_engine, on_sqlite};

const STEPS: [&str; 6] = ["what", "where", "ask", "files", "whose", "contact"];

/// The names of the fields that a page's own form sends.
fn field_names(page: &str, action: &str) -> Vec<String> {
    let form = format!("<form id=\"step\" method=\"post\" action=\"{action}\"");
    let form = between(page, &form, "</form>").expect("a form");
    let mut names: Vec<String> = all_between(form, " name=\"", "\"")
        .into_iter()
        .map(str::to_owned)
        .collect();
    names.dedup();
    names.retain(|name| !["later", "more", "file"].contains(&name.as_str()));
    names
}

/// A value that is taken, whatever the field is.
fn good_value(name: &str, page: &str) -> String {
    let first_choice = |name: &str| {
        let list = between(page, &format!("<select id=\"{name}\""), "</select>").expect("a list");
        all_between(list, "<option value=\"", "\"")[1].to_owned()
    };
    match name {
        "place" | "category" => first_choice(name),
        "class" => "claim".into(),
        "who" => "named".into(),
        "whose" => "several".into(),
        "misconduct" | "danger" => "yes".into(),
        "phone" => "13800138000".into(),
        "email" => "wang@example.org".into(),
        _ => format!("{name}的内容"),
    }
}

/// Walks every page with good values; gives what was typed.
fn filled(browser: &mut Browser<'_>) -> Vec<(String, String)> {
    let mut typed = Vec::new();
    for step in STEPS.into_iter().filter(|step| *step != "files") {
        let path = format!("/new/{step}");
        let page = browser.get(if step == "what" { "/new" } else { &path });
        assert_eq!(page.status, 200, "{step}");
        let names = field_names(page.text(), &path);
        assert!(!names.is_empty(), "{step}");
        let values: Vec<(String, String)> = names
            .into_iter()
            .map(|name| {
                let value = good_value(&name, page.text());
                (name, value)
            })
            .collect();
        let fields: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = browser.post(&path, &fields);
        assert_eq!(answer.status, 303, "{step}: {}", answer.text());
        typed.extend(values);
    }
    typed
}

#[test]
fn every_field_of_every_page_is_taken_shown_again_and_registered() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let typed = filled(&mut browser);
        let check = browser.get("/new/check");
        assert!(check.text().contains("请核对"), "{}", check.text());
        let value = |name: &str| {
            let found = typed.iter().find(|one| one.0 == name);
            &found.unwrap_or_else(|| panic!("{name} is not asked")).1
        };
        for name in [
            "subject",
            "body",
            "place_text",
            "request_1",
            "request_5",
            "representative_1",
            "representative_4",
            "respondents",
            "name",
            "phone",
            "email",
            "address",
            "wish",
        ] {
            assert!(check.text().contains(value(name)), "{name}");
        }
        assert_eq!(
            app.petition_count(),
            0,
            "nothing is on record before it is sent"
        );
        let sent = browser.post("/new/check", &[]);
        assert_eq!((sent.status, sent.header("location")), (303, "/receipt"));
        let code = browser.shown_code().expect("a code");
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        for name in ["subject", "body", "place_text", "class", "category"] {
            assert_eq!(view[name], **value(name), "{name}");
        }
        assert_eq!(view["respondents"][0], **value("respondents"));
        assert_eq!(view["channel"], "web");
        // It is sent: this browser begins anew.
        assert!(!browser.get("/new").text().contains(value("body")));
    });
}

#[test]
fn who_says_no_sentence_is_offered_the_first_of_the_story() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let story = "您好。我家门口的路被沙子占了，走不了人！已经一个月了。";
        let answer = browser.post("/new/what", &[("body", story), ("subject", "")]);
        assert_eq!(answer.header("location"), "/new/where");
        let page = browser.get("/new/what");
        let line = "value=\"我家门口的路被沙子占了，走不了人\"";
        assert!(page.text().contains(line), "{}", page.text());
        assert!(page.text().contains("不填就用您写的头一句"));
        // The check shows the sentence once, in the story that it comes from; one that was said stands above.
        let check = |subject: &str| {
            let mut browser = app.browser();
            browser.writes(&[("body", story), ("subject", subject), ("who", "anonymous")]);
            let check = browser.get("/new/check");
            assert_eq!(check.status, 200, "{}", check.text());
            check.text().to_owned()
        };
        for subject in ["", "我家门口的路被沙子占了，走不了人"] {
            let check = check(subject);
            assert_eq!(check.matches("走不了人").count(), 1, "{check}");
        }
        assert!(check("门口的路堵了").contains("门口的路堵了\n您好。"));
    });
}

fn summary_leads_to_fields(page: &str, wanted: &[&str]) {
    let summary = between(page, "class=\"error-summary\"", "</ul>").expect("a summary");
    assert!(summary.contains("role=\"alert\""));
    let links = all_between(summary, "href=\"#", "\"");
    let ids = all_between(page, " id=\"", "\"");
    for link in &links {
        assert!(ids.contains(link), "{link} leads nowhere");
        let words = format!("{link}-error");
        assert!(
            ids.contains(&words.as_str()),
            "{link} has no words at its field"
        );
    }
    for name in wanted {
        assert!(links.contains(name), "{name} is not in {links:?}");
    }
}

#[test]
fn a_page_that_is_not_taken_keeps_what_was_typed_and_says_what_to_do() {
    on_sqlite(|place| {
        let app = App::on(place);
        for (language, heading) in [("zh", "处需要补充"), ("en", "There is a problem")] {
            let mut browser = app.browser();
            browser.get(&format!("/language?to={language}"));
            let evil = "\"'><script>alert(1)</script>&amp;";
            let long = format!("{evil}{}", "信".repeat(600));
            for (step, fields, wanted) in [
                ("what", vec![("subject", evil)], vec!["body"]),
                (
                    "where",
                    vec![("place", evil), ("place_text", long.as_str())],
                    vec!["place", "place_text"],
                ),
                (
                    "ask",
                    vec![("request_1", evil), ("class", evil), ("category", evil)],
                    vec!["class", "category"],
                ),
                (
                    "whose",
                    vec![("whose", "several"), ("respondents", long.as_str())],
                    vec!["representative_1", "respondents"],
                ),
                (
                    "whose",
                    vec![("whose", "for"), ("respondents", evil)],
                    vec!["on_behalf_of"],
                ),
                (
                    "contact",
                    vec![("who", "named"), ("phone", "135"), ("email", evil)],
                    vec!["phone", "email"],
                ),
                (
                    "contact",
                    vec![("who", "anonymous"), ("name", evil)],
                    vec!["who"],
                ),
                ("contact", vec![("wish", evil)], vec!["who"]),
            ] {
                let answer = browser.post(&format!("/new/{step}"), &fields);
                // Seen after a redirect: going back from it sends nothing again.
                let wrong = format!("/new/{step}?wrong=yes");
                assert_eq!(
                    (answer.status, answer.header("location")),
                    (303, wrong.as_str())
                );
                let answer = browser.get(&wrong);
                let page = answer.text();
                assert!(page.contains(heading), "{step}");
                assert!(!page.contains("<script>alert"), "{step}");
                let title = between(page, "<title>", "·").expect("a title");
                assert!(title.contains(['错', 'E']), "{step}: {title}");
                summary_leads_to_fields(page, &wanted);
                // It is kept all the same, for whoever comes back to the page.
                let again = browser.get(&format!("/new/{step}"));
                assert!(!again.text().contains("error-summary"), "{step}");
                let kept = "alert(1)&#60;/script&#62;&#38;amp;";
                let typed = fields.iter().any(|(name, value)| {
                    value.contains(evil) && !["place", "class", "category"].contains(name)
                });
                assert_eq!(again.text().contains(kept), typed, "{step}: {fields:?}");
            }
            // The check leads to the first page on which something is missing.
            let check = browser.get("/new/check");
            let first = "/new/what?then=check&wrong=yes";
            assert_eq!((check.status, check.header("location")), (303, first));
            summary_leads_to_fields(browser.get(first).text(), &["body"]);
        }
        assert_eq!(app.petition_count(), 0);
    });
}

#[test]
fn an_answer_is_changed_from_the_check_and_leads_back_to_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let check = browser.get("/new/check");
        let hrefs = all_between(check.text(), "<dd><a href=\"", "\"");
        assert_eq!(hrefs.len(), STEPS.len());
        for (href, step) in hrefs.iter().zip(STEPS) {
            assert_eq!(*href, format!("/new/{step}?then=check"));
        }
        let page = browser.get("/new/where?then=check");
        assert!(page.text().contains("name=\"then\" value=\"check\""));
        let fields = [("place_text", "新地点"), ("then", "check")];
        let answer = browser.post("/new/where", &fields);
        assert_eq!(answer.header("location"), "/new/check");
        assert!(browser.get("/new/check").text().contains("新地点"));
    });
}

#[test]
fn what_was_put_aside_goes_on_by_its_code_on_another_device() {
    each_engine(|place| {
        let app = App::on(place);
        let mut phone = app.browser();
        let fields = [("body", "写到一半"), ("later", "yes")];
        let saved = phone.post("/new/what", &fields);
        assert_eq!(
            saved.header("location"),
            "/new/saved",
            "even with the sentence missing"
        );
        let page = phone.get("/new/saved");
        let code = between(page.text(), "id=\"code\" translate=\"no\">", "<").expect("a code");
        assert!(TrackingCode::parse(code).is_some());
        phone.post("/new/leave", &[]);
        assert!(!phone.get("/new").text().contains("写到一半"));

        let mut at_home = app.browser();
        let typed = code.to_lowercase().replace('-', " ");
        let opened = at_home.post("/track", &[("code", &typed)]);
        assert_eq!(opened.header("location"), "/new/what", "where it was left");
        assert!(at_home.get("/new").text().contains("写到一半"));
        at_home.register(&FORM);
        assert_eq!(app.petition_count(), 1);
        // It is sent, and no longer a draft for anybody.
        let sent = app.browser().post("/track", &[("code", code)]);
        assert_eq!(sent.header("location"), "/track?kept=yes");
    });
}

#[test]
fn a_draft_is_read_by_nobody_forgotten_in_time_and_deleted_at_a_word() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let code = |browser: &mut Browser<'_>| {
            browser.post("/new/what", &[("body", "只有我知道"), ("later", "yes")]);
            let page = browser.get("/new/saved");
            let code = between(page.text(), "id=\"code\" translate=\"no\">", "<");
            code.expect("a code").to_owned()
        };
        let first = code(&mut browser);
        for (name, bytes) in super::canary::files(place.folder()) {
            for secret in ["只有我知道", &first, &first.replace('-', "")] {
                let secret = secret.as_bytes();
                let found = bytes.windows(secret.len()).any(|window| window == secret);
                assert!(!found, "{name} holds what was typed, or the code");
            }
        }
        browser.post("/new/discard", &[]);
        let gone = app.browser().post("/track", &[("code", &first)]);
        assert_eq!(gone.header("location"), "/track?kept=yes");

        let second = code(&mut browser);
        let opens = |code: &str| {
            let answer = app.browser().post("/track", &[("code", code)]);
            answer.header("location") != "/track?kept=yes"
        };
        place
            .clock
            .set(app.huiyin.now().plus_micros(30 * DAY_MICROS));
        assert!(opens(&second));
        place.clock.set(app.huiyin.now().plus_micros(DAY_MICROS));
        assert!(!opens(&second));
        // What nobody can open any more does not stay either.
        let drafts = || {
            let rows = app
                .huiyin
                .store()
                .read_here(|reader| reader.oldest_draft(huiyin_testkit::park::FIRST));
            rows.expect("reads")
        };
        assert!(drafts().is_some());
        app.huiyin.tick(app.huiyin.now()).expect("ticks");
        assert!(drafts().is_none());
    });
}

#[test]
fn one_file_that_is_not_taken_keeps_the_rest_and_all_go_to_the_clerk() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let files: [(&str, &[u8]); 3] = [
            ("工资条.pdf", &pdf(400)),
            ("好看.exe", b"MZ"),
            ("录音.amr", b"#!AMR\n123"),
        ];
        let answer = browser.sends_files(&files, &[]);
        assert_eq!(answer.header("location"), "/new/files?wrong=yes");
        let answer = browser.get("/new/files?wrong=yes");
        summary_leads_to_fields(answer.text(), &["file"]);
        assert!(answer.text().contains("好看.exe："));
        browser.get("/language?to=en");
        let english = browser.get("/new/files?wrong=yes");
        assert!(english.text().contains("好看.exe: This kind of file"));
        browser.get("/language?to=zh");
        let page = browser.get("/new/files");
        assert!(page.text().contains("工资条.pdf") && page.text().contains("录音.amr"));
        assert!(!page.text().contains("好看.exe"));
        let dropped = between(page.text(), "action=\"/new/files/2", "\"").expect("the second");
        assert_eq!(
            browser.post(&format!("/new/files/2{dropped}"), &[]).status,
            303
        );
        let more = browser.sends_files(&[("b.pdf", &pdf(500))], &[("more", "yes")]);
        assert_eq!(more.header("location"), "/new/files");
        let none = browser.sends_files(&[("", b"")], &[]);
        assert_eq!(none.header("location"), "/new/whose");
        let check = browser.get("/new/check");
        assert!(
            check
                .text()
                .contains("工资条.pdf（已传好）\nb.pdf（已传好）"),
            "{}",
            check.text()
        );
        assert_eq!(browser.post("/new/check", &[]).status, 303);

        let number = "2026-000001";
        let mut clerk = park.person("clerk");
        let desk = clerk.get(&format!("/desk/petitions/{number}"));
        let links = all_between(
            desk.text(),
            &format!("/desk/petitions/{number}/files/"),
            "\"",
        );
        assert_eq!(links.len(), 2, "{}", desk.text());
        let file = clerk.get(&format!("/desk/petitions/{number}/files/{}", links[0]));
        assert_eq!(file.bytes, pdf(400));
    });
}

#[test]
fn a_photograph_is_kept_without_what_its_camera_wrote() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let segment = |marker: u8, content: &[u8]| {
            [
                &[0xff, marker][..],
                &(content.len() as u16 + 2).to_be_bytes(),
                content,
            ]
            .concat()
        };
        let photograph = [
            &[0xff, 0xd8][..],
            &segment(0xe1, b"Exif\0\0GPS 28.6N"),
            &segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
            &segment(0xda, &[1, 1, 0, 0, 63, 0]),
            &[1, 2, 0xff, 0xd9],
        ]
        .concat();
        browser.sends_files(&[("墙.jpg", &photograph)], &[]);
        // Whoever added it sees that it came, and which one it was; nobody else does.
        let here = "src=\"/new/files/1/picture\"";
        let page = browser.get("/new/files");
        assert!(page.text().contains(here) && page.text().contains("已传好"));
        let picture = browser.get("/new/files/1/picture");
        assert_eq!(
            (picture.status, picture.header("content-type")),
            (200, "image/jpeg")
        );
        assert_eq!(app.browser().get("/new/files/1/picture").status, 404);
        assert_eq!(browser.get("/new/files/2/picture").status, 404);
        browser.post("/new/check", &[]);
        let mut clerk = park.person("clerk");
        let desk = clerk.get("/desk/petitions/2026-000001");
        let id = between(desk.text(), "/desk/petitions/2026-000001/files/", "\"").expect("a file");
        let file = clerk.get(&format!("/desk/petitions/2026-000001/files/{id}"));
        assert_eq!(file.status, 200);
        assert!(
            file.bytes.starts_with(&[0xff, 0xd8, 0xff, 0xc0]),
            "{:?}",
            file.bytes
        );
    });
}

#[test]
fn representatives_of_a_group_have_a_code_each_and_each_leaves_for_himself_alone() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        browser.writes(&[
            ("subject", "六个人的工资没发"),
            ("body", "三月份的工资到现在没发。"),
            ("whose", "several"),
            ("representative_1", "李四 13555500001"),
            ("representative_2", "王五"),
            ("who", "named"),
            ("name", "张三"),
        ]);
        assert_eq!(browser.post("/new/check", &[]).status, 303);
        let receipt = browser.get("/receipt");
        let codes = all_between(receipt.text(), "class=\"code\"", "</span>");
        let codes: Vec<&str> = codes
            .iter()
            .filter_map(|one| one.rsplit('>').next())
            .collect();
        assert_eq!(codes.len(), 3, "{codes:?}");
        for code in &codes {
            let view = app.get(&format!("/api/v1/track/{code}")).json();
            assert_eq!(view["number"], "2026-000001");
            let steps = view["steps"].as_array().expect("steps");
            assert!(steps.iter().any(|step| step == "message"), "{steps:?}");
            assert!(steps.iter().any(|step| step == "withdraw"), "{steps:?}");
            assert_eq!(view["leaves_alone"], true);
        }
        browser.post("/receipt/kept", &[]);
        let kept = browser.get("/receipt");
        assert!(codes.iter().all(|code| !kept.text().contains(code)));
        // Who they are is part of the identity: shown where that is revealed, which is on record.
        let mut clerk = park.person("clerk");
        let page = "/desk/petitions/2026-000001";
        assert!(!clerk.get(page).text().contains("李四"));
        let shown = clerk.post(&format!("{page}/identity"), &[]);
        assert!(
            shown.text().contains("李四 13555500001\n王五"),
            "{}",
            shown.text()
        );
    });
}

#[test]
fn pressed_twice_it_is_one_petition_and_the_same_receipt() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.writes(&FORM);
        let before = browser.cookies.clone();
        assert_eq!(browser.post("/new/check", &[]).status, 303);
        let code = browser.shown_code().expect("a code");
        // The answer got lost on its way: the browser still writes on its draft.
        browser.cookies = before;
        assert_eq!(browser.post("/new/check", &[]).status, 303);
        assert_eq!(browser.shown_code(), Some(code));
        assert_eq!(app.petition_count(), 1);
        // Half an hour later the code is no longer told.
        browser.register(&FORM);
        assert_eq!(app.petition_count(), 2);
    });
}

#[test]
fn a_page_that_is_not_utf8_or_too_large_stores_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let gb = browser.post_bytes("/new/what", b"subject=%B9%A4%D7%CA&body=b".to_vec());
        assert_eq!(gb.status, 400);
        assert!(gb.text().contains("UTF-8"));
        let raw = browser.post_bytes("/track", b"code=\xFF\xFE".to_vec());
        assert_eq!(raw.status, 400);
        let large = browser.post_bytes("/new/what", vec![b'a'; 1_048_577]);
        assert_eq!(large.status, 413);
        for page in [&gb, &raw, &large] {
            assert!(page.header("content-type").starts_with("text/html"));
            assert!(page.text().contains("<h1>"));
        }
        assert!(browser.cookies.is_empty(), "no draft was begun");
    });
}

#[test]
fn a_percent_sign_that_escapes_nothing_is_kept() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let body = b"subject=100%+5%25+%zz+%&body=b".to_vec();
        assert_eq!(browser.post_bytes("/new/what", body).status, 303);
        browser.post("/new/contact", &[("who", "anonymous")]);
        browser.post("/new/check", &[]);
        let code = browser.shown_code().expect("a code");
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(view["subject"], "100% 5% %zz %");
    });
}

#[test]
fn long_texts_fit_and_longer_ones_are_told_and_kept() {
    on_sqlite(|place| {
        let app = App::on(place);
        let long = "信".repeat(20_000);
        let mut browser = app.browser();
        browser.register(&[("subject", "长"), ("body", &long), ("who", "anonymous")]);
        let longer = format!("{long}信");
        let answer = browser.post("/new/what", &[("subject", "长"), ("body", &longer)]);
        assert_eq!(answer.header("location"), "/new/what?wrong=yes");
        let answer = browser.get("/new/what?wrong=yes");
        assert!(answer.text().contains(&longer));
        summary_leads_to_fields(answer.text(), &["body"]);
    });
}

#[test]
fn pages_without_a_draft_lead_to_the_first_question() {
    on_sqlite(|place| {
        let app = App::on(place);
        for path in ["/new/where", "/new/files", "/new/check", "/new/saved"] {
            let answer = app.browser().get(path);
            assert_eq!(
                (answer.status, answer.header("location")),
                (303, "/new"),
                "{path}"
            );
        }
        for path in ["/new/nothing", "/new/what/more"] {
            assert_eq!(app.get(path).status, 404, "{path}");
        }
        let broken = app.send({
            let (_, body) = multipart(&[], Some(("file", "a.pdf", b"x")));
            let mut request = request(Method::POST, "/new/files", body[..40].to_vec());
            let kind = "multipart/form-data; boundary=b0undary"
                .parse()
                .expect("a type");
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
            request
        });
        assert_eq!(broken.status, 400);
    });
}

#[test]
fn files_brought_later_are_on_record_listed_and_read_by_their_bringer() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut browser = app.browser();
        browser.register(&FORM);
        let code = browser.shown_code().expect("a code");
        let brings = |browser: &mut Browser<'_>, name: &str, bytes: &[u8]| {
            browser.upload(
                "/track/say",
                &[("words", "银行流水"), ("as", "message")],
                ("file", name, bytes),
            )
        };
        // More than one sealed piece: it goes out piece by piece.
        let taken = brings(&mut browser, "流水.pdf", &pdf(700_000));
        assert_eq!(
            taken.header("location"),
            "/track/petition?saved=facts#facts",
            "{}",
            taken.text()
        );
        let refused = brings(&mut browser, "x.exe", b"MZ");
        let refused = browser.seen(&refused);
        summary_leads_to_fields(refused.text(), &["file"]);
        assert!(
            refused.text().contains("银行流水"),
            "the word about it is kept"
        );
        let page = browser.get("/track/petition");
        assert!(page.text().contains("流水.pdf") && page.text().contains("银行流水"));
        let href = between(page.text(), "href=\"/track/files/", "\"").expect("a link");
        let file = browser.get(&format!("/track/files/{href}"));
        assert_eq!(file.header("content-length"), file.bytes.len().to_string());
        assert!(file.bytes == pdf(700_000));
        // A code that only shows neither brings nor reads.
        let made = browser.post("/track/view-code", &[]);
        let made = browser.seen(&made);
        let view = between(made.text(), "id=\"view-code\" translate=\"no\">", "<").expect("a code");
        let mut family = app.browser();
        family.post("/track", &[("code", view)]);
        assert!(!family.get("/track/petition").text().contains("流水.pdf"));
        assert_eq!(family.get(&format!("/track/files/{href}")).status, 404);
        let brought = brings(&mut family, "b.pdf", &pdf(300));
        assert!(family.seen(&brought).text().contains("这个码只能看"));
        assert!(!browser.get("/track/petition").text().contains("b.pdf"));
        let mut clerk = park.person("clerk");
        let desk = clerk.get("/desk/petitions/2026-000001");
        let ids = all_between(desk.text(), "/desk/petitions/2026-000001/files/", "\"");
        assert_eq!(ids.len(), 1);
        assert!(!desk.text().contains(&code));
    });
}

#[test]
fn the_dates_of_a_matter_fit_into_a_calendar_and_name_nobody() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&FORM);
        let code = browser.shown_code().expect("a code");
        let file = browser.get("/track/calendar");
        assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
        let text = file.text().replace("\r\n ", "");
        let due = app.get(&format!("/api/v1/track/{code}")).json();
        let due = due["obligations"][0]["due_date"]
            .as_str()
            .expect("a day")
            .replace('-', "");
        assert!(
            text.contains(&format!("DTSTART;VALUE=DATE:{due}\r\n")),
            "{text}"
        );
        assert_eq!(
            text.matches("BEGIN:VEVENT").count(),
            text.matches("END:VEVENT").count()
        );
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        for secret in [code.as_str(), "工资", "A区"] {
            assert!(!text.contains(secret), "{secret}");
        }
        let stranger = app.browser().get("/track/calendar");
        assert_eq!(stranger.header("location"), "/track");
    });
}

#[test]
fn text_size_and_language_are_changed_without_losing_what_was_typed_or_doing_anything() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let begun = || {
            let store = app.huiyin.store();
            let oldest = store.read_here(|reader| reader.oldest_draft(huiyin_testkit::park::FIRST));
            oldest.expect("reads").is_some()
        };
        // The buttons at the top send the form of the page, by its id.
        let page = browser.get("/new");
        assert!(
            page.text().contains("form=\"step\" name=\"look\""),
            "{}",
            page.text()
        );
        assert!(
            page.text()
                .contains("form=\"step\" name=\"to\" value=\"en\"")
        );
        assert!(!page.text().contains("/appearance") && !page.text().contains("/language?"));
        // Enter in a field goes on; it does not press the first of them.
        let enter = page
            .text()
            .find("tabindex=\"-1\">")
            .expect("a button for Enter");
        assert!(enter < page.text().find("name=\"look\"").expect("the buttons"));

        // Where nothing was typed, nothing is begun.
        let answer = browser.post("/new/what", &[("look", "l"), ("body", ""), ("subject", "")]);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/new/what")
        );
        assert!(browser.get("/new").text().contains("data-size=\"l\"") && !begun());

        let typed = [("body", "写到一半，一句话还没写"), ("subject", "")];
        let with = |name: &'static str, value: &'static str| [typed[0], typed[1], (name, value)];
        let answer = browser.post("/new/what", &with("look", "xl"));
        assert_eq!(
            answer.header("location"),
            "/new/what",
            "nothing is called wrong"
        );
        let page = browser.get("/new/what");
        assert!(page.text().contains("写到一半") && page.text().contains("data-size=\"xl\""));
        let answer = browser.post("/new/what", &with("to", "en"));
        assert_eq!(answer.header("location"), "/new/what");
        let page = browser.get("/new/what");
        assert!(page.text().contains("写到一半") && page.text().contains("<html lang=\"en\""));
        // Back to the usual size, whose word is empty; the check is not forgotten.
        let fields = [("place_text", "门口"), ("then", "check"), ("look", "")];
        let answer = browser.post("/new/where", &fields);
        assert_eq!(answer.header("location"), "/new/where?then=check");
        let page = browser.get("/new/where?then=check");
        assert!(page.text().contains("门口") && !page.text().contains("data-size"));
        // A file that was chosen is added, and the page comes back.
        let answer = browser.sends_files(&[("a.pdf", &pdf(300))], &[("look", "l")]);
        assert_eq!(answer.header("location"), "/new/files");
        assert!(browser.get("/new/files").text().contains("a.pdf"));
        assert_eq!(app.petition_count(), 0);
    });
}

#[test]
fn forms_without_a_draft_come_back_as_they_were_typed_in_the_new_size_or_language() {
    on_sqlite(|place| {
        let app = App::on(place);
        Park::on(&app);
        let mut browser = app.browser();
        browser.register(&FORM);
        let code = browser.shown_code().expect("a code");
        let before = app.stored();
        let typed = [("words", "还没写完"), ("as", "facts"), ("to", "en")];
        let page = browser.upload("/track/say", &typed, ("file", "a.pdf", &pdf(300)));
        let page = browser.seen(&page);
        for shown in [
            "还没写完",
            "<html lang=\"en\"",
            "value=\"facts\" checked",
            "Choose the file again",
        ] {
            assert!(page.text().contains(shown), "{shown}: {}", page.text());
        }
        assert_eq!(app.stored(), before, "nothing was sent");
        let page = browser.get("/track/petition");
        assert!(page.text().contains("<html lang=\"en\"") && !page.text().contains("还没写完"));
        let typed = [("words", ""), ("look", "l.contrast")];
        let answer = browser.upload("/track/say", &typed, ("file", "", b""));
        assert_eq!(
            answer.header("location"),
            "/track/petition",
            "nothing to keep"
        );
        let page = browser.get("/track/petition");
        assert!(page.text().contains("data-size=\"l\"") && page.text().contains("data-contrast"));
        assert!(!page.text().contains("error-summary"));
        assert!(
            app.get(&format!("/api/v1/track/{code}")).json()["messages"]
                .as_array()
                .is_none_or(Vec::is_empty)
        );
    });
}
