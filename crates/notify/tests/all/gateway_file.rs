use huiyin_domain::plan::Channel;
use huiyin_notify::{GatewayError, Secret, SecretSource, channels};

const WHOLE: &str = r#"
[channel.sms]
kind = "sms"
url = "https://sms.example/send"
json = { phone = "{to}", text = "{text}" }
headers = { Authorization = "{secret:token}" }
secrets = { token = { env = "TOKEN" } }

[channel.voice]
kind = "phone"
url = "http://10.0.0.3/call"
plain = true
form = { phone = "{to}", text = "{text}" }
secrets = { unused = { file = "/run/secret" } }
"#;

fn any(_: &SecretSource) -> Result<Secret, String> {
    Ok(Secret::new("k"))
}

#[test]
fn a_file_names_its_channels_in_order() {
    let lines = channels(WHOLE, &any).expect("a file");
    let named: Vec<_> = lines.iter().map(|line| (&*line.name, line.kind)).collect();
    assert_eq!(named, [("sms", Channel::Sms), ("voice", Channel::Phone)]);
}

#[test]
fn what_cannot_be_used_is_told_with_its_channel() {
    use GatewayError as E;
    for (old, new, wanted) in [
        ("\"sms\"", "\"desk\"", E::Kind),
        (
            "https://sms.example/send",
            "https://{to}.example/send",
            E::Address,
        ),
        (
            "https://sms.example/send",
            "https://sms.example{to}/send",
            E::Address,
        ),
        (
            "https://sms.example/send",
            "ftp://sms.example/send",
            E::Address,
        ),
        (
            "https://sms.example/send",
            "http://sms.example/send",
            E::Plain,
        ),
        ("phone = \"{to}\"", "phone = \"all\"", E::NobodyNamed),
        ("text = \"{text}\"", "text = \"come\"", E::NoText),
        (
            "{text}",
            "{topic}",
            E::Place {
                name: "topic".into(),
            },
        ),
        ("{text}", "{text", E::Brace),
        ("{text}", "text}", E::Brace),
        (
            "{secret:token}",
            "{secret:other}",
            E::NoSecret {
                name: "other".into(),
            },
        ),
        (
            "\"{secret:token}\"",
            "\"{to}\"",
            E::Header {
                name: "Authorization".into(),
            },
        ),
        (
            "\"{secret:token}\"",
            "\"a\\nb\"",
            E::Header {
                name: "Authorization".into(),
            },
        ),
        (
            "[channel.voice]",
            "method = \"GET\"\n[channel.voice]",
            E::Method,
        ),
        (
            "[channel.voice]",
            "method = \"DELETE\"\n[channel.voice]",
            E::Method,
        ),
        (
            "[channel.voice]",
            "timeout_seconds = 0\n[channel.voice]",
            E::Timeout,
        ),
        (
            "[channel.voice]",
            "timeout_seconds = 61\n[channel.voice]",
            E::Timeout,
        ),
        (
            "[channel.voice]",
            "form = { a = \"b\" }\n[channel.voice]",
            E::TwoBodies,
        ),
        (
            "[channel.voice]",
            "answer = { field = \"a\" }\n[channel.voice]",
            E::Answer,
        ),
        (
            "[channel.voice]",
            "answer = { refused = [\"a\"] }\n[channel.voice]",
            E::Answer,
        ),
    ] {
        assert!(WHOLE.contains(old), "{old}");
        let found = channels(&WHOLE.replacen(old, new, 1), &any).err();
        let wanted = E::In {
            channel: "sms".into(),
            problem: Box::new(wanted),
        };
        assert_eq!(found, Some(wanted), "{new}");
    }
}

#[test]
fn a_secret_that_cannot_be_read_is_named_and_a_wrong_line_is_not_repeated() {
    let none = |_: &SecretSource| Err("not set".to_owned());
    let error = channels(WHOLE, &none).expect_err("no secret").to_string();
    assert!(
        error.contains("token") && error.contains("not set"),
        "{error}"
    );
    let wrong = WHOLE.replace("kind = \"sms\"", "kind = \"sms\"\npassword = \"hunter2\"");
    let error = channels(&wrong, &any)
        .expect_err("no such field")
        .to_string();
    assert!(
        error.contains("password") && !error.contains("hunter2"),
        "{error}"
    );
    assert!(error.contains("line"), "{error}");
}
