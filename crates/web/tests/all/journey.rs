//! The way of a petitioner in a real browser: on a phone, at a desk, without script, by keyboard.

use super::support::{listen, pdf};
use super::webdriver::{Driver, Person, Setup};
use fantoccini::key::Key;
use huiyin_app::Huiyin;
use huiyin_testkit::engine::on_sqlite;
use huiyin_web::{Serving, WebConfig};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

pub const PHONE: (u32, u32) = (360, 740);
const SMALL: (u32, u32) = (320, 640);
const DESK: (u32, u32) = (1_280, 900);
const SUBJECT: &str = "三月份的工资到现在没发";
const BODY: &str = "我在A区工地干了四个月，三月份的工资到现在没发。";

/// How long a whole journey may take.
pub const JOURNEY: Duration = Duration::from_secs(300);

/// Serves an empty installation and lets a person walk through it.
fn walk(setup: Setup, journey: impl AsyncFnOnce(&Person)) {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        served(huiyin, async |site| {
            let driver = Driver::start();
            let person = driver.person(setup, site).await;
            journey(&person).await;
            person.client.close().await.expect("the browser closes");
        });
    });
}

/// Serves an installation while somebody walks through it.
pub fn served(huiyin: Arc<Huiyin>, journey: impl AsyncFnOnce(&str)) {
    listen();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let serving = Serving::bind("127.0.0.1:0", huiyin, WebConfig::default());
        let serving = serving.await.expect("a free port");
        let site = format!("http://{}", serving.address().expect("an address"));
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(serving.until(async {
            let _ = stopped.await;
        }));
        tokio::time::timeout(JOURNEY, journey(&site))
            .await
            .expect("the journey ends in time");
        stop.send(()).expect("it still serves");
        let ended = tokio::time::timeout(Duration::from_secs(30), served).await;
        ended
            .expect("it stops within 30 seconds")
            .expect("no panic")
            .expect("no error");
    });
}

/// What is looked at on every page.
pub async fn checks(person: &Person, page: &str, axe: bool) {
    let title = person.client.title().await.expect("a title");
    assert!(!title.trim_start().starts_with('·'), "{page}: {title}");
    assert!(!person.reads("h1").await.is_empty(), "{page}");
    person.fits(page).await;
    if axe {
        person.is_accessible(page).await;
    }
}

/// Home → Tell us → error → fix → receipt → I have it → track by code → English → leave.
async fn whole_way(person: &Person, axe: bool) {
    person.goes("/").await;
    checks(person, "home", axe).await;
    person.clicks("main a[href='/new']").await;
    person.arrives("/new").await;
    checks(person, "tell us", axe).await;

    person.types("#subject", SUBJECT).await;
    goes_on(person).await;
    person.sees(".error-summary").await;
    checks(person, "tell us, with errors", axe).await;
    let subject = person.sees("#subject").await.prop("value").await;
    assert_eq!(subject.expect("a value").as_deref(), Some(SUBJECT));
    person.clicks(".error-summary a[href='#body']").await;
    person.types("#body", BODY).await;
    goes_on(person).await;
    person.arrives("/new/where").await;
    checks(person, "where", axe).await;
    person.types("#place_text", "A区工地，三月").await;
    goes_on(person).await;
    person.arrives("/new/ask").await;
    checks(person, "what is asked for", axe).await;
    person.types("#request_1", "把三月份的工资发了").await;
    goes_on(person).await;
    person.arrives("/new/files").await;
    adds_files(person, axe).await;
    checks(person, "whose", axe).await;
    goes_on(person).await;
    person.arrives("/new/contact").await;
    person.clicks("label[for=who]").await;
    person.types("#phone", "135").await;
    goes_on(person).await;
    person.sees(".error-summary").await;
    checks(person, "contact, with errors", axe).await;
    person.types("#phone", "13800138000").await;
    goes_on(person).await;
    person.arrives("/new/check").await;
    changes_and_puts_aside(person, axe).await;
    person
        .clicks("form[action='/new/check'] button[type=submit]")
        .await;
    person.arrives("/receipt").await;
    let code = person.reads("#code").await;
    // What only a script can do is shown only where scripts run.
    assert_eq!(person.has("[data-print]:not([hidden])").await, axe);
    checks(person, "receipt", axe).await;
    person.client.refresh().await.expect("loads again");
    assert_eq!(person.reads("#code").await, code);

    person.clicks("form[action='/receipt/kept'] button").await;
    person.arrives("/track/petition").await;
    assert!(person.reads("main").await.contains(SUBJECT));
    checks(person, "track", axe).await;
    person.goes("/receipt").await;
    assert!(!person.has("#code").await);
    checks(person, "receipt, kept", axe).await;
    person.goes("/track/petition").await;
    person.clicks("form[action='/track/leave'] button").await;
    person.arrives("/").await;
    by_code(person, &code, axe).await;
    in_english(person, axe).await;
}

