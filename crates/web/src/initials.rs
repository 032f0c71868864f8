//! A Chinese name in pinyin: its first letters, by which staff find a unit or a category in a list, and the whole of
//! it, as people spell themselves where they sign in.

use pinyin::{ToPinyin, ToPinyinMulti};

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

/// A name spelled in small letters: each character by its usual reading, letters and digits for themselves.
pub(crate) fn spelled(name: &str) -> String {
    let mut letters = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            letters.push(character.to_ascii_lowercase());
        } else if let Some(reading) = character.to_pinyin() {
            // Keyboards type it so.
            letters.push_str(&reading.plain().replace('ü', "v"));
        }
    }
    letters
}

/// The first letter of each character by its usual reading: a short key made of a name.
pub(crate) fn short(name: &str) -> String {
    let first = |character: char| spelled(character.encode_utf8(&mut [0; 4])).chars().next();
    name.chars().filter_map(first).collect()
}

#[cfg(test)]
mod tests {
    use super::{initials, short, spelled};

    #[test]
    fn a_name_is_spelled_as_people_spell_themselves() {
        assert_eq!(spelled("刘敏"), "liumin");
        assert_eq!(spelled("吕 Li 2"), "lvli2");
        assert_eq!(spelled(" "), "");
        assert_eq!(short("劳动监察大队2"), "ldjcdd2");
    }

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
