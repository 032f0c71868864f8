//! `/desk/style`: the living style guide, for administrators.

use crate::desk::guard::Signed;
use crate::pages::desk::Place;
use crate::pages::desk::style::StylePage;
use crate::problem::{Code, Problem};
use axum::response::Response;
use huiyin_app::authorise::Action;

/// `GET /desk/style`.
pub(crate) async fn show(signed: Signed) -> Response {
    let shown = signed
        .principal()
        .permit(Action::ChangeAuthority)
        .map_err(Problem::from)
        .and_then(|()| {
            let page = StylePage::new(signed.frame(), signed.desk(Some(Place::Administration)));
            let page = page.map_err(|_| Problem::of(Code::Internal))?;
            Ok(signed.html(&page))
        });
    signed.or_refused(shown)
}
