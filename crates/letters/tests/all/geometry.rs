//! Where things stand on the paper, by GB/T 9704-2012, read from the PDF.

use super::paper::{Ink, Page, read};
use super::support::{FONTS, make, making};
use huiyin_domain::language::Language;
use huiyin_letters::samples::{all, answer, notice, seal, slip};
use huiyin_letters::{Document, Making};

/// The standard's 156 mm in 28 cells.
const CELL_MM: f64 = 156.0 / 28.0;
/// 22 lines in 225 mm, the last of which ends at the foot of the type area.
const STEP_MM: f64 = (225.0 - CELL_MM) / 21.0;
const TOLERANCE_MM: f64 = 0.5;
/// 4号, the size of the foot 版记.
const FOOT_MM: f64 = 14.0 * 25.4 / 72.0;

/// A text of ordinary characters without any mark, so that each fills its cell.
fn plain(characters: usize) -> String {
    "经现场核查施工单位确有夜间作业情形噪声监测结果超过国家标准限值已责令立即停止"
        .chars()
        .cycle()
        .take(characters)
        .collect()
}

fn long_answer() -> Vec<Page> {
    let document = Document::Answer(answer(&plain(28 * 60)));
    read(&make(&document, Language::Zh).expect("a letter").pdf)
}

/// The lines within the type area, without those of the foot 版记.
fn body(page: &Page) -> Vec<Vec<&Ink>> {
    let lines = page.lines().into_iter();
    lines
        .filter(|line| line[0].y < 262.5 && (line[0].size - FOOT_MM).abs() > 0.05)
        .collect()
}

#[test]
fn a_page_is_a4_and_a_full_one_has_22_lines_at_the_steps_of_the_standard() {
    let pages = long_answer();
    assert!(pages.len() >= 3);
    for page in &pages {
        assert!((page.width - 210.0).abs() < 0.1 && (page.height - 297.0).abs() < 0.1);
    }
    let lines = body(&pages[1]);
    assert_eq!(lines.len(), 22);
    // The first line's box begins at 37 mm; its base line is 0.88 of a character lower.
    let first = 37.0 + 0.88 * CELL_MM;
    for (nth, line) in lines.iter().enumerate() {
        let expected = first + STEP_MM * nth as f64;
        assert!(
            (line[0].y - expected).abs() < TOLERANCE_MM,
            "line {}: {} and not {expected}",
            nth + 1,
            line[0].y
        );
    }
}

#[test]
fn a_full_line_has_28_characters_in_their_cells() {
    let pages = long_answer();
    for line in body(&pages[1]) {
        assert_eq!(line.len(), 28);
        for (nth, ink) in line.iter().enumerate() {
            let expected = 28.0 + CELL_MM * nth as f64;
            assert!(
                (ink.x - expected).abs() < TOLERANCE_MM,
                "{ink:?} and not {expected}"
            );
            assert!((ink.size - CELL_MM).abs() < 0.05, "{ink:?}");
        }
    }
}

#[test]
fn the_text_is_set_in_fangsong_the_headings_in_hei_and_the_title_in_song() {
    let pages = long_answer();
    let lines = body(&pages[1]);
    assert!(
        lines
            .iter()
            .flatten()
            .all(|ink| ink.font.contains("FandolFang"))
    );
    let first = pages[0].lines();
    let font_of = |text: &str| {
        let line = first.iter().find(|line| {
            let words: String = line.iter().map(|ink| ink.text.as_str()).collect();
            words.contains(text)
        });
        line.expect("the line")[2].font.clone()
    };
    assert!(
        font_of("信访事项的处理意见书").contains("NotoSerifCJK"),
        "{}",
        font_of("处理意见书")
    );
    assert!(
        font_of("一、关于").contains("FandolHei"),
        "{}",
        font_of("一、关于")
    );
}

#[test]
fn page_numbers_stand_7_mm_below_on_the_outer_side() {
    let pages = long_answer();
    for (nth, page) in pages.iter().enumerate() {
        let number = (nth + 1).to_string();
        let below: Vec<Ink> = page
            .glyphs
            .iter()
            .filter(|ink| ink.y > 263.0)
            .cloned()
            .collect();
        assert!(below.iter().any(|ink| ink.text == number), "{below:?}");
        let dash = below.iter().find(|ink| ink.text == "—").expect("a dash");
        // The dash's middle is 7 mm below the type area; it stands some 0.3 em over its base line.
        assert!((dash.y - 0.3 * dash.size - 269.0).abs() < 1.0, "{dash:?}");
        let (left, right) = below
            .iter()
            .fold((f64::MAX, 0.0_f64), |(left, right), ink| {
                (left.min(ink.x), right.max(ink.x + ink.size))
            });
        if nth % 2 == 0 {
            assert!(
                (right - (184.0 - 14.0 * 25.4 / 72.0)).abs() < TOLERANCE_MM,
                "{right}"
            );
        } else {
            assert!(
                (left - (28.0 + 14.0 * 25.4 / 72.0)).abs() < TOLERANCE_MM,
                "{left}"
            );
        }
    }
}

