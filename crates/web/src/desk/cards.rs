//! What can be done to a petition: cards in groups, the next step first, and why not where not.

mod consequence;

pub(crate) use consequence::consequence;

use crate::desk::case::{Opened, refusal_words};
use crate::desk::fields::{self, has_choices};
use crate::desk::handover;
use crate::pages::desk::petition::{ActionCard, ActionGroup, ActionStart, CardPlace};
use huiyin_domain::event::Document;
use huiyin_domain::ids::UnitId;
use huiyin_domain::petition::Action;

/// Groups with their titles, in the order of the page.
const GROUPS: [(&str, &str, &[Action]); 6] = {
    use Action as A;
    [
        (
            "分流",
            "Sorting",
            &[
                A::Classify,
                A::Accept,
                A::Redirect,
                A::Decline,
                A::ListRequests,
                A::NameRespondents,
            ],
        ),
        (
            "交接",
            "Handing on",
            &[
                A::Receive,
                A::Recall,
                A::Object,
                A::SettleObjection,
                A::Transfer,
                A::Assign,
                A::Take,
                A::NameHandler,
                A::AskSupport,
                A::GiveSupport,
                A::Merge,
                A::Unmerge,
                A::Split,
            ],
        ),
        (
            "答复",
            "Answer",
            &[
                A::AskStatement,
                A::StateFact,
                A::RespondFact,
                A::Draft,
                A::Submit,
                A::Approve,
                A::ReturnAnswer,
                A::Issue,
                A::SetSeal,
                A::Serve,
                A::WaiveSeal,
                A::Fulfil,
                A::CheckRemedy,
                A::Close,
            ],
        ),
        (
            "期限",
            "Clocks",
            &[
                A::AskExtension,
                A::DecideExtension,
                A::Acknowledge,
                A::Suspend,
                A::Resume,
                A::DecideDispute,
                A::EarlierTime,
                A::CorrectBreach,
            ],
        ),
        (
            "危险",
            "Danger",
            &[A::DeclareDanger, A::ReportUrgent, A::LowerDanger],
        ),
        (
            "其他",
            "Other",
            &[
                A::Instruct,
                A::CarryOut,
                A::Commit,
                A::KeepCommitment,
                A::DecideProposal,
                A::RenewCode,
                A::WithdrawOnPaper,
                A::ReviewOnPaper,
                A::LowerConfidentiality,
                A::CorrectEntry,
                A::ChangeContact,
                A::CorrectName,
                A::Reopen,
                A::Recuse,
            ],
        ),
    ]
};

/// The next step that the law expects, the first that is possible.
fn main_action(opened: &Opened<'_>) -> Option<Action> {
    use Action as A;
    let view = &opened.view;
    // A claim without its branch, as petitioners tell it, is not classified yet.
    let classed = opened.rulebook.as_deref().is_none_or(|rulebook| {
        let class = view.class.as_deref();
        let rule = class.and_then(|class| rulebook.class_rule(class, view.branch));
        !rulebook.classes || rule.is_some()
    });
    let other_way = view.class.as_deref().is_some_and(|class| {
        let rulebook = opened.rulebook.as_deref();
        let rule = rulebook.and_then(|rulebook| rulebook.class_rule(class, view.branch));
        rule.is_some_and(|rule| rule.runs.is_empty())
    });
    // What was told already waits for its service, and is not told a second time.
    let refusals = [Document::Decline, Document::Redirect].map(Document::word);
    let told = |waits: bool| {
        view.documents.iter().any(|one| {
            refusals.contains(&one.document.as_str()) && !(waits && one.served_at.is_some())
        })
    };
    let order = [
        // Nothing is owed sooner.
        (A::ReportUrgent, true),
        (A::SettleObjection, true),
        (A::DecideExtension, opened.decides_extension()),
        (A::DecideProposal, true),
        (A::CheckRemedy, true),
        (A::Approve, opened.may_approve()),
        (A::Receive, true),
        (A::Serve, told(true)),
        (A::Classify, !classed),
        (A::Redirect, other_way && !told(false)),
        (A::Accept, !other_way),
        (A::Issue, true),
        (A::SetSeal, true),
        (A::Serve, true),
        (A::Take, view.handler.is_none()),
        (A::Submit, false),
        (A::Draft, view.answer.is_none()),
        (
            A::Draft,
            view.answer.as_ref().is_some_and(|one| one.stage == "draft"),
        ),
        (A::Fulfil, true),
        (A::Close, true),
    ];
    let fits = |(action, wanted): &&(Action, bool)| {
        *wanted && opened.can(*action) && has_choices(opened, *action)
    };
    order.iter().find(fits).map(|(action, _)| *action)
}

