//! The seal: who keeps it, who sets it on what, that each use is on record, and that what is served is what
//! was sealed.

use super::notices::open;
use super::support::{FIRST, event, healthy, journal, track, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AbsenceDraft, Acted, AppError, Change, LetterAsked, LetterKind, Order, PeopleRefusal,
    PostDraft, Refusal, RoleDraft, SealKeeperDraft, SealView, StaffDraft, TimelineEntry, demo,
};
use huiyin_domain::event::{AccessPart, Actor, Document, Event, ServiceWay};
use huiyin_domain::ids::{PostId, StaffId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{CaseRefusal, Command, RefusalCode};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{CANARIES, Filed, Park, accept, claim, draft, transfer};
use huiyin_testkit::smtp::SmtpSink;

const ACCEPTANCE: LetterKind = LetterKind::Served(Document::Acceptance);
/// Who keeps it: somebody of another department, who has nothing to do with what the economy handles.
const KEEPER: &str = "roadhandler";

fn order(version: Option<i64>) -> Order {
    Order {
        authority: FIRST,
        by: Actor::Operator,
        version,
    }
}

/// Makes a post and names it the seal's keeper, for these documents.
fn kept_by(park: &Park<'_>, holder: &str, stand_ins: &[&str], documents: &[Document]) -> PostId {
    let draft = PostDraft {
        duty: "seal-keeper".into(),
        title: Bilingual::new("印章保管员", "Keeper of the seal"),
        unit: park.unit("office").raw(),
        holder: Some(park.staff(holder).raw()),
        stand_ins: stand_ins.iter().map(|one| park.staff(one).raw()).collect(),
        closed: false,
    };
    let huiyin = park.huiyin;
    let post = huiyin.administer_here(order(None), Change::Post(None, draft));
    let post = post.expect("a post").id;
    let draft = SealKeeperDraft {
        keeper: Some(post),
        documents: documents.iter().map(|one| one.word().to_owned()).collect(),
    };
    let named = huiyin.administer_here(order(None), Change::SealKeeper(draft));
    assert_eq!(named.expect("named").id, post);
    PostId::new(post)
}

/// A seal that is kept, with its image lodged; acceptances and answers wait for it.
fn sealed(park: &Park<'_>) -> i64 {
    kept_by(
        park,
        KEEPER,
        &["double"],
        &[Document::Acceptance, Document::Answer],
    );
    lodge(park, KEEPER, demo::sample_seal()).expect("lodged")
}

fn lodge(park: &Park<'_>, login: &str, image: Vec<u8>) -> Result<i64, AppError> {
    let lodged = wait(park.huiyin.lodge_seal(&park.who(login), image, None));
    lodged.map(|done| done.answer.image.expect("an image"))
}

/// The sample's image with another note in it, which makes it another one.
fn other_image() -> Vec<u8> {
    let mut image = demo::sample_seal();
    let end = image.len() - 12;
    // A background colour: one byte of the palette (PNG 11.3.5.1).
    let chunk = [&[0, 0, 0, 1][..], b"bKGD", &[0], &[0x88, 0x05, 0x1d, 0x48]];
    let idat = image
        .windows(4)
        .position(|four| four == b"IDAT")
        .expect("pixels")
        - 4;
    assert!(idat < end);
    image.splice(idat..idat, chunk.concat());
    image
}

fn letter(park: &Park<'_>, login: &str, filed: &Filed, named: bool) -> Result<Vec<u8>, AppError> {
    letter_of(park, login, filed, ACCEPTANCE, named)
}

fn letter_of(
    park: &Park<'_>,
    login: &str,
    filed: &Filed,
    kind: LetterKind,
    named: bool,
) -> Result<Vec<u8>, AppError> {
    let asked = LetterAsked {
        kind,
        language: Language::Zh,
        named,
    };
    let made = wait(park.huiyin.letter(&park.who(login), filed.number, asked));
    made.map(|made| made.bytes)
}

fn view(park: &Park<'_>, login: &str) -> SealView {
    wait(park.huiyin.official_seal(&park.who(login), None)).expect("reads")
}

fn set(document: Document) -> Vec<Command> {
    vec![Command::SetSeal { document }]
}

/// Reads the document that waits, and sets the seal on it.
fn sets(park: &Park<'_>, login: &str, filed: &Filed, document: Document) -> Acted {
    letter_of(park, login, filed, LetterKind::Served(document), false).expect("reads it");
    park.does(login, filed, set(document))
}

fn refused<T>(outcome: Result<T, AppError>) -> Refusal {
    match outcome {
        Err(AppError::Refused(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

const NOT_ALLOWED: Refusal = Refusal::People(PeopleRefusal::NotAllowed);

fn on(code: RefusalCode) -> Refusal {
    Refusal::Case(CaseRefusal::on(code, "document"))
}

/// At the economy, accepted; its notice waits for the seal where one is kept.
fn accepted(park: &Park<'_>) -> Filed {
    let filed = park.at("economy", "ecohandler");
    park.does("ecohandler", &filed, vec![accept()]);
    filed
}

#[test]
fn an_administrator_names_the_keeper_and_has_nothing_of_the_seal_himself() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let image = sealed(&park);
        let before = park.rows();
        for login in ["admin", "ecohandler", "boss", "auditor"] {
            assert_eq!(
                refused(lodge(&park, login, demo::sample_seal())),
                NOT_ALLOWED
            );
            let who = park.who(login);
            let seen = wait(huiyin.seal_image(&who, image));
            assert_eq!(refused(seen), NOT_ALLOWED, "{login}");
            let taken = wait(huiyin.choose_seal(&who, (None, None), None));
            assert_eq!(refused(taken), NOT_ALLOWED, "{login}");
        }
        assert_eq!(park.rows(), before, "a refusal writes nothing");
        let kept = wait(huiyin.seal_image(&park.who(KEEPER), image));
        assert_eq!(kept.expect("the keeper's"), demo::sample_seal());
        assert!(wait(huiyin.seal_image(&park.who("double"), image)).is_ok());
        // Made holder of the post by himself, he keeps nothing: he administers.
        let post = PostDraft {
            duty: "seal-keeper".into(),
            title: Bilingual::new("印章保管员", "Keeper of the seal"),
            unit: park.unit("office").raw(),
            holder: Some(park.staff("admin").raw()),
            stand_ins: Vec::new(),
            closed: false,
        };
        let id = PostId::new(view(&park, "admin").keeper.expect("kept").id);
        let changed = huiyin.administer_here(order(None), Change::Post(Some(id), post));
        changed.expect("changed");
        assert_eq!(refused(lodge(&park, "admin", other_image())), NOT_ALLOWED);
        let taken = wait(huiyin.choose_seal(&park.who("admin"), (None, None), None));
        assert_eq!(refused(taken), NOT_ALLOWED);
        // Then nobody sets it, and so nothing waits for it.
        let filed = accepted(&park);
        let documents = park
            .open("ecohandler", &filed, false)
            .expect("opens")
            .documents;
        assert!(!documents[0].awaits_seal);
        healthy(&huiyin);
    });
}

#[test]
fn naming_the_keeper_is_the_administrators_checked_and_on_record() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sealed(&park);
        let name = |by: Actor, version, keeper, documents: &[&str]| {
            let order = Order {
                by,
                ..order(version)
            };
            let documents = documents.iter().map(|one| (*one).to_owned()).collect();
            let draft = SealKeeperDraft { keeper, documents };
            huiyin.administer_here(order, Change::SealKeeper(draft))
        };
        let staff = |login: &str| Actor::Staff(park.staff(login));
        let before = park.rows();
        for login in [KEEPER, "auditor", "clerk"] {
            assert_eq!(refused(name(staff(login), None, None, &[])), NOT_ALLOWED);
        }
        let admin = staff("admin");
        let fields = |outcome| match refused(outcome) {
            Refusal::Fields(errors) => {
                let pairs = errors
                    .into_iter()
                    .map(|one| (one.field, one.problem.code()));
                pairs.collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        let unknown = fields(name(admin, None, Some(999), &["answer"]));
        assert_eq!(unknown, [("keeper".to_owned(), "not_one_of")]);
        let nobody = fields(name(admin, None, None, &["answer"]));
        assert_eq!(nobody, [("keeper".to_owned(), "missing")]);
        let post = park.post("officehead").raw();
        let other = fields(name(admin, None, Some(post), &["love-letter"]));
        assert_eq!(other, [("documents".to_owned(), "not_one_of")]);
        let version = view(&park, "admin").version;
        let overtaken = name(admin, Some(version - 1), Some(post), &["answer"]);
        let overtaken = refused(overtaken);
        assert_eq!(overtaken, Refusal::People(PeopleRefusal::ChangedMeanwhile));
        assert_eq!(park.rows(), before);
        let changed = name(admin, Some(version), Some(post), &["answer", "answer"]);
        changed.expect("changed");
        let seen = view(&park, "auditor");
        assert_eq!(seen.documents, ["answer"]);
        assert_eq!(seen.keeper.expect("kept").id, post);
        let kinds: Vec<&str> = seen.changes.iter().map(|one| one.change.as_str()).collect();
        assert_eq!(kinds, ["keeper-named", "lodged", "keeper-named"]);
        assert_eq!(seen.changes[0].by, "admin");
        assert_eq!(seen.changes[1].by, KEEPER);
        // The one before has it no more.
        assert_eq!(refused(lodge(&park, KEEPER, other_image())), NOT_ALLOWED);
        assert_eq!(
            refused(wait(huiyin.official_seal(&park.who(KEEPER), None))),
            NOT_ALLOWED
        );
        healthy(&huiyin);
    });
}

#[test]
fn what_is_no_image_of_a_seal_is_not_lodged() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        kept_by(&park, KEEPER, &[], &[Document::Answer]);
        let before = park.rows();
        let mut oblong = demo::sample_seal();
        oblong[16..20].copy_from_slice(&900_u32.to_be_bytes());
        let mut cut = demo::sample_seal();
        let pixels = cut
            .windows(4)
            .position(|four| four == b"IDAT")
            .expect("pixels")
            + 4;
        cut[pixels..pixels + 64].fill(0);
        let wrong = [
            (Vec::new(), "empty_file"),
            (
                b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(),
                "seal_not_png",
            ),
            (vec![0; 300_000], "seal_too_large"),
            (oblong, "seal_not_square"),
            (cut, "seal_undrawable"),
        ];
        for (image, code) in wrong {
            let Refusal::Fields(errors) = refused(lodge(&park, KEEPER, image)) else {
                panic!("{code}");
            };
            assert_eq!(errors[0].field, "image");
            assert_eq!(errors[0].problem.code(), code);
        }
        assert_eq!(park.rows(), before, "nothing was kept");
        healthy(&huiyin);
    });
}

