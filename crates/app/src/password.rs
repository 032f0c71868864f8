//! Passwords: what is taken, and argon2id (RFC 9106) beside the runtime's threads, a few at a time.

use crate::chance::bytes;
use crate::error::AppError;
use crate::fields::FieldCheck;
use crate::huiyin::Shared;
use crate::secret::Password;
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::BASE64_NOPAD;
use huiyin_domain::petition::FieldProblem;
use huiyin_store::StoreError;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The shortest password, in characters (NIST SP 800-63B: length counts, not odd signs).
pub const PASSWORD_CHARACTERS_MIN: usize = 12;
/// The longest password, in characters.
const PASSWORD_CHARACTERS_MAX: usize = 256;
/// Memory, passes and lanes: the second choice of OWASP for argon2id, 19 MiB.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of a salt, and of a hash.
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;
/// Passwords hashed at the same time: each takes a core and its memory.
const HASHED_AT_ONCE_MAX: usize = 2;
/// Callers that wait for their turn; further ones hear "try again".
const WAITING_MAX: usize = 64;

/// Turns at hashing.
pub(crate) struct Turns {
    at_work: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            at_work: Arc::new(Semaphore::new(HASHED_AT_ONCE_MAX)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }
}

/// Somebody's turn at hashing: held while the outcome is noted, so that many attempts at once do
/// not run ahead of the count of failures.
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Turns {
    /// Waits for a turn.
    pub(crate) async fn next(&self) -> Result<Turn, AppError> {
        let waits = Arc::clone(&self.waiting).try_acquire_owned();
        let _waits = waits.map_err(|_| StoreError::QueueFull)?;
        let turn = Arc::clone(&self.at_work).acquire_owned().await;
        Ok(Turn {
            _permit: turn.map_err(|_| StoreError::Stopped)?,
        })
    }
}

/// Checks a new password against a login.
pub(crate) fn check(fields: &mut FieldCheck, field: &str, password: &Password, login: &str) {
    let count = password.as_str().chars().count();
    if count == 0 {
        fields.fail(field, FieldProblem::Missing);
    } else if count < PASSWORD_CHARACTERS_MIN {
        let characters_min = PASSWORD_CHARACTERS_MIN;
        fields.fail(field, FieldProblem::TooShort { characters_min });
    } else if count > PASSWORD_CHARACTERS_MAX {
        let characters_max = PASSWORD_CHARACTERS_MAX;
        fields.fail(field, FieldProblem::TooLong { characters_max });
    } else if !login.is_empty() && beside(password, login) < PASSWORD_CHARACTERS_MIN {
        fields.fail(field, FieldProblem::HoldsTheLogin);
    }
}

/// How many characters a password has beside the login in it: a short login stands by chance in many a good sentence.
fn beside(password: &Password, login: &str) -> usize {
    let rest = password.as_str().to_lowercase().replace(login, "");
    rest.chars().count()
}

/// Hashes a new password.
pub(crate) async fn hash(
    shared: &Shared,
    _turn: &Turn,
    password: &Password,
) -> Result<String, AppError> {
    let salt: [u8; SALT_BYTES] = bytes(&*shared.chance)?;
    let password = password.clone();
    let hashed = move || {
        let params = Parameters {
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
        };
        Ok(params.written(&salt, &params.hash(&password, &salt)?))
    };
    aside(hashed).await
}

/// Whether a password is the one that was hashed. Without a hash just as much work is done, so that
/// nobody learns by the time whether a login exists.
pub(crate) async fn is_the_one(
    shared: &Shared,
    _turn: &Turn,
    password: &Password,
    hash: Option<String>,
) -> Result<bool, AppError> {
    let salt: [u8; SALT_BYTES] = bytes(&*shared.chance)?;
    let password = password.clone();
    let compared = move || {
        let stored = hash.as_deref().and_then(Stored::parse);
        let nobody = || Stored {
            parameters: Parameters {
                memory_kib: MEMORY_KIB,
                passes: PASSES,
                lanes: LANES,
            },
            salt: salt.to_vec(),
            hash: None,
        };
        let stored = stored.unwrap_or_else(nobody);
        let hash = stored.parameters.hash(&password, &stored.salt)?;
        Ok(stored.hash.is_some_and(|stored| same(&stored, &hash)))
    };
    aside(compared).await
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StoreError::Stopped)?
}

/// Compares without telling by the time how much of it is the same.
fn same(one: &[u8], other: &[u8]) -> bool {
    let differs = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differs == 0
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parameters {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Parameters {
    fn hash(self, password: &Password, salt: &[u8]) -> Result<[u8; HASH_BYTES], AppError> {
        let failed = |error: argon2::Error| AppError::Unreadable(format!("argon2id: {error}"));
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(HASH_BYTES));
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.map_err(failed)?);
        let mut hash = [0; HASH_BYTES];
        argon2
            .hash_password_into(password.as_str().as_bytes(), salt, &mut hash)
            .map_err(failed)?;
        Ok(hash)
    }

    /// The PHC string, so that a later version can hash harder and still read this one.
    fn written(self, salt: &[u8], hash: &[u8]) -> String {
        format!(
            "$argon2id$v=19$m={},t={},p={}${}${}",
            self.memory_kib,
            self.passes,
            self.lanes,
            BASE64_NOPAD.encode(salt),
            BASE64_NOPAD.encode(hash)
        )
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(',');
        let mut number = |name: &str| words.next()?.strip_prefix(name)?.parse().ok();
        Some(Self {
            memory_kib: number("m=")?,
            passes: number("t=")?,
            lanes: number("p=")?,
        })
    }
}

/// A hash as the store keeps it.
struct Stored {
    parameters: Parameters,
    salt: Vec<u8>,
    hash: Option<Vec<u8>>,
}

impl Stored {
    fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('$').collect();
        let ["", "argon2id", "v=19", parameters, salt, hash] = parts[..] else {
            return None;
        };
        Some(Self {
            parameters: Parameters::parse(parameters)?,
            salt: BASE64_NOPAD.decode(salt.as_bytes()).ok()?,
            hash: Some(BASE64_NOPAD.decode(hash.as_bytes()).ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_reads_back() {
        let parameters = Parameters {
            memory_kib: 64,
            passes: 1,
            lanes: 1,
        };
        let password = Password::new("一句好记的话一句好记的话");
        let hash = parameters.hash(&password, &[7; 16]).expect("hashes");
        let stored = Stored::parse(&parameters.written(&[7; 16], &hash)).expect("reads");
        assert_eq!(stored.parameters, parameters);
        assert!(same(&stored.hash.expect("a hash"), &hash));
        assert!(!same(&hash, &hash[1..]) && !same(&hash, &[0; 32]));
        for other in [
            "",
            "$argon2i$v=19$m=64,t=1,p=1$AA$AA",
            "$argon2id$v=19$m=64$AA$AA",
        ] {
            assert!(Stored::parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn a_login_in_a_sentence_is_taken_where_the_rest_is_long_enough() {
        let problems = |password: &str, login: &str| {
            let mut fields = FieldCheck::default();
            check(&mut fields, "password", &Password::new(password), login);
            fields.finish().is_err()
        };
        assert!(!problems("qingshi-xinfang-2026", "fang"));
        assert!(!problems("hehehe-is-laughing", "he"));
        assert!(problems("liumin-liumin-2026", "liumin"));
        assert!(problems("LiuminLiumin", "liumin"));
    }

    #[test]
    fn secrets_do_not_show() {
        assert_eq!(format!("{:?}", Password::new("x")), "Password(…)");
    }
}
