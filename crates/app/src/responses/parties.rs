//! Whom a response is about: units and posts. Nobody of them is called, and nobody of them sees it (RULES 4.1); who
//! they are is sealed.

use super::act::ResponseStep;
use super::barred;
use super::view::Lens;
use super::{Running, Setting, Step, file};
use crate::authorise::Principal;
use crate::casework::parse;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::queries::plans::{PLANS_MAX, plan_in_force};
use huiyin_domain::event::{NamedText, OpeningText};
use huiyin_domain::ids::UnitId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Organisation;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::{Key, Plan, Post, UNIT_HEAD_CONCERNED};
use huiyin_domain::response::{Command, Event};
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A post that a matter can be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameablePost {
    /// The plan that has it, in the version in force.
    pub plan: String,
    /// What that plan is called: two plans may have posts of one name.
    pub plan_title: Bilingual,
    /// Its id there.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
}

impl Huiyin {
    /// The posts of all plans in force that a matter can be about.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn nameable_posts(&self, who: &Principal) -> Result<Vec<NameablePost>, AppError> {
        let (shared, authority) = (Arc::clone(self.shared()), who.authority);
        self.store()
            .read(move |reader| {
                let mut posts = Vec::new();
                for id in reader.plan_ids(authority, "", PLANS_MAX)? {
                    let Some(plan) = plan_in_force(reader, &shared, authority, &id)? else {
                        continue;
                    };
                    posts.extend(named_once(&plan).map(|post| NameablePost {
                        plan: id.clone(),
                        plan_title: plan.title.clone(),
                        id: post.id.to_string(),
                        title: post.title.clone(),
                    }));
                }
                Ok(posts)
            })
            .await
    }
}

/// The same without those that bear the name of one before: either is meant by it (`barred::meant`).
fn named_once(plan: &Plan) -> impl Iterator<Item = &Post> {
    let mut names = BTreeSet::new();
    nameable(plan).filter(move |post| names.insert(&post.title.zh))
}

/// The head of the unit concerned is whoever owes the answer: a matter is about a unit or post of its own.
fn nameable(plan: &Plan) -> impl Iterator<Item = &Post> {
    let posts = plan.posts.iter();
    posts.filter(|post| *post.id != *UNIT_HEAD_CONCERNED)
}

/// Whether a plan has these posts, so that a matter can be about them.
///
/// # Errors
/// [`crate::error::Refusal::Fields`].
pub(super) fn check_posts(plan: &Plan, field: &str, posts: &[Key]) -> Result<(), AppError> {
    let known = |id: &Key| nameable(plan).any(|post| post.id == *id);
    if posts.iter().all(known) {
        return Ok(());
    }
    let allowed = nameable(plan).map(|post| post.id.to_string()).collect();
    let problem = FieldProblem::NotOneOf { allowed };
    Err(AppError::field(field, problem))
}

/// Units and posts that are left out of every ladder: whom it complains of and whoever stands under
/// them; and the head of the unit concerned where nobody is known to be it.
pub(super) fn left_out(setting: &Setting, text: &OpeningText) -> Vec<Key> {
    let organisation = &setting.organisation;
    let under = |unit: UnitId| {
        let mut units = text.respondents.iter();
        units.any(|whole| organisation.is_within(unit, *whole))
    };
    let units = organisation.units.values().filter(|unit| under(unit.id));
    let mut left: Vec<Key> = units.map(|unit| Key::new(&unit.key)).collect();
    left.extend(barred::meant(&setting.plan, &text.posts));
    if setting.concerned.is_none() {
        left.push(Key::new(UNIT_HEAD_CONCERNED));
    }
    left
}

/// The units that are there by these ids; `None` where one is not.
pub(super) fn units(organisation: &Organisation, ids: &[i64]) -> Option<Vec<UnitId>> {
    let known = |id: &i64| {
        let unit = UnitId::new(*id);
        organisation.units.contains_key(&unit).then_some(unit)
    };
    ids.iter().map(known).collect()
}

/// That a unit is none of those that can be named.
pub(super) fn no_such_unit(organisation: &Organisation, field: &str) -> AppError {
    let allowed = organisation.units.keys().map(UnitId::to_string).collect();
    AppError::field(field, FieldProblem::NotOneOf { allowed })
}

/// Gives back to a step what was sealed of it: whom it names.
pub(super) fn unseal(step: &mut Step, text: &mut OpeningText) -> Result<(), AppError> {
    let event = &mut step.recorded.event;
    if !matches!(
        event,
        Event::ConcernedNamed {} | Event::FileNamed {} | Event::RespondentsNamed { .. }
    ) {
        return Ok(());
    }
    // Nothing is left of it where the response's key was destroyed.
    let Some(sealed) = &step.text else {
        return Ok(());
    };
    let named: NamedText = parse(sealed.as_bytes())?;
    text.add(&named);
    if let Event::RespondentsNamed { respondents } = event {
        *respondents = named.left_out;
    }
    Ok(())
}

