//! The response 响应: one running of a plan for one group that came (RULES 10.3).
//!
//! [`decide()`] and [`evolve()`] are pure, and the same whether people are there or a plan is tried
//! out ([`simulate()`]). A response knows a headcount and officials; of those who came it knows
//! nobody, and it has no command that is directed at them.

mod after;
mod call;
pub mod cap;
mod decide;
mod drawing;
pub mod drill;
mod enough;
mod explain;
mod held;
mod improvement;
mod inject;
mod ladder;
mod minutes;
mod nag;
mod parties;
mod reception;
mod refusal;
mod reply;
pub mod report;
mod simulate;
mod state;
mod sweep;
mod timeline;
mod together;

pub use after::REVIEW_WORKING_DAYS;
pub use call::{Call, Page, Phase};
pub use decide::decide;
pub use drawing::{
    DRAWING_BYTES_MAX, DRAWING_HEIGHT, DRAWING_POINTS_MAX, DRAWING_STROKES_MAX, DRAWING_WIDTH,
    Drawing, DrawingFault, Picture,
};
pub use enough::Expected;
pub use explain::{explain, people_text, when_text};
pub use held::Untried;
pub use improvement::{IMPROVEMENTS_MAX, Improve, Improvement, Improving, plan_parts};
pub use inject::{PutIn, Putting};
pub use ladder::Passed;
pub use nag::{NAG_MINUTES, NAGS_MAX};
pub use reception::{
    Assent, Joining, Minutes, NEED_PEOPLE_MAX, REPRESENTATIVES_MAX, Receiving, Reception, Talk,
    Telling,
};
pub use refusal::RunRefusal;
pub use reply::{REPLY_DIGITS, Reply, reply, same_number};
pub use simulate::{Run, Script, simulate};
pub use state::{OpenEnd, OwedReport, OwedReview, Response, SentReport, evolve};
pub use sweep::{SWEEP_HOURS, SWEEP_PEOPLE_MAX, Sweep, WorstCase, sweep};
pub use timeline::{Entry, inject_words, passed_on, timeline};

use crate::calendar::WorkCalendar;
use crate::plan::{Applies, By, Channel, Key, Plan, RunLevel, TaskKind, civil};
use crate::roster::{Official, Roster};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// What a response is decided with.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The plan, in the version that the response began under.
    pub plan: &'a Plan,
    /// The calendar that the plan names.
    pub calendar: &'a WorkCalendar,
    /// Who holds which post; without it every post counts as held, by nobody with a name.
    pub roster: Option<&'a Roster>,
    /// The head of the public unit that owes the answer, once the topic is known.
    pub concerned: Option<&'a Official>,
}

/// How many people came, as far as one can tell: levelled by the upper figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headcount {
    /// At least so many.
    pub min: u32,
    /// At most so many.
    pub max: u32,
}

impl Headcount {
    /// A headcount that is known exactly.
    pub const fn exactly(people: u32) -> Self {
        Self {
            min: people,
            max: people,
        }
    }
}

/// How a response begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Opening {
    /// People are at a place of ours.
    Here(Headcount),
    /// People are heard at a place above our own level, and that reception or they themselves call
    /// us (RULES 10.1). Nobody counts them.
    Elsewhere(Called),
}

/// Who calls us to a place above our own level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// The post of that reception that called; none where the people themselves did.
    pub reception: Option<String>,
    /// Whether that reception asked for somebody in person and the people agreed.
    pub in_person: bool,
}

impl Called {
    /// A call as a plan is tried out with: in person wherever the rule that applies then has that, which is
    /// the slower way.
    pub fn slowest(scene: &Scene<'_>, place: &Key, at: Instant) -> Self {
        let plan = scene.plan;
        let (day, minute) = civil(at, &plan.zone, scene.calendar);
        let applies = plan.applies(place, None, &day, minute);
        let in_person = matches!(applies, Applies::One(rule) if rule.may_be_in_person());
        Self {
            reception: None,
            in_person,
        }
    }
}

