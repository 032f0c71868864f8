//! Versions: what is administered is never overwritten. How it came to be and was changed, when and by whom, is
//! read from the events that say so; and any version is brought back by a change that is checked like every
//! other and becomes the newest.

use crate::casework::envelope;
use crate::commands::people::PeopleRefusal;
use crate::error::AppError;
use huiyin_domain::event::{Actor, Envelope, Event};
use huiyin_domain::ids::Position;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::time::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// The most versions that are shown.
const VERSIONS_MAX: usize = 50;

/// What becomes of something that has versions.
#[derive(Clone, Debug)]
pub enum VersionChange<T> {
    /// It is as this says.
    Set(T),
    /// It is as it was in a version that it had.
    Restore(i64),
}

impl<T> From<T> for VersionChange<T> {
    fn from(is: T) -> Self {
        Self::Set(is)
    }
}

impl<T: Clone + PartialEq> VersionChange<T> {
    /// As it is to be.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`] where it has no such version, or when the history cannot be read.
    pub(crate) fn wanted(
        &self,
        history: impl FnOnce() -> Result<History<T>, AppError>,
    ) -> Result<T, AppError> {
        match self {
            Self::Set(is) => Ok(is.clone()),
            Self::Restore(version) => history()?.at(*version),
        }
    }
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionView<T> {
    /// Its number: brings it back.
    pub version: i64,
    /// When it was set.
    pub set_at: String,
    /// Who of the staff set it; absent where the program or who runs it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The newest earlier version that it is the same as: it brought that one back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<i64>,
    /// As it was from then on.
    pub was: T,
}

/// Something that has versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VersionsView<T> {
    /// The version that a change is checked against, also the `ETag`.
    pub version: i64,
    /// The newest first: the first is the one in use. 50 at most.
    pub versions: Vec<VersionView<T>>,
}

impl<T> VersionsView<T> {
    /// As it is now; nothing where it was never set.
    pub fn now(&self) -> Option<&T> {
        self.versions.first().map(|newest| &newest.was)
    }
}

/// A version, as an event left it.
struct Kept<T> {
    position: Position,
    set_at: Instant,
    by: Actor,
    was: T,
}

/// Every version of something, the oldest first.
pub(crate) struct History<T>(Vec<Kept<T>>);

impl<T: Clone + PartialEq> History<T> {
    /// Folds events, the oldest first. `next` tells from an event, and from how it was before, how it is from
    /// then on; nothing where the event is about something else.
    pub(crate) fn of(
        events: Vec<(Instant, Vec<u8>)>,
        mut next: impl FnMut(Envelope, Option<&T>) -> Option<T>,
    ) -> Result<Self, AppError> {
        let mut kept: Vec<Kept<T>> = Vec::new();
        for (set_at, open) in events {
            let row = envelope(&open)?;
            let position = row.position;
            // An authority is created by staff of another one, whose numbers are nobody's here.
            let by = match row.event {
                Event::AuthorityCreated(_) => Actor::System,
                _ => row.by,
            };
            if let Some(was) = next(row, kept.last().map(|one| &one.was)) {
                kept.push(Kept {
                    position,
                    set_at,
                    by,
                    was,
                });
            }
        }
        Ok(Self(kept))
    }

    /// With how it came to be, told by another journal, where it did. That is version 0: the numbers of the two
    /// journals could meet.
    pub(crate) fn created_by(mut self, creation: Self) -> Self {
        if let Some(one) = creation.0.into_iter().next() {
            let position = Position::new(0);
            self.0.insert(0, Kept { position, ..one });
        }
        self
    }

    /// Those of one thing, of several that share a history.
    pub(crate) fn only(mut self, is_it: impl Fn(&T) -> bool) -> Self {
        self.0.retain(|one| is_it(&one.was));
        self
    }

    /// Every version, the oldest first.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter().map(|one| &one.was)
    }

    /// The newest version's number; 0 before there is any.
    pub(crate) fn version(&self) -> i64 {
        self.0.last().map_or(0, |newest| newest.position.raw())
    }

    /// As it was in a version.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`].
    pub(crate) fn at(&self, version: i64) -> Result<T, AppError> {
        let found = self.0.iter().find(|one| one.position.raw() == version);
        let found = found.ok_or(PeopleRefusal::NoSuchEntry)?;
        Ok(found.was.clone())
    }

    /// The versions as they are told; `version` is what a change is checked against.
    pub(crate) fn told<V>(
        &self,
        version: i64,
        organisation: &Organisation,
        as_told: impl Fn(&T) -> V,
    ) -> VersionsView<V> {
        let newest = self.0.iter().enumerate().rev().take(VERSIONS_MAX);
        let view = |(nth, one): (usize, &Kept<T>)| {
            let mut earlier = self.0[..nth].iter().rev();
            let same = earlier.find(|other| other.was == one.was);
            VersionView {
                version: one.position.raw(),
                set_at: one.set_at.to_string(),
                by: named(one.by, organisation),
                same_as: same.map(|other| other.position.raw()),
                was: as_told(&one.was),
            }
        };
        VersionsView {
            version,
            versions: newest.map(view).collect(),
        }
    }
}

/// Who of the staff acted.
fn named(by: Actor, organisation: &Organisation) -> Option<String> {
    let Actor::Staff(staff) = by else {
        return None;
    };
    let found = organisation.staff.get(&staff);
    Some(found.map_or_else(|| staff.to_string(), |one| one.name.clone()))
}
