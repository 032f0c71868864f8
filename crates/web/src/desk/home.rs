//! `/desk`: where somebody begins who has signed in.

use crate::desk::guard::Signed;
use crate::portal::see;
use axum::response::Response;
use huiyin_app::authorise::Action;

/// Leads to what this person works on.
pub(crate) async fn show(signed: Signed) -> Response {
    if signed.principal().may(Action::SeeOrganisation) {
        see("/desk/admin/units")
    } else {
        see("/desk/me")
    }
}
