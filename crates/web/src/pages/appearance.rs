//! How pages look to one reader: size of the text, contrast, and on the desk light or dark.
//!
//! It is kept in a cookie of this browser and nowhere else: that somebody reads large text is nothing
//! that the authority needs to know.

use huiyin_domain::language::Language;

/// The size of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// The size that the browser is set to.
    #[default]
    Usual,
    /// 长辈版: a third larger.
    Large,
    /// 再大一点: two thirds larger.
    Larger,
}

/// Light or dark; pages of the portal are light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system of the reader is set.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How pages look to one reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// The size of the text.
    pub size: TextSize,
    /// 高对比: black and white, without tints.
    pub high_contrast: bool,
    /// Light or dark, where there are both.
    pub theme: Theme,
}

/// A button that changes how pages look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppearanceChoice {
    /// What is sent: how everything looks afterwards.
    pub value: String,
    /// What is read.
    pub label: &'static str,
}

impl Appearance {
    /// Reads what [`Appearance::text`] writes; words that it does not know change nothing.
    pub fn parse(text: &str) -> Self {
        let mut appearance = Self::default();
        for word in text.split('.') {
            match word {
                "l" => appearance.size = TextSize::Large,
                "xl" => appearance.size = TextSize::Larger,
                "contrast" => appearance.high_contrast = true,
                "light" => appearance.theme = Theme::Light,
                "dark" => appearance.theme = Theme::Dark,
                _ => {}
            }
        }
        appearance
    }

    /// As a cookie keeps it.
    pub fn text(self) -> String {
        let words = [
            self.size_word(),
            if self.high_contrast { "contrast" } else { "" },
            self.theme_word(),
        ];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(".")
    }

    /// `data-size` of the page; empty: none.
    pub const fn size_word(self) -> &'static str {
        match self.size {
            TextSize::Usual => "",
            TextSize::Large => "l",
            TextSize::Larger => "xl",
        }
    }

    /// `data-theme` of the page; empty: none.
    pub const fn theme_word(self) -> &'static str {
        match self.theme {
            Theme::System => "",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The buttons of a page: larger and back, contrast, and where there are two themes the next one.
    pub fn choices(self, language: Language, themes: bool) -> Vec<AppearanceChoice> {
        let size = |size, zh, en| (Self { size, ..self }, language.pick(zh, en));
        let usual = size(TextSize::Usual, "普通字号", "Usual text");
        let mut choices = match self.size {
            TextSize::Usual => vec![size(TextSize::Large, "长辈版", "Large text")],
            TextSize::Large => vec![size(TextSize::Larger, "再大一点", "Larger still"), usual],
            TextSize::Larger => vec![usual],
        };
        let contrast = if self.high_contrast {
            ("普通对比", "Usual contrast")
        } else {
            ("高对比", "High contrast")
        };
        let other = Self {
            high_contrast: !self.high_contrast,
            ..self
        };
        choices.push((other, language.pick(contrast.0, contrast.1)));
        if themes {
            let (theme, zh, en) = match self.theme {
                Theme::System => (Theme::Dark, "深色", "Dark"),
                Theme::Dark => (Theme::Light, "浅色", "Light"),
                Theme::Light => (Theme::System, "随系统", "As my system"),
            };
            choices.push((Self { theme, ..self }, language.pick(zh, en)));
        }
        let choice = |(appearance, label): (Self, _)| AppearanceChoice {
            value: appearance.text(),
            label,
        };
        choices.into_iter().map(choice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_unknown_words_change_nothing() {
        for size in [TextSize::Usual, TextSize::Large, TextSize::Larger] {
            for high_contrast in [false, true] {
                for theme in [Theme::System, Theme::Light, Theme::Dark] {
                    let appearance = Appearance {
                        size,
                        high_contrast,
                        theme,
                    };
                    assert_eq!(Appearance::parse(&appearance.text()), appearance);
                }
            }
        }
        assert_eq!(Appearance::parse("xxl.\"><b>"), Appearance::default());
    }

    #[test]
    fn each_button_changes_one_thing_and_there_is_a_way_back() {
        let mut appearance = Appearance::default();
        for (pressed, expected) in [
            ("长辈版", "l"),
            ("高对比", "l.contrast"),
            ("再大一点", "xl.contrast"),
            ("深色", "xl.contrast.dark"),
            ("普通对比", "xl.dark"),
            ("普通字号", "dark"),
            ("浅色", "light"),
            ("随系统", ""),
        ] {
            let choices = appearance.choices(Language::Zh, true);
            let found = choices.iter().find(|one| one.label == pressed);
            let found = found.unwrap_or_else(|| panic!("{pressed} is not offered: {choices:?}"));
            assert_eq!(found.value, expected);
            appearance = Appearance::parse(&found.value);
        }
        let portal = Appearance::default().choices(Language::En, false);
        assert_eq!(portal.len(), 2, "the portal has one theme: {portal:?}");
    }
}
