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
use huiyin_domain::category;
use huiyin_domain::published::PublishedAnswer;
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
    match page(&web, &headers, &asked("topic"), &asked("words")).await {
        Ok(page) => html(&page),
        Err(problem) => problem::page(frame(&web, &headers, "/answers"), problem.code()),
    }
}

async fn page(
    web: &Web,
    headers: &HeaderMap,
    topic: &str,
    words: &str,
) -> Result<PublishedPage, Problem> {
    let frame = frame(web, headers, "/answers");
    let language = frame.language;
    let authority = web.huiyin.authority(None)?;
    let mut all = web.huiyin.published_answers(authority.row.id).await?;
    all.retain(PublishedAnswer::is_shown);
    let roots: BTreeSet<&str> = all
        .iter()
        .filter_map(|one| one.category.as_deref())
        .map(root)
        .collect();
    let topics = roots.into_iter().filter_map(|code| {
        let name = category::name(code)?.in_language(language).to_owned();
        Some(Choice::new(code, name).chosen(code == topic))
    });
    let fits = |one: &&PublishedAnswer| {
        let of = one.category.as_deref().map(root);
        (topic.is_empty() || of == Some(topic)) && holds(one, words)
    };
    let mut found: Vec<&PublishedAnswer> = all.iter().filter(fits).collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.released.map(|(_, on)| on), one.id)));
    found.truncate(SHOWN_MAX);
    let answers = found
        .into_iter()
        .map(|one| PublishedView::of(one, &authority.unit_name(one.unit), language));
    Ok(PublishedPage {
        topics: topics.collect(),
        words: words.to_owned(),
        answers: answers.collect(),
        any: !all.is_empty(),
        frame,
    })
}

/// The topic of a category: its first level.
fn root(code: &str) -> &str {
    code.get(..2).unwrap_or(code)
}

/// Whether every word that was asked for stands in it.
fn holds(one: &PublishedAnswer, words: &str) -> bool {
    let texts = [
        &one.question.zh,
        &one.question.en,
        &one.answer.zh,
        &one.answer.en,
    ];
    let texts = texts.map(|text| text.to_lowercase());
    let words = words.to_lowercase();
    words
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}
