//! The rulebook 规程: the terms, approvers and ways of counting of one legal regime, as data
//! (`rulebooks/*.toml`), each with its citation (RULES 6).

mod check;
mod event_name;
mod length;
mod parse;
mod term;

pub use crate::calendar::Finding;
pub use event_name::{Ability, EventName};
pub use length::{Length, LengthError};

use crate::event::Pinned;
use crate::language::{Bilingual, Language};
use crate::time::Zone;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;

/// What is wrong with a rulebook file, in the order of its lines; empty if nothing. Its calendar
/// must be one of the shipped ones; see [`check_with`] for others.
pub fn check(toml: &str) -> Vec<Finding> {
    let shipped: Vec<&str> = crate::shipped::calendars()
        .iter()
        .map(|(id, _)| *id)
        .collect();
    check_with(toml, &shipped)
}

/// As [`check`], where the calendars with these ids are known.
pub fn check_with(toml: &str, calendars: &[&str]) -> Vec<Finding> {
    match parse::read(toml, Some(calendars)) {
        Ok(_) => Vec::new(),
        Err(findings) => findings,
    }
}

/// A rulebook, in one version.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rulebook {
    /// The id, such as `cn-2022`.
    pub id: String,
    /// The version, sortable as text.
    pub version: String,
    /// What it is called.
    pub title: Bilingual,
    /// The zone in which its civil days are taken.
    #[serde(serialize_with = "zone_name")]
    pub zone: Zone,
    /// The id of the calendar whose working days it counts.
    pub calendar: String,
    /// Whether petitions are sorted by class and branch (RULES 6).
    pub classes: bool,
    /// Which class runs which terms; empty where `classes` is false.
    pub class_rules: Vec<ClassRule>,
    /// How days are counted.
    pub counting: Counting,
    /// Who approves answers (RULES 5.5, 5.6).
    pub approver: Approver,
    /// The posts that the rulebook names, with their titles.
    pub posts: BTreeMap<String, Bilingual>,
    /// Which of the posts are leaders: while nobody acts, what is late climbs to one of them (RULES 5.10).
    /// Empty in versions that were written before it was asked for.
    pub leaders: Vec<String>,
    /// The terms, in the order of the file.
    pub terms: Vec<Term>,
}

/// How days are counted (RULES 1.4). The start day is never counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counting {
    /// What happens to a last day that is a rest day.
    pub roll: Roll,
    /// Where the way of counting comes from.
    pub citation: Bilingual,
    /// Whether the source was checked.
    pub verified: bool,
}

/// What happens to the last day of a day term that is no working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Roll {
    /// It stands.
    None,
    /// It moves to the next working day. *Source:* 民法典 Art 203, by analogy.
    NextWorkingDay,
}

/// Who approves an answer before it is issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Approver {
    /// The post's id in [`Rulebook::posts`].
    pub post: String,
    /// Where that comes from.
    pub citation: Bilingual,
    /// Whether the source was checked.
    pub verified: bool,
}

impl Term {
    /// Whether it is a duty of answering: what an answer taken over from a file meets too.
    pub fn is_answering(&self) -> bool {
        self.duty != Duty::Window && self.met_by.contains(&EventName::AnswerImported)
    }
}

/// Which terms a class runs. *Source:* 信访工作条例 Arts 28 to 31.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassRule {
    /// The class: `suggestion`, `disclosure` or `claim`.
    pub class: String,
    /// The branch of Art 31, for claims.
    pub branch: Option<u8>,
    /// The ids of the terms that it runs after acceptance.
    pub runs: Vec<String>,
    /// The way it goes instead, or the duty in words.
    pub route: Bilingual,
    /// Where that comes from.
    pub citation: Bilingual,
}

/// Who registers a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Registrar {
    /// A petition office 信访部门: owes the sorting (信访工作条例 Art 22).
    PetitionOffice,
    /// Another organ that received it directly (Art 23).
    OtherOrgan,
}

/// What kind of term it is (RULES 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duty {
    /// Owed by law; can be breached.
    Statutory,
    /// Owed by the authority's own rule; can be breached, and is reported apart.
    House,
    /// Says until when somebody may do something; never a breach.
    Window,
}

/// When a term that starts at registration opens then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Where a petition office registers.
    PetitionOfficeRegisters,
    /// Where another organ registers what it received directly.
    OtherOrganRegisters,
    /// Where a tier was set; never by registration alone.
    TierSet,
}

