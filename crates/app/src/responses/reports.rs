//! Situation reports 情况报告 to the level above: made from the record and from what a person wrote and
//! approved, sent by mail or a gateway where the recipient can be reached so, else printed; read and
//! acknowledged by a link without sign-in. A drill sends nothing to anybody outside.

use super::link::ReportToken;
use super::received::paper;
use super::run::{Said, give};
use super::view::place_title;
use super::views::{ReportLook, SentReportView};
use super::{Running, Step};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::casework::parse;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Command, Huiyin, Shared};
use crate::notices::queue_for_staff;
use huiyin_domain::event::{Actor, Envelope, Event as Journalled, Way};
use huiyin_domain::ids::{AuthorityId, Position, ResponseId, StaffId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::{Channel, Key, Plan};
use huiyin_domain::response::report::{self, Basis, ReportHead, ReportLine, ReportWords};
use huiyin_domain::response::{Command as Wish, Event};
use huiyin_domain::time::Instant;
use huiyin_notify::Message;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeRow, NoticeTo};
use huiyin_store::transaction::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// The kind of a report in the outbox.
pub(crate) const REPORT: &str = "report";
/// The kind of a notice that a report is late.
const LATE: &str = "report-late";
/// How long it is tried; the next one is due by then.
pub(super) const TRIED_MICROS: i64 = 2 * 3_600_000_000;
/// The longest of its fields, in characters: the whole is one screen.
const FIELD_CHARACTERS_MAX: usize = 300;

/// What a person writes into a situation report and approves. The rest comes from the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportDraft {
    /// To whom, by the id in the plan.
    pub to: String,
    /// What could hurt somebody there; nothing about people's intentions.
    #[serde(default)]
    pub hazards: String,
    /// Whether anyone is unwell or needs help, in general words.
    #[serde(default)]
    pub unwell: String,
    /// What was done and decided since the last report.
    #[serde(default)]
    pub done: String,
    /// What the level above is asked for.
    #[serde(default)]
    pub needs: String,
    /// How the headcount is known: `counted`, `estimated` (so unless given) or `told`.
    #[serde(default)]
    pub basis: String,
}

impl ReportDraft {
    /// What was written, if it holds neither a contact nor a representative's name (RULES 10.2).
    fn words(&self, running: &Running) -> Result<ReportWords, AppError> {
        let plain = |field: &str, text: &str| paper(running, (field, text), FIELD_CHARACTERS_MAX);
        let basis = match self.basis.as_str() {
            "" => Basis::default(),
            word => Basis::parse(word).ok_or_else(|| {
                let allowed = Basis::ALL.iter().map(|one| one.word().to_owned()).collect();
                AppError::field("basis", FieldProblem::NotOneOf { allowed })
            })?,
        };
        Ok(ReportWords {
            hazards: plain("hazards", &self.hazards)?,
            unwell: plain("unwell", &self.unwell)?,
            done: plain("done", &self.done)?,
            needs: plain("needs", &self.needs)?,
            basis,
        })
    }

    /// The report as it goes up, approved by a member of staff: it is sealed with the event.
    ///
    /// # Errors
    /// [`Refusal::Fields`].
    pub(super) fn composed(
        &self,
        running: &Running,
        by: Actor,
        now: Instant,
    ) -> Result<String, AppError> {
        if self.to.is_empty() {
            return Err(AppError::field("to", FieldProblem::Missing));
        }
        let words = self.words(running)?;
        let organisation = &running.setting.organisation;
        let Actor::Staff(approver) = by else {
            return Err(Refusal::NotAllowed.into());
        };
        let member = organisation.staff.get(&approver);
        let language = member.map_or_else(Language::default, |one| one.language);
        let to = Key::new(&self.to);
        let approved_by = member.map_or("", |one| &one.name);
        let lines = lines(running, &to, (approved_by, now), &words, language);
        Ok(report::text(&lines, running.exercise, language))
    }
}

fn lines(
    running: &Running,
    to: &Key,
    (approved_by, now): (&str, Instant),
    words: &ReportWords,
    language: Language,
) -> Vec<ReportLine> {
    let authority = &running.setting.authority;
    let head = ReportHead {
        authority: &authority.row.name,
        to,
        approved_by,
        now,
        topic: running.shown_topic(),
        unwell: running.unwell,
        exercise: running.exercise,
        zone: &authority.zone,
    };
    report::lines(
        &running.state,
        &running.setting.plan,
        &head,
        words,
        language,
    )
}

/// What the next report that is owed takes from the record; nothing where none is owed.
pub(super) fn preview(running: &Running, now: Instant, language: Language) -> Vec<String> {
    let mut owed = running.state.reports.iter().filter(|owed| !owed.sent);
    let Some(owed) = owed.next().filter(|_| running.state.ended_at.is_none()) else {
        return Vec::new();
    };
    let words = ReportWords::default();
    let lines = lines(running, &owed.to, ("", now), &words, language);
    let colon = language.pick("：", ": ");
    let lines = lines.into_iter().filter(|line| !line.by_person);
    lines
        .map(|line| format!("{}{colon}{}", line.name, line.words))
        .collect()
}

