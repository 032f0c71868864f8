//! `/desk/petitions/{number}/do/{action}`: any step on a petition, by the table of fields.

use crate::body::Form;
use crate::desk::cards;
use crate::desk::case::{Opened, href_of, number_of, refusal_words};
use crate::desk::fields::{self, Takes, Typed, read};
use crate::desk::files::drafted;
use crate::desk::guard::{Signed, SignedForm, SignedUpload};
use crate::desk::intake::receipt;
use crate::desk::petition::parts;
use crate::desk::same_matter;
use crate::pages::components::Clock;
use crate::pages::desk::Fact;
use crate::pages::desk::action_form::{ActionFormPage, Conflict};
use crate::pages::desk::not_now::NotNowPage;
use crate::pages::desk::petition::ActionCard;
use crate::portal::{see, see_there};
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use huiyin_app::{Acted, AppError, FileStored, Refusal, WrittenAuthority};
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Action, Command, FieldError};

/// Steps that have no page of their own here.
const ELSEWHERE: [Action; 9] = [
    Action::Draft,
    Action::GiveStatement,
    Action::Withdraw,
    Action::UndoWithdrawal,
    Action::AddFacts,
    Action::DisputeTime,
    Action::AcceptService,
    Action::Verify,
    Action::Submit,
];

/// Steps whose form is filled with what its address says.
const TAKES_FROM_ADDRESS: [Action; 3] = [Action::Merge, Action::Commit, Action::RespondFact];

type Named = Result<Path<(String, String)>, PathRejection>;

fn named(path: Named) -> Result<(PetitionNumber, Action), Problem> {
    let unknown = || Problem::of(Code::NotFound);
    let Path((number, action)) = path.map_err(|_| unknown())?;
    let action = Action::parse(&action).filter(|action| !ELSEWHERE.contains(action));
    Ok((number_of(&number)?, action.ok_or_else(unknown)?))
}

/// `GET /desk/petitions/{number}/do/{action}`.
pub(crate) async fn show(path: Named, RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let (number, action) = named(path)?;
        // The petition that a hint names stands in the form already, what a next talk is called, and the fact.
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let typed = Typed {
            form: Some(&query).filter(|_| TAKES_FROM_ADDRESS.contains(&action)),
            ..Typed::nothing()
        };
        let opened = Opened::open(&signed, number, false).await?;
        if !opened.offers(action) {
            return Err(Problem::of(Code::NotAllowed));
        }
        if let Some(why_not) = cards::why_not(&opened, action) {
            return Ok(signed.html(&not_now(&opened, action, why_not)));
        }
        let page = page(&opened, action, &typed, (None, None)).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// The page of a step that is not possible now: somebody kept its address, or was quicker.
pub(crate) fn not_now(opened: &Opened<'_>, action: Action, why_not: String) -> NotNowPage {
    let groups = cards::groups(opened).into_iter();
    let cards = groups.flat_map(|group| group.actions);
    let mut possible: Vec<ActionCard> = cards.filter(|card| card.why_not.is_none()).collect();
    possible.sort_by_key(|card| card.place);
    NotNowPage {
        frame: opened.signed.frame(),
        desk: opened.signed.desk(None),
        petition: opened.reference(),
        title: action.title(opened.language).to_owned(),
        why_not,
        possible,
        clocks: open_clocks(opened),
    }
}

async fn page(
    opened: &Opened<'_>,
    action: Action,
    typed: &Typed<'_>,
    (error, conflict): (Option<String>, Option<Conflict>),
) -> Result<ActionFormPage, Problem> {
    let language = opened.language;
    let title = action.title(language);
    Ok(ActionFormPage {
        frame: opened.signed.frame(),
        desk: opened.signed.desk(None),
        exercise: false,
        petition: Some(opened.reference()),
        title: title.to_owned(),
        consequences: consequences(opened, action),
        follows: follows(opened, action).await?,
        clocks: open_clocks(opened),
        target: opened.action_target(action),
        fields: fields::views(opened, action, typed),
        error,
        conflict,
        submit: title.to_owned(),
        cancel_href: opened.href(),
    })
}

/// What follows; of an acceptance also that the written authority is not there, where it takes one.
fn consequences(opened: &Opened<'_>, action: Action) -> Vec<String> {
    let missing = opened.view.written_authority == Some(WrittenAuthority::Missing);
    let asked = parts::authority_words(opened).filter(|_| missing && action == Action::Accept);
    let all = std::iter::once(cards::consequence(opened, action));
    all.chain(asked).collect()
}

/// What is owed from then on, where that is known before anything is typed.
async fn follows(opened: &Opened<'_>, action: Action) -> Result<Vec<Clock>, Problem> {
    if action != Action::Accept || !opened.can(action) {
        return Ok(Vec::new());
    }
    let signed = opened.signed;
    let accept = Command::Accept {
        notice: String::new(),
    };
    let huiyin = &signed.web().huiyin;
    let number = number_of(&opened.view.number)?;
    let owed = huiyin.would_follow(signed.principal(), number, accept);
    let owed = match owed.await {
        // Why not stands on the page already.
        Err(AppError::Refused(Refusal::Case(_))) => Vec::new(),
        owed => owed?,
    };
    let duties = owed.iter().filter(|duty| duty.duty != "window");
    Ok(duties.map(|duty| opened.clock(duty)).collect())
}

/// The clocks that run.
pub(crate) fn open_clocks(opened: &Opened<'_>) -> Vec<Clock> {
    let duties = opened.view.obligations.iter();
    let open = duties.filter(|duty| duty.state == "open" && duty.duty != "window");
    open.map(|duty| opened.clock(duty)).collect()
}

/// Why a form is shown again.
enum Failed {
    /// The form cannot be read.
    Form(read::Wrong),
    /// The step was not taken.
    Step(Problem),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::Step(problem)
    }
}

