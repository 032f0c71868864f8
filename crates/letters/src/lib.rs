//! Official documents 文书 as PDF: registration form, receipt, notices, answers.
//!
//! A [`Document`] holds the data of one document, typed, with what the law wants on it; it is worded
//! in Chinese or English and set by an embedded typesetter after GB/T 9704-2012, as tagged PDF/A-2a
//! and PDF/UA-1. Text of people goes in as data and is never read as markup. The same data and fonts
//! give the same bytes. A character that no font can draw, or a line that leaves the page, is an error
//! that says what to do, never a box.
//!
//! No document here holds a list of people, a mark about a petitioner, an identity-card number, or a
//! promise not to petition; none has a field to put one into.

mod clean;
mod document;
mod error;
mod fonts;
mod guard;
mod qr;
mod render;
pub mod samples;
mod sheet;
mod words;
mod world;

pub use document::{
    Addressee, Answer, AnsweredFact, AnsweredRequest, Between, BetweenKind, ClosingReport,
    Document, ExtensionRequest, FileIndex, Head, HearingAnnouncement, HearingNotice, HearingRecord,
    HearingReport, Making, NextStep, Notice, NoticeKind, Petitioner, ProofOfService, QuerySlip,
    Received, RegistrationForm, RequestResult, ReviewDecision, ReviewLevel, ReviewOutcome,
    ReviewRequest,
};
pub use error::LetterError;
pub use fonts::{Fonts, StyleReport};
pub use qr::qr_svg;
pub use render::{Letter, Seal};
