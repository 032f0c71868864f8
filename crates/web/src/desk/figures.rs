//! `/desk/figures`: how much was done in time; the same as CSV and XLSX.

mod sheet;

use crate::body::Form;
use crate::desk::guard::Signed;
use crate::pages::desk::Place;
use crate::pages::desk::figures::{Figure, FigureRow, FiguresPage};
use crate::pages::ratings::{RatingLine, RatingTable};
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;
use huiyin_app::rules::Authority;
use huiyin_app::{TimelinessBy, TimelinessFigures, TimelinessQuery};
use huiyin_domain::category;
use huiyin_domain::wording;
use jiff::civil::Date;
use std::sync::Arc;

/// What the address asks for.
struct Asked {
    from: Option<Date>,
    to: Option<Date>,
    by: &'static str,
}

impl Asked {
    fn of(query: Option<String>) -> Result<Self, Problem> {
        let form = Form::parse(query.unwrap_or_default().as_bytes())?;
        let day = |name: &str| form.text(name).and_then(|text| text.trim().parse().ok());
        let by = form.text("by").unwrap_or_default();
        Ok(Self {
            from: day("from"),
            to: day("to"),
            by: ["unit", "category", "term"]
                .into_iter()
                .find(|one| *one == by)
                .unwrap_or("unit"),
        })
    }

    const fn query(&self) -> TimelinessQuery {
        TimelinessQuery {
            from: self.from,
            to: self.to,
            by: Some(match self.by.as_bytes() {
                b"category" => TimelinessBy::Category,
                b"term" => TimelinessBy::Term,
                _ => TimelinessBy::Unit,
            }),
        }
    }

    fn href(&self, path: &str) -> String {
        let day = |name: &str, day: Option<Date>| {
            day.map(|day| format!("&{name}={day}")).unwrap_or_default()
        };
        let (from, to) = (day("from", self.from), day("to", self.to));
        format!("{path}?by={}{from}{to}", self.by)
    }
}

/// The figures that were asked for, with their labels.
struct Counted {
    asked: Asked,
    authority: Arc<Authority>,
    figures: Vec<TimelinessFigures>,
}

async fn counted(signed: &Signed, query: Option<String>) -> Result<Counted, Problem> {
    signed.goes_to(Place::Figures)?;
    let asked = Asked::of(query)?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let (huiyin, of) = (Arc::clone(&signed.web().huiyin), Arc::clone(&authority));
    let query = asked.query();
    let counting = tokio::task::spawn_blocking(move || huiyin.timeliness(&of, &query));
    let figures = counting.await.map_err(|_| Problem::of(Code::Internal))?;
    Ok(Counted {
        figures: figures?,
        asked,
        authority,
    })
}

/// `GET /desk/figures`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let counted = counted(&signed, query).await?;
        let mut page = page(&signed, &counted);
        page.ratings = ratings(&signed, &counted.authority).await?;
        Ok(signed.html(&page))
    };
    signed.or_refused(shown.await)
}

/// `GET /desk/figures.csv`.
pub(crate) async fn csv(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let made = async {
        let counted = counted(&signed, query).await?;
        Ok(sheet::csv(&page(&signed, &counted)))
    };
    signed.or_refused(made.await)
}

/// `GET /desk/figures.xlsx`.
pub(crate) async fn xlsx(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let made = async {
        let counted = counted(&signed, query).await?;
        sheet::xlsx(&page(&signed, &counted))
    };
    signed.or_refused(made.await)
}

fn page(signed: &Signed, counted: &Counted) -> FiguresPage {
    let language = signed.language();
    let asked = &counted.asked;
    let rows = |duty: &str| {
        let figures = counted.figures.iter().filter(|one| one.duty == duty);
        figures.map(|one| row(signed, counted, one)).collect()
    };
    let text = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let by = match asked.by {
        "category" => ("类别", "Category"),
        "term" => ("期限", "Duty"),
        _ => ("单位", "Unit"),
    };
    FiguresPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Figures)),
        scope: scope(signed, asked),
        fields: FiguresPage::fields_of(language, text(asked.from), text(asked.to), asked.by),
        by: language.pick(by.0, by.1).to_owned(),
        statutory: rows("statutory"),
        house: rows("house"),
        ratings: None,
        xlsx_href: asked.href("/desk/figures.xlsx"),
        csv_href: asked.href("/desk/figures.csv"),
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
    let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let days = |days: Option<f64>| days.map(|days| format!("{days:.1}")).unwrap_or_default();
    let open = |count: usize, more: &str| Figure {
        count,
        href: open_href(signed, counted, one, more).filter(|_| count > 0),
    };
    FigureRow {
        label: label(signed, counted, one),
        opened: count(one.opened).into(),
        met_in_time: count(one.met_in_time).into(),
        met_late: count(one.met_late).into(),
        open_in_time: count(one.open_in_time).into(),
        open_late: open(count(one.open_late), "&late=yes"),
        waived: count(one.waived).into(),
        waived_late: count(one.waived_late).into(),
        withdrawn: count(one.withdrawn).into(),
        corrected: count(one.corrected).into(),
        provisional: count(one.provisional).into(),
        median_days: days(one.days_median),
        p90_days: days(one.days_p90),
    }
}

/// The petitions behind a number, for who may see them.
fn open_href(
    signed: &Signed,
    counted: &Counted,
    one: &TimelinessFigures,
    more: &str,
) -> Option<String> {
    signed.goes_to(Place::Units).ok()?;
    let by = one.by.as_deref().unwrap_or_default();
    let split = match counted.asked.by {
        "unit" => format!("&unit={}", counted.authority.unit_named(by)?.id),
        "category" if !by.is_empty() => format!("&category={by}"),
        _ => String::new(),
    };
    Some(format!("/desk?of=units&term={}{split}{more}", one.term))
}

fn label(signed: &Signed, counted: &Counted, one: &TimelinessFigures) -> String {
    let language = signed.language();
    let rules = signed.web().huiyin.rules();
    let rulebook = rules.rulebook(&one.rulebook);
    let term = rulebook.and_then(|rulebook| rulebook.term(&one.term));
    let term = term.map_or(one.term.as_str(), |term| term.title.in_language(language));
    let by = one.by.as_deref().unwrap_or_default();
    let part = match counted.asked.by {
        "unit" => counted.authority.unit_named(by).map_or_else(
            || by.to_owned(),
            |unit| unit.name.in_language(language).to_owned(),
        ),
        "category" if by.is_empty() => language.pick("没有类别", "No category").to_owned(),
        "category" => category::name(by).map_or_else(
            || by.to_owned(),
            |name| name.in_language(language).to_owned(),
        ),
        _ => rulebook
            .map(|rulebook| rulebook.title.in_language(language).to_owned())
            .unwrap_or_default(),
    };
    language.pick(format!("{part}：{term}"), format!("{part}: {term}"))
}
