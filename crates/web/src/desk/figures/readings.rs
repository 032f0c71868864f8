//! `/desk/figures/readings`: who read figures and what was exported, for auditors.

use crate::body::Form;
use crate::desk::case::when;
use crate::desk::guard::Signed;
use crate::pages::desk::Place;
use crate::pages::desk::figures::{Reading, ReadingsPage};
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;

/// `GET /desk/figures/readings`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    signed.or_refused(shown(&signed, query.unwrap_or_default()).await)
}

async fn shown(signed: &Signed, query: String) -> Result<Response, Problem> {
    signed.goes_to(Place::Figures)?;
    let after = Form::parse(query.as_bytes())?.text("after");
    let huiyin = &signed.web().huiyin;
    let found = huiyin.figure_readings(signed.principal(), after).await?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let (language, dates) = (signed.language(), signed.dates(&authority.zone));
    let rows = found.entries.into_iter().map(|one| Reading {
        when: when(&one.at, dates),
        by: one.by.unwrap_or_else(|| {
            let machine = language.pick("机器上的管理员", "Who runs the program");
            machine.to_owned()
        }),
        what: dates.in_words(one.words.in_language(language)),
    });
    let page = ReadingsPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Figures)),
        rows: rows.collect(),
        next_href: found
            .next
            .map(|next| format!("/desk/figures/readings?after={next}")),
    };
    Ok(signed.html(&page))
}
