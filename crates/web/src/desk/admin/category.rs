//! `/desk/admin/categories`: the tree of subjects as this authority has it, one level at a time. A subject is
//! renamed, added, retired, offered again and put elsewhere in the order, never deleted: petitions keep theirs.
//! Each change is a version, and any of them can be brought back.

use super::fields::{Wrong, both};
use super::organisation;
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::desk::versions::{self, About};
use crate::pages::components::Choice;
use crate::pages::desk::action_form::{ActionFormPage, Conflict};
use crate::pages::desk::admin::{AdminList, AdminTab};
use crate::pages::desk::categories::{CategoryLine, CategoryList};
use crate::pages::desk::versions::VersionsPage;
use crate::pages::desk::{Fact, Place};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::rules::Authority;
use huiyin_app::{CategoriesView, CategoryDraft, CategoryEntry, VersionChange};
use huiyin_domain::category::{OWN_NUMBERS, parent};
use huiyin_domain::language::Language;
use std::sync::Arc;

type Named = Result<Path<String>, PathRejection>;

/// The digits of the longest code under which something can stand.
const ABOVE_DIGITS_MAX: usize = 4;

fn authority(signed: &Signed) -> Result<Arc<Authority>, Problem> {
    let authority = signed.authority();
    authority.ok_or_else(|| Problem::of(Code::NotFound))
}

/// The list below a subject, or of the first level.
fn list_href(under: Option<&str>) -> String {
    let list = AdminTab::Categories.href();
    under.map_or_else(|| list.to_owned(), |code| format!("{list}?under={code}"))
}

/// `GET /desk/admin/categories`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let asked = Form::parse(query.unwrap_or_default().as_bytes())?;
        let under = asked.text("under");
        let list = of(&signed, under.as_deref()).await?;
        let organisation = organisation(&signed).await?;
        let list = (AdminTab::Categories, AdminList::Categories(list));
        let mut page = super::page(&signed, &organisation, list).await;
        // A new one is asked for under what is looked at.
        let below = under.filter(|code| code.len() <= ABOVE_DIGITS_MAX);
        if let (Some(href), Some(under)) = (&mut page.add_href, below) {
            href.push_str(&format!("?under={under}"));
        }
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// What the list shows.
pub(super) async fn of(signed: &Signed, under: Option<&str>) -> Result<CategoryList, Problem> {
    let language = signed.language();
    let view = signed.web().huiyin.categories(signed.principal()).await?;
    let of = authority(signed)?;
    let tree = &of.categories;
    if under.is_some_and(|code| !tree.exists(code)) {
        return Err(Problem::of(Code::NotFound));
    }
    let name = |code: &str| {
        let name = tree.name(code);
        name.map_or_else(String::new, |name| name.in_language(language).to_owned())
    };
    let mut above = Vec::new();
    let mut at = under;
    while let Some(code) = at {
        above.push((name(code), list_href(Some(code))));
        at = parent(code);
    }
    above.reverse();
    let here = |entry: &&CategoryEntry| parent(&entry.code) == under;
    let line = |entry: &CategoryEntry| {
        let below = tree.children(&entry.code).len();
        let takes_more = entry.code.len() <= ABOVE_DIGITS_MAX;
        CategoryLine {
            name: name(&entry.code),
            code: entry.code.clone(),
            href: format!("{}/{}", AdminTab::Categories.href(), entry.code),
            below: takes_more.then(|| (below, list_href(Some(&entry.code)))),
            offered: entry.offered,
            own: entry.own,
        }
    };
    Ok(CategoryList {
        above,
        rows: view.entries.iter().filter(here).map(line).collect(),
    })
}

/// The subject that a path names; `new` is none yet.
fn named(path: Named) -> Result<Option<String>, Problem> {
    let Path(code) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok((code != "new").then_some(code))
}

