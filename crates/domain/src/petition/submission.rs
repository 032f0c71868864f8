//! What somebody brings, checked once at the edge. Inside, nothing is checked again.

use super::{Class, Identity, PetitionText, Who};
use crate::language::Language;
use crate::text::{self, TextProblem};
use std::borrow::Cow;

/// The longest subject, in characters (DESIGN 6).
pub const SUBJECT_CHARACTERS_MAX: usize = 200;
/// The longest body, in characters (DESIGN 6).
pub const BODY_CHARACTERS_MAX: usize = 20_000;
/// The longest name, phone, e-mail or address, in characters.
pub const CONTACT_CHARACTERS_MAX: usize = 200;
/// The longest description of a place or respondent, in characters.
pub const PLACE_CHARACTERS_MAX: usize = 500;
/// The most requests that one petition makes; more are a second petition.
pub const REQUESTS_MAX: usize = 50;
/// The most respondents that one petition names at intake.
pub const RESPONDENTS_MAX: usize = 20;

/// A submission as it came: every text still unchecked.
#[derive(Clone, Default)]
pub struct SubmissionDraft {
    /// The matter in one sentence.
    pub subject: Option<String>,
    /// What happened.
    pub body: Option<String>,
    /// `suggestion`, `disclosure` or `claim`.
    pub class: Option<String>,
    /// A category's code.
    pub category: Option<String>,
    /// The id of a place of the authority.
    pub place: Option<String>,
    /// Where, in words.
    pub place_text: Option<String>,
    /// `zh` or `en`.
    pub language: Option<String>,
    /// Who brings it; `None` and no `anonymous` means anonymous.
    pub petitioner: Option<Identity>,
    /// Said to be anonymous.
    pub anonymous: bool,
    /// Asked to be kept confidential.
    pub confidential: bool,
    /// Said to be about misconduct.
    pub misconduct: bool,
    /// Whom it complains of.
    pub respondents: Vec<String>,
    /// What is asked for, one each; empty lines are left out.
    pub requests: Vec<String>,
    /// What was found wrong before the texts were looked at, such as a field of another type; told
    /// together with what [`Submission::parse`] finds.
    pub refused: Vec<FieldError>,
}

/// A submission that was found good.
#[derive(Clone)]
pub struct Submission {
    /// The class that the petitioner named.
    pub class: Option<Class>,
    /// A code of the authority's categories.
    pub category: Option<String>,
    /// An id of the authority's places.
    pub place: Option<String>,
    /// The language of answers.
    pub language: Language,
    /// Named, confidential or anonymous.
    pub who: Who,
    /// Said to be about misconduct.
    pub misconduct: bool,
    /// The identity part, if any was given.
    pub identity: Option<Identity>,
    /// The text part.
    pub text: PetitionText,
}

/// A field that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the API, such as `petitioner.phone`.
    pub field: String,
    /// Why.
    pub problem: FieldProblem,
}

/// Why a field was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// It has to be given.
    Missing,
    /// Longer than allowed.
    TooLong {
        /// The most that is taken, in characters.
        characters_max: usize,
    },
    /// A control character.
    ControlCharacter,
    /// Not one of the values that the field takes.
    NotOneOf {
        /// The values.
        allowed: Vec<String>,
    },
    /// Cannot be a telephone number.
    NotAPhone,
    /// Cannot be an e-mail address.
    NotAnEmail,
    /// Both a petitioner and `anonymous`.
    AnonymousWithPetitioner,
    /// More entries than allowed.
    TooMany {
        /// The most that is taken.
        entries_max: usize,
    },
    /// The field does not exist.
    UnknownField,
    /// The field takes another type.
    WrongType {
        /// The type that it takes.
        expected: &'static str,
    },
    /// A file with nothing in it.
    EmptyFile,
    /// A file of more than 20 MiB.
    FileTooLarge,
    /// A file whose content is no PDF, PNG or JPEG, whatever its name says.
    OtherFile,
    /// Not a date or instant that can be.
    ImpossibleTime,
    /// A time in the future.
    InTheFuture,
    /// An answer earlier than the petition.
    BeforeRegistration,
    /// Shorter than allowed.
    TooShort {
        /// The least that is taken, in characters.
        characters_min: usize,
    },
    /// Cannot be what somebody signs in with.
    NotALogin,
    /// Somebody or something else is called so.
    Taken,
    /// A password that holds the login.
    HoldsTheLogin,
    /// The same thing was typed twice, and differs.
    NotTheSame,
}

