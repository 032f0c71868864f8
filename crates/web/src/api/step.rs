//! A step on a petition as JSON: read so that what is wrong has a name, and described to OpenAPI
//! from the same list of the domain.

use super::fields::{DAY, Fields, error, not_one_of};
use crate::problem::Problem;
use huiyin_domain::petition::{Action, Command, CommandField, FieldError, FieldProblem};
use serde_json::{Map, Value};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AdditionalProperties, Array, ArrayBuilder, Object, ObjectBuilder, OneOfBuilder, Ref, Schema,
    SchemaFormat, Type,
};
use utoipa::{PartialSchema, ToSchema};

/// Steps of one whole at most.
const STEPS_MAX: usize = 20;

/// What a field of a step takes.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Texts,
    Flag,
    Whole,
    Wholes,
    Day,
    Moment,
    Word(&'static [&'static str]),
    Answer,
}

const PARTS: &[&str] = &[
    "subject",
    "body",
    "place",
    "postmark",
    "listed-place",
    "channel",
    "received-on",
];
const CONTACTS: &[&str] = &["phone", "email", "address"];
const ASKED: &[&str] = &["in-person", "by-phone", "in-writing"];
const CLASSES: &[&str] = &["suggestion", "disclosure", "claim"];
const DECLINE_REASONS: &[&str] = &["in-hand", "finally-reviewed", "not-understandable"];
const ROUTES: &[&str] = &[
    "reconsideration",
    "court",
    "labour-arbitration",
    "party-appeal",
    "discipline",
    "other-organ",
];
const DOCUMENTS: &[&str] = &[
    "acceptance",
    "decline",
    "redirect",
    "extension-notice",
    "answer",
    "review-decision",
];
const WAYS: &[&str] = &[
    "handed-over",
    "signed-for",
    "channel-accepted",
    "tracking-page",
    "first-opening",
];

fn shape(field: &CommandField) -> Shape {
    let inner = field.kind.strip_prefix("Option<");
    let inner = inner.and_then(|kind| kind.strip_suffix('>'));
    match inner.unwrap_or(field.kind) {
        "bool" => Shape::Flag,
        "Vec<String>" => Shape::Texts,
        "Vec<UnitId>" | "Vec<PostId>" => Shape::Wholes,
        "Date" => Shape::Day,
        "Instant" => Shape::Moment,
        "Class" => Shape::Word(CLASSES),
        "EntryPart" => Shape::Word(PARTS),
        "ContactPart" => Shape::Word(CONTACTS),
        "AskedHow" => Shape::Word(ASKED),
        "DeclineReason" => Shape::Word(DECLINE_REASONS),
        "Route" => Shape::Word(ROUTES),
        "Document" => Shape::Word(DOCUMENTS),
        "ServiceWay" => Shape::Word(WAYS),
        "AnswerDraft" => Shape::Answer,
        "String" | "EventName" => Shape::Text,
        _ => Shape::Whole,
    }
}

/// Reads one step, or several that are one whole.
///
/// # Errors
/// Each field that was not taken, by its name.
pub(super) fn steps(object: Map<String, Value>) -> Result<Vec<Command>, Problem> {
    let mut errors = Vec::new();
    if object.contains_key("action") || !object.contains_key("commands") {
        let step = one(object, "", Action::ALL, &mut errors);
        return taken(step.into_iter().collect(), errors);
    }
    let mut steps = Vec::new();
    for (name, value) in object {
        match value {
            Value::Array(entries) if name == "commands" => {
                several(entries, &mut steps, &mut errors);
            }
            _ if name == "commands" => errors.push(wrong(name, "array of objects")),
            _ => errors.push(error(name, FieldProblem::UnknownField)),
        }
    }
    taken(steps, errors)
}

/// Reads one step of those that are allowed.
///
/// # Errors
/// Each field that was not taken, by its name.
pub(super) fn step(object: Map<String, Value>, allowed: &[Action]) -> Result<Command, Problem> {
    let mut errors = Vec::new();
    match one(object, "", allowed, &mut errors) {
        Some(step) if errors.is_empty() => Ok(step),
        _ => Err(Problem::fields(errors)),
    }
}

fn taken(steps: Vec<Command>, errors: Vec<FieldError>) -> Result<Vec<Command>, Problem> {
    if errors.is_empty() {
        Ok(steps)
    } else {
        Err(Problem::fields(errors))
    }
}

