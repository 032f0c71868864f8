//! From the text of a calendar file to the calendar, or to everything that is wrong with it.

use super::document::{Findings, Placed, Section, is_id, join, parse};
use super::{Finding, Firm, Label, WorkCalendar, YearSources, days_between};
use crate::language::Bilingual;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeMap;

/// The years that a calendar may hold: enough for every record, and a bound on its size.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2200;
/// Days of the year before (from this day of December) and after (to this day of January) that
/// a year's notice may name.
const NEIGHBOUR_DECEMBER_FROM: i8 = 25;
const NEIGHBOUR_JANUARY_TO: i8 = 7;

struct Day {
    off: bool,
    name: String,
}

/// Reads a calendar.
pub(super) fn read(content: &str) -> Result<WorkCalendar, Vec<Finding>> {
    let mut findings = Findings::of(content);
    let calendar =
        parse(content, &mut findings).and_then(|table| whole(Section::root(&table), &mut findings));
    match calendar {
        Some(calendar) if findings.is_empty() => Ok(calendar),
        _ => Err(findings.sorted()),
    }
}

fn whole(root: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<WorkCalendar> {
    root.only(
        "",
        &["id", "version", "title", "firm", "names", "year"],
        findings,
    );
    let id = root.text_needed("", "id", findings);
    if let Some(id) = id.as_ref().filter(|id| !is_id(id.value)) {
        let en = "an id has lower-case letters, digits and dashes, such as cn";
        findings.add(
            "bad-id",
            id.at,
            "id",
            "标识只用小写字母、数字和连字符，如cn",
            en,
        );
    }
    let version = root.text_needed("", "version", findings);
    let title = root.bilingual("", "title", "missing-field", findings);
    let names = names(root, findings);
    let mut years = Vec::new();
    let mut days = BTreeMap::new();
    for section in root.sections("", "year", findings) {
        if let Some(year) = year(section, &names, &mut days, findings) {
            if years
                .iter()
                .any(|known: &YearSources| known.year == year.year)
            {
                let en = "this year stands in the file already; put both together";
                findings.add(
                    "duplicate-id",
                    section.at(),
                    &format!("year.{}", year.year),
                    "该年度重复，请合并",
                    en,
                );
            }
            years.push(year);
        }
    }
    years.sort_by_key(|year| year.year);
    let firm = firm(root, &years, findings);
    let (first, days, labels) = packed(days, &names);
    Some(WorkCalendar {
        id: id?.value.to_owned(),
        version: version?.value.to_owned(),
        title: title?,
        firm: firm?,
        years,
        labels,
        first,
        days,
    })
}

fn names(root: Section<'_, '_>, findings: &mut Findings<'_>) -> BTreeMap<String, Bilingual> {
    let mut names = BTreeMap::new();
    let Some(section) = root.section("", "names", findings) else {
        return names;
    };
    for key in section.keys() {
        if let Some(name) = section.bilingual("names", key.value, "missing-field", findings) {
            names.insert(key.value.to_owned(), name);
        }
    }
    names
}

fn year(
    section: Section<'_, '_>,
    names: &BTreeMap<String, Bilingual>,
    days: &mut BTreeMap<Date, Day>,
    findings: &mut Findings<'_>,
) -> Option<YearSources> {
    section.only("year", &["year", "sources", "off", "work"], findings);
    if !section.needs("year", "year", findings) {
        return None;
    }
    let number = section.number("year", "year", findings)?;
    let year = i16::try_from(number.value)
        .ok()
        .filter(|_| YEARS.contains(&number.value));
    let Some(year) = year else {
        let en = "give a year from 1900 to 2200";
        findings.add(
            "bad-date",
            number.at,
            "year.year",
            "年度须在1900到2200之间",
            en,
        );
        return None;
    };
    let path = format!("year.{year}");
    let sources: Vec<String> = section
        .texts(&path, "sources", findings)
        .iter()
        .map(|s| s.value.to_owned())
        .collect();
    if sources.is_empty() {
        let en = "name the notice or law from which the year was taken";
        findings.add(
            "missing-citation",
            section.at(),
            &join(&path, "sources"),
            "请写明该年度的依据",
            en,
        );
    }
    for (key, off) in [("off", true), ("work", false)] {
        for entry in section.sections(&path, key, findings) {
            let path = join(&path, key);
            span(entry, &path, (year, off), names, days, findings);
        }
    }
    Some(YearSources { year, sources })
}

/// Notes the days of one entry, `on` one day or `from` one `to` another.
fn span(
    entry: Section<'_, '_>,
    path: &str,
    (year, off): (i16, bool),
    names: &BTreeMap<String, Bilingual>,
    days: &mut BTreeMap<Date, Day>,
    findings: &mut Findings<'_>,
) {
    entry.only(path, &["name", "on", "from", "to"], findings);
    let Some(name) = entry.text_needed(path, "name", findings) else {
        return;
    };
    if !names.contains_key(name.value) {
        let en = "no such name; add it under [names]";
        findings.add(
            "unknown-name",
            name.at,
            &join(path, "name"),
            "没有这个名称，请先写进[names]",
            en,
        );
    }
    let on = entry.date(path, "on", findings);
    let (from, to) = (
        entry.date(path, "from", findings),
        entry.date(path, "to", findings),
    );
    let (from, to) = match (on, from, to) {
        (Some(on), None, None) => (on.value, on.value),
        (None, Some(from), Some(to)) if from.value <= to.value => (from.value, to.value),
        (None, None, None) if entry.has("on") || entry.has("from") || entry.has("to") => return,
        _ => {
            let en = "give either `on`, or `from` and a `to` that is not before it";
            findings.add(
                "bad-date",
                entry.at(),
                path,
                "请只写on，或写from和不早于它的to",
                en,
            );
            return;
        }
    };
    for day in [from, to] {
        if !belongs(day, year) {
            let zh = format!("{day}不属于{year}年，也不是相邻的年末年初");
            let en = format!("{day} is not in {year}, nor in the last week before or first after");
            findings.add("day-outside-year", entry.at(), path, &zh, &en);
            return;
        }
    }
    let mut day = from;
    while day <= to {
        one(
            day,
            off,
            &name,
            &Placed {
                value: path.to_owned(),
                at: entry.at(),
            },
            days,
            findings,
        );
        let Ok(next) = day.tomorrow() else { return };
        day = next;
    }
}

fn one(
    day: Date,
    off: bool,
    name: &Placed<&str>,
    line: &Placed<String>,
    days: &mut BTreeMap<Date, Day>,
    findings: &mut Findings<'_>,
) {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if !off && !weekend {
        let zh = format!("{day}本是工作日，work只写调休上班的周末");
        let en = format!("{day} is a working day anyhow; `work` holds weekend days only");
        findings.add("work-on-weekday", line.at, &line.value, &zh, &en);
    }
    if days.contains_key(&day) {
        let zh = format!("{day}在文件中出现两次");
        let en = format!("{day} stands in the file twice");
        findings.add("overlapping-days", line.at, &line.value, &zh, &en);
        return;
    }
    days.insert(
        day,
        Day {
            off,
            name: name.value.to_owned(),
        },
    );
}

fn belongs(day: Date, year: i16) -> bool {
    day.year() == year
        || (day.year() + 1 == year && day.month() == 12 && day.day() >= NEIGHBOUR_DECEMBER_FROM)
        || (day.year() == year + 1 && day.month() == 1 && day.day() <= NEIGHBOUR_JANUARY_TO)
}

fn firm(root: Section<'_, '_>, years: &[YearSources], findings: &mut Findings<'_>) -> Option<Firm> {
    if !root.needs("", "firm", findings) {
        return None;
    }
    let mut quiet = Findings::of("");
    if let Some(word) = root.text("", "firm", &mut quiet) {
        if word.value == "always" && years.is_empty() {
            return Some(Firm::Always);
        }
        let en = "write firm = \"always\" where no year is announced, else from, through, reason";
        findings.add(
            "unknown-value",
            word.at,
            "firm",
            "没有年度时写\"always\"，否则写from、through、reason",
            en,
        );
        return None;
    }
    let section = root.section("", "firm", findings)?;
    section.only("firm", &["from", "through", "reason"], findings);
    let needed =
        section.needs("firm", "from", findings) & section.needs("firm", "through", findings);
    let reason = section.bilingual("firm", "reason", "missing-field", findings);
    let from = section.date("firm", "from", findings).filter(|_| needed)?;
    let through = section.date("firm", "through", findings)?;
    let loaded = |year: i16| years.iter().any(|known| known.year == year);
    let all = (from.value.year()..=through.value.year()).all(loaded);
    if from.value > through.value || !all {
        let en = "only days of loaded years can be firm; load each year from first to last";
        findings.add(
            "firm-outside-years",
            from.at,
            "firm",
            "只有已载入年度的日子才能确定，且年度须连续",
            en,
        );
    }
    Some(Firm::Between {
        from: from.value,
        through: through.value,
        reason: reason?,
    })
}

/// Packs the named days into one number for each day from the first to the last.
fn packed(
    days: BTreeMap<Date, Day>,
    names: &BTreeMap<String, Bilingual>,
) -> (Date, Vec<u16>, Vec<Label>) {
    let first = days.keys().next().copied().unwrap_or(date(2000, 1, 1));
    let last = days.keys().next_back().copied().unwrap_or(first);
    let mut labels: Vec<Label> = Vec::new();
    let mut codes = vec![0u16; usize::try_from(days_between(first, last) + 1).unwrap_or(1)];
    for (day, Day { off, name }) in days {
        let Some(name) = names.get(&name) else {
            continue;
        };
        let known = labels
            .iter()
            .position(|label| label.off == off && label.name == *name);
        let index = known.unwrap_or_else(|| {
            labels.push(Label {
                off,
                name: name.clone(),
            });
            labels.len() - 1
        });
        let slot = usize::try_from(days_between(first, day)).ok();
        if let Some(slot) = slot.and_then(|slot| codes.get_mut(slot)) {
            *slot = u16::try_from(index + 1).unwrap_or(0);
        }
    }
    (first, codes, labels)
}
