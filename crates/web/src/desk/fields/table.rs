//! The table: each action with its fields.

use super::facts::facts;
use super::promises::commitments;
use super::{List, Spec, Takes, field, paper, seal};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::petition::Action;

pub(super) const REASON: Spec = field("reason", "理由", "Reason", Takes::Words(3));
const TOLD_REASON: Spec = REASON.hinted("信访人看得到", "The petitioner sees this");
const NOTICE: Spec = field(
    "notice",
    "告知书的话",
    "Words of the notice",
    Takes::Words(5),
)
.hinted("信访人看得到", "The petitioner sees this");
const LIMIT: Spec = field("limit", "最迟哪天", "By which day", Takes::Day).optional();
const AGREE: Takes = Takes::Decision(["同意", "I agree", "不同意", "I do not agree"]);
const EVIDENCE: Spec = field(
    "evidence",
    "来源的扫描件",
    "Scan of the source",
    Takes::Scan(FilePurpose::ProofOfService),
);

/// The fields of an action; none: one button.
pub(crate) fn of(action: Action) -> Vec<Spec> {
    use Action as A;
    match action {
        A::Classify
        | A::NameRespondents
        | A::ListRequests
        | A::Accept
        | A::Redirect
        | A::Decline => sorting(action),
        A::Transfer
        | A::Assign
        | A::Recall
        | A::Object
        | A::SettleObjection
        | A::NameHandler
        | A::AskStatement
        | A::AskSupport
        | A::GiveSupport
        | A::Merge
        | A::Unmerge
        | A::TellApart
        | A::Split => handing_on(action),
        A::AskExtension
        | A::DecideExtension
        | A::Suspend
        | A::Resume
        | A::Acknowledge
        | A::EarlierTime
        | A::CorrectBreach
        | A::DecideDispute
        | A::Serve => clocks(action),
        A::SetSeal | A::WaiveSeal => seal::of(action),
        _ => others(action),
    }
}

fn sorting(action: Action) -> Vec<Spec> {
    use Action as A;
    match action {
        A::Classify => vec![
            field(
                "class",
                "走哪条法定途径？",
                "Which lawful way?",
                Takes::ClassAndBranch,
            ),
            field("category", "类别", "Category", Takes::One(List::Categories)).optional(),
            REASON.optional().hinted(
                "改变已定的类型时要写，信访人看得到",
                "Needed where it was classified otherwise; the petitioner sees it",
            ),
        ],
        A::NameRespondents => vec![
            field("units", "单位", "Units", Takes::Many(List::Units)).optional(),
            field("posts", "岗位", "Posts", Takes::Many(List::Posts)).optional(),
            field("words", "别的写法", "In other words", Takes::Lines)
                .optional()
                .hinted("一行写一个", "One a line"),
        ],
        A::ListRequests => vec![field("requests", "诉求", "Requests", Takes::Lines).hinted(
            "一行写一条，答复要逐条回应",
            "One a line; the answer has to address each",
        )],
        A::Accept => vec![NOTICE.optional().hinted(
            "可不写：受理、由谁办、期限和依据由系统写进告知书",
            "May stay empty: acceptance, unit, date and rule are written by the form",
        )],
        A::Redirect => vec![
            field(
                "route",
                "走哪条途径？",
                "Which way?",
                Takes::One(List::Routes),
            ),
            LIMIT.hinted(
                "那边的最后一天；知道就写，免得信访人错过：复议一般60日，诉讼六个月（复议后15日），劳动仲裁一年",
                "The last day of that way, where known, so that nobody loses it: reconsideration mostly 60 days, court six months (15 days after a reconsideration), labour arbitration one year",
            ),
            NOTICE,
        ],
        A::Decline => vec![
            field("reason", "原因", "Why", Takes::One(List::DeclineReasons)),
            NOTICE,
        ],
        _ => Vec::new(),
    }
}

fn handing_on(action: Action) -> Vec<Spec> {
    use Action as A;
    const TO: Spec = field(
        "to",
        "交给哪个单位？",
        "To which unit?",
        Takes::One(List::AnsweringUnits),
    );
    match action {
        A::Transfer => vec![
            TO,
            REASON.optional().hinted(
                "为什么归它办；接收单位看得到",
                "Why it is theirs; the receiver sees this",
            ),
        ],
        A::Assign => vec![
            TO,
            LIMIT.hinted(
                "结果最迟哪天报回；不能晚于法定期限",
                "The last day for the result; not later than the statutory one",
            ),
            REASON.optional(),
        ],
        A::Object | A::Recall => vec![REASON],
        A::SettleObjection => vec![
            field(
                "uphold",
                "归谁办？",
                "Who handles it?",
                Takes::Decision([
                    "维持：由接收单位办",
                    "Uphold: the receiver handles it",
                    "退回：由转送单位负责",
                    "Take back: the sender is responsible",
                ]),
            ),
            REASON,
        ],
        A::NameHandler => vec![field(
            "staff",
            "谁来办？",
            "Who works on it?",
            Takes::One(List::Handlers),
        )],
        _ => asking(action),
    }
}

