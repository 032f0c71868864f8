//! Review 复查, final review 复核 and hearing 听证. *Source:* 信访工作条例 Arts 31(6), 35, 36.

use super::{Addressee, Head};
use crate::sheet::{Form, Sheet, Signature};
use crate::words::{day, minute};
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::{Date, DateTime};

/// Which level decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewLevel {
    /// 复查 (Art 35).
    Review,
    /// 复核 (Art 36): the last one; the matter is not accepted again on the same facts.
    FinalReview,
}

/// What is decided about the decision before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewOutcome {
    /// 维持
    Maintained,
    /// 撤销
    Revoked,
    /// 变更
    Changed,
    /// 责令重新办理
    Redo,
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
    /// The legal basis.
    pub basis: String,
    /// What is decided.
    pub outcome: ReviewOutcome,
    /// The decision in words.
    pub words: String,
}

/// 听证通知书.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingNotice {
    /// What stands on every document.
    pub head: Head,
    /// To whom.
    pub to: Addressee,
    /// The matter in one sentence.
    pub subject: String,
    /// When it begins, on the authority's clock.
    pub begins: DateTime,
    /// Where.
    pub place: String,
    /// Who presides, by post.
    pub chair: Bilingual,
    /// Whether the public may come.
    pub public: bool,
}

impl ReviewOutcome {
    fn words(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Maintained => ("维持原处理意见", "The decision is maintained"),
            Self::Revoked => ("撤销原处理意见", "The decision is revoked"),
            Self::Changed => ("变更原处理意见", "The decision is changed"),
            Self::Redo => (
                "责令原办理机关重新办理，不得以同一事实和理由作出相同的意见",
                "The authority has to decide anew, and not in the same way on the same facts and reasons",
            ),
        };
        language.pick(zh, en)
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
        for ((zh, en), words) in parts {
            sheet.head(1, language.pick(zh, en));
            sheet.say(words);
        }
        sheet.head(
            1,
            language.pick(format!("四、{name}意见"), "4. Decision".to_owned()),
        );
        let outcome = self.outcome.words(language);
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
        sheet.signature = Some(Signature {
            issuer: self.head.authority.in_language(language).to_owned(),
            date: day(self.head.date, language),
        });
        sheet
    }
}

impl HearingNotice {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = language
            .pick("信访事项听证通知书", "Notice of a hearing")
            .to_owned();
        let mut sheet = Sheet::new(Form::Notice, language, title, self.head.date);
        sheet.reference = self.head.reference(language);
        sheet.addressee = self.to.salutation(language);
        let (subject, number) = (&self.subject, &self.head.petition);
        let (begins, place) = (minute(self.begins, language), &self.place);
        let chair = self.chair.in_language(language);
        sheet.say(&language.pick(
            format!("您反映的“{subject}”一事（信访事项编号{number}），定于{begins}在{place}举行听证，由{chair}主持。"),
            format!("A hearing on your petition “{subject}” (no. {number}) is held on {begins} at {place}. {chair} presides."),
        ));
        sheet.say(match self.public {
            true => language.pick(
                "听证公开举行。涉及国家秘密、商业秘密和个人隐私的部分不公开；您可以申请不公开。",
                "The hearing is public, but for state secrets, business secrets and private matters; you may ask for a closed one.",
            ),
            false => language.pick("听证不公开举行。", "The hearing is not public."),
        });
        sheet.say(language.pick(
            "您可以亲自参加，也可以委托一至二人参加；可以陈述、举证、质证和申辩；可以申请主持人和听证员回避；不参加不影响您的权利，也可以书面提交意见。",
            "You may come yourself or send one or two people for you, state your case, bring and question evidence and reply. You may ask that whoever presides or sits in the hearing step aside. If you do not come you lose no right, and you may write instead.",
        ));
        sheet.signature = Some(Signature {
            issuer: self.head.authority.in_language(language).to_owned(),
            date: day(self.head.date, language),
        });
        sheet
    }
}
