//! How a group is received: what may be told, what is refused, and what keeps a response from ending.

use super::response::{Desk, key, scene};
use huiyin_domain::ids::PetitionId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::plan::TaskKind;
use huiyin_domain::response::{
    Assent, Command, Event, Headcount, Joining, OpenEnd, REPRESENTATIVES_MAX, Receiving, Recorded,
    RunRefusal, Telling,
};

const OFFICE: &str = "petition-office-head";

fn tell(telling: Telling) -> Command {
    Command::Receive(telling)
}

fn talk(posts: &[&str], room: &str, joining: Option<Joining>) -> Command {
    tell(Telling::BeginTalk {
        posts: posts.iter().map(|post| key(post)).collect(),
        room: key(room),
        joining,
    })
}

fn answer(agreed: bool) -> Command {
    let assent = Assent::Code;
    tell(Telling::AnswerMinutes { agreed, assent })
}

/// Somebody is there to talk with.
fn received() -> Desk {
    let mut desk = Desk::open(5, &[]);
    desk.give(1, &Command::Arrive(vec![key(OFFICE)]));
    desk
}

#[test]
fn a_group_chooses_one_to_five_representatives_and_may_change_them() {
    let mut desk = Desk::open(5, &[]);
    assert_eq!(
        desk.refused(1, &tell(Telling::OpenRepresentatives)),
        RunRefusal::NoRepresentatives
    );
    for count in [0, REPRESENTATIVES_MAX + 1] {
        assert_eq!(
            desk.refused(1, &tell(Telling::Representatives(count))),
            RunRefusal::TooManyRepresentatives
        );
    }
    desk.give(1, &tell(Telling::Representatives(2)));
    desk.give(2, &tell(Telling::Representatives(5)));
    assert_eq!(desk.response.reception.representatives, 5);
    let opened = desk.give(3, &tell(Telling::OpenRepresentatives));
    assert_eq!(
        opened,
        [Event::Reception(Receiving::RepresentativesOpened {})]
    );
}

#[test]
fn needs_are_counts_of_things_to_make_ready_and_nothing_else() {
    let mut desk = Desk::open(5, &[]);
    desk.give(1, &tell(Telling::Need(TaskKind::Interpreter, 2)));
    desk.give(1, &tell(Telling::Need(TaskKind::WheelchairAccess, 1)));
    desk.give(2, &tell(Telling::Need(TaskKind::Interpreter, 3)));
    desk.give(3, &tell(Telling::Need(TaskKind::WheelchairAccess, 0)));
    assert_eq!(desk.response.reception.needs, [(TaskKind::Interpreter, 3)]);
    for kind in [TaskKind::Police, TaskKind::TrafficLane, TaskKind::Water] {
        assert_eq!(
            desk.refused(4, &tell(Telling::Need(kind, 1))),
            RunRefusal::NotANeed
        );
    }
    assert_eq!(
        desk.refused(4, &tell(Telling::Need(TaskKind::FirstAid, u32::MAX))),
        RunRefusal::NotANeed
    );
}

#[test]
fn a_talk_is_with_posts_that_are_there_in_a_room_of_the_plan_and_once_each() {
    let mut desk = received();
    let place = "park-reception";
    for (posts, room, refusal) in [
        (&[][..], place, RunRefusal::PostNotThere),
        (&["unit-head-concerned"], place, RunRefusal::PostNotThere),
        (&[OFFICE], "cellar", RunRefusal::UnknownRoom),
    ] {
        assert_eq!(desk.refused(2, &talk(posts, room, None)), refusal);
    }
    desk.give(2, &talk(&[OFFICE], place, Some(Joining::Agreed)));
    assert_eq!(
        desk.refused(3, &talk(&[OFFICE], place, None)),
        RunRefusal::PostInTalk
    );
    assert_eq!(desk.refused(3, &tell(Telling::Heard)), RunRefusal::TalkRuns);
    assert_eq!(
        desk.refused(3, &tell(Telling::EndTalk(2))),
        RunRefusal::NoSuchTalk
    );
    desk.give(9, &tell(Telling::EndTalk(1)));
    assert_eq!(
        desk.refused(9, &tell(Telling::EndTalk(1))),
        RunRefusal::NoSuchTalk
    );
    let room = &scene().plan.rooms[0].id;
    desk.give(10, &talk(&[OFFICE], room.as_str(), None));
    let talks = &desk.response.reception.talks;
    assert_eq!((talks[0].number, talks[1].number), (1, 2));
    assert_eq!(talks[0].joining, Some(Joining::Agreed));
    assert!(talks[0].ended_at.is_some() && talks[1].ended_at.is_none());
}

