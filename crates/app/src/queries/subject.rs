//! The matter of a petition in one sentence, as lists show it to whoever may open it.

use crate::authorise::Principal;
use crate::casework::act::text_at;
use crate::casework::{Loaded, keyring, parse};
use crate::error::AppError;
use crate::huiyin::Shared;
use huiyin_domain::petition::{EntryPart, PetitionText};
use huiyin_store::reader::Reader;

/// As it was registered, or as a slip in it was corrected; nothing if its key was destroyed.
pub(crate) fn subject(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    loaded: &Loaded,
) -> Result<Option<String>, AppError> {
    let keys = keyring(reader, shared, who.authority, loaded.case.id)?;
    if let Some(at) = loaded.case.corrected.get(&EntryPart::Subject) {
        let words = text_at(reader, who.authority, *at, &keys)?;
        return Ok(words.and_then(|words| words.lines.into_iter().next()));
    }
    let first = huiyin_domain::ids::Position::new(loaded.case.id.raw());
    let Some(row) = reader.journal_row(who.authority, first)? else {
        return Ok(None);
    };
    let opened = keys.open_text(&row)?;
    let text: Option<PetitionText> = opened.map(|opened| parse(&opened.plaintext)).transpose()?;
    Ok(text.map(|text| text.subject))
}
