//! From a petition's rows to what staff see of it.

use super::Loaded;
use super::authority_paper;
use super::corrected::{self, CorrectionView};
use super::danger;
use super::facts::{self, Facts};
use super::links;
use super::lookers::access_records;
use super::named;
use super::opened::Opened;
use super::readers;
use super::receivers::{PASSING, Receivers, ReceiversView};
use super::review;
use super::views::{
    AnswerOnRecord, CaseView, DocumentOnRecord, FileOnRecord, MessageView, Possible, Question,
    Waiting,
};
use super::why::Reading;
use crate::authorise::Principal;
use crate::authorise::petition::{Verdict, Wish, verdict};
use crate::error::AppError;
use crate::files::wish_for;
use crate::huiyin::Shared;
use crate::letters;
use crate::notices::{self, issued};
use crate::queries::obligation::{ObligationView, row_view};
use crate::queries::other_route;
use crate::queries::timeline::extension::extended_to;
use crate::queries::timeline::{staff_name, unit_name};
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::ids::{FileId, Position};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::{
    Action, AnswerDraft, AnswerStage, Barred, By, CaseRefusal, Guard, PetitionText, Reach,
    RefusalCode,
};
use huiyin_domain::time::Instant;
use huiyin_store::reader::Reader;
use huiyin_store::rows::PlaceRow;

pub(crate) fn view(
    reader: &mut Reader<'_>,
    shared: &Shared,
    (loaded, opened): (&Loaded, &Opened),
    (who, reveal, now): (&Principal, bool, Instant),
) -> Result<Box<CaseView>, AppError> {
    let (barred, text, corrections, facts) = readable((shared, who), (loaded, opened), reveal)?;
    let (case, organisation, authority) = (&loaded.case, &loaded.organisation, &loaded.authority);
    let (possible, passes_to) = steps((loaded, &barred), shared, who, now);
    let may = |wish| verdict(who, case, &barred, organisation, wish) == Verdict::Allowed;
    Ok(Box::new(CaseView {
        id: case.id.raw(),
        number: case.number.to_string(),
        version: case.seen_now().raw(),
        state: case.state.word().to_owned(),
        state_words: bilingual(|language| case.state.staff_words(language)),
        class: case.class.map(|class| class.word().to_owned()),
        branch: case.branch,
        category: case.category.clone(),
        place: place_name(loaded),
        channel: case.channel.word().to_owned(),
        who: case.who.word().to_owned(),
        restricted: case.restricted,
        danger: case.danger,
        danger_told: danger::view(loaded, opened),
        sorted: case.sorted,
        rulebook: case.rulebook.id.clone(),
        unit: unit_name(organisation, case.unit),
        unit_id: case.unit.raw(),
        representatives: case.representatives(),
        other_route: other_route::told(loaded, opened, true),
        receiver: case.receiver.map(|unit| unit_name(organisation, unit)),
        handler: case.handler.map(|staff| staff_name(organisation, staff)),
        registered_at: case.registered_at.rfc3339_in(&authority.zone),
        recorded_at: recorded_at(loaded, opened),
        postmark: corrected::postmark(&corrections).or_else(|| postmark(opened)),
        respondents: respondents(opened, &text)?,
        requests: requests(opened, &text)?,
        subject: text.subject,
        body: text.body,
        place_text: text.place_text,
        wish: text.wish,
        says_danger: text.says_danger,
        corrections,
        written_authority: authority_paper::of(opened)?,
        identity: named::identity(loaded, opened, reveal)?,
        obligations: obligations(reader, shared, who, loaded, now)?,
        timeline: opened.timeline(loaded, Reading::Staff { revealed: reveal })?,
        facts: facts.stated,
        added_facts: facts.added,
        messages: written(loaded, opened, LETTERS)?,
        unread_since: case.unread_since.map(|at| at.rfc3339_in(&authority.zone)),
        notes: written(loaded, opened, NOTES)?,
        answer: answer(loaded, opened)?,
        documents: documents(loaded, opened)?,
        notices: notices::views(reader, loaded, now)?,
        questions: questions(loaded, opened)?,
        waiting: waiting(loaded, opened, who)?,
        letters: letters::for_staff(loaded, opened),
        files: files(loaded, opened, &may, reveal)?,
        may_add_files: may(Wish::AddFile),
        readers: readers::views(loaded, &barred),
        access_records: access_records(loaded, opened),
        review: review::view(shared, loaded, opened)?,
        linked: links::of(reader, shared, who, loaded)?,
        hand_over_to: links::others(shared, who, loaded),
        passes_to,
        possible,
    }))
}

