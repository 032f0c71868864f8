//! What a petitioner sees with the code: state, what is owed, why, answers, and the receipt.

use crate::code::TrackingCode;
use crate::commands::register::CODE_PURPOSE;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::installation::read_event;
use crate::queries::obligation::{ObligationView, Words, row_view};
use crate::record::{Keyring, Opened, Recorded};
use crate::rules::{Authority, Rules};
use huiyin_domain::event::Event;
use huiyin_domain::ids::PetitionId;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{AnswerText, Class, PetitionText};
use huiyin_domain::time::Instant;
use huiyin_ledger::{Entry, Receipt, text_check};
use huiyin_store::rows::{JournalRow, ObligationRow, PetitionRow};
use huiyin_store::seal::DataKey;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A petition as its petitioner sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackView {
    /// The number.
    pub number: String,
    /// The authority's name.
    #[schema(value_type = Words)]
    pub authority: Bilingual,
    /// The state's word.
    pub state: String,
    /// The state in plain words.
    #[schema(value_type = Words)]
    pub state_words: Bilingual,
    /// When it was received, in the authority's zone.
    pub registered_at: String,
    /// When it was recorded; differs from the above where a person entered an earlier time.
    pub recorded_at: String,
    /// How it came.
    pub channel: String,
    /// Its class, if known.
    pub class: Option<String>,
    /// Its category, if known: the code.
    pub category: Option<String>,
    /// Its place, if known.
    #[schema(value_type = Option<Words>)]
    pub place: Option<Bilingual>,
    /// The matter in one sentence, as typed.
    pub subject: String,
    /// What happened, as typed.
    pub body: String,
    /// Where, as typed.
    pub place_text: Option<String>,
    /// Whom it complains of, as typed.
    pub respondents: Vec<String>,
    /// What is owed, by whom, until when, and why.
    pub obligations: Vec<ObligationView>,
    /// Answers, oldest first.
    pub answers: Vec<AnswerView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// Who of the authority opened this petition. Nobody can yet: there is no desk.
    pub access_records: Vec<TimelineEntry>,
    /// The receipt file.
    pub receipt: Option<String>,
    /// Whether this code acts, or only views.
    pub acting: bool,
}

/// An answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnswerView {
    /// When it was served, in the authority's zone.
    pub at: String,
    /// As written.
    pub text: String,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimelineEntry {
    /// When it happened, in the authority's zone.
    pub at: String,
    /// When it was recorded, if that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<String>,
    /// The event's name.
    pub event: String,
    /// In words.
    #[schema(value_type = Words)]
    pub words: Bilingual,
    /// The obligation that it moved, if it moved one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obligation: Option<i64>,
}

/// Everything of one petition, as one snapshot held it.
struct Found {
    authority: Arc<Authority>,
    acting: bool,
    petition: PetitionRow,
    obligations: Vec<ObligationRow>,
    journal: Vec<JournalRow>,
    keyring: Keyring,
}

impl Huiyin {
    /// The keyed hash under which a code stands in the store.
    pub fn code_hash(&self, code: &TrackingCode) -> [u8; 32] {
        self.keyed_hash(CODE_PURPOSE, code.as_bytes())
    }

    /// The petition behind a code, at whichever authority it is.
    ///
    /// # Errors
    /// When the store fails. An unknown code is `None`.
    pub async fn track(&self, code: &TrackingCode) -> Result<Option<TrackView>, AppError> {
        let hash = self.code_hash(code);
        let shared = Arc::clone(self.shared());
        let now = self.now();
        self.store()
            .read(move |reader| {
                let rules = shared.rules_read(reader)?;
                for authority in rules.authorities() {
                    let Some((id, acting)) = reader.petition_of_code(authority.row.id, &hash)?
                    else {
                        continue;
                    };
                    // Names of units are told as they are now.
                    shared.organisation_read(reader, authority.row.id)?;
                    let found = find(reader, authority, id, acting, &shared.wrapping)?;
                    return found
                        .map(|found| view(&found, &rules, &shared, now))
                        .transpose();
                }
                Ok(None)
            })
            .await
    }
}

fn find(
    reader: &mut huiyin_store::reader::Reader<'_>,
    authority: &Arc<Authority>,
    id: PetitionId,
    acting: bool,
    wrapping: &DataKey,
) -> Result<Option<Found>, AppError> {
    let own = authority.row.id;
    let (Some(petition), Some(keys)) = (reader.petition(own, id)?, reader.petition_keys(own, id)?)
    else {
        return Ok(None);
    };
    Ok(Some(Found {
        authority: Arc::clone(authority),
        acting,
        petition,
        obligations: reader.obligations_of(own, id)?,
        journal: reader.journal_of(own, id)?,
        keyring: Keyring::unwrap(&keys, wrapping, own, id)?,
    }))
}

/// What the sealed texts and the open parts of the journal say.
#[derive(Default)]
struct Told {
    text: PetitionText,
    answers: Vec<AnswerView>,
    timeline: Vec<TimelineEntry>,
    receipt: Option<String>,
}

