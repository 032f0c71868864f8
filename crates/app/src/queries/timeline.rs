//! What happened to a petition, in words: for staff, and for the petitioner, who learns neither of
//! notes nor of anybody else's petition.

mod danger;
pub(crate) mod extension;
mod fact;
mod message;
mod official_seal;
mod person;
mod to_petitioner;

use crate::organisation::OrganisationAt;
use crate::queries::track::TimelineEntry;
use crate::rules::Authority;
use huiyin_domain::event::{Document, Envelope, Event, ObligationEscalated, ServiceWay};
use huiyin_domain::ids::{PostId, StaffId, UnitId};
use huiyin_domain::language::{Bilingual, Language};

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Staff who may open the petition.
    Staff,
    /// The petitioner.
    Petitioner,
}

/// One entry without what was typed for it, or nothing where the reader is not told of it.
pub(crate) fn entry(
    authority: &Authority,
    organisation: &OrganisationAt,
    row: &Envelope,
    audience: Audience,
) -> Option<TimelineEntry> {
    let words = words(organisation, row, audience)?;
    let differs = row.recorded_at != row.effective_at;
    Some(TimelineEntry {
        at: row.effective_at.rfc3339_in(&authority.zone),
        recorded_at: differs.then(|| row.recorded_at.rfc3339_in(&authority.zone)),
        event: row.event.kind().to_owned(),
        words,
        obligation: match &row.event {
            Event::ObligationRecomputed(moved) => Some(moved.obligation.raw()),
            _ => None,
        },
        text: None,
    })
}

fn words(organisation: &OrganisationAt, row: &Envelope, audience: Audience) -> Option<Bilingual> {
    let (event, staff) = (&row.event, audience == Audience::Staff);
    if !staff && !told(event) {
        return None;
    }
    let own = (!staff).then(|| to_petitioner::words(event)).flatten();
    own.or_else(|| way(organisation, event, staff))
        .or_else(|| answer(organisation, event))
        .or_else(|| official_seal::words(organisation, row, staff))
        .or_else(|| extension::words(event))
        .or_else(|| fact::words(event))
        .or_else(|| danger::words(organisation, &row.event))
        .or_else(|| message::words(event))
        .or_else(|| person::words(event))
        .or_else(|| remedy(event))
        .or_else(|| review(event))
        .or_else(|| promised(organisation, event))
        .or_else(|| rest(organisation, event))
}

/// Whether the petitioner is told of an event.
const fn told(event: &Event) -> bool {
    !matches!(
        event,
        Event::NoteAdded(_)
            | Event::MattersToldApart(_)
            | Event::RespondentsNamed(_)
            | Event::AccessRecorded(_)
            | Event::ObligationWarned(_)
            | Event::ObligationAcknowledged(_)
            | Event::AnswerDrafted(_)
            | Event::AnswerSubmitted(_)
            | Event::AnswerReturned(_)
            | Event::AnswerApproved(_)
            | Event::StatementAsked(_)
            | Event::StatementGiven(_)
            | Event::SupportAsked(_)
            | Event::SupportGiven(_)
            | Event::InstructionGiven(_)
            | Event::InstructionCarriedOut(_)
            | Event::ExtensionAsked(_)
            | Event::ExtensionRefused(_)
            | Event::StaffRecused(_)
            | Event::UrgentReportMade(_)
    )
}

fn say(zh: impl Into<String>, en: impl Into<String>) -> Option<Bilingual> {
    Some(Bilingual::new(zh, en))
}

/// The unit's name.
pub(crate) fn unit_name(organisation: &OrganisationAt, unit: UnitId) -> Bilingual {
    organisation.units.get(&unit).map_or_else(
        || Bilingual::new(unit.to_string(), unit.to_string()),
        |unit| unit.name.clone(),
    )
}

