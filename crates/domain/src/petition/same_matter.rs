//! Which petitions could be about the same matter: same subject or, where one has none yet, same place; near in
//! time, of one kind, and not at different places.
//! Nothing else is compared. Neither the words nor the petitioner count, so that this finds duplicates of a
//! matter and can never be used to find what one person brought (RULES 4.3); and it is a hint to whoever may
//! open both, which neither refuses nor delays anybody.

use super::Class;
use crate::category::Categories;
use crate::time::{DAY_MICROS, Instant};

/// How many days apart two petitions are received at most to count as near: the length of the ordinary
/// clock of an answer 办理期限, so that one that is older is answered or late. *Source:* 信访工作条例 Art 34.
pub const SAME_MATTER_DAYS: i64 = 60;

/// Where, about what and when a matter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterAt {
    /// The id of a place of the authority, where one was told.
    pub place: Option<String>,
    /// A code of the category tree; nothing: not decided yet.
    pub category: Option<String>,
    /// Its class; nothing: not decided yet, which counts as a claim (RULES 5.1).
    pub class: Option<Class>,
    /// When it was received.
    pub received_at: Instant,
}

impl MatterAt {
    /// Whether another one could be the same matter: one subject is the other or stands above it in the tree or,
    /// where either has none, the same place was told; they are of one class, so that nobody's thanks are another's
    /// claim; they were received within [`SAME_MATTER_DAYS`], and no two different places were told.
    pub fn could_be(&self, other: &Self) -> bool {
        let near = self
            .received_at
            .micros()
            .abs_diff(other.received_at.micros());
        let elsewhere = self.place.is_some() && other.place.is_some() && self.place != other.place;
        let about = match (&self.category, &other.category) {
            (Some(own), Some(theirs)) => own.starts_with(theirs) || theirs.starts_with(own),
            _ => self.place.is_some() && self.place == other.place,
        };
        let kind = |one: &Self| one.class.unwrap_or(Class::Claim);
        about
            && !elsewhere
            && kind(self) == kind(other)
            && near <= (SAME_MATTER_DAYS * DAY_MICROS).unsigned_abs()
    }

    /// The subjects that another one can have beside none: this one, those above it and those below it.
    pub fn subjects<'a>(&self, categories: &'a Categories) -> Vec<&'a str> {
        let Some(own) = self.category.as_deref() else {
            return Vec::new();
        };
        let codes = categories.nodes().iter().map(|node| node.code.as_str());
        let on_one_line = |code: &&str| code.starts_with(own) || own.starts_with(code);
        codes.filter(on_one_line).collect()
    }

    /// The first and the last instant at which another one can have been received.
    pub fn span(&self) -> (Instant, Instant) {
        let days = SAME_MATTER_DAYS * DAY_MICROS;
        (
            self.received_at.plus_micros(-days),
            self.received_at.plus_micros(days),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matter(place: &str, category: &str, day: i64) -> MatterAt {
        MatterAt {
            place: (!place.is_empty()).then(|| place.into()),
            category: (!category.is_empty()).then(|| category.into()),
            class: None,
            received_at: Instant::from_micros(day * DAY_MICROS),
        }
    }

    #[test]
    fn place_subject_and_time_tell_and_nothing_else() {
        let one = matter("zone-a", "010208", 100);
        for (other, could) in [
            (matter("zone-a", "010208", 100), true),
            (matter("zone-a", "0102", 100), true),
            (matter("zone-a", "01", 160), true),
            (matter("zone-a", "010208", 40), true),
            (matter("zone-a", "010208", 161), false),
            (matter("zone-a", "010208", 39), false),
            (matter("zone-a", "010209", 100), false),
            (matter("zone-a", "0103", 100), false),
            (matter("zone-b", "010208", 100), false),
            (matter("", "010208", 100), true),
            (matter("zone-a", "", 100), true),
            (matter("zone-b", "", 100), false),
            (matter("", "", 100), false),
        ] {
            assert_eq!(one.could_be(&other), could, "{other:?}");
            assert_eq!(
                other.could_be(&one),
                could,
                "{other:?}, the other way round"
            );
            let (from, to) = one.span();
            let near = from <= other.received_at && other.received_at <= to;
            let subjects = one.subjects(crate::category::shipped());
            // Those without a subject are looked for by place.
            let subject = other.category.as_deref();
            let looked_through = near && subject.is_none_or(|subject| subjects.contains(&subject));
            assert!(looked_through || !could, "{other:?} is not looked through");
        }
    }

    #[test]
    fn thanks_are_no_claim_and_what_is_not_decided_counts_as_one() {
        let claim = matter("zone-a", "010208", 100);
        let of = |class| MatterAt {
            class: Some(class),
            ..claim.clone()
        };
        for (one, other, could) in [
            (claim.clone(), of(Class::Claim), true),
            (claim.clone(), of(Class::Suggestion), false),
            (of(Class::Claim), of(Class::Disclosure), false),
            (of(Class::Suggestion), of(Class::Suggestion), true),
        ] {
            assert_eq!(one.could_be(&other), could, "{one:?} {other:?}");
            assert_eq!(other.could_be(&one), could, "{other:?} {one:?}");
        }
    }
}
