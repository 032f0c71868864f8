//! The first letters of a Chinese name in pinyin, by which staff find a unit or a category in a list.

use pinyin::ToPinyinMulti;

/// The first letters of each character's readings, in the order of the characters; a character that is read
/// in several ways gives each letter. Letters and digits stand for themselves, in lower case.
pub(crate) fn initials(name: &str) -> String {
    let mut letters = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            letters.push(character.to_ascii_lowercase());
        }
        let Some(readings) = character.to_pinyin_multi() else {
            continue;
        };
        let before = letters.len();
        for reading in readings {
            let first = reading.plain().chars().next();
            let fresh = first.filter(|letter| !letters[before..].contains(*letter));
            letters.extend(fresh);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn a_name_gives_the_first_letters_of_its_characters() {
        assert_eq!(initials("自然资源局"), "zrzyj");
        assert!(initials("自然资源局").contains("zyj"));
        assert!(initials("A2区").starts_with("a2q"));
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_character_that_is_read_in_two_ways_is_found_by_either() {
        let long = initials("长");
        assert!(long.contains('c') && long.contains('z'), "{long}");
    }
}
