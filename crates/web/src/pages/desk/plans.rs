//! `/desk/plans`: the plans of an authority, one plan with its versions, and one version with what is
//! wrong with it, what it would change, and its sheet. None of it is about people who come.

use super::next_drill::DrillRow;
use super::wizard::DraftRow;
use super::{DeskFrame, Fact, Place};
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use crate::pages::plan_sheet::SheetView;
use askama::Template;
use huiyin_domain::language::Language;
use huiyin_domain::plan::Plan;
use huiyin_domain::shipped;

/// A plan in the list.
#[derive(Clone, Debug)]
pub struct PlanRow {
    /// What it is called.
    pub title: String,
    /// Address of its page.
    pub href: String,
    /// In force, or waiting, in words.
    pub state: String,
    /// The newest version of its roster; empty: none yet.
    pub roster: String,
    /// Whether its drill is overdue.
    pub drill_overdue: bool,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/plans.html")]
pub struct PlansPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The plans of this page.
    pub rows: Vec<PlanRow>,
    /// Those that are being made; may be empty.
    pub drafts: Vec<DraftRow>,
    /// Where one is lodged; `None`: not by this person.
    pub lodge_href: Option<String>,
    /// The next page, if there may be one.
    pub next_href: Option<String>,
}

/// A version of a plan or roster.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// The version.
    pub version: String,
    /// Address of its page; empty: it has none.
    pub href: String,
    /// When it was lodged and by whom.
    pub lodged: String,
    /// Approved for which post and when, or waiting; empty for a roster.
    pub state: String,
    /// Whether it is in force.
    pub in_force: bool,
}

/// One plan.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/plan.html")]
pub struct PlanPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What it is called.
    pub title: String,
    /// Its id.
    pub id: String,
    /// Where the newest version is opened again in the wizard; `None`: not by this person.
    pub reopen: Option<FormTarget>,
    /// The next drill; `None`: no version is in force.
    pub drill: Option<DrillRow>,
    /// Its versions, the newest first.
    pub versions: Vec<VersionRow>,
    /// Those of its roster, the newest first; the first counts.
    pub rosters: Vec<VersionRow>,
    /// Where a version is lodged; `None`: not by this person.
    pub lodge_href: Option<String>,
}

/// Something wrong with a plan.
#[derive(Clone, Debug)]
pub struct FindingRow {
    /// Whether it keeps the plan from being approved.
    pub is_error: bool,
    /// Its code.
    pub code: String,
    /// Line and field.
    pub at: String,
    /// What is wrong and what to do.
    pub message: String,
    /// A case in which it shows; empty: none belongs to it.
    pub example: String,
}

/// A consequence of the version.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    /// Where, how many people, at which hours.
    pub case: String,
    /// What changes.
    pub message: String,
}

/// What a version would change.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The version that it is held against.
    pub against: String,
    /// Whether that one is in force.
    pub in_force: bool,
    /// The consequences.
    pub rows: Vec<ChangeRow>,
}

/// The approval that is offered.
#[derive(Clone, Debug)]
pub struct ApprovalView {
    /// Where it is sent.
    pub target: FormTarget,
    /// What happens then.
    pub consequences: Vec<String>,
}

/// How a version is sent back, with what is to be changed.
#[derive(Clone, Debug)]
pub struct SendBackView {
    /// Where it is sent.
    pub target: FormTarget,
    /// What is to be changed.
    pub reason: FieldView,
}

/// One version of a plan.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/plan_version.html")]
pub struct PlanVersionPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What the plan is called.
    pub title: String,
    /// Address of the plan.
    pub plan_href: String,
    /// Version, state, roster.
    pub facts: Vec<Fact>,
    /// Why an approval was refused.
    pub error: Option<String>,
    /// Everything found.
    pub findings: Vec<FindingRow>,
    /// What it changes; `None`: nothing to hold it against.
    pub changes: Option<Changes>,
    /// The other versions, which it can be held against.
    pub others: Vec<String>,
    /// The approval, where this person may give it and nothing hinders.
    pub approval: Option<ApprovalView>,
    /// How it is sent back, where this person may approve it.
    pub send_back: Option<SendBackView>,
    /// Where it is opened again in the wizard, as the next version; `None`: not by this person.
    pub reopen: Option<FormTarget>,
    /// Each post with who is on duty in it by the newest roster.
    pub on_duty: Vec<(String, String)>,
    /// Its tables and cards.
    pub sheet: SheetView,
}