fn asking(action: Action) -> Vec<Spec> {
    use Action as A;
    const QUESTION: Spec = field("question", "问什么", "The question", Takes::Words(4));
    match action {
        A::AskStatement => vec![
            field(
                "unit",
                "问哪个单位？",
                "Which unit?",
                Takes::One(List::Units),
            ),
            QUESTION.hinted(
                "对方只看到这段话；别写信访人是谁，别抄原文",
                "They see these words only: do not say who brought it, nor copy the text",
            ),
        ],
        A::AskSupport => vec![
            field(
                "unit",
                "请哪个单位协办？",
                "Which unit?",
                Takes::One(List::AnsweringUnits),
            ),
            QUESTION,
            LIMIT,
        ],
        A::GiveSupport => vec![
            field("asked", "哪一项？", "Which?", Takes::One(List::Support)),
            field("text", "协办意见", "The result", Takes::Words(5)),
        ],
        A::Merge => vec![
            field(
                "into",
                "并入哪一件？",
                "Into which petition?",
                Takes::Petition,
            )
            .hinted("写编号，例如2026-000123", "Its number, such as 2026-000123"),
            REASON,
        ],
        A::Unmerge => vec![REASON],
        A::TellApart => vec![
            field("other", "和哪一件？", "Which petition?", Takes::Petition)
                .hinted("写编号，例如2026-000123", "Its number, such as 2026-000123"),
            REASON.optional(),
        ],
        A::Split => vec![
            field(
                "request",
                "哪一条？",
                "Which request?",
                Takes::One(List::Requests),
            ),
            REASON,
        ],
        _ => Vec::new(),
    }
}

fn clocks(action: Action) -> Vec<Spec> {
    use Action as A;
    match action {
        A::AskExtension => vec![TOLD_REASON],
        A::DecideExtension => vec![
            field(
                "grant",
                "决定",
                "Decision",
                Takes::Decision(["同意延期", "Grant it", "不同意", "Do not grant it"]),
            ),
            TOLD_REASON,
        ],
        A::Suspend => vec![
            field(
                "obligation",
                "哪项期限？",
                "Which duty?",
                Takes::One(List::Duties),
            ),
            field("cause", "原因", "Cause", Takes::One(List::Causes)),
            field(
                "from",
                "从哪天起不计",
                "First day that does not count",
                Takes::Day,
            ),
            TOLD_REASON.optional(),
        ],
        A::Resume => vec![
            field(
                "obligation",
                "哪项期限？",
                "Which duty?",
                Takes::One(List::Stopped),
            ),
            field(
                "to",
                "最后不计的一天",
                "Last day that does not count",
                Takes::Day,
            ),
        ],
        A::Acknowledge => vec![field(
            "obligation",
            "哪项责任？",
            "Which duty?",
            Takes::One(List::Climbed),
        )],
        _ => services(action),
    }
}

fn services(action: Action) -> Vec<Spec> {
    use Action as A;
    const WAY: Spec = field("way", "怎么送达的？", "How?", Takes::One(List::Ways));
    const DOCUMENT: Spec = field(
        "document",
        "哪份文书？",
        "Which document?",
        Takes::One(List::Documents),
    );
    const AT: Spec = field("at", "哪天", "On which day", Takes::Moment);
    match action {
        A::Serve => vec![
            DOCUMENT,
            WAY,
            AT.optional().hinted(
                "不写就是现在；只知道哪一天的，按当天中午记",
                "Empty means now; where only the day is known, noon is recorded",
            ),
            field(
                "proof",
                "送达回证或邮寄回执",
                "Proof of service, or the slip of registered post",
                Takes::Scan(FilePurpose::ProofOfService),
            )
            .optional(),
        ],
        A::EarlierTime => vec![DOCUMENT, WAY, AT, EVIDENCE, TOLD_REASON],
        A::CorrectBreach => vec![
            field(
                "obligation",
                "哪项期限？",
                "Which duty?",
                Takes::One(List::Breached),
            ),
            AT.hinted("实际完成的时间", "When it had in fact been met"),
            EVIDENCE,
            TOLD_REASON,
        ],
        A::DecideDispute => vec![
            field(
                "position",
                "哪一项异议？",
                "Which dispute?",
                Takes::One(List::Disputes),
            ),
            field(
                "right",
                "决定",
                "Decision",
                Takes::Decision([
                    "信访人说得对",
                    "The petitioner is right",
                    "原来的时间不变",
                    "The time stands",
                ]),
            ),
            TOLD_REASON,
        ],
        _ => Vec::new(),
    }
}

