//! The keys of the desk in a real browser: rows, ticks, the list of keys, places, read-back; letters stay
//! letters in a field, and are no keys once they were switched off.

use super::desk::PASSWORD;
use super::journey::served;
use super::webdriver::{Driver, Person, Setup};
use fantoccini::key::Key;
use huiyin_app::code::TrackingCode;
use huiyin_app::{StaffRegistrationDraft, authorise::Principal};
use huiyin_domain::event::Actor;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Command, Identity, SubmissionDraft};
use huiyin_testkit::engine::on_sqlite;
use huiyin_testkit::park::{FIRST, Park};
use std::sync::Arc;

const DESK: Setup = Setup {
    size: (1_280, 900),
    script: true,
};

/// Two petitions on the clerk's list.
async fn registered(huiyin: &huiyin_app::Huiyin, park: &Park<'_>) {
    for subject in ["三月份的工资没有发", "路灯坏了半个月"] {
        registers(huiyin, park, subject).await;
    }
}

async fn registers(
    huiyin: &huiyin_app::Huiyin,
    park: &Park<'_>,
    subject: &str,
) -> (PetitionNumber, TrackingCode) {
    let organisation = huiyin.organisation(FIRST).await.expect("reads");
    let who = Principal::of(&organisation, FIRST, park.staff("clerk")).expect("works here");
    let submission = SubmissionDraft {
        subject: Some(subject.to_owned()),
        body: Some("一直没有结果。".to_owned()),
        petitioner: Some(Identity {
            name: Some("王秀英".to_owned()),
            ..Identity::default()
        }),
        ..SubmissionDraft::default()
    };
    let draft = StaffRegistrationDraft {
        submission,
        ..StaffRegistrationDraft::default()
    };
    let done = huiyin.register_as_staff(&who, draft, Channel::Visit, None);
    let registered = done.await.expect("registered").registered;
    let number = PetitionNumber::parse(&registered.number).expect("a number");
    let code = TrackingCode::parse(&registered.tracking_code).expect("a code");
    (number, code)
}

/// Whether the focus stands in the row.
async fn is_at_row(desk: &Person, nth: u32) -> bool {
    let script = "return [...document.querySelectorAll('tr.row')].findIndex((row) => \
        row.contains(document.activeElement));";
    desk.runs(script, Vec::new()).await == nth
}

/// The clerk takes the invitation up and stands at the desk.
async fn signs_in(desk: &Person, huiyin: &huiyin_app::Huiyin, park: &Park<'_>) {
    let invite = huiyin.invite((FIRST, Actor::Operator), park.staff("clerk"), None);
    let link = invite.await.expect("a link").answer;
    desk.goes(&format!("/desk/invitation/{}", link.token)).await;
    desk.types("#password", PASSWORD).await;
    desk.types("#again", PASSWORD).await;
    desk.clicks("main form button[type=submit]").await;
    desk.arrives("/desk").await;
    desk.sees("[data-opens=keys]:not([hidden])").await;
}

/// What stands in the counter's form: subject, channel, and where the focus is.
async fn counter(desk: &Person) -> String {
    desk.sees("button[data-readback]:not([hidden])").await;
    let script = "const form = document.querySelector('form[data-counter]'); \
        return [form.subject.value, form.channel.value, document.activeElement.id].join('|');";
    let value = desk.runs(script, Vec::new()).await;
    value.as_str().expect("a text").to_owned()
}

