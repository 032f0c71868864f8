//! Whether there is room, and what a plan may say about places above its own level (RULES 10.1).

use super::Grid;
use crate::organisation::Level;
use crate::plan::{By, Notes, Place, Rule, TaskKind, Witness};

/// Checks every place with the rules that name it.
pub(super) fn check(grid: &Grid<'_>, notes: &mut Notes) {
    for place in &grid.plan.places {
        let rules = grid.rules_at(place);
        if grid.plan.is_foreign(place) {
            for rule in rules {
                foreign(grid, place, rule, notes);
            }
        } else {
            room(grid, place, &rules, notes);
        }
        let exits = place.space.as_ref();
        if exits.is_some_and(crate::plan::Space::has_single_exit) {
            let message = (
                "只有一个出口，只按一半计算；请开第二个出口".to_owned(),
                "has a single exit, of which half is counted; open a second one".to_owned(),
            );
            let at = (place.line, format!("place.{}.exits_m", place.id));
            let witness = Witness {
                place: Some(place.id.clone()),
                ..Witness::default()
            };
            notes.add("single-exit", at, message, witness);
        }
    }
}

/// How many come at most, against how many the place and its overflow take.
fn room(grid: &Grid<'_>, place: &Place, rules: &[&Rule], notes: &mut Notes) {
    let at = |field: &str| (place.line, format!("place.{}.{field}", place.id));
    let Some(space) = &place.space else {
        let message = (
            "请写面积area_m2和各出口净宽exits_m".to_owned(),
            "write area_m2 and exits_m, the clear width of each exit".to_owned(),
        );
        let witness = Witness {
            place: Some(place.id.clone()),
            ..Witness::default()
        };
        notes.add("missing-field", at("area_m2"), message, witness);
        return;
    };
    let spare = place.overflow.as_ref().and_then(|id| {
        let mut rooms = grid.plan.rooms.iter();
        rooms.find(|room| room.id == *id)
    });
    let takes = space.capacity();
    let all = takes.saturating_add(spare.map_or(0, |room| room.space.capacity()));
    for rule in rules {
        let most = match rule.people {
            Some(range) => range.max,
            None => None,
        };
        let mut case = grid.example(rule);
        case.place = Some(place.id.clone());
        match most {
            None if place.overflow.is_none() => {
                let message = (
                    format!("{}没有人数上限，须写备用场所overflow", rule.id),
                    format!(
                        "{} has no upper end, so the place needs an overflow",
                        rule.id
                    ),
                );
                notes.add("missing-overflow", at("overflow"), message, case);
            }
            Some(most) if most > all => {
                case.people = Some(most);
                let message = (
                    format!(
                        "{}可来{most}人，这里连备用场所只容{all}人（本场所{takes}人）",
                        rule.id
                    ),
                    format!(
                        "{} is for up to {most} people; the place takes {takes}, with overflow {all}",
                        rule.id
                    ),
                );
                notes.add("room-too-small", at("area_m2"), message, case);
            }
            _ => {}
        }
    }
}

/// A place above the own level is not ours to run: no tiers, no reports, no tasks but interpreter
/// and legal advice; we answer there by video, and in person only at county and city level.
fn foreign(grid: &Grid<'_>, place: &Place, rule: &Rule, notes: &mut Notes) {
    let mut case = grid.example(rule);
    case.place = Some(place.id.clone());
    case.people = None;
    let mut note = |line, field: &str, zh: &str, en: &str| {
        let message = (
            format!("{}高于本机关层级：{zh}", place.id),
            format!("{} stands above our own level: {en}", place.id),
        );
        let at = (line, format!("rule.{}.{field}", rule.id));
        notes.add("foreign-place", at, message, case.clone());
    };
    if rule.people.is_some() {
        let en = "it has no headcount tiers; leave people out";
        note(rule.lines.people, "people", "不分人数，请去掉people", en);
    }
    for task in &rule.tasks {
        if !task.kind.is_offered_elsewhere() {
            let (a, b) = (TaskKind::Interpreter.word(), TaskKind::LegalAdvice.word());
            let zh = format!("只可提供{a}和{b}");
            let en = format!("only {a} and {b} can be offered there");
            note(task.line, "task.kind", &zh, &en);
        }
    }
    for report in &rule.reports {
        let en = "who is heard there is not reported";
        note(report.line, "report", "谁在那里反映不作报告", en);
    }
    let near = matches!(place.level, Level::County | Level::City);
    for receive in &rule.receive {
        match receive.by {
            Some(By::Video) => {}
            Some(By::InPerson) if near => {}
            Some(By::InPerson) => {
                let en = "nobody is sent there; write by = \"video\"";
                note(
                    receive.line,
                    "receive.by",
                    "不派人前往，请写by = \"video\"",
                    en,
                );
            }
            None => {
                let zh = "请写by = \"video\"；县、市两级经其接待单位要求且来访人同意的，可写\"in-person\"";
                let en = "write by = \"video\"; at county and city level \"in-person\" where their reception asks for it and the people agree";
                note(receive.line, "receive.by", zh, en);
            }
        }
    }
}