/// `POST /desk/petitions/{number}/do/{action}`.
pub(crate) async fn take(path: Named, mut sent: SignedUpload) -> Response {
    let taken = async {
        let (number, action) = named(path)?;
        match carry_out(&mut sent, number, action).await {
            Ok(acted) => Ok(done(&sent.form.signed, action, &acted)),
            Err(failed) => again(&sent.form, number, action, failed).await,
        }
    };
    let taken = taken.await;
    sent.form.signed.or_refused(taken)
}

async fn carry_out(
    sent: &mut SignedUpload,
    number: PetitionNumber,
    action: Action,
) -> Result<Acted, Failed> {
    keep_scan(sent, number, action).await?;
    let form = &sent.form;
    let signed = &form.signed;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let huiyin = &signed.web().huiyin;
    let reading = read::Reading {
        language: signed.language(),
        zone: &authority.zone,
        now: huiyin.now(),
    };
    let other = other_petition(form, number, action).await;
    let command = read::command(&reading, action, &form.form, other).map_err(Failed::Form)?;
    Ok(take_steps(form, number, vec![command]).await?)
}

/// Stores the scan that came with the form, and chooses it there: if the step is refused, the scan
/// need not come again.
async fn keep_scan(
    sent: &mut SignedUpload,
    number: PetitionNumber,
    action: Action,
) -> Result<(), Failed> {
    let language = sent.form.signed.language();
    let words = |error: &FieldError| (error.field.clone(), error.problem.message(language));
    if !sent.wrong.is_empty() {
        return Err(Failed::Form(sent.wrong.iter().map(words).collect()));
    }
    let Some(file) = sent.file.take() else {
        return Ok(());
    };
    let specs = fields::of(action);
    let scan = specs.iter().find_map(|spec| match spec.takes {
        Takes::Scan(purpose) if spec.upload_name() == file.field => Some((spec, purpose)),
        _ => None,
    });
    let (spec, purpose) = scan.ok_or_else(|| Problem::of(Code::FormNotOurs))?;
    let form = &mut sent.form;
    let order = (drafted(file, purpose), form.version().map(Position::new));
    let huiyin = &form.signed.web().huiyin;
    let stored = huiyin.add_file(form.signed.principal(), number, order, None);
    match stored.await.map_err(Problem::from) {
        Ok(stored) => {
            let FileStored { id, version, .. } = stored.answer;
            form.form.set(spec.name, id.to_string());
            // A form that said nothing of what it had read says nothing of it by its scan either.
            if form.version().is_some() {
                form.form.set("version", version.to_string());
            }
            Ok(())
        }
        Err(problem) if !problem.refused_fields().is_empty() => Err(Failed::Form(
            problem.refused_fields().iter().map(words).collect(),
        )),
        Err(problem) => Err(Failed::Step(problem)),
    }
}

/// Takes steps with the version that the page showed; a step that puts something in the place of what stood needs
/// one, as in the API.
pub(crate) async fn take_steps(
    form: &SignedForm,
    number: PetitionNumber,
    commands: Vec<Command>,
) -> Result<Acted, Problem> {
    let signed = &form.signed;
    let version = match commands.iter().any(|one| one.action().replaces()) {
        true => Some(form.read()),
        false => form.version(),
    };
    let version = version.map(Position::new);
    let huiyin = &signed.web().huiyin;
    let acted = huiyin.act(signed.principal(), number, commands, version);
    Ok(acted.await?)
}

