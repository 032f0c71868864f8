//! Places 地点 of an authority: where matters are, such as a building site or a street, to be chosen at intake
//! and on the portal, and compared where petitions could be about the same matter. A place says where the matter
//! is, never where anybody is or lives. A closed one is offered no more; what was registered there keeps it.
//! The places of a plan are others: rooms where people are received.

use super::PeopleRefusal;
use super::administer::Order;
use crate::authorise::{Action, Principal};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::obligation::Words;
use crate::queries::places::versions;
use crate::record::{Belongs, NewEvent, record};
use crate::versions::VersionChange;
use huiyin_domain::event::{Event, PlaceSet};
use huiyin_domain::ids::{AuthorityId, INSTALLATION};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::rows::PlaceRow;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most places of an authority that are open: they stand in one list to choose from.
const PLACES_MAX: usize = 300;

/// A place as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceDraft {
    /// Its id: lower-case letters, digits and dashes; taken when it is added and never changed.
    #[serde(default)]
    pub id: String,
    /// What it is called, as no other open place is; an empty English name becomes the Chinese.
    #[schema(value_type = Words)]
    pub name: Bilingual,
    /// Whether it is offered no more. It can be opened again.
    #[serde(default)]
    pub closed: bool,
}

impl From<&PlaceRow> for PlaceDraft {
    fn from(row: &PlaceRow) -> Self {
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            closed: row.closed,
        }
    }
}

/// The places of an authority, with the version that a change is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlacesView {
    /// The version, also the `ETag`.
    pub version: i64,
    /// The places by their ids, closed ones too.
    pub entries: Vec<PlaceDraft>,
}

/// That a place was added or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlaceIsSet {
    /// Its id.
    pub id: String,
    /// The version of the places from now on.
    pub version: i64,
}

impl Huiyin {
    /// The places of whoever asks, closed ones too.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn places(&self, who: &Principal) -> Result<PlacesView, AppError> {
        who.permit(Action::SeeOrganisation)?;
        self.refreshed().await?;
        let rules = self.rules();
        let authority = rules.authority(who.authority);
        let places = authority.map_or(&[][..], |one| &one.places);
        Ok(PlacesView {
            version: rules.position,
            entries: places.iter().map(PlaceDraft::from).collect(),
        })
    }

    /// Adds a place, or changes the one that is named (its name, and whether it is closed) or brings a version
    /// of it back. The order's version is that of the installation's journal
    /// ([`crate::rules::Rules::position`]).
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`] or a [`PeopleRefusal`]; or when the store fails.
    pub async fn set_place(
        &self,
        order: Order,
        id: Option<String>,
        change: impl Into<VersionChange<PlaceDraft>>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<PlaceIsSet>, AppError> {
        let by = (order.authority, order.by);
        let change = change.into();
        let command = SetPlace { order, id, change };
        let done = self.once(by, command, idempotency).await?;
        // Pages of this process offer it at once.
        self.refreshed().await?;
        Ok(done)
    }
}

struct SetPlace {
    order: Order,
    /// `None` is a new one.
    id: Option<String>,
    change: VersionChange<PlaceDraft>,
}

impl Command for SetPlace {
    type Outcome = PlaceIsSet;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.order.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<PlaceIsSet, AppError> {
        let Order { authority, by, .. } = self.order;
        self.order
            .check_in_installation(transaction, shared, Action::ChangeAuthority)?;
        let rules = shared.rules_in(transaction)?;
        let known = rules.authority(authority);
        let known = known.map_or(&[][..], |one| &one.places);
        let own = self.id.as_deref();
        let history = || {
            versions(
                &mut transaction.reader()?,
                authority,
                own.unwrap_or_default(),
            )
        };
        let draft = self.change.wanted(history)?;
        let (id, name) = checked(known, own, &draft)?;
        let event = Event::PlaceSet(PlaceSet {
            authority,
            id: id.clone(),
            name,
            closed: draft.closed,
        });
        let new = NewEvent::open(INSTALLATION, by, Belongs::Nowhere, event);
        let recorded = record(transaction, new, &*shared.chance)?;
        let version = recorded.slot.position.raw();
        Ok(PlaceIsSet { id, version })
    }
}

/// The id and name of a place as it is to be.
fn checked(
    known: &[PlaceRow],
    own: Option<&str>,
    draft: &PlaceDraft,
) -> Result<(String, Bilingual), AppError> {
    let mut fields = FieldCheck::default();
    let id = match own {
        Some(id) if known.iter().any(|place| place.id == id) => id.to_owned(),
        Some(_) => return Err(PeopleRefusal::NoSuchEntry.into()),
        None => fields.key("id", &draft.id),
    };
    if own.is_none() && known.iter().any(|place| place.id == id) {
        fields.fail("id", FieldProblem::Taken);
    }
    let name = fields.name("name", &draft.name);
    let open = known.iter().filter(|place| !place.closed && place.id != id);
    if !draft.closed && open.clone().any(|place| place.name.zh == name.zh) {
        fields.fail("name.zh", FieldProblem::Taken);
    }
    if !draft.closed && open.count() >= PLACES_MAX {
        let entries_max = PLACES_MAX;
        fields.fail("name.zh", FieldProblem::TooMany { entries_max });
    }
    fields.finish()?;
    Ok((id, name))
}
