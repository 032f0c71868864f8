//! `/desk/lodge-plan`: a plan or a roster is lodged as its TOML.

use super::LODGE;
use crate::body::Form;
use crate::desk::guard::{Signed, SignedUpload};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use crate::upload::UploadedFile;
use axum::response::{IntoResponse, Response};
use huiyin_app::Lodging;
use huiyin_app::authorise::Action;
use huiyin_domain::language::Language;
use huiyin_domain::petition::FieldError;

/// Lines of the field at first.
const TEXT_ROWS: usize = 20;
/// Findings that are named at the field; the rest is counted.
const FINDINGS_NAMED_MAX: usize = 8;

/// `GET /desk/lodge-plan`.
pub(crate) async fn ask(signed: Signed) -> Response {
    let shown = async {
        signed.principal().permit(Action::LodgePlan)?;
        let page = page(&signed, Lodging::Plan, String::new(), None)?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/lodge-plan`.
pub(crate) async fn take(sent: SignedUpload) -> Response {
    let SignedUpload { form, file, wrong } = sent;
    let signed = &form.signed;
    let taken = async {
        signed.principal().permit(Action::LodgePlan)?;
        let what = match form.form.text("what").as_deref() {
            Some("roster") => Lodging::Roster,
            _ => Lodging::Plan,
        };
        let toml = sent_text(&form.form, file, wrong)?;
        let by = (signed.principal().authority, signed.actor());
        let huiyin = &signed.web().huiyin;
        match huiyin
            .lodge(by, what, toml.clone(), form.idempotency())
            .await
        {
            Ok(done) => {
                let lodged = done.answer;
                Ok(see_there(&match what {
                    Lodging::Plan => format!("/desk/plans/{}/{}", lodged.id, lodged.version),
                    Lodging::Roster => format!("/desk/plans/{}", lodged.id),
                }))
            }
            Err(error) => {
                let problem = Problem::from(error);
                let page = page(signed, what, toml, Some(&problem))?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(taken.await)
}

/// The text of a file that was chosen, which goes before what was pasted.
pub(crate) fn sent_text(
    form: &Form,
    file: Option<UploadedFile>,
    wrong: Vec<FieldError>,
) -> Result<String, Problem> {
    match file {
        _ if !wrong.is_empty() => Err(Problem::fields(wrong)),
        Some(file) => String::from_utf8(file.bytes).map_err(|_| Problem::of(Code::NotUtf8)),
        None => Ok(form.text("toml").unwrap_or_default()),
    }
}

fn page(
    signed: &Signed,
    what: Lodging,
    typed: String,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let choice = |value: &str, zh: &str, en: &str, this: Lodging| {
        Choice::new(value, say(zh, en)).chosen(what == this)
    };
    let choices = vec![
        choice("plan", "预案", "A plan", Lodging::Plan),
        choice("roster", "值班表", "A roster", Lodging::Roster),
    ];
    let toml = FieldView::new(
        "toml",
        say("内容（TOML）", "Its text (TOML)"),
        FieldKind::TextArea(typed, TEXT_ROWS),
    )
    .hinted(say(
        "没有选文件时，把文件全文贴在这里。不写号码、邮箱和来访的人。",
        "Where no file is chosen, paste its whole text here. No numbers, no addresses, nobody who comes.",
    ))
    .optional()
    .refused(problem.and_then(|one| wrong_lines(one, language)));
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Plans)),
        exercise: false,
        petition: None,
        title: say("存入预案或值班表", "Lodge a plan or roster"),
        consequences: vec![
            say(
                "存入的版本一字不动地保留，不能改也不能删。",
                "The version is kept to the letter; it can be neither changed nor deleted.",
            ),
            say(
                "预案等它写明的岗位批准，批准前不执行；值班表存入后即用于检查。",
                "A plan waits for the post that it names and is not in force before; a roster counts at once.",
            ),
        ],
        clocks: Vec::new(),
        target: FormTarget::to(LODGE).sealed("", signed.form_key()?),
        fields: vec![
            FieldView::new(
                "what",
                say("存入什么？", "What is it?"),
                FieldKind::Radios(choices),
            ),
            FieldView::new("file", say("文件", "File"), FieldKind::TextFile)
                .hinted(say(
                    "以.toml结尾的文件，原样保留。",
                    "The file that ends with .toml; it is kept to the letter.",
                ))
                .optional(),
            toml,
        ],
        error: problem.map(|one| one.words(language)),
        conflict: None,
        follows: Vec::new(),
        submit: say("存入", "Lodge"),
        cancel_href: "/desk/plans".to_owned(),
    })
}

/// The lines that are wrong, in one text; none where the problem names none.
pub(crate) fn wrong_lines(problem: &Problem, language: Language) -> Option<String> {
    let of_plan = problem.findings().iter();
    let of_plan = of_plan.map(|one| (one.line, &one.field, (&one.message, &one.message_en)));
    let of_data = problem.data_findings().iter();
    let of_data = of_data.map(|one| (one.line, &one.field, (&one.message, &one.message_en)));
    let findings: Vec<_> = of_plan.chain(of_data).collect();
    if findings.is_empty() {
        let line = problem.contact_line()?;
        return Some(language.pick(
            format!("第{line}行像是写了电话号码或邮箱；请去掉"),
            format!("Line {line} holds what looks like a telephone number or an e-mail address; leave it out"),
        ));
    }
    let line = |(line, field, (zh, en)): &(usize, &String, (&String, &String))| {
        language.pick(
            format!("第{line}行 {field}：{zh}"),
            format!("Line {line}, {field}: {en}"),
        )
    };
    let mut lines: Vec<String> = findings.iter().take(FINDINGS_NAMED_MAX).map(line).collect();
    if findings.len() > lines.len() {
        let more = findings.len() - lines.len();
        lines.push(language.pick(format!("还有{more}处"), format!("and {more} more")));
    }
    Some(lines.join(language.pick("；", "; ")))
}
