//! Hostile insiders over HTTP, by the API and by the pages of the desk: a respondent's handler, a curious
//! clerk, a unit head who wants it gone, an administrator (RULES 4.1 to 4.3, 5.9). Which test holds which rule,
//! and what needs more than a number to attack, such as ratings, stands in `hostile.rs`.
//!
//! What may not be known of is answered as a number that was never given, to the byte; no list or count
//! changes by it; each attempt stands in the log under who made it. `app/tests/all/insider.rs` asks the
//! same of the use cases.

use super::insider_support::{
    Attempt, Insider, assert_alike, assert_no_canary, attempt, attempts, by_api, step, unpacked,
};
use super::support::{App, log};
use huiyin_app::ExportFormat;
use huiyin_domain::event::{AccessPart, Envelope, Event};
use huiyin_domain::ids::Position;
use huiyin_domain::petition::{Action, Class, Command};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{
    CANARIES, CANARIES_OF_IDENTITY, FIRST, Filed, Park, accept, claim, draft, transfer,
};
use huiyin_testkit::store::rows::JournalRow;
use serde_json::json;

/// A number that was never given.
const NEVER: &str = "2026-999999";

pub fn respondents(park: &Park<'_>, units: &[&str], posts: &[&str]) -> Command {
    Command::NameRespondents {
        units: units.iter().map(|unit| park.unit(unit)).collect(),
        posts: posts.iter().map(|post| park.post(post)).collect(),
        words: Vec::new(),
    }
}

pub fn journal(app: &App) -> Vec<JournalRow> {
    let rows = app
        .huiyin
        .store()
        .read_here(|reader| reader.journal_after(FIRST, Position::new(0), 10_000));
    rows.expect("reads")
}

/// Whatever they try, it is as if there were no such petition, and nothing is written but the log.
pub fn knows_nothing(insider: &mut Insider<'_>, park: &Park<'_>, filed: &Filed, tried: &[Attempt]) {
    let number = filed.number.to_string();
    let before = park.rows();
    for attempt in tried {
        let one = insider.is_refused(attempt, &number, &[404]);
        let other = insider.is_refused(attempt, NEVER, &[404]);
        let at = format!("{} {attempt}", insider.login);
        assert_alike(&at, (&one, &number), (&other, NEVER));
        assert_no_canary(&at, &one.answer.bytes, CANARIES);
    }
    assert_eq!(park.rows(), before, "{} left a trace", insider.login);
}

/// What their lists and figures show, so that it can be compared with what they show afterwards.
pub struct Lists(Vec<(String, Vec<u8>)>);

impl Lists {
    pub fn of(insider: &mut Insider<'_>) -> Self {
        Self(insider.lists())
    }

    pub fn are_as_before(&self, insider: &mut Insider<'_>, filed: &[&Filed]) {
        for ((path, before), (_, after)) in self.0.iter().zip(insider.lists()) {
            let at = format!("{} {path}", insider.login);
            assert_no_canary(&at, &after, CANARIES);
            let text = String::from_utf8_lossy(&after);
            for one in filed {
                assert!(!text.contains(&one.number.to_string()), "{at}: {text}");
            }
            // A workbook is the sheet of the text beside it, packed anew each time.
            if !path.contains("xlsx") && !grows(path) {
                let before = String::from_utf8_lossy(before);
                let differs = before
                    .lines()
                    .zip(text.lines())
                    .find(|(one, other)| one != other);
                assert!(before == text, "{at} tells that there is more: {differs:?}");
            }
        }
    }

    /// The same to the byte; a workbook is the sheet of the text beside it, packed anew each time.
    pub fn are_wholly_as_before(&self, insider: &mut Insider<'_>) {
        let lists = self.0.iter().zip(insider.lists());
        let lists = lists.filter(|((path, _), _)| !path.contains("xlsx") && !grows(path));
        for ((path, before), (_, after)) in lists {
            let (before, after) = (
                String::from_utf8_lossy(before),
                String::from_utf8_lossy(&after),
            );
            let mut lines = before.lines().zip(after.lines());
            let differs = lines.find(|(one, other)| one != other);
            assert!(before == after, "{} {path}: {differs:?}", insider.login);
        }
    }
}

