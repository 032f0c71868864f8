//! What is filled in or kept on file: extension request, proof of service, closing report, file index.
//! *Source:* 信访工作条例 Arts 22, 34; DOMAIN section 3.

use super::Head;
use crate::sheet::{Block, Field, Form, Sheet};
use crate::words::{day, minute, ordinal};
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::{Date, DateTime};

/// 延期审批表: reason, old and new day, and the head's decision (Art 34).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionRequest {
    /// What stands on every document.
    pub head: Head,
    /// The unit that asks.
    pub unit: Bilingual,
    /// The matter in one sentence.
    pub subject: String,
    /// The last day as it stands.
    pub due: Date,
    /// Why more time is needed.
    pub reason: String,
    /// What was decided, and why; nothing while it is open.
    pub decision: Option<(bool, String, Date)>,
}

/// 送达回证.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofOfService {
    /// What stands on every document.
    pub head: Head,
    /// The document that is served.
    pub document: Bilingual,
    /// Whom it is served on; nothing where the identity stays closed.
    pub addressee: Option<String>,
    /// How and when it was served; nothing yet for one that is taken along to be signed.
    pub served: Option<(Bilingual, DateTime)>,
}

/// One request and what came of it, for a closing report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestResult {
    /// What was asked for.
    pub request: String,
    /// How it ended.
    pub outcome: Bilingual,
    /// What was done, or promised.
    pub measure: String,
    /// Whether a promised remedy was done, and whether the petitioner confirmed it.
    pub performed: Bilingual,
}

/// 办结报告.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosingReport {
    /// What stands on every document.
    pub head: Head,
    /// The unit that handled it.
    pub unit: Bilingual,
    /// The matter in one sentence.
    pub subject: String,
    /// When it was received.
    pub received: Date,
    /// When the answer was served; nothing if none was.
    pub answered: Option<Date>,
    /// Request by request.
    pub results: Vec<RequestResult>,
}

/// 卷内目录: every paper of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileIndex {
    /// What stands on every document.
    pub head: Head,
    /// The matter in one sentence.
    pub subject: String,
    /// The papers, oldest first: what it is, of which day, by whom.
    pub papers: Vec<(Bilingual, Date, Bilingual)>,
}

pub(super) fn table(title: Bilingual, head: &Head, language: Language) -> Sheet {
    let title = title.in_language(language).to_owned();
    let mut sheet = Sheet::new(Form::Table, language, title, head.date);
    sheet.issuer = head.authority.in_language(language).to_owned();
    sheet
}

pub(super) fn about(head: &Head, subject: &str, language: Language) -> Vec<Vec<Field>> {
    vec![
        vec![Field::new(
            language.pick("信访事项编号", "Petition no."),
            &head.petition,
        )],
        vec![Field::new(language.pick("事由", "Matter"), subject)],
    ]
}

impl ExtensionRequest {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = Bilingual::new("信访事项延期审批表", "Request for an extension");
        let mut sheet = table(title, &self.head, language);
        let mut rows = about(&self.head, &self.subject, language);
        rows.push(vec![
            Field::new(
                language.pick("申请单位", "Unit"),
                self.unit.in_language(language),
            ),
            Field::new(language.pick("原定期限", "Due"), day(self.due, language)),
        ]);
        rows.push(vec![Field::new(
            language.pick("延期理由", "Reason"),
            &self.reason,
        )]);
        match &self.decision {
            Some((granted, words, on)) => {
                let decision = match granted {
                    true => language.pick("同意延期", "Granted"),
                    false => language.pick("不同意延期", "Refused"),
                };
                let on = day(*on, language);
                rows.push(vec![Field::new(
                    language.pick("负责人意见", "Decision of the head"),
                    format!("{decision}\n{words}\n{on}"),
                )]);
            }
            None => rows.push(vec![Field::to_write(
                language.pick(
                    "负责人意见（签名、日期）",
                    "Decision of the head (signature, date)",
                ),
                40,
            )]),
        }
        sheet.fields(rows);
        sheet
    }
}

