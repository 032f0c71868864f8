//! `/desk/figures/readings`: who read figures and what was exported, for auditors.

use crate::body::Form;
use crate::desk::guard::Signed;
use crate::pages::desk::Place;
use crate::pages::desk::figures::{Reading, ReadingsPage};
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;
use huiyin_domain::time::Instant;

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
    let language = signed.language();
    let rows = found.entries.into_iter().map(|one| Reading {
        when: Instant::parse(&one.at).map_or(one.at, |at| {
            signed.dates(&authority.zone).instant(at.to_minute())
        }),
        by: one.by.unwrap_or_else(|| {
            let machine = language.pick("机器上的管理员", "Who runs the program");
            machine.to_owned()
        }),
        what: one.words.in_language(language).to_owned(),
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
