//! What a clerk's day needs: a disclosure is handed over like any other matter, the next step is the one
//! that is owed, one's own save is no conflict, and a search says what it found.

use super::desk_support::{Park, Person, answer_fields, change, petition, signed_in};
use super::support::{Answer, App, FIRST, between, encoded};
use huiyin_app::{Change, RoleDraft, StaffDraft};
use huiyin_domain::ids::StaffId;
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
            assert!(receipt.text().contains("这一件已转给专办员"), "{way:?}");
            assert!(!receipt.text().contains(&petition(&number)), "a dead link");
            let today = clerk.get("/desk/registered");
            assert!(today.text().contains(&number), "{}", today.text());
            assert!(!today.text().contains(&petition(&number)));
            assert!(!today.text().contains("科长"), "numbers alone");
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
        let offered = "冬季采暖（供热、供暖、暖气、取暖、热水）";
        assert!(page.text().contains(offered), "{}", page.text());
        assert_eq!(
            letter(&mut clerk, &[("category_words", "暖气")]).status,
            303
        );
        let (number, _) = clerk.receipt();
        let page = clerk.get(&petition(&number));
        assert!(page.text().contains("冬季采暖"), "{}", page.text());
        // A word that stands in one subject alone is that one.
        for (word, subject) in [
            ("征地", "土地征收"),
            ("广场舞", "噪音污染"),
            ("square dancing", "噪音污染"),
            ("宅基地", "宅基地纠纷"),
            ("占道", "城管执法"),
            ("税", "金融财税"),
        ] {
            let taken = letter(&mut clerk, &[("category_words", word)]);
            assert_eq!(taken.status, 303, "{word}: {}", taken.text());
            let (number, _) = clerk.receipt();
            let page = clerk.get(&petition(&number));
            assert!(page.text().contains(subject), "{word}: {}", page.text());
        }
        // What fits several, or none, is asked about once and stands in nobody's way.
        for (word, asked) in [
            ("纠纷", "对得上几个小类"),
            ("拖欠", "010804 拖欠工程款、150306 工资发放"),
            ("没有这一类", "没有哪个小类叫"),
        ] {
            let unknown = letter(&mut clerk, &[("category_words", word)]);
            assert_eq!(unknown.status, 422, "{word}");
            assert!(unknown.text().contains(asked), "{}", unknown.text());
            let hidden = format!("name=\"category_asked\" value=\"{word}\"");
            assert!(unknown.text().contains(&hidden), "{}", unknown.text());
            let fields = [("category_words", word), ("category_asked", word)];
            assert_eq!(letter(&mut clerk, &fields).status, 303, "{word}");
        }
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

#[test]
fn a_restricted_matter_is_offered_to_the_units_that_can_have_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let officer = |login: &str, unit: i64| {
            let draft = StaffDraft {
                login: login.to_owned(),
                name: format!("人{login}"),
                language: "zh".to_owned(),
                roles: vec![RoleDraft {
                    unit,
                    role: "officer".to_owned(),
                }],
                ..StaffDraft::default()
            };
            change(&app, Change::Staff(None, draft))
        };
        let organisation = app.runtime.block_on(app.huiyin.organisation(FIRST));
        let office = organisation.expect("reads").registering_unit().raw();
        let first = officer("first", office);
        let mut clerk = park.person("clerk");
        let shown = clerk.get("/desk/new");
        let before = "平常的事留姓名就行";
        assert!(shown.text().contains(before), "{}", shown.text());
        let sent = clerk.post(
            "/desk/new",
            &[
                ("channel", "visit"),
                ("subject", "厂里夜里排黑水"),
                ("body", "每天后半夜。"),
                ("who", "confidential"),
                ("name", "王秀英"),
            ],
        );
        assert_eq!(sent.status, 303, "{}", sent.text());
        let (number, _) = clerk.receipt();
        let mut officer_here = signed_in(&app, StaffId::new(first));
        let page = officer_here.get(&petition(&number));
        assert!(
            page.text().contains("请管理员给承办单位设专办员"),
            "{}",
            page.text()
        );
        officer("second", park.labour);
        let form = officer_here.get(&format!("{}/do/transfer", petition(&number)));
        assert!(
            form.text().contains("只列出有专办员的单位"),
            "{}",
            form.text()
        );
        let list = between(form.text(), "name=\"to\"", "</select>").expect("a list");
        assert!(list.contains("劳动监察大队"), "{list}");
        assert!(!list.contains("生态环境科"), "{list}");
    });
}