/// Presses "Continue".
async fn goes_on(person: &Person) {
    person
        .clicks("main form[action^='/new/'] button.button:not([name])")
        .await;
}

/// One file that is taken and one that is not; then on.
async fn adds_files(person: &Person, axe: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    };
    let (slip, program) = (write("工资条.pdf", &pdf(900)), write("x.pdf", b"MZ"));
    let input = person.sees("#file").await;
    let both = format!("{slip}\n{program}");
    input.send_keys(&both).await.expect("chooses");
    goes_on(person).await;
    person.sees(".error-summary").await;
    assert!(person.reads(".added").await.contains("工资条.pdf"));
    checks(person, "files, one not taken", axe).await;
    goes_on(person).await;
    person.arrives("/new/whose").await;
}

/// From the check back to one answer, then aside, and on by the code.
async fn changes_and_puts_aside(person: &Person, axe: bool) {
    checks(person, "check", axe).await;
    person.clicks("a[href='/new/where?then=check']").await;
    person.types("#place_text", "B区工地，三月").await;
    goes_on(person).await;
    person.arrives("/new/check").await;
    assert!(person.reads(".answers").await.contains("B区工地"));
    person.clicks("main a[href='/new/saved']").await;
    person.arrives("/new/saved").await;
    checks(person, "saved", axe).await;
    let code = person.reads("#code").await;
    person.clicks("form[action='/new/leave'] button").await;
    person.arrives("/").await;
    person.goes("/track").await;
    person.types("#code", &code).await;
    person.clicks("form[action='/track'] button").await;
    person.arrives("/new/check").await;
}

async fn by_code(person: &Person, code: &str, axe: bool) {
    person.clicks("main a[href='/track']").await;
    person.arrives("/track").await;
    checks(person, "code", axe).await;
    person.types("#code", "7KQM 3XV9 TD2H W8R").await;
    person.clicks("form[action='/track'] button").await;
    person.sees(".error-summary").await;
    checks(person, "code, wrong", axe).await;
    person
        .types("#code", &code.to_lowercase().replace('-', " "))
        .await;
    person.clicks("form[action='/track'] button").await;
    person.arrives("/track/petition").await;
    person.clicks("details.why summary").await;
    assert!(person.reads("details.why").await.contains("15日"));
    checks(person, "track, unfolded", axe).await;
}

async fn in_english(person: &Person, axe: bool) {
    person.clicks(".language").await;
    person.sees("html[lang=en]").await;
    person.arrives("/track/petition").await;
    assert!(person.reads("main").await.contains("28 February 2026"));
    checks(person, "track in English", axe).await;
    person.goes("/receipt").await;
    checks(person, "receipt in English", axe).await;
    person.goes("/track/petition").await;
    person.clicks("form[action='/track/leave'] button").await;
    person.arrives("/").await;
    checks(person, "home in English", axe).await;
    person.goes("/track/petition").await;
    person.arrives("/track").await;
    checks(person, "code in English", axe).await;
    person.goes("/new").await;
    goes_on(person).await;
    person.sees(".error-summary").await;
    checks(person, "tell us in English, with errors", axe).await;
    person.types("#body", BODY).await;
    person.types("#subject", SUBJECT).await;
    goes_on(person).await;
    for step in ["where", "ask", "files", "whose", "contact"] {
        person.arrives(&format!("/new/{step}")).await;
        checks(person, &format!("{step} in English"), axe).await;
        if step == "contact" {
            person.clicks("label[for=who-anonymous]").await;
        }
        goes_on(person).await;
    }
    person.arrives("/new/check").await;
    checks(person, "check in English", axe).await;
    person.goes("/new/saved").await;
    checks(person, "saved in English", axe).await;
    person.goes("/new").await;
    person
        .clicks("details:has(form[action='/new/discard']) > summary")
        .await;
    person.clicks("form[action='/new/discard'] button").await;
    person.arrives("/").await;
    person.goes("/desk").await;
    checks(person, "desk in English", axe).await;
    person.goes("/no-such-page").await;
    checks(person, "not found in English", axe).await;
}