/// The name of a member of staff.
pub(crate) fn staff_name(organisation: &OrganisationAt, staff: StaffId) -> String {
    organisation
        .staff
        .get(&staff)
        .map_or_else(|| staff.to_string(), |staff| staff.name.clone())
}

/// The title of a post.
pub(crate) fn post_title(organisation: &OrganisationAt, post: PostId) -> Bilingual {
    organisation.posts.get(&post).map_or_else(
        || Bilingual::new(post.to_string(), post.to_string()),
        |post| post.title.clone(),
    )
}

fn way(organisation: &OrganisationAt, event: &Event, staff: bool) -> Option<Bilingual> {
    passing(organisation, event).or_else(|| sorting(organisation, event, staff))
}

fn passing(organisation: &OrganisationAt, event: &Event) -> Option<Bilingual> {
    let unit = |unit: UnitId| unit_name(organisation, unit);
    match event {
        Event::PetitionTransferred(one) => {
            let to = unit(one.to);
            say(
                format!("转送{}", to.zh),
                format!("Transferred to {}", to.en),
            )
        }
        Event::PetitionAssigned(one) => {
            let to = unit(one.to);
            say(format!("交办{}", to.zh), format!("Assigned to {}", to.en))
        }
        Event::HandoverAccepted(one) => {
            let by = unit(one.unit);
            say(format!("{}接收", by.zh), format!("Taken by {}", by.en))
        }
        Event::TransferRecalled(one) => {
            let (from, by) = (unit(one.from), unit(one.unit));
            say(
                format!("收回转送{}的，仍由{}负责", from.zh, by.zh),
                format!("Recalled from {}: {} stays responsible", from.en, by.en),
            )
        }
        Event::TransferObjected(one) => {
            let by = unit(one.unit);
            say(format!("{}提出异议", by.zh), format!("{} objected", by.en))
        }
        Event::ObjectionSettled(one) => {
            let by = unit(one.unit);
            say(
                format!("异议已定：由{}负责", by.zh),
                format!("Objection decided: {} is responsible", by.en),
            )
        }
        _ => None,
    }
}

fn sorting(organisation: &OrganisationAt, event: &Event, staff: bool) -> Option<Bilingual> {
    match event {
        Event::PetitionRegistered(_) => say("已登记", "Registered"),
        Event::PetitionImported(one) => say(
            format!("从“{}”转入旧件", one.source),
            format!("Taken over from the earlier register “{}”", one.source),
        ),
        Event::PetitionClassified(one) => {
            let title = one.class.title();
            say(
                format!("确定为{}", title.zh),
                format!("Classified as {}", title.en),
            )
        }
        Event::RespondentsNamed(_) => say("写明了被反映对象", "Whom it complains of was named"),
        Event::RequestsListed(one) => say(
            format!("列出{}条诉求", one.count),
            format!("{} requests listed", one.count),
        ),
        Event::PetitionAccepted(_) => say("受理，出具告知书", "Accepted; the notice was issued"),
        Event::PetitionDeclined(_) => say(
            "不予受理，出具告知书",
            "Not accepted; the notice was issued",
        ),
        Event::PetitionRedirected(_) => say("告知法定途径", "Told which lawful way it goes"),
        Event::AcceptedByLapse(_) => say(
            "没有按时告知，按规定视为受理",
            "The limit for the notice passed: it counts as accepted",
        ),
        Event::HandlerNamed(one) if staff => {
            let name = staff_name(organisation, one.staff);
            say(format!("由{name}承办"), format!("{name} works on it"))
        }
        Event::HandlerNamed(_) => say("已有人承办", "Somebody works on it"),
        Event::PetitionHandedOver(one) => say(
            format!("移交另一机关，那边编号{}", one.number),
            format!("Handed to another authority, number {} there", one.number),
        ),
        Event::PetitionReceived(one) => say(
            format!("由另一机关移交，原编号{}", one.number),
            format!("Came from another authority, number {} there", one.number),
        ),
        _ => None,
    }
}

