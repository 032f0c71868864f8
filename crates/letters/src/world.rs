//! What the typesetter may see: the template, the data and two pictures, all from memory. There is
//! no disk, no network, no package and no clock behind it.

use crate::fonts::Fonts;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The template of every document.
const TEMPLATE: &str = include_str!("../templates/letter.typ");

/// Paths are kept by the typesetter for ever, so there are these and no others.
static TEMPLATE_PATH: LazyLock<FileId> = LazyLock::new(|| path("/letter.typ"));
static DATA_PATH: LazyLock<FileId> = LazyLock::new(|| path("/data.json"));
static QR_PATH: LazyLock<FileId> = LazyLock::new(|| path("/qr.svg"));
static SEAL_PATH: LazyLock<FileId> = LazyLock::new(|| path("/seal.png"));

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::builder().build()));

static SOURCE: LazyLock<Source> =
    LazyLock::new(|| Source::new(*TEMPLATE_PATH, TEMPLATE.to_owned()));

#[expect(
    clippy::expect_used,
    reason = "four constants, each a valid path; tests set every document with them"
)]
fn path(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a constant path");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

/// One document's world.
pub(crate) struct LetterWorld<'a> {
    pub(crate) fonts: &'a Fonts,
    pub(crate) data: Bytes,
    pub(crate) qr: Option<Bytes>,
    pub(crate) seal: Option<Bytes>,
    pub(crate) today: Datetime,
}

impl World for LetterWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        *TEMPLATE_PATH
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == *TEMPLATE_PATH {
            return Ok(SOURCE.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = match id {
            id if id == *DATA_PATH => Some(self.data.clone()),
            id if id == *QR_PATH => self.qr.clone(),
            id if id == *SEAL_PATH => self.seal.clone(),
            _ => None,
        };
        found.ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Some(self.today)
    }
}
