//! Commitments 承诺: what was promised face to face is a duty of a post with a day. It stands on the
//! petitioner's tracking page in words, climbs when it is late, and is kept with its proof.

use super::files::pdf;
use super::responses::{House, at_the_park};
use super::support::{at, healthy, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{
    FileDraft, GroupPetitionDraft, InboxFilter, ObligationView, ReceptionStep, Refusal,
    Representative, ResponseStep, TrackView,
};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::ids::{FileId, Position, StaffId};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Command, RefusalCode};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park};
use jiff::civil::{Date, date};

const PROMISED: &str = "周五前把三月份的工资打到卡上";
const DAY: Date = date(2026, 3, 13);
/// A Monday at ten in the morning, in the park.
const MONDAY: &str = "2026-03-02T10:00:00+08:00";

fn promise(park: &Park<'_>, post: &str) -> Command {
    Command::Commit {
        text: PROMISED.into(),
        post: park.post(post),
        limit: DAY,
    }
}

/// The position of the only commitment that is open.
fn made(park: &Park<'_>, login: &str, filed: &Filed) -> Position {
    let view = park.open(login, filed, false).expect("opens");
    let mut open = view.waiting.iter().filter(|one| one.kind == "commitment");
    let one = open.next().expect("one is open");
    assert_eq!(one.text, PROMISED);
    Position::new(one.position)
}

fn tracked(park: &Park<'_>, filed: &Filed) -> TrackView {
    let view = wait(park.huiyin.track(&filed.code)).expect("reads");
    view.expect("the code opens it")
}

fn commitment(view: &TrackView) -> &ObligationView {
    let mut owed = view.obligations.iter();
    owed.find(|one| one.kind == "commitment").expect("is owed")
}

/// What the tracking page tells of it, in order.
fn told(view: &TrackView) -> Vec<&str> {
    let about = |one: &&str| one.starts_with("Commitment");
    let events = view.timeline.iter().map(|one| one.event.as_str());
    events.filter(about).collect()
}

/// The step of escalation at which somebody has it in the inbox, if they have it.
fn in_inbox(park: &Park<'_>, login: &str) -> Option<u8> {
    let inbox = park.inbox(login, InboxFilter::default());
    let mut entries = inbox.entries.iter();
    let entry = entries.find(|one| one.term == "commitment")?;
    assert_eq!(entry.due_date, "2026-03-13");
    Some(entry.step)
}

fn keep(made: Position, kept: bool, proof: Option<FileId>) -> Command {
    Command::KeepCommitment {
        made,
        kept,
        text: if kept {
            "十二日已打到卡上"
        } else {
            "银行退回，下周再打"
        }
        .into(),
        proof,
    }
}

#[test]
fn a_promise_is_owed_by_its_post_and_kept_with_its_proof() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, vec![promise(&park, "ecohead")]);
        let view = tracked(&park, &filed);
        let owed = commitment(&view);
        assert_eq!(
            (owed.state.as_str(), owed.due_date.as_str(), owed.late),
            ("open", "2026-03-13", false)
        );
        assert_eq!(owed.owed_by, "economy");
        assert!(!owed.explanation.is_empty() && !owed.explanation_en.is_empty());
        assert_eq!(told(&view), ["CommitmentMade"]);
        assert_eq!(view.messages.last().expect("in words").text, PROMISED);
        assert_eq!(in_inbox(&park, "ecohead"), Some(0), "it is theirs");
        assert_eq!(in_inbox(&park, "roadhead"), None);

        let made = made(&park, "ecohead", &filed);
        let scan = FileDraft {
            field: "proof".into(),
            name: "转账回单.pdf".into(),
            purpose: FilePurpose::Document,
            bytes: pdf(2_000),
        };
        let proof = park.adds("ecohandler", &filed, scan).expect("added");
        // A file that the petition does not have proves nothing.
        let nothing = FileId::new(proof.raw() + 100);
        let refused = park.refused("ecohead", &filed, vec![keep(made, true, Some(nothing))]);
        assert!(
            matches!(refused, Refusal::Case(ref one) if one.code == RefusalCode::ProofNeeded),
            "{refused:?}"
        );
        park.does("ecohead", &filed, vec![keep(made, true, Some(proof))]);
        let view = tracked(&park, &filed);
        assert_eq!(
            (commitment(&view).state.as_str(), commitment(&view).late),
            ("met", false)
        );
        assert_eq!(told(&view), ["CommitmentMade", "CommitmentKept"]);
        assert_eq!(view.files[0].id, proof.raw(), "the proof is theirs to read");
        let last = view.messages.last().expect("in words");
        assert_eq!(last.text, "十二日已打到卡上");
        assert_eq!(in_inbox(&park, "ecohead"), None);
        let again = park.refused("ecohead", &filed, vec![keep(made, true, None)]);
        assert!(matches!(again, Refusal::Case(_)), "kept once");
        healthy(&huiyin);
    });
}

