//! `/desk/responses`: the groups that are here now, and one of them with its posts, clocks, room and
//! tasks. Nothing here is about anybody who came but how many they are.

mod cards;

pub use cards::{Arrivals, CallCard, Dial, PageRow};

use super::reception::ReceptionPart;
use super::{DeskFrame, Fact, Place};
use crate::pages::form::{FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// How a call looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Somebody is there.
    Met,
    /// Somebody said that they come.
    Coming,
    /// Awaited.
    DueSoon,
    /// Late, or nobody comes.
    Late,
    /// Open when the response ended.
    Open,
}

impl Look {
    /// Its class, as the clocks of petitions have it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Coming => "coming",
            Self::DueSoon => "due-soon",
            Self::Late => "late",
            Self::Open => "paused",
        }
    }

    /// Its word.
    pub fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Met => ("到了", "There"),
            Self::Coming => ("会来", "Comes"),
            Self::DueSoon => ("等着", "Awaited"),
            Self::Late => ("要处理", "See to it"),
            Self::Open => ("没有到", "Was not there"),
        };
        language.pick(zh, en)
    }
}

/// A response in a list.
#[derive(Clone, Debug)]
pub struct ResponseRow {
    /// Address of its page.
    pub href: String,
    /// The place.
    pub place: String,
    /// How many people.
    pub people: String,
    /// The level.
    pub level: String,
    /// What it is about; may be empty.
    pub topic: String,
    /// When it began.
    pub opened: String,
    /// When it ended.
    pub ended: Option<String>,
    /// That a post needs a person to see to it, and how; `None`: none does.
    pub red: Option<String>,
    /// Whether it is a drill.
    pub exercise: bool,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/responses.html")]
pub struct ResponsesPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Those that run.
    pub running: Vec<ResponseRow>,
    /// Those that ended, the newest first.
    pub ended: Vec<ResponseRow>,
    /// Where one is opened; `None`: not by this person.
    pub open_href: Option<String>,
    /// The visits that groups announced; `None`: not for this person.
    pub visits_href: Option<String>,
    /// Earlier ones.
    pub next_href: Option<String>,
}

/// A form of one button.
#[derive(Clone, Debug)]
pub struct OneButton {
    /// Where it is sent.
    pub target: FormTarget,
    /// The name of what is sent along.
    pub name: String,
    /// Its value.
    pub value: String,
    /// What the button says.
    pub label: String,
}

/// Something that is made ready.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// What.
    pub title: String,
    /// Who sees to it.
    pub post: String,
    /// By when; may be empty.
    pub due: String,
    /// Whether its time passed and it is not done.
    pub late: bool,
    /// When it was done.
    pub done: Option<String>,
    /// Tells that it is done.
    pub button: Option<OneButton>,
}

/// A situation report that went up.
#[derive(Clone, Debug)]
pub struct SentReportRow {
    /// When, its number, to whom.
    pub head: String,
    /// How it goes, and whether it was acknowledged.
    pub words: String,
    /// Its number.
    pub number: u32,
    /// Where it is printed.
    pub href: String,
    /// What it says.
    pub text: String,
    /// Tells that its recipient has it.
    pub button: Option<OneButton>,
}

/// The dates that follow a visit.
#[derive(Clone, Debug)]
pub struct FollowUps {
    /// What is still owed on the group's petition, a sentence each, soonest first.
    pub dates: Vec<String>,
    /// Where the next talk is set.
    pub next_talk: String,
    /// Where whom it complains of is asked for a statement, until they were heard.
    pub statement: Option<String>,
}

impl FollowUps {
    fn sample(language: Language) -> Self {
        let date = language.pick(
            "3月13日（周五）前，承诺，信访办",
            "by Friday 13 March: Commitment, Petition office",
        );
        Self {
            dates: vec![date.to_owned()],
            next_talk: "/desk/petitions/2026-000001/do/commit".to_owned(),
            statement: Some("/desk/petitions/2026-000001".to_owned()),
        }
    }
}

/// Something that is to become better.
#[derive(Clone, Debug)]
pub struct ImprovementRow {
    /// What.
    pub what: String,
    /// Which post owes it, and by when.
    pub owed: String,
    /// The part of the plan that it changes; may be empty.
    pub part: String,
    /// Whether it was not done in time.
    pub late: bool,
    /// When it was done.
    pub done: Option<String>,
    /// What was done; may be empty.
    pub done_words: String,
}

impl ImprovementRow {
    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            what: say("饮水提前备好", "Water is kept ready"),
            owed: say("信访办值班员，3月20日前", "Clerk on duty, by 20 March"),
            part: say(
                "规则：园区接待室，1至20人",
                "Rule: Park reception, 1 to 20 people",
            ),
            late: true,
            done: Some(say("3月23日", "23 March")),
            done_words: say("值班室常备20瓶", "Twenty bottles stand at the desk"),
        }
    }
}

