//! Plans and rosters read once: a lodged version never changes, and each step of a response needs both.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Texts kept at most; more than an authority and those below it have in force.
const KEPT_MAX: usize = 64;

/// What was read from texts, by the text itself, so that nothing old can be found.
#[derive(Debug)]
pub(crate) struct Parsed<T>(Mutex<HashMap<String, Arc<T>>>);

impl<T> Default for Parsed<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Parsed<T> {
    /// What a text says: read now, or when it was asked for before.
    ///
    /// # Errors
    /// Those of `read`; what cannot be read is not kept.
    pub(crate) fn of<E>(
        &self,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(found) = self.kept().get(text) {
            return Ok(Arc::clone(found));
        }
        let made = Arc::new(read(text)?);
        let mut kept = self.kept();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(text.to_owned(), Arc::clone(&made));
        Ok(made)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once_and_what_cannot_be_read_is_not_kept() {
        let parsed = Parsed::default();
        let reads = std::cell::Cell::new(0);
        let number = |text: &str| {
            reads.set(reads.get() + 1);
            text.parse::<u32>()
        };
        assert_eq!(parsed.of("7", number).as_deref(), Ok(&7));
        assert_eq!(parsed.of("7", number).as_deref(), Ok(&7));
        assert_eq!(reads.get(), 1);
        assert!(parsed.of("seven", number).is_err());
        assert!(parsed.of("seven", number).is_err());
        assert_eq!(reads.get(), 3);
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let parsed = Parsed::default();
        for n in 0..10 * KEPT_MAX {
            let _ = parsed.of(&n.to_string(), |text| text.parse::<usize>());
        }
        assert!(parsed.kept().len() <= KEPT_MAX);
    }
}
