//! `huiyin restore FROM`: an empty store becomes the one that was backed up (RULES 7).

use crate::commands::backup::key_beside;
use crate::error::CliError;
use crate::opening::StoreOptions;
use crate::output::{Output, REFUSED};
use huiyin_store::restore;
use huiyin_store::seal::InstallationKey;
use std::path::PathBuf;
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The backup file
    from: PathBuf,
    /// The key's file; else FROM.key
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    store: StoreOptions,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let key_file = args.key.clone().unwrap_or_else(|| key_beside(&args.from));
    if !key_file.exists() {
        return Err(CliError::Refused(format!(
            "the key {} is missing; give it with --key FILE. A lost key is a lost register: without it no petition can be read",
            key_file.display()
        )));
    }
    let key = InstallationKey::read(&key_file)?;
    let config = args.store.config();
    let own = InstallationKey::file_in(&config.folder);
    if own.exists() {
        return Err(CliError::Refused(format!(
            "{} holds a key already; restore into an empty folder",
            config.folder.display()
        )));
    }
    huiyin_app::check_backup_key(&args.from, &key)?;
    let copied = restore(&args.from, &config)?;
    key.write_new(&own)?;
    let report = args.store.open()?.doctor(false)?;
    let said = serde_json::json!({
        "restored": config.folder, "journal_rows": copied.journal_rows, "healthy": report.healthy, "findings": report.findings,
    });
    output.say(&said, || {
        let healthy = if report.healthy {
            "healthy"
        } else {
            "NOT healthy: run `huiyin doctor`"
        };
        format!(
            "{}: {} journal rows restored; {healthy}",
            config.folder.display(),
            copied.journal_rows
        )
    })?;
    Ok(if report.healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}
