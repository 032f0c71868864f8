//! `/desk/new`: a clerk registers for somebody at the counter, on the phone or by letter; on request
//! also accepts and answers at once.

pub(crate) mod receipt;
mod view;

use crate::body::Form;
use crate::cookie::Handover;
use crate::desk::case::{href_of, refusal_words};
use crate::desk::files::{choose_again, drafted};
use crate::desk::guard::{Signed, SignedForm, SignedUpload};
use crate::desk::same_matter;
use crate::observe::passed_over;
use crate::pages::components::FieldError;
use crate::pages::desk::Place;
use crate::pages::desk::intake::{IntakePage, JustRegistered};
use crate::portal::board::with_policy;
use crate::portal::see_with;
use crate::portal::track::hours;
use crate::problem::{Code, Problem};
use crate::upload::Upload;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::rules::Authority;
use huiyin_app::{FileDraft, StaffRegistrationDraft};
use huiyin_domain::category::Categories;
use huiyin_domain::event::FilePurpose;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{
    self as domain, AnswerDraft, AnswerItem, Channel, Class, FieldProblem, Identity, Outcome,
    SubmissionDraft,
};
use huiyin_domain::time::Instant;
use jiff::civil::Date;

/// The rulebook of simple matters that are answered at once.
const SIMPLE: &str = "cn-simple";

/// The names that the domain and the form give to the same.
const NAMES: [(&str, &str); 27] = [
    ("subject", "subject"),
    ("body", "body"),
    ("place_text", "place_text"),
    ("place", "place"),
    ("class", "class"),
    ("branch", "branch"),
    ("category", "category_words"),
    ("respondents", "respondents"),
    ("requests", "request"),
    ("anonymous", "who"),
    ("petitioner.name", "name"),
    ("petitioner.phone", "phone"),
    ("petitioner.email", "email"),
    ("petitioner.address", "address"),
    ("petitioner.representatives", "representative"),
    ("wish", "wish"),
    ("petitioner.on_behalf_of", "on_behalf_of"),
    ("received_at", "received_on"),
    ("postmark", "postmark_on"),
    ("channel", "channel"),
    ("items.0.finding", "answer_finding"),
    ("items.0.facts", "answer_facts"),
    ("items.0.basis", "answer_basis"),
    ("items.0.outcomes", "answer_outcome"),
    ("summary", "answer_text"),
    ("notice_hours", "notice_hours"),
    ("scan", "scan"),
];

/// `GET /desk/new`.
pub(crate) async fn show(signed: Signed) -> Response {
    let shown = async {
        signed.goes_to(Place::Register)?;
        let page = view::page(&signed, None, Vec::new(), None)?;
        Ok(signed.html(&page))
    };
    // Its script asks for what could be the same matter.
    with_policy(signed.or_refused(shown.await))
}

/// `POST /desk/new`: registers, and goes to the receipt; with `do=same` to the next matter of the same
/// person. With `do=look` it only shows what could be the same matter.
pub(crate) async fn register(mut sent: SignedUpload) -> Response {
    let brought = sent.file.is_some() || !sent.wrong.is_empty();
    let registered = async {
        sent.form.signed.goes_to(Place::Register)?;
        if sent.form.form.text("do").as_deref() == Some("look") {
            return look(&sent.form, brought).await;
        }
        match carry_out(&mut sent).await {
            Ok(response) => Ok(response),
            Err(problem) => again(&sent.form, &problem, brought),
        }
    };
    let registered = registered.await;
    with_policy(sent.form.signed.or_refused(registered))
}

/// The form as it was typed, with what could be the same matter; nothing is registered.
async fn look(form: &SignedForm, brought: bool) -> Result<Response, Problem> {
    let signed = &form.signed;
    let again = FieldError::new("scan", choose_again(signed.language()));
    let errors = brought.then_some(again).into_iter().collect();
    let page = IntakePage {
        same: same_matter::at_intake(signed, &form.form).await?,
        looked: true,
        ..view::page(signed, Some(&form.form), errors, None)?
    };
    Ok(passed_over(signed.html(&page)))
}

