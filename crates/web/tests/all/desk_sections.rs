//! What my units owe and what waits for my approval, where there is more of it than a page has.

use super::insider_support::{Attempt, Insider};
use super::support::{App, between};
use huiyin_app::{InboxDue, InboxFilter};
use huiyin_domain::event::{Document, ServiceWay};
use huiyin_domain::petition::Command;
use huiyin_domain::time::{DAY_MICROS, Instant};
use huiyin_testkit::engine::on_sqlite;
use huiyin_testkit::park::{Park, accept, draft};
use huiyin_web::pages::samples::rendered;

/// More than a page has.
const MANY: usize = 52;

fn page(insider: &mut Insider<'_>, path: &str) -> String {
    let tried = insider.tries(&Attempt::look("", path), "");
    assert_eq!(tried.answer.status, 200, "{path}");
    let text = tried.answer.text();
    text.replace("&#38;", "&").replace("&amp;", "&")
}

/// The section of a page under a heading.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let begin = format!("<h2 id=\"{id}\">");
    between(page, &begin, "</section>").expect("a section")
}

fn rows(page: &str) -> usize {
    page.matches("<tr class=\"row ").count()
}

#[test]
fn every_approval_is_reached_and_every_section_counts_what_it_leads_to() {
    on_sqlite(|place| {
        // Three working days from here are no week.
        let monday = Instant::parse("2026-03-02T10:00:00+08:00").expect("an instant");
        place.clock.set(monday);
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        for _ in 0..MANY {
            let filed = park.at("economy", "ecohandler");
            let reason = "材料还没到".to_owned();
            let asks = Command::AskExtension { reason };
            park.does("ecohandler", &filed, vec![accept(), asks]);
        }
        let mut boss = Insider::enters(&app, &park, "boss");
        let approvals = page(&mut boss, "/desk/approvals");
        let waiting = section(&approvals, "decide-extension");
        assert!(waiting.starts_with("延期等决定（50+）"), "{waiting}");
        assert_eq!(rows(waiting), 50);
        let more = between(waiting, "class=\"button-link\" href=\"", "\"").expect("a way on");
        assert_eq!(rows(&page(&mut boss, more)), MANY - 50);

        // Within the week they are due, and so is what the section of the week counts and leads to.
        let week = InboxFilter {
            whole: true,
            due: Some(InboxDue::Week),
            ..InboxFilter::default()
        };
        let counts = park.inbox("boss", week).counts;
        assert!(counts.week >= MANY as u64, "{counts:?}");
        let units = page(&mut boss, "/desk/units");
        let due = section(&units, "week");
        let said = format!("七天内到期（{}）", counts.week);
        assert!(due.starts_with(&said), "{due}");
        assert!(due.contains("/desk?of=units&due=week"), "{due}");
        assert_eq!(rows(due), 10);
        let nobody = section(&units, "nobody");
        let said = format!("没人接（{}）", counts.untaken);
        assert!(nobody.starts_with(&said), "{nobody}");
        let all = page(&mut boss, "/desk?of=units&due=week");
        assert_eq!(rows(&all), 50);

        // One more, a day later, and the day on which it is due: all of those are late before it.
        place.clock.set(monday.plus_micros(DAY_MICROS));
        let last = park.at("economy", "ecohandler");
        let number = last.number.to_string();
        let view = park.open("ecohead", &last, false).expect("opens");
        let mut owed = view.obligations.iter();
        let owed = owed.find(|one| one.kind == "transfer-notice");
        let due = Instant::parse(&owed.expect("it is owed").due_at).expect("an instant");
        place.clock.set(due.plus_micros(-DAY_MICROS / 2));
        let mut boss = Insider::enters(&app, &park, "boss");
        let today = page(&mut boss, "/desk?of=units&due=today");
        assert!(today.contains(&number), "{today}");
        let late = page(&mut boss, "/desk/units");
        let late = section(&late, "late");
        assert!(late.contains("of=units&late=yes"), "{late}");
        assert_eq!(rows(late), 10);
    });
}

/// A page that looked through so many and found none says that there is more, and not that there is none.
#[test]
fn a_page_that_found_none_leads_on() {
    let pages = rendered().into_iter();
    for (name, text) in pages.filter(|(name, _)| name.starts_with("desk-inbox")) {
        let none = ["没有符合的", "No match"];
        let none = none.iter().any(|words| text.contains(words));
        let leads_on = text.contains(">往后接着找</a>") || text.contains(">Look further</a>");
        assert_eq!(none, name.starts_with("desk-inbox-no-match"), "{name}");
        let further = name.starts_with("desk-inbox-further");
        assert_eq!(leads_on, further, "{name}");
    }
}

/// What was put off and ended since stands on the page of the units, and on one of its own.
#[test]
fn what_was_put_off_and_ended_since_has_its_section() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let steps = vec![accept(), draft(), Command::Submit];
        park.does("ecohandler", &filed, steps);
        let view = park.open("ecohandler", &filed, false).expect("opens");
        let mut duties = view.obligations.iter();
        let owed = duties.find(|one| one.kind == "answer").expect("owed");
        let due = Instant::parse(&owed.due_at).expect("an instant");
        place.clock.set(due.plus_micros(-DAY_MICROS / 2));
        let reason = || "还差一份检测报告".to_owned();
        let asks = Command::AskExtension { reason: reason() };
        park.does("ecohandler", &filed, vec![asks]);
        let refuses = Command::DecideExtension {
            grant: false,
            reason: reason(),
        };
        park.does("boss", &filed, vec![refuses, Command::Approve]);
        let serves = Command::Serve {
            document: Document::Answer,
            way: ServiceWay::HandedOver,
            at: None,
            proof: None,
        };
        park.does("ecohandler", &filed, vec![Command::Issue, serves]);
        let number = filed.number.to_string();
        let mut supervisor = Insider::enters(&app, &park, "supervisor");
        for path in ["/desk/units", "/desk/units/ended"] {
            let page = page(&mut supervisor, path);
            let ended = section(&page, "ended");
            assert!(ended.starts_with("近90天结束的"), "{ended}");
            assert!(ended.contains(&number) && ended.contains("最后一天才申请延期"));
            assert_eq!(rows(ended), 1);
        }
        let mut clerk = Insider::enters(&app, &park, "clerk");
        let tried = clerk.tries(&Attempt::look("", "/desk/units/ended"), "");
        assert_eq!(tried.answer.status, 403);
    });
}
