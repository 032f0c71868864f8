//! What happens when one of those who speak for a group leaves (RULES 5.9), or a lost code is renewed (RULES 3.3).
//! Who it is by name stands in the sealed identity part alone; here is only which of them, in the order of the
//! registration.

use crate::language::Bilingual;
use crate::obligation::Effects;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

facts! {
    /// See [`crate::event::Event::LeavingAsked`].
    LeavingAsked {
        /// Which of them; the first is 0.
        representative: u8,
        /// When it takes effect.
        until: Instant,
    }
    /// See [`crate::event::Event::LeavingUndone`].
    LeavingUndone {
        /// Which of them; the first is 0.
        representative: u8,
    }
    /// See [`crate::event::Event::CodeRenewed`].
    CodeRenewed {
        /// Whose it is, where several speak for a group; the first is 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        representative: Option<u8>,
    }
    /// See [`crate::event::Event::RenewalObjected`].
    RenewalObjected {
        /// Whose code it was, where several speak for a group; the first is 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        representative: Option<u8>,
        /// Whether the contact on file said so, and no code that was replaced.
        #[serde(default)]
        by_contact: bool,
    }
    /// See [`crate::event::Event::RepresentativeLeft`].
    RepresentativeLeft {
        /// Which of them; the first is 0.
        representative: u8,
        /// Whether the sealed identity part says anew who speaks for the group.
        named: bool,
    }
}

impl RenewalObjected {
    /// What happened, for everybody who follows the petition.
    pub fn words(&self) -> Bilingual {
        let (zh, en) = match self.by_contact {
            true => ("登记的联系方式回复", "The contact on file answered"),
            false => (
                "持原来查询码的人说",
                "Whoever holds the code of before said",
            ),
        };
        Bilingual::new(
            format!("{zh}没有要求补发：补发的码作废，原来的码恢复使用"),
            format!(
                "{en} that no new code was asked for: the new one ended, and the one of before works again"
            ),
        )
    }
}

impl CodeRenewed {
    /// What happened, for everybody who follows the petition.
    pub fn words(&self) -> Bilingual {
        let Some(nth) = self.representative else {
            return Bilingual::new("补发查询码", "A lost code was replaced");
        };
        let place = u16::from(nth) + 1;
        Bilingual::new(
            format!("补发了登记时第{place}位代表的查询码，别的代表的码照用"),
            format!(
                "The lost code of number {place} of those who were registered was replaced; those of the others stay"
            ),
        )
    }
}
