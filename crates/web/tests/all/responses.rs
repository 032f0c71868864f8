//! Responses by pages and by API: opened, answered, ended; and closed to whoever it complains of.

use super::desk_support::{Person, signed_in};
use super::plans::{house, in_force};
use super::staff::{OFFICE, get, member, post, upload};
use super::support::{App, between, pdf};
use huiyin_domain::ids::StaffId;
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::on_sqlite;
use serde_json::json;

#[test]
fn a_program_opens_one_sees_it_and_takes_steps() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        let clerk = &house.clerk.1;
        let body = json!({ "place": "park-reception", "people": "12-30", "topic": "工资拖欠" });
        post(&app, clerk, "/api/v1/responses", &[], &body).refused(409, "no_plan_in_force");
        in_force(&app, &house);
        let opened = post(
            &app,
            clerk,
            "/api/v1/responses",
            &[("idempotency-key", "a")],
            &body,
        );
        assert_eq!(opened.status, 201, "{}", opened.text());
        let again = post(
            &app,
            clerk,
            "/api/v1/responses",
            &[("idempotency-key", "a")],
            &body,
        );
        assert_eq!(again.json(), opened.json(), "one response for one key");
        let id = opened.json()["id"].as_i64().expect("an id");
        let at = format!("/api/v1/responses/{id}");
        let view = get(&app, clerk, &at).json();
        assert_eq!(
            (&view["level"], &view["people_max"]),
            (&json!("III"), &json!(30))
        );
        assert_eq!(view["calls"].as_array().expect("a list").len(), 4);
        let steps = format!("{at}/steps");
        let step = json!({ "step": "arrive", "posts": ["petition-office-head"] });
        assert_eq!(post(&app, clerk, &steps, &[], &step).status, 200);
        let twice = post(&app, clerk, &steps, &[], &step).refused(409, "response_step_refused");
        assert_eq!(twice["run_refusal"], "already-there");
        let end = json!({ "step": "end", "text": "谈过了", "anyway": true });
        post(&app, clerk, &steps, &[], &end).refused(403, "not_allowed");
        // Whoever was not called and receives nobody hears that there is none.
        let stranger = member(&app, "stranger", &[(OFFICE, "handler")]);
        for path in [at.as_str(), "/api/v1/responses/999"] {
            get(&app, &stranger.1, path).refused(404, "not_found");
        }
        post(&app, &stranger.1, &steps, &[], &end).refused(404, "not_found");
        let list = get(&app, &stranger.1, "/api/v1/responses").json();
        assert_eq!(list["entries"], json!([]));
        assert_eq!(post(&app, &house.leader.1, &steps, &[], &end).status, 200);
        assert_eq!(
            get(&app, clerk, "/api/v1/responses").json()["entries"],
            json!([])
        );
    });
}

#[test]
fn what_has_no_place_in_it_is_refused() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let before = app.stored();
        for body in [
            json!({ "place": "park-reception", "people": "5", "attendees": ["王某"] }),
            json!({ "place": "park-reception", "people": "5", "topic": "找13800138000" }),
            json!({ "place": "park-reception", "people": "many" }),
            json!({ "place": "park-reception" }),
            json!({ "place": "park-reception", "people": "5", "respondents": [99] }),
        ] {
            post(&app, &house.clerk.1, "/api/v1/responses", &[], &body)
                .refused(422, "fields_refused");
        }
        assert_eq!(app.stored(), before);
    });
}

