//! A petition says what waits for somebody else, for whom and until when; whoever cannot decide is offered no
//! decision, and a consequence names the duty that a step meets.

use super::desk_support::{Park, petition};
use super::support::{App, between};
use huiyin_testkit::engine::each_engine;

#[test]
fn while_an_extension_is_decided_the_asker_sees_by_whom_and_is_offered_nothing() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, code) = park.accepted(&mut clerk, &mut handler);
        let ask = handler.get(&format!("{}/do/ask-extension", petition(&number)));
        assert!(ask.text().contains("由负责人人head决定"), "{}", ask.text());
        let reason = [("reason", "还要等鉴定")];
        handler.act(&number, "ask-extension", &reason);
        let page = handler.get(&petition(&number));
        let text = page.text();
        for words in [
            "已申请延期，等负责人人head决定，最迟",
            "已经申请延期，正等着决定",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let next = between(text, "<div class=\"next-step\">", "</div>");
        assert!(next.is_none_or(|next| !next.contains("延期")), "{text}");
        assert!(!text.contains("do/decide-extension"), "{text}");
        let mut head = park.person("head");
        let theirs = head.get(&petition(&number));
        let next = between(theirs.text(), "<div class=\"next-step\">", "</div>");
        let next = next.expect("a next step");
        assert!(next.contains("do/decide-extension"), "{next}");
        assert!(!theirs.text().contains("已申请延期，等"));
        let grant = [("grant", "yes"), ("reason", "鉴定要时间")];
        head.act(&number, "decide-extension", &grant);
        let after = handler.get(&petition(&number));
        assert!(!after.text().contains("do/ask-extension"), "once only");
        assert!(!after.text().contains("已申请延期"), "{}", after.text());
        // What follows from it is told with its day, to staff and to the petitioner.
        assert!(
            after.text().contains("同意延期，改到最迟"),
            "{}",
            after.text()
        );
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let seen = petitioner.get("/track/petition");
        assert!(seen.text().contains("期限改到最迟"), "{}", seen.text());
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn the_consequence_of_a_service_names_the_duty_that_it_meets() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.registered(&mut clerk);
        let labour = park.labour.to_string();
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        clerk.act(&number, "transfer", &[("to", &labour)]);
        let object = handler.get(&format!("{}/do/object", petition(&number)));
        assert!(
            !object.text().contains("现在欠着的“对转送、交办提出异议”"),
            "a right is no debt: {}",
            object.text()
        );
        handler.act(&number, "receive", &[]);
        handler.act(&number, "accept", &[]);
        let serve = handler.get(&format!("{}/do/serve", petition(&number)));
        let text = serve.text();
        assert!(
            text.contains("现在欠着的“对转送、交办事项书面告知”"),
            "{text}"
        );
        assert!(!text.contains("现在欠着的“办结"), "{text}");
    });
}
