//! The next drill 下次演练: what a plan says of its drills is a duty like every other, with a rule, a
//! date and an explanation. The post that approved the plan owes it; only a drill that was run to its end
//! meets it. It is a duty of officials to practise; nothing about those who come follows from it.

use super::Plan;
use crate::calendar::WorkCalendar;
use crate::deadline::moments;
use crate::deadline::{Deadline, DeadlineError, Request, deadline};
use crate::event::Pinned;
use crate::ids::{PostId, UnitId};
use crate::language::Bilingual;
use crate::obligation::{ObligationOpened, Opened, Owed};
use crate::organisation::Organisation;
use crate::rulebook::{
    Approver, Counting, Duty, Escalation, EventName, Length, Party, Roll, Rulebook, Term,
};
use crate::time::Instant;

/// The term's id, as obligations name it.
pub const NEXT_DRILL: &str = "next-drill";

/// How often a plan that says nothing is to be drilled, in days: three years. *Source:*
/// 突发事件应急预案管理办法 (2013) Art 22, INCIDENT section 3; the text of 2024 was not read.
const DRILL_EVERY_DAYS: u32 = 1_096;

/// Days before the date on which whoever owes it is reminded.
const WARN_DAYS: [u32; 2] = [30, 7];

/// Days after the date, and the post that is told then.
const ESCALATE_DAYS: [(u32, &str); 2] = [(1, "leader-in-charge"), (15, AUTHORITY_HEAD)];

/// Told where nobody else can be.
const AUTHORITY_HEAD: &str = "authority-head";

/// What happens to the duty when its time comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Whoever owes it is reminded.
    Warned,
    /// It was not met in time.
    Missed,
    /// The next post is told.
    Escalated {
        /// The step; the first is 1.
        step: u8,
        /// The post, in the words of rulebooks.
        duty: String,
        /// The posts that are told.
        told: Vec<PostId>,
    },
}

/// A plan as the rule that its next drill follows from: calendar days, counted like any other term.
#[derive(Clone, Debug, PartialEq)]
pub struct DrillRule {
    rulebook: Rulebook,
    term: Term,
}

impl DrillRule {
    /// What a plan says of its drills.
    pub fn of(plan: &Plan) -> Self {
        let term = term(plan);
        let citation = Bilingual::new(
            "预案所写的天数是日历日；批准或者演练结束的当天不计入",
            "the plan's days are calendar days; the day of the approval or of the drill's end is not counted",
        );
        let title = |zh, en| Bilingual::new(zh, en);
        let posts = [
            (
                "leader-in-charge".to_owned(),
                title("分管领导", "Leader in charge"),
            ),
            (
                AUTHORITY_HEAD.to_owned(),
                title("本机关负责人", "Head of the authority"),
            ),
        ];
        let rulebook = Rulebook {
            id: plan.id.to_string(),
            version: plan.version.clone(),
            title: plan.title.clone(),
            zone: plan.zone.clone(),
            calendar: plan.calendar.clone(),
            classes: false,
            class_rules: Vec::new(),
            counting: Counting {
                roll: Roll::None,
                citation: citation.clone(),
                verified: true,
            },
            approver: Approver {
                post: plan.approved_by.to_string(),
                citation,
                verified: true,
            },
            leaders: posts.iter().map(|(post, _)| post.clone()).collect(),
            posts: posts.into(),
            terms: vec![term.clone()],
        };
        Self { rulebook, term }
    }

    /// As rulebooks say it.
    pub const fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The term.
    pub const fn term(&self) -> &Term {
        &self.term
    }

    fn request<'a>(&'a self, calendar: &'a WorkCalendar, from: Instant) -> Request<'a> {
        Request {
            rulebook: &self.rulebook,
            term: &self.term,
            calendar,
            zone: &self.rulebook.zone,
            from,
            suspensions: &[],
            extended: false,
        }
    }

    /// By when the next drill is run to its end, if the days begin at an instant.
    ///
    /// # Errors
    /// [`DeadlineError::EndOfTime`] for a plan that counts beyond the years that can be written.
    pub fn deadline(
        &self,
        calendar: &WorkCalendar,
        from: Instant,
    ) -> Result<Deadline, DeadlineError> {
        deadline(&self.request(calendar, from))
    }

    /// The duty, if its days begin at an instant: the approval, or the end of the last drill.
    ///
    /// # Errors
    /// As [`DrillRule::deadline`].
    pub fn owed(
        &self,
        calendar: &WorkCalendar,
        (unit, post): (UnitId, PostId),
        from: Instant,
    ) -> Result<Opened, DeadlineError> {
        let request = self.request(calendar, from);
        let found = deadline(&request)?;
        let clock = (from, &self.rulebook.zone);
        let mut obligation = ObligationOpened::new(&self.term, unit, clock, &found);
        obligation.post = Some(post);
        obligation.next_at = moments::first_after(&request, &found, from)?;
        Ok(Opened {
            obligation,
            rulebook: self.rulebook.pinned(),
            calendar: Pinned {
                id: calendar.id().to_owned(),
                version: calendar.version().to_owned(),
            },
        })
    }