/// What was refused is listed for the auditor, and grows by what is tried here: alike, whether there is such a
/// petition or not (`app/tests/all/refused.rs`).
fn grows(path: &str) -> bool {
    ["/desk/admin/audit", "/api/v1/admin/refusals"].contains(&path)
}

/// A cheap part of what there is to try: each way to look.
pub fn looks() -> Vec<Attempt> {
    let all = attempts().into_iter();
    all.filter(|one| one.method == "GET" && !one.path.contains("/do/"))
        .collect()
}

/// Nothing that leaves the sealed parts tells who it was or what it said.
pub fn leaves_no_trace(app: &App, park: &Park<'_>) {
    for row in journal(app) {
        assert_no_canary("the journal", &row.open, CANARIES);
    }
    let authority = park.huiyin.authority(None).expect("an authority");
    for format in ExportFormat::ALL {
        let mut out = Vec::new();
        let exported = park.huiyin.export_petitions(&authority, format, &mut out);
        exported.expect("exports");
        let at = format!("the export as {format:?}");
        let out = unpacked(&out);
        assert!(
            String::from_utf8_lossy(&out).contains("2026-000001"),
            "{at} holds the petitions"
        );
        assert_no_canary(&at, &out, CANARIES);
    }
    assert_no_canary("/metrics", &app.get("/metrics").bytes, CANARIES);
    assert_no_canary("the log", log().as_bytes(), CANARIES);
    let doctor = app.huiyin.doctor(true).expect("the doctor comes");
    assert_eq!(doctor.findings, []);
}

#[test]
fn whom_a_petition_complains_of_finds_no_trace_of_it() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let logins = [
            "roadhandler",
            "roadhead",
            "roadclerk",
            "teamhandler",
            "double",
        ];
        let mut insiders = logins.map(|login| Insider::enters(&app, &park, login));
        let before: Vec<Lists> = insiders.iter_mut().map(Lists::of).collect();
        let mut all = Vec::new();
        for class in [Class::Suggestion, Class::Disclosure, Class::Claim] {
            let filed = park.file(false);
            let classify = Command::Classify {
                class,
                branch: (class == Class::Claim).then_some(6),
                category: None,
                reason: String::new(),
            };
            park.does(
                "clerk",
                &filed,
                vec![respondents(&park, &["roads"], &[]), classify],
            );
            if class != Class::Disclosure {
                park.does("clerk", &filed, vec![transfer(park.unit("economy"))]);
                park.does("ecohandler", &filed, vec![Command::Receive, Command::Take]);
            }
            all.push(filed);
        }
        for (insider, before) in insiders.iter_mut().zip(&before) {
            for filed in &all {
                knows_nothing(insider, &park, filed, &looks());
            }
            before.are_as_before(insider, &all.iter().collect::<Vec<_>>());
        }
        for insider in &mut insiders[..2] {
            knows_nothing(insider, &park, &all[2], &attempts());
        }
        leaves_no_trace(&app, &park);
    });
}

/// More than a page of what is hidden neither shortens a page nor stands in its cursor.
#[test]
fn a_long_list_has_no_gap_where_something_is_hidden() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let mut double = Insider::enters(&app, &park, "double");
        let empty = Lists::of(&mut double);
        let mut hidden = Vec::new();
        for _ in 0..52 {
            let filed = park.file(false);
            let named = respondents(&park, &["roads"], &[]);
            let on = transfer(park.unit("economy"));
            park.does("clerk", &filed, vec![claim(), named, on]);
            hidden.push(filed);
        }
        empty.are_as_before(&mut double, &hidden.iter().collect::<Vec<_>>());
        let seen = park.at("economy", "ecohandler");
        let inbox = double.lists();
        let inbox = inbox.iter().find(|(path, _)| path == "/api/v1/inbox");
        let inbox = String::from_utf8_lossy(&inbox.expect("the inbox").1).into_owned();
        assert!(inbox.contains(&seen.number.to_string()), "{inbox}");
        assert!(inbox.contains("\"next\":null"), "{inbox}");
    });
}

