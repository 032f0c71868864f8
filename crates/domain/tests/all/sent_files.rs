//! What petitioners send: pictures lose the notes of the camera, sound and office files are told by
//! their content, and what hides a program is not taken.

use huiyin_domain::event::FileKind;
use huiyin_domain::petition::{FieldProblem, file_kind, may_be_taken, without_metadata};

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// The notes of a camera: how to turn the picture, and where it was made.
fn notes(turned: u8) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0]);
    tiff.extend_from_slice(&[0x25, 0x88, 4, 0, 1, 0, 0, 0, 0x26, 0, 0, 0]);
    tiff.extend_from_slice(b"GPS 28.6N 121.4E");
    [b"Exif\0\0".as_slice(), &tiff].concat()
}

fn photograph(turned: u8) -> Vec<u8> {
    [
        &[0xff, 0xd8][..],
        &segment(0xe0, b"JFIF\0\x01\x01"),
        &segment(0xe1, &notes(turned)),
        &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>owner</x>"),
        &segment(0xe2, b"ICC_PROFILE\0colours"),
        &segment(0xe2, b"MPF\0second picture"),
        &segment(0xfe, b"comment of the telephone"),
        &segment(0xc0, &[8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        &[0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        &[0x78, 0xff, 0xd9],
        b"trailer with the owner's number",
    ]
    .concat()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|one| one == part)
}

#[test]
fn a_photograph_tells_neither_where_nor_whose_and_stays_upright() {
    let sent = photograph(6);
    assert_eq!(file_kind(&sent), Ok(FileKind::Jpeg));
    let kept = without_metadata(FileKind::Jpeg, sent);
    for told in [&b"GPS"[..], b"owner", b"comment", b"MPF", b"trailer"] {
        assert!(!has(&kept, told), "{told:?}");
    }
    assert_eq!(file_kind(&kept), Ok(FileKind::Jpeg));
    for picture in [
        &b"JFIF"[..],
        b"ICC_PROFILE",
        &[0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
        &[0x78, 0xff, 0xd9],
    ] {
        assert!(has(&kept, picture), "{picture:?}");
    }
    // The turning is one entry of 16 bits: tag, type, count, value.
    assert!(has(&kept, &[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]));
    assert_eq!(
        without_metadata(FileKind::Jpeg, kept.clone()),
        kept,
        "once is enough"
    );
    let upright = without_metadata(FileKind::Jpeg, photograph(1));
    assert!(!has(&upright, b"Exif"));
}

#[test]
fn notes_that_lie_about_their_length_are_left_out_all_the_same() {
    for cut in 0..photograph(6).len() {
        let part = photograph(6)[..cut].to_vec();
        let kept = without_metadata(FileKind::Jpeg, part);
        assert!(!has(&kept, b"GPS"), "{cut}");
    }
    let mut far = notes(6);
    far[10] = 0xff;
    let sent = [&[0xff, 0xd8][..], &segment(0xe1, &far), &[0xff, 0xd9]].concat();
    assert_eq!(
        without_metadata(FileKind::Jpeg, sent),
        [0xff, 0xd8, 0xff, 0xd9]
    );
}

#[test]
fn a_png_loses_words_times_and_notes() {
    let chunk = |kind: &[u8], content: &[u8]| {
        [
            &(content.len() as u32).to_be_bytes()[..],
            kind,
            content,
            &[0; 4],
        ]
        .concat()
    };
    let sent = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
        chunk(b"tEXt", b"Author\0Wang"),
        chunk(b"eXIf", b"GPS"),
        chunk(b"tIME", &[0; 7]),
        chunk(b"IDAT", b"pixels"),
        chunk(b"IEND", b""),
    ]
    .concat();
    assert_eq!(file_kind(&sent), Ok(FileKind::Png));
    let kept = without_metadata(FileKind::Png, sent);
    assert_eq!(file_kind(&kept), Ok(FileKind::Png));
    assert!(
        has(&kept, b"pixels")
            && !has(&kept, b"Wang")
            && !has(&kept, b"GPS")
            && !has(&kept, b"tIME")
    );
}

#[test]
fn sound_and_office_files_are_told_by_their_content() {
    let office =
        |name: &str| format!("PK\x03\x04..[Content_Types].xml..{name}..PK\x05\x06").into_bytes();
    for (bytes, kind) in [
        (b"ID3\x04\0\0\0\0\0\0......".to_vec(), FileKind::Mp3),
        (vec![0xff, 0xfb, 0x90, 0x00, 0, 0], FileKind::Mp3),
        (b"#!AMR\n....".to_vec(), FileKind::Amr),
        (b"RIFF\0\0\0\0WAVEfmt ".to_vec(), FileKind::Wav),
        (b"\0\0\0\x20ftypM4A \0\0".to_vec(), FileKind::Mp4),
        (b"\0\0\0\x18ftypmp42\0\0".to_vec(), FileKind::Mp4),
        (office("word/document.xml"), FileKind::Docx),
        (office("xl/workbook.xml"), FileKind::Xlsx),
        (office("ppt/presentation.xml"), FileKind::Pptx),
    ] {
        assert_eq!(file_kind(&bytes), Ok(kind));
        assert_eq!(without_metadata(kind, bytes.clone()), bytes);
    }
}

#[test]
fn programs_and_archives_are_not_taken_whatever_they_are_called() {
    let office = "PK\x03\x04..[Content_Types].xml..word/document.xml..vbaProject.bin..PK\x05\x06";
    for bytes in [
        office.as_bytes(),
        b"PK\x03\x04..[Content_Types].xml..word/document.xml",
        b"PK\x03\x04..anything..PK\x05\x06",
        b"MZ\x90\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xff\xff\xff",
        b"<html><script>",
    ] {
        assert_eq!(file_kind(bytes), Err(FieldProblem::OtherFile), "{bytes:?}");
    }
}

#[test]
fn by_its_beginning_a_file_is_ruled_out_only_if_it_can_be_none() {
    let heads: [&[u8]; 9] = [
        b"%PDF-1.7\n\xff\x00",
        b"\x89PNG\r\n\x1a\n\x00",
        b"\xff\xd8\xff\xe1\x00",
        b"PK\x03\x04\x00\xff",
        b"ID3\x03\x00\x00\x00\x00\x00\x00\xff",
        b"#!AMR\n\xff",
        b"RIFF\x00\xff\x00\xffWAVEfmt ",
        b"\x00\x00\x00\x18ftypM4A \x00",
        // A plan, cut through a character.
        &"title = \"预案".as_bytes()[..14],
    ];
    for head in heads {
        assert!(may_be_taken(head), "{head:?}");
    }
    for none in [
        b"MZ\x90\x00".as_slice(),
        b"\x7fELF\xff",
        b"\x1f\x8b\x08\xff",
    ] {
        assert!(!may_be_taken(none), "{none:?}");
    }
}
