//! The one source of chance: salts, keys, nonces and codes.

use aws_lc_rs::rand::SecureRandom;
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

/// Bytes asked of the operating system at a time: a registration needs about 300, and a system call
/// for each would take longer than sealing.
const STOCK_BYTES: usize = 4_096;

/// The operating system's source, asked for a stock at a time. What was given out is wiped from the
/// stock.
pub struct SystemChance {
    source: aws_lc_rs::rand::SystemRandom,
    stock: Mutex<Stock>,
}

struct Stock {
    bytes: Box<[u8; STOCK_BYTES]>,
    /// Where the bytes begin that were not given out yet.
    at: usize,
}

impl SystemChance {
    /// The one that production uses.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one source of chance"
    )]
    pub fn new() -> Self {
        let stock = Stock {
            bytes: Box::new([0; STOCK_BYTES]),
            at: STOCK_BYTES,
        };
        Self {
            source: aws_lc_rs::rand::SystemRandom::new(),
            stock: Mutex::new(stock),
        }
    }
}

impl Default for SystemChance {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for SystemChance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SystemChance(…)")
    }
}

impl Chance for SystemChance {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoChance> {
        if buffer.len() > STOCK_BYTES {
            return self.source.fill(buffer).map_err(|_| NoChance);
        }
        let mut stock = self
            .stock
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if stock.at + buffer.len() > STOCK_BYTES {
            self.source
                .fill(&mut stock.bytes[..])
                .map_err(|_| NoChance)?;
            stock.at = 0;
        }
        let given = stock.at..stock.at + buffer.len();
        stock.at = given.end;
        let given = &mut stock.bytes[given];
        buffer.copy_from_slice(given);
        given.fill(0);
        Ok(())
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
            let digest =
                aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &counter.to_be_bytes());
            chunk.copy_from_slice(&digest.as_ref()[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn nothing_is_given_out_twice_however_the_stock_is_used_up() {
        let chance = SystemChance::new();
        let mut seen = HashSet::new();
        for _ in 0..1_000 {
            assert!(seen.insert(bytes::<24>(&chance).expect("chance").to_vec()));
            assert!(seen.insert(bytes::<96>(&chance).expect("chance").to_vec()));
        }
        let mut large = vec![0; STOCK_BYTES + 1];
        chance.fill(&mut large).expect("chance");
        assert!(large.iter().any(|byte| *byte != 0));
    }
}
