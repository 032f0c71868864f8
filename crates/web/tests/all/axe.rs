//! Every sample of every page in a real browser: axe finds nothing at a desk or on a phone, in the light or in
//! the dark, and nothing is wider than the smallest phone or a screen at 200 %. One browser for each language.

use super::journey::JOURNEY;
use super::webdriver::{Driver, Setup};
use axum::Router;
use axum::extract::Path;
use axum::response::Html;
use axum::routing::get;
use huiyin_testkit::engine::on_sqlite;
use huiyin_web::pages::samples::rendered;
use huiyin_web::{WebConfig, router};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::net::TcpListener;

/// The style sheet that only pages of the desk have.
const OF_THE_DESK: &str = "href=\"/assets/desk-";

/// Serves the samples beside the scripts and style sheets of the program, and looks at each.
fn each_sample_of(language: &str) {
    let samples = rendered().into_iter();
    let samples = samples.filter(|(name, _)| name.ends_with(language));
    let samples: BTreeMap<&str, String> = samples.collect();
    assert!(samples.len() > 80, "{} samples", samples.len());
    on_sqlite(|place| {
        let pages = samples.clone();
        let sample = async move |Path(name): Path<String>| Html(pages[name.as_str()].clone());
        let served = Router::new()
            .route("/sample/{name}", get(sample))
            .fallback_service(router(Arc::new(place.open()), WebConfig::default()));
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let site = format!("http://{}", listener.local_addr().expect("an address"));
            tokio::spawn(async { axum::serve(listener, served).await });
            let walked = tokio::time::timeout(JOURNEY, looks_at(&samples, &site));
            walked.await.expect("the walk ends in time");
        });
    });
}

async fn looks_at(samples: &BTreeMap<&str, String>, site: &str) {
    let setup = Setup {
        size: (1_280, 900),
        script: true,
    };
    let driver = Driver::start();
    let person = driver.person(setup, site).await;
    for (name, page) in samples {
        person.goes(&format!("/sample/{name}")).await;
        person
            .holds_everywhere(name, page.contains(OF_THE_DESK))
            .await;
    }
    person.client.close().await.expect("the browser closes");
}

#[test]
fn every_page_in_chinese() {
    each_sample_of("-zh");
}

#[test]
fn every_page_in_english() {
    each_sample_of("-en");
}
