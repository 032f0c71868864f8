//! `/figures`: how much this authority did in time, for everybody. Sums of the past year by duty, never by
//! unit or person, and none below five.

use crate::pages::figures::{PublicFigure, PublicFiguresPage};
use crate::pages::ratings::{RatingLine, RatingTable};
use crate::portal::{frame, html};
use crate::problem::{self, Problem};
use crate::state::Web;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use huiyin_app::rules::Authority;
use huiyin_app::{TimelinessBy, TimelinessFigures, TimelinessQuery};
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use huiyin_domain::wording;
use jiff::ToSpan;
use std::sync::{Arc, Mutex, PoisonError};

/// How long counted figures are shown before they are counted again: ten minutes. They are counted over
/// everything, and anybody may ask.
const KEPT_MICROS: i64 = 10 * 60 * 1_000_000;
/// Sums below this are not shown: few are somebody.
const SHOWN_MIN: u64 = 5;

/// The figures that were counted last, and when.
#[derive(Default)]
pub(crate) struct Counted(Mutex<Option<(Instant, Arc<Vec<TimelinessFigures>>)>>);

/// `GET /figures`.
pub(crate) async fn show(State(web): State<Web>, headers: HeaderMap) -> Response {
    let frame = frame(&web, &headers, "/figures");
    let language = frame.language;
    let shown = async {
        let authority = web.huiyin.authority(None)?;
        let today = web.huiyin.now().date_in(&authority.zone);
        let from = today.saturating_sub(1.year());
        let figures = counted(&web, &authority, from).await?;
        let from = wording::day(from, language);
        Ok::<_, Problem>(PublicFiguresPage {
            scope: language.pick(
                format!("{from}以来开始的法定期限"),
                format!("Statutory duties opened since {from}"),
            ),
            ratings: ratings(&web, &authority, language).await?,
            rows: figures
                .iter()
                .filter(|one| one.duty == "statutory" && one.opened >= SHOWN_MIN)
                .map(|one| row(&web, one, language))
                .collect(),
            frame: frame.clone(),
        })
    };
    match shown.await {
        Ok(page) => html(&page),
        Err(problem) => problem::page(frame, problem.code()),
    }
}

/// What petitioners said, in sums (RULES 4.4).
async fn ratings(
    web: &Web,
    authority: &Authority,
    language: Language,
) -> Result<Option<RatingTable>, Problem> {
    let figures = web.huiyin.public_ratings(authority).await?;
    let rows = figures
        .sides
        .iter()
        .map(|(side, sums)| RatingLine::of(side.question().in_language(language), *sums, language));
    Ok(RatingTable::of(&figures, rows.collect(), language))
}

async fn counted(
    web: &Web,
    authority: &Arc<Authority>,
    from: jiff::civil::Date,
) -> Result<Arc<Vec<TimelinessFigures>>, Problem> {
    let now = web.huiyin.now();
    let kept = web.public_figures.0.lock();
    let kept = kept.unwrap_or_else(PoisonError::into_inner).clone();
    if let Some((at, figures)) = kept
        && now.micros() - at.micros() <= KEPT_MICROS
    {
        return Ok(figures);
    }
    let (huiyin, of) = (Arc::clone(&web.huiyin), Arc::clone(authority));
    let query = TimelinessQuery {
        from: Some(from),
        to: None,
        by: Some(TimelinessBy::Term),
    };
    let counting = tokio::task::spawn_blocking(move || huiyin.timeliness(&of, &query));
    let figures = counting
        .await
        .map_err(|_| Problem::of(crate::problem::Code::Internal))??;
    let figures = Arc::new(figures);
    let mut kept = web
        .public_figures
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    *kept = Some((now, Arc::clone(&figures)));
    Ok(figures)
}

fn row(web: &Web, one: &TimelinessFigures, language: Language) -> PublicFigure {
    let rules = web.huiyin.rules();
    let term = rules
        .rulebook(&one.rulebook)
        .and_then(|rulebook| rulebook.terms.iter().find(|term| term.id == one.term));
    let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    PublicFigure {
        title: term.map_or_else(
            || one.term.clone(),
            |term| term.title.in_language(language).to_owned(),
        ),
        length: term.map_or_else(String::new, |term| term.length.words(language)),
        opened: count(one.opened),
        met_in_time: count(one.met_in_time),
        met_late: count(one.met_late + one.waived_late),
        open_in_time: count(one.open_in_time),
        open_late: count(one.open_late),
        waived: count(one.waived),
        median_days: one.days_median.map(|days| format!("{days:.1}")),
    }
}
