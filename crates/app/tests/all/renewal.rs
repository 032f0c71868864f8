//! A code was renewed, and whoever holds the one before, or the contact on file, says that nobody asked for it
//! (RULES 3.3): the new one ends at once, and the one before works again.

use super::becoming::number;
use super::notices::{deliver, open};
use super::responses::text_of;
use super::support::{FIRST, healthy, journal, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{AppError, Huiyin, Refusal, RenewalEnded};
use huiyin_domain::ids::Position;
use huiyin_domain::petition::{Command, ContactPart};
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{CANARIES, Filed, Park, claim};
use huiyin_testkit::smtp::SmtpSink;

const ATTACKER: &str = "other@elsewhere.example";

/// Two of the staff renew a code.
fn renewed(park: &Park<'_>, filed: &Filed) -> TrackingCode {
    let renew = Command::RenewCode {
        representative: None,
        reason: "说回执丢了".into(),
    };
    park.does("clerk", filed, vec![renew]);
    let waiting = park.open("clerk2", filed, false).expect("opens").waiting;
    let agree = Command::DecideProposal {
        proposal: Position::new(waiting[0].position),
        agree: true,
        reason: String::new(),
    };
    let acted = park.does("clerk2", filed, vec![agree]);
    TrackingCode::parse(&acted.tracking_code.expect("a code")).expect("a code")
}

fn opens(huiyin: &Huiyin, code: &TrackingCode) -> bool {
    wait(huiyin.track(code)).expect("reads").is_some()
}

fn objects(huiyin: &Huiyin, code: &TrackingCode) -> Result<RenewalEnded, AppError> {
    wait(huiyin.object_to_renewal(code))
}

fn is_unknown(outcome: Result<RenewalEnded, AppError>) -> bool {
    matches!(outcome, Err(AppError::Refused(Refusal::NoSuchPetition)))
}

fn objections(huiyin: &Huiyin) -> usize {
    let rows = journal(huiyin, FIRST);
    let of = |kind: &str| rows.iter().filter(|row| row.kind == kind).count();
    of("RenewalObjected")
}

#[test]
fn the_code_that_was_replaced_ends_the_new_one_and_works_again() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim()]);
        assert!(
            is_unknown(objects(&huiyin, &filed.code)),
            "nothing was renewed"
        );
        let fresh = renewed(&park, &filed);
        assert!(opens(&huiyin, &fresh) && !opens(&huiyin, &filed.code));
        let told = wait(huiyin.code_replaced(&filed.code)).expect("reads");
        assert!(!told.expect("was replaced").by_contact);
        assert!(wait(huiyin.code_replaced(&fresh)).expect("reads").is_none());
        assert!(
            is_unknown(objects(&huiyin, &fresh)),
            "the new one objects to nothing"
        );

        let ended = objects(&huiyin, &filed.code).expect("objected");
        assert!(ended.opens);
        assert!(!opens(&huiyin, &fresh) && opens(&huiyin, &filed.code));
        let view = wait(huiyin.track(&filed.code))
            .expect("reads")
            .expect("opens");
        assert!(
            view.timeline
                .iter()
                .any(|one| one.event == "RenewalObjected")
        );
        assert!(is_unknown(objects(&huiyin, &filed.code)), "once");
        assert_eq!(objections(&huiyin), 1);
        // What may not be done for 14 days with a code that was renewed may be done with this one.
        let withdrawn = wait(huiyin.act_by_code(&filed.code, Command::Withdraw));
        withdrawn.expect("as ever");
        healthy(&huiyin);
    });
}

#[test]
fn of_two_renewals_the_first_holder_ends_both() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim()]);
        let second = renewed(&park, &filed);
        place.clock.set(huiyin.now().plus_micros(DAY_MICROS));
        let third = renewed(&park, &filed);
        objects(&huiyin, &filed.code).expect("objected");
        assert!(opens(&huiyin, &filed.code));
        for code in [&second, &third] {
            assert!(!opens(&huiyin, code));
            assert!(is_unknown(objects(&huiyin, code)));
        }
        healthy(&huiyin);
    });
}

#[test]
fn after_fourteen_days_the_new_code_stays() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim()]);
        let fresh = renewed(&park, &filed);
        place.clock.set(huiyin.now().plus_micros(14 * DAY_MICROS));
        assert!(is_unknown(objects(&huiyin, &filed.code)));
        assert!(
            wait(huiyin.code_replaced(&filed.code))
                .expect("reads")
                .is_none()
        );
        assert!(opens(&huiyin, &fresh));
    });
}

#[test]
fn each_petition_that_the_code_opens_is_opened_by_it_again() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let listed = Command::ListRequests {
            requests: vec!["修好路灯".into(), "赔偿损失".into()],
        };
        let split = Command::Split {
            request: 1,
            reason: "两件事".into(),
        };
        park.does("clerk", &filed, vec![claim(), listed]);
        let acted = park.does("clerk", &filed, vec![split]);
        let other = number(&acted.became.expect("a number"));
        let fresh = renewed(&park, &filed);
        objects(&huiyin, &filed.code).expect("objected");
        for one in [filed.number, other] {
            let found = |code| wait(huiyin.track_one(code, Some(one.into()))).expect("reads");
            let view = found(&filed.code).expect("works again");
            assert!(
                view.timeline
                    .iter()
                    .any(|one| one.event == "RenewalObjected")
            );
            assert!(found(&fresh).is_none());
        }
        assert_eq!(objections(&huiyin), 2);
        healthy(&huiyin);
    });
}

#[test]
fn the_contact_on_file_before_is_told_how_to_object_and_can_do_nothing_else_with_that() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        park.does("clerk", &filed, vec![claim()]);
        deliver(&huiyin);
        let before = sink.mails().len();
        let fresh = renewed(&park, &filed);
        // Whoever got the new code gives a contact of their own before the notice goes out.
        let contact = Command::ChangeContact {
            part: ContactPart::Email,
            given: true,
            value: ATTACKER.into(),
            how: None,
            reason: String::new(),
        };
        wait(huiyin.act_by_code(&fresh, contact)).expect("changed");
        deliver(&huiyin);
        let mails = sink.mails().split_off(before);
        let told = mails.iter().find(|mail| text_of(mail).contains("补发"));
        let told = told.expect("told");
        assert!(told.to.contains(CANARIES[2]), "{}", told.to);
        let text = text_of(told);
        assert!(!text.contains(&filed.number.to_string()), "{text}");
        let words = text.split_whitespace();
        let code = words
            .filter_map(TrackingCode::parse)
            .next()
            .expect("a code");
        assert!(!opens(&huiyin, &code));
        let refused = wait(huiyin.act_by_code(
            &code,
            Command::Message {
                text: "在吗".into(),
            },
        ));
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::NoSuchPetition))
        ));
        assert!(!objects(&huiyin, &code).expect("objected").opens);
        assert!(!opens(&huiyin, &fresh) && opens(&huiyin, &filed.code) && !opens(&huiyin, &code));
        assert!(is_unknown(objects(&huiyin, &code)), "once");
        healthy(&huiyin);
    });
}
