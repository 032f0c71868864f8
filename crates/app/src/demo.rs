//! A sample park with invented people: an empty store is filled by living through the last hundred
//! days, command by command, on a clock that is turned. Nothing here is written past the rules.

mod entry;
mod park;
mod plan;
mod posted;
mod seal;
mod stories;

use crate::authorise::Principal;
use crate::casework::register::StaffRegistrationDraft;
use crate::clock::FixedClock;
use crate::code::TrackingCode;
use crate::commands::people::administer::{Change, Order};
use crate::commands::people::place::PlaceDraft;
use crate::error::{AppError, Refusal};
use crate::huiyin::Huiyin;
use huiyin_domain::event::Actor;
use huiyin_domain::ids::{AuthorityId, StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Channel, Command, Identity, SubmissionDraft};
use huiyin_domain::time::{DAY_MICROS, Instant};
use std::collections::BTreeMap;

pub use park::{PEOPLE, Person};
pub use seal::sample_seal;

/// How far back the sample begins, in days.
pub const DAYS: i64 = 100;

/// Whom a story's step is done by.
#[derive(Clone, Copy)]
enum By {
    /// A member of staff, by login.
    Staff(&'static str),
    /// The petitioner, with the code.
    Petitioner,
}

/// Makes the commands of a step.
type What = Box<dyn Fn(&Park<'_>) -> Vec<Command>>;

/// A step of a story.
struct Step {
    /// Days after its registration, and the hour of that day.
    after: (i64, i64),
    by: By,
    /// Made when it is due: it may name units and other petitions.
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
    units: BTreeMap<&'static str, UnitId>,
    staff: BTreeMap<&'static str, StaffId>,
    /// The petitions by the place of their story.
    petitions: BTreeMap<usize, (PetitionNumber, TrackingCode, i64)>,
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
            units: BTreeMap::new(),
            staff: BTreeMap::new(),
            petitions: BTreeMap::new(),
        };
        park.build().await?;
        park.live(clock, now).await?;
        clock.set(now);
        park.post().await?;
        self.tick_async(authority.row.id, now).await?;
        Ok(())
    }
}

impl Park<'_> {
    async fn build(&mut self) -> Result<(), AppError> {
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
        for person in PEOPLE {
            let id = self.change(person.change(self)).await?;
            self.staff.insert(person.login, StaffId::new(id));
        }
        for post in park::POSTS {
            self.change(post.change(self)).await?;
        }
        self.seal().await?;
        self.plan().await
    }

    async fn change(&self, change: Change) -> Result<i64, AppError> {
        let order = Order {
            authority: self.authority,
            by: Actor::Operator,
            version: None,
        };
        Ok(self.huiyin.administer(order, change, None).await?.answer.id)
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
            self.huiyin.tick_async(self.authority, at).await?;
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
                .filter(|code| huiyin_domain::category::exists(code)),
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
            .read_here(|reader| reader.petition_numbered(authority, number))?;
        let id = id.ok_or(Refusal::NoSuchPetition)?.raw();
        self.petitions.insert(nth, (number, code, id));
        Ok(())
    }

    async fn step(&self, nth: usize, story: &Story, step: &Step) -> Result<(), AppError> {
        let Some((number, code, _)) = self.petitions.get(&nth) else {
            return Ok(());
        };
        let commands = (step.what)(self);
        // To somebody anonymous nothing is handed over: the tracking page is the service.
        if story.name.is_none() && matches!(commands.first(), Some(Command::Serve { .. })) {
            return Ok(());
        }
        match step.by {
            By::Staff(login) => {
                let who = self.principal(login).await?;
                let acted = self.huiyin.act(&who, *number, commands, None).await;
                let acted = acted.map_err(|error| {
                    AppError::Unreadable(format!("sample {nth} {}: {error}", story.subject))
                })?;
                // An answer to somebody named that nothing follows is left to whoever tries the sample.
                let is_last = story
                    .steps
                    .last()
                    .is_some_and(|last| std::ptr::eq(last, step));
                if story.name.is_none() || !is_last {
                    self.sealed(*number, &acted).await?;
                }
            }
            By::Petitioner => {
                for command in commands {
                    self.huiyin.act_by_code(code, command).await?;
                }
            }
        }
        Ok(())
    }

    async fn principal(&self, login: &str) -> Result<Principal, AppError> {
        let organisation = self.huiyin.organisation(self.authority).await?;
        let staff = self.staff.get(login).copied().ok_or(Refusal::NotAllowed)?;
        Ok(Principal::of(&organisation, self.authority, staff).ok_or(Refusal::NotAllowed)?)
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

    fn petition(&self, nth: usize) -> huiyin_domain::ids::PetitionId {
        huiyin_domain::ids::PetitionId::new(self.petitions.get(&nth).map_or(0, |one| one.2))
    }
}

/// An hour of the day of an instant, in China's zone; the sample is a Chinese park.
fn hour_of(at: Instant, hour: i64) -> Instant {
    const EAST_MICROS: i64 = 8 * 3_600_000_000;
    let day = (at.micros() + EAST_MICROS).div_euclid(DAY_MICROS) * DAY_MICROS - EAST_MICROS;
    Instant::from_micros(day + hour * 3_600_000_000)
}
