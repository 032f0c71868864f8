//! Documents with invented data: for `huiyin letter sample`, for measuring and for tests.

mod seal;

pub use seal::seal;

use crate::document::{
    Addressee, Answer, AnsweredRequest, Between, BetweenKind, ClosingReport, Document,
    ExtensionRequest, FileIndex, Head, HearingAnnouncement, HearingNotice, HearingRecord,
    HearingReport, NextStep, Notice, NoticeKind, Petitioner, ProofOfService, QuerySlip, Received,
    RegistrationForm, RequestResult, ReviewDecision, ReviewLevel, ReviewOutcome, ReviewRequest,
};
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::Outcome;
use jiff::civil::{Date, date};

/// The day that stands on them.
pub const DAY: Date = date(2026, 1, 12);

/// What stands on each.
pub fn head() -> Head {
    Head {
        authority: Bilingual::new("滨海产业园区管理委员会", "Binhai Park Administration"),
        petition: "2026-000037".to_owned(),
        number: None,
        date: DAY,
    }
}

/// One request, answered.
pub fn request(asked: &str, facts: &str) -> AnsweredRequest {
    AnsweredRequest {
        request: asked.to_owned(),
        finding: "夜间施工属实。".to_owned(),
        facts: facts.to_owned(),
        basis: "《中华人民共和国噪声污染防治法》第四十三条".to_owned(),
        outcomes: vec![Outcome::Remedy, Outcome::Explanation],
        measure: "责令施工单位停止夜间施工".to_owned(),
        by: Some(date(2026, 2, 1)),
    }
}

/// An answer to two requests, the first of which rests on these facts.
pub fn answer(facts: &str) -> Answer {
    Answer {
        head: head(),
        to: Addressee::Named("张三".to_owned()),
        subject: "厂区夜间噪声扰民".to_owned(),
        received: date(2025, 12, 1),
        passed_on_by: Some("滨海市信访局".to_owned()),
        requests: vec![
            request("停止夜间施工", facts),
            request("赔偿损失", "双方已经协商一致。"),
        ],
        facts: Vec::new(),
        summary: "施工单位已停止夜间施工。".to_owned(),
        remedy: "如对本意见不服，可以自收到之日起30日内向上一级行政机关提出复查申请。".to_owned(),
        simple: false,
    }
}

/// A notice of acceptance.
pub fn notice() -> Notice {
    Notice {
        head: head(),
        to: Addressee::Named("李䶮".to_owned()),
        kind: NoticeKind::Acceptance {
            unit: Bilingual::new("生态环境局", "Environment Bureau"),
            answer_due: Some(date(2026, 3, 2)),
            citation: Some(Bilingual::new(
                "《信访工作条例》第三十四条",
                "Regulations on Petitioning Work, Art 34",
            )),
        },
        subject: "厂区夜间噪声扰民".to_owned(),
        received: date(2025, 12, 1),
        words: "办理过程中会与您联系核实情况。".to_owned(),
    }
}

/// A slip with its code.
pub fn slip() -> QuerySlip {
    QuerySlip {
        head: head(),
        received: Received::At(date(2026, 1, 12).at(9, 5, 0, 0)),
        code: Some("7K2M-9QXA-TT04-ZH8P".to_owned()),
        address: "https://xf.example.cn/track".to_owned(),
        phone: "0576-5550 0123".to_owned(),
        place: Bilingual::new("青石路8号一楼接待厅", "Reception Hall, 8 Qingshi Road"),
        hours: Bilingual::new("工作日8:30～17:30", "Working days 8:30 to 17:30"),
        next: vec![NextStep {
            what: Bilingual::new("告知是否受理", "Say whether it is accepted"),
            due: date(2026, 1, 27),
            citation: Bilingual::new("《信访工作条例》第二十三条", "Regulations, Art 23"),
        }],
    }
}

/// A registration form with the identity open.
pub fn form() -> RegistrationForm {
    RegistrationForm {
        head: head(),
        unit: Bilingual::new("园区信访办", "Petition office"),
        received: Received::On(date(2026, 1, 12)),
        postmark: Some(date(2026, 1, 8)),
        channel: Bilingual::new("来信", "Letter"),
        who: Bilingual::new("实名", "Named"),
        petitioner: Some(Petitioner {
            name: Some("欧阳㛃".to_owned()),
            phone: Some("13800000000".to_owned()),
            email: None,
            address: Some("滨海产业园区三号路12号".to_owned()),
        }),
        danger: false,
        subject: "厂区夜间噪声扰民".to_owned(),
        body: "每晚十点以后仍有打桩声。\n多次反映没有结果。".to_owned(),
        place: "三号路工地".to_owned(),
        requests: vec!["停止夜间施工".to_owned(), "赔偿损失".to_owned()],
        files: 2,
    }
}