fn answer(organisation: &OrganisationAt, event: &Event) -> Option<Bilingual> {
    match event {
        Event::AcceptanceServed(one) => served(Document::Acceptance, one.way),
        Event::DeclineServed(one) => served(Document::Decline, one.way),
        Event::RedirectServed(one) => served(Document::Redirect, one.way),
        Event::ExtensionNoticeServed(one) => served(Document::ExtensionNotice, one.way),
        Event::AnswerServed(one) => served(Document::Answer, one.way),
        Event::ReviewDecisionServed(one) => served(Document::ReviewDecision, one.way),
        Event::AnswerReceived(_) => say("信访人收到处理意见", "The petitioner received the answer"),
        Event::AnswerImported(_) => say("已答复", "Answered"),
        Event::AnswerDrafted(_) => say("拟写答复", "Answer drafted"),
        Event::AnswerSubmitted(_) => say("答复送审", "Answer submitted for approval"),
        Event::AnswerReturned(_) => say("答复退回修改", "Answer returned"),
        Event::AnswerApproved(one) => match one.post.map(|post| post_title(organisation, post)) {
            Some(post) => say(
                format!("{}同意答复", post.zh),
                format!("Answer approved by {}", post.en),
            ),
            None => say("答复已同意", "Answer approved"),
        },
        Event::AnswerIssued(_) => say("答复签发", "Answer issued"),
        Event::StatementAsked(_) => say("要求书面说明", "Statement asked for"),
        Event::StatementGiven(_) => say("收到书面说明", "Statement received"),
        Event::SupportAsked(_) => say("请求协办", "Support asked for"),
        Event::SupportGiven(_) => say("收到协办意见", "Support received"),
        Event::InstructionGiven(_) => say("领导批示", "Written instruction by a leader"),
        Event::InstructionCarriedOut(_) => say("批示已落实", "Instruction carried out"),
        Event::PetitionClosed(_) => say("办结", "Closed"),
        Event::EntryReopened(_) => say("纠正登记错误，继续办理", "A wrong entry was taken back"),
        _ => None,
    }
}

/// What was promised, and what came of it.
fn remedy(event: &Event) -> Option<Bilingual> {
    match event {
        Event::RemedyFulfilled(one) => say(
            format!("第{}条的措施已落实", one.request + 1),
            format!("The remedy of request {} is done", one.request + 1),
        ),
        Event::RemedyVerified(one) if one.agreed => say(
            "信访人确认做到了",
            "The petitioner confirmed that it was done",
        ),
        Event::RemedyVerified(_) => say(
            "信访人说没有做到",
            "The petitioner says that it was not done",
        ),
        Event::RemedyChecked(one) if one.agreed => say(
            format!("负责人核查：第{}条的措施已落实", one.request + 1),
            format!(
                "The head looked: the remedy of request {} was done",
                one.request + 1
            ),
        ),
        Event::RemedyChecked(one) => say(
            format!(
                "负责人核查：第{}条的措施没有落实，重新履行",
                one.request + 1
            ),
            format!(
                "The head looked: the remedy of request {} was not done and is owed again",
                one.request + 1
            ),
        ),
        _ => None,
    }
}

fn review(event: &Event) -> Option<Bilingual> {
    match event {
        Event::ReviewRequested(one) if one.late => say(
            format!("申请复查（已过期限，照样登记），上一级编号{}", one.number),
            format!(
                "Review asked for (after the time, registered all the same), number {} at the level above",
                one.number
            ),
        ),
        Event::ReviewRequested(one) => say(
            format!("申请复查，上一级编号{}", one.number),
            format!("Review asked for, number {} at the level above", one.number),
        ),
        Event::ReviewReceived(one) => say(
            format!("开始复查，原编号{}", one.number),
            format!("Under review; the answer is that of number {}", one.number),
        ),
        Event::ReviewDecided(one) => {
            let outcome = one.outcome.title();
            say(
                format!("复查意见签发：{}", outcome.zh),
                format!("Review decided and issued: {}", outcome.en),
            )
        }
        Event::ReviewDecisionReceived(_) => say(
            "信访人收到复查意见",
            "The petitioner received the review decision",
        ),
        Event::ReviewSettled(one) => {
            let outcome = one.outcome.title();
            say(
                format!("上一级复查（{}）：{}", one.number, outcome.zh),
                format!(
                    "The level above reviewed it ({}): {}",
                    one.number, outcome.en
                ),
            )
        }
        _ => None,
    }
}

