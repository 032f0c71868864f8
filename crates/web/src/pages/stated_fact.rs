//! Facts that the authority put before the petitioner, and those that the petitioner added, as pages of both sides show
//! them.

use super::components::Choice;
use super::form::{FieldKind, FieldView, FormTarget, FormView};
use huiyin_app::{AddedFactView, FactSaidView, FactView};
use huiyin_domain::language::Language;
use huiyin_domain::petition::AskedHow;
use huiyin_domain::text::shown_safely;

/// Where a fact stands; that nothing was said is neither yes nor no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody said anything.
    Unsaid,
    /// Whoever said something accepts it.
    Accepted,
    /// Somebody disputes it.
    Disputed,
    /// The petitioner added it himself.
    Added,
}

impl Standing {
    /// The word beside the shape.
    pub fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Unsaid => ("没有说", "Nothing said"),
            Self::Accepted => ("同意", "Accepted"),
            Self::Disputed => ("不同意", "Disputed"),
            Self::Added => ("补充的", "Added"),
        };
        language.pick(zh, en)
    }

    /// The shape beside the word.
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Unsaid => "provisional",
            Self::Accepted => "met",
            Self::Disputed => "error",
            Self::Added => "sent",
        }
    }
}

/// What was said to a fact.
#[derive(Clone, Debug)]
pub struct Said {
    /// Who said yes or no, when, and how.
    pub line: String,
    /// In the petitioner's words; may be empty.
    pub text: String,
    /// Whether it still stands; if not, the mind was changed since.
    pub stands: bool,
}

/// A fact.
#[derive(Clone, Debug)]
pub struct StatedFact {
    /// The position of its event.
    pub position: i64,
    /// Its number on the page, from 1.
    pub index: usize,
    /// The fact.
    pub text: String,
    /// When it was put there, and for staff by whom.
    pub origin: String,
    /// Where it stands.
    pub standing: Standing,
    /// Everything that was said to it, oldest first.
    pub said: Vec<Said>,
    /// What the draft of the answer says to it, for staff; may be empty.
    pub looked_into: String,
    /// The form that accepts or disputes it; `None`: not here, or not now.
    pub form: Option<FormView>,
    /// Where staff write down what the petitioner told them; `None`: not theirs, or not now.
    pub record_href: Option<String>,
}

impl StatedFact {
    /// A fact that the petitioner added; `when` puts an instant in words.
    pub fn added(view: &AddedFactView, when: impl Fn(&str) -> String) -> Self {
        let safe = |text: &str| shown_safely(text).into_owned();
        Self {
            position: view.position,
            index: view.index,
            text: safe(&view.text),
            origin: when(&view.at),
            standing: Standing::Added,
            said: Vec::new(),
            looked_into: view.looked_into.as_deref().map(safe).unwrap_or_default(),
            form: None,
            record_href: None,
        }
    }

    /// Whether the answer may go out without a word on it and somebody should know: the petitioner added it.
    pub fn is_unspoken(&self) -> bool {
        self.standing == Standing::Added && self.looked_into.trim().is_empty()
    }

    /// From what is on record; `when` puts an instant in words.
    pub fn of(view: &FactView, language: Language, when: impl Fn(&str) -> String) -> Self {
        let safe = |text: &str| shown_safely(text).into_owned();
        let at = when(&view.at);
        let comma = language.pick("，", ", ");
        let standing = match (view.disputed, view.said.is_empty()) {
            (true, _) => Standing::Disputed,
            (false, true) => Standing::Unsaid,
            (false, false) => Standing::Accepted,
        };
        let said = view.said.iter().map(|said| Said {
            line: said_line(said, language, &when(&said.at)),
            text: safe(&said.text),
            stands: said.stands,
        });
        Self {
            position: view.position,
            index: view.index,
            text: safe(&view.text),
            origin: match &view.by {
                Some(by) => format!("{at}{comma}{by}"),
                None => at,
            },
            standing,
            said: said.collect(),
            looked_into: view.looked_into.as_deref().map(safe).unwrap_or_default(),
            form: None,
            record_href: None,
        }
    }

