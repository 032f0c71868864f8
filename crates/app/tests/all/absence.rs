//! Absence and stand-in: who enters it, what is taken, and that the stand-in is told while the holder is away.

use super::notices::{accepted, deliver, open};
use super::people::{EMAIL, add, draft as member, order, refusal};
use super::support::{FIRST, draft, event, healthy, journal, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::{
    AbsenceDraft, AbsenceView, Change, Huiyin, PeopleRefusal, PostDraft, Refusal, StaffContactDraft,
};
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;
use huiyin_testkit::smtp::SmtpSink;

const STAND_IN: &str = "stand-in@cage.example";

fn away(from: &str, to: &str) -> AbsenceDraft {
    AbsenceDraft {
        from: from.into(),
        to: to.into(),
    }
}

fn sets(
    huiyin: &Huiyin,
    who: &Principal,
    staff: StaffId,
    draft: AbsenceDraft,
) -> Result<AbsenceView, Refusal> {
    match wait(huiyin.set_absence(who, staff, (draft, None), None)) {
        Ok(done) => Ok(done.answer),
        other => Err(refusal(other)),
    }
}

#[test]
fn one_enters_it_for_oneself_and_heads_for_theirs_and_nobody_for_others() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (from, to) = ("2026-02-16", "2026-02-20");
        let handler = park.staff("roadhandler");
        let [own, head, leader, other, admin] =
            ["roadhandler", "roadhead", "leader", "ecohead", "admin"].map(|login| park.who(login));
        for who in [&own, &head, &leader, &admin] {
            let view = sets(&huiyin, who, handler, away(from, to)).expect("entered");
            assert_eq!(view.from.as_deref(), Some(from), "{}", who.login);
            let back = sets(&huiyin, who, handler, away("", "")).expect("back");
            assert_eq!(back.from, None);
        }
        let refused = sets(&huiyin, &other, handler, away(from, to));
        let not_allowed = Refusal::People(PeopleRefusal::NotAllowed);
        assert_eq!(refused.expect_err("refused"), not_allowed);
        // A post without anybody else is told, so that a stand-in is named in time.
        let alone = sets(&huiyin, &admin, park.staff("officehead"), away(from, to));
        assert_eq!(alone.expect("entered").posts_without_stand_in.len(), 1);
        for (from, to) in [
            ("2026-02-01", "2026-02-02"),
            ("2026-02-20", "2026-02-16"),
            ("2026-02-16", "2029-01-01"),
            ("soon", "2026-02-16"),
            ("2026-02-16", ""),
        ] {
            let refused = sets(&huiyin, &own, handler, away(from, to));
            assert!(matches!(refused, Err(Refusal::Fields(_))), "{from} to {to}");
        }
        // Each change is an event, and the same again is none; why is nowhere.
        let before = park.rows();
        sets(&huiyin, &own, handler, away(from, to)).expect("entered");
        sets(&huiyin, &own, handler, away(from, to)).expect("entered");
        assert_eq!(park.rows(), before + 1);
        let last = journal(&huiyin, FIRST).pop().expect("a row");
        assert!(matches!(event(&last), Event::StaffIsAway(one) if one.id == handler));
        healthy(&huiyin);
    });
}

#[test]
fn the_stand_in_is_told_while_the_holder_is_away_and_the_holder_again_afterwards() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let huiyin = open(place, &sink);
        let holder = add(&huiyin, "holder", "clerk");
        let stand_in = huiyin_app::StaffDraft {
            contact: Some(StaffContactDraft {
                email: STAND_IN.into(),
                phone: String::new(),
            }),
            ..member("deputy", "clerk")
        };
        let by = || order(Actor::Operator);
        let stand_in = huiyin.administer_here(by(), Change::Staff(None, stand_in));
        let post = PostDraft {
            duty: "duty-post".into(),
            title: Bilingual::new("值班", ""),
            unit: 1,
            holder: Some(holder.raw()),
            stand_ins: vec![stand_in.expect("added").id],
            ..PostDraft::default()
        };
        let post = huiyin.administer_here(by(), Change::Post(None, post));
        post.expect("the post is set");
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        let who = Principal::of(&organisation, FIRST, holder).expect("works here");
        let today = huiyin
            .now()
            .rfc3339_in(&huiyin.authority(None).expect("one").zone);
        let today = today.split('T').next().expect("a day").to_owned();
        sets(&huiyin, &who, holder, away(&today, &today)).expect("entered");
        for (nth, (login, told)) in [("one", STAND_IN), ("two", EMAIL)].into_iter().enumerate() {
            let petition = accepted(&huiyin, login, draft("墙裂了"));
            let row = huiyin
                .store()
                .read_here(|reader| reader.petition(FIRST, petition));
            let number = row.expect("reads").expect("is there").number;
            let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
            let declares = Principal::of(&organisation, FIRST, holder).expect("works here");
            let danger = Command::DeclareDanger {
                text: "墙要倒".into(),
            };
            wait(huiyin.act(&declares, number, vec![danger], None)).expect("declared");
            deliver(&huiyin);
            let mails = sink.mails();
            assert_eq!(mails.len(), nth + 1);
            assert!(mails[nth].to.contains(told), "{told}: {}", mails[nth].to);
            let later = huiyin
                .now()
                .plus_micros(2 * huiyin_domain::time::DAY_MICROS);
            place.clock.set(later);
        }
        healthy(&huiyin);
    });
}
