//! Answers that an authority publishes for everybody 公开答复: what people asked in general words, and what
//! was answered, so that the next one need not ask. Written anew by one person and released by another; it
//! has no field that leads to a petition or to whoever brought it, and a matter with a restriction
//! (RULES 4.2) has nothing to do here.

use crate::ids::{StaffId, UnitId};
use crate::language::Bilingual;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An answer for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedAnswer {
    /// Its number in the authority, from 1.
    pub id: i64,
    /// The category's code that it is about, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub category: Option<String>,
    /// What people asked, in general words.
    pub question: Bilingual,
    /// What was answered.
    pub answer: Bilingual,
    /// The unit that answers for it.
    pub unit: UnitId,
    /// Who wrote it last.
    pub written_by: StaffId,
    /// Who released it, and on which day it was; nothing while it waits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub released: Option<(StaffId, Date)>,
    /// Whether it was taken down.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub withdrawn: bool,
}

/// Why an answer is not released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReleased {
    /// Whoever wrote it does not release it as well.
    OwnText,
    /// It is released already, or was taken down.
    NothingWaits,
}

impl PublishedAnswer {
    /// A number that tells these words, and how far they are, from any others: whoever changes or releases them
    /// says which they had read. It is FNV-1a, cut to the 53 bits that every program reads exactly.
    pub fn version(&self) -> i64 {
        const PRIME: u64 = 0x0100_0000_01b3;
        const BETWEEN: u8 = 0x1f;
        let released = self.released.map(|(by, on)| format!("{by} {on}"));
        let parts = [
            self.category.as_deref().unwrap_or_default(),
            &self.question.zh,
            &self.question.en,
            &self.answer.zh,
            &self.answer.en,
            &format!("{} {}", self.unit, self.written_by),
            &released.unwrap_or_default(),
            if self.withdrawn { "withdrawn" } else { "" },
        ];
        let bytes = parts
            .iter()
            .flat_map(|part| part.bytes().chain(std::iter::once(BETWEEN)));
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(PRIME)
        });
        (hash >> 11).cast_signed()
    }

    /// Whether everybody sees it.
    pub const fn is_shown(&self) -> bool {
        self.released.is_some() && !self.withdrawn
    }

    /// Whether it waits for a second person.
    pub const fn waits(&self) -> bool {
        self.released.is_none() && !self.withdrawn
    }

    /// Releases it: a second person read it and found nobody in it who could be recognised.
    ///
    /// # Errors
    /// [`NotReleased`].
    pub fn release(&self, by: StaffId, today: Date) -> Result<Self, NotReleased> {
        if !self.waits() {
            return Err(NotReleased::NothingWaits);
        }
        if by == self.written_by {
            return Err(NotReleased::OwnText);
        }
        Ok(Self {
            released: Some((by, today)),
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn it_is_seen_only_once_another_person_released_it_and_until_it_is_taken_down() {
        let day = date(2026, 3, 2);
        let (writer, other) = (StaffId::new(1), StaffId::new(2));
        let one = PublishedAnswer {
            id: 1,
            category: None,
            question: Bilingual::new("路灯坏了找谁？", ""),
            answer: Bilingual::new("打热线。", ""),
            unit: UnitId::new(1),
            written_by: writer,
            released: None,
            withdrawn: false,
        };
        assert!(one.waits() && !one.is_shown());
        assert_eq!(one.release(writer, day), Err(NotReleased::OwnText));
        let mut shown = one.release(other, day).expect("released");
        assert!(shown.is_shown() && !shown.waits());
        assert_eq!(shown.release(other, day), Err(NotReleased::NothingWaits));
        shown.withdrawn = true;
        assert!(!shown.is_shown() && !shown.waits());
    }
}
