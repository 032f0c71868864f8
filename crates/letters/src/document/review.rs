//! Review 复查 and final review 复核. *Source:* 信访工作条例 Arts 35, 36.

use super::{Addressee, AnsweredFact, Head};
use crate::sheet::{Foot, Form, Sheet, Signature};
use crate::words::day;
use huiyin_domain::language::{Bilingual, Language};
pub use huiyin_domain::petition::ReviewOutcome;
use huiyin_domain::wording::included;
use jiff::civil::Date;

/// Which level decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewLevel {
    /// 复查 (Art 35).
    Review,
    /// 复核 (Art 36): the last one; the matter is not accepted again on the same facts.
    FinalReview,
}

/// 复查意见书, 复核意见书.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewDecision {
    /// What stands on every document; its authority is the reviewing one.
    pub head: Head,
    /// To whom.
    pub to: Addressee,
    /// Which level.
    pub level: ReviewLevel,
    /// The matter in one sentence.
    pub subject: String,
    /// Who decided before.
    pub before_by: Bilingual,
    /// When.
    pub before_on: Date,
    /// The day on which the request came.
    pub requested: Date,
    /// What was asked for.
    pub request: String,
    /// What the review found.
    pub finding: String,
    /// Facts that the petitioner disputed or added in the review, and how each was looked into.
    pub facts: Vec<AnsweredFact>,
    /// The legal basis.
    pub basis: String,
    /// What is decided.
    pub outcome: ReviewOutcome,
    /// The decision in words.
    pub words: String,
}

/// 复查申请书 or 复核申请书, for whom the authority above is not reached from here: filled in and sent by the
/// petitioner. It asks for nothing but what the request needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRequest {
    /// What stands on every document.
    pub head: Head,
    /// The authority above, and where it takes requests; may be empty.
    pub to: Bilingual,
    /// Which level is asked for.
    pub level: ReviewLevel,
    /// What the petitioner is called, if that was given.
    pub petitioner: Option<String>,
    /// The matter in one sentence.
    pub subject: String,
    /// The day on which the answer was served.
    pub answered: Date,
    /// The last day to ask.
    pub until: Date,
    /// The requests that were answered.
    pub requests: Vec<String>,
}

fn decision(outcome: ReviewOutcome, language: Language) -> &'static str {
    match outcome {
        ReviewOutcome::Redo => language.pick(
            "责令原办理机关重新办理，不得以同一事实和理由作出相同的意见",
            "The authority has to decide anew, and not in the same way on the same facts and reasons",
        ),
        other => other.label(language),
    }
}

impl ReviewDecision {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let is_final = self.level == ReviewLevel::FinalReview;
        let subject = &self.subject;
        let title = match (is_final, language) {
            (false, Language::Zh) => format!("关于“{subject}”信访事项的复查意见书"),
            (true, Language::Zh) => format!("关于“{subject}”信访事项的复核意见书"),
            (false, Language::En) => format!("Review of the decision on “{subject}”"),
            (true, Language::En) => format!("Final review of the decision on “{subject}”"),
        };
        let mut sheet = Sheet::new(Form::Notice, language, title, self.head.date);
        sheet.reference = self.head.reference(language);
        sheet.addressee = self.to.salutation(language);
        let (before, requested) = (day(self.before_on, language), day(self.requested, language));
        let by = self.before_by.in_language(language);
        let article = if is_final {
            ("三十六", "36")
        } else {
            ("三十五", "35")
        };
        let name = if is_final { "复核" } else { "复查" };
        sheet.say(&language.pick(
            format!("您不服{by}{before}作出的意见，本机关已于{requested}收到您的{name}申请。现依照《信访工作条例》第{}条的规定作出如下意见：", article.0),
            format!("Your request for review of what {by} decided on {before} came on {requested}. Under Art {} of the Regulations on Petitioning Work this is decided:", article.1),
        ));
        let parts = [
            (
                ("一、您的请求", "1. What you ask for"),
                self.request.as_str(),
            ),
            (("二、查明的事实", "2. What was found"), &self.finding),
            (("三、依据", "3. Basis"), &self.basis),
        ];
        for (nth, ((zh, en), words)) in parts.into_iter().enumerate() {
            sheet.head(1, language.pick(zh, en));
            sheet.say(words);
            // They stand with what was found.
            let facts = self.facts.iter().filter(|_| nth == 1);
            facts.for_each(|fact| fact.say(&mut sheet, language));
        }
        sheet.head(
            1,
            language.pick(format!("四、{name}意见"), "4. Decision".to_owned()),
        );
        let outcome = decision(self.outcome, language);
        sheet.say(&language.pick(format!("{outcome}。"), format!("{outcome}.")));
        sheet.say(&self.words);
        sheet.head(1, language.pick("五、救济途径", "5. Your remedy"));
        sheet.say(match is_final {
            false => language.pick(
                "如对本意见不服，可以自收到之日起30日内向上一级机关提出复核申请。",
                "Against this you may ask the next higher authority for final review within 30 days of receiving it.",
            ),
            true => language.pick(
                "本意见为信访程序的终结意见。仍以同一事实和理由提出投诉请求的，不再受理；有新的事实和理由的，可以重新提出。诉讼、行政复议等法定途径不受影响。",
                "This ends the petition procedure: on the same facts and reasons it is not accepted again; with new ones it is. Courts, reconsideration and other lawful ways stay open to you.",
            ),
        });
        let signature = Signature {
            issuer: self.head.authority.in_language(language).to_owned(),
            date: day(self.head.date, language),
        };
        sheet.foot = Foot::of(&signature, None, language);
        sheet.signature = Some(signature);
        sheet
    }
}

