//! Which column of a file is which of our fields.

use super::ImportError;

/// A field of a record, as we name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    ExternalId,
    RegisteredAt,
    Subject,
    Body,
    AnsweredAt,
    Answer,
    Class,
    Category,
    Place,
    Unit,
    Channel,
    Name,
    Phone,
    Email,
    Address,
}

impl Field {
    /// Every field, in the order of their numbers.
    pub(crate) const ALL: [Self; 15] = [
        Self::ExternalId,
        Self::RegisteredAt,
        Self::Subject,
        Self::Body,
        Self::AnsweredAt,
        Self::Answer,
        Self::Class,
        Self::Category,
        Self::Place,
        Self::Unit,
        Self::Channel,
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Address,
    ];

    /// Our name of it, which is also the default name of its column.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::RegisteredAt => "registered_at",
            Self::Subject => "subject",
            Self::Body => "body",
            Self::AnsweredAt => "answered_at",
            Self::Answer => "answer",
            Self::Class => "class",
            Self::Category => "category",
            Self::Place => "place",
            Self::Unit => "unit",
            Self::Channel => "channel",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
        }
    }

    const fn required(self) -> bool {
        matches!(self, Self::ExternalId | Self::RegisteredAt)
    }
}

/// The columns of our fields, as the call named them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mapping {
    given: [Option<String>; Field::ALL.len()],
}

impl Mapping {
    /// Reads `OURS=THEIRS` words.
    pub(crate) fn parse(words: &[String]) -> Result<Self, ImportError> {
        let mut mapping = Self::default();
        for word in words {
            let not_one = || {
                ImportError::Usage(format!(
                    "--field: not OURS=THEIRS, such as external_id=id: {word:?}"
                ))
            };
            let (ours, theirs) = word.split_once('=').ok_or_else(not_one)?;
            let (ours, theirs) = (ours.trim(), theirs.trim());
            let Some(field) = Field::ALL.into_iter().find(|field| field.name() == ours) else {
                let known: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
                return Err(ImportError::Usage(format!(
                    "--field: we have no field {ours:?}; there are {}",
                    known.join(", ")
                )));
            };
            if theirs.is_empty() {
                return Err(not_one());
            }
            if mapping.given[field as usize]
                .replace(theirs.to_owned())
                .is_some()
            {
                return Err(ImportError::Usage(format!(
                    "--field: {ours} is mapped twice; keep one"
                )));
            }
        }
        Ok(mapping)
    }

    /// The column of a field: as given, else of the same name.
    pub(crate) fn column(&self, field: Field) -> &str {
        self.given[field as usize]
            .as_deref()
            .unwrap_or_else(|| field.name())
    }

    /// Whether a column is some field's.
    pub(crate) fn uses(&self, column: &str) -> bool {
        Field::ALL
            .into_iter()
            .any(|field| self.column(field) == column)
    }

    /// The fields whose columns have to be there: required or named by the call.
    pub(crate) fn needed(&self) -> impl Iterator<Item = Field> + '_ {
        Field::ALL
            .into_iter()
            .filter(|field| field.required() || self.given[*field as usize].is_some())
    }

    /// The place of each field among the columns of a table.
    pub(crate) fn places(
        &self,
        columns: &[String],
    ) -> Result<[Option<usize>; Field::ALL.len()], ImportError> {
        let mut places = [None; Field::ALL.len()];
        for field in Field::ALL {
            let mut found = columns
                .iter()
                .enumerate()
                .filter(|(_, column)| *column == self.column(field));
            places[field as usize] = found.next().map(|(nth, _)| nth);
            if found.next().is_some() {
                return Err(ImportError::Refused(format!(
                    "the column {:?} stands twice in the file; rename one of them",
                    self.column(field)
                )));
            }
        }
        match self
            .needed()
            .find(|field| places[*field as usize].is_none())
        {
            Some(field) => Err(self.missing(field, columns)),
            None => Ok(places),
        }
    }

    /// The error for a column that is not there.
    pub(crate) fn missing(&self, field: Field, columns: &[String]) -> ImportError {
        let (ours, theirs) = (field.name(), self.column(field));
        ImportError::Refused(format!(
            "the file has no column {theirs:?} for {ours}; say --field {ours}=COLUMN with one of: {}",
            columns.join(", ")
        ))
    }
}
