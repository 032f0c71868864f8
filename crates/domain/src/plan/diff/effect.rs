//! What differs between two rules for one case, in words of those whom it concerns.

use crate::language::{Bilingual, Language};
use crate::plan::{By, Key, Place, Plan, Post, Receive, Rule};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Effect {
    pub(super) what: &'static str,
    pub(super) subject: Option<String>,
    pub(super) zh: String,
    pub(super) en: String,
}

pub(super) fn effect(what: &'static str, subject: &str, zh: String, en: String) -> Effect {
    Effect {
        what,
        subject: (!subject.is_empty()).then(|| subject.to_owned()),
        zh,
        en,
    }
}

/// What changes where one rule applied and now another does.
pub(super) fn between(
    (old_plan, old): (&Plan, Option<&Rule>),
    (new_plan, new): (&Plan, Option<&Rule>),
) -> Vec<Effect> {
    match (old, new) {
        (None, None) => Vec::new(),
        (Some(_), None) => vec![effect(
            "uncovered",
            "",
            "不再有规则适用".to_owned(),
            "no rule applies any more".to_owned(),
        )],
        (None, Some(new)) => {
            let zh = format!("现有规则{}适用", new.id);
            let en = format!("the rule {} applies now", new.id);
            vec![effect("covered", "", zh, en)]
        }
        (Some(old), Some(new)) => {
            let mut list = Vec::new();
            if old.level != new.level {
                let (was, is) = (old.level, new.level);
                let zh = format!(
                    "由{}变为{}",
                    was.label(Language::Zh),
                    is.label(Language::Zh)
                );
                let en = format!(
                    "{} instead of {}",
                    is.label(Language::En),
                    was.label(Language::En)
                );
                list.push(effect("level", "", zh, en));
            }
            list.extend(receiving((old_plan, old), (new_plan, new)));
            list.extend(tasks((old_plan, old), (new_plan, new)));
            list.extend(reports((old_plan, old), (new_plan, new)));
            list
        }
    }
}

/// How a rule calls a post.
fn calling<'r>(rule: &'r Rule, post: &Key) -> Option<&'r Receive> {
    let calling = rule
        .receive
        .iter()
        .filter(|receive| receive.posts.contains(post));
    calling.min_by_key(|receive| receive.arrive_minutes)
}

fn called(rule: &Rule) -> Vec<&Key> {
    let mut posts: Vec<&Key> = rule
        .receive
        .iter()
        .flat_map(|receive| &receive.posts)
        .collect();
    posts.sort_unstable();
    posts.dedup();
    posts
}

fn title(plan: &Plan, post: &Key) -> Bilingual {
    match plan.post(post) {
        Some(post) => post.title.clone(),
        None => Bilingual::new(post.as_str(), post.as_str()),
    }
}

fn receiving((old_plan, old): (&Plan, &Rule), (new_plan, new): (&Plan, &Rule)) -> Vec<Effect> {
    let mut list = Vec::new();
    for post in called(old) {
        if calling(new, post).is_none() {
            let who = title(old_plan, post);
            let zh = format!("{}不再来接待", who.zh);
            let en = format!("{} no longer comes", who.en);
            list.push(effect("post-gone", post, zh, en));
        }
    }
    for post in called(new) {
        let Some(now) = calling(new, post) else {
            continue;
        };
        let who = title(new_plan, post);
        let minutes = now.arrive_minutes;
        let Some(before) = calling(old, post) else {
            let zh = format!("{}现须{minutes}分钟内到", who.zh);
            let en = format!("{} comes now, within {minutes} minutes", who.en);
            list.push(effect("post-added", post, zh, en));
            continue;
        };
        list.extend(slower_or_faster(post, &who, before, now));
    }
    let need = |rule: &Rule| rule.receive.iter().map(|receive| receive.need).sum::<u32>();
    let (was, is) = (need(old), need(new));
    if was != is {
        let zh = format!("必须到场的岗位由{was}个变为{is}个");
        let en = format!("{is} posts must be there instead of {was}");
        list.push(effect("need", "", zh, en));
    }
    list
}

