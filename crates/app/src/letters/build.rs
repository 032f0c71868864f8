//! From a petition's record to the data of a document. What stands on a paper is taken as it was when
//! the paper was issued, so that it is the same today and in ten years.

use super::papers::is_passing;
use crate::casework::facts::{self, FactLookedInto};
use crate::casework::tell::requests;
use crate::casework::{Loaded, opened::Opened};
use crate::error::{AppError, Refusal};
use crate::huiyin::Shared;
use crate::queries::obligation::row_view;
use crate::queries::timeline::unit_name;
use huiyin_domain::event::{Document as Served, Event, EventText};
use huiyin_domain::ids::Position;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::letter::LetterKind;
use huiyin_domain::petition::{AnswerDraft, Case, Channel};
use huiyin_domain::rulebook::Duty;
use huiyin_domain::time::Instant;
use huiyin_domain::wording;
use huiyin_letters::{
    Addressee, Answer, AnsweredFact, AnsweredRequest, Document, Head, NextStep, Notice, NoticeKind,
    Petitioner, QuerySlip, Received, RegistrationForm,
};
use huiyin_store::reader::Reader;
use jiff::civil::Date;

/// Where whoever works on it approves it himself, the procedure is the simple one 简易办理 (RULES 5.6).
const HANDLING_CLERK: &str = "handling-clerk";

/// Whether the petitioner's name stands on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// It does.
    Full,
    /// The identity stays closed.
    Nobody,
}

/// The document, from the record alone.
pub(super) fn document(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (loaded, opened): (&Loaded, &Opened),
    (kind, language): (LetterKind, Language),
    naming: Naming,
    code: Option<String>,
) -> Result<Document, AppError> {
    let writing = Writing {
        loaded,
        opened,
        naming,
        language,
        number: number(reader, (loaded, opened), kind)?,
    };
    Ok(match kind {
        LetterKind::RegistrationForm => Document::RegistrationForm(writing.form()?),
        LetterKind::QuerySlip => {
            let next = next_steps(reader, shared, loaded)?;
            let address = shared.ways.tracking_address().unwrap_or_default();
            Document::QuerySlip(writing.slip(code, address, next))
        }
        LetterKind::PassingNotice => writing.passing(true)?,
        LetterKind::PassingLetter => writing.passing(false)?,
        LetterKind::Objection => writing.objection()?,
        LetterKind::ExtensionRequest => writing.extension_request()?,
        LetterKind::Reminder => writing.reminder()?,
        LetterKind::SupervisionLetter => writing.supervision()?,
        LetterKind::Proof(document) => writing.proof(document)?,
        LetterKind::ClosingReport => writing.closing_report()?,
        LetterKind::FileIndex => writing.file_index(),
        LetterKind::ReviewRequest => Document::ReviewRequest(writing.review_request()?),
        LetterKind::Served(Served::Answer) => Document::Answer(writing.answer()?),
        LetterKind::Served(Served::ReviewDecision) => {
            Document::ReviewDecision(writing.review(reader, shared)?)
        }
        LetterKind::Served(document) => Document::Notice(writing.notice(document)?),
    })
}

pub(super) struct Writing<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) opened: &'a Opened,
    naming: Naming,
    language: Language,
    /// The number of the document 发文字号.
    number: Option<String>,
}

