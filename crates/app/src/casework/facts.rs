//! Facts that the authority put before the petitioner, what was said to each, facts that the petitioner added, and
//! what the answer says to those that are disputed or added. Every word is sealed with its event; silence stands
//! nowhere.

use super::Loaded;
use super::opened::Opened;
use crate::error::AppError;
use crate::notices::issued;
use crate::queries::timeline::staff_name;
use huiyin_domain::event::{Actor, Envelope, Event};
use huiyin_domain::ids::Position;
use huiyin_domain::petition::{AnswerDraft, AskedHow};
use serde::Serialize;
use utoipa::ToSchema;

/// A fact that the authority put before the petitioner.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FactView {
    /// The position of its event: `fact` of what is said to it.
    pub position: i64,
    /// Its number among the facts of the petition, those that were added as well, in the order in which they came.
    pub index: usize,
    /// When it was put there.
    pub at: String,
    /// Who of the staff wrote it down; for staff only.
    pub by: Option<String>,
    /// The fact.
    pub text: String,
    /// Whether somebody disputes it now.
    pub disputed: bool,
    /// Everything that was said to it, oldest first; nothing was said is neither yes nor no.
    pub said: Vec<FactSaidView>,
    /// What the draft of the answer says to it; for staff only, the petitioner reads it in the answer.
    pub looked_into: Option<String>,
}

/// A fact that the petitioner added after the petition was registered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AddedFactView {
    /// The position of its event: `fact` of what an answer says to it.
    pub position: i64,
    /// Its number among the facts of the petition, those that were put before the petitioner as well, in the order in
    /// which they came.
    pub index: usize,
    /// When it was told.
    pub at: String,
    /// The fact, as the petitioner wrote it.
    pub text: String,
    /// What the draft of the answer says to it; for staff only, the petitioner reads it in the answer.
    pub looked_into: Option<String>,
}

/// The facts of a petition.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Those that the authority put before the petitioner, in the order in which they were stated.
    pub(crate) stated: Vec<FactView>,
    /// Those that the petitioner added, oldest first.
    pub(crate) added: Vec<AddedFactView>,
}

impl Facts {
    /// The number of the one that comes next.
    fn next_index(&self) -> usize {
        self.stated.len() + self.added.len() + 1
    }
}

/// What was said to a fact.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FactSaidView {
    /// When.
    pub at: String,
    /// Whether it was accepted; if not, it was disputed.
    pub accepted: bool,
    /// In words; may be empty where it was accepted.
    pub text: String,
    /// Which of those who speak for a group said it by his own code; the first is 0.
    pub representative: Option<u8>,
    /// How it was said to staff, who wrote it down: `in-person`, `by-phone` or `in-writing`.
    pub how: Option<String>,
    /// Who of the staff wrote it down; for staff only.
    pub by: Option<String>,
    /// Whether it is what that person said last.
    pub stands: bool,
}

/// What an answer says to a fact that was disputed or added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FactLookedInto {
    /// The fact.
    pub fact: String,
    /// Whether the petitioner added it; else it was put before him.
    pub added: bool,
    /// What the petitioner said against it.
    pub said: Vec<String>,
    /// How it was looked into, and what came of it.
    pub words: String,
}

/// The facts for staff who opened the petition.
pub(crate) fn for_staff(loaded: &Loaded, opened: &Opened) -> Result<Facts, AppError> {
    let answer = loaded.case.answer.as_ref();
    let draft = answer.map(|answer| opened.words_at(answer.draft));
    let draft = draft.transpose()?.and_then(|words| words.answer);
    let said_to = |position: i64| {
        let mut said = draft.iter().flat_map(|draft| &draft.facts);
        let said = said.find(|one| one.fact.raw() == position);
        said.map(|one| one.words.clone())
    };
    let mut facts = views(loaded, opened, true)?;
    for fact in &mut facts.stated {
        fact.looked_into = said_to(fact.position);
    }
    for fact in &mut facts.added {
        fact.looked_into = said_to(fact.position);
    }
    Ok(facts)
}

