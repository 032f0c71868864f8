//! How a group is received, on the page of a response; who its representatives are, for whoever may see
//! it; and what they take home once their petition is registered.

use super::responses::{OneButton, StepLink};
use super::{DeskFrame, Fact, Place};
use crate::pages::components::Clock;
use crate::pages::form::FormTarget;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// A talk in a list.
#[derive(Clone, Debug)]
pub struct TalkRow {
    /// Who, where, since when.
    pub words: String,
    /// Ends it; `None`: it ended, or not by this person.
    pub end: Option<OneButton>,
}

/// The minutes, on the page of a response.
#[derive(Clone, Debug)]
pub struct MinutesPart {
    /// What they say.
    pub text: String,
    /// What the representatives see otherwise; may be empty.
    pub otherwise: String,
    /// Version, when written, whether answered.
    pub stands: String,
    /// The page to print.
    pub print_href: String,
    /// What the representatives signed; `None`: nothing is kept here, or not for this person.
    pub scan_href: Option<String>,
    /// Whether they signed on the screen, so that it is a picture and no scan.
    pub drawn: bool,
}

/// The minutes to print and take home.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/minutes.html")]
pub struct MinutesPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Where.
    pub place: String,
    /// Whether it is a drill.
    pub exercise: bool,
    /// When the response began.
    pub began: String,
    /// The talks.
    pub talks: Vec<String>,
    /// The number of the group's petition.
    pub petition: Option<String>,
    /// What they say.
    pub text: String,
    /// What the representatives see otherwise; may be empty.
    pub otherwise: String,
    /// The dates that follow of the response itself.
    pub dates: Vec<String>,
    /// Version, when written, whether answered.
    pub stands: String,
    /// How many lines there are for the representatives to sign on.
    pub representatives: usize,
    /// The response.
    pub back_href: String,
}

impl MinutesPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/desk/responses/7/minutes"),
                desk: DeskFrame::sample(language, Some(Place::Responses)),
                place: say("园区接待室", "Park reception"),
                exercise: true,
                began: "10:00".to_owned(),
                talks: vec![say("第1次谈话", "Talk 1")],
                petition: Some("2026-000123".to_owned()),
                dates: vec![say(
                    "3月20日前，再次面谈，信访办主任",
                    "by 20 March: a second talk, Head of the petition office",
                )],
                text: say("工资周五前发", "Wages are paid by Friday"),
                otherwise: say("还有加班费", "Overtime too"),
                stands: say("第1稿", "Version 1"),
                representatives: 2,
                back_href: "/desk/responses/7".to_owned(),
            }
        };
        vec![
            ("desk-minutes-zh", page(Language::Zh)),
            ("desk-minutes-en", page(Language::En)),
        ]
    }
}

/// The part of a response's page that tells how the group is received.
#[derive(Clone, Debug, Default)]
pub struct ReceptionPart {
    /// Representatives, needs, whether everybody was heard: counts and times.
    pub facts: Vec<Fact>,
    /// The talks.
    pub talks: Vec<TalkRow>,
    /// The group's petition: number and address.
    pub petition: Option<(String, String)>,
    /// The minutes of the talks.
    pub minutes: Option<MinutesPart>,
    /// What can be told, each on a page of its own.
    pub steps: Vec<StepLink>,
    /// Shows who the representatives are; `None`: not to this person, or there are none.
    pub see: Option<FormTarget>,
}

