//! Petitions that could be about the same matter, as a part of several pages.

use crate::pages::form::FormTarget;
use askama::Template;
use huiyin_domain::language::Language;

/// One of them.
#[derive(Clone, Debug)]
pub struct SameMatterRow {
    /// Its number.
    pub number: String,
    /// Its address.
    pub href: String,
    /// The matter in one sentence.
    pub subject: String,
    /// When it was received, in words.
    pub received: String,
    /// Place, category, unit and where it stands, in one line.
    pub about: String,
    /// The form that merges the later one into the earlier one; `None`: not offered.
    pub merge: Option<String>,
    /// Whether that one is merged into this one.
    pub merges_here: bool,
    /// Where it is sent that the two are not the same; `None`: not offered.
    pub apart: Option<FormTarget>,
}

/// The hints beside the form of intake, alone.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/same_matter_part.html")]
pub struct SameMatterPart {
    /// The language of the page.
    pub language: Language,
    /// What was found; `None`: no subject is chosen.
    pub rows: Option<Vec<SameMatterRow>>,
}

impl SameMatterPart {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.language.pick(zh, en)
    }
}

impl SameMatterRow {
    /// An invented one, with or without what can be done about it.
    pub fn sample(language: Language, acts: bool) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let path = "/desk/petitions/2026-000123";
        Self {
            number: "2026-000117".to_owned(),
            href: "/desk/petitions/2026-000117".to_owned(),
            subject: say("A区二号楼暖气不热", "No heat in building 2 of zone A"),
            received: say("2月10日（周二）9:30", "Tuesday 10 February, 9:30"),
            about: say(
                "A区工业园，城市建设和市政管理 冬季采暖，供热科，已受理",
                "Industrial park, zone A, winter heating, Heating Section, accepted",
            ),
            merge: acts.then(|| format!("{path}/do/merge?into=2026-000117")),
            merges_here: false,
            apart: acts.then(|| FormTarget::to(format!("{path}/do/tell-apart")).sealed("7", "")),
        }
    }
}
