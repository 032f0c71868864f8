//! A plan 预案 in the keeping of an authority: what is refused at the door, what the authority itself
//! has to say to it, and who may approve it.
//!
//! A plan is checked on paper by [`crate::plan::check()`]. Here it is held against the units, posts
//! and level of the authority that would run it. That is what keeps two rules true: a place above
//! the authority's own level is recognised as foreign whatever the file says of its level
//! (RULES 10.1), and a respondent's unit can be left out of every ladder, because the plan calls
//! units by the keys that a petition's respondents are named by (RULES 4.2).

use crate::ids::{PostId, StaffId};
use crate::organisation::{Level, Organisation};
use crate::plan::{
    Channel, Checked, Checking, DRILL_OVERDUE, Finding, Notes, Plan, Severity, Witness, check,
    drill,
};
use crate::roster::{Official, Roster};
use jiff::civil::Date;
use serde::Serialize;

/// The codes of findings that need the authority to be found, beside [`crate::plan::CODES`]. Each is
/// an error.
pub const CODES: &[&str] = &[
    "missing-roster",
    "unheld-approver",
    "unknown-login",
    "unknown-unit",
    "wrong-level",
];

/// The longest version, in characters.
const VERSION_CHARACTERS_MAX: usize = 40;
/// So many digits in a row are a telephone or another number of a person; a plan needs at most a
/// year, an area or minutes.
const DIGITS_IN_A_ROW_MAX: usize = 6;

/// What a plan of an authority is checked against.
pub struct Keeping<'a> {
    /// The coming weeks, the calendars, and the authority's roster for this plan.
    pub checking: Checking<'a>,
    /// Its units, posts and staff.
    pub organisation: &'a Organisation,
    /// How far up it stands; none while nobody has told.
    pub level: Option<Level>,
    /// By which day the next drill of the plan is owed here, if this version is in force. It goes before
    /// what the file says of its drills.
    pub drill_due: Option<Date>,
}

/// The check as interfaces say it (RULES 9).
#[derive(Debug, Serialize)]
pub struct CheckReport<'a> {
    /// The plan's id, where it could be read.
    pub plan: Option<&'a str>,
    /// Its version.
    pub version: Option<&'a str>,
    /// `checked` or `not given`.
    pub roster: &'static str,
    /// Everything found.
    pub findings: &'a [Finding],
}

impl<'a> From<&'a Checked> for CheckReport<'a> {
    fn from(checked: &'a Checked) -> Self {
        Self {
            plan: checked.plan.as_deref(),
            version: checked.version.as_deref(),
            roster: if checked.roster {
                "checked"
            } else {
                "not given"
            },
            findings: &checked.findings,
        }
    }
}

/// Checks a plan as the authority that keeps it would approve it.
pub fn check_kept(toml: &str, keeping: &Keeping<'_>) -> Checked {
    let mut checked = check(toml, &keeping.checking);
    if let Ok(plan) = Plan::parse(toml) {
        let mut found = of_authority(&plan, keeping);
        if keeping.checking.roster.is_none() {
            found.push(missing_roster());
        }
        if let Some(due) = keeping.drill_due {
            let mut notes = Notes::default();
            drill(&plan, due, keeping.checking.at, &mut notes);
            checked.findings.retain(|one| one.code != DRILL_OVERDUE);
            found.extend(notes.into_list());
        }
        checked.findings.extend(found);
    }
    checked
}

fn error(code: &'static str, line: usize, field: String, words: (String, String)) -> Finding {
    Finding {
        code,
        severity: Severity::Error,
        line,
        field,
        message: words.0,
        message_en: words.1,
        witness: Witness::default(),
    }
}

fn missing_roster() -> Finding {
    let words = (
        "还没有存入这个预案的值班表，不知道各岗位是否有人；先存入值班表".to_owned(),
        "no roster of this plan is lodged, so nobody knows whether its posts are held; lodge the roster first".to_owned(),
    );
    error("missing-roster", 1, "roster".to_owned(), words)
}

fn of_authority(plan: &Plan, keeping: &Keeping<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if keeping.level != Some(plan.level) {
        found.push(wrong_level(plan.level, keeping.level));
    }
    let units = keeping.organisation.units.values();
    let keys: Vec<&str> = units
        .filter(|unit| !unit.closed)
        .map(|unit| unit.key.as_str())
        .collect();
    for post in &plan.posts {
        if let Some(unit) = post.unit.as_deref().filter(|unit| !keys.contains(unit)) {
            let words = (
                format!("本机关没有单位“{unit}”；已有：{}", keys.join("、")),
                format!(
                    "this authority has no unit {unit:?}; it has: {}",
                    keys.join(", ")
                ),
            );
            let field = format!("post.{}.unit", post.id);
            found.push(error("unknown-unit", post.line, field, words));
        }
    }
    let held = keeping.organisation.posts.values().any(|post| {
        post.duty == *plan.approved_by
            && !post.closed
            && !keeping.organisation.acting(post).is_empty()
    });
    if !held {
        let post = &plan.approved_by;
        let words = (
            format!("本机关没有人担任岗位“{post}”，无人可以批准；在“管理”里设这个岗位并定人"),
            format!(
                "nobody of this authority acts for the post {post:?}, so nobody could approve it; set up the post and its holder in the administration"
            ),
        );
        let field = "plan.approved_by".to_owned();
        found.push(error("unheld-approver", 1, field, words));
    }
    found
}

