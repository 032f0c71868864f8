//! Texts with places to fill. What is filled in is escaped for where it stands, so that neither a
//! topic nor a name can add a field, a header or an address of its own.

use super::{GatewayError, Secret};
use crate::Message;
use std::collections::BTreeMap;

/// Secrets by the name that the file gives them.
pub(super) type Secrets = BTreeMap<String, Secret>;

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    To,
    Subject,
    Body,
    Number,
    Secret(String),
}

/// A text with places such as `{to}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

impl Template {
    /// Reads a text. `{{` and `}}` stand for the braces themselves.
    ///
    /// # Errors
    /// A place that does not exist, a brace that is not closed, or a secret that was not given.
    pub(super) fn parse(text: &str, secrets: &Secrets) -> Result<Self, GatewayError> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..];
            if let Some(after) = brace.strip_prefix("{{") {
                plain.push('{');
                rest = after;
            } else if let Some(after) = brace.strip_prefix("}}") {
                plain.push('}');
                rest = after;
            } else {
                let inside = brace.strip_prefix('{').ok_or(GatewayError::Brace)?;
                let (name, after) = inside.split_once('}').ok_or(GatewayError::Brace)?;
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(piece(name, secrets)?);
                rest = after;
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Ok(Self(pieces))
    }

    /// Whether the recipient stands in it.
    pub(super) fn names_recipient(&self) -> bool {
        self.0.contains(&Piece::To)
    }

    /// Whether the text of the page stands in it.
    pub(super) fn holds_text(&self) -> bool {
        self.0.contains(&Piece::Body)
    }

    /// Whether nothing but secrets and the page's number is filled in: what a header may hold.
    pub(super) fn is_ours(&self) -> bool {
        let ours =
            |piece: &Piece| matches!(piece, Piece::Text(_) | Piece::Number | Piece::Secret(_));
        self.0.iter().all(ours)
    }

    /// The text before the first place.
    pub(super) fn beginning(&self) -> &str {
        match self.0.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    /// The filled text; what is filled in goes through `escape`.
    pub(super) fn fill(
        &self,
        message: &Message,
        secrets: &Secrets,
        escape: fn(&str) -> String,
    ) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            let value = match piece {
                Piece::Text(text) => {
                    filled.push_str(text);
                    continue;
                }
                Piece::To => message.to.trim(),
                Piece::Subject => &message.subject,
                Piece::Body => &message.body,
                Piece::Number => &message.message_id,
                Piece::Secret(name) => secrets.get(name).map_or("", Secret::reveal),
            };
            filled.push_str(&escape(value));
        }
        filled
    }
}

fn piece(name: &str, secrets: &Secrets) -> Result<Piece, GatewayError> {
    Ok(match name {
        "to" => Piece::To,
        "subject" => Piece::Subject,
        "text" => Piece::Body,
        "number" => Piece::Number,
        _ => {
            let unknown = || GatewayError::Place { name: name.into() };
            let secret = name.strip_prefix("secret:").ok_or_else(unknown)?;
            if !secrets.contains_key(secret) {
                return Err(GatewayError::NoSecret {
                    name: secret.into(),
                });
            }
            Piece::Secret(secret.into())
        }
    })
}

/// As it is: for where a writer escapes afterwards (JSON, forms), and for headers.
pub(super) fn as_it_is(value: &str) -> String {
    value.to_owned()
}

/// For an address: everything but the unreserved characters of RFC 3986 section 2.3.
pub(super) fn for_address(value: &str) -> String {
    use std::fmt::Write;
    let mut escaped = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}
