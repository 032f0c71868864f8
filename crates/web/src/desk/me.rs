//! One's own account: password, language, tokens of programs.

use crate::cookie;
use crate::desk::gate::welcome;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::Fact;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::me::{MePage, TokenRow};
use crate::pages::desk::sign_in::PasswordPage;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::portal::see_with;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use huiyin_app::{ApiTokenView, PASSWORD_CHARACTERS_MIN, Password};
use huiyin_domain::language::Language;

/// How long a token works that names no days.
const TOKEN_DAYS: u32 = 90;

/// `GET /desk/me`.
pub(crate) async fn show(signed: Signed) -> Response {
    page(&signed, None, None).await
}

async fn page(signed: &Signed, made: Option<String>, problem: Option<&Problem>) -> Response {
    let tokens = match signed.web().huiyin.api_tokens(signed.principal()).await {
        Ok(tokens) => tokens,
        Err(error) => return signed.refuse(&error.into()),
    };
    let page = MePage {
        facts: facts(signed),
        tokens: tokens.iter().map(|one| token_row(signed, one)).collect(),
        made,
        target: FormTarget::to("/desk/me/tokens"),
        fields: token_fields(signed.language(), problem),
        frame: signed.frame(),
        desk: signed.desk(None),
    };
    let status = problem.map_or(axum::http::StatusCode::OK, |one| one.code().status());
    (status, signed.html(&page)).into_response()
}

fn facts(signed: &Signed) -> Vec<Fact> {
    let (language, principal) = (signed.language(), signed.principal());
    let authority = signed.authority();
    let role = |(unit, role): &(
        huiyin_domain::ids::UnitId,
        huiyin_domain::organisation::Role,
    )| {
        let unit = authority.as_ref().map(|one| one.unit_name(*unit));
        let unit = unit.unwrap_or_default();
        let (role, unit) = (role.label(language), unit.in_language(language));
        language.pick(format!("{unit}{role}"), format!("{role}, {unit}"))
    };
    let roles: Vec<String> = principal.roles.iter().map(role).collect();
    vec![
        Fact::new(language.pick("姓名", "Name"), principal.name.clone()),
        Fact::new(
            language.pick("账号", "Signs in as"),
            principal.login.clone(),
        ),
        Fact::new(language.pick("角色", "Roles"), roles.join("\n")),
    ]
}

fn token_row(signed: &Signed, token: &ApiTokenView) -> TokenRow {
    let language = signed.language();
    let until = match signed.authority() {
        Some(authority) => {
            let dates = signed.dates(&authority.zone);
            dates.instant(token.expires_at.to_minute())
        }
        None => token.expires_at.to_string(),
    };
    TokenRow {
        name: token.name.clone(),
        lives: language.pick(format!("到{until}"), format!("until {until}")),
        end: FormTarget::to(format!("/desk/me/tokens/{}/end", token.id)),
    }
}

fn token_fields(language: Language, problem: Option<&Problem>) -> Vec<FieldView> {
    let label = language.pick("给哪个程序用", "Which program it is for");
    let name = FieldView::new("name", label, FieldKind::Short(String::new()));
    vec![name.refused(wrong(problem, "name", language))]
}

/// What is wrong with a field.
fn wrong(problem: Option<&Problem>, field: &str, language: Language) -> Option<String> {
    let fields = problem.map(Problem::refused_fields).unwrap_or_default();
    let found = fields.iter().find(|error| error.field == field);
    found.map(|error| error.problem.message(language))
}

/// `POST /desk/me/tokens`.
pub(crate) async fn make_token(SignedForm { signed, form, .. }: SignedForm) -> Response {
    let name = form.text("name").unwrap_or_default();
    let huiyin = &signed.web().huiyin;
    match huiyin
        .make_api_token(signed.principal(), &name, TOKEN_DAYS)
        .await
    {
        Ok(made) => page(&signed, Some(made.token.text()), None).await,
        Err(error) => {
            let problem = Problem::from(error);
            if problem.refused_fields().is_empty() {
                return signed.refuse(&problem);
            }
            page(&signed, None, Some(&problem)).await
        }
    }
}

