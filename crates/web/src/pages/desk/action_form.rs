//! One page for any action that needs words: its fields, what it brings, what was wrong.

use super::{DeskFrame, Fact, PetitionRef, Place};
use crate::pages::components::{Choice, Clock};
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// Somebody changed the same thing in between.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Who changed it and when; what was typed here stands below, in the fields.
    pub notice: String,
    /// What stands there now.
    pub theirs: Vec<Fact>,
}

/// The form of one action.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/action_form.html")]
pub struct ActionFormPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Whether it is a step of a drill.
    pub exercise: bool,
    /// The petition that it is about; `None` in the administration.
    pub petition: Option<PetitionRef>,
    /// What is done: the heading.
    pub title: String,
    /// What happens then, with dates; one sentence a line, with its citation.
    pub consequences: Vec<String>,
    /// What is owed from then on, with why.
    pub follows: Vec<Clock>,
    /// The clocks that it meets or moves.
    pub clocks: Vec<Clock>,
    /// Where it is sent.
    pub target: FormTarget,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// What is wrong with the whole.
    pub error: Option<String>,
    /// Somebody was quicker.
    pub conflict: Option<Conflict>,
    /// What the button says: a verb, with its result.
    pub submit: String,
    /// Where "Cancel" leads.
    pub cancel_href: String,
}

impl ActionFormPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), &self.fields)
    }

    fn has_file(&self) -> bool {
        self.fields.iter().any(FieldView::is_file)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-action-zh", Self::sample(Language::Zh)),
            ("desk-action-en", Self::sample(Language::En)),
            (
                "desk-action-conflict-zh",
                Self::sample_conflict(Language::Zh),
            ),
            (
                "desk-action-conflict-en",
                Self::sample_conflict(Language::En),
            ),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            frame: Frame::sample(language, "/desk/petitions/2026-000123/transfer"),
            desk: DeskFrame::sample(language, Some(Place::Inbox)),
            exercise: false,
            petition: Some(PetitionRef::sample(language)),
            title: say("转送", "Transfer"),
            consequences: vec![
                say("“登记”这一项就办完了。", "This does what you owe: sorting."),
                say(
                    "接收单位从明天起有15日告知信访人，5个工作日内可以提出异议。",
                    "From tomorrow the receiver has 15 days to give notice, and 5 working days to object.",
                ),
                say(
                    "对方接手或提出异议以前，信访人看到的仍是我们负责。《信访工作条例》第22条",
                    "Until they take it or object, the petitioner sees us as responsible. Regulations, Article 22",
                ),
            ],
            follows: Vec::new(),
            clocks: vec![Clock::sample(language)],
            target: FormTarget::to("/desk/petitions/2026-000123/transfer").sealed("7", "sample"),
            fields: vec![
                FieldView::new(
                    "receiver",
                    say("转给哪个单位？", "To which unit?"),
                    FieldKind::Select(
                        vec![
                            Choice::new("2", say("劳动监察大队", "Labour Inspection Team"))
                                .chosen(true),
                            Choice::new("3", say("生态环境科", "Environment Section")),
                        ],
                        say("请选择", "Choose"),
                    ),
                ),
                FieldView::new(
                    "reason",
                    say("为什么归它办？", "Why is it theirs?"),
                    FieldKind::TextArea(String::new(), 3),
                )
                .hinted(say(
                    "接收单位和信访人都看得到",
                    "The receiver and the petitioner see this",
                )),
                FieldView::new(
                    "served_on",
                    say(
                        "书面告知信访人的日期",
                        "Day of the notice to the petitioner",
                    ),
                    FieldKind::Date("2026-02-16".to_owned()),
                )
                .optional(),
            ],
            error: None,
            conflict: None,
            submit: say("转送并告知信访人", "Transfer and tell the petitioner"),
            cancel_href: "/desk/petitions/2026-000123".to_owned(),
        }
    }

    fn sample_conflict(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let mut page = Self::sample(language);
        page.follows = vec![Clock::sample(language)];
        page.conflict = Some(Conflict {
            notice: say(
                "这一件10:42被周宁改过；您写的在下面，请看过再交。",
                "Zhou Ning changed this at 10:42; yours is below. Read both, then send.",
            ),
            theirs: vec![
                Fact::new(say("类别", "Category"), say("欠薪", "Unpaid wages")),
                Fact::new(
                    say("主办单位", "Lead unit"),
                    say("建设局", "Construction Bureau"),
                ),
            ],
        });
        page.fields[1].error = Some(say("写一写为什么归它办", "Say why it is theirs"));
        page.fields.push(
            FieldView::new(
                "scan",
                say("盖章的函（扫描件）", "Stamped letter (scan)"),
                FieldKind::File,
            )
            .optional()
            .hinted(say(
                "PDF、JPEG或PNG，不超过20 MiB",
                "PDF, JPEG or PNG, at most 20 MiB",
            )),
        );
        page.fields.push(FieldView::new(
            "notify",
            say(
                "同时发短信提醒信访人",
                "Also remind the petitioner by message",
            ),
            FieldKind::Checkbox(true),
        ));
        page.fields.push(
            FieldView::new(
                "helpers",
                say("协办单位", "Supporting units"),
                FieldKind::Checks(vec![
                    Choice::new("4", say("建设局", "Construction Bureau")).chosen(true),
                    Choice::new("5", say("公证处", "Notary"))
                        .hinted(say("只给意见，不答复", "Gives advice, does not answer")),
                ]),
            )
            .optional(),
        );
        page.error = Some(say(
            "这一件已经不能转送：已受理",
            "This can no longer be transferred: it has been accepted",
        ));
        page
    }
}
