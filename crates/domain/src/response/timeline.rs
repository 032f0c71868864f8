//! Tells a run for a reader: who is called when and by what, what happens if nobody answers, when
//! each limit falls.

use super::explain::{people_text, span};
use super::{Because, Event, Headcount, Putting, Run, Scene, Skip};
use crate::language::{Bilingual, Language};
use crate::plan::{By, Channel, Key, Plan, RunLevel};
use serde::Serialize;

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Minutes from the opening.
    pub minute: i64,
    /// The post that it is about; for a report its recipient.
    pub post: Option<Key>,
    /// Who holds the post, where a roster tells.
    pub holder: Option<String>,
    /// By what they are called.
    pub channel: Option<Channel>,
    /// What happens, as a code.
    pub what: &'static str,
    /// The same for a reader, in Chinese.
    pub text: String,
    /// The same in English.
    pub text_en: String,
}

/// Every line of a run, in the order of time.
pub fn timeline(run: &Run, scene: &Scene<'_>) -> Vec<Entry> {
    let mut list: Vec<Entry> = Vec::new();
    for recorded in &run.record {
        let minute = run.minutes(recorded.at);
        list.extend(entry(run, scene, &recorded.event, minute));
    }
    list.extend(task_limits(run, scene.plan));
    if let Some(minutes) = run.reception_minutes() {
        list.push(line(
            minutes,
            None,
            "received",
            "该到的都到了，可以接待",
            "everybody needed is there; people can be received",
        ));
    }
    list.sort_by_key(|entry| entry.minute);
    list
}

fn line(minute: i64, post: Option<&Key>, what: &'static str, zh: &str, en: &str) -> Entry {
    Entry {
        minute,
        post: post.cloned(),
        holder: None,
        channel: None,
        what,
        text: zh.to_owned(),
        text_en: en.to_owned(),
    }
}

/// When each task of the rule that applies in the end is to be done, where it has a time. What is for whoever
/// asks has none before somebody does.
fn task_limits(run: &Run, plan: &Plan) -> Vec<Entry> {
    let rule = run.response.rule.as_ref().and_then(|id| plan.rule(id));
    let tasks = rule.map_or(&[][..], |rule| &rule.tasks);
    let limit = |task: &crate::plan::Task| {
        let who = title(plan, &task.post);
        let (zh, en) = (task.kind.label(Language::Zh), task.kind.label(Language::En));
        let minutes = i64::from(task.within_minutes?);
        if !run.response.is_owed(task.kind) {
            return None;
        }
        let from = run.response.owed_from(task.kind, run.opened_at);
        Some(line(
            run.minutes(from) + minutes,
            Some(&task.post),
            "task-limit",
            &format!("{zh}时限到：{}", who.zh),
            &format!("limit for {en}: {}", who.en),
        ))
    };
    tasks.iter().filter_map(limit).collect()
}

/// How a post is to be there.
fn by(run: &Run, post: &Key) -> By {
    let call = run.response.call(post);
    call.map_or(By::InPerson, |call| call.by)
}

/// What a post is called; its id where the plan does not describe it.
fn title(plan: &Plan, id: &Key) -> Bilingual {
    match plan.post(id) {
        Some(post) => post.title.clone(),
        None => Bilingual::new(id.as_str(), id.as_str()),
    }
}

