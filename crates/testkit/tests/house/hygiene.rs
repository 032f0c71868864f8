use huiyin_testkit::house::tree::{self, TextFile};
use huiyin_testkit::house::{assert_none, hygiene};

#[test]
fn no_text_names_a_registry_or_a_machine() {
    let files = tree::texts(&tree::repository()).expect("the repository");
    assert!(
        files.iter().any(|file| file.path == "Cargo.toml"),
        "this is not the repository"
    );
    let findings: Vec<_> = files.iter().flat_map(hygiene::named).collect();
    assert_none(&findings);
}

#[test]
fn a_planted_host_or_path_is_found() {
    for (text, findings) in [
        (concat!("see crates", ".io for it"), 1),
        (concat!("https://registry.npm", "js.org/x"), 1),
        (concat!("files.python", "hosted.org"), 1),
        (concat!("cd /wo", "rk/main"), 1),
        (concat!("\"/ro", "ot/.cargo\""), 1),
        ("../shared/data", 0),
        (concat!("https://example.org/wo", "rk/list"), 0),
    ] {
        let file = TextFile {
            path: "a.md".to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(hygiene::named(&file).len(), findings, "{text}");
    }
}
