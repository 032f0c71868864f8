//! Whom a step of a ladder tells: the post that the rulebook names; where nobody fills it, whoever stands above it
//! and was told by no step before; at the last step a leader (RULES 4.2, 5.10).

use crate::ids::{PostId, StaffId, UnitId};
use crate::organisation::{Organisation, Post, Role};
use crate::rulebook::Escalation;
use std::collections::BTreeSet;

/// The posts above one another that every authority knows, in rulebooks' words, the lowest first.
const LINE: [&str; 3] = ["unit-head", "leader-in-charge", "authority-head"];
/// Where the leaders among them begin.
const LEADERS_FROM: usize = 1;
/// Outside of the line, and the last resort.
const SUPERVISION: &str = "supervision";

/// Who stands above whom for a unit, and who of them may have to do with a petition.
pub(super) struct Line<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) unit: UnitId,
    /// The posts that the rulebooks mark as leaders'.
    pub(super) leaders: Vec<&'a str>,
    /// Whether somebody is neither complained of nor stepped aside.
    pub(super) free: &'a dyn Fn(StaffId) -> bool,
    /// Whether a post is complained of.
    pub(super) complained_of: &'a dyn Fn(&Post) -> bool,
}

/// Whom a step tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// The posts.
    pub(super) posts: Vec<PostId>,
    /// People without a post, where no leader's post is held.
    pub(super) staff: Vec<StaffId>,
}

