//! Events that a version of Huiyin has written load for ever, and are written the same again.

use huiyin_domain::event::{Envelope, Event, Route};
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

/// DOMAIN 1.8: what is known of the other ways' times, each with its article; of the rest nothing is claimed.
#[test]
fn other_ways_have_the_times_of_their_own_laws() {
    let known = [
        (Route::Reconsideration, "60日", "60 days", "《行政复议法》"),
        (Route::Court, "六个月", "six months", "《行政诉讼法》"),
        (
            Route::LabourArbitration,
            "一年",
            "one year",
            "《劳动争议调解仲裁法》",
        ),
    ];
    for (route, zh, en, law) in known {
        let time = route.time().expect("a time");
        assert!(
            time.words.zh.contains(zh) && time.words.en.contains(en),
            "{time:?}"
        );
        assert!(time.citation.zh.starts_with(law), "{time:?}");
        assert!(
            time.citation.en.is_ascii() && time.words.en.is_ascii(),
            "{time:?}"
        );
    }
    for route in [Route::PartyAppeal, Route::Discipline, Route::OtherOrgan] {
        assert_eq!(route.time(), None);
        let word = serde_json::to_value(route).expect("writes");
        assert_eq!(word, route.word());
    }
    for (route, ..) in known {
        assert_eq!(serde_json::to_value(route).expect("writes"), route.word());
    }
}
