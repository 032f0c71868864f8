//! A plan is made by answering questions. What was typed is kept at each step, so that whoever makes it
//! can go on tomorrow; it is nobody's record until it is lodged, by the same command as any file.

mod bench;
mod reopen;
mod sealed;

use self::bench::{Bench, removal};
use self::reopen::template_of;
use self::sealed::KeepPersons;
use crate::authorise::{Action, Principal, permit};
use crate::commands::plans::{Lodged, Lodging, PlanRefusal};
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Unit;
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::plan::wizard::{Answers, Draft, OwnPosts, Template};
use huiyin_domain::plan::{Change, Checked, Finding, Plan};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::PlanDraftRow;
use huiyin_store::transaction::Transaction;
use std::collections::BTreeMap;

/// Drafts of one authority; the oldest has to be lodged or given up before another begins.
pub const PLAN_DRAFTS_MAX: usize = 50;
/// The longest that one answer may be.
const ANSWER_CHARACTERS_MAX: usize = 400;
/// The most questions that any template asks.
const ANSWERS_MAX: usize = 900;

/// A draft in the list.
#[derive(Clone, Debug)]
pub struct PlanDraftSummary {
    /// Its id.
    pub id: i64,
    /// What the plan will be called.
    pub title: String,
    /// When it was changed last.
    pub changed_at: Instant,
}

/// A draft with all that its pages need.
#[derive(Clone, Debug)]
pub struct PlanDraftLook {
    /// What it is made from.
    pub template: Template,
    /// What was typed.
    pub answers: Answers,
    /// The texts that it makes.
    pub draft: Draft,
    /// The plan, where its form is right.
    pub plan: Option<Plan>,
    /// What is wrong with it now: as it would be approved, with its own roster.
    pub checked: Checked,
    /// The units of the authority that posts can belong to.
    pub units: Vec<Unit>,
    /// Everybody who can be on duty: login, or id of somebody without an account, and name.
    pub officials: BTreeMap<String, String>,
    /// Of those who sign in: by which post or unit they are known, and how near they are to being on duty: 0
    /// for who holds a post, 2 for auditors and those of enterprises.
    pub known_as: BTreeMap<String, (u8, Bilingual)>,
    /// The posts that can approve it.
    pub approvers: Vec<Approver>,
    /// Whether its roster says something else than the one that is kept.
    pub roster_is_other: bool,
    /// Who administers the authority, by name: units, posts and accounts are theirs to set up.
    pub administrators: Vec<String>,
}

/// A post of the authority for which somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approver {
    /// Its duty, by which a plan names it.
    pub duty: String,
    /// What it is called.
    pub title: Bilingual,
    /// The key of its unit.
    pub unit: String,
    /// Who acts for it now.
    pub names: Vec<String>,
}

/// What a draft would be without a post, if nobody took its place.
#[derive(Clone, Debug)]
pub struct PostRemoval {
    /// What changes for those who come and those who are called.
    pub changes: Vec<Change>,
    /// What would be wrong that is not wrong now.
    pub findings: Vec<Finding>,
}

impl Huiyin {
    /// Begins a plan from a shipped one; gives the draft's id.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`] for a template that does not exist, [`Refusal::Fields`], a refusal by
    /// the table, or a failure of the store.
    pub async fn begin_plan_draft(
        &self,
        who: &Principal,
        template: &str,
        answers: Answers,
    ) -> Result<i64, AppError> {
        Template::find(template).ok_or(PlanRefusal::NoSuchPlan)?;
        checked_answers(&answers)?;
        self.command(Begin {
            by: (who.authority, who.staff),
            template: template.to_owned(),
            answers,
        })
        .await
    }

    /// Writes answers down; those that are not named stay as they are.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`], [`Refusal::Fields`], a refusal by the table, or a failure of the
    /// store.
    pub async fn keep_plan_draft(
        &self,
        who: &Principal,
        draft: i64,
        answers: Answers,
    ) -> Result<(), AppError> {
        checked_answers(&answers)?;
        self.command(Keep {
            by: (who.authority, who.staff),
            draft,
            answers: Some(answers),
        })
        .await
    }

    /// Gives a draft up. What was lodged from it stays.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`], a refusal by the table, or a failure of the store.
    pub async fn end_plan_draft(&self, who: &Principal, draft: i64) -> Result<(), AppError> {
        self.command(Keep {
            by: (who.authority, who.staff),
            draft,
            answers: None,
        })
        .await
    }

    /// The drafts of an authority.
    ///
    /// # Errors
    /// A refusal by the table, or a failure of the store.
    pub async fn plan_drafts(&self, who: &Principal) -> Result<Vec<PlanDraftSummary>, AppError> {
        who.permit(Action::LodgePlan)?;
        let (shared, authority) = (self.shared().clone(), who.authority);
        let most = u32::try_from(PLAN_DRAFTS_MAX).unwrap_or(u32::MAX);
        let rows = self
            .store()
            .read(move |reader| reader.plan_drafts(authority, most))
            .await?;
        let summary = |row: PlanDraftRow| {
            let mut answers = sealed::parsed(&shared, authority, &row)?;
            Ok(PlanDraftSummary {
                id: row.id,
                title: answers.remove("plan.title_zh").unwrap_or_default(),
                changed_at: row.changed_at,
            })
        };
        rows.into_iter().map(summary).collect()
    }

    /// One draft, with what is wrong with it now.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`], a refusal by the table, or a failure of the store.
    pub async fn plan_draft(&self, who: &Principal, draft: i64) -> Result<PlanDraftLook, AppError> {
        who.permit(Action::LodgePlan)?;
        let (shared, authority, at) = (self.shared().clone(), who.authority, self.now());
        self.store()
            .read(move |reader| {
                let here = (authority, at);
                at_bench(reader, &shared, here, draft, |bench, reader, kept| {
                    bench.look(reader, kept.0, kept.1)
                })
            })
            .await
    }

