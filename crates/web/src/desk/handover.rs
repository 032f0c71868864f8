//! `/desk/petitions/{number}/hand-over`: to another authority of the installation (RULES 5.3).

use crate::desk::act::{conflict, open_clocks};
use crate::desk::case::{Opened, href_of, number_of, refusal_words};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::action_form::{ActionFormPage, Conflict};
use crate::pages::form::{FieldKind, FieldView};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::HandOverDraft;
use huiyin_domain::ids::Position;
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;

/// Its word in addresses.
pub(crate) const WORD: &str = "hand-over";
/// Lines of the reason at first.
const REASON_LINES: usize = 3;

/// What it is called.
pub(crate) const fn title(language: Language) -> &'static str {
    match language {
        Language::Zh => "移交其他机关",
        Language::En => "Hand to another authority",
    }
}

/// What follows from it.
pub(crate) const fn consequence(language: Language) -> &'static str {
    match language {
        Language::Zh => {
            "在那边成为单独的一件，有自己的编号和期限；原查询码两边都能查。这里没有完成的时限由那边承担。"
        }
        Language::En => {
            "It becomes a petition of its own there, with its own number and dates; the petitioner's code opens both. What is owed here is owed there."
        }
    }
}

/// What follows from it, and what stays here, before it is done.
fn consequences(language: Language) -> Vec<String> {
    let more = match language {
        Language::Zh => [
            "已经超期的，超期仍记在这里。",
            "不能收回：那边认为不归它办的，由那边再移交。",
        ],
        Language::En => [
            "What is late already stays on record here as late.",
            "It cannot be taken back: where they say that it is not theirs, they hand it on.",
        ],
    };
    let all = std::iter::once(consequence(language)).chain(more);
    all.map(str::to_owned).collect()
}

/// What was typed.
#[derive(Default)]
struct Typed {
    to: String,
    reason: String,
}

/// What was wrong with it.
#[derive(Default)]
struct Wrong {
    to: Option<String>,
    reason: Option<String>,
    whole: Option<String>,
    conflict: Option<Conflict>,
}

type Named = Result<Path<String>, PathRejection>;

fn named(path: Named) -> Result<PetitionNumber, Problem> {
    let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
    number_of(&number)
}

/// `GET /desk/petitions/{number}/hand-over`.
pub(crate) async fn show(path: Named, signed: Signed) -> Response {
    let shown = async {
        let opened = Opened::open(&signed, named(path)?, false).await?;
        if opened.view.hand_over_to.is_empty() {
            return Err(Problem::of(Code::NotAllowed));
        }
        let page = page(&opened, Typed::default(), Wrong::default());
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

fn page(opened: &Opened<'_>, typed: Typed, wrong: Wrong) -> ActionFormPage {
    let language = opened.language;
    let choice = |one: &huiyin_app::OtherAuthority| {
        let name = one.name.in_language(language);
        Choice::new(&one.key, name).chosen(one.key == typed.to)
    };
    let choices = opened.view.hand_over_to.iter().map(choice).collect();
    let first = opened.say("请选一个", "Choose one");
    let label = opened.say("交给哪个机关", "Receiving authority");
    let to = FieldView::new("to", label, FieldKind::Select(choices, first)).refused(wrong.to);
    let label = opened.say("为什么归它办", "Why it is theirs");
    let text = FieldKind::TextArea(typed.reason, REASON_LINES);
    let reason = FieldView::new("reason", label, text).refused(wrong.reason);
    ActionFormPage {
        frame: opened.signed.frame(),
        desk: opened.signed.desk(None),
        exercise: false,
        petition: Some(opened.reference()),
        title: title(language).to_owned(),
        consequences: consequences(language),
        clocks: open_clocks(opened),
        follows: Vec::new(),
        target: opened.target(WORD),
        fields: vec![to, reason],
        error: wrong.whole,
        conflict: wrong.conflict,
        submit: title(language).to_owned(),
        cancel_href: opened.href(),
    }
}

/// `POST /desk/petitions/{number}/hand-over`.
pub(crate) async fn take(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let taken = async {
        let number = named(path)?;
        let text = |name: &str| form.form.text(name).unwrap_or_default();
        let draft = HandOverDraft {
            to: text("to"),
            reason: text("reason"),
        };
        let version = form.version().map(Position::new);
        let huiyin = &signed.web().huiyin;
        let typed = Typed {
            to: draft.to.clone(),
            reason: draft.reason.clone(),
        };
        let done = huiyin.hand_over(
            signed.principal(),
            number,
            draft,
            version,
            form.idempotency(),
        );
        match done.await {
            Ok(done) => Ok(see_there(&format!(
                "{}?done={WORD}",
                href_of(&done.answer.number)
            ))),
            Err(error) => again(signed, number, typed, error.into()).await,
        }
    };
    signed.or_refused(taken.await)
}

/// The form again with everything that was typed.
async fn again(
    signed: &Signed,
    number: PetitionNumber,
    typed: Typed,
    problem: Problem,
) -> Result<Response, Problem> {
    let mended = [
        Code::FieldsRefused,
        Code::StepRefused,
        Code::ChangedMeanwhile,
    ];
    if !mended.contains(&problem.code()) {
        return Err(problem);
    }
    let opened = Opened::open(signed, number, false).await?;
    let mut wrong = Wrong::default();
    if !problem.refused_fields().is_empty() {
        wrong.to = Some(opened.say("请选一个机关", "Choose an authority"));
        // Both at once: nobody is sent back twice.
        if typed.reason.trim().is_empty() {
            let words = opened.say("写一写为什么归它办", "Say why it is theirs");
            wrong.reason = Some(words);
        }
    }
    match problem.refused_step() {
        Some(refusal) if refusal.field.as_deref() == Some("reason") => {
            wrong.reason = Some(refusal_words(refusal, opened.language));
        }
        Some(refusal) => wrong.whole = Some(refusal_words(refusal, opened.language)),
        None => {}
    }
    if problem.code() == Code::ChangedMeanwhile {
        wrong.conflict = Some(conflict(&opened));
    }
    let status = problem.code().status();
    Ok((status, signed.html(&page(&opened, typed, wrong))).into_response())
}