#[test]
fn a_document_waits_for_the_seal_and_is_there_for_the_petitioner_once_it_is_set() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let image = sealed(&park);
        let filed = accepted(&park);
        let code = filed.code.grouped();
        let case = park.open("ecohandler", &filed, false).expect("opens");
        assert!(case.documents[0].awaits_seal && case.documents[0].sealed_at.is_none());
        let unsealed = letter(&park, "ecohandler", &filed, true).expect("a preview");
        // The petitioner has nothing of it yet, and opening the page serves nothing.
        let seen = track(&huiyin, &code);
        assert!(seen.documents.is_empty(), "{:?}", seen.documents);
        assert!(seen.letters.iter().all(|one| one.letter != "acceptance"));
        let taken =
            wait(huiyin.track_letter((&filed.code, None), (ACCEPTANCE, Language::Zh), false));
        assert_eq!(refused(taken), Refusal::NoSuchLetter);
        let by_hand = vec![Command::Serve {
            document: Document::Acceptance,
            way: ServiceWay::HandedOver,
            at: None,
            proof: None,
        }];
        let waits = Refusal::Case(CaseRefusal::of(RefusalCode::WaitsForSeal));
        assert_eq!(park.refused("ecohandler", &filed, by_hand), waits);
        // The keeper finds it, by number and kind, and nobody else has a list.
        let kept = view(&park, KEEPER);
        assert_eq!(kept.waiting.len(), 1);
        let waiting = &kept.waiting[0];
        assert_eq!(waiting.number, filed.number.to_string());
        assert_eq!(waiting.document, "acceptance");
        assert!(waiting.due_date.is_some(), "what its service meets");
        assert!(view(&park, "auditor").waiting.is_empty());
        sets(&park, "double", &filed, Document::Acceptance);
        assert!(view(&park, KEEPER).waiting.is_empty());
        let sealed = letter(&park, "ecohandler", &filed, true).expect("it");
        assert_ne!(sealed, unsealed);
        let again = letter(&park, "ecohandler", &filed, true).expect("it");
        assert_eq!(again, sealed, "the same bytes");
        let seen = track(&huiyin, &code);
        assert_eq!(seen.documents.len(), 1);
        let offered = seen.letters.iter().find(|one| one.letter == "acceptance");
        assert!(offered.expect("it is theirs").sealed);
        let theirs =
            wait(huiyin.track_letter((&filed.code, None), (ACCEPTANCE, Language::Zh), false));
        assert_eq!(
            theirs.expect("it").bytes,
            sealed,
            "what is served is what was sealed"
        );
        let case = park.open("ecohandler", &filed, false).expect("opens");
        let document = &case.documents[0];
        assert!(document.sealed_at.is_some() && document.served_at.is_some());
        // On record: who, when, which document, which image.
        let rows = journal(&huiyin, FIRST);
        let set = rows.iter().find_map(|row| match event(row) {
            Event::SealSet(seal) => Some(seal),
            _ => None,
        });
        let set = set.expect("an event");
        assert_eq!(
            (set.document, set.image.lodged.raw()),
            (Document::Acceptance, image)
        );
        let words = case.timeline.iter().find(|one| one.event == "SealSet");
        assert!(words.expect("on the timeline").words.zh.contains("double"));
        healthy(&huiyin);
    });
}

