//! Answers that everybody sees, found by topic and words; the page and the API ask the same.

use crate::error::AppError;
use crate::huiyin::Huiyin;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::published::PublishedAnswer;

/// What is looked for; empty is everything.
#[derive(Clone, Debug, Default)]
pub struct PublishedSearch {
    /// The first level of a category's code.
    pub topic: String,
    /// Words that all have to stand in question or answer, in whatever language and case.
    pub words: String,
}

impl PublishedSearch {
    /// Whether an answer is looked for.
    pub fn fits(&self, one: &PublishedAnswer) -> bool {
        let of = one.category.as_deref().map(topic_of);
        (self.topic.is_empty() || of == Some(self.topic.as_str())) && self.holds(one)
    }

    fn holds(&self, one: &PublishedAnswer) -> bool {
        let texts = [
            &one.question.zh,
            &one.question.en,
            &one.answer.zh,
            &one.answer.en,
        ];
        let texts = texts.map(|text| text.to_lowercase());
        let words = self.words.to_lowercase();
        words
            .split_whitespace()
            .all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

/// The topic of a category: its first level.
pub fn topic_of(code: &str) -> &str {
    code.get(..2).unwrap_or(code)
}

impl Huiyin {
    /// The answers that everybody sees, the last released first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn answers_shown(
        &self,
        authority: AuthorityId,
    ) -> Result<Vec<PublishedAnswer>, AppError> {
        let mut all = self.published_answers(authority).await?;
        all.retain(PublishedAnswer::is_shown);
        all.sort_by_key(|one| std::cmp::Reverse((one.released.map(|(_, on)| on), one.id)));
        Ok(all)
    }
}
