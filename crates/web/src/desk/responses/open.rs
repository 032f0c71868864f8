//! `/desk/open-response`: people are here. Place, how many, about what: no more has to be typed.

use super::{OPEN, href, may_open, parties, people, told};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::open_response::OpenResponsePage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::portal::visit::fields::typed as visit_as_typed;
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use huiyin_app::{ListedResponse, NameablePost, OpenablePlace, ResponseDraft};
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
        script: None,
        respondents: form
            .texts("respondents")
            .into_iter()
            .filter_map(number)
            .collect(),
        respondent_posts: posts(form, plan_of(&form.text("place").unwrap_or_default())),
        concerned: form.text("concerned").and_then(number),
        reception: form.text("reception"),
        in_person: form.ticked("in_person"),
        petition: form.text("petition"),
        visit: form.text("visit").and_then(number),
    }
}

/// The plan of a place or post that was chosen as `plan/id`.
fn plan_of(chosen: &str) -> &str {
    chosen.split_once('/').map_or("", |(plan, _)| plan)
}

/// The posts that were ticked, as the chosen plan knows them. One of another plan keeps that plan's name before it, so
/// that it is refused and never quietly left out.
fn posts(form: &Form, plan: &str) -> Vec<String> {
    let ticked = form.texts("respondent_posts").into_iter();
    let own = |post: String| match post.split_once('/') {
        Some((of, id)) if of == plan => id.to_owned(),
        _ => post,
    };
    ticked.map(own).collect()
}

async fn page(
    signed: &Signed,
    typed: &Form,
    problem: Option<&Problem>,
) -> Result<OpenResponsePage, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let places = huiyin.openable_places(signed.principal()).await?;
    if places.is_empty() {
        return Err(Problem::of(Code::NoPlanInForce));
    }
    let running = huiyin.responses(signed.principal()).await?;
    let posts = huiyin.nameable_posts(signed.principal()).await?;
    let asked = Asked {
        signed,
        typed,
        problem,
        places: &places,
        running: &running,
        posts: &posts,
    };
    let above = asked.choices(false);
    let elsewhere = asked.elsewhere();
    let wrong = elsewhere.iter().any(|field| field.error.is_some());
    let about = asked.about();
    Ok(OpenResponsePage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        target: FormTarget::to(OPEN).sealed("", signed.form_key()?),
        error: problem
            .filter(|one| one.refused_fields().is_empty())
            .map(|one| one.words(language)),
        running: running.iter().map(|one| asked.told(one)).collect(),
        first: asked.first(),
        place: asked.place(),
        above_open: wrong || above.iter().any(|one| one.selected) || asked.choices(true).is_empty(),
        above,
        elsewhere: elsewhere.into(),
        marks: asked.marks(),
        concerned: asked.concerned(),
        about_open: about.iter().any(|field| field.error.is_some())
            || !typed.texts("respondents").is_empty()
            || !typed.texts("respondent_posts").is_empty()
            || typed.text("concerned").is_some(),
        about,
    })
}

/// What the form is made of.
struct Asked<'a> {
    signed: &'a Signed,
    typed: &'a Form,
    problem: Option<&'a Problem>,
    places: &'a [OpenablePlace],
    running: &'a [ListedResponse],
    posts: &'a [NameablePost],
}

