//! `/desk/open-response`: what has to be typed when people are here, on one screen, and what can be told
//! besides. It has no field for anybody who came.

use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/open_response.html")]
pub struct OpenResponsePage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Where it is sent.
    pub target: FormTarget,
    /// What is wrong with the whole.
    pub error: Option<String>,
    /// Responses that run now: address, and place, number and beginning in words.
    pub running: Vec<(String, String)>,
    /// How many, and about what.
    pub first: Vec<FieldView>,
    /// The own places.
    pub place: FieldView,
    /// The places above.
    pub above: Vec<Choice>,
    /// Whether those are unfolded.
    pub above_open: bool,
    /// What is asked for a place above only.
    pub elsewhere: Vec<FieldView>,
    /// Somebody unwell; a drill; what is sent along unseen.
    pub marks: Vec<FieldView>,
    /// Which unit owes the answer.
    pub concerned: FieldView,
    /// Whom it complains of: units, posts.
    pub about: Vec<FieldView>,
    /// Whether that is unfolded.
    pub about_open: bool,
}

impl OpenResponsePage {
    fn errors(&self) -> Vec<FormError> {
        let one = [&self.place, &self.concerned];
        let many = self.first.iter().chain(&self.elsewhere).chain(&self.marks);
        let many = many.chain(&self.about);
        errors_of(self.error.as_deref(), many.chain(one))
    }

    fn has_own(&self) -> bool {
        matches!(&self.place.kind, FieldKind::Radios(own) if !own.is_empty())
    }

    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let tick = |name: &str, zh: &str, en: &str| {
                FieldView::new(name, say(zh, en), FieldKind::Checkbox(false))
            };
            let plan = say("园区集体访接待预案", "Reception of groups in the park");
            let unit = || Choice::new("2", say("劳动监察科", "Labour inspection"));
            let post = || Choice::new("a/head", say("信访办主任", "Head of the office"));
            Self {
                frame: Frame::sample(language, "/desk/open-response"),
                desk: DeskFrame::sample(language, Some(Place::Responses)),
                target: FormTarget::to("/desk/open-response").sealed("", "sample"),
                error: None,
                running: vec![(
                    "/desk/responses/7".to_owned(),
                    say(
                        "园区接待室，30人，10:00开始",
                        "Park reception, 30 people, began 10:00",
                    ),
                )],
                first: vec![FieldView::new(
                    "people",
                    say("大约多少人？", "About how many people?"),
                    FieldKind::Short("30".to_owned()),
                )],
                place: FieldView::new(
                    "place",
                    say("在哪里？", "Where?"),
                    FieldKind::Radios(vec![
                        Choice::new("a/1", say("园区接待室", "Park reception")).hinted(plan),
                    ]),
                )
                .refused(Some(say("这一项要填写", "This has to be filled in"))),
                above: vec![Choice::new("a/2", say("市接待中心", "City reception"))],
                above_open: true,
                elsewhere: vec![FieldView::new(
                    "reception",
                    say("谁来电？", "Who called?"),
                    FieldKind::Short(String::new()),
                )],
                marks: vec![tick("exercise", "这是演练", "This is a drill")],
                concerned: FieldView::new(
                    "concerned",
                    say("哪个单位该答复？", "Which unit owes the answer?"),
                    FieldKind::Select(vec![unit()], say("还不知道", "Not known yet")),
                )
                .optional(),
                about: vec![
                    FieldView::new(
                        "respondents",
                        say("勾选单位", "Units"),
                        FieldKind::Checks(vec![unit()]),
                    ),
                    FieldView::new(
                        "respondent_posts",
                        say("勾选岗位", "Posts"),
                        FieldKind::Checks(vec![post()]),
                    ),
                ],
                about_open: false,
            }
        };
        vec![
            ("desk-open-response-zh", page(Language::Zh)),
            ("desk-open-response-en", page(Language::En)),
        ]
    }
}