fn entry(run: &Run, scene: &Scene<'_>, event: &Event, minute: i64) -> Option<Entry> {
    let plan = scene.plan;
    match event {
        Event::Levelled {
            rule,
            level,
            because,
        } => Some(levelled(scene.plan, minute, (rule, *level), *because)),
        Event::Counted { headcount } => Some(counted(minute, *headcount)),
        Event::ConcernedNamed {} | Event::FileNamed {} | Event::RespondentsNamed { .. } => {
            let (what, words) = super::parties::told(event)?;
            Some(line(minute, None, what, &words.zh, &words.en))
        }
        Event::PostCalled { .. } | Event::NeededAgain { .. } => {
            let (post, by, arrive_by) = event.expects()?;
            let zh = format!("{}时限到", by.label(Language::Zh));
            let en = format!("is to be there {} by now", by.label(Language::En));
            let minute = run.minutes(arrive_by);
            Some(of_post(plan, post, (minute, "arrive-limit"), (&zh, &en)))
        }
        Event::Paged { .. } | Event::ChannelChanged { .. } => paged(run, scene, event, minute),
        Event::Arrived { post } => arrived(run, scene, post, minute),
        Event::ArrivalMissed { post } => {
            let said = match by(run, post) {
                By::Video => ("未按时接通视频", "is not connected in time"),
                By::InPerson => ("未按时到", "is not there in time"),
            };
            Some(of_post(plan, post, (minute, "arrive-missed"), said))
        }
        Event::TaskDone { kind } => {
            let (zh, en) = (kind.label(Language::Zh), kind.label(Language::En));
            let (zh, en) = (format!("做好了：{zh}"), format!("done: {en}"));
            Some(line(minute, None, "task-done", &zh, &en))
        }
        Event::Reception(event) => {
            let (what, words) = super::reception::told(event)?;
            Some(line(minute, None, what, &words.zh, &words.en))
        }
        Event::Improvement(event) => {
            let (what, words) = super::improvement::told(event);
            Some(line(minute, None, what, &words.zh, &words.en))
        }
        Event::Injected { nth, refused } => {
            let words = inject_words(run.response.inject(*nth)?.what, refused.is_some());
            Some(line(minute, None, "injected", &words.zh, &words.en))
        }
        Event::Ended {} => Some(line(minute, None, "ended", "结束", "it ended")),
        Event::Reviewed {} => Some(line(minute, None, "reviewed", "复盘", "it was reviewed")),
        Event::ReviewMissed {} => {
            let (zh, en) = ("没有按时复盘", "it was not reviewed in time");
            Some(line(minute, None, "review-missed", zh, en))
        }
        _ => on_ladder(run, scene, event, minute).or_else(|| report(run, plan, event, minute)),
    }
}

/// What happens on the ladder of a post.
fn on_ladder(run: &Run, scene: &Scene<'_>, event: &Event, minute: i64) -> Option<Entry> {
    let plan = scene.plan;
    match event {
        Event::StepSkipped { step_post, why, .. } => {
            let (what, zh, en) = skipped(*why);
            Some(of_post(plan, step_post, (minute, what), (zh, en)))
        }
        Event::Acknowledged { page, post } => {
            let said = match by(run, post) {
                By::Video => ("确认会视频回答", "will answer by video"),
                By::InPerson => ("确认会来", "will come"),
            };
            answer(run, scene, *page, (minute, "acknowledged"), said)
        }
        Event::Declined { page, .. } => {
            let said = ("来不了，转下一位", "cannot come; the next one is called");
            answer(run, scene, *page, (minute, "declined"), said)
        }
        Event::Unanswered { page, .. } => {
            let said = (
                "无人应答，转下一位",
                "does not answer; the next one is called",
            );
            answer(run, scene, *page, (minute, "no-answer"), said)
        }
        Event::LadderExhausted { post } => {
            let zh = "的梯次和上级都已呼叫完，无人前来，须由人处理";
            let en = "has nobody of its ladder coming, and nobody above: a person must see to it";
            Some(of_post(plan, post, (minute, "exhausted"), (zh, en)))
        }
        Event::WentUp { post } => {
            let zh = "的梯次无人前来，继续向上呼叫，并须由人处理";
            let en = "has nobody of its ladder coming: the next above is called, and a person must see to it";
            Some(of_post(plan, post, (minute, "went-up"), (zh, en)))
        }
        Event::Released { post } => {
            let said = (
                "不用再来：该到的人数已经够了",
                "is waited for no more: as many as are needed are there",
            );
            Some(of_post(plan, post, (minute, "released"), said))
        }
        Event::CalledAgain { post } => {
            let said = ("从第一位起重新呼叫", "is called again from its first step");
            Some(of_post(plan, post, (minute, "called-again"), said))
        }
        Event::ReachedByHand { post } => {
            let said = ("已人工联系到，会来", "was reached by hand; somebody comes");
            Some(of_post(plan, post, (minute, "reached-by-hand"), said))
        }
        _ => None,
    }
}

