//! The roster that the answers of the wizard make: who is on duty in each post, at the hours of the
//! template's roster; in a post that has none there at every hour, or by day and by night differently.

use super::fill::{blocks, kind_of, listed, strings};
use super::{Answers, Authority, OwnPosts, Persons, Template, hours};
use crate::plan::template::quoted;
use crate::plan::{Qualification, Span, minute_text};
use crate::roster::Duty;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The Monday from which turns are counted: any Monday gives the same order of turns.
const TURNS_SINCE: &str = "2026-01-05";

/// A duty as it is written: whose, who has it, at which hours, and the turns that it had.
struct Entry<'a> {
    post: String,
    staff: Vec<String>,
    hours: String,
    of: Option<&'a Duty>,
}

/// The text of the roster.
pub(super) fn text(
    template: &Template,
    id: &str,
    (answers, own): (&Answers, &OwnPosts),
    authority: &Authority<'_>,
) -> String {
    let version = template.roster_version();
    let mut text = format!(
        "[roster]\nplan = {}\nversion = {}\n",
        quoted(id),
        quoted(version)
    );
    let entries = entries(template, answers, own);
    let mut logins: Vec<String> = entries.iter().flat_map(|one| one.staff.clone()).collect();
    if template.is_saved() {
        // Whoever the roster knows stays in it, whether on duty or not.
        logins.extend(template.roster.staff.iter().map(|one| one.id.to_string()));
    }
    logins.sort_unstable();
    logins.dedup();
    let people = template.people(answers, authority.officials);
    for login in &logins {
        text.push_str(&official(template, login, (answers, &people)));
    }
    for entry in &entries {
        text.push_str(&entry.text());
    }
    for block in blocks(&template.texts.1) {
        if template.is_saved() && kind_of(&block) == "override" {
            text.push('\n');
            for line in block {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

fn entries<'a>(template: &'a Template, answers: &Answers, own: &OwnPosts) -> Vec<Entry<'a>> {
    let moved = hours::moved(&template.plan, answers);
    let mut entries = Vec::new();
    for (nth, duty) in template.roster.duties.iter().enumerate() {
        if own.is_removed(&duty.post) {
            continue;
        }
        let which = nth.to_string();
        match &duty.span {
            Some(span) => {
                let span = hours::now(span, &moved);
                entries.push(Entry {
                    post: duty.post.to_string(),
                    staff: template.named(&which, "staff", (Some(duty), answers)),
                    hours: written(&span),
                    of: Some(duty),
                });
                if template.is_by_day_alone(duty) {
                    let at = (span.from, span.to);
                    entries.extend(beside(template, (&which, duty), at, answers));
                }
            }
            None => {
                let of = (duty.post.as_str(), Some(duty));
                entries.extend(at_every_hour(template, (&which, of), answers));
            }
        }
    }
    for id in template.without_duty(answers) {
        entries.extend(at_every_hour(template, (&id, (&id, None)), answers));
    }
    entries
}

/// The hours beside a duty in office hours, where somebody was named for them.
fn beside<'a>(
    template: &Template,
    (which, duty): (&str, &'a Duty),
    (from, to): (u16, u16),
    answers: &Answers,
) -> Vec<Entry<'a>> {
    let entry = |key: &str, hours: String| Entry {
        post: duty.post.to_string(),
        staff: template.named(which, key, (Some(duty), answers)),
        hours,
        of: Some(duty),
    };
    let entries = [
        entry("also_night", stretch("workday", to, from)),
        entry("also_rest", stretch("restday", from, from)),
    ];
    let named = entries.into_iter().filter(|one| !one.staff.is_empty());
    named.collect()
}

/// Some hours of some days, as a roster has them.
fn stretch(days: &str, from: u16, to: u16) -> String {
    format!(
        "days = [{}]\nfrom = {}\nto = {}\n",
        quoted(days),
        quoted(&minute_text(from)),
        quoted(&minute_text(to))
    )
}

/// A duty at every hour; by day, by night and on rest days apart where that was answered.
fn at_every_hour<'a>(
    template: &Template,
    (which, (post, of)): (&str, (&str, Option<&'a Duty>)),
    answers: &Answers,
) -> Vec<Entry<'a>> {
    let named = |key: &str| template.named(which, key, (of, answers));
    let entry = |staff: Vec<String>, hours: String| Entry {
        post: post.to_owned(),
        staff,
        hours,
        of,
    };
    let (day, night, rest) = (named("staff"), named("staff_night"), named("staff_rest"));
    if night.is_empty() && rest.is_empty() {
        return vec![entry(day, String::new())];
    }
    let or_day = |other: Vec<String>| if other.is_empty() { day.clone() } else { other };
    let (from, to) = template.office(answers);
    vec![
        entry(day.clone(), stretch("workday", from, to)),
        entry(or_day(night), stretch("workday", to, from)),
        entry(or_day(rest), stretch("restday", from, from)),
    ]
}

/// Somebody whom the roster names.
fn official(
    template: &Template,
    login: &str,
    (answers, people): (&Answers, &BTreeMap<String, String>),
) -> String {
    let known = template
        .roster
        .official(login)
        .filter(|_| template.is_saved());
    let outside =
        Persons::of(answers).iter().any(|id| id == login) || known.is_some_and(|one| !one.account);
    let own: Option<Vec<&str>> =
        known.map(|one| one.channels.iter().map(|way| way.word()).collect());
    let own = own.map(|ways| ways.join(", "));
    let typed = answers
        .get("staff.channels")
        .filter(|ways| !ways.trim().is_empty());
    let ways = match (outside, typed) {
        // The desk can ring anybody; a text message or a mail takes a number or an address.
        (true, _) => own.unwrap_or_else(|| {
            let given = |what: &str| {
                let typed = answers.get(&format!("person.{login}.{what}"));
                typed.is_some_and(|text| !text.trim().is_empty())
            };
            let mut ways = vec!["phone"];
            ways.extend(given(Persons::PHONE).then_some("sms"));
            ways.extend(given(Persons::EMAIL).then_some("email"));
            ways.push("desk");
            ways.join(", ")
        }),
        (false, Some(typed)) => typed.clone(),
        (false, None) => own.unwrap_or_else(|| {
            let untouched = !template.is_saved() && !answers.contains_key("staff.channels");
            if untouched || template.is_saved() {
                "phone, sms"
            } else {
                ""
            }
            .to_owned()
        }),
    };
    let name = people.get(login).map(String::as_str);
    let name = name
        .or_else(|| known.map(|one| one.name.as_str()))
        .unwrap_or(login);
    let mut text = format!(
        "\n[[staff]]\nid = {}\nname = {}\nchannels = {}\n",
        quoted(login),
        quoted(name),
        strings(&ways)
    );
    if outside {
        text.push_str("account = false\n");
    }
    let is_trained = |one: &&Qualification| {
        let typed = answers.get(&format!("staff.{}.trained", one.word()));
        let trained = typed.map_or_else(|| template.trained(**one), |text| listed(text));
        trained.iter().any(|id| id == login)
    };
    let trained = Qualification::ALL.iter().filter(is_trained);
    let trained: Vec<&str> = trained.map(|one| one.word()).collect();
    if !trained.is_empty() {
        // Writing to a String does not fail.
        let _ = writeln!(text, "qualifications = {}", strings(&trained.join(",")));
    }
    text
}

impl Entry<'_> {
    /// A duty, and how several take turns. Nothing where nobody has it.
    fn text(&self) -> String {
        if self.staff.is_empty() {
            return String::new();
        }
        let mut text = format!(
            "\n[[duty]]\npost = {}\nstaff = {}\n{}",
            quoted(&self.post),
            strings(&self.staff.join(",")),
            self.hours
        );
        let turns = self.of.and_then(|duty| duty.rotation);
        if self.staff.len() > 1 {
            let daily = turns.is_some_and(|turns| turns.turn_days == 1);
            let word = if daily { "daily" } else { "weekly" };
            let since =
                turns.map_or_else(|| TURNS_SINCE.to_owned(), |turns| turns.since.to_string());
            let _ = write!(text, "rotate = \"{word}\"\nsince = {since}\n");
        }
        text
    }
}

/// The hours of a duty.
fn written(span: &Span) -> String {
    let days: Vec<&str> = span.days.iter().map(|day| day.word()).collect();
    format!(
        "days = {}\nfrom = {}\nto = {}\n",
        strings(&days.join(",")),
        quoted(&minute_text(span.from)),
        quoted(&minute_text(span.to))
    )
}
