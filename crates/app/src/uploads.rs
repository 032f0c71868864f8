//! Files that come in parts, so that a bad network costs the part on its way and not the whole: from
//! whoever holds the code of a draft, or the code that acts on a petition. Each part is sealed as it comes,
//! under a key made of that code and of the upload's own, so that nobody else can open it, whoever holds the
//! store and the installation key. They are on no record, in no list and in no figure; one that is not taken
//! to its draft or petition is forgotten a day after its last part.

pub mod form;

use crate::casework::petitioner::power;
use crate::chance::bytes;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::petition::{
    CaseRefusal, CodePower, FILE_BYTES_MAX, FILE_NAME_CHARACTERS_MAX, FieldProblem, RefusalCode,
    SENT_FILES_BYTES_MAX, SENT_FILES_MAX,
};
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::rows::UploadRow;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::{Transaction, UploadHash};

/// How long an upload is kept after its last part came: a day.
const KEPT_MICROS: i64 = DAY_MICROS;
/// Bytes of a part before it is sealed, at most.
pub const PART_BYTES_MAX: usize = 256 * 1_024;
/// More parts than a bad network makes of 20 MiB.
const PARTS_MAX: i64 = 2_000;
/// What one holder may have under way: twice what may be sent, for what was broken off and begun anew.
const UNDER_WAY: usize = 2;

/// Whose an upload is.
#[derive(Clone)]
pub enum UploadHolder {
    /// Of whoever writes on the draft with this code.
    Draft(TrackingCode),
    /// Of whoever holds this code of a petition, which acts.
    Petition(TrackingCode),
    /// Of a form on its way in, by a code that was made for it and is told to nobody.
    Form(TrackingCode),
}

impl UploadHolder {
    const fn code(&self) -> &TrackingCode {
        match self {
            Self::Draft(code) | Self::Petition(code) | Self::Form(code) => code,
        }
    }
}

/// How far an upload is.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadStands {
    /// Its own code, for its address.
    pub code: TrackingCode,
    /// How many bytes came.
    pub offset: u64,
    /// How many it will have.
    pub length: u64,
    /// When it is forgotten if nothing more comes.
    pub expires_at: Instant,
}

impl UploadStands {
    /// Whether all of it came.
    pub const fn is_whole(&self) -> bool {
        self.offset == self.length
    }
}

/// Where an upload lies and what opens it.
#[derive(Clone)]
struct UploadAt {
    authority: AuthorityId,
    code: TrackingCode,
    hash: UploadHash,
    holder: [u8; 32],
    key: DataKey,
}

impl UploadAt {
    fn of(
        shared: &Shared,
        authority: AuthorityId,
        holder: &UploadHolder,
        code: &TrackingCode,
    ) -> Self {
        let both = [holder.code().as_bytes(), code.as_bytes()].concat();
        let purpose = match holder {
            UploadHolder::Draft(_) => "upload holder draft",
            UploadHolder::Petition(_) => "upload holder petition",
            UploadHolder::Form(_) => "upload holder form",
        };
        Self {
            authority,
            hash: shared.key.keyed_hash("upload code", code.as_bytes()),
            holder: shared.key.keyed_hash(purpose, holder.code().as_bytes()),
            key: DataKey::from_bytes(shared.key.keyed_hash("upload key", &both)),
            code: code.clone(),
        }
    }

    /// The upload, unless there is none, it is somebody else's, or it is forgotten.
    fn read(
        &self,
        reader: &mut Reader<'_>,
        now: Instant,
    ) -> Result<(UploadRow, Instant), AppError> {
        let found = reader.upload(self.authority, &self.hash)?;
        let own = found.filter(|(row, touched_at)| {
            let fresh = now.micros() - touched_at.micros() <= KEPT_MICROS;
            fresh && row.holder_hash == self.holder
        });
        Ok(own.ok_or(Refusal::NoSuchUpload)?)
    }

    fn stands(&self, row: &UploadRow, touched_at: Instant) -> UploadStands {
        UploadStands {
            code: self.code.clone(),
            offset: row.received_bytes.unsigned_abs(),
            length: row.length_bytes.unsigned_abs(),
            expires_at: touched_at.plus_micros(KEPT_MICROS),
        }
    }

    fn seal(&self, shared: &Shared, column: &str, plain: &[u8]) -> Result<Vec<u8>, AppError> {
        let place = place(self.authority, column);
        Ok(self.key.seal(place, bytes(&*shared.chance)?, plain)?)
    }

