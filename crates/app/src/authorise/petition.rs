//! Who may do what with a petition: role, and what the role's unit has to do with it. Whatever is not
//! in this table is denied; where even existence is secret, the answer is "unknown" (RULES 4).

mod readers;

pub use readers::{Ground, Readers, readers};

use super::Principal;
use huiyin_domain::ids::{ObligationId, PostId, UnitId};
use huiyin_domain::organisation::{Organisation, Role};
use huiyin_domain::petition::{Action, Barred, Case};
use std::collections::BTreeSet;

/// What the unit of a role has to do with a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It has it now: the receiver of a transfer, else the responsible unit.
    Holder,
    /// It has to take it or to object.
    Receiver,
    /// It sent it, and the receiver has not taken it.
    Sender,
    /// It stands as responsible.
    Responsible,
    /// It registered it.
    Registrar,
    /// It was asked for a statement; it sees the question only.
    Asked,
    /// It was asked for support.
    Supporting,
    /// It stands above the unit that has it.
    Above,
    /// Anywhere in the authority.
    Anywhere,
}

impl Relation {
    /// Every relation.
    pub const ALL: &'static [Self] = &[
        Self::Holder,
        Self::Receiver,
        Self::Sender,
        Self::Responsible,
        Self::Registrar,
        Self::Asked,
        Self::Supporting,
        Self::Above,
        Self::Anywhere,
    ];

    /// Its word, for the table that is committed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Receiver => "receiver",
            Self::Sender => "sender",
            Self::Responsible => "responsible",
            Self::Registrar => "registrar",
            Self::Asked => "asked",
            Self::Supporting => "supporting",
            Self::Above => "above",
            Self::Anywhere => "anywhere",
        }
    }
}

/// What one may want with a petition beside the steps on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A step on it.
    Step(Action),
    /// Opens the matter.
    Open,
    /// Reveals who brought it.
    RevealIdentity,
    /// Adds a file.
    AddFile,
    /// Reads a file. A scan shows names, hands and addresses, so it is for whoever may reveal the
    /// identity.
    ReadFile,
    /// Reads the file on which something rests that waits for a second person (RULES 1.1).
    ReadProof,
    /// Hands it to another authority.
    HandOver,
    /// Reads a document that waits for the seal, to set it.
    ReadToSeal,
}

impl Wish {
    /// Every wish, for the table that is committed.
    pub fn all() -> Vec<Self> {
        let more = [
            Self::Open,
            Self::RevealIdentity,
            Self::AddFile,
            Self::ReadFile,
            Self::ReadProof,
            Self::HandOver,
            Self::ReadToSeal,
        ];
        more.into_iter()
            .chain(Action::ALL.iter().copied().map(Self::Step))
            .collect()
    }

    /// Its word, for the table that is committed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Step(action) => action.word(),
            Self::Open => "open",
            Self::RevealIdentity => "reveal-identity",
            Self::AddFile => "add-file",
            Self::ReadFile => "read-file",
            Self::ReadProof => "read-proof",
            Self::HandOver => "hand-over",
            Self::ReadToSeal => "read-to-seal",
        }
    }
}

/// What somebody may see of a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be done.
    Allowed,
    /// They may know of the petition, and may not do this.
    Denied,
    /// They may not even know that it exists.
    Unknown,
}

type Row = &'static [(Role, Relation)];

