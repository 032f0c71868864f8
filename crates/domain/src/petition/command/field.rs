//! The fields of commands, as interfaces describe them.

/// A field of a command, as interfaces describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandField {
    /// Its name.
    pub name: &'static str,
    /// Its type, as the domain writes it.
    pub kind: &'static str,
    pub(super) notes: &'static [&'static str],
}

impl CommandField {
    /// Whether it may be left out.
    pub fn is_optional(&self) -> bool {
        self.notes.iter().any(|note| note.starts_with("serde"))
    }

    /// What it is, in words.
    pub fn words(&self) -> &'static str {
        let quoted = self.notes.iter().find_map(|note| note.split_once('"'));
        let words = quoted.and_then(|(_, rest)| rest.rsplit_once('"'));
        words.map_or("", |(words, _)| words.trim())
    }
}
