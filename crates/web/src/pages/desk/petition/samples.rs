//! Invented petitions, for the style page and for tests.

use super::{
    ActionCard, ActionGroup, ActionStart, AnswerPart, AnswerState, AnswerView, CardPlace,
    DutyClock, IdentityView, NoteView, PetitionPage, RequestView,
};
use crate::pages::components::{Choice, Clock, Look};
use crate::pages::corrections::Correction;
use crate::pages::desk::same_matter::SameMatterRow;
use crate::pages::desk::{DeskFrame, Fact};
use crate::pages::file_list::ListedFile;
use crate::pages::form::{FieldKind, FieldView, FormTarget, FormView};
use crate::pages::layout::Frame;
use crate::pages::stated_fact::StatedFact;
use crate::pages::thread::Message;
use crate::pages::timeline::Entry;
use huiyin_domain::language::Language;

const PATH: &str = "/desk/petitions/2026-000123";

fn say(language: Language, zh: &str, en: &str) -> String {
    language.pick(zh, en).to_owned()
}

fn to(path: &str) -> FormTarget {
    FormTarget::to(format!("{PATH}/{path}")).sealed("7", "sample")
}

impl PetitionPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-petition-zh", Self::sample(Language::Zh)),
            ("desk-petition-en", Self::sample(Language::En)),
            (
                "desk-petition-answered-zh",
                Self::sample_answered(Language::Zh),
            ),
            (
                "desk-petition-answered-en",
                Self::sample_answered(Language::En),
            ),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| say(language, zh, en);
        Self {
            frame: Frame::sample(language, PATH),
            desk: DeskFrame::sample(language, None),
            number: "2026-000123".to_owned(),
            subject: say("三月份的工资到现在没发", "March wages are still not paid"),
            state_words: say("已登记", "Registered"),
            danger: Some(say(
                "宿舍楼墙裂了，还住着人。2月13日10:02标记，已通知值班岗位。",
                "The dormitory wall has cracked and people live there. Marked on 13 February, 10:02; the duty post was told.",
            )),
            restricted: Some(say(
                "信访人要求保密：只有您和指定的3人能看。《信访工作条例》第30条",
                "The petitioner asked for confidence: you and three named officers may read it. Regulations, Article 30",
            )),
            links: Vec::new(),
            same: vec![SameMatterRow::sample(language, true)],
            others: None,
            remarks: Vec::new(),
            body: say(
                "我在A区工地干了四个月，三月份的工资到现在没发。\n工友一共六个人，都没有拿到。",
                "I worked on the site in zone A for four months; March wages are still not paid.\nSix of us got nothing.",
            ),
            corrections: vec![Correction::sample(language)],
            facts: facts(language),
            respondents: Some(vec![say("恒远建筑公司", "Hengyuan Construction")]),
            requests: vec![
                RequestView {
                    index: 1,
                    text: say("把六个人三月份的工资发了", "Pay the March wages of all six"),
                    outcome: String::new(),
                },
                RequestView {
                    index: 2,
                    text: say("补发加班费", "Pay the overtime"),
                    outcome: String::new(),
                },
            ],
            stated: StatedFact::samples(language),
            identity: IdentityView::Hidden(to("identity")),
            people: people(language),
            clocks: vec![DutyClock {
                clock: Clock::sample(language),
                step: Some(say(
                    "第1步：登记员。2月25日提醒，到期报局长。",
                    "Step 1: intake clerk. A reminder on 25 February; on the last day the head is told.",
                )),
            }],
            groups: groups(language),
            timeline: vec![Entry::sample_transferred(language)],
            messages: Vec::new(),
            held: Some(held(language)),
            message_form: Some(message_form(language)),
            mark_read: Some(to("do/mark-read")),
            files: Vec::new(),
            file_form: Some(file_form(language)),
            notes: Vec::new(),
            note_form: Some(note_form(language)),
            answers: Vec::new(),
            readers: readers(language),
            opened_by: vec![say(
                "2月13日（周五）10:02，登记员刘敏，登记",
                "Friday 13 February, 10:02: Liu Min, intake clerk, to register it",
            )],
        }
    }

    fn sample_answered(language: Language) -> Self {
        let say = |zh: &str, en: &str| say(language, zh, en);
        let mut page = Self::sample(language);
        page.danger = None;
        page.same = Vec::new();
        page.restricted = None;
        page.state_words = say("已受理，办理中", "Accepted, in progress");
        page.remarks = vec![say(
            "信访人对“收到日期”有异议，等您核实；核实以前，信访人的期限不截止。",
            "The petitioner disputes the day of receipt; until you settle it no window closes.",
        )];
        page.identity = IdentityView::Shown(
            vec![
                Fact::new(say("姓名", "Name"), say("王秀英", "Wang Xiuying")),
                Fact::new(say("电话", "Telephone"), "135 5550 0188"),
            ],
            say(
                "已记录：今天9:20，您查看了姓名和电话。",
                "Recorded: you opened name and phone today at 9:20.",
            ),
            vec![Correction::sample_of_a_name(language)],
        );
        page.clocks = vec![
            DutyClock {
                clock: Clock {
                    look: Look::Late,
                    phrase: say(
                        "劳动监察大队已晚2个工作日，应在4月10日答复",
                        "The Labour Inspection Team is 2 working days late; the answer was due 10 April",
                    ),
                    ..Clock::sample(language)
                },
                step: Some(say(
                    "第2步：大队长赵刚，4月13日9:00已通知；明天报分管领导。",
                    "Step 2: Zhao Gang, head of the team, told on 13 April, 9:00; tomorrow the leader in charge.",
                )),
            },
            DutyClock {
                clock: Clock {
                    look: Look::Met,
                    phrase: say(
                        "信访局已在2月16日转送",
                        "The Petition Office transferred it on 16 February",
                    ),
                    why: Vec::new(),
                    ..Clock::sample(language)
                },
                step: None,
            },
        ];
        page.requests[0].outcome = say("支持", "Granted");
        page.messages = Message::samples(language, false);
        page.files = vec![ListedFile::sample_brought(language)];
        page.notes = vec![NoteView {
            from: say("陈立，监察员", "Chen Li, inspector"),
            when: say("3月3日（周二）9:00", "Tuesday 3 March, 9:00"),
            iso: "2026-03-03T09:00:00+08:00".to_owned(),
            text: say(
                "已联系总包，约3月5日看账。",
                "Called the main contractor; books on 5 March.",
            ),
        }];
        page.answers = vec![answer(language)];
        page
    }
}

