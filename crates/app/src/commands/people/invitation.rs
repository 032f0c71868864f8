//! One-time links: an invitation of a member of staff to choose a password, and the set-up link
//! that makes the first administrator of an installation (RULES 7).

use super::administer::principal;
use super::draft::{RoleDraft, StaffDraft};
use super::session::{SESSION_MICROS_MAX, SignedIn, idle_before};
use super::{PeopleRefusal, staff};
use crate::authorise::{Action, Principal, permit};
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::installation::FIRST_AUTHORITY;
use crate::once::{Once, OnceOnly};
use crate::password;
use crate::secret::{Password, Token, TokenUse};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, INSTALLATION, StaffId};
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::reader::Reader;
use huiyin_store::rows::TokenHash;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long an invitation works: three days, so that a weekend lies within.
const INVITATION_MICROS: i64 = 3 * DAY_MICROS;
/// How long the set-up link works: 30 minutes (RULES 7).
const SET_UP_MICROS: i64 = 30 * 60 * 1_000_000;

/// A one-time link, shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Link {
    /// The link's secret. Whoever has it becomes its person.
    pub token: String,
    /// Whose it is; empty for the set-up link.
    pub name: String,
    /// Until when it works.
    #[schema(value_type = String)]
    pub expires_at: Instant,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(…)")
    }
}

impl Link {
    /// Invites a member of staff by a link that is kept from now on; an earlier one of theirs works no more.
    pub(super) fn inviting(
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (staff, name): (StaffId, String),
        token: &Token,
    ) -> Result<Self, AppError> {
        let whose = (Some(staff), name);
        Self::kept(transaction, shared, whose, (token, INVITATION_MICROS))
    }

    fn kept(
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (staff, name): (Option<StaffId>, String),
        (token, works_micros): (&Token, i64),
    ) -> Result<Self, AppError> {
        let hash = token.hash(&shared.key, TokenUse::Invitation);
        let expires_at = transaction.now().plus_micros(works_micros);
        transaction.keep_invitation(token.authority(), staff, &hash, expires_at)?;
        Ok(Self {
            token: token.text(),
            name,
            expires_at,
        })
    }
}

/// What a link leads to, for the page behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationView {
    /// Of which authority.
    pub authority: AuthorityId,
    /// Who is invited; nobody yet: the link sets the installation up.
    pub invited: Option<Principal>,
    /// Until when it works.
    pub expires_at: Instant,
}

/// What somebody chose who followed a link.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The first administrator's login; unused by who was invited.
    pub login: String,
    /// The first administrator's name; unused by who was invited.
    pub name: String,
    /// The password.
    pub password: Password,
    /// The same once more.
    pub again: Password,
}

impl Huiyin {
    /// Makes a one-time link for a member of staff, in place of any earlier one.
    ///
    /// # Errors
    /// A [`PeopleRefusal`], or when the store fails.
    pub async fn invite(
        &self,
        by: (AuthorityId, Actor),
        staff: StaffId,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<Link>, AppError> {
        self.command(self.inviting(by, staff, idempotency.as_ref())?)
            .await
    }

    /// As [`Huiyin::invite`], on a thread that may block.
    ///
    /// # Errors
    /// As there.
    pub fn invite_here(&self, by: (AuthorityId, Actor), staff: StaffId) -> Result<Link, AppError> {
        Ok(self.command_here(self.inviting(by, staff, None)?)?.answer)
    }

    fn inviting(
        &self,
        by: (AuthorityId, Actor),
        staff: StaffId,
        idempotency: Option<&Idempotency>,
    ) -> Result<OnceOnly<Invite>, AppError> {
        let (authority, by) = by;
        let token = Token::fresh(authority, &*self.shared().chance)?;
        let command = Invite { by, staff, token };
        let principal = principal(by);
        Ok(OnceOnly::new(
            self.shared(),
            authority,
            principal,
            idempotency,
            command,
        ))
    }

    /// Makes the link that sets the installation up; `None` once it has staff.
    ///
    /// # Errors
    /// When the store fails.
    pub fn set_up_link_here(&self) -> Result<Option<Link>, AppError> {
        let token = Token::fresh(FIRST_AUTHORITY, &*self.shared().chance)?;
        self.command_here(MakeSetUpLink { token })
    }

    /// What a link leads to; `None` when it was used, replaced, or is too old.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn invitation(&self, token: &Token) -> Result<Option<InvitationView>, AppError> {
        let (shared, token, now) = (Arc::clone(self.shared()), token.clone(), self.now());
        let hash = token.hash(&shared.key, TokenUse::Invitation);
        let read = move |reader: &mut Reader<'_>| {
            let authority = token.authority();
            let found = reader.invitation(authority, &hash)?;
            let Some(found) = found.filter(|one| now < one.expires_at) else {
                return Ok::<_, AppError>(None);
            };
            let invited = match found.staff {
                None if reader.any_staff()? => return Ok(None),
                None => None,
                Some(staff) => {
                    let organisation = shared.organisation_read(reader, authority)?;
                    let Some(invited) = Principal::of(&organisation, authority, staff) else {
                        return Ok(None);
                    };
                    Some(invited)
                }
            };
            Ok(Some(InvitationView {
                authority,
                invited,
                expires_at: found.expires_at,
            }))
        };
        self.store().read(read).await
    }

    /// Follows a link: sets the password and signs in. The link ends, and so does every session
    /// that was open.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`], [`PeopleRefusal::LinkEnded`], or when the store fails.
    pub async fn accept_invitation(
        &self,
        token: &Token,
        chosen: Acceptance,
    ) -> Result<SignedIn, AppError> {
        let view = self.invitation(token).await?;
        let view = view.ok_or(PeopleRefusal::LinkEnded)?;
        let draft = StaffDraft {
            login: chosen.login,
            name: chosen.name,
            ..StaffDraft::default()
        };
        let login = match &view.invited {
            Some(invited) => invited.login.clone(),
            None => staff::login_of(&draft.login),
        };
        let mut fields = FieldCheck::default();
        if view.invited.is_none() {
            staff::check(&mut fields, &Default::default(), &draft, true);
        }
        password::check(&mut fields, "password", &chosen.password, &login);
        if chosen.again.as_str() != chosen.password.as_str() {
            fields.fail("again", FieldProblem::NotTheSame);
        }
        fields.finish()?;
        let shared = self.shared();
        let turn = shared.turns.next().await?;
        let password_hash = password::hash(shared, &turn, &chosen.password).await?;
        let session = Token::fresh(view.authority, &*shared.chance)?;
        let command = Accept {
            authority: view.authority,
            link: token.hash(&shared.key, TokenUse::Invitation),
            session: session.hash(&shared.key, TokenUse::Session),
            password_hash,
            draft,
        };
        let principal = self.command(command).await?;
        Ok(SignedIn {
            token: session,
            principal,
        })
    }
}