const WORK: Row = &[
    (Role::Clerk, Relation::Holder),
    (Role::Handler, Relation::Holder),
    (Role::UnitHead, Relation::Holder),
    (Role::Officer, Relation::Holder),
];
const LEAD: Row = &[
    (Role::Clerk, Relation::Holder),
    (Role::UnitHead, Relation::Holder),
    (Role::Officer, Relation::Holder),
    (Role::UnitHead, Relation::Above),
    (Role::Leader, Relation::Above),
];
const SECOND: Row = &[
    (Role::Clerk, Relation::Holder),
    (Role::Handler, Relation::Holder),
    (Role::UnitHead, Relation::Holder),
    (Role::Officer, Relation::Holder),
    (Role::UnitHead, Relation::Above),
    (Role::Leader, Relation::Above),
];
const OPEN: Row = &[
    (Role::Clerk, Relation::Holder),
    (Role::Handler, Relation::Holder),
    (Role::UnitHead, Relation::Holder),
    (Role::Officer, Relation::Holder),
    (Role::Clerk, Relation::Sender),
    (Role::UnitHead, Relation::Sender),
    (Role::Officer, Relation::Sender),
    (Role::Clerk, Relation::Responsible),
    (Role::Handler, Relation::Responsible),
    (Role::UnitHead, Relation::Responsible),
    (Role::Officer, Relation::Responsible),
    (Role::Clerk, Relation::Registrar),
    (Role::UnitHead, Relation::Registrar),
    (Role::Officer, Relation::Registrar),
    (Role::Handler, Relation::Supporting),
    (Role::UnitHead, Relation::Supporting),
    (Role::Officer, Relation::Supporting),
    (Role::UnitHead, Relation::Above),
    (Role::Leader, Relation::Above),
    (Role::Supervisor, Relation::Anywhere),
    (Role::Auditor, Relation::Anywhere),
];

/// Who may know of a petition under the access rules of a Disclosure.
const OFFICERS: Row = &[
    (Role::Officer, Relation::Holder),
    (Role::Officer, Relation::Responsible),
    (Role::Officer, Relation::Registrar),
    (Role::Officer, Relation::Sender),
    (Role::Officer, Relation::Supporting),
];
/// Who may know of a petition before it is sorted.
const INTAKE: Row = &[
    (Role::Clerk, Relation::Registrar),
    (Role::Clerk, Relation::Holder),
];
/// Who may know of it then while people are in danger from the matter (RULES 5.7).
const INTAKE_IN_DANGER: Row = &[
    (Role::Clerk, Relation::Registrar),
    (Role::Clerk, Relation::Holder),
    (Role::UnitHead, Relation::Registrar),
];

/// The roles that may know of it as it stands: named officers where it is restricted, the intake before it is
/// sorted, else those that may open one (RULES 4.2).
const fn doors(case: &Case) -> Row {
    match (case.restricted, case.sorted, case.danger) {
        (true, _, _) => OFFICERS,
        (false, false, false) => INTAKE,
        (false, false, true) => INTAKE_IN_DANGER,
        (false, true, _) => OPEN,
    }
}

/// Who may, by role and relation. Steps of the petitioner's own are nobody's here.
fn row(wish: Wish) -> Row {
    match wish {
        Wish::Open => OPEN,
        Wish::HandOver => LEAD,
        Wish::RevealIdentity | Wish::AddFile | Wish::ReadFile => WORK,
        Wish::ReadProof => SECOND,
        // Takes the post that keeps the seal: see `to_seal`.
        Wish::ReadToSeal => &[],
        Wish::Step(action) => passing(action).unwrap_or_else(|| row_of(action)),
    }
}

/// Steps of handing on and of asking others.
const fn passing(action: Action) -> Option<Row> {
    use Action as A;
    Some(match action {
        A::Receive | A::Object => &[
            (Role::Clerk, Relation::Receiver),
            (Role::Handler, Relation::Receiver),
            (Role::UnitHead, Relation::Receiver),
            (Role::Officer, Relation::Receiver),
        ],
        A::Recall => &[
            (Role::Clerk, Relation::Sender),
            (Role::UnitHead, Relation::Sender),
            (Role::Officer, Relation::Sender),
        ],
        A::SettleObjection => &[
            (Role::Clerk, Relation::Sender),
            (Role::UnitHead, Relation::Sender),
            (Role::Officer, Relation::Sender),
            (Role::Leader, Relation::Above),
        ],
        A::Transfer | A::Assign | A::Merge | A::Unmerge | A::TellApart | A::Split => LEAD,
        A::NameHandler => &[
            (Role::UnitHead, Relation::Holder),
            (Role::UnitHead, Relation::Above),
            (Role::Officer, Relation::Holder),
        ],
        // Whoever owes it by post may too, and the domain asks for the post that the rulebook names.
        A::DecideExtension | A::Approve | A::ReturnAnswer => SECOND,
        A::Instruct => &[
            (Role::UnitHead, Relation::Above),
            (Role::Leader, Relation::Above),
            (Role::UnitHead, Relation::Registrar),
        ],
        A::GiveStatement => &[
            (Role::Clerk, Relation::Asked),
            (Role::Handler, Relation::Asked),
            (Role::UnitHead, Relation::Asked),
        ],
        A::GiveSupport => &[
            (Role::Handler, Relation::Supporting),
            (Role::UnitHead, Relation::Supporting),
            (Role::Officer, Relation::Supporting),
        ],
        _ => return None,
    })
}

