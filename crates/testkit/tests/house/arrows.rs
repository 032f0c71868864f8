use huiyin_testkit::house::{arrows, assert_none, tree};
use std::process::Command;

#[test]
fn every_arrow_of_the_workspace_is_allowed() {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(tree::repository())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        metadata.contains("huiyin-domain"),
        "cargo metadata names no domain"
    );
    assert_none(&arrows::violations(&metadata).expect("metadata"));
}

fn planted(package: &str, dependency: &str, kind: &str) -> Vec<String> {
    let metadata = format!(
        r#"{{"packages":[{{"name":"{package}","dependencies":[{{"name":"{dependency}","kind":{kind}}}]}}]}}"#
    );
    let findings = arrows::violations(&metadata).expect("metadata");
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn a_planted_arrow_is_found() {
    for (package, dependency, kind) in [
        ("huiyin-domain", "huiyin-store", "null"),
        ("huiyin-ledger", "huiyin-domain", "null"),
        ("huiyin-store", "huiyin-ledger", "\"build\""),
        ("huiyin-web", "huiyin-store", "null"),
        ("huiyin-web", "huiyin-store", "\"dev\""),
        ("huiyin-app", "huiyin-web", "null"),
        ("huiyin-app", "huiyin-testkit", "null"),
        ("huiyin-domain", "tokio", "null"),
        ("huiyin-reports", "serde", "null"),
    ] {
        assert_eq!(
            planted(package, dependency, kind).len(),
            1,
            "{package} → {dependency} {kind}"
        );
    }
}

#[test]
fn an_allowed_arrow_passes() {
    for (package, dependency, kind) in [
        ("huiyin-cli", "huiyin-web", "null"),
        ("huiyin-app", "huiyin-ledger", "null"),
        ("huiyin-domain", "huiyin-testkit", "\"dev\""),
        ("huiyin-domain", "jiff", "null"),
        ("huiyin-domain", "proptest", "\"dev\""),
        ("huiyin-testkit", "huiyin-app", "null"),
    ] {
        assert_eq!(planted(package, dependency, kind), Vec::<String>::new());
    }
}
