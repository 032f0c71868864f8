//! What happened to a petition, line by line, as its petitioner and staff see it.

use huiyin_domain::language::Language;

/// One line of what happened.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When, in words.
    pub when: String,
    /// When, for machines: a date or instant.
    pub iso: String,
    /// What.
    pub what: String,
    /// What was typed for it, such as the reason; may hold line breaks.
    pub text: Option<String>,
    /// What else to know of it: when it was recorded, where that was later; how often it was done, where one
    /// line stands for several times.
    pub aside: Option<String>,
}

impl Entry {
    /// Lines of every kind, the newest first.
    pub fn samples(language: Language) -> Vec<Self> {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let drafted = Self {
            when: say("4月13日（周一）16:12", "Monday 13 April, 16:12"),
            iso: "2026-04-13T16:12:00+08:00".to_owned(),
            what: say("拟写答复", "Answer drafted"),
            text: None,
            aside: Some(Self::several_times(
                language,
                3,
                language.pick("4月10日（周五）9:00", "Friday 10 April, 9:00"),
            )),
        };
        vec![
            Self::sample_answered(language),
            drafted,
            Self::sample_transferred(language),
            Self::sample_registered(language),
        ]
    }

    /// A line that was recorded later than it happened.
    pub fn sample_answered(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            when: say("4月14日（周二）15:20", "Tuesday 14 April, 15:20"),
            iso: "2026-04-14T15:20:00+08:00".to_owned(),
            what: say(
                "劳动监察大队答复了您",
                "The Labour Inspection Team answered you",
            ),
            text: None,
            aside: Some(say(
                "4月14日（周二）16:05记入",
                "recorded at Tuesday 14 April, 16:05",
            )),
        }
    }

    /// That one line stands for several times in a row, and since when.
    pub fn several_times(language: Language, times: usize, first: &str) -> String {
        language.pick(
            format!("接连存了{times}次，第一次在{first}"),
            format!("saved {times} times in a row, first {first}"),
        )
    }

    /// The beginning of it, for its petitioner.
    pub fn sample_registered(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            when: say("2月13日（周五）10:02", "Friday 13 February, 10:02"),
            iso: "2026-02-13T10:02:00+08:00".to_owned(),
            what: say(
                "已登记，给了您编号和查询码",
                "Registered; you got a number and a code",
            ),
            text: None,
            aside: None,
        }
    }

    /// A line with its reason.
    pub fn sample_transferred(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            when: say("2月13日（周五）10:02", "Friday 13 February, 10:02"),
            iso: "2026-02-13T10:02:00+08:00".to_owned(),
            what: say(
                "转送劳动监察大队",
                "Transferred to the Labour Inspection Team",
            ),
            text: Some(say(
                "欠薪归劳动监察大队查处",
                "Unpaid wages are for the Labour Inspection Team",
            )),
            aside: None,
        }
    }
}
