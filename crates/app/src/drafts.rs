//! What somebody is still writing and has not sent: kept sealed under a key that is made of its code,
//! so that nobody else can open it, whoever holds the store and the installation key. It is on no
//! record, in no list, in no figure, and no member of staff can find, open or count it: a draft is its
//! writer's own paper. It is forgotten 30 days after it was last saved.

mod picture;

use crate::chance::bytes;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::files::{FileDraft, Filing};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::record::Keyring;
use huiyin_domain::event::{Actor, FileKind, FilePurpose};
use huiyin_domain::ids::{AuthorityId, PetitionId};
use huiyin_domain::petition::{
    FieldProblem, SENT_FILES_BYTES_MAX, SENT_FILES_MAX, file_kind, file_name, without_metadata,
};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::{DraftHash, Transaction};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long a draft is kept after it was last saved: 30 days.
pub const DRAFT_DAYS: i64 = 30;
/// How long a draft that was sent still tells its answer, should that have got lost: 30 minutes, as
/// long as a code is shown (RULES 3.3).
const SENT_MICROS: i64 = 30 * 60 * 1_000_000;
/// What may be typed in a draft altogether: 1 MiB.
const FIELDS_BYTES_MAX: usize = 1_048_576;
/// Bytes of a piece before it is sealed.
const CHUNK_BYTES: usize = 256 * 1_024;

/// What somebody is still writing: the fields of a form as they were typed, and files.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
    /// Its files, oldest first.
    pub files: Vec<DraftFile>,
    /// Once it was sent: the answer, as the registration words it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<String>,
}

/// A file of a draft.
#[derive(Clone, Serialize, Deserialize)]
pub struct DraftFile {
    /// Its number within the draft.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// How large it is.
    pub bytes: u64,
}

impl Draft {
    /// Whether it was sent: then its answer can be told again.
    pub const fn is_sent(&self) -> bool {
        self.sent.is_some()
    }

    /// The answer that it was sent with.
    pub(crate) fn answer(&self) -> Option<&str> {
        self.sent.as_deref()
    }

    /// Puts the values of some fields in the place of what they had.
    fn set(&mut self, names: &[&str], values: Vec<(String, String)>) {
        self.fields
            .retain(|(name, _)| !names.contains(&name.as_str()));
        self.fields.extend(values);
    }
}

/// Where a draft lies and what opens it.
#[derive(Clone)]
pub(crate) struct DraftAt {
    authority: AuthorityId,
    hash: DraftHash,
    key: DataKey,
}

impl DraftAt {
    fn of(shared: &Shared, authority: AuthorityId, code: &TrackingCode) -> Self {
        let code = code.as_bytes();
        Self {
            authority,
            hash: shared.key.keyed_hash("draft code", code),
            key: DataKey::from_bytes(shared.key.keyed_hash("draft key", code)),
        }
    }

    fn read(&self, reader: &mut Reader<'_>, shared: &Shared) -> Result<Option<Draft>, AppError> {
        let Some((sealed, saved_at)) = reader.draft(self.authority, &self.hash)? else {
            return Ok(None);
        };
        let plain = self
            .key
            .open(place(self.authority, "sealed_draft"), &sealed)?;
        let draft: Draft = serde_json::from_slice(&plain)
            .map_err(|error| AppError::Unreadable(error.to_string()))?;
        let kept = if draft.is_sent() {
            SENT_MICROS
        } else {
            DRAFT_DAYS * DAY_MICROS
        };
        let fresh = shared.clock.now().micros() - saved_at.micros() <= kept;
        Ok(fresh.then_some(draft))
    }

    fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        draft: &Draft,
    ) -> Result<(), AppError> {
        let plain =
            serde_json::to_vec(draft).map_err(|error| AppError::Unreadable(error.to_string()))?;
        let place = place(self.authority, "sealed_draft");
        let sealed = self.key.seal(place, bytes(&*shared.chance)?, &plain)?;
        transaction.keep_draft(self.authority, &self.hash, sealed);
        Ok(())
    }

    /// The content of a file.
    fn file(&self, reader: &mut Reader<'_>, file: &DraftFile) -> Result<Vec<u8>, AppError> {
        let mut whole = Vec::new();
        reader.draft_chunks(self.authority, &self.hash, file.number, |chunk, sealed| {
            let column = column(file.number, chunk);
            whole.extend_from_slice(&self.key.open(place(self.authority, &column), &sealed)?);
            Ok(())
        })?;
        if whole.len() as u64 != file.bytes {
            return Err(StoreError::Seal.into());
        }
        Ok(whole)
    }
}

fn column(file: i64, chunk: i64) -> String {
    format!("sealed_chunk {file} {chunk}")
}

