//! The worked cases of `tests/cases`: stories that a petition officer can check, with the dates and
//! states that follow from the rules, run on the pure domain.

use super::office::{self, Arrival, Desk, Office};
use super::story;
use super::support::{case, text};
use huiyin_domain::event::Event;
use huiyin_domain::obligation::{ObligationState, Owed};
use huiyin_domain::petition::{Deciding, PetitionState, Reach};
use huiyin_domain::rulebook::Rulebook;
use huiyin_domain::shipped;
use huiyin_domain::time::Zone;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    covers: Vec<String>,
    case: Vec<Worked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Worked {
    name: String,
    rule: String,
    given: Given,
    #[serde(default)]
    steps: Vec<String>,
    expect: Expect,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    at: String,
    #[serde(default = "anonymous")]
    who: String,
    #[serde(default)]
    reach: Option<String>,
    #[serde(default = "cn_2022")]
    rulebook: String,
    #[serde(default = "petition_office")]
    unit: String,
    #[serde(default)]
    class: Option<String>,
    #[serde(default)]
    misconduct: bool,
    #[serde(default)]
    requests: usize,
    /// How many speak for a group beside the first.
    #[serde(default)]
    representatives: usize,
    /// Causes that stop the clock of `answer`, as a local rule may list them.
    #[serde(default)]
    stops: Vec<String>,
    /// The post that keeps the seal; every document waits for it.
    #[serde(default)]
    seal: Option<String>,
    #[serde(default)]
    other: Option<Box<Other>>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    given: Given,
    #[serde(default)]
    steps: Vec<String>,
}

fn anonymous() -> String {
    "anonymous".to_owned()
}

fn cn_2022() -> String {
    "cn-2022".to_owned()
}

fn petition_office() -> String {
    "office".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    state: String,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    open: Vec<String>,
    #[serde(default)]
    met: Vec<String>,
    #[serde(default)]
    waived: Vec<String>,
    #[serde(default)]
    closed: Vec<String>,
    #[serde(default)]
    breached: Vec<String>,
    #[serde(default)]
    corrected: Vec<String>,
    #[serde(default)]
    refused: Option<String>,
    /// The events of the last step, without what time brought before it.
    #[serde(default)]
    last: Option<Vec<String>>,
    #[serde(default)]
    accepted: Option<String>,
    #[serde(default)]
    told: Option<Vec<String>>,
    #[serde(default)]
    post: Option<String>,
    #[serde(default)]
    next: Option<String>,
    #[serde(default)]
    restricted: Option<bool>,
    #[serde(default)]
    provisional: Option<bool>,
    #[serde(default)]
    class: Option<String>,
    /// Duties that count as met late in the figures.
    #[serde(default)]
    late: Option<Vec<String>>,
    /// What is open on the petition that a split made.
    #[serde(default)]
    second: Option<Second>,
}

/// The petition that a split made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Second {
    state: String,
    #[serde(default)]
    unit: Option<String>,
    open: Vec<String>,
    #[serde(default)]
    breached: Vec<String>,
    #[serde(default)]
    next: Option<String>,
}

fn files() -> Vec<(String, File)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    names.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a file");
        let file = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let name = path.file_name().expect("a name");
        (name.to_string_lossy().into_owned(), file)
    };
    names.iter().map(read).collect()
}

fn office_of(given: &Given) -> Office {
    let mut shipped_case = case(&given.rulebook);
    if !given.stops.is_empty() {
        let list = given.stops.join("\", \"");
        let stopped = format!("warn = [\"15 d\", \"5 d\", \"1 d\"]\nsuspended_by = [\"{list}\"]");
        let file = text(shipped::rulebooks(), &given.rulebook);
        let file = file.replace("warn = [\"15 d\", \"5 d\", \"1 d\"]", &stopped);
        shipped_case.rulebook = Rulebook::parse(&file).expect("a local rule");
    }
    let mut organisation = office::organisation();
    if let Some(keeper) = &given.seal {
        organisation.seal = office::seal_kept_by(keeper);
    }
    Office {
        rulebook: shipped_case.rulebook,
        house: case("house").rulebook,
        calendar: shipped_case.calendar,
        organisation,
    }
}

fn opened<'a>(office: &'a Office, given: &Given, first: i64) -> Desk<'a> {
    let reach = match given.reach.as_deref() {
        Some("channel") => Reach::Channel,
        Some("none") => Reach::NoChannel,
        _ if given.who == "anonymous" => Reach::Anonymous,
        _ => Reach::NoChannel,
    };
    let arrival = Arrival {
        at: story::instant(&given.at, &office.rulebook.zone),
        first,
        unit: &given.unit,
        who: &given.who,
        class: given.class.as_deref(),
        misconduct: given.misconduct,
        requests: given.requests,
        representatives: given.representatives,
        reach,
    };
    Desk::open(office, &arrival)
}

/// What a step came to.
#[derive(Default)]
struct Came {
    refused: Option<String>,
    kinds: Vec<String>,
}

