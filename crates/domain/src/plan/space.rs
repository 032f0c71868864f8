//! How many people a room takes (RULES 10.3).

use crate::language::Bilingual;

/// Persons on a square metre at which waiting is comfortable. *Source:* DOMAIN 6.1.
const PERSONS_PER_M2: u32 = 1;
/// Persons that a metre of exit lets out in a minute, on the level. *Source:* Green Guide, DOMAIN 6.1.
const PERSONS_PER_METRE_MINUTE: u32 = 82;
/// Minutes in which a room must be empty. *Source:* DOMAIN 6.1.
const EGRESS_MINUTES: u32 = 5;
/// Centimetres of a metre.
const METRE_CM: u32 = 100;

/// The size and the exits of a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// Clear area, in square metres.
    pub area_m2: u32,
    /// The clear width of each exit, in centimetres.
    pub exits_cm: Vec<u32>,
}

/// How full a room is for those who stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Density {
    /// 1.5 persons a square metre: open the overflow room before it gets worse.
    Warn,
    /// 2 persons a square metre: nobody more goes in, the overflow room is opened.
    Stop,
}

impl Density {
    /// What to do, in both languages. It is about the room's safety, never about those in it.
    pub fn words(self) -> Bilingual {
        match self {
            Self::Warn => Bilingual::new(
                "快满了：请打开备用场所",
                "nearly full: open the overflow room",
            ),
            Self::Stop => Bilingual::new(
                "满了：请先不再进人，开备用场所",
                "full: let nobody more in, and open the overflow room",
            ),
        }
    }
}

impl Space {
    /// How full the room is with so many people; nothing while there is room.
    /// *Source:* DOMAIN 6.1: warn at 1.5 persons a square metre, stop at 2.
    pub fn density(&self, people: u32) -> Option<Density> {
        let (people, area) = (u64::from(people), u64::from(self.area_m2));
        if people >= u64::from(self.full_at()) {
            Some(Density::Stop)
        } else if 2 * people >= 3 * area {
            Some(Density::Warn)
        } else {
            None
        }
    }

    /// At how many people it is told to open the room that takes over.
    pub const fn warns_at(&self) -> u32 {
        self.area_m2.saturating_mul(3).div_ceil(2)
    }

    /// At how many people nobody more goes in.
    pub const fn full_at(&self) -> u32 {
        self.area_m2.saturating_mul(2)
    }

    /// The most people that it takes: one on each square metre, and no more than get out in five
    /// minutes when the widest exit is blocked; of a single exit half is counted.
    pub fn capacity(&self) -> u32 {
        let widest = self.exits_cm.iter().copied().max().unwrap_or(0);
        let all: u32 = self
            .exits_cm
            .iter()
            .fold(0, |sum, cm| sum.saturating_add(*cm));
        let usable = if self.has_single_exit() {
            all / 2
        } else {
            all - widest
        };
        let flow =
            u64::from(usable) * u64::from(PERSONS_PER_METRE_MINUTE) * u64::from(EGRESS_MINUTES)
                / u64::from(METRE_CM);
        let flow = u32::try_from(flow).unwrap_or(u32::MAX);
        flow.min(self.area_m2.saturating_mul(PERSONS_PER_M2))
    }

    /// Whether there is one way out only.
    pub fn has_single_exit(&self) -> bool {
        self.exits_cm.len() == 1
    }
}

#[cfg(test)]
mod tests {
    use super::{Density, Space};

    #[test]
    fn a_room_warns_at_one_and_a_half_and_stops_at_two_a_square_metre() {
        let room = Space {
            area_m2: 120,
            exits_cm: vec![140, 140],
        };
        let at = |people| room.density(people);
        assert_eq!((at(0), at(179)), (None, None));
        assert_eq!(
            (at(180), at(239)),
            (Some(Density::Warn), Some(Density::Warn))
        );
        assert_eq!(
            (at(240), at(500)),
            (Some(Density::Stop), Some(Density::Stop))
        );
    }

    #[test]
    fn capacity_is_the_smaller_of_area_and_exits() {
        let space = |area_m2, exits_cm: &[u32]| Space {
            area_m2,
            exits_cm: exits_cm.to_vec(),
        };
        // DOMAIN 6.1: 120 m² and exits of 1.4, 1.4 and 0.9 m take 120; the exits alone 943.
        assert_eq!(space(120, &[140, 140, 90]).capacity(), 120);
        assert_eq!(space(2000, &[140, 140, 90]).capacity(), 943);
        assert_eq!(space(2000, &[100]).capacity(), 205);
        assert_eq!(space(2000, &[]).capacity(), 0);
    }
}
