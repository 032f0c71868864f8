//! People on duty who have no account: the head of a village, a retired clerk. They are paged like others by
//! the number and address that are kept of them, sealed; without these they are rung by hand. They can be given
//! an account later.

use super::fill::listed;
use super::{Answers, Template};
use std::collections::BTreeMap;

/// People without an account that a draft can name.
pub const PERSONS_MAX: usize = 40;

/// Where the answers say who was added.
const ADDED: &str = "people.added";

/// People without an account whom the answers add.
pub struct Persons;

impl Persons {
    /// The last part of the name of the question for a telephone.
    pub const PHONE: &'static str = "phone";
    /// The same for an e-mail address.
    pub const EMAIL: &'static str = "email";

    /// Whose telephone or address an answer is: it is never kept or written but sealed.
    pub fn of_contact(answer: &str) -> Option<&str> {
        let (person, what) = answer.strip_prefix("person.")?.rsplit_once('.')?;
        [Self::PHONE, Self::EMAIL].contains(&what).then_some(person)
    }

    /// Somebody is taken out: the answers about them, and they hold nothing any more.
    pub fn removing(answers: &Answers, person: &str) -> Option<Answers> {
        let mut known = Self::of(answers);
        let at = known.iter().position(|one| one == person)?;
        known.remove(at);
        let mut less = Answers::from([(ADDED.to_owned(), known.join(", "))]);
        for what in ["name", Self::PHONE, Self::EMAIL] {
            less.insert(format!("person.{person}.{what}"), String::new());
        }
        for (name, text) in answers {
            let ids = listed(text);
            let names = name.starts_with("duty.") || name.starts_with("staff.");
            if names && ids.iter().any(|one| one == person) {
                let others: Vec<String> = ids.into_iter().filter(|one| one != person).collect();
                less.insert(name.clone(), others.join(", "));
            }
        }
        Some(less)
    }

    /// The ids of those whom the answers add, in order.
    pub fn of(answers: &Answers) -> Vec<String> {
        answers
            .get(ADDED)
            .map_or_else(Vec::new, |text| listed(text))
    }

    /// The answers with one more; nothing where there are too many.
    pub fn adding(template: &Template, answers: &Answers) -> Option<Answers> {
        let known = Self::of(answers);
        if known.len() >= PERSONS_MAX {
            return None;
        }
        let mut new = (1..).map(|nth| format!("person-{nth}"));
        let new = new.find(|id| !known.contains(id) && template.roster.official(id).is_none())?;
        let all = [known, vec![new]].concat();
        Some(Answers::from([(ADDED.to_owned(), all.join(", "))]))
    }
}

impl Template {
    /// Everybody who can be on duty: the officials who sign in, those of a roster that is kept who do not,
    /// and whom the answers add; each by id and name.
    pub fn people(
        &self,
        answers: &Answers,
        officials: &BTreeMap<String, String>,
    ) -> BTreeMap<String, String> {
        let mut people = officials.clone();
        let outside = self.roster.staff.iter().filter(|_| self.is_saved());
        let outside = outside.filter(|one| !one.account);
        people.extend(outside.map(|one| (one.id.to_string(), one.name.clone())));
        people.extend(Persons::of(answers).into_iter().map(|id| {
            let name = answers.get(&format!("person.{id}.name"));
            let name = name.map_or_else(String::new, |name| name.trim().to_owned());
            (id, name)
        }));
        people
    }
}
