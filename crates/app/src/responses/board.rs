//! The board of a response: clocks, posts, tasks, room, next report, live on a phone or on a wall. A
//! screen without sign-in sees no topic; nobody sees anybody who came (RULES 4.1, 10.2).

use super::Running;
use super::view::{Lens, load};
use super::views::{BoardView, ScreenEnded, ScreenWaits};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::secret::{Token, TokenUse};
use huiyin_domain::ids::{AuthorityId, ResponseId};
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// Screens of one response at most: what hangs in its rooms.
const SCREENS_MAX: i64 = 20;

/// Who looks at a board.
#[derive(Clone, Debug)]
pub enum Onlooker {
    /// Somebody who signed in, at a response.
    Staff(Principal, i64),
    /// A screen, by the key that it got for its link.
    Screen(Token),
}

impl Huiyin {
    /// Makes a link for one screen; it is shown once, and shows nothing but the end once the response
    /// ended.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`], [`Refusal::NotAllowed`], [`Refusal::TooManyScreens`], or a failure
    /// of the store.
    pub async fn make_screen(&self, who: &Principal, id: i64) -> Result<Token, AppError> {
        let command = MakeScreen {
            who: who.clone(),
            id: ResponseId::new(id),
        };
        self.command(command).await
    }

    /// Exchanges the link for the key of the screen that opened it. It works once.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a link that is none, was used, or whose response ended.
    pub async fn claim_screen(&self, link: &Token) -> Result<Token, AppError> {
        self.command(ClaimScreen { link: link.clone() }).await
    }

    /// What a link for a screen tells before it is exchanged; nothing where it no longer can be.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn screen_waits(&self, link: &Token) -> Result<Option<ScreenWaits>, AppError> {
        let (shared, link) = (Arc::clone(self.shared()), link.clone());
        self.store()
            .read(move |reader| {
                let Some((authority, id)) = of_screen(reader, &shared, &link, false)? else {
                    return Ok(None);
                };
                let exercise = load(reader, &shared, authority, id)?.exercise;
                Ok(Some(ScreenWaits { exercise }))
            })
            .await
    }

    /// Where the installation is reached from outside, for a whole address; nothing if nobody told.
    pub fn public_url(&self) -> Option<&str> {
        self.shared().ways.public_url()
    }

    /// The whole address of the page that asks for a code; nothing if nobody told where the installation is
    /// reached.
    pub fn tracking_address(&self) -> Option<String> {
        self.shared().ways.tracking_address()
    }

    /// What the link or key of a screen shows once its response ended; nothing while that runs, or for a
    /// token that is none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn screen_ended(&self, token: &Token) -> Result<Option<ScreenEnded>, AppError> {
        let (shared, token, now) = (Arc::clone(self.shared()), token.clone(), self.now());
        self.store()
            .read(move |reader| {
                let hash = token.hash(&shared.key, TokenUse::Screen);
                let Some((id, _)) = reader.board_screen(token.authority(), &hash)? else {
                    return Ok(None);
                };
                let running = load(reader, &shared, token.authority(), id)?;
                let lens = Lens {
                    running: &running,
                    who: None,
                    shared: &shared,
                    now,
                };
                let summary = lens.summary();
                Ok(summary.ended_at.map(|ended_at| ScreenEnded {
                    exercise: summary.exercise,
                    place: summary.place,
                    opened_at: summary.opened_at,
                    ended_at,
                    zone: running.setting.authority.zone.clone(),
                }))
            })
            .await
    }

    /// The board, as whoever looks may see it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] where there is none for them, or a failure of the store.
    pub async fn board(&self, onlooker: &Onlooker) -> Result<BoardView, AppError> {
        let (shared, onlooker, now) = (Arc::clone(self.shared()), onlooker.clone(), self.now());
        self.store()
            .read(move |reader| {
                let (running, who) = seen_by(reader, &shared, &onlooker)?;
                let lens = Lens {
                    running: &running,
                    who,
                    shared: &shared,
                    now,
                };
                Ok(lens.board())
            })
            .await
    }

    /// The version of what a board shows: it grows with each event. Cheap, so that a live board can ask
    /// each second.
    ///
    /// # Errors
    /// As [`Huiyin::board`].
    pub async fn board_version(&self, onlooker: &Onlooker) -> Result<i64, AppError> {
        let (shared, onlooker) = (Arc::clone(self.shared()), onlooker.clone());
        self.store()
            .read(move |reader| {
                let (authority, id) = match &onlooker {
                    // Who may see it was asked when the board was opened, and is asked again by the
                    // board that follows.
                    Onlooker::Staff(who, id) => (who.authority, ResponseId::new(*id)),
                    Onlooker::Screen(key) => {
                        of_screen(reader, &shared, key, true)?.ok_or(Refusal::NoSuchResponse)?
                    }
                };
                let version = reader.response_version(authority, id)?;
                version.ok_or_else(|| Refusal::NoSuchResponse.into())
            })
            .await
    }
}

