//! A petition's rows with their sealed words, opened with its keys.

use super::corrected::replace;
use super::kept::Folded;
use super::{Loaded, envelope, keyring, parse};
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::record::Keyring;
use huiyin_domain::event::{Envelope, Event, EventText};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::petition::{Identity, PetitionText};
use huiyin_store::reader::Reader;
use huiyin_store::rows::JournalRow;

/// A petition's rows with their envelopes and sealed words opened.
pub(crate) struct Opened {
    pub rows: Vec<(JournalRow, Envelope)>,
    pub keys: Keyring,
}

impl Opened {
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        shared: &Shared,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Result<Self, AppError> {
        let keys = keyring(reader, shared, authority, petition)?;
        let rows = reader.journal_of(authority, petition)?;
        let rows = rows
            .into_iter()
            .map(|row| envelope(&row.open).map(|envelope| (row, envelope)));
        Ok(Self {
            rows: rows.collect::<Result<_, _>>()?,
            keys,
        })
    }

    /// The petition with its words, from one reading of its rows; nothing if there is none.
    pub(crate) fn with_case(
        reader: &mut Reader<'_>,
        shared: &Shared,
        authority: AuthorityId,
        petition: PetitionId,
    ) -> Result<Option<(Loaded, Self)>, AppError> {
        let rules = shared.rules_read(reader)?;
        let organisation = shared.organisation_read(reader, authority)?;
        let opened = Self::read(reader, shared, authority, petition)?;
        let Some(folded) = Folded::of(opened.rows.iter().map(|(_, envelope)| envelope)) else {
            return Ok(None);
        };
        let loaded = Loaded::of(&rules, organisation, authority, folded)?;
        Ok(Some((loaded, opened)))
    }

    /// The petition's own text, as it was registered or, where staff had mistyped it, as it was corrected.
    pub(crate) fn petition_text(&self) -> Result<PetitionText, AppError> {
        self.corrected_text(self.registered_text()?)
    }

    /// A text with what was corrected of it.
    pub(crate) fn corrected_text(&self, mut text: PetitionText) -> Result<PetitionText, AppError> {
        for (row, envelope) in &self.rows {
            if let Event::EntryCorrected(corrected) = &envelope.event {
                let after = self.words(row)?.lines.into_iter().next();
                replace(&mut text, corrected.part, after.unwrap_or_default());
            }
        }
        Ok(text)
    }

    /// The petition's own text, as it was registered.
    pub(crate) fn registered_text(&self) -> Result<PetitionText, AppError> {
        let Some((row, _)) = self.rows.first() else {
            return Ok(PetitionText::default());
        };
        let opened = self.keys.open_text(row)?;
        Ok(opened
            .map(|opened| parse(&opened.plaintext))
            .transpose()?
            .unwrap_or_default())
    }

    /// Who brought it, as it holds now.
    pub(crate) fn identity(&self) -> Result<Option<Identity>, AppError> {
        self.identity_before(Position::new(i64::MAX))
    }

    /// Who brought it, as it held before the event at a position.
    pub(crate) fn identity_before(&self, position: Position) -> Result<Option<Identity>, AppError> {
        let first = self.rows.first().map(|(row, _)| row.position);
        let mut newest_first = self.rows.iter().rev();
        let found = newest_first.find(|(row, envelope)| {
            let says = match &envelope.event {
                Event::ContactChanged(_) | Event::NameCorrected(_) => true,
                Event::RepresentativeLeft(left) => left.named,
                _ => false,
            };
            row.position < position && (says || Some(row.position) == first)
        });
        let Some((row, _)) = found else {
            return Ok(None);
        };
        let opened = self.keys.open_identity(row)?;
        opened.map(|opened| parse(&opened.plaintext)).transpose()
    }

    /// The words of an event after the first.
    pub(crate) fn words(&self, row: &JournalRow) -> Result<EventText, AppError> {
        let opened = self.keys.open_text(row)?;
        Ok(opened
            .map(|opened| parse(&opened.plaintext))
            .transpose()?
            .unwrap_or_default())
    }

    /// The words of the event at a position.
    pub(crate) fn words_at(&self, position: Position) -> Result<EventText, AppError> {
        match self.rows.iter().find(|(row, _)| row.position == position) {
            Some((row, _)) => self.words(row),
            None => Ok(EventText::default()),
        }
    }

    /// The words of the last event that is one.
    pub(crate) fn last_of(
        &self,
        is_one: impl Fn(&Event) -> bool,
    ) -> Result<Option<EventText>, AppError> {
        let mut newest_first = self.rows.iter().rev();
        let found = newest_first.find(|(_, envelope)| is_one(&envelope.event));
        found.map(|(row, _)| self.words(row)).transpose()
    }
}
