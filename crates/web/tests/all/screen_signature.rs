//! The minutes signed on the screen of the desk: by form and by API, refused where it is no signature, and drawn with
//! the mouse in a real browser.

use super::desk::PASSWORD;
use super::desk_support::signed_in;
use super::journey::served;
use super::plans::{House, house, in_force};
use super::staff::{OFFICE, get, member, post, upload};
use super::support::{Answer, App, FIRST, pdf};
use super::ways::Way;
use super::webdriver::{Driver, Person, Setup};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Language;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::{Value, json};
use std::sync::Arc;

const DRAWN: &str = "100,100-300,300;300,100-100,300";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const DESK: (u32, u32) = (1_280, 900);

/// A response with two representatives whose minutes wait to be answered.
struct ReadBack<'a> {
    app: &'a App,
    house: House,
    id: String,
}

impl<'a> ReadBack<'a> {
    fn on(app: &'a App) -> Self {
        let house = house(app);
        in_force(app, &house);
        let body = json!({ "place": "park-reception", "people": "25" });
        let opened = post(app, &house.clerk.1, "/api/v1/responses", &[], &body);
        let id = opened.json()["id"].to_string();
        let one = Self { app, house, id };
        one.steps(&json!({ "step": "arrive", "posts": ["petition-office-head"] }));
        one.tells(&json!({ "representatives": [{ "name": "金秀英" }, { "name": "李四" }] }));
        one.tells(&json!({ "begin-talk": { "posts": ["petition-office-head"] } }));
        one.writes("厂里答应周五发工资");
        one
    }

    fn steps(&self, step: &Value) {
        let at = format!("/api/v1/responses/{}/steps", self.id);
        let taken = post(self.app, &self.house.clerk.1, &at, &[], step);
        assert_eq!(taken.status, 200, "{}", taken.text());
    }

    fn tells(&self, told: &Value) {
        self.steps(&json!({ "step": "receive", "told": told }));
    }

    fn writes(&self, text: &str) {
        self.tells(&json!({ "minutes": { "text": text } }));
    }

    fn signed(&self) -> String {
        format!("/api/v1/responses/{}/signed-minutes", self.id)
    }

    /// Sends what was drawn, by API.
    fn sends(&self, drawn: &[&str]) -> Answer {
        let mut fields = vec![("agreed", "yes")];
        fields.extend(drawn.iter().map(|one| ("signature", *one)));
        let form = (fields.as_slice(), None);
        upload(self.app, &self.house.clerk.1, &self.signed(), &[], form)
    }

    fn minutes(&self) -> Value {
        let at = format!("/api/v1/responses/{}", self.id);
        let view = get(self.app, &self.house.clerk.1, &at).json();
        view["reception"]["minutes"].clone()
    }
}

#[test]
fn what_was_drawn_goes_in_by_api_and_comes_out_as_a_picture_for_few() {
    each_engine(|place| {
        let app = App::on(place);
        let one = ReadBack::on(&app);
        let before = app.stored();
        let long = vec!["10,10-20,20"; 201].join(";");
        let wrong: [(&[&str], &str); 6] = [
            (&["<svg/>"], "not_a_drawing"),
            (&["100,100-5000,300"], "not_a_drawing"),
            (&["600,200"], "drawing_too_small"),
            (&[long.as_str()], "drawing_too_large"),
            (&[DRAWN, DRAWN, DRAWN], "too_many"),
            (&[DRAWN, "10"], "not_a_drawing"),
        ];
        for (drawn, code) in wrong {
            let refused = one.sends(drawn).refused(422, "fields_refused");
            assert_eq!(refused["errors"][0]["field"], "signature", "{refused}");
            assert_eq!(refused["errors"][0]["code"], code, "{refused}");
        }
        // An empty drawing is none, and a scan beside a drawing is one too many.
        let refused = one.sends(&[""]).refused(422, "fields_refused");
        assert_eq!(refused["errors"][0]["field"], "scan", "{refused}");
        let fields = [("agreed", "yes"), ("signature", DRAWN)];
        let scan = pdf(2_000);
        let both = (&fields[..], Some(("scan", "签名.pdf", scan.as_slice())));
        let both = upload(&app, &one.house.clerk.1, &one.signed(), &[], both);
        let refused = both.refused(422, "fields_refused");
        assert_eq!(refused["errors"][0]["code"], "drawing_beside_a_scan");
        assert_eq!(app.stored(), before, "nothing is kept");

        let taken = one.sends(&[DRAWN, "", DRAWN]);
        assert_eq!(taken.status, 200, "{}", taken.text());
        let minutes = one.minutes();
        assert_eq!(
            (&minutes["agreed"], &minutes["drawn"], &minutes["scanned"]),
            (&json!(true), &json!(true), &json!(true))
        );
        let picture = get(&app, &one.house.clerk.1, &one.signed());
        assert_eq!(picture.status, 200);
        assert_eq!(picture.header("content-type"), "image/png");
        assert!(picture.bytes.starts_with(PNG));
        let stranger = member(&app, "stranger", &[(OFFICE, "handler")]);
        get(&app, &stranger.1, &one.signed()).refused(404, "not_found");
    });
}

