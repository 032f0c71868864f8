//! The units that a petition can be given to, as whoever passes it on is offered them.

use super::Loaded;
use crate::queries::obligation::Words;
use huiyin_domain::ids::UnitId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{Action, Barred, CaseRefusal, RefusalCode, can_have};
use serde::Serialize;
use utoipa::ToSchema;

/// Steps that give it to another unit, or a part of the work.
pub(super) const PASSING: [Action; 3] = [Action::Transfer, Action::Assign, Action::AskSupport];

/// The units that a petition can be given to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReceiversView {
    /// Those that can have it.
    pub units: Vec<ReceiverUnit>,
    /// Why others are not among them, in one sentence; nothing where none is missing. Enterprises and closed units
    /// never are.
    #[schema(value_type = Option<Words>)]
    pub left_out: Option<Bilingual>,
}

/// A unit that can have it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReceiverUnit {
    /// Its id, as `to` and `unit` of a step take it.
    pub id: i64,
    /// Its name.
    #[schema(value_type = Words)]
    pub name: Bilingual,
}

/// Those that can have it, and whether some cannot.
pub(super) struct Receivers {
    fit: Vec<UnitId>,
    without_officer: bool,
    complained_of: bool,
}

impl Receivers {
    /// Looks at every other unit.
    pub(super) fn of(loaded: &Loaded, barred: &Barred) -> Self {
        let (case, organisation) = (&loaded.case, &loaded.organisation);
        let mut found = Self {
            fit: Vec::new(),
            without_officer: false,
            complained_of: false,
        };
        let has_it = |unit: UnitId| unit == case.unit || Some(unit) == case.receiver;
        for unit in organisation.units.values().filter(|one| !has_it(one.id)) {
            match can_have(case, barred, organisation, unit.id) {
                Ok(()) => found.fit.push(unit.id),
                Err(RefusalCode::Restricted) => found.without_officer = true,
                // A closed one is missing from every list.
                Err(RefusalCode::RespondentUnit) if !unit.closed => found.complained_of = true,
                Err(_) => {}
            }
        }
        found
    }

    /// Why it can be given to no unit, where that is not for want of others.
    pub(super) fn refusal(&self) -> Option<CaseRefusal> {
        let code = match (self.without_officer, self.complained_of) {
            (true, _) => RefusalCode::Restricted,
            (false, true) => RefusalCode::RespondentUnit,
            (false, false) => return None,
        };
        self.fit.is_empty().then(|| CaseRefusal::on(code, "to"))
    }

    /// As pages and interfaces tell it.
    pub(super) fn view(&self, loaded: &Loaded) -> ReceiversView {
        let units = &loaded.organisation.units;
        let fit = self.fit.iter().filter_map(|id| units.get(id));
        let left_out = match (self.without_officer, self.complained_of) {
            (true, true) => Some(Bilingual::new(
                "这一件限阅，只列出有专办员的单位（别的单位没有人能打开它）；被反映的单位也不列出",
                "It is restricted, so only units with a named officer are listed (in any other nobody could open it); a unit that it complains of is not listed either",
            )),
            (true, false) => Some(Bilingual::new(
                "这一件限阅，只列出有专办员的单位：别的单位没有人能打开它",
                "It is restricted, so only units with a named officer are listed: in any other nobody could open it",
            )),
            (false, true) => Some(Bilingual::new(
                "被反映的单位和它下属的单位不列出：他们看不到、也办不了这一件",
                "Units that it complains of, and those under them, are not listed: they neither see nor handle it",
            )),
            (false, false) => None,
        };
        ReceiversView {
            units: fit
                .map(|unit| ReceiverUnit {
                    id: unit.id.raw(),
                    name: unit.name.clone(),
                })
                .collect(),
            left_out,
        }
    }
}
