//! Who may do what in a response 响应: one table, denying by default. Whoever the matter complains of,
//! and everybody under them, hears nothing of it at all (RULES 4.1); of those who
//! came a response holds, sealed, who the group chose to speak for it, and nothing about anybody else.

use huiyin_domain::organisation::Role;

/// What somebody is to a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A role of the authority that was not called.
    Role(Role),
    /// Was called, or answered for a post.
    Called,
    /// Was called and can decide on the spot, as the plan says.
    CalledToDecide,
    /// Holds, now, a post that sees to an open task of it, called or not.
    Tasked,
    /// Has a turn in a post that owes an improvement, or to which a late one climbed.
    Improves,
}

macro_rules! actions {
    ($($(#[$doc:meta])+ $name:ident $word:literal;)+) => {
        /// Something that is done in a response.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ResponseAction {
            $($(#[$doc])+ $name),+
        }

        impl ResponseAction {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its word, for the table that is committed.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

actions! {
    /// Opens one.
    Open "open";
    /// Sees it: posts and their clocks, the topic, the room.
    See "see";
    /// Says how many people there are now.
    Count "count";
    /// Names the unit that owes the answer, and whom it is about.
    NameParties "name-parties";
    /// Sets a farther level, by decision.
    Raise "raise";
    /// Notes that somebody else answered or came.
    SpeakForOthers "speak-for-others";
    /// Notes that a report went up.
    Report "report";
    /// Says that something was made ready.
    DoTask "task";
    /// Tells how the group is received: representatives, needs, talks, everybody heard.
    Receive "receive";
    /// Sees who the representatives are, on record, and notes who they are. Not for whoever a plan calls: they get
    /// topic and room, never names or contacts (RULES 4.1).
    SeeRepresentatives "see-representatives";
    /// Answers from the file of the petition that is heard at a reception above ours; opening it is on record.
    AnswerFromFile "answer-from-file";
    /// Registers the group's petition.
    RegisterPetition "register-petition";
    /// Writes the review of one that ended.
    Review "review";
    /// Says that something that was to become better is.
    Improve "improve";
    /// Lets a screen show the board.
    MakeScreen "make-screen";
    /// Ends it.
    End "end";
}

/// What a standing may do. Whatever is not named here is denied.
pub fn allows(standing: Standing, action: ResponseAction) -> bool {
    use ResponseAction::{
        AnswerFromFile, Count, DoTask, End, Improve, MakeScreen, NameParties, Open, Raise, Receive,
        RegisterPetition, Report, Review, See, SeeRepresentatives, SpeakForOthers,
    };
    let list: &[ResponseAction] = match standing {
        Standing::Role(Role::Clerk) => &[
            Open,
            See,
            Count,
            NameParties,
            SpeakForOthers,
            DoTask,
            Report,
            Receive,
            SeeRepresentatives,
            RegisterPetition,
        ],
        Standing::Role(Role::Leader) => &[
            Open,
            See,
            Count,
            NameParties,
            Raise,
            SpeakForOthers,
            DoTask,
            Report,
            Receive,
            SeeRepresentatives,
            MakeScreen,
            End,
            Review,
            Improve,
        ],
        Standing::Role(
            Role::UnitHead
            | Role::Handler
            | Role::Supervisor
            | Role::Auditor
            | Role::Administrator
            | Role::Officer,
        ) => &[],
        Standing::Called => &[See, Count, DoTask],
        Standing::Tasked => &[See, DoTask],
        Standing::Improves => &[See, Improve],
        Standing::CalledToDecide => &[
            See,
            Count,
            Raise,
            SpeakForOthers,
            DoTask,
            Report,
            Receive,
            AnswerFromFile,
            MakeScreen,
            End,
            Review,
            Improve,
        ],
    };
    list.contains(&action)
}
