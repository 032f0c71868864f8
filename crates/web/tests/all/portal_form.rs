//! `/new`: the form takes what it shows, and gives back what was typed.

use super::support::{App, FORM, all_between, between, encoded, request};
use axum::http::{HeaderValue, Method};
use huiyin_testkit::engine::{each_engine, on_sqlite};

/// The names of the form's own fields.
fn field_names(page: &str) -> Vec<String> {
    let form = between(page, "<form method=\"post\" action=\"/new\"", "</form>").expect("a form");
    let mut names: Vec<String> = all_between(form, " name=\"", "\"")
        .into_iter()
        .map(str::to_owned)
        .collect();
    names.dedup();
    names
}

/// A field's value that is taken, beside the ones of an anonymous petition.
fn good_value(name: &str, page: &str) -> String {
    let first_choice = |name: &str| {
        let list = between(page, &format!("<select id=\"{name}\""), "</select>").expect("a list");
        let values = all_between(list, "<option value=\"", "\"");
        values[1].to_owned()
    };
    match name {
        "place" | "category" => first_choice(name),
        "class" => "claim".into(),
        "who" => "named".into(),
        "misconduct" => "yes".into(),
        "phone" => "13800138000".into(),
        "email" => "wang@example.org".into(),
        _ => format!("{name}的内容"),
    }
}

#[test]
fn every_field_of_the_form_is_taken() {
    each_engine(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let page = browser.get("/new");
        assert_eq!(page.status, 200);
        let names = field_names(page.text());
        for name in [
            "idempotency_key",
            "subject",
            "body",
            "place",
            "place_text",
            "class",
            "category",
            "respondents",
            "misconduct",
            "who",
            "name",
            "phone",
            "email",
            "address",
        ] {
            assert!(names.iter().any(|one| one == name), "{name}");
        }
        let values: Vec<(String, String)> = names
            .iter()
            .map(|name| match name.as_str() {
                "idempotency_key" => (name.clone(), "k".into()),
                _ => (name.clone(), good_value(name, page.text())),
            })
            .collect();
        let fields: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser.register(&fields);
        let code = browser.shown_code().expect("a code");
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        let typed = |name: &str| {
            values
                .iter()
                .find(|one| one.0 == name)
                .expect("typed")
                .1
                .as_str()
        };
        assert_eq!(view["channel"], "web");
        for name in ["subject", "body", "place_text", "class", "category"] {
            assert_eq!(view[name], typed(name), "{name}");
        }
        assert_eq!(view["respondents"][0], typed("respondents"));
    });
}

#[test]
fn errors_keep_what_was_typed_and_lead_to_their_fields() {
    on_sqlite(|place| {
        let app = App::on(place);
        for (language, heading) in [("zh", "处需要补充"), ("en", "There is a problem")] {
            let mut browser = app.browser();
            browser.get(&format!("/language?to={language}"));
            let evil = |name: &str| format!("\"'><script>alert('{name}')</script>&amp;");
            let names = [
                "subject",
                "body",
                "place",
                "place_text",
                "class",
                "category",
                "respondents",
                "name",
                "phone",
                "email",
                "address",
                "idempotency_key",
            ];
            let typed: Vec<(&str, String)> = names.iter().map(|name| (*name, evil(name))).collect();
            let mut fields: Vec<(&str, &str)> = typed
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            fields.push(("misconduct", "yes"));
            let answer = browser.post("/new", &fields);
            assert_eq!(answer.status, 422);
            let page = answer.text();
            assert!(page.contains(heading));
            assert!(!page.contains("<script>alert"), "{language}");
            assert_eq!(all_between(page, "<script", ">").len(), 1);
            let kept = [
                "subject",
                "body",
                "place_text",
                "respondents",
                "name",
                "phone",
                "email",
                "address",
                "idempotency_key",
            ];
            for name in kept {
                let value = format!("alert(&#39;{name}&#39;)");
                assert!(page.contains(&value), "{name}");
            }
            assert!(
                between(page, "id=\"misconduct\"", ">")
                    .expect("a box")
                    .contains("checked")
            );
            summary_leads_to_fields(
                page,
                &["class", "category", "place", "phone", "email", "who"],
            );
            assert!(
                between(page, "<title>", "·")
                    .expect("a title")
                    .contains(['错', 'E'])
            );
        }
        assert_eq!(app.petition_count(), 0);
    });
}

fn summary_leads_to_fields(page: &str, wanted: &[&str]) {
    let summary = between(page, "class=\"error-summary\"", "</ul>").expect("a summary");
    assert!(summary.contains("role=\"alert\""));
    let links = all_between(summary, "href=\"#", "\"");
    let ids = all_between(page, " id=\"", "\"");
    for link in &links {
        assert!(ids.contains(link), "{link} leads nowhere");
        assert!(
            ids.contains(&format!("{link}-error").as_str()),
            "{link} has no words at its field"
        );
    }
    for name in wanted {
        assert!(links.contains(name), "{name} is not in {links:?}");
    }
}

#[test]
fn an_empty_form_is_told_in_plain_words() {
    on_sqlite(|place| {
        let app = App::on(place);
        let answer = app.browser().post("/new", &[]);
        assert_eq!(answer.status, 422);
        for words in ["写一写发生了什么事", "用一句话写是什么事", "请选一种"]
        {
            assert!(answer.text().contains(words), "{words}");
        }
        let mut english = app.browser();
        english.get("/language?to=en");
        let answer = english.post("/new", &[("who", "named"), ("subject", "a"), ("body", "b")]);
        summary_leads_to_fields(answer.text(), &["name"]);
    });
}

