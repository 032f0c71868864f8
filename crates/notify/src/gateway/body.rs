//! What is sent: JSON or a form, filled value by value.

use super::GatewayError;
use super::template::{Secrets, Template, as_it_is};
use crate::Message;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use url::form_urlencoded;

/// A JSON value whose texts are templates.
#[derive(Clone, Debug)]
enum Node {
    Text(Template),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
    /// A number, true, false or null, sent as it is.
    Fixed(Value),
}

/// What a request carries.
#[derive(Clone, Debug)]
pub(super) enum Body {
    None,
    Json(Json),
    Form(Vec<(String, Template)>),
}

/// See [`Node`].
#[derive(Clone, Debug)]
pub(super) struct Json(Node);

impl Body {
    /// Reads the two forms; at most one of them is given.
    ///
    /// # Errors
    /// Both, or a template that cannot be one.
    pub(super) fn parse(
        json: Option<Value>,
        form: Option<BTreeMap<String, String>>,
        secrets: &Secrets,
    ) -> Result<Self, GatewayError> {
        match (json, form) {
            (Some(_), Some(_)) => Err(GatewayError::TwoBodies),
            (Some(json), None) => Ok(Self::Json(Json(node(json, secrets)?))),
            (None, Some(form)) => {
                let fields = form.into_iter().map(|(name, text)| {
                    let template = Template::parse(&text, secrets)?;
                    Ok((name, template))
                });
                Ok(Self::Form(fields.collect::<Result<_, GatewayError>>()?))
            }
            (None, None) => Ok(Self::None),
        }
    }

    /// Every template in it.
    pub(super) fn templates(&self) -> Vec<&Template> {
        match self {
            Self::None => Vec::new(),
            Self::Form(fields) => fields.iter().map(|(_, template)| template).collect(),
            Self::Json(Json(node)) => {
                let mut found = Vec::new();
                collect(node, &mut found);
                found
            }
        }
    }

    /// Its media type and bytes.
    pub(super) fn filled(
        &self,
        message: &Message,
        secrets: &Secrets,
    ) -> Option<(&'static str, String)> {
        match self {
            Self::None => None,
            Self::Json(Json(node)) => {
                let value = filled(node, message, secrets);
                Some(("application/json; charset=utf-8", value.to_string()))
            }
            Self::Form(fields) => {
                let mut out = form_urlencoded::Serializer::new(String::new());
                for (name, template) in fields {
                    out.append_pair(name, &template.fill(message, secrets, as_it_is));
                }
                Some(("application/x-www-form-urlencoded", out.finish()))
            }
        }
    }
}

fn node(value: Value, secrets: &Secrets) -> Result<Node, GatewayError> {
    Ok(match value {
        Value::String(text) => Node::Text(Template::parse(&text, secrets)?),
        Value::Array(list) => {
            let list = list.into_iter().map(|one| node(one, secrets));
            Node::List(list.collect::<Result<_, _>>()?)
        }
        Value::Object(fields) => {
            let fields = fields
                .into_iter()
                .map(|(name, one)| Ok((name, node(one, secrets)?)));
            Node::Object(fields.collect::<Result<_, GatewayError>>()?)
        }
        other => Node::Fixed(other),
    })
}

fn collect<'a>(node: &'a Node, found: &mut Vec<&'a Template>) {
    match node {
        Node::Text(template) => found.push(template),
        Node::List(list) => list.iter().for_each(|one| collect(one, found)),
        Node::Object(fields) => fields.iter().for_each(|(_, one)| collect(one, found)),
        Node::Fixed(_) => {}
    }
}

fn filled(node: &Node, message: &Message, secrets: &Secrets) -> Value {
    match node {
        Node::Text(template) => Value::String(template.fill(message, secrets, as_it_is)),
        Node::List(list) => {
            let list = list.iter().map(|one| filled(one, message, secrets));
            Value::Array(list.collect())
        }
        Node::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, one)| (name.clone(), filled(one, message, secrets)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Node::Fixed(value) => value.clone(),
    }
}
