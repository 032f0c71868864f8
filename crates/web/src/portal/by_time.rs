//! Terms that end at a time of day and not with a day: what is left of them in hours and minutes.

use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::Dates;
use jiff::civil::Date;

const MINUTE_MICROS: i64 = 60_000_000;

/// A term that ends at a time of day.
pub(crate) struct ByTime {
    /// Whole minutes until its end, or since then.
    minutes: i64,
    /// Whether it ended.
    pub(crate) late: bool,
    /// When it ends: the time, with the day where that is another one.
    pub(crate) end: String,
}

impl ByTime {
    /// Reads its end; nothing where the term ends with a day.
    pub(crate) fn of(due_at: &str, due: Date, now: Instant, dates: Dates<'_>) -> Option<Self> {
        let at = Instant::parse(due_at).ok()?;
        if at == dates.zone.start_of(due.tomorrow().ok()?) {
            return None;
        }
        let apart = at.micros() - now.micros();
        Some(Self {
            minutes: apart.abs() / MINUTE_MICROS,
            late: apart < 0,
            end: end(at, now, dates),
        })
    }

    /// What is left, or by how much it is late: `还有53分钟`, `7分钟`.
    pub(crate) fn words(&self, language: Language) -> String {
        let span = span(self.minutes, language);
        match (language, self.late) {
            (Language::Zh, false) => format!("还有{span}"),
            (Language::Zh, true) => format!("已晚{span}"),
            (Language::En, false) => format!("{span} left"),
            (Language::En, true) => format!("{span} late"),
        }
    }

    /// The same with its end: `还有53分钟（12:18前）`.
    pub(crate) fn with_end(&self, language: Language) -> String {
        let (words, end) = (self.words(language), &self.end);
        match (language, self.late) {
            (Language::Zh, false) => format!("{words}（{end}前）"),
            (Language::Zh, true) => format!("{words}（应在{end}前）"),
            (Language::En, false) => format!("{words} (by {end})"),
            (Language::En, true) => format!("{words} (due by {end})"),
        }
    }
}

/// The time of an instant, with the day where that is not today.
pub(crate) fn end(at: Instant, now: Instant, dates: Dates<'_>) -> String {
    let civil = at.civil_in(dates.zone);
    match civil.date() == now.date_in(dates.zone) {
        true => format!("{:02}:{:02}", civil.hour(), civil.minute()),
        false => dates.instant(at.to_minute()),
    }
}

fn span(minutes: i64, language: Language) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let many = |count: i64, one: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    };
    match (language, hours, minutes) {
        (Language::Zh, 0, minutes) => format!("{minutes}分钟"),
        (Language::Zh, hours, 0) => format!("{hours}小时"),
        (Language::Zh, hours, minutes) => format!("{hours}小时{minutes}分钟"),
        (Language::En, 0, minutes) => many(minutes, "minute"),
        (Language::En, hours, 0) => many(hours, "hour"),
        (Language::En, hours, minutes) => {
            format!("{} {}", many(hours, "hour"), many(minutes, "minute"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use huiyin_domain::time::Zone;

    fn left(now: &str, language: Language) -> String {
        let zone = Zone::parse("Asia/Shanghai").expect("a zone");
        let due = "2026-11-27".parse().expect("a day");
        let at = |text: &str| Instant::parse(text).expect("an instant");
        ByTime::of(
            "2026-11-27T12:18:59.625253+08:00",
            due,
            at(now),
            Dates::on_screen(at(now), &zone, language),
        )
        .expect("by time")
        .with_end(language)
    }

    #[test]
    fn what_is_left_of_an_hour_is_said_in_minutes_with_its_end() {
        let before = "2026-11-27T11:25:30+08:00";
        assert_eq!(left(before, Language::Zh), "还有53分钟（12:18前）");
        assert_eq!(left(before, Language::En), "53 minutes left (by 12:18)");
        let long = "2026-11-27T10:17:30+08:00";
        assert_eq!(left(long, Language::En), "2 hours 1 minute left (by 12:18)");
        let late = "2026-11-27T13:18:59.7+08:00";
        assert_eq!(left(late, Language::Zh), "已晚1小时（应在12:18前）");
        assert!(left("2026-11-26T23:00:00+08:00", Language::Zh).contains("11月27日"));
    }

    #[test]
    fn a_term_that_ends_with_a_day_is_none() {
        let zone = Zone::parse("Asia/Shanghai").expect("a zone");
        let due = "2026-11-27".parse().expect("a day");
        let now = Instant::parse("2026-11-27T11:00:00+08:00").expect("an instant");
        let end = "2026-11-28T00:00:00+08:00";
        let dates = Dates::on_screen(now, &zone, Language::Zh);
        assert!(ByTime::of(end, due, now, dates).is_none());
    }
}
