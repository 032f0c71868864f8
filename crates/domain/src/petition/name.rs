//! A name that whoever registered a petition misread 更正姓名: put right beside what stood. Nobody becomes known by
//! it who was not: where no name stands, none is given this way.

use super::submission::CONTACT_CHARACTERS_MAX;
use super::{ContactPart, Identity};
use crate::event::NameCorrected;
use crate::language::Bilingual;
use crate::text::check_line;

/// What may stand between a name and the contact that follows it on one line.
const BETWEEN: &str = "，,、：:；;/／|.．";
/// What may stand around that contact.
const AROUND: [(char, char); 5] = [
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('[', ']'),
    ('<', '>'),
];
/// What a contact may be called on the line, in small letters; longer ones first.
const CALLED: [&str; 9] = [
    "联系电话",
    "手机号",
    "手机",
    "电话",
    "邮箱",
    "mobile",
    "phone",
    "e-mail",
    "tel",
];

fn is_between(sign: char) -> bool {
    sign.is_whitespace() || BETWEEN.contains(sign)
}

/// What a contact is called at the beginning of a text, by its length in bytes.
fn called(text: &str) -> Option<usize> {
    let begins = |word: &&&str| {
        let start = text.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    CALLED.iter().find(begins).map(|word| word.len())
}

/// The name on a representative's line, and what follows it: the longest end that is a contact, with the signs
/// between them and what it is called; nothing where the line is a name alone. A contact in Latin signs right
/// after a name that is not needs no sign between them.
pub(super) fn name_and_rest(line: &str) -> (&str, &str) {
    let mut before = None;
    for (at, sign) in line.char_indices() {
        let rest = &line[at..];
        let turns = before.is_some_and(|before: char| !before.is_ascii()) && sign.is_ascii();
        before = Some(sign);
        let opens = AROUND.iter().any(|(open, _)| *open == sign);
        let may_begin = is_between(sign) || opens || turns || called(rest).is_some();
        if may_begin && contact(rest).is_some() {
            return line.split_at(at);
        }
    }
    (line, "")
}

/// A text without the signs at its ends and the brackets around it.
fn bare(text: &str) -> &str {
    let text = text.trim_matches(is_between);
    let inside = |(open, close): &(char, char)| text.strip_prefix(*open)?.strip_suffix(*close);
    let inside = AROUND.iter().find_map(inside);
    inside.map_or(text, |inside| inside.trim_matches(is_between))
}

/// Which contact the rest of a line is.
pub(super) fn contact(rest: &str) -> Option<(ContactPart, &str)> {
    let mut contact = bare(rest);
    if let Some(length) = called(contact) {
        contact = bare(&contact[length..]);
    }
    let kinds = [ContactPart::Email, ContactPart::Phone].into_iter();
    let mut fits = kinds.filter(|kind| kind.fits(contact));
    fits.next().map(|kind| (kind, contact))
}

impl Identity {
    /// The name of one of those who brought it, by the place among those who still do; the first is 0. Nothing where
    /// nobody stands there by name.
    pub fn name_at(&self, place: usize) -> Option<&str> {
        let name = match place.checked_sub(1) {
            None => self.name.as_deref()?,
            Some(line) => name_and_rest(self.representatives.get(line)?).0,
        };
        Some(name.trim()).filter(|name| !name.is_empty())
    }

    /// The same with that name as it should be; the contact on the line stays. Nothing where no name stands there.
    pub fn renamed(&self, place: usize, name: &str) -> Option<Self> {
        self.name_at(place)?;
        let mut next = self.clone();
        match place.checked_sub(1) {
            None => next.name = Some(name.to_owned()),
            Some(line) => {
                let line = next.representatives.get_mut(line)?;
                *line = format!("{name}{}", name_and_rest(line).1);
            }
        }
        Some(next)
    }
}

/// Whether words can be a name: by the same rule as at the registration, and without a contact, which has a way of
/// its own ([`super::Command::ChangeContact`]).
pub(super) fn can_be_a_name(text: &str) -> bool {
    let alone = name_and_rest(text).1.is_empty() && contact(text).is_none();
    alone && check_line(text, CONTACT_CHARACTERS_MAX).is_ok()
}

impl NameCorrected {
    /// What happened, in words; never what the name is or was.
    pub fn words(&self) -> Bilingual {
        let Some(nth) = self.representative else {
            return Bilingual::new(
                "更正了登记时写错的姓名",
                "A name that was misread at the registration was corrected",
            );
        };
        let place = u16::from(nth) + 1;
        Bilingual::new(
            format!("更正了登记时第{place}位代表写错的姓名"),
            format!(
                "The name of number {place} of those who were registered, misread then, was corrected"
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> Identity {
        let lines = [
            "李某 13900001111",
            "阿依古丽·买买提",
            "Ann Lee, ann@example.org",
        ];
        Identity {
            name: Some("王某".into()),
            phone: Some("13800002222".into()),
            representatives: lines.map(str::to_owned).to_vec(),
            ..Identity::default()
        }
    }

    #[test]
    fn a_line_is_a_name_and_the_contact_after_it() {
        for (line, name, rest) in [
            ("李某", "李某", ""),
            ("李某 13900001111", "李某", " 13900001111"),
            ("李某　139 0000 1111", "李某", "　139 0000 1111"),
            ("李某，电话另告", "李某，电话另告", ""),
            ("Ann Lee, ann@example.org", "Ann Lee", ", ann@example.org"),
            ("阿依古丽·买买提", "阿依古丽·买买提", ""),
            ("李某13900001111", "李某", "13900001111"),
            ("李某（13900001111）", "李某", "（13900001111）"),
            ("李某/13900001111", "李某", "/13900001111"),
            ("李某电话：13900001111", "李某", "电话：13900001111"),
            ("李某 手机13900001111", "李某", " 手机13900001111"),
            ("李某li@example.org", "李某", "li@example.org"),
            ("Ann Lee Tel. 020-12345", "Ann Lee", " Tel. 020-12345"),
            ("李某(020)1234567", "李某", "(020)1234567"),
            ("J. Smith", "J. Smith", ""),
            ("张三2号", "张三2号", ""),
        ] {
            assert_eq!(name_and_rest(line), (name, rest), "{line}");
        }
    }

    #[test]
    fn a_contact_is_told_without_what_stands_around_it() {
        for (rest, told) in [
            ("（13900001111）", "13900001111"),
            (" 手机：13900001111；", "13900001111"),
            ("(020)1234567", "(020)1234567"),
            (", <ann@example.org>", "ann@example.org"),
        ] {
            assert_eq!(contact(rest).map(|(_, told)| told), Some(told), "{rest}");
        }
    }

    #[test]
    fn a_name_brings_no_contact_with_it() {
        for name in ["张某 13911112222", "张某（z@example.org）", "13911112222"] {
            assert!(!can_be_a_name(name), "{name}");
        }
        for name in ["张某", "Ann Lee", "阿依古丽·买买提", "张三2号"] {
            assert!(can_be_a_name(name), "{name}");
        }
    }

    #[test]
    fn one_name_changes_and_nothing_else_of_the_identity() {
        let before = group();
        for (place, name) in ["王某", "李某", "阿依古丽·买买提", "Ann Lee"]
            .iter()
            .enumerate()
        {
            assert_eq!(before.name_at(place), Some(*name));
            let after = before.renamed(place, "汪某").expect("a name stands there");
            assert_eq!(after.name_at(place), Some("汪某"));
            assert_eq!(after.renamed(place, name), Some(before.clone()), "{name}");
        }
        let first = before.renamed(1, "黎某").expect("a name stands there");
        assert_eq!(first.representatives[0], "黎某 13900001111");
        assert_eq!(before.renamed(4, "汪某"), None);
        let contact_only = Identity {
            name: None,
            ..group()
        };
        assert_eq!(
            contact_only.renamed(0, "汪某"),
            None,
            "no name is given this way"
        );
        assert_eq!(Identity::default().renamed(0, "汪某"), None);
    }
}
