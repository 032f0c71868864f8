//! Every character of 通用规范汉字表 (State Council, 2013) can be printed in each style.
//!
//! `standard-characters.txt` is the set of its 8,105 characters, in the order of Unicode.

use super::paper::read;
use super::support::make;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_letters::Document;
use huiyin_letters::samples::{answer, form};
use std::collections::BTreeSet;

const CHARACTERS: &str = include_str!("../data/standard-characters.txt");

fn characters() -> String {
    CHARACTERS.split_whitespace().collect()
}

/// What stands on the paper and is missing in it.
fn missing(document: &Document) -> BTreeSet<char> {
    let letter = make(document, Language::Zh).expect("each of them is drawn");
    let printed: BTreeSet<char> = read(&letter.pdf)
        .iter()
        .flat_map(|page| page.text().chars().collect::<Vec<_>>())
        .collect();
    characters()
        .chars()
        .filter(|ch| !printed.contains(ch))
        .collect()
}

#[test]
fn there_are_8105() {
    assert_eq!(characters().chars().count(), 8_105);
    assert_eq!(characters().chars().collect::<BTreeSet<_>>().len(), 8_105);
}

#[test]
fn all_are_printed_in_fangsong() {
    assert_eq!(
        missing(&Document::Answer(answer(&characters()))),
        BTreeSet::new()
    );
}

#[test]
fn all_are_printed_in_hei_as_a_heading() {
    let mut answer = answer("事实");
    answer.requests[0].request = characters();
    assert_eq!(missing(&Document::Answer(answer)), BTreeSet::new());
}

#[test]
fn all_are_printed_in_xiaobiaosong_as_a_title() {
    let mut answer = answer("事实");
    answer.subject = characters();
    assert_eq!(missing(&Document::Answer(answer)), BTreeSet::new());
}

#[test]
fn all_are_printed_in_kai_as_an_authority() {
    let mut form = form();
    form.head.authority = Bilingual::new(characters(), "all");
    assert_eq!(missing(&Document::RegistrationForm(form)), BTreeSet::new());
}
