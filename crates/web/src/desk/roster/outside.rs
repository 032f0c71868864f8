//! Those of a roster who have no account: by what they are called, and for whoever keeps rosters the number and
//! address that are on file.

use super::page;
use crate::desk::guard::{Signed, SignedForm};
use crate::desk::plans::when;
use crate::pages::desk::roster::{ContactChangeRow, OutsideForm, OutsideRow};
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::{OutsideView, RosterContactChange, StaffContactDraft, sees_roster_contacts};
use huiyin_domain::time::Instant;

/// A row for each of them.
pub(super) fn rows(
    signed: &Signed,
    plan: &str,
    all: &[OutsideView],
) -> Result<Vec<OutsideRow>, Problem> {
    all.iter().map(|one| row(signed, plan, one)).collect()
}

fn row(signed: &Signed, plan: &str, one: &OutsideView) -> Result<OutsideRow, Problem> {
    let language = signed.language();
    let said = match (one.is_known, one.phone, one.email) {
        (false, ..) => language.pick(
            "值班表里写的登录名不是本机关任何人的，只能由接待台打电话叫",
            "The login in the roster is nobody's here: the desk rings them by hand",
        ),
        (true, true, true) => language.pick(
            "存有手机号和邮箱：短信和邮件也叫得到，接待台也能打电话",
            "A number and an address are on file: called by text message and mail as well, and the desk can ring",
        ),
        (true, true, false) => language.pick(
            "存有手机号：短信也叫得到，接待台也能打电话",
            "A number is on file: called by text message as well, and the desk can ring",
        ),
        (true, false, true) => language.pick(
            "存有邮箱：邮件也叫得到；没有手机号，接待台要自己知道号码",
            "An address is on file: called by mail as well; no number, so the desk has to know it",
        ),
        (true, false, false) => language.pick(
            "没有存号码：只能由接待台打电话叫，号码要接待台自己知道",
            "No number is on file: the desk rings them by hand, and has to know the number itself",
        ),
    };
    let contact = one.contact.as_ref().filter(|_| one.is_known);
    let form = contact.map(|contact| {
        let field = |name: &str, label: &str, value: &Option<String>| {
            let id = format!("{name}-{}", one.person);
            let value = value.clone().unwrap_or_default();
            FieldView::new(id, label, FieldKind::Short(value)).optional()
        };
        Ok::<_, Problem>(OutsideForm {
            target: FormTarget::to(format!("/desk/rosters/{plan}/contact"))
                .sealed("", signed.form_key()?),
            person: one.person.clone(),
            fields: vec![
                field(
                    "phone",
                    language.pick("手机号", "Mobile number"),
                    &contact.phone,
                ),
                field("email", language.pick("邮箱", "E-mail"), &contact.email),
                OutsideForm::tongue(language, &one.person, one.language.tag()),
            ],
        })
    });
    Ok(OutsideRow {
        name: one.name.clone(),
        lacks: !one.phone,
        said: said.to_owned(),
        form: form.transpose()?,
    })
}

/// Who changed what when, for those who may know: never what it was or is.
pub(super) async fn changes(signed: &Signed, plan: &str) -> Result<Vec<ContactChangeRow>, Problem> {
    if !sees_roster_contacts(signed.principal()) {
        return Ok(Vec::new());
    }
    let huiyin = &signed.web().huiyin;
    let changes = huiyin.roster_contact_changes(signed.principal(), plan);
    let language = signed.language();
    let row = |one: RosterContactChange| ContactChangeRow {
        when: Instant::parse(&one.at).map_or(one.at, |at| when(signed, at)),
        by: one.by.unwrap_or_else(|| {
            let machine = language.pick("机器上的管理员", "Who runs the program");
            machine.to_owned()
        }),
        whose: one.name.unwrap_or(one.person),
        what: one.words.in_language(language).to_owned(),
    };
    Ok(changes.await?.into_iter().map(row).collect())
}

/// `POST /desk/rosters/{id}/contact`: keeps how to reach one of them; both fields empty forget it.
pub(crate) async fn keep(path: Result<Path<String>, PathRejection>, form: SignedForm) -> Response {
    let signed = &form.signed;
    let kept = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let person = form.form.text("person").unwrap_or_default();
        let typed = |name: &str| {
            let text = form.form.text(&format!("{name}-{person}"));
            text.unwrap_or_default()
        };
        let contact = StaffContactDraft {
            phone: typed("phone"),
            email: typed("email"),
        };
        let tongue = typed("language");
        let huiyin = &signed.web().huiyin;
        let who = signed.principal();
        let kept = (&contact, tongue.as_str());
        let done = huiyin.keep_roster_person(who, (&id, &person), kept, form.idempotency());
        match done.await.map_err(Problem::from) {
            Ok(_) => Ok(see_there(&format!("/desk/rosters/{id}#outside"))),
            Err(problem) if !problem.refused_fields().is_empty() => {
                let mut page = page(signed, &id, (None, None)).await?;
                for row in &mut page.without_account {
                    if let Some(form) = row.form.as_mut().filter(|form| form.person == person) {
                        form.refuse(kept, problem.refused_fields(), signed.language());
                    }
                }
                Ok((problem.code().status(), signed.html(&page)).into_response())
            }
            Err(problem) => Err(problem),
        }
    };
    signed.or_refused(kept.await)
}
