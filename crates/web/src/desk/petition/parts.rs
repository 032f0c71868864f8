//! The parts of a petition's page.

use super::{review, service};
use crate::desk::case::{Opened, channel_words, class_words, day, happened, safe};
use crate::desk::fields::{self, Typed};
use crate::pages::corrections::Correction;
use crate::pages::desk::Fact;
use crate::pages::desk::petition::{
    AnswerPart, AnswerState, AnswerView, DutyClock, NoteView, RequestView,
};
use crate::pages::file_list::ListedFile;
use crate::pages::form::FormView;
use crate::pages::thread::Message;
use huiyin_app::{
    AnswerOnRecord, CorrectionView, FileOnRecord, NameCorrectionView, ObligationView,
    WrittenAuthority,
};
use huiyin_domain::event::FileKind;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::petition::{Action, AnswerDraft, AnswerItem};
use huiyin_domain::wording;

/// Place, channel, dates, category, class.
pub(super) fn facts(opened: &Opened<'_>) -> Vec<Fact> {
    let (view, language) = (&opened.view, opened.language);
    let place = view.place.as_ref();
    let place = place.map(|place| named(place, language));
    let place: Vec<String> = place
        .into_iter()
        .chain(view.place_text.as_deref().map(safe))
        .collect();
    let category = view.category.as_deref();
    let category = category.and_then(|code| opened.authority.categories.path(code));
    let category = category.map(|path| path.in_language(language).to_owned());
    let class = view.class.as_deref().map(|class| {
        let rulebook = opened.rulebook.as_deref();
        class_words((class, view.branch), rulebook, language)
    });
    let dates = opened.dates();
    let received = happened(&view.registered_at, &view.recorded_at, dates);
    let recorded = opened.when(&view.recorded_at);
    let entered = (view.recorded_at != view.registered_at).then_some(recorded);
    let rulebook = opened.rulebook.as_ref();
    let rulebook = rulebook.map(|one| one.title.in_language(language).to_owned());
    let other_way = view.other_route.as_ref().map(|way| {
        let title = way.title.in_language(language);
        let until = way.last_day.as_deref().map(|text| day(text, dates));
        match until {
            Some(until) => language.pick(
                format!("{title}：到{}；不是我们的期限", wording::included(&until)),
                format!("{title}: until {until}, that day included; not ours"),
            ),
            None => language.pick(
                format!("{title}：告知书没有写哪天到期"),
                format!("{title}: the notice names no day"),
            ),
        }
    });
    let list = [
        (("另一途径的期限", "Time limit of the other way"), other_way),
        (
            ("怎么来的", "How it came"),
            Some(channel_words(&view.channel, language)),
        ),
        (("收到", "Received"), Some(received)),
        (("录入", "Recorded"), entered),
        (
            ("邮戳", "Postmark"),
            view.postmark.as_deref().map(|text| day(text, dates)),
        ),
        (
            ("地点", "Place"),
            Some(place.join("\n")).filter(|text| !text.is_empty()),
        ),
        (
            ("希望用的语言或帮助", "Language or help wished for"),
            view.wish.as_deref().map(safe),
        ),
        (
            ("信访人说", "The petitioner says"),
            view.says_danger.then(|| {
                language
                    .pick("现在就有人身危险", "somebody is in danger now")
                    .to_owned()
            }),
        ),
        (("类别", "Category"), category),
        (("性质", "Class"), class),
        (("规程", "Rulebook"), rulebook),
    ];
    facts_of(opened, list)
}

fn named(words: &Bilingual, language: Language) -> String {
    words.in_language(language).to_owned()
}

fn facts_of<const COUNT: usize>(
    opened: &Opened<'_>,
    list: [((&str, &str), Option<String>); COUNT],
) -> Vec<Fact> {
    let told = list.into_iter();
    told.filter_map(|((zh, en), value)| Some(Fact::new(opened.say(zh, en), value?)))
        .collect()
}

/// Slips of whoever registered it, with who corrected them and when.
pub(super) fn corrections(opened: &Opened<'_>) -> Vec<Correction> {
    let list = opened.view.corrections.iter();
    let origin = |one: &CorrectionView| corrected_by(opened, &one.at, one.by.as_deref());
    list.map(|one| Correction::of(one, origin(one), opened.dates()))
        .collect()
}

