//! What stands around every page: whose page it is, its language, where to get help.

use super::appearance::Appearance;
use crate::assets;
use huiyin_domain::language::{Bilingual, Language};

/// How to reach the authority without this website; stands at the foot of every page.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Where to come in.
    pub address: Option<Bilingual>,
    /// Whom to call, as people write it.
    pub phone: Option<String>,
    /// When somebody is there.
    pub hours: Option<Bilingual>,
}

impl Contact {
    /// Whether there is anything to show.
    pub fn is_empty(&self) -> bool {
        self.address.is_none() && self.phone.is_none() && self.hours.is_none()
    }

    /// The phone as a `tel:` link takes it.
    pub fn phone_href(&self) -> String {
        let phone = self.phone.as_deref().unwrap_or_default();
        let dialled = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
        format!("tel:{}", dialled.collect::<String>())
    }
}

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of the whole page.
    pub language: Language,
    /// How it looks to this reader.
    pub appearance: Appearance,
    /// The authority's full name.
    pub authority: Bilingual,
    /// Address of the authority's emblem, if it has one.
    pub emblem: Option<String>,
    /// Path of this page, to come back to after a change of language.
    pub path: String,
    /// The id of this page's form, if a change of text size or language is sent with it, so that nothing
    /// typed is lost without script; empty: the page has no such form.
    pub form: &'static str,
    /// One thing to tell before the heading, such as "Saved". Never together with errors.
    pub notice: Option<String>,
    /// Help without this website.
    pub contact: Contact,
    /// The authority's own line at the foot, if it has one.
    pub foot_note: Option<String>,
    /// Its own words on help with writing, if it has any.
    pub tell_help: Option<String>,
    /// Its own words on the page of the receipt, if it has any.
    pub receipt_note: Option<String>,
    /// Its own words on how long it keeps what it was told, if it has any.
    pub keeping: Option<String>,
    /// The word of the colour that it chose; empty: the shipped one.
    pub colour: String,
    /// Where the source of this program can be had (AGPL section 13), if told.
    pub source_href: Option<String>,
    /// Address of the style sheet.
    pub style_href: String,
    /// Address of the script.
    pub script_href: String,
}

impl Frame {
    /// Picks the Chinese or the English.
    pub fn say<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.language.pick(zh, en)
    }

    /// Whether the page is in Chinese.
    pub fn is_chinese(&self) -> bool {
        self.language == Language::Zh
    }

    /// The page's language tag; names the region, so that fonts pick the right characters.
    pub fn html_lang(&self) -> &'static str {
        self.language.pick("zh-CN", "en")
    }

    /// The authority's name in the page's language.
    pub fn authority_name(&self) -> &str {
        self.authority.in_language(self.language)
    }

    /// Address that changes the language and comes back here.
    pub fn switch_href(&self) -> String {
        let to = self.language.pick("en", "zh");
        format!("/language?to={to}&back={}", encoded(&self.path))
    }

    /// The language that the page is not in.
    pub fn other_language(&self) -> Language {
        self.language.pick(Language::En, Language::Zh)
    }

    /// The frame of a page whose form carries the changes of text size and language.
    pub fn carried_by(mut self, form: &'static str) -> Self {
        self.form = form;
        self
    }

    /// A whole number as people read it: grouped from five digits on (GB/T 15835).
    pub fn number(&self, value: usize) -> String {
        thousands(value)
    }

    /// The ids that describe an input, for `aria-describedby`.
    pub fn described_by(&self, id: &str, hint: &str, error: Option<&str>) -> String {
        let hint = (!hint.is_empty()).then(|| format!("{id}-hint"));
        let error = error.map(|_| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        ids.join(" ")
    }

    /// A frame of an invented authority, for samples.
    pub fn sample(language: Language, path: &str) -> Self {
        Self {
            language,
            appearance: Appearance::default(),
            authority: Bilingual::new(
                "青石经济开发区信访局",
                "Petition Office of Qingshi Development Zone",
            ),
            emblem: None,
            path: path.to_owned(),
            form: "",
            notice: None,
            contact: Contact {
                address: Some(Bilingual::new(
                    "青石路8号一楼接待厅",
                    "Reception Hall, ground floor, 8 Qingshi Road",
                )),
                phone: Some("0576-5550 0123".to_owned()),
                hours: Some(Bilingual::new(
                    "工作日8:30～12:00，14:00～17:30",
                    "Working days 8:30 to 12:00 and 14:00 to 17:30",
                )),
            },
            foot_note: None,
            tell_help: None,
            receipt_note: None,
            keeping: None,
            colour: String::new(),
            source_href: None,
            style_href: assets::style_href().to_owned(),
            script_href: assets::script_href().to_owned(),
        }
    }
}

/// Percent-encodes a path for use inside a query.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A whole number as people read it: grouped from five digits on (GB/T 15835).
pub(crate) fn thousands(value: usize) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_encoded() {
        let frame = Frame::sample(Language::Zh, "/track?a=1&to=zh 码");
        assert_eq!(
            frame.switch_href(),
            "/language?to=en&back=/track%3Fa%3D1%26to%3Dzh%20%E7%A0%81"
        );
    }

    #[test]
    fn numbers_are_grouped_from_five_digits_on() {
        let frame = Frame::sample(Language::En, "/");
        assert_eq!(frame.number(9_999), "9999");
        assert_eq!(frame.number(20_000), "20,000");
        assert_eq!(frame.number(1_234_567), "1,234,567");
    }
}
