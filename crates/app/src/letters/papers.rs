//! What goes between units, and what is kept on file, from a petition's record.

use super::build::Writing;
use crate::casework::opened::Opened;
use crate::error::{AppError, Refusal};
use crate::queries::timeline::unit_name;
use huiyin_domain::event::{Actor, Document as Served, Envelope, Event, ServiceWay};
use huiyin_domain::ids::ObligationId;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::letter::LetterKind;
use huiyin_domain::obligation::Owed;
use huiyin_domain::petition::{AnswerFacts, Case, Outcome};
use huiyin_letters::{
    Between, BetweenKind, ClosingReport, Document, ExtensionRequest, FileIndex, NoticeKind,
    ProofOfService, RequestResult,
};
use jiff::civil::Date;

impl Writing<'_> {
    /// The last event that a document rests on, and the petition as that event left it.
    fn last_of(&self, is_it: impl Fn(&Event) -> bool) -> Result<(Case, usize), AppError> {
        let rows = &self.opened.rows;
        let last = rows.iter().rposition(|(_, row)| is_it(&row.event));
        let last = last.ok_or(Refusal::NoSuchLetter)?;
        let until = rows[..=last].iter().map(|(_, envelope)| envelope);
        Ok((Case::fold(until).ok_or(Refusal::NoSuchLetter)?, last))
    }

    /// Where it went: the notice to the petitioner and the letter to the unit.
    pub(super) fn passing(&self, to_petitioner: bool) -> Result<Document, AppError> {
        let (case, nth) = self.last_of(is_passing)?;
        let (row, envelope) = &self.opened.rows[nth];
        let (passed, assigned) = match &envelope.event {
            Event::PetitionTransferred(passed) => (passed, false),
            Event::PetitionAssigned(passed) => (passed, true),
            _ => return Err(Refusal::NoSuchLetter.into()),
        };
        let due = |term: &str| {
            let open = case.open_term(term);
            open.map(|(_, owed)| owed.opened.due_date)
        };
        let to = unit_name(&self.loaded.organisation, passed.to);
        if to_petitioner {
            let kind = NoticeKind::Passed {
                to,
                assigned,
                notice_due: due("transfer-notice"),
            };
            let notice = self.told(kind, row.effective_at, String::new())?;
            return Ok(Document::Notice(notice));
        }
        let kind = match assigned {
            true => BetweenKind::Assignment {
                limit: passed.limit,
            },
            false => BetweenKind::Transfer {
                objection_due: due("objection"),
            },
        };
        Ok(Document::Between(Between {
            head: self.head(row.effective_at),
            from: unit_name(&self.loaded.organisation, passed.from),
            to,
            kind,
            subject: self.opened.petition_text()?.subject,
            words: self.opened.words(row)?.text,
        }))
    }

    pub(super) fn objection(&self) -> Result<Document, AppError> {
        let (case, nth) = self.last_of(|event| matches!(event, Event::TransferObjected(_)))?;
        let (row, envelope) = &self.opened.rows[nth];
        let Event::TransferObjected(objected) = &envelope.event else {
            return Err(Refusal::NoSuchLetter.into());
        };
        let name = |unit| unit_name(&self.loaded.organisation, unit);
        Ok(Document::Between(Between {
            head: self.head(row.effective_at),
            from: name(objected.unit),
            to: name(case.sender.unwrap_or(case.registrar)),
            kind: BetweenKind::Objection,
            subject: self.opened.petition_text()?.subject,
            words: self.opened.words(row)?.text,
        }))
    }

    /// The last duty that came close or was late, as it was when that was noted.
    pub(super) fn reminder(&self) -> Result<Document, AppError> {
        let (case, nth) = self.last_of(is_reminder)?;
        let (row, envelope) = &self.opened.rows[nth];
        let id = match &envelope.event {
            Event::ObligationWarned(moment) => moment.obligation,
            Event::ObligationEscalated(escalated) => escalated.obligation,
            _ => return Err(Refusal::NoSuchLetter.into()),
        };
        let owed = case.owed.get(&id).ok_or(Refusal::NoSuchLetter)?;
        let (duty, _) = self.rule(owed);
        let owed = &owed.opened;
        let name = |unit| unit_name(&self.loaded.organisation, unit);
        Ok(Document::Between(Between {
            head: self.head(row.effective_at),
            from: name(case.registrar),
            to: name(owed.unit),
            kind: BetweenKind::Reminder {
                duty,
                due: owed.due_date,
                late: row.effective_at >= owed.due_at,
            },
            subject: self.opened.petition_text()?.subject,
            words: String::new(),
        }))
    }

    /// What a duty is called, and the rule that it comes from.
    fn rule(&self, owed: &Owed) -> (Bilingual, Bilingual) {
        let term = &owed.opened.term;
        self.loaded.rule_set().term_of(owed).map_or_else(
            || (Bilingual::new(term, term), Bilingual::default()),
            |found| (found.title.clone(), found.citation.clone()),
        )
    }

    /// The last instruction that was given while a duty was late: to whoever owes it, with the day by which they answer
    /// in writing. A duty that is late is all that it rests on, never that somebody complained or where.
    pub(super) fn supervision(&self) -> Result<Document, AppError> {
        let found = supervised(self.opened).ok_or(Refusal::NoSuchLetter)?;
        let (row, _) = &self.opened.rows[found.nth];
        let (duty, citation) = self.rule(&found.late);
        let name = |unit| unit_name(&self.loaded.organisation, unit);
        Ok(Document::Between(Between {
            head: self.head(row.effective_at),
            from: name(self.loaded.case.registrar),
            to: name(found.late.opened.unit),
            kind: BetweenKind::Supervision {
                duty,
                due: found.late.opened.due_date,
                citation,
                answer_by: found.answer_by,
            },
            subject: self.opened.petition_text()?.subject,
            words: self.opened.words(row)?.text,
        }))
    }

    pub(super) fn extension_request(&self) -> Result<Document, AppError> {
        let (case, nth) = self.last_of(|event| matches!(event, Event::ExtensionAsked(_)))?;
        let (row, envelope) = &self.opened.rows[nth];
        let Event::ExtensionAsked(asked) = &envelope.event else {
            return Err(Refusal::NoSuchLetter.into());
        };
        let owed = case.owed.get(&asked.obligation);
        let owed = &owed.ok_or(Refusal::NoSuchLetter)?.opened;
        Ok(Document::ExtensionRequest(ExtensionRequest {
            head: self.head(row.effective_at),
            unit: unit_name(&self.loaded.organisation, owed.unit),
            subject: self.opened.petition_text()?.subject,
            due: owed.due_date,
            reason: self.opened.words(row)?.text,
            decision: self.decision(nth, asked.obligation)?,
        }))
    }

    /// What was decided on an extension after it was asked for: granted or not, why, when.
    fn decision(
        &self,
        asked: usize,
        obligation: ObligationId,
    ) -> Result<Option<(bool, String, Date)>, AppError> {
        for (row, envelope) in &self.opened.rows[asked..] {
            let granted = match &envelope.event {
                Event::ExtensionGranted(one) if one.obligation == obligation => true,
                Event::ExtensionRefused(one) if one.obligation == obligation => false,
                _ => continue,
            };
            let words = self.opened.words(row)?.text;
            return Ok(Some((granted, words, self.day(row.effective_at))));
        }
        Ok(None)
    }

    pub(super) fn proof(&self, document: Served) -> Result<Document, AppError> {
        let case = &self.loaded.case;
        let served = case.served.get(&document).map(|(way, at)| {
            let at = at.civil_in(&self.loaded.authority.zone);
            (way_words(*way), at)
        });
        let issued = self.issued(document)?.1;
        Ok(Document::ProofOfService(ProofOfService {
            head: self.head(issued),
            document: document.title(),
            addressee: self.name()?,
            served,
        }))
    }

    pub(super) fn closing_report(&self) -> Result<Document, AppError> {
        let (_, nth) = self.last_of(|event| matches!(event, Event::PetitionClosed(_)))?;
        let (row, _) = &self.opened.rows[nth];
        let case = &self.loaded.case;
        let text = self.opened.petition_text()?;
        let answered = case.served.get(&Served::Answer);
        let results = match &case.answer {
            Some(facts) => self.results(facts, &text)?,
            None => Vec::new(),
        };
        Ok(Document::ClosingReport(ClosingReport {
            head: self.head(row.effective_at),
            unit: unit_name(&self.loaded.organisation, case.unit),
            subject: text.subject,
            received: self.day(case.registered_at),
            answered: answered.map(|(_, at)| self.day(*at)),
            results,
        }))
    }

    fn results(
        &self,
        facts: &AnswerFacts,
        text: &huiyin_domain::petition::PetitionText,
    ) -> Result<Vec<RequestResult>, AppError> {
        let draft = self
            .opened
            .words_at(facts.draft)?
            .answer
            .unwrap_or_default();
        let requests = crate::casework::tell::requests(self.opened, text)?;
        let pairs = (0_u8..).zip(requests.into_iter().zip(draft.items));
        let results = pairs.map(|(nth, (request, item))| RequestResult {
            request,
            outcome: outcomes(&item.outcomes),
            measure: item.measure,
            performed: performed(facts, nth),
        });
        Ok(results.collect())
    }

    /// Every paper of the file, oldest first. A file is called by what it is for: its own name is often
    /// that of a person.
    pub(super) fn file_index(&self) -> Document {
        let mut papers = Vec::new();
        let mut last = self.loaded.case.registered_at;
        for (row, envelope) in &self.opened.rows {
            let Some(title) = paper(&envelope.event) else {
                continue;
            };
            last = last.max(row.effective_at);
            papers.push((title, self.day(row.effective_at), self.author(envelope)));
        }
        let subject = self.opened.petition_text();
        Document::FileIndex(FileIndex {
            head: self.head(last),
            subject: subject.map(|text| text.subject).unwrap_or_default(),
            papers,
        })
    }

    fn author(&self, envelope: &Envelope) -> Bilingual {
        match envelope.by {
            Actor::Public => Bilingual::new("信访人", "the petitioner"),
            _ => self.loaded.authority.row.name.clone(),
        }
    }
}

