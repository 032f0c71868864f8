//! Facts that the authority put before the petitioner, what was said to each, and what the answer says to those
//! that are disputed. Every word is sealed with its event; silence stands nowhere.

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

/// What an answer says to a fact that was disputed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FactLookedInto {
    /// The fact.
    pub fact: String,
    /// What the petitioner said against it.
    pub said: Vec<String>,
    /// How it was looked into, and what came of it.
    pub words: String,
}

/// The facts for staff who opened the petition, in the order in which they were stated.
pub(crate) fn for_staff(loaded: &Loaded, opened: &Opened) -> Result<Vec<FactView>, AppError> {
    let answer = loaded.case.answer.as_ref();
    let draft = answer.map(|answer| opened.words_at(answer.draft));
    let draft = draft.transpose()?.and_then(|words| words.answer);
    let mut facts = views(loaded, opened, true)?;
    for fact in &mut facts {
        let said = draft.iter().flat_map(|draft| &draft.facts);
        let mut said = said.filter(|one| one.fact.raw() == fact.position);
        fact.looked_into = said.next().map(|one| one.words.clone());
    }
    Ok(facts)
}

/// The same for whoever holds a code that acts: no member of staff is named.
pub(crate) fn for_petitioner(loaded: &Loaded, opened: &Opened) -> Result<Vec<FactView>, AppError> {
    views(loaded, opened, false)
}

fn views(loaded: &Loaded, opened: &Opened, names: bool) -> Result<Vec<FactView>, AppError> {
    let mut list: Vec<FactView> = Vec::new();
    for (row, envelope) in &opened.rows {
        let at = row.effective_at.rfc3339_in(&loaded.authority.zone);
        match &envelope.event {
            Event::FactStated(_) => list.push(FactView {
                position: row.position.raw(),
                at,
                by: by(loaded, envelope).filter(|_| names),
                text: opened.words(row)?.text,
                disputed: false,
                said: Vec::new(),
                looked_into: None,
            }),
            Event::FactResponded(said) => {
                let fact = list.iter_mut().find(|one| one.position == said.fact.raw());
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

/// What a draft says to disputed facts, with the words of the dispute as they stood when the answer was issued.
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
