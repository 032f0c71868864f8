//! `/desk/assign`: several petitions sent to one unit, or given to one handler. Each goes by the command that
//! its own page would send, with the version that the inbox showed, and each answers for itself: what one refuses,
//! or what somebody changed meanwhile, does not stop the others, and nothing is taken that its page would refuse.

use crate::body::Form;
use crate::desk::case::{href_of, refusal_words, safe};
use crate::desk::guard::{Signed, SignedForm, version_read};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::bulk::{BulkForm, BulkPage, BulkRow};
use crate::problem::{Code, Problem};
use axum::response::Response;
use huiyin_app::{InboxEntry, InboxFilter};
use huiyin_domain::ids::{Position, StaffId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_domain::petition::Command;
use std::collections::BTreeMap;

/// The most petitions of one order: a page of the inbox.
const PETITIONS_MAX: usize = 50;

/// The form under the inbox, for whoever may send petitions on or name who works on them.
pub(crate) fn form(signed: &Signed) -> Option<BulkForm> {
    let organisation = signed.authority()?.organisation();
    let form = BulkForm {
        units: units(signed, &organisation),
        handlers: handlers(signed, &organisation),
    };
    let empty = form.units.is_empty() && form.handlers.is_empty();
    (!empty).then_some(form)
}

/// The units that can get petitions, for whoever sends them on.
fn units(signed: &Signed, organisation: &Organisation) -> Vec<Choice> {
    let sends = |role: &Role| matches!(role, Role::Clerk | Role::UnitHead);
    let roles = &signed.principal().roles;
    if !roles.iter().any(|(_, role)| sends(role)) {
        return Vec::new();
    }
    let units = organisation.units.values();
    let units = units.filter(|unit| !unit.closed && organisation.answers(unit.id));
    let language = signed.language();
    units.map(|unit| Choice::unit(unit, language)).collect()
}

/// Who can be named: the people of the units that a head stands at or above. Whether one of them may work
/// on a petition, its own step decides.
fn handlers(signed: &Signed, organisation: &Organisation) -> Vec<Choice> {
    let heads = signed.principal().roles.iter();
    let heads: Vec<UnitId> = heads
        .filter(|(_, role)| matches!(role, Role::UnitHead | Role::Officer))
        .map(|(unit, _)| *unit)
        .collect();
    let works = |(unit, role): &(UnitId, Role)| {
        let works = matches!(
            role,
            Role::Handler | Role::Clerk | Role::UnitHead | Role::Officer
        );
        works
            && heads
                .iter()
                .any(|head| organisation.is_within(*unit, *head))
    };
    let staff = organisation.staff.values();
    let staff = staff.filter(|one| !one.left && one.roles.iter().any(works));
    staff
        .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
        .collect()
}

/// What the tick of a row sends: the petition, and the version of it that is shown. What was asked of a unit, and
/// what cannot be opened, is nobody's to send on from here.
pub(crate) fn tick(entry: &InboxEntry) -> Option<String> {
    let version = entry.version.filter(|_| entry.asked.is_none())?;
    Some(format!("{}@{version}", entry.number))
}

/// What was ticked, each with the version that was shown. The same petition can owe two things and then stands in
/// two rows: the older of the two is what was read.
fn ticked(form: &Form) -> BTreeMap<String, Position> {
    let mut ticked = BTreeMap::new();
    for sent in form.texts("number") {
        let (number, version) = match sent.split_once('@') {
            Some((number, version)) => (number, Some(version)),
            None => (sent.as_str(), None),
        };
        let version = Position::new(version_read(version));
        let seen = ticked.entry(number.to_owned()).or_insert(version);
        *seen = version.min(*seen);
    }
    ticked
}

/// What is done with each.
#[derive(Clone, Copy)]
enum Order {
    /// It goes to a unit.
    Transfer(UnitId),
    /// Somebody works on it.
    NameHandler(StaffId),
}

impl Order {
    /// What the form asks for, or what it lacks.
    fn of(form: &Form, language: Language) -> Result<Self, &'static str> {
        let id = |name: &str| form.text(name).and_then(|text| text.trim().parse().ok());
        match form.text("do").as_deref() {
            Some("handler") => id("staff")
                .map(|id| Self::NameHandler(StaffId::new(id)))
                .ok_or(language.pick("请选由谁来办", "Choose who works on them")),
            _ => id("to")
                .map(|id| Self::Transfer(UnitId::new(id)))
                .ok_or(language.pick("请选转给哪个单位", "Choose the unit that gets them")),
        }
    }

    /// The command of a petition's own page.
    const fn command(self) -> Command {
        match self {
            Self::Transfer(to) => Command::Transfer {
                to,
                reason: String::new(),
            },
            Self::NameHandler(staff) => Command::NameHandler { staff },
        }
    }

    /// What was done, in words.
    fn done(self, signed: &Signed) -> String {
        let (language, authority) = (signed.language(), signed.authority());
        match self {
            Self::Transfer(to) => {
                let unit = authority.map(|one| one.unit_name(to)).unwrap_or_default();
                let unit = unit.in_language(language);
                language.pick(format!("已转送给{unit}"), format!("Transferred to {unit}"))
            }
            Self::NameHandler(staff) => {
                let organisation = authority.map(|one| one.organisation());
                let named = organisation.as_ref().and_then(|one| one.staff.get(&staff));
                let name = named.map(|one| one.name.as_str()).unwrap_or_default();
                language.pick(format!("由{name}承办"), format!("{name} works on it"))
            }
        }
    }
}