#[test]
fn the_keeper_reads_the_document_that_waits_and_nothing_else_and_that_is_on_record() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sealed(&park);
        let filed = accepted(&park);
        let keeper = park.staff(KEEPER);
        let looks = || -> Vec<AccessPart> {
            let rows = journal(&huiyin, FIRST);
            let looks = rows.iter().filter_map(|row| match event(row) {
                Event::AccessRecorded(one) if one.staff == keeper => Some(one.part),
                _ => None,
            });
            looks.collect()
        };
        assert!(looks().is_empty());
        letter(&park, KEEPER, &filed, false).expect("what waits");
        assert_eq!(looks(), [AccessPart::Text], "reading is on record");
        assert_eq!(
            refused(letter(&park, KEEPER, &filed, true)),
            Refusal::NoSuchPetition
        );
        for kind in LetterKind::ALL.iter().filter(|kind| **kind != ACCEPTANCE) {
            let other = letter_of(&park, KEEPER, &filed, *kind, false);
            assert_eq!(refused(other), Refusal::NoSuchPetition, "{kind:?}");
        }
        for reveal in [false, true] {
            let opened = park.open(KEEPER, &filed, reveal);
            assert_eq!(refused(opened), Refusal::NoSuchPetition);
        }
        let steps = vec![Command::Note {
            text: "试试".into(),
        }];
        assert_eq!(park.refused(KEEPER, &filed, steps), Refusal::NoSuchPetition);
        sets(&park, KEEPER, &filed, Document::Acceptance);
        assert_eq!(
            refused(letter(&park, KEEPER, &filed, false)),
            Refusal::NoSuchPetition,
            "nothing waits any more"
        );
        let inbox = park.inbox_text(KEEPER);
        assert!(!inbox.contains(&filed.number.to_string()), "{inbox}");
        let text = serde_json::to_string(&view(&park, KEEPER)).expect("writes");
        assert!(
            CANARIES.iter().all(|canary| !text.contains(canary)),
            "{text}"
        );
        healthy(&huiyin);
    });
}

