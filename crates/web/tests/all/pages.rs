//! Every sample of every page, and what a first visit weighs.

use super::desk_support::Park;
use super::support::{App, all_between, between};
use huiyin_domain::emblem::EMBLEM_BYTES_MAX;
use huiyin_testkit::engine::on_sqlite;
use huiyin_web::pages::samples::rendered as samples;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// UX 5, which weighs the parts packed: a proxy packs them on the way.
const STYLE_PACKED_BYTES_MAX: usize = 14 * 1_024;
const SCRIPT_PACKED_BYTES_MAX: usize = 20 * 1_024;
/// The whole first view stays below it even where nothing is packed.
const FIRST_VIEW_BYTES_MAX: usize = 60 * 1_024;

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, rest)| rest));
    }
    text
}

fn is_chinese(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

#[test]
fn every_sample_has_a_language_a_title_and_one_heading() {
    for (name, page) in samples() {
        let title = between(&page, "<title>", "</title>").expect(name);
        let begin = title.split('·').next().unwrap_or_default();
        assert!(!begin.trim().is_empty(), "{name}: {title}");
        let headings = all_between(&page, "<h1", "</h1>");
        assert_eq!(headings.len(), 1, "{name}");
        let heading = without_tags(&format!("<h1{}", headings[0]));
        assert!(!heading.trim().is_empty(), "{name}");
        let lang = between(&page, "<html lang=\"", "\"").expect(name);
        let main = between(&page, "<main", "</main>").expect(name);
        let main = without_tags(&format!("<main{main}"));
        let chinese = main.chars().filter(|c| is_chinese(*c)).count();
        if name.ends_with("-zh") {
            assert_eq!(lang, "zh-CN", "{name}");
            assert!(
                is_chinese(heading.chars().find(|c| c.is_alphabetic()).unwrap_or('x')),
                "{name}"
            );
            let english = main
                .split(|c: char| !c.is_ascii_alphabetic())
                .filter(|word| word.len() > 3);
            assert!(
                english.clone().count() < 8,
                "{name}: {:?}",
                english.collect::<Vec<_>>()
            );
        } else {
            assert_eq!(lang, "en", "{name}");
            assert!(chinese < 12, "{name}: {chinese} Chinese characters");
        }
    }
}

#[test]
fn every_sample_stands_in_both_languages() {
    let names: Vec<&str> = samples().iter().map(|(name, _)| *name).collect();
    for name in &names {
        let twin = match name.strip_suffix("-zh") {
            Some(stem) => format!("{stem}-en"),
            None => format!("{}-zh", name.trim_end_matches("-en")),
        };
        assert!(names.contains(&twin.as_str()), "{name} has no {twin}");
    }
    assert!(names.len() >= 16, "{names:?}");
}

#[test]
fn ids_stand_once_and_what_points_at_them_finds_them() {
    for (name, page) in samples() {
        let ids = all_between(&page, " id=\"", "\"");
        for (nth, id) in ids.iter().enumerate() {
            assert!(!ids[..nth].contains(id), "{name}: the id {id} stands twice");
        }
        let pointing = [
            "for=\"",
            "aria-describedby=\"",
            "aria-labelledby=\"",
            "href=\"#",
        ];
        for mark in pointing {
            for target in all_between(&page, mark, "\"")
                .iter()
                .flat_map(|one| one.split(' '))
            {
                assert!(
                    ids.contains(&target),
                    "{name}: {mark}{target} leads nowhere"
                );
            }
        }
    }
}

/// The validator of HTML finds nothing.
#[test]
fn every_sample_is_valid_html() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut check = Command::new("node");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let program = "target/npm/html-validate/node_modules/html-validate/bin/html-validate.mjs";
    check.arg(root.join(program));
    check.args(["--preset", "standard", "--formatter", "text"]);
    for (name, page) in samples() {
        let file = folder.path().join(format!("{name}.html"));
        std::fs::write(&file, page).expect("it is written");
        check.arg(file);
    }
    let said = check.output().expect("node starts");
    let findings = String::from_utf8_lossy(&said.stdout);
    let trouble = String::from_utf8_lossy(&said.stderr);
    assert!(
        said.status.success(),
        "run tools/need-html-validate where it is missing\n{findings}{trouble}"
    );
}

#[test]
fn an_english_page_is_english_but_for_the_link_to_the_chinese() {
    let english = samples()
        .into_iter()
        .filter(|(name, _)| name.ends_with("-en"));
    for (name, page) in english {
        let page = page.replace(">中文</a>", "");
        let of_chinese = |c: &char| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}');
        assert_eq!(page.chars().find(of_chinese), None, "{name}");
    }
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    for (name, page) in samples() {
        for refused in [
            " style=\"",
            "<style",
            " onclick",
            " onload",
            "javascript:",
            "src=\"http",
            "href=\"http",
            "@import",
        ] {
            assert!(!page.contains(refused), "{name}: {refused}");
        }
        let scripts = all_between(&page, "<script", ">");
        assert!(
            scripts
                .iter()
                .all(|script| script.contains("src=\"/assets/")),
            "{name}"
        );
    }
}

#[test]
fn what_was_typed_is_escaped_in_the_samples() {
    let (_, page) = samples()
        .into_iter()
        .find(|(name, _)| *name == "track-clocks-zh")
        .expect("a sample");
    assert!(page.contains("&#60;b&#62;没发"));
    assert!(!page.contains("<b>没发"));
    assert!(page.contains("⟦U+202E⟧"));
}

