//! Every table says of which kind it is (RULES 2.3).

use super::Finding;
use super::tree::TextFile;

/// What a table can be: the journal itself; a pure function of it, compared by
/// `huiyin doctor --rebuild`; or neither, and checked for orphans.
const KINDS: &[&str] = &["journal", "derived", "operational"];

/// The migrations among the files.
pub fn migrations(files: &[TextFile]) -> Vec<&TextFile> {
    let inside = |file: &&TextFile| file.path.starts_with("crates/store/src/migrations/");
    files
        .iter()
        .filter(inside)
        .filter(|file| file.path.ends_with(".sql"))
        .collect()
}

/// The tables of a migration: the line of each, its name, and the kind that it says, if any.
pub fn tables(text: &str) -> Vec<(usize, String, Option<String>)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(name) = created(line) {
            let above = lines[..index]
                .iter()
                .rev()
                .take_while(|line| line.starts_with("--"));
            let kind = above
                .filter_map(|line| line.strip_prefix("-- kind: "))
                .next();
            found.push((index + 1, name, kind.map(|kind| kind.trim().to_owned())));
        }
    }
    found
}

/// The name of the table that a line creates.
fn created(line: &str) -> Option<String> {
    let code = line.split("--").next().unwrap_or_default().to_lowercase();
    let mut words = code
        .split(|c: char| c.is_whitespace() || c == '(')
        .filter(|w| !w.is_empty());
    if words.next() != Some("create") {
        return None;
    }
    let rest: Vec<&str> = words.collect();
    let at = rest.iter().position(|word| *word == "table")?;
    let plain = |word: &&&str| !matches!(**word, "if" | "not" | "exists");
    rest[at + 1..]
        .iter()
        .find(plain)
        .map(|name| (*name).to_owned())
}

/// Every table that does not say of which kind it is.
pub fn without_kind(file: &TextFile) -> Vec<Finding> {
    let known = |kind: &Option<String>| kind.as_deref().is_some_and(|kind| KINDS.contains(&kind));
    tables(&file.text)
        .into_iter()
        .filter(|(_, _, kind)| !known(kind))
        .map(|(line, name, kind)| {
            let says = kind.unwrap_or_else(|| "nothing".to_owned());
            let message = format!(
                "table {name} says {says} of its kind: write `-- kind: derived`, `-- kind: \
                 operational` or `-- kind: journal` above it"
            );
            Finding::new(&file.path, line, message)
        })
        .collect()
}