/// What stands beside the next step: what a petition office accepts it may as well transfer, as it mostly does.
fn beside(opened: &Opened<'_>, main: Option<Action>) -> Option<Action> {
    let office = opened
        .organisation
        .is_petition_office(UnitId::new(opened.view.unit_id));
    let transfers = opened.can(Action::Transfer) && has_choices(opened, Action::Transfer);
    (main == Some(Action::Accept) && office && transfers).then_some(Action::Transfer)
}

/// The cards of a petition.
pub(crate) fn groups(opened: &Opened<'_>) -> Vec<ActionGroup> {
    let main = main_action(opened);
    let beside = beside(opened, main);
    let place = |action: Action| match Some(action) {
        one if one == main => CardPlace::Next,
        one if one == beside => CardPlace::Beside,
        _ => CardPlace::Listed,
    };
    let group = |(zh, en, actions): &(&str, &str, &[Action])| ActionGroup {
        title: opened.say(zh, en),
        actions: actions
            .iter()
            .filter(|action| is_shown(opened, **action))
            .map(|action| card(opened, *action, place(*action)))
            .collect(),
    };
    let groups = GROUPS.iter().map(group).chain(elsewhere(opened));
    groups.filter(|group| !group.actions.is_empty()).collect()
}

/// Handing it to another authority, where there is one and whoever looks may.
fn elsewhere(opened: &Opened<'_>) -> Option<ActionGroup> {
    if opened.view.hand_over_to.is_empty() {
        return None;
    }
    let card = ActionCard {
        id: handover::WORD.to_owned(),
        title: handover::title(opened.language).to_owned(),
        consequence: handover::consequence(opened.language).to_owned(),
        why_not: None,
        start: ActionStart::Page(format!("{}/{}", opened.href(), handover::WORD)),
        place: CardPlace::Listed,
    };
    Some(ActionGroup {
        title: opened.say("其他机关", "Another authority"),
        actions: vec![card],
    })
}

/// A card is shown where the table offers the action; two doors to one page are one.
fn is_shown(opened: &Opened<'_>, action: Action) -> bool {
    let doubled = match action {
        Action::Submit => opened.can(Action::Draft),
        Action::ReturnAnswer => opened.can(Action::Approve),
        Action::Approve => opened.can(Action::Approve) && !opened.may_approve(),
        Action::DecideExtension => {
            opened.can(Action::DecideExtension) && !opened.decides_extension()
        }
        // Of the seal nothing is said where no document waits for it, and nothing of facts where none was stated.
        Action::SetSeal | Action::WaiveSeal | Action::RespondFact => !opened.can(action),
        Action::Take => opened.view.handler.as_ref() == Some(&opened.signed.principal().name),
        _ => false,
    };
    opened.offers(action) && !doubled
}

fn card(opened: &Opened<'_>, action: Action, place: CardPlace) -> ActionCard {
    ActionCard {
        id: action.word().to_owned(),
        title: action.title(opened.language).to_owned(),
        consequence: consequence(opened, action),
        why_not: why_not(opened, action),
        start: start(opened, action),
        place,
    }
}

fn start(opened: &Opened<'_>, action: Action) -> ActionStart {
    let href = opened.href();
    match action {
        Action::Draft | Action::Submit => ActionStart::Page(format!("{href}/answer")),
        Action::Approve | Action::ReturnAnswer => ActionStart::Page(format!("{href}/approve")),
        _ if fields::of(action).is_empty() => ActionStart::Button(opened.action_target(action)),
        _ => ActionStart::Page(format!("{href}/do/{}", action.word())),
    }
}

/// Why an action is not possible now; `None`: it is.
pub(crate) fn why_not(opened: &Opened<'_>, action: Action) -> Option<String> {
    if let Some(refusal) = opened.refusal(action) {
        return Some(refusal_words(refusal, opened.language));
    }
    if has_choices(opened, action) {
        return None;
    }
    Some(opened.say(
        "现在没有可以选的对象",
        "There is nothing to choose for it now",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Action, GROUPS};

    /// What stands elsewhere: forms of the page's other parts, and what only a code does.
    const ELSEWHERE: [Action; 11] = {
        use Action as A;
        [
            A::GiveStatement,
            A::Message,
            A::MarkRead,
            A::Note,
            A::TellApart,
            A::AddFacts,
            A::Withdraw,
            A::UndoWithdrawal,
            A::Verify,
            A::DisputeTime,
            A::AcceptService,
        ]
    };

    #[test]
    fn each_step_is_offered_once() {
        let groups = GROUPS.iter().flat_map(|(_, _, actions)| *actions);
        let mut offered: Vec<Action> = groups.copied().chain(ELSEWHERE).collect();
        offered.sort_unstable();
        let mut all = Action::ALL.to_vec();
        all.sort_unstable();
        assert_eq!(offered, all);
    }
}
