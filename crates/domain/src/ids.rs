//! One type per thing that has an identity, so that one cannot be taken for another.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Makes the id from the number that the store keeps.
            pub const fn new(raw: i64) -> Self {
                Self(raw)
            }

            /// The number that the store keeps.
            pub const fn raw(self) -> i64 {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

id! {
    /// An authority 机关; 0 is the installation itself (RULES 2.1).
    AuthorityId
}
id! {
    /// A unit 单位 within its authority.
    UnitId
}
id! {
    /// A petition 信访事项 within its authority: the journal position of its registration.
    PetitionId
}
id! {
    /// An obligation or window within its authority: the journal position of the event that
    /// opened it, times 64, plus its place among those which that event opened.
    ObligationId
}
id! {
    /// A position in one authority's journal; the first is 1, and there are no gaps.
    Position
}

id! {
    /// A member of staff 工作人员 within their authority: the journal position of their entry.
    StaffId
}
id! {
    /// Somebody of a roster who has no account, within their authority: the number of what is kept to reach
    /// them by. It may be given anew once that is deleted, so it is never believed without the roster's id.
    PersonId
}
id! {
    /// A post 岗位 within its authority.
    PostId
}
id! {
    /// A sealed file of a petition: the journal position of the event that added it.
    FileId
}

id! {
    /// A response 响应 within its authority: the journal position of its opening.
    ResponseId
}

/// The installation: its journal holds what belongs to no single authority.
pub const INSTALLATION: AuthorityId = AuthorityId::new(0);

/// How many obligations one event may open at most.
pub const OPENED_BY_ONE_EVENT_MAX: usize = 64;

impl ObligationId {
    /// The id of the `nth` obligation opened by the event at `position`.
    pub const fn opened_at(position: Position, nth: usize) -> Self {
        Self(position.raw() * OPENED_BY_ONE_EVENT_MAX as i64 + nth as i64)
    }
}
