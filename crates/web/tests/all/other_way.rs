//! What the petitioner was told of another lawful way: until when that is open stands beside what is owed here,
//! with its source, and never as something that the authority owes.

use super::desk_support::petition;
use super::staff::{House, act, get, letter, registered, text};
use super::support::{App, code_of};
use huiyin_testkit::engine::each_engine;
use serde_json::{Value, json};

/// A letter that is sorted to no branch yet.
fn unsorted() -> Value {
    let mut body = letter();
    for sorted in ["class", "branch", "accept"] {
        body.as_object_mut().expect("an object").remove(sorted);
    }
    body
}

#[test]
fn the_other_ways_time_is_shown_with_its_source_and_is_nobodys_duty_here() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let filed = registered(&app, &house, &unsorted());
        let number = text(&filed, "number");
        let track = format!("/api/v1/track/{}", code_of(&filed));
        assert_eq!(app.get(&track).json()["other_route"], Value::Null);
        let redirect = json!({
            "action": "redirect", "route": "labour-arbitration", "limit": "2027-02-13",
            "notice": "拖欠工资可以申请劳动仲裁。",
        });
        let told = act(&app, &house.clerk, &number, &redirect);
        assert_eq!(told.status, 200, "{}", told.text());

        let view = app.get(&track).json();
        let way = &view["other_route"];
        assert_eq!(way["route"], "labour-arbitration");
        assert_eq!(
            (&way["last_day"], &way["ours"]),
            (&json!("2027-02-13"), &json!(false))
        );
        assert!(text(&way["citation"], "zh").contains("第二十七条"), "{way}");
        let duties = view["obligations"].as_array().expect("obligations");
        let theirs = duties.iter().any(|one| one["due_date"] == "2027-02-13");
        assert!(!theirs, "nobody here owes it: {duties:?}");
        let desk = get(&app, &house.clerk, &format!("/api/v1/petitions/{number}")).json();
        assert_eq!(&desk["other_route"], way);

        let mut browser = app.browser();
        browser.post("/track", &[("code", &code_of(&filed))]);
        let page = browser.get("/track/petition");
        for words in [
            "那边的期限（不是我们的）",
            "那边的期限到2027年2月13日（星期六，含当天）",
            "我们不能延长",
            "《劳动争议调解仲裁法》第二十七条",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let file = browser.get("/track/calendar").text().replace("\r\n ", "");
        assert!(file.contains("DTSTART;VALUE=DATE:20270213"), "{file}");
        assert!(file.contains("不是我们的期限"), "{file}");
    });
}

#[test]
fn where_no_day_is_known_the_page_says_to_ask_and_what_the_law_of_that_way_says() {
    each_engine(|place| {
        let app = App::on(place);
        let park = super::desk_support::Park::on(&app);
        let mut clerk = park.person("clerk");
        let filed = app.registered(&super::support::petition());
        let number = text(&filed, "number");
        clerk.act(
            &number,
            "redirect",
            &[("route", "court"), ("notice", "可以起诉。")],
        );
        let page = clerk.get(&petition(&number));
        assert!(
            page.text().contains("告知书没有写哪天到期"),
            "{}",
            page.text()
        );
        let mut browser = app.browser();
        browser.post("/track", &[("code", &code_of(&filed))]);
        let page = browser.get("/track/petition");
        for words in [
            "哪天到期，请尽快问清楚",
            "《行政诉讼法》第四十五条、第四十六条",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let file = browser.get("/track/calendar");
        assert!(!file.text().contains("不是我们的期限"), "{}", file.text());
    });
}