pub(super) const fn is_passing(event: &Event) -> bool {
    matches!(
        event,
        Event::PetitionTransferred(_) | Event::PetitionAssigned(_)
    )
}

pub(super) const fn is_reminder(event: &Event) -> bool {
    matches!(
        event,
        Event::ObligationWarned(_) | Event::ObligationEscalated(_)
    )
}

/// An instruction that was given while a duty was late.
pub(super) struct Supervised {
    /// Which row gave it.
    nth: usize,
    /// The duty that was late, of several the one that was due first.
    late: Owed,
    /// By when it is carried out.
    answer_by: Date,
}

/// The last instruction, where a duty was late when it was given.
pub(super) fn supervised(opened: &Opened) -> Option<Supervised> {
    let rows = &opened.rows;
    let mut latest = rows.iter().enumerate().rev();
    let (nth, given) = latest.find_map(|(nth, (_, envelope))| match &envelope.event {
        Event::InstructionGiven(given) => Some((nth, given)),
        _ => None,
    })?;
    let answer_by = given.effects.opened.first()?.obligation.due_date;
    let case = Case::fold(rows[..=nth].iter().map(|(_, envelope)| envelope))?;
    let mut open = case.open_duties().into_iter();
    let (_, late) = open.find(|(_, owed)| owed.breached_at.is_some())?;
    Some(Supervised {
        nth,
        late: late.clone(),
        answer_by,
    })
}

