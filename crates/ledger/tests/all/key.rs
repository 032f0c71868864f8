//! Keys, fingerprints and origins.

use data_encoding::HEXLOWER;
use huiyin_ledger::{KeyError, LogKey, VerifyingKey, is_origin, origin};

fn hex<const N: usize>(text: &str) -> [u8; N] {
    let bytes = HEXLOWER.decode(text.as_bytes()).expect("hexadecimal");
    bytes.try_into().expect("the length")
}

/// RFC 8032 section 7.1, TEST 2.
#[test]
fn signatures_are_the_published_ones() {
    let seed = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    let key = LogKey::from_seed(&seed);
    let public = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assert_eq!(key.verifying_key().as_bytes(), &public);
    let signature = hex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
         085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
    assert_eq!(key.sign(&[0x72]), signature);
    assert!(key.verifying_key().verify(&[0x72], &signature));
    assert!(!key.verifying_key().verify(&[0x73], &signature));
}

#[test]
fn debug_does_not_show_the_seed() {
    let seed = [0xab; 32];
    let key = LogKey::from_seed(&seed);
    let shown = format!("{key:?} {key:#?}").to_lowercase().replace(' ', "");
    assert!(!shown.contains("abab"), "{shown}");
    assert!(!shown.contains("171,171"), "{shown}");
    assert!(shown.contains("logkey("), "{shown}");
}

#[test]
fn a_key_reads_back_in_one_spelling_only() {
    let key = LogKey::from_seed(&[7; 32]).verifying_key();
    let text = key.to_string();
    assert_eq!(text.len(), 44);
    assert_eq!(VerifyingKey::parse(&text), Ok(key));
    assert_eq!(text.parse(), Ok(key));
    let unpadded = text.trim_end_matches('=').to_owned();
    let zeros = "A".repeat(43) + "=";
    // The same 32 zeros with trailing bits, and as two padded pieces in a row.
    let trailing = "A".repeat(42) + "B=";
    let pieces = "A".repeat(22) + "==" + &"A".repeat(22) + "==";
    assert!(VerifyingKey::parse(&zeros).is_ok());
    for other in [
        "".to_owned(),
        unpadded,
        format!(" {text}"),
        format!("{text}\n"),
        format!("{text}{text}"),
        trailing,
        pieces,
        "A".repeat(44),
        "回音".to_owned(),
    ] {
        assert_eq!(VerifyingKey::parse(&other), Err(KeyError), "{other:?}");
    }
}

/// The value was computed with Python's hashlib over the public key of RFC 8032 TEST 2.
#[test]
fn a_fingerprint_is_sha_256_in_groups_of_four() {
    let public = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assert_eq!(
        VerifyingKey::from_bytes(public).fingerprint(),
        "39f7 13d0 a644 253f 0452 9421 b9f5 1b9b 0897 9d08 2959 59c4 f399 0ee6 17f5 139f"
    );
}

/// No point of the curve has these y coordinates (computed in Python from the curve equation).
#[test]
fn bytes_that_are_no_point_verify_nothing() {
    for y in [2, 7, 8, 11, 12, 13, 17] {
        let mut bytes = [0; 32];
        bytes[0] = y;
        let key = VerifyingKey::from_bytes(bytes);
        let mut signature = [0; 64];
        for first in 0..=255 {
            signature[0] = first;
            assert!(!key.verify(b"message", &signature), "{y} {first}");
        }
    }
}

/// The values were computed with Python's base64.
#[test]
fn an_origin_is_lower_case_base32() {
    let counting = std::array::from_fn(|index| index as u8);
    for (chance, expected) in [
        ([0; 16], "huiyin-aaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ([0xff; 16], "huiyin-77777777777777777777777774"),
        (counting, "huiyin-aaaqeayeaudaocajbifqydiob4"),
    ] {
        assert_eq!(origin(chance), expected);
        assert!(is_origin(expected));
    }
}

#[test]
fn an_origin_has_one_spelling() {
    for other in [
        "",
        "huiyin-",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "huiyin-aaaaaaaaaaaaaaaaaaaaaaaaa",
        "huiyin-aaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "huiyin-aaaaaaaaaaaaaaaaaaaaaaaaab",
        "huiyin-Aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "huiyin-aaaaaaaaaaaaaaaaaaaaaaaaa1",
        "Huiyin-aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "huiyin-aaaaaaaaaaaaaaaaaaaaaaaaaa======",
        "huiyin-ſaaaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        assert!(!is_origin(other), "{other:?}");
    }
}
