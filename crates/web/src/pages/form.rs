//! A form as data: its fields with what was typed and what was not taken, and where it is sent.

use super::components::{Choice, FieldError};
use huiyin_domain::language::Language;

/// Where a form is sent, and what keeps two people from overwriting each other.
#[derive(Clone, Debug, Default)]
pub struct FormTarget {
    /// Path that takes the POST.
    pub action: String,
    /// The version that the reader saw (`If-Match`), sent back as `version`; empty: not sent.
    pub version: String,
    /// The form's id, if buttons elsewhere on the page send it; empty: none.
    pub id: &'static str,
    /// Sent as `idempotency_key`, so that a double submit is one command; empty: not sent.
    pub idempotency_key: String,
}

impl FormTarget {
    /// A form without a version and key.
    pub fn to(action: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            ..Self::default()
        }
    }

    /// The same form, with an id by which buttons elsewhere on the page send it.
    pub const fn named(mut self, id: &'static str) -> Self {
        self.id = id;
        self
    }

    /// The same form, sent with the version that was seen and a key of its own.
    pub fn sealed(
        mut self,
        version: impl Into<String>,
        idempotency_key: impl Into<String>,
    ) -> Self {
        self.version = version.into();
        self.idempotency_key = idempotency_key.into();
        self
    }
}

/// What kind of input a field is, with what stands in it.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// One line.
    Text(String),
    /// One line that is short by nature: a name, a number, a telephone.
    Short(String),
    /// Several lines: what stands in it, and how many lines are shown at first.
    TextArea(String, usize),
    /// A list that unfolds: its choices, and what stands first for "none" (empty: nothing does).
    Select(Vec<Choice>, String),
    /// One of a few.
    Radios(Vec<Choice>),
    /// Any of a few; each is sent under the field's name.
    Checks(Vec<Choice>),
    /// Yes or no; sent as `yes` when ticked.
    Checkbox(bool),
    /// A day, as `2026-04-14`.
    Date(String),
    /// A day and a time of it, as `2026-04-14T08:30`.
    Moment(String),
    /// A password; never sent back to the browser.
    Password,
    /// A file: PDF, JPEG or PNG. Its form is multipart.
    File,
    /// A file of text, such as a plan. Its form is multipart.
    TextFile,
    /// Signatures on the screen, one for each who may sign: what each drew before, or nothing. Its form is multipart,
    /// beside a file.
    Signatures(Vec<String>),
    /// Not shown.
    Hidden(String),
}

/// So many to tick stand in one column; more of them in two, where there is room.
const PICKS_IN_ONE_COLUMN: usize = 10;

/// One field of a form.
#[derive(Clone, Debug)]
pub struct FieldView {
    /// Its name in the form, and its id on the page.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// One sentence under the label; may be empty.
    pub hint: String,
    /// What can be unfolded under the hint; may be empty.
    pub more: String,
    /// What to do, if it was not taken; the same words stand in the summary.
    pub error: Option<String>,
    /// Whether it may be left empty; it says so.
    pub optional: bool,
    /// What a browser may fill in by itself: a word of HTML's `autocomplete`.
    pub autocomplete: &'static str,
    /// What kind of input it is.
    pub kind: FieldKind,
}

impl FieldView {
    /// A field that must be filled.
    pub fn new(name: impl Into<String>, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            more: String::new(),
            error: None,
            optional: false,
            autocomplete: "off",
            kind,
        }
    }

    /// Something sent along unseen.
    pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(name, "", FieldKind::Hidden(value.into()))
    }

    /// The same field, with a sentence under its label.
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same field, with details that unfold under its hint.
    pub fn folding(mut self, more: impl Into<String>) -> Self {
        self.more = more.into();
        self
    }

    /// The same field, which a browser may fill in by itself.
    pub const fn filled_as(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// The keyboard that a telephone shows for it.
    pub fn input_type(&self) -> &'static str {
        match self.autocomplete {
            "tel" => "tel",
            "email" => "email",
            _ => "text",
        }
    }

    /// The same field, which may be left empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The same field, with what was wrong with it, if anything.
    pub fn refused(mut self, error: Option<impl Into<String>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// Whether so much is to tick that it stands in two columns, where there is room.
    pub fn has_many(&self) -> bool {
        match &self.kind {
            FieldKind::Checks(choices) | FieldKind::Radios(choices) => {
                choices.len() > PICKS_IN_ONE_COLUMN
            }
            _ => false,
        }
    }

    /// What was wrong with it.
    pub fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// What was wrong with it, as a line for each file that was not taken.
    pub fn not_taken(&self) -> Vec<String> {
        self.error.iter().cloned().collect()
    }

    /// Whether it is an upload.
    pub fn is_file(&self) -> bool {
        matches!(self.kind, FieldKind::File | FieldKind::TextFile)
    }
}

/// A small form on a page that is about something else.
#[derive(Clone, Debug)]
pub struct FormView {
    /// Where it is sent.
    pub target: FormTarget,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

impl FormView {
    /// Whether it holds an upload, so that it is multipart.
    pub fn has_file(&self) -> bool {
        self.fields.iter().any(FieldView::is_file)
    }

    /// Whether something in it was not taken.
    pub fn has_error(&self) -> bool {
        self.fields.iter().any(|field| field.error.is_some())
    }
}

/// A line of the summary of errors that is not at a field, or of one that is.
#[derive(Clone, Debug)]
pub struct FormError {
    /// The field's name; empty: about the whole form.
    pub field: String,
    /// What to do.
    pub message: String,
}

/// What is wrong, after the name of the field: whoever reads the summary sees neither the field nor what
/// stands around it. The colon is that of the label's own language.
pub fn named(label: &str, message: &str) -> String {
    let label = label.trim_end_matches(['：', ':']);
    if label.is_empty() {
        return message.to_owned();
    }
    let is_chinese = label
        .chars()
        .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let asks = label.ends_with(['？', '?']);
    let mark = match (is_chinese, asks) {
        (true, true) => "",
        (false, true) => " ",
        (true, false) => "：",
        (false, false) => ": ",
    };
    format!("{label}{mark}{message}")
}

/// A line of a summary of errors.
pub trait SummaryLine {
    /// Whether it is about a field, and not about the whole form.
    fn is_at_a_field(&self) -> bool;
}

impl SummaryLine for FormError {
    fn is_at_a_field(&self) -> bool {
        !self.field.is_empty()
    }
}

impl SummaryLine for FieldError {
    fn is_at_a_field(&self) -> bool {
        !self.field.is_empty()
    }
}

/// What stands above the summary: how many fields want something; where none does, that it was not done.
pub fn heading<L: SummaryLine>(errors: &[L], language: Language) -> String {
    let fields = errors.iter().filter(|error| error.is_at_a_field());
    match fields.count() {
        0 => language.pick("没有办成", "It was not done").to_owned(),
        count => language.pick(
            format!("有{count}处需要补充或改正"),
            "There is a problem".to_owned(),
        ),
    }
}

/// The summary's lines of a list of fields, after what concerns the whole form.
pub fn errors_of<'a>(
    whole: Option<&str>,
    fields: impl IntoIterator<Item = &'a FieldView>,
) -> Vec<FormError> {
    let line = |field: &str, message: &str| FormError {
        field: field.to_owned(),
        message: message.to_owned(),
    };
    let wrong = fields.into_iter().filter_map(|one| {
        let message = named(&one.label, one.error()?);
        Some(line(&one.name, &message))
    });
    whole
        .map(|message| line("", message))
        .into_iter()
        .chain(wrong)
        .collect()
}
