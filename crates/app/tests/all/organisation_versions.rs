//! Units, posts and staff have versions: who changed what, from what to what. Any is brought back, unless that
//! would leave something that is owed without an owner.

use super::people::refusal;
use super::support::{at, healthy, wait};
use huiyin_app::{
    AppError, Change, Changed, Entry, Huiyin, Order, PeopleRefusal, PostDraft, Refusal, StaffDraft,
    UnitDraft,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{FIRST, Park, claim, transfer};
use jiff::civil::date;

const MONDAY: &str = "2026-03-02T10:00:00+08:00";

struct Desk<'a> {
    park: Park<'a>,
    huiyin: &'a Huiyin,
}

impl<'a> Desk<'a> {
    fn on(huiyin: &'a Huiyin) -> Self {
        let park = Park::build(huiyin);
        Self { park, huiyin }
    }

    fn changes(&self, change: Change) -> Result<Changed, AppError> {
        let order = Order {
            authority: FIRST,
            by: Actor::Staff(self.park.staff("admin")),
            version: None,
        };
        self.huiyin.administer_here(order, change)
    }

    fn refused(&self, change: Change) -> PeopleRefusal {
        match refusal(self.changes(change)) {
            Refusal::People(refused) => refused,
            other => panic!("{other:?}"),
        }
    }

    fn unit(&self, id: UnitId) -> UnitDraft {
        UnitDraft::from(&wait(self.huiyin.organisation(FIRST)).expect("reads").units[&id])
    }

    fn post(&self, id: PostId) -> PostDraft {
        PostDraft::from(&wait(self.huiyin.organisation(FIRST)).expect("reads").posts[&id])
    }

    fn person(&self, id: StaffId) -> StaffDraft {
        StaffDraft::from(&wait(self.huiyin.organisation(FIRST)).expect("reads").staff[&id])
    }
}

#[test]
fn each_change_is_a_version_with_who_made_it_and_comes_back() {
    each_engine(|place| {
        let huiyin = place.open();
        let desk = Desk::on(&huiyin);
        let (roads, admin) = (desk.park.unit("roads"), desk.park.who("admin"));
        let before = desk.unit(roads);
        let mut renamed = before.clone();
        renamed.name.zh = "公路科".into();
        desk.changes(Change::Unit(Some(roads), renamed.clone()))
            .expect("renamed");
        let view = wait(huiyin.unit_versions(&admin, roads)).expect("reads");
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        assert_eq!(view.version, organisation.position);
        let was: Vec<_> = view.versions.iter().map(|one| &one.was).collect();
        assert_eq!(was, [&renamed, &before]);
        let name = organisation.staff[&admin.staff].name.clone();
        assert_eq!(view.versions[0].by, Some(name), "who did it");
        assert_eq!(view.versions[1].by, None, "the program built the park");

        let first = view.versions[1].version;
        let back = Change::Restore(Entry::Unit(roads), first);
        let stale = Order {
            authority: FIRST,
            by: Actor::Staff(admin.staff),
            version: Some(view.version - 1),
        };
        let refused = refusal(huiyin.administer_here(stale, back.clone()));
        assert_eq!(refused, Refusal::People(PeopleRefusal::ChangedMeanwhile));
        desk.changes(back).expect("brought back");
        assert_eq!(desk.unit(roads), before);
        let view = wait(huiyin.unit_versions(&admin, roads)).expect("reads");
        assert_eq!(view.versions[0].same_as, Some(first));
        assert_eq!(view.versions.len(), 3, "nothing was overwritten");

        // The unit that came with the authority has its first version too.
        let office = desk.park.unit("office");
        let view = wait(huiyin.unit_versions(&admin, office)).expect("reads");
        let oldest = view.versions.last().expect("a version");
        assert_eq!((oldest.version, oldest.was.petition_office), (0, true));
        let nothing = Change::Restore(Entry::Unit(roads), 9_999);
        assert_eq!(desk.refused(nothing), PeopleRefusal::NoSuchEntry);
        let auditor = wait(huiyin.unit_versions(&desk.park.who("auditor"), roads));
        assert_eq!(auditor.expect("auditors read it").versions.len(), 3);
        let clerk = wait(huiyin.unit_versions(&desk.park.who("clerk"), roads));
        assert_eq!(refusal(clerk), Refusal::People(PeopleRefusal::NotAllowed));
        healthy(&huiyin);
    });
}

#[test]
fn roles_come_back_and_neither_contacts_nor_the_language_of_the_desk_are_touched() {
    each_engine(|place| {
        let huiyin = place.open();
        let desk = Desk::on(&huiyin);
        let (staff, admin) = (desk.park.staff("double"), desk.park.who("admin"));
        let before = desk.person(staff);
        let mut moved = before.clone();
        moved.roles.truncate(1);
        desk.changes(Change::Staff(Some(staff), moved))
            .expect("moved");
        wait(huiyin.set_own_language(&desk.park.who("double"), Language::En)).expect("set");
        let view = wait(huiyin.staff_versions(&admin, staff)).expect("reads");
        assert_eq!(view.versions.len(), 2, "the language is no version");
        let first = view.versions[1].version;
        let contact = wait(huiyin.staff_contact(FIRST, staff)).expect("reads");
        desk.changes(Change::Restore(Entry::Staff(staff), first))
            .expect("brought back");
        let now = desk.person(staff);
        assert_eq!(now.roles, before.roles);
        assert_eq!(now.language, "en", "it is their own");
        let kept = wait(huiyin.staff_contact(FIRST, staff)).expect("reads");
        assert!(kept == contact, "contacts are in no version");
        // Who left is back with the roles of then.
        let mut gone = now.clone();
        gone.left = true;
        desk.changes(Change::Staff(Some(staff), gone))
            .expect("left");
        desk.changes(Change::Restore(Entry::Staff(staff), first))
            .expect("is back");
        assert!(!desk.person(staff).left);
        healthy(&huiyin);
    });
}

