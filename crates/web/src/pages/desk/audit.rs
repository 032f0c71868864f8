//! What an auditor looks for and at: a petition by its number, and what was refused to staff. A page of the
//! administration.

use huiyin_domain::language::Language;

/// Something that was refused, counted over one hour.
#[derive(Clone, Debug)]
pub struct RefusedLine {
    /// To whom.
    pub name: String,
    /// What they wanted.
    pub wish: String,
    /// Why the rules refused it, for whoever may open the petition; empty where it was not theirs at all.
    pub why: String,
    /// The petition, for whoever may open it: its number and address.
    pub petition: Option<(String, String)>,
    /// How often.
    pub times: i64,
    /// When last, in words.
    pub when: String,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The number as it was typed.
    pub number: String,
    /// What was wrong with it.
    pub number_error: Option<String>,
    /// What was refused, the newest first.
    pub refused: Vec<RefusedLine>,
    /// Where older ones are.
    pub older_href: Option<String>,
    /// How long a refusal is kept, in days.
    pub days: i64,
}

impl Audit {
    /// As tests show it.
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let number = "2026-000123";
        Self {
            number: String::new(),
            number_error: None,
            refused: vec![
                RefusedLine {
                    name: say("陈立", "Chen Li"),
                    wish: say("打开", "Open"),
                    why: String::new(),
                    petition: Some((number.to_owned(), format!("/desk/petitions/{number}"))),
                    times: 4,
                    when: say("2月14日（周六）10:02", "Saturday 14 February, 10:02"),
                },
                RefusedLine {
                    name: say("周敏", "Zhou Min"),
                    wish: say("同意", "Approve"),
                    why: say(
                        "要由规程写明的岗位审批",
                        "The post that the rulebook names has to approve",
                    ),
                    petition: Some((number.to_owned(), format!("/desk/petitions/{number}"))),
                    times: 1,
                    when: say("2月13日（周五）16:40", "Friday 13 February, 16:40"),
                },
                RefusedLine {
                    name: say("何伟", "He Wei"),
                    wish: say("看是谁反映的", "See who brought it"),
                    why: String::new(),
                    petition: None,
                    times: 1,
                    when: say("2月13日（周五）9:20", "Friday 13 February, 9:20"),
                },
            ],
            older_href: Some("/desk/admin/audit?after=17".to_owned()),
            days: 90,
        }
    }
}