#[test]
fn each_use_is_listed_for_whoever_may_know_of_the_petition_and_counted_for_others() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sealed(&park);
        let (first, second) = (accepted(&park), accepted(&park));
        sets(&park, KEEPER, &first, Document::Acceptance);
        sets(&park, "double", &second, Document::Acceptance);
        let numbers = |login: &str| -> (Vec<String>, u32) {
            let uses = view(&park, login).uses;
            let numbers = uses.entries.into_iter().map(|one| one.number);
            (numbers.collect(), uses.hidden)
        };
        let of = |filed: &Filed| filed.number.to_string();
        // Whoever set it knows of it; the other one, of another department, does not.
        assert_eq!(numbers(KEEPER), (vec![of(&first)], 1));
        // "double" also works at the economy.
        assert_eq!(numbers("double"), (vec![of(&second), of(&first)], 0));
        assert_eq!(numbers("auditor"), (vec![of(&second), of(&first)], 0));
        assert_eq!(numbers("admin"), (Vec::new(), 2));
        let text = serde_json::to_string(&view(&park, "admin")).expect("writes");
        assert!(
            !text.contains(&of(&first)) && !text.contains(&of(&second)),
            "{text}"
        );
        let by = |login: &str| -> Vec<String> {
            let uses = view(&park, login).uses.entries.into_iter();
            uses.map(|one| one.by).collect()
        };
        assert_eq!(by("auditor"), ["double", KEEPER]);
        for login in ["clerk", "ecohandler", "boss", "supervisor"] {
            let seen = wait(huiyin.official_seal(&park.who(login), None));
            assert_eq!(refused(seen), NOT_ALLOWED, "{login}");
        }
    });
}

