//! Sealed files of a petition: letters, signed papers, proofs of service. The name and a digest of the
//! content are the sealed words of the event, so the log vouches for them; the content lies beside
//! it in sealed pieces, under the petition's text key: with the key the file goes.
//!
//! A file is read by whoever may reveal the identity, and by a second person who has to decide on what
//! rests on it; that it is read is on record first, as text and as identity. There is no search in
//! files, no list of them across petitions, and nothing is taken out of them: a scan is proof of one
//! matter and cannot become a collection about people.

use crate::Idempotency;
use crate::authorise::Principal;
use crate::authorise::petition::Wish;
use crate::casework::access::Access;
use crate::casework::open::find;
use crate::casework::{Loaded, envelope, keyring, parse};
use crate::chance::bytes;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::record::{Belongs, Keyring, NewEvent, record};
use aws_lc_rs::digest::{Context, Digest, SHA256, digest};
use huiyin_domain::event::{Actor, Event, EventText, FileAdded, FileKind, FilePurpose, Proposal};
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId, Position};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::obligation::Effects;
use huiyin_domain::petition::{FILES_MAX, FieldProblem, file_kind, file_name, without_metadata};
use huiyin_domain::time::Instant;
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub mod sent;

use sent::FileSent;

/// Bytes of a piece before it is sealed.
const CHUNK_BYTES: usize = 256 * 1_024;
/// What the line with the digest begins with.
const DIGEST: &str = "sha256:";

/// A file on its way in.
#[derive(Clone)]
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

/// A file that was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FileStored {
    /// Its id within the authority.
    pub id: i64,
    /// The petition's number.
    pub number: String,
    /// The petition's version now, for the next `If-Match`.
    pub version: i64,
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
    /// Adds a file to a petition, as a member of staff. `version` is the one that they saw, if they
    /// want nothing to be added to a petition that changed since.
    ///
    /// # Errors
    /// [`Refusal::Fields`] for a file that is empty, too large, of another kind or one too many;
    /// [`Refusal::NoSuchPetition`], [`Refusal::NotAllowed`], [`Refusal::ChangedMeanwhile`],
    /// [`Refusal::IdempotencyKeyReused`], or a failure of the store. Then nothing is kept.
    pub async fn add_file(
        &self,
        who: &Principal,
        number: PetitionNumber,
        (draft, version): (FileDraft, Option<Position>),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<FileStored>, AppError> {
        let job = AddFile {
            who: who.clone(),
            number,
            field: draft.field.clone(),
            filing: Filing::of(draft)?,
            version,
            petition: None,
        };
        let principal = format!("staff {}", who.staff);
        let key = idempotency.as_ref();
        let job = OnceOnly::new(self.shared(), who.authority, principal, key, job);
        let done = self.command(job).await;
        self.or_on_record((who, number), Wish::AddFile.word(), done)
            .await
    }

    /// A file of a petition, for a member of staff, to be read piece by piece; that they read it is on record
    /// before it is given.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] where they may not know of the petition, [`Refusal::NotAllowed`]
    /// where its files are not for them, [`Refusal::NoSuchFile`]; [`StoreError::Seal`] when the content
    /// is not what was added, or a failure of the store.
    pub async fn open_file(
        &self,
        who: &Principal,
        number: PetitionNumber,
        file: FileId,
    ) -> Result<FileSent, AppError> {
        let access = Access::File(file);
        self.put_on_record(who, number, access).await?;
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        let store = self.store().clone();
        self.store()
            .read(move |reader| {
                let loaded = find(reader, &shared, who.authority, number)?;
                access.permit(&loaded, &who, &shared.key)?;
                let place = (who.authority, loaded.case.id);
                let found = FileSent::found(reader, (&shared, store), place, file)?;
                Ok(found.ok_or(Refusal::NoSuchFile)?)
            })
            .await
    }
}

/// What somebody has to be allowed to read a file: more people where a second person has to look at it.
pub(crate) fn wish_for(loaded: &Loaded, file: FileId) -> Wish {
    let rests_on = |proposal: &Proposal| {
        matches!(
            proposal,
            Proposal::EarlierTime { evidence, .. } | Proposal::CorrectBreach { evidence, .. }
                if *evidence == file
        )
    };
    let mut waiting = loaded.case.proposals.values();
    if waiting.any(|(proposal, _)| rests_on(proposal)) {
        Wish::ReadProof
    } else {
        Wish::ReadFile
    }
}