/// The same for the petitioner: no member of staff is named.
pub(crate) fn for_petitioner(loaded: &Loaded, opened: &Opened) -> Result<Facts, AppError> {
    views(loaded, opened, false)
}

fn views(loaded: &Loaded, opened: &Opened, names: bool) -> Result<Facts, AppError> {
    let mut list = Facts::default();
    for (row, envelope) in &opened.rows {
        let at = row.effective_at.rfc3339_in(&loaded.authority.zone);
        let index = list.next_index();
        match &envelope.event {
            Event::FactsAdded(_) => list.added.push(AddedFactView {
                position: row.position.raw(),
                index,
                at,
                text: opened.words(row)?.text,
                looked_into: None,
            }),
            Event::FactStated(_) => list.stated.push(FactView {
                position: row.position.raw(),
                index,
                at,
                by: by(loaded, envelope).filter(|_| names),
                text: opened.words(row)?.text,
                disputed: false,
                said: Vec::new(),
                looked_into: None,
            }),
            Event::FactResponded(said) => {
                let mut stated = list.stated.iter_mut();
                let fact = stated.find(|one| one.position == said.fact.raw());
                let Some(fact) = fact else { continue };
                for before in &mut fact.said {
                    before.stands &= before.representative != said.representative;
                }
                fact.said.push(FactSaidView {
                    at,
                    accepted: said.accepted,
                    text: opened.words(row)?.text,
                    representative: said.representative,
                    how: said.how.map(|how| AskedHow::word(how).to_owned()),
                    by: by(loaded, envelope).filter(|_| names),
                    stands: true,
                });
                fact.disputed = fact.said.iter().any(|one| one.stands && !one.accepted);
            }
            _ => {}
        }
    }
    Ok(list)
}

fn by(loaded: &Loaded, envelope: &Envelope) -> Option<String> {
    match envelope.by {
        Actor::Staff(staff) => Some(staff_name(&loaded.organisation, staff)),
        _ => None,
    }
}

/// What a draft says to disputed and added facts, with the words of a dispute as they stood when the answer was
/// issued.
pub(crate) fn looked_into(
    loaded: &Loaded,
    opened: &Opened,
    draft: &AnswerDraft,
) -> Result<Vec<FactLookedInto>, AppError> {
    let until = issued_at(loaded, opened);
    let mut list = Vec::new();
    for one in draft
        .facts
        .iter()
        .filter(|one| !one.words.trim().is_empty())
    {
        list.push(FactLookedInto {
            fact: opened.words_at(one.fact)?.text,
            added: loaded.case.added_facts.contains(&one.fact),
            said: disputes(opened, one.fact, until)?,
            words: one.words.clone(),
        });
    }
    Ok(list)
}

/// Where the answer was issued; before that, after everything.
fn issued_at(loaded: &Loaded, opened: &Opened) -> Position {
    let answer = loaded.case.answer_document();
    let mut newest_first = opened.rows.iter().rev();
    let found = newest_first.find(|(_, envelope)| issued(&envelope.event) == Some(answer));
    let answered = found.filter(|_| loaded.case.is_answered());
    answered.map_or(Position::new(i64::MAX), |(row, _)| row.position)
}

/// What was said last against a fact, by each who disputed it, before a position.
fn disputes(opened: &Opened, fact: Position, until: Position) -> Result<Vec<String>, AppError> {
    let mut list: Vec<(Option<u8>, String)> = Vec::new();
    for (row, envelope) in &opened.rows {
        match &envelope.event {
            Event::FactResponded(said)
                if said.fact == fact && !said.accepted && row.position < until =>
            {
                list.retain(|(who, _)| *who != said.representative);
                list.push((said.representative, opened.words(row)?.text));
            }
            _ => {}
        }
    }
    Ok(list.into_iter().map(|(_, words)| words).collect())
}
