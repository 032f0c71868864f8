//! The receipt of the first day, which a later log must be able to complete.

use std::fs;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use huiyin_ledger::{
    Check, Entry, KeySource, LogKey, Receipt, SignedReceipt, commit, origin, text_check,
};

pub const SUBJECT: &str = "关于三号门路灯的建议";
pub const BODY: &str = "三号门的路灯坏了两周。\n请修理。";

/// A fixed seed: this key signs fixtures and nothing else.
pub fn key() -> LogKey {
    LogKey::from_seed(&[0x11; 32])
}

/// The third row of an invented authority's journal.
pub fn receipt() -> Receipt {
    let open = concat!(
        r#"{"v":1,"event":"petition_registered","number":"2026-000001","#,
        r#""recorded_at":"2026-03-02T01:30:00Z"}"#
    )
    .as_bytes()
    .to_vec();
    let (open_salt, identity_salt, text_salt) = ([0x21; 32], [0x22; 32], [0x23; 32]);
    let stored_text = format!(r#"{{"subject":"{SUBJECT}","body":"…"}}"#);
    Receipt {
        origin: origin([0x31; 16]),
        key: key().verifying_key(),
        position: 3,
        entry: Entry::new(
            &commit(&open_salt, &open),
            &commit(&identity_salt, "王小明 13800000000".as_bytes()),
            &commit(&text_salt, stored_text.as_bytes()),
        ),
        open,
        open_salt,
        text_salt,
        text_check: text_check(&text_salt, SUBJECT, BODY),
        number: "2026-000001".to_owned(),
        recorded_at: "2026-03-02T01:30:00Z".to_owned(),
    }
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn committed(name: &str) -> String {
    fs::read_to_string(path(name)).expect(name)
}

/// Compares with a committed file; writes it only where there is none.
fn assert_fixture(name: &str, expected: &str) {
    if !path(name).exists() {
        fs::write(path(name), expected).expect(name);
        panic!("{name} was missing and is written now; read it, then commit it");
    }
    assert_eq!(committed(name), expected, "{name} must never change");
}

#[test]
fn the_first_day_is_written_as_it_was() {
    let receipt = receipt();
    assert_fixture("first-day.receipt", &receipt.write(&key()));
    let leaf_hash = HEXLOWER.encode(&receipt.entry.leaf_hash());
    assert_fixture("first-day.leaf_hash", &format!("{leaf_hash}\n"));
    assert_fixture("first-day.text", &format!("{SUBJECT}\n{BODY}"));
}

/// Only the committed files are used, as by a program of a later day.
#[test]
fn the_first_day_still_verifies_and_names_its_leaf() {
    let signed =
        SignedReceipt::parse(&committed("first-day.receipt")).expect("the fixture is canonical");
    let text = committed("first-day.text");
    let verdict = signed
        .verify(Some(&key().verifying_key()), text.split_once('\n'))
        .expect("the fixture verifies");
    assert_eq!(verdict.key_source, KeySource::Given);
    assert_eq!(
        verdict.checked,
        [Check::Signature, Check::OpenPart, Check::Text]
    );
    assert_eq!(verdict.leaf_index, 2);
    let leaf_hash = committed("first-day.leaf_hash");
    assert_eq!(HEXLOWER.encode(&verdict.leaf_hash), leaf_hash.trim_end());
}