#[test]
fn the_date_ends_four_characters_from_the_right_and_the_issuer_is_centred_on_it() {
    let pages = long_answer();
    let last = pages.last().expect("a page");
    let lines = body(last);
    let [.., issuer, date] = lines.as_slice() else {
        panic!("no signature");
    };
    let words = |line: &[&Ink]| line.iter().map(|ink| ink.text.as_str()).collect::<String>();
    assert_eq!(words(issuer), "滨海产业园区管理委员会");
    assert_eq!(words(date), "2026年1月12日");
    let end = |line: &[&Ink]| line.last().map_or(0.0, |ink| ink.x + CELL_MM);
    assert!(
        (end(date) - (184.0 - 4.0 * CELL_MM)).abs() < TOLERANCE_MM,
        "{}",
        end(date)
    );
    let middle = |line: &[&Ink]| (line[0].x + end(line)) / 2.0;
    assert!((middle(issuer) - middle(date)).abs() < TOLERANCE_MM);
    // The last paragraph is on the page of the signature.
    assert!(lines.len() > 3);
}

#[test]
fn the_foot_stands_at_the_end_of_the_type_area_between_its_lines() {
    for characters in (0..24).map(|lines| 28 * (20 + lines)) {
        let document = Document::Answer(answer(&plain(characters)));
        let pages = read(&make(&document, Language::Zh).expect("a letter").pdf);
        let last = pages.last().expect("a page");
        let words = |line: &[&Ink]| line.iter().map(|ink| ink.text.as_str()).collect::<String>();
        let lines = last.lines();
        let foot: Vec<_> = lines
            .iter()
            .filter(|line| line[0].y < 262.5 && (line[0].size - FOOT_MM).abs() < 0.05)
            .collect();
        let [copies, issued] = foot.as_slice() else {
            panic!("{characters}: {} lines of a foot", foot.len());
        };
        assert_eq!(words(copies), "抄送：滨海市信访局。");
        assert_eq!(words(issued), "滨海产业园区管理委员会2026年1月12日印发");
        // A character in from either side.
        for line in [copies, issued] {
            assert!(
                (line[0].x - (28.0 + FOOT_MM)).abs() < TOLERANCE_MM,
                "{:?}",
                line[0]
            );
        }
        let end = issued.last().map_or(0.0, |ink| ink.x + FOOT_MM);
        assert!((end - (184.0 - FOOT_MM)).abs() < TOLERANCE_MM, "{end}");
        let rules: Vec<_> = last
            .shapes
            .iter()
            .filter(|one| one.right - one.left > 155.0 && one.bottom > copies[0].y - 8.0)
            .collect();
        let strokes: Vec<f64> = rules.iter().filter_map(|one| one.stroke).collect();
        assert_eq!(strokes.len(), 3, "{characters}: {rules:?}");
        for (stroke, wanted) in strokes.iter().zip([0.35, 0.25, 0.35]) {
            assert!((stroke - wanted).abs() < 0.01, "{strokes:?}");
        }
        let lowest = rules.iter().map(|one| one.bottom).fold(0.0, f64::max);
        assert!(
            (lowest - 262.0).abs() < TOLERANCE_MM,
            "{characters}: {lowest}"
        );
        // It covers nothing of the text, nor of where the seal is set.
        let above = body(last);
        let text = above.last().map_or(37.0, |line| line[0].y);
        assert!(copies[0].y - FOOT_MM > text, "{characters}: {text}");
    }
}

#[test]
fn what_is_no_official_document_has_no_foot() {
    for document in [Document::Notice(notice()), Document::QuerySlip(slip())] {
        let pages = read(&make(&document, Language::Zh).expect("a letter").pdf);
        assert!(pages.iter().all(|page| !page.text().contains("印发")));
    }
    let translated = Document::Answer(answer("The work was stopped."));
    let pages = read(&make(&translated, Language::En).expect("a letter").pdf);
    assert!(pages.iter().all(|page| !page.text().contains("印发")));
}

/// A document with the sample's seal on it.
fn sealed(document: &Document) -> Vec<u8> {
    let making = Making {
        seal: Some(seal()),
        ..making(Language::Zh)
    };
    document.make(&FONTS, &making).expect("a letter").pdf
}

