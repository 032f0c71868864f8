//! Whom a page goes to: a member of staff, or somebody of a roster who has no account. Both are reached by the
//! same lines and answer by the same links and replies; what differs is where their number is kept, and that
//! whoever has no account stands on no record but by the page that called them, and by the roster's id where their
//! number changed.

use crate::commands::roster_persons::kept_of_person;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::queries::people::staff_contact_of;
use huiyin_domain::event::{Actor, StaffContact};
use huiyin_domain::ids::{AuthorityId, PersonId, StaffId};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Organisation;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NoticeTo, ReachPageRow};
use serde::{Deserialize, Serialize};

/// Whom a page goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Called {
    /// A member of staff.
    Staff(StaffId),
    /// Somebody of a roster who has no account.
    Person {
        /// What is kept of them.
        person: PersonId,
    },
}

impl Called {
    /// Whom a notice goes to, if it goes to one of them.
    pub(crate) const fn of_notice(to: NoticeTo) -> Option<Self> {
        match to {
            NoticeTo::Staff(staff) => Some(Self::Staff(staff)),
            NoticeTo::Person(person) => Some(Self::Person { person }),
            NoticeTo::Petitioner(_) | NoticeTo::Recipient => None,
        }
    }

    /// Whom a page of a test of the lines asks, while it is known.
    pub(crate) fn of_test(page: &ReachPageRow) -> Option<Self> {
        let person = page.person.map(|person| Self::Person { person });
        page.staff.map(Self::Staff).or(person)
    }

    pub(crate) const fn notice_to(self) -> NoticeTo {
        match self {
            Self::Staff(staff) => NoticeTo::Staff(staff),
            Self::Person { person } => NoticeTo::Person(person),
        }
    }

    /// By whose act an answer without sign-in is recorded.
    pub(crate) const fn actor(self) -> Actor {
        match self {
            Self::Staff(staff) => Actor::Staff(staff),
            Self::Person { .. } => Actor::Public,
        }
    }

    /// How to reach them; empty where nothing is kept.
    pub(crate) fn contact(
        self,
        reader: &mut Reader<'_>,
        shared: &Shared,
        authority: AuthorityId,
    ) -> Result<StaffContact, AppError> {
        match self {
            Self::Staff(staff) => staff_contact_of(reader, shared, authority, staff),
            Self::Person { person } => {
                kept_of_person(reader, shared, authority, person).map(|kept| kept.contact())
            }
        }
    }

    /// In which language they are called; nothing for whoever left.
    pub(crate) fn language(
        self,
        reader: &mut Reader<'_>,
        shared: &Shared,
        (authority, organisation): (AuthorityId, &Organisation),
    ) -> Result<Option<Language>, AppError> {
        match self {
            Self::Staff(staff) => {
                let member = organisation.staff.get(&staff).filter(|one| !one.left);
                Ok(member.map(|one| one.language))
            }
            Self::Person { person } => {
                let kept = kept_of_person(reader, shared, authority, person)?;
                Ok(Some(kept.language))
            }
        }
    }
}