/// One of every document.
pub fn all() -> Vec<(&'static str, Document)> {
    let mut all = petitioners();
    all.extend(between());
    all.extend(kept());
    all.extend(reviews());
    all.extend(hearing());
    all
}

fn unit() -> Bilingual {
    Bilingual::new("生态环境局", "Environment Bureau")
}

fn between() -> Vec<(&'static str, Document)> {
    let sort = Bilingual::new("告知是否受理", "say whether it is accepted");
    let kinds = [
        (
            "transfer-letter",
            BetweenKind::Transfer {
                objection_due: Some(date(2026, 1, 19)),
            },
        ),
        (
            "assignment-letter",
            BetweenKind::Assignment {
                limit: Some(date(2026, 2, 28)),
            },
        ),
        ("objection", BetweenKind::Objection),
        (
            "reminder",
            BetweenKind::Reminder {
                duty: sort.clone(),
                due: date(2026, 1, 27),
                late: false,
            },
        ),
        (
            "supervision-letter",
            BetweenKind::Supervision {
                duty: sort,
                due: date(2026, 1, 9),
                citation: Bilingual::new("《信访工作条例》第二十三条", "Regulations, Art 23"),
                answer_by: date(2026, 1, 20),
            },
        ),
    ];
    let letter = |(name, kind)| {
        let letter = Between {
            head: head(),
            from: Bilingual::new("滨海产业园区信访办公室", "Petition office of Binhai Park"),
            to: unit(),
            kind,
            subject: "厂区夜间噪声扰民".to_owned(),
            words: "该工地位于三号路，监测由环境监测站负责。".to_owned(),
        };
        (name, Document::Between(letter))
    };
    kinds.map(letter).to_vec()
}

fn kept() -> Vec<(&'static str, Document)> {
    let subject = || "厂区夜间噪声扰民".to_owned();
    let extension = ExtensionRequest {
        head: head(),
        unit: unit(),
        subject: subject(),
        due: date(2026, 3, 2),
        reason: "需要连续监测三十日。".to_owned(),
        decision: None,
    };
    let proof = ProofOfService {
        head: head(),
        document: Bilingual::new("处理意见书", "Answer"),
        addressee: Some("张三".to_owned()),
        served: None,
    };
    let report = ClosingReport {
        head: head(),
        unit: unit(),
        subject: subject(),
        received: date(2025, 12, 1),
        answered: Some(date(2026, 1, 5)),
        results: vec![RequestResult {
            request: "停止夜间施工".to_owned(),
            outcome: Bilingual::new("解决到位", "Remedy"),
            measure: "责令施工单位停止夜间施工".to_owned(),
            performed: Bilingual::new("已落实，本人已确认", "done, confirmed by the petitioner"),
        }],
    };
    let index = FileIndex {
        head: head(),
        subject: subject(),
        papers: vec![(
            Bilingual::new("信访登记表", "Registration form"),
            DAY,
            unit(),
        )],
    };
    vec![
        ("extension-request", Document::ExtensionRequest(extension)),
        ("proof-of-service", Document::ProofOfService(proof)),
        ("closing-report", Document::ClosingReport(report)),
        ("file-index", Document::FileIndex(index)),
    ]
}

fn notices() -> Vec<(&'static str, Document)> {
    let kinds = [
        (
            "transfer-notice",
            NoticeKind::Passed {
                to: unit(),
                assigned: false,
                notice_due: Some(date(2026, 1, 27)),
            },
        ),
        (
            "assignment-notice",
            NoticeKind::Passed {
                to: unit(),
                assigned: true,
                notice_due: None,
            },
        ),
        (
            "decline",
            NoticeKind::Decline {
                ground: Bilingual::new(
                    "《信访工作条例》第十九条，同一件事已在办",
                    "Art 19: it is in hand already",
                ),
            },
        ),
        (
            "redirect",
            NoticeKind::Redirect {
                route: Bilingual::new("劳动仲裁", "labour arbitration"),
                limit: Some(date(2026, 12, 1)),
            },
        ),
        (
            "extension-notice",
            NoticeKind::Extension {
                due: date(2026, 4, 1),
            },
        ),
    ];
    kinds
        .map(|(name, kind)| (name, Document::Notice(Notice { kind, ..notice() })))
        .to_vec()
}

