//! A unit from a draft.

use super::PeopleRefusal;
use super::draft::UnitDraft;
use crate::error::AppError;
use crate::fields::FieldCheck;
use huiyin_domain::ids::UnitId;
use huiyin_domain::organisation::{Organisation, Unit, UnitKind};
use huiyin_domain::petition::FieldProblem;

/// More levels than any authority has.
const UNIT_DEPTH_MAX: usize = 16;

/// The unit as it is to be, checked; `id` names one that exists, else it is new.
pub(super) fn unit(
    organisation: &Organisation,
    id: Option<UnitId>,
    draft: &UnitDraft,
) -> Result<Unit, AppError> {
    let id = match id {
        Some(id) if organisation.units.contains_key(&id) => id,
        Some(_) => return Err(PeopleRefusal::NoSuchEntry.into()),
        None => next(organisation),
    };
    let mut fields = FieldCheck::default();
    let key = fields.key("key", &draft.key);
    let mut others = organisation.units.values().filter(|unit| unit.id != id);
    if others.any(|unit| unit.key == key) {
        fields.fail("key", FieldProblem::Taken);
    }
    let kind = fields.choice("kind", &draft.kind, UnitKind::ALL, UnitKind::word);
    let parent = draft.parent.map(UnitId::new);
    if parent.is_some_and(|parent| !organisation.units.contains_key(&parent)) {
        let allowed = Vec::new();
        fields.fail("parent", FieldProblem::NotOneOf { allowed });
    }
    let kind = kind.unwrap_or(UnitKind::Public);
    if draft.petition_office && kind == UnitKind::Enterprise {
        // A petition office is a department of the authority (Regulations Art 22).
        let allowed = vec![
            UnitKind::Public.word().into(),
            UnitKind::Community.word().into(),
        ];
        fields.fail("kind", FieldProblem::NotOneOf { allowed });
    }
    let unit = Unit {
        id,
        key,
        name: fields.name("name", &draft.name),
        kind,
        parent,
        petition_office: draft.petition_office,
        closed: draft.closed,
    };
    fields.finish()?;
    fits(organisation, &unit)?;
    Ok(unit)
}

fn fits(organisation: &Organisation, unit: &Unit) -> Result<(), AppError> {
    let above = unit.parent.map(|parent| organisation.chain(parent));
    let above = above.unwrap_or_default();
    if above.contains(&unit.id) || above.len() >= UNIT_DEPTH_MAX {
        return Err(PeopleRefusal::UnitUnderItself.into());
    }
    let registers = |unit: &Unit| unit.petition_office && !unit.closed;
    let mut others = organisation.units.values().filter(|one| one.id != unit.id);
    if !registers(unit) && !others.any(registers) {
        return Err(PeopleRefusal::LastPetitionOffice.into());
    }
    Ok(())
}

fn next(organisation: &Organisation) -> UnitId {
    let last = organisation.units.keys().next_back();
    UnitId::new(last.map_or(1, |last| last.raw() + 1))
}
