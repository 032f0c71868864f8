//! `/desk/reviews/new`: a request for review on paper that came to this authority, about an answer of one below.

use crate::body::Form;
use crate::desk::guard::{Signed, SignedUpload};
use crate::pages::components::Choice;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use crate::upload::Upload;
use axum::response::{IntoResponse, Response};
use huiyin_app::PaperReviewDraft;
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{FieldError, FieldProblem};
use jiff::civil::Date;

/// Where it is.
pub(crate) const PATH: &str = "/desk/reviews/new";

/// `GET /desk/reviews/new`.
pub(crate) async fn show(signed: Signed) -> Response {
    let shown = page(&signed, &Form::of(Vec::new()), None);
    signed.or_refused(shown.map(|page| signed.html(&page)))
}

/// Chinese and English.
type Words = (&'static str, &'static str);

/// The fields in order: name, what it asks, a hint.
const FIELDS: [(&str, Words, Words); 6] = [
    (
        "authority",
        ("作出答复的机关", "The authority that answered"),
        ("", ""),
    ),
    (
        "number",
        ("那边的编号", "Its number there"),
        (
            "比如2026-000123，写在答复和回执上",
            "Such as 2026-000123; it stands on the answer and the receipt",
        ),
    ),
    (
        "reasons",
        ("信访人写的理由", "The petitioner's reasons"),
        ("照原文写", "In the words of the paper"),
    ),
    (
        "received",
        ("收到的日子", "The day on which it came"),
        (
            "复查的期限从这天算起",
            "The time for the review counts from this day",
        ),
    ),
    (
        "postmark",
        ("邮戳上的日子", "The day of its postmark"),
        (
            "寄来的才填；申请是否按时，看这一天",
            "Only for a letter; whether it is in time goes by this day",
        ),
    ),
    (
        "file",
        ("申请书的扫描件", "The scan of the request"),
        (
            "PDF、JPEG或PNG，最大20MB",
            "PDF, JPEG or PNG, at most 20 MB",
        ),
    ),
];

fn page(
    signed: &Signed,
    typed: &Form,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let below = signed.web().huiyin.reviews_answers_of(signed.principal());
    if below.is_empty() {
        return Err(Problem::of(Code::NotFound));
    }
    let text = |name: &str| typed.text(name).unwrap_or_default();
    let only = below.len() == 1;
    let choices = below.iter().map(|one| {
        let key = one.row.key.as_str();
        Choice::new(key, one.row.name.in_language(language))
            .chosen(only || text("authority") == key)
    });
    let choices: Vec<Choice> = choices.collect();
    let wrong = problem.map(Problem::refused_fields).unwrap_or_default();
    let fields = FIELDS.iter().map(|(name, label, hint)| {
        let kind = match *name {
            "authority" => FieldKind::Radios(choices.clone()),
            "reasons" => FieldKind::TextArea(text(name), 8),
            "received" | "postmark" => FieldKind::Date(text(name)),
            "file" => FieldKind::File,
            _ => FieldKind::Short(text(name)),
        };
        let error = wrong.iter().find(|error| error.field == *name);
        let field = FieldView::new(*name, language.pick(label.0, label.1), kind)
            .hinted(language.pick(hint.0, hint.1))
            .refused(error.map(|error| error.problem.message(language)));
        match *name {
            "postmark" => field.optional(),
            _ => field,
        }
    });
    let told = [
        language.pick(
            "立即在本机关登记为复查，用自己的编号和期限；原来的查询码两边都能看",
            "It is registered here at once as a review with its own number and date; the petitioner's code opens both",
        ),
        language.pick(
            "过了期限也登记，由人决定并写明理由；信访人会收到通知",
            "A late one is registered too, and a person decides with reasons; the petitioner is told",
        ),
    ];
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(None),
        exercise: false,
        petition: None,
        title: language
            .pick("录入书面复查申请", "Enter a written request for review")
            .to_owned(),
        consequences: told.map(str::to_owned).to_vec(),
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(PATH),
        fields: fields.collect(),
        error: problem
            .filter(|_| wrong.is_empty())
            .map(|problem| words(problem, language)),
        conflict: None,
        submit: language.pick("登记复查", "Register the review").to_owned(),
        cancel_href: "/desk/new".to_owned(),
    })
}

