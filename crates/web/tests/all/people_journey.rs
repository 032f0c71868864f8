//! Ways through the site that are seldom gone, in a real browser on a phone: a group with representatives,
//! somebody without a name, a review asked for in English without script, and a clerk without script.

use super::desk::PASSWORD;
use super::journey::{PHONE, checks, served};
use super::review::{above, answer_to};
use super::webdriver::{Driver, Person, Setup};
use huiyin_app::Huiyin;
use huiyin_domain::event::Actor;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::on_sqlite;
use huiyin_testkit::park::{FIRST, Filed, Park, accept, claim, draft, transfer};
use std::sync::Arc;
use tokio::task::block_in_place;

const WITH_SCRIPT: Setup = Setup {
    size: PHONE,
    script: true,
};
const WITHOUT_SCRIPT: Setup = Setup {
    size: PHONE,
    script: false,
};

/// Somebody goes a way through a park.
fn walk(setup: Setup, way: impl AsyncFnOnce(&Person, &Park<'_>, &Huiyin)) {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        served(Arc::clone(&huiyin), async |site| {
            let driver = Driver::start();
            let person = driver.person(setup, site).await;
            way(&person, &park, &huiyin).await;
            person.client.close().await.expect("the browser closes");
        });
    });
}

async fn goes_on(person: &Person) {
    let on = "main form[action^='/new/'] button.button:not([name])";
    person.clicks(on).await;
}

/// Writes down what happened, and goes on to whose matter it is.
async fn tells(person: &Person) {
    person.goes("/new").await;
    person.fills("subject", "六个人的工资没发").await;
    person.fills("body", "三月份的工资到现在没发。").await;
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

#[test]
fn a_group_names_its_representatives_and_each_follows_by_a_code_of_their_own() {
    walk(WITH_SCRIPT, async |person, _, _| {
        tells(person).await;
        person.fills("whose", "several").await;
        person.fills("representative_1", "李四 13555500001").await;
        person.fills("representative_2", "王五").await;
        checks(person, "whose, of several", true).await;
        goes_on(person).await;
        person.arrives("/new/contact").await;
        person.fills("who", "named").await;
        person.fills("name", "张三").await;
        person.fills("phone", "13800138000").await;
        goes_on(person).await;
        person.arrives("/new/check").await;
        let said = person.reads(".answers").await;
        assert!(said.contains("李四") && said.contains("王五"), "{said}");
        checks(person, "check, of several", true).await;
        let (number, codes) = sends(person).await;
        assert_eq!(codes.len(), 3, "{codes:?}");
        checks(person, "receipt, of several", true).await;
        person.clicks("form[action='/receipt/kept'] button").await;
        person.arrives("/track/petition").await;
        for code in &codes {
            follows(person, code).await;
            let said = person.reads("main").await;
            assert!(said.contains(&number), "{said}");
            assert!(said.contains("我不当代表了"), "{said}");
        }
        checks(person, "track, of a representative", true).await;
    });
}

#[test]
fn somebody_without_a_name_reads_the_answer_and_writes_back_by_the_code_alone() {
    walk(WITH_SCRIPT, async |person, park, huiyin| {
        tells(person).await;
        goes_on(person).await;
        person.arrives("/new/contact").await;
        person.fills("who", "anonymous").await;
        goes_on(person).await;
        let (number, codes) = sends(person).await;
        checks(person, "receipt, without a name", true).await;
        person.clicks("form[action='/receipt/kept'] button").await;
        block_in_place(|| is_answered(park, huiyin, &number, &codes[0]));
        follows(person, &codes[0]).await;
        let said = person.reads("main").await;
        assert!(said.contains("已说明"), "{said}");
        checks(person, "track, answered without a name", true).await;
        person.fills("words", "谢谢，我还想问一句。").await;
        person
            .clicks("form[action='/track/say'] button[type=submit]")
            .await;
        // The page is at the same address before and after: what was written tells them apart.
        let said = person.reads(".thread .message-petitioner").await;
        assert!(said.contains("谢谢，我还想问一句。"), "{said}");
    });
}

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

#[test]
fn a_review_is_asked_for_in_english_without_script() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        above(&park, true);
        let filed = answer_to(&park);
        served(Arc::clone(&huiyin), async |site| {
            let driver = Driver::start();
            let person = driver.person(WITHOUT_SCRIPT, site).await;
            person.goes("/").await;
            person.clicks(".language").await;
            person.sees("html[lang=en]").await;
            follows(&person, &filed.code.grouped()).await;
            person.clicks("a[href='/track/review']").await;
            person.arrives("/track/review").await;
            checks(&person, "review in English", false).await;
            let send = "form[action='/track/review'] button";
            person.clicks(send).await;
            person.sees(".error-summary").await;
            checks(&person, "review in English, with errors", false).await;
            person
                .types("#reasons", "Nobody came to look at the site.")
                .await;
            person.clicks(send).await;
            person.arrives("/track/petition").await;
            let said = person.reads("main").await;
            assert!(said.contains("District Petition Office"), "{said}");
            person.clicks("a[href*='at=district']").await;
            person.sees("a[href*='at=default']").await;
            let said = person.reads("main").await;
            assert!(said.contains("Nobody came to look at the site."), "{said}");
            checks(&person, "the review itself in English", false).await;
            person.client.close().await.expect("the browser closes");
        });
    });
}

