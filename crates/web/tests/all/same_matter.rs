//! Hints at the same matter on the desk and by the API: beside intake with and without script, on the
//! receipt, and on a petition's page, where each is settled with one step.

use super::desk_support::{Park, Person, petition};
use super::staff::{self, House, act, get, letter, registered};
use super::support::{Answer, App, between, encoded};
use huiyin_testkit::engine::on_sqlite;
use serde_json::json;

const HEATING: &str = "010208";

fn fields<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("channel", "letter"),
        ("subject", "二号楼暖气不热"),
        ("body", "三天了。"),
        ("category_words", HEATING),
        ("who", "anonymous"),
    ];
    fields.extend(more);
    fields
}

fn sends(clerk: &mut Person<'_>, more: &[(&str, &str)]) -> Answer {
    clerk.post("/desk/new", &fields(more))
}

fn number(clerk: &mut Person<'_>) -> String {
    let sent = sends(clerk, &[]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    clerk.receipt().0
}

#[test]
fn intake_hints_at_the_same_matter_and_registers_all_the_same() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        // Without this the script of the page may ask for nothing.
        let policy = clerk.get("/desk/new");
        let policy = policy.header("content-security-policy");
        assert!(policy.contains("connect-src 'self'"), "{policy}");
        let empty = sends(&mut clerk, &[("do", "look")]);
        assert_eq!(empty.status, 200, "{}", empty.text());
        assert!(
            empty.text().contains("60天内没有可能是同一件事"),
            "{}",
            empty.text()
        );
        let first = number(&mut clerk);
        let receipt = clerk.get("/desk/new/receipt");
        assert!(
            !receipt.text().contains("可能是同一件事"),
            "{}",
            receipt.text()
        );

        let before = app.petition_count();
        let looked = sends(&mut clerk, &[("do", "look"), ("place_text", "地下室")]);
        assert_eq!(looked.status, 200);
        for shown in [first.as_str(), "二号楼暖气不热", "照常登记", "地下室"] {
            assert!(looked.text().contains(shown), "{shown}: {}", looked.text());
        }
        assert_eq!(app.petition_count(), before, "to look registers nothing");
        let unchosen = clerk.get("/desk/new/same-matter?category=&category_words=");
        assert!(unchosen.text().contains("选好类别"), "{}", unchosen.text());
        let words = encoded("暖气");
        let part = clerk.get(&format!("/desk/new/same-matter?category_words={words}"));
        assert!(part.text().contains(&first), "{}", part.text());
        assert!(!part.text().contains("<html"), "a part, not a page");
        // Thanks for the heating are another kind of matter.
        let thanks = format!("/desk/new/same-matter?category_words={words}&class=suggestion");
        let part = clerk.get(&thanks);
        assert!(!part.text().contains(&first), "{}", part.text());

        let second = number(&mut clerk);
        let receipt = clerk.get("/desk/new/receipt");
        let link = format!("href=\"{}#same\"", petition(&second));
        assert!(receipt.text().contains(&link), "{}", receipt.text());
        assert!(receipt.text().contains("有1件可能是同一件事"));
        let mut handler = park.person("handler");
        assert_eq!(handler.get("/desk/new/same-matter?category=01").status, 403);
    });
}

#[test]
fn a_petitions_page_settles_each_hint_with_one_step() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let numbers = [(); 3].map(|()| number(&mut clerk));
        let [first, second, third] = &numbers;
        let page = clerk.get(&petition(third));
        let hints = between(page.text(), "id=\"same\"", "id=\"matter\"").expect("hints");
        for shown in [first, second] {
            let merge = format!("href=\"{}/do/merge?into={shown}\"", petition(third));
            assert!(hints.contains(&merge), "{merge}: {hints}");
        }
        // On the older one the newer one is merged here.
        let older = clerk.get(&petition(first));
        let merge = format!("href=\"{}/do/merge?into={first}\"", petition(third));
        assert!(older.text().contains(&merge), "{}", older.text());

        clerk.act(third, "tell-apart", &[("other", second)]);
        for (own, other) in [(third, second), (second, third)] {
            let page = clerk.get(&petition(own));
            let hints = between(page.text(), "id=\"same\"", "id=\"matter\"").expect("hints");
            assert!(!hints.contains(other.as_str()), "{hints}");
            assert!(hints.contains(first.as_str()), "{hints}");
        }
        let form = clerk.get(&format!("{}/do/merge?into={first}", petition(third)));
        let value = format!("value=\"{first}\"");
        assert!(form.text().contains(&value), "{}", form.text());
        clerk.act(third, "merge", &[("into", first), ("reason", "同一件事")]);
        let page = clerk.get(&petition(third));
        assert!(!page.text().contains("id=\"same\""), "{}", page.text());
        // What is no hint any more cannot be told apart by its number.
        let path = format!("{}/do/tell-apart", petition(second));
        let again = clerk.post_seen(second, &path, &[("other", third)]);
        assert_eq!(again.status, 422, "{}", again.text());
    });
}

#[test]
fn programs_are_told_the_same() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let mut heating = letter();
        heating["category"] = json!(HEATING);
        let first = registered(&app, &house, &heating);
        let second = registered(&app, &house, &heating);
        let path = format!("/api/v1/petitions/{}", staff::text(&second, "number"));
        let asked = format!("{path}/same-matter");
        let found = get(&app, &house.clerk, &asked).json();
        assert_eq!(found[0]["number"], first["number"], "{found}");
        assert_eq!(found[0]["earlier"], true);
        let before = format!("/api/v1/desk/same-matter?category={HEATING}");
        let at_intake = get(&app, &house.clerk, &before).json();
        assert_eq!(at_intake.as_array().map(Vec::len), Some(2), "{at_intake}");
        let wrong = "/api/v1/desk/same-matter?place=nowhere&received_at=soon&who=x";
        let wrong = get(&app, &house.clerk, wrong);
        wrong.refused(422, "fields_refused");
        let mut named: Vec<String> = wrong.fields().into_iter().map(|(field, _)| field).collect();
        named.sort();
        assert_eq!(named, ["category", "place", "received_at", "who"]);
        assert_eq!(get(&app, &house.handler, &before).status, 403);
        let apart = json!({"action": "tell-apart", "other": found[0]["id"]});
        let done = act(&app, &house.clerk, &staff::text(&second, "number"), &apart);
        assert_eq!(done.status, 200, "{}", done.text());
        assert_eq!(get(&app, &house.clerk, &asked).json(), json!([]));
    });
}
