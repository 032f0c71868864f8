//! Properties that hold whatever people do with a petition, in whatever order, however rarely time is
//! looked at.

use super::office::{self, Arrival, Desk, Office};
use super::story;
use super::support::case;
use huiyin_domain::event::{Actor, Document, Event, Proposal};
use huiyin_domain::ids::{ObligationId, StaffId};
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::petition::{BarTarget, By, CodePower, Decided, Deciding, Reach};
use huiyin_domain::rulebook::{Duty, EventName};
use huiyin_domain::time::Instant;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

fn office_of(rulebook: &str) -> Office {
    let case = case(rulebook);
    Office {
        rulebook: case.rulebook,
        house: super::support::case("house").rulebook,
        calendar: case.calendar,
        organisation: office::organisation(),
    }
}

/// The last is the first again, where documents wait for a seal.
static OFFICES: LazyLock<[Office; 4]> = LazyLock::new(|| {
    let [law, simple, hotline] = ["cn-2022", "cn-simple", "cn-hotline-5wd"].map(office_of);
    let mut sealed = office_of("cn-2022");
    sealed.organisation.seal = office::seal_kept_by("leader");
    [law, simple, hotline, sealed]
});

/// Steps that may be tried at any time, as a story writes them.
const STEPS: &[&str] = &[
    "classify claim 6",
    "classify claim 2",
    "classify suggestion",
    "classify disclosure",
    "list-requests 2",
    "accept",
    "classify claim 6 + accept",
    "decline in-hand",
    "redirect court",
    "transfer roads",
    "transfer housing",
    "transfer community",
    "transfer plant",
    "assign parks",
    "assign roads 2026-12-31",
    "receive",
    "object",
    "settle-objection uphold",
    "settle-objection takeback",
    "take",
    "ask-extension",
    "decide-extension grant",
    "decide-extension refuse",
    "suspend answer HearingHeld 2026-03-10",
    "ask-statement plant",
    "give-statement",
    "ask-support housing",
    "give-support",
    "instruct",
    "carry-out",
    "draft",
    "draft remedy@2026-09-01",
    "submit",
    "approve",
    "return-answer",
    "issue",
    "draft + submit + approve + issue",
    "draft looked-into + submit + approve + issue",
    "draft looked-into",
    "state-fact",
    "respond-fact accepted",
    "respond-fact disputed",
    "respond-fact disputed in-person",
    "serve acceptance handed-over",
    "serve answer handed-over",
    "serve decline handed-over",
    "serve acceptance handed-over 2026-03-03T10:00 77",
    "accept-service answer",
    "accept-service acceptance",
    "set-seal acceptance",
    "set-seal answer",
    "waive-seal answer",
    "fulfil 0",
    "verify 0 yes",
    "close",
    "reopen",
    "withdraw",
    "withdraw-on-paper 77",
    "undo-withdrawal",
    "merge",
    "unmerge",
    "tell-apart",
    "recall",
    "correct-entry subject",
    "change-contact phone given 13900001111 in-person",
    "change-contact phone taken - by-phone",
    "correct-name 汪某",
    "correct-name 汪某 1",
    "declare-danger",
    "lower-danger",
    "report-urgent",
    "recuse",
    "lower-confidentiality",
    "renew-code",
    "renew-code 1",
    "decide-proposal yes",
    "decide-proposal no",
    "acknowledge answer",
    "acknowledge sort",
    "dispute-time",
    "decide-dispute right",
    "decide-dispute wrong",
    "name-respondents roads",
    "name-respondents plant",
    "name-respondents office",
    "name-respondents post=director",
    "correct-breach sort 2026-03-10T10:00",
    "message",
];

const PEOPLE: &[&str] = &[
    "clerk",
    "clerk2",
    "officer",
    "roads",
    "housing",
    "parks",
    "plant",
    "director",
    "leader",
    "supervisor",
];

/// How many speak for those who gave their names, beside the first.
const SPEAK_BESIDE: usize = 2;

#[derive(Clone, Debug)]
struct Move {
    hours: i64,
    who: usize,
    step: usize,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (
        prop_oneof![4 => 0i64..30, 2 => 30i64..400, 1 => 400i64..2500],
        0..PEOPLE.len() + 4,
        0..STEPS.len(),
    );
    let one = one.prop_map(|(hours, who, step)| Move { hours, who, step });
    prop::collection::vec(one, 1..48)
}