fn slower_or_faster(post: &Key, who: &Bilingual, before: &Receive, now: &Receive) -> Vec<Effect> {
    let mut list = Vec::new();
    let (was, is) = (before.arrive_minutes, now.arrive_minutes);
    if is > was {
        let zh = format!("{}晚{}分钟到（{is}分钟，原{was}分钟）", who.zh, is - was);
        let en = format!(
            "{} comes {} minutes later ({is} instead of {was})",
            who.en,
            is - was
        );
        list.push(effect("later", post, zh, en));
    } else if is < was {
        let zh = format!("{}早{}分钟到（{is}分钟，原{was}分钟）", who.zh, was - is);
        let en = format!(
            "{} comes {} minutes earlier ({is} instead of {was})",
            who.en,
            was - is
        );
        list.push(effect("earlier", post, zh, en));
    }
    let (was, is) = (before.ack_minutes, now.ack_minutes);
    if was != is {
        let zh = format!("呼叫{}时每一步等{is}分钟，原{was}分钟", who.zh);
        let en = format!(
            "each step of calling {} is waited for {is} minutes instead of {was}",
            who.en
        );
        list.push(effect("ack", post, zh, en));
    }
    let way = |receive: &Receive| receive.by.unwrap_or(By::InPerson);
    let (was, is) = (way(before), way(now));
    if was != is {
        let zh = format!("{}改为{}", who.zh, is.label(Language::Zh));
        let en = format!("{} is there {} now", who.en, is.label(Language::En));
        list.push(effect("by", post, zh, en));
    }
    list
}

fn tasks((old_plan, old): (&Plan, &Rule), (new_plan, new): (&Plan, &Rule)) -> Vec<Effect> {
    let mut list = Vec::new();
    for task in &old.tasks {
        if new.tasks.iter().all(|one| one.kind != task.kind) {
            let zh = format!("不再安排：{}", task.kind.label(Language::Zh));
            let en = format!("no longer made ready: {}", task.kind.label(Language::En));
            list.push(effect("task-gone", task.kind.word(), zh, en));
        }
    }
    for task in &new.tasks {
        let known = old.tasks.iter().find(|one| one.kind == task.kind);
        let (kind, kind_en) = (task.kind.label(Language::Zh), task.kind.label(Language::En));
        let (zh, en) = match known {
            None => (
                format!("增加：{kind}"),
                format!("made ready now: {kind_en}"),
            ),
            Some(before) if before.post != task.post => {
                let (was, is) = (title(old_plan, &before.post), title(new_plan, &task.post));
                (
                    format!("{kind}改由{}负责，原{}", is.zh, was.zh),
                    format!("{} sees to {kind_en} instead of {}", is.en, was.en),
                )
            }
            Some(before) if before.within_minutes != task.within_minutes => {
                let said = |minutes: Option<u32>, none: &str| {
                    minutes.map_or_else(|| none.to_owned(), |minutes| minutes.to_string())
                };
                let (is, was) = (task.within_minutes, before.within_minutes);
                (
                    format!(
                        "{kind}的时限（分钟）：{}，原{}",
                        said(is, "无"),
                        said(was, "无")
                    ),
                    format!(
                        "limit of {kind_en}, in minutes: {} instead of {}",
                        said(is, "none"),
                        said(was, "none")
                    ),
                )
            }
            Some(_) => continue,
        };
        list.push(effect("task", task.kind.word(), zh, en));
    }
    list
}

fn reports((old_plan, old): (&Plan, &Rule), (new_plan, new): (&Plan, &Rule)) -> Vec<Effect> {
    let name = |plan: &Plan, to: &Key| {
        let mut known = plan.recipients.iter();
        let found = known.find(|one| one.id == *to).map(|one| one.title.clone());
        found.unwrap_or_else(|| Bilingual::new(to.as_str(), to.as_str()))
    };
    let mut list = Vec::new();
    for report in &old.reports {
        let Some(to) = &report.to else { continue };
        if new.reports.iter().all(|one| one.to.as_ref() != Some(to)) {
            let who = name(old_plan, to);
            let zh = format!("不再向{}报告", who.zh);
            let en = format!("no longer reported to {}", who.en);
            list.push(effect("report-gone", to, zh, en));
        }
    }
    for report in &new.reports {
        let Some(to) = &report.to else { continue };
        let who = name(new_plan, to);
        let first = report.first_minutes;
        let known = old.reports.iter().find(|one| one.to.as_ref() == Some(to));
        let (zh, en) = match known {
            None => (
                format!("{first}分钟内向{}首报", who.zh),
                format!("reported to {} within {first} minutes", who.en),
            ),
            Some(before)
                if (before.first_minutes, before.every_minutes)
                    != (first, report.every_minutes) =>
            {
                let every =
                    |minutes: Option<u32>| minutes.map_or("-".to_owned(), |one| one.to_string());
                (
                    format!(
                        "向{}：首报{first}分钟（原{}），续报间隔{}（原{}）",
                        who.zh,
                        before.first_minutes,
                        every(report.every_minutes),
                        every(before.every_minutes)
                    ),
                    format!(
                        "to {}: first report after {first} minutes (was {}), then every {} (was {})",
                        who.en,
                        before.first_minutes,
                        every(report.every_minutes),
                        every(before.every_minutes)
                    ),
                )
            }
            Some(_) => continue,
        };
        list.push(effect("report", to, zh, en));
    }
    list
}

