//! `/desk/units` and `/desk/approvals`: duties in sections.

use crate::body::Form;
use crate::desk::duties;
use crate::desk::guard::Signed;
use crate::desk::plans::plan_row;
use crate::observe::listed;
use crate::pages::desk::Place;
use crate::pages::desk::rows::DutyRow;
use crate::pages::desk::sections::{DutySection, SectionsPage};
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;
use huiyin_app::rules::Authority;
use huiyin_app::{INBOX_COUNT_MAX, Inbox, InboxDue, InboxFilter, PlanStage};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Role;

/// Rows that a section shows before it leads on.
const ROWS_SHOWN: usize = 10;

/// `GET /desk/units`: what my units owe.
pub(crate) async fn units(signed: Signed) -> Response {
    let shown = async {
        signed.goes_to(Place::Units)?;
        let authority = known(&signed)?;
        let whole = || InboxFilter {
            whole: true,
            ..InboxFilter::default()
        };
        let asked = [
            InboxFilter {
                late: true,
                ..whole()
            },
            InboxFilter {
                untaken: true,
                ..whole()
            },
            InboxFilter {
                due: Some(InboxDue::Week),
                ..whole()
            },
            InboxFilter {
                put_off: true,
                ..whole()
            },
        ];
        let mut sections = Vec::new();
        for ((id, query), filter) in SECTIONS.into_iter().zip(asked) {
            let huiyin = &signed.web().huiyin;
            let inbox = huiyin.inbox(signed.principal(), filter).await?;
            let counts = inbox.counts;
            let count = match id {
                "late" => Some(counts.late),
                "nobody" => Some(counts.untaken),
                "week" => Some(counts.week),
                _ => None,
            };
            sections.push(unit_section(
                &signed,
                &authority,
                (id, query),
                &inbox,
                count,
            ));
        }
        let (rows, next) = put_off_ended(&signed, &authority, None).await?;
        let more = next.is_some() || rows.len() > ROWS_SHOWN;
        let mut shown = ended_section(&signed, rows, more.then(|| ENDED.to_owned()));
        shown.rows.truncate(ROWS_SHOWN);
        shown.more = next.is_some();
        sections.push(shown);
        Ok(signed.html(&page(&signed, Place::Units, units_line(&signed), sections)))
    };
    listed(signed.or_refused(shown.await))
}

/// Where all that was put off and ended since is listed.
const ENDED: &str = "/desk/units/ended";

/// `GET /desk/units/ended`: what my units put off, of petitions on which nothing is owed any more.
pub(crate) async fn ended(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        signed.goes_to(Place::Units)?;
        let authority = known(&signed)?;
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let (rows, next) = put_off_ended(&signed, &authority, query.text("after")).await?;
        let more = next.map(|after| format!("{ENDED}?after={after}"));
        let mut section = ended_section(&signed, rows, more);
        section.more = section.more_href.is_some();
        let line = units_line(&signed);
        Ok(signed.html(&page(&signed, Place::Units, line, vec![section])))
    };
    listed(signed.or_refused(shown.await))
}

/// A page of what was put off and ended since, and where the next one begins.
async fn put_off_ended(
    signed: &Signed,
    authority: &Authority,
    after: Option<String>,
) -> Result<(Vec<DutyRow>, Option<String>), Problem> {
    let huiyin = &signed.web().huiyin;
    let found = huiyin.put_off_ended(signed.principal(), after).await?;
    let dates = signed.dates(&authority.zone);
    let rows = found.entries.iter();
    let rows = rows.map(|one| duties::ended_row(authority, one, dates));
    Ok((rows.collect(), found.next))
}

fn ended_section(signed: &Signed, rows: Vec<DutyRow>, more_href: Option<String>) -> DutySection {
    DutySection {
        id: "ended".to_owned(),
        title: title("ended", signed.language()).to_owned(),
        count: rows.len(),
        more: false,
        rows,
        more_href,
    }
}

/// The sections of what units owe, and of which inbox each is the beginning. What they put off is told of units and of
/// one matter at a time, never as a ranking.
const SECTIONS: [(&str, &str); 4] = [
    ("late", "late=yes"),
    ("nobody", "held=nobody"),
    ("week", "due=week"),
    ("put-off", "held=put-off"),
];

