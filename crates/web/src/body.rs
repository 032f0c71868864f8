//! Bodies as text: UTF-8 or nothing, and forms that keep what was typed.

use crate::problem::{Code, Problem};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use huiyin_app::Idempotency;

/// The body, if it was not too large.
pub(crate) fn whole(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Problem> {
    body.map_err(|rejection| match rejection.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Problem::of(Code::BodyTooLarge),
        _ => Problem::with(Code::BadJson, "the body did not arrive whole"),
    })
}

/// Whether the content type is the one that is taken, whatever its parameters.
pub(crate) fn has_type(headers: &HeaderMap, wanted: &str) -> bool {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    given
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case(wanted)
}

/// The longest Idempotency-Key.
const IDEMPOTENCY_KEY_BYTES_MAX: usize = 255;

/// The Idempotency-Key of a POST, with the request that it stands for (RULES 2.4).
///
/// # Errors
/// [`Code::BadIdempotencyKey`] when there are two, or it cannot be used.
pub(crate) fn idempotency(
    headers: &HeaderMap,
    path: &str,
    body: &[u8],
) -> Result<Option<Idempotency>, Problem> {
    let mut keys = headers.get_all("idempotency-key").iter();
    let Some(key) = keys.next() else {
        return Ok(None);
    };
    let only = keys.next().is_none();
    let key = key.to_str().ok().filter(|_| only).filter(|key| {
        (1..=IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_graphic())
    });
    let key = key
        .ok_or_else(|| Problem::of(Code::BadIdempotencyKey))?
        .to_owned();
    let request = [b"POST\0", path.as_bytes(), b"\0", body].concat();
    Ok(Some(Idempotency { key, request }))
}

/// The fields of a form, in order.
#[derive(Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `application/x-www-form-urlencoded` (WHATWG URL, section 5), but refuses what is not
    /// UTF-8 instead of replacing it.
    ///
    /// # Errors
    /// [`Code::NotUtf8`].
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Problem> {
        let pairs = body
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty());
        let fields = pairs.map(|pair| {
            let at = pair
                .iter()
                .position(|byte| *byte == b'=')
                .unwrap_or(pair.len());
            Ok((
                decode(&pair[..at])?,
                decode(pair.get(at + 1..).unwrap_or_default())?,
            ))
        });
        fields.collect::<Result<_, _>>().map(Self::of)
    }

    /// Fields that were read otherwise. A browser sends each line break as two characters (HTML, 4.10.21.7); here
    /// it is the one that was typed, so that it is counted and kept as one.
    pub(crate) fn of(mut fields: Vec<(String, String)>) -> Self {
        for (_, value) in &mut fields {
            if value.contains('\r') {
                *value = value.replace("\r\n", "\n");
            }
        }
        Self(fields)
    }

    /// Every field, in order.
    pub(crate) fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// Puts one value in the place of what a field had.
    pub(crate) fn set(&mut self, name: &str, value: String) {
        self.0.retain(|(field, _)| field != name);
        self.0.push((name.to_owned(), value));
    }

    /// Adds values to what there is.
    pub(crate) fn add(&mut self, fields: impl IntoIterator<Item = (String, String)>) {
        self.0.extend(fields);
    }

    /// The first value of a field, if it has more than blanks.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let value = self
            .0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value)?;
        (!value.trim().is_empty()).then(|| value.clone())
    }

    /// Every value of a field that has more than blanks, in order.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(field, _)| field == name);
        values
            .map(|(_, value)| value)
            .filter(|value| !value.trim().is_empty())
            .cloned()
            .collect()
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.text(name).is_some()
    }
}

fn decode(encoded: &[u8]) -> Result<String, Problem> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((first, tail)) = rest.split_first() {
        // Digits are looked at one by one: `from_str_radix` would take the sign of `%+1`.
        let digit = |at: usize| char::from(*tail.get(at)?).to_digit(16);
        let escaped = digit(0)
            .zip(digit(1))
            .and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        match (first, escaped) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = tail;
            }
            (other, _) => {
                bytes.push(*other);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_err(|_| Problem::of(Code::NotUtf8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_typed() {
        let form =
            Form::parse("subject=%E6%AC%A0%E8%96%AA+100%25&body=a%0D%0Ab&empty=&tick=1".as_bytes())
                .expect("a form");
        assert_eq!(form.text("subject").as_deref(), Some("欠薪 100%"));
        assert_eq!(form.text("body").as_deref(), Some("a\nb"), "one break");
        assert_eq!(form.text("empty"), None);
        assert!(form.ticked("tick") && !form.ticked("other"));
        let mut form = form;
        form.set("tick", "7".to_owned());
        assert_eq!(form.texts("tick"), ["7"]);
    }

    #[test]
    fn what_is_not_utf8_is_refused() {
        assert!(Form::parse(b"subject=%B9%A4%D7%CA").is_err());
    }
}