/// What was done and decided since the last report to whom the next one is owed, for the field that a person approves:
/// what does not fit goes from its beginning, which an earlier look at the record shows. Nothing where none is owed.
pub(super) fn done(running: &Running) -> Bilingual {
    let mut owed = running.state.reports.iter().filter(|owed| !owed.sent);
    let owed = owed.next().filter(|_| running.state.ended_at.is_none());
    let since = owed.and_then(|owed| report::since(&running.state, &owed.to));
    let Some(since) = since else {
        return Bilingual::default();
    };
    let phrases = report::done_since(&running.told().record, since);
    let joined = |language| joined(&phrases, language);
    Bilingual::new(joined(Language::Zh), joined(Language::En))
}

/// The last of some phrases, as many as the field takes, in their order.
fn joined(phrases: &[Bilingual], language: Language) -> String {
    let gap = language.pick("；", "; ");
    let mut text = String::new();
    for phrase in phrases.iter().rev() {
        let longer = match text.is_empty() {
            true => phrase.in_language(language).to_owned(),
            false => format!("{}{gap}{text}", phrase.in_language(language)),
        };
        if longer.chars().count() > FIELD_CHARACTERS_MAX {
            break;
        }
        text = longer;
    }
    text
}

pub(super) fn recipient_title(plan: &Plan, id: &str) -> Bilingual {
    let mut recipients = plan.recipients.iter();
    let found = recipients.find(|one| *one.id == *id);
    found.map_or_else(|| Bilingual::new(id, id), |one| one.title.clone())
}

/// Queues a report to its recipient, in the transaction that records that it was approved. Nobody outside
/// hears of a drill.
pub(super) fn queue_report(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    event: &Event,
    position: Position,
) -> Result<(), AppError> {
    let Event::ReportSent { to, .. } = event else {
        return Ok(());
    };
    let Some((kind, _)) = shared.ways.recipient(to).filter(|_| !running.exercise) else {
        return Ok(());
    };
    let notice = NewNotice {
        to: NoticeTo::Recipient,
        kind: REPORT,
        document: None,
        position,
        channel: Some(kind),
    };
    transaction.queue_notice(running.setting.authority.row.id, notice)?;
    shared.ways.stage();
    Ok(())
}

/// A report that did not go up in time nags those of the posts called who may send one, and again while it
/// still did not; where none of them may, everybody who may.
pub(super) fn nag(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    running: &Running,
    event: &Event,
    position: Position,
) -> Result<(), AppError> {
    if !matches!(
        event,
        Event::ReportMissed { .. } | Event::ReportNagged { .. }
    ) {
        return Ok(());
    }
    let authority = running.setting.authority.row.id;
    let organisation = &running.setting.organisation;
    let called = running.state.pages.iter().filter_map(|page| {
        let staff = running.setting.staff_called(page.holder.as_ref()?)?;
        let who = Principal::of(organisation, authority, staff)?;
        running.lets(&who, ResponseAction::Report).then_some(staff)
    });
    let mut told: BTreeSet<StaffId> = called.collect();
    if told.is_empty() {
        let may = |staff: &StaffId| {
            let who = Principal::of(organisation, authority, *staff);
            who.is_some_and(|who| running.lets(&who, ResponseAction::Report))
        };
        told = organisation.staff.keys().copied().filter(may).collect();
    }
    for staff in told {
        queue_for_staff(
            transaction,
            shared,
            (authority, staff),
            running.notice_of(LATE),
            position,
        )?;
    }
    Ok(())
}

/// The report that an event at a position sent.
fn report_at(
    reader: &mut Reader<'_>,
    authority: AuthorityId,
    position: Position,
) -> Result<Option<(ResponseId, Key, u32)>, AppError> {
    let Some(row) = reader.journal_row(authority, position)? else {
        return Ok(None);
    };
    let envelope: Envelope = parse(&row.open)?;
    let (Some(response), Journalled::ResponseStepped(stepped)) =
        (envelope.response, envelope.event)
    else {
        return Ok(None);
    };
    Ok(match stepped.happened {
        Event::ReportSent { to, number } => Some((response, to, number)),
        _ => None,
    })
}

/// The text of a report that went up.
fn text_of<'a>(running: &'a Running, to: &Key, number: u32) -> Option<(&'a Step, &'a str)> {
    let mut steps = running.steps.iter();
    let step = steps.find(|step| {
        matches!(&step.recorded.event, Event::ReportSent { to: of, number: nth } if of == to && *nth == number)
    })?;
    Some((step, step.text.as_deref()?))
}

