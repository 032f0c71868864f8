//! Gives petitions out as a file: number, class, category, place, unit, channel, state, dates and
//! duties. Never identity, free text or respondents: of those a backup is the only copy.
//!
//! Each export is a journal event before its first row is written. The file holds the petitions
//! that were on record at that event, each as it stands when its page is read.

mod sink;

pub(crate) use sink::{UTF8_MARK, closed, guarded};

use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::queries::obligation::in_time;
use crate::record::{Belongs, NewEvent, record};
use crate::rules::{Authority, Rules};
use huiyin_domain::event::{Actor, DataExported, Event};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_domain::rulebook::Duty;
use huiyin_domain::time::Instant;
use huiyin_store::rows::{ObligationRow, PetitionRow};
use huiyin_store::transaction::Transaction;
use serde::Serialize;
use sink::Sink;
use std::io::Write;

/// Petitions read at once.
const PAGE_ROWS_MAX: u32 = 500;

/// In which form petitions are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One object a line, its duties in a list.
    Jsonl,
    /// UTF-8 with a mark, so that spreadsheets open it; one row for each duty.
    Csv,
    /// A workbook; one row for each duty.
    Xlsx,
}

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Jsonl, Self::Csv, Self::Xlsx];

    /// Its word, which is also its file extension.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// Reads its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// What an export wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ExportReport {
    /// Petitions.
    pub petitions: u64,
    /// Their duties and windows.
    pub duties: u64,
}

/// Why an export did not end well.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store.
    #[error("{0}")]
    App(#[from] AppError),
    /// Nobody takes the output.
    #[error("the export cannot be written: {0}")]
    Output(String),
}

/// A petition, as it is given out.
#[derive(Serialize)]
struct ExportedPetition {
    number: String,
    class: Option<&'static str>,
    category: Option<String>,
    place: Option<String>,
    unit: String,
    channel: &'static str,
    state: &'static str,
    registered_at: String,
    recorded_at: String,
    answered_at: Option<String>,
    duties: Vec<ExportedDuty>,
}

/// A duty or window of it.
#[derive(Serialize)]
struct ExportedDuty {
    rulebook: String,
    term: String,
    duty: &'static str,
    opened_at: String,
    due_date: String,
    due_at: String,
    state: &'static str,
    met_at: Option<String>,
    late: bool,
    provisional: bool,
}

impl Huiyin {
    /// Writes all petitions of an authority.
    ///
    /// # Errors
    /// When the store fails or the output is closed; the export stands in the journal all the same.
    pub fn export_petitions(
        &self,
        authority: &Authority,
        format: ExportFormat,
        out: &mut (dyn Write + Send),
    ) -> Result<ExportReport, ExportError> {
        self.refresh()?;
        let id = authority.row.id;
        let begun = self.command_here(BeginExport {
            authority: id,
            format,
        })?;
        let rules = self.rules();
        let now = self.now();
        let mut sink = Sink::new(format, out)?;
        let mut report = ExportReport {
            petitions: 0,
            duties: 0,
        };
        let mut after = PetitionId::new(0);
        loop {
            let (petitions, obligations) = self.store().read_here(|reader| {
                let petitions = reader.petitions_after(id, after, PAGE_ROWS_MAX)?;
                let through = petitions.last().map_or(after, |last| last.id);
                Ok::<_, AppError>((petitions, reader.obligations_between(id, after, through)?))
            })?;
            let Some(last) = petitions.last().map(|last| last.id) else {
                break;
            };
            let mut obligations = obligations.into_iter().peekable();
            for petition in petitions
                .into_iter()
                .filter(|petition| petition.id.raw() < begun.raw())
            {
                let mut duties = Vec::new();
                while let Some(row) = obligations.next_if(|row| row.petition <= petition.id) {
                    duties.push(duty(&rules, authority, row, now)?);
                }
                report.petitions += 1;
                report.duties += duties.len() as u64;
                sink.write(&exported(authority, petition, duties))?;
            }
            if last.raw() >= begun.raw() {
                break;
            }
            after = last;
        }
        sink.finish()?;
        Ok(report)
    }
}

fn exported(
    authority: &Authority,
    row: PetitionRow,
    duties: Vec<ExportedDuty>,
) -> ExportedPetition {
    ExportedPetition {
        number: row.number.to_string(),
        class: row.class.map(|class| class.word()),
        category: row.category,
        place: row.place,
        unit: authority
            .unit(row.unit)
            .map_or_else(|| row.unit.to_string(), |unit| unit.key.clone()),
        channel: row.channel.word(),
        state: row.state.word(),
        registered_at: row.registered_at.rfc3339_in(&authority.zone),
        recorded_at: row.recorded_at.rfc3339_in(&authority.zone),
        answered_at: row.answered_at.map(|at| at.rfc3339_in(&authority.zone)),
        duties,
    }
}

fn duty(
    rules: &Rules,
    authority: &Authority,
    row: ObligationRow,
    now: Instant,
) -> Result<ExportedDuty, AppError> {
    let term = rules
        .rulebook_version(&row.rulebook, &row.rulebook_version)
        .and_then(|rulebook| rulebook.term(&row.term));
    let term = term.ok_or_else(|| {
        AppError::Unreadable(format!(
            "{} {} {} is not loaded",
            row.rulebook, row.rulebook_version, row.term
        ))
    })?;
    Ok(ExportedDuty {
        late: row.duty != Duty::Window && !in_time(term, row.due_at, row.met_at.unwrap_or(now)),
        rulebook: row.rulebook,
        term: row.term,
        duty: row.duty.word(),
        opened_at: row.opened_at.rfc3339_in(&authority.zone),
        due_date: row.due_date.to_string(),
        due_at: row.due_at.rfc3339_in(&authority.zone),
        state: row.state.word(),
        met_at: row.met_at.map(|at| at.rfc3339_in(&authority.zone)),
        provisional: row.provisional,
    })
}

/// Records that an export begins; its outcome is that event's position.
struct BeginExport {
    authority: AuthorityId,
    format: ExportFormat,
}

impl Command for BeginExport {
    type Outcome = Position;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Position, AppError> {
        let rows = transaction.reader()?.petition_count(self.authority)?;
        let exported = DataExported {
            what: "petitions".into(),
            format: self.format.word().into(),
            rows,
        };
        let new = NewEvent::open(
            self.authority,
            Actor::Operator,
            Belongs::Nowhere,
            Event::DataExported(exported),
        );
        Ok(record(transaction, new, &*shared.chance)?.slot.position)
    }
}
