//! Use cases: authorise → decide → commit, and the read models of pages and interfaces.
//!
//! [`Huiyin`] is the door: one value per process, shared by the web, the command line and tests.

pub mod chance;
pub mod clock;
pub mod code;
mod commands;
mod error;
mod huiyin;
mod installation;
mod queries;
mod record;
pub mod rules;

pub use commands::calendar::{CalendarLoadReport, CalendarLoaded};
pub use commands::export::{ExportError, ExportFormat, ExportReport};
pub use commands::import::{
    ImportError, ImportOptions, ImportProgress, ImportReport, RefusedRecord,
};
pub use commands::register::{Idempotency, RegisterReply, Registered};
pub use error::{AppError, Cause, Refusal};
pub use huiyin::{Huiyin, HuiyinConfig, WriterFigures};
pub use installation::check_backup_key;
pub use queries::doctor::{DoctorReport, Finding};
pub use queries::obligation::{ObligationView, RuleView};
pub use queries::timeliness::{TimelinessBy, TimelinessFigures, TimelinessQuery};
pub use queries::track::{AnswerView, TimelineEntry, TrackView};
