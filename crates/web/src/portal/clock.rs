//! An obligation as one sentence and a shape (UX 4): who must do what by when, and what is left.

use crate::pages::components::{Clock, Look};
use crate::portal::by_time::{self, ByTime};
use huiyin_app::rules::Authority;
use huiyin_app::{Huiyin, ObligationView, TimelineEntry};
use huiyin_domain::calendar::WorkCalendar;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::rulebook::Party;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::{Dates, included};
use jiff::civil::Date;

/// Working days left at which a clock is "due soon".
const SOON_WORKDAYS: usize = 3;

/// Whom a clock speaks to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    Petitioner,
    Staff,
}

/// Makes the clock of an obligation for the petitioner, with its earlier dates from the timeline.
pub(crate) fn clock(
    huiyin: &Huiyin,
    authority: &Authority,
    view: &ObligationView,
    timeline: &[TimelineEntry],
    dates: Dates<'_>,
) -> Clock {
    let reader = (dates, Reader::Petitioner);
    made(huiyin, authority, view, timeline, reader)
}

/// The same on a page that is posted: it is read days later, so it says the date alone and not what is left today.
pub(crate) fn posted_clock(
    huiyin: &Huiyin,
    authority: &Authority,
    view: &ObligationView,
    dates: Dates<'_>,
) -> Clock {
    let clock = clock(huiyin, authority, view, &[], dates);
    let runs = view.state == "open" && view.duty != "window" && !view.paused && !view.late;
    let Some(left) = left_of(huiyin, authority, view).filter(|_| runs) else {
        return clock;
    };
    let language = dates.language;
    let by_time = ByTime::of(&view.due_at, left.due, huiyin.now(), dates);
    let day = dates.day(left.due);
    let end = by_time.map_or_else(|| language.pick(included(&day), day), |by_time| by_time.end);
    let (what, plain) = owed(view, Reader::Petitioner);
    let (unit, what) = (
        view.owed_by_name.in_language(language),
        what.in_language(language),
    );
    Clock {
        phrase: must((unit, what, plain), &end, language),
        ..clock
    }
}

/// The same for staff.
pub(crate) fn staff_clock(
    huiyin: &Huiyin,
    authority: &Authority,
    view: &ObligationView,
    timeline: &[TimelineEntry],
    dates: Dates<'_>,
) -> Clock {
    made(huiyin, authority, view, timeline, (dates, Reader::Staff))
}