fn step(desk: &mut Desk<'_>, line: &str) -> Came {
    let line = story::line(line, &desk.office.rulebook.zone);
    let moments = desk.tick(line.at);
    if line.words[0][0] == "tick" {
        let kinds = moments.iter().map(|one| one.event.kind().to_owned());
        return Came {
            refused: None,
            kinds: kinds.collect(),
        };
    }
    if line.words.iter().any(|words| words[0] == "set-seal") {
        desk.reads(line.by, line.at);
    }
    let before = (desk.case.clone(), desk.journal.len());
    let mut deciding = Deciding::new(desk.case.clone(), desk.context(line.at, line.by));
    let mut outcome = Ok(());
    for words in &line.words {
        outcome = outcome.and_then(|()| match words[0].as_str() {
            "channel" => {
                let document = serde_json::from_value(words[1].as_str().into());
                deciding.channel_accepted(document.expect("a document"))
            }
            "hand-over" => deciding.hand_over("归那边办"),
            "object-renewal" => {
                let whose = words.get(1).map(|nth| nth.parse().expect("a number"));
                deciding.object_to_renewal(whose, false)
            }
            "view-code" => {
                deciding.view_code_made();
                Ok(())
            }
            _ => deciding.run(&story::command(words, desk, line.at)),
        });
    }
    match outcome {
        Err(refusal) => {
            assert_eq!(before, (desk.case.clone(), desk.journal.len()));
            Came {
                refused: Some(refusal.code.word().to_owned()),
                kinds: Vec::new(),
            }
        }
        Ok(()) => {
            let decided = deciding.case().clone();
            let events = deciding.into_events();
            desk.record(line.at, &events);
            assert_eq!(
                desk.case, decided,
                "the deciding petition is the recorded one"
            );
            let kinds = events.iter().map(|one| one.event.kind().to_owned());
            if line.words.iter().any(|words| words[0] == "split") {
                desk.split_off(&before.0, line.at);
            }
            Came {
                refused: None,
                kinds: kinds.collect(),
            }
        }
    }
}

fn run<'a>(office: &'a Office, worked: &Worked) -> (Desk<'a>, Came) {
    let mut desk = opened(office, &worked.given, 1);
    if let Some(other) = &worked.given.other {
        let mut second = opened(office, &other.given, 5001);
        for line in &other.steps {
            let came = step(&mut second, line);
            assert_eq!(came.refused, None, "{line}");
        }
        desk.other = Some(second.case);
    }
    let mut last = Came::default();
    let count = worked.steps.len();
    for (nth, line) in worked.steps.iter().enumerate() {
        last = step(&mut desk, line);
        if nth + 1 < count {
            assert_eq!(last.refused, None, "{}: {line}", worked.name);
        }
    }
    (desk, last)
}

fn short(date: impl std::fmt::Display) -> String {
    let text = date.to_string();
    text.strip_prefix("2026-")
        .map_or(text.clone(), str::to_owned)
}

