//! The way of a petitioner in a real browser: on a phone in either language, with and without script; at a desk; by
//! keyboard.

use super::support::{listen, pdf};
use super::ways::{DESK, SMALL, Way, ways};
use super::webdriver::{Driver, Person, Setup};
use fantoccini::key::Key;
use huiyin_app::Huiyin;
use huiyin_domain::language::Language;
use huiyin_testkit::engine::on_sqlite;
use huiyin_web::{Serving, WebConfig};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

const SUBJECT: &str = "三月份的工资到现在没发";

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

/// Home → Tell us → error → fix → receipt → I have it → track by code → the other language → leave.
async fn whole_way(person: &Person, way: Way) {
    let subject = way.say(SUBJECT, "Wages of March are not paid");
    person.goes("/").await;
    way.is_chosen(person).await;
    way.checks_words(person, "home").await;
    person.clicks("main a[href='/new']").await;
    person.arrives("/new").await;
    is_written(person, way, subject).await;
    changes_and_puts_aside(person, way).await;
    person
        .clicks("form[action='/new/check'] button[type=submit]")
        .await;
    person.arrives("/receipt").await;
    let code = person.reads("#code").await;
    // What only a script can do is shown only where scripts run.
    assert_eq!(person.has("[data-print]:not([hidden])").await, way.script);
    way.checks_words(person, "receipt").await;
    person.client.refresh().await.expect("loads again");
    assert_eq!(person.reads("#code").await, code);

    person.clicks("form[action='/receipt/kept'] button").await;
    person.arrives("/track/petition").await;
    assert!(person.reads("main").await.contains(subject));
    way.checks_words(person, "track").await;
    person.goes("/receipt").await;
    assert!(!person.has("#code").await);
    way.checks_words(person, "receipt, kept").await;
    person.goes("/track/petition").await;
    person.clicks("form[action='/track/leave'] button").await;
    person.arrives("/").await;
    by_code(person, &code, way).await;
    in_the_other_language(person, way.other()).await;
    gives_up(person, way.other()).await;
}

/// Step by step to the check, with the mistakes that people make.
async fn is_written(person: &Person, way: Way, subject: &str) {
    let body = "我在A区工地干了四个月，三月份的工资到现在没发。";
    let body = way.say(body, "I worked on site A for four months.");
    way.checks_words(person, "tell us").await;
    person.types("#subject", subject).await;
    goes_on(person).await;
    person.sees(".error-summary").await;
    way.checks_words(person, "tell us, with errors").await;
    let kept = person.sees("#subject").await.prop("value").await;
    assert_eq!(kept.expect("a value").as_deref(), Some(subject));
    person.clicks(".error-summary a[href='#body']").await;
    person.types("#body", body).await;
    goes_on(person).await;
    person.arrives("/new/where").await;
    way.checks_words(person, "where").await;
    let place = way.say("A区工地，三月", "Site A, March");
    person.types("#place_text", place).await;
    goes_on(person).await;
    person.arrives("/new/ask").await;
    way.checks_words(person, "what is asked for").await;
    let asked = way.say("把三月份的工资发了", "That March is paid");
    person.types("#request_1", asked).await;
    goes_on(person).await;
    person.arrives("/new/files").await;
    way.checks_words(person, "files").await;
    adds_files(person, way).await;
    way.checks_words(person, "whose").await;
    goes_on(person).await;
    person.arrives("/new/contact").await;
    way.checks_words(person, "contact").await;
    person.clicks("label[for=who]").await;
    person.types("#phone", "135").await;
    goes_on(person).await;
    person.sees(".error-summary").await;
    way.checks_words(person, "contact, with errors").await;
    person.types("#phone", "13800138000").await;
    goes_on(person).await;
    person.arrives("/new/check").await;
}

/// Presses "Continue".
pub async fn goes_on(person: &Person) {
    person
        .clicks("main form[action^='/new/'] button.button:not([name])")
        .await;
}