/// What was promised face to face, and whether it was kept.
fn promised(organisation: &OrganisationAt, event: &Event) -> Option<Bilingual> {
    match event {
        Event::CommitmentMade(one) => {
            let post = post_title(organisation, one.post);
            say(
                format!("{}当面承诺", post.zh),
                format!("Promised face to face by {}", post.en),
            )
        }
        Event::CommitmentKept(_) => say("承诺已兑现", "The promise was kept"),
        Event::CommitmentBroken(_) => say(
            "承诺没有兑现，仍然欠着",
            "The promise was not kept and stays owed",
        ),
        _ => None,
    }
}

/// How a document is called.
fn served(document: Document, way: ServiceWay) -> Option<Bilingual> {
    let title = document.title();
    let (zh, en) = match way {
        ServiceWay::HandedOver => ("当面交付", "handed over"),
        ServiceWay::SignedFor => ("签收", "signed for"),
        ServiceWay::ChannelAccepted => (
            "通知已发到联系方式",
            "notice accepted by the contact's channel",
        ),
        ServiceWay::TrackingPage => ("放到查询页", "put on the tracking page"),
        ServiceWay::FirstOpening => ("在查询页打开", "opened on the tracking page"),
    };
    say(
        format!("{}送达（{zh}）", title.zh),
        format!("{} served ({en})", title.en),
    )
}

fn rest(organisation: &OrganisationAt, event: &Event) -> Option<Bilingual> {
    match event {
        Event::ClockSuspended(one) => say(
            format!("中止计时：{}", one.cause.label(Language::Zh)),
            format!("Clock stopped: {}", one.cause.label(Language::En)),
        ),
        Event::ClockResumed(_) => say("恢复计时", "Clock resumed"),
        Event::WithdrawalAsked(_) => say(
            "提出撤回，七天内可以改主意",
            "Withdrawal asked for; seven days to undo it",
        ),
        Event::WithdrawalUndone(_) => say("取消撤回，继续办理", "Withdrawal undone; it goes on"),
        Event::PetitionWithdrawn(_) => say("撤回生效", "The withdrawal took effect"),
        Event::LeavingAsked(_) => say(
            "一位代表提出退出，七天内可以改主意；其他人的照办",
            "One of the representatives asked to leave, with seven days to undo it; it goes on for the others",
        ),
        Event::LeavingUndone(_) => say("这位代表不退出了", "That representative stays"),
        Event::RepresentativeLeft(_) => say(
            "一位代表已经退出；其他人的照办",
            "One of the representatives has left; it goes on for the others",
        ),
        Event::PetitionMerged(_) => say(
            "与同一件事一起办，不会更晚",
            "Handled together with the same matter, never later",
        ),
        Event::EntryCorrected(one) => {
            let part = one.part.title();
            say(
                format!("更正登记：{}", part.zh),
                format!("Entry corrected: {}", part.en),
            )
        }
        Event::MattersToldApart(_) => say(
            "比对过另一件，不是同一件事",
            "Compared with another one: not the same matter",
        ),
        Event::PetitionUnmerged(_) => say(
            "恢复单独办理，期限不变",
            "Handled by itself again, with the same dates",
        ),
        Event::PetitionSplit(one) => match one.number {
            Some(number) => say(
                format!("一条诉求分案办理，编号{number}，期限不变，原查询码也能查"),
                format!(
                    "One request became a petition of its own, number {number}, with the same dates; the code of before opens it too"
                ),
            ),
            None => say(
                "一条诉求分案办理",
                "One request became a petition of its own",
            ),
        },
        Event::PetitionSplitOff(one) => say(
            format!("由{}分案，期限不变", one.number),
            format!("Part of {} until now, with the same dates", one.number),
        ),
        Event::FactsAdded(_) => say("信访人补充情况", "The petitioner told more"),
        Event::NoteAdded(_) => say("内部备注", "Note"),
        Event::FileAdded(_) => say("添加文件", "File added"),
        _ => proceedings(organisation, event),
    }
}