#[test]
fn before_it_is_sorted_only_the_intake_finds_it() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let logins = ["roadclerk", "officehead", "leader", "admin", "supervisor"];
        let mut insiders = logins.map(|login| Insider::enters(&app, &park, login));
        let before: Vec<Lists> = insiders.iter_mut().map(Lists::of).collect();
        let filed = park.file(false);
        for (insider, before) in insiders.iter_mut().zip(&before) {
            knows_nothing(insider, &park, &filed, &looks());
            before.are_as_before(insider, &[&filed]);
        }
        knows_nothing(&mut insiders[0], &park, &filed, &attempts());
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn a_restricted_petition_is_not_there_but_for_its_officers() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let logins = [
            "clerk",
            "officehead",
            "officehandler",
            "boss",
            "supervisor",
            "auditor",
            "admin",
        ];
        let mut insiders = logins.map(|login| Insider::enters(&app, &park, login));
        let before: Vec<Lists> = insiders.iter_mut().map(Lists::of).collect();
        let filed = park.file(true);
        for (insider, before) in insiders.iter_mut().zip(&before) {
            knows_nothing(insider, &park, &filed, &looks());
            before.are_as_before(insider, &[&filed]);
        }
        for insider in &mut insiders[..2] {
            knows_nothing(insider, &park, &filed, &attempts());
        }
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn another_unit_an_administrator_and_who_stepped_aside_find_nothing() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let logins = ["ecohandler2", "roadhead", "planthandler", "admin"];
        let mut insiders = logins.map(|login| Insider::enters(&app, &park, login));
        let before: Vec<Lists> = insiders.iter_mut().map(Lists::of).collect();
        let filed = park.at("economy", "ecohandler");
        let aside = Command::Recuse {
            reason: "亲属".into(),
        };
        park.does("ecohandler2", &filed, vec![aside]);
        for (insider, before) in insiders.iter_mut().zip(&before) {
            knows_nothing(insider, &park, &filed, &looks());
            before.are_as_before(insider, &[&filed]);
        }
        knows_nothing(&mut insiders[0], &park, &filed, &attempts());
        knows_nothing(&mut insiders[3], &park, &filed, &attempts());
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn a_post_that_is_complained_of_has_nothing_to_approve_nor_its_stand_in() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let mut insiders = ["boss", "roadhead"].map(|login| Insider::enters(&app, &park, login));
        let before: Vec<Lists> = insiders.iter_mut().map(Lists::of).collect();
        let filed = park.at("economy", "ecohandler");
        let steps = vec![
            accept(),
            respondents(&park, &[], &["boss"]),
            draft(),
            Command::Submit,
        ];
        park.does("ecohandler", &filed, steps);
        for (insider, before) in insiders.iter_mut().zip(&before) {
            knows_nothing(insider, &park, &filed, &attempts());
            before.are_as_before(insider, &[&filed]);
        }
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn who_may_read_the_matter_does_not_learn_who_brought_it() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let number = filed.number.to_string();
        let identity = CANARIES.split_at(CANARIES_OF_IDENTITY).0;
        let reveals = [
            attempt("GET", "/api/v1/petitions/{number}?identity=true", &[]),
            attempt("POST", "/desk/petitions/{number}/identity", &[]),
        ];
        for login in ["auditor", "supervisor", "leader", "clerk"] {
            let mut insider = Insider::enters(&app, &park, login);
            for look in looks().iter().filter(|one| !one.path.contains("identity")) {
                let page = insider.tries(look, &number);
                let at = format!("{login} {look}");
                assert!(
                    [200, 403, 404].contains(&page.answer.status),
                    "{at}: {}",
                    page.answer.status
                );
                assert_no_canary(&at, &page.answer.bytes, identity);
                assert_no_canary(
                    &at,
                    format!("{:?}", page.answer.headers).as_bytes(),
                    CANARIES,
                );
            }
            for reveal in &reveals {
                insider.is_refused(reveal, &number, &[403]);
            }
            for (path, list) in insider.lists() {
                assert_no_canary(&path, &list, identity);
            }
        }
        let rows = journal(&app);
        let revealed = rows.iter().filter(|row| {
            let envelope: Envelope = serde_json::from_slice(&row.open).expect("an envelope");
            matches!(envelope.event, Event::AccessRecorded(one) if one.part == AccessPart::Identity)
        });
        assert_eq!(revealed.count(), 0, "nobody saw it");
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn each_opening_stands_on_the_tracking_page_by_whatever_door() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let number = filed.number.to_string();
        let doors = [
            (
                "ecohandler",
                attempt("GET", "/desk/petitions/{number}", &[]),
            ),
            ("ecohead", attempt("GET", "/api/v1/petitions/{number}", &[])),
            (
                "ecohandler2",
                attempt("GET", "/desk/petitions/{number}/do/accept", &[]),
            ),
            (
                "ecoclerk",
                attempt("GET", "/desk/petitions/{number}/answer", &[]),
            ),
            (
                "auditor",
                attempt("GET", "/desk/petitions/{number}/approve", &[]),
            ),
            (
                "double",
                attempt("POST", "/desk/petitions/{number}/identity", &[]),
            ),
        ];
        for (nth, (login, door)) in doors.iter().enumerate() {
            let mut insider = Insider::enters(&app, &park, login);
            let page = insider.tries(door, &number);
            assert!(
                page.answer.status < 500,
                "{login} {door}: {}",
                page.answer.text()
            );
            let track = app
                .get(&format!("/api/v1/track/{}", filed.code.grouped()))
                .json();
            let records = track["access_records"].as_array().expect("records").clone();
            let own = records.iter().filter(|one| one["name"] == *login).count();
            let parts = if door.path.ends_with("identity") {
                2
            } else {
                1
            };
            assert_eq!(own, parts, "{nth} {login} {door}: {records:?}");
        }
    });
}

