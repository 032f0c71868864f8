//! `huiyin receipt verify`, on the receipt of the first day.

use super::support::{huiyin, json, path};

const FIRST_DAY: &str = include_str!("../../../ledger/tests/fixtures/first-day.receipt");
const ITS_TEXT: &str = include_str!("../../../ledger/tests/fixtures/first-day.text");

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let file = path(folder, name);
    std::fs::write(&file, text).expect("writes");
    file
}

/// The verifying key that stands on the receipt.
fn own_key() -> String {
    let signed = huiyin_ledger::SignedReceipt::parse(FIRST_DAY).expect("a receipt");
    signed.receipt.key.to_string()
}

#[test]
fn the_receipt_of_the_first_day_still_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(&folder, "r", FIRST_DAY);
    let (code, said) = json(&["receipt", "verify", &file]);
    assert_eq!((code, &said["valid"]), (0, &serde_json::json!(true)));
    assert_eq!(
        (said["key_source"].as_str(), &said["text"]),
        (Some("receipt"), &serde_json::json!(false))
    );
    let ran = huiyin(&["receipt", "verify", &file]);
    assert!(
        ran.out.contains("the key is the receipt's own"),
        "{}",
        ran.out
    );
    let text = written(
        &folder,
        "t",
        ITS_TEXT.strip_suffix('\n').unwrap_or(ITS_TEXT),
    );
    let whole = written(&folder, "t2", ITS_TEXT);
    let codes = [&text, &whole].map(|text| {
        huiyin(&[
            "receipt",
            "verify",
            &file,
            "--key",
            &own_key(),
            "--text",
            text,
        ])
        .code
    });
    assert!(codes.contains(&0), "the text as it was typed verifies");
}

#[test]
fn one_changed_character_anywhere_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    for at in (0..FIRST_DAY.len()).step_by(37) {
        let mut bytes = FIRST_DAY.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let Ok(changed) = String::from_utf8(bytes) else {
            continue;
        };
        let file = written(&folder, "r", &changed);
        let (code, said) = json(&["receipt", "verify", &file]);
        assert_eq!(
            (code, &said["valid"]),
            (1, &serde_json::json!(false)),
            "at {at}"
        );
    }
}

#[test]
fn another_text_or_another_key_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(&folder, "r", FIRST_DAY);
    let text = written(&folder, "t", "另一件事\n另一个内容");
    assert_eq!(json(&["receipt", "verify", &file, "--text", &text]).0, 1);
    let other = huiyin_ledger::LogKey::from_seed(&[9; 32])
        .verifying_key()
        .to_string();
    assert_eq!(json(&["receipt", "verify", &file, "--key", &other]).0, 1);
    assert_eq!(json(&["receipt", "verify", &file, "--key", "no key"]).0, 2);
    assert_eq!(json(&["receipt", "verify", &path(&folder, "none")]).0, 1);
}
