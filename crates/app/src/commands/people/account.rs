//! What somebody does about their own account: password, language, tokens of programs.

use super::PeopleRefusal;
use super::session::{SESSION_MICROS_MAX, SignedIn, idle_before};
use super::staff;
use crate::authorise::{Action, Principal, permit};
use crate::error::AppError;
use crate::fields::{FieldCheck, NAME_CHARACTERS_MAX};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::password;
use crate::secret::{Password, Token, TokenUse};
use data_encoding::HEXLOWER;
use huiyin_domain::event::{Actor, StaffChanged};
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::language::Language;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_store::rows::TokenHash;
use huiyin_store::transaction::Transaction;

/// How long a bearer token works at most, in days.
pub const API_TOKEN_DAYS_MAX: u32 = 366;
/// The most bearer tokens of one person.
const API_TOKENS_MAX: usize = 20;

/// A bearer token that was made; its text is shown once.
#[derive(Clone, Debug)]
pub struct ApiTokenMade {
    /// What a program sends.
    pub token: Token,
    /// Until when it works.
    pub expires_at: Instant,
}

/// A bearer token as its holder sees it later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiTokenView {
    /// Names it when it is to be ended.
    pub id: String,
    /// What its holder calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it works.
    pub expires_at: Instant,
}

impl Huiyin {
    /// Sets one's own password. Every session and link of before ends; a new session begins.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`], [`PeopleRefusal::WrongLoginOrPassword`] for the present
    /// password, [`PeopleRefusal::TooManyAttempts`], or when the store fails.
    pub async fn change_password(
        &self,
        principal: &Principal,
        present: &Password,
        new: (&Password, &Password),
    ) -> Result<SignedIn, AppError> {
        principal.permit(Action::KeepOwnAccount)?;
        let mut fields = FieldCheck::default();
        password::check(&mut fields, "password", new.0, &principal.login);
        if new.0.as_str() != new.1.as_str() {
            fields.fail("again", FieldProblem::NotTheSame);
        }
        fields.finish()?;
        let shared = self.shared();
        let turn = shared.turns.next().await?;
        let (owner, checked_hash) = self.verified(&principal.login, present, &turn).await?;
        let token = Token::fresh(principal.authority, &*shared.chance)?;
        let command = SetPassword {
            owner,
            checked_hash,
            password_hash: password::hash(shared, &turn, new.0).await?,
            session: token.hash(&shared.key, TokenUse::Session),
        };
        let principal = self.command(command).await?;
        Ok(SignedIn { token, principal })
    }

    /// Sets the language of one's own desk.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn set_own_language(
        &self,
        principal: &Principal,
        language: Language,
    ) -> Result<(), AppError> {
        let owner = (principal.authority, principal.staff);
        self.command(SetLanguage { owner, language }).await
    }

    /// Makes a bearer token for a program that acts for somebody.
    ///
    /// # Errors
    /// [`crate::Refusal::Fields`], [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn make_api_token(
        &self,
        principal: &Principal,
        name: &str,
        days: u32,
    ) -> Result<ApiTokenMade, AppError> {
        let mut fields = FieldCheck::default();
        let name = fields.line("name", name, NAME_CHARACTERS_MAX);
        if !(1..=API_TOKEN_DAYS_MAX).contains(&days) {
            let allowed = vec![format!("1-{API_TOKEN_DAYS_MAX}")];
            fields.fail("days", FieldProblem::NotOneOf { allowed });
        }
        fields.finish()?;
        let token = Token::fresh(principal.authority, &*self.shared().chance)?;
        let command = MakeApiToken {
            owner: (principal.authority, principal.staff),
            hash: token.hash(&self.shared().key, TokenUse::Api),
            name,
            life_micros: i64::from(days) * DAY_MICROS,
        };
        let expires_at = self.command(command).await?;
        Ok(ApiTokenMade { token, expires_at })
    }

    /// Somebody's own bearer tokens.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn api_tokens(&self, principal: &Principal) -> Result<Vec<ApiTokenView>, AppError> {
        let (authority, staff) = (principal.authority, principal.staff);
        let rows = self
            .store()
            .read(move |reader| reader.api_tokens_of(authority, staff))
            .await?;
        let view = |row: huiyin_store::rows::ApiTokenRow| ApiTokenView {
            id: HEXLOWER.encode(&row.token_hash),
            name: row.name,
            created_at: row.created_at,
            expires_at: row.expires_at,
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// Ends one of somebody's own bearer tokens.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], or when the store fails.
    pub async fn end_api_token(&self, principal: &Principal, id: &str) -> Result<(), AppError> {
        let hash = HEXLOWER.decode(id.as_bytes());
        let command = EndApiToken {
            owner: (principal.authority, principal.staff),
            hash: hash.map_err(|_| PeopleRefusal::NoSuchEntry)?,
        };
        self.command(command).await
    }
}

