//! Rulebooks and calendars: which versions are in force, where each comes from, which wait, and what depends on days
//! that nothing can say yet. A page of the administration.

use crate::pages::form::FormTarget;
use huiyin_domain::language::Language;

/// A version of a rulebook.
#[derive(Clone, Debug)]
pub struct RulebookPanel {
    /// What it is called.
    pub title: String,
    /// Its id and version.
    pub version: String,
    /// Its id, sent with `of` to take it back.
    pub id: String,
    /// Its version alone.
    pub number: String,
    /// Whether it is in force, or from when, in words.
    pub state: String,
    /// Whether it waits.
    pub waits: bool,
    /// Whether the authority works by it.
    pub own: bool,
    /// Where it comes from, in words.
    pub source: String,
    /// The calendar that it counts by.
    pub calendar: String,
    /// How many terms it has, and whether the source of each was checked, in words.
    pub verified: String,
    /// Terms whose last day would be provisional if they began now; empty: none.
    pub provisional: String,
    /// Earlier versions that petitions keep; empty: none.
    pub before: String,
    /// Where it is taken back; `None`: it does not wait, or this person may not.
    pub take_back: Option<FormTarget>,
}

/// A calendar.
#[derive(Clone, Debug)]
pub struct CalendarPanel {
    /// What it is called.
    pub title: String,
    /// Its id and version.
    pub version: String,
    /// Where it comes from, in words.
    pub source: String,
    /// Until when its days are sure, in words.
    pub firm: String,
    /// The years that it knows, with the addresses of their notices.
    pub years: Vec<(i16, Vec<String>)>,
}

/// The page.
#[derive(Clone, Debug)]
pub struct RuleData {
    /// Rulebooks, the authority's own first.
    pub rulebooks: Vec<RulebookPanel>,
    /// Calendars.
    pub calendars: Vec<CalendarPanel>,
    /// Where a rulebook and a calendar are loaded; `None`: not by this person.
    pub load_hrefs: Option<(&'static str, &'static str)>,
    /// What was loaded just now, in words.
    pub done: Option<String>,
}

impl RuleData {
    /// As tests show it.
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let book = RulebookPanel {
            title: say(
                "信访工作条例（2022）",
                "Regulations on Petition Work (2022)",
            ),
            version: "cn-2022 2026.2".to_owned(),
            id: "cn-2022".to_owned(),
            number: "2026.2".to_owned(),
            state: say("对新的件生效", "In force for new petitions"),
            waits: false,
            own: true,
            source: say(
                "随程序带来，2月9日10:00",
                "Comes with the program, 9 February, 10:00",
            ),
            calendar: "cn".to_owned(),
            verified: say("14个期限，出处都已核对", "14 terms, each source checked"),
            provisional: say("办理答复、复查", "Answer, review"),
            before: "2026.1".to_owned(),
            take_back: None,
        };
        let waits = RulebookPanel {
            version: "cn-2022 2026.9".to_owned(),
            number: "2026.9".to_owned(),
            state: say("3月1日起对新的件生效", "For new petitions from 1 March"),
            waits: true,
            source: say(
                "何伟存入，2月20日9:12",
                "Loaded by He Wei, 20 February, 9:12",
            ),
            verified: say(
                "14个期限；出处没有核对：办理答复",
                "14 terms; source not checked: Answer",
            ),
            provisional: String::new(),
            before: String::new(),
            take_back: Some(FormTarget::to("/desk/admin/rules/take-back").sealed("", "sample")),
            ..book.clone()
        };
        Self {
            rulebooks: vec![book, waits],
            calendars: vec![CalendarPanel {
                title: say("中国", "China"),
                version: "cn 2026.1".to_owned(),
                source: say(
                    "随程序带来，2月9日10:00",
                    "Comes with the program, 9 February, 10:00",
                ),
                firm: say(
                    "到2026年12月31日的日子已定；以后的放假安排没有公布，算到那以后的日期是暂定的",
                    "Days are sure until 31 December 2026; no notice tells later ones, and dates that count them are provisional",
                ),
                years: vec![(2026, vec!["https://www.gov.cn/2026".to_owned()])],
            }],
            load_hrefs: Some(("/desk/admin/rules/rulebook", "/desk/admin/rules/calendar")),
            done: None,
        }
    }
}
