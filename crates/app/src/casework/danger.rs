//! A danger to people from a matter, as staff see it: who was told when, and what became of the report (RULES 5.7).

use super::Loaded;
use super::opened::Opened;
use crate::queries::obligation::Words;
use crate::queries::timeline::{post_title, staff_name};
use huiyin_domain::event::{DangerDeclared, Event};
use huiyin_domain::language::Bilingual;
use huiyin_domain::time::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The term of the report of a danger.
const REPORT: &str = "urgent-report";

/// Who was told that people are in danger, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DangerView {
    /// When it was declared, and they were told.
    pub declared_at: String,
    /// Who was told; empty where nobody acts for a post that is told.
    pub told: Vec<DangerToldView>,
    /// Until when the urgent report is owed; nothing once it was made.
    pub report_due_at: Option<String>,
    /// When it was made.
    pub reported_at: Option<String>,
}

/// A post that was told of a danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DangerToldView {
    /// The post.
    #[schema(value_type = Words)]
    pub post: Bilingual,
    /// Whoever acted for it.
    pub name: String,
}

impl DangerView {
    /// A danger that was declared at an instant.
    pub(super) fn of(loaded: &Loaded, danger: &DangerDeclared, at: Instant) -> Self {
        let (organisation, zone) = (&loaded.organisation, &loaded.authority.zone);
        let told = danger.told.iter().map(|told| DangerToldView {
            post: post_title(organisation, told.post),
            name: staff_name(organisation, told.staff),
        });
        let mut opened = danger.effects.opened.iter();
        let due = opened.find(|one| one.obligation.term == REPORT);
        Self {
            declared_at: at.rfc3339_in(zone),
            told: told.collect(),
            report_due_at: due.map(|one| one.obligation.due_at.rfc3339_in(zone)),
            reported_at: None,
        }
    }
}

/// The danger that lasts, with its report; nothing where there is none.
pub(super) fn view(loaded: &Loaded, opened: &Opened) -> Option<DangerView> {
    let rows = opened.rows.iter().filter(|_| loaded.case.danger);
    let zone = &loaded.authority.zone;
    rows.fold(None, |found, (row, envelope)| {
        match (&envelope.event, found) {
            (Event::DangerDeclared(danger), _) => {
                Some(DangerView::of(loaded, danger, row.recorded_at))
            }
            (Event::UrgentReportMade(_), Some(before)) => Some(DangerView {
                report_due_at: None,
                reported_at: Some(envelope.effective_at.rfc3339_in(zone)),
                ..before
            }),
            (_, found) => found,
        }
    })
}
