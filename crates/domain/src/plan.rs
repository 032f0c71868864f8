//! The plan 预案: who receives a group that comes, where, how fast, and what is made ready for them.
//!
//! A plan is data (`plans/*.toml`), checked before it is needed ([`check()`]), tried out by the
//! function that runs it ([`crate::response::simulate()`]), and pinned to each response that runs
//! under it. What it cannot say (RULES 10): it has no field for people who come but their number,
//! no task but those of reception and safety ([`TaskKind`]), and nothing at all about people
//! before they are there. Both lists are closed, so that no plan can be turned against them.

mod check;
mod crew;
mod diff;
mod finding;
mod form;
mod key;
mod kinds;
mod next_drill;
mod parse;
mod sheet;
mod space;
mod template;
mod test_hours;
mod window;
pub mod wizard;

pub use check::{Checked, Checking, DAYS_AHEAD, check};
pub(crate) use check::{DRILL_OVERDUE, Grid, drill};
pub use diff::{Change, diff};
pub use finding::{CODES, Finding, Severity, Witness};
pub use form::{PLAN_FORM, Part, ROSTER_FORM};
pub use key::Key;
pub use kinds::{By, Channel, Danger, Qualification, RunLevel, TaskKind};
pub use next_drill::{DrillRule, Due, NEXT_DRILL};
pub use sheet::{Card, Row, Sheet, Table};
pub use space::{Density, Space};
pub use template::{NewPlan, from_template};
pub use test_hours::TestHours;
pub use window::{Day, DayWord, Span, minute_text};

pub(crate) use finding::{Notes, Reading};
pub(crate) use form::{DUTY, OVERRIDE, ROSTER, ROSTER_FILE, STAFF};
pub(crate) use parse::{all, channels, instant_needed, key_needed, keys, named, one_of, only};
pub(crate) use parse::{qualification, refused_words, span, twice};

use crate::calendar::WorkCalendar;
use crate::language::{Bilingual, Language};
use crate::organisation::Level;
use crate::time::{Instant, Zone};
use jiff::civil::Date;

/// The post that is found only when people are there: the head of the public unit that owes the
/// answer on the topic. A respondent is never paged for it (RULES 4.1).
pub const UNIT_HEAD_CONCERNED: &str = "unit-head-concerned";

/// The word of a rule that applies at every hour.
pub const ALWAYS: &str = "always";

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 1440;

/// Microseconds of a minute.
pub const MINUTE_MICROS: i64 = 60_000_000;

/// A plan 预案, in one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The id, such as `sample-park`.
    pub id: Key,
    /// The version, sortable as text.
    pub version: String,
    /// What it is called.
    pub title: Bilingual,
    /// The authority that runs it, by its name.
    pub authority: String,
    /// How far up that authority stands: places above it are not its own (RULES 10.1).
    pub level: Level,
    /// The zone of its hours.
    pub zone: Zone,
    /// The id of the calendar that tells its working days.
    pub calendar: String,
    /// The post that approves it.
    pub approved_by: Key,
    /// When it was approved; none while it is a draft.
    pub approved_at: Option<Date>,
    /// How often it is to be drilled, in days.
    pub drill_every_days: Option<u32>,
    /// When it was last drilled.
    pub drilled_at: Option<Date>,
    /// When the lines of communication may be tested; nothing while no hours were agreed.
    pub test: Option<TestHours>,
    /// Where people are received.
    pub places: Vec<Place>,
    /// Rooms that take over when a place is full.
    pub rooms: Vec<Room>,
    /// Who can be called.
    pub posts: Vec<Post>,
    /// Who above gets situation reports.
    pub recipients: Vec<Recipient>,
    /// Named hours.
    pub windows: Vec<Window>,
    /// How many are on duty at least, and who is trained for what.
    pub crews: Vec<Crew>,
    /// What applies to how many people, where and when.
    pub rules: Vec<Rule>,
}

/// A place of reception 接待场所.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its id.
    pub id: Key,
    /// What it is called.
    pub title: Bilingual,
    /// Whose it is.
    pub level: Level,
    /// Its size and exits; a place above the authority's own level needs none.
    pub space: Option<Space>,
    /// The room that takes over when it is full.
    pub overflow: Option<Key>,
    /// How people with a wheelchair, a pram or poor sight get in.
    pub access: Option<Bilingual>,
    /// The windows in which it is open to a visit that is announced; none means at any hour. Whoever comes
    /// unannounced is received at every hour all the same: no rule depends on it.
    pub open: Vec<Key>,
    /// Its line in the file.
    pub line: usize,
}

/// A room that takes over when a place is full 备用场所. Nobody is received there first, so no rule
/// names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// Its id.
    pub id: Key,
    /// What it is called.
    pub title: Bilingual,
    /// Its size and exits.
    pub space: Space,
}

