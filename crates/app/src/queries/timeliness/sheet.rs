//! The figures as a table for people: on a terminal, and as files for spreadsheets. The desk and the command
//! line write the same.

use super::{TimelinessBy, TimelinessCount, TimelinessFigures};
use crate::commands::export::{ExportError, UTF8_MARK, closed, guarded};
use crate::rules::{Authority, Rules};
use huiyin_domain::language::Language;
use rust_xlsxwriter::{Workbook, XlsxError};

/// Columns of words: kind and what the row is.
const WORDS: usize = 2;

/// A table of figures in one language.
#[derive(Clone, Debug)]
pub struct TimelinessSheet {
    head: Vec<String>,
    rows: Vec<SheetRow>,
}

#[derive(Clone, Debug)]
struct SheetRow {
    words: [String; WORDS],
    counts: [u64; TimelinessCount::ALL.len()],
    days: [Option<f64>; 2],
}

impl TimelinessBy {
    /// What the rows are.
    pub const fn heading(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Unit, Language::Zh) => "单位",
            (Self::Unit, Language::En) => "Unit",
            (Self::Category, Language::Zh) => "类别",
            (Self::Category, Language::En) => "Category",
            (Self::Term, Language::Zh) => "期限",
            (Self::Term, Language::En) => "Duty",
        }
    }
}

impl TimelinessFigures {
    /// What the row is, such as "Petition Office: Written answer".
    pub fn label(
        &self,
        split: TimelinessBy,
        (authority, rules): (&Authority, &Rules),
        language: Language,
    ) -> String {
        let rulebook = rules.rulebook(&self.rulebook);
        let term = rulebook.and_then(|rulebook| rulebook.term(&self.term));
        let term = term.map_or(self.term.as_str(), |term| term.title.in_language(language));
        let by = self.by.as_deref().unwrap_or_default();
        let part = match split {
            TimelinessBy::Unit => authority.unit_named(by).map_or_else(
                || by.to_owned(),
                |unit| unit.name.in_language(language).to_owned(),
            ),
            TimelinessBy::Category if by.is_empty() => {
                language.pick("没有类别", "No category").to_owned()
            }
            TimelinessBy::Category => authority.categories.name(by).map_or_else(
                || by.to_owned(),
                |name| name.in_language(language).to_owned(),
            ),
            TimelinessBy::Term => rulebook
                .map(|rulebook| rulebook.title.in_language(language).to_owned())
                .unwrap_or_default(),
        };
        language.pick(format!("{part}：{term}"), format!("{part}: {term}"))
    }
}

