//! The guides for staff and for the administrator tell both languages the same.

use huiyin_testkit::house::tree;

const GUIDES: [&str; 2] = ["docs/users/staff.md", "docs/users/administrator.md"];

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
fn both_languages_of_a_guide_have_the_same_sections_bullets_and_pictures() {
    let files = tree::texts(&tree::repository()).expect("the repository");
    for path in GUIDES {
        let mut all = files.iter();
        let guide = all.find(|file| file.path == path).expect("the guide");
        let (chinese, english) = guide.text.split_once("\n## English").expect("both");
        let (chinese, english) = (sections(chinese, "zh"), sections(english, "en"));
        assert!(chinese.len() > 8, "{path}: {}", chinese.len());
        assert_eq!(chinese, english, "{path}");
    }
}