/// The scan that came with the form: a written authority where that is ticked, of a letter its own, else what was
/// brought.
fn scan(sent: &mut SignedUpload, channel: Channel) -> Result<Option<FileDraft>, Problem> {
    if sent.file.is_none() && sent.wrong.is_empty() {
        return Ok(None);
    }
    let purpose = match channel {
        _ if sent.form.form.ticked("scan_is_authority") => FilePurpose::WrittenAuthority,
        Channel::Letter => FilePurpose::Letter,
        _ => FilePurpose::Evidence,
    };
    let wrong = std::mem::take(&mut sent.wrong);
    let file = Upload::needed(sent.file.take(), wrong, "scan")?;
    Ok(Some(drafted(file, purpose)))
}

async fn carry_out(sent: &mut SignedUpload) -> Result<Response, Problem> {
    let wrong = |field: &str| {
        let field = field.to_owned();
        let problem = FieldProblem::Missing;
        Problem::fields(vec![domain::FieldError { field, problem }])
    };
    let channel = sent.form.form.text("channel").unwrap_or_default();
    let channel = Channel::ALL.iter().find(|one| one.word() == channel);
    let channel = *channel.ok_or_else(|| wrong("channel"))?;
    let scan = scan(sent, channel)?;
    let form = &sent.form;
    let signed = &form.signed;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let (web, typed) = (signed.web(), &form.form);
    let draft = StaffRegistrationDraft {
        scan,
        ..draft(signed, &authority, typed, channel)?
    };
    let (accepted, answered) = (draft.accept, draft.answer.is_some());
    let reply = web
        .huiyin
        .register_as_staff(signed.principal(), draft, channel, form.idempotency())
        .await?;
    let (to, about) = envelope(typed, channel);
    let handover = Handover {
        accepted,
        answered,
        to,
        about,
        ..Handover::of_reply(&reply, web.huiyin.now())
    };
    let cookie = handover.set(web, signed.headers())?;
    if typed.text("do").as_deref() == Some("same") {
        let before = JustRegistered {
            href: href_of(&reply.registered.number),
            number: reply.registered.number,
            code: reply.registered.tracking_code,
        };
        let page = view::next_of_the_same(signed, typed, before)?;
        let mut response = signed.html(&page);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        return Ok(response);
    }
    let silent = typed.text("do").as_deref() == Some("no-print");
    let receipt = match silent {
        true => "/desk/new/receipt?print=no",
        false => "/desk/new/receipt",
    };
    Ok(see_with(receipt, cookie))
}

/// The most of a letter's subject that stands on its receipt, in characters: a cookie has 4 KiB.
const ABOUT_CHARACTERS_MAX: usize = 60;
/// The most of one line of an envelope, in characters.
const LINE_CHARACTERS_MAX: usize = 80;

/// Whom a letter is answered to by post, the address first, and what it was about. Who asked for confidence has
/// nothing of the matter on a paper that others may open.
fn envelope(form: &Form, channel: Channel) -> (Vec<String>, String) {
    let short = |text: String, most: usize| text.trim().chars().take(most).collect::<String>();
    let address = form.text("address").filter(|_| channel == Channel::Letter);
    let Some(address) = address.filter(|address| !address.trim().is_empty()) else {
        return (Vec::new(), String::new());
    };
    let lines = std::iter::once(address).chain(form.text("name"));
    let lines = lines.map(|line| short(line, LINE_CHARACTERS_MAX));
    let about = form.text("subject").unwrap_or_default();
    let about = match form.text("who").as_deref() {
        Some("named") => short(about, ABOUT_CHARACTERS_MAX),
        _ => String::new(),
    };
    (lines.filter(|line| !line.is_empty()).collect(), about)
}

fn draft(
    signed: &Signed,
    authority: &Authority,
    form: &Form,
    channel: Channel,
) -> Result<StaffRegistrationDraft, Problem> {
    let answer = form.ticked("answer_now").then(|| answer(signed, form));
    let subject = form.text("subject").unwrap_or_default();
    Ok(StaffRegistrationDraft {
        submission: submission(signed, authority, form),
        received_at: received_at(signed, authority, form)?,
        // Only a letter has one: what stood in the field before another channel was chosen is not sent along.
        postmark: match channel {
            Channel::Letter => date(form, "postmark_on", "postmark")?,
            _ => None,
        },
        rulebook: answer.is_some().then(|| SIMPLE.to_owned()),
        class: class(form)?.filter(|_| answer.is_none()),
        danger: form.ticked("danger").then_some(subject),
        accept: form.ticked("accept_now"),
        answer,
        scan: None,
    })
}