impl PlanVersionPage {
    fn errors(&self) -> Vec<FormError> {
        let reason = self.send_back.iter().map(|one| &one.reason);
        errors_of(self.error.as_deref(), reason)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-plan-version-zh", Self::sample(Language::Zh)),
            ("desk-plan-version-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let shipped = shipped::plans().iter();
        let mut sheets = shipped.filter_map(|one| Plan::parse(one.plan).ok());
        let sheet = sheets.next().map(|plan| SheetView::of(&plan, language));
        Self {
            frame: Frame::sample(language, "/desk/plans/sample-park/2026.2"),
            desk: DeskFrame::sample(language, Some(Place::Plans)),
            title: say(
                "示例工业园区集体访接待预案",
                "Reception of groups, sample park",
            ),
            plan_href: "/desk/plans/sample-park".to_owned(),
            facts: vec![Fact::new(say("版本", "Version"), "2026.2")],
            error: Some(say("预案有错误，不能批准。", "The plan has errors.")),
            findings: vec![FindingRow {
                is_error: true,
                code: "gap".to_owned(),
                at: say("第120行，rule", "line 120, rule"),
                message: say("这里没有规则", "no rule applies here"),
                example: say("园区接待室，1人", "park reception, 1 person"),
            }],
            changes: Some(Changes {
                against: "2026.1".to_owned(),
                in_force: true,
                rows: vec![ChangeRow {
                    case: say("园区接待室，21至50人", "Park reception, 21 to 50 people"),
                    message: say(
                        "分管领导晚10分钟到",
                        "the leader in charge comes 10 minutes later",
                    ),
                }],
            }),
            others: vec!["2026.1".to_owned(), "2025.1".to_owned()],
            reopen: Some(FormTarget::to("/desk/plans/sample-park/2026.2/reopen")),
            send_back: Some(SendBackView {
                target: FormTarget::to("/desk/plans/sample-park/2026.2/return"),
                reason: FieldView::new(
                    "reason",
                    say("要改什么？", "What is to be changed?"),
                    FieldKind::TextArea(String::new(), 3),
                ),
            }),
            approval: Some(ApprovalView {
                target: FormTarget::to("/desk/plans/sample-park/2026.2/approve"),
                consequences: vec![say("批准后即执行。", "It is in force at once.")],
            }),
            on_duty: vec![(
                say("值班员", "Clerk on duty"),
                say("潘晓岚、邓博", "Pan Xiaolan, Deng Bo"),
            )],
            sheet: sheet.unwrap_or_default(),
        }
    }
}

impl PlansPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, rows: usize| Self {
            frame: Frame::sample(language, "/desk/plans"),
            desk: DeskFrame::sample(language, Some(Place::Plans)),
            rows: vec![PlanRow::sample(language); rows],
            drafts: vec![DraftRow::sample(language); rows],
            lodge_href: Some("/desk/lodge-plan".to_owned()),
            next_href: (rows > 0).then(|| "/desk/plans?after=sample-park".to_owned()),
        };
        vec![
            ("desk-plans-zh", page(Language::Zh, 1)),
            ("desk-plans-en", page(Language::En, 1)),
            ("desk-plans-none-zh", page(Language::Zh, 0)),
            ("desk-plans-none-en", page(Language::En, 0)),
        ]
    }
}

impl PlanRow {
    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say(
                "示例工业园区集体访接待预案",
                "Reception of groups, sample park",
            ),
            href: "/desk/plans/sample-park".to_owned(),
            state: say("第2026.1版执行中", "2026.1 in force"),
            roster: "2026.1".to_owned(),
            drill_overdue: true,
        }
    }
}

impl PlanPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-plan-zh", Self::sample(Language::Zh)),
            ("desk-plan-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let row = PlanRow::sample(language);
        let version = VersionRow {
            version: "2026.1".to_owned(),
            href: "/desk/plans/sample-park/2026.1".to_owned(),
            lodged: say("2026年1月5日，林洁", "5 January 2026, Lin Jie"),
            state: say(
                "园区主要领导（周明远）批准",
                "Approved by: Main leader of the park (Zhou Mingyuan)",
            ),
            in_force: true,
        };
        Self {
            frame: Frame::sample(language, "/desk/plans/sample-park"),
            desk: DeskFrame::sample(language, Some(Place::Plans)),
            title: row.title,
            id: "sample-park".to_owned(),
            reopen: Some(FormTarget::to("/desk/plans/sample-park/2026.1/reopen")),
            drill: Some(DrillRow::sample(language)),
            rosters: vec![VersionRow {
                href: String::new(),
                state: String::new(),
                ..version.clone()
            }],
            versions: vec![version],
            lodge_href: Some("/desk/lodge-plan".to_owned()),
        }
    }
}
