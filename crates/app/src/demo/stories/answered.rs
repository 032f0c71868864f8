//! Drafted, approved, answered, promised.

use super::*;

/// All of them.
pub(super) fn all() -> Vec<Story> {
    let parts = [part_1(), part_2(), part_3()];
    parts.into_iter().flatten().collect()
}

fn part_1() -> Vec<Story> {
    use Channel::{Letter, Visit, Web};
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
    ]
}

fn part_2() -> Vec<Story> {
    use Channel::{Phone, Visit};
    vec![
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
    ]
}

fn part_3() -> Vec<Story> {
    use Channel::{Letter, Web};
    vec![
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
