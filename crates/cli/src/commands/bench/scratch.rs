//! A folder for a measurement's stores, gone when the measurement ends.

use super::failed;
use crate::error::CliError;
use huiyin_app::chance::{SystemChance, bytes};
use std::path::{Path, PathBuf};

/// The folder.
pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// Makes a fresh folder inside another.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(inside: &Path) -> Result<Self, CliError> {
        let chance = bytes::<8>(&SystemChance::new()).map_err(failed)?;
        let name = format!("huiyin-bench-{:016x}", u64::from_be_bytes(chance));
        let folder = inside.join(name);
        std::fs::create_dir_all(&folder).map_err(|source| CliError::File {
            path: folder.display().to_string(),
            source,
        })?;
        Ok(Self { folder })
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be deleted now is found by its name.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
