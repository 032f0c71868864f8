//! Petitions as they were folded last, kept in memory: whoever opens a list of fifty, or takes the next step
//! on a petition, folds only what came since. The journal is asked each time, and rows are never changed or
//! taken away, so what was folded up to a row is true for good; open parts alone go into it, no personal data.

use super::envelope;
use crate::error::AppError;
use huiyin_domain::event::{Envelope, Event, FilePurpose};
use huiyin_domain::ids::{AuthorityId, FileId, PetitionId, Position};
use huiyin_domain::petition::Case;
use huiyin_store::reader::Reader;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Petitions kept in each of two generations; one takes about 3 KB.
const GENERATION_MAX: usize = 2_048;

/// Which authority's, and which.
pub(crate) type PetitionPlace = (AuthorityId, PetitionId);

/// A petition folded from its rows.
#[derive(Clone)]
pub(crate) struct Folded {
    /// As it stands after its last row.
    pub case: Arc<Case>,
    /// Its files, and what each is for.
    pub files: Arc<BTreeMap<FileId, FilePurpose>>,
}

impl Folded {
    /// From a petition's rows, oldest first; nothing if there are none.
    pub(crate) fn of<'a>(rows: impl Iterator<Item = &'a Envelope> + Clone) -> Option<Self> {
        let case = Case::fold(rows.clone())?;
        Some(Self {
            case: Arc::new(case),
            files: Arc::new(rows.filter_map(file).collect()),
        })
    }

    /// With the rows that came since.
    fn and(&self, rows: &[Envelope]) -> Self {
        if rows.is_empty() {
            return self.clone();
        }
        let (mut case, mut files) = (Case::clone(&self.case), Arc::clone(&self.files));
        for row in rows {
            case.apply(row);
        }
        if rows.iter().any(|row| file(row).is_some()) {
            Arc::make_mut(&mut files).extend(rows.iter().filter_map(file));
        }
        Self {
            case: Arc::new(case),
            files,
        }
    }
}

fn file(row: &Envelope) -> Option<(FileId, FilePurpose)> {
    match &row.event {
        Event::FileAdded(file) => Some((FileId::new(row.position.raw()), file.purpose)),
        _ => None,
    }
}

/// The petitions that are kept.
#[derive(Default)]
pub(crate) struct KeptCases {
    kept: Mutex<Generations<Folded>>,
    /// As the command that runs on the writer's thread leaves them, if it is committed.
    decided: Mutex<Vec<Decided>>,
}

/// A petition as a command leaves it.
pub(crate) type Decided = (PetitionPlace, Folded);

/// A generation that fills, and the one before it. When the young one is full the old one goes, so what nobody
/// asked for meanwhile is forgotten.
struct Generations<T> {
    young: HashMap<PetitionPlace, T>,
    old: HashMap<PetitionPlace, T>,
}

impl KeptCases {
    /// A petition as it stands where the reader looks; nothing if there is none. It is kept where its last row
    /// is among the first `kept_up_to` of its journal: what a transaction appended may yet be rolled back.
    pub(crate) fn folded(
        &self,
        reader: &mut Reader<'_>,
        place: PetitionPlace,
        kept_up_to: Position,
    ) -> Result<Option<Folded>, AppError> {
        let known = self.get(place);
        let rows = match &known {
            Some(known) => reader.open_parts_after(place.0, place.1, known.case.last)?,
            None => reader.open_parts_of(place.0, place.1)?,
        };
        let rows: Vec<Envelope> = rows
            .iter()
            .map(|open| envelope(open))
            .collect::<Result<_, _>>()?;
        let folded = match known {
            Some(known) => Some(known.and(&rows)),
            None => Folded::of(rows.iter()),
        };
        if let Some(folded) = &folded
            && !rows.is_empty()
            && folded.case.last <= kept_up_to
        {
            self.keep(place, folded);
        }
        Ok(folded)
    }

    /// A command left a petition so: whoever asks next need not fold its rows.
    pub(crate) fn decided(&self, place: PetitionPlace, folded: Folded) {
        locked(&self.decided).push((place, folded));
    }

    /// What was decided since this was asked last.
    pub(crate) fn take_decided(&self) -> Vec<Decided> {
        std::mem::take(&mut locked(&self.decided))
    }

    /// What a command decided is committed.
    pub(crate) fn committed(&self, decided: Vec<Decided>) {
        for (place, folded) in decided {
            self.keep(place, &folded);
        }
    }

    fn get(&self, place: PetitionPlace) -> Option<Folded> {
        locked(&self.kept).get(place)
    }

