//! What may not come out: boxes, lines off the page, markup out of what people typed, pictures.

use super::paper::read;
use super::support::{FONTS, make, making};
use huiyin_domain::language::Language;
use huiyin_letters::samples::{DAY, all, answer, form, notice};
use huiyin_letters::{Document, Fonts, LetterError};
use std::path::PathBuf;

/// Everything on paper, without line breaks.
fn printed(document: &Document) -> String {
    let letter = make(document, Language::Zh).expect("a letter");
    read(&letter.pdf)
        .iter()
        .map(super::paper::Page::text)
        .collect()
}

#[test]
fn what_people_type_is_printed_as_it_stands() {
    for hostile in [
        "#import \"/etc/passwd\": *",
        "#panic(1)",
        "*粗* _斜_ $x^2$ <label> @ref",
        "\\u{41} // 注释 /* 注释 */",
        "= 标题",
        "#read(\"/data.json\")",
        "]#[逃逸",
    ] {
        let mut form = form();
        form.body = hostile.to_owned();
        form.subject = hostile.to_owned();
        let text = printed(&Document::RegistrationForm(form));
        let spaceless: String = hostile.split_whitespace().collect();
        let text: String = text.split_whitespace().collect();
        assert_eq!(text.matches(&spaceless).count(), 2, "{hostile}: {text}");
    }
}

#[test]
fn a_run_without_a_place_to_break_stays_on_the_page() {
    let digits = "0123456789".repeat(30);
    let mut notice = notice();
    notice.words = digits.clone();
    let mut form = form();
    form.body = digits.clone();
    form.requests = vec![digits];
    for document in [Document::Notice(notice), Document::RegistrationForm(form)] {
        let letter = make(&document, Language::Zh).expect("a letter");
        for page in read(&letter.pdf) {
            assert!(page.glyphs.iter().all(|ink| ink.x + ink.size / 2.0 < 190.5));
        }
    }
}

#[test]
fn a_character_that_no_font_draws_is_refused_by_its_number() {
    let mut answer = answer("事实");
    // The language of the Indus seals has no place in Unicode; Anatolian hieroglyphs have, and none
    // of the fonts of the map draws one.
    answer.summary = "\u{14400}".to_owned();
    let refused = make(&Document::Answer(answer), Language::Zh);
    let Err(error @ LetterError::MissingGlyph { code: 0x14400, .. }) = refused else {
        panic!("{refused:?}");
    };
    let message = error.message();
    assert!(message.zh.contains("U+14400") && message.zh.contains("安装"));
    assert!(message.en.contains("install"));
}

#[test]
fn without_fonts_it_says_which_package_to_install() {
    let nowhere =
        Fonts::find_in(&[PathBuf::from("/nonexistent")]).expect("no font is no mistake yet");
    let refused = Document::Notice(notice()).make(&nowhere, &making(Language::Zh));
    let Err(LetterError::MissingFont { packages, .. }) = &refused else {
        panic!("{refused:?}");
    };
    assert!(packages.contains("fonts-noto-cjk"), "{packages}");
    assert!(nowhere.report().iter().all(|style| !style.complete));
    assert!(FONTS.report().iter().all(|style| style.complete));
}

#[test]
fn a_file_that_is_no_font_is_named() {
    let folder = std::env::temp_dir().join(format!("huiyin-fonts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("simfang.ttf"), b"not a font").expect("a file");
    let refused = Fonts::find_in(std::slice::from_ref(&folder)).err();
    std::fs::remove_dir_all(&folder).expect("it goes");
    assert!(
        matches!(&refused, Some(LetterError::FontFile { file, .. }) if file == "simfang.ttf"),
        "{refused:?}"
    );
}

#[test]
fn pictures_are_named_and_ends_of_lines_kept() {
    let mut form = form();
    form.body = "噪声😡太大\n\n第二段".to_owned();
    let text = printed(&Document::RegistrationForm(form));
    assert!(text.contains("噪声〔U+1F621〕太大"), "{text}");
    assert!(text.contains("第二段"));
}

#[test]
fn the_same_data_gives_the_same_bytes_and_another_day_does_not() {
    for (name, document) in all() {
        let first = make(&document, Language::Zh).expect(name);
        let second = make(&document, Language::Zh).expect(name);
        assert_eq!(first, second, "{name}");
        assert!(first.pages >= 1);
    }
    let mut later = notice();
    later.head.date = DAY.tomorrow().expect("a day");
    let (today, later) = (Document::Notice(notice()), Document::Notice(later));
    let pdf = |document| make(document, Language::Zh).expect("a letter").pdf;
    assert_ne!(pdf(&today), pdf(&later));
}
