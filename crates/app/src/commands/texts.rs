//! Writes texts that an authority words itself, and brings back earlier ones. Each is an event of the
//! installation's journal, so that every node words alike.

use crate::authorise::{Action, permit};
use crate::commands::people::PeopleRefusal;
use crate::commands::people::administer::Order;
use crate::commands::register::Idempotency;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::{Command, Huiyin, Shared};
use crate::once::Once;
use crate::queries::obligation::Words;
use crate::queries::texts::versions;
use crate::record::{Belongs, NewEvent, record};
use crate::versions::VersionChange;
use huiyin_domain::event::{Event, TextsSet};
use huiyin_domain::ids::{AuthorityId, INSTALLATION, Position};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::texts::{TextForm, TextSet, TextSubject, is_refused};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A set of texts as it is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextsDraft {
    /// Each text under its key; what is left out is empty from then on.
    #[schema(value_type = BTreeMap<String, Words>)]
    pub texts: BTreeMap<String, Bilingual>,
}

/// That a set of texts was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextsAreSet {
    /// The set's version from now on.
    pub version: i64,
}

impl Huiyin {
    /// Writes a set of texts, or brings back an earlier version of it, which becomes a new one. The
    /// order's version is that of the set, 0 as long as it was never written.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`] when there is no such set, category or version; [`crate::Refusal::Fields`] or
    /// another [`PeopleRefusal`]; or when the store fails.
    pub async fn set_texts(
        &self,
        order: Order,
        subject: &str,
        change: impl Into<VersionChange<TextsDraft>>,
        idempotency: Option<Idempotency>,
    ) -> Result<Once<TextsAreSet>, AppError> {
        let subject = TextSubject::parse(subject).ok_or(PeopleRefusal::NoSuchEntry)?;
        let by = (order.authority, order.by);
        let command = SetTexts {
            order,
            subject,
            change: change.into(),
        };
        let done = self.once(by, command, idempotency).await?;
        // Pages of this process show it at once.
        self.refreshed().await?;
        Ok(done)
    }
}

struct SetTexts {
    order: Order,
    subject: TextSubject,
    change: VersionChange<TextsDraft>,
}

impl Command for SetTexts {
    type Outcome = TextsAreSet;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![INSTALLATION, self.order.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<TextsAreSet, AppError> {
        let Order { authority, by, .. } = self.order;
        let organisation = shared.organisation_in(transaction, authority)?;
        permit(by, authority, &organisation, Action::SetTexts)?;
        let rules = shared.rules_in(transaction)?;
        let known = rules.authority(authority);
        if !known.is_some_and(|known| self.subject.is_in(&known.categories)) {
            return Err(PeopleRefusal::NoSuchEntry.into());
        }
        let history = versions(&mut transaction.reader()?, authority, &self.subject)?;
        self.order.check_version(history.version())?;
        let (texts, restored) = match &self.change {
            VersionChange::Set(draft) => (checked(&self.subject, draft)?, None),
            VersionChange::Restore(version) => {
                let found = history.at(*version)?;
                (found.texts, Some(Position::new(*version)))
            }
        };
        let event = Event::TextsSet(TextsSet {
            id: authority,
            subject: self.subject.word(),
            texts,
            restored,
        });
        let new = NewEvent::open(INSTALLATION, by, Belongs::Nowhere, event);
        let recorded = record(transaction, new, &*shared.chance)?;
        Ok(TextsAreSet {
            version: recorded.slot.position.raw(),
        })
    }
}

/// A word of a closed list, or none.
fn one_of(
    check: &mut FieldCheck,
    name: &str,
    text: &Bilingual,
    words: &[(&str, &str, &str)],
) -> Bilingual {
    let word = text.zh.trim();
    if !word.is_empty() && words.iter().all(|(known, ..)| *known != word) {
        let allowed = words
            .iter()
            .map(|(known, ..)| (*known).to_owned())
            .collect();
        check.fail(&format!("{name}.zh"), FieldProblem::NotOneOf { allowed });
    }
    Bilingual::new(word, "")
}

/// The texts as they are kept: only what the set has, without blanks around it and without empty pairs.
fn checked(subject: &TextSubject, draft: &TextsDraft) -> Result<TextSet, AppError> {
    let mut check = FieldCheck::default();
    let known = subject.fields();
    for key in draft.texts.keys() {
        if known.iter().all(|field| field.key != key) {
            check.fail(&format!("texts.{key}"), FieldProblem::UnknownField);
        }
    }
    let mut texts = TextSet::new();
    for field in known {
        let Some(text) = draft.texts.get(field.key) else {
            continue;
        };
        let name = format!("texts.{}", field.key);
        let text = match field.form {
            TextForm::Lines(_) => check.paragraphs(&name, text, field.characters_max),
            TextForm::OneOf(words) => one_of(&mut check, &name, text, words),
        };
        for (language, words) in [("zh", &text.zh), ("en", &text.en)] {
            if is_refused(words) {
                check.fail(&format!("{name}.{language}"), FieldProblem::Coercive);
            }
        }
        if !(text.zh.is_empty() && text.en.is_empty()) {
            texts.insert(field.key.to_owned(), text);
        }
    }
    check.finish()?;
    Ok(texts)
}
