//! From a worded sheet to a PDF.

use crate::clean;
use crate::document::{Document, Making};
use crate::error::LetterError;
use crate::fonts::Fonts;
use crate::guard;
use crate::samples;
use crate::sheet::Sheet;
use crate::world::LetterWorld;
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// What wrote the file, as the file says.
const CREATOR: &str = "Huiyin";

/// A document, made: tagged PDF/A-2a and PDF/UA-1, its text extractable, its fonts inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The file. The same data and the same fonts give the same bytes.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The font families that drew it.
    pub fonts: Vec<String>,
}

/// An image of an authority's seal 电子印章图样, as PNG with a transparent ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal(pub Vec<u8>);

impl Seal {
    /// Sets it on an invented document, as a look at whether it can be drawn: a seal that cannot would
    /// stop every document that bears it.
    ///
    /// # Errors
    /// [`LetterError::Undrawable`]; or why no document can be made at all.
    pub fn try_on(&self, fonts: &Fonts) -> Result<(), LetterError> {
        let making = Making::default();
        let document = Document::Answer(samples::answer("情况属实。"));
        document.make(fonts, &making)?;
        let sealed = Making {
            seal: Some(self.clone()),
            ..making
        };
        let made = document.make(fonts, &sealed);
        made.map(|_| ()).map_err(|_| LetterError::Undrawable)
    }
}

/// Sets a sheet and looks at it before it is given out.
pub(crate) fn render(
    sheet: &Sheet,
    fonts: &Fonts,
    seal: Option<&Seal>,
) -> Result<Letter, LetterError> {
    let document = set(sheet, fonts, seal)?;
    let families = guard::check(&document, sheet.form.area())?;
    let pdf = typst_pdf::pdf(&document, &options(sheet)?).map_err(refused)?;
    // What the typesetter remembers is of no use for the next text, and would only grow.
    typst::comemo::evict(0);
    Ok(Letter {
        pdf,
        pages: document.pages().len(),
        fonts: families.into_iter().collect(),
    })
}

/// Sets a sheet.
pub(crate) fn set(
    sheet: &Sheet,
    fonts: &Fonts,
    seal: Option<&Seal>,
) -> Result<PagedDocument, LetterError> {
    let unwritable = |error: serde_json::Error| LetterError::Typesetting(error.to_string());
    let mut data = serde_json::to_value(sheet).map_err(unwritable)?;
    clean::value(&mut data);
    if let Value::Object(map) = &mut data {
        map.insert("fonts".to_owned(), fonts.chains(sheet.language)?);
        map.insert("seal".to_owned(), Value::Bool(seal.is_some()));
    }
    let world = LetterWorld {
        fonts,
        data: Bytes::new(serde_json::to_vec(&data).map_err(unwritable)?),
        qr: sheet.qr.clone().map(|svg| Bytes::new(svg.into_bytes())),
        seal: seal.map(|seal| Bytes::new(seal.0.clone())),
        today: day(sheet)?,
    };
    let made = typst::compile::<PagedDocument>(&world);
    if let Some(warning) = made.warnings.first() {
        return Err(LetterError::Typesetting(warning.message.to_string()));
    }
    made.output.map_err(refused)
}

fn day(sheet: &Sheet) -> Result<Datetime, LetterError> {
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let (month, day) = (part(sheet.dated.month()), part(sheet.dated.day()));
    Datetime::from_ymd_hms(i32::from(sheet.dated.year()), month, day, 0, 0, 0)
        .ok_or_else(|| LetterError::Typesetting("the document's day".to_owned()))
}

fn options(sheet: &Sheet) -> Result<PdfOptions, LetterError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| LetterError::Typesetting(error.message().to_string()))?;
    Ok(PdfOptions {
        ident: Smart::Custom(format!("{} {}", sheet.title, sheet.reference)),
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        timestamp: Some(Timestamp::new_utc(day(sheet)?)),
        standards,
        ..PdfOptions::default()
    })
}

fn refused(errors: typst::ecow::EcoVec<SourceDiagnostic>) -> LetterError {
    let messages: Vec<&str> = errors.iter().map(|one| one.message.as_str()).collect();
    LetterError::Typesetting(messages.join("; "))
}
