//! Plans and rosters in the store: who lodges, who approves, what is refused; a version is never
//! overwritten, and a rebuild finds no difference.

use super::people::{add, order, refusal};
use super::support::{FIRST, at, event, healthy, journal, tamper, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AppError, AuthorityDraft, Change, Huiyin, Idempotency, Lodged, Lodging, Once, PlanIsApproved,
    PlanRefusal, PostDraft, Refusal, UnitDraft,
};
use huiyin_domain::event::{Actor, Event, Pinned};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::lodging::Unfit;
use huiyin_domain::shipped;
use huiyin_testkit::engine::{TestStore, each_engine};
use std::sync::{Arc, LazyLock};

const ID: &str = "sample-park";

/// The shipped sample and its roster.
pub fn sample() -> (&'static str, &'static str) {
    let plans = shipped::plans().iter();
    let one = plans.into_iter().find(|one| one.id == ID).expect("shipped");
    (one.plan, BY_HAND.as_str())
}

/// The shipped roster, as an authority lodges it whose staff it does not name: all are rung by hand.
static BY_HAND: LazyLock<String> = LazyLock::new(|| {
    let shipped = shipped::plans().iter().find(|one| one.id == "sample-park");
    let roster = shipped.and_then(|one| one.roster).expect("with its roster");
    let text = roster.replace("account = false\n", "");
    let lines = text
        .lines()
        .map(|line| match line.starts_with("channels = ") {
            true => format!("{line}\naccount = false\n"),
            false => format!("{line}\n"),
        });
    lines.collect()
});

/// The sample as another version.
fn version(version: &str) -> String {
    sample()
        .0
        .replace("version = \"2026.1\"", &format!("version = {version:?}"))
}

/// The units that the sample names, and its approving post.
pub struct Park {
    pub huiyin: Arc<Huiyin>,
    pub administrator: StaffId,
    /// Holds the post that the sample names as approver.
    pub leader: StaffId,
    /// Stands in for it.
    pub deputy: StaffId,
    /// Holds another post.
    other: StaffId,
    pub clerk: StaffId,
}

impl Park {
    fn on(place: &TestStore) -> Self {
        Self::of(place.open())
    }

    /// The park in a store that is open.
    pub fn of(huiyin: Huiyin) -> Self {
        let level = AuthorityDraft {
            level: Some("park".into()),
            ..AuthorityDraft::default()
        };
        wait(huiyin.change_authority(order(Actor::Operator), level, None)).expect("a level");
        huiyin.refresh().expect("reads");
        for key in [
            "park-committee",
            "governance-office",
            "social-affairs-office",
            "community",
        ] {
            let draft = UnitDraft {
                key: key.into(),
                name: Bilingual::new(key, key),
                kind: "public".into(),
                ..UnitDraft::default()
            };
            change(&huiyin, Change::Unit(None, draft));
        }
        let park = Self {
            administrator: add(&huiyin, "ye", "administrator"),
            leader: add(&huiyin, "song", "leader"),
            deputy: add(&huiyin, "jiang", "unit-head"),
            other: add(&huiyin, "gu", "leader"),
            clerk: add(&huiyin, "fang", "clerk"),
            huiyin: Arc::new(huiyin),
        };
        park.post("park-leader", park.leader, &[park.deputy.raw()]);
        park.post("leader-in-charge", park.other, &[]);
        park
    }

    pub fn post(&self, duty: &str, holder: StaffId, stand_ins: &[i64]) {
        let draft = PostDraft {
            duty: duty.into(),
            title: Bilingual::new(duty, duty),
            unit: 1,
            holder: Some(holder.raw()),
            stand_ins: stand_ins.to_vec(),
            closed: false,
        };
        change(&self.huiyin, Change::Post(None, draft));
    }

    fn lodge(&self, by: Actor, what: Lodging, toml: &str) -> Result<Lodged, AppError> {
        self.huiyin.lodge_here((FIRST, by), what, toml.to_owned())
    }

    fn lodged(&self, what: Lodging, toml: &str) -> Lodged {
        let by = Actor::Staff(self.administrator);
        self.lodge(by, what, toml).expect("lodged")
    }