fn several(entries: Vec<Value>, steps: &mut Vec<Command>, errors: &mut Vec<FieldError>) {
    if entries.is_empty() {
        errors.push(error("commands", FieldProblem::Missing));
    }
    if entries.len() > STEPS_MAX {
        let problem = FieldProblem::TooMany {
            entries_max: STEPS_MAX,
        };
        errors.push(error("commands", problem));
        return;
    }
    for (nth, entry) in entries.into_iter().enumerate() {
        match entry {
            Value::Object(object) => {
                steps.extend(one(
                    object,
                    &format!("commands.{nth}."),
                    Action::ALL,
                    errors,
                ));
            }
            _ => errors.push(wrong(format!("commands.{nth}"), "object")),
        }
    }
}

fn wrong(field: impl Into<String>, expected: &'static str) -> FieldError {
    error(field, FieldProblem::WrongType { expected })
}

/// One step; nothing where something is wrong, which is then told.
fn one(
    object: Map<String, Value>,
    prefix: &str,
    allowed: &[Action],
    errors: &mut Vec<FieldError>,
) -> Option<Command> {
    let known = Command::FIELDS
        .iter()
        .filter(|(action, _)| allowed.contains(action));
    let named = match object.get("action") {
        Some(Value::String(word)) => known.clone().find(|(action, _)| action.word() == word),
        Some(_) => None,
        None => {
            errors.push(error(format!("{prefix}action"), FieldProblem::Missing));
            return None;
        }
    };
    let Some((action, fields)) = named else {
        let words: Vec<&str> = known.map(|(action, _)| action.word()).collect();
        errors.push(error(format!("{prefix}action"), not_one_of(&words)));
        return None;
    };
    let before = errors.len();
    check(&object, prefix, (*action, fields), errors);
    if errors.len() > before {
        return None;
    }
    let read = serde_json::from_value(Value::Object(object));
    if read.is_err() {
        errors.push(wrong(format!("{prefix}action"), "step"));
    }
    read.ok()
}

/// Looks at each field of a step.
fn check(
    object: &Map<String, Value>,
    prefix: &str,
    (action, fields): (Action, &[CommandField]),
    errors: &mut Vec<FieldError>,
) {
    for name in object.keys().filter(|name| *name != "action") {
        if !fields.iter().any(|field| field.name == name) {
            errors.push(error(format!("{prefix}{name}"), FieldProblem::UnknownField));
        }
    }
    for field in fields {
        let name = format!("{prefix}{}", field.name);
        match (object.get(field.name), shape(field)) {
            (None, _) if field.is_optional() => {}
            (None, _) => errors.push(error(name, FieldProblem::Missing)),
            (Some(Value::Object(_)), Shape::Answer) => {
                let mut inner = Map::new();
                inner.extend(object.get_key_value(field.name).map(owned));
                let mut inner = Fields::new(inner, prefix);
                inner.answer(field.name);
                errors.extend(inner.finish());
            }
            (Some(value), shape) => {
                if Command::check_field(action, field.name, value).is_err() {
                    errors.push(error(name, misfit(value, shape)));
                }
            }
        }
    }
}

fn owned((name, value): (&String, &Value)) -> (String, Value) {
    (name.clone(), value.clone())
}

/// Why a value does not fit.
fn misfit(value: &Value, shape: Shape) -> FieldProblem {
    let expected = match shape {
        Shape::Word(words) => return not_one_of(words),
        Shape::Day | Shape::Moment if value.is_string() => return FieldProblem::ImpossibleTime,
        Shape::Text => "string",
        Shape::Texts => "array of strings",
        Shape::Flag => "boolean",
        Shape::Whole => "integer",
        Shape::Wholes => "array of integers",
        Shape::Day => DAY,
        Shape::Moment => "instant such as 2026-03-31T09:00:00+08:00",
        Shape::Answer => "object",
    };
    FieldProblem::WrongType { expected }
}

/// A step, for the OpenAPI document.
pub(crate) struct Step;

impl ToSchema for Step {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Step")
    }
}

impl PartialSchema for Step {
    fn schema() -> RefOr<Schema> {
        let mut all = OneOfBuilder::new().description(Some(
            "A step on a petition; `action` says which, and with it which fields there are.",
        ));
        for (action, fields) in Command::FIELDS {
            all = all.item(described(*action, fields));
        }
        all.into()
    }
}

/// One step, or several that are one whole, for the OpenAPI document.
pub(crate) struct Steps;

impl ToSchema for Steps {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Steps")
    }
}

