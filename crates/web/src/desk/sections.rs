//! `/desk/units` and `/desk/approvals`: duties in sections.

use crate::desk::duties;
use crate::desk::guard::Signed;
use crate::desk::plans::plan_row;
use crate::observe::listed;
use crate::pages::desk::Place;
use crate::pages::desk::rows::DutyRow;
use crate::pages::desk::sections::{DutySection, SectionsPage};
use crate::problem::{Code, Problem};
use axum::response::Response;
use huiyin_app::rules::Authority;
use huiyin_app::{InboxEntry, InboxFilter, PlanStage};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Role;
use jiff::ToSpan;
use jiff::civil::Date;

/// Rows that a section shows before it leads on.
const ROWS_SHOWN: usize = 10;

/// `GET /desk/units`: what my units owe.
pub(crate) async fn units(signed: Signed) -> Response {
    let shown = async {
        signed.goes_to(Place::Units)?;
        let filter = InboxFilter {
            whole: true,
            ..InboxFilter::default()
        };
        let huiyin = &signed.web().huiyin;
        let inbox = huiyin.inbox(signed.principal(), filter.clone()).await?;
        let untaken = InboxFilter {
            untaken: true,
            ..filter
        };
        let untaken = huiyin.inbox(signed.principal(), untaken).await?;
        let put_off = InboxFilter {
            put_off: true,
            whole: true,
            ..InboxFilter::default()
        };
        let put_off = huiyin.inbox(signed.principal(), put_off).await?;
        let authority = known(&signed)?;
        let mut sections = unit_sections(&signed, &authority, &inbox, &untaken.entries);
        sections.push(put_off_section(&signed, &authority, &put_off));
        Ok(signed.html(&page(&signed, Place::Units, units_line(&signed), sections)))
    };
    listed(signed.or_refused(shown.await))
}

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

fn unit_sections(
    signed: &Signed,
    authority: &Authority,
    inbox: &huiyin_app::Inbox,
    untaken: &[InboxEntry],
) -> Vec<DutySection> {
    let language = signed.language();
    let today = signed.web().huiyin.now().date_in(&authority.zone);
    let week = today.checked_add(7.days()).unwrap_or(today);
    let due = |entry: &InboxEntry| entry.due_date.parse::<Date>().ok();
    let late = inbox.entries.iter().filter(|entry| entry.late);
    let week = inbox
        .entries
        .iter()
        .filter(|entry| !entry.late && due(entry).is_some_and(|day| day <= week));
    let rows = |entries: Vec<&InboxEntry>| -> Vec<DutyRow> {
        let entries = entries.into_iter();
        entries
            .map(|entry| duties::row(signed, authority, entry))
            .collect()
    };
    let all = usize::try_from(inbox.counts.late).unwrap_or(usize::MAX);
    let mut late = section("late", title("late", language), rows(late.collect()));
    late.count = late.count.max(all);
    late.more_href = (late.count > late.rows.len()).then(|| "/desk?of=units&late=yes".to_owned());
    let mut nobody = section(
        "nobody",
        title("nobody", language),
        rows(untaken.iter().collect()),
    );
    nobody.more_href =
        (nobody.count > nobody.rows.len()).then(|| "/desk?of=units&held=nobody".to_owned());
    let mut week = section("week", title("week", language), rows(week.collect()));
    week.more_href = (week.count > week.rows.len()).then(|| "/desk?of=units".to_owned());
    vec![late, nobody, week]
}

/// What units put off, among what is due first: of units and one matter at a time, never a ranking.
fn put_off_section(
    signed: &Signed,
    authority: &Authority,
    inbox: &huiyin_app::Inbox,
) -> DutySection {
    let rows = inbox.entries.iter();
    let rows = rows.map(|entry| duties::row(signed, authority, entry));
    let title = title("put-off", signed.language());
    let section = section("put-off", title, rows.collect());
    let more = inbox.next.is_some() || section.count > section.rows.len();
    DutySection {
        more_href: more.then(|| "/desk?of=units&held=put-off".to_owned()),
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
        "approve-answer" => ("答复等审批", "Answers that wait for approval"),
        "decide-extension" => ("延期等决定", "Extensions that wait for a decision"),
        _ => ("七天内到期", "Due within seven days"),
    };
    language.pick(zh, en)
}

fn section(id: &str, title: &str, mut rows: Vec<DutyRow>) -> DutySection {
    let count = rows.len();
    rows.truncate(ROWS_SHOWN);
    DutySection {
        id: id.to_owned(),
        title: title.to_owned(),
        rows,
        more_href: None,
        count,
    }
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
        let language = signed.language();
        let mut sections = Vec::new();
        for term in ["approve-answer", "decide-extension"] {
            let filter = InboxFilter {
                term: Some(term.to_owned()),
                whole: true,
                ..InboxFilter::default()
            };
            let huiyin = &signed.web().huiyin;
            let inbox = huiyin.inbox(signed.principal(), filter).await?;
            let mine = inbox.entries.iter().filter(|entry| entry.by_own_post);
            let rows = mine.map(|entry| duties::row(&signed, &authority, entry));
            let mut section = section(term, title(term, language), Vec::new());
            section.rows = rows.collect();
            section.count = section.rows.len();
            sections.push(section);
        }
        let count: usize = sections.iter().map(|section| section.count).sum();
        let huiyin = &signed.web().huiyin;
        let inbox = huiyin.inbox(signed.principal(), InboxFilter::default());
        let plans = inbox.await?.plans;
        let waits = plans.iter().filter(|one| one.stage == PlanStage::Waits);
        let plans: Vec<_> = waits.map(|one| plan_row(&signed, one)).collect();
        let count = count + plans.len();
        let mut page = page(&signed, Place::Approvals, String::new(), sections);
        page.plans = plans;
        page.desk.approvals = count;
        Ok(signed.html(&page))
    };
    listed(signed.or_refused(shown.await))
}
