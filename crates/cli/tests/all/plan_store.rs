//! `huiyin plan lodge`, and `plan check --data`: plans with the store of an authority.

use super::support::{each_store, huiyin, json};
use serde_json::{Value, json as value};

fn codes(said: &Value) -> Vec<&str> {
    let findings = said["findings"].as_array().expect("findings").iter();
    let mut codes: Vec<&str> = findings.filter_map(|one| one["code"].as_str()).collect();
    codes.dedup();
    codes
}

#[test]
fn a_plan_is_lodged_and_checked_with_what_the_store_knows() {
    each_store(|_, store| {
        let run = |arguments: &[&str]| json(&[arguments, store].concat());
        let (code, _) = run(&[
            "user",
            "add",
            "--login",
            "ye",
            "--name",
            "叶舟",
            "--role",
            "petition-office:administrator",
        ]);
        assert_eq!(code, 0);
        // Its own roster would do; the store has none yet.
        let (code, said) = run(&["plan", "check", "sample-park"]);
        assert_eq!((code, &said["roster"]), (1, &value!("not given")));
        assert!(codes(&said).contains(&"missing-roster"), "{said}");

        let lodge: &[&str] = &["plan", "lodge", "sample-park", "--roster", "sample-park"];
        let (code, said) = run(lodge);
        assert_eq!(code, 0);
        assert_eq!(
            said["plan"],
            value!({"id": "sample-park", "version": "2026.1", "new": true})
        );
        assert_eq!(said["roster"]["new"], true);
        let (code, said) = run(lodge);
        assert_eq!((code, &said["plan"]["new"]), (0, &value!(false)));

        let (code, said) = run(&["plan", "check", "sample-park"]);
        assert_eq!((code, &said["roster"]), (1, &value!("checked")));
        let found = codes(&said);
        assert!(!found.contains(&"missing-roster"), "{said}");
        for wanted in ["wrong-level", "unknown-unit", "unheld-approver"] {
            assert!(found.contains(&wanted), "{wanted}: {said}");
        }
    });
    assert_eq!(
        huiyin(&[
            "plan",
            "check",
            "sample-park",
            "--data",
            "nowhere",
            "--roster",
            "x"
        ])
        .code,
        2
    );
    assert_eq!(
        huiyin(&["plan", "check", "sample-park", "--data", "nowhere"]).code,
        1
    );
}
