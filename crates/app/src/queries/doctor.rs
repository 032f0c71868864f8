//! Checks a store and says what it checked: gaps, heads, commitments, orphans, numbers, and with
//! `rebuild` every derived table against the journal.

use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::record::Keyring;
use huiyin_domain::event::{Envelope, Event};
use huiyin_domain::ids::{AuthorityId, PetitionId, Position};
use huiyin_ledger::{Entry, Salt, commit};
use huiyin_store::rebuild::Rebuilt;
use huiyin_store::rows::{JournalRow, Part};
use serde::Serialize;

/// Journal rows looked at in one snapshot.
const ROWS_AT_A_TIME: u32 = 1_000;
/// Findings named of one kind; the rest is counted.
const NAMED_MAX: usize = 20;

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DoctorReport {
    /// Whether everything is as it must be.
    pub healthy: bool,
    /// SQL statements that were prepared against the schema.
    pub statements: u64,
    /// Rows of all journals: positions, times and commitments checked.
    pub journal_rows: u64,
    /// Sealed parts that were opened and held against their commitment.
    pub sealed_parts: u64,
    /// Sealed parts whose key was destroyed, as retention demands.
    pub forgotten_parts: u64,
    /// Petition numbers checked for gaps.
    pub numbers: u64,
    /// Rows of derived tables compared with the journal; 0 without `rebuild`.
    pub rebuilt_rows: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A stable code.
    pub code: &'static str,
    /// Where and what.
    pub message: String,
}

impl DoctorReport {
    fn find(&mut self, code: &'static str, message: impl Into<String>) {
        if self
            .findings
            .iter()
            .filter(|found| found.code == code)
            .count()
            < NAMED_MAX
        {
            self.findings.push(Finding {
                code,
                message: message.into(),
            });
        }
    }
}

impl Huiyin {
    /// Checks the whole store; with `rebuild` also derives every state table again.
    ///
    /// # Errors
    /// When the store fails. What is found wrong is in the report.
    pub fn doctor(&self, rebuild: bool) -> Result<DoctorReport, AppError> {
        let mut report = DoctorReport::default();
        match self.store().check_statements() {
            Ok(statements) => report.statements = statements as u64,
            Err(error) => report.find("schema", error.to_string()),
        }
        let mut rebuilt = if rebuild {
            Some(Rebuilt::begin()?)
        } else {
            None
        };
        let heads = self.store().read_here(|reader| reader.heads())?;
        for (authority, head) in heads {
            self.check_journal(authority, head, rebuilt.as_mut(), &mut report)?;
            self.check_numbers(authority, &mut report)?;
        }
        self.check_orphans(&mut report)?;
        if let Some(mut rebuilt) = rebuilt {
            let compared = rebuilt.compare(self.store())?;
            report.rebuilt_rows = compared.rows;
            for named in &compared.named {
                report.find("state-differs", named.clone());
            }
        }
        report.healthy = report.findings.is_empty();
        Ok(report)
    }

    fn check_journal(
        &self,
        authority: AuthorityId,
        head: i64,
        mut rebuilt: Option<&mut Rebuilt>,
        report: &mut DoctorReport,
    ) -> Result<(), AppError> {
        let mut last = Position::new(0);
        let mut last_recorded_at = i64::MIN;
        // Rows that are appended while the doctor looks are left for the next time.
        while last.raw() < head {
            let rows = self
                .store()
                .read_here(|reader| reader.journal_after(authority, last, ROWS_AT_A_TIME))?;
            if rows.is_empty() {
                report.find(
                    "journal-ends-early",
                    format!("journal {authority} ends at {last}, its head says {head}"),
                );
                break;
            }
            let mut derive = Vec::new();
            for row in rows
                .into_iter()
                .take_while(|row| row.position.raw() <= head)
            {
                if row.position.raw() != last.raw() + 1 {
                    report.find(
                        "journal-gap",
                        format!("journal {authority}: {} follows {last}", row.position),
                    );
                }
                if row.recorded_at.micros() < last_recorded_at {
                    report.find(
                        "time-runs-back",
                        format!(
                            "journal {authority}: row {} is earlier than the row before it",
                            row.position
                        ),
                    );
                }
                last = row.position;
                last_recorded_at = row.recorded_at.micros();
                report.journal_rows += 1;
                if let Some(event) = self.check_row(&row, report)? {
                    derive.push((row, event));
                }
            }
            if let Some(rebuilt) = rebuilt.as_deref_mut() {
                rebuilt.derive(&derive)?;
            }
        }
        Ok(())
    }

