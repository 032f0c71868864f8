//! `/answers`: what was answered to questions that many have. Nobody is turned away by it.

use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::published::{PublishedPage, PublishedView};
use crate::portal::{frame, html};
use crate::problem::{self, Problem};
use crate::state::Web;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::{PublishedSearch, topic_of};
use std::collections::BTreeSet;

/// Answers shown at a time; whoever looks for an older one narrows the search.
const SHOWN_MAX: usize = 50;

/// `GET /answers`.
pub(crate) async fn show(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let form = Form::parse(query.unwrap_or_default().as_bytes()).ok();
    let asked = |name: &str| {
        let text = form.as_ref().and_then(|form| form.text(name));
        text.unwrap_or_default().trim().to_owned()
    };
    let search = PublishedSearch {
        topic: asked("topic"),
        words: asked("words"),
    };
    match page(&web, &headers, &search).await {
        Ok(page) => html(&page),
        Err(problem) => problem::page(frame(&web, &headers, "/answers"), problem.code()),
    }
}

async fn page(
    web: &Web,
    headers: &HeaderMap,
    search: &PublishedSearch,
) -> Result<PublishedPage, Problem> {
    let frame = frame(web, headers, "/answers");
    let language = frame.language;
    let authority = web.huiyin.authority(None)?;
    let mut all = web.huiyin.answers_shown(authority.row.id).await?;
    let any = !all.is_empty();
    let roots: BTreeSet<&str> = all
        .iter()
        .filter_map(|one| one.category.as_deref())
        .map(topic_of)
        .collect();
    let topics = roots.into_iter().filter_map(|code| {
        let name = authority
            .categories
            .name(code)?
            .in_language(language)
            .to_owned();
        Some(Choice::new(code, name).chosen(code == search.topic))
    });
    let topics = topics.collect();
    all.retain(|one| search.fits(one));
    let found = all.iter().take(SHOWN_MAX);
    let answers = found.map(|one| PublishedView::of(one, &authority, language));
    Ok(PublishedPage {
        topics,
        words: search.words.clone(),
        answers: answers.collect(),
        any,
        frame,
    })
}