#[test]
fn a_holder_who_left_does_not_come_back_with_the_post() {
    each_engine(|place| {
        let huiyin = place.open();
        let desk = Desk::on(&huiyin);
        let (post, admin) = (desk.park.post("roadhead"), desk.park.who("admin"));
        let first = wait(huiyin.post_versions(&admin, post)).expect("reads");
        let first = first.versions[0].version;
        let mut held = desk.post(post);
        held.holder = Some(desk.park.staff("roadhandler").raw());
        desk.changes(Change::Post(Some(post), held))
            .expect("passed on");
        let roadhead = desk.park.staff("roadhead");
        let mut gone = desk.person(roadhead);
        gone.left = true;
        desk.changes(Change::Staff(Some(roadhead), gone))
            .expect("left");
        let back = desk.changes(Change::Restore(Entry::Post(post), first));
        match refusal(back) {
            Refusal::Fields(fields) => assert_eq!(fields[0].field, "holder"),
            other => panic!("{other:?}"),
        }
        healthy(&huiyin);
    });
}

#[test]
fn what_is_owed_keeps_a_unit_that_can_answer_and_somebody_who_works_there() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let huiyin = place.open();
        let desk = Desk::on(&huiyin);
        let (roads, admin) = (desk.park.unit("roads"), desk.park.who("admin"));
        let first = wait(huiyin.unit_versions(&admin, roads)).expect("reads");
        let first = first.versions[0].version;
        let mut closed = desk.unit(roads);
        closed.closed = true;
        desk.changes(Change::Unit(Some(roads), closed.clone()))
            .expect("it owes nothing");
        let dissolved = wait(huiyin.unit_versions(&admin, roads)).expect("reads");
        let dissolved = dissolved.versions[0].version;
        desk.changes(Change::Restore(Entry::Unit(roads), first))
            .expect("is there again");

        let filed = desk.park.file(false);
        desk.park
            .does("clerk", &filed, vec![claim(), transfer(roads)]);
        // Neither by the form, nor by bringing back the version in which it was dissolved.
        let owes = PeopleRefusal::UnitOwes;
        assert_eq!(desk.refused(Change::Unit(Some(roads), closed)), owes);
        let back = Change::Restore(Entry::Unit(roads), dissolved);
        assert_eq!(desk.refused(back), owes);
        let mut sold = desk.unit(roads);
        sold.kind = "enterprise".into();
        assert_eq!(desk.refused(Change::Unit(Some(roads), sold)), owes);
        let mut renamed = desk.unit(roads);
        renamed.name.zh = "公路科".into();
        desk.changes(Change::Unit(Some(roads), renamed))
            .expect("what leaves it an owner is taken");

        // One after the other may go; the last who works there stays.
        let gone = |login: &str| {
            let staff = desk.park.staff(login);
            let mut draft = desk.person(staff);
            draft.roles.retain(|held| held.unit != roads.raw());
            desk.changes(Change::Staff(Some(staff), draft))
        };
        for login in ["roadclerk", "double", "roadhead"] {
            gone(login).expect("others are there");
        }
        let refused = refusal(gone("roadhandler"));
        assert_eq!(refused, Refusal::People(PeopleRefusal::LastWorker));
        let last = desk.park.staff("roadhandler");
        let mut left = desk.person(last);
        left.left = true;
        let refused = desk.refused(Change::Staff(Some(last), left.clone()));
        assert_eq!(refused, PeopleRefusal::LastWorker);
        // Once it is another unit's, both are taken.
        let object = Command::Object {
            reason: "不归我们管".into(),
        };
        desk.park.does("roadhandler", &filed, vec![object]);
        let settle = Command::SettleObjection {
            uphold: false,
            reason: "确实不归公路科管".into(),
        };
        desk.park.does("clerk", &filed, vec![settle]);
        desk.changes(Change::Staff(Some(last), left)).expect("left");
        desk.changes(Change::Restore(Entry::Unit(roads), dissolved))
            .expect("it owes nothing any more");
        healthy(&huiyin);
    });
}

#[test]
fn a_post_that_owes_a_promise_is_neither_abolished_nor_left_to_nobody() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let huiyin = place.open();
        let desk = Desk::on(&huiyin);
        let post = desk.park.post("ecohead");
        let filed = desk.park.at("economy", "ecohandler");
        let promise = Command::Commit {
            text: "周五前答复".into(),
            post,
            limit: date(2026, 3, 13),
        };
        desk.park.does("ecohandler", &filed, vec![promise]);
        let owes = PeopleRefusal::PostOwes;
        let mut closed = desk.post(post);
        closed.closed = true;
        assert_eq!(desk.refused(Change::Post(Some(post), closed)), owes);
        let mut vacant = desk.post(post);
        (vacant.holder, vacant.stand_ins) = (None, Vec::new());
        assert_eq!(desk.refused(Change::Post(Some(post), vacant)), owes);
        let mut alone = desk.post(post);
        alone.stand_ins = Vec::new();
        desk.changes(Change::Post(Some(post), alone))
            .expect("its holder acts");
        let head = desk.park.staff("ecohead");
        let mut gone = desk.person(head);
        gone.left = true;
        assert_eq!(desk.refused(Change::Staff(Some(head), gone.clone())), owes);
        let mut passed = desk.post(post);
        passed.holder = Some(desk.park.staff("ecohandler").raw());
        desk.changes(Change::Post(Some(post), passed))
            .expect("passed on");
        desk.changes(Change::Staff(Some(head), gone))
            .expect("nothing is theirs alone");
        healthy(&huiyin);
    });
}
