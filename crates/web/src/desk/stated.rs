//! Facts that were put before the petitioner, on the pages of staff.

use crate::desk::case::Opened;
use crate::pages::stated_fact::StatedFact;
use huiyin_domain::petition::Action;

/// Every fact, in the order in which they were stated.
pub(crate) fn all(opened: &Opened<'_>) -> Vec<StatedFact> {
    let facts = opened.view.facts.iter().enumerate();
    let may = opened.can(Action::RespondFact);
    let one = |(nth, fact): (usize, &huiyin_app::FactView)| {
        let stated = StatedFact::of(fact, nth + 1, opened.language, |at| opened.when(at));
        let step = Action::RespondFact.word();
        let href = format!("{}/do/{step}?fact={}", opened.href(), fact.position);
        StatedFact {
            record_href: may.then_some(href),
            ..stated
        }
    };
    facts.map(one).collect()
}

/// Those that somebody disputes, without anything to do: for whoever drafts or approves.
pub(crate) fn disputed(opened: &Opened<'_>) -> Vec<StatedFact> {
    let is = |fact: &StatedFact| {
        let mut facts = opened.view.facts.iter();
        facts.any(|one| one.position == fact.position && one.disputed)
    };
    let mut facts = all(opened);
    facts.retain(is);
    for fact in &mut facts {
        fact.record_href = None;
    }
    facts
}