#[test]
fn who_owes_the_answer_and_whom_it_is_about_is_named_by_page_while_it_runs() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "park-reception", "people": "25" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body);
        let at = format!("/desk/responses/{}", opened.json()["id"]);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let page = clerk.get(&at);
        for step in ["concerned", "about"] {
            let href = format!("{at}/do/{step}");
            assert!(page.text().contains(&href), "{}", page.text());
            let form = clerk.get(&href);
            assert_eq!(form.status, 200);
            let empty = clerk.post(&href, &[]);
            assert_eq!(empty.status, 422, "{}", empty.text());
        }
        let named = clerk.post(&format!("{at}/do/about"), &[("posts", "leader-in-charge")]);
        assert_eq!(named.status, 303, "{}", named.text());
        let form = clerk.get(&format!("{at}/do/about"));
        assert!(
            form.text().contains("已经写明的：分管信访工作领导"),
            "{}",
            form.text()
        );
        // At the opening posts stand beside the units.
        let form = clerk.get("/desk/open-response");
        assert!(
            form.text()
                .contains(r#"value="sample-park/leader-in-charge""#)
        );
        assert!(
            !form
                .text()
                .contains(r#"value="sample-park/unit-head-concerned""#)
        );
    });
}

#[test]
fn signed_minutes_go_in_by_page_and_by_api_and_come_out_for_few() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let token = &house.clerk.1;
        let body = json!({ "place": "park-reception", "people": "25" });
        let opened = post(&app, token, "/api/v1/responses", &[], &body);
        let id = opened.json()["id"].to_string();
        let at = format!("/api/v1/responses/{id}");
        let tell = |told: serde_json::Value| {
            let step = json!({ "step": "receive", "told": told });
            let told = post(&app, token, &format!("{at}/steps"), &[], &step);
            assert_eq!(told.status, 200, "{}", told.text());
        };
        let step = json!({ "step": "arrive", "posts": ["petition-office-head"] });
        assert_eq!(
            post(&app, token, &format!("{at}/steps"), &[], &step).status,
            200
        );
        tell(json!({ "begin-talk": { "posts": ["petition-office-head"] } }));
        let signed = format!("{at}/signed-minutes");
        get(&app, token, &signed).refused(409, "response_step_refused");
        let scan = pdf(2_000);
        let send = |fields: &[(&str, &str)]| {
            let file = Some(("scan", "签名.pdf", scan.as_slice()));
            upload(&app, token, &signed, &[], (fields, file))
        };
        send(&[("agreed", "yes")]).refused(409, "response_step_refused");
        tell(json!({ "minutes": { "text": "厂里答应周五发工资" } }));
        for wrong in [
            &[("agreed", "perhaps")][..],
            &[("agreed", "no")],
            &[("agreed", "yes"), ("who", "王某")],
        ] {
            send(wrong).refused(422, "fields_refused");
        }
        assert_eq!(send(&[("agreed", "yes")]).status, 200);
        let back = get(&app, token, &signed);
        assert_eq!(back.status, 200);
        assert_eq!(back.header("content-type"), "application/pdf");
        let stranger = member(&app, "stranger", &[(OFFICE, "handler")]);
        get(&app, &stranger.1, &signed).refused(404, "not_found");
        // Written again they are answered on the desk.
        tell(json!({ "minutes": { "text": "厂里答应周四发工资" } }));
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let desk = format!("/desk/responses/{id}");
        let form = clerk.get(&format!("{desk}/receive/answer"));
        assert!(
            form.text().contains("multipart/form-data"),
            "{}",
            form.text()
        );
        let fields = [("agreed", "no"), ("otherwise", "还有加班费")];
        let file = ("scan", "签名.pdf", scan.as_slice());
        let done = clerk.upload(&format!("{desk}/receive/answer"), &fields, file);
        assert_eq!(done.status, 303, "{}", done.text());
        let page = clerk.get(&desk);
        assert!(page.text().contains(&format!("{desk}/signed-minutes")));
        assert_eq!(clerk.get(&format!("{desk}/signed-minutes")).status, 200);
    });
}

