//! One request becomes a petition of its own, in the same transaction: own number, own keys, the clocks
//! of the one that it was part of; the petitioner's code opens both (RULES 5.3).

use super::carry::{self, Begun, Brought};
use super::kept::Folded;
use super::opened::Opened;
use super::{Loaded, apply, notice_wish};
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    Action, BarTarget, By, CaseRefusal, Command, Deciding, Guard, PetitionText, Reach, RefusalCode,
    register_split,
};
use huiyin_store::transaction::Transaction;

/// What a request became.
pub(super) struct Became {
    pub place: (AuthorityId, PetitionId),
    pub number: PetitionNumber,
    /// The requests that stay.
    pub rest: Vec<String>,
}

/// Registers what a split makes, before the split itself is decided; nothing where none is among the
/// steps. A split is a whole of its own: what else is to be done is done on either petition.
pub(super) fn begin(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    by: By,
    commands: &[Command],
) -> Result<Option<Became>, AppError> {
    let mut requests = commands.iter().filter_map(|command| match command {
        Command::Split { request, .. } => Some(usize::from(*request)),
        _ => None,
    });
    let Some(request) = requests.next() else {
        return Ok(None);
    };
    if commands.len() != 1 {
        return Err(refused("commands"));
    }
    let authority = loaded.authority.row.id;
    let slot = transaction.next_slot(authority)?;
    let bar = loaded.bar(&shared.key);
    let at = (slot.recorded_at, slot.position);
    let context = loaded.context(by, at, Reach::NoChannel, &bar, &[]);
    let guard = Guard::new(&loaded.case, context);
    guard.possible(Action::Split).map_err(Refusal::Case)?;
    let mut reader = transaction.reader()?;
    let opened = Opened::read(&mut reader, shared, authority, loaded.case.id)?;
    let brought = Brought::of(&opened)?;
    let mut rest = brought.requests.clone();
    if request >= rest.len() {
        return Err(refused("request"));
    }
    let text = PetitionText {
        requests: vec![rest.remove(request)],
        ..brought.text.clone()
    };
    let year = slot.recorded_at.date_in(&loaded.authority.zone).year();
    let number = transaction.next_number(authority, year)?;
    let more = (brought.language, brought.postmark);
    let event = register_split(&loaded.case, number, more, &loaded.rule_set());
    let received_at = Some(loaded.case.registered_at);
    let words = (&text, brought.identity.as_ref());
    let begun = carry::begin(transaction, shared, (authority, received_at), event, words)?;
    keep(transaction, shared, loaded, &begun, brought.respondents)?;
    let place = (authority, begun.petition);
    notice_wish::keep(transaction, shared, (place, &begun.keys), brought.notices)?;
    transaction.copy_tracking_codes((authority, loaded.case.id), place)?;
    Ok(Some(Became {
        place,
        number,
        rest,
    }))
}

fn refused(field: &str) -> AppError {
    Refusal::Case(CaseRefusal::on(RefusalCode::WrongState, field)).into()
}

/// What it keeps of the one that it was part of: class, respondents, who stepped aside, what is owed.
fn keep(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    first: &Loaded,
    begun: &Begun,
    respondents: huiyin_domain::event::EventText,
) -> Result<(), AppError> {
    let authority = first.authority.row.id;
    let folded = Folded::of(std::iter::once(&begun.row))
        .ok_or_else(|| AppError::Unreadable("a registration begins nothing".into()))?;
    let rules = shared.rules_in(transaction)?;
    let organisation = shared.organisation_in(transaction, authority)?;
    let second = Loaded::of(&rules, organisation, authority, folded)?;
    let bar = second.bar(&shared.key);
    let bars = bars_alike(first, shared, &bar);
    let slot = transaction.next_slot(authority)?;
    let at = (slot.recorded_at, slot.position);
    let context = second.context(By::System, at, Reach::NoChannel, &bar, &[]);
    let mut deciding = Deciding::new(second.case.as_ref().clone(), context);
    deciding
        .split_from(&first.case, (bars, respondents))
        .map_err(Refusal::Case)?;
    let place = (authority, begun.petition);
    let events = deciding.into_events();
    apply(transaction, shared, place, Some(&begun.keys), events)?;
    Ok(())
}

/// The marks of whom it complains of are salted with the petition: the same units and posts, marked for
/// the new one. Else a respondent would see, or answer, what was split off (RULES 4.1).
fn bars_alike(first: &Loaded, shared: &Shared, bar: &dyn Fn(BarTarget) -> String) -> Vec<String> {
    let before = first.bar(&shared.key);
    let organisation = &first.organisation;
    let units = organisation.units.keys().copied().map(BarTarget::Unit);
    let posts = organisation.posts.keys().copied().map(BarTarget::Post);
    units
        .chain(posts)
        .filter(|target| first.case.bars.contains(&before(*target)))
        .map(bar)
        .collect()
}
