//! The subject of a matter as a clerk typed or chose it. A word never stands in the way of a registration.

use crate::body::Form;
use huiyin_domain::category::{Categories, Category};
use huiyin_domain::language::Language;

/// Subjects that a question about a word names, at most.
const NAMED_MAX: usize = 6;

/// The category: what was typed goes before what was chosen. A name or an everyday word finds its subject; a line
/// that the list offers begins with the code; a word that stands in one subject alone is that one. What is none of
/// these is no category.
pub(crate) fn of(form: &Form, tree: &Categories) -> Option<String> {
    let Some(typed) = form.text("category_words") else {
        return form.text("category");
    };
    if let Some(called) = tree.called(&typed) {
        return Some(called.code.clone());
    }
    let code = typed.split_whitespace().next().unwrap_or_default();
    if tree.offers(code) {
        return Some(code.to_owned());
    }
    match tree.like(&typed).as_slice() {
        [one] => Some(one.code.clone()),
        _ => None,
    }
}

/// A word that fits no subject, or several.
pub(super) fn unknown(form: &Form, tree: &Categories) -> Option<String> {
    let typed = form.text("category_words")?;
    of(form, tree).is_none().then_some(typed)
}

/// Whether such a word is still to be asked about: once. The same word again leaves the category for later.
pub(super) fn asks(form: &Form, tree: &Categories) -> bool {
    let unknown = unknown(form, tree);
    unknown.is_some() && unknown != form.text("category_asked")
}

/// What is asked about such a word: which of the subjects in which it stands, or none for now.
pub(super) fn question(form: &Form, tree: &Categories, language: Language) -> Option<String> {
    let typed = unknown(form, tree)?;
    let found = tree.like(&typed).into_iter().take(NAMED_MAX);
    let name = |one: &Category| format!("{} {}", one.code, one.name.in_language(language));
    let names: Vec<String> = found.map(name).collect();
    Some(match (language, names.is_empty()) {
        (Language::Zh, true) => {
            format!("没有哪个小类叫“{typed}”：从列表里选一个；不选也行，再按一次登记，类别以后再定")
        }
        (Language::Zh, false) => format!(
            "“{typed}”对得上几个小类：{}。写上编码选一个；不选也行，再按一次登记，类别以后再定",
            names.join("、")
        ),
        (Language::En, true) => format!(
            "No subject is called “{typed}”: pick one of the list, or register once more and decide it later"
        ),
        (Language::En, false) => format!(
            "“{typed}” fits several subjects: {}. Type the code of one, or register once more and decide it later",
            names.join(", ")
        ),
    })
}
