//! `/desk/assign`: several petitions sent to one unit. Each goes by the command that its own page would
//! send, and each answers for itself: what one refuses does not stop the others, and nothing is taken that
//! its page would refuse.

use crate::desk::case::{href_of, refusal_words, safe};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::bulk::{BulkForm, BulkPage, BulkRow};
use crate::problem::{Code, Problem};
use axum::response::Response;
use huiyin_app::InboxFilter;
use huiyin_domain::ids::UnitId;
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::Command;
use std::collections::{BTreeMap, BTreeSet};

/// The most petitions of one order: a page of the inbox.
const PETITIONS_MAX: usize = 50;

/// The form under the inbox, for whoever may send petitions on.
pub(crate) fn form(signed: &Signed) -> Option<BulkForm> {
    let sends = |role: &Role| matches!(role, Role::Clerk | Role::UnitHead);
    let roles = &signed.principal().roles;
    if !roles.iter().any(|(_, role)| sends(role)) {
        return None;
    }
    let language = signed.language();
    let organisation = signed.authority()?.organisation();
    let units = organisation.units.values();
    let units = units.filter(|unit| !unit.closed && organisation.answers(unit.id));
    let units: Vec<Choice> = units
        .map(|unit| Choice::new(unit.id.to_string(), unit.name.in_language(language)))
        .collect();
    (!units.is_empty()).then_some(BulkForm { units })
}

/// `POST /desk/assign`: transfers each ticked petition, and tells of each what became of it.
pub(crate) async fn assign(form: SignedForm) -> Response {
    let signed = &form.signed;
    let assigned = async {
        signed.goes_to(Place::Inbox)?;
        let language = signed.language();
        let unit = form
            .form
            .text("to")
            .and_then(|text| text.trim().parse().ok());
        let unit = unit.map(UnitId::new);
        // The same petition can owe two things, and then stands in two rows.
        let ticked: BTreeSet<String> = form.form.texts("number").into_iter().collect();
        let error = match (unit, ticked.len()) {
            (None, _) => Some(language.pick("请选转给哪个单位", "Choose the unit that gets them")),
            (_, 0) => Some(language.pick("请先勾选要转的件", "Tick the petitions first")),
            (_, count) if count > PETITIONS_MAX => {
                Some(language.pick("一次最多50件，请少勾一些", "At most 50 at once; tick fewer"))
            }
            _ => None,
        };
        let mut rows = Vec::new();
        if let (None, Some(to)) = (error, unit) {
            let subjects = subjects(signed, &ticked).await?;
            for number in ticked {
                let subject = subjects.get(&number).cloned().unwrap_or_default();
                rows.push(BulkRow {
                    subject,
                    ..one(signed, number, to).await?
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
    ticked: &BTreeSet<String>,
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
        let wanted = wanted.filter(|entry| ticked.contains(&entry.number));
        found.extend(wanted.filter_map(|entry| Some((entry.number, safe(&entry.subject?)))));
        match inbox.next {
            Some(after) if found.len() < ticked.len() => filter.after = Some(after),
            _ => return Ok(found),
        }
    }
}

/// One petition by the command of its own page.
async fn one(signed: &Signed, number: String, to: UnitId) -> Result<BulkRow, Problem> {
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
    let command = Command::Transfer {
        to,
        reason: String::new(),
    };
    let huiyin = &signed.web().huiyin;
    let acted = huiyin.act(signed.principal(), parsed, vec![command], None);
    let problem = match acted.await.map_err(Problem::from) {
        Ok(_) => {
            let unit = signed.authority().map(|one| one.unit_name(to));
            let unit = unit.unwrap_or_default();
            let unit = unit.in_language(language);
            let words = language.pick(format!("已转送给{unit}"), format!("Transferred to {unit}"));
            return Ok(row(true, words));
        }
        Err(problem) => problem,
    };
    if let Some(refusal) = problem.refused_step() {
        return Ok(row(false, refusal_words(refusal, language)));
    }
    match problem.code() {
        Code::NotFound => Ok(row(false, no_such(language))),
        Code::NotAllowed => Ok(row(false, problem.words(language))),
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