/// What the script of a drill put in, and whether it changed nothing.
pub fn inject_words(what: Putting, refused: bool) -> Bilingual {
    let (zh, en) = match what {
        Putting::People(count) => (
            format!("现在{}", span(count.min, count.max, Language::Zh)),
            format!("{} now", span(count.min, count.max, Language::En)),
        ),
        Putting::Raise(level) => (
            format!("提高到{}", level.label(Language::Zh)),
            format!("the level is set to {}", level.label(Language::En)),
        ),
        Putting::Done(kind) => (
            format!("做好了{}", kind.label(Language::Zh)),
            format!("done: {}", kind.label(Language::En)),
        ),
        Putting::Note => ("告诉参演人员".to_owned(), "the players are told".to_owned()),
    };
    let (none_zh, none_en) = match refused {
        true => ("（没有变化）", " (it changed nothing)"),
        false => ("", ""),
    };
    Bilingual::new(
        format!("【演练脚本】{zh}{none_zh}"),
        format!("[DRILL SCRIPT] {en}{none_en}"),
    )
}

/// A line about a post, whoever holds it.
fn of_post(
    plan: &Plan,
    post: &Key,
    (minute, what): (i64, &'static str),
    (zh, en): (&str, &str),
) -> Entry {
    let title = title(plan, post);
    let (zh, en) = (format!("{}{zh}", title.zh), format!("{} {en}", title.en));
    line(minute, Some(post), what, &zh, &en)
}

fn counted(minute: i64, count: Headcount) -> Entry {
    let people = |language| span(count.min, count.max, language);
    let zh = format!("现在{}", people(Language::Zh));
    let en = format!("{} now", people(Language::En));
    line(minute, None, "counted", &zh, &en)
}

fn levelled(plan: &Plan, minute: i64, (rule, level): (&Key, RunLevel), because: Because) -> Entry {
    let (why, why_en) = match because {
        Because::Opened => ("启动", "opened"),
        Because::Rise => ("人数增加", "more people"),
        Because::Fall => ("人数减少", "fewer people"),
        Because::Decision => ("负责人决定", "by decision"),
    };
    // A rule has an id and no name; whoever reads this knows it by how many come.
    let known = plan.rule(rule);
    let people =
        |language| known.map_or_else(|| rule.to_string(), |rule| people_text(rule, language));
    let (zh, en) = (people(Language::Zh), people(Language::En));
    let zh = format!("{why}：{}，按“{zh}”这一档", level.label(Language::Zh));
    let en = format!("{why_en}: {}, as for {en}", level.label(Language::En));
    line(minute, None, "levelled", &zh, &en)
}

/// Why a step of a ladder calls nobody, as it follows the title of the post.
pub fn passed_on(why: Skip) -> Bilingual {
    let (_, zh, en) = skipped(why);
    Bilingual::new(zh, en)
}

const fn skipped(why: Skip) -> (&'static str, &'static str, &'static str) {
    match why {
        Skip::Unheld => (
            "unheld",
            "此时无人任职，立即转下一位",
            "is held by nobody now; the next one is called at once",
        ),
        Skip::NoChannel => (
            "no-channel",
            "没有可用的账号或渠道，立即转下一位",
            "has no account or channel to be called by; the next one is called at once",
        ),
        Skip::Respondent => (
            "respondent",
            "是被反映对象，不呼叫",
            "is complained of and not called",
        ),
        Skip::NoAnswer => (
            "silent",
            "任职的人这次已呼叫过、没有应答，立即转下一位",
            "is held by somebody who did not answer an earlier call; the next one is called at once",
        ),
        Skip::CannotCome => (
            "cannot-come",
            "任职的人已说来不了，立即转下一位",
            "is held by somebody who cannot come; the next one is called at once",
        ),
        Skip::ComesElsewhere => (
            "comes-elsewhere",
            "任职的人已为别的岗位来，先叫别人",
            "is held by somebody who comes for another post; others are called first",
        ),
    }
}

/// A line about whoever got a page.
fn answer(
    run: &Run,
    scene: &Scene<'_>,
    number: u32,
    (minute, what): (i64, &'static str),
    said: (&str, &str),
) -> Option<Entry> {
    let page = run.response.page(number)?;
    let mut entry = of_post(scene.plan, &page.step_post, (minute, what), said);
    entry.holder = name(scene, page.holder.as_ref());
    Some(entry)
}

/// Who is there for a post: its holder, or whoever of its ladder answered.
fn arrived(run: &Run, scene: &Scene<'_>, post: &Key, minute: i64) -> Option<Entry> {
    let mut answers = run.record.iter().filter_map(|one| match &one.event {
        Event::Acknowledged { page, post: of } if of == post => Some(*page),
        _ => None,
    });
    let page = answers.next_back().and_then(|page| run.response.page(page));
    let instead = page.filter(|page| page.step_post != *post);
    let (zh, en) = match instead {
        Some(page) => {
            let who = title(scene.plan, &page.step_post);
            (format!("（{}代）", who.zh), format!(" ({} for it)", who.en))
        }
        None => (String::new(), String::new()),
    };
    let (there_zh, there_en) = match by(run, post) {
        By::Video => ("已接通视频", "is connected by video"),
        By::InPerson => ("已到", "is there"),
    };
    let (zh, en) = (format!("{there_zh}{zh}"), format!("{there_en}{en}"));
    let mut entry = of_post(scene.plan, post, (minute, "arrived"), (&zh, &en));
    entry.holder = name(scene, page.and_then(|page| page.holder.as_ref()));
    Some(entry)
}

fn name(scene: &Scene<'_>, holder: Option<&Key>) -> Option<String> {
    let official = scene.roster?.official(holder?)?;
    Some(official.name.clone())
}

fn paged(run: &Run, scene: &Scene<'_>, event: &Event, minute: i64) -> Option<Entry> {
    let (page, post, channel, with) = match event {
        Event::Paged {
            page,
            post,
            channel,
            with,
            ..
        } => (*page, post.clone(), *channel, with.is_some()),
        Event::ChannelChanged { page, channel } => {
            let post = run.response.page(*page)?.post.clone();
            (*page, post, *channel, false)
        }
        _ => return None,
    };
    let step_post = &run.response.page(page)?.step_post;
    let (zh, en) = (channel.label(Language::Zh), channel.label(Language::En));
    let mut entry = answer(run, scene, page, (minute, "paged"), ("", ""))?;
    let who = title(scene.plan, step_post);
    let instead = title(scene.plan, &post);
    let (for_zh, for_en) = if *step_post == post {
        (String::new(), String::new())
    } else {
        (
            format!("（代{}）", instead.zh),
            format!(" for {}", instead.en),
        )
    };
    (entry.text, entry.text_en) = match with {
        true => (
            format!("同一次呼叫也请{}{for_zh}：{zh}", who.zh),
            format!("the same page also calls {}{for_en}: {en}", who.en),
        ),
        false => (
            format!("呼叫{}{for_zh}：{zh}", who.zh),
            format!("calls {}{for_en}: {en}", who.en),
        ),
    };
    entry.channel = Some(channel);
    Some(entry)
}

fn report(run: &Run, plan: &Plan, event: &Event, minute: i64) -> Option<Entry> {
    let (to, number, minute, what, zh, en) = match event {
        Event::ReportOwed {
            to, number, due_at, ..
        } => (
            to,
            number,
            run.minutes(*due_at),
            "report-due",
            "时限到",
            "is due",
        ),
        Event::ReportSent { to, number } => (to, number, minute, "report-sent", "已报", "went up"),
        Event::ReportAcknowledged { to, number } => (
            to,
            number,
            minute,
            "report-acknowledged",
            "已确认收到",
            "was acknowledged",
        ),
        Event::ReportNagged { to, number, .. } => (
            to,
            number,
            minute,
            "report-nagged",
            "还没报，再催一次",
            "still did not go up; it nags again",
        ),
        Event::ReportMissed { to, number } => (
            to,
            number,
            minute,
            "report-missed",
            "未按时报",
            "did not go up in time",
        ),
        _ => return None,
    };
    let recipient = plan.recipients.iter().find(|one| one.id == *to);
    let title = recipient.map_or_else(
        || Bilingual::new(to.as_str(), to.as_str()),
        |one| one.title.clone(),
    );
    Some(line(
        minute,
        Some(to),
        what,
        &format!("向{}的第{number}次报告{zh}", title.zh),
        &format!("report {number} to {} {en}", title.en),
    ))
}
