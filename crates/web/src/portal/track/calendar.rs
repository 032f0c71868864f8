//! `/track/calendar`: the dates of a matter as a calendar file (RFC 5545). It names neither the matter
//! nor a person nor the code: calendars are seen over shoulders and kept by companies.

use crate::portal::receipt::{asked_for, followed};
use crate::portal::see;
use crate::state::Web;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use huiyin_app::{ObligationView, TrackView};
use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use jiff::civil::Date;

/// The longest line of a calendar file, in bytes.
const LINE_BYTES_MAX: usize = 75;

/// `GET /track/calendar`.
pub(crate) async fn show(
    State(web): State<Web>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some((_, view)) = followed(&web, &headers, asked_for(&web, query.as_deref())).await else {
        return see("/track");
    };
    let language = crate::cookie::language(&headers);
    let name = format!("attachment; filename=\"huiyin-{}.ics\"", view.number);
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, file(&view, web.huiyin.now(), language)).into_response()
}

fn file(view: &TrackView, now: Instant, language: Language) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Huiyin//Huiyin//ZH".to_owned(),
    ];
    let open = view.obligations.iter().filter(|one| one.state == "open");
    for (nth, one) in open.enumerate() {
        lines.extend(event(view, (nth, one), now, language).unwrap_or_default());
    }
    lines.extend(other_way(view, now, language).unwrap_or_default());
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// One whole day; nothing where the date cannot be read.
fn event(
    view: &TrackView,
    (nth, one): (usize, &ObligationView),
    now: Instant,
    language: Language,
) -> Option<Vec<String>> {
    let day: Date = one.due_date.parse().ok()?;
    let what = one.told().in_language(language);
    let unit = one.owed_by_name.in_language(language);
    let provisional = if one.provisional {
        language.pick("（暂定）", " (provisional)")
    } else {
        ""
    };
    let summary = match (language, one.duty.as_str()) {
        (Language::Zh, "window") => {
            format!("{}：您可以到今天为止：{what}{provisional}", view.number)
        }
        (Language::En, "window") => format!(
            "{}: last day on which you may: {what}{provisional}",
            view.number
        ),
        (Language::Zh, _) => format!("{}：{unit}最迟今天：{what}{provisional}", view.number),
        (Language::En, _) => format!("{}: {unit} must by today: {what}{provisional}", view.number),
    };
    let which = one
        .id
        .map_or_else(|| format!("n{nth}"), |id| id.to_string());
    whole_day((&format!("{}-{which}", view.number), &summary), day, now)
}

/// The last day of another lawful way, which is no date of ours.
fn other_way(view: &TrackView, now: Instant, language: Language) -> Option<Vec<String>> {
    let way = view.other_route.as_ref()?;
    let day: Date = way.last_day.as_deref()?.parse().ok()?;
    let title = way.title.in_language(language);
    let summary = language.pick(
        format!("{}：{title}的期限到今天为止（不是我们的期限）", view.number),
        format!("{}: last day for {title} (not our time limit)", view.number),
    );
    let id = format!("{}-{}", view.number, way.route);
    whole_day((&id, &summary), day, now)
}

/// A day of the calendar file.
fn whole_day((id, summary): (&str, &str), day: Date, now: Instant) -> Option<Vec<String>> {
    let after = day.tomorrow().ok()?;
    let stamp = jiff::Timestamp::from_microsecond(now.micros()).ok()?;
    Some(vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{id}@huiyin"),
        format!("DTSTAMP:{}", stamp.strftime("%Y%m%dT%H%M%SZ")),
        format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")),
        format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")),
        format!("SUMMARY:{}", escaped(summary)),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ])
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '\\' | ';' | ',' => out.extend(['\\', one]),
            '\n' => out.push_str("\\n"),
            one if one.is_control() => {}
            one => out.push(one),
        }
    }
    out
}

/// A line in pieces that are short enough, none of which breaks a character.
fn folded(line: &str) -> String {
    let (mut out, mut length) = (String::with_capacity(line.len() + 2), 0);
    for one in line.chars() {
        if length + one.len_utf8() > LINE_BYTES_MAX {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(one);
        length += one.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters_and_read_back() {
        let line = format!("SUMMARY:{}", "最迟今天告诉您".repeat(20));
        let folded = folded(&line);
        assert!(folded.ends_with("\r\n"));
        assert!(folded.split("\r\n").all(|one| one.len() <= LINE_BYTES_MAX));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn what_means_something_in_a_calendar_file_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\r"), "a\\,b\\;c\\\\d\\ne");
    }
}
