//! `/desk/plans`: the plans of an authority, each with its versions.

pub(crate) mod lodge;
pub(crate) mod version;
pub(crate) mod wizard;

use crate::body::Form;
use crate::desk::guard::Signed;
use crate::pages::desk::Place;
use crate::pages::desk::inbox::PlanRowInInbox;
use crate::pages::desk::next_drill::DrillRow;
use crate::pages::desk::plans::{PlanPage, PlanRow, PlansPage, VersionRow};
use crate::pages::desk::wizard::DraftRow;
use crate::pages::form::FormTarget;
use crate::portal::clock::staff_clock;
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use huiyin_app::authorise::Action;
use huiyin_app::{NextDrill, PlanInInbox, PlanStage, PlanSummary, PlanVersionView};
use huiyin_domain::time::Instant;

/// Plans of one page.
const ROWS: u32 = 50;
/// Where plans and rosters are lodged.
const LODGE: &str = "/desk/lodge-plan";

/// `GET /desk/plans`.
pub(crate) async fn list(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let after = query.text("after").unwrap_or_default();
        let huiyin = &signed.web().huiyin;
        let plans = huiyin.plans(signed.principal(), &after, ROWS).await?;
        let full = u32::try_from(plans.len()).is_ok_and(|count| count == ROWS);
        let last = plans.last().filter(|_| full);
        Ok(signed.html(&PlansPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Plans)),
            rows: plans.iter().map(|plan| row(&signed, plan)).collect(),
            drafts: drafts(&signed).await?,
            lodge_href: lodge_href(&signed),
            next_href: last.map(|plan| format!("/desk/plans?after={}", plan.id)),
        }))
    };
    signed.or_refused(shown.await)
}

/// Plans that are being made, for whoever may lodge them.
async fn drafts(signed: &Signed) -> Result<Vec<DraftRow>, Problem> {
    if !signed.principal().may(Action::LodgePlan) {
        return Ok(Vec::new());
    }
    let drafts = signed.web().huiyin.plan_drafts(signed.principal()).await?;
    let rows = drafts.into_iter().map(|one| wizard::draft_row(signed, one));
    Ok(rows.collect())
}

fn lodge_href(signed: &Signed) -> Option<String> {
    let may = signed.principal().may(Action::LodgePlan);
    may.then(|| LODGE.to_owned())
}

fn row(signed: &Signed, plan: &PlanSummary) -> PlanRow {
    let language = signed.language();
    let newest = &plan.newest;
    let waiting = plan.in_force.as_ref() != Some(newest);
    let mut state = match &plan.in_force {
        Some(version) => language.pick(
            format!("第{version}版执行中"),
            format!("{version} in force"),
        ),
        None => language.pick("还没有执行的版本".to_owned(), "none in force".to_owned()),
    };
    if waiting {
        state.push_str(&match &plan.returned {
            Some(returned) => language.pick(
                format!("，第{newest}版退回：{}", returned.reason),
                format!(", {newest} sent back: {}", returned.reason),
            ),
            None => language.pick(
                format!("，第{newest}版未批准"),
                format!(", {newest} not approved"),
            ),
        });
    }
    PlanRow {
        title: plan.title.in_language(language).to_owned(),
        href: format!("/desk/plans/{}", plan.id),
        state,
        roster: plan.roster.clone().unwrap_or_default(),
        drill_overdue: plan.drill_overdue,
    }
}

/// An instant in the authority's zone, to the minute.
pub(super) fn when(signed: &Signed, at: Instant) -> String {
    let at = at.to_minute();
    signed.authority().map_or_else(
        || at.to_string(),
        |authority| signed.dates(&authority.zone).instant(at),
    )
}

/// When something was lodged and by whom.
fn lodged(signed: &Signed, at: Instant, by: Option<&str>) -> String {
    let language = signed.language();
    let by = by.unwrap_or_else(|| language.pick("在服务器上", "on the machine"));
    let at = when(signed, at);
    language.pick(format!("{at}，{by}"), format!("{at}, {by}"))
}

