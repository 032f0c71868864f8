//! Use cases: authorise → decide → commit, and the read models of pages and interfaces.
//!
//! [`Huiyin`] is the door: one value per process, shared by the web, the command line and tests.

pub mod authorise;
mod casework;
pub mod chance;
pub mod clock;
pub mod code;
mod commands;
pub mod demo;
mod drafts;
mod drills;
mod error;
mod fields;
mod files;
mod huiyin;
mod installation;
mod letters;
mod notices;
mod official_seal;
mod once;
mod organisation;
mod parsed;
mod password;
mod presence;
mod queries;
mod record;
mod refused;
mod responses;
pub mod rules;
mod secret;
pub mod ticker;
mod uploads;
mod versions;

pub use casework::act::Acted;
pub use casework::authority_paper::WrittenAuthority;
pub use casework::corrected::CorrectionView;
pub use casework::danger::{DangerToldView, DangerView};
pub use casework::facts::{AddedFactView, FactLookedInto, FactSaidView, FactView};
pub use casework::handover::HandOverDraft;
pub use casework::notice_wish::NoticesView;
pub use casework::petitioner::{PETITIONER_ACTIONS, ViewCodeMade, Which};
pub use casework::receivers::{ReceiverUnit, ReceiversView};
pub use casework::register::{StaffRegistered, StaffRegistrationDraft, Stands};
pub use casework::renewal::{CodeReplaced, RenewalEnded};
pub use casework::review::ReviewDraft;
pub use casework::review_above::PaperReviewDraft;
pub use casework::tick::Ticked;
pub use casework::views::{
    AccessView, AnswerOnRecord, CaseView, DocumentOnRecord, FileOnRecord, IdentityView,
    LinkedPetition, MessageView, NameCorrectionView, OtherAuthority, Possible, Question,
    ReadersView, RefusalView, ReviewView, Waiting,
};
pub use commands::announcements::{AnnouncementDraft, AnnouncementIsSet};
pub use commands::calendar::{CalendarLoadReport, CalendarLoaded};
pub use commands::duty::{DutyOrder, DutyOrdered};
pub use commands::export::{ExportError, ExportFormat, ExportReport};
pub use commands::import::{
    ImportError, ImportOptions, ImportProgress, ImportReport, RefusedRecord,
};
pub use commands::people::PeopleRefusal;
pub use commands::people::absence::{AbsenceDraft, AbsenceView, enters_absence};
pub use commands::people::account::{API_TOKEN_DAYS_MAX, ApiTokenMade, ApiTokenView};
pub use commands::people::administer::{Change, Changed, Entry, Order};
pub use commands::people::authority::AuthorityIsChanged;
pub use commands::people::category::{CategoriesView, CategoryDraft, CategoryEntry, CategoryIsSet};
pub use commands::people::colleagues::Invited;
pub use commands::people::create::AuthorityMade;
pub use commands::people::draft::{
    AboveDraft, AuthorityDraft, ContactDraft, NewAuthorityDraft, PostDraft, RoleDraft,
    StaffContactDraft, StaffDraft, UnitDraft,
};
pub use commands::people::invitation::{Acceptance, InvitationView, Link};
pub use commands::people::place::{PlaceDraft, PlaceIsSet, PlacesView};
pub use commands::people::session::{Session, SignedIn};
pub use commands::plan_drafts::{
    Approver, PLAN_DRAFTS_MAX, PlanDraftLook, PlanDraftSummary, PostRemoval,
};
pub use commands::plans::{Lodged, Lodging, PlanIsApproved, PlanIsReturned, PlanRefusal};
pub use commands::published::{Published, PublishedDraft, PublishedRead, Publishing, publishes};
pub use commands::register::group::{GroupPetitionDraft, GroupRegistered};
pub use commands::register::{Idempotency, RegisterReply, Registered};
pub use commands::roster_persons::PersonReached;
pub use commands::rulebook::{RulebookDraft, RulebookIsSet};
pub use commands::texts::{TextsAreSet, TextsDraft};
pub use commands::views::{SavedView, SavedViewDraft, ViewsChange};
pub use drafts::{DRAFT_DAYS, Draft, DraftFile};
pub use drills::NextDrill;
pub use error::{AppError, Cause, Refusal};
pub use files::sent::FileSent;
pub use files::{FileContent, FileDraft, FileStored, content_digest};
pub use huiyin::{Huiyin, HuiyinConfig, WriterFigures};
pub use installation::check_backup_key;
pub use letters::{
    LetterAsked, LetterBundle, LetterError, LetterKind, LetterOnOffer, StyleReport, qr_svg,
};
pub use notices::deliver::Delivered;
pub use notices::deliverer::Deliverer;
pub use notices::failed::{FailedNotice, NoticeWaits};
pub use notices::receipt::ReceiptSending;
pub use notices::{NoticeFigures, NoticeView, Outgoing};
pub use official_seal::{
    SealChangeView, SealIsSet, SealKeeperDraft, SealPostView, SealUseView, SealUses, SealView,
    SealWaitingView,
};
pub use once::Once;
pub use organisation::OrganisationAt;
pub use password::PASSWORD_CHARACTERS_MIN;
pub use queries::announcements::{PostedEntry, PostedView};
pub use queries::doctor::{DoctorReport, Finding};
pub use queries::inbox::{
    COUNT_MAX as INBOX_COUNT_MAX, Inbox, InboxAway, InboxCounts, InboxDue, InboxEntry, InboxFilter,
    InboxMessage, InboxNews, InboxReported, PutOffEnded, PutOffEntry,
};
pub use queries::obligation::{ObligationView, RuleView};
pub use queries::other_route::OtherRoute;
pub use queries::plan_versions::{KeptPlan, PlanVersionView, RosterVersionView};
pub use queries::plans::{PlanLook, PlanSummary, PlanView};
pub use queries::plans_waiting::{PlanInInbox, PlanReturnView, PlanStage};
pub use queries::published::{PublishedSearch, topic_of};
pub use queries::ratings::{RatingFigures, Ratings};
pub use queries::readiness::{
    CrewGapView, CrewReadinessView, Duty, DutyChangeView, DutyLook, GapView, OutsideView,
    PostReadinessView, ReadinessView,
};
pub use queries::registered::{RegisteredAsked, RegisteredEntry, RegisteredOnDay};
pub use queries::roster_contacts::{RosterContactChange, sees_roster_contacts};
pub use queries::rule_data::{
    CalendarVersionView, CalendarYear, DataSource, RuleDataView, RulebookVersionView,
};
pub use queries::same_matter::SameMatter;
pub use queries::texts::TextsSummary;
pub use queries::timeliness::{
    FigureReading, FigureReadings, TimelinessBy, TimelinessCell, TimelinessCount, TimelinessDuties,
    TimelinessDuty, TimelinessFigures, TimelinessQuery, TimelinessSheet,
};
pub use queries::track::{
    AnswerView, Disputable, TimelineEntry, TrackAnswerItem, TrackDocument, TrackElsewhere,
    TrackFile, TrackMessage, TrackRating, TrackReview, TrackView,
};
pub use refused::{REFUSED_DAYS, RefusedAttempt};
pub use responses::act::{PageAnswer, ResponseStep, ResponseStepped};
pub use responses::board::Onlooker;
pub use responses::channels::ChannelHealth;
pub use responses::hear::HeardCount;
pub use responses::improvements::{FollowUpDraft, ImprovementDraft, ImprovementView, PlanPart};
pub use responses::lists::{ListedResponse, OpenablePlace};
pub use responses::open::{ResponseDraft, ResponseIsOpen, headcount};
pub use responses::pager::Pager;
pub use responses::parties::NameablePost;
pub use responses::reach::ReachTestSent;
pub use responses::reach::note::ReachNoted;
pub use responses::reach::pages::ReachLook;
pub use responses::reach::refusal::TestRefusal;
pub use responses::reach::views::{
    ReachAwaited, ReachCall, ReachDesk, ReachPostView, ReachTestView,
};
pub use responses::received::{ReceptionStep, Representative, TypedCode};
pub use responses::reception::{MinutesView, NeedView, ReceptionView, TalkRoom, TalkView};
pub use responses::reports::ReportDraft;
pub use responses::scan::{SignedAnswer, SignedMinutes};
pub use responses::script::SheetRow;
pub use responses::views::{
    BoardView, CallState, CallView, OpenEndView, OwedReportView, PageLook, PageView, PassedOnView,
    ReportLook, RespondingPlace, ResponseDuty, ResponseLine, ResponseSummary, ResponseView,
    RoomLook, RoomPost, ScreenEnded, ScreenWaits, SentReportView, Target, TaskOfResponse,
};
pub use responses::visits::{
    ArrangeDraft, VisitAnnounced, VisitDraft, VisitLook, VisitPost, VisitTold,
};
pub use responses::ways::{Calling, MAIL_LINE, MAIL_PATIENCE};
pub use secret::{Password, Token};
pub use uploads::form::FormFile;
pub use uploads::{PART_BYTES_MAX, UploadHolder, UploadStands};
pub use versions::{VersionChange, VersionView, VersionsView};