    /// Checks one row against its commitments and its own envelope; gives its event back.
    fn check_row(
        &self,
        row: &JournalRow,
        report: &mut DoctorReport,
    ) -> Result<Option<Event>, AppError> {
        let at = format!("journal {} row {}", row.authority, row.position);
        let Ok(entry) = Entry::parse(&row.entry) else {
            report.find(
                "entry-damaged",
                format!("{at}: the entry is not 97 bytes of version 1"),
            );
            return Ok(None);
        };
        if salted(&row.open_salt, &row.open) != Some(*entry.open()) {
            report.find(
                "open-part-changed",
                format!("{at}: the open part is not the one that was committed to"),
            );
        }
        self.check_part(
            row,
            &row.identity,
            entry.identity(),
            Keyring::open_identity,
            report,
        )?;
        self.check_part(row, &row.text, entry.text(), Keyring::open_text, report)?;
        let Ok(envelope) = serde_json::from_slice::<Envelope>(&row.open) else {
            report.find(
                "open-part-unreadable",
                format!("{at}: the open part is no event that this program knows"),
            );
            return Ok(None);
        };
        let same = envelope.authority == row.authority
            && envelope.position == row.position
            && envelope.recorded_at == row.recorded_at
            && envelope.effective_at == row.effective_at
            && envelope.petition == row.petition
            && envelope.event.kind() == row.kind;
        if !same {
            report.find(
                "columns-differ",
                format!("{at}: the columns beside the open part say something else"),
            );
        }
        Ok(Some(envelope.event))
    }

    fn check_part(
        &self,
        row: &JournalRow,
        part: &Part,
        committed: &[u8; 32],
        open: fn(&Keyring, &JournalRow) -> Result<Option<crate::record::Opened>, AppError>,
        report: &mut DoctorReport,
    ) -> Result<(), AppError> {
        let at = format!("journal {} row {}", row.authority, row.position);
        if let Part::Absent { salt } = part {
            if salted(salt, b"") != Some(*committed) {
                report.find(
                    "absent-part-changed",
                    format!("{at}: an absent part does not commit to nothing"),
                );
            }
            return Ok(());
        }
        let Some(keyring) = self.keyring(row)? else {
            report.find(
                "key-missing",
                format!("{at}: its petition has no row of keys"),
            );
            return Ok(());
        };
        match open(&keyring, row) {
            Ok(Some(opened)) if commit(&opened.salt, &opened.plaintext) == *committed => {
                report.sealed_parts += 1
            }
            Ok(None) => report.forgotten_parts += 1,
            Ok(Some(_)) => report.find(
                "sealed-part-changed",
                format!("{at}: a sealed part is not the one that was committed to"),
            ),
            Err(_) => report.find(
                "seal-broken",
                format!("{at}: a sealed part cannot be opened with its key"),
            ),
        }
        Ok(())
    }

    fn keyring(&self, row: &JournalRow) -> Result<Option<Keyring>, AppError> {
        let Some(petition) = row.petition else {
            return Ok(None);
        };
        let keys = self
            .store()
            .read_here(|reader| reader.petition_keys(row.authority, petition))?;
        let wrapping = &self.shared().wrapping;
        keys.map(|keys| {
            Keyring::unwrap(
                &keys,
                wrapping,
                row.authority,
                PetitionId::new(petition.raw()),
            )
        })
        .transpose()
    }

    fn check_numbers(
        &self,
        authority: AuthorityId,
        report: &mut DoctorReport,
    ) -> Result<(), AppError> {
        for year in self
            .store()
            .read_here(|reader| reader.numbers_of_years(authority))?
        {
            report.numbers += year.count.unsigned_abs();
            if year.first != 1 || year.last != year.count {
                report.find(
                    "number-gap",
                    format!(
                        "authority {authority}, {}: {} numbers from {} to {}",
                        year.year, year.count, year.first, year.last
                    ),
                );
            }
        }
        Ok(())
    }

    fn check_orphans(&self, report: &mut DoctorReport) -> Result<(), AppError> {
        let orphans = self.store().read_here(|reader| reader.orphans())?;
        let counts = [
            ("orphan-keys", orphans.keys, "keys of no petition"),
            (
                "orphan-codes",
                orphans.codes,
                "tracking codes of no petition",
            ),
            (
                "orphan-idempotency",
                orphans.idempotency,
                "idempotency records of no petition",
            ),
            (
                "petitions-without-key",
                orphans.petitions_without_key,
                "petitions without a row of keys",
            ),
            (
                "authorities-without-log-key",
                orphans.authorities_without_log_key,
                "authorities without a log key",
            ),
        ];
        for (code, count, what) in counts.into_iter().filter(|(_, count, _)| *count > 0) {
            report.find(code, format!("{count} {what}"));
        }
        Ok(())
    }
}

fn salted(salt: &[u8], plaintext: &[u8]) -> Option<[u8; 32]> {
    let salt: Salt = salt.try_into().ok()?;
    Some(commit(&salt, plaintext))
}
