//! Documents as PDF: who gets one, that it is on record, and that the record alone makes it.

use super::support::{FIRST, at, event, healthy, journal, track, wait};
use huiyin_app::{AppError, FileContent, LetterAsked, LetterKind, Refusal};
use huiyin_domain::event::{AccessPart, Document, Event, ServiceWay};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Language;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, draft};

const ANSWER: LetterKind = LetterKind::Served(Document::Answer);
const ACCEPTANCE: LetterKind = LetterKind::Served(Document::Acceptance);

fn asked(kind: LetterKind, named: bool) -> LetterAsked {
    LetterAsked {
        kind,
        language: Language::Zh,
        named,
    }
}

fn letter(
    park: &Park<'_>,
    login: &str,
    filed: &Filed,
    asked: LetterAsked,
) -> Result<FileContent, AppError> {
    let who = park.who(login);
    wait(park.huiyin.letter(&who, filed.number, asked))
}

fn refusal<T>(outcome: Result<T, AppError>) -> Refusal {
    match outcome {
        Err(AppError::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

fn looks(park: &Park<'_>, filed: &Filed, by: StaffId) -> Vec<AccessPart> {
    let rows = journal(park.huiyin, FIRST);
    let of = rows.iter().filter(|row| row.petition == Some(filed.id));
    of.filter_map(|row| match event(row) {
        Event::AccessRecorded(access) if access.staff == by => Some(access.part),
        _ => None,
    })
    .collect()
}

fn offered(park: &Park<'_>, filed: &Filed) -> Vec<(String, bool)> {
    let view = park.open("ecohandler", filed, false).expect("opens");
    let letters = view.letters.into_iter();
    letters.map(|one| (one.letter, one.draft)).collect()
}

#[test]
fn printing_is_reading_and_printing_the_name_is_seeing_who_it_is() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let reader = park.staff("ecohandler2");
        let form = LetterKind::RegistrationForm;
        let without = letter(&park, "ecohandler2", &filed, asked(form, false)).expect("a form");
        assert!(without.bytes.starts_with(b"%PDF-1.7"));
        assert_eq!(without.name, format!("{}-信访登记表.pdf", filed.number));
        assert_eq!(looks(&park, &filed, reader), [AccessPart::Text]);
        let with = letter(&park, "ecohandler2", &filed, asked(form, true)).expect("a form");
        assert_ne!(without.bytes, with.bytes);
        let both = [AccessPart::Text, AccessPart::Identity];
        assert_eq!(looks(&park, &filed, reader), both);
        // Who may open it and not see who it is prints it without the name, and only so.
        let refused = refusal(letter(&park, "auditor", &filed, asked(form, true)));
        assert_eq!(refused, Refusal::NotAllowed);
        letter(&park, "auditor", &filed, asked(form, false)).expect("without the name");
        healthy(&huiyin);
    });
}

#[test]
fn who_may_not_know_of_a_petition_gets_none_of_its_documents() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(true);
        let before = park.rows();
        for kind in LetterKind::ALL {
            let refused = refusal(letter(&park, "ecohandler", &filed, asked(*kind, false)));
            assert_eq!(refused, Refusal::NoSuchPetition, "{kind:?}");
        }
        assert_eq!(park.rows(), before, "a trace was left");
    });
}

#[test]
fn a_document_is_there_once_its_step_was_taken_and_never_changes_after() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let kinds = |kinds: &[(&str, bool)]| -> Vec<(String, bool)> {
            kinds
                .iter()
                .map(|(kind, draft)| ((*kind).to_owned(), *draft))
                .collect()
        };
        let first = [
            "registration-form",
            "query-slip",
            "passing-notice",
            "passing-letter",
        ];
        let first = first.map(|kind| (kind, false));
        let index = ("file-index", false);
        let before: Vec<_> = first.into_iter().chain([index]).collect();
        assert_eq!(offered(&park, &filed), kinds(&before));
        let refused = refusal(letter(
            &park,
            "ecohandler",
            &filed,
            asked(ACCEPTANCE, false),
        ));
        assert_eq!(refused, Refusal::NoSuchLetter);

        park.does(
            "ecohandler",
            &filed,
            vec![Command::Accept {
                notice: "我们会尽快核实。".into(),
            }],
        );
        let acceptance =
            letter(&park, "ecohandler", &filed, asked(ACCEPTANCE, true)).expect("it is there");
        park.does("ecohandler", &filed, vec![draft()]);
        let preview = letter(&park, "ecohandler", &filed, asked(ANSWER, true)).expect("a draft");
        let more = [
            ("acceptance", false),
            ("proof-of-acceptance", false),
            ("answer", true),
            index,
        ];
        let so_far: Vec<_> = first.into_iter().chain(more).collect();
        assert_eq!(offered(&park, &filed), kinds(&so_far));

        let bundle = || {
            let who = park.who("ecohandler");
            wait(huiyin.letter_bundle(&who, filed.number, (Language::Zh, true)))
        };
        // The proof comes with the issue, so a draft is never bundled.
        assert_eq!(refusal(bundle()), Refusal::NoSuchLetter);
        park.does("ecohandler", &filed, vec![Command::Submit]);
        park.does("boss", &filed, vec![Command::Approve]);
        park.does("ecohandler", &filed, vec![Command::Issue]);
        let issued = letter(&park, "ecohandler", &filed, asked(ANSWER, true)).expect("the answer");
        assert_ne!(issued.bytes, preview.bytes, "a draft says that it is one");
        let zip = bundle().expect("answer, proof and index").bytes;
        let holds = |part: &[u8]| zip.windows(part.len()).any(|window| window == part);
        assert!(holds(&issued.bytes), "the very same answer");
        assert_eq!(
            zip.windows(8).filter(|part| *part == b"%PDF-1.7").count(),
            3
        );
        let serve = Command::Serve {
            document: Document::Answer,
            way: ServiceWay::HandedOver,
            at: None,
            proof: None,
        };
        park.does("ecohandler", &filed, vec![serve]);
        let served = letter(&park, "ecohandler", &filed, asked(ANSWER, true)).expect("the same");
        assert_eq!(served.bytes, issued.bytes);
        let again = letter(&park, "ecohandler", &filed, asked(ACCEPTANCE, true)).expect("the same");
        assert_eq!(again.bytes, acceptance.bytes);
        healthy(&huiyin);
    });
}