fn seen_by<'a>(
    reader: &mut Reader<'_>,
    shared: &Shared,
    onlooker: &'a Onlooker,
) -> Result<(Running, Option<&'a Principal>), AppError> {
    match onlooker {
        Onlooker::Staff(who, id) => {
            let running = load(reader, shared, who.authority, ResponseId::new(*id))?;
            running.permit(who, ResponseAction::See)?;
            Ok((running, Some(who)))
        }
        Onlooker::Screen(key) => {
            let of = of_screen(reader, shared, key, true)?;
            let (authority, id) = of.ok_or(Refusal::NoSuchResponse)?;
            Ok((load(reader, shared, authority, id)?, None))
        }
    }
}

/// The running response of a link or of the key of a screen.
fn of_screen(
    reader: &mut Reader<'_>,
    shared: &Shared,
    token: &Token,
    claimed: bool,
) -> Result<Option<(AuthorityId, ResponseId)>, AppError> {
    let authority = token.authority();
    let hash = token.hash(&shared.key, TokenUse::Screen);
    let found = reader.board_screen(authority, &hash)?;
    let Some((id, _)) = found.filter(|(_, found)| *found == claimed) else {
        return Ok(None);
    };
    let row = reader.response(authority, id)?;
    let runs = row.is_some_and(|row| row.ended_at.is_none());
    Ok(runs.then_some((authority, id)))
}

struct MakeScreen {
    who: Principal,
    id: ResponseId,
}

impl Command for MakeScreen {
    type Outcome = Token;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Token, AppError> {
        let authority = self.who.authority;
        let running = Running::in_transaction(transaction, shared, (authority, self.id))?;
        let running = running.ok_or(Refusal::NoSuchResponse)?;
        let now = Principal::of(&running.setting.organisation, authority, self.who.staff);
        let now = now.ok_or(Refusal::NoSuchResponse)?;
        running.permit(&now, ResponseAction::MakeScreen)?;
        if running.state.ended_at.is_some() {
            return Err(Refusal::NoSuchResponse.into());
        }
        if transaction.reader()?.board_screens(authority, self.id)? >= SCREENS_MAX {
            return Err(Refusal::TooManyScreens.into());
        }
        let token = Token::fresh(authority, &*shared.chance)?;
        let hash = token.hash(&shared.key, TokenUse::Screen);
        transaction.keep_screen(authority, self.id, &hash, false);
        Ok(token)
    }
}

struct ClaimScreen {
    link: Token,
}

impl Command for ClaimScreen {
    type Outcome = Token;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.link.authority()]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<Token, AppError> {
        let of = of_screen(&mut transaction.reader()?, shared, &self.link, false)?;
        let (authority, id) = of.ok_or(Refusal::NoSuchResponse)?;
        let link = self.link.hash(&shared.key, TokenUse::Screen);
        transaction.end_screen(authority, &link);
        let key = Token::fresh(authority, &*shared.chance)?;
        let hash = key.hash(&shared.key, TokenUse::Screen);
        transaction.keep_screen(authority, id, &hash, true);
        Ok(key)
    }
}
