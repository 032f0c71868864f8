//! The file of a petition that is heard at a reception above ours: whoever is called there to decide answers from it while
//! the response runs. They see the matter and never who brought it (RULES 4.1), and each opening is on record like any
//! other. Which petition that is stands sealed in the response; no field of the petition says where it was heard.

use super::Running;
use super::view::Lens;
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::authorise::response::ResponseAction;
use crate::casework::Loaded;
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::ids::{AuthorityId, PetitionId, ResponseId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;

/// Responses that run at once, looked at for one that names a petition.
const RUNNING_MAX: u32 = 500;

fn none() -> AppError {
    AppError::field("petition", FieldProblem::NoFileHere)
}

/// The petition that whoever names it says is heard there.
///
/// # Errors
/// [`FieldProblem::NoFileHere`]: at a place of ours, in a drill, or one that they may not open, or that only named
/// officers may know of.
pub(super) fn named(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (who, running): (&Principal, &Running),
    number: &str,
) -> Result<PetitionId, AppError> {
    at(
        transaction,
        shared,
        who,
        number,
        running.state.is_elsewhere() && !running.exercise,
    )
}

/// The same of a response that is about to begin, where it is one of those that hear a petition.
pub(super) fn at(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    who: &Principal,
    number: &str,
    heard: bool,
) -> Result<PetitionId, AppError> {
    let number = PetitionNumber::parse(number).ok().filter(|_| heard);
    let number = number.ok_or_else(none)?;
    let loaded = Loaded::numbered(transaction, shared, who.authority, number);
    let loaded = loaded.map_err(|_| none())?;
    let who = loaded.principal_now(who)?;
    let opens = loaded.permit(&who, &shared.key, Wish::Open).is_ok();
    match opens && !loaded.case.restricted {
        true => Ok(loaded.case.id),
        false => Err(none()),
    }
}

impl Running {
    /// Whether somebody answers from the file of a petition here.
    fn answers_from(&self, who: &Principal, petition: PetitionId) -> bool {
        let runs = self.state.ended_at.is_none() && !self.exercise;
        runs && self.text.petition == Some(petition)
            && self.lets(who, ResponseAction::AnswerFromFile)
    }
}

/// Somebody who looks at a petition, as whoever answers from its file where they may not open it otherwise.
pub(crate) fn answering(
    reader: &mut Reader<'_>,
    shared: &Shared,
    loaded: &Loaded,
    who: Principal,
) -> Result<Principal, AppError> {
    if loaded.permit(&who, &shared.key, Wish::Open).is_ok() {
        return Ok(who);
    }
    let authority = who.authority;
    let ids = elsewhere(reader, authority)?;
    among(ids, loaded.case.id, who, |id| {
        Running::in_snapshot(reader, shared, (authority, id))
    })
}

/// The same inside the writer's transaction.
pub(crate) fn answering_now(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    loaded: &Loaded,
    who: Principal,
) -> Result<Principal, AppError> {
    if loaded.permit(&who, &shared.key, Wish::Open).is_ok() {
        return Ok(who);
    }
    let authority = who.authority;
    let ids = elsewhere(&mut transaction.reader()?, authority)?;
    among(ids, loaded.case.id, who, |id| {
        Running::in_transaction(transaction, shared, (authority, id))
    })
}

fn among(
    ids: Vec<ResponseId>,
    petition: PetitionId,
    mut who: Principal,
    mut load: impl FnMut(ResponseId) -> Result<Option<Running>, AppError>,
) -> Result<Principal, AppError> {
    for id in ids {
        let running = load(id)?;
        if running.is_some_and(|running| running.answers_from(&who, petition)) {
            who.answers_from = Some(petition);
            break;
        }
    }
    Ok(who)
}

/// The responses that run at places above ours: nobody is counted there.
fn elsewhere(reader: &mut Reader<'_>, authority: AuthorityId) -> Result<Vec<ResponseId>, AppError> {
    let running = reader
        .responses_running(authority, RUNNING_MAX)?
        .into_iter();
    let there = running.filter(|row| row.people_max.is_none());
    Ok(there.map(|row| row.id).collect())
}

impl Lens<'_> {
    /// The number of the petition that is heard, for whoever answers from its file, and for whoever may name it and open
    /// it anyway.
    pub(super) fn file(&self, reader: &mut Reader<'_>) -> Result<Option<String>, AppError> {
        let (running, authority) = (self.running, self.running.setting.authority.row.id);
        let Some((petition, who)) = running.text.petition.zip(self.who) else {
            return Ok(None);
        };
        let names = running.lets(who, ResponseAction::NameParties);
        if !names && !running.answers_from(who, petition) {
            return Ok(None);
        }
        let loaded = Loaded::read(reader, self.shared, authority, petition)?;
        let Some(loaded) = loaded else {
            return Ok(None);
        };
        // One that was restricted since, or complains of them, is not told of any more.
        let who = answering(reader, self.shared, &loaded, who.clone())?;
        let opens = loaded.permit(&who, &self.shared.key, Wish::Open).is_ok();
        Ok(opens.then(|| loaded.case.number.to_string()))
    }
}
