//! `GET /api/v1/figures/timeliness`: how many duties were met in time, and which.

use super::admin::json;
use super::fields::Asked;
use super::files::FileBytes;
use super::petition::{Pairs, asked};
use crate::desk::figures::FiguresFile;
use crate::desk::guard::Bearer;
use crate::problem::{Code, Problem};
use axum::http::StatusCode;
use axum::response::Response;
use huiyin_app::{
    FigureReadings, TimelinessBy, TimelinessCell, TimelinessCount, TimelinessDuties,
    TimelinessFigures, TimelinessQuery, TimelinessSheet,
};
use huiyin_domain::event::FiguresForm;
use huiyin_domain::language::Language;

/// Counts the duties of the petitions that you may open, of which none is a person; as JSON, or as the table
/// that the desk and the command line give out, as a file. That you read them, and in which form, is on record
/// before the answer is sent.
#[utoipa::path(
    get, path = "/api/v1/figures/timeliness",
    params(
        ("from" = Option<String>, Query, description = "Opened on this day or later, YYYY-MM-DD"),
        ("to" = Option<String>, Query, description = "Opened on this day or earlier, YYYY-MM-DD"),
        ("by" = Option<String>, Query, description = "`unit`, `category` or `term`; without it by term"),
        ("format" = Option<String>, Query, description = "`json`, `csv` or `xlsx`; without it JSON"),
        ("language" = Option<String>, Query, description = "Of the headings and names in a file: `zh` or `en`; without it `zh`"),
    ),
    responses(
        (status = 200, description = "One row for each rulebook and term, and unit or category if asked", content(
            (Vec<TimelinessFigures> = "application/json"),
            (FileBytes = "text/csv"),
            (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "Your roles do not let you"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn timeliness(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let wanted = wanted(&mut query);
    let (file, language) = (file(&mut query), language(&mut query));
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let split = wanted.by.unwrap_or(TimelinessBy::Term);
    let form = file.map_or(FiguresForm::Json, FiguresFile::form);
    let figures = huiyin
        .timeliness_for(&caller.principal, wanted, form)
        .await?;
    let Some(file) = file else {
        return json(StatusCode::OK, &figures);
    };
    let rules = huiyin.rules();
    let authority = rules.authority(caller.principal.authority);
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    file.response(&TimelinessSheet::of(
        &figures,
        split,
        (authority, &rules),
        language,
    ))
}

/// The file that is asked for; none where it is JSON.
fn file(query: &mut Asked) -> Option<FiguresFile> {
    let forms = [
        ("json", None),
        ("csv", Some(FiguresFile::Csv)),
        ("xlsx", Some(FiguresFile::Xlsx)),
    ];
    query.word("format", forms.into_iter()).flatten()
}

fn language(query: &mut Asked) -> Language {
    let both = [Language::Zh, Language::En].map(|one| (one.tag(), one));
    query.word("language", both.into_iter()).unwrap_or_default()
}

fn wanted(query: &mut Asked) -> TimelinessQuery {
    let splits = TimelinessBy::ALL.map(|one| (one.word(), one));
    TimelinessQuery {
        from: query.day("from"),
        to: query.day("to"),
        by: query.word("by", splits.into_iter()),
    }
}

/// Shows 50 of the duties behind one number of the figures: as many in all as the number says, none on a
/// petition that you may not open.
#[utoipa::path(
    get, path = "/api/v1/figures/timeliness/duties",
    params(
        ("from" = Option<String>, Query, description = "As the figures were asked for"),
        ("to" = Option<String>, Query, description = "As the figures were asked for"),
        ("by" = Option<String>, Query, description = "As the figures were asked for"),
        ("rulebook" = String, Query, description = "`rulebook` of the row"),
        ("term" = String, Query, description = "`term` of the row"),
        ("duty" = String, Query, description = "`duty` of the row: `statutory` or `house`"),
        ("part" = Option<String>, Query, description = "`by` of the row; left out where it is empty"),
        ("count" = String, Query, description = "The name of the number, such as `met_late`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses(
        (status = 200, description = "The duties, in the order in which they were opened, and how many there are", body = TimelinessDuties),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "Your roles do not let you"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn duties(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let wanted = wanted(&mut query);
    let counts = TimelinessCount::ALL.map(|one| (one.word(), one));
    let count = query.word("count", counts.into_iter());
    let [rulebook, term, duty, part] = ["rulebook", "term", "duty", "part"].map(|n| query.text(n));
    query.needs("count", count.is_none());
    for (name, given) in [("rulebook", &rulebook), ("term", &term), ("duty", &duty)] {
        query.needs(name, given.is_none());
    }
    let after = query.text("after");
    query.finish()?;
    let cell = TimelinessCell {
        query: wanted,
        rulebook: rulebook.unwrap_or_default(),
        term: term.unwrap_or_default(),
        duty: duty.unwrap_or_default(),
        part: part.unwrap_or_default(),
        // Refused above where it is missing.
        count: count.unwrap_or(TimelinessCount::Opened),
    };
    let huiyin = &caller.web.huiyin;
    let found = huiyin.timeliness_duties(&caller.principal, cell, after);
    json(StatusCode::OK, &found.await?)
}

/// Shows 50 of what was read of figures, of what lists auditors and supervisors read, and of what was exported, the
/// newest first.
#[utoipa::path(
    get, path = "/api/v1/figures/readings",
    params(("after" = Option<String>, Query, description = "`next` of the page before")),
    responses(
        (status = 200, description = "Who read which figures in which form, which lists narrowed to what, and what was exported", body = FigureReadings),
        (status = 401, description = "No token, or none that works"),
        (status = 403, description = "You are no auditor"),
        (status = 422, description = "A field of the query was not taken, each named"),
    )
)]
pub(crate) async fn readings(caller: Bearer, query: Pairs) -> Result<Response, Problem> {
    let mut query = asked(query)?;
    let after = query.text("after");
    query.finish()?;
    let huiyin = &caller.web.huiyin;
    let found = huiyin.figure_readings(&caller.principal, after).await?;
    json(StatusCode::OK, &found)
}
