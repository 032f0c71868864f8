//! `/desk/admin/places`: where matters are, to be chosen at intake and on the portal. A place is closed and
//! opened again, never deleted: what was registered there keeps it. Each change is a version, and any of them can
//! be brought back.

use super::fields::{Wrong, both};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::desk::versions::{self, About};
use crate::pages::desk::action_form::{ActionFormPage, Conflict};
use crate::pages::desk::admin::{AdminTab, PlaceLine};
use crate::pages::desk::versions::VersionsPage;
use crate::pages::desk::{Fact, Place};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{PlaceDraft, VersionChange};
use huiyin_domain::language::Language;

type Named = Result<Path<String>, PathRejection>;

/// What the list shows.
pub(super) async fn of(signed: &Signed) -> Result<Vec<PlaceLine>, Problem> {
    let language = signed.language();
    let places = signed.web().huiyin.places(signed.principal()).await?;
    let line = |place: PlaceDraft| PlaceLine {
        name: place.name.in_language(language).to_owned(),
        href: format!("{}/{}", AdminTab::Places.href(), place.id),
        id: place.id,
        closed: place.closed,
    };
    Ok(places.entries.into_iter().map(line).collect())
}

/// The place that a path names; `new` is none yet.
fn named(path: Named) -> Result<Option<String>, Problem> {
    let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok((id != "new").then_some(id))
}

