//! What grounds, ways and documents are called, and the articles that they rest on.

use super::{DeclineReason, Document, Route};
use crate::language::Bilingual;

impl DeclineReason {
    /// The ground in words, as choices offer it.
    pub fn title(self) -> Bilingual {
        match self {
            Self::InHand => Bilingual::new(
                "同一件事已在办，期限没到",
                "It is in hand already, within its limit",
            ),
            Self::FinallyReviewed => Bilingual::new(
                "已经复核终结，没有新情况",
                "The final review ended it, and nothing is new",
            ),
            Self::NotUnderstandable => Bilingual::new(
                "问过以后仍看不出要反映什么",
                "Nothing that could be looked into, also after asking",
            ),
        }
    }

    /// The article that it rests on.
    pub fn citation(self) -> Bilingual {
        let article = match self {
            Self::InHand | Self::NotUnderstandable => ("第十九条", "Art 19"),
            Self::FinallyReviewed => ("第三十六条", "Art 36"),
        };
        Bilingual::new(
            format!("《信访工作条例》{}", article.0),
            format!("Regulations on Petitioning Work, {}", article.1),
        )
    }
}

impl Route {
    /// What it is called.
    pub fn title(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Reconsideration => ("行政复议", "Administrative reconsideration"),
            Self::Court => ("诉讼", "Court"),
            Self::LabourArbitration => ("劳动仲裁", "Labour arbitration"),
            Self::PartyAppeal => ("党员申诉", "Appeal within the Party"),
            Self::Discipline => ("纪检监察", "Discipline and supervision"),
            Self::OtherOrgan => ("有权处理的其他机关", "Another competent organ"),
        };
        Bilingual::new(zh, en)
    }
}

impl Document {
    /// What it is called.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Acceptance => Bilingual::new("受理告知书", "Notice of acceptance"),
            Self::Decline => Bilingual::new("不予受理告知书", "Notice of decline"),
            Self::Redirect => Bilingual::new("办理途径告知书", "Notice where to go"),
            Self::ExtensionNotice => Bilingual::new("延期告知书", "Notice of extension"),
            Self::Answer => Bilingual::new("处理意见书", "Answer"),
            Self::ReviewDecision => Bilingual::new("复查意见书", "Review decision"),
        }
    }
}