#[test]
fn what_was_registered_on_a_day_is_found_again() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (number, _) = park.registered(&mut clerk);
        let list = |clerk: &mut Person<'_>, query: &str| {
            let page = clerk.get(&format!("/desk/registered{query}"));
            assert_eq!(page.status, 200, "{}", page.text());
            page.text().to_owned()
        };
        let mine = list(&mut clerk, "");
        for shown in [petition(&number).as_str(), "三月份的工资到现在没发", "当面"] {
            assert!(mine.contains(shown), "{shown}: {mine}");
        }
        assert!(!mine.contains("谁录入的"), "{mine}");
        let office = list(&mut clerk, "?of=office");
        assert!(office.contains("人clerk"), "{office}");
        let before = list(&mut clerk, "?day=2020-01-01&of=office");
        assert!(before.contains("这一天没有") && !before.contains(&number));
        // Nobody else has the list, nor hears of it in the inbox.
        let mut handler = park.person("handler");
        assert_eq!(handler.get("/desk/registered").status, 403);
        assert!(!handler.get("/desk").text().contains("/desk/registered"));
        assert!(clerk.get("/desk").text().contains("/desk/registered"));
    });
}

#[test]
fn a_claim_is_classified_first_and_may_be_transferred_as_well_as_accepted() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        // Told as a claim, without its branch.
        letter(&mut clerk, &[("class", "claim")]);
        let (number, _) = clerk.receipt();
        assert!(next_step(&mut clerk, &number).contains("/do/classify"));
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        let step = next_step(&mut clerk, &number);
        let (accept, transfer) = (step.find("/do/accept"), step.find("/do/transfer"));
        assert!(accept < transfer && accept.is_some(), "{step}");
        let page = clerk.get(&petition(&number));
        assert_eq!(page.text().matches("/do/transfer\"").count(), 1);
        // Whoever has it to handle it is not told to send it on.
        let labour = park.labour.to_string();
        clerk.act(&number, "transfer", &[("to", &labour)]);
        handler.act(&number, "receive", &[]);
        let step = next_step(&mut handler, &number);
        assert!(!step.contains("/do/transfer"), "{step}");
    });
}

#[test]
fn all_that_is_wrong_at_the_counter_is_told_in_one_round() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let fields = [
            ("channel", "letter"),
            ("subject", "路灯不亮"),
            ("received_on", "2020-03-02"),
            ("postmark_on", "2020-03-05"),
            ("category_words", "没有这一类"),
        ];
        let again = clerk.post("/desk/new", &fields);
        assert_eq!(again.status, 422);
        for field in ["body", "who", "postmark_on", "category_words"] {
            let told = format!("href=\"#{field}\"");
            assert!(again.text().contains(&told), "{field}: {}", again.text());
        }
        // In the order of the form, whichever way the program looked: of a letter its sender stands first.
        let visit = [("channel", "visit"), fields[1], fields[4]];
        let visit = clerk.post("/desk/new", &visit);
        for (page, fields) in [
            (
                &again,
                &["postmark_on", "who", "body", "category_words"][..],
            ),
            (&visit, &["body", "category_words", "who"][..]),
        ] {
            let at = |field: &&str| page.text().find(&format!("href=\"#{field}\""));
            let order: Vec<Option<usize>> = fields.iter().map(at).collect();
            let told = order.iter().all(Option::is_some);
            assert!(told && order.is_sorted(), "{order:?}: {}", page.text());
        }
        let nothing = clerk.post("/desk/new", &[("received_on", "bald")]);
        for field in ["channel", "received_on", "subject"] {
            let told = format!("href=\"#{field}\"");
            assert!(
                nothing.text().contains(&told),
                "{field}: {}",
                nothing.text()
            );
        }
    });
}

#[test]
fn the_form_of_a_letter_begins_with_who_wrote_it_and_the_category_is_that_of_the_subject() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let mut form = |channel: &str| {
            let fields = [
                ("channel", channel),
                ("category_words", "暖气"),
                ("category", "05"),
            ];
            let refused = clerk.post("/desk/new", &fields);
            assert_eq!(refused.status, 422, "{}", refused.text());
            let text = refused.text().to_owned();
            let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}: {text}"));
            let (sender, matter) = (at("id=\"part-who\""), at("id=\"part-matter\""));
            assert_eq!(text.matches("id=\"part-who\"").count(), 1);
            let chosen = text.contains("<option value=\"01\" selected>城乡建设");
            assert!(chosen, "the subject goes before what was chosen: {text}");
            sender < matter
        };
        assert!(form("letter"));
        assert!(!form("visit"));
    });
}