/// Names that were misread, with who corrected them and when; for whoever sees the name.
pub(super) fn corrected_names(opened: &Opened<'_>, list: &[NameCorrectionView]) -> Vec<Correction> {
    let origin = |one: &NameCorrectionView| corrected_by(opened, &one.at, one.by.as_deref());
    let all = list.iter();
    all.map(|one| Correction::of_name(one, origin(one), opened.language))
        .collect()
}

/// When something was corrected, and by whom.
fn corrected_by(opened: &Opened<'_>, at: &str, by: Option<&str>) -> String {
    let when = opened.when(at);
    let comma = opened.language.pick("，", ", ");
    match by {
        Some(by) => format!("{when}{comma}{by}"),
        None => when,
    }
}

/// Who has it.
pub(super) fn people(opened: &Opened<'_>) -> Vec<Fact> {
    let (view, language) = (&opened.view, opened.language);
    let receiver = view.receiver.as_ref().map(|unit| named(unit, language));
    let supporting = view.questions.iter().filter(|one| one.support);
    let supporting: Vec<String> = supporting.map(|one| named(&one.unit, language)).collect();
    let nobody = || opened.say("还没人接", "Nobody yet");
    facts_of(
        opened,
        [
            (
                ("替别人反映", "Brought for another one"),
                authority_words(opened),
            ),
            (
                ("责任单位", "Responsible unit"),
                Some(named(&view.unit, language)),
            ),
            (("等待接收", "Waits to be taken by"), receiver),
            (
                ("承办人", "Handler"),
                Some(view.handler.clone().unwrap_or_else(nobody)),
            ),
            (
                ("协办单位", "Supporting units"),
                Some(supporting.join("\n")).filter(|text| !text.is_empty()),
            ),
        ],
    )
}

/// Whether the written authority is on file, where it is brought for somebody else; for whom stays sealed.
pub(crate) fn authority_words(opened: &Opened<'_>) -> Option<String> {
    let stands = opened.view.written_authority?;
    Some(match stands {
        WrittenAuthority::OnFile => opened.say("委托书已在案", "The written authority is on file"),
        WrittenAuthority::Missing => opened.say(
            "还没有委托书：受理前请信访人补交，带来扫描或凭查询码上传都行",
            "No written authority yet: ask for it before accepting; it can be scanned here or added with the code",
        ),
    })
}

/// What to know before anything else.
pub(super) fn remarks(opened: &Opened<'_>) -> Vec<String> {
    let (view, language) = (&opened.view, opened.language);
    let colon = language.pick("：", ": ");
    let waiting = view.waiting.iter().map(|one| {
        let what = one.what.in_language(language);
        if one.text.is_empty() {
            return what.to_owned();
        }
        format!("{what}{colon}{}", safe(&one.text))
    });
    let asked = view.questions.iter().map(|one| {
        let unit = one.unit.in_language(language);
        let question = safe(&one.question);
        match &one.answer {
            Some(answer) => {
                let answer = safe(answer);
                language.pick(
                    format!("问{unit}：{question}\n{unit}说：{answer}"),
                    format!("Asked {unit}: {question}\n{unit} says: {answer}"),
                )
            }
            None => language.pick(
                format!("已问{unit}，还没回：{question}"),
                format!("Asked {unit}, no word yet: {question}"),
            ),
        }
    });
    let wrote = view.unread_since.as_ref().map(|at| {
        let at = opened.when(at);
        language.pick(
            format!("信访人有新留言（{at}），等着回复"),
            format!("The petitioner wrote on {at} and waits for an answer"),
        )
    });
    wrote
        .into_iter()
        .chain(review::remark(opened))
        .chain(waiting)
        .chain(asked)
        .collect()
}

/// What is asked for, with what came of it.
pub(super) fn requests(opened: &Opened<'_>) -> Vec<RequestView> {
    let view = &opened.view;
    let issued = view
        .answer
        .as_ref()
        .filter(|answer| ["issued", "served", "received"].contains(&answer.stage.as_str()));
    let outcome = |nth: usize| {
        let item = issued.and_then(|answer| answer.draft.items.get(nth));
        item.map(|item| outcomes(opened, item)).unwrap_or_default()
    };
    let requests = view.requests.iter().enumerate();
    requests
        .map(|(nth, text)| RequestView {
            index: nth + 1,
            text: safe(text),
            outcome: outcome(nth),
        })
        .collect()
}

