//! Reads about notices and files.

use super::read::word;
use super::{Read, Reader};
use crate::StoreError;
use crate::rows::{NoticeOrphans, NoticeRow, NoticeState, NoticeTo};
use crate::statements::Statement;
use crate::statements::notices as sql;
use crate::transaction::notices::NOTICES_OF_ONE_EVENT_MAX;
use crate::tx::{Columns, query_all, query_one};
use huiyin_domain::event::Document;
use huiyin_domain::ids::{AuthorityId, FileId, PersonId, PetitionId, Position, StaffId};
use huiyin_domain::plan::Channel;
use huiyin_domain::time::Instant;

impl Reader<'_> {
    /// One notice.
    ///
    /// # Errors
    /// When the engine fails; so for all methods here.
    pub fn notice(&mut self, authority: AuthorityId, id: i64) -> Read<Option<NoticeRow>> {
        let arguments = [authority.raw().into(), id.into()];
        query_one(self.tx, &sql::NOTICE, &arguments, notice_row)
    }

    /// The notices about one petition, oldest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn notices_of(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Read<Vec<NoticeRow>> {
        let arguments = [authority.raw().into(), petition.raw().into()];
        query_all(self.tx, &sql::NOTICES_OF_PETITION, &arguments, notice_row)
    }

    /// Notices to be tried now, longest waiting first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn notices_due(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
        rows_max: u32,
    ) -> Read<Vec<NoticeRow>> {
        let arguments = [
            authority.raw().into(),
            up_to.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::NOTICES_DUE, &arguments, notice_row)
    }

    /// Notices that failed for good, by their id, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn notices_failed(
        &mut self,
        authority: AuthorityId,
        after: i64,
        rows_max: u32,
    ) -> Read<Vec<NoticeRow>> {
        let arguments = [
            authority.raw().into(),
            after.into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, &sql::NOTICES_FAILED, &arguments, notice_row)
    }

    /// When a notice is to be tried next.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_notice_at(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::NOTICE_NEXT_AT, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// Pages to be sent now, longest waiting first, `rows_max` at most.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn pages_due(
        &mut self,
        authority: AuthorityId,
        up_to: Instant,
        rows_max: u32,
    ) -> Read<Vec<NoticeRow>> {
        self.pages_by(&sql::PAGES_DUE, authority, up_to, rows_max)
    }

    /// Pages that were sent, or are being sent, since an instant, the newest first.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn pages_since(
        &mut self,
        authority: AuthorityId,
        since: Instant,
        rows_max: u32,
    ) -> Read<Vec<NoticeRow>> {
        self.pages_by(&sql::PAGES_SINCE, authority, since, rows_max)
    }

    /// The pages that were sent, or are being sent, to somebody since an event, and what told them that they need not
    /// come, in order.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn pages_to(
        &mut self,
        authority: AuthorityId,
        to: NoticeTo,
        since: Position,
    ) -> Read<Vec<NoticeRow>> {
        let (staff, person) = match to {
            NoticeTo::Staff(staff) => (Some(staff), None),
            NoticeTo::Person(person) => (None, Some(person)),
            NoticeTo::Petitioner(_) | NoticeTo::Recipient => return Ok(Vec::new()),
        };
        let arguments = [
            authority.raw().into(),
            (since.raw() * NOTICES_OF_ONE_EVENT_MAX).into(),
            staff.map(StaffId::raw).into(),
            person.map(PersonId::raw).into(),
        ];
        query_all(self.tx, &sql::PAGES_TO, &arguments, notice_row)
    }

    fn pages_by(
        &mut self,
        statement: &'static Statement,
        authority: AuthorityId,
        at: Instant,
        rows_max: u32,
    ) -> Read<Vec<NoticeRow>> {
        let arguments = [
            authority.raw().into(),
            at.micros().into(),
            i64::from(rows_max).into(),
        ];
        query_all(self.tx, statement, &arguments, notice_row)
    }

    /// When a page is to be sent next.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn next_page_at(&mut self, authority: AuthorityId) -> Read<Option<Instant>> {
        let arguments = [authority.raw().into()];
        let found = query_one(self.tx, &sql::PAGE_NEXT_AT, &arguments, |row| {
            row.optional_int(0)
        })?;
        Ok(found.flatten().map(Instant::from_micros))
    }

    /// The page that its channel knows by a reference.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn page_by_reference(
        &mut self,
        authority: AuthorityId,
        reference: &str,
    ) -> Read<Option<NoticeRow>> {
        let arguments = [authority.raw().into(), reference.into()];
        query_one(self.tx, &sql::PAGE_BY_REFERENCE, &arguments, notice_row)
    }

    /// Whether a notice waits for a member of staff, of a drill where this is one of a drill, else of none.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn notice_waits_for(
        &mut self,
        authority: AuthorityId,
        staff: StaffId,
        kind: &str,
    ) -> Read<bool> {
        let arguments = [authority.raw().into(), staff.raw().into(), kind.into()];
        let found = query_one(self.tx, &sql::NOTICE_WAITS_FOR_STAFF, &arguments, |row| {
            row.int(0)
        })?;
        Ok(found.is_some())
    }

    /// How many notices are in a state.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn notice_count(&mut self, authority: AuthorityId, state: NoticeState) -> Read<u64> {
        let arguments = [authority.raw().into(), state.word().into()];
        let found = query_one(self.tx, &sql::NOTICE_COUNT, &arguments, |row| row.int(0))?;
        Ok(found.unwrap_or(0).unsigned_abs())
    }

    /// Hands the sealed chunks of a file to `sink`, in order, each with its number.
    ///
    /// # Errors
    /// When the engine fails, or what `sink` returns.
    pub fn file_chunks(
        &mut self,
        authority: AuthorityId,
        file: FileId,
        mut sink: impl FnMut(i64, Vec<u8>) -> Result<(), StoreError>,
    ) -> Read<()> {
        let arguments = [authority.raw().into(), file.raw().into()];
        self.tx.query(&sql::FILE_CHUNKS, &arguments, &mut |row| {
            sink(row.int(0)?, row.bytes(1)?)
        })
    }

    /// One sealed chunk of a file; nothing where it has none of that number.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn file_chunk(
        &mut self,
        authority: AuthorityId,
        file: FileId,
        number: i64,
    ) -> Read<Option<Vec<u8>>> {
        let arguments = [authority.raw().into(), file.raw().into(), number.into()];
        query_one(self.tx, &sql::FILE_CHUNK, &arguments, |row| row.bytes(0))
    }

    pub(super) fn notice_orphans(&mut self) -> Read<NoticeOrphans> {
        let mut count = |statement| {
            Ok::<i64, StoreError>(
                query_one(self.tx, statement, &[], |row| row.int(0))?.unwrap_or(0),
            )
        };
        Ok(NoticeOrphans {
            notices: count(&sql::ORPHAN_NOTICES)?,
            contents: count(&sql::ORPHAN_FILES)?,
            files_without_content: count(&sql::FILES_WITHOUT_CONTENT)?
                + count(&sql::SEALS_WITHOUT_CONTENT)?,
        })
    }
}

