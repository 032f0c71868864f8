//! The tree of subjects as an authority has it: renamed, added, retired, ordered; each change is a version, and
//! petitions keep theirs.

use super::people::{add, order, refusal};
use super::support::{FIRST, draft, healthy, register, track, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AppError, CategoryDraft, Huiyin, PeopleRefusal, Refusal, RegisterReply, VersionChange,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{Channel, SubmissionDraft};
use huiyin_testkit::engine::each_engine;

const WAGES: &str = "150306";

fn about(category: &str) -> SubmissionDraft {
    SubmissionDraft {
        category: Some(category.into()),
        ..draft("三月份的工资没发")
    }
}

fn named(zh: &str) -> CategoryDraft {
    CategoryDraft {
        name: Bilingual::new(zh, ""),
        ..CategoryDraft::default()
    }
}

struct Desk<'a> {
    huiyin: &'a Huiyin,
    admin: StaffId,
}

impl Desk<'_> {
    fn sets(
        &self,
        code: Option<&str>,
        change: impl Into<VersionChange<CategoryDraft>>,
    ) -> Result<String, AppError> {
        let order = order(Actor::Staff(self.admin));
        let code = code.map(str::to_owned);
        let done = wait(self.huiyin.set_category(order, code, change, None));
        done.map(|done| done.answer.code)
    }

    fn who(&self) -> Principal {
        let organisation = wait(self.huiyin.organisation(FIRST)).expect("reads");
        Principal::of(&organisation, FIRST, self.admin).expect("works here")
    }

    fn registers(&self, category: &str) -> Result<RegisterReply, AppError> {
        let authority = self.huiyin.authority(None).expect("there");
        wait(
            self.huiyin
                .register(&authority, about(category), Channel::Web, None),
        )
    }

    fn wrong(outcome: Result<String, AppError>) -> Vec<(String, &'static str)> {
        match refusal(outcome) {
            Refusal::Fields(fields) => fields
                .into_iter()
                .map(|one| (one.field, one.problem.code()))
                .collect(),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_retired_subject_is_offered_no_more_and_petitions_keep_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let desk = Desk {
            huiyin: &huiyin,
            admin,
        };
        let kept = register(&huiyin, about(WAGES));
        let retired = CategoryDraft {
            retired: true,
            ..named("工资福利")
        };
        assert_eq!(desk.sets(Some("1503"), retired).expect("retired"), "1503");
        for code in ["1503", WAGES] {
            match refusal(desk.registers(code)) {
                Refusal::Fields(fields) => assert_eq!(fields[0].field, "category"),
                other => panic!("{other:?}"),
            }
        }
        track(&huiyin, &kept.tracking_code);
        let authority = huiyin.authority(None).expect("there");
        let path = authority.categories.path(WAGES).expect("still named");
        assert!(path.zh.ends_with("工资福利 / 工资发放"), "{}", path.zh);

        // How it comes with the program is version 0, and comes back like any other.
        let view = wait(huiyin.category_versions(&desk.who(), "1503")).expect("reads");
        let versions: Vec<_> = view.versions.iter().map(|one| one.version).collect();
        assert_eq!((versions.len(), versions[1]), (2, 0));
        assert!(view.versions[0].was.retired && !view.versions[1].was.retired);
        assert_eq!(view.versions[0].by.as_deref(), Some("刘敏"));
        desk.sets(Some("1503"), VersionChange::<CategoryDraft>::Restore(0))
            .expect("brought back");
        desk.registers(WAGES).expect("is offered again");
        healthy(&huiyin);
    });
}

#[test]
fn an_authority_adds_its_own_with_codes_that_no_shipped_tree_uses() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let clerk = add(&huiyin, "clerk", "clerk");
        let desk = Desk {
            huiyin: &huiyin,
            admin,
        };
        let under = |above: &str, zh: &str| CategoryDraft {
            under: Some(above.into()),
            ..named(zh)
        };
        let own = desk.sets(None, under("1503", "农民工工资")).expect("added");
        assert_eq!(own, "150380");
        let root = desk.sets(None, named("园区管理")).expect("added");
        assert_eq!(root, "80");
        let first = CategoryDraft {
            place: Some(1),
            ..named("园区管理")
        };
        desk.sets(Some("80"), first).expect("put first");
        let view = wait(huiyin.categories(&desk.who())).expect("reads");
        assert_eq!(view.entries[0].code, "80");
        assert!(view.entries[0].own && !view.entries[1].own);
        register(&huiyin, about(&own));

        let taken = vec![("name.zh".to_owned(), "taken")];
        assert_eq!(Desk::wrong(desk.sets(None, named("园区管理"))), taken);
        let beside = under("1503", "农民工工资");
        assert_eq!(Desk::wrong(desk.sets(None, beside)), taken);
        desk.sets(None, under("15", "农民工工资"))
            .expect("elsewhere it may");
        for (wrong, field) in [
            (under("77", "没有上级"), "under"),
            (under(&own, "第四级"), "under"),
            (under("1503", " "), "name.zh"),
            (
                CategoryDraft {
                    place: Some(0),
                    ..under("1503", "排第零")
                },
                "place",
            ),
        ] {
            let found = Desk::wrong(desk.sets(None, wrong));
            assert_eq!(found[0].0, field);
        }
        let nowhere = refusal(desk.sets(Some("77"), named("没有")));
        assert_eq!(nowhere, Refusal::People(PeopleRefusal::NoSuchEntry));
        let refused = huiyin.set_category(order(Actor::Staff(clerk)), None, named("别的"), None);
        let refused = refusal(wait(refused));
        assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
        // What was said of it is read from the journal alone.
        healthy(&huiyin);
        drop(huiyin);
        let again = place.open();
        let tree = &again.authority(None).expect("there").categories;
        assert_eq!(tree.name("150380").expect("there").zh, "农民工工资");
    });
}
