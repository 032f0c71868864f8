//! A drill that a script plays in real time: each inject at its minute, marked, on timeline and board; and
//! the sheet of target against actual at the end.

use super::pages::{by_text_first, pager, sms};
use super::people::refusal;
use super::responses::{House, at_the_park, call};
use super::support::{event, healthy, journal, wait};
use huiyin_app::{
    AppError, CallState, Onlooker, Refusal, ResponseDraft, ResponseStep, ResponseView,
};
use huiyin_domain::event::Event;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::response::{Event as Step, RunRefusal};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::http::HttpSink;

const SCRIPT: &str = include_str!("../../../../plans/sample-park.drill.toml");
const OFFICE: &str = "petition-office-head";

fn drill(script: &str) -> ResponseDraft {
    ResponseDraft {
        exercise: true,
        script: Some(script.to_owned()),
        ..ResponseDraft::default()
    }
}

#[test]
fn each_inject_happens_by_itself_at_its_minute_and_is_marked() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(drill(SCRIPT));
        let view = house.view(id);
        assert!(view.summary.exercise);
        assert_eq!(view.summary.people_max, Some(15), "the script names them");
        assert_eq!(view.at.id, "park-reception");
        let silent: Vec<&str> = view.silent.iter().map(|post| post.zh.as_str()).collect();
        assert_eq!(silent, ["综治办主任"]);
        assert!(view.sheet.is_empty(), "it has not ended");
        let level = view.summary.level.clone();
        // Nothing before its minute.
        house.tick(place, 3);
        let done = |id| {
            let view = house.view(id);
            let mut tasks = view.tasks.into_iter();
            let task = tasks.find(|task| task.kind == "open-rooms");
            task.expect("a task").done_at
        };
        assert_eq!(done(id), None);
        house.tick(place, 1);
        assert_eq!(done(id).as_deref(), Some("2026-03-02T10:04:00+08:00"));
        // The server was away over two injects: both are played, in order, at their minutes.
        house.tick(place, 12);
        house.tick(place, 0);
        let view = house.view(id);
        assert_eq!(
            (view.summary.people_min, view.summary.people_max),
            (Some(40), Some(60))
        );
        assert_ne!(view.summary.level, level, "more people find another rule");
        let lines: Vec<(i64, &str)> = view
            .lines
            .iter()
            .filter(|line| line.text.en.starts_with("[DRILL SCRIPT]"))
            .map(|line| (line.minute, line.text.en.as_str()))
            .collect();
        assert_eq!(
            lines,
            [
                (4, "[DRILL SCRIPT] done: open the rooms"),
                (4, "[DRILL SCRIPT] The clerk reports: the rooms are open"),
                (10, "[DRILL SCRIPT] 40 to 60 people now"),
                (10, "[DRILL SCRIPT] More people have come"),
                (15, "[DRILL SCRIPT] the players are told"),
                (
                    15,
                    "[DRILL SCRIPT] An elderly person feels unwell: see who asks, and who calls first aid"
                ),
            ]
        );
        let board = wait(house.park.huiyin.board(&Onlooker::Staff(house.clerk(), id)));
        let inject = board.expect("sees it").inject.expect("was put in");
        assert!(inject.zh.starts_with("【演练脚本】") && inject.zh.contains("有位老人"));
        // What the players are told stands in no open row.
        for row in journal(&house.park.huiyin, super::support::FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            assert!(
                !open.contains("老人") && !open.contains("elderly"),
                "{open}"
            );
        }
        healthy(&house.park.huiyin);

        let post = "petition-office-head".to_owned();
        house
            .step(
                house.park.clerk,
                id,
                ResponseStep::Arrive { posts: vec![post] },
            )
            .expect("there");
        let end = ResponseStep::End {
            text: "演练到此".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        let sheet = house.view(id).sheet;
        let row = |title: &str| sheet.iter().find(|row| row.title.zh == title);
        let rooms = row("开放接待室").expect("on the sheet");
        assert_eq!((rooms.done_minute, rooms.rating), (Some(4), "P"));
        let office = row("到场：信访办主任").expect("on the sheet");
        assert_eq!((office.due_minute, office.done_minute), (20, Some(16)));
        let undone = sheet.iter().filter(|row| row.done_minute.is_none());
        for row in undone.clone() {
            // What was not due at the end is no failure; it was not tried.
            let due = row.due_minute <= 16;
            assert_eq!(row.rating, if due { "U" } else { "—" }, "{sheet:?}");
        }
        let untried = undone.filter(|row| row.rating == "—");
        assert_eq!(
            untried.count(),
            house.view(id).not_held.len(),
            "each of what did not count stands on the sheet: {sheet:?}"
        );
        healthy(&house.park.huiyin);
    });
}

