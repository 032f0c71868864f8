//! What the link of a page shows: the posts for which somebody is called, the place, and by when. Nothing of
//! the topic, and nobody who came.

use super::act::is_called;
use super::link::PageToken;
use super::view::{Lens, load, post_title, state_of};
use super::views::PageLook;
use crate::error::{AppError, Refusal};
use crate::huiyin::Huiyin;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::By;
use huiyin_domain::response::{Call, Phase};
use std::sync::Arc;

impl Huiyin {
    /// The page behind a link.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a link that is none, is too old, or calls somebody no more.
    pub async fn page_look(&self, token: &str) -> Result<PageLook, AppError> {
        let shared = Arc::clone(self.shared());
        let token = PageToken::open(&shared, token).ok_or(Refusal::NoSuchResponse)?;
        let now = self.now();
        self.store()
            .read(move |reader| {
                let running = load(reader, &shared, token.authority, token.response)?;
                if !is_called(&running, token.page, token.called) {
                    return Err(Refusal::NoSuchResponse.into());
                }
                let lens = Lens {
                    running: &running,
                    who: None,
                    shared: &shared,
                    now,
                };
                lens.page_look(token.page)
                    .ok_or_else(|| Refusal::NoSuchResponse.into())
            })
            .await
    }
}

impl Lens<'_> {
    fn page_look(&self, number: u32) -> Option<PageLook> {
        let running = self.running;
        let page = running.state.page(number)?;
        let call = running.state.call(&page.post)?;
        // Those of its posts for which this person is asked, or comes; else the one that it was for.
        let of = |other: &u32| {
            let page = running.state.page(*other)?;
            let call = running.state.call(&page.post)?;
            let coming = call.phase == Phase::Acknowledged(*other);
            (coming || running.state.is_out(*other)).then_some((call, coming))
        };
        let mut calls: Vec<_> = running
            .state
            .together(number)
            .iter()
            .filter_map(of)
            .collect();
        let coming = calls.iter().any(|(_, coming)| *coming);
        calls.retain(|(_, comes)| *comes == coming);
        let out = !coming && !calls.is_empty();
        if calls.is_empty() {
            calls.push((call, false));
        }
        let title = |call: &Call| post_title(&running.setting.plan, &call.post);
        let titles: Vec<Bilingual> = calls.iter().map(|(call, _)| title(call)).collect();
        let words = |language: Language| {
            let titles: Vec<&str> = titles.iter().map(|one| one.in_language(language)).collect();
            titles.join(language.pick("、", ", "))
        };
        let by = By::together(calls.iter().map(|(call, _)| call.by));
        let call = calls
            .iter()
            .map(|(call, _)| *call)
            .min_by_key(|call| call.arrive_by)?;
        Some(PageLook {
            number: running.state.first_of(number),
            posts: Bilingual::new(words(Language::Zh), words(Language::En)),
            place: self.place().title,
            by,
            arrive_by: self.when(call.arrive_by),
            zone: self.zone().clone(),
            state: state_of(call),
            coming,
            passed: !coming && !out,
            ended: running.state.ended_at.is_some(),
            exercise: running.exercise,
        })
    }
}