fn row_of(action: Action) -> Row {
    use Action as A;
    match action {
        A::Reopen | A::DecideDispute | A::CheckRemedy => &[
            (Role::UnitHead, Relation::Holder),
            (Role::UnitHead, Relation::Above),
            (Role::Leader, Relation::Above),
        ],
        A::DecideProposal
        | A::Commit
        | A::KeepCommitment
        | A::Acknowledge
        | A::DeclareDanger
        | A::ReportUrgent
        | A::LowerDanger => SECOND,
        A::RenewCode => &[
            (Role::Clerk, Relation::Registrar),
            (Role::Clerk, Relation::Holder),
            (Role::Officer, Relation::Holder),
        ],
        // Whoever comes to the counter, or telephones, finds those who registered it.
        A::ChangeContact | A::CorrectName | A::RespondFact => &[
            (Role::Clerk, Relation::Registrar),
            (Role::Clerk, Relation::Holder),
            (Role::Handler, Relation::Holder),
            (Role::UnitHead, Relation::Holder),
            (Role::Officer, Relation::Holder),
        ],
        A::Note | A::Recuse => &[
            (Role::Clerk, Relation::Holder),
            (Role::Handler, Relation::Holder),
            (Role::UnitHead, Relation::Holder),
            (Role::Officer, Relation::Holder),
            (Role::Handler, Relation::Supporting),
            (Role::UnitHead, Relation::Above),
            (Role::Leader, Relation::Above),
        ],
        A::Withdraw
        | A::UndoWithdrawal
        | A::AddFacts
        | A::DisputeTime
        | A::AcceptService
        | A::SetSeal
        | A::Verify => &[],
        _ => WORK,
    }
}

/// The table as rows of words, for the file that is committed.
pub fn table() -> Vec<(&'static str, Vec<String>)> {
    let words = |wish: Wish| {
        let pairs = row(wish)
            .iter()
            .map(|(role, relation)| format!("{}@{}", role.word(), relation.word()));
        (wish.word(), pairs.collect())
    };
    Wish::all().into_iter().map(words).collect()
}

/// Whether somebody may do something with a petition.
pub fn verdict(
    who: &Principal,
    case: &Case,
    barred: &Barred,
    organisation: &Organisation,
    wish: Wish,
) -> Verdict {
    let asked = wish == Wish::Step(Action::GiveStatement);
    if case.recused.contains(&who.staff) || (barred.staff.contains(&who.staff) && !asked) {
        return Verdict::Unknown;
    }
    let relations = Relations::of(case, organisation);
    if asked {
        return if relations.holds(who, row(wish)) {
            Verdict::Allowed
        } else {
            Verdict::Unknown
        };
    }
    let by_their_post = owes_by_post(who, case, barred);
    let alerted = alerted(who, case, barred);
    // Neither before it is sorted nor where only named officers may know of it.
    let answers = who.answers_from == Some(case.id) && case.sorted && !case.restricted;
    // Intake clerks before it is sorted, named officers where the access rules of a Disclosure hold, and
    // whoever owes something on it by post or was told that people are in danger (RULES 4.2, 5.7).
    let known =
        alerted || answers || (by_their_post && case.sorted) || relations.holds(who, doors(case));
    if matches!(wish, Wish::ReadToSeal | Wish::Step(Action::SetSeal)) {
        return to_seal(who, case, (barred, organisation), known);
    }
    if !known {
        return Verdict::Unknown;
    }
    let by_alert = alerted && matches!(wish, Wish::Open | Wish::Step(Action::ReportUrgent));
    let by_post = matches!(
        wish,
        Wish::Open
            | Wish::Step(
                Action::DecideExtension
                    | Action::Approve
                    // Whoever approves signs: both are one command, asked about before it begins.
                    | Action::Issue
                    | Action::ReturnAnswer
                    | Action::Acknowledge
                    | Action::CheckRemedy
                    | Action::KeepCommitment
                    | Action::Instruct
            )
    ) && by_their_post;
    let from_file = answers && wish == Wish::Open;
    if by_post || by_alert || from_file || relations.holds(who, row(wish)) {
        Verdict::Allowed
    } else {
        Verdict::Denied
    }
}

