//! How many people are received by whom and how fast: the headcount tiers of a plan, each with an upper
//! end, the posts that come, and the minutes; one more tier, or one less. The next tier begins where one
//! ends, so that no headcount is left out and none is in two.

use super::apart::{APART, set_apart};
use super::by_hour::{BY_HOUR, divided};
use super::fill::{bare, blocks, key_of, kind_of, listed, number};
use super::{Answers, Group, OwnPosts, Takes, Template, group, question};
use crate::language::Language::{En, Zh};
use crate::language::{Bilingual, Language};
use crate::plan::template::quoted;
use crate::plan::{Key, People, Plan, Rule};
use crate::response::people_text;
use std::collections::BTreeSet;

/// Where the answers say which tiers were split or taken out, in order.
const CHANGES: &str = "tiers.changes";
/// Changes of tiers that a draft can hold.
const CHANGES_MAX: usize = 10;
/// How many people more an open tier takes up when it is split.
const OPEN_SPLIT: u32 = 49;
/// What is kept where no post was ticked at all; an empty answer keeps what the plan says.
pub const NOBODY: &str = "none";

/// Rules that differ by the hour alone: the same places, the same headcount.
pub(super) struct Tier<'a> {
    /// The first of them, by which it is named.
    id: &'a Key,
    people: Option<People>,
    rules: Vec<&'a Rule>,
}

impl Tier<'_> {
    /// Whether one rule holds for it at whatever hours it has.
    pub(super) fn is_one_rule(&self) -> bool {
        self.rules.len() == 1
    }
}

/// The tiers of each set of places, from few people to many.
fn ladders(plan: &Plan) -> Vec<Vec<Tier<'_>>> {
    let mut found: Vec<(&[Key], Vec<Tier<'_>>)> = Vec::new();
    for rule in &plan.rules {
        let known = found.iter().position(|(places, _)| *places == rule.places);
        let at = known.unwrap_or(found.len());
        if known.is_none() {
            found.push((&rule.places, Vec::new()));
        }
        let Some((_, tiers)) = found.get_mut(at) else {
            continue;
        };
        match tiers.iter_mut().find(|tier| tier.people == rule.people) {
            Some(tier) => tier.rules.push(rule),
            None => tiers.push(Tier {
                id: &rule.id,
                people: rule.people,
                rules: vec![rule],
            }),
        }
    }
    let ladders = found.into_iter().map(|(_, mut tiers)| {
        tiers.sort_by_key(|tier| tier.people.map_or(0, |range| range.min));
        tiers
    });
    ladders.collect()
}

/// The ladder that holds the tier of a rule, and where in it.
pub(super) fn ladder_of<'a>(plan: &'a Plan, rule: &str) -> Option<(Vec<Tier<'a>>, usize)> {
    ladders(plan).into_iter().find_map(|tiers| {
        let holds = |tier: &Tier<'_>| tier.rules.iter().any(|one| *one.id == *rule);
        let at = tiers.iter().position(holds)?;
        Some((tiers, at))
    })
}