#[test]
fn minutes_follow_a_talk_and_each_version_is_answered_once() {
    let mut desk = received();
    assert_eq!(desk.refused(2, &tell(Telling::Minutes)), RunRefusal::NoTalk);
    desk.give(2, &talk(&[OFFICE], "park-reception", None));
    assert_eq!(desk.refused(3, &answer(true)), RunRefusal::NoMinutes);
    desk.give(3, &tell(Telling::Minutes));
    desk.give(4, &answer(false));
    assert_eq!(desk.refused(5, &answer(true)), RunRefusal::MinutesAnswered);
    desk.give(5, &tell(Telling::Minutes));
    let minutes = desk.response.reception.minutes.expect("written");
    assert_eq!((minutes.version, minutes.answered), (2, None));
    desk.give(6, &answer(true));
    let minutes = desk.response.reception.minutes.expect("written");
    assert_eq!(minutes.answered.map(|(_, agreed)| agreed), Some(true));
}

#[test]
fn one_petition_is_the_groups_and_needs_representatives() {
    let mut desk = Desk::open(5, &[]);
    let petition = |id| {
        let number = PetitionNumber::new(2026, 7);
        tell(Telling::Petition(PetitionId::new(id), number))
    };
    assert_eq!(
        desk.refused(1, &petition(40)),
        RunRefusal::NoRepresentatives
    );
    desk.give(1, &tell(Telling::Representatives(1)));
    desk.give(2, &petition(40));
    assert_eq!(
        desk.refused(3, &petition(41)),
        RunRefusal::PetitionRegistered
    );
}

#[test]
fn it_ends_when_everybody_was_heard_and_whoever_came_since_was_not() {
    let mut desk = received();
    let open = |desk: &Desk| {
        let ends = desk.response.open_ends(scene().plan).into_iter();
        let mine =
            |end: &OpenEnd| matches!(end, OpenEnd::Talk(_) | OpenEnd::Minutes | OpenEnd::Unheard);
        ends.filter(mine).collect::<Vec<_>>()
    };
    assert_eq!(open(&desk), [OpenEnd::Unheard]);
    desk.give(2, &talk(&[OFFICE], "park-reception", None));
    let all = [OpenEnd::Talk(1), OpenEnd::Minutes, OpenEnd::Unheard];
    assert_eq!(open(&desk), all);
    desk.give(9, &tell(Telling::EndTalk(1)));
    desk.give(9, &tell(Telling::Heard));
    assert_eq!(open(&desk), [OpenEnd::Minutes]);
    desk.give(9, &tell(Telling::Minutes));
    assert_eq!(open(&desk), [OpenEnd::Minutes], "to be read back");
    desk.give(9, &answer(true));
    assert_eq!(open(&desk), []);
    desk.give(10, &Command::Count(Headcount::exactly(4)));
    assert_eq!(open(&desk), [], "fewer people were all heard");
    desk.give(11, &Command::Count(Headcount::exactly(9)));
    assert_eq!(open(&desk), [OpenEnd::Unheard]);
    desk.give(12, &Command::End { anyway: true });
    for telling in [
        Telling::OpenRepresentatives,
        Telling::Heard,
        Telling::Representatives(1),
    ] {
        assert_eq!(desk.refused(13, &tell(telling)), RunRefusal::Ended);
    }
}

#[test]
fn what_was_told_is_read_back_as_it_was_written() {
    let mut desk = received();
    desk.give(2, &tell(Telling::Representatives(3)));
    desk.give(2, &tell(Telling::Need(TaskKind::FirstAid, 1)));
    desk.give(3, &talk(&[OFFICE], "park-reception", Some(Joining::Asked)));
    desk.give(4, &tell(Telling::EndTalk(1)));
    desk.give(5, &tell(Telling::Heard));
    let text = serde_json::to_string(&desk.record).expect("JSON");
    let read: Vec<Recorded> = serde_json::from_str(&text).expect("events");
    assert_eq!(read, desk.record);
}