#[test]
fn several_who_came_together_are_ticked_with_one_button_and_without_script() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "park-reception", "people": "25" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body);
        let id = opened.json()["id"].to_string();
        let at = format!("/desk/responses/{id}");
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let page = clerk.get(&at);
        let boxes = page.text().matches(r#"type="checkbox" id="there"#).count();
        assert_eq!(boxes, 4, "{}", page.text());
        let none = clerk.post(&format!("{at}/do/arrive"), &[]);
        assert_eq!(none.status, 409);
        assert!(none.text().contains("没有选岗位"), "{}", none.text());
        let ticked = [
            ("there", "petition-office-head"),
            ("there", "leader-in-charge"),
            ("there", "governance-head"),
        ];
        let told = clerk.post(&format!("{at}/do/arrive"), &ticked);
        assert_eq!(told.status, 303, "{}", told.text());
        let view = get(&app, &house.clerk.1, &format!("/api/v1/responses/{id}")).json();
        let calls = view["calls"].as_array().expect("a list");
        let there = calls.iter().filter(|call| call["state"] == "there");
        assert_eq!(there.count(), 3, "{view}");
        let page = clerk.get(&at);
        assert!(
            !page.text().contains("一起到的"),
            "one is left, with a button"
        );
    });
}

#[test]
fn the_desk_opens_one_and_each_button_tells_one_thing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let page = clerk.get("/desk/open-response");
        assert_eq!(page.status, 200);
        assert!(page.text().contains("大约多少人"), "{}", page.text());
        let wrong = clerk.post(
            "/desk/open-response",
            &[("place", "sample-park/park-reception"), ("people", "人")],
        );
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("人数写成30"));
        let opened = clerk.post(
            "/desk/open-response",
            &[
                ("place", "sample-park/park-reception"),
                ("people", "5"),
                ("topic", "工资"),
                ("unwell", "yes"),
            ],
        );
        assert_eq!(opened.status, 303, "{}", opened.text());
        let at = opened.header("location").to_owned();
        let page = clerk.get(&at);
        assert_eq!(page.status, 200);
        for words in ["5人", "四级", "工资", "有人不舒服", "信访办主任", "到了"] {
            assert!(page.text().contains(words), "{words}");
        }
        let arrived = clerk.post(
            &format!("{at}/do/arrive"),
            &[("there", "petition-office-head")],
        );
        assert_eq!(arrived.status, 303);
        let twice = clerk.post(
            &format!("{at}/do/arrive"),
            &[("there", "petition-office-head")],
        );
        assert_eq!(twice.status, 409);
        assert!(twice.text().contains("已经到场"));
        let counted = clerk.post(&format!("{at}/do/count"), &[("people", "25-30")]);
        assert_eq!(counted.status, 303);
        assert!(clerk.get(&at).text().contains("25至30人"));
        assert_eq!(clerk.get(&format!("{at}/do/end")).status, 403);
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let ended = leader.post(
            &format!("{at}/do/end"),
            &[("text", "谈过了"), ("anyway", "yes")],
        );
        assert_eq!(ended.status, 303);
        assert!(leader.get(&at).text().contains("已结束"));
        let list = leader.get("/desk/responses");
        assert!(list.text().contains("园区接待室"));
        let mut stranger = signed_in(
            &app,
            StaffId::new(member(&app, "stranger", &[(OFFICE, "auditor")]).0),
        );
        assert_eq!(stranger.get(&at).status, 404);
        assert_eq!(stranger.get("/desk/open-response").status, 403);
    });
}

#[test]
fn an_improvement_is_noted_with_its_post_day_and_part_of_the_plan_and_is_done() {
    on_sqlite(|place| {
        let monday = Instant::parse("2026-03-02T02:00:00Z").expect("an instant");
        place.clock.set(monday);
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "park-reception", "people": "5" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body);
        let at = format!("/desk/responses/{}", opened.json()["id"]);
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        assert!(!leader.get(&at).text().contains("记一项改进"), "it runs");
        let end = [("text", "谈过了"), ("anyway", "yes")];
        assert_eq!(leader.post(&format!("{at}/do/end"), &end).status, 303);
        assert!(leader.get(&at).text().contains("记一项改进"));
        let form = leader.get(&format!("{at}/do/improve"));
        for words in ["由哪个岗位做", "规则：园区接待室，1至20人", "不改预案"]
        {
            assert!(form.text().contains(words), "{words}: {}", form.text());
        }
        let note = |leader: &mut Person<'_>, by: &str| {
            let fields = [
                ("text", "饮水提前备好"),
                ("post", "duty-clerk"),
                ("part", "rule.park-small"),
                ("by", by),
            ];
            leader.post(&format!("{at}/do/improve"), &fields)
        };
        let wrong = note(&mut leader, "2026-02-30");
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.text().contains("饮水提前备好"),
            "what was typed stays"
        );
        assert_eq!(note(&mut leader, "2026-03-20").status, 303);
        let page = leader.get(&at);
        for words in ["改进事项", "饮水提前备好", "信访办值班员", "要改预案的"]
        {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        assert!(leader.get("/desk").text().contains("改进：信访办值班员"));
        let done = [("nth", "1"), ("text", "值班室常备20瓶")];
        let done = leader.post(&format!("{at}/do/improved"), &done);
        assert_eq!(done.status, 303, "{}", done.text());
        let page = leader.get(&at);
        assert!(page.text().contains("值班室常备20瓶") && page.text().contains("做到了"));
        assert!(!leader.get("/desk").text().contains("改进：信访办值班员"));
    });
}

