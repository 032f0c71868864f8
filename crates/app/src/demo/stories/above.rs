//! What goes to the authority above: a matter of the city's, and answers that are looked at again there.

use super::*;
use huiyin_domain::petition::ReviewOutcome;

/// All of them.
pub(super) fn all() -> Vec<Story> {
    vec![of_the_city(), asked(), decided()]
}

fn of_the_city() -> Story {
    story(
        8,
        Channel::Phone,
        "过境货车夜里鸣笛",
        "城东大道过境货车整夜鸣笛，园区门口尤其响。",
        Some("温言"),
        vec![
            step(1, 10, Staff("fang"), |_| vec![claim()]),
            Step {
                after: (1, 11),
                by: Staff("fang"),
                what: What::HandOver("城东大道由市里管理，交通信号和禁鸣由市里定。"),
            },
        ],
    )
}

/// Answered after 32 days, and brought to the level above after 41.
fn answered(unit: &'static str, handler: &'static str, reasons: &'static str) -> Vec<Step> {
    let more = vec![
        step(30, 10, Staff(handler), submit(EXPLAIN)),
        step(31, 10, Staff("song"), approve),
        step(32, 10, Staff(handler), issue),
        step(32, 15, Staff(handler), hand_over(Document::Answer)),
        Step {
            after: (41, 20),
            by: Petitioner,
            what: What::AskReview(reasons),
        },
    ];
    begun(unit, handler, more)
}

fn asked() -> Story {
    story(
        50,
        Channel::Visit,
        "车间粉尘检测结果不实",
        "检测那天机器没开，报告说粉尘合格。",
        Some("崔岭"),
        answered(
            "environment",
            "he",
            "检测当天三号线停产，照片在此；请在开机时重新检测。",
        ),
    )
}

fn decided() -> Story {
    let mut steps = answered(
        "construction",
        "qiao",
        "答复只说已整改，坑还在，没有写哪天补。",
    );
    steps.extend([
        step(55, 10, Above("qin"), |_| {
            vec![Command::Draft { answer: decision() }, Command::Submit]
        }),
        step(57, 10, Above("xie"), approve),
        step(58, 10, Above("qin"), |park| {
            let mut steps = issue(park);
            steps.extend(hand_over(Document::ReviewDecision)(park));
            steps
        }),
    ]);
    story(
        85,
        Channel::Letter,
        "人行道塌了一个坑",
        "云禾路人行道塌陷，老人摔过。",
        Some("夏楠"),
        steps,
    )
}

fn decision() -> AnswerDraft {
    let item = AnswerItem {
        finding: "经调阅原卷和现场复核，原处理意见认定的事实清楚，补修已列入本月计划。".into(),
        facts: "现场复核记录和养护计划相互印证。".into(),
        basis: "《信访工作条例》第三十五条".into(),
        outcomes: vec![Outcome::Explanation],
        ..AnswerItem::default()
    };
    AnswerDraft {
        items: vec![item],
        summary: "维持原处理意见；补修日期已当面告知。".into(),
        remedy_notice: "不服本意见的，可自收到之日起30日内向省级机关申请复核。".into(),
        review: Some(ReviewOutcome::Maintained),
        facts: Vec::new(),
    }
}
