//! How a group is received 接待: who speaks for it, what it needs, the talks, and its petition.
//!
//! A response knows how many representatives the group chose, not who: names and the contacts that they
//! agreed to leave are sealed. Needs are counts of things to make ready, never persons. Nothing here
//! can hold whoever came along: they register petitions of their own, like anyone else (RULES 10).

use super::{Phase, Recorded, Response, RunRefusal, Scene};
use crate::event::FileKind;
use crate::ids::{FileId, PetitionId};
use crate::language::{Bilingual, Language};
use crate::number::PetitionNumber;
use crate::plan::{Key, TaskKind};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The most representatives that a group chooses. *Source:* 信访工作条例 (2022), article 20: not more
/// than five.
pub const REPRESENTATIVES_MAX: usize = 5;

/// The most people for whom one need is counted: more than any square holds.
pub const NEED_PEOPLE_MAX: u32 = 100_000;

/// Why somebody of whom the matter complains takes part in a talk: there is no other reason
/// (RULES 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Joining {
    /// The representatives asked for it.
    Asked,
    /// The representatives agreed to it.
    Agreed,
}

impl Joining {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Asked, Self::Agreed];

    /// The word as interfaces say it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// It in words.
    pub fn label(self) -> Bilingual {
        match self {
            Self::Asked => Bilingual::new(
                "代表要求被反映单位参加",
                "the representatives asked whom the matter complains of to join",
            ),
            Self::Agreed => Bilingual::new(
                "代表同意被反映单位参加",
                "the representatives agreed that whom the matter complains of joins",
            ),
        }
    }
}

/// How the representatives answered the minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assent {
    /// One of them typed the code of the group's petition.
    Code,
    /// They signed on paper; the scan is a file of the group's petition.
    Paper(FileId),
    /// They signed on paper; the scan is kept with the response, which needs no petition.
    Scan(FileId),
    /// They signed on the screen of the desk; the picture is kept as such a scan is.
    Drawn(FileId),
}

/// What is told of a reception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// The group chose so many representatives; who, is sealed.
    Representatives(usize),
    /// Somebody is about to see who they are.
    OpenRepresentatives,
    /// So many people need something; nought takes it back.
    Need(TaskKind, u32),
    /// A talk begins.
    BeginTalk {
        /// Who of the posts that are there takes part.
        posts: Vec<Key>,
        /// Where: the place itself or a room of the plan.
        room: Key,
        /// Why somebody of whom the matter complains takes part, if somebody does.
        joining: Option<Joining>,
    },
    /// A talk ended.
    EndTalk(u32),
    /// The group's petition was registered.
    Petition(PetitionId, PetitionNumber),
    /// Minutes of the talks were written, or written again.
    Minutes,
    /// The minutes that the representatives signed are kept with the response.
    KeepScan {
        /// What the file is.
        kind: FileKind,
        /// How large it is.
        bytes: u64,
        /// Whether it is the picture of what they drew on the screen, and no scan.
        drawn: bool,
    },
    /// Somebody is about to see that scan.
    OpenScan,
    /// The minutes were read back, and the representatives agreed or said what they see otherwise.
    AnswerMinutes {
        /// Whether they agreed.
        agreed: bool,
        /// How they said so.
        assent: Assent,
    },
    /// Everybody was heard or has a time at which they are.
    Heard,
}

/// What happened in a reception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Receiving {
    /// The group chose representatives, or others than before.
    RepresentativesChosen {
        /// How many.
        count: usize,
    },
    /// Somebody is about to see who they are: on record first (RULES 4.3).
    RepresentativesOpened {},
    /// So many people need something.
    NeedCounted {
        /// What.
        kind: TaskKind,
        /// How many.
        people: u32,
    },
    /// A talk began.
    TalkBegun {
        /// Its number, from 1.
        talk: u32,
        /// Who of the posts takes part.
        posts: Vec<Key>,
        /// Where.
        room: Key,
        /// Why somebody of whom the matter complains takes part; which unit that is, no open row tells.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        joining: Option<Joining>,
    },
    /// A talk ended.
    TalkEnded {
        /// Its number.
        talk: u32,
    },
    /// The group's petition was registered. No other petition is ever linked to a response.
    PetitionRegistered {
        /// Which.
        petition: PetitionId,
        /// Its number.
        number: PetitionNumber,
    },
    /// Minutes 谈话记录 were written; what they say is sealed.
    MinutesWritten {
        /// The first is 1; written again they are to be read back again.
        version: u32,
    },
    /// The scan of the newest ones as they were signed is kept, sealed, beside this row; its name is sealed too.
    ScanKept {
        /// What it is.
        kind: FileKind,
        /// How large it is.
        bytes: u64,
        /// Whether it is the picture of what they drew on the screen, and no scan.
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        drawn: bool,
    },
    /// Somebody is about to see that scan, which bears names: on record first (RULES 4.3).
    ScanOpened {},
    /// They were read back; what the representatives see otherwise is sealed.
    MinutesAnswered {
        /// Which.
        version: u32,
        /// Whether the representatives agreed.
        agreed: bool,
        /// How they said so.
        assent: Assent,
    },
    /// Everybody was heard or has a time.
    EverybodyHeard {},
}

