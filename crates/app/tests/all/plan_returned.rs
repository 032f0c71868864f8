//! A plan that waits for approval stands with who approves it; whoever lodges plans is told what became of it,
//! and why it was sent back.

use super::people::refusal;
use super::plans::{Park, sample};
use super::support::{FIRST, at, healthy, journal, wait};
use huiyin_app::{Inbox, InboxFilter, Lodging, PlanRefusal, PlanStage, Refusal};
use huiyin_domain::event::{Actor, Pinned};
use huiyin_domain::ids::StaffId;
use huiyin_domain::petition::FieldProblem;
use huiyin_testkit::engine::each_engine;

fn inbox(park: &Park, staff: StaffId) -> Inbox {
    let who = park.principal(staff);
    wait(park.huiyin.inbox(&who, InboxFilter::default())).expect("reads")
}

fn stages(park: &Park, staff: StaffId) -> Vec<(String, PlanStage)> {
    let plans = inbox(park, staff).plans.into_iter();
    plans.map(|one| (one.version, one.stage)).collect()
}

#[test]
fn a_plan_waits_with_who_approves_it_and_comes_back_with_what_is_to_be_changed() {
    each_engine(|place| {
        place.clock.set(at("2026-03-02T02:00:00Z"));
        let park = Park::of(place.open());
        let (plan, roster) = sample();
        let by = (FIRST, Actor::Staff(park.leader));
        let author = (FIRST, Actor::Staff(park.administrator));
        let lodge =
            |what, text: String| wait(park.huiyin.lodge(author, what, text, None)).map(|_| ());
        lodge(Lodging::Plan, plan.to_owned()).expect("lodged");
        lodge(Lodging::Roster, roster.to_owned()).expect("lodged");
        let waits = vec![("2026.1".to_owned(), PlanStage::Waits)];
        assert_eq!(stages(&park, park.leader), waits);
        assert_eq!(stages(&park, park.clerk), [], "nobody else approves it");

        let pinned = |version: &str| Pinned {
            id: "sample-park".into(),
            version: version.into(),
        };
        let give_back = |staff: StaffId, reason: &str| {
            let by = (FIRST, Actor::Staff(staff));
            wait(park.huiyin.return_plan(by, pinned("2026.1"), reason, None)).map(|_| ())
        };
        let before = journal(&park.huiyin, FIRST).len();
        let Refusal::Fields(fields) = refusal(give_back(park.leader, "  ")) else {
            panic!("a reason is needed");
        };
        assert_eq!(fields[0].problem, FieldProblem::Missing);
        let number = refusal(give_back(park.leader, "打13800138000问"));
        assert!(
            matches!(number, Refusal::Plan(PlanRefusal::Unfit(_))),
            "{number:?}"
        );
        let other = refusal(give_back(park.clerk, "要改"));
        assert!(
            matches!(other, Refusal::Plan(PlanRefusal::NotTheApprover { .. })),
            "{other:?}"
        );
        assert_eq!(journal(&park.huiyin, FIRST).len(), before);

        give_back(park.leader, "51人以上也请主任到场").expect("sent back");
        let told = inbox(&park, park.leader).plans;
        assert_eq!(told[0].stage, PlanStage::Returned);
        assert_eq!(told[0].reason.as_deref(), Some("51人以上也请主任到场"));
        let again = refusal(give_back(park.leader, "还要改"));
        assert_eq!(again, Refusal::Plan(PlanRefusal::SentBack));
        let approve =
            |version: &str| wait(park.huiyin.approve_plan(by, pinned(version), None)).map(|_| ());
        assert_eq!(
            refusal(approve("2026.1")),
            Refusal::Plan(PlanRefusal::SentBack)
        );

        let next = plan.replace("version = \"2026.1\"", "version = \"2026.2\"");
        lodge(Lodging::Plan, next).expect("lodged");
        assert_eq!(
            stages(&park, park.leader),
            [("2026.2".to_owned(), PlanStage::Waits)]
        );
        approve("2026.2").expect("approved");
        assert_eq!(
            stages(&park, park.leader),
            [("2026.2".to_owned(), PlanStage::Approved)]
        );
        place.clock.set(at("2026-03-20T02:00:00Z"));
        assert_eq!(stages(&park, park.leader), [], "it is told for two weeks");
        healthy(&park.huiyin);
    });
}

#[test]
fn whoever_lodged_a_version_leaves_its_approval_to_others_while_there_are_any() {
    each_engine(|place| {
        let park = Park::of(place.open());
        let (plan, roster) = sample();
        let lodge = |what, text: &str| {
            let by = (FIRST, Actor::Staff(park.leader));
            wait(park.huiyin.lodge(by, what, text.to_owned(), None)).expect("lodged");
        };
        let approve = |staff: StaffId, version: &str| {
            let plan = Pinned {
                id: "sample-park".into(),
                version: version.into(),
            };
            let by = (FIRST, Actor::Staff(staff));
            wait(park.huiyin.approve_plan(by, plan, None)).map(|_| ())
        };
        let look = |staff: StaffId, version: &str| {
            let who = park.principal(staff);
            let look = wait(park.huiyin.plan_look(&who, ("sample-park", version), None));
            look.expect("reads")
        };
        lodge(Lodging::Plan, plan);
        lodge(Lodging::Roster, roster);

        // The leader holds the post, the deputy stands in.
        let own = look(park.leader, "2026.1");
        assert!(!own.may_approve && own.may_return);
        assert_eq!(own.left_to, ["刘敏"]);
        assert_eq!(stages(&park, park.leader), [], "it waits for somebody else");
        let before = journal(&park.huiyin, FIRST).len();
        let others = vec!["刘敏".to_owned()];
        let refused = refusal(approve(park.leader, "2026.1"));
        assert_eq!(refused, Refusal::Plan(PlanRefusal::OwnPlan { others }));
        assert_eq!(journal(&park.huiyin, FIRST).len(), before);

        // The same text lodged once more by another has its first author.
        let by = (FIRST, Actor::Operator);
        let again = wait(park.huiyin.lodge(by, Lodging::Plan, plan.to_owned(), None));
        assert!(!again.expect("known").answer.new);
        refusal(approve(park.leader, "2026.1"));

        let deputy = look(park.deputy, "2026.1");
        assert!(deputy.may_approve && deputy.left_to.is_empty());
        let waits = vec![("2026.1".to_owned(), PlanStage::Waits)];
        assert_eq!(stages(&park, park.deputy), waits);
        approve(park.deputy, "2026.1").expect("approved");
        let done = look(park.clerk, "2026.1").version;
        assert_eq!(done.lodged_by.as_deref(), Some("刘敏"));
        assert_eq!(done.approver.as_deref(), Some("刘敏"));
        assert!(!done.by_one_alone);
        let view = wait(park.huiyin.plan(&park.principal(park.clerk), "sample-park"));
        let view = view.expect("reads");
        assert_eq!(view.versions[0], done);
        assert_eq!(view.rosters[0].lodged_by.as_deref(), Some("刘敏"));

        // Where nobody else acts for the post, nobody else could: the version says so.
        park.post("duty-clerk", park.leader, &[]);
        let next = plan.replace("version = \"2026.1\"", "version = \"2026.2\"");
        let next = next.replace(
            "approved_by = \"park-leader\"",
            "approved_by = \"duty-clerk\"",
        );
        lodge(Lodging::Plan, &next);
        assert!(look(park.leader, "2026.2").may_approve);
        approve(park.leader, "2026.2").expect("approved");
        assert!(look(park.clerk, "2026.2").version.by_one_alone);
        healthy(&park.huiyin);
    });
}
