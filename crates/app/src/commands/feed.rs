//! The address of somebody's own duty calendar: whoever has it sees their posts and hours, and nothing
//! else. A new one ends the one before.

use crate::authorise::{Action, Principal, permit};
use crate::error::AppError;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::queries::plans::{PLANS_MAX, effective_roster, parsed};
use crate::secret::{Token, TokenUse};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::roster::feed::{Entry, calendar};
use huiyin_domain::roster::shifts;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::TokenHash;
use huiyin_store::transaction::Transaction;

impl Huiyin {
    /// Makes the address of somebody's own duty calendar; the one before ends.
    ///
    /// # Errors
    /// A refusal by the table, or a failure of the store.
    pub async fn make_duty_feed(&self, who: &Principal) -> Result<Token, AppError> {
        let token = Token::fresh(who.authority, &*self.shared().chance)?;
        let hash = token.hash(&self.shared().key, TokenUse::Feed);
        self.command(SetFeed {
            of: (who.authority, who.staff),
            hash: Some(hash),
        })
        .await?;
        Ok(token)
    }

    /// Ends it.
    ///
    /// # Errors
    /// A refusal by the table, or a failure of the store.
    pub async fn end_duty_feed(&self, who: &Principal) -> Result<(), AppError> {
        self.command(SetFeed {
            of: (who.authority, who.staff),
            hash: None,
        })
        .await
    }

    /// Since when somebody has such an address.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn duty_feed_since(&self, who: &Principal) -> Result<Option<Instant>, AppError> {
        let (authority, staff) = (who.authority, who.staff);
        let read = move |reader: &mut Reader<'_>| reader.calendar_feed_since(authority, staff);
        Ok(self.store().read(read).await?)
    }

    /// The duty calendar of whoever an address belongs to, for the coming 28 days; nothing where it has
    /// ended, or they left.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn duty_feed(&self, token: &Token) -> Result<Option<String>, AppError> {
        let (shared, at) = (self.shared().clone(), self.now());
        let authority = token.authority();
        let hash = token.hash(&shared.key, TokenUse::Feed);
        self.store()
            .read(move |reader| {
                let Some(staff) = reader.calendar_feed(authority, &hash)? else {
                    return Ok(None);
                };
                let organisation = shared.organisation_read(reader, authority)?;
                let member = organisation.staff.get(&staff).filter(|one| !one.left);
                let Some(member) = member else {
                    return Ok(None);
                };
                let rules = shared.rules_read(reader)?;
                let mut entries = Vec::new();
                for id in reader.plan_ids(authority, "", PLANS_MAX)? {
                    let Some(row) = reader.plan_in_force(authority, &id)? else {
                        continue;
                    };
                    let toml = reader.plan_content(authority, &id, &row.version)?;
                    let plan = parsed(&shared, &id, &toml.unwrap_or_default())?;
                    let roster = effective_roster(reader, &shared, authority, &id, at)?;
                    let calendar = rules.calendar(&plan.calendar);
                    let Some(((_, roster), calendar)) = roster.zip(calendar) else {
                        continue;
                    };
                    let own = shifts(&plan, &roster, calendar, at).into_iter();
                    let own = own.filter(|shift| *shift.holder == *member.login);
                    entries.extend(own.filter_map(|shift| {
                        Some(Entry {
                            plan: id.clone(),
                            title: plan.post(&shift.post)?.title.clone(),
                            shift,
                        })
                    }));
                }
                let name = Bilingual::new("值班", "Duty");
                Ok(Some(calendar(&name, &entries, at)))
            })
            .await
    }
}

struct SetFeed {
    of: (AuthorityId, StaffId),
    hash: Option<TokenHash>,
}

impl Command for SetFeed {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.of.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let (authority, staff) = self.of;
        let organisation = shared.organisation_in(transaction, authority)?;
        let by = Actor::Staff(staff);
        permit(by, authority, &organisation, Action::KeepOwnAccount)?;
        transaction.end_calendar_feed(authority, staff)?;
        if let Some(hash) = &self.hash {
            transaction.keep_calendar_feed(self.of, hash)?;
        }
        Ok(())
    }
}
