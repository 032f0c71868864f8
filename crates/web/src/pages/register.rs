//! `/new`: somebody tells what happened.

use super::components::{Choice, FieldError};
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// What stands in the form: empty at first, afterwards exactly what was typed.
#[derive(Clone, Debug, Default)]
pub struct RegisterForm {
    /// The matter in one sentence.
    pub subject: String,
    /// What happened.
    pub body: String,
    /// Where, in words.
    pub place_text: String,
    /// `claim`, `suggestion`, `disclosure`, or empty: not sure.
    pub class: String,
    /// Units or people complained of, one a line.
    pub respondents: String,
    /// Ticked: it may be misconduct.
    pub misconduct: bool,
    /// `named`, `confidential`, `anonymous`, or empty: not chosen yet.
    pub who: String,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Postal address.
    pub address: String,
}

/// How much the texts may hold, in characters.
#[derive(Clone, Copy, Debug)]
pub struct RegisterLimits {
    /// Of the sentence.
    pub subject_characters_max: usize,
    /// Of the story.
    pub body_characters_max: usize,
}

/// The form that registers a petition.
#[derive(Clone, Debug, Template)]
#[template(path = "register.html")]
pub struct RegisterPage {
    /// The frame.
    pub frame: Frame,
    /// What was typed.
    pub form: RegisterForm,
    /// What was not taken.
    pub errors: Vec<FieldError>,
    /// The authority's places; none: no list is shown.
    pub places: Vec<Choice>,
    /// The authority's categories; none: no list is shown.
    pub categories: Vec<Choice>,
    /// How much may be typed.
    pub limits: RegisterLimits,
    /// Sent with the form, so that a double submit is one petition.
    pub idempotency_key: String,
}

impl RegisterPage {
    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| error.message.as_str())
    }

    /// The hint under the sentence.
    fn subject_hint(&self) -> String {
        let most = self.frame.number(self.limits.subject_characters_max);
        self.frame.language.pick(
            format!("比如“三月份的工资到现在没发”。最多{most}个字"),
            format!("Such as “March wages are still not paid”. At most {most} characters"),
        )
    }

    /// The hint under the story.
    fn body_hint(&self) -> String {
        let most = self.frame.number(self.limits.body_characters_max);
        self.frame.language.pick(
            format!("用自己的话写：什么时候、怎么回事、您希望怎么解决。最多{most}个字"),
            format!(
                "In your own words: when, what, and what you ask for. At most {most} characters"
            ),
        )
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("register-zh", Self::sample(Language::Zh)),
            ("register-en", Self::sample(Language::En)),
            ("register-errors-zh", Self::sample_with_errors(Language::Zh)),
            ("register-errors-en", Self::sample_with_errors(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let places = [
            ("zone-a", "A区工业园", "Industrial park, zone A"),
            ("hall-1", "一号接待厅附近", "Around Hall 1"),
        ];
        let categories = [
            ("wages", "工资和工伤", "Wages and injuries at work"),
            ("noise", "噪声和环境", "Noise and environment"),
        ];
        let choices = |list: [(&str, &str, &str); 2]| {
            list.map(|(value, zh, en)| Choice::new(value, language.pick(zh, en)))
                .to_vec()
        };
        Self {
            frame: Frame::sample(language, "/new"),
            form: RegisterForm::default(),
            errors: Vec::new(),
            places: choices(places),
            categories: choices(categories),
            limits: RegisterLimits {
                subject_characters_max: 200,
                body_characters_max: 20_000,
            },
            idempotency_key: "sample".to_owned(),
        }
    }

    fn sample_with_errors(language: Language) -> Self {
        let mut page = Self::sample(language);
        page.form = RegisterForm {
            subject: language
                .pick("三月份的工资到现在没发", "March wages are still not paid")
                .to_owned(),
            who: "named".to_owned(),
            name: language.pick("王秀英", "Wang Xiuying").to_owned(),
            phone: "135".to_owned(),
            misconduct: true,
            ..RegisterForm::default()
        };
        page.errors = vec![
            FieldError::new(
                "body",
                language.pick("写一写发生了什么事", "Write what happened"),
            ),
            FieldError::new(
                "phone",
                language.pick(
                    "电话少了几位，也可以换一种联系方式",
                    "The phone number is too short; or choose another way",
                ),
            ),
        ];
        page
    }
}
