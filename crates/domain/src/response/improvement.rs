//! What a review says is to become better 改进事项: a post owes it until a day, and it can point to the part of
//! the plan that it changes. And what follows a visit 后续事项 that is no matter of a petition: the day of the next
//! talk, an answer until a day; a post owes it likewise, and it can be set while people are there. Both are about
//! posts, places and plans, never about anybody who came.

use super::{Event, Recorded, Response, RunRefusal, people_text};
use crate::language::{Bilingual, Language};
use crate::plan::{Key, Plan};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The most improvements of one response: more than anybody keeps in mind.
pub const IMPROVEMENTS_MAX: usize = 50;

/// What is asked about an improvement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Improve {
    /// Something is to become better.
    Owe {
        /// The post that owes it.
        post: Key,
        /// The part of the plan that it changes, if it changes one.
        part: Option<String>,
        /// By when, inclusive.
        due_at: Instant,
    },
    /// A date follows, which a post owes: it can be set while the response runs.
    FollowUp {
        /// The post.
        post: Key,
        /// By when, inclusive.
        due_at: Instant,
    },
    /// Something that was to become better is, or what was to follow did: by its number.
    Make(u32),
}

/// What happened to an improvement. What is to become better, and what was done, is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Improving {
    /// It is owed.
    Owed {
        /// Its number, from 1.
        number: u32,
        /// The post that owes it.
        post: Key,
        /// The part of the plan that it changes, as a finding of the check names parts.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        part: Option<String>,
        /// By when, inclusive.
        due_at: Instant,
        /// Whether it is a date that follows the visit, and no improvement.
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        follow_up: bool,
    },
    /// It was done.
    Made {
        /// Its number.
        number: u32,
    },
    /// It was not done in time.
    Missed {
        /// Its number.
        number: u32,
    },
}

/// An improvement; its number is its place among those of its response plus 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improvement {
    /// The post that owes it.
    pub post: Key,
    /// The part of the plan that it changes.
    pub part: Option<String>,
    /// By when, inclusive.
    pub due_at: Instant,
    /// Whether it is a date that follows the visit, and no improvement.
    pub follow_up: bool,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// Whether its time passed before.
    pub missed: bool,
}

impl Improvement {
    /// The posts that answer for it: the one that owes it, and once its time has passed also whoever is called
    /// when that one does not answer: its stand-ins and the post above, as for any call. Whom it is about is passed
    /// over (RULES 4.2). None once it is done.
    pub fn answer_for<'a>(&'a self, plan: &'a Plan, respondents: &[Key]) -> Vec<&'a Key> {
        let mut posts = plan.ladder(&self.post, respondents);
        match (self.done_at, self.missed) {
            (Some(_), _) => posts.clear(),
            (None, true) => {}
            (None, false) => posts.truncate(1),
        }
        posts
    }

    /// Whether it is owed still and its time was not told to have passed.
    const fn is_awaited(&self) -> bool {
        self.done_at.is_none() && !self.missed
    }
}

impl Response {
    /// The improvement of a number.
    pub fn improvement(&self, number: u32) -> Option<&Improvement> {
        let index = usize::try_from(number.checked_sub(1)?).ok()?;
        self.improvements.get(index)
    }

    /// When the next improvement has not come in time.
    pub(super) fn next_improvement(&self) -> Option<Instant> {
        let awaited = self.improvements.iter().filter(|one| one.is_awaited());
        awaited.map(|one| one.due_at.plus_micros(1)).min()
    }

    /// Those whose time passed at an instant, each with when.
    pub(super) fn improvements_missed(&self, now: Instant) -> Vec<Recorded> {
        let numbered = (1u32..).zip(&self.improvements);
        let due = numbered.filter(|(_, one)| one.is_awaited() && one.due_at < now);
        let missed = |(number, one): (u32, &Improvement)| Recorded {
            at: one.due_at,
            event: Event::Improvement(Improving::Missed { number }),
        };
        due.map(missed).collect()
    }

    pub(super) fn improve(&mut self, at: Instant, event: &Improving) {
        let (Improving::Made { number } | Improving::Missed { number }) = event else {
            if let Improving::Owed {
                post,
                part,
                due_at,
                follow_up,
                ..
            } = event
            {
                self.improvements.push(Improvement {
                    post: post.clone(),
                    part: part.clone(),
                    due_at: *due_at,
                    follow_up: *follow_up,
                    done_at: None,
                    missed: false,
                });
            }
            return;
        };
        let index = usize::try_from(number.saturating_sub(1)).ok();
        let Some(one) = index.and_then(|index| self.improvements.get_mut(index)) else {
            return;
        };
        match event {
            Improving::Made { .. } => one.done_at = Some(at),
            _ => one.missed = true,
        }
    }
}

