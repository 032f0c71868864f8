//! Plans that tests make up: a draft that writes itself as a file, and a judge of its cases that
//! shares nothing with the checker but the calendar's working days.

use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::plan::{Checked, Checking, Finding, check};
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use std::fmt::Write;
use std::sync::LazyLock;

/// Read once: every test asks for them.
pub static CALENDARS: LazyLock<Vec<WorkCalendar>> = LazyLock::new(|| {
    let texts = shipped::calendars().iter();
    texts
        .map(|(_, text)| WorkCalendar::parse(text).expect("shipped"))
        .collect()
});

/// The working days of China.
pub fn calendar() -> &'static WorkCalendar {
    let mut known = CALENDARS.iter();
    known.find(|one| one.id() == "cn").expect("shipped")
}

/// A Friday before a make-up Sunday and a long holiday, so that four weeks hold every kind of day.
pub fn at() -> Instant {
    Instant::parse("2026-09-18T09:00:00+08:00").expect("an instant")
}

/// Checks a file and its roster from [`at`] on.
pub fn checked(plan: &str, roster: Option<&str>) -> Checked {
    let checking = Checking {
        at: at(),
        calendars: &CALENDARS,
        roster,
        on_file: None,
    };
    check(plan, &checking)
}

/// A chance that a seed tells.
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % sides
    }
}

#[derive(Clone, Debug)]
pub struct DraftPlace {
    pub id: String,
    pub level: &'static str,
    pub area_m2: u32,
    pub exits_m: Vec<f64>,
    pub overflow: Option<String>,
}

#[derive(Clone, Debug)]
pub struct DraftPost {
    pub id: String,
    pub title_zh: String,
    pub stand_ins: Vec<String>,
    pub above: Option<String>,
    pub channels: Vec<&'static str>,
    pub decides: bool,
    pub travel: u32,
}

#[derive(Clone, Debug)]
pub struct DraftWindow {
    pub id: String,
    pub days: Vec<&'static str>,
    pub from: u16,
    pub to: u16,
}

