//! What a petitioner wishes of the notices, looked at when one is about to go: so a wish that was changed
//! meanwhile holds for what waits too.

use super::stands_alone;
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::NoticeHours;
use huiyin_domain::time::Instant;
use huiyin_store::rows::{NoticeRow, NoticeState, NoticeTo};
use std::collections::BTreeMap;

/// How one notice is to go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wished {
    /// From when.
    pub opens: Instant,
    /// Without the authority's name.
    pub unnamed: bool,
    /// In certain hours only.
    pub waits: bool,
}

impl Huiyin {
    /// How a notice is to go. The receipt comes when it is asked for, and a changed contact is told at once.
    pub(super) fn wished(
        &self,
        authority: AuthorityId,
        row: &NoticeRow,
    ) -> Result<Wished, AppError> {
        let at_once = Wished {
            opens: self.now(),
            unnamed: false,
            waits: false,
        };
        let NoticeTo::Petitioner(petition) = row.to else {
            return Ok(at_once);
        };
        let shared = self.shared();
        let found = self
            .store()
            .read_here(|reader| Loaded::read(reader, shared, authority, petition))?;
        Ok(found.map_or(at_once, |loaded| of(&loaded, row, at_once.opens)))
    }
}

/// How a notice to whoever brought a petition is to go, as the wish stands now.
fn of(loaded: &Loaded, row: &NoticeRow, now: Instant) -> Wished {
    let wish = loaded.case.notices;
    let unnamed = wish.unnamed;
    if stands_alone(&row.kind) {
        return Wished {
            opens: now,
            unnamed,
            waits: false,
        };
    }
    let rules = loaded.rule_set();
    let last = row
        .document
        .and_then(|document| rules.last_for_service(&loaded.case, document));
    let here = (rules.calendar, rules.zone);
    Wished {
        opens: wish.hours.opens(now, here, last),
        unnamed,
        waits: wish.hours != NoticeHours::Any,
    }
}

/// Until when a notice is held back for the hours that were wished; nothing where it goes now, or is gone.
pub(super) fn held_until(loaded: &Loaded, row: &NoticeRow, now: Instant) -> Option<Instant> {
    let waits = row.state == NoticeState::Queued && row.attempts == 0;
    let opens = waits.then(|| of(loaded, row, now).opens);
    opens.filter(|opens| *opens > now)
}

/// Which petitioners were told in this look at the outbox that there is news, and when.
#[derive(Default)]
pub(super) struct Told(BTreeMap<PetitionId, Instant>);

impl Told {
    /// A message went out.
    pub(super) fn note(&mut self, row: &NoticeRow, at: Instant) {
        if let Some(petition) = news_to(row) {
            self.0.entry(petition).or_insert(at);
        }
    }

    /// Whether the message that just went out tells of this one too: every message says the same, so
    /// several that waited for the same hours are one.
    pub(super) fn covers(&self, row: &NoticeRow) -> bool {
        let told = news_to(row).and_then(|petition| self.0.get(&petition));
        told.is_some_and(|at| row.created_at <= *at)
    }
}

fn news_to(row: &NoticeRow) -> Option<PetitionId> {
    match row.to {
        NoticeTo::Petitioner(petition) if !stands_alone(&row.kind) => Some(petition),
        _ => None,
    }
}