/// What somebody asks of a response, or what time does to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// People are there.
    Open {
        /// Where.
        place: Key,
        /// How it begins.
        opening: Opening,
        /// Posts and units that the matter complains of; they are not called (RULES 4.2).
        respondents: Vec<Key>,
    },
    /// There are more or fewer of them now.
    Count(Headcount),
    /// Whoever is in charge sets a farther level, by decision.
    Raise(RunLevel),
    /// The public unit that owes the answer is known now; the scene has its head.
    NameConcerned,
    /// Which petition of ours is heard at a place above the own level is known now.
    NameFile,
    /// It is about these posts and units too; the scene's roster is without their people.
    NameRespondents(Vec<Key>),
    /// A page was taken by its channel.
    HandOver(u32),
    /// A page's channel did not take it.
    FailChannel(u32),
    /// A page's channel says that it is in the hands of whom it calls.
    Deliver(u32),
    /// Whoever was called will come.
    Acknowledge(u32),
    /// Whoever was called cannot come.
    Decline(u32),
    /// A ladder that ended without anybody coming is called again from its first step.
    CallAgain(Key),
    /// Somebody was reached by a call that Huiyin did not make, and comes for this post.
    ReachByHand(Key),
    /// Somebody is there for each of these posts, by own tick, the desk's, or the code in the room.
    Arrive(Vec<Key>),
    /// Whoever a page calls is there, for each post that the page names and that awaits them.
    ArriveCalled(u32),
    /// A report was approved and goes up.
    SendReport(Key),
    /// Whoever a report went to has it.
    AcknowledgeReport {
        /// The recipient.
        to: Key,
        /// Its number.
        number: u32,
    },
    /// A task of the rule is done: something was made ready for those who came.
    DoTask(TaskKind),
    /// Something is told of how the group is received.
    Receive(Telling),
    /// Whoever is in charge ends it.
    End {
        /// Also with something open: it stands in what is reviewed.
        anyway: bool,
    },
    /// What went well and what is to become better was written down, or something was added to it.
    Review,
    /// Something that is to become better is owed, or is done.
    Improve(Improve),
    /// A drill that just began is played by a script.
    LoadScript(Vec<PutIn>),
    /// Time passed.
    Tick,
}

/// Why a level applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// The response began.
    Opened,
    /// More people are there.
    Rise,
    /// Fewer people are there; nobody who came is sent away.
    Fall,
    /// Whoever is in charge decided so.
    Decision,
}

/// Why a step of a ladder calls nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skip {
    /// Nobody holds the post now.
    Unheld,
    /// No channel reaches its holder.
    NoChannel,
    /// The matter complains of it.
    Respondent,
    /// Whoever holds it did not answer an earlier call of this response.
    NoAnswer,
    /// Whoever holds it said in this response that they cannot come.
    CannotCome,
    /// Whoever holds it comes, or is there, for another post: whoever is free is called first.
    ComesElsewhere,
}

