//! Who keeps the seal, what changed about it, what waits for it, and each use of it. Whoever reads learns of
//! no petition that they may not open: uses on those are counted, without number and without words.

use super::{SealKeeperDraft, keeps};
use crate::authorise::petition::{Verdict, Wish, verdict};
use crate::authorise::{Action, Principal};
use crate::casework::{Loaded, envelope};
use crate::error::AppError;
use crate::huiyin::{Huiyin, Shared};
use crate::organisation::OrganisationAt;
use crate::queries::obligation::Words;
use crate::queries::timeline::{post_title, staff_name};
use crate::rules::{Authority, Rules};
use huiyin_domain::event::{Actor, Document, Envelope, Event, ReadList, SealKeeperNamed};
use huiyin_domain::ids::{Position, PostId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::Action as Step;
use huiyin_domain::time::{Instant, Zone};
use huiyin_store::reader::Reader;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// The most documents that are shown as waiting.
const WAITING_MAX: u32 = 200;
/// The most changes that are shown.
const CHANGES_MAX: u32 = 50;
/// Uses of the seal on one page.
const USES_MAX: usize = 50;

/// The seal as it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SealView {
    /// The organisation's version, for `If-Match`.
    pub version: i64,
    /// The post that keeps it.
    pub keeper: Option<SealPostView>,
    /// The documents that wait for it.
    pub documents: Vec<String>,
    /// The image that is set, by the number that it got when it was lodged.
    pub image: Option<i64>,
    /// Whether you keep it: lodge its image, and set it.
    pub keeps: bool,
    /// The holder of the post, where you keep it as a stand-in: its image you change only while they are away.
    pub stands_in_for: Option<String>,
    /// Whether you may lodge another image, or take it out of use.
    pub changes_image: bool,
    /// What waits for it, the longest first, for whoever keeps it; 200 at most.
    pub waiting: Vec<SealWaitingView>,
    /// What changed about it, the newest first; 50 at most.
    pub changes: Vec<SealChangeView>,
    /// Each use of it.
    pub uses: SealUses,
}

/// A post.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SealPostView {
    /// Its id.
    pub id: i64,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
}

/// A document that waits for the seal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SealWaitingView {
    /// The petition's number.
    pub number: String,
    /// Its version, for `If-Match`.
    pub version: i64,
    /// Which document; reading it is on record.
    pub document: String,
    /// Whether you read it since it waits; it is sealed by nobody who did not.
    pub read: bool,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// Since when it waits.
    pub since: String,
    /// The last day of what its service meets, where something is owed.
    pub due_date: Option<String>,
}

/// A change about the seal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SealChangeView {
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// `keeper-named`, `lodged`, `chosen` or `withdrawn`.
    pub change: String,
    /// In words.
    #[schema(value_type = Words)]
    pub words: Bilingual,
    /// The image that it is about.
    pub image: Option<i64>,
    /// What tells that image from every other.
    pub digest: Option<String>,
    /// Who was named then, and what waited from then on: sent to `PUT /api/v1/admin/seal` it stands again. `None` for
    /// another change, and where the post is closed.
    pub named: Option<SealKeeperDraft>,
}

/// Uses of the seal, the newest first.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct SealUses {
    /// Those on petitions that you may open, and your own.
    pub entries: Vec<SealUseView>,
    /// How many more there are on this page, on petitions that you may not open.
    pub hidden: u32,
    /// Send it as `before` for those before them.
    pub next: Option<i64>,
}

/// A use of the seal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SealUseView {
    /// When.
    pub at: String,
    /// Who set it.
    pub by: String,
    /// On which document.
    pub document: String,
    /// What it is called.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// The number of its petition.
    pub number: String,
    /// Which image, by the number that it got when it was lodged.
    pub image: i64,
    /// What tells that image from every other.
    pub digest: String,
}

impl Huiyin {
    /// The seal as it stands, with a page of its uses.
    ///
    /// # Errors
    /// [`crate::PeopleRefusal::NotAllowed`] for whoever neither keeps it nor may see its uses; or a failure
    /// of the store.
    pub async fn official_seal(
        &self,
        who: &Principal,
        before: Option<i64>,
    ) -> Result<SealView, AppError> {
        if who.may(Action::SeeSealUses) {
            self.note_list(who, ReadList::SealUses, BTreeMap::new())
                .await?;
        }
        let (shared, who) = (Arc::clone(self.shared()), who.clone());
        let before = Position::new(before.unwrap_or(i64::MAX));
        let now = self.now();
        let read = self
            .store()
            .read(move |reader| view(reader, &shared, &who, (before, now)));
        read.await
    }
}

