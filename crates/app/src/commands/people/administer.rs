//! Changes to the units, posts and staff of an authority: each is an event by whoever acts.

use super::draft::{PostDraft, StaffDraft, UnitDraft};
use super::owed::Before;
use super::{PeopleRefusal, post, staff, unit};
use crate::authorise::{Action, permit};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::official_seal::SealKeeperDraft;
use crate::once::{Once, OnceOnly};
use crate::queries::organisation::{post_history, staff_history, unit_history};
use crate::record::{Belongs, NewEvent, record};
use huiyin_domain::event::{Actor, Event, PostSet, UnitSet};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, PostId, StaffId, UnitId};
use huiyin_domain::organisation::Organisation;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// A change to an authority's organisation.
#[derive(Clone, Debug)]
pub enum Change {
    /// Adds a unit, or changes the one that is named.
    Unit(Option<UnitId>, UnitDraft),
    /// Adds a post, or changes the one that is named.
    Post(Option<PostId>, PostDraft),
    /// Adds or changes several posts, all of them or none; what is wrong is named by its place, such as
    /// `posts.2.holder`.
    Posts(Vec<(Option<PostId>, PostDraft)>),
    /// Adds a member of staff, or changes the one who is named.
    Staff(Option<StaffId>, StaffDraft),
    /// Brings back a version of a unit, post or member of staff, by its number. It becomes the newest, and is
    /// checked like every change. Contacts of staff and the language of their desk stay as they are.
    Restore(Entry, i64),
    /// Says which post keeps the seal, and which documents wait for it.
    SealKeeper(SealKeeperDraft),
}

/// Something of an organisation that has versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A member of staff.
    Staff(StaffId),
}

impl Change {
    /// What it is called in the table.
    pub const fn action(&self) -> Action {
        match self {
            Self::Unit(..) | Self::Restore(Entry::Unit(_), _) => Action::SetUnit,
            Self::Post(..) | Self::Posts(_) | Self::Restore(Entry::Post(_), _) => Action::SetPost,
            Self::Staff(None, _) => Action::AddStaff,
            Self::Staff(Some(_), _) | Self::Restore(Entry::Staff(_), _) => Action::ChangeStaff,
            Self::SealKeeper(_) => Action::NameSealKeeper,
        }
    }
}

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Changed {
    /// The id of the unit, post or member of staff; of the seal that of the post that keeps it, or 0; of several
    /// posts 0.
    pub id: i64,
    /// The organisation's version from now on.
    pub version: i64,
}

/// Who changes what, and what they had read before.
#[derive(Clone, Debug)]
pub struct Order {
    /// Whose organisation.
    pub authority: AuthorityId,
    /// By whose act.
    pub by: Actor,
    /// The version that was read (`If-Match`); nothing changes if it is another by now.
    pub version: Option<i64>,
}

impl Order {
    /// Refuses a change of what somebody else changed since.
    pub(crate) fn check_version(&self, now: i64) -> Result<(), PeopleRefusal> {
        match self.version.is_some_and(|version| version != now) {
            true => Err(PeopleRefusal::ChangedMeanwhile),
            false => Ok(()),
        }
    }

    /// Refuses a change in the installation's journal that is not permitted, or of what somebody else changed
    /// since.
    pub(crate) fn check_in_installation(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        action: Action,
    ) -> Result<(), AppError> {
        let organisation = shared.organisation_in(transaction, self.authority)?;
        permit(self.by, self.authority, &organisation, action)?;
        let now = transaction.installation_position()?;
        Ok(self.check_version(now)?)
    }
}

impl Huiyin {
    /// Changes a unit, a post or a member of staff or brings a version of one back, or names the keeper of the
    /// seal.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`] or a [`PeopleRefusal`]; or when the store fails.
    pub async fn administer(
        &self,
        order: Order,
        change: Change,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Changed>, AppError> {
        self.command(self.administering(order, change, idempotency.as_ref()))
            .await
    }

    /// As [`Huiyin::administer`], on a thread that may block.
    ///
    /// # Errors
    /// As there.
    pub fn administer_here(&self, order: Order, change: Change) -> Result<Changed, AppError> {
        let done = self.command_here(self.administering(order, change, None))?;
        Ok(done.answer)
    }

    fn administering(
        &self,
        order: Order,
        change: Change,
        idempotency: Option<&Idempotency>,
    ) -> OnceOnly<Administer> {
        let (authority, principal) = (order.authority, principal(order.by));
        let command = Administer { order, change };
        OnceOnly::new(self.shared(), authority, principal, idempotency, command)
    }
}

/// Whose Idempotency-Keys they are.
pub(crate) fn principal(by: Actor) -> String {
    match by {
        Actor::Staff(staff) => format!("staff:{staff}"),
        Actor::Operator => "operator".into(),
        Actor::Public | Actor::System => "nobody".into(),
    }
}

struct Administer {
    order: Order,
    change: Change,
}

impl Command for Administer {
    type Outcome = Changed;

