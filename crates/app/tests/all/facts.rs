//! A fact that staff found is put before the petitioner, who accepts or disputes it by the code; the handler sees
//! it at the fact and in the inbox, and the answer says of each disputed one how it was looked into.

use super::notices::{deliver, open, staff};
use super::support::{FIRST, draft as told, event, healthy, journal, register, track, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{AppError, CaseView, Huiyin, InboxFilter, Refusal, TrackView};
use huiyin_domain::event::Event;
use huiyin_domain::ids::Position;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    AddressedFact, AskedHow, Command, Identity, RefusalCode, SubmissionDraft,
};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept, draft};
use huiyin_testkit::smtp::SmtpSink;

const FACT: &str = "金丝雀的事实：每月工资三千元";
const NO: &str = "金丝雀说：是三千四百元";
const LOOKED: &str = "金丝雀核实：银行流水是三千四百元";

fn state() -> Command {
    Command::StateFact { text: FACT.into() }
}

fn respond(fact: i64, accepted: bool, text: &str) -> Command {
    Command::RespondFact {
        fact: Position::new(fact),
        accepted,
        text: text.into(),
        how: None,
    }
}

/// A draft that says how each of these facts was looked into.
fn looked_into(facts: &[i64]) -> Command {
    let Command::Draft { mut answer } = draft() else {
        panic!("a draft");
    };
    let facts = facts.iter().map(|fact| AddressedFact {
        fact: Position::new(*fact),
        words: LOOKED.into(),
    });
    answer.facts = facts.collect();
    Command::Draft { answer }
}

/// Accepted by the economy unit, with one fact; its position.
fn stated(park: &Park<'_>) -> (Filed, i64) {
    let filed = park.at("economy", "ecohandler");
    park.does("ecohandler", &filed, vec![accept(), state()]);
    let seen = seen(park, &filed);
    (filed, seen.facts[0].position)
}

fn seen(park: &Park<'_>, filed: &Filed) -> CaseView {
    park.open("ecohandler", filed, false).expect("opens")
}

fn says(park: &Park<'_>, code: &TrackingCode, command: Command) -> Vec<String> {
    let acted = wait(park.huiyin.act_by_code(code, command));
    acted.expect("taken").events
}

fn refused(huiyin: &Huiyin, code: &TrackingCode, command: Command) -> RefusalCode {
    match wait(huiyin.act_by_code(code, command)) {
        Err(AppError::Refused(Refusal::Case(refused))) => refused.code,
        other => panic!("{other:?}"),
    }
}

fn case(refusal: Refusal) -> RefusalCode {
    match refusal {
        Refusal::Case(refused) => refused.code,
        other => panic!("{other:?}"),
    }
}

fn own(park: &Park<'_>, filed: &Filed) -> TrackView {
    track(park.huiyin, &filed.code.grouped())
}

fn disputed_in_inbox(park: &Park<'_>, login: &str) -> usize {
    let inbox = park.inbox(login, InboxFilter::default());
    inbox.entries.iter().map(|one| one.disputed_facts).sum()
}