impl Writing<'_> {
    pub(super) fn day(&self, at: Instant) -> Date {
        at.date_in(&self.loaded.authority.zone)
    }

    pub(super) fn head(&self, at: Instant) -> Head {
        Head {
            authority: self.loaded.authority.row.name.clone(),
            petition: self.loaded.case.number.to_string(),
            number: self.number.clone(),
            date: self.day(at),
        }
    }

    /// When it was received: the day alone where only that was entered.
    fn received(&self) -> Received {
        let (at, zone) = (self.loaded.case.registered_at, &self.loaded.authority.zone);
        let recorded = self
            .opened
            .rows
            .first()
            .map_or(at, |(row, _)| row.recorded_at);
        match wording::day_alone(at, recorded, zone) {
            true => Received::On(at.date_in(zone)),
            false => Received::At(at.civil_in(zone)),
        }
    }

    pub(super) fn name(&self) -> Result<Option<String>, AppError> {
        match self.naming {
            Naming::Nobody => Ok(None),
            Naming::Full => {
                let identity = self.opened.identity()?;
                let name = identity.and_then(|identity| identity.name);
                Ok(name.filter(|name| !name.trim().is_empty()))
            }
        }
    }

    pub(super) fn addressee(&self) -> Result<Addressee, AppError> {
        let name = self.name()?;
        Ok(name.map_or(Addressee::Petitioner, Addressee::Named))
    }

    fn form(&self) -> Result<RegistrationForm, AppError> {
        let (loaded, case) = (self.loaded, &self.loaded.case);
        let text = self.opened.petition_text()?;
        let petitioner = match self.naming {
            Naming::Nobody => None,
            Naming::Full => {
                let identity = self.opened.identity()?.unwrap_or_default();
                Some(Petitioner {
                    name: identity.name,
                    phone: identity.phone,
                    email: identity.email,
                    address: identity.address,
                })
            }
        };
        let place = case.place.as_ref().and_then(|id| {
            let places = loaded.authority.places.iter();
            places.into_iter().find(|place| place.id == *id)
        });
        let place = [
            place.map(|place| place.name.zh.clone()),
            text.place_text.clone(),
        ];
        let place: Vec<String> = place.into_iter().flatten().collect();
        Ok(RegistrationForm {
            head: self.head(case.registered_at),
            unit: unit_name(&loaded.organisation, case.registrar),
            received: self.received(),
            postmark: match self.opened.rows.first().map(|(_, row)| &row.event) {
                Some(Event::PetitionRegistered(event)) => event.postmark,
                _ => None,
            },
            channel: Channel::title(case.channel),
            who: case.who.title(),
            petitioner,
            danger: case.danger,
            requests: requests(self.opened, &text)?,
            subject: text.subject,
            body: text.body,
            place: place.join("，"),
            files: loaded.files.len(),
        })
    }

    fn slip(&self, code: Option<String>, address: String, next: Vec<NextStep>) -> QuerySlip {
        let case = &self.loaded.case;
        let contact = &self.loaded.authority.row.contact;
        QuerySlip {
            head: self.head(case.registered_at),
            received: self.received(),
            code,
            address,
            phone: contact.phone.clone(),
            place: contact.address.clone(),
            hours: contact.hours.clone(),
            next,
        }
    }

    /// The petition as it was when a notice was issued, the time of that, and its words.
    pub(super) fn issued(
        &self,
        document: Served,
    ) -> Result<(Case, Instant, Event, EventText), AppError> {
        let is_it = |event: &Event| issues(LetterKind::Served(document), event);
        let rows = &self.opened.rows;
        let last = rows.iter().rposition(|(_, row)| is_it(&row.event));
        let last = last.ok_or(Refusal::NoSuchLetter)?;
        let (row, envelope) = &rows[last];
        let until = rows[..=last].iter().map(|(_, envelope)| envelope);
        let case = Case::fold(until).ok_or(Refusal::NoSuchLetter)?;
        let words = self.opened.words(row)?;
        Ok((case, row.effective_at, envelope.event.clone(), words))
    }

    fn notice(&self, document: Served) -> Result<Notice, AppError> {
        let (case, at, event, words) = self.issued(document)?;
        let kind = match &event {
            Event::PetitionDeclined(declined) => NoticeKind::Decline {
                ground: ground(declined.reason),
            },
            Event::PetitionRedirected(redirected) => NoticeKind::Redirect {
                route: redirected.route.title(),
                limit: redirected.limit,
            },
            Event::ExtensionGranted(extension) => {
                let owed = case.owed.get(&extension.obligation);
                let owed = owed.ok_or(Refusal::NoSuchLetter)?;
                NoticeKind::Extension {
                    due: owed.opened.due_date,
                }
            }
            _ => self.acceptance(&case),
        };
        self.told(kind, at, words.text)
    }

    /// A notice to the petitioner.
    pub(super) fn told(
        &self,
        kind: NoticeKind,
        at: Instant,
        words: String,
    ) -> Result<Notice, AppError> {
        Ok(Notice {
            head: self.head(at),
            to: self.addressee()?,
            kind,
            subject: self.opened.petition_text()?.subject,
            received: self.day(self.loaded.case.registered_at),
            words,
        })
    }

    fn acceptance(&self, case: &Case) -> NoticeKind {
        let rules = self.loaded.rule_set();
        let mut open = case.owed.values().filter(|owed| owed.is_open_duty());
        let answer = open.find_map(|owed| {
            let term = rules.term_of(owed).filter(|term| term.is_answering())?;
            Some((owed.opened.due_date, term.citation.clone()))
        });
        let (answer_due, citation) = answer.unzip();
        NoticeKind::Acceptance {
            unit: unit_name(&self.loaded.organisation, case.unit),
            answer_due,
            citation,
        }
    }

    /// When the answer, or the decision of a review, was issued; before that when it was drafted.
    pub(super) fn answered_at(&self, draft: Position) -> Result<Instant, AppError> {
        let case = &self.loaded.case;
        match self.issued(case.answer_document()) {
            Ok((_, at, ..)) => Ok(at),
            Err(AppError::Refused(_)) => {
                let mut rows = self.opened.rows.iter();
                let row = rows.find(|(row, _)| row.position == draft);
                Ok(row.map_or(case.registered_at, |(row, _)| row.effective_at))
            }
            Err(other) => Err(other),
        }
    }

    /// A draft with the rulebook's own words in the language of the document, in whichever they were picked.
    pub(super) fn worded(&self, mut draft: AnswerDraft) -> AnswerDraft {
        let rules = self.loaded.rule_set();
        let worded = |text: &str| rules.rulebook.in_words_of(text, self.language);
        draft.remedy_notice = worded(&draft.remedy_notice);
        for item in &mut draft.items {
            item.basis = worded(&item.basis);
        }
        draft
    }

    /// The answer as it was issued; before that as it is drafted, dated as its draft.
    fn answer(&self) -> Result<Answer, AppError> {
        let case = &self.loaded.case;
        let drafted = case.answer.as_ref().ok_or(Refusal::NoSuchLetter)?.draft;
        let draft = self.worded(self.opened.words_at(drafted)?.answer.unwrap_or_default());
        let text = self.opened.petition_text()?;
        let at = self.answered_at(drafted)?;
        Ok(Answer {
            head: self.head(at),
            to: self.addressee()?,
            received: self.day(case.registered_at),
            passed_on_by: None,
            requests: AnsweredRequest::of(&requests(self.opened, &text)?, &draft),
            subject: text.subject,
            facts: spoken_of(facts::looked_into(self.loaded, self.opened, &draft)?),
            summary: draft.summary,
            remedy: draft.remedy_notice,
            simple: self.loaded.rule_set().rulebook.approver.post == HANDLING_CLERK,
        })
    }
}

