//! Facts that were put before the petitioner, and those that he added, on the pages of staff.

use crate::desk::case::Opened;
use crate::pages::stated_fact::{Standing, StatedFact};
use huiyin_domain::language::Language;
use huiyin_domain::petition::Action;

/// Every fact, in the order in which they came.
pub(crate) fn all(opened: &Opened<'_>) -> Vec<StatedFact> {
    let may = opened.can(Action::RespondFact);
    let stated = opened.view.facts.iter().map(|fact| {
        let stated = StatedFact::of(fact, opened.language, |at| opened.when(at));
        let step = Action::RespondFact.word();
        let href = format!("{}/do/{step}?fact={}", opened.href(), fact.position);
        StatedFact {
            record_href: may.then_some(href),
            ..stated
        }
    });
    let added = opened.view.added_facts.iter();
    let added = added.map(|fact| StatedFact::added(fact, |at| opened.when(at)));
    let mut facts: Vec<StatedFact> = stated.chain(added).collect();
    facts.sort_by_key(|fact| fact.index);
    facts
}

/// Those of which the answer speaks, what somebody disputes and what the petitioner added, without anything to do: for
/// whoever drafts or approves.
pub(crate) fn of_answer(opened: &Opened<'_>) -> Vec<StatedFact> {
    let mut facts = all(opened);
    facts.retain(|fact| matches!(fact.standing, Standing::Disputed | Standing::Added));
    for fact in &mut facts {
        fact.record_href = None;
    }
    facts
}

/// That the answer does not speak of a fact which the petitioner added; it stops nothing.
pub(crate) fn unspoken(index: usize, language: Language) -> String {
    language.pick(
        format!("补充的事实第{index}条，答复没有写到"),
        format!("The answer does not speak of fact {index}, which the petitioner added"),
    )
}
