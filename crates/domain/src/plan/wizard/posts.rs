//! Posts of one's own in the wizard: added to a template's, or taken out of it, with somebody else in
//! their place or nobody. What then is missing is found by the same check as in any file.

use super::fill::{blocks, key_of, kind_of, listed, number, strings};
use super::tiers::{NOBODY, part};
use super::{ANYBODY, Answers, Template};
use crate::language::Bilingual;
use crate::plan::template::quoted;
use crate::plan::{Key, Qualification, UNIT_HEAD_CONCERNED};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Posts that a draft can add; more make a plan that nobody keeps in mind.
pub const OWN_POSTS_MAX: usize = 20;

/// Where the answers say which posts were added, and which taken out.
const ADDED: &str = "posts.added";
const REMOVED: &str = "posts.removed";

/// Which posts the answers add, and which they take out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnPosts {
    added: Vec<String>,
    /// Each with who takes its place; nobody where that is empty.
    removed: BTreeMap<String, String>,
}

impl OwnPosts {
    /// What the answers say.
    pub fn of(answers: &Answers) -> Self {
        let list = |name: &str| answers.get(name).map_or_else(Vec::new, |text| listed(text));
        let removed = list(REMOVED).into_iter().map(|id| {
            let instead = answers.get(&format!("post.{id}.instead"));
            let instead = instead.map_or_else(String::new, |text| text.trim().to_owned());
            (id, instead)
        });
        let removed: BTreeMap<String, String> = removed.collect();
        let mut added = list(ADDED);
        added.retain(|id| !removed.contains_key(id));
        Self { added, removed }
    }

    /// The ids of those that were added, in order.
    pub fn added(&self) -> &[String] {
        &self.added
    }

    /// The ids of those that were taken out.
    pub fn removed(&self) -> impl Iterator<Item = &str> {
        self.removed.keys().map(String::as_str)
    }

    /// Whether a post was taken out.
    pub fn is_removed(&self, id: &str) -> bool {
        self.removed.contains_key(id)
    }

    /// The answers with one more post, and its id; nothing where there are too many.
    pub fn adding(template: &Template, answers: &Answers) -> Option<Answers> {
        let known = answers
            .get(ADDED)
            .map_or_else(Vec::new, |text| listed(text));
        if known.len() >= OWN_POSTS_MAX {
            return None;
        }
        let mut new = (1..).map(|nth| format!("own-{nth}"));
        let new = new.find(|id| !known.contains(id) && template.plan.post(id).is_none())?;
        let all = [known, vec![new]].concat();
        Some(Answers::from([(ADDED.to_owned(), all.join(", "))]))
    }

    /// The answers without a post, with somebody in its place or nobody. The post of the unit concerned
    /// stays: it is found when people are there.
    pub fn removing(answers: &Answers, id: &str, instead: &str) -> Option<Answers> {
        if *id == *UNIT_HEAD_CONCERNED || id == instead {
            return None;
        }
        let mut removed = answers
            .get(REMOVED)
            .map_or_else(Vec::new, |text| listed(text));
        if !removed.iter().any(|one| one == id) {
            removed.push(id.to_owned());
        }
        Some(Answers::from([
            (REMOVED.to_owned(), removed.join(", ")),
            (format!("post.{id}.instead"), instead.to_owned()),
        ]))
    }

    /// The answers with a post that was taken out back in.
    pub fn restoring(answers: &Answers, id: &str) -> Answers {
        let mut removed = answers
            .get(REMOVED)
            .map_or_else(Vec::new, |text| listed(text));
        removed.retain(|one| one != id);
        Answers::from([(REMOVED.to_owned(), removed.join(", "))])
    }

    /// Who answers for a post now: itself, who takes its place, or nobody.
    fn now(&self, id: &str) -> Option<String> {
        let mut at = id.to_owned();
        // A chain of replacements is never longer than there are removed posts, even if it is a circle.
        for _ in 0..=self.removed.len() {
            match self.removed.get(&at) {
                None => return Some(at),
                Some(instead) if instead.is_empty() => return None,
                Some(instead) => at.clone_from(instead),
            }
        }
        None
    }

