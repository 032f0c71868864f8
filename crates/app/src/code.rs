//! Tracking codes 查询码: 16 characters of Crockford base32, 80 random bits (RULES 3.3).

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code.
const LENGTH: usize = 16;

/// A tracking code. It is a secret: it has no `Debug` and no `Display` that a log could catch.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackingCode([u8; LENGTH]);

impl TrackingCode {
    /// Makes a code of 80 random bits.
    pub fn from_chance(chance: [u8; 10]) -> Self {
        let mut code = [0; LENGTH];
        for (nth, character) in code.iter_mut().enumerate() {
            let mut five = 0;
            for bit in nth * 5..nth * 5 + 5 {
                five = five << 1 | (chance[bit / 8] >> (7 - bit % 8) & 1);
            }
            *character = ALPHABET[usize::from(five)];
        }
        Self(code)
    }

    /// Reads what somebody typed: case, spaces and dashes are ignored; O is read as 0, I and L
    /// as 1, as Crockford says.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut code = [0; LENGTH];
        let mut count = 0;
        for character in typed
            .chars()
            .filter(|c| !c.is_whitespace() && !"-‐–—－_.".contains(*c))
        {
            let character = match full_width_to_ascii(character).to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let byte = u8::try_from(character).ok()?;
            if count == LENGTH || !ALPHABET.contains(&byte) {
                return None;
            }
            code[count] = byte;
            count += 1;
        }
        (count == LENGTH).then_some(Self(code))
    }

    /// In groups of four, as it is shown to its holder.
    pub fn grouped(&self) -> String {
        let groups: Vec<&str> = self
            .0
            .chunks(4)
            .map(|group| std::str::from_utf8(group).unwrap_or(""))
            .collect();
        groups.join("-")
    }

    /// The bytes that are hashed.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Chinese keyboards type `Ａ１` as often as `A1`.
fn full_width_to_ascii(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code =
            TrackingCode::from_chance([0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF]);
        assert_eq!(code.grouped(), "0123-4567-89AB-CDEF");
        for typed in [
            "0123-4567-89AB-CDEF",
            "0123456789abcdef",
            " o123 4567 89ab-cdef ",
            "Ol23 4567 89AB CDEF",
            "０１２３－４５６７－８９ＡＢ－ＣＤＥＦ",
        ] {
            assert!(TrackingCode::parse(typed) == Some(code.clone()), "{typed}");
        }
    }

    #[test]
    fn anything_else_is_no_code() {
        for typed in [
            "",
            "0123-4567-89AB-CDE",
            "0123-4567-89AB-CDEF0",
            "0123-4567-89AB-CDEU",
            "信访查询码",
        ] {
            assert!(TrackingCode::parse(typed).is_none(), "{typed}");
        }
    }
}
