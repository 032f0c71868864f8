//! What a clerk typed at intake, as it is registered. Everything that is wrong is told together.

use super::category;
use crate::body::Form;
use crate::desk::guard::Signed;
use crate::portal::tell::known_as;
use crate::portal::track::hours;
use crate::problem::Problem;
use huiyin_app::rules::Authority;
use huiyin_app::{FileDraft, StaffRegistrationDraft};
use huiyin_domain::petition::{
    AnswerDraft, AnswerItem, Channel, Class, FieldError, FieldProblem, Identity, Outcome,
    SubmissionDraft,
};
use huiyin_domain::time::Instant;
use jiff::civil::Date;

/// The rulebook of simple matters that are answered at once.
pub(super) const SIMPLE: &str = "cn-simple";

/// A scan that came with the form, or what was wrong with it.
type Scan = Result<Option<FileDraft>, Problem>;

/// The registration, and how it came. What is wrong with the form itself is told with what is wrong with the rest,
/// so that one round tells it all.
pub(super) fn of(
    signed: &Signed,
    authority: &Authority,
    form: &Form,
    (channel, scan): (Option<Channel>, Scan),
) -> Result<(StaffRegistrationDraft, Channel), Problem> {
    let answer = form.ticked("answer_now").then(|| answer(signed, form));
    let subject = form.text("subject").unwrap_or_default();
    let mut submission = submission(signed, authority, form);
    let refused = &mut submission.refused;
    if channel.is_none() {
        refused.insert(0, error("channel", FieldProblem::Missing));
    }
    if category::asks(form, &authority.categories) {
        refused.push(error("category", FieldProblem::Missing));
    }
    // Nothing is registered without a channel: it is among what is wrong.
    let channel = channel.unwrap_or(Channel::Visit);
    let received_at = told(received_at(signed, authority, form), refused)?.flatten();
    // Only a letter has one: what stood in the field before another channel was chosen is not sent along.
    let postmark = match channel {
        Channel::Letter => told(date(form, "postmark_on", "postmark"), refused)?.flatten(),
        _ => None,
    };
    let scan = told(scan, refused)?.flatten();
    let draft = StaffRegistrationDraft {
        submission,
        received_at,
        postmark,
        rulebook: answer.is_some().then(|| SIMPLE.to_owned()),
        class: class(form).filter(|_| answer.is_none()),
        danger: form.ticked("danger").then_some(subject),
        accept: form.ticked("accept_now"),
        answer,
        scan,
    };
    Ok((draft, channel))
}

/// A part of the form; what is wrong with its fields joins the rest.
fn told<T>(part: Result<T, Problem>, refused: &mut Vec<FieldError>) -> Result<Option<T>, Problem> {
    match part {
        Ok(part) => Ok(Some(part)),
        Err(problem) if !problem.refused_fields().is_empty() => {
            refused.extend(problem.refused_fields().iter().cloned());
            Ok(None)
        }
        Err(problem) => Err(problem),
    }
}

fn error(field: &str, problem: FieldProblem) -> FieldError {
    FieldError {
        field: field.to_owned(),
        problem,
    }
}

fn submission(signed: &Signed, authority: &Authority, form: &Form) -> SubmissionDraft {
    let who = known_as(form);
    let identity = Identity {
        name: form.text("name"),
        phone: form.text("phone"),
        email: form.text("email"),
        address: form.text("address"),
        representatives: form.texts("representative"),
        on_behalf_of: form.text("on_behalf_of"),
    };
    let reachable = Identity {
        representatives: Vec::new(),
        on_behalf_of: None,
        ..identity.clone()
    };
    let missing = |field: &str| error(field, FieldProblem::Missing);
    let anonymous = who == "anonymous";
    let mut refused = match who.as_str() {
        "anonymous" => Vec::new(),
        "named" | "confidential" if reachable.is_empty() => vec![missing("petitioner.name")],
        "named" | "confidential" => Vec::new(),
        _ => vec![missing("anonymous")],
    };
    if form.ticked("joint") && identity.representatives.is_empty() {
        refused.push(missing("petitioner.representatives"));
    }
    let respondents = form.text("respondents").unwrap_or_default();
    let lines = respondents.lines().map(str::trim);
    SubmissionDraft {
        subject: form.text("subject"),
        body: form.text("body"),
        class: form.text("class"),
        category: category::of(form, &authority.categories),
        place: form.text("place"),
        place_text: form.text("place_text"),
        language: Some(signed.language().tag().to_owned()),
        petitioner: (!anonymous || !identity.is_empty()).then_some(identity),
        anonymous,
        confidential: who == "confidential",
        misconduct: form.ticked("misconduct"),
        requests: form.texts("request"),
        respondents: lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        wish: form.text("wish"),
        notice_hours: form.text(hours::HOURS),
        notice_unnamed: form.ticked(hours::UNNAMED),
        refused,
        ..SubmissionDraft::default()
    }
}

fn impossible(field: &str) -> Problem {
    Problem::fields(vec![error(field, FieldProblem::ImpossibleTime)])
}

fn date(form: &Form, name: &str, field: &str) -> Result<Option<Date>, Problem> {
    let text = form.text(name);
    let day = text.map(|text| text.trim().parse::<Date>());
    day.transpose().map_err(|_| impossible(field))
}

/// Noon of an earlier day; today is now.
pub(crate) fn received_at(
    signed: &Signed,
    authority: &Authority,
    form: &Form,
) -> Result<Option<Instant>, Problem> {
    let day = date(form, "received_on", "received_at")?;
    let today = signed.web().huiyin.now().date_in(&authority.zone);
    let earlier = day.filter(|day| *day != today);
    Ok(earlier.map(|day| authority.zone.instant_of(day.at(12, 0, 0, 0))))
}

fn class(form: &Form) -> Option<(Class, Option<u8>)> {
    let word = form.text("class")?;
    let class = *Class::ALL.iter().find(|one| one.word() == word)?;
    let branch = form.text("branch");
    let branch = branch.and_then(|branch| branch.parse::<u8>().ok());
    match class {
        // A claim whose branch is not chosen yet is classified later.
        Class::Claim => branch.map(|branch| (class, Some(branch))),
        _ => Some((class, None)),
    }
}

fn answer(signed: &Signed, form: &Form) -> AnswerDraft {
    let text = |name: &str| form.text(name).unwrap_or_default();
    let outcome = Outcome::parse(&text("answer_outcome"));
    AnswerDraft {
        items: vec![AnswerItem {
            finding: text("answer_finding"),
            facts: text("answer_facts"),
            basis: text("answer_basis"),
            outcomes: outcome.into_iter().collect(),
            ..AnswerItem::default()
        }],
        summary: text("answer_text"),
        remedy_notice: signed
            .language()
            .pick(
                "对答复不满意的，可以要求按《信访工作条例》的普通程序办理。",
                "If you are not content you may ask for the ordinary procedure of the Regulations on Petitioning Work.",
            )
            .to_owned(),
        review: None,
        facts: Vec::new(),
    }
}