/// A post 岗位 that can be called.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Its id.
    pub id: Key,
    /// What it is called.
    pub title: Bilingual,
    /// The unit that it belongs to; none for [`UNIT_HEAD_CONCERNED`].
    pub unit: Option<String>,
    /// The posts whose holders stand in, in this order.
    pub stand_ins: Vec<Key>,
    /// The post above, called when neither holder nor stand-ins answer.
    pub above: Option<Key>,
    /// How its holder is called, first way first.
    pub channels: Vec<Channel>,
    /// What its holder can decide on the spot; none if nothing.
    pub decides: Option<Bilingual>,
    /// How long its holder needs to a place of reception, in minutes. Declared, never located.
    pub travel_minutes: u32,
    /// Its line in the file.
    pub line: usize,
}

/// Who above gets situation reports 情况报告.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipient {
    /// Its id.
    pub id: Key,
    /// What it is called.
    pub title: Bilingual,
    /// By when it wants the first report, in minutes from the opening.
    pub within_minutes: u32,
}

/// Hours with a name 时段.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// Its id.
    pub id: Key,
    /// Which days and hours.
    pub span: Span,
}

/// How many officials hold some posts at least 最低在岗人数, and what they are trained for. It is about
/// those on duty; of those who come it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crew {
    /// Its id.
    pub id: Key,
    /// The posts whose holders count; somebody who holds two of them counts once.
    pub posts: Vec<Key>,
    /// In which windows; empty means always.
    pub windows: Vec<Key>,
    /// So many at least.
    pub min: u32,
    /// Only those count who are trained for this; none means everybody.
    pub qualification: Option<Qualification>,
    /// Its line in the file.
    pub line: usize,
}

/// What applies 规则 to so many people, in these places, at these hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: Key,
    /// Where.
    pub places: Vec<Key>,
    /// How many people; none means any number.
    pub people: Option<People>,
    /// In which windows; empty means always.
    pub windows: Vec<Key>,
    /// How far the response goes.
    pub level: RunLevel,
    /// The words of the source, where the plan was taken over from one on paper.
    pub text_zh: Option<String>,
    /// Who comes to receive.
    pub receive: Vec<Receive>,
    /// What is made ready.
    pub tasks: Vec<Task>,
    /// Who above is told.
    pub reports: Vec<ReportRule>,
    /// Its lines in the file.
    pub lines: RuleLines,
}

/// Where the parts of a rule stand in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleLines {
    /// The rule.
    pub rule: usize,
    /// Its headcount.
    pub people: usize,
    /// Its windows.
    pub when: usize,
    /// The words of its source.
    pub text: usize,
}

/// From how many people to how many, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct People {
    /// At least so many.
    pub min: u32,
    /// At most so many; none means any number above.
    pub max: Option<u32>,
}

impl People {
    /// Whether it holds this headcount.
    pub fn holds(self, people: u32) -> bool {
        people >= self.min && self.max.is_none_or(|max| people <= max)
    }
}

/// Some posts that come to receive.
#[derive(Clone, Debug, PartialEq)]
pub struct Receive {
    /// The posts.
    pub posts: Vec<Key>,
    /// How many of them must come.
    pub need: u32,
    /// By when they are there, in minutes from the recorded headcount (RULES 10.3).
    pub arrive_minutes: u32,
    /// How long each step of the ladder is waited for, in minutes.
    pub ack_minutes: u32,
    /// How they are there; none where the plan does not say, which means in person.
    pub by: Option<By>,
    /// Its line in the file.
    pub line: usize,
}

/// One thing to make ready 任务.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What, from the closed list.
    pub kind: TaskKind,
    /// The post that sees to it.
    pub post: Key,
    /// By when, in minutes from the opening; none where it has no time of its own.
    pub within_minutes: Option<u32>,
    /// The danger that alone allows it.
    pub danger: Option<Danger>,
    /// Its line in the file.
    pub line: usize,
}

/// When a recipient is told.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRule {
    /// Who; none where the file does not say, which is a finding.
    pub to: Option<Key>,
    /// When first, in minutes from the opening.
    pub first_minutes: u32,
    /// How often then, in minutes; none means once.
    pub every_minutes: Option<u32>,
    /// Its line in the file.
    pub line: usize,
}

