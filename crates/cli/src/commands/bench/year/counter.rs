//! The independent counter: a second bookkeeping of every duty, kept from the open parts of the journal
//! alone, as raw JSON. It knows no rule, asks no table and calls none of the figures' code.

use super::super::failed;
use crate::error::CliError;
use huiyin_domain::time::Instant;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Terms whose last instant is still in time.
const EXACT: &[&str] = &["urgent-report"];
/// The only causes that end a duty without doing it (RULES 5.8). What was handed to another authority is owed
/// there (RULES 5.3).
const WAIVERS: &[&str] = &[
    "PetitionHandedOver",
    "PetitionWithdrawn",
    "PetitionMerged",
    "HandoverAccepted",
    "ClassifiedOtherwise",
    "PetitionClassified",
];
/// Ids that one event may open.
const IDS_OF_ONE_EVENT: i64 = 64;
/// What is told of one kind at most.
const TOLD_MAX: usize = 20;

/// A duty or window, as the counter has it.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its petition.
    pub petition: i64,
    /// Its rulebook.
    pub rulebook: String,
    /// Its term.
    pub term: String,
    /// `statutory`, `house` or `window`.
    pub kind: String,
    /// Who owes it.
    pub unit: i64,
    from: Instant,
    due_at: Instant,
    provisional: bool,
    state: &'static str,
    ended_at: Option<Instant>,
    recorded_end: Option<Instant>,
    cause: String,
    breaches: u64,
    breached_at: Option<Instant>,
    corrected: bool,
    steps: BTreeSet<u64>,
    /// When it was reminded of; each moment once.
    warned: BTreeSet<Instant>,
    closings: u64,
    /// Since when, as recorded, its last instant is what it is.
    due_since: Instant,
    paused: bool,
    /// When, as recorded, its clock did not run: ended, held by a merger, stopped.
    rests: Vec<(Instant, Option<Instant>)>,
}

impl Duty {
    /// Whether it is owed.
    pub fn is_open(&self) -> bool {
        self.state == "open" && self.kind != "window"
    }

    /// Whether its breach is on record.
    pub const fn was_breached(&self) -> bool {
        self.breaches > 0
    }

    /// Where it stands, with the cause where it was waived.
    pub fn state_word(&self) -> String {
        match self.state {
            "waived" => format!("waived by {}", self.cause),
            other => other.to_owned(),
        }
    }

    /// It came to run or to rest.
    fn turn(&mut self, recorded: Instant) {
        let rests = self.state != "open" || self.paused;
        let last = self.rests.last_mut().filter(|(_, to)| to.is_none());
        match (rests, last) {
            (true, None) => self.rests.push((recorded, None)),
            (false, Some((_, to))) => *to = Some(recorded),
            _ => {}
        }
    }

    fn ran_at(&self, at: Instant) -> bool {
        let mut rests = self.rests.iter();
        !rests.any(|(from, to)| *from <= at && to.is_none_or(|to| at < to))
    }

    /// Whether somebody looked at the clock when it was late and ran.
    fn was_seen_late(&self, looks: &[Instant]) -> bool {
        let late = self.due_at.max(self.from);
        let first = looks.partition_point(|look| *look <= late || *look < self.due_since);
        let mut looks = looks.iter().skip(first);
        looks.any(|look| self.ran_at(*look))
    }

    fn in_time(&self, at: Instant) -> bool {
        at < self.due_at || (EXACT.contains(&self.term.as_str()) && at == self.due_at)
    }
}

/// The books.
#[derive(Default)]
pub struct Counter {
    /// Every duty and window that was opened.
    pub duties: BTreeMap<i64, Duty>,
    /// What each petition's journal holds: how often each event.
    pub events: BTreeMap<i64, BTreeMap<String, u64>>,
    /// Numbers that were given.
    pub numbers: BTreeMap<String, i64>,
    /// The last category of each petition that has one.
    pub categories: BTreeMap<i64, String>,
    /// Of each petition that was split off: which it was part of, and how often that one had named whom it
    /// complains of by then.
    pub parts: BTreeMap<i64, (i64, usize)>,
    /// Petitions that came to be.
    pub begun: u64,
    /// Duties of which a step climbed to nobody.
    pub untold: BTreeSet<i64>,
    /// What is wrong.
    pub wrong: Vec<String>,
}

