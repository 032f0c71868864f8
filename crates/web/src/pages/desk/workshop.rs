//! What helps whoever drafts an answer: templates to begin with, the rulebook's citations to pick from, the
//! check-list, and the facts to speak of. None of it decides: a template fills only what is empty.

use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::pages::stated_fact::{Standing, StatedFact};
use huiyin_domain::language::Language;
use huiyin_domain::petition::AnswerCheck;

/// A line of the check-list.
#[derive(Clone, Debug)]
pub struct CheckLine {
    /// What is looked at.
    pub label: String,
    /// Whether it is in order.
    pub done: bool,
}

/// What helps with a draft. Its controls belong to the form of the draft and send `do=fill`.
#[derive(Clone, Debug)]
pub struct Helps {
    /// The templates that fit, the closest first; empty: the administration keeps none. Sent as `template`.
    pub templates: Vec<Choice>,
    /// Whether there are citations to pick from.
    pub cites: bool,
    /// The check-list.
    pub checks: Vec<CheckLine>,
    /// Address of the draft as a document; `None`: nothing is saved yet.
    pub preview_href: Option<String>,
    /// What was just filled in, in words.
    pub filled: Option<String>,
}

impl Helps {
    /// The check-list, from the fields that are missing.
    pub fn checks(language: Language, missing: &[String]) -> Vec<CheckLine> {
        let line = |check: &AnswerCheck| CheckLine {
            label: check.label(language).to_owned(),
            done: missing.iter().all(|field| AnswerCheck::of(field) != *check),
        };
        AnswerCheck::ALL.iter().map(line).collect()
    }

    /// The list of citations on the card of a request; sent as `cite-N`.
    pub fn cite_field(language: Language, index: usize, citations: Vec<Choice>) -> FieldView {
        let none = language.pick("不选", "None").to_owned();
        FieldView::new(
            format!("cite-{index}"),
            language.pick("从规程里选依据", "Pick a basis from the rulebook"),
            FieldKind::Select(citations, none),
        )
        .optional()
    }

    /// The helps of the sample petition.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            templates: vec![
                Choice::new("answer.0401", say("劳动报酬", "Wages")).chosen(true),
                Choice::new("answer", say("各类事项通用", "For every category")),
            ],
            cites: true,
            checks: Self::checks(
                language,
                &["items.1.basis".to_owned(), "summary".to_owned()],
            ),
            preview_href: Some(
                "/desk/petitions/2026-000123/letters/answer.pdf?language=zh".to_owned(),
            ),
            filled: None,
        }
    }
}

/// A fact that the petitioner disputes or added, with the field that says how it was looked into.
#[derive(Clone, Debug)]
pub struct FactCard {
    /// The fact, with everything that was said to it.
    pub fact: StatedFact,
    /// How it was looked into; sent as `fact-N`, N being the fact's position.
    pub field: FieldView,
}

impl FactCard {
    /// The card, with what stands in its field or was typed.
    pub fn of(language: Language, fact: StatedFact, text: String, error: Option<String>) -> Self {
        let label = language.pick(
            "怎么核实的，结果怎样",
            "How it was looked into, and the result",
        );
        let field = FieldView::new(
            format!("fact-{}", fact.position),
            label,
            FieldKind::TextArea(text, 3),
        );
        let field = field.hinted(language.pick(
            "写进答复：查了什么、问了谁，是改正原来的说法还是维持，为什么",
            "It goes into the answer: what was checked, who was asked, whether it was put right or stands, and why",
        ));
        Self {
            fact,
            field: field.refused(error),
        }
    }

    /// The cards of the sample petition: one fact that is disputed, one that was added.
    pub fn samples(language: Language) -> Vec<Self> {
        let facts = Self::sample_facts(language).into_iter();
        let card = |fact| Self::of(language, fact, String::new(), None);
        facts.map(card).collect()
    }

    /// The same facts as whoever approves sees them: of the disputed one the answer says how it was looked into.
    pub fn spoken_samples(language: Language) -> Vec<StatedFact> {
        let looked_into = language.pick(
            "已调取银行流水：每月实发3,400元，您说得对，上面已经改正。",
            "The bank statements show 3,400 yuan a month: you are right, and it is put right above.",
        );
        let mut facts = Self::sample_facts(language);
        for fact in &mut facts {
            if fact.standing == Standing::Disputed {
                looked_into.clone_into(&mut fact.looked_into);
            }
        }
        facts
    }

    fn sample_facts(language: Language) -> Vec<StatedFact> {
        let mut facts = StatedFact::samples(language);
        facts.retain(|fact| matches!(fact.standing, Standing::Disputed | Standing::Added));
        facts
    }
}
