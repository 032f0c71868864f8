//! The script that plays a drill in real time: read when the drill is opened, played by the ticker, told on
//! page and board with its notes, and at the end the sheet of target against actual.

use super::Running;
use super::open::ResponseDraft;
use super::run::{Said, note};
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::queries::obligation::Words;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::{MINUTE_MICROS, Plan};
use huiyin_domain::response::drill::{DrillError, DrillScript, sheet};
use huiyin_domain::response::{Command, Event, PutIn, RunRefusal, decide, inject_words};
use huiyin_domain::time::Instant;
use huiyin_store::transaction::Transaction;
use serde::Serialize;
use utoipa::ToSchema;

/// The longest script, in characters.
const SCRIPT_CHARACTERS_MAX: usize = 20_000;

/// A line of the result sheet of a drill. It is about posts and tasks, never about persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SheetRow {
    /// What was to happen.
    #[schema(value_type = Words)]
    pub title: Bilingual,
    /// At which minute of the drill it was due.
    pub due_minute: i64,
    /// At which minute it happened; nothing if it never did.
    pub done_minute: Option<i64>,
    /// `P` in time, `S` late by half its time at most, `M` later, `U` never; `—` not tried: the drill ended before
    /// its limit.
    pub rating: &'static str,
    /// The same in words.
    #[schema(value_type = Words)]
    pub words: Bilingual,
}

/// Beside the letters of HSEEP: what nobody tried is rated by none.
const UNTRIED: &str = "—";

fn wrong(error: &DrillError) -> AppError {
    let words = error.words();
    AppError::field("script", FieldProblem::DrillScript { words })
}

/// Reads the script of a draft, which names what the draft leaves open.
///
/// # Errors
/// [`crate::error::Refusal::Fields`] for a script that is none, or of what is no drill.
pub(super) fn read(draft: &mut ResponseDraft) -> Result<Option<DrillScript>, AppError> {
    draft.script = draft.script.take().filter(|text| !text.trim().is_empty());
    let Some(text) = draft.script.as_deref() else {
        return Ok(None);
    };
    if !draft.exercise {
        return Err(AppError::field("script", FieldProblem::OnlyInADrill));
    }
    if text.chars().count() > SCRIPT_CHARACTERS_MAX {
        let characters_max = SCRIPT_CHARACTERS_MAX;
        return Err(AppError::field(
            "script",
            FieldProblem::TooLong { characters_max },
        ));
    }
    let script = DrillScript::parse(text).map_err(|error| wrong(&error))?;
    if draft.place.is_empty() {
        draft.place = script.drill.place.to_string();
        draft.plan = Some(script.drill.plan.to_string());
    }
    if draft
        .people
        .as_deref()
        .unwrap_or_default()
        .trim()
        .is_empty()
    {
        let count = script.opening().map_err(|error| wrong(&error))?;
        draft.people = Some(format!("{}-{}", count.min, count.max));
    }
    Ok(Some(script))
}

/// What a script puts in under the plan that runs.
///
/// # Errors
/// As [`read`], for a script of another plan or with what the plan does not have.
pub(super) fn injects(script: Option<&DrillScript>, plan: &Plan) -> Result<Vec<PutIn>, AppError> {
    let Some(script) = script else {
        return Ok(Vec::new());
    };
    let injects = script.check(plan).and_then(|()| script.puts_in());
    injects.map_err(|error| wrong(&error))
}

/// What whoever plays silence is sent: subject and text. Nothing in it asks for an answer.
pub(super) fn silence(number: u32, post: &str, language: Language) -> (String, String) {
    let subject = language.pick(
        format!("【演练】呼叫{number}号：您不用应答"),
        format!("[EXERCISE] Page {number}: you do not answer"),
    );
    let text = language.pick(
        format!("【演练】这是演练，没有人来访。“{post}”在这次演练里的角色是不应答：不用回答，也不用来，呼叫按时转给下一位。"),
        format!("[EXERCISE] This is a drill; nobody has come. The part of “{post}” in it is silence: do not answer and do not come, the page goes on to the next in time."),
    );
    (subject, text)
}

/// Records what the script of a drill that just began puts in; nothing where it has none.
///
/// # Errors
/// The run's refusal, or when the store fails.
pub(super) fn load(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &mut Running,
    injects: Vec<PutIn>,
    said: Said<'_>,
) -> Result<(), AppError> {
    if injects.is_empty() {
        return Ok(());
    }
    let authority = running.setting.authority.row.id;
    let now = transaction.next_slot(authority)?.recorded_at;
    let load = Command::LoadScript(injects);
    let loaded = decide(&running.state, &load, &running.setting.scene(), now)?;
    note(transaction, shared, running, loaded, said)
}

impl Running {
    /// The script that plays it; none where nothing does, or its key was destroyed.
    pub(super) fn script(&self) -> Option<DrillScript> {
        DrillScript::parse(self.text.script.as_deref()?).ok()
    }