fn by(who: usize) -> By {
    match PEOPLE.get(who) {
        Some(name) => By::Staff(office::staff(name)),
        None if who == PEOPLE.len() => By::System,
        // Of a petitioner who is alone every code is his own.
        None => By::Petitioner(CodePower::Representative((who - PEOPLE.len() - 1) as u8)),
    }
}

fn arrive<'a>(office: &'a Office, named: bool, misconduct: bool) -> Desk<'a> {
    let arrival = Arrival {
        at: story::instant("03-02 10:00", &office.rulebook.zone),
        first: 1,
        unit: "office",
        who: if named { "named" } else { "anonymous" },
        class: None,
        misconduct,
        requests: 1,
        representatives: if named { SPEAK_BESIDE } else { 0 },
        reach: if named {
            Reach::NoChannel
        } else {
            Reach::Anonymous
        },
    };
    let mut other = Desk::open(
        office,
        &Arrival {
            first: 5001,
            at: arrival.at,
            ..arrival
        },
    );
    other.case.id = huiyin_domain::ids::PetitionId::new(5001);
    let mut desk = Desk::open(office, &arrival);
    desk.other = Some(other.case);
    desk
}

/// Tries a step, and others after it until one is possible; a refusal leaves nothing.
fn attempt(desk: &mut Desk<'_>, one: &Move, now: Instant) {
    for more in 0..12 {
        let step = STEPS[(one.step + more * 7) % STEPS.len()];
        let director = By::Staff(office::staff("director"));
        for who in [by(one.who), director] {
            if done(desk, step, who, now) {
                return;
            }
        }
    }
}

fn done(desk: &mut Desk<'_>, step: &str, who: By, now: Instant) -> bool {
    if step.contains("set-seal") {
        desk.reads(who, now);
    }
    let mut deciding = Deciding::new(desk.case.clone(), desk.context(now, who));
    for text in step.split(" + ") {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if deciding.run(&story::command(&words, desk, now)).is_err() {
            return false;
        }
    }
    let decided = deciding.case().clone();
    let events = deciding.into_events();
    desk.record(now, &events);
    assert_eq!(desk.case, decided);
    true
}

fn live<'a>(office: &'a Office, named: bool, misconduct: bool, moves: &[Move]) -> Desk<'a> {
    let mut desk = arrive(office, named, misconduct);
    let mut now = desk.case.registered_at;
    for one in moves {
        now = now.plus_micros(one.hours * 3_600_000_000 + 1);
        desk.tick(now);
        attempt(&mut desk, one, now);
    }
    desk
}

/// The events that may end a duty or window: those that its term lists, and the steps that are about
/// that one duty alone.
fn ended_by_its_rule(desk: &Desk<'_>) -> Result<(), TestCaseError> {
    let rules = desk.office.rules();
    let mut state = BTreeMap::<ObligationId, String>::new();
    for row in &desk.journal {
        let Some(effects) = row.event.effects() else {
            continue;
        };
        for id in &effects.waived {
            let owed = &desk.case.owed[id];
            let term = rules.term_of(owed).expect("a term");
            let named = match row.event.kind() {
                "PetitionClassified" => EventName::ClassifiedOtherwise,
                "PetitionHandedOver" | "HandoverAccepted" => EventName::HandoverAccepted,
                kind => EventName::parse(kind).expect("a waiver"),
            };
            prop_assert!(term.waived_by.contains(&named), "{} by {named}", term.id);
            state.insert(*id, row.event.kind().to_owned());
        }
        for id in &effects.met {
            let owed = &desk.case.owed[id];
            let term = rules.term_of(owed).expect("a term");
            let kind = row.event.kind();
            let names: Vec<EventName> = match kind {
                "AnswerApproved" | "AnswerReturned" => vec![EventName::ApprovalDecided],
                "ExtensionGranted" | "ExtensionRefused" => vec![EventName::ExtensionDecided],
                "PetitionHandedOver" => vec![EventName::PetitionTransferred],
                "HandoverAccepted" | "TransferRecalled" => {
                    vec![EventName::HandoverAccepted, EventName::ObjectionSettled]
                }
                "BreachCorrected" => continue,
                _ => EventName::parse(kind).into_iter().collect(),
            };
            let listed = names.iter().any(|name| term.met_by.contains(name));
            prop_assert!(listed, "{} met by {kind}", term.id);
        }
    }
    Ok(())
}