/// `GET /desk/admin/places/{place}`.
pub(crate) async fn edit(path: Named, signed: Signed) -> Response {
    let shown = async {
        let id = named(path)?;
        signed.principal().permit(Action::ChangeAuthority)?;
        page(&signed, id.as_deref(), None).await
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/admin/places/{place}`.
pub(crate) async fn save(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let id = named(path)?;
        signed.principal().permit(Action::ChangeAuthority)?;
        let draft = typed(&form.form);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.set_place(
            form.order(id.is_none()),
            id.clone(),
            draft.clone(),
            form.idempotency(),
        );
        let done = done.await.map_err(Problem::from);
        changed(signed, id.as_deref(), Some(&draft), done).await
    };
    signed.or_refused(saved.await)
}

/// `POST /desk/admin/places/{place}/restore`: an earlier version becomes the newest.
pub(crate) async fn restore(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let restored = async {
        let id = named(path)?.ok_or_else(|| Problem::of(Code::NotFound))?;
        signed.principal().permit(Action::ChangeAuthority)?;
        let change: VersionChange<PlaceDraft> = VersionChange::Restore(versions::wanted(&form)?);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.set_place(
            form.order(false),
            Some(id.clone()),
            change,
            form.idempotency(),
        );
        let done = done.await.map_err(Problem::from);
        changed(signed, Some(&id), None, done).await
    };
    signed.or_refused(restored.await)
}

/// Back to the list; or the page again with why not.
async fn changed<T>(
    signed: &Signed,
    id: Option<&str>,
    draft: Option<&PlaceDraft>,
    done: Result<T, Problem>,
) -> Result<Response, Problem> {
    let Some(problem) = versions::refused(done)? else {
        return Ok(see_saved(AdminTab::Places.href()));
    };
    let page = page(signed, id, Some((draft, &problem))).await?;
    Ok((problem.code().status(), page).into_response())
}

/// What was typed, if anything was, and why it was not taken.
type Refused<'a> = (Option<&'a PlaceDraft>, &'a Problem);

/// The page of a place with its versions, or of a new one.
async fn page(
    signed: &Signed,
    id: Option<&str>,
    refused: Option<Refused<'_>>,
) -> Result<Response, Problem> {
    let (typed, problem) = (refused.and_then(|one| one.0), refused.map(|one| one.1));
    match id {
        Some(id) => known(signed, id, typed, problem)
            .await
            .map(|page| signed.html(&page)),
        None => {
            let version = signed
                .web()
                .huiyin
                .places(signed.principal())
                .await?
                .version;
            let nothing = PlaceDraft::default();
            let draft = typed.unwrap_or(&nothing);
            new(signed, draft, version, problem).map(|page| signed.html(&page))
        }
    }
}

/// What a place is for.
fn consequence(language: Language) -> String {
    let words = language.pick(
        "登记时和网上反映时可以选它；同一地点、同类、时间相近的件会提示可能是同一件事。写事情在哪里，不写谁住在哪里",
        "It can be chosen at intake and on the portal, and tells petitions that could be about one matter. It says where the matter is, not where anybody lives",
    );
    words.to_owned()
}

/// A place that is there, with the versions that it had.
async fn known(
    signed: &Signed,
    id: &str,
    typed: Option<&PlaceDraft>,
    problem: Option<&Problem>,
) -> Result<VersionsPage, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let view = huiyin.place_versions(signed.principal(), id).await?;
    let now = view.now().ok_or_else(|| Problem::of(Code::NotFound))?;
    // What was to be put back has no form: what was not taken of it is told above.
    let wrong = match problem.filter(|_| typed.is_some()) {
        Some(problem) => Wrong::of(language, problem),
        None => Wrong::nothing(language),
    };
    let at = format!("{}/{id}", AdminTab::Places.href());
    let back = language.pick("返回地点", "Back to the places").to_owned();
    let about = About {
        title: now.name.in_language(language).to_owned(),
        back: (AdminTab::Places.href(), back),
        consequence: consequence(language),
        restore: format!("{at}/restore"),
        form: at,
        writes: true,
        fields: fields(&wrong, false, typed.unwrap_or(now)),
    };
    let facts = |was: &PlaceDraft| facts(was, language);
    versions::page(signed, about, &view, facts, problem)
}

/// A version in words.
fn facts(was: &PlaceDraft, language: Language) -> Vec<Fact> {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let offered = match was.closed {
        true => say("不再提供选择", "Offered no more"),
        false => say("可以选", "Can be chosen"),
    };
    versions::facts([
        (say("名称", "Name in Chinese"), was.name.zh.clone()),
        (say("英文名称", "Name in English"), was.name.en.clone()),
        (say("登记时", "At registration"), offered),
    ])
}

fn typed(form: &Form) -> PlaceDraft {
    PlaceDraft {
        id: form.text("id").unwrap_or_default(),
        name: both(form, "name"),
        closed: form.ticked("closed"),
    }
}

/// The form of a new place.
fn new(
    signed: &Signed,
    draft: &PlaceDraft,
    version: i64,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let wrong = match problem {
        Some(problem) => Wrong::of(language, problem),
        None => Wrong::nothing(language),
    };
    let whole = problem.filter(|one| one.refused_fields().is_empty());
    let overtaken = whole.filter(|one| one.code() == Code::ChangedMeanwhile);
    let error = whole.filter(|one| one.code() != Code::ChangedMeanwhile);
    let path = format!("{}/new", AdminTab::Places.href());
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        exercise: false,
        petition: None,
        title: language.pick("加一个地点", "Add a place").to_owned(),
        consequences: vec![consequence(language)],
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(path).sealed(version.to_string(), signed.form_key()?),
        fields: fields(&wrong, true, draft),
        error: error.map(|one| one.words(language)),
        conflict: overtaken.map(|one| Conflict {
            notice: one.words(language),
            theirs: Vec::new(),
        }),
        submit: language.pick("保存", "Save").to_owned(),
        cancel_href: AdminTab::Places.href().to_owned(),
    })
}

fn fields(wrong: &Wrong<'_>, new: bool, draft: &PlaceDraft) -> Vec<FieldView> {
    let labels = (
        wrong.say("名称", "Name in Chinese"),
        wrong.say("英文名称", "Name in English"),
    );
    let mut fields = wrong.both("name", labels, &draft.name).to_vec();
    if new {
        let id = wrong.field(
            "id",
            wrong.say("代号", "Key"),
            FieldKind::Short(draft.id.clone()),
        );
        fields.push(id.hinted(wrong.say(
            "小写字母、数字、横线，以后不能改；导入和接口用",
            "Lower-case letters, digits, dashes; it cannot be changed later; used by imports and the API",
        )));
    } else {
        let closed = wrong.say("不再提供选择", "Offer it no more");
        let closed = wrong.field("closed", closed, FieldKind::Checkbox(draft.closed));
        fields.push(closed.hinted(wrong.say(
            "已登记的件照样写着这个地点；随时可以重新提供",
            "What is registered there keeps it; it can be offered again at any time",
        )));
    }
    fields
}
