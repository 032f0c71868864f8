//! How the channels of this process stand, for the boards and for whoever keeps it running. It says
//! nothing about anybody who was called.

use crate::huiyin::{Huiyin, Shared};
use crate::queries::obligation::Words;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_notify::{Health, LineHealth};
use serde::Serialize;
use utoipa::ToSchema;

/// How a channel stands. Each node knows its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChannelHealth {
    /// Its name in the file of channels; `mail` is the mail server.
    pub name: String,
    /// What kind of call a plan means by it.
    #[schema(value_type = Words)]
    pub kind: Bilingual,
    /// `ok`, `failing` (it answers and does not take everything) or `down`.
    pub state: &'static str,
    /// The same in words, with what went wrong last.
    #[schema(value_type = Words)]
    pub words: Bilingual,
    /// Since when, RFC 3339; nothing: it was not tried yet.
    pub since: Option<String>,
    /// Messages waiting for it.
    pub waiting: usize,
}

impl ChannelHealth {
    fn of(line: LineHealth) -> Self {
        let (zh, en) = (line.kind.label(Language::Zh), line.kind.label(Language::En));
        let (state, words) = match line.health {
            Health::Ok if line.since.is_none() => {
                ("ok", Bilingual::new("还没用过", "Not used yet"))
            }
            Health::Ok => ("ok", Bilingual::new("正常", "Works")),
            Health::Failing => (
                "failing",
                Bilingual::new("时好时坏", "Answers, and does not take everything"),
            ),
            Health::Down => ("down", Bilingual::new("用不了", "Cannot be used")),
        };
        let why = line.trouble.map(huiyin_notify::Trouble::words);
        let words = why.map_or(words.clone(), |why| {
            Bilingual::new(
                format!("{}：{}", words.zh, why.zh),
                format!("{}: {}", words.en, why.en),
            )
        });
        Self {
            name: line.name,
            kind: Bilingual::new(zh, en),
            state,
            words,
            since: line.since.map(|at| at.to_string()),
            waiting: line.waiting,
        }
    }
}

/// The channels that are not well: pages go by another way meanwhile.
pub(super) fn unwell(shared: &Shared) -> Vec<ChannelHealth> {
    let lines = shared.ways.health().into_iter();
    let unwell = lines.filter(|line| line.health != Health::Ok);
    unwell.map(ChannelHealth::of).collect()
}

impl Huiyin {
    /// Every channel of this process, and how it stands.
    pub fn channels(&self) -> Vec<ChannelHealth> {
        let lines = self.shared().ways.health().into_iter();
        lines.map(ChannelHealth::of).collect()
    }
}