/// What is wrong with the whole.
fn words(problem: &Problem, language: Language) -> String {
    let none = language.pick(
        "那个机关没有这个编号，请对照答复上的编号再看一遍",
        "That authority has no such number; compare it with the one on the answer",
    );
    match problem.refused_step() {
        Some(refusal) => crate::desk::case::refusal_words(refusal, language),
        None if matches!(problem.code(), Code::NotFound) => none.to_owned(),
        None => problem.words(language),
    }
}

/// `POST /desk/reviews/new`.
pub(crate) async fn save(upload: SignedUpload) -> Response {
    let SignedUpload { form, file, wrong } = upload;
    let signed = &form.signed;
    let saved = async {
        let draft = draft(&form.form, Upload::needed(file, wrong, SCAN))?;
        let huiyin = &signed.web().huiyin;
        let done = huiyin.enter_review(signed.principal(), draft, form.idempotency());
        let became = done.await?.answer.became.unwrap_or_default();
        Ok::<_, Problem>(see_there(&format!("/desk/petitions/{became}")))
    };
    let problem = match saved.await {
        Ok(response) => return response,
        Err(problem) => problem,
    };
    let shown = page(signed, &form.form, Some(&problem));
    signed
        .or_refused(shown.map(|page| (problem.code().status(), signed.html(&page)).into_response()))
}

/// The fields that a request is entered by, beside its scan.
pub(crate) const TYPED: [&str; 5] = ["authority", "number", "reasons", "received", "postmark"];
/// The field of the scan.
pub(crate) const SCAN: &str = "file";

/// What was typed, or everything that is wrong with it.
///
/// # Errors
/// Each field that was not taken, by its name.
pub(crate) fn draft(
    form: &Form,
    paper: Result<crate::upload::UploadedFile, Problem>,
) -> Result<PaperReviewDraft, Problem> {
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut needed = |name: &str| {
        let text = form.text(name).unwrap_or_default();
        if text.trim().is_empty() {
            wrong.push(FieldError {
                field: name.to_owned(),
                problem: FieldProblem::Missing,
            });
        }
        text
    };
    let (authority, number) = (needed("authority"), needed("number"));
    let (reasons, received) = (needed("reasons"), needed("received"));
    let mut refuse = |name: &str, problem| {
        let field = name.to_owned();
        if wrong.iter().all(|one| one.field != field) {
            wrong.push(FieldError { field, problem });
        }
    };
    let number = PetitionNumber::parse(number.trim());
    if number.is_err() {
        let expected = "2026-000123";
        refuse("number", FieldProblem::WrongType { expected });
    }
    let received: Result<Date, _> = received.parse();
    if received.is_err() {
        refuse("received", FieldProblem::ImpossibleTime);
    }
    let postmark = form.text("postmark").filter(|text| !text.trim().is_empty());
    let postmark: Option<Result<Date, _>> = postmark.map(|text| text.parse());
    if matches!(postmark, Some(Err(_))) {
        refuse("postmark", FieldProblem::ImpossibleTime);
    }
    let paper = match paper {
        Ok(file) => Some((file.name, file.bytes)),
        Err(problem) => {
            wrong.extend(problem.refused_fields().iter().cloned());
            None
        }
    };
    let (Ok(number), Ok(received), Some(paper), true) = (number, received, paper, wrong.is_empty())
    else {
        return Err(Problem::fields(wrong));
    };
    Ok(PaperReviewDraft {
        authority,
        number,
        reasons,
        received,
        postmark: postmark.and_then(Result::ok),
        paper,
    })
}
