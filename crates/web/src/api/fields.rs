//! The fields of a body or a query, taken one by one, so that every error is told at once.

use crate::body;
use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use huiyin_domain::petition::{
    AddressedFact, AnswerDraft, AnswerItem, FieldError, FieldProblem, Identity, Outcome,
    ReviewOutcome,
};
use huiyin_domain::time::Instant;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a day is written like.
pub(super) const DAY: &str = "date such as 2026-03-31";

/// The body as one JSON object.
///
/// # Errors
/// When it did not come whole, is of another type, no UTF-8 or no JSON object.
pub(super) fn object(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(Map<String, Value>, Bytes), Problem> {
    let bytes = body::whole(body)?;
    if !body::has_type(headers, "application/json") {
        return Err(Problem::of(Code::WrongContentType));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Problem::of(Code::NotUtf8))?;
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok((object, bytes)),
        _ => Err(Problem::of(Code::BadJson)),
    }
}

/// Says no to one field.
pub(super) fn error(field: impl Into<String>, problem: FieldProblem) -> FieldError {
    FieldError {
        field: field.into(),
        problem,
    }
}

/// A choice that there is not.
pub(super) fn not_one_of(allowed: &[&str]) -> FieldProblem {
    FieldProblem::NotOneOf {
        allowed: allowed.iter().map(|word| (*word).to_owned()).collect(),
    }
}

/// The fields of an object, taken one by one; what is left over is unknown.
pub(super) struct Fields {
    object: Map<String, Value>,
    prefix: String,
    errors: Vec<FieldError>,
}

impl Fields {
    /// Begins with an object; its fields are called by their names after `prefix`.
    pub(super) fn new(object: Map<String, Value>, prefix: impl Into<String>) -> Self {
        Self {
            object,
            prefix: prefix.into(),
            errors: Vec::new(),
        }
    }

    /// Says no to a field.
    pub(super) fn refuse(&mut self, field: &str, problem: FieldProblem) {
        let field = format!("{}{field}", self.prefix);
        self.errors.push(error(field, problem));
    }

    fn wrong(&mut self, field: &str, expected: &'static str) {
        self.refuse(field, FieldProblem::WrongType { expected });
    }

    fn take(&mut self, field: &str) -> Option<Value> {
        self.object.remove(field).filter(|value| !value.is_null())
    }

    /// A text.
    pub(super) fn text(&mut self, field: &str) -> Option<String> {
        match self.take(field)? {
            Value::String(text) => Some(text),
            _ => {
                self.wrong(field, "string");
                None
            }
        }
    }

    /// Yes or no; no where it is left out.
    pub(super) fn flag(&mut self, field: &str) -> bool {
        match self.take(field) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(_) => {
                self.wrong(field, "boolean");
                false
            }
        }
    }

    /// Several texts.
    pub(super) fn texts(&mut self, field: &str) -> Vec<String> {
        let texts: Option<Vec<String>> = match self.take(field) {
            None => return Vec::new(),
            Some(Value::Array(entries)) => entries.into_iter().map(text_of).collect(),
            Some(_) => None,
        };
        texts.unwrap_or_else(|| {
            self.wrong(field, "array of strings");
            Vec::new()
        })
    }

    /// A small number.
    pub(super) fn small(&mut self, field: &str) -> Option<u8> {
        let value = self.take(field)?;
        let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
        if number.is_none() {
            self.wrong(field, "small integer");
        }
        number
    }

    /// Several small numbers.
    pub(super) fn smalls(&mut self, field: &str) -> Vec<u8> {
        let small = |value: Value| value.as_u64().and_then(|number| u8::try_from(number).ok());
        let numbers: Option<Vec<u8>> = match self.take(field) {
            None => return Vec::new(),
            Some(Value::Array(entries)) => entries.into_iter().map(small).collect(),
            Some(_) => None,
        };
        numbers.unwrap_or_else(|| {
            self.wrong(field, "array of small integers");
            Vec::new()
        })
    }

    /// A day.
    pub(super) fn day(&mut self, field: &str) -> Option<Date> {
        let text = self.text(field)?;
        let day = text.parse().ok();
        if day.is_none() {
            self.refuse(field, FieldProblem::ImpossibleTime);
        }
        day
    }

    /// An instant.
    pub(super) fn instant(&mut self, field: &str) -> Option<Instant> {
        let text = self.text(field)?;
        let instant = Instant::parse(&text).ok();
        if instant.is_none() {
            self.refuse(field, FieldProblem::ImpossibleTime);
        }
        instant
    }

    fn inner(&mut self, field: &str) -> Option<Self> {
        match self.take(field)? {
            Value::Object(object) => Some(Self::new(object, format!("{}{field}.", self.prefix))),
            _ => {
                self.wrong(field, "object");
                None
            }
        }
    }

    /// Who brings it.
    pub(super) fn petitioner(&mut self) -> Option<Identity> {
        let mut inner = self.inner("petitioner")?;
        let identity = Identity {
            name: inner.text("name"),
            phone: inner.text("phone"),
            email: inner.text("email"),
            address: inner.text("address"),
            ..Identity::default()
        };
        self.errors.extend(inner.finish());
        Some(identity)
    }

    /// An answer.
    pub(super) fn answer(&mut self, field: &str) -> Option<AnswerDraft> {
        let mut inner = self.inner(field)?;
        let items = match inner.take("items") {
            None => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                inner.wrong("items", "array of objects");
                Vec::new()
            }
        };
        let mut draft = AnswerDraft {
            items: Vec::new(),
            summary: inner.text("summary").unwrap_or_default(),
            remedy_notice: inner.text("remedy_notice").unwrap_or_default(),
            review: inner.review(),
            facts: inner.addressed_facts(),
        };
        for (nth, item) in items.into_iter().enumerate() {
            let name = format!("items.{nth}");
            match item {
                Value::Object(item) => {
                    let prefix = format!("{}{name}.", inner.prefix);
                    let (item, errors) = answer_item(Self::new(item, prefix));
                    draft.items.push(item);
                    inner.errors.extend(errors);
                }
                _ => inner.wrong(&name, "object"),
            }
        }
        self.errors.extend(inner.finish());
        Some(draft)
    }

    /// What an answer says to disputed and added facts.
    fn addressed_facts(&mut self) -> Vec<AddressedFact> {
        let Some(value) = self.take("facts") else {
            return Vec::new();
        };
        serde_json::from_value(value).unwrap_or_else(|_| {
            self.wrong("facts", "array of objects with `fact` and `words`");
            Vec::new()
        })
    }

    /// What a review decides, if it is one.
    fn review(&mut self) -> Option<ReviewOutcome> {
        let word = self.text("review")?;
        let found = ReviewOutcome::parse(&word);
        if found.is_none() {
            let allowed = ReviewOutcome::ALL.iter().map(|one| one.word().to_owned());
            let allowed = allowed.collect();
            let field = format!("{}review", self.prefix);
            self.errors
                .push(error(field, FieldProblem::NotOneOf { allowed }));
        }
        found
    }

    /// What was wrong, and what nobody knows.
    pub(super) fn finish(self) -> Vec<FieldError> {
        let unknown = self.object.keys().map(|field| {
            error(
                format!("{}{field}", self.prefix),
                FieldProblem::UnknownField,
            )
        });
        let unknown: Vec<FieldError> = unknown.collect();
        self.errors.into_iter().chain(unknown).collect()
    }
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// What an answer says to one request.
fn answer_item(mut fields: Fields) -> (AnswerItem, Vec<FieldError>) {
    let words = fields.texts("outcomes");
    let outcomes: Vec<Outcome> = words
        .iter()
        .filter_map(|word| Outcome::parse(word))
        .collect();
    if outcomes.len() < words.len() {
        let allowed: Vec<&str> = Outcome::ALL.iter().map(|one| one.word()).collect();
        fields.refuse("outcomes", not_one_of(&allowed));
    }
    let item = AnswerItem {
        finding: fields.text("finding").unwrap_or_default(),
        facts: fields.text("facts").unwrap_or_default(),
        basis: fields.text("basis").unwrap_or_default(),
        outcomes,
        measure: fields.text("measure").unwrap_or_default(),
        by: fields.day("by"),
    };
    (item, fields.finish())
}

