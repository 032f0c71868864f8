//! `/desk/new`: a clerk registers for somebody at the counter, on the phone or by letter; on request
//! also accepts and answers at once.

pub(crate) mod category;
mod draft;
pub(crate) mod receipt;
mod view;

pub(crate) use draft::received_at;

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
use crate::portal::see_with;
use crate::portal::tell::known_as;
use crate::problem::{Code, Problem};
use crate::upload::Upload;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::FileDraft;
use huiyin_domain::event::FilePurpose;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{Channel, Class, SubmissionDraft};

/// The names that the domain and the form give to the same, in the order of the form; of a
/// letter see [`place_of`].
const NAMES: [(&str, &str); 27] = [
    ("channel", "channel"),
    ("received_at", "received_on"),
    ("postmark", "postmark_on"),
    ("body", "body"),
    ("subject", "subject"),
    ("place", "place"),
    ("place_text", "place_text"),
    ("category", "category_words"),
    ("class", "class"),
    ("branch", "branch"),
    ("requests", "request"),
    ("respondents", "respondents"),
    ("anonymous", "who"),
    ("petitioner.name", "name"),
    ("petitioner.phone", "phone"),
    ("petitioner.email", "email"),
    ("petitioner.address", "address"),
    ("petitioner.on_behalf_of", "on_behalf_of"),
    ("petitioner.representatives", "representative"),
    ("wish", "wish"),
    ("notice_hours", "notice_hours"),
    ("scan", "scan"),
    ("items.0.finding", "answer_finding"),
    ("items.0.facts", "answer_facts"),
    ("items.0.basis", "answer_basis"),
    ("items.0.outcomes", "answer_outcome"),
    ("summary", "answer_text"),
];

/// Those of them that say who sends it: of a letter they stand before the matter.
const OF_THE_SENDER: [&str; 9] = [
    "who",
    "name",
    "phone",
    "email",
    "address",
    "on_behalf_of",
    "representative",
    "wish",
    "notice_hours",
];
/// Those of them that stand at the top, however it came.
const AT_THE_TOP: [&str; 3] = ["channel", "received_on", "postmark_on"];