/// Each draft has a key of its own, so the row need not tell them apart.
const fn place(authority: AuthorityId, column: &str) -> Place<'_> {
    Place {
        table: "draft",
        authority: authority.raw(),
        row: 0,
        column,
    }
}

impl Huiyin {
    /// Begins a draft; its code is told here only.
    ///
    /// # Errors
    /// A failure of the store.
    pub async fn begin_draft(&self, authority: AuthorityId) -> Result<TrackingCode, AppError> {
        let code = TrackingCode::from_chance(self.chance()?);
        let at = DraftAt::of(self.shared(), authority, &code);
        self.command(Change {
            at,
            what: What::Begin,
        })
        .await?;
        Ok(code)
    }

    /// Opens a draft by its code; nothing where there is none, or none any more.
    ///
    /// # Errors
    /// A failure of the store.
    pub async fn open_draft(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
    ) -> Result<Option<Draft>, AppError> {
        let shared = Arc::clone(self.shared());
        let at = DraftAt::of(&shared, authority, code);
        self.store()
            .read(move |reader| at.read(reader, &shared))
            .await
    }

    /// Saves some fields of a draft in the place of what they had. Whether they are good is not asked:
    /// what was typed is kept.
    ///
    /// # Errors
    /// [`Refusal::NoSuchDraft`], [`Refusal::Fields`] when it is more than a draft holds, or a failure of
    /// the store.
    pub async fn save_draft(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
        names: &'static [&'static str],
        values: Vec<(String, String)>,
    ) -> Result<(), AppError> {
        let at = DraftAt::of(self.shared(), authority, code);
        let what = What::Save(names, values);
        self.command(Change { at, what }).await
    }

    /// Adds a file to a draft; a picture loses what its camera wrote into it.
    ///
    /// # Errors
    /// [`Refusal::Fields`] for a file that is empty, too large, of another kind or one too many;
    /// [`Refusal::NoSuchDraft`], or a failure of the store.
    pub async fn add_draft_file(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
        (name, content): (&str, Vec<u8>),
    ) -> Result<(), AppError> {
        let kind = file_kind(&content).map_err(|problem| AppError::field("file", problem))?;
        let content = without_metadata(kind, content);
        let file = DraftFile {
            number: 0,
            name: file_name(name, kind),
            kind,
            bytes: content.len() as u64,
        };
        let at = DraftAt::of(self.shared(), authority, code);
        let what = What::AddFile(file, content);
        self.command(Change { at, what }).await
    }

    /// Takes a file out of a draft.
    ///
    /// # Errors
    /// [`Refusal::NoSuchDraft`], or a failure of the store.
    pub async fn drop_draft_file(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
        number: i64,
    ) -> Result<(), AppError> {
        let at = DraftAt::of(self.shared(), authority, code);
        let what = What::DropFile(number);
        self.command(Change { at, what }).await
    }

    /// Forgets the drafts of an authority that nobody saved for thirty days. Asked without a lock first: an
    /// idle clock costs one look at an index.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn forget_drafts(
        &self,
        authority: AuthorityId,
        up_to: Instant,
    ) -> Result<(), AppError> {
        let before = up_to.plus_micros(-DRAFT_DAYS * DAY_MICROS);
        let oldest = self
            .store()
            .read_here(|reader| reader.oldest_draft(authority))?;
        if oldest.is_some_and(|saved_at| saved_at < before) {
            self.command_here(ForgetDrafts { authority, before })?;
        }
        Ok(())
    }

    /// Throws a draft away, now.
    ///
    /// # Errors
    /// A failure of the store.
    pub async fn discard_draft(
        &self,
        authority: AuthorityId,
        code: &TrackingCode,
    ) -> Result<(), AppError> {
        let at = DraftAt::of(self.shared(), authority, code);
        let what = What::Discard;
        self.command(Change { at, what }).await
    }

    /// What the registration of a draft takes along, made beside the writer and not on it.
    pub(crate) async fn sending(
        &self,
        authority: AuthorityId,
        (code, written_authority): (&TrackingCode, Option<i64>),
    ) -> Result<Sending, AppError> {
        let shared = Arc::clone(self.shared());
        let at = DraftAt::of(&shared, authority, code);
        let read = move |reader: &mut Reader<'_>| {
            let draft = at.read(reader, &shared)?.ok_or(Refusal::NoSuchDraft)?;
            let mut files = Vec::new();
            for file in draft.files.iter().filter(|_| !draft.is_sent()) {
                let filing = Filing::of(FileDraft {
                    field: "file".to_owned(),
                    name: file.name.clone(),
                    purpose: match written_authority == Some(file.number) {
                        true => FilePurpose::WrittenAuthority,
                        false => FilePurpose::Evidence,
                    },
                    bytes: at.file(reader, file)?,
                })?;
                files.push((file.number, filing));
            }
            Ok(Sending { at, files })
        };
        self.store().read(read).await
    }
}

