//! The minutes as the representatives signed them, for a group that registers no petition: the scan of the paper, or the
//! picture of what they drew on the screen, is kept with the response, sealed under its key, and goes with it. It bears
//! names, so it is for those who may see who the representatives are, on record first (RULES 4.1, 4.3).

use super::Running;
use super::act::ResponseStepped;
use super::drawn;
use super::received::words;
use super::run::{Said, give, note};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::casework::parse;
use crate::commands::register::Idempotency;
use crate::error::{AppError, Refusal};
use crate::files::{FileContent, FileDraft, Filing, kept_content};
use crate::huiyin::{Command as Job, Huiyin, Shared};
use crate::once::Once;
use huiyin_domain::event::{
    Actor, Envelope, Event as Journalled, EventText, FileKind, FilePurpose,
};
use huiyin_domain::ids::{AuthorityId, FileId, Position, ResponseId};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::response::{Assent, Command, Event, Receiving, RunRefusal, Telling, decide};
use huiyin_store::StoreError;
use huiyin_store::reader::Reader;
use huiyin_store::transaction::Transaction;
use std::sync::Arc;

/// How the representatives answered the minutes that they signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedAnswer {
    /// Whether they agreed.
    pub agreed: bool,
    /// What they see otherwise.
    pub otherwise: String,
}

/// What the representatives signed.
#[derive(Clone)]
pub enum SignedMinutes {
    /// The minutes on paper: their scan.
    Paper(FileDraft),
    /// The screen of the desk: what each of them drew, one to five, as
    /// [`Drawing::parse`](huiyin_domain::response::Drawing::parse) reads it.
    Screen(Vec<String>),
}

impl Huiyin {
    /// The representatives answered the minutes by signing them: the scan, or the picture of what they drew, is kept
    /// with the response.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`], [`Refusal::NotAllowed`], [`Refusal::Run`] where no minutes wait for an answer,
    /// [`Refusal::Fields`], or a failure of the store; then nothing is kept.
    pub async fn answer_minutes_signed(
        &self,
        who: &Principal,
        id: i64,
        (answer, signed): (SignedAnswer, SignedMinutes),
        idempotency: Option<Idempotency>,
    ) -> Result<Once<ResponseStepped>, AppError> {
        let by = (who.authority, Actor::Staff(who.staff));
        let (draft, drawings) = match signed {
            SignedMinutes::Paper(scan) => (scan, None),
            SignedMinutes::Screen(drawn) => (drawn::picture(&drawn)?, Some(drawn.len())),
        };
        let job = AnswerSigned {
            who: who.clone(),
            id: ResponseId::new(id),
            answer,
            filing: Filing::of(draft)?,
            drawings,
        };
        self.once(by, job, idempotency).await
    }

    /// The newest minutes as they were signed. That they look is on record before this answers.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`], [`Refusal::NotAllowed`], [`Refusal::Run`] where no scan is kept; or a failure of the
    /// store.
    pub async fn signed_minutes(&self, who: &Principal, id: i64) -> Result<FileContent, AppError> {
        let id = ResponseId::new(id);
        let job = OpenScan {
            who: who.clone(),
            id,
        };
        let file = self.command(job).await?;
        let (shared, authority) = (Arc::clone(self.shared()), who.authority);
        self.store()
            .read(move |reader| content(reader, &shared, (authority, id), file))
            .await
    }
}

/// A response as somebody finds it, who may do this in it now.
fn found(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (who, id): (&Principal, ResponseId),
    actions: &[ResponseAction],
) -> Result<Running, AppError> {
    let running = Running::in_transaction(transaction, shared, (who.authority, id))?;
    let running = running.ok_or(Refusal::NoSuchResponse)?;
    let now = Principal::of(&running.setting.organisation, who.authority, who.staff);
    let now = now.ok_or(Refusal::NoSuchResponse)?;
    for action in actions {
        running.permit(&now, *action)?;
    }
    Ok(running)
}

struct AnswerSigned {
    who: Principal,
    id: ResponseId,
    answer: SignedAnswer,
    filing: Filing,
    /// How many signed on the screen; nothing where it is a scan.
    drawings: Option<usize>,
}

