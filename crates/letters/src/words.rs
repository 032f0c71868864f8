//! Words that several documents share.

use huiyin_domain::language::Language;
use jiff::civil::{Date, DateTime};

/// A day as documents write it: without leading zeros (GB/T 9704-2012).
pub(crate) fn day(date: Date, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = (date.year(), date.month(), date.day());
    match language {
        Language::Zh => format!("{year}年{month}月{day}日"),
        Language::En => {
            let nth = usize::try_from(month - 1).unwrap_or_default();
            format!(
                "{day} {} {year}",
                MONTHS.get(nth).copied().unwrap_or_default()
            )
        }
    }
}

/// A day and the time of day.
pub(crate) fn minute(at: DateTime, language: Language) -> String {
    let clock = format!("{:02}:{:02}", at.hour(), at.minute());
    format!("{} {clock}", day(at.date(), language))
}

/// 一、二、三 … for headings.
pub(crate) fn ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: usize| DIGITS.get(digit).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) if tens < 10 => format!("{}十", digit(tens)),
        (tens, ones) if tens < 10 => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

/// "A、B" in Chinese, "A, B" in English; `none` where there is nothing.
pub(crate) fn list(items: &[String], language: Language) -> String {
    if items.is_empty() {
        return language.pick("无", "none").to_owned();
    }
    items.join(language.pick("、", ", "))
}

/// Yes or no.
pub(crate) fn yes(is: bool, language: Language) -> String {
    match is {
        true => language.pick("是", "yes").to_owned(),
        false => language.pick("否", "no").to_owned(),
    }
}
