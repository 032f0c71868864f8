//! Those who speak for a group leave for themselves: on the tracking page, by API, and at the counter by a signed
//! paper; no staff makes anybody leave (RULES 5.9).

use super::desk_support::{Park, Person, petition, signed_in};
use super::insider::{journal, leaves_no_trace};
use super::insider_support::{Insider, assert_alike, attempt, by_api, step};
use super::staff::{act, post_by_code};
use super::support::{App, Browser, all_between, between, pdf};
use huiyin_domain::petition::{Action, Command};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park as Office;
use serde_json::{Value, json};

const NUMBER: &str = "2026-000001";
const MATTER: [(&str, &str); 7] = [
    ("subject", "六个人的工资没发"),
    ("body", "三月份的工资到现在没发。"),
    ("whose", "several"),
    ("representative_1", "李四 13555500001"),
    ("representative_2", "王五"),
    ("who", "named"),
    ("name", "张三"),
];

/// A group's petition; a code for each who speaks for it.
fn brought(app: &App) -> Vec<String> {
    let mut browser = app.browser();
    browser.writes(&MATTER);
    assert_eq!(browser.post("/new/check", &[]).status, 303);
    let receipt = browser.get("/receipt");
    let codes = all_between(receipt.text(), "class=\"code\"", "</span>");
    let codes = codes.iter().filter_map(|one| one.rsplit('>').next());
    let codes: Vec<String> = codes.map(str::to_owned).collect();
    assert_eq!(codes.len(), 3, "{codes:?}");
    codes
}

fn tracks<'a>(app: &'a App, code: &str) -> Browser<'a> {
    let mut browser = app.browser();
    assert_eq!(browser.post("/track", &[("code", code)]).status, 303);
    browser
}

fn seen(app: &App, code: &str) -> Value {
    app.get(&format!("/api/v1/track/{code}")).json()
}

fn acts(app: &App, code: &str, action: &str) -> Value {
    let path = format!("/api/v1/track/{code}/actions");
    let done = post_by_code(app, &path, &[], &json!({"action": action}));
    assert_eq!(done.status, 200, "{action}: {}", done.text());
    done.json()
}

#[test]
fn one_leaves_on_the_page_changes_his_mind_and_leaves_by_api() {
    each_engine(|place| {
        let app = App::on(place);
        let codes = brought(&app);
        let mut own = tracks(&app, &codes[2]);
        let page = own.get("/track/petition");
        assert!(page.text().contains("我不当代表了") && !page.text().contains("撤回这一件"));
        assert_eq!(own.post("/track/act/withdraw", &[]).status, 303);
        let page = own.get("/track/petition");
        assert!(
            page.text().contains("改主意了，我还当代表"),
            "{}",
            page.text()
        );
        assert!(page.text().contains("一位代表提出退出"));
        // The others see that somebody leaves, and have nothing to undo.
        let mut other = tracks(&app, &codes[0]);
        let page = other.get("/track/petition");
        assert!(page.text().contains("一位代表提出退出") && page.text().contains("我不当代表了"));
        assert!(!page.text().contains("改主意了，我还当代表"));
        assert_eq!(seen(&app, &codes[0])["withdrawal_until"], Value::Null);
        assert_eq!(own.post("/track/act/undo-withdrawal", &[]).status, 303);
        assert!(own.get("/track/petition").text().contains("我不当代表了"));

        let left = acts(&app, &codes[2], "withdraw");
        assert_eq!(left["events"], json!(["LeavingAsked"]));
        let view = seen(&app, &codes[2]);
        assert_eq!(
            (&view["leaves_alone"], &view["acting"]),
            (&json!(true), &json!(true))
        );
        assert!(view["withdrawal_until"].is_string());
        place
            .clock
            .set(app.huiyin.now().plus_micros(16 * 86_400_000_000));
        app.huiyin.tick(app.huiyin.now()).expect("ticks");
        let view = seen(&app, &codes[2]);
        assert_eq!(
            (&view["acting"], &view["steps"]),
            (&json!(false), &json!([]))
        );
        let page = tracks(&app, &codes[2]).get("/track/petition");
        assert!(
            page.text().contains("您用的是只能看的码"),
            "{}",
            page.text()
        );
        let others = seen(&app, &codes[0]);
        assert_eq!(others["acting"], true);
        assert!(others.to_string().contains("一位代表已经退出"));
        assert!(!others.to_string().contains("王五"), "{others}");
    });
}

