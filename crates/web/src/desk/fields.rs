//! What each action asks for: one table. The form is shown by it and read back by it.

pub(crate) mod choices;
mod facts;
mod paper;
mod promises;
pub(crate) mod read;
mod seal;
mod table;

pub(crate) use table::of;

use crate::body::Form;
use crate::desk::case::Opened;
use crate::desk::files::{choose_again, kinds_hint};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::petition::Action;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Words, of so many lines at first.
    Words(usize),
    /// Words of one line.
    Line,
    /// Several entries, one a line.
    Lines,
    /// A day.
    Day,
    /// A day and a time of day that have passed; noon where only the day is known.
    Moment,
    /// One of a list that the petition gives.
    One(List),
    /// Any of a list.
    Many(List),
    /// Class and branch together.
    ClassAndBranch,
    /// Another petition, by its number.
    Petition,
    /// A sealed file of the petition, chosen or brought along; what is brought along is for this.
    Scan(FilePurpose),
    /// Yes or no, in these words: zh and en of yes, zh and en of no.
    Decision([&'static str; 4]),
}

/// A list to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    /// The units that can have it.
    AnsweringUnits,
    /// Every unit.
    Units,
    /// Every post.
    Posts,
    /// Posts of units that owe answers and keep promises.
    AnsweringPosts,
    /// Who may work on it in its unit.
    Handlers,
    /// The categories.
    Categories,
    /// Reasons of not accepting.
    DeclineReasons,
    /// Parts of an entry.
    EntryParts,
    /// Open places of the authority, and none.
    EntryPlaces,
    /// Channels on which somebody tells it to staff.
    EntryChannels,
    /// Contacts.
    Contacts,
    /// How a petitioner asked.
    AskedHow,
    /// Lawful ways.
    Routes,
    /// Documents that wait for service.
    Documents,
    /// Documents that wait for the seal.
    AwaitingSeal,
    /// Ways of service.
    Ways,
    /// Open duties.
    Duties,
    /// Duties whose clock stands still.
    Stopped,
    /// Duties that were breached.
    Breached,
    /// Duties that climbed.
    Climbed,
    /// Causes of suspension.
    Causes,
    /// Its requests.
    Requests,
    /// Those who speak for a group.
    Representatives,
    /// Facts that were put before the petitioner.
    Facts,
    /// Requests whose promised remedy is open.
    Remedies,
    /// Remedies that the petitioner says were not done.
    Denied,
    /// Support that was asked for.
    Support,
    /// Instructions that are not carried out.
    Instructions,
    /// Commitments that were not kept yet.
    Commitments,
    /// Proposals of somebody else.
    Proposals,
    /// Disputes.
    Disputes,
}

impl List {
    /// Whether its values are numbers for the domain.
    const fn is_number(self) -> bool {
        !matches!(
            self,
            Self::Categories
                | Self::DeclineReasons
                | Self::EntryParts
                | Self::EntryPlaces
                | Self::EntryChannels
                | Self::Contacts
                | Self::AskedHow
                | Self::Routes
                | Self::Documents
                | Self::AwaitingSeal
                | Self::Ways
                | Self::Causes
        )
    }
}

/// A field of an action.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spec {
    /// Its name in the form.
    pub(crate) name: &'static str,
    /// Its name in the command.
    pub(crate) key: &'static str,
    /// Its label, zh and en.
    pub(crate) label: (&'static str, &'static str),
    /// A sentence under the label, zh and en; may be empty.
    pub(crate) hint: (&'static str, &'static str),
    /// Whether it may be left empty.
    pub(crate) optional: bool,
    /// What it takes.
    pub(crate) takes: Takes,
}

const fn field(key: &'static str, zh: &'static str, en: &'static str, takes: Takes) -> Spec {
    Spec {
        name: key,
        key,
        label: (zh, en),
        hint: ("", ""),
        optional: false,
        takes,
    }
}

impl Spec {
    /// The name of the field in which a scan is brought along.
    pub(crate) fn upload_name(&self) -> String {
        format!("{}_file", self.name)
    }

    const fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }

    const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    const fn hinted(self, zh: &'static str, en: &'static str) -> Self {
        Self {
            hint: (zh, en),
            ..self
        }
    }
}

/// What stands in a form: what was typed, and what was wrong with it by the form's names.
pub(crate) struct Typed<'a> {
    pub(crate) form: Option<&'a Form>,
    pub(crate) wrong: &'a [(String, String)],
}

impl Typed<'_> {
    /// An empty form.
    pub(crate) const fn nothing() -> Self {
        Self {
            form: None,
            wrong: &[],
        }
    }

    fn text(&self, name: &str) -> String {
        self.form
            .and_then(|form| form.text(name))
            .unwrap_or_default()
    }

    fn error(&self, name: &str) -> Option<String> {
        let found = self.wrong.iter().find(|(field, _)| field == name);
        found.map(|(_, words)| words.clone())
    }
}

/// The fields of an action's form.
pub(crate) fn views(opened: &Opened<'_>, action: Action, typed: &Typed<'_>) -> Vec<FieldView> {
    let specs = of(action);
    let fields = specs.iter().flat_map(|spec| view(opened, spec, typed));
    fields.collect()
}

