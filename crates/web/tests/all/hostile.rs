//! Which attack holds which rule of RULES 4 and 5.9, rule by rule; and the attacks that need more than a number:
//! on ratings, on whom an enterprise is, on confidence that one person would lower.

use super::insider::{Lists, journal, knows_nothing, leaves_no_trace, looks, respondents};
use super::insider_support::{Attempt, Insider, assert_no_canary, attempt, by_api};
use super::support::{App, log};
use huiyin_app::ExportFormat;
use huiyin_domain::petition::{Action, Command};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{
    CANARIES, CANARIES_OF_IDENTITY, Filed, Park, accept, claim, draft, transfer,
};
use serde_json::json;

/// Each part of the rules, and the tests over HTTP that attack it: what is tried is refused and recorded, and leaves
/// no trace in answers, counts, errors, exports and the log.
const ATTACKED: &[(&str, &[&str])] = &[
    (
        "4.1 a respondent, and whoever is under it, never learns who complained, of whatever class",
        &[
            "whom_a_petition_complains_of_finds_no_trace_of_it",
            "a_long_list_has_no_gap_where_something_is_hidden",
        ],
    ),
    (
        "4.1 an enterprise owes no sorting, notice or answer",
        &["an_enterprise_is_never_made_to_owe_an_answer"],
    ),
    (
        "4.1 who is asked for a statement sees the question without identity",
        &["a_unit_that_is_asked_finds_the_question_and_nothing_beside_it"],
    ),
    (
        "4.1 heads whom a plan calls get topic and room, never names or contacts",
        &["a_head_whom_a_plan_calls_gets_topic_and_room_and_no_name"],
    ),
    (
        "4.1 no respondent is among the heads whom a plan calls",
        &["a_head_who_is_complained_of_is_not_called_and_finds_no_trace"],
    ),
    (
        "4.2 until it is sorted its intake alone sees it",
        &["before_it_is_sorted_only_the_intake_finds_it"],
    ),
    (
        "4.2 misconduct and confidence hold from the first instant",
        &["a_restricted_petition_is_not_there_but_for_its_officers"],
    ),
    (
        "4.2 lowering takes a second person and a reason, and the petitioner sees it",
        &[
            "confidence_is_lowered_by_two_and_the_petitioner_reads_why",
            "what_takes_two_people_is_not_done_by_one",
        ],
    ),
    (
        "4.2 inbox, approval and stand-in pass over respondents",
        &["a_post_that_is_complained_of_has_nothing_to_approve_nor_its_stand_in"],
    ),
    (
        "4.2 escalation and its notices pass over respondents, to the supervision organ at last",
        &["what_nobody_answers_climbs_past_whom_it_complains_of_to_the_supervision_organ_at_last"],
    ),
    (
        "4.2 reports pass over respondents",
        &[
            "whom_a_petition_complains_of_finds_no_trace_of_it",
            "what_nobody_answers_climbs_past_whom_it_complains_of_to_the_supervision_organ_at_last",
        ],
    ),
    (
        "4.3 identity and text are sealed apart",
        &[
            "who_may_read_the_matter_does_not_learn_who_brought_it",
            "no_canary_is_found_outside_of_the_sealed_parts",
        ],
    ),
    (
        "4.3 lists never show identity",
        &["another_unit_an_administrator_and_who_stepped_aside_find_nothing"],
    ),
    (
        "4.3 each opening is on record before the page is sent",
        &["each_opening_stands_on_the_tracking_page_by_whatever_door"],
    ),
    (
        "4.3 no field holds an identity-card number, and no search finds a person",
        &["no_search_and_no_field_finds_whoever_brought_it"],
    ),
    (
        "4.3 what is hidden is not told by time either",
        &[
            "what_is_hidden_takes_as_long_as_what_was_never_there",
            "a_refusal_that_names_another_petition_tells_nothing_of_it_by_words_or_by_time",
            "hints_take_as_long_where_what_they_would_show_is_hidden",
        ],
    ),
    (
        "4.4 ratings reach units as sums of five or more",
        &["ratings_of_four_are_nobodys_to_read_and_no_difference_of_sums_tells_one"],
    ),
    (
        "4.4 no staff sees who rated, nobody can ask for a change",
        &["who_rated_and_how_is_nobodys_to_see_to_give_or_to_undo"],
    ),
    (
        "5.9 no staff role withdraws, and a unit head gets nowhere",
        &["a_unit_head_who_wants_it_gone_gets_nowhere"],
    ),
    (
        "5.9 in a group each leaves for himself, and nobody makes him",
        &[
            "no_staff_makes_one_who_speaks_for_a_group_leave",
            "at_the_counter_the_signed_paper_of_one_is_his_alone",
        ],
    ),
    (
        "5.9 no document, field or template holds a promise not to petition",
        &["nobody_is_made_to_promise_that_they_give_up_petitioning"],
    ),
];

