//! A petition's number: `YYYY-NNNNNN` per authority and year, without gaps (RULES 3.3).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The number of a petition 信访编号. It is no secret; the tracking code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PetitionNumber {
    year: i16,
    sequence: u32,
}

/// The text is not a petition number.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a petition number such as 2026-000123: {0:?}")]
pub struct NumberError(pub String);

impl PetitionNumber {
    /// The number with this place in its year; the first of a year is 1.
    pub const fn new(year: i16, sequence: u32) -> Self {
        Self { year, sequence }
    }

    /// The civil year in which the number was given, in the authority's zone.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The place in its year; the first is 1.
    pub const fn sequence(self) -> u32 {
        self.sequence
    }

    /// Reads `YYYY-NNNNNN`; a sequence over 999,999 simply has more digits.
    ///
    /// # Errors
    /// [`NumberError`] when the text is something else.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let refused = || NumberError(text.into());
        let (year, sequence) = text.trim().split_once('-').ok_or_else(refused)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || sequence.len() < 6 || !digits(year) || !digits(sequence) {
            return Err(refused());
        }
        let number = Self {
            year: year.parse().map_err(|_| refused())?,
            sequence: sequence.parse().map_err(|_| refused())?,
        };
        if number.sequence == 0 || number.to_string() != text.trim() {
            return Err(refused());
        }
        Ok(number)
    }
}

impl std::fmt::Display for PetitionNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:06}", self.year, self.sequence)
    }
}

impl Serialize for PetitionNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PetitionNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_as_it_was_written() {
        let number = PetitionNumber::new(2026, 123);
        assert_eq!(number.to_string(), "2026-000123");
        assert_eq!(PetitionNumber::parse("2026-000123"), Ok(number));
        assert_eq!(
            PetitionNumber::parse("2026-1000000"),
            Ok(PetitionNumber::new(2026, 1_000_000))
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "2026",
            "2026-123",
            "26-000123",
            "2026-000000",
            "2026-0000123",
            "2026-00012a",
            "+026-000123",
        ] {
            assert!(PetitionNumber::parse(text).is_err(), "{text:?}");
        }
    }
}
