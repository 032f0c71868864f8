//! Fonts of the tests, and how they make a document.

use huiyin_domain::language::Language;
use huiyin_letters::{Document, Fonts, Letter, LetterError, Making};
use std::path::PathBuf;
use std::sync::LazyLock;

/// The fonts that `tools/need-fonts` provides.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/fonts"));
    assert!(
        folder.join("FandolFang-Regular.otf").exists(),
        "run tools/need-fonts first"
    );
    Fonts::find(&[folder]).expect("the fonts")
});

pub fn making(language: Language) -> Making {
    Making {
        language,
        ..Making::default()
    }
}

pub fn make(document: &Document, language: Language) -> Result<Letter, LetterError> {
    document.make(&FONTS, &making(language))
}