/// What changes of a place itself.
pub(super) fn of_place(
    (before, old): (&Plan, &Place),
    (after, new): (&Plan, &Place),
) -> Vec<Effect> {
    let takes = |place: &Place| place.space.as_ref().map_or(0, crate::plan::Space::capacity);
    let (was, is) = (takes(old), takes(new));
    let mut list = Vec::new();
    if was != is {
        let zh = format!("可容{is}人，原{was}人");
        let en = format!("takes {is} people instead of {was}");
        list.push(effect("capacity", "", zh, en));
    }
    if old.overflow != new.overflow {
        let said = |room: &Option<Key>| room.as_ref().map_or("-".to_owned(), Key::to_string);
        let (was, is) = (said(&old.overflow), said(&new.overflow));
        let zh = format!("备用场所{is}，原{was}");
        let en = format!("overflow {is} instead of {was}");
        list.push(effect("overflow", "", zh, en));
    }
    let hours = |language| {
        (
            before.hours(&old.open, language),
            after.hours(&new.open, language),
        )
    };
    let (was, is) = hours(Language::Zh);
    if was != is {
        let zh = format!("预告来访的时间{is}，原{was}");
        let (was, is) = hours(Language::En);
        let en = format!("announced visits: {is} instead of {was}");
        list.push(effect("open", "", zh, en));
    }
    list
}

/// What changes of the posts wherever they are called: ladder, channels, travel, what they decide.
pub(super) fn of_posts(old: &Plan, new: &Plan) -> Vec<Effect> {
    let mut list = Vec::new();
    for post in &new.posts {
        let Some(before) = old.post(&post.id) else {
            continue;
        };
        list.extend(of_post(old, new, before, post));
    }
    list
}

fn of_post(old: &Plan, new: &Plan, before: &Post, post: &Post) -> Vec<Effect> {
    let who = &post.title;
    let mut list = Vec::new();
    let ladder = |plan: &Plan, post: &Post| {
        let steps: Vec<String> = plan
            .whole_ladder(&post.id, &[])
            .iter()
            .map(|id| id.to_string())
            .collect();
        steps.join(" → ")
    };
    let (was, is) = (ladder(old, before), ladder(new, post));
    if was != is {
        let zh = format!("{}的呼叫梯次：{is}（原{was}）", who.zh);
        let en = format!("the ladder of {}: {is} (was {was})", who.en);
        list.push(effect("ladder", &post.id, zh, en));
    }
    if before.channels != post.channels {
        let said = |post: &Post, language: Language| {
            let list: Vec<&str> = post
                .channels
                .iter()
                .map(|one| one.label(language))
                .collect();
            list.join(language.pick("、", ", "))
        };
        let zh = format!(
            "{}的呼叫方式：{}（原{}）",
            who.zh,
            said(post, Language::Zh),
            said(before, Language::Zh)
        );
        let en = format!(
            "{} is called by {} (was {})",
            who.en,
            said(post, Language::En),
            said(before, Language::En)
        );
        list.push(effect("channels", &post.id, zh, en));
    }
    let (was, is) = (before.travel_minutes, post.travel_minutes);
    if was != is {
        let zh = format!("{}路上{is}分钟，原{was}分钟", who.zh);
        let en = format!("{} needs {is} minutes to come instead of {was}", who.en);
        list.push(effect("travel", &post.id, zh, en));
    }
    match (&before.decides, &post.decides) {
        (Some(_), None) => {
            let zh = format!("{}不再能当场决定", who.zh);
            let en = format!("{} can no longer decide", who.en);
            list.push(effect("decides", &post.id, zh, en));
        }
        (was, Some(is)) if was.as_ref() != Some(is) => {
            let zh = format!("{}现可决定：{}", who.zh, is.zh);
            let en = format!("{} can now decide: {}", who.en, is.en);
            list.push(effect("decides", &post.id, zh, en));
        }
        _ => {}
    }
    list
}