fn answer(language: Language) -> AnswerView {
    let say = |zh: &str, en: &str| say(language, zh, en);
    AnswerView {
        state: AnswerState::Waiting,
        origin: say(
            "陈立起草，4月13日送审；等赵刚审批",
            "Drafted by Chen Li, sent on 13 April; waits for Zhao Gang",
        ),
        summary: say(
            "工资查实没发。总包4月20日前发到本人卡上。没按时发的，应急周转金先发。",
            "The wages were not paid. The main contractor pays by 20 April. If late, the emergency fund pays first.",
        ),
        parts: vec![AnswerPart {
            index: 1,
            request: say("把六个人三月份的工资发了", "Pay the March wages of all six"),
            facts: vec![
                Fact::new(
                    say("查明", "Finding"),
                    say(
                        "六人三月份工资共38,400元没有发放。",
                        "March wages of six people, 38,400 yuan in all, were not paid.",
                    ),
                ),
                Fact::new(
                    say("依据", "Basis"),
                    say(
                        "《保障农民工工资支付条例》第30条",
                        "Regulations on Wages of Migrant Workers, Article 30",
                    ),
                ),
                Fact::new(say("结论", "Outcome"), say("解决：支持", "Remedy: granted")),
                Fact::new(
                    say("措施和日期", "Measure and date"),
                    say(
                        "总包4月20日前发到本人卡上",
                        "The main contractor pays to their own accounts by 20 April",
                    ),
                ),
            ],
        }],
        document_href: Some(format!("{PATH}/answers/1/document")),
        work_href: Some(format!("{PATH}/answers/1/approve")),
    }
}

fn groups(language: Language) -> Vec<ActionGroup> {
    vec![sorting(language), handling(language)]
}

fn card(id: &str, title: String, consequence: String) -> ActionCard {
    ActionCard {
        id: id.to_owned(),
        title,
        consequence,
        why_not: None,
        start: ActionStart::Page(format!("{PATH}/{id}")),
        place: CardPlace::Listed,
    }
}

fn sorting(language: Language) -> ActionGroup {
    let say = |zh: &str, en: &str| say(language, zh, en);
    ActionGroup {
        title: say("分流", "Sorting"),
        actions: vec![
            ActionCard {
                place: CardPlace::Next,
                ..card(
                    "accept",
                    say("受理并告知", "Accept and notify"),
                    say(
                        "告知书送达后，60日内要书面答复，最迟4月14日（周二，含当天）。",
                        "Once the notice is served, a written answer is due within 60 days, by Tuesday 14 April.",
                    ),
                )
            },
            ActionCard {
                place: CardPlace::Beside,
                ..card(
                    "transfer",
                    say("转送", "Transfer"),
                    say(
                        "对方从明天起有15日告知信访人；对方接手以前，仍由我们负责。",
                        "The receiver has 15 days to give notice; until they take it, we stay responsible.",
                    ),
                )
            },
            card(
                "decline",
                say("不予受理", "Decline"),
                say(
                    "要写明理由和别的途径，信访人会看到。",
                    "Needs the reason and the other ways; the petitioner sees both.",
                ),
            ),
        ],
    }
}

