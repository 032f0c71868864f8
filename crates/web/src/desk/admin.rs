//! `/desk/admin`: units, posts, staff, the authority and its places, each a list with a form.

mod above;
pub(crate) mod audit;
pub(crate) mod authority;
pub(crate) mod category;
pub(crate) mod colleagues;
pub(crate) mod emblem;
mod fields;
mod fonts;
pub(crate) mod history;
pub(crate) mod holders;
mod lists;
pub(crate) mod place;
mod post;
mod ready;
pub(crate) mod rules;
pub(crate) mod running;
mod settings;
mod staff;
pub(crate) mod texts;
mod unit;

use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::pages::desk::Place;
use crate::pages::desk::action_form::{ActionFormPage, Conflict};
use crate::pages::desk::admin::{AdminList, AdminPage, AdminTab};
use crate::pages::form::{FieldView, FormTarget};
use crate::portal::see;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use fields::Wrong;
use huiyin_app::authorise::Action;
use huiyin_app::{Change, OrganisationAt};
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::rulebook::Rulebook;
use std::sync::Arc;

/// `GET /desk/admin`.
pub(crate) async fn begin(signed: Signed) -> Response {
    match signed.principal().permit(Action::SeeOrganisation) {
        Ok(()) => see("/desk/admin/units"),
        Err(error) => signed.refuse(&error.into()),
    }
}

/// `GET /desk/admin/{tab}`.
pub(crate) async fn list(tab: Result<Path<String>, PathRejection>, signed: Signed) -> Response {
    let shown = async {
        let tab = tab_named(tab.ok().map(|Path(tab)| tab))?;
        signed.principal().permit(Action::SeeOrganisation)?;
        let organisation = organisation(&signed).await?;
        let list = lists::of(&signed, tab, &organisation).await?;
        Ok(signed.html(&page(&signed, &organisation, (tab, list)).await))
    };
    signed.or_refused(shown.await)
}

fn tab_named(word: Option<String>) -> Result<AdminTab, Problem> {
    let word = word.unwrap_or_default();
    let mut tabs = AdminTab::ALL.into_iter();
    tabs.find(|tab| tab.href().strip_prefix("/desk/admin/") == Some(word.as_str()))
        .ok_or_else(|| Problem::of(Code::NotFound))
}

/// A list of the administration as a page.
async fn page(
    signed: &Signed,
    organisation: &OrganisationAt,
    (tab, list): (AdminTab, AdminList),
) -> AdminPage {
    let may = |action| signed.principal().may(action);
    let open = |tab: &AdminTab| match tab {
        AdminTab::Running => may(Action::KeepRunning),
        AdminTab::Audit => may(Action::SeeRefusals),
        _ => true,
    };
    let tabs = AdminTab::ALL.into_iter().filter(open).collect();
    let adds = match tab {
        AdminTab::Units => Some(Action::SetUnit),
        AdminTab::Posts => Some(Action::SetPost),
        AdminTab::Staff => Some(Action::AddStaff),
        AdminTab::Places | AdminTab::Categories => Some(Action::ChangeAuthority),
        AdminTab::Authority
        | AdminTab::Texts
        | AdminTab::Rules
        | AdminTab::Running
        | AdminTab::Audit => None,
    };
    let adds = adds.is_some_and(|action| signed.principal().may(action));
    // Each saved form leads back to a list, and from there to the step that is left.
    let first_steps = match tab {
        AdminTab::Running | AdminTab::Audit => Vec::new(),
        _ => lists::first_steps(signed, organisation).await,
    };
    AdminPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        tabs,
        tab,
        list,
        add_href: adds.then(|| format!("{}/new", tab.href())),
        several_href: match tab {
            AdminTab::Staff if adds => Some(colleagues::PAGE),
            AdminTab::Posts if adds => Some(holders::PAGE),
            _ => None,
        },
        ready: match first_steps.is_empty() {
            true => ready::of(signed, organisation, tab).await,
            false => None,
        },
        first_steps,
        sends_mail: signed.web().huiyin.sends_mail(),
        fonts: fonts::missing_here(signed).await,
    }
}