impl ReviewRequest {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let is_final = self.level == ReviewLevel::FinalReview;
        let title = match is_final {
            false => language.pick("复查申请书", "Request for review"),
            true => language.pick("复核申请书", "Request for final review"),
        };
        let title = title.to_owned();
        let mut sheet = Sheet::new(Form::Notice, language, title, self.head.date);
        sheet.reference = self.head.reference(language);
        let above = self.to.in_language(language);
        let above = match above.is_empty() {
            true => language.pick("上一级机关", "To the authority one level above"),
            false => above,
        };
        sheet.addressee = language.pick(format!("{above}："), format!("{above}:"));
        let (by, subject) = (self.head.authority.in_language(language), &self.subject);
        let (number, on) = (&self.head.petition, day(self.answered, language));
        sheet.say(&match is_final {
            false => language.pick(
                format!("本人对{by}{on}送达的关于“{subject}”（信访事项编号{number}）的处理意见不服，依照《信访工作条例》第三十五条申请复查。"),
                format!("I do not agree with what {by} decided on “{subject}” (petition no. {number}), served on {on}, and ask for review under Art 35 of the Regulations on Petitioning Work."),
            ),
            true => language.pick(
                format!("本人对{by}{on}送达的关于“{subject}”（信访事项编号{number}）的复查意见不服，依照《信访工作条例》第三十六条申请复核。"),
                format!("I do not agree with what {by} found on review of “{subject}” (petition no. {number}), served on {on}, and ask for final review under Art 36 of the Regulations on Petitioning Work."),
            ),
        });
        sheet.head(
            1,
            language.pick("一、请求重新看的诉求", "1. What is to be looked at again"),
        );
        for (nth, request) in self.requests.iter().enumerate() {
            sheet.say(&format!("{}. {request}", nth + 1));
        }
        sheet.head(1, language.pick("二、理由", "2. My reasons"));
        sheet.say(language.pick(
            "（请在这里写，可以另附纸张和材料）",
            "(Write here; you may add sheets and papers.)",
        ));
        sheet.head(1, language.pick("三、期限", "3. Time"));
        let until = day(self.until, language);
        let counted = included(&until);
        let what = match is_final {
            false => language.pick("处理意见", "the answer"),
            true => language.pick("复查意见", "the decision on review"),
        };
        sheet.say(&language.pick(
            format!("自收到{what}之日起30日内提出，即{counted}以前。过了这一天也可以提出并写明原因，由受理的机关决定。"),
            format!("Within 30 days of receiving {what}, that is until {until}, that day included. You may ask later too and say why; the authority then decides."),
        ));
        let name = self.petitioner.as_deref().unwrap_or_default();
        sheet.signature = Some(Signature {
            issuer: language.pick(format!("申请人：{name}"), format!("Signed: {name}")),
            date: language.pick("日期：", "Date:").to_owned(),
        });
        sheet
    }
}
