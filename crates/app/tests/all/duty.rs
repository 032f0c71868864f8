//! Duties change by consent, by a head, or at once; each is on record, and nothing else may.

use super::people::{add, draft as draft_of, order};
use super::plans::sample;
use super::support::{FIRST, healthy, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AppError, AuthorityDraft, Change, DutyChangeView, DutyLook, DutyOrder, DutyOrdered, Huiyin,
    Lodging, PlanRefusal, Refusal, UnitDraft,
};
use huiyin_domain::event::{Actor, SwapEnd};
use huiyin_domain::ids::{Position, StaffId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::Key;
use huiyin_domain::roster::Shift;
use huiyin_domain::roster::change::{ChangeRefusal, Wish};
use huiyin_testkit::engine::{TestStore, each_engine};

const ID: &str = "sample-park";

/// The sample with two clerks who sign in, a leader, and the head of another unit.
struct Office {
    huiyin: Huiyin,
    pan: StaffId,
    deng: StaffId,
    leader: StaffId,
    head: StaffId,
}

impl Office {
    fn on(place: &TestStore) -> Self {
        let huiyin = place.open();
        let level = AuthorityDraft {
            level: Some("park".into()),
            ..AuthorityDraft::default()
        };
        wait(huiyin.change_authority(order(Actor::Operator), level, None)).expect("a level");
        huiyin.refresh().expect("reads");
        let draft = UnitDraft {
            key: "other".into(),
            name: Bilingual::new("别的科", "Other"),
            kind: "public".into(),
            ..UnitDraft::default()
        };
        let change = Change::Unit(None, draft);
        let made = huiyin.administer_here(order(Actor::Operator), change);
        let mut head = draft_of("qian", "unit-head");
        head.roles[0].unit = made.expect("a unit").id;
        let change = Change::Staff(None, head);
        let head = huiyin.administer_here(order(Actor::Operator), change);
        let office = Self {
            pan: add(&huiyin, "pan-xiaolan", "clerk"),
            deng: add(&huiyin, "deng-bo", "clerk"),
            leader: add(&huiyin, "lin-jie", "leader"),
            head: StaffId::new(head.expect("added").id),
            huiyin,
        };
        let (plan, roster) = sample();
        for (what, text) in [(Lodging::Plan, plan), (Lodging::Roster, roster)] {
            let by = (FIRST, Actor::Operator);
            office
                .huiyin
                .lodge_here(by, what, text.to_owned())
                .expect("lodged");
        }
        office
    }

    fn who(&self, staff: StaffId) -> Principal {
        let organisation = wait(self.huiyin.organisation(FIRST)).expect("reads");
        Principal::of(&organisation, FIRST, staff).expect("there")
    }

    fn look(&self, staff: StaffId) -> DutyLook {
        wait(self.huiyin.duty_look(&self.who(staff), ID)).expect("reads")
    }

    /// The next whole shift of somebody in the clerks' post.
    fn next(&self, holder: &str) -> Shift {
        let shifts = self
            .look(self.pan)
            .duty
            .expect("a roster")
            .shifts
            .into_iter();
        let mut theirs = shifts.filter(|one| &*one.holder == holder && &*one.post == "duty-clerk");
        theirs.nth(1).expect("a shift")
    }

    fn order(&self, by: StaffId, what: DutyOrder) -> Result<DutyOrdered, AppError> {
        let done = wait(self.huiyin.order_duty(&self.who(by), ID, what, None));
        done.map(|done| done.answer)
    }

    fn changes(&self) -> Vec<DutyChangeView> {
        self.look(self.pan).changes
    }

    fn on_duty_at(&self, shift: &Shift) -> Option<String> {
        let shifts = self.look(self.pan).duty.expect("a roster").shifts;
        let on =
            |one: &&Shift| one.post == shift.post && one.from <= shift.from && shift.from < one.to;
        shifts.iter().find(on).map(|one| one.holder.to_string())
    }
}

fn wish(shift: &Shift, holder: &str) -> Wish {
    Wish {
        post: shift.post.clone(),
        from: shift.from,
        to: shift.to,
        holder: Key::new(holder),
    }
}

fn end(swap: i64, how: SwapEnd) -> DutyOrder {
    DutyOrder::End {
        swap: Position::new(swap),
        how,
    }
}

#[track_caller]
fn refused(done: Result<DutyOrdered, AppError>, wanted: &ChangeRefusal) {
    match done {
        Err(AppError::Refused(Refusal::Plan(PlanRefusal::Duty(found)))) => {
            assert_eq!(found, *wanted);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_swap_holds_only_once_the_colleague_agreed() {
    each_engine(|place| {
        let office = Office::on(place);
        let shift = office.next("pan-xiaolan");
        let asked = office.order(office.pan, DutyOrder::Ask(wish(&shift, "deng-bo")));
        let asked = asked.expect("asked");
        assert_eq!(asked.state, "asked");
        assert_eq!(office.on_duty_at(&shift).as_deref(), Some("pan-xiaolan"));
        // Neither the asker nor a leader can agree in the colleague's place.
        for by in [office.pan, office.leader] {
            refused(
                office.order(by, end(asked.id, SwapEnd::Agreed)),
                &ChangeRefusal::NotForYou,
            );
        }
        let agreed = office
            .order(office.deng, end(asked.id, SwapEnd::Agreed))
            .expect("agreed");
        assert_eq!((agreed.id, agreed.state.as_str()), (asked.id, "holds"));
        assert_eq!(office.on_duty_at(&shift).as_deref(), Some("deng-bo"));
        for (by, how) in [
            (office.deng, SwapEnd::Declined),
            (office.pan, SwapEnd::Withdrawn),
        ] {
            refused(
                office.order(by, end(asked.id, how)),
                &ChangeRefusal::NotOpen,
            );
        }
        let report = healthy(&office.huiyin);
        assert!(report.healthy);
    });
}

#[test]
fn a_request_is_declined_or_taken_back_and_nothing_changes() {
    each_engine(|place| {
        let office = Office::on(place);
        let shift = office.next("pan-xiaolan");
        for (by, how, state) in [
            (office.deng, SwapEnd::Declined, "declined"),
            (office.pan, SwapEnd::Withdrawn, "withdrawn"),
        ] {
            let asked = office.order(office.pan, DutyOrder::Ask(wish(&shift, "deng-bo")));
            let asked = asked.expect("asked");
            assert_eq!(
                office.order(by, end(asked.id, how)).expect("ended").state,
                state
            );
        }
        assert_eq!(office.on_duty_at(&shift).as_deref(), Some("pan-xiaolan"));
        assert_eq!(office.changes().len(), 2);
        assert!(healthy(&office.huiyin).healthy);
    });
}

#[test]
fn a_leader_arranges_and_the_head_of_another_unit_does_not() {
    each_engine(|place| {
        let office = Office::on(place);
        let shift = office.next("pan-xiaolan");
        let arrange = || DutyOrder::Arrange(wish(&shift, "deng-bo"));
        for by in [office.deng, office.head] {
            assert!(office.look(by).arranged.is_empty());
            refused(office.order(by, arrange()), &ChangeRefusal::NotForYou);
        }
        assert!(!office.look(office.leader).arranged.is_empty());
        assert_eq!(
            office
                .order(office.leader, arrange())
                .expect("arranged")
                .state,
            "holds"
        );
        assert_eq!(office.on_duty_at(&shift).as_deref(), Some("deng-bo"));
        assert_eq!(office.changes()[0].how, "arranged");
        assert!(healthy(&office.huiyin).healthy);
    });
}

#[test]
fn a_running_shift_is_taken_over_at_once_and_only_by_somebody_of_the_roster() {
    each_engine(|place| {
        let office = Office::on(place);
        let take = || DutyOrder::Take {
            post: Key::new("duty-leader"),
        };
        let who = Key::new("qian");
        refused(
            office.order(office.head, take()),
            &ChangeRefusal::NotInRoster { who },
        );
        let shifts = office.look(office.pan).duty.expect("a roster").shifts;
        let running = shifts
            .iter()
            .find(|one| &*one.post == "duty-leader")
            .expect("one");
        let done = office.order(office.leader, take());
        if &*running.holder == "lin-jie" {
            let who = Key::new("lin-jie");
            refused(done, &ChangeRefusal::HeldAlready { who });
        } else {
            done.expect("taken");
            assert_eq!(office.changes()[0].how, "taken");
        }
        assert!(healthy(&office.huiyin).healthy);
    });
}
