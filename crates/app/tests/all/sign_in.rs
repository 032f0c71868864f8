//! Links, sign-in, sessions, passwords and tokens.

use super::people::{add, refusal};
use super::support::{FIRST, at, healthy, wait};
use huiyin_app::{Acceptance, Huiyin, Password, PeopleRefusal, Refusal, SignedIn, Token};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Role;
use huiyin_testkit::engine::{TestStore, each_engine, on_sqlite};

const PASSWORD: &str = "一句好记的话比乱码好得多";

fn chosen(login: &str, password: &str) -> Acceptance {
    Acceptance {
        login: login.into(),
        name: "周宁".into(),
        password: Password::new(password),
        again: Password::new(password),
    }
}

fn set_up(huiyin: &Huiyin) -> SignedIn {
    let link = huiyin
        .set_up_link_here()
        .expect("makes")
        .expect("nobody yet");
    let token = Token::parse(&link.token).expect("a token");
    wait(huiyin.accept_invitation(&token, chosen("Admin", PASSWORD))).expect("accepted")
}

fn invited(huiyin: &Huiyin, staff: StaffId) -> SignedIn {
    let link = huiyin
        .invite_here((FIRST, Actor::Operator), staff)
        .expect("a link");
    let token = Token::parse(&link.token).expect("a token");
    wait(huiyin.accept_invitation(&token, chosen("", PASSWORD))).expect("accepted")
}

fn sign_in(huiyin: &Huiyin, login: &str, password: &str) -> Result<SignedIn, Refusal> {
    match wait(huiyin.sign_in(login, &Password::new(password))) {
        Ok(signed_in) => Ok(signed_in),
        other => Err(refusal(other)),
    }
}

fn later(place: &TestStore, time: &str) {
    place.clock.set(at(time));
}

#[test]
fn the_set_up_link_makes_the_first_administrator_once() {
    each_engine(|place| {
        let huiyin = place.open();
        let first = huiyin
            .set_up_link_here()
            .expect("makes")
            .expect("nobody yet");
        let second = huiyin
            .set_up_link_here()
            .expect("makes")
            .expect("nobody yet");
        let ended = Refusal::People(PeopleRefusal::LinkEnded);
        let first = Token::parse(&first.token).expect("a token");
        assert_eq!(
            refusal(wait(
                huiyin.accept_invitation(&first, chosen("a1", PASSWORD))
            )),
            ended
        );
        let second = Token::parse(&second.token).expect("a token");
        let signed = wait(huiyin.accept_invitation(&second, chosen("Admin", PASSWORD)));
        let signed = signed.expect("accepted");
        assert_eq!(signed.principal.login, "admin");
        assert!(signed.principal.has(Role::Administrator));
        assert_eq!(
            refusal(wait(
                huiyin.accept_invitation(&second, chosen("b1", PASSWORD))
            )),
            ended
        );
        assert!(huiyin.set_up_link_here().expect("answers").is_none());
        assert!(sign_in(&huiyin, " ADMIN", PASSWORD).is_ok());
        healthy(&huiyin);
    });
}

#[test]
fn links_end_by_time() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let link = huiyin
            .set_up_link_here()
            .expect("makes")
            .expect("nobody yet");
        let token = Token::parse(&link.token).expect("a token");
        assert!(wait(huiyin.invitation(&token)).expect("reads").is_some());
        later(place, "2026-02-13T10:30:00+08:00");
        assert!(wait(huiyin.invitation(&token)).expect("reads").is_none());
    });
}

#[test]
fn weak_passwords_are_refused_and_set_nothing() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let link = huiyin
            .set_up_link_here()
            .expect("makes")
            .expect("nobody yet");
        let token = Token::parse(&link.token).expect("a token");
        let long = "x".repeat(257);
        for (login, password, field) in [
            ("admin", "short", "password"),
            ("admin", "", "password"),
            ("admin", "admin password", "password"),
            ("admin", long.as_str(), "password"),
            ("A!", PASSWORD, "login"),
        ] {
            let outcome = wait(huiyin.accept_invitation(&token, chosen(login, password)));
            let Refusal::Fields(fields) = refusal(outcome) else {
                panic!("not by field");
            };
            assert_eq!(fields[0].field, field, "{login} {password}");
        }
        let mut differs = chosen("admin", PASSWORD);
        differs.again = Password::new("另一句好记的话比乱码好得多");
        let outcome = wait(huiyin.accept_invitation(&token, differs));
        assert!(matches!(refusal(outcome), Refusal::Fields(_)));
        set_up(&huiyin);
    });
}

