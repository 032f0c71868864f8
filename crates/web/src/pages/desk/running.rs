//! What has to be put right so that the installation runs: a page of the administration.

use crate::pages::form::FormTarget;
use huiyin_domain::language::Language;

/// The clock of this server.
#[derive(Clone, Debug)]
pub struct ClockPanel {
    /// Whether it is believed.
    pub believed: bool,
    /// Why not; empty: it is.
    pub doubt: String,
    /// What it says now, in words.
    pub says: String,
    /// When the last record was made, in words; `None`: there is none.
    pub last: Option<String>,
    /// Where "the time is right" is sent; `None`: nothing to confirm, or not for this person.
    pub confirm: Option<FormTarget>,
}

/// A notice that failed for good. No address, no number: whoever reads this may not know of petitions.
#[derive(Clone, Debug)]
pub struct FailedRow {
    /// What it is about.
    pub kind: String,
    /// To a petitioner or to a member of staff.
    pub to: String,
    /// When it was queued, in words.
    pub when: String,
    /// How often it was tried.
    pub attempts: u32,
    /// What the channel said last.
    pub reason: String,
    /// Where "try again" is sent.
    pub again: FormTarget,
}

/// A way to call somebody, and how it stands.
#[derive(Clone, Debug)]
pub struct ChannelRow {
    /// Its name in the file of channels.
    pub name: String,
    /// What kind of call a plan means by it.
    pub kind: String,
    /// Whether it is well.
    pub well: bool,
    /// How it stands, in words.
    pub words: String,
    /// Since when, in words; may be empty.
    pub since: String,
    /// Messages waiting for it.
    pub waiting: usize,
}

/// The page.
#[derive(Clone, Debug)]
pub struct Running {
    /// The ways to call somebody.
    pub channels: Vec<ChannelRow>,
    /// The clock.
    pub clock: ClockPanel,
    /// The notices that failed.
    pub notices: Vec<FailedRow>,
}

impl Running {
    /// As tests show it.
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            channels: vec![ChannelRow {
                name: "sms".to_owned(),
                kind: say("短信", "text message"),
                well: false,
                words: say(
                    "用不了：连不上对方服务器",
                    "Cannot be used: No connection to the server",
                ),
                since: say("2月14日（周六）10:01", "Saturday 14 February, 10:01"),
                waiting: 2,
            }],
            clock: ClockPanel {
                believed: false,
                doubt: say(
                    "时钟在一天之内多走了86400秒",
                    "The clock ran ahead by 86400 seconds within a day",
                ),
                says: say("2月14日（周六）10:02", "Saturday 14 February, 10:02"),
                last: Some(say("2月13日（周五）10:01", "Friday 13 February, 10:01")),
                confirm: Some(FormTarget::to("/desk/admin/running/clock")),
            },
            notices: vec![FailedRow {
                kind: say("受理告知书", "Notice of acceptance"),
                to: say("给信访人", "To a petitioner"),
                when: say("2月11日（周三）9:20", "Wednesday 11 February, 9:20"),
                attempts: 3,
                reason: say(
                    "对方服务器没有收（回答550）",
                    "The server did not take it (answer 550)",
                ),
                again: FormTarget::to("/desk/admin/running/notices/1/again"),
            }],
        }
    }
}
