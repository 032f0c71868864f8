//! Names that nothing bears, names that two bear, and circles of names.

use super::Grid;
use crate::plan::parse::twice;
use crate::plan::{ALWAYS, Key, Notes, Plan, Rule, UNIT_HEAD_CONCERNED, Witness};

/// Checks every reference of a plan.
pub(super) fn check(grid: &Grid<'_>, notes: &mut Notes) {
    duplicates(grid, notes);
    posts(grid, notes);
    rules(grid, notes);
    crews(grid.plan, notes);
    for place in &grid.plan.places {
        let known = |id: &Key| grid.plan.rooms.iter().any(|room| room.id == *id);
        if let Some(id) = place.overflow.as_ref().filter(|id| !known(id)) {
            let at = (place.line, format!("place.{}.overflow", place.id));
            let witness = Witness {
                place: Some(place.id.clone()),
                ..Witness::default()
            };
            notes.add(
                "unknown-room",
                at,
                missing("备用场所", "[[room]]", id),
                witness,
            );
        }
    }
    hours(grid.plan, notes);
    circles(grid, notes);
}

/// The hours at which a place is open, and those of a test.
fn hours(plan: &Plan, notes: &mut Notes) {
    let tests = plan.test.iter().flat_map(|test| &test.windows);
    for id in tests.filter(|id| plan.window(id).is_none()) {
        let line = plan.test.as_ref().map_or(1, |test| test.line);
        let message = missing("时段", "[[window]]", id);
        notes.add(
            "unknown-window",
            (line, "test.when".to_owned()),
            message,
            Witness::default(),
        );
    }
    for place in &plan.places {
        for id in place.open.iter().filter(|id| plan.window(id).is_none()) {
            let at = (place.line, format!("place.{}.open", place.id));
            let witness = Witness {
                place: Some(place.id.clone()),
                ..Witness::default()
            };
            notes.add(
                "unknown-window",
                at,
                missing("时段", "[[window]]", id),
                witness,
            );
        }
    }
}

fn missing(zh: &str, en: &str, id: &Key) -> (String, String) {
    (
        format!("没有名为{id}的{zh}，请先写{en}或改正"),
        format!("there is no {en} with the id {id}; add it or correct the name"),
    )
}

/// A name that two bear: told at the second, with a case in which the name decides.
fn duplicates(grid: &Grid<'_>, notes: &mut Notes) {
    let plan = grid.plan;
    let lists: [(&str, Vec<(&Key, usize)>); 7] = [
        ("crew", lines(&plan.crews, |one| (&one.id, one.line))),
        ("place", lines(&plan.places, |one| (&one.id, one.line))),
        ("room", lines(&plan.rooms, |one| (&one.id, one.line))),
        ("post", lines(&plan.posts, |one| (&one.id, one.line))),
        (
            "recipient",
            lines(&plan.recipients, |one| (&one.id, one.line)),
        ),
        ("window", lines(&plan.windows, |one| (&one.id, one.line))),
        ("rule", lines(&plan.rules, |one| (&one.id, one.lines.rule))),
    ];
    for (kind, list) in lists {
        for id in twice(list.iter().map(|(id, _)| *id)) {
            let line = list.iter().rev().find(|(one, _)| *one == id);
            let at = (line.map_or(1, |(_, line)| *line), format!("{kind}.{id}.id"));
            let message = (
                "上面已有同名的，标识不可重复".to_owned(),
                "one with this id stands above; ids are unique".to_owned(),
            );
            notes.add("duplicate-id", at, message, case_of(grid, kind, id));
        }
    }
    if let Some(window) = plan.windows.iter().find(|window| *window.id == *ALWAYS) {
        let at = (window.line, format!("window.{}.id", window.id));
        let message = (
            "“always”指任何时间，时段请另取名".to_owned(),
            "“always” means every hour; give the window another name".to_owned(),
        );
        notes.add("duplicate-id", at, message, Witness::default());
    }
}

fn lines<T>(list: &[T], line: impl Fn(&T) -> (&Key, usize)) -> Vec<(&Key, usize)> {
    list.iter().map(line).collect()
}

/// A case in which a name of the plan decides who comes, where and when; empty where nothing uses it.
fn case_of(grid: &Grid<'_>, kind: &str, id: &Key) -> Witness {
    let plan = grid.plan;
    let ruled = |uses: &dyn Fn(&Rule) -> bool| {
        let rule = plan.rules.iter().find(|rule| uses(rule));
        rule.map(|rule| grid.example(rule))
    };
    let at_place = |id: &Key| {
        let known = ruled(&|rule| rule.places.contains(id)).unwrap_or_default();
        Witness {
            place: Some(id.clone()),
            ..known
        }
    };
    let found = match kind {
        "place" => Some(at_place(id)),
        "room" => {
            let mut places = plan.places.iter();
            let full = places.find(|place| place.overflow.as_ref() == Some(id));
            full.map(|place| at_place(&place.id))
        }
        "post" => Some(grid.example_of_post(id)),
        "crew" => {
            let crew = plan.crews.iter().find(|crew| crew.id == *id);
            let post = crew.and_then(|crew| crew.posts.first());
            post.map(|post| grid.example_of_post(post))
        }
        "recipient" => ruled(&|rule| {
            let mut reports = rule.reports.iter();
            reports.any(|report| report.to.as_ref() == Some(id))
        }),
        "window" => ruled(&|rule| rule.windows.contains(id)),
        _ => ruled(&|rule| rule.id == *id),
    };
    found.unwrap_or_default()
}

/// Whether a post is there, or is the one that is found when people are there.
fn is_post(plan: &Plan, id: &Key) -> bool {
    **id == *UNIT_HEAD_CONCERNED || plan.post(id).is_some()
}

