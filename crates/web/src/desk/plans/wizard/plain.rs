//! What the check found, as the wizard says it: with names where the file has ids, and at the step where
//! it is put right.

use super::Step;
use huiyin_app::PlanDraftLook;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{Change, Finding};
use huiyin_domain::time::Instant;
use huiyin_domain::wording;
use std::collections::BTreeMap;

/// A finding as a sentence.
pub(super) fn sentence(look: &PlanDraftLook, found: &Finding, language: Language) -> String {
    let (zh, en) = match (found.code, found.field.as_str()) {
        ("missing-field", field) if field.starts_with("rule.") => (
            "有的时候没有人来接待了；让别的岗位接替，或者加一个岗位",
            "at some hours nobody would receive; let another post take its place, or add one",
        ),
        ("no-decider", _) => (
            "不能保证来的人里有人能当场决定；让一个能当场决定的岗位到场",
            "nobody who is sure to come can decide; let a post come that can",
        ),
        ("single-exit", field) => return single_exit(look, field, language),
        ("unheld-post", field) => return unheld(look, (found, field), language),
        ("travel-too-long" | "ladder-too-long", _) => return too_late(look, found, language),
        ("wrong-type", field) if is_number(field) => (
            "这里只写数字，不写单位，也不写“约”；例如40",
            "write the number alone, without a unit or \"about\"; such as 40",
        ),
        (_, "plan.approved_by") => (
            "选一个现在有人担任的岗位来批准；没有合适的，先请管理员在“管理”里设岗位、定人",
            "choose a post that somebody holds; if there is none, ask the administration to set one up with its holder",
        ),
        ("unknown-unit", field) => {
            let who = of_post(look, field, language);
            return language.pick(
                format!("{who}选一个本机关的单位；没有就请管理员先在“管理”里加"),
                format!("{who}choose a unit of this authority; if it is missing, ask the administration to add it first"),
            );
        }
        _ => {
            return named(
                look,
                language.pick(&found.message, &found.message_en),
                language,
            );
        }
    };
    language.pick(zh, en).to_owned()
}

/// That a place has one exit alone: which place, what that means, and what can be changed.
fn single_exit(look: &PlanDraftLook, field: &str, language: Language) -> String {
    let id = field
        .strip_prefix("place.")
        .and_then(|rest| rest.split('.').next());
    let place = id.and_then(|id| names(look).remove(id));
    let place = place.map_or_else(String::new, |title| title.in_language(language).to_owned());
    language.pick(
        format!("{place}只有一个出口：能容的人数按它的一半算。还有别的出口，就用逗号隔开写上"),
        format!("{place} has a single exit, of which half is counted for how many people there can be; if there is another, write it behind a comma"),
    )
}

/// That a post is held by nobody at some hours: when, for example, and where somebody is named for them.
fn unheld(look: &PlanDraftLook, (found, field): (&Finding, &str), language: Language) -> String {
    let who = of_post(look, field, language);
    let witness = &found.witness;
    let at = witness.at.as_deref().and_then(|at| Instant::parse(at).ok());
    let when = at
        .zip(look.plan.as_ref())
        .map(|(at, plan)| wording::instant(at.to_minute(), &plan.zone, language));
    let people = witness.people;
    let case = match (people, when) {
        (Some(people), Some(when)) => language.pick(
            format!("，例如{when}来{people}人的时候"),
            format!(", such as when {people} come at {when}"),
        ),
        (None, Some(when)) => language.pick(format!("，例如{when}"), format!(", such as {when}")),
        _ => String::new(),
    };
    let post = field.strip_prefix("post.").unwrap_or(field);
    let remedy = match look.template.is_held_by_day_alone(post) {
        true => language.pick(
            "。白天的人之外，还要在“夜里、周末或节假日”里勾人；或者回到“几个人来谁接待”，让那些时候由别的岗位接待",
            ". Beside who is by day, tick who is at night and on rest days; or let other posts receive at those hours, in the step of how many people",
        ),
        false => language.pick("；勾上值班的人", "; tick who is on duty"),
    };
    language.pick(
        format!("{who}有的时候没有人值班{case}{remedy}"),
        format!("{who}nobody is on duty at some hours{case}{remedy}"),
    )
}

/// That somebody of a ladder cannot be there in time: for how many people, who is called when, and what can be
/// changed.
fn too_late(look: &PlanDraftLook, found: &Finding, language: Language) -> String {
    let rule = found
        .field
        .strip_prefix("rule.")
        .and_then(|rest| rest.split('.').next());
    let case = rule.and_then(|rule| look.template.case_of(rule, &look.answers));
    let case = case.map_or_else(String::new, |case| {
        let case = case.in_language(language);
        language.pick(format!("{case}："), format!("{case}: "))
    });
    let message = language.pick(&found.message, &found.message_en);
    // The file's own words for what to change are said in those of the questions.
    let said = message
        .split(language.pick("；", ";"))
        .next()
        .unwrap_or(message);
    let said = named(look, said, language);
    let remedy = language.pick(
        "。可以放长到场时限，缩短每人等的分钟数，或者在“岗位”里去掉代岗的；路上要几分钟照实写",
        ". Give more minutes to be there, wait for each less long, or name fewer stand-ins under Posts; leave the minutes of the way as they are",
    );
    format!("{case}{said}{remedy}")
}

