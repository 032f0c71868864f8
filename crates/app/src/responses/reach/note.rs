//! That somebody was reached: by the link, by text message, signed in, or told by the desk that rang.

use super::super::called::Called;
use super::super::link::ReachToken;
use super::may_note;
use super::refusal::TestRefusal;
use crate::authorise::Principal;
use crate::commands::people::PeopleRefusal;
use crate::commands::register::Idempotency;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::plans::plan_in_force;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, Position, StaffId};
use huiyin_domain::plan::Key;
use huiyin_domain::roster::TestState;
use huiyin_store::rows::ReachTestRow;
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// That somebody was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReachNoted {
    /// The plan's id.
    pub plan: String,
}

impl Huiyin {
    /// Notes that a test page was answered: by whoever signs in and holds the post, or for a post by the
    /// desk that rang them.
    ///
    /// # Errors
    /// [`TestRefusal::Over`], [`crate::PlanRefusal::NoSuchPlan`], [`PeopleRefusal::NotAllowed`] for somebody
    /// else's post, or a failure of the store.
    pub async fn note_reached(
        &self,
        who: &Principal,
        plan: &str,
        post: Option<&str>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<ReachNoted>, AppError> {
        let command = Note {
            authority: who.authority,
            plan: plan.to_owned(),
            of: match post {
                Some(post) => Of::Post(who.staff, Key::new(post)),
                None => Of::Own(who.staff),
            },
        };
        let by = (who.authority, Actor::Staff(who.staff));
        self.once(by, command, idempotency).await
    }

    /// Answers a test page by its link, without sign-in.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a link that is none or too old, [`TestRefusal::Over`], or a failure
    /// of the store.
    pub async fn answer_reach_test(&self, token: &str) -> Result<(), AppError> {
        let token = ReachToken::open(self.shared(), token).ok_or(Refusal::NoSuchResponse)?;
        self.command(Note::by_link(token)).await.map(|_| ())
    }
}

/// Of whom somebody was reached.
enum Of {
    /// Whoever a page asks, by its link or by text message.
    Page {
        test: Position,
        number: u32,
        called: Called,
    },
    /// Whoever signed in.
    Own(StaffId),
    /// The holder of a post, as the desk says that rang them.
    Post(StaffId, Key),
}

/// That somebody was reached. It is kept in the test's own rows and on no record.
pub(crate) struct Note {
    authority: AuthorityId,
    plan: String,
    of: Of,
}

impl Note {
    pub(crate) fn by_link(token: ReachToken) -> Self {
        Self {
            authority: token.authority,
            plan: token.plan,
            of: Of::Page {
                test: token.test,
                number: token.number,
                called: token.called,
            },
        }
    }

    /// Whether they may note it for somebody else.
    fn may_note(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        staff: StaffId,
    ) -> Result<bool, AppError> {
        let organisation = shared.organisation_in(transaction, self.authority)?;
        let Some(who) = Principal::of(&organisation, self.authority, staff) else {
            return Ok(false);
        };
        let mut reader = transaction.reader()?;
        let plan = plan_in_force(&mut reader, shared, self.authority, &self.plan)?;
        Ok(plan.is_some_and(|plan| may_note(&who, &organisation, &plan)))
    }
}

impl Command for Note {
    type Outcome = ReachNoted;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<ReachNoted, AppError> {
        let here = (self.authority, self.plan.as_str());
        let now = transaction.now();
        let test = transaction.reader()?.reach_test(here.0, here.1)?;
        let runs = |test: &ReachTestRow| test.counted.is_none() && now < test.until_at;
        let test = test.filter(runs).ok_or(TestRefusal::Over)?;
        let pages = transaction.reader()?.reach_pages(here.0, here.1)?;
        let mut pages = pages.into_iter();
        let page = match &self.of {
            Of::Page { test: of, .. } if *of != test.position => None,
            Of::Page { number, called, .. } => {
                pages.find(|page| page.number == *number && Called::of_test(page) == Some(*called))
            }
            Of::Own(staff) => pages.find(|page| page.staff == Some(*staff)),
            Of::Post(by, post) => {
                if !self.may_note(transaction, shared, *by)? {
                    return Err(Refusal::People(PeopleRefusal::NotAllowed).into());
                }
                pages.find(|page| page.post == *post && page.number > 0)
            }
        };
        let page = page.filter(|page| page.state == TestState::Waiting);
        let page = page.ok_or(TestRefusal::Over)?;
        let stands = (page.number, page.ways.as_slice(), TestState::Reached);
        transaction.set_reach_page(here, stands)?;
        Ok(ReachNoted {
            plan: self.plan.clone(),
        })
    }
}
