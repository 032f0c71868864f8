//! What a petitioner sees with the code: state, what is owed, why, answers, and the receipt.

use crate::casework::open::{self, Opened};
use crate::casework::petitioner::{PETITIONER_ACTIONS, power};
use crate::casework::views::{AccessView, MessageView};
use crate::casework::{Loaded, parse};
use crate::code::TrackingCode;
use crate::commands::register::CODE_PURPOSE;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::installation::read_event;
use crate::queries::obligation::{ObligationView, Words, row_view};
use crate::queries::timeline::{self, Audience, unit_name};
use crate::record::{Opened as OpenedPart, Recorded};
use crate::rules::{Authority, Rules};
use huiyin_domain::event::{Actor, Document, Event};
use huiyin_domain::ids::Position;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{
    AnswerDraft, AnswerItem, AnswerStage, AnswerText, By, Class, Command, PetitionText, Reach,
    possible,
};
use huiyin_domain::time::Instant;
use huiyin_ledger::{Entry, Receipt, text_check};
use huiyin_store::reader::Reader;
use huiyin_store::rows::{CodeRow, JournalRow, ObligationRow};
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
    /// Who of the authority opened this petition, newest first.
    pub access_records: Vec<AccessView>,
    /// The unit that stands as responsible.
    #[schema(value_type = Words)]
    pub unit: Bilingual,
    /// Notices and answers on this page.
    pub documents: Vec<TrackDocument>,
    /// Messages both ways, oldest first.
    pub messages: Vec<TrackMessage>,
    /// Until when a withdrawal can be undone, if one was asked for.
    pub withdrawal_until: Option<String>,
    /// Times that staff entered and that can be disputed: the event's position and what it is.
    pub disputable: Vec<Disputable>,
    /// Remedies that are said to be done and that the petitioner may confirm; the first request is 0.
    pub to_verify: Vec<u8>,
    /// The steps that this code may take now.
    pub steps: Vec<String>,
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

/// A notice or answer on the tracking page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackDocument {
    /// `acceptance`, `decline`, `redirect`, `extension-notice` or `answer`.
    pub document: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Since when it is here.
    pub at: String,
    /// Its words.
    pub text: String,
    /// The answer request by request, where it is one.
    pub items: Vec<TrackAnswerItem>,
    /// Which remedy there is against it.
    pub remedy_notice: String,
    /// When it was served.
    pub served_at: Option<String>,
    /// Whether the petitioner may say "I have received it".
    pub receivable: bool,
}

/// What an answer says to one request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackAnswerItem {
    /// The request.
    pub request: String,
    /// What was found.
    pub finding: String,
    /// The facts it rests on.
    pub facts: String,
    /// The legal basis.
    pub basis: String,
    /// How it ends.
    pub outcomes: Vec<String>,
    /// What will be done.
    pub measure: String,
    /// By when.
    pub by: Option<String>,
}

/// A message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrackMessage {
    /// When.
    pub at: String,
    /// Whether the petitioner wrote it.
    pub from_petitioner: bool,
    /// What.
    pub text: String,
}

/// A time that staff entered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Disputable {
    /// The position of its event.
    pub position: i64,
    /// What it is.
    #[schema(value_type = Words)]
    pub what: Bilingual,
    /// The time as entered.
    pub at: String,
    /// Whether it is disputed already.
    pub disputed: bool,
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
    loaded: Loaded,
    opened: Opened,
    code: CodeRow,
    obligations: Vec<ObligationRow>,
}

impl Huiyin {
    /// The keyed hash under which a code stands in the store.
    pub fn code_hash(&self, code: &TrackingCode) -> [u8; 32] {
        self.keyed_hash(CODE_PURPOSE, code.as_bytes())
    }

    /// The petition behind a code, at whichever authority it is. What waits there for its petitioner
    /// is received by this first opening (RULES 5.4).
    ///
    /// # Errors
    /// When the store fails. An unknown code is `None`.
    pub async fn track(&self, code: &TrackingCode) -> Result<Option<TrackView>, AppError> {
        let Some(found) = self.found(code).await? else {
            return Ok(None);
        };
        let waiting = unreceived(&found);
        if waiting.is_empty() {
            return self.told(found).await.map(Some);
        }
        for document in waiting {
            self.act_by_code(code, Command::AcceptService { document })
                .await?;
        }
        match self.found(code).await? {
            Some(found) => self.told(found).await.map(Some),
            None => Ok(None),
        }
    }

