//! What a sound receipt says, and what each kind of unsound one is refused with.

use huiyin_ledger::{Check, KeySource, LogKey, Receipt, ReceiptError, SignedReceipt};

use crate::fixture::{BODY, SUBJECT, key, receipt};

fn verify(receipt: &Receipt) -> Result<(), ReceiptError> {
    let text = receipt.write(&key());
    SignedReceipt::parse(&text)?.verify(None, None).map(|_| ())
}

fn field_name(refused: Result<(), ReceiptError>) -> &'static str {
    match refused {
        Err(ReceiptError::Field { name, line, rule }) => {
            assert!(line > 1 && !rule.is_empty());
            name
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_receipt_reads_back_as_it_was_written() {
    let text = receipt().write(&key());
    let signed = SignedReceipt::parse(&text).expect("canonical");
    assert_eq!(signed.receipt, receipt());
    assert_eq!(signed.write(), text);
    let names: Vec<&str> = text
        .lines()
        .map(|line| line.split(": ").next().unwrap_or_default())
        .collect();
    let expected = "huiyin-receipt/1 origin key position entry open open_salt text_salt \
                    text_check number recorded_at signature";
    assert_eq!(names.join(" "), expected);
    assert!(text.is_ascii() && text.ends_with("=\n") && !text.contains('\r'));
}

#[test]
fn a_verdict_says_what_was_checked_and_whose_the_key_is() {
    let signed = SignedReceipt::parse(&receipt().write(&key())).expect("canonical");
    let own = signed.verify(None, None).expect("sound");
    assert_eq!(own.key_source, KeySource::Receipt);
    assert_eq!(own.checked, [Check::Signature, Check::OpenPart]);
    assert_eq!(own.fingerprint, key().verifying_key().fingerprint());
    assert_eq!(own.leaf_hash, receipt().entry.leaf_hash());
    let given = signed
        .verify(Some(&key().verifying_key()), Some((SUBJECT, BODY)))
        .expect("sound");
    assert_eq!(given.key_source, KeySource::Given);
    assert!(given.checked.contains(&Check::Text));
}

#[test]
fn another_key_is_named_as_such() {
    let signed = SignedReceipt::parse(&receipt().write(&key())).expect("canonical");
    let other = LogKey::from_seed(&[0x12; 32]).verifying_key();
    assert_eq!(
        signed.verify(Some(&other), None),
        Err(ReceiptError::OtherKey {
            receipt: key().verifying_key().fingerprint(),
            given: other.fingerprint(),
        })
    );
}

#[test]
fn a_receipt_signed_by_another_key_is_refused() {
    let text = receipt().write(&LogKey::from_seed(&[0x12; 32]));
    let signed = SignedReceipt::parse(&text).expect("canonical");
    assert_eq!(signed.verify(None, None), Err(ReceiptError::Signature));
}

#[test]
fn another_text_is_refused() {
    let signed = SignedReceipt::parse(&receipt().write(&key())).expect("canonical");
    let longer = format!("{BODY}\n");
    let crlf = BODY.replace('\n', "\r\n");
    for (subject, body) in [
        ("", ""),
        (SUBJECT, ""),
        (BODY, SUBJECT),
        (SUBJECT, longer.as_str()),
        (SUBJECT, crlf.as_str()),
        (" ", BODY),
        (SUBJECT, &BODY[3..]),
    ] {
        let refused = signed.verify(None, Some((subject, body)));
        assert_eq!(refused, Err(ReceiptError::OtherText), "{subject} {body}");
    }
}

#[test]
fn an_open_part_that_the_entry_does_not_commit_to_is_refused() {
    let mut other = receipt();
    other.open.push(b' ');
    assert_eq!(verify(&other), Err(ReceiptError::OpenPart));
    let mut other = receipt();
    other.open_salt[31] ^= 1;
    assert_eq!(verify(&other), Err(ReceiptError::OpenPart));
}

#[test]
fn a_receipt_made_by_hand_is_checked_like_one_that_was_read() {
    let mut signed = SignedReceipt::parse(&receipt().write(&key())).expect("canonical");
    signed.signature[63] ^= 1;
    assert_eq!(signed.verify(None, None), Err(ReceiptError::Signature));
    let mut forged = receipt();
    forged.number = "1\nrecorded_at: 2026-01-01T00:00:00Z".to_owned();
    let signature = key().sign(b"whatever");
    let receipt = forged;
    let signed = SignedReceipt { receipt, signature };
    assert_eq!(field_name(signed.verify(None, None).map(|_| ())), "number");
}

#[test]
fn number_and_recorded_at_are_one_printable_line() {
    let long = "1".repeat(65);
    for value in [
        "",
        " ",
        " 1",
        "1 ",
        "1\t2",
        "1\r",
        "1\u{0}",
        "1\u{7f}",
        "1\u{85}",
        "1\u{2028}2",
        "\u{202e}1",
        "２０２６",
        &long,
    ] {
        let mut number = receipt();
        number.number = value.to_owned();
        assert_eq!(field_name(verify(&number)), "number", "{value:?}");
        let mut recorded_at = receipt();
        recorded_at.recorded_at = value.to_owned();
        assert_eq!(field_name(verify(&recorded_at)), "recorded_at", "{value:?}");
    }
    let mut longest = receipt();
    longest.number = "~".repeat(64);
    assert_eq!(verify(&longest), Ok(()));
}

/// A value with a line end may make an unreadable receipt, never another one.
#[test]
fn a_value_cannot_add_a_line() {
    let sound = receipt();
    for value in [
        "1\n",
        "1\nrecorded_at: 2026-03-02T01:30:00Z",
        "1\nrecorded_at: 2026-03-02T01:30:00Z\nsignature: AAAA",
        "\n\n",
    ] {
        let mut number = sound.clone();
        number.number = value.to_owned();
        assert!(number.check().is_err());
        assert!(verify(&number).is_err(), "{value:?}");
        let mut origin = sound.clone();
        origin.origin = value.to_owned();
        assert!(origin.check().is_err());
        assert!(verify(&origin).is_err(), "{value:?}");
        let mut recorded_at = sound.clone();
        recorded_at.recorded_at = value.to_owned();
        assert!(recorded_at.check().is_err());
        assert!(verify(&recorded_at).is_err(), "{value:?}");
    }
}

#[test]
fn positions_begin_at_one_and_end_with_the_type() {
    for position in [1, 9_007_199_254_740_993, u64::MAX] {
        let mut other = receipt();
        other.position = position;
        let signed = SignedReceipt::parse(&other.write(&key())).expect("canonical");
        let verdict = signed.verify(None, None).expect("sound");
        assert_eq!(verdict.leaf_index, position - 1);
    }
    let mut zero = receipt();
    zero.position = 0;
    assert_eq!(field_name(verify(&zero)), "position");
}

#[test]
fn an_open_part_may_be_empty_or_long() {
    for length in [0, 1, 2, 3, 100_000] {
        let mut other = receipt();
        other.open = vec![0xff; length];
        let commitment = huiyin_ledger::commit(&other.open_salt, &other.open);
        other.entry = huiyin_ledger::Entry::new(
            &commitment,
            receipt().entry.identity(),
            receipt().entry.text(),
        );
        assert_eq!(verify(&other), Ok(()), "{length}");
    }
}

/// The text salt opens the text to guessing, so no log line may show it.
#[test]
fn debug_shows_neither_salts_nor_the_open_part() {
    let shown = format!("{:?}", receipt());
    assert!(shown.contains("huiyin-") && shown.contains('3'), "{shown}");
    assert!(
        !shown.contains("35, 35") && !shown.contains("salt"),
        "{shown}"
    );
    assert!(!shown.contains("open"), "{shown}");
}
