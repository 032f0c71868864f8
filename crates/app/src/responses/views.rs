//! What is shown of a response: data alone. None of these has a place for anybody who came.

use super::channels::ChannelHealth;
use super::improvements::{ImprovementView, PlanPart};
use super::reception::ReceptionView;
use super::script::SheetRow;
use crate::queries::obligation::{ObligationView, Words};
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::{By, Density};
use huiyin_domain::time::Zone;
use serde::Serialize;
use utoipa::ToSchema;

/// Where people are received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RespondingPlace {
    /// Its id in the plan.
    pub id: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// How many people it takes; nothing at a place above the own level.
    pub capacity: Option<u32>,
    /// How full it is for those who stand in it, by the upper figure: `warn` or `stop`.
    #[schema(value_type = Option<String>)]
    pub density: Option<Density>,
    /// The room that takes over when it is full.
    #[schema(value_type = Option<Words>)]
    pub overflow: Option<Bilingual>,
    /// How many that one takes.
    pub overflow_capacity: Option<u32>,
    /// How people with a wheelchair or a pram get in.
    #[schema(value_type = Option<Words>)]
    pub access: Option<Bilingual>,
}

/// How far the call of a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallState {
    /// Somebody is called and has not answered.
    Calling,
    /// Somebody will come.
    Coming,
    /// Somebody is there.
    There,
    /// Nobody of the ladder comes: a person must see to it.
    Exhausted,
    /// As many as the rule needs are there without it.
    NotNeeded,
}

/// A page to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PageView {
    /// Its number, the same in each copy.
    pub number: u32,
    /// The same as gateways know it (`{number}`), so that their records can be laid beside this one.
    pub message: String,
    /// The post of the step.
    #[schema(value_type = Words)]
    pub post: Bilingual,
    /// Who was called.
    pub name: Option<String>,
    /// By what.
    #[schema(value_type = Words)]
    pub channel: Bilingual,
    /// When it was called.
    pub paged_at: String,
    /// When its channel took it.
    pub handed_at: Option<String>,
    /// When its channel told that it had arrived, if it tells.
    pub delivered_at: Option<String>,
    /// When it was answered, or its time passed.
    pub answered_at: Option<String>,
    /// `waiting`, `acknowledged`, `declined`, `unanswered` or `passed`.
    pub state: &'static str,
    /// The official's telephone, for the desk that calls; only to whoever may speak for others here, and
    /// only while it runs.
    pub phone: Option<String>,
    /// Whether the desk rings whoever it calls: it goes by telephone, and no line for voice carries it.
    pub desk_rings: bool,
    /// Whether it calls whoever looks.
    pub own: bool,
    /// Whether whoever it calls plays silence in this drill: no answer of theirs is taken.
    pub plays_silence: bool,
}

/// A step of a ladder that called nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PassedOnView {
    /// When.
    pub at: String,
    /// Which post, and why.
    #[schema(value_type = Words)]
    pub words: Bilingual,
}

/// A post that is to be there, with its three clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallView {
    /// Its id in the plan.
    pub post: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// How it is to be there.
    #[schema(value_type = Words)]
    pub by: Bilingual,
    /// The same as plans say it: `in-person` or `video`.
    #[schema(value_type = String)]
    pub way: By,
    /// How far its call is.
    pub state: CallState,
    /// By when the page that is out is answered.
    pub answer_by: Option<String>,
    /// By when somebody is there, inclusive.
    pub arrive_by: String,
    /// When somebody was there.
    pub arrived_at: Option<String>,
    /// Whether nobody was there in time.
    pub late: bool,
    /// Whether a person must see to it: nobody of its ladder comes, or nobody was there in time.
    pub alone: bool,
    /// The pages of its ladder, in order.
    pub pages: Vec<PageView>,
    /// The steps of its ladder that called nobody, and why.
    pub passed_on: Vec<PassedOnView>,
    /// Other posts, by their ids, for which the same person is called or comes: one arrival counts for all.
    pub with: Vec<String>,
    /// Who noted that somebody was reached by hand and comes, while that counts.
    pub reached_by_hand: Option<String>,
    /// Whether whoever looks was called for it.
    pub own: bool,
}

/// A report that is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwedReportView {
    /// The recipient, by its id in the plan.
    pub to: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Its number, from 1.
    pub number: u32,
    /// By when, inclusive.
    pub due_at: String,
    /// Whether it went up.
    pub sent: bool,
    /// Whether its time passed before.
    pub late: bool,
}

/// A situation report that went up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SentReportView {
    /// The recipient, by its id in the plan.
    pub to: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Its number, from 1.
    pub number: u32,
    /// When it was approved.
    pub at: String,
    /// When its recipient said that they have it.
    pub acknowledged_at: Option<String>,
    /// Whether it goes out by mail or a gateway; else it is printed or read out.
    pub goes_out: bool,
    /// What it says.
    pub text: String,
}

