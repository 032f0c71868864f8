//! The committed texts of the repository.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Folders that are made by tools and never committed.
const NOT_COMMITTED: &[&str] = &[".git", "target", "node_modules", "huiyin-data", ".pg"];

/// A committed text.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Its path in the repository, with `/` between the parts.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The folder of this repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every text below a folder of the repository, in order of path; what is no UTF-8 is no text.
///
/// # Errors
/// The folder or a file in it cannot be read.
pub fn texts(root: &Path) -> io::Result<Vec<TextFile>> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type()?;
            if kind.is_dir() && !NOT_COMMITTED.contains(&name.as_str()) {
                folders.push(entry.path());
            } else if kind.is_file()
                && let Ok(text) = String::from_utf8(fs::read(entry.path())?)
            {
                found.push(TextFile {
                    path: relative(root, &entry.path()),
                    text,
                });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn relative(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

impl TextFile {
    /// Whether it is a Rust source below `crates/<crate>/<folder>/`.
    pub fn is_rust_in(&self, folder: &str) -> bool {
        self.crate_folder() == Some(folder) && self.path.ends_with(".rs")
    }

    /// `src`, `tests` or `benches`, for a file of a crate.
    pub fn crate_folder(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').nth(1)
    }

    /// The file's name without its folder and its ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }
}