fn petitioners() -> Vec<(&'static str, Document)> {
    let simple = Answer {
        simple: true,
        requests: vec![request("停止夜间施工", "现场核实。")],
        ..answer("现场核实。")
    };
    let mut all = vec![
        ("registration-form", Document::RegistrationForm(form())),
        ("query-slip", Document::QuerySlip(slip())),
        ("acceptance", Document::Notice(notice())),
        ("answer", Document::Answer(answer("监测结果超过标准限值。"))),
        ("simple-answer", Document::Answer(simple)),
    ];
    all.extend(notices());
    all
}

fn reviews() -> Vec<(&'static str, Document)> {
    let subject = || "厂区夜间噪声扰民".to_owned();
    let review = |level| ReviewDecision {
        head: head(),
        to: Addressee::Named("张三".to_owned()),
        level,
        subject: subject(),
        before_by: unit(),
        before_on: date(2026, 1, 5),
        requested: date(2026, 1, 8),
        request: "撤销原处理意见。".to_owned(),
        finding: "原处理意见认定的事实没有监测数据支持。".to_owned(),
        facts: Vec::new(),
        basis: "《信访工作条例》第三十五条".to_owned(),
        outcome: ReviewOutcome::Redo,
        words: "请在收到本意见之日起三十日内重新作出意见。".to_owned(),
    };
    let request = |level| ReviewRequest {
        head: head(),
        to: Bilingual::new("区人民政府", "The district government"),
        level,
        petitioner: Some("张三".to_owned()),
        subject: subject(),
        answered: date(2026, 1, 5),
        until: date(2026, 2, 4),
        requests: vec!["夜间停工。".to_owned(), "公布监测结果。".to_owned()],
    };
    vec![
        (
            "review-decision",
            Document::ReviewDecision(review(ReviewLevel::Review)),
        ),
        (
            "final-review-decision",
            Document::ReviewDecision(review(ReviewLevel::FinalReview)),
        ),
        (
            "review-request",
            Document::ReviewRequest(request(ReviewLevel::Review)),
        ),
        (
            "final-review-request",
            Document::ReviewRequest(request(ReviewLevel::FinalReview)),
        ),
    ]
}

fn hearing() -> Vec<(&'static str, Document)> {
    let subject = || "厂区夜间噪声扰民".to_owned();
    let begins = date(2026, 1, 20).at(14, 30, 0, 0);
    let place = || "园区管委会三楼会议室".to_owned();
    let chair = || Bilingual::new("信访办公室主任", "The head of the petition office");
    let notice = HearingNotice {
        head: head(),
        to: Addressee::Named("张三".to_owned()),
        subject: subject(),
        begins,
        place: place(),
        chair: chair(),
        public: true,
    };
    let announcement = HearingAnnouncement {
        head: head(),
        subject: subject(),
        begins,
        place: place(),
        chair: chair(),
        seats: 20,
        until: date(2026, 1, 18),
    };
    let record = HearingRecord {
        head: head(),
        subject: subject(),
        begins,
        place: place(),
        parts: vec![
            (
                Bilingual::new("主持人", "Presides"),
                "信访办公室主任".to_owned(),
            ),
            (Bilingual::new("信访人", "Petitioner"), "张三".to_owned()),
            (Bilingual::new("办理单位", "Unit"), "环境监测站".to_owned()),
        ],
        said: vec![
            (
                Bilingual::new("信访人陈述", "The petitioner says"),
                "夜里十一点以后还在施工，影响睡眠。".to_owned(),
            ),
            (
                Bilingual::new("办理单位陈述", "The unit says"),
                String::new(),
            ),
        ],
    };
    let report = HearingReport {
        head: head(),
        subject: subject(),
        held: date(2026, 1, 20),
        chair: chair(),
        facts: "监测三夜，两夜超过标准。".to_owned(),
        disputed: "施工单位认为赶工期不可避免；信访人要求夜间停工。".to_owned(),
        proposal: "建议夜间停工，并公布监测结果：超标的事实清楚。".to_owned(),
    };
    vec![
        ("hearing-notice", Document::HearingNotice(notice)),
        (
            "hearing-announcement",
            Document::HearingAnnouncement(announcement),
        ),
        ("hearing-record", Document::HearingRecord(record)),
        ("hearing-report", Document::HearingReport(report)),
    ]
}