#[test]
fn a_clerk_without_script_registers_sorts_and_sends_on() {
    walk(WITHOUT_SCRIPT, async |desk, park, huiyin| {
        let invite = huiyin.invite((FIRST, Actor::Operator), park.staff("clerk"), None);
        let link = invite.await.expect("a link").answer;
        desk.goes(&format!("/desk/invitation/{}", link.token)).await;
        desk.types("#password", PASSWORD).await;
        desk.types("#again", PASSWORD).await;
        desk.clicks("main form button[type=submit]").await;
        desk.arrives("/desk").await;
        checks(desk, "an empty inbox without script", false).await;
        desk.clicks("main a[href='/desk/new']").await;
        desk.arrives("/desk/new").await;
        checks(desk, "intake without script", false).await;
        for (name, value) in [
            ("subject", "路灯坏了半个月"),
            ("body", "一直没有人来修。"),
            ("who", "named"),
            ("name", "王秀英"),
        ] {
            desk.fills(name, value).await;
        }
        desk.clicks("form[action='/desk/new'] button[data-key='F9']")
            .await;
        desk.arrives("/desk/new/receipt").await;
        checks(desk, "receipt at the counter without script", false).await;
        let number = desk.reads("dd.number").await;
        let told = desk.reads("section.privacy").await;
        assert!(told.contains("被反映的单位看不到您是谁"), "{told}");
        desk.clicks("form[action='/desk/new/receipt/handed-over'] button")
            .await;
        desk.sees("p.stress").await;
        let here = format!("/desk/petitions/{number}");
        let economy = park.unit("economy").raw().to_string();
        for (step, name, value) in [
            ("classify", "class", "claim.6"),
            ("transfer", "to", economy.as_str()),
        ] {
            desk.goes(&here).await;
            checks(desk, "a petition without script", false).await;
            desk.clicks(&format!("a[href='{here}/do/{step}']")).await;
            checks(desk, step, false).await;
            desk.fills(name, value).await;
            if step == "transfer" {
                desk.fills("reason", "职责范围").await;
            }
            desk.clicks(&format!(
                "form[action='{here}/do/{step}'] button[type=submit]"
            ))
            .await;
            desk.arrives(&format!("{here}?done={step}")).await;
        }
        desk.goes("/desk").await;
        let said = desk.reads("main").await;
        assert!(said.contains(&number), "{said}");
        assert!(!desk.has("[data-news] a:not([hidden])").await);
        checks(desk, "an inbox without script", false).await;
    });
}