/// A talk 谈话.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// Its number, from 1.
    pub number: u32,
    /// Who of the posts takes part.
    pub posts: Vec<Key>,
    /// Where.
    pub room: Key,
    /// Why somebody of whom the matter complains takes part.
    pub joining: Option<Joining>,
    /// When it began.
    pub begun_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
}

/// The minutes of the talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// Which version is the newest.
    pub version: u32,
    /// When it was written.
    pub written_at: Instant,
    /// When it was answered, and whether the representatives agreed.
    pub answered: Option<(Instant, bool)>,
    /// What they signed, where it is kept with the response.
    pub scan: Option<FileId>,
    /// Whether they signed on the screen, so that it is a picture and no scan.
    pub drawn: bool,
}

/// What is true of a reception.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reception {
    /// How many representatives there are; 0 until the group chose them.
    pub representatives: usize,
    /// What is needed for how many people; none with 0.
    pub needs: Vec<(TaskKind, u32)>,
    /// Since when each of these is asked for.
    pub asked: Vec<(TaskKind, Instant)>,
    /// The talks; the number of a talk is its place here plus 1.
    pub talks: Vec<Talk>,
    /// The group's petition.
    pub petition: Option<(PetitionId, PetitionNumber)>,
    /// The minutes of the talks.
    pub minutes: Option<Minutes>,
    /// When everybody was heard or had a time; not when more people came since.
    pub heard_at: Option<Instant>,
}

impl Reception {
    /// The talks that have not ended.
    pub fn running_talks(&self) -> impl Iterator<Item = &Talk> {
        self.talks.iter().filter(|talk| talk.ended_at.is_none())
    }

    /// Whether minutes are to be written, or to be read back: there was a talk, and no representative
    /// answered the newest ones.
    pub fn owes_minutes(&self) -> bool {
        let answered = self.minutes.and_then(|minutes| minutes.answered);
        !self.talks.is_empty() && answered.is_none()
    }

    /// Since when somebody asks for something; nothing where nobody does.
    pub fn asked_at(&self, kind: TaskKind) -> Option<Instant> {
        let mut asked = self.asked.iter();
        asked.find(|(of, _)| *of == kind).map(|(_, at)| *at)
    }

    pub(super) fn evolve(&mut self, at: Instant, event: &Receiving) {
        match event {
            Receiving::RepresentativesChosen { count } => self.representatives = *count,
            Receiving::RepresentativesOpened {} => {}
            Receiving::NeedCounted { kind, people } => {
                self.needs.retain(|(of, _)| of != kind);
                let since = self.asked_at(*kind).unwrap_or(at);
                self.asked.retain(|(of, _)| of != kind);
                if *people > 0 {
                    self.needs.push((*kind, *people));
                    self.asked.push((*kind, since));
                }
            }
            Receiving::TalkBegun {
                talk,
                posts,
                room,
                joining,
            } => self.talks.push(Talk {
                number: *talk,
                posts: posts.clone(),
                room: room.clone(),
                joining: *joining,
                begun_at: at,
                ended_at: None,
            }),
            Receiving::TalkEnded { talk } => {
                if let Some(one) = self.talks.iter_mut().find(|one| one.number == *talk) {
                    one.ended_at = Some(at);
                }
            }
            Receiving::PetitionRegistered { petition, number } => {
                self.petition = Some((*petition, *number));
            }
            Receiving::MinutesWritten { version } => {
                self.minutes = Some(Minutes {
                    version: *version,
                    written_at: at,
                    answered: None,
                    scan: None,
                    drawn: false,
                });
            }
            Receiving::ScanKept { .. } | Receiving::ScanOpened {} => {}
            Receiving::MinutesAnswered { agreed, assent, .. } => {
                if let Some(minutes) = &mut self.minutes {
                    minutes.answered = Some((at, *agreed));
                    minutes.scan = match assent {
                        Assent::Scan(file) | Assent::Drawn(file) => Some(*file),
                        Assent::Code | Assent::Paper(_) => None,
                    };
                    minutes.drawn = matches!(assent, Assent::Drawn(_));
                }
            }
            Receiving::EverybodyHeard {} => self.heard_at = Some(at),
        }
    }
}

