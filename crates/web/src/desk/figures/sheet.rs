//! The page of figures as files for spreadsheets.

use crate::pages::desk::figures::{FigureRow, FiguresPage};
use crate::problem::{Code, Problem};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Workbook, XlsxError};

/// Which duties a row is about, and the row's cells.
fn rows(page: &FiguresPage) -> Vec<(&str, &FigureRow)> {
    let statutory = page.frame.say("法定", "Statutory");
    let house = page.frame.say("内部", "House");
    let statutory = page.statutory.iter().map(|row| (statutory, row));
    statutory
        .chain(page.house.iter().map(|row| (house, row)))
        .collect()
}

fn head(page: &FiguresPage) -> Vec<String> {
    let first = [page.frame.say("种类", "Kind"), page.by.as_str()];
    let columns = page.columns();
    first
        .iter()
        .chain(columns.iter())
        .map(|word| (*word).to_owned())
        .collect()
}

/// Comma-separated, UTF-8 with its mark, so that spreadsheets read the Chinese.
pub(super) fn csv(page: &FiguresPage) -> Response {
    let mut text = String::from('\u{feff}');
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    };
    line(&head(page));
    for (kind, row) in rows(page) {
        let figures = row.figures().map(|figure| figure.count.to_string());
        let days = [row.median_days.clone(), row.p90_days.clone()];
        let cells = [kind.to_owned(), row.label.clone()];
        let cells: Vec<String> = cells.into_iter().chain(figures).chain(days).collect();
        line(&cells);
    }
    file(text.into_bytes(), "text/csv; charset=utf-8", "csv")
}

/// Quotes a cell; one that a spreadsheet would take for a formula stays text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = cell.replace('"', "\"\"");
    let mark = if formula { "'" } else { "" };
    format!("\"{mark}{cell}\"")
}

/// As a workbook.
pub(super) fn xlsx(page: &FiguresPage) -> Result<Response, Problem> {
    let bytes = workbook(page).map_err(|error| {
        tracing::error!("a workbook could not be written: {error}");
        Problem::of(Code::Internal)
    })?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(bytes, kind, "xlsx"))
}

fn workbook(page: &FiguresPage) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, word) in (0_u16..).zip(head(page)) {
        sheet.write_string(0, column, word)?;
    }
    for (line, (kind, row)) in (1_u32..).zip(rows(page)) {
        sheet.write_string(line, 0, kind)?;
        sheet.write_string(line, 1, &row.label)?;
        for (column, figure) in (2_u16..).zip(row.figures()) {
            let count = u32::try_from(figure.count).unwrap_or(u32::MAX);
            sheet.write_number(line, column, count)?;
        }
        for (column, days) in (12_u16..).zip([&row.median_days, &row.p90_days]) {
            if let Ok(days) = days.parse::<f64>() {
                sheet.write_number(line, column, days)?;
            }
        }
    }
    book.save_to_buffer()
}

fn file(bytes: Vec<u8>, kind: &'static str, ending: &str) -> Response {
    let name = format!("attachment; filename=\"huiyin-figures.{ending}\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, bytes).into_response()
}