fn outcomes(opened: &Opened<'_>, item: &AnswerItem) -> String {
    let outcomes = item.outcomes.iter();
    let words: Vec<&str> = outcomes
        .map(|outcome| outcome.label(opened.language))
        .collect();
    words.join(opened.language.pick("、", ", "))
}

/// Duties and windows, the open ones first.
pub(super) fn clocks(opened: &Opened<'_>) -> Vec<DutyClock> {
    let duties = opened.view.obligations.iter();
    duties
        .map(|duty| DutyClock {
            clock: opened.clock(duty),
            step: step(opened, duty),
        })
        .collect()
}

fn step(opened: &Opened<'_>, duty: &ObligationView) -> Option<String> {
    let language = opened.language;
    let post = opened.owing(duty).map(|post| {
        let acting = opened.acting(post);
        acting.unwrap_or_else(|| post.title.in_language(language).to_owned())
    });
    let climbed = (duty.state == "open" && duty.step > 0).then(|| {
        let step = duty.step;
        language.pick(
            format!("已上报到第{step}步"),
            format!("It has climbed to step {step}"),
        )
    });
    let owner = post
        .filter(|_| duty.state == "open")
        .map(|post| language.pick(format!("由{post}办"), format!("With {post}")));
    let parts: Vec<String> = owner.into_iter().chain(climbed).collect();
    (!parts.is_empty()).then(|| parts.join(language.pick("；", "; ")))
}

/// Messages, oldest first.
pub(super) fn messages(opened: &Opened<'_>) -> Vec<Message> {
    let messages = opened.view.messages.iter();
    messages
        .map(|message| Message {
            from_petitioner: message.from_petitioner,
            from: message
                .by
                .clone()
                .unwrap_or_else(|| opened.say("信访人", "The petitioner")),
            when: opened.when(&message.at),
            iso: message.at.clone(),
            facts: message.facts,
            text: safe(&message.text),
        })
        .collect()
}

/// Notes, oldest first.
pub(super) fn notes(opened: &Opened<'_>) -> Vec<NoteView> {
    let notes = opened.view.notes.iter();
    notes
        .map(|note| NoteView {
            from: note.by.clone().unwrap_or_default(),
            when: opened.when(&note.at),
            iso: note.at.clone(),
            text: safe(&note.text),
        })
        .collect()
}

/// The form of a message or a note, where it is possible.
pub(super) fn small_form(opened: &Opened<'_>, action: Action) -> Option<FormView> {
    opened.can(action).then(|| FormView {
        target: opened.action_target(action),
        fields: fields::views(opened, action, &Typed::nothing()),
    })
}

/// Notices, the answer as a document, and sealed files.
pub(super) fn files(opened: &Opened<'_>) -> Vec<ListedFile> {
    let language = opened.language;
    let documents = opened.view.documents.iter().map(|document| ListedFile {
        name: document.title.in_language(language).to_owned(),
        about: {
            let kind = language.pick("文书", "Document");
            ListedFile::about(language, [kind, &service::origin(opened, document)])
        },
        text: safe(&document.text),
        ..ListedFile::default()
    });
    let files = opened.view.files.iter().map(|file| file_row(opened, file));
    documents.chain(files).collect()
}

/// A scan is called by what it is for: its own name is often that of a person.
fn file_row(opened: &Opened<'_>, file: &FileOnRecord) -> ListedFile {
    let language = opened.language;
    let title = file.purpose.title();
    let title = title.in_language(language);
    let kind = size_words(file.kind, file.bytes);
    let (name, kind) = match &file.name {
        Some(name) => (safe(name), format!("{title}, {kind}")),
        None => (title.to_owned(), kind),
    };
    let at = opened.when(&file.at);
    let origin = match &file.by {
        Some(by) => language.pick(format!("{at}，{by}上传"), format!("{at}, by {by}")),
        None => at,
    };
    ListedFile {
        name,
        about: ListedFile::about(language, [&kind, &origin]),
        href: file
            .may_read
            .then(|| format!("{}/files/{}", opened.href(), file.id)),
        ..ListedFile::default()
    }
}

/// What a file is and how large: "PDF, 1.2 MB".
pub(crate) fn size_words(kind: FileKind, bytes: u64) -> String {
    format!("{}, {}", kind_word(kind), size(bytes))
}

