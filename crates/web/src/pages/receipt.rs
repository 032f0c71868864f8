//! `/receipt`: number, code, and what comes next; made to be kept.

use super::components::Clock;
use super::layout::Frame;
use askama::Template;
use huiyin_app::ReceiptSending;
use huiyin_domain::language::Language;
use huiyin_domain::plan::Channel;

/// The receipt, right after a petition was registered.
#[derive(Clone, Debug, Template)]
#[template(path = "receipt.html")]
pub struct ReceiptPage {
    /// The frame.
    pub frame: Frame,
    /// The petition's number.
    pub number: String,
    /// What was done because somebody is in danger, in words; `None`: nobody said so.
    pub danger: Option<String>,
    /// The acting code in groups; `None` once its holder has it, or after 30 minutes.
    pub code: Option<String>,
    /// The codes of the other representatives of a group, as long as they are shown.
    pub other_codes: Vec<String>,
    /// The tracking page, or where its address is unknown the code, as an inline SVG of our own making, shown
    /// unescaped. Nothing typed may get in here.
    pub qr: Option<String>,
    /// The address of the tracking page; empty where none is known.
    pub tracking: String,
    /// What the office is that looks at it first; empty: somebody else does.
    pub office: String,
    /// What an ordinary matter brings by when, one sentence each.
    pub terms: Vec<String>,
    /// Whether news is announced to the contact that was given.
    pub told_by_notice: bool,
    /// Whether any contact was given.
    pub left_contact: bool,
    /// When it was registered, in words.
    pub registered_on: String,
    /// Whether the receipt can be sent, and by what.
    pub sending: ReceiptSending,
    /// The first duties, the next one first.
    pub first_due: Vec<Clock>,
}

impl ReceiptPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, code: Option<&str>| {
            Self {
            frame: Frame::sample(language, "/receipt"),
            number: "2026-000123".to_owned(),
            code: code.map(str::to_owned),
            other_codes: code
                .map(|_| "3WXT-9KQ2-MM4C-7R0H".to_owned())
                .into_iter()
                .collect(),
            qr: code.map(|_| include_str!("sample-qr.svg").to_owned()),
            danger: None,
            tracking: String::new(),
            office: language
                .pick(
                    "信访局：专门收群众来信来访、交给该办的单位、盯着按时答复。",
                    "Petition Office: it takes letters and visits, passes each matter to the unit that handles it, and sees to it that the answer comes in time.",
                )
                .to_owned(),
            terms: vec![
                language
                    .pick(
                        "受理后60日内书面答复您（《信访工作条例》第三十四条）",
                        "Within 60 days of acceptance: an answer in writing (Regulations on Petitioning Work, Art 34)",
                    )
                    .to_owned(),
            ],
            told_by_notice: code.is_some(),
            left_contact: true,
            registered_on: language
                .pick(
                    "2026年2月13日（星期五）10:02",
                    "Friday 13 February 2026, 10:02",
                )
                .to_owned(),
            sending: match code {
                Some(_) => ReceiptSending::By(Channel::Email),
                None => ReceiptSending::Asked,
            },
            first_due: vec![Clock::sample(language)],
        }
        };
        let code = Some("7KQM-3XV9-TD2H-W8RA");
        vec![
            ("receipt-zh", page(Language::Zh, code)),
            ("receipt-en", page(Language::En, code)),
            ("receipt-kept-zh", page(Language::Zh, None)),
            ("receipt-kept-en", page(Language::En, None)),
        ]
    }
}
