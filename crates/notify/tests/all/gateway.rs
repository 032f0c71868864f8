use huiyin_domain::time::Instant;
use huiyin_notify::{
    Accepted, Line, Message, Secret, SecretSource, SendError, Transport, Trouble, channels,
};
use huiyin_testkit::http::{Behaviour, HttpSink};
use std::sync::Arc;
use std::time::Duration;

fn message(to: &str, body: &str) -> Message {
    Message {
        to: to.into(),
        subject: "呼叫".into(),
        body: body.into(),
        message_id: "0123456789abcdef".into(),
        sent_at: Instant::parse("2026-02-13T10:00:00+08:00").expect("an instant"),
    }
}

fn secret(source: &SecretSource) -> Result<Secret, String> {
    match source {
        SecretSource::Env(name) if name == "SMS_TOKEN" => Ok(Secret::new("s3cret&=\n")),
        other => Err(format!("{other:?}")),
    }
}

/// The only channel of a file whose address begins with the sink's.
fn channel(sink: &HttpSink, rest: &str) -> Arc<dyn Transport> {
    let text = format!("[channel.sms]\nkind = \"sms\"\n{rest}").replace("SINK", &sink.url());
    let lines = channels(&text, &secret).expect("a file of channels");
    let Some(Line { transport, .. }) = lines.into_iter().next() else {
        panic!("one channel");
    };
    transport
}

const JSON: &str = r#"
url = "SINK/send?key={secret:token}"
headers = { Authorization = "Bearer {secret:token}", X-Number = "{number}" }
json = { phone = "{to}", content = { text = "{text}" }, tags = ["{{fixed}}", 1], flash = false }
secrets = { token = { env = "SMS_TOKEN" } }
timeout_seconds = 1
"#;

#[test]
fn every_value_is_escaped_for_its_place() {
    let sink = HttpSink::start();
    let sent = channel(&sink, JSON).send(&message("138 0000", "\"},\n{\"phone\":\"139"));
    assert_eq!(sent, Ok(Accepted::default()));
    let requests = sink.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].line, "POST /send?key=s3cret%26%3D HTTP/1.1");
    assert_eq!(requests[0].header("Authorization"), Some("Bearer s3cret&="));
    assert_eq!(requests[0].header("X-Number"), Some("0123456789abcdef"));
    let body: serde_json::Value = serde_json::from_str(&requests[0].body).expect("JSON");
    assert_eq!(
        body,
        serde_json::json!({
            "phone": "138 0000",
            "content": {"text": "\"},\n{\"phone\":\"139"},
            "tags": ["{fixed}", 1],
            "flash": false,
        })
    );
}

#[test]
fn a_form_and_an_address_cannot_be_broken_out_of_either() {
    let sink = HttpSink::start();
    let form = channel(
        &sink,
        "url = \"SINK/send\"\nform = { mobile = \"{to}\", content = \"{text}\" }",
    );
    assert_eq!(
        form.send(&message("138", "a&mobile=139")),
        Ok(Accepted::default())
    );
    let get = channel(
        &sink,
        "url = \"SINK/send/{to}?content={text}\"\nmethod = \"GET\"",
    );
    assert_eq!(
        get.send(&message("../139", "来 访&x=1")),
        Ok(Accepted::default())
    );
    let requests = sink.requests();
    assert_eq!(requests[0].body, "content=a%26mobile%3D139&mobile=138");
    assert_eq!(
        requests[1].line,
        "GET /send/..%2F139?content=%E6%9D%A5%20%E8%AE%BF%26x%3D1 HTTP/1.1"
    );
}