fn made(
    huiyin: &Huiyin,
    authority: &Authority,
    view: &ObligationView,
    timeline: &[TimelineEntry],
    (dates, reader): (Dates<'_>, Reader),
) -> Clock {
    let (now, language) = (huiyin.now(), dates.language);
    let left = left_of(huiyin, authority, view);
    let by_time = left
        .as_ref()
        .and_then(|left| ByTime::of(&view.due_at, left.due, now, dates));
    let ends = (left.as_ref(), by_time.as_ref());
    let who = who(huiyin, view, (language, reader));
    Clock {
        look: look(view, left.as_ref(), reader),
        phrase: phrase((view, &who), ends, now, (dates, reader)),
        why: why(view, (language, reader)),
        // What ended keeps its date.
        provisional: view.provisional && view.state == "open",
        unverified: !view.rule.verified,
        history: timeline
            .iter()
            .filter(|entry| entry.obligation.is_some() && entry.obligation == view.id)
            .map(|entry| dates.in_words(entry.words.in_language(language)))
            .collect(),
    }
}

/// Who owes it; of a window who may, which is seldom the unit that has the petition.
fn who(huiyin: &Huiyin, view: &ObligationView, (language, reader): (Language, Reader)) -> String {
    let rules = huiyin.rules();
    let rulebook = rules.rulebook_version(&view.rule.rulebook, &view.rule.version);
    let term = rulebook.and_then(|rulebook| rulebook.term(&view.kind));
    if term.is_none_or(|term| term.owed_by != Party::Petitioner) {
        return view.owed_by_name.in_language(language).to_owned();
    }
    let words = match reader {
        Reader::Petitioner => language.pick("您", "You"),
        Reader::Staff => language.pick("信访人", "The petitioner"),
    };
    words.to_owned()
}

/// The steps of the count; for the petitioner under the name that the rule gives to what is owed.
fn why(view: &ObligationView, (language, reader): (Language, Reader)) -> Vec<String> {
    let steps = language.pick(&view.explanation, &view.explanation_en);
    let official = (reader == Reader::Petitioner && view.plain.is_some() && !steps.is_empty())
        .then(|| {
            let title = view.title.in_language(language);
            match language {
                Language::Zh => format!("规定里的说法：{title}。"),
                Language::En => format!("What the rule calls it: {title}."),
            }
        });
    let steps = steps.iter().map(|step| match reader {
        Reader::Petitioner => without_ids(step),
        Reader::Staff => step.clone(),
    });
    // The plain count first: the name is for whoever looks the rule up.
    steps.chain(official).collect()
}

/// A step of the count without the ids of rulebook and calendar, which say nothing to a petitioner; the interface
/// has them.
fn without_ids(step: &str) -> String {
    let ids = [
        ("（规程", "。"),
        ("；工作日历", "。"),
        (" (rulebook ", "."),
        ("; work calendar ", "."),
    ];
    let cut = ids.iter().find_map(|(from, end)| {
        let (before, _) = step.split_once(from)?;
        Some(format!("{before}{end}"))
    });
    cut.unwrap_or_else(|| step.to_owned())
}

/// What is owed, as its reader says it; `true` where the words follow "must".
fn owed(view: &ObligationView, reader: Reader) -> (&Bilingual, bool) {
    match (reader, &view.plain) {
        (Reader::Petitioner, Some(plain)) => (plain, true),
        _ => (&view.title, false),
    }
}

/// What is left of a date, or by how much it is late, in working days.
pub(crate) struct Left {
    pub(crate) due: Date,
    pub(crate) today: Date,
    pub(crate) late: bool,
    workdays: usize,
}

impl Left {
    /// Counts from today.
    pub(crate) fn until(due: Date, today: Date, late: bool, calendar: &WorkCalendar) -> Self {
        let (from, to) = if late { (due, today) } else { (today, due) };
        Self {
            due,
            today,
            late,
            workdays: calendar.workdays_after(from, to),
        }
    }

    /// Shape and word.
    pub(crate) const fn look(&self) -> Look {
        match (self.late, self.workdays <= SOON_WORKDAYS) {
            (true, _) => Look::Late,
            (false, true) => Look::DueSoon,
            (false, false) => Look::InTime,
        }
    }

    /// What is left, or by how much it is late: a few words.
    pub(crate) fn words(&self, provisional: bool, language: Language) -> String {
        if self.late {
            return late_by(self.workdays, language);
        }
        remaining(self, provisional, language)
    }
}

fn late_by(workdays: usize, language: Language) -> String {
    match (language, workdays) {
        (Language::Zh, 0) => "已超期".to_owned(),
        (Language::Zh, days) => format!("已晚{days}个工作日"),
        (Language::En, 0) => "late".to_owned(),
        (Language::En, 1) => "1 working day late".to_owned(),
        (Language::En, days) => format!("{days} working days late"),
    }
}

fn left_of(huiyin: &Huiyin, authority: &Authority, view: &ObligationView) -> Option<Left> {
    let due: Date = view.due_date.parse().ok()?;
    let today = huiyin.now().date_in(&authority.zone);
    let rules = huiyin.rules();
    // What a plan asks for stands in no rulebook: working days are the authority's own then.
    let rulebook = rules
        .rulebook_version(&view.rule.rulebook, &view.rule.version)
        .or_else(|| rules.rulebook(&authority.row.rulebook))?;
    let calendar = rules.calendar(&rulebook.calendar)?;
    Some(Left::until(due, today, view.late, calendar))
}

fn look(view: &ObligationView, left: Option<&Left>, reader: Reader) -> Look {
    match (view.duty.as_str(), view.state.as_str()) {
        (_, "met") => Look::Met,
        (_, "waived" | "closed") => Look::Ended,
        ("window", _) if reader == Reader::Staff => Look::WindowOfAnother,
        ("window", _) => Look::Window,
        _ if view.paused => Look::Paused,
        _ if view.late => Look::Late,
        _ => left.map_or(Look::InTime, Left::look),
    }
}

fn phrase(
    (view, who): (&ObligationView, &str),
    (left, by_time): (Option<&Left>, Option<&ByTime>),
    now: Instant,
    (dates, reader): (Dates<'_>, Reader),
) -> String {
    let language = dates.language;
    let (what, plain) = owed(view, reader);
    let (unit, what) = (
        view.owed_by_name.in_language(language),
        what.in_language(language),
    );
    let window = view.duty == "window";
    match view.state.as_str() {
        // A window that closed before its last day was used.
        "closed" if reader == Reader::Petitioner && ends_after(view, now) => {
            return language.pick(format!("您已经提了：{what}"), format!("You did: {what}"));
        }
        "closed" => {
            return language.pick(format!("已结束：{what}"), format!("Ended: {what}"));
        }
        "waived" => {
            return language.pick(
                format!("不再计时：{what}"),
                format!("No longer counted: {what}"),
            );
        }
        _ => {}
    }
    if let Some(met_at) = &view.met_at {
        return met(
            view.late,
            (who, what, met_at),
            (now, by_time.is_some()),
            dates,
        );
    }
    let Some(left) = left else {
        return format!("{unit}: {what}");
    };
    if view.paused {
        return language.pick(
            format!("{unit}暂停计时：{what}"),
            format!("{unit}: the clock is stopped: {what}"),
        );
    }
    if window {
        return window_phrase((who, what, plain), left, (dates, reader));
    }
    if let Some(by_time) = by_time {
        return by_time_phrase((unit, what, plain), by_time, language);
    }
    let day = dates.day(left.due);
    if left.late {
        return late_phrase((unit, what, &day), (left, plain), (language, reader));
    }
    let remaining = remaining(left, view.provisional, language);
    let end = language.pick(included(&day), day);
    must_with_left((unit, what, plain), &end, &remaining, language)
}

/// Who must do what, and by when.
fn must((unit, what, plain): (&str, &str, bool), end: &str, language: Language) -> String {
    match (language, plain) {
        (Language::Zh, true) => format!("{unit}最迟{end}{what}"),
        (Language::En, true) => format!("{unit} must {what} by {end}"),
        (Language::Zh, false) => format!("{unit}最迟{end}完成：{what}"),
        (Language::En, false) => format!("{unit} must do this by {end}: {what}"),
    }
}

/// The same, and what is left.
fn must_with_left(owed: (&str, &str, bool), end: &str, left: &str, language: Language) -> String {
    let (_, _, plain) = owed;
    let joined = match (language, plain) {
        (Language::Zh, _) => "，",
        (Language::En, true) => ", ",
        (Language::En, false) => "; ",
    };
    format!("{}{joined}{left}", must(owed, end, language))
}

fn met(
    late: bool,
    (who, what, met_at): (&str, &str, &str),
    (now, by_time): (Instant, bool),
    dates: Dates<'_>,
) -> String {
    let language = dates.language;
    let day = Instant::parse(met_at)
        .map(|met| match by_time {
            true => by_time::end(met, now, dates),
            false => dates.day(met.date_in(dates.zone)),
        })
        .unwrap_or_else(|_| met_at.to_owned());
    let late = if late {
        language.pick("（晚了）", " (late)")
    } else {
        ""
    };
    match language {
        Language::Zh => format!("{who}已在{day}完成：{what}{late}"),
        Language::En if by_time => format!("{who} did this at {day}: {what}{late}"),
        Language::En => format!("{who} did this on {day}: {what}{late}"),
    }
}

/// A term that ends at a time of day.
fn by_time_phrase(
    (unit, what, plain): (&str, &str, bool),
    by_time: &ByTime,
    language: Language,
) -> String {
    let (words, end) = (by_time.words(language), &by_time.end);
    match (language, by_time.late) {
        (Language::Zh, true) => format!("{unit}{words}：应在{end}前完成“{what}”"),
        (Language::En, true) => format!("{unit} is {words}: {what}, due by {end}"),
        (_, false) => must_with_left((unit, what, plain), end, &words, language),
    }
}

/// Whether its last instant is still to come.
fn ends_after(view: &ObligationView, now: Instant) -> bool {
    Instant::parse(&view.due_at).is_ok_and(|due| due > now)
}

/// Who may is told as such; nobody is ever late in what is his own to do.
fn window_phrase(
    (who, what, plain): (&str, &str, bool),
    left: &Left,
    (dates, reader): (Dates<'_>, Reader),
) -> String {
    let day = dates.day(left.due);
    let until = included(&day);
    match (dates.language, reader, plain) {
        (Language::Zh, Reader::Petitioner, true) => format!("您可以在{until}前{what}"),
        (Language::En, Reader::Petitioner, true) => format!("You may {what} until {day}"),
        (Language::Zh, Reader::Petitioner, false) => format!("您可以在{until}前：{what}"),
        (Language::En, Reader::Petitioner, false) => format!("You may until {day}: {what}"),
        (Language::Zh, Reader::Staff, _) => format!("{who}在{until}前可以：{what}"),
        (Language::En, Reader::Staff, _) => format!("{who} may until {day}: {what}"),
    }
}

fn late_phrase(
    (unit, what, day): (&str, &str, &str),
    (left, plain): (&Left, bool),
    (language, reader): (Language, Reader),
) -> String {
    let late = late_by(left.workdays, language);
    match (language, reader, plain) {
        (Language::Zh, Reader::Petitioner, true) => {
            format!("我们晚了：{unit}应在{day}前（含当天）{what}，{late}")
        }
        (Language::En, Reader::Petitioner, true) => {
            format!("We are late: {unit} had to {what} by {day}; {late}")
        }
        (Language::Zh, Reader::Petitioner, false) => {
            format!("我们晚了：{unit}应在{day}前（含当天）完成“{what}”，{late}")
        }
        (Language::En, Reader::Petitioner, false) => {
            format!("We are late: {unit} had to do this by {day}: {what}; {late}")
        }
        (Language::Zh, Reader::Staff, _) => {
            format!("{unit}{late}：应在{day}前（含当天）完成“{what}”")
        }
        (Language::En, Reader::Staff, _) => format!("{unit} is {late}: {what}, due by {day}"),
    }
}

fn remaining(left: &Left, provisional: bool, language: Language) -> String {
    if left.due == left.today {
        return language.pick("今天最后一天", "last day today").to_owned();
    }
    if left
        .today
        .tomorrow()
        .is_ok_and(|tomorrow| tomorrow == left.due)
    {
        return language.pick("明天到期", "due tomorrow").to_owned();
    }
    // Working days of a year whose holidays are not announced would be a guess.
    if provisional {
        let days = left
            .today
            .until(left.due)
            .map(|span| span.get_days())
            .unwrap_or_default();
        return match language {
            Language::Zh => format!("约还有{days}天"),
            Language::En => format!("in about {days} days"),
        };
    }
    match (language, left.workdays) {
        (Language::Zh, days) => format!("还有{days}个工作日"),
        (Language::En, 1) => "in 1 working day".to_owned(),
        (Language::En, days) => format!("in {days} working days"),
    }
}
