//! The one source of chance: salts, keys, nonces and codes.

use ring::rand::SecureRandom;
use std::sync::Mutex;

/// Gives random bytes.
pub trait Chance: Send + Sync + 'static {
    /// Fills a buffer.
    ///
    /// # Errors
    /// [`NoChance`] when the operating system has none to give.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoChance>;
}

/// The operating system gave no random bytes; nothing secret can be made.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoChance;

/// Fresh bytes of a fixed length.
///
/// # Errors
/// [`NoChance`].
pub fn bytes<const COUNT: usize>(chance: &dyn Chance) -> Result<[u8; COUNT], NoChance> {
    let mut buffer = [0; COUNT];
    chance.fill(&mut buffer)?;
    Ok(buffer)
}

/// The operating system's source.
#[derive(Debug)]
pub struct SystemChance(ring::rand::SystemRandom);

impl SystemChance {
    /// The one that production uses.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one source of chance"
    )]
    pub fn new() -> Self {
        Self(ring::rand::SystemRandom::new())
    }
}

impl Default for SystemChance {
    fn default() -> Self {
        Self::new()
    }
}

impl Chance for SystemChance {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoChance> {
        self.0.fill(buffer).map_err(|_| NoChance)
    }
}

/// A source that repeats itself; for tests only, since everybody can foretell it.
#[derive(Debug)]
pub struct FixedChance(Mutex<u64>);

impl FixedChance {
    /// Starts at a seed.
    pub const fn seeded(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Chance for FixedChance {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoChance> {
        let mut counter = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in buffer.chunks_mut(32) {
            *counter += 1;
            let digest = ring::digest::digest(&ring::digest::SHA256, &counter.to_be_bytes());
            chunk.copy_from_slice(&digest.as_ref()[..chunk.len()]);
        }
        Ok(())
    }
}
