//! The form of the authority, with its versions, each of which can be brought back.

use super::above;
use super::fields::{Wrong, both};
use crate::body::Form;
use crate::desk::guard::{Signed, SignedForm, see_saved};
use crate::desk::versions::{self, About};
use crate::pages::components::Choice;
use crate::pages::desk::Fact;
use crate::pages::desk::admin::AdminTab;
use crate::pages::desk::versions::VersionsPage;
use crate::pages::form::{FieldKind, FieldView};
use crate::problem::{Code, Problem};
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::rules::Rules;
use huiyin_app::{AuthorityDraft, ContactDraft, VersionChange};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Level;

/// What was typed.
pub(super) fn draft(form: &Form) -> AuthorityDraft {
    AuthorityDraft {
        name: Some(both(form, "name")),
        level: form.text("level"),
        rulebook: form.text("rulebook"),
        contact: Some(ContactDraft {
            address: both(form, "contact_address"),
            phone: form.text("contact_phone").unwrap_or_default(),
            hours: both(form, "contact_hours"),
        }),
        above: Some(above::draft(form)),
        // It has a form of its own.
        emblem: None,
    }
}

/// The fields.
pub(super) fn fields(
    wrong: &Wrong<'_>,
    rules: &Rules,
    own: &str,
    draft: &AuthorityDraft,
) -> Vec<FieldView> {
    let language = wrong.language;
    let labels = (
        wrong.say("名称", "Name in Chinese"),
        wrong.say("英文名称", "Name in English"),
    );
    let name = draft.name.clone().unwrap_or_default();
    let mut fields = wrong.both("name", labels, &name).to_vec();
    let levels = Level::ALL.iter().map(|level| {
        let chosen = draft.level.as_deref() == Some(level.word());
        Choice::new(level.word(), level.label(language)).chosen(chosen)
    });
    let none = wrong.say("还没有定", "Not told yet").to_owned();
    let levels = FieldKind::Select(levels.collect(), none);
    fields.push(
        wrong
            .field("level", wrong.say("层级", "Level"), levels)
            .optional(),
    );
    let rulebooks = rules.rulebook_ids().into_iter().map(|id| {
        let title = rules
            .rulebook(id)
            .map(|one| one.title.in_language(language).to_owned());
        let chosen = draft.rulebook.as_deref() == Some(id);
        Choice::new(id, title.unwrap_or_else(|| id.to_owned())).chosen(chosen)
    });
    let rulebooks = FieldKind::Select(rulebooks.collect(), String::new());
    fields.push(wrong.field("rulebook", wrong.say("规程", "Rulebook"), rulebooks));
    let contact = draft.contact.clone().unwrap_or_default();
    let labels = (
        wrong.say("来访地址", "Address in Chinese"),
        wrong.say("来访地址（英文）", "Address in English"),
    );
    fields.extend(
        wrong
            .both("contact.address", labels, &contact.address)
            .map(FieldView::optional),
    );
    let phone = FieldKind::Short(contact.phone);
    fields.push(
        wrong
            .field("contact.phone", wrong.say("电话", "Telephone"), phone)
            .optional(),
    );
    let labels = (
        wrong.say("接待时间", "Opening hours in Chinese"),
        wrong.say("接待时间（英文）", "Opening hours in English"),
    );
    fields.extend(
        wrong
            .both("contact.hours", labels, &contact.hours)
            .map(FieldView::optional),
    );
    let chosen = draft.above.clone().unwrap_or_default();
    fields.extend(above::fields(wrong, rules, own, &chosen));
    fields
}

/// The fields with what stands there now.
pub(super) fn stored(signed: &Signed, wrong: &Wrong<'_>) -> Result<Vec<FieldView>, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let rules = signed.web().huiyin.rules();
    let draft = AuthorityDraft::of(&authority.row, &rules);
    Ok(fields(wrong, &rules, &authority.row.key, &draft))
}

