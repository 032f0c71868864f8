//! `/desk/figures`: how much was done in time; the same as CSV and XLSX; what is behind each number.

pub(crate) mod duties;
pub(crate) mod readings;

use crate::body::Form;
use crate::desk::guard::Signed;
use crate::pages::desk::Place;
use crate::pages::desk::figures::{Figure, FigureRow, FiguresPage};
use crate::pages::ratings::{RatingLine, RatingTable};
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::Action;
use huiyin_app::rules::Authority;
use huiyin_app::{
    TimelinessBy, TimelinessCount, TimelinessFigures, TimelinessQuery, TimelinessSheet,
};
use huiyin_domain::event::FiguresForm;
use huiyin_domain::wording;
use jiff::civil::Date;
use std::sync::Arc;

/// What the address asks for.
struct Asked {
    from: Option<Date>,
    to: Option<Date>,
    by: TimelinessBy,
}

impl Asked {
    fn of(form: &Form) -> Self {
        let day = |name: &str| form.text(name).and_then(|text| text.trim().parse().ok());
        let by = form.text("by").unwrap_or_default();
        Self {
            from: day("from"),
            to: day("to"),
            by: TimelinessBy::parse(&by).unwrap_or(TimelinessBy::Unit),
        }
    }

    const fn query(&self) -> TimelinessQuery {
        TimelinessQuery {
            from: self.from,
            to: self.to,
            by: Some(self.by),
        }
    }

    fn href(&self, path: &str) -> String {
        let day = |name: &str, day: Option<Date>| {
            day.map(|day| format!("&{name}={day}")).unwrap_or_default()
        };
        let (from, to) = (day("from", self.from), day("to", self.to));
        format!("{path}?by={}{from}{to}", self.by.word())
    }
}

/// The figures that were asked for, with their labels.
struct Counted {
    asked: Asked,
    authority: Arc<Authority>,
    figures: Vec<TimelinessFigures>,
}

async fn counted(
    signed: &Signed,
    query: Option<String>,
    form: FiguresForm,
) -> Result<Counted, Problem> {
    signed.goes_to(Place::Figures)?;
    let asked = Asked::of(&Form::parse(query.unwrap_or_default().as_bytes())?);
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let huiyin = &signed.web().huiyin;
    let figures = huiyin.timeliness_for(signed.principal(), asked.query(), form);
    Ok(Counted {
        figures: figures.await?,
        asked,
        authority,
    })
}

/// `GET /desk/figures`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let counted = counted(&signed, query, FiguresForm::Page).await?;
        let mut page = page(&signed, &counted);
        page.ratings = ratings(&signed, &counted.authority).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `GET /desk/figures.csv`.
pub(crate) async fn csv(RawQuery(query): RawQuery, signed: Signed) -> Response {
    sheet(&signed, query, FiguresFile::Csv).await
}

/// `GET /desk/figures.xlsx`.
pub(crate) async fn xlsx(RawQuery(query): RawQuery, signed: Signed) -> Response {
    sheet(&signed, query, FiguresFile::Xlsx).await
}

async fn sheet(signed: &Signed, query: Option<String>, file: FiguresFile) -> Response {
    let made = async {
        let counted = counted(signed, query, file.form()).await?;
        let rules = signed.web().huiyin.rules();
        let known = (&*counted.authority, &*rules);
        let split = counted.asked.by;
        file.response(&TimelinessSheet::of(
            &counted.figures,
            split,
            known,
            signed.language(),
        ))
    };
    signed.or_refused(made.await)
}

/// A file that the table of figures is given out as, at the desk and by API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FiguresFile {
    /// Comma-separated.
    Csv,
    /// A workbook.
    Xlsx,
}

