use huiyin_domain::language::Language;
use huiyin_domain::time::Instant;
use huiyin_notify::{
    Accepted, Message, Recipient, SendError, Smtp, SmtpError, Transport, Trouble, compose,
};
use huiyin_testkit::smtp::{Behaviour, SmtpSink};
use std::time::Duration;

fn mail(to: &str) -> Message {
    let (subject, body) = compose(Recipient::Petitioner, Language::Zh, None);
    Message {
        to: to.into(),
        subject,
        body,
        message_id: "0123456789abcdef".into(),
        sent_at: Instant::parse("2026-02-13T10:00:00+08:00").expect("an instant"),
    }
}

fn smtp(sink: &SmtpSink) -> Smtp {
    Smtp::new(&sink.url(), "回音 <notice@park.example>")
        .expect("an address")
        .with_step_max(Duration::from_millis(300))
}

#[test]
fn a_mail_arrives_with_its_id_and_says_nothing_but_that_there_is_news() {
    let sink = SmtpSink::start();
    let smtp = smtp(&sink);
    assert_eq!(
        smtp.send(&mail("wang@example.org")),
        Ok(Accepted::default())
    );
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, "RCPT TO:<wang@example.org>");
    assert_eq!(mails[0].from, "MAIL FROM:<notice@park.example>");
    assert_eq!(
        mails[0].header("Message-ID"),
        Some("<0123456789abcdef@park.example>")
    );
    assert_eq!(
        mails[0].header("Date"),
        Some("Fri, 13 Feb 2026 02:00:00 +0000")
    );
    assert_eq!(mails[0].header("Auto-Submitted"), Some("auto-generated"));
    assert!(mails[0].message.is_ascii(), "it passes every server");
}

#[test]
fn a_refusal_says_whether_it_is_worth_trying_again_and_never_quotes_the_address() {
    let sink = SmtpSink::start();
    let smtp = smtp(&sink);
    let (temporary, permanent) = (SendError::Temporary, SendError::Permanent);
    for (behaviour, wanted) in [
        (
            Behaviour::RefuseRecipient(550),
            permanent(Trouble::Answer(550)),
        ),
        (
            Behaviour::RefuseRecipient(451),
            temporary(Trouble::Answer(451)),
        ),
        (
            Behaviour::RefuseMessage(554),
            permanent(Trouble::Answer(554)),
        ),
        (
            Behaviour::RefuseMessage(452),
            temporary(Trouble::Answer(452)),
        ),
        // The sender is ours: it is the same for everybody, and the administrator corrects it.
        (
            Behaviour::RefuseSender(550),
            SendError::Unreachable(Trouble::Answer(550)),
        ),
        (Behaviour::Hang, SendError::Unreachable(Trouble::TimedOut)),
        (Behaviour::Drop, SendError::Unreachable(Trouble::BrokenOff)),
        (
            Behaviour::DropAfterMessage,
            SendError::Unreachable(Trouble::BrokenOff),
        ),
    ] {
        sink.behave(behaviour);
        let error = smtp.send(&mail("wang@example.org")).expect_err("refused");
        let is_network = |error| matches!(error, SendError::Unreachable(Trouble::NoConnection));
        let same = error == wanted || (behaviour == Behaviour::Drop && is_network(error));
        assert!(same, "{behaviour:?}: {error:?}");
        assert!(!error.to_string().contains("wang"), "{error}");
    }
}

#[test]
fn a_server_that_is_down_is_unreachable() {
    let url = SmtpSink::start().url();
    let smtp = Smtp::new(&url, "notice@park.example").expect("an address");
    let error = smtp.send(&mail("wang@example.org"));
    assert_eq!(error, Err(SendError::Unreachable(Trouble::NoConnection)));
}

#[test]
fn without_starttls_nothing_is_sent_where_it_is_required() {
    let sink = SmtpSink::start();
    let url = format!("{}?tls=required", sink.url());
    let smtp = Smtp::new(&url, "notice@park.example").expect("an address");
    let error = smtp.send(&mail("wang@example.org"));
    assert_eq!(error, Err(SendError::Unreachable(Trouble::Unprotected)));
    assert_eq!(sink.mails(), []);
}

#[test]
fn what_is_no_address_is_refused_for_good_and_cannot_add_a_header() {
    let sink = SmtpSink::start();
    let smtp = smtp(&sink);
    for to in [
        "",
        "wang",
        "wang@example.org\r\nBcc: li@example.org",
        "a b@example.org",
    ] {
        let error = smtp.send(&mail(to));
        assert_eq!(
            error,
            Err(SendError::Permanent(Trouble::NotAnAddress)),
            "{to:?}"
        );
    }
    assert_eq!(sink.conversations(), 0);
    assert_eq!(smtp.send(&mail("王@example.org")), Ok(Accepted::default()));
}

#[test]
fn a_sender_that_is_no_address_is_refused_at_the_start() {
    let error = Smtp::new("smtp://127.0.0.1", "huiyin").err();
    assert_eq!(error, Some(SmtpError::Sender));
}
