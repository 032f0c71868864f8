//! Reads a data file so that each thing found wrong names its line and its field.

mod reach;

pub(crate) use reach::Piece;

use crate::language::Bilingual;
use jiff::civil::Date;
use serde::Serialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One thing found wrong in a data file: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// A stable code in kebab-case, such as `unknown-field`.
    pub code: &'static str,
    /// The line in the file, from 1.
    pub line: usize,
    /// The field, as a path such as `term.answer.length`.
    pub field: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// The same in English.
    pub message_en: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "line {}, {}: {} [{}]",
            self.line, self.field, self.message_en, self.code
        )
    }
}

/// Collects the findings of one file.
pub(crate) struct Findings<'a> {
    content: &'a str,
    list: Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(crate) fn of(content: &'a str) -> Self {
        Self {
            content,
            list: Vec::new(),
        }
    }

    /// Notes one finding at a byte of the file.
    pub(crate) fn add(&mut self, code: &'static str, at: usize, field: &str, zh: &str, en: &str) {
        let line = self.line(at);
        let field = if field.is_empty() {
            "file".into()
        } else {
            field.to_owned()
        };
        let message = zh.to_owned();
        self.list.push(Finding {
            code,
            line,
            field,
            message,
            message_en: en.to_owned(),
        });
    }

    /// The line of a byte of the file, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        let before = self.content.as_bytes().iter().take(at);
        1 + before.filter(|&&byte| byte == b'\n').count()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All findings in the order of their lines.
    pub(crate) fn sorted(mut self) -> Vec<Finding> {
        self.list
            .sort_by(|a, b| (a.line, &a.field, a.code).cmp(&(b.line, &b.field, b.code)));
        self.list.dedup();
        self.list
    }
}

/// Parses the file as TOML; what is no TOML is one finding, `syntax`.
pub(crate) fn parse<'i>(content: &'i str, findings: &mut Findings<'_>) -> Option<DeTable<'i>> {
    match DeTable::parse(content) {
        Ok(table) => Some(table.into_inner()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let zh = format!("不是正确的TOML：{}", error.message());
            let en = format!("not valid TOML: {}", error.message());
            findings.add("syntax", at, "", &zh, &en);
            None
        }
    }
}

/// One table of the file, with its path and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Section<'t, 'i> {
    table: &'t DeTable<'i>,
    at: usize,
}

/// A value with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) at: usize,
}

impl<'t, 'i> Section<'t, 'i> {
    pub(crate) fn root(table: &'t DeTable<'i>) -> Self {
        Self { table, at: 0 }
    }