async fn organisation(signed: &Signed) -> Result<Arc<OrganisationAt>, Problem> {
    let authority = signed.principal().authority;
    Ok(signed.web().huiyin.organisation(authority).await?)
}

/// The rulebook that the authority works by.
fn rulebook(signed: &Signed) -> Option<Arc<Rulebook>> {
    let authority = signed.authority()?;
    let rules = signed.web().huiyin.rules();
    rules.rulebook(&authority.row.rulebook).cloned()
}

/// What a form is about.
#[derive(Clone, Copy)]
struct Entry {
    tab: AdminTab,
    /// `None` is a new one.
    id: Option<i64>,
}

impl Entry {
    fn named(path: Result<Path<(String, String)>, PathRejection>) -> Result<Self, Problem> {
        let unknown = || Problem::of(Code::NotFound);
        let Path((tab, id)) = path.map_err(|_| unknown())?;
        let tab = tab_named(Some(tab))?;
        let id = match (tab, id.as_str()) {
            (AdminTab::Authority, "edit") => Some(0),
            (
                AdminTab::Authority
                | AdminTab::Places
                | AdminTab::Categories
                | AdminTab::Texts
                | AdminTab::Rules
                | AdminTab::Running
                | AdminTab::Audit,
                _,
            ) => {
                return Err(unknown());
            }
            (_, "new") => None,
            (_, id) => Some(id.parse().map_err(|_| unknown())?),
        };
        Ok(Self { tab, id })
    }

    fn href(self) -> String {
        let base = self.tab.href();
        match (self.tab, self.id) {
            (
                AdminTab::Authority
                | AdminTab::Places
                | AdminTab::Categories
                | AdminTab::Texts
                | AdminTab::Rules
                | AdminTab::Running
                | AdminTab::Audit,
                _,
            ) => {
                format!("{base}/edit")
            }
            (_, Some(id)) => format!("{base}/{id}"),
            (_, None) => format!("{base}/new"),
        }
    }

    const fn read_by(self) -> Action {
        match (self.tab, self.id) {
            (AdminTab::Units | AdminTab::Posts | AdminTab::Staff, Some(_)) => {
                Action::SeeOrganisation
            }
            _ => self.action(),
        }
    }

    const fn action(self) -> Action {
        match (self.tab, self.id) {
            (AdminTab::Units, _) => Action::SetUnit,
            (AdminTab::Posts, _) => Action::SetPost,
            (AdminTab::Staff, None) => Action::AddStaff,
            (AdminTab::Staff, Some(_)) => Action::ChangeStaff,
            (
                AdminTab::Authority
                | AdminTab::Places
                | AdminTab::Categories
                | AdminTab::Texts
                | AdminTab::Rules
                | AdminTab::Running
                | AdminTab::Audit,
                _,
            ) => Action::ChangeAuthority,
        }
    }

    fn title(self, language: Language) -> &'static str {
        let (zh, en) = match (self.tab, self.id) {
            (AdminTab::Units, None) => ("加一个单位", "Add a unit"),
            (AdminTab::Units, Some(_)) => ("修改单位", "Change the unit"),
            (AdminTab::Posts, None) => ("加一个岗位", "Add a post"),
            (AdminTab::Posts, Some(_)) => ("修改岗位", "Change the post"),
            (AdminTab::Staff, None) => ("加一个人", "Add a person"),
            (AdminTab::Staff, Some(_)) => ("修改人员", "Change the person"),
            (
                AdminTab::Authority
                | AdminTab::Places
                | AdminTab::Categories
                | AdminTab::Texts
                | AdminTab::Rules
                | AdminTab::Running
                | AdminTab::Audit,
                _,
            ) => ("修改机构信息", "Change the authority"),
        };
        language.pick(zh, en)
    }
}

