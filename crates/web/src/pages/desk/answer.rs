//! The answer workshop: a card for each request, and the page of the one who approves.

use super::petition::{AnswerPart, AnswerState};
use super::workshop::{FactCard, Helps};
use super::{DeskFrame, PetitionRef, Place};
use crate::pages::components::{Choice, Clock};
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use crate::pages::stated_fact::StatedFact;
use askama::Template;
use huiyin_domain::language::Language;

/// What is drafted for one request, as it stands or was typed.
#[derive(Clone, Debug, Default)]
pub struct RequestDraft {
    /// 查明: what was found; sent as `finding-N`.
    pub finding: String,
    /// 事实和证据: facts and proof; sent as `facts-N`.
    pub facts: String,
    /// 依据: article and clause; sent as `basis-N`.
    pub basis: String,
    /// 结论: any of `remedy`, `explanation`, `lawful-referral`, `aid`; each sent as `outcome-N`.
    pub outcomes: Vec<String>,
    /// 措施: who does what; sent as `measure-N`.
    pub measure: String,
    /// By when, as `2026-04-20`; sent as `measure_by-N`.
    pub measure_by: String,
}

/// The card of one request.
#[derive(Clone, Debug)]
pub struct RequestCard {
    /// The request's number, from 1.
    pub index: usize,
    /// What is asked.
    pub request: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

impl RequestCard {
    /// The same card with citations to pick from under the basis; none: as it was.
    pub fn citing(mut self, language: Language, citations: Vec<Choice>) -> Self {
        let basis = self
            .fields
            .iter()
            .position(|field| field.name.starts_with("basis-"));
        if let Some(basis) = basis.filter(|_| !citations.is_empty()) {
            let field = Helps::cite_field(language, self.index, citations);
            self.fields.insert(basis + 1, field);
        }
        self
    }

    /// The card with the usual fields; `error` tells what was wrong with a field by its name.
    pub fn of(
        language: Language,
        index: usize,
        request: String,
        draft: &RequestDraft,
        error: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let field = |name: &str, zh: &str, en: &str, kind: FieldKind| {
            let name = format!("{name}-{index}");
            let error = error(&name);
            FieldView::new(name, language.pick(zh, en), kind).refused(error)
        };
        let lines = |text: &str, rows| FieldKind::TextArea(text.to_owned(), rows);
        Self {
            index,
            request,
            fields: vec![
                field(
                    "finding",
                    "查明",
                    "What was found",
                    lines(&draft.finding, 3),
                )
                .hinted(language.pick(
                    "信访人说的对不对，一句话",
                    "Whether it is as told: one sentence",
                )),
                field(
                    "facts",
                    "事实和证据",
                    "Facts and proof",
                    lines(&draft.facts, 3),
                )
                .hinted(language.pick(
                    "谁、何时、多少；凭什么知道",
                    "Who, when, how much; and how it is known",
                )),
                field("basis", "依据", "Basis", lines(&draft.basis, 2))
                    .hinted(language.pick("哪部法规、哪一条", "Which law, which article")),
                field(
                    "outcome",
                    "结论",
                    "Outcome",
                    FieldKind::Checks(outcomes(language, &draft.outcomes)),
                )
                .hinted(language.pick("可以多选", "More than one may apply")),
                field("measure", "措施", "Measure", lines(&draft.measure, 2))
                    .hinted(language.pick("谁做什么", "Who does what"))
                    .optional(),
                field(
                    "measure_by",
                    "最迟哪天做到",
                    "To be done by",
                    FieldKind::Date(draft.measure_by.clone()),
                )
                .optional(),
            ],
        }
    }
}

fn outcomes(language: Language, chosen: &[String]) -> Vec<Choice> {
    let all: [(&str, &str, &str, &str, &str); 4] = [
        (
            "remedy",
            "解决",
            "Remedy",
            "要写措施和日期",
            "With a measure and a date",
        ),
        (
            "explanation",
            "解释",
            "Explanation",
            "说清楚为什么不能，或已经怎样",
            "Why it cannot be, or how it already is",
        ),
        (
            "lawful-referral",
            "依法导入",
            "Lawful referral",
            "该走哪条路、找谁、那边的期限",
            "Which route, whom to ask, its time limit",
        ),
        ("aid", "帮扶", "Aid", "困难怎么帮", "How hardship is met"),
    ];
    let choice = |(value, zh, en, hint_zh, hint_en): (&str, &str, &str, &str, &str)| {
        Choice::new(value, language.pick(zh, en))
            .hinted(language.pick(hint_zh, hint_en))
            .chosen(chosen.iter().any(|one| one == value))
    };
    all.map(choice).to_vec()
}

/// Something that an answer still lacks.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The field's name, such as `basis-2`.
    pub field: String,
    /// What is missing, such as "Request 2 has no basis yet".
    pub words: String,
}

