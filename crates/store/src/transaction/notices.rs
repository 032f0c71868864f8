//! What a transaction keeps about notices and files. All of it is operational: no event tells it, and
//! a rebuild leaves it alone.

use super::Transaction;
use crate::StoreError;
use crate::rows::{NewNotice, NoticeState, NoticeTo};
use crate::statements::notices as sql;
use crate::tx::query_one;
use huiyin_domain::event::Document;
use huiyin_domain::ids::{AuthorityId, FileId, PersonId, PetitionId, StaffId};
use huiyin_domain::plan::Channel;
use huiyin_domain::time::Instant;

/// How many notices one event may cause; their ids are made of its position.
pub(crate) const NOTICES_OF_ONE_EVENT_MAX: i64 = 1_024;

impl Transaction<'_> {
    /// Queues a notice, to be sent once this transaction is durable; gives its id.
    ///
    /// # Errors
    /// When the engine fails, or one event causes more notices than it may.
    pub fn queue_notice(
        &mut self,
        authority: AuthorityId,
        notice: NewNotice<'_>,
    ) -> Result<i64, StoreError> {
        let id = self.next_notice_id(authority, notice.position.raw())?;
        let (petition, staff, person) = match notice.to {
            NoticeTo::Petitioner(petition) => (Some(petition), None, None),
            NoticeTo::Staff(staff) => (None, Some(staff), None),
            NoticeTo::Person(person) => (None, None, Some(person)),
            NoticeTo::Recipient => (None, None, None),
        };
        let now = self.now.micros();
        self.insert(
            &sql::NOTICE_ADD,
            [
                authority.raw().into(),
                id.into(),
                petition.map(PetitionId::raw).into(),
                staff.map(StaffId::raw).into(),
                notice.kind.into(),
                notice.document.map(Document::word).into(),
                notice.position.raw().into(),
                NoticeState::Queued.word().into(),
                0.into(),
                now.into(),
                now.into(),
                notice.channel.map(Channel::word).into(),
                person.map(PersonId::raw).into(),
            ],
        );
        Ok(id)
    }

    /// Ids follow from the event, so that none is ever given twice, even when old rows are gone.
    fn next_notice_id(&mut self, authority: AuthorityId, position: i64) -> Result<i64, StoreError> {
        let first = position * NOTICES_OF_ONE_EVENT_MAX;
        let end = first + NOTICES_OF_ONE_EVENT_MAX;
        let last = match self.counted.notices.get(&(authority, position)) {
            Some(last) => *last,
            None => {
                let arguments = [authority.raw().into(), first.into(), end.into()];
                let found = query_one(self.tx, &sql::NOTICE_LAST_AT, &arguments, |row| {
                    row.optional_int(0)
                })?;
                found.flatten().unwrap_or(first - 1)
            }
        };
        let next = last + 1;
        if next >= end {
            return Err(StoreError::Inconsistent {
                table: "outbox",
                row: format!("{authority}/{position}"),
                what: format!("one event caused {NOTICES_OF_ONE_EVENT_MAX} notices"),
            });
        }
        self.counted.notices.insert((authority, position), next);
        Ok(next)
    }

    /// Notes an attempt on a notice that waits, and when it is tried next.
    pub fn note_attempt(
        &mut self,
        authority: AuthorityId,
        id: i64,
        attempts: u32,
        next_attempt_at: Instant,
        failure: Option<&str>,
    ) {
        let values = vec![
            i64::from(attempts).into(),
            next_attempt_at.micros().into(),
            failure.into(),
            authority.raw().into(),
            id.into(),
        ];
        self.update(&sql::NOTICE_ATTEMPT, values);
    }

    /// A notice that waited was handed over, failed for good, or has nobody to go to.
    pub fn end_notice(
        &mut self,
        authority: AuthorityId,
        id: i64,
        state: NoticeState,
        failure: Option<&str>,
    ) {
        let handed_at = (state == NoticeState::Handed).then_some(self.now.micros());
        let values = vec![
            state.word().into(),
            handed_at.into(),
            failure.into(),
            authority.raw().into(),
            id.into(),
        ];
        self.update(&sql::NOTICE_END, values);
    }

    /// A notice that failed for good waits again, as if it were queued now.
    pub fn notice_again(&mut self, authority: AuthorityId, id: i64) {
        let values = vec![self.now.micros().into(), authority.raw().into(), id.into()];
        self.update(&sql::NOTICE_AGAIN, values);
    }

    /// Lets the notices of a petition that wait for their hours, and were never tried, be looked at now.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn notices_of_petition_again(
        &mut self,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [
            self.now.micros().into(),
            authority.raw().into(),
            petition.raw().into(),
        ];
        self.tx.execute(&sql::NOTICES_OF_PETITION_AGAIN, &values)?;
        Ok(())
    }

    /// Notes by what the channel of a page knows it.
    pub fn page_known_as(&mut self, authority: AuthorityId, id: i64, reference: &str) {
        let values = vec![reference.into(), authority.raw().into(), id.into()];
        self.replace(&sql::PAGE_KNOWN_AS, values);
    }

    /// Lets every page that was taken and whose outcome nobody knows be sent at once: for a process that
    /// begins, after one that ended in between. Whoever gets it twice sees the same number.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn pages_again(&mut self, authority: AuthorityId) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [self.now.micros().into(), authority.raw().into()];
        self.tx.execute(&sql::PAGES_AGAIN, &values)?;
        Ok(())
    }

    /// Forgets the notices that were handed over, or had nobody to go to, before an instant. What they
    /// served is on record; only that a mail went out is forgotten.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn forget_notices(
        &mut self,
        authority: AuthorityId,
        before: Instant,
    ) -> Result<(), StoreError> {
        self.changes += 1;
        self.flush()?;
        let values = [authority.raw().into(), before.micros().into()];
        self.tx.execute(&sql::NOTICES_FORGET, &values)?;
        Ok(())
    }

    /// Keeps a sealed piece of a file.
    pub fn keep_file_chunk(
        &mut self,
        authority: AuthorityId,
        file: FileId,
        number: i64,
        sealed: Vec<u8>,
    ) {
        self.insert(
            &sql::FILE_CHUNK_ADD,
            [
                authority.raw().into(),
                file.raw().into(),
                number.into(),
                sealed.into(),
            ],
        );
    }
}