impl FieldProblem {
    /// The stable code of the problem.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong { .. } => "too_long",
            Self::ControlCharacter => "control_character",
            Self::NotOneOf { .. } => "not_one_of",
            Self::NotAPhone => "not_a_phone",
            Self::NotAnEmail => "not_an_email",
            Self::AnonymousWithPetitioner => "anonymous_with_petitioner",
            Self::TooMany { .. } => "too_many",
            Self::UnknownField => "unknown_field",
            Self::WrongType { .. } => "wrong_type",
            Self::EmptyFile => "empty_file",
            Self::FileTooLarge => "file_too_large",
            Self::OtherFile => "other_file",
            Self::ImpossibleTime => "impossible_time",
            Self::InTheFuture => "in_the_future",
            Self::BeforeRegistration => "before_registration",
            Self::TooShort { .. } => "too_short",
            Self::NotALogin => "not_a_login",
            Self::Taken => "taken",
            Self::HoldsTheLogin => "holds_the_login",
            Self::NotTheSame => "not_the_same",
        }
    }

    /// What is wrong and what to do, in words.
    pub fn message(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            Self::Missing => language
                .pick("这一项要填写", "This has to be filled in")
                .into(),
            Self::TooLong {
                characters_max: most,
            } if zh => format!("最多{most}个字，请写短一些"),
            Self::TooLong {
                characters_max: most,
            } => format!("At most {most} characters; make it shorter"),
            Self::ControlCharacter => language
                .pick(
                    "里面有看不见的控制字符，请删去后重新输入",
                    "It holds a control character; remove it and type that part again",
                )
                .into(),
            Self::NotOneOf { allowed } if allowed.is_empty() => language
                .pick(
                    "没有这个选项，请不填这一项",
                    "There is no such choice here; leave it out",
                )
                .into(),
            Self::NotOneOf { allowed } if zh => format!("只能是：{}", allowed.join("、")),
            Self::NotOneOf { allowed } => format!("It has to be one of: {}", allowed.join(", ")),
            Self::NotAPhone => language
                .pick(
                    "电话应有5到20位数字，也可以换一种联系方式",
                    "A phone number has 5 to 20 digits; or give another contact",
                )
                .into(),
            Self::NotAnEmail => language
                .pick(
                    "邮箱应像 name@example.org，也可以换一种联系方式",
                    "An e-mail address looks like name@example.org; or give another contact",
                )
                .into(),
            Self::AnonymousWithPetitioner => language
                .pick(
                    "选了匿名就不要再填姓名和联系方式；两样只能选一样",
                    "Either anonymous or a petitioner, not both",
                )
                .into(),
            Self::TooMany { entries_max: most } if zh => format!("最多{most}项"),
            Self::TooMany { entries_max: most } => format!("At most {most} entries"),
            Self::UnknownField => language
                .pick("没有这一项，请去掉", "There is no such field; leave it out")
                .into(),
            Self::WrongType { expected } if zh => format!("类型不对，应为{expected}"),
            Self::WrongType { expected } => format!("It has another type; it takes {expected}"),
            Self::ImpossibleTime => language
                .pick(
                    "不是可能的日期和时间，应像2026-02-13T10:00:00+08:00",
                    "Not a possible date and time such as 2026-02-13T10:00:00+08:00",
                )
                .into(),
            Self::InTheFuture => language
                .pick("时间在将来，请改正", "It lies in the future; correct it")
                .into(),
            Self::BeforeRegistration => language
                .pick(
                    "答复早于登记，请核对两个时间",
                    "The answer is earlier than the petition; check both times",
                )
                .into(),
            account => account.message_of_account(language).into_owned(),
        }
    }

    /// The same for what concerns a file, or the account of a member of staff.
    fn message_of_account(&self, language: Language) -> Cow<'static, str> {
        let words = match self {
            Self::TooShort {
                characters_min: least,
            } => {
                return Cow::Owned(language.pick(
                    format!("至少{least}个字符，请写长一些"),
                    format!("At least {least} characters; make it longer"),
                ));
            }
            Self::NotALogin => (
                "用小写字母、数字、点、横线，以字母或数字开头",
                "Use lower-case letters, digits, dots or dashes, a letter or digit first",
            ),
            Self::Taken => ("已有同名的，请换一个", "It is taken; choose another"),
            Self::HoldsTheLogin => (
                "密码里不要含有账号，请换一个",
                "The password holds the login; choose another",
            ),
            Self::NotTheSame => (
                "两遍不一样，请再输一遍",
                "The two are not the same; type it again",
            ),
            Self::EmptyFile => (
                "文件是空的，请重新选择",
                "The file is empty; choose it again",
            ),
            Self::FileTooLarge => (
                "文件最大20MiB，请压缩或分成几个",
                "A file has at most 20 MiB; make it smaller or split it",
            ),
            Self::OtherFile => (
                "只收PDF、PNG、JPEG文件，按内容识别，改名没有用",
                "A PDF, PNG or JPEG is taken, told by its content and not its name",
            ),
            _ => ("请看一看这一项", "Look at this again"),
        };
        Cow::Borrowed(language.pick(words.0, words.1))
    }
}

