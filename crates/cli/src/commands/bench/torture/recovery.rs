//! Backup, loss of the data folder, restore: with the commands that an operator has.

use super::super::child::own;
use super::super::dice::Dice;
use super::super::failed;
use super::super::scratch::Scratch;
use super::check::{Ledger, open};
use crate::error::CliError;
use huiyin_ledger::SignedReceipt;
use huiyin_store::StoreConfig;
use std::ffi::OsString;
use std::process::Stdio;

/// Characters of each receipt that are changed, one at a time.
const CHANGES: usize = 20;
/// Receipts that are changed.
const RECEIPTS_CHANGED: usize = 20;

/// Loses the store and restores it; tells what is not as it was.
///
/// # Errors
/// When a command or the disk fails.
pub fn lose_and_restore(
    scratch: &Scratch,
    store: &StoreConfig,
    ledger: &Ledger,
) -> Result<Vec<String>, CliError> {
    let before = open(store)?.doctor(true)?;
    let backup = scratch.path("backup.db");
    command("backup", &backup, store)?;
    std::fs::remove_dir_all(&store.folder).map_err(|source| CliError::File {
        path: store.folder.display().to_string(),
        source,
    })?;
    command("restore", &backup, store)?;
    let restored = open(store)?;
    let after = restored.doctor(true)?;
    let mut found = ledger.check_again(&restored)?;
    if before != after {
        let rows = (before.journal_rows, after.journal_rows);
        found.push(format!(
            "the restored store differs: {} journal rows before, {} after, findings {:?}",
            rows.0, rows.1, after.findings
        ));
    }
    Ok(found)
}

fn command(name: &str, file: &std::path::Path, store: &StoreConfig) -> Result<(), CliError> {
    let arguments: [OsString; 5] = [
        "--json".into(),
        name.into(),
        file.into(),
        "--data".into(),
        store.folder.as_os_str().into(),
    ];
    let mut command = own(&arguments)?;
    let done = command.stdout(Stdio::null()).status().map_err(failed)?;
    if done.success() {
        Ok(())
    } else {
        Err(failed(format!("huiyin {name} ended with {done}")))
    }
}

/// Changes single characters of receipts; none may pass.
pub fn tampering(ledger: &Ledger, dice: &mut Dice) -> Vec<String> {
    let mut found = Vec::new();
    for heard in ledger.kept().iter().take(RECEIPTS_CHANGED) {
        for _ in 0..CHANGES {
            let at = dice.below(heard.receipt.len());
            let mut bytes = heard.receipt.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let text = String::from_utf8_lossy(&bytes);
            let read = SignedReceipt::parse(&text);
            if read.and_then(|signed| signed.verify(None, None)).is_ok() {
                let number = &heard.number;
                found.push(format!(
                    "the receipt of {number} passes with byte {at} changed"
                ));
            }
        }
    }
    found
}