    /// The posts whose holders play silence in this drill: they are called like any other, and told so.
    pub(super) fn silent(&self) -> Vec<Bilingual> {
        let script = self.script();
        let posts = script.iter().flat_map(|script| &script.drill.silent);
        let plan = &self.setting.plan;
        posts
            .map(|post| super::view::post_title(plan, post))
            .collect()
    }

    /// Whether whoever a page calls plays silence in this drill, for one of the posts that it names: as in
    /// `plan drill`, they answer none of it, and it goes on to the next in time.
    pub(super) fn plays_silence(&self, number: u32) -> bool {
        let Some(script) = self.script() else {
            return false;
        };
        let pages = self.state.together(number).into_iter();
        let mut steps = pages.filter_map(|page| Some(&self.state.page(page)?.step_post));
        steps.any(|post| script.drill.silent.contains(post))
    }

    /// Refuses an answer to a page of somebody who plays silence, by whatever way it comes: the script is what
    /// the others practise with.
    ///
    /// # Errors
    /// [`RunRefusal::PlaysSilence`].
    pub(super) fn refuse_from_the_silent(&self, number: u32) -> Result<(), AppError> {
        match self.plays_silence(number) {
            true => Err(RunRefusal::PlaysSilence.into()),
            false => Ok(()),
        }
    }

    /// What the players were told, each with its moment.
    pub(super) fn notes(&self) -> Vec<(Instant, Bilingual)> {
        let script = self.script();
        let put_in = self
            .steps
            .iter()
            .filter_map(|step| match &step.recorded.event {
                Event::Injected { nth, .. } => Some((step.recorded.at, *nth)),
                _ => None,
            });
        let noted = put_in.filter_map(|(at, nth)| {
            let note = script.as_ref()?.note_of(nth)?;
            let words = Bilingual::new(
                format!("【演练脚本】{}", note.zh),
                format!("[DRILL SCRIPT] {}", note.en),
            );
            Some((at, words))
        });
        noted.collect()
    }

    /// What the script did last: what was put in, and, for those who signed in, what the players were told.
    pub(super) fn last_inject(&self, with_note: bool) -> Option<Bilingual> {
        let mut steps = self.steps.iter().rev();
        let (nth, refused) = steps.find_map(|step| match &step.recorded.event {
            Event::Injected { nth, refused } => Some((*nth, refused.is_some())),
            _ => None,
        })?;
        let words = inject_words(self.state.inject(nth)?.what, refused);
        let script = self.script().filter(|_| with_note);
        let note = script.as_ref().and_then(|script| script.note_of(nth));
        Some(match note {
            Some(note) => Bilingual::new(
                format!("{}：{}", words.zh, note.zh),
                format!("{}: {}", words.en, note.en),
            ),
            None => words,
        })
    }

    /// Why a drill does not count as held, or would not if it ended now.
    pub(super) fn not_held(&self, now: Instant) -> Vec<Bilingual> {
        if !self.exercise {
            return Vec::new();
        }
        let (plan, zone) = (&self.setting.plan, &self.setting.authority.zone);
        let untried = self.state.untried(plan, self.state.ended_at.unwrap_or(now));
        untried.iter().map(|one| one.words(plan, zone)).collect()
    }

    /// From when a drill that runs counts as held, where nothing more is done: once every limit has passed. Nothing
    /// where it counts already, and where waiting alone is not enough.
    pub(super) fn counts_from(&self, now: Instant) -> Option<Instant> {
        if !self.exercise || self.state.ended_at.is_some() {
            return None;
        }
        let plan = &self.setting.plan;
        let untried = self.state.untried(plan, now);
        let limits = untried.iter().map(|one| one.limit(plan));
        let limits: Option<Vec<Instant>> = limits.map(|limit| limit.map(|(_, due)| due)).collect();
        let last = limits?.into_iter().max()?;
        // A limit is in time to its last instant: the minute after it.
        Some(last.plus_micros(MINUTE_MICROS).to_minute())
    }

    /// What a drill that ended did not try: it ended before the limit of each.
    fn untried(&self, ended_at: Instant) -> impl Iterator<Item = SheetRow> {
        let plan = &self.setting.plan;
        let began = self.state.opened_at.unwrap_or(ended_at);
        let untried = self.state.untried(plan, ended_at).into_iter();
        untried.filter_map(move |one| {
            let (title, due) = one.limit(plan)?;
            Some(SheetRow {
                title,
                due_minute: (due.micros() - began.micros()).div_euclid(MINUTE_MICROS),
                done_minute: None,
                rating: UNTRIED,
                words: Bilingual::new("没有练到", "not tried"),
            })
        })
    }

    /// Target against actual of a drill that ended, as `plan drill` has it, and what it did not try.
    pub(super) fn sheet(&self) -> Vec<SheetRow> {
        let Some(ended_at) = self.state.ended_at.filter(|_| self.exercise) else {
            return Vec::new();
        };
        let lines = sheet(&self.told(), &self.setting.plan).into_iter();
        let row = lines.map(|line| SheetRow {
            title: line.what,
            due_minute: line.due_minute,
            done_minute: line.done_minute,
            rating: line.rating.letter(),
            words: line.rating.words(),
        });
        row.chain(self.untried(ended_at)).collect()
    }
}