/// Setting the seal takes the post that keeps it, which is none that the petition complains of. Whoever acts
/// for it and has nothing else to do with the petition knows of it while a document of it waits, and of that
/// document alone; of a restricted petition nothing waits.
fn to_seal(
    who: &Principal,
    case: &Case,
    (barred, organisation): (&Barred, &Organisation),
    known: bool,
) -> Verdict {
    let post = organisation.seal_post();
    let free = post.is_some_and(|post| !barred.posts.contains(&post.id));
    let keeps = free && organisation.keeps_seal(who.staff);
    let waits = !case.restricted && case.any_awaits_seal();
    match (keeps && (known || waits), known) {
        (true, _) => Verdict::Allowed,
        (false, true) => Verdict::Denied,
        (false, false) => Verdict::Unknown,
    }
}

/// Whether a post of theirs was told of a danger that lasts (RULES 5.7). Nobody acts for a post that it complains
/// of, whoever stands in for it.
pub fn alerted(who: &Principal, case: &Case, barred: &Barred) -> bool {
    let told = |post: &PostId| case.alerted.contains(post) && !barred.posts.contains(post);
    who.posts.iter().any(told)
}

/// Whether a post of theirs owes something on it, or was told of a step of escalation. Nobody acts for
/// a post that it complains of, whoever stands in for it.
fn owes_by_post(who: &Principal, case: &Case, barred: &Barred) -> bool {
    let theirs = |post: &PostId| who.posts.contains(post) && !barred.posts.contains(post);
    let mut open = case.owed.values().filter(|owed| owed.is_open_duty());
    open.any(|owed| owed.opened.post.as_ref().is_some_and(theirs)) || case.told().any(theirs)
}

/// The units that stand in each relation to a petition.
struct Relations<'a> {
    case: &'a Case,
    organisation: &'a Organisation,
    above: BTreeSet<UnitId>,
}

impl<'a> Relations<'a> {
    fn of(case: &'a Case, organisation: &'a Organisation) -> Self {
        let holder = case.receiver.unwrap_or(case.unit);
        let above = [holder, case.unit]
            .into_iter()
            .flat_map(|unit| organisation.chain(unit).into_iter().skip(1));
        Self {
            case,
            organisation,
            above: above.collect(),
        }
    }

    fn is(&self, unit: UnitId, relation: Relation) -> bool {
        let case = self.case;
        let asked = |support: bool| {
            let mut asked = case.asked.iter().filter(|(_, one)| one.support == support);
            asked.any(|(position, one)| {
                // What a unit was asked that the petition complains of since, another owes.
                let owed = case.owed.get(&ObligationId::opened_at(*position, 0));
                one.unit == unit || owed.is_some_and(|owed| owed.opened.unit == unit)
            })
        };
        match relation {
            Relation::Holder => case.receiver.unwrap_or(case.unit) == unit,
            Relation::Receiver => case.receiver == Some(unit),
            Relation::Sender => case.sender == Some(unit),
            Relation::Responsible => case.unit == unit,
            Relation::Registrar => case.registrar == unit,
            Relation::Asked => asked(false),
            Relation::Supporting => asked(true),
            Relation::Above => self.above.contains(&unit),
            Relation::Anywhere => self.organisation.units.contains_key(&unit),
        }
    }

    fn holds(&self, who: &Principal, row: Row) -> bool {
        row.iter().any(|(role, relation)| {
            who.roles
                .iter()
                .any(|(unit, held)| held == role && self.is(*unit, *relation))
        })
    }
}
