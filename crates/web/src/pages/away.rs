//! A form that could not be taken because the database was away, with everything that was typed.

use super::form::{FieldKind, FieldView, FormTarget};
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;
use std::collections::BTreeSet;

/// A longer text gets several lines.
const LINE_CHARACTERS_MAX: usize = 40;
/// How many lines a text is shown with, at most.
const LINES_MAX: usize = 12;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "away.html")]
pub struct RefillPage {
    /// The frame.
    pub frame: Frame,
    /// Where it is sent again.
    pub target: FormTarget,
    /// What was sent, in order: what somebody typed can be read and changed, the rest goes along unseen.
    pub fields: Vec<FieldView>,
}

impl RefillPage {
    /// A form as it was sent: its fields, and the names under which files came, which are chosen again. A field whose
    /// name holds one of the secret words is asked for again. This page does not know what the form calls its
    /// fields, so it counts them.
    pub fn of(
        (frame, target): (Frame, FormTarget),
        (sent, files): (Vec<(String, String)>, Vec<String>),
        secrets: &[&str],
    ) -> Self {
        let language = frame.language;
        let nth = |count: usize| match language {
            Language::Zh => format!("您填的第{count}项"),
            Language::En => format!("What you typed, part {count}"),
        };
        let (mut fields, mut seen, mut shown) = (Vec::new(), BTreeSet::new(), 0);
        for (name, value) in sent {
            let first = seen.insert(name.clone());
            if secrets.iter().any(|word| name.contains(word)) {
                let again = language.pick(
                    "密码或查询码（请再填一次）",
                    "Password or code (type it again)",
                );
                fields.push(FieldView::new(name, again, FieldKind::Password));
            } else if first && is_typed(&value) {
                shown += 1;
                fields.push(FieldView::new(name, nth(shown), text(value)));
            } else {
                fields.push(FieldView::hidden(name, value));
            }
        }
        for name in files {
            if seen.insert(name.clone()) {
                let again = language.pick("附件（要再选一次）", "File (choose it again)");
                let field = FieldView::new(name, again, FieldKind::File);
                fields.push(field.optional());
            }
        }
        Self {
            frame,
            target,
            fields,
        }
    }

    /// Whether a file was in it.
    pub fn has_file(&self) -> bool {
        self.fields.iter().any(FieldView::is_file)
    }

    /// The page as it is shown by tests.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let sent = [
                ("place", "park-reception"),
                ("topic", language.pick("工资拖欠", "Unpaid wages of May")),
                ("code", "HY4K"),
            ];
            let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let frame = Frame::sample(language, "/desk/open-response");
            let target = FormTarget::to("/desk/open-response");
            let files = vec!["file".to_owned()];
            Self::of((frame, target), (sent.to_vec(), files), &["code"])
        };
        vec![
            ("away-zh", page(Language::Zh)),
            ("away-en", page(Language::En)),
        ]
    }
}

/// Whether somebody typed it, as far as it shows: words of a program have neither a space nor another script, and begin
/// with a digit only where they are long. A headcount, a date and a number do.
fn is_typed(value: &str) -> bool {
    let number = value.len() < 20 && value.starts_with(|first: char| first.is_ascii_digit());
    number || value.contains(char::is_whitespace) || !value.is_ascii()
}

fn text(value: String) -> FieldKind {
    let long = value.chars().count();
    match value.contains('\n') || long > LINE_CHARACTERS_MAX {
        true => FieldKind::TextArea(value, (long / LINE_CHARACTERS_MAX + 3).min(LINES_MAX)),
        false => FieldKind::Text(value),
    }
}