impl Line<'_> {
    /// The posts with a duty that somebody acts for who may have to do with the petition; where there is none, those
    /// of whoever comes next above.
    pub(super) fn first_held(&self, duty: &str) -> Vec<PostId> {
        let above = self.above(duty, &[]).into_iter();
        let mut held = above.map(|duty| self.held(duty));
        held.find(|posts| !posts.is_empty()).unwrap_or_default()
    }

    /// Whom a step tells, the first of which is 0, where the steps before told these posts. A post that nobody fills
    /// is passed over upwards, so that each step tells somebody new as long as anybody is left; the last one tells a
    /// leader, once more if need be. Past a post that is complained of it never goes down again: those under it do
    /// not watch over it.
    pub(super) fn told(&self, ladder: &[Escalation], step: usize, before: &[PostId]) -> Told {
        let mut steps = ladder.iter().skip(step).map(|one| one.to.as_str());
        let Some(to) = steps.next() else {
            return Told::default();
        };
        let later: Vec<&str> = steps.collect();
        let known: BTreeSet<StaffId> = before.iter().filter_map(|post| self.who(*post)).collect();
        let is_new = |post: &PostId| self.who(*post).is_some_and(|who| !known.contains(&who));
        let rungs = self.above(to, &later).into_iter();
        let rungs: Vec<Vec<PostId>> = rungs
            .map(|duty| self.held(duty))
            .filter(|posts| !posts.is_empty())
            .collect();
        let next = rungs.iter().find(|posts| posts.iter().any(is_new));
        let next = next.or(rungs.first());
        let mut told = Told {
            posts: next.cloned().unwrap_or_default(),
            staff: Vec::new(),
        };
        let up_only = self.is_kept_out(to);
        if later.is_empty() && !up_only && !self.leads_any(&told.posts) {
            told.posts.extend(self.leader(is_new));
            if !self.leads_any(&told.posts) {
                told.staff = self.without_post(up_only);
            }
        }
        if told.posts.is_empty() {
            told.staff = self.without_post(up_only);
        }
        told
    }

    /// Whether a duty has a post that is complained of, or somebody who acts for it and may not here.
    fn is_kept_out(&self, duty: &str) -> bool {
        let mut posts = self.organisation.posts_for(duty, self.unit).into_iter();
        posts.any(|post| {
            let acting = self.organisation.acting(post);
            (self.complained_of)(post) || acting.iter().any(|staff| !(self.free)(*staff))
        })
    }

    /// A duty and those above it, in the order in which they are asked: the head of the unit above whatever is no
    /// leader's and has no place of its own, then the steps of the ladder that are still to come, the leaders, and
    /// at last supervision.
    fn above<'b>(&'b self, duty: &'b str, later: &[&'b str]) -> Vec<&'b str> {
        if duty == SUPERVISION {
            return vec![duty];
        }
        let from = match LINE.iter().position(|one| *one == duty) {
            Some(at) => at + 1,
            None if self.leads(duty) => LEADERS_FROM,
            None => 0,
        };
        let heads = LINE.iter().take(LEADERS_FROM).skip(from).copied();
        let leaders = LINE.iter().skip(from.max(LEADERS_FROM)).copied();
        let all = std::iter::once(duty)
            .chain(heads)
            .chain(later.iter().copied().filter(|one| !LINE.contains(one)))
            .chain(leaders)
            .chain(self.leaders.iter().copied())
            .chain([SUPERVISION]);
        let mut line = Vec::new();
        for duty in all {
            // Whoever stands lower in the line is not above, also where a rulebook names them among its leaders.
            let below = LINE.iter().take(from).any(|one| *one == duty) && !line.is_empty();
            if !below && !line.contains(&duty) {
                line.push(duty);
            }
        }
        line
    }

    fn leads(&self, duty: &str) -> bool {
        LINE.iter().skip(LEADERS_FROM).any(|one| *one == duty) || self.leaders.contains(&duty)
    }

    fn leads_any(&self, posts: &[PostId]) -> bool {
        let mut posts = posts
            .iter()
            .filter_map(|post| self.organisation.posts.get(post));
        posts.any(|post| self.leads(&post.duty))
    }

    /// A leader's posts, the highest first; of those whom the steps before told none rather.
    fn leader(&self, is_new: impl Fn(&PostId) -> bool) -> Vec<PostId> {
        let line = LINE.iter().skip(LEADERS_FROM).rev().copied();
        let held = line.chain(self.leaders.iter().copied());
        let held: Vec<Vec<PostId>> = held
            .map(|duty| self.held(duty))
            .filter(|posts| !posts.is_empty())
            .collect();
        let new = held.iter().find(|posts| posts.iter().any(&is_new));
        new.or(held.first()).cloned().unwrap_or_default()
    }

    /// The posts with a duty for the unit that somebody acts for who may have to do with the petition.
    fn held(&self, duty: &str) -> Vec<PostId> {
        let posts = self.organisation.posts_for(duty, self.unit).into_iter();
        let held = posts.map(|post| post.id);
        held.filter(|post| self.who(*post).is_some()).collect()
    }

    /// Who acts first for a post.
    fn who(&self, post: PostId) -> Option<StaffId> {
        let post = self.organisation.posts.get(&post)?;
        let mut acting = self.organisation.acting(post).into_iter();
        acting.find(|staff| (self.free)(*staff) && !(self.complained_of)(post))
    }

    /// Leaders of the unit without a post; where there is none, or they could be under whoever is complained of, the
    /// administrators: they see that a post is to be filled, and no petition.
    fn without_post(&self, up_only: bool) -> Vec<StaffId> {
        let all = self.organisation.staff.values();
        let all: Vec<_> = all.filter(|one| !one.left && (self.free)(one.id)).collect();
        let with = |wanted: Role| {
            let has = |(unit, role): &(UnitId, Role)| {
                *role == wanted
                    && (wanted != Role::Leader || self.organisation.is_within(self.unit, *unit))
            };
            let found = all.iter().filter(|one| one.roles.iter().any(has));
            found.map(|one| one.id).collect::<Vec<_>>()
        };
        let leaders = if up_only {
            Vec::new()
        } else {
            with(Role::Leader)
        };
        match leaders.is_empty() {
            true => with(Role::Administrator),
            false => leaders,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{Bilingual, Language};
    use crate::organisation::{Staff, Unit, UnitKind};
    use crate::rulebook::Rulebook;
    use crate::shipped;

    const AUTHORITY: UnitId = UnitId::new(1);
    const UNIT: UnitId = UnitId::new(2);
    const ADMINISTRATOR: StaffId = StaffId::new(1_000);

    fn anybody(_: StaffId) -> bool {
        true
    }

    fn no_post(_: &Post) -> bool {
        false
    }

    fn unit(id: UnitId, parent: Option<UnitId>) -> (UnitId, Unit) {
        let unit = Unit {
            id,
            key: id.to_string(),
            name: Bilingual::default(),
            kind: UnitKind::Public,
            parent,
            petition_office: false,
            closed: false,
        };
        (id, unit)
    }

    fn member(id: StaffId, roles: Vec<(UnitId, Role)>) -> (StaffId, Staff) {
        let staff = Staff {
            id,
            login: id.to_string(),
            name: id.to_string(),
            language: Language::Zh,
            roles,
            left: false,
            away: None,
        };
        (id, staff)
    }

    /// An authority with a post for each duty, each held by somebody of their own, who has the post's number.
    fn park(duties: &BTreeSet<&str>) -> Organisation {
        let mut park = Organisation::default();
        park.units
            .extend([unit(AUTHORITY, None), unit(UNIT, Some(AUTHORITY))]);
        let administers = vec![(AUTHORITY, Role::Administrator)];
        park.staff.extend([member(ADMINISTRATOR, administers)]);
        for (nth, duty) in (1..).zip(duties) {
            park.staff.extend([member(StaffId::new(nth), Vec::new())]);
            let post = Post {
                id: PostId::new(nth),
                duty: (*duty).to_owned(),
                title: Bilingual::default(),
                unit: if *duty == LINE[0] { UNIT } else { AUTHORITY },
                holder: Some(StaffId::new(nth)),
                stand_ins: Vec::new(),
                closed: false,
            };
            park.posts.insert(post.id, post);
        }
        park
    }

    /// The same, where of the posts whose bits are set nobody fills any.
    fn vacant(park: &Organisation, bits: usize) -> Organisation {
        let mut vacant = park.clone();
        for (nth, post) in vacant.posts.values_mut().enumerate() {
            post.holder = post.holder.filter(|_| bits & (1 << nth) == 0);
        }
        vacant
    }

    fn shipped_books() -> Vec<Rulebook> {
        let books = shipped::rulebooks().iter();
        let books =
            books.map(|(id, text)| Rulebook::parse(text).unwrap_or_else(|_| panic!("{id}")));
        books.collect()
    }

    fn line<'a>(
        organisation: &'a Organisation,
        leaders: &[&'a str],
        free: &'a dyn Fn(StaffId) -> bool,
        complained_of: &'a dyn Fn(&Post) -> bool,
    ) -> Line<'a> {
        Line {
            organisation,
            unit: UNIT,
            leaders: leaders.to_vec(),
            free,
            complained_of,
        }
    }

    /// Walks one ladder and holds each step against what is asked of it.
    fn walks(line: &Line<'_>, ladder: &[Escalation], what: &dyn Fn() -> String) {
        let leads = |post: &&Post| line.leads(&post.duty);
        let held: Vec<&Post> = line.organisation.posts.values().collect();
        let held = held.into_iter().filter(|post| post.holder.is_some());
        let held: Vec<&Post> = held.collect();
        let reachable = held
            .iter()
            .filter(|post| leads(post) || post.duty == SUPERVISION);
        let reachable: BTreeSet<StaffId> = reachable.filter_map(|post| post.holder).collect();
        let leaders: BTreeSet<StaffId> = held
            .iter()
            .filter(|post| leads(post))
            .filter_map(|post| post.holder)
            .collect();
        let (mut before, mut known) = (Vec::new(), BTreeSet::new());
        for step in 0..ladder.len() {
            let told = line.told(ladder, step, &before);
            let holders = told.posts.iter().filter_map(|post| line.who(*post));
            let people: BTreeSet<StaffId> = holders.chain(told.staff.iter().copied()).collect();
            let what = || format!("{}, step {step}: {told:?} after {before:?}", what());
            assert!(!people.is_empty(), "{}", what());
            assert!(
                reachable.is_subset(&known) || !people.is_subset(&known),
                "somebody new: {}",
                what()
            );
            if step + 1 == ladder.len() {
                match leaders.is_empty() {
                    true => assert_eq!(told.staff, [ADMINISTRATOR], "{}", what()),
                    false => assert!(!people.is_disjoint(&leaders), "a leader: {}", what()),
                }
            }
            known.extend(people);
            before.extend(told.posts);
        }
    }

    /// Each ladder of each shipped rulebook, and of the house beside it, with each set of posts that nobody fills.
    #[test]
    fn whatever_is_vacant_each_step_tells_somebody_new_and_the_last_one_a_leader() {
        let books = shipped_books();
        let house = books.iter().find(|one| one.id == "house").expect("shipped");
        let mut walked = 0;
        for book in &books {
            let leaders = book.leaders.iter().chain(&house.leaders);
            let leaders: Vec<&str> = leaders.map(String::as_str).collect();
            let named = book.posts.keys().chain(house.posts.keys());
            let more = LINE.into_iter().chain([SUPERVISION]);
            let duties: BTreeSet<&str> = named.map(String::as_str).chain(more).collect();
            let mut ladders: Vec<&[Escalation]> = Vec::new();
            for term in book.terms.iter().chain(&house.terms) {
                let alike = |one: &&[Escalation]| {
                    let tos = |ladder: &[Escalation]| -> Vec<String> {
                        ladder.iter().map(|step| step.to.clone()).collect()
                    };
                    tos(one) == tos(&term.escalate)
                };
                if !term.escalate.is_empty() && !ladders.iter().any(alike) {
                    ladders.push(&term.escalate);
                }
            }
            assert!(!ladders.is_empty(), "{}", book.id);
            let park = park(&duties);
            for bits in 0..1_usize << duties.len() {
                let organisation = vacant(&park, bits);
                let line = line(&organisation, &leaders, &anybody, &no_post);
                for ladder in &ladders {
                    let vacant = || {
                        let posts = organisation.posts.values();
                        let empty = posts.filter(|post| post.holder.is_none());
                        empty.map(|post| post.duty.as_str()).collect::<Vec<_>>()
                    };
                    let to = ladder.iter().map(|step| step.to.as_str());
                    let to: Vec<&str> = to.collect();
                    let what = || format!("{} {to:?} without {:?}", book.id, vacant());
                    walks(&line, ladder, &what);
                    walked += 1;
                }
            }
        }
        assert!(walked > 5_000, "{walked}");
    }

    /// The head of the authority is complained of: supervision is told, and nobody under the head (RULES 4.2).
    #[test]
    fn past_whoever_is_complained_of_it_does_not_go_down() {
        let duties = LINE.into_iter().chain([SUPERVISION]).collect();
        let park = park(&duties);
        let head = |post: &Post| post.duty == "authority-head";
        let line = line(&park, &[], &anybody, &head);
        let books = shipped_books();
        let house = books.iter().find(|one| one.id == "house").expect("shipped");
        let term = house.term("decide-extension").expect("a term");
        let told = line.told(&term.escalate, 0, &[]);
        let duty = |post: &PostId| park.posts[post].duty.as_str();
        let told: Vec<&str> = told.posts.iter().map(duty).collect();
        assert_eq!(told, [SUPERVISION]);
    }

    /// Nobody of the line is there: leaders without a post, else the administrators.
    #[test]
    fn where_no_post_is_held_people_are_told() {
        let books = shipped_books();
        let cn = books
            .iter()
            .find(|one| one.id == "cn-2022")
            .expect("shipped");
        let term = cn.term("answer").expect("a term");
        let mut nobody = park(&BTreeSet::new());
        let told = line(&nobody, &[], &anybody, &no_post).told(&term.escalate, 0, &[]);
        assert_eq!((told.posts, told.staff), (vec![], vec![ADMINISTRATOR]));
        let leads = StaffId::new(7);
        nobody
            .staff
            .extend([member(leads, vec![(AUTHORITY, Role::Leader)])]);
        let told = line(&nobody, &[], &anybody, &no_post).told(&term.escalate, 2, &[]);
        assert_eq!((told.posts, told.staff), (vec![], vec![leads]));
    }
}