/// `GET /desk/admin/{tab}/{entry}`.
pub(crate) async fn edit(
    path: Result<Path<(String, String)>, PathRejection>,
    signed: Signed,
) -> Response {
    let shown = async {
        let entry = Entry::named(path)?;
        // What is there, and each version of it, is read by everybody who sees the lists.
        signed.principal().permit(entry.read_by())?;
        let organisation = organisation(&signed).await?;
        let wrong = Wrong::nothing(signed.language());
        let fields = stored_fields(&signed, entry, &organisation, &wrong).await?;
        entry_page(&signed, entry, &organisation, fields, None).await
    };
    signed.or_refused(shown.await)
}

/// A form; that of something that is there with its versions beside it.
async fn entry_page(
    signed: &Signed,
    entry: Entry,
    organisation: &OrganisationAt,
    fields: Vec<FieldView>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    if entry.tab == AdminTab::Authority {
        let title = entry.title(signed.language());
        let page = authority::page(signed, title, fields, problem).await?;
        return Ok(signed.html(&page));
    }
    if entry.id.is_some() {
        let page = history::page(signed, entry, organisation, fields, problem).await?;
        let page = page.ok_or_else(|| Problem::of(Code::NotFound))?;
        return Ok(signed.html(&page));
    }
    let page = form_page(signed, entry, organisation, fields, problem)?;
    Ok(signed.html(&page))
}

/// The fields with what stands there now.
async fn stored_fields(
    signed: &Signed,
    entry: Entry,
    organisation: &OrganisationAt,
    wrong: &Wrong<'_>,
) -> Result<Vec<FieldView>, Problem> {
    let unknown = || Problem::of(Code::NotFound);
    let rulebook = rulebook(signed);
    let rulebook = rulebook.as_deref();
    Ok(match (entry.tab, entry.id) {
        (AdminTab::Units, None) => unit::fields(wrong, organisation, &unit::new(), true),
        (AdminTab::Units, Some(id)) => {
            let found = organisation.units.get(&UnitId::new(id));
            unit::fields(
                wrong,
                organisation,
                &found.ok_or_else(unknown)?.into(),
                false,
            )
        }
        (AdminTab::Posts, None) => {
            post::fields(wrong, organisation, rulebook, &post::new(organisation))
        }
        (AdminTab::Posts, Some(id)) => {
            let found = organisation.posts.get(&PostId::new(id));
            post::fields(
                wrong,
                organisation,
                rulebook,
                &found.ok_or_else(unknown)?.into(),
            )
        }
        (AdminTab::Staff, None) => staff::fields(wrong, organisation, &staff::new(), true),
        (AdminTab::Staff, Some(id)) => {
            let draft = staff::stored(signed, organisation, StaffId::new(id)).await?;
            staff::fields(wrong, organisation, &draft, false)
        }
        (
            AdminTab::Authority
            | AdminTab::Places
            | AdminTab::Categories
            | AdminTab::Texts
            | AdminTab::Rules
            | AdminTab::Running
            | AdminTab::Audit,
            _,
        ) => authority::stored(signed, wrong)?,
    })
}

fn form_page(
    signed: &Signed,
    entry: Entry,
    organisation: &OrganisationAt,
    fields: Vec<FieldView>,
    problem: Option<&Problem>,
) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let key = signed.form_key()?;
    let whole = problem.filter(|one| one.refused_fields().is_empty());
    let overtaken = whole.filter(|one| one.code() == Code::ChangedMeanwhile);
    let error = whole.filter(|one| one.code() != Code::ChangedMeanwhile);
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        exercise: false,
        petition: None,
        title: entry.title(language).to_owned(),
        consequences: consequences(entry, language),
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(entry.href()).sealed(organisation.position.to_string(), key),
        fields,
        error: error.map(|one| one.words(language)),
        conflict: overtaken.map(|one| Conflict {
            notice: one.words(language),
            theirs: Vec::new(),
        }),
        submit: language.pick("保存", "Save").to_owned(),
        cancel_href: entry.tab.href().to_owned(),
    })
}

