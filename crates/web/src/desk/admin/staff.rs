//! The form of a member of staff.

use super::fields::{Wrong, number, units};
use crate::body::Form;
use crate::desk::guard::Signed;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::problem::{Code, Problem};
use huiyin_app::authorise::Action;
use huiyin_app::{OrganisationAt, RoleDraft, StaffContactDraft, StaffDraft};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Role;

/// Roles asked for beyond those that there are.
const FURTHER_ROLES: usize = 2;
/// The most roles that the form takes.
const ROLES_MAX: usize = 50;

/// An empty form.
pub(super) fn new() -> StaffDraft {
    StaffDraft {
        contact: Some(StaffContactDraft::default()),
        ..StaffDraft::default()
    }
}

/// Somebody as they are now, with contacts for who may see them.
pub(super) async fn stored(
    signed: &Signed,
    organisation: &OrganisationAt,
    id: StaffId,
) -> Result<StaffDraft, Problem> {
    let found = organisation.staff.get(&id);
    let mut draft: StaffDraft = found.ok_or_else(|| Problem::of(Code::NotFound))?.into();
    if signed.principal().may(Action::SeeContacts) {
        let authority = signed.principal().authority;
        let contact = signed.web().huiyin.staff_contact(authority, id).await?;
        draft.contact = Some(StaffContactDraft {
            email: contact.email.unwrap_or_default(),
            phone: contact.phone.unwrap_or_default(),
        });
    }
    Ok(draft)
}

/// What was typed.
pub(super) fn draft(form: &Form) -> StaffDraft {
    let role = |nth: usize| {
        let role = form.text(&format!("role_{nth}"))?;
        let unit = number(form, &format!("unit_{nth}")).unwrap_or_default();
        Some(RoleDraft { unit, role })
    };
    let text = |name: &str| form.text(name).unwrap_or_default();
    StaffDraft {
        login: text("login"),
        name: text("name"),
        language: text("language"),
        roles: (0..ROLES_MAX).filter_map(role).collect(),
        contact: Some(StaffContactDraft {
            email: text("contact_email"),
            phone: text("contact_phone"),
        }),
        left: form.ticked("left"),
    }
}

/// The fields.
pub(super) fn fields(
    wrong: &Wrong<'_>,
    organisation: &OrganisationAt,
    draft: &StaffDraft,
    adds: bool,
) -> Vec<FieldView> {
    let name = wrong.say("姓名", "Name");
    let mut fields = vec![wrong.field("name", name, FieldKind::Short(draft.name.clone()))];
    if adds {
        let login = wrong.say("账号", "Signs in as");
        let login = wrong.field("login", login, FieldKind::Short(draft.login.clone()));
        let hint = wrong.say(
            "小写字母和数字，以后不能改",
            "Lower-case letters and digits; it cannot be changed later",
        );
        fields.push(login.hinted(hint));
    }
    let tongue = |one: Language, label: &str| {
        let chosen =
            one.tag() == draft.language || (draft.language.is_empty() && one == Language::Zh);
        Choice::new(one.tag(), label).chosen(chosen)
    };
    let tongues = vec![
        tongue(Language::Zh, wrong.say("中文", "Chinese")),
        tongue(Language::En, wrong.say("英文", "English")),
    ];
    let label = wrong.say("工作台的语言", "Language of the desk");
    fields.push(wrong.field("language", label, FieldKind::Radios(tongues)));
    fields.extend(roles(wrong, organisation, draft));
    let contact = draft.contact.clone().unwrap_or_default();
    let sealed = wrong.say(
        "封存，只用来发值守通知",
        "Sealed; used for notices on duty only",
    );
    let email = wrong.field(
        "contact.email",
        wrong.say("邮箱", "E-mail"),
        FieldKind::Short(contact.email),
    );
    fields.push(email.hinted(sealed).optional());
    let phone = wrong.field(
        "contact.phone",
        wrong.say("电话", "Telephone"),
        FieldKind::Short(contact.phone),
    );
    fields.push(phone.optional());
    if !adds {
        let left = wrong.say(
            "已离开：不能再登录，经办记录保留",
            "Has left: signs in no more; what they did stays on record",
        );
        fields.push(wrong.field("left", left, FieldKind::Checkbox(draft.left)));
    }
    fields
}

fn roles(wrong: &Wrong<'_>, organisation: &OrganisationAt, draft: &StaffDraft) -> Vec<FieldView> {
    let language = wrong.language;
    let count = (draft.roles.len() + FURTHER_ROLES).min(ROLES_MAX);
    let mut fields = Vec::new();
    for nth in 0..count {
        let held = draft.roles.get(nth);
        let choices = Role::ALL.iter().map(|role| {
            let chosen = held.is_some_and(|held| held.role == role.word());
            Choice::new(role.word(), role.label(language)).chosen(chosen)
        });
        let none = wrong.say("没有", "None").to_owned();
        let choices = FieldKind::Select(choices.collect(), none.clone());
        let label = language.pick(format!("角色{}", nth + 1), format!("Role {}", nth + 1));
        let refused = wrong.with("roles").filter(|_| nth == 0);
        let role = FieldView::new(format!("role_{nth}"), label, choices).optional();
        fields.push(role.refused(refused));
        let units = units(organisation, language, held.map(|held| held.unit));
        let label = language.pick(
            format!("角色{}在哪个单位", nth + 1),
            format!("Unit of role {}", nth + 1),
        );
        let units = FieldKind::Select(units, String::new());
        fields.push(FieldView::new(format!("unit_{nth}"), label, units).optional());
    }
    fields
}