#[test]
fn the_room_notes_an_arrival_without_sign_in_and_a_get_does_nothing() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let body = json!({ "place": "park-reception", "people": "5" });
        let id = post(&app, clerk, "/api/v1/responses", &[], &body).json()["id"].clone();
        let at = format!("/api/v1/responses/{id}");
        let code = get(&app, clerk, &at).json()["room_code"].clone();
        let room = format!("/room/{}", code.as_str().expect("a code"));
        let mut phone = app.browser();
        let before = app.stored();
        let page = phone.get(&room);
        assert_eq!(page.status, 200);
        assert!(page.text().contains("信访办主任"));
        assert_eq!(app.stored(), before, "a GET does nothing");
        let noted = phone.post(&room, &[("post", "petition-office-head")]);
        assert_eq!(noted.status, 303);
        let view = get(&app, clerk, &at).json();
        assert_eq!(view["calls"][0]["state"], "there");
        assert_eq!(phone.post("/room/AAAAAAAA", &[("post", "x")]).status, 410);
        assert_eq!(phone.get("/page/AAAA").status, 410);
    });
}

#[test]
fn whoever_opens_a_link_without_an_account_changes_the_language_where_they_are() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let body = json!({ "place": "park-reception", "people": "5" });
        let id = post(&app, clerk, "/api/v1/responses", &[], &body).json()["id"].clone();
        let view = get(&app, clerk, &format!("/api/v1/responses/{id}")).json();
        let room = format!("/room/{}", view["room_code"].as_str().expect("a code"));
        let mut phone = app.browser();
        for (path, words) in [
            (room.as_str(), "Head of the petition office"),
            ("/page/AAAA", "This link does not work any more"),
            ("/report/AAAA", "This link does not work any more"),
        ] {
            phone.get("/language?to=zh");
            let page = phone.get(path);
            assert!(!page.text().contains(words));
            let back = between(page.text(), "/language?to=en&#38;back=", "\"").expect("a switch");
            let switched = phone.get(&format!("/language?to=en&back={back}"));
            assert_eq!(switched.header("location"), path, "back where they were");
            let english = phone.get(path);
            assert!(english.text().contains(words), "{}", english.text());
        }
    });
}

#[test]
fn the_card_of_somebody_whom_the_desk_rings_says_that_no_number_is_on_file() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "park-reception", "people": "5" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body);
        let id = opened.json()["id"].clone();
        let at = format!("/desk/responses/{id}");
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let seen = clerk.get(&at);
        assert!(seen.text().contains("没有存号码"), "{}", seen.text());
        assert!(!seen.text().contains("把号码存上"), "a clerk keeps none");
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let seen = leader.get(&at);
        assert!(seen.text().contains("/desk/rosters/sample-park#outside"));
        let view = get(&app, &house.clerk.1, &format!("/api/v1/responses/{id}")).json();
        let page = &view["calls"][0]["pages"][0];
        assert_eq!(
            (&page["desk_rings"], &page["phone"]),
            (&json!(true), &json!(null))
        );
    });
}

