//! A sample park with invented people: an empty store is filled by living through the last hundred
//! days, command by command, on a clock that is turned. Nothing here is written past the rules.

mod above;
mod entry;
mod park;
mod people;
mod plan;
mod posted;
mod seal;
mod sent;
mod stories;

use crate::authorise::Principal;
use crate::casework::act::Acted;
use crate::casework::handover::HandOverDraft;
use crate::casework::register::StaffRegistrationDraft;
use crate::casework::review::ReviewDraft;
use crate::clock::FixedClock;
use crate::code::TrackingCode;
use crate::commands::people::administer::{Change, Order};
use crate::commands::people::place::PlaceDraft;
use crate::error::{AppError, Refusal};
use crate::huiyin::Huiyin;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, PetitionId, StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Command, Identity, SubmissionDraft};
use huiyin_domain::time::{DAY_MICROS, Instant};
use std::collections::BTreeMap;

pub use people::{PEOPLE, Person};
pub use seal::sample_seal;
pub use sent::SampleMessage;
pub(crate) use sent::calling;

/// How far back the sample begins, in days.
pub const DAYS: i64 = 100;

/// Whom a story's step is done by.
#[derive(Clone, Copy)]
enum By {
    /// A member of staff, by login.
    Staff(&'static str),
    /// A member of staff of the authority above, by login, on what the petition became there.
    Above(&'static str),
    /// The petitioner, with the code.
    Petitioner,
}

/// Makes the commands of a step.
type Commands = Box<dyn Fn(&Park<'_>) -> Vec<Command>>;

/// What a step is.
enum What {
    /// Steps on the petition; made when they are due, since they may name units and other petitions.
    Act(Commands),
    /// Hands it to the authority above, for a reason.
    HandOver(&'static str),
    /// Asks the authority above for review, for a reason.
    AskReview(&'static str),
}

/// A step of a story.
struct Step {
    /// Days after its registration, and the hour of that day.
    after: (i64, i64),
    by: By,
    what: What,
}

/// A petition of the sample and what is done about it.
struct Story {
    /// Days before today on which it came.
    days_ago: i64,
    channel: Channel,
    subject: &'static str,
    body: &'static str,
    place: &'static str,
    category: &'static str,
    requests: &'static [&'static str],
    /// A name, where one was given.
    name: Option<&'static str>,
    confidential: bool,
    misconduct: bool,
    steps: Vec<Step>,
}

/// What the sample has come to be so far.
struct Park<'a> {
    huiyin: &'a Huiyin,
    authority: AuthorityId,
    /// The authority one level above.
    above: AuthorityId,
    units: BTreeMap<&'static str, UnitId>,
    /// Whoever has a login, and of which authority they are.
    staff: BTreeMap<&'static str, (AuthorityId, StaffId)>,
    /// The petitions by the place of their story.
    petitions: BTreeMap<usize, Registered>,
}

/// A petition of the sample as it was registered.
struct Registered {
    number: PetitionNumber,
    code: TrackingCode,
    id: PetitionId,
    /// Its number at the authority above, once it became one of its own there.
    above: Option<PetitionNumber>,
}

impl Huiyin {
    /// Whether nobody has used the store yet.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_unused(&self) -> Result<bool, AppError> {
        let authority = self.rules().authorities().first().map(|one| one.row.id);
        let Some(authority) = authority else {
            return Ok(true);
        };
        let petitions = self
            .store()
            .read_here(|reader| reader.petition_count(authority))?;
        let staff = self
            .store()
            .read_here(|reader| reader.organisation(authority))?
            .staff
            .len();
        Ok(petitions == 0 && staff == 0)
    }

    /// Fills an unused store with the sample park. `clock` is the store's own and is turned up to `now`.
    ///
    /// # Errors
    /// When the store fails or is used already.
    pub async fn fill_with_sample(&self, clock: &FixedClock, now: Instant) -> Result<(), AppError> {
        let authority = self.authority(None)?;
        let start = now.plus_micros(-DAYS * DAY_MICROS);
        clock.set(start);
        let mut park = Park {
            huiyin: self,
            authority: authority.row.id,
            above: authority.row.id,
            units: BTreeMap::new(),
            staff: BTreeMap::new(),
            petitions: BTreeMap::new(),
        };
        park.build().await?;
        park.live(clock, now).await?;
        clock.set(now);
        park.post().await?;
        park.tick(now).await
    }
}

impl Park<'_> {
    async fn build(&mut self) -> Result<(), AppError> {
        self.begin_above().await?;
        let order = Order {
            authority: self.authority,
            by: Actor::Operator,
            version: None,
        };
        self.huiyin
            .change_authority(order, park::authority(), None)
            .await?;
        for (id, zh, en) in park::PLACES {
            let draft = PlaceDraft {
                id: (*id).to_owned(),
                name: Bilingual::new(*zh, *en),
                closed: false,
            };
            let order = Order {
                authority: self.authority,
                by: Actor::Operator,
                version: None,
            };
            self.huiyin.set_place(order, None, draft, None).await?;
        }
        for unit in park::UNITS {
            let id = self.change(unit.change(self)).await?;
            self.units.insert(unit.key, UnitId::new(id));
        }
        for person in PEOPLE.iter().filter(|one| !one.above) {
            let id = self.change(person.change(self)).await?;
            let of = (self.authority, StaffId::new(id));
            self.staff.insert(person.login, of);
        }
        self.staff_above().await?;
        for post in park::POSTS {
            self.change(post.change(self)).await?;
        }
        self.seal().await?;
        self.plan().await
    }

    async fn change(&self, change: Change) -> Result<i64, AppError> {
        self.change_at(self.authority, change).await
    }

    async fn change_at(&self, authority: AuthorityId, change: Change) -> Result<i64, AppError> {
        let order = Order {
            authority,
            by: Actor::Operator,
            version: None,
        };
        Ok(self.huiyin.administer(order, change, None).await?.answer.id)
    }

    /// What is due by now is recorded at both authorities.
    async fn tick(&self, now: Instant) -> Result<(), AppError> {
        for authority in [self.authority, self.above] {
            self.huiyin.tick_async(authority, now).await?;
        }
        Ok(())
    }

    /// Lives through the stories in the order of their steps; time passes in between.
    async fn live(&mut self, clock: &FixedClock, now: Instant) -> Result<(), AppError> {
        let stories = stories::all();
        let mut moments: Vec<(Instant, usize, Option<usize>)> = Vec::new();
        for (nth, story) in stories.iter().enumerate() {
            let came = hour_of(now.plus_micros(-story.days_ago * DAY_MICROS), 9)
                .plus_micros(nth as i64 * 60_000_000);
            moments.push((came.min(now), nth, None));
            for (step, one) in story.steps.iter().enumerate() {
                let day = now.plus_micros((one.after.0 - story.days_ago) * DAY_MICROS);
                let at =
                    hour_of(day, one.after.1).plus_micros((nth * 7 + step) as i64 * 60_000_000);
                moments.push((at.max(came.plus_micros(1)).min(now), nth, Some(step)));
            }
        }
        moments.sort_by_key(|(at, nth, step)| (*at, *nth, *step));
        for (at, nth, step) in moments {
            clock.set(at);
            self.tick(at).await?;
            match step {
                None => self.register(nth, &stories[nth]).await?,
                Some(step) => {
                    self.step(nth, &stories[nth], &stories[nth].steps[step])
                        .await?
                }
            }
        }
        Ok(())
    }

    async fn register(&mut self, nth: usize, story: &Story) -> Result<(), AppError> {
        let identity = story.name.map(|name| Identity {
            name: Some(name.to_owned()),
            phone: Some(format!("0576-5550 1{nth:03}")),
            ..Identity::default()
        });
        let submission = SubmissionDraft {
            subject: Some(story.subject.to_owned()),
            body: Some(story.body.to_owned()),
            category: Some(story.category.to_owned())
                .filter(|code| huiyin_domain::category::shipped().exists(code)),
            place: park::place_in(story.body),
            place_text: Some(story.place.to_owned()),
            anonymous: identity.is_none(),
            petitioner: identity,
            confidential: story.confidential,
            misconduct: story.misconduct,
            requests: story.requests.iter().map(|one| (*one).to_owned()).collect(),
            ..SubmissionDraft::default()
        };
        let reply = if story.channel == Channel::Web {
            let authority = self.huiyin.authority(None)?;
            self.huiyin
                .register(&authority, submission, Channel::Web, None)
                .await?
        } else {
            let draft = StaffRegistrationDraft {
                submission,
                ..StaffRegistrationDraft::default()
            };
            let clerk = self.principal("fang").await?;
            self.huiyin
                .register_as_staff(&clerk, draft, story.channel, None)
                .await?
        };
        let number =
            PetitionNumber::parse(&reply.registered.number).map_err(|_| Refusal::NoSuchPetition)?;
        let code =
            TrackingCode::parse(&reply.registered.tracking_code).ok_or(Refusal::NoSuchPetition)?;
        let authority = self.authority;
        let id = self
            .huiyin
            .store()
            .read(move |reader| reader.petition_numbered(authority, number))
            .await?;
        let registered = Registered {
            number,
            code,
            id: id.ok_or(Refusal::NoSuchPetition)?,
            above: None,
        };
        self.petitions.insert(nth, registered);
        Ok(())
    }

    async fn step(&mut self, nth: usize, story: &Story, step: &Step) -> Result<(), AppError> {
        let Some(known) = self.petitions.get(&nth) else {
            return Ok(());
        };
        let done = match &step.what {
            What::Act(commands) => self.acts(known, (story, step), commands(self)).await,
            What::HandOver(reason) => self.hands_over(known, step.by, reason).await,
            What::AskReview(reasons) => self.asks_review(known, reasons).await,
        };
        let became = done.map_err(|error| {
            AppError::Unreadable(format!("sample {nth} {}: {error}", story.subject))
        })?;
        if let (Some(became), Some(known)) = (became, self.petitions.get_mut(&nth)) {
            known.above = Some(became);
        }
        Ok(())
    }

    /// Takes the steps of a story; nothing becomes another petition by them.
    async fn acts(
        &self,
        known: &Registered,
        (story, step): (&Story, &Step),
        commands: Vec<Command>,
    ) -> Result<Option<PetitionNumber>, AppError> {
        // To somebody anonymous nothing is handed over: the tracking page is the service.
        if story.name.is_none() && matches!(commands.first(), Some(Command::Serve { .. })) {
            return Ok(None);
        }
        match step.by {
            By::Staff(login) => {
                let who = self.principal(login).await?;
                let acted = self.huiyin.act(&who, known.number, commands, None).await?;
                // An answer to somebody named that nothing follows is left to whoever tries the sample.
                let is_last = story
                    .steps
                    .last()
                    .is_some_and(|last| std::ptr::eq(last, step));
                if story.name.is_none() || !is_last {
                    self.sealed(known.number, &acted).await?;
                }
            }
            By::Above(login) => {
                let who = self.principal(login).await?;
                let number = known.above.ok_or(Refusal::NoSuchPetition)?;
                self.huiyin.act(&who, number, commands, None).await?;
            }
            By::Petitioner => {
                for command in commands {
                    self.huiyin.act_by_code(&known.code, command).await?;
                }
            }
        }
        Ok(None)
    }

    async fn hands_over(
        &self,
        known: &Registered,
        by: By,
        reason: &str,
    ) -> Result<Option<PetitionNumber>, AppError> {
        let By::Staff(login) = by else {
            return Err(Refusal::NotAllowed.into());
        };
        let who = self.principal(login).await?;
        let draft = HandOverDraft {
            to: above::KEY.to_owned(),
            reason: reason.to_owned(),
        };
        let done = self.huiyin.hand_over(&who, known.number, draft, None, None);
        became(&done.await?.answer)
    }

    async fn asks_review(
        &self,
        known: &Registered,
        reasons: &str,
    ) -> Result<Option<PetitionNumber>, AppError> {
        let draft = ReviewDraft {
            reasons: reasons.to_owned(),
            ..ReviewDraft::default()
        };
        let done = self.huiyin.ask_review((&known.code, None), draft, None);
        became(&done.await?.answer)
    }

    async fn principal(&self, login: &str) -> Result<Principal, AppError> {
        let (authority, staff) = self.staff.get(login).copied().ok_or(Refusal::NotAllowed)?;
        let organisation = self.huiyin.organisation(authority).await?;
        Ok(Principal::of(&organisation, authority, staff).ok_or(Refusal::NotAllowed)?)
    }

    /// The day as the turned clock has it.
    fn today(&self) -> jiff::civil::Date {
        let rules = self.huiyin.rules();
        let zone = rules
            .authority(self.authority)
            .map(|authority| authority.zone.clone());
        zone.map_or(jiff::civil::Date::MIN, |zone| {
            self.huiyin.now().date_in(&zone)
        })
    }

    fn unit(&self, key: &str) -> UnitId {
        self.units.get(key).copied().unwrap_or(UnitId::new(1))
    }

    fn petition(&self, nth: usize) -> PetitionId {
        let known = self.petitions.get(&nth);
        known.map_or(PetitionId::new(0), |one| one.id)
    }
}

/// The number that a petition has at the other authority now.
fn became(acted: &Acted) -> Result<Option<PetitionNumber>, AppError> {
    let number = acted.became.as_deref().ok_or(Refusal::NoSuchPetition)?;
    let number = PetitionNumber::parse(number).map_err(|_| Refusal::NoSuchPetition)?;
    Ok(Some(number))
}

/// An hour of the day of an instant, in China's zone; the sample is a Chinese park.
fn hour_of(at: Instant, hour: i64) -> Instant {
    const EAST_MICROS: i64 = 8 * 3_600_000_000;
    let day = (at.micros() + EAST_MICROS).div_euclid(DAY_MICROS) * DAY_MICROS - EAST_MICROS;
    Instant::from_micros(day + hour * 3_600_000_000)
}
