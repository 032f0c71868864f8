//! The inbox by many at once: petitions sent on together, each answering for itself; keys that can be switched off; and the next matter of the same person.

use super::desk_support::{NAME, PHONE, Park, petition};
use super::support::{Answer, App, between};
use huiyin_testkit::engine::on_sqlite;

const OVERTAKEN: &str = "别人改过这一件，没有照办";

/// What the tick of a petition's row sends.
fn tick(inbox: &Answer, number: &str) -> String {
    let begin = format!("name=\"number\" value=\"{number}@");
    let rest = inbox.text().split_once(&begin).expect("a tick").1;
    let (version, rest) = rest.split_once('"').expect("a version");
    assert!(rest.starts_with(" form=\"bulk\""), "{rest}");
    format!("{number}@{version}")
}

#[test]
fn ticked_petitions_go_each_by_its_own_command_and_each_tells_what_became_of_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let (first, _) = park.registered(&mut clerk);
        let (second, _) = park.registered(&mut clerk);
        for number in [&first, &second] {
            clerk.act(number, "classify", &[("class", "claim.6")]);
        }
        let inbox = clerk.get("/desk");
        let [one, two] = [&first, &second].map(|number| tick(&inbox, number));
        let labour = park.labour.to_string();
        let sent = clerk.post(
            "/desk/assign",
            &[
                ("number", &one),
                ("number", &two),
                ("number", &one),
                ("number", "2026-999999"),
                ("to", &labour),
            ],
        );
        assert_eq!(sent.status, 200, "{}", sent.text());
        let text = sent.text();
        assert!(text.contains("3件里办了2件"), "{text}");
        assert!(text.contains("没有这一件，或您不能打开"), "{text}");
        // Sent again, each page would refuse it; so does this one, with the reason.
        let mut handler = park.person("handler");
        let seen = format!("{first}@{}", handler.version(&first));
        let again = clerk.post("/desk/assign", &[("number", &seen), ("to", &labour)]);
        assert!(again.text().contains("1件里办了0件"), "{}", again.text());
        assert!(!again.text().contains(OVERTAKEN), "{}", again.text());
        let theirs = handler.get("/desk");
        for number in [&first, &second] {
            assert!(theirs.text().contains(number.as_str()), "{}", theirs.text());
        }
        // A handler sends nothing on from the list, and the order without ticks does nothing.
        assert!(
            !theirs.text().contains("form=\"bulk\""),
            "{}",
            theirs.text()
        );
        let nothing = clerk.post("/desk/assign", &[("to", &labour)]);
        assert!(nothing.text().contains("请先勾选"), "{}", nothing.text());
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn letters_can_be_switched_off_and_the_list_of_keys_stands_without_a_script() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let me = clerk.get("/desk/me");
        assert!(me.text().contains("<kbd>J</kbd>"), "{}", me.text());
        assert!(!me.text().contains("data-letters"), "{}", me.text());
        assert_eq!(
            clerk.post("/desk/me/keys", &[("letters", "off")]).status,
            303
        );
        let off = clerk.get("/desk");
        assert!(
            off.text().contains("data-letters=\"off\""),
            "{}",
            off.text()
        );
        clerk.post("/desk/me/keys", &[("letters", "on")]);
        assert!(!clerk.get("/desk").text().contains("data-letters"));
    });
}

#[test]
fn the_next_matter_of_the_same_person_keeps_the_contact_in_the_form_only() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let page = clerk.post(
            "/desk/new",
            &[
                ("channel", "phone"),
                ("subject", "三月份的工资到现在没发"),
                ("body", "我在A区工地干了四个月。"),
                ("request", "把三月份的工资发了"),
                ("category_words", "010101 城乡建设 / 安全生产 / 事故处理"),
                ("who", "named"),
                ("name", NAME),
                ("phone", PHONE),
                ("do", "same"),
            ],
        );
        assert_eq!(page.status, 200, "{}", page.text());
        let text = page.text();
        let code = between(text, "class=\"code\" translate=\"no\">", "<").expect("a code");
        for kept in [NAME, PHONE] {
            assert!(
                text.contains(&format!("value=\"{kept}\"")),
                "{kept}: {text}"
            );
        }
        assert!(!text.contains("我在A区工地"), "{text}");
        // The code opens the first one, and the receipt can still be printed.
        let (number, shown) = clerk.receipt();
        assert_eq!(shown, code);
        let opened = clerk.get(&petition(&number));
        assert!(opened.text().contains("事故处理"), "{}", opened.text());
        // The contact is in no other page: a form opened anew is empty.
        let fresh = clerk.get("/desk/new");
        assert!(!fresh.text().contains(NAME), "{}", fresh.text());
        let unknown = clerk.post(
            "/desk/new",
            &[
                ("channel", "phone"),
                ("subject", "噪声"),
                ("body", "夜里打桩。"),
                ("category_words", "没有这一类"),
                ("who", "anonymous"),
            ],
        );
        assert_eq!(unknown.status, 422, "{}", unknown.text());
        let at = "href=\"#category_words\"";
        assert!(unknown.text().contains(at), "{}", unknown.text());
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn two_people_on_one_petition_see_each_other() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let page = handler.get(&petition(&number));
        assert!(
            !page.text().contains("人handler刚才也打开着"),
            "{}",
            page.text()
        );
        let mut head = park.person("head");
        let page = head.get(&petition(&number));
        assert!(
            page.text().contains("人handler刚才也打开着"),
            "{}",
            page.text()
        );
        // On each page on which it is worked, and on the page that was open before without loading it again.
        for path in ["answer", "do/ask-extension", "do/note", "present"] {
            let page = handler.get(&format!("{}/{path}", petition(&number)));
            assert_eq!(page.status, 200, "{path}");
            assert!(
                page.text().contains("人head刚才也打开着"),
                "{path}: {}",
                page.text()
            );
        }
        let mut other = park.person("other");
        let present = format!("{}/present", petition(&number));
        assert_eq!(other.get(&present).status, 404);
    });
}