/// Who owes, or may, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The unit that registered the petition.
    RegisteringUnit,
    /// The unit that sent it on.
    SendingUnit,
    /// The unit that received it by transfer.
    ReceivingUnit,
    /// The unit that answers 责任单位.
    ResponsibleUnit,
    /// The organ one level above 复查机关.
    ReviewingAuthority,
    /// The organ above that 复核机关.
    FinalReviewingAuthority,
    /// The authority's own leaders.
    AuthorityLeaders,
    /// The petitioner 信访人: may, never owes.
    Petitioner,
}

/// How a term can be extended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// By how much at most; counted on from the unrolled last day (RULES 1.4).
    pub length: Length,
    /// Whether once only.
    pub once: bool,
    /// The post that approves it, in [`Rulebook::posts`].
    pub approved_by: String,
    /// Who is told the reason.
    pub notice_to: Party,
    /// Where that comes from.
    pub citation: Bilingual,
    /// Whether the source was checked.
    pub verified: bool,
}

/// One step of escalation of a duty that was not met (RULES 5.10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Escalation {
    /// How long after the due time.
    pub after: Length,
    /// The post that is told, in [`Rulebook::posts`].
    pub to: String,
}

/// One term 期限 of a rulebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The id, such as `answer`.
    pub id: String,
    /// What kind of term it is.
    pub duty: Duty,
    /// How long.
    pub length: Length,
    /// What it is called.
    pub title: Bilingual,
    /// What the petitioner is told it is, in everyday words that follow "最迟某日" and "must"; where the
    /// file says nothing, pages fall back on the title.
    pub plain: Option<Bilingual>,
    /// Who owes it; for a window, who may.
    pub owed_by: Party,
    /// To whom.
    pub owed_to: Party,
    /// What starts it.
    pub start: Vec<EventName>,
    /// What restricts its opening at registration.
    pub when: Option<When>,
    /// What meets it; for a window, what ends it.
    pub met_by: Vec<EventName>,
    /// How it can be extended.
    pub extension: Option<Extension>,
    /// What suspends it.
    pub suspended_by: Vec<EventName>,
    /// What waives it.
    pub waived_by: Vec<EventName>,
    /// How long before the due time its owner is reminded.
    pub warn: Vec<Length>,
    /// Who is told when it was not met, and when.
    pub escalate: Vec<Escalation>,
    /// The article.
    pub citation: Bilingual,
    /// Whether the source was checked; where not, pages and explanations say so.
    pub verified: bool,
}

impl Rulebook {
    /// Reads a rulebook file.
    ///
    /// # Errors
    /// Every finding with its line; correct the file and load it again. Whether the calendar is
    /// known is for [`check`] and for whoever loads it.
    pub fn parse(toml: &str) -> Result<Self, Vec<Finding>> {
        parse::read(toml, None)
    }

    /// The term with this id.
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// Everything that it cites, in the order of the file, each once, with what it is cited for: the terms,
    /// the ways of the classes, the post that approves.
    pub fn citations(&self) -> Vec<(&Bilingual, &Bilingual)> {
        let terms = self.terms.iter().map(|term| (&term.citation, &term.title));
        let classes = self.class_rules.iter();
        let classes = classes.map(|rule| (&rule.citation, &rule.route));
        let approver = self.posts.get(&self.approver.post);
        let approver = approver.map(|title| (&self.approver.citation, title));
        let mut cited: Vec<(&Bilingual, &Bilingual)> = Vec::new();
        for one in terms.chain(classes).chain(approver) {
            if cited.iter().all(|(citation, _)| *citation != one.0) {
                cited.push(one);
            }
        }
        cited
    }

    /// The remedy that it gives against an answer, or against the decision of a review, as a document says it.
    pub fn remedy_notice(&self, of_review: bool) -> Bilingual {
        if of_review {
            return Bilingual::new(
                "如对本意见不服，可以自收到之日起30日内向上一级机关申请复核（《信访工作条例》第三十六条）。",
                "If you disagree you may ask the next higher authority for final review within 30 days of receipt (Regulations on Petitioning Work, Art 36).",
            );
        }
        match self.term("review-request") {
            Some(term) => {
                let Bilingual { zh, en } = &term.citation;
                Bilingual::new(
                    format!("对本答复不服的，可以自收到之日起30日内请求上一级机关复查（{zh}）。"),
                    format!(
                        "If you disagree you may ask the authority one level above for a review within 30 days of receipt ({en})."
                    ),
                )
            }
            None => Bilingual::new(
                "对答复不满意的，可以要求按普通程序办理。",
                "If you are not content you may ask for the ordinary procedure.",
            ),
        }
    }

