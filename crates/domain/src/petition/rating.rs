//! Ratings 满意度评价: the petition office and the responsible unit apart, one change each (RULES 4.4).
//!
//! A rating says something about an authority and never about a person. It is on no journal, its row names
//! no petition, units get sums of five or more of a quarter that is over, so that no single one can be told
//! by when it came; silence is counted as nothing. There is no way to ask somebody for a change.

use crate::language::{Bilingual, Language};
use jiff::civil::Date;

/// What is rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RatedSide {
    /// 信访工作机构: registration and notice.
    Office,
    /// 责任单位: handling and answer.
    Unit,
}

impl RatedSide {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Office, Self::Unit];

    /// The word of interfaces and of the store.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Unit => "unit",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// The question.
    pub fn question(self) -> Bilingual {
        match self {
            Self::Office => Bilingual::new("登记和告知得怎么样？", "How was registration?"),
            Self::Unit => Bilingual::new("办理和答复得怎么样？", "How was the handling?"),
        }
    }
}

/// A grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 满意
    Satisfied,
    /// 基本满意
    Fairly,
    /// 不满意
    NotSatisfied,
}

impl Grade {
    /// Every grade, best first.
    pub const ALL: &'static [Self] = &[Self::Satisfied, Self::Fairly, Self::NotSatisfied];

    /// The word of interfaces and of the store.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::Fairly => "fairly",
            Self::NotSatisfied => "not-satisfied",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What it is called.
    pub const fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Satisfied => ("满意", "Satisfied"),
            Self::Fairly => ("基本满意", "Fairly satisfied"),
            Self::NotSatisfied => ("不满意", "Not satisfied"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// The least sum that is shown: fewer are somebody.
pub const RATINGS_SHOWN_MIN: u64 = 5;

/// The quarter of a day, such as `2026-Q1`; it sorts as it follows.
pub fn quarter(day: Date) -> String {
    format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1)
}

/// The quarter before another one by four: the first of the year of quarters that ended before it.
pub fn year_before(day: Date) -> String {
    format!("{:04}-Q{}", day.year() - 1, (day.month() - 1) / 3 + 1)
}

#[cfg(test)]
mod tests {
    use super::{quarter, year_before};
    use jiff::civil::date;

    #[test]
    fn quarters_follow_each_other_as_text() {
        assert_eq!(quarter(date(2026, 1, 1)), "2026-Q1");
        assert_eq!(quarter(date(2026, 3, 31)), "2026-Q1");
        assert_eq!(quarter(date(2026, 12, 31)), "2026-Q4");
        assert_eq!(year_before(date(2026, 4, 1)), "2025-Q2");
        assert!(quarter(date(2025, 12, 31)) < quarter(date(2026, 1, 1)));
    }
}
