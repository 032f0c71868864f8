//! Somebody on duty without an account: called by the lines like others, by a number that is sealed, on no
//! record, and gone when the roster names them no more.

use super::pages::{first_page, number_told, reply, sms};
use super::people::refusal;
use super::plans::{Park, sample};
use super::responses::{MINUTE_MICROS, MONDAY, at_the_park, text_of};
use super::support::{FIRST, at, healthy, journal, wait};
use huiyin_app::{
    AppError, Calling, Lodging, Once, Outgoing, OutsideView, PageAnswer, Pager, PeopleRefusal,
    PersonReached, Refusal, ResponseView, StaffContactDraft,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::petition::FieldProblem;
use huiyin_notify::Smtp;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::http::{Behaviour, HttpSink};
use huiyin_testkit::smtp::SmtpSink;
use std::sync::Arc;

const ID: &str = "sample-park";
const OFFICE: &str = "petition-office-head";
const NUMBER: &str = "13900139000";

/// The sample's channels, text message first, then mail, then phone; nobody of the roster has an account.
fn by_text(sample: &str) -> String {
    let text = sample.replace(
        r#"["phone", "sms", "desk"]"#,
        r#"["sms", "email", "phone"]"#,
    );
    text.replace(r#"["phone", "sms"]"#, r#"["sms", "email", "phone"]"#)
}

fn park(place: &TestStore, gateway: &HttpSink, mail: &SmtpSink) -> Park {
    place.clock.set(at(MONDAY));
    let calling = Calling {
        public_url: Some("https://park.example".into()),
        ..sms(gateway)
    };
    let outgoing = Outgoing {
        transport: Arc::new(Smtp::new(&mail.url(), "回音 <n@park.example>").expect("an address")),
        names_authority: false,
    };
    let (plan, roster) = sample();
    Park::of(place.open_calling(Some(outgoing), calling)).with(&by_text(plan), &by_text(roster))
}

fn keep(
    park: &Park,
    by: StaffId,
    (person, phone, email): (&str, &str, &str),
) -> Result<Once<PersonReached>, AppError> {
    let contact = StaffContactDraft {
        phone: phone.into(),
        email: email.into(),
    };
    let who = park.principal(by);
    wait(
        park.huiyin
            .keep_roster_person(&who, (ID, person), (&contact, ""), None),
    )
}

fn open(park: &Park) -> i64 {
    let clerk = park.principal(park.clerk);
    let opened = wait(park.huiyin.open_response(&clerk, at_the_park("5"), None));
    opened.expect("opened").answer.id
}

fn view(park: &Park, id: i64) -> ResponseView {
    let clerk = park.principal(park.clerk);
    wait(park.huiyin.response(&clerk, id)).expect("the clerk sees it")
}

fn outside(park: &Park, by: StaffId, person: &str) -> Option<OutsideView> {
    let look = wait(park.huiyin.duty_look(&park.principal(by), ID)).expect("reads");
    let mut all = look.without_account.into_iter();
    all.find(|one| one.person == person)
}

fn tokens(mail: &SmtpSink) -> Vec<String> {
    let texts: Vec<String> = mail.mails().iter().map(text_of).collect();
    let link = |text: &String| {
        let (_, after) = text.split_once("https://park.example/page/")?;
        Some(after.split_whitespace().next()?.to_owned())
    };
    texts.iter().filter_map(link).collect()
}

#[test]
fn somebody_without_an_account_is_called_by_text_message_and_mail_and_answers_without_sign_in() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        gateway.behave(Behaviour::body(r#"{"ref":"g-1"}"#));
        let park = park(place, &gateway, &mail);
        let huiyin = &park.huiyin;
        let pager = Pager::start(Arc::clone(huiyin)).expect("starts");

        // Nothing is on file: the page passes by the lines and stands on the desk's list.
        let before = view(&park, open(&park));
        assert_eq!(first_page(&before).channel.en, "phone");
        assert_eq!(first_page(&before).phone, None);

        let kept = keep(
            &park,
            park.administrator,
            ("qin-yue", NUMBER, "qin@park.example"),
        );
        let kept = kept.expect("kept").answer;
        assert!(kept.phone && kept.email);
        let id = open(&park);
        let page = first_page(&view(&park, id));
        assert_eq!(page.channel.en, "text message");
        assert_eq!(
            page.phone.as_deref(),
            Some(NUMBER),
            "the desk can ring as well"
        );
        pager.settle().expect("sends");
        let texts: Vec<String> = gateway.requests().into_iter().map(|one| one.body).collect();
        assert_eq!(texts.len(), 1, "the others have no number: {texts:?}");
        assert!(
            texts[0].contains(NUMBER) && !texts[0].contains("拖欠"),
            "{}",
            texts[0]
        );

        // By text message, from that telephone alone.
        let told = number_told(&gateway);
        let other = reply(huiyin, "13800138000", &format!("1 {told}"));
        assert_eq!((other.recorded, other.passed_over), (0, 1));
        assert_eq!(reply(huiyin, NUMBER, &format!("1 {told}")).recorded, 1);
        assert_eq!(first_page(&view(&park, id)).state, "acknowledged");

        // By the link of the mail, which shows before it acts.
        let links = tokens(&mail);
        assert_eq!(links.len(), 1, "{links:?}");
        let look = wait(huiyin.page_look(&links[0])).expect("opens");
        assert!(look.coming);
        wait(huiyin.answer_page(&links[0], PageAnswer::Decline)).expect("cannot after all");
        assert_eq!(first_page(&view(&park, id)).state, "declined");

        // No row of the journal has the number, and none names an account of theirs.
        for row in journal(huiyin, FIRST) {
            let open = String::from_utf8_lossy(&row.open);
            assert!(!open.contains(NUMBER) && !open.contains("qin@"), "{open}");
        }
        healthy(huiyin);
    });
}

#[test]
fn whoever_is_to_be_called_in_english_gets_every_message_in_english_and_nothing_else_changes() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        let park = park(place, &gateway, &mail);
        let who = park.principal(park.leader);
        let contact = StaffContactDraft {
            phone: NUMBER.into(),
            email: String::new(),
        };
        let speak = |language: &str| {
            let kept = (&contact, language);
            wait(
                park.huiyin
                    .keep_roster_person(&who, (ID, "qin-yue"), kept, None),
            )
        };
        let Refusal::Fields(wrong) = refusal(speak("fr")) else {
            panic!("a language that nobody here speaks");
        };
        assert_eq!(wrong[0].field, "language");
        let pager = Pager::start(Arc::clone(&park.huiyin)).expect("starts");
        let called = || {
            open(&park);
            pager.settle().expect("sends");
            let newest = gateway.requests().pop().expect("a text message");
            newest.body
        };
        speak("").expect("kept");
        assert!(called().contains("请您为“信访办主任”"), "Chinese at first");
        speak("en").expect("English");
        let text = called();
        assert!(text.contains("Please be at"), "{text}");
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(!text.contains(chinese), "{text}");
        // What is not said stays as it was.
        speak("").expect("kept");
        assert!(called().contains("Please be at"));
        let tested = park.principal(park.leader);
        wait(park.huiyin.send_reach_test(&tested, ID, None)).expect("sent");
        pager.settle().expect("sends");
        let test = gateway.requests().pop().expect("a text message").body;
        assert!(test.contains("This is a test of the lines"), "{test}");
        speak("zh").expect("Chinese again");
        assert!(called().contains("请您为“信访办主任”"));
        // In which language somebody is called is no way to reach them: one change is on record.
        let changes = wait(park.huiyin.roster_contact_changes(&who, ID)).expect("theirs");
        assert_eq!(changes.len(), 1);
        healthy(&park.huiyin);
    });
}

