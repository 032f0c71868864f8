//! Large text, high contrast, dark: by a button of each page, without script, and nothing falls apart.

use super::desk::PASSWORD;
use super::journey::served;
use super::support::{App, between};
use super::webdriver::{Driver, Person, Setup};
use huiyin_app::Huiyin;
use huiyin_domain::event::Actor;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::{TestStore, on_sqlite};
use huiyin_testkit::park::{FIRST, Park, accept, draft};
use std::sync::Arc;

fn html_tag(page: &str) -> &str {
    between(page, "<html ", ">").expect("an html tag")
}

#[test]
fn a_choice_stays_until_it_is_taken_back_and_leads_back_to_its_page() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        for path in ["/", "/track", "/desk/sign-in", "/no-such-page"] {
            let page = browser.get(path);
            assert!(!html_tag(page.text()).contains("data-"), "{path}");
            let form = between(page.text(), "action=\"/appearance\">", "</form>").expect(path);
            assert!(
                form.contains(">长辈版<") && form.contains(">高对比<"),
                "{path}: {form}"
            );
        }
        let set = browser.post("/appearance", &[("look", "l.contrast"), ("back", "/track")]);
        assert_eq!((set.status, set.header("location")), (303, "/track"));
        for path in ["/", "/track", "/desk/sign-in"] {
            let page = browser.get(path);
            let tag = html_tag(page.text());
            assert!(
                tag.contains("data-size=\"l\" data-contrast=\"more\""),
                "{path}: {tag}"
            );
        }
        browser.post("/appearance", &[("look", ""), ("back", "/")]);
        assert!(!html_tag(browser.get("/").text()).contains("data-"));
    });
}

#[test]
fn what_is_no_look_and_no_page_of_ours_is_left_aside() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        let fields = [("look", "\"><script>"), ("back", "//example.org")];
        let answer = browser.post("/appearance", &fields);
        assert_eq!((answer.status, answer.header("location")), (303, "/"));
        assert!(!answer.header("set-cookie").contains("script"));
        assert!(!html_tag(browser.get("/").text()).contains("data-"));
    });
}

/// Opens a browser before an installation with staff.
fn walk(setup: Setup, journey: impl AsyncFnOnce(&Person, &Park<'_>, &Arc<Huiyin>)) {
    on_sqlite(|place: &TestStore| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        served(Arc::clone(&huiyin), async |site| {
            let driver = Driver::start();
            let person = driver.person(setup, site).await;
            journey(&person, &park, &huiyin).await;
            person.client.close().await.expect("the browser closes");
        });
    });
}

async fn presses(person: &Person, label: &str) {
    let script = "for (const one of document.querySelectorAll('.setting')) \
        if (one.textContent === arguments[0]) { one.click(); return true; } return false;";
    let found = person.runs(script, vec![label.into()]).await;
    assert_eq!(found, true, "{label} is not offered");
}

#[test]
fn the_largest_text_fits_the_smallest_phone() {
    let setup = Setup {
        size: (320, 640),
        script: true,
    };
    walk(setup, async |person, _, _| {
        person.goes("/").await;
        presses(person, "长辈版").await;
        person.sees("html[data-size=l]").await;
        presses(person, "再大一点").await;
        person.sees("html[data-size=xl]").await;
        let size = "return parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)";
        let size = person.runs(size, Vec::new()).await;
        assert!(size.as_f64() >= Some(29.0), "main text of {size} px");
        for path in ["/", "/new", "/track", "/desk/sign-in"] {
            person.goes(path).await;
            person.fits(path).await;
            person.is_accessible(path).await;
        }
        person.goes("/track").await;
        presses(person, "高对比").await;
        person.sees("html[data-size=xl][data-contrast=more]").await;
        person.arrives("/track").await;
        person.is_accessible("high contrast").await;
    });
}

/// Who needs help now, and large letters, reads them in the emergency numbers too.
#[test]
fn help_is_offered_in_large_letters_in_either_language() {
    let setup = Setup {
        size: (320, 640),
        script: true,
    };
    walk(setup, async |person, _, _| {
        for language in ["zh", "en"] {
            person.goes(&format!("/language?to={language}")).await;
            for size in ["l", "xl"] {
                person.goes("/").await;
                let sized = "document.documentElement.dataset.size = arguments[0]; \
                    return Math.min(...[...document.querySelectorAll('.danger a')] \
                    .map((one) => parseFloat(getComputedStyle(one).fontSize)))";
                let smallest = person.runs(sized, vec![size.into()]).await;
                assert!(
                    smallest.as_f64() >= Some(18.0),
                    "{language} {size}: {smallest}"
                );
                person.fits(&format!("home in {language}, {size}")).await;
            }
        }
    });
}

/// Panels that lie on one another: each pair by their headings.
const OVERLAPS: &str = "const all = [...document.querySelectorAll('main .panel')].map(one => \
    [one.querySelector('h1, h2, summary')?.textContent, one.getBoundingClientRect()]); \
    const lies = ([, a], [, b]) => a.left < b.right - 1 && b.left < a.right - 1 \
        && a.top < b.bottom - 1 && b.top < a.bottom - 1; \
    return all.flatMap((one, nth) => all.slice(nth + 1).filter(other => lies(one, other)) \
        .map(other => `${one[0]} / ${other[0]}`));";

#[test]
fn nothing_of_the_tracking_page_lies_on_something_else() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let work = vec![accept(), draft(), Command::Submit];
        park.does("ecohandler", &filed, work);
        park.does("boss", &filed, vec![Command::Approve, Command::Issue]);
        let code = filed.code.grouped();
        served(Arc::clone(&huiyin), async |site| {
            let driver = Driver::start();
            for width in [390, 1_280] {
                let setup = Setup {
                    size: (width, 900),
                    script: true,
                };
                let person = driver.person(setup, site).await;
                person.goes("/track").await;
                person.types("#code", &code).await;
                person.clicks("main form button[type=submit]").await;
                person.sees("#more").await;
                for part in ["#answers", "#review", "#ratings", "#files", "#messages"] {
                    assert!(person.has(part).await, "{part} at {width} px");
                }
                let lies = person.runs(OVERLAPS, Vec::new()).await;
                assert_eq!(lies, serde_json::json!([]), "at {width} px");
                person.client.close().await.expect("the browser closes");
            }
        });
    });
}

#[test]
fn the_style_guide_is_for_administrators_and_holds_in_every_theme() {
    let setup = Setup {
        size: (1_280, 900),
        script: true,
    };
    walk(setup, async |person, park, huiyin| {
        for (login, may) in [("clerk", false), ("admin", true)] {
            let invite = huiyin.invite((FIRST, Actor::Operator), park.staff(login), None);
            let link = invite.await.expect("a link").answer;
            person
                .goes(&format!("/desk/invitation/{}", link.token))
                .await;
            person.types("#password", PASSWORD).await;
            person.types("#again", PASSWORD).await;
            person.clicks("main form button[type=submit]").await;
            person.sees("details.me").await;
            person.goes("/desk/style").await;
            assert_eq!(person.has(".specimens").await, may, "{login}");
        }
        let looks: [&[&str]; 4] = [&[], &["深色"], &["高对比"], &["浅色"]];
        for pressed in looks {
            for label in pressed {
                presses(person, label).await;
            }
            person.sees(".specimens").await;
            person.fits("style").await;
            person
                .is_accessible(&format!("style after {pressed:?}"))
                .await;
        }
        person.clicks(".language").await;
        person.sees("html[lang=en]").await;
        person.is_accessible("style in English").await;
    });
}
