//! One transaction of an import: looks up what is known, then takes over what is new.

use super::mapping::Field;
use super::record::{Checked, Fault};
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::record::{Belongs, Keyring, NewEvent, record};
use crate::rules::Rules;
use huiyin_domain::event::{Actor, AnswerImported, Event, Pinned};
use huiyin_domain::ids::{AuthorityId, ObligationId, PetitionId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{ImportContext, ImportProblem, imported};
use huiyin_domain::time::{Instant, Zone};
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use std::collections::HashMap;
use std::sync::Arc;

/// What all records of one import have in common.
pub(super) struct Run {
    pub(super) authority: AuthorityId,
    pub(super) source: String,
    pub(super) rulebook: Pinned,
    pub(super) term: String,
    /// The zone in which civil days are taken.
    pub(super) zone: Zone,
}

/// A checked record, with the keys that will seal it.
pub(super) struct Prepared {
    pub(super) checked: Checked,
    pub(super) keys: Keyring,
}

/// What became of a record.
pub(super) enum Verdict {
    Imported,
    Already,
    Refused(Fault),
}

/// The content checks of ids that are known.
pub(super) type Seen = HashMap<String, String>;

/// A chunk on its way through the writer.
pub(super) struct ImportChunk {
    pub(super) run: Arc<Run>,
    pub(super) records: Vec<Prepared>,
}

impl Command for ImportChunk {
    type Outcome = Vec<Verdict>;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.run.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Vec<Verdict>, AppError> {
        let rules = shared.rules_in(transaction)?;
        let mut seen = Seen::new();
        self.run
            .look_up(&mut transaction.reader()?, &self.records, &mut seen)?;
        let mut verdicts = Vec::with_capacity(self.records.len());
        for prepared in &self.records {
            let verdict = match known(&seen, &prepared.checked) {
                Some(verdict) => verdict,
                None => self.run.take_over(transaction, shared, &rules, prepared)?,
            };
            note(&mut seen, &prepared.checked, &verdict);
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }
}

/// What is to be said of an id that is known.
fn known(seen: &Seen, checked: &Checked) -> Option<Verdict> {
    let check = seen.get(&checked.record.external_id)?;
    if *check == checked.record.content_check {
        return Some(Verdict::Already);
    }
    let message =
        "this id was imported from the same source with other content; nothing is changed";
    Some(Verdict::Refused(Fault::new(
        Field::ExternalId,
        "conflict",
        message,
    )))
}

fn note(seen: &mut Seen, checked: &Checked, verdict: &Verdict) {
    if matches!(verdict, Verdict::Imported) {
        seen.insert(
            checked.record.external_id.clone(),
            checked.record.content_check.clone(),
        );
    }
}

fn fault(problem: &ImportProblem) -> Fault {
    Fault {
        field: problem.field(),
        code: problem.code(),
        message: problem.to_string(),
    }
}

impl Run {
    /// What [`ImportChunk`] would do; nothing is recorded. `seen` holds what earlier chunks would
    /// have recorded.
    pub(super) fn would_record(
        &self,
        huiyin: &Huiyin,
        records: &[Prepared],
        seen: &mut Seen,
    ) -> Result<Vec<Verdict>, AppError> {
        let rules = huiyin.rules();
        huiyin
            .store()
            .read_here(|reader| self.look_up(reader, records, seen))?;
        let mut verdicts = Vec::with_capacity(records.len());
        for prepared in records {
            let verdict = match known(seen, &prepared.checked) {
                Some(verdict) => verdict,
                None => {
                    let context = self.context(&rules, PetitionNumber::new(0, 0), huiyin.now())?;
                    let judged = imported(&prepared.checked.record, &context);
                    judged.map_or_else(
                        |problem| Verdict::Refused(fault(&problem)),
                        |_| Verdict::Imported,
                    )
                }
            };
            note(seen, &prepared.checked, &verdict);
            verdicts.push(verdict);
        }
        Ok(verdicts)
    }

    /// Looks up every id of a chunk at once: a read inside a transaction flushes what is staged.
    fn look_up(
        &self,
        reader: &mut Reader<'_>,
        records: &[Prepared],
        seen: &mut Seen,
    ) -> Result<(), AppError> {
        for prepared in records {
            let id = &prepared.checked.record.external_id;
            if let Some(found) = reader.imported_record(self.authority, &self.source, id)? {
                seen.insert(id.clone(), found.content_check);
            }
        }
        Ok(())
    }

    fn context<'a>(
        &'a self,
        rules: &'a Rules,
        number: PetitionNumber,
        now: Instant,
    ) -> Result<ImportContext<'a>, AppError> {
        let missing = |what: &str| {
            AppError::Unreadable(format!(
                "{what} of {} {} is not loaded",
                self.rulebook.id, self.rulebook.version
            ))
        };
        let rulebook = rules
            .rulebook_version(&self.rulebook.id, &self.rulebook.version)
            .ok_or_else(|| missing("a term"))?;
        let term = rulebook
            .term(&self.term)
            .ok_or_else(|| missing("the term"))?;
        let calendar = rules
            .calendar(&rulebook.calendar)
            .ok_or_else(|| missing("the calendar"))?;
        Ok(ImportContext {
            source: &self.source,
            number,
            rulebook,
            term,
            calendar,
            zone: &self.zone,
            now,
        })
    }

    /// Stages petition, keys and answer.
    fn take_over(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        rules: &Rules,
        prepared: &Prepared,
    ) -> Result<Verdict, AppError> {
        let checked = &prepared.checked;
        let authority = rules
            .authority(self.authority)
            .ok_or_else(|| AppError::Unreadable("the authority is not loaded".into()))?;
        let recorded_at = transaction.next_slot(self.authority)?.recorded_at;
        let number =
            transaction.next_number(self.authority, recorded_at.date_in(&authority.zone).year())?;
        let event = match imported(&checked.record, &self.context(rules, number, recorded_at)?) {
            Ok(event) => event,
            Err(problem) => return Ok(Verdict::Refused(fault(&problem))),
        };
        let new = NewEvent {
            authority: self.authority,
            by: Actor::Operator,
            effective_at: Some(checked.record.registered_at),
            belongs: Belongs::New,
            event: Event::PetitionImported(event),
            identity: checked.identity.as_deref(),
            text: Some(&checked.text),
            keys: Some(&prepared.keys),
        };
        let slot = record(transaction, new, &*shared.chance)?.slot;
        let petition = PetitionId::new(slot.position.raw());
        prepared.keys.keep(
            transaction,
            &shared.wrapping,
            (self.authority, petition),
            &*shared.chance,
        )?;
        if let Some(answered_at) = checked.record.answered_at {
            let new = NewEvent {
                authority: self.authority,
                by: Actor::Operator,
                effective_at: Some(answered_at),
                belongs: Belongs::To(petition),
                event: Event::AnswerImported(AnswerImported {
                    met: vec![ObligationId::opened_at(slot.position, 0)],
                }),
                identity: None,
                text: checked.answer.as_deref(),
                keys: Some(&prepared.keys),
            };
            record(transaction, new, &*shared.chance)?;
        }
        Ok(Verdict::Imported)
    }
}
