//! `/desk/rosters/{id}`: how a plan's posts stand over the coming four weeks, and who stands in for whom.

pub(crate) mod duty;
pub(crate) mod outside;
pub(crate) mod test;

use super::plans::{drill_row, when};
use crate::desk::guard::Signed;
use crate::pages::desk::Place;
use crate::pages::desk::roster::{CrewRow, GapRow, PostRow, RosterPage, Verdict};
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use huiyin_domain::language::Language;
use huiyin_domain::roster::{CrewReadiness, Gap, PostReadiness, Readiness};
use huiyin_domain::time::Instant;

/// Gaps of one post that the page names; the API has the rest.
const GAPS_NAMED: usize = 12;

/// `GET /desk/rosters/{id}`.
pub(crate) async fn show(path: Result<Path<String>, PathRejection>, signed: Signed) -> Response {
    let shown = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        Ok(signed.html(&page(&signed, &id, (None, None)).await?))
    };
    signed.or_refused(shown.await)
}

/// The page, with why nothing was changed, or the address of a calendar that was just made.
async fn page(
    signed: &Signed,
    id: &str,
    (error, made): (Option<String>, Option<String>),
) -> Result<RosterPage, Problem> {
    let huiyin = &signed.web().huiyin;
    let look = huiyin.duty_look(signed.principal(), id).await?;
    let since = huiyin.duty_feed_since(signed.principal()).await?;
    let language = signed.language();
    let readiness = look.duty.as_ref().map(|duty| &duty.readiness);
    let posts = readiness.map(|found| {
        let posts = found.posts.iter();
        posts.map(|post| row(signed, post)).collect::<Vec<_>>()
    });
    let crews = readiness.map(|found| {
        let crews = found.crews.iter();
        crews.map(|crew| crew_row(signed, crew)).collect::<Vec<_>>()
    });
    let next_drill = look.next_drill.as_ref();
    let duty = look.duty.as_ref();
    let reach = duty.map(|duty| test::panel(signed, &look, &duty.reach));
    let duty = duty.map(|duty| duty::panel(signed, &look, duty, (made, since.is_some())));
    Ok(RosterPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Plans)),
        title: look.plan.title.in_language(language).to_owned(),
        plan_href: format!("/desk/plans/{id}"),
        calendar_href: readiness.map(|_| format!("/desk/rosters/{id}/calendar.ics")),
        verdict: verdict(readiness, language),
        drill: next_drill.and_then(|owed| drill_row(signed, owed)),
        without_account: outside::rows(signed, id, &look.without_account)?,
        contact_changes: outside::changes(signed, id).await?,
        posts: posts.unwrap_or_default(),
        crews: crews.unwrap_or_default(),
        test: reach.transpose()?,
        duty: duty.transpose()?,
        error,
    })
}

/// Hours of a duty, in words.
fn duty_when(signed: &Signed, from: Instant, to: Instant) -> String {
    let (from, to) = (when(signed, from), when(signed, to));
    signed
        .language()
        .pick(format!("{from}至{to}"), format!("{from} to {to}"))
}

fn verdict(readiness: Option<&Readiness>, language: Language) -> Verdict {
    let Some(found) = readiness else {
        return Verdict {
            ready: false,
            words: language
                .pick(
                    "还没有值班表，不知道各岗位是否有人。",
                    "There is no roster yet, so nobody knows whether the posts are held.",
                )
                .to_owned(),
        };
    };
    let missing = found.posts.iter().filter(|post| !post.gaps.is_empty());
    let short = found.crews.iter().any(|crew| !crew.gaps.is_empty());
    let words = match missing.count() {
        0 if short => language
            .pick(
                "未来28天，每个岗位都叫得到人，但有些时段在岗的人不够，或没有要求的资质。",
                "For the next 28 days every post is held by somebody who can be reached, but at some hours too few are on duty, or nobody with the training that is asked for.",
            )
            .to_owned(),
        0 => language
            .pick(
                "未来28天，预案要呼叫的每个岗位随时有人，也叫得到。",
                "For the next 28 days every post that the plan may call is held by somebody who can be reached.",
            )
            .to_owned(),
        count => language.pick(
            format!("未来28天，有{count}个岗位在一些时段没有人，或叫不到人。"),
            format!("In the next 28 days {count} of the posts are unheld or out of reach at some hours."),
        ),
    };
    Verdict {
        ready: found.is_ready(),
        words,
    }
}

fn row(signed: &Signed, post: &PostReadiness) -> PostRow {
    let language = signed.language();
    let gaps = post.gaps.iter().take(GAPS_NAMED);
    PostRow {
        title: post.title.in_language(language).to_owned(),
        holder: post.holder.clone().unwrap_or_default(),
        missing: match post.minutes_missing {
            0 => String::new(),
            minutes => hours(minutes, language),
        },
        gaps: gaps.map(|gap| gap_row(signed, gap)).collect(),
        more: post.gaps.len().saturating_sub(GAPS_NAMED),
    }
}

fn crew_row(signed: &Signed, crew: &CrewReadiness) -> CrewRow {
    let language = signed.language();
    let min = crew.min;
    let gaps = crew.gaps.iter().take(GAPS_NAMED);
    CrewRow {
        title: match crew.qualification {
            Some(one) => {
                let whom = one.label(language);
                language.pick(
                    format!("{whom}至少{min}人"),
                    format!("{min} at least who can serve as {whom}"),
                )
            }
            None => language.pick(
                format!("至少{min}人在岗"),
                format!("{min} on duty at least"),
            ),
        },
        missing: match crew.minutes_missing {
            0 => String::new(),
            minutes => hours(minutes, language),
        },
        gaps: gaps
            .map(|gap| {
                let (when, there) = (duty_when(signed, gap.from, gap.to), gap.there);
                language.pick(format!("{when}：{there}人"), format!("{when}: {there}"))
            })
            .collect(),
        more: crew.gaps.len().saturating_sub(GAPS_NAMED),
    }
}

fn gap_row(signed: &Signed, gap: &Gap) -> GapRow {
    let language = signed.language();
    GapRow {
        from: when(signed, gap.from),
        to: when(signed, gap.to),
        why: match &gap.holder {
            Some(who) => language.pick(
                format!("{who}在岗，但没有这个岗位可用的呼叫方式"),
                format!("{who} is on duty, and has none of the post's channels"),
            ),
            None => language.pick("无人在岗", "nobody is on duty").to_owned(),
        },
    }
}

/// Minutes as people say them: `36小时`, `45分钟`.
fn hours(minutes: i64, language: Language) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => language.pick(format!("{minutes}分钟"), format!("{minutes} min")),
        (hours, 0) => language.pick(format!("{hours}小时"), format!("{hours} h")),
        (hours, minutes) => language.pick(
            format!("{hours}小时{minutes}分钟"),
            format!("{hours} h {minutes} min"),
        ),
    }
}
