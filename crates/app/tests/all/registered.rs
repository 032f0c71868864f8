//! What was registered on a day: every number of one's own, also of what is not one's own to open any more; of the
//! office's what one may open.

use super::people::refusal;
use super::support::{healthy, wait};
use huiyin_app::{Refusal, RegisteredAsked, StaffRegistrationDraft};
use huiyin_domain::petition::{Channel, SubmissionDraft};
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;

/// A letter that somebody enters: its number, and whether it is closed to them.
fn letter(park: &Park<'_>, login: &str, misconduct: bool) -> (String, bool) {
    let draft = StaffRegistrationDraft {
        submission: SubmissionDraft {
            subject: Some("路灯不亮".into()),
            body: Some("半个月了。".into()),
            misconduct,
            ..SubmissionDraft::default()
        },
        ..StaffRegistrationDraft::default()
    };
    let who = park.who(login);
    let entered = park
        .huiyin
        .register_as_staff(&who, draft, Channel::Letter, None);
    let reply = wait(entered).expect("registered");
    let closed = reply.stands.expect("stands").closed;
    (reply.registered.number, closed)
}

#[test]
fn every_number_of_the_day_is_found_again_by_whoever_entered_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (yesterday, _) = letter(&park, "clerk", false);
        let day_before = huiyin.now();
        place.clock.set(day_before.plus_micros(DAY_MICROS));
        let theirs = park.file(false).number.to_string();
        let (others, _) = letter(&park, "clerk2", false);
        let (_, hidden) = letter(&park, "clerk2", true);
        let (open, may_not_open) = letter(&park, "clerk", false);
        let (closed, closed_to_me) = letter(&park, "clerk", true);
        assert!(hidden && closed_to_me && !may_not_open);
        let list = |asked: RegisteredAsked| {
            let found = wait(huiyin.registered_on(&park.who("clerk"), asked)).expect("reads");
            let numbers = found.entries.iter().map(|one| one.number.clone());
            (numbers.collect::<Vec<_>>(), found)
        };
        let (mine, found) = list(RegisteredAsked::default());
        assert_eq!(mine, [closed.clone(), open.clone()]);
        let (alone, whole) = (&found.entries[0], &found.entries[1]);
        assert!(!alone.may_open && alone.subject.is_none() && alone.channel.is_none());
        assert!(alone.by.is_none(), "its number and nothing else");
        assert_eq!(whole.subject.as_deref(), Some("路灯不亮"));
        // What clerk2 entered for the officers is nowhere, and what a petitioner sent has nobody who entered it.
        let office = RegisteredAsked {
            office: true,
            ..RegisteredAsked::default()
        };
        let (all, found) = list(office);
        assert_eq!(all, [closed, open, others, theirs]);
        assert_eq!(found.entries[2].by.as_deref(), Some("clerk2"));
        assert_eq!(found.entries[3].by, None);
        let zone = &huiyin.authority(None).expect("an authority").zone;
        let before = RegisteredAsked {
            day: Some(day_before.date_in(zone)),
            ..office
        };
        assert_eq!(list(before).0, [yesterday]);
        let none = wait(huiyin.registered_on(&park.who("ecohandler"), office));
        assert_eq!(refusal(none.map(|_| ())), Refusal::NotAllowed);
        let elsewhere = wait(huiyin.registered_on(&park.who("roadclerk"), office));
        assert_eq!(elsewhere.expect("reads").entries, []);
        healthy(&huiyin);
    });
}