/// What waits for the seal is served once it is set or waived, and nothing is sealed that was served.
fn sealed_before_it_was_served(desk: &Desk<'_>) -> Result<(), TestCaseError> {
    let mut waiting = BTreeSet::new();
    for row in &desk.journal {
        match &row.event {
            Event::SealAwaited(one) => {
                waiting.insert(one.document);
            }
            Event::SealSet(one) => prop_assert!(waiting.remove(&one.document)),
            Event::SealWaived(one) => prop_assert!(waiting.remove(&one.document)),
            Event::AcceptanceServed(_) => prop_assert!(!waiting.contains(&Document::Acceptance)),
            Event::AnswerServed(_) => prop_assert!(!waiting.contains(&Document::Answer)),
            _ => {}
        }
    }
    Ok(())
}

/// Who owes what is open: a unit of the list that is none of whom it complains of, and no enterprise.
fn owned(desk: &Desk<'_>) -> Result<(), TestCaseError> {
    let organisation = &desk.office.organisation;
    for owed in desk.case.owed.values().filter(|owed| owed.is_open_duty()) {
        if owed.opened.term == "statement" {
            continue;
        }
        let unit = owed.opened.unit;
        let term = &owed.opened.term;
        prop_assert!(organisation.answers(unit), "{term} owed by {unit}");
        let barred = organisation
            .chain(unit)
            .into_iter()
            .any(|one| desk.case.bars.contains(&office::bar(BarTarget::Unit(one))));
        prop_assert!(
            !barred,
            "{term} owed by a respondent, {}",
            office::unit_name(unit)
        );
        let post = owed
            .opened
            .post
            .map(|post| office::bar(BarTarget::Post(post)));
        prop_assert!(post.is_none_or(|post| !desk.case.bars.contains(&post)));
    }
    Ok(())
}

/// No moment comes twice with the same dates, and those of one obligation come in their order.
fn once_and_in_order(desk: &Desk<'_>) -> Result<(), TestCaseError> {
    let mut seen = BTreeSet::new();
    let mut breached = BTreeSet::new();
    let mut last = BTreeMap::new();
    for row in &desk.journal {
        let (id, what) = match &row.event {
            Event::ObligationWarned(one) => (one.obligation, "warned".to_owned()),
            Event::ObligationBreached(one) => {
                prop_assert!(breached.insert(one.obligation), "breached twice");
                (one.obligation, "breached".to_owned())
            }
            Event::WindowClosed(one) => (one.obligation, "closed".to_owned()),
            Event::ObligationEscalated(one) => (one.obligation, format!("step {}", one.step)),
            _ => continue,
        };
        prop_assert!(
            seen.insert((id, what.clone(), row.effective_at)),
            "{what} twice"
        );
        if what.starts_with("step") {
            prop_assert!(breached.contains(&id));
        }
        let before = last.insert(id, row.effective_at);
        prop_assert!(
            before.is_none_or(|before| before <= row.effective_at),
            "{what}"
        );
    }
    Ok(())
}

/// What takes two people took two.
fn two_people(desk: &Desk<'_>, restricted: bool) -> Result<(), TestCaseError> {
    let mut asked = BTreeMap::new();
    let mut lowered = false;
    let mut was_restricted = restricted;
    for row in &desk.journal {
        match &row.event {
            Event::SecondPersonAsked(one) => {
                asked.insert(row.position, (one.proposal.clone(), row.by));
            }
            Event::SecondPersonDecided(one) => {
                let (proposal, first) = asked[&one.proposal].clone();
                prop_assert!(first != row.by && matches!(row.by, Actor::Staff(_)));
                lowered |= one.agreed && proposal == Proposal::LowerConfidentiality;
            }
            Event::PetitionClassified(one) => {
                was_restricted |= one.class == huiyin_domain::petition::Class::Disclosure;
            }
            Event::WithdrawalAsked(_) => {
                let paper = matches!(row.by, Actor::Staff(_));
                prop_assert!(paper || row.by == Actor::Public);
            }
            _ => {}
        }
    }
    prop_assert!(!was_restricted || lowered || desk.case.restricted);
    Ok(())
}

/// Each leaves for himself: what a group brought is withdrawn by the last who speaks for it, or when all left.
fn each_for_himself(desk: &Desk<'_>, named: bool) -> Result<(), TestCaseError> {
    let mut left = BTreeSet::new();
    for row in &desk.journal {
        match &row.event {
            Event::RepresentativeLeft(one) => prop_assert!(left.insert(one.representative)),
            Event::WithdrawalAsked(_) | Event::PetitionWithdrawn(_) if named => {
                prop_assert!(left.len() >= SPEAK_BESIDE, "{left:?}");
            }
            Event::LeavingAsked(_) => prop_assert!(named),
            _ => {}
        }
    }
    Ok(())
}

