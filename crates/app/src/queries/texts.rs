//! Reads of texts that an authority words itself.

use crate::authorise::{Action, Principal};
use crate::commands::people::PeopleRefusal;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::queries::obligation::Words;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::texts::TextSubject;
use huiyin_store::rows::TextVersionRow;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The most versions of a set that are shown.
const VERSIONS_MAX: u32 = 50;

/// A version of a set of texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextsVersionView {
    /// Its version: brings it back.
    pub version: i64,
    /// When it was written.
    pub set_at: String,
    /// The earlier version that it brought back, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restored: Option<i64>,
    /// The texts.
    #[schema(value_type = BTreeMap<String, Words>)]
    pub texts: BTreeMap<String, Bilingual>,
}

/// A set of texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TextsView {
    /// Its word, such as `answer.0101`.
    pub subject: String,
    /// The version now; 0: it was never written.
    pub version: i64,
    /// Its versions, the newest first: the first is the one in use. 50 at most.
    pub versions: Vec<TextsVersionView>,
}

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
        let summary = |subject: TextSubject| {
            let row = authority.as_ref().and_then(|one| one.texts_of(&subject));
            TextsSummary {
                subject: subject.word(),
                title: Bilingual::new(subject.title(Language::Zh), subject.title(Language::En)),
                version: row.map_or(0, |row| row.position.raw()),
                set_at: row.map(|row| row.set_at.to_string()),
            }
        };
        Ok(subjects.into_iter().map(summary).collect())
    }

    /// A set of texts with its versions.
    ///
    /// # Errors
    /// [`PeopleRefusal::NoSuchEntry`], [`PeopleRefusal::NotAllowed`]; or when the store fails.
    pub async fn texts_with_versions(
        &self,
        who: &Principal,
        subject: &str,
    ) -> Result<TextsView, AppError> {
        who.permit(Action::SeeOrganisation)?;
        let subject = TextSubject::parse(subject).ok_or(PeopleRefusal::NoSuchEntry)?;
        let (authority, word) = (who.authority, subject.word());
        let rows = self.store().read(move |reader| {
            Ok::<_, AppError>(reader.text_versions(authority, &word, VERSIONS_MAX)?)
        });
        let versions: Vec<TextsVersionView> = rows.await?.into_iter().map(version_view).collect();
        Ok(TextsView {
            subject: subject.word(),
            version: versions.first().map_or(0, |newest| newest.version),
            versions,
        })
    }
}

fn version_view(row: TextVersionRow) -> TextsVersionView {
    TextsVersionView {
        version: row.position.raw(),
        set_at: row.set_at.to_string(),
        restored: row.restored.map(|position| position.raw()),
        texts: row.texts,
    }
}