#[test]
fn a_new_image_changes_no_document_that_bears_an_earlier_one() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let old = sealed(&park);
        let first = accepted(&park);
        sets(&park, KEEPER, &first, Document::Acceptance);
        let before = letter(&park, "ecohandler", &first, true).expect("it");
        let new = lodge(&park, KEEPER, other_image()).expect("lodged");
        assert_ne!(old, new);
        let second = accepted(&park);
        sets(&park, KEEPER, &second, Document::Acceptance);
        let uses = view(&park, "auditor").uses.entries;
        let images: Vec<i64> = uses.iter().map(|one| one.image).collect();
        assert_eq!(images, [new, old]);
        assert_ne!(uses[0].digest, uses[1].digest);
        let choose = |image| wait(huiyin.choose_seal(&park.who(KEEPER), (image, None), None));
        // Out of use: what is issued now waits for nothing, and what bears it bears it still.
        choose(None).expect("withdrawn");
        let third = accepted(&park);
        let documents = park
            .open("ecohandler", &third, false)
            .expect("opens")
            .documents;
        assert!(!documents[0].awaits_seal);
        assert_eq!(
            letter(&park, "ecohandler", &first, true).expect("it"),
            before
        );
        // An earlier one is brought back; what was never lodged is none.
        assert_eq!(choose(Some(old)).expect("chosen").answer.image, Some(old));
        let rows = park.rows();
        choose(Some(old)).expect("it is that one already");
        assert_eq!(park.rows(), rows);
        let unknown = refused(choose(Some(1)));
        assert_eq!(unknown, Refusal::People(PeopleRefusal::NoSuchEntry));
        let kinds = view(&park, "auditor").changes.into_iter();
        let kinds: Vec<String> = kinds.map(|one| one.change).take(3).collect();
        assert_eq!(kinds, ["chosen", "withdrawn", "lodged"]);
        // Another process on the store tells the same.
        let there = place.open();
        let park = park.on(&there);
        assert_eq!(
            letter(&park, "ecohandler", &first, true).expect("it"),
            before
        );
        healthy(&there);
    });
}

