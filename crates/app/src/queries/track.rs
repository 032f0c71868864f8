//! What a petitioner sees with the code: state, what is owed, why, answers, and the receipt.

mod fact;
mod file;
mod group;
mod rating;
mod receipt;
mod review;
mod views;

pub(crate) use receipt::receipt_text;
pub use views::{
    AnswerView, Disputable, TimelineEntry, TrackAnswerItem, TrackDocument, TrackElsewhere,
    TrackFile, TrackMessage, TrackRating, TrackReview, TrackView,
};

use crate::casework::corrected::corrections;
use crate::casework::lookers::access_records;
use crate::casework::notice_wish::NoticesView;
use crate::casework::opened::Opened;
use crate::casework::petitioner::{PETITIONER_ACTIONS, Which, power};
use crate::casework::why::Reading;
use crate::casework::{Loaded, parse, tell as told};
use crate::code::TrackingCode;
use crate::commands::register::CODE_PURPOSE;
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::letters;
use crate::queries::obligation::row_view;
use crate::queries::other_route;
use crate::queries::timeline::{self, Audience, unit_name};
use crate::rules::Rules;
use huiyin_domain::event::{Actor, Document, Event};
use huiyin_domain::ids::Position;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{
    AnswerDraft, AnswerItem, AnswerStage, AnswerText, By, Class, Command, ContactPart, Guard,
    Identity, PetitionState, PetitionText, Reach,
};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{CodeRow, ObligationRow};
use receipt::receipt_again;
use std::sync::Arc;