/// Whether it is asked about while a response runs: a date that follows.
pub(super) fn is_of_the_run(response: &Response, wish: &Improve) -> bool {
    match wish {
        Improve::Owe { .. } => false,
        Improve::FollowUp { .. } => true,
        Improve::Make(number) => response
            .improvement(*number)
            .is_some_and(|one| one.follow_up),
    }
}

/// Decides what is asked about an improvement of a response that ended, or about a date that follows.
pub(super) fn decide(
    response: &Response,
    wish: &Improve,
    plan: &Plan,
) -> Result<Event, RunRefusal> {
    let event = match wish {
        Improve::Owe { .. } | Improve::FollowUp { .. }
            if response.improvements.len() >= IMPROVEMENTS_MAX =>
        {
            return Err(RunRefusal::TooManyImprovements);
        }
        Improve::Owe { post, part, due_at } => {
            let known = |part: &String| plan_parts(plan).iter().any(|(id, _)| id == part);
            if !part.iter().all(known) {
                return Err(RunRefusal::NoSuchPart);
            }
            owed(response, plan, (post, part.clone()), (*due_at, false))?
        }
        Improve::FollowUp { post, due_at } => owed(response, plan, (post, None), (*due_at, true))?,
        Improve::Make(number) => match response.improvement(*number) {
            None => return Err(RunRefusal::NoSuchImprovement),
            Some(one) if one.done_at.is_some() => return Err(RunRefusal::ImprovementMade),
            Some(_) => Improving::Made { number: *number },
        },
    };
    Ok(Event::Improvement(event))
}

fn owed(
    response: &Response,
    plan: &Plan,
    (post, part): (&Key, Option<String>),
    (due_at, follow_up): (Instant, bool),
) -> Result<Improving, RunRefusal> {
    plan.post(post).ok_or(RunRefusal::NoSuchPart)?;
    let number = u32::try_from(response.improvements.len() + 1);
    Ok(Improving::Owed {
        number: number.map_err(|_| RunRefusal::TooManyImprovements)?,
        post: post.clone(),
        part,
        due_at,
        follow_up,
    })
}

/// The parts of a plan that an improvement can point to: as a finding of the check names them, and in words.
pub fn plan_parts(plan: &Plan) -> Vec<(String, Bilingual)> {
    let headed = |kind: &str, id: &Key, (zh, en): (&str, &str), title: &Bilingual| {
        let words = Bilingual::new(format!("{zh}：{}", title.zh), format!("{en}: {}", title.en));
        (format!("{kind}.{id}"), words)
    };
    let rules = plan.rules.iter().map(|rule| {
        let said = |language: Language| {
            let places = rule.places.iter().filter_map(|id| plan.place(id));
            let places = places.map(|place| place.title.in_language(language));
            let gap = language.pick("、", ", ");
            let places = places.collect::<Vec<_>>().join(gap);
            format!(
                "{places}{}{}",
                language.pick("，", ", "),
                people_text(rule, language)
            )
        };
        let title = Bilingual::new(said(Language::Zh), said(Language::En));
        headed("rule", &rule.id, ("规则", "Rule"), &title)
    });
    let posts = plan.posts.iter();
    let posts = posts.map(|one| headed("post", &one.id, ("岗位", "Post"), &one.title));
    let places = plan.places.iter();
    let places = places.map(|one| headed("place", &one.id, ("场所", "Place"), &one.title));
    let rooms = plan.rooms.iter();
    let rooms = rooms.map(|one| headed("room", &one.id, ("备用场所", "Room"), &one.title));
    let recipients = plan.recipients.iter();
    let recipients =
        recipients.map(|one| headed("recipient", &one.id, ("报告对象", "Recipient"), &one.title));
    let roster = ("roster".to_owned(), Bilingual::new("值班表", "The roster"));
    let parts = rules.chain(posts).chain(places).chain(rooms);
    parts.chain(recipients).chain([roster]).collect()
}

/// What is told of it on the timeline.
pub(super) fn told(event: &Improving) -> (&'static str, Bilingual) {
    match event {
        Improving::Owed {
            number,
            follow_up: true,
            ..
        } => (
            "follow-up-owed",
            Bilingual::new(
                format!("约定第{number}项后续事项"),
                format!("item {number} is to follow by a day"),
            ),
        ),
        Improving::Owed { number, .. } => (
            "improvement-owed",
            Bilingual::new(
                format!("记下第{number}项改进"),
                format!("improvement {number} is owed"),
            ),
        ),
        Improving::Made { number } => (
            "improvement-made",
            Bilingual::new(
                format!("第{number}项改进或后续事项做到了"),
                format!("item {number} was done"),
            ),
        ),
        Improving::Missed { number } => (
            "improvement-missed",
            Bilingual::new(
                format!("第{number}项改进或后续事项没有按时做到"),
                format!("item {number} was not done in time"),
            ),
        ),
    }
}
