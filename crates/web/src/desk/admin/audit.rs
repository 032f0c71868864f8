//! `/desk/admin/audit`: an auditor finds a petition by its number, and sees what was refused to staff.

use super::organisation;
use crate::body::Form;
use crate::desk::case::{href_of, when};
use crate::desk::guard::Signed;
use crate::desk::inbox::{Searched, search};
use crate::pages::desk::admin::{AdminList, AdminTab};
use crate::pages::desk::audit::{Audit, RefusedLine};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use huiyin_app::REFUSED_DAYS;

/// Refusals on a page.
const SHOWN: usize = 100;

/// `GET /desk/admin/audit`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let asked = Form::parse(query.unwrap_or_default().as_bytes())?;
        // Who may not look for petitions here is told so before anything is looked for.
        let mut audit = of(&signed, &asked).await?;
        let number = asked.text("number").unwrap_or_default();
        let mut status = StatusCode::OK;
        match search(&signed, &number).await? {
            Searched::No => {}
            Searched::Found(number) => return Ok(see_there(&href_of(&number.to_string()))),
            Searched::Nothing(words) => {
                status = StatusCode::NOT_FOUND;
                audit.number_error = Some(words);
            }
        }
        audit.number = number;
        let organisation = organisation(&signed).await?;
        let list = (AdminTab::Audit, AdminList::Audit(audit));
        let page = super::page(&signed, &organisation, list).await;
        Ok((status, signed.html(&page)).into_response())
    };
    signed.or_refused(shown.await)
}

/// What the page shows.
pub(super) async fn of(signed: &Signed, asked: &Form) -> Result<Audit, Problem> {
    let after = asked.text("after").and_then(|text| text.parse().ok());
    let huiyin = &signed.web().huiyin;
    // One more than is shown tells whether there are more.
    let rows = u32::try_from(SHOWN + 1).unwrap_or(u32::MAX);
    let mut found = huiyin
        .refused_attempts(signed.principal(), after, rows)
        .await?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    let language = signed.language();
    let last = found.last().filter(|_| more);
    let href = AdminTab::Audit.href();
    let older_href = last.map(|last| format!("{href}?after={}", last.id));
    let line = |one: huiyin_app::RefusedAttempt| RefusedLine {
        name: one.name,
        wish: one.wish_words.in_language(language).to_owned(),
        why: one
            .why
            .map(|why| why.in_language(language).to_owned())
            .unwrap_or_default(),
        petition: one.number.map(|number| {
            let href = href_of(&number);
            (number, href)
        }),
        times: one.times,
        when: when(&one.last_at, signed.dates(&authority.zone)),
    };
    Ok(Audit {
        number: String::new(),
        number_error: None,
        refused: found.into_iter().map(line).collect(),
        older_href,
        days: REFUSED_DAYS,
    })
}