fn tell(found: &Found) -> Result<Told, AppError> {
    let authority = &*found.authority;
    let mut told = Told::default();
    for row in &found.journal {
        let event = read_event(&row.open)?;
        told.timeline.push(entry(authority, row, &event));
        let Some(opened) = found.keyring.open_text(row)? else {
            continue;
        };
        match &event {
            Event::PetitionRegistered(registered) => {
                told.text = parse(&opened.plaintext)?;
                let number = registered.number;
                let receipt = receipt_again(authority, row, number, &opened, &told.text)?;
                told.receipt = Some(receipt);
            }
            Event::PetitionImported(_) => told.text = parse(&opened.plaintext)?,
            Event::AnswerImported(_) => {
                let answer: AnswerText = parse(&opened.plaintext)?;
                let at = row.effective_at.rfc3339_in(&authority.zone);
                told.answers.push(AnswerView {
                    at,
                    text: answer.answer,
                });
            }
            _ => {}
        }
    }
    Ok(told)
}

fn view(
    found: &Found,
    rules: &Rules,
    shared: &Shared,
    now: Instant,
) -> Result<TrackView, AppError> {
    let authority = &*found.authority;
    let petition = &found.petition;
    let Told {
        text,
        answers,
        timeline,
        receipt,
    } = tell(found)?;
    let obligations = found.obligations.iter();
    let obligations = obligations.map(|row| row_view(rules, authority, row, &shared.words, now));
    let words = |language| petition.state.petitioner_words(language);
    let place = |id: &String| authority.places.iter().find(|place| place.id == *id);
    Ok(TrackView {
        number: petition.number.to_string(),
        authority: authority.row.name.clone(),
        state: petition.state.word().to_owned(),
        state_words: Bilingual::new(words(Language::Zh), words(Language::En)),
        registered_at: petition.registered_at.rfc3339_in(&authority.zone),
        recorded_at: petition.recorded_at.rfc3339_in(&authority.zone),
        channel: petition.channel.word().to_owned(),
        class: petition.class.map(|class| Class::word(class).to_owned()),
        category: petition.category.clone(),
        place: petition
            .place
            .as_ref()
            .and_then(place)
            .map(|place| place.name.clone()),
        subject: text.subject,
        body: text.body,
        place_text: text.place_text,
        respondents: text.respondents,
        obligations: obligations.collect::<Result<_, _>>()?,
        answers,
        timeline,
        access_records: Vec::new(),
        receipt,
        acting: found.acting,
    })
}

fn parse<T: serde::de::DeserializeOwned>(plaintext: &[u8]) -> Result<T, AppError> {
    serde_json::from_slice(plaintext)
        .map_err(|_| AppError::Unreadable("a sealed text part is not what it should be".into()))
}

fn entry(authority: &Authority, row: &JournalRow, event: &Event) -> TimelineEntry {
    let words = match event {
        Event::PetitionRegistered(_) => Bilingual::new("已登记", "Registered"),
        Event::PetitionImported(imported) => Bilingual::new(
            format!("从“{}”转入旧件", imported.source),
            format!("Taken over from the earlier register “{}”", imported.source),
        ),
        Event::AnswerImported(_) => Bilingual::new("已答复", "Answered"),
        Event::ObligationRecomputed(moved) => Bilingual::new(
            format!(
                "新的放假安排公布，期限由{}改为{}",
                moved.due_date_before, moved.due_date
            ),
            format!(
                "New holidays were announced: the date moved from {} to {}",
                moved.due_date_before, moved.due_date
            ),
        ),
        other => Bilingual::new(other.kind(), other.kind()),
    };
    let differs = row.recorded_at != row.effective_at;
    TimelineEntry {
        at: row.effective_at.rfc3339_in(&authority.zone),
        recorded_at: differs.then(|| row.recorded_at.rfc3339_in(&authority.zone)),
        event: event.kind().to_owned(),
        words,
        obligation: match event {
            Event::ObligationRecomputed(moved) => Some(moved.obligation.raw()),
            _ => None,
        },
    }
}

/// The receipt file of a registration that was just recorded (RULES 3.2).
pub(crate) fn receipt_text(
    authority: &Authority,
    recorded: &Recorded,
    number: PetitionNumber,
    text_check: [u8; 32],
) -> String {
    Receipt {
        origin: authority.row.origin.clone(),
        key: authority.log_key.verifying_key(),
        position: recorded.slot.position.raw().unsigned_abs(),
        entry: recorded.entry,
        open: recorded.open.clone(),
        open_salt: recorded.open_salt,
        text_salt: recorded.text_salt,
        text_check,
        number: number.to_string(),
        recorded_at: recorded.slot.recorded_at.to_string(),
    }
    .write(&authority.log_key)
}

/// The same receipt again, byte for byte: Ed25519 signatures are deterministic (RFC 8032).
fn receipt_again(
    authority: &Authority,
    row: &JournalRow,
    number: PetitionNumber,
    opened: &Opened,
    text: &PetitionText,
) -> Result<String, AppError> {
    let damaged = |_| AppError::Unreadable(format!("journal row {} is damaged", row.position));
    let recorded = Recorded {
        slot: huiyin_store::transaction::Slot {
            position: row.position,
            recorded_at: row.recorded_at,
        },
        open: row.open.clone(),
        open_salt: row
            .open_salt
            .as_slice()
            .try_into()
            .map_err(|_| damaged(()))?,
        text_salt: opened.salt,
        entry: Entry::parse(&row.entry).map_err(|_| damaged(()))?,
        event: read_event(&row.open)?,
    };
    let check = text_check(&opened.salt, &text.subject, &text.body);
    Ok(receipt_text(authority, &recorded, number, check))
}
