//! A request for review on paper that comes to the authority above is entered there, by its clerk.

use super::becoming::{HARBOUR, number};
use super::people::refusal;
use super::review::{above, answered, at_harbour, there};
use super::support::{FIRST, event, healthy, journal, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{Acted, AppError, Huiyin, PaperReviewDraft, Refusal};
use huiyin_domain::event::{Actor, Event, FilePurpose};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::RefusalCode;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;

fn draft(huiyin: &Huiyin, number: PetitionNumber) -> PaperReviewDraft {
    let below = huiyin.authority(None).expect("an authority");
    PaperReviewDraft {
        authority: below.row.key.clone(),
        number,
        reasons: "灯还是坏的，没有人来看过".into(),
        received: "2026-02-13".parse().expect("a day"),
        postmark: None,
        paper: ("复查申请.pdf".into(), b"%PDF-1.4\n%%EOF\n".to_vec()),
    }
}

fn enter(huiyin: &Huiyin, who: &Principal, draft: PaperReviewDraft) -> Result<Acted, AppError> {
    wait(huiyin.enter_review(who, draft, None)).map(|done| done.answer)
}

#[test]
fn a_clerk_above_enters_it_and_both_sides_have_it_on_record() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        above(&park);
        let filed = answered(&park);
        let clerk = there(&huiyin, "harbour-clerk");
        assert_eq!(huiyin.reviews_answers_of(&clerk).len(), 1);
        let acted = enter(&huiyin, &clerk, draft(&huiyin, filed.number)).expect("entered");
        assert_eq!(acted.events, ["ReviewRequested"]);
        let review = number(&acted.became.expect("a number"));
        let view = at_harbour(&park, &filed, review);
        assert_eq!(view.channel, "visit");
        let told = view.review.expect("it is one");
        assert_eq!(told.reasons.as_deref(), Some("灯还是坏的，没有人来看过"));
        assert!(!told.late);

        // Who entered it stands with its scan, above; below it is nobody's of theirs.
        let rows = journal(&huiyin, HARBOUR);
        let scan = rows.iter().find_map(|row| match event(row) {
            Event::FileAdded(file) => Some(file.purpose),
            _ => None,
        });
        assert_eq!(scan, Some(FilePurpose::Letter));
        let by = |rows: &[huiyin_testkit::store::rows::JournalRow], kind: &str| {
            let row = rows.iter().rfind(|row| row.kind == kind).expect("a row");
            let envelope: huiyin_domain::event::Envelope =
                serde_json::from_slice(&row.open).expect("an envelope");
            envelope.by
        };
        assert_eq!(by(&rows, "FileAdded"), Actor::Staff(clerk.staff));
        let below = journal(&huiyin, FIRST);
        assert_eq!(by(&below, "ReviewRequested"), Actor::System);

        let again = enter(&huiyin, &clerk, draft(&huiyin, filed.number));
        match refusal(again) {
            Refusal::Case(case) => assert_eq!(case.code, RefusalCode::ReviewAsked),
            other => panic!("{other}"),
        }
        healthy(&huiyin);
    });
}

#[test]
fn nobody_else_enters_it_and_nothing_is_told_of_other_petitions() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        above(&park);
        let filed = answered(&park);
        let before = journal(&huiyin, FIRST).len();
        let good = || draft(&huiyin, filed.number);
        let head = there(&huiyin, "harbour-head");
        assert!(huiyin.reviews_answers_of(&head).is_empty());
        let outcome = enter(&huiyin, &head, good());
        assert!(matches!(refusal(outcome), Refusal::NotAllowed));
        // A clerk of the authority that answered enters it on its petition, not here.
        let own = enter(&huiyin, &park.who("clerk"), good());
        assert!(matches!(refusal(own), Refusal::Fields(_)));

        let clerk = there(&huiyin, "harbour-clerk");
        let elsewhere = PaperReviewDraft {
            authority: "harbour".into(),
            ..good()
        };
        let outcome = enter(&huiyin, &clerk, elsewhere);
        assert!(matches!(refusal(outcome), Refusal::Fields(_)));
        let unknown = PaperReviewDraft {
            number: number("2026-999999"),
            ..good()
        };
        let outcome = enter(&huiyin, &clerk, unknown);
        assert!(matches!(refusal(outcome), Refusal::NoSuchPetition));
        let program = PaperReviewDraft {
            paper: ("x.pdf".into(), b"MZ".to_vec()),
            ..good()
        };
        let outcome = enter(&huiyin, &clerk, program);
        assert!(matches!(refusal(outcome), Refusal::Fields(_)));
        let future = PaperReviewDraft {
            received: "2026-02-14".parse().expect("a day"),
            ..good()
        };
        match refusal(enter(&huiyin, &clerk, future)) {
            Refusal::Case(case) => assert_eq!(case.code, RefusalCode::InTheFuture),
            other => panic!("{other}"),
        }
        assert_eq!(
            journal(&huiyin, FIRST).len(),
            before,
            "nothing is on record"
        );
    });
}