const fn kind_word(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "PDF",
        FileKind::Png => "PNG",
        FileKind::Jpeg => "JPEG",
        FileKind::Mp3 => "MP3",
        FileKind::Mp4 => "MP4",
        FileKind::Amr => "AMR",
        FileKind::Wav => "WAV",
        FileKind::Docx => "Word",
        FileKind::Xlsx => "Excel",
        FileKind::Pptx => "PowerPoint",
    }
}

fn size(bytes: u64) -> String {
    const KIB: u64 = 1_024;
    if bytes < KIB * KIB {
        return format!("{} kB", bytes.div_ceil(KIB));
    }
    let tenths = bytes * 10 / (KIB * KIB);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// The answer, as far as it is.
pub(super) fn answers(opened: &Opened<'_>) -> Vec<AnswerView> {
    let answer = opened.view.answer.as_ref();
    let view = |answer: &AnswerOnRecord| {
        let href = opened.href();
        let work = if opened.can(Action::Approve) && opened.may_approve() {
            Some(format!("{href}/approve"))
        } else if opened.can(Action::Draft) {
            Some(format!("{href}/answer"))
        } else {
            None
        };
        AnswerView {
            state: state(answer),
            origin: origin(opened, answer),
            summary: review::summary(opened, &answer.draft),
            parts: answer_parts(opened, &answer.draft),
            document_href: None,
            work_href: work,
        }
    };
    let own = answer.map(view);
    own.into_iter().chain(review::answer(opened)).collect()
}

/// How far an answer has come.
pub(crate) fn state(answer: &AnswerOnRecord) -> AnswerState {
    match answer.stage.as_str() {
        "draft" if answer.returned.is_some() => AnswerState::Returned,
        "submitted" => AnswerState::Waiting,
        "approved" => AnswerState::Approved,
        "issued" => AnswerState::Issued,
        "served" | "received" => AnswerState::Served,
        _ => AnswerState::Draft,
    }
}

/// Who drafted it.
pub(crate) fn origin(opened: &Opened<'_>, answer: &AnswerOnRecord) -> String {
    let by = answer.drafted_by.as_ref();
    by.map(|name| {
        opened
            .language
            .pick(format!("{name}起草"), format!("Drafted by {name}"))
    })
    .unwrap_or_default()
}

/// The answer request by request.
pub(crate) fn answer_parts(opened: &Opened<'_>, draft: &AnswerDraft) -> Vec<AnswerPart> {
    let items = draft.items.iter().enumerate();
    items
        .map(|(nth, item)| {
            let text = |text: &str| Some(safe(text)).filter(|text| !text.trim().is_empty());
            // As the document has it.
            let by = item.by.map(|by| wording::day(by, opened.language));
            let outcome = Some(outcomes(opened, item)).filter(|text| !text.is_empty());
            let request = opened.view.requests.get(nth);
            AnswerPart {
                index: nth + 1,
                request: request.map(|text| safe(text)).unwrap_or_default(),
                facts: facts_of(
                    opened,
                    [
                        (("查明", "Finding"), text(&item.finding)),
                        (("事实和证据", "Facts and proof"), text(&item.facts)),
                        (("依据", "Basis"), text(&item.basis)),
                        (("结论", "Outcome"), outcome),
                        (("措施", "Measure"), text(&item.measure)),
                        (("最迟", "By"), by),
                    ],
                ),
            }
        })
        .collect()
}

/// Who opened it, one line each.
pub(super) fn opened_by(opened: &Opened<'_>) -> Vec<String> {
    let records = opened.view.access_records.iter();
    records
        .map(|record| access_line(record, &opened.when(&record.at), opened.language))
        .collect()
}

/// Who opened a petition, when and which part.
pub(crate) fn access_line(
    record: &huiyin_app::AccessView,
    when: &str,
    language: Language,
) -> String {
    let (name, of) = (&record.name, record.of.in_language(language));
    let identity = record.part == "identity";
    let part = match identity {
        true => language.pick("看了姓名和联系方式", "saw name and contact"),
        false => language.pick("看了反映的内容", "read the matter"),
    };
    language.pick(
        format!("{when}，{name}（{of}）{part}"),
        format!("{when}: {name} ({of}) {part}"),
    )
}