#[test]
fn wrong_password_and_unknown_login_are_told_alike_and_waiting_grows() {
    each_engine(|place| {
        let huiyin = place.open();
        set_up(&huiyin);
        let wrong = Refusal::People(PeopleRefusal::WrongLoginOrPassword);
        for login in ["admin", "nobody", "不是账号"] {
            for _ in 0..5 {
                assert_eq!(
                    sign_in(&huiyin, login, "not the password").err(),
                    Some(wrong.clone())
                );
            }
            let wait_for = |seconds| {
                Some(Refusal::People(PeopleRefusal::TooManyAttempts {
                    retry_after_seconds: seconds,
                }))
            };
            assert_eq!(sign_in(&huiyin, login, PASSWORD).err(), wait_for(2));
            later(place, "2026-02-13T10:00:02+08:00");
            assert_eq!(
                sign_in(&huiyin, login, "not the password").err(),
                Some(wrong.clone())
            );
            assert_eq!(sign_in(&huiyin, login, PASSWORD).err(), wait_for(4));
            later(place, "2026-02-13T10:00:00+08:00");
        }
        later(place, "2026-02-13T10:05:10+08:00");
        sign_in(&huiyin, "admin", PASSWORD).expect("nobody is locked out for good");
        assert_eq!(
            sign_in(&huiyin, "admin", "not the password").err(),
            Some(wrong)
        );
        healthy(&huiyin);
    });
}

#[test]
fn a_session_ends_unused_after_twelve_hours_and_anyway_after_seven_days() {
    each_engine(|place| {
        let huiyin = place.open();
        let token = set_up(&huiyin).token;
        let alive = || wait(huiyin.session(&token)).expect("reads").is_some();
        assert!(alive());
        later(place, "2026-02-13T21:59:00+08:00");
        assert!(alive());
        later(place, "2026-02-14T09:58:00+08:00");
        assert!(alive(), "its use slid it on");
        later(place, "2026-02-14T22:00:00+08:00");
        assert!(!alive());
        let second = sign_in(&huiyin, "admin", PASSWORD).expect("signs in").token;
        let second_alive = || wait(huiyin.session(&second)).expect("reads").is_some();
        for day in 15..22 {
            for hour in ["06", "14", "21"] {
                later(place, &format!("2026-02-{day}T{hour}:00:00+08:00"));
                assert!(second_alive(), "{day}, {hour}:00");
            }
        }
        later(place, "2026-02-21T22:00:00+08:00");
        assert!(!second_alive());
    });
}

#[test]
fn signing_out_ends_one_session_or_whatever_lets_in() {
    each_engine(|place| {
        let huiyin = place.open();
        let first = set_up(&huiyin);
        let colleague = add(&huiyin, "liumin", "clerk");
        let colleague = invited(&huiyin, colleague);
        let made = |of: &SignedIn| {
            wait(huiyin.make_api_token(&of.principal, "program", 30)).expect("makes")
        };
        let (programs, theirs) = ([made(&first), made(&first)], made(&colleague));
        let acts = |token: &Token| wait(huiyin.bearer(token)).expect("reads").is_some();
        wait(huiyin.make_duty_feed(&first.principal)).expect("makes");
        let has_feed = || {
            let since = wait(huiyin.duty_feed_since(&first.principal));
            since.expect("reads").is_some()
        };
        let second = sign_in(&huiyin, "admin", PASSWORD).expect("signs in");
        let third = sign_in(&huiyin, "admin", PASSWORD).expect("signs in");
        let session = |of: &SignedIn| wait(huiyin.session(&of.token)).expect("reads");
        let one = session(&second).expect("alive");
        let other = session(&third).expect("alive");
        assert_ne!(one.form_token, other.form_token);
        wait(huiyin.sign_out(&one)).expect("signs out");
        assert!(session(&second).is_none() && session(&first).is_some());
        assert!(programs.iter().all(|one| acts(&one.token)), "one session");
        assert!(has_feed());
        wait(huiyin.sign_out_everywhere(&first.principal)).expect("signs out");
        assert!(session(&first).is_none() && session(&third).is_none());
        assert!(!programs.iter().any(|one| acts(&one.token)), "no program");
        assert!(
            session(&colleague).is_some() && acts(&theirs.token),
            "nobody else's"
        );
        assert!(!has_feed(), "nor the address of the calendar");
        healthy(&huiyin);
    });
}