    /// Its name and content, once all of it came.
    fn whole(&self, reader: &mut Reader<'_>, now: Instant) -> Result<(String, Vec<u8>), AppError> {
        let (row, _) = self.read(reader, now)?;
        if row.received_bytes != row.length_bytes {
            return Err(AppError::field("file", FieldProblem::NotWhole));
        }
        let name = place(self.authority, NAME);
        let name = self.key.open(name, &row.sealed_name)?;
        let whole = self.content(reader, row.length_bytes)?;
        Ok((String::from_utf8_lossy(&name).into_owned(), whole))
    }

    /// What came of it, which are so many bytes.
    fn content(&self, reader: &mut Reader<'_>, bytes: i64) -> Result<Vec<u8>, AppError> {
        let expected = usize::try_from(bytes).unwrap_or(0);
        let mut whole = Vec::with_capacity(expected);
        reader.upload_parts(self.authority, &self.hash, |number, sealed| {
            let column = column(number);
            whole.extend_from_slice(&self.key.open(place(self.authority, &column), &sealed)?);
            Ok(())
        })?;
        match whole.len() == expected {
            true => Ok(whole),
            false => Err(StoreError::Seal.into()),
        }
    }
}

/// Where the name is sealed.
const NAME: &str = "sealed_name";

fn column(part: i64) -> String {
    format!("sealed_part {part}")
}

/// Each upload has a key of its own, so the row need not tell them apart.
const fn place(authority: AuthorityId, column: &str) -> Place<'_> {
    Place {
        table: "upload",
        authority: authority.raw(),
        row: 0,
        column,
    }
}

impl Huiyin {
    /// Begins an upload. Its length is told beforehand; what it is, is looked at when it is whole.
    ///
    /// # Errors
    /// [`Refusal::Fields`] for nothing, for more than a file may have, or for more than one holder has
    /// under way; [`Refusal::NoSuchDraft`] or [`Refusal::NoSuchPetition`] where the code opens nothing,
    /// [`Refusal::Case`] where it only views; or a failure of the store.
    pub async fn begin_upload(
        &self,
        authority: AuthorityId,
        holder: &UploadHolder,
        (name, length): (&str, u64),
    ) -> Result<UploadStands, AppError> {
        if length == 0 {
            return Err(AppError::field("file", FieldProblem::EmptyFile));
        }
        if length > FILE_BYTES_MAX as u64 {
            return Err(AppError::field("file", FieldProblem::FileTooLarge));
        }
        self.holds(authority, holder).await?;
        let code = TrackingCode::from_chance(self.chance()?);
        let name: String = name.chars().take(FILE_NAME_CHARACTERS_MAX).collect();
        self.command(Begin {
            at: UploadAt::of(self.shared(), authority, holder, &code),
            name,
            length,
        })
        .await
    }

    /// Whether the code of a holder still opens what it is for.
    async fn holds(&self, authority: AuthorityId, holder: &UploadHolder) -> Result<(), AppError> {
        let code = match holder {
            UploadHolder::Draft(code) => {
                let draft = self.open_draft(authority, code).await?;
                let writes = draft.is_some_and(|draft| !draft.is_sent());
                return writes.then_some(()).ok_or(Refusal::NoSuchDraft.into());
            }
            UploadHolder::Petition(code) => code,
            UploadHolder::Form(_) => return Ok(()),
        };
        let (hash, ids) = (self.code_hash(code), self.authority_ids());
        let found = self.store().read(move |reader| {
            let mut codes = Vec::new();
            for id in ids {
                codes.extend(reader.petitions_of_code(id, &hash)?);
            }
            Ok::<_, AppError>(codes)
        });
        let found = found.await?;
        let views = CaseRefusal::of(RefusalCode::ViewCode);
        match found.as_slice() {
            [] => Err(Refusal::NoSuchPetition.into()),
            all if all.iter().all(|one| power(*one) == CodePower::View) => {
                Err(Refusal::Case(views).into())
            }
            _ => Ok(()),
        }
    }

