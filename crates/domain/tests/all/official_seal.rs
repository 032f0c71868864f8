//! The seal of an authority: what its image may be, and who keeps it.

use super::office;
use huiyin_domain::language::Language;
use huiyin_domain::official_seal::{SEAL_BYTES_MAX, SealFault, check_seal_image};
use huiyin_domain::organisation::Role;
use huiyin_domain::petition::FieldProblem;

/// The structure of a PNG, with pixels of a colour type; what is in it is not looked at here.
fn png(width: u32, height: u32, colour: u8, more: &[(&[u8; 4], usize)]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], content: &[u8]| {
        bytes.extend_from_slice(&(content.len() as u32).to_be_bytes());
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(&[0; 4]);
    };
    let (width, height) = (width.to_be_bytes(), height.to_be_bytes());
    chunk(
        b"IHDR",
        &[&width[..], &height, &[8, colour, 0, 0, 0]].concat(),
    );
    for (kind, length) in more {
        chunk(kind, &vec![0; *length]);
    }
    chunk(b"IDAT", &[0; 16]);
    chunk(b"IEND", &[]);
    bytes
}

#[test]
fn a_square_png_with_a_ground_that_can_be_transparent_is_taken() {
    for fine in [
        png(600, 600, 6, &[]),
        png(300, 300, 4, &[]),
        png(2_000, 1_900, 6, &[]),
        png(600, 600, 3, &[(b"PLTE", 6), (b"tRNS", 2)]),
    ] {
        assert_eq!(check_seal_image(&fine), Ok(()));
    }
}

#[test]
fn anything_else_is_refused_with_why() {
    let fault = |bytes: &[u8]| match check_seal_image(bytes) {
        Err(FieldProblem::NotASeal(fault)) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(check_seal_image(b""), Err(FieldProblem::EmptyFile));
    for other in [
        &b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..],
        b"%PDF-1.7\n%%EOF",
        b"\x89PNG\r\n\x1a\n",
    ] {
        assert_eq!(fault(other), SealFault::NotPng);
    }
    let heavy = png(600, 600, 6, &[(b"tEXt", SEAL_BYTES_MAX)]);
    assert_eq!(fault(&heavy), SealFault::TooLarge);
    assert_eq!(fault(&png(299, 299, 6, &[])), SealFault::Pixels);
    assert_eq!(fault(&png(2_001, 2_001, 6, &[])), SealFault::Pixels);
    assert_eq!(fault(&png(600, 400, 6, &[])), SealFault::NotSquare);
    assert_eq!(fault(&png(600, 569, 6, &[])), SealFault::NotSquare);
    assert_eq!(fault(&png(600, 600, 2, &[])), SealFault::Opaque);
    assert_eq!(fault(&png(600, 600, 3, &[(b"PLTE", 6)])), SealFault::Opaque);
}

#[test]
fn each_fault_says_what_to_do_in_both_languages() {
    let all = [
        SealFault::NotPng,
        SealFault::TooLarge,
        SealFault::Pixels,
        SealFault::NotSquare,
        SealFault::Opaque,
        SealFault::Undrawable,
    ];
    for fault in all {
        let problem = FieldProblem::NotASeal(fault);
        assert!(problem.code().starts_with("seal_"), "{}", problem.code());
        assert!(problem.message(Language::En).is_ascii());
        assert!(!problem.message(Language::Zh).is_ascii());
    }
}

#[test]
fn the_holder_and_the_stand_ins_of_the_post_keep_it_and_no_administrator() {
    let mut organisation = office::organisation();
    organisation.seal = office::seal_kept_by("director");
    let keeps = |organisation: &huiyin_domain::organisation::Organisation, name: &str| {
        organisation.keeps_seal(office::staff(name))
    };
    assert!(keeps(&organisation, "director") && keeps(&organisation, "deputy"));
    assert!(!keeps(&organisation, "leader"));
    // Whoever administers and made himself the holder keeps nothing.
    let director = organisation.staff.get_mut(&office::staff("director"));
    let director = director.expect("there");
    director
        .roles
        .push((office::unit("authority"), Role::Administrator));
    assert!(!keeps(&organisation, "director") && keeps(&organisation, "deputy"));
    let post = organisation.posts.get_mut(&office::post("director"));
    post.expect("there").closed = true;
    assert!(!keeps(&organisation, "deputy"));
    organisation.seal.keeper = None;
    assert!(!keeps(&organisation, "deputy"));
}
