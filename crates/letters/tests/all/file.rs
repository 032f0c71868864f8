//! The file itself: what archives and screen readers need of it.

use super::paper::read;
use super::support::make;
use huiyin_domain::language::Language;
use huiyin_letters::samples::all;

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
fn fonts_are_inside_and_every_glyph_has_its_text() {
    for (name, document) in all() {
        let pdf = make(&document, Language::Zh).expect(name).pdf;
        assert!(holds(&pdf, "/FontFile"), "{name}");
        for page in read(&pdf) {
            assert!(!page.text().contains('\u{FFFD}'), "{name}");
        }
    }
}
