//! The file itself: what archives and screen readers need of it.

use super::paper::{Page, read};
use super::support::{FONTS, make, making};
use huiyin_domain::language::Language;
use huiyin_letters::samples::{all, answer, seal};
use huiyin_letters::{Document, LetterError, Making, Seal};

fn holds(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len())
        .any(|window| window == words.as_bytes())
}

#[test]
fn each_document_says_that_it_is_pdf_a_2a_and_ua_1_tagged_in_its_language() {
    for (name, document) in all() {
        for (language, tag) in [
            (Language::Zh, "/Lang(zh-CN)"),
            (Language::En, "/Lang(en-GB)"),
        ] {
            let pdf = make(&document, language).expect(name).pdf;
            for words in [
                "<pdfaid:part>2</pdfaid:part>",
                "<pdfaid:conformance>A</pdfaid:conformance>",
                "<pdfuaid:part>1</pdfuaid:part>",
                "/StructTreeRoot",
                "/MarkInfo",
                "/DisplayDocTitle true",
                tag,
            ] {
                assert!(holds(&pdf, words), "{name} {language:?}: {words}");
            }
        }
    }
}

#[test]
fn a_sealed_document_is_one_too_and_the_seal_has_words_for_who_does_not_see_it() {
    let document = Document::Answer(answer("情况属实。"));
    let making = Making {
        seal: Some(seal()),
        ..making(Language::Zh)
    };
    let made = || document.make(&FONTS, &making).expect("a letter");
    let letter = made();
    for words in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "/Figure",
        "/Alt",
    ] {
        assert!(holds(&letter.pdf, words), "{words}");
    }
    assert_eq!(made(), letter, "the same bytes each time");
    let without = make(&document, Language::Zh).expect("a letter");
    assert_ne!(without.pdf, letter.pdf);
    // The courtesy translation bears none, and says that the document does.
    let translated = Making {
        language: Language::En,
        ..making.clone()
    };
    let translated = document.make(&FONTS, &translated).expect("a letter");
    let pages = read(&translated.pdf);
    assert!(pages.iter().all(|page| page.images.is_empty()));
    let words: String = pages.iter().map(Page::text).collect();
    let words: String = words.split_whitespace().collect();
    assert!(words.contains("andbearstheseal"), "{words}");
}

#[test]
fn a_seal_is_tried_on_before_it_is_taken() {
    assert_eq!(seal().try_on(&FONTS), Ok(()));
    let mut cut = seal().0;
    cut.truncate(2_000);
    assert_eq!(Seal(cut).try_on(&FONTS), Err(LetterError::Undrawable));
    let other = Seal(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec());
    assert_eq!(other.try_on(&FONTS), Err(LetterError::Undrawable));
}

#[test]
fn fonts_are_inside_and_every_glyph_has_its_text() {
    for (name, document) in all() {
        let pdf = make(&document, Language::Zh).expect(name).pdf;
        assert!(holds(&pdf, "/FontFile"), "{name}");
        for page in read(&pdf) {
            assert!(!page.text().contains('\u{FFFD}'), "{name}");
        }
    }
}