/// `GET /desk/new`.
pub(crate) async fn show(signed: Signed) -> Response {
    let shown = async {
        signed.goes_to(Place::Register)?;
        let page = view::page(&signed, None, Vec::new(), None)?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
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
    sent.form.signed.or_refused(registered)
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
fn scan(sent: &mut SignedUpload, channel: Option<Channel>) -> Result<Option<FileDraft>, Problem> {
    if sent.file.is_none() && sent.wrong.is_empty() {
        return Ok(None);
    }
    let purpose = match channel {
        _ if sent.form.form.ticked("scan_is_authority") => FilePurpose::WrittenAuthority,
        Some(Channel::Letter) => FilePurpose::Letter,
        _ => FilePurpose::Evidence,
    };
    let wrong = std::mem::take(&mut sent.wrong);
    let file = Upload::needed(sent.file.take(), wrong, "scan")?;
    Ok(Some(drafted(file, purpose)))
}

async fn carry_out(sent: &mut SignedUpload) -> Result<Response, Problem> {
    let channel = sent.form.form.text("channel").unwrap_or_default();
    let channel = Channel::ALL
        .iter()
        .find(|one| one.word() == channel)
        .copied();
    let scan = scan(sent, channel);
    let form = &sent.form;
    let signed = &form.signed;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let (web, typed) = (signed.web(), &form.form);
    let (draft, channel) = draft::of(signed, &authority, typed, (channel, scan))?;
    let (accepted, answered) = (draft.accept, draft.answer.is_some());
    let scan = draft.scan.as_ref();
    let brought = scan.is_some_and(|one| one.purpose == FilePurpose::WrittenAuthority);
    let names = names(&draft.submission);
    let today = web.huiyin.now().date_in(&authority.zone);
    let received = draft.received_at.map(|at| at.date_in(&authority.zone));
    // Of a letter both days count; else the second one only where it is another.
    let received_on = match channel {
        Channel::Letter => Some(received.unwrap_or(today)),
        _ => received.filter(|day| *day != today),
    };
    let reply = web
        .huiyin
        .register_as_staff(signed.principal(), draft, channel, form.idempotency())
        .await?;
    let (to, about) = envelope(typed, channel);
    let handover = Handover {
        names,
        received_on,
        accepted,
        answered,
        to,
        about,
        asks_authority: typed.text("on_behalf_of").is_some() && !brought,
        ..Handover::of_reply(&reply, web.huiyin.now())
    };
    let cookie = handover.set(web, signed.headers())?;
    if typed.text("do").as_deref() == Some("same") {
        let before = JustRegistered {
            href: (!handover.closed).then(|| href_of(&reply.registered.number)),
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

/// The most of a representative's name that stands on a slip, in characters.
const NAME_CHARACTERS_MAX: usize = 20;

/// Whose the codes of a group are, the first one before the others. Of those who asked for confidence, are anonymous,
/// or tell of misconduct (RULES 4.2), no name stands on a paper.
fn names(submission: &SubmissionDraft) -> Vec<String> {
    let identity = submission.petitioner.as_ref();
    let told = identity.filter(|one| {
        let disclosed = submission.class.as_deref() == Some(Class::Disclosure.word());
        let restricted = submission.confidential || submission.misconduct || disclosed;
        !restricted && !submission.anonymous && !one.representatives.is_empty()
    });
    let Some(identity) = told else {
        return Vec::new();
    };
    let places = 0..=identity.representatives.len();
    let name = |place| identity.name_at(place).unwrap_or_default();
    let short = |name: &str| name.chars().take(NAME_CHARACTERS_MAX).collect();
    places.map(|place| short(name(place))).collect()
}

/// Whom a letter is answered to by post, the address first, and what it was about. Who asked for confidence, or
/// told of misconduct, has nothing of the matter on a paper that others may open.
fn envelope(form: &Form, channel: Channel) -> (Vec<String>, String) {
    let short = |text: String, most: usize| text.trim().chars().take(most).collect::<String>();
    let address = form.text("address").filter(|_| channel == Channel::Letter);
    let Some(address) = address.filter(|address| !address.trim().is_empty()) else {
        return (Vec::new(), String::new());
    };
    let lines = std::iter::once(address).chain(form.text("name"));
    let lines = lines.map(|line| short(line, LINE_CHARACTERS_MAX));
    let about = form.text("subject").unwrap_or_default();
    let about = match known_as(form).as_str() {
        "named" if !form.ticked("misconduct") => short(about, ABOUT_CHARACTERS_MAX),
        _ => String::new(),
    };
    (lines.filter(|line| !line.is_empty()).collect(), about)
}

/// The form again with everything that was typed, and what to do.
fn again(form: &SignedForm, problem: &Problem, brought: bool) -> Result<Response, Problem> {
    let signed = &form.signed;
    let language = signed.language();
    let authority = signed.authority();
    let question =
        authority.and_then(|one| category::question(&form.form, &one.categories, language));
    let mut errors = Vec::new();
    let mut whole = None;
    for error in problem.refused_fields() {
        let words = error.problem.message(language);
        if let Some(asked) = question.as_ref().filter(|_| error.field == "category") {
            errors.push(FieldError::new("category_words", asked.clone()));
            continue;
        }
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
    // The summary leads through the form from its top.
    let by_letter = form.form.text("channel").as_deref() == Some(Channel::Letter.word());
    errors.sort_by_key(|error| place_of(error.field, by_letter));
    let page = view::page(signed, Some(&form.form), errors, whole)?;
    let status = if problem.refused_fields().is_empty() {
        problem.code().status()
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, signed.html(&page)).into_response())
}

/// Where a field stands on the page: its part, and its place among all.
fn place_of(field: &str, by_letter: bool) -> (u8, Option<usize>) {
    let part = match by_letter {
        true if AT_THE_TOP.contains(&field) => 0,
        true if OF_THE_SENDER.contains(&field) => 1,
        true => 2,
        false => 0,
    };
    (part, NAMES.iter().position(|(_, name)| *name == field))
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
        _ => return words,
    };
    language.pick(zh, en).to_owned()
}