#[test]
fn a_fact_is_disputed_looked_into_and_answered() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (filed, fact) = stated(&park);
        let page = own(&park, &filed);
        assert_eq!(page.facts.len(), 1);
        assert_eq!(page.facts[0].text, FACT);
        assert!(page.facts[0].by.is_none(), "no member of staff is named");
        assert!(!page.facts[0].disputed && page.facts[0].said.is_empty());
        assert!(page.steps.contains(&"respond-fact".to_owned()));
        assert_eq!(disputed_in_inbox(&park, "ecohandler"), 0);

        // Whoever disputes says how it was; then it shows at the fact and in the inbox.
        let wordless = refused(&huiyin, &filed.code, respond(fact, false, " "));
        assert_eq!(wordless, RefusalCode::ReasonNeeded);
        let events = says(&park, &filed.code, respond(fact, false, NO));
        assert_eq!(events, ["FactResponded"]);
        let view = seen(&park, &filed);
        assert!(view.facts[0].disputed);
        assert_eq!(view.facts[0].said[0].text, NO);
        assert_eq!(view.facts[0].by.as_deref(), Some("ecohandler"));
        assert_eq!(disputed_in_inbox(&park, "ecohandler"), 1);

        // An answer that is silent about it goes nowhere, and the check-list says why.
        park.does("ecohandler", &filed, vec![draft()]);
        let lacks = seen(&park, &filed).answer.expect("a draft").missing;
        assert_eq!(lacks, [format!("facts.{fact}")]);
        let silent = park.refused("ecohandler", &filed, vec![Command::Submit]);
        assert_eq!(case(silent), RefusalCode::FactUnaddressed);
        let steps = vec![looked_into(&[fact]), Command::Submit];
        park.does("ecohandler", &filed, steps);
        assert_eq!(
            disputed_in_inbox(&park, "ecohandler"),
            0,
            "it is looked into"
        );
        park.does("boss", &filed, vec![Command::Approve, Command::Issue]);

        // The petitioner reads it in the answer.
        let page = own(&park, &filed);
        let answer = page.documents.iter().find(|one| one.document == "answer");
        let facts = &answer.expect("the answer").facts;
        assert_eq!(facts.len(), 1);
        assert_eq!(
            (facts[0].fact.as_str(), facts[0].words.as_str()),
            (FACT, LOOKED)
        );
        assert_eq!(facts[0].said, [NO]);
        let late = refused(&huiyin, &filed.code, respond(fact, true, ""));
        assert_eq!(late, RefusalCode::FactsClosed);
        healthy(&huiyin);
    });
}

#[test]
fn the_answer_speaks_of_an_added_fact_and_silence_about_it_stops_nothing() {
    const ADDED: &str = "金丝雀补充：周末也上了班";
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (filed, stated) = stated(&park);
        let tells = Command::AddFacts { text: ADDED.into() };
        assert_eq!(says(&park, &filed.code, tells), ["FactsAdded"]);
        let view = seen(&park, &filed);
        let added = view.added_facts[0].position;
        let both = (view.facts[0].index, view.added_facts[0].index);
        assert_eq!((both, view.added_facts[0].text.as_str()), ((1, 2), ADDED));
        // It is his own word, which nobody accepts or disputes.
        let code = refused(&huiyin, &filed.code, respond(added, true, ""));
        assert_eq!(code, RefusalCode::NoFact);

        park.does("ecohandler", &filed, vec![draft(), Command::Submit]);
        let view = seen(&park, &filed);
        assert!(view.answer.expect("a draft").missing.is_empty());
        assert_eq!(view.added_facts[0].looked_into, None);
        let reason = "补充的也要写".into();
        park.does("boss", &filed, vec![Command::ReturnAnswer { reason }]);
        let steps = vec![looked_into(&[stated, added]), Command::Submit];
        park.does("ecohandler", &filed, steps);
        let said = seen(&park, &filed).added_facts[0].looked_into.clone();
        assert_eq!(said.as_deref(), Some(LOOKED));
        park.does("boss", &filed, vec![Command::Approve, Command::Issue]);
        let page = own(&park, &filed);
        let answer = page.documents.iter().find(|one| one.document == "answer");
        let facts = &answer.expect("the answer").facts;
        let told: Vec<_> = facts
            .iter()
            .map(|one| (one.added, one.fact.as_str()))
            .collect();
        assert_eq!(told, [(false, FACT), (true, ADDED)]);
        healthy(&huiyin);
    });
}

