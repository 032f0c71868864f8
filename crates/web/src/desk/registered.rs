//! `/desk/registered`: what a clerk entered on a day, or what was registered in their office.

use crate::body::Form;
use crate::desk::case::{channel_words, href_of, safe};
use crate::desk::guard::Signed;
use crate::observe::listed;
use crate::pages::desk::Place;
use crate::pages::desk::registered::{RegisteredPage, RegisteredRow};
use crate::portal::by_time::end;
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;
use huiyin_app::{RegisteredAsked, RegisteredEntry};
use huiyin_domain::time::Instant;

/// `GET /desk/registered`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    signed.or_refused(shown(&signed, query).await)
}

async fn shown(signed: &Signed, query: Option<String>) -> Result<Response, Problem> {
    signed.goes_to(Place::Register)?;
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let (huiyin, language) = (&signed.web().huiyin, signed.language());
    let (now, dates) = (huiyin.now(), signed.dates(&authority.zone));
    // A day that cannot be read is today, as in the other lists that ask for days.
    let day = query.text("day").and_then(|day| day.trim().parse().ok());
    let day = day.unwrap_or_else(|| now.date_in(&authority.zone));
    let asked = RegisteredAsked {
        day: Some(day),
        office: query.text("of").as_deref() == Some("office"),
    };
    let found = huiyin.registered_on(signed.principal(), asked).await?;
    let row = |one: RegisteredEntry| RegisteredRow {
        when: Instant::parse(&one.recorded_at).map_or(one.recorded_at, |at| end(at, now, dates)),
        href: one.may_open.then(|| href_of(&one.number)),
        number: one.number,
        subject: safe(&one.subject.unwrap_or_default()),
        channel: one.channel.map(|word| channel_words(&word, language)),
        by: one.by.filter(|_| asked.office),
    };
    let page = RegisteredPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Register)),
        fields: RegisteredPage::fields_of(language, day.to_string(), asked.office),
        day: dates.day(day),
        office: asked.office,
        rows: found.entries.into_iter().map(row).collect(),
    };
    Ok(listed(signed.html(&page)))
}
