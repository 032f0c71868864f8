//! How the posts of a plan stand over the coming four weeks. It is about posts and hours; it counts and
//! grades no person.

use super::next_drill::DrillRow;
use super::reach::TestPanel;
use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_app::StaffContactDraft;
use huiyin_domain::language::Language;
use huiyin_domain::petition::FieldError;

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

/// Somebody of the roster who has no account.
#[derive(Clone, Debug)]
pub struct OutsideRow {
    /// Their name.
    pub name: String,
    /// Whether no telephone is on file.
    pub lacks: bool,
    /// By what they are called, in words.
    pub said: String,
    /// What is on file; `None`: this person does not keep rosters.
    pub form: Option<OutsideForm>,
}

/// Something that somebody without an account is reached by was changed.
#[derive(Clone, Debug)]
pub struct ContactChangeRow {
    /// When.
    pub when: String,
    /// By whom.
    pub by: String,
    /// Whose.
    pub whose: String,
    /// Which channel, and what became of it; never what it is.
    pub what: String,
}

/// What is on file of somebody without an account.
#[derive(Clone, Debug)]
pub struct OutsideForm {
    /// Where it is sent.
    pub target: FormTarget,
    /// Their id in the roster.
    pub person: String,
    /// Telephone, address and language.
    pub fields: Vec<FieldView>,
}

impl OutsideForm {
    fn is_wrong(&self) -> bool {
        self.fields.iter().any(|field| field.error.is_some())
    }

    /// In which language somebody gets their messages.
    pub fn tongue(language: Language, person: &str, chosen: &str) -> FieldView {
        let tongues = [Language::Zh, Language::En].map(|one| {
            let (zh, en) = one.pick(("中文", "Chinese"), ("英文", "English"));
            Choice::new(one.tag(), language.pick(zh, en)).chosen(one.tag() == chosen)
        });
        let asked = language.pick("呼叫他用哪种语言？", "In which language are they called?");
        let kind = FieldKind::Select(tongues.to_vec(), String::new());
        FieldView::new(format!("language-{person}"), asked, kind)
    }

    /// The form again, with what was typed and what is wrong with it.
    pub fn refuse(
        &mut self,
        (typed, tongue): (&StaffContactDraft, &str),
        wrong: &[FieldError],
        language: Language,
    ) {
        let asked = Self::tongue(language, &self.person, tongue).kind;
        let parts = [
            ("contact.phone", FieldKind::Short(typed.phone.clone())),
            ("contact.email", FieldKind::Short(typed.email.clone())),
            ("language", asked),
        ];
        for (field, (name, kind)) in self.fields.iter_mut().zip(parts) {
            let found = wrong.iter().find(|one| one.field == name);
            field.kind = kind;
            field.error = found.map(|one| one.problem.message(language));
        }
    }
}

impl OutsideRow {
    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let field = |name: &str, label: String| {
            FieldView::new(name, label, FieldKind::Short(String::new())).optional()
        };
        Self {
            name: say("潘晓岚", "Pan Xiaolan"),
            lacks: true,
            said: say(
                "没有存号码：只能由接待台打电话叫",
                "No number is on file: the desk rings them by hand",
            ),
            form: Some(OutsideForm {
                target: FormTarget::to("/desk/rosters/sample-park/contact"),
                person: "pan-xiaolan".to_owned(),
                fields: vec![
                    field("phone-pan-xiaolan", say("手机号", "Mobile number")),
                    field("email-pan-xiaolan", say("邮箱", "E-mail")),
                    OutsideForm::tongue(language, "pan-xiaolan", Language::Zh.tag()),
                ],
            }),
        }
    }
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
    /// The whole roster as a calendar file; `None`: there is no roster yet.
    pub calendar_href: Option<String>,
    /// What it comes to.
    pub verdict: Verdict,
    /// Officials with whose id nobody signs in, and by what they are called.
    pub without_account: Vec<OutsideRow>,
    /// Who changed by what they are called; nothing for whoever may not know.
    pub contact_changes: Vec<ContactChangeRow>,
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
        let forms = self
            .without_account
            .iter()
            .filter_map(|row| row.form.as_ref());
        errors_of(self.error.as_deref(), forms.flat_map(|form| &form.fields))
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
            without_account: vec![OutsideRow::sample(language)],
            contact_changes: vec![ContactChangeRow {
                when: say("3月2日10:00", "2 March, 10:00"),
                by: say("宋佳", "Song Jia"),
                whose: say("潘晓岚", "Pan Xiaolan"),
                what: say("存了手机号", "telephone set"),
            }],
            plan_href: "/desk/plans/sample-park".to_owned(),
            calendar_href: Some("/desk/rosters/sample-park/calendar.ics".to_owned()),
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
