//! The permanent name of an authority's log.

use data_encoding::BASE32_NOPAD;

/// What every origin begins with.
const PREFIX: &str = "huiyin-";

/// Makes an origin from 16 random bytes: `huiyin-` and 26 characters.
///
/// The alphabet is RFC 4648 base32 (section 6) in lower case, `a`–`z` and `2`–`7`, without
/// padding: it has no 0, 1, 8 or 9 to confuse with letters, and lower case fits a host name or a
/// path. An origin is made once, with the authority, and never changes. *Source:* RULES 3.2.
pub fn origin(chance: [u8; 16]) -> String {
    let characters = BASE32_NOPAD.encode(&chance).to_ascii_lowercase();
    format!("{PREFIX}{characters}")
}

/// Says whether `text` is an origin as [`origin`] writes it, in its only spelling.
pub fn is_origin(text: &str) -> bool {
    let Some(characters) = text.strip_prefix(PREFIX) else {
        return false;
    };
    let decoded = BASE32_NOPAD.decode(characters.to_ascii_uppercase().as_bytes());
    let chance: Option<[u8; 16]> = decoded.ok().and_then(|bytes| bytes.try_into().ok());
    chance.is_some_and(|chance| origin(chance) == text)
}
