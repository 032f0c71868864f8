//! Reaches the parts of a file that the plain field readers do not: lists of decimals, and every
//! key and text at any depth.

use super::{Findings, Placed, Section, join, wrong_type};
use toml::de::{DeTable, DeValue};

/// A key or a text somewhere in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The name of a field.
    Key,
    /// A text that stands as a value.
    Text,
}

impl<'i> Section<'_, 'i> {
    /// A list of numbers with or without a decimal point; empty when the field is not there.
    pub(crate) fn decimals(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Vec<Placed<f64>> {
        let mut list = Vec::new();
        for value in self.items(path, key, findings) {
            let at = value.span().start;
            match decimal(value.get_ref()) {
                Some(value) => list.push(Placed { value, at }),
                None => {
                    let _: Option<()> = wrong_type(path, key, at, ("数字", "a number"), findings);
                }
            }
        }
        list
    }

    /// A list of whole numbers; empty when the field is not there.
    pub(crate) fn numbers(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Vec<Placed<i64>> {
        let mut list = Vec::new();
        for value in self.items(path, key, findings) {
            let at = value.span().start;
            match whole_number(value.get_ref()) {
                Some(value) => list.push(Placed { value, at }),
                None => {
                    let _: Option<()> =
                        wrong_type(path, key, at, ("整数", "a whole number"), findings);
                }
            }
        }
        list
    }

    /// Whether the field is there and a list.
    pub(crate) fn is_list(&self, key: &str) -> bool {
        self.find(key)
            .is_some_and(|value| value.get_ref().is_array())
    }

    /// Whether the field is there and a text.
    pub(crate) fn is_text(&self, key: &str) -> bool {
        self.find(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Shows every key and every text below this section, with its path and place.
    pub(crate) fn visit(&self, each: &mut dyn FnMut(Piece, &str, usize, &str)) {
        visit_table(self.table, "", each);
    }
}

pub(super) fn whole_number(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn decimal(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Float(float) => float.as_str(),
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        _ => return None,
    };
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

fn visit_table(table: &DeTable<'_>, path: &str, each: &mut dyn FnMut(Piece, &str, usize, &str)) {
    for (key, value) in table {
        let name: &str = key.get_ref();
        let path = join(path, name);
        each(Piece::Key, &path, key.span().start, name);
        visit_value(value.get_ref(), value.span().start, &path, each);
    }
}

fn visit_value(
    value: &DeValue<'_>,
    at: usize,
    path: &str,
    each: &mut dyn FnMut(Piece, &str, usize, &str),
) {
    match value {
        DeValue::Table(table) => visit_table(table, path, each),
        DeValue::Array(items) => {
            for item in items {
                visit_value(item.get_ref(), item.span().start, path, each);
            }
        }
        DeValue::String(text) => each(Piece::Text, path, at, text),
        _ => {}
    }
}