#[test]
fn a_screen_is_let_in_once_shows_no_topic_and_refreshes_without_script() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let body = json!({ "place": "park-reception", "people": "5", "topic": "金丝雀厂欠薪" });
        let id = post(&app, clerk, "/api/v1/responses", &[], &body).json()["id"].clone();
        let mut leader = signed_in(&app, StaffId::new(house.leader.0));
        let board = leader.get(&format!("/board/{id}"));
        assert_eq!(board.status, 200);
        for words in [
            "金丝雀厂欠薪",
            "园区接待室",
            "http-equiv=\"refresh\"",
            "data-board",
        ] {
            assert!(board.text().contains(words), "{words}");
        }
        assert!(
            board
                .header("content-security-policy")
                .contains("connect-src 'self'")
        );
        let made = leader.post(&format!("/desk/responses/{id}/screen"), &[]);
        assert_eq!(made.status, 200, "{}", made.text());
        let href = between(made.text(), "/board/open/", "<").expect("a link");
        let link = format!("/board/open/{href}");
        let mut screen = app.browser();
        assert_eq!(
            screen.get("/board/screen").status,
            404,
            "nothing was let in"
        );
        assert_eq!(screen.get(&link).status, 200);
        assert_eq!(
            screen.get("/board/screen").status,
            404,
            "opening a link does nothing"
        );
        assert_eq!(screen.post(&link, &[]).status, 303);
        let shown = screen.get("/board/screen");
        assert_eq!(shown.status, 200);
        assert!(shown.text().contains("信访办主任"));
        assert!(!shown.text().contains("金丝雀"), "no topic on a screen");
        let mut other = app.browser();
        assert_eq!(other.post(&link, &[]).status, 410, "one screen");
        let mut stranger = signed_in(
            &app,
            StaffId::new(member(&app, "stranger", &[(OFFICE, "handler")]).0),
        );
        assert_eq!(stranger.get(&format!("/board/{id}")).status, 404);
        let end = json!({ "step": "end", "text": "谈过了", "anyway": true });
        let steps = format!("/api/v1/responses/{id}/steps");
        assert_eq!(post(&app, &house.leader.1, &steps, &[], &end).status, 200);
        let over = screen.get("/board/screen");
        assert_eq!(over.status, 410, "it ends with the response");
        assert!(over.text().contains("已结束") && over.text().contains("data-ended"));
        assert!(!over.text().contains("信访办主任") && !over.text().contains("查询码"));
        let ended = leader.get(&format!("/board/{id}"));
        assert!(ended.text().contains("已结束") && ended.text().contains("没有到"));
        assert!(!ended.text().contains("请打电话或当面叫人") && !ended.text().contains("呼叫中"));
    });
}