#[test]
fn a_mind_may_be_changed_every_word_stays_and_silence_is_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (filed, fact) = stated(&park);
        says(&park, &filed.code, respond(fact, false, NO));
        assert_eq!(
            says(&park, &filed.code, respond(fact, true, "")),
            ["FactResponded"]
        );
        let again = says(&park, &filed.code, respond(fact, true, ""));
        assert!(again.is_empty(), "it stands already: {again:?}");
        let view = seen(&park, &filed);
        assert!(!view.facts[0].disputed);
        let said: Vec<(bool, bool)> = view.facts[0]
            .said
            .iter()
            .map(|one| (one.accepted, one.stands))
            .collect();
        assert_eq!(said, [(false, false), (true, true)], "both are on record");
        // A second fact to which nobody says anything does not hold the answer up, and counts as nothing.
        park.does("ecohandler", &filed, vec![state()]);
        park.does("ecohandler", &filed, vec![draft(), Command::Submit]);
        let view = seen(&park, &filed);
        assert!(view.facts[1].said.is_empty() && !view.facts[1].disputed);
        // Disputed after it went up: it is not approved any more, and comes back for it.
        let second = view.facts[1].position;
        says(&park, &filed.code, respond(second, false, NO));
        let stopped = park.refused("boss", &filed, vec![Command::Approve, Command::Issue]);
        assert_eq!(case(stopped), RefusalCode::FactUnaddressed);
        healthy(&huiyin);
    });
}

#[test]
fn what_is_said_at_the_counter_is_the_clerk_s_to_write_down() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (filed, fact) = stated(&park);
        let at_the_counter = |how| Command::RespondFact {
            fact: Position::new(fact),
            accepted: false,
            text: NO.into(),
            how,
        };
        let unsaid = park.refused("clerk", &filed, vec![at_the_counter(None)]);
        assert_eq!(case(unsaid), RefusalCode::ReasonNeeded);
        let step = vec![at_the_counter(Some(AskedHow::InPerson))];
        park.does("clerk", &filed, step.clone());
        let said = &seen(&park, &filed).facts[0].said[0];
        assert_eq!(said.by.as_deref(), Some("clerk"));
        assert_eq!(said.how.as_deref(), Some("in-person"));
        let page = own(&park, &filed);
        let said = &page.facts[0].said[0];
        assert!(
            said.by.is_none() && said.how.is_some(),
            "he sees that staff wrote it"
        );
        for (login, refusal) in [
            ("roadhandler", Refusal::NoSuchPetition),
            ("leader", Refusal::NotAllowed),
        ] {
            assert_eq!(
                park.refused(login, &filed, step.clone()),
                refusal,
                "{login}"
            );
        }
        // By the code he says otherwise: of one petitioner there is one word that stands.
        says(&park, &filed.code, respond(fact, true, ""));
        assert!(!seen(&park, &filed).facts[0].disputed);
        healthy(&huiyin);
    });
}

#[test]
fn what_is_not_his_is_refused_and_a_code_that_views_sees_no_fact() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (filed, fact) = stated(&park);
        let (other, foreign) = stated(&park);
        let code = |command| refused(&huiyin, &filed.code, command);
        assert_eq!(code(respond(foreign, true, "")), RefusalCode::NoFact);
        assert_eq!(code(respond(1, true, "")), RefusalCode::NoFact);
        let long = "长".repeat(2_001);
        assert_eq!(code(respond(fact, false, &long)), RefusalCode::TooLong);
        let addressed = vec![looked_into(&[foreign])];
        let strange = park.refused("ecohandler", &filed, addressed);
        assert_eq!(case(strange), RefusalCode::NoFact);
        let view = wait(huiyin.make_view_code(&filed.code)).expect("made");
        let page = track(&huiyin, &view.grouped());
        assert!(page.facts.is_empty(), "{:?}", page.facts);
        let viewing = refused(&huiyin, &view, respond(fact, true, ""));
        assert_eq!(viewing, RefusalCode::ViewCode);
        assert!(own(&park, &other).facts[0].said.is_empty());
        healthy(&huiyin);
    });
}

