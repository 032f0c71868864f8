//! What is done in a response that runs: counts, decisions, answers, arrivals, reports, its end.

use super::called::Called;
use super::improvements::{FollowUpDraft, ImprovementDraft};
use super::link::PageToken;
use super::open::headcount;
use super::received::{self, ReceptionStep};
use super::reports::ReportDraft;
use super::run::{Said, give};
use super::{Running, link};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::commands::register::Idempotency;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use huiyin_domain::event::{Actor, Way};
use huiyin_domain::ids::{AuthorityId, ResponseId, StaffId};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::{Key, RunLevel, TaskKind};
use huiyin_domain::response::{Command as Wish, Improve, Phase};
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The longest reason or report, in characters.
pub(super) const WORDS_CHARACTERS_MAX: usize = 2_000;

/// A step in a response, as it is sent. None is directed at anybody who came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ResponseStep {
    /// There are more or fewer of them now: `people` as in the opening.
    Count {
        /// How many, or a range.
        people: String,
    },
    /// The public unit that owes the answer is known now: its head is called. Sealed.
    Concerned {
        /// The unit, by its id.
        unit: i64,
    },
    /// At a place above the own level: which petition of ours is heard, as in the opening. Sealed.
    File {
        /// Its number.
        petition: String,
    },
    /// It is about these too: nobody of the units, and nobody with a turn in one of the posts, is called or sees it from
    /// now on; their pages end. Sealed, and never taken back.
    About {
        /// Units, by their ids.
        #[serde(default)]
        units: Vec<i64>,
        /// Posts, by their ids in the plan.
        #[serde(default)]
        posts: Vec<String>,
    },
    /// Whoever is in charge sets a farther level.
    Raise {
        /// `IV`, `III`, `II` or `I`.
        level: String,
        /// Why.
        reason: String,
    },
    /// Whoever was called will come: by themselves, or told by the desk.
    Acknowledge {
        /// The number of the page.
        page: u32,
    },
    /// Whoever was called cannot come.
    Decline {
        /// The number of the page.
        page: u32,
    },
    /// Somebody is there for each of these posts; whoever one page called for several is there for all of them.
    Arrive {
        /// The posts, by their ids in the plan.
        posts: Vec<String>,
    },
    /// The ladder of a post that nobody comes for is called again from its first step.
    CallAgain {
        /// The post, by its id in the plan.
        post: String,
    },
    /// Somebody was reached by a call that was made by hand, and comes for this post; who noted it
    /// stands with it.
    ReachedByHand {
        /// The post, by its id in the plan.
        post: String,
    },
    /// A situation report is approved and goes up; what it says is sealed.
    Report(ReportDraft),
    /// Whoever a report went to said that they have it, such as by phone.
    ReportReceived {
        /// To whom, by the id in the plan.
        to: String,
        /// Its number.
        number: u32,
    },
    /// Whoever is in charge ends it.
    End {
        /// What came of it and what follows; sealed.
        text: String,
        /// Also where a post is not there or a task not done.
        #[serde(default)]
        anyway: bool,
    },
    /// A task is done.
    Task {
        /// Which, by its word in a plan, such as `water`.
        kind: String,
        /// For `police` and `ambulance-or-fire`: the danger, in words; sealed. There is no other
        /// reason to call them, and whoever is in charge does.
        #[serde(default)]
        danger: String,
    },
    /// Something is told of how the group is received.
    Receive {
        /// What.
        told: ReceptionStep,
    },
    /// Writes the review of a response that ended, or adds to it.
    Review {
        /// What went well, and what is to become better; sealed.
        text: String,
    },
    /// Something is to become better: a post owes it until a day.
    Improve(ImprovementDraft),
    /// A date follows that a post owes, such as the next talk: for a group whose petition is not registered.
    /// Of one that is, dates are set on the petition, where its representatives see them by their code.
    FollowUp(FollowUpDraft),
    /// Something that was to become better is, or what was to follow did.
    Improved {
        /// Its number.
        number: u32,
        /// What was done; sealed.
        text: String,
    },
}

/// What a step did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResponseStepped {
    /// The response.
    pub id: i64,
    /// Its version from now on.
    pub version: i64,
}

