//! A plan that is kept already, opened again as the next version of itself. What the questions cannot
//! express stays as it is written: a question is asked only if answering it with what stands there leaves
//! the plan as it was.

use super::fill::{blocks, key_of, kind_of};
use super::{Answers, Authority, Group, Question, Template};
use crate::language::Bilingual;
use crate::plan::{Finding, Plan, RuleLines};
use crate::roster::Roster;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a plan that is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Saved {
    /// The version that is made.
    pub(super) version: String,
    /// The version of its roster that is made.
    pub(super) roster_version: String,
    /// The questions that would change what they do not ask about.
    as_text: BTreeSet<String>,
    /// What those are about.
    kept: Vec<Bilingual>,
    /// Whether the roster stays as it is written.
    keeps_roster: bool,
}

/// What no question asks, and stays as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is about.
    pub title: Bilingual,
    /// Whether a question would ask it, were it written in another way.
    pub as_written: bool,
}

impl Template {
    /// A plan that is kept, with its newest roster if it has one, to become the next version.
    ///
    /// # Errors
    /// What keeps it from being read.
    pub fn saved(
        plan: &str,
        roster: Option<&str>,
        newest: (&str, &str),
    ) -> Result<Self, Vec<Finding>> {
        let read = Plan::parse(plan)?;
        let empty = format!("[roster]\nplan = \"{}\"\nversion = \"0\"\n", read.id);
        let text = roster.unwrap_or(&empty);
        let mut template = Self {
            plan: read,
            roster: Roster::parse(text)?,
            texts: (plan.to_owned(), text.to_owned()),
            saved: Some(Saved {
                version: after(newest.0),
                roster_version: after(newest.1),
                ..Saved::default()
            }),
        };
        let saved = template.apart();
        template.saved = Some(saved);
        Ok(template)
    }

    /// Whether it is a plan that is kept already.
    pub const fn is_saved(&self) -> bool {
        self.saved.is_some()
    }

    /// The version that is made.
    pub fn version(&self) -> &str {
        self.saved.as_ref().map_or("1", |saved| &saved.version)
    }

    pub(super) fn roster_version(&self) -> &str {
        self.saved
            .as_ref()
            .map_or("1", |saved| &saved.roster_version)
    }

    /// Whether the roster stays as it is written.
    pub fn keeps_roster(&self) -> bool {
        self.saved.as_ref().is_some_and(|saved| saved.keeps_roster)
    }

    /// The text of the roster that is kept with it; none where there is none.
    pub fn kept_roster(&self) -> Option<&str> {
        let kept = self.is_saved() && !self.roster.duties.is_empty();
        kept.then_some(self.texts.1.as_str())
    }

    /// What a draft of it begins with: its names.
    pub fn begun(&self) -> Answers {
        Answers::from([
            ("plan.id".to_owned(), self.plan.id.to_string()),
            ("plan.title_zh".to_owned(), self.plan.title.zh.clone()),
            ("plan.title_en".to_owned(), self.plan.title.en.clone()),
        ])
    }

