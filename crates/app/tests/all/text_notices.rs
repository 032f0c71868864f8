//! Notices by text message where no e-mail was given, and the receipt that a petitioner wishes to be sent.

use super::notices::{EMAIL, accepted, deliver, named, open, services};
use super::people::refusal;
use super::responses::text_of;
use super::support::{draft, healthy, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{Calling, Huiyin, ReceiptSending, Refusal};
use huiyin_domain::event::ServiceWay;
use huiyin_domain::petition::{Channel, Identity, SubmissionDraft};
use huiyin_domain::plan::Channel as By;
use huiyin_notify::{Secret, channels};
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::http::{Behaviour, HttpSink};
use huiyin_testkit::smtp::SmtpSink;

/// An installation whose only channel is a gateway for text messages at a sink.
fn texting(place: &TestStore, sink: &HttpSink) -> Huiyin {
    let file = format!(
        "[channel.sms]\nkind = \"sms\"\nurl = \"{}/send\"\njson = {{ to = \"{{to}}\", text = \"{{text}}\" }}\ntimeout_seconds = 1\n",
        sink.url()
    );
    let lines = channels(&file, &|_| Ok(Secret::new("none"))).expect("a file of channels");
    let calling = Calling {
        lines,
        ..Calling::default()
    };
    place.open_calling(None, calling)
}

fn with_phone(phone: &str) -> SubmissionDraft {
    SubmissionDraft {
        petitioner: Some(Identity {
            name: Some("王某".into()),
            phone: Some(phone.into()),
            ..Identity::default()
        }),
        ..draft("路灯不亮")
    }
}

fn registered(huiyin: &Huiyin, draft: SubmissionDraft) -> TrackingCode {
    let authority = huiyin.authority(None).expect("an authority");
    let reply = wait(huiyin.register(&authority, draft, Channel::Web, None));
    let code = reply.expect("registered").registered.tracking_code;
    TrackingCode::parse(&code).expect("a code")
}

#[test]
fn whoever_gave_a_mobile_only_is_told_by_text_message_and_that_serves_the_document() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let huiyin = texting(place, &sink);
        accepted(&huiyin, "clerk", with_phone("139 0000 1111"));
        let done = deliver(&huiyin);
        assert_eq!((done.handed, done.served), (1, 1));
        assert_eq!(services(&huiyin)[0].0, ServiceWay::ChannelAccepted);
        let sent = &sink.requests()[0].body;
        assert!(sent.contains("139 0000 1111") && sent.contains("有新的进展"));
        assert!(!sent.contains("路灯"), "{sent}");
        healthy(&huiyin);
    });
}

#[test]
fn a_fixed_line_takes_no_text_message_so_nothing_is_served_by_one() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let huiyin = texting(place, &sink);
        accepted(&huiyin, "clerk", with_phone("0591-87654321"));
        assert_eq!(deliver(&huiyin).handed, 0);
        assert_eq!(services(&huiyin), []);
        assert_eq!(sink.requests().len(), 0);
        healthy(&huiyin);
    });
}

#[test]
fn a_gateway_that_is_down_is_tried_again_and_nothing_counts_as_served() {
    each_engine(|place| {
        let sink = HttpSink::start();
        sink.behave(Behaviour::status(503));
        let huiyin = texting(place, &sink);
        accepted(&huiyin, "clerk", with_phone("13900001111"));
        assert_eq!(deliver(&huiyin).retried, 1);
        assert_eq!(services(&huiyin), []);
        healthy(&huiyin);
    });
}

#[test]
fn a_receipt_is_sent_once_to_the_contact_that_was_given_and_without_the_code() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let code = registered(&huiyin, named());
        let sending = |huiyin: &Huiyin| wait(huiyin.receipt_sending(&code, None)).expect("reads");
        assert_eq!(sending(&huiyin), ReceiptSending::By(By::Email));
        for _ in 0..2 {
            let asked = wait(huiyin.send_receipt(&code, None)).expect("asked");
            assert_eq!(asked, ReceiptSending::Asked);
        }
        assert_eq!(sending(&huiyin), ReceiptSending::Asked);
        assert_eq!(deliver(&huiyin).handed, 1);
        let mails = sink.mails();
        assert_eq!(mails.len(), 1);
        assert!(mails[0].to.contains(EMAIL));
        let text = text_of(&mails[0]);
        assert!(
            text.contains("2026-000001") && text.contains("下一步最迟"),
            "{text}"
        );
        assert!(!text.contains(&code.grouped()));
        assert!(!text.contains("金丝雀"), "not what it is about");
        healthy(&huiyin);
    });
}

#[test]
fn without_a_contact_no_receipt_is_sent_anywhere() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let code = registered(&huiyin, with_phone("13900001111"));
        let sending = wait(huiyin.receipt_sending(&code, None)).expect("reads");
        assert_eq!(sending, ReceiptSending::Nowhere, "nothing carries a text");
        let refused = refusal(wait(huiyin.send_receipt(&code, None)));
        assert!(matches!(refused, Refusal::Fields(_)), "{refused:?}");
        healthy(&huiyin);
    });
}
