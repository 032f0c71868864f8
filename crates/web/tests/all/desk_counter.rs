//! What a clerk's day needs: a disclosure is handed over like any other matter, the next step is the one
//! that is owed, one's own save is no conflict, and a search says what it found.

use super::desk_support::{Park, Person, answer_fields, petition};
use super::support::{Answer, App, between, encoded};
use huiyin_testkit::engine::on_sqlite;

/// A letter as a clerk registers it, with more fields.
fn letter(clerk: &mut Person<'_>, more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("channel", "letter"),
        ("subject", "科长收了施工队的钱"),
        ("body", "信里写了时间和数目。"),
        ("who", "anonymous"),
    ];
    fields.extend(more);
    clerk.post("/desk/new", &fields)
}

/// The address of the main step that a petition's page offers.
fn next_step(clerk: &mut Person<'_>, number: &str) -> String {
    let page = clerk.get(&petition(number));
    let step = between(page.text(), "<div class=\"next-step\">", "</div>");
    step.unwrap_or_else(|| panic!("no next step: {}", page.text()))
        .to_owned()
}

#[test]
fn a_clerk_hands_over_number_and_code_of_a_matter_that_only_officers_may_open() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let ways: [&[(&str, &str)]; 3] = [
            &[("class", "disclosure")],
            &[("misconduct", "yes")],
            &[
                ("class", "disclosure"),
                ("misconduct", "yes"),
                ("danger", "yes"),
            ],
        ];
        for way in ways {
            let registered = letter(&mut clerk, way);
            assert_eq!(registered.status, 303, "{way:?}: {}", registered.text());
            assert_eq!(registered.header("location"), "/desk/new/receipt");
            let (number, code) = clerk.receipt();
            let receipt = clerk.get("/desk/new/receipt");
            for shown in ["登记时间", "接下来", "最迟"] {
                assert!(
                    receipt.text().contains(shown),
                    "{shown}: {}",
                    receipt.text()
                );
            }
            assert_eq!(clerk.get(&petition(&number)).status, 404, "{way:?}");
            let mut petitioner = app.browser();
            petitioner.post("/track", &[("code", &code)]);
            assert_eq!(petitioner.get("/track/petition").status, 200);
        }
        // What is more than telling it stays with the officers.
        let accepted = letter(
            &mut clerk,
            &[("class", "disclosure"), ("accept_now", "yes")],
        );
        assert_eq!(accepted.status, 403, "{}", accepted.text());
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn after_the_way_was_told_the_next_step_is_its_service() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let told: [(&str, &[(&str, &str)]); 2] = [
            (
                "redirect",
                &[("route", "court"), ("notice", "可以向法院起诉。")],
            ),
            (
                "decline",
                &[("reason", "in-hand"), ("notice", "已经在办。")],
            ),
        ];
        for (action, fields) in told {
            let (number, _) = park.registered(&mut clerk);
            clerk.act(&number, "classify", &[("class", "claim.1")]);
            assert!(next_step(&mut clerk, &number).contains("/do/redirect"));
            clerk.act(&number, action, fields);
            let step = next_step(&mut clerk, &number);
            assert!(step.contains("/do/serve"), "{action}: {step}");
            let form = clerk.get(&format!("{}/do/serve", petition(&number)));
            assert!(form.text().contains("含邮寄回执"), "{}", form.text());
            assert!(!form.text().contains("已发到留下的联系方式"));
            // What is worked on stands beside the form.
            assert!(form.text().contains("我在A区工地干了四个月"));
            clerk.act(
                &number,
                "serve",
                &[("document", action), ("way", "handed-over")],
            );
            let page = clerk.get(&petition(&number));
            let again = between(page.text(), "<div class=\"next-step\">", "</div>");
            assert!(!again.unwrap_or_default().contains("/do/redirect"));
        }
    });
}

#[test]
fn what_one_saved_oneself_is_no_change_by_somebody_else() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let answer = format!("{}/answer", petition(&number));
        let seen = handler.version(&number);
        let sends = |who: &mut Person<'_>, version: &str, step: &str| {
            let mut fields = answer_fields();
            fields.extend([("version", version), ("do", step)]);
            who.post(&answer, &fields)
        };
        let shown = sends(&mut handler, &seen, "preview");
        assert_eq!(shown.status, 303, "{}", shown.text());
        // Back on the page before, and on: a second look, then up.
        assert_eq!(sends(&mut handler, &seen, "preview").status, 303);
        let mut head = park.person("head");
        let theirs = head.version(&number);
        assert_eq!(sends(&mut head, &theirs, "save").status, 303);
        let slower = sends(&mut handler, &seen, "submit");
        assert_eq!(slower.status, 412, "{}", slower.text());
        assert!(slower.text().contains("没有加班记录"), "{}", slower.text());
        let now = handler.version(&number);
        assert_eq!(sends(&mut handler, &now, "save").status, 303);
        let sent = sends(&mut handler, &now, "submit");
        assert_eq!(sent.status, 303, "{}", sent.text());
    });
}