/// How many parts each rule has here: a part that goes missing is a rule that nobody attacks.
const PARTS: [(&str, usize); 5] = [
    ("4.1 ", 5),
    ("4.2 ", 6),
    ("4.3 ", 5),
    ("4.4 ", 2),
    ("5.9 ", 3),
];

#[test]
fn each_part_of_each_rule_is_attacked_by_tests_that_are_there() {
    let sources = concat!(
        include_str!("insider.rs"),
        include_str!("hostile.rs"),
        include_str!("hostile_called.rs"),
        include_str!("hostile_words.rs"),
        include_str!("group.rs"),
        include_str!("nothing.rs"),
        include_str!("canary.rs"),
    );
    for (rule, tests) in ATTACKED {
        for test in *tests {
            let there = sources.contains(&format!("#[test]\nfn {test}()"));
            let measured = sources.contains(&format!("\")]\nfn {test}()"));
            assert!(there || measured, "{rule}: {test}");
        }
    }
    for (rule, parts) in PARTS {
        let attacked = ATTACKED.iter().filter(|(one, _)| one.starts_with(rule));
        assert_eq!(attacked.count(), parts, "{rule}");
    }
}

fn answered(park: &Park<'_>) -> Filed {
    let filed = park.at("economy", "ecohandler");
    let work = vec![accept(), draft(), Command::Submit];
    park.does("ecohandler", &filed, work);
    park.does("boss", &filed, vec![Command::Approve, Command::Issue]);
    filed
}

/// What somebody's pages of petitions say of a grade, without the words of the form that asks for one.
const GRADES: [&str; 3] = ["not-satisfied", "您评的是", "You rated"];

/// Rates the unit with each code, as petitioners do.
fn rated(app: &App, filed: &[Filed]) {
    for one in filed {
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &one.code.grouped())]);
        let grade = [("grade-unit", "not-satisfied")];
        let rated = petitioner.post("/track/rate?about=unit", &grade);
        assert_eq!(rated.status, 303, "{}", rated.text());
    }
}

/// Nothing that leaves the sealed parts tells a grade.
fn tells_no_grade(app: &App, park: &Park<'_>) {
    for row in journal(app) {
        assert_no_canary("the journal", &row.open, &GRADES);
    }
    let authority = park.huiyin.authority(None).expect("an authority");
    let mut out = Vec::new();
    let exported = park
        .huiyin
        .export_petitions(&authority, ExportFormat::Csv, &mut out);
    exported.expect("exports");
    assert_no_canary("the export", &out, &GRADES);
    assert_no_canary("/metrics", &app.get("/metrics").bytes, &GRADES);
    assert_no_canary("the log", log().as_bytes(), &GRADES[..1]);
}

