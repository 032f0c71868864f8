//! From the cells of a file to a record that can be taken over. Form rules are skipped (RULES 8):
//! no text is too long here; but a time, class, unit, place or category must be one.

use super::file::{Cell, Cells};
use super::mapping::Field;
use super::time::{self, Wrong};
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::rules::Authority;
use data_encoding::HEXLOWER;
use huiyin_domain::petition::{
    AnswerText, Channel, Class, Identity, ImportedRecord, PetitionText, Who,
};
use huiyin_domain::text::{TextProblem, check_line};
use huiyin_domain::time::{Instant, Zone};
use serde::Serialize;

/// The purpose under which records are hashed.
const RECORD_PURPOSE: &str = "imported record";
/// The longest id that a record may have elsewhere; it is indexed, and stands in the open part.
pub(super) const EXTERNAL_ID_CHARACTERS_MAX: usize = 200;
/// The longest value that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 40;

/// A record that was found good, with its sealed parts as bytes.
pub(super) struct Checked {
    pub(super) record: ImportedRecord,
    pub(super) identity: Option<Vec<u8>>,
    pub(super) text: Vec<u8>,
    pub(super) answer: Option<Vec<u8>>,
}

/// A field that was not taken.
pub(super) struct Fault {
    pub(super) field: &'static str,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(field: Field, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: field.name(),
            code,
            message: message.into(),
        }
    }
}

/// Why a record was not taken.
pub(super) enum NotTaken {
    Fault(Fault),
    Failed(AppError),
}