impl PartialSchema for Steps {
    fn schema() -> RefOr<Schema> {
        let step = || Ref::from_schema_name("Step");
        let list = ArrayBuilder::new()
            .items(step())
            .min_items(Some(1))
            .max_items(Some(STEPS_MAX));
        let several = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("Several steps: all of them are recorded, or none."))
            .property("commands", list)
            .required("commands")
            .additional_properties(Some(AdditionalProperties::FreeForm(false)));
        OneOfBuilder::new().item(step()).item(several).into()
    }
}

/// An object of one action.
fn described(action: Action, fields: &[CommandField]) -> Object {
    use huiyin_domain::language::Language::{En, Zh};
    let title = format!("{} {}", action.title(Zh), action.title(En));
    let word = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some([action.word()]));
    let mut object = ObjectBuilder::new()
        .schema_type(Type::Object)
        .title(Some(title))
        .description(Some(action.consequence(En)))
        .property("action", word)
        .required("action")
        .additional_properties(Some(AdditionalProperties::FreeForm(false)));
    for field in fields {
        object = object.property(field.name, property(field));
        if !field.is_optional() {
            object = object.required(field.name);
        }
    }
    object.build()
}

fn property(field: &CommandField) -> RefOr<Schema> {
    let plain = |kind: Type| ObjectBuilder::new().schema_type(kind);
    let list = |kind: Type| -> Array { ArrayBuilder::new().items(plain(kind)).build() };
    let one = match shape(field) {
        Shape::Answer => return Ref::from_schema_name("AnswerBody").into(),
        Shape::Texts => return list(Type::String).into(),
        Shape::Wholes => return list(Type::Integer).into(),
        Shape::Text => plain(Type::String),
        Shape::Flag => plain(Type::Boolean),
        Shape::Whole => plain(Type::Integer),
        Shape::Day => plain(Type::String).format(Some(SchemaFormat::Custom("date".into()))),
        Shape::Moment => plain(Type::String).format(Some(SchemaFormat::Custom("date-time".into()))),
        Shape::Word(words) => plain(Type::String).enum_values(Some(words.iter().copied())),
    };
    one.description(Some(field.words())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word of the lists is one that the domain takes, and each shape fits its type.
    #[test]
    fn the_domain_takes_what_is_described() {
        for (action, fields) in Command::FIELDS {
            for field in *fields {
                let examples = match shape(field) {
                    Shape::Text if field.kind == "EventName" => vec!["PetitionRegistered".into()],
                    Shape::Text => vec!["text".into()],
                    Shape::Texts => vec![serde_json::json!(["text"])],
                    Shape::Flag => vec![true.into()],
                    Shape::Whole => vec![1.into()],
                    Shape::Wholes => vec![serde_json::json!([1])],
                    Shape::Day => vec!["2026-03-31".into()],
                    Shape::Moment => vec!["2026-03-31T09:00:00+08:00".into()],
                    Shape::Word(words) => words.iter().map(|word| (*word).into()).collect(),
                    Shape::Answer => vec![serde_json::json!({})],
                };
                for value in &examples {
                    let fits = Command::check_field(*action, field.name, value);
                    assert!(fits.is_ok(), "{action:?} {}: {value}", field.name);
                }
                assert!(!field.words().is_empty(), "{action:?} {}", field.name);
            }
        }
    }

    #[test]
    fn what_is_wrong_has_a_name() {
        let read = |value: Value| match value {
            Value::Object(object) => steps(object),
            _ => panic!("an object"),
        };
        let named = |value: Value| {
            let problem = read(value).expect_err("refused");
            let fields = problem.refused_fields().iter();
            fields
                .map(|one| format!("{} {}", one.field, one.problem.code()))
                .collect::<Vec<_>>()
        };
        use serde_json::json;
        assert_eq!(named(json!({})), ["action missing"]);
        assert_eq!(named(json!({"action": "fly"})), ["action not_one_of"]);
        assert_eq!(
            named(json!({"action": "accept", "why": 1, "notice": 2})),
            ["why unknown_field", "notice wrong_type"]
        );
        assert_eq!(
            named(json!({"commands": [{"action": "take"}, {"action": "transfer"}], "x": 1})),
            ["commands.1.to missing", "x unknown_field"]
        );
        let answer = json!({"items": [{"outcomes": ["joy"], "y": 1}], "summary": 1});
        assert_eq!(
            named(json!({"action": "draft", "answer": answer})),
            [
                "answer.summary wrong_type",
                "answer.items.0.outcomes not_one_of",
                "answer.items.0.y unknown_field"
            ]
        );
        assert_eq!(
            read(json!({"action": "take"})).expect("read"),
            [Command::Take]
        );
    }
}
