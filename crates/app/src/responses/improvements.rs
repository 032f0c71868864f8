//! What a review says is to become better 改进事项, as it is told and as it is shown: a post owes it until a day,
//! and it can point to the part of the plan that it changes. What it is, and what was done, is sealed.

use super::Running;
use super::received::words;
use super::view::{Lens, post_title};
use crate::authorise::response::ResponseAction;
use crate::error::AppError;
use crate::queries::obligation::Words;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::Key;
use huiyin_domain::response::{Command, Event, Improve, Improvement, Improving, plan_parts};
use huiyin_domain::time::{DAY_MICROS, Instant};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far ahead an improvement can be owed, in days.
const AHEAD_DAYS_MAX: i64 = 366;

/// Something that is to become better, as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImprovementDraft {
    /// What; about posts, places and plans, and nobody who came. Sealed.
    pub text: String,
    /// The post that owes it, by its id in the plan.
    pub post: String,
    /// The part of the plan that it changes, such as `rule.park-small`: one of `plan_parts` of the response.
    #[serde(default)]
    pub part: String,
    /// The last day, `YYYY-MM-DD`.
    pub by: String,
}

/// A date that follows a visit, as it is sent: what a post owes until a day, such as the next talk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUpDraft {
    /// What, such as the next talk; about the matter, with nobody's name or number. Sealed.
    pub text: String,
    /// The post that owes it, by its id in the plan.
    pub post: String,
    /// The last day, `YYYY-MM-DD`.
    pub by: String,
}

/// Something that is to become better, or a date that follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImprovementView {
    /// Its number, from 1.
    pub number: u32,
    /// Whether it is a date that follows the visit, and no improvement.
    pub follow_up: bool,
    /// What.
    pub text: String,
    /// The post that owes it.
    #[schema(value_type = Words)]
    pub post: Bilingual,
    /// The part of the plan that it changes, by its id.
    pub part: Option<String>,
    /// The same in words.
    #[schema(value_type = Option<Words>)]
    pub part_words: Option<Bilingual>,
    /// The last instant in time.
    pub due_at: String,
    /// Whether it was not done in time.
    pub late: bool,
    /// Whether whoever looks may say that it was done.
    pub may_be_told_done: bool,
    /// When it was done.
    pub done_at: Option<String>,
    /// What was done.
    pub done: Option<String>,
}

/// A post or part of the plan that an improvement can name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanPart {
    /// Its id.
    pub id: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
}

impl ImprovementDraft {
    /// What the run is asked, and what is sealed with it.
    ///
    /// # Errors
    /// [`crate::error::Refusal::Fields`].
    pub(super) fn wish(
        &self,
        running: &Running,
        now: Instant,
    ) -> Result<(Command, Option<String>), AppError> {
        let (text, post) = owed(running, &self.text, &self.post)?;
        let part = Some(self.part.trim().to_owned()).filter(|part| !part.is_empty());
        let parts = plan_parts(&running.setting.plan).into_iter();
        let allowed: Vec<String> = parts.map(|(id, _)| id).collect();
        if !part.iter().all(|part| allowed.contains(part)) {
            return Err(AppError::field("part", FieldProblem::NotOneOf { allowed }));
        }
        let owe = Improve::Owe {
            post,
            part,
            due_at: last_instant(running, &self.by, now)?,
        };
        Ok((Command::Improve(owe), Some(text)))
    }
}

impl FollowUpDraft {
    /// What the run is asked, and what is sealed with it.
    ///
    /// # Errors
    /// [`crate::error::Refusal::Fields`].
    pub(super) fn wish(
        &self,
        running: &Running,
        now: Instant,
    ) -> Result<(Command, Option<String>), AppError> {
        let (text, post) = owed(running, &self.text, &self.post)?;
        let due_at = last_instant(running, &self.by, now)?;
        let follows = Improve::FollowUp { post, due_at };
        Ok((Command::Improve(follows), Some(text)))
    }
}