fn handling(language: Language) -> ActionGroup {
    let say = |zh: &str, en: &str| say(language, zh, en);
    let not_now = |id: &str, title: String, why: String| ActionCard {
        why_not: Some(why),
        ..card(id, title, String::new())
    };
    ActionGroup {
        title: say("办理", "Handling"),
        actions: vec![
            ActionCard {
                start: ActionStart::Button(to("acknowledge")),
                ..card(
                    "acknowledge",
                    say("我来办", "I take it"),
                    say(
                        "别人看到是您在办；下一次上报推迟一次。",
                        "Others see that you have it; the next escalation waits once.",
                    ),
                )
            },
            not_now(
                "extend",
                say("延期", "Extend"),
                say(
                    "还没受理，没有答复期限可延。《信访工作条例》第34条",
                    "Not accepted yet, so there is no term to extend. Regulations, Article 34",
                ),
            ),
            not_now(
                "issue",
                say("签发答复", "Issue the answer"),
                say(
                    "没有经过审批的答复。规则5.5",
                    "There is no approved answer. Rule 5.5",
                ),
            ),
            not_now(
                "withdraw",
                say("撤回", "Withdraw"),
                say(
                    "只有信访人自己能撤回：凭查询码，或本人签字的书面申请。规则5.9",
                    "Only the petitioner can withdraw: by the code, or a signed paper. Rule 5.9",
                ),
            ),
        ],
    }
}

fn facts(language: Language) -> Vec<Fact> {
    let say = |zh: &str, en: &str| say(language, zh, en);
    vec![
        Fact::new(
            say("地点", "Place"),
            say(
                "A区工业园，三号塔吊旁",
                "Industrial park, zone A, by crane 3",
            ),
        ),
        Fact::new(
            say("渠道", "Channel"),
            say("当面，刘敏登记", "At the counter, registered by Liu Min"),
        ),
        Fact::new(
            say("收到", "Received"),
            say(
                "2026年2月13日（星期五）10:02",
                "Friday 13 February 2026, 10:02",
            ),
        ),
        Fact::new(
            say("类别和性质", "Category and class"),
            say("欠薪；申诉求决", "Unpaid wages; claim"),
        ),
    ]
}

fn people(language: Language) -> Vec<Fact> {
    let say = |zh: &str, en: &str| say(language, zh, en);
    vec![
        Fact::new(
            say("现在负责", "Responsible now"),
            say(
                "信访局，登记员刘敏",
                "Petition Office, intake clerk Liu Min",
            ),
        ),
        Fact::new(
            say("没人办时找", "If nobody acts"),
            say("信访局局长周宁", "Head of the Petition Office, Zhou Ning"),
        ),
    ]
}

fn held(language: Language) -> String {
    say(
        language,
        "有新消息的通知等到2月14日（周六）18:00再发，信访人希望那时收到；凭查询码现在就能看到。",
        "The notice that there is news waits until Saturday 14 February, 18:00, when the petitioner wishes to hear; with the code it can be read now.",
    )
}

fn message_form(language: Language) -> FormView {
    let say = |zh: &str, en: &str| say(language, zh, en);
    FormView {
        target: to("messages"),
        fields: vec![FieldView::new(
            "message",
            say("写给信访人", "To the petitioner"),
            FieldKind::TextArea(String::new(), 3),
        )],
    }
}

fn file_form(language: Language) -> FormView {
    let say = |zh: &str, en: &str| say(language, zh, en);
    let purposes = vec![
        Choice::new("letter", say("来信扫描件", "Scan of the letter")),
        Choice::new(
            "document",
            say("给信访人的文书", "Document for the petitioner"),
        )
        .hinted(say(
            "本人在查询页看得到，可以下载",
            "The petitioner sees and downloads it on the tracking page",
        )),
    ];
    FormView {
        target: to("files"),
        fields: vec![
            FieldView::new(
                "purpose",
                say("是什么", "What it is"),
                FieldKind::Radios(purposes),
            ),
            FieldView::new("file", say("文件", "File"), FieldKind::File).hinted(say(
                "PDF、JPEG或PNG，不超过20 MiB",
                "PDF, JPEG or PNG, at most 20 MiB",
            )),
        ],
    }
}

fn note_form(language: Language) -> FormView {
    let say = |zh: &str, en: &str| say(language, zh, en);
    FormView {
        target: to("notes"),
        fields: vec![FieldView::new(
            "note",
            say("记一条", "A note"),
            FieldKind::TextArea(String::new(), 2),
        )],
    }
}

fn readers(language: Language) -> Vec<String> {
    vec![
        say(
            language,
            "信访局：接待登记员，2人（由这个单位登记）",
            "Petition Office: Intake clerk, 2 people (the unit registered it)",
        ),
        say(
            language,
            "劳动监察大队：承办人，3人（现在归这个单位办）",
            "Labour Inspection Team: Handler, 3 people (the unit has it now)",
        ),
    ]
}
