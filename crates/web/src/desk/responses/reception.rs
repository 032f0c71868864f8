//! `/desk/responses/{id}/receive/{step}`: what is told of how a group is received; who its
//! representatives are, shown once that is on record; and its petition.

mod fields;
mod petition;

use super::{at_hour, href, page as response_page};
use crate::body::Form;
use crate::desk::case::href_of;
use crate::desk::files;
use crate::desk::guard::{Signed, SignedForm, SignedUpload};
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::reception::{
    MinutesPage, MinutesPart, ReceptionPart, RepresentativesPage, TalkRow,
};
use crate::pages::desk::responses::{OneButton, StepLink};
use crate::pages::desk::{Fact, Place};
use crate::pages::form::FormTarget;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use crate::upload::{UploadedFile, file_response};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::{
    MinutesView, ReceptionStep, Representative, ResponseStep, ResponseView, SignedAnswer, TalkView,
    TypedCode,
};
use huiyin_domain::response::REPRESENTATIVES_MAX;
use huiyin_domain::text::shown_safely;

type InPath = Result<Path<(i64, String)>, PathRejection>;

/// The steps that have a page of their own, by the word in their address.
const TYPED: [&str; 7] = [
    "representatives",
    "need",
    "talk",
    "minutes",
    "answer",
    "heard",
    "petition",
];

fn at(id: i64, step: &str) -> String {
    format!("{}/receive/{step}", href(id))
}

fn named(path: InPath) -> Result<(i64, String), Problem> {
    let Path(named) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(named)
}

