//! `/desk/demo/messages`: the text messages that the demonstration would send, with their links.

use crate::desk::guard::Signed;
use crate::pages::desk::demo::{MessageRow, MessagesPage};
use crate::problem::{Code, Problem};
use axum::response::Response;
use huiyin_app::demo::SampleMessage;

/// `GET /desk/demo/messages`.
pub(crate) async fn messages(signed: Signed) -> Response {
    let shown = shown(&signed);
    signed.or_refused(shown)
}

fn shown(signed: &Signed) -> Result<Response, Problem> {
    let messages = signed.web().huiyin.sample_messages();
    let messages = messages.ok_or_else(|| Problem::of(Code::NotFound))?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let language = signed.language();
    let row = |one: SampleMessage| {
        let (text, href) = told_apart(&one.text);
        MessageRow {
            when: signed.dates(&authority.zone).instant(one.at.to_minute()),
            to: match one.name {
                Some(name) => format!("{} {}", name.in_language(language), one.to),
                None => one.to,
            },
            text,
            href,
        }
    };
    Ok(signed.html(&MessagesPage {
        frame: signed.frame(),
        desk: signed.desk(None),
        rows: messages.into_iter().map(row).collect(),
    }))
}

/// The words of a message, and the link on a line of its own, if it has one: the page of this very server.
fn told_apart(text: &str) -> (String, Option<String>) {
    let is_link = |line: &&str| line.starts_with("http://") || line.starts_with("https://");
    let link = text.lines().find(is_link).and_then(|link| {
        let (_, rest) = link.split_once("://")?;
        let (_, path) = rest.split_once('/')?;
        Some(format!("/{path}"))
    });
    let words: Vec<&str> = text.lines().filter(|line| !is_link(line)).collect();
    (words.join("\n"), link)
}

#[cfg(test)]
mod tests {
    use super::told_apart;

    #[test]
    fn a_link_stands_apart_from_the_words() {
        let (words, link) = told_apart("呼叫1号：请来。\nhttp://127.0.0.1:1/page/x");
        assert_eq!(words, "呼叫1号：请来。");
        assert_eq!(link.as_deref(), Some("/page/x"));
        assert_eq!(
            told_apart("有新的进展。"),
            ("有新的进展。".to_owned(), None)
        );
    }
}