/// A step that has a page of its own.
#[derive(Clone, Debug)]
pub struct StepLink {
    /// Its address.
    pub href: String,
    /// What it is called.
    pub label: String,
}

/// One response.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/response.html")]
pub struct ResponsePage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Why a step was refused.
    pub error: Option<String>,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The place.
    pub place: String,
    /// How many people.
    pub people: String,
    /// The level.
    pub level: String,
    /// That a post needs a person to see to it, and how; `None`: none does.
    pub red: Option<String>,
    /// Whether it runs.
    pub running: bool,
    /// Whether everybody who is called answers by video.
    pub by_video: bool,
    /// Whether somebody is unwell or needs help.
    pub unwell: bool,
    /// What it is about.
    pub topic: String,
    /// Whether what it is about is shown nowhere any more, because it names a representative.
    pub topic_withheld: bool,
    /// Beginning, plan, room.
    pub facts: Vec<Fact>,
    /// Why this level.
    pub explanation: Vec<String>,
    /// The posts.
    pub calls: Vec<CallCard>,
    /// Who is not there yet; `None`: not to be told by whoever looks, or one at most.
    pub arrivals: Option<Arrivals>,
    /// How the group is received.
    pub reception: ReceptionPart,
    /// What is made ready.
    pub tasks: Vec<TaskRow>,
    /// The times of the plan against what was: what, within, took, whether in time.
    pub targets: Vec<(String, String, String, bool)>,
    /// How many of these were kept, in a sentence.
    pub counted: String,
    /// Of a drill that ended: target against actual, rated.
    pub sheet: Vec<SheetLine>,
    /// Of a drill: why it does not count as held, or would not if it ended now.
    pub not_held: Vec<String>,
    /// The posts whose holders play silence in a drill by script.
    pub silent: Vec<String>,
    /// What is to become better.
    pub improvements: Vec<ImprovementRow>,
    /// The dates that follow of the response itself.
    pub own_dates: Vec<ImprovementRow>,
    /// The dates that follow; `None`: the group's petition is not registered, or not for this person.
    pub follow_ups: Option<FollowUps>,
    /// Reports: to whom, where it stands, whether late.
    pub reports: Vec<(String, String, bool)>,
    /// Reports that went up, the newest first.
    pub sent_reports: Vec<SentReportRow>,
    /// What happened: minute, what, what was typed with it (may be empty).
    pub lines: Vec<(i64, String, String)>,
    /// Steps with a page of their own.
    pub steps: Vec<StepLink>,
    /// Its id.
    pub id: i64,
    /// Whether there is a danger to export.
    pub cap: bool,
    /// Channels that are not well, a sentence each.
    pub channels: Vec<String>,
    /// Whether the room is full, in words; empty: no matter.
    pub density: String,
    /// The petition from whose file this person answers: address, and that in words.
    pub file: Option<(String, String)>,
    /// The board.
    pub board_href: String,
    /// What says that something happened.
    pub live: String,
    /// Where a link for a screen is made; `None`: not by this person.
    pub screen: Option<FormTarget>,
    /// The page that hangs in the room as a code.
    pub room_href: Option<String>,
}

impl ResponsePage {
    /// Whether whoever looks is called.
    fn is_called(&self) -> bool {
        self.calls.iter().any(|call| call.own)
    }

