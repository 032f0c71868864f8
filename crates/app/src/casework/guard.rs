//! What stands outside of the petition itself and still decides whether a step is allowed: the file
//! that a step rests on, and the other petition of a merger.

use super::Loaded;
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use huiyin_domain::event::FilePurpose;
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId};
use huiyin_domain::petition::{Action, CaseRefusal, Command, EntryPart, NO_PLACE, RefusalCode};
use huiyin_store::reader::Reader;

/// A step that rests on paper rests on a file of this petition: nobody withdraws for the petitioner,
/// moves a time, or says that a promise was kept, with a paper that is not there (RULES 1.1, 5.9).
pub(super) fn proven(loaded: &Loaded, commands: &[Command]) -> Result<(), AppError> {
    for command in commands {
        let (field, file, purpose) = match command {
            Command::WithdrawOnPaper { paper, .. } => {
                ("paper", Some(*paper), Some(FilePurpose::SignedPaper))
            }
            Command::ReviewOnPaper { paper, .. } => {
                ("paper", Some(*paper), Some(FilePurpose::Letter))
            }
            Command::Serve { proof, .. } | Command::KeepCommitment { proof, .. } => {
                ("proof", *proof, None)
            }
            Command::EarlierTime { evidence, .. } | Command::CorrectBreach { evidence, .. } => {
                ("evidence", Some(*evidence), None)
            }
            _ => continue,
        };
        if file.is_some_and(|file| !has(loaded, file, purpose)) {
            let refusal = CaseRefusal::on(RefusalCode::ProofNeeded, field);
            return Err(Refusal::Case(refusal).into());
        }
    }
    Ok(())
}

/// A place that is corrected stands on the authority's list, and is open.
pub(super) fn placed(loaded: &Loaded, commands: &[Command]) -> Result<(), AppError> {
    for command in commands {
        let Command::CorrectEntry {
            part: EntryPart::ListedPlace,
            text,
            ..
        } = command
        else {
            continue;
        };
        let mut places = loaded.authority.open_places();
        if text.trim() != NO_PLACE && !places.any(|place| place.id == text.trim()) {
            let refusal = CaseRefusal::on(RefusalCode::UnknownPlace, "text");
            return Err(Refusal::Case(refusal).into());
        }
    }
    Ok(())
}

fn has(loaded: &Loaded, file: FileId, purpose: Option<FilePurpose>) -> bool {
    let found = loaded.files.get(&file);
    found.is_some_and(|found| purpose.is_none_or(|purpose| purpose == *found))
}

/// The other petition of a merger, or of a pair that is told apart, for whoever may open it; one that they may not know of is none.
///
/// # Errors
/// When something is merged into the one that goes away, or the store fails.
pub(super) fn other_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, petition): (AuthorityId, PetitionId),
    who: Option<&Principal>,
    commands: &[Command],
) -> Result<Option<Loaded>, AppError> {
    let named = commands.iter().find_map(|command| match command {
        Command::Merge { into, .. } => Some((*into, Action::Merge)),
        Command::TellApart { other, .. } => Some((*other, Action::TellApart)),
        _ => None,
    });
    let Some((into, action)) = named else {
        return Ok(None);
    };
    if action == Action::Merge && !reader.merged_into(authority, petition)?.is_empty() {
        // Those would be answered by nobody.
        let refusal = CaseRefusal::on(RefusalCode::MergeClock, "into");
        return Err(Refusal::Case(refusal).into());
    }
    let other = Loaded::read(reader, shared, authority, into)?;
    // To tell two apart changes nothing of the other: whoever may open it can say so.
    let wish = match action {
        Action::TellApart => Wish::Open,
        _ => Wish::Step(action),
    };
    Ok(other.filter(|other| who.is_none_or(|who| other.permit(who, &shared.key, wish).is_ok())))
}
