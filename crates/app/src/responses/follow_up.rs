//! The dates that follow a visit: what is still owed on the group's petition (what was promised, the next talk,
//! the answer). They are duties of that petition, so they climb like any other and stand on its tracking page,
//! which its representatives open. A group whose petition is not registered has the dates that the response itself
//! owes (see [`super::improvements`]), printed on the minutes that it takes home.

use super::Running;
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::queries::obligation::{ObligationView, row_view};
use huiyin_domain::obligation::ObligationState;
use huiyin_domain::rulebook::Duty;
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;

/// The term of a statement that somebody complained of is asked for.
const STATEMENT: &str = "statement";

/// What is owed and open on the group's petition, soonest first, and whether whom the matter complains of was heard
/// nowhere yet: joined no talk, and was asked for no statement (RULES 4.1). For whoever receives the group or ends the
/// response. What it is about stands on the petition, for whoever may open that.
pub(super) fn of_petition(
    reader: &mut Reader<'_>,
    shared: &Shared,
    running: &Running,
    (who, now): (&Principal, Instant),
) -> Result<(Vec<ObligationView>, bool), AppError> {
    let may = [ResponseAction::Receive, ResponseAction::End];
    let petition = running.state.reception.petition;
    let Some((petition, _)) = petition.filter(|_| may.iter().any(|one| running.lets(who, *one)))
    else {
        return Ok((Vec::new(), false));
    };
    let authority = &running.setting.authority;
    let rules = shared.rules_read(reader)?;
    let mut rows = reader.obligations_of(authority.row.id, petition)?;
    let named = !running.text.respondents.is_empty() || !running.text.posts.is_empty();
    let joined = running
        .state
        .reception
        .talks
        .iter()
        .any(|talk| talk.joining.is_some());
    let asked = rows.iter().any(|row| row.term == STATEMENT);
    rows.retain(|row| row.state == ObligationState::Open && row.duty != Duty::Window);
    rows.sort_by_key(|row| (row.due_at, row.id));
    let views = rows
        .iter()
        .map(|row| row_view(&rules, authority, row, &shared.words, now));
    Ok((views.collect::<Result<_, _>>()?, named && !joined && !asked))
}