impl ReceptionPart {
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            facts: vec![
                Fact::new(say("代表", "Representatives"), "2"),
                Fact::new(
                    say("需要", "Needed"),
                    say("翻译：2人", "interpreter: for 2"),
                ),
            ],
            talks: vec![TalkRow {
                words: say(
                    "第1次谈话：信访办主任，园区接待室，10:05起",
                    "Talk 1: head of the petition office, park reception, since 10:05",
                ),
                end: Some(OneButton {
                    target: FormTarget::to("/desk/responses/7/receive/end-talk"),
                    name: "talk".to_owned(),
                    value: "1".to_owned(),
                    label: say("谈完了", "It ended"),
                }),
            }],
            petition: Some((
                "2026-000123".to_owned(),
                "/desk/petitions/2026-000123".to_owned(),
            )),
            minutes: Some(MinutesPart {
                text: say("工资周五前发", "Wages are paid by Friday"),
                otherwise: say("还有加班费", "Overtime too"),
                stands: say("第1稿", "Version 1"),
                print_href: "/desk/responses/7/minutes".to_owned(),
                scan_href: Some("/desk/responses/7/signed-minutes".to_owned()),
                drawn: language == Language::En,
            }),
            steps: vec![StepLink {
                href: "/desk/responses/7/receive/need".to_owned(),
                label: say("有人需要什么", "Somebody needs something"),
            }],
            see: Some(FormTarget::to("/desk/responses/7/receive/who")),
        }
    }
}

/// Who speaks for a group.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/representatives.html")]
pub struct RepresentativesPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Whether it is a drill.
    pub exercise: bool,
    /// Name and contact of each.
    pub facts: Vec<Fact>,
    /// The response.
    pub back_href: String,
}

impl RepresentativesPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/desk/responses/7/receive/who"),
            desk: DeskFrame::sample(language, Some(Place::Responses)),
            exercise: language == Language::Zh,
            facts: vec![Fact::new(
                language.pick("王秀英", "Wang Xiuying"),
                language.pick("不留联系方式", "no contact left"),
            )],
            back_href: "/desk/responses/7".to_owned(),
        };
        vec![
            ("desk-representatives-zh", page(Language::Zh)),
            ("desk-representatives-en", page(Language::En)),
        ]
    }
}

/// What one person takes home.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Whose it is, by the order of the registration.
    pub title: String,
    /// The same by name; empty: no name stands on it.
    pub whose: String,
    /// The code in groups.
    pub code: String,
    /// The tracking page, or where its address is unknown the code, as an inline SVG of our own making, shown
    /// unescaped. Nothing typed may get in here.
    pub qr: Option<String>,
    /// The address of the tracking page; empty where none is known.
    pub opens: String,
    /// What the code opens.
    pub words: String,
}

/// The receipt of a group's petition, to print and cut.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/group_receipt.html")]
pub struct GroupReceiptPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The petition's number.
    pub number: String,
    /// When it was registered, in words.
    pub registered_on: String,
    /// One for each representative, and one to copy and pass on.
    pub slips: Vec<Slip>,
    /// What is owed first.
    pub first_due: Vec<Clock>,
    /// What an ordinary matter brings by when.
    pub terms: Vec<String>,
    /// The text of the receipt file.
    pub receipt: String,
    /// The petition on the desk.
    pub petition_href: String,
    /// The response.
    pub back_href: String,
}

impl GroupReceiptPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/desk/responses/7/receive/petition"),
                desk: DeskFrame::sample(language, Some(Place::Responses)),
                number: "2026-000123".to_owned(),
                registered_on: say(
                    "2026年2月13日（星期五）10:02",
                    "Friday 13 February 2026, 10:02",
                ),
                slips: vec![Slip {
                    title: say("第1位代表", "Representative 1"),
                    whose: String::new(),
                    code: "7KQM-3XV9-TD2H-W8RA".to_owned(),
                    qr: Some(include_str!("../sample-qr.svg").to_owned()),
                    opens: String::new(),
                    words: say(
                        "能看进展、留言。",
                        "It follows the matter and sends messages.",
                    ),
                }],
                first_due: vec![Clock::sample(language)],
                terms: vec![say(
                    "15日内书面告诉您：是否受理、由谁办",
                    "Within 15 days, in writing: whether it is taken up, and who handles it",
                )],
                receipt: "huiyin-receipt/1".to_owned(),
                petition_href: "/desk/petitions/2026-000123".to_owned(),
                back_href: "/desk/responses/7".to_owned(),
            }
        };
        vec![
            ("desk-group-receipt-zh", page(Language::Zh)),
            ("desk-group-receipt-en", page(Language::En)),
        ]
    }
}
