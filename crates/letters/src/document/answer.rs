//! 处理意见书: request by request, with facts, basis, opinion and remedy. *Source:* 信访工作条例 Art 32;
//! DOMAIN section 3.

use super::{Addressee, Head};
use crate::sheet::{Foot, Form, Sheet, Signature};
use crate::words::{day, ordinal};
use huiyin_domain::language::Language;
use huiyin_domain::petition::{AnswerDraft, Outcome};
use jiff::civil::Date;

/// The answer to a petition.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What stands on every document.
    pub head: Head,
    /// To whom.
    pub to: Addressee,
    /// The matter in one sentence.
    pub subject: String,
    /// The day on which the petition was received.
    pub received: Date,
    /// The name of the authority or unit that passed it on, if one did.
    pub passed_on_by: Option<String>,
    /// The requests, each with what was found; at least one.
    pub requests: Vec<AnsweredRequest>,
    /// Facts that the petitioner disputed or added, and how each was looked into.
    pub facts: Vec<AnsweredFact>,
    /// The result in plain words.
    pub summary: String,
    /// The remedy and its limit.
    pub remedy: String,
    /// Whether the simple procedure applied 简易办理: the letter is short then.
    pub simple: bool,
}

/// One request, answered.
#[derive(Clone, Debug, PartialEq)]
pub struct AnsweredRequest {
    /// What was asked for.
    pub request: String,
    /// What was found, on which facts.
    pub finding: String,
    /// The facts.
    pub facts: String,
    /// The legal basis.
    pub basis: String,
    /// How it ends.
    pub outcomes: Vec<Outcome>,
    /// What is done; empty where nothing is.
    pub measure: String,
    /// The day by which it is done.
    pub by: Option<Date>,
}

/// A fact that the petitioner disputed or added, and how that was looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredFact {
    /// The fact, as it was put before the petitioner, or as he told it.
    pub fact: String,
    /// Whether the petitioner added it; else it was put before him.
    pub added: bool,
    /// What was said against it.
    pub said: Vec<String>,
    /// How it was looked into, and what came of it.
    pub words: String,
}

impl AnsweredFact {
    pub(super) fn say(&self, sheet: &mut Sheet, language: Language) {
        let mut say = |label: &str, words: &str| sheet.say(&format!("{label}{}", words.trim()));
        let fact = match self.added {
            false => ("写明的事实：", "The fact as it was put: "),
            true => ("您补充的：", "You added: "),
        };
        say(language.pick(fact.0, fact.1), &self.fact);
        for said in &self.said {
            say(language.pick("您提出：", "You said: "), said);
        }
        say(
            language.pick("核实情况：", "How it was looked into: "),
            &self.words,
        );
    }

    /// What the part of an answer that speaks of them is called.
    fn title(facts: &[Self], language: Language) -> &'static str {
        let added = facts.iter().filter(|fact| fact.added).count();
        let (zh, en) = match added {
            0 => ("您不同意的事实", "Facts that you dispute"),
            all if all == facts.len() => ("您补充的事实", "Facts that you added"),
            _ => ("您不同意和补充的事实", "Facts that you dispute or added"),
        };
        language.pick(zh, en)
    }
}

impl AnsweredRequest {
    /// The requests with what a draft says to each.
    pub fn of(requests: &[String], draft: &AnswerDraft) -> Vec<Self> {
        let pairs = requests.iter().zip(&draft.items);
        pairs
            .map(|(request, item)| Self {
                request: request.clone(),
                finding: item.finding.clone(),
                facts: item.facts.clone(),
                basis: item.basis.clone(),
                outcomes: item.outcomes.clone(),
                measure: item.measure.clone(),
                by: item.by,
            })
            .collect()
    }

