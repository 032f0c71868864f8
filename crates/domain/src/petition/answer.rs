//! The answer 处理意见: each request has finding, facts, basis and outcome (RULES 5.5;
//! 信访工作条例 Art 32).

use super::ReviewOutcome;
use crate::ids::Position;
use crate::language::Language;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a request ends 四个到位.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 解决到位: it is put right.
    Remedy,
    /// 解释疏导到位: why it cannot be.
    Explanation,
    /// 依法导入: the lawful way and its time limit.
    LawfulReferral,
    /// 帮扶救助: help in hardship.
    Aid,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: &'static [Self] = &[
        Self::Remedy,
        Self::Explanation,
        Self::LawfulReferral,
        Self::Aid,
    ];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Remedy => "remedy",
            Self::Explanation => "explanation",
            Self::LawfulReferral => "lawful-referral",
            Self::Aid => "aid",
        }
    }

    /// Reads the word of interfaces.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What it is called.
    pub const fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Remedy => ("解决到位", "Remedy"),
            Self::Explanation => ("解释疏导到位", "Explanation"),
            Self::LawfulReferral => ("依法导入", "Lawful referral"),
            Self::Aid => ("帮扶救助", "Aid"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// What the answer says to one request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnswerItem {
    /// What was found 查明.
    pub finding: String,
    /// The facts it rests on 事实.
    pub facts: String,
    /// The legal basis 依据.
    pub basis: String,
    /// How it ends; several may stand together.
    pub outcomes: Vec<Outcome>,
    /// What will be done, where something is.
    pub measure: String,
    /// By when.
    pub by: Option<Date>,
}

/// How a fact that the petitioner disputes or added was looked into, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressedFact {
    /// The position of the event that stated or added the fact.
    pub fact: Position,
    /// How it was looked into, and what came of it.
    pub words: String,
}

/// An answer as it is drafted, approved, issued and served.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnswerDraft {
    /// One for each request.
    pub items: Vec<AnswerItem>,
    /// The result in plain words.
    pub summary: String,
    /// Which remedy the petitioner has against it: review, court, or reconsideration.
    pub remedy_notice: String,
    /// What is decided about the answer before; of a review only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewOutcome>,
    /// What it says to facts that the petitioner disputes or added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<AddressedFact>,
}

impl AnswerItem {
    /// Whether it says what another one says, word for word; blanks and line breaks aside.
    fn repeats(&self, other: &Self) -> bool {
        let words = |item: &Self| {
            let texts = [&item.finding, &item.facts, &item.basis, &item.measure];
            texts.map(|text| text.split_whitespace().collect::<String>())
        };
        words(self) == words(other) && self.outcomes == other.outcomes && self.by == other.by
    }
}

impl AnswerDraft {
    /// Whether it answers each request as another answer did, word for word. The summary and the remedy that
    /// is named do not make it a new one.
    pub fn repeats(&self, other: &Self) -> bool {
        let pairs = || self.items.iter().zip(&other.items);
        !self.items.is_empty()
            && self.items.len() == other.items.len()
            && pairs().all(|(item, before)| item.repeats(before))
    }

    /// The facts of which it says how they were looked into.
    pub fn addressed_facts(&self) -> Vec<Position> {
        let said = self.facts.iter().filter(|one| !one.words.trim().is_empty());
        said.map(|one| one.fact).collect()
    }

    /// What is missing, as field names such as `items.0.basis`; empty when it is complete. A review
    /// decides about the answer as a whole, so its requests need no outcome of their own.
    pub fn missing(&self, requests: u8, is_review: bool) -> Vec<String> {
        let mut missing = Vec::new();
        if self.items.len() != usize::from(requests) {
            missing.push("items".to_owned());
        }
        for (nth, item) in self.items.iter().enumerate() {
            let mut need = |field: &str, there: bool| {
                if !there {
                    missing.push(format!("items.{nth}.{field}"));
                }
            };
            need("finding", !item.finding.trim().is_empty());
            need("facts", !item.facts.trim().is_empty());
            need("basis", !item.basis.trim().is_empty());
            need("outcomes", is_review || !item.outcomes.is_empty());
            if item.outcomes.contains(&Outcome::Remedy) {
                need("measure", !item.measure.trim().is_empty());
                need("by", item.by.is_some());
            }
        }
        if is_review && self.review.is_none() {
            missing.push("review".to_owned());
        }
        if self.summary.trim().is_empty() {
            missing.push("summary".to_owned());
        }
        if self.remedy_notice.trim().is_empty() {
            missing.push("remedy_notice".to_owned());
        }
        missing
    }
}

/// What is looked at before an answer goes out (RULES 5.5). As long as a check lacks something, the answer
/// is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerCheck {
    /// 逐条回应: each request has a finding and an outcome.
    Addressed,
    /// 完整: facts and basis for each, and for a remedy what is done by when.
    Complete,
    /// 核实: each fact that the petitioner disputes has how it was looked into.
    LookedInto,
    /// 清楚: the result stands in plain words.
    Clear,
    /// 救济途径: what the petitioner can do against it is named.
    RemedyNamed,
}

impl AnswerCheck {
    /// Every check, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Addressed,
        Self::Complete,
        Self::LookedInto,
        Self::Clear,
        Self::RemedyNamed,
    ];

    /// The check that a missing field fails; the field is one that
    /// [`Case::answer_missing`](super::Case::answer_missing) names.
    pub fn of(field: &str) -> Self {
        if field.starts_with("facts.") {
            return Self::LookedInto;
        }
        match field.rsplit('.').next().unwrap_or_default() {
            "facts" | "basis" | "measure" | "by" => Self::Complete,
            "summary" => Self::Clear,
            "remedy_notice" => Self::RemedyNamed,
            _ => Self::Addressed,
        }
    }

    /// What it asks.
    pub const fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Addressed => (
                "每条诉求都有查明和结论",
                "Each request has a finding and an outcome",
            ),
            Self::Complete => (
                "事实、依据齐全，措施有日期",
                "Facts and basis are there; a measure has its date",
            ),
            Self::LookedInto => (
                "信访人不同意的事实，写明了怎么核实",
                "Each fact that the petitioner disputes has how it was looked into",
            ),
            Self::Clear => ("用平常话说清了结果", "The result stands in plain words"),
            Self::RemedyNamed => ("写明了不满意找谁", "The remedy against it is named"),
        };
        match language {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_can_be_missing_belongs_to_a_check() {
        let draft = AnswerDraft {
            items: vec![AnswerItem {
                outcomes: vec![Outcome::Remedy],
                ..AnswerItem::default()
            }],
            ..AnswerDraft::default()
        };
        let checks: Vec<(String, AnswerCheck)> = draft
            .missing(1, false)
            .into_iter()
            .map(|field| (field.clone(), AnswerCheck::of(&field)))
            .collect();
        let wanted = [
            ("items.0.finding", AnswerCheck::Addressed),
            ("items.0.facts", AnswerCheck::Complete),
            ("items.0.basis", AnswerCheck::Complete),
            ("items.0.measure", AnswerCheck::Complete),
            ("items.0.by", AnswerCheck::Complete),
            ("summary", AnswerCheck::Clear),
            ("remedy_notice", AnswerCheck::RemedyNamed),
        ];
        let wanted = wanted.map(|(field, check)| (field.to_owned(), check));
        assert_eq!(checks, wanted);
        assert_eq!(AnswerCheck::of("items"), AnswerCheck::Addressed);
        assert_eq!(AnswerCheck::of("facts.12"), AnswerCheck::LookedInto);
    }
}
