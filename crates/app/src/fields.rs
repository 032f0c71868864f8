//! Fields of a draft, checked one by one; every one that is wrong is named.

use crate::error::{AppError, Refusal};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::text;

/// The longest name of a unit, post, person or token, in characters.
pub(crate) const NAME_CHARACTERS_MAX: usize = 100;

/// What was found wrong so far.
#[derive(Default)]
pub(crate) struct FieldCheck {
    errors: Vec<FieldError>,
}

impl FieldCheck {
    /// Notes what is wrong with a field; the first problem of a field stays.
    pub(crate) fn fail(&mut self, field: &str, problem: FieldProblem) {
        if self.errors.iter().all(|error| error.field != field) {
            let field = field.to_owned();
            self.errors.push(FieldError { field, problem });
        }
    }

    /// A line that has to be there, without blanks around it.
    pub(crate) fn line(&mut self, field: &str, value: &str, characters_max: usize) -> String {
        let value = value.trim();
        if let Err(problem) = text::check_line(value, characters_max) {
            self.fail(field, problem.into());
        }
        value.to_owned()
    }

    /// A line that may be empty.
    pub(crate) fn optional(&mut self, field: &str, value: &str, characters_max: usize) -> String {
        if value.trim().is_empty() {
            return String::new();
        }
        self.line(field, value, characters_max)
    }

    /// A name in both languages; without an English one the Chinese stands there too.
    pub(crate) fn name(&mut self, field: &str, name: &Bilingual) -> Bilingual {
        let zh = self.line(&format!("{field}.zh"), &name.zh, NAME_CHARACTERS_MAX);
        let en = self.optional(&format!("{field}.en"), &name.en, NAME_CHARACTERS_MAX);
        let en = if en.is_empty() { zh.clone() } else { en };
        Bilingual::new(zh, en)
    }

    /// A text in both languages, either of which may be empty.
    pub(crate) fn words(
        &mut self,
        field: &str,
        words: &Bilingual,
        characters_max: usize,
    ) -> Bilingual {
        let zh = self.optional(&format!("{field}.zh"), &words.zh, characters_max);
        let en = self.optional(&format!("{field}.en"), &words.en, characters_max);
        Bilingual::new(zh, en)
    }

    /// A text of several lines in both languages, either of which may be empty.
    pub(crate) fn paragraphs(
        &mut self,
        field: &str,
        words: &Bilingual,
        characters_max: usize,
    ) -> Bilingual {
        let mut one = |language: &str, value: &str| {
            // Forms send a line break as two characters; it is kept as one.
            let value = value.replace("\r\n", "\n");
            let value = value.trim();
            if !value.is_empty()
                && let Err(problem) = text::check_lines(value, characters_max)
            {
                self.fail(&format!("{field}.{language}"), problem.into());
            }
            value.to_owned()
        };
        Bilingual::new(one("zh", &words.zh), one("en", &words.en))
    }

    /// A word of a closed list.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        field: &str,
        value: &str,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|one| word(*one) == value);
        if found.is_none() {
            let allowed = all.iter().map(|one| word(*one).to_owned()).collect();
            self.fail(field, FieldProblem::NotOneOf { allowed });
        }
        found
    }

    /// A key in addresses and files: lower-case letters, digits and dashes.
    pub(crate) fn key(&mut self, field: &str, value: &str) -> String {
        let key = self.line(field, value, NAME_CHARACTERS_MAX);
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !key.chars().all(fits) || key.starts_with('-') {
            self.fail(field, FieldProblem::NotALogin);
        }
        key
    }

    /// Takes over what was found wrong with a part, by its name before that of the field.
    pub(crate) fn take(&mut self, part: &str, found: Self) {
        for error in found.errors {
            self.fail(&format!("{part}.{}", error.field), error.problem);
        }
    }

    /// Refuses if anything was wrong.
    pub(crate) fn finish(self) -> Result<(), AppError> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Fields(self.errors).into())
        }
    }
}