#[test]
fn at_the_counter_the_signed_paper_of_one_is_his_alone() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let codes = brought(&app);
        let mut clerk = park.person("clerk");
        let path = format!("{}/do/withdraw-on-paper", petition(NUMBER));
        let form = clerk.get(&path);
        for words in ["是哪一位代表的？", "登记时的第1位代表", "登记时的第3位代表"]
        {
            assert!(form.text().contains(words), "{words}");
        }
        assert!(!form.text().contains("王五"), "{}", form.text());
        let version = clerk.version(NUMBER);
        let scan = ("paper_file", "退出.pdf", &pdf(300)[..]);
        let nobody = clerk.upload(&path, &[("version", &version)], scan);
        assert_eq!(nobody.status, 409);
        assert!(
            nobody.text().contains("谁也不能替大家撤回"),
            "{}",
            nobody.text()
        );
        let version = clerk.version(NUMBER);
        let of = [("version", version.as_str()), ("representative", "2")];
        let done = clerk.upload(&path, &of, scan);
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(seen(&app, &codes[2])["withdrawal_until"].is_string());
        assert_eq!(seen(&app, &codes[0])["withdrawal_until"], Value::Null);
        // His own code keeps him in.
        assert_eq!(
            acts(&app, &codes[2], "undo-withdrawal")["events"],
            json!(["LeavingUndone"])
        );
    });
}

/// The second person agrees to what was proposed last; the new code.
fn agrees(app: &App, second: &mut Person<'_>) -> String {
    let proposal = journal(app).into_iter().rev();
    let mut proposal = proposal.filter(|row| row.kind == "SecondPersonAsked");
    let proposal = proposal.next().expect("proposed").position.to_string();
    let path = format!("{}/do/decide-proposal", petition(NUMBER));
    let fields = [("proposal", proposal.as_str()), ("agree", "yes")];
    let agreed = second.post_seen(NUMBER, &path, &fields);
    assert_eq!(agreed.status, 200, "{}", agreed.text());
    let code = between(agreed.text(), "class=\"code\" translate=\"no\">", "<");
    code.expect("a code").to_owned()
}

/// Whose codes act: each of these opens it, and no other.
fn act_still(app: &App, codes: &[&String], ended: &[&String]) {
    for code in codes {
        assert_eq!(seen(app, code)["acting"], true, "{code}");
    }
    for code in ended {
        let lost = app.get(&format!("/api/v1/track/{code}"));
        assert_eq!(lost.status, 404, "{}", lost.text());
    }
}

