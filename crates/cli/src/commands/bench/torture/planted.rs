//! Faults that a kill could leave are planted, and the torture has to name them: a check that finds nothing
//! here would find nothing after a kill either.

use super::attack::Heard;
use super::books::Books;
use super::check::{Ledger, open};
use super::staff::Taken;
use huiyin_app::Registered;
use huiyin_domain::petition::Channel;
use huiyin_store::StoreConfig;
use std::path::Path;

/// Registers petitions in a store and closes it.
fn registered(folder: &Path, count: usize) -> Vec<Heard> {
    let huiyin = open(&store(folder)).expect("a store");
    let authority = huiyin.authority(None).expect("an authority");
    let texts = super::Texts::load(None).expect("invented texts");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut heard = Vec::new();
        for nth in 0..count {
            let registering = huiyin.register(&authority, texts.draft(nth), Channel::Api, None);
            heard.push(heard_of(registering.await.expect("registered").registered));
        }
        heard
    })
}

fn heard_of(registered: Registered) -> Heard {
    Heard {
        number: registered.number,
        code: registered.tracking_code,
        receipt: registered.receipt,
    }
}

fn store(folder: &Path) -> StoreConfig {
    StoreConfig {
        folder: folder.to_path_buf(),
        database: None,
    }
}

/// What the torture says after a life in which this was acknowledged.
fn found(folder: &Path, sent_unheard: u64, heard: Vec<Heard>) -> String {
    let mut ledger = Ledger::beside(sent_unheard);
    ledger.hear(heard);
    let checked = ledger.check(&store(folder), 1, 0, true);
    checked.expect("a check").violations.join("\n")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

#[test]
fn a_sound_store_passes() {
    let scratch = tempfile::tempdir().expect("a folder");
    let heard = registered(scratch.path(), 5);
    assert_eq!(found(scratch.path(), 0, heard), "");
}

#[test]
fn petitions_that_were_acknowledged_and_lost_are_named() {
    let scratch = tempfile::tempdir().expect("a folder");
    let (whole, behind) = (scratch.path().join("whole"), scratch.path().join("behind"));
    let mut heard = registered(&whole, 3);
    copy(&whole, &behind);
    heard.extend(registered(&whole, 2));
    let lost = heard[4].number.clone();
    let said = found(&behind, 0, heard);
    assert!(
        said.contains("5 were acknowledged, 3 are in the store"),
        "{said}"
    );
    let named = format!("{lost} was acknowledged, its code leads to nothing");
    assert!(said.contains(&named), "{said}");
}

#[test]
fn petitions_that_nobody_sent_are_told() {
    let scratch = tempfile::tempdir().expect("a folder");
    let mut heard = registered(scratch.path(), 5);
    heard.truncate(3);
    let said = found(scratch.path(), 1, heard);
    assert!(
        said.contains("5 are in the store, but at most 4 were sent"),
        "{said}"
    );
}

#[test]
fn a_number_given_twice_and_a_code_of_another_petition_are_told() {
    let scratch = tempfile::tempdir().expect("a folder");
    let mut heard = registered(scratch.path(), 2);
    let number = heard[0].number.clone();
    heard[1].number.clone_from(&number);
    let said = found(scratch.path(), 1, heard);
    assert!(
        said.contains(&format!("the number {number} was given twice")),
        "{said}"
    );
    assert!(
        said.contains(&format!("{number} was acknowledged, its code leads to")),
        "{said}"
    );
}

#[test]
fn a_receipt_that_does_not_verify_or_is_of_another_is_named() {
    let scratch = tempfile::tempdir().expect("a folder");
    let mut heard = registered(scratch.path(), 2);
    let (first, second) = (heard[0].number.clone(), heard[1].number.clone());
    heard[0].receipt = heard[1].receipt.clone();
    heard[1].receipt.insert(20, '0');
    let said = found(scratch.path(), 0, heard);
    assert!(
        said.contains(&format!("the receipt of {first} is about {second}")),
        "{said}"
    );
    assert!(
        said.contains(&format!("the receipt of {second}: ")),
        "{said}"
    );
}

#[test]
fn a_step_that_was_acknowledged_and_is_not_in_the_journal_is_named() {
    let scratch = tempfile::tempdir().expect("a folder");
    let heard = registered(scratch.path(), 1);
    let mut books = Books::default();
    books.hear(vec![Taken {
        number: heard[0].number.clone(),
        version: 40,
        events: vec!["PetitionAccepted".into()],
        mailbox: None,
    }]);
    let huiyin = open(&store(scratch.path())).expect("a store");
    let said = books.check(&huiyin, &[]).expect("a check").join("\n");
    assert!(
        said.contains("PetitionAccepted acknowledged, not at 40"),
        "{said}"
    );
    assert!(
        said.contains("1 PetitionAccepted acknowledged, 0 there"),
        "{said}"
    );
}

#[test]
fn a_moment_that_fires_twice_is_told() {
    let scratch = tempfile::tempdir().expect("a folder");
    registered(scratch.path(), 1);
    let huiyin = open(&store(scratch.path())).expect("a store");
    let mut books = Books::default();
    let row = serde_json::json!({
        "petition": 7, "effective_at": 1,
        "event": { "kind": "ObligationBreached", "data": { "obligation": 12 } },
    });
    for _ in 0..2 {
        books.fired(row.to_string().as_bytes()).expect("a row");
    }
    let said = books.check(&huiyin, &[]).expect("a check").join("\n");
    assert!(
        said.contains("\"ObligationBreached\" 12 null 1 fired twice"),
        "{said}"
    );
}
