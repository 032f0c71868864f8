//! Slips of an entry that were corrected, as pages of staff and of the petitioner show them.

use huiyin_app::{CorrectionView, NameCorrectionView};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::text::shown_safely;
use huiyin_domain::wording::Dates;

/// One of them.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Which part it is, in words.
    pub title: String,
    /// When, and for staff by whom.
    pub origin: String,
    /// What stood.
    pub before: String,
    /// What it should say.
    pub after: String,
    /// Why.
    pub reason: String,
}

impl Correction {
    /// From what is on record; `origin` says when, and by whom.
    pub fn of(view: &CorrectionView, origin: String, dates: Dates<'_>) -> Self {
        let language = dates.language;
        let safe = |text: &str| shown_safely(text).into_owned();
        let words = |words: &Option<Bilingual>, text: &str| match words {
            Some(words) => dates.in_words(words.in_language(language)),
            None => safe(text),
        };
        Self {
            title: view.title.in_language(language).to_owned(),
            origin,
            before: words(&view.before_words, &view.before),
            after: words(&view.after_words, &view.after),
            reason: safe(&view.reason),
        }
    }

    /// A name that was misread at the registration.
    pub fn of_name(view: &NameCorrectionView, origin: String, language: Language) -> Self {
        let safe = |text: &str| shown_safely(text).into_owned();
        let title = match view.representative.map(|nth| u16::from(nth) + 1) {
            None => language.pick("姓名", "Name").to_owned(),
            Some(place) => language.pick(
                format!("登记时第{place}位代表的姓名"),
                format!("Name of number {place} of those who were registered"),
            ),
        };
        Self {
            title,
            origin,
            before: safe(&view.before),
            after: safe(&view.after),
            reason: safe(&view.reason),
        }
    }

    /// An invented one of a name.
    pub fn sample_of_a_name(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say("姓名", "Name"),
            before: say("王秀瑛", "Wang Xiuyin"),
            after: say("王秀英", "Wang Xiuying"),
            reason: say("信上的字看错了。", "The letter was misread."),
            ..Self::sample(language)
        }
    }

    /// An invented one.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say("邮戳日期", "Day of the postmark"),
            origin: say(
                "2月14日（周六）9:10，刘敏",
                "Saturday 14 February, 9:10, Liu Min",
            ),
            before: say("2月11日（周三）", "Wednesday 11 February"),
            after: say("2月10日（周二）", "Tuesday 10 February"),
            reason: say("看错了邮戳。", "The stamp was misread."),
        }
    }
}