    /// Where the section begins.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Notes every field that is not among the known ones.
    pub(crate) fn only(&self, path: &str, known: &[&str], findings: &mut Findings<'_>) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let list = known.join(", ");
                let zh = format!("没有这个字段；可用字段：{list}");
                let en = format!("there is no such field; the fields are: {list}");
                findings.add(
                    "unknown-field",
                    key.span().start,
                    &join(path, name),
                    &zh,
                    &en,
                );
            }
        }
    }

    /// The keys with their places.
    pub(crate) fn keys(&self) -> Vec<Placed<&'t str>> {
        let place = |key: &'t Spanned<_>| {
            let name: &'t std::borrow::Cow<'i, str> = key.get_ref();
            Placed {
                value: name.as_ref(),
                at: key.span().start,
            }
        };
        self.table.keys().map(place).collect()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// A text field, if there.
    pub(crate) fn text(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Option<Placed<&'t str>> {
        let value = self.find(key)?;
        let at = value.span().start;
        match value.get_ref().as_str() {
            Some(text) => Some(Placed { value: text, at }),
            None => wrong_type(path, key, at, ("文本", "a text"), findings),
        }
    }

    /// A text field that must be there and not be empty.
    pub(crate) fn text_needed(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Option<Placed<&'t str>> {
        if !self.needs(path, key, findings) {
            return None;
        }
        let text = self.text(path, key, findings)?;
        if text.value.trim().is_empty() {
            findings.add(
                "missing-field",
                text.at,
                &join(path, key),
                "不能为空",
                "is empty",
            );
            return None;
        }
        Some(text)
    }

    /// A true-or-false field, if there.
    pub(crate) fn flag(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Option<Placed<bool>> {
        let value = self.find(key)?;
        let at = value.span().start;
        match value.get_ref().as_bool() {
            Some(flag) => Some(Placed { value: flag, at }),
            None => wrong_type(path, key, at, ("true或false", "true or false"), findings),
        }
    }

    /// A whole number, if there.
    pub(crate) fn number(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Option<Placed<i64>> {
        let value = self.find(key)?;
        let at = value.span().start;
        match reach::whole_number(value.get_ref()) {
            Some(value) => Some(Placed { value, at }),
            None => wrong_type(path, key, at, ("整数", "a whole number"), findings),
        }
    }

    /// A civil date, if there.
    pub(crate) fn date(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Option<Placed<Date>> {
        let value = self.find(key)?;
        let at = value.span().start;
        let Some(stamp) = value.get_ref().as_datetime() else {
            return wrong_type(
                path,
                key,
                at,
                ("日期，如2026-02-15", "a date such as 2026-02-15"),
                findings,
            );
        };
        let plain = stamp
            .date
            .filter(|_| stamp.time.is_none() && stamp.offset.is_none());
        let date = plain.and_then(|day| {
            let (month, dom) = (i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?);
            Date::new(i16::try_from(day.year).ok()?, month, dom).ok()
        });
        if date.is_none() {
            let en = "no such civil date; write it as 2026-02-15, without a time";
            findings.add(
                "bad-date",
                at,
                &join(path, key),
                "没有这一天；请写成2026-02-15，不带时间",
                en,
            );
        }
        date.map(|value| Placed { value, at })
    }

    /// A table field, if there.
    pub(crate) fn section(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Option<Section<'t, 'i>> {
        let value = self.find(key)?;
        let at = value.span().start;
        match value.get_ref().as_table() {
            Some(table) => Some(Section { table, at }),
            None => wrong_type(path, key, at, ("表", "a table"), findings),
        }
    }

    /// A list of tables; empty when the field is not there.
    pub(crate) fn sections(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Vec<Section<'t, 'i>> {
        let mut list = Vec::new();
        for value in self.items(path, key, findings) {
            let at = value.span().start;
            match value.get_ref().as_table() {
                Some(table) => list.push(Section { table, at }),
                None => {
                    let _: Option<()> = wrong_type(path, key, at, ("表", "a table"), findings);
                }
            }
        }
        list
    }

    /// A list of texts; empty when the field is not there.
    pub(crate) fn texts(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> Vec<Placed<&'t str>> {
        let mut list = Vec::new();
        for value in self.items(path, key, findings) {
            let at = value.span().start;
            match value.get_ref().as_str() {
                Some(text) => list.push(Placed { value: text, at }),
                None => {
                    let _: Option<()> = wrong_type(path, key, at, ("文本", "a text"), findings);
                }
            }
        }
        list
    }

    /// A text in both languages that must be there; `code` is noted where it is not.
    pub(crate) fn bilingual(
        &self,
        path: &str,
        key: &str,
        code: &'static str,
        findings: &mut Findings<'_>,
    ) -> Option<Bilingual> {
        let inner = join(path, key);
        if !self.has(key) {
            let en = format!("is missing; write {key} = {{ zh = \"…\", en = \"…\" }}");
            let zh = format!("缺少；请写{key} = {{ zh = \"…\", en = \"…\" }}");
            findings.add(code, self.at, &inner, &zh, &en);
            return None;
        }
        let section = self.section(path, key, findings)?;
        section.both(&inner, code, findings)
    }

    /// This section itself as a text in both languages.
    pub(crate) fn both(
        &self,
        path: &str,
        code: &'static str,
        findings: &mut Findings<'_>,
    ) -> Option<Bilingual> {
        self.only(path, &["zh", "en"], findings);
        self.both_among(path, code, findings)
    }

    /// The same where other fields may stand beside the two.
    pub(crate) fn both_among(
        &self,
        path: &str,
        code: &'static str,
        findings: &mut Findings<'_>,
    ) -> Option<Bilingual> {
        let mut pair = [String::new(), String::new()];
        for (slot, tag) in pair.iter_mut().zip(["zh", "en"]) {
            let there = self.has(tag);
            let text = self
                .text(path, tag, findings)
                .map_or("", |text| text.value.trim());
            if there && text.is_empty() && code == "missing-citation" {
                findings.add(
                    code,
                    self.at,
                    &join(path, tag),
                    "出处不能为空",
                    "the citation is empty",
                );
            } else if text.is_empty() {
                let en = "is missing; every text stands in zh and en";
                findings.add(
                    "missing-language",
                    self.at,
                    &join(path, tag),
                    "缺少；每段文字都要有中文和英文",
                    en,
                );
            }
            *slot = text.to_owned();
        }
        let [zh, en] = pair;
        (!zh.is_empty() && !en.is_empty()).then_some(Bilingual { zh, en })
    }

    /// Notes a field that is not there.
    pub(crate) fn needs(&self, path: &str, key: &str, findings: &mut Findings<'_>) -> bool {
        if !self.has(key) {
            findings.add(
                "missing-field",
                self.at,
                &join(path, key),
                "缺少此字段",
                "is missing",
            );
        }
        self.has(key)
    }

    fn items(
        &self,
        path: &str,
        key: &str,
        findings: &mut Findings<'_>,
    ) -> &'t [Spanned<DeValue<'i>>] {
        let Some(value) = self.find(key) else {
            return &[];
        };
        match value.get_ref().as_array() {
            Some(array) => array,
            None => {
                let at = value.span().start;
                let _: Option<()> = wrong_type(path, key, at, ("列表", "a list"), findings);
                &[]
            }
        }
    }

    fn find(&self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.table
            .iter()
            .find(|(name, _)| name.get_ref() == key)
            .map(|(_, value)| value)
    }
}

/// Joins two parts of a field's path.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

/// Whether a text is an id: lower-case letters, digits and single dashes, a letter first.
pub(crate) fn is_id(text: &str) -> bool {
    let letters = text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let first = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase());
    letters && first && !text.ends_with('-') && !text.contains("--") && text.len() <= ID_BYTES_MAX
}

/// An id stands in keys and addresses; longer ones only hide a mistake.
const ID_BYTES_MAX: usize = 64;

fn wrong_type<T>(
    path: &str,
    key: &str,
    at: usize,
    (zh, en): (&str, &str),
    findings: &mut Findings<'_>,
) -> Option<T> {
    let (zh, en) = (
        format!("类型不对，应为{zh}"),
        format!("has the wrong type; give {en}"),
    );
    findings.add("wrong-type", at, &join(path, key), &zh, &en);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        for good in ["cn", "cn-2022", "a1-b2"] {
            assert!(is_id(good), "{good}");
        }
        let long = "a".repeat(ID_BYTES_MAX + 1);
        for bad in ["", "-a", "a-", "a--b", "2022", "Cn", "中", "a b", &long] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn findings_stand_in_the_order_of_their_lines() {
        let content = "a = 1\n中 = 2\nb = 3\n";
        let mut findings = Findings::of(content);
        findings.add("second", content.len() - 1, "b", "乙", "b");
        findings.add("first", 6, "", "甲", "a");
        let lines: Vec<(usize, String)> = findings
            .sorted()
            .into_iter()
            .map(|f| (f.line, f.field))
            .collect();
        assert_eq!(lines, [(2, "file".into()), (3, "b".into())]);
    }
}