/// What a report in the outbox says, and where it goes.
pub(super) fn compose(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    row: &NoticeRow,
) -> Result<Option<(Channel, Message)>, AppError> {
    let Some((id, to, number)) = report_at(reader, authority, row.position)? else {
        return Ok(None);
    };
    let Some((kind, address)) = shared.ways.recipient(&to) else {
        return Ok(None);
    };
    let running = Running::in_snapshot(reader, shared, (authority, id))?;
    let Some(running) = running else {
        return Ok(None);
    };
    let Some((_, text)) = text_of(&running, &to, number) else {
        return Ok(None);
    };
    let place = running.state.place.clone();
    let place = place.map(|id| place_title(&running.setting.plan, &id));
    let place = place.map_or_else(String::new, |title| title.zh);
    let mut body = text.to_owned();
    if let Some(url) = shared.ways.public_url() {
        let token = ReportToken::new(authority, id, to, number).seal(shared)?;
        let url = url.trim_end_matches('/');
        body.push_str(&format!(
            "\n确认收到 To acknowledge: {url}/report/{token}\n"
        ));
    }
    let message = Message {
        to: address.to_owned(),
        subject: format!("情况报告 第{number}号 {place} Situation report {number}"),
        body,
        message_id: outside_number(shared, authority, row.id),
        sent_at: shared.clock.now(),
    };
    Ok(Some((kind, message)))
}

/// The number of a report outside, the same each time.
fn outside_number(shared: &Shared, authority: AuthorityId, id: i64) -> String {
    let text = format!("{authority}/{id}");
    let hash = shared.key.keyed_hash("report", text.as_bytes());
    let bytes = hash.iter().take(16);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// The reports that went up, the newest first.
pub(super) fn sent(
    running: &Running,
    shared: &Shared,
    when: &dyn Fn(Instant) -> String,
) -> Vec<SentReportView> {
    let plan = &running.setting.plan;
    let sent = running.state.sent.iter().rev();
    let view = |one: &huiyin_domain::response::SentReport| SentReportView {
        to: one.to.to_string(),
        title: recipient_title(plan, &one.to),
        number: one.number,
        at: when(one.at),
        acknowledged_at: one.acknowledged_at.map(when),
        goes_out: !running.exercise && shared.ways.recipient(&one.to).is_some(),
        text: text_of(running, &one.to, one.number)
            .map(|(_, text)| text.to_owned())
            .unwrap_or_default(),
    };
    sent.map(view).collect()
}

impl Huiyin {
    /// The report behind a link.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a link that is none or is too old.
    pub async fn report_look(&self, token: &str) -> Result<ReportLook, AppError> {
        let shared = Arc::clone(self.shared());
        let token = ReportToken::open(&shared, token).ok_or(Refusal::NoSuchResponse)?;
        self.store()
            .read(move |reader| {
                let place = (token.authority, token.response);
                let running = Running::in_snapshot(reader, &shared, place)?;
                let running = running.ok_or(Refusal::NoSuchResponse)?;
                let (step, text) =
                    text_of(&running, &token.to, token.number).ok_or(Refusal::NoSuchResponse)?;
                let mut sent = running.state.sent.iter();
                let sent = sent.find(|one| one.to == token.to && one.number == token.number);
                let zone = running.setting.authority.zone.clone();
                Ok(ReportLook {
                    text: text.to_owned(),
                    sent_at: step.recorded.at.rfc3339_in(&zone),
                    acknowledged_at: sent
                        .and_then(|one| one.acknowledged_at)
                        .map(|at| at.rfc3339_in(&zone)),
                    exercise: running.exercise,
                    zone,
                })
            })
            .await
    }

    /// Acknowledges a report by its link: whoever it went to has it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] for a link that is none or is too old, [`Refusal::Run`] where it was
    /// acknowledged before, or a failure of the store.
    pub async fn acknowledge_report(&self, token: &str) -> Result<(), AppError> {
        let opened = ReportToken::open(self.shared(), token);
        let token = opened.ok_or(Refusal::NoSuchResponse)?;
        self.command(Received { token }).await
    }
}

struct Received {
    token: ReportToken,
}

impl Command for Received {
    type Outcome = ();

    fn authorities(&self) -> Vec<AuthorityId> {
        vec![self.token.authority]
    }

    fn decide(
        &mut self,
        transaction: &mut Transaction<'_>,
        shared: &Shared,
    ) -> Result<(), AppError> {
        let place = (self.token.authority, self.token.response);
        let running = Running::in_transaction(transaction, shared, place)?;
        let mut running = running.ok_or(Refusal::NoSuchResponse)?;
        let wish = Wish::AcknowledgeReport {
            to: self.token.to.clone(),
            number: self.token.number,
        };
        let said = Said {
            by: Actor::Public,
            way: Some(Way::Link),
            text: None,
        };
        give(transaction, shared, &mut running, &wish, said)?;
        Ok(())
    }
}
