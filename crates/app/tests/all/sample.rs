//! The sample park: whoever its plan calls can be tried by one click.

use super::support::{FIRST, at, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{InboxFilter, PageAnswer, Pager, ResponseDraft, ResponseStep};
use huiyin_domain::ids::PetitionId;
use huiyin_domain::petition::PetitionState;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use std::collections::BTreeSet;
use std::sync::Arc;

#[test]
fn who_is_called_in_office_hours_finds_the_call_at_their_own_desk() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open_sample());
        let now: Instant = at("2026-06-10T10:30:00+08:00");
        wait(huiyin.fill_with_sample(&place.clock, now)).expect("the sample");
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        let who = |login: &str| {
            let mut staff = organisation.staff.values();
            let found = staff.find(|one| one.login == login)?;
            Principal::of(&organisation, FIRST, found.id)
        };
        let clerk = who("fang").expect("the clerk");
        let draft = ResponseDraft {
            place: "park-reception".into(),
            people: Some("60".into()),
            ..ResponseDraft::default()
        };
        let opened = wait(huiyin.open_response(&clerk, draft, None)).expect("opened");
        let view = wait(huiyin.response(&clerk, opened.answer.id)).expect("reads");
        assert!(view.calls.len() >= 5, "{}", view.calls.len());
        for call in &view.calls {
            let name = call.pages.last().and_then(|page| page.name.clone());
            let name = name.unwrap_or_else(|| panic!("{} is nobody's", call.post));
            let mut staff = organisation.staff.values();
            let official = staff.find(|one| one.name == name);
            let official = official.unwrap_or_else(|| panic!("{name} cannot sign in"));
            let official = Principal::of(&organisation, FIRST, official.id).expect("works here");
            let owed = wait(huiyin.inbox(&official, InboxFilter::default())).expect("reads");
            assert!(
                !owed.responses.is_empty(),
                "{name} ({}) finds no call",
                call.post
            );
        }
    });
}

#[test]
fn its_matters_are_at_places_of_its_own() {
    on_sqlite(|place| {
        let huiyin = place.open_sample();
        let now: Instant = at("2026-06-10T10:30:00+08:00");
        wait(huiyin.fill_with_sample(&place.clock, now)).expect("the sample");
        let authority = huiyin.authority(None).expect("an authority");
        assert!(authority.open_places().count() >= 5);
        let rows = huiyin
            .store()
            .read_here(|reader| reader.petitions_after(FIRST, PetitionId::new(0), 100))
            .expect("reads");
        let told = rows.iter().filter_map(|row| row.place.as_deref());
        let told: std::collections::BTreeSet<&str> = told.collect();
        for id in ["building-site-2", "dormitory-3", "hexin-homes", "east-gate"] {
            assert!(told.contains(id), "nothing happened at {id}: {told:?}");
        }
    });
}

/// Whatever a petition can come to is seen by whoever tries the sample, on a working day and on a day of rest.
#[test]
fn it_has_a_petition_in_every_state() {
    each_engine(|place| {
        let huiyin = place.open_sample();
        let now: Instant = at("2026-10-03T20:10:00+08:00");
        wait(huiyin.fill_with_sample(&place.clock, now)).expect("the sample");
        let rules = huiyin.rules();
        let mut found = BTreeSet::new();
        for authority in rules.authorities() {
            let id = authority.row.id;
            let rows = huiyin
                .store()
                .read_here(|reader| reader.petitions_after(id, PetitionId::new(0), 1_000))
                .expect("reads");
            found.extend(rows.into_iter().map(|row| row.state.word()));
        }
        let all = PetitionState::ALL.iter().map(|state| state.word());
        let missing: Vec<_> = all.filter(|word| !found.contains(word)).collect();
        assert!(
            missing.is_empty(),
            "no petition of the sample is {missing:?}"
        );
    });
}

/// A review is worked on at the level above by its own people, who come in by one click as well.
#[test]
fn the_level_above_has_people_who_come_in_and_find_the_review() {
    on_sqlite(|place| {
        let huiyin = place.open_sample();
        let now: Instant = at("2026-06-10T10:30:00+08:00");
        wait(huiyin.fill_with_sample(&place.clock, now)).expect("the sample");
        let reviewer = wait(huiyin.sign_in_as_sample("qin")).expect("comes in");
        let reviewer = reviewer.principal;
        assert_ne!(reviewer.authority, FIRST);
        let owed = wait(huiyin.inbox(&reviewer, InboxFilter::default())).expect("reads");
        let kinds: Vec<_> = owed.entries.iter().map(|one| one.term.as_str()).collect();
        assert!(kinds.contains(&"review"), "{kinds:?}");
    });
}

/// Whoever tries it rings somebody without an account, and follows the link that would be on their telephone.
#[test]
fn a_stand_in_without_an_account_has_a_number_and_a_link_that_can_be_tried() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open_sample());
        let now: Instant = at("2026-06-10T10:30:00+08:00");
        wait(huiyin.fill_with_sample(&place.clock, now)).expect("the sample");
        let pager = Pager::start(Arc::clone(&huiyin)).expect("starts");
        let clerk = wait(huiyin.sign_in_as_sample("fang"))
            .expect("comes in")
            .principal;
        let leader = wait(huiyin.sign_in_as_sample("jiang"))
            .expect("comes in")
            .principal;
        let draft = ResponseDraft {
            place: "park-reception".into(),
            people: Some("30-60".into()),
            exercise: true,
            ..ResponseDraft::default()
        };
        let id = wait(huiyin.open_response(&clerk, draft, None))
            .expect("opened")
            .answer
            .id;
        let page_of = |who: &Principal| {
            let view = wait(huiyin.response(who, id)).expect("reads");
            let call = view
                .calls
                .into_iter()
                .find(|one| one.post == "leader-in-charge");
            call.expect("called").pages.pop().expect("a page")
        };
        let page = page_of(&leader).number;
        let declined = huiyin.step_in_response(&leader, id, ResponseStep::Decline { page }, None);
        wait(declined).expect("cannot come");
        let out = page_of(&clerk);
        assert_eq!(out.name.as_deref(), Some("何卫国"));
        assert!(out.desk_rings, "the desk rings him");
        let number = out.phone.expect("the desk sees his number");
        assert_eq!(
            page_of(&leader).phone,
            Some(number.clone()),
            "so does who is in charge"
        );
        let other = wait(huiyin.sign_in_as_sample("yi"))
            .expect("comes in")
            .principal;
        assert_eq!(
            page_of(&other).phone,
            None,
            "whoever is only called does not"
        );

        pager.settle().expect("sends");
        let messages = huiyin.sample_messages().expect("kept");
        let mut theirs = messages.iter().filter(|one| one.to == number);
        let message = theirs.next().expect("he gets a text message");
        assert_eq!(
            message.name.as_ref().map(|name| name.zh.as_str()),
            Some("何卫国")
        );
        let (_, link) = message.text.split_once("/page/").expect("a link");
        let look = wait(huiyin.page_look(link.trim())).expect("opens");
        assert!(look.exercise && !look.coming);
        wait(huiyin.answer_page(link.trim(), PageAnswer::Come)).expect("comes");
        assert_eq!(page_of(&clerk).state, "acknowledged");
    });
}
