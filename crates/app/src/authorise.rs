//! Who may do what: the one table, role × action, denying by default. What concerns petitions
//! stands in a table of its own beside this one.

pub mod petition;
pub mod response;

use crate::commands::people::PeopleRefusal;
use crate::error::{AppError, Refusal};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, PetitionId, PostId, StaffId, UnitId};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Organisation, Role};

/// Somebody who signed in, or for whom a program acts with a bearer token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Of which authority.
    pub authority: AuthorityId,
    /// Who.
    pub staff: StaffId,
    /// What they sign in with.
    pub login: String,
    /// What they are called.
    pub name: String,
    /// The language of their desk.
    pub language: Language,
    /// Their roles, each in a unit.
    pub roles: Vec<(UnitId, Role)>,
    /// The posts that they act for, as holder or stand-in.
    pub posts: Vec<PostId>,
    /// The petition from whose file they answer now, called to a reception above ours that hears it (RULES 10.1).
    pub answers_from: Option<PetitionId>,
}

impl Principal {
    /// A member of staff as they are now; `None` for one who left.
    pub fn of(organisation: &Organisation, authority: AuthorityId, staff: StaffId) -> Option<Self> {
        let member = organisation.staff.get(&staff).filter(|one| !one.left)?;
        let posts = organisation.posts_of(staff);
        Some(Self {
            authority,
            staff,
            login: member.login.clone(),
            name: member.name.clone(),
            language: member.language,
            roles: member.roles.clone(),
            posts: posts.iter().map(|post| post.id).collect(),
            answers_from: None,
        })
    }

    /// Whether they hold a role in any unit.
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(_, held)| *held == role)
    }

    /// Whether the table lets them do something.
    pub fn may(&self, action: Action) -> bool {
        self.roles.iter().any(|(_, role)| allows(*role, action))
    }

    /// Lets them do something, or refuses.
    ///
    /// # Errors
    /// [`PeopleRefusal::NotAllowed`].
    pub fn permit(&self, action: Action) -> Result<(), AppError> {
        if self.may(action) {
            Ok(())
        } else {
            Err(Refusal::People(PeopleRefusal::NotAllowed).into())
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])+ $name:ident $word:literal;)+) => {
        /// Something that is done to an authority or to one's own account.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[$doc])+ $name),+
        }

        impl Action {
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
    /// Sees units, posts and staff; no contacts.
    SeeOrganisation "see-organisation";
    /// Sees the contacts of staff.
    SeeContacts "see-contacts";
    /// Adds or changes a unit.
    SetUnit "set-unit";
    /// Adds or changes a post.
    SetPost "set-post";
    /// Adds a member of staff.
    AddStaff "add-staff";
    /// Changes a member of staff: name, roles, that they left.
    ChangeStaff "change-staff";
    /// Makes a one-time link for a member of staff.
    Invite "invite";
    /// Changes name, level, rulebook, contact, places and categories of the authority.
    ChangeAuthority "change-authority";
    /// Writes texts of the authority, such as templates of answers, and brings back earlier ones.
    SetTexts "set-texts";
    /// Says which post keeps the seal of the authority, and which documents wait for it. Lodging its image
    /// and setting it are no role's: they take that post, and no administrator does them
    /// (`huiyin_domain::official_seal`).
    NameSealKeeper "name-seal-keeper";
    /// Sees who keeps the seal, what changed about it and each use of it; petitions only that they may open.
    SeeSealUses "see-seal-uses";
    /// Writes answers for everybody, changes and takes down one's own unit's.
    WriteAnswers "write-answers";
    /// Releases an answer for everybody that another person wrote.
    ReleaseAnswers "release-answers";
    /// Sees what was refused to staff about petitions; numbers only of those that they may open.
    SeeRefusals "see-refusals";
    /// Loads versions of rulebooks and calendars, and takes back what waits; only from the first authority, which runs
    /// the installation.
    KeepRules "keep-rules";
    /// Creates a further authority; only from the first one, which runs the installation.
    CreateAuthority "create-authority";
    /// Sees whether the clock is believed and which notices failed; confirms the time, and has a notice
    /// sent again.
    KeepRunning "keep-running";
    /// Sees how many duties were met in time.
    SeeFigures "see-figures";
    /// Sees who read figures, and what was exported.
    SeeReadings "see-readings";
    /// Sees plans and rosters, with what is wrong with them.
    SeePlans "see-plans";
    /// Lodges a plan or a roster. Approving one is no role's: it takes the post that the plan names
    /// (`huiyin_domain::lodging::approving_post`).
    LodgePlan "lodge-plan";
    /// Sends a test page to those on duty; whoever approves the plan may as well (`responses::reach`).
    TestReach "test-reach";
    /// Says that somebody on duty was reached in a test, as the desk that rang them.
    NoteReached "note-reached";
    /// Arranges who is on duty for somebody else: a leader, or the head of the post's unit
    /// (`commands::duty::arranges`); likewise enters that somebody of theirs is away
    /// (`commands::people::absence`). Asking a colleague, agreeing and taking a shift over are no role's:
    /// they take standing in the roster.
    ArrangeDuty "arrange-duty";
    /// Sees the visits that groups announced, takes them down, gives them a room, and ends them; for a
    /// role in a petition office only (`responses::visits`). The post that receives, and whom the group
    /// asked to meet, are told time and room by being so, and no more.
    ReceiveVisits "receive-visits";
    /// Changes one's own password and language, keeps one's own tokens.
    KeepOwnAccount "keep-own-account";
}