/// The paper that an event puts into the file.
fn paper(event: &Event) -> Option<Bilingual> {
    let kind = match event {
        Event::PetitionRegistered(_) | Event::PetitionImported(_) => LetterKind::RegistrationForm,
        Event::PetitionTransferred(_) | Event::PetitionAssigned(_) => LetterKind::PassingLetter,
        Event::TransferObjected(_) => LetterKind::Objection,
        Event::PetitionAccepted(_) => LetterKind::Served(Served::Acceptance),
        Event::PetitionDeclined(_) => LetterKind::Served(Served::Decline),
        Event::PetitionRedirected(_) => LetterKind::Served(Served::Redirect),
        Event::ExtensionAsked(_) => LetterKind::ExtensionRequest,
        Event::ExtensionGranted(_) => LetterKind::Served(Served::ExtensionNotice),
        Event::AnswerIssued(_) => LetterKind::Served(Served::Answer),
        Event::ReviewDecided(_) => LetterKind::Served(Served::ReviewDecision),
        Event::AcceptanceServed(_) => LetterKind::Proof(Served::Acceptance),
        Event::DeclineServed(_) => LetterKind::Proof(Served::Decline),
        Event::RedirectServed(_) => LetterKind::Proof(Served::Redirect),
        Event::ExtensionNoticeServed(_) => LetterKind::Proof(Served::ExtensionNotice),
        Event::AnswerServed(_) => LetterKind::Proof(Served::Answer),
        Event::ReviewDecisionServed(_) => LetterKind::Proof(Served::ReviewDecision),
        Event::PetitionClosed(_) => LetterKind::ClosingReport,
        Event::FileAdded(file) => return Some(file.purpose.title()),
        _ => return None,
    };
    Some(kind.title())
}

