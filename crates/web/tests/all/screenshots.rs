//! The pictures of the guides, made from the sample in a real browser: `make screenshots`. It is no test;
//! it is here because tests know how to serve and to drive a browser.

use super::journey::served;
use super::webdriver::{Driver, Person, Setup};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::on_sqlite;
use std::path::Path;
use std::sync::Arc;

const PHONE: Setup = Setup {
    size: (360, 740),
    script: true,
};
const DESK: Setup = Setup {
    size: (1_200, 860),
    script: true,
};

/// What is typed, in the language of the pictures.
struct Words {
    tag: &'static str,
    language: &'static str,
    subject: &'static str,
    body: &'static str,
    request: &'static str,
    topic: &'static str,
}

const LANGUAGES: [Words; 2] = [
    Words {
        tag: "zh",
        language: "zh-CN",
        subject: "三月份的工资到现在没发",
        body: "我在A区工地干了四个月，三月份的工资到现在没发，问了三次，都说再等等。",
        request: "把三月份的工资发了",
        topic: "三月份的工资没有发",
    },
    Words {
        tag: "en",
        language: "en",
        subject: "My wages of March are not paid",
        body: "I worked on the site for four months. The wages of March are not paid; I asked three times and was told to wait.",
        request: "Pay the wages of March",
        topic: "Wages of March are not paid",
    },
];

#[test]
#[ignore = "it makes the pictures of the guides: make screenshots"]
fn the_pictures_of_the_guides() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open_sample());
        let now = Instant::parse("2026-06-10T10:30:00+08:00").expect("an instant");
        let filled = tokio::runtime::Runtime::new().expect("a runtime");
        let filled = filled.block_on(huiyin.fill_with_sample(&place.clock, now));
        filled.expect("the sample");
        served(huiyin, async |site| {
            for words in &LANGUAGES {
                let (phone, desk) = (Driver::start(), Driver::start());
                petitioner(&phone.person(PHONE, site).await, words).await;
                staff(&desk.person(DESK, site).await, words).await;
            }
        });
    });
}

async fn takes(person: &Person, words: &Words, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/images");
    let bare = "document.documentElement.style.scrollbarWidth = 'none';";
    person.runs(bare, Vec::new()).await;
    let picture = person.client.screenshot().await.expect("a picture");
    let file = folder.join(format!("{name}-{}.png", words.tag));
    std::fs::write(file, picture).expect("it is written");
}

/// Scrolls until something is at the top.
async fn shows(person: &Person, selector: &str) {
    person.sees(selector).await;
    let script = "document.querySelector(arguments[0]).scrollIntoView();";
    person.runs(script, vec![selector.into()]).await;
}

async fn goes_on(person: &Person, to: &str) {
    let button = "main form[action^='/new/'] button.button:not([name])";
    person.clicks(button).await;
    person.arrives(to).await;
}

async fn petitioner(person: &Person, words: &Words) {
    speaks(person, words).await;
    takes(person, words, "home-phone").await;
    person.goes("/new").await;
    person.types("#body", words.body).await;
    person.types("#subject", words.subject).await;
    takes(person, words, "tell-phone").await;
    goes_on(person, "/new/where").await;
    goes_on(person, "/new/ask").await;
    person.types("#request_1", words.request).await;
    goes_on(person, "/new/files").await;
    goes_on(person, "/new/whose").await;
    goes_on(person, "/new/contact").await;
    person.clicks("label[for=who-anonymous]").await;
    goes_on(person, "/new/check").await;
    takes(person, words, "check-phone").await;
    person
        .clicks("form[action='/new/check'] button[type=submit]")
        .await;
    person.arrives("/receipt").await;
    takes(person, words, "receipt-phone").await;
    person.clicks("form[action='/receipt/kept'] button").await;
    person.arrives("/track/petition").await;
    takes(person, words, "track-phone").await;
}

async fn staff(person: &Person, words: &Words) {
    enters(person, words, "fang").await;
    takes(person, words, "desk-inbox").await;
    person.goes("/desk/new").await;
    takes(person, words, "desk-intake").await;
    group(person, words).await;
    enters(person, words, "lu").await;
    person.clicks("main a[href^='/desk/petitions/']").await;
    person.sees("body.petition").await;
    takes(person, words, "desk-petition").await;
    person.goes("/desk/plans").await;
    person.clicks("main a[href^='/desk/plans/']").await;
    person.sees("h1").await;
    takes(person, words, "desk-plan").await;
}

/// A group comes: the form, the response, the board on the wall.
async fn group(person: &Person, words: &Words) {
    person.goes("/desk/open-response").await;
    person.types("#people", "30-60").await;
    person.types("#topic", words.topic).await;
    person.clicks("label[for$='park-reception']").await;
    takes(person, words, "response-open").await;
    person.clicks("main form button.button").await;
    person.sees("body.response").await;
    takes(person, words, "response").await;
    shows(person, "main a[href^='/board/']").await;
    person.clicks("main a[href^='/board/']").await;
    person.sees("body.board").await;
    takes(person, words, "board").await;
}

/// Comes in as one of the sample's people.
async fn enters(person: &Person, words: &Words, login: &str) {
    speaks(person, words).await;
    person.goes("/desk/sign-in").await;
    let one = format!("form[action='/desk/demo'] input[value='{login}'] ~ button");
    person.clicks(&one).await;
    person.arrives("/desk").await;
}

/// Begins as somebody new, in the language of the pictures.
async fn speaks(person: &Person, words: &Words) {
    person.goes("/").await;
    let gone = person.client.delete_all_cookies().await;
    gone.expect("the cookies go");
    person
        .goes(&format!("/language?to={}&back=/", words.tag))
        .await;
    person.sees(&format!("html[lang={}]", words.language)).await;
}
