//! The guide for staff tells both languages the same.

use huiyin_testkit::house::tree;

const GUIDE: &str = "docs/users/staff.md";

/// Of each section of one language: bullets, and pictures by their names without the language.
fn sections(text: &str, tag: &str) -> Vec<(usize, Vec<String>)> {
    let mut sections = Vec::new();
    for section in text.split("\n### ").skip(1) {
        let bullets = section.lines().filter(|line| line.starts_with("- "));
        let pictures = section.lines().filter(|line| line.starts_with("!["));
        let ending = format!("-{tag}.png)");
        let mut names = Vec::new();
        for picture in pictures {
            let name = picture.rsplit('/').next().unwrap_or_default();
            let name = name.strip_suffix(&ending);
            names.push(
                name.unwrap_or_else(|| panic!("{picture} is no picture in {tag}"))
                    .to_owned(),
            );
        }
        sections.push((bullets.count(), names));
    }
    sections
}

#[test]
fn both_languages_of_the_guide_for_staff_have_the_same_sections_bullets_and_pictures() {
    let files = tree::texts(&tree::repository()).expect("the repository");
    let guide = files
        .iter()
        .find(|file| file.path == GUIDE)
        .expect("the guide");
    let (chinese, english) = guide.text.split_once("\n## English").expect("both");
    let (chinese, english) = (sections(chinese, "zh"), sections(english, "en"));
    assert!(chinese.len() > 8, "{}", chinese.len());
    assert_eq!(chinese, english);
}