#[test]
fn a_number_is_kept_by_who_lodges_rosters_and_goes_with_the_roster_that_named_its_owner() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        let park = park(place, &gateway, &mail);
        let qin = ("qin-yue", NUMBER, "");
        let refused = refusal(keep(&park, park.clerk, qin));
        assert_eq!(refused, Refusal::People(PeopleRefusal::NotAllowed));
        let Refusal::Fields(wrong) = refusal(keep(&park, park.leader, ("qin-yue", "x", "y")))
        else {
            panic!("no telephone and no address");
        };
        let fields: Vec<&str> = wrong.iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["contact.email", "contact.phone"]);
        assert!(wrong.iter().all(|one| one.problem != FieldProblem::Missing));
        let nobody = refusal(keep(&park, park.leader, ("nobody", NUMBER, "")));
        assert_eq!(nobody, Refusal::People(PeopleRefusal::NoSuchEntry));

        keep(&park, park.leader, qin).expect("kept");
        let seen = outside(&park, park.clerk, "qin-yue").expect("named");
        assert!(seen.phone && !seen.email && seen.is_known);
        assert!(
            seen.contact.is_none(),
            "a clerk sees that there is one, not which"
        );
        let kept = outside(&park, park.leader, "qin-yue")
            .expect("named")
            .contact;
        assert_eq!(kept.expect("theirs to keep").phone.as_deref(), Some(NUMBER));

        // Who changed which channel is on record, and never what it is.
        let told = |by: StaffId| wait(park.huiyin.roster_contact_changes(&park.principal(by), ID));
        let changes = told(park.administrator).expect("theirs to see");
        let said: Vec<&str> = changes.iter().map(|one| one.words.zh.as_str()).collect();
        assert_eq!(said, ["存了手机号"]);
        assert_eq!(changes[0].name.as_deref(), Some("秦越"));
        assert_eq!(
            changes[0].by,
            Some(park.principal(park.leader).name.clone())
        );
        assert_eq!(
            refusal(told(park.clerk)),
            Refusal::People(PeopleRefusal::NotAllowed)
        );
        keep(&park, park.leader, qin).expect("the same once more");
        assert_eq!(
            told(park.leader).expect("theirs").len(),
            1,
            "nothing changed"
        );
        keep(
            &park,
            park.leader,
            ("qin-yue", "13900139001", "q@park.example"),
        )
        .expect("kept");
        let newest = &told(park.leader).expect("theirs")[0];
        assert_eq!(newest.words.en, "telephone changed, e-mail address set");

        // With both empty it is forgotten.
        keep(&park, park.leader, ("qin-yue", "", "")).expect("forgotten");
        assert!(!outside(&park, park.clerk, "qin-yue").expect("named").phone);

        // A roster without them, and one that names them again, finds nothing any more.
        keep(&park, park.leader, qin).expect("kept");
        let (_, roster) = sample();
        let roster = by_text(roster);
        let next = |version: &str, text: &str| {
            let text = text.replace("version = \"2026.1\"", &format!("version = {version:?}"));
            let by = (FIRST, Actor::Staff(park.leader));
            park.huiyin
                .lodge_here(by, Lodging::Roster, text)
                .expect("lodged")
        };
        next(
            "2026.2",
            &roster.replace("\"qin-yue\"", "\"somebody-else\""),
        );
        assert!(outside(&park, park.clerk, "qin-yue").is_none());
        next("2026.3", &roster);
        assert!(!outside(&park, park.clerk, "qin-yue").expect("named").phone);
        healthy(&park.huiyin);
    });
}

