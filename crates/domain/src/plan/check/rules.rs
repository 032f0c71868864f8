//! Tasks, reports and drills of a plan.

use super::Grid;
use super::ladders::is_found_then;
use crate::calendar::days_between;
use crate::language::Language;
use crate::plan::{Danger, DrillRule, Notes, Plan, Rule, Task, TaskKind, Witness};
use crate::time::Instant;
use crate::wording;
use jiff::civil::Date;

/// The code of a drill that is overdue.
pub(crate) const DRILL_OVERDUE: &str = "drill-overdue";

/// Checks tasks, reports and the drill.
pub(super) fn check(grid: &Grid<'_>, notes: &mut Notes) {
    for rule in &grid.plan.rules {
        for one in &rule.tasks {
            task(grid, rule, one, notes);
        }
        reports(grid, rule, notes);
        for receive in rule
            .receive
            .iter()
            .filter(|receive| receive.posts.is_empty())
        {
            let message = (
                "至少写一个岗位".to_owned(),
                "name at least one post".to_owned(),
            );
            let at = (receive.line, format!("rule.{}.receive.posts", rule.id));
            notes.add("missing-field", at, message, grid.example(rule));
        }
    }
    if let Some(due) = drill_due(grid) {
        drill(grid.plan, due, grid.at, notes);
    }
}

fn task(grid: &Grid<'_>, rule: &Rule, task: &Task, notes: &mut Notes) {
    let mut note = |code, field: &str, zh: &str, en: &str| {
        let at = (task.line, format!("rule.{}.task.{field}", rule.id));
        let message = (zh.to_owned(), en.to_owned());
        notes.add(code, at, message, grid.example(rule));
    };
    match (task.kind, task.danger) {
        (TaskKind::Police, None) => note(
            "police-without-danger",
            "danger",
            "报警只限生命或交通危险，请写danger = \"life\"或\"traffic\"",
            "police are called for a danger to life or in traffic only; write danger = \"life\" or \"traffic\"",
        ),
        (TaskKind::Police, Some(_)) | (TaskKind::AmbulanceOrFire, Some(Danger::Life)) => {}
        (_, Some(_)) => note(
            "misplaced-danger",
            "danger",
            "这种任务不写danger",
            "this kind of task has no danger",
        ),
        (_, None) => {}
    }
    let barred = is_found_then(&task.post) || is_police(grid.plan, task);
    if task.kind == TaskKind::TransportHome && barred {
        note(
            "refused-post",
            "post",
            "返程交通只按本人请求提供，不由公安或被反映单位承担",
            "transport home is on request, and never by police or the unit concerned",
        );
    }
}

/// Whether a task's post belongs to the police.
fn is_police(plan: &Plan, task: &Task) -> bool {
    let Some(post) = plan.post(&task.post) else {
        return false;
    };
    let unit = post.unit.as_deref().unwrap_or_default().to_lowercase();
    let says = |text: &str| {
        let text = text.to_lowercase();
        ["police", "public-security", "public security"]
            .iter()
            .any(|word| text.contains(word))
            || ["公安", "派出所", "警"]
                .iter()
                .any(|word| text.contains(word))
    };
    says(&unit) || says(&post.title.zh) || says(&post.title.en)
}

fn reports(grid: &Grid<'_>, rule: &Rule, notes: &mut Notes) {
    for report in &rule.reports {
        let at = |field: &str| (report.line, format!("rule.{}.report.{field}", rule.id));
        let Some(to) = &report.to else {
            let message = (
                "没有报告对象，请写to".to_owned(),
                "has no recipient; write to".to_owned(),
            );
            notes.add(
                "report-without-recipient",
                at("to"),
                message,
                grid.example(rule),
            );
            continue;
        };
        let mut known = grid.plan.recipients.iter();
        let limit = known
            .find(|one| one.id == *to)
            .map(|one| one.within_minutes);
        if let Some(limit) = limit.filter(|limit| report.first_minutes > *limit) {
            let first = report.first_minutes;
            let message = (
                format!("{to}要求{limit}分钟内首报，这里写了{first}分钟"),
                format!("{to} wants the first report within {limit} minutes; this says {first}"),
            );
            notes.add(
                "report-too-late",
                at("first_minutes"),
                message,
                grid.example(rule),
            );
        }
    }
}

/// By when a plan is to be drilled, as its own file tells: a draft need not be.
fn drill_due(grid: &Grid<'_>) -> Option<Date> {
    let approved = grid.plan.approved_at?;
    let last = grid.plan.drilled_at.unwrap_or(approved).max(approved);
    let from = grid.plan.zone.start_of(last);
    let counted = DrillRule::of(grid.plan).deadline(grid.calendar, from);
    counted.ok().map(|deadline| deadline.due_date)
}

/// A plan in force is drilled in time: by the day that its file tells, or that is on record.
pub(crate) fn drill(plan: &Plan, due: Date, at: Instant, notes: &mut Notes) {
    let today = at.date_in(&plan.zone);
    if due >= today {
        return;
    }
    let late = days_between(due, today);
    let [zh, en] = [Language::Zh, Language::En].map(|language| wording::day(due, language));
    let message = (
        format!("演练应于{zh}前进行，已过{late}天"),
        format!("a drill was due by {en}, {late} days ago"),
    );
    let witness = Witness {
        at: Some(at.rfc3339_in(&plan.zone)),
        ..Witness::default()
    };
    notes.add(
        DRILL_OVERDUE,
        (1, "plan.drilled_at".to_owned()),
        message,
        witness,
    );
}
