//! A plan is made by answering questions: the list of drafts, and the steps of one.

use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use crate::pages::plan_sheet::SheetView;
use askama::Template;
use huiyin_domain::language::Language;

/// A draft in the list.
#[derive(Clone, Debug)]
pub struct DraftRow {
    /// What the plan will be called.
    pub title: String,
    /// Its first step.
    pub href: String,
    /// When it was changed last, in words.
    pub changed: String,
}

/// The drafts, and the form that begins another.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/plan_drafts.html")]
pub struct DraftsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The drafts.
    pub rows: Vec<DraftRow>,
    /// Where the form is sent.
    pub target: FormTarget,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// What was wrong.
    pub error: Option<String>,
}

/// A step, as the row of steps shows it.
#[derive(Clone, Debug)]
pub struct StepLink {
    /// Its page.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// Whether it is this one.
    pub current: bool,
    /// Whether it was filled in once.
    pub done: bool,
    /// How much is wrong in it.
    pub wrong: usize,
}

/// Questions about one thing.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// Where it stands on the page.
    pub id: String,
    /// What they are about.
    pub title: String,
    /// What follows from the answers, in a sentence; may be empty.
    pub note: String,
    /// The questions.
    pub fields: Vec<FieldView>,
    /// Questions about exceptions, folded while nothing stands there.
    pub more: Vec<FieldView>,
    /// Whether they are unfolded.
    pub more_open: bool,
    /// What can be done with it: what is sent, and what the button says.
    pub buttons: Vec<(String, String)>,
}

/// What no question asks, in a plan that is kept already.
#[derive(Clone, Debug)]
pub struct KeptView {
    /// The version that is made.
    pub version: String,
    /// What is written in a way that the questions would not leave alone.
    pub as_written: Vec<String>,
    /// What is never asked.
    pub never: Vec<String>,
}

impl KeptView {
    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            version: "2".to_owned(),
            as_written: vec![say(
                "接待场所：园区接待室",
                "Place of reception: Park reception",
            )],
            never: vec![say("多久演练一次", "How often it is drilled")],
        }
    }
}

/// A post that is about to be taken out: what that breaks, and who can take its place.
#[derive(Clone, Debug)]
pub struct RemovalView {
    /// What the post is called.
    pub title: String,
    /// What changes for those who come and those who are called, without it.
    pub changes: Vec<String>,
    /// What would be wrong then.
    pub findings: Vec<String>,
    /// Who takes its place.
    pub instead: FieldView,
    /// What is sent to take it out.
    pub value: String,
    /// Back, without taking it out.
    pub back: String,
}

/// Something wrong, and where it is put right.
#[derive(Clone, Debug)]
pub struct ProblemRow {
    /// Whether it keeps the plan from being approved.
    pub is_error: bool,
    /// What is wrong and what to do.
    pub message: String,
    /// A case in which it shows; empty: none.
    pub example: String,
    /// The field of the file that it is about, where no step asks for it; else empty.
    pub field: String,
    /// The step where it is put right, if it is asked there.
    pub href: Option<String>,
    /// What that step is called.
    pub step: String,
}

/// One step of a draft.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/plan_wizard.html")]
pub struct WizardPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What the plan will be called.
    pub title: String,
    /// The step.
    pub heading: String,
    /// Which step of how many.
    pub progress: String,
    /// What it asks, and what it is for.
    pub intro: String,
    /// Every step.
    pub steps: Vec<StepLink>,
    /// The questions of this one.
    pub groups: Vec<GroupView>,
    /// Why it was not lodged.
    pub error: Option<String>,
    /// How much is wrong in this step.
    pub wrong: usize,
    /// What can stay as it is and was not said before.
    pub warned: Vec<String>,
    /// The step before; `None`: it is the first.
    pub back_href: Option<String>,
    /// The next step, where something is wrong in this one, or should be known first.
    pub next_href: Option<String>,
    /// Where the form is sent.
    pub target: FormTarget,
    /// Where "give it up" is sent.
    pub discard: FormTarget,
    /// Whether it is the last step, which lodges.
    pub check: bool,
    /// A post that is about to be taken out.
    pub removal: Option<RemovalView>,
    /// What can be added or undone here: what is sent, and what the button says.
    pub adds: Vec<(String, String)>,
    /// What no question asks; `None`: the plan is new, or it is not told in this step.
    pub kept: Option<KeptView>,
    /// Who administers the authority, by name.
    pub administrators: String,
    /// Where units, posts and accounts are set up; `None`: not by this person.
    pub admin_href: Option<String>,
    /// Posts that were taken out: what is sent to bring one back, and its name.
    pub removed: Vec<(String, String)>,
    /// What is wrong and belongs to no question: everything in the last step, what is put right here in
    /// the others.
    pub problems: Vec<ProblemRow>,
    /// Whether its form is right, so that it can be lodged.
    pub may_lodge: bool,
    /// Whether nothing found keeps it from being approved.
    pub is_good: bool,
    /// Each post with who is on duty in it; in the last step.
    pub on_duty: Vec<(String, String)>,
    /// The plan as it is; in the last step.
    pub sheet: Option<SheetView>,
}

impl DraftRow {
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say("河畔新区集体访接待预案", "Reception of groups, Riverside"),
            href: "/desk/plan-drafts/1/title".to_owned(),
            changed: say("11月25日（周三）10:02", "Wednesday 25 November, 10:02"),
        }
    }
}