/// `POST /desk/assign`: transfers each ticked petition, or names who works on it, and tells of each what
/// became of it.
pub(crate) async fn assign(form: SignedForm) -> Response {
    let signed = &form.signed;
    let assigned = async {
        signed.goes_to(Place::Inbox)?;
        let language = signed.language();
        let order = Order::of(&form.form, language);
        let ticked = ticked(&form.form);
        let error = match (order, ticked.len()) {
            (Err(words), _) => Some(words),
            (_, 0) => Some(language.pick("请先勾选要办的件", "Tick the petitions first")),
            (_, count) if count > PETITIONS_MAX => {
                Some(language.pick("一次最多50件，请少勾一些", "At most 50 at once; tick fewer"))
            }
            _ => None,
        };
        let mut rows = Vec::new();
        if let (None, Ok(order)) = (error, order) {
            let subjects = subjects(signed, &ticked).await?;
            for (number, version) in ticked {
                let subject = subjects.get(&number).cloned().unwrap_or_default();
                rows.push(BulkRow {
                    subject,
                    ..one(signed, (number, version), order).await?
                });
            }
        }
        Ok(signed.html(&BulkPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Inbox)),
            rows,
            error: error.map(str::to_owned),
        }))
    };
    signed.or_refused(assigned.await)
}

/// What the ticked ones are about, as the inbox shows it before they go.
async fn subjects(
    signed: &Signed,
    ticked: &BTreeMap<String, Position>,
) -> Result<BTreeMap<String, String>, Problem> {
    let huiyin = &signed.web().huiyin;
    let mut found = BTreeMap::new();
    let mut filter = InboxFilter {
        whole: true,
        ..InboxFilter::default()
    };
    loop {
        let inbox = huiyin.inbox(signed.principal(), filter.clone()).await?;
        let wanted = inbox.entries.into_iter();
        let wanted = wanted.filter(|entry| ticked.contains_key(&entry.number));
        found.extend(wanted.filter_map(|entry| Some((entry.number, safe(&entry.subject?)))));
        match inbox.next {
            Some(after) if found.len() < ticked.len() => filter.after = Some(after),
            _ => return Ok(found),
        }
    }
}

/// One petition by the command of its own page.
async fn one(
    signed: &Signed,
    (number, version): (String, Position),
    order: Order,
) -> Result<BulkRow, Problem> {
    let language = signed.language();
    let row = |done: bool, words: String| BulkRow {
        href: href_of(&number),
        number: number.clone(),
        subject: String::new(),
        done,
        words,
    };
    let Ok(parsed) = PetitionNumber::parse(&number) else {
        return Ok(row(false, no_such(language)));
    };
    let huiyin = &signed.web().huiyin;
    let steps = vec![order.command()];
    let acted = huiyin.act(signed.principal(), parsed, steps, Some(version));
    let problem = match acted.await.map_err(Problem::from) {
        Ok(_) => return Ok(row(true, order.done(signed))),
        Err(problem) => problem,
    };
    if let Some(refusal) = problem.refused_step() {
        return Ok(row(false, refusal_words(refusal, language)));
    }
    match problem.code() {
        Code::NotFound => Ok(row(false, no_such(language))),
        Code::NotAllowed => Ok(row(false, problem.words(language))),
        Code::ChangedMeanwhile => Ok(row(false, BulkPage::overtaken(language).to_owned())),
        // The store failed: what follows would fail as well.
        _ => Err(problem),
    }
}

fn no_such(language: Language) -> String {
    language
        .pick(
            "没有这一件，或您不能打开",
            "There is none, or it is not yours to open",
        )
        .to_owned()
}