/// What somebody answers by the link of their page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageAnswer {
    /// Will come.
    Come,
    /// Cannot come.
    Decline,
    /// Is there.
    There,
}

/// Who takes a step.
enum Doer {
    Staff(Principal),
    /// Whoever a page calls, without sign-in.
    Called(PageToken, Way),
    Room {
        authority: AuthorityId,
        code: String,
    },
}

impl Huiyin {
    /// Takes a step in a response.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] where they may not know of it, [`Refusal::NotAllowed`],
    /// [`Refusal::Run`] with the way out, [`Refusal::Fields`], or a failure of the store.
    pub async fn step_in_response(
        &self,
        who: &Principal,
        id: i64,
        step: ResponseStep,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<ResponseStepped>, AppError> {
        let by = (who.authority, Actor::Staff(who.staff));
        let command = Act {
            id: ResponseId::new(id),
            doer: Doer::Staff(who.clone()),
            step,
        };
        self.once(by, command, idempotency).await
    }

    /// Answers a page by its link, without sign-in.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a link that is none or too old; else as
    /// [`Huiyin::step_in_response`].
    pub async fn answer_page(&self, token: &str, answer: PageAnswer) -> Result<(), AppError> {
        let opened = PageToken::open(self.shared(), token);
        let token = opened.ok_or(Refusal::NoSuchResponse)?;
        let page = token.page;
        let step = match answer {
            PageAnswer::Come => ResponseStep::Acknowledge { page },
            PageAnswer::Decline => ResponseStep::Decline { page },
            // The posts are those of the page, whatever is sent.
            PageAnswer::There => ResponseStep::Arrive { posts: Vec::new() },
        };
        let command = Act {
            id: token.response,
            doer: Doer::Called(token, Way::Link),
            step,
        };
        self.command(command).await.map(|_| ())
    }

    /// Notes an arrival by the code that hangs in the reception room.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a code that is none; else as [`Huiyin::step_in_response`].
    pub async fn arrive_by_room_code(&self, code: &str, post: String) -> Result<(), AppError> {
        let found = self.response_of_room(code).await?;
        let (authority, id) = found.ok_or(Refusal::NoSuchResponse)?;
        let command = Act {
            id,
            doer: Doer::Room {
                authority,
                code: code.to_owned(),
            },
            step: ResponseStep::Arrive { posts: vec![post] },
        };
        self.command(command).await.map(|_| ())
    }
}

/// A step to be taken.
pub(super) struct Act {
    id: ResponseId,
    doer: Doer,
    step: ResponseStep,
}

impl Act {
    /// An answer by text message of whom a page calls.
    pub(super) const fn by_reply(token: PageToken, comes: bool) -> Self {
        let page = token.page;
        Self {
            id: token.response,
            doer: Doer::Called(token, Way::Reply),
            step: match comes {
                true => ResponseStep::Acknowledge { page },
                false => ResponseStep::Decline { page },
            },
        }
    }

    /// The page that it answers, if it answers one.
    const fn answered_page(&self) -> Option<u32> {
        match &self.step {
            ResponseStep::Acknowledge { page } | ResponseStep::Decline { page } => Some(*page),
            _ => None,
        }
    }

    fn authority(&self) -> AuthorityId {
        match &self.doer {
            Doer::Staff(who) => who.authority,
            Doer::Called(token, _) => token.authority,
            Doer::Room { authority, .. } => *authority,
        }
    }

    /// By whose act and how, if they may.
    fn said(&self, running: &Running, shared: &Shared) -> Result<(Actor, Option<Way>), AppError> {
        match &self.doer {
            Doer::Staff(who) => {
                let organisation = &running.setting.organisation;
                let now = Principal::of(organisation, who.authority, who.staff);
                let now = now.ok_or(Refusal::NoSuchResponse)?;
                self.permit(running, &now)
            }
            Doer::Called(token, way) => {
                if !is_called(running, token.page, token.called) {
                    return Err(Refusal::NoSuchResponse.into());
                }
                Ok((token.called.actor(), Some(*way)))
            }
            Doer::Room { authority, code } => {
                if *code != link::room_code(shared, *authority, self.id) {
                    return Err(Refusal::NoSuchResponse.into());
                }
                Ok((Actor::Public, Some(Way::RoomCode)))
            }
        }
    }

