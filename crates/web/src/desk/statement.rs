//! `/desk/statements/{number}/{asked}`: a unit was asked for a statement or support, and sees the
//! question only.

use crate::desk::case::{number_of, refusal_words, safe};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::desk::statement::StatementPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::Question;
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;

/// Which question of which petition.
struct Asked {
    number: PetitionNumber,
    position: i64,
}

impl Asked {
    fn of(path: Result<Path<(String, i64)>, PathRejection>) -> Result<Self, Problem> {
        let Path((number, position)) = path.map_err(|_| Problem::of(Code::NotFound))?;
        Ok(Self {
            number: number_of(&number)?,
            position,
        })
    }

    fn href(&self) -> String {
        format!("/desk/statements/{}/{}", self.number, self.position)
    }

    async fn question(&self, signed: &Signed) -> Result<Question, Problem> {
        let asked = Position::new(self.position);
        let huiyin = &signed.web().huiyin;
        let found = huiyin.question(signed.principal(), self.number, asked);
        Ok(found.await?)
    }
}

/// `GET /desk/statements/{number}/{asked}`.
pub(crate) async fn show(
    path: Result<Path<(String, i64)>, PathRejection>,
    signed: Signed,
) -> Response {
    let shown = async {
        let asked = Asked::of(path)?;
        let question = asked.question(&signed).await?;
        Ok(signed.html(&page(&signed, &asked, question, (String::new(), None))))
    };
    signed.or_refused(shown.await)
}

fn page(
    signed: &Signed,
    asked: &Asked,
    question: Question,
    (typed, error): (String, Option<String>),
) -> StatementPage {
    let language = signed.language();
    let stated = question
        .answer
        .map(|text| (language.pick("已提交", "Sent").to_owned(), safe(&text)));
    let label = language.pick("你们的说明", "Your statement");
    let hint = language.pick(
        "写事实，附凭据；只给办理单位看",
        "The facts, with proof; read by the handling unit only",
    );
    let field = FieldView::new("statement", label, FieldKind::TextArea(typed, 6));
    StatementPage {
        frame: signed.frame(),
        desk: signed.desk(None),
        asked_by: language.pick("主办单位", "The lead unit").to_owned(),
        question: safe(&question.question),
        clock: None,
        target: stated.is_none().then(|| FormTarget::to(asked.href())),
        stated,
        fields: vec![field.hinted(hint).refused(error)],
    }
}

/// `POST /desk/statements/{number}/{asked}`.
pub(crate) async fn give(
    path: Result<Path<(String, i64)>, PathRejection>,
    form: SignedForm,
) -> Response {
    let signed = &form.signed;
    let given = async {
        let asked = Asked::of(path)?;
        let question = asked.question(signed).await?;
        let text = form.form.text("statement").unwrap_or_default();
        let command = command(&question, text.clone());
        let huiyin = &signed.web().huiyin;
        let acted = huiyin.act(signed.principal(), asked.number, vec![command], None);
        match acted.await.map_err(Problem::from) {
            Ok(_) => Ok(see_there(&asked.href())),
            Err(problem) => {
                let refused = problem.refused_step();
                let Some(refusal) = refused else {
                    return Err(problem);
                };
                let words = refusal_words(refusal, signed.language());
                let page = page(signed, &asked, question, (text, Some(words)));
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(given.await)
}

fn command(question: &Question, text: String) -> Command {
    let asked = Position::new(question.asked);
    if question.support {
        Command::GiveSupport { asked, text }
    } else {
        Command::GiveStatement { asked, text }
    }
}