/// An answer being drafted. The form's buttons send `do=save`, `submit`, `issue`, `preview` or `fill`.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/answer.html")]
pub struct AnswerWorkPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The petition.
    pub petition: PetitionRef,
    /// The clock of the answer.
    pub clock: Option<Clock>,
    /// Why it came back, and from whom, if it did.
    pub returned: Option<String>,
    /// What is wrong with the whole, such as a conflict.
    pub error: Option<String>,
    /// What the review decides, where it is one; sent as `review`.
    pub review: Option<FieldView>,
    /// A card for each request.
    pub cards: Vec<RequestCard>,
    /// A card for each fact that the petitioner disputes or added.
    pub facts: Vec<FactCard>,
    /// The result in three sentences; sent as `summary`.
    pub summary: FieldView,
    /// The remedy notice, as it will stand in the answer; sent as `remedy_notice`.
    pub remedy_notice: FieldView,
    /// Whether this person may approve it, and so issue it at once (`do=issue`).
    pub may_issue: bool,
    /// What is still missing; empty: it can be sent for approval.
    pub missing: Vec<Missing>,
    /// Facts that the petitioner added and of which it says nothing; they stop nothing.
    pub unspoken: Vec<Missing>,
    /// What helps with it.
    pub helps: Helps,
    /// Who approves it: post and name, in words.
    pub approver: String,
    /// Whether nobody holds that post, so that nobody could approve it.
    pub unapproved: bool,
    /// Where it is sent.
    pub target: FormTarget,
}

impl AnswerWorkPage {
    fn errors(&self) -> Vec<FormError> {
        let cards = self.cards.iter().flat_map(|card| &card.fields);
        let ends = [&self.summary, &self.remedy_notice];
        let facts = self.facts.iter().map(|card| &card.field);
        let review = self.review.iter();
        let fields = review.chain(cards).chain(facts).chain(ends);
        errors_of(self.error.as_deref(), fields)
    }

    /// The field of the summary, as it stands or was typed.
    pub fn summary_field(language: Language, text: String, error: Option<String>) -> FieldView {
        FieldView::new(
            "summary",
            language.pick("用三句话把结果说清楚", "The result in three sentences"),
            FieldKind::TextArea(text, 4),
        )
        .hinted(language.pick(
            "信访人最先看到这一段：办成什么、什么时候、不满意找谁",
            "The petitioner reads this first: what is done, by when, whom to ask if not content",
        ))
        .refused(error)
    }

    /// The field of the remedy notice, as it stands or was typed.
    pub fn remedy_field(language: Language, text: String, error: Option<String>) -> FieldView {
        FieldView::new(
            "remedy_notice",
            language.pick("不满意可以怎么办", "What the petitioner can do against it"),
            FieldKind::TextArea(text, 2),
        )
        .hinted(language.pick(
            "写在答复末尾：找谁、多少天内",
            "It ends the answer: whom to ask, within how many days",
        ))
        .refused(error)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-answer-zh", Self::sample(Language::Zh)),
            ("desk-answer-en", Self::sample(Language::En)),
        ]
    }

    fn sample_draft(language: Language) -> RequestDraft {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        RequestDraft {
            finding: say(
                "属实：六人三月份工资共38,400元没有发放。",
                "True: March wages of six people, 38,400 yuan in all, were not paid.",
            ),
            facts: say(
                "考勤表、总包付款记录，3月5日现场核对。",
                "Attendance sheets and payment records, checked on site on 5 March.",
            ),
            basis: say(
                "《保障农民工工资支付条例》第30条",
                "Regulations on Wages of Migrant Workers, Article 30",
            ),
            outcomes: vec!["remedy".to_owned()],
            measure: say(
                "总包发到本人卡上",
                "The main contractor pays to their own accounts",
            ),
            measure_by: "2026-04-20".to_owned(),
        }
    }

    fn sample_citations(language: Language) -> Vec<Choice> {
        let label = language.pick(
            "《信访工作条例》第三十四条：答复",
            "Regulations on Petitioning Work, Art 34: answer",
        );
        vec![Choice::new("0", label)]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let first = Self::sample_draft(language);
        let lacks = say("第2条还没有依据", "Request 2 has no basis yet");
        let error = |name: &str| (name == "basis-2").then(|| lacks.clone());
        Self {
            frame: Frame::sample(language, "/desk/petitions/2026-000123/answer"),
            desk: DeskFrame::sample(language, Some(Place::Inbox)),
            petition: PetitionRef::sample(language),
            clock: Some(Clock::sample(language)),
            returned: Some(say(
                "赵刚4月12日退回：第2条要写清加班怎么算的。",
                "Zhao Gang returned it on 12 April: say how the overtime is counted.",
            )),
            error: None,
            review: None,
            cards: vec![
                RequestCard::of(
                    language,
                    1,
                    say("把六个人三月份的工资发了", "Pay the March wages of all six"),
                    &first,
                    |_| None,
                )
                .citing(language, Self::sample_citations(language)),
                RequestCard::of(
                    language,
                    2,
                    say("补发加班费", "Pay the overtime"),
                    &RequestDraft::default(),
                    error,
                )
                .citing(language, Self::sample_citations(language)),
            ],
            facts: FactCard::samples(language),
            summary: Self::summary_field(language, String::new(), None),
            remedy_notice: Self::remedy_field(
                language,
                say(
                    "不服的，收到之日起30日内，可以向区人民政府申请复查。",
                    "If you disagree, you may ask the district government for a review within 30 days of receipt.",
                ),
                None,
            ),
            may_issue: true,
            missing: vec![
                Missing {
                    field: "basis-2".to_owned(),
                    words: lacks,
                },
                Missing {
                    field: "summary".to_owned(),
                    words: say("还没有用三句话说清楚", "The three sentences are missing"),
                },
            ],
            unspoken: vec![Missing {
                field: "fact-44".to_owned(),
                words: crate::desk::stated::unspoken(4, language),
            }],
            helps: Helps::sample(language),
            approver: say("大队长赵刚", "Zhao Gang, head of the team"),
            unapproved: false,
            target: FormTarget::to("/desk/petitions/2026-000123/answer").sealed("7", "sample"),
        }
    }
}

