//! An announced visit 预告来访: a group tells that it will come, so that a room and what it needs are
//! ready (RULES 10.2).
//!
//! Announcing is never required, and coming unannounced loses nobody anything. It asks no name and has
//! no field for one. It is no event and on no record: it is kept sealed, the reception's own posts
//! alone see it, and it is deleted when the visit ends, when the group takes it back, or 24 hours after
//! its time. Nothing here, and nothing made from it, tells anybody else that people are about to come:
//! the post that receives them hears time and room, and whom the group itself asks to meet hears the
//! same. It cannot be searched, counted over time, or linked to a petition.

use crate::ids::{PostId, UnitId};
use crate::petition::FieldProblem;
use crate::plan::{Key, TaskKind};
use crate::response::Headcount;
use crate::time::{DAY_MICROS, Instant};
use serde::{Deserialize, Serialize};

/// How many days ahead a visit can be announced.
pub const AHEAD_DAYS_MAX: i64 = 60;
/// For how long after its time it is kept, in microseconds: 24 hours. *Source:* RULES 10.2.
pub const KEPT_MICROS: i64 = DAY_MICROS;

/// What a group asks for. It has no field for anybody who comes, and gets none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// When it would come.
    pub at: Instant,
    /// The plan that has the place.
    pub plan: String,
    /// Where to.
    pub place: Key,
    /// About how many.
    pub people: Headcount,
    /// What it is about.
    pub topic: String,
    /// What is to be ready.
    pub needs: Vec<TaskKind>,
    /// The units that it complains of: nobody of them sees it.
    pub about: Vec<UnitId>,
    /// The unit whose head the group itself asks to meet.
    pub meets: Option<UnitId>,
}

/// What the reception makes ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arranged {
    /// The time at which the group is received.
    pub at: Instant,
    /// The room.
    pub room: String,
    /// The post that receives.
    pub post: PostId,
}

/// An announced visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// What the group asks for.
    pub wish: Wish,
    /// What the reception made ready.
    pub arranged: Option<Arranged>,
    /// Grows with each change, so that nobody answers what has changed meanwhile.
    pub version: i64,
}

/// Whether a visit can be at a time.
///
/// # Errors
/// [`FieldProblem::InThePast`], [`FieldProblem::TooFarAhead`].
pub const fn check_time(at: Instant, now: Instant) -> Result<(), FieldProblem> {
    let ahead = at.micros().saturating_sub(now.micros());
    if ahead <= 0 {
        return Err(FieldProblem::InThePast);
    }
    if ahead > AHEAD_DAYS_MAX * DAY_MICROS {
        let days_max = AHEAD_DAYS_MAX;
        return Err(FieldProblem::TooFarAhead { days_max });
    }
    Ok(())
}

impl Visit {
    /// As it is announced.
    pub const fn announced(wish: Wish) -> Self {
        Self {
            wish,
            arranged: None,
            version: 1,
        }
    }

    /// The group asks for something else. What was arranged falls away where it cannot hold any more.
    pub fn change(&mut self, wish: Wish) {
        let same_visit = wish.at == self.wish.at
            && (&wish.plan, &wish.place) == (&self.wish.plan, &self.wish.place)
            && wish.people.max <= self.wish.people.max
            && wish.about == self.wish.about;
        self.arranged = self.arranged.take().filter(|_| same_visit);
        self.wish = wish;
        self.version += 1;
    }

    /// The reception has a time, a room and somebody who receives.
    pub fn arrange(&mut self, arranged: Arranged) {
        self.arranged = Some(arranged);
        self.version += 1;
    }

    /// When the group comes: as arranged, else as it asked.
    pub fn at(&self) -> Instant {
        self.arranged.as_ref().map_or(self.wish.at, |one| one.at)
    }

    /// When it is deleted at the latest.
    pub fn kept_until(&self) -> Instant {
        self.at().plus_micros(KEPT_MICROS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: i64) -> Instant {
        Instant::from_micros(days * DAY_MICROS)
    }

    fn wish() -> Wish {
        Wish {
            at: at(3),
            plan: "park".to_owned(),
            place: Key::new("reception"),
            people: Headcount { min: 20, max: 30 },
            topic: "工资拖欠".to_owned(),
            needs: vec![TaskKind::Interpreter],
            about: Vec::new(),
            meets: None,
        }
    }

    fn arranged() -> Visit {
        let mut visit = Visit::announced(wish());
        visit.arrange(Arranged {
            at: at(4),
            room: "二楼会议室".to_owned(),
            post: PostId::new(7),
        });
        visit
    }

    #[test]
    fn a_time_lies_ahead_and_not_too_far() {
        let now = at(10);
        assert_eq!(check_time(at(11), now), Ok(()));
        assert_eq!(check_time(at(10), now), Err(FieldProblem::InThePast));
        assert_eq!(check_time(at(70), now), Ok(()));
        let far = at(70).plus_micros(1);
        let days_max = AHEAD_DAYS_MAX;
        assert_eq!(
            check_time(far, now),
            Err(FieldProblem::TooFarAhead { days_max })
        );
    }

    #[test]
    fn it_is_kept_a_day_from_the_time_that_holds() {
        assert_eq!(Visit::announced(wish()).kept_until(), at(4));
        assert_eq!(arranged().kept_until(), at(5));
    }

    #[test]
    fn what_was_arranged_stays_while_it_fits() {
        let mut visit = arranged();
        visit.change(Wish {
            topic: "工资和宿舍".to_owned(),
            people: Headcount::exactly(12),
            ..wish()
        });
        assert!(visit.arranged.is_some() && visit.version == 3);
        for other in [
            Wish {
                at: at(6),
                ..wish()
            },
            Wish {
                place: Key::new("hall"),
                ..wish()
            },
            Wish {
                people: Headcount { min: 20, max: 60 },
                ..wish()
            },
            Wish {
                about: vec![UnitId::new(4)],
                ..wish()
            },
        ] {
            let mut visit = arranged();
            visit.change(other);
            assert_eq!(visit.arranged, None);
        }
    }
}
