//! The page of whatever is administered and has versions, and the form that brings one back. What there is, and
//! how it reads, each says for itself.

use crate::desk::case::{safe, when};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::desk::versions::{FactChange, VersionRow, VersionsPage};
use crate::pages::desk::{Fact, Place};
use crate::pages::form::{FieldView, FormTarget};
use crate::problem::{Code, Problem};
use huiyin_app::{VersionView, VersionsView};
use huiyin_domain::language::Language;

/// What stands on a page beside the versions.
pub(crate) struct About {
    /// The heading.
    pub(crate) title: String,
    /// Address of the list that it stands in, and what leads back there.
    pub(crate) back: (&'static str, String),
    /// What saving brings.
    pub(crate) consequence: String,
    /// Where the form is sent.
    pub(crate) form: String,
    /// Where a version is sent that is to be brought back.
    pub(crate) restore: String,
    /// Whether this person may change it; who may not only reads.
    pub(crate) writes: bool,
    /// The fields, with what was typed and what is wrong with it.
    pub(crate) fields: Vec<FieldView>,
}

/// The page. `facts` says in words what a version says, by labels that stay; a problem that no field tells is
/// told above them.
pub(crate) fn page<T>(
    signed: &Signed,
    about: About,
    view: &VersionsView<T>,
    facts: impl Fn(&T) -> Vec<Fact>,
    problem: Option<&Problem>,
) -> Result<VersionsPage, Problem> {
    let target = |path: &str| -> Result<FormTarget, Problem> {
        Ok(FormTarget::to(path).sealed(view.version.to_string(), signed.form_key()?))
    };
    let mut versions = Vec::new();
    for (nth, version) in view.versions.iter().enumerate() {
        let restore = (about.writes && nth > 0).then(|| target(&about.restore));
        let before = view.versions.get(nth + 1);
        versions.push(row(
            signed,
            version,
            before,
            &facts,
            view,
            restore.transpose()?,
        )?);
    }
    let at_field = about.fields.iter().any(|field| field.error.is_some());
    let whole = problem.filter(|one| !at_field || one.refused_fields().is_empty());
    Ok(VersionsPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        title: about.title,
        back: about.back,
        consequence: about.consequence,
        target: about.writes.then(|| target(&about.form)).transpose()?,
        error: whole.map(|one| told(one, signed.language())),
        fields: about.fields,
        versions,
    })
}

fn row<T>(
    signed: &Signed,
    version: &VersionView<T>,
    before: Option<&VersionView<T>>,
    facts: impl Fn(&T) -> Vec<Fact>,
    all: &VersionsView<T>,
    restore: Option<FormTarget>,
) -> Result<VersionRow, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let when = |one: &VersionView<T>| when(&one.set_at, signed.dates(&authority.zone));
    let mut earlier = all.versions.iter();
    let same = earlier.find(|one| Some(one.version) == version.same_as);
    let says = facts(&version.was);
    let changes = before.map(|before| FactChange::between(&facts(&before.was), &says));
    Ok(VersionRow {
        when: when(version),
        by: version.by.clone().unwrap_or_default(),
        of: version.version,
        same_as: same.map(when),
        changes,
        facts: says,
        restore,
    })
}

/// Facts of which empty ones say nothing.
pub(crate) fn facts(told: impl IntoIterator<Item = (String, String)>) -> Vec<Fact> {
    let told = told.into_iter().filter(|(_, value)| !value.is_empty());
    told.map(|(label, value)| Fact::new(label, safe(&value)))
        .collect()
}

/// What is wrong with the whole.
fn told(problem: &Problem, language: Language) -> String {
    let first = problem.refused_fields().first();
    first.map_or_else(
        || problem.words(language),
        |one| one.problem.message(language),
    )
}

/// The version that a form asks to bring back.
pub(crate) fn wanted(form: &SignedForm) -> Result<i64, Problem> {
    let of = form.form.text("of").and_then(|text| text.parse().ok());
    of.ok_or_else(|| Problem::of(Code::NotFound))
}

/// Why a change was refused, to be told on the page itself; nothing where it was carried out.
///
/// # Errors
/// What is a page of its own: it is not there, or this person may not.
pub(crate) fn refused<T>(done: Result<T, Problem>) -> Result<Option<Problem>, Problem> {
    match done {
        Ok(_) => Ok(None),
        Err(problem) if matches!(problem.code(), Code::NotFound | Code::NotAllowed) => Err(problem),
        Err(problem) => Ok(Some(problem)),
    }
}
