//! `huiyin user add`, and the set-up link of `serve`.

use super::support::{each_store, huiyin, json};

#[test]
fn somebody_is_added_and_gets_a_link() {
    each_store(|_, options| {
        let add = |login: &str, role: &str| {
            let command = [
                "user", "add", "--name", "刘敏", "--login", login, "--role", role,
            ];
            json(&[&command[..], options].concat())
        };
        let (code, said) = add("liumin", "petition-office:administrator");
        assert_eq!(code, 0, "{said}");
        let link = said["invitation"].as_str().expect("a link");
        assert!(link.starts_with("/desk/invitation/1."), "{link}");
        assert_eq!(add("LIUMIN", "petition-office:clerk").0, 1);
        assert_eq!(add("other", "petition-office:boss").0, 1);
        for usage in ["clerk", "no-unit:clerk"] {
            assert_eq!(add("other", usage).0, 2, "{usage}");
        }
        let doctor = huiyin(&[&["doctor", "--rebuild"][..], options].concat());
        assert_eq!(doctor.code, 0, "{} {}", doctor.out, doctor.err);
    });
}