/// Facts that were disputed or added, as a document says them.
pub(super) fn spoken_of(facts: Vec<FactLookedInto>) -> Vec<AnsweredFact> {
    let facts = facts.into_iter().map(|one| AnsweredFact {
        fact: one.fact,
        added: one.added,
        said: one.said,
        words: one.words,
    });
    facts.collect()
}

/// Whether an event issues a document of a kind.
const fn issues(kind: LetterKind, event: &Event) -> bool {
    match kind {
        LetterKind::PassingNotice | LetterKind::PassingLetter => is_passing(event),
        LetterKind::Objection => matches!(event, Event::TransferObjected(_)),
        LetterKind::Served(Served::Acceptance) => matches!(event, Event::PetitionAccepted(_)),
        LetterKind::Served(Served::Decline) => matches!(event, Event::PetitionDeclined(_)),
        LetterKind::Served(Served::Redirect) => matches!(event, Event::PetitionRedirected(_)),
        LetterKind::Served(Served::ExtensionNotice) => matches!(event, Event::ExtensionGranted(_)),
        LetterKind::Served(Served::Answer) => matches!(event, Event::AnswerIssued(_)),
        LetterKind::Served(Served::ReviewDecision) => matches!(event, Event::ReviewDecided(_)),
        _ => false,
    }
}

/// The number of a document: its place among the events of its kind in the authority's year. The journal
/// is the register, so numbers have no gaps, stay, and are never given twice.
fn number(
    reader: &mut Reader<'_>,
    (loaded, opened): (&Loaded, &Opened),
    kind: LetterKind,
) -> Result<Option<String>, AppError> {
    let mut rows = opened.rows.iter().rev();
    let Some((row, envelope)) = rows.find(|(_, envelope)| issues(kind, &envelope.event)) else {
        return Ok(None);
    };
    let assigned = matches!(envelope.event, Event::PetitionAssigned(_));
    let Some(series) = kind.series(assigned) else {
        return Ok(None);
    };
    let zone = &loaded.authority.zone;
    let year = row.recorded_at.date_in(zone).year();
    let since = zone.start_of(Date::new(year, 1, 1).unwrap_or_default());
    let authority = loaded.authority.row.id;
    let nth = reader.letters_until(authority, &row.kind, since, row.position)?;
    Ok(Some(format!("{series}〔{year}〕{nth}号")))
}

/// The ground of a decline with its article.
fn ground(reason: huiyin_domain::event::DeclineReason) -> Bilingual {
    let (title, article) = (reason.title(), reason.citation());
    Bilingual::new(
        format!("{}，{}", article.zh, title.zh),
        format!("{}: {}", article.en, title.en),
    )
}

/// The open duties to the petitioner, soonest first.
fn next_steps(
    reader: &mut Reader<'_>,
    shared: &Shared,
    loaded: &Loaded,
) -> Result<Vec<NextStep>, AppError> {
    let rules = shared.rules_read(reader)?;
    let authority = &loaded.authority;
    let rows = reader.obligations_of(authority.row.id, loaded.case.id)?;
    let now = shared.clock.now();
    let mut steps = Vec::new();
    for row in rows
        .iter()
        .filter(|row| crate::queries::track::is_told(row))
    {
        let view = row_view(&rules, authority, row, &shared.words, now)?;
        let due = view.due_date.parse::<Date>();
        if view.state != "open" || view.duty == Duty::Window.word() {
            continue;
        }
        if let Ok(due) = due {
            steps.push(NextStep {
                what: view.told().clone(),
                due,
                citation: Bilingual::new(view.rule.citation, view.rule.citation_en),
            });
        }
    }
    steps.sort_by_key(|step| step.due);
    Ok(steps)
}
