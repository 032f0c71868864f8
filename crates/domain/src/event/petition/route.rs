//! How long another lawful way 另一法定途径 is open, by its own law. It is no time limit of the authority: nobody
//! here owes it, moves it or counts it.

use super::Route;
use crate::language::Bilingual;

/// Until when a way is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteTime {
    /// In words.
    pub words: Bilingual,
    /// The article.
    pub citation: Bilingual,
}

impl Route {
    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reconsideration => "reconsideration",
            Self::Court => "court",
            Self::LabourArbitration => "labour-arbitration",
            Self::PartyAppeal => "party-appeal",
            Self::Discipline => "discipline",
            Self::OtherOrgan => "other-organ",
        }
    }

    /// How long it is open by its own law; nothing where the rules of that way have to be asked.
    pub fn time(self) -> Option<RouteTime> {
        let (words, citation) = match self {
            Self::Reconsideration => (
                (
                    "知道该行政行为之日起60日内申请；法律给的时间更长的，照那个算",
                    "within 60 days of learning of the act, unless a law gives longer",
                ),
                (
                    "《行政复议法》（2023年）第二十条",
                    "Administrative Reconsideration Law (2023), Art 20",
                ),
            ),
            Self::Court => (
                (
                    "告行政机关的：知道该行政行为之日起六个月内；复议过的，收到复议决定之日起15日内",
                    "against an authority: within six months of learning of the act; after a reconsideration within 15 days of its decision",
                ),
                (
                    "《行政诉讼法》第四十五条、第四十六条",
                    "Administrative Litigation Law, Arts 45 and 46",
                ),
            ),
            Self::LabourArbitration => (
                (
                    "知道权利受到侵害之日起一年内申请；还在这里上班时欠的工资不受一年限制，离职后一年内申请",
                    "within one year of learning that a right was infringed; for wages while one still works there without limit, and within one year of the end of the employment",
                ),
                (
                    "《劳动争议调解仲裁法》第二十七条",
                    "Law on Mediation and Arbitration of Labour Disputes, Art 27",
                ),
            ),
            Self::PartyAppeal | Self::Discipline | Self::OtherOrgan => return None,
        };
        Some(RouteTime {
            words: Bilingual::new(words.0, words.1),
            citation: Bilingual::new(citation.0, citation.1),
        })
    }
}
