//! What somebody may see of a duty in their inbox.

use crate::authorise::Principal;
use crate::authorise::petition::{Verdict, Wish, alerted, verdict};
use crate::casework::Loaded;
use crate::huiyin::Shared;
use huiyin_domain::ids::{ObligationId, Position};
use huiyin_domain::petition::Action;

/// What somebody may see of one duty.
pub(super) struct Seen {
    pub(super) may_open: bool,
    /// The question's position, where a statement or support is owed.
    pub(super) asked: Option<Position>,
    /// Whether they may know of the duty at all.
    pub(super) shown: bool,
}

/// What somebody may see of a duty of a petition. That it was looked at could be told by the time that it takes, so
/// no list of duties comes sooner than a fixed time (`nothing_after` of the web server).
pub(super) fn sees(
    who: &Principal,
    loaded: &Loaded,
    shared: &Shared,
    obligation: ObligationId,
) -> Seen {
    let barred = loaded.barred(&shared.key);
    let case = &loaded.case;
    let may_open =
        verdict(who, case, &barred, &loaded.organisation, Wish::Open) == Verdict::Allowed;
    let asked = case.asked.iter().find(|(position, asked)| {
        let action = if asked.support {
            Action::GiveSupport
        } else {
            Action::GiveStatement
        };
        let wish = Wish::Step(action);
        asked.given.is_none()
            && ObligationId::opened_at(**position, 0) == obligation
            && verdict(who, case, &barred, &loaded.organisation, wish) == Verdict::Allowed
    });
    Seen {
        may_open,
        asked: asked.map(|(position, _)| *position),
        // What may not be opened is not there, except what they were asked.
        shown: may_open || asked.is_some(),
    }
}

/// Whether a post of somebody's was told that people are in danger from a petition.
pub(super) fn alerted_by(who: &Principal, loaded: &Loaded, shared: &Shared) -> bool {
    alerted(who, &loaded.case, &loaded.barred(&shared.key))
}
