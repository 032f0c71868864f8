//! Makes a new plan from a shipped one: the same places, posts and tiers, to be made one's own.

use crate::language::Bilingual;

/// What a new plan is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// The authority that will run it.
    pub authority: String,
}

/// The texts of a new plan and of its roster, made from those of a template. Comments stay, the
/// approval and the drill of the template do not.
pub fn from_template((plan, roster): (&str, &str), new: &NewPlan) -> (String, String) {
    let own = |section: &str, key: &str| match (section, key) {
        ("[plan]", "id") => Line::Becomes(quoted(&new.id)),
        ("[plan]", "version") => Line::Becomes(quoted("1")),
        ("[plan]", "title") => Line::Becomes(format!(
            "{{ zh = {}, en = {} }}",
            quoted(&new.title.zh),
            quoted(&new.title.en)
        )),
        ("[plan]", "authority") => Line::Becomes(quoted(&new.authority)),
        ("[plan]", "approved_at" | "drilled_at") => Line::Goes,
        ("[roster]", "plan") => Line::Becomes(quoted(&new.id)),
        ("[roster]", "version") => Line::Becomes(quoted("1")),
        _ => Line::Stays,
    };
    (rewritten(plan, &own), rewritten(roster, &own))
}

/// The text of a plan's next version, before anything in it is changed: its comments stay, its approval
/// does not.
pub(super) fn next_version(plan: &str, title: &Bilingual, version: &str) -> String {
    let own = |section: &str, key: &str| match (section, key) {
        ("[plan]", "version") => Line::Becomes(quoted(version)),
        ("[plan]", "title") => Line::Becomes(format!(
            "{{ zh = {}, en = {} }}",
            quoted(&title.zh),
            quoted(&title.en)
        )),
        ("[plan]", "approved_at") => Line::Goes,
        _ => Line::Stays,
    };
    rewritten(plan, &own)
}

/// What becomes of a line.
enum Line {
    Stays,
    Goes,
    Becomes(String),
}

fn rewritten(text: &str, own: &impl Fn(&str, &str) -> Line) -> String {
    let mut section = "";
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            section = line.trim_end();
        }
        let key = line.split_once('=').map_or("", |(key, _)| key.trim());
        match own(section, key) {
            Line::Stays => lines.push(line.to_owned()),
            Line::Goes => {}
            Line::Becomes(value) => lines.push(format!("{key} = {value}")),
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A TOML string.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
