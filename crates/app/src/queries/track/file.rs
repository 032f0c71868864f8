//! Files for the petitioner: documents of the authority and what was brought with the code, for the
//! code that acts. A view-only code is
//! passed on, and a document names whom it is for.

use super::views::TrackFile;
use super::{Found, find};
use crate::casework::authority_paper::{self, WrittenAuthority};
use crate::casework::petitioner::Which;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::files::sent::FileSent;
use crate::huiyin::Huiyin;
use huiyin_domain::event::{Actor, Envelope, Event, FilePurpose};
use huiyin_domain::ids::FileId;
use std::sync::Arc;

impl Huiyin {
    /// A document for whoever holds the code that acts; `which` says of which petition, where the
    /// code opens several.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code; [`Refusal::NoSuchFile`] for what is not the
    /// petitioner's, and for a code that only views; or a failure of the store.
    pub async fn track_file(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        file: FileId,
    ) -> Result<FileSent, AppError> {
        let hash = self.code_hash(code);
        let (shared, store) = (Arc::clone(self.shared()), self.store().clone());
        self.store()
            .read(move |reader| {
                let found = find(reader, &shared, &hash, which)?;
                let found = found.ok_or(Refusal::NoSuchPetition)?;
                let loaded = &found.loaded;
                let mut rows = found.opened.rows.iter();
                let added = rows.find(|(row, _)| row.position.raw() == file.raw());
                let theirs = added.is_some_and(|(_, envelope)| is_theirs(envelope));
                if !theirs || !found.code.acting {
                    return Err(Refusal::NoSuchFile.into());
                }
                let place = (loaded.authority.row.id, loaded.case.id);
                let found = FileSent::found(reader, (&shared, store), place, file)?;
                Ok(found.ok_or(Refusal::NoSuchFile)?)
            })
            .await
    }
}

/// Whether the written authority is on file, where it is brought for somebody else; for the code that acts.
pub(super) fn written_authority(found: &Found) -> Result<Option<WrittenAuthority>, AppError> {
    match found.code.acting {
        true => authority_paper::of(&found.opened),
        false => Ok(None),
    }
}

/// Whether it is for the petitioner, or was brought by the petitioner with the code.
fn is_theirs(envelope: &Envelope) -> bool {
    let Event::FileAdded(file) = &envelope.event else {
        return false;
    };
    let brings = [FilePurpose::Evidence, FilePurpose::WrittenAuthority];
    let brought = brings.contains(&file.purpose) && envelope.by == Actor::Public;
    brought || file.purpose.is_for_the_petitioner()
}

/// The files that the code may read, oldest first.
pub(super) fn files(found: &Found) -> Result<Vec<TrackFile>, AppError> {
    let mut list = Vec::new();
    for (row, envelope) in &found.opened.rows {
        let Event::FileAdded(file) = &envelope.event else {
            continue;
        };
        if !is_theirs(envelope) || !found.code.acting {
            continue;
        }
        let name = found.opened.words(row)?.lines.into_iter().next();
        list.push(TrackFile {
            id: row.position.raw(),
            name: name.unwrap_or_default(),
            kind: file.kind,
            bytes: file.bytes,
            at: row.effective_at.rfc3339_in(&found.loaded.authority.zone),
        });
    }
    Ok(list)
}
