//! A handler's day by keyboard alone: sign in, inbox, petition, draft, send for approval. The focus can be seen
//! at each stop on the way.

use super::desk::PASSWORD;
use super::journey::served;
use super::webdriver::{Driver, Person, Setup};
use fantoccini::key::Key;
use huiyin_domain::event::Actor;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::on_sqlite;
use huiyin_testkit::park::{FIRST, Park, accept};
use std::sync::Arc;

const DESK: Setup = Setup {
    size: (1_280, 900),
    script: true,
};

/// Follows a link, or presses a button, that Tab leads to.
async fn takes(desk: &Person, selector: &str) {
    desk.tabs_to(selector).await;
    desk.presses_key(Key::Enter).await;
}

/// Types into a field that Tab leads to.
async fn writes(desk: &Person, selector: &str, text: &str) {
    desk.tabs_to(selector).await;
    desk.presses(text).await;
}

#[test]
fn from_signing_in_to_sending_for_approval_by_keyboard_alone() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, vec![accept(), Command::Take]);
        served(Arc::clone(&huiyin), async |site| {
            let invite = huiyin.invite((FIRST, Actor::Operator), park.staff("ecohandler"), None);
            let link = invite.await.expect("a link").answer;
            let driver = Driver::start();
            let desk = driver.person(DESK, site).await;
            desk.goes(&format!("/desk/invitation/{}", link.token)).await;
            writes(&desk, "#password", PASSWORD).await;
            writes(&desk, "#again", PASSWORD).await;
            takes(&desk, "main form button[type=submit]").await;
            desk.arrives("/desk").await;
            takes(&desk, "details.me summary").await;
            takes(&desk, "form[action='/desk/sign-out'] button").await;
            desk.arrives("/desk/sign-in").await;

            writes(&desk, "#login", "ecohandler").await;
            writes(&desk, "#password", PASSWORD).await;
            desk.presses_key(Key::Enter).await;
            desk.arrives("/desk").await;
            takes(&desk, ".row-matter a").await;
            let here = format!("/desk/petitions/{}", filed.number);
            desk.arrives(&here).await;
            takes(&desk, &format!("a[href='{here}/answer']")).await;
            desk.arrives(&format!("{here}/answer")).await;
            for (name, text) in [
                ("finding-1", "属实"),
                ("facts-1", "现场查看"),
                ("basis-1", "管理规定"),
            ] {
                writes(&desk, &format!("[name='{name}']"), text).await;
            }
            desk.tabs_to("#outcome-1-explanation").await;
            desk.presses(" ").await;
            writes(&desk, "[name=summary]", "已说明").await;
            writes(&desk, "[name=remedy_notice]", "三十日内可以申请复查").await;
            takes(&desk, "button[name=do][value=submit]").await;
            desk.arrives(&format!("{here}?done=submit")).await;
            desk.client.clone().close().await.expect("closes");
        });
    });
}
