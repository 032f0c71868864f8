//! Texts that an authority words itself: what the portal says at a few places, its colour, and templates of
//! answers by category. A set is written as a whole, and each writing is a version that can be brought back.
//! What the portal owes its readers (the numbers for an emergency, the time limits, who sees what) is no text
//! of a set: it cannot be worded away.
//!
//! A template helps whoever drafts and decides nothing: it fills only what is empty, and the answer still
//! says for each request what was found. No template can hold a promise not to petition, nor any other
//! coercive word (RULES 5.9): such a text is refused when it is kept.

use crate::category::{self, Categories};
use crate::language::{Bilingual, Language};
use crate::rights;
use std::collections::BTreeMap;

/// A set of texts as it is kept: each text under its key, in both languages, either of which may be
/// empty.
pub type TextSet = BTreeMap<String, Bilingual>;

/// What a set of texts is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextSubject {
    /// 门户文字和颜色: what the portal says at a few places, and its colour.
    Portal,
    /// 答复模板: the template of answers, for a category and all below it; without a code, for every one.
    Answer(Option<String>),
}

/// The word of the portal's texts.
const PORTAL: &str = "portal";
/// The word of the template for every category.
const ANSWERS: &str = "answer";

impl TextSubject {
    /// The word of interfaces and addresses: `answer`, or `answer.` and a category's code.
    pub fn word(&self) -> String {
        match self {
            Self::Portal => PORTAL.to_owned(),
            Self::Answer(None) => ANSWERS.to_owned(),
            Self::Answer(Some(code)) => format!("{ANSWERS}.{code}"),
        }
    }

    /// Reads the word of interfaces. `None`: there is no such set. Whether there is such a category, the tree of the
    /// authority tells.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            PORTAL => return Some(Self::Portal),
            ANSWERS => return Some(Self::Answer(None)),
            _ => {}
        }
        let code = word.strip_prefix(ANSWERS)?.strip_prefix('.')?;
        category::is_code(code).then(|| Self::Answer(Some(code.to_owned())))
    }

    /// Whether the tree of an authority has the category that it is for.
    pub fn is_in(&self, categories: &Categories) -> bool {
        match self {
            Self::Portal | Self::Answer(None) => true,
            Self::Answer(Some(code)) => categories.exists(code),
        }
    }

    /// What it is called.
    pub fn title(&self, categories: &Categories, language: Language) -> String {
        match self {
            Self::Portal => language
                .pick("门户的文字和颜色", "Texts and colour of the portal")
                .to_owned(),
            Self::Answer(None) => language
                .pick("各类事项通用", "For every category")
                .to_owned(),
            Self::Answer(Some(code)) => {
                let path = categories.path(code);
                path.map_or_else(
                    || code.clone(),
                    |path| path.in_language(language).to_owned(),
                )
            }
        }
    }

    /// The templates that fit a category, the closest first.
    pub fn answers_about(category: Option<&str>) -> Vec<Self> {
        let mut fitting = Vec::new();
        let mut code = category.map(str::to_owned);
        while let Some(one) = code {
            code = category::parent(&one).map(str::to_owned);
            fitting.push(Self::Answer(Some(one)));
        }
        fitting.push(Self::Answer(None));
        fitting
    }

    /// The texts that the set has, in the order in which a form asks for them.
    pub const fn fields(&self) -> &'static [TextField] {
        match self {
            Self::Portal => PORTAL_FIELDS,
            Self::Answer(_) => ANSWER_FIELDS,
        }
    }
}

/// A text of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextField {
    /// Its key in the set.
    pub key: &'static str,
    /// What it is called in Chinese.
    pub zh: &'static str,
    /// What it is called in English.
    pub en: &'static str,
    /// The most that is taken, in characters.
    pub characters_max: usize,
    /// How it is written.
    pub form: TextForm,
}

/// How a text of a set is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// Several lines, of which a form shows so many at first.
    Lines(usize),
    /// A word of a closed list, which stands in the place of the Chinese; with its Chinese and English.
    OneOf(&'static [(&'static str, &'static str, &'static str)]),
}