#[test]
fn nobody_seals_what_they_did_not_read_and_a_stand_in_changes_no_image_while_the_holder_is_there() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let image = sealed(&park);
        let filed = accepted(&park);
        assert!(!view(&park, "double").waiting[0].read);
        for login in ["double", KEEPER] {
            let unread = park.refused(login, &filed, set(Document::Acceptance));
            assert_eq!(unread, on(RefusalCode::NotReadToSeal), "{login}");
        }
        letter(&park, "double", &filed, false).expect("reads it");
        assert!(view(&park, "double").waiting[0].read);
        assert!(
            !view(&park, KEEPER).waiting[0].read,
            "each reads for himself"
        );
        let other = park.refused(KEEPER, &filed, set(Document::Acceptance));
        assert_eq!(other, on(RefusalCode::NotReadToSeal));
        park.does("double", &filed, set(Document::Acceptance));
        // The stand-in is told for whom, and has the image only while that one is away.
        let theirs = view(&park, "double");
        assert_eq!(theirs.stands_in_for.as_deref(), Some(KEEPER));
        assert!(!theirs.changes_image && view(&park, KEEPER).changes_image);
        assert_eq!(view(&park, KEEPER).stands_in_for, None);
        let refusals = [
            refused(lodge(&park, "double", other_image())),
            refused(wait(huiyin.choose_seal(
                &park.who("double"),
                (None, None),
                None,
            ))),
        ];
        assert_eq!(refusals, [NOT_ALLOWED, NOT_ALLOWED]);
        let away = AbsenceDraft {
            from: "2026-02-13".into(),
            to: "2026-02-13".into(),
        };
        let keeper = park.who(KEEPER);
        let entered = huiyin.set_absence(&keeper, park.staff(KEEPER), (away, None), None);
        wait(entered).expect("away");
        assert!(view(&park, "double").changes_image);
        let taken = wait(huiyin.choose_seal(&park.who("double"), (None, None), None));
        taken.expect("out of use");
        let again = (Some(image), None);
        wait(huiyin.choose_seal(&park.who("double"), again, None)).expect("set again");
        healthy(&huiyin);
    });
}