    /// A text of a document in a language: each line of it that is one of its citations, or its remedy notice, in that
    /// language; what somebody wrote otherwise stays as it is.
    pub fn in_words_of(&self, text: &str, language: Language) -> String {
        let notices = [self.remedy_notice(false), self.remedy_notice(true)];
        let cited = self.citations();
        let known = cited.iter().map(|(citation, _)| *citation).chain(&notices);
        let known: Vec<&Bilingual> = known.collect();
        let line = |line: &str| {
            let same = known
                .iter()
                .find(|one| one.zh == line.trim() || one.en == line.trim());
            same.map_or(line, |one| one.in_language(language))
                .to_owned()
        };
        text.lines().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The terms that open when a petition is registered (RULES 5.1).
    pub fn opened_at_registration(&self, registrar: Registrar) -> Vec<&Term> {
        let opens = |term: &&Term| {
            let there = match term.when {
                None => true,
                Some(When::PetitionOfficeRegisters) => registrar == Registrar::PetitionOffice,
                Some(When::OtherOrganRegisters) => registrar == Registrar::OtherOrgan,
                Some(When::TierSet) => false,
            };
            there && term.start.contains(&EventName::PetitionRegistered)
        };
        self.terms.iter().filter(opens).collect()
    }

    /// Id and version, as a running petition keeps them.
    pub fn pinned(&self) -> Pinned {
        Pinned {
            id: self.id.clone(),
            version: self.version.clone(),
        }
    }

    /// The terms that a class and branch run after acceptance; unclassified counts as a claim of
    /// branch 6 (RULES 5.1).
    pub fn class_rule(&self, class: &str, branch: Option<u8>) -> Option<&ClassRule> {
        self.class_rules
            .iter()
            .find(|rule| rule.class == class && rule.branch == branch)
    }
}

impl Duty {
    /// The word of interfaces: `statutory`, `house` or `window`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::House => "house",
            Self::Window => "window",
        }
    }

    /// Reads the word of interfaces.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Statutory, Self::House, Self::Window]
            .into_iter()
            .find(|duty| duty.word() == word)
    }
}

impl std::fmt::Display for Duty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl When {
    /// Every value.
    pub const ALL: &'static [Self] = &[
        Self::PetitionOfficeRegisters,
        Self::OtherOrganRegisters,
        Self::TierSet,
    ];

    /// The word as rulebooks write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PetitionOfficeRegisters => "petition-office-registers",
            Self::OtherOrganRegisters => "other-organ-registers",
            Self::TierSet => "tier-set",
        }
    }
}

impl Party {
    /// Every value.
    pub const ALL: &'static [Self] = &[
        Self::RegisteringUnit,
        Self::SendingUnit,
        Self::ReceivingUnit,
        Self::ResponsibleUnit,
        Self::ReviewingAuthority,
        Self::FinalReviewingAuthority,
        Self::AuthorityLeaders,
        Self::Petitioner,
    ];

    /// The word as rulebooks write it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::RegisteringUnit => "registering-unit",
            Self::SendingUnit => "sending-unit",
            Self::ReceivingUnit => "receiving-unit",
            Self::ResponsibleUnit => "responsible-unit",
            Self::ReviewingAuthority => "reviewing-authority",
            Self::FinalReviewingAuthority => "final-reviewing-authority",
            Self::AuthorityLeaders => "authority-leaders",
            Self::Petitioner => "petitioner",
        }
    }

    /// What the party is called.
    pub const fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::RegisteringUnit => ("登记单位", "the unit that registered it"),
            Self::SendingUnit => ("转送单位", "the unit that sent it"),
            Self::ReceivingUnit => ("接收单位", "the unit that received it"),
            Self::ResponsibleUnit => ("责任单位", "the responsible unit"),
            Self::ReviewingAuthority => ("复查机关", "the reviewing authority"),
            Self::FinalReviewingAuthority => ("复核机关", "the final reviewing authority"),
            Self::AuthorityLeaders => ("本机关负责人", "the authority's leaders"),
            Self::Petitioner => ("信访人", "the petitioner"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

fn zone_name<S: Serializer>(zone: &Zone, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}
