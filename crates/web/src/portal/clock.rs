//! An obligation as one sentence and a shape (UX 4): who must do what by when, and what is left.

use crate::pages::components::{Clock, Look};
use huiyin_app::rules::Authority;
use huiyin_app::{Huiyin, ObligationView, TimelineEntry};
use huiyin_domain::language::Language;
use huiyin_domain::time::{Instant, Zone};
use huiyin_domain::wording;
use jiff::civil::Date;

/// Working days left at which a clock is "due soon".
const SOON_WORKDAYS: usize = 3;

/// Makes the clock of an obligation, with its earlier dates from the timeline.
pub(crate) fn clock(
    huiyin: &Huiyin,
    authority: &Authority,
    view: &ObligationView,
    timeline: &[TimelineEntry],
    language: Language,
) -> Clock {
    let now = huiyin.now();
    let left = left(huiyin, authority, view, now);
    Clock {
        look: look(view, left.as_ref()),
        phrase: phrase(view, left.as_ref(), &authority.zone, language),
        why: language
            .pick(&view.explanation, &view.explanation_en)
            .clone(),
        provisional: view.provisional,
        unverified: !view.rule.verified,
        history: timeline
            .iter()
            .filter(|entry| entry.obligation.is_some() && entry.obligation == view.id)
            .map(|entry| entry.words.in_language(language).to_owned())
            .collect(),
    }
}

/// What is left of a date, or by how much it is late, in working days.
struct Left {
    due: Date,
    today: Date,
    late: bool,
    workdays: usize,
}

fn left(
    huiyin: &Huiyin,
    authority: &Authority,
    view: &ObligationView,
    now: Instant,
) -> Option<Left> {
    let due: Date = view.due_date.parse().ok()?;
    let today = now.date_in(&authority.zone);
    let rules = huiyin.rules();
    let calendar = rules
        .rulebook_version(&view.rule.rulebook, &view.rule.version)
        .and_then(|rulebook| rules.calendar(&rulebook.calendar))?;
    let (from, to) = if view.late {
        (due, today)
    } else {
        (today, due)
    };
    Some(Left {
        due,
        today,
        late: view.late,
        workdays: calendar.workdays_after(from, to),
    })
}

fn look(view: &ObligationView, left: Option<&Left>) -> Look {
    match (view.duty.as_str(), view.state.as_str()) {
        (_, "met") => Look::Met,
        ("window", _) => Look::Window,
        _ if view.late => Look::Late,
        _ if left.is_some_and(|left| left.workdays <= SOON_WORKDAYS) => Look::DueSoon,
        _ => Look::InTime,
    }
}

fn phrase(view: &ObligationView, left: Option<&Left>, zone: &Zone, language: Language) -> String {
    let (unit, what) = (
        view.owed_by_name.in_language(language),
        view.title.in_language(language),
    );
    if let Some(met_at) = &view.met_at {
        let day = Instant::parse(met_at)
            .map(|at| wording::day(at.date_in(zone), language))
            .unwrap_or_else(|_| met_at.clone());
        let late = if view.late {
            language.pick("（晚了）", " (late)")
        } else {
            ""
        };
        return match language {
            Language::Zh => format!("{unit}已在{day}完成：{what}{late}"),
            Language::En => format!("{unit} did this on {day}: {what}{late}"),
        };
    }
    let Some(left) = left else {
        return format!("{unit}: {what}");
    };
    let day = wording::day(left.due, language);
    if left.late {
        let days = left.workdays;
        return match language {
            Language::Zh => {
                format!("我们晚了：{unit}应在{day}前（含当天）完成“{what}”，已晚{days}个工作日")
            }
            Language::En => format!(
                "We are late: {unit} had to do this by {day}: {what}; {days} working days late"
            ),
        };
    }
    let remaining = remaining(left, view.provisional, language);
    match language {
        Language::Zh => format!("{unit}最迟{day}（含当天）完成：{what}，{remaining}"),
        Language::En => format!("{unit} must do this by {day}: {what}; {remaining}"),
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
