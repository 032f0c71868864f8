//! Text from outside: how much, which characters, and how odd ones are shown.

use std::borrow::Cow;

/// Why a text was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextProblem {
    /// Nothing but blanks.
    Empty,
    /// More than this many characters (Unicode scalar values).
    TooLong {
        /// The most that is taken.
        characters_max: usize,
    },
    /// A control character other than tab and line break, or a line break where one line is asked.
    Control,
}

/// Checks a text of one line: not empty, not over `characters_max`, no control characters.
///
/// # Errors
/// The [`TextProblem`] found first.
pub fn check_line(text: &str, characters_max: usize) -> Result<(), TextProblem> {
    check(text, characters_max, |c| {
        c.is_control() || c == '\u{2028}' || c == '\u{2029}'
    })
}

/// Checks a text of many lines: as [`check_line`], but tabs and line breaks are fine.
///
/// # Errors
/// The [`TextProblem`] found first.
pub fn check_lines(text: &str, characters_max: usize) -> Result<(), TextProblem> {
    check(text, characters_max, |c| {
        c.is_control() && !matches!(c, '\n' | '\r' | '\t')
    })
}

fn check(text: &str, characters_max: usize, refused: fn(char) -> bool) -> Result<(), TextProblem> {
    if text.chars().all(is_blank) {
        return Err(TextProblem::Empty);
    }
    // Bytes bound characters from above, so most texts are never counted.
    if text.len() > characters_max && text.chars().count() > characters_max {
        return Err(TextProblem::TooLong { characters_max });
    }
    if text.chars().any(refused) {
        return Err(TextProblem::Control);
    }
    Ok(())
}

/// The shortest that counts as a sentence of its own, in characters: "您好。" says nothing of the matter.
const SENTENCE_CHARACTERS_MIN: usize = 6;

/// The first sentence of a text on one line, cut after `characters_max` characters; the first line where no
/// sentence is long enough, nothing where there is nothing but blanks.
pub fn first_sentence(text: &str, characters_max: usize) -> String {
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '\n' | '\r');
    let sentences = text.split(ends).flat_map(|part| part.split(". "));
    let sentences = sentences
        .map(str::trim)
        .filter(|one| !one.chars().all(is_blank));
    let mut sentences = sentences.peekable();
    let first = sentences.peek().copied();
    let found = sentences.find(|one| one.chars().count() >= SENTENCE_CHARACTERS_MIN);
    let words = found.or(first).unwrap_or_default();
    let line = words.chars().filter(|c| !c.is_control());
    line.take(characters_max).collect()
}

/// Characters that leave nothing on the page when they stand alone: blanks, hidden ones, joiners
/// (which Indic scripts and emoji need, so they are not hidden), variation selectors, blank Braille.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_hidden(c)
        || matches!(c, '\u{200D}' | '\u{2800}' | '\u{FE00}'..='\u{FE0F}')
}

/// Characters that change how the text around them is read, or that nobody can see.
/// *Source:* Unicode Standard Annex 9 (bidirectional formatting) and 31 (default ignorables).
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The text as a page may show it: what hides or turns text round becomes a visible mark such as
/// `⟦U+202E⟧`. The record keeps what was typed.
pub fn shown_safely(text: &str) -> Cow<'_, str> {
    let odd = |c: char| is_hidden(c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if !text.chars().any(odd) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if odd(c) {
            shown.push_str(&format!("⟦U+{:04X}⟧", c as u32));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert_eq!(check_line(&"信".repeat(200), 200), Ok(()));
        let over = TextProblem::TooLong {
            characters_max: 200,
        };
        assert_eq!(check_line(&"信".repeat(201), 200), Err(over));
    }

    #[test]
    fn blanks_and_invisible_characters_are_not_a_text() {
        assert_eq!(check_line(" \u{3000}\t", 200), Err(TextProblem::Empty));
        assert_eq!(
            check_lines("\u{200B}\u{202E}\n", 200),
            Err(TextProblem::Empty)
        );
        for blank in ["\u{200D}", "\u{FE0F}", "\u{2800}"] {
            assert_eq!(check_line(blank, 200), Err(TextProblem::Empty));
        }
        assert_eq!(check_line("👩\u{200D}👧", 200), Ok(()));
    }

    #[test]
    fn control_characters_are_refused_and_lines_only_where_lines_are_asked() {
        assert_eq!(check_lines("一\r\n二\t三", 200), Ok(()));
        assert_eq!(check_line("一\n二", 200), Err(TextProblem::Control));
        assert_eq!(check_lines("一\u{0}二", 200), Err(TextProblem::Control));
    }

    #[test]
    fn the_first_sentence_that_says_something_is_found_and_cut() {
        assert_eq!(
            first_sentence("您好。我家门口的路被占了！求解决", 200),
            "我家门口的路被占了"
        );
        assert_eq!(first_sentence("  路灯坏了\n", 200), "路灯坏了");
        assert_eq!(
            first_sentence("The road is blocked. Since May.", 200),
            "The road is blocked"
        );
        assert_eq!(first_sentence(" \n。 ", 200), "");
        assert_eq!(first_sentence(&"长".repeat(300), 200).chars().count(), 200);
    }

    #[test]
    fn hidden_characters_are_shown_as_marks() {
        assert_eq!(shown_safely("平常"), "平常");
        assert_eq!(shown_safely("a\u{202E}b\u{200B}"), "a⟦U+202E⟧b⟦U+200B⟧");
    }
}
