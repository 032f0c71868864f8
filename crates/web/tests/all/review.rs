//! A review 复查 is asked for on a phone: what is missing is told, the reasons and a paper go to the level
//! above, and the code opens both.

use super::journey::served;
use super::staff::{act, post_by_code};
use super::support::{App, between, pdf};
use super::ways::{Way, ways};
use super::webdriver::{Driver, Person};
use huiyin_app::{
    AboveDraft, AuthorityDraft, FileDraft, Huiyin, Link, NewAuthorityDraft, Order, RoleDraft,
    StaffDraft,
};
use huiyin_domain::event::{Actor, Document, FilePurpose, ServiceWay};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use huiyin_testkit::park::{FIRST, Filed, Park, accept, draft, wait};
use serde_json::json;
use std::sync::Arc;

/// The district stands above the park, on this site or elsewhere; the link by which its clerk comes in.
pub fn above(park: &Park<'_>, here: bool) -> Link {
    let administrator = StaffDraft {
        login: "district-admin".into(),
        name: "区管理员".into(),
        roles: vec![RoleDraft {
            unit: 1,
            role: "clerk".into(),
        }],
        ..StaffDraft::default()
    };
    let new = NewAuthorityDraft {
        key: "district".into(),
        name: Bilingual::new("区信访局", "District Petition Office"),
        administrator,
        ..NewAuthorityDraft::default()
    };
    let made = park
        .huiyin
        .create_authority((FIRST, Actor::Operator), new, None);
    let made = wait(made).expect("created").answer;
    let order = Order {
        authority: FIRST,
        by: Actor::Operator,
        version: None,
    };
    let name = Bilingual::new(
        "区人民政府，中山路1号",
        "District Government, 1 Zhongshan Road",
    );
    let changed = AuthorityDraft {
        above: Some(AboveDraft {
            authority: if here {
                "district".into()
            } else {
                String::new()
            },
            name,
        }),
        ..AuthorityDraft::default()
    };
    wait(park.huiyin.change_authority(order, changed, None)).expect("changed");
    made.invitation
}

fn answered(huiyin: &Huiyin, here: bool) -> Filed {
    let park = Park::build(huiyin);
    above(&park, here);
    answer_to(&park)
}

/// A petition that was answered, the answer in the petitioner's hand.
pub fn answer_to(park: &Park<'_>) -> Filed {
    let filed = park.at("economy", "ecohandler");
    let work = vec![accept(), draft(), Command::Submit];
    park.does("ecohandler", &filed, work);
    park.does("boss", &filed, vec![Command::Approve]);
    let serve = Command::Serve {
        document: Document::Answer,
        way: ServiceWay::HandedOver,
        at: None,
        proof: None,
    };
    park.does("ecohandler", &filed, vec![Command::Issue, serve]);
    filed
}

fn on_a_phone_the_level_above_is_asked_and_the_code_opens_both(way: Way) {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let filed = answered(&huiyin, true);
        served(huiyin, async |site| {
            let driver = Driver::start();
            let person = driver.person(way.phone(), site).await;
            person.goes("/track").await;
            way.is_chosen(&person).await;
            is_asked_above(&person, way, &filed).await;
            person.clicks(".language").await;
            way.other()
                .checks(&person, "the review in the other language")
                .await;
            person.client.close().await.expect("the browser closes");
        });
    });
}
ways!(on_a_phone_the_level_above_is_asked_and_the_code_opens_both);

/// What was written before is in Chinese, so of the pages only the language is looked at.
async fn is_asked_above(person: &Person, way: Way, filed: &Filed) {
    person.types("#code", &filed.code.grouped()).await;
    person.clicks("form[action='/track'] button").await;
    person.arrives("/track/petition").await;
    way.checks(person, "track with a window").await;
    person.clicks("a[href='/track/review']").await;
    person.arrives("/track/review").await;
    way.checks(person, "review").await;
    person.clicks("form[action='/track/review'] button").await;
    person.sees(".error-summary").await;
    way.checks(person, "review, with errors").await;
    let reasons = way.say("没有人到现场看过", "Nobody came to look at the site");
    person.types("#reasons", reasons).await;
    person.clicks("form[action='/track/review'] button").await;
    person.arrives("/track/petition").await;
    let said = person.reads("main").await;
    let asked = way.say(
        "您已请区信访局重新看",
        "You asked District Petition Office to look again",
    );
    assert!(said.contains(asked), "{said}");
    way.checks(person, "track, review asked").await;
    person.clicks("a[href*='at=district']").await;
    person.sees("a[href*='at=default']").await;
    let said = person.reads("main").await;
    let state = way.say("上一级正在重新看", "The level above is looking again");
    assert!(said.contains(state), "{said}");
    assert!(said.contains(reasons), "{said}");
    way.checks(person, "the review itself").await;
}