fn consequences(entry: Entry, language: Language) -> Vec<String> {
    let lines = match (entry.tab, entry.id) {
        (AdminTab::Staff, None) => {
            vec![language.pick(
                "保存后可以给本人做一条一次性的邀请链接",
                "Once saved, you can make a one-time invitation link",
            )]
        }
        _ => Vec::new(),
    };
    lines.into_iter().map(str::to_owned).collect()
}

/// `POST /desk/admin/{tab}/{entry}`.
pub(crate) async fn save(
    path: Result<Path<(String, String)>, PathRejection>,
    form: SignedForm,
) -> Response {
    let saved = async {
        let entry = Entry::named(path)?;
        form.signed.principal().permit(entry.action())?;
        match carry_out(&form, entry).await {
            Ok(()) => Ok(see_saved(entry.tab.href())),
            Err(problem) => asked_again(&form, entry, &problem).await,
        }
    };
    form.signed.or_refused(saved.await)
}

async fn carry_out(form: &SignedForm, entry: Entry) -> Result<(), Problem> {
    let signed = &form.signed;
    let huiyin = &signed.web().huiyin;
    let is_listed = matches!(
        entry.tab,
        AdminTab::Units | AdminTab::Posts | AdminTab::Staff
    );
    let order = form.order(is_listed && entry.id.is_none());
    let typed = &form.form;
    let change = match entry.tab {
        AdminTab::Units => {
            let draft = unit::draft(typed, entry.id.is_none());
            Change::Unit(entry.id.map(UnitId::new), draft)
        }
        AdminTab::Posts => Change::Post(entry.id.map(PostId::new), post::draft(typed)),
        AdminTab::Staff => Change::Staff(entry.id.map(StaffId::new), staff::draft(typed)),
        AdminTab::Authority
        | AdminTab::Places
        | AdminTab::Categories
        | AdminTab::Texts
        | AdminTab::Rules
        | AdminTab::Running
        | AdminTab::Audit => {
            let draft = authority::draft(typed);
            huiyin
                .change_authority(order, draft, form.idempotency())
                .await?;
            huiyin.refreshed().await?;
            return Ok(());
        }
    };
    huiyin.administer(order, change, form.idempotency()).await?;
    Ok(())
}

/// The form again with what was typed, and what was wrong with it.
async fn asked_again(
    form: &SignedForm,
    entry: Entry,
    problem: &Problem,
) -> Result<Response, Problem> {
    let signed = &form.signed;
    let organisation = organisation(signed).await?;
    let wrong = Wrong::of(signed.language(), problem);
    let typed = &form.form;
    let rulebook = rulebook(signed);
    let fields = match entry.tab {
        AdminTab::Units => {
            let adds = entry.id.is_none();
            unit::fields(&wrong, &organisation, &unit::draft(typed, adds), adds)
        }
        AdminTab::Posts => post::fields(
            &wrong,
            &organisation,
            rulebook.as_deref(),
            &post::draft(typed),
        ),
        AdminTab::Staff => staff::fields(
            &wrong,
            &organisation,
            &staff::draft(typed),
            entry.id.is_none(),
        ),
        AdminTab::Authority
        | AdminTab::Places
        | AdminTab::Categories
        | AdminTab::Texts
        | AdminTab::Rules
        | AdminTab::Running
        | AdminTab::Audit => {
            let rules = signed.web().huiyin.rules();
            let own = signed.authority().map(|one| one.row.key.clone());
            let own = own.unwrap_or_default();
            authority::fields(&wrong, &rules, &own, &authority::draft(typed))
        }
    };
    let page = entry_page(signed, entry, &organisation, fields, Some(problem)).await?;
    Ok((problem.code().status(), page).into_response())
}
