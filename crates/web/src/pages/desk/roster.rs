//! How the posts of a plan stand over the coming four weeks. It is about posts and hours; it counts and
//! grades no person.

use super::next_drill::DrillRow;
use super::reach::TestPanel;
use super::{DeskFrame, Place};
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// What it comes to.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether nothing is missing.
    pub ready: bool,
    /// In words.
    pub words: String,
}

/// A post.
#[derive(Clone, Debug)]
pub struct PostRow {
    /// What it is called.
    pub title: String,
    /// Who holds it now; empty: nobody.
    pub holder: String,
    /// For how long it is missing; empty: never.
    pub missing: String,
    /// When that is.
    pub gaps: Vec<GapRow>,
    /// How many more stretches there are.
    pub more: usize,
}

/// Hours at which a post is missing.
#[derive(Clone, Debug)]
pub struct GapRow {
    /// From when, in words.
    pub from: String,
    /// To when, in words.
    pub to: String,
    /// Why, in words.
    pub why: String,
}

/// A minimum crew.
#[derive(Clone, Debug)]
pub struct CrewRow {
    /// How many of whom are needed, in words.
    pub title: String,
    /// For how long it is not there; empty: never.
    pub missing: String,
    /// When that is, and how many there are.
    pub gaps: Vec<String>,
    /// How many more stretches there are.
    pub more: usize,
}

/// A change of duty, or a request for one.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    /// The post.
    pub post: String,
    /// From when to when.
    pub hours: String,
    /// Who stands in for whom.
    pub who: String,
    /// How it stands.
    pub state: String,
    /// The request's id.
    pub swap: i64,
    /// Where an answer is sent.
    pub target: FormTarget,
    /// The answers that this person can give: the word that is sent, and what the button says.
    pub answers: Vec<(&'static str, String)>,
}

/// Something that this person can do about a duty.
#[derive(Clone, Debug)]
pub struct DutyForm {
    /// What it does.
    pub title: String,
    /// What follows from it.
    pub hint: String,
    /// The word that is sent.
    pub what: &'static str,
    /// Where it is sent.
    pub target: FormTarget,
    /// Its fields.
    pub fields: Vec<FieldView>,
    /// What the button says.
    pub submit: String,
}

/// Changes of duty.
#[derive(Clone, Debug)]
pub struct DutyPanel {
    /// Those ahead, and the requests.
    pub changes: Vec<ChangeRow>,
    /// What this person can do.
    pub forms: Vec<DutyForm>,
    /// Their own duty calendar; `None`: they do not stand in the roster.
    pub feed: Option<FeedView>,
}

/// The address of one's own duty calendar.
#[derive(Clone, Debug)]
pub struct FeedView {
    /// The address that was just made; shown once.
    pub made: Option<String>,
    /// Whether there is one.
    pub has: bool,
    /// Where a new one is asked for.
    pub make: FormTarget,
    /// Where it is ended.
    pub end: FormTarget,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/roster.html")]
pub struct RosterPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What the plan is called.
    pub title: String,
    /// Its page.
    pub plan_href: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// Officials whom only the desk can ring, because nobody signs in with their id; may be empty.
    pub without_account: String,
    /// The next drill; `None`: no version is in force.
    pub drill: Option<DrillRow>,
    /// The posts that the plan may call.
    pub posts: Vec<PostRow>,
    /// The minimum crews of the plan.
    pub crews: Vec<CrewRow>,
    /// The test of whether those on duty can be reached; `None`: there is no roster yet.
    pub test: Option<TestPanel>,
    /// Changes of duty; `None`: there is no roster yet.
    pub duty: Option<DutyPanel>,
    /// Why nothing was changed.
    pub error: Option<String>,
}

impl RosterPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), [])
    }

    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-roster-zh", Self::sample(Language::Zh)),
            ("desk-roster-en", Self::sample(Language::En)),
        ]
    }

    fn sample_feed() -> FeedView {
        FeedView {
            made: Some("/calendar/1.AbCd.ics".to_owned()),
            has: true,
            make: FormTarget::to("/desk/rosters/sample-park/feed"),
            end: FormTarget::to("/desk/rosters/sample-park/feed/end"),
        }
    }

    fn sample_duty(language: Language) -> DutyPanel {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        DutyPanel {
            changes: vec![ChangeRow {
                post: say("值班员", "Duty clerk"),
                hours: say(
                    "9月20日（周日）8:30至18:00",
                    "8:30 to 18:00 on Sunday 20 September",
                ),
                who: say("潘晓岚 → 邓博", "Pan Xiaolan → Deng Bo"),
                state: say("等对方同意", "Waits for consent"),
                swap: 7,
                target: FormTarget::to("/desk/rosters/sample-park/duty"),
                answers: vec![("agree", say("同意替班", "Agree"))],
            }],
            forms: vec![DutyForm {
                title: say("现在接班", "Take a running shift over"),
                hint: say("马上生效。", "At once."),
                what: "take",
                target: FormTarget::to("/desk/rosters/sample-park/duty"),
                fields: vec![FieldView::new(
                    "take-post",
                    say("哪个岗位？", "Which post?"),
                    FieldKind::Select(Vec::new(), say("选一个岗位", "Choose a post")),
                )],
                submit: say("现在由我值班", "I am on duty from now"),
            }],
            feed: Some(Self::sample_feed()),
        }
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            frame: Frame::sample(language, "/desk/rosters/sample-park"),
            desk: DeskFrame::sample(language, Some(Place::Plans)),
            title: say(
                "示例工业园区集体访接待预案",
                "Reception of groups, sample park",
            ),
            without_account: say("周明远、林洁", "Zhou Mingyuan, Lin Jie"),
            plan_href: "/desk/plans/sample-park".to_owned(),
            drill: Some(DrillRow::sample(language)),
            verdict: Verdict {
                ready: false,
                words: say(
                    "未来28天，有1个岗位在一些时段没有人，或叫不到人。",
                    "In the next 28 days 1 of the posts are unheld or out of reach at some hours.",
                ),
            },
            posts: vec![
                PostRow {
                    title: say("值班员", "Duty clerk"),
                    holder: say("潘晓岚", "Pan Xiaolan"),
                    missing: String::new(),
                    gaps: Vec::new(),
                    more: 0,
                },
                PostRow {
                    title: say("带班领导", "Duty leader"),
                    holder: String::new(),
                    missing: say("36小时", "36 h"),
                    gaps: vec![GapRow {
                        from: say("9月20日（周日）8:00", "Sunday 20 September, 8:00"),
                        to: say("9月21日（周一）20:00", "Monday 21 September, 20:00"),
                        why: say("无人在岗", "nobody is on duty"),
                    }],
                    more: 2,
                },
            ],
            crews: vec![CrewRow {
                title: say("急救员至少1人", "First-aiders: 1 at least"),
                missing: say("8小时", "8 h"),
                gaps: vec![say(
                    "9月20日（周日）8:00至16:00：0人",
                    "Sunday 20 September, 8:00 to 16:00: 0",
                )],
                more: 1,
            }],
            test: Some(TestPanel::sample(language)),
            duty: Some(Self::sample_duty(language)),
            error: None,
        }
    }
}
