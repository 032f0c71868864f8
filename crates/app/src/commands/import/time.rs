//! Times as files write them: with an offset, or local in a zone.

use huiyin_domain::time::{Instant, Zone};
use jiff::civil::{Date, DateTime, Time};

/// A time that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) at: Instant,
    /// Only the day was given; `at` is its first instant.
    pub(crate) whole_day: Option<Date>,
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// Of no known form.
    NotATime,
    /// Of a known form, but there is no such day or hour.
    Impossible,
}

/// Reads RFC 3339 with an offset; or `2019-04-25 09:32:09`, `2019-04-25T09:32`, `2019/4/25 9:32`,
/// `2019-04-25` in the zone.
pub(crate) fn read(text: &str, zone: &Zone) -> Result<Read, Wrong> {
    let text = text.trim();
    let (day, rest) = day_and_rest(text).ok_or(Wrong::NotATime)?;
    if rest.is_empty() {
        let day = day.ok_or(Wrong::Impossible)?;
        return Ok(Read {
            at: zone.start_of(day),
            whole_day: Some(day),
        });
    }
    let rest = rest
        .strip_prefix(['T', 't', ' '])
        .ok_or(Wrong::NotATime)?
        .trim_start();
    let (clock, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
    let clock = clock_of(clock.trim_end()).ok_or(Wrong::NotATime)?;
    let civil = DateTime::from_parts(
        day.ok_or(Wrong::Impossible)?,
        clock.ok_or(Wrong::Impossible)?,
    );
    if offset.is_empty() {
        return Ok(Read {
            at: zone.instant_of(civil),
            whole_day: None,
        });
    }
    let at = Instant::parse(&format!("{civil}{offset}")).map_err(|_| Wrong::NotATime)?;
    Ok(Read {
        at,
        whole_day: None,
    })
}

/// The first instant of a whole day, or the instant of a civil time, as a workbook's cell gives it.
pub(crate) fn of_civil(civil: DateTime, zone: &Zone) -> Read {
    let whole_day = (civil.time() == Time::midnight()).then(|| civil.date());
    Read {
        at: zone.instant_of(civil),
        whole_day,
    }
}

/// The day, `Some(None)` for one that is not in the calendar, and what follows it.
fn day_and_rest(text: &str) -> Option<(Option<Date>, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '-' && c != '/')
        .unwrap_or(text.len());
    let (day, rest) = text.split_at(end);
    let separator = if day.contains('/') { '/' } else { '-' };
    let mut parts = day.split(separator);
    let year = number(parts.next()?, 4..=4)?;
    let month = number(parts.next()?, 1..=2)?;
    let day = number(parts.next()?, 1..=2)?;
    if parts.next().is_some() {
        return None;
    }
    let small = |value: i16| i8::try_from(value).unwrap_or(i8::MAX);
    Some((Date::new(year, small(month), small(day)).ok(), rest))
}

/// The time of day, `Some(None)` for one that no day has.
fn clock_of(text: &str) -> Option<Option<Time>> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) || (parts.len() == 2 && text.contains('.')) {
        return None;
    }
    let small = |text: &str, digits| {
        number(text, digits).map(|value| i8::try_from(value).unwrap_or(i8::MAX))
    };
    let hour = small(parts[0], 1..=2)?;
    let minute = small(parts[1], 2..=2)?;
    let second = parts.get(2).map_or(Some(0), |text| small(text, 2..=2))?;
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanoseconds = format!("{fraction:0<9}").parse().ok()?;
    Some(Time::new(hour, minute, second, nanoseconds).ok())
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let good = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if good { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Result<String, Wrong> {
        let zone = Zone::parse("Asia/Shanghai").expect("a zone");
        read(text, &zone).map(|read| read.at.to_string())
    }

    #[test]
    fn every_written_form_is_the_same_instant() {
        for text in [
            "2019-04-25T09:32:00",
            "2019-04-25 09:32",
            " 2019/4/25 9:32 ",
            "2019-04-25  09:32:00",
            "2019-04-25T09:32:00+08:00",
            "2019-04-25T01:32:00Z",
            "2019-04-25 01:32:00.000Z",
        ] {
            assert_eq!(
                said(text).as_deref(),
                Ok("2019-04-25T01:32:00Z"),
                "{text:?}"
            );
        }
        assert_eq!(said("2019-04-25").as_deref(), Ok("2019-04-24T16:00:00Z"));
        assert_eq!(said("2019/4/25").as_deref(), Ok("2019-04-24T16:00:00Z"));
    }

    #[test]
    fn days_and_hours_that_do_not_exist_are_told_from_other_words() {
        for text in [
            "2019-02-29",
            "2019-13-01 10:00",
            "2019-04-25 24:00",
            "2019-04-25T10:61:00",
            "0000-00-00 00:00:00",
        ] {
            assert_eq!(said(text), Err(Wrong::Impossible), "{text:?}");
        }
        for text in [
            "",
            "昨天",
            "25.04.2019",
            "2019-04",
            "20190425",
            "2019-04-25x10:00",
            "2019-04-25 10",
            "43580.4",
            "2019-04-25 10:00+8x",
        ] {
            assert_eq!(said(text), Err(Wrong::NotATime), "{text:?}");
        }
    }
}
