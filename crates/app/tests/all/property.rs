//! Whatever a submission may say comes back as it was typed.

use super::support::{healthy, register, track};
use huiyin_app::{AppError, Refusal};
use huiyin_domain::petition::{Channel, Identity, SubmissionDraft};
use huiyin_ledger::SignedReceipt;
use huiyin_testkit::engine::each_engine;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Registrations tried on each engine.
const CASES: u32 = 64;

fn text(length: &'static str) -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        Just("\u{202E}反向\u{200B}".to_owned()),
        Just("\u{FEFF}e\u{301} 👨‍👩‍👧 \"\\\u{2028}".to_owned()),
        Just("a\r\n\tb".to_owned()),
    ];
    prop_oneof![4 => length, 1 => odd]
}

/// A draft as a generator makes it; the real one shows nobody what it holds.
#[derive(Clone, Debug)]
struct Typed {
    subject: String,
    body: String,
    class: Option<&'static str>,
    place_text: Option<String>,
    contact: (Option<String>, Option<String>, Option<String>),
    respondents: Vec<String>,
    flags: (bool, bool),
}

impl Typed {
    fn draft(&self) -> SubmissionDraft {
        let (name, phone, email) = self.contact.clone();
        SubmissionDraft {
            subject: Some(self.subject.clone()),
            body: Some(self.body.clone()),
            class: self.class.map(ToOwned::to_owned),
            place_text: self.place_text.clone(),
            petitioner: Some(Identity {
                name,
                phone,
                email,
                address: None,
                ..Identity::default()
            }),
            respondents: self.respondents.clone(),
            confidential: self.flags.0,
            misconduct: self.flags.1,
            ..SubmissionDraft::default()
        }
    }
}

fn typed() -> impl Strategy<Value = Typed> {
    let contact = (
        proptest::option::of(text("\\PC{1,20}")),
        proptest::option::of("[0-9 +-]{5,20}"),
        proptest::option::of("[a-z]{1,8}@[a-z]{1,8}\\.[a-z]{2,4}"),
    );
    let class = prop_oneof![9 => Just("claim"), 9 => Just("disclosure"), 1 => Just("other")];
    (
        text("\\PC{1,200}"),
        text("(\\PC|[\r\n\t]){1,400}"),
        proptest::option::of(class),
        proptest::option::of(text("\\PC{1,40}")),
        contact,
        proptest::collection::vec(text("\\PC{1,20}"), 0..3),
        any::<(bool, bool)>(),
    )
        .prop_map(
            |(subject, body, class, place_text, contact, respondents, flags)| Typed {
                subject,
                body,
                class,
                place_text,
                contact,
                respondents,
                flags,
            },
        )
}

#[test]
fn every_submission_that_is_taken_comes_back_as_it_was_typed() {
    each_engine(|place| {
        let huiyin = place.open();
        let authority = huiyin.authority(None).expect("an authority");
        let taken = std::cell::Cell::new(0);
        let mut runner = TestRunner::new_with_rng(
            Config::with_cases(CASES),
            proptest::test_runner::TestRng::deterministic_rng(
                proptest::test_runner::RngAlgorithm::ChaCha,
            ),
        );
        let outcome = runner.run(&typed(), |typed| {
            let reply = super::support::wait(huiyin.register(
                &authority,
                typed.draft(),
                Channel::Web,
                None,
            ));
            let registered = match reply {
                Ok(reply) => reply.registered,
                Err(AppError::Refused(Refusal::Fields(fields))) => {
                    prop_assert!(!fields.is_empty());
                    return Ok(());
                }
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            };
            taken.set(taken.get() + 1);
            let view = track(&huiyin, &registered.tracking_code);
            let (subject, body) = (typed.subject, typed.body);
            prop_assert_eq!(&view.subject, &subject);
            prop_assert_eq!(&view.body, &body);
            prop_assert_eq!(view.class.as_deref(), typed.class);
            let blank = |text: &String| text.trim().is_empty();
            prop_assert_eq!(
                view.place_text,
                typed.place_text.filter(|text| !blank(text))
            );
            let respondents: Vec<String> = typed
                .respondents
                .into_iter()
                .filter(|text| !blank(text))
                .collect();
            prop_assert_eq!(view.respondents, respondents);
            let receipt = view.receipt.unwrap_or_default();
            prop_assert_eq!(&receipt, &registered.receipt);
            let signed = SignedReceipt::parse(&receipt)
                .map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(signed.verify(None, Some((&subject, &body))).is_ok());
            Ok(())
        });
        outcome.expect("holds for every submission");
        assert!(taken.get() > CASES / 4, "most are taken: {}", taken.get());
        register(&huiyin, super::support::draft("最后一件"));
        healthy(&huiyin);
    });
}