impl TextField {
    /// What it is called.
    pub const fn label(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

const fn field(key: &'static str, zh: &'static str, en: &'static str, rows: usize) -> TextField {
    TextField {
        key,
        zh,
        en,
        characters_max: TEXT_CHARACTERS_MAX,
        form: TextForm::Lines(rows),
    }
}

/// The colours of the portal. Each keeps white text on it and links of it on white at 7:1 or better; a test
/// of the style sheet counts. No other colour can be chosen, so none can be unreadable; red is not among
/// them, because red says late.
pub const COLOURS: &[(&str, &str, &str)] = &[
    ("lake", "湖蓝", "Lake blue"),
    ("pine", "松绿", "Pine green"),
    ("plum", "梅紫", "Plum"),
    ("ink", "墨黑", "Ink"),
];

/// What the portal says at a few places; an empty text leaves what is shipped.
const PORTAL_FIELDS: &[TextField] = &[
    TextField {
        key: "home-title",
        zh: "首页的大字",
        en: "The heading of the home page",
        characters_max: 40,
        form: TextForm::Lines(1),
    },
    TextField {
        key: "home-lead",
        zh: "首页大字下面的话",
        en: "The words under the heading of the home page",
        characters_max: 200,
        form: TextForm::Lines(2),
    },
    TextField {
        key: "tell-help",
        zh: "写不来的人可以怎么办（写信页旁边）",
        en: "What those can do who cannot write (beside the form)",
        characters_max: 300,
        form: TextForm::Lines(2),
    },
    TextField {
        key: "receipt-note",
        zh: "回执页补充的话",
        en: "A word on the page of the receipt",
        characters_max: 300,
        form: TextForm::Lines(2),
    },
    TextField {
        key: "keeping",
        zh: "材料保存多久（写在隐私告知里，例如“办结后保存30年”）",
        en: "How long matters are kept (in the privacy notice, such as “30 years after they are closed”)",
        characters_max: 300,
        form: TextForm::Lines(2),
    },
    TextField {
        key: "foot-note",
        zh: "页脚的话（主办单位、备案号等）",
        en: "A line at the foot (who runs it, numbers of record)",
        characters_max: 300,
        form: TextForm::Lines(2),
    },
    TextField {
        key: "colour",
        zh: "主色",
        en: "Main colour",
        characters_max: 10,
        form: TextForm::OneOf(COLOURS),
    },
];

/// The longest text of a template, in characters.
const TEXT_CHARACTERS_MAX: usize = 2_000;

/// The parts of an answer that a template words beforehand. There is none for the outcome: how a request
/// ends is decided case by case.
const ANSWER_FIELDS: &[TextField] = &[
    field("finding", "查明", "What was found", 2),
    field("facts", "事实和证据", "Facts and proof", 3),
    field("basis", "依据", "Basis", 2),
    field("measure", "措施", "Measure", 2),
    field(
        "summary",
        "用三句话把结果说清楚",
        "The result in three sentences",
        3,
    ),
    field(
        "remedy_notice",
        "不满意可以怎么办",
        "What the petitioner can do against it",
        2,
    ),
];

/// Whether a text holds what no document of the house may hold (RULES 5.9, 10.4).
pub fn is_refused(text: &str) -> bool {
    rights::coerces(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_sets_are_read_back_and_others_are_not() {
        for word in ["portal", "answer", "answer.01", "answer.010101"] {
            let subject = TextSubject::parse(word).expect("is one");
            assert_eq!(subject.word(), word);
        }
        for word in ["", "answer.", "answer.zz", "answers", "portal2"] {
            assert_eq!(TextSubject::parse(word), None, "{word}");
        }
    }

    #[test]
    fn the_closest_template_comes_first_and_the_common_one_last() {
        let words = |category| {
            let fitting = TextSubject::answers_about(category);
            fitting.iter().map(TextSubject::word).collect::<Vec<_>>()
        };
        let wanted = ["answer.010101", "answer.0101", "answer.01", "answer"];
        assert_eq!(words(Some("010101")), wanted);
        assert_eq!(words(None), ["answer"]);
    }

    #[test]
    fn a_promise_not_to_petition_is_refused_in_any_text() {
        let promise = crate::rights::rules().iter().find(|rule| rule.coercive);
        let promise = promise
            .expect("there is one")
            .terms()
            .first()
            .expect("has terms");
        assert!(is_refused(&format!("收到款项后{promise}。")));
        assert!(!is_refused("不服的，可以自收到之日起30日内请求复查。"));
    }
}