#[test]
fn the_summary_names_each_field_and_a_postmark_is_not_later_than_receipt() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let lacking = clerk.post("/desk/new", &[("channel", "letter"), ("who", "named")]);
        assert_eq!(lacking.status, 422, "{}", lacking.text());
        for line in [
            "姓名：写姓名或一种联系方式</a>",
            "发生了什么事？这一项要填写</a>",
        ] {
            assert!(lacking.text().contains(line), "{line}: {}", lacking.text());
        }
        let dates = [("received_on", "2026-02-10"), ("postmark_on", "2026-02-12")];
        let later = letter(&mut clerk, &dates);
        assert_eq!(later.status, 422, "{}", later.text());
        assert!(later.text().contains("邮戳不会比收到的日子晚"));
        let dates = [("received_on", "2026-02-10"), ("postmark_on", "2026-02-09")];
        assert_eq!(letter(&mut clerk, &dates).status, 303);
    });
}

#[test]
fn an_everyday_word_is_a_category_and_another_is_told_to_choose() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let page = clerk.get("/desk/new");
        let offered = "冬季采暖（供热、供暖、暖气、取暖）";
        assert!(page.text().contains(offered), "{}", page.text());
        assert_eq!(
            letter(&mut clerk, &[("category_words", "暖气")]).status,
            303
        );
        let (number, _) = clerk.receipt();
        let page = clerk.get(&petition(&number));
        assert!(page.text().contains("冬季采暖"), "{}", page.text());
        let unknown = letter(&mut clerk, &[("category_words", "没有这一类")]);
        assert_eq!(unknown.status, 422);
        assert!(unknown.text().contains("小类：请从列出的小类里选一个"));
    });
}

#[test]
fn a_search_takes_the_last_digits_and_says_on_the_desk_what_it_did_not_find() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        let last = number.split_once('-').expect("a number").1;
        for asked in [last.trim_start_matches('0'), last, &number] {
            let found = clerk.get(&format!("/desk?number={asked}"));
            assert_eq!(found.status, 303, "{asked}: {}", found.text());
            assert_eq!(found.header("location"), petition(&number));
        }
        for (asked, words) in [("987", "请核对编号"), ("工资", "这里只按编号找")] {
            let page = clerk.get(&format!("/desk?number={}", encoded(asked)));
            assert_eq!(page.status, 404, "{asked}");
            assert!(page.text().contains(words), "{words}: {}", page.text());
            assert!(page.text().contains("desk-nav"), "{}", page.text());
        }
        // What is not theirs is told apart from nothing by nobody.
        let handler = park
            .person("handler")
            .get(&format!("/desk?number={number}"));
        assert_eq!(handler.status, 404);
        assert!(handler.text().contains("或者不归您看"));
    });
}

#[test]
fn staff_see_both_ends_of_a_merger_and_the_petitioner_neither() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (kept, _) = park.registered(&mut clerk);
        let (merged, code) = park.registered(&mut clerk);
        clerk.act(
            &merged,
            "merge",
            &[("into", &kept), ("reason", "同一件事。")],
        );
        let away = clerk.get(&petition(&merged));
        assert!(away.text().contains(&format!("已并入：{kept}")));
        let here = clerk.get(&petition(&kept));
        let link = format!("href=\"{}\">并到这一件里的：{merged}", petition(&merged));
        assert!(here.text().contains(&link), "{}", here.text());
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        assert!(!petitioner.get("/track/petition").text().contains(&kept));
    });
}

#[test]
fn sent_on_together_each_is_named_with_its_matter_and_its_unit() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        let labour = park.labour.to_string();
        let seen = format!("{number}@{}", clerk.version(&number));
        let sent = clerk.post("/desk/assign", &[("to", &labour), ("number", &seen)]);
        for shown in ["三月份的工资到现在没发", "已转送给劳动监察大队"] {
            assert!(sent.text().contains(shown), "{shown}: {}", sent.text());
        }
    });
}
