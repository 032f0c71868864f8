//! `/desk/open-response`: people are here. Place, how many, about what: no more has to be typed.

use super::{OPEN, href, may_open};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::portal::visit::fields::typed as visit_as_typed;
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use huiyin_app::{OpenablePlace, ResponseDraft};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Unit, UnitKind};

/// `GET /desk/open-response`.
pub(crate) async fn ask(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        if !may_open(&signed) {
            return Err(Problem::of(Code::NotAllowed));
        }
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let typed = match query.text("visit").and_then(|id| id.parse().ok()) {
            Some(id) => announced(&signed, id).await?,
            None => Form::of(Vec::new()),
        };
        Ok(signed.html(&page(&signed, &typed, None).await?))
    };
    signed.or_refused(shown.await)
}

/// The form as the group announced its coming; how many came is looked at again.
async fn announced(signed: &Signed, id: i64) -> Result<Form, Problem> {
    let (look, _) = signed.web().huiyin.visit(signed.principal(), id).await?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let mut form = visit_as_typed(&look, &authority.zone);
    let about = look.about.into_iter();
    form.add(about.map(|(unit, _)| ("respondents".to_owned(), unit.to_string())));
    form.set("visit", id.to_string());
    Ok(form)
}

/// `POST /desk/open-response`.
pub(crate) async fn take(form: SignedForm) -> Response {
    let signed = &form.signed;
    let taken = async {
        let huiyin = &signed.web().huiyin;
        let draft = draft(&form.form);
        let opened = huiyin.open_response(signed.principal(), draft, form.idempotency());
        match opened.await {
            Ok(done) => Ok(see_there(&href(done.answer.id))),
            Err(error) => {
                let problem = Problem::from(error);
                if problem.code() == Code::NotAllowed {
                    return Err(problem);
                }
                let page = page(signed, &form.form, Some(&problem)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(taken.await)
}

fn draft(form: &Form) -> ResponseDraft {
    let number = |text: String| text.parse::<i64>().ok();
    // A place is chosen with its plan: `plan/place`.
    let chosen = form.text("place").unwrap_or_default();
    let (plan, place) = match chosen.split_once('/') {
        Some((plan, place)) => (Some(plan.to_owned()), place.to_owned()),
        None => (None, chosen),
    };
    ResponseDraft {
        plan,
        place,
        people: form.text("people"),
        topic: form.text("topic").unwrap_or_default(),
        unwell: form.ticked("unwell"),
        exercise: form.ticked("exercise"),
        respondents: form
            .texts("respondents")
            .into_iter()
            .filter_map(number)
            .collect(),
        concerned: form.text("concerned").and_then(number),
        reception: form.text("reception"),
        in_person: form.ticked("in_person"),
        visit: form.text("visit").and_then(number),
    }
}

async fn page(
    signed: &Signed,
    typed: &Form,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let places = signed
        .web()
        .huiyin
        .openable_places(signed.principal())
        .await?;
    if places.is_empty() {
        return Err(Problem::of(Code::NoPlanInForce));
    }
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        petition: None,
        title: say("有群众一起来了", "A group has come"),
        consequences: vec![
            say(
                "马上按预案定级并呼叫该来接待的人。",
                "It is levelled by the plan at once, and whoever receives is called.",
            ),
            say(
                "不记来的人是谁，这里也没有地方写。",
                "Who came is not recorded, and there is no place for it here.",
            ),
        ],
        clocks: Vec::new(),
        target: FormTarget::to(OPEN).sealed("", signed.form_key()?),
        fields: fields(signed, typed, problem, &places),
        error: problem
            .filter(|one| one.refused_fields().is_empty())
            .map(|one| one.words(language)),
        conflict: None,
        follows: Vec::new(),
        submit: say("开始响应，呼叫接待人", "Begin, and call those who receive"),
        cancel_href: "/desk/responses".to_owned(),
    })
}

fn fields(
    signed: &Signed,
    typed: &Form,
    problem: Option<&Problem>,
    places: &[OpenablePlace],
) -> Vec<FieldView> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let text = |name: &str| typed.text(name).unwrap_or_default();
    let people = say("大约多少人？", "About how many people?");
    let upper = say(
        "写30，或30-60；按上限定级。",
        "30, or 30-60; levelled by the upper figure.",
    );
    let sentence = say(
        "一句话，不写人名和电话。",
        "One sentence; no names and no numbers.",
    );
    let mut fields = vec![
        FieldView::new("people", people, FieldKind::Short(text("people"))).hinted(upper),
        FieldView::new(
            "topic",
            say("什么事？", "What is it about?"),
            FieldKind::Text(text("topic")),
        )
        .hinted(sentence)
        .optional(),
        FieldView::new(
            "place",
            say("在哪里？", "Where?"),
            FieldKind::Radios(place_choices(signed, &text("place"), places)),
        ),
        FieldView::new(
            "unwell",
            say("有人不舒服或要帮忙", "Somebody is unwell or needs help"),
            FieldKind::Checkbox(typed.ticked("unwell")),
        ),
    ];
    fields.extend(about_units(signed, typed));
    if places.iter().any(|place| !place.own) {
        fields.extend(elsewhere(signed, typed));
    }
    if let Some(visit) = typed.text("visit") {
        fields.push(FieldView::hidden("visit", visit));
        // Whoever announced a visit is there: it is no drill.
        return told(fields, problem, language);
    }
    fields.push(
        FieldView::new(
            "exercise",
            say("这是演练", "This is a drill"),
            FieldKind::Checkbox(typed.ticked("exercise")),
        )
        .hinted(say(
            "没有人来；每一页、每条呼叫都写明是演练。",
            "Nobody came; each page and each call says that it is one.",
        )),
    );
    told(fields, problem, language)
}

/// The fields, each with what was wrong with it.
fn told(fields: Vec<FieldView>, problem: Option<&Problem>, language: Language) -> Vec<FieldView> {
    let wrong = |name: &str| {
        let mut fields = problem?.refused_fields().iter();
        let found = fields.find(|one| one.field == name)?;
        Some(found.problem.message(language))
    };
    fields
        .into_iter()
        .map(|field| {
            let words = wrong(&field.name);
            field.refused(words)
        })
        .collect()
}

/// The places, the first own one chosen at first.
fn place_choices(signed: &Signed, chosen: &str, places: &[OpenablePlace]) -> Vec<Choice> {
    let first = places.iter().position(|place| place.own).unwrap_or(0);
    let choice = |(nth, one): (usize, &OpenablePlace)| {
        let value = format!("{}/{}", one.plan, one.id);
        let picked = chosen == value || chosen.is_empty() && nth == first;
        Choice::new(value, one.title.in_language(signed.language())).chosen(picked)
    };
    places.iter().enumerate().map(choice).collect()
}

/// Which unit owes the answer, and whom it is about.
fn about_units(signed: &Signed, typed: &Form) -> [FieldView; 2] {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let organisation = signed.authority().map(|one| one.organisation());
    let units = organisation.iter().flat_map(|one| one.units.values());
    let units: Vec<_> = units.filter(|unit| !unit.closed).collect();
    let picked = |name: &str| typed.texts(name);
    let choose = |chosen: &[String], unit: &Unit| {
        let id = unit.id.to_string();
        let picked = chosen.contains(&id);
        Choice::new(id, unit.name.in_language(language)).chosen(picked)
    };
    let (concerned, about) = (picked("concerned"), picked("respondents"));
    let answers = units
        .iter()
        .filter(|unit| unit.kind != UnitKind::Enterprise);
    let answers = answers.map(|unit| choose(&concerned, unit)).collect();
    let about = units.iter().map(|unit| choose(&about, unit)).collect();
    [
        FieldView::new(
            "concerned",
            say("哪个单位该答复？", "Which unit owes the answer?"),
            FieldKind::Select(answers, say("还不知道", "Not known yet")),
        )
        .optional(),
        FieldView::new(
            "respondents",
            say("反映的是谁？", "Whom is it about?"),
            FieldKind::Checks(about),
        )
        .hinted(say(
            "勾选的单位，人不呼叫，也看不到。",
            "Nobody of the units ticked is called or sees it.",
        ))
        .optional(),
    ]
}

/// What is asked only for a place above the own level (RULES 10.1).
fn elsewhere(signed: &Signed, typed: &Form) -> [FieldView; 2] {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let reception = typed.text("reception").unwrap_or_default();
    [
        FieldView::new(
            "reception",
            say(
                "上级接待场所：谁来电？",
                "At a reception above ours: who called?",
            ),
            FieldKind::Short(reception),
        )
        .hinted(say(
            "写对方岗位；不写就是来访人自己呼叫。那里不记人数。",
            "The post that called; left empty, the people themselves did. Nobody is counted there.",
        ))
        .optional(),
        FieldView::new(
            "in_person",
            say(
                "对方要求当面，来访人也同意",
                "It asked for somebody in person, and the people agreed",
            ),
            FieldKind::Checkbox(typed.ticked("in_person")),
        ),
    ]
}