/// The tier just below one: the one that ends where it begins.
fn below(tiers: &[Tier<'_>], at: usize) -> Option<usize> {
    let min = tiers.get(at)?.people?.min;
    let ends = |tier: &Tier<'_>| tier.people.and_then(|range| range.max);
    tiers
        .iter()
        .position(|tier| ends(tier) == min.checked_sub(1) && min > 1)
}

/// From how many people to how many, as it was typed.
fn bounds(tiers: &[Tier<'_>], at: usize, answers: &Answers) -> Option<(String, Option<String>)> {
    let tier = tiers.get(at)?;
    let people = tier.people?;
    let typed = |tier: &Tier<'_>| {
        let text = bare(answers.get(&format!("rule.{}.people", tier.id))?);
        (!text.is_empty()).then_some(text)
    };
    let to = people
        .max
        .map(|max| typed(tier).unwrap_or_else(|| max.to_string()));
    let before = below(tiers, at).and_then(|before| tiers.get(before));
    let from = before
        .and_then(typed)
        .and_then(|text| text.parse::<u32>().ok());
    let from = from.map_or(people.min, |last| last.saturating_add(1));
    Some((from.to_string(), to))
}

/// The headcount of a rule by the answers, as TOML; nothing where it has none.
pub(super) fn people(plan: &Plan, rule: &str, answers: &Answers) -> Option<String> {
    let (tiers, at) = ladder_of(plan, rule)?;
    let (from, to) = bounds(&tiers, at, answers)?;
    Some(match to {
        Some(to) => format!("[{from}, {}]", number(&to)),
        None => format!("[{from}]"),
    })
}

/// The name of a part of a rule: the first of its kind is called by the kind alone, as findings are.
pub(super) fn part(rule: &str, kind: &str, nth: usize) -> String {
    match nth {
        0 => format!("rule.{rule}.{kind}"),
        _ => format!("rule.{rule}.{kind}.{nth}"),
    }
}

impl Template {
    /// The questions about tiers: up to how many people, which posts come, within how many minutes, and how
    /// long each step of the ladder is waited for.
    pub fn tiers(&self, answers: &Answers) -> Vec<Group> {
        let shaped = self.shaped(answers);
        let own = OwnPosts::of(answers);
        let mut groups = Vec::new();
        for tiers in ladders(&shaped.plan) {
            for (at, tier) in tiers.iter().enumerate() {
                for rule in &tier.rules {
                    let mut questions = Vec::new();
                    let max = tier.people.and_then(|range| range.max);
                    if let Some(max) = max.filter(|_| rule.id == *tier.id) {
                        let path = format!("rule.{}", rule.id);
                        questions.push(question(&path, "people", Takes::Number, &max.to_string()));
                    }
                    // Above the own level nobody is counted, and the level is that of the place.
                    if self.is_own(&shaped.plan, tier) {
                        let path = format!("rule.{}", rule.id);
                        questions.push(question(&path, "level", Takes::Level, rule.level.word()));
                    }
                    for (nth, receive) in rule.receive.iter().enumerate() {
                        let path = part(&rule.id, "receive", nth);
                        let posts: Vec<&str> = receive.posts.iter().map(Key::as_str).collect();
                        let posts = own.called(&posts.join(","), answers).join(", ");
                        questions.push(question(&path, "posts", Takes::Posts, &posts));
                        let (arrive, ack) = (receive.arrive_minutes, receive.ack_minutes);
                        let minutes = [("arrive_minutes", arrive), ("ack_minutes", ack)];
                        questions.extend(minutes.map(|(key, minutes)| {
                            question(&path, key, Takes::Number, &minutes.to_string())
                        }));
                    }
                    let title =
                        self.case(&shaped.plan, (rule, bounds(&tiers, at, answers)), answers);
                    groups.push(group(&title, questions));
                }
            }
        }
        self.asked(groups)
    }

    /// Where, how many people, and when: what a rule is about, as the answers leave it.
    pub(super) fn case(
        &self,
        plan: &Plan,
        (rule, bounds): (&Rule, Option<(String, Option<String>)>),
        answers: &Answers,
    ) -> Bilingual {
        let say = |language: Language| {
            let places = rule.places.iter().filter_map(|id| {
                let typed = |tag: &str| {
                    let text = answers.get(&format!("place.{id}.title_{tag}"));
                    text.map(|text| text.trim())
                };
                let said = typed(language.tag()).filter(|text| !text.is_empty());
                // A name that was emptied is the Chinese one, as in the plan that is made.
                let said = said.or_else(|| typed(language.tag()).and_then(|_| typed(Zh.tag())));
                let known = plan
                    .place(id)
                    .map(|place| place.title.in_language(language));
                said.filter(|text| !text.is_empty()).or(known)
            });
            let places: Vec<&str> = places.collect();
            let people = match &bounds {
                Some((from, Some(to))) => {
                    language.pick(format!("{from}至{to}人"), format!("{from} to {to} people"))
                }
                Some((from, None)) => {
                    language.pick(format!("{from}人及以上"), format!("{from} people and more"))
                }
                None => people_text(rule, language),
            };
            let hours = match rule.windows.is_empty() {
                true => String::new(),
                false => {
                    let hours = self.hours_text(&rule.windows, answers, language);
                    language.pick(format!("（{hours}）"), format!(" ({hours})"))
                }
            };
            let places = places.join(language.pick("、", ", "));
            format!("{places}{}{people}{hours}", language.pick("：", ": "))
        };
        Bilingual::new(say(Zh), say(En))
    }

    /// Where, how many people and when a rule is for, as the answers leave it; nothing where there is none.
    pub fn case_of(&self, rule: &str, answers: &Answers) -> Option<Bilingual> {
        let shaped = self.shaped(answers);
        let found = shaped.plan.rule(rule)?;
        let (tiers, at) = ladder_of(&shaped.plan, rule)?;
        Some(self.case(&shaped.plan, (found, bounds(&tiers, at, answers)), answers))
    }

    /// The bounds of a rule's tier, as the answers leave them.
    pub(super) fn bounds_of(
        &self,
        rule: &str,
        answers: &Answers,
    ) -> Option<(String, Option<String>)> {
        let (tiers, at) = ladder_of(&self.plan, rule)?;
        bounds(&tiers, at, answers)
    }

    /// Whether the tier of a rule can be split, and whether it can be taken out: an answer stands at the
    /// first rule of a tier alone.
    pub fn can_change_tier(&self, answers: &Answers, rule: &str) -> (bool, bool) {
        (
            self.splitting(answers, rule).is_some(),
            self.dropping(answers, rule).is_some(),
        )
    }

    /// The answers with a tier in two, the upper one with the same posts and minutes; nothing where it
    /// cannot be split.
    pub fn splitting(&self, answers: &Answers, rule: &str) -> Option<Answers> {
        let shaped = self.shaped(answers);
        let (tiers, at) = ladder_of(&shaped.plan, rule)?;
        let tier = tiers.get(at).filter(|tier| **tier.id == *rule)?;
        let (from, to) = match tier.people {
            Some(_) => bounds(&tiers, at, answers)?,
            None if self.is_own(&shaped.plan, tier) => ("1".to_owned(), None),
            None => return None,
        };
        let from = from.parse::<u32>().ok()?;
        let middle = match &to {
            Some(to) => {
                let to = to.parse::<u32>().ok().filter(|to| *to > from)?;
                from + (to - from) / 2
            }
            None => from.checked_add(OPEN_SPLIT)?,
        };
        let mut new = changed(answers, "split", rule)?;
        let used: BTreeSet<&str> = shaped
            .plan
            .rules
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        for one in &tier.rules {
            let copy = fresh(&one.id, &used);
            let (old, copied) = (format!("rule.{}.", one.id), format!("rule.{copy}."));
            let same = answers.iter().filter_map(|(name, text)| {
                let key = name.strip_prefix(&old)?;
                Some((format!("{copied}{key}"), text.clone()))
            });
            new.extend(same);
        }
        let copy = fresh(rule, &used);
        new.insert(format!("rule.{copy}.people"), to.unwrap_or_default());
        new.insert(format!("rule.{rule}.people"), middle.to_string());
        Some(new)
    }

    /// The answers without a tier: the next one begins where it began, or the one before has no upper end
    /// any more. Nothing where it is the only one.
    pub fn dropping(&self, answers: &Answers, rule: &str) -> Option<Answers> {
        let shaped = self.shaped(answers);
        let (tiers, at) = ladder_of(&shaped.plan, rule)?;
        let tier = tiers.get(at).filter(|tier| **tier.id == *rule)?;
        tier.people?;
        above(&tiers, at).or_else(|| below(&tiers, at))?;
        changed(answers, "drop", rule)
    }

    /// The answers without the last change of tiers; nothing where there was none.
    pub fn undoing(answers: &Answers) -> Option<Answers> {
        let mut changes = changes(answers);
        changes.pop()?;
        Some(Answers::from([(CHANGES.to_owned(), changes.join(", "))]))
    }

    fn is_own(&self, plan: &Plan, tier: &Tier<'_>) -> bool {
        let mut places = tier.rules.iter().flat_map(|rule| &rule.places);
        places.all(|id| plan.place(id).is_some_and(|place| !plan.is_foreign(place)))
    }

    /// The template with the tiers that the answers ask for.
    pub(super) fn shaped(&self, answers: &Answers) -> Self {
        let mut shaped = self.clone();
        for change in changes(answers) {
            let Some((what, rule)) = change.split_once(':') else {
                continue;
            };
            let text = match what {
                "split" => split(&shaped, rule),
                BY_HOUR => divided(&shaped, rule),
                APART => set_apart(&shaped, rule),
                _ => drop_tier(&shaped, rule),
            };
            let plan = text.as_ref().and_then(|text| Plan::parse(text).ok());
            if let Some((text, plan)) = text.zip(plan) {
                shaped.plan = plan;
                shaped.texts.0 = text;
            }
        }
        shaped
    }
}

/// The tier just above one: the one that begins where it ends.
fn above(tiers: &[Tier<'_>], at: usize) -> Option<usize> {
    let next = tiers.get(at)?.people?.max?.checked_add(1);
    let begins = |tier: &Tier<'_>| tier.people.map(|range| range.min) == next;
    tiers.iter().position(begins)
}

fn changes(answers: &Answers) -> Vec<String> {
    answers
        .get(CHANGES)
        .map_or_else(Vec::new, |text| listed(text))
}

/// One more change; nothing where there are too many.
pub(super) fn changed(answers: &Answers, what: &str, rule: &str) -> Option<Answers> {
    let mut all = changes(answers);
    if all.len() >= CHANGES_MAX {
        return None;
    }
    all.push(format!("{what}:{rule}"));
    Some(Answers::from([(CHANGES.to_owned(), all.join(", "))]))
}

/// An id for a copy of a rule.
pub(super) fn fresh(rule: &str, used: &BTreeSet<&str>) -> String {
    let mut names = (2..).map(|nth| format!("{rule}-{nth}"));
    let free = names.find(|name| !used.contains(name.as_str()));
    free.unwrap_or_default()
}

/// A plan's text in pieces: each rule with its parts is one, under its id; what stands between has none.
pub(super) fn pieces(text: &str) -> Vec<(String, Vec<String>)> {
    let mut pieces: Vec<(String, Vec<String>)> = Vec::new();
    for block in blocks(text) {
        let lines = block.iter().map(|line| (*line).to_owned());
        let kind = kind_of(&block);
        if let (true, Some((_, piece))) = (kind.starts_with("rule."), pieces.last_mut()) {
            piece.extend(lines);
            continue;
        }
        let id = block.iter().find(|line| key_of(line) == "id");
        let id = id.and_then(|line| line.split_once('='));
        let id = id.map(|(_, value)| value.trim().trim_matches('"').to_owned());
        let id = id.filter(|_| kind == "rule");
        pieces.push((id.unwrap_or_default(), lines.collect()));
    }
    pieces
}

/// The lines of a rule under an id and with a headcount.
fn renamed(lines: &[String], id: &str, people: &str) -> Vec<String> {
    let mut out = Vec::with_capacity(lines.len() + 1);
    let mut in_head = true;
    for (nth, line) in lines.iter().enumerate() {
        in_head &= nth == 0 || !line.trim_start().starts_with('[');
        match key_of(&line.as_str()) {
            "id" if in_head => {
                out.push(format!("id = {}", quoted(id)));
                out.push(format!("people = {people}"));
            }
            "people" if in_head => {}
            _ => out.push(line.clone()),
        }
    }
    out
}

pub(super) fn joined(pieces: Vec<Vec<String>>) -> String {
    let mut text = String::new();
    for line in pieces.into_iter().flatten() {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The text of a plan with the tier of a rule in two.
fn split(template: &Template, rule: &str) -> Option<String> {
    let plan = &template.plan;
    let (tiers, at) = ladder_of(plan, rule)?;
    let tier = tiers.get(at)?;
    let range = tier.people.unwrap_or(People { min: 1, max: None });
    // Where exactly is in the answers; here the two only have to be two.
    let middle = match range.max {
        Some(max) if max > range.min => range.min + (max - range.min) / 2,
        Some(_) => return None,
        None => range.min.checked_add(OPEN_SPLIT)?,
    };
    let used: BTreeSet<&str> = plan.rules.iter().map(|one| one.id.as_str()).collect();
    let mut out = Vec::new();
    for (id, lines) in pieces(&template.texts.0) {
        if tier.rules.iter().all(|one| *one.id != *id) {
            out.push(lines);
            continue;
        }
        out.push(renamed(&lines, &id, &format!("[{}, {middle}]", range.min)));
        let rest = match range.max {
            Some(max) => format!("[{}, {max}]", middle + 1),
            None => format!("[{}]", middle + 1),
        };
        let mut copy = renamed(&lines, &fresh(&id, &used), &rest);
        // The words of the source are about the rule as it was.
        copy.retain(|line| key_of(&line.as_str()) != "text_zh");
        out.push(copy);
    }
    Some(joined(out))
}

/// The text of a plan without the tier of a rule.
fn drop_tier(template: &Template, rule: &str) -> Option<String> {
    let (tiers, at) = ladder_of(&template.plan, rule)?;
    let tier = tiers.get(at)?;
    let gone = tier.people?;
    let (heir, range) = match above(&tiers, at).and_then(|next| tiers.get(next)) {
        Some(next) => (
            next,
            People {
                min: gone.min,
                max: next.people?.max,
            },
        ),
        None => {
            let before = tiers.get(below(&tiers, at)?)?;
            (
                before,
                People {
                    min: before.people?.min,
                    max: gone.max,
                },
            )
        }
    };
    let people = match range.max {
        Some(max) => format!("[{}, {max}]", range.min),
        None => format!("[{}]", range.min),
    };
    let is_of = |tier: &Tier<'_>, id: &str| tier.rules.iter().any(|one| *one.id == *id);
    let kept = pieces(&template.texts.0).into_iter();
    let kept = kept.filter(|(id, _)| !is_of(tier, id));
    let kept = kept.map(|(id, lines)| match is_of(heir, &id) {
        true => renamed(&lines, &id, &people),
        false => lines,
    });
    Some(joined(kept.collect()))
}
