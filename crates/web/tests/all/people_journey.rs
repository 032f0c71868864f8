//! Ways through the site that are seldom gone, in a real browser on a phone: a group with representatives, and
//! somebody without a name.

use super::journey::{goes_on, served};
use super::ways::{Way, ways};
use super::webdriver::{Driver, Person};
use huiyin_app::Huiyin;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::on_sqlite;
use huiyin_testkit::park::{FIRST, Filed, Park, accept, claim, draft, transfer};
use std::sync::Arc;
use tokio::task::block_in_place;

/// Somebody goes a way through a park.
fn walk(way: Way, journey: impl AsyncFnOnce(&Person, &Park<'_>, &Huiyin)) {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        served(Arc::clone(&huiyin), async |site| {
            let driver = Driver::start();
            let person = driver.person(way.phone(), site).await;
            person.goes("/").await;
            way.is_chosen(&person).await;
            journey(&person, &park, &huiyin).await;
            person.client.close().await.expect("the browser closes");
        });
    });
}

/// Writes down what happened, and goes on to whose matter it is.
async fn tells(person: &Person, way: Way) {
    let subject = way.say("六个人的工资没发", "Wages of six are not paid");
    let body = way.say("三月份的工资到现在没发。", "March is not paid to this day.");
    person.goes("/new").await;
    person.fills("subject", subject).await;
    person.fills("body", body).await;
    for step in ["where", "ask", "files", "whose"] {
        goes_on(person).await;
        person.arrives(&format!("/new/{step}")).await;
    }
}

/// Confirms, and stands before the receipt: number and codes.
async fn sends(person: &Person) -> (String, Vec<String>) {
    person.arrives("/new/check").await;
    let send = "form[action='/new/check'] button[type=submit]";
    person.clicks(send).await;
    person.arrives("/receipt").await;
    let codes = "return [...document.querySelectorAll('.code')].map((one) => one.textContent)";
    let codes = person.runs(codes, Vec::new()).await;
    let codes = codes.as_array().expect("codes").iter();
    let codes = codes.map(|one| one.as_str().expect("a code").to_owned());
    (person.reads("dd.number").await, codes.collect())
}

/// Comes back with a code.
async fn follows(person: &Person, code: &str) {
    person.goes("/track").await;
    person.types("#code", code).await;
    person.clicks("form[action='/track'] button").await;
    person.arrives("/track/petition").await;
}

fn a_group_names_its_representatives_and_each_follows_by_a_code_of_their_own(way: Way) {
    walk(way, async |person, _, _| {
        let (first, second) = way.say(("李四", "王五"), ("Li Si", "Wang Wu"));
        tells(person, way).await;
        person.fills("whose", "several").await;
        let reached = format!("{first} 13555500001");
        person.fills("representative_1", &reached).await;
        person.fills("representative_2", second).await;
        way.checks_words(person, "whose, of several").await;
        goes_on(person).await;
        person.arrives("/new/contact").await;
        person.fills("who", "named").await;
        person.fills("name", way.say("张三", "Zhang San")).await;
        person.fills("phone", "13800138000").await;
        goes_on(person).await;
        person.arrives("/new/check").await;
        let said = person.reads(".answers").await;
        assert!(said.contains(first) && said.contains(second), "{said}");
        way.checks_words(person, "check, of several").await;
        let (number, codes) = sends(person).await;
        assert_eq!(codes.len(), 3, "{codes:?}");
        way.checks_words(person, "receipt, of several").await;
        person.clicks("form[action='/receipt/kept'] button").await;
        person.arrives("/track/petition").await;
        for code in &codes {
            follows(person, code).await;
            let said = person.reads("main").await;
            assert!(said.contains(&number), "{said}");
            let leaves = way.say("我不当代表了", "Stop speaking for the group");
            assert!(said.contains(leaves), "{said}");
        }
        way.checks_words(person, "track, of a representative").await;
    });
}
ways!(a_group_names_its_representatives_and_each_follows_by_a_code_of_their_own);

fn somebody_without_a_name_reads_the_answer_and_writes_back_by_the_code_alone(way: Way) {
    walk(way, async |person, park, huiyin| {
        tells(person, way).await;
        goes_on(person).await;
        person.arrives("/new/contact").await;
        person.fills("who", "anonymous").await;
        goes_on(person).await;
        let (number, codes) = sends(person).await;
        way.checks_words(person, "receipt, without a name").await;
        person.clicks("form[action='/receipt/kept'] button").await;
        block_in_place(|| is_answered(park, huiyin, &number, &codes[0]));
        follows(person, &codes[0]).await;
        let said = person.reads("main").await;
        assert!(said.contains("已说明"), "{said}");
        // The handler wrote in Chinese.
        way.checks(person, "track, answered without a name").await;
        let words = way.say("谢谢，我还想问一句。", "Thank you; one more question.");
        person.fills("words", words).await;
        person
            .clicks("form[action='/track/say'] button[type=submit]")
            .await;
        // The page is at the same address before and after: what was written tells them apart.
        let said = person.reads(".thread .message-petitioner").await;
        assert!(said.contains(words), "{said}");
    });
}
ways!(somebody_without_a_name_reads_the_answer_and_writes_back_by_the_code_alone);

/// The staff do their part: from sorting to an answer on the tracking page.
fn is_answered(park: &Park<'_>, huiyin: &Huiyin, number: &str, code: &str) {
    let number = PetitionNumber::parse(number).expect("a number");
    let id = huiyin
        .store()
        .read_here(|reader| reader.petition_numbered(FIRST, number))
        .expect("reads");
    let code = huiyin_app::code::TrackingCode::parse(code).expect("a code");
    let filed = Filed {
        number,
        id: id.expect("is there"),
        code,
    };
    park.does(
        "clerk",
        &filed,
        vec![claim(), transfer(park.unit("economy"))],
    );
    park.does("ecohandler", &filed, vec![Command::Receive]);
    let work = vec![accept(), draft(), Command::Submit];
    park.does("ecohandler", &filed, work);
    park.does("boss", &filed, vec![Command::Approve]);
    // Issued, it stands on the tracking page, and there somebody without a name is served.
    park.does("ecohandler", &filed, vec![Command::Issue]);
}
