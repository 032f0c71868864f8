//! Sealed files: told by their content, kept in pieces under the petition's key, and gone with it.

use super::support::{FIRST, found, healthy, journal, tamper};
use huiyin_app::{AppError, FileContent, FileDraft, Refusal};
use huiyin_domain::event::{FileKind, FilePurpose};
use huiyin_domain::ids::FileId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{FILE_BYTES_MAX, FILES_MAX, FieldError, FieldProblem};
use huiyin_store::StoreError;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use huiyin_testkit::park::{Filed, Park, wait};

const NAME: &str = "金丝雀的信.pdf";

pub fn pdf(bytes: usize) -> Vec<u8> {
    let (head, end) = (
        b"%PDF-1.7\n".as_slice(),
        b"\nstartxref\n0\n%%EOF\n".as_slice(),
    );
    let middle = bytes.saturating_sub(head.len() + end.len());
    let filled: Vec<u8> = (0..middle).map(|nth| (nth % 251) as u8).collect();
    [head, &filled, end].concat()
}

pub fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend_from_slice(b"\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0crc0");
    bytes.extend_from_slice(b"\0\0\0\x02IDATxxcrc1\0\0\0\0IENDcrc2");
    bytes
}

fn jpeg() -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\0\x04ab".to_vec();
    bytes.extend_from_slice(b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0");
    bytes.extend_from_slice(b"\xff\xda\0\x08\x01\x01\0\0\x3f\0data\xff\xd9");
    bytes
}

fn add(park: &Park<'_>, filed: &Filed, name: &str, bytes: Vec<u8>) -> Result<FileId, AppError> {
    let draft = FileDraft {
        field: "file".into(),
        name: name.into(),
        purpose: FilePurpose::Letter,
        bytes,
    };
    park.adds("clerk", filed, draft)
}

fn read(park: &Park<'_>, filed: &Filed, file: FileId) -> Result<FileContent, AppError> {
    park.reads("clerk", filed, file)
}

fn problem(outcome: Result<FileId, AppError>) -> FieldProblem {
    match outcome {
        Err(AppError::Refused(Refusal::Fields(fields))) => {
            match <[FieldError; 1]>::try_from(fields) {
                Ok([FieldError { field, problem }]) => {
                    assert_eq!(field, "file");
                    problem
                }
                Err(fields) => panic!("{fields:?}"),
            }
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("taken"),
    }
}

#[test]
fn each_kind_comes_back_as_it_was_with_a_name_that_says_what_it_is() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        for (name, bytes, kind, wanted) in [
            (NAME, pdf(700_000), FileKind::Pdf, NAME),
            ("C:\\照片\\a.PNG", png(), FileKind::Png, "a.PNG"),
            ("../../etc/x.jpeg", jpeg(), FileKind::Jpeg, "x.jpeg"),
            ("scan.pdf", jpeg(), FileKind::Jpeg, "scan.pdf.jpg"),
            ("\u{202e}fdp.exe", png(), FileKind::Png, "fdp.exe.png"),
            ("", pdf(64), FileKind::Pdf, "file.pdf"),
        ] {
            let file = add(&park, &filed, name, bytes.clone()).expect("taken");
            let back = read(&park, &filed, file).expect("reads");
            assert_eq!((back.name.as_str(), back.kind), (wanted, kind));
            assert_eq!(back.purpose, FilePurpose::Letter);
            assert!(back.bytes == bytes, "{name}");
        }
        // What is said of it lies open without its name, and the store is as it must be.
        for row in journal(&huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("JSON");
            assert!(!open.contains("金丝雀") && !open.contains("sha256"));
        }
        healthy(&huiyin);
    });
}

/// Whoever adds a picture: what a camera wrote into it tells where it was made.
#[test]
fn a_picture_that_staff_add_is_kept_without_the_notes_of_its_camera() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let note = b"Exif\0\0GPS 28.6N";
        let length = u16::try_from(note.len() + 2).expect("short").to_be_bytes();
        let (begin, rest) = (&jpeg()[..2], &jpeg()[2..]);
        let taken = [begin, &[0xff, 0xe1], &length, note, rest].concat();
        let file = add(&park, &filed, "墙.jpg", taken).expect("taken");
        let back = read(&park, &filed, file).expect("reads");
        assert!(back.bytes == jpeg());
        healthy(&huiyin);
    });
}

#[test]
fn what_is_none_of_them_is_refused_whatever_its_name_says() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let before = journal(&huiyin, FIRST).len();
        let cut = png();
        let cut = cut[..cut.len() - 4].to_vec();
        let more = [png(), b"<script>".to_vec()].concat();
        for bytes in [
            b"MZ\x90\0".to_vec(),
            b"<html><script>alert(1)</script>".to_vec(),
            b"PK\x03\x04".to_vec(),
            b"GIF89a".to_vec(),
            b"%PDF-1.7 without an end".to_vec(),
            b" %PDF-1.7\n%%EOF".to_vec(),
            b"\xff\xd8\xff".to_vec(),
            b"\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\x02\xff\xd9".to_vec(),
            cut,
            more,
        ] {
            let refused = problem(add(&park, &filed, "letter.pdf", bytes.clone()));
            assert_eq!(refused, FieldProblem::OtherFile, "{bytes:?}");
        }
        let refused = problem(add(&park, &filed, "letter.pdf", Vec::new()));
        assert_eq!(refused, FieldProblem::EmptyFile);
        assert_eq!(journal(&huiyin, FIRST).len(), before);
    });
}

