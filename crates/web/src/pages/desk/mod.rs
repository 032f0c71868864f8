//! The pages of the desk, for staff: as the portal's, one view struct and one template each.
//!
//! Each page has a [`Frame`](super::layout::Frame) and a [`DeskFrame`]: the latter says who is
//! signed in and where they may go. Every form is a plain POST that answers with 303.

pub mod absences;
pub mod action_form;
pub mod admin;
pub mod announcements;
pub mod answer;
pub mod audit;
pub mod bulk;
pub mod categories;
pub mod colleagues;
pub mod demo;
pub mod figures;
pub mod inbox;
pub mod intake;
pub mod invitations;
pub mod me;
pub mod next_drill;
pub mod not_now;
pub mod open_response;
pub mod petition;
pub mod plans;
pub mod problem;
pub mod published;
pub mod reach;
pub mod ready;
pub mod reception;
pub mod registered;
pub mod responses;
pub mod roster;
pub mod rows;
pub mod rule_data;
pub mod running;
pub mod same_matter;
pub mod seal;
pub mod sections;
pub mod sign_in;
pub mod statement;
pub mod style;
pub mod texts;
pub mod versions;
pub mod visits;
pub mod wizard;
pub mod workshop;

use crate::assets;
use askama::Template;
use huiyin_domain::language::Language;

/// A place of the desk that its navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// 我该办的: what I owe, soonest first.
    Inbox,
    /// 登记新件: counter, phone, letter.
    Register,
    /// 等我审批: answers and extensions that wait for me.
    Approvals,
    /// 我单位欠着的: what my units owe.
    Units,
    /// 按时情况: figures of timeliness.
    Figures,
    /// 来访响应: groups that are here now.
    Responses,
    /// 预案: plans for group visits, and their rosters.
    Plans,
    /// 管理: units, posts, staff, the authority.
    Administration,
}

impl Place {
    /// Every place, in the order of the navigation.
    pub const ALL: [Self; 8] = [
        Self::Inbox,
        Self::Register,
        Self::Approvals,
        Self::Units,
        Self::Figures,
        Self::Responses,
        Self::Plans,
        Self::Administration,
    ];

    /// Its words.
    pub fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Inbox => ("我该办的", "What I owe"),
            Self::Register => ("登记新件", "Register"),
            Self::Approvals => ("等我审批", "Approvals"),
            Self::Units => ("我单位欠着的", "My units"),
            Self::Figures => ("按时情况", "Figures"),
            Self::Responses => ("来访响应", "Responses"),
            Self::Plans => ("预案", "Plans"),
            Self::Administration => ("管理", "Administration"),
        };
        language.pick(zh, en)
    }

    /// Its address.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Inbox => "/desk",
            Self::Register => "/desk/new",
            Self::Approvals => "/desk/approvals",
            Self::Units => "/desk/units",
            Self::Figures => "/desk/figures",
            Self::Responses => "/desk/responses",
            Self::Plans => "/desk/plans",
            Self::Administration => "/desk/admin",
        }
    }
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Name.
    pub name: String,
    /// Post and unit, one line; may be empty.
    pub post: String,
}

/// What stands around a page of the desk, beside the frame that every page has.
#[derive(Clone, Debug)]
pub struct DeskFrame {
    /// Address of the desk's style sheet.
    pub style_href: String,
    /// Who is signed in; `None` on the pages before.
    pub person: Option<SignedIn>,
    /// Where this person may go, in the order of [`Place::ALL`].
    pub places: Vec<Place>,
    /// Where this page is, if it is one of them.
    pub here: Option<Place>,
    /// Whether this person writes or releases answers for everybody.
    pub answers: bool,
    /// Whether this person keeps the seal, or sees its uses.
    pub seal: bool,
    /// Whether this is the demonstration; every page says so.
    pub demo: bool,
    /// Whether the demonstration keeps its text messages, for whoever tries it.
    pub messages: bool,
    /// Address of the script with the keys.
    pub keys_href: String,
    /// Whether single letters are keys for this person (WCAG 2.1.4).
    pub letters: bool,
}

impl DeskFrame {
    /// The frame of a page before somebody has signed in.
    pub fn signed_out() -> Self {
        Self {
            style_href: assets::desk_style_href().to_owned(),
            person: None,
            places: Vec::new(),
            here: None,
            answers: false,
            seal: false,
            demo: false,
            messages: false,
            keys_href: assets::keys_href().to_owned(),
            letters: true,
        }
    }

    /// Whose an unsent form is that the browser keeps: at a shared computer nobody else gets it back. The
    /// name alone, which is the same in both languages.
    pub fn keeper(&self) -> String {
        let person = self.person.as_ref();
        person.map_or_else(String::new, |one| one.name.clone())
    }

    /// A frame of an invented clerk, for samples.
    pub fn sample(language: Language, here: Option<Place>) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            person: Some(SignedIn {
                name: say("刘敏", "Liu Min"),
                post: say("登记员，信访局", "Intake clerk, Petition Office"),
            }),
            places: Place::ALL.to_vec(),
            here,
            answers: true,
            seal: true,
            demo: true,
            messages: true,
            ..Self::signed_out()
        }
    }
}

/// A label and what stands beside it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What stands there; may hold line breaks.
    pub value: String,
}

impl Fact {
    /// A fact.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// The petition that a page is about.
#[derive(Clone, Debug)]
pub struct PetitionRef {
    /// Its number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: String,
    /// What happened, in the petitioner's words.
    pub body: String,
    /// Address of its page.
    pub href: String,
    /// Who else has it open just now, in words.
    pub others: Option<String>,
}

/// Who else has a petition open just now, as a part that an open page asks for anew.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/present_part.html")]
pub struct PresentPart {
    /// Address of the petition's page.
    pub href: String,
    /// In words.
    pub others: Option<String>,
}

impl PetitionRef {
    /// An invented petition, for samples.
    pub fn sample(language: Language) -> Self {
        Self {
            number: "2026-000123".to_owned(),
            subject: language
                .pick("三月份的工资到现在没发", "March wages are still not paid")
                .to_owned(),
            body: language
                .pick("我在A区工地干了四个月。", "I worked four months at zone A.")
                .to_owned(),
            href: "/desk/petitions/2026-000123".to_owned(),
            others: Some(Self::sample_others(language)),
        }
    }

    /// Somebody invented who has it open, too.
    pub fn sample_others(language: Language) -> String {
        let words = language.pick(
            "赵刚刚才也打开着这一件；先商量一下，免得两人做同一件事。",
            "Zhao Gang had this petition open just now; agree who does what.",
        );
        words.to_owned()
    }
}
