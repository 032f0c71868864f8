//! The matter of a petition in one sentence, as lists show it to whoever may open it.

use crate::authorise::Principal;
use crate::casework::{Loaded, parse};
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::record::open_sealed_text;
use huiyin_domain::event::EventText;
use huiyin_domain::ids::Position;
use huiyin_domain::petition::{EntryPart, PetitionText};
use huiyin_store::reader::Reader;

/// As it was registered, or as a slip in it was corrected; nothing if its key was destroyed.
pub(crate) fn subject(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    loaded: &Loaded,
) -> Result<Option<String>, AppError> {
    let place = (who.authority, loaded.case.id);
    let corrected = loaded.case.corrected.get(&EntryPart::Subject).copied();
    let at = corrected.unwrap_or(Position::new(place.1.raw()));
    let Some(row) = reader.sealed_text(place.0, place.1, at)? else {
        return Ok(None);
    };
    let Some(opened) = open_sealed_text(&row, &shared.wrapping, place)? else {
        return Ok(None);
    };
    if corrected.is_some() {
        let words: EventText = parse(&opened.plaintext)?;
        return Ok(words.lines.into_iter().next());
    }
    let text: PetitionText = parse(&opened.plaintext)?;
    Ok(Some(text.subject))
}
