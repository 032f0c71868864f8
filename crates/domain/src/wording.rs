//! Days and instants in words, as pages and letters print them: the one formatter of dates
//! (GB/T 15835-2011 for Chinese). What is printed, sent or kept names the year and is said by the functions here; a
//! page on a screen says its dates by [`Dates`].

use crate::language::Language;
use crate::time::{Instant, Zone};
use jiff::civil::{Date, Weekday};

/// `2026年2月27日（星期五）`, `Friday 27 February 2026`.
pub fn day(day: Date, language: Language) -> String {
    let weekday = weekday(day, language);
    match language {
        Language::Zh => format!(
            "{}年{}月{}日（{weekday}）",
            day.year(),
            day.month(),
            day.day()
        ),
        Language::En => {
            format!("{weekday} {} {} {}", day.day(), month(day), day.year())
        }
    }
}

/// A Chinese day that counts itself, as words after "by" or "until" have it: `4月14日（周二，含当天）`.
pub fn included(day: &str) -> String {
    match day.strip_suffix('）') {
        Some(day) => format!("{day}，含当天）"),
        None => format!("{day}（含当天）"),
    }
}

/// One day or a range: `2026年2月15日至23日`, `15 to 23 February 2026`.
pub fn days(from: Date, to: Date, language: Language) -> String {
    if from == to {
        return day(from, language);
    }
    let same_year = from.year() == to.year();
    let same_month = same_year && from.month() == to.month();
    match language {
        Language::Zh => {
            let first = format!("{}年{}月{}日", from.year(), from.month(), from.day());
            if same_month {
                format!("{first}至{}日", to.day())
            } else if same_year {
                format!("{first}至{}月{}日", to.month(), to.day())
            } else {
                format!("{first}至{}年{}月{}日", to.year(), to.month(), to.day())
            }
        }
        Language::En => {
            let last = format!("{} {} {}", to.day(), month(to), to.year());
            if same_month {
                format!("{} to {last}", from.day())
            } else if same_year {
                format!("{} {} to {last}", from.day(), month(from))
            } else {
                format!("{} {} {} to {last}", from.day(), month(from), from.year())
            }
        }
    }
}

/// `2026年2月27日（星期五）10:05`, `10:05 on Friday 27 February 2026`, with whole seconds where there are.
pub fn instant(at: Instant, zone: &Zone, language: Language) -> String {
    Dates::on_paper(zone, language).instant(at)
}

/// How dates are said to a reader: of a page on a screen those of this year go without the year, as
/// `2月27日（周五）` and `Friday 27 February`.
#[derive(Clone, Copy, Debug)]
pub struct Dates<'a> {
    /// In which days begin and end.
    pub zone: &'a Zone,
    /// Whose words they are.
    pub language: Language,
    /// The year that goes without saying.
    this_year: Option<i16>,
}

impl<'a> Dates<'a> {
    /// Of a page on a screen, which is read now.
    pub fn on_screen(now: Instant, zone: &'a Zone, language: Language) -> Self {
        Self {
            this_year: Some(now.date_in(zone).year()),
            ..Self::on_paper(zone, language)
        }
    }

    /// Of what is kept and read in any year.
    pub const fn on_paper(zone: &'a Zone, language: Language) -> Self {
        Self {
            zone,
            language,
            this_year: None,
        }
    }

    /// A day.
    pub fn day(self, day: Date) -> String {
        if Some(day.year()) != self.this_year {
            return self::day(day, self.language);
        }
        let weekday = weekday(day, self.language);
        match self.language {
            // 星期二 is said 周二 where the date is short.
            Language::Zh => {
                let weekday = weekday.replace("星期", "周");
                format!("{}月{}日（{weekday}）", day.month(), day.day())
            }
            Language::En => format!("{weekday} {} {}", day.day(), month(day)),
        }
    }