impl Counter {
    /// Reads the next open part.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn read(&mut self, open: &[u8]) -> Result<(), CliError> {
        let row: Value = serde_json::from_slice(open).map_err(failed)?;
        let (event, position) = (&row["event"], row["position"].as_i64().unwrap_or(0));
        let (kind, data) = (word(&event["kind"]), &event["data"]);
        let at = (
            instant(&row["effective_at"])?,
            instant(&row["recorded_at"])?,
        );
        let petition = row["petition"].as_i64().unwrap_or(position);
        if kind == "PetitionRegistered" {
            self.begun += 1;
            if self
                .numbers
                .insert(word(&data["number"]), position)
                .is_some()
            {
                self.wrong
                    .push(format!("{} was given twice", data["number"]));
            }
            for (nth, one) in list(&data["opened"]).iter().enumerate() {
                self.open((position, nth), petition, (one, &data["rulebook"]), at.1)?;
            }
        }
        if row["petition"].is_null() && kind != "PetitionRegistered" {
            return Ok(());
        }
        *self
            .events
            .entry(petition)
            .or_default()
            .entry(kind.clone())
            .or_default() += 1;
        if kind == "PetitionSplitOff" {
            let first = data["from"].as_i64().unwrap_or(0);
            let named = self.events.get(&first);
            let named = named.and_then(|all| all.get("RespondentsNamed")).copied();
            let times = named.unwrap_or(0) as usize;
            self.parts.insert(petition, (first, times));
        }
        if let Some(category) = data["category"].as_str() {
            self.categories.insert(petition, category.to_owned());
        }
        self.moment(&kind, data, at);
        self.effects(&kind, &data["effects"], (position, petition), at)
    }

    fn open(
        &mut self,
        (position, nth): (i64, usize),
        petition: i64,
        (one, rulebook): (&Value, &Value),
        recorded: Instant,
    ) -> Result<(), CliError> {
        let duty = Duty {
            petition,
            rulebook: word(&rulebook["id"]),
            term: word(&one["term"]),
            kind: word(&one["duty"]),
            unit: one["unit"].as_i64().unwrap_or(0),
            from: instant(&one["from"])?,
            due_at: instant(&one["due_at"])?,
            provisional: one["provisional"] == true,
            state: "open",
            ended_at: None,
            recorded_end: None,
            cause: String::new(),
            breaches: 0,
            breached_at: None,
            corrected: false,
            steps: BTreeSet::new(),
            warned: BTreeSet::new(),
            closings: 0,
            due_since: recorded,
            paused: false,
            rests: Vec::new(),
        };
        let id = position * IDS_OF_ONE_EVENT + nth as i64;
        if self.duties.insert(id, duty).is_some() {
            self.wrong.push(format!("duty {id} was opened twice"));
        }
        Ok(())
    }

    /// Each moment once, and none before its time.
    fn moment(&mut self, kind: &str, data: &Value, (effective, recorded): (Instant, Instant)) {
        let Some(id) = data["obligation"].as_i64() else {
            return;
        };
        let Some(duty) = self.duties.get_mut(&id) else {
            self.wrong
                .push(format!("{kind} of duty {id}, which was never opened"));
            return;
        };
        let open = duty.state == "open";
        let fault = match kind {
            "ObligationBreached" => {
                duty.breaches += 1;
                duty.breached_at = Some(recorded);
                let early = effective < duty.due_at || recorded < duty.due_at;
                duty.breaches > 1 || !open || duty.paused || early
            }
            "ObligationEscalated" => {
                let step = data["step"].as_u64().unwrap_or(0);
                if list(&data["told"]).is_empty() && list(&data["staff"]).is_empty() {
                    self.untold.insert(id);
                }
                !duty.steps.insert(step) || !open || duty.breaches == 0
            }
            "WindowClosed" => {
                duty.closings += 1;
                duty.closings > 1 || !open || effective < duty.due_at
            }
            "ClockSuspended" | "ClockResumed" => {
                let was = std::mem::replace(&mut duty.paused, kind == "ClockSuspended");
                duty.turn(recorded);
                was == duty.paused || !open
            }
            "ObligationWarned" => !duty.warned.insert(effective) || !open || recorded < effective,
            _ => false,
        };
        if fault {
            self.wrong.push(format!(
                "{kind} of duty {id} ({}) at {effective}",
                duty.term
            ));
        }
    }

    fn effects(
        &mut self,
        kind: &str,
        effects: &Value,
        (position, petition): (i64, i64),
        (effective, recorded): (Instant, Instant),
    ) -> Result<(), CliError> {
        for (field, state) in [("met", "met"), ("waived", "waived"), ("closed", "closed")] {
            for id in list(&effects[field]) {
                let Some(duty) = id.as_i64().and_then(|id| self.duties.get_mut(&id)) else {
                    self.wrong
                        .push(format!("{kind} ends duty {id}, which was never opened"));
                    continue;
                };
                if duty.state != "open" {
                    self.wrong.push(format!("{kind} ends duty {id} again"));
                }
                (duty.state, duty.cause) = (state, kind.to_owned());
                (duty.ended_at, duty.recorded_end) = (Some(effective), Some(recorded));
                // What ended stands still no more, should it return.
                duty.paused = false;
                duty.turn(recorded);
            }
        }
        for id in list(&effects["returned"]) {
            if let Some(duty) = id.as_i64().and_then(|id| self.duties.get_mut(&id)) {
                (duty.state, duty.ended_at, duty.recorded_end) = ("open", None, None);
                duty.turn(recorded);
            }
        }
        for id in list(&effects["corrected"]) {
            if let Some(duty) = id.as_i64().and_then(|id| self.duties.get_mut(&id)) {
                duty.corrected = true;
            }
        }
        for (nth, one) in list(&effects["opened"]).iter().enumerate() {
            let opened = (&one["obligation"], &one["rulebook"]);
            self.open((position, nth), petition, opened, recorded)?;
        }
        for one in list(&effects["moved"]) {
            let Some(duty) = one["obligation"]
                .as_i64()
                .and_then(|id| self.duties.get_mut(&id))
            else {
                continue;
            };
            duty.unit = one["unit"].as_i64().unwrap_or(duty.unit);
            if !one["due"].is_null() {
                duty.due_at = instant(&one["due"]["due_at"])?;
                duty.provisional = one["due"]["provisional"] == true;
                duty.due_since = recorded;
            }
        }
        Ok(())
    }

    /// Whether every duty ended as the law knows it, or stands breached, and no breach was passed over: a
    /// duty that was late and ran when somebody looked at the clock is breached, also where it is open still,
    /// was held by a merger, stopped or reopened at other times. One that was promised for a day already past
    /// is looked at from its opening on.
    pub fn ends(&mut self, looks: &[Instant], now: Instant) {
        let duties = self.duties.values().filter(|duty| duty.kind != "window");
        let faults = duties.flat_map(|duty| {
            let until = duty.recorded_end.unwrap_or(now);
            let faults = [
                (
                    duty.state == "waived" && !WAIVERS.contains(&duty.cause.as_str()),
                    "waived by no listed cause",
                ),
                (duty.state == "closed", "closed like a window"),
                (
                    duty.is_open() && !duty.was_breached(),
                    "open at the end and never breached",
                ),
                (
                    duty.breaches == 0 && duty.was_seen_late(looks),
                    "late, looked at, and never breached",
                ),
                (
                    duty.breached_at.is_some_and(|at| at > until),
                    "breached after its end",
                ),
            ];
            let named = move |what| {
                let (term, petition, due) = (&duty.term, duty.petition, duty.due_at);
                let end = format!("{} {:?} {:?}", duty.state_word(), duty.ended_at, duty.cause);
                format!("{term} of petition {petition}, due {due}, {end}, recorded {until}: {what}")
            };
            let faults = faults.into_iter().filter(|(is, _)| *is);
            faults.map(move |(_, what)| named(what))
        });
        let faults: Vec<String> = faults.collect();
        self.wrong.extend(faults);
    }

    /// The figures by rulebook, term, kind and whatever names the part, as one reads them off the books:
    /// behind each number the petitions of its duties.
    pub fn figures(&self, by: impl Fn(&Duty) -> Option<String>, now: Instant) -> Figures {
        let mut all = Figures::new();
        for duty in self.duties.values().filter(|duty| duty.kind != "window") {
            let key = (
                duty.rulebook.clone(),
                duty.term.clone(),
                duty.kind.clone(),
                by(duty),
            );
            let late = !duty.in_time(duty.ended_at.unwrap_or(now));
            let nth = match (
                duty.state,
                late && (duty.state == "open" || !duty.corrected),
            ) {
                ("met", false) => 1,
                ("met", true) => 2,
                ("waived", false) => 5,
                ("waived", true) => 6,
                (_, false) => 3,
                (_, true) => 4,
            };
            let withdrawn = duty.state == "waived" && duty.cause == "PetitionWithdrawn";
            let beside = [(7, withdrawn), (8, duty.corrected), (9, duty.provisional)];
            let beside = beside.into_iter().filter_map(|(nth, is)| is.then_some(nth));
            let lists = all.entry(key).or_default();
            for column in [0, nth].into_iter().chain(beside) {
                lists[column].push(duty.petition);
            }
        }
        for list in all.values_mut().flatten() {
            list.sort_unstable();
        }
        all
    }

    /// How often an event is in the journal.
    pub fn count(&self, kind: &str) -> u64 {
        self.events.values().filter_map(|all| all.get(kind)).sum()
    }

    /// The first of what is wrong.
    pub fn told(&self) -> Vec<String> {
        let mut told: Vec<String> = self.wrong.iter().take(TOLD_MAX).cloned().collect();
        if self.wrong.len() > TOLD_MAX {
            told.push(format!("and {} more", self.wrong.len() - TOLD_MAX));
        }
        told
    }
}

/// Rulebook, term, kind and part.
pub type Key = (String, String, String, Option<String>);

/// The petitions behind each number of each row: opened, met in time, met late, open in time, open late,
/// waived, waived late, withdrawn, corrected, provisional.
pub type Figures = BTreeMap<Key, [Vec<i64>; 10]>;

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn instant(value: &Value) -> Result<Instant, CliError> {
    serde_json::from_value(value.clone()).map_err(failed)
}
