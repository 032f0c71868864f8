//! Which documents 文书 are made of a petition.

use crate::event::Document;
use crate::language::Bilingual;

/// A document that can be printed of a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LetterKind {
    /// 信访登记表: what was registered, for the file and for reading back.
    RegistrationForm,
    /// The receipt 回执: what the petitioner takes home.
    QuerySlip,
    /// 转送告知书, 交办告知书: where it went, for the petitioner.
    PassingNotice,
    /// 转送函, 交办函: to the unit that it went to.
    PassingLetter,
    /// 异议书: the receiver holds itself not competent.
    Objection,
    /// 延期审批表: asked, and decided once it was.
    ExtensionRequest,
    /// 催办单: the last duty that came close or was late.
    Reminder,
    /// 督办函: a leader's instruction while a duty was late (信访工作条例 Art 40).
    SupervisionLetter,
    /// A notice or the answer, as it is served on the petitioner.
    Served(Document),
    /// 送达回证 of such a document.
    Proof(Document),
    /// 复查申请书: to print, fill in and send to the authority above.
    ReviewRequest,
    /// 办结报告
    ClosingReport,
    /// 卷内目录
    FileIndex,
}

impl LetterKind {
    /// Every kind, in the order of a petition's way.
    pub const ALL: &'static [Self] = &[
        Self::RegistrationForm,
        Self::QuerySlip,
        Self::PassingNotice,
        Self::PassingLetter,
        Self::Objection,
        Self::Served(Document::Acceptance),
        Self::Proof(Document::Acceptance),
        Self::Served(Document::Decline),
        Self::Proof(Document::Decline),
        Self::Served(Document::Redirect),
        Self::Proof(Document::Redirect),
        Self::Reminder,
        Self::SupervisionLetter,
        Self::ExtensionRequest,
        Self::Served(Document::ExtensionNotice),
        Self::Proof(Document::ExtensionNotice),
        Self::Served(Document::Answer),
        Self::Proof(Document::Answer),
        Self::ReviewRequest,
        Self::Served(Document::ReviewDecision),
        Self::Proof(Document::ReviewDecision),
        Self::ClosingReport,
        Self::FileIndex,
    ];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::RegistrationForm => "registration-form",
            Self::QuerySlip => "query-slip",
            Self::PassingNotice => "passing-notice",
            Self::PassingLetter => "passing-letter",
            Self::Objection => "objection",
            Self::ExtensionRequest => "extension-request",
            Self::Reminder => "reminder",
            Self::SupervisionLetter => "supervision-letter",
            Self::Served(document) => document.word(),
            Self::Proof(document) => match document {
                Document::Acceptance => "proof-of-acceptance",
                Document::Decline => "proof-of-decline",
                Document::Redirect => "proof-of-redirect",
                Document::ExtensionNotice => "proof-of-extension-notice",
                Document::Answer => "proof-of-answer",
                Document::ReviewDecision => "proof-of-review-decision",
            },
            Self::ReviewRequest => "review-request",
            Self::ClosingReport => "closing-report",
            Self::FileIndex => "file-index",
        }
    }

    /// Reads the word of interfaces.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What it is called.
    pub fn title(self) -> Bilingual {
        match self {
            Self::RegistrationForm => Bilingual::new("信访登记表", "Registration form"),
            Self::QuerySlip => Bilingual::new("回执", "Receipt"),
            Self::PassingNotice => Bilingual::new("转送（交办）告知书", "Notice of transfer"),
            Self::PassingLetter => Bilingual::new("转送（交办）函", "Letter of transfer"),
            Self::Objection => Bilingual::new("异议书", "Objection"),
            Self::ExtensionRequest => Bilingual::new("延期审批表", "Request for an extension"),
            Self::Reminder => Bilingual::new("催办单", "Reminder"),
            Self::SupervisionLetter => Bilingual::new("督办函", "Letter of supervision"),
            Self::Served(document) => document.title(),
            Self::Proof(document) => {
                let title = document.title();
                Bilingual::new(
                    format!("{}的送达回证", title.zh),
                    format!("Proof of service: {}", title.en),
                )
            }
            Self::ReviewRequest => Bilingual::new("复查申请书", "Request for review"),
            Self::ClosingReport => Bilingual::new("办结报告", "Closing report"),
            Self::FileIndex => Bilingual::new("卷内目录", "Index of the file"),
        }
    }

    /// The word in its number 发文字号 that tells its series; nothing for what is not issued by an
    /// event of its own. `assigned` tells 交办 from 转送.
    pub const fn series(self, assigned: bool) -> Option<&'static str> {
        Some(match self {
            Self::PassingNotice if assigned => "信交告",
            Self::PassingNotice => "信转告",
            Self::PassingLetter if assigned => "信交函",
            Self::PassingLetter => "信转函",
            Self::Objection => "信异",
            Self::Served(Document::Acceptance) => "信受告",
            Self::Served(Document::Decline) => "信不受告",
            Self::Served(Document::Redirect) => "信途告",
            Self::Served(Document::ExtensionNotice) => "信延告",
            Self::Served(Document::Answer) => "信答",
            Self::Served(Document::ReviewDecision) => "信复查",
            _ => return None,
        })
    }

    /// Whether the petitioner may have it: what is kept on file or goes to a unit stays with the
    /// authority.
    pub const fn is_for_the_petitioner(self) -> bool {
        matches!(
            self,
            Self::QuerySlip | Self::PassingNotice | Self::ReviewRequest | Self::Served(_)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::LetterKind;

    #[test]
    fn no_two_series_share_a_word() {
        let both = LetterKind::ALL
            .iter()
            .flat_map(|kind| [kind.series(false), kind.series(true)]);
        let mut words: Vec<&str> = both.flatten().collect();
        words.sort_unstable();
        words.dedup();
        // Nine words for what is the same of transfer and assignment, and two that differ.
        assert_eq!(words.len(), 11);
    }

    #[test]
    fn each_kind_has_a_word_of_its_own_that_reads_back() {
        for kind in LetterKind::ALL {
            assert_eq!(LetterKind::parse(kind.word()), Some(*kind));
        }
        assert_eq!(LetterKind::parse("love-letter"), None);
    }
}