/// Which rule applies to a case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Applies<'a> {
    /// This one.
    One(&'a Rule),
    /// None: a gap.
    None,
    /// At least these two: an overlap.
    Several(&'a Rule, &'a Rule),
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// Everything wrong with its form, with line and field; correct it and read it again. A plan
    /// that can be read can still have errors that [`check()`] finds.
    pub fn parse(toml: &str) -> Result<Self, Vec<Finding>> {
        let reading = parse::read(toml);
        match reading.value {
            Some(plan) if reading.findings.is_empty() => Ok(plan),
            _ => Err(reading.findings),
        }
    }

    /// The place with this id.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|place| *place.id == *id)
    }

    /// The post with this id.
    pub fn post(&self, id: &str) -> Option<&Post> {
        self.posts.iter().find(|post| *post.id == *id)
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| *rule.id == *id)
    }

    /// The window with this id.
    pub fn window(&self, id: &str) -> Option<&Window> {
        self.windows.iter().find(|window| *window.id == *id)
    }

    /// Whether a place stands above the authority's own level, so that only its reception or the
    /// people themselves open a response there (RULES 10.1).
    pub fn is_foreign(&self, place: &Place) -> bool {
        place.level > self.level
    }

    /// The places of its own level and below.
    pub fn own_places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| !self.is_foreign(place))
    }

    /// The rules of a place, from few people to many.
    pub fn rules_at(&self, place: &Place) -> Vec<&Rule> {
        let here = self.rules.iter();
        let mut here: Vec<&Rule> = here
            .filter(|rule| rule.places.contains(&place.id))
            .collect();
        here.sort_by_key(|rule| rule.people.map_or(0, |range| range.min));
        here
    }

    /// Whether a rule applies in a place at a minute of a day, whatever the headcount.
    pub(crate) fn is_on(&self, rule: &Rule, place: &str, day: &Day, minute: u16) -> bool {
        rule.places.iter().any(|known| **known == *place)
            && self.is_within(&rule.windows, day, minute)
    }

    /// Whether a minute of a day is within one of these windows; no window means always.
    pub(crate) fn is_within(&self, windows: &[Key], day: &Day, minute: u16) -> bool {
        let covers = |id: &Key| {
            let window = self.window(id);
            window.is_some_and(|window| window.span.covers(day, minute))
        };
        windows.is_empty() || windows.iter().any(covers)
    }

    /// Which rule applies to so many people in a place at a minute of a day. At a place above the
    /// own level there is no headcount.
    pub fn applies(&self, place: &str, people: Option<u32>, day: &Day, minute: u16) -> Applies<'_> {
        let fits = |rule: &&Rule| {
            let holds = match (rule.people, people) {
                (Some(range), Some(people)) => range.holds(people),
                (Some(_), None) => false,
                (None, _) => true,
            };
            holds && self.is_on(rule, place, day, minute)
        };
        let mut found = self.rules.iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(one), None) => Applies::One(one),
            (Some(one), Some(other)) => Applies::Several(one, other),
            (None, _) => Applies::None,
        }
    }

    /// Whether a place is open to an announced visit at an instant.
    pub fn is_open(&self, place: &Place, at: Instant, calendar: &WorkCalendar) -> bool {
        let (day, minute) = civil(at, &self.zone, calendar);
        let mut windows = place.open.iter().filter_map(|id| self.window(id));
        place.open.is_empty() || windows.any(|window| window.span.covers(&day, minute))
    }

    /// The hours of some windows, for a reader; none means any hour.
    pub fn hours(&self, windows: &[Key], language: Language) -> String {
        if windows.is_empty() {
            return language.pick("任何时间", ALWAYS).to_owned();
        }
        let said = |id: &Key| match self.window(id) {
            Some(window) => window.span.say(language),
            None => id.to_string(),
        };
        let list: Vec<String> = windows.iter().map(said).collect();
        list.join(language.pick("；", "; "))
    }

    /// Whether a post is left out because it, or its unit, is among these (RULES 4.2).
    pub fn spares(&self, post: &Key, respondents: &[Key]) -> bool {
        let unit = self.post(post).and_then(|post| post.unit.as_deref());
        let mut left = respondents.iter();
        left.any(|one| one == post || unit.is_some_and(|unit| *unit == **one))
    }

    /// Who is called for a post, one after another: its holder, its stand-ins, the post above
    /// (RULES 10.3). Respondents are left out; in place of one above comes the next above that is
    /// none (RULES 4.2).
    pub fn ladder<'a>(&'a self, post: &'a Key, respondents: &[Key]) -> Vec<&'a Key> {
        let spared = |id: &Key| self.spares(id, respondents);
        let mut steps: Vec<&Key> = Vec::with_capacity(4);
        let mut add = |id: &'a Key| {
            if !spared(id) && !steps.contains(&id) {
                steps.push(id);
            }
        };
        add(post);
        let Some(own) = self.post(post) else {
            return steps;
        };
        own.stand_ins.iter().for_each(&mut add);
        let mut above = own.above.as_ref();
        // A chain upwards is never longer than there are posts, even if it is a circle.
        for _ in 0..self.posts.len() {
            match above {
                Some(id) if spared(id) => above = self.post(id).and_then(|up| up.above.as_ref()),
                Some(id) => {
                    add(id);
                    break;
                }
                None => break,
            }
        }
        steps
    }

    /// How long a post's holder needs to be there, in minutes.
    pub fn travel_minutes(&self, post: &str, by: By) -> u32 {
        match by {
            By::Video => 0,
            By::InPerson => self.post(post).map_or(0, |post| post.travel_minutes),
        }
    }
}

/// An instant as the plan's own day and minute of the day.
pub(crate) fn civil(
    at: Instant,
    zone: &Zone,
    calendar: &crate::calendar::WorkCalendar,
) -> (Day, u16) {
    let civil = at.civil_in(zone);
    let minute = i32::from(civil.hour()) * 60 + i32::from(civil.minute());
    let minute = u16::try_from(minute).unwrap_or(0);
    (Day::of(civil.date(), calendar), minute)
}
