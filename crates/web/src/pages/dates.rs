//! Dates within sentences, kept whole: a line of Chinese may break between any two characters, and so within
//! 2026年4月14日（星期二） too.

use askama::filters::{Escaper, Html, HtmlSafe};
use std::fmt;

/// What may not stand at the end of a line, before a date.
const OPENING: [char; 4] = ['（', '《', '“', '「'];
/// What may not stand at the beginning of one, after a date.
const CLOSING: [char; 11] = [
    '，', '。', '；', '：', '、', '！', '？', '）', '》', '”', '」',
];

/// A sentence, escaped, whose Chinese dates stand in an element each, with the marks that belong to them. The
/// style sheet keeps it on one line where it fits on one.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a>(&'a str);

/// The sentence with its dates kept whole.
pub const fn whole(text: &str) -> Whole<'_> {
    Whole(text)
}

impl fmt::Display for Whole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((before, date, after)) = first_date(rest) {
            Html.write_escaped_str(&mut *f, before)?;
            f.write_str("<span class=\"date\">")?;
            Html.write_escaped_str(&mut *f, date)?;
            f.write_str("</span>")?;
            rest = after;
        }
        Html.write_escaped_str(f, rest)
    }
}

// Every piece of the text is escaped above; the tags are ours.
impl HtmlSafe for Whole<'_> {}

/// What stands before the first date, the date, and what follows.
fn first_date(text: &str) -> Option<(&str, &str, &str)> {
    let mut months = text.match_indices('月');
    months.find_map(|(at, _)| {
        let start = start_of(text.get(..at)?)?;
        let end = end_of(text, at + '月'.len_utf8())?;
        let start = text.get(..start)?.trim_end_matches(OPENING).len();
        let end = text.len() - text.get(end..)?.trim_start_matches(CLOSING).len();
        Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
    })
}

/// Where the date begins that `before`, which its 月 follows, ends with: at its year, if that is said.
fn start_of(before: &str) -> Option<usize> {
    let head = without_digits(before, 2)?;
    let year = head
        .strip_suffix('年')
        .and_then(|head| without_digits(head, 4));
    Some(year.map_or(head.len(), str::len))
}

/// The text without the digits at its end, of which there are some and at most so many.
fn without_digits(text: &str, most: usize) -> Option<&str> {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (1..=most)
        .contains(&(text.len() - head.len()))
        .then_some(head)
}

/// Where the date ends whose day is written from `at` on: with its weekday, up to the first comma.
fn end_of(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let day = rest.find(|c: char| !c.is_ascii_digit())?;
    let rest = rest
        .get(day..)?
        .strip_prefix('日')
        .filter(|_| (1..=2).contains(&day))?;
    let weekday = ["（周", "（星期"]
        .iter()
        .find_map(|mark| rest.strip_prefix(mark));
    let weekday = weekday.and_then(|rest| {
        // One character says which day it is.
        let mut rest = rest.chars();
        rest.next()
            .zip(rest.next())
            .filter(|(_, end)| matches!(end, '）' | '，'))?;
        Some(rest.as_str())
    });
    Some(text.len() - weekday.unwrap_or(rest).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_date_stands_in_an_element_with_its_weekday() {
        let cases = [
            (
                "给您的答复：2026年4月14日（星期二）",
                "给您的答复：<span class=\"date\">2026年4月14日（星期二）</span>",
            ),
            (
                "最迟2月28日（周六，含当天）告诉您，还有15天",
                "最迟<span class=\"date\">2月28日（周六，</span>含当天）告诉您，还有15天",
            ),
            (
                "3月2日至3月9日不计",
                "<span class=\"date\">3月2日</span>至<span class=\"date\">3月9日</span>不计",
            ),
            (
                "留了言（3月2日，周一，10:15），点这里看",
                "留了言<span class=\"date\">（3月2日，</span>周一，10:15），点这里看",
            ),
            (
                "到期：2026年4月14日（星期二）。晚了",
                "到期：<span class=\"date\">2026年4月14日（星期二）。</span>晚了",
            ),
            (
                "3月2日（周一）10:15",
                "<span class=\"date\">3月2日（周一）</span>10:15",
            ),
        ];
        for (text, shown) in cases {
            assert_eq!(whole(text).to_string(), shown);
        }
    }

    #[test]
    fn what_is_no_date_stays_as_it_is_and_everything_is_escaped() {
        for text in [
            "三月份的工资",
            "4月工资",
            "共12345月1日",
            "月日",
            "4月日",
            "by 14 April",
            "",
        ] {
            assert_eq!(whole(text).to_string(), text);
        }
        assert_eq!(
            whole("<b>4月14日</b>（周二）").to_string(),
            "&#60;b&#62;<span class=\"date\">4月14日</span>&#60;/b&#62;（周二）"
        );
    }
}