#[test]
fn what_three_units_objected_to_stands_before_whoever_answers_for_them() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.registered(&mut clerk);
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        let labour = park.labour.to_string();
        let mut chief = park.person("chief");
        for nth in 1..=3 {
            clerk.act(&number, "transfer", &[("to", &labour)]);
            handler.act(&number, "object", &[("reason", "不归我们管")]);
            let units = chief.get("/desk/units");
            let told = units.text().contains("被单位异议3次");
            assert_eq!(told, nth == 3, "{nth}: {}", units.text());
            if nth < 3 {
                // The office's own page of it offers a link to the step and no form.
                let step = format!("{}/do/settle-objection", petition(&number));
                let form = clerk.get(&step);
                let version = between(form.text(), "name=\"version\" value=\"", "\"");
                let version = version.expect("a version").to_owned();
                let decided = [
                    ("version", version.as_str()),
                    ("uphold", "no"),
                    ("reason", "重新看过"),
                ];
                let settled = clerk.post(&step, &decided);
                assert_eq!(settled.status, 303, "{}", settled.text());
            }
        }
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn a_head_gives_several_to_one_handler_and_each_says_what_became_of_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let [(first, _), (second, _)] = [(); 2].map(|()| park.accepted(&mut clerk, &mut handler));
        let mut head = park.person("head");
        let inbox = head.get("/desk");
        let people = between(inbox.text(), "name=\"staff\"", "</select>").expect("who");
        assert!(people.contains("人handler"), "{people}");
        assert!(!people.contains("人other"), "of another unit: {people}");
        let value = people
            .split("<option value=\"")
            .find(|one| one.contains("人handler"));
        let value = value
            .and_then(|one| one.split('"').next())
            .expect("an id")
            .to_owned();
        let [one, two] = [&first, &second].map(|number| tick(&inbox, number));
        let none = head.post("/desk/assign", &[("do", "handler"), ("number", &one)]);
        assert!(none.text().contains("请选由谁来办"), "{}", none.text());
        let fields = [
            ("do", "handler"),
            ("staff", value.as_str()),
            ("number", &one),
            ("number", &two),
            ("number", "2026-999999"),
        ];
        let done = head.post("/desk/assign", &fields);
        assert_eq!(
            done.text().matches("由人handler承办").count(),
            2,
            "{}",
            done.text()
        );
        assert!(done.text().contains("3件里办了2件"), "{}", done.text());
        for number in [&first, &second] {
            let page = handler.get(&petition(number));
            assert!(page.text().contains("人handler"), "{}", page.text());
        }
        // A clerk sends on and names nobody here.
        let inbox = clerk.get("/desk");
        assert!(!inbox.text().contains("name=\"staff\""), "{}", inbox.text());
    });
}

#[test]
fn what_somebody_changed_since_the_list_was_made_is_left_as_it_is_and_named() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let [first, second, third] = [(); 3].map(|()| park.accepted(&mut clerk, &mut handler).0);
        let mut head = park.person("head");
        let list = head.get("/desk");
        let people = between(list.text(), "name=\"staff\"", "</select>").expect("who");
        let option = people
            .split("<option value=\"")
            .find(|one| one.contains("人head"));
        let myself = option.and_then(|one| one.split('"').next()).expect("an id");
        // Meanwhile somebody took one on, and one is sent without what was read of it.
        handler.act(&first, "take", &[]);
        let [one, two] = [&first, &second].map(|number| tick(&list, number));
        let sent = [
            ("do", "handler"),
            ("staff", myself),
            ("number", &one),
            ("number", &two),
            ("number", &third),
        ];
        let done = head.post("/desk/assign", &sent);
        assert_eq!(done.status, 200, "{}", done.text());
        assert!(done.text().contains("3件里办了1件"), "{}", done.text());
        for (number, overtaken, has_it) in [
            (&first, true, "人handler"),
            (&second, false, "人head"),
            (&third, true, "没人接"),
        ] {
            let link = format!("/desk/petitions/{number}\"");
            let row = between(done.text(), &link, "</tr>").expect("each is told of");
            assert_eq!(row.contains(OVERTAKEN), overtaken, "{number}: {row}");
            let page = head.get(&petition(number));
            let told = between(page.text(), "承办人</dt>", "</dd>").expect("who has it");
            assert!(told.contains(has_it), "{number}: {told}");
        }
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}
