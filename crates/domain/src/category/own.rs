//! What an authority changes about the tree that comes with the program: other names, subjects of its own, what is
//! not offered any more, and the order. Nothing is deleted and no code gets another meaning: petitions keep
//! theirs, and are named by it for ever.

use super::{Categories, Category, is_code, parent};
use crate::language::Bilingual;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The numbers of an authority's own subjects under each parent. The shipped tree leaves them alone, so that a
/// new version of it never meets them.
pub const OWN_NUMBERS: std::ops::RangeInclusive<u8> = 80..=98;
/// The greatest place in the order.
pub const RANK_MAX: u16 = 999;

/// A subject as an authority has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnCategory {
    /// Its code: one of the shipped tree, or of the authority's own.
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// Whether it is offered no more; so are those below it. Petitions that have it keep it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub retired: bool,
    /// Where it stands among those beside it, from 1; those without a place follow by their codes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rank: Option<u16>,
}

impl Categories {
    /// The tree as an authority has it. Where a subject got another name, the shipped one still finds it.
    #[must_use]
    pub fn with(&self, own: &[OwnCategory]) -> Self {
        let mut nodes: BTreeMap<String, Category> = self
            .nodes
            .iter()
            .map(|node| (node.code.clone(), node.clone()))
            .collect();
        let mut own: Vec<&OwnCategory> = own.iter().collect();
        // Those above come before those below.
        own.sort_by(|a, b| a.code.cmp(&b.code));
        for one in own {
            let above = parent(&one.code);
            if !is_code(&one.code) || above.is_some_and(|above| !nodes.contains_key(above)) {
                continue;
            }
            let shipped = nodes.get(&one.code);
            let mut aliases = shipped.map(|node| node.aliases.clone()).unwrap_or_default();
            if let Some(before) = shipped.filter(|node| node.name.zh != one.name.zh) {
                aliases.push(before.name.zh.clone());
            }
            let words = shipped.map(|node| node.words.clone()).unwrap_or_default();
            let node = Category {
                code: one.code.clone(),
                name: one.name.clone(),
                aliases,
                words,
                retired: one.retired,
                rank: one.rank,
            };
            nodes.insert(one.code.clone(), node);
        }
        Self::arranged(
            (self.id.clone(), self.version.clone(), self.title.clone()),
            nodes,
        )
    }

    /// Whether a subject can be chosen: neither it nor one above it was retired.
    pub fn offers(&self, code: &str) -> bool {
        let mut at = Some(code);
        while let Some(one) = at {
            if self.get(one).is_none_or(|node| node.retired) {
                return false;
            }
            at = parent(one);
        }
        true
    }

    /// The subjects that can be chosen, in their order.
    pub fn offered(&self) -> impl Iterator<Item = &Category> {
        self.nodes.iter().filter(|node| self.offers(&node.code))
    }

    /// The subjects of the first level that can be chosen.
    pub fn offered_roots(&self) -> impl Iterator<Item = &Category> {
        self.offered().filter(|node| node.parent().is_none())
    }

    /// The next code of an authority's own under a subject, or on the first level; nothing where there is no room.
    pub fn next_own_code(&self, above: Option<&str>) -> Option<String> {
        let above = above.unwrap_or_default();
        let codes = OWN_NUMBERS.map(|number| format!("{above}{number:02}"));
        let mut free = codes.filter(|code| is_code(code) && !self.exists(code));
        free.next()
    }

    /// Where a subject stands in the tree: above those below it, beside others by its place, then by its code.
    fn sort_key<'a>(nodes: &BTreeMap<String, Category>, code: &'a str) -> Vec<(u16, &'a str)> {
        let mut key = Vec::new();
        let mut at = Some(code);
        while let Some(one) = at {
            let rank = nodes.get(one).and_then(|node| node.rank);
            key.push((rank.unwrap_or(u16::MAX), one));
            at = parent(one);
        }
        key.reverse();
        key
    }

    /// A tree in its order.
    pub(super) fn arranged(
        (id, version, title): (String, String, Bilingual),
        nodes: BTreeMap<String, Category>,
    ) -> Self {
        let mut ordered: Vec<&Category> = nodes.values().collect();
        ordered.sort_by_cached_key(|node| Self::sort_key(&nodes, &node.code));
        let nodes: Vec<Category> = ordered.into_iter().cloned().collect();
        let places = nodes.iter().enumerate();
        let places = places.map(|(nth, node)| (node.code.clone(), nth)).collect();
        Self {
            id,
            version,
            title,
            nodes,
            places,
        }
    }
}
