//! The petitions of the sample, in every state that a petition can stand in. All of it is invented.

mod above;
mod answered;
mod early;
mod other;

use super::By::{Above, Petitioner, Staff};
use super::{By, Park, Step, Story, What};
use huiyin_domain::event::{DeclineReason, Document, Route, ServiceWay};
use huiyin_domain::petition::{AnswerDraft, AnswerItem, Channel, Class, Command, Outcome};

fn step(days: i64, hour: i64, by: By, what: impl Fn(&Park<'_>) -> Vec<Command> + 'static) -> Step {
    Step {
        after: (days, hour),
        by,
        what: What::Act(Box::new(what)),
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
        review: None,
        facts: Vec::new(),
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
    let parts = [early::all(), answered::all(), other::all(), above::all()];
    parts.into_iter().flatten().collect()
}

/// The place, among all stories, of the one that the last is merged into.
const DUPLICATE_OF: usize = 24;