/// The documents that wait for whoever keeps the seal; of whoever does not, none.
pub(crate) fn seals_awaited(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
) -> Result<Vec<SealWaitingView>, AppError> {
    let organisation = shared.organisation_read(reader, who.authority)?;
    if keeps(&organisation, who).is_err() {
        return Ok(Vec::new());
    }
    reading(reader, shared, who, organisation)?.waiting(reader)
}

fn reading<'a>(
    reader: &mut Reader<'_>,
    shared: &'a Shared,
    who: &'a Principal,
    organisation: Arc<OrganisationAt>,
) -> Result<Reading<'a>, AppError> {
    let rules = shared.rules_read(reader)?;
    let authority = rules.authority(who.authority).cloned();
    let unknown = || crate::Refusal::UnknownAuthority(who.authority.to_string());
    Ok(Reading {
        authority: authority.ok_or_else(unknown)?,
        shared,
        who,
        rules,
        organisation,
    })
}

/// What the rows are read with.
struct Reading<'a> {
    shared: &'a Shared,
    who: &'a Principal,
    rules: Arc<Rules>,
    authority: Arc<Authority>,
    organisation: Arc<OrganisationAt>,
}

fn view(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    (before, now): (Position, Instant),
) -> Result<SealView, AppError> {
    let organisation = shared.organisation_read(reader, who.authority)?;
    if keeps(&organisation, who).is_err() {
        who.permit(Action::SeeSealUses)?;
    }
    let reading = reading(reader, shared, who, organisation)?;
    let organisation = &reading.organisation;
    let seal = &organisation.seal;
    let keeps = organisation.keeps_seal(who.staff);
    Ok(SealView {
        version: organisation.position,
        keeper: organisation.seal_post().map(|post| SealPostView {
            id: post.id.raw(),
            title: post.title.clone(),
        }),
        documents: words_of(seal.documents.iter()),
        image: seal.image.as_ref().map(|image| image.lodged.raw()),
        keeps,
        stands_in_for: organisation
            .keeps_seal_for(who.staff)
            .map(|holder| staff_name(organisation, holder)),
        changes_image: organisation.changes_seal(who.staff, now.date_in(reading.zone())),
        waiting: match keeps {
            true => reading.waiting(reader)?,
            false => Vec::new(),
        },
        changes: reading.changes(reader)?,
        uses: reading.uses(reader, before)?,
    })
}

fn words_of<'a>(documents: impl Iterator<Item = &'a Document>) -> Vec<String> {
    documents.map(|one| one.word().to_owned()).collect()
}