#[test]
fn a_seal_stands_square_on_issuer_and_date_and_within_a_line_of_the_text() {
    let sealed = read(&sealed(&Document::Answer(answer(&plain(28 * 60)))));
    let images: usize = sealed.iter().map(|page| page.images.len()).sum();
    assert_eq!(images, 1, "one seal on the whole document");
    let last = sealed.last().expect("a page");
    let seal = last.images[0];
    let (across, down) = (seal.right - seal.left, seal.bottom - seal.top);
    assert!((across - 42.0).abs() < TOLERANCE_MM && (down - 42.0).abs() < TOLERANCE_MM);
    let lines = body(last);
    let [.., text, issuer, date] = lines.as_slice() else {
        panic!("no signature");
    };
    let end = |line: &[&Ink]| line.last().map_or(0.0, |ink| ink.x + CELL_MM);
    let middle = (seal.left + seal.right) / 2.0;
    for line in [issuer, date] {
        let own = (line[0].x + end(line)) / 2.0;
        assert!((own - middle).abs() < TOLERANCE_MM, "{own} {seal:?}");
        assert!(line[0].y > seal.top && line[0].y < seal.bottom, "{seal:?}");
    }
    // Issuer and date stand a little below its middle, which lies between them and their top.
    let top = issuer[0].y - 0.88 * CELL_MM;
    let bottom = date[0].y + 0.12 * CELL_MM;
    let (their_middle, its_middle) = ((top + bottom) / 2.0, (seal.top + seal.bottom) / 2.0);
    assert!(
        their_middle > its_middle && their_middle - its_middle < CELL_MM,
        "{their_middle} {its_middle}"
    );
    // Its top is within a line of the text, and it covers none of it (GB/T 9704-2012, 7.3.5.1).
    let below = seal.top - (text[0].y + 0.12 * CELL_MM);
    assert!((0.0..STEP_MM).contains(&below), "{below}");
    assert!(seal.bottom < 262.0 + TOLERANCE_MM, "{seal:?}");
}

#[test]
fn a_seal_moves_nothing_its_place_is_there_without_it() {
    for document in [
        Document::Answer(answer(&plain(28 * 60))),
        Document::Answer(answer(&plain(28 * 4))),
        Document::Notice(notice()),
    ] {
        let without = read(&make(&document, Language::Zh).expect("a letter").pdf);
        let with = read(&sealed(&document));
        assert_eq!(without.len(), with.len());
        for (without, with) in without.iter().zip(&with) {
            let places = |page: &Page| -> Vec<(String, i64, i64)> {
                let glyphs = page.glyphs.iter();
                let tenths = |at: f64| (at * 10.0).round() as i64;
                glyphs
                    .map(|ink| (ink.text.clone(), tenths(ink.x), tenths(ink.y)))
                    .collect()
            };
            assert_eq!(places(without), places(with));
            assert!(without.images.is_empty());
        }
    }
}

#[test]
fn wherever_the_text_ends_the_seal_stays_in_the_type_area() {
    for characters in (0..22).map(|lines| 28 * (20 + lines)) {
        let pages = read(&sealed(&Document::Answer(answer(&plain(characters)))));
        let seal = pages.iter().flat_map(|page| &page.images).next();
        let seal = seal.expect("a seal");
        assert!(
            seal.bottom < 262.0 + TOLERANCE_MM && seal.top > 37.0 - TOLERANCE_MM,
            "{characters}: {seal:?}"
        );
    }
}

#[test]
fn nothing_stands_outside_the_margins_of_any_document() {
    for (name, document) in all() {
        for language in [Language::Zh, Language::En] {
            let letter = make(&document, language).expect(name);
            for page in read(&letter.pdf) {
                let right = page.width - if page.width < 150.0 { 14.0 } else { 20.0 };
                for ink in &page.glyphs {
                    // A line that begins with an opening mark has its empty half in the margin.
                    assert!(
                        ink.x > 10.0 && ink.x < right,
                        "{name} {language:?}: {ink:?}"
                    );
                    assert!(ink.y > 10.0 && ink.y < page.height - 8.0, "{name}: {ink:?}");
                }
            }
        }
    }
}

#[test]
fn a_letter_between_units_has_the_red_lines_of_its_form_on_its_first_page() {
    let letters = all();
    let (_, letter) = letters
        .iter()
        .find(|(name, _)| *name == "transfer-letter")
        .expect("a letter");
    let pages = read(&make(letter, Language::Zh).expect("a letter").pdf);
    let lines: Vec<_> = pages[0]
        .shapes
        .iter()
        .filter(|shape| shape.stroke.is_some() && shape.right - shape.left > 100.0)
        .collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    for line in &lines {
        assert!((line.left - 20.0).abs() < TOLERANCE_MM, "{line:?}");
        assert!(
            (line.right - line.left - 170.0).abs() < TOLERANCE_MM,
            "{line:?}"
        );
    }
    // Thick over thin below the name, thin over thick 20 mm from the foot.
    let strokes: Vec<bool> = lines
        .iter()
        .map(|line| line.stroke.is_some_and(|width| width > 0.4))
        .collect();
    assert_eq!(strokes, [true, false, false, true]);
    assert!((lines[3].bottom - 277.0).abs() < 1.0, "{:?}", lines[3]);
    // The name's upper edge is 30 mm from the top; its characters are some 0.88 em above the base line.
    let name = &pages[0].lines()[0];
    assert!(
        (name[0].y - 0.86 * name[0].size - 30.0).abs() < 1.0,
        "{:?}",
        name[0]
    );
    assert!((lines[0].top - name[0].y).abs() < 8.0);
    let numbered = pages[0]
        .glyphs
        .iter()
        .any(|ink| ink.y > 262.5 && ink.text == "1");
    assert!(!numbered, "the first page has no number");
}
