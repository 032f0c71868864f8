//! Who else has a petition open just now, so that two people see each other before they overwrite. That they
//! cannot overwrite is kept elsewhere: each form carries the version that it showed.
//!
//! It is of staff and never of petitioners, stands in the memory of this process alone, is forgotten after
//! some minutes, and nothing reads it but the page of the same petition: no record of work can be made of it.

use crate::desk::case::Opened;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::time::Instant;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long somebody counts as being there after a page came: 3 minutes.
const THERE_MICROS: i64 = 3 * 60 * 1_000_000;
/// Petitions that are kept track of at most; beyond that the oldest are forgotten first.
const PETITIONS_MAX: usize = 1_000;

/// Who was at a petition, and when last.
#[derive(Clone)]
struct There {
    staff: StaffId,
    name: String,
    at: Instant,
}

/// A petition: its authority and its id.
type Petition = (AuthorityId, i64);

/// Who is where.
#[derive(Default)]
pub(crate) struct Presence(Mutex<HashMap<Petition, Vec<There>>>);

impl Presence {
    /// Notes that somebody is at a petition; tells the names of the others who are.
    fn note(&self, petition: Petition, staff: StaffId, name: &str, now: Instant) -> Vec<String> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= PETITIONS_MAX {
            all.retain(|_, there| there.iter().any(|one| is_fresh(one, now)));
        }
        let there = all.entry(petition).or_default();
        there.retain(|one| one.staff != staff && is_fresh(one, now));
        let others = there.iter().map(|one| one.name.clone()).collect();
        there.push(There {
            staff,
            name: name.to_owned(),
            at: now,
        });
        others
    }
}

fn is_fresh(one: &There, now: Instant) -> bool {
    now.micros() - one.at.micros() <= THERE_MICROS
}

/// Notes that whoever looks is at the petition; a line on who else is.
pub(crate) fn line(opened: &Opened<'_>) -> Option<String> {
    let principal = opened.signed.principal();
    let web = opened.signed.web();
    let petition = (principal.authority, opened.view.id);
    let now = web.huiyin.now();
    let others = web
        .presence
        .note(petition, principal.staff, &principal.name, now);
    if others.is_empty() {
        return None;
    }
    let names = others.join(opened.language.pick("、", ", "));
    Some(opened.language.pick(
        format!("{names}刚才也打开着这一件；先商量一下，免得两人做同一件事。"),
        format!("{names} had this petition open just now; agree who does what."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_are_seen_for_some_minutes_and_never_oneself() {
        let presence = Presence::default();
        let petition = (AuthorityId::new(1), 7);
        let at = |minutes: i64| Instant::from_micros(minutes * 60 * 1_000_000);
        let (one, other) = (StaffId::new(1), StaffId::new(2));
        assert!(presence.note(petition, one, "刘敏", at(0)).is_empty());
        assert!(presence.note(petition, one, "刘敏", at(1)).is_empty());
        assert_eq!(presence.note(petition, other, "陈立", at(2)), ["刘敏"]);
        let elsewhere = (AuthorityId::new(1), 8);
        assert!(presence.note(elsewhere, other, "陈立", at(2)).is_empty());
        assert_eq!(presence.note(petition, one, "刘敏", at(3)), ["陈立"]);
        assert!(presence.note(petition, one, "刘敏", at(9)).is_empty());
    }
}
