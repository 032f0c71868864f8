//! Quick chance for the load: seeded once by the operating system, so that drawing costs nothing
//! beside a request.

use super::failed;
use crate::error::CliError;
use huiyin_app::chance::{SystemChance, bytes};

/// A sequence of numbers that looks like chance (SplitMix64); no secret is made of it.
pub struct Dice(u64);

impl Dice {
    /// Seeds it.
    ///
    /// # Errors
    /// When the operating system has no chance to give.
    pub fn new() -> Result<Self, CliError> {
        let seed = bytes::<8>(&SystemChance::new()).map_err(failed)?;
        Ok(Self(u64::from_be_bytes(seed)))
    }

    /// Seeds it by hand, so that the same comes again.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A sequence of its own for somebody else.
    pub fn split(&mut self) -> Self {
        Self(self.roll())
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % (end.max(1) as u64)) as usize
    }
}