    /// What a draft would be without a post, before it is taken out.
    ///
    /// # Errors
    /// As [`Huiyin::plan_draft`]; [`PlanRefusal::NoSuchPlan`] for a post that cannot be taken out.
    pub async fn plan_draft_without(
        &self,
        who: &Principal,
        draft: i64,
        post: &str,
    ) -> Result<PostRemoval, AppError> {
        who.permit(Action::LodgePlan)?;
        let (shared, authority, at) = (self.shared().clone(), who.authority, self.now());
        let post = post.to_owned();
        self.store()
            .read(move |reader| {
                let here = (authority, at);
                at_bench(reader, &shared, here, draft, |bench, reader, kept| {
                    let (template, answers) = kept;
                    let less = OwnPosts::removing(&answers, &post, "");
                    let mut without = answers.clone();
                    without.extend(less.ok_or(PlanRefusal::NoSuchPlan)?);
                    let before = bench.look(reader, template.clone(), answers)?;
                    let after = bench.look(reader, template, without)?;
                    Ok(removal(&before, &after, bench))
                })
            })
            .await
    }

    /// Lodges what a draft makes, plan and roster, and ends the draft.
    ///
    /// # Errors
    /// As [`Huiyin::lodge`]; the draft stays then.
    pub async fn lodge_plan_draft(&self, who: &Principal, draft: i64) -> Result<Lodged, AppError> {
        let look = self.plan_draft(who, draft).await?;
        let by = (who.authority, Actor::Staff(who.staff));
        let plan = self.lodge(by, Lodging::Plan, look.draft.plan, None).await?;
        if look.roster_is_other {
            self.lodge(by, Lodging::Roster, look.draft.roster, None)
                .await?;
        }
        self.command(KeepPersons {
            by,
            plan: plan.answer.id.clone(),
            answers: look.answers,
        })
        .await?;
        self.end_plan_draft(who, draft).await?;
        Ok(plan.answer)
    }
}

/// Does something with what a draft keeps.
fn at_bench<T>(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, at): (AuthorityId, Instant),
    draft: i64,
    work: impl FnOnce(&Bench<'_>, &mut Reader<'_>, (Template, Answers)) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let row = reader.plan_draft(authority, draft)?;
    let row = row.ok_or(PlanRefusal::NoSuchPlan)?;
    let template = template_of(reader, authority, &row)?;
    let rules = shared.rules_read(reader)?;
    let organisation = shared.organisation_read(reader, authority)?;
    let answers = sealed::parsed(shared, authority, &row)?;
    let bench = Bench {
        shared,
        rules: &rules,
        organisation: &organisation,
        authority,
        at,
    };
    work(&bench, reader, (template, answers))
}

/// An answer is short, and there are no more than questions.
fn checked_answers(answers: &Answers) -> Result<(), AppError> {
    let too_long = |text: &&String| text.chars().count() > ANSWER_CHARACTERS_MAX;
    let wrong = answers.iter().filter(|(_, text)| too_long(text));
    let mut errors: Vec<FieldError> = wrong
        .map(|(field, _)| FieldError {
            field: field.clone(),
            problem: FieldProblem::TooLong {
                characters_max: ANSWER_CHARACTERS_MAX,
            },
        })
        .collect();
    errors.extend(sealed::wrong(answers));
    if answers.len() > ANSWERS_MAX {
        errors.push(FieldError {
            field: String::new(),
            problem: FieldProblem::TooMany {
                entries_max: ANSWERS_MAX,
            },
        });
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(Refusal::Fields(errors).into()),
    }
}

struct Begin {
    by: (AuthorityId, StaffId),
    template: String,
    answers: Answers,
}

impl Command for Begin {
    type Outcome = i64;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<i64, AppError> {
        let (authority, staff) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(
            Actor::Staff(staff),
            authority,
            &organisation,
            Action::LodgePlan,
        )?;
        let most = u32::try_from(PLAN_DRAFTS_MAX).unwrap_or(u32::MAX);
        let there = transaction.reader()?.plan_drafts(authority, most)?;
        if there.len() >= PLAN_DRAFTS_MAX {
            let entries_max = PLAN_DRAFTS_MAX;
            return Err(AppError::field(
                "template",
                FieldProblem::TooMany { entries_max },
            ));
        }
        // Nobody is added yet of whom a number could be typed.
        let (answers, _) = sealed::split(&self.answers)?;
        Ok(transaction.begin_plan_draft(self.by, &self.template, &answers)?)
    }
}

/// Keeps answers, or ends the draft.
struct Keep {
    by: (AuthorityId, StaffId),
    draft: i64,
    answers: Option<Answers>,
}

impl Command for Keep {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let (authority, staff) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(
            Actor::Staff(staff),
            authority,
            &organisation,
            Action::LodgePlan,
        )?;
        let row = transaction.reader()?.plan_draft(authority, self.draft)?;
        let row = row.ok_or(PlanRefusal::NoSuchPlan)?;
        let Some(new) = &self.answers else {
            return Ok(transaction.end_plan_draft(authority, self.draft)?);
        };
        let mut answers = sealed::parsed(shared, authority, &row)?;
        answers.extend(new.clone());
        checked_answers(&answers)?;
        let here = (authority, self.draft);
        let (answers, contacts) = sealed::written(shared, here, &answers)?;
        Ok(transaction.keep_plan_draft(here, &answers, contacts)?)
    }
}