    /// These posts as they are now, each once, without one of them.
    fn those(&self, ids: impl Iterator<Item = String>, without: &str) -> Vec<String> {
        let mut list = Vec::new();
        for id in ids.filter_map(|id| self.now(&id)) {
            if id != without && !list.contains(&id) {
                list.push(id);
            }
        }
        list
    }

    /// The stand-ins of a post, as a list that people write.
    pub(super) fn with_instead(&self, stand_ins: &[Key], post: &str) -> String {
        let ids = stand_ins.iter().map(Key::to_string);
        self.those(ids, post).join(", ")
    }

    /// The text of a plan with these posts, and with the crews that the answers ask for.
    pub(super) fn reshaped(
        &self,
        text: &str,
        (template, answers): (&Template, &Answers),
    ) -> String {
        let mut out = String::new();
        let blocks = blocks(text);
        let last = blocks.iter().rposition(|block| kind_of(block) == "post");
        let (mut rule, mut receives) = (String::new(), 0);
        for (nth, block) in blocks.iter().enumerate() {
            match kind_of(block) {
                "rule" => (rule, receives) = (id_of(block), 0),
                "rule.receive" => receives += 1,
                _ => {}
            }
            let path = part(&rule, "receive", usize::saturating_sub(receives, 1));
            // The crews that are asked for are written anew.
            if kind_of(block) == "crew" && template.has_crew(&id_of(block)) {
                continue;
            }
            for line in self.block((block, &path), answers).unwrap_or_default() {
                out.push_str(&line);
                out.push('\n');
            }
            if Some(nth) == last {
                for id in &self.added {
                    out.push_str(&self.post(id, (template, answers)));
                }
            }
        }
        out.push_str(&self.crews((template, answers)));
        out
    }

    /// A section as it is now; nothing where it goes. `path` names those who receive by it, where it is
    /// about that.
    fn block(&self, (block, path): (&[&str], &str), answers: &Answers) -> Option<Vec<String>> {
        let kind = kind_of(block);
        let own_id = match kind {
            "post" => id_of(block),
            _ => String::new(),
        };
        if self.is_removed(&own_id) {
            return None;
        }
        let chosen = answers
            .get(&format!("{path}.posts"))
            .map(|text| text.trim());
        let chosen = chosen.filter(|text| kind == "rule.receive" && !text.is_empty());
        let called = match chosen {
            Some(NOBODY) => Some(Vec::new()),
            Some(chosen) => Some(self.those(listed(chosen).into_iter(), "")),
            None => value(block, "posts").map(|posts| self.called(&posts, answers)),
        };
        if kind == "rule.receive" && called.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let mut lines = Vec::with_capacity(block.len());
        for line in block {
            let key = key_of(line);
            let said = line.split_once('=').map(|(_, value)| unquoted(value));
            let said = said.unwrap_or_default();
            let becomes = match key {
                "posts" => {
                    let new = called.as_ref().filter(|list| **list != listed(&said));
                    new.map(|list| strings(&list.join(",")))
                }
                "stand_ins" => {
                    let list = self.those(listed(&said).into_iter(), &own_id);
                    (list != listed(&said)).then(|| strings(&list.join(",")))
                }
                // Who was to come as one of so many comes with whoever is left.
                "need" => {
                    let left = called.as_ref().map_or(0, Vec::len);
                    let too_many = said.parse::<usize>().is_ok_and(|need| need > left);
                    too_many.then(|| quoted("all"))
                }
                "post" | "above" | "approved_by" => match self.now(&said) {
                    Some(id) if id == said => None,
                    Some(id) if id != own_id => Some(quoted(&id)),
                    _ if kind == "rule.task" => return None,
                    _ if key == "above" => continue,
                    _ => None,
                },
                _ => None,
            };
            lines.push(
                becomes.map_or_else(|| (*line).to_owned(), |value| format!("{key} = {value}")),
            );
        }
        Some(lines)
    }

    /// Who is called in place of these: as they are now, each with those of one's own that come along.
    pub(super) fn called(&self, posts: &str, answers: &Answers) -> Vec<String> {
        let mut list = self.those(listed(posts).into_iter(), "");
        for id in &self.added {
            let with = answers.get(&format!("post.{id}.with"));
            let with = with.and_then(|with| self.now(with.trim()));
            if with.is_some_and(|with| list.contains(&with)) {
                list.push(id.clone());
            }
        }
        list
    }