/// Second persons, disputes, codes, and what the ticker recorded.
fn proceedings(organisation: &OrganisationAt, event: &Event) -> Option<Bilingual> {
    match event {
        Event::StaffRecused(one) => {
            let name = staff_name(organisation, one.staff);
            say(format!("{name}回避"), format!("{name} stepped aside"))
        }
        Event::ConfidentialityLowered(_) => {
            say("两人同意解除限阅", "Two people lifted the restriction")
        }
        Event::SecondPersonAsked(_) => say(
            "提出一项，等第二人决定",
            "Something waits for a second person",
        ),
        Event::SecondPersonDecided(one) if one.agreed => {
            say("第二人同意", "The second person agreed")
        }
        Event::SecondPersonDecided(_) => say("第二人不同意", "The second person did not agree"),
        Event::TimeDisputed(_) => say("信访人对时间有异议", "The petitioner disputes a time"),
        Event::DisputeDecided(one) if one.right => say("时间异议成立", "The dispute was right"),
        Event::DisputeDecided(_) => say("时间异议不成立", "The dispute was not right"),
        Event::BreachCorrected(_) => say(
            "更正误记的超期，历史保留",
            "A breach was corrected; the history stays",
        ),
        Event::ViewCodeMade(_) => say("做了一个只能看的码", "A view-only code was made"),
        Event::NoticesWished(_) => say(
            "信访人选了接收通知的时间",
            "The petitioner chose when notices come",
        ),
        Event::ObligationWarned(_) => say("提醒：快到期", "Reminder: due soon"),
        Event::ObligationBreached(_) => say("没有按时完成", "Not done in time"),
        Event::ObligationEscalated(one) => escalated(organisation, one),
        Event::ObligationAcknowledged(_) => {
            say("负责人确认收到提醒", "The reminder was acknowledged")
        }
        Event::WindowClosed(_) => say("申请期结束", "The time to ask ended"),
        Event::ObligationRecomputed(moved) => say(
            format!(
                "新的放假安排公布，期限由{}改为{}",
                moved.due_date_before, moved.due_date
            ),
            format!(
                "New holidays were announced: the date moved from {} to {}",
                moved.due_date_before, moved.due_date
            ),
        ),
        _ => None,
    }
}

fn escalated(organisation: &OrganisationAt, one: &ObligationEscalated) -> Option<Bilingual> {
    let step = one.step;
    let titles = one.told.iter().map(|post| post_title(organisation, *post));
    let people = one.staff.iter().map(|staff| {
        let name = staff_name(organisation, *staff);
        Bilingual::new(name.clone(), name)
    });
    let titles: Vec<Bilingual> = titles.chain(people).collect();
    if titles.is_empty() {
        return say(
            format!("逾期第{step}次上报：没有可以告知的人"),
            format!("Step {step}: there was nobody to report to"),
        );
    }
    let zh: Vec<&str> = titles.iter().map(|title| title.zh.as_str()).collect();
    let en: Vec<&str> = titles.iter().map(|title| title.en.as_str()).collect();
    say(
        format!("逾期第{step}次上报：{}", zh.join("、")),
        format!("Step {step}: reported to {}", en.join(", ")),
    )
}