#[test]
fn the_code_that_acts_gets_what_is_for_the_petitioner_and_no_draft() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let track_letter = |code: &_, kind, shown| {
            wait(huiyin.track_letter((code, None), (kind, Language::Zh), shown))
        };
        let slip = track_letter(&filed.code, LetterKind::QuerySlip, false).expect("a slip");
        let shown = track_letter(&filed.code, LetterKind::QuerySlip, true).expect("a slip");
        assert_ne!(slip.bytes, shown.bytes, "the code stands on one of them");
        let form = track_letter(&filed.code, LetterKind::RegistrationForm, false);
        assert_eq!(refusal(form), Refusal::NoSuchLetter);

        park.does(
            "ecohandler",
            &filed,
            vec![
                Command::Accept {
                    notice: String::new(),
                },
                draft(),
            ],
        );
        let served = || {
            let view = park.open("ecohandler", &filed, false).expect("opens");
            view.documents[0].served_at.is_some()
        };
        assert!(!served());
        assert_eq!(
            refusal(track_letter(&filed.code, ANSWER, false)),
            Refusal::NoSuchLetter
        );
        let acceptance = track_letter(&filed.code, ACCEPTANCE, false).expect("the notice");
        let staff = letter(&park, "ecohandler", &filed, asked(ACCEPTANCE, true)).expect("the same");
        assert_eq!(acceptance.bytes, staff.bytes);

        assert!(served(), "to download it is to have it");

        let view = wait(huiyin.make_view_code(&filed.code)).expect("a code to pass on");
        assert_eq!(
            refusal(track_letter(&view, ACCEPTANCE, false)),
            Refusal::NoSuchLetter
        );
        assert!(track(&huiyin, &view.grouped()).letters.is_empty());
        let letters = track(&huiyin, &filed.code.grouped()).letters;
        let kinds: Vec<&str> = letters.iter().map(|one| one.letter.as_str()).collect();
        assert_eq!(kinds, ["query-slip", "passing-notice", "acceptance"]);
    });
}

#[test]
fn numbers_run_without_a_gap_through_a_year_and_begin_anew_with_the_next() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let accept = || {
            vec![Command::Accept {
                notice: String::new(),
            }]
        };
        let accepted = || {
            let filed = park.at("economy", "ecohandler");
            park.does("ecohandler", &filed, accept());
            filed
        };
        let number = |filed: &Filed, year: &str| {
            let rows = journal(&huiyin, FIRST);
            let mut of = rows.iter().filter(|row| row.petition == Some(filed.id));
            let row = of
                .find(|row| row.kind == "PetitionAccepted")
                .expect("accepted");
            let count = huiyin.store().read_here(|reader| {
                reader.letters_until(FIRST, "PetitionAccepted", at(year), row.position)
            });
            count.expect("reads")
        };
        let (first, second) = (accepted(), accepted());
        // A refused step takes no number.
        park.refused("ecohandler", &second, accept());
        let third = accepted();
        let numbers = [&first, &second, &third].map(|one| number(one, "2026-01-01T00:00:00+08:00"));
        assert_eq!(numbers, [1, 2, 3]);
        let before = letter(&park, "ecohandler", &second, asked(ACCEPTANCE, false)).expect("it");
        place.clock.set(at("2027-01-01T00:00:01+08:00"));
        let fourth = accepted();
        assert_eq!(number(&fourth, "2027-01-01T00:00:00+08:00"), 1);
        let after = letter(&park, "ecohandler", &second, asked(ACCEPTANCE, false)).expect("it");
        assert_eq!(before.bytes, after.bytes, "a number stays");
    });
}

#[test]
fn an_instruction_while_a_duty_is_late_makes_the_letter_of_supervision() {
    each_engine(|place| {
        place.clock.set(at("2026-03-02T10:00:00+08:00"));
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let instructs = |limit: &str| Command::Instruct {
            text: "说明为什么没有办，马上办".into(),
            limit: limit.parse().ok(),
        };
        let supervision = || {
            let kind = LetterKind::SupervisionLetter;
            let offered = offered(&park, &filed).into_iter();
            let there = offered.filter(|(word, _)| word == kind.word()).count();
            (
                there,
                letter(&park, "ecohandler", &filed, asked(kind, false)),
            )
        };
        // While nothing is late an instruction is an instruction.
        park.does("boss", &filed, vec![instructs("2026-03-31")]);
        let (there, letter) = supervision();
        assert_eq!((there, refusal(letter)), (0, Refusal::NoSuchLetter));
        // The written notice after the transfer is late, and the leader wants to know why.
        place.clock.set(at("2026-03-20T10:00:00+08:00"));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert_eq!(supervision().0, 0, "the instruction came before");
        park.does("boss", &filed, vec![instructs("2026-03-25")]);
        let (there, letter) = supervision();
        let letter = letter.expect("made");
        assert_eq!(there, 1);
        assert_eq!(letter.name, format!("{}-督办函.pdf", filed.number));
        healthy(&huiyin);
    });
}
