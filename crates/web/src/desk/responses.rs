//! `/desk/responses`: the groups that are here now, each with its posts and their clocks. Nothing on
//! these pages is about anybody who came but how many they are.

mod calls;
pub(crate) mod drill;
mod follow_up;
mod improve;
pub(crate) mod open;
mod parties;
pub(crate) mod reception;
mod reports;
pub(crate) mod step;

use super::visits::LIST;
use crate::body::Form;
use crate::desk::case::{when, when_since};
use crate::desk::guard::Signed;
use crate::pages::desk::responses::{
    ImprovementRow, OneButton, ResponsePage, ResponseRow, ResponsesPage, SheetLine, StepLink,
    TaskRow,
};
use crate::pages::desk::{Fact, Place};
use crate::pages::form::FormTarget;
use crate::problem::Problem;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use huiyin_app::authorise::response::{ResponseAction, Standing, allows};
use huiyin_app::{
    ChannelHealth, ImprovementView, ListedResponse, RespondingPlace, ResponseLine, ResponseSummary,
    ResponseView, TaskOfResponse,
};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::RunLevel;
use huiyin_domain::text::shown_safely;

/// Where a response is opened.
pub(super) const OPEN: &str = "/desk/open-response";

pub(super) fn href(id: i64) -> String {
    format!("/desk/responses/{id}")
}

/// Whether somebody may open one.
pub(super) fn may_open(signed: &Signed) -> bool {
    let mut roles = signed.principal().roles.iter();
    roles.any(|(_, role)| allows(Standing::Role(*role), ResponseAction::Open))
}

/// An instant of a view in words, to the minute.
pub(super) fn told(signed: &Signed, instant: &str) -> String {
    let authority = signed.authority();
    authority.map_or_else(
        || instant.to_owned(),
        |one| when(instant, signed.dates(&one.zone)),
    )
}

/// An instant of a response in words: the hour alone on the day on which it began.
fn at_hour(signed: &Signed, view: &ResponseView, instant: &str) -> String {
    let began = &view.summary.opened_at;
    let authority = signed.authority();
    authority.map_or_else(
        || instant.to_owned(),
        |one| when_since(instant, began, signed.dates(&one.zone)),
    )
}

/// `GET /desk/responses`.
pub(crate) async fn list(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let before = query.text("before").and_then(|text| text.parse().ok());
        let huiyin = &signed.web().huiyin;
        let running = huiyin.responses(signed.principal()).await?;
        let ended = huiyin.responses_ended(signed.principal(), before).await?;
        let last = ended.last().map(|last| last.summary.id);
        Ok(signed.html(&ResponsesPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Responses)),
            running: running.iter().map(|one| row(&signed, one)).collect(),
            ended: ended.iter().map(|one| row(&signed, one)).collect(),
            open_href: may_open(&signed).then(|| OPEN.to_owned()),
            visits_href: huiyin
                .receives_visits(signed.principal())
                .await?
                .then(|| LIST.to_owned()),
            next_href: last.map(|id| format!("/desk/responses?before={id}")),
        }))
    };
    signed.or_refused(shown.await)
}

fn row(signed: &Signed, listed: &ListedResponse) -> ResponseRow {
    let (language, one) = (signed.language(), &listed.summary);
    ResponseRow {
        topic: shown_safely(&listed.topic).into_owned(),
        href: href(one.id),
        place: one.place.in_language(language).to_owned(),
        people: people(one, language),
        level: level(one, language),
        opened: told(signed, &one.opened_at),
        ended: one.ended_at.as_deref().map(|at| told(signed, at)),
        red: alone(one, language),
        exercise: one.exercise,
    }
}

/// How many people there are, as far as one can tell.
pub(crate) fn people(one: &ResponseSummary, language: Language) -> String {
    match (one.people_min, one.people_max) {
        (Some(min), Some(max)) if min == max => {
            let en = if max == 1 { "person" } else { "people" };
            language.pick(format!("{max}人"), format!("{max} {en}"))
        }
        (Some(min), Some(max)) => {
            language.pick(format!("{min}至{max}人"), format!("{min} to {max} people"))
        }
        _ => language.pick("不记人数", "nobody counts them").to_owned(),
    }
}

