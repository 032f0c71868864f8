//! Lists of responses, what somebody owes in them, and the page that the code in the room opens.

use super::link::room_code;
use super::view::{Lens, load, place_title, post_title, state_of};
use super::views::{CallState, ResponseDuty, ResponseSummary, RoomLook, RoomPost};
use super::{Running, tasked};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use crate::queries::plans::{PLANS_MAX, plan_in_force};
use huiyin_domain::ids::{AuthorityId, ResponseId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{By, Place, Plan};
use huiyin_domain::response::Phase;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::ResponseDutyRow;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Responses that run at once, looked at for a list.
const RUNNING_MAX: u32 = 500;
/// Ended responses of one page of the list.
const ENDED_MAX: u32 = 50;
/// Duties looked at for one inbox.
const DUTIES_MAX: u32 = 2_000;

/// A place where a response can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenablePlace {
    /// The plan that has it, in the version in force.
    pub plan: String,
    /// What that plan is called: two plans may have places of one name.
    pub plan_title: Bilingual,
    /// Its id there.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// Whether it is the authority's own, where people are counted.
    pub own: bool,
    /// The hours at which it is open to announced visits; nothing where it is at any hour.
    pub hours: Option<Bilingual>,
}

/// A response in the lists of those who may see it. Its topic stands here and not in the summary, which
/// screens without sign-in show too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListedResponse {
    /// Place, number of people, level, times.
    #[serde(flatten)]
    pub summary: ResponseSummary,
    /// What it is about; may be empty.
    pub topic: String,
    /// Its plan, by id.
    pub plan: String,
    /// Its place, by id in that plan.
    pub place_id: String,
}

impl Huiyin {
    /// The places of all plans in force, the own ones first in each plan.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn openable_places(&self, who: &Principal) -> Result<Vec<OpenablePlace>, AppError> {
        let (shared, authority) = (Arc::clone(self.shared()), who.authority);
        self.store()
            .read(move |reader| places(reader, &shared, authority))
            .await
    }

    /// The responses that run now and that somebody may see, the first begun first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn responses(&self, who: &Principal) -> Result<Vec<ListedResponse>, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        self.store()
            .read(move |reader| {
                let rows = reader.responses_running(who.authority, RUNNING_MAX)?;
                let ids = rows.into_iter().map(|row| row.id).collect();
                summaries(reader, &shared, &who, ids, now)
            })
            .await
    }

    /// Responses that ended, the newest first, before an id where one is given.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn responses_ended(
        &self,
        who: &Principal,
        before: Option<i64>,
    ) -> Result<Vec<ListedResponse>, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        let before = ResponseId::new(before.unwrap_or(i64::MAX));
        self.store()
            .read(move |reader| {
                let rows = reader.responses_before(who.authority, before, ENDED_MAX)?;
                let ended = rows.into_iter().filter(|row| row.ended_at.is_some());
                summaries(
                    reader,
                    &shared,
                    &who,
                    ended.map(|row| row.id).collect(),
                    now,
                )
            })
            .await
    }

    /// The running response whose room has this code.
    pub(crate) async fn response_of_room(
        &self,
        code: &str,
    ) -> Result<Option<(AuthorityId, ResponseId)>, AppError> {
        let (shared, code) = (Arc::clone(self.shared()), code.to_owned());
        let authorities = self.authority_ids();
        self.store()
            .read(move |reader| {
                for authority in authorities {
                    let running = reader.responses_running(authority, RUNNING_MAX)?;
                    let mut ids = running.into_iter().map(|row| row.id);
                    if let Some(id) = ids.find(|id| room_code(&shared, authority, *id) == code) {
                        return Ok(Some((authority, id)));
                    }
                }
                Ok(None)
            })
            .await
    }

    /// What the code in the room opens.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a code that is none, or whose response ended.
    pub async fn room_look(&self, code: &str) -> Result<RoomLook, AppError> {
        let found = self.response_of_room(code).await?;
        let (authority, id) = found.ok_or(Refusal::NoSuchResponse)?;
        let shared = Arc::clone(self.shared());
        self.store()
            .read(move |reader| {
                let running = load(reader, &shared, authority, id)?;
                let plan = &running.setting.plan;
                let calls = running.state.calls.iter();
                let place = running.state.place.as_ref();
                Ok(RoomLook {
                    exercise: running.exercise,
                    place: place_title(plan, place.map_or("", |place| place.as_str())),
                    posts: calls
                        .map(|call| RoomPost {
                            id: call.post.to_string(),
                            title: post_title(plan, &call.post),
                            there: state_of(call) == CallState::There,
                        })
                        .collect(),
                })
            })
            .await
    }
}