fn outcomes(outcomes: &[Outcome]) -> Bilingual {
    let labels = |language| {
        let labels = outcomes.iter().map(|outcome| outcome.label(language));
        labels.collect::<Vec<_>>()
    };
    Bilingual::new(
        labels(Language::Zh).join("、"),
        labels(Language::En).join(", "),
    )
}

/// Whether a promised remedy was done, and what the petitioner said of it.
fn performed(facts: &AnswerFacts, request: u8) -> Bilingual {
    let promised = facts.remedies.get(usize::from(request));
    let done = facts.fulfilled.contains_key(&request);
    let (zh, en) = match (promised.copied().flatten(), done) {
        (None, _) => ("没有应当落实的措施", "nothing was to be done"),
        (Some(_), false) => ("没有报告落实", "not reported as done"),
        (Some(_), true) if facts.verified.contains(&request) => {
            ("已落实，本人已确认", "done, confirmed by the petitioner")
        }
        (Some(_), true) if facts.checked.contains(&request) => (
            "已落实，经负责人核查",
            "done, as the head of the unit found",
        ),
        (Some(_), true) if facts.denied.contains_key(&request) => (
            "报告已落实，本人不认可",
            "reported as done, denied by the petitioner",
        ),
        (Some(_), true) => (
            "已落实，本人没有回应",
            "done, not answered by the petitioner",
        ),
    };
    Bilingual::new(zh, en)
}

fn way_words(way: ServiceWay) -> Bilingual {
    let (zh, en) = match way {
        ServiceWay::HandedOver => ("直接送达（当面交付）", "Handed over in person"),
        ServiceWay::SignedFor => ("签收", "Signed for"),
        ServiceWay::ChannelAccepted => ("电子送达（已通知本人）", "By the site, notice sent"),
        ServiceWay::TrackingPage => ("电子送达（查询页）", "On the tracking page"),
        ServiceWay::FirstOpening => ("电子送达（本人打开）", "Opened on the tracking page"),
    };
    Bilingual::new(zh, en)
}