fn posts(grid: &Grid<'_>, notes: &mut Notes) {
    let plan = grid.plan;
    if !is_post(plan, &plan.approved_by) {
        let message = missing("岗位", "[[post]]", &plan.approved_by);
        notes.add(
            "unknown-post",
            (1, "plan.approved_by".to_owned()),
            message,
            Witness::default(),
        );
    }
    for post in &plan.posts {
        let fields = post.stand_ins.iter().map(|id| ("stand_ins", id));
        for (field, id) in fields.chain(post.above.iter().map(|id| ("above", id))) {
            if !is_post(plan, id) {
                let at = (post.line, format!("post.{}.{field}", post.id));
                let witness = grid.example_of_post(&post.id);
                notes.add("unknown-post", at, missing("岗位", "[[post]]", id), witness);
            }
        }
    }
}

fn rules(grid: &Grid<'_>, notes: &mut Notes) {
    let plan = grid.plan;
    for rule in &plan.rules {
        let path = format!("rule.{}", rule.id);
        let mut note = |code, line, field: &str, message| {
            notes.add(
                code,
                (line, format!("{path}.{field}")),
                message,
                grid.example(rule),
            );
        };
        for id in rule.places.iter().filter(|id| plan.place(id).is_none()) {
            let message = missing("场所", "[[place]]", id);
            note("unknown-place", rule.lines.rule, "places", message);
        }
        for id in rule.windows.iter().filter(|id| plan.window(id).is_none()) {
            let message = missing("时段", "[[window]]", id);
            note("unknown-window", rule.lines.when, "when", message);
        }
        for receive in &rule.receive {
            for id in receive.posts.iter().filter(|id| !is_post(plan, id)) {
                let message = missing("岗位", "[[post]]", id);
                note("unknown-post", receive.line, "receive.posts", message);
            }
        }
        for task in rule.tasks.iter().filter(|task| !is_post(plan, &task.post)) {
            let message = missing("岗位", "[[post]]", &task.post);
            note("unknown-post", task.line, "task.post", message);
        }
        for report in &rule.reports {
            let known = |id: &&Key| plan.recipients.iter().any(|one| one.id == **id);
            if let Some(id) = report.to.as_ref().filter(|id| !known(id)) {
                let message = missing("报告对象", "[[recipient]]", id);
                note("unknown-recipient", report.line, "report.to", message);
            }
        }
    }
}

fn crews(plan: &Plan, notes: &mut Notes) {
    for crew in &plan.crews {
        let mut note = |code, field: &str, message| {
            let at = (crew.line, format!("crew.{}.{field}", crew.id));
            notes.add(code, at, message, Witness::default());
        };
        if crew.posts.is_empty() {
            let message = (
                "至少写一个岗位".to_owned(),
                "name at least one post".to_owned(),
            );
            note("missing-field", "posts", message);
        }
        // Who heads the unit concerned is known only when people are there: nobody can count them now.
        for id in crew.posts.iter().filter(|id| plan.post(id).is_none()) {
            note("unknown-post", "posts", missing("岗位", "[[post]]", id));
        }
        for id in crew.windows.iter().filter(|id| plan.window(id).is_none()) {
            note("unknown-window", "when", missing("时段", "[[window]]", id));
        }
    }
}

/// Posts that stand in for each other in a circle, and chains upwards that come back.
fn circles(grid: &Grid<'_>, notes: &mut Notes) {
    let plan = grid.plan;
    let stand_ins = |id: &Key| plan.post(id).map_or(&[][..], |post| &post.stand_ins);
    let above = |id: &Key| {
        plan.post(id)
            .and_then(|post| post.above.as_ref())
            .map_or(&[][..], std::slice::from_ref)
    };
    let mut told: Vec<&Key> = Vec::new();
    for post in &plan.posts {
        if told.contains(&&post.id) {
            continue;
        }
        let circle = circle(&post.id, &stand_ins);
        if let Some(circle) = circle {
            let names: Vec<&str> = circle.iter().map(|id| id.as_str()).collect();
            let line = names.join(" → ");
            let message = (
                format!(
                    "代岗成环：{line} → {}；都不在时无人可呼，请改用别的岗位",
                    post.id
                ),
                format!(
                    "stand-ins in a circle: {line} → {}; when all are away nobody is left, name another post",
                    post.id
                ),
            );
            let at = (post.line, format!("post.{}.stand_ins", post.id));
            notes.add(
                "stand-in-cycle",
                at,
                message,
                grid.example_of_post(&post.id),
            );
            told.extend(circle);
        }
    }
    told.clear();
    for post in &plan.posts {
        if told.contains(&&post.id) {
            continue;
        }
        if let Some(circle) = self::circle(&post.id, &above) {
            let names: Vec<&str> = circle.iter().map(|id| id.as_str()).collect();
            let line = names.join(" → ");
            let message = (
                format!("上级岗位成环：{line} → {}", post.id),
                format!("the posts above come back: {line} → {}", post.id),
            );
            let at = (post.line, format!("post.{}.above", post.id));
            notes.add("above-cycle", at, message, grid.example_of_post(&post.id));
            told.extend(circle);
        }
    }
}

/// The way from a post back to itself, if there is one.
fn circle<'p>(first: &'p Key, next: &impl Fn(&Key) -> &'p [Key]) -> Option<Vec<&'p Key>> {
    let mut paths: Vec<Vec<&Key>> = vec![vec![first]];
    let mut seen: Vec<&Key> = Vec::new();
    while let Some(path) = paths.pop() {
        for id in next(path.last()?) {
            if id == first {
                return Some(path);
            }
            if !seen.contains(&id) {
                seen.push(id);
                paths.push(path.iter().copied().chain([id]).collect());
            }
        }
    }
    None
}