    fn approve(&self, by: Actor, version: &str) -> Result<Once<PlanIsApproved>, AppError> {
        let plan = Pinned {
            id: ID.into(),
            version: version.into(),
        };
        wait(self.huiyin.approve_plan((FIRST, by), plan, None))
    }

    pub fn principal(&self, staff: StaffId) -> Principal {
        let organisation = wait(self.huiyin.organisation(FIRST)).expect("reads");
        Principal::of(&organisation, FIRST, staff).expect("there")
    }

    /// The sample plan in force, with its roster.
    pub fn with_plan(self) -> Self {
        let (plan, roster) = sample();
        self.with(plan, roster)
    }

    /// A plan in force, of the sample's version, with its roster.
    pub fn with(self, plan: &str, roster: &str) -> Self {
        self.lodged(Lodging::Plan, plan);
        self.lodged(Lodging::Roster, roster);
        self.approve(Actor::Staff(self.leader), "2026.1")
            .expect("approved");
        self
    }

    /// Another version of the sample in force.
    pub fn put_in_force(&self, plan: &str, version: &str) {
        self.lodged(Lodging::Plan, plan);
        self.approve(Actor::Staff(self.leader), version)
            .expect("approved");
    }

    fn in_force(&self) -> Option<String> {
        let view = wait(self.huiyin.plan(&self.principal(self.clerk), ID)).expect("a plan");
        view.summary.in_force
    }
}

pub fn change(huiyin: &Huiyin, change: Change) {
    huiyin
        .administer_here(order(Actor::Operator), change)
        .expect("changed");
}

fn plan_refusal<T>(outcome: Result<T, AppError>) -> PlanRefusal {
    match refusal(outcome) {
        Refusal::Plan(refusal) => refusal,
        other => panic!("another refusal: {other:?}"),
    }
}

#[test]
fn a_plan_is_lodged_byte_for_byte_approved_by_its_post_and_then_in_force() {
    each_engine(|place| {
        let park = Park::on(place);
        let (plan, roster) = sample();
        let lodged = park.lodged(Lodging::Plan, plan);
        assert_eq!(
            (lodged.id.as_str(), lodged.version.as_str()),
            (ID, "2026.1")
        );
        assert!(lodged.new);
        park.lodged(Lodging::Roster, roster);
        assert_eq!(park.in_force(), None, "lodged is not approved");
        let approved = park
            .approve(Actor::Staff(park.leader), "2026.1")
            .expect("approved");
        assert_eq!(approved.answer.roster, "2026.1");
        assert_eq!(park.in_force().as_deref(), Some("2026.1"));

        let look = wait(
            park.huiyin
                .plan_look(&park.principal(park.clerk), (ID, "2026.1"), None),
        );
        let look = look.expect("anybody with a role reads it");
        assert_eq!(look.toml, plan);
        assert!(!look.may_approve);
        let view = look.version;
        assert_eq!(
            view.approved_by,
            Some(Bilingual::new("park-leader", "park-leader"))
        );
        assert!(view.in_force && view.approved_at.is_some());

        let kinds: Vec<String> = journal(&park.huiyin, FIRST)
            .iter()
            .filter(|row| {
                ["Plan", "Roster", "Drill"]
                    .iter()
                    .any(|of| row.kind.starts_with(of))
            })
            .map(|row| row.kind.clone())
            .collect();
        let expected = ["PlanLodged", "RosterLodged", "PlanApproved", "DrillOwed"];
        assert_eq!(kinds, expected);
        // It is to be drilled every 180 days; the approval that the store knows begins them.
        let overdue = || {
            let plans = wait(park.huiyin.plans(&park.principal(park.clerk), "", 10));
            plans.expect("reads")[0].drill_overdue
        };
        assert!(!overdue());
        place.clock.set(at("2026-09-01T02:00:00Z"));
        assert!(overdue());
        healthy(&park.huiyin);
    });
}

