//! The pages of the portal: one view struct and one template each, both languages side by side.
//!
//! A view holds ready text. Handlers fill it; nothing here computes, decides or reads a clock.
//! What people typed must have gone through [`huiyin_domain::text::shown_safely`] before it gets
//! into a view, save what goes back into a form's own inputs. Templates escape every text but the
//! two fields that say otherwise ([`receipt::ReceiptPage::qr`], [`desk::style::StylePage::examples`]);
//! [`dates::whole`] escapes by itself.

pub mod appearance;
pub mod away;
pub mod board;
pub mod components;
pub mod corrections;
pub mod dates;
pub mod desk;
pub mod figures;
pub mod file_list;
pub mod form;
pub mod home;
pub mod layout;
pub mod notices;
pub mod page;
pub mod plan_sheet;
pub mod problem;
pub mod published;
pub mod ratings;
pub mod receipt;
pub mod report;
pub mod review;
pub mod samples;
pub mod stated_fact;
pub mod tell;
pub mod thread;
pub mod timeline;
pub mod track;
pub mod track_acts;
pub mod track_code;
pub mod visit;
