//! What a petitioner keeps: the receipt on the page, on paper from the counter, and by post.

use super::desk_support::{NAME, Park};
use super::support::{App, FORM, all_between};
use huiyin_testkit::engine::{each_engine, on_sqlite};

/// A letter as a clerk enters it.
fn letter(who: &'static str, address: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("channel", "letter"),
        ("subject", "路灯三个月不亮"),
        ("body", "柳林路的路灯三个月不亮。"),
        ("who", who),
        ("name", NAME),
        ("address", address),
    ]
}

#[test]
fn a_letter_is_answered_by_a_page_for_the_envelope() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let address = "青石县柳林镇三号路12号";
        clerk.post("/desk/new", &letter("named", address));
        let page = clerk.get("/desk/new/receipt");
        let text = page.text();
        for shown in [
            "receipt by-post",
            address,
            "您的信我们收到了",
            "路灯三个月不亮",
            "怎么查、问谁",
            "受理后60日内书面答复您",
        ] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
        // Everyday words, not those of the office.
        assert!(
            text.contains("决定由谁办理") && !text.contains("登记、甄别"),
            "{text}"
        );
        // It is read days later: the date stands, and not what is left today. Nobody's authority is asked for.
        assert!(!text.contains("个工作日"), "{text}");
        assert!(!text.contains("书面委托书"), "{text}");
        // What is for the clerk is not printed.
        let clerks = text.find("别留底").expect("a word for the clerk");
        assert!(text[..clerks].rfind("screen-only").is_some());
        clerk.post("/desk/new/receipt/handed-over", &[]);
        let page = clerk.get("/desk/new/receipt");
        assert!(!page.text().contains(address) && !page.text().contains("路灯"));

        clerk.post("/desk/new", &letter("confidential", address));
        let page = clerk.get("/desk/new/receipt");
        assert!(page.text().contains(address) && !page.text().contains("路灯"));
        // Nor does the paper say of what officials somebody complains.
        let misconduct = [letter("named", address), vec![("misconduct", "yes")]].concat();
        clerk.post("/desk/new", &misconduct);
        let page = clerk.get("/desk/new/receipt");
        assert!(page.text().contains(address) && !page.text().contains("路灯"));
        let for_another = [letter("", address), vec![("on_behalf_of", "王老太")]].concat();
        clerk.post("/desk/new", &for_another);
        let page = clerk.get("/desk/new/receipt");
        // Whoever wrote a name and chose nothing leaves it.
        assert!(page.text().contains("路灯") && page.text().contains("书面委托书"));
        // Without an address nobody is written to.
        clerk.post("/desk/new", &letter("named", ""));
        let page = clerk.get("/desk/new/receipt");
        assert!(!page.text().contains("by-post") && !page.text().contains("路灯"));
    });
}

#[test]
fn the_receipt_names_every_step_what_the_office_is_and_what_to_do_about_a_lost_code() {
    on_sqlite(|place| {
        let app = App::on(place);
        let mut browser = app.browser();
        browser.register(&FORM);
        let page = browser.get("/receipt");
        for shown in [
            "受理后60日内书面答复您",
            "专门收群众来信来访",
            "丢了可以本人来补",
            "要等电话吗？",
        ] {
            assert!(page.text().contains(shown), "{shown}");
        }
        browser.get("/language?to=en");
        let page = browser.get("/receipt");
        assert!(page.text().contains("Shall I wait for a call?"));
        // One name for each thing: the receipt is the PDF, the other file proves it.
        browser.get("/language?to=zh");
        let page = browser.get("/track/petition");
        assert!(page.text().contains("下载核验文件") && !page.text().contains("下载回执"));
        assert!(page.text().contains("回执") && !page.text().contains("查询凭证"));
    });
}

