//! Telephones and addresses that were typed of people without an account, while a plan is being made: sealed
//! beside the other answers, gone with the draft, and kept for the plan once it is lodged.

use crate::authorise::{Action, permit};
use crate::chance::bytes;
use crate::commands::roster_persons::keep;
use crate::error::AppError;
use crate::huiyin::{Command, Shared};
use crate::queries::plans::latest_roster;
use huiyin_domain::event::{Actor, StaffContact};
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::plan::Key;
use huiyin_domain::plan::wizard::{Answers, Persons};
use huiyin_domain::roster::{OnFile, Roster};
use huiyin_store::rows::PlanDraftRow;
use huiyin_store::seal::{DataKey, Place};
use huiyin_store::transaction::Transaction;

fn unreadable(error: serde_json::Error) -> AppError {
    AppError::Unreadable(error.to_string())
}

fn key(shared: &Shared) -> DataKey {
    DataKey::from_bytes(shared.key.keyed_hash("people of a plan draft", b"sealed"))
}

const fn place((authority, draft): (AuthorityId, i64)) -> Place<'static> {
    Place {
        table: "plan_draft",
        authority: authority.raw(),
        row: draft,
        column: "sealed_contacts",
    }
}

/// What was typed, all of it.
pub(super) fn parsed(
    shared: &Shared,
    authority: AuthorityId,
    row: &PlanDraftRow,
) -> Result<Answers, AppError> {
    let mut answers: Answers = serde_json::from_str(&row.answers).map_err(unreadable)?;
    if let Some(sealed) = &row.sealed_contacts {
        let plain = key(shared).open(place((authority, row.id)), sealed)?;
        answers.extend(serde_json::from_slice::<Answers>(&plain).map_err(unreadable)?);
    }
    Ok(answers)
}

/// The answers as they are written, and those that are sealed.
pub(super) fn split(answers: &Answers) -> Result<(String, Answers), AppError> {
    let all = answers.clone().into_iter();
    let (mut sealed, open): (Answers, Answers) =
        all.partition(|(name, _)| Persons::of_contact(name).is_some());
    sealed.retain(|_, text| !text.trim().is_empty());
    let open = serde_json::to_string(&open).map_err(unreadable)?;
    Ok((open, sealed))
}

/// The answers as a draft keeps them.
pub(super) fn written(
    shared: &Shared,
    draft: (AuthorityId, i64),
    answers: &Answers,
) -> Result<(String, Option<Vec<u8>>), AppError> {
    let (open, contacts) = split(answers)?;
    if contacts.is_empty() {
        return Ok((open, None));
    }
    let plain = serde_json::to_vec(&contacts).map_err(unreadable)?;
    let sealed = key(shared).seal(place(draft), bytes(&*shared.chance)?, &plain)?;
    Ok((open, Some(sealed)))
}

/// The telephones and addresses that cannot be any.
pub(super) fn wrong(answers: &Answers) -> impl Iterator<Item = FieldError> + '_ {
    answers.iter().filter_map(|(name, text)| {
        Persons::of_contact(name)?;
        let text = text.trim();
        let problem = match (text.is_empty(), name.ends_with(Persons::EMAIL)) {
            (true, _) => None,
            (false, true) => FieldProblem::of_email(text),
            (false, false) => FieldProblem::of_phone(text),
        };
        problem.map(|problem| FieldError {
            field: name.clone(),
            problem,
        })
    })
}

/// What was typed of somebody.
fn contact_of(answers: &Answers, person: &str) -> StaffContact {
    let typed = |what: &str| {
        let text = answers.get(&format!("person.{person}.{what}"))?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    StaffContact {
        email: typed(Persons::EMAIL),
        phone: typed(Persons::PHONE),
    }
}

/// Adds those of whom a telephone or an address was typed.
pub(super) fn add_typed(known: &mut OnFile, answers: &Answers) {
    for id in Persons::of(answers) {
        let contact = contact_of(answers, &id);
        if contact.phone.is_some() {
            known.phone.insert(Key::new(&id));
        }
        if contact.email.is_some() {
            known.email.insert(Key::new(&id));
        }
    }
}

/// Keeps how to reach the people of a plan that was lodged from a draft: those whom its roster names as people
/// without an account.
pub(super) struct KeepPersons {
    pub(super) by: (AuthorityId, Actor),
    pub(super) plan: String,
    pub(super) answers: Answers,
}

impl Command for KeepPersons {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.by.0]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let (authority, by) = self.by;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::LodgePlan)?;
        let here = (authority, self.plan.as_str());
        let roster = latest_roster(&mut transaction.reader()?, here.0, here.1)?;
        let roster = roster.and_then(|(_, text)| Roster::parse(&text).ok());
        for id in Persons::of(&self.answers) {
            let contact = contact_of(&self.answers, &id);
            let named = roster.as_ref().and_then(|roster| roster.official(&id));
            if named.is_some_and(|one| !one.account) {
                let here = ((authority, by), self.plan.as_str());
                keep(transaction, shared, here, (&Key::new(&id), &contact, None))?;
            }
        }
        Ok(())
    }
}