fn wrong_level(said: Level, own: Option<Level>) -> Finding {
    use crate::language::Language::{En, Zh};
    let words = match own {
        Some(own) => (
            format!(
                "预案写的是{}级，本机关是{}级；按本机关的层级改",
                said.label(Zh),
                own.label(Zh)
            ),
            format!(
                "the plan says {}, this authority stands at {}; write its own level",
                said.word(),
                own.word()
            ),
        ),
        None => (
            "本机关还没有定层级；先在“管理”的“机构信息”里定".to_owned(),
            format!(
                "this authority has told no level yet, and the plan says {}; set it in the administration first",
                said.label(En).to_lowercase()
            ),
        ),
    };
    error("wrong-level", 1, "plan.level".to_owned(), words)
}

/// The post for which somebody may approve a plan: an open one with the duty that the plan names, of
/// which they are holder or stand-in. No role is enough, and no other post.
pub fn approving_post(organisation: &Organisation, plan: &Plan, staff: StaffId) -> Option<PostId> {
    let posts = organisation.posts_of(staff);
    let post = posts.iter().find(|post| post.duty == *plan.approved_by);
    post.map(|post| post.id)
}

/// Who else than its author acts for the post that approves a plan: while there is anybody, whoever lodged
/// a version does not put it in force as well, so that two people have read every plan by which people are
/// called. Where one alone acts for the post, nobody could approve otherwise, and the version says so.
pub fn others_approving(
    organisation: &Organisation,
    plan: &Plan,
    author: Option<StaffId>,
) -> Vec<StaffId> {
    let posts = organisation.posts.values();
    let posts = posts.filter(|post| !post.closed && post.duty == *plan.approved_by);
    let mut acting: Vec<StaffId> = Vec::new();
    for staff in posts.flat_map(|post| organisation.acting(post)) {
        if Some(staff) != author && !acting.contains(&staff) {
            acting.push(staff);
        }
    }
    acting
}

/// Why the text of a plan or roster is not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Its form is wrong; nothing that a plan cannot say gets on the record.
    Form(Vec<Finding>),
    /// Its version cannot stand in an address: letters, digits, `.`, `-` and `_`, up to 40.
    Version,
    /// A line, counted from 1, holds what looks like a telephone number or an address for mail,
    /// comments included: those of staff are sealed elsewhere, others have no place here.
    Contact {
        /// The line.
        line: usize,
    },
}

/// Reads a plan that is to be lodged.
///
/// # Errors
/// [`Unfit`]: what to correct before it is lodged again. Errors of meaning are no reason: a plan can
/// be lodged with them, and not approved.
pub fn plan_to_lodge(toml: &str) -> Result<Plan, Unfit> {
    let plan = Plan::parse(toml).map_err(Unfit::Form)?;
    fit(toml, &plan.version)?;
    Ok(plan)
}

/// Reads a roster that is to be lodged.
///
/// # Errors
/// As [`plan_to_lodge`].
pub fn roster_to_lodge(toml: &str) -> Result<Roster, Unfit> {
    let roster = Roster::parse(toml).map_err(Unfit::Form)?;
    fit(toml, &roster.version)?;
    Ok(roster)
}

/// The officials of a roster whom nobody could reach: with whose id nobody of an authority signs in, where
/// the file does not say that they have no account, so that no page would find them and a mistyped id is
/// found before it is needed; or who have none and no telephone to be rung by. A roster that was lodged
/// before stays as it is.
pub fn unreachable_staff(roster: &Roster, organisation: &Organisation) -> Vec<Finding> {
    let staff = roster.staff.iter();
    let found = staff.filter_map(|one| {
        if one.account {
            return (!organisation.has_login(&one.id)).then(|| unknown_login(one));
        }
        (!one.channels.contains(&Channel::Phone)).then(|| no_telephone(one))
    });
    found.collect()
}

fn unknown_login(one: &Official) -> Finding {
    let (id, name) = (&one.id, &one.name);
    let words = (
        format!(
            "{name}的id“{id}”不是本机关任何人的登录名，呼叫找不到他；改成他的登录名，或先在“管理”里给他开账号，没有账号、只打电话叫的写account = false"
        ),
        format!(
            "nobody of this authority signs in as {id:?} ({name}), so no page would find them; write their login, or give them an account in the administration first, or write account = false for somebody who is rung by hand"
        ),
    );
    let field = format!("roster.staff.{id}.id");
    error("unknown-login", one.line, field, words)
}

fn no_telephone(one: &Official) -> Finding {
    let name = &one.name;
    let words = (
        format!("{name}没有账号，接待台要能打电话叫到，channels里要有phone"),
        format!(
            "{name} has no account, so that the desk has to be able to ring them: channels must have phone"
        ),
    );
    let field = format!("roster.staff.{}.channels", one.id);
    error("unreachable-holder", one.line, field, words)
}

fn fit(toml: &str, version: &str) -> Result<(), Unfit> {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let short = (1..=VERSION_CHARACTERS_MAX).contains(&version.len());
    // A version of dots alone would be a path of its own.
    if !short || !version.chars().all(plain) || version.starts_with('.') {
        return Err(Unfit::Version);
    }
    match toml.lines().position(holds_contact) {
        Some(index) => Err(Unfit::Contact { line: index + 1 }),
        None => Ok(()),
    }
}

/// Whether a line holds a long number, written with or without blanks, or an address for mail. Dates
/// and times break a number off by their `-`, `T` and `:`.
pub fn holds_contact(line: &str) -> bool {
    let mut run = 0_usize;
    line.chars().any(|c| {
        run = match c {
            '0'..='9' | '０'..='９' => run + 1,
            ' ' => run,
            _ => 0,
        };
        c == '@' || c == '＠' || run > DIGITS_IN_A_ROW_MAX
    })
}
