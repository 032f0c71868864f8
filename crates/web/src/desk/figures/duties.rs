//! `/desk/figures/duties`: the duties behind one number of the figures.

use super::{Asked, scope};
use crate::body::Form;
use crate::desk::case::{day, href_of, safe};
use crate::desk::guard::Signed;
use crate::pages::components::Look;
use crate::pages::desk::Place;
use crate::pages::desk::figures::FigureDutiesPage;
use crate::pages::desk::rows::DutyRow;
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;
use huiyin_app::rules::Authority;
use huiyin_app::{TimelinessCell, TimelinessCount, TimelinessDuty, TimelinessFigures};
use huiyin_domain::wording::Dates;

/// The address of the list behind a number: the same period and split, the row and the column.
pub(super) fn href(asked: &Asked, one: &TimelinessFigures, count: TimelinessCount) -> String {
    // Ids, keys and codes of letters, digits and dashes: nothing of them has to be escaped.
    let part = one.by.as_deref().filter(|part| !part.is_empty());
    let part = part.map_or_else(String::new, |part| format!("&part={part}"));
    format!(
        "{}&rulebook={}&term={}&duty={}{part}&count={}",
        asked.href("/desk/figures/duties"),
        one.rulebook,
        one.term,
        one.duty,
        count.word()
    )
}

/// `GET /desk/figures/duties`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    signed.or_refused(shown(&signed, query.unwrap_or_default()).await)
}

async fn shown(signed: &Signed, query: String) -> Result<Response, Problem> {
    signed.goes_to(Place::Figures)?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let form = Form::parse(query.as_bytes())?;
    let asked = Asked::of(&form);
    let text = |name: &str| form.text(name).unwrap_or_default();
    let count = TimelinessCount::parse(&text("count"));
    let count = count.ok_or_else(|| Problem::of(Code::NotFound))?;
    let row = TimelinessFigures {
        rulebook: text("rulebook"),
        term: text("term"),
        duty: text("duty"),
        by: Some(text("part")),
        ..TimelinessFigures::default()
    };
    let cell = TimelinessCell {
        query: asked.query(),
        rulebook: row.rulebook.clone(),
        term: row.term.clone(),
        duty: row.duty.clone(),
        part: text("part"),
        count,
    };
    let after = form.text("after");
    let (huiyin, later) = (&signed.web().huiyin, after.is_some());
    let found = huiyin.timeliness_duties(signed.principal(), cell, after);
    let found = found.await?;
    let (language, rules) = (signed.language(), huiyin.rules());
    let here = href(&asked, &row, count);
    let label = row.label(asked.by, (&authority, &rules), language);
    let rows = found.entries.iter();
    let page = FigureDutiesPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Figures)),
        heading: language.pick(
            format!("{label}：{}", count.heading(language)),
            format!("{label}: {}", count.heading(language)),
        ),
        scope: scope(signed, &asked),
        count: usize::try_from(found.count).unwrap_or(usize::MAX),
        rows: rows
            .map(|one| duty_row(&authority, one, signed.dates(&authority.zone)))
            .collect(),
        back_href: asked.href("/desk/figures"),
        next_href: found.next.map(|next| format!("{here}&after={next}")),
        first_href: later.then_some(here),
    };
    Ok(signed.html(&page))
}

fn duty_row(authority: &Authority, one: &TimelinessDuty, dates: Dates<'_>) -> DutyRow {
    let language = dates.language;
    let counted = TimelinessCount::parse(one.counted);
    let look = match counted {
        Some(TimelinessCount::OpenInTime) => Look::InTime,
        Some(TimelinessCount::MetInTime) => Look::Met,
        Some(TimelinessCount::Waived) => Look::Ended,
        _ => Look::Late,
    };
    let words = counted.map_or("", |counted| counted.heading(language));
    let phrase = match one.corrected {
        true => language.pick(format!("{words}（已更正）"), format!("{words} (corrected)")),
        false => words.to_owned(),
    };
    let due = day(&one.due_date, dates);
    let due = match one.ended_on.as_deref().map(|on| day(on, dates)) {
        Some(ended) => language.pick(
            format!("最后一天{due}，{ended}结束"),
            format!("Last day {due}, ended {ended}"),
        ),
        None => language.pick(format!("最后一天{due}"), format!("Last day {due}")),
    };
    let category = one.category.as_deref();
    let category = category.and_then(|code| authority.categories.name(code));
    DutyRow {
        look,
        provisional: one.provisional,
        phrase,
        due,
        number: one.number.clone(),
        subject: one.subject.as_deref().map(safe).unwrap_or_default(),
        category: category.map_or_else(String::new, |name| name.in_language(language).to_owned()),
        place: String::new(),
        unit: one.unit.in_language(language).to_owned(),
        holder: one.state_words.in_language(language).to_owned(),
        away: String::new(),
        remarks: Vec::new(),
        duty: one.title.in_language(language).to_owned(),
        href: href_of(&one.number),
        danger: false,
        restricted: one.restricted,
        put_off: String::new(),
        disputed: String::new(),
        tick: None,
    }
}