    async fn found(&self, code: &TrackingCode) -> Result<Option<Found>, AppError> {
        let hash = self.code_hash(code);
        let shared = Arc::clone(self.shared());
        self.store()
            .read(move |reader| find(reader, &shared, &hash))
            .await
    }

    async fn told(&self, found: Found) -> Result<TrackView, AppError> {
        let shared = Arc::clone(self.shared());
        let now = self.now();
        self.store()
            .read(move |reader| {
                let rules = shared.rules_read(reader)?;
                view(&found, &rules, &shared, now)
            })
            .await
    }
}

fn find(
    reader: &mut Reader<'_>,
    shared: &Shared,
    hash: &[u8; 32],
) -> Result<Option<Found>, AppError> {
    let rules = shared.rules_read(reader)?;
    for authority in rules.authorities() {
        let own = authority.row.id;
        let Some(code) = reader.petition_of_code(own, hash)? else {
            continue;
        };
        let Some(loaded) = Loaded::read(reader, shared, own, code.petition)? else {
            continue;
        };
        return Ok(Some(Found {
            opened: Opened::read(reader, shared, own, code.petition)?,
            obligations: reader.obligations_of(own, code.petition)?,
            loaded,
            code,
        }));
    }
    Ok(None)
}

/// Documents that the petitioner has before him now for the first time.
fn unreceived(found: &Found) -> Vec<Document> {
    if !found.code.acting {
        return Vec::new();
    }
    let case = &found.loaded.case;
    let served = case
        .answer
        .as_ref()
        .is_some_and(|answer| answer.stage == AnswerStage::Served);
    let answer = served.then_some(Document::Answer);
    case.pending.keys().copied().chain(answer).collect()
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
    let (authority, organisation) = (&*found.loaded.authority, &*found.loaded.organisation);
    let mut told = Told::default();
    for (row, envelope) in &found.opened.rows {
        told.timeline.extend(timeline::entry(
            authority,
            organisation,
            envelope,
            Audience::Petitioner,
        ));
        let told_here = matches!(
            envelope.event,
            Event::PetitionRegistered(_) | Event::PetitionImported(_) | Event::AnswerImported(_)
        );
        if !told_here {
            continue;
        }
        let Some(opened) = found.opened.keys.open_text(row)? else {
            continue;
        };
        match &envelope.event {
            Event::PetitionRegistered(registered) => {
                told.text = parse(&opened.plaintext)?;
                let number = registered.number;
                let receipt = receipt_again(authority, row, number, &opened, &told.text)?;
                told.receipt = Some(receipt);
            }
            Event::PetitionImported(_) => told.text = parse(&opened.plaintext)?,
            _ => {
                let answer: AnswerText = parse(&opened.plaintext)?;
                let at = row.effective_at.rfc3339_in(&authority.zone);
                told.answers.push(AnswerView {
                    at,
                    text: answer.answer,
                });
            }
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
    let (authority, organisation) = (&*found.loaded.authority, &*found.loaded.organisation);
    let case = &found.loaded.case;
    let Told {
        text,
        answers,
        timeline,
        receipt,
    } = tell(found)?;
    let obligations = found.obligations.iter().filter(|row| is_told(row));
    let obligations = obligations.map(|row| row_view(rules, authority, row, &shared.words, now));
    let unit = unit_name(organisation, case.unit);
    let words = |language| {
        case.state
            .to_petitioner(language, unit.in_language(language))
    };
    let recorded_at = found
        .opened
        .rows
        .first()
        .map_or(case.registered_at, |(row, _)| row.recorded_at);
    let place = |id: &String| authority.places.iter().find(|place| place.id == *id);
    let messages = open::written(&found.loaded, &found.opened, &["MessageSent", "FactsAdded"])?;
    Ok(TrackView {
        number: case.number.to_string(),
        authority: authority.row.name.clone(),
        state: case.state.word().to_owned(),
        state_words: Bilingual::new(words(Language::Zh), words(Language::En)),
        registered_at: case.registered_at.rfc3339_in(&authority.zone),
        recorded_at: recorded_at.rfc3339_in(&authority.zone),
        channel: case.channel.word().to_owned(),
        class: case.class.map(|class| Class::word(class).to_owned()),
        category: case.category.clone(),
        place: case
            .place
            .as_ref()
            .and_then(place)
            .map(|place| place.name.clone()),
        documents: documents(found, &text)?,
        subject: text.subject,
        body: text.body,
        place_text: text.place_text,
        respondents: text.respondents,
        obligations: obligations.collect::<Result<_, _>>()?,
        answers,
        timeline,
        access_records: open::access_records(&found.loaded, &found.opened),
        receipt,
        acting: found.code.acting,
        messages: messages.into_iter().map(message).collect(),
        withdrawal_until: case
            .withdrawal
            .map(|(until, _)| until.rfc3339_in(&authority.zone)),
        disputable: disputable(found),
        to_verify: to_verify(found),
        steps: steps(found, shared, now),
        unit,
    })
}

/// Duties within the authority are not the petitioner's to see; those to him are, and his windows.
fn is_told(row: &ObligationRow) -> bool {
    const WITHIN: &[&str] = &[
        "objection",
        "settle-objection",
        "approve-answer",
        "decide-extension",
        "statement",
        "support",
        "instruction",
        "assigned",
        "handed-over",
        "urgent-report",
    ];
    !WITHIN.contains(&row.term.as_str())
}

fn message(message: MessageView) -> TrackMessage {
    TrackMessage {
        at: message.at,
        from_petitioner: message.from_petitioner,
        text: message.text,
    }
}

fn documents(found: &Found, text: &PetitionText) -> Result<Vec<TrackDocument>, AppError> {
    let on_record = open::documents(&found.loaded, &found.opened)?;
    let answer = open::answer(&found.loaded, &found.opened)?;
    let requests = open::requests(&found.opened, text)?;
    let unreceived = found
        .loaded
        .case
        .answer
        .as_ref()
        .is_some_and(|one| one.stage == AnswerStage::Served);
    let documents = on_record.into_iter().map(|document| {
        let draft = answer
            .as_ref()
            .map(|answer| &answer.draft)
            .filter(|_| document.document == "answer");
        let items = draft
            .map(|draft| items(draft, &requests))
            .unwrap_or_default();
        TrackDocument {
            text: draft.map_or(document.text, |draft| draft.summary.clone()),
            remedy_notice: draft
                .map(|draft| draft.remedy_notice.clone())
                .unwrap_or_default(),
            receivable: document.served_at.is_none()
                || (document.document == "answer" && unreceived),
            items,
            document: document.document,
            title: document.title,
            at: document.at,
            served_at: document.served_at,
        }
    });
    Ok(documents.collect())
}

fn items(draft: &AnswerDraft, requests: &[String]) -> Vec<TrackAnswerItem> {
    let one = |(nth, item): (usize, &AnswerItem)| TrackAnswerItem {
        request: requests.get(nth).cloned().unwrap_or_default(),
        finding: item.finding.clone(),
        facts: item.facts.clone(),
        basis: item.basis.clone(),
        outcomes: item
            .outcomes
            .iter()
            .map(|outcome| outcome.word().to_owned())
            .collect(),
        measure: item.measure.clone(),
        by: item.by.map(|day| day.to_string()),
    };
    draft.items.iter().enumerate().map(one).collect()
}

/// Events whose time staff entered: it differs from when they recorded it (RULES 1.1).
fn disputable(found: &Found) -> Vec<Disputable> {
    let (authority, organisation) = (&*found.loaded.authority, &*found.loaded.organisation);
    let entered = found.opened.rows.iter().filter(|(row, envelope)| {
        matches!(envelope.by, Actor::Staff(_)) && row.effective_at < row.recorded_at
    });
    let told = entered.filter_map(|(row, envelope)| {
        let entry = timeline::entry(authority, organisation, envelope, Audience::Petitioner)?;
        Some(Disputable {
            position: row.position.raw(),
            what: entry.words,
            at: entry.at,
            disputed: found.loaded.case.disputes.contains(&row.position),
        })
    });
    told.collect()
}

fn to_verify(found: &Found) -> Vec<u8> {
    let answer = found.loaded.case.answer.as_ref();
    answer
        .map(|answer| {
            answer
                .fulfilled
                .difference(&answer.verified)
                .copied()
                .collect()
        })
        .unwrap_or_default()
}

fn steps(found: &Found, shared: &Shared, now: Instant) -> Vec<String> {
    let case = &found.loaded.case;
    let bar = found.loaded.bar(&shared.key);
    let by = By::Petitioner(power(found.code));
    let next = Position::new(case.last.raw() + 1);
    let context = found
        .loaded
        .context(by, (now, next), Reach::NoChannel, &bar, &[]);
    let mine = PETITIONER_ACTIONS
        .iter()
        .filter(|action| possible(case, context, **action).is_ok());
    mine.map(|action| action.word().to_owned()).collect()
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
    opened: &OpenedPart,
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
