//! The petitions of the sample, in every state that a petition can stand in. All of it is invented.

use super::By::{Petitioner, Staff};
use super::{By, Park, Step, Story, What};
use huiyin_domain::event::{DeclineReason, Document, Route, ServiceWay};
use huiyin_domain::petition::{AnswerDraft, AnswerItem, Channel, Class, Command, Outcome};

fn step(days: i64, hour: i64, by: By, what: impl Fn(&Park<'_>) -> Vec<Command> + 'static) -> Step {
    Step {
        after: (days, hour),
        by,
        what: Box::new(what) as What,
    }
}

/// A claim of branch 6.
fn claim() -> Command {
    Command::Classify {
        class: Class::Claim,
        branch: Some(6),
        category: None,
        reason: String::new(),
    }
}

fn transfer(to: &'static str) -> impl Fn(&Park<'_>) -> Vec<Command> {
    move |park| {
        vec![
            claim(),
            Command::Transfer {
                to: park.unit(to),
                reason: "按职责分工".into(),
            },
        ]
    }
}

fn accept() -> Vec<Command> {
    vec![Command::Accept {
        notice: "您反映的事项已受理，我们会当面听取您的意见并调查核实。".into(),
    }]
}

/// An answer with one item for each pair of outcome and days until the remedy.
fn answer(items: &[(Outcome, Option<i64>)], today: jiff::civil::Date) -> AnswerDraft {
    let item = |(outcome, days): &(Outcome, Option<i64>)| AnswerItem {
        finding: "经实地查看、调取台账并听取双方意见，您反映的情况基本属实。".into(),
        facts: "现场记录、值班台账和相关票据相互印证。".into(),
        basis: "《保障农民工工资支付条例》第三条；《信访工作条例》第三十二条".into(),
        outcomes: vec![*outcome],
        measure: days
            .map(|_| "责任单位按期完成整改并当面告知您结果。".to_owned())
            .unwrap_or_default(),
        by: days.and_then(|days| today.checked_add(jiff::Span::new().days(days)).ok()),
    };
    AnswerDraft {
        items: items.iter().map(item).collect(),
        summary: "情况属实；责任单位按期落实；落实后请您核实。".into(),
        remedy_notice: "不服本意见的，可自收到之日起30日内向上一级机关申请复查。".into(),
    }
}

fn draft(items: &'static [(Outcome, Option<i64>)]) -> impl Fn(&Park<'_>) -> Vec<Command> {
    move |park| {
        vec![Command::Draft {
            answer: answer(items, park.today()),
        }]
    }
}

fn submit(items: &'static [(Outcome, Option<i64>)]) -> impl Fn(&Park<'_>) -> Vec<Command> {
    move |park| {
        vec![
            Command::Draft {
                answer: answer(items, park.today()),
            },
            Command::Submit,
        ]
    }
}

fn approve(_: &Park<'_>) -> Vec<Command> {
    vec![Command::Approve]
}

fn issue(_: &Park<'_>) -> Vec<Command> {
    vec![Command::Issue]
}

fn hand_over(document: Document) -> impl Fn(&Park<'_>) -> Vec<Command> {
    move |_| {
        vec![Command::Serve {
            document,
            way: ServiceWay::HandedOver,
            at: None,
            proof: None,
        }]
    }
}

const EXPLAIN: &[(Outcome, Option<i64>)] = &[(Outcome::Explanation, None)];
const REMEDY_SOON: &[(Outcome, Option<i64>)] = &[(Outcome::Remedy, Some(20))];
const REMEDY_LATE: &[(Outcome, Option<i64>)] = &[(Outcome::Remedy, Some(5))];
const TWO: &[(Outcome, Option<i64>)] = &[(Outcome::Remedy, Some(25)), (Outcome::Aid, None)];

fn story(
    days_ago: i64,
    channel: Channel,
    subject: &'static str,
    body: &'static str,
    name: Option<&'static str>,
    steps: Vec<Step>,
) -> Story {
    Story {
        days_ago,
        channel,
        subject,
        body,
        place: "青石园区",
        category: "",
        requests: &[],
        name,
        confidential: false,
        misconduct: false,
        steps,
    }
}

/// Sent to a unit, taken and accepted there: how most of them begin.
fn begun(unit: &'static str, handler: &'static str, mut more: Vec<Step>) -> Vec<Step> {
    let mut steps = vec![
        step(1, 10, Staff("fang"), transfer(unit)),
        step(3, 10, Staff(handler), |_| accept()),
        step(3, 14, Staff(handler), hand_over(Document::Acceptance)),
        step(4, 9, Staff(handler), |_| vec![Command::Take]),
    ];
    steps.append(&mut more);
    steps
}

pub(super) fn all() -> Vec<Story> {
    let mut all = early();
    all.extend(answered());
    all.extend(other_ways());
    all
}

/// Not yet answered.
fn early() -> Vec<Story> {
    use Channel::{Letter, Phone, Visit, Web};
    vec![
        story(
            0,
            Web,
            "宿舍楼电梯三天没修",
            "三号宿舍楼电梯坏了三天，老人上下楼很难。",
            None,
            vec![],
        ),
        story(
            1,
            Phone,
            "夜里工地施工太吵",
            "二期工地夜里十一点还在打桩，孩子睡不着。",
            Some("林月"),
            vec![],
        ),
        story(
            2,
            Visit,
            "公交站离厂区太远",
            "希望15路在厂区东门加一站。",
            Some("周禾"),
            vec![step(0, 11, Staff("fang"), |_| {
                vec![Command::Classify {
                    class: Class::Suggestion,
                    branch: None,
                    category: None,
                    reason: String::new(),
                }]
            })],
        ),
        story(
            4,
            Web,
            "下水道返味",
            "和馨小区四栋一楼下水道返味一个月了。",
            None,
            vec![step(1, 10, Staff("fang"), transfer("hexin"))],
        ),
        story(
            6,
            Letter,
            "围墙挡住了消防通道",
            "新围墙把消防通道挡了一半。",
            Some("宁远"),
            vec![
                step(1, 10, Staff("fang"), transfer("environment")),
                step(2, 15, Staff("he"), |_| {
                    vec![Command::Object {
                        reason: "围墙审批属于规划建设科，不属于本科职责。".into(),
                    }]
                }),
            ],
        ),
        story(
            9,
            Letter,
            "路灯坏了没人修",
            "云禾路一排路灯不亮。",
            Some("罗文"),
            vec![
                step(1, 10, Staff("fang"), transfer("environment")),
                step(2, 15, Staff("he"), |_| {
                    vec![Command::Object {
                        reason: "路灯由规划建设科管理。".into(),
                    }]
                }),
                step(4, 10, Staff("fang"), |_| {
                    vec![Command::SettleObjection {
                        uphold: false,
                        reason: "异议成立，收回后另行转送。".into(),
                    }]
                }),
                step(4, 11, Staff("fang"), |park| {
                    vec![Command::Assign {
                        to: park.unit("construction"),
                        limit: None,
                        reason: "请在期限内报结果".into(),
                    }]
                }),
            ],
        ),
        story(
            38,
            Web,
            "厂门口积水",
            "一下雨厂门口就积水，电动车过不去。",
            None,
            vec![],
        ),
        story(
            12,
            Phone,
            "工资少发了加班费",
            "九月份加班四十小时，加班费没有发。",
            Some("何田"),
            begun(
                "labour",
                "lu",
                vec![
                    step(5, 10, Staff("lu"), |park| {
                        vec![Command::AskStatement {
                            unit: park.unit("xinda"),
                            question: "请说明九月份加班工时如何计算、加班费何时发放。".into(),
                        }]
                    }),
                    step(6, 10, Staff("lu"), |_| {
                        vec![Command::Message {
                            text: "已向单位要书面说明，请您准备好考勤截图。".into(),
                        }]
                    }),
                    step(7, 20, Petitioner, |_| {
                        vec![Command::Message {
                            text: "考勤截图我明天送到接待室。".into(),
                        }]
                    }),
                ],
            ),
        ),
        story(
            60,
            Web,
            "噪声扰民，申请降噪",
            "空压机整夜响，测过有65分贝。",
            None,
            begun(
                "environment",
                "he",
                vec![
                    step(52, 10, Staff("he"), |_| {
                        vec![Command::AskExtension {
                            reason: "需要委托有资质的机构做夜间监测。".into(),
                        }]
                    }),
                    step(54, 16, Staff("song"), |_| {
                        vec![Command::DecideExtension {
                            grant: true,
                            reason: "监测排期在下月初，同意延期。".into(),
                        }]
                    }),
                ],
            ),
        ),
        story(
            56,
            Letter,
            "粉尘落到阳台上",
            "水泥车间的粉尘飘到居民楼。",
            Some("田野"),
            begun(
                "environment",
                "he",
                vec![step(55, 10, Staff("he"), |_| {
                    vec![Command::AskExtension {
                        reason: "等待复测结果。".into(),
                    }]
                })],
            ),
        ),
        story(
            15,
            Visit,
            "管道有煤气味",
            "食堂后面的管道一直有煤气味。",
            Some("江禾"),
            vec![
                step(0, 10, Staff("fang"), |_| {
                    vec![Command::DeclareDanger {
                        text: "食堂后管道疑似漏气，附近有宿舍。".into(),
                    }]
                }),
                step(0, 10, Staff("fang"), |_| {
                    vec![Command::ReportUrgent {
                        text: "已电话报告总值班室并通知燃气公司。".into(),
                    }]
                }),
                step(1, 9, Staff("fang"), transfer("construction")),
                step(2, 9, Staff("qiao"), |_| accept()),
            ],
        ),
    ]
}

/// Drafted, approved, answered, promised.
fn answered() -> Vec<Story> {
    use Channel::{Letter, Phone, Visit, Web};
    vec![
        story(
            30,
            Web,
            "食堂价格涨得太快",
            "两个月涨了三次价。",
            None,
            begun(
                "labour",
                "lu",
                vec![step(20, 10, Staff("lu"), draft(EXPLAIN))],
            ),
        ),
        story(
            40,
            Visit,
            "拖欠三月份工资",
            "我们六个人三月份的工资到现在没发。",
            Some("赵平"),
            begun(
                "labour",
                "lu",
                vec![step(39, 10, Staff("lu"), submit(REMEDY_SOON))],
            ),
        ),
        story(
            45,
            Letter,
            "门卫不让送餐车进",
            "送餐车被拦在门外，饭都凉了。",
            Some("钟意"),
            begun(
                "labour",
                "lu",
                vec![
                    step(20, 10, Staff("lu"), submit(EXPLAIN)),
                    step(21, 10, Staff("song"), approve),
                    step(22, 10, Staff("lu"), issue),
                ],
            ),
        ),
        story(
            70,
            Web,
            "绿化带被占做停车位",
            "东门绿化带被划成停车位。",
            None,
            begun(
                "construction",
                "qiao",
                vec![
                    step(30, 10, Staff("qiao"), submit(EXPLAIN)),
                    step(31, 10, Staff("song"), approve),
                    step(32, 10, Staff("qiao"), issue),
                ],
            ),
        ),
        Story {
            requests: &["补发加班费", "给受伤的工友一点帮助"],
            ..story(
                48,
                Visit,
                "加班费和工伤补助",
                "加班费拖了两个月，一位工友手受伤没有补助。",
                Some("石磊"),
                begun(
                    "labour",
                    "lu",
                    vec![
                        step(30, 10, Staff("lu"), submit(TWO)),
                        step(31, 10, Staff("song"), approve),
                        step(32, 9, Staff("lu"), issue),
                        step(32, 15, Staff("lu"), hand_over(Document::Answer)),
                    ],
                ),
            )
        },
        story(
            55,
            Phone,
            "污水池没有盖板",
            "厂区北侧污水池没有盖板，孩子常去玩。",
            Some("苏荷"),
            begun(
                "environment",
                "he",
                vec![
                    step(25, 10, Staff("he"), submit(REMEDY_LATE)),
                    step(26, 10, Staff("song"), approve),
                    step(27, 10, Staff("he"), issue),
                    step(27, 16, Staff("he"), hand_over(Document::Answer)),
                ],
            ),
        ),
        story(
            80,
            Web,
            "楼道堆放杂物",
            "三栋楼道堆满纸箱，有火灾隐患。",
            None,
            begun(
                "hexin",
                "tang",
                vec![
                    step(20, 10, Staff("tang"), submit(REMEDY_SOON)),
                    step(21, 10, Staff("song"), approve),
                    step(22, 10, Staff("tang"), issue),
                    step(35, 10, Staff("tang"), |_| {
                        vec![Command::Fulfil {
                            request: 0,
                            text: "杂物已清走，安排每周巡查。".into(),
                        }]
                    }),
                    step(37, 20, Petitioner, |_| {
                        vec![Command::Verify {
                            request: 0,
                            agreed: true,
                            text: "清干净了，谢谢。".into(),
                        }]
                    }),
                ],
            ),
        ),
        story(
            90,
            Letter,
            "幼儿园门口没有斑马线",
            "接送孩子过马路很危险。",
            Some("叶安"),
            begun(
                "construction",
                "qiao",
                vec![
                    step(30, 10, Staff("qiao"), submit(EXPLAIN)),
                    step(31, 10, Staff("song"), approve),
                    step(32, 10, Staff("qiao"), issue),
                    step(32, 15, Staff("qiao"), hand_over(Document::Answer)),
                    step(70, 10, Staff("qiao"), |_| vec![Command::Close]),
                ],
            ),
        ),
    ]
}

/// Other lawful ways, and what petitioners decide themselves.
fn other_ways() -> Vec<Story> {
    use Channel::{Letter, Phone, Visit, Web};
    let labour = |_: &Park<'_>| {
        vec![
            Command::Classify { class: Class::Claim, branch: Some(2), category: None, reason: String::new() },
            Command::Redirect {
                route: Route::LabourArbitration,
                limit: None,
                notice: "这件事可以申请劳动仲裁，一年内向劳动人事争议仲裁委员会提出；我们的办理不会让那边的期限停下。".into(),
            },
        ]
    };
    let in_hand = |_: &Park<'_>| {
        vec![
            claim(),
            Command::Decline {
                reason: DeclineReason::InHand,
                notice: "同一事项市里已经受理，正在办理期限内；结果出来后会告知您。".into(),
            },
        ]
    };
    let referred = |_: &Park<'_>| {
        vec![
            Command::Classify {
                class: Class::Disclosure,
                branch: None,
                category: None,
                reason: String::new(),
            },
            Command::Redirect {
                route: Route::Discipline,
                limit: None,
                notice: "您反映的问题已移送有权处理的机关，只有指定的人员能看到。".into(),
            },
        ]
    };
    vec![
        story(
            20,
            Visit,
            "解除合同没有给补偿",
            "公司解除合同，没有给经济补偿。",
            Some("马骁"),
            vec![
                step(1, 10, Staff("fang"), labour),
                step(1, 11, Staff("fang"), hand_over(Document::Redirect)),
            ],
        ),
        story(
            25,
            Web,
            "小区规划的事",
            "市里已经在办的规划变更。",
            None,
            vec![step(2, 10, Staff("fang"), in_hand)],
        ),
        Story {
            misconduct: true,
            ..story(
                18,
                Web,
                "有人收了好处费",
                "验收时有人收好处费。",
                None,
                vec![step(1, 10, Staff("gu"), referred)],
            )
        },
        story(
            33,
            Web,
            "快递柜占道",
            "快递柜占了盲道。",
            None,
            begun(
                "construction",
                "qiao",
                vec![step(10, 20, Petitioner, |_| vec![Command::Withdraw])],
            ),
        ),
        story(
            14,
            Phone,
            "班车早退",
            "早班车提前五分钟开走。",
            Some("贺然"),
            begun(
                "labour",
                "lu",
                vec![step(11, 20, Petitioner, |_| vec![Command::Withdraw])],
            ),
        ),
        story(
            10,
            Web,
            "空压机夜里响",
            "夜里空压机很响。",
            None,
            vec![step(1, 10, Staff("fang"), |_| vec![claim()])],
        ),
        story(
            3,
            Letter,
            "还是空压机的噪声",
            "空压机的噪声，希望早点解决。",
            Some("常青"),
            vec![step(1, 10, Staff("fang"), |park| {
                vec![
                    claim(),
                    Command::Merge {
                        into: park.petition(DUPLICATE_OF),
                        reason: "同一地点、同一时间的同一件事。".into(),
                    },
                ]
            })],
        ),
    ]
}

/// The place, among all stories, of the one that the last is merged into.
const DUPLICATE_OF: usize = 24;