#[test]
fn on_the_desk_it_is_one_of_three_ways_and_a_refused_form_keeps_it() {
    on_sqlite(|place| {
        let app = App::on(place);
        let one = ReadBack::on(&app);
        let mut clerk = signed_in(&app, StaffId::new(one.house.clerk.0));
        let desk = format!("/desk/responses/{}", one.id);
        let answer = format!("{desk}/receive/answer");
        let form = clerk.get(&answer);
        // One field for each who speaks for the group, shown by the script, which is ours; the other ways stand there.
        assert_eq!(form.text().matches("data-pad hidden").count(), 2);
        for words in [
            "data-script=\"/assets/sign-",
            "name=\"code\"",
            "name=\"scan\"",
            "一样有效",
        ] {
            assert!(form.text().contains(words), "{words}: {}", form.text());
        }
        let junk = [("agreed", "yes"), ("signature", "alert(1)")];
        let refused = clerk.post(&answer, &junk);
        assert_eq!(refused.status, 422);
        assert!(
            refused.text().contains("不是签名框画出来的"),
            "{}",
            refused.text()
        );
        let otherwise = [("agreed", "no"), ("signature", ""), ("signature", DRAWN)];
        let refused = clerk.post(&answer, &otherwise);
        assert_eq!(refused.status, 422, "what they see otherwise is missing");
        let kept = format!("value=\"{DRAWN}\"");
        assert!(refused.text().contains(&kept), "{}", refused.text());
        let none = clerk.post(&answer, &[("agreed", "yes"), ("signature", "")]);
        assert_eq!(none.status, 422, "neither code nor signature");
        let signed = [
            ("agreed", "no"),
            ("otherwise", "还有加班费"),
            ("signature", DRAWN),
        ];
        let done = clerk.post(&answer, &signed);
        assert_eq!(done.status, 303, "{}", done.text());
        let page = clerk.get(&desk);
        for words in ["在屏幕上签名", "还有加班费", "看代表在屏幕上的签名"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let picture = clerk.get(&format!("{desk}/signed-minutes"));
        assert_eq!(picture.status, 200);
        assert!(picture.bytes.starts_with(PNG));
        // The copy to take home holds no picture, as it holds no scan.
        let copy = clerk.get(&format!("{desk}/minutes"));
        assert!(copy.text().contains("还有加班费"));
        for picture in ["signed-minutes", "data:image/png"] {
            assert!(!copy.text().contains(picture), "{picture}");
        }
    });
}

/// The clerk takes the invitation up and opens the form.
async fn opens(person: &Person, app: &App, clerk: i64, path: &str) {
    let by = (FIRST, Actor::Operator);
    let invite = app.huiyin.invite(by, StaffId::new(clerk), None);
    let link = invite.await.expect("a link").answer;
    person
        .goes(&format!("/desk/invitation/{}", link.token))
        .await;
    person.types("#password", PASSWORD).await;
    person.types("#again", PASSWORD).await;
    person.clicks("main form button[type=submit]").await;
    person.arrives("/desk").await;
    person.goes(path).await;
}

/// What the pads would send, one a line.
async fn drawn(person: &Person) -> String {
    let script = "return [...document.querySelectorAll('[name=signature]')].map((one) => one.value).join('\\n')";
    let value = person.runs(script, Vec::new()).await;
    value.as_str().expect("a text").to_owned()
}

#[test]
fn somebody_signs_with_the_mouse_clears_it_and_signs_again() {
    on_sqlite(|place| {
        let app = App::on(place);
        let one = ReadBack::on(&app);
        let desk = format!("/desk/responses/{}", one.id);
        served(Arc::clone(&app.huiyin), async |site| {
            let driver = Driver::start();
            let setup = Setup {
                size: DESK,
                script: true,
            };
            let person = driver.person(setup, site).await;
            let answer = format!("{desk}/receive/answer");
            opens(&person, &app, one.house.clerk.0, &answer).await;
            let pad = "[data-pad]:not([hidden]) canvas";
            person.sees(pad).await;
            assert!(!person.has("[data-sign-without]:not([hidden])").await);
            person.is_accessible("the minutes to sign").await;
            assert_eq!(
                drawn(&person).await,
                "\n",
                "two who may sign, and nobody did"
            );

            person
                .draws(pad, &[(-100.0, -40.0), (0.0, 40.0), (100.0, -40.0)])
                .await;
            let first = drawn(&person).await;
            let points = first.trim_end().split('-').count();
            assert!(first.ends_with('\n') && points >= 3, "{first}");
            person.clicks("[data-pad] button").await;
            assert_eq!(drawn(&person).await, "\n", "it is cleared");
            person.draws(pad, &[(-150.0, 0.0), (150.0, 10.0)]).await;
            person.draws(pad, &[(0.0, -50.0), (10.0, 50.0)]).await;
            assert_eq!(drawn(&person).await.matches(';').count(), 1, "two strokes");

            // Refused, it stands there again, in the field and on the canvas.
            let signed = drawn(&person).await;
            person.fills("agreed", "no").await;
            person
                .clicks("main form button.button:not(.plain-button)")
                .await;
            person.sees(".error-summary").await;
            person.sees(pad).await;
            assert_eq!(drawn(&person).await, signed);
            let inked = "const seen = document.querySelector('[data-pad] canvas'); \
                const all = seen.getContext('2d').getImageData(0, 0, seen.width, seen.height).data; \
                return all.some((one) => one > 0);";
            assert_eq!(person.runs(inked, Vec::new()).await, true);
            person.fills("agreed", "yes").await;
            person
                .clicks("main form button.button:not(.plain-button)")
                .await;
            person.arrives(&desk).await;
            let said = person.reads("main").await;
            assert!(said.contains("代表同意（在屏幕上签名）"), "{said}");
            person.client.close().await.expect("the browser closes");
        });
        assert_eq!(one.minutes()["drawn"], true);
    });
}

#[test]
fn a_finger_signs_on_a_phone_and_without_script_the_page_says_how_else() {
    on_sqlite(|place| {
        let app = App::on(place);
        let one = ReadBack::on(&app);
        let desk = format!("/desk/responses/{}", one.id);
        let answer = format!("{desk}/receive/answer");
        served(Arc::clone(&app.huiyin), async |site| {
            let (driver, other) = (Driver::start(), Driver::start());
            let way = |script| Way {
                language: Language::Zh,
                script,
            };
            let person = driver.person(way(false).phone(), site).await;
            opens(&person, &app, one.house.clerk.0, &answer).await;
            let said = person.reads("main").await;
            for words in ["没有运行脚本", "查询码", "签在纸上"] {
                assert!(said.contains(words), "{words}: {said}");
            }
            let shown = person.sees("canvas").await.is_displayed().await;
            assert!(!shown.expect("looks"));
            let page = "the minutes to sign, without script";
            way(false).checks(&person, page).await;
            person.client.close().await.expect("the browser closes");

            let person = other.person(way(true).phone(), site).await;
            opens(&person, &app, one.house.clerk.0, &answer).await;
            let pad = "[data-pad]:not([hidden]) canvas";
            person.sees(pad).await;
            way(true).checks(&person, "the minutes to sign").await;
            let places = [(-80.0, 0.0), (0.0, 20.0), (80.0, -20.0)];
            person.touches(pad, &places).await;
            assert!(drawn(&person).await.trim_end().split('-').count() >= 3);
            person.client.close().await.expect("the browser closes");
        });
    });
}