/// The page: the form, and the versions that the authority had.
pub(super) async fn page(
    signed: &Signed,
    title: &str,
    fields: Vec<FieldView>,
    problem: Option<&Problem>,
) -> Result<VersionsPage, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let view = huiyin.authority_versions(signed.principal()).await?;
    let rules = huiyin.rules();
    let href = AdminTab::Authority.href();
    let back = language.pick("返回机构信息", "Back to the authority");
    let consequence = language.pick(
        "换了规程，只对以后登记的件起作用；每次修改存为一版，旧的随时可以恢复",
        "Another rulebook holds for what is registered from now on; each change is a version, and earlier ones can be brought back",
    );
    let about = About {
        title: title.to_owned(),
        back: (href, back.to_owned()),
        consequence: consequence.to_owned(),
        form: format!("{href}/edit"),
        restore: format!("{href}/restore"),
        writes: true,
        fields,
    };
    let facts = |was: &AuthorityDraft| facts(was, &rules, language);
    versions::page(signed, about, &view, facts, problem)
}

/// An emblem in words: its first digits tell it from others.
fn short(digest: Option<&str>, language: Language) -> String {
    let digits = digest.and_then(|digest| digest.strip_prefix("sha256:"));
    let digits = digits.map(|digits| digits.chars().take(8).collect::<String>());
    digits.map_or_else(String::new, |digits| {
        language.pick(format!("图片{digits}"), format!("Picture {digits}"))
    })
}

/// A version in words.
fn facts(one: &AuthorityDraft, rules: &Rules, language: Language) -> Vec<Fact> {
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let name = one.name.clone().unwrap_or_default();
    let contact = one.contact.clone().unwrap_or_default();
    let above = one.above.clone().unwrap_or_default();
    let level = one.level.as_deref().and_then(|word| {
        let mut levels = Level::ALL.iter();
        levels.find(|level| level.word() == word)
    });
    let rulebook = one.rulebook.clone().unwrap_or_default();
    let titled = rules.rulebook(&rulebook);
    let above_here = rules.authority_named(Some(above.authority.as_str()));
    let above_here = above_here.filter(|_| !above.authority.is_empty());
    let above = match above_here {
        Some(known) => known.row.name.in_language(language).to_owned(),
        None => above.name.in_language(language).to_owned(),
    };
    versions::facts([
        (say("名称", "Name in Chinese"), name.zh),
        (say("英文名称", "Name in English"), name.en),
        (
            say("层级", "Level"),
            level.map_or_else(String::new, |level| level.label(language).to_owned()),
        ),
        (
            say("规程", "Rulebook"),
            match titled {
                Some(one) => one.title.in_language(language).to_owned(),
                None => rulebook,
            },
        ),
        (say("来访地址", "Address in Chinese"), contact.address.zh),
        (
            say("来访地址（英文）", "Address in English"),
            contact.address.en,
        ),
        (say("电话", "Telephone"), contact.phone),
        (
            say("接待时间", "Opening hours in Chinese"),
            contact.hours.zh,
        ),
        (
            say("接待时间（英文）", "Opening hours in English"),
            contact.hours.en,
        ),
        (say("复查机关", "Who reviews its answers"), above),
        (
            say("标志", "Emblem"),
            short(one.emblem.as_deref(), language),
        ),
    ])
}

/// `POST /desk/admin/authority/restore`: an earlier version becomes the newest.
pub(crate) async fn restore(form: SignedForm) -> Response {
    let signed = &form.signed;
    let restored = async {
        signed.principal().permit(Action::ChangeAuthority)?;
        let of = versions::wanted(&form)?;
        let change: VersionChange<AuthorityDraft> = VersionChange::Restore(of);
        let huiyin = &signed.web().huiyin;
        let done = huiyin.change_authority(form.order(false), change, form.idempotency());
        let Some(problem) = versions::refused(done.await.map_err(Problem::from))? else {
            huiyin.refreshed().await?;
            return Ok(see_saved(AdminTab::Authority.href()));
        };
        let fields = stored(signed, &Wrong::nothing(signed.language()))?;
        let title = signed
            .language()
            .pick("修改机构信息", "Change the authority");
        let page = page(signed, title, fields, Some(&problem)).await?;
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(restored.await)
}
