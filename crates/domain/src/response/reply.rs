//! What somebody answers a page with by text message: whether they come, and which page they mean. A
//! reply counts only together with the telephone that the page went to; this reads it, and decides
//! nothing.

/// Digits of the number that a reply names its page by. It is asked for because a sender can be made up:
/// whoever did not get the page does not know it.
pub const REPLY_DIGITS: usize = 6;
/// Digits of a telephone number that tell it from another; what stands before is the country.
const SUBSCRIBER_DIGITS: usize = 11;

/// An answer by text message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Whether they come.
    pub comes: bool,
    /// The number of the page as the message names it.
    pub number: u32,
}

/// Reads a reply such as `1 482913` (comes), `2 482913` (cannot), `来482913` or `no 482913`. Anything that
/// can be taken for both, or for neither, is none: whoever is in doubt is called.
pub fn reply(text: &str) -> Option<Reply> {
    let (mut digits, mut words) = (Vec::new(), String::new());
    let mut run = String::new();
    for letter in text.chars().map(narrow).chain([' ']) {
        if letter.is_ascii_digit() {
            run.push(letter);
            continue;
        }
        if !run.is_empty() {
            digits.push(std::mem::take(&mut run));
        }
        if letter.is_alphabetic() {
            words.extend(letter.to_lowercase());
        }
    }
    let (choice, number) = match digits.as_slice() {
        [one] if one.len() == REPLY_DIGITS => (None, one.as_str()),
        [one] if one.len() == REPLY_DIGITS + 1 => (Some(&one[..1]), &one[1..]),
        [choice, one] if choice.len() == 1 && one.len() == REPLY_DIGITS => {
            (Some(choice.as_str()), one.as_str())
        }
        [one, choice] if choice.len() == 1 && one.len() == REPLY_DIGITS => {
            (Some(choice.as_str()), one.as_str())
        }
        _ => return None,
    };
    let comes = match (choice, words.as_str()) {
        (Some("1"), "") | (None, "y" | "yes" | "来" | "能来" | "会来") => true,
        (Some("2"), "") | (None, "n" | "no" | "不来" | "不能来" | "来不了") => false,
        _ => return None,
    };
    let number = number.parse().ok()?;
    Some(Reply { comes, number })
}

/// Telephones of this country type full-width figures as well.
fn narrow(letter: char) -> char {
    match letter {
        '０'..='９' => {
            let wide = u32::from(letter) - u32::from('０');
            char::from_digit(wide, 10).unwrap_or(letter)
        }
        _ => letter,
    }
}

/// Whether two telephone numbers are one, however they are written: with spaces, dashes, or the code of
/// the country before them. Two that have no digits are not.
pub fn same_number(one: &str, other: &str) -> bool {
    let digits = |text: &str| -> Vec<char> {
        let narrow = text.chars().map(narrow);
        narrow.filter(char::is_ascii_digit).collect()
    };
    let (one, other) = (digits(one), digits(other));
    if one.len() < SUBSCRIBER_DIGITS || other.len() < SUBSCRIBER_DIGITS {
        return !one.is_empty() && one == other;
    }
    one[one.len() - SUBSCRIBER_DIGITS..] == other[other.len() - SUBSCRIBER_DIGITS..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_says_who_comes_and_which_page_is_meant() {
        let comes = |number| {
            Some(Reply {
                comes: true,
                number,
            })
        };
        let not = |number| {
            Some(Reply {
                comes: false,
                number,
            })
        };
        for text in [
            "1 482913",
            "1482913",
            "１ ４８２９１３",
            "482913 1",
            "来482913",
            " YES, 482913. ",
        ] {
            assert_eq!(reply(text), comes(482_913), "{text}");
        }
        for text in [
            "2 482913",
            "2482913",
            "不能来 482913",
            "no 482913",
            "482913不来",
        ] {
            assert_eq!(reply(text), not(482_913), "{text}");
        }
        assert_eq!(reply("1 000042"), comes(42));
    }

    #[test]
    fn what_can_be_taken_for_both_or_for_neither_is_no_reply() {
        for text in [
            "",
            "1",
            "482913",
            "3 482913",
            "1 48291",
            "1 482913 482914",
            "1 不来 482913",
            "收到 482913",
            "来不来 482913",
            "2 来 482913",
            "1 13800138000",
        ] {
            assert_eq!(reply(text), None, "{text}");
        }
    }

    #[test]
    fn a_telephone_is_the_same_with_and_without_its_country() {
        assert!(same_number("+86 138-0013-8000", "13800138000"));
        assert!(same_number("008613800138000", "86 13800138000"));
        assert!(!same_number("13800138000", "13800138001"));
        assert!(!same_number("8000", "13800138000"));
        assert!(!same_number("", ""));
        assert!(!same_number("none", "-"));
    }
}