/// A file that is taken: what it is was found out.
pub(crate) struct Filing {
    kind: FileKind,
    purpose: FilePurpose,
    /// The sealed words: name and digest.
    text: Vec<u8>,
    bytes: Vec<u8>,
    /// When it was added first, if it comes from a petition that was handed over.
    added_at: Option<Instant>,
}

impl Filing {
    /// Looks at a file; beside the writer, not on it. Whoever adds a picture, what a camera wrote into it is left out:
    /// it tells where it was taken, and by whom.
    pub(crate) fn of(draft: FileDraft) -> Result<Self, AppError> {
        let kind =
            file_kind(&draft.bytes).map_err(|problem| AppError::field(&draft.field, problem))?;
        let bytes = without_metadata(kind, draft.bytes);
        let words = EventText {
            lines: vec![file_name(&draft.name, kind), content_digest(&bytes)],
            ..EventText::default()
        };
        let text =
            serde_json::to_vec(&words).map_err(|error| AppError::Unreadable(error.to_string()))?;
        Ok(Self {
            kind,
            purpose: draft.purpose,
            text,
            bytes,
            added_at: None,
        })
    }

    /// A file that was added before, with its time, to be sealed for another petition.
    pub(crate) fn again(content: FileContent, added_at: Instant) -> Result<Self, AppError> {
        let draft = FileDraft {
            field: "file".into(),
            name: content.name,
            purpose: content.purpose,
            bytes: content.bytes,
        };
        let filing = Self::of(draft)?;
        Ok(Self {
            added_at: Some(added_at),
            ..filing
        })
    }

    /// What it is, how large, and its sealed words: for a file that belongs to no petition.
    pub(crate) fn described(&self) -> (FileKind, u64, &[u8]) {
        (self.kind, self.bytes.len() as u64, &self.text)
    }

    /// Keeps its pieces beside the row at a position, sealed under a key.
    pub(crate) fn keep_beside(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        at: (AuthorityId, FileId),
        key: &DataKey,
    ) -> Result<(), AppError> {
        keep_content(transaction, shared, at, key, &self.bytes)
    }

    /// Records it and keeps its pieces; whether it may be added was asked before.
    pub(crate) fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (authority, petition): (AuthorityId, PetitionId),
        by: Actor,
        keys: &Keyring,
    ) -> Result<FileId, AppError> {
        let key = keys.text_key().ok_or(Refusal::NoSuchPetition)?;
        let new = NewEvent {
            authority,
            by,
            effective_at: self.added_at,
            belongs: Belongs::To(petition),
            event: Event::FileAdded(FileAdded {
                kind: self.kind,
                bytes: self.bytes.len() as u64,
                purpose: self.purpose,
                effects: Effects::default(),
            }),
            identity: None,
            text: Some(&self.text),
            keys: Some(keys),
        };
        let recorded = record(transaction, new, &*shared.chance)?;
        let file = FileId::new(recorded.slot.position.raw());
        self.keep_beside(transaction, shared, (authority, file), key)?;
        Ok(file)
    }
}

/// Keeps a content in pieces, sealed under a key, beside the row at its position.
pub(crate) fn keep_content(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (authority, file): (AuthorityId, FileId),
    key: &DataKey,
    content: &[u8],
) -> Result<(), AppError> {
    for (number, chunk) in (0_i64..).zip(content.chunks(CHUNK_BYTES)) {
        let column = column(number);
        let place = place(authority, file, &column);
        let sealed = key.seal(place, bytes(&*shared.chance)?, chunk)?;
        transaction.keep_file_chunk(authority, file, number, sealed);
    }
    Ok(())
}

/// A content that was kept: whole, and the one with that digest.
///
/// # Errors
/// [`StoreError::Seal`] when it is not what was kept, or a failure of the store.
pub(crate) fn kept_content(
    reader: &mut Reader<'_>,
    file: (AuthorityId, FileId),
    key: &DataKey,
    digest: &str,
) -> Result<Vec<u8>, AppError> {
    let mut whole = Vec::new();
    walk(reader, file, key, digest, |piece| {
        whole.extend_from_slice(piece);
    })?;
    Ok(whole)
}

