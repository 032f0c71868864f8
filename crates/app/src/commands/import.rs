//! Takes petitions of earlier days over from a file (RULES 8): checked one by one, recorded in
//! chunks, each durable before the next. Run again, it goes on where it stopped.

mod chunk;
mod file;
mod mapping;
mod record;
mod time;

use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::record::Keyring;
use crate::rules::{Authority, Rules};
use chunk::{ImportChunk, Prepared, Run, Seen, Verdict};
use file::{RawRecord, RecordFile};
use huiyin_domain::event::Pinned;
use huiyin_domain::rulebook::Duty;
use huiyin_domain::text::check_line;
use huiyin_domain::time::Zone;
use mapping::Mapping;
use record::{Fault, NotTaken, check};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// Records in one transaction, so that petitions are registered in between.
const CHUNK_RECORDS_MAX: usize = 200;
/// The term that an imported petition is judged by, unless another was named.
const DEFAULT_TERM: &str = "answer";
/// The longest name of a source; it is indexed with each record's id.
const SOURCE_CHARACTERS_MAX: usize = 200;

/// What to take over, and how it is to be read.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// A `.jsonl`, `.csv` or `.xlsx` file; UTF-8 or GB18030.
    pub file: PathBuf,
    /// `OURS=THEIRS`: columns that are not called as our fields are.
    pub fields: Vec<String>,
    /// The zone of times without an offset, and of civil days. Without it the authority's for the
    /// former, the rulebook's for the latter (RULES 1.4).
    pub zone: Option<String>,
    /// The rulebook that the petitions are judged under; the authority's unless given.
    pub rulebook: Option<String>,
    /// The term that is opened; `answer` unless given.
    pub term: Option<String>,
    /// What the ids are unique in; the file's stem unless given.
    pub source: Option<String>,
    /// Only says what would happen.
    pub dry_run: bool,
}

/// How far a file is read: in bytes, or in rows of a workbook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// So far.
    pub done: u64,
    /// Of how many.
    pub of: u64,
}

/// What an import did (DESIGN 6). `read` is the sum of `imported`, `already` and the refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Records in the file.
    pub read: u64,
    /// Taken over now; in a dry run: that would be.
    pub imported: u64,
    /// Taken over before, with the same content.
    pub already: u64,
    /// Not taken over, each with the first thing that is wrong with it.
    pub refused: Vec<RefusedRecord>,
    /// Columns that are nobody's field.
    pub ignored: Vec<String>,
    /// Whether nothing was recorded.
    pub dry_run: bool,
}

/// A record that was not taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedRecord {
    /// The line on which it starts, or its row in a workbook; the first is 1.
    pub line: u64,
    /// Our name of the field that is wrong; none when the line is no record at all.
    pub field: Option<String>,
    /// A stable code, such as `conflict`.
    pub code: String,
    /// What to correct.
    pub message: String,
}

/// Why an import did not begin, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The call's words are off.
    #[error("{0}")]
    Usage(String),
    /// The file, or what it is to be judged by, was not taken.
    #[error("{0}")]
    Refused(String),
    /// The file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Its path.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The store, or chance. What was recorded until then stays; run the import again.
    #[error("{0}")]
    App(#[from] AppError),
}

impl Huiyin {
    /// Takes a file over. `progress` is told after each chunk how far it is.
    ///
    /// # Errors
    /// [`ImportError`]; chunks that were recorded before stay, and the next run finds them.
    pub fn import_petitions(
        &self,
        authority: &Arc<Authority>,
        options: &ImportOptions,
        progress: &mut dyn FnMut(ImportProgress),
    ) -> Result<ImportReport, ImportError> {
        let mapping = Mapping::parse(&options.fields)?;
        self.refresh()?;
        let rules = self.rules();
        let given_zone = given_zone(options)?;
        let run = Arc::new(run(authority, options, given_zone.as_ref(), &rules)?);
        let file = RecordFile::open(&options.file, mapping)?;
        let zone = given_zone.unwrap_or_else(|| authority.zone.clone());
        let report = ImportReport {
            dry_run: options.dry_run,
            ..ImportReport::default()
        };
        Import {
            huiyin: self,
            authority,
            zone,
            run,
            report,
            seen: Seen::default(),
            lines: Vec::new(),
            chunk: Vec::new(),
        }
        .whole(file, progress)
    }
}

fn given_zone(options: &ImportOptions) -> Result<Option<Zone>, ImportError> {
    let parse = |name: &String| {
        Zone::parse(name).map_err(|error| ImportError::Usage(format!("--zone: {error}")))
    };
    options.zone.as_ref().map(parse).transpose()
}

