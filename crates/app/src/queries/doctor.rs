//! Checks a store and says what it checked: gaps, heads, commitments, orphans, numbers, and with
//! `rebuild` every derived table against the journal.

use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::record::{Keyring, Opened};
use huiyin_domain::event::{Envelope, Event};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_ledger::{Entry, Salt, commit};
use huiyin_store::reader::Reader;
use huiyin_store::rebuild::Rebuilt;
use huiyin_store::rows::{JournalRow, Orphans, Part, PeopleOrphans};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Checks the whole store as one snapshot holds it, whoever goes on writing; with `rebuild` also
    /// derives every state table again.
    ///
    /// # Errors
    /// When the store fails. What is found wrong is in the report.
    pub fn doctor(&self, rebuild: bool) -> Result<DoctorReport, AppError> {
        let mut report = DoctorReport::default();
        match self.store().check_statements() {
            Ok(statements) => report.statements = statements as u64,
            Err(error) => report.find("schema", error.to_string()),
        }
        let rebuilt = if rebuild {
            Some(Rebuilt::begin()?)
        } else {
            None
        };
        self.store()
            .read_here(|reader| self.examine(reader, rebuilt, &mut report))?;
        report.healthy = report.findings.is_empty();
        Ok(report)
    }

    fn examine(
        &self,
        reader: &mut Reader<'_>,
        mut rebuilt: Option<Rebuilt>,
        report: &mut DoctorReport,
    ) -> Result<(), AppError> {
        let heads: BTreeMap<AuthorityId, i64> = reader.heads()?.into_iter().collect();
        let ends: BTreeMap<AuthorityId, i64> = reader.journal_ends()?.into_iter().collect();
        let authorities: BTreeSet<AuthorityId> = heads.keys().chain(ends.keys()).copied().collect();
        for authority in authorities {
            let head = heads.get(&authority).copied().unwrap_or(0);
            let end = ends.get(&authority).copied().unwrap_or(0);
            if head != end {
                let code = if end < head {
                    "journal-ends-early"
                } else {
                    "head-behind"
                };
                report.find(
                    code,
                    format!("journal {authority} ends at {end}, its head says {head}"),
                );
            }
            self.check_journal(reader, authority, &mut rebuilt, report)?;
            check_numbers(reader, authority, report)?;
        }
        check_orphans(reader, report)?;
        if let Some(mut rebuilt) = rebuilt {
            let compared = rebuilt.compare(reader)?;
            report.rebuilt_rows = compared.rows;
            for named in &compared.named {
                report.find("state-differs", named.clone());
            }
        }
        Ok(())
    }

    fn check_journal(
        &self,
        reader: &mut Reader<'_>,
        authority: AuthorityId,
        rebuilt: &mut Option<Rebuilt>,
        report: &mut DoctorReport,
    ) -> Result<(), AppError> {
        let mut last = Position::new(0);
        let mut last_recorded_at = i64::MIN;
        loop {
            let rows = reader.journal_after(authority, last, ROWS_AT_A_TIME)?;
            if rows.is_empty() {
                return Ok(());
            }
            let mut derive = Vec::new();
            for row in rows {
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
                if let Some(event) = self.check_row(reader, &row, report)? {
                    derive.push((row, event));
                }
            }
            let derived = rebuilt.as_mut().map(|rebuilt| rebuilt.derive(&derive));
            if let Some(Err(error)) = derived {
                report.find(
                    "state-underivable",
                    format!("journal {authority}, up to row {last}: {error}"),
                );
                *rebuilt = None;
            }
        }
    }

    /// Checks one row against its commitments and its own envelope; gives its event back.
    fn check_row(
        &self,
        reader: &mut Reader<'_>,
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
        let keyring = self.keyring(reader, row, report)?;
        let parts = [
            (
                &row.identity,
                entry.identity(),
                Keyring::open_identity as OpenPart,
            ),
            (&row.text, entry.text(), Keyring::open_text),
        ];
        for (part, committed, open) in parts {
            match part {
                Part::Absent { salt } if salted(salt, b"") != Some(*committed) => report.find(
                    "absent-part-changed",
                    format!("{at}: an absent part does not commit to nothing"),
                ),
                Part::Absent { .. } => {}
                Part::Sealed(_) => {
                    if let Some(keyring) = &keyring {
                        check_sealed(&at, open(keyring, row), committed, report);
                    }
                }
            }
        }
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
            && envelope.staff == row.staff
            && envelope.response == row.response
            && envelope.event.kind() == row.kind;
        if !same {
            report.find(
                "columns-differ",
                format!("{at}: the columns beside the open part say something else"),
            );
        }
        Ok(Some(envelope.event))
    }

    /// The keys of a row with sealed parts.
    fn keyring(
        &self,
        reader: &mut Reader<'_>,
        row: &JournalRow,
        report: &mut DoctorReport,
    ) -> Result<Option<Keyring>, AppError> {
        if [&row.identity, &row.text]
            .iter()
            .all(|part| matches!(part, Part::Absent { .. }))
        {
            return Ok(None);
        }
        let at = format!("journal {} row {}", row.authority, row.position);
        let Some(unwrapped) = self.unwrapped(reader, row)? else {
            report.find(
                "key-missing",
                format!("{at}: what it belongs to has no row of keys"),
            );
            return Ok(None);
        };
        if unwrapped.is_err() {
            report.find(
                "key-damaged",
                format!("{at}: a key of what it belongs to cannot be unwrapped"),
            );
        }
        Ok(unwrapped.ok())
    }

    /// The keys of the petition, member of staff or response that a row belongs to; `None` without a
    /// row of keys.
    fn unwrapped(
        &self,
        reader: &mut Reader<'_>,
        row: &JournalRow,
    ) -> Result<Option<Result<Keyring, AppError>>, AppError> {
        let (wrapping, authority) = (&self.shared().wrapping, row.authority);
        if let Some(response) = row.response {
            let key = reader.response_key(authority, response)?;
            return Ok(key.map(|key| {
                Keyring::unwrap_of_response(key.as_deref(), wrapping, authority, response)
            }));
        }
        Ok(match (row.petition, row.staff) {
            (Some(petition), _) => reader
                .petition_keys(authority, petition)?
                .map(|keys| Keyring::unwrap(&keys, wrapping, authority, petition)),
            (None, Some(staff)) => reader
                .staff_key(authority, staff)?
                .map(|key| Keyring::unwrap_of_staff(key.as_deref(), wrapping, authority, staff)),
            (None, None) => None,
        })
    }
}