#[test]
fn what_was_served_or_goes_out_without_it_is_sealed_no_more() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        // Accepted and opened before anybody kept a seal.
        let early = accepted(&park);
        let before = letter(&park, "ecohandler", &early, true).expect("it");
        assert_eq!(track(&huiyin, &early.code.grouped()).documents.len(), 1);
        sealed(&park);
        assert_eq!(
            park.refused(KEEPER, &early, set(Document::Acceptance)),
            Refusal::NoSuchPetition,
            "nothing of it waits, so it is not his to know of"
        );
        let none = Refusal::Case(CaseRefusal::of(RefusalCode::NoSealAwaited));
        assert_eq!(
            park.refused("double", &early, set(Document::Acceptance)),
            none
        );
        assert_eq!(
            letter(&park, "ecohandler", &early, true).expect("it"),
            before
        );
        // Whoever works on it does not wait, and says why.
        let filed = accepted(&park);
        let waive = |reason: &str| {
            vec![Command::WaiveSeal {
                document: Document::Acceptance,
                reason: reason.into(),
            }]
        };
        let unsaid = CaseRefusal::on(RefusalCode::ReasonNeeded, "reason");
        assert_eq!(
            park.refused("ecohandler", &filed, waive("")),
            Refusal::Case(unsaid)
        );
        let answer = set(Document::Answer);
        let other = park.refused("double", &filed, answer);
        assert_eq!(other, on(RefusalCode::NoSealAwaited));
        park.does("ecohandler", &filed, waive("保管人出差，期限将到"));
        let theirs = track(&huiyin, &filed.code.grouped());
        assert_eq!(theirs.documents.len(), 1);
        let why = |timeline: &[TimelineEntry]| {
            let mut waived = timeline.iter().filter(|one| one.event == "SealWaived");
            waived.next().expect("it is told").text.clone()
        };
        let ours = park.open("ecohandler", &filed, false).expect("opens");
        assert_eq!(why(&ours.timeline).as_deref(), Some("保管人出差，期限将到"));
        assert_eq!(why(&theirs.timeline), None);
        assert_eq!(
            park.refused("double", &filed, set(Document::Acceptance)),
            none
        );
        assert!(view(&park, KEEPER).waiting.is_empty());
        // Who may not set it, may not, though they work on it.
        let third = accepted(&park);
        assert_eq!(
            park.refused("ecohandler", &third, set(Document::Acceptance)),
            Refusal::NotAllowed
        );
        healthy(&huiyin);
    });
}

#[test]
fn whom_the_petition_complains_of_neither_sets_it_nor_learns_that_anything_waits() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sealed(&park);
        let named = |units: &[&str]| Command::NameRespondents {
            units: units.iter().map(|unit| park.unit(unit)).collect(),
            posts: Vec::new(),
            words: vec!["被反映的单位".into()],
        };
        // Both keepers belong to the roads department: what complains of it waits for no seal.
        let filed = park.file(false);
        let steps = vec![claim(), named(&["roads"]), transfer(park.unit("economy"))];
        park.does("clerk", &filed, steps);
        park.does("ecohandler", &filed, vec![Command::Receive, accept()]);
        let documents = park
            .open("ecohandler", &filed, false)
            .expect("opens")
            .documents;
        assert!(!documents[0].awaits_seal);
        // Named while it waits: from then on there is nothing, to the same words as of no petition.
        let later = accepted(&park);
        assert_eq!(view(&park, KEEPER).waiting.len(), 1);
        park.does("ecohandler", &later, vec![named(&["roads"])]);
        for login in [KEEPER, "double"] {
            assert!(view(&park, login).waiting.is_empty(), "{login}");
            let read = letter(&park, login, &later, false);
            assert_eq!(refused(read), Refusal::NoSuchPetition, "{login}");
            let steps = set(Document::Acceptance);
            assert_eq!(park.refused(login, &later, steps), Refusal::NoSuchPetition);
        }
        // Somebody who stepped aside is nobody for it either, and the restricted matter waits for none.
        let restricted = park.file(true);
        park.does("officer", &restricted, vec![claim(), accept()]);
        let documents = park
            .open("officer", &restricted, false)
            .expect("opens")
            .documents;
        assert!(!documents[0].awaits_seal);
        assert!(view(&park, KEEPER).waiting.is_empty());
        healthy(&huiyin);
    });
}

#[test]
fn a_use_is_hidden_from_its_own_keeper_once_the_petition_complains_of_him() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sealed(&park);
        let filed = accepted(&park);
        sets(&park, KEEPER, &filed, Document::Acceptance);
        assert_eq!(view(&park, KEEPER).uses.entries.len(), 1);
        let respondents = Command::NameRespondents {
            units: vec![park.unit("roads")],
            posts: Vec::new(),
            words: Vec::new(),
        };
        park.does("ecohandler", &filed, vec![respondents]);
        let uses = view(&park, KEEPER).uses;
        assert!(uses.entries.is_empty());
        assert_eq!(uses.hidden, 1);
    });
}