#[test]
fn what_changes_nothing_is_told_as_such_and_the_drill_goes_on() {
    each_engine(|place| {
        let house = House::on(place);
        let script = SCRIPT.replace("minute = 15\n", "minute = 12\ndone = \"open-rooms\"\n");
        let id = house.open(drill(&script));
        for _ in 0..4 {
            house.tick(place, 4);
        }
        let rows = journal(&house.park.huiyin, super::support::FIRST);
        let injected = rows.iter().filter_map(|row| match event(row) {
            Event::ResponseStepped(stepped) => match stepped.happened {
                Step::Injected { nth, refused } => Some((nth, refused)),
                _ => None,
            },
            _ => None,
        });
        let injected: Vec<_> = injected.collect();
        assert_eq!(
            injected,
            [(0, None), (1, None), (2, Some("task-done".to_owned()))]
        );
        let view = house.view(id);
        let mut lines = view.lines.iter();
        assert!(lines.any(|line| line.text.zh.contains("（没有变化）")));
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_script_is_for_a_drill_of_its_plan_and_is_read_before_anybody_is_called() {
    each_engine(|place| {
        let house = House::on(place);
        let before = journal(&house.park.huiyin, super::support::FIRST).len();
        let open = |draft| -> Result<(), AppError> {
            wait(house.park.huiyin.open_response(&house.clerk(), draft, None)).map(|_| ())
        };
        let field = |draft| match refusal(open(draft)) {
            Refusal::Fields(mut fields) => {
                let first = fields.remove(0);
                (first.field, first.problem)
            }
            other => panic!("{other:?}"),
        };
        let real = ResponseDraft {
            script: Some(SCRIPT.into()),
            ..at_the_park("5")
        };
        assert_eq!(field(real), ("script".into(), FieldProblem::OnlyInADrill));
        for (from, to, wanted) in [
            ("minute = 4", "minute = \"four\"", "第"),
            (
                "done = \"open-rooms\"",
                "done = \"disperse\"",
                "没有这个事项：disperse",
            ),
            (
                "silent = [\"governance-head\"]",
                "silent = [\"nobody\"]",
                "没有这个岗位：nobody",
            ),
            ("people = [40, 60]", "attendees = [1]", "脚本读不了"),
        ] {
            let script = SCRIPT.replace(from, to);
            assert_ne!(script, SCRIPT);
            let (field, problem) = field(drill(&script));
            let words = problem.message(huiyin_domain::language::Language::Zh);
            assert!(
                field == "script" && words.contains(wanted),
                "{field}: {words}"
            );
        }
        let rows = journal(&house.park.huiyin, super::support::FIRST).len();
        assert_eq!(rows, before, "nobody was called");
    });
}

#[test]
fn whoever_plays_silence_is_told_so_owes_no_answer_and_none_is_taken() {
    each_engine(|place| {
        let sink = HttpSink::start();
        let house = by_text_first(place, sms(&sink), None);
        let pager = pager(&house);
        let id = house.open(drill(&SCRIPT.replace("governance-head", OFFICE)));
        pager.settle().expect("sends");
        let texts: Vec<String> = sink.requests().into_iter().map(|one| one.body).collect();
        let to_the_silent = texts.iter().find(|text| text.contains("角色是不应答"));
        let text = to_the_silent.unwrap_or_else(|| panic!("{texts:?}"));
        assert!(
            text.contains("【演练】") && !text.contains("请回复"),
            "{text}"
        );
        let qin = house.who(house.qin);
        let view = house.see(&qin, id).expect("was called");
        let page = |view: &ResponseView| {
            let mut calls = view.calls.iter();
            let office = calls.find(|call| call.post == OFFICE).expect("called");
            office.pages[0].clone()
        };
        let first = page(&view);
        assert!(first.own && first.plays_silence && first.state == "waiting");
        assert!(house.owed(&qin).iter().all(|one| one.duty != "ack"));
        let others = view.calls.iter().filter(|call| call.post != OFFICE);
        let mut others = others.flat_map(|call| &call.pages);
        assert!(others.all(|page| !page.plays_silence));
        let before = journal(&house.park.huiyin, super::support::FIRST).len();
        let number = first.number;
        for who in [house.qin, house.park.clerk] {
            for step in [
                ResponseStep::Acknowledge { page: number },
                ResponseStep::Decline { page: number },
            ] {
                let refused = refusal(house.step(who, id, step));
                assert_eq!(refused, Refusal::Run(RunRefusal::PlaysSilence));
            }
        }
        let rows = journal(&house.park.huiyin, super::support::FIRST).len();
        assert_eq!(rows, before, "the script is what the others practise with");
        house.tick(place, 3);
        pager.settle().expect("sends");
        let view = house.view(id);
        assert_eq!(page(&view).state, "unanswered", "it goes on in time");
        let (_, pages) = call(&view, OFFICE);
        assert!(pages.len() > 1, "{pages:?}");
        // Whoever comes instead is told as always.
        let posts = vec![OFFICE.to_owned()];
        let there = house.step(house.park.clerk, id, ResponseStep::Arrive { posts });
        there.expect("somebody came for it");
        assert_eq!(call(&house.view(id), OFFICE).0, CallState::There);
        healthy(&house.park.huiyin);
    });
}
