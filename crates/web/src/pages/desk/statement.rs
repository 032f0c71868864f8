//! A respondent is asked for a statement: the question only, and room to answer. No identity, no
//! petition number that leads anywhere.

use super::DeskFrame;
use crate::pages::components::Clock;
use crate::pages::form::{FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The question to a respondent.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/statement.html")]
pub struct StatementPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Who asks: unit and post.
    pub asked_by: String,
    /// What is asked; may hold line breaks. Never the petitioner's own text.
    pub question: String,
    /// By when.
    pub clock: Option<Clock>,
    /// What was stated and when, once it was sent.
    pub stated: Option<(String, String)>,
    /// Where it is sent; `None`: no more.
    pub target: Option<FormTarget>,
    /// The statement, sent as `statement`, and an upload where the handler offers one.
    pub fields: Vec<FieldView>,
}

impl StatementPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(None, &self.fields)
    }

    fn has_file(&self) -> bool {
        self.fields.iter().any(FieldView::is_file)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        use crate::pages::form::FieldKind;
        let page = |language: Language, sent: bool| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let field = FieldView::new(
                "statement",
                say("你们的说明", "Your statement"),
                FieldKind::TextArea(String::new(), 6),
            )
            .hinted(say(
                "写事实，附凭据；只给办理单位看",
                "The facts, with proof; read by the handling unit only",
            ));
            Self {
                frame: Frame::sample(language, "/desk/statements/1"),
                desk: DeskFrame::sample(language, None),
                asked_by: say("劳动监察大队", "Labour Inspection Team"),
                question: say(
                    "A区三号塔吊班组三月份工资有没有发？什么时候、发给谁、发了多少？",
                    "Were the March wages of the crew at crane 3, zone A, paid? When, to whom, how much?",
                ),
                clock: (!sent).then(|| Clock::sample(language)),
                stated: sent.then(|| {
                    (
                        say("3月5日（周四）14:10", "Thursday 5 March, 14:10"),
                        say(
                            "总包资金没到，还没有发。",
                            "The contractor's money has not come; they are not paid yet.",
                        ),
                    )
                }),
                target: (!sent).then(|| FormTarget::to("/desk/statements/1").sealed("", "sample")),
                fields: vec![field],
            }
        };
        vec![
            ("desk-statement-zh", page(Language::Zh, false)),
            ("desk-statement-en", page(Language::En, false)),
            ("desk-statement-sent-zh", page(Language::Zh, true)),
            ("desk-statement-sent-en", page(Language::En, true)),
        ]
    }
}
