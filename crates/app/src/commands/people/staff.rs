//! A member of staff from a draft, added or changed.

use super::PeopleRefusal;
use super::draft::{StaffContactDraft, StaffDraft};
use crate::error::AppError;
use crate::fields::{FieldCheck, NAME_CHARACTERS_MAX};
use crate::huiyin::Shared;
use crate::record::{Belongs, Keyring, NewEvent, record};
use huiyin_domain::event::{Actor, Event, StaffAdded, StaffChanged, StaffContact};
use huiyin_domain::ids::{AuthorityId, StaffId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_domain::petition::FieldProblem;
use huiyin_store::StoreError;
use huiyin_store::transaction::Transaction;

/// The longest e-mail address or telephone number, in characters.
const CONTACT_CHARACTERS_MAX: usize = 200;
/// The shortest and longest login, in characters.
const LOGIN_CHARACTERS: std::ops::RangeInclusive<usize> = 2..=64;
/// The most roles of one person.
const ROLES_MAX: usize = 50;

/// A login as it is kept: without blanks, in lower case.
pub(super) fn login_of(typed: &str) -> String {
    typed.trim().to_ascii_lowercase()
}

/// Whether a text can be a login at all.
pub(super) fn can_be_a_login(login: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    LOGIN_CHARACTERS.contains(&login.chars().count())
        && login.starts_with(plain)
        && login
            .chars()
            .all(|c| plain(c) || matches!(c, '.' | '-' | '_'))
}

/// What a draft says, checked.
pub(super) struct Checked {
    login: String,
    name: String,
    language: Language,
    roles: Vec<(UnitId, Role)>,
    contact: Option<StaffContact>,
}

impl Checked {
    /// What they sign in with.
    pub(super) fn login(&self) -> &str {
        &self.login
    }

    /// What they are called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// Checks a draft; a login is checked only where somebody is added.
pub(super) fn check(
    fields: &mut FieldCheck,
    organisation: &Organisation,
    draft: &StaffDraft,
    adds: bool,
) -> Checked {
    let login = login_of(&draft.login);
    if adds && login.is_empty() {
        fields.fail("login", FieldProblem::Missing);
    } else if adds && !can_be_a_login(&login) {
        fields.fail("login", FieldProblem::NotALogin);
    }
    let name = fields.line("name", &draft.name, NAME_CHARACTERS_MAX);
    let language = match draft.language.as_str() {
        "" => Some(Language::Zh),
        tag => fields.choice(
            "language",
            tag,
            &[Language::Zh, Language::En],
            Language::tag,
        ),
    };
    Checked {
        login,
        name,
        language: language.unwrap_or_default(),
        roles: roles(fields, organisation, draft),
        contact: draft.contact.as_ref().map(|one| contact(fields, one)),
    }
}

fn roles(
    fields: &mut FieldCheck,
    organisation: &Organisation,
    draft: &StaffDraft,
) -> Vec<(UnitId, Role)> {
    if draft.roles.len() > ROLES_MAX {
        let entries_max = ROLES_MAX;
        fields.fail("roles", FieldProblem::TooMany { entries_max });
    }
    let mut roles = Vec::new();
    for one in &draft.roles {
        let unit = UnitId::new(one.unit);
        if !organisation.units.contains_key(&unit) {
            let allowed = Vec::new();
            fields.fail("roles", FieldProblem::NotOneOf { allowed });
        }
        let role = fields.choice("roles", &one.role, Role::ALL, Role::word);
        roles.extend(role.map(|role| (unit, role)));
    }
    roles.sort_unstable();
    roles.dedup();
    roles
}

pub(crate) fn contact(fields: &mut FieldCheck, draft: &StaffContactDraft) -> StaffContact {
    let email = fields.optional("contact.email", &draft.email, CONTACT_CHARACTERS_MAX);
    let phone = fields.optional("contact.phone", &draft.phone, CONTACT_CHARACTERS_MAX);
    let email = Some(email).filter(|email| !email.is_empty());
    let phone = Some(phone).filter(|phone| !phone.is_empty());
    if let Some(problem) = email.as_deref().and_then(FieldProblem::of_email) {
        fields.fail("contact.email", problem);
    }
    if let Some(problem) = phone.as_deref().and_then(FieldProblem::of_phone) {
        fields.fail("contact.phone", problem);
    }
    StaffContact { email, phone }
}

/// Adds a member of staff. The installation's head is locked, so no login is given twice.
pub(super) fn add(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    owner: (AuthorityId, Actor),
    checked: Checked,
) -> Result<StaffId, AppError> {
    let (authority, by) = owner;
    if transaction.reader()?.login(&checked.login)?.is_some() {
        let mut fields = FieldCheck::default();
        fields.fail("login", FieldProblem::Taken);
        fields.finish()?;
    }
    let keys = Keyring::fresh_of_staff(&*shared.chance)?;
    let contact = checked.contact.unwrap_or_default();
    let identity =
        serde_json::to_vec(&contact).map_err(|error| AppError::Unreadable(error.to_string()))?;
    let event = Event::StaffAdded(StaffAdded {
        login: checked.login,
        name: checked.name,
        language: checked.language,
        roles: checked.roles,
    });
    let new = NewEvent {
        identity: Some(&identity),
        keys: Some(&keys),
        ..NewEvent::open(authority, by, Belongs::NewStaff, event)
    };
    let recorded = record(transaction, new, &*shared.chance)?;
    let staff = StaffId::new(recorded.slot.position.raw());
    let place = (authority, staff);
    keys.keep_of_staff(transaction, &shared.wrapping, place, &*shared.chance)?;
    Ok(staff)
}

/// Changes a member of staff; who left is signed out everywhere and has no password any more.
pub(super) fn change(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    owner: (AuthorityId, Actor),
    changed: StaffChanged,
    contact: Option<StaffContact>,
) -> Result<(), AppError> {
    let (authority, by) = owner;
    let (staff, left) = (changed.id, changed.left);
    let event = Event::StaffChanged(changed);
    match contact {
        Some(contact) => {
            let identity = serde_json::to_vec(&contact)
                .map_err(|error| AppError::Unreadable(error.to_string()))?;
            let wrapped = transaction.reader()?.staff_key(authority, staff)?;
            let wrapped = wrapped.flatten().ok_or(StoreError::Seal)?;
            let wrapping = &shared.wrapping;
            let keys = Keyring::unwrap_of_staff(Some(&wrapped), wrapping, authority, staff)?;
            let new = NewEvent {
                identity: Some(&identity),
                keys: Some(&keys),
                ..NewEvent::open(authority, by, Belongs::Staff(staff), event)
            };
            record(transaction, new, &*shared.chance)?;
        }
        None => {
            let new = NewEvent::open(authority, by, Belongs::Nowhere, event);
            record(transaction, new, &*shared.chance)?;
        }
    }
    if left {
        transaction.end_credential(authority, staff)?;
        transaction.end_sessions(authority, staff)?;
        transaction.end_api_tokens(authority, staff)?;
        transaction.end_calendar_feed(authority, staff)?;
        transaction.end_saved_views(authority, staff)?;
        transaction.end_invitations(authority, Some(staff))?;
    }
    Ok(())
}

/// The change that a checked draft is, if the authority keeps an administrator.
pub(super) fn changed(
    organisation: &Organisation,
    staff: StaffId,
    checked: Checked,
    left: bool,
) -> Result<(StaffChanged, Option<StaffContact>), AppError> {
    let administers = |roles: &[(UnitId, Role)], left: bool| {
        !left && roles.iter().any(|(_, role)| *role == Role::Administrator)
    };
    let was = organisation.staff.get(&staff);
    let was = was.ok_or(PeopleRefusal::NoSuchEntry)?;
    let mut others = organisation.staff.values().filter(|one| one.id != staff);
    if administers(&was.roles, was.left)
        && !administers(&checked.roles, left)
        && !others.any(|one| administers(&one.roles, one.left))
    {
        return Err(PeopleRefusal::LastAdministrator.into());
    }
    let changed = StaffChanged {
        id: staff,
        name: checked.name,
        language: checked.language,
        roles: checked.roles,
        left,
    };
    Ok((changed, checked.contact))
}