/// How far a version is, in words.
fn state(signed: &Signed, version: &PlanVersionView) -> String {
    let language = signed.language();
    if let Some(returned) = &version.returned {
        let at = when(signed, returned.at);
        let reason = &returned.reason;
        return language.pick(
            format!("{at}退回：{reason}"),
            format!("Sent back, {at}: {reason}"),
        );
    }
    let Some(at) = version.approved_at else {
        return language.pick("未批准", "Not approved").to_owned();
    };
    let at = when(signed, at);
    let post = version.approved_by.as_ref();
    let post = post.map_or("", |post| post.in_language(language));
    let name = version.approver.as_deref().unwrap_or_default();
    let who = match (post.is_empty(), name.is_empty()) {
        (false, false) => language.pick(format!("{post}（{name}）"), format!("{post} ({name})")),
        _ => format!("{post}{name}"),
    };
    let mut said = match who.is_empty() {
        true => language.pick(format!("批准，{at}"), format!("Approved, {at}")),
        false => language.pick(
            format!("{who}批准，{at}"),
            format!("Approved by: {who}, {at}"),
        ),
    };
    if version.by_one_alone {
        said.push_str(language.pick(
            "；存入和批准是同一人，这个岗位没有别人",
            "; lodged and approved by one person, nobody else acted for the post",
        ));
    }
    said
}

/// The next drill, as pages show it.
pub(super) fn drill_row(signed: &Signed, owed: &NextDrill) -> Option<DrillRow> {
    let (huiyin, language) = (&signed.web().huiyin, signed.language());
    let authority = signed.authority()?;
    let dates = signed.dates(&authority.zone);
    let post = owed.post_title.as_ref();
    Some(DrillRow {
        title: owed.plan_title.in_language(language).to_owned(),
        href: format!("/desk/plans/{}", owed.plan),
        post: post.map_or_else(String::new, |post| post.in_language(language).to_owned()),
        clock: staff_clock(huiyin, &authority, &owed.obligation, &[], dates),
    })
}

/// `GET /desk/plans/{id}`.
pub(crate) async fn show(path: Result<Path<String>, PathRejection>, signed: Signed) -> Response {
    let shown = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let view = signed.web().huiyin.plan(signed.principal(), &id).await?;
        let plan = &view.summary;
        let language = signed.language();
        let next_drill = view.next_drill.as_ref();
        let versions = view.versions.iter().map(|one| VersionRow {
            version: one.version.clone(),
            href: format!("/desk/plans/{}/{}", plan.id, one.version),
            lodged: lodged(&signed, one.lodged_at, one.lodged_by.as_deref()),
            state: state(&signed, one),
            in_force: one.in_force,
        });
        let rosters = view
            .rosters
            .iter()
            .enumerate()
            .map(|(nth, one)| VersionRow {
                version: one.version.clone(),
                href: String::new(),
                lodged: lodged(&signed, one.lodged_at, one.lodged_by.as_deref()),
                state: match nth == 0 && plan.in_force.is_none() {
                    true => language.pick(
                        "预案批准以后用",
                        "Used once a version of the plan is approved",
                    ),
                    false => "",
                }
                .to_owned(),
                in_force: nth == 0 && plan.in_force.is_some(),
            });
        Ok(signed.html(&PlanPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Plans)),
            title: plan.title.in_language(language).to_owned(),
            id: plan.id.clone(),
            reopen: signed.principal().may(Action::LodgePlan).then(|| {
                let newest = format!("/desk/plans/{}/{}/reopen", plan.id, plan.newest);
                FormTarget::to(newest)
            }),
            drill: next_drill.and_then(|owed| drill_row(&signed, owed)),
            versions: versions.collect(),
            rosters: rosters.collect(),
            lodge_href: lodge_href(&signed),
        }))
    };
    signed.or_refused(shown.await)
}

/// A plan in the inbox: it waits for an approval, or was approved or sent back.
pub(super) fn plan_row(signed: &Signed, one: &PlanInInbox) -> PlanRowInInbox {
    let language = signed.language();
    let (version, since) = (&one.version, when(signed, one.since));
    let said = match one.stage {
        PlanStage::Waits => language.pick(
            format!("第{version}版等您批准，{since}存入"),
            format!("{version} waits for your approval, lodged {since}"),
        ),
        PlanStage::Approved => language.pick(
            format!("第{version}版批准了，{since}起执行"),
            format!("{version} was approved, in force since {since}"),
        ),
        PlanStage::Returned => {
            let reason = one.reason.clone().unwrap_or_default();
            language.pick(
                format!("第{version}版退回了，要改：{reason}"),
                format!("{version} was sent back, to be changed: {reason}"),
            )
        }
    };
    PlanRowInInbox {
        title: one.title.in_language(language).to_owned(),
        href: format!("/desk/plans/{}/{version}", one.plan),
        said,
    }
}