/// What happened in a response. The next step of a ladder follows at once wherever one ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// It began.
    Opened {
        /// Where.
        place: Key,
        /// How.
        opening: Opening,
        /// Who is not called.
        respondents: Vec<Key>,
    },
    /// There are so many people now.
    Counted {
        /// How many.
        headcount: Headcount,
    },
    /// The public unit that owes the answer was named; which, is sealed.
    ConcernedNamed {},
    /// The petition of ours that is heard at a place above the own level was named; which, is sealed.
    FileNamed {},
    /// It is about more posts and units than was told before.
    RespondentsNamed {
        /// Who is not called.
        respondents: Vec<Key>,
    },
    /// A rule applies from now on.
    Levelled {
        /// Which.
        rule: Key,
        /// How far it goes.
        level: RunLevel,
        /// Why.
        because: Because,
    },
    /// A post is to be there by a time.
    PostCalled {
        /// Which.
        post: Key,
        /// How.
        by: By,
        /// How long each step of its ladder is waited for, in minutes.
        ack_minutes: u32,
        /// By when it is there, inclusive.
        arrive_by: Instant,
    },
    /// Somebody is called.
    Paged {
        /// The number of the page, the same in each copy of it.
        page: u32,
        /// The post that is to be there.
        post: Key,
        /// The step of its ladder, from 0.
        step: u32,
        /// The post of that step.
        step_post: Key,
        /// Who holds it, where a roster tells.
        holder: Option<Key>,
        /// By what.
        channel: Channel,
        /// The page that goes out for this post too, where one person is called for several at once; this one
        /// is no message of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<u32>,
    },
    /// A page's channel took it; from now its step counts (RULES 1.6).
    HandedOver {
        /// The page.
        page: u32,
    },
    /// A page's channel told that it is in the hands of whom it calls. No clock depends on it.
    Delivered {
        /// The page.
        page: u32,
    },
    /// A page's channel did not take it, so the next one is tried with the same page.
    ChannelChanged {
        /// The page.
        page: u32,
        /// The next channel.
        channel: Channel,
    },
    /// A step calls nobody.
    StepSkipped {
        /// The post that is to be there.
        post: Key,
        /// The post of the step.
        step_post: Key,
        /// Why.
        why: Skip,
    },
    /// Whoever was called will come.
    Acknowledged {
        /// The page.
        page: u32,
        /// The post for which.
        post: Key,
    },
    /// Whoever was called cannot come.
    Declined {
        /// The page.
        page: u32,
        /// The post for which.
        post: Key,
    },
    /// Nobody answered a page in its time.
    Unanswered {
        /// The page.
        page: u32,
        /// The post for which.
        post: Key,
    },
    /// Nobody of the ladder that its time is kept with is coming: the next post above is called, and a person
    /// must see to it.
    WentUp {
        /// The post.
        post: Key,
    },
    /// Nobody of the ladder is coming, and nobody above: a person must see to it.
    LadderExhausted {
        /// The post.
        post: Key,
    },
    /// As many as the rule needs are there, so that nobody is waited for here any more. Whoever is on the way
    /// is welcome all the same.
    Released {
        /// The post.
        post: Key,
    },
    /// A post that was waited for no more is needed after all, since the rule that applies changed.
    NeededAgain {
        /// Which.
        post: Key,
        /// How.
        by: By,
        /// How long each step of its ladder is waited for, in minutes.
        ack_minutes: u32,
        /// By when it is there, inclusive.
        arrive_by: Instant,
    },
    /// The ladder of a post is called again from its first step; earlier silence is forgotten.
    CalledAgain {
        /// The post.
        post: Key,
    },
    /// Somebody was reached by hand, such as by a telephone of their own, and will come.
    ReachedByHand {
        /// The post.
        post: Key,
    },
    /// Somebody for this post is there.
    Arrived {
        /// The post.
        post: Key,
    },
    /// Nobody for this post was there in time.
    ArrivalMissed {
        /// The post.
        post: Key,
    },
    /// A report is owed.
    ReportOwed {
        /// To whom.
        to: Key,
        /// Its number, from 1.
        number: u32,
        /// By when, inclusive.
        due_at: Instant,
        /// After how many minutes the next one is owed; none if it is the only one.
        every_minutes: Option<u32>,
    },
    /// A report went up.
    ReportSent {
        /// To whom.
        to: Key,
        /// Its number.
        number: u32,
    },
    /// Whoever a report went to has it.
    ReportAcknowledged {
        /// To whom.
        to: Key,
        /// Its number.
        number: u32,
    },
    /// A report did not go up in time.
    ReportMissed {
        /// To whom.
        to: Key,
        /// Its number.
        number: u32,
    },
    /// A report that is late still did not go up: whoever may send it is told again.
    ReportNagged {
        /// To whom.
        to: Key,
        /// Its number.
        number: u32,
        /// How often that was told, from 1; see [`NAGS_MAX`].
        nth: u32,
    },
    /// A task is done.
    TaskDone {
        /// Which.
        kind: TaskKind,
    },
    /// Something happened in the reception of the group.
    Reception(Receiving),
    /// A drill is played by a script: what is put in, in order of time. What its players are told stands
    /// with the script, sealed.
    ScriptLoaded {
        /// What, and when.
        injects: Vec<PutIn>,
    },
    /// Something of the script was put in.
    Injected {
        /// Which, counted from 0.
        nth: u32,
        /// Why it changed nothing, where it did not: the word of the refusal.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        refused: Option<String>,
    },
    /// It ended: nobody is called any more.
    Ended {},
    /// It is to be reviewed by a time, inclusive.
    ReviewOwed {
        /// By when.
        due_at: Instant,
    },
    /// It was reviewed, or something was added to its review.
    Reviewed {},
    /// It was not reviewed in time.
    ReviewMissed {},
    /// Something happened to what is to become better.
    Improvement(Improving),
}

/// An event and when it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// When.
    pub at: Instant,
    /// What.
    pub event: Event,
}