struct SetPassword {
    owner: (AuthorityId, StaffId),
    checked_hash: String,
    password_hash: String,
    session: TokenHash,
}

impl Command for SetPassword {
    type Outcome = Principal;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.owner.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Principal, AppError> {
        let (authority, staff) = self.owner;
        let wrong = PeopleRefusal::WrongLoginOrPassword;
        let hash = transaction.reader()?.credential(authority, staff)?;
        if hash.as_ref() != Some(&self.checked_hash) {
            return Err(wrong.into());
        }
        let organisation = shared.organisation_in(transaction, authority)?;
        let principal = Principal::of(&organisation, authority, staff).ok_or(wrong)?;
        let now = transaction.now();
        transaction.set_credential(authority, staff, &self.password_hash)?;
        transaction.end_invitations(authority, Some(staff))?;
        transaction.end_sessions(authority, staff)?;
        let expires_at = now.plus_micros(SESSION_MICROS_MAX);
        transaction.begin_session(self.owner, &self.session, idle_before(now), expires_at)?;
        Ok(principal)
    }
}

struct SetLanguage {
    owner: (AuthorityId, StaffId),
    language: Language,
}

impl Command for SetLanguage {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.owner.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let (authority, id) = self.owner;
        let by = Actor::Staff(id);
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::KeepOwnAccount)?;
        let own = organisation.staff.get(&id);
        let own = own.ok_or(PeopleRefusal::NoSuchEntry)?;
        if own.language == self.language {
            return Ok(());
        }
        let changed = StaffChanged {
            id,
            name: own.name.clone(),
            language: self.language,
            roles: own.roles.clone(),
            left: own.left,
        };
        staff::change(transaction, shared, (authority, by), changed, None)
    }
}

struct MakeApiToken {
    owner: (AuthorityId, StaffId),
    hash: TokenHash,
    name: String,
    life_micros: i64,
}

impl Command for MakeApiToken {
    type Outcome = Instant;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.owner.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Instant, AppError> {
        let (authority, staff) = self.owner;
        let organisation = shared.organisation_in(transaction, authority)?;
        let by = Actor::Staff(staff);
        permit(by, authority, &organisation, Action::KeepOwnAccount)?;
        let held = transaction.reader()?.api_tokens_of(authority, staff)?;
        if held.len() >= API_TOKENS_MAX {
            let mut fields = FieldCheck::default();
            let entries_max = API_TOKENS_MAX;
            fields.fail("name", FieldProblem::TooMany { entries_max });
            fields.finish()?;
        }
        let expires_at = transaction.now().plus_micros(self.life_micros);
        transaction.keep_api_token(self.owner, &self.hash, &self.name, expires_at)?;
        Ok(expires_at)
    }
}

struct EndApiToken {
    owner: (AuthorityId, StaffId),
    hash: Vec<u8>,
}

impl Command for EndApiToken {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.owner.0]
    }

    fn decide(&mut self, transaction: &mut Transaction<'_>, _: &Shared) -> Result<(), AppError> {
        let (authority, staff) = self.owner;
        let own = transaction.reader()?.api_tokens_of(authority, staff)?;
        if own.iter().all(|one| one.token_hash != self.hash) {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        Ok(transaction.end_api_token(authority, &self.hash)?)
    }
}
