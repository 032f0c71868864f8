//! The explanation: each step of the count in one short sentence, zh and en.

use super::count::{self, Reached, Watcher};
use super::{Deadline, DeadlineError, Request};
use crate::calendar::{DayKind, add_days, days_between};
use crate::language::{Bilingual, Language};
use crate::rulebook::{Length, Roll};
use crate::time::Instant;
use crate::wording as words;
use jiff::civil::Date;

/// The sentences of an explanation.
pub(super) fn sentences(
    request: &Request<'_>,
    language: Language,
) -> Result<Vec<String>, DeadlineError> {
    let mut heard = Heard::default();
    let deadline = count::run(request, &mut heard)?;
    let teller = Teller {
        request,
        heard: &heard,
        deadline,
        language,
    };
    let mut lines = vec![teller.start()];
    for (index, stage) in heard.stages.iter().enumerate() {
        teller.stage(index, stage, &mut lines);
    }
    // Counting working days ends with a working day: there is nothing to roll.
    let ends_at_work = heard
        .stages
        .last()
        .is_some_and(|s| matches!(s.length, Length::WorkingDays(_)));
    if !deadline.inclusive && !ends_at_work {
        lines.push(teller.roll());
    }
    lines.push(teller.end());
    lines.extend(teller.provisional());
    lines.extend(teller.unverified());
    lines.extend(teller.sources());
    Ok(lines)
}

/// What was heard while counting.
#[derive(Default)]
struct Heard<'a> {
    stages: Vec<Stage<'a>>,
    current: Vec<(Date, Date, Why<'a>)>,
    paused: Vec<(Instant, Instant)>,
    rolled: Vec<(Date, Date, Why<'a>)>,
    unfirm: Vec<(Date, Date)>,
}

/// The term's own length, or its extension.
struct Stage<'a> {
    length: Length,
    end: Reached,
    seen: Vec<(Date, Date, Why<'a>)>,
    paused: Vec<(Instant, Instant)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Why<'a> {
    Plain,
    Weekend,
    Holiday(&'a Bilingual),
    MakeUp(&'a Bilingual),
    Suspended,
}

impl<'a> From<DayKind<'a>> for Why<'a> {
    fn from(kind: DayKind<'a>) -> Self {
        match kind {
            DayKind::Workday => Self::Plain,
            DayKind::RestDay => Self::Weekend,
            DayKind::Holiday(name) => Self::Holiday(name),
            DayKind::MakeUp(name) => Self::MakeUp(name),
        }
    }
}

impl<'a> Watcher<'a> for Heard<'a> {
    fn counted(&mut self, day: Date, kind: DayKind<'a>) {
        append(&mut self.current, day, day, kind.into());
    }

    fn rolled(&mut self, day: Date, kind: DayKind<'a>) {
        append(&mut self.rolled, day, day, kind.into());
    }

    fn unfirm(&mut self, day: Date) {
        match self.unfirm.last_mut() {
            Some(last) if last.1 == day || last.1.tomorrow().is_ok_and(|next| next == day) => {
                last.1 = day
            }
            _ => self.unfirm.push((day, day)),
        }
    }

    fn suspended(&mut self, from: Date, to: Date) {
        append(&mut self.current, from, to, Why::Suspended);
    }

    fn paused(&mut self, from: Instant, to: Instant) {
        self.paused.push((from, to));
    }

    fn reached(&mut self, length: Length, end: Reached) {
        let seen = std::mem::take(&mut self.current);
        let paused = std::mem::take(&mut self.paused);
        self.stages.push(Stage {
            length,
            end,
            seen,
            paused,
        });
    }
}

/// Adds days to a list, merged with the ones before if they touch and have the same reason.
fn append<'a>(list: &mut Vec<(Date, Date, Why<'a>)>, from: Date, to: Date, why: Why<'a>) {
    match list.last_mut() {
        Some(last) if last.2 == why && last.1.tomorrow().is_ok_and(|next| next == from) => {
            last.1 = to;
        }
        _ => list.push((from, to, why)),
    }
}

struct Teller<'t, 'a> {
    request: &'t Request<'a>,
    heard: &'t Heard<'a>,
    deadline: Deadline,
    language: Language,
}

impl Teller<'_, '_> {
    fn start(&self) -> String {
        let labels: Vec<&str> = self
            .request
            .term
            .start
            .iter()
            .map(|event| event.label(self.language))
            .collect();
        let events = labels.join(self.say("或", " or "));
        let (from, zone) = (self.request.from, self.request.zone);
        if self.deadline.inclusive {
            let at = words::instant(from, zone, self.language);
            let zone = words::zone_at(from, zone, self.language);
            return self.told(
                || format!("起算：{events}，{at}（{zone}）起连续计时。"),
                || format!("Start: {events}, at {at} ({zone}); the time runs from then."),
            );
        }
        let day = words::day(from.date_in(zone), self.language);
        self.told(
            || format!("起算：{events}，{day}；当日不计入，从次日起算。"),
            || format!("Start: {events}, {day}; that day is not counted."),
        )
    }