fn due(owed: &Owed, zone: &Zone) -> String {
    let opened = &owed.opened;
    let exact = opened.due_at != zone.start_of(opened.due_date.tomorrow().expect("a day"));
    let when = if exact {
        short(opened.due_at.civil_in(zone).strftime("%Y-%m-%d %H:%M"))
    } else {
        short(opened.due_date)
    };
    format!("{} {when} {}", opened.term, office::unit_name(opened.unit))
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

fn terms(desk: &Desk<'_>, which: impl Fn(&Owed) -> bool) -> Vec<String> {
    let owed = desk.case.owed.values().filter(|owed| which(owed));
    sorted(owed.map(|owed| owed.opened.term.clone()).collect())
}

/// Every difference between what is expected and what came, in words.
fn differences(expect: &Expect, desk: &Desk<'_>, last: &Came) -> Vec<String> {
    let (case, zone) = (&desk.case, &desk.office.rulebook.zone);
    let mut wrong = Vec::new();
    let mut same = |what: &str, wanted: String, found: String| {
        if wanted != found {
            wrong.push(format!("  {what}\n    wanted {wanted}\n    found  {found}"));
        }
    };
    let state = PetitionState::parse(&expect.state).expect("a state");
    same("state", state.word().into(), case.state.word().into());
    if let Some(unit) = &expect.unit {
        same("unit", unit.clone(), office::unit_name(case.unit).into());
    }
    let open = case.owed.values().filter(|owed| owed.is_open());
    let open = open.map(|owed| due(owed, zone));
    let lists = [
        ("open", &expect.open, sorted(open.collect())),
        (
            "met",
            &expect.met,
            terms(desk, |one| one.state == ObligationState::Met),
        ),
        (
            "waived",
            &expect.waived,
            terms(desk, |one| one.state == ObligationState::Waived),
        ),
        (
            "closed",
            &expect.closed,
            terms(desk, |one| one.state == ObligationState::Closed),
        ),
        (
            "breached",
            &expect.breached,
            terms(desk, |one| one.breached_at.is_some()),
        ),
        (
            "corrected",
            &expect.corrected,
            terms(desk, |one| one.corrected),
        ),
    ];
    for (what, wanted, found) in lists {
        let wanted = sorted(wanted.clone());
        same(what, format!("{wanted:?}"), format!("{found:?}"));
    }
    same(
        "refused",
        format!("{:?}", expect.refused),
        format!("{:?}", last.refused),
    );
    if let Some(kinds) = &expect.last {
        same("last", format!("{kinds:?}"), format!("{:?}", last.kinds));
    }
    if let Some(day) = &expect.accepted {
        let found = case.accepted_at.map(|at| short(at.date_in(zone)));
        same("accepted", day.clone(), found.unwrap_or_default());
    }
    more(expect, desk, &mut same);
    wrong
}

fn more(expect: &Expect, desk: &Desk<'_>, same: &mut impl FnMut(&str, String, String)) {
    let (case, zone) = (&desk.case, &desk.office.rulebook.zone);
    if let Some(told) = &expect.told {
        let escalated = desk.journal.iter().rev().find_map(|row| match &row.event {
            Event::ObligationEscalated(step) => Some(step.told.clone()),
            _ => None,
        });
        let found = escalated.unwrap_or_default();
        let found: Vec<&str> = found.into_iter().map(office::post_name).collect();
        same("told", format!("{told:?}"), format!("{found:?}"));
    }
    if let Some(post) = &expect.post {
        let posts = case.owed.values().filter(|owed| owed.is_open());
        let found = posts
            .filter_map(|owed| owed.opened.post)
            .map(office::post_name)
            .next_back();
        same("post", post.clone(), found.unwrap_or("none").to_owned());
    }
    if let Some(next) = &expect.next {
        let found = case.next_moment();
        let found = found.map(|at| short(at.civil_in(zone).strftime("%Y-%m-%d %H:%M")));
        same("next", next.clone(), found.unwrap_or_else(|| "none".into()));
    }
    if let Some(restricted) = expect.restricted {
        same(
            "restricted",
            restricted.to_string(),
            case.restricted.to_string(),
        );
    }
    if let Some(provisional) = expect.provisional {
        let found = case
            .owed
            .values()
            .any(|one| one.is_open() && one.opened.provisional);
        same("provisional", provisional.to_string(), found.to_string());
    }
    if let Some(late) = &expect.late {
        let rules = desk.office.rules();
        let is_late = |owed: &Owed| {
            let met = owed.ended_at.filter(|_| owed.state == ObligationState::Met);
            !owed.corrected && met.is_some_and(|at| !rules.in_time(owed, at))
        };
        same(
            "late",
            format!("{late:?}"),
            format!("{:?}", terms(desk, is_late)),
        );
    }
    if let Some(second) = &expect.second {
        let found = desk
            .second
            .as_deref()
            .expect("a split made a second petition");
        let case = &found.case;
        same(
            "second: state",
            second.state.clone(),
            case.state.word().into(),
        );
        let owed = case.owed.values().filter(|owed| owed.is_open());
        let open = sorted(owed.map(|owed| due(owed, zone)).collect());
        let wanted = sorted(second.open.clone());
        same("second: open", format!("{wanted:?}"), format!("{open:?}"));
        let breached = terms(found, |one| one.breached_at.is_some());
        let wanted = sorted(second.breached.clone());
        same(
            "second: breached",
            format!("{wanted:?}"),
            format!("{breached:?}"),
        );
        if let Some(unit) = &second.unit {
            same(
                "second: unit",
                unit.clone(),
                office::unit_name(case.unit).into(),
            );
        }
        if let Some(next) = &second.next {
            let at = case.next_moment();
            let at = at.map(|at| short(at.civil_in(zone).strftime("%Y-%m-%d %H:%M")));
            same("second: next", next.clone(), at.unwrap_or_default());
        }
    }
    if let Some(class) = &expect.class {
        let found = case.class.map_or("none", |class| class.word());
        same("class", class.clone(), found.to_owned());
    }
}

#[test]
fn every_worked_case_comes_out_as_it_was_worked_out() {
    let mut wrong = Vec::new();
    for (file, cases) in files() {
        for worked in &cases.case {
            let office = office_of(&worked.given);
            let (desk, last) = run(&office, worked);
            let differences = differences(&worked.expect, &desk, &last);
            if !differences.is_empty() {
                let name = &worked.name;
                wrong.push(format!("{file}: {name}\n{}", differences.join("\n")));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn there_are_two_hundred_cases_and_each_rule_of_handling_is_named() {
    let files = files();
    let count: usize = files.iter().map(|(_, file)| file.case.len()).sum();
    assert!(count >= 200, "{count}");
    let mut names = BTreeSet::new();
    let mut rules = BTreeSet::new();
    for (name, file) in &files {
        let mut named = BTreeSet::new();
        for worked in &file.case {
            assert!(names.insert(worked.name.clone()), "twice: {}", worked.name);
            let rule = worked
                .rule
                .split([';', ',', ' '])
                .filter(|one| one.contains('.'));
            named.extend(rule.map(str::to_owned));
        }
        for rule in &file.covers {
            assert!(named.contains(rule), "{name} says that it covers {rule}");
        }
        rules.extend(named);
    }
    for nth in 1..=10 {
        assert!(rules.contains(&format!("5.{nth}")), "no case for 5.{nth}");
    }
}
