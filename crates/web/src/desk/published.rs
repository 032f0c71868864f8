//! `/desk/answers`: answers for everybody: written, released by another person, taken down.

use crate::body::Form;
use crate::desk::entry::{Entry, named};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::published::{PublishedDeskPage, PublishedLine};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::pages::published::PublishedView;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{PublishedDraft, PublishedRead, Publishing};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::Unit;
use huiyin_domain::published::PublishedAnswer;

const LIST: &str = "/desk/answers";

type Step = Result<Path<(i64, String)>, PathRejection>;

/// Whoever writes or releases may look.
fn permit(signed: &Signed, actions: &[Action]) -> Result<(), Problem> {
    match actions.iter().any(|action| signed.publishes(*action)) {
        true => Ok(()),
        false => Err(Problem::of(Code::NotAllowed)),
    }
}

async fn all(signed: &Signed) -> Result<Vec<PublishedAnswer>, Problem> {
    let authority = signed.principal().authority;
    Ok(signed.web().huiyin.published_answers(authority).await?)
}

/// `GET /desk/answers`.
pub(crate) async fn list(signed: Signed) -> Response {
    let shown = async {
        permit(&signed, &[Action::WriteAnswers, Action::ReleaseAnswers])?;
        let mut all = all(&signed).await?;
        all.sort_by_key(|one| (!one.waits(), std::cmp::Reverse(one.id)));
        let writes = signed.publishes(Action::WriteAnswers);
        Ok(signed.html(&PublishedDeskPage {
            frame: signed.frame(),
            desk: signed.desk(None),
            lines: all.iter().filter_map(|one| line(&signed, one)).collect(),
            add_href: writes.then(|| format!("{LIST}/new")),
        }))
    };
    signed.or_refused(shown.await)
}

fn line(signed: &Signed, one: &PublishedAnswer) -> Option<PublishedLine> {
    let (language, who) = (signed.language(), signed.principal());
    let authority = signed.authority();
    let view = authority.map(|of| PublishedView::of(one, &of, language));
    let writes = signed.publishes(Action::WriteAnswers);
    let releases = signed.publishes(Action::ReleaseAnswers) && one.written_by != who.staff;
    let state = match (one.waits(), one.withdrawn) {
        (true, _) if one.written_by == who.staff => language.pick(
            "您写的，等另一个人看过再公开",
            "You wrote it; it waits for another person",
        ),
        (true, _) => language.pick("等第二个人看过再公开", "Waits for a second person"),
        (_, true) => language.pick("已撤下", "Taken down"),
        _ => language.pick("已公开", "Published"),
    };
    let step = |step: &str| format!("{LIST}/{}/{step}", one.id);
    Some(PublishedLine {
        view: view?,
        state: state.to_owned(),
        release_href: (releases && one.waits()).then(|| step("release")),
        down_href: (writes && !one.withdrawn).then(|| step("down")),
        edit_href: writes.then(|| format!("{LIST}/{}", one.id)),
        version: one.version().to_string(),
    })
}

