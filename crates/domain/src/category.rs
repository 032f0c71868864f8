//! The subject tree 内容分类: what a petition is about, in up to three levels.
//!
//! A tree is data (`categories/*.toml`). Its codes have two digits for each level, so that a
//! code names its own place: `020301` stands below `0203`, and that below `02`. An authority renames, adds, retires
//! and orders subjects for itself (`own`).

mod own;
mod words;

pub use own::{OWN_NUMBERS, OwnCategory, RANK_MAX};
pub use words::Words;

use crate::calendar::{Finding, Findings, Placed, Section, is_id, parse_document};
use crate::language::Bilingual;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Digits of a code for each level.
const LEVEL_DIGITS: usize = 2;
/// The levels of a tree: more than three nobody chooses well from at a counter.
const LEVELS_MAX: usize = 3;
/// What stands between the levels of a written path.
const PATH_SEPARATOR: &str = " / ";

/// One subject of the tree.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Category {
    /// The code: two digits for each level, such as `010101`.
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// What it was called before or is called elsewhere, in Chinese.
    pub aliases: Vec<String>,
    /// Everyday words under which people look for it.
    pub words: Words,
    /// Whether the authority offers it no more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Where the authority puts it among those beside it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u16>,
}

impl Category {
    /// The level in the tree, from 1.
    pub fn level(&self) -> usize {
        self.code.len() / LEVEL_DIGITS
    }

    /// The code of the subject above; none on the first level.
    pub fn parent(&self) -> Option<&str> {
        parent(&self.code)
    }
}

/// A subject tree 内容分类, in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Categories {
    id: String,
    version: String,
    title: Bilingual,
    /// From top to bottom; beside each other by their places, then by their codes.
    nodes: Vec<Category>,
    /// Where each code stands among them.
    places: BTreeMap<String, usize>,
}

impl Categories {
    /// Reads a file of categories.
    ///
    /// # Errors
    /// Everything that is wrong, with line, field and rule, in the order of the lines; correct
    /// the file and load it again.
    pub fn parse(toml: &str) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::of(toml);
        let tree = parse_document(toml, &mut findings)
            .and_then(|table| whole(Section::root(&table), &mut findings));
        match tree {
            Some(tree) if findings.is_empty() => Ok(tree),
            _ => Err(findings.sorted()),
        }
    }

    /// What is wrong with a file of categories; empty if nothing.
    pub fn check(toml: &str) -> Vec<Finding> {
        Self::parse(toml).err().unwrap_or_default()
    }

    /// The id, such as `cn`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The version, sortable as text, such as `2026.1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What the tree is called.
    pub fn title(&self) -> &Bilingual {
        &self.title
    }

    /// Every subject, each followed by those below it.
    pub fn nodes(&self) -> &[Category] {
        &self.nodes
    }

    /// The subject with this code.
    pub fn get(&self, code: &str) -> Option<&Category> {
        let place = self.places.get(code)?;
        self.nodes.get(*place)
    }

    /// Whether there is a subject with this code.
    pub fn exists(&self, code: &str) -> bool {
        self.get(code).is_some()
    }

    /// What the subject with this code is called.
    pub fn name(&self, code: &str) -> Option<&Bilingual> {
        self.get(code).map(|node| &node.name)
    }

    /// The one subject that can be chosen and is called so, by its name or else by another word for it; nothing
    /// where several are.
    pub fn called(&self, words: &str) -> Option<&Category> {
        let words = words.trim();
        let named = self.offered().filter(|node| node.is_named(words));
        let mut called: Vec<&Category> = named.collect();
        if called.is_empty() {
            called.extend(self.offered().filter(|node| node.goes_by(words)));
        }
        match called.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The subjects that can be chosen and in whose names, or other words for them, something stands; of each branch
    /// of the tree the highest alone. Nothing for a word of no letters.
    pub fn like(&self, words: &str) -> Vec<&Category> {
        let words = words.trim().to_lowercase();
        let mut found: Vec<&Category> = Vec::new();
        if words.is_empty() {
            return found;
        }
        // Each subject stands before those below it.
        for node in self.offered().filter(|node| node.holds(&words)) {
            let mut above = found.iter();
            if above.all(|above| !node.code.starts_with(&above.code)) {
                found.push(node);
            }
        }
        found
    }

    /// The names from the first level down to this code, such as
    /// `劳动和社会保障 / 工资福利 / 工资发放`.
    pub fn path(&self, code: &str) -> Option<Bilingual> {
        let name = self.name(code)?;
        let Some(above) = parent(code).and_then(|code| self.path(code)) else {
            return Some(name.clone());
        };
        let written = |above: &str, name: &str| format!("{above}{PATH_SEPARATOR}{name}");
        Some(Bilingual::new(
            written(&above.zh, &name.zh),
            written(&above.en, &name.en),
        ))
    }

    /// The subjects directly below this code; empty where there are none.
    pub fn children(&self, code: &str) -> Vec<&Category> {
        self.nodes
            .iter()
            .filter(|node| node.parent() == Some(code))
            .collect()
    }

    /// The subjects of the first level.
    pub fn roots(&self) -> Vec<&Category> {
        self.nodes
            .iter()
            .filter(|node| node.parent().is_none())
            .collect()
    }
}

/// The tree that comes with the program.
///
/// # Panics
/// If the shipped file is wrong; a test checks that it is not.
pub fn shipped() -> &'static Categories {
    static TREE: OnceLock<Categories> = OnceLock::new();
    TREE.get_or_init(|| {
        Categories::parse(shipped_text()).expect("a test checks the shipped categories")
    })
}

