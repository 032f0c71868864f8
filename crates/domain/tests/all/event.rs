//! Events that a version of Huiyin has written load for ever, and are written the same again.

use huiyin_domain::event::{Envelope, Event};
use std::collections::BTreeSet;

/// One line for each kind, and for each shape that a kind can have. Lines are only ever added.
const EVENTS_V1: &str = include_str!("../fixtures/events-v1.jsonl");

fn loaded() -> Vec<Envelope> {
    let lines = EVENTS_V1.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

/// Whether a kind stands in the fixture. A new kind does not compile until it is named here.
const fn stands_in_the_fixture(event: &Event) -> &'static str {
    match event {
        Event::InstallationCreated(_)
        | Event::AuthorityCreated(_)
        | Event::AuthorityChanged(_)
        | Event::UnitSet(_)
        | Event::PostSet(_)
        | Event::StaffAdded(_)
        | Event::StaffChanged(_)
        | Event::CalendarLoaded(_)
        | Event::RulebookLoaded(_)
        | Event::PetitionRegistered(_)
        | Event::PetitionImported(_)
        | Event::AnswerImported(_)
        | Event::ObligationRecomputed(_)
        | Event::DataExported(_) => event.kind(),
    }
}

#[test]
fn every_event_of_version_1_loads_and_is_written_byte_for_byte_the_same() {
    for (line, envelope) in EVENTS_V1.lines().zip(loaded()) {
        let written = serde_json::to_string(&envelope).expect("serialises");
        assert_eq!(written, line);
    }
}

#[test]
fn every_kind_of_event_is_in_the_fixture() {
    let kinds: BTreeSet<&str> = loaded()
        .iter()
        .map(|envelope| stands_in_the_fixture(&envelope.event))
        .collect();
    assert_eq!(kinds.len(), 14, "{kinds:?}");
}

#[test]
fn an_unknown_field_or_kind_is_refused_rather_than_lost() {
    for line in EVENTS_V1.lines() {
        let more = line.replacen("{\"v\":1,", "{\"v\":1,\"surprise\":1,", 1);
        assert!(serde_json::from_str::<Envelope>(&more).is_err());
        let more = line.replacen("\"data\":{", "\"data\":{\"surprise\":1,", 1);
        assert!(serde_json::from_str::<Envelope>(&more).is_err(), "{line}");
    }
    let other = EVENTS_V1.replace("DataExported", "DataSold");
    let mut lines = other.lines();
    let unknown = lines.find(|line| line.contains("DataSold"));
    let unknown = unknown.expect("a line");
    assert!(serde_json::from_str::<Envelope>(unknown).is_err());
}