#[test]
fn choices_that_were_made_stay_made() {
    on_sqlite(|place| {
        let app = App::on(place);
        let page = app.get("/new");
        let (spot, kind) = (
            good_value("place", page.text()),
            good_value("category", page.text()),
        );
        let fields = [
            ("place", spot.as_str()),
            ("category", kind.as_str()),
            ("class", "suggestion"),
            ("who", "confidential"),
        ];
        let answer = app.browser().post("/new", &fields);
        assert_eq!(answer.status, 422);
        for value in [&spot, &kind] {
            assert!(
                answer
                    .text()
                    .contains(&format!("<option value=\"{value}\" selected>"))
            );
        }
        for value in ["suggestion", "confidential"] {
            assert!(
                answer
                    .text()
                    .contains(&format!("value=\"{value}\" checked>"))
            );
        }
    });
}

#[test]
fn a_double_submit_is_one_petition() {
    each_engine(|place| {
        let app = App::on(place);
        let page = app.get("/new");
        let key = between(page.text(), "name=\"idempotency_key\" value=\"", "\"").expect("a key");
        assert!(key.len() >= 20);
        let other = app.get("/new");
        assert!(!other.text().contains(key));
        let mut fields = FORM.to_vec();
        fields.push(("idempotency_key", key));
        let mut browser = app.browser();
        browser.register(&fields);
        let first = browser.shown_code();
        browser.register(&fields);
        assert_eq!(browser.shown_code(), first);
        assert_eq!(app.petition_count(), 1);
        // The same words from a form opened anew are another petition.
        browser.register(&FORM);
        assert_eq!(app.petition_count(), 2);
    });
}

#[test]
fn a_program_may_say_its_key_in_the_header_as_on_every_post() {
    each_engine(|place| {
        let app = App::on(place);
        let body: Vec<String> = FORM
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let send = |key: &'static str| {
            let mut posted = request(Method::POST, "/new", body.join("&").into_bytes());
            posted
                .headers_mut()
                .insert("idempotency-key", HeaderValue::from_static(key));
            app.send(posted)
        };
        assert_eq!(send("one").header("location"), "/receipt");
        assert_eq!(send("one").header("location"), "/receipt");
        assert_eq!(app.petition_count(), 1);
        assert_eq!(send("two").header("location"), "/receipt");
        assert_eq!(app.petition_count(), 2);
        send("not usable");
        assert_eq!(app.petition_count(), 2);
    });
}

/// The answer was lost on the way, and the petitioner changed a word before sending again.
#[test]
fn other_words_under_a_used_key_can_be_sent_all_the_same() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut fields = FORM.to_vec();
        fields.push(("idempotency_key", "used"));
        let mut browser = app.browser();
        browser.register(&fields);
        fields[1].1 = "改了几个字。";
        let again = browser.post("/new", &fields);
        assert_eq!(again.status, 422);
        assert!(
            !again.text().contains("Idempotency-Key"),
            "no words for programmers"
        );
        assert!(again.text().contains("改了几个字。"));
        let fresh =
            between(again.text(), "name=\"idempotency_key\" value=\"", "\"").expect("a key");
        assert_ne!(fresh, "used");
        fields[3].1 = fresh;
        browser.register(&fields);
        assert_eq!(app.petition_count(), 2);
    });
}

#[test]
fn a_form_that_is_not_utf8_or_too_large_is_a_page_and_stores_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let before = app.stored();
        let gb = browser.post_bytes(
            "/new",
            b"subject=%B9%A4%D7%CA&body=b&who=anonymous".to_vec(),
        );
        assert_eq!(gb.status, 400);
        assert!(gb.text().contains("UTF-8"));
        let raw = browser.post_bytes("/track", b"code=\xFF\xFE".to_vec());
        assert_eq!(raw.status, 400);
        let large = browser.post_bytes("/new", vec![b'a'; 1_048_577]);
        assert_eq!(large.status, 413);
        for page in [&gb, &raw, &large] {
            assert!(page.header("content-type").starts_with("text/html"));
            assert!(page.text().contains("<h1>"));
        }
        assert_eq!(app.stored(), before);
    });
}

#[test]
fn a_percent_sign_that_escapes_nothing_is_kept() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let body = b"subject=100%+5%25+%zz+%&body=b&who=anonymous".to_vec();
        assert_eq!(browser.post_bytes("/new", body).status, 303);
        let code = browser.shown_code().expect("a code");
        let view = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(view["subject"], "100% 5% %zz %");
    });
}

#[test]
fn contacts_left_under_anonymous_are_told_not_dropped() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut fields = FORM.to_vec();
        fields.push(("name", "王秀英"));
        let answer = app.browser().post("/new", &fields);
        assert_eq!(answer.status, 422);
        summary_leads_to_fields(answer.text(), &["who"]);
        assert!(answer.text().contains("value=\"王秀英\""));
        assert_eq!(app.petition_count(), 0);
    });
}

#[test]
fn long_texts_fit_into_a_form() {
    on_sqlite(|place| {
        let app = App::on(place);
        let long = "信".repeat(20_000);
        let mut browser = app.browser();
        browser.register(&[("subject", "长"), ("body", &long), ("who", "anonymous")]);
        let answer = browser.post(
            "/new",
            &[
                ("subject", "长"),
                ("body", &format!("{long}信")),
                ("who", "anonymous"),
            ],
        );
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains(&format!("{long}信")));
        summary_leads_to_fields(answer.text(), &["body"]);
    });
}