    /// The form that accepts or disputes it; `picked` and `text` as they were sent, `error` what was not taken.
    pub fn form(
        language: Language,
        target: FormTarget,
        position: i64,
        (picked, text): (Option<String>, String),
        error: Option<String>,
    ) -> FormView {
        let is = |value: &str| picked.as_deref() == Some(value);
        let choices = vec![
            Choice::new(
                "yes",
                language.pick("同意，是这样", "I accept it: it was so"),
            )
            .chosen(is("yes")),
            Choice::new(
                "no",
                language.pick("这一条与事实不符", "This is not how it was"),
            )
            .chosen(is("no")),
        ];
        let (at_choice, at_words) = match picked.is_some() {
            true => (None, error),
            false => (error, None),
        };
        let label = language.pick("这一条对吗？", "Is this right?");
        let kind = FieldKind::Radios(choices);
        let accepted = FieldView::new(format!("accepted-{position}"), label, kind);
        let label = language.pick(
            "哪里不对，实际是怎样的",
            "What is wrong with it, and how it was",
        );
        let words = FieldView::new(
            format!("said-{position}"),
            label,
            FieldKind::TextArea(text, 3),
        );
        let words = words.hinted(language.pick("不同意的要写", "Needed where it is not right"));
        FormView {
            target,
            fields: vec![
                accepted.refused(at_choice),
                words.optional().refused(at_words),
            ],
        }
    }

    /// Invented facts: one that is disputed, one accepted after it was, one to which nothing was said, one that the
    /// petitioner added.
    pub fn samples(language: Language) -> Vec<Self> {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let said = |zh: &str, en: &str, text: (&str, &str), stands: bool| Said {
            line: say(zh, en),
            text: say(text.0, text.1),
            stands,
        };
        let fact = |index: usize, standing: Standing, text: String, said: Vec<Said>| Self {
            position: 40 + index as i64,
            index,
            text,
            origin: say("3月4日（周三）9:20", "Wednesday 4 March, 9:20"),
            standing,
            said,
            looked_into: String::new(),
            form: None,
            record_href: None,
        };
        let (disputed, accepted) = (
            said(
                "3月5日（周四）20:05，不同意",
                "Thursday 5 March, 20:05, disputed",
                (
                    "是三千四百元，工资条我拍了照。",
                    "It is 3,400 yuan; I photographed the pay slip.",
                ),
                true,
            ),
            said(
                "3月6日（周五）10:00，同意（当面说的，工作人员记入）",
                "Friday 6 March, 10:00, accepted (told in person, entered by staff)",
                ("", ""),
                true,
            ),
        );
        let before = said(
            "3月5日（周四）20:07，不同意",
            "Thursday 5 March, 20:07, disputed",
            ("我记得是四个月。", "I remember four months."),
            false,
        );
        let texts = [
            say(
                "考勤表上您每月工资三千元。",
                "The attendance sheet shows wages of 3,000 yuan a month.",
            ),
            say(
                "您在工地干了三个月。",
                "You worked on the site for three months.",
            ),
            say(
                "总包已付清工程款。",
                "The main contractor was paid in full.",
            ),
            say(
                "三月份的班组长记了工，本子在他手里。",
                "For March the foreman kept the book.",
            ),
        ];
        let [first, second, third, fourth] = texts;
        vec![
            fact(1, Standing::Disputed, first, vec![disputed]),
            fact(2, Standing::Accepted, second, vec![before, accepted]),
            fact(3, Standing::Unsaid, third, Vec::new()),
            fact(4, Standing::Added, fourth, Vec::new()),
        ]
    }
}

/// Who said yes or no, when, and how it came to staff.
fn said_line(said: &FactSaidView, language: Language, when: &str) -> String {
    let (zh, en) = match said.accepted {
        true => ("同意", "accepted"),
        false => ("不同意", "disputed"),
    };
    let who = said.representative.map(|nth| u16::from(nth) + 1);
    let who = who.map(|place| {
        language.pick(
            format!("第{place}位代表"),
            format!("representative {place} "),
        )
    });
    let who = who.unwrap_or_default();
    let how = said.how.as_deref().and_then(how_words);
    let by = said
        .by
        .as_deref()
        .unwrap_or(language.pick("工作人员", "staff"));
    let how = how.map(|how| {
        let (zh, en) = (&how.zh, how.en.to_lowercase());
        language.pick(
            format!("（{zh}说的，{by}记入）"),
            format!(" (told {en}, entered by {by})"),
        )
    });
    let how = how.unwrap_or_default();
    language.pick(
        format!("{when}，{who}{zh}{how}"),
        format!("{when}, {who}{en}{how}"),
    )
}

fn how_words(word: &str) -> Option<huiyin_domain::language::Bilingual> {
    let how = AskedHow::ALL.iter().find(|how| how.word() == word);
    how.map(|how| how.title())
}
