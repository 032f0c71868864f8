//! Documents of a petition as PDF, made from its record whenever somebody asks: nothing is stored, so
//! the paper and the journal cannot say different things, and the same record gives the same bytes.
//!
//! Whoever prints one reads the petition: it is on record first, as for the page; with the name also
//! as identity. Whoever keeps the seal reads the document that waits for it, which is on record alike. The
//! petitioner gets what is meant for him with the code that acts.

mod build;
mod papers;
mod reviews;

use crate::authorise::Principal;
use crate::casework::Loaded;
use crate::casework::access::Access;
use crate::casework::open::find_whole;
use crate::casework::opened::Opened;
use crate::casework::petitioner::Which;
use crate::code::TrackingCode;
use crate::error::{AppError, Refusal};
use crate::files::FileContent;
use crate::huiyin::{Huiyin, Shared};
use crate::official_seal::image_of;
use crate::responses::file::answering;
use build::Naming;
use huiyin_domain::event::{Document as Served, Event, FileKind, FilePurpose};
use huiyin_domain::language::{Bilingual, Language};
pub use huiyin_domain::letter::LetterKind;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::official_seal::SealImage;
use huiyin_letters::{Document, Fonts, Making, Seal};
pub use huiyin_letters::{LetterError, StyleReport, qr_svg};
use huiyin_store::reader::Reader;
use serde::Serialize;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::queries::obligation::Words;

/// The fonts of this process, found when the first document is made.
pub(crate) struct Typesetter {
    folder: PathBuf,
    fonts: OnceLock<Result<Fonts, LetterError>>,
}

impl Typesetter {
    /// Looks for fonts in a folder first, then in the system's.
    pub(crate) const fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            fonts: OnceLock::new(),
        }
    }

    fn fonts(&self) -> Result<&Fonts, LetterError> {
        let found = self
            .fonts
            .get_or_init(|| Fonts::find(std::slice::from_ref(&self.folder)));
        found.as_ref().map_err(Clone::clone)
    }
}

/// A document that can be had of a petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LetterOnOffer {
    /// Its word, for its address, such as `registration-form`, `query-slip`, `acceptance`, `answer` or
    /// `proof-of-answer`.
    pub letter: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Whether it is only a draft yet; it says so across the page.
    pub draft: bool,
    /// Whether it bears the seal of the authority.
    pub sealed: bool,
}

/// Several documents in one archive.
pub struct LetterBundle {
    /// Its name.
    pub name: String,
    /// The archive, ZIP.
    pub bytes: Vec<u8>,
}

/// How a document is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterAsked {
    /// Which.
    pub kind: LetterKind,
    /// In which language; the English one is a courtesy.
    pub language: Language,
    /// Whether the petitioner's name stands on it, which reveals the identity.
    pub named: bool,
}

impl Huiyin {
    /// A document of a petition, for a member of staff; that they read it is on record before.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] where they may not know of the petition, [`Refusal::NotAllowed`]
    /// for the name, [`Refusal::NoSuchLetter`] where the step was not taken that it comes from;
    /// [`AppError::Letter`] where it cannot be set, or a failure of the store.
    pub async fn letter(
        &self,
        who: &Principal,
        number: PetitionNumber,
        asked: LetterAsked,
    ) -> Result<FileContent, AppError> {
        let access = if asked.named {
            Access::Identity
        } else {
            Access::Letter(asked.kind)
        };
        self.put_on_record(who, number, access).await?;
        let (shared, person) = (Arc::clone(self.shared()), who.clone());
        let built = self.store().read(move |reader| {
            let (loaded, opened) = find_whole(reader, &shared, person.authority, number)?;
            let person = answering(reader, &shared, &loaded, person)?;
            access.permit(&loaded, &person, &shared.key)?;
            let naming = if asked.named {
                Naming::Full
            } else {
                Naming::Nobody
            };
            built(reader, &shared, (&loaded, &opened), asked, naming, None)
        });
        self.made(built.await?, number, asked).await
    }

