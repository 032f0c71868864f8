//! The fonts of the house: which file draws which style, found on this machine by the font map.
//!
//! Only what the map names is ever loaded, so that the same text looks the same wherever it is set,
//! and nothing is drawn by whatever font happens to be there.

use crate::error::LetterError;
use huiyin_domain::language::Language;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// The font map that is shipped.
const FONT_MAP: &str = include_str!("../fontmap.toml");

/// Where Debian and people put fonts. Debian's FandolFang lies in the folder of a TeX distribution.
const SYSTEM_FOLDERS: &[&str] = &[
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
];

/// How deep fonts lie in a folder: none of Debian's lies deeper.
const DEPTH_MAX: usize = 6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FontMap {
    style: BTreeMap<String, StyleEntry>,
    latin: LatinEntry,
    file: Vec<FileEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StyleEntry {
    name: String,
    english: String,
    chain: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LatinEntry {
    chain: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEntry {
    name: String,
    family: String,
    #[serde(default)]
    package: Option<String>,
    #[serde(default)]
    covers: Option<Coverage>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Coverage {
    All,
}

/// A font file that was found. Its content is read when a document first needs it.
struct Face {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

/// The fonts of this machine that documents are set in.
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    faces: Vec<Face>,
    map: FontMap,
}

/// What draws a style on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StyleReport {
    /// The style, as printers call it.
    pub style: String,
    /// The same in English letters.
    pub english: String,
    /// The families that draw it, in their order.
    pub families: Vec<String>,
    /// Whether every one of the 8,105 characters of 通用规范汉字表 is drawn.
    pub complete: bool,
    /// The packages of which one completes it.
    pub packages: String,
}

impl Fonts {
    /// Finds the fonts of the map in `folders`, then in the system's.
    ///
    /// # Errors
    /// [`LetterError::FontFile`] for a file that is there and is no font. That a style has no font is
    /// found out when a document needs it.
    pub fn find(folders: &[PathBuf]) -> Result<Self, LetterError> {
        let system = SYSTEM_FOLDERS.iter().map(PathBuf::from);
        Self::find_in(&folders.iter().cloned().chain(system).collect::<Vec<_>>())
    }

    /// Finds the fonts of the map in these folders and nowhere else.
    ///
    /// # Errors
    /// As [`Fonts::find`].
    pub fn find_in(folders: &[PathBuf]) -> Result<Self, LetterError> {
        let map: FontMap =
            toml::from_str(FONT_MAP).map_err(|error| LetterError::FontMap(error.to_string()))?;
        let mut there = BTreeMap::new();
        for folder in folders {
            walk(folder, DEPTH_MAX, &mut there);
        }
        let (mut infos, mut faces) = (Vec::new(), Vec::new());
        for file in &map.file {
            let Some(path) = there.get(&file.name.to_lowercase()) else {
                continue;
            };
            let (index, info) = face_of(path, file)?;
            infos.push(info);
            faces.push(Face {
                path: path.clone(),
                index,
                font: OnceLock::new(),
            });
        }
        Ok(Self {
            book: LazyHash::new(FontBook::from_infos(infos)),
            faces,
            map,
        })
    }

    /// The font at an index of the book.
    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        let load = || {
            let bytes = std::fs::read(&face.path).ok()?;
            Font::new(Bytes::new(bytes), face.index)
        };
        face.font.get_or_init(load).clone()
    }

    fn has(&self, family: &str) -> bool {
        self.book.contains_family(&family.to_lowercase())
    }

    fn installed<'a>(&'a self, chain: &'a [String]) -> impl Iterator<Item = &'a String> {
        chain.iter().filter(|family| self.has(family))
    }

    /// Each style's chain as the template takes it: only families that are there.
    ///
    /// # Errors
    /// [`LetterError::MissingFont`] for a style without any font.
    pub(crate) fn chains(&self, language: Language) -> Result<Value, LetterError> {
        // One family only: a second one that covers the same would take the Chinese text as well.
        let latin = self.installed(&self.map.latin.chain).next();
        let mut chains = serde_json::Map::new();
        for (key, style) in &self.map.style {
            let mut chain: Vec<Value> = Vec::new();
            // Chinese quotation marks and dashes are the Chinese font's; English ones are not.
            chain.extend(latin.iter().map(|family| match language {
                Language::Zh => json!({ "name": family, "covers": "latin-in-cjk" }),
                Language::En => json!(family),
            }));
            let own: Vec<Value> = self
                .installed(&style.chain)
                .map(|family| json!(family))
                .collect();
            if own.is_empty() {
                return Err(LetterError::MissingFont {
                    style: style.name.clone(),
                    packages: self.packages_of(&style.chain),
                });
            }
            chain.extend(own);
            chains.insert(key.clone(), Value::Array(chain));
        }
        Ok(Value::Object(chains))
    }

    /// What draws each style here.
    pub fn report(&self) -> Vec<StyleReport> {
        let styles = self.map.style.values();
        styles
            .map(|style| {
                let families: Vec<String> = self.installed(&style.chain).cloned().collect();
                let complete = self.map.file.iter().any(|file| {
                    file.covers == Some(Coverage::All) && families.contains(&file.family)
                });
                StyleReport {
                    style: style.name.clone(),
                    english: style.english.clone(),
                    families,
                    complete,
                    packages: self.packages_of(&style.chain),
                }
            })
            .collect()
    }

    /// The packages that complete a chain; any one of them does.
    fn packages_of(&self, chain: &[String]) -> String {
        let mut packages: Vec<&str> = Vec::new();
        for file in self
            .map
            .file
            .iter()
            .filter(|file| chain.contains(&file.family))
        {
            match file.package.as_deref() {
                Some(package) if file.covers.is_some() && !packages.contains(&package) => {
                    packages.push(package);
                }
                _ => {}
            }
        }
        packages.join(" / ")
    }
}

/// Notes every file under a folder by its name in lower case; the first one found stays.
fn walk(folder: &Path, depth: usize, there: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if depth > 0 {
                walk(&path, depth - 1, there);
            }
        } else if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            there.entry(name.to_lowercase()).or_insert(path);
        }
    }
}

/// The face of the entry's family within its file.
fn face_of(path: &Path, file: &FileEntry) -> Result<(u32, FontInfo), LetterError> {
    let wrong = |why: &str| LetterError::FontFile {
        file: file.name.clone(),
        why: why.to_owned(),
    };
    let bytes = std::fs::read(path).map_err(|error| wrong(&error.to_string()))?;
    let found = (0_u32..)
        .zip(FontInfo::iter(&bytes))
        .find(|(_, info)| info.family.eq_ignore_ascii_case(&file.family));
    let (index, info) = found.ok_or_else(|| wrong("it holds no such family"))?;
    Ok((index, info))
}