    fn keep(&self, place: PetitionPlace, folded: &Folded) {
        let mut kept = locked(&self.kept);
        // Two readers may fold the same one at a time; the one that saw more stays.
        let newer = |one: Folded| one.case.last > folded.case.last;
        if !kept.get(place).is_some_and(newer) {
            kept.put(place, folded.clone());
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Default for Generations<T> {
    fn default() -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
        }
    }
}

impl<T: Clone> Generations<T> {
    fn get(&mut self, place: PetitionPlace) -> Option<T> {
        if let Some(found) = self.young.get(&place) {
            return Some(found.clone());
        }
        let found = self.old.remove(&place)?;
        self.put(place, found.clone());
        Some(found)
    }

    fn put(&mut self, place: PetitionPlace, one: T) {
        if self.young.len() >= GENERATION_MAX {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(place, one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::casework::Loaded;
    use crate::huiyin::{Command, Huiyin, HuiyinConfig, Shared};
    use crate::record::{Belongs, NewEvent, record};
    use huiyin_domain::event::{Actor, Plain};
    use huiyin_domain::obligation::Effects;
    use huiyin_domain::petition::{Channel, SubmissionDraft};
    use huiyin_store::StoreConfig;
    use huiyin_store::transaction::Transaction;

    const FIRST: AuthorityId = AuthorityId::new(1);

    fn folded(huiyin: &Huiyin, petition: PetitionId) -> Position {
        let loaded = huiyin
            .store()
            .read_here(|reader| Loaded::read(reader, huiyin.shared(), FIRST, petition));
        loaded.expect("reads").expect("is there").case.last
    }

    /// Appends to a petition, looks at it, and goes on or fails.
    struct Appends {
        petition: PetitionId,
        fails: bool,
    }

    impl Command for Appends {
        type Outcome = Position;

        fn authorities(&self) -> Vec<AuthorityId> {
            vec![FIRST]
        }

        fn decide(
            &mut self,
            transaction: &mut Transaction<'_>,
            shared: &Shared,
        ) -> Result<Position, AppError> {
            let note = Event::NoteAdded(Plain {
                effects: Effects::default(),
            });
            let new = NewEvent::open(FIRST, Actor::System, Belongs::To(self.petition), note);
            record(transaction, new, &*shared.chance)?;
            let loaded = Loaded::known(transaction, shared, (FIRST, self.petition))?;
            match self.fails {
                true => Err(AppError::Unreadable(loaded.case.last.to_string())),
                false => Ok(loaded.case.last),
            }
        }
    }

    #[test]
    fn what_was_rolled_back_is_not_kept_and_what_was_committed_is_folded_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = HuiyinConfig::new(StoreConfig {
            folder: folder.path().to_owned(),
            database: None,
        });
        let huiyin = Huiyin::open(config).expect("opens");
        let authority = huiyin.authority(None).expect("an authority");
        let draft = SubmissionDraft {
            subject: Some("路灯".into()),
            body: Some("三个月没有亮。".into()),
            ..SubmissionDraft::default()
        };
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let registered = huiyin.register(&authority, draft, Channel::Web, None);
        let number = runtime
            .block_on(registered)
            .expect("registers")
            .registered
            .number;
        let number = huiyin_domain::number::PetitionNumber::parse(&number).expect("a number");
        let petition = huiyin
            .store()
            .read_here(|reader| reader.petition_numbered(FIRST, number))
            .expect("reads")
            .expect("is there");
        let before = folded(&huiyin, petition);
        let append = |fails| huiyin.command_here(Appends { petition, fails });
        let failed = append(true).expect_err("fails").to_string();
        let seen = Position::new(before.raw() + 1).to_string();
        assert!(failed.starts_with(&seen), "{failed}: it saw its own row");
        assert_eq!(folded(&huiyin, petition), before, "which is gone");
        let after = append(false).expect("appends");
        assert_eq!(folded(&huiyin, petition), after);
        assert!(after > before);
        let again = huiyin.shared().cases.get((FIRST, petition)).expect("kept");
        assert_eq!(again.case.last, after);
    }

    #[test]
    fn what_nobody_asks_for_is_forgotten_and_what_is_asked_for_stays() {
        let place = |petition: usize| (FIRST, PetitionId::new(petition as i64));
        let mut kept = Generations::default();
        for petition in 0..4 * GENERATION_MAX {
            kept.put(place(petition), petition);
            assert_eq!(kept.get(place(0)), Some(0), "after {petition}");
        }
        assert_eq!(kept.get(place(1)), None);
        assert_eq!(
            kept.get(place(4 * GENERATION_MAX - 2)),
            Some(4 * GENERATION_MAX - 2)
        );
        assert!(kept.young.len() + kept.old.len() <= 2 * GENERATION_MAX);
    }
}