/// Hands the pieces of a content to `sink`, in order, and looks whether they are the one with that digest;
/// how many bytes they have together.
fn walk(
    reader: &mut Reader<'_>,
    (authority, file): (AuthorityId, FileId),
    key: &DataKey,
    digest: &str,
    mut sink: impl FnMut(&[u8]),
) -> Result<u64, AppError> {
    let mut hash = Context::new(&SHA256);
    let (mut expected, mut bytes) = (0, 0);
    reader.file_chunks(authority, file, |number, sealed| {
        if number != expected {
            return Err(StoreError::Seal);
        }
        expected += 1;
        let piece = key.open(place(authority, file, &column(number)), &sealed)?;
        hash.update(&piece);
        bytes += piece.len() as u64;
        sink(&piece);
        Ok(())
    })?;
    // Each piece is sealed for its place; that none is missing at the end is told by this.
    if digest_words(&hash.finish()) != digest {
        return Err(StoreError::Seal.into());
    }
    Ok(bytes)
}

/// Refuses where a petition holds as many files as one may.
///
/// # Errors
/// [`Refusal::Fields`].
pub(crate) fn room_for_one(loaded: &Loaded, field: &str) -> Result<(), AppError> {
    let entries_max = FILES_MAX;
    match loaded.files.len() < entries_max {
        true => Ok(()),
        false => Err(AppError::field(
            field,
            FieldProblem::TooMany { entries_max },
        )),
    }
}

struct AddFile {
    who: Principal,
    number: PetitionNumber,
    field: String,
    filing: Filing,
    version: Option<Position>,
    petition: Option<PetitionId>,
}

impl Command for AddFile {
    type Outcome = FileStored;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn petition(&self) -> Option<PetitionId> {
        self.petition
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<FileStored, AppError> {
        let authority = self.who.authority;
        let loaded = Loaded::numbered(transaction, shared, authority, self.number)?;
        self.petition = Some(loaded.case.id);
        let who = loaded.principal_now(&self.who)?;
        loaded.permit(&who, &shared.key, Wish::AddFile)?;
        loaded.unchanged_since(self.version)?;
        room_for_one(&loaded, &self.field)?;
        let place = (authority, loaded.case.id);
        let keys = keyring(&mut transaction.reader()?, shared, place.0, place.1)?;
        let by = Actor::Staff(who.staff);
        let file = self.filing.keep(transaction, shared, place, by, &keys)?;
        Ok(FileStored {
            id: file.raw(),
            number: self.number.to_string(),
            version: file.raw(),
        })
    }
}

/// A file of a petition, whole; nothing if it has no such file, or its key was destroyed. Whether it may be
/// read was asked before.
pub(crate) fn content(
    reader: &mut Reader<'_>,
    shared: &Shared,
    of: (AuthorityId, PetitionId),
    file: FileId,
) -> Result<Option<FileContent>, AppError> {
    let Some(kept) = Kept::found(reader, shared, of, file)? else {
        return Ok(None);
    };
    let whole = kept_content(reader, (of.0, file), &kept.key, &kept.digest)?;
    if whole.len() as u64 != kept.added.bytes {
        return Err(StoreError::Seal.into());
    }
    Ok(Some(FileContent {
        name: kept.name,
        kind: kept.added.kind,
        purpose: kept.added.purpose,
        bytes: whole,
    }))
}

/// What is known of a file without its pieces, and the key that opens them.
struct Kept {
    added: FileAdded,
    name: String,
    digest: String,
    key: DataKey,
}

impl Kept {
    fn found(
        reader: &mut Reader<'_>,
        shared: &Shared,
        (authority, petition): (AuthorityId, PetitionId),
        file: FileId,
    ) -> Result<Option<Self>, AppError> {
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
        let (name, digest) = (lines.next().unwrap_or_default(), lines.next());
        Ok(Some(Self {
            added,
            name,
            digest: digest.ok_or(StoreError::Seal)?,
            key: key.clone(),
        }))
    }
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

/// What tells a content from every other: SHA-256, in words of its own.
pub fn content_digest(bytes: &[u8]) -> String {
    digest_words(&digest(&SHA256, bytes))
}

fn digest_words(digest: &Digest) -> String {
    let hex = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    hex.fold(DIGEST.to_owned(), |text, byte| text + &byte)
}