/// By what the records are judged.
fn run(
    authority: &Authority,
    options: &ImportOptions,
    zone: Option<&Zone>,
    rules: &Rules,
) -> Result<Run, ImportError> {
    let id = options
        .rulebook
        .as_deref()
        .unwrap_or(&authority.row.rulebook);
    let Some(rulebook) = rules.rulebook(id) else {
        return Err(ImportError::Refused(format!(
            "no rulebook is called {id:?}; there are {}",
            rules.rulebook_ids().join(", ")
        )));
    };
    let term = options.term.as_deref().unwrap_or(DEFAULT_TERM);
    let duties = || {
        let duties = rulebook
            .terms
            .iter()
            .filter(|term| term.duty != Duty::Window);
        duties
            .map(|term| term.id.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match rulebook.term(term) {
        None => {
            return Err(ImportError::Refused(format!(
                "{id} has no term {term:?}; say --term with one of: {}",
                duties()
            )));
        }
        Some(found) if found.duty == Duty::Window => {
            let why = "it says until when somebody may act, and nobody can be late in it";
            return Err(ImportError::Refused(format!(
                "{term} of {id} is a window: {why}; say --term with one of: {}",
                duties()
            )));
        }
        Some(_) => {}
    }
    let source = match &options.source {
        Some(source) => source.trim().to_owned(),
        None => options
            .file
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default(),
    };
    check_line(&source, SOURCE_CHARACTERS_MAX).map_err(|_| {
        ImportError::Usage(format!(
            "--source: not one line of 1 to {SOURCE_CHARACTERS_MAX} characters"
        ))
    })?;
    let pinned: Pinned = rulebook.pinned();
    let zone = zone.unwrap_or(&rulebook.zone).clone();
    Ok(Run {
        authority: authority.row.id,
        source,
        rulebook: pinned,
        term: term.to_owned(),
        zone,
    })
}

/// An import under way.
struct Import<'a> {
    huiyin: &'a Huiyin,
    authority: &'a Arc<Authority>,
    /// The zone of times without an offset.
    zone: Zone,
    run: Arc<Run>,
    report: ImportReport,
    /// What a dry run would have recorded.
    seen: Seen,
    /// The lines of the chunk's records.
    lines: Vec<u64>,
    chunk: Vec<Prepared>,
}

impl Import<'_> {
    fn whole(
        mut self,
        mut file: RecordFile,
        progress: &mut dyn FnMut(ImportProgress),
    ) -> Result<ImportReport, ImportError> {
        while let Some(raw) = file.next()? {
            self.report.read += 1;
            self.add(raw)?;
            if self.chunk.len() >= CHUNK_RECORDS_MAX {
                self.record_chunk()?;
                progress(file.progress());
            }
        }
        self.record_chunk()?;
        progress(file.progress());
        self.report.refused.sort_by_key(|refused| refused.line);
        self.report.ignored = file.ignored();
        Ok(self.report)
    }

    /// Checks a record and puts it into the chunk.
    fn add(&mut self, raw: RawRecord) -> Result<(), ImportError> {
        let cells = match raw.cells {
            Ok(cells) => cells,
            Err(not) => {
                let refused = RefusedRecord {
                    line: raw.line,
                    field: None,
                    code: not.code.into(),
                    message: not.message,
                };
                self.report.refused.push(refused);
                return Ok(());
            }
        };
        match check(self.huiyin, self.authority, &self.zone, cells) {
            Ok(checked) => {
                let keys = Keyring::fresh(&*self.huiyin.shared().chance)?;
                self.chunk.push(Prepared { checked, keys });
                self.lines.push(raw.line);
            }
            Err(NotTaken::Fault(fault)) => self.refuse(raw.line, fault),
            Err(NotTaken::Failed(error)) => return Err(error.into()),
        }
        Ok(())
    }

    /// Records the chunk, durably.
    fn record_chunk(&mut self) -> Result<(), ImportError> {
        let records = std::mem::take(&mut self.chunk);
        let lines = std::mem::take(&mut self.lines);
        if records.is_empty() {
            return Ok(());
        }
        let verdicts = if self.report.dry_run {
            self.run
                .would_record(self.huiyin, &records, &mut self.seen)?
        } else {
            self.huiyin.command_here(ImportChunk {
                run: Arc::clone(&self.run),
                records,
            })?
        };
        for (line, verdict) in lines.into_iter().zip(verdicts) {
            match verdict {
                Verdict::Imported => self.report.imported += 1,
                Verdict::Already => self.report.already += 1,
                Verdict::Refused(fault) => self.refuse(line, fault),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, line: u64, fault: Fault) {
        let Fault {
            field,
            code,
            message,
        } = fault;
        self.report.refused.push(RefusedRecord {
            line,
            field: Some(field.into()),
            code: code.into(),
            message,
        });
    }
}