    fn stage(&self, index: usize, stage: &Stage<'_>, lines: &mut Vec<String>) {
        let length = stage.length.words(self.language);
        let working = matches!(stage.length, Length::WorkingDays(_));
        lines.push(match (index, working) {
            (0, _) => self.told(|| format!("期限：{length}。"), || format!("Term: {length}.")),
            _ => self.told(
                || format!("经批准延长{length}，从上述末日（顺延前）的次日起续计。"),
                || format!("Extension granted: {length}, counted on from that last day (before any roll)."),
            ),
        });
        let out = |why: &Why<'_>| !matches!(why, Why::Plain | Why::MakeUp(_));
        self.list(&stage.seen, out, ("不计入", "Not counted"), lines);
        let made_up = |why: &Why<'_>| matches!(why, Why::MakeUp(_));
        self.list(&stage.seen, made_up, ("计入", "Counted"), lines);
        for &(from, to) in &stage.paused {
            let from = words::instant(from, self.request.zone, self.language);
            let to = words::instant(to, self.request.zone, self.language);
            lines.push(self.told(
                || format!("中止：{from}至{to}，这段时间不计入。"),
                || format!("Suspended: from {from} to {to}; this time is not counted."),
            ));
        }
        lines.push(self.reached(index, stage, &length));
    }

    fn reached(&self, index: usize, stage: &Stage<'_>, length: &str) -> String {
        let end = match stage.end {
            Reached::Day(day) if matches!(stage.length, Length::Months(_)) => {
                return self.months_later(index, stage, day, length);
            }
            Reached::Day(day) => words::day(day, self.language),
            Reached::Instant(at) => words::instant(at, self.request.zone, self.language),
        };
        self.told(
            || format!("计满{length}：{end}。"),
            || format!("{length} end with: {end}."),
        )
    }

    /// A count of months: the same day number, or the month's last, moved by suspended days.
    fn months_later(&self, index: usize, stage: &Stage<'_>, end: Date, length: &str) -> String {
        let before = index
            .checked_sub(1)
            .and_then(|index| self.heard.stages.get(index));
        let start = match before.map(|stage| stage.end) {
            Some(Reached::Day(day)) => day,
            _ => self.request.from.date_in(self.request.zone),
        };
        let passed = stage
            .seen
            .iter()
            .map(|&(from, to, _)| days_between(from, to) + 1);
        let moved: i64 = passed.sum();
        let base = add_days(end, -moved).unwrap_or(end);
        let (day, number) = (words::day(base, self.language), start.day());
        let mut line = if base.day() == number {
            self.told(
                || format!("{length}后的同日：{day}"),
                || format!("{length} later, the same day of the month: {day}"),
            )
        } else {
            self.told(
                || format!("{length}后的月份没有{number}日，取该月末日：{day}"),
                || format!("{length} later the month has no day {number}, so its last day: {day}"),
            )
        };
        if moved > 0 {
            let end = words::day(end, self.language);
            line.push_str(&self.told(
                || format!("；因中止后移{moved}日：{end}"),
                || format!("; moved on by the suspended days, {moved}: {end}"),
            ));
        }
        line.push_str(self.say("。", "."));
        line
    }