    fn say(&self, sheet: &mut Sheet, language: Language) {
        let labelled = [
            (language.pick("经查：", "Found: "), &self.finding),
            (language.pick("主要事实：", "Facts: "), &self.facts),
            (language.pick("依据：", "Basis: "), &self.basis),
        ];
        for (label, words) in labelled {
            if !words.trim().is_empty() {
                sheet.say(&format!("{label}{}", words.trim()));
            }
        }
        let outcomes: Vec<&str> = self
            .outcomes
            .iter()
            .map(|outcome| outcome.label(language))
            .collect();
        let outcomes = outcomes.join(language.pick("、", ", "));
        let mut opinion = language.pick(
            format!("处理意见：{outcomes}。"),
            format!("Opinion: {outcomes}. "),
        );
        opinion.push_str(self.measure.trim());
        if let Some(by) = self.by {
            let by = day(by, language);
            opinion.push_str(&language.pick(
                format!("（{by}前办结，含当日）"),
                format!(" (to be done by {by}, that day included)"),
            ));
        }
        sheet.say(&opinion);
    }
}

impl Answer {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let subject = &self.subject;
        let title = match (self.simple, language) {
            (false, Language::Zh) => format!("关于“{subject}”信访事项的处理意见书"),
            (true, Language::Zh) => format!("关于“{subject}”信访事项的答复"),
            (false, Language::En) => format!("Decision on the petition “{subject}”"),
            (true, Language::En) => format!("Reply to the petition “{subject}”"),
        };
        let mut sheet = Sheet::new(Form::Notice, language, title, self.head.date);
        sheet.reference = self.head.reference(language);
        sheet.addressee = self.to.salutation(language);
        self.opening(&mut sheet, language);
        for (nth, request) in self.requests.iter().enumerate() {
            let asked = &request.request;
            if self.requests.len() > 1 || !self.simple {
                sheet.head(
                    1,
                    language.pick(
                        format!("{}、关于“{asked}”的诉求", ordinal(nth + 1)),
                        format!("{}. The request “{asked}”", nth + 1),
                    ),
                );
            }
            request.say(&mut sheet, language);
        }
        let next = self.facts_spoken_of(&mut sheet, language);
        if !self.summary.trim().is_empty() {
            if !self.simple {
                sheet.head(
                    1,
                    language.pick(
                        format!("{}、办理结果", ordinal(next)),
                        format!("{next}. The result"),
                    ),
                );
            }
            sheet.say(&self.summary);
        }
        if !self.simple {
            sheet.head(
                1,
                language.pick(
                    format!("{}、救济途径", ordinal(next + 1)),
                    format!("{}. Your remedy", next + 1),
                ),
            );
        }
        sheet.say(&self.remedy);
        let signature = Signature {
            issuer: self.head.authority.in_language(language).to_owned(),
            date: day(self.head.date, language),
        };
        // Whoever passed the matter on learns what became of it.
        if !self.simple {
            sheet.foot = Foot::of(&signature, self.passed_on_by.as_deref(), language);
        }
        sheet.signature = Some(signature);
        sheet
    }

    /// What was said against facts or added to them, after the requests; the number of the part that follows.
    fn facts_spoken_of(&self, sheet: &mut Sheet, language: Language) -> usize {
        let next = self.requests.len() + 1;
        if self.facts.is_empty() {
            return next;
        }
        if !self.simple {
            let title = AnsweredFact::title(&self.facts, language);
            let title = language.pick(
                format!("{}、{title}", ordinal(next)),
                format!("{next}. {title}"),
            );
            sheet.head(1, title);
        }
        for fact in &self.facts {
            fact.say(sheet, language);
        }
        next + 1
    }

    fn opening(&self, sheet: &mut Sheet, language: Language) {
        let (number, received) = (&self.head.petition, day(self.received, language));
        let passed = match (&self.passed_on_by, language) {
            (Some(by), Language::Zh) => format!("（由{by}转来）"),
            (Some(by), Language::En) => format!(", passed on by {by}"),
            (None, _) => String::new(),
        };
        sheet.say(&language.pick(
            format!("您反映的信访事项（编号{number}），本机关已于{received}收到{passed}。经调查核实，现依照《信访工作条例》第三十二条的规定答复如下："),
            format!("Your petition (no. {number}) was received on {received}{passed}. It was looked into, and is answered under Art 32 of the Regulations on Petitioning Work as follows."),
        ));
    }
}
