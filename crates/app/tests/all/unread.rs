//! What the petitioner writes waits in the inbox of whoever may answer, also where nothing is owed any more.

use super::review::answered;
use super::support::{healthy, wait};
use huiyin_app::{InboxFilter, InboxMessage, Refusal};
use huiyin_domain::petition::{Command, RefusalCode};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park};

fn writes(park: &Park<'_>, filed: &Filed) {
    let text = "答复里说的路什么时候修？".into();
    wait(
        park.huiyin
            .act_by_code(&filed.code, Command::Message { text }),
    )
    .expect("said");
}

fn waiting(park: &Park<'_>, login: &str) -> Vec<InboxMessage> {
    park.inbox(login, InboxFilter::default()).messages
}

#[test]
fn a_message_after_the_answer_waits_in_the_inbox_of_who_may_answer_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = answered(&park);
        for login in park.everybody() {
            assert_eq!(waiting(&park, login), [], "{login}");
        }
        let beside = |login: &str| {
            let who = park.who(login);
            let asked = huiyin.inbox_news(&who, InboxFilter::default(), huiyin.now());
            wait(asked).expect("reads").beside
        };
        assert_eq!(beside("ecohead"), [""; 0]);
        writes(&park, &filed);
        writes(&park, &filed);
        // An open page is told of it, by the word that the list has then.
        let told = beside("ecohead");
        assert_eq!(told.len(), 1);
        assert!(
            told[0].starts_with(&format!("message:{}:", filed.number)),
            "{told:?}"
        );
        assert_eq!(park.inbox("ecohead", InboxFilter::default()).beside, told);
        assert_eq!(beside("roadhead"), [""; 0], "it is not theirs");
        for login in park.everybody() {
            let may = ["ecoclerk", "ecohandler", "ecohandler2", "ecohead", "double"];
            let wanted = may.contains(&login).then(|| filed.number.to_string());
            let found = waiting(&park, login).into_iter().map(|one| one.number);
            assert!(found.eq(wanted), "{login}");
        }
        let inbox = park.inbox("ecohead", InboxFilter::default());
        let owed = |one: &huiyin_app::InboxEntry| one.number == filed.number.to_string();
        assert!(!inbox.entries.iter().any(owed), "nothing is owed");
        let one = &inbox.messages[0];
        assert!(one.subject.is_some(), "{one:?}");
        park.does("ecohead", &filed, vec![Command::MarkRead]);
        assert_eq!(waiting(&park, "ecohandler"), []);
        let refused = park.refused("ecohead", &filed, vec![Command::MarkRead]);
        assert!(
            matches!(refused, Refusal::Case(ref one) if one.code == RefusalCode::NoMessage),
            "{refused:?}"
        );
        writes(&park, &filed);
        assert_eq!(waiting(&park, "ecohandler").len(), 1);
        let text = "下月初。".into();
        park.does("ecohandler", &filed, vec![Command::Message { text }]);
        assert_eq!(waiting(&park, "ecohandler"), []);
        healthy(&huiyin);
    });
}

/// More than are read at a time.
const OTHERS: usize = 201;

#[test]
fn what_waits_for_others_takes_no_place_of_what_waits_for_oneself() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        for _ in 0..OTHERS {
            writes(&park, &park.file(false));
        }
        place.clock.set(huiyin.now().plus_micros(1_000_000));
        let own = park.at("economy", "ecohandler");
        writes(&park, &own);
        let found = waiting(&park, "ecohandler");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].number, own.number.to_string());
        assert_eq!(waiting(&park, "clerk").len(), 50, "so many are shown");
    });
}
