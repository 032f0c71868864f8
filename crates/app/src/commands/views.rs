//! Saved views of the inbox: kept for whoever saved them, in every browser, and shown to nobody else. They are
//! on no journal, sealed under the key of that member of staff, and end when they leave.

use crate::authorise::{Action, Principal, permit};
use crate::chance::bytes;
use crate::commands::people::{PeopleRefusal, administer};
use crate::commands::register::Idempotency;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::record::Keyring;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::view::{View, ViewDraft, ViewFilter, Views};
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A view of the inbox as it is to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedViewDraft {
    /// Its name, 20 characters at most, and no other view of yours has it. No names of people.
    pub name: String,
    /// The filter as it stands in the address of the inbox, such as `category=04&late=yes`; what is no
    /// condition is left out.
    pub query: String,
    /// Whether the inbox opens with it; the view that did before does not any more.
    #[serde(default)]
    pub opens: bool,
}

/// A saved view of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedView {
    /// Its id among your own.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its filter, as it stands in the address of the inbox.
    pub query: String,
    /// Whether the inbox opens with it.
    pub opens: bool,
}

impl From<&View> for SavedView {
    fn from(view: &View) -> Self {
        Self {
            id: view.id,
            name: view.name.clone(),
            query: view.query.clone(),
            opens: view.opens,
        }
    }
}

/// What is to become of one's views.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewsChange {
    /// A new one.
    Save(SavedViewDraft),
    /// One as it is to be: its name, its filter, whether the inbox opens with it.
    Change(i64, SavedViewDraft),
    /// One is not needed any more.
    Remove(i64),
}

impl Huiyin {
    /// The views that somebody saved, in the order in which they did.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`] for whoever has no account to keep, or a failure of the store.
    pub async fn saved_views(&self, who: &Principal) -> Result<Vec<SavedView>, AppError> {
        who.permit(Action::KeepOwnAccount)?;
        let (shared, owner) = (self.shared().clone(), (who.authority, who.staff));
        let read = move |reader: &mut Reader<'_>| views_of(reader, &shared, owner);
        let views = self.store().read(read).await?;
        Ok(views.all().iter().map(SavedView::from).collect())
    }

    /// Saves, changes or removes a view; gives it as it is now, or as it was.
    ///
    /// # Errors
    /// [`Refusal::Fields`] for a name or filter that is not taken, [`PeopleRefusal::NoSuchEntry`] where there
    /// is no such view, [`PeopleRefusal::NotAllowed`], or a failure of the store.
    pub async fn change_views(
        &self,
        who: &Principal,
        change: ViewsChange,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<SavedView>, AppError> {
        let command = ChangeViews {
            owner: (who.authority, who.staff),
            change,
        };
        let principal = administer::principal(Actor::Staff(who.staff));
        let key = idempotency.as_ref();
        let once = OnceOnly::new(self.shared(), who.authority, principal, key, command);
        self.command(once).await
    }
}

struct ChangeViews {
    owner: (AuthorityId, StaffId),
    change: ViewsChange,
}

impl Command for ChangeViews {
    type Outcome = SavedView;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.owner.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<SavedView, AppError> {
        let (authority, staff) = self.owner;
        let organisation = shared.organisation_in(transaction, authority)?;
        let by = Actor::Staff(staff);
        permit(by, authority, &organisation, Action::KeepOwnAccount)?;
        let mut reader = transaction.reader()?;
        let mut views = views_of(&mut reader, shared, self.owner)?;
        let key = staff_key(&mut reader, shared, self.owner)?.ok_or(StoreError::Seal)?;
        let done = changed(&mut views, &self.change)?;
        let plain = serde_json::to_vec(&views);
        let plain = plain.map_err(|error| AppError::Unreadable(error.to_string()))?;
        let sealed = key.seal(sealed_at(self.owner), bytes(&*shared.chance)?, &plain)?;
        transaction.keep_saved_views(self.owner, sealed)?;
        Ok(done)
    }
}

/// Does it; gives the view as it is now, or the one that was removed.
fn changed(views: &mut Views, change: &ViewsChange) -> Result<SavedView, AppError> {
    let draft = |one: &SavedViewDraft| ViewDraft {
        name: one.name.clone(),
        filter: ViewFilter::parse(&one.query),
        opens: one.opens,
    };
    let none = || AppError::from(PeopleRefusal::NoSuchEntry);
    let id = match change {
        ViewsChange::Remove(id) => {
            let removed = views.remove(*id);
            return removed.as_ref().map(SavedView::from).ok_or_else(none);
        }
        ViewsChange::Save(one) => views.save(draft(one)).map_err(Refusal::Fields)?,
        ViewsChange::Change(id, one) => {
            let done = views.change(*id, draft(one)).map_err(Refusal::Fields)?;
            done.map(|()| *id).ok_or_else(none)?
        }
    };
    views.find(id).map(SavedView::from).ok_or_else(none)
}

fn views_of(
    reader: &mut Reader<'_>,
    shared: &Shared,
    owner: (AuthorityId, StaffId),
) -> Result<Views, AppError> {
    let Some(sealed) = reader.saved_views(owner.0, owner.1)? else {
        return Ok(Views::default());
    };
    // Where the key was destroyed, the views are gone with it.
    let Some(key) = staff_key(reader, shared, owner)? else {
        return Ok(Views::default());
    };
    let plain = key.open(sealed_at(owner), &sealed)?;
    serde_json::from_slice(&plain).map_err(|error| AppError::Unreadable(error.to_string()))
}

fn staff_key(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, staff): (AuthorityId, StaffId),
) -> Result<Option<DataKey>, AppError> {
    let wrapped = reader.staff_key(authority, staff)?.flatten();
    let wrapping = &shared.wrapping;
    let keys = Keyring::unwrap_of_staff(wrapped.as_deref(), wrapping, authority, staff)?;
    Ok(keys.into_identity_key())
}

const fn sealed_at((authority, staff): (AuthorityId, StaffId)) -> Place<'static> {
    Place {
        table: "saved_views",
        authority: authority.raw(),
        row: staff.raw(),
        column: "sealed_views",
    }
}