#[test]
fn an_answer_says_whether_it_is_worth_trying_again() {
    let sink = HttpSink::start();
    let sms = channel(&sink, JSON);
    let with = |status, head| Behaviour::Answer {
        status,
        head,
        body: String::new(),
    };
    let answer = Trouble::Answer;
    let throttled = |seconds, status| SendError::Throttled {
        after: Duration::from_secs(seconds),
        trouble: answer(status),
    };
    for (behaviour, wanted) in [
        (with(500, vec![]), SendError::Temporary(answer(500))),
        (with(503, vec![]), SendError::Temporary(answer(503))),
        (with(503, vec!["Retry-After: 7"]), throttled(7, 503)),
        (with(429, vec!["Retry-After: 7"]), throttled(7, 429)),
        (with(429, vec![]), throttled(30, 429)),
        (
            with(429, vec!["Retry-After: 999999"]),
            throttled(3_600, 429),
        ),
        (with(400, vec![]), SendError::Permanent(answer(400))),
        (with(422, vec![]), SendError::Permanent(answer(422))),
        // The key or the address is wrong: it is the same for everybody.
        (with(401, vec![]), SendError::Unreachable(answer(401))),
        (with(404, vec![]), SendError::Unreachable(answer(404))),
        (Behaviour::Hang, SendError::Unreachable(Trouble::TimedOut)),
        (Behaviour::Stall, SendError::Unreachable(Trouble::TimedOut)),
        (Behaviour::Drop, SendError::Unreachable(Trouble::BrokenOff)),
    ] {
        sink.behave(behaviour.clone());
        let error = sms.send(&message("138", "来访")).expect_err("refused");
        assert_eq!(error, wanted, "{behaviour:?}");
        assert!(!error.to_string().contains("138"), "{error}");
    }
}

#[test]
fn a_secret_does_not_follow_a_redirect() {
    let (sink, elsewhere) = (HttpSink::start(), HttpSink::start());
    let to: &'static str = format!("Location: {}/", elsewhere.url()).leak();
    sink.behave(Behaviour::Answer {
        status: 307,
        head: vec![to],
        body: String::new(),
    });
    let sent = channel(&sink, JSON).send(&message("138", "来访"));
    assert_eq!(sent, Err(SendError::Unreachable(Trouble::Answer(307))));
    assert_eq!(elsewhere.conversations(), 0);
}

#[test]
fn a_gateway_that_is_down_is_unreachable() {
    let sink = HttpSink::start();
    let sms = channel(&sink, JSON);
    drop(sink);
    let sent = sms.send(&message("138", "来访"));
    assert_eq!(sent, Err(SendError::Unreachable(Trouble::NoConnection)));
}

#[test]
fn a_two_hundred_that_took_nothing_is_not_taken() {
    let sink = HttpSink::start();
    let rest = format!(
        "{JSON}\n[channel.sms.answer]\nfield = \"result.code\"\naccepted = [\"0\", \"OK\"]\n\
         refused = [\"MOBILE_NUMBER_ILLEGAL\"]\nreference = \"result.ids.0\"\n"
    );
    let sms = channel(&sink, &rest);
    for (body, wanted) in [
        (
            r#"{"result": {"code": 0, "ids": ["77"]}}"#,
            Ok(Accepted {
                reference: Some("77".into()),
            }),
        ),
        (r#"{"result": {"code": "OK"}}"#, Ok(Accepted::default())),
        (
            r#"{"result": {"code": "MOBILE_NUMBER_ILLEGAL"}}"#,
            Err(SendError::Permanent(Trouble::NotTaken)),
        ),
        (
            r#"{"result": {"code": "BUSY"}}"#,
            Err(SendError::Temporary(Trouble::NotTaken)),
        ),
        ("<html>", Err(SendError::Temporary(Trouble::NotTaken))),
    ] {
        sink.behave(Behaviour::body(body));
        assert_eq!(sms.send(&message("138", "来访")), wanted, "{body}");
    }
}

#[test]
fn nobody_to_send_to_is_no_request() {
    let sink = HttpSink::start();
    let sent = channel(&sink, JSON).send(&message(" ", "来访"));
    assert_eq!(sent, Err(SendError::Permanent(Trouble::NotAnAddress)));
    assert_eq!(sink.conversations(), 0);
}

#[test]
fn every_trouble_has_words_of_its_own() {
    let kept = [
        Trouble::Answer(503),
        Trouble::NoConnection,
        Trouble::TimedOut,
        Trouble::Unprotected,
        Trouble::BrokenOff,
        Trouble::NotTaken,
        Trouble::NotAnAddress,
        Trouble::AddressNotTaken,
    ];
    let mut words: Vec<_> = kept
        .iter()
        .map(|one| Trouble::in_words(&one.to_string()).en)
        .collect();
    words.push(Trouble::in_words("").en);
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), kept.len() + 1);
}