/// Whom it bars, and what stands in it: its text, the slips that were corrected, its facts. Refuses whoever may not read
/// it.
fn readable(
    (shared, who): (&Shared, &Principal),
    (loaded, opened): (&Loaded, &Opened),
    reveal: bool,
) -> Result<(Barred, PetitionText, Vec<CorrectionView>, Facts), AppError> {
    loaded.permit(who, &shared.key, Wish::Open)?;
    if reveal {
        loaded.permit(who, &shared.key, Wish::RevealIdentity)?;
    }
    let corrections = corrected::corrections(loaded, opened)?;
    Ok((
        loaded.barred(&shared.key),
        opened.petition_text()?,
        corrections,
        facts::for_staff(loaded, opened)?,
    ))
}

pub(crate) fn place_name(loaded: &Loaded) -> Option<Bilingual> {
    let is_its_place = |place: &&PlaceRow| loaded.case.place.as_ref() == Some(&place.id);
    let place = loaded.authority.places.iter().find(is_its_place);
    place.map(|place| place.name.clone())
}

fn recorded_at(loaded: &Loaded, opened: &Opened) -> String {
    let first = opened.rows.first();
    let at = first.map_or(loaded.case.registered_at, |(row, _)| row.recorded_at);
    at.rfc3339_in(&loaded.authority.zone)
}

pub(super) fn postmark(opened: &Opened) -> Option<String> {
    match opened.rows.first().map(|(_, row)| &row.event) {
        Some(Event::PetitionRegistered(event)) => event.postmark.map(|day| day.to_string()),
        _ => None,
    }
}

/// What is owed, the open ones first, soonest first.
fn obligations(
    reader: &mut Reader<'_>,
    shared: &Shared,
    who: &Principal,
    loaded: &Loaded,
    now: Instant,
) -> Result<Vec<ObligationView>, AppError> {
    let rules = shared.rules_read(reader)?;
    let (case, authority) = (&loaded.case, &loaded.authority);
    let rows = reader.obligations_of(who.authority, case.id)?;
    let mut obligations: Vec<ObligationView> = rows
        .iter()
        .map(|row| row_view(&rules, authority, row, &shared.words, now))
        .collect::<Result<_, _>>()?;
    obligations.sort_by(|a, b| (a.state != "open", &a.due_at).cmp(&(b.state != "open", &b.due_at)));
    Ok(obligations)
}

pub(super) fn bilingual(
    words: impl Fn(huiyin_domain::language::Language) -> &'static str,
) -> Bilingual {
    use huiyin_domain::language::Language;
    Bilingual::new(words(Language::Zh), words(Language::En))
}

fn respondents(opened: &Opened, text: &PetitionText) -> Result<Vec<String>, AppError> {
    let named = opened
        .last_of(|event| matches!(event, Event::RespondentsNamed(_)))?
        .map(|words| words.lines)
        .filter(|lines| !lines.is_empty());
    Ok(named.unwrap_or_else(|| text.respondents.clone()))
}

/// What it asks for; the whole matter is one request where none was listed.
pub(crate) fn requests(opened: &Opened, text: &PetitionText) -> Result<Vec<String>, AppError> {
    if let Some(words) = opened.last_of(|event| matches!(event, Event::RequestsListed(_)))? {
        return Ok(words.lines);
    }
    if text.requests.is_empty() {
        return Ok(vec![text.subject.clone()]);
    }
    Ok(text.requests.clone())
}

/// What the petitioner and the authority wrote to one another, also where a step carried it.
pub(crate) const LETTERS: &[&str] = &[
    "MessageSent",
    "FactsAdded",
    "RemedyFulfilled",
    "RemedyVerified",
    "RemedyChecked",
    "CommitmentMade",
    "CommitmentKept",
    "CommitmentBroken",
];

/// What staff wrote for one another, also where a step carried it.
const NOTES: &[&str] = &[
    "NoteAdded",
    "TransferRecalled",
    "MattersToldApart",
    "ContactChanged",
];

pub(crate) fn written(
    loaded: &Loaded,
    opened: &Opened,
    kinds: &[&str],
) -> Result<Vec<MessageView>, AppError> {
    let mut list = Vec::new();
    for (row, envelope) in opened
        .rows
        .iter()
        .filter(|(row, _)| kinds.contains(&row.kind.as_str()))
    {
        let by = match envelope.by {
            Actor::Staff(staff) => Some(staff_name(&loaded.organisation, staff)),
            _ => None,
        };
        let text = opened.words(row)?.text;
        if text.is_empty() {
            continue;
        }
        list.push(MessageView {
            at: row.effective_at.rfc3339_in(&loaded.authority.zone),
            from_petitioner: envelope.by == Actor::Public,
            by,
            facts: matches!(envelope.event, Event::FactsAdded(_)),
            text,
        });
    }
    Ok(list)
}

