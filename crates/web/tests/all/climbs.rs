//! What was reported to somebody stands on top of their inbox, on the page in both languages and by the API.

use super::desk_support::signed_in;
use super::staff::get;
use super::support::App;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;

#[test]
fn what_climbed_to_a_leader_stands_on_top_with_its_step_and_day() {
    each_engine(|place| {
        let at = |text: &str| Instant::parse(text).expect("an instant");
        place.clock.set(at("2026-03-02T10:00:00+08:00"));
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        place.clock.set(at("2026-04-02T08:00:00+08:00"));
        app.huiyin.tick(app.huiyin.now()).expect("ticks");
        let number = filed.number.to_string();
        for (login, step, zh, en) in [
            (
                "leader",
                2,
                "3月23日（周一）第2次上报到您",
                "Step 2, reported to you on Monday 23 March",
            ),
            (
                "boss",
                3,
                "4月2日（周四）第3次上报到您",
                "Step 3, reported to you on Thursday 2 April",
            ),
        ] {
            let mut person = signed_in(&app, park.staff(login));
            let page = person.get("/desk");
            let text = page.text();
            let block = text.find("id=\"reported\"").expect("a block of its own");
            assert!(text.contains("href=\"#reported\""), "{login}: {text}");
            assert!(block < text.find("data-part=\"list\"").expect("the list"));
            for words in ["上报到您的", zh, &number] {
                assert!(text[block..].contains(words), "{login} {words}: {text}");
            }
            person.get("/language?to=en&back=/desk");
            let page = person.get("/desk");
            assert!(page.text().contains(en), "{login}: {}", page.text());
            // Among what the units owe it stands once, and says there that it was reported.
            let units = person.get("/desk?of=units");
            assert!(!units.text().contains("id=\"reported\""));
            assert!(units.text().contains(en), "{}", units.text());
            let inbox = get(&app, &park.token(login), "/api/v1/inbox").json();
            let reported = inbox["reported"].as_array().expect("a list");
            let one = reported.iter().find(|one| one["term"] == "transfer-notice");
            let one = one.unwrap_or_else(|| panic!("{login}: {inbox}"));
            assert_eq!(one["number"], number.as_str());
            assert_eq!(one["reported"]["step"], step);
        }
        let mut other = signed_in(&app, park.staff("roadclerk"));
        assert!(!other.get("/desk").text().contains("上报到您的"));
        let inbox = get(&app, &park.token("supervisor"), "/api/v1/inbox").json();
        assert_eq!(inbox["reported"], serde_json::json!([]));
        assert_eq!(inbox["counts"]["reported"], 0);
    });
}
