//! How a group is received, as those see it who see the response: counts, talks, the number of the
//! group's petition. Who the representatives are does not stand here.

use super::view::{Lens, place_title, post_title};
use crate::queries::obligation::Words;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{Plan, TaskKind};
use huiyin_domain::response::{Joining, Receiving, Talk};
use serde::Serialize;
use utoipa::ToSchema;

/// Something that some of those who came need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NeedView {
    /// Its word in a plan.
    pub kind: &'static str,
    /// What.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// For how many people.
    pub people: u32,
}

/// A talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TalkView {
    /// Its number, from 1.
    pub number: u32,
    /// Who of the posts takes part.
    #[schema(value_type = Vec<Words>)]
    pub posts: Vec<Bilingual>,
    /// Where.
    #[schema(value_type = Words)]
    pub room: Bilingual,
    /// Why somebody of whom the matter complains takes part, if somebody does.
    #[schema(value_type = Option<Words>)]
    pub joining: Option<Bilingual>,
    /// When it began.
    pub begun_at: String,
    /// When it ended.
    pub ended_at: Option<String>,
}

/// A room in which a talk can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TalkRoom {
    /// Its id in the plan.
    pub id: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
}

/// The minutes of the talks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MinutesView {
    /// The newest version.
    pub version: u32,
    /// What they say.
    pub text: String,
    /// When they were written.
    pub written_at: String,
    /// When the representatives answered them.
    pub answered_at: Option<String>,
    /// Whether they agreed.
    pub agreed: Option<bool>,
    /// What they see otherwise; may be empty.
    pub otherwise: String,
    /// Whether what they signed is kept with the response: the scan of the paper, or the picture of the screen.
    pub scanned: bool,
    /// Whether they signed on the screen, so that it is a picture and no scan.
    pub drawn: bool,
}

/// How a group is received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceptionView {
    /// How many representatives the group chose; 0: not yet.
    pub representatives: usize,
    /// What some need.
    pub needs: Vec<NeedView>,
    /// The talks, in order.
    pub talks: Vec<TalkView>,
    /// Where a talk can be.
    pub rooms: Vec<TalkRoom>,
    /// The minutes.
    pub minutes: Option<MinutesView>,
    /// When everybody was heard or had a time.
    pub heard_at: Option<String>,
    /// The number of the group's petition. No other petition is linked to a response.
    pub petition: Option<String>,
}

fn room_title(plan: &Plan, id: &str) -> Bilingual {
    let room = plan.rooms.iter().find(|room| *room.id == *id);
    room.map_or_else(|| place_title(plan, id), |room| room.title.clone())
}

impl Lens<'_> {
    fn minutes(&self) -> Option<MinutesView> {
        let minutes = self.running.state.reception.minutes?;
        let written = |event: &Receiving| matches!(event, Receiving::MinutesWritten { .. });
        let answered = |event: &Receiving| matches!(event, Receiving::MinutesAnswered { version, .. } if *version == minutes.version);
        let typed = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Some(MinutesView {
            version: minutes.version,
            text: typed(self.running.typed_with(written)),
            written_at: self.when(minutes.written_at),
            answered_at: minutes.answered.map(|(at, _)| self.when(at)),
            agreed: minutes.answered.map(|(_, agreed)| agreed),
            otherwise: typed(self.running.typed_with(answered)),
            scanned: minutes.scan.is_some(),
            drawn: minutes.drawn,
        })
    }

    pub(super) fn reception(&self) -> ReceptionView {
        let (plan, state) = (&self.running.setting.plan, &self.running.state);
        let reception = &state.reception;
        let need = |(kind, people): &(TaskKind, u32)| NeedView {
            kind: kind.word(),
            title: Bilingual::new(kind.label(Language::Zh), kind.label(Language::En)),
            people: *people,
        };
        let talk = |talk: &Talk| TalkView {
            number: talk.number,
            posts: talk
                .posts
                .iter()
                .map(|post| post_title(plan, post))
                .collect(),
            room: room_title(plan, &talk.room),
            joining: talk.joining.map(Joining::label),
            begun_at: self.when(talk.begun_at),
            ended_at: talk.ended_at.map(|at| self.when(at)),
        };
        let rooms = plan.rooms.iter().map(|room| &room.id);
        let rooms = state.place.iter().chain(rooms);
        ReceptionView {
            representatives: reception.representatives,
            needs: reception.needs.iter().map(need).collect(),
            talks: reception.talks.iter().map(talk).collect(),
            rooms: rooms
                .map(|id| TalkRoom {
                    id: id.to_string(),
                    title: room_title(plan, id),
                })
                .collect(),
            minutes: self.minutes(),
            heard_at: reception.heard_at.map(|at| self.when(at)),
            petition: reception.petition.map(|(_, number)| number.to_string()),
        }
    }
}