impl TimelinessSheet {
    /// The headings of the numbers: the counts, then the days.
    pub fn headings(language: Language) -> impl Iterator<Item = &'static str> {
        let days = [
            ("中位天数", "Median days"),
            ("九成不超过", "9 in 10 within"),
        ];
        let counts = TimelinessCount::ALL.map(|count| count.heading(language));
        let days = days.map(|(zh, en)| language.pick(zh, en));
        counts.into_iter().chain(days)
    }

    /// The figures, statutory duties before those of the house.
    pub fn of(
        figures: &[TimelinessFigures],
        split: TimelinessBy,
        known: (&Authority, &Rules),
        language: Language,
    ) -> Self {
        let first = [language.pick("种类", "Kind"), split.heading(language)];
        let head = first.into_iter().chain(Self::headings(language));
        let of_kind = |house: bool| {
            let kind = match house {
                false => language.pick("法定", "Statutory"),
                true => language.pick("内部", "House"),
            };
            let rows = figures
                .iter()
                .filter(move |one| (one.duty == "house") == house);
            rows.map(move |one| SheetRow {
                words: [kind.to_owned(), one.label(split, known, language)],
                counts: TimelinessCount::ALL.map(|count| one.of(count)),
                days: [one.days_median, one.days_p90],
            })
        };
        Self {
            head: head.map(str::to_owned).collect(),
            rows: of_kind(false).chain(of_kind(true)).collect(),
        }
    }

    /// Comma-separated, UTF-8 with its mark, so that spreadsheets read the Chinese; no cell is taken for a
    /// formula.
    ///
    /// # Errors
    /// [`ExportError::Output`].
    pub fn csv(&self) -> Result<Vec<u8>, ExportError> {
        let mut writer = csv::Writer::from_writer(UTF8_MARK.to_vec());
        let rows = self.rows.iter().map(|row| row.cells(""));
        for cells in std::iter::once(self.head.clone()).chain(rows) {
            let cells = cells.iter().map(|cell| guarded(cell));
            writer.write_record(cells).map_err(closed)?;
        }
        writer.into_inner().map_err(closed)
    }

    /// As a workbook: words as text, numbers as numbers.
    ///
    /// # Errors
    /// [`ExportError::Output`].
    pub fn xlsx(&self) -> Result<Vec<u8>, ExportError> {
        self.workbook().map_err(closed)
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, word) in (0_u16..).zip(&self.head) {
            sheet.write_string(0, column, word)?;
        }
        for (line, row) in (1_u32..).zip(&self.rows) {
            for (column, word) in (0_u16..).zip(&row.words) {
                sheet.write_string(line, column, word)?;
            }
            let counts = row.counts.iter().map(|count| Some(*count as f64));
            let days = row.days.iter().map(|days| days.map(rounded));
            for (column, number) in (WORDS as u16..).zip(counts.chain(days)) {
                if let Some(number) = number {
                    sheet.write_number(line, column, number)?;
                }
            }
        }
        book.save_to_buffer()
    }

    /// For a terminal: columns in line, though a Chinese character takes two.
    pub fn text(&self) -> String {
        let rows = self.rows.iter().map(|row| row.cells("–"));
        let lines: Vec<Vec<String>> = std::iter::once(self.head.clone()).chain(rows).collect();
        let widest = |nth: usize| lines.iter().map(|line| width(&line[nth])).max();
        let widths: Vec<usize> = (0..self.head.len()).filter_map(widest).collect();
        let padded = |line: &Vec<String>| {
            let cells = line.iter().zip(&widths).enumerate();
            let cells = cells.map(|(nth, (text, wide))| {
                let blanks = " ".repeat(wide - width(text));
                if nth < WORDS {
                    format!("{text}{blanks}")
                } else {
                    format!("{blanks}{text}")
                }
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        lines.iter().map(padded).collect::<Vec<_>>().join("\n")
    }
}

impl SheetRow {
    fn cells(&self, none: &str) -> Vec<String> {
        let counts = self.counts.iter().map(u64::to_string);
        let days = self.days.iter();
        let days = days.map(|days| days.map_or_else(|| none.to_owned(), |one| format!("{one:.1}")));
        self.words
            .iter()
            .cloned()
            .chain(counts)
            .chain(days)
            .collect()
    }
}

/// Days as they are shown: to a tenth.
fn rounded(days: f64) -> f64 {
    (days * 10.0).round() / 10.0
}

/// Columns of a terminal that a text takes.
fn width(text: &str) -> usize {
    let wide = |one: char| {
        ('\u{1100}'..='\u{115F}').contains(&one) || ('\u{2E80}'..='\u{FFE6}').contains(&one)
    };
    text.chars().map(|one| 1 + usize::from(wide(one))).sum()
}

#[cfg(test)]
mod tests {
    use super::{SheetRow, TimelinessSheet};

    #[test]
    fn a_name_is_never_a_formula_and_columns_stand_in_line() {
        let row = |name: &str, count| SheetRow {
            words: ["法定".to_owned(), name.to_owned()],
            counts: [count; 10],
            days: [Some(2.25), None],
        };
        let sheet = TimelinessSheet {
            head: TimelinessSheet::headings(huiyin_domain::language::Language::En)
                .map(str::to_owned)
                .collect(),
            rows: vec![row("=HYPERLINK(\"http://x\")", 3), row("路政, 科", 12)],
        };
        let sheet = TimelinessSheet {
            head: ["Kind".to_owned(), "Unit".to_owned()]
                .into_iter()
                .chain(sheet.head)
                .collect(),
            ..sheet
        };
        let csv = String::from_utf8(sheet.csv().expect("writes")).expect("UTF-8");
        assert!(csv.starts_with('\u{feff}'));
        assert!(
            csv.contains(",\"'=HYPERLINK(\"\"http://x\"\")\",3,"),
            "{csv}"
        );
        assert!(csv.contains("\"路政, 科\",12,"), "{csv}");
        assert!(sheet.xlsx().expect("writes").starts_with(b"PK"));
        let text = sheet.text();
        let ends: Vec<usize> = text.lines().map(super::width).collect();
        assert!(ends.windows(2).all(|two| two[0] == two[1]), "{text}");
    }
}
