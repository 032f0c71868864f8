//! 信访登记表. *Source:* 信访工作条例 Art 19: name, address, request, facts, reasons. It has no field for
//! an identity-card number (RULES 4.3), for how often somebody came, or for what staff think of them.

use super::{Head, Received};
use crate::sheet::{Field, Form, Sheet};
use crate::words::{day, list, ordinal, yes};
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::Date;

/// Who brought it, where that was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Petitioner {
    /// What the petitioner is called.
    pub name: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A postal address.
    pub address: Option<String>,
}

/// The registration form of a petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationForm {
    /// What stands on every document.
    pub head: Head,
    /// The unit that registered it.
    pub unit: Bilingual,
    /// When it was received.
    pub received: Received,
    /// The postmark of a letter.
    pub postmark: Option<Date>,
    /// How it came.
    pub channel: Bilingual,
    /// Named, confidential or anonymous.
    pub who: Bilingual,
    /// Who brought it; nothing where the identity stays closed.
    pub petitioner: Option<Petitioner>,
    /// Whether people are in danger from the matter.
    pub danger: bool,
    /// The matter in one sentence.
    pub subject: String,
    /// What happened.
    pub body: String,
    /// Where.
    pub place: String,
    /// What it asks for.
    pub requests: Vec<String>,
    /// How many sealed files lie with it.
    pub files: usize,
}

impl RegistrationForm {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = language.pick("信访登记表", "Registration form").to_owned();
        let mut sheet = Sheet::new(Form::Table, language, title, self.head.date);
        sheet.issuer = self.head.authority.in_language(language).to_owned();
        let field = |zh: &str, en: &str, value: String| Field::new(language.pick(zh, en), value);
        let postmark = self.postmark.map(|date| day(date, language));
        let mut rows = vec![
            vec![
                field("编号", "No.", self.head.petition.clone()),
                field("收到时间", "Received", self.received.words(language)),
            ],
            vec![
                field(
                    "登记单位",
                    "Registered by",
                    self.unit.in_language(language).to_owned(),
                ),
                field(
                    "渠道",
                    "Channel",
                    self.channel.in_language(language).to_owned(),
                ),
            ],
            vec![
                field(
                    "署名方式",
                    "Named",
                    self.who.in_language(language).to_owned(),
                ),
                field(
                    "邮戳日期",
                    "Postmark",
                    postmark.unwrap_or_else(|| dash(language)),
                ),
            ],
        ];
        self.identity(&mut rows, language);
        rows.extend([
            vec![field("事由", "Matter", self.subject.clone())],
            vec![field("发生地点", "Place", or_dash(&self.place, language))],
            vec![field("诉求", "Requests", self.numbered(language))],
            vec![
                field("附件", "Attachments", match self.files {
                    0 => list(&[], language),
                    count => language.pick(format!("{count}件"), count.to_string()),
                }),
                field("是否危及人身安全", "Danger to people", yes(self.danger, language)),
            ],
            vec![field("事实与理由", "Facts and reasons", self.body.clone())],
            vec![Field::to_write(
                language.pick(
                    "核对：以上内容已向本人宣读或者交其阅看，记录无误（本人签名、日期）",
                    "Read back to the petitioner, or read by them, and found right (signature, date)",
                ),
                18,
            )],
            vec![Field::to_write(language.pick("登记人（签名）", "Registered by (signature)"), 10)],
        ]);
        sheet.fields(rows);
        sheet
    }

    fn identity(&self, rows: &mut Vec<Vec<Field>>, language: Language) {
        let Some(petitioner) = &self.petitioner else {
            rows.push(vec![Field::new(
                language.pick("信访人", "Petitioner"),
                language.pick("身份信息未打开", "The identity was not opened"),
            )]);
            return;
        };
        let value =
            |value: &Option<String>| or_dash(value.as_deref().unwrap_or_default(), language);
        rows.push(vec![
            Field::new(language.pick("姓名", "Name"), value(&petitioner.name)),
            Field::new(language.pick("电话", "Telephone"), value(&petitioner.phone)),
        ]);
        rows.push(vec![
            Field::new(language.pick("住址", "Address"), value(&petitioner.address)),
            Field::new(
                language.pick("电子邮箱", "E-mail"),
                value(&petitioner.email),
            ),
        ]);
    }

    fn numbered(&self, language: Language) -> String {
        let lines = self.requests.iter().enumerate().map(|(nth, request)| {
            language.pick(
                format!("{}、{request}", ordinal(nth + 1)),
                format!("{}. {request}", nth + 1),
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn dash(language: Language) -> String {
    language.pick("——", "–").to_owned()
}

fn or_dash(value: &str, language: Language) -> String {
    match value.trim() {
        "" => dash(language),
        value => value.to_owned(),
    }
}