    /// How far an upload is.
    ///
    /// # Errors
    /// [`Refusal::NoSuchUpload`], or a failure of the store.
    pub async fn upload_stands(
        &self,
        authority: AuthorityId,
        holder: &UploadHolder,
        code: &TrackingCode,
    ) -> Result<UploadStands, AppError> {
        let at = UploadAt::of(self.shared(), authority, holder, code);
        let now = self.now();
        let read = move |reader: &mut Reader<'_>| {
            let (row, touched_at) = at.read(reader, now)?;
            Ok(at.stands(&row, touched_at))
        };
        self.store().read(read).await
    }

    /// Keeps the next part of an upload, of at most [`PART_BYTES_MAX`].
    ///
    /// # Errors
    /// [`Refusal::UploadMoved`] where another byte than the one at `offset` is next;
    /// [`Refusal::NoSuchUpload`], [`Refusal::Fields`] for more bytes or parts than there can be, or a failure
    /// of the store.
    pub async fn keep_upload_part(
        &self,
        authority: AuthorityId,
        holder: &UploadHolder,
        code: &TrackingCode,
        (offset, content): (u64, Vec<u8>),
    ) -> Result<UploadStands, AppError> {
        let at = UploadAt::of(self.shared(), authority, holder, code);
        self.command(KeepPart {
            at,
            offset,
            content,
        })
        .await
    }

    /// The name and content of an upload that is whole; it stays until it is dropped.
    ///
    /// # Errors
    /// [`Refusal::NoSuchUpload`], [`Refusal::Fields`] while something of it is missing, or a failure of the
    /// store.
    pub async fn uploaded(
        &self,
        authority: AuthorityId,
        holder: &UploadHolder,
        code: &TrackingCode,
    ) -> Result<(String, Vec<u8>), AppError> {
        let at = UploadAt::of(self.shared(), authority, holder, code);
        let now = self.now();
        self.store().read(move |reader| at.whole(reader, now)).await
    }

    /// Drops an upload: it was taken, or is not wanted any more.
    ///
    /// # Errors
    /// [`Refusal::NoSuchUpload`], or a failure of the store.
    pub async fn drop_upload(
        &self,
        authority: AuthorityId,
        holder: &UploadHolder,
        code: &TrackingCode,
    ) -> Result<(), AppError> {
        let at = UploadAt::of(self.shared(), authority, holder, code);
        self.command(Drop { at }).await
    }

    /// Forgets the uploads of an authority of which nothing came for a day. Asked without a lock first: an
    /// idle clock costs one look at an index.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn forget_uploads(
        &self,
        authority: AuthorityId,
        up_to: Instant,
    ) -> Result<(), AppError> {
        let before = up_to.plus_micros(-KEPT_MICROS);
        let oldest = self
            .store()
            .read_here(|reader| reader.oldest_upload(authority))?;
        if oldest.is_some_and(|touched_at| touched_at < before) {
            self.command_here(Forget { authority, before })?;
        }
        Ok(())
    }
}

struct Begin {
    at: UploadAt,
    name: String,
    length: u64,
}

impl Command for Begin {
    type Outcome = UploadStands;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.at.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<UploadStands, AppError> {
        let (at, now) = (&self.at, transaction.now());
        let under_way = transaction.reader()?.uploads_of(at.authority, &at.holder)?;
        let entries_max = UNDER_WAY * SENT_FILES_MAX;
        if under_way.len() >= entries_max {
            let problem = FieldProblem::TooMany { entries_max };
            return Err(AppError::field("file", problem));
        }
        let together: u64 = under_way.iter().map(|one| one.unsigned_abs()).sum();
        if together + self.length > (UNDER_WAY * SENT_FILES_BYTES_MAX) as u64 {
            return Err(AppError::field("file", FieldProblem::FilesTooLarge));
        }
        let row = UploadRow {
            holder_hash: at.holder.to_vec(),
            sealed_name: at.seal(shared, NAME, self.name.as_bytes())?,
            length_bytes: i64::try_from(self.length).unwrap_or(i64::MAX),
            received_bytes: 0,
            parts: 0,
        };
        let stands = at.stands(&row, now);
        transaction.begin_upload(at.authority, &at.hash, row);
        Ok(stands)
    }
}

struct KeepPart {
    at: UploadAt,
    offset: u64,
    content: Vec<u8>,
}

impl Command for KeepPart {
    type Outcome = UploadStands;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.at.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<UploadStands, AppError> {
        let (at, now) = (&self.at, transaction.now());
        let (row, _) = at.read(&mut transaction.reader()?, now)?;
        let stands = at.stands(&row, now);
        if stands.offset != self.offset {
            let offset = stands.offset;
            return Err(Refusal::UploadMoved { offset }.into());
        }
        let more = self.content.len() as u64;
        if stands.offset + more > stands.length || row.parts >= PARTS_MAX {
            return Err(AppError::field("file", FieldProblem::FileTooLarge));
        }
        let sealed = at.seal(shared, &column(row.parts), &self.content)?;
        let row = UploadRow {
            received_bytes: row.received_bytes + i64::try_from(more).unwrap_or(i64::MAX),
            parts: row.parts + 1,
            ..row
        };
        transaction.keep_upload_part(at.authority, &at.hash, &row, sealed);
        Ok(at.stands(&row, now))
    }
}

struct Drop {
    at: UploadAt,
}

impl Command for Drop {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.at.authority]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        let now = transaction.now();
        self.at.read(&mut transaction.reader()?, now)?;
        transaction.drop_upload(self.at.authority, &self.at.hash);
        Ok(())
    }
}

struct Forget {
    authority: AuthorityId,
    before: Instant,
}

impl Command for Forget {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        Ok(transaction.forget_uploads(self.authority, self.before)?)
    }
}