#[test]
fn at_the_counter_enter_goes_on_and_what_was_typed_comes_back_until_it_is_sent() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        served(Arc::clone(&huiyin), async |site| {
            let driver = Driver::start();
            let desk = driver.person(DESK, site).await;
            signs_in(&desk, &huiyin, &park).await;
            desk.goes("/desk/new").await;
            assert_eq!(counter(&desk).await, "|visit|channel");
            desk.clicks("#channel-letter").await;
            desk.clicks("#subject").await;
            desk.presses("路灯不亮").await;
            desk.presses_key(Key::Enter).await;
            let typed = counter(&desk).await;
            assert!(typed.starts_with("路灯不亮|letter|"), "{typed}");
            assert!(!typed.ends_with("|subject"), "{typed}");
            // Another language, a page beside it, and back.
            desk.clicks(".language").await;
            desk.arrives("/desk/new").await;
            desk.sees("html[lang=en]").await;
            assert!(counter(&desk).await.starts_with("路灯不亮|letter|"));
            // The next visitor may stand there already: nothing comes back before somebody says so, and nothing
            // is lost by looking.
            for _ in 0..2 {
                desk.goes("/desk/me").await;
                desk.goes("/desk/new").await;
                assert!(counter(&desk).await.starts_with("|"), "silently");
                desk.sees("[data-kept-ask]:not([hidden])").await;
            }
            desk.is_accessible("intake that asks").await;
            desk.clicks("[data-kept-go]").await;
            assert!(counter(&desk).await.starts_with("路灯不亮|letter|"));
            assert!(!desk.has("[data-kept-ask]:not([hidden])").await);
            // A unit is found by the first letters of its name, and added to what stands there.
            desk.types("#respondents", "路灯承包商").await;
            desk.types("[data-adds] input", "xfb").await;
            desk.presses_key(Key::Enter).await;
            let named = desk.sees("#respondents").await.prop("value").await;
            let named = named.expect("a value").unwrap_or_default();
            assert_eq!(named, "路灯承包商\nPetition office");
            // A subject is found by the first letters of its name, in either language of the page.
            let search = "label.find:has(+ #category_words-list) input";
            desk.types(search, "sgcl").await;
            let subject = "return document.getElementById('category_words').value";
            let subject = desk.runs(subject, Vec::new()).await;
            let subject = subject.as_str().expect("a text").to_owned();
            assert!(subject.starts_with("010101 "), "{subject}");
            // Of several it says how many, and of none that there is none: the list shows one.
            let count = "#category_words-list + [role=status]";
            let says = async |typed: &str| {
                desk.types(search, typed).await;
                desk.sees(count).await.text().await.expect("a text")
            };
            assert!(says("0101").await.contains("found"));
            assert!(says("无此说法").await.contains("Nothing found"));
            says("sgcl").await;
            desk.is_accessible("intake with a search for units").await;
            desk.fills("body", "半个月了。").await;
            desk.clicks("#who-anonymous").await;
            desk.presses_key(Key::F9).await;
            desk.arrives("/desk/new/receipt").await;
            let printed = "return sessionStorage.getItem('printed') || ''";
            let printed = desk.client.execute(printed, Vec::new()).await;
            let printed = printed.expect("asks");
            let printed = printed.as_str().expect("a number");
            assert!(printed.contains("-00000"), "the receipt: {printed:?}");
            desk.sees(&format!("button[data-print='{printed}']")).await;
            desk.goes("/desk/new").await;
            assert_eq!(counter(&desk).await, "|letter|channel-letter");
            desk.fills("name", "甲某").await;
            desk.goes("/desk/me").await;
            desk.goes("/desk/new").await;
            desk.clicks("[data-kept-clear]").await;
            desk.goes("/desk/me").await;
            desk.goes("/desk/new").await;
            assert!(
                !desk.has("[data-kept-ask]:not([hidden])").await,
                "it is gone"
            );
            // What was kept of fields without their names, as by an earlier version, is not taken for these.
            desk.fills("name", "甲某").await;
            desk.goes("/desk/me").await;
            let older = "const key = 'huiyin-form:/desk/new'; \
                const { names, ...kept } = JSON.parse(sessionStorage.getItem(key)); \
                sessionStorage.setItem(key, JSON.stringify(kept)); return names.split(' ').includes('name');";
            assert_eq!(desk.runs(older, Vec::new()).await, true);
            desk.goes("/desk/new").await;
            counter(&desk).await;
            assert!(!desk.has("[data-kept-ask]:not([hidden])").await);
            desk.client.clone().close().await.expect("closes");
        });
    });
}

/// Whether the browser would ask before this page is left.
async fn asks_before_leaving(desk: &Person) -> bool {
    let script = "const event = new Event('beforeunload', { cancelable: true }); \
        dispatchEvent(event); return event.defaultPrevented;";
    desk.runs(script, Vec::new()).await == true
}

