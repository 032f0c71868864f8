//! Other lawful ways, and what petitioners decide themselves.

use super::*;

/// All of them.
pub(super) fn all() -> Vec<Story> {
    let parts = [part_1(), part_2(), part_3()];
    parts.into_iter().flatten().collect()
}

fn labour(_: &Park<'_>) -> Vec<Command> {
    vec![
            Command::Classify { class: Class::Claim, branch: Some(2), category: None, reason: String::new() },
            Command::Redirect {
                route: Route::LabourArbitration,
                limit: None,
                notice: "这件事可以申请劳动仲裁，一年内向劳动人事争议仲裁委员会提出；我们的办理不会让那边的期限停下。".into(),
            },
        ]
}

fn in_hand(_: &Park<'_>) -> Vec<Command> {
    vec![
        claim(),
        Command::Decline {
            reason: DeclineReason::InHand,
            notice: "同一事项市里已经受理，正在办理期限内；结果出来后会告知您。".into(),
        },
    ]
}

fn referred(_: &Park<'_>) -> Vec<Command> {
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
}

fn part_1() -> Vec<Story> {
    use Channel::{Phone, Visit, Web};
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
    ]
}

fn part_2() -> Vec<Story> {
    use Channel::{Letter, Web};
    vec![
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

fn part_3() -> Vec<Story> {
    vec![story(
        7,
        Channel::Letter,
        "污水井盖松动",
        "和馨小区门口井盖松动，车一压就响。",
        Some("段青"),
        vec![
            step(1, 10, Staff("fang"), transfer("environment")),
            step(2, 15, Staff("he"), |_| {
                vec![Command::Object {
                    reason: "井盖养护属于规划建设科。".into(),
                }]
            }),
            step(4, 10, Staff("fang"), |_| {
                vec![Command::SettleObjection {
                    uphold: true,
                    reason: "污水管网由生态环境科管，维持转送。".into(),
                }]
            }),
        ],
    )]
}