#[test]
fn what_is_not_kept_stays_owed_climbs_and_says_so_to_the_petitioner() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        park.does("ecohandler", &filed, vec![promise(&park, "ecohead")]);
        let made = made(&park, "ecohandler", &filed);
        place.clock.set(at("2026-03-13T17:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert!(!commitment(&tracked(&park, &filed)).late, "its day runs");
        park.does("ecohandler", &filed, vec![keep(made, false, None)]);
        let view = tracked(&park, &filed);
        assert_eq!(commitment(&view).state, "open");
        assert_eq!(told(&view), ["CommitmentMade", "CommitmentBroken"]);
        assert_eq!(in_inbox(&park, "leader"), None, "it is not late yet");
        for (moment, step) in [
            ("2026-03-14T00:30:00+08:00", 0),
            ("2026-03-15T00:30:00+08:00", 1),
            ("2026-03-19T00:30:00+08:00", 2),
        ] {
            place.clock.set(at(moment));
            huiyin.tick(huiyin.now()).expect("ticks");
            let view = tracked(&park, &filed);
            assert!(commitment(&view).late, "{moment}");
            assert_eq!(commitment(&view).step, step, "{moment}");
            assert_eq!(in_inbox(&park, "ecohead"), Some(step), "{moment}");
        }
        // Kept late it is met, and late for ever.
        park.does("ecohead", &filed, vec![keep(made, true, None)]);
        let view = tracked(&park, &filed);
        assert_eq!(
            (commitment(&view).state.as_str(), commitment(&view).late),
            ("met", true)
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_promise_to_a_group_stands_on_the_page_of_each_representative() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let clerk = house.clerk();
        let tell = |told| {
            house
                .step(house.park.clerk, id, ResponseStep::Receive { told })
                .expect("told");
        };
        let one = |name: &str| Representative {
            name: name.into(),
            ..Representative::default()
        };
        tell(ReceptionStep::Representatives(vec![
            one("金秀英"),
            one("银大山"),
        ]));
        let huiyin = &house.park.huiyin;
        let draft = GroupPetitionDraft {
            subject: "三月份的工资没发".into(),
            body: "厂里三月份的工资到现在没有发。".into(),
            requests: vec!["发三月份的工资".into()],
            ..GroupPetitionDraft::default()
        };
        let group = wait(huiyin.register_group(&clerk, id, draft, None)).expect("registered");
        let number = PetitionNumber::parse(&group.number).expect("a number");
        let organisation = wait(huiyin.organisation(clerk.authority)).expect("reads");
        let post = organisation.posts.keys().next().expect("a post");
        let commit = Command::Commit {
            text: PROMISED.into(),
            post: *post,
            limit: DAY,
        };
        wait(huiyin.act(&clerk, number, vec![commit], None)).expect("promised");
        for code in group.codes.iter().chain([&group.view_code]) {
            let code = TrackingCode::parse(code).expect("a code");
            let view = wait(huiyin.track(&code)).expect("reads").expect("opens");
            assert_eq!(commitment(&view).due_date, "2026-03-13");
            assert!(view.messages.iter().any(|one| one.text == PROMISED));
        }
        // It is among the dates that follow, before the end and after it, soonest first.
        let dates = |who: StaffId| -> Vec<(String, String)> {
            let view = house.see(&house.who(who), id).expect("sees it");
            let owed = view.follow_ups.into_iter();
            owed.map(|one| (one.kind, one.due_date)).collect()
        };
        let promised = ("commitment".to_owned(), "2026-03-13".to_owned());
        assert!(dates(house.park.clerk).contains(&promised));
        let end = ResponseStep::End {
            text: "约好再谈".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        let owed = dates(house.park.leader);
        assert!(owed.contains(&promised), "{owed:?}");
        assert!(
            owed.windows(2).all(|two| two[0].1 <= two[1].1),
            "soonest first"
        );
        healthy(huiyin);
    });
}