/// A situation report behind its link.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportLook {
    /// What it says.
    pub text: String,
    /// When it was approved.
    pub sent_at: String,
    /// When its recipient said that they have it.
    pub acknowledged_at: Option<String>,
    /// Whether it is one of a drill.
    pub exercise: bool,
    /// The authority's zone.
    pub zone: Zone,
}

/// Something that is made ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaskOfResponse {
    /// Its word in a plan.
    pub kind: &'static str,
    /// Whether it is done only for a danger that is written down.
    pub needs_danger: bool,
    /// Whether it is for whoever asks, and nobody did yet: nobody owes it (RULES 10.2).
    pub waits_for_request: bool,
    /// When it was done.
    pub done_at: Option<String>,
    /// What.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Who sees to it.
    #[schema(value_type = Words)]
    pub post: Bilingual,
    /// By when, where the plan says.
    pub due_at: Option<String>,
    /// Whether that passed, or the response ended after it, and it is not done.
    pub late: bool,
}

/// Something open when a response is to end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpenEndView {
    /// What.
    #[schema(value_type = Words)]
    pub title: Bilingual,
}

/// A time of the plan against what was, for the review. It is about posts, never about persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Target {
    /// What was to happen.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Within how many minutes.
    pub minutes: i64,
    /// After how many minutes it happened; nothing if it never did.
    pub took_minutes: Option<i64>,
    /// Whether that was in time.
    pub in_time: bool,
}

/// A line of what happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResponseLine {
    /// Minutes from the opening.
    pub minute: i64,
    /// What.
    #[schema(value_type = Words)]
    pub text: Bilingual,
    /// What was typed with it.
    pub typed: Option<String>,
}

/// A response in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResponseSummary {
    /// Its id.
    pub id: i64,
    /// The place.
    #[schema(value_type = Words)]
    pub place: Bilingual,
    /// How many people at least; nothing above the own level.
    pub people_min: Option<u32>,
    /// How many at most.
    pub people_max: Option<u32>,
    /// The level, `IV` to `I`.
    pub level: Option<String>,
    /// When it began.
    pub opened_at: String,
    /// When it ended.
    pub ended_at: Option<String>,
    /// Whether a post needs a person to see to it.
    pub red: bool,
    /// Whether it is a drill.
    pub exercise: bool,
    /// Whether everybody who is called answers by video: nobody travels.
    pub by_video: bool,
}

/// A response.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ResponseView {
    /// As lists have it.
    #[serde(flatten)]
    pub summary: ResponseSummary,
    /// Its version: the position of its last event.
    pub version: i64,
    /// The plan.
    pub plan: String,
    /// The version that it runs under.
    pub plan_version: String,
    /// What the plan is called.
    #[schema(value_type = Words)]
    pub plan_title: Bilingual,
    /// The channels that are not well: calls go by another way meanwhile.
    pub channels: Vec<ChannelHealth>,
    /// The place.
    pub at: RespondingPlace,
    /// What it is about; empty where that was not told, or is withheld.
    pub topic: String,
    /// Whether the topic names somebody who speaks for the group, or how to reach them, so that it is shown nowhere
    /// any more.
    pub topic_withheld: bool,
    /// The public unit that owes the answer, where it is known.
    #[schema(value_type = Option<Words>)]
    pub concerned: Option<Bilingual>,
    /// The units and posts that it is about, for whoever may name them; empty for everybody else.
    #[schema(value_type = Vec<Words>)]
    pub about: Vec<Bilingual>,
    /// Whether somebody is unwell or needs help.
    pub unwell: bool,
    /// When everybody whom the rule needs was there.
    pub received_at: Option<String>,
    /// Why this rule and level apply, in Chinese.
    pub explanation: Vec<String>,
    /// The same in English.
    pub explanation_en: Vec<String>,
    /// Farther levels that can be set.
    pub levels_above: Vec<String>,
    /// The posts.
    pub calls: Vec<CallView>,
    /// What is made ready.
    pub tasks: Vec<TaskOfResponse>,
    /// The reports that are owed next.
    pub reports: Vec<OwedReportView>,
    /// How the group is received.
    pub reception: ReceptionView,
    /// Whether a danger was written down, or it is a drill, so that there is a CAP message to export.
    pub cap: bool,
    /// What the next report takes from the record, a line each, in Chinese; empty where none is owed.
    pub report_preview: Vec<String>,
    /// The same in English.
    pub report_preview_en: Vec<String>,
    /// What was done and decided since the last report, from the record, to be put into `done` of the next one and
    /// changed there; empty where none is owed.
    #[schema(value_type = Words)]
    pub report_done: Bilingual,
    /// The reports that went up, the newest first.
    pub sent_reports: Vec<SentReportView>,
    /// What is open: with it the response ends only by a decision that says so.
    pub open_ends: Vec<OpenEndView>,
    /// The times of the plan against what was.
    pub targets: Vec<Target>,
    /// Of a drill that ended: target against actual of each action, rated.
    pub sheet: Vec<SheetRow>,
    /// Of a drill: why it does not count as held, so that the next one stays owed; while it runs, why it
    /// would not if it ended now. Empty where it counts.
    #[schema(value_type = Vec<Words>)]
    pub not_held: Vec<Bilingual>,
    /// Of a drill that runs and would not count: from when it counts, where nothing more is done.
    pub counts_from: Option<String>,
    /// The posts whose holders play silence in a drill by script.
    #[schema(value_type = Vec<Words>)]
    pub silent: Vec<Bilingual>,
    /// By when it is reviewed, once it ended.
    pub review_by: Option<String>,
    /// What is still owed on the group's petition, soonest first: what was promised, the next talk, the answer.
    pub follow_ups: Vec<ObligationView>,
    /// Whether whom the matter complains of joined no talk and was asked for no statement on the group's petition yet.
    pub respondent_unheard: bool,
    /// What is to become better, and the dates that follow of the response itself, in order.
    pub improvements: Vec<ImprovementView>,
    /// The posts that can owe an improvement or a date that follows.
    pub plan_posts: Vec<PlanPart>,
    /// The parts of the plan that an improvement can point to; none while it runs.
    pub plan_parts: Vec<PlanPart>,
    /// The number of the petition that is heard at a reception above ours, for whoever is called to answer from its file;
    /// nothing for everybody else.
    pub file: Option<String>,
    /// What happened so far.
    pub lines: Vec<ResponseLine>,
    /// What whoever looks may do, by the words of the table.
    pub may: Vec<&'static str>,
    /// The code that hangs in the reception room, for whoever may note arrivals; none at a place above the own
    /// level, whose rooms are not ours.
    pub room_code: Option<String>,
}