/// An event as its open row has it: whom the matter is about stands in the sealed part alone.
pub(super) fn sealed(event: &Event) -> Event {
    match event {
        Event::RespondentsNamed { .. } => Event::RespondentsNamed {
            respondents: Vec::new(),
        },
        other => other.clone(),
    }
}

impl Running {
    /// What a step names is known here from now on, before it is decided what follows of it.
    ///
    /// # Errors
    /// [`crate::error::Refusal::Fields`].
    pub(super) fn prepare(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        (step, who): (&ResponseStep, &Principal),
    ) -> Result<(), AppError> {
        let named = match step {
            ResponseStep::Concerned { unit } => self.answering_unit(*unit)?,
            ResponseStep::About { units, posts } => self.about(units, posts)?,
            ResponseStep::File { petition } => NamedText {
                petition: Some(file::named(transaction, shared, (who, self), petition)?),
                ..NamedText::default()
            },
            _ => return Ok(()),
        };
        self.text.add(&named);
        self.setting = self.read_again(transaction, shared)?;
        Ok(())
    }

    /// What the run is asked once the unit that owes the answer is known, and what is sealed with it.
    pub(super) fn naming_concerned(&self) -> Result<(Command, Option<String>), AppError> {
        let named = NamedText {
            concerned: self.text.concerned,
            ..NamedText::default()
        };
        Ok((Command::NameConcerned, Some(sealed_text(&named)?)))
    }

    /// The same of the petition that is heard.
    pub(crate) fn naming_file(&self) -> Result<(Command, Option<String>), AppError> {
        let named = NamedText {
            petition: self.text.petition,
            ..NamedText::default()
        };
        Ok((Command::NameFile, Some(sealed_text(&named)?)))
    }

    /// The same of whom it is about.
    pub(super) fn naming_respondents(
        &self,
        units: &[i64],
        posts: &[String],
    ) -> Result<(Command, Option<String>), AppError> {
        let left = left_out(&self.setting, &self.text).into_iter();
        let new = left.filter(|one| !self.state.respondents.contains(one));
        let named = NamedText {
            left_out: new.collect(),
            ..self.about(units, posts)?
        };
        let command = Command::NameRespondents(named.left_out.clone());
        Ok((command, Some(sealed_text(&named)?)))
    }

    fn answering_unit(&self, unit: i64) -> Result<NamedText, AppError> {
        let organisation = &self.setting.organisation;
        let unit = units(organisation, &[unit]).unwrap_or_default();
        let mut unit = unit.into_iter().filter(|unit| organisation.answers(*unit));
        let unit = unit.next();
        Ok(NamedText {
            concerned: Some(unit.ok_or_else(|| no_such_unit(organisation, "unit"))?),
            ..NamedText::default()
        })
    }

    fn about(&self, ids: &[i64], posts: &[String]) -> Result<NamedText, AppError> {
        let organisation = &self.setting.organisation;
        let respondents = units(organisation, ids);
        let respondents = respondents.ok_or_else(|| no_such_unit(organisation, "units"))?;
        let posts: Vec<Key> = posts.iter().map(|post| Key::new(post)).collect();
        check_posts(&self.setting.plan, "posts", &posts)?;
        if respondents.is_empty() && posts.is_empty() {
            return Err(AppError::field("units", FieldProblem::Missing));
        }
        Ok(NamedText {
            respondents,
            posts,
            ..NamedText::default()
        })
    }

    fn read_again(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Setting, AppError> {
        let authority = self.setting.authority.row.id;
        let rules = shared.rules_in(transaction)?;
        let organisation = Arc::clone(&self.setting.organisation);
        let since = self.state.opened_at.unwrap_or(Instant::from_micros(0));
        let mut reader = transaction.reader()?;
        let of = (&*rules, organisation);
        let pinned = (&self.pinned, since);
        Setting::read(&mut reader, shared, of, authority, pinned, &self.text)
    }
}

fn sealed_text(named: &NamedText) -> Result<String, AppError> {
    serde_json::to_string(named).map_err(|error| AppError::Unreadable(error.to_string()))
}

impl Lens<'_> {
    /// The public unit that owes the answer, where it is known.
    pub(super) fn concerned(&self) -> Option<Bilingual> {
        let organisation = &self.running.setting.organisation;
        let unit = organisation.units.get(&self.running.text.concerned?)?;
        Some(unit.name.clone())
    }

    /// The units and posts that it is about.
    pub(super) fn about(&self) -> Vec<Bilingual> {
        let (setting, text) = (&self.running.setting, &self.running.text);
        let units = text.respondents.iter();
        let units = units.filter_map(|unit| setting.organisation.units.get(unit));
        let posts = text.posts.iter();
        let posts = posts.filter_map(|post| setting.plan.post(post));
        let titles = posts.map(|post| post.title.clone());
        units.map(|unit| unit.name.clone()).chain(titles).collect()
    }
}
