//! A field that was not taken, and why, in words.

use crate::emblem::EmblemFault;
use crate::language::{Bilingual, Language};
use crate::official_seal::SealFault;
use crate::response::DrawingFault;
use std::borrow::Cow;

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
    /// A file of which something has not come yet.
    NotWhole,
    /// A file of more than 20 MiB.
    FileTooLarge,
    /// The files are too large together.
    FilesTooLarge,
    /// A file whose content is no PDF, PNG or JPEG, whatever its name says.
    OtherFile,
    /// Not a date or instant that can be.
    ImpossibleTime,
    /// A time in the future.
    InTheFuture,
    /// An answer earlier than the petition.
    BeforeRegistration,
    /// A postmark later than the day on which the letter came.
    AfterReceipt,
    /// Shorter than allowed.
    TooShort {
        /// The least that is taken, in characters.
        characters_min: usize,
    },
    /// Cannot be what somebody signs in with.
    NotALogin,
    /// Somebody or something else is called so.
    Taken,
    /// A password that is too short without the login that it holds.
    HoldsTheLogin,
    /// The same thing was typed twice, and differs.
    NotTheSame,
    /// A text that goes to many, with what looks like somebody's number or address in it.
    HoldsAContact,
    /// A text that goes to many, with the name of somebody who speaks for a group in it.
    NamesARepresentative,
    /// A contact that somebody did not agree to leave.
    ContactWithoutConsent,
    /// No number of people, nor a range of such.
    NotAHeadcount,
    /// A text of the authority that holds a coercive word, such as a promise not to petition (RULES 5.9).
    Coercive,
    /// A time that is over.
    InThePast,
    /// A time too far ahead.
    TooFarAhead {
        /// How many days ahead at most.
        days_max: i64,
    },
    /// A time at which the place is not open to an announced visit.
    NotOpenThen {
        /// The hours at which it is.
        hours: Bilingual,
    },
    /// A script with what is no drill: nothing is played where people came.
    OnlyInADrill,
    /// A script of a drill that cannot be played.
    DrillScript {
        /// What is wrong with it.
        words: Bilingual,
    },
    /// A petition whose file nobody answers from in this response: only one that is heard at a reception above ours, that
    /// whoever names it may open, and that is not restricted; never in a drill.
    NoFileHere,
    /// Everybody who receives here belongs to whom the matter complains of.
    NobodyReceives,
    /// A file that is no image of a seal.
    NotASeal(SealFault),
    /// It is no emblem of an authority.
    NotAnEmblem(EmblemFault),
    /// It is no signature that was drawn on the screen.
    NotASignature(DrawingFault),
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
            Self::NotWhole => "not_whole",
            Self::FileTooLarge => "file_too_large",
            Self::FilesTooLarge => "files_too_large",
            Self::OtherFile => "other_file",
            Self::ImpossibleTime => "impossible_time",
            Self::InTheFuture => "in_the_future",
            Self::BeforeRegistration => "before_registration",
            Self::AfterReceipt => "after_receipt",
            Self::TooShort { .. } => "too_short",
            Self::NotALogin => "not_a_login",
            Self::Taken => "taken",
            Self::HoldsTheLogin => "holds_the_login",
            Self::NotTheSame => "not_the_same",
            Self::HoldsAContact => "holds_a_contact",
            Self::NamesARepresentative => "names_a_representative",
            Self::ContactWithoutConsent => "contact_without_consent",
            Self::NotAHeadcount => "not_a_headcount",
            Self::Coercive => "coercive",
            Self::InThePast => "in_the_past",
            Self::TooFarAhead { .. } => "too_far_ahead",
            Self::NotOpenThen { .. } => "not_open_then",
            Self::OnlyInADrill => "only_in_a_drill",
            Self::NoFileHere => "no_file_here",
            Self::DrillScript { .. } => "drill_script",
            Self::NobodyReceives => "nobody_receives",
            Self::NotASeal(fault) => fault.code(),
            Self::NotAnEmblem(fault) => fault.code(),
            Self::NotASignature(fault) => fault.code(),
        }
    }

    /// What is wrong with a contact.
    fn contact_message(&self, language: Language) -> &'static str {
        match self {
            Self::NotAnEmail => language.pick(
                "邮箱应像 name@example.org，也可以换一种联系方式",
                "An e-mail address looks like name@example.org; or give another contact",
            ),
            _ => language.pick(
                "手机号应是11位数字，其他电话5到20位；也可以换一种联系方式",
                "A Chinese mobile has 11 digits, other numbers 5 to 20; or give another contact",
            ),
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
            Self::NotAPhone | Self::NotAnEmail => self.contact_message(language).into(),
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
            Self::AfterReceipt => language
                .pick(
                    "邮戳不会比收到的日子晚，请核对这两个日期",
                    "A postmark cannot be later than the day of receipt; check both dates",
                )
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

    /// The same for what concerns an account of staff, or a text that many read.
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
                "除去里面的账号，密码还要有12个字符，请加长",
                "Without the login in it the password has fewer than 12 characters; make it longer",
            ),
            Self::NotTheSame => (
                "两遍不一样，请再输一遍",
                "The two are not the same; type it again",
            ),
            Self::HoldsAContact => (
                "里面像是有电话号码或邮箱；这段文字会给多人看，请去掉",
                "It holds what looks like a number or an address; many will read it, so leave that out",
            ),
            Self::Coercive => (
                "里面有要求群众承诺不再反映或限制群众的话，任何文书都不能有，请删去",
                "It asks people to promise silence or restrains them; no document may hold that, so take it out",
            ),
            Self::NamesARepresentative => (
                "里面有代表的姓名；这段文字会给多人看，请去掉",
                "It holds a representative's name; many will read it, so leave that out",
            ),
            Self::ContactWithoutConsent => (
                "本人同意才留联系方式：同意就打勾，不同意就不填",
                "A contact is kept only with consent: tick it, or leave the contact out",
            ),
            visit => return visit.message_of_visit(language),
        };
        Cow::Borrowed(language.pick(words.0, words.1))
    }

    /// The same for what concerns a response or a visit.
    fn message_of_visit(&self, language: Language) -> Cow<'static, str> {
        let words = match self {
            Self::NotAHeadcount => (
                "人数写成30，或30-60",
                "Write a headcount as 30, or as 30-60",
            ),
            Self::InThePast => (
                "这个时间已经过了，请另选一个",
                "That time is over; choose another",
            ),
            Self::TooFarAhead { days_max } => {
                return Cow::Owned(language.pick(
                    format!("最多提前{days_max}天，请选近一些的时间"),
                    format!("At most {days_max} days ahead; choose an earlier time"),
                ));
            }
            Self::NotOpenThen { hours } => {
                let hours = hours.in_language(language);
                return Cow::Owned(language.pick(
                    format!("那里接待预告来访的时间是{hours}，请选这个时间；来不及就直接来，或打电话"),
                    format!("Announced visits are received there {hours}; choose such a time, or just come, or ring"),
                ));
            }
            Self::NoFileHere => (
                "这里不能凭这一件答复：只有上级接待场所谈到的、您能打开的、没有限阅的信访件可以写；演练不写",
                "nobody answers from this petition here: name one that is heard at a reception above ours, that you may open, and that is not restricted; none in a drill",
            ),
            Self::OnlyInADrill => (
                "脚本只用于演练；有人来时不要脚本",
                "A script is for a drill only; leave it out where people came",
            ),
            Self::DrillScript { words } => {
                return Cow::Owned(words.in_language(language).to_owned());
            }
            Self::NobodyReceives => (
                "这里接待的人都属于您反映的单位，没有人能看到这份预告；可以直接来，或向上一级反映",
                "Everybody who receives here belongs to that unit, so nobody could see this; come without announcing, or turn to the level above",
            ),
            Self::NotASeal(fault) => return Cow::Owned(fault.message(language)),
            Self::NotAnEmblem(fault) => return Cow::Owned(fault.message(language)),
            Self::NotASignature(fault) => return Cow::Borrowed(fault.message(language)),
            file => return Cow::Borrowed(file.message_of_file(language)),
        };
        Cow::Borrowed(language.pick(words.0, words.1))
    }

    /// The same for what concerns a file.
    fn message_of_file(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::EmptyFile => (
                "文件是空的，请重新选择",
                "The file is empty; choose it again",
            ),
            Self::NotWhole => (
                "文件没有传完，请再选一次",
                "Not all of the file came; choose it again",
            ),
            Self::FilesTooLarge => (
                "文件加起来最大40MiB，可以先交一部分，登记以后再补",
                "The files have at most 40 MiB together; send some now and the rest once it is registered",
            ),
            Self::FileTooLarge => (
                "文件最大20MiB，请压缩或分成几个",
                "A file has at most 20 MiB; make it smaller or split it",
            ),
            Self::OtherFile => (
                "这种文件收不了。请换成照片、PDF、录音或新格式的Word、Excel、PPT，改名没有用",
                "This kind of file cannot be taken. Send a photograph, PDF, sound recording or a newer Word, Excel or PowerPoint file; renaming it does not help",
            ),
            _ => ("请看一看这一项", "Look at this again"),
        };
        language.pick(zh, en)
    }
}