#[test]
fn the_notice_goes_out_with_the_seal_and_serves_what_bears_it() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let park = Park::build(&huiyin);
        sealed(&park);
        let filed = accepted(&park);
        let notices = || wait(huiyin.notices_of(FIRST, filed.id)).expect("reads");
        let served = || {
            let case = park.open("ecohandler", &filed, false).expect("opens");
            case.documents[0].served_at.is_some()
        };
        assert!(notices().is_empty(), "nothing is there yet to be told of");
        let again = wait(huiyin.notify_again(FIRST, filed.id, Document::Acceptance));
        assert_eq!(refused(again), on(RefusalCode::NothingToServe));
        huiyin.deliver_due().expect("looks");
        assert!(!served());
        sets(&park, KEEPER, &filed, Document::Acceptance);
        assert_eq!(notices().len(), 1);
        assert_eq!(notices()[0].document.as_deref(), Some("acceptance"));
        huiyin.deliver_due().expect("sends");
        assert!(served());
        healthy(&huiyin);
    });
}

#[test]
fn an_answer_is_issued_sealed_and_served_in_that_order() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sealed(&park);
        let filed = accepted(&park);
        sets(&park, KEEPER, &filed, Document::Acceptance);
        park.does("ecohandler", &filed, vec![draft(), Command::Submit]);
        let early = park.act(KEEPER, &filed, set(Document::Answer));
        assert!(matches!(
            early,
            Err(AppError::Refused(Refusal::NoSuchPetition))
        ));
        assert_eq!(
            park.refused("double", &filed, set(Document::Answer)),
            Refusal::Case(CaseRefusal::of(RefusalCode::NoSealAwaited))
        );
        park.does("boss", &filed, vec![Command::Approve, Command::Issue]);
        let kind = LetterKind::Served(Document::Answer);
        let unsealed = letter_of(&park, KEEPER, &filed, kind, false).expect("what waits");
        let other = park.refused("double", &filed, set(Document::Acceptance));
        assert_eq!(other, on(RefusalCode::NoSealAwaited));
        let acted = sets(&park, KEEPER, &filed, Document::Answer);
        assert_eq!(acted.events, ["SealSet"]);
        let sealed = letter_of(&park, "ecohandler", &filed, kind, false).expect("the answer");
        assert_ne!(sealed, unsealed);
        let serve = Command::Serve {
            document: Document::Answer,
            way: ServiceWay::HandedOver,
            at: None,
            proof: None,
        };
        park.does("ecohandler", &filed, vec![serve]);
        let served = letter_of(&park, "ecohandler", &filed, kind, false).expect("the answer");
        assert_eq!(served, sealed);
        assert_eq!(
            park.refused(KEEPER, &filed, set(Document::Answer)),
            Refusal::NoSuchPetition
        );
        healthy(&huiyin);
    });
}

#[test]
fn whoever_is_no_member_of_staff_any_more_keeps_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        sealed(&park);
        let filed = accepted(&park);
        let who: Principal = park.who(KEEPER);
        let roles = vec![RoleDraft {
            unit: park.unit("roads").raw(),
            role: "handler".into(),
        }];
        let left = StaffDraft {
            login: KEEPER.into(),
            name: KEEPER.into(),
            roles,
            left: true,
            ..StaffDraft::default()
        };
        let id = StaffId::new(park.staff(KEEPER).raw());
        let change = Change::Staff(Some(id), left);
        huiyin.administer_here(order(None), change).expect("left");
        let lodged = wait(huiyin.lodge_seal(&who, other_image(), None));
        assert_eq!(refused(lodged), NOT_ALLOWED);
        let acted = wait(huiyin.act(&who, filed.number, set(Document::Acceptance), None));
        assert_eq!(refused(acted), Refusal::NoSuchPetition);
        // The stand-in is there.
        sets(&park, "double", &filed, Document::Acceptance);
    });
}