/// RULES 5.9: nobody makes it go away but the petitioner.
#[test]
fn a_unit_head_who_wants_it_gone_gets_nowhere() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("roads", "roadhead");
        park.does("roadhead", &filed, vec![accept()]);
        let hidden = park.at("economy", "ecohead");
        let number = filed.number.to_string();
        let mut head = Insider::enters(&app, &park, "roadhead");
        let version = park.rows();
        let (state, duties) = stands(&park, &filed);
        let away = [
            Action::Withdraw,
            Action::WithdrawOnPaper,
            Action::UndoWithdrawal,
            Action::Verify,
            Action::AcceptService,
            Action::DisputeTime,
            Action::Close,
            Action::Decline,
            Action::RenewCode,
            Action::EarlierTime,
            Action::CorrectBreach,
        ];
        for (action, fields) in Command::FIELDS.iter().filter(|(one, _)| away.contains(one)) {
            head.is_refused(&by_api(step(*action, fields)), &number, &[403, 409]);
            let path = format!("/desk/petitions/{{number}}/do/{}", action.word());
            let fields = [("reason", "in-hand"), ("notice", "不办"), ("paper", "1")];
            let form = attempt("POST", &path, &fields);
            head.is_refused(&form, &number, &[403, 404, 409, 422]);
        }
        for into in [hidden.number.to_string().as_str(), NEVER] {
            let fields = [("into", into), ("reason", "同一事项")];
            let merge = attempt("POST", "/desk/petitions/{number}/do/merge", &fields);
            let one = head.is_refused(&merge, &number, &[422]);
            assert!(
                one.answer.text().contains("没有找到这个编号"),
                "{}",
                one.answer.text()
            );
        }
        let into = [hidden.id.raw(), 9_999_999].map(|into| {
            let merge = json!({"action": "merge", "into": into, "reason": "同一事项"});
            head.is_refused(&by_api(merge), &number, &[409])
        });
        assert_alike("merge", (&into[0], NEVER), (&into[1], NEVER));
        assert_eq!(
            stands(&park, &filed),
            (state, duties),
            "it stands as it stood"
        );
        let kinds = journal(&app)
            .into_iter()
            .skip(usize::try_from(version).expect("rows"));
        let kinds: Vec<String> = kinds.map(|row| row.kind).collect();
        assert!(
            kinds.iter().all(|kind| kind == "AccessRecorded"),
            "{kinds:?}"
        );
        leaves_no_trace(&app, &park);
    });
}

