//! What is wrong between terms: ids that stand twice, chains that never end, and ladders that end too low.

use super::term::Listed;
use super::{Duty, EventName};
use crate::calendar::Findings;

/// Notes ids that stand twice.
pub(super) fn duplicates(terms: &[Listed], findings: &mut Findings<'_>) {
    for (index, listed) in terms.iter().enumerate() {
        if terms
            .iter()
            .take(index)
            .any(|earlier| earlier.id == listed.id)
        {
            let field = format!("term.{}.id", listed.id);
            let en = "a term with this id stands above; ids are unique";
            findings.add(
                "duplicate-id",
                listed.id_at,
                &field,
                "上面已有同名期限，标识不可重复",
                en,
            );
        }
    }
}

/// Notes a duty from which, by meeting one duty after another, the same duty starts again:
/// whoever does his duty would never be done. A window in between ends it, because nobody must
/// use a window.
pub(super) fn chains(terms: &[Listed], findings: &mut Findings<'_>) {
    let duties: Vec<&Listed> = terms
        .iter()
        .filter(|listed| {
            listed
                .term
                .as_ref()
                .is_some_and(|term| term.duty != Duty::Window)
        })
        .collect();
    let mut told: Vec<&str> = Vec::new();
    for &first in &duties {
        if told.contains(&first.id.as_str()) {
            continue;
        }
        if let Some(chain) = chain_back(first, &duties) {
            let names: Vec<&str> = chain.iter().map(|listed| listed.id.as_str()).collect();
            let line = format!("{} → {}", names.join(" → "), first.id);
            let zh = format!("循环不止：{line}；请改变start或met_by");
            let en = format!("the chain never ends: {line}; change a start or met_by");
            let field = format!("term.{}.met_by", first.id);
            findings.add("endless-chain", first.met_by_at, &field, &zh, &en);
            told.extend(names);
        }
    }
}

/// Notes duties whose ladder ends below a leader: while nobody acts, what is late has to climb to one
/// (RULES 1.6, 5.10). A file that names no leader has no ladder that is long enough.
pub(super) fn ladders(terms: &[Listed], leaders: &[String], findings: &mut Findings<'_>) {
    for listed in terms {
        let Some(term) = listed.term.as_ref() else {
            continue;
        };
        let last = term.escalate.last();
        if term.duty == Duty::Window || last.is_some_and(|step| leaders.contains(&step.to)) {
            continue;
        }
        let (zh_posts, en_posts) = if leaders.is_empty() {
            (
                "先在[posts]给领导岗位写leader = true".to_owned(),
                "first mark the posts of leaders with leader = true under [posts]".to_owned(),
            )
        } else {
            (
                format!("最后一级请写：{}", leaders.join("、")),
                format!("let it end with: {}", leaders.join(", ")),
            )
        };
        let zh = format!("逐级报告没有到领导：无人办理时，再没有人知道；{zh_posts}");
        let en = format!(
            "the ladder ends below a leader: while nobody acts, nobody above is told; {en_posts}"
        );
        let field = format!("term.{}.escalate", listed.id);
        findings.add("ladder-ends-low", listed.ladder_at, &field, &zh, &en);
    }
}

/// The duties from `first` back to `first`, if meeting can lead there.
fn chain_back<'a>(first: &'a Listed, duties: &[&'a Listed]) -> Option<Vec<&'a Listed>> {
    let mut paths: Vec<Vec<&Listed>> = vec![vec![first]];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(path) = paths.pop() {
        let last = path.last()?;
        for next in duties.iter().filter(|next| leads(last, next)) {
            if next.id == first.id {
                return Some(path);
            }
            if !seen.contains(&next.id.as_str()) {
                seen.push(&next.id);
                let mut longer = path.clone();
                longer.push(next);
                paths.push(longer);
            }
        }
    }
    None
}

/// Whether an event that meets one duty starts the other.
fn leads(from: &Listed, to: &Listed) -> bool {
    let meets = |event: &EventName| from.met_by.contains(event);
    to.start.iter().any(meets)
}
