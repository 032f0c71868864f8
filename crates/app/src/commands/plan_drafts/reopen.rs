//! A version that is kept is opened again, as the draft of the next one.

use super::Begin;
use crate::authorise::{Action, Principal};
use crate::commands::plans::PlanRefusal;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use crate::queries::plans::latest_roster;
use huiyin_domain::ids::AuthorityId;
use huiyin_domain::plan::wizard::Template;
use huiyin_domain::roster::Roster;
use huiyin_store::reader::Reader;
use huiyin_store::rows::PlanDraftRow;

/// Between the id and the version of a plan that was opened again; no id has it.
const VERSION_OF: char = '@';

impl Huiyin {
    /// Opens a version that is kept again, as the draft of the next one; gives the draft's id.
    ///
    /// # Errors
    /// [`PlanRefusal::NoSuchPlan`], [`crate::Refusal::Fields`] where there are too many drafts, a refusal by the
    /// table, or a failure of the store.
    pub async fn reopen_plan(
        &self,
        who: &Principal,
        (id, version): (&str, &str),
    ) -> Result<i64, AppError> {
        who.permit(Action::LodgePlan)?;
        let authority = who.authority;
        let template = format!("{id}{VERSION_OF}{version}");
        let (id, version) = (id.to_owned(), version.to_owned());
        let read = self.store().read(move |reader| -> Result<_, AppError> {
            kept(reader, authority, (&id, &version))
        });
        let kept = read.await?.ok_or(PlanRefusal::NoSuchPlan)?;
        self.command(Begin {
            by: (who.authority, who.staff),
            template,
            answers: kept.begun(),
        })
        .await
    }
}

/// What a draft is made from: a shipped plan, or a version that is kept here.
pub(super) fn template_of(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    row: &PlanDraftRow,
) -> Result<Template, AppError> {
    let unreadable = || AppError::Unreadable(format!("plan draft {}", row.id));
    match row.template.split_once(VERSION_OF) {
        None => Template::find(&row.template).ok_or_else(unreadable),
        Some((id, version)) => kept(reader, authority, (id, version))?.ok_or_else(unreadable),
    }
}

/// A version that is kept here, to be made the next one; nothing where it cannot be read any more.
fn kept(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    (id, version): (&str, &str),
) -> Result<Option<Template>, AppError> {
    let text = reader.plan_content(authority, id, version)?;
    let text = text.ok_or(PlanRefusal::NoSuchPlan)?;
    let newest = reader.plan_versions(authority, id, 1)?.pop();
    let newest = newest.map_or_else(|| version.to_owned(), |row| row.version);
    let roster = latest_roster(reader, authority, id)?;
    let of_roster = roster.as_ref().map_or("0", |(version, _)| version);
    let roster = roster.as_ref().map(|(_, text)| text.as_str());
    Ok(Template::saved(&text, roster, (&newest, of_roster)).ok())
}

/// Whether a roster says something else than the one that is kept, but for its version.
pub(super) fn is_other(kept: Option<&str>, new: &str) -> bool {
    let unversioned = |text: &str| {
        let mut roster = Roster::parse(text).ok()?;
        roster.version.clear();
        for official in &mut roster.staff {
            official.line = 0;
        }
        roster.duties.iter_mut().for_each(|duty| duty.line = 0);
        roster.overrides.iter_mut().for_each(|one| one.line = 0);
        roster.staff.sort_by(|a, b| a.id.cmp(&b.id));
        Some(roster)
    };
    kept.and_then(unversioned) != unversioned(new)
}
