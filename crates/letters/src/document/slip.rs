//! The receipt 回执 on paper: what a petitioner takes home. *Source:* 信访工作条例 Arts 18, 21.

use super::Head;
use crate::qr::qr_svg;
use crate::sheet::{Block, Field, Form, Sheet};
use crate::words::{day, minute};
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::{Date, DateTime};

/// What is owed next, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What.
    pub what: Bilingual,
    /// The last day.
    pub due: Date,
    /// The rule that it rests on.
    pub citation: Bilingual,
}

/// When a petition was received, on the authority's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// The day alone is known.
    On(Date),
    /// The time of day too.
    At(DateTime),
}

impl Received {
    pub(super) fn words(self, language: Language) -> String {
        match self {
            Self::On(date) => day(date, language),
            Self::At(at) => minute(at, language),
        }
    }
}

/// The receipt of a petition on paper. It holds no name: whoever finds it learns nothing of who brought what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuerySlip {
    /// What stands on every document.
    pub head: Head,
    /// When it was received.
    pub received: Received,
    /// The code, while it may still be shown (RULES 3.3).
    pub code: Option<String>,
    /// The address of the tracking page; empty where none is known.
    pub address: String,
    /// Whom to call; empty where nobody was named.
    pub phone: String,
    /// Where to come in; empty where nothing was told.
    pub place: Bilingual,
    /// When somebody is there; empty where nothing was told.
    pub hours: Bilingual,
    /// What comes next, soonest first.
    pub next: Vec<NextStep>,
}

impl QuerySlip {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = language.pick("信访事项登记回执", "Receipt").to_owned();
        let mut sheet = Sheet::new(Form::Slip, language, title, self.head.date);
        sheet.issuer = self.head.authority.in_language(language).to_owned();
        let mut rows = vec![
            vec![Field::new(
                language.pick("信访事项编号", "Petition no."),
                &self.head.petition,
            )],
            vec![Field::new(
                language.pick("收到时间", "Received"),
                self.received.words(language),
            )],
        ];
        let (place, hours) = (
            self.place.in_language(language),
            self.hours.in_language(language),
        );
        let ways = [
            (
                language.pick("查询网址", "Where to ask"),
                self.address.as_str(),
            ),
            (language.pick("电话", "Telephone"), self.phone.as_str()),
            (language.pick("地址", "Address"), place),
            (language.pick("开放时间", "Open"), hours),
        ];
        let told = ways.into_iter().filter(|(_, text)| !text.is_empty());
        rows.extend(told.map(|(label, text)| vec![Field::new(label, text)]));
        sheet.fields(rows);
        self.code(&mut sheet, language);
        self.next(&mut sheet, language);
        sheet
    }

    /// The QR code opens the tracking page where its address is known. Else it holds the code; never both, so that
    /// no address ever carries a code (RULES 7).
    fn code(&self, sheet: &mut Sheet, language: Language) {
        let Some(code) = &self.code else {
            sheet.say(language.pick(
                "查询码只在登记时出示一次，这里不再印出。遗失的，可以持本回执或者有效联系方式当面补办。",
                "The code is shown once, when the matter is registered, and is not printed here again. If you lost it, it can be renewed in person, with this slip or a contact on file.",
            ));
            return;
        };
        sheet.blocks.push(Block::Large {
            label: language.pick("查询码", "Code").to_owned(),
            text: code.clone(),
        });
        let known = !self.address.is_empty();
        sheet.qr = qr_svg(if known { &self.address } else { code });
        if sheet.qr.is_some() {
            let (caption, alt) = match known {
                true => (
                    language.pick(
                        "扫一扫打开查询网页，再输入查询码",
                        "Scan it to open the page, then enter the code",
                    ),
                    language.pick("查询网页的二维码", "QR code of the tracking page"),
                ),
                false => (
                    language.pick(
                        "二维码内容就是查询码",
                        "The QR code holds the code and nothing else",
                    ),
                    language.pick("查询码的二维码", "The code as a QR code"),
                ),
            };
            sheet.blocks.push(Block::Qr {
                caption: caption.to_owned(),
                alt: alt.to_owned(),
            });
        }
        sheet.say(language.pick(
            "谁有查询码，谁就能查看这件事、留言和申请复查。请妥善保管，不要交给别人。",
            "Whoever has the code can read this matter, write messages and ask for review. Keep it safe and give it to nobody.",
        ));
    }

    fn next(&self, sheet: &mut Sheet, language: Language) {
        if self.next.is_empty() {
            return;
        }
        let rows = self.next.iter().map(|step| {
            vec![
                step.what.in_language(language).to_owned(),
                day(step.due, language),
                step.citation.in_language(language).to_owned(),
            ]
        });
        sheet.blocks.push(Block::Grid {
            widths: vec![4, 4, 5],
            head: vec![
                language
                    .pick("机关接下来要做的", "What the authority owes")
                    .to_owned(),
                language.pick("最迟", "At the latest").to_owned(),
                language.pick("依据", "Rule").to_owned(),
            ],
            rows: rows.collect(),
        });
    }
}