fn submission(signed: &Signed, authority: &Authority, form: &Form) -> SubmissionDraft {
    let who = form.text("who").unwrap_or_default();
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
    let missing = |field: &str| domain::FieldError {
        field: field.to_owned(),
        problem: FieldProblem::Missing,
    };
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
        category: category(form, &authority.categories),
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

/// The category: what was typed goes before what was chosen. A name or an everyday word finds its
/// subject; a line that the list offers begins with the code; what is neither is refused by name.
pub(crate) fn category(form: &Form, tree: &Categories) -> Option<String> {
    let Some(typed) = form.text("category_words") else {
        return form.text("category");
    };
    if let Some(called) = tree.called(&typed) {
        return Some(called.code.clone());
    }
    let code = typed.split_whitespace().next().unwrap_or_default();
    Some(code.to_owned())
}

fn impossible(field: &str) -> Problem {
    Problem::fields(vec![domain::FieldError {
        field: field.to_owned(),
        problem: FieldProblem::ImpossibleTime,
    }])
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

fn class(form: &Form) -> Result<Option<(Class, Option<u8>)>, Problem> {
    let Some(word) = form.text("class") else {
        return Ok(None);
    };
    let class = Class::ALL.iter().find(|one| one.word() == word);
    let Some(class) = class else {
        return Ok(None);
    };
    let branch = form.text("branch");
    let branch = branch.and_then(|branch| branch.parse::<u8>().ok());
    // A claim whose branch is not chosen yet is classified later.
    if *class == Class::Claim && branch.is_none() {
        return Ok(None);
    }
    Ok(Some((*class, branch.filter(|_| *class == Class::Claim))))
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

/// The form again with everything that was typed, and what to do.
fn again(form: &SignedForm, problem: &Problem, brought: bool) -> Result<Response, Problem> {
    let signed = &form.signed;
    let language = signed.language();
    let mut errors = Vec::new();
    let mut whole = None;
    for error in problem.refused_fields() {
        let words = error.problem.message(language);
        match name_of(&error.field) {
            Some(name) => errors.push(FieldError::new(name, missing_words(name, words, language))),
            None => whole = Some(words),
        }
    }
    if let Some(refusal) = problem.refused_step() {
        let words = refusal_words(refusal, language);
        match refusal.field.as_deref().and_then(name_of) {
            Some(name) => errors.push(FieldError::new(name, words)),
            None => whole = Some(words),
        }
    }
    if errors.is_empty() && whole.is_none() {
        whole = Some(problem.words(language));
    }
    if brought && !errors.iter().any(|error| error.field == "scan") {
        errors.push(FieldError::new("scan", choose_again(language)));
    }
    let page = view::page(signed, Some(&form.form), errors, whole)?;
    let status = if problem.refused_fields().is_empty() {
        problem.code().status()
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, signed.html(&page)).into_response())
}

fn name_of(field: &str) -> Option<&'static str> {
    let found = NAMES
        .iter()
        .find(|(domain, _)| field == *domain || field.starts_with(&format!("{domain}.")));
    found.map(|(_, form)| *form)
}

/// What to do, where "missing" alone would not say it.
fn missing_words(name: &str, words: String, language: Language) -> String {
    let (zh, en) = match name {
        "who" => (
            "请选一种：留姓名、保密或不留姓名",
            "Choose one: named, confidential or anonymous",
        ),
        "channel" => ("请选怎么来的", "Choose how it came"),
        "name" => ("写姓名或一种联系方式", "Give a name or one contact"),
        "representative" => (
            "写上至少一位其他代表；只有一个人的，去掉“几个人联名”",
            "Name at least one other representative, or untick “Several people”",
        ),
        "category_words" => (
            "请从列出的小类里选一个；也可以只写一个词，如“供热”“欠薪”，或者空着以后再定",
            "Choose one of the subjects in the list; it may stay empty and be decided later",
        ),
        _ => return words,
    };
    language.pick(zh, en).to_owned()
}