impl DraftsPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), &self.fields)
    }

    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/desk/plan-drafts"),
                desk: DeskFrame::sample(language, Some(Place::Plans)),
                rows: vec![DraftRow::sample(language)],
                target: FormTarget::to("/desk/plan-drafts"),
                fields: vec![
                    FieldView::new(
                        "template",
                        say("从哪个样板做起？", "Which template?"),
                        FieldKind::Radios(vec![Choice::new(
                            "sample-park",
                            say("示例工业园区", "Sample industrial park"),
                        )]),
                    ),
                    FieldView::new(
                        "plan.title_zh",
                        say("预案叫什么？", "What is it called in Chinese?"),
                        FieldKind::Text(String::new()),
                    ),
                ],
                error: None,
            }
        };
        vec![
            ("desk-plan-drafts-zh", page(Language::Zh)),
            ("desk-plan-drafts-en", page(Language::En)),
        ]
    }
}

impl WizardPage {
    fn sample_group(language: Language) -> GroupView {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let area = FieldView::new(
            "place.park-reception.area_m2",
            say("面积（平方米）", "Clear area in square metres"),
            FieldKind::Short(say("一百", "a hundred")),
        )
        .refused(Some(say("须为正整数", "must be a whole number")));
        GroupView {
            id: "card-place-park-reception".to_owned(),
            title: say("园区接待室", "Park reception"),
            note: say(
                "呼叫顺序：值班领导→园区主要领导（上级岗位）。不应答或来不了就叫下一个。",
                "Called in this order: Leader on duty → Main leader of the park (the post above). Without an answer the next one is called.",
            ),
            fields: vec![area.hinted(say(
                "能站人的净面积，只写整数，例如60。",
                "Where people can stand; a whole number, such as 60.",
            ))],
            more: Vec::new(),
            more_open: false,
            buttons: vec![(
                "remove:duty-leader".to_owned(),
                say("去掉“值班领导”…", "Take out: Leader on duty …"),
            )],
        }
    }

    fn sample_removal(language: Language) -> RemovalView {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        RemovalView {
            title: say("值班领导", "Leader on duty"),
            changes: vec![say(
                "园区接待室，1至20人，任何时间：值班领导不再到场",
                "Park reception, 1 to 20 people, always: the leader on duty no longer comes",
            )],
            findings: vec![say(
                "没有人能当场决定",
                "nobody who is sure to come can decide",
            )],
            instead: FieldView::new(
                "instead",
                say("由哪个岗位接替？", "Which post takes its place?"),
                FieldKind::Select(Vec::new(), say("没有人接替", "Nobody")),
            ),
            value: "take-out:duty-leader".to_owned(),
            back: "/desk/plan-drafts/1/posts".to_owned(),
        }
    }

    fn errors(&self) -> Vec<FormError> {
        let groups = self.groups.iter();
        let fields = groups.flat_map(|group| group.fields.iter().chain(&group.more));
        errors_of(self.error.as_deref(), fields)
    }

    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-plan-wizard-zh", Self::sample(Language::Zh, false)),
            ("desk-plan-wizard-en", Self::sample(Language::En, false)),
            (
                "desk-plan-wizard-check-zh",
                Self::sample(Language::Zh, true),
            ),
            (
                "desk-plan-wizard-check-en",
                Self::sample(Language::En, true),
            ),
        ]
    }

    fn sample(language: Language, check: bool) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let step = |label: String, word: &str, current: bool, wrong: usize| StepLink {
            href: format!("/desk/plan-drafts/1/{word}"),
            label,
            current,
            done: !current,
            wrong,
        };
        Self {
            frame: Frame::sample(language, "/desk/plan-drafts/1/places"),
            desk: DeskFrame::sample(language, Some(Place::Plans)),
            title: say("河畔新区集体访接待预案", "Reception of groups, Riverside"),
            heading: say("场所", "Places"),
            progress: say("第2步，共8步", "Step 2 of 8"),
            intro: say("人来了在哪里接待。", "Where people are received."),
            steps: vec![
                step(say("场所", "Places"), "places", !check, 1),
                step(say("检查并存入", "Check and lodge"), "check", check, 0),
            ],
            groups: (!check)
                .then(|| Self::sample_group(language))
                .into_iter()
                .collect(),
            error: None,
            wrong: usize::from(!check),
            warned: vec![say(
                "园区接待室只有一个出口，容纳人数按一半计算",
                "the park reception has a single exit, which counts half",
            )],
            back_href: Some("/desk/plan-drafts/1/title".to_owned()),
            next_href: (!check).then(|| "/desk/plan-drafts/1/posts".to_owned()),
            target: FormTarget::to("/desk/plan-drafts/1/places"),
            discard: FormTarget::to("/desk/plan-drafts/1/discard"),
            check,
            removal: (!check).then(|| Self::sample_removal(language)),
            adds: (!check)
                .then(|| ("add".to_owned(), say("加一个岗位", "Add a post")))
                .into_iter()
                .collect(),
            kept: check.then(|| KeptView::sample(language)),
            administrators: say("宋佳", "Song Jia"),
            admin_href: Some("/desk/admin/units".to_owned()),
            removed: vec![(
                "restore:community-head".to_owned(),
                say("社区负责人", "Head of the community"),
            )],
            problems: vec![ProblemRow {
                is_error: true,
                message: say("值班领导无人任职", "nobody holds the leader on duty"),
                example: say("园区接待室，1人", "park reception, 1 person"),
                field: "post.duty-leader".to_owned(),
                href: Some("/desk/plan-drafts/1/duties".to_owned()),
                step: say("谁值班", "Who is on duty"),
            }],
            may_lodge: true,
            is_good: !check,
            on_duty: match check {
                true => vec![(
                    say("值班员", "Clerk on duty"),
                    say("潘晓岚、邓博", "Pan Xiaolan, Deng Bo"),
                )],
                false => Vec::new(),
            },
            sheet: None,
        }
    }
}