struct Invite {
    by: Actor,
    staff: StaffId,
    token: Token,
}

impl Command for Invite {
    type Outcome = Link;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.token.authority()]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Link, AppError> {
        let authority = self.token.authority();
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(self.by, authority, &organisation, Action::Invite)?;
        let invited = Principal::of(&organisation, authority, self.staff);
        let invited = invited.ok_or(PeopleRefusal::NoSuchEntry)?;
        let whose = (self.staff, invited.name);
        Link::inviting(transaction, shared, whose, &self.token)
    }
}

struct MakeSetUpLink {
    token: Token,
}

impl Command for MakeSetUpLink {
    type Outcome = Option<Link>;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.token.authority()]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Option<Link>, AppError> {
        if transaction.reader()?.any_staff()? {
            return Ok(None);
        }
        let nobody = (None, String::new());
        Link::kept(transaction, shared, nobody, (&self.token, SET_UP_MICROS)).map(Some)
    }
}

struct Accept {
    authority: AuthorityId,
    link: TokenHash,
    session: TokenHash,
    password_hash: String,
    /// The first administrator, where the link sets the installation up.
    draft: StaffDraft,
}

impl Command for Accept {
    type Outcome = Principal;

    fn authorities(&self) -> Vec<AuthorityId> {
        // The set-up link gives a login, and a login is given once in the installation.
        vec![INSTALLATION, self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Principal, AppError> {
        let now = transaction.now();
        let found = transaction
            .reader()?
            .invitation(self.authority, &self.link)?;
        let found = found.filter(|one| now < one.expires_at);
        let found = found.ok_or(PeopleRefusal::LinkEnded)?;
        let staff = match found.staff {
            Some(staff) => staff,
            None => self.first_administrator(transaction, shared)?,
        };
        let organisation = shared.organisation_in(transaction, self.authority)?;
        let principal = Principal::of(&organisation, self.authority, staff);
        let principal = principal.ok_or(PeopleRefusal::LinkEnded)?;
        transaction.end_invitations(self.authority, found.staff)?;
        transaction.end_sessions(self.authority, staff)?;
        transaction.set_credential(self.authority, staff, &self.password_hash)?;
        let owner = (self.authority, staff);
        let expires_at = now.plus_micros(SESSION_MICROS_MAX);
        transaction.begin_session(owner, &self.session, idle_before(now), expires_at)?;
        Ok(principal)
    }
}

impl Accept {
    fn first_administrator(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<StaffId, AppError> {
        if transaction.reader()?.any_staff()? {
            return Err(PeopleRefusal::LinkEnded.into());
        }
        let organisation = shared.organisation_in(transaction, self.authority)?;
        let draft = StaffDraft {
            roles: vec![RoleDraft {
                unit: organisation.registering_unit().raw(),
                role: Role::Administrator.word().to_owned(),
            }],
            ..self.draft.clone()
        };
        let mut fields = FieldCheck::default();
        let checked = staff::check(&mut fields, &organisation, &draft, true);
        fields.finish()?;
        // Whoever runs the program on the machine handed the link on.
        staff::add(
            transaction,
            shared,
            (self.authority, Actor::Operator),
            checked,
        )
    }
}