#[test]
fn the_check_and_readiness_see_whether_a_line_reaches_somebody_without_an_account() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        let park = park(place, &gateway, &mail);
        // The head of the office is called by text message alone.
        let plan = by_text(sample().0).replace("version = \"2026.1\"", "version = \"2026.2\"");
        let at_office = plan.find(&format!("id = \"{OFFICE}\"")).expect("the post");
        let (head, tail) = plan.split_at(at_office);
        let ways = r#"channels = ["sms", "email", "phone"]"#;
        let plan = format!("{head}{}", tail.replacen(ways, r#"channels = ["sms"]"#, 1));
        let by = (FIRST, Actor::Staff(park.administrator));
        park.huiyin
            .lodge_here(by, Lodging::Plan, plan)
            .expect("lodged");
        let found = || {
            let who = park.principal(park.leader);
            let look = wait(park.huiyin.plan_look(&who, (ID, "2026.2"), None)).expect("reads");
            let all = look.checked.findings.into_iter();
            let out = all.filter(|one| one.code == "unreachable-holder");
            out.map(|one| one.field).collect::<Vec<String>>()
        };
        assert_eq!(found(), ["roster.staff.qin-yue.channels"]);
        keep(&park, park.leader, ("qin-yue", "", "qin@park.example")).expect("kept");
        assert_eq!(found().len(), 1, "an address is no telephone");
        keep(&park, park.leader, ("qin-yue", NUMBER, "")).expect("kept");
        assert!(found().is_empty());
        let plan = huiyin_domain::event::Pinned {
            id: ID.into(),
            version: "2026.2".into(),
        };
        let by = (FIRST, Actor::Staff(park.leader));
        wait(park.huiyin.approve_plan(by, plan, None)).expect("approved");
        let ready = || {
            let look = wait(park.huiyin.duty_look(&park.principal(park.clerk), ID));
            let duty = look.expect("reads").duty.expect("a roster");
            let post = duty
                .readiness
                .posts
                .into_iter()
                .find(|one| *one.post == *OFFICE);
            post.expect("called").minutes_missing == 0
        };
        assert!(ready());
        keep(&park, park.leader, ("qin-yue", "", "")).expect("forgotten");
        assert!(!ready());
        healthy(&park.huiyin);
    });
}

#[test]
fn a_test_of_the_lines_reaches_whoever_has_no_account_by_their_number() {
    each_engine(|place| {
        let (gateway, mail) = (HttpSink::start(), SmtpSink::start());
        gateway.behave(Behaviour::status(401));
        let park = park(place, &gateway, &mail);
        keep(&park, park.leader, ("qin-yue", NUMBER, "qin@park.example")).expect("kept");
        let pager = Pager::start(Arc::clone(&park.huiyin)).expect("starts");
        let leader = park.principal(park.leader);
        wait(park.huiyin.send_reach_test(&leader, ID, None)).expect("sent");
        pager.settle().expect("sends");
        let links = tokens(&mail);
        assert!(!links.is_empty(), "the gateway is down, mail goes on");
        let state = || {
            let look = wait(park.huiyin.duty_look(&leader, ID)).expect("reads");
            let test = look.duty.expect("a roster").reach.test.expect("a test");
            let post = test.by_post.into_iter().find(|one| one.post == OFFICE);
            post.expect("asked").state
        };
        assert_eq!(state(), "waiting");
        wait(park.huiyin.answer_reach_test(&links[0])).expect("answered");
        assert_eq!(state(), "reached");
        // Its time is over: whom it asked is emptied.
        let later = park.huiyin.now().plus_micros(16 * MINUTE_MICROS);
        place.clock.set(later);
        park.huiyin.tick(later).expect("ticks");
        assert_eq!(state(), "reached");
        healthy(&park.huiyin);
    });
}