    /// An instant, with whole seconds where there are.
    pub fn instant(self, at: Instant) -> String {
        let civil = at.civil_in(self.zone);
        let mut time = format!("{:02}:{:02}", civil.hour(), civil.minute());
        if civil.second() != 0 {
            time.push_str(&format!(":{:02}", civil.second()));
        }
        let date = self.day(civil.date());
        match self.language {
            Language::Zh => format!("{date}{time}"),
            Language::En => format!("{time} on {date}"),
        }
    }

    /// Words of ours that name days as [`day`] does, as this reader is told them: on a screen those of this year go
    /// without it. What people wrote is no business of this.
    pub fn in_words(self, words: &str) -> String {
        match (self.this_year, self.language) {
            (None, _) => words.to_owned(),
            (Some(year), Language::Zh) => without_year_zh(words, year),
            (Some(year), Language::En) => without_year_en(words, year),
        }
    }

    /// When something happened that was put on record at another instant: the day alone where only the day is known,
    /// which is kept as its noon.
    pub fn happened(self, at: Instant, recorded: Instant) -> String {
        match day_alone(at, recorded, self.zone) {
            true => self.day(at.date_in(self.zone)),
            false => self.instant(at.to_minute()),
        }
    }
}

/// Chinese words without the year of the days of a year, as a screen says them.
fn without_year_zh(words: &str, year: i16) -> String {
    let named = format!("{year}年");
    let mut parts = words.split(&named);
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_day = |day: &str| {
            day.chars()
                .all(|sign| sign == '月' || sign.is_ascii_digit())
        };
        match part.split_once("日（星期") {
            Some((day, rest)) if is_day(day) => said.push_str(&format!("{day}日（周{rest}")),
            _ => said.push_str(&format!("{named}{part}")),
        }
    }
    said
}

/// The same in English.
fn without_year_en(words: &str, year: i16) -> String {
    let first = |number| Date::new(year, number, 1).ok();
    let months = (1..=12).filter_map(first).map(month);
    months.fold(words.to_owned(), |said, month| {
        said.replace(&format!(" {month} {year}"), &format!(" {month}"))
    })
}

/// Whether of something that was put on record at another instant the day alone is known: it is kept as its noon.
pub fn day_alone(at: Instant, recorded: Instant, zone: &Zone) -> bool {
    let civil = at.civil_in(zone);
    at != recorded && civil == civil.date().at(12, 0, 0, 0)
}

/// The zone's name with its offset at an instant: `Asia/Shanghai, UTC+08:00`.
pub fn zone_at(at: Instant, zone: &Zone, language: Language) -> String {
    let written = at.rfc3339_in(zone);
    let offset = written
        .get(written.len().saturating_sub(6)..)
        .unwrap_or_default();
    let comma = language.pick("，", ", ");
    format!("{}{comma}UTC{offset}", zone.name())
}

fn weekday(day: Date, language: Language) -> &'static str {
    let (zh, en) = match day.weekday() {
        Weekday::Monday => ("星期一", "Monday"),
        Weekday::Tuesday => ("星期二", "Tuesday"),
        Weekday::Wednesday => ("星期三", "Wednesday"),
        Weekday::Thursday => ("星期四", "Thursday"),
        Weekday::Friday => ("星期五", "Friday"),
        Weekday::Saturday => ("星期六", "Saturday"),
        Weekday::Sunday => ("星期日", "Sunday"),
    };
    language.pick(zh, en)
}