    /// A post of one's own.
    fn post(&self, id: &str, (template, answers): (&Template, &Answers)) -> String {
        let said = |key: &str, unless: &str| {
            let text = answers.get(&format!("post.{id}.{key}"));
            text.map_or(unless, |text| text.trim()).to_owned()
        };
        let title = template.title_of(id, answers);
        let stand_ins = self.those(listed(&said("stand_ins", "")).into_iter(), id);
        let mut text = format!(
            "\n[[post]]\nid = {}\ntitle = {{ zh = {}, en = {} }}\n",
            quoted(id),
            quoted(&title.zh),
            quoted(&title.en)
        );
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "unit = {}\nstand_ins = {}\nchannels = {}\ntravel_minutes = {}\n",
            quoted(&said("unit", "")),
            strings(&stand_ins.join(",")),
            strings(&said("channels", "phone")),
            number(&said("travel_minutes", "5"))
        );
        let decides = said("decides_zh", "");
        if !decides.is_empty() {
            let in_english = said("decides_en", "");
            let in_english = Some(in_english).filter(|text| !text.is_empty());
            let _ = writeln!(
                text,
                "decides = {{ zh = {}, en = {} }}\n",
                quoted(&decides),
                quoted(&in_english.unwrap_or_else(|| decides.clone()))
            );
        }
        text
    }

    /// The minimum crews that the answers ask for: of each kind one, where a number was given.
    fn crews(&self, (template, answers): (&Template, &Answers)) -> String {
        let mut text = String::new();
        let trained = Qualification::ALL.iter().map(|one| Some(*one));
        for one in [None].into_iter().chain(trained) {
            let id = one.map_or(ANYBODY, Qualification::word);
            let said = |key: &str| {
                let text = answers.get(&format!("crew.{id}.{key}"));
                let text = text.map(|text| text.trim().to_owned());
                text.unwrap_or_else(|| template.crew_now(id, key))
            };
            let min = said("min");
            if min.is_empty() || !template.asks_for_crew(id) {
                continue;
            }
            let posts = self.those(listed(&said("posts")).into_iter(), "");
            let posts = match posts.is_empty() {
                true => {
                    let all = [template.held_posts(), self.added.clone()].concat();
                    self.those(all.into_iter(), "")
                }
                false => posts,
            };
            let when = match listed(&said("when")).is_empty() {
                true => quoted(crate::plan::ALWAYS),
                false => strings(&said("when")),
            };
            let _ = write!(
                text,
                "\n[[crew]]\nid = {}\nposts = {}\nwhen = {when}\nmin = {}\n",
                quoted(id),
                strings(&posts.join(",")),
                number(&min)
            );
            if one.is_some() {
                let _ = writeln!(text, "qualification = {}", quoted(id));
            }
        }
        text
    }
}

/// A post of the authority that approves the plan and is called by none of its rules.
pub(super) fn approving(id: &str, title: &Bilingual, unit: &str) -> String {
    format!(
        "\n[[post]]\nid = {}\ntitle = {{ zh = {}, en = {} }}\nunit = {}\nchannels = [\"phone\"]\n",
        quoted(id),
        quoted(&title.zh),
        quoted(&title.en),
        quoted(unit)
    )
}

/// What a field of a section says, where it says it in one line.
fn value(block: &[&str], key: &str) -> Option<String> {
    let line = block.iter().find(|line| key_of(line) == key)?;
    let (_, value) = line.split_once('=')?;
    // A list that goes over several lines is left as it is.
    let whole = !value.trim().starts_with('[') || value.contains(']');
    whole.then(|| unquoted(value))
}

/// The id of a section; empty where it has none.
fn id_of(block: &[&str]) -> String {
    value(block, "id").unwrap_or_default()
}

/// What a value says, without quotation marks and brackets.
fn unquoted(value: &str) -> String {
    let plain = value.trim().trim_matches(['[', ']']);
    plain.replace('"', "").trim().to_owned()
}
