//! The roster that the answers of the wizard make: who is on duty in each post, at the hours of the
//! template's roster; in a post of one's own at every hour.

use super::fill::{listed, strings};
use super::{Answers, Authority, OwnPosts, Template};
use crate::plan::template::quoted;
use crate::plan::{Qualification, minute_text};
use crate::roster::Duty;
use std::fmt::Write;

/// The Monday from which turns are counted: any Monday gives the same order of turns.
const TURNS_SINCE: &str = "2026-01-05";

/// The text of the roster.
pub(super) fn text(
    template: &Template,
    id: &str,
    (answers, own): (&Answers, &OwnPosts),
    authority: &Authority<'_>,
) -> String {
    let mut text = format!("[roster]\nplan = {}\nversion = \"1\"\n", quoted(id));
    let named = |name: &str| answers.get(name).map_or_else(Vec::new, |text| listed(text));
    let on_duty = |which: &str| named(&format!("duty.{which}.staff"));
    let duties = template.roster.duties.iter().enumerate();
    let kept: Vec<(usize, &Duty)> = duties
        .filter(|(_, duty)| !own.is_removed(&duty.post))
        .collect();
    let of_template = kept.iter().flat_map(|(nth, _)| on_duty(&nth.to_string()));
    let of_own = own.added().iter().flat_map(|id| on_duty(id));
    let mut logins: Vec<String> = of_template.chain(of_own).collect();
    logins.sort_unstable();
    logins.dedup();
    let ways = answers.get("staff.channels");
    let ways = ways.map_or("phone, sms", String::as_str);
    // Writing to a String does not fail.
    for login in &logins {
        let name = authority.officials.get(login).unwrap_or(login);
        let _ = write!(
            text,
            "\n[[staff]]\nid = {}\nname = {}\nchannels = {}\n",
            quoted(login),
            quoted(name),
            strings(ways)
        );
        let trained = Qualification::ALL.iter().map(|one| one.word());
        let trained =
            trained.filter(|word| named(&format!("staff.{word}.trained")).contains(login));
        let trained: Vec<&str> = trained.collect();
        if !trained.is_empty() {
            let _ = writeln!(text, "qualifications = {}", strings(&trained.join(",")));
        }
    }
    for (nth, duty) in kept {
        let staff = on_duty(&nth.to_string());
        let daily = duty
            .rotation
            .is_some_and(|rotation| rotation.turn_days == 1);
        text.push_str(&entry(&duty.post, &staff, (&hours(duty), daily)));
    }
    for id in own.added() {
        text.push_str(&entry(id, &on_duty(id), ("", false)));
    }
    text
}

/// A duty: whose, at which hours, and how several take turns. Nothing where nobody has it.
fn entry(post: &str, staff: &[String], (hours, daily): (&str, bool)) -> String {
    if staff.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "\n[[duty]]\npost = {}\nstaff = {}\n{hours}",
        quoted(post),
        strings(&staff.join(","))
    );
    if staff.len() > 1 {
        let word = if daily { "daily" } else { "weekly" };
        let _ = write!(text, "rotate = \"{word}\"\nsince = {TURNS_SINCE}\n");
    }
    text
}

/// The hours of a duty, as the template has them.
fn hours(duty: &Duty) -> String {
    let Some(span) = &duty.span else {
        return String::new();
    };
    let days: Vec<&str> = span.days.iter().map(|day| day.word()).collect();
    format!(
        "days = {}\nfrom = {}\nto = {}\n",
        strings(&days.join(",")),
        quoted(&minute_text(span.from)),
        quoted(&minute_text(span.to))
    )
}
