//! `huiyin doctor|backup|restore|calendar load` on a store, whether a server runs on it or not.

use super::support::{Server, each_store, huiyin, json, path};

/// The shipped calendar with 2027 announced: 4 January is off.
fn calendar_of_2027() -> String {
    let shipped = huiyin_domain::shipped::calendars();
    let (_, text) = shipped.iter().find(|(id, _)| *id == "cn").expect("shipped");
    let text = text
        .replacen("version = \"2026.1\"", "version = \"2027.1\"", 1)
        .replacen("through = 2026-12-28", "through = 2027-12-28", 1);
    format!(
        "{text}\n[[year]]\nyear = 2027\nsources = [\"https://example.org/made-up\"]\n\
         off = [{{ name = \"new-year\", from = 2027-01-01, to = 2027-01-04 }}]\n"
    )
}

fn with<'a>(command: &[&'a str], options: &[&'a str]) -> Vec<&'a str> {
    [command, options].concat()
}

#[test]
fn a_backup_of_a_running_server_is_restored_whole() {
    each_store(|folder, options| {
        let server = Server::start(options);
        let registered = server.register("路灯不亮");
        let copy = path(folder, "copy");
        let (code, said) = json(&with(&["backup", &copy], options));
        assert_eq!(code, 0, "{said}");
        assert_eq!(said["key"].as_str(), Some(format!("{copy}.key").as_str()));
        server.register("备份以后来的");
        assert_eq!(json(&with(&["doctor", "--rebuild"], options)).0, 0);
        assert_eq!(server.stop(), 0);
        let restored = path(folder, "restored");
        let target = ["--data", restored.as_str()];
        let (code, said) = json(&with(&["restore", &copy], &target));
        assert_eq!(
            (code, &said["healthy"]),
            (0, &serde_json::json!(true)),
            "{said}"
        );
        let server = Server::start(&target);
        let view = server.track(&registered);
        assert_eq!(
            (&view["number"], &view["subject"]),
            (&registered["number"], &"路灯不亮".into())
        );
        assert_eq!(view["receipt"], registered["receipt"]);
        assert_eq!(
            server.register("下一件")["number"]
                .as_str()
                .map(|number| &number[5..]),
            Some("000002")
        );
        assert_eq!(server.stop(), 0);
        let receipt = path(folder, "receipt");
        std::fs::write(&receipt, registered["receipt"].as_str().expect("a receipt"))
            .expect("writes");
        assert_eq!(json(&["receipt", "verify", &receipt]).0, 0);
    });
}

#[test]
fn a_backup_writes_over_nothing_and_says_to_keep_the_key_apart() {
    each_store(|folder, options| {
        Server::start(options).stop();
        let copy = path(folder, "copy");
        let ran = huiyin(&with(&["backup", &copy], options));
        assert!(
            ran.code == 0 && ran.out.contains("Keep the two apart"),
            "{}{}",
            ran.out,
            ran.err
        );
        let mode = std::fs::metadata(format!("{copy}.key"))
            .expect("a key")
            .permissions();
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777,
            0o600
        );
        let ran = huiyin(&with(&["backup", &copy], options));
        assert!(
            ran.code == 1 && ran.err.contains("nothing is written over"),
            "{}",
            ran.err
        );
        std::fs::remove_file(&copy).expect("removed");
        let ran = huiyin(&with(&["backup", &copy], options));
        assert!(
            ran.code == 1 && ran.err.contains("copy.key exists"),
            "{}",
            ran.err
        );
        let key = path(folder, "elsewhere.key");
        assert_eq!(
            huiyin(&with(&["backup", &copy, "--key", &key], options)).code,
            0
        );
    });
}

#[test]
fn a_restore_needs_the_right_key_and_an_empty_place() {
    each_store(|folder, options| {
        Server::start(options).stop();
        let (copy, key, empty) = (
            path(folder, "copy"),
            path(folder, "copy.key"),
            path(folder, "empty"),
        );
        assert_eq!(huiyin(&with(&["backup", &copy], options)).code, 0);
        let kept = std::fs::read_to_string(&key).expect("a key");
        std::fs::remove_file(&key).expect("removed");
        let target = ["--data", empty.as_str()];
        let ran = huiyin(&with(&["restore", &copy], &target));
        assert!(
            ran.code == 1 && ran.err.contains("A lost key is a lost register"),
            "{}",
            ran.err
        );
        std::fs::write(&key, "ab".repeat(32)).expect("writes");
        let ran = huiyin(&with(&["restore", &copy], &target));
        assert!(
            ran.code == 1 && ran.err.contains("another installation's key"),
            "{}",
            ran.err
        );
        assert!(
            !std::path::Path::new(&empty).join("huiyin.db").exists(),
            "nothing was restored"
        );
        std::fs::write(&key, kept).expect("writes");
        let ran = huiyin(&with(&["restore", &copy], options));
        assert!(
            ran.code == 1 && ran.err.contains("holds a key already"),
            "{}",
            ran.err
        );
        assert_eq!(huiyin(&with(&["restore", &copy], &target)).code, 0);
        let ran = huiyin(&with(&["restore", &copy], &target));
        assert_eq!(ran.code, 1, "{}", ran.err);
    });
}

