//! What differs of those on duty: minimum crews, and when the lines may be tested.

use super::effect::{Effect, effect};
use crate::language::Language;
use crate::plan::{Crew, Plan, TestHours};

/// What changes of the minimum crews.
pub(super) fn of_crews(old: &Plan, new: &Plan) -> Vec<Effect> {
    let mut list = Vec::new();
    for crew in &old.crews {
        if new.crews.iter().all(|one| one.id != crew.id) {
            let zh = format!("不再要求：{}", crew.say(old, Language::Zh));
            let en = format!("no longer asked for: {}", crew.say(old, Language::En));
            list.push(effect("crew-gone", &crew.id, zh, en));
        }
    }
    for crew in &new.crews {
        let before = old.crews.iter().find(|one| one.id == crew.id);
        let said = |language| crew.say(new, language);
        let Some(before) = before else {
            let zh = format!("新要求：{}", said(Language::Zh));
            let en = format!("asked for now: {}", said(Language::En));
            list.push(effect("crew-added", &crew.id, zh, en));
            continue;
        };
        let was = |language| Crew::say(before, old, language);
        if was(Language::Zh) != said(Language::Zh) {
            let zh = format!(
                "在岗要求：{}（原{}）",
                said(Language::Zh),
                was(Language::Zh)
            );
            let en = format!("{} (was: {})", said(Language::En), was(Language::En));
            list.push(effect("crew", &crew.id, zh, en));
        }
    }
    list
}

/// What changes of the hours at which the lines may be tested.
pub(super) fn of_test(old: &Plan, new: &Plan) -> Option<Effect> {
    let said = |plan: &Plan, language: Language| {
        let hours = |test: &TestHours| {
            let (hours, minutes) = (plan.hours(&test.windows, language), test.minutes);
            language.pick(
                format!("{hours}，等{minutes}分钟"),
                format!("{hours}, waited for {minutes} minutes"),
            )
        };
        let none = || language.pick("没有约定", "none").to_owned();
        plan.test.as_ref().map_or_else(none, hours)
    };
    let (was, is) = (said(old, Language::Zh), said(new, Language::Zh));
    if was == is {
        return None;
    }
    let zh = format!("通信联络测试的时间：{is}（原{was}）");
    let (was, is) = (said(old, Language::En), said(new, Language::En));
    let en = format!("hours of the reachability test: {is} (was {was})");
    Some(effect("test", "", zh, en))
}