/// `GET /desk/admin/categories/{code}`.
pub(crate) async fn edit(path: Named, RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let code = named(path)?;
        let asked = Form::parse(query.unwrap_or_default().as_bytes())?;
        let draft = CategoryDraft {
            under: asked.text("under"),
            ..CategoryDraft::default()
        };
        page(&signed, code.as_deref(), Some(&draft), None).await
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/admin/categories/{code}`.
pub(crate) async fn save(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let saved = async {
        let code = named(path)?;
        signed.principal().permit(Action::ChangeAuthority)?;
        let draft = typed(&form.form);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.set_category(
            form.order(code.is_none()),
            code.clone(),
            draft.clone(),
            form.idempotency(),
        );
        let done = done.await.map_err(Problem::from);
        let under = match &code {
            Some(code) => parent(code).map(str::to_owned),
            None => draft.under.clone(),
        };
        let Some(problem) = versions::refused(done)? else {
            return Ok(see_saved(&list_href(under.as_deref())));
        };
        let page = page(signed, code.as_deref(), Some(&draft), Some(&problem)).await?;
        Ok((problem.code().status(), page).into_response())
    };
    signed.or_refused(saved.await)
}

/// `POST /desk/admin/categories/{code}/restore`: an earlier version becomes the newest.
pub(crate) async fn restore(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let restored = async {
        let code = named(path)?.ok_or_else(|| Problem::of(Code::NotFound))?;
        signed.principal().permit(Action::ChangeAuthority)?;
        let change: VersionChange<CategoryDraft> = VersionChange::Restore(versions::wanted(&form)?);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.set_category(
            form.order(false),
            Some(code.clone()),
            change,
            form.idempotency(),
        );
        let done = done.await.map_err(Problem::from);
        let Some(problem) = versions::refused(done)? else {
            return Ok(see_saved(&list_href(parent(&code))));
        };
        let page = page(signed, Some(&code), None, Some(&problem)).await?;
        Ok((problem.code().status(), page).into_response())
    };
    signed.or_refused(restored.await)
}

/// The page of a subject with its versions, or of a new one. `typed` is what was sent; where nothing was and
/// the subject is there, what stands there.
async fn page(
    signed: &Signed,
    code: Option<&str>,
    typed: Option<&CategoryDraft>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    match code {
        Some(code) => {
            let typed = typed.filter(|_| problem.is_some());
            let page = known(signed, code, typed, problem).await?;
            Ok(signed.html(&page))
        }
        None => {
            signed.principal().permit(Action::ChangeAuthority)?;
            let view = signed.web().huiyin.categories(signed.principal()).await?;
            let nothing = CategoryDraft::default();
            let page = new(signed, typed.unwrap_or(&nothing), &view, problem)?;
            Ok(signed.html(&page))
        }
    }
}

/// What a change brings.
fn consequence(language: Language) -> String {
    let words = language.pick(
        "登记、网上反映和统计都用它。已登记的件不变：编码永远是原来那个意思；停用的不再提供选择，已用的照样写着。改名只改叫法，原来的名字照样查得到。每次修改存为一版，旧的随时可以恢复",
        "Intake, portal and figures use it. Petitions keep theirs: a code never means something else, and a retired subject is only offered no more. A renamed one is still found by its earlier name. Each change is a version, and earlier ones can be brought back",
    );
    words.to_owned()
}

/// A subject that is there, with the versions that it had.
async fn known(
    signed: &Signed,
    code: &str,
    typed: Option<&CategoryDraft>,
    problem: Option<&Problem>,
) -> Result<VersionsPage, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let view = huiyin.category_versions(signed.principal(), code).await?;
    let now = view.now().ok_or_else(|| Problem::of(Code::NotFound))?;
    // What was to be put back has no form: what was not taken of it is told above.
    let wrong = match problem.filter(|_| typed.is_some()) {
        Some(problem) => Wrong::of(language, problem),
        None => Wrong::nothing(language),
    };
    let at = format!("{}/{code}", AdminTab::Categories.href());
    let back = language.pick("返回内容分类", "Back to the categories");
    let about = About {
        title: format!("{code} {}", now.name.in_language(language)),
        back: (AdminTab::Categories.href(), back.to_owned()),
        consequence: consequence(language),
        restore: format!("{at}/restore"),
        form: at,
        writes: signed.principal().may(Action::ChangeAuthority),
        fields: fields(&wrong, typed.unwrap_or(now), None),
    };
    let facts = |was: &CategoryDraft| facts(was, language);
    versions::page(signed, about, &view, facts, problem)
}

/// A version in words.
fn facts(was: &CategoryDraft, language: Language) -> Vec<Fact> {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let offered = match was.retired {
        true => say("停用", "Retired"),
        false => say("可以选", "Can be chosen"),
    };
    let place = was.place.map(|place| place.to_string());
    versions::facts([
        (say("名称", "Name in Chinese"), was.name.zh.clone()),
        (say("英文名称", "Name in English"), was.name.en.clone()),
        (say("排在第几", "Place"), place.unwrap_or_default()),
        (say("状态", "State"), offered),
    ])
}

fn typed(form: &Form) -> CategoryDraft {
    let place = form.text("place").filter(|text| !text.trim().is_empty());
    // What is no number is no place: 0, which is refused by name.
    let place = place.map(|text| text.trim().parse().unwrap_or(0));
    CategoryDraft {
        under: form.text("under"),
        name: both(form, "name"),
        retired: form.ticked("retired"),
        place,
    }
}

/// The form of a new subject.
fn new(
    signed: &Signed,
    draft: &CategoryDraft,
    view: &CategoriesView,
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
    let of = authority(signed)?;
    let tree = &of.categories;
    let offered = tree
        .offered()
        .filter(|one| one.code.len() <= ABOVE_DIGITS_MAX);
    let above = offered.filter_map(|one| {
        let path = tree.path(&one.code)?;
        let label = format!("{} {}", one.code, path.in_language(language));
        let chosen = draft.under.as_deref() == Some(one.code.as_str());
        Some(Choice::new(one.code.clone(), label).chosen(chosen))
    });
    let path = format!("{}/new", AdminTab::Categories.href());
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        exercise: false,
        petition: None,
        title: language.pick("加一个分类", "Add a category").to_owned(),
        consequences: vec![
            consequence(language),
            language.pick(
                format!(
                    "编码由系统给：本机关自设的用{}到{}，以后程序带来的新分类不会撞上",
                    OWN_NUMBERS.start(),
                    OWN_NUMBERS.end()
                ),
                format!(
                    "Its code is given by the system: {} to {} are the authority's own, which no later version of the program uses",
                    OWN_NUMBERS.start(),
                    OWN_NUMBERS.end()
                ),
            ),
        ],
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(path).sealed(view.version.to_string(), signed.form_key()?),
        fields: fields(&wrong, draft, Some(above.collect())),
        error: error.map(|one| one.words(language)),
        conflict: overtaken.map(|one| Conflict {
            notice: one.words(language),
            theirs: Vec::new(),
        }),
        submit: language.pick("保存", "Save").to_owned(),
        cancel_href: list_href(draft.under.as_deref()),
    })
}

/// The fields; a new one is asked under which it stands.
fn fields(wrong: &Wrong<'_>, draft: &CategoryDraft, above: Option<Vec<Choice>>) -> Vec<FieldView> {
    let labels = (
        wrong.say("名称", "Name in Chinese"),
        wrong.say("英文名称", "Name in English"),
    );
    let new = above.is_some();
    let mut fields = Vec::new();
    if let Some(above) = above {
        let none = wrong.say("第一级", "The first level").to_owned();
        let under = wrong.say("在哪一类下面", "Under which");
        let under = wrong.field("under", under, FieldKind::Select(above, none));
        fields.push(under.optional());
    }
    fields.extend(wrong.both("name", labels, &draft.name));
    let place = draft.place.map(|place| place.to_string());
    let place = FieldKind::Short(place.unwrap_or_default());
    let place = wrong.field(
        "place",
        wrong.say("在同级里排第几", "Place beside the others"),
        place,
    );
    fields.push(
        place
            .hinted(wrong.say(
                "1到999，小的在前；空着的按编码排在后面",
                "1 to 999, smaller ones first; those without follow by their codes",
            ))
            .optional(),
    );
    if !new {
        let retired = wrong.say("停用", "Retire it");
        let retired = wrong.field("retired", retired, FieldKind::Checkbox(draft.retired));
        fields.push(retired.hinted(wrong.say(
            "连同它下面的都不再提供选择；已登记的件照样写着，随时可以重新启用",
            "Neither it nor those below it are offered any more; what is registered keeps it, and it can be offered again at any time",
        )));
    }
    fields
}
