//! What a notice says: that there is news. Whoever else reads the mailbox learns nothing from it.

use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::time::Instant;

/// A message to one address.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The address: of mail, or what the channel takes, such as a telephone number.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// The same each time and on each channel that the same message is tried, so that a doubled one
    /// can be told.
    pub message_id: String,
    /// When it is sent.
    pub sent_at: Instant,
}

/// The address is personal, so it does not show.
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Message(…)")
    }
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Whoever brought a petition.
    Petitioner,
    /// A member of staff.
    Staff,
    /// A member of staff who has something to do in a drill; they must not take it for the real thing.
    Drill,
}

/// Subject and text of a notice. The authority is named only where the installation says so: its
/// name alone tells that somebody petitioned.
pub fn compose(
    recipient: Recipient,
    language: Language,
    authority: Option<&Bilingual>,
) -> (String, String) {
    let (subject, text) = match recipient {
        Recipient::Petitioner => (language.pick("有新的进展", "There is news"), news(language)),
        Recipient::Staff => (
            language.pick("有新的待办", "Something waits for you"),
            language.pick(
                "您有新的待办，请登录查看。",
                "Something waits for you; sign in to see it.",
            ),
        ),
        Recipient::Drill => (
            language.pick("【演练】有新的待办", "EXERCISE: Something waits for you"),
            language.pick(
                "【演练】您在演练里有新的待办，请登录查看。",
                "EXERCISE: In a drill something waits for you; sign in to see it.",
            ),
        ),
    };
    (subject.to_owned(), mail(text, language, authority))
}

/// The text of a mail, with who sent it and that nobody reads an answer.
fn mail(text: &str, language: Language, authority: Option<&Bilingual>) -> String {
    let automatic = language.pick(
        "这封邮件由系统自动发出，请不要回复。",
        "This mail was sent automatically; please do not answer it.",
    );
    let from = authority.map_or_else(String::new, |name| {
        format!("\n{}\n", name.in_language(language))
    });
    format!("{text}\n\n{automatic}\n{from}")
}

/// What is told where notices of a matter went until now, once they go elsewhere or nowhere: by mail with a
/// subject, else as a text message. Neither the old nor the new contact stands in it.
pub fn compose_contact_changed(
    by_mail: bool,
    language: Language,
    authority: Option<&Bilingual>,
) -> (String, String) {
    let text = language.pick(
        "您留的联系方式改了，以后的通知不再发到这里。不是您要改的，请马上用查询码打开查看，或者打电话告诉受理机关。",
        "The contact that you left was changed; notices no longer come here. If you did not want that, open your matter with your code at once, or call the office that has it.",
    );
    if by_mail {
        let subject = language.pick("联系方式改了", "A contact was changed");
        return (subject.to_owned(), mail(text, language, authority));
    }
    (String::new(), signed(text.to_owned(), language, authority))
}

/// What the contact on file is told when a lost code was replaced: with a code that can do nothing but say that
/// nobody asked for it (RULES 3.3). It names neither matter nor number.
pub fn compose_code_renewed(
    by_mail: bool,
    language: Language,
    code: &str,
    authority: Option<&Bilingual>,
) -> (String, String) {
    let text = match language {
        Language::Zh => format!(
            "您的查询码在窗口补发了新的。不是您要补发的，14天内在查询页输入 {code} ，新码马上作废；这个码打不开任何内容。"
        ),
        Language::En => format!(
            "Your code was replaced by a new one at the counter. If you did not ask for that, enter {code} where codes are asked for within 14 days, and the new one ends at once; this code opens nothing."
        ),
    };
    if by_mail {
        let subject = language.pick("查询码补发了", "A code was replaced");
        return (subject.to_owned(), mail(&text, language, authority));
    }
    (String::new(), signed(text, language, authority))
}

/// A notice to a petitioner as a text message, which has no subject.
pub fn compose_text(language: Language, authority: Option<&Bilingual>) -> String {
    signed(news(language).to_owned(), language, authority)
}

/// What a petitioner is told, whatever it is about.
fn news(language: Language) -> &'static str {
    language.pick(
        "您反映的事有新的进展，请用查询码查看。",
        "There is news on your matter; open it with your code.",
    )
}

/// The receipt that a petitioner asked to be sent: number, day and the next date, and nothing of what it
/// is about. The code is not in it: whoever else reads the mailbox could open everything with it.
pub fn compose_receipt(
    language: Language,
    (number, registered_on, next): (&str, &str, Option<&str>),
    authority: Option<&Bilingual>,
) -> (String, String) {
    let subject = language.pick("登记回执", "Receipt");
    let body = match language {
        Language::Zh => {
            let next = next.map_or_else(String::new, |next| format!("下一步最迟{next}。"));
            format!(
                "已登记，编号{number}，{registered_on}。{next}用您记下的查询码随时查看；查询码不在这里。"
            )
        }
        Language::En => {
            let next = next.map_or_else(String::new, |next| {
                format!(" The next step is due by {next}.")
            });
            format!(
                "Registered, number {number}, {registered_on}.{next} Open it with the code that you kept; the code is not in here."
            )
        }
    };
    (subject.to_owned(), signed(body, language, authority))
}

fn signed(text: String, language: Language, authority: Option<&Bilingual>) -> String {
    match authority {
        Some(name) => format!("{text} {}", name.in_language(language)),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_names_the_authority_only_where_that_was_wished() {
        let name = Bilingual::new("长江园区", "Yangtze Park");
        for language in [Language::Zh, Language::En] {
            let (subject, plain) = compose(Recipient::Petitioner, language, None);
            let (same, named) = compose(Recipient::Petitioner, language, Some(&name));
            assert_eq!(subject, same);
            assert!(!plain.contains(name.in_language(language)));
            assert!(named.contains(name.in_language(language)));
            assert!(named.starts_with(plain.trim_end()));
        }
    }

    #[test]
    fn a_changed_contact_is_told_without_any_contact_and_named_only_where_that_was_wished() {
        let name = Bilingual::new("长江园区", "Yangtze Park");
        for language in [Language::Zh, Language::En] {
            for by_mail in [true, false] {
                let (subject, plain) = compose_contact_changed(by_mail, language, None);
                assert_eq!(subject.is_empty(), !by_mail);
                assert!(!plain.contains(name.in_language(language)));
                let (_, named) = compose_contact_changed(by_mail, language, Some(&name));
                assert!(named.contains(name.in_language(language)));
                assert!(!plain.contains(|c: char| c.is_ascii_digit() || c == '@'));
            }
        }
    }

    #[test]
    fn a_receipt_has_number_and_dates_and_no_code() {
        let facts = ("2026-000123", "2026年2月13日", Some("2026年3月2日"));
        let (subject, body) = compose_receipt(Language::Zh, facts, None);
        assert_eq!(subject, "登记回执");
        assert!(body.contains("2026-000123") && body.contains("下一步最迟2026年3月2日"));
        let (_, body) = compose_receipt(Language::En, ("1", "today", None), None);
        assert!(!body.contains("due by"), "{body}");
    }

    #[test]
    fn an_address_does_not_show() {
        let message = Message {
            to: "wang@example.org".into(),
            subject: "a".into(),
            body: "b".into(),
            message_id: "c".into(),
            sent_at: Instant::from_micros(0),
        };
        assert_eq!(format!("{message:?}"), "Message(…)");
    }
}