/// Whether a field of the file takes a number that somebody measured or counted.
fn is_number(field: &str) -> bool {
    ["area_m2", "exits_m", "people", "_minutes"]
        .iter()
        .any(|name| field.ends_with(name))
}

/// The name of the post that a field is about, before what is said of it; empty for any other field.
fn of_post(look: &PlanDraftLook, field: &str, language: Language) -> String {
    let id = field
        .strip_prefix("post.")
        .and_then(|rest| rest.split('.').next());
    let title = id.map(|id| look.template.title_of(id, &look.answers));
    title.map_or_else(String::new, |title| {
        let title = title.in_language(language);
        language.pick(format!("{title}："), format!("{title}: "))
    })
}

/// A consequence as a sentence: where, how many people, when, and what.
pub(super) fn consequence(look: &PlanDraftLook, change: &Change, language: Language) -> String {
    let place = change.place.as_ref().map(|id| id.to_string());
    let people = change.people_min.map(|min| match change.people_max {
        Some(max) if max == min => language.pick(format!("{min}人"), format!("{min} people")),
        Some(max) => language.pick(format!("{min}至{max}人"), format!("{min} to {max} people")),
        None => language.pick(format!("{min}人及以上"), format!("{min} or more people")),
    });
    let hours = language.pick(&change.when, &change.when_en).clone();
    let case = [place, people, Some(hours)].into_iter().flatten();
    let case: Vec<String> = case.filter(|part| !part.is_empty()).collect();
    let message = language.pick(&change.message, &change.message_en);
    let said = format!(
        "{}{}{message}",
        case.join(language.pick("，", ", ")),
        language.pick("：", ": ")
    );
    named(look, &said, language)
}

/// A text with its instants as people write them.
fn with_times(look: &PlanDraftLook, text: &str, language: Language) -> String {
    let Some(plan) = &look.plan else {
        return text.to_owned();
    };
    let (mut said, mut run) = (String::new(), String::new());
    for letter in text.chars().map(Some).chain([None]) {
        if let Some(one) = letter.filter(|one| one.is_ascii_digit() || "-T:.+Z".contains(*one)) {
            run.push(one);
            continue;
        }
        match Instant::parse(&run) {
            Ok(at) => said.push_str(&wording::instant(at.to_minute(), &plan.zone, language)),
            Err(_) => said.push_str(&run),
        }
        run.clear();
        said.extend(letter);
    }
    said
}

/// A text with the names of posts, places, rooms, recipients and hours in place of their ids, and with its
/// instants as people write them.
fn named(look: &PlanDraftLook, text: &str, language: Language) -> String {
    let text = with_times(look, text, language);
    let mut names = names(look);
    // In English a word such as `day` or `clerk` can be no id; what has a dash is one.
    names.retain(|id, _| language == Language::Zh || id.contains('-'));
    let mut said = String::new();
    let mut word = String::new();
    let end = |word: &mut String, said: &mut String| {
        match names.get(word.as_str()) {
            Some(name) => said.push_str(name.in_language(language)),
            None => said.push_str(word),
        }
        word.clear();
    };
    for letter in text.chars() {
        if letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-' {
            word.push(letter);
        } else {
            end(&mut word, &mut said);
            said.push(letter);
        }
    }
    end(&mut word, &mut said);
    said
}

/// What each id of the draft is called.
fn names(look: &PlanDraftLook) -> BTreeMap<String, Bilingual> {
    let mut names: BTreeMap<String, Bilingual> =
        look.template.posts_now(&look.answers).into_iter().collect();
    names.extend(look.template.windows(&look.answers));
    if let Some(plan) = &look.plan {
        let posts = plan.posts.iter().map(|one| (&one.id, &one.title));
        let places = plan.places.iter().map(|one| (&one.id, &one.title));
        let rooms = plan.rooms.iter().map(|one| (&one.id, &one.title));
        let recipients = plan.recipients.iter().map(|one| (&one.id, &one.title));
        let all = posts.chain(places).chain(rooms).chain(recipients);
        names.extend(all.map(|(id, title)| (id.to_string(), title.clone())));
    }
    names
}

/// The step at which something is put right that is about no question of it; nothing where no step asks
/// for it.
pub(super) fn step_of(found: &Finding) -> Option<Step> {
    Some(match found.code {
        "gap" | "bad-time" => Step::Hours,
        _ if found.field.starts_with("window.") => Step::Hours,
        _ if found.field.contains(".report") => Step::Reports,
        _ if found.field.starts_with("recipient.") => Step::Reports,
        _ if found.field.contains(".task") => return None,
        _ if found.field.starts_with("rule.") => Step::Tiers,
        "stand-in-cycle" | "above-cycle" | "unreachable-post" | "unknown-post" | "bad-need"
        | "unheld-approver" | "unknown-unit" | "refused-post" => Step::Posts,
        "unheld-post" | "unreachable-holder" | "overlap-duty" | "unknown-staff"
        | "crew-too-small" => Step::Duties,
        _ if found.field.starts_with("roster.") => Step::Duties,
        "room-too-small" | "missing-overflow" | "single-exit" | "bad-exit" => Step::Places,
        _ => return None,
    })
}