impl Asked<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        self.signed.language().pick(zh, en).to_owned()
    }

    fn text(&self, name: &str) -> String {
        self.typed.text(name).unwrap_or_default()
    }

    /// The field, with what was wrong with it.
    fn marked(&self, field: FieldView) -> FieldView {
        let refused = self
            .problem
            .map(Problem::refused_fields)
            .unwrap_or_default();
        let found = refused.iter().find(|one| one.field == field.name);
        let words = found.map(|one| one.problem.message(self.signed.language()));
        field.refused(words)
    }

    /// A response that runs, in words: another one for the same people would call everybody twice.
    fn told(&self, one: &ListedResponse) -> (String, String) {
        let (language, summary) = (self.signed.language(), &one.summary);
        let place = summary.place.in_language(language);
        let people = people(summary, language);
        let at = told(self.signed, &summary.opened_at);
        let drill = match summary.exercise {
            true => language.pick("（演练）", " (drill)"),
            false => "",
        };
        let words = language.pick(
            format!("{place}{drill}：{people}，{at}开始"),
            format!("{place}{drill}: {people}, began {at}"),
        );
        (href(summary.id), words)
    }

    fn first(&self) -> Vec<FieldView> {
        let people = FieldView::new(
            "people",
            self.say("大约多少人？", "About how many people?"),
            FieldKind::Short(self.text("people")),
        )
        .hinted(self.say(
            "写30，或30-60；按上限定级。",
            "30, or 30-60; levelled by the upper figure.",
        ));
        let topic = FieldView::new(
            "topic",
            self.say("什么事？", "What is it about?"),
            FieldKind::Text(self.text("topic")),
        )
        .hinted(self.say(
            "一句话，不写人名和电话。",
            "One sentence; no names and no numbers.",
        ))
        .optional();
        vec![self.marked(people), self.marked(topic)]
    }

    fn place(&self) -> FieldView {
        self.marked(FieldView::new(
            "place",
            self.say("在我们的哪个场所？", "At which of our receptions?"),
            FieldKind::Radios(self.choices(true)),
        ))
    }

    /// The own places or those above. None is chosen at first unless there is but one of our own: a
    /// careless click must not begin another plan. Where there are more plans each place names its own.
    fn choices(&self, own: bool) -> Vec<Choice> {
        let language = self.signed.language();
        let chosen = self.text("place");
        let only = self.places.iter().filter(|one| one.own).count() == 1;
        let plan = self.places.first().map(|one| &one.plan);
        let more = self.places.iter().any(|one| Some(&one.plan) != plan);
        let choice = |one: &OpenablePlace| {
            let value = format!("{}/{}", one.plan, one.id);
            let mut hints = Vec::new();
            if more {
                hints.push(one.plan_title.in_language(language));
            }
            let here = |run: &&ListedResponse| run.plan == one.plan && run.place_id == one.id;
            if self.running.iter().any(|run| here(&run)) {
                hints.push(language.pick("这里正在进行一次响应", "a response runs here already"));
            }
            let picked = chosen == value || chosen.is_empty() && only && one.own;
            Choice::new(value, one.title.in_language(language))
                .chosen(picked)
                .hinted(hints.join(language.pick("；", "; ")))
        };
        let places = self.places.iter().filter(|one| one.own == own);
        places.map(choice).collect()
    }

    /// What is asked only for a place above the own level (RULES 10.1).
    fn elsewhere(&self) -> [FieldView; 3] {
        let reception = FieldView::new(
            "reception",
            self.say("那里谁来电？", "Who there called?"),
            FieldKind::Short(self.text("reception")),
        )
        .hinted(self.say(
            "写对方岗位；不写就是来访人自己呼叫。那里不记人数。",
            "The post that called; left empty, the people themselves did. Nobody is counted there.",
        ))
        .optional();
        let in_person = FieldView::new(
            "in_person",
            self.say(
                "对方要求当面，来访人也同意",
                "It asked for somebody in person, and the people agreed",
            ),
            FieldKind::Checkbox(self.typed.ticked("in_person")),
        );
        let petition = FieldView::new(
            "petition",
            self.say("谈的是我们的哪一件？", "Which petition of ours is heard?"),
            FieldKind::Short(self.text("petition")),
        )
        .hinted(self.say(
            "信访件编号，不知道就空着。被叫来能拍板的人在响应期间凭这一件的材料答复：每次打开留记录，看不到姓名电话；办理期限不变。",
            "Its number; leave it empty where it is not known. Whoever is called to decide answers from its file while the response runs: each opening is on record, without names or contacts; its dates do not change.",
        ))
        .optional();
        [
            self.marked(reception),
            self.marked(in_person),
            self.marked(petition),
        ]
    }

    fn marks(&self) -> Vec<FieldView> {
        let unwell = FieldView::new(
            "unwell",
            self.say("有人不舒服或要帮忙", "Somebody is unwell or needs help"),
            FieldKind::Checkbox(self.typed.ticked("unwell")),
        );
        // Whoever announced a visit is there: it is no drill.
        let last = match self.typed.text("visit") {
            Some(visit) => FieldView::hidden("visit", visit),
            None => FieldView::new(
                "exercise",
                self.say("这是演练", "This is a drill"),
                FieldKind::Checkbox(self.typed.ticked("exercise")),
            )
            .hinted(self.say(
                "没有人来；每一页、每条呼叫都写明是演练。",
                "Nobody came; each page and each call says that it is one.",
            )),
        };
        vec![self.marked(unwell), self.marked(last)]
    }

    /// The units that are there, as choices of a field.
    fn units(&self, field: &str, wanted: impl Fn(&Unit) -> bool) -> Vec<Choice> {
        parties::units(self.signed, &self.typed.texts(field), wanted)
    }

    fn concerned(&self) -> FieldView {
        let answers = self.units("concerned", |unit| unit.kind != UnitKind::Enterprise);
        let none = self.say("还不知道", "Not known yet");
        let label = self.say("哪个单位该答复？", "Which unit owes the answer?");
        let field = FieldView::new("concerned", label, FieldKind::Select(answers, none));
        self.marked(field.optional())
    }

    fn about(&self) -> Vec<FieldView> {
        let units = self.units("respondents", |_| true);
        let label = self.say("反映的单位、企业", "Units and enterprises that it is about");
        let units = FieldView::new("respondents", label, FieldKind::Checks(units));
        let units = self.marked(units.hinted(self.say(
            "勾选的单位，人不呼叫，也看不到。",
            "Nobody of the units ticked is called or sees it.",
        )));
        let label = self.say("反映的岗位", "Posts that it is about");
        let kind = FieldKind::Checks(self.nameable());
        let posts = FieldView::new("respondent_posts", label, kind);
        let posts = self.marked(posts.hinted(self.say(
            "只反映一位领导的，勾选他的岗位：轮到这个岗位的人不呼叫，也看不到；同单位的别人照常。",
            "Where it is about one leader, tick that post: nobody with a turn in it is called or sees it; others of \
             the same unit are.",
        )));
        vec![units, posts]
    }

    /// The posts of the plans in force; where there are more plans each post names its own.
    fn nameable(&self) -> Vec<Choice> {
        let language = self.signed.language();
        let chosen = self.typed.texts("respondent_posts");
        let plan = self.posts.first().map(|one| &one.plan);
        let more = self.posts.iter().any(|one| Some(&one.plan) != plan);
        let choice = |one: &NameablePost| {
            let value = format!("{}/{}", one.plan, one.id);
            let of = one.plan_title.in_language(language);
            let picked = chosen.contains(&value);
            Choice::new(value, one.title.in_language(language))
                .chosen(picked)
                .hinted(if more { of } else { "" })
        };
        self.posts.iter().map(choice).collect()
    }
}