#[test]
fn the_form_of_a_letter_turns_around_follows_the_subject_and_is_not_left_behind_silently() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        served(Arc::clone(&huiyin), async |site| {
            let driver = Driver::start();
            let desk = driver.person(DESK, site).await;
            signs_in(&desk, &huiyin, &park).await;
            desk.goes("/desk/new").await;
            counter(&desk).await;
            assert!(!asks_before_leaving(&desk).await, "nothing was typed");
            // A letter begins with who wrote it, a visit with what happened; the focus stays where it was.
            let order = "return [...document.querySelectorAll('form[data-counter] .part')].map((one) => \
                one.getAttribute('aria-labelledby').slice(5)).join(' ') + ' ' + document.activeElement.id";
            let order = async || {
                let parts = desk.runs(order, Vec::new()).await;
                parts.as_str().expect("a text").to_owned()
            };
            let visit = "how matter requests about who original now channel";
            assert_eq!(order().await, visit);
            desk.clicks("#channel-letter").await;
            let letter = "how who matter requests about original now channel-letter";
            assert_eq!(order().await, letter);
            desk.clicks("#channel").await;
            assert_eq!(order().await, visit);
            desk.clicks("#channel-letter").await;
            assert!(asks_before_leaving(&desk).await, "a channel was chosen");

            // One hint says how a subject is found, and the category is the one above it.
            let find = "label.find:has(+ #category_words-list)";
            assert!(!desk.has("#category_words-hint").await);
            desk.types(&format!("{find} input"), "广场舞").await;
            let chosen = "return document.getElementById('category').value + ' ' + \
                document.getElementById('category_words').value.slice(0, 6)";
            assert_eq!(desk.runs(chosen, Vec::new()).await, "04 040203");
            desk.types(&format!("{find} input"), "无此说法").await;
            assert_eq!(desk.runs(chosen, Vec::new()).await, " 无此说法");
            desk.types(&format!("{find} input"), "征地").await;
            assert_eq!(desk.runs(chosen, Vec::new()).await, "03 0304 自");
            desk.is_accessible("the form of a letter").await;

            desk.fills("subject", "青苗费没给").await;
            desk.fills("body", "去年征的地。").await;
            desk.fills("name", "王秀英").await;
            // What was typed comes back into its own fields, whichever way round the form stood.
            desk.goes("/desk/me").await;
            desk.goes("/desk/new").await;
            counter(&desk).await;
            desk.clicks("[data-kept-go]").await;
            let back = "const form = document.querySelector('form[data-counter]'); \
                return [form.name, form.elements.name.value, form.subject.value, form.category.value].slice(1).join('|')";
            assert_eq!(desk.runs(back, Vec::new()).await, "王秀英|青苗费没给|03");
            assert_eq!(order().await.split(' ').nth(1), Some("who"));
            // It is sent, and the receipt is printed by the key that its button names.
            let prints = "window.print = () => { document.title = 'printed'; }";
            desk.presses_key(Key::F9).await;
            desk.arrives("/desk/new/receipt").await;
            desk.sees("button[data-print]:not([hidden])").await;
            assert!(desk.reads("button[data-print]").await.contains("F9"));
            desk.runs(prints, Vec::new()).await;
            desk.presses_key(Key::F9).await;
            assert_eq!(
                desk.runs("return document.title", Vec::new()).await,
                "printed"
            );
            desk.client.clone().close().await.expect("closes");
        });
    });
}

#[test]
fn the_desk_is_worked_by_keys() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        served(Arc::clone(&huiyin), async |site| {
            registered(&huiyin, &park).await;
            let driver = Driver::start();
            let desk = driver.person(DESK, site).await;
            signs_in(&desk, &huiyin, &park).await;

            desk.presses("j").await;
            assert!(is_at_row(&desk, 0).await);
            desk.presses("jj").await;
            assert!(is_at_row(&desk, 1).await);
            desk.presses("kx").await;
            assert!(desk.has("tr.row:first-child input:checked").await);
            // To whom the ticked ones go: found by a few letters, and Enter sends nothing.
            desk.presses("t").await;
            desk.presses("roa").await;
            desk.presses_key(Key::Enter).await;
            let at = "return location.pathname + document.activeElement.id + \
                document.getElementById('to').selectedOptions[0].textContent;";
            assert_eq!(desk.runs(at, Vec::new()).await, "/desktoroads");
            desk.runs("document.activeElement.blur()", Vec::new()).await;
            desk.presses("?").await;
            desk.sees("dialog#keys[open]").await;
            desk.is_accessible("the list of keys").await;
            let begin =
                "return document.activeElement.id + document.getElementById('keys').scrollTop;";
            assert_eq!(desk.runs(begin, Vec::new()).await, "keys-title0");
            desk.presses_key(Key::Escape).await;
            assert!(!desk.has("dialog#keys[open]").await);

            desk.presses("gr").await;
            desk.arrives("/desk/responses").await;
            desk.sees("[data-opens=keys]:not([hidden])").await;
            desk.presses("n").await;
            desk.arrives("/desk/new").await;
            desk.sees("button[data-readback]:not([hidden])").await;
            // In a field letters are letters.
            desk.clicks("#subject").await;
            desk.presses("njk").await;
            let typed = desk.sees("#subject").await.prop("value").await;
            assert_eq!(typed.expect("a value").as_deref(), Some("njk"));
            desk.fills("body", "夜里打桩").await;
            desk.presses_key(Key::F2).await;
            desk.sees("dialog#readback[open]").await;
            let read = desk.reads("dialog#readback").await;
            for said in ["njk", "夜里打桩"] {
                assert!(read.contains(said), "{read}");
            }
            desk.is_accessible("read back").await;
            desk.presses_key(Key::Escape).await;

            desk.goes("/desk/me").await;
            desk.clicks("form[action='/desk/me/keys'] button").await;
            desk.arrives("/desk/me").await;
            desk.goes("/desk").await;
            desk.sees("[data-opens=keys]:not([hidden])").await;
            desk.presses("j").await;
            assert!(!is_at_row(&desk, 0).await);
            desk.client.clone().close().await.expect("closes");
        });
    });
}

