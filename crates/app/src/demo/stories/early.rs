//! Not yet answered.

use super::*;

/// All of them.
pub(super) fn all() -> Vec<Story> {
    let parts = [part_1(), part_2(), part_3(), part_4()];
    parts.into_iter().flatten().collect()
}

fn part_1() -> Vec<Story> {
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
    ]
}

fn part_2() -> Vec<Story> {
    use Channel::{Letter, Web};
    vec![
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
    ]
}

fn part_3() -> Vec<Story> {
    use Channel::{Phone, Web};
    vec![
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
                    step(8, 9, Staff("lu"), |_| {
                        vec![Command::StateFact {
                            text: "单位的考勤记录显示，九月份您加班三十二小时。".into(),
                        }]
                    }),
                    step(8, 20, Petitioner, |_| {
                        vec![Command::AddFacts {
                            text: "有两个周六也上了班，那两天打卡机坏了，考勤记录里没有。".into(),
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
    ]
}

fn part_4() -> Vec<Story> {
    use Channel::{Letter, Visit};
    vec![
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