#[test]
fn a_wrong_folder_is_not_taken_for_an_empty_register() {
    let folder = tempfile::tempdir().expect("a folder");
    let (nowhere, copy) = (path(&folder, "nowhere"), path(&folder, "copy"));
    let copying = ["backup", copy.as_str()];
    for command in [&["doctor"][..], &copying] {
        let ran = huiyin(&with(command, &["--data", &nowhere]));
        assert!(
            ran.code == 1 && ran.err.contains("there is no store"),
            "{}",
            ran.err
        );
    }
    assert!(!std::path::Path::new(&nowhere).exists());
    assert!(!std::path::Path::new(&copy).exists());
}

#[test]
fn the_doctor_says_what_it_checked() {
    each_store(|_, options| {
        let server = Server::start(options);
        server.register("路灯不亮");
        let ran = huiyin(&with(&["doctor", "--rebuild"], options));
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        for words in [
            "statements fit",
            "journal rows: ",
            "sealed parts: 1 opened",
            "petition numbers: 1",
            "rebuild: ",
            "fonts: 5 styles",
            "healthy",
        ] {
            assert!(ran.out.contains(words), "{words}: {}", ran.out);
        }
        assert!(!ran.out.contains("NOT healthy"));
    });
}

#[test]
fn a_rulebook_loaded_beside_a_running_server_holds_for_its_next_petition_or_waits() {
    each_store(|folder, options| {
        let server = Server::start(options);
        let text = include_str!("../../../../rulebooks/cn-2022.toml");
        let newer = |version: &str| {
            let line = format!("version = \"{version}\"");
            text.replacen("version = \"2022.4\"", &line, 1)
        };
        let file = path(folder, "cn-2022.toml");
        std::fs::write(&file, newer("2026.1")).expect("writes");
        let (code, said) = json(&with(&["rulebook", "load", &file], options));
        assert_eq!(
            (code, &said["in_force"]),
            (0, &serde_json::json!(true)),
            "{said}"
        );
        let next = server.register("一");
        assert_eq!(next["obligations"][0]["rule"]["version"], "2026.1");
        std::fs::write(&file, newer("2026.2")).expect("writes");
        let past = ["rulebook", "load", &file, "--from", "2020-01-01"];
        assert_eq!(huiyin(&with(&past, options)).code, 1);
        std::fs::write(
            &file,
            newer("2026.3").replacen("classes = true", "classes = 7", 1),
        )
        .expect("writes");
        let broken = huiyin(&with(&["rulebook", "load", &file], options));
        assert!(
            broken.code == 1 && broken.err.contains("line "),
            "{}",
            broken.err
        );
    });
}

#[test]
fn a_calendar_loaded_beside_a_running_server_holds_for_its_next_petition() {
    each_store(|folder, options| {
        let server = Server::start(options);
        let before = server.register("一");
        assert_eq!(before["obligations"][0]["rule"]["calendar"], "cn 2026.1");
        let file = path(folder, "cn.toml");
        std::fs::write(&file, calendar_of_2027()).expect("writes");
        let (code, said) = json(&with(&["calendar", "load", &file], options));
        assert_eq!(
            (code, &said["loaded_before"]),
            (0, &serde_json::json!(false)),
            "{said}"
        );
        assert_eq!(
            server.register("二")["obligations"][0]["rule"]["calendar"],
            "cn 2027.1"
        );
        let (code, said) = json(&with(&["calendar", "load", &file], options));
        assert_eq!(
            (code, &said["loaded_before"]),
            (0, &serde_json::json!(true))
        );
        std::fs::write(
            &file,
            calendar_of_2027().replace("2027-01-04 }", "2027-01-03 }"),
        )
        .expect("writes");
        let ran = huiyin(&with(&["calendar", "load", &file], options));
        assert!(
            ran.code == 1 && ran.err.contains("give the file a new version"),
            "{}",
            ran.err
        );
        assert_eq!(json(&with(&["doctor", "--rebuild"], options)).0, 0);
    });
}