impl From<TextProblem> for FieldProblem {
    fn from(problem: TextProblem) -> Self {
        match problem {
            TextProblem::Empty => Self::Missing,
            TextProblem::TooLong { characters_max } => Self::TooLong { characters_max },
            TextProblem::Control => Self::ControlCharacter,
        }
    }
}

impl FieldProblem {
    /// What is wrong with a telephone number, if anything.
    pub fn of_phone(text: &str) -> Option<Self> {
        (!can_be_a_phone(text)).then_some(Self::NotAPhone)
    }

    /// What is wrong with an e-mail address, if anything.
    pub fn of_email(text: &str) -> Option<Self> {
        (!can_be_an_email(text)).then_some(Self::NotAnEmail)
    }
}

impl Submission {
    /// Checks a draft; every field that is wrong is named, not just the first.
    ///
    /// `categories` and `places` tell whether a code or id exists at the authority.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that was not taken.
    pub fn parse(
        draft: SubmissionDraft,
        categories: impl Fn(&str) -> bool,
        places: &[String],
    ) -> Result<Self, Vec<FieldError>> {
        let mut check = Check {
            errors: draft.refused,
        };
        let subject = check.line("subject", draft.subject, SUBJECT_CHARACTERS_MAX);
        let body = check.lines("body", draft.body, BODY_CHARACTERS_MAX);
        let class = check.choice("class", draft.class, Class::parse, Class::ALL, Class::word);
        let language = check.choice(
            "language",
            draft.language,
            Language::parse,
            &[Language::Zh, Language::En],
            Language::tag,
        );
        if draft
            .category
            .as_deref()
            .is_some_and(|code| !categories(code))
        {
            check.fail(
                "category",
                FieldProblem::NotOneOf {
                    allowed: Vec::new(),
                },
            );
        }
        if draft.place.as_ref().is_some_and(|id| !places.contains(id)) {
            check.fail(
                "place",
                FieldProblem::NotOneOf {
                    allowed: places.to_vec(),
                },
            );
        }
        let place_text = check.optional("place_text", draft.place_text, PLACE_CHARACTERS_MAX);
        let respondents = check.respondents(draft.respondents);
        let requests = check.requests(draft.requests);
        if draft.anonymous && draft.petitioner.is_some() {
            check.fail("anonymous", FieldProblem::AnonymousWithPetitioner);
        }
        let identity = draft
            .petitioner
            .map(|raw| check.identity(raw))
            .filter(|it| !it.is_empty());
        let who = Who::of(identity.is_some(), draft.confidential);
        if !check.errors.is_empty() {
            return Err(check.errors);
        }
        Ok(Self {
            class,
            category: draft.category,
            place: draft.place,
            language: language.unwrap_or_default(),
            who,
            misconduct: draft.misconduct,
            identity,
            text: PetitionText {
                subject,
                body,
                place_text,
                respondents,
                requests,
            },
        })
    }
}

struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Keeps the first problem of a field: a text of another type is not also missing.
    fn fail(&mut self, field: impl Into<String>, problem: FieldProblem) {
        let field = field.into();
        if self.errors.iter().all(|error| error.field != field) {
            self.errors.push(FieldError { field, problem });
        }
    }

    fn text(&mut self, field: &str, found: Result<(), TextProblem>) {
        if let Err(problem) = found {
            self.fail(field, problem.into());
        }
    }

    fn line(&mut self, field: &str, value: Option<String>, characters_max: usize) -> String {
        let value = value.unwrap_or_default();
        self.text(field, text::check_line(&value, characters_max));
        value
    }

    fn lines(&mut self, field: &str, value: Option<String>, characters_max: usize) -> String {
        let value = value.unwrap_or_default();
        self.text(field, text::check_lines(&value, characters_max));
        value
    }

    fn requests(&mut self, lines: Vec<String>) -> Vec<String> {
        let given: Vec<String> = lines
            .into_iter()
            .filter(|line| !line.trim().is_empty())
            .collect();
        if given.len() > REQUESTS_MAX {
            self.fail(
                "requests",
                FieldProblem::TooMany {
                    entries_max: REQUESTS_MAX,
                },
            );
        }
        for (nth, line) in given.iter().enumerate() {
            self.text(
                &format!("requests.{nth}"),
                text::check_lines(line, BODY_CHARACTERS_MAX),
            );
        }
        given
    }

    fn optional(
        &mut self,
        field: &str,
        value: Option<String>,
        characters_max: usize,
    ) -> Option<String> {
        let value = value.filter(|text| !text.trim().is_empty())?;
        self.text(field, text::check_lines(&value, characters_max));
        Some(value)
    }

    fn choice<T: Copy>(
        &mut self,
        field: &str,
        value: Option<String>,
        parse: fn(&str) -> Option<T>,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = parse(value.as_deref()?);
        if found.is_none() {
            let allowed = all.iter().map(|one| word(*one).to_owned()).collect();
            self.fail(field, FieldProblem::NotOneOf { allowed });
        }
        found
    }

    fn respondents(&mut self, respondents: Vec<String>) -> Vec<String> {
        if respondents.len() > RESPONDENTS_MAX {
            self.fail(
                "respondents",
                FieldProblem::TooMany {
                    entries_max: RESPONDENTS_MAX,
                },
            );
        }
        let named = respondents.into_iter().enumerate();
        named
            .filter_map(|(nth, one)| {
                self.optional(
                    &format!("respondents.{nth}"),
                    Some(one),
                    PLACE_CHARACTERS_MAX,
                )
            })
            .collect()
    }

    fn identity(&mut self, raw: Identity) -> Identity {
        let identity = Identity {
            name: self.optional("petitioner.name", raw.name, CONTACT_CHARACTERS_MAX),
            phone: self.optional("petitioner.phone", raw.phone, CONTACT_CHARACTERS_MAX),
            email: self.optional("petitioner.email", raw.email, CONTACT_CHARACTERS_MAX),
            address: self.optional("petitioner.address", raw.address, CONTACT_CHARACTERS_MAX),
        };
        if identity
            .phone
            .as_deref()
            .is_some_and(|phone| !can_be_a_phone(phone))
        {
            self.fail("petitioner.phone", FieldProblem::NotAPhone);
        }
        if identity
            .email
            .as_deref()
            .is_some_and(|email| !can_be_an_email(email))
        {
            self.fail("petitioner.email", FieldProblem::NotAnEmail);
        }
        identity
    }
}

/// Any format with 5 to 20 digits: `+86 591-8765 4321`, `(0591) 87654321 转 12`.
fn can_be_a_phone(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_digit() || " +-()（）./#*转x".contains(c);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.chars().all(allowed) && (5..=20).contains(&digits)
}

/// One `@`, something before it, a dotted domain after it, no blanks.
fn can_be_an_email(text: &str) -> bool {
    let text = text.trim();
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let labels: Vec<&str> = domain.split('.').collect();
    !local.is_empty()
        && !text.contains(char::is_whitespace)
        && labels.len() >= 2
        && labels
            .iter()
            .all(|label| !label.is_empty() && !label.contains(['@', ',', ';', '<', '>']))
}
