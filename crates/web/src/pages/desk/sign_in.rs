//! `/desk/sign-in`, and the page behind a set-up or invitation link.

use super::DeskFrame;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// Somebody of the demonstration, tried by one click.
#[derive(Clone, Debug)]
pub struct DemoPerson {
    /// Sent as `login`.
    pub login: String,
    /// Name.
    pub name: String,
    /// Post and unit, one line.
    pub post: String,
    /// What this person can try, in one sentence; may be empty.
    pub can: String,
}

/// Name and password.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/sign_in.html")]
pub struct SignInPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame, with nobody signed in.
    pub desk: DeskFrame,
    /// The name as typed; its error stands here, and never says which of the two was wrong.
    pub login: String,
    /// What did not work.
    pub error: Option<String>,
    /// Where to go afterwards, a path of the desk; sent as `next`.
    pub next: String,
    /// People of the demonstration; none: it is not one.
    pub demo_people: Vec<DemoPerson>,
}

impl SignInPage {
    fn errors(&self) -> Vec<FormError> {
        let message = self.error.iter().cloned();
        let field = "login".to_owned();
        message
            .map(|message| FormError {
                field: field.clone(),
                message,
            })
            .collect()
    }

    fn login_field(&self) -> FieldView {
        let label = self.frame.say("账号", "Name");
        FieldView::new("login", label, FieldKind::Short(self.login.clone()))
    }

    fn password_field(&self) -> FieldView {
        let label = self.frame.say("密码", "Password");
        FieldView::new("password", label, FieldKind::Password)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, wrong: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let person = |login: &str, name: String, post: String, can: String| DemoPerson {
                login: login.to_owned(),
                name,
                post,
                can,
            };
            let people = vec![
                person(
                    "liumin",
                    say("刘敏", "Liu Min"),
                    say("登记员，信访局", "Intake clerk, Petition Office"),
                    say("登记、分类、转送", "Registers, sorts, transfers"),
                ),
                person(
                    "zhaogang",
                    say("赵刚", "Zhao Gang"),
                    say("大队长，劳动监察大队", "Head, Labour Inspection Team"),
                    say(
                        "看本单位欠着的，审批答复",
                        "Sees what the team owes, approves answers",
                    ),
                ),
            ];
            Self {
                frame: Frame::sample(language, "/desk/sign-in"),
                desk: DeskFrame::signed_out(),
                login: if wrong {
                    "liumin".to_owned()
                } else {
                    String::new()
                },
                error: wrong.then(|| say("账号或密码不对", "Name or password is wrong")),
                next: "/desk".to_owned(),
                demo_people: if wrong { Vec::new() } else { people },
            }
        };
        vec![
            ("desk-sign-in-zh", page(Language::Zh, false)),
            ("desk-sign-in-en", page(Language::En, false)),
            ("desk-sign-in-wrong-zh", page(Language::Zh, true)),
            ("desk-sign-in-wrong-en", page(Language::En, true)),
        ]
    }
}

/// A one-time link was opened: choose a password.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/password.html")]
pub struct PasswordPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame, with nobody signed in.
    pub desk: DeskFrame,
    /// Whether this sets up a new installation; else somebody was invited.
    pub set_up: bool,
    /// Whose link it is.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// Post and unit, one line; may be empty.
    pub post: String,
    /// Until when the link works, in words.
    pub link_until: String,
    /// Where it is sent.
    pub target: FormTarget,
    /// The fields `password` and `again`, with what was wrong ([`PasswordPage::fields_of`]), and
    /// whatever is sent unseen.
    pub fields: Vec<FieldView>,
}

impl PasswordPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(None, &self.fields)
    }

    /// The two fields, with what was wrong with either.
    pub fn fields_of(
        language: Language,
        characters_min: usize,
        password_error: Option<String>,
        again_error: Option<String>,
    ) -> Vec<FieldView> {
        let hint = match language {
            Language::Zh => {
                format!("至少{characters_min}个字符，里面的账号不算。一句好记的话比乱码好")
            }
            Language::En => format!(
                "At least {characters_min} characters, the login not counted. A sentence that you remember beats odd signs"
            ),
        };
        vec![
            FieldView::new(
                "password",
                language.pick("新密码", "New password"),
                FieldKind::Password,
            )
            .hinted(hint)
            .refused(password_error),
            FieldView::new(
                "again",
                language.pick("再输一遍", "The same once more"),
                FieldKind::Password,
            )
            .refused(again_error),
        ]
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, set_up: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let differs = say("两遍不一样", "The two are not the same");
            Self {
                frame: Frame::sample(language, "/desk/invitation"),
                desk: DeskFrame::signed_out(),
                set_up,
                name: say("刘敏", "Liu Min"),
                login: "liumin".to_owned(),
                post: say("登记员，信访局", "Intake clerk, Petition Office"),
                link_until: say("今天10:32", "today, 10:32"),
                target: FormTarget::to("/desk/invitation"),
                fields: Self::fields_of(language, 12, None, set_up.then_some(differs)),
            }
        };
        vec![
            ("desk-invitation-zh", page(Language::Zh, false)),
            ("desk-invitation-en", page(Language::En, false)),
            ("desk-set-up-zh", page(Language::Zh, true)),
            ("desk-set-up-en", page(Language::En, true)),
        ]
    }
}