/// `GET /desk/answers/{entry}`.
pub(crate) async fn edit(entry: Entry, signed: Signed) -> Response {
    let shown = async {
        permit(&signed, &[Action::WriteAnswers])?;
        let id = named(entry)?;
        let mut version = String::new();
        let draft = match id {
            None => PublishedDraft::default(),
            Some(id) => {
                let all = all(&signed).await?;
                let found = all.into_iter().find(|one| one.id == id);
                let found = found.ok_or_else(|| Problem::of(Code::NotFound))?;
                version = found.version().to_string();
                PublishedDraft {
                    category: found.category.unwrap_or_default(),
                    question: found.question,
                    answer: found.answer,
                    unit: found.unit.to_string(),
                }
            }
        };
        let at = (id, version.as_str());
        Ok(signed.html(&form_page(&signed, at, &draft, None)))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/answers/{entry}`.
pub(crate) async fn save(entry: Entry, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let id = named(entry)?;
        let draft = typed(&form.form);
        let huiyin = &signed.web().huiyin;
        let version = Some(form.read());
        let read = id.map(|id| PublishedRead { id, version });
        let written =
            huiyin.write_published(signed.principal(), read, draft.clone(), form.idempotency());
        let problem = match written.await {
            Ok(_) => return Ok(see_there(LIST)),
            Err(error) => Problem::from(error),
        };
        let changed = problem.code() == Code::ChangedMeanwhile;
        if problem.refused_fields().is_empty() && !changed {
            return Err(problem);
        }
        // What was typed stays; once it is sent again it is meant for the words that stand now.
        let now = all(signed).await?.into_iter();
        let now = now.filter(|_| changed).find(|one| Some(one.id) == id);
        let seen = now.map(|one| one.version()).or(form.version());
        let seen = seen.map(|version| version.to_string());
        let at = (id, seen.as_deref().unwrap_or_default());
        let page = form_page(signed, at, &draft, Some(&problem));
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(saved.await)
}

/// `POST /desk/answers/{entry}/{step}`: released, or taken down.
pub(crate) async fn step(path: Step, form: SignedForm) -> Response {
    let signed = &form.signed;
    let done = async {
        let unknown = || Problem::of(Code::NotFound);
        let Path((id, word)) = path.map_err(|_| unknown())?;
        let what = match word.as_str() {
            "release" => Publishing::Release,
            "down" => Publishing::TakeDown,
            _ => return Err(unknown()),
        };
        let huiyin = &signed.web().huiyin;
        // Whoever releases signs the words that stand; what is taken down may be taken down whatever it says.
        let version = match what {
            Publishing::Release => Some(form.read()),
            Publishing::TakeDown => form.version(),
        };
        let (read, key) = (PublishedRead { id, version }, form.idempotency());
        huiyin.publish(signed.principal(), read, what, key).await?;
        Ok(see_there(LIST))
    };
    signed.or_refused(done.await)
}

fn typed(form: &Form) -> PublishedDraft {
    let text = |name: &str| form.text(name).unwrap_or_default();
    PublishedDraft {
        category: text("category"),
        question: Bilingual::new(text("question_zh"), text("question_en")),
        answer: Bilingual::new(text("answer_zh"), text("answer_en")),
        unit: text("unit"),
    }
}

fn form_page(
    signed: &Signed,
    (id, version): (Option<i64>, &str),
    draft: &PublishedDraft,
    problem: Option<&Problem>,
) -> ActionFormPage {
    let language = signed.language();
    let say = |zh: &'static str, en: &'static str| language.pick(zh, en).to_owned();
    let entry = id.map_or_else(|| "new".to_owned(), |id| id.to_string());
    ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(None),
        exercise: false,
        petition: None,
        title: match id {
            None => say("写一条公开答复", "Write an answer for everybody"),
            Some(_) => say("修改公开答复", "Change an answer for everybody"),
        },
        consequences: vec![
            say(
                "另一位负责人或者领导看过放行后，“公开的答复”页上每个人都能看到；改了要重新放行",
                "Another head or leader reads and releases it; then everybody sees it under “Published answers”. A change is released anew",
            ),
            say(
                "用一般的话重新写：不写姓名、住址、电话、日期，不写能认出是谁的细节；有保密要求的不要写",
                "Write it anew in general words: no name, address, number or date, nothing by which somebody could be recognised; nothing of a restricted matter",
            ),
        ],
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(format!("{LIST}/{entry}")).sealed(version, ""),
        fields: fields(signed, draft, problem, language),
        error: problem
            .filter(|problem| problem.code() == Code::ChangedMeanwhile)
            .map(|_| {
                say(
                    "别人刚改过这一条；您写的还在下面。先到列表看看现在的，再决定要不要用您的代替",
                    "Somebody changed it meanwhile; yours is below. Read theirs in the list before you put yours in its place",
                )
            }),
        conflict: None,
        submit: say("保存，等人放行", "Save; it then waits for release"),
        cancel_href: LIST.to_owned(),
    }
}

fn fields(
    signed: &Signed,
    draft: &PublishedDraft,
    problem: Option<&Problem>,
    language: Language,
) -> Vec<FieldView> {
    let wrong = |name: &str| {
        let refused = problem.map(Problem::refused_fields).unwrap_or_default();
        let found = refused.iter().find(|one| one.field == name);
        found.map(|one| one.problem.message(language))
    };
    let field = |name: &str, (zh, en): (&str, &str), kind: FieldKind| {
        let view = FieldView::new(name.replace('.', "_"), language.pick(zh, en), kind);
        view.refused(wrong(name))
    };
    let authority = signed.authority();
    let offered = authority
        .iter()
        .flat_map(|of| of.categories.offered_roots());
    let topics = offered.map(|root| {
        Choice::new(root.code.clone(), root.name.in_language(language))
            .chosen(root.code == draft.category)
    });
    let none = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let lines = |text: &str| FieldKind::TextArea(text.to_owned(), 8);
    let short = |text: &str| FieldKind::Text(text.to_owned());
    vec![
        field(
            "question.zh",
            ("大家问的是什么？", "What do people ask, in Chinese?"),
            short(&draft.question.zh),
        ),
        field(
            "answer.zh",
            ("答复", "The answer in Chinese"),
            lines(&draft.answer.zh),
        ),
        field(
            "unit",
            ("由哪个单位答复？", "Which unit answers for it?"),
            FieldKind::Select(
                units(signed, &draft.unit),
                none("选一个单位", "Choose a unit"),
            ),
        ),
        field(
            "category",
            ("哪方面", "Topic"),
            FieldKind::Select(topics.collect(), none("不分", "None")),
        )
        .optional(),
        field(
            "question.en",
            ("英文问题", "The question in English"),
            short(&draft.question.en),
        )
        .optional(),
        field(
            "answer.en",
            ("英文答复", "The answer in English"),
            lines(&draft.answer.en),
        )
        .optional(),
    ]
}

/// The units that answer.
fn units(signed: &Signed, chosen: &str) -> Vec<Choice> {
    let language = signed.language();
    let Some(authority) = signed.authority() else {
        return Vec::new();
    };
    let organisation = authority.organisation();
    let units = organisation.units.values();
    let answering = units.filter(|unit| organisation.answers(unit.id));
    let choice = |unit: &Unit| {
        let id = unit.id.to_string();
        let is_it = id == chosen;
        Choice::new(id, unit.name.in_language(language)).chosen(is_it)
    };
    answering.map(choice).collect()
}
