//! Who may change a duty and how, with the sample park's roster.

use super::plan_draft::{at, calendar};
use huiyin_domain::event::{ChangedHow, DutyChange};
use huiyin_domain::plan::{Key, Plan};
use huiyin_domain::roster::change::{ChangeRefusal, Scene, Wish, agree, arrange, ask, take};
use huiyin_domain::roster::{Roster, Shift, shifts};
use huiyin_domain::shipped;
use huiyin_domain::time::Instant;

struct Park {
    plan: Plan,
    roster: Roster,
}

fn park() -> Park {
    let mut plans = shipped::plans().iter();
    let park = plans.find(|one| one.id == "sample-park").expect("shipped");
    Park {
        plan: Plan::parse(park.plan).expect("a plan"),
        roster: Roster::parse(park.roster.expect("a roster")).expect("a roster"),
    }
}

impl Park {
    fn scene(&self) -> Scene<'_> {
        self.scene_at(at())
    }

    fn scene_at(&self, now: Instant) -> Scene<'_> {
        Scene {
            plan: &self.plan,
            roster: &self.roster,
            calendar: calendar(),
            now,
        }
    }

    fn shifts(&self) -> Vec<Shift> {
        shifts(&self.plan, &self.roster, calendar(), at())
    }

    /// The second shift of the clerks from now: it lies ahead whole.
    fn next_clerk(&self) -> Shift {
        let all = self.shifts().into_iter();
        let mut clerks = all.filter(|shift| &*shift.post == "duty-clerk");
        clerks.nth(1).expect("a shift")
    }

    /// The same roster with a change.
    fn with(self, change: DutyChange) -> Self {
        Self {
            roster: self.roster.with_changes(&[change]),
            plan: self.plan,
        }
    }
}

fn key(id: &str) -> Key {
    Key::new(id)
}

fn wish(shift: &Shift, holder: &str) -> Wish {
    Wish {
        post: shift.post.clone(),
        from: shift.from,
        to: shift.to,
        holder: key(holder),
    }
}

fn other_clerk(shift: &Shift) -> &'static str {
    let clerks = ["pan-xiaolan", "deng-bo", "xu-an"];
    clerks
        .into_iter()
        .find(|one| *one != &*shift.holder)
        .expect("another")
}

#[test]
fn a_swap_that_was_asked_for_and_agreed_to_holds_for_its_hours_and_no_longer() {
    let park = park();
    let shift = park.next_clerk();
    let other = other_clerk(&shift);
    let asked = ask(park.scene(), &shift.holder, &wish(&shift, other)).expect("asked");
    assert_eq!(agree(park.scene(), &asked), Ok(()));
    let before = park.shifts();
    let park = park.with(asked);
    let after = park.shifts();
    let holder = |shifts: &[Shift], at: Instant| {
        let on = |one: &&Shift| one.post == shift.post && one.from <= at && at < one.to;
        shifts.iter().find(on).map(|one| one.holder.clone())
    };
    for minutes in [-1, 0, 30, 60] {
        let inside = shift.from.plus_micros(minutes * 60_000_000);
        let held = holder(&after, inside);
        if minutes < 0 {
            assert_eq!(held, holder(&before, inside));
        } else {
            assert_eq!(held.as_deref(), Some(other));
        }
    }
    assert_eq!(holder(&after, shift.to), holder(&before, shift.to));
}

#[test]
fn nobody_gives_away_what_is_not_theirs() {
    let park = park();
    let shift = park.next_clerk();
    let other = other_clerk(&shift);
    let refused = |by: &str, wish: Wish| ask(park.scene(), &key(by), &wish).err();
    assert_eq!(
        refused(other, wish(&shift, &shift.holder)),
        Some(ChangeRefusal::NotYours)
    );
    let longer = Wish {
        to: shift.to.plus_micros(60_000_000),
        ..wish(&shift, other)
    };
    assert_eq!(
        refused(&shift.holder, longer),
        Some(ChangeRefusal::NotYours)
    );
    let who = shift.holder.clone();
    assert_eq!(
        refused(&who, wish(&shift, &who)),
        Some(ChangeRefusal::HeldAlready { who: who.clone() })
    );
    let nobody = Some(ChangeRefusal::NotInRoster { who: key("nobody") });
    assert_eq!(refused(&who, wish(&shift, "nobody")), nobody);
    let elsewhere = Wish {
        post: key("no-post"),
        ..wish(&shift, other)
    };
    assert_eq!(
        refused(&who, elsewhere),
        Some(ChangeRefusal::NoSuchPost {
            post: key("no-post")
        })
    );
    for (from, to) in [
        (shift.to, shift.from),
        (at().plus_micros(-120_000_000), shift.to),
    ] {
        let hours = Wish {
            from,
            to,
            ..wish(&shift, other)
        };
        assert_eq!(refused(&who, hours), Some(ChangeRefusal::Hours));
    }
}

