//! Until when another lawful way is open that the petitioner was told of (信访工作条例 Arts 22, 31): shown with its
//! source beside what is owed here, and never as that.

use super::obligation::Words;
use crate::casework::Loaded;
use crate::casework::opened::Opened;
use huiyin_domain::event::{Document, Event};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::PetitionState;
use serde::Serialize;
use utoipa::ToSchema;

/// Another lawful way, and until when it is open. It is no time limit of the authority: nobody here owes it, moves
/// it, or counts it in a figure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OtherRoute {
    /// Which: `reconsideration`, `court`, `labour-arbitration`, `party-appeal`, `discipline` or `other-organ`.
    pub route: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The last day there for this matter, that day included; nothing where the notice names none.
    pub last_day: Option<String>,
    /// How long it is open by its own law; nothing where the rules of that way have to be asked.
    #[schema(value_type = Option<Words>)]
    pub rule: Option<Bilingual>,
    /// The article of that.
    #[schema(value_type = Option<Words>)]
    pub citation: Option<Bilingual>,
    /// When the authority told of it.
    pub told_at: String,
    /// Whether it is a time limit of the authority: never.
    pub ours: bool,
}

/// The way that was told last, while the matter goes that way. `waiting` shows it too while its notice waits for
/// the seal.
pub(crate) fn told(loaded: &Loaded, opened: &Opened, waiting: bool) -> Option<OtherRoute> {
    let case = &loaded.case;
    let pending = case.pending.get(&Document::Redirect);
    let awaits = pending.is_some_and(|one| one.awaits_seal);
    let goes = case.state == PetitionState::Redirected || pending.is_some();
    if !goes || (awaits && !waiting) {
        return None;
    }
    let mut newest_first = opened.rows.iter().rev();
    let (at, told) = newest_first.find_map(|(row, envelope)| match &envelope.event {
        Event::PetitionRedirected(told) => Some((row.effective_at, told)),
        _ => None,
    })?;
    let time = told.route.time();
    let (rule, citation) = time.map_or((None, None), |one| (Some(one.words), Some(one.citation)));
    Some(OtherRoute {
        route: told.route.word().to_owned(),
        title: told.route.title(),
        last_day: told.limit.map(|day| day.to_string()),
        rule,
        citation,
        told_at: at.rfc3339_in(&loaded.authority.zone),
        ours: false,
    })
}
