//! The names that something declares: what a rule about names has to look at.

use super::rust::{Source, closing, is_word};
use super::tree::TextFile;
use serde_json::Value;
use std::collections::BTreeSet;

/// A declared name and the line where it stands.
pub type Name = (usize, String);

/// The most characters of a Chinese string that is taken for a column's or field's name.
const CHINESE_NAME_CHARACTERS_MAX: usize = 8;

/// Every name that a file declares, by what kind of file it is; `None` where it is of no kind
/// that declares names.
///
/// # Errors
/// The file cannot be read as what it claims to be.
pub fn declared(file: &TextFile) -> Option<Result<Vec<Name>, String>> {
    let inside = file.crate_folder() == Some("src");
    let data = ["rulebooks/", "plans/", "calendars/", "categories/"];
    if inside && file.path.starts_with("crates/testkit/") {
        None
    } else if inside && file.path.ends_with(".rs") && file.stem() != "tests" {
        Some(Ok(in_rust(&file.text)))
    } else if inside && file.path.contains("/migrations/") && file.path.ends_with(".sql") {
        Some(Ok(in_sql(&file.text)))
    } else if file.path.ends_with(".html") {
        Some(Ok(in_html(&file.text)))
    } else if file.path.starts_with("docs/api/") && file.path.ends_with(".json") {
        Some(in_open_api(&file.text))
    } else if data.iter().any(|folder| file.path.starts_with(folder))
        && file.path.ends_with(".toml")
    {
        Some(in_toml(&file.text))
    } else {
        None
    }
}

/// Types, fields, variants, functions and modules that Rust source declares, and each string that
/// can be a name: of a column in an export, of a field in JSON.
pub fn in_rust(text: &str) -> Vec<Name> {
    let source = Source::read(text).without_tests();
    let words = source.words();
    let mut names = Vec::new();
    for (index, (at, word)) in words.iter().enumerate() {
        let Some((name_at, name)) = words.get(index + 1) else {
            break;
        };
        if matches!(
            word.as_str(),
            "struct" | "enum" | "union" | "trait" | "type" | "fn" | "mod"
        ) {
            names.push((source.line(*name_at), name.clone()));
        }
        if matches!(word.as_str(), "struct" | "enum" | "union") {
            names.extend(members(&source, *at));
        }
    }
    for (at, string) in &source.strings {
        if looks_like_a_name(string) {
            names.push((source.line(*at), string.clone()));
        }
    }
    names
}

fn looks_like_a_name(string: &str) -> bool {
    let ascii = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let chinese = |c: char| c.is_alphabetic() && !c.is_ascii();
    !string.is_empty()
        && (string.chars().all(ascii)
            || string.chars().count() <= CHINESE_NAME_CHARACTERS_MAX && string.chars().all(chinese))
}

/// The fields or variants, and the fields of variants, of the type declared at an index: each
/// word that opens an item of its braces, attributes and `pub` left out.
fn members(source: &Source, declared_at: usize) -> Vec<Name> {
    let code = &source.code;
    let offset = code[declared_at..]
        .iter()
        .position(|c| matches!(c, '{' | ';' | '('));
    let Some(open) = offset.map(|offset| declared_at + offset) else {
        return Vec::new();
    };
    if code[open] != '{' {
        return Vec::new();
    }
    let end = closing(code, open);
    let mut names = Vec::new();
    let mut at = open + 1;
    let mut expects_name = true;
    while at < end {
        match code[at] {
            '#' if code[at + 1] == '[' => at = closing(code, at + 1),
            '(' | '[' => at = closing(code, at),
            ',' | '{' => expects_name = true,
            c if is_word(c) => {
                let length = code[at..].iter().take_while(|c| is_word(**c)).count();
                let word: String = code[at..at + length].iter().collect();
                if expects_name && word != "pub" && word != "r" {
                    names.push((source.line(at), word));
                    expects_name = false;
                }
                at += length - 1;
            }
            '<' => at = after_angles(code, at),
            _ => {}
        }
        at += 1;
    }
    names
}

/// The index of the `>` that closes the `<` at an index.
fn after_angles(code: &[char], open: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, c) in code[open..].iter().enumerate() {
        let arrow = *c == '>' && code[open + offset - 1] == '-';
        match c {
            '<' => depth += 1,
            '>' if !arrow => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + offset;
        }
    }
    open
}