fn check_numbers(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    report: &mut DoctorReport,
) -> Result<(), AppError> {
    for year in reader.numbers_of_years(authority)? {
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

fn check_orphans(reader: &mut Reader<'_>, report: &mut DoctorReport) -> Result<(), AppError> {
    let orphans = reader.orphans()?;
    let counts = [
        (
            "orphan-draft-files",
            orphans.draft_files,
            "pieces of files whose draft is gone",
        ),
        (
            "orphan-upload-parts",
            orphans.upload_parts,
            "parts of files whose upload is gone",
        ),
        ("orphan-ratings", orphans.ratings, "ratings of no unit"),
        ("orphan-keys", orphans.keys, "keys of no petition"),
        (
            "orphan-visits",
            orphans.responses.visits,
            "announced visits of no running response",
        ),
        (
            "orphan-test-pages",
            orphans.responses.test_pages,
            "test pages of no reachability test",
        ),
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
    let counts = counts.into_iter().chain(later_orphans(&orphans));
    for (code, count, what) in counts.filter(|(_, count, _)| *count > 0) {
        report.find(code, format!("{count} {what}"));
    }
    Ok(())
}

/// What concerns staff, notices and responses.
fn later_orphans(
    orphans: &Orphans,
) -> impl Iterator<Item = (&'static str, i64, &'static str)> + use<> {
    let of_people = orphans_of_people(&orphans.people);
    let responses = &orphans.responses;
    let of_responses = [
        (
            "orphan-response-keys",
            responses.keys,
            "keys of no response",
        ),
        (
            "orphan-screens",
            responses.screens,
            "screens of no response",
        ),
        (
            "responses-without-key",
            responses.without_key,
            "responses without a row of keys",
        ),
    ];
    let notices = &orphans.notices;
    let of_notices = [
        ("orphan-notices", notices.notices, "notices to nobody"),
        ("orphan-files", notices.contents, "contents of no file"),
        (
            "files-without-content",
            notices.files_without_content,
            "files without content",
        ),
        (
            "orphan-plan-drafts",
            orphans.plan_drafts,
            "drafts of plans of no staff",
        ),
        (
            "orphan-roster-persons",
            orphans.roster_persons,
            "contacts of no roster",
        ),
    ];
    let counts = of_people.into_iter().chain(of_notices);
    counts.chain(of_responses)
}

/// What concerns staff, and what the desk keeps for them.
const fn orphans_of_people(people: &PeopleOrphans) -> [(&'static str, i64, &'static str); 10] {
    [
        ("orphan-staff-keys", people.keys, "keys of no staff"),
        (
            "orphan-credentials",
            people.credentials,
            "passwords of no staff",
        ),
        ("orphan-sessions", people.sessions, "sessions of no staff"),
        (
            "orphan-invitations",
            people.invitations,
            "invitations of no staff",
        ),
        (
            "orphan-api-tokens",
            people.api_tokens,
            "bearer tokens of no staff",
        ),
        (
            "orphan-calendar-feeds",
            people.calendar_feeds,
            "addresses of duty calendars of no staff",
        ),
        (
            "orphan-saved-views",
            people.saved_views,
            "saved views of no staff",
        ),
        ("orphan-refusals", people.refused, "refusals to no staff"),
        (
            "orphan-presence",
            people.presence,
            "notes of who has a petition open that is none",
        ),
        (
            "staff-without-key",
            people.staff_without_key,
            "staff without a row of keys",
        ),
    ]
}

/// Opens one of the two parts of a row.
type OpenPart = fn(&Keyring, &JournalRow) -> Result<Option<Opened>, AppError>;

fn check_sealed(
    at: &str,
    opened: Result<Option<Opened>, AppError>,
    committed: &[u8; 32],
    report: &mut DoctorReport,
) {
    match opened {
        Ok(Some(opened)) if commit(&opened.salt, &opened.plaintext) == *committed => {
            report.sealed_parts += 1;
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
}

fn salted(salt: &[u8], plaintext: &[u8]) -> Option<[u8; 32]> {
    let salt: Salt = salt.try_into().ok()?;
    Some(commit(&salt, plaintext))
}