#[test]
fn a_paper_goes_along_and_what_was_typed_stays_when_it_is_not_taken() {
    each_engine(|place| {
        let app = App::on(place);
        let filed = answered(&app.huiyin, true);
        let mut browser = app.browser();
        browser.post("/track", &[("code", &filed.code.grouped())]);
        let page = browser.get("/track/petition");
        assert!(page.text().contains("href=\"/track/review\""));
        let fields = [("reasons", "没有人到现场看过")];
        let wrong = browser.upload("/track/review", &fields, ("file", "x.exe", b"MZ"));
        let wrong = browser.seen(&wrong);
        assert!(
            wrong.text().contains("没有人到现场看过"),
            "{}",
            wrong.text()
        );
        assert!(wrong.text().contains("id=\"file-error\""));
        let paper = pdf(900);
        let sent = browser.upload("/track/review", &fields, ("file", "照片.pdf", &paper));
        assert_eq!(
            (sent.status, sent.header("location")),
            (303, "/track/petition")
        );
        let page = browser.get("/track/petition?number=2026-000001&at=district");
        for words in ["上一级正在重新看", "没有人到现场看过", "照片.pdf"] {
            assert!(page.text().contains(words), "{words}");
        }
        let own = browser.get("/track/petition?number=2026-000001&at=default");
        assert!(own.text().contains("您已请区信访局重新看"));
        // Nothing is asked twice.
        assert_eq!(
            browser
                .get("/track/review?number=2026-000001&at=default")
                .status,
            303
        );
    });
}

#[test]
fn an_authority_above_that_is_elsewhere_is_named_and_the_request_is_printed() {
    each_engine(|place| {
        let app = App::on(place);
        let filed = answered(&app.huiyin, false);
        let mut browser = app.browser();
        browser.post("/track", &[("code", &filed.code.grouped())]);
        let page = browser.get("/track/petition");
        assert!(page.text().contains("区人民政府，中山路1号"));
        let href = between(page.text(), "href=\"/track/letters/review-request", "\"");
        let href = format!("/track/letters/review-request{}", href.expect("a link"));
        let printed = browser.get(&href);
        assert_eq!(printed.header("content-type"), "application/pdf");
        assert_eq!(browser.get("/track/review").status, 303);
    });
}

#[test]
fn the_page_asks_how_it_was_takes_one_change_and_says_what_stands() {
    each_engine(|place| {
        let app = App::on(place);
        let filed = answered(&app.huiyin, false);
        let mut browser = app.browser();
        browser.post("/track", &[("code", &filed.code.grouped())]);
        let page = browser.get("/track/petition");
        assert!(page.text().contains("办理和答复得怎么样？"));
        let nothing = browser.post("/track/rate?about=unit", &[]);
        let nothing = browser.seen(&nothing);
        assert!(nothing.text().contains("id=\"grade-unit-error\""));
        for (grade, says) in [
            ("satisfied", "您评的是：满意。"),
            ("fairly", "您评的是：基本满意。"),
        ] {
            let sent = browser.post("/track/rate?about=unit", &[("grade-unit", grade)]);
            assert_eq!(sent.status, 303);
            assert!(browser.get("/track/petition").text().contains(says));
        }
        let again = browser.post("/track/rate?about=unit", &[("grade-unit", "satisfied")]);
        let again = browser.seen(&again);
        assert!(again.text().contains("评价已经改过一次"));
        assert_eq!(browser.post("/track/rate?about=person", &[]).status, 404);
    });
}

#[test]
fn a_program_asks_for_review_with_the_code_and_staff_enter_what_came_on_paper() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        above(&park, true);
        let (first, second) = (answer_to(&park), answer_to(&park));
        let path = format!("/api/v1/track/{}/review", first.code.grouped());
        let nobody = post_by_code(
            &app,
            "/api/v1/track/0000-0000-0000-0000/review",
            &[],
            &json!({}),
        );
        assert_eq!(nobody.status, 404);
        let empty = post_by_code(
            &app,
            &path,
            &[],
            &json!({"reasons": " ", "requests": [300], "why": 1}),
        );
        let fields = empty.fields();
        for name in ["reasons", "requests", "why"] {
            assert!(
                fields.iter().any(|(field, _)| field == name),
                "{name}: {fields:?}"
            );
        }
        let key = [("idempotency-key", "once")];
        let body = json!({"reasons": "没有人到现场看过", "requests": [0]});
        let asked = post_by_code(&app, &path, &key, &body);
        assert_eq!(asked.status, 200, "{}", asked.text());
        let became = asked.json()["became"].clone();
        assert!(became.is_string(), "{}", asked.text());
        let again = post_by_code(&app, &path, &key, &body);
        assert_eq!((again.status, &again.json()["became"]), (200, &became));
        post_by_code(&app, &path, &[], &body).refused(409, "step_refused");
        let there = format!(
            "/api/v1/track/{}?number={}&at=district",
            first.code.grouped(),
            became.as_str().expect("a number")
        );
        assert_eq!(app.get(&there).json()["state"], "under-review");

        // On paper, by whoever handles it: the scan first, then the step that rests on it.
        let token = park.token("ecohandler");
        let scan = FileDraft {
            field: "file".into(),
            name: "复查申请.pdf".into(),
            purpose: FilePurpose::Letter,
            bytes: pdf(500),
        };
        let paper = park
            .adds("ecohandler", &second, scan)
            .expect("stored")
            .raw();
        let step = json!({"action": "review-on-paper", "reasons": "信里写的理由", "received": "2026-02-13", "paper": paper});
        let stranger = act(
            &app,
            &park.token("roadhandler"),
            &second.number.to_string(),
            &step,
        );
        assert!([403, 404].contains(&stranger.status), "{}", stranger.text());
        let done = act(&app, &token, &second.number.to_string(), &step);
        assert_eq!(done.status, 200, "{}", done.text());
        assert!(done.json()["became"].is_string(), "{}", done.text());
        let view = app
            .get(&format!(
                "/api/v1/track/{}?number={}&at=default",
                second.code.grouped(),
                second.number
            ))
            .json();
        assert_eq!(view["review"]["may_ask"], false, "{view}");
    });
}