/// Decides what is told of a reception.
pub(super) fn tell(
    response: &Response,
    telling: &Telling,
    scene: &Scene<'_>,
    now: Instant,
) -> Result<Recorded, RunRefusal> {
    let reception = &response.reception;
    let event = match telling {
        Telling::Representatives(count) => {
            let count = *count;
            if count == 0 || count > REPRESENTATIVES_MAX {
                return Err(RunRefusal::TooManyRepresentatives);
            }
            Receiving::RepresentativesChosen { count }
        }
        Telling::OpenRepresentatives if reception.representatives == 0 => {
            return Err(RunRefusal::NoRepresentatives);
        }
        Telling::OpenRepresentatives => Receiving::RepresentativesOpened {},
        Telling::Need(kind, people) => need(*kind, *people)?,
        Telling::BeginTalk {
            posts,
            room,
            joining,
        } => begin_talk(response, (posts, room, *joining), scene)?,
        Telling::EndTalk(talk) => {
            let talk = *talk;
            if !reception.running_talks().any(|one| one.number == talk) {
                return Err(RunRefusal::NoSuchTalk);
            }
            Receiving::TalkEnded { talk }
        }
        Telling::Petition(petition, number) => {
            if reception.petition.is_some() {
                return Err(RunRefusal::PetitionRegistered);
            }
            if reception.representatives == 0 {
                return Err(RunRefusal::NoRepresentatives);
            }
            let (petition, number) = (*petition, *number);
            Receiving::PetitionRegistered { petition, number }
        }
        Telling::Minutes if reception.talks.is_empty() => return Err(RunRefusal::NoTalk),
        Telling::Minutes => Receiving::MinutesWritten {
            version: reception.minutes.map_or(1, |last| last.version + 1),
        },
        Telling::KeepScan { kind, bytes, drawn } => {
            super::minutes::unanswered(reception)?;
            let (kind, bytes, drawn) = (*kind, *bytes, *drawn);
            Receiving::ScanKept { kind, bytes, drawn }
        }
        Telling::OpenScan => super::minutes::open_scan(reception)?,
        Telling::AnswerMinutes { agreed, assent } => Receiving::MinutesAnswered {
            version: super::minutes::unanswered(reception)?,
            agreed: *agreed,
            assent: *assent,
        },
        Telling::Heard if reception.running_talks().next().is_some() => {
            return Err(RunRefusal::TalkRuns);
        }
        Telling::Heard => Receiving::EverybodyHeard {},
    };
    let event = super::Event::Reception(event);
    Ok(Recorded { at: now, event })
}

fn need(kind: TaskKind, people: u32) -> Result<Receiving, RunRefusal> {
    if !kind.is_need() || people > NEED_PEOPLE_MAX {
        return Err(RunRefusal::NotANeed);
    }
    Ok(Receiving::NeedCounted { kind, people })
}

fn begin_talk(
    response: &Response,
    (posts, room, joining): (&[Key], &Key, Option<Joining>),
    scene: &Scene<'_>,
) -> Result<Receiving, RunRefusal> {
    let there = |post: &Key| {
        let call = response.call(post);
        call.is_some_and(|call| matches!(call.phase, Phase::There(_)))
    };
    if posts.is_empty() || !posts.iter().all(there) {
        return Err(RunRefusal::PostNotThere);
    }
    let mut running = response.reception.running_talks();
    if running.any(|talk| talk.posts.iter().any(|post| posts.contains(post))) {
        return Err(RunRefusal::PostInTalk);
    }
    let here = response.place.as_ref() == Some(room);
    if !here && !scene.plan.rooms.iter().any(|one| one.id == *room) {
        return Err(RunRefusal::UnknownRoom);
    }
    let talk = u32::try_from(response.reception.talks.len()).unwrap_or(u32::MAX);
    Ok(Receiving::TalkBegun {
        talk: talk.saturating_add(1),
        posts: posts.to_vec(),
        room: room.clone(),
        joining,
    })
}

/// What happened in a reception for a reader, with a code; nothing where it is no matter of the
/// timeline.
pub(super) fn told(event: &Receiving) -> Option<(&'static str, Bilingual)> {
    Some(match event {
        Receiving::RepresentativesChosen { count } => (
            "representatives",
            Bilingual::new(
                format!("来访人推选了{count}名代表"),
                format!("the group chose its representatives: {count}"),
            ),
        ),
        Receiving::RepresentativesOpened {} => return None,
        Receiving::NeedCounted { kind, people } => {
            let (zh, en) = (kind.label(Language::Zh), kind.label(Language::En));
            let words = Bilingual::new(
                format!("需要{zh}：{people}人"),
                format!("needed, {en}: for {people}"),
            );
            ("need", words)
        }
        Receiving::TalkBegun { talk, joining, .. } => {
            let joins = joining.map(Joining::label);
            let (zh, en) = joins.map_or_else(Default::default, |label| {
                (format!("（{}）", label.zh), format!(" ({})", label.en))
            });
            let words = Bilingual::new(
                format!("第{talk}次谈话开始{zh}"),
                format!("talk {talk} began{en}"),
            );
            ("talk-begun", words)
        }
        Receiving::TalkEnded { talk } => (
            "talk-ended",
            Bilingual::new(format!("第{talk}次谈话结束"), format!("talk {talk} ended")),
        ),
        Receiving::PetitionRegistered { number, .. } => (
            "petition",
            Bilingual::new(
                format!("登记了来访人的信访件{number}"),
                format!("the group's petition was registered: {number}"),
            ),
        ),
        Receiving::EverybodyHeard {} => (
            "heard",
            Bilingual::new(
                "来的人都谈过了，或者约好了时间",
                "everybody was heard or has a time",
            ),
        ),
        of_minutes => return super::minutes::told(of_minutes),
    })
}
