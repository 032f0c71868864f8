//! Subjects 内容分类 of an authority's tree: other names, subjects of its own, what is offered no more, and the
//! order. No subject is deleted: petitions keep theirs, and are named by it.

use super::PeopleRefusal;
use super::administer::Order;
use crate::authorise::{Action, Principal};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::categories::versions;
use crate::queries::obligation::Words;
use crate::record::{Belongs, NewEvent, record};
use crate::versions::VersionChange;
use huiyin_domain::category::{Categories, Category, OwnCategory, RANK_MAX};
use huiyin_domain::event::{CategorySet, Event};
use huiyin_domain::ids::{AuthorityId, INSTALLATION};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A subject as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryDraft {
    /// The code of the subject above a new one, up to four digits; absent: it is of the first level. Only read
    /// where one is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// What it is called, as no other beside it is; an empty English name becomes the Chinese.
    #[schema(value_type = Words)]
    pub name: Bilingual,
    /// Whether it is offered no more. It can be offered again.
    #[serde(default)]
    pub retired: bool,
    /// Where it stands among those beside it, 1 to 999; absent: after those that have a place, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u16>,
}

/// A subject of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CategoryEntry {
    /// Its code: two digits for each level.
    pub code: String,
    /// As it is.
    #[serde(flatten)]
    pub category: CategoryDraft,
    /// Whether it can be chosen: neither it nor one above it is retired.
    pub offered: bool,
    /// Whether the authority added it.
    pub own: bool,
}

/// The tree of an authority, with the version that a change is checked against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CategoriesView {
    /// The version, also the `ETag`.
    pub version: i64,
    /// The subjects in their order, each followed by those below it; also those that are offered no more.
    pub entries: Vec<CategoryEntry>,
}

/// That a subject was added or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CategoryIsSet {
    /// Its code.
    pub code: String,
    /// The version of the tree from now on.
    pub version: i64,
}

impl From<&Category> for CategoryDraft {
    fn from(node: &Category) -> Self {
        Self {
            under: None,
            name: node.name.clone(),
            retired: node.retired,
            place: node.rank,
        }
    }
}

impl Huiyin {
    /// The tree of whoever asks.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn categories(&self, who: &Principal) -> Result<CategoriesView, AppError> {
        who.permit(Action::SeeOrganisation)?;
        self.refreshed().await?;
        let rules = self.rules();
        let authority = rules.authority(who.authority);
        let tree = &authority.ok_or(PeopleRefusal::NoSuchEntry)?.categories;
        let shipped = huiyin_domain::category::shipped();
        let entry = |node: &Category| CategoryEntry {
            code: node.code.clone(),
            category: CategoryDraft::from(node),
            offered: tree.offers(&node.code),
            own: !shipped.exists(&node.code),
        };
        Ok(CategoriesView {
            version: rules.position,
            entries: tree.nodes().iter().map(entry).collect(),
        })
    }

    /// Adds a subject, or changes the one that is named, or brings a version of it back. The order's version is
    /// that of the installation's journal ([`crate::rules::Rules::position`]).
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`] or a [`PeopleRefusal`]; or when the store fails.
    pub async fn set_category(
        &self,
        order: Order,
        code: Option<String>,
        change: impl Into<VersionChange<CategoryDraft>>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<CategoryIsSet>, AppError> {
        let by = (order.authority, order.by);
        let change = change.into();
        let command = SetCategory {
            order,
            code,
            change,
        };
        let done = self.once(by, command, idempotency).await?;
        // Pages of this process offer it at once.
        self.refreshed().await?;
        Ok(done)
    }
}

struct SetCategory {
    order: Order,
    /// `None` is a new one.
    code: Option<String>,
    change: VersionChange<CategoryDraft>,
}

impl Command for SetCategory {
    type Outcome = CategoryIsSet;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.order.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<CategoryIsSet, AppError> {
        let Order { authority, by, .. } = self.order;
        self.order
            .check_in_installation(transaction, shared, Action::ChangeAuthority)?;
        let rules = shared.rules_in(transaction)?;
        let known = rules.authority(authority);
        let tree = &known.ok_or(PeopleRefusal::NoSuchEntry)?.categories;
        let own = self.code.as_deref();
        let history = || {
            versions(
                &mut transaction.reader()?,
                authority,
                own.unwrap_or_default(),
            )
        };
        let draft = self.change.wanted(history)?;
        let category = checked(tree, own, &draft)?;
        let code = category.code.clone();
        let event = Event::CategorySet(CategorySet {
            authority,
            category,
        });
        let new = NewEvent::open(INSTALLATION, by, Belongs::Nowhere, event);
        let recorded = record(transaction, new, &*shared.chance)?;
        let version = recorded.slot.position.raw();
        Ok(CategoryIsSet { code, version })
    }
}

/// The subject as it is to be.
fn checked(
    tree: &Categories,
    own: Option<&str>,
    draft: &CategoryDraft,
) -> Result<OwnCategory, AppError> {
    let mut fields = FieldCheck::default();
    let none = || FieldProblem::NotOneOf {
        allowed: Vec::new(),
    };
    let above = match own {
        Some(code) => huiyin_domain::category::parent(code),
        None => draft.under.as_deref().filter(|under| !under.is_empty()),
    };
    let code = match own {
        Some(code) if tree.exists(code) => code.to_owned(),
        Some(_) => return Err(PeopleRefusal::NoSuchEntry.into()),
        None if above.is_some_and(|above| !tree.exists(above)) => {
            fields.fail("under", none());
            String::new()
        }
        None => tree.next_own_code(above).unwrap_or_else(|| {
            fields.fail("under", none());
            String::new()
        }),
    };
    let name = fields.name("name", &draft.name);
    let mut beside = tree
        .nodes()
        .iter()
        .filter(|node| node.parent() == above && node.code != code && tree.offers(&node.code));
    if !draft.retired && beside.any(|node| node.name.zh == name.zh) {
        fields.fail("name.zh", FieldProblem::Taken);
    }
    if draft
        .place
        .is_some_and(|place| !(1..=RANK_MAX).contains(&place))
    {
        let allowed = vec![format!("1-{RANK_MAX}")];
        fields.fail("place", FieldProblem::NotOneOf { allowed });
    }
    // Somebody has to be able to say what a petition is about.
    let mut others = tree.offered_roots().filter(|node| node.code != code);
    if draft.retired && above.is_none() && others.next().is_none() {
        fields.fail("retired", none());
    }
    fields.finish()?;
    Ok(OwnCategory {
        code,
        name,
        retired: draft.retired,
        rank: draft.place,
    })
}