    /// A document for the petitioner, with the code that acts; `which` says of which petition, where
    /// the code opens several, and `show_code` whether the code may still be shown (RULES 3.3).
    ///
    /// # Errors
    /// [`Refusal::NoSuchPetition`] for an unknown code; [`Refusal::NoSuchLetter`] for what is not the
    /// petitioner's, what was not issued, and for a code that only views; else as [`Huiyin::letter`].
    pub async fn track_letter(
        &self,
        (code, which): (&TrackingCode, Option<Which>),
        (kind, language): (LetterKind, Language),
        show_code: bool,
    ) -> Result<FileContent, AppError> {
        let asked = LetterAsked {
            kind,
            language,
            named: true,
        };
        if matches!(kind, LetterKind::Served(_)) {
            // To download it is to open it for the first time, which is on record (RULES 5.4).
            self.track_one(code, which).await?;
        }
        let hash = self.code_hash(code);
        let shown = show_code.then(|| code.grouped());
        let shared = Arc::clone(self.shared());
        let built = self.store().read(move |reader| {
            let found = crate::queries::track::whole(reader, &shared, &hash, which)?;
            let (loaded, opened, acting) = found.ok_or(Refusal::NoSuchPetition)?;
            let mut theirs = theirs(&loaded, &opened).into_iter();
            let theirs = acting && theirs.any(|(one, _)| one == kind);
            if !theirs {
                return Err(Refusal::NoSuchLetter.into());
            }
            let whole = (&loaded, &opened);
            let number = loaded.case.number;
            built(reader, &shared, whole, asked, Naming::Full, shown).map(|built| (built, number))
        });
        let (built, number) = built.await?;
        self.made(built, number, asked).await
    }

    /// The answer, its proof of service and the index of the file, as one archive to send or to keep.
    ///
    /// # Errors
    /// As [`Huiyin::letter`]; [`Refusal::NoSuchLetter`] as long as no answer was issued.
    pub async fn letter_bundle(
        &self,
        who: &Principal,
        number: PetitionNumber,
        (language, named): (Language, bool),
    ) -> Result<LetterBundle, AppError> {
        let kinds = [
            LetterKind::Proof(Served::Answer),
            LetterKind::Served(Served::Answer),
            LetterKind::FileIndex,
        ];
        let mut letters = Vec::new();
        for kind in kinds {
            let asked = LetterAsked {
                kind,
                language,
                named,
            };
            letters.push(self.letter(who, number, asked).await?);
        }
        Ok(LetterBundle {
            name: format!("{number}.zip"),
            bytes: archive(&letters)?,
        })
    }

    /// Sets a document beside the threads that answer requests.
    async fn made(
        &self,
        built: Built,
        number: PetitionNumber,
        asked: LetterAsked,
    ) -> Result<FileContent, AppError> {
        let shared = Arc::clone(self.shared());
        let set = move || {
            let making = Making {
                language: asked.language,
                watermark: built.watermark,
                seal: built.seal,
            };
            built.document.make(shared.typesetter.fonts()?, &making)
        };
        let letter = tokio::task::spawn_blocking(set)
            .await
            .map_err(|_| LetterError::Typesetting("it stopped".to_owned()))??;
        let title = asked.kind.title();
        Ok(FileContent {
            name: format!("{number}-{}.pdf", title.in_language(asked.language)),
            kind: FileKind::Pdf,
            purpose: FilePurpose::Document,
            bytes: letter.pdf,
        })
    }

    /// Sets an image of a seal on an invented document, beside the threads that answer requests.
    pub(crate) async fn try_seal(&self, seal: Seal) -> Result<(), AppError> {
        let shared = Arc::clone(self.shared());
        let set = move || seal.try_on(shared.typesetter.fonts()?);
        let tried = tokio::task::spawn_blocking(set).await;
        Ok(tried.map_err(|_| LetterError::Typesetting("it stopped".to_owned()))??)
    }

    /// Which fonts draw which style here, for `doctor` and the administrator.
    ///
    /// # Errors
    /// [`AppError::Letter`] when a font file cannot be read.
    pub fn font_report(&self) -> Result<Vec<StyleReport>, AppError> {
        Ok(self.shared().typesetter.fonts()?.report())
    }
}

/// An archive without compression: a PDF is compressed already. The same letters give the same bytes.
fn archive(letters: &[FileContent]) -> Result<Vec<u8>, AppError> {
    let failed = |error: String| AppError::Unreadable(format!("an archive: {error}"));
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    for letter in letters {
        archive
            .start_file(letter.name.as_str(), stored)
            .map_err(|error| failed(error.to_string()))?;
        archive
            .write_all(&letter.bytes)
            .map_err(|error| failed(error.to_string()))?;
    }
    let finished = archive
        .finish()
        .map_err(|error| failed(error.to_string()))?;
    Ok(finished.into_inner())
}

/// A document from the record, with what is put on it.
struct Built {
    document: Document,
    watermark: String,
    /// The seal that was set on it.
    seal: Option<Seal>,
}

