//! What comes for a petitioner is said at the top of the page of the matter, and what a petitioner tells later
//! stands with the matter's own words.

use super::desk_support::{Park, petition};
use super::support::{App, between};
use huiyin_testkit::engine::{each_engine, on_sqlite};

#[test]
fn a_message_stands_at_the_top_until_it_is_replied_to() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        let mut browser = app.browser();
        browser.post("/track", &[("code", &code)]);
        let top = |page: &str| between(page, "class=\"panel state\"", "</div>").map(str::to_owned);
        let page = browser.get("/track/petition");
        let before = top(page.text()).expect("a top");
        assert!(!before.contains("#messages"), "{before}");
        clerk.act(&number, "message", &[("message", "请补一份工资条")]);
        let page = browser.get("/track/petition");
        let news = top(page.text()).expect("a top");
        assert!(
            news.contains("给您留了言") && news.contains("#messages"),
            "{news}"
        );
        assert!(page.text().contains("我们给您留了言") && !page.text().contains("机关留言"));
        browser.get("/language?to=en");
        let page = browser.get("/track/petition");
        let news = top(page.text()).expect("a top");
        assert!(news.contains("wrote to you"), "{news}");
        browser.get("/language?to=zh");

        let sent = browser.upload("/track/say", &[("words", "好的")], ("file", "", b""));
        assert_eq!(
            sent.header("location"),
            "/track/petition?saved=messages#messages"
        );
        let page = browser.get("/track/petition?saved=messages");
        assert!(page.text().contains("已发出。") && page.text().contains("没有单独的期限"));
        assert!(page.text().contains("您留了言") && !page.text().contains("信访人留言"));
        let after = top(page.text()).expect("a top");
        assert!(!after.contains("#messages"), "{after}");
    });
}

#[test]
fn added_facts_stand_with_the_matters_own_words_on_both_sides() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        let mut browser = app.browser();
        browser.post("/track", &[("code", &code)]);
        let fields = [("words", "班组长记了工"), ("as", "facts")];
        let sent = browser.upload("/track/say", &fields, ("file", "", b""));
        assert_eq!(sent.header("location"), "/track/petition?saved=facts#facts");
        let page = browser.get("/track/petition?saved=facts");
        let own = between(page.text(), "id=\"own-words\" open", "</details>").expect("open");
        assert!(own.contains("班组长记了工"), "{own}");
        let said =
            between(page.text(), "id=\"messages\"", "</section>").expect("where it was written");
        assert!(
            said.contains("已补充") && said.contains("#own-words"),
            "{said}"
        );
        let page = clerk.get(&petition(&number));
        let matter = between(page.text(), "id=\"matter\"", "</section>").expect("the matter");
        assert!(
            matter.contains("事实1") && matter.contains("班组长记了工"),
            "{matter}"
        );
        assert!(page.text().contains("补充的事实，附在原话后面"));
        let told = app.get(&format!("/api/v1/track/{code}")).json();
        assert_eq!(told["messages"][0]["facts"], true);
    });
}