    /// The calls of whoever looks, or those of others.
    fn calls_of(&self, own: bool) -> impl Iterator<Item = &CallCard> {
        self.calls.iter().filter(move |call| call.own == own)
    }

    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), [])
    }

    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-response-zh", Self::sample(Language::Zh)),
            ("desk-response-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            frame: Frame::sample(language, "/desk/responses/7"),
            desk: DeskFrame::sample(language, Some(Place::Responses)),
            error: Some(say("这一岗位已经到场。", "This post is there already.")),
            exercise: true,
            place: say("园区接待室", "Park reception"),
            people: say("30至60人", "30 to 60 people"),
            level: say("二级", "level II"),
            red: Some(say("有岗位没有人应答", "A post has no answer")),
            running: true,
            by_video: false,
            unwell: true,
            topic: say("工资拖欠", "Unpaid wages"),
            topic_withheld: true,
            facts: vec![Fact::new(say("开始", "Began"), "10:00")],
            explanation: vec![say("按上限60人定级。", "Levelled by the upper figure, 60.")],
            calls: vec![CallCard::sample(language)],
            arrivals: Some(Arrivals::sample(language)),
            reception: ReceptionPart::sample(language),
            tasks: vec![TaskRow {
                title: say("饮水", "water"),
                post: say("值班员", "Clerk on duty"),
                due: "10:05".to_owned(),
                late: true,
                done: None,
                button: Some(OneButton {
                    target: FormTarget::to("/desk/responses/7/do/task"),
                    name: "kind".to_owned(),
                    value: "water".to_owned(),
                    label: say("做好了", "Done"),
                }),
            }],
            counted: say("共2项：按时1项，没按时1项。", "2 in all: 1 in time, 1 not."),
            sheet: vec![SheetLine::sample(language)],
            not_held: vec![say("给“县信访局”的首次报告没有报", "a report is missing")],
            silent: vec![say("综治办主任", "Head of the governance office")],
            targets: vec![(say("到场", "there"), "20".into(), "25".into(), false)],
            improvements: vec![ImprovementRow::sample(language)],
            own_dates: vec![ImprovementRow::sample(language)],
            follow_ups: Some(FollowUps::sample(language)),
            sent_reports: vec![SentReportRow::sample(language)],
            reports: vec![(
                say("县信访局", "County bureau"),
                say("第1次", "No. 1"),
                true,
            )],
            lines: vec![(0, say("启动", "opened"), say("说明", "a note"))],
            steps: vec![StepLink {
                href: "/desk/responses/7/do/count".to_owned(),
                label: say("人数变了", "More or fewer people"),
            }],
            id: 7,
            cap: true,
            channels: vec![say(
                "渠道sms（短信）用不了：连不上对方服务器。呼叫已改走下一方式",
                "Channel sms (text message): Cannot be used: No connection to the server. Calls go by the next way",
            )],
            density: say(
                "快满了：请打开备用场所",
                "nearly full: open the overflow room",
            ),
            file: Some(("/desk/petitions/2026-000123".into(), "2026-000123".into())),
            board_href: "/board/7".to_owned(),
            live: "/board/7/events".to_owned(),
            screen: Some(FormTarget::to("/desk/responses/7/screen")),
            room_href: Some("/room/ABCD2345".to_owned()),
        }
    }
}

impl SentReportRow {
    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            head: say("10:31 第1号，报县信访局", "10:31 No. 1 to County bureau"),
            words: say(
                "已交邮件或网关发送；对方还没确认",
                "given to mail or a gateway; not acknowledged yet",
            ),
            number: 1,
            href: "/desk/responses/7/report/county-bureau/1".to_owned(),
            text: say("情况报告\n编号：第1号", "Situation report\nNumber: No. 1"),
            button: None,
        }
    }
}

/// A line of the result sheet of a drill.
#[derive(Clone, Debug)]
pub struct SheetLine {
    /// What was to happen.
    pub title: String,
    /// When it was due.
    pub due: String,
    /// When it happened.
    pub done: String,
    /// The letter with its words.
    pub rating: String,
    /// Whether it was in time.
    pub kept: bool,
    /// Whether it was tried at all: the drill did not end before its limit.
    pub tried: bool,
}

impl SheetLine {
    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say("到场：值班领导", "there: Leader on duty"),
            due: say("第20分钟", "minute 20"),
            done: say("第24分钟", "minute 24"),
            rating: say("S 迟了不到一半", "S late by half its time at most"),
            kept: false,
            tried: true,
        }
    }
}

impl ResponsesPage {
    /// The page as it is shown by the style page and by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |language: Language, ended: bool| ResponseRow {
            href: "/desk/responses/7".to_owned(),
            place: language.pick("园区接待室", "Park reception").to_owned(),
            people: language.pick("30至60人", "30 to 60 people").to_owned(),
            level: language.pick("二级", "level II").to_owned(),
            topic: language.pick("工资拖欠", "Unpaid wages").to_owned(),
            opened: "10:00".to_owned(),
            ended: ended.then(|| "12:00".to_owned()),
            red: (!ended).then(|| {
                language
                    .pick("有岗位没有人应答", "A post has no answer")
                    .to_owned()
            }),
            exercise: ended,
        };
        let page = |language: Language, rows: usize| Self {
            frame: Frame::sample(language, "/desk/responses"),
            desk: DeskFrame::sample(language, Some(Place::Responses)),
            running: vec![row(language, false); rows],
            ended: vec![row(language, true); rows],
            open_href: Some("/desk/open-response".to_owned()),
            visits_href: Some("/desk/visits".to_owned()),
            next_href: (rows > 0).then(|| "/desk/responses?before=7".to_owned()),
        };
        vec![
            ("desk-responses-zh", page(Language::Zh, 1)),
            ("desk-responses-en", page(Language::En, 1)),
            ("desk-responses-none-zh", page(Language::Zh, 0)),
            ("desk-responses-none-en", page(Language::En, 0)),
        ]
    }
}