/// That a post has nobody coming, and what a person does about it; nothing where none has. To a place that is
/// answered by video nobody is sent (RULES 10.1).
pub(crate) fn alone(one: &ResponseSummary, language: Language) -> Option<String> {
    let (zh, en) = match one.by_video {
        true => (
            "有岗位没有人应答，请打电话找人视频回答",
            "A post has no answer: ring somebody to answer by video",
        ),
        false => (
            "有岗位没有人应答，请打电话或当面叫人",
            "A post has no answer: ring somebody, or fetch them",
        ),
    };
    one.red.then(|| language.pick(zh, en).to_owned())
}

pub(crate) fn level(one: &ResponseSummary, language: Language) -> String {
    let level = one.level.as_deref().and_then(RunLevel::parse);
    level.map_or_else(String::new, |level| level.label(language).to_owned())
}

/// `GET /desk/responses/{id}`.
pub(crate) async fn show(path: Result<Path<i64>, PathRejection>, signed: Signed) -> Response {
    let shown = async {
        let id = crate::api::admin::id(path)?;
        let page = page(&signed, id, None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// The page of a response, with why a step was refused where one was.
pub(super) async fn page(
    signed: &Signed,
    id: i64,
    error: Option<String>,
) -> Result<ResponsePage, Problem> {
    let view = signed.web().huiyin.response(signed.principal(), id).await?;
    let language = signed.language();
    let say = |words: &Bilingual| words.in_language(language).to_owned();
    let explanation = match language {
        Language::Zh => &view.explanation,
        Language::En => &view.explanation_en,
    };
    let running = view.summary.ended_at.is_none();
    Ok(ResponsePage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        error,
        exercise: view.summary.exercise,
        place: say(&view.at.title),
        people: people(&view.summary, language),
        level: level(&view.summary, language),
        red: alone(&view.summary, language),
        running,
        by_video: view.summary.by_video,
        unwell: view.unwell,
        topic: shown_safely(&view.topic).into_owned(),
        topic_withheld: view.topic_withheld,
        facts: facts(signed, &view),
        explanation: explanation.clone(),
        calls: calls::cards(signed, &view)?,
        arrivals: calls::arrivals(signed, &view)?,
        tasks: tasks(signed, &view)?,
        targets: targets(&view, language),
        counted: counted(&view, language),
        sheet: sheet(&view, language),
        not_held: view.not_held.iter().map(say).collect(),
        silent: view.silent.iter().map(say).collect(),
        follow_ups: follow_up::follow_ups(signed, &view),
        improvements: improvements(signed, &view, false),
        own_dates: improvements(signed, &view, true),
        reports: reports::owed(signed, &view),
        sent_reports: reports::sent(signed, &view)?,
        lines: lines(&view, language),
        reception: reception::part(signed, &view)?,
        steps: step_links(&view, running, language)
            .into_iter()
            .chain(parties::links(&view, language))
            .collect(),
        id,
        cap: view.cap && (running || !view.summary.exercise) && view.may.contains(&"report"),
        channels: channels(&view.channels, language),
        file: parties::file(&view, language),
        density: view
            .at
            .density
            .map_or_else(String::new, |one| say(&one.words())),
        board_href: format!("/board/{id}"),
        live: match running {
            true => format!("/board/{id}/events"),
            false => String::new(),
        },
        screen: (running && view.may.contains(&"make-screen"))
            .then(|| FormTarget::to(format!("{}/screen", href(id)))),
        room_href: view
            .room_code
            .as_ref()
            .filter(|_| running)
            .map(|code| format!("/room/{code}")),
    })
}

/// What happened: minute, what, and what was typed with it.
fn lines(view: &ResponseView, language: Language) -> Vec<(i64, String, String)> {
    let line = |line: &ResponseLine| {
        let typed = line.typed.as_deref().map(shown_safely);
        let typed = typed.map_or_else(String::new, std::borrow::Cow::into_owned);
        (
            line.minute,
            line.text.in_language(language).to_owned(),
            typed,
        )
    };
    view.lines.iter().map(line).collect()
}

/// What is to become better, or what follows: who owes it by when, and what became of it.
fn improvements(signed: &Signed, view: &ResponseView, follow_up: bool) -> Vec<ImprovementRow> {
    let language = signed.language();
    let row = |one: &ImprovementView| {
        let (post, due) = (one.post.in_language(language), told(signed, &one.due_at));
        let done = one.done_at.as_deref().map(|at| told(signed, at));
        ImprovementRow {
            what: shown_safely(&one.text).into_owned(),
            owed: language.pick(format!("{post}，{due}前"), format!("{post}, by {due}")),
            part: one
                .part_words
                .as_ref()
                .map_or_else(String::new, |words| words.in_language(language).to_owned()),
            late: one.late,
            done,
            done_words: one
                .done
                .as_deref()
                .map_or_else(String::new, |text| shown_safely(text).into_owned()),
        }
    };
    let those = view.improvements.iter();
    let those = those.filter(|one| one.follow_up == follow_up);
    those.map(row).collect()
}

/// The times of the plan against what was: what, within, took, whether in time.
fn targets(view: &ResponseView, language: Language) -> Vec<(String, String, String, bool)> {
    let minutes = |count: i64| language.pick(format!("{count}分钟"), format!("{count} min"));
    let targets = view.targets.iter().map(|one| {
        let took = one.took_minutes.map(minutes);
        let took = took.unwrap_or_else(|| language.pick("没有", "never").to_owned());
        let title = one.title.in_language(language).to_owned();
        (title, minutes(one.minutes), took, one.in_time)
    });
    targets.collect()
}

/// How many of the plan's times were kept, so that a list of them need not be counted by hand.
fn counted(view: &ResponseView, language: Language) -> String {
    let all = view.targets.len();
    let kept = view.targets.iter().filter(|one| one.in_time).count();
    let missed = all - kept;
    let untried = view.sheet.iter().filter(|one| one.rating == "—").count();
    if untried > 0 {
        return language.pick(
            format!("共{all}项到了时限：按时{kept}项，没按时{missed}项；另有{untried}项没有练到。"),
            format!("{all} came to their limit: {kept} in time, {missed} not; {untried} more were not tried."),
        );
    }
    language.pick(
        format!("共{all}项：按时{kept}项，没按时{missed}项。结束时还没到时限的不算。"),
        format!("{all} in all: {kept} in time, {missed} not. What was not due yet at the end does not count."),
    )
}

/// Target against actual of a drill: what, due, done, and the rating with its words.
fn sheet(view: &ResponseView, language: Language) -> Vec<SheetLine> {
    let minute = |nth: i64| language.pick(format!("第{nth}分钟"), format!("minute {nth}"));
    let rows = view.sheet.iter().map(|one| SheetLine {
        title: one.title.in_language(language).to_owned(),
        due: minute(one.due_minute),
        done: one.done_minute.map_or_else(|| "—".to_owned(), minute),
        rating: format!("{} {}", one.rating, one.words.in_language(language)),
        kept: one.rating == "P",
        tried: one.rating != "—",
    });
    rows.collect()
}

/// The channels that are not well, a sentence each.
pub(crate) fn channels(unwell: &[ChannelHealth], language: Language) -> Vec<String> {
    let sentence = |one: &ChannelHealth| {
        let (name, kind, words) = (&one.name, &one.kind, &one.words);
        language.pick(
            format!("渠道{name}（{}）{}。呼叫已改走下一方式", kind.zh, words.zh),
            format!(
                "Channel {name} ({}): {}. Calls go by the next way",
                kind.en, words.en
            ),
        )
    };
    unwell.iter().map(sentence).collect()
}

fn facts(signed: &Signed, view: &ResponseView) -> Vec<Fact> {
    let language = signed.language();
    let mut facts = vec![
        Fact::new(
            language.pick("开始", "Began"),
            told(signed, &view.summary.opened_at),
        ),
        Fact::new(
            language.pick("预案", "Plan"),
            language.pick(
                format!("{}，第{}版", view.plan_title.zh, view.plan_version),
                format!("{}, version {}", view.plan_title.en, view.plan_version),
            ),
        ),
    ];
    facts.extend(parties::fact(view, language));
    if let Some(at) = &view.summary.ended_at {
        facts.push(Fact::new(language.pick("结束", "Ended"), told(signed, at)));
    }
    if let Some(at) = &view.review_by {
        let words = language.pick(
            format!("{}前（结束后5个工作日）", told(signed, at)),
            format!("by {} (5 working days after the end)", told(signed, at)),
        );
        facts.push(Fact::new(language.pick("复盘", "Review"), words));
    }
    if let Some(at) = &view.received_at {
        let label = language.pick("该到的都到了", "Everybody needed was there");
        facts.push(Fact::new(label, told(signed, at)));
    }
    if let Some(words) = room(&view.at, language) {
        facts.push(Fact::new(language.pick("房间", "Room"), words));
    }
    if let Some(access) = &view.at.access {
        let words = access.in_language(language).to_owned();
        facts.push(Fact::new(language.pick("无障碍", "Access"), words));
    }
    facts
}

/// How many people the room takes, and the one that takes over when it is full; nothing at a place above the own level.
pub(crate) fn room(at: &RespondingPlace, language: Language) -> Option<String> {
    let takes = at.capacity?;
    let more = at.overflow.as_ref().zip(at.overflow_capacity);
    Some(match more {
        Some((room, count)) => language.pick(
            format!("容{takes}人；满了用{}，容{count}人", room.zh),
            format!(
                "takes {takes} people; then {}, which takes {count}",
                room.en
            ),
        ),
        None => language.pick(format!("容{takes}人"), format!("takes {takes} people")),
    })
}

/// What is made ready, each with a button for whoever did it.
fn tasks(signed: &Signed, view: &ResponseView) -> Result<Vec<TaskRow>, Problem> {
    let language = signed.language();
    let running = view.summary.ended_at.is_none();
    let row = |task: &TaskOfResponse| -> Result<TaskRow, Problem> {
        let due = task.due_at.as_deref().map(|at| at_hour(signed, view, at));
        let asked = language.pick("有人提出时", "when somebody asks");
        let due = due.or_else(|| task.waits_for_request.then(|| asked.to_owned()));
        let open = running && task.done_at.is_none() && !task.needs_danger;
        let button = match open && view.may.contains(&"task") {
            true => Some(OneButton {
                target: FormTarget::to(format!("{}/do/task", href(view.summary.id)))
                    .sealed("", signed.form_key()?),
                name: "kind".to_owned(),
                value: task.kind.to_owned(),
                label: language.pick("做好了", "Done").to_owned(),
            }),
            false => None,
        };
        Ok(TaskRow {
            title: task.title.in_language(language).to_owned(),
            post: task.post.in_language(language).to_owned(),
            due: due.unwrap_or_default(),
            late: running && task.late,
            done: task.done_at.as_deref().map(|at| at_hour(signed, view, at)),
            button,
        })
    };
    view.tasks.iter().map(row).collect()
}

fn step_links(view: &ResponseView, running: bool, language: Language) -> Vec<StepLink> {
    let may = |word: &str| view.may.contains(&word);
    let counted = running && view.summary.people_max.is_some();
    let owed = |one: &&ImprovementView| one.done_at.is_none() && one.may_be_told_done;
    let owed: Vec<&ImprovementView> = view.improvements.iter().filter(owed).collect();
    let tells = !running && !owed.is_empty() || owed.iter().any(|one| one.follow_up);
    let links = [
        (
            "count",
            may("count") && counted,
            "人数变了",
            "More or fewer people",
        ),
        (
            "report",
            running && may("report") && !view.reports.is_empty(),
            "情况报告",
            "Situation report",
        ),
        (
            "raise",
            running && may("raise") && !view.levels_above.is_empty(),
            "提高级别",
            "Set a farther level",
        ),
        (
            "follow-up",
            may("receive") && view.reception.petition.is_none(),
            "约定后续日期",
            "Set a date that follows",
        ),
        ("end", running && may("end"), "结束响应", "End the response"),
        ("review", !running && may("review"), "复盘", "Review"),
        (
            "improve",
            !running && may("review"),
            "记一项改进",
            "Note an improvement",
        ),
        (
            "improved",
            tells && (may("improve") || may("receive")),
            "改进或后续做到了",
            "Something owed was done",
        ),
        (
            "danger",
            may("end") && counted,
            "叫了警察或救护",
            "Police or rescue were called",
        ),
    ];
    let shown = links.into_iter().filter(|(_, shown, ..)| *shown);
    shown
        .map(|(step, _, zh, en)| StepLink {
            href: format!("{}/do/{step}", href(view.summary.id)),
            label: language.pick(zh, en).to_owned(),
        })
        .collect()
}