/// What is owed, and by which post of the plan.
fn owed(running: &Running, text: &str, post: &str) -> Result<(String, Key), AppError> {
    let text = words(running, "text", text)?;
    if text.is_empty() {
        return Err(AppError::field("text", FieldProblem::Missing));
    }
    let plan = &running.setting.plan;
    if plan.post(post).is_none() {
        let allowed = plan.posts.iter().map(|post| post.id.to_string()).collect();
        return Err(AppError::field("post", FieldProblem::NotOneOf { allowed }));
    }
    Ok((text, Key::new(post)))
}

/// The last instant of a day.
fn last_instant(running: &Running, day: &str, now: Instant) -> Result<Instant, AppError> {
    let wrong = |problem| AppError::field("by", problem);
    if day.trim().is_empty() {
        return Err(wrong(FieldProblem::Missing));
    }
    let day: Option<Date> = day.trim().parse().ok();
    let next = day.and_then(|day| day.tomorrow().ok());
    let next = next.ok_or_else(|| wrong(FieldProblem::ImpossibleTime))?;
    let due_at = running.setting.plan.zone.start_of(next).plus_micros(-1);
    if due_at < now {
        return Err(wrong(FieldProblem::InThePast));
    }
    if due_at > now.plus_micros(AHEAD_DAYS_MAX * DAY_MICROS) {
        let days_max = AHEAD_DAYS_MAX;
        return Err(wrong(FieldProblem::TooFarAhead { days_max }));
    }
    Ok(due_at)
}

impl Running {
    /// What was typed with an event about an improvement.
    fn typed_of(&self, fits: impl Fn(&Improving) -> bool) -> Option<String> {
        let mut steps = self.steps.iter();
        let step = steps
            .find(|step| matches!(&step.recorded.event, Event::Improvement(one) if fits(one)))?;
        step.text.clone()
    }
}

impl Lens<'_> {
    /// What is to become better, in order.
    pub(super) fn improvements(&self) -> Vec<ImprovementView> {
        let running = self.running;
        let plan = &running.setting.plan;
        let parts = plan_parts(plan);
        let view = |(number, one): (u32, &Improvement)| {
            let owed = |event: &Improving| matches!(event, Improving::Owed { number: nth, .. } if *nth == number);
            let made = |event: &Improving| matches!(event, Improving::Made { number: nth } if *nth == number);
            let named = |id: &String| parts.iter().find(|(part, _)| part == id);
            ImprovementView {
                number,
                follow_up: one.follow_up,
                text: running.typed_of(owed).unwrap_or_default(),
                post: post_title(plan, &one.post),
                part_words: one
                    .part
                    .as_ref()
                    .and_then(named)
                    .map(|(_, words)| words.clone()),
                part: one.part.clone(),
                due_at: self.when(one.due_at),
                may_be_told_done: self.who.is_some_and(|who| {
                    let receives = one.follow_up && running.lets(who, ResponseAction::Receive);
                    let reviews = receives || running.lets(who, ResponseAction::Review);
                    reviews || running.is_to_improve(who, one)
                }),
                late: one.missed || one.done_at.is_none() && one.due_at < self.now,
                done_at: one.done_at.map(|at| self.when(at)),
                done: running.typed_of(made),
            }
        };
        let numbered = (1u32..).zip(&running.state.improvements);
        numbered.map(view).collect()
    }

    /// The posts that can owe something, and the parts of the plan that an improvement can name, once the
    /// response ended.
    pub(super) fn improvable(&self) -> (Vec<PlanPart>, Vec<PlanPart>) {
        let plan = &self.running.setting.plan;
        let ended = self.running.state.ended_at.is_some();
        let posts = plan.posts.iter().map(|post| PlanPart {
            id: post.id.to_string(),
            title: post.title.clone(),
        });
        let parts = plan_parts(plan).into_iter();
        let parts = parts.map(|(id, title)| PlanPart { id, title });
        (posts.collect(), parts.filter(|_| ended).collect())
    }
}
