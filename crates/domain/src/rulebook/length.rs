//! How long a term is: minutes, hours, calendar days, working days or months.

use crate::language::Language;
use serde::{Serialize, Serializer};

/// The length of a term 期限, written `30 min`, `2 h`, `15 d`, `5 wd`, `2 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Length {
    /// Minutes of running time.
    Minutes(u32),
    /// Hours of running time.
    Hours(u32),
    /// Calendar days 日.
    Days(u32),
    /// Working days 工作日.
    WorkingDays(u32),
    /// Calendar months 月.
    Months(u32),
}

/// The text is no length.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a length such as 30 min, 2 h, 15 d, 5 wd or 2 months, at most ten years: {0:?}")]
pub struct LengthError(pub String);

/// No rule of the sources runs longer than a year; ten bound every loop and catch a slip.
const YEARS_MAX: u32 = 10;

impl Length {
    /// Reads a length.
    ///
    /// # Errors
    /// [`LengthError`] when the text is none, is zero, or longer than ten years.
    pub fn parse(text: &str) -> Result<Self, LengthError> {
        let wrong = || LengthError(text.to_owned());
        let (number, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let number: u32 = number.parse().ok().filter(|_| digits).ok_or_else(wrong)?;
        let (length, most) = match unit {
            "min" => (Self::Minutes(number), YEARS_MAX * 366 * 24 * 60),
            "h" => (Self::Hours(number), YEARS_MAX * 366 * 24),
            "d" => (Self::Days(number), YEARS_MAX * 366),
            "wd" => (Self::WorkingDays(number), YEARS_MAX * 262),
            "month" if number == 1 => (Self::Months(1), 1),
            "months" => (Self::Months(number), YEARS_MAX * 12),
            _ => return Err(wrong()),
        };
        if (1..=most).contains(&number) {
            Ok(length)
        } else {
            Err(wrong())
        }
    }

    /// The number of units.
    pub const fn number(self) -> u32 {
        match self {
            Self::Minutes(n) | Self::Hours(n) | Self::Days(n) => n,
            Self::WorkingDays(n) | Self::Months(n) => n,
        }
    }

    /// Whether it ends at an exact instant (minutes, hours) and not with a day.
    pub const fn is_exact(self) -> bool {
        matches!(self, Self::Minutes(_) | Self::Hours(_))
    }

    /// The length in words: `5个工作日`, `5 working days`.
    pub fn words(self, language: Language) -> String {
        let (unit_zh, one, many) = match self {
            Self::Minutes(_) => ("分钟", "minute", "minutes"),
            Self::Hours(_) => ("小时", "hour", "hours"),
            Self::Days(_) => ("日", "calendar day", "calendar days"),
            Self::WorkingDays(_) => ("个工作日", "working day", "working days"),
            Self::Months(_) => ("个月", "month", "months"),
        };
        let number = self.number();
        match language {
            Language::Zh => format!("{number}{unit_zh}"),
            Language::En => format!("{number} {}", if number == 1 { one } else { many }),
        }
    }
}

impl std::fmt::Display for Length {
    /// As rulebooks write it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self {
            Self::Minutes(_) => "min",
            Self::Hours(_) => "h",
            Self::Days(_) => "d",
            Self::WorkingDays(_) => "wd",
            Self::Months(1) => "month",
            Self::Months(_) => "months",
        };
        write!(f, "{} {unit}", self.number())
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