#[test]
fn twenty_mebibytes_are_taken_and_a_byte_more_is_not() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let refused = problem(add(&park, &filed, NAME, pdf(FILE_BYTES_MAX + 1)));
        assert_eq!(refused, FieldProblem::FileTooLarge);
        let file = add(&park, &filed, NAME, pdf(FILE_BYTES_MAX)).expect("taken");
        let back = read(&park, &filed, file).expect("reads");
        assert_eq!(back.bytes.len(), FILE_BYTES_MAX);
        let copy = place.folder().join("copy");
        huiyin_store::back_up(huiyin.store(), &copy).expect("backed up");
        let mut chunks = 0;
        let counted = huiyin_store::read_backup(&copy, |reader| {
            reader.file_chunks(FIRST, file, |_, _| {
                chunks += 1;
                Ok(())
            })
        });
        counted.expect("reads");
        assert_eq!(chunks, 80);
    });
}

#[test]
fn a_piece_that_was_changed_moved_or_taken_away_is_noticed() {
    let piece = |of: &str| {
        format!("(SELECT c.sealed_chunk FROM file_content c WHERE c.authority_id = 1 AND {of})")
    };
    // Of the first file, `{0}`, and the second, `{1}`.
    for sql in [
        format!(
            "UPDATE file_content SET sealed_chunk = {} WHERE file_id = {{0}} AND chunk_number = 1",
            piece("c.file_id = {0} AND c.chunk_number = 0")
        ),
        format!(
            "UPDATE file_content SET sealed_chunk = {} WHERE file_id = {{0}} AND chunk_number = 0",
            piece("c.file_id = {1} AND c.chunk_number = 0")
        ),
        "DELETE FROM file_content WHERE file_id = {0} AND chunk_number = 0".to_owned(),
        "DELETE FROM file_content WHERE file_id = {0} AND chunk_number = 2".to_owned(),
    ] {
        each_engine(|place| {
            let huiyin = place.open();
            let park = Park::build(&huiyin);
            let filed = park.file(false);
            let file = add(&park, &filed, NAME, pdf(600_000)).expect("taken");
            let second = add(&park, &filed, NAME, pdf(600_000)).expect("taken");
            let sql = sql.replace("{0}", &file.to_string());
            tamper(place, &sql.replace("{1}", &second.to_string()));
            let broken = read(&park, &filed, file).err();
            let seal = Some(AppError::Store(StoreError::Seal).to_string());
            assert_eq!(broken.map(|error| error.to_string()), seal, "{sql}");
        });
    }
}

#[test]
fn a_piece_that_is_changed_while_the_file_is_sent_breaks_it_off() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let file = add(&park, &filed, NAME, pdf(600_000)).expect("taken");
        let who = park.who("clerk");
        let opening = huiyin.open_file(&who, filed.number, file);
        let mut sent = wait(opening).expect("all of it is there");
        assert_eq!(sent.bytes, 600_000);
        let first = wait(sent.piece()).expect("reads").expect("a piece");
        assert!(pdf(600_000).starts_with(&first));
        tamper(
            place,
            &format!("DELETE FROM file_content WHERE file_id = {file} AND chunk_number = 1"),
        );
        let broken = wait(sent.piece()).err();
        assert!(matches!(broken, Some(AppError::Store(StoreError::Seal))));
    });
}

#[test]
fn a_file_is_of_its_petition_only_and_goes_with_its_key() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let (filed, other) = (park.file(false), park.file(false));
        let file = add(&park, &filed, NAME, pdf(64)).expect("taken");
        let none = |outcome: Result<FileContent, AppError>| {
            matches!(outcome, Err(AppError::Refused(Refusal::NoSuchFile)))
        };
        assert!(none(read(&park, &other, file)));
        assert!(none(read(&park, &filed, FileId::new(filed.id.raw()))));
        assert!(none(read(&park, &filed, FileId::new(1_000_000))));
        let never = Filed {
            number: PetitionNumber::parse("2026-999999").expect("a number"),
            id: filed.id,
            code: filed.code.clone(),
        };
        assert!(matches!(
            add(&park, &never, NAME, pdf(64)),
            Err(AppError::Refused(Refusal::NoSuchPetition))
        ));
        read(&park, &filed, file).expect("reads");
        tamper(
            place,
            &format!(
                "UPDATE petition_key SET wrapped_text_key = NULL WHERE petition_id = {}",
                filed.id
            ),
        );
        assert!(none(read(&park, &filed, file)));
        assert_eq!(found(&huiyin, false), [""; 0]);
        tamper(place, "UPDATE file_content SET file_id = 9999");
        assert_eq!(found(&huiyin, false), ["orphan-files"]);
    });
}

#[test]
fn a_petition_has_two_hundred_files_at_most() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        for _ in 0..FILES_MAX {
            add(&park, &filed, NAME, pdf(64)).expect("taken");
        }
        let refused = problem(add(&park, &filed, NAME, pdf(64)));
        let entries_max = FILES_MAX;
        assert_eq!(refused, FieldProblem::TooMany { entries_max });
    });
}

#[test]
fn a_file_whose_content_is_gone_is_found() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        add(&park, &filed, NAME, pdf(64)).expect("taken");
        tamper(place, "DELETE FROM file_content");
        assert_eq!(found(&huiyin, false), ["files-without-content"]);
    });
}