fn built(
    reader: &mut Reader<'_>,
    shared: &Shared,
    whole: (&Loaded, &Opened),
    asked: LetterAsked,
    naming: Naming,
    code: Option<String>,
) -> Result<Built, AppError> {
    let draft = offered(whole.0, whole.1)
        .into_iter()
        .find(|(kind, _)| *kind == asked.kind)
        .ok_or(Refusal::NoSuchLetter)?
        .1;
    let document = build::document(
        reader,
        shared,
        whole,
        (asked.kind, asked.language),
        naming,
        code,
    )?;
    let watermark = match draft {
        true => asked.language.pick("草稿 未签发", "DRAFT").to_owned(),
        false => String::new(),
    };
    let authority = whole.0.authority.row.id;
    let image = seal_of(whole.0, asked.kind);
    let seal = image.map(|image| image_of(reader, shared, authority, image));
    Ok(Built {
        document,
        watermark,
        seal: seal.transpose()?,
    })
}

/// The seal that was set on a document.
fn seal_of(loaded: &Loaded, kind: LetterKind) -> Option<&SealImage> {
    match kind {
        LetterKind::Served(document) => loaded.case.sealed.get(&document),
        _ => None,
    }
}

/// The documents that the record holds, and whether each is only a draft.
fn offered(loaded: &Loaded, opened: &Opened) -> Vec<(LetterKind, bool)> {
    let case = &loaded.case;
    let happened = |is_it: &dyn Fn(&Event) -> bool| {
        let mut events = opened.rows.iter().map(|(_, row)| &row.event);
        events.any(is_it)
    };
    let is_issued =
        |document| case.pending.contains_key(&document) || case.served.contains_key(&document);
    let is_there = |kind: LetterKind| match kind {
        LetterKind::RegistrationForm | LetterKind::QuerySlip | LetterKind::FileIndex => true,
        LetterKind::PassingNotice | LetterKind::PassingLetter => happened(&papers::is_passing),
        LetterKind::Objection => happened(&|one| matches!(one, Event::TransferObjected(_))),
        LetterKind::ExtensionRequest => happened(&|one| matches!(one, Event::ExtensionAsked(_))),
        LetterKind::Reminder => happened(&papers::is_reminder),
        LetterKind::SupervisionLetter => papers::supervised(opened).is_some(),
        // Where the authority above is here, it is asked on the page.
        LetterKind::ReviewRequest => {
            case.review_window().is_some() && loaded.authority.row.above.authority.is_none()
        }
        LetterKind::ClosingReport => happened(&|one| matches!(one, Event::PetitionClosed(_))),
        LetterKind::Served(document) if document == case.answer_document() => case.answer.is_some(),
        LetterKind::Served(document) | LetterKind::Proof(document) => is_issued(document),
    };
    let kinds = LetterKind::ALL
        .iter()
        .copied()
        .filter(|kind| is_there(*kind));
    kinds
        .map(|kind| {
            let is_answer = kind == LetterKind::Served(case.answer_document());
            (kind, is_answer && !case.is_answered())
        })
        .collect()
}

/// The documents that staff can print.
pub(crate) fn for_staff(loaded: &Loaded, opened: &Opened) -> Vec<LetterOnOffer> {
    let all = offered(loaded, opened).into_iter();
    all.map(|one| on_offer(loaded, one)).collect()
}

/// What of them is for the petitioner: no draft, and nothing that waits for the seal.
fn theirs(loaded: &Loaded, opened: &Opened) -> Vec<(LetterKind, bool)> {
    let mut all = offered(loaded, opened);
    let waits = |kind: LetterKind| match kind {
        LetterKind::Served(document) => loaded.case.awaits_seal(document),
        _ => false,
    };
    all.retain(|(kind, draft)| kind.is_for_the_petitioner() && !draft && !waits(*kind));
    all
}

/// The documents that the code that acts can have.
pub(crate) fn for_petitioner(loaded: &Loaded, opened: &Opened) -> Vec<LetterOnOffer> {
    let theirs = theirs(loaded, opened).into_iter();
    theirs.map(|one| on_offer(loaded, one)).collect()
}

fn on_offer(loaded: &Loaded, (kind, draft): (LetterKind, bool)) -> LetterOnOffer {
    LetterOnOffer {
        letter: kind.word().to_owned(),
        title: kind.title(),
        draft,
        sealed: seal_of(loaded, kind).is_some(),
    }
}