#[test]
fn what_came_since_is_said_above_the_list_and_nothing_moves_until_it_is_asked_for() {
    on_sqlite(|place| {
        let huiyin = Arc::new(place.open());
        let park = Park::build(&huiyin);
        served(Arc::clone(&huiyin), async |site| {
            registered(&huiyin, &park).await;
            let driver = Driver::start();
            let desk = driver.person(DESK, site).await;
            signs_in(&desk, &huiyin, &park).await;
            assert!(!desk.has("[data-news] a:not([hidden])").await);
            let tick = "tr.row:first-child input[type=checkbox]";
            desk.clicks(tick).await;
            place.clock.set(huiyin.now().plus_micros(1_000_000));
            let (number, code) = registers(&huiyin, &park, "工地夜里施工").await;
            // Whoever comes back to the window looks at once; who stays in it, every half minute.
            let looks = "document.dispatchEvent(new Event('visibilitychange'))";
            desk.runs(looks, Vec::new()).await;
            let said = desk.reads("[data-news] a:not([hidden])").await;
            assert!(said.contains("1件新的"), "{said}");
            let count = "return document.querySelectorAll('tr.row').length";
            assert_eq!(desk.runs(count, Vec::new()).await, 2, "nothing moved");
            desk.is_accessible("an inbox with news").await;
            desk.clicks("[data-news] a").await;
            desk.sees("tr.row:nth-child(3)").await;
            assert!(is_at_row(&desk, 2).await, "the new one has the focus");
            let ticked = "return document.querySelector(arguments[0]).checked";
            assert_eq!(desk.runs(ticked, vec![tick.into()]).await, true);
            desk.presses("k").await;
            assert!(is_at_row(&desk, 1).await, "rows that came are rows");
            desk.runs(looks, Vec::new()).await;
            assert!(!desk.has("[data-news] a:not([hidden])").await);

            // A petitioner writes: that is news too, and stands above the list once it is asked for.
            let text = "什么时候有人来看？".to_owned();
            let said = huiyin.act_by_code(&code, Command::Message { text });
            said.await.expect("said");
            desk.runs(looks, Vec::new()).await;
            let said = desk.reads("[data-news] a:not([hidden])").await;
            assert!(said.contains("1件新的"), "{said}");
            desk.clicks("[data-news] a").await;
            desk.sees("[data-news] a[hidden]").await;
            let row = desk.reads("tr.row:nth-child(3)").await;
            assert!(row.contains("有新留言"), "{row}");

            // Whoever was first on a petition learns of the second without loading the page again.
            desk.goes(&format!("/desk/petitions/{number}")).await;
            assert!(!desk.has("[data-present] .remark").await);
            let organisation = huiyin.organisation(FIRST).await.expect("reads");
            let other = Principal::of(&organisation, FIRST, park.staff("clerk2"));
            let other = other.expect("works here");
            let there = huiyin.still_present(&other, number);
            there.await.expect("is noted");
            desk.runs(looks, Vec::new()).await;
            let said = desk.reads("[data-present] .remark").await;
            assert!(said.contains("clerk2"), "{said}");
            desk.client.clone().close().await.expect("closes");
        });
    });
}
