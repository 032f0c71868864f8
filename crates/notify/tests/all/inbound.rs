use huiyin_domain::plan::Channel;
use huiyin_notify::{
    Heard, Inbound, InboundError, Secret, SecretSource, channels, report_addresses,
};
use std::sync::Arc;

const SECRET: &str = "0123456789abcdefABCDEF01";

fn parsed(inbound: &str, secret: &'static str) -> Result<Arc<Inbound>, String> {
    let file = format!(
        "[channel.sms]\nkind = \"sms\"\nurl = \"http://127.0.0.1/s\"\n\
         json = {{ to = \"{{to}}\", text = \"{{text}}\" }}\nsecrets = {{ in = {{ env = \"IN\" }} }}\n\
         [channel.sms.inbound]\n{inbound}"
    );
    let secret_of = |_: &SecretSource| Ok(Secret::new(secret));
    let lines = channels(&file, &secret_of).map_err(|error| error.to_string())?;
    Ok(lines[0].inbound.clone().expect("it tells something"))
}

const BOTH: &str = "secret = \"in\"\n\
    report = { reference = \"id\", state = \"state\", delivered = [\"OK\", \"0\"], failed = [\"EXPIRED\"] }\n\
    reply = { from = \"mobile\", text = \"msg\" }\n";

fn delivered(reference: &str) -> Heard {
    Heard::Delivered {
        reference: reference.into(),
    }
}

#[test]
fn one_entry_a_list_and_a_form_are_read_by_the_fields_that_the_file_names() {
    let inbound = parsed(BOTH, SECRET).expect("fits");
    assert!(inbound.hears_replies());
    let one = br#"{"id":7,"state":0,"more":{}}"#;
    assert_eq!(inbound.read(false, one), Ok(vec![delivered("7")]));
    let list = br#"[{"id":"a","state":"OK"},{"id":"b","state":"EXPIRED"},{"id":"c","state":"ACCEPTED"},{"mobile":"138","msg":"1 482913"},{"other":1}]"#;
    assert_eq!(
        inbound.read(false, list),
        Ok(vec![
            delivered("a"),
            Heard::Failed {
                reference: "b".into()
            },
            Heard::Reply {
                from: "138".into(),
                text: "1 482913".into()
            },
        ])
    );
    let form = b"mobile=%2B86138&msg=%E6%9D%A5482913";
    assert_eq!(
        inbound.read(true, form),
        Ok(vec![Heard::Reply {
            from: "+86138".into(),
            text: "来482913".into()
        }])
    );
    let long = format!("{{\"mobile\":\"138\",\"msg\":\"{}\"}}", "1".repeat(201));
    assert_eq!(inbound.read(false, long.as_bytes()), Ok(Vec::new()));
    assert_eq!(inbound.read(false, b"<xml/>"), Err(InboundError::Body));
}

#[test]
fn a_list_stands_where_the_file_says_or_nothing_is_read() {
    let inside = format!("list = \"data.events\"\n{BOTH}");
    let inbound = parsed(&inside, SECRET).expect("fits");
    let body = br#"{"data":{"events":[{"id":"a","state":"OK"}]}}"#;
    assert_eq!(inbound.read(false, body), Ok(vec![delivered("a")]));
    for body in [&b"{}"[..], b"[]", br#"{"data":{"events":{}}}"#] {
        assert_eq!(inbound.read(false, body), Err(InboundError::List));
    }
    let entries = vec!["{}"; 1_001].join(",");
    let many = format!("{{\"data\":{{\"events\":[{entries}]}}}}");
    assert_eq!(
        inbound.read(false, many.as_bytes()),
        Err(InboundError::List)
    );
}

#[test]
fn only_the_whole_secret_is_the_secret() {
    let inbound = parsed(BOTH, SECRET).expect("fits");
    assert!(inbound.is_secret(SECRET));
    for other in [
        "",
        &SECRET[..23],
        "0123456789abcdefABCDEF02",
        "0123456789abcdefABCDEF011",
    ] {
        assert!(!inbound.is_secret(other), "{other}");
    }
    assert!(!format!("{inbound:?}").contains(SECRET));
}

#[test]
fn what_could_not_be_believed_or_says_nothing_is_refused_in_the_file() {
    let refused = |inbound: &str, secret, words: &str| {
        let error = parsed(inbound, secret).expect_err("refused");
        assert!(error.contains(words), "{error}");
    };
    refused("secret = \"in\"", SECRET, "report or reply");
    refused(
        "secret = \"in\"\nreport = { reference = \"a\", state = \"b\", delivered = [] }",
        SECRET,
        "report or reply",
    );
    refused(&BOTH.replace("\"in\"", "\"out\""), SECRET, "out");
    refused(BOTH, "short", "24");
    refused(BOTH, "0123456789abcdef/ABCDEF01", "24");
    refused(&format!("{BOTH}more = 1"), SECRET, "more");
}

#[test]
fn reports_go_where_the_file_says_by_a_way_that_carries_them() {
    let file = "[recipient.county]\nkind = \"email\"\nto = \"duty@county.example\"\n";
    let found = report_addresses(file).expect("fits");
    let county = found.get("county").expect("there");
    assert_eq!(county.kind, Channel::Email);
    assert_eq!(county.to, "duty@county.example");
    for (old, new) in [
        ("\"email\"", "\"phone\""),
        ("\"email\"", "\"desk\""),
        ("duty@county.example", " "),
    ] {
        let error = report_addresses(&file.replace(old, new)).expect_err("refused");
        assert!(error.to_string().contains("recipient.county"), "{error}");
    }
    assert_eq!(report_addresses("").expect("fits").len(), 0);
}
