//! A whole office set up at once: several colleagues with their links, and who holds which post.

use super::people::{add, draft, order, refusal};
use super::support::{FIRST, healthy, journal, wait};
use huiyin_app::authorise::Action;
use huiyin_app::{
    Change, Huiyin, Idempotency, Invited, Order, PeopleRefusal, PostDraft, Refusal, StaffDraft,
    Token,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{PostId, StaffId};
use huiyin_domain::language::Bilingual;
use huiyin_testkit::engine::{each_engine, on_sqlite};

fn fields(refusal: Refusal) -> Vec<String> {
    match refusal {
        Refusal::Fields(fields) => fields.into_iter().map(|one| one.field).collect(),
        other => panic!("{other:?}"),
    }
}

fn colleague(login: &str, role: &str) -> StaffDraft {
    StaffDraft {
        contact: None,
        ..draft(login, role)
    }
}

fn invites(
    huiyin: &Huiyin,
    by: Actor,
    drafts: &[StaffDraft],
    key: &str,
) -> Result<Vec<Invited>, huiyin_app::AppError> {
    let key = Idempotency {
        key: key.to_owned(),
        request: b"the same form".to_vec(),
    };
    let done = wait(huiyin.add_colleagues(order(by), drafts.to_vec(), Some(key)));
    done.map(|done| done.answer)
}

#[test]
fn several_colleagues_come_with_their_links_all_of_them_or_none() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = Actor::Staff(add(&huiyin, "admin", "administrator"));
        let before = journal(&huiyin, FIRST).len();
        let no_role = StaffDraft {
            roles: Vec::new(),
            ..colleague("lin", "clerk")
        };
        let wrong = [
            colleague("liumin", "clerk"),
            colleague("ADMIN", "handler"),
            colleague(" liumin", "boss"),
            no_role,
        ];
        let told = fields(refusal(invites(&huiyin, admin, &wrong, "first")));
        let expected = [
            "staff.1.login",
            "staff.2.roles",
            "staff.2.login",
            "staff.3.roles",
        ];
        assert_eq!(told, expected);
        assert_eq!(journal(&huiyin, FIRST).len(), before, "nothing was kept");
        let none = fields(refusal(invites(&huiyin, admin, &[], "none")));
        assert_eq!(none, ["staff.0.name"]);

        let right = [colleague("liumin", "clerk"), colleague("chenli", "handler")];
        let invited = invites(&huiyin, admin, &right, "second").expect("added");
        let logins: Vec<&str> = invited.iter().map(|one| one.login.as_str()).collect();
        assert_eq!(logins, ["liumin", "chenli"]);
        for one in &invited {
            let token = Token::parse(&one.link.token).expect("a token");
            let view = wait(huiyin.invitation(&token)).expect("reads");
            let invited = view.expect("it works").invited.expect("somebody");
            assert_eq!(
                (&invited.login, &invited.name),
                (&one.login, &one.link.name)
            );
        }
        let again = invites(&huiyin, admin, &right, "second").expect("the same answer");
        assert_eq!(
            again, invited,
            "a form that is sent twice adds nobody twice"
        );
        assert_eq!(journal(&huiyin, FIRST).len(), before + 2);
        healthy(&huiyin);
    });
}

#[test]
fn only_who_may_add_and_invite_adds_colleagues_and_only_who_may_set_posts_fills_them() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let clerk = Actor::Staff(add(&huiyin, "clerk", "clerk"));
        let auditor = Actor::Staff(add(&huiyin, "auditor", "auditor"));
        let before = journal(&huiyin, FIRST).len();
        for by in [clerk, auditor, Actor::Public, Actor::System] {
            let done = invites(&huiyin, by, &[colleague("x1", "clerk")], "x");
            let refused = Refusal::People(PeopleRefusal::NotAllowed);
            assert_eq!(refusal(done), refused);
            let posts = Change::Posts(vec![(None, post("unit-head", None))]);
            assert_eq!(posts.action(), Action::SetPost);
            assert_eq!(refusal(huiyin.administer_here(order(by), posts)), refused);
        }
        assert_eq!(journal(&huiyin, FIRST).len(), before);
    });
}

fn post(duty: &str, holder: Option<StaffId>) -> PostDraft {
    PostDraft {
        duty: duty.into(),
        title: Bilingual::new("岗位", "Post"),
        unit: 1,
        holder: holder.map(StaffId::raw),
        ..PostDraft::default()
    }
}

#[test]
fn posts_are_filled_together_or_not_at_all() {
    each_engine(|place| {
        let huiyin = place.open();
        let head = add(&huiyin, "head", "leader");
        let fill = |version, posts: Vec<(Option<PostId>, PostDraft)>| {
            let order = Order {
                version,
                ..order(Actor::Operator)
            };
            huiyin.administer_here(order, Change::Posts(posts))
        };
        let before = journal(&huiyin, FIRST).len();
        let one_wrong = vec![
            (None, post("unit-head", Some(head))),
            (None, post("authority-head", Some(StaffId::new(77)))),
        ];
        assert_eq!(
            fields(refusal(fill(None, one_wrong))),
            ["posts.1.holder"],
            "the second of them"
        );
        assert_eq!(journal(&huiyin, FIRST).len(), before, "nothing was kept");
        let unknown = vec![(Some(PostId::new(9)), post("unit-head", None))];
        assert_eq!(
            refusal(fill(None, unknown)),
            Refusal::People(PeopleRefusal::NoSuchEntry)
        );

        let both = vec![
            (None, post("unit-head", Some(head))),
            (None, post("authority-head", None)),
        ];
        let done = fill(None, both).expect("filled");
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        let posts = organisation.posts.values();
        let posts: Vec<_> = posts.map(|one| (one.id.raw(), one.holder)).collect();
        assert_eq!(posts, [(1, Some(head)), (2, None)]);
        let change = vec![
            (Some(PostId::new(2)), post("authority-head", Some(head))),
            (None, post("duty-post", Some(head))),
        ];
        assert_eq!(
            refusal(fill(Some(done.version - 1), change.clone())),
            Refusal::People(PeopleRefusal::ChangedMeanwhile)
        );
        fill(Some(done.version), change).expect("filled");
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        assert_eq!(organisation.posts_of(head).len(), 3);
        assert!(!wait(huiyin.any_petition(FIRST)).expect("reads"));
        healthy(&huiyin);
    });
}
