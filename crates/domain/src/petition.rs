//! The petition 信访事项: the matter brought, never a record about a person.

mod action;
mod answer;
mod case;
mod command;
mod contact;
mod decide;
mod entry;
mod field_problem;
mod file;
mod import;
mod name;
mod notice_wish;
mod rating;
mod receivers;
mod refusal;
mod register;
mod review;
mod same_matter;
mod state;
mod submission;

pub use action::Action;
pub use answer::{AddressedFact, AnswerCheck, AnswerDraft, AnswerItem, Outcome};
pub use case::{
    AnswerFacts, AnswerStage, Case, EarlierTime, FactSaid, Group, Pending, PutOff, Recorded, Sent,
    StatedFact, Statement, Typed,
};
pub use command::{Command, CommandField};
pub use contact::{AskedHow, ContactPart};
pub use decide::{
    BarTarget, Barred, By, CodePower, Context, Decided, Deciding, FACT_CHARACTERS_MAX, Guard,
    PaperTimes, RENEWED_DAYS, Reach, RuleSet, consequences, decide, register_split, renewed_until,
    tick,
};
pub use entry::{EntryPart, NO_PLACE};
pub use file::{
    FILE_BYTES_MAX, FILE_NAME_CHARACTERS_MAX, FILES_MAX, SENT_FILES_BYTES_MAX, SENT_FILES_MAX,
    file_kind, file_name, may_be_taken, without_metadata,
};
pub use notice_wish::{NoticeHours, NoticeWish};
pub use rating::{Grade, RATINGS_SHOWN_MIN, RatedSide, quarter, year_before};
pub use receivers::can_have;
pub use refusal::{CaseRefusal, RefusalCode};
pub use review::{REVIEW_WINDOW, ReviewAsked, ReviewOf, ReviewOutcome};
pub use same_matter::{MatterAt, SAME_MATTER_DAYS};
pub use state::PetitionState;

pub use field_problem::{FieldError, FieldProblem};
pub use import::{ImportContext, ImportProblem, ImportedRecord, imported};
pub use register::{RegistrationContext, register};
pub use submission::{
    BODY_CHARACTERS_MAX, CONTACT_CHARACTERS_MAX, OTHER_REPRESENTATIVES_MAX, PLACE_CHARACTERS_MAX,
    REQUESTS_MAX, RESPONDENTS_MAX, SUBJECT_CHARACTERS_MAX, Submission, SubmissionDraft,
    takes_texts,
};

use crate::language::Bilingual;
use name::{contact, name_and_rest};
use serde::{Deserialize, Serialize};

/// How a petition came 信访形式. *Source:* 信访工作条例 Art 17.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// 网上信访
    Web,
    /// 来信
    Letter,
    /// 来电
    Phone,
    /// 电子邮件
    Email,
    /// 来访
    Visit,
    /// Another system, by API.
    Api,
    /// From another authority.
    Handover,
}

/// The lawful way of a petition 诉求类型. *Source:* 信访工作条例 Arts 29 to 31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// 建议意见
    Suggestion,
    /// 检举控告
    Disclosure,
    /// 申诉求决
    Claim,
}

/// Whether the authority knows who brings the petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Name or contact were given.
    Named,
    /// Given, and the access rules of a Disclosure hold from the first instant (RULES 4.2).
    Confidential,
    /// Nothing was given; the code brings answers all the same.
    Anonymous,
}

macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word of interfaces and of the store.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word of interfaces and of the store.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words!(Channel { Web = "web", Letter = "letter", Phone = "phone", Email = "email", Visit = "visit", Api = "api", Handover = "handover" });
words!(Class { Suggestion = "suggestion", Disclosure = "disclosure", Claim = "claim" });
words!(Who { Named = "named", Confidential = "confidential", Anonymous = "anonymous" });

impl Who {
    /// From what was given, and whether it was asked to be kept confidential.
    pub const fn of(identity_given: bool, confidential: bool) -> Self {
        match (identity_given, confidential) {
            (_, true) => Self::Confidential,
            (true, false) => Self::Named,
            (false, false) => Self::Anonymous,
        }
    }
}

impl Channel {
    /// Those on which somebody tells it to staff, who type it.
    pub const TOLD_TO_STAFF: &'static [Self] =
        &[Self::Visit, Self::Phone, Self::Letter, Self::Email];

    /// How it came, in words.
    pub fn title(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Web => ("网上", "By web"),
            Self::Letter => ("来信", "By letter"),
            Self::Phone => ("电话", "By phone"),
            Self::Email => ("电子邮件", "By e-mail"),
            Self::Visit => ("当面", "At the counter"),
            Self::Api => ("接口", "By another system"),
            Self::Handover => ("其他机关移交", "From another authority"),
        };
        Bilingual::new(zh, en)
    }
}

impl Who {
    /// Whether the authority knows who brings it, in words.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Named => Bilingual::new("实名", "Named"),
            Self::Confidential => Bilingual::new("实名并要求保密", "Named, confidential"),
            Self::Anonymous => Bilingual::new("匿名", "Anonymous"),
        }
    }
}

impl Class {
    /// The class in both languages, as forms name it.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Suggestion => Bilingual::new("建议意见", "Suggestion"),
            Self::Disclosure => Bilingual::new("检举控告", "Disclosure"),
            Self::Claim => Bilingual::new("申诉求决", "Claim"),
        }
    }
}

/// The identity part of a petition: who brings it and how to reach them. Sealed; never in a list,
/// a log line or an index. No identity-card number: no law asks for one to be heard.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// What the petitioner is called.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// A telephone number, as typed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone: Option<String>,
    /// An e-mail address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// A postal address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub address: Option<String>,
    /// The other representatives (代表) of a group, one line each: a name, and how to reach them if they
    /// like. Who else belongs to the group is nowhere asked or kept.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub representatives: Vec<String>,
    /// For whom it is brought, where that is somebody else who agreed in writing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub on_behalf_of: Option<String>,
}

/// It is personal, so it does not show.
impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl Identity {
    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same without one of those who speak for a group, by the place among those who still do. The first is
    /// the one who stands by name with the contacts; where that one goes, the next one stands there, with the
    /// contact that ends their line. Nothing where nobody stands at the place, or nobody would be left.
    pub fn without(&self, place: usize) -> Option<Self> {
        let mut next = self.clone();
        let line = place.saturating_sub(1);
        if line >= next.representatives.len() {
            return None;
        }
        let line = next.representatives.remove(line);
        if place > 0 {
            return Some(next);
        }
        let (name, rest) = name_and_rest(&line);
        let told = contact(rest);
        let is = |part: ContactPart| {
            let fits = told.filter(|(kind, _)| *kind == part);
            fits.map(|(_, contact)| contact.to_owned())
        };
        Some(Self {
            name: Some(name.trim().to_owned()),
            phone: is(ContactPart::Phone),
            email: is(ContactPart::Email),
            address: None,
            ..next
        })
    }
}

/// The text part of a petition: everything that was typed freely. Sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetitionText {
    /// The matter in one sentence.
    pub subject: String,
    /// What happened.
    pub body: String,
    /// Where it happened, in the petitioner's words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place_text: Option<String>,
    /// Whom it complains of (被反映对象), in the petitioner's words.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub respondents: Vec<String>,
    /// What is asked for, one by one; none means the whole matter is one request.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub requests: Vec<String>,
    /// Which language or help the petitioner wishes for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub wish: Option<String>,
    /// Whether the petitioner said that somebody is in danger now: about the matter, never about a person.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub says_danger: bool,
}

/// The text part of an answer. Sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerText {
    /// The answer as written.
    pub answer: String,
}