    fn list(
        &self,
        seen: &[(Date, Date, Why<'_>)],
        pick: impl Fn(&Why<'_>) -> bool,
        (zh, en): (&str, &str),
        lines: &mut Vec<String>,
    ) {
        let parts: Vec<String> = seen
            .iter()
            .filter(|(_, _, why)| pick(why))
            .map(|&(from, to, why)| self.part(from, to, why))
            .collect();
        if !parts.is_empty() {
            lines.push(self.told(
                || format!("{zh}：{}。", parts.join("；")),
                || format!("{en}: {}.", parts.join("; ")),
            ));
        }
    }

    /// A range of days and its reason.
    fn part(&self, from: Date, to: Date, why: Why<'_>) -> String {
        let days = words::days(from, to, self.language);
        let why = match why {
            Why::Plain => self.say("工作日", "working day").to_owned(),
            Why::Weekend => self.say("周末", "weekend").to_owned(),
            Why::Suspended => self.say("中止", "suspended").to_owned(),
            Why::Holiday(name) => name.in_language(self.language).to_owned(),
            Why::MakeUp(name) => {
                let name = name.in_language(self.language);
                self.told(
                    || format!("{name}调休上班"),
                    || format!("working day made up for {name}"),
                )
            }
        };
        self.told(|| format!("{days}{why}"), || format!("{days} ({why})"))
    }

    fn roll(&self) -> String {
        if self.request.rulebook.counting.roll == Roll::None {
            let zh = "本规程末日遇休息日不顺延。";
            return self
                .say(
                    zh,
                    "Under this rulebook a last day stands, rest day or not.",
                )
                .to_owned();
        }
        let mut over = Vec::new();
        let stay = |why: &Why<'_>| matches!(why, Why::Plain | Why::MakeUp(_));
        self.list(
            &self.heard.rolled,
            |why| !stay(why),
            ("末日遇休息日顺延", "Rolled over rest days"),
            &mut over,
        );
        let last = self.heard.rolled.last().filter(|(_, _, why)| stay(why));
        let made_up = last.map(|&(from, to, why)| (self.part(from, to, why), why));
        let to = words::day(self.deadline.due_date, self.language);
        match (over.pop(), made_up) {
            (None, Some((part, Why::MakeUp(_)))) => self.told(
                || format!("末日不顺延：{part}。"),
                || format!("The last day is not rolled: {part}."),
            ),
            (None, _) => self
                .say(
                    "末日是工作日，不顺延。",
                    "The last day is a working day and is not rolled.",
                )
                .to_owned(),
            (Some(over), Some((part, Why::MakeUp(_)))) => self.told(
                || format!("{}，至{part}。", over.trim_end_matches('。')),
                || format!("{} to {part}.", over.trim_end_matches('.')),
            ),
            (Some(over), _) => self.told(
                || format!("{}，至下一工作日{to}。", over.trim_end_matches('。')),
                || {
                    format!(
                        "{} to the next working day, {to}.",
                        over.trim_end_matches('.')
                    )
                },
            ),
        }
    }

    fn end(&self) -> String {
        let zone = self.request.zone.name();
        if self.deadline.inclusive {
            let zone = words::zone_at(self.deadline.due_at, self.request.zone, self.language);
            let at = words::instant(self.deadline.due_at, self.request.zone, self.language);
            return self.told(
                || format!("截止：{at}（{zone}），含此刻。"),
                || format!("In time up to and including {at} ({zone})."),
            );
        }
        let day = words::day(self.deadline.due_date, self.language);
        self.told(
            || format!("截止：{day}当日结束（{zone}）。"),
            || format!("In time through the end of {day} ({zone})."),
        )
    }

    fn provisional(&self) -> Option<String> {
        if !self.deadline.provisional {
            return None;
        }
        let ranges: Vec<String> = self
            .heard
            .unfirm
            .iter()
            .map(|&(from, to)| words::days(from, to, self.language))
            .collect();
        let days = ranges.join(self.say("、", ", "));
        let reason = self.request.calendar.unfirm_reason();
        let reason = reason.map_or("", |reason| reason.in_language(self.language));
        Some(self.told(
            || format!("此日期为暂定，取决于{days}：{reason}；载入后重新计算并告知。"),
            || format!("This date is provisional, it depends on {days}: {reason}; it is then computed again."),
        ))
    }

    fn unverified(&self) -> Option<String> {
        let term = self.request.term;
        let extension = term.extension.as_ref().filter(|_| self.request.extended);
        let verified = term.verified
            && self.request.rulebook.counting.verified
            && extension.is_none_or(|extension| extension.verified);
        let zh = "此规则尚未与正式文本核对。";
        let en = "This rule has not yet been checked against its official text.";
        (!verified).then(|| self.say(zh, en).to_owned())
    }

    fn sources(&self) -> Vec<String> {
        let Request {
            rulebook,
            term,
            calendar,
            ..
        } = self.request;
        let mut rule = term.citation.in_language(self.language).to_owned();
        if let Some(extension) = term.extension.as_ref().filter(|_| self.request.extended) {
            let more = extension.citation.in_language(self.language);
            if more != rule {
                rule = self.told(
                    || format!("{rule}；延长：{more}"),
                    || format!("{rule}; extension: {more}"),
                );
            }
        }
        let (id, version, name) = (&rulebook.id, &rulebook.version, &term.id);
        let mut lines = vec![self.told(
            || format!("依据：{rule}（规程{id}，版本{version}，期限{name}）。"),
            || format!("Rule: {rule} (rulebook {id}, version {version}, term {name})."),
        )];
        if !self.deadline.inclusive {
            let counting = rulebook.counting.citation.in_language(self.language);
            let (id, version) = (calendar.id(), calendar.version());
            lines.push(self.told(
                || format!("计算：{counting}；工作日历{id}，版本{version}。"),
                || format!("Counting: {counting}; work calendar {id}, version {version}."),
            ));
        }
        lines
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.language.pick(zh, en)
    }

    fn told(&self, zh: impl FnOnce() -> String, en: impl FnOnce() -> String) -> String {
        match self.language {
            Language::Zh => zh(),
            Language::En => en(),
        }
    }
}
