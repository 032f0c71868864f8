//! Duties as an iCalendar file (RFC 5545): somebody's own, for the calendar of a telephone, with their posts and
//! hours and nothing else; or a whole roster, for those who read it signed in.

use super::Shift;
use crate::language::Bilingual;
use crate::time::{Instant, Zone};
use std::fmt::Write;

/// A shift in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The plan whose post it is.
    pub plan: String,
    /// What the post is called.
    pub title: Bilingual,
    /// From when to when.
    pub shift: Shift,
}

/// Octets of a line, without its end. *Source:* RFC 5545 section 3.1.
const LINE_OCTETS_MAX: usize = 75;

/// The file: every entry an event in UTC, with an id that stays the same while the shift does.
pub fn calendar(name: &Bilingual, entries: &[Entry], now: Instant) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Huiyin//duty//ZH");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&both(name))));
    for entry in entries {
        let shift = &entry.shift;
        line(&mut out, "BEGIN:VEVENT");
        let began = shift.from.micros().div_euclid(1_000_000);
        let id = format!("UID:{}.{}.{began}@huiyin", entry.plan, shift.post);
        line(&mut out, &id);
        line(&mut out, &format!("DTSTAMP:{}", utc(now)));
        line(&mut out, &format!("DTSTART:{}", utc(shift.from)));
        line(&mut out, &format!("DTEND:{}", utc(shift.to)));
        line(
            &mut out,
            &format!("SUMMARY:{}", escaped(&both(&entry.title))),
        );
        line(&mut out, "TRANSP:OPAQUE");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn both(name: &Bilingual) -> String {
    if name.zh == name.en {
        name.zh.clone()
    } else {
        format!("{} · {}", name.zh, name.en)
    }
}

/// `20260214T003000Z`.
fn utc(at: Instant) -> String {
    let Ok(zone) = Zone::parse("UTC") else {
        return String::new();
    };
    let civil = at.civil_in(&zone);
    civil.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value. *Source:* RFC 5545 section 3.3.11.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line with its end, folded between characters where it is too long.
fn line(out: &mut String, text: &str) {
    let mut octets = 0;
    for c in text.chars() {
        if octets + c.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    // Writing to a String does not fail.
    let _ = write!(out, "\r\n");
}