fn notice_row(row: &Columns<'_>) -> Read<NoticeRow> {
    let petition = row.optional_int(1)?.map(PetitionId::new);
    let staff = row.optional_int(2)?.map(StaffId::new);
    let to = petition
        .map(NoticeTo::Petitioner)
        .or(staff.map(NoticeTo::Staff))
        .or(row
            .optional_int(13)?
            .map(PersonId::new)
            .map(NoticeTo::Person));
    let kind = row.text(3)?;
    let to = to.or((kind == "report").then_some(NoticeTo::Recipient));
    Ok(NoticeRow {
        id: row.int(0)?,
        to: to.ok_or_else(|| StoreError::Inconsistent {
            table: "outbox",
            row: row
                .int(0)
                .map_or_else(|_| String::new(), |id| id.to_string()),
            what: "the notice is for nobody".into(),
        })?,
        kind,
        document: row.optional_text(4)?.as_deref().and_then(Document::parse),
        position: Position::new(row.int(5)?),
        state: word(row, 6, NoticeState::parse)?,
        attempts: u32::try_from(row.int(7)?).unwrap_or(u32::MAX),
        next_attempt_at: Instant::from_micros(row.int(8)?),
        created_at: Instant::from_micros(row.int(9)?),
        handed_at: row.optional_int(10)?.map(Instant::from_micros),
        failure: row.optional_text(11)?,
        channel: row.optional_text(12)?.as_deref().and_then(Channel::parse),
    })
}
