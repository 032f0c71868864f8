//! Lists of more than one petition that auditors and supervisors read: what is put on record of one, and its words.

use super::Known;
use crate::authorise::Principal;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::queries::inbox::{InboxDue, InboxFilter};
use crate::queries::timeline::unit_name;
use crate::rules::Rules;
use huiyin_domain::event::{Event, ListRead, ReadList};
use huiyin_domain::ids::{AuthorityId, UnitId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::{Class, PetitionState};
use std::collections::BTreeMap;

/// What stands for a term or subject that nobody knows: it was typed, and could be anything.
const UNKNOWN: &str = "?";

impl Huiyin {
    /// Puts on record that an auditor or a supervisor reads a list, unless they did so within the hour; of nobody
    /// else.
    pub(crate) async fn note_list(
        &self,
        who: &Principal,
        list: ReadList,
        filter: BTreeMap<String, String>,
    ) -> Result<(), AppError> {
        let watched = [Role::Auditor, Role::Supervisor];
        if !watched.iter().any(|role| who.has(*role)) {
            return Ok(());
        }
        let read = Event::ListRead(ListRead { list, filter });
        self.note_event(who, read).await
    }

    /// The same of an inbox, or of what units owe.
    pub(crate) async fn note_inbox(
        &self,
        who: &Principal,
        filter: &InboxFilter,
    ) -> Result<(), AppError> {
        let narrowed = narrowed(filter, &self.rules(), who.authority);
        self.note_list(who, ReadList::Inbox, narrowed).await
    }

    /// The same of what units put off and that ended since.
    pub(crate) async fn note_inbox_ended(&self, who: &Principal) -> Result<(), AppError> {
        let filter = ["put_off", "ended"].map(|name| (name.to_owned(), "true".to_owned()));
        let filter = BTreeMap::from(filter);
        self.note_list(who, ReadList::Inbox, filter).await
    }
}

/// What an inbox is narrowed to, as its address has it.
fn narrowed(filter: &InboxFilter, rules: &Rules, of: AuthorityId) -> BTreeMap<String, String> {
    let known = |is: bool, typed: &str| match is {
        true => typed.to_owned(),
        false => UNKNOWN.to_owned(),
    };
    let category = |code: &String| known(category(rules, of, code).is_some(), code);
    let term = |id: &String| known(term(rules, id).is_some(), id);
    let flag = |set: bool| set.then(|| "true".to_owned());
    let told = [
        ("unit", filter.unit.map(|unit| unit.raw().to_string())),
        ("term", filter.term.as_ref().map(term)),
        ("category", filter.category.as_ref().map(category)),
        ("state", filter.state.map(|one| one.word().to_owned())),
        ("class", filter.class.map(|one| one.word().to_owned())),
        ("due", filter.due.map(|one| one.word().to_owned())),
        ("late", flag(filter.late)),
        ("danger", flag(filter.danger)),
        ("untaken", flag(filter.untaken)),
        ("put_off", flag(filter.put_off)),
        ("whole", flag(filter.whole)),
        ("own", flag(filter.own)),
    ];
    let told = told.into_iter();
    told.filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// What a term is called in the rulebooks of today.
fn term(rules: &Rules, id: &str) -> Option<Bilingual> {
    let ids = rules.rulebook_ids().into_iter();
    let mut rulebooks = ids.filter_map(|one| rules.rulebook(one));
    let term = rulebooks.find_map(|rulebook| rulebook.term(id));
    term.map(|term| term.title.clone())
}

/// What a subject is called.
fn category(rules: &Rules, of: AuthorityId, code: &str) -> Option<Bilingual> {
    let authority = rules.authority(of)?;
    authority.categories.name(code).cloned()
}

/// Which list, and what it was narrowed to.
pub(super) fn words(read: &ListRead, known: &Known<'_>, language: Language) -> String {
    let (zh, en) = match read.list {
        ReadList::Inbox => ("清单：该办的", "List of what is owed"),
        ReadList::Refusals => ("清单：没做成的操作", "List of what was refused"),
        ReadList::SealUses => ("清单：用印记录", "List of the seal’s uses"),
    };
    let narrowed = read.filter.iter();
    let narrowed = narrowed.map(|(name, value)| part(name, value, known, language));
    let parts: Vec<String> = std::iter::once(language.pick(zh, en).to_owned())
        .chain(narrowed)
        .collect();
    parts.join(language.pick("，", ", "))
}

/// One of what it was narrowed to.
fn part(name: &str, value: &str, known: &Known<'_>, language: Language) -> String {
    let due = InboxDue::parse(value);
    let (zh, en) = match (name, due) {
        ("due", Some(InboxDue::Today)) => ("今天到期", "due today"),
        ("due", Some(InboxDue::Week)) => ("七天内到期", "due within seven days"),
        ("late", _) => ("超期", "late"),
        ("danger", _) => ("有危险", "with danger now"),
        ("untaken", _) => ("没人接", "taken by nobody"),
        ("put_off", _) => ("一再推迟", "put off"),
        ("ended", _) => ("近90天结束", "ended within 90 days"),
        ("whole", _) => ("含下属单位", "with units under the own ones"),
        ("own", _) => ("自己岗位的", "of the own posts"),
        _ => {
            let said = named(name, value, known);
            return said.map_or_else(
                || value.to_owned(),
                |words| words.in_language(language).to_owned(),
            );
        }
    };
    language.pick(zh, en).to_owned()
}

/// What something that has a name of its own is called.
fn named(name: &str, value: &str, known: &Known<'_>) -> Option<Bilingual> {
    match name {
        "unit" => {
            let unit = value.parse().ok().map(UnitId::new)?;
            Some(unit_name(known.organisation, unit))
        }
        "term" => term(known.rules, value),
        "category" => category(known.rules, known.of, value),
        "state" => {
            let state = PetitionState::parse(value)?;
            let [zh, en] = [Language::Zh, Language::En].map(|one| state.staff_words(one));
            Some(Bilingual::new(zh, en))
        }
        "class" => {
            let mut classes = Class::ALL.iter();
            let class = classes.find(|one| one.word() == value)?;
            Some(class.title())
        }
        _ => None,
    }
}