/// What is wrong is told at the field as well (WCAG 3.3.1), and no state by its colour or its words alone.
#[test]
fn an_error_belongs_to_its_field_and_what_is_late_has_a_shape() {
    let (mut errors, mut late) = (0, 0);
    for (name, html) in samples() {
        let told = all_between(&html, "aria-describedby=\"", "\"");
        let told: Vec<&str> = told.iter().flat_map(|ids| ids.split(' ')).collect();
        for id in all_between(&html, "class=\"error-message\" id=\"", "\"") {
            assert!(told.contains(&id), "{name}: nothing is described by {id}");
            errors += 1;
        }
        for field in html.split('<').filter(|tag| tag.contains("-error\"")) {
            let describes = field.contains("aria-describedby");
            assert_eq!(
                describes,
                field.contains("aria-invalid=\"true\""),
                "{name}: {field}"
            );
        }
        for tag in html.split("<span class=\"tag late\">").skip(1) {
            assert!(tag.trim_start().starts_with("<svg"), "{name}: {tag:.60}");
            late += 1;
        }
    }
    assert!(errors > 20 && late > 10, "{errors} errors, {late} late");
}

/// A page without what is folded away in it.
fn unfolded(html: &str) -> String {
    let (mut shown, mut depth) = (String::new(), 0_usize);
    for part in html.split_inclusive('>') {
        if let Some((before, _)) = part.split_once("<details") {
            if depth == 0 {
                shown.push_str(before);
            }
            depth += 1;
        } else if part.ends_with("</details>") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 {
            shown.push_str(part);
        }
    }
    shown
}

/// Where several buttons are equals: the style guide shows all, and each post of a reception room has its own.
const EQUALS: [&str; 2] = ["desk-style", "room"];

#[test]
fn one_main_action_stands_out() {
    let mut main = 0;
    for (name, html) in samples() {
        let filled = unfolded(&html).matches("class=\"button\"").count();
        main += filled;
        let equals = EQUALS.iter().any(|one| name.starts_with(one));
        assert!(filled <= 1 || equals, "{name}: {filled} filled buttons");
    }
    assert!(main > 50, "{main}");
}

/// How many bytes gzip makes of it.
fn packed(bytes: &[u8]) -> usize {
    let mut gzip = Command::new("gzip")
        .args(["-9", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip starts");
    let mut input = gzip.stdin.take().expect("its input");
    // An asset is smaller than a pipe holds, so nobody waits for the other.
    input.write_all(bytes).expect("it reads");
    drop(input);
    let output = gzip.wait_with_output().expect("it ends");
    output.stdout.len()
}

/// As large a picture as an emblem may be.
fn emblem() -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let length = u32::try_from(content.len()).expect("small").to_be_bytes();
        [&length[..], kind, content, &[0; 4]].concat()
    };
    let sides = [128_u32.to_be_bytes(), 128_u32.to_be_bytes()].concat();
    let head = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[&sides[..], &[8, 6, 0, 0, 0]].concat()),
    ]
    .concat();
    let end = chunk(b"IEND", b"");
    let pixels = EMBLEM_BYTES_MAX - head.len() - chunk(b"IDAT", b"").len() - end.len();
    [head, chunk(b"IDAT", &vec![0; pixels]), end].concat()
}

#[test]
fn a_first_view_is_light() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut admin = Park::on(&app).administrator();
        let at = "/desk/admin/authority/emblem";
        let form = admin.get(at);
        let version = between(form.text(), "name=\"version\" value=\"", "\"").expect("a version");
        let sent = admin.upload(at, &[("version", version)], ("emblem", "e.png", &emblem()));
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mut browser = app.browser();
        for language in ["zh", "en"] {
            browser.get(&format!("/language?to={language}"));
            for path in ["/", "/new", "/track"] {
                let page = browser.get(path);
                let text = page.text();
                let emblem = between(text, "<img class=\"mark\" src=\"", "\"").expect("an emblem");
                let emblem = app.get(emblem).bytes.len();
                assert_eq!(emblem, EMBLEM_BYTES_MAX);
                let style = between(text, "rel=\"stylesheet\" href=\"", "\"").expect("a style");
                let script = between(text, "type=\"module\" src=\"", "\"").expect("a script");
                let (style, script) = (app.get(style).bytes, app.get(script).bytes);
                let packed = (packed(&style), packed(&script));
                assert!(packed.0 <= STYLE_PACKED_BYTES_MAX, "{packed:?}");
                assert!(packed.1 <= SCRIPT_PACKED_BYTES_MAX, "{packed:?}");
                let whole = page.bytes.len() + style.len() + script.len() + emblem;
                assert!(whole <= FIRST_VIEW_BYTES_MAX, "{path} sends {whole} bytes");
            }
        }
    });
}

#[test]
fn the_terms_on_the_home_page_are_those_of_the_rulebook() {
    on_sqlite(|place| {
        let app = App::on(place);
        let page = app.get("/");
        assert!(page.text().contains("15日"), "{}", page.text());
        assert!(page.text().contains("60日"));
        assert!(page.text().contains("《信访工作条例》"));
        // And what the office is that they turn to.
        assert!(page.text().contains("：专门收群众来信来访"));
    });
}
