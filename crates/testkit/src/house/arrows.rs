//! Who may depend on whom (DESIGN section 4), checked on what `cargo metadata` tells.

use super::Finding;
use serde::Deserialize;

/// The prefix of our own packages.
const OURS: &str = "huiyin-";

/// The crate that only tests use; it may itself use every other.
const TESTKIT: &str = "testkit";

/// Each crate and the crates of ours that it may use. Nothing points back.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "cli",
        &[
            "web", "app", "store", "ledger", "search", "letters", "notify", "domain",
        ],
    ),
    ("web", &["app", "domain"]),
    (
        "app",
        &["store", "ledger", "search", "letters", "notify", "domain"],
    ),
    ("store", &["domain"]),
    ("ledger", &[]),
    ("search", &["domain"]),
    ("letters", &["domain"]),
    ("notify", &["domain"]),
    ("domain", &[]),
];

/// What `domain` may use of other people's.
const OUTSIDE_OF_DOMAIN: &[&str] = &["serde", "thiserror", "jiff", "toml"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

/// Every forbidden arrow in the output of `cargo metadata --no-deps --format-version 1`.
///
/// # Errors
/// The text is no such output.
pub fn violations(metadata: &str) -> Result<Vec<Finding>, serde_json::Error> {
    let metadata: Metadata = serde_json::from_str(metadata)?;
    let mut findings = Vec::new();
    for package in &metadata.packages {
        let name = package.name.strip_prefix(OURS).unwrap_or(&package.name);
        if name == TESTKIT {
            continue;
        }
        let Some((_, may_use)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            let message = "a crate that the table of arrows does not know; DESIGN section 4 first";
            findings.push(Finding::new(&package.name, 0, message));
            continue;
        };
        for dependency in &package.dependencies {
            if let Some(message) = judge(name, may_use, dependency) {
                findings.push(Finding::new(&package.name, 0, message));
            }
        }
    }
    Ok(findings)
}

fn judge(name: &str, may_use: &[&str], dependency: &Dependency) -> Option<String> {
    let for_tests = dependency.kind.as_deref() == Some("dev");
    match dependency.name.strip_prefix(OURS) {
        Some(TESTKIT) if for_tests => None,
        Some(TESTKIT) => Some("testkit is for tests: make it a dev-dependency".to_owned()),
        Some(other) if may_use.contains(&other) => None,
        Some(other) => Some(format!("{name} → {other} is no allowed arrow")),
        None if name == "domain"
            && !for_tests
            && !OUTSIDE_OF_DOMAIN.contains(&dependency.name.as_str()) =>
        {
            Some(format!(
                "domain is pure: it may not depend on {}",
                dependency.name
            ))
        }
        None => None,
    }
}