/// A page as whoever was called sees it behind their link: no topic, nobody who came.
#[derive(Clone, Debug)]
pub struct PageLook {
    /// Its number.
    pub number: u32,
    /// The post for which; several, where one page calls for several.
    pub posts: Bilingual,
    /// Where people are heard.
    pub place: Bilingual,
    /// How this person is to be there: by video nobody travels.
    pub by: By,
    /// By when for the first of them, in the authority's zone.
    pub arrive_by: String,
    /// That zone.
    pub zone: Zone,
    /// How far the call is.
    pub state: CallState,
    /// Whether this person said that they come.
    pub coming: bool,
    /// Whether it went on to somebody else.
    pub passed: bool,
    /// Whether the response ended.
    pub ended: bool,
    /// Whether it is a drill.
    pub exercise: bool,
}

/// What the code in the room opens: the posts that are awaited, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomLook {
    /// Whether it is a drill.
    pub exercise: bool,
    /// The place.
    pub place: Bilingual,
    /// The posts.
    pub posts: Vec<RoomPost>,
}

/// A post as the page of the room shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomPost {
    /// Its id in the plan.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// Whether somebody is there.
    pub there: bool,
}

/// What somebody owes in a response, for their inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResponseDuty {
    /// The response.
    pub response: i64,
    /// `ack`, `arrive`, `alone` (nobody comes for a post: see to it), `task`, `report`, `review` or `improve`.
    pub duty: String,
    /// What is owed.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The place.
    #[schema(value_type = Words)]
    pub place: Bilingual,
    /// By when, inclusive.
    pub due_at: String,
    /// Whether it is late.
    pub late: bool,
    /// Whether it is a drill.
    pub exercise: bool,
}

/// What a link for a screen tells before it is exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScreenWaits {
    /// Whether it is a drill.
    pub exercise: bool,
}

/// What a screen shows of a response that ended: that it did, and nothing of what was.
#[derive(Clone, Debug)]
pub struct ScreenEnded {
    /// Whether it was a drill.
    pub exercise: bool,
    /// The place.
    pub place: Bilingual,
    /// When it began.
    pub opened_at: String,
    /// When it ended.
    pub ended_at: String,
    /// The authority's zone.
    pub zone: Zone,
}

/// The board of a response. It names neither those who came nor those who are called.
#[derive(Clone, Debug)]
pub struct BoardView {
    /// As lists have it.
    pub summary: ResponseSummary,
    /// The place.
    pub at: RespondingPlace,
    /// What it is about; never on a screen without sign-in.
    pub topic: Option<String>,
    /// Whether somebody is unwell or needs help.
    pub unwell: bool,
    /// The posts; their pages are not for the board.
    pub calls: Vec<CallView>,
    /// What is made ready.
    pub tasks: Vec<TaskOfResponse>,
    /// The reports that are owed next.
    pub reports: Vec<OwedReportView>,
    /// The channels that are not well: calls go by another way meanwhile.
    pub channels: Vec<ChannelHealth>,
    /// Whether the server's clock is in doubt: nobody is called by itself until somebody confirms the time
    /// (RULES 1.6).
    pub clock_doubted: bool,
    /// What the script of a drill did last; what it tells the players only for those who signed in.
    pub inject: Option<Bilingual>,
    /// When this was true.
    pub as_of: String,
    /// The authority's zone.
    pub zone: Zone,
}