/// The places of all plans in force.
pub(super) fn places(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
) -> Result<Vec<OpenablePlace>, AppError> {
    let mut places = Vec::new();
    for id in reader.plan_ids(authority, "", PLANS_MAX)? {
        let Some(plan) = plan_in_force(reader, shared, authority, &id)? else {
            continue;
        };
        places.extend(plan.places.iter().map(|place| OpenablePlace {
            plan: id.clone(),
            plan_title: plan.title.clone(),
            id: place.id.to_string(),
            title: place.title.clone(),
            own: !plan.is_foreign(place),
            hours: open_hours(&plan, place),
        }));
    }
    Ok(places)
}

/// The hours at which a place is open to announced visits; nothing where it is at any hour.
pub(super) fn open_hours(plan: &Plan, place: &Place) -> Option<Bilingual> {
    let said = |language| plan.hours(&place.open, language);
    let any = place.open.is_empty();
    (!any).then(|| Bilingual::new(said(Language::Zh), said(Language::En)))
}

fn summaries(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    ids: Vec<ResponseId>,
    now: Instant,
) -> Result<Vec<ListedResponse>, AppError> {
    let mut list = Vec::new();
    for id in ids {
        let running = load(reader, shared, who.authority, id)?;
        if running.lets(who, ResponseAction::See) {
            let lens = Lens {
                running: &running,
                who: Some(who),
                shared,
                now,
            };
            list.push(ListedResponse {
                summary: lens.summary(),
                topic: running.shown_topic().to_owned(),
                plan: running.pinned.id.clone(),
                place_id: lens.place().id,
            });
        }
    }
    Ok(list)
}

/// What somebody owes in responses, soonest first: pages to answer, places to be, reports.
pub(crate) fn duties(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    now: Instant,
) -> Result<Vec<ResponseDuty>, AppError> {
    let rows = reader.response_duties(who.authority, DUTIES_MAX)?;
    let mut loaded: BTreeMap<ResponseId, Running> = BTreeMap::new();
    let mut list = Vec::new();
    // What somebody else owes is looked at only where a post may need a person to see to it.
    let others = |row: &ResponseDutyRow| {
        let holder = row.holder.as_ref();
        let arrival = row.duty == "arrive" && row.red;
        holder.is_some_and(|holder| *holder != who.login) && !arrival
    };
    for row in rows.into_iter().filter(|row| !others(row)) {
        let running = match loaded.remove(&row.response) {
            Some(running) => running,
            None => load(reader, shared, who.authority, row.response)?,
        };
        let own = row.holder.as_deref() == Some(who.login.as_str());
        if !own && running.is_alone(&row) && !running.bars(who) && running.sees_to_posts(who) {
            list.push(nobody_comes(&running, shared, &row, now));
        } else if owes(&running, who, &row) {
            list.push(duty(&running, shared, &row, now));
        }
        loaded.insert(row.response, running);
    }
    list.extend(tasked::duties(reader, shared, (who, now), &mut loaded)?);
    // All are told in the authority's own zone, so that they are in order of time as they are in order of words.
    list.sort_by(|one, other| one.due_at.cmp(&other.due_at));
    Ok(list)
}