/// RULES 4.3: the words of both sides are sealed, and no export and no list has them.
#[test]
fn no_open_part_and_no_export_has_the_words() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (filed, fact) = stated(&park);
        says(&park, &filed.code, respond(fact, false, NO));
        park.does("ecohandler", &filed, vec![looked_into(&[fact])]);
        let mut kinds = Vec::new();
        for row in journal(&huiyin, FIRST) {
            let open = String::from_utf8_lossy(&row.open).into_owned();
            assert!(!open.contains("金丝雀"), "{open}");
            kinds.extend(match event(&row) {
                Event::FactStated(_) => Some("stated"),
                Event::FactResponded(said) => {
                    assert_eq!(said.representative, None);
                    Some("said")
                }
                _ => None,
            });
        }
        assert_eq!(kinds, ["stated", "said"]);
        let authority = huiyin.authority(None).expect("an authority");
        let mut exported = Vec::new();
        let jsonl = huiyin_app::ExportFormat::Jsonl;
        huiyin
            .export_petitions(&authority, jsonl, &mut exported)
            .expect("exports");
        let exported = String::from_utf8_lossy(&exported).into_owned();
        assert!(exported.contains(&filed.number.to_string()) && !exported.contains("金丝雀"));
        for login in park.everybody() {
            let text = park.inbox_text(login);
            for words in [FACT, NO, LOOKED] {
                assert!(!text.contains(words), "{login}");
            }
        }
    });
}

#[test]
fn in_a_group_each_speaks_for_himself() {
    each_engine(|place| {
        let huiyin = place.open();
        let authority = huiyin.authority(None).expect("an authority");
        let written = wait(huiyin.begin_draft(FIRST)).expect("begun");
        let petitioner = Identity {
            name: Some("张三".into()),
            representatives: vec!["李四".into()],
            ..Identity::default()
        };
        let draft_of_all = SubmissionDraft {
            petitioner: Some(petitioner),
            ..told("三月份的工资没有发")
        };
        let sent = wait(huiyin.send_draft(&authority, (&written, None), draft_of_all))
            .expect("registered");
        let code = |text: &str| TrackingCode::parse(text).expect("a code");
        let first = code(&sent.registered.tracking_code);
        let second = code(&sent.registered.representative_codes[0]);
        let number = PetitionNumber::parse(&sent.registered.number).expect("a number");
        let clerk = staff(&huiyin, "clerk", "clerk");
        let step = |commands| wait(huiyin.act(&clerk, number, commands, None));
        step(vec![huiyin_testkit::park::claim(), accept(), state()]).expect("stated");
        let fact = track(&huiyin, &first.grouped()).facts[0].position;
        let says = |code: &TrackingCode, accepted, text: &str| {
            wait(huiyin.act_by_code(code, respond(fact, accepted, text))).expect("taken")
        };
        says(&second, false, NO);
        says(&first, true, "");
        let facts = track(&huiyin, &first.grouped()).facts;
        assert!(
            facts[0].disputed,
            "one who accepts does not accept for the other"
        );
        let who: Vec<Option<u8>> = facts[0].said.iter().map(|one| one.representative).collect();
        assert_eq!(who, [Some(1), Some(0)]);
        says(&second, true, "");
        assert!(!track(&huiyin, &first.grouped()).facts[0].disputed);
        healthy(&huiyin);
    });
}

#[test]
fn the_handler_hears_of_it_by_mail_and_the_mail_says_nothing() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let clerk = staff(&huiyin, "clerk", "clerk");
        let registered = register(&huiyin, told("夜里施工"));
        let number = PetitionNumber::parse(&registered.number).expect("a number");
        let code = TrackingCode::parse(&registered.tracking_code).expect("a code");
        let steps = vec![
            huiyin_testkit::park::claim(),
            accept(),
            Command::Take,
            state(),
        ];
        wait(huiyin.act(&clerk, number, steps, None)).expect("stated");
        deliver(&huiyin);
        let before = sink.mails().len();
        let fact = track(&huiyin, &code.grouped()).facts[0].position;
        wait(huiyin.act_by_code(&code, respond(fact, false, NO))).expect("taken");
        deliver(&huiyin);
        let mails = sink.mails();
        assert_eq!(mails.len(), before + 1);
        let mail = mails.last().expect("a mail");
        assert!(mail.to.contains(super::people::EMAIL), "{}", mail.to);
        for secret in [NO, FACT, &registered.number] {
            assert!(!mail.message.contains(secret), "{}", mail.message);
        }
        // Whoever accepts makes no noise.
        wait(huiyin.act_by_code(&code, respond(fact, true, ""))).expect("taken");
        deliver(&huiyin);
        assert_eq!(sink.mails().len(), before + 1);
        healthy(&huiyin);
    });
}