    fn permit(&self, running: &Running, who: &Principal) -> Result<(Actor, Option<Way>), AppError> {
        running.permit(who, ResponseAction::See)?;
        let by = Actor::Staff(who.staff);
        let own = match &self.step {
            ResponseStep::Acknowledge { page } | ResponseStep::Decline { page } => {
                is_called(running, *page, Called::Staff(who.staff))
            }
            ResponseStep::Arrive { posts } => {
                let own = |post: &String| answers_for(running, post, who.staff);
                !posts.is_empty() && posts.iter().all(own)
            }
            _ => false,
        };
        let action = match &self.step {
            _ if own => return Ok((by, Some(Way::Own))),
            ResponseStep::Acknowledge { .. }
            | ResponseStep::Decline { .. }
            | ResponseStep::CallAgain { .. }
            | ResponseStep::ReachedByHand { .. }
            | ResponseStep::Arrive { .. } => ResponseAction::SpeakForOthers,
            ResponseStep::Count { .. } => ResponseAction::Count,
            ResponseStep::Concerned { .. }
            | ResponseStep::About { .. }
            | ResponseStep::File { .. } => ResponseAction::NameParties,
            ResponseStep::Raise { .. } => ResponseAction::Raise,
            ResponseStep::Report(_) | ResponseStep::ReportReceived { .. } => ResponseAction::Report,
            // A call to police or rescue: by whoever is in charge, who stands on record with it (RULES 10).
            ResponseStep::Task { kind, .. }
                if TaskKind::parse(kind).is_some_and(TaskKind::waits_for_danger) =>
            {
                ResponseAction::End
            }
            ResponseStep::Task { .. } => ResponseAction::DoTask,
            ResponseStep::End { .. } => ResponseAction::End,
            // Whoever writes names down reads them.
            ResponseStep::Receive {
                told: ReceptionStep::Representatives(_),
            } => ResponseAction::SeeRepresentatives,
            ResponseStep::Receive { .. } => ResponseAction::Receive,
            ResponseStep::Improved { number, .. } => {
                let owed = running.state.improvement(*number);
                match owed {
                    Some(one) if running.is_to_improve(who, one) => ResponseAction::Improve,
                    Some(one) if one.follow_up => ResponseAction::Receive,
                    _ => ResponseAction::Review,
                }
            }
            ResponseStep::FollowUp(_) => ResponseAction::Receive,
            ResponseStep::Review { .. } | ResponseStep::Improve(_) => ResponseAction::Review,
        };
        running.permit(who, action)?;
        let way = (action == ResponseAction::SpeakForOthers).then_some(Way::Desk);
        Ok((by, way))
    }