impl From<Fault> for NotTaken {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<AppError> for NotTaken {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// What the content check is taken over: everything that the file says about our fields, as it was
/// understood, so that the same record in another format or encoding is the same record.
#[derive(Serialize)]
struct Canonical<'a> {
    external_id: &'a str,
    registered_at: i64,
    answered_at: Option<i64>,
    class: Option<&'a str>,
    category: &'a Option<String>,
    place: &'a Option<String>,
    unit: Option<&'a str>,
    channel: Option<&'a str>,
    identity: &'a Identity,
    text: &'a PetitionText,
    answer: &'a Option<AnswerText>,
}

/// Checks one record.
pub(super) fn check(
    huiyin: &Huiyin,
    authority: &Authority,
    zone: &Zone,
    cells: Cells,
) -> Result<Checked, NotTaken> {
    let mut row = Row { cells, zone };
    let external_id = row.external_id()?;
    let registered = row
        .time(Field::RegisteredAt)?
        .ok_or_else(|| missing(Field::RegisteredAt))?;
    let answered = row.time(Field::AnsweredAt)?;
    let class = row.word(Field::Class, class_named)?;
    let category = row.known(Field::Category, |code| authority.categories.exists(code))?;
    let place = row.known(Field::Place, |id| {
        authority.places.iter().any(|place| place.id == id)
    })?;
    let unit = row.word(Field::Unit, |key| authority.unit_named(key))?;
    let channel = row.word(Field::Channel, Channel::parse)?;
    let identity = row.identity()?;
    let text = row.petition_text()?;
    let answer = row.text(Field::Answer)?.map(|answer| AnswerText { answer });
    if answer.is_some() && answered.is_none() {
        return Err(Fault::new(
            Field::AnsweredAt,
            "missing",
            "there is an answer, but no time at which it was given",
        )
        .into());
    }
    let answered_at = answered.map(|read| instant_of_answer(&read, registered.at, zone));
    let canonical = Canonical {
        external_id: &external_id,
        registered_at: registered.at.micros(),
        answered_at: answered_at.map(|at| at.micros()),
        class: class.map(Class::word),
        category: &category,
        place: &place,
        unit: unit.as_ref().map(|unit| unit.key.as_str()),
        channel: channel.map(Channel::word),
        identity: &identity,
        text: &text,
        answer: &answer,
    };
    let content_check = HEXLOWER.encode(&huiyin.keyed_hash(RECORD_PURPOSE, &json(&canonical)?));
    let named = !identity.is_empty();
    Ok(Checked {
        identity: if named { Some(json(&identity)?) } else { None },
        text: json(&text)?,
        answer: answer.as_ref().map(json).transpose()?,
        record: ImportedRecord {
            external_id,
            content_check,
            // A file comes from another system, whatever way the petitioner took there.
            channel: channel.unwrap_or(Channel::Api),
            class,
            category,
            place,
            who: if named { Who::Named } else { Who::Anonymous },
            unit: unit.map_or_else(|| authority.registering_unit(), |unit| unit.id),
            registered_at: registered.at,
            answered_at,
        },
    })
}

/// When it was answered. Only the day may be known, and it may be the day of registration.
fn instant_of_answer(read: &time::Read, registered_at: Instant, zone: &Zone) -> Instant {
    if read.whole_day == Some(registered_at.date_in(zone)) {
        read.at.max(registered_at)
    } else {
        read.at
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(value).map_err(|error| AppError::Unreadable(error.to_string()))
}

/// A class by its word, or by its name in Chinese.
fn class_named(text: &str) -> Option<Class> {
    Class::parse(text).or_else(|| {
        Class::ALL
            .iter()
            .copied()
            .find(|class| class.title().zh == text)
    })
}

fn missing(field: Field) -> Fault {
    Fault::new(field, "missing", "it has to be given")
}

/// A value in a message, unless it is long: then it stands in the wrong column, and may be private.
fn shown(text: &str) -> String {
    if text.chars().count() > SHOWN_CHARACTERS_MAX {
        "a long text".to_owned()
    } else {
        format!("{text:?}")
    }
}

struct Row<'a> {
    cells: Cells,
    zone: &'a Zone,
}

impl Row<'_> {
    /// A text as it stands, unless there is nothing but blanks.
    fn text(&mut self, field: Field) -> Result<Option<String>, Fault> {
        match self.cells[field as usize].take() {
            None => Ok(None),
            Some(Cell::Text(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Some(Cell::Civil(civil)) => Ok(Some(civil.to_string())),
            Some(Cell::Unusable(why)) => Err(Fault::new(field, "not-a-value", why)),
        }
    }

    fn identity(&mut self) -> Result<Identity, Fault> {
        let mut line = |field| -> Result<Option<String>, Fault> {
            Ok(self.text(field)?.map(|text| text.trim().to_owned()))
        };
        Ok(Identity {
            name: line(Field::Name)?,
            phone: line(Field::Phone)?,
            email: line(Field::Email)?,
            address: line(Field::Address)?,
            ..Identity::default()
        })
    }

    fn petition_text(&mut self) -> Result<PetitionText, Fault> {
        Ok(PetitionText {
            subject: self.text(Field::Subject)?.unwrap_or_default(),
            body: self.text(Field::Body)?.unwrap_or_default(),
            ..PetitionText::default()
        })
    }

    fn external_id(&mut self) -> Result<String, Fault> {
        let field = Field::ExternalId;
        let text = self
            .text(field)?
            .ok_or_else(|| missing(field))?
            .trim()
            .to_owned();
        match check_line(&text, EXTERNAL_ID_CHARACTERS_MAX) {
            Ok(()) => Ok(text),
            Err(TextProblem::Empty) => Err(missing(field)),
            Err(TextProblem::TooLong { characters_max }) => Err(Fault::new(
                field,
                "too-long",
                format!("an id has {characters_max} characters at most"),
            )),
            Err(TextProblem::Control) => Err(Fault::new(
                field,
                "control-character",
                "an id is one line without control characters",
            )),
        }
    }

    fn time(&mut self, field: Field) -> Result<Option<time::Read>, Fault> {
        if let Some(Cell::Civil(civil)) = &self.cells[field as usize] {
            return Ok(Some(time::of_civil(*civil, self.zone)));
        }
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        match time::read(&text, self.zone) {
            Ok(read) => Ok(Some(read)),
            Err(Wrong::Impossible) => Err(Fault::new(
                field,
                "impossible-date",
                format!("there is no such day or hour: {}", shown(&text)),
            )),
            Err(Wrong::NotATime) => {
                let message = format!(
                    "not a time such as 2019-04-25T09:32:09+08:00 or 2019-04-25 09:32: {}",
                    shown(&text)
                );
                Err(Fault::new(field, "not-a-time", message))
            }
        }
    }

    fn word<T>(
        &mut self,
        field: Field,
        find: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let Some(text) = self.text(field)? else {
            return Ok(None);
        };
        let found = find(text.trim());
        if found.is_none() {
            return Err(Fault::new(
                field,
                "unknown",
                format!("there is no {} {}", field.name(), shown(text.trim())),
            ));
        }
        Ok(found)
    }

    fn known(
        &mut self,
        field: Field,
        exists: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, Fault> {
        self.word(field, |text| exists(text).then(|| text.to_owned()))
    }
}
