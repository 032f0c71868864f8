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

/// The lines of the events of the petition's way, of units, posts and staff: one for each kind at least.
const EVENTS_V2: &str = include_str!("../fixtures/events-v2.jsonl");

#[test]
fn every_event_of_version_1_loads_and_is_written_byte_for_byte_the_same() {
    for (line, envelope) in EVENTS_V1.lines().zip(loaded()) {
        let written = serde_json::to_string(&envelope).expect("serialises");
        assert_eq!(written, line);
    }
}

#[test]
fn every_event_of_version_2_loads_and_is_written_byte_for_byte_the_same() {
    for line in EVENTS_V2.lines() {
        let envelope: Envelope =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(serde_json::to_string(&envelope).expect("serialises"), line);
    }
}

#[test]
fn every_kind_of_event_is_in_the_fixture() {
    let mut missing: BTreeSet<&str> = Event::KINDS.iter().copied().collect();
    for line in EVENTS_V2.lines() {
        let envelope: Envelope = serde_json::from_str(line).expect("loads");
        missing.remove(envelope.event.kind());
    }
    assert!(missing.is_empty(), "{missing:?}");
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
    let last = other.lines().last().expect("a line");
    assert!(serde_json::from_str::<Envelope>(last).is_err());
}