#[test]
fn a_joint_letter_is_registered_with_a_code_for_each_representative() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let joint = [
            letter("named", "青石县柳林镇三号路12号"),
            vec![
                ("joint", "yes"),
                ("representative", "李建国 13555500177"),
                ("representative", "赵小兰"),
                ("representative", ""),
                ("wish", "听不清，请写下来"),
            ],
        ]
        .concat();
        let sent = clerk.post("/desk/new", &joint);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = clerk.get("/desk/new/receipt");
        let codes = all_between(page.text(), "class=\"code\" translate=\"no\">", "<");
        assert_eq!(codes.len(), 3, "{}", page.text());
        // Each slip says for whom it is, without that one's contact.
        let named =
            |nth: u8, name: &str| format!("第{nth}位代表：<bdi class=\"user-words\">{name}</bdi>");
        for shown in [named(2, "李建国"), named(3, "赵小兰")] {
            assert!(page.text().contains(&shown), "{shown}: {}", page.text());
        }
        let first = format!("这是第1位代表<bdi class=\"user-words\">{NAME}</bdi>的");
        assert!(page.text().contains(&first) && !page.text().contains("13555500177"));
        for code in &codes {
            let view = app.get(&format!("/api/v1/track/{code}")).json();
            assert_eq!(
                (&view["number"], &view["acting"]),
                (&"2026-000001".into(), &true.into())
            );
        }
        let matter = clerk.get("/desk/petitions/2026-000001");
        assert!(
            matter.text().contains("听不清，请写下来"),
            "{}",
            matter.text()
        );
        let alone = [letter("named", ""), vec![("joint", "yes")]].concat();
        let refused = clerk.post("/desk/new", &alone);
        assert_eq!(refused.status, 422);
        let words = "写上至少一位其他代表";
        assert!(refused.text().contains(words) && refused.text().contains("id=\"representative\""));
        // Of those who asked for confidence, or tell of misconduct, no name stands on a slip.
        let confidential = [letter("confidential", ""), joint[6..].to_vec()].concat();
        let misconduct = [letter("named", ""), joint[6..].to_vec()].concat();
        let misconduct = [misconduct, vec![("misconduct", "yes")]].concat();
        for hidden in [confidential, misconduct] {
            assert_eq!(clerk.post("/desk/new", &hidden).status, 303);
            let page = clerk.get("/desk/new/receipt");
            assert!(page.text().contains("第2位代表</h2>"), "{}", page.text());
            assert!(!page.text().contains("李建国") && !page.text().contains(NAME));
        }
        // Nor once the codes were handed over.
        clerk.post("/desk/new", &joint);
        clerk.post("/desk/new/receipt/handed-over", &[]);
        let page = clerk.get("/desk/new/receipt");
        assert!(!page.text().contains("李建国") && !page.text().contains(NAME));
        // Who gives no name names nobody else either.
        let nameless = [letter("anonymous", ""), vec![("representative", "赵小兰")]].concat();
        assert_eq!(clerk.post("/desk/new", &nameless).status, 422);
    });
}

#[test]
fn printing_is_a_choice_and_a_postmark_is_a_letters() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let sent = clerk.post("/desk/new", &letter("named", ""));
        assert_eq!(sent.header("location"), "/desk/new/receipt");
        let page = clerk.get("/desk/new/receipt");
        assert!(page.text().contains("data-print=\"2026-000001\""));
        let silent = [letter("named", ""), vec![("do", "no-print")]].concat();
        let sent = clerk.post("/desk/new", &silent);
        assert_eq!(sent.header("location"), "/desk/new/receipt?print=no");
        let page = clerk.get("/desk/new/receipt?print=no");
        assert!(page.text().contains("2026-000002") && page.text().contains("data-print=\"\""));
        // What stood in the field before another channel was chosen is not the postmark of a visit.
        let visit = [
            vec![("channel", "visit"), ("postmark_on", "2026-02-01")],
            letter("named", "")[1..].to_vec(),
        ]
        .concat();
        assert_eq!(clerk.post("/desk/new", &visit).status, 303);
        let matter = clerk.get("/desk/petitions/2026-000003");
        assert!(!matter.text().contains("邮戳"), "{}", matter.text());
        let form = clerk.get("/desk/new");
        for part in [
            "when-letter",
            "when-there",
            "when-joint",
            "value=\"no-print\"",
        ] {
            assert!(form.text().contains(part), "{part}");
        }
    });
}

#[test]
fn the_receipt_of_a_letter_says_when_it_came_beside_when_it_was_registered() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let mut receipt = |fields: &[(&str, &str)]| {
            let sent = clerk.post("/desk/new", fields);
            assert_eq!(sent.status, 303, "{}", sent.text());
            clerk.get("/desk/new/receipt").text().to_owned()
        };
        let received = "<dt>收到的日子</dt><dd>2026年2月10日（星期二）</dd>";
        let came = [letter("named", ""), vec![("received_on", "2026-02-10")]].concat();
        let page = receipt(&came);
        assert!(
            page.contains(received) && page.contains("登记时间"),
            "{page}"
        );
        // Of a letter also where both are the same day; of a visit only where they are not.
        assert!(receipt(&letter("named", "")).contains("<dt>收到的日子</dt>"));
        let visit = [
            vec![("channel", "visit")],
            letter("named", "")[1..].to_vec(),
        ]
        .concat();
        assert!(!receipt(&visit).contains("收到的日子"));
        let earlier = [visit, vec![("received_on", "2026-02-10")]].concat();
        assert!(receipt(&earlier).contains(received));
    });
}

#[test]
fn names_stand_on_the_slips_as_far_as_the_browser_keeps_them() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let mut receipt = |name: &str, address: &str| {
            let mut fields = letter("named", "");
            fields.retain(|(field, _)| !["name", "address", "subject"].contains(field));
            fields.extend([("name", name), ("address", address), ("subject", name)]);
            fields.extend([
                ("joint", "yes"),
                ("received_on", "2026-02-10"),
                ("danger", "yes"),
            ]);
            fields.extend([("representative", name); 4]);
            let sent = clerk.post("/desk/new", &fields);
            assert_eq!(sent.status, 303, "{}", sent.text());
            let cookie = sent.header("set-cookie").len();
            assert!(cookie <= 4096, "{cookie}");
            let page = clerk.get("/desk/new/receipt");
            assert!(page.text().contains("第5位代表"), "{}", page.text());
            page.text().contains("第5位代表：")
        };
        assert!(receipt(
            "阿卜杜热合曼·阿卜杜热依木",
            "青石县柳林镇三号路12号三单元"
        ));
        assert!(!receipt(&"长".repeat(190), &"路".repeat(200)));
    });
}