#[test]
fn the_desk_receives_a_group_and_registers_its_petition_in_one_step() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let body = json!({ "place": "park-reception", "people": "5", "topic": "工资" });
        let opened = post(&app, &house.clerk.1, "/api/v1/responses", &[], &body).json();
        let id = opened["id"].clone();
        let mut clerk = signed_in(&app, StaffId::new(house.clerk.0));
        let at = format!("/desk/responses/{id}");
        let to = |step: &str| format!("{at}/receive/{step}");
        assert_eq!(clerk.get(&to("nothing")).status, 403);
        let wrong = clerk.post(
            &to("representatives"),
            &[("name-1", "金丝雀"), ("contact-1", "13800138000")],
        );
        assert_eq!(wrong.status, 422);
        assert!(
            wrong.text().contains("本人同意才留联系方式"),
            "{}",
            wrong.text()
        );
        let noted = clerk.post(
            &to("representatives"),
            &[
                ("name-1", "金丝雀"),
                ("contact-1", "13800138000"),
                ("agreed-1", "yes"),
                ("name-3", "银杏树"),
            ],
        );
        assert_eq!(noted.status, 303, "{}", noted.text());
        let needed = clerk.post(&to("need"), &[("kind", "interpreter"), ("people", "2")]);
        assert_eq!(needed.status, 303);
        let many = clerk.post(&to("need"), &[("kind", "interpreter"), ("people", "两个")]);
        assert_eq!(many.status, 422);
        let page = clerk.get(&at);
        for words in ["代表", "2人", "翻译：2人", "登记来访人的信访件"] {
            assert!(page.text().contains(words), "{words}");
        }
        assert!(!page.text().contains("金丝雀"));
        let seen = clerk.post(&to("who"), &[]);
        assert_eq!(seen.status, 200);
        assert!(seen.text().contains("金丝雀") && seen.text().contains("13800138000"));
        let arrived = clerk.post(
            &format!("{at}/do/arrive"),
            &[("there", "petition-office-head")],
        );
        assert_eq!(arrived.status, 303);
        let form = clerk.get(&to("talk"));
        assert!(form.text().contains("信访办主任"), "{}", form.text());
        let begun = clerk.post(&to("talk"), &[("posts", "petition-office-head")]);
        assert_eq!(begun.status, 303, "{}", begun.text());
        assert!(clerk.get(&at).text().contains("第1次谈话"));
        let minutes = [("text", "一周内修好路灯\n修好之前加两盏临时灯")];
        let written = clerk.post(&to("minutes"), &minutes);
        assert_eq!(written.status, 303, "{}", written.text());
        assert!(clerk.get(&at).text().contains("加两盏临时灯"));
        assert_eq!(clerk.post(&to("end-talk"), &[("talk", "1")]).status, 303);
        let empty = clerk.post(&to("petition"), &[("subject", "工资没发")]);
        assert_eq!(empty.status, 422);
        assert!(empty.text().contains("工资没发"), "nothing typed is lost");
        let registered = clerk.post(
            &to("petition"),
            &[
                ("subject", "工资没发"),
                ("body", "三月份的工资没有发"),
                ("requests", "发工资\n发加班费"),
            ],
        );
        assert_eq!(registered.status, 200, "{}", registered.text());
        for words in ["第1位代表", "第2位代表", "只能看", "huiyin-receipt/1"] {
            assert!(registered.text().contains(words), "{words}");
        }
        assert!(clerk.get(&at).text().contains("来访人的信访件"));
        let mut stranger = signed_in(
            &app,
            StaffId::new(member(&app, "stranger", &[(OFFICE, "auditor")]).0),
        );
        for step in ["who", "petition", "need"] {
            assert_eq!(stranger.post(&to(step), &[]).status, 404, "{step}");
        }
    });
}

#[test]
fn a_program_tells_how_a_group_is_received_and_registers_its_petition() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = house(&app);
        in_force(&app, &house);
        let clerk = &house.clerk.1;
        let body = json!({ "place": "park-reception", "people": "5" });
        let id = post(&app, clerk, "/api/v1/responses", &[], &body).json()["id"].clone();
        let at = format!("/api/v1/responses/{id}");
        let who = format!("{at}/representatives");
        let none = post(&app, clerk, &who, &[], &json!({})).refused(409, "response_step_refused");
        assert_eq!(none["run_refusal"], "no-representatives");
        let told = json!({ "step": "receive", "told": { "representatives": [
            { "name": "金丝雀", "contact": "a@example.org", "agreed": true },
        ] } });
        assert_eq!(
            post(&app, clerk, &format!("{at}/steps"), &[], &told).status,
            200
        );
        let list = post(&app, clerk, &who, &[], &json!({})).json();
        assert_eq!(list["entries"][0]["name"], "金丝雀");
        let matter = json!({ "subject": "工资没发", "body": "三月份的工资没有发" });
        let petition = format!("{at}/petition");
        let done = post(&app, clerk, &petition, &[("idempotency-key", "k")], &matter);
        assert_eq!(done.status, 201, "{}", done.text());
        let again = post(&app, clerk, &petition, &[("idempotency-key", "k")], &matter);
        assert_eq!(again.json(), done.json());
        assert_eq!(done.json()["codes"].as_array().expect("a list").len(), 1);
        let view = get(&app, clerk, &at).json();
        assert_eq!(view["reception"]["petition"], done.json()["number"]);
    });
}
