//! A name that whoever registered a petition misread 更正姓名: put right beside what stood. Nobody becomes known by
//! it who was not: where no name stands, none is given this way.

use super::submission::CONTACT_CHARACTERS_MAX;
use super::{ContactPart, Identity};
use crate::event::NameCorrected;
use crate::language::Bilingual;
use crate::text::check_line;

/// What may stand between a name and the contact that follows it on one line.
const BETWEEN: [char; 7] = ['，', ',', '、', '：', ':', '；', ';'];

fn is_between(sign: char) -> bool {
    sign.is_whitespace() || BETWEEN.contains(&sign)
}

/// The name on a representative's line, and what follows it: the longest end that is a contact, with the signs
/// between them; nothing where the line is a name alone.
pub(super) fn name_and_rest(line: &str) -> (&str, &str) {
    let ends = line.char_indices().filter(|(_, sign)| is_between(*sign));
    let mut ends = ends.map(|(at, _)| line.split_at(at));
    let found = ends.find(|(_, rest)| contact(rest).is_some());
    found.unwrap_or((line, ""))
}

/// Which contact the rest of a line is.
pub(super) fn contact(rest: &str) -> Option<(ContactPart, &str)> {
    let contact = rest.trim_matches(is_between);
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

/// Whether words can be a name: by the same rule as at the registration.
pub(super) fn can_be_a_name(text: &str) -> bool {
    check_line(text, CONTACT_CHARACTERS_MAX).is_ok()
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
        ] {
            assert_eq!(name_and_rest(line), (name, rest), "{line}");
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