fn view(opened: &Opened<'_>, spec: &Spec, typed: &Typed<'_>) -> Vec<FieldView> {
    if let Takes::Scan(purpose) = spec.takes {
        return scan(opened, spec, typed, purpose);
    }
    let of_a_group = spec.takes == Takes::One(List::Representatives);
    if of_a_group && opened.view.representatives.len() < 2 {
        return Vec::new();
    }
    let text = typed.text(spec.name);
    // Of one petitioner nothing is asked; of a group it has to be said.
    let optional = spec.optional && !of_a_group;
    let kind = match spec.takes {
        Takes::Words(rows) => FieldKind::TextArea(text, rows),
        Takes::Line => FieldKind::Text(text),
        Takes::Lines => FieldKind::TextArea(text_or_present(opened, spec, typed, text), 4),
        Takes::Day | Takes::Moment => FieldKind::Date(text),
        Takes::Petition => FieldKind::Short(text),
        Takes::One(list) => one_of(opened, list, &text, optional),
        Takes::Scan(_) => FieldKind::File,
        Takes::Many(list) => {
            let chosen = typed.form.map(|form| form.texts(spec.name));
            let chosen = chosen.unwrap_or_default();
            let choices = choices::of(opened, list).into_iter().map(|choice| {
                let there = chosen.contains(&choice.value);
                choice.chosen(there)
            });
            FieldKind::Checks(choices.collect())
        }
        Takes::ClassAndBranch => FieldKind::Radios(chosen(choices::classes(opened), &text)),
        Takes::Decision([yes_zh, yes_en, no_zh, no_en]) => FieldKind::Radios(chosen(
            vec![
                Choice::new("yes", opened.say(yes_zh, yes_en)),
                Choice::new("no", opened.say(no_zh, no_en)),
            ],
            &text,
        )),
    };
    let label = opened.say(spec.label.0, spec.label.1);
    let left_out = match spec.takes {
        Takes::One(List::AnsweringUnits) => opened.left_out(),
        _ => None,
    };
    let hint = left_out.unwrap_or_else(|| opened.say(spec.hint.0, spec.hint.1));
    let mut field = FieldView::new(spec.name, label, kind)
        .hinted(hint)
        .refused(typed.error(spec.name));
    field.optional = optional;
    let time = (spec.takes == Takes::Moment).then(|| {
        let name = format!("{}_time", spec.name);
        let kind = FieldKind::Short(typed.text(&name));
        let error = typed.error(&name);
        let label = opened.say("几点", "At what time");
        let time = FieldView::new(name, label, kind).optional().refused(error);
        time.hinted(opened.say("例如14:30", "Such as 14:30"))
    });
    std::iter::once(field).chain(time).collect()
}

/// Two fields for one scan: those on file, where there are any, and one to bring along.
fn scan(
    opened: &Opened<'_>,
    spec: &Spec,
    typed: &Typed<'_>,
    purpose: FilePurpose,
) -> Vec<FieldView> {
    let (language, text) = (opened.language, typed.text(spec.name));
    let label = opened.say(spec.label.0, spec.label.1);
    let on_file = chosen(choices::scans(opened, purpose), &text);
    let none = opened.say("不选：下面上传一份", "None: it comes below");
    let kind = FieldKind::Select(on_file, none);
    let pick = matches!(&kind, FieldKind::Select(on_file, _) if !on_file.is_empty()).then(|| {
        let stored = opened.say(
            "刚才上传的已经存好，选中了；不用再传",
            "What you uploaded is stored and chosen here; it need not come again",
        );
        let hint = if text.is_empty() {
            String::new()
        } else {
            stored
        };
        let pick = FieldView::new(spec.name, label.clone(), kind).optional();
        pick.hinted(hint).refused(typed.error(spec.name))
    });
    let again = typed.form.is_some() && text.is_empty();
    let hint = [kinds_hint(language)]
        .into_iter()
        .chain(again.then(|| choose_again(language)));
    let hint: Vec<&str> = hint.collect();
    let (label, error) = match &pick {
        Some(_) => (opened.say("或者现在上传", "Or upload it now"), None),
        None => (label, typed.error(spec.name)),
    };
    let error = typed.error(&spec.upload_name()).or(error);
    let mut file = FieldView::new(spec.upload_name(), label, FieldKind::File)
        .hinted(hint.join(language.pick("；", "; ")))
        .refused(error);
    file.optional = spec.optional || pick.is_some();
    pick.into_iter().chain([file]).collect()
}

/// The requests as they are listed now stand in the form at first.
fn text_or_present(opened: &Opened<'_>, spec: &Spec, typed: &Typed<'_>, text: String) -> String {
    if typed.form.is_none() && spec.key == "requests" {
        return opened.view.requests.join("\n");
    }
    text
}

fn chosen(choices: Vec<Choice>, value: &str) -> Vec<Choice> {
    let choices = choices.into_iter();
    choices
        .map(|choice| {
            let there = choice.selected || choice.value == value;
            choice.chosen(there)
        })
        .collect()
}

fn one_of(opened: &Opened<'_>, list: List, value: &str, optional: bool) -> FieldKind {
    let mut all = chosen(choices::of(opened, list), value);
    let few = matches!(
        list,
        List::DeclineReasons
            | List::Routes
            | List::Ways
            | List::Contacts
            | List::AskedHow
            | List::Requests
            | List::Remedies
            | List::Denied
    );
    let single = all.len() == 1 && !optional;
    if single && let Some(only) = all.first_mut() {
        only.selected = true;
    }
    if few {
        return FieldKind::Radios(all);
    }
    let none = if single {
        String::new()
    } else if optional {
        opened.say("不选", "None")
    } else {
        opened.say("请选择", "Choose")
    };
    FieldKind::Select(all, none)
}

/// Whether each list that an action needs has something to choose.
pub(crate) fn has_choices(opened: &Opened<'_>, action: Action) -> bool {
    let specs = of(action);
    let needed = specs.iter().filter(|spec| !spec.optional);
    let mut lists = needed.filter_map(|spec| match spec.takes {
        Takes::One(list) => Some(list),
        _ => None,
    });
    lists.all(|list| !choices::of(opened, list).is_empty())
}
