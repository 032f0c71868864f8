//! Commitments, entries and leaf hashes against values that this code did not compute.

use std::fs;

use data_encoding::HEXLOWER;
use huiyin_ledger::{Entry, EntryError, commit, leaf_hash, text_check};
use serde_json::Value;

const VECTORS: &str = include_str!("../fixtures/commitment_vectors.json");
const SHARED: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/c2sp_tlog/rfc6962_tree_vectors.json"
);

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().expect(name)
}

fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("a string");
    HEXLOWER.decode(text.as_bytes()).expect("hexadecimal")
}

fn hex32(value: &Value) -> [u8; 32] {
    hex(value).try_into().expect("32 bytes")
}

fn vectors() -> Value {
    serde_json::from_str(VECTORS).expect("vectors")
}

#[test]
fn commitments_are_the_independent_ones() {
    for case in list(&vectors(), "commit") {
        let commitment = commit(&hex32(&case["salt"]), &hex(&case["plaintext"]));
        assert_eq!(commitment, hex32(&case["commitment"]), "{}", case["name"]);
    }
}

#[test]
fn entries_are_the_independent_ones() {
    for case in list(&vectors(), "entry") {
        let name = &case["name"];
        let salts = list(case, "salts").iter().map(hex32);
        let plaintexts = list(case, "plaintexts").iter().map(hex);
        let parts: Vec<[u8; 32]> = salts
            .zip(plaintexts)
            .map(|(salt, plaintext)| commit(&salt, &plaintext))
            .collect();
        let expected: Vec<[u8; 32]> = list(case, "commitments").iter().map(hex32).collect();
        assert_eq!(parts, expected, "{name}");
        let entry = Entry::new(&parts[0], &parts[1], &parts[2]);
        assert_eq!(entry.as_bytes().as_slice(), hex(&case["entry"]), "{name}");
        assert_eq!(entry.leaf_hash(), hex32(&case["leaf_hash"]), "{name}");
        assert_eq!(
            [entry.open(), entry.identity(), entry.text()],
            [&parts[0], &parts[1], &parts[2]],
            "{name}"
        );
        assert_eq!(Entry::parse(entry.as_bytes()), Ok(entry), "{name}");
    }
}

#[test]
fn leaf_hashes_are_the_independent_ones() {
    for case in list(&vectors(), "leaf_hash") {
        let hash = leaf_hash(&hex(&case["entry"]));
        assert_eq!(hash, hex32(&case["leaf_hash"]), "{}", case["name"]);
    }
}

#[test]
fn leaf_hashes_are_the_published_ones() {
    let known = [
        (
            "",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        ),
        (
            "L123456",
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56",
        ),
    ];
    for (entry, hash) in known {
        assert_eq!(HEXLOWER.encode(&leaf_hash(entry.as_bytes())), hash);
    }
}

/// The lowest hash of a proof for leaf `i` of eight is the leaf hash of its neighbour.
#[test]
#[expect(
    clippy::disallowed_macros,
    reason = "a test says what it could not run (RULES 11)"
)]
fn leaf_hashes_are_those_of_the_shared_tree() {
    let Ok(text) = fs::read_to_string(SHARED) else {
        println!("not run: no ../shared");
        return;
    };
    let tree: Value = serde_json::from_str(&text).expect("tree vectors");
    let leaves: Vec<Vec<u8>> = list(&tree, "leaves_hex").iter().map(hex).collect();
    assert_eq!(leaf_hash(&leaves[0]), hex32(&tree["roots_hex"][1]));
    let mut compared = 0;
    for proof in list(&tree, "inclusion") {
        if proof["size"] == 8 {
            let index = proof["index"].as_u64().expect("an index") as usize;
            assert_eq!(leaf_hash(&leaves[index ^ 1]), hex32(&proof["proof"][0]));
            compared += 1;
        }
    }
    assert_eq!(compared, 8);
}

#[test]
fn text_checks_are_the_independent_ones() {
    for case in list(&vectors(), "text_check") {
        let subject = case["subject"].as_str().expect("a subject");
        let body = case["body"].as_str().expect("a body");
        let check = text_check(&hex32(&case["text_salt"]), subject, body);
        assert_eq!(check, hex32(&case["text_check"]), "{}", case["name"]);
    }
}

#[test]
fn an_entry_has_one_length_and_one_version() {
    let entry = Entry::new(&[1; 32], &[2; 32], &[3; 32]);
    let bytes = entry.as_bytes();
    for length in 0..97 {
        let refused = Entry::parse(&bytes[..length]);
        assert_eq!(refused, Err(EntryError::Length(length)));
    }
    let long = [bytes.as_slice(), &[0]].concat();
    assert_eq!(Entry::parse(&long), Err(EntryError::Length(98)));
    for version in (0..=255).filter(|version| *version != 1) {
        let mut other = *bytes;
        other[0] = version;
        assert_eq!(Entry::parse(&other), Err(EntryError::Version(version)));
    }
}