/// What a query asks for; what is left over is unknown.
pub(super) struct Asked {
    pairs: BTreeMap<String, String>,
    errors: Vec<FieldError>,
}

impl Asked {
    /// Begins with the pairs of a query; of two with one name the last holds.
    pub(super) fn new(pairs: Vec<(String, String)>) -> Self {
        Self {
            pairs: pairs.into_iter().collect(),
            errors: Vec::new(),
        }
    }

    fn read<T>(
        &mut self,
        name: &str,
        problem: FieldProblem,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let read = parse(&text);
        if read.is_none() {
            self.errors.push(error(name, problem));
        }
        read
    }

    /// A text; an empty one is none.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.pairs.remove(name).filter(|text| !text.is_empty())
    }

    /// An id.
    pub(super) fn id(&mut self, name: &str) -> Option<i64> {
        let expected = "integer";
        self.read(name, FieldProblem::WrongType { expected }, |text| {
            text.parse().ok()
        })
    }

    /// A day.
    pub(super) fn day(&mut self, name: &str) -> Option<Date> {
        self.read(name, FieldProblem::WrongType { expected: DAY }, |text| {
            text.parse().ok()
        })
    }

    /// `true` or `false`; no where it is left out.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        let problem = not_one_of(&["true", "false"]);
        let flag = self.read(name, problem, |text| text.parse().ok());
        flag.unwrap_or(false)
    }

    /// A text of a list that is too long to be told.
    pub(super) fn known(&mut self, name: &str, is: impl Fn(&str) -> bool) -> Option<String> {
        self.read(name, not_one_of(&[]), |text| {
            is(text).then(|| text.to_owned())
        })
    }

    /// Refuses a field that is missing.
    pub(super) fn needs(&mut self, name: &str, missing: bool) {
        let told = self.errors.iter().any(|one| one.field == name);
        if missing && !told {
            self.errors.push(error(name, FieldProblem::Missing));
        }
    }

    /// An instant.
    pub(super) fn instant(&mut self, name: &str) -> Option<Instant> {
        self.read(name, FieldProblem::ImpossibleTime, |text| {
            Instant::parse(text).ok()
        })
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(
        &mut self,
        name: &str,
        words: impl Iterator<Item = (&'static str, T)>,
    ) -> Option<T> {
        let words: Vec<(&str, T)> = words.collect();
        let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.read(name, not_one_of(&allowed), |text| {
            let found = words.iter().find(|(word, _)| *word == text);
            found.map(|(_, one)| *one)
        })
    }

    /// Nothing was wrong, and nothing is left over.
    ///
    /// # Errors
    /// [`Code::FieldsRefused`], with each field.
    pub(super) fn finish(mut self) -> Result<(), Problem> {
        let unknown = self.pairs.into_keys();
        self.errors
            .extend(unknown.map(|name| error(name, FieldProblem::UnknownField)));
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Problem::fields(self.errors))
        }
    }
}