/// What a role may do. Whatever is not named here is denied.
const fn allowed(role: Role) -> &'static [Action] {
    use Action::{
        AddStaff, ArrangeDuty, ChangeAuthority, ChangeStaff, CreateAuthority, Invite,
        KeepOwnAccount, KeepRules, KeepRunning, LodgePlan, NameSealKeeper, NoteReached,
        ReceiveVisits, ReleaseAnswers, SeeContacts, SeeFigures, SeeOrganisation, SeePlans,
        SeeReadings, SeeRefusals, SeeSealUses, SetPost, SetTexts, SetUnit, TestReach, WriteAnswers,
    };
    match role {
        Role::Administrator => &[
            SeeOrganisation,
            SeeContacts,
            SetUnit,
            SetPost,
            AddStaff,
            ChangeStaff,
            Invite,
            ChangeAuthority,
            SetTexts,
            NameSealKeeper,
            SeeSealUses,
            KeepRules,
            CreateAuthority,
            KeepRunning,
            SeePlans,
            LodgePlan,
            TestReach,
            NoteReached,
            KeepOwnAccount,
        ],
        Role::Leader => &[
            SeeFigures,
            SeePlans,
            LodgePlan,
            ArrangeDuty,
            WriteAnswers,
            ReleaseAnswers,
            KeepOwnAccount,
        ],
        Role::Auditor => &[
            SeeOrganisation,
            SeeRefusals,
            SeeSealUses,
            SeeFigures,
            SeeReadings,
            SeePlans,
            KeepOwnAccount,
        ],
        Role::UnitHead => &[
            SeeFigures,
            SeePlans,
            ArrangeDuty,
            WriteAnswers,
            ReleaseAnswers,
            KeepOwnAccount,
        ],
        Role::Supervisor => &[SeeFigures, SeePlans, KeepOwnAccount],
        Role::Clerk => &[
            SeePlans,
            NoteReached,
            ReceiveVisits,
            WriteAnswers,
            KeepOwnAccount,
        ],
        Role::Handler => &[SeePlans, WriteAnswers, KeepOwnAccount],
        Role::Officer => &[SeePlans, KeepOwnAccount],
    }
}

/// Whether the table lets a role do something.
pub fn allows(role: Role, action: Action) -> bool {
    allowed(role).contains(&action)
}

/// Lets whoever acts do something, as the organisation is now, or refuses. Who runs the program on
/// the machine may do all of it; nobody outside may do any.
pub(crate) fn permit(
    by: Actor,
    authority: AuthorityId,
    organisation: &Organisation,
    action: Action,
) -> Result<(), AppError> {
    match by {
        Actor::Operator => Ok(()),
        Actor::Staff(staff) => Principal::of(organisation, authority, staff)
            .ok_or(Refusal::People(PeopleRefusal::NotAllowed))?
            .permit(action),
        Actor::Public | Actor::System => Err(Refusal::People(PeopleRefusal::NotAllowed).into()),
    }
}