impl Reading<'_> {
    fn zone(&self) -> &Zone {
        &self.authority.zone
    }

    fn name(&self, by: Actor) -> String {
        match by {
            Actor::Staff(staff) => staff_name(&self.organisation, staff),
            _ => String::new(),
        }
    }

    fn may(&self, loaded: &Loaded, wish: Wish) -> bool {
        let barred = loaded.barred(&self.shared.key);
        let organisation = &loaded.organisation;
        verdict(self.who, &loaded.case, &barred, organisation, wish) == Verdict::Allowed
    }

    fn loaded(
        &self,
        reader: &mut Reader<'_>,
        petition: huiyin_domain::ids::PetitionId,
    ) -> Result<Option<Loaded>, AppError> {
        let known = (&*self.rules, &self.organisation);
        Loaded::among(reader, self.shared, known, (self.who.authority, petition))
    }

    /// What this keeper may set it on: nothing of whoever is complained of or stepped aside.
    fn waiting(&self, reader: &mut Reader<'_>) -> Result<Vec<SealWaitingView>, AppError> {
        let mut list = Vec::new();
        for row in reader.seal_waiting(self.who.authority, WAITING_MAX)? {
            let Some(loaded) = self.loaded(reader, row.petition)? else {
                continue;
            };
            if !self.may(&loaded, Wish::Step(Step::SetSeal)) {
                continue;
            }
            let last = loaded
                .rule_set()
                .last_for_service(&loaded.case, row.document);
            let due = loaded.case.open_duties().into_iter();
            let due = due.map(|(_, owed)| &owed.opened);
            let due = due
                .filter(|one| Some(one.due_at) == last)
                .min_by_key(|one| one.due_at);
            list.push(SealWaitingView {
                number: loaded.case.number.to_string(),
                version: loaded.case.seen_now().raw(),
                document: row.document.word().to_owned(),
                read: loaded.case.read_since_issue(self.who.staff, row.document),
                title: row.document.title(),
                since: row.since.rfc3339_in(self.zone()),
                due_date: due.map(|one| one.due_date.to_string()),
            });
        }
        Ok(list)
    }

    fn changes(&self, reader: &mut Reader<'_>) -> Result<Vec<SealChangeView>, AppError> {
        let rows = reader.seal_changes(self.who.authority, CHANGES_MAX)?;
        let changes = rows.iter().map(|open| Ok(self.change(&envelope(open)?)));
        let changes: Vec<Option<SealChangeView>> = changes.collect::<Result<_, AppError>>()?;
        Ok(changes.into_iter().flatten().collect())
    }

    fn change(&self, row: &Envelope) -> Option<SealChangeView> {
        let (change, words, image) = match &row.event {
            Event::SealKeeperNamed(named) => {
                let documents: Vec<Bilingual> =
                    named.documents.iter().map(|one| one.title()).collect();
                ("keeper-named", self.named(named.keeper, &documents), None)
            }
            Event::SealLodged(lodged) => (
                "lodged",
                Bilingual::new("存入新的图样", "A new image was lodged"),
                Some((row.position.raw(), lodged.digest.clone())),
            ),
            Event::SealChosen(chosen) => match &chosen.image {
                Some(image) => (
                    "chosen",
                    Bilingual::new("恢复使用以前的图样", "An earlier image is set again"),
                    Some((image.lodged.raw(), image.digest.clone())),
                ),
                None => (
                    "withdrawn",
                    Bilingual::new("停用印章", "The seal was taken out of use"),
                    None,
                ),
            },
            _ => return None,
        };
        let (image, digest) = image.unzip();
        let named = match &row.event {
            Event::SealKeeperNamed(named) => self.again(named),
            _ => None,
        };
        Some(SealChangeView {
            at: row.effective_at.rfc3339_in(self.zone()),
            by: self.name(row.by),
            change: change.to_owned(),
            words,
            image,
            digest,
            named,
        })
    }

    /// What was named, as it can be named again.
    fn again(&self, named: &SealKeeperNamed) -> Option<SealKeeperDraft> {
        let draft = SealKeeperDraft {
            keeper: named.keeper.map(PostId::raw),
            documents: words_of(named.documents.iter()),
        };
        draft.checked(&self.organisation).is_ok().then_some(draft)
    }

    fn named(&self, keeper: Option<PostId>, documents: &[Bilingual]) -> Bilingual {
        let Some(keeper) = keeper else {
            return Bilingual::new("不再指定保管岗位", "No post keeps it any more");
        };
        let title = post_title(&self.organisation, keeper);
        let zh: Vec<&str> = documents.iter().map(|one| one.zh.as_str()).collect();
        let en: Vec<&str> = documents.iter().map(|one| one.en.as_str()).collect();
        if documents.is_empty() {
            return Bilingual::new(
                format!("由{}保管，没有文书等用印", title.zh),
                format!("Kept by {}; no document waits for it", title.en),
            );
        }
        Bilingual::new(
            format!("由{}保管，等用印的文书：{}", title.zh, zh.join("、")),
            format!("Kept by {}; what waits for it: {}", title.en, en.join(", ")),
        )
    }

    fn uses(&self, reader: &mut Reader<'_>, before: Position) -> Result<SealUses, AppError> {
        let one_more = u32::try_from(USES_MAX + 1).unwrap_or(u32::MAX);
        let mut rows = reader.seals_set(self.who.authority, before, one_more)?;
        let more = rows.len() > USES_MAX;
        rows.truncate(USES_MAX);
        let mut uses = SealUses::default();
        for open in &rows {
            let row = envelope(open)?;
            uses.next = more.then(|| row.position.raw());
            match self.used(reader, &row)? {
                Some(one) => uses.entries.push(one),
                None => uses.hidden += 1,
            }
        }
        Ok(uses)
    }

    /// A use, where whoever reads may know of its petition: they may open it, or set the seal themselves and
    /// are not complained of since.
    fn used(
        &self,
        reader: &mut Reader<'_>,
        row: &Envelope,
    ) -> Result<Option<SealUseView>, AppError> {
        let (Event::SealSet(seal), Some(petition)) = (&row.event, row.petition) else {
            return Ok(None);
        };
        let Some(loaded) = self.loaded(reader, petition)? else {
            return Ok(None);
        };
        let staff = self.who.staff;
        let own = row.by == Actor::Staff(staff)
            && !loaded.case.recused.contains(&staff)
            && !loaded.barred(&self.shared.key).staff.contains(&staff);
        if !own && !self.may(&loaded, Wish::Open) {
            return Ok(None);
        }
        Ok(Some(SealUseView {
            at: row.effective_at.rfc3339_in(self.zone()),
            by: self.name(row.by),
            document: seal.document.word().to_owned(),
            title: seal.document.title(),
            number: loaded.case.number.to_string(),
            image: seal.image.lodged.raw(),
            digest: seal.image.digest.clone(),
        }))
    }
}
