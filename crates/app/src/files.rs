//! Sealed files of a petition: letters, signed papers, proofs of service. The name and a digest of the
//! content are the sealed words of the event, so the log vouches for them; the content lies beside
//! it in sealed pieces, under the petition's text key: with the key the file goes.

use crate::casework::{envelope, keyring, parse};
use crate::chance::bytes;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::event::{Actor, Event, EventText, FileAdded, FileKind, FilePurpose};
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId, Position};
use huiyin_domain::obligation::Effects;
use huiyin_domain::petition::{FieldError, file_kind, file_name};
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::seal::Place;
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// Bytes of a piece before it is sealed.
const CHUNK_BYTES: usize = 256 * 1_024;
/// What the line with the digest begins with.
const DIGEST: &str = "sha256:";

/// A file on its way in.
pub struct FileDraft {
    /// The field of the form or interface that it came in, for a refusal.
    pub field: String,
    /// Its name, as given.
    pub name: String,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A file, opened.
pub struct FileContent {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// What it is for.
    pub purpose: FilePurpose,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Huiyin {
    /// Adds a file to a petition. Access decisions are the caller's.
    ///
    /// # Errors
    /// [`Refusal::Fields`] for a file that is empty, too large or of another kind;
    /// [`Refusal::NoSuchPetition`]; or a failure of the store. Then nothing is kept.
    pub async fn add_file(
        &self,
        by: Actor,
        authority: AuthorityId,
        petition: PetitionId,
        draft: FileDraft,
    ) -> Result<FileId, AppError> {
        let FileDraft { field, bytes, .. } = draft;
        let refused = |problem| {
            let field = field.clone();
            AppError::Refused(Refusal::Fields(vec![FieldError { field, problem }]))
        };
        let kind = file_kind(&bytes).map_err(refused)?;
        let words = EventText {
            lines: vec![file_name(&draft.name, kind), digest(&bytes)],
            ..EventText::default()
        };
        let text =
            serde_json::to_vec(&words).map_err(|error| AppError::Unreadable(error.to_string()))?;
        let command = AddFile {
            by,
            authority,
            petition,
            kind,
            purpose: draft.purpose,
            text,
            bytes,
        };
        self.command(command).await
    }

    /// A file of a petition; nothing if it has no such file, or its key was destroyed. Access
    /// decisions are the caller's.
    ///
    /// # Errors
    /// [`StoreError::Seal`] when the content is not what was added, or the store fails.
    pub async fn read_file(
        &self,
        authority: AuthorityId,
        petition: PetitionId,
        file: FileId,
    ) -> Result<Option<FileContent>, AppError> {
        let shared = Arc::clone(self.shared());
        self.store()
            .read(move |reader| content(reader, &shared, authority, petition, file))
            .await
    }
}

struct AddFile {
    by: Actor,
    authority: AuthorityId,
    petition: PetitionId,
    kind: FileKind,
    purpose: FilePurpose,
    text: Vec<u8>,
    bytes: Vec<u8>,
}

impl Command for AddFile {
    type Outcome = FileId;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<FileId, AppError> {
        let mut reader = transaction.reader()?;
        let found = reader.petition(self.authority, self.petition)?;
        found.ok_or(Refusal::NoSuchPetition)?;
        let keys = keyring(&mut reader, shared, self.authority, self.petition)?;
        let key = keys.text_key().ok_or(Refusal::NoSuchPetition)?;
        let new = NewEvent {
            authority: self.authority,
            by: self.by,
            effective_at: None,
            belongs: Belongs::To(self.petition),
            event: Event::FileAdded(FileAdded {
                kind: self.kind,
                bytes: self.bytes.len() as u64,
                purpose: self.purpose,
                effects: Effects::default(),
            }),
            identity: None,
            text: Some(&self.text),
            keys: Some(&keys),
        };
        let recorded = record(transaction, new, &*shared.chance)?;
        let file = FileId::new(recorded.slot.position.raw());
        for (number, chunk) in (0_i64..).zip(self.bytes.chunks(CHUNK_BYTES)) {
            let column = column(number);
            let place = place(self.authority, file, &column);
            let sealed = key.seal(place, bytes(&*shared.chance)?, chunk)?;
            transaction.keep_file_chunk(self.authority, file, number, sealed);
        }
        Ok(file)
    }
}

fn content(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    petition: PetitionId,
    file: FileId,
) -> Result<Option<FileContent>, AppError> {
    let row = reader.journal_row(authority, Position::new(file.raw()))?;
    let Some(row) = row.filter(|row| row.petition == Some(petition)) else {
        return Ok(None);
    };
    let Event::FileAdded(added) = envelope(&row.open)?.event else {
        return Ok(None);
    };
    let keys = keyring(reader, shared, authority, petition)?;
    let (Some(key), Some(opened)) = (keys.text_key(), keys.open_text(&row)?) else {
        return Ok(None);
    };
    let words: EventText = parse(&opened.plaintext)?;
    let mut lines = words.lines.into_iter();
    let (name, known) = (lines.next().unwrap_or_default(), lines.next());
    let mut whole = Vec::new();
    let mut expected = 0;
    reader.file_chunks(authority, file, |number, sealed| {
        if number != expected {
            return Err(StoreError::Seal);
        }
        expected += 1;
        let column = column(number);
        let chunk = key.open(place(authority, file, &column), &sealed)?;
        whole.extend_from_slice(&chunk);
        Ok(())
    })?;
    // Each piece is sealed for its place; that none is missing at the end is told by these two.
    if whole.len() as u64 != added.bytes || known.is_none_or(|known| known != digest(&whole)) {
        return Err(StoreError::Seal.into());
    }
    Ok(Some(FileContent {
        name,
        kind: added.kind,
        purpose: added.purpose,
        bytes: whole,
    }))
}

/// A piece can stand nowhere but in its own place of its own file.
fn column(number: i64) -> String {
    format!("sealed_chunk {number}")
}

const fn place(authority: AuthorityId, file: FileId, column: &str) -> Place<'_> {
    Place {
        table: "file_content",
        authority: authority.raw(),
        row: file.raw(),
        column,
    }
}

fn digest(bytes: &[u8]) -> String {
    let hash = ring::digest::digest(&ring::digest::SHA256, bytes);
    let hex = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
    hex.fold(DIGEST.to_owned(), |text, byte| text + &byte)
}
