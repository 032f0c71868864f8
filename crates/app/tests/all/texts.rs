//! Texts that an authority words itself: each writing is a version, an earlier one comes back, what no
//! document may hold is refused, and a rebuild finds no difference.

use super::people::{add, order, refusal};
use super::support::{FIRST, healthy, journal, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{AppError, Huiyin, Order, PeopleRefusal, Refusal, TextsDraft, VersionChange};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{INSTALLATION, StaffId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::texts::TextSubject;
use huiyin_testkit::engine::each_engine;

const WAGES: &str = "answer.01";

fn basis(zh: &str) -> TextsDraft {
    TextsDraft {
        texts: [("basis".to_owned(), Bilingual::new(zh, ""))].into(),
    }
}

fn write(huiyin: &Huiyin, by: Actor, draft: TextsDraft) -> Result<i64, AppError> {
    let done = wait(huiyin.set_texts(order(by), WAGES, draft, None));
    done.map(|done| done.answer.version)
}

fn principal(huiyin: &Huiyin, staff: StaffId) -> Principal {
    let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
    Principal::of(&organisation, FIRST, staff).expect("works here")
}

/// The basis that is in use.
fn in_use(huiyin: &Huiyin) -> Option<String> {
    let authority = huiyin.authority(None).expect("there");
    let subject = TextSubject::parse(WAGES).expect("a category");
    let set = authority.texts_of(&subject)?;
    set.texts.get("basis").map(|text| text.zh.clone())
}

#[test]
fn each_writing_is_a_version_and_an_earlier_one_comes_back() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let by = Actor::Staff(admin);
        assert_eq!(in_use(&huiyin), None);
        let first = write(&huiyin, by, basis(" 第一稿\r\n第二行 ")).expect("written");
        assert_eq!(in_use(&huiyin).as_deref(), Some("第一稿\n第二行"));
        let second = write(&huiyin, by, TextsDraft::default()).expect("emptied");
        assert_eq!(in_use(&huiyin), None);

        let of_version = |version| Order {
            version: Some(version),
            ..order(by)
        };
        let restore = |version| {
            let change = VersionChange::<TextsDraft>::Restore(first);
            wait(huiyin.set_texts(of_version(version), WAGES, change, None))
        };
        // Whoever saw the first version only does not undo what came after it unseen.
        assert_eq!(
            refusal(restore(first)),
            Refusal::People(PeopleRefusal::ChangedMeanwhile)
        );
        restore(second).expect("brought back");
        assert_eq!(in_use(&huiyin).as_deref(), Some("第一稿\n第二行"));

        let who = principal(&huiyin, admin);
        let view = wait(huiyin.text_versions(&who, WAGES)).expect("reads");
        let restored: Vec<_> = view.versions.iter().map(|one| one.same_as).collect();
        assert_eq!(restored, [Some(first), None, None]);
        let sets = wait(huiyin.texts(&who)).expect("reads");
        let words: Vec<_> = sets.iter().map(|set| set.subject.as_str()).collect();
        assert_eq!(words, ["portal", "answer", WAGES]);
        healthy(&huiyin);
    });
}

#[test]
fn what_no_document_may_hold_is_refused_and_nothing_is_written() {
    each_engine(|place| {
        let huiyin = place.open();
        let by = Actor::Staff(add(&huiyin, "admin", "administrator"));
        let clerk = add(&huiyin, "clerk", "clerk");
        let before = journal(&huiyin, INSTALLATION).len();
        let fields = |draft| match refusal(write(&huiyin, by, draft)) {
            Refusal::Fields(fields) => fields
                .into_iter()
                .map(|one| (one.field, one.problem.code()))
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let named = |field: &str, code| vec![(field.to_owned(), code)];
        let promise = huiyin_domain::rights::rules()
            .iter()
            .find(|rule| rule.coercive)
            .and_then(|rule| rule.terms().first())
            .expect("a term");
        assert_eq!(
            fields(basis(&format!("收到款项后{promise}"))),
            named("texts.basis.zh", "coercive")
        );
        let unknown = TextsDraft {
            texts: [("outcome".to_owned(), Bilingual::new("解决", ""))].into(),
        };
        assert_eq!(fields(unknown), named("texts.outcome", "unknown_field"));
        assert_eq!(
            fields(basis(&"长".repeat(2_001))),
            named("texts.basis.zh", "too_long")
        );
        for nobody in [Actor::Staff(clerk), Actor::Public] {
            let refused = refusal(write(&huiyin, nobody, basis("依据")));
            assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
        }
        let who = principal(&huiyin, clerk);
        let refused = refusal(wait(huiyin.texts(&who)));
        assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
        let refused = refusal(wait(huiyin.set_texts(
            order(by),
            "answer.zz",
            basis("依据"),
            None,
        )));
        assert_eq!(refused, Refusal::People(PeopleRefusal::NoSuchEntry));
        let refused = refusal(wait(huiyin.set_texts(
            order(by),
            WAGES,
            VersionChange::<TextsDraft>::Restore(1),
            None,
        )));
        assert_eq!(refused, Refusal::People(PeopleRefusal::NoSuchEntry));
        assert_eq!(journal(&huiyin, INSTALLATION).len(), before);
    });
}
