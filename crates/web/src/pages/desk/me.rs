//! `/desk/me`: one's own account.

use super::{DeskFrame, Fact};
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A token of a program.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// What its holder calls it.
    pub name: String,
    /// From when to when it works, in words.
    pub lives: String,
    /// Where it is ended.
    pub end: FormTarget,
}

/// One's own account: who one is, password, language, tokens of programs.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/me.html")]
pub struct MePage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Name, login, roles, language.
    pub facts: Vec<Fact>,
    /// The tokens.
    pub tokens: Vec<TokenRow>,
    /// A token that was just made; shown once.
    pub made: Option<String>,
    /// Where a new one is asked for.
    pub target: FormTarget,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

impl MePage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(None, &self.fields)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/desk/me"),
                desk: DeskFrame::sample(language, None),
                facts: vec![
                    Fact::new(say("姓名", "Name"), say("刘敏", "Liu Min")),
                    Fact::new(say("账号", "Signs in as"), "liumin"),
                ],
                tokens: vec![TokenRow {
                    name: say("报表程序", "Report program"),
                    lives: say("到2026年6月30日", "until 30 June 2026"),
                    end: FormTarget::to("/desk/me/tokens/1/end"),
                }],
                made: Some("1.7KQM3XV9TD2HW8RA".to_owned()),
                target: FormTarget::to("/desk/me/tokens"),
                fields: vec![FieldView::new(
                    "name",
                    say("这个令牌给谁用", "Which program it is for"),
                    FieldKind::Text(String::new()),
                )],
            }
        };
        vec![
            ("desk-me-zh", page(Language::Zh)),
            ("desk-me-en", page(Language::En)),
        ]
    }
}
