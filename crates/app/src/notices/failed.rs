//! Notices that failed for good, for whoever keeps the installation running: which kind, when, how
//! often tried, and what the channel said. No address, no number, no petitioner: an administrator is
//! not somebody who may know of a petition.

use super::{CODE_RENEWED, CONTACT_CHANGED, DRILL, NEWS, RECEIPT};
use crate::authorise::{Action, Principal, permit};
use crate::casework::tell_staff::DISPUTED_FACT;
use crate::commands::people::PeopleRefusal;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::{Once, OnceOnly};
use crate::responses::alone::NOBODY;
use crate::responses::over::PAGE_OVER;
use crate::responses::pages::PAGE;
use crate::responses::reach::pages::TEST_PAGE;
use crate::responses::reports::REPORT;
use crate::{Idempotency, queries::obligation::Words};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::Bilingual;
use huiyin_notify::Trouble;
use huiyin_store::rows::{NoticeRow, NoticeState, NoticeTo};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};

/// A notice that failed for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FailedNotice {
    /// Its id, for trying it again.
    pub id: i64,
    /// `petitioner`, `staff`, `person` on duty without an account, or `recipient` of a situation report.
    pub to: String,
    /// What it is about: a document's word, `news`, `escalation` or `danger`.
    pub kind: String,
    /// The same in words.
    #[schema(value_type = Words)]
    pub kind_words: Bilingual,
    /// When it was queued, in the authority's zone.
    pub queued_at: String,
    /// How often it was tried.
    pub attempts: u32,
    /// What the channel said last, in neutral words.
    #[schema(value_type = Words)]
    pub reason: Bilingual,
}

/// That a notice waits again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct NoticeWaits {
    /// Its id.
    pub id: i64,
}

impl Huiyin {
    /// The notices that failed for good, by id; `rows_max` at most.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`], or when the store fails.
    pub async fn failed_notices(
        &self,
        who: &Principal,
        after: Option<i64>,
        rows_max: u32,
    ) -> Result<Vec<FailedNotice>, AppError> {
        who.permit(Action::KeepRunning)?;
        let (of, after) = (who.authority, after.unwrap_or(i64::MIN));
        let rows = self
            .store()
            .read(move |reader| reader.notices_failed(of, after, rows_max))
            .await?;
        let rules = self.rules();
        let authority = rules.authority(of).ok_or(Refusal::NotAllowed)?;
        let views = rows.iter().map(|row| FailedNotice {
            id: row.id,
            to: match row.to {
                NoticeTo::Petitioner(_) => "petitioner".to_owned(),
                NoticeTo::Staff(_) => "staff".to_owned(),
                NoticeTo::Person(_) => "person".to_owned(),
                NoticeTo::Recipient => "recipient".to_owned(),
            },
            kind: row.kind.clone(),
            kind_words: kind_words(row),
            queued_at: row.created_at.rfc3339_in(&authority.zone),
            attempts: row.attempts,
            reason: Trouble::in_words(row.failure.as_deref().unwrap_or_default()),
        });
        Ok(views.collect())
    }

    /// Lets a notice that failed for good wait again, such as after an address was put right.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`]; [`PeopleRefusal::NoSuchEntry`] where no such notice failed; or
    /// when the store fails.
    pub async fn send_again(
        &self,
        who: &Principal,
        id: i64,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<NoticeWaits>, AppError> {
        let (of, by) = (who.authority, Actor::Staff(who.staff));
        let command = SendAgain { of, by, id };
        let principal = format!("staff {}", who.staff);
        let command = OnceOnly::new(self.shared(), of, principal, idempotency.as_ref(), command);
        let done = self.command(command).await?;
        self.counted_again().await?;
        Ok(done)
    }
}

fn kind_words(row: &NoticeRow) -> Bilingual {
    match (row.document, row.kind.as_str()) {
        (Some(document), _) => document.title(),
        (None, "escalation") => Bilingual::new("逾期上报", "A duty that is late"),
        (None, "danger") => Bilingual::new("现实危险", "Danger now"),
        (None, DISPUTED_FACT) => Bilingual::new("信访人不同意一条事实", "A fact is disputed"),
        (None, "recalled") => Bilingual::new("转送已收回", "A transfer was recalled"),
        (None, REPORT) => Bilingual::new("情况报告", "A situation report"),
        (None, "task") => Bilingual::new(
            "来访接待的准备事项",
            "Something to make ready for a reception",
        ),
        (None, "report-late") => Bilingual::new("情况报告超时", "A situation report that is late"),
        (None, DRILL) => Bilingual::new("演练里的待办", "Something to do in a drill"),
        (None, NOBODY) => Bilingual::new("有岗位没有人来", "A post that nobody comes for"),
        (None, PAGE) => Bilingual::new("呼叫", "A page"),
        (None, PAGE_OVER) => Bilingual::new("不用来了", "No need to come any more"),
        (None, TEST_PAGE) => Bilingual::new("测试呼叫", "A test page"),
        (None, "duty") => Bilingual::new("调班", "A change of duty"),
        (None, RECEIPT) => Bilingual::new("登记回执", "A receipt"),
        (None, CONTACT_CHANGED) => Bilingual::new("联系方式改了", "A contact was changed"),
        (None, CODE_RENEWED) => Bilingual::new("查询码补发了", "A code was replaced"),
        (None, NEWS) => Bilingual::new("有新情况", "There is news"),
        (None, other) => Bilingual::new(other, other),
    }
}

struct SendAgain {
    of: AuthorityId,
    by: Actor,
    id: i64,
}

impl Command for SendAgain {
    type Outcome = NoticeWaits;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.of]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<NoticeWaits, AppError> {
        let organisation = shared.organisation_in(transaction, self.of)?;
        permit(self.by, self.of, &organisation, Action::KeepRunning)?;
        let row = transaction.reader()?.notice(self.of, self.id)?;
        if row.is_none_or(|row| row.state != NoticeState::Failed) {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        transaction.notice_again(self.of, self.id);
        shared.ways.stage();
        Ok(NoticeWaits { id: self.id })
    }
}