/// `GET /desk/responses/{id}/receive/{step}`.
pub(crate) async fn ask(path: InPath, signed: Signed) -> Response {
    let shown = async {
        let (id, step) = named(path)?;
        let page = form_page(&signed, id, &step, &Form::of(Vec::new()), None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/responses/{id}/receive/{step}`.
pub(crate) async fn take(path: InPath, sent: SignedUpload) -> Response {
    let SignedUpload { form, file, wrong } = sent;
    let signed = &form.signed;
    let taken = async {
        let (id, word) = named(path)?;
        let drawn = form.form.texts("signature");
        let done = match word.as_str() {
            _ if !wrong.is_empty() => Err(Problem::fields(wrong)),
            "answer" if file.is_some() || !drawn.is_empty() => {
                answer_signed(&form, id, (file, drawn)).await
            }
            "who" => who(signed, id).await,
            "petition" => petition::register(&form, id).await,
            _ => tell(&form, id, &word).await,
        };
        let Err(problem) = done else {
            return done;
        };
        let page = match problem.code() {
            Code::NotFound | Code::NotAllowed => return Err(problem),
            _ if TYPED.contains(&word.as_str()) => {
                let page = form_page(signed, id, &word, &form.form, Some(&problem)).await?;
                signed.html(&page)
            }
            _ => {
                let words = problem.words(signed.language());
                signed.html(&response_page(signed, id, Some(words)).await?)
            }
        };
        Ok((problem.code().status(), page).into_response())
    };
    signed.or_refused(taken.await)
}

async fn tell(form: &SignedForm, id: i64, word: &str) -> Result<Response, Problem> {
    let told = told(word, &form.form)?;
    let (step, key) = (ResponseStep::Receive { told }, form.idempotency());
    let signed = &form.signed;
    let huiyin = &signed.web().huiyin;
    huiyin
        .step_in_response(signed.principal(), id, step, key)
        .await?;
    Ok(see_there(&href(id)))
}

/// The representatives signed the minutes, on paper or on the screen: what they signed is kept with the response.
async fn answer_signed(
    form: &SignedForm,
    id: i64,
    (file, drawn): (Option<UploadedFile>, Vec<String>),
) -> Result<Response, Problem> {
    let minutes = files::signed_minutes((file, Vec::new()), drawn)?;
    let text = |name: &str| form.form.text(name).unwrap_or_default();
    let answer = SignedAnswer {
        agreed: text("agreed") == "yes",
        otherwise: text("otherwise"),
    };
    let signed = &form.signed;
    let huiyin = &signed.web().huiyin;
    huiyin
        .answer_minutes_signed(
            signed.principal(),
            id,
            (answer, minutes),
            form.idempotency(),
        )
        .await?;
    Ok(see_there(&href(id)))
}

/// `GET /desk/responses/{id}/signed-minutes`: what was signed; that it is read is on record first.
pub(crate) async fn signed_minutes(
    path: Result<Path<i64>, PathRejection>,
    signed: Signed,
) -> Response {
    let read = async {
        let id = crate::api::admin::id(path)?;
        let huiyin = &signed.web().huiyin;
        let scan = huiyin.signed_minutes(signed.principal(), id).await?;
        Ok(file_response(scan))
    };
    signed.or_refused(read.await)
}

fn told(word: &str, form: &Form) -> Result<ReceptionStep, Problem> {
    let text = |name: &str| form.text(name).unwrap_or_default();
    Ok(match word {
        "representatives" => ReceptionStep::Representatives(representatives(form)),
        "need" => ReceptionStep::Need {
            kind: text("kind"),
            // What is no number is more than can be, and refused.
            people: text("people").trim().parse().unwrap_or(u32::MAX),
        },
        "talk" => ReceptionStep::BeginTalk {
            posts: form.texts("posts"),
            room: form.text("room"),
            joining: form.text("joining"),
            who: text("who"),
        },
        "end-talk" => ReceptionStep::EndTalk(text("talk").parse().unwrap_or(0)),
        "minutes" => ReceptionStep::Minutes { text: text("text") },
        "answer" => ReceptionStep::AnswerMinutes {
            agreed: text("agreed") == "yes",
            otherwise: text("otherwise"),
            code: form.text("code").map(TypedCode),
            paper: form.text("paper").and_then(|id| id.trim().parse().ok()),
        },
        "heard" => ReceptionStep::Heard { text: text("text") },
        _ => return Err(Problem::of(Code::NotFound)),
    })
}

/// Those that were typed: a row with nothing in it is none.
fn representatives(form: &Form) -> Vec<Representative> {
    let rows = (1..=REPRESENTATIVES_MAX).filter_map(|nth| {
        let name = form.text(&format!("name-{nth}"));
        let contact = form.text(&format!("contact-{nth}"));
        (name.is_some() || contact.is_some()).then(|| Representative {
            name: name.unwrap_or_default(),
            contact,
            agreed: form.ticked(&format!("agreed-{nth}")),
        })
    });
    rows.collect()
}

/// Who the representatives are: on record before it is shown.
async fn who(signed: &Signed, id: i64) -> Result<Response, Problem> {
    let huiyin = &signed.web().huiyin;
    let list = huiyin.representatives(signed.principal(), id).await?;
    let view = huiyin.response(signed.principal(), id).await?;
    let language = signed.language();
    let fact = |one: &Representative| {
        let none = language.pick("不留联系方式", "no contact left");
        let contact = one.contact.as_deref().unwrap_or(none);
        Fact::new(shown_safely(&one.name), shown_safely(contact))
    };
    Ok(signed.html(&RepresentativesPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        exercise: view.summary.exercise,
        facts: list.iter().map(fact).collect(),
        back_href: href(id),
    }))
}

async fn form_page(
    signed: &Signed,
    id: i64,
    step: &str,
    typed: &Form,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let view = signed.web().huiyin.response(signed.principal(), id).await?;
    let action = match step {
        "petition" => "register-petition",
        "representatives" => "see-representatives",
        _ => "receive",
    };
    if !TYPED.contains(&step) || !view.may.contains(&action) {
        return Err(Problem::of(Code::NotAllowed));
    }
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let (title, consequence, submit) = fields::words(step);
    let say = |(zh, en): (&str, &str)| language.pick(zh, en).to_owned();
    let key = typed.text("idempotency_key");
    let key = key.map_or_else(|| signed.form_key(), Ok)?;
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        exercise: view.summary.exercise,
        petition: None,
        title: say(title),
        consequences: vec![say(consequence)],
        clocks: Vec::new(),
        target: FormTarget::to(at(id, step)).sealed("", key),
        fields: fields::fields((language, &authority), &view, step, typed, problem),
        error: problem
            .filter(|one| one.refused_fields().is_empty())
            .map(|one| one.words(language)),
        conflict: None,
        follows: Vec::new(),
        submit: say(submit),
        cancel_href: href(id),
    })
}

/// The part of the response's page.
pub(super) fn part(signed: &Signed, view: &ResponseView) -> Result<ReceptionPart, Problem> {
    let id = view.summary.id;
    let running = view.summary.ended_at.is_none();
    let may = |word: &str| running && view.may.contains(&word);
    let reception = &view.reception;
    let talk = |talk: &TalkView| -> Result<TalkRow, Problem> {
        let end = match talk.ended_at.is_none() && may("receive") {
            true => Some(OneButton {
                target: FormTarget::to(at(id, "end-talk")).sealed("", signed.form_key()?),
                name: "talk".to_owned(),
                value: talk.number.to_string(),
                label: signed.language().pick("谈完了", "It ended").to_owned(),
            }),
            false => None,
        };
        let words = talk_words(signed, view, talk);
        Ok(TalkRow { words, end })
    };
    let see = may("see-representatives") && reception.representatives > 0;
    Ok(ReceptionPart {
        facts: facts(signed, view),
        talks: reception.talks.iter().map(talk).collect::<Result<_, _>>()?,
        petition: reception
            .petition
            .as_ref()
            .map(|number| (number.clone(), href_of(number))),
        steps: links(signed, view, may),
        minutes: reception.minutes.as_ref().map(|minutes| MinutesPart {
            text: shown_safely(&minutes.text).into_owned(),
            otherwise: shown_safely(&minutes.otherwise).into_owned(),
            stands: minutes_words(signed, view, minutes),
            print_href: format!("{}/minutes", href(id)),
            scan_href: (minutes.scanned && view.may.contains(&"see-representatives"))
                .then(|| format!("{}/signed-minutes", href(id))),
            drawn: minutes.drawn,
        }),
        see: see.then(|| FormTarget::to(at(id, "who"))),
    })
}

fn links(signed: &Signed, view: &ResponseView, may: impl Fn(&str) -> bool) -> Vec<StepLink> {
    let reception = &view.reception;
    let registers = may("register-petition") && !view.summary.exercise;
    let unregistered = reception.petition.is_none() && view.file.is_none();
    let registers = registers && reception.representatives > 0 && unregistered;
    let receives = may("receive");
    let chosen = reception.representatives > 0;
    let representatives = match chosen {
        true => ("代表换了", "The representatives changed"),
        false => ("记下代表", "Note the representatives"),
    };
    let unanswered = reception.minutes.as_ref();
    let unanswered = unanswered.is_some_and(|minutes| minutes.answered_at.is_none());
    let links = [
        (
            "representatives",
            may("see-representatives"),
            representatives,
        ),
        (
            "need",
            receives,
            ("有人需要什么", "Somebody needs something"),
        ),
        ("talk", receives, ("开始谈话", "A talk begins")),
        (
            "petition",
            registers,
            ("登记来访人的信访件", "Register the group's petition"),
        ),
        (
            "minutes",
            receives && !reception.talks.is_empty(),
            ("写谈话记录", "Write the minutes"),
        ),
        (
            "answer",
            receives && unanswered,
            ("代表答复记录", "The representatives answer the minutes"),
        ),
        (
            "heard",
            receives && reception.heard_at.is_none(),
            ("都谈过或约好了", "Everybody was heard or has a time"),
        ),
    ];
    let shown = links.into_iter().filter(|(_, shown, _)| *shown);
    let language = signed.language();
    let own = shown.map(|(step, _, (zh, en))| StepLink {
        href: at(view.summary.id, step),
        label: language.pick(zh, en).to_owned(),
    });
    // A commitment is a duty on the group's petition, so that one is registered first.
    let petition = reception.petition.as_ref().filter(|_| receives);
    let commits = petition.map(|number| StepLink {
        href: format!("{}/do/commit", href_of(number)),
        label: language.pick("记下承诺", "Note a commitment").to_owned(),
    });
    own.chain(commits).collect()
}

/// Where the minutes stand.
fn minutes_words(signed: &Signed, view: &ResponseView, minutes: &MinutesView) -> String {
    let language = signed.language();
    let (version, written) = (minutes.version, at_hour(signed, view, &minutes.written_at));
    let answered = minutes.answered_at.as_deref();
    let answered = answered.map(|at| at_hour(signed, view, at));
    let by = match minutes.drawn {
        true => language.pick("（在屏幕上签名）", " (signed on the screen)"),
        false => "",
    };
    let stands = match (minutes.agreed, answered) {
        (Some(true), Some(at)) => {
            language.pick(format!("{at}代表同意{by}"), format!("agreed at {at}{by}"))
        }
        (_, Some(at)) => language.pick(
            format!("{at}代表有不同意见{by}"),
            format!("seen otherwise by the representatives at {at}{by}"),
        ),
        _ => language
            .pick("还没有念给代表听", "not read back yet")
            .to_owned(),
    };
    language.pick(
        format!("第{version}稿，{written}写成；{stands}"),
        format!("Version {version}, written at {written}; {stands}"),
    )
}

/// `GET /desk/responses/{id}/minutes`: the minutes to print and take home.
pub(crate) async fn minutes(path: Result<Path<i64>, PathRejection>, signed: Signed) -> Response {
    let shown = async {
        let id = crate::api::admin::id(path)?;
        let view = signed.web().huiyin.response(signed.principal(), id).await?;
        let language = signed.language();
        let minutes = view.reception.minutes.as_ref();
        let minutes = minutes.ok_or_else(|| Problem::of(Code::NotFound))?;
        let talks = view.reception.talks.iter();
        Ok(signed.html(&MinutesPage {
            frame: signed.frame(),
            desk: signed.desk(Some(Place::Responses)),
            place: view.at.title.in_language(language).to_owned(),
            exercise: view.summary.exercise,
            talks: talks.map(|talk| talk_words(&signed, &view, talk)).collect(),
            petition: view.reception.petition.clone(),
            text: shown_safely(&minutes.text).into_owned(),
            otherwise: shown_safely(&minutes.otherwise).into_owned(),
            dates: view
                .improvements
                .iter()
                .filter(|one| one.follow_up)
                .map(|one| super::follow_up::own_date(&signed, one))
                .collect(),
            stands: minutes_words(&signed, &view, minutes),
            representatives: view.reception.representatives.max(1),
            began: super::told(&signed, &view.summary.opened_at),
            back_href: href(id),
        }))
    };
    signed.or_refused(shown.await)
}

fn facts(signed: &Signed, view: &ResponseView) -> Vec<Fact> {
    let (language, reception) = (signed.language(), &view.reception);
    let count = reception.representatives;
    let representatives = match count {
        0 => language.pick("还没有推选", "not chosen yet").to_owned(),
        _ => language.pick(format!("{count}人"), count.to_string()),
    };
    let mut facts = vec![Fact::new(
        language.pick("代表", "Representatives"),
        representatives,
    )];
    if !reception.needs.is_empty() {
        let need = |need: &huiyin_app::NeedView| {
            let (title, people) = (need.title.in_language(language), need.people);
            language.pick(
                format!("{title}：{people}人"),
                format!("{title}: for {people}"),
            )
        };
        let needs: Vec<String> = reception.needs.iter().map(need).collect();
        facts.push(Fact::new(language.pick("需要", "Needed"), needs.join("\n")));
    }
    if let Some(heard) = &reception.heard_at {
        let label = language.pick("都谈过或约好了", "Everybody was heard or has a time");
        facts.push(Fact::new(label, at_hour(signed, view, heard)));
    }
    facts
}

fn talk_words(signed: &Signed, view: &ResponseView, talk: &TalkView) -> String {
    let language = signed.language();
    let posts = talk.posts.iter().map(|post| post.in_language(language));
    let posts = posts.collect::<Vec<_>>().join(language.pick("、", ", "));
    let (number, room) = (talk.number, talk.room.in_language(language));
    let begun = at_hour(signed, view, &talk.begun_at);
    let time = match &talk.ended_at {
        Some(ended) => {
            let ended = at_hour(signed, view, ended);
            language.pick(format!("{begun}至{ended}"), format!("{begun} to {ended}"))
        }
        None => language.pick(format!("{begun}起"), format!("since {begun}")),
    };
    let joining = talk.joining.as_ref().map_or_else(String::new, |words| {
        let words = words.in_language(language);
        language.pick(format!("；{words}"), format!("; {words}"))
    });
    language.pick(
        format!("第{number}次谈话：{posts}，{room}，{time}{joining}"),
        format!("Talk {number}: {posts}, {room}, {time}{joining}"),
    )
}