/// Whether a duty is somebody's own: the page called them, they said that they come, or the report is
/// theirs to see to.
fn owes(running: &Running, who: &Principal, row: &ResponseDutyRow) -> bool {
    if running.bars(who) {
        return false;
    }
    match row.duty.as_str() {
        "report" => running.lets(who, ResponseAction::Report),
        "review" => running.lets(who, ResponseAction::Review),
        // Of the post that owes it, and once late of whom it climbed to; whoever reviews keeps all in view.
        "improve" => {
            let number = u32::try_from(row.number).unwrap_or(0);
            let owed = running.state.improvement(number);
            running.lets(who, ResponseAction::Review)
                || owed.is_some_and(|one| running.is_to_improve(who, one))
        }
        // Whoever plays silence in a drill owes no answer.
        "ack" if u32::try_from(row.number).is_ok_and(|page| running.plays_silence(page)) => false,
        _ => row.holder.as_deref() == Some(who.login.as_str()),
    }
}

/// A post that nobody comes for, for whoever sees to it.
fn nobody_comes(
    running: &Running,
    shared: &Shared,
    row: &ResponseDutyRow,
    now: Instant,
) -> ResponseDuty {
    let post = post_title(&running.setting.plan, &row.subject);
    let call = running.state.call(&row.subject);
    let comes =
        call.is_some_and(|call| matches!(call.phase, Phase::Acknowledged(_) | Phase::ByHand));
    let (zh, en) = match (comes, call.map(|call| call.by)) {
        (true, _) => ("没有按时到", "Not there in time"),
        (false, Some(By::Video)) => (
            "没人来，请打电话找人视频回答",
            "Nobody comes; ring somebody to answer by video",
        ),
        (false, _) => (
            "没人来，请打电话或当面叫人",
            "Nobody comes; ring somebody, or fetch them",
        ),
    };
    ResponseDuty {
        duty: "alone".to_owned(),
        title: Bilingual::new(format!("{zh}：{}", post.zh), format!("{en}: {}", post.en)),
        ..duty(running, shared, row, now)
    }
}

fn duty(running: &Running, shared: &Shared, row: &ResponseDutyRow, now: Instant) -> ResponseDuty {
    let plan = &running.setting.plan;
    let lens = Lens {
        running,
        who: None,
        shared,
        now,
    };
    let subject = match row.duty.as_str() {
        "report" => {
            let mut recipients = plan.recipients.iter();
            let found = recipients.find(|one| *one.id == *row.subject);
            found.map_or_else(
                || Bilingual::new(row.subject.as_str(), row.subject.as_str()),
                |one| one.title.clone(),
            )
        }
        "review" => Bilingual::new("", ""),
        "improve" => {
            let number = u32::try_from(row.number).unwrap_or(0);
            let owed = running.state.improvement(number);
            owed.map_or_else(Bilingual::default, |one| post_title(plan, &one.post))
        }
        _ => post_title(plan, &row.subject),
    };
    let owed = u32::try_from(row.number).ok();
    let owed = owed.and_then(|number| running.state.improvement(number));
    let follows = owed.is_some_and(|one| one.follow_up);
    let call = running.state.call(&row.subject);
    let by_video = call.is_some_and(|call| call.by == By::Video);
    let (zh, en) = match row.duty.as_str() {
        "ack" => ("应答呼叫：", "Answer the page: "),
        "arrive" if by_video => ("视频回答：", "Answer by video: "),
        "arrive" => ("到场：", "Be there: "),
        "review" => ("复盘", "Review it"),
        "improve" if follows => ("后续：", "To follow: "),
        "improve" => ("改进：", "Improve: "),
        _ => ("报告：", "Report to: "),
    };
    let title = Bilingual::new(format!("{zh}{}", subject.zh), format!("{en}{}", subject.en));
    ResponseDuty {
        response: row.response.raw(),
        duty: row.duty.clone(),
        title,
        place: lens.place().title,
        due_at: lens.when(row.due_at),
        late: row.breached_at.is_some() || row.due_at < now,
        exercise: running.exercise,
    }
}
