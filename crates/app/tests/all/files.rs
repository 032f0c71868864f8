//! Sealed files: told by their content, kept in pieces under the petition's key, and gone with it.

use super::support::{FIRST, draft, found, healthy, journal, register, tamper, wait};
use huiyin_app::{AppError, FileContent, FileDraft, Huiyin, Refusal};
use huiyin_domain::event::{Actor, FileKind, FilePurpose};
use huiyin_domain::ids::{FileId, PetitionId};
use huiyin_domain::petition::{FILE_BYTES_MAX, FieldError, FieldProblem};
use huiyin_store::StoreError;
use huiyin_testkit::engine::{TestStore, each_engine};

const NAME: &str = "金丝雀的信.pdf";

fn pdf(bytes: usize) -> Vec<u8> {
    let (head, end) = (
        b"%PDF-1.7\n".as_slice(),
        b"\nstartxref\n0\n%%EOF\n".as_slice(),
    );
    let middle = bytes.saturating_sub(head.len() + end.len());
    let filled: Vec<u8> = (0..middle).map(|nth| (nth % 251) as u8).collect();
    [head, &filled, end].concat()
}

fn png() -> Vec<u8> {
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

fn add(
    huiyin: &Huiyin,
    petition: PetitionId,
    name: &str,
    bytes: Vec<u8>,
) -> Result<FileId, AppError> {
    let draft = FileDraft {
        field: "file".into(),
        name: name.into(),
        purpose: FilePurpose::Letter,
        bytes,
    };
    wait(huiyin.add_file(Actor::Public, FIRST, petition, draft))
}

fn read(
    huiyin: &Huiyin,
    petition: PetitionId,
    file: FileId,
) -> Result<Option<FileContent>, AppError> {
    wait(huiyin.read_file(FIRST, petition, file))
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

fn opened(place: &TestStore) -> (Huiyin, PetitionId) {
    let huiyin = place.open();
    register(&huiyin, draft("一"));
    (huiyin, PetitionId::new(1))
}

#[test]
fn each_kind_comes_back_as_it_was_with_a_name_that_says_what_it_is() {
    each_engine(|place| {
        let (huiyin, petition) = opened(place);
        for (name, bytes, kind, wanted) in [
            (NAME, pdf(700_000), FileKind::Pdf, NAME),
            ("C:\\照片\\a.PNG", png(), FileKind::Png, "a.PNG"),
            ("../../etc/x.jpeg", jpeg(), FileKind::Jpeg, "x.jpeg"),
            ("scan.pdf", jpeg(), FileKind::Jpeg, "scan.pdf.jpg"),
            ("\u{202e}fdp.exe", png(), FileKind::Png, "fdp.exe.png"),
            ("", pdf(64), FileKind::Pdf, "file.pdf"),
        ] {
            let file = add(&huiyin, petition, name, bytes.clone()).expect("taken");
            let back = read(&huiyin, petition, file)
                .expect("reads")
                .expect("there");
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

#[test]
fn what_is_none_of_them_is_refused_whatever_its_name_says() {
    each_engine(|place| {
        let (huiyin, petition) = opened(place);
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
            let refused = problem(add(&huiyin, petition, "letter.pdf", bytes.clone()));
            assert_eq!(refused, FieldProblem::OtherFile, "{bytes:?}");
        }
        let refused = problem(add(&huiyin, petition, "letter.pdf", Vec::new()));
        assert_eq!(refused, FieldProblem::EmptyFile);
        assert_eq!(journal(&huiyin, FIRST).len(), before);
    });
}

#[test]
fn twenty_mebibytes_are_taken_and_a_byte_more_is_not() {
    each_engine(|place| {
        let (huiyin, petition) = opened(place);
        let refused = problem(add(&huiyin, petition, NAME, pdf(FILE_BYTES_MAX + 1)));
        assert_eq!(refused, FieldProblem::FileTooLarge);
        let file = add(&huiyin, petition, NAME, pdf(FILE_BYTES_MAX)).expect("taken");
        let back = read(&huiyin, petition, file)
            .expect("reads")
            .expect("there");
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
    for sql in [
        format!(
            "UPDATE file_content SET sealed_chunk = {} WHERE file_id = 2 AND chunk_number = 1",
            piece("c.file_id = 2 AND c.chunk_number = 0")
        ),
        format!(
            "UPDATE file_content SET sealed_chunk = {} WHERE file_id = 2 AND chunk_number = 0",
            piece("c.file_id = 3 AND c.chunk_number = 0")
        ),
        "DELETE FROM file_content WHERE file_id = 2 AND chunk_number = 0".to_owned(),
        "DELETE FROM file_content WHERE file_id = 2 AND chunk_number = 2".to_owned(),
    ] {
        each_engine(|place| {
            let (huiyin, petition) = opened(place);
            let file = add(&huiyin, petition, NAME, pdf(600_000)).expect("taken");
            add(&huiyin, petition, NAME, pdf(600_000)).expect("taken");
            assert_eq!(file, FileId::new(2));
            tamper(place, &sql);
            let broken = read(&huiyin, petition, file).err();
            let seal = Some(AppError::Store(StoreError::Seal).to_string());
            assert_eq!(broken.map(|error| error.to_string()), seal, "{sql}");
        });
    }
}

#[test]
fn a_file_is_of_its_petition_only_and_goes_with_its_key() {
    each_engine(|place| {
        let (huiyin, petition) = opened(place);
        register(&huiyin, draft("二"));
        let other = PetitionId::new(2);
        let file = add(&huiyin, petition, NAME, pdf(64)).expect("taken");
        assert!(read(&huiyin, other, file).expect("reads").is_none());
        assert!(
            read(&huiyin, petition, FileId::new(1))
                .expect("reads")
                .is_none()
        );
        let nowhere = add(&huiyin, PetitionId::new(99), NAME, pdf(64));
        assert!(matches!(
            nowhere,
            Err(AppError::Refused(Refusal::NoSuchPetition))
        ));
        tamper(
            place,
            "UPDATE petition_key SET wrapped_text_key = NULL WHERE petition_id = 1",
        );
        assert!(read(&huiyin, petition, file).expect("reads").is_none());
        assert_eq!(found(&huiyin, false), [""; 0]);
        tamper(place, "UPDATE file_content SET file_id = 99");
        assert_eq!(found(&huiyin, false), ["orphan-files"]);
    });
}

#[test]
fn a_file_whose_content_is_gone_is_found() {
    each_engine(|place| {
        let (huiyin, petition) = opened(place);
        add(&huiyin, petition, NAME, pdf(64)).expect("taken");
        tamper(place, "DELETE FROM file_content");
        assert_eq!(found(&huiyin, false), ["files-without-content"]);
    });
}