#[test]
fn another_post_or_role_cannot_approve() {
    each_engine(|place| {
        let park = Park::on(place);
        let (plan, roster) = sample();
        park.lodged(Lodging::Plan, plan);
        park.lodged(Lodging::Roster, roster);
        let before = journal(&park.huiyin, FIRST).len();
        let not_the_approver = PlanRefusal::NotTheApprover {
            post: "park-leader".into(),
        };
        for by in [
            Actor::Staff(park.administrator),
            Actor::Staff(park.other),
            Actor::Staff(park.clerk),
            Actor::Operator,
            Actor::System,
            Actor::Public,
        ] {
            assert_eq!(
                plan_refusal(park.approve(by, "2026.1")),
                not_the_approver,
                "{by:?}"
            );
        }
        assert_eq!(
            journal(&park.huiyin, FIRST).len(),
            before,
            "a refusal writes nothing"
        );
        let look = wait(
            park.huiyin
                .plan_look(&park.principal(park.other), (ID, "2026.1"), None),
        );
        assert!(!look.expect("reads").may_approve);
        // A stand-in acts for the post, whatever the role.
        let look = wait(
            park.huiyin
                .plan_look(&park.principal(park.deputy), (ID, "2026.1"), None),
        );
        assert!(look.expect("reads").may_approve);
        park.approve(Actor::Staff(park.deputy), "2026.1")
            .expect("approved");
        let again = park.approve(Actor::Staff(park.leader), "2026.1");
        assert_eq!(plan_refusal(again), PlanRefusal::ApprovedAlready);
        healthy(&park.huiyin);
    });
}

#[test]
fn a_plan_with_errors_is_lodged_and_not_approved() {
    each_engine(|place| {
        let park = Park::on(place);
        let (plan, roster) = sample();
        // Without a roster nobody knows whether anybody comes.
        park.lodged(Lodging::Plan, plan);
        let codes = |refused: PlanRefusal| match refused {
            PlanRefusal::Faulty(findings) => {
                let mut codes: Vec<&str> = findings.iter().map(|one| one.code).collect();
                codes.dedup();
                codes
            }
            other => panic!("{other:?}"),
        };
        let refused = plan_refusal(park.approve(Actor::Staff(park.leader), "2026.1"));
        assert_eq!(codes(refused), ["missing-roster"]);
        park.lodged(Lodging::Roster, roster);

        // A gap: the smallest tier is gone.
        let gap = version("2026.2").replace("people = [1, 20]", "people = [2, 20]");
        park.lodged(Lodging::Plan, &gap);
        let refused = plan_refusal(park.approve(Actor::Staff(park.leader), "2026.2"));
        assert!(refused.to_string().contains("gap"), "{refused}");
        assert!(codes(refused).contains(&"gap"));

        // A plan cannot raise its own level, so that places above become its own (RULES 10.1).
        let county =
            version("2026.3").replace("level = \"park\"\nzone", "level = \"nation\"\nzone");
        assert_ne!(county, version("2026.3"));
        park.lodged(Lodging::Plan, &county);
        let refused = plan_refusal(park.approve(Actor::Staff(park.leader), "2026.3"));
        assert!(codes(refused).contains(&"wrong-level"));

        // A unit that the organisation does not have could never be spared as a respondent.
        let unit = version("2026.4").replace("unit = \"community\"", "unit = \"elsewhere\"");
        park.lodged(Lodging::Plan, &unit);
        let refused = plan_refusal(park.approve(Actor::Staff(park.leader), "2026.4"));
        assert_eq!(codes(refused), ["unknown-unit"]);
        assert_eq!(park.in_force(), None);
        healthy(&park.huiyin);
    });
}