/// Everything of one petition, as one snapshot held it.
struct Found {
    loaded: Loaded,
    opened: Opened,
    code: CodeRow,
    obligations: Vec<ObligationRow>,
    /// What was rated with it, for a code that acts.
    ratings: Vec<rating::Given>,
    /// The same code at other authorities.
    also: Vec<(Loaded, Vec<ObligationRow>)>,
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
        self.track_one(code, None).await
    }

    /// As [`Huiyin::track`], the petition with a number where the code opens several: what a split
    /// made, or what was handed over.
    ///
    /// # Errors
    /// As [`Huiyin::track`].
    pub async fn track_one(
        &self,
        code: &TrackingCode,
        which: Option<Which>,
    ) -> Result<Option<TrackView>, AppError> {
        let Some(found) = self.found(code, which).await? else {
            return Ok(None);
        };
        let waiting = unreceived(&found);
        if waiting.is_empty() {
            return self.told(found).await.map(Some);
        }
        for document in waiting {
            let accept = Command::AcceptService { document };
            let this = Some(Which {
                number: found.loaded.case.number,
                authority: Some(found.loaded.authority.row.id),
            });
            self.act_by_code_once((code, this), accept, None).await?;
        }
        match self.found(code, which).await? {
            Some(found) => self.told(found).await.map(Some),
            None => Ok(None),
        }
    }

    async fn found(
        &self,
        code: &TrackingCode,
        which: Option<Which>,
    ) -> Result<Option<Found>, AppError> {
        let hash = self.code_hash(code);
        let shared = Arc::clone(self.shared());
        self.store()
            .read_short(move |reader| find(reader, &shared, &hash, which))
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
    which: Option<Which>,
) -> Result<Option<Found>, AppError> {
    let rules = shared.rules_read(reader)?;
    let mut found: Vec<(Loaded, Opened, CodeRow)> = Vec::new();
    for authority in rules.authorities() {
        let own = authority.row.id;
        for code in reader.petitions_of_code(own, hash)? {
            let whole = Opened::with_case(reader, shared, own, code.petition)?;
            found.extend(whole.map(|(loaded, opened)| (loaded, opened, code)));
        }
    }
    let meant = |(loaded, ..): &(Loaded, Opened, CodeRow)| {
        which.is_none_or(|one| one.is(loaded.authority.row.id, loaded.case.number))
    };
    // Where it was handed over, what it became comes first.
    let current = found
        .iter()
        .position(|one| meant(one) && one.0.case.state != PetitionState::HandedOver)
        .or_else(|| found.iter().position(meant));
    let Some(current) = current else {
        return Ok(None);
    };
    let (loaded, opened, code) = found.remove(current);
    let own = loaded.authority.row.id;
    let mut also = Vec::new();
    for (other, _, code) in found {
        let rows = reader.obligations_of(other.authority.row.id, code.petition)?;
        also.push((other, rows));
    }
    Ok(Some(Found {
        opened,
        obligations: reader.obligations_of(own, code.petition)?,
        ratings: rating::given(reader, shared, (own, code.petition), code.acting)?,
        loaded,
        code,
        also,
    }))
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
    let answer = served.then_some(case.answer_document());
    case.to_serve().chain(answer).collect()
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
    let authority = &*found.loaded.authority;
    let mut told = Told {
        timeline: found.opened.timeline(&found.loaded, Reading::Petitioner)?,
        ..Told::default()
    };
    for (row, envelope) in &found.opened.rows {
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
    told.text = found.opened.corrected_text(told.text)?;
    Ok(told)
}

/// Where a petition stands, as the petitioner is told: to whom it was passed, and who has it until it is taken.
fn state_words(loaded: &Loaded) -> Bilingual {
    let case = &loaded.case;
    let unit = unit_name(&loaded.organisation, case.unit);
    let receiver = case
        .receiver
        .map(|unit| unit_name(&loaded.organisation, unit));
    let words = |language| {
        let receiver = receiver.as_ref().map(|unit| unit.in_language(language));
        let unit = unit.in_language(language);
        case.state.to_petitioner(language, unit, receiver)
    };
    Bilingual::new(words(Language::Zh), words(Language::En))
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
    let obligations = found.obligations.iter();
    let obligations = obligations.filter(|row| is_told(row) && !group::is_anothers(found, row));
    let obligations = obligations.map(|row| row_view(rules, authority, row, &shared.words, now));
    let messages = told::written(&found.loaded, &found.opened, told::LETTERS)?;
    let facts = fact::views(found)?;
    Ok(TrackView {
        number: case.number.to_string(),
        authority: authority.row.name.clone(),
        authority_key: authority.row.key.clone(),
        state: case.state.word().to_owned(),
        state_words: state_words(&found.loaded),
        registered_at: case.registered_at.rfc3339_in(&authority.zone),
        recorded_at: recorded_at(found).rfc3339_in(&authority.zone),
        channel: case.channel.word().to_owned(),
        class: case.class.map(|class| Class::word(class).to_owned()),
        category: case.category.clone(),
        place: told::place_name(&found.loaded),
        documents: documents(found, &text)?,
        subject: text.subject,
        body: text.body,
        place_text: text.place_text,
        respondents: text.respondents,
        corrections: corrections(&found.loaded, &found.opened)?,
        obligations: obligations.collect::<Result<_, _>>()?,
        answers,
        timeline,
        access_records: access_records(&found.loaded, &found.opened),
        receipt,
        acting: found.code.acting,
        letters: match found.code.acting {
            true => letters::for_petitioner(&found.loaded, &found.opened),
            false => Vec::new(),
        },
        files: file::files(found)?,
        facts: facts.stated,
        added_facts: facts.added,
        messages: messages.into_iter().map(TrackMessage::from).collect(),
        other_route: other_route::told(&found.loaded, &found.opened, false),
        withdrawal_until: group::undone_until(found).map(|until| until.rfc3339_in(&authority.zone)),
        leaves_alone: group::leaves_alone(found),
        disputable: disputable(found),
        to_verify: to_verify(found),
        review: review::view(found, rules, shared, now)?,
        written_authority: file::written_authority(found)?,
        notices: notices(found, shared)?,
        contacts: contacts(found)?,
        ratings: rating::views(found, shared, now),
        steps: steps(found, shared, now),
        also: elsewhere(found, rules, shared, now)?,
        unit: unit_name(organisation, case.unit),
    })
}

/// When its notices come, where there are any.
fn notices(found: &Found, shared: &Shared) -> Result<Option<NoticesView>, AppError> {
    if !found.code.acting || !shared.sends_notices() {
        return Ok(None);
    }
    let identity = found.opened.identity()?;
    let way = identity.and_then(|identity| shared.way_to(&identity));
    Ok(way.map(|_| NoticesView::of(found.loaded.case.notices)))
}

/// Which contacts were given, and never what they are: whoever finds a code learns nothing by it.
fn contacts(found: &Found) -> Result<Vec<String>, AppError> {
    let identity = match found.code.acting {
        true => found.opened.identity()?.unwrap_or_default(),
        false => Identity::default(),
    };
    let given = ContactPart::ALL.iter();
    let given = given.filter(|part| part.of(&identity).is_some());
    Ok(given.map(|part| part.word().to_owned()).collect())
}

/// When it was recorded.
fn recorded_at(found: &Found) -> Instant {
    let first = found.opened.rows.first();
    first.map_or(found.loaded.case.registered_at, |(row, _)| row.recorded_at)
}

/// The petition behind a code, with its words, and whether the code acts.
pub(crate) fn whole(
    reader: &mut Reader<'_>,
    shared: &Shared,
    hash: &[u8; 32],
    which: Option<Which>,
) -> Result<Option<(Loaded, Opened, bool)>, AppError> {
    let found = find(reader, shared, hash, which)?;
    Ok(found.map(|found| (found.loaded, found.opened, found.code.acting)))
}

fn elsewhere(
    found: &Found,
    rules: &Rules,
    shared: &Shared,
    now: Instant,
) -> Result<Vec<TrackElsewhere>, AppError> {
    let mut list = Vec::new();
    for (other, rows) in &found.also {
        let rows = rows.iter().filter(|row| is_told(row));
        let views = rows.map(|row| row_view(rules, &other.authority, row, &shared.words, now));
        list.push(TrackElsewhere {
            authority: other.authority.row.name.clone(),
            authority_key: other.authority.row.key.clone(),
            number: other.case.number.to_string(),
            state_words: state_words(other),
            obligations: views.collect::<Result<_, _>>()?,
        });
    }
    Ok(list)
}

/// Duties within the authority are not the petitioner's to see; those to him are, and his windows.
pub(crate) fn is_told(row: &ObligationRow) -> bool {
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

fn documents(found: &Found, text: &PetitionText) -> Result<Vec<TrackDocument>, AppError> {
    let on_record = told::documents(&found.loaded, &found.opened)?;
    let answer = told::answer(&found.loaded, &found.opened)?;
    let answer_word = found.loaded.case.answer_document().word();
    let requests = told::requests(&found.opened, text)?;
    let unreceived = found
        .loaded
        .case
        .answer
        .as_ref()
        .is_some_and(|one| one.stage == AnswerStage::Served);
    let shown = on_record.into_iter().filter(|one| !one.awaits_seal);
    let documents = shown.map(|document| -> Result<TrackDocument, AppError> {
        let draft = answer
            .as_ref()
            .map(|answer| &answer.draft)
            .filter(|_| document.document == answer_word);
        let items = draft
            .map(|draft| items(draft, &requests))
            .unwrap_or_default();
        Ok(TrackDocument {
            facts: fact::looked_into(found, draft)?,
            text: draft.map_or(document.text, |draft| draft.summary.clone()),
            remedy_notice: draft
                .map(|draft| draft.remedy_notice.clone())
                .unwrap_or_default(),
            receivable: document.served_at.is_none()
                || (document.document == answer_word && unreceived),
            items,
            document: document.document,
            title: document.title,
            at: document.at,
            due: document.due,
            served_at: document.served_at,
        })
    });
    documents.collect()
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
                .keys()
                .filter(|one| !answer.verified.contains(one) && !answer.denied.contains_key(one))
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
    let guard = Guard::new(case, context);
    let mine = PETITIONER_ACTIONS
        .iter()
        .filter(|action| guard.possible(**action).is_ok());
    mine.map(|action| action.word().to_owned()).collect()
}
