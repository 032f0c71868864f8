//! Units, posts, staff and the authority itself are changed here; and how staff sign in.

pub mod absence;
pub mod account;
pub mod administer;
pub mod authority;
pub mod category;
pub mod colleagues;
pub mod create;
pub mod draft;
pub mod invitation;
mod owed;
pub mod place;
mod post;
pub mod session;
pub mod sign_in;
mod staff;
mod unit;

pub(crate) use self::staff::contact as staff_contact_checked;

/// Why something about staff, sign-in or administration was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeopleRefusal {
    /// The table does not let this person do it.
    #[error("your roles do not let you do this")]
    NotAllowed,
    /// Login or password is wrong; which one is never told.
    #[error("login or password is wrong")]
    WrongLoginOrPassword,
    /// The login was tried in vain too often.
    #[error("too many attempts; try again in {retry_after_seconds} seconds")]
    TooManyAttempts {
        /// When the next attempt is listened to.
        retry_after_seconds: u32,
    },
    /// A one-time link that was used, replaced, or is too old.
    #[error("the link was used already, or is too old")]
    LinkEnded,
    /// Nobody could administer the authority any more.
    #[error("at least one administrator has to remain")]
    LastAdministrator,
    /// No unit would register what comes in any more.
    #[error("at least one petition office has to remain")]
    LastPetitionOffice,
    /// A unit would stand under itself.
    #[error("a unit cannot stand under itself, nor 16 levels deep")]
    UnitUnderItself,
    /// A unit that owes something would be dissolved, or could not answer any more.
    #[error("the unit still owes something")]
    UnitOwes,
    /// A post that owes something would be abolished, or nobody would act for it.
    #[error("the post still owes something, and nobody would act for it")]
    PostOwes,
    /// Nobody would work any more in a unit that owes something.
    #[error("the unit still owes something, and nobody would work there")]
    LastWorker,
    /// Somebody else changed it since it was read.
    #[error("it was changed meanwhile; read it again")]
    ChangedMeanwhile,
    /// There is no such unit, post, member of staff, token or set of texts.
    #[error("there is no such entry")]
    NoSuchEntry,
}

impl From<PeopleRefusal> for crate::AppError {
    fn from(refusal: PeopleRefusal) -> Self {
        Self::Refused(crate::Refusal::People(refusal))
    }
}