/// An answer that waits for approval. Its forms send `reason` (return) or nothing (approve).
#[derive(Clone, Debug, Template)]
#[template(path = "desk/approve.html")]
pub struct ApprovePage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The petition.
    pub petition: PetitionRef,
    /// How far the answer has come.
    pub state: AnswerState,
    /// Who drafted it and when, one line.
    pub origin: String,
    /// The clock of the answer.
    pub clock: Option<Clock>,
    /// What changed since it went back last, one a line; empty: it never did.
    pub changes: Vec<String>,
    /// Where it is as a document.
    pub preview_href: String,
    /// The result in three sentences.
    pub summary: String,
    /// Request by request.
    pub parts: Vec<AnswerPart>,
    /// Facts that the petitioner disputes or added, with what the answer says to each.
    pub facts: Vec<StatedFact>,
    /// That it says nothing to a fact which the petitioner added, a line for each.
    pub unspoken: Vec<String>,
    /// The remedy notice.
    pub remedy_notice: String,
    /// What approving brings, with dates.
    pub consequence: String,
    /// Where approval is sent; `None`: not this person's.
    pub approve: Option<FormTarget>,
    /// Where a return is sent; `None`: not this person's.
    pub give_back: Option<FormTarget>,
    /// The reason for returning, sent as `reason`.
    pub reason: FieldView,
    /// What is wrong with the whole.
    pub error: Option<String>,
}

impl ApprovePage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), [&self.reason])
    }

    /// The field of the reason, as typed.
    pub fn reason_field(language: Language, text: String, error: Option<String>) -> FieldView {
        let label = language.pick("退回的理由", "Why it goes back");
        FieldView::new("reason", label, FieldKind::TextArea(text, 3))
            .hinted(language.pick(
                "起草人照这个改；期限不因退回改变",
                "The drafter works from this; the date does not move",
            ))
            .refused(error)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            let at = |path: &str| {
                FormTarget::to(format!("/desk/petitions/2026-000123/answers/1/{path}"))
                    .sealed("7", "sample")
            };
            Self {
                frame: Frame::sample(language, "/desk/petitions/2026-000123/answers/1"),
                desk: DeskFrame::sample(language, Some(Place::Approvals)),
                petition: PetitionRef::sample(language),
                state: AnswerState::Waiting,
                origin: say(
                    "陈立起草，4月13日16:20送审",
                    "Drafted by Chen Li, sent on 13 April, 16:20",
                ),
                clock: Some(Clock::sample(language)),
                preview_href: "/desk/petitions/2026-000123/letters/answer.pdf".to_owned(),
                changes: vec![say(
                    "第2条：补上了加班的算法",
                    "Request 2: how the overtime is counted was added",
                )],
                summary: say(
                    "工资查实没发。总包4月20日前发到本人卡上。没按时发的，应急周转金先发。",
                    "The wages were not paid. The main contractor pays by 20 April. If late, the emergency fund pays first.",
                ),
                parts: vec![AnswerPart {
                    index: 1,
                    request: say("把六个人三月份的工资发了", "Pay the March wages of all six"),
                    facts: vec![
                        super::Fact::new(
                            say("查明", "Finding"),
                            say("六人的工资没有发放。", "The wages of six were not paid."),
                        ),
                        super::Fact::new(say("结论", "Outcome"), say("解决", "Remedy")),
                    ],
                }],
                facts: FactCard::spoken_samples(language),
                unspoken: vec![crate::desk::stated::unspoken(4, language)],
                remedy_notice: say(
                    "不服的，收到之日起30日内，可以向区人民政府申请复查。",
                    "If you disagree, you may ask the district government for a review within 30 days of receipt.",
                ),
                consequence: say(
                    "同意后签发；送达信访人才算答复，最迟4月14日（周二，含当天）。",
                    "It is issued at once; it counts as answered when served, by Tuesday 14 April.",
                ),
                approve: Some(at("approve")),
                give_back: Some(at("return")),
                reason: Self::reason_field(language, String::new(), None),
                error: None,
            }
        };
        vec![
            ("desk-approve-zh", page(Language::Zh)),
            ("desk-approve-en", page(Language::En)),
        ]
    }
}