/// `POST /desk/me/tokens/{id}/end`.
pub(crate) async fn end_token(
    id: Result<Path<String>, PathRejection>,
    SignedForm { signed, .. }: SignedForm,
) -> Response {
    let Ok(Path(id)) = id else {
        return signed.refuse(&Problem::of(Code::NotFound));
    };
    let huiyin = &signed.web().huiyin;
    match huiyin.end_api_token(signed.principal(), &id).await {
        Ok(()) => crate::portal::see("/desk/me"),
        Err(error) => signed.refuse(&error.into()),
    }
}

/// `POST /desk/me/keys`: whether single letters are keys, in this browser.
pub(crate) async fn set_keys(SignedForm { signed, form, .. }: SignedForm) -> Response {
    let are = form.text("letters").as_deref() == Some("on");
    let kept = cookie::set_letters_are_keys(signed.web(), signed.headers(), are);
    see_with("/desk/me", kept)
}

/// `GET /desk/me/password`.
pub(crate) async fn password(signed: Signed) -> Response {
    signed.html(&password_page(&signed, None))
}

fn password_page(signed: &Signed, problem: Option<&Problem>) -> ActionFormPage {
    let language = signed.language();
    let now = language.pick("现在的密码", "The present password");
    let now = FieldView::new("present", now, FieldKind::Password);
    let wrong_now = problem.filter(|one| one.refused_fields().is_empty());
    let now = now.refused(wrong_now.map(|one| one.words(language)));
    let new = PasswordPage::fields_of(
        language,
        PASSWORD_CHARACTERS_MIN,
        wrong(problem, "password", language),
        wrong(problem, "again", language),
    );
    let title = language.pick("换密码", "Change the password");
    let then = language.pick(
        "其他设备上的登录都会退出",
        "Every other device is signed out",
    );
    ActionFormPage {
        fields: std::iter::once(now).chain(new).collect(),
        consequences: vec![then.to_owned()],
        ..own_form(signed, title, "/desk/me/password")
    }
}

fn own_form(signed: &Signed, title: &str, action: &str) -> ActionFormPage {
    ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(None),
        exercise: false,
        petition: None,
        title: title.to_owned(),
        consequences: Vec::new(),
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(action),
        fields: Vec::new(),
        error: None,
        conflict: None,
        submit: signed.language().pick("保存", "Save").to_owned(),
        cancel_href: "/desk/me".to_owned(),
    }
}

/// `POST /desk/me/password`.
pub(crate) async fn set_password(SignedForm { signed, form, .. }: SignedForm) -> Response {
    let typed = |name: &str| Password::new(form.text(name).unwrap_or_default());
    let (present, new, again) = (typed("present"), typed("password"), typed("again"));
    let web = signed.web();
    let changed = web
        .huiyin
        .change_password(signed.principal(), &present, (&new, &again));
    match changed.await {
        Ok(signed_in) => welcome(web, signed.headers(), &signed_in.token, "/desk/me"),
        Err(error) => {
            let problem = Problem::from(error);
            let page = password_page(&signed, Some(&problem));
            (problem.code().status(), signed.html(&page)).into_response()
        }
    }
}

/// `GET /desk/me/language`.
pub(crate) async fn language(signed: Signed) -> Response {
    let language = signed.language();
    let chosen = signed.principal().language;
    let choice = |one: Language, label: &str| Choice::new(one.tag(), label).chosen(chosen == one);
    let choices = vec![
        choice(Language::Zh, language.pick("中文", "Chinese")),
        choice(Language::En, language.pick("英文", "English")),
    ];
    let label = language.pick("我的工作台用哪种语言", "The language of my desk");
    let title = language.pick("换语言", "Change the language");
    signed.html(&ActionFormPage {
        fields: vec![FieldView::new(
            "language",
            label,
            FieldKind::Radios(choices),
        )],
        ..own_form(&signed, title, "/desk/me/language")
    })
}

/// `POST /desk/me/language`.
pub(crate) async fn set_language(SignedForm { signed, form, .. }: SignedForm) -> Response {
    let chosen = form.text("language");
    let chosen = chosen
        .as_deref()
        .and_then(Language::parse)
        .unwrap_or_default();
    let web = signed.web();
    match web
        .huiyin
        .set_own_language(signed.principal(), chosen)
        .await
    {
        Ok(()) => {
            let kept = cookie::set_language(web, signed.headers(), chosen);
            see_with("/desk/me", kept)
        }
        Err(error) => signed.refuse(&error.into()),
    }
}