    /// What the run is asked, and what was typed with it.
    fn wish(
        &self,
        running: &Running,
        (by, now): (Actor, Instant),
    ) -> Result<(Wish, Option<String>), AppError> {
        let needed = |field: &str, text: &str| {
            let text = received::words(running, field, text)?;
            match text.is_empty() {
                true => Err(AppError::field(field, FieldProblem::Missing)),
                false => Ok(Some(text)),
            }
        };
        Ok(match &self.step {
            ResponseStep::Count { people } => {
                let count = headcount(people);
                let count =
                    count.ok_or_else(|| AppError::field("people", FieldProblem::NotAHeadcount))?;
                (Wish::Count(count), None)
            }
            ResponseStep::Concerned { .. } => running.naming_concerned()?,
            ResponseStep::File { .. } => running.naming_file()?,
            ResponseStep::About { units, posts } => running.naming_respondents(units, posts)?,
            ResponseStep::Raise { level, reason } => {
                let allowed = RunLevel::ALL.iter().map(|one| one.word().to_owned());
                let none = || FieldProblem::NotOneOf {
                    allowed: allowed.collect(),
                };
                let level =
                    RunLevel::parse(level).ok_or_else(|| AppError::field("level", none()))?;
                (Wish::Raise(level), needed("reason", reason)?)
            }
            ResponseStep::Acknowledge { page } => (Wish::Acknowledge(*page), None),
            ResponseStep::Decline { page } => (Wish::Decline(*page), None),
            ResponseStep::Arrive { posts } => (self.arrival(running, posts), None),
            ResponseStep::CallAgain { post } => (Wish::CallAgain(Key::new(post)), None),
            ResponseStep::ReachedByHand { post } => (Wish::ReachByHand(Key::new(post)), None),
            ResponseStep::Report(draft) => {
                let text = draft.composed(running, by, now)?;
                (Wish::SendReport(Key::new(&draft.to)), Some(text))
            }
            ResponseStep::ReportReceived { to, number } => {
                let (to, number) = (Key::new(to), *number);
                (Wish::AcknowledgeReport { to, number }, None)
            }
            ResponseStep::End { text, anyway } => {
                (Wish::End { anyway: *anyway }, needed("text", text)?)
            }
            ResponseStep::Task { kind, danger } => {
                let allowed = TaskKind::ALL.iter().map(|one| one.word().to_owned());
                let none = || FieldProblem::NotOneOf {
                    allowed: allowed.collect(),
                };
                let found = TaskKind::parse(kind).ok_or_else(|| AppError::field("kind", none()))?;
                let text = match found.waits_for_danger() {
                    true => needed("danger", danger)?,
                    false => None,
                };
                (Wish::DoTask(found), text)
            }
            ResponseStep::Receive { told } => received::wish(told, running)?,
            ResponseStep::Review { text } => (Wish::Review, needed("text", text)?),
            ResponseStep::Improve(draft) => draft.wish(running, now)?,
            ResponseStep::FollowUp(draft) => draft.wish(running, now)?,
            ResponseStep::Improved { number, text } => {
                let made = Improve::Make(*number);
                (Wish::Improve(made), needed("text", text)?)
            }
        })
    }
}

impl Act {
    /// Who is there: for each post whoever one page called for several.
    fn arrival(&self, running: &Running, posts: &[String]) -> Wish {
        if let Doer::Called(token, _) = &self.doer {
            return Wish::ArriveCalled(token.page);
        }
        let posts = posts.iter().map(|post| Key::new(post));
        let together = posts.flat_map(|post| running.state.come_together(&post));
        Wish::Arrive(together.collect())
    }
}

/// Whether a page calls them.
pub(super) fn is_called(running: &Running, page: u32, called: Called) -> bool {
    let page = running.state.page(page);
    let holder = page.and_then(|page| page.holder.as_ref());
    holder.is_some_and(|holder| running.setting.called(holder) == Some(called))
}

/// Whether somebody was called for a post, so that their own word about it counts.
pub(super) fn answers_for(running: &Running, post: &str, staff: StaffId) -> bool {
    let pages = (1u32..).zip(&running.state.pages);
    let mut mine = pages.filter(|(_, page)| *page.post == *post);
    let exhausted = running.state.call(post).map(|call| call.phase) == Some(Phase::Exhausted);
    mine.any(|(number, _)| is_called(running, number, Called::Staff(staff))) && !exhausted
}

impl Command for Act {
    type Outcome = ResponseStepped;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority()]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<ResponseStepped, AppError> {
        let authority = self.authority();
        let running = Running::in_transaction(transaction, shared, (authority, self.id))?;
        let mut running = running.ok_or(Refusal::NoSuchResponse)?;
        let (by, way) = self.said(&running, shared)?;
        if let Some(page) = self.answered_page() {
            running.refuse_from_the_silent(page)?;
        }
        if let ResponseStep::Receive { told } = &self.step {
            received::check_assent(transaction, shared, &running, told)?;
        }
        let now = transaction.next_slot(authority)?.recorded_at;
        if let Doer::Staff(who) = &self.doer {
            running.prepare(transaction, shared, (&self.step, who))?;
        }
        let (wish, text) = self.wish(&running, (by, now))?;
        let said = Said {
            by,
            way,
            text: text.as_deref(),
        };
        give(transaction, shared, &mut running, &wish, said)?;
        Ok(ResponseStepped {
            id: self.id.raw(),
            version: running.version.raw(),
        })
    }
}