/// No answer goes out that is silent about a fact that somebody disputes, and what staff wrote down for the
/// petitioner says so.
fn looked_into(desk: &Desk<'_>) -> Result<(), TestCaseError> {
    let mut said = BTreeMap::<_, BTreeMap<_, bool>>::new();
    let mut drafted = Vec::new();
    for row in &desk.journal {
        match &row.event {
            Event::FactStated(_) => {
                said.insert(row.position, BTreeMap::new());
            }
            Event::FactResponded(one) => {
                let fact = said.get_mut(&one.fact).expect("a fact of this petition");
                fact.insert(one.representative, one.accepted);
                prop_assert_eq!(one.how.is_some(), matches!(row.by, Actor::Staff(_)));
            }
            Event::AnswerDrafted(one) => drafted.clone_from(&one.facts),
            Event::AnswerIssued(_) => {
                let mut all = said.iter();
                let silent = all.find(|(fact, said)| {
                    said.values().any(|accepted| !accepted) && !drafted.contains(fact)
                });
                prop_assert!(silent.is_none(), "{silent:?}");
            }
            _ => {}
        }
    }
    Ok(())
}

fn same(a: &[Decided], b: &[Decided]) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| (a.effective_at, &a.event) == (b.effective_at, &b.event))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_people_do_the_rules_hold(
        office in 0usize..4, named: bool, misconduct: bool, moves in moves(),
    ) {
        let desk = live(&OFFICES[office], named, misconduct, &moves);
        ended_by_its_rule(&desk)?;
        sealed_before_it_was_served(&desk)?;
        owned(&desk)?;
        once_and_in_order(&desk)?;
        two_people(&desk, misconduct)?;
        each_for_himself(&desk, named)?;
        looked_into(&desk)?;
        for owed in desk.case.owed.values() {
            let window = owed.opened.duty == Duty::Window;
            prop_assert!(!window || owed.breached_at.is_none());
            prop_assert!(!window || owed.state != ObligationState::Met);
            prop_assert!(owed.is_open() || owed.next_at.is_none());
            let left = owed.is_open() && owed.opened.duty == Duty::Statutory;
            let state = desk.case.state;
            prop_assert!(!(left && state.is_ended()), "{} in {state:?}", owed.opened.term);
        }
    }

    #[test]
    fn looking_once_is_looking_often(
        office in 0usize..4, named: bool, moves in moves(), days in 1i64..200, parts in 2i64..40,
    ) {
        let before = live(&OFFICES[office], named, false, &moves);
        let start = before.journal.last().expect("a row").recorded_at;
        let end = start.plus_micros(days * 86_400_000_000);
        let mut once = live(&OFFICES[office], named, false, &moves);
        let one = once.tick(end);
        let mut often = before;
        let mut many = Vec::new();
        for part in 1..=parts {
            many.extend(often.tick(start.plus_micros(days * 86_400_000_000 / parts * part)));
        }
        many.extend(often.tick(end));
        prop_assert!(same(&one, &many), "{one:#?}\n{many:#?}");
        prop_assert!(once.tick(end).is_empty());
    }
}

#[test]
fn the_people_of_the_stories_exist() {
    let ids: BTreeSet<StaffId> = PEOPLE.iter().map(|name| office::staff(name)).collect();
    assert_eq!(ids.len(), PEOPLE.len());
}

/// Found by the property: the director is named a respondent when the supervisor has stepped back, so
/// that no post above is left to decide; the duty then is the unit's as a whole.
#[test]
fn a_duty_leaves_a_post_complained_of_even_where_no_post_is_left() {
    let tried = [
        (363, 0, "recuse"),
        (11, 0, "ask-extension"),
        (0, 0, "classify claim 6"),
        (0, 0, "name-respondents office"),
        (0, 0, "accept"),
        (0, 9, "recuse"),
        (0, 0, "name-respondents post=director"),
    ];
    let moves = tried.map(|(hours, who, step)| Move {
        hours,
        who,
        step: STEPS.iter().position(|one| *one == step).expect("a step"),
    });
    let desk = live(&OFFICES[0], false, false, &moves);
    owned(&desk).expect("a duty without an owner complained of");
}