enum What {
    Begin,
    Save(&'static [&'static str], Vec<(String, String)>),
    AddFile(DraftFile, Vec<u8>),
    DropFile(i64),
    Discard,
}

struct Change {
    at: DraftAt,
    what: What,
}

impl Command for Change {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.at.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let at = &self.at;
        let draft = match &self.what {
            What::Begin => return at.keep(transaction, shared, &Draft::default()),
            What::Discard => {
                transaction.drop_draft(at.authority, &at.hash);
                return Ok(());
            }
            _ => at.read(&mut transaction.reader()?, shared)?,
        };
        let draft = draft.filter(|draft| !draft.is_sent());
        let mut draft = draft.ok_or(Refusal::NoSuchDraft)?;
        match &self.what {
            What::Save(names, values) => {
                draft.set(names, values.clone());
                let typed = draft
                    .fields
                    .iter()
                    .map(|(name, value)| name.len() + value.len());
                if typed.sum::<usize>() > FIELDS_BYTES_MAX {
                    let characters_max = huiyin_domain::petition::BODY_CHARACTERS_MAX;
                    let problem = FieldProblem::TooLong { characters_max };
                    return Err(AppError::field("body", problem));
                }
            }
            What::AddFile(file, content) => {
                add(at, transaction, shared, &mut draft, (file, content))?
            }
            What::DropFile(number) => {
                draft.files.retain(|file| file.number != *number);
                transaction.drop_draft_file(at.authority, &at.hash, *number);
            }
            What::Begin | What::Discard => {}
        }
        at.keep(transaction, shared, &draft)
    }
}

fn add(
    at: &DraftAt,
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    draft: &mut Draft,
    (file, content): (&DraftFile, &[u8]),
) -> Result<(), AppError> {
    let together: u64 = draft.files.iter().map(|one| one.bytes).sum();
    if draft.files.len() >= SENT_FILES_MAX {
        let entries_max = SENT_FILES_MAX;
        return Err(AppError::field(
            "file",
            FieldProblem::TooMany { entries_max },
        ));
    }
    if together + file.bytes > SENT_FILES_BYTES_MAX as u64 {
        return Err(AppError::field("file", FieldProblem::FilesTooLarge));
    }
    let number = draft.files.iter().map(|one| one.number).max().unwrap_or(0) + 1;
    for (chunk, piece) in (0_i64..).zip(content.chunks(CHUNK_BYTES)) {
        let column = column(number, chunk);
        let place = place(at.authority, &column);
        let sealed = at.key.seal(place, bytes(&*shared.chance)?, piece)?;
        transaction.keep_draft_chunk(at.authority, &at.hash, (number, chunk), sealed);
    }
    draft.files.push(DraftFile {
        number,
        ..file.clone()
    });
    Ok(())
}

/// What the registration of a draft takes along: its files.
pub(crate) struct Sending {
    at: DraftAt,
    files: Vec<(i64, Filing)>,
}

impl Sending {
    /// The answer of an earlier registration of the same draft: whoever presses twice registers once.
    pub(crate) fn sent_before(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Option<String>, AppError> {
        let draft = self.at.read(&mut transaction.reader()?, shared)?;
        let draft = draft.ok_or(Refusal::NoSuchDraft)?;
        let numbers = |files: &[(i64, Filing)]| files.iter().map(|one| one.0).collect::<Vec<_>>();
        let now: Vec<i64> = draft.files.iter().map(|file| file.number).collect();
        if draft.sent.is_none() && now != numbers(&self.files) {
            return Err(Refusal::ChangedMeanwhile { version: 0 }.into());
        }
        Ok(draft.sent)
    }

    /// Keeps the files.
    pub(crate) fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (authority, petition): (AuthorityId, PetitionId),
        keys: &Keyring,
    ) -> Result<(), AppError> {
        for (_, filing) in &self.files {
            let place = (authority, petition);
            filing.keep(transaction, shared, place, Actor::Public, keys)?;
        }
        Ok(())
    }

    /// What was written is on record now: only the answer is kept, for as long as a code is shown.
    pub(crate) fn done(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        answer: String,
    ) -> Result<(), AppError> {
        let sent = Draft {
            sent: Some(answer),
            ..Draft::default()
        };
        transaction.drop_draft_files(self.at.authority, &self.at.hash);
        self.at.keep(transaction, shared, &sent)
    }
}

struct ForgetDrafts {
    authority: AuthorityId,
    before: Instant,
}

impl Command for ForgetDrafts {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        Ok(transaction.forget_drafts(self.authority, self.before)?)
    }
}
