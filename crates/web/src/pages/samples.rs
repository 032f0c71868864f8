//! Every sample of every page, for the tests that look at all of them.

use askama::Template;

/// Every sample of every page, rendered, under its name. A sample's name ends with its language.
///
/// # Panics
/// When a page does not render.
#[must_use]
pub fn rendered() -> Rendered {
    [public(), desk()].concat()
}

/// Pages under their names.
pub type Rendered = Vec<(&'static str, String)>;

fn all<T: Template>(samples: Vec<(&'static str, T)>) -> Rendered {
    let render = |(name, page): (_, T)| (name, page.render().expect("a page renders"));
    samples.into_iter().map(render).collect()
}

/// The pages of everybody.
fn public() -> Rendered {
    [
        all(super::home::HomePage::samples()),
        all(super::figures::PublicFiguresPage::samples()),
        all(super::tell::TellPage::samples()),
        all(super::tell::CheckPage::samples()),
        all(super::tell::SavedPage::samples()),
        all(super::receipt::ReceiptPage::samples()),
        all(super::track_code::TrackCodePage::samples()),
        all(super::track_code::ReplacedPage::samples()),
        all(super::track::TrackPage::samples()),
        all(super::review::ReviewAskPage::samples()),
        all(super::notices::NoticesPage::samples()),
        all(super::published::PublishedPage::samples()),
        all(super::visit::VisitAskPage::samples()),
        all(super::visit::VisitPage::samples()),
        all(super::problem::ProblemPage::samples()),
        all(super::board::BoardPage::samples()),
        all(super::board::BoardEndedPage::samples()),
        all(super::away::RefillPage::samples()),
        all(super::report::ReportPage::samples()),
        all(super::board::ScreenPage::samples()),
        all(super::board::ScreenLinkPage::samples()),
        all(super::page::AnswerPage::samples()),
        all(super::page::TestAnswerPage::samples()),
        all(super::page::RoomPage::samples()),
    ]
    .concat()
}

/// The pages of the desk.
fn desk() -> Rendered {
    [
        all(super::desk::announcements::AnnouncementsPage::samples()),
        all(super::desk::problem::DeskProblemPage::samples()),
        all(super::desk::published::PublishedDeskPage::samples()),
        all(super::desk::sign_in::SignInPage::samples()),
        all(super::desk::sign_in::PasswordPage::samples()),
        all(super::desk::absences::AbsencesPage::samples()),
        all(super::desk::me::MePage::samples()),
        all(super::desk::demo::MessagesPage::samples()),
        all(super::desk::inbox::InboxPage::samples()),
        all(super::desk::bulk::BulkPage::samples()),
        all(super::desk::petition::PetitionPage::samples()),
        all(super::desk::action_form::ActionFormPage::samples()),
        all(super::desk::not_now::NotNowPage::samples()),
        all(super::desk::intake::IntakePage::samples()),
        all(super::desk::intake::IntakeReceiptPage::samples()),
        all(super::desk::answer::AnswerWorkPage::samples()),
        all(super::desk::answer::ApprovePage::samples()),
        all(super::desk::sections::SectionsPage::samples()),
        all(super::desk::figures::FiguresPage::samples()),
        all(super::desk::figures::FigureDutiesPage::samples()),
        all(super::desk::figures::ReadingsPage::samples()),
        all(super::desk::registered::RegisteredPage::samples()),
        all(super::desk::admin::AdminPage::samples()),
        all(super::desk::colleagues::ColleaguesPage::samples()),
        all(super::desk::invitations::InvitationsPage::samples()),
        all(super::desk::versions::VersionsPage::samples()),
        all(super::desk::seal::SealPage::samples()),
        all(super::desk::plans::PlansPage::samples()),
        all(super::desk::plans::PlanPage::samples()),
        all(super::desk::roster::RosterPage::samples()),
        all(super::desk::wizard::DraftsPage::samples()),
        all(super::desk::wizard::WizardPage::samples()),
        all(super::desk::plans::PlanVersionPage::samples()),
        all(super::desk::open_response::OpenResponsePage::samples()),
        all(super::desk::responses::ResponsesPage::samples()),
        all(super::desk::responses::ResponsePage::samples()),
        all(super::desk::reception::RepresentativesPage::samples()),
        all(super::desk::reception::GroupReceiptPage::samples()),
        all(super::desk::reception::MinutesPage::samples()),
        all(super::desk::visits::VisitsPage::samples()),
        all(super::desk::visits::VisitPage::samples()),
        all(super::desk::statement::StatementPage::samples()),
    ]
    .concat()
}