    fn authorities(&self) -> Vec<AuthorityId> {
        match self.change {
            // A login is given once in the installation.
            Change::Staff(None, _) => vec![INSTALLATION, self.order.authority],
            _ => vec![self.order.authority],
        }
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Changed, AppError> {
        let Order { authority, by, .. } = self.order;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, self.change.action())?;
        self.order.check_version(organisation.position)?;
        let owner = (authority, by);
        let id = carry_out(transaction, shared, &organisation, owner, &self.change)?;
        let (version, _) = transaction.organisation_position(authority)?;
        Ok(Changed { id, version })
    }
}

/// Checks a change and appends its event; tells the id of what it is about.
fn carry_out(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    organisation: &Organisation,
    owner: (AuthorityId, Actor),
    change: &Change,
) -> Result<i64, AppError> {
    let mut before = Before {
        transaction: &mut *transaction,
        authority: owner.0,
        organisation,
    };
    match change {
        Change::Restore(entry, version) => {
            let was = before.as_it_was(*entry, *version)?;
            carry_out(transaction, shared, organisation, owner, &was)
        }
        Change::Unit(id, draft) => {
            let unit = unit::unit(organisation, *id, draft)?;
            before.unit(&unit)?;
            let id = unit.id.raw();
            append(transaction, shared, owner, Event::UnitSet(UnitSet { unit }))?;
            Ok(id)
        }
        Change::Post(id, draft) => {
            let post = post::post(organisation, *id, draft)?;
            before.post(&post)?;
            let id = post.id.raw();
            append(transaction, shared, owner, Event::PostSet(PostSet { post }))?;
            Ok(id)
        }
        Change::Posts(drafts) => {
            let posts = post::posts(organisation, drafts)?;
            for post in &posts {
                before.post(post)?;
            }
            for post in posts {
                append(transaction, shared, owner, Event::PostSet(PostSet { post }))?;
            }
            Ok(0)
        }
        Change::SealKeeper(draft) => {
            let named = draft.checked(organisation)?;
            let id = named.keeper.map_or(0, PostId::raw);
            append(transaction, shared, owner, Event::SealKeeperNamed(named))?;
            Ok(id)
        }
        Change::Staff(id, draft) => {
            let mut fields = FieldCheck::default();
            let checked = staff::check(&mut fields, organisation, draft, id.is_none());
            fields.finish()?;
            let Some(id) = id else {
                return Ok(staff::add(transaction, shared, owner, checked)?.raw());
            };
            let (changed, contact) = staff::changed(organisation, *id, checked, draft.left)?;
            before.staff(&changed)?;
            staff::change(transaction, shared, owner, changed, contact)?;
            Ok(id.raw())
        }
    }
}

impl Before<'_, '_> {
    /// The change that brings a version back.
    fn as_it_was(&mut self, entry: Entry, version: i64) -> Result<Change, AppError> {
        let mut reader = self.transaction.reader()?;
        Ok(match entry {
            Entry::Unit(id) => {
                let was = unit_history(&mut reader, self.authority, id)?.at(version)?;
                Change::Unit(Some(id), was)
            }
            Entry::Post(id) => {
                let was = post_history(&mut reader, self.authority, id)?.at(version)?;
                Change::Post(Some(id), was)
            }
            Entry::Staff(id) => {
                let mut was = staff_history(&mut reader, self.authority, id)?.at(version)?;
                if let Some(now) = self.organisation.staff.get(&id) {
                    now.language.tag().clone_into(&mut was.language);
                }
                Change::Staff(Some(id), was)
            }
        })
    }
}

fn append(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    owner: (AuthorityId, Actor),
    event: Event,
) -> Result<(), AppError> {
    let new = NewEvent::open(owner.0, owner.1, Belongs::Nowhere, event);
    record(transaction, new, &*shared.chance).map(|_| ())
}