impl AnswerSigned {
    fn keep(
        &self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
        running: &mut Running,
    ) -> Result<FileId, AppError> {
        let (kind, bytes, text) = self.filing.described();
        let text = std::str::from_utf8(text);
        let text = text.map_err(|error| AppError::Unreadable(error.to_string()))?;
        let drawn = self.drawings.is_some();
        let command = Command::Receive(Telling::KeepScan { kind, bytes, drawn });
        let now = transaction.next_slot(self.who.authority)?.recorded_at;
        let decided = decide(&running.state, &command, &running.setting.scene(), now)?;
        let said = Said {
            by: Actor::Staff(self.who.staff),
            text: Some(text),
            ..Said::SYSTEM
        };
        note(transaction, shared, running, decided, said)?;
        let file = FileId::new(running.version.raw());
        let key = running.keys.text_key().ok_or(Refusal::NoSuchResponse)?;
        let at = (self.who.authority, file);
        self.filing.keep_beside(transaction, shared, at, key)?;
        Ok(file)
    }
}

impl Job for AnswerSigned {
    type Outcome = ResponseStepped;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<ResponseStepped, AppError> {
        let actions = [ResponseAction::Receive, ResponseAction::SeeRepresentatives];
        let mut running = found(transaction, shared, (&self.who, self.id), &actions)?;
        let otherwise = words(&running, "otherwise", &self.answer.otherwise)?;
        if !self.answer.agreed && otherwise.is_empty() {
            return Err(AppError::field("otherwise", FieldProblem::Missing));
        }
        if !matches!(
            self.filing.described().0,
            FileKind::Pdf | FileKind::Png | FileKind::Jpeg
        ) {
            return Err(AppError::field("scan", FieldProblem::OtherFile));
        }
        drawn::check_count(self.drawings, running.state.reception.representatives)?;
        let file = self.keep(transaction, shared, &mut running)?;
        let assent = match self.drawings {
            Some(_) => Assent::Drawn(file),
            None => Assent::Scan(file),
        };
        let command = Command::Receive(Telling::AnswerMinutes {
            agreed: self.answer.agreed,
            assent,
        });
        let said = Said {
            by: Actor::Staff(self.who.staff),
            text: Some(otherwise.as_str()).filter(|text| !text.is_empty()),
            ..Said::SYSTEM
        };
        give(transaction, shared, &mut running, &command, said)?;
        Ok(ResponseStepped {
            id: self.id.raw(),
            version: running.version.raw(),
        })
    }
}

struct OpenScan {
    who: Principal,
    id: ResponseId,
}

impl Job for OpenScan {
    type Outcome = FileId;

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.who.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<FileId, AppError> {
        let actions = [ResponseAction::SeeRepresentatives];
        let mut running = found(transaction, shared, (&self.who, self.id), &actions)?;
        let scan = running.state.reception.minutes;
        let scan = scan.and_then(|minutes| minutes.scan);
        let scan = scan.ok_or(RunRefusal::NoScan)?;
        let by = Actor::Staff(self.who.staff);
        let now = transaction.next_slot(self.who.authority)?.recorded_at;
        let opened = |event: &Receiving| matches!(event, Receiving::ScanOpened {});
        if !running.told_this_hour((by, now), opened) {
            let command = Command::Receive(Telling::OpenScan);
            let said = Said { by, ..Said::SYSTEM };
            give(transaction, shared, &mut running, &command, said)?;
        }
        Ok(scan)
    }
}

/// The content of a scan that is kept with a response. Whether it may be read was asked before.
fn content(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (authority, id): (AuthorityId, ResponseId),
    file: FileId,
) -> Result<FileContent, AppError> {
    let running = Running::in_snapshot(reader, shared, (authority, id))?;
    let running = running.ok_or(Refusal::NoSuchResponse)?;
    let gone = || Refusal::Run(RunRefusal::NoScan);
    let row = reader.journal_row(authority, Position::new(file.raw()))?;
    let row = row.ok_or_else(gone)?;
    let envelope: Envelope = parse(&row.open)?;
    let Journalled::ResponseStepped(stepped) = envelope.event else {
        return Err(gone().into());
    };
    let Event::Reception(Receiving::ScanKept { kind, .. }) = stepped.happened else {
        return Err(gone().into());
    };
    let (Some(key), Some(opened)) = (running.keys.text_key(), running.keys.open_text(&row)?) else {
        return Err(gone().into());
    };
    let words: EventText = parse(&opened.plaintext)?;
    let mut lines = words.lines.into_iter();
    let (name, digest) = (lines.next().unwrap_or_default(), lines.next());
    let digest = digest.ok_or(StoreError::Seal)?;
    Ok(FileContent {
        name,
        kind,
        purpose: FilePurpose::SignedPaper,
        bytes: kept_content(reader, (authority, file), key, &digest)?,
    })
}
