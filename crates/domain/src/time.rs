//! Instants and zones: the only two ideas of time that the rest of the house may use.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant: microseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC wherever it is
/// serialised, because a petitioner reads it on the receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Microseconds in one day of 24 hours.
pub const DAY_MICROS: i64 = 86_400_000_000;

/// The text is not an RFC 3339 instant with an offset, or lies outside the years 0001 to 9999.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not an RFC 3339 instant with an offset, such as 2026-02-13T10:00:00+08:00: {0:?}")]
pub struct InstantError(pub String);

/// The name is not a time zone of the IANA database.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a time zone of the IANA database, such as Asia/Shanghai: {0:?}")]
pub struct ZoneError(pub String);

impl Instant {
    /// Makes an instant from microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Reads an RFC 3339 instant.
    ///
    /// # Errors
    /// [`InstantError`] when the text is something else; give date, time and offset.
    pub fn parse(text: &str) -> Result<Self, InstantError> {
        let stamp: jiff::Timestamp = text.trim().parse().map_err(|_| InstantError(text.into()))?;
        Ok(Self(stamp.as_microsecond()))
    }

    /// The instant `micros` microseconds later, stopping at the ends of time.
    pub const fn plus_micros(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// The same without seconds, for a reader.
    pub const fn to_minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(60_000_000))
    }

    /// The civil day of this instant in a zone.
    pub fn date_in(self, zone: &Zone) -> Date {
        self.civil_in(zone).date()
    }

    /// The civil date and time of this instant in a zone.
    pub fn civil_in(self, zone: &Zone) -> jiff::civil::DateTime {
        zone.tz.to_datetime(self.stamp())
    }

    /// RFC 3339 with the offset that the zone has then, such as `2026-02-28T00:00:00+08:00`.
    pub fn rfc3339_in(self, zone: &Zone) -> String {
        let zoned = self.stamp().to_zoned_datetime(zone.tz.clone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()
    }

    /// Days from `earlier` to this instant, fractional, each of 24 hours.
    pub fn days_since(self, earlier: Self) -> f64 {
        (self.0 - earlier.0) as f64 / DAY_MICROS as f64
    }

    fn stamp(self) -> jiff::Timestamp {
        let range = jiff::Timestamp::MIN.as_microsecond()..=jiff::Timestamp::MAX.as_microsecond();
        let micros = self.0.clamp(*range.start(), *range.end());
        jiff::Timestamp::from_microsecond(micros).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl std::fmt::Display for Instant {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.stamp())
    }
}

/// A time zone of the IANA database, with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    tz: TimeZone,
}

impl Zone {
    /// Finds a zone by its IANA name.
    ///
    /// # Errors
    /// [`ZoneError`] when the database has no such name.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        let tz = TimeZone::get(name).map_err(|_| ZoneError(name.into()))?;
        Ok(Self {
            name: name.into(),
            tz,
        })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first instant of a civil day in this zone.
    pub fn start_of(&self, day: Date) -> Instant {
        self.instant_of(day.at(0, 0, 0, 0))
    }

    /// Reads a local time as forms send it, `2026-11-30T08:30` or with a blank between.
    pub fn read(&self, text: &str) -> Option<Instant> {
        let text = text.trim().replace('T', " ");
        let civil = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", text).ok()?;
        Some(self.instant_of(civil))
    }

    /// The instant of a civil date and time; in a gap or fold the later or earlier reading that
    /// RFC 5545 prescribes.
    pub fn instant_of(&self, civil: jiff::civil::DateTime) -> Instant {
        let stamp = self.tz.to_timestamp(civil);
        Instant(
            stamp
                .map(jiff::Timestamp::as_microsecond)
                .unwrap_or(i64::MAX),
        )
    }
}
