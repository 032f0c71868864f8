//! The real server on a clock that is turned ahead, so that what is due in weeks falls due while it is
//! measured. It serves only a store that a measurement made, so nobody moves the dates of a register by it.

use super::failed;
use crate::commands::serve;
use crate::error::CliError;
use crate::output::Output;
use huiyin_app::clock::{Clock, SystemClock};
use huiyin_domain::time::Instant;
use huiyin_store::StoreConfig;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

const HOUR_MICROS: i64 = 3_600_000_000;
/// The file beside a data folder whose clock may be turned; it names the store's database, if it has one.
const MARK: &str = "clock-may-be-turned";

/// The options of `bench serve-turned`.
// Both are called `Args`, and a command has one group of a name.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// By how much the clock is ahead of the machine's
    #[arg(long, value_name = "HOURS")]
    ahead_hours: u32,
    #[command(flatten)]
    serve: serve::Args,
}

/// The machine's clock, ahead.
struct TurnedClock {
    ahead_micros: i64,
}

impl Clock for TurnedClock {
    fn now(&self) -> Instant {
        SystemClock.now().plus_micros(self.ahead_micros)
    }

    fn monotonic_micros(&self) -> i64 {
        SystemClock.monotonic_micros()
    }
}

/// Lets the clock of a store be turned.
///
/// # Errors
/// When the mark cannot be written.
pub fn allow(store: &StoreConfig) -> Result<(), CliError> {
    let database = store.database.as_deref().unwrap_or_default();
    std::fs::write(store.folder.with_file_name(MARK), database).map_err(failed)
}

fn allowed(data: &Path, database: Option<&str>) -> bool {
    let marked = std::fs::read_to_string(data.with_file_name(MARK));
    marked.is_ok_and(|marked| marked == database.unwrap_or_default())
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let store = args.serve.store();
    if !allowed(&store.data, store.database.as_deref()) {
        return Err(failed(
            "only a store that a measurement made is served on a turned clock; use `huiyin serve`",
        ));
    }
    let ahead_micros = i64::from(args.ahead_hours) * HOUR_MICROS;
    serve::run_on(
        &args.serve,
        output,
        Some(Arc::new(TurnedClock { ahead_micros })),
    )
}