#[derive(Clone, Debug)]
pub struct DraftReceive {
    pub posts: Vec<String>,
    pub need: Option<usize>,
    pub arrive: u32,
    pub ack: u32,
    pub by: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct DraftRule {
    pub id: String,
    pub places: Vec<String>,
    /// Lower and upper end; an upper end of 0 means that there is none.
    pub people: Option<(u32, u32)>,
    pub when: Vec<String>,
    pub text_zh: Option<String>,
    pub receive: Vec<DraftReceive>,
    /// Kind, post and danger.
    pub tasks: Vec<(String, String, Option<&'static str>)>,
    /// Recipient, first and next.
    pub reports: Vec<(Option<String>, u32, u32)>,
    /// Lines of TOML that the rule has besides.
    pub extra: Vec<String>,
}

impl DraftRule {
    /// Whether a rule is for so many people.
    pub fn holds(&self, people: Option<u32>) -> bool {
        match (self.people, people) {
            (Some((min, max)), Some(people)) => people >= min && (max == 0 || people <= max),
            (Some(_), None) => false,
            (None, _) => true,
        }
    }
}

#[derive(Clone, Debug)]
pub struct DraftDuty {
    pub post: String,
    pub staff: Vec<String>,
    /// Days, from and to; none for always.
    pub span: Option<DraftWindow>,
    pub weekly: bool,
}

#[derive(Clone, Debug)]
pub struct Draft {
    pub level: &'static str,
    pub head: Vec<String>,
    pub places: Vec<DraftPlace>,
    pub rooms: Vec<(String, u32)>,
    pub posts: Vec<DraftPost>,
    pub recipients: Vec<(String, u32)>,
    pub windows: Vec<DraftWindow>,
    pub rules: Vec<DraftRule>,
    pub staff: Vec<(String, Vec<&'static str>)>,
    pub duties: Vec<DraftDuty>,
    /// Posts, how many of their holders are on duty at least, and what those are trained for.
    pub crews: Vec<(Vec<String>, usize, Option<&'static str>)>,
    /// Who is trained for what.
    pub trained: Vec<(String, &'static str)>,
    /// Post and the hours in which nobody holds it.
    pub away: Vec<(String, String, String)>,
}

fn list(items: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let quoted = items.into_iter().map(|one| format!("\"{}\"", one.as_ref()));
    format!("[{}]", quoted.collect::<Vec<_>>().join(", "))
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl Draft {
    /// The file of the plan.
    pub fn plan(&self) -> String {
        let mut out = format!(
            "[plan]\nid = \"draft\"\nversion = \"1\"\ntitle = {{ zh = \"草案\", en = \"Draft\" }}\n\
             authority = \"机关\"\nlevel = \"{}\"\napproved_by = \"{}\"\n",
            self.level, self.posts[0].id
        );
        for line in &self.head {
            writeln!(out, "{line}").unwrap();
        }
        for one in &self.places {
            write!(out, "[[place]]\nid = \"{}\"\ntitle = {{ zh = \"场所\", en = \"Place\" }}\nlevel = \"{}\"\n", one.id, one.level).unwrap();
            if !one.exits_m.is_empty() {
                let exits: Vec<String> = one.exits_m.iter().map(|m| format!("{m:.1}")).collect();
                writeln!(
                    out,
                    "area_m2 = {}\nexits_m = [{}]",
                    one.area_m2,
                    exits.join(", ")
                )
                .unwrap();
            }
            if let Some(room) = &one.overflow {
                writeln!(out, "overflow = \"{room}\"").unwrap();
            }
        }
        for (id, area) in &self.rooms {
            writeln!(out, "[[room]]\nid = \"{id}\"\ntitle = {{ zh = \"厅\", en = \"Hall\" }}\narea_m2 = {area}\nexits_m = [1.8, 1.8]").unwrap();
        }
        for one in &self.posts {
            writeln!(
                out,
                "[[post]]\nid = \"{}\"\ntitle = {{ zh = \"{}\", en = \"Post\" }}\nunit = \"unit-{}\"\nstand_ins = {}\nchannels = {}\ntravel_minutes = {}",
                one.id, one.title_zh, one.id, list(&one.stand_ins), list(&one.channels), one.travel
            )
            .unwrap();
            if let Some(above) = &one.above {
                writeln!(out, "above = \"{above}\"").unwrap();
            }
            if one.decides {
                writeln!(out, "decides = {{ zh = \"事\", en = \"matters\" }}").unwrap();
            }
        }
        for (id, within) in &self.recipients {
            writeln!(out, "[[recipient]]\nid = \"{id}\"\ntitle = {{ zh = \"上级\", en = \"Above\" }}\nwithin_minutes = {within}").unwrap();
        }
        for one in &self.windows {
            writeln!(out, "[[window]]\nid = \"{}\"\n{}", one.id, span(one)).unwrap();
        }
        for (nth, (posts, min, trained)) in self.crews.iter().enumerate() {
            writeln!(
                out,
                "[[crew]]\nid = \"crew-{nth}\"\nposts = {}\nwhen = \"always\"\nmin = {min}",
                list(posts)
            )
            .unwrap();
            if let Some(word) = trained {
                writeln!(out, "qualification = \"{word}\"").unwrap();
            }
        }
        for one in &self.rules {
            rule(&mut out, one);
        }
        out
    }

    /// The file of the roster.
    pub fn roster(&self) -> String {
        let mut out = "[roster]\nplan = \"draft\"\nversion = \"1\"\n".to_owned();
        for (id, channels) in &self.staff {
            writeln!(
                out,
                "[[staff]]\nid = \"{id}\"\nname = \"某人\"\nchannels = {}",
                list(channels)
            )
            .unwrap();
            let own = self.trained.iter().filter(|(who, _)| who == id);
            let words: Vec<&str> = own.map(|(_, word)| *word).collect();
            writeln!(out, "qualifications = {}", list(&words)).unwrap();
        }
        for one in &self.duties {
            writeln!(
                out,
                "[[duty]]\npost = \"{}\"\nstaff = {}",
                one.post,
                list(&one.staff)
            )
            .unwrap();
            if let Some(hours) = &one.span {
                writeln!(out, "{}", span(hours)).unwrap();
            }
            if one.weekly {
                writeln!(out, "rotate = \"weekly\"\nsince = 2026-01-05").unwrap();
            }
        }
        for (post, from, to) in &self.away {
            writeln!(
                out,
                "[[override]]\npost = \"{post}\"\nfrom = \"{from}\"\nto = \"{to}\""
            )
            .unwrap();
        }
        out
    }

    /// What the checker finds in it, roster included.
    pub fn findings(&self) -> Vec<Finding> {
        checked(&self.plan(), Some(&self.roster())).findings
    }

    pub fn rule_named(&self, id: &str) -> &DraftRule {
        let mut rules = self.rules.iter();
        rules.find(|rule| rule.id == id).expect("a rule")
    }

    pub fn post_named(&self, id: &str) -> &DraftPost {
        let mut posts = self.posts.iter();
        posts.find(|post| post.id == id).expect("a post")
    }
}

fn span(one: &DraftWindow) -> String {
    let to = clock(one.to);
    format!(
        "days = {}\nfrom = \"{}\"\nto = \"{to}\"",
        list(&one.days),
        clock(one.from)
    )
}

fn rule(out: &mut String, one: &DraftRule) {
    writeln!(
        out,
        "[[rule]]\nid = \"{}\"\nplaces = {}\nlevel = \"III\"",
        one.id,
        list(&one.places)
    )
    .unwrap();
    match one.people {
        Some((min, 0)) => writeln!(out, "people = [{min}]").unwrap(),
        Some((min, max)) => writeln!(out, "people = [{min}, {max}]").unwrap(),
        None => {}
    }
    match one.when.as_slice() {
        [] => writeln!(out, "when = \"always\"").unwrap(),
        [one] => writeln!(out, "when = \"{one}\"").unwrap(),
        more => writeln!(out, "when = {}", list(more)).unwrap(),
    }
    if let Some(text) = &one.text_zh {
        writeln!(out, "text_zh = \"{text}\"").unwrap();
    }
    for line in &one.extra {
        writeln!(out, "{line}").unwrap();
    }
    for receive in &one.receive {
        let need = receive
            .need
            .map_or("\"all\"".to_owned(), |need| need.to_string());
        writeln!(
            out,
            "[[rule.receive]]\nposts = {}\nneed = {need}\narrive_minutes = {}\nack_minutes = {}",
            list(&receive.posts),
            receive.arrive,
            receive.ack
        )
        .unwrap();
        if let Some(by) = receive.by {
            writeln!(out, "by = \"{by}\"").unwrap();
        }
    }
    for (kind, post, danger) in &one.tasks {
        writeln!(out, "[[rule.task]]\nkind = \"{kind}\"\npost = \"{post}\"").unwrap();
        if let Some(danger) = danger {
            writeln!(out, "danger = \"{danger}\"").unwrap();
        }
    }
    for (to, first, every) in &one.reports {
        writeln!(
            out,
            "[[rule.report]]\nfirst_minutes = {first}\nevery_minutes = {every}"
        )
        .unwrap();
        if let Some(to) = to {
            writeln!(out, "to = \"{to}\"").unwrap();
        }
    }
}

// ---- the judge: case by case, by counting, without the checker's cells ----

/// An hour as the plan's zone has it (no zone that these tests use changes its clock).
pub fn local(at: &str) -> DateTime {
    at.get(..19)
        .and_then(|text| text.parse().ok())
        .expect("an instant with seconds")
}

/// Whether a day word means this day.
fn means(word: &str, date: Date) -> bool {
    let workday = calendar().is_workday(date);
    let weekday = date.weekday();
    match word {
        "workday" => workday,
        "restday" => !workday,
        "mon" => weekday == Weekday::Monday,
        "tue" => weekday == Weekday::Tuesday,
        "wed" => weekday == Weekday::Wednesday,
        "thu" => weekday == Weekday::Thursday,
        "fri" => weekday == Weekday::Friday,
        "sat" => weekday == Weekday::Saturday,
        "sun" => weekday == Weekday::Sunday,
        _ => false,
    }
}

/// Whether hours hold this moment: some day on which they begin has it between beginning and end.
pub fn within(hours: &DraftWindow, moment: DateTime) -> bool {
    [0i64, 1].into_iter().any(|back| {
        let begun: Date = moment.date().checked_sub(back.days()).expect("a day");
        if !hours.days.iter().any(|word| means(word, begun)) {
            return false;
        }
        let midnight = begun.at(0, 0, 0, 0);
        let length = if hours.to <= hours.from {
            hours.to + 1440
        } else {
            hours.to
        };
        let from = midnight
            .checked_add(i64::from(hours.from).minutes())
            .expect("a time");
        let to = midnight
            .checked_add(i64::from(length).minutes())
            .expect("a time");
        from <= moment && moment < to
    })
}

impl Draft {
    /// Whether a rule applies to a case; `people` is none where nobody is counted.
    pub fn applies(
        &self,
        rule: &DraftRule,
        place: &str,
        people: Option<u32>,
        moment: DateTime,
    ) -> bool {
        rule.holds(people) && self.is_on(rule, place, moment)
    }

    /// Whether a rule is of a place and hour.
    pub fn is_on(&self, rule: &DraftRule, place: &str, moment: DateTime) -> bool {
        rule.places.iter().any(|one| one == place)
            && (rule.when.is_empty()
                || rule.when.iter().any(|id| {
                    let mut windows = self.windows.iter();
                    windows
                        .find(|one| one.id == *id)
                        .is_some_and(|one| within(one, moment))
                }))
    }

    /// The ids of the rules that apply to a case.
    pub fn ruling(&self, place: &str, people: Option<u32>, moment: DateTime) -> Vec<&str> {
        let apply = self
            .rules
            .iter()
            .filter(|rule| self.applies(rule, place, people, moment));
        apply.map(|rule| rule.id.as_str()).collect()
    }

    /// Who holds a post at a moment; turns change every seven days from Monday, 5 January 2026.
    pub fn holder(&self, post: &str, moment: DateTime) -> Option<&(String, Vec<&'static str>)> {
        let gone = self
            .away
            .iter()
            .any(|(one, from, to)| one == post && local(from) <= moment && moment < local(to));
        if gone {
            return None;
        }
        let mut on = self.duties.iter().filter(|duty| {
            duty.post == post && duty.span.as_ref().is_none_or(|hours| within(hours, moment))
        });
        let duty = on.next()?;
        let weeks = (moment
            .date()
            .duration_since(jiff::civil::date(2026, 1, 5))
            .as_hours()
            / 24)
            .div_euclid(7);
        let turn = if duty.weekly {
            usize::try_from(weeks).expect("later") % duty.staff.len()
        } else {
            0
        };
        self.staff.iter().find(|(id, _)| *id == duty.staff[turn])
    }

    /// The ladder of a post: itself, its stand-ins, the post above.
    pub fn ladder(&self, post: &str) -> Vec<&DraftPost> {
        let own = self.post_named(post);
        let ids = [post]
            .into_iter()
            .chain(own.stand_ins.iter().map(String::as_str))
            .chain(own.above.as_deref());
        let mut steps: Vec<&DraftPost> = Vec::new();
        for id in ids {
            if let Some(found) = self.posts.iter().find(|one| one.id == id)
                && steps.iter().all(|one| one.id != id)
            {
                steps.push(found);
            }
        }
        steps
    }
}

/// A good plan that a seed tells: places, tiers, hours, ladders and a roster that fills them.
pub fn good(seed: u64) -> Draft {
    let mut dice = Dice::of(seed);
    let windowed = seed % 3 == 1;
    let windows = if windowed {
        day_and_night(&mut dice)
    } else {
        Vec::new()
    };
    let ids = ["head", "deputy", "office", "clerk", "aide"];
    let posts: Vec<DraftPost> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| DraftPost {
            id: (*id).to_owned(),
            title_zh: "岗位".to_owned(),
            stand_ins: if index >= 2 && dice.roll(2) == 0 {
                vec!["deputy".to_owned()]
            } else {
                Vec::new()
            },
            above: (index > 0).then(|| "head".to_owned()),
            channels: if dice.roll(2) == 0 {
                vec!["phone", "sms"]
            } else {
                vec!["desk", "phone"]
            },
            decides: index < 3,
            travel: 1 + u32::try_from(dice.roll(9)).expect("small"),
        })
        .collect();
    let mut draft = Draft {
        level: "park",
        head: Vec::new(),
        places: Vec::new(),
        rooms: vec![("hall".to_owned(), 900)],
        posts,
        recipients: vec![("bureau".to_owned(), 45)],
        windows,
        rules: Vec::new(),
        staff: Vec::new(),
        duties: Vec::new(),
        crews: Vec::new(),
        trained: Vec::new(),
        away: Vec::new(),
    };
    for index in 0..=dice.roll(3) {
        own_place(&mut draft, index, &mut dice);
    }
    foreign_places(&mut draft);
    for (index, id) in ids.iter().enumerate() {
        let (one, other) = (format!("p{index}a"), format!("p{index}b"));
        let weekly = dice.roll(2) == 0;
        draft.staff.push((one.clone(), vec!["phone", "desk"]));
        draft.staff.push((other.clone(), vec!["phone", "sms"]));
        let (staff, rest) = if weekly {
            (vec![one, other], None)
        } else {
            (vec![one], Some(other))
        };
        // Without turns one works by day and the other at all other hours.
        let spans = match (&rest, weekly) {
            (Some(_), false) => day_and_night(&mut Dice::of(seed + 7)),
            _ => Vec::new(),
        };
        if spans.is_empty() {
            draft.duties.push(DraftDuty {
                post: (*id).to_owned(),
                staff,
                span: None,
                weekly,
            });
        }
        for (shift, hours) in spans.into_iter().enumerate() {
            let who = if shift == 0 {
                staff_of(index, "a")
            } else {
                staff_of(index, "b")
            };
            draft.duties.push(DraftDuty {
                post: (*id).to_owned(),
                staff: vec![who],
                span: Some(hours),
                weekly: false,
            });
        }
    }
    draft
}

fn staff_of(index: usize, shift: &str) -> String {
    format!("p{index}{shift}")
}

/// Hours that leave no minute out and share none: by day, the night after it, rest days.
fn day_and_night(dice: &mut Dice) -> Vec<DraftWindow> {
    let from = 480 + 30 * u16::try_from(dice.roll(3)).expect("small");
    let to = 1020 + 30 * u16::try_from(dice.roll(4)).expect("small");
    let window = |id: &str, days, from, to| DraftWindow {
        id: id.to_owned(),
        days,
        from,
        to,
    };
    vec![
        window("by-day", vec!["workday"], from, to),
        window("at-night", vec!["workday"], to, from),
        window("at-rest", vec!["restday"], from, from),
    ]
}

fn own_place(draft: &mut Draft, index: usize, dice: &mut Dice) {
    let place = format!("place-{index}");
    draft.places.push(DraftPlace {
        id: place.clone(),
        level: if index == 0 { "park" } else { "community" },
        area_m2: 120,
        exits_m: vec![1.4, 1.4, 0.9],
        overflow: Some("hall".to_owned()),
    });
    let mut bounds: Vec<u32> = (0..=dice.roll(3))
        .map(|_| 5 + u32::try_from(dice.roll(100)).expect("small"))
        .collect();
    bounds.sort_unstable();
    bounds.dedup();
    let arrive = 20 + u32::try_from(dice.roll(10)).expect("small");
    let ack = 2 + u32::try_from(dice.roll(2)).expect("small");
    let crew = ["head", "office", "deputy", "aide"];
    let split = !draft.windows.is_empty() && dice.roll(2) == 0;
    let whens: Vec<Vec<String>> = match (draft.windows.is_empty(), split) {
        (true, _) => vec![Vec::new()],
        (false, true) => vec![
            vec!["by-day".to_owned()],
            vec!["at-night".to_owned(), "at-rest".to_owned()],
        ],
        (false, false) => vec![Vec::new()],
    };
    for (part, when) in whens.iter().enumerate() {
        let mut min = 1;
        for tier in 0..=bounds.len() {
            let max = bounds.get(tier).copied().unwrap_or(0);
            let posts: Vec<String> = crew[..=tier.min(3)]
                .iter()
                .map(|id| (*id).to_owned())
                .collect();
            draft.rules.push(DraftRule {
                id: format!("rule-{index}-{part}-{tier}"),
                places: vec![place.clone()],
                people: Some((min, max)),
                when: when.clone(),
                text_zh: None,
                receive: vec![DraftReceive {
                    posts,
                    need: None,
                    arrive,
                    ack,
                    by: None,
                }],
                tasks: vec![
                    ("water".to_owned(), "clerk".to_owned(), None),
                    ("open-rooms".to_owned(), "office".to_owned(), None),
                ],
                reports: vec![(Some("bureau".to_owned()), 30, 60)],
                extra: Vec::new(),
            });
            min = max + 1;
        }
    }
}

fn foreign_places(draft: &mut Draft) {
    for (place, level, by) in [
        ("county-hall", "county", "in-person"),
        ("far-hall", "province", "video"),
    ] {
        draft.places.push(DraftPlace {
            id: place.to_owned(),
            level,
            area_m2: 0,
            exits_m: Vec::new(),
            overflow: None,
        });
        draft.rules.push(DraftRule {
            id: format!("called-{level}"),
            places: vec![place.to_owned()],
            people: None,
            when: Vec::new(),
            text_zh: None,
            receive: vec![DraftReceive {
                posts: vec!["head".to_owned()],
                need: None,
                arrive: 40,
                ack: 5,
                by: Some(by),
            }],
            tasks: vec![("interpreter".to_owned(), "clerk".to_owned(), None)],
            reports: Vec::new(),
            extra: Vec::new(),
        });
    }
}