fn known(signed: &Signed) -> Result<std::sync::Arc<Authority>, Problem> {
    signed
        .authority()
        .ok_or_else(|| Problem::of(Code::NotFound))
}

fn page(signed: &Signed, place: Place, scope: String, sections: Vec<DutySection>) -> SectionsPage {
    SectionsPage {
        frame: signed.frame(),
        desk: signed.desk(Some(place)),
        place,
        scope,
        plans: Vec::new(),
        sections,
    }
}

/// The beginning of a list; `count`: how many there are in all, where that is known.
fn unit_section(
    signed: &Signed,
    authority: &Authority,
    (id, query): (&str, &str),
    inbox: &Inbox,
    count: Option<u64>,
) -> DutySection {
    let found = inbox.entries.len();
    let count = count.and_then(|count| usize::try_from(count).ok());
    let counted = count.unwrap_or(found).max(found);
    let entries = inbox.entries.iter().take(ROWS_SHOWN);
    let rows = entries.map(|entry| duties::row(signed, authority, entry));
    let section = DutySection {
        id: id.to_owned(),
        title: title(id, signed.language()).to_owned(),
        rows: rows.collect(),
        more_href: None,
        count: counted,
        more: match count {
            Some(count) => count >= INBOX_COUNT_MAX as usize,
            None => found > 0 && inbox.next.is_some(),
        },
    };
    let goes_on = inbox.next.is_some() || section.count > section.rows.len();
    DutySection {
        more_href: goes_on.then(|| format!("/desk?of=units&{query}")),
        ..section
    }
}

fn title(id: &str, language: Language) -> &'static str {
    let (zh, en) = match id {
        "late" => ("超期", "Late"),
        "nobody" => ("没人接", "Nobody has it"),
        "put-off" => (
            "几次被异议，或最后一天才延期",
            "Objected to again and again, or extended at the last day",
        ),
        "ended" => (
            "近90天结束的：几次被异议，或最后一天才延期",
            "Ended in the last 90 days: objected to again and again, or extended at the last day",
        ),
        "approve-answer" => ("答复等审批", "Answers that wait for approval"),
        "decide-extension" => ("延期等决定", "Extensions that wait for a decision"),
        _ => ("七天内到期", "Due within seven days"),
    };
    language.pick(zh, en)
}

/// The units whose duties this person answers for.
fn units_line(signed: &Signed) -> String {
    let language = signed.language();
    let authority = signed.authority();
    let roles = signed.principal().roles.iter();
    let heads = roles.filter(|(_, role)| matches!(role, Role::UnitHead | Role::Leader));
    let names = heads.filter_map(|(unit, _)| {
        let name = authority.as_ref()?.unit_name(*unit);
        Some(name.in_language(language).to_owned())
    });
    let names: Vec<String> = names.collect();
    names.join(language.pick("、", ", "))
}

/// `GET /desk/approvals`: what waits for a post of mine.
pub(crate) async fn approvals(signed: Signed) -> Response {
    let shown = async {
        signed.goes_to(Place::Approvals)?;
        let authority = known(&signed)?;
        let huiyin = &signed.web().huiyin;
        let mut sections = Vec::new();
        for term in ["approve-answer", "decide-extension"] {
            let filter = InboxFilter {
                term: Some(term.to_owned()),
                own: true,
                ..InboxFilter::default()
            };
            let inbox = huiyin.inbox(signed.principal(), filter).await?;
            let rows = inbox.entries.iter();
            let rows = rows.map(|entry| duties::row(&signed, &authority, entry));
            let next = inbox.next.as_deref();
            sections.push(DutySection {
                id: term.to_owned(),
                title: title(term, signed.language()).to_owned(),
                rows: rows.collect(),
                more_href: next.map(|after| format!("/desk?term={term}&after={after}")),
                count: inbox.entries.len(),
                more: next.is_some(),
            });
        }
        let inbox = huiyin.inbox(signed.principal(), InboxFilter::default());
        let plans = inbox.await?.plans;
        let waits = plans.iter().filter(|one| one.stage == PlanStage::Waits);
        let mut page = page(&signed, Place::Approvals, String::new(), sections);
        page.plans = waits.map(|one| plan_row(&signed, one)).collect();
        Ok(signed.html(&page))
    };
    listed(signed.or_refused(shown.await))
}
