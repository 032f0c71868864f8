//! Links by which colleagues choose a password: a slip for each, on this page alone and to be printed.

use super::{DeskFrame, Place};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// What one person gets.
#[derive(Clone, Debug)]
pub struct InvitationSlip {
    /// Whose it is.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// The link.
    pub link: String,
    /// The link as a QR code, in SVG, if it fits into one.
    pub qr: Option<String>,
    /// Where they sign in afterwards.
    pub sign_in: String,
    /// Until when the link works, in words.
    pub until: String,
}

/// The slips.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/invitations.html")]
pub struct InvitationsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// One for each.
    pub slips: Vec<InvitationSlip>,
    /// The list of staff.
    pub back_href: String,
}

impl InvitationsPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-admin-invitations-zh", Self::sample(Language::Zh)),
            ("desk-admin-invitations-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let slip = |zh: &str, en: &str, login: &str, secret: &str| InvitationSlip {
            name: language.pick(zh, en).to_owned(),
            login: login.to_owned(),
            link: format!("h.cn/desk/…/1.{secret}"),
            qr: huiyin_app::qr_svg(secret),
            sign_in: "h.cn/desk".to_owned(),
            until: language.pick("明天10:02", "tomorrow, 10:02").to_owned(),
        };
        Self {
            frame: Frame::sample(language, "/desk/admin/staff"),
            desk: DeskFrame::sample(language, Some(Place::Administration)),
            slips: vec![
                slip("刘敏", "Liu Min", "liumin", "7KQM3XV9TD2HW8RA"),
                slip("陈立", "Chen Li", "chenli", "M3XV9TD2HW8RA7KQ"),
            ],
            back_href: "/desk/admin/staff".to_owned(),
        }
    }
}