#[test]
fn a_lost_code_is_renewed_for_whose_it_is_and_the_others_keep_theirs() {
    each_engine(|place| {
        let app = App::on(place);
        let office = Office::build(&app.huiyin);
        let codes = brought(&app);
        let mut clerk = signed_in(&app, office.staff("clerk"));
        let mut second = signed_in(&app, office.staff("clerk2"));
        let path = format!("{}/do/renew-code", petition(NUMBER));
        let form = clerk.get(&path);
        for words in ["是哪一位代表的？", "登记时的第2位代表", "别的代表的码照用"]
        {
            assert!(form.text().contains(words), "{words}: {}", form.text());
        }
        let why = [("reason", "带身份证来")];
        let nobodys = clerk.post_seen(NUMBER, &path, &why);
        assert_eq!(nobodys.status, 409);
        let words = "没有说明是哪一位代表的查询码";
        assert!(nobodys.text().contains(words), "{}", nobodys.text());
        clerk.act(NUMBER, "renew-code", &[("representative", "1"), why[0]]);
        let waits = second.get(&petition(NUMBER));
        assert!(waits.text().contains("补发登记时第2位代表的查询码"));
        act_still(&app, &[&codes[0], &codes[1], &codes[2]], &[]);
        let fresh = agrees(&app, &mut second);
        act_still(&app, &[&codes[0], &fresh, &codes[2]], &[&codes[1]]);
        for code in [&codes[0], &fresh] {
            let told = seen(&app, code).to_string();
            assert!(told.contains("补发了登记时第2位代表的查询码"), "{told}");
        }

        // It is his own: he leaves for himself alone, though not at once.
        let leaves = format!("/api/v1/track/{fresh}/actions");
        let withdraw = json!({"action": "withdraw"});
        let early = post_by_code(&app, &leaves, &[], &withdraw).refused(409, "step_refused");
        assert_eq!(early["refusal"]["code"], "renewed_code");
        let fortnight = 14 * 86_400_000_000;
        place.clock.set(app.huiyin.now().plus_micros(fortnight));
        let left = acts(&app, &fresh, "withdraw");
        assert_eq!(left["events"], json!(["LeavingAsked"]));
        assert_eq!(seen(&app, &codes[0])["withdrawal_until"], Value::Null);

        // By API, and the one that replaced a lost one ends as well.
        let again = json!({"action": "renew-code", "representative": 1, "reason": "又丢了"});
        let asked = act(&app, &office.token("clerk"), NUMBER, &again);
        assert_eq!(asked.status, 200, "{}", asked.text());
        let mut second = signed_in(&app, office.staff("clerk2"));
        let newest = agrees(&app, &mut second);
        act_still(&app, &[&codes[0], &newest, &codes[2]], &[&codes[1], &fresh]);
        // Whoever holds the one before asked for nothing: on the page, and the others are not touched.
        let mut holder = app.browser();
        let given = holder.post("/track", &[("code", fresh.as_str())]);
        assert_eq!(given.header("location"), "/track/replaced");
        let page = holder.get("/track/replaced");
        assert!(page.text().contains("我没有要求补发"), "{}", page.text());
        let done = holder.post("/track/replaced", &[]);
        assert_eq!(
            (done.status, done.header("location")),
            (303, "/track/petition")
        );
        act_still(&app, &[&codes[0], &fresh, &codes[2]], &[&codes[1], &newest]);
        let object = |code: &str| {
            post_by_code(
                &app,
                &format!("/api/v1/track/{code}/object"),
                &[],
                &json!({}),
            )
        };
        object(&fresh).refused(404, "not_found");
        object(&codes[0]).refused(404, "not_found");
        let told = seen(&app, &codes[0]).to_string();
        assert!(told.contains("没有要求补发"), "{told}");
        let nobody = json!({"action": "renew-code", "reason": "丢了"});
        let no = act(&app, &office.token("clerk"), NUMBER, &nobody).refused(409, "step_refused");
        assert_eq!(no["refusal"]["code"], "whose_code");
        let doctor = app.huiyin.doctor(true).expect("the doctor comes");
        assert!(doctor.healthy);
    });
}

/// A unit head and a clerk who would like the loudest of them gone.
#[test]
fn no_staff_makes_one_who_speaks_for_a_group_leave() {
    each_engine(|place| {
        let app = App::on(place);
        let office = Office::build(&app.huiyin);
        let codes = brought(&app);
        let mut clerk = Insider::enters(&app, &office, "clerk");
        let mut head = Insider::enters(&app, &office, "roadhead");
        let away = [
            Action::Withdraw,
            Action::WithdrawOnPaper,
            Action::UndoWithdrawal,
        ];
        let kinds = |app: &App| -> Vec<String> {
            let rows = journal(app).into_iter().map(|row| row.kind);
            rows.filter(|kind| kind != "AccessRecorded").collect()
        };
        let before = kinds(&app);
        for (action, fields) in Command::FIELDS.iter().filter(|(one, _)| away.contains(one)) {
            let step = step(*action, fields);
            clerk.is_refused(&by_api(step.clone()), NUMBER, &[403, 409]);
            let one = head.is_refused(&by_api(step.clone()), NUMBER, &[404]);
            let other = head.is_refused(&by_api(step), "2026-999999", &[404]);
            assert_alike(action.word(), (&one, NUMBER), (&other, "2026-999999"));
            let path = format!("/desk/petitions/{{number}}/do/{}", action.word());
            let form = attempt("POST", &path, &[("representative", "2"), ("paper", "1")]);
            clerk.is_refused(&form, NUMBER, &[403, 404, 409, 422]);
        }
        assert_eq!(kinds(&app), before, "nothing came of it");
        for code in &codes {
            let view = seen(&app, code);
            assert_eq!(
                (&view["acting"], &view["withdrawal_until"]),
                (&json!(true), &Value::Null)
            );
        }
        leaves_no_trace(&app, &office);
    });
}