impl FiguresFile {
    /// What stands on record of reading it.
    pub(crate) const fn form(self) -> FiguresForm {
        match self {
            Self::Csv => FiguresForm::Csv,
            Self::Xlsx => FiguresForm::Xlsx,
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    const fn attachment(self) -> &'static str {
        match self {
            Self::Csv => "attachment; filename=\"huiyin-figures.csv\"",
            Self::Xlsx => "attachment; filename=\"huiyin-figures.xlsx\"",
        }
    }

    /// The table as this file.
    ///
    /// # Errors
    /// [`Code::Internal`] when it cannot be written.
    pub(crate) fn response(self, sheet: &TimelinessSheet) -> Result<Response, Problem> {
        let bytes = match self {
            Self::Csv => sheet.csv(),
            Self::Xlsx => sheet.xlsx(),
        };
        let bytes = bytes.map_err(|error| {
            tracing::error!("a table of figures could not be written: {error}");
            Problem::of(Code::Internal)
        })?;
        let headers = [
            (header::CONTENT_TYPE, self.media_type()),
            (header::CONTENT_DISPOSITION, self.attachment()),
        ];
        Ok((headers, bytes).into_response())
    }
}

fn page(signed: &Signed, counted: &Counted) -> FiguresPage {
    let language = signed.language();
    let asked = &counted.asked;
    let rows = |duty: &str| {
        let figures = counted.figures.iter().filter(|one| one.duty == duty);
        figures.map(|one| row(signed, counted, one)).collect()
    };
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    FiguresPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Figures)),
        scope: scope(signed, asked),
        fields: FiguresPage::fields_of(language, text(asked.from), text(asked.to), asked.by),
        by: asked.by.heading(language).to_owned(),
        statutory: rows("statutory"),
        house: rows("house"),
        ratings: None,
        xlsx_href: asked.href("/desk/figures.xlsx"),
        csv_href: asked.href("/desk/figures.csv"),
        readings: signed.principal().may(Action::SeeReadings),
    }
}

/// What petitioners said of each unit, in sums (RULES 4.4).
async fn ratings(signed: &Signed, authority: &Authority) -> Result<Option<RatingTable>, Problem> {
    let language = signed.language();
    let figures = signed.web().huiyin.unit_ratings(signed.principal()).await?;
    let lines = figures.units.iter().map(|(side, unit, sums)| {
        let unit = authority.unit(*unit);
        let name = unit.map_or_else(String::new, |unit| {
            unit.name.in_language(language).to_owned()
        });
        let question = side.question();
        let question = question.in_language(language);
        let label = language.pick(format!("{name}：{question}"), format!("{name}: {question}"));
        RatingLine::of(&label, *sums, language)
    });
    Ok(RatingTable::of(&figures, lines.collect(), language))
}

fn scope(signed: &Signed, asked: &Asked) -> String {
    let language = signed.language();
    let day = |day: Date| wording::day(day, language);
    match (asked.from.map(day), asked.to.map(day)) {
        (None, None) => language
            .pick("到现在为止的全部期限", "Every duty so far")
            .to_owned(),
        (Some(from), None) => language.pick(
            format!("{from}以来开始的期限"),
            format!("Duties opened since {from}"),
        ),
        (None, Some(to)) => language.pick(
            format!("{to}以前（含当天）开始的期限"),
            format!("Duties opened until {to}"),
        ),
        (Some(from), Some(to)) => language.pick(
            format!("{from}至{to}开始的期限"),
            format!("Duties opened from {from} to {to}"),
        ),
    }
}

fn row(signed: &Signed, counted: &Counted, one: &TimelinessFigures) -> FigureRow {
    let rules = signed.web().huiyin.rules();
    let known = (&*counted.authority, &*rules);
    let days = |days: Option<f64>| days.map(|days| format!("{days:.1}")).unwrap_or_default();
    let figure = |count: TimelinessCount| Figure {
        count: usize::try_from(one.of(count)).unwrap_or(usize::MAX),
        href: (one.of(count) > 0).then(|| duties::href(&counted.asked, one, count)),
    };
    FigureRow {
        label: one.label(counted.asked.by, known, signed.language()),
        figures: TimelinessCount::ALL.map(figure),
        median_days: days(one.days_median),
        p90_days: days(one.days_p90),
    }
}
