//! The documents 文书 of DOMAIN section 3, each from its own data. What the law wants on a document is
//! a field that cannot be left out.

mod answer;
mod between;
mod form;
mod hearing;
mod kept;
mod notice;
mod review;
mod slip;

pub use answer::{Answer, AnsweredFact, AnsweredRequest};
pub use between::{Between, BetweenKind};
pub use form::{Petitioner, RegistrationForm};
pub use hearing::{HearingAnnouncement, HearingNotice, HearingRecord, HearingReport};
pub use kept::{ClosingReport, ExtensionRequest, FileIndex, ProofOfService, RequestResult};
pub use notice::{Notice, NoticeKind};
pub use review::{ReviewDecision, ReviewLevel, ReviewOutcome, ReviewRequest};
pub use slip::{NextStep, QuerySlip, Received};

use crate::error::LetterError;
use crate::fonts::Fonts;
use crate::render::{Letter, Seal, render};
use crate::sheet::Sheet;
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::Date;

/// What stands on every document of a petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The authority that issues it.
    pub authority: Bilingual,
    /// The petition's number.
    pub petition: String,
    /// The number of the document 发文字号, such as 〔2026〕3号; nothing for what is not issued.
    pub number: Option<String>,
    /// The day that stands on it.
    pub date: Date,
}

/// Whom a document is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// By name.
    Named(String),
    /// The petitioner, whose name was not given or is not opened to whoever reads this.
    Petitioner,
}

/// A document with its data.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// 信访登记表
    RegistrationForm(RegistrationForm),
    /// 登记回执
    QuerySlip(QuerySlip),
    /// 受理告知书 and the other notices to a petitioner.
    Notice(Notice),
    /// 处理意见书
    Answer(Answer),
    /// 转送函 and the other letters between units.
    Between(Between),
    /// 延期审批表
    ExtensionRequest(ExtensionRequest),
    /// 送达回证
    ProofOfService(ProofOfService),
    /// 办结报告
    ClosingReport(ClosingReport),
    /// 卷内目录
    FileIndex(FileIndex),
    /// 复查意见书, 复核意见书
    ReviewDecision(ReviewDecision),
    /// 复查申请书, 复核申请书
    ReviewRequest(ReviewRequest),
    /// 听证通知书
    HearingNotice(HearingNotice),
    /// 听证公告
    HearingAnnouncement(HearingAnnouncement),
    /// 听证笔录
    HearingRecord(HearingRecord),
    /// 听证报告
    HearingReport(HearingReport),
}

/// How a document is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Making {
    /// The language; English ones say that they are a courtesy.
    pub language: Language,
    /// Across the page, such as 草稿; empty for nothing.
    pub watermark: String,
    /// The seal's image, where one is put. It stands on the Chinese document; the courtesy translation says
    /// that it does.
    pub seal: Option<Seal>,
}

impl Document {
    /// Makes the PDF. The first document of a process reads the fonts as well.
    ///
    /// # Errors
    /// [`LetterError`]; then nothing was made.
    pub fn make(&self, fonts: &Fonts, making: &Making) -> Result<Letter, LetterError> {
        let seal = making.seal.as_ref();
        let seal = seal.filter(|_| making.language == Language::Zh);
        render(&self.sheet(making), fonts, seal)
    }

    pub(crate) fn sheet(&self, making: &Making) -> Sheet {
        let language = making.language;
        let mut sheet = match self {
            Self::RegistrationForm(form) => form.sheet(language),
            Self::QuerySlip(slip) => slip.sheet(language),
            Self::Notice(notice) => notice.sheet(language),
            Self::Answer(answer) => answer.sheet(language),
            Self::Between(letter) => letter.sheet(language),
            Self::ExtensionRequest(request) => request.sheet(language),
            Self::ProofOfService(proof) => proof.sheet(language),
            Self::ClosingReport(report) => report.sheet(language),
            Self::FileIndex(index) => index.sheet(language),
            Self::ReviewDecision(decision) => decision.sheet(language),
            Self::ReviewRequest(request) => request.sheet(language),
            Self::HearingNotice(notice) => notice.sheet(language),
            Self::HearingAnnouncement(notice) => notice.sheet(language),
            Self::HearingRecord(record) => record.sheet(language),
            Self::HearingReport(report) => report.sheet(language),
        };
        sheet.watermark.clone_from(&making.watermark);
        if language == Language::En {
            sheet.note = format!(
                "{}{}Courtesy translation of the form; what people wrote stands as they wrote it. The Chinese document is the authoritative one{}.",
                sheet.note,
                if sheet.note.is_empty() { "" } else { "\n" },
                if making.seal.is_some() {
                    ", and bears the seal"
                } else {
                    ""
                },
            );
        }
        sheet
    }
}

impl Head {
    /// The document's own number, or that of the petition.
    fn reference(&self, language: Language) -> String {
        match (&self.number, language) {
            (Some(number), Language::Zh) => number.clone(),
            (Some(number), Language::En) => format!("Document no. {number}"),
            (None, Language::Zh) => format!("信访事项编号：{}", self.petition),
            (None, Language::En) => format!("Petition no. {}", self.petition),
        }
    }
}

impl Addressee {
    fn salutation(&self, language: Language) -> String {
        match (self, language) {
            (Self::Named(name), Language::Zh) => format!("{name}："),
            (Self::Named(name), Language::En) => format!("Dear {name},"),
            (Self::Petitioner, Language::Zh) => "信访人：".to_owned(),
            (Self::Petitioner, Language::En) => "To the petitioner,".to_owned(),
        }
    }
}
