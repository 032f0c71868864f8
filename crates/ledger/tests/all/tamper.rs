//! Nothing but the canonical bytes is a receipt.

use huiyin_ledger::{ReceiptError, SignedReceipt, Verdict};

use crate::fixture::{key, receipt};

fn read(text: &str) -> Result<Verdict, ReceiptError> {
    SignedReceipt::parse(text)?.verify(None, None)
}

fn not_canonical(line: usize) -> Result<Verdict, ReceiptError> {
    Err(ReceiptError::NotCanonical { line })
}

fn sound() -> String {
    let text = receipt().write(&key());
    assert!(read(&text).is_ok());
    text
}

/// Exchanges one piece of the sound receipt that occurs in it.
fn with(from: &str, to: &str) -> String {
    let text = sound();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// Line and name of the field that is refused for its value.
fn field(text: &str) -> (usize, &'static str) {
    match SignedReceipt::parse(text) {
        Err(ReceiptError::Field { line, name, .. }) => (line, name),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_change_of_one_character_is_refused() {
    let text = sound();
    let replacements = [
        "", "A", "a", "B", "0", "1", "9", "=", "+", "/", "-", " ", ":", "\n", "\r", "\t", "\0",
        "\u{7f}", "\u{e9}", "回", "\u{feff}", "\r\n", "AA",
    ];
    for (index, original) in text.char_indices() {
        let after = &text[index + original.len_utf8()..];
        let toggled = char::from(original as u8 ^ 0x20).to_string();
        let next = char::from(original as u8 ^ 0x01).to_string();
        for replacement in replacements.iter().copied().chain([&*toggled, &*next]) {
            if replacement.chars().eq([original]) {
                continue;
            }
            let changed = format!("{}{replacement}{after}", &text[..index]);
            assert!(read(&changed).is_err(), "byte {index}: {replacement:?}");
        }
    }
}

#[test]
fn every_insertion_of_one_character_is_refused() {
    let text = sound();
    for index in 0..=text.len() {
        for inserted in ["A", "0", "=", " ", "\n", "\r", "\0", "\u{feff}", "回"] {
            let changed = format!("{}{inserted}{}", &text[..index], &text[index..]);
            assert!(read(&changed).is_err(), "byte {index}: {inserted:?}");
        }
    }
}

#[test]
fn every_truncation_is_refused() {
    let text = sound();
    for length in 0..text.len() {
        assert!(read(&text[..length]).is_err(), "{length} bytes");
        assert!(
            read(&text[text.len() - length..]).is_err(),
            "{length} bytes"
        );
    }
}

#[test]
fn every_swap_repetition_or_loss_of_lines_is_refused() {
    let text = sound();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    assert_eq!(lines.len(), 12);
    for first in 0..lines.len() {
        let mut lost = lines.clone();
        lost.remove(first);
        assert!(read(&lost.concat()).is_err(), "line {first} lost");
        for second in 0..lines.len() {
            let mut repeated = lines.clone();
            repeated.insert(second, lines[first]);
            assert!(read(&repeated.concat()).is_err(), "{first} at {second}");
            if first != second {
                let mut swapped = lines.clone();
                swapped.swap(first, second);
                assert!(read(&swapped.concat()).is_err(), "{first} and {second}");
            }
        }
    }
}

#[test]
fn line_ends_are_one_lf_each() {
    let text = sound();
    assert_eq!(read(&text.replace('\n', "\r\n")), not_canonical(1));
    assert_eq!(
        read(&text.replace('\n', "\r")),
        Err(ReceiptError::NotReceipt)
    );
    assert_eq!(read(text.trim_end()), not_canonical(12));
    assert_eq!(read(&format!("{text}\n")), not_canonical(13));
    assert_eq!(read(&format!("{text}note: 1\n")), not_canonical(13));
    assert_eq!(read(&format!("{text}{text}")), not_canonical(13));
    assert_eq!(read(&format!("\n{text}")), Err(ReceiptError::NotReceipt));
    assert_eq!(read(&format!("\u{feff}{text}")), not_canonical(1));
}

#[test]
fn the_line_that_differs_is_named() {
    assert_eq!(read(&with("position: 3", "position: 03")), not_canonical(4));
    assert_eq!(read(&with("position: 3", "position: +3")), not_canonical(4));
    assert_eq!(read(&with("position: 3", "position:3")), not_canonical(4));
    assert_eq!(read(&with("open: ", "Open: ")), not_canonical(6));
    assert_eq!(read(&with("open_salt: ", "salt: ")), not_canonical(7));
    assert_eq!(
        read(&with("number: ", "note: 1\nnumber: ")),
        not_canonical(10)
    );
}

#[test]
fn the_field_that_cannot_be_read_is_named() {
    let huge = "position: 18446744073709551616";
    assert_eq!(field(&with("position: 3", huge)), (4, "position"));
    assert_eq!(field(&with("position: 3", "position: -3")), (4, "position"));
    assert_eq!(field(&with("position: 3", "position: ")), (4, "position"));
    assert_eq!(field(&with("position: 3", "position: 0")), (4, "position"));
    assert_eq!(field(&with("origin: h", "origin: H")), (2, "origin"));
    assert_eq!(field(&with("key: ", "key:  ")), (3, "key"));
    assert_eq!(field(&with("entry: A", "entry: B")), (5, "entry"));
    assert_eq!(field(&with("entry: ", "entry: AAAA")), (5, "entry"));
    assert_eq!(field(&with("open: ", "open: *")), (6, "open"));
    assert_eq!(
        field(&with("open_salt: ", "open_salt: ISEh")),
        (7, "open_salt")
    );
    assert_eq!(
        field(&with("text_salt: I", "text_salt: ")),
        (8, "text_salt")
    );
    assert_eq!(
        field(&with("text_check: ", "text_check: =")),
        (9, "text_check")
    );
    assert_eq!(field(&with("number: ", "number: \u{b}")), (10, "number"));
    assert_eq!(field(&with("01:30:00Z", "01:30:00Z ")), (11, "recorded_at"));
    assert_eq!(
        field(&with("signature: ", "signature: A")),
        (12, "signature")
    );
}

#[test]
fn the_first_line_tells_receipts_versions_and_other_files_apart() {
    let version = |version| Err(ReceiptError::UnknownVersion { version });
    assert_eq!(read(&with("receipt/1", "receipt/2")), version(2));
    assert_eq!(read(&with("receipt/1", "receipt/0")), version(0));
    assert_eq!(read(&with("receipt/1", "receipt/01")), not_canonical(1));
    assert_eq!(read(&with("receipt/1", "receipt/1 ")), not_canonical(1));
    for other in [
        "",
        "\n",
        "huiyin-receipt",
        "huiyin-receipt/",
        "huiyin-receipt/x\n",
        "huiyin-receipt/99999999999999999999\n",
        "Huiyin-receipt/1\n",
        "huiyin-aaaaaaaaaaaaaaaaaaaaaaaaaa\n3\nAAAA\n",
    ] {
        assert_eq!(read(other), Err(ReceiptError::NotReceipt), "{other:?}");
    }
    assert_eq!(read("huiyin-receipt/1"), not_canonical(2));
}
