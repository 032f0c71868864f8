//! `huiyin plan lodge`, and `plan check --data`: plans with the store of an authority.

use super::support::{each_store, huiyin, json};
use serde_json::{Value, json as value};

/// Those of the sample's roster who sign in.
const LOGINS: [(&str, &str); 7] = [
    ("zhou-mingyuan", "周明远"),
    ("lin-jie", "林洁"),
    ("qin-yue", "秦越"),
    ("xu-an", "许安"),
    ("shen-yi", "沈毅"),
    ("fang-lin", "方琳"),
    ("jiang-tao", "江涛"),
];

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
        // The roster's people are none of the store's: each is named, and nothing of it is kept.
        let refused = huiyin(&[lodge, store].concat());
        assert_eq!(refused.code, 1, "{}", refused.err);
        for part in ["unknown-login", "zhou-mingyuan", "account = false"] {
            assert!(refused.err.contains(part), "{part}: {}", refused.err);
        }
        assert!(
            !refused.err.contains("pan-xiaolan"),
            "the file says that they have none"
        );
        for (login, name) in LOGINS {
            let role = "petition-office:handler";
            let (code, _) = run(&[
                "user", "add", "--login", login, "--name", name, "--role", role,
            ]);
            assert_eq!(code, 0, "{login}");
        }
        let (code, said) = run(lodge);
        assert_eq!(code, 0);
        assert_eq!(
            said["plan"],
            value!({"id": "sample-park", "version": "2026.1", "new": false}),
            "lodged with the first attempt, which the roster alone failed"
        );
        assert_eq!(said["roster"]["new"], true);
        let (code, said) = run(lodge);
        assert_eq!((code, &said["plan"]["new"]), (0, &value!(false)));

        // It comes out again as it was lodged, to be changed; what is there is not overwritten.
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().to_str().expect("a path");
        let (code, said) = run(&["plan", "export", "sample-park", "--to", to]);
        assert_eq!((code, &said["version"]), (0, &value!("2026.1")), "{said}");
        assert_eq!(said["roster_version"], "2026.1");
        let file = |name: &str| {
            let text = std::fs::read_to_string(folder.path().join(name));
            text.expect("it was written")
        };
        let shipped = huiyin_domain::shipped::plans().iter();
        let shipped = shipped.into_iter().find(|one| one.id == "sample-park");
        let shipped = shipped.expect("shipped");
        assert_eq!(file("sample-park.toml"), shipped.plan);
        assert_eq!(
            Some(file("sample-park.roster.toml").as_str()),
            shipped.roster
        );
        let again = huiyin(&[&["plan", "export", "sample-park", "--to", to], store].concat());
        assert_eq!(again.code, 1);
        assert!(again.err.contains("is there already"), "{}", again.err);
        let next = shipped.plan.replace("\"2026.1\"", "\"2026.2\"");
        let changed = folder.path().join("sample-park.toml");
        std::fs::write(&changed, next).expect("it is changed");
        let (code, _) = run(&["plan", "lodge", changed.to_str().expect("a path")]);
        assert_eq!(code, 0);
        let other = folder.path().join("other");
        std::fs::create_dir(&other).expect("a folder");
        let other = other.to_str().expect("a path");
        let first = [
            "plan",
            "export",
            "sample-park",
            "--version",
            "2026.1",
            "--to",
            other,
        ];
        let (_, said) = run(&first);
        assert_eq!(
            (&said["version"], &said["newest"]),
            (&value!("2026.1"), &value!("2026.2"))
        );
        let none = huiyin(&[&["plan", "export", "elsewhere"], store].concat());
        assert_eq!(none.code, 1, "{}", none.err);

        // Nothing is in force, so no drill is owed; and no test was sent.
        let (_, said) = run(&["roster", "readiness", "sample-park"]);
        let said = said.as_object().expect("an object");
        for key in ["reach_test", "next_drill"] {
            assert_eq!(said.get(key), Some(&value!(null)), "{key}");
        }
        // A test of the lines needs a plan in force, and one that is there; each refusal says what to do.
        for (plan, why) in [("sample-park", "先批准一版"), ("none", "plan")] {
            let refused = huiyin(&[&["roster", "reach", plan], store].concat());
            assert_eq!(refused.code, 1, "{}", refused.err);
            assert!(refused.err.contains(why), "{}", refused.err);
        }
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
