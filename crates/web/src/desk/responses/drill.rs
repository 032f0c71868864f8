//! `/desk/open-drill`: a drill that a script plays in real time. Nobody came; the file names plan, place and
//! headcount, and each inject happens by itself at its minute.

use super::{href, may_open};
use crate::desk::guard::{Signed, SignedUpload};
use crate::pages::desk::Place;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use huiyin_app::ResponseDraft;

/// Where such a drill begins.
pub(super) const DRILL: &str = "/desk/open-drill";
/// Lines of the field at first.
const TEXT_ROWS: usize = 16;

/// `GET /desk/open-drill`.
pub(crate) async fn ask(signed: Signed) -> Response {
    let shown = async {
        if !may_open(&signed) {
            return Err(Problem::of(Code::NotAllowed));
        }
        Ok(signed.html(&page(&signed, String::new(), None)?))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/open-drill`.
pub(crate) async fn take(sent: SignedUpload) -> Response {
    let SignedUpload { form, file, wrong } = sent;
    let signed = &form.signed;
    let taken = async {
        if !wrong.is_empty() {
            return Err(Problem::fields(wrong));
        }
        let script = match file {
            Some(file) => String::from_utf8(file.bytes).map_err(|_| Problem::of(Code::NotUtf8))?,
            None => form.form.text("script").unwrap_or_default(),
        };
        let draft = ResponseDraft {
            exercise: true,
            script: Some(script.clone()),
            ..ResponseDraft::default()
        };
        let huiyin = &signed.web().huiyin;
        let opened = huiyin.open_response(signed.principal(), draft, form.idempotency());
        match opened.await {
            Ok(done) => Ok(see_there(&href(done.answer.id))),
            Err(error) => {
                let problem = Problem::from(error);
                if problem.code() == Code::NotAllowed {
                    return Err(problem);
                }
                let page = page(signed, script, Some(&problem))?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(taken.await)
}

fn page(
    signed: &Signed,
    typed: String,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    // An empty script names no place; whatever is wrong is wrong with the script.
    let refused = problem.and_then(|one| one.refused_fields().first());
    let script = FieldView::new(
        "script",
        say("脚本内容（TOML）", "The script (TOML)"),
        FieldKind::TextArea(typed, TEXT_ROWS),
    )
    .hinted(say(
        "没有选文件时，把脚本全文贴在这里。",
        "Where no file is chosen, paste its whole text here.",
    ))
    .optional()
    .refused(refused.map(|one| one.problem.message(language)));
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        exercise: true,
        petition: None,
        title: say("按脚本演练", "A drill by a script"),
        consequences: vec![
            say(
                "没有人来；马上呼叫各岗位，每条呼叫都写明是演练。",
                "Nobody came; the posts are called at once, and each call says that it is a drill.",
            ),
            say(
                "脚本写的每一项到它的分钟自动发生，留在经过和看板上；结束后有应到与实到对照表。",
                "What the script puts in happens by itself at its minute, and stands in the record and on the board; at the end there is a sheet of target against actual.",
            ),
        ],
        clocks: Vec::new(),
        target: FormTarget::to(DRILL).sealed("", signed.form_key()?),
        fields: vec![
            FieldView::new("file", say("脚本文件", "Script file"), FieldKind::TextFile)
                .hinted(say(
                    "以.toml结尾；与“huiyin plan drill”用的是同一种文件。",
                    "It ends with .toml: the same file as “huiyin plan drill” takes.",
                ))
                .optional(),
            script,
        ],
        error: problem
            .filter(|one| one.refused_fields().is_empty())
            .map(|one| one.words(language)),
        conflict: None,
        follows: Vec::new(),
        submit: say("开始演练", "Begin the drill"),
        cancel_href: "/desk/responses".to_owned(),
    })
}
