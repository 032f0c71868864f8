//! How a way through the site is gone: in either language, with and without script. A journey takes a [`Way`], and
//! `ways!` makes a test of it for each of the four.

use super::webdriver::{Person, Setup};
use huiyin_domain::language::Language;
use huiyin_testkit::engine::{TestStore, on_postgres_store, on_sqlite};

/// A page on a phone.
pub const PHONE: (u32, u32) = (360, 740);
/// The smallest that everything fits (WCAG 1.4.10): a phone that is small, a desk at 400 %.
pub const SMALL: (u32, u32) = (320, 640);
/// A page at a desk.
pub const DESK: (u32, u32) = (1_280, 900);

/// How a way is gone.
#[derive(Clone, Copy)]
pub struct Way {
    pub language: Language,
    /// Whether pages may run scripts.
    pub script: bool,
}

/// Makes a test of a journey for each language, with and without script.
macro_rules! ways {
    ($journey:ident) => {
        mod $journey {
            use crate::all::ways::Way;
            use huiyin_domain::language::Language::{En, Zh};

            fn goes(language: huiyin_domain::language::Language, script: bool) {
                super::$journey(Way { language, script });
            }

            #[test]
            fn in_chinese() {
                goes(Zh, true);
            }

            #[test]
            fn in_chinese_without_script() {
                goes(Zh, false);
            }

            #[test]
            fn in_english() {
                goes(En, true);
            }

            #[test]
            fn in_english_without_script() {
                goes(En, false);
            }
        }
    };
}
pub(crate) use ways;

impl Way {
    /// The browser of somebody on a phone; without script on the smallest.
    pub const fn phone(self) -> Setup {
        Setup {
            size: if self.script { PHONE } else { SMALL },
            script: self.script,
        }
    }

    /// The browser of somebody at a desk; without script at 400 %.
    pub const fn desk(self) -> Setup {
        Setup {
            size: if self.script { DESK } else { SMALL },
            script: self.script,
        }
    }

    /// What is typed, or read, in the language of the way.
    pub fn say<T>(self, zh: T, en: T) -> T {
        self.language.pick(zh, en)
    }

    /// The same way in the other language.
    pub fn other(self) -> Self {
        Self {
            language: self.say(Language::En, Language::Zh),
            ..self
        }
    }

    /// Goes it on one engine: each engine has both languages, and ways with and without script.
    pub fn on_its_engine(self, journey: impl FnOnce(&TestStore)) {
        match (self.language == Language::Zh) == self.script {
            true => on_sqlite(journey),
            false => on_postgres_store(journey),
        }
    }

    /// Chooses the language at the top of a page that comes in Chinese.
    pub async fn is_chosen(self, person: &Person) {
        if self.language == Language::En {
            person.clicks(".language").await;
        }
        self.is_spoken(person).await;
    }

    /// Waits for a page in the language of the way.
    pub async fn is_spoken(self, person: &Person) {
        let lang = self.say("zh-CN", "en");
        person.sees(&format!("html[lang={lang}]")).await;
    }

    /// What is looked at on every page: a title, a heading, the language, that nothing is too wide, and, where
    /// scripts run, axe.
    pub async fn checks(self, person: &Person, page: &str) {
        // First: the page that is left is of the other language, where a click on it led here.
        self.is_spoken(person).await;
        let title = person.client.title().await.expect("a title");
        assert!(!title.trim_start().starts_with('·'), "{page}: {title}");
        assert!(!person.reads("h1").await.is_empty(), "{page}");
        person.fits(page).await;
        self.is_accessible(person, page).await;
    }

    /// That, and nothing Chinese on an English page: for pages on which nobody wrote Chinese.
    pub async fn checks_words(self, person: &Person, page: &str) {
        self.checks(person, page).await;
        self.is_in_one_language(person).await;
    }

    /// axe finds nothing; it needs scripts.
    pub async fn is_accessible(self, person: &Person, page: &str) {
        if self.script {
            person.is_accessible(page).await;
        }
    }

    /// An English page has no Chinese beside the link to it.
    pub async fn is_in_one_language(self, person: &Person) {
        self.is_spoken(person).await;
        let main = person.reads("main").await;
        assert!(!main.is_empty(), "{:?}", person.client.current_url().await);
        if self.language == Language::En {
            let chinese = main.lines().find(|line| line.chars().any(is_chinese));
            assert_eq!(chinese, None, "{:?}", person.client.current_url().await);
        }
    }
}

const fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}')
}
