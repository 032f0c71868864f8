//! What is wrong between terms: ids that stand twice, and chains that never end.

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
