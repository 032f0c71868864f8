//! Facts that the authority found, which the petitioner accepts or disputes on the page of a matter, and those that he
//! added.

use super::acts::target;
use super::typed::{Typed, words_of};
use crate::body::Form;
use crate::desk::case::when;
use crate::pages::stated_fact::StatedFact;
use huiyin_app::TrackView;
use huiyin_domain::ids::Position;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{Action, Command};
use huiyin_domain::wording::Dates;

/// Where they stand on the page.
pub(super) const PLACE: &str = "facts-found";

/// The facts, each with its form where the code may say something now.
pub(super) fn of(
    view: &TrackView,
    may: bool,
    (dates, typed): (Dates<'_>, &Typed),
) -> Vec<StatedFact> {
    let language = dates.language;
    let one = |fact: &huiyin_app::FactView| {
        let stated = StatedFact::of(fact, language, |at| when(at, dates));
        let about = fact.position.to_string();
        let form = may.then(|| {
            let (text, error) = typed.step(Action::RespondFact, &about);
            let picked = typed.picked(Action::RespondFact, &about, &choice(&about));
            let target = target(view, Action::RespondFact, &about);
            StatedFact::form(language, target, fact.position, (picked, text), error)
        });
        StatedFact { form, ..stated }
    };
    view.facts.iter().map(one).collect()
}

/// Facts that the petitioner added.
pub(super) fn added(view: &TrackView, dates: Dates<'_>) -> Vec<StatedFact> {
    let facts = view.added_facts.iter();
    let one = |fact| StatedFact::added(fact, |at| when(at, dates));
    facts.map(one).collect()
}

/// The field in which one chooses.
fn choice(about: &str) -> String {
    format!("accepted-{about}")
}

/// The command of a form, or what is missing.
pub(super) fn command(form: &Form, about: &str) -> Result<Command, (&'static str, Bilingual)> {
    let say = |zh: &str, en: &str| ("", Bilingual::new(zh, en));
    let accepted = match form.text(&choice(about)).as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(say("请选一项", "Choose one")),
    };
    let text = form.text(&words_of(Action::RespondFact, about));
    let text = text.unwrap_or_default();
    if !accepted && text.trim().is_empty() {
        return Err(say(
            "请写明哪里不对，我们才好去核实",
            "Say what is wrong, so that it can be looked into",
        ));
    }
    let fact = about.parse().map(Position::new);
    let fact = fact.map_err(|_| say("请从页面上再选一次", "Choose again on this page"))?;
    Ok(Command::RespondFact {
        fact,
        accepted,
        text,
        how: None,
    })
}
