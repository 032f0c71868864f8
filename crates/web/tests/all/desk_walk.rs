//! The way of petitions as a new user walks it, in a real browser: a clerk registers a letter, a call and a
//! visit, sorts and sends on; a unit objects; another accepts, asks for more time, drafts; the head approves;
//! it is served; the petitioner follows it all on a phone; and what nobody answers is seen climbing to the
//! leader. In either language, with and without script.

use super::desk::PASSWORD;
use super::journey::served;
use super::ways::{Way, ways};
use super::webdriver::{Driver, Person};
use fantoccini::Locator;
use huiyin_app::Huiyin;
use huiyin_app::clock::FixedClock;
use huiyin_domain::event::Actor;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::TestStore;
use huiyin_testkit::park::{FIRST, Park};
use std::sync::Arc;

/// What is typed on the way, in the language of the walk.
struct Words {
    subject: [&'static str; 3],
    body: &'static str,
    name: &'static str,
    reason: &'static str,
    finding: &'static str,
}

const CHINESE: Words = Words {
    subject: ["三月份的工资没有发", "路灯坏了半个月", "工地夜里施工"],
    body: "我在A区工地干了四个月，一直没有结果。",
    name: "王秀英",
    reason: "不在职责范围，现场已看过",
    finding: "情况属实，已责令办理",
};
const ENGLISH: Words = Words {
    subject: [
        "Wages of March are not paid",
        "No street light for weeks",
        "Building work at night",
    ],
    body: "I worked on the site for four months, and nothing came of it.",
    name: "Wang Xiuying",
    reason: "Not within our duties; we went and looked",
    finding: "It is true, and the work was ordered",
};

fn from_letter_call_and_visit_to_the_answer(way: Way) {
    way.on_its_engine(|place| walk(place, way));
}
ways!(from_letter_call_and_visit_to_the_answer);

fn walk(place: &TestStore, way: Way) {
    let huiyin = Arc::new(place.open());
    let park = Park::build(&huiyin);
    served(Arc::clone(&huiyin), async |site| {
        let (at_desk, on_phone) = (Driver::start(), Driver::start());
        let office = Office {
            huiyin: &huiyin,
            clock: &place.clock,
            park: &park,
            way,
            words: way.say(&CHINESE, &ENGLISH),
            desk: at_desk.person(way.desk(), site).await,
            phone: on_phone.person(way.phone(), site).await,
        };
        office.whole_way().await;
        office
            .desk
            .client
            .clone()
            .close()
            .await
            .expect("the browser closes");
        office
            .phone
            .client
            .clone()
            .close()
            .await
            .expect("the browser closes");
    });
}

/// Two browsers before one installation: the desk's, at which people take turns, and the petitioner's.
struct Office<'a> {
    huiyin: &'a Arc<Huiyin>,
    clock: &'a FixedClock,
    park: &'a Park<'a>,
    way: Way,
    words: &'a Words,
    desk: Person,
    phone: Person,
}

