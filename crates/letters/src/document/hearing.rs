//! Hearing 听证: what the petitioner is told, what is made public, what was said and what came of it. *Source:*
//! 信访工作条例 Arts 31(6), 36.

use super::kept::{about, table};
use super::{Addressee, Head};
use crate::sheet::{Field, Form, Sheet, Signature};
use crate::words::{day, minute};
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::{Date, DateTime};

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

/// 听证公告: to the public. It names the matter and never who brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingAnnouncement {
    /// What stands on every document.
    pub head: Head,
    /// The matter in one sentence, without anything that tells a person.
    pub subject: String,
    /// When it begins, on the authority's clock.
    pub begins: DateTime,
    /// Where.
    pub place: String,
    /// Who presides, by post.
    pub chair: Bilingual,
    /// How many may listen.
    pub seats: u16,
    /// The last day to say that one comes to listen.
    pub until: Date,
}

/// Who takes part in a hearing, and as what.
pub type Part = (Bilingual, String);

/// 听证笔录: what was said, read back and signed by those who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingRecord {
    /// What stands on every document.
    pub head: Head,
    /// The matter in one sentence.
    pub subject: String,
    /// When it began, on the authority's clock.
    pub begins: DateTime,
    /// Where.
    pub place: String,
    /// Who takes part, and as what.
    pub parts: Vec<Part>,
    /// What was said on each point, in order; empty ones leave room to write.
    pub said: Vec<(Bilingual, String)>,
}

/// 听证报告: what the hearing found, for whoever decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingReport {
    /// What stands on every document.
    pub head: Head,
    /// The matter in one sentence.
    pub subject: String,
    /// The day on which it was held.
    pub held: Date,
    /// Who presided, by post.
    pub chair: Bilingual,
    /// The facts that were established.
    pub facts: String,
    /// What is disputed, and what each side says to it.
    pub disputed: String,
    /// What those who sat propose, with the reason.
    pub proposal: String,
}

fn signed(sheet: &mut Sheet, head: &Head, language: Language) {
    sheet.signature = Some(Signature {
        issuer: head.authority.in_language(language).to_owned(),
        date: day(head.date, language),
    });
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
        signed(&mut sheet, &self.head, language);
        sheet
    }
}

impl HearingAnnouncement {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = language.pick("信访事项听证公告", "Announcement of a hearing");
        let mut sheet = Sheet::new(Form::Notice, language, title.to_owned(), self.head.date);
        sheet.reference = self.head.reference(language);
        let (subject, place) = (&self.subject, &self.place);
        let (begins, until) = (minute(self.begins, language), day(self.until, language));
        let (chair, seats) = (self.chair.in_language(language), self.seats);
        sheet.say(&language.pick(
            format!("“{subject}”一事，定于{begins}在{place}公开听证，由{chair}主持。"),
            format!(
                "A public hearing on “{subject}” is held on {begins} at {place}. {chair} presides."
            ),
        ));
        sheet.say(&language.pick(
            format!("愿意旁听的，请在{until}前（含当日）告知本机关；旁听席{seats}个，先到先得。不登记证件，不记录旁听人的姓名。"),
            format!("Whoever wants to listen tells us by {until}, that day included; there are {seats} seats, first come, first served. No document is asked for, and no name of a listener is kept."),
        ));
        sheet.say(language.pick(
            "涉及国家秘密、商业秘密和个人隐私的部分不公开。",
            "State secrets, business secrets and private matters are not heard in public.",
        ));
        signed(&mut sheet, &self.head, language);
        sheet
    }
}

impl HearingRecord {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = Bilingual::new("信访事项听证笔录", "Record of a hearing");
        let mut sheet = table(title, &self.head, language);
        let begins = minute(self.begins, language);
        let mut rows = about(&self.head, &self.subject, language);
        rows.push(vec![
            Field::new(language.pick("时间", "When"), begins),
            Field::new(language.pick("地点", "Where"), &self.place),
        ]);
        let parts = self.parts.iter();
        let parts = parts.map(|(role, who)| vec![Field::new(role.in_language(language), who)]);
        rows.extend(parts);
        let said = self.said.iter().map(|(point, words)| {
            let point = point.in_language(language);
            match words.is_empty() {
                true => vec![Field::to_write(point, 30)],
                false => vec![Field::new(point, words)],
            }
        });
        rows.extend(said);
        rows.push(vec![Field::to_write(
            language.pick(
                "各方看过或听过，属实的签名；不属实的写明",
                "Each side read or heard it: signed where it is right; else what is wrong",
            ),
            30,
        )]);
        sheet.fields(rows);
        sheet
    }
}

impl HearingReport {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = language.pick("信访事项听证报告", "Report of a hearing");
        let mut sheet = Sheet::new(Form::Notice, language, title.to_owned(), self.head.date);
        sheet.reference = self.head.reference(language);
        let (subject, number) = (&self.subject, &self.head.petition);
        let (held, chair) = (day(self.held, language), self.chair.in_language(language));
        sheet.say(&language.pick(
            format!("{held}就“{subject}”（信访事项编号{number}）举行了听证，由{chair}主持。"),
            format!("A hearing on “{subject}” (petition no. {number}) was held on {held}; {chair} presided."),
        ));
        let parts = [
            (("一、查明的事实", "1. Facts established"), &self.facts),
            (
                (
                    "二、争议和各方意见",
                    "2. What is disputed, and what each side says",
                ),
                &self.disputed,
            ),
            (
                ("三、听证意见和理由", "3. What is proposed, and why"),
                &self.proposal,
            ),
        ];
        for ((zh, en), words) in parts {
            sheet.head(1, language.pick(zh, en));
            sheet.say(words);
        }
        signed(&mut sheet, &self.head, language);
        sheet
    }
}
