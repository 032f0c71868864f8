//! Reads of texts that an authority words itself.

use crate::authorise::{Action, Principal};
use crate::commands::people::PeopleRefusal;
use crate::commands::texts::TextsDraft;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::queries::obligation::Words;
use crate::versions::{History, VersionsView};
use huiyin_domain::category::shipped;
use huiyin_domain::event::Event;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::texts::TextSubject;
use huiyin_store::reader::{Administered, Reader};
use serde::Serialize;
use utoipa::ToSchema;

/// A set of texts in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextsSummary {
    /// Its word, such as `answer.0101`.
    pub subject: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The version now; 0: it was never written.
    pub version: i64,
    /// When that version was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_at: Option<String>,
}

impl Huiyin {
    /// The sets of texts of whoever asks: those that each authority has, and those that were written.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn texts(&self, who: &Principal) -> Result<Vec<TextsSummary>, AppError> {
        who.permit(Action::SeeOrganisation)?;
        self.refreshed().await?;
        let authority = self.rules().authority(who.authority).cloned();
        let written = authority.iter().flat_map(|one| one.texts());
        let mut subjects: Vec<TextSubject> = written
            .filter_map(|row| TextSubject::parse(&row.subject))
            .collect();
        subjects.extend([TextSubject::Portal, TextSubject::Answer(None)]);
        subjects.sort();
        subjects.dedup();
        let tree = authority.as_ref();
        let tree = tree.map_or(shipped(), |one| &*one.categories);
        let summary = |subject: TextSubject| {
            let row = authority.as_ref().and_then(|one| one.texts_of(&subject));
            TextsSummary {
                subject: subject.word(),
                title: Bilingual::new(
                    subject.title(tree, Language::Zh),
                    subject.title(tree, Language::En),
                ),
                version: row.map_or(0, |row| row.position.raw()),
                set_at: row.map(|row| row.set_at.to_string()),
            }
        };
        Ok(subjects.into_iter().map(summary).collect())
    }

    /// The versions of a set of texts; none where it was never written.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn text_versions(
        &self,
        who: &Principal,
        subject: &str,
    ) -> Result<VersionsView<TextsDraft>, AppError> {
        who.permit(Action::SeeOrganisation)?;
        self.refreshed().await?;
        let (rules, authority) = (self.rules(), who.authority);
        let known = rules.authority(authority);
        let subject = TextSubject::parse(subject)
            .filter(|subject| known.is_some_and(|known| subject.is_in(&known.categories)));
        let subject = subject.ok_or(PeopleRefusal::NoSuchEntry)?;
        let read = move |reader: &mut Reader<'_>| versions(reader, authority, &subject);
        let found = self.store().read(read).await?;
        let organisation = self.organisation(authority).await?;
        Ok(found.told(found.version(), &organisation, TextsDraft::clone))
    }
}

/// The versions of a set of texts.
pub(crate) fn versions(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    subject: &TextSubject,
) -> Result<History<TextsDraft>, AppError> {
    let word = subject.word();
    let events = reader.administered(Administered::Texts(authority, &word))?;
    History::of(events, |row, _| match row.event {
        Event::TextsSet(set) => Some(TextsDraft { texts: set.texts }),
        _ => None,
    })
}