impl Office<'_> {
    async fn whole_way(&self) {
        for browser in [&self.desk, &self.phone] {
            browser.goes("/track").await;
            self.way.is_chosen(browser).await;
        }
        for login in [
            "clerk",
            "roadhandler",
            "ecohandler",
            "boss",
            "ecohead",
            "leader",
        ] {
            self.is_invited(login).await;
        }
        let letter = self.is_registered("letter", 0).await;
        let call = self.is_registered("phone", 1).await;
        let visit = self.is_registered("visit", 2).await;
        self.follows(&letter.1, &letter.0).await;
        self.is_handled(&letter.0).await;
        self.is_answered(&letter).await;
        if !self.way.script {
            // What follows is read and not pressed: the ways with script have it.
            return;
        }
        self.is_left_alone(&call.0).await;
        self.climbs(&call.0).await;
        // Nobody sorted the visit: it counts as accepted since the last day for that.
        self.signs_in("clerk").await;
        self.opens(&visit.0).await;
        self.is_in_one_language(&self.desk).await;
    }

    /// Follows the link of an invitation, chooses a password, and signs out again.
    async fn is_invited(&self, login: &str) {
        let invite = self
            .huiyin
            .invite((FIRST, Actor::Operator), self.park.staff(login), None);
        let link = invite.await.expect("a link").answer;
        self.desk
            .goes(&format!("/desk/invitation/{}", link.token))
            .await;
        self.desk.types("#password", PASSWORD).await;
        self.desk.types("#again", PASSWORD).await;
        self.desk.clicks("main form button[type=submit]").await;
        self.desk.arrives("/desk").await;
        self.signs_out().await;
    }

    async fn signs_out(&self) {
        self.desk.clicks("details.me summary").await;
        self.desk
            .clicks("form[action='/desk/sign-out'] button")
            .await;
        self.desk.arrives("/desk/sign-in").await;
    }

    /// Whoever sat there leaves, and somebody else signs in.
    async fn signs_in(&self, login: &str) {
        self.desk.goes("/desk").await;
        if self.desk.has("details.me").await {
            self.signs_out().await;
        }
        self.desk.types("#login", login).await;
        self.desk.types("#password", PASSWORD).await;
        self.desk
            .clicks("form[action='/desk/sign-in'] button[type=submit]")
            .await;
        self.desk.arrives("/desk").await;
        self.is_in_one_language(&self.desk).await;
    }

    /// The clerk registers and hands the receipt over; number and code.
    async fn is_registered(&self, channel: &str, nth: usize) -> (String, String) {
        let desk = &self.desk;
        if nth == 0 {
            self.signs_in("clerk").await;
        }
        desk.goes("/desk/new").await;
        for (name, value) in [
            ("channel", channel),
            ("subject", self.words.subject[nth]),
            ("body", self.words.body),
            ("who", "named"),
            ("name", self.words.name),
            ("phone", "13800138000"),
        ] {
            desk.fills(name, value).await;
        }
        if nth == 0 {
            self.way.is_accessible(desk, "intake").await;
        }
        self.is_in_one_language(desk).await;
        desk.clicks("form[action='/desk/new'] button[data-key='F9']")
            .await;
        desk.arrives("/desk/new/receipt").await;
        let code = desk.reads(".code").await;
        let number = desk.reads("dd.number").await;
        let told = desk.reads("section.privacy").await;
        let unseen = self.way.say(
            "被反映的单位看不到您是谁",
            "Those you complain of never see who you are",
        );
        assert!(told.contains(unseen), "{told}");
        self.is_in_one_language(desk).await;
        desk.clicks("form[action='/desk/new/receipt/handed-over'] button")
            .await;
        desk.sees("p.stress").await;
        (number, code)
    }

    /// The petitioner's phone: the code, then the page, which fits and is in one language.
    async fn follows(&self, code: &str, number: &str) {
        self.phone.goes("/track").await;
        self.phone.types("#code", code).await;
        self.phone.clicks("form[action='/track'] button").await;
        self.sees_on_the_phone(number).await;
    }

    /// Looks again, and something is told.
    async fn sees_on_the_phone(&self, told: &str) {
        let phone = &self.phone;
        phone.goes("/track/petition").await;
        let page = phone.reads("main").await;
        assert!(page.contains(told), "{told} is not told: {page}");
        phone.fits("the tracking page").await;
        self.is_in_one_language(phone).await;
    }

    async fn opens(&self, number: &str) {
        self.desk.goes(&format!("/desk/petitions/{number}")).await;
        self.desk.sees(".area-actions").await;
    }

    /// Takes a step from the petition's page: by the link to its form, or by its one button.
    async fn does(&self, number: &str, action: &str, fields: &[(&str, &str)]) {
        let desk = &self.desk;
        let path = format!("/desk/petitions/{number}/do/{action}");
        self.opens(number).await;
        if fields.is_empty() && desk.has(&format!("form[action='{path}']")).await {
            desk.clicks(&format!("form[action='{path}'] button")).await;
        } else {
            desk.clicks(&format!("a[href='{path}']")).await;
            desk.arrives(&path).await;
            self.is_in_one_language(desk).await;
            for (name, value) in fields {
                desk.fills(name, value).await;
            }
            desk.clicks(&format!("form[action='{path}'] button[type=submit]"))
                .await;
        }
        self.is_done(number, action).await;
    }

    async fn is_done(&self, number: &str, action: &str) {
        let there = format!("/desk/petitions/{number}?done={action}");
        self.desk.arrives(&there).await;
        self.is_in_one_language(&self.desk).await;
    }

    /// Sorted, sent to one unit, which objects; taken back, and sent to another.
    async fn is_handled(&self, number: &str) {
        let unit = |name: &str| self.park.unit(name).raw().to_string();
        let reason = ("reason", self.words.reason);
        self.does(number, "classify", &[("class", "claim.6")]).await;
        self.does(number, "transfer", &[("to", &unit("roads")), reason])
            .await;
        self.signs_in("roadhandler").await;
        self.is_in_the_inbox(number).await;
        self.does(number, "object", &[reason]).await;
        self.signs_in("clerk").await;
        self.does(number, "settle-objection", &[("uphold", "no"), reason])
            .await;
        self.does(number, "transfer", &[("to", &unit("economy")), reason])
            .await;
        self.signs_in("ecohandler").await;
        self.is_in_the_inbox(number).await;
        self.way.is_accessible(&self.desk, "inbox").await;
        self.does(number, "receive", &[]).await;
        self.does(number, "accept", &[("notice", self.words.reason)])
            .await;
        self.way.is_accessible(&self.desk, "petition").await;
        self.does(number, "take", &[]).await;
        self.sees_on_the_phone("economy").await;
        self.does(number, "ask-extension", &[reason]).await;
        self.signs_in("boss").await;
        self.does(number, "decide-extension", &[("grant", "yes"), reason])
            .await;
        self.sees_on_the_phone(self.words.reason).await;
    }

    async fn is_in_the_inbox(&self, number: &str) {
        let inbox = self.desk.reads("main").await;
        assert!(inbox.contains(number), "{inbox}");
        let news = self.desk.has("[data-news] a:not([hidden])").await;
        assert!(
            self.way.script || !news,
            "what only a script can do is hidden"
        );
    }

    /// Drafted and sent up; approved from the list of what waits; served by hand.
    async fn is_answered(&self, (number, code): &(String, String)) {
        let desk = &self.desk;
        let here = format!("/desk/petitions/{number}");
        self.signs_in("ecohandler").await;
        desk.goes(&format!("{here}/answer")).await;
        for (name, value) in [
            ("finding-1", self.words.finding),
            ("facts-1", self.words.body),
            ("basis-1", self.words.reason),
            ("outcome-1", "explanation"),
            ("summary", self.words.finding),
            ("remedy_notice", self.words.reason),
        ] {
            desk.fills(name, value).await;
        }
        self.is_in_one_language(desk).await;
        desk.clicks("button[name=do][value=submit]").await;
        self.is_done(number, "submit").await;
        self.signs_in("boss").await;
        desk.goes("/desk/approvals").await;
        self.is_in_one_language(desk).await;
        desk.clicks(&format!("a[href='{here}/approve']")).await;
        desk.arrives(&format!("{here}/approve")).await;
        self.is_in_one_language(desk).await;
        desk.clicks(&format!("form[action='{here}/approve'] button"))
            .await;
        self.is_done(number, "issue").await;
        self.signs_in("ecohandler").await;
        let served = [("document", "answer"), ("way", "handed-over")];
        self.does(number, "serve", &served).await;
        self.follows(code, self.words.finding).await;
        let way = self.way;
        way.is_accessible(&self.phone, "the answer on the phone")
            .await;
    }

    /// Taken and accepted, and then nobody does anything.
    async fn is_left_alone(&self, number: &str) {
        self.signs_in("clerk").await;
        self.does(number, "classify", &[("class", "claim.6")]).await;
        let economy = self.park.unit("economy").raw().to_string();
        self.does(number, "transfer", &[("to", &economy)]).await;
        self.signs_in("ecohandler").await;
        self.does(number, "receive", &[]).await;
        self.does(number, "accept", &[]).await;
    }

    /// Two days late the head of the unit has it, a week late the leader: each finds it on their own page, and
    /// the petition's page says how far it climbed, and to whom.
    async fn climbs(&self, number: &str) {
        for (day, login, step, post) in [
            ("2026-04-16", "ecohead", "1", "unit-head"),
            ("2026-04-21", "leader", "2", "leader-in-charge"),
        ] {
            let morning = Instant::parse(&format!("{day}T09:00:00+08:00"));
            self.clock.set(morning.expect("an instant"));
            let huiyin = Arc::clone(self.huiyin);
            let ticked = tokio::task::spawn_blocking(move || huiyin.tick(huiyin.now()));
            ticked.await.expect("no panic").expect("ticks");
            self.signs_in(login).await;
            self.desk.goes("/desk/units").await;
            self.is_in_the_inbox(number).await;
            self.is_in_one_language(&self.desk).await;
            self.opens(number).await;
            let steps = self
                .desk
                .client
                .find_all(Locator::Css(".area-clocks .step"));
            let last = steps.await.expect("looks").pop().expect("a step");
            let last = last.text().await.expect("a text");
            assert!(last.contains(step), "{last}");
            let timeline = self.desk.reads(".area-timeline").await;
            assert!(timeline.contains(post), "{timeline}");
            self.is_in_one_language(&self.desk).await;
        }
    }

    /// A page is in one language; without script, where the desk is no wider than a phone, nothing is too wide.
    async fn is_in_one_language(&self, person: &Person) {
        self.way.is_in_one_language(person).await;
        if !self.way.script {
            let address = person.client.current_url().await.expect("an address");
            person.fits(address.path()).await;
        }
    }
}