const fn stage_word(stage: AnswerStage) -> &'static str {
    match stage {
        AnswerStage::Draft => "draft",
        AnswerStage::Submitted => "submitted",
        AnswerStage::Approved => "approved",
        AnswerStage::Issued => "issued",
        AnswerStage::Served => "served",
        AnswerStage::Received => "received",
    }
}

pub(crate) fn answer(loaded: &Loaded, opened: &Opened) -> Result<Option<AnswerOnRecord>, AppError> {
    let Some(facts) = &loaded.case.answer else {
        return Ok(None);
    };
    let draft = opened.words_at(facts.draft)?.answer.unwrap_or_default();
    let drafted_by = match facts.drafted_by {
        Actor::Staff(staff) => Some(staff_name(&loaded.organisation, staff)),
        _ => None,
    };
    let (returned, before) = match facts.stage {
        AnswerStage::Draft | AnswerStage::Submitted => returned(opened)?,
        _ => (None, None),
    };
    Ok(Some(AnswerOnRecord {
        stage: stage_word(facts.stage).to_owned(),
        missing: loaded.case.answer_missing(&draft),
        draft,
        fulfilled: facts.fulfilled.keys().copied().collect(),
        verified: facts.verified.iter().copied().collect(),
        denied: facts.denied.keys().copied().collect(),
        drafted_by,
        returned,
        returned_draft: before.filter(|_| facts.stage == AnswerStage::Submitted),
    }))
}

/// Why the answer went back last, and what it said then.
fn returned(opened: &Opened) -> Result<(Option<String>, Option<AnswerDraft>), AppError> {
    let mut newest_first = opened.rows.iter().rev();
    let back = newest_first.find(|(_, one)| matches!(one.event, Event::AnswerReturned(_)));
    let Some((row, _)) = back else {
        return Ok((None, None));
    };
    let drafted = newest_first.find(|(_, one)| matches!(one.event, Event::AnswerDrafted(_)));
    let draft = drafted.map(|(row, _)| opened.words(row)).transpose()?;
    let reason = opened.words(row)?.text;
    Ok((Some(reason), draft.and_then(|words| words.answer)))
}

pub(crate) fn documents(
    loaded: &Loaded,
    opened: &Opened,
) -> Result<Vec<DocumentOnRecord>, AppError> {
    let mut list = Vec::new();
    for (row, envelope) in &opened.rows {
        let Some(document) = issued(&envelope.event) else {
            continue;
        };
        let pending = loaded.case.pending.get(&document);
        let pending = pending.filter(|pending| pending.position == row.position);
        let served = loaded.case.served.get(&document);
        list.push(DocumentOnRecord {
            document: serde_json::to_value(document)
                .ok()
                .and_then(|value| value.as_str().map(str::to_owned))
                .unwrap_or_default(),
            title: document.title(),
            at: row.effective_at.rfc3339_in(&loaded.authority.zone),
            text: opened.words(row)?.text,
            due: extended_to(&envelope.event).map(|day| day.to_string()),
            served_at: served.map(|(_, at)| at.rfc3339_in(&loaded.authority.zone)),
            awaits_seal: pending.is_some_and(|pending| pending.awaits_seal),
            sealed_at: sealed_at(opened, row.position)
                .map(|at| at.rfc3339_in(&loaded.authority.zone)),
        });
    }
    Ok(list)
}

/// When the seal was set on what was issued at a position.
fn sealed_at(opened: &Opened, issued: Position) -> Option<Instant> {
    let mut rows = opened.rows.iter();
    rows.find_map(|(row, envelope)| match &envelope.event {
        Event::SealSet(seal) if seal.issued == issued => Some(row.effective_at),
        _ => None,
    })
}

fn questions(loaded: &Loaded, opened: &Opened) -> Result<Vec<Question>, AppError> {
    let mut list = Vec::new();
    for (position, asked) in &loaded.case.asked {
        let answer = asked
            .given
            .map(|given| opened.words_at(given))
            .transpose()?;
        list.push(Question {
            asked: position.raw(),
            unit: unit_name(&loaded.organisation, asked.unit),
            support: asked.support,
            question: opened.words_at(*position)?.text,
            answer: answer.map(|words| words.text),
        });
    }
    Ok(list)
}

