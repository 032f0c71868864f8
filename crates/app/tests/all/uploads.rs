//! Files that come in parts: each is kept as it comes, goes on after a break, is opened by nobody but the
//! holder of its code, and is forgotten by the clock.

use super::people::refusal;
use super::support::{FIRST, draft, healthy, register, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{AppError, FormFile, Huiyin, PART_BYTES_MAX, Refusal, UploadHolder, UploadStands};
use huiyin_domain::petition::{FILE_BYTES_MAX, FieldProblem};
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use std::sync::Arc;

const NAME: &str = "金丝雀的工资条.pdf";

/// A PDF of so many bytes, with a word that is looked for afterwards.
fn paper(bytes: usize) -> Vec<u8> {
    let mut content = b"%PDF-1.7\ncanary-in-a-part ".to_vec();
    content.resize(bytes - 6, b' ');
    content.extend_from_slice(b"\n%%EOF");
    content
}

fn writer(huiyin: &Huiyin) -> UploadHolder {
    UploadHolder::Draft(wait(huiyin.begin_draft(FIRST)).expect("begins"))
}

fn begin(huiyin: &Huiyin, holder: &UploadHolder, length: usize) -> Result<UploadStands, AppError> {
    wait(huiyin.begin_upload(FIRST, holder, (NAME, length as u64)))
}

fn more(
    huiyin: &Huiyin,
    holder: &UploadHolder,
    code: &TrackingCode,
    (at, part): (usize, &[u8]),
) -> Result<UploadStands, AppError> {
    let part = (at as u64, part.to_vec());
    wait(huiyin.keep_upload_part(FIRST, holder, code, part))
}

fn problem<T>(outcome: Result<T, AppError>) -> FieldProblem {
    match refusal(outcome) {
        Refusal::Fields(mut fields) => fields.remove(0).problem,
        other => panic!("{other}"),
    }
}

#[test]
fn a_file_comes_in_parts_and_goes_on_where_it_stopped() {
    each_engine(|place| {
        let huiyin = place.open();
        let holder = writer(&huiyin);
        let content = paper(300_000);
        let code = begin(&huiyin, &holder, content.len()).expect("begins").code;
        let first = more(&huiyin, &holder, &code, (0, &content[..100_000]));
        assert_eq!(first.expect("kept").offset, 100_000);
        // The answer got lost, and the part comes once more: nothing is kept twice.
        let again = more(&huiyin, &holder, &code, (0, &content[..100_000]));
        assert!(matches!(
            refusal(again),
            Refusal::UploadMoved { offset: 100_000 }
        ));
        let unfinished = wait(huiyin.uploaded(FIRST, &holder, &code));
        assert_eq!(problem(unfinished), FieldProblem::NotWhole);

        let stands = wait(huiyin.upload_stands(FIRST, &holder, &code)).expect("is there");
        assert_eq!((stands.offset, stands.length), (100_000, 300_000));
        let last = more(&huiyin, &holder, &code, (100_000, &content[100_000..]));
        assert!(last.expect("kept").is_whole());
        let beyond = more(&huiyin, &holder, &code, (300_000, b"x"));
        assert_eq!(problem(beyond), FieldProblem::FileTooLarge);

        let (name, whole) = wait(huiyin.uploaded(FIRST, &holder, &code)).expect("whole");
        assert_eq!(name, NAME);
        assert!(whole == content, "the same bytes");
        wait(huiyin.drop_upload(FIRST, &holder, &code)).expect("dropped");
        let gone = wait(huiyin.uploaded(FIRST, &holder, &code));
        assert!(matches!(refusal(gone), Refusal::NoSuchUpload));
        healthy(&huiyin);
    });
}

#[test]
fn nobody_else_opens_it_and_nothing_of_it_can_be_read_in_the_store() {
    each_engine(|place| {
        let huiyin = place.open();
        let holder = writer(&huiyin);
        let content = paper(1_000);
        let code = begin(&huiyin, &holder, content.len()).expect("begins").code;
        more(&huiyin, &holder, &code, (0, &content)).expect("kept");
        let stranger = writer(&huiyin);
        // The code of the draft alone does not name it, and its own code alone opens nothing.
        for (holder, code) in [(&stranger, &code), (&holder, stranger_code(&stranger))] {
            let asked = wait(huiyin.upload_stands(FIRST, holder, code));
            assert!(matches!(refusal(asked), Refusal::NoSuchUpload));
            let taken = wait(huiyin.uploaded(FIRST, holder, code));
            assert!(matches!(refusal(taken), Refusal::NoSuchUpload));
            let dropped = wait(huiyin.drop_upload(FIRST, holder, code));
            assert!(matches!(refusal(dropped), Refusal::NoSuchUpload));
        }
        // The same code as that of a petition is another holder.
        let UploadHolder::Draft(of_draft) = &holder else {
            panic!("a draft");
        };
        let petition = UploadHolder::Petition(of_draft.clone());
        let asked = wait(huiyin.upload_stands(FIRST, &petition, &code));
        assert!(matches!(refusal(asked), Refusal::NoSuchUpload));
    });
    on_sqlite(|place| {
        let huiyin = place.open();
        let holder = writer(&huiyin);
        let content = paper(1_000);
        let code = begin(&huiyin, &holder, content.len()).expect("begins").code;
        more(&huiyin, &holder, &code, (0, &content)).expect("kept");
        drop(huiyin);
        let files = std::fs::read_dir(&place.config.folder).expect("a folder");
        let mut looked = 0;
        for file in files {
            let bytes = std::fs::read(file.expect("a file").path()).unwrap_or_default();
            looked += bytes.len();
            for secret in ["canary-in-a-part", NAME] {
                let found = bytes
                    .windows(secret.len())
                    .any(|one| one == secret.as_bytes());
                assert!(!found, "{secret} stands in the store");
            }
        }
        assert!(looked > 1_000, "the store was looked at");
    });
}

fn stranger_code(holder: &UploadHolder) -> &TrackingCode {
    match holder {
        UploadHolder::Draft(code) | UploadHolder::Petition(code) | UploadHolder::Form(code) => code,
    }
}

#[test]
fn what_nothing_came_of_for_a_day_is_forgotten_by_the_clock() {
    each_engine(|place| {
        let huiyin = place.open();
        let holder = writer(&huiyin);
        let content = paper(1_000);
        let code = begin(&huiyin, &holder, content.len()).expect("begins").code;
        let pass = |micros: i64| place.clock.set(huiyin.now().plus_micros(micros));
        pass(DAY_MICROS);
        more(&huiyin, &holder, &code, (0, &content[..500])).expect("still there");
        pass(DAY_MICROS);
        huiyin.tick(huiyin.now()).expect("ticks");
        wait(huiyin.upload_stands(FIRST, &holder, &code)).expect("a part came a day ago");
        pass(1);
        let over = wait(huiyin.upload_stands(FIRST, &holder, &code));
        assert!(matches!(refusal(over), Refusal::NoSuchUpload));
        huiyin.tick(huiyin.now()).expect("ticks");
        let rows = huiyin
            .store()
            .read_here(|reader| reader.oldest_upload(FIRST));
        assert_eq!(rows.expect("reads"), None, "and deleted");
        healthy(&huiyin);
    });
}

#[test]
fn size_number_and_code_are_limits() {
    each_engine(|place| {
        let huiyin = place.open();
        let holder = writer(&huiyin);
        assert_eq!(problem(begin(&huiyin, &holder, 0)), FieldProblem::EmptyFile);
        let large = begin(&huiyin, &holder, FILE_BYTES_MAX + 1);
        assert_eq!(problem(large), FieldProblem::FileTooLarge);
        for _ in 0..4 {
            begin(&huiyin, &holder, FILE_BYTES_MAX).expect("begins");
        }
        let together = begin(&huiyin, &holder, 1);
        assert_eq!(problem(together), FieldProblem::FilesTooLarge);
        let other = writer(&huiyin);
        for _ in 0..20 {
            begin(&huiyin, &other, 1).expect("begins");
        }
        let entries_max = 20;
        let many = begin(&huiyin, &other, 1);
        assert_eq!(problem(many), FieldProblem::TooMany { entries_max });

        let UploadHolder::Draft(nobody) = writer(&huiyin) else {
            panic!("a draft");
        };
        wait(huiyin.discard_draft(FIRST, &nobody)).expect("discarded");
        let gone = begin(&huiyin, &UploadHolder::Draft(nobody.clone()), 1);
        assert!(matches!(refusal(gone), Refusal::NoSuchDraft));
        let unknown = begin(&huiyin, &UploadHolder::Petition(nobody), 1);
        assert!(matches!(refusal(unknown), Refusal::NoSuchPetition));
        let registered = register(&huiyin, draft("路灯坏了"));
        let code = TrackingCode::parse(&registered.tracking_code).expect("a code");
        let view = wait(huiyin.make_view_code(&code)).expect("a code that views");
        let views = begin(&huiyin, &UploadHolder::Petition(view), 1);
        assert!(matches!(refusal(views), Refusal::Case(_)));
        begin(&huiyin, &UploadHolder::Petition(code), 1).expect("it acts");
    });
}

#[test]
fn a_file_of_a_form_is_kept_as_it_comes_and_given_whole_at_its_end() {
    each_engine(|place| {
        let huiyin = Arc::new(place.open());
        let kept = || {
            let oldest = huiyin
                .store()
                .read_here(|reader| reader.oldest_upload(FIRST));
            oldest.expect("reads").is_some()
        };
        let came = |content: &[u8]| {
            let mut file = FormFile::begin(&huiyin).expect("begins");
            for chunk in content.chunks(100_000) {
                wait(file.take(chunk));
            }
            file
        };
        let small = came(&paper(PART_BYTES_MAX - 1));
        assert!(!kept(), "a small one never touches the store");
        let whole = wait(small.whole()).expect("taken");
        assert_eq!(whole, paper(PART_BYTES_MAX - 1));

        let content = paper(3 * PART_BYTES_MAX + 70_000);
        let file = came(&content);
        assert!(kept());
        healthy(&huiyin);
        assert_eq!(wait(file.whole()), Ok(content));
        assert!(!kept(), "it is given, and gone");

        let large = came(&paper(FILE_BYTES_MAX + 1));
        assert!(!kept(), "it was taken away at once");
        assert_eq!(wait(large.whole()), Err(FieldProblem::FileTooLarge));
        let program = came(&[b"MZ".as_slice(), &[0xff; 2 * PART_BYTES_MAX]].concat());
        assert!(!kept(), "nothing of it was kept");
        assert_eq!(wait(program.whole()), Err(FieldProblem::OtherFile));

        // The connection broke: what came is taken away at once.
        let broken = came(&paper(2 * PART_BYTES_MAX));
        assert!(kept());
        wait(async move { drop(broken) });
        assert!((0..100_000).any(|_| !kept()), "it is taken away");
        // It broke where nothing runs any more that could take it away: the clock does.
        drop(came(&paper(2 * PART_BYTES_MAX)));
        assert!(kept());
        place.clock.set(huiyin.now().plus_micros(DAY_MICROS + 1));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert!(!kept());
        healthy(&huiyin);
    });
}
