//! On the desk: a slip of an entry, a transfer to the wrong unit, and a claim that the authority itself has to
//! act on.

use super::desk_support::{Park, answer_fields, petition};
use super::support::{App, between};
use huiyin_testkit::engine::on_sqlite;

#[test]
fn a_slip_is_shown_with_what_stood_to_staff_and_to_the_petitioner() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        let path = format!("{}/do/correct-entry", petition(&number));
        let form = clerk.get(&path);
        assert!(form.text().contains("邮戳日期"), "{}", form.text());
        let slip = [
            ("part", "subject"),
            ("text", "二月份的工资到现在没发"),
            ("reason", "月份听错了"),
        ];
        clerk.act(&number, "correct-entry", &slip);
        let page = clerk.get(&petition(&number));
        let shown = [
            "二月份的工资到现在没发",
            "<del>三月份的工资到现在没发</del>",
            "月份听错了",
        ];
        for words in shown {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        // How it came and when stand in fields of their own; the others are not meant.
        assert!(form.text().contains("收到的日子"), "{}", form.text());
        let slip = [
            ("part", "channel"),
            ("text", ""),
            ("channel", "phone"),
            ("reason", "是电话里说的"),
        ];
        clerk.act(&number, "correct-entry", &slip);
        let page = clerk.get(&petition(&number));
        for words in ["<del>当面</del>", "<bdi>电话</bdi>"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let seen = petitioner.get("/track/petition");
        for words in shown {
            assert!(seen.text().contains(words), "{words}: {}", seen.text());
        }
    });
}

#[test]
fn a_mistaken_transfer_is_recalled_with_its_reason() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        let labour = park.labour.to_string();
        clerk.act(&number, "transfer", &[("to", &labour)]);
        let page = clerk.get(&petition(&number));
        assert!(page.text().contains("收回转送"), "{}", page.text());
        // Whoever sent it on has no other form on the page: the step's own says which version was seen.
        let path = format!("{}/do/recall", petition(&number));
        let form = clerk.get(&path);
        let version = between(form.text(), "name=\"version\" value=\"", "\"");
        let version = version.expect("a version").to_owned();
        let fields = [("version", version.as_str()), ("reason", "该转环境科")];
        let recalled = clerk.post(&path, &fields);
        assert_eq!(recalled.status, 303, "{}", recalled.text());
        let page = clerk.get(&petition(&number));
        for words in ["收回转送劳动监察大队的", "该转环境科"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert_eq!(park.person("handler").get(&petition(&number)).status, 404);
    });
}

#[test]
fn a_claim_that_the_authority_has_to_act_on_goes_from_the_counter_to_its_end() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, code) = park.registered(&mut clerk);
        clerk.act(&number, "classify", &[("class", "claim.5")]);
        let page = clerk.get(&petition(&number));
        let accept = format!("href=\"{}/do/accept\"", petition(&number));
        assert!(
            page.text().contains(&accept),
            "the next step: {}",
            page.text()
        );
        clerk.act(&number, "accept", &[]);
        let page = clerk.get(&petition(&number));
        assert!(
            page.text().contains("依法履行职责或者答复"),
            "{}",
            page.text()
        );
        let labour = park.labour.to_string();
        clerk.act(&number, "transfer", &[("to", &labour)]);
        let mut head = park.person("head");
        let path = format!("{}/answer", petition(&number));
        let promised = ["outcome-1", "measure-1", "measure_by-1"];
        let mut fields = answer_fields();
        fields.retain(|(name, _)| !promised.contains(name));
        fields.extend([("outcome-1", "explanation"), ("do", "issue")]);
        let issued = head.post_seen(&number, &path, &fields);
        assert_eq!(issued.status, 303, "{}", issued.text());
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        assert_eq!(petitioner.get("/track/petition").status, 200);
        head.act(&number, "close", &[]);
        assert!(head.get(&petition(&number)).text().contains("已办结"));
    });
}
