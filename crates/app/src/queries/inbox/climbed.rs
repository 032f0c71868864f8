//! What was reported to whoever looks: duties of other posts and units that are late and climbed to a post of theirs
//! or, where no leader's post is held, to themselves (RULES 5.10).

use super::seen::{Seen, sees};
use super::{InboxEntry, entry_of};
use crate::authorise::Principal;
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::organisation::OrganisationAt;
use huiyin_domain::ids::{ObligationId, PostId};
use huiyin_domain::obligation::Climbed as Step;
use huiyin_domain::organisation::Role;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::InboxRow;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows that are read at a time.
const ROWS: u32 = 200;
/// Of those that were reported to whoever looks, so many are shown.
pub(super) const SHOWN_MAX: usize = 50;

/// That a duty was reported to whoever looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InboxReported {
    /// The step of escalation that told them, by a post or without one; the first is 1.
    pub step: u8,
    /// When.
    pub at: String,
}

/// What was reported to whoever looks, those late longest first: 50 of them at most, and how many there are; the count
/// stops at 1,000. What they may not know of takes no place of it.
#[derive(Default)]
pub(super) struct Climbed {
    pub(super) entries: Vec<InboxEntry>,
    pub(super) count: u64,
}

/// What was reported to the posts of whoever looks, and is late still; so much is counted at most.
pub(super) fn read(
    reader: &mut Reader<'_>,
    (shared, who): (&Shared, &Principal),
    organisation: &Arc<OrganisationAt>,
    now: Instant,
    count_max: u64,
) -> Result<Climbed, AppError> {
    let mut climbed = Climbed::default();
    if !may_be_told(who) {
        return Ok(climbed);
    }
    let rules = shared.rules_read(reader)?;
    let known = (&*rules, organisation);
    let mut after = (Instant::from_micros(i64::MIN), ObligationId::new(0));
    let told = (who.posts.as_slice(), who.staff);
    loop {
        let rows = reader.inbox_climbed((who.authority, now), told, after, ROWS)?;
        for row in &rows {
            if climbed.count == count_max {
                return Ok(climbed);
            }
            let place = (who.authority, row.petition);
            let Some(loaded) = Loaded::among(reader, shared, known, place)? else {
                continue;
            };
            let Some(seen) = seen(who, &loaded, shared, row) else {
                continue;
            };
            climbed.count += 1;
            if climbed.entries.len() < SHOWN_MAX {
                let one = entry_of(reader, shared, known.0, who, (&loaded, row, seen), now)?;
                climbed.entries.push(one);
            }
        }
        match rows.last() {
            Some(row) if rows.len() == ROWS as usize => after = (row.due_at, row.obligation),
            _ => return Ok(climbed),
        }
    }
}

/// What whoever looks may see of a duty that was reported to them; nothing where it was not. One that nobody but
/// the intake may open yet (RULES 4.2) they know of all the same, as of the notice of it: that it is owed, and late.
/// Who was told without a post knows of what they may open; an administrator learns only of the vacant post.
fn seen(who: &Principal, loaded: &Loaded, shared: &Shared, row: &InboxRow) -> Option<Seen> {
    let step = step_of(who, loaded, shared, row.obligation)?;
    let seen = sees(who, loaded, shared, row.obligation);
    let by_post = step.told.iter().any(|post| who.posts.contains(post));
    (seen.may_open || by_post).then_some(seen)
}

/// Whether a step may have told them: for a post, or as a leader where no leader's post is held.
fn may_be_told(who: &Principal) -> bool {
    !who.posts.is_empty() || who.has(Role::Leader)
}

/// The step that told whoever looks, and when.
pub(super) fn reported(
    who: &Principal,
    loaded: &Loaded,
    shared: &Shared,
    obligation: ObligationId,
) -> Option<InboxReported> {
    let step = step_of(who, loaded, shared, obligation)?;
    Some(InboxReported {
        step: step.step,
        at: step.at.rfc3339_in(&loaded.authority.zone),
    })
}

/// The last step that told whoever looks, by a post of theirs or without one. Nobody is told anything for a post that
/// the petition complains of, nor whom it complains of themselves, nor who stepped aside (RULES 4.2).
fn step_of<'a>(
    who: &Principal,
    loaded: &'a Loaded,
    shared: &Shared,
    obligation: ObligationId,
) -> Option<&'a Step> {
    let owed = loaded.case.owed.get(&obligation)?;
    if owed.climbed.is_empty() || !may_be_told(who) {
        return None;
    }
    let barred = loaded.barred(&shared.key);
    if barred.staff.contains(&who.staff) || loaded.case.recused.contains(&who.staff) {
        return None;
    }
    let theirs = |post: &PostId| who.posts.contains(post) && !barred.posts.contains(post);
    owed.climbed_to(theirs, who.staff)
}