/// Every identifier in SQL, its comments left out.
pub fn in_sql(text: &str) -> Vec<Name> {
    let mut names = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let code = line.split("--").next().unwrap_or_default();
        let words = code.split(|c| !is_word(c)).filter(|word| !word.is_empty());
        names.extend(words.map(|word| (index + 1, word.to_owned())));
    }
    names
}

/// The names, ids and labels-for of the fields of a page's forms.
pub fn in_html(text: &str) -> Vec<Name> {
    let mut names = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for attribute in ["name", "id", "for"] {
            for quote in ['"', '\''] {
                let opening = format!(" {attribute}={quote}");
                let values = line.split(&opening).skip(1);
                let values = values.filter_map(|rest| rest.split(quote).next());
                names.extend(values.map(|value| (index + 1, value.to_owned())));
            }
        }
    }
    names
}

/// The schemas, properties and parameters of an OpenAPI document.
///
/// # Errors
/// The text is no JSON.
pub fn in_open_api(text: &str) -> Result<Vec<Name>, String> {
    let document: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut names = BTreeSet::new();
    collect_open_api(&document, &mut names);
    Ok(names
        .into_iter()
        .map(|name| (line_of(text, &format!("\"{name}\"")), name))
        .collect())
}

fn collect_open_api(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                if matches!(key.as_str(), "properties" | "schemas")
                    && let Value::Object(declared) = inner
                {
                    names.extend(declared.keys().cloned());
                }
                collect_open_api(inner, names);
            }
            if let (Some(Value::String(name)), true) =
                (members.get("name"), members.contains_key("in"))
            {
                names.insert(name.clone());
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_open_api(item, names)),
        _ => {}
    }
}

/// The keys of TOML, at every depth.
///
/// # Errors
/// The text is no TOML.
pub fn in_toml(text: &str) -> Result<Vec<Name>, String> {
    let document: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut names = BTreeSet::new();
    collect_toml(&toml::Value::Table(document), &mut names);
    Ok(names
        .into_iter()
        .map(|name| (line_of(text, &name), name))
        .collect())
}

fn collect_toml(value: &toml::Value, names: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(members) => {
            for (key, inner) in members {
                names.insert(key.clone());
                collect_toml(inner, names);
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| collect_toml(item, names)),
        _ => {}
    }
}

fn line_of(text: &str, wanted: &str) -> usize {
    text.lines()
        .position(|line| line.contains(wanted))
        .map_or(0, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: Vec<Name>) -> Vec<String> {
        found.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn rust_declares_types_members_and_strings() {
        let text = "pub struct A<T> {\n    #[serde(rename = \"b-c\")]\n    pub b: Map<K, V>,\n    pub(crate) c: Vec<(u8, X)>,\n}\nenum D { E(F), G { h: I }, J }\nfn k(l: u8) { m(\"n o\", \"p_q\", \"列\") }\nstruct R(S);";
        let found = names(in_rust(text));
        assert_eq!(
            found,
            [
                "A", "b", "c", "D", "E", "G", "h", "J", "k", "R", "b-c", "p_q", "列"
            ]
        );
    }

    #[test]
    fn other_files_declare_columns_keys_fields_and_properties() {
        let sql = "-- not me\nCREATE TABLE unit ( -- nor me\n  name_zh {text}\n)";
        assert_eq!(
            names(in_sql(sql)),
            ["CREATE", "TABLE", "unit", "name_zh", "text"]
        );
        let keys = in_toml("a = 1\n[[b]]\nc = { d = [{ e = 2 }] }").expect("TOML");
        assert_eq!(
            keys.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
            [1, 2, 3, 3, 3]
        );
        assert_eq!(names(keys), ["a", "b", "c", "d", "e"]);
        let html = "<p>\n<input id=\"x\" name=\"subject\"><input name='body'>";
        assert_eq!(names(in_html(html)), ["subject", "body", "x"]);
        let api = r#"{"components":{"schemas":{"Ask":{"properties":{"subject":{"type":"string"}}}}},
            "paths":{"/x":{"get":{"parameters":[{"name":"cursor","in":"query"}]}}}}"#;
        assert_eq!(
            names(in_open_api(api).expect("JSON")),
            ["Ask", "cursor", "subject"]
        );
    }
}
