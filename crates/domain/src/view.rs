//! Saved views 视图 of the inbox: a name of one's own for a filter. What somebody looks at is nobody's record:
//! views are on no journal, are sealed under the key of whoever saved them, go into no list, figure or export,
//! and are read for themselves alone.
//!
//! A filter here is made of units, duties, categories, states and classes. It has no condition on who brought a
//! petition, so that no view can be a list of somebody's petitions.

use crate::petition::{FieldError, FieldProblem};
use crate::text;
use serde::{Deserialize, Serialize};

/// The most views of one person: they stand side by side above the inbox.
pub const VIEWS_MAX: usize = 20;
/// The longest name, in characters.
pub const NAME_CHARACTERS_MAX: usize = 20;
/// The longest value of a condition that is kept, in characters: ids and words have far fewer.
const VALUE_CHARACTERS_MAX: usize = 60;
/// The conditions that a filter of the inbox can have, as they stand in its address, in this order.
const CONDITIONS: [&str; 9] = [
    "unit", "term", "category", "state", "class", "late", "danger", "held", "due",
];
/// Whose duties are looked at: `units`, what the own units owe; anything else, one's own.
const WHOLE: &str = "of";

/// A filter as it stands in the address of the inbox: known conditions in one order, nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewFilter(Vec<(&'static str, String)>);

impl ViewFilter {
    /// Reads the conditions of pairs; what is no condition, such as a page's cursor, is left out.
    pub fn of(value: impl Fn(&str) -> Option<String>) -> Self {
        let conditions = CONDITIONS.into_iter().chain([WHOLE]);
        let given = conditions.filter_map(|name| {
            let value: String = plain(&value(name)?).take(VALUE_CHARACTERS_MAX).collect();
            (!value.is_empty()).then_some((name, value))
        });
        Self(given.collect())
    }

    /// Reads a query such as `late=yes&unit=3`. Values hold no character that a query would escape.
    pub fn parse(query: &str) -> Self {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let pairs: Vec<(&str, &str)> = pairs.collect();
        Self::of(|name| {
            let found = pairs.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    /// Whether it holds any condition.
    pub fn filters(&self) -> bool {
        self.0.iter().any(|(name, _)| *name != WHOLE)
    }

    /// The same with other pairs in place of its own of these names.
    pub fn query_with(&self, more: &[(&str, &str)]) -> String {
        let kept = self.0.iter().map(|(name, value)| (*name, value.as_str()));
        let kept = kept.filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let kept = kept.map(|(name, value)| format!("{name}={value}"));
        let more = more
            .iter()
            .map(|(name, value)| format!("{name}={}", plain(value).collect::<String>()));
        kept.chain(more).collect::<Vec<String>>().join("&")
    }
}

impl std::fmt::Display for ViewFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.query_with(&[]))
    }
}

/// Keeps what ids, words and cursors are made of.
fn plain(value: &str) -> impl Iterator<Item = char> {
    let fits = |c: &char| c.is_ascii_alphanumeric() || "-._".contains(*c);
    value.chars().filter(fits)
}

/// What a view is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewDraft {
    /// Its name.
    pub name: String,
    /// Its filter.
    pub filter: ViewFilter,
    /// Whether the inbox opens with it; at most one does.
    pub opens: bool,
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// Its id among those of the same person; never used again.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its filter, as a query.
    pub query: String,
    /// Whether the inbox opens with it.
    pub opens: bool,
}

/// The views of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    /// The highest id that was ever given.
    last_id: i64,
    /// In the order in which they were saved.
    views: Vec<View>,
}

impl Views {
    /// All of them, in the order in which they were saved.
    pub fn all(&self) -> &[View] {
        &self.views
    }

    /// The view that the inbox opens with.
    pub fn opening(&self) -> Option<&View> {
        self.views.iter().find(|view| view.opens)
    }

    /// One of them.
    pub fn find(&self, id: i64) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }

    /// Saves a new one; gives its id.
    ///
    /// # Errors
    /// Every field that is not taken: a name that is missing, too long or taken, a filter without a
    /// condition, or one view too many.
    pub fn save(&mut self, draft: ViewDraft) -> Result<i64, Vec<FieldError>> {
        let mut errors = self.wrong(&draft, None);
        if self.views.len() >= VIEWS_MAX {
            let problem = FieldProblem::TooMany {
                entries_max: VIEWS_MAX,
            };
            errors.retain(|error| error.field != "name");
            errors.push(field("name", problem));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let id = self.last_id + 1;
        self.last_id = id;
        self.views.push(View {
            id,
            name: String::new(),
            query: String::new(),
            opens: false,
        });
        self.put(id, draft);
        Ok(id)
    }

    /// Changes one: its name, its filter, whether the inbox opens with it. `None` where there is none.
    ///
    /// # Errors
    /// As [`Views::save`].
    pub fn change(&mut self, id: i64, draft: ViewDraft) -> Result<Option<()>, Vec<FieldError>> {
        if self.find(id).is_none() {
            return Ok(None);
        }
        let errors = self.wrong(&draft, Some(id));
        if !errors.is_empty() {
            return Err(errors);
        }
        self.put(id, draft);
        Ok(Some(()))
    }

    /// Removes one and gives it back; `None` where there is none.
    pub fn remove(&mut self, id: i64) -> Option<View> {
        let at = self.views.iter().position(|view| view.id == id)?;
        Some(self.views.remove(at))
    }

    fn wrong(&self, draft: &ViewDraft, own: Option<i64>) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let name = draft.name.trim();
        let taken = |view: &View| Some(view.id) != own && view.name == name;
        if let Err(problem) = text::check_line(name, NAME_CHARACTERS_MAX) {
            errors.push(field("name", problem.into()));
        } else if self.views.iter().any(taken) {
            errors.push(field("name", FieldProblem::Taken));
        }
        if !draft.filter.filters() {
            errors.push(field("query", FieldProblem::Missing));
        }
        errors
    }

    fn put(&mut self, id: i64, draft: ViewDraft) {
        for view in &mut self.views {
            if view.id == id {
                view.name = draft.name.trim().to_owned();
                view.query = draft.filter.to_string();
                view.opens = draft.opens;
            } else if draft.opens {
                view.opens = false;
            }
        }
    }
}

fn field(name: &str, problem: FieldProblem) -> FieldError {
    FieldError {
        field: name.to_owned(),
        problem,
    }
}