/// One file that is taken and one that is not; then on.
async fn adds_files(person: &Person, way: Way) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    };
    let name = way.say("工资条.pdf", "payslip.pdf");
    let (slip, program) = (write(name, &pdf(900)), write("x.pdf", b"MZ"));
    let input = person.sees("#file").await;
    let both = format!("{slip}\n{program}");
    input.send_keys(&both).await.expect("chooses");
    goes_on(person).await;
    person.sees(".error-summary").await;
    assert!(person.reads(".added").await.contains(name));
    way.checks_words(person, "files, one not taken").await;
    goes_on(person).await;
    person.arrives("/new/whose").await;
}

/// From the check back to one answer, then aside, and on by the code.
async fn changes_and_puts_aside(person: &Person, way: Way) {
    way.checks_words(person, "check").await;
    person.clicks("a[href='/new/where?then=check']").await;
    let place = way.say("B区工地，三月", "Site B, March");
    person.types("#place_text", place).await;
    goes_on(person).await;
    person.arrives("/new/check").await;
    assert!(person.reads(".answers").await.contains(place));
    person.clicks("main a[href='/new/saved']").await;
    person.arrives("/new/saved").await;
    way.checks_words(person, "saved").await;
    let code = person.reads("#code").await;
    person.clicks("form[action='/new/leave'] button").await;
    person.arrives("/").await;
    person.goes("/track").await;
    person.types("#code", &code).await;
    person.clicks("form[action='/track'] button").await;
    person.arrives("/new/check").await;
}

async fn by_code(person: &Person, code: &str, way: Way) {
    person.clicks("main a[href='/track']").await;
    person.arrives("/track").await;
    way.checks_words(person, "code").await;
    person.types("#code", "7KQM 3XV9 TD2H W8R").await;
    person.clicks("form[action='/track'] button").await;
    person.sees(".error-summary").await;
    way.checks_words(person, "code, wrong").await;
    person
        .types("#code", &code.to_lowercase().replace('-', " "))
        .await;
    person.clicks("form[action='/track'] button").await;
    person.arrives("/track/petition").await;
    person.clicks("details.why summary").await;
    let why = person.reads("details.why").await;
    assert!(why.contains(way.say("15日", "15 calendar days")), "{why}");
    way.checks_words(person, "track, unfolded").await;
}

/// The page turns into the other language and stays where it is; then somebody leaves it.
async fn in_the_other_language(person: &Person, way: Way) {
    person.clicks(".language").await;
    way.is_spoken(person).await;
    person.arrives("/track/petition").await;
    let said = person.reads("main").await;
    assert!(said.contains(way.say("2月28日", "28 February")), "{said}");
    way.checks(person, "track in the other language").await;
    person.goes("/receipt").await;
    way.checks(person, "receipt in the other language").await;
    person.goes("/track/petition").await;
    person.clicks("form[action='/track/leave'] button").await;
    person.arrives("/").await;
    person.goes("/track/petition").await;
    person.arrives("/track").await;
}

/// Somebody begins and throws away what was written; and two pages that nobody looks for.
async fn gives_up(person: &Person, way: Way) {
    person.goes("/new").await;
    let words = way.say("想想再说", "On second thoughts");
    person.types("#subject", words).await;
    person.types("#body", words).await;
    goes_on(person).await;
    person.arrives("/new/where").await;
    person.goes("/new").await;
    person
        .clicks("details:has(form[action='/new/discard']) > summary")
        .await;
    way.checks_words(person, "throw it away").await;
    person.clicks("form[action='/new/discard'] button").await;
    person.arrives("/").await;
    person.goes("/desk").await;
    way.checks_words(person, "desk").await;
    person.goes("/no-such-page").await;
    way.checks_words(person, "not found").await;
}

fn on_a_phone(way: Way) {
    walk(way.phone(), async |person| whole_way(person, way).await);
}
ways!(on_a_phone);

#[test]
fn at_a_desk() {
    let way = Way {
        language: Language::Zh,
        script: true,
    };
    walk(way.desk(), async |person| whole_way(person, way).await);
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
        person.types("#body", "三月份没发。").await;
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
