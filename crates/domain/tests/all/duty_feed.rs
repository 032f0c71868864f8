//! Somebody's duties as an iCalendar file, as RFC 5545 wants it.

use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::Key;
use huiyin_domain::roster::Shift;
use huiyin_domain::roster::feed::{Entry, calendar};
use huiyin_domain::time::Instant;

fn instant(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

fn entry(title: &str) -> Entry {
    Entry {
        plan: "sample-park".into(),
        title: Bilingual::new(title, "Clerk, on duty; all night"),
        shift: Shift {
            post: Key::new("duty-clerk"),
            holder: Key::new("deng-bo"),
            from: instant("2026-09-18T18:00:00+08:00"),
            to: instant("2026-09-19T08:30:00+08:00"),
        },
    }
}

fn file(entries: &[Entry]) -> String {
    let now = instant("2026-09-18T09:00:00+08:00");
    calendar(&Bilingual::new("值班", "Duty"), entries, now)
}

#[test]
fn a_shift_is_an_event_in_utc_with_its_text_escaped() {
    let text = file(&[entry("值班员")]);
    for line in [
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        "DTSTAMP:20260918T010000Z\r\n",
        "DTSTART:20260918T100000Z\r\n",
        "DTEND:20260919T003000Z\r\n",
        "SUMMARY:值班员 · Clerk\\, on duty\\; all night\r\n",
        "END:VEVENT\r\nEND:VCALENDAR\r\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
    assert!(
        !text.contains("deng-bo"),
        "whose it is, is known to whoever has it"
    );
}

#[test]
fn the_id_of_a_shift_stays_the_same_and_differs_from_that_of_another() {
    let id = |text: &str| {
        let mut lines = text.lines();
        lines
            .find(|line| line.starts_with("UID:"))
            .map(str::to_owned)
    };
    let mut later = entry("值班员");
    later.shift.from = instant("2026-09-19T18:00:00+08:00");
    assert_eq!(
        id(&file(&[entry("值班员")])),
        id(&file(&[entry("另一个名称")]))
    );
    assert_ne!(id(&file(&[entry("值班员")])), id(&file(&[later])));
}

#[test]
fn no_text_makes_a_line_too_long_or_breaks_out_of_it() {
    let nasty = format!("{}\r\nEND:VCALENDAR\r\nBEGIN:VEVENT", "岗".repeat(100));
    let text = file(&[entry(&nasty)]);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches("\r\nBEGIN:VEVENT").count(), 1);
    // Folding takes nothing away: unfolded, the text is whole.
    assert!(text.replace("\r\n ", "").contains(&"岗".repeat(100)));
}