#[test]
fn whoever_cannot_be_called_does_not_stand_in() {
    let mut park = park();
    let shift = park.next_clerk();
    let other = other_clerk(&shift);
    for official in &mut park.roster.staff {
        if &*official.id == other {
            official.channels.clear();
        }
    }
    let refused = ask(park.scene(), &shift.holder, &wish(&shift, other));
    assert_eq!(refused, Err(ChangeRefusal::OutOfReach { who: key(other) }));
}

#[test]
fn consent_comes_too_late_once_the_shift_has_begun_or_is_somebody_elses() {
    let park = park();
    let shift = park.next_clerk();
    let other = other_clerk(&shift);
    let asked = ask(park.scene(), &shift.holder, &wish(&shift, other)).expect("asked");
    let late = park.scene_at(shift.from.plus_micros(1));
    assert_eq!(agree(late, &asked), Err(ChangeRefusal::NotOpen));
    // Meanwhile a head arranged it otherwise.
    let third = ["pan-xiaolan", "deng-bo", "xu-an"]
        .into_iter()
        .find(|one| *one != other && *one != &*shift.holder);
    let arranged = arrange(park.scene(), &wish(&shift, third.expect("a third"))).expect("arranged");
    let park = park.with(arranged.change);
    assert_eq!(agree(park.scene(), &asked), Err(ChangeRefusal::NotYours));
}

#[test]
fn a_head_arranges_for_whoever_cannot_come_and_where_nobody_is() {
    let park = park();
    let shift = park.next_clerk();
    let other = other_clerk(&shift);
    let changed = arrange(park.scene(), &wish(&shift, other)).expect("arranged");
    assert_eq!(changed.how, ChangedHow::Arranged);
    assert_eq!(changed.change.was.as_deref(), Some(&*shift.holder));
    let who = shift.holder.clone();
    let same = arrange(park.scene(), &wish(&shift, &who));
    assert_eq!(same, Err(ChangeRefusal::HeldAlready { who }));
    let mut empty = park;
    empty
        .roster
        .duties
        .retain(|duty| &*duty.post != "duty-clerk");
    let changed = arrange(empty.scene(), &wish(&shift, other)).expect("arranged");
    assert_eq!(changed.change.was, None);
}

#[test]
fn a_running_shift_is_taken_over_to_its_end() {
    let park = park();
    let all = park.shifts();
    let running = all
        .iter()
        .find(|shift| &*shift.post == "duty-clerk")
        .expect("a shift");
    assert_eq!(running.from, at());
    let other = other_clerk(running);
    let taken = take(park.scene(), &running.post, &key(other)).expect("taken");
    assert_eq!(taken.how, ChangedHow::Taken);
    assert_eq!((taken.change.from, taken.change.to), (at(), running.to));
    assert_eq!(taken.change.was.as_deref(), Some(&*running.holder));
    let who = running.holder.clone();
    let own = take(park.scene(), &running.post, &who);
    assert_eq!(own, Err(ChangeRefusal::HeldAlready { who }));
    // Where nobody is on duty it lasts until somebody is.
    let hole = DutyChange {
        plan: "sample-park".into(),
        post: "duty-clerk".into(),
        from: at().plus_micros(-1),
        to: running.to,
        was: None,
        holder: "gone".into(),
    };
    let park = park.with(hole);
    let taken = take(park.scene(), &key("duty-clerk"), &key(other)).expect("taken");
    assert_eq!(
        (taken.change.was.as_deref(), taken.change.to),
        (None, running.to)
    );
}
