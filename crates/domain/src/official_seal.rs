//! The seal 印章 of an authority: which post keeps it, which documents wait for it, and what its image may
//! be.
//!
//! Naming the keeper and keeping the seal are two people's: an administrator says which post keeps it and
//! never has the image; whoever acts for that post lodges the image and sets it, document by document, and
//! never if they administer. An image is never changed: a new one is lodged, and a document shows for ever
//! the one that was set on it.

use crate::event::{Document, FileKind};
use crate::ids::{Position, PostId, StaffId};
use crate::language::Language;
use crate::organisation::{Organisation, Post, Role};
use crate::petition::{FieldProblem, file_kind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The largest image of a seal: 256 KiB.
pub const SEAL_BYTES_MAX: usize = 256 * 1_024;
/// The least pixels of a side: fewer are coarse on paper, where a seal is 42 mm wide.
pub const SEAL_PIXELS_MIN: u32 = 300;
/// The most pixels of a side.
pub const SEAL_PIXELS_MAX: u32 = 2_000;
/// By how much one side may be longer than the other, in hundredths of the longer one.
const LONGER_PERCENT_MAX: u32 = 5;

/// An image that was lodged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealImage {
    /// The position of the event that lodged it, in the authority's journal.
    pub lodged: Position,
    /// What tells it from every other: SHA-256, as `sha256:` and its digits.
    pub digest: String,
}

/// The seal of an authority as it stands now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficialSeal {
    /// The post that keeps it 用印岗位.
    pub keeper: Option<PostId>,
    /// The documents that wait for it before the petitioner gets them.
    pub documents: BTreeSet<Document>,
    /// The image that is set now.
    pub image: Option<SealImage>,
}

impl Organisation {
    /// The post that keeps the seal, unless it was abolished.
    pub fn seal_post(&self) -> Option<&Post> {
        let post = self.seal.keeper.and_then(|id| self.posts.get(&id));
        post.filter(|post| !post.closed)
    }

    /// Whether somebody keeps the seal: they act for the post, and do not administer.
    pub fn keeps_seal(&self, staff: StaffId) -> bool {
        let acts = self
            .seal_post()
            .is_some_and(|post| self.acting(post).contains(&staff));
        let administers = self.staff.get(&staff).is_none_or(|member| {
            let mut roles = member.roles.iter();
            roles.any(|(_, role)| *role == Role::Administrator)
        });
        acts && !administers
    }
}

impl Organisation {
    /// Whether somebody may lodge an image of the seal or take it out of use on a day: whoever keeps it, a stand-in
    /// only while the holder of the post is away.
    pub fn changes_seal(&self, staff: StaffId, day: Date) -> bool {
        let holder = self.seal_post().and_then(|post| post.holder);
        let there = holder.filter(|holder| {
            let left = self.staff.get(holder).is_none_or(|member| member.left);
            !left && !self.is_away(*holder, day)
        });
        self.keeps_seal(staff) && there.is_none_or(|holder| holder == staff)
    }

    /// Whom somebody who keeps the seal stands in for: the holder of the post, where they are another one.
    pub fn keeps_seal_for(&self, staff: StaffId) -> Option<StaffId> {
        let holder = self.seal_post()?.holder?;
        (holder != staff && self.keeps_seal(staff)).then_some(holder)
    }
}

/// Why something is no image of a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealFault {
    /// Its content is no PNG, whatever its name says.
    NotPng,
    /// More than [`SEAL_BYTES_MAX`].
    TooLarge,
    /// A side of fewer or more pixels than are taken.
    Pixels,
    /// One side is much longer than the other.
    NotSquare,
    /// Nothing of it is transparent: it would cover what it is set on.
    Opaque,
    /// It begins as a PNG, and cannot be drawn.
    Undrawable,
}

impl SealFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotPng => "seal_not_png",
            Self::TooLarge => "seal_too_large",
            Self::Pixels => "seal_pixels",
            Self::NotSquare => "seal_not_square",
            Self::Opaque => "seal_opaque",
            Self::Undrawable => "seal_undrawable",
        }
    }

    /// What is wrong and what to do.
    pub fn message(self, language: Language) -> String {
        match self {
            Self::NotPng => language
                .pick(
                    "印章图样要是PNG图片，改名没有用，请另存为PNG",
                    "The image of a seal is a PNG; renaming does not help, save it as one",
                )
                .to_owned(),
            Self::TooLarge => language
                .pick(
                    "印章图样最大256 KiB，请缩小",
                    "The image of a seal has at most 256 KiB; make it smaller",
                )
                .to_owned(),
            Self::Pixels => language.pick(
                format!("边长要在{SEAL_PIXELS_MIN}到{SEAL_PIXELS_MAX}像素之间，请调整"),
                format!("A side has {SEAL_PIXELS_MIN} to {SEAL_PIXELS_MAX} pixels; make it fit"),
            ),
            Self::NotSquare => language
                .pick(
                    "图样要裁成正方形（长宽相差不超过5%）",
                    "Cut it square: its sides differ by 5 % at most",
                )
                .to_owned(),
            Self::Opaque => language
                .pick(
                    "图样的底要透明，不然会盖住字，请去掉白底",
                    "Its ground has to be transparent, else it covers the words; take the white away",
                )
                .to_owned(),
            Self::Undrawable => language
                .pick(
                    "这张图片打不开，请重新导出",
                    "This image cannot be drawn; export it anew",
                )
                .to_owned(),
        }
    }
}

/// Looks at an image by its content; whether it can be drawn is found out by drawing it.
///
/// # Errors
/// [`FieldProblem::EmptyFile`] or [`FieldProblem::NotASeal`].
pub fn check_seal_image(bytes: &[u8]) -> Result<(), FieldProblem> {
    let fault = |fault| Err(FieldProblem::NotASeal(fault));
    if bytes.is_empty() {
        return Err(FieldProblem::EmptyFile);
    }
    if bytes.len() > SEAL_BYTES_MAX {
        return fault(SealFault::TooLarge);
    }
    if !matches!(file_kind(bytes), Ok(FileKind::Png)) {
        return fault(SealFault::NotPng);
    }
    let (Some(width), Some(height)) = (side(bytes, 16), side(bytes, 20)) else {
        return fault(SealFault::NotPng);
    };
    let (short, long) = (width.min(height), width.max(height));
    if short < SEAL_PIXELS_MIN || long > SEAL_PIXELS_MAX {
        return fault(SealFault::Pixels);
    }
    if (long - short) * 100 > long * LONGER_PERCENT_MAX {
        return fault(SealFault::NotSquare);
    }
    if !can_be_transparent(bytes) {
        return fault(SealFault::Opaque);
    }
    Ok(())
}

/// A side in pixels, from the head of a PNG.
fn side(bytes: &[u8], from: usize) -> Option<u32> {
    let digits = bytes.get(from..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*digits))
}

/// Whether its pixels have a channel for it, or its palette says which are (PNG 11.2.2, 11.3.2.1).
fn can_be_transparent(bytes: &[u8]) -> bool {
    let has_channel = bytes.get(25).is_some_and(|kind| matches!(kind, 4 | 6));
    has_channel || bytes.windows(4).any(|four| four == b"tRNS")
}
