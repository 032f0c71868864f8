//! What somebody brings, checked once at the edge. Inside, nothing is checked again.

use super::{
    Class, FieldError, FieldProblem, Identity, NoticeHours, NoticeWish, PetitionText, Who,
};
use crate::language::Language;
use crate::text::{self, TextProblem};

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
/// The most representatives of a group beside the first, who is the petitioner: five in all.
pub const OTHER_REPRESENTATIVES_MAX: usize = 4;
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
    /// The wish for a language or for help.
    pub wish: Option<String>,
    /// Said to be dangerous now.
    pub says_danger: bool,
    /// When notices may come: a word of [`NoticeHours`].
    pub notice_hours: Option<String>,
    /// Notices without the authority's name.
    pub notice_unnamed: bool,
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
    /// When notices may come.
    pub notices: NoticeWish,
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
    /// How many other representatives speak for the group.
    pub fn other_representatives(&self) -> u8 {
        let others = self.identity.as_ref().map(|one| one.representatives.len());
        u8::try_from(others.unwrap_or_default()).unwrap_or(u8::MAX)
    }

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
        let notices = check.notices(draft.notice_hours, draft.notice_unnamed);
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
        check.place(draft.place.as_ref(), places);
        let place_text = check.optional("place_text", draft.place_text, PLACE_CHARACTERS_MAX);
        let respondents = check.respondents(draft.respondents);
        let requests = check.requests(draft.requests);
        let wish = check.optional("wish", draft.wish, PLACE_CHARACTERS_MAX);
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
                wish,
                says_danger: draft.says_danger,
            },
            notices,
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

    fn place(&mut self, place: Option<&String>, places: &[String]) {
        if place.is_some_and(|id| !places.contains(id)) {
            let allowed = places.to_vec();
            self.fail("place", FieldProblem::NotOneOf { allowed });
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

    fn notices(&mut self, hours: Option<String>, unnamed: bool) -> NoticeWish {
        let (parse, word) = (NoticeHours::parse, NoticeHours::word);
        let hours = self.choice("notice_hours", hours, parse, NoticeHours::ALL, word);
        NoticeWish {
            hours: hours.unwrap_or_default(),
            unnamed,
        }
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

    fn representatives(&mut self, lines: Vec<String>) -> Vec<String> {
        if lines.len() > OTHER_REPRESENTATIVES_MAX {
            self.fail(
                "petitioner.representatives",
                FieldProblem::TooMany {
                    entries_max: OTHER_REPRESENTATIVES_MAX,
                },
            );
        }
        let lines = lines.into_iter().enumerate();
        lines
            .filter_map(|(nth, line)| {
                let field = format!("petitioner.representatives.{nth}");
                self.optional(&field, Some(line), CONTACT_CHARACTERS_MAX)
            })
            .collect()
    }

    fn identity(&mut self, raw: Identity) -> Identity {
        let identity = Identity {
            name: self.optional("petitioner.name", raw.name, CONTACT_CHARACTERS_MAX),
            phone: self.optional("petitioner.phone", raw.phone, CONTACT_CHARACTERS_MAX),
            email: self.optional("petitioner.email", raw.email, CONTACT_CHARACTERS_MAX),
            address: self.optional("petitioner.address", raw.address, CONTACT_CHARACTERS_MAX),
            representatives: self.representatives(raw.representatives),
            on_behalf_of: self.optional(
                "petitioner.on_behalf_of",
                raw.on_behalf_of,
                CONTACT_CHARACTERS_MAX,
            ),
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
    text.chars().all(allowed) && (5..=20).contains(&digits) && !is_mistyped_mobile(text)
}

/// A number that begins like a mobile of China and has not its 11 digits: mistyped, and nobody would
/// notice before somebody is to be told something.
fn is_mistyped_mobile(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || c == ' ' || c == '-';
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let begins =
        digits.starts_with('1') && digits[1..].starts_with(['3', '4', '5', '6', '7', '8', '9']);
    text.trim().chars().all(plain)
        && begins
        && (7..=14).contains(&digits.len())
        && digits.len() != 11
}

/// Whether a text message reaches a number: a mobile of China (11 digits from 13 to 19, with or without
/// the country's code), or a number of another country with its code. A fixed line takes none, whatever a
/// gateway says, and what was sent there would count as served.
pub fn takes_texts(phone: &str) -> bool {
    if phone.contains(['转', 'x', '#', '*']) {
        return false;
    }
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let abroad = phone.trim_start().starts_with('+') && !digits.starts_with("86");
    if abroad {
        return (8..=15).contains(&digits.len());
    }
    let country = if phone.trim_start().starts_with('+') {
        "86"
    } else {
        "0086"
    };
    let own = digits.strip_prefix(country).unwrap_or(&digits);
    own.len() == 11 && own.starts_with('1') && matches!(own.as_bytes()[1], b'3'..=b'9')
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

#[cfg(test)]
mod tests {
    use super::{FieldProblem, takes_texts};

    #[test]
    fn a_mobile_has_eleven_digits_and_other_numbers_are_let_be() {
        for good in [
            "13800138000",
            "138 0013 8000",
            "+8613800138000",
            "12345",
            "110",
            "0591-87654321",
            "+1 604 555 0100",
            "15 转 1234567",
        ] {
            let wrong = FieldProblem::of_phone(good);
            assert!(wrong.is_none() || good == "110", "{good}");
        }
        for wrong in ["1380013800", "138001380001", "138-0013"] {
            assert_eq!(
                FieldProblem::of_phone(wrong),
                Some(FieldProblem::NotAPhone),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_text_message_goes_to_mobiles_and_never_to_a_fixed_line() {
        for mobile in [
            "13900001111",
            "139 0000 1111",
            "+86 139-0000-1111",
            "0086 13900001111",
            "+44 7700 900123",
        ] {
            assert!(takes_texts(mobile), "{mobile}");
        }
        for other in [
            "(0591) 87654321",
            "0591-87654321 转 12",
            "12345",
            "12900001111",
            "+86 591 87654321",
            "87654321",
        ] {
            assert!(!takes_texts(other), "{other}");
        }
    }
}
