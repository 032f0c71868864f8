//! Commitments by forms: noted from the page of the response, read by the petitioner in both languages,
//! kept with a scan that proves it.

use super::desk_support::{Park, change, petition, signed_in};
use super::plans::{house, in_force};
use super::staff::post;
use super::support::{App, between, pdf};
use huiyin_app::{Change, PostDraft};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_testkit::engine::each_engine;
use serde_json::json;

const PROMISED: &str = "周五前把三月份的工资打到卡上";
const LIMIT: &str = "2099-12-20";

/// The first choice of a list in a form that is not the empty one.
fn choice(page: &str, list: &str) -> String {
    let list = between(page, &format!("<select id=\"{list}\""), "</select>");
    let mut values = list.expect("a list").split("<option value=\"").skip(1);
    let value = values.find_map(|rest| rest.split('"').next().filter(|value| !value.is_empty()));
    value.expect("a choice").to_owned()
}

#[test]
fn a_promise_is_noted_read_kept_with_its_proof_and_told_in_both_languages() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, code) = park.accepted(&mut clerk, &mut handler);
        let form = format!("{}/do/commit", petition(&number));
        let page = handler.get(&form);
        assert_eq!(page.status, 200);
        for words in ["答应了什么", "哪个岗位负责", "信访人看得到"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let owing = choice(page.text(), "post");
        // Without a day it comes back with what was typed.
        let wrong = handler.post_seen(&number, &form, &[("text", PROMISED), ("post", &owing)]);
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert!(wrong.text().contains(PROMISED) && wrong.text().contains("id=\"limit-error\""));
        let past = [
            ("text", PROMISED),
            ("post", &owing),
            ("limit", "2020-01-01"),
        ];
        let past = handler.post_seen(&number, &form, &past);
        assert_eq!(past.status, 409, "{}", past.text());
        assert!(past.text().contains(PROMISED) && past.text().contains("id=\"limit-error\""));
        let fields = [("text", PROMISED), ("post", &owing), ("limit", LIMIT)];
        handler.act(&number, "commit", &fields);

        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        for words in [PROMISED, "兑现当面作出的承诺", "负责人当面承诺"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let inbox = park.person("head").get("/desk");
        assert!(
            inbox.text().contains("兑现当面作出的承诺"),
            "{}",
            inbox.text()
        );

        let form = format!("{}/do/keep-commitment", petition(&number));
        let page = handler.get(&form);
        assert!(page.text().contains(PROMISED), "which one, in words");
        let made = choice(page.text(), "made");
        let told = [
            ("made", made.as_str()),
            ("kept", "no"),
            ("text", "银行退回了"),
        ];
        handler.act(&number, "keep-commitment", &told);
        let page = petitioner.get("/track/petition");
        assert!(
            page.text().contains("承诺没有兑现，仍然欠着") && page.text().contains("银行退回了")
        );
        let version = handler.version(&number);
        let fields = [
            ("version", version.as_str()),
            ("made", made.as_str()),
            ("kept", "yes"),
            ("text", "已打到卡上"),
        ];
        let scan = ("proof_file", "回单.pdf", &pdf(3_000)[..]);
        let kept = handler.upload(&form, &fields, scan);
        assert_eq!(kept.status, 303, "{}", kept.text());
        let page = petitioner.get("/track/petition");
        for words in ["承诺已兑现", "已打到卡上", "回单.pdf", "/track/files/"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        petitioner.get("/language?to=en&back=/track/petition");
        let page = petitioner.get("/track/petition");
        for words in [
            "Promised face to face by",
            "The promise was kept",
            "The promise was not kept and stays owed",
            "Keep what was promised face to face",
        ] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let again = [("made", made.as_str()), ("kept", "yes"), ("text", "又一次")];
        let again = handler.post_seen(&number, &form, &again);
        assert_eq!(again.status, 409, "nothing is left to keep");
    });
}

#[test]
fn the_page_of_a_response_leads_to_the_promise_of_its_group() {
    each_engine(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "park-reception", "people": "5", "topic": "工资" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body).json();
        let at = format!("/desk/responses/{}", opened["id"]);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let to = |step: &str| format!("{at}/receive/{step}");
        assert!(!clerk.get(&at).text().contains("/do/commit"));
        clerk.post(&to("representatives"), &[("name-1", "金丝雀")]);
        let fields = [
            ("subject", "工资没发"),
            ("body", "三月份的工资没有发"),
            ("requests", "发工资"),
        ];
        let registered = clerk.post(&to("petition"), &fields);
        assert_eq!(registered.status, 200, "{}", registered.text());
        // What comes next, by when and why, and what becomes of it, as on every receipt.
        for words in [
            "接下来",
            "最迟",
            "为什么是这一天",
            "60日内书面答复",
            "谁能看：",
        ] {
            assert!(registered.text().contains(words), "{words}");
        }
        let code = between(registered.text(), "class=\"code\" translate=\"no\">", "<");
        let code = code.expect("a code").to_owned();
        let page = clerk.get(&at);
        let (before, _) = page
            .text()
            .split_once("/do/commit")
            .expect("the way to the form");
        let number = before.rsplit("/desk/petitions/").next().expect("a number");
        let number = number.to_owned();
        let office = PostDraft {
            duty: "petition-office-head".into(),
            title: Bilingual::new("信访办主任", "Head of the petition office"),
            unit: 1,
            holder: Some(house.clerk.0),
            ..PostDraft::default()
        };
        let owing = change(&app, Change::Post(None, office)).to_string();
        let fields = [("text", PROMISED), ("post", &owing), ("limit", LIMIT)];
        clerk.act(&number, "commit", &fields);
        let mut representative = app.browser();
        representative.post("/track", &[("code", &code)]);
        let page = representative.get("/track/petition");
        assert!(page.text().contains(PROMISED), "{}", page.text());
        assert!(
            page.text().contains("信访办主任当面承诺"),
            "{}",
            page.text()
        );
    });
}
