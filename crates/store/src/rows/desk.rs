//! Rows of what the desk keeps for staff alone.

use huiyin_domain::ids::StaffId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::time::Instant;

/// What one refusal is counted with: the same person, hour, step and number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedKey {
    /// To whom it was refused.
    pub staff: StaffId,
    /// The beginning of the hour.
    pub hour_at: Instant,
    /// The word of what they wanted.
    pub wish: String,
    /// The number that they gave; `None`: further ones of that hour.
    pub number: Option<PetitionNumber>,
    /// The code of the refusal, where whoever was refused was told why.
    pub code: &'static str,
}

impl RefusedKey {
    /// Year and sequence as the store keeps them; both 0 without a number.
    pub(crate) fn parts(number: Option<PetitionNumber>) -> (i64, i64) {
        number.map_or((0, 0), |number| {
            (i64::from(number.year()), i64::from(number.sequence()))
        })
    }

    /// The number of year and sequence as the store keeps them.
    pub(crate) fn number(year: i64, sequence: i64) -> Option<PetitionNumber> {
        let (year, sequence) = (i16::try_from(year).ok()?, u32::try_from(sequence).ok()?);
        (sequence > 0).then(|| PetitionNumber::new(year, sequence))
    }
}

/// Refusals of one person, hour, step, number and code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its id; later ones are higher.
    pub id: i64,
    /// To whom it was refused.
    pub staff: StaffId,
    /// The word of what they wanted.
    pub wish: String,
    /// The number that they gave; `None`: further ones of that hour.
    pub number: Option<PetitionNumber>,
    /// How often.
    pub times: i64,
    /// When first.
    pub first_at: Instant,
    /// When last.
    pub last_at: Instant,
    /// The code of the refusal; empty where nobody is told why.
    pub code: String,
}