    /// What no question asks and stays as it is: first what is written in a way that the questions would not
    /// leave alone.
    pub fn kept(&self) -> Vec<Kept> {
        let Some(saved) = &self.saved else {
            return Vec::new();
        };
        let mut titles: Vec<&Bilingual> = Vec::new();
        for title in &saved.kept {
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        let written = titles.into_iter().map(|title| (title.clone(), true));
        let roster = Bilingual::new("值班表", "The roster");
        let written = written.chain(saved.keeps_roster.then_some((roster, true)));
        let mut never = vec![("每一档准备什么", "What is made ready at each headcount")];
        if self.plan.drill_every_days.is_some() {
            never.push(("多久演练一次", "How often it is drilled"));
        }
        if self.plan.test.is_some() {
            never.push(("通信联络测试的时段", "The hours of the reachability test"));
        }
        if self.plan.places.iter().any(|place| place.access.is_some()) {
            never.push((
                "场所的无障碍说明",
                "How people with a wheelchair or a pram get in",
            ));
        }
        if !self.roster.overrides.is_empty() {
            never.push((
                "值班表里的临时调班",
                "What is otherwise for once in the roster",
            ));
        }
        let never = never
            .into_iter()
            .map(|(zh, en)| (Bilingual::new(zh, en), false));
        let all = written.chain(never);
        all.map(|(title, as_written)| Kept { title, as_written })
            .collect()
    }

    /// Groups without the questions that would change what they do not ask about.
    pub(super) fn asked(&self, mut groups: Vec<Group>) -> Vec<Group> {
        if let Some(saved) = self
            .saved
            .as_ref()
            .filter(|saved| !saved.as_text.is_empty())
        {
            for group in &mut groups {
                let leaves = |one: &Question| !saved.as_text.contains(&one.name);
                group.questions.retain(leaves);
            }
            groups.retain(|group| !group.questions.is_empty());
        }
        groups
    }

    /// Finds what the questions would not leave alone.
    fn apart(&self) -> Saved {
        let mut saved = self.saved.clone().unwrap_or_default();
        let begun = self.begun();
        let roster = Roster::parse(&self.made(&begun).1);
        saved.keeps_roster =
            !roster.is_ok_and(|new| unlined_roster(new) == unlined_roster(self.roster.clone()));
        let groups = [
            self.places(),
            self.hours(),
            self.posts(&begun),
            self.tiers(&begun),
            self.reports(&begun),
            self.crews(),
        ];
        let groups = groups.concat();
        let sections = sections(&self.texts.0);
        let is_there = |one: &Question| sections.holds(&self.plan, &one.name);
        let leaves = |questions: &[Question]| {
            let mut answers = begun.clone();
            let said = questions
                .iter()
                .map(|one| (one.name.clone(), one.unless.clone()));
            answers.extend(said);
            let new = Plan::parse(&self.made(&answers).0);
            new.is_ok_and(|new| unlined(new) == unlined(self.plan.clone()))
        };
        let all: Vec<Question> = groups
            .iter()
            .flat_map(|group| group.questions.clone())
            .collect();
        if all.iter().all(is_there) && leaves(&all) {
            return saved;
        }
        for group in groups {
            let whole = group.questions.iter().all(is_there) && leaves(&group.questions);
            let apart = group.questions.iter().filter(|one| {
                let alone = is_there(one) && leaves(std::slice::from_ref(one));
                !(whole || alone)
            });
            let names: Vec<String> = apart.map(|one| one.name.clone()).collect();
            if !names.is_empty() {
                saved.kept.push(group.title.clone());
                saved.as_text.extend(names);
            }
        }
        saved
    }

    /// The two texts of some answers, as they are before anybody changes anything.
    fn made(&self, answers: &Answers) -> (String, String) {
        let (officials, posts) = (BTreeMap::new(), BTreeMap::new());
        let draft = self.draft(
            answers,
            &Authority {
                name: &self.plan.authority,
                level: None,
                zone: "",
                officials: &officials,
                posts: &posts,
            },
        );
        (draft.plan, draft.roster)
    }
}

/// The sections of a text that have an id, and how many parts each rule has.
struct Sections {
    named: BTreeSet<String>,
    parts: BTreeMap<String, usize>,
}

fn sections(text: &str) -> Sections {
    let mut found = Sections {
        named: BTreeSet::new(),
        parts: BTreeMap::new(),
    };
    let mut rule = String::new();
    for block in blocks(text) {
        let kind = kind_of(&block);
        let id = block.iter().find(|line| key_of(line) == "id");
        let id = id.and_then(|line| line.split_once('='));
        let id = id.map(|(_, value)| value.trim().trim_matches('"').to_owned());
        if let Some(part) = kind.strip_prefix("rule.") {
            *found.parts.entry(format!("{rule}.{part}")).or_default() += 1;
        } else if let Some(id) = id {
            found.named.insert(format!("{kind}.{id}"));
            rule = id;
        }
    }
    found
}

impl Sections {
    /// Whether what a question is about is a section of its own, where the answer can be put.
    fn holds(&self, plan: &Plan, question: &str) -> bool {
        let mut words = question.split('.');
        let (kind, id) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let part = words.next().unwrap_or_default();
        if !["place", "room", "post", "window", "recipient", "rule"].contains(&kind) {
            return true;
        }
        let there = self.named.contains(&format!("{kind}.{id}"));
        let parts = self
            .parts
            .get(&format!("{id}.{part}"))
            .copied()
            .unwrap_or(0);
        let rule = plan.rule(id).filter(|_| kind == "rule");
        there
            && match (rule, part) {
                (Some(rule), "receive") => rule.receive.len() == parts,
                (Some(rule), "report") => rule.reports.len() == parts,
                _ => true,
            }
    }
}

/// A plan without what a new version changes, and without its lines.
fn unlined(mut plan: Plan) -> Plan {
    plan.version.clear();
    plan.approved_at = None;
    plan.places.iter_mut().for_each(|one| one.line = 0);
    plan.posts.iter_mut().for_each(|one| one.line = 0);
    plan.crews.iter_mut().for_each(|one| one.line = 0);
    plan.crews.sort_by(|a, b| a.id.cmp(&b.id));
    for rule in &mut plan.rules {
        rule.lines = RuleLines::default();
        rule.receive.iter_mut().for_each(|one| one.line = 0);
        rule.tasks.iter_mut().for_each(|one| one.line = 0);
        rule.reports.iter_mut().for_each(|one| one.line = 0);
    }
    plan
}

fn unlined_roster(mut roster: Roster) -> Roster {
    roster.version.clear();
    roster.staff.iter_mut().for_each(|one| one.line = 0);
    roster.staff.sort_by(|a, b| a.id.cmp(&b.id));
    roster.duties.iter_mut().for_each(|one| one.line = 0);
    roster.overrides.iter_mut().for_each(|one| one.line = 0);
    roster
}

/// A version that comes after another as text: the last number is one more, or one is put behind it.
fn after(version: &str) -> String {
    let digits = version.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (head, last) = version.split_at(version.len() - digits);
    let next = last
        .parse::<u64>()
        .ok()
        .and_then(|last| last.checked_add(1));
    let next = next.map(|next| format!("{head}{next:0digits$}"));
    match next.filter(|next| next.as_str() > version) {
        Some(next) => next,
        None => format!("{version}.1"),
    }
}