/// The petition whose number was typed, where the action names another one.
async fn other_petition(form: &SignedForm, number: PetitionNumber, action: Action) -> Option<i64> {
    if action == Action::TellApart {
        let other = form.form.text("other")?;
        return same_matter::id_of(&form.signed, number, other.trim()).await;
    }
    if action != Action::Merge {
        return None;
    }
    let number = form.form.text("into")?;
    let number = PetitionNumber::parse(number.trim()).ok()?;
    let huiyin = &form.signed.web().huiyin;
    let other = huiyin.open_case(form.signed.principal(), number, false);
    other.await.ok().map(|other| other.id)
}

/// Back to the petition; where a code was made it is shown, this once.
fn done(signed: &Signed, action: Action, acted: &Acted) -> Response {
    if let Some(code) = &acted.tracking_code {
        return signed.html(&receipt::renewed(signed, &acted.number, code));
    }
    if action == Action::Recuse {
        return see("/desk");
    }
    let petition = href_of(&acted.number);
    see_there(&format!("{petition}?done={}", action.word()))
}

/// The form again with everything that was typed.
async fn again(
    form: &SignedForm,
    number: PetitionNumber,
    action: Action,
    failed: Failed,
) -> Result<Response, Problem> {
    let signed = &form.signed;
    if let Failed::Step(problem) = &failed
        && problem.refused_step().is_none()
        && problem.code() != Code::ChangedMeanwhile
    {
        return match failed {
            Failed::Step(problem) => Err(problem),
            Failed::Form(_) => Err(Problem::of(Code::Internal)),
        };
    }
    let opened = Opened::open(signed, number, false).await?;
    let specs = fields::of(action);
    let names = specs.iter();
    let names: Vec<String> = names
        .flat_map(|spec| [spec.name.to_owned(), spec.upload_name()])
        .collect();
    let told = Told::of(&opened, &failed, &|key| {
        if action == Action::CorrectEntry && key == "text" {
            return Some(read::entry_field(&form.form).to_owned());
        }
        let spec = specs.iter().find(|spec| spec.key == key);
        spec.map(|spec| spec.name.to_owned())
    });
    let (at_fields, whole): (read::Wrong, read::Wrong) = told
        .wrong
        .into_iter()
        .partition(|(name, _)| names.contains(name));
    let typed = Typed {
        form: Some(&form.form),
        wrong: &at_fields,
    };
    let whole = whole.into_iter().next().map(|(_, words)| words);
    let page = page(&opened, action, &typed, (whole, told.conflict)).await?;
    Ok((told.status, signed.html(&page)).into_response())
}

/// What a form that is shown again tells.
struct Told {
    wrong: read::Wrong,
    conflict: Option<Conflict>,
    status: StatusCode,
}

impl Told {
    fn of(opened: &Opened<'_>, failed: &Failed, name_of: &dyn Fn(&str) -> Option<String>) -> Self {
        match failed {
            Failed::Form(wrong) => Self {
                wrong: wrong.clone(),
                conflict: None,
                status: StatusCode::UNPROCESSABLE_ENTITY,
            },
            Failed::Step(problem) => {
                let refusal = problem.refused_step();
                let wrong = refusal.map(|refusal| {
                    let field = refusal.field.as_deref().and_then(name_of);
                    let words = refusal_words(refusal, opened.language);
                    (field.unwrap_or_default(), words)
                });
                Self {
                    wrong: wrong.into_iter().collect(),
                    conflict: refusal.is_none().then(|| conflict(opened)),
                    status: problem.code().status(),
                }
            }
        }
    }
}

/// Somebody was quicker: what stands there now. What was typed stays in the form.
pub(crate) fn conflict(opened: &Opened<'_>) -> Conflict {
    let view = &opened.view;
    let language = opened.language;
    let last = view.timeline.last();
    let last = last.map(|entry| {
        let what = opened.dates().in_words(entry.words.in_language(language));
        let when = opened.when(&entry.at);
        language.pick(format!("{when}，{what}"), format!("{when}: {what}"))
    });
    let nobody = || opened.say("没人接", "nobody");
    let facts = [
        (
            ("状态", "State"),
            view.state_words.in_language(language).to_owned(),
        ),
        (
            ("责任单位", "Responsible unit"),
            view.unit.in_language(language).to_owned(),
        ),
        (
            ("承办人", "Handler"),
            view.handler.clone().unwrap_or_else(nobody),
        ),
        (("最近一步", "The last step"), last.unwrap_or_default()),
    ];
    Conflict {
        notice: opened.say(
            "这一件刚被别人改过；您写的在下面，请看过再交。",
            "Somebody changed this petition meanwhile; yours is below. Read both, then send.",
        ),
        theirs: facts
            .into_iter()
            .map(|((zh, en), value)| Fact::new(opened.say(zh, en), value))
            .collect(),
    }
}
