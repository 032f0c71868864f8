//! Text on its way to paper. People type pictures and invisible marks into telephones; on paper each
//! is either dropped, where it says nothing, or named by its number, so that nobody has to guess what
//! stood there, and no letter fails because of it. Letters of any script stay as they are.

use serde_json::Value;

/// A run of this many characters without a place to break gets places, so that it stays on the page.
const UNBROKEN_MAX: usize = 24;
/// Where such a run may break.
const BREAK_EVERY: usize = 8;
/// ZERO WIDTH SPACE: a place to break that is not seen.
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// Cleans every text of a sheet's data.
pub(crate) fn value(value: &mut Value) {
    match value {
        Value::String(text) => *text = clean(text),
        Value::Array(list) => list.iter_mut().for_each(self::value),
        Value::Object(map) => map.values_mut().for_each(self::value),
        _ => {}
    }
}

fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut unbroken = 0;
    for ch in text.chars() {
        match ch {
            '\n' => clean.push('\n'),
            '\t' | '\u{2028}' | '\u{2029}' => clean.push(' '),
            _ if is_unseen(ch) => continue,
            _ if is_picture(ch) => clean.push_str(&format!("〔U+{:X}〕", ch as u32)),
            _ => clean.push(ch),
        }
        unbroken = if ch.is_whitespace() || is_wide(ch) {
            0
        } else {
            unbroken + 1
        };
        if unbroken >= UNBROKEN_MAX && unbroken % BREAK_EVERY == 0 {
            clean.push(ZERO_WIDTH_SPACE);
        }
    }
    clean
}

/// Between two of these a line may break.
const fn is_wide(ch: char) -> bool {
    matches!(ch as u32, 0x2E80..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x2_0000..=0x3_FFFF)
}

/// Controls, direction marks, joiners and variation selectors: nothing that is seen.
const fn is_unseen(ch: char) -> bool {
    matches!(
        ch as u32,
        0x00..=0x1F | 0x7F..=0x9F | 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
            | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF0..=0xFFFB | 0xE_0000..=0xE_0FFF
    )
}

/// Pictures and what nobody but its maker can read.
const fn is_picture(ch: char) -> bool {
    matches!(
        ch as u32,
        0x1_F000..=0x1_FAFF | 0x2600..=0x27BF | 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF | 0xFFFC..=0xFFFF
    )
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn pictures_are_named_and_unseen_marks_dropped() {
        assert_eq!(clean("噪声😡\u{FE0F}太大"), "噪声〔U+1F621〕太大");
        assert_eq!(clean("a\u{202E}b\u{0}c"), "abc");
        assert_eq!(clean("䶮𬭎㛃"), "䶮𬭎㛃");
    }

    #[test]
    fn a_long_run_gets_places_to_break() {
        let digits = "1".repeat(120);
        let broken = clean(&digits);
        assert!(broken.split('\u{200B}').all(|part| part.len() <= 24));
        assert_eq!(broken.replace('\u{200B}', ""), digits);
        assert_eq!(clean("HY20260112-0037"), "HY20260112-0037");
    }
}
