//! The pages of the portal: one view struct and one template each, both languages side by side.
//!
//! A view holds ready text. Handlers fill it; nothing here computes, decides or reads a clock.
//! What people typed must have gone through [`huiyin_domain::text::shown_safely`] before it gets
//! into a view, save what goes back into a form's own inputs. Templates escape every text but the
//! two fields that say otherwise ([`receipt::ReceiptPage::qr`], [`desk::style::StylePage::examples`]).

pub mod appearance;
pub mod board;
pub mod components;
pub mod desk;
pub mod figures;
pub mod form;
pub mod home;
pub mod layout;
pub mod page;
pub mod plan_sheet;
pub mod problem;
pub mod receipt;
pub mod tell;
pub mod thread;
pub mod track;
pub mod track_acts;
pub mod track_code;

#[cfg(test)]
mod tests {
    use askama::Template;

    /// Every sample of every page, rendered.
    fn rendered() -> Vec<(&'static str, String)> {
        fn all<T: Template>(samples: Vec<(&'static str, T)>) -> Vec<(&'static str, String)> {
            let render = |(name, page): (_, T)| (name, page.render().expect("a page renders"));
            samples.into_iter().map(render).collect()
        }
        [
            all(super::home::HomePage::samples()),
            all(super::figures::PublicFiguresPage::samples()),
            all(super::tell::TellPage::samples()),
            all(super::tell::CheckPage::samples()),
            all(super::tell::SavedPage::samples()),
            all(super::receipt::ReceiptPage::samples()),
            all(super::track_code::TrackCodePage::samples()),
            all(super::track::TrackPage::samples()),
            all(super::problem::ProblemPage::samples()),
            all(super::desk::sign_in::SignInPage::samples()),
            all(super::desk::sign_in::PasswordPage::samples()),
            all(super::desk::me::MePage::samples()),
            all(super::desk::inbox::InboxPage::samples()),
            all(super::desk::petition::PetitionPage::samples()),
            all(super::desk::action_form::ActionFormPage::samples()),
            all(super::desk::intake::IntakePage::samples()),
            all(super::desk::intake::IntakeReceiptPage::samples()),
            all(super::desk::answer::AnswerWorkPage::samples()),
            all(super::desk::answer::ApprovePage::samples()),
            all(super::desk::sections::SectionsPage::samples()),
            all(super::desk::figures::FiguresPage::samples()),
            all(super::desk::admin::AdminPage::samples()),
            all(super::desk::plans::PlansPage::samples()),
            all(super::desk::plans::PlanPage::samples()),
            all(super::desk::roster::RosterPage::samples()),
            all(super::desk::wizard::DraftsPage::samples()),
            all(super::desk::wizard::WizardPage::samples()),
            all(super::desk::plans::PlanVersionPage::samples()),
            all(super::desk::responses::ResponsesPage::samples()),
            all(super::desk::responses::ResponsePage::samples()),
            all(super::board::BoardPage::samples()),
            all(super::board::ScreenPage::samples()),
            all(super::board::ScreenLinkPage::samples()),
            all(super::page::AnswerPage::samples()),
            all(super::page::RoomPage::samples()),
            all(super::desk::statement::StatementPage::samples()),
        ]
        .concat()
    }

    #[test]
    fn an_english_page_is_english_but_for_the_link_to_the_chinese() {
        for (name, html) in rendered().iter().filter(|(name, _)| name.ends_with("-en")) {
            let html = html.replace(">中文</a>", "");
            let han = html
                .chars()
                .find(|c| matches!(c, '\u{3000}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}'));
            assert_eq!(han, None, "{name}");
        }
    }

    #[test]
    fn nothing_stands_inline_that_the_content_policy_refuses() {
        for (name, html) in rendered() {
            for refused in [
                " style=",
                "<style",
                " onclick=",
                "javascript:",
                "http://",
                "https://",
            ] {
                let html = html.replace("http://www.w3.org/2000/svg", "");
                assert!(!html.contains(refused), "{name}: {refused}");
            }
            assert_eq!(html.matches("<script").count(), 1, "{name}");
        }
    }

    #[test]
    fn every_page_has_one_heading_one_main_and_each_id_once() {
        for (name, html) in rendered() {
            assert_eq!(html.matches("<h1").count(), 1, "{name}");
            assert_eq!(html.matches("<main").count(), 1, "{name}");
            for id in html
                .split(" id=\"")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                assert_eq!(
                    html.matches(&format!(" id=\"{id}\"")).count(),
                    1,
                    "{name}: {id}"
                );
            }
        }
    }

    #[test]
    fn what_people_typed_is_escaped() {
        let pages = rendered();
        let track = pages.iter().find(|(name, _)| *name == "track-clocks-zh");
        let (_, html) = track.expect("the sample is there");
        assert!(html.contains("&#60;b&#62;没发"));
        assert!(!html.contains("<b>没发"));
    }
}