    /// The duty under this version of the plan, which was approved at an instant for a post, where it
    /// was owed under an earlier version: the date is never later, because nobody has practised yet. A
    /// shorter interval counts from where the earlier one began, or, where it would be over already,
    /// from the approval.
    ///
    /// # Errors
    /// As [`DrillRule::deadline`].
    pub fn taken_over(
        &self,
        calendar: &WorkCalendar,
        current: &Owed,
        (owner, at): ((UnitId, PostId), Instant),
    ) -> Result<Opened, DeadlineError> {
        let begun = self.owed(calendar, owner, current.opened.from)?;
        let found = match begun.obligation.due_at > at {
            true => begun,
            false => self.owed(calendar, owner, at)?,
        };
        if found.obligation.due_at < current.opened.due_at {
            let next_at = self.next_moment(calendar, &of(&found, current), at)?;
            let obligation = ObligationOpened {
                next_at,
                ..found.obligation
            };
            return Ok(Opened {
                obligation,
                ..found
            });
        }
        Ok(Opened {
            obligation: ObligationOpened {
                unit: owner.0,
                post: Some(owner.1),
                next_at: current.next_at,
                ..current.opened.clone()
            },
            rulebook: current.rulebook.clone(),
            calendar: current.calendar.clone(),
        })
    }

    /// What is due in the duty at an instant that the ticker reached, and when it looks next.
    ///
    /// # Errors
    /// As [`DrillRule::deadline`].
    pub fn due(
        &self,
        calendar: &WorkCalendar,
        owed: &Owed,
        (organisation, at): (&Organisation, Instant),
    ) -> Result<(Due, Option<Instant>), DeadlineError> {
        let mut after = owed.clone();
        let escalation = self.term.escalate.get(usize::from(owed.step));
        let due = match (owed.breached_at, escalation) {
            (None, _) if at >= owed.opened.due_at => {
                after.breached_at = Some(at);
                Due::Missed
            }
            (Some(_), Some(step)) => {
                after.step += 1;
                Due::Escalated {
                    step: after.step,
                    duty: step.to.clone(),
                    told: told(owed, &step.to, organisation),
                }
            }
            _ => Due::Warned,
        };
        let next = self.next_moment(calendar, &after, at)?;
        Ok((due, next))
    }

    fn next_moment(
        &self,
        calendar: &WorkCalendar,
        owed: &Owed,
        after: Instant,
    ) -> Result<Option<Instant>, DeadlineError> {
        let request = self.request(calendar, owed.opened.from);
        let all = moments::moments(&request, &owed.deadline(&self.term))?;
        Ok(owed.moment_after(&all, after).map(|moment| moment.at))
    }
}

/// A duty with the dates of another rule, and what happened to it so far.
fn of(found: &Opened, current: &Owed) -> Owed {
    Owed {
        opened: found.obligation.clone(),
        ..current.clone()
    }
}

fn term(plan: &Plan) -> Term {
    let days = plan.drill_every_days.unwrap_or(DRILL_EVERY_DAYS);
    let citation = match plan.drill_every_days {
        Some(days) => Bilingual::new(
            format!("本预案规定每{days}天至少演练一次（drill_every_days）"),
            format!("the plan is drilled every {days} days at least (drill_every_days)"),
        ),
        None => Bilingual::new(
            "比照《突发事件应急预案管理办法》：至少每三年演练一次（本预案没有另定）",
            "by analogy to the Measures for Emergency Plans: every three years at least (the plan says nothing else)",
        ),
    };
    let escalation = |(days, to): (u32, &str)| Escalation {
        after: Length::Days(days),
        to: to.to_owned(),
    };
    Term {
        id: NEXT_DRILL.to_owned(),
        duty: Duty::House,
        length: Length::Days(days),
        title: Bilingual::new("下次演练", "The next drill"),
        plain: None,
        owed_by: Party::AuthorityLeaders,
        owed_to: Party::AuthorityLeaders,
        start: vec![EventName::PlanApproved, EventName::DrillEnded],
        when: None,
        met_by: vec![EventName::DrillEnded],
        extension: None,
        suspended_by: Vec::new(),
        waived_by: Vec::new(),
        warn: WARN_DAYS.map(Length::Days).into(),
        escalate: ESCALATE_DAYS.map(escalation).into(),
        citation,
        // The house's own number needs no source; the default was not read in the text of 2024.
        verified: plan.drill_every_days.is_some(),
    }
}

/// The posts that are told: those with the duty that answer for the owner's unit, without the owner,
/// who knows; where nobody is left, the head of the authority.
fn told(owed: &Owed, duty: &str, organisation: &Organisation) -> Vec<PostId> {
    let posts = |duty: &str| -> Vec<PostId> {
        let posts = organisation.posts_for(duty, owed.opened.unit).into_iter();
        let held = posts.filter(|post| !organisation.acting(post).is_empty());
        let others = held.filter(|post| Some(post.id) != owed.opened.post);
        others.map(|post| post.id).collect()
    };
    let found = posts(duty);
    match found.is_empty() {
        true => posts(AUTHORITY_HEAD),
        false => found,
    }
}
