//! `huiyin receipt verify FILE`: anybody can check a receipt, without a store and without network.

use crate::error::{CliError, read_file};
use crate::output::{Output, REFUSED};
use huiyin_ledger::{KeySource, SignedReceipt, VerifyingKey};
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do with a receipt.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Check signature, commitment and, if given, the text
    Verify(VerifyArgs),
}

/// The options of `receipt verify`.
#[derive(clap::Args)]
pub struct VerifyArgs {
    /// The receipt file
    file: PathBuf,
    /// The authority's verifying key (base64), from a place you trust
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// The petition's text as typed: the subject in the first line, the body after it
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    let Action::Verify(args) = action;
    let key = args
        .key
        .as_deref()
        .map(VerifyingKey::parse)
        .transpose()
        .map_err(|error| CliError::Usage(format!("--key: {error}")))?;
    let text = args.text.as_deref().map(read_file).transpose()?;
    let text = text
        .as_deref()
        .map(|text| text.split_once('\n').unwrap_or((text, "")));
    let receipt = read_file(&args.file)?;
    let verdict = SignedReceipt::parse(&receipt).and_then(|signed| {
        let verdict = signed.verify(key.as_ref(), text)?;
        Ok((signed, verdict))
    });
    match verdict {
        Ok((signed, verdict)) => {
            let own_key = verdict.key_source == KeySource::Receipt;
            let said = serde_json::json!({
                "valid": true,
                "number": signed.receipt.number,
                "recorded_at": signed.receipt.recorded_at,
                "origin": signed.receipt.origin,
                "position": signed.receipt.position,
                "fingerprint": verdict.fingerprint,
                "key_source": if own_key { "receipt" } else { "given" },
                "text": args.text.is_some(),
            });
            output.say(&said, || {
                let mut lines = vec![
                    format!("valid: {} recorded {} at position {} of {}", signed.receipt.number, signed.receipt.recorded_at, signed.receipt.position, signed.receipt.origin),
                    format!("key: {}", verdict.fingerprint),
                ];
                if own_key {
                    lines.push("the key is the receipt's own: compare the fingerprint with the one that the authority publishes, or give it with --key".into());
                }
                lines.push(if args.text.is_some() { "the text is the one that was registered".into() } else { "the text was not checked (--text)".to_owned() });
                lines.join("\n")
            })?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            output.say(
                &serde_json::json!({ "valid": false, "message": error.to_string() }),
                || format!("NOT valid: {error}"),
            )?;
            Ok(ExitCode::from(REFUSED))
        }
    }
}