fn others(action: Action) -> Vec<Spec> {
    use Action as A;
    const DONE: Spec = field("text", "做了什么", "What was done", Takes::Words(4));
    match action {
        A::Instruct => vec![
            field("text", "批示", "The instruction", Takes::Words(4)),
            LIMIT,
        ],
        A::CarryOut => vec![
            field(
                "given",
                "哪项批示？",
                "Which instruction?",
                Takes::One(List::Instructions),
            ),
            DONE,
        ],
        A::Commit | A::KeepCommitment => commitments(action),
        A::ReturnAnswer => vec![REASON],
        A::Fulfil => vec![
            field(
                "request",
                "哪一条？",
                "Which request?",
                Takes::One(List::Remedies),
            ),
            DONE,
        ],
        A::CheckRemedy => vec![
            field(
                "request",
                "哪一条？",
                "Which request?",
                Takes::One(List::Denied),
            ),
            field(
                "done",
                "核查结果",
                "Your finding",
                Takes::Decision([
                    "确已落实",
                    "It was done",
                    "没有落实：重新履行",
                    "It was not done: owed again",
                ]),
            ),
            field(
                "text",
                "查到的情况和理由",
                "What you found, and why",
                Takes::Words(4),
            )
            .hinted("信访人看得到", "The petitioner reads this"),
        ],
        A::Reopen | A::LowerDanger => vec![REASON],
        A::Recuse => vec![REASON.hinted(
            "办完这一步，您就看不到这一件了",
            "After this you no longer see this petition",
        )],
        A::LowerConfidentiality => vec![TOLD_REASON],
        A::WithdrawOnPaper => paper::withdrawal(),
        A::ReviewOnPaper => paper::review(),
        _ => words(action),
    }
}

fn words(action: Action) -> Vec<Spec> {
    use Action as A;
    match action {
        A::CorrectEntry => vec![
            field("part", "哪一处？", "Which part?", Takes::One(List::EntryParts)),
            field("text", "应当是", "What it should say", Takes::Words(4))
                .optional()
                .hinted(
                    "整段写对的；原来写的不会消失",
                    "The whole part as it should be; what stood does not vanish",
                ),
            field("day", "应当是哪一天", "Which day it should be", Takes::Day)
                .optional()
                .hinted(
                    "收到的日子只能改早，期限跟着从那天算，照那天已经超期的就是超期；改晚会推迟期限，不行",
                    "The day of receipt only becomes earlier: time counts from it, and what is late by it is late. A later one would delay what is owed",
                ),
            field("listed_place", "应当是哪里", "Where it should be", Takes::One(List::EntryPlaces))
                .optional(),
            field("channel", "应当是怎么来的", "How it came", Takes::One(List::EntryChannels))
                .optional(),
            TOLD_REASON,
        ],
        A::ChangeContact => contact(),
        A::CorrectName => paper::name(),
        A::StateFact | A::RespondFact => facts(action),
        A::DeclareDanger => vec![field(
            "text",
            "是什么危险？",
            "What is the danger?",
            Takes::Words(3),
        )],
        A::ReportUrgent => vec![field(
            "text",
            "报告了什么，报给谁",
            "What was reported, and to whom",
            Takes::Words(4),
        )],
        A::Message => {
            vec![field("text", "写给信访人", "To the petitioner", Takes::Words(3)).named("message")]
        }
        A::Note => vec![field("text", "内部记录", "The note", Takes::Words(2)).named("note")],
        A::RenewCode => paper::renewal(),
        A::DecideProposal => vec![
            field(
                "proposal",
                "哪一项？",
                "Which?",
                Takes::One(List::Proposals),
            ),
            field("agree", "决定", "Decision", AGREE),
            REASON.optional(),
        ],
        _ => Vec::new(),
    }
}

/// A contact that the petitioner asked to change.
fn contact() -> Vec<Spec> {
    vec![
        field("part", "哪一种？", "Which?", Takes::One(List::Contacts)),
        field(
            "given",
            "怎么改？",
            "What becomes of it?",
            Takes::Decision([
                "换成下面写的",
                "It is now as written below",
                "去掉，以后不用",
                "Take it back: it is not used any more",
            ]),
        ),
        field("value", "新的", "The new one", Takes::Line)
            .optional()
            .hinted(
                "念给本人听一遍；去掉的不填。原来的不在这里显示",
                "Read it back to the person; leave it empty to take one back. What stood is not shown here",
            ),
        field("how", "怎么提出的？", "How was it asked for?", Takes::One(List::AskedHow)),
        REASON.hinted(
            "怎么认出是本人，例如看了回执；不写姓名和号码",
            "How the petitioner was recognised, such as by the receipt; no name or number",
        ),
    ]
}