#[test]
fn who_rated_and_how_is_nobodys_to_see_to_give_or_to_undo() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed: Vec<Filed> = (0..4).map(|_| answered(&park)).collect();
        for one in &filed {
            // Opening it is receiving it.
            app.get(&format!("/api/v1/track/{}", one.code.grouped()));
        }
        let number = filed[0].number.to_string();
        let view = attempt("GET", "/api/v1/petitions/{number}", &[]);
        let logins = [
            "ecohandler",
            "ecohead",
            "boss",
            "supervisor",
            "auditor",
            "admin",
        ];
        let mut insiders = logins.map(|login| Insider::enters(&app, &park, login));
        for insider in &mut insiders {
            // That they looked stands on the page of whoever looks after them.
            insider.tries(&view, &number);
        }
        let mut look = |insider: &mut Insider<'_>| {
            let page = insider.tries(&view, &number).answer;
            (Lists::of(insider), page.status, page.bytes)
        };
        let seen = insiders.each_mut().map(&mut look);
        let rows = park.rows();
        rated(&app, &filed);
        assert_eq!(park.rows(), rows, "no journal tells that anybody rated");
        for (insider, (lists, status, page)) in insiders.iter_mut().zip(&seen) {
            let now = insider.tries(&view, &number).answer;
            let same = (now.status, &now.bytes) == (*status, page);
            assert!(same, "{}: {}", insider.login, now.text());
            lists.are_wholly_as_before(insider);
            // There is no step that asks for a rating, gives one or takes one back.
            for word in ["rate", "ask-rating", "withdraw-rating"] {
                assert_eq!(Action::parse(word), None);
                let step = json!({"action": word, "side": "unit", "grade": "satisfied"});
                let tried = insider.is_refused(&by_api(step), &number, &[422]);
                assert_no_canary(word, &tried.answer.bytes, &GRADES);
            }
            // The door of petitioners does not open to whoever is signed in.
            let grade = [("grade-unit", "satisfied")];
            let rates = Attempt::form("/track/rate", "/track/rate?about=unit", &grade);
            let tried = insider.tries(&rates, &number).answer;
            assert!([303, 404].contains(&tried.status), "{}", tried.status);
        }
        assert_eq!(park.rows(), rows, "what was tried left nothing");
        tells_no_grade(&app, &park);
        // It stands as it was given: nobody has changed it.
        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &filed[0].code.grouped())]);
        let own = petitioner.get("/track/petition");
        assert!(own.text().contains("您评的是：不满意。"));
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn an_enterprise_is_never_made_to_owe_an_answer() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.file(false);
        let number = filed.number.to_string();
        let named = respondents(&park, &["plant"], &[]);
        let mut clerk = Insider::enters(&app, &park, "clerk");
        let mut plant = Insider::enters(&app, &park, "planthandler");
        let before = Lists::of(&mut plant);
        park.does("clerk", &filed, vec![claim(), named]);
        let unit = park.unit("plant").raw();
        let text = unit.to_string();
        for action in ["transfer", "assign", "ask-support"] {
            let step = json!({
                "action": action, "to": unit, "unit": unit, "reason": "职责范围", "question": "请办",
            });
            let mut step = step;
            let own: &[&str] = match action {
                "ask-support" => &["action", "unit", "question"],
                _ => &["action", "to", "reason"],
            };
            step.as_object_mut()
                .expect("an object")
                .retain(|name, _| own.contains(&name.as_str()));
            let api = clerk.is_refused(&by_api(step), &number, &[409, 422]);
            assert_no_canary(action, &api.answer.bytes, CANARIES);
            let path = format!("/desk/petitions/{{number}}/do/{action}");
            let fields = [
                ("to", text.as_str()),
                ("unit", text.as_str()),
                ("reason", "职责范围"),
                ("question", "请办"),
            ];
            let form = clerk.is_refused(&attempt("POST", &path, &fields), &number, &[409, 422]);
            assert_no_canary(
                action,
                &form.answer.bytes,
                &CANARIES[..CANARIES_OF_IDENTITY],
            );
        }
        park.does("clerk", &filed, vec![transfer(park.unit("economy"))]);
        let view = park.open("clerk", &filed, false).expect("opens");
        assert_ne!(view.unit_id, unit);
        before.are_as_before(&mut plant, &[&filed]);
        knows_nothing(&mut plant, &park, &filed, &looks());
        leaves_no_trace(&app, &park);
    });
}

#[test]
fn confidence_is_lowered_by_two_and_the_petitioner_reads_why() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::build(&app.huiyin);
        let filed = park.file(true);
        let number = filed.number.to_string();
        let [mut one, mut other] =
            ["officer", "officer2"].map(|login| Insider::enters(&app, &park, login));
        let mut clerk = Insider::enters(&app, &park, "clerk");
        let lower =
            |reason: &str| by_api(json!({"action": "lower-confidentiality", "reason": reason}));
        one.is_refused(&lower(""), &number, &[409, 422]);
        clerk.is_refused(&lower("我想看"), &number, &[404]);
        let asked = one.tries(&lower("本人说不用保密了"), &number).answer;
        assert_eq!(
            asked.json()["events"],
            json!(["SecondPersonAsked"]),
            "{}",
            asked.text()
        );
        let proposal = journal(&app).last().expect("a row").position.raw();
        let agree = by_api(json!({
            "action": "decide-proposal", "proposal": proposal, "agree": true, "reason": "已核实",
        }));
        let alone = one.is_refused(&agree, &number, &[409]).answer.json();
        assert_eq!(alone["refusal"]["code"], "second_person_differs");
        clerk.is_refused(&agree, &number, &[404]);
        // Until the second person agreed nothing is lowered.
        knows_nothing(&mut clerk, &park, &filed, &looks());
        let agreed = other.tries(&agree, &number).answer;
        assert_eq!(agreed.status, 200, "{}", agreed.text());
        let track = format!("/api/v1/track/{}", filed.code.grouped());
        let track = app.get(&track).text().to_owned();
        assert!(track.contains("本人说不用保密了"), "{track}");
        leaves_no_trace(&app, &park);
    });
}