impl ProofOfService {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = Bilingual::new("送达回证", "Proof of service");
        let mut sheet = table(title, &self.head, language);
        let addressee = self
            .addressee
            .clone()
            .unwrap_or_else(|| language.pick("信访人", "the petitioner").to_owned());
        let mut rows = vec![
            vec![Field::new(
                language.pick("信访事项编号", "Petition no."),
                &self.head.petition,
            )],
            vec![Field::new(
                language.pick("送达文书", "Document"),
                self.document.in_language(language),
            )],
            vec![Field::new(
                language.pick("受送达人", "Served on"),
                addressee,
            )],
        ];
        match &self.served {
            Some((way, at)) => rows.push(vec![
                Field::new(language.pick("送达方式", "How"), way.in_language(language)),
                Field::new(language.pick("送达时间", "When"), minute(*at, language)),
            ]),
            None => rows.push(vec![
                Field::to_write(language.pick("送达方式", "How"), 12),
                Field::to_write(language.pick("送达时间、地点", "When and where"), 12),
            ]),
        }
        let by_hand = [
            (
                ("受送达人签收（签名、日期）", "Received (signature, date)"),
                22,
            ),
            (
                (
                    "代收人签收（与受送达人的关系、签名、日期）",
                    "Received for them (relation, signature, date)",
                ),
                18,
            ),
            (
                (
                    "拒收的事由和见证人（签名、日期）",
                    "Refused: why, and witness (signature, date)",
                ),
                18,
            ),
            (("送达人（签名、日期）", "Served by (signature, date)"), 14),
        ];
        rows.extend(
            by_hand.map(|((zh, en), height)| vec![Field::to_write(language.pick(zh, en), height)]),
        );
        sheet.fields(rows);
        sheet
    }
}

impl ClosingReport {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = Bilingual::new("信访事项办结报告", "Closing report");
        let mut sheet = table(title, &self.head, language);
        let answered = self.answered.map_or_else(
            || {
                language
                    .pick("没有送达处理意见", "no answer was served")
                    .to_owned()
            },
            |date| day(date, language),
        );
        let mut rows = about(&self.head, &self.subject, language);
        rows.push(vec![
            Field::new(
                language.pick("办理单位", "Handled by"),
                self.unit.in_language(language),
            ),
            Field::new(
                language.pick("收到日期", "Received"),
                day(self.received, language),
            ),
        ]);
        rows.push(vec![
            Field::new(language.pick("答复送达", "Answer served"), answered),
            Field::new(
                language.pick("办结日期", "Closed"),
                day(self.head.date, language),
            ),
        ]);
        sheet.fields(rows);
        let rows = self.results.iter().enumerate().map(|(nth, one)| {
            vec![
                (nth + 1).to_string(),
                one.request.clone(),
                one.outcome.in_language(language).to_owned(),
                one.measure.clone(),
                one.performed.in_language(language).to_owned(),
            ]
        });
        sheet.blocks.push(Block::Grid {
            widths: vec![1, 4, 3, 4, 3],
            head: [
                ("序号", "No."),
                ("诉求", "Request"),
                ("处理结果", "Outcome"),
                ("措施", "Measure"),
                ("落实情况", "Performance"),
            ]
            .map(|(zh, en)| language.pick(zh, en).to_owned())
            .to_vec(),
            rows: rows.collect(),
        });
        sheet.fields(vec![vec![Field::to_write(
            language.pick(
                "单位负责人（签名、日期）",
                "Head of the unit (signature, date)",
            ),
            20,
        )]]);
        sheet
    }
}

impl FileIndex {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = Bilingual::new("卷内目录", "Index of the file");
        let mut sheet = table(title, &self.head, language);
        sheet.fields(about(&self.head, &self.subject, language));
        let rows = self
            .papers
            .iter()
            .enumerate()
            .map(|(nth, (what, date, by))| {
                vec![
                    language.pick(ordinal(nth + 1), (nth + 1).to_string()),
                    what.in_language(language).to_owned(),
                    by.in_language(language).to_owned(),
                    day(*date, language),
                ]
            });
        sheet.blocks.push(Block::Grid {
            widths: vec![1, 5, 4, 3],
            head: [
                ("序号", "No."),
                ("文书名称", "Paper"),
                ("责任者", "By"),
                ("日期", "Date"),
            ]
            .map(|(zh, en)| language.pick(zh, en).to_owned())
            .to_vec(),
            rows: rows.collect(),
        });
        sheet
    }
}