fn waiting(loaded: &Loaded, opened: &Opened, who: &Principal) -> Result<Vec<Waiting>, AppError> {
    use huiyin_domain::event::Proposal;
    let mut list = Vec::new();
    for (position, (proposal, by)) in &loaded.case.proposals {
        let what = match proposal {
            Proposal::Reclassify { .. } => Bilingual::new("改变类型", "Classify otherwise"),
            Proposal::LowerConfidentiality => Bilingual::new("解除限阅", "Lift the restriction"),
            Proposal::EarlierTime { .. } => {
                Bilingual::new("更早的送达时间", "An earlier time of service")
            }
            Proposal::RenewCode => Bilingual::new("补发查询码", "Renew the code"),
            Proposal::RenewCodeOf { representative } => {
                let place = u16::from(*representative) + 1;
                Bilingual::new(
                    format!("补发登记时第{place}位代表的查询码"),
                    format!("Renew the code of number {place} of those who were registered"),
                )
            }
            Proposal::DropRespondents { .. } => {
                Bilingual::new("不再列为被反映对象", "No longer complained of")
            }
            Proposal::CorrectBreach { .. } => Bilingual::new("更正误记的超期", "Correct a breach"),
        };
        list.push(Waiting {
            position: position.raw(),
            kind: "proposal".to_owned(),
            what,
            text: opened.words_at(*position)?.text,
            own: *by == Actor::Staff(who.staff),
        });
    }
    for position in &loaded.case.disputes {
        let of_it =
            |event: &Event| matches!(event, Event::TimeDisputed(one) if one.position == *position);
        list.push(Waiting {
            position: position.raw(),
            kind: "dispute".to_owned(),
            what: Bilingual::new("信访人对时间有异议", "The petitioner disputes a time"),
            text: opened.last_of(of_it)?.unwrap_or_default().text,
            own: false,
        });
    }
    for (position, _) in loaded.case.instructions.iter().filter(|(_, done)| !**done) {
        list.push(Waiting {
            position: position.raw(),
            kind: "instruction".to_owned(),
            what: Bilingual::new("领导批示", "Written instruction"),
            text: opened.words_at(*position)?.text,
            own: false,
        });
    }
    for (position, _) in loaded.case.commitments.iter().filter(|(_, done)| !**done) {
        list.push(Waiting {
            position: position.raw(),
            kind: "commitment".to_owned(),
            what: Bilingual::new("承诺", "Commitment"),
            text: opened.words_at(*position)?.text,
            own: false,
        });
    }
    Ok(list)
}

/// Its files; their names too where the identity was revealed.
fn files(
    loaded: &Loaded,
    opened: &Opened,
    may: &dyn Fn(Wish) -> bool,
    reveal: bool,
) -> Result<Vec<FileOnRecord>, AppError> {
    let mut list = Vec::new();
    for (row, envelope) in &opened.rows {
        let Event::FileAdded(file) = &envelope.event else {
            continue;
        };
        let id = FileId::new(row.position.raw());
        let named = reveal || file.purpose.is_for_the_petitioner();
        let name = named.then(|| opened.words(row)).transpose()?;
        list.push(FileOnRecord {
            id: id.raw(),
            name: name.and_then(|words| words.lines.into_iter().next()),
            kind: file.kind,
            purpose: file.purpose,
            bytes: file.bytes,
            at: row.effective_at.rfc3339_in(&loaded.authority.zone),
            by: match envelope.by {
                Actor::Staff(staff) => Some(staff_name(&loaded.organisation, staff)),
                _ => None,
            },
            may_read: may(wish_for(loaded, id)),
        });
    }
    Ok(list)
}

/// Who opened it, newest first.
/// Every step that the table lets them take, and whether it is possible now.
/// Every step that is theirs, and whether it is possible now; with those that pass it on, to which units.
fn steps(
    (loaded, barred): (&Loaded, &Barred),
    shared: &Shared,
    who: &Principal,
    now: Instant,
) -> (Vec<Possible>, Option<ReceiversView>) {
    let bar = loaded.bar(&shared.key);
    let next = Position::new(loaded.case.last.raw() + 1);
    let by = By::Staff(who.staff);
    let context = loaded.context(by, (now, next), Reach::NoChannel, &bar, &[]);
    let (case, organisation) = (&loaded.case, &loaded.organisation);
    let mine = Action::ALL.iter().copied().filter(|action| {
        let wish = Wish::Step(*action);
        verdict(who, case, barred, organisation, wish) == Verdict::Allowed
    });
    let here = loaded.authority.row.above.authority.is_some();
    let receivers = Receivers::of(loaded, barred);
    let guard = Guard::new(case, context);
    let refusal = |action| match guard.possible(action) {
        Ok(()) if action == Action::ReviewOnPaper && !here => {
            Some(CaseRefusal::of(RefusalCode::NoneAbove))
        }
        Ok(()) if PASSING.contains(&action) => receivers.refusal(),
        possible => possible.err(),
    };
    let possible = mine.map(|action| Possible {
        action,
        refusal: refusal(action),
    });
    let possible: Vec<Possible> = possible.collect();
    let passes = possible.iter().any(|one| PASSING.contains(&one.action));
    (possible, passes.then(|| receivers.view(loaded)))
}