/// State and open duties, as the supervisor's program sees them.
fn stands(park: &Park<'_>, filed: &Filed) -> (String, Vec<(String, String, String)>) {
    let view = park.open("supervisor", filed, false).expect("opens");
    let duties = view.obligations.into_iter();
    let duties = duties.map(|one| (one.kind, one.state, one.due_at));
    (view.state, duties.collect())
}

/// What drops a respondent, lowers confidentiality, classifies otherwise or renews a code takes two.
#[test]
fn what_takes_two_people_is_not_done_by_one() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let number = filed.number.to_string();
        park.does(
            "ecohandler",
            &filed,
            vec![respondents(&park, &["roads"], &[])],
        );
        let mut handler = Insider::enters(&app, &park, "ecohandler");
        let mut hidden = Insider::enters(&app, &park, "roadhandler");
        let none = json!({"action": "name-respondents", "units": [], "posts": [], "words": []});
        let read = attempt("GET", "/api/v1/petitions/{number}", &[]);
        let read = handler.tries(&read, &number).answer;
        let none = by_api(none).having_read(read.header("etag"));
        let asked = handler.tries(&none, &number).answer.json();
        assert_eq!(asked["events"], json!(["SecondPersonAsked"]));
        let proposal = journal(&app).last().expect("a row").position.raw();
        let agree = json!({
            "action": "decide-proposal", "proposal": proposal, "agree": true, "reason": "同意",
        });
        let alone = handler.is_refused(&by_api(agree.clone()), &number, &[409]);
        assert_eq!(
            alone.answer.json()["refusal"]["code"],
            "second_person_differs"
        );
        let path = "/desk/petitions/{number}/do/decide-proposal";
        let proposal = proposal.to_string();
        let fields = [
            ("proposal", proposal.as_str()),
            ("agree", "yes"),
            ("reason", "同意"),
        ];
        handler.is_refused(&attempt("POST", path, &fields), &number, &[409]);
        hidden.is_refused(&by_api(agree), &number, &[404]);
        knows_nothing(&mut hidden, &park, &filed, &looks());
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn a_unit_that_is_asked_finds_the_question_and_nothing_beside_it() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.at("economy", "ecohandler");
        let number = filed.number.to_string();
        let ask = Command::AskStatement {
            unit: park.unit("plant"),
            question: "当天谁值班？".into(),
        };
        park.does(
            "ecohandler",
            &filed,
            vec![respondents(&park, &["plant"], &[]), ask],
        );
        let rows = journal(&app);
        let asked = rows
            .iter()
            .find(|row| row.kind == "StatementAsked")
            .expect("asked");
        let asked = asked.position.raw().to_string();
        let mut plant = Insider::enters(&app, &park, "planthandler");
        for (path, list) in plant.lists() {
            assert_no_canary(&path, &list, CANARIES);
        }
        let others = attempts()
            .into_iter()
            .filter(|one| !one.path.contains("give-statement"));
        let others: Vec<Attempt> = others.filter(|one| !one.path.contains(&asked)).collect();
        let others = others
            .into_iter()
            .filter(|one| !one.tells("give-statement"));
        knows_nothing(&mut plant, &park, &filed, &others.collect::<Vec<_>>());
        let question = Attempt::of_question(&asked);
        for door in &question {
            let page = plant.tries(door, &number).answer;
            assert_eq!(page.status, 200, "{door}: {}", page.text());
            assert!(page.text().contains("当天谁值班？"), "{}", page.text());
            assert_no_canary(&door.to_string(), &page.bytes, CANARIES);
        }
        for login in ["roadhandler", "admin", "auditor"] {
            let mut other = Insider::enters(&app, &park, login);
            for door in &question {
                other.is_refused(door, &number, &[404]);
            }
        }
        leaves_no_trace(&app, &park);
    });
}