#[test]
fn an_invitation_sets_a_password_and_a_new_one_ends_what_was_open() {
    each_engine(|place| {
        let huiyin = place.open();
        set_up(&huiyin);
        let staff = add(&huiyin, "liumin", "clerk");
        assert!(
            sign_in(&huiyin, "liumin", PASSWORD).is_err(),
            "no password yet"
        );
        let first = invited(&huiyin, staff);
        assert_eq!(first.principal.login, "liumin");
        let again = invited(&huiyin, staff);
        assert!(wait(huiyin.session(&first.token)).expect("reads").is_none());
        assert!(wait(huiyin.session(&again.token)).expect("reads").is_some());
        let link = huiyin
            .invite_here((FIRST, Actor::Operator), staff)
            .expect("a link");
        let mut gone = super::people::draft("", "clerk");
        gone.left = true;
        huiyin
            .administer_here(
                super::people::order(Actor::Operator),
                huiyin_app::Change::Staff(Some(staff), gone),
            )
            .expect("left");
        let link = Token::parse(&link.token).expect("a token");
        assert!(wait(huiyin.invitation(&link)).expect("reads").is_none());
        assert!(wait(huiyin.session(&again.token)).expect("reads").is_none());
        assert!(sign_in(&huiyin, "liumin", PASSWORD).is_err());
        healthy(&huiyin);
    });
}

#[test]
fn own_password_language_and_tokens() {
    each_engine(|place| {
        let huiyin = place.open();
        let first = set_up(&huiyin);
        let principal = &first.principal;
        let new = Password::new("新的一句好记的话比乱码好得多");
        let wrong = Password::new("not the password");
        let outcome = wait(huiyin.change_password(principal, &wrong, (&new, &new)));
        let expected = Refusal::People(PeopleRefusal::WrongLoginOrPassword);
        assert_eq!(refusal(outcome), expected);
        let present = Password::new(PASSWORD);
        let changed = wait(huiyin.change_password(principal, &present, (&new, &new)));
        let changed = changed.expect("changed");
        assert!(wait(huiyin.session(&first.token)).expect("reads").is_none());
        assert!(
            wait(huiyin.session(&changed.token))
                .expect("reads")
                .is_some()
        );
        assert!(sign_in(&huiyin, "admin", PASSWORD).is_err());
        wait(huiyin.set_own_language(principal, Language::En)).expect("changed");
        let made = wait(huiyin.make_api_token(principal, "报表", 30)).expect("made");
        let bearer = wait(huiyin.bearer(&made.token))
            .expect("reads")
            .expect("works");
        assert_eq!(
            (bearer.staff, bearer.language),
            (principal.staff, Language::En)
        );
        assert!(
            wait(huiyin.session(&made.token)).expect("reads").is_none(),
            "it is no session"
        );
        assert!(
            wait(huiyin.bearer(&changed.token))
                .expect("reads")
                .is_none()
        );
        let listed = wait(huiyin.api_tokens(principal)).expect("reads");
        assert_eq!((listed.len(), listed[0].name.as_str()), (1, "报表"));
        later(place, "2026-03-15T10:00:00+08:00");
        assert!(
            wait(huiyin.bearer(&made.token)).expect("reads").is_none(),
            "30 days are over"
        );
        wait(huiyin.end_api_token(principal, &listed[0].id)).expect("ends");
        assert!(
            wait(huiyin.api_tokens(principal))
                .expect("reads")
                .is_empty()
        );
        healthy(&huiyin);
    });
}
