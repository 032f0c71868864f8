//! How whoever brought a petition is reached 联系方式: given, changed or taken back after the registration,
//! one at a time. The petition stays what it was: no date moves, and nobody is asked for a name.

use super::submission::CONTACT_CHARACTERS_MAX;
use super::{FieldProblem, Identity};
use crate::event::ContactChanged;
use crate::language::Bilingual;
use crate::text::check_line;
use serde::{Deserialize, Serialize};

/// One way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactPart {
    /// 电话
    Phone,
    /// 电子邮箱
    Email,
    /// 通信地址
    Address,
}

impl ContactPart {
    /// Every one, in the order of forms.
    pub const ALL: &'static [Self] = &[Self::Phone, Self::Email, Self::Address];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
        }
    }

    /// Reads the word of interfaces.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What it is called.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Phone => Bilingual::new("电话", "Telephone"),
            Self::Email => Bilingual::new("电子邮箱", "E-mail"),
            Self::Address => Bilingual::new("通信地址", "Postal address"),
        }
    }

    /// What stands there.
    pub const fn of(self, identity: &Identity) -> Option<&String> {
        match self {
            Self::Phone => identity.phone.as_ref(),
            Self::Email => identity.email.as_ref(),
            Self::Address => identity.address.as_ref(),
        }
    }

    /// The same, to be changed.
    pub(super) const fn of_mut(self, identity: &mut Identity) -> &mut Option<String> {
        match self {
            Self::Phone => &mut identity.phone,
            Self::Email => &mut identity.email,
            Self::Address => &mut identity.address,
        }
    }

    /// Whether words can be such a contact: by the same rule as at the registration.
    pub(super) fn fits(self, text: &str) -> bool {
        let wrong = match self {
            Self::Phone => FieldProblem::of_phone(text),
            Self::Email => FieldProblem::of_email(text),
            Self::Address => None,
        };
        wrong.is_none() && check_line(text, CONTACT_CHARACTERS_MAX).is_ok()
    }
}

/// How a petitioner asked staff for something without a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AskedHow {
    /// 当面
    InPerson,
    /// 打电话
    ByPhone,
    /// 写信
    InWriting,
}

impl AskedHow {
    /// Every one, in the order of forms.
    pub const ALL: &'static [Self] = &[Self::InPerson, Self::ByPhone, Self::InWriting];

    /// The word of interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "in-person",
            Self::ByPhone => "by-phone",
            Self::InWriting => "in-writing",
        }
    }

    /// What it is called.
    pub fn title(self) -> Bilingual {
        match self {
            Self::InPerson => Bilingual::new("当面", "In person"),
            Self::ByPhone => Bilingual::new("打电话", "By telephone"),
            Self::InWriting => Bilingual::new("写信", "In writing"),
        }
    }
}

impl ContactChanged {
    /// What happened, in words; never what the contact is.
    pub fn words(&self) -> Bilingual {
        let part = self.part.title();
        let (zh, en) = match self.given {
            true => ("改了联系方式", "Contact changed"),
            false => ("去掉了联系方式", "Contact taken back"),
        };
        let how = self.how.map(AskedHow::title);
        let (how_zh, how_en) = how.map_or_else(Default::default, |how| {
            (
                format!("（信访人{}提出，工作人员记入）", how.zh),
                format!(" (asked for {}, entered by staff)", how.en.to_lowercase()),
            )
        });
        Bilingual::new(
            format!("{zh}：{}{how_zh}", part.zh),
            format!("{en}: {}{how_en}", part.en.to_lowercase()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_contact_is_checked_as_at_the_registration() {
        for (part, text, fits) in [
            (ContactPart::Phone, "139 0000 1111", true),
            (ContactPart::Phone, "1390000111", false),
            (ContactPart::Phone, "", false),
            (ContactPart::Email, "wang@example.org", true),
            (ContactPart::Email, "wang", false),
            (ContactPart::Address, "A区三号楼", true),
            (ContactPart::Address, "", false),
            (ContactPart::Address, "A区\n三号楼", false),
        ] {
            assert_eq!(part.fits(text), fits, "{part:?} {text}");
        }
    }

    #[test]
    fn every_word_is_read_back() {
        for part in ContactPart::ALL {
            assert_eq!(ContactPart::parse(part.word()), Some(*part));
        }
        for how in AskedHow::ALL {
            let word = serde_json::Value::from(how.word());
            assert_eq!(serde_json::from_value::<AskedHow>(word).ok(), Some(*how));
        }
    }
}
