//! `huiyin backup TO`: the whole store in one file, and its key beside it (RULES 7).

use crate::error::CliError;
use crate::opening::StoreOptions;
use crate::output::Output;
use huiyin_store::back_up;
use std::path::PathBuf;
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    /// The backup file to write
    to: PathBuf,
    /// Where the key goes; else TO.key
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    store: StoreOptions,
}

/// The key file that belongs to a backup file.
pub fn key_beside(backup: &std::path::Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let key_file = args.key.clone().unwrap_or_else(|| key_beside(&args.to));
    for file in [&args.to, &key_file] {
        if file.exists() {
            return Err(CliError::Refused(format!(
                "{} exists; name another file, nothing is written over",
                file.display()
            )));
        }
    }
    let huiyin = args.store.open_existing()?;
    huiyin.installation_key().write_new(&key_file)?;
    let copied = back_up(huiyin.store(), &args.to).inspect_err(|_| {
        // A key without its backup would only stand in the way of the next try.
        let _ = std::fs::remove_file(&key_file);
    })?;
    let said = serde_json::json!({
        "backup": args.to, "key": key_file, "journal_rows": copied.journal_rows, "bytes": copied.bytes,
    });
    output.say(&said, || {
        format!(
            "{}: {} journal rows, {} bytes\n{}: the installation key\n\
             Keep the two apart: whoever has both can read every petition, and without the key the backup cannot be read at all.",
            args.to.display(), copied.journal_rows, copied.bytes, key_file.display()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}