/// The text of the shipped file `categories/cn.toml`.
pub fn shipped_text() -> &'static str {
    include_str!("../../../categories/cn.toml")
}

/// The code without its last level; none where only one level is left.
pub fn parent(code: &str) -> Option<&str> {
    let end = code
        .len()
        .checked_sub(LEVEL_DIGITS)
        .filter(|&end| end > 0)?;
    code.get(..end)
}

/// Whether a text is a code: two digits for each of one to three levels, none of them `00`.
pub fn is_code(text: &str) -> bool {
    let pairs = text.as_bytes().chunks(LEVEL_DIGITS);
    let whole = text.len().is_multiple_of(LEVEL_DIGITS);
    (1..=LEVELS_MAX).contains(&pairs.len())
        && whole
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && pairs.into_iter().all(|pair| pair != b"00")
}

fn whole(root: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Categories> {
    root.only("", &["id", "version", "title", "category"], findings);
    let id = root.text_needed("", "id", findings);
    if let Some(id) = id.as_ref().filter(|id| !is_id(id.value)) {
        let en = "an id has lower-case letters, digits and dashes, such as cn";
        findings.add(
            "bad-id",
            id.at,
            "id",
            "标识只用小写字母、数字和连字符，如cn",
            en,
        );
    }
    let version = root.text_needed("", "version", findings);
    let title = root.bilingual("", "title", "missing-field", findings);
    root.needs("", "category", findings);
    let mut placed: BTreeMap<String, Placed<Category>> = BTreeMap::new();
    for section in root.sections("", "category", findings) {
        let Some(node) = node(section, findings) else {
            continue;
        };
        let (code, at) = (node.code.clone(), section.at());
        if placed.contains_key(&code) {
            let en = "this code stands in the file already; give each subject its own";
            findings.add(
                "duplicate-code",
                at,
                &field(&code),
                "编码重复，每个分类的编码须唯一",
                en,
            );
            continue;
        }
        placed.insert(code, Placed { value: node, at });
    }
    missing_parents(&placed, findings);
    duplicate_names(&placed, findings);
    let nodes = placed.into_iter().map(|(code, node)| (code, node.value));
    let about = (id?.value.to_owned(), version?.value.to_owned(), title?);
    Some(Categories::arranged(about, nodes.collect()))
}

/// Reads one subject. What lacks a name only is kept, so that those below still find it.
fn node(section: Section<'_, '_>, findings: &mut Findings<'_>) -> Option<Category> {
    let code = section.text_needed("category", "code", findings);
    let path = code
        .as_ref()
        .map_or_else(|| "category".to_owned(), |code| field(code.value));
    section.only(&path, &["code", "zh", "en", "aliases", "words"], findings);
    let name = Bilingual {
        zh: named(section, &path, "zh", findings),
        en: named(section, &path, "en", findings),
    };
    let aliases = section.texts(&path, "aliases", findings);
    let known = aliases.iter().map(|alias| alias.value);
    let known: Vec<&str> = known.chain([&*name.zh, &*name.en]).collect();
    let words = words::read(section, &path, &known, findings);
    let aliases = aliases.iter().map(|alias| alias.value.to_owned()).collect();
    let code = code?;
    if !is_code(code.value) {
        let zh = "编码每级两位数字（01至99），一至三级，如01、0101、010101";
        let en = "a code has two digits (01 to 99) for each of one to three levels, such as 0101";
        findings.add("bad-code", code.at, &path, zh, en);
        return None;
    }
    Some(Category {
        code: code.value.to_owned(),
        name,
        aliases,
        words,
        retired: false,
        rank: None,
    })
}

fn named(section: Section<'_, '_>, path: &str, tag: &str, findings: &mut Findings<'_>) -> String {
    let text = section
        .text(path, tag, findings)
        .map_or("", |text| text.value.trim());
    if text.is_empty() {
        let en = "is missing; every subject has a name in zh and en";
        let zh = "缺少；每个分类都要有中文和英文名称";
        findings.add(
            "missing-language",
            section.at(),
            &format!("{path}.{tag}"),
            zh,
            en,
        );
    }
    text.to_owned()
}

fn missing_parents(placed: &BTreeMap<String, Placed<Category>>, findings: &mut Findings<'_>) {
    for (code, node) in placed {
        let Some(above) = parent(code).filter(|above| !placed.contains_key(*above)) else {
            continue;
        };
        let zh = format!("上级{above}不存在，请先写上级分类");
        let en = format!("there is no {above} above it; add that subject first");
        findings.add("missing-parent", node.at, &field(code), &zh, &en);
    }
}

/// Notes subjects that a reader could not tell from another one under the same parent.
fn duplicate_names(placed: &BTreeMap<String, Placed<Category>>, findings: &mut Findings<'_>) {
    let mut known = BTreeSet::new();
    for (code, node) in placed {
        let name = &node.value.name;
        for (tag, text) in [("zh", &name.zh), ("en", &name.en)] {
            if !text.is_empty() && !known.insert((parent(code), tag, text.as_str())) {
                let zh = format!("同级已有名为“{text}”的分类");
                let en = format!("a subject beside it is called “{text}” already");
                findings.add("duplicate-name", node.at, &field(code), &zh, &en);
            }
        }
    }
}

/// The field of a finding: `category.` and the code.
fn field(code: &str) -> String {
    format!("category.{code}")
}