#[test]
fn a_version_is_never_overwritten_and_an_older_one_stays_readable() {
    each_engine(|place| {
        let park = Park::on(place);
        let (plan, roster) = sample();
        park.lodged(Lodging::Plan, plan);
        park.lodged(Lodging::Roster, roster);
        assert!(
            !park.lodged(Lodging::Plan, plan).new,
            "the same again changes nothing"
        );
        let by = Actor::Staff(park.administrator);
        let other = format!("{plan}\n# 改了一句\n");
        assert!(matches!(
            refusal(park.lodge(by, Lodging::Plan, &other)),
            Refusal::VersionTaken { .. }
        ));
        assert!(matches!(
            refusal(park.lodge(by, Lodging::Roster, &format!("{roster}\n# 改\n"))),
            Refusal::VersionTaken { .. }
        ));
        park.lodged(Lodging::Plan, &version("2026.2"));
        park.lodged(Lodging::Plan, &version("2026.3"));
        assert!(matches!(
            refusal(park.lodge(by, Lodging::Plan, &version("2026.10"))),
            Refusal::OlderThanLoaded { .. }
        ));
        for version in ["2026.1", "2026.3"] {
            park.approve(Actor::Staff(park.leader), version)
                .expect("approved");
        }
        let older = park.approve(Actor::Staff(park.leader), "2026.2");
        assert_eq!(
            plan_refusal(older),
            PlanRefusal::OlderThanInForce {
                in_force: "2026.3".into()
            }
        );
        let view = wait(park.huiyin.plan(&park.principal(park.clerk), ID)).expect("reads");
        let versions: Vec<(&str, bool)> = view
            .versions
            .iter()
            .map(|one| (one.version.as_str(), one.in_force))
            .collect();
        assert_eq!(
            versions,
            [("2026.3", true), ("2026.2", false), ("2026.1", false)]
        );
        let look = wait(
            park.huiyin
                .plan_look(&park.principal(park.clerk), (ID, "2026.1"), None),
        );
        assert_eq!(look.expect("reads").toml, plan);
        healthy(&park.huiyin);
        tamper(place, "UPDATE plan_version SET content = content || ' '");
        assert!(!park.huiyin.doctor(true).expect("comes").healthy);
    });
}

#[test]
fn a_plan_that_says_what_none_may_say_does_not_get_on_the_record() {
    each_engine(|place| {
        let park = Park::on(place);
        let (plan, roster) = sample();
        let by = Actor::Staff(park.administrator);
        let before = journal(&park.huiyin, FIRST).len();
        let unknown = format!("{plan}\n[[attendee]]\nname = \"王\"\n");
        assert!(matches!(
            plan_refusal(park.lodge(by, Lodging::Plan, &unknown)),
            PlanRefusal::Unfit(Unfit::Form(_))
        ));
        let number = format!("{roster}\n# 周明远 13800138000\n");
        let line = roster.lines().count() + 2;
        assert_eq!(
            plan_refusal(park.lodge(by, Lodging::Roster, &number)),
            PlanRefusal::Unfit(Unfit::Contact { line })
        );
        assert!(matches!(
            plan_refusal(park.lodge(by, Lodging::Plan, &format!("# a@b.example\n{plan}"))),
            PlanRefusal::Unfit(Unfit::Contact { line: 1 })
        ));
        assert_eq!(
            plan_refusal(park.lodge(by, Lodging::Plan, &version("../1"))),
            PlanRefusal::Unfit(Unfit::Version)
        );
        assert_eq!(
            plan_refusal(park.lodge(by, Lodging::Roster, roster)),
            PlanRefusal::NoSuchPlan,
            "a roster follows its plan"
        );
        assert_eq!(journal(&park.huiyin, FIRST).len(), before);
    });
}

#[test]
fn only_who_the_table_lets_lodges_and_one_key_is_one_event() {
    each_engine(|place| {
        let park = Park::on(place);
        let (plan, _) = sample();
        for staff in [park.clerk, park.deputy] {
            let refused = park.lodge(Actor::Staff(staff), Lodging::Plan, plan);
            assert!(matches!(refusal(refused), Refusal::People(_)));
        }
        let send = || {
            let idempotency = Idempotency {
                key: "one".into(),
                request: b"POST".to_vec(),
            };
            let by = (FIRST, Actor::Staff(park.other));
            wait(
                park.huiyin
                    .lodge(by, Lodging::Plan, plan.to_owned(), Some(idempotency)),
            )
        };
        assert!(!send().expect("lodged").replayed);
        let again = send().expect("the answer again");
        assert!(again.replayed && again.answer.new);
        let rows = journal(&park.huiyin, FIRST);
        let lodged: Vec<Event> = rows
            .iter()
            .map(event)
            .filter(|event| matches!(event, Event::PlanLodged(_)))
            .collect();
        assert_eq!(lodged.len(), 1);
    });
}