#[test]
fn on_a_phone() {
    let setup = Setup {
        size: PHONE,
        script: true,
    };
    walk(setup, async |person| whole_way(person, true).await);
}

#[test]
fn at_a_desk() {
    let setup = Setup {
        size: DESK,
        script: true,
    };
    walk(setup, async |person| whole_way(person, true).await);
}

#[test]
fn without_script_on_the_smallest_phone() {
    let setup = Setup {
        size: SMALL,
        script: false,
    };
    walk(setup, async |person| {
        whole_way(person, false).await;
    });
}

#[test]
fn without_script_nothing_typed_is_lost_and_going_back_sends_nothing_again() {
    let setup = Setup {
        size: SMALL,
        script: false,
    };
    walk(setup, async |person| {
        let line = async |wanted: &str| {
            let line = person.sees("#subject").await.prop("value").await;
            assert_eq!(line.expect("a value").as_deref(), Some(wanted));
        };
        person.goes("/new").await;
        person.types("#subject", SUBJECT).await;
        person.clicks(".setting").await;
        person.sees("html[data-size=l]").await;
        line(SUBJECT).await;
        person.clicks(".language").await;
        person.sees("html[lang=en]").await;
        line(SUBJECT).await;
        goes_on(person).await;
        person.sees(".error-summary").await;
        // Away from the page of the error and back: it is a page as any other.
        person.clicks("a.authority").await;
        person.arrives("/").await;
        person.client.back().await.expect("goes back");
        person.sees(".error-summary").await;
        person.arrives("/new/what?wrong=yes").await;
        line(SUBJECT).await;
        // Enter in a line goes on; the buttons at the top come before it on the page.
        person.types("#body", BODY).await;
        person.clicks("#subject").await;
        person.presses_key(Key::Enter).await;
        person.arrives("/new/where").await;
        person.sees("html[data-size=l]").await;
    });
}

#[test]
fn by_keyboard_alone() {
    let setup = Setup {
        size: DESK,
        script: true,
    };
    walk(setup, async |person| {
        person.goes("/").await;
        person.tabs_to("a.skip").await;
        person.presses_key(Key::Enter).await;
        person.tabs_to("main a[href='/new']").await;
        person.presses_key(Key::Enter).await;
        person.arrives("/new").await;

        let on = "main form[action^='/new/'] button.button:not([name])";
        person.tabs_to(on).await;
        person.presses_key(Key::Enter).await;
        person.sees(".error-summary").await;
        let script = "return document.activeElement.className";
        let focused = person.runs(script, Vec::new()).await;
        assert_eq!(focused, "error-summary");

        person.tabs_to(".error-summary a[href='#body']").await;
        person.presses_key(Key::Enter).await;
        person.presses("four months").await;
        person.tabs_to("#subject").await;
        person.presses("wages").await;
        for step in ["where", "ask", "files", "whose", "contact"] {
            person.tabs_to(on).await;
            person.presses_key(Key::Enter).await;
            person.arrives(&format!("/new/{step}")).await;
        }
        person.tabs_to("input[name=who]").await;
        person.presses_key(Key::Down).await;
        person.presses_key(Key::Down).await;
        person.tabs_to(on).await;
        person.presses(" ").await;
        person.arrives("/new/check").await;
        person.tabs_to("form[action='/new/check'] button").await;
        person.presses(" ").await;
        person.arrives("/receipt").await;
        let code = person.reads("#code").await;
        person.tabs_to("form[action='/receipt/kept'] button").await;
        person.presses_key(Key::Enter).await;
        person.arrives("/track/petition").await;
        person.tabs_to("form[action='/track/leave'] button").await;
        person.presses_key(Key::Enter).await;
        person.arrives("/").await;

        person.tabs_to("main a[href='/track']").await;
        person.presses_key(Key::Enter).await;
        person.arrives("/track").await;
        person.tabs_to("#code").await;
        person.presses(&code).await;
        person.presses_key(Key::Enter).await;
        person.arrives("/track/petition").await;
        person.tabs_to("details.why summary").await;
        person.presses_key(Key::Enter).await;
        assert!(person.has("details.why[open]").await);
        person.tabs_to(".language").await;
        person.presses_key(Key::Enter).await;
        person.sees("html[lang=en]").await;
    });
}
