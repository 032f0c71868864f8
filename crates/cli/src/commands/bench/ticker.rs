//! `huiyin bench ticker`: how many due moments a second become events.

use super::figures::{moment, rounded};
use super::fill;
use super::scratch::Scratch;
use super::texts::Texts;
use crate::error::CliError;
use crate::output::Output;
use huiyin_app::clock::{Clock, FixedClock, SystemClock};
use huiyin_app::{Huiyin, HuiyinConfig};
use huiyin_domain::time::DAY_MICROS;
use huiyin_store::StoreConfig;
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The options of `bench ticker`.
#[derive(clap::Args)]
pub struct Args {
    /// Petitions whose duties come due
    #[arg(long, default_value_t = 20_000)]
    petitions: usize,
    /// Days that pass at once
    #[arg(long, default_value_t = 30)]
    days: i64,
    /// An empty PostgreSQL database; without it SQLite
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Where the store is made
    #[arg(long, value_name = "DIR", env = "TMPDIR", default_value = ".")]
    scratch: PathBuf,
    /// Petitions to register: JSON lines with subject and body
    #[arg(long, value_name = "FILE")]
    texts: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let scratch = Scratch::new(&args.scratch)?;
    let texts = Arc::new(Texts::load(args.texts.as_deref())?);
    let clock = Arc::new(FixedClock::at(SystemClock.now()));
    let store = StoreConfig {
        folder: scratch.path("data"),
        database: args.database.clone(),
    };
    let huiyin = Arc::new(Huiyin::open(HuiyinConfig {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ..HuiyinConfig::new(store)
    })?);
    fill::register(&huiyin, &texts, 0..args.petitions, usize::MAX, output)?;
    let then = clock.now().plus_micros(args.days * DAY_MICROS);
    clock.set(then);
    let begun = moment();
    let ticked = huiyin.tick(then)?;
    let seconds = begun.elapsed().as_secs_f64();
    let per_second = ticked.moments as f64 / seconds.max(f64::EPSILON);
    let said = json!({
        "petitions": args.petitions, "days": args.days, "moments": ticked.moments,
        "seconds": rounded(seconds), "per_second": rounded(per_second),
    });
    output.say(&said, || {
        let (moments, petitions) = (ticked.moments, args.petitions);
        format!("{moments} moments of {petitions} petitions in {seconds:.2} s: {per_second:.0}/s")
    })?;
    Ok(ExitCode::SUCCESS)
}