fn month(day: Date) -> &'static str {
    match day.month() {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn ranges_name_only_what_differs() {
        let cases = [
            (
                (2, 15),
                (2, 15),
                "2026年2月15日（星期日）",
                "Sunday 15 February 2026",
            ),
            (
                (2, 15),
                (2, 23),
                "2026年2月15日至23日",
                "15 to 23 February 2026",
            ),
            (
                (2, 28),
                (3, 1),
                "2026年2月28日至3月1日",
                "28 February to 1 March 2026",
            ),
        ];
        for (from, to, zh, en) in cases {
            let (from, to) = (date(2026, from.0, from.1), date(2026, to.0, to.1));
            assert_eq!(days(from, to, Language::Zh), zh);
            assert_eq!(days(from, to, Language::En), en);
        }
        let (from, to) = (date(2026, 12, 30), date(2027, 1, 2));
        assert_eq!(days(from, to, Language::Zh), "2026年12月30日至2027年1月2日");
        assert_eq!(
            days(from, to, Language::En),
            "30 December 2026 to 2 January 2027"
        );
    }

    #[test]
    fn instants_have_seconds_only_where_there_are() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        let cases = [
            ("2026-02-27T02:05:00Z", "2026年2月27日（星期五）10:05"),
            ("2026-02-27T02:05:09Z", "2026年2月27日（星期五）10:05:09"),
            (
                "2026-02-27T02:05:00.000007Z",
                "2026年2月27日（星期五）10:05",
            ),
        ];
        for (at, zh) in cases {
            assert_eq!(
                instant(Instant::parse(at).unwrap(), &zone, Language::Zh),
                zh
            );
        }
    }

    #[test]
    fn on_a_screen_this_year_goes_without_saying_and_any_other_is_named() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        let cases = [
            (date(2026, 4, 14), "4月14日（周二）", "Tuesday 14 April"),
            (date(2026, 1, 1), "1月1日（周四）", "Thursday 1 January"),
            (date(2026, 5, 31), "5月31日（周日）", "Sunday 31 May"),
            (
                date(2027, 1, 4),
                "2027年1月4日（星期一）",
                "Monday 4 January 2027",
            ),
            (
                date(2025, 12, 31),
                "2025年12月31日（星期三）",
                "Wednesday 31 December 2025",
            ),
        ];
        // Already the new year where the authority is.
        let now = Instant::parse("2025-12-31T16:00:00Z").unwrap();
        for (day, zh, en) in cases {
            let said = |language| Dates::on_screen(now, &zone, language).day(day);
            assert_eq!(said(Language::Zh), zh);
            assert_eq!(said(Language::En), en);
        }
        let last = Instant::parse("2025-12-31T15:59:59Z").unwrap();
        let said = Dates::on_screen(last, &zone, Language::Zh).day(date(2026, 1, 1));
        assert_eq!(said, "2026年1月1日（星期四）");
    }

    #[test]
    fn words_that_name_a_day_are_told_as_the_screen_says_days() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        let now = Instant::parse("2026-06-01T00:00:00Z").unwrap();
        for other in [date(2026, 5, 31), date(2026, 12, 1), date(2027, 1, 4)] {
            for language in [Language::Zh, Language::En] {
                let screen = Dates::on_screen(now, &zone, language);
                let paper = Dates::on_paper(&zone, language);
                let words = |day: String| format!("同意延期 2026年，改到最迟{day}，原来是{day}");
                let (told, kept) = (words(screen.day(other)), words(day(other, language)));
                assert_eq!(screen.in_words(&kept), told);
                assert_eq!(paper.in_words(&kept), kept);
            }
        }
    }

    #[test]
    fn a_screen_and_paper_say_an_instant_and_a_day_alone() {
        let zone = Zone::parse("Asia/Shanghai").unwrap();
        let now = Instant::parse("2026-06-01T00:00:00Z").unwrap();
        let at = Instant::parse("2026-02-27T02:05:00Z").unwrap();
        let noon = Instant::parse("2026-02-27T04:00:00Z").unwrap();
        let said = |language| {
            let (screen, paper) = (
                Dates::on_screen(now, &zone, language),
                Dates::on_paper(&zone, language),
            );
            [
                screen.instant(at),
                paper.instant(at),
                screen.happened(noon, at),
                screen.happened(noon, noon),
            ]
        };
        let zh = [
            "2月27日（周五）10:05",
            "2026年2月27日（星期五）10:05",
            "2月27日（周五）",
            "2月27日（周五）12:00",
        ];
        let en = [
            "10:05 on Friday 27 February",
            "10:05 on Friday 27 February 2026",
            "Friday 27 February",
            "12:00 on Friday 27 February",
        ];
        assert_eq!(said(Language::Zh), zh);
        assert_eq!(said(Language::En), en);
    }
}
