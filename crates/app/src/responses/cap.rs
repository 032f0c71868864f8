//! A danger to life for neighbours who help, as a message of CAP 1.2. Only of a danger to life that was written
//! down, or of a drill; whoever may report takes it out, and hands it on themselves: nothing is sent from here.

use super::view::{load, place_title};
use super::{Running, Step};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::error::AppError;
use crate::huiyin::Huiyin;
use huiyin_domain::ids::ResponseId;
use huiyin_domain::language::Language;
use huiyin_domain::response::RunRefusal;
use huiyin_domain::response::cap::{Cap, CapCategory, danger_to_life};
use std::sync::Arc;

/// Whether there is something to export: a danger that was written down, or a drill.
pub(super) fn is_there(running: &Running) -> bool {
    running.exercise || danger(running).is_some()
}

/// The step that wrote down the first danger to life.
fn danger(running: &Running) -> Option<&Step> {
    let nth = danger_to_life(&running.told().record, &running.setting.plan)?;
    running.steps.get(nth)
}

impl Huiyin {
    /// The danger of a response as a message of CAP 1.2.
    ///
    /// # Errors
    /// [`RunRefusal::NoDanger`] where none was written down and it is no drill;
    /// [`crate::Refusal::NoSuchResponse`], [`crate::Refusal::NotAllowed`], or a failure of the store.
    pub async fn cap(
        &self,
        who: &Principal,
        id: i64,
        category: CapCategory,
    ) -> Result<String, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        let id = ResponseId::new(id);
        self.store()
            .read(move |reader| {
                let running = load(reader, &shared, who.authority, id)?;
                running.permit(&who, ResponseAction::Report)?;
                if !is_there(&running) {
                    return Err(RunRefusal::NoDanger.into());
                }
                Ok(message(&running, category, now))
            })
            .await
    }
}

fn message(running: &Running, category: CapCategory, now: huiyin_domain::time::Instant) -> String {
    let danger = danger(running);
    let written = danger.and_then(|step| step.text.as_deref());
    let authority = &running.setting.authority.row;
    let identifier = format!("{}-{}-{}", authority.key, running.id, running.version);
    let place = running.state.place.as_ref();
    let area = place.map(|id| place_title(&running.setting.plan, id).zh);
    let (sent, language) = (danger.map_or(now, |step| step.recorded.at), Language::Zh);
    Cap {
        identifier: &identifier,
        sender: &authority.key,
        sent,
        exercise: running.exercise,
        category,
        sender_name: authority.name.in_language(language),
        description: written.unwrap_or("演练 Drill"),
        area: area.as_deref().unwrap_or_default(),
        language: "zh-CN",
    }
    .xml()
}
