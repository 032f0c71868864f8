//! `/desk/admin/places`: where matters are, to be chosen at intake and on the portal. A place is closed and
//! opened again, never deleted: what was registered there keeps it.

use super::fields::{Wrong, both};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::desk::Place;
use crate::pages::desk::action_form::{ActionFormPage, Conflict};
use crate::pages::desk::admin::{AdminTab, PlaceLine};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{Order, PlaceDraft};

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
        let places = signed.web().huiyin.places(signed.principal()).await?;
        let draft = match &id {
            None => PlaceDraft::default(),
            Some(id) => {
                let found = places.entries.into_iter().find(|place| place.id == *id);
                found.ok_or_else(|| Problem::of(Code::NotFound))?
            }
        };
        let page = page(&signed, id.as_deref(), &draft, places.version, None)?;
        Ok(signed.html(&page))
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
        let order = Order {
            authority: signed.principal().authority,
            by: signed.actor(),
            version: form.version(),
        };
        let huiyin = &signed.web().huiyin;
        let done = huiyin.set_place(order, id.clone(), draft.clone(), form.idempotency());
        match done.await.map_err(Problem::from) {
            Ok(_) => Ok(see(AdminTab::Places.href())),
            Err(problem) if problem.code() == Code::NotFound => Err(problem),
            Err(problem) => {
                let version = huiyin.places(signed.principal()).await?.version;
                let page = page(signed, id.as_deref(), &draft, version, Some(&problem))?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(saved.await)
}

fn typed(form: &Form) -> PlaceDraft {
    PlaceDraft {
        id: form.text("id").unwrap_or_default(),
        name: both(form, "name"),
        closed: form.ticked("closed"),
    }
}

fn page(
    signed: &Signed,
    id: Option<&str>,
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
    let (zh, en) = match id {
        None => ("加一个地点", "Add a place"),
        Some(_) => ("修改地点", "Change the place"),
    };
    let path = format!("{}/{}", AdminTab::Places.href(), id.unwrap_or("new"));
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        petition: None,
        title: language.pick(zh, en).to_owned(),
        consequences: vec![
            language
                .pick(
                    "登记时和网上反映时可以选它；同一地点、同类、时间相近的件会提示可能是同一件事。写事情在哪里，不写谁住在哪里",
                    "It can be chosen at intake and on the portal, and tells petitions that could be about one matter. It says where the matter is, not where anybody lives",
                )
                .to_owned(),
        ],
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(path).sealed(version.to_string(), signed.form_key()?),
        fields: fields(&wrong, id.is_none(), draft),
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
