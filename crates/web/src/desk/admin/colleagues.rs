//! Several colleagues at once, and the links by which people choose a password: those of all who were added, or
//! one made anew for somebody. They stand in the answer to what was sent, and on no other page.

use super::fields::{Wrong, number, units};
use super::organisation;
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm};
use crate::initials::spelled;
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::admin::AdminTab;
use crate::pages::desk::colleagues::ColleaguesPage;
use crate::pages::desk::invitations::{InvitationSlip, InvitationsPage};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::{Link, OrganisationAt, RoleDraft, StaffDraft, qr_svg};
use huiyin_domain::ids::StaffId;
use huiyin_domain::organisation::Role;

/// Where the form is.
pub(super) const PAGE: &str = "/desk/admin/staff/several";
/// Rows at first, and rows that are added at a time.
const ROWS: usize = 5;
/// The most rows.
const ROWS_MAX: usize = 50;
/// The two roles that a row asks for.
const ROLES: [&str; 2] = ["role", "role_too"];

/// `GET /desk/admin/staff/several`.
pub(crate) async fn ask(signed: Signed) -> Response {
    let shown = async {
        permit(&signed)?;
        let page = page(&signed, &Form::default(), ROWS, None).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

fn permit(signed: &Signed) -> Result<(), Problem> {
    signed.principal().permit(Action::AddStaff)?;
    Ok(signed.principal().permit(Action::Invite)?)
}

/// `POST /desk/admin/staff/several`: everybody is added and invited, or nobody; or the form again with more rows.
pub(crate) async fn add(form: SignedForm) -> Response {
    let signed = &form.signed;
    let added = async {
        permit(signed)?;
        let typed = &form.form;
        let rows = number(typed, "rows").and_then(|rows| usize::try_from(rows).ok());
        let rows = rows.unwrap_or(ROWS).clamp(1, ROWS_MAX);
        if typed.ticked("more") {
            let rows = (rows + ROWS).min(ROWS_MAX);
            return Ok(signed.html(&page(signed, typed, rows, None).await?));
        }
        let organisation = organisation(signed).await?;
        let logins = logins(&organisation, typed, rows);
        let drafts = filled(typed, rows).zip(logins);
        let drafts = drafts.map(|(row, login)| draft(signed, typed, row, login));
        let order = form.order(true);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.add_colleagues(order, drafts.collect(), form.idempotency());
        match done.await.map_err(Problem::from) {
            Ok(done) => {
                let invited = done.answer.into_iter();
                let slips = invited.map(|one| slip(signed, one.login, one.link));
                Ok(invitations(signed, slips.collect()))
            }
            Err(problem) => {
                let page = page(signed, typed, rows, Some(&problem)).await?;
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
        }
    };
    signed.or_refused(added.await)
}

/// `POST /desk/admin/staff/{staff}/invite`: a new link for somebody, in place of any earlier one.
pub(crate) async fn invite(staff: Result<Path<i64>, PathRejection>, form: SignedForm) -> Response {
    let signed = &form.signed;
    let made = async {
        let Path(staff) = staff.map_err(|_| Problem::of(Code::NotFound))?;
        let staff = StaffId::new(staff);
        let by = (signed.principal().authority, signed.actor());
        let link = signed.web().huiyin.invite(by, staff, None).await?.answer;
        let organisation = organisation(signed).await?;
        let login = organisation.staff.get(&staff).map(|one| one.login.clone());
        let slip = slip(signed, login.unwrap_or_default(), link);
        Ok(invitations(signed, vec![slip]))
    };
    signed.or_refused(made.await)
}

fn slip(signed: &Signed, login: String, link: Link) -> InvitationSlip {
    let authority = signed.authority();
    let until = authority.map(|one| signed.dates(&one.zone).instant(link.expires_at.to_minute()));
    let address = signed.address(&format!("/desk/invitation/{}", link.token));
    InvitationSlip {
        name: link.name,
        login,
        qr: qr_svg(&address),
        link: address,
        sign_in: signed.address("/desk/sign-in"),
        until: until.unwrap_or_default(),
    }
}

fn invitations(signed: &Signed, slips: Vec<InvitationSlip>) -> Response {
    let mut page = InvitationsPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        slips,
        back_href: AdminTab::Staff.href().to_owned(),
    };
    // Another language or look leads to the list, for the links stand on no page that can be asked for.
    AdminTab::Staff.href().clone_into(&mut page.frame.path);
    signed.html(&page)
}

/// The rows in which something was typed or chosen.
fn filled(typed: &Form, rows: usize) -> impl Iterator<Item = usize> {
    let asked = ["name", "login", ROLES[0], ROLES[1]];
    let used = move |row: &usize| {
        let mut asked = asked.iter();
        asked.any(|field| typed.ticked(&format!("{field}_{row}")))
    };
    (0..rows).filter(used)
}

/// What each of the rows signs in with: as typed; where nothing was, the name in pinyin, with a number where
/// somebody here has that already.
fn logins(organisation: &OrganisationAt, typed: &Form, rows: usize) -> Vec<String> {
    let text = |field: &str, row: usize| typed.text(&format!("{field}_{row}"));
    let mut logins: Vec<String> = Vec::new();
    for row in filled(typed, rows) {
        let login = text("login", row).unwrap_or_else(|| {
            let spelled = spelled(&text("name", row).unwrap_or_default());
            let taken = |login: &String| {
                let mut staff = organisation.staff.values();
                logins.contains(login) || staff.any(|one| one.login == *login)
            };
            let mut numbered = (2..).map(|nth| format!("{spelled}{nth}"));
            match spelled.is_empty() || !taken(&spelled) {
                true => spelled,
                false => numbered.find(|login| !taken(login)).unwrap_or_default(),
            }
        });
        logins.push(login);
    }
    logins
}

fn draft(signed: &Signed, typed: &Form, row: usize, login: String) -> StaffDraft {
    let text = |field: &str| typed.text(&format!("{field}_{row}"));
    let unit = number(typed, &format!("unit_{row}")).unwrap_or_default();
    let roles = ROLES.iter().filter_map(|field| text(field));
    StaffDraft {
        login,
        name: text("name").unwrap_or_default(),
        language: signed.language().tag().to_owned(),
        roles: roles.map(|role| RoleDraft { unit, role }).collect(),
        contact: None,
        left: false,
    }
}

async fn page(
    signed: &Signed,
    typed: &Form,
    rows: usize,
    problem: Option<&Problem>,
) -> Result<ColleaguesPage, Problem> {
    let organisation = organisation(signed).await?;
    let language = signed.language();
    let wrong = problem.map_or_else(|| Wrong::nothing(language), |one| Wrong::of(language, one));
    let used: Vec<usize> = filled(typed, rows).collect();
    let logins = logins(&organisation, typed, rows);
    let row = |row: usize| {
        // Where nothing was typed at all, the first row is the one that is asked for.
        let nth = used.iter().position(|one| *one == row);
        let login = nth.and_then(|nth| logins.get(nth));
        let login = login.map(String::as_str).unwrap_or_default();
        let nth = nth.or((used.is_empty() && row == 0).then_some(0));
        fields(&wrong, &organisation, (typed, login), (row, nth))
    };
    let whole = problem.filter(|one| one.refused_fields().is_empty());
    let version = organisation.position.to_string();
    Ok(ColleaguesPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        target: FormTarget::to(PAGE).sealed(version, signed.form_key()?),
        rows: (0..rows).map(row).collect(),
        error: whole.map(|one| one.words(language)),
        may_have_more: rows < ROWS_MAX,
        cancel_href: AdminTab::Staff.href().to_owned(),
    })
}

/// The fields of a row; `nth` is its place among those that were sent.
fn fields(
    wrong: &Wrong<'_>,
    organisation: &OrganisationAt,
    (typed, login): (&Form, &str),
    (row, nth): (usize, Option<usize>),
) -> Vec<FieldView> {
    let language = wrong.language;
    let told = |field: &str| nth.and_then(|nth| wrong.with(&format!("staff.{nth}.{field}")));
    let text = |field: &str| typed.text(&format!("{field}_{row}")).unwrap_or_default();
    let named =
        |field: &str, label: &str, kind| FieldView::new(format!("{field}_{row}"), label, kind);
    let unit = number(typed, &format!("unit_{row}"));
    let unit = unit.unwrap_or_else(|| organisation.registering_unit().raw());
    let role = |field: &str, none: &str| {
        let chosen = text(field);
        let choices = Role::ALL.iter().map(|role| {
            Choice::new(role.word(), role.label(language)).chosen(role.word() == chosen)
        });
        FieldKind::Select(choices.collect(), none.to_owned())
    };
    let name = named(
        "name",
        wrong.say("姓名", "Name"),
        FieldKind::Short(text("name")),
    );
    let label = wrong.say("账号", "Signs in as");
    let login = named("login", label, FieldKind::Short(login.to_owned())).optional();
    let units = FieldKind::Select(units(organisation, language, Some(unit)), String::new());
    let choose = wrong.say("请选择", "Choose");
    let none = wrong.say("没有", "None");
    vec![
        name.refused(told("name")),
        login.refused(told("login")),
        named("unit", wrong.say("单位", "Unit"), units),
        named(ROLES[0], wrong.say("角色", "Role"), role(ROLES[0], choose)).refused(told("roles")),
        named(
            ROLES[1],
            wrong.say("另一个角色", "Another role"),
            role(ROLES[1], none),
        ),
    ]
}
