//! A document as the template takes it: blocks of text, already worded. All of it goes to the
//! typesetter as data and is printed as it stands; nothing in it is ever read as markup.

use huiyin_domain::language::Language;
use jiff::civil::Date;
use serde::Serialize;

/// The paper and its type area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A4 by GB/T 9704-2012 without a red head: what goes to a petitioner.
    Notice,
    /// A4 by GB/T 9704-2012, form of a letter 信函格式: what goes to another unit.
    Han,
    /// A4 with a table: what is filled in or kept on file.
    Table,
    /// A5: what a petitioner takes home.
    Slip,
}

/// The margins that a guard and a test hold the page against, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) right_mm: f64,
    pub(crate) bottom_mm: f64,
}

impl Form {
    pub(crate) const fn area(self) -> Area {
        match self {
            // The page number stands below the type area, 7 mm and its own height.
            Self::Notice | Self::Han => Area {
                right_mm: 26.0,
                bottom_mm: 24.0,
            },
            Self::Table => Area {
                right_mm: 20.0,
                bottom_mm: 8.0,
            },
            Self::Slip => Area {
                right_mm: 14.0,
                bottom_mm: 8.0,
            },
        }
    }
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Block {
    /// A paragraph that begins two characters in.
    Paragraph { text: String },
    /// 一、 in 黑体, （一） in 楷体.
    Heading { level: u8, text: String },
    /// Pairs of name and value in a table; one or two pairs to a row.
    Fields { rows: Vec<Vec<Field>> },
    /// A table with a head.
    Grid {
        /// Widths of the columns, in parts of the whole.
        widths: Vec<u16>,
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// A few large words: the number, the code.
    Large { label: String, text: String },
    /// The QR code of the sheet.
    Qr { caption: String, alt: String },
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Field {
    pub(crate) label: String,
    pub(crate) value: String,
    /// The least height of its row, in millimetres, where somebody writes into it by hand.
    pub(crate) height_mm: u16,
}

/// Who signs, and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Signature {
    pub(crate) issuer: String,
    pub(crate) date: String,
}

/// 版记: at the foot of the last page of what is issued as an official document (GB/T 9704-2012, 7.4).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Foot {
    /// 抄送: who gets a copy, as a sentence; may be empty.
    pub(crate) copies: String,
    /// 印发机关: who issues it.
    pub(crate) issuer: String,
    /// 印发日期: the day, with its word.
    pub(crate) issued: String,
}

impl Foot {
    /// That of a Chinese document; a courtesy translation is not issued and has none.
    pub(crate) fn of(
        signature: &Signature,
        copies: Option<&str>,
        language: Language,
    ) -> Option<Self> {
        (language == Language::Zh).then(|| Self {
            copies: copies.map(|name| format!("{name}。")).unwrap_or_default(),
            issuer: signature.issuer.clone(),
            issued: format!("{}印发", signature.date),
        })
    }
}

/// A document, worded and ready to be set.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sheet {
    pub(crate) form: Form,
    pub(crate) lang: &'static str,
    pub(crate) title: String,
    /// The issuing authority, as the head of a letter names it.
    pub(crate) issuer: String,
    /// The number of the document 发文字号, or the petition's, as printed.
    pub(crate) reference: String,
    pub(crate) addressee: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) signature: Option<Signature>,
    /// At the foot of the last page.
    pub(crate) foot: Option<Foot>,
    /// Below the signature, small: a courtesy translation says so, a draft says so.
    pub(crate) note: String,
    /// Across the page.
    pub(crate) watermark: String,
    #[serde(skip)]
    pub(crate) qr: Option<String>,
    /// The day that the file is dated.
    #[serde(skip)]
    pub(crate) dated: Date,
    #[serde(skip)]
    pub(crate) language: Language,
}

impl Sheet {
    pub(crate) fn new(form: Form, language: Language, title: String, dated: Date) -> Self {
        Self {
            form,
            lang: language.tag(),
            title,
            issuer: String::new(),
            reference: String::new(),
            addressee: String::new(),
            blocks: Vec::new(),
            signature: None,
            foot: None,
            note: String::new(),
            watermark: String::new(),
            qr: None,
            dated,
            language,
        }
    }

    /// Adds one paragraph for each line that holds something.
    pub(crate) fn say(&mut self, text: &str) {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.blocks.extend(lines.map(|line| Block::Paragraph {
            text: line.to_owned(),
        }));
    }

    pub(crate) fn head(&mut self, level: u8, text: impl Into<String>) {
        let text = text.into();
        self.blocks.push(Block::Heading { level, text });
    }

    pub(crate) fn fields(&mut self, rows: Vec<Vec<Field>>) {
        self.blocks.push(Block::Fields { rows });
    }
}

impl Field {
    pub(crate) fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
            height_mm: 0,
        }
    }

    /// Room to write into by hand.
    pub(crate) fn to_write(label: impl Into<String>, height_mm: u16) -> Self {
        Self {
            label: label.into(),
            value: String::new(),
            height_mm,
        }
    }
}
