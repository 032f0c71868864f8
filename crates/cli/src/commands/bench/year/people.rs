//! What officials and petitioners do, by chance and by temper. They see what the program shows them and
//! nothing else.

use super::super::dice::Dice;
use super::park::{CAUSES, Park};
use huiyin_app::CaseView;
use huiyin_domain::event::{DeclineReason, Document, Route, ServiceWay};
use huiyin_domain::ids::{FileId, ObligationId, PetitionId, Position, UnitId};
use huiyin_domain::petition::{Action, AnswerDraft, AnswerItem, Class, Command, Outcome};
use huiyin_domain::time::Instant;
use jiff::civil::Date;

/// How an official works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// Does what is next.
    Punctual,
    /// Does it later.
    Slow,
    /// Does anything else.
    Evasive,
}

impl Temper {
    /// By chance.
    pub fn draw(dice: &mut Dice) -> Self {
        match dice.below(10) {
            0..=4 => Self::Punctual,
            5..=7 => Self::Slow,
            _ => Self::Evasive,
        }
    }

    /// Days until the next look, in tenths.
    pub fn rests(self, dice: &mut Dice) -> usize {
        match self {
            Self::Punctual => 5 + dice.below(40),
            Self::Slow => 20 + dice.below(160),
            Self::Evasive => 10 + dice.below(240),
        }
    }
}

/// What is next, in this order.
const PROGRESS: &[Action] = &[
    Action::Receive,
    Action::SettleObjection,
    Action::Resume,
    Action::DecideExtension,
    Action::DecideProposal,
    Action::DecideDispute,
    Action::ReportUrgent,
    Action::CarryOut,
    Action::CheckRemedy,
    Action::KeepCommitment,
    Action::Serve,
    Action::Classify,
    Action::Transfer,
    Action::Redirect,
    Action::Accept,
    Action::Approve,
    Action::Issue,
    Action::Submit,
    Action::Draft,
    Action::Fulfil,
    Action::LowerDanger,
    Action::Close,
];

/// What there is instead.
const EVASION: &[Action] = &[
    Action::Object,
    Action::Object,
    Action::Transfer,
    Action::Assign,
    Action::Decline,
    Action::AskExtension,
    Action::Suspend,
    Action::AskStatement,
    Action::AskSupport,
    Action::NameRespondents,
    Action::ListRequests,
    Action::Merge,
    Action::Merge,
    Action::Unmerge,
    Action::Note,
    Action::Message,
    Action::Acknowledge,
    Action::Instruct,
    Action::DeclareDanger,
    Action::Recuse,
    Action::ReturnAnswer,
    Action::RenewCode,
    Action::LowerConfidentiality,
    Action::Reopen,
    Action::Take,
    Action::Classify,
    Action::Commit,
    Action::Split,
    Action::CorrectBreach,
];

/// Categories that are drawn, among none.
const CATEGORIES: &[&str] = &["01", "0102", "010206", "010208"];

/// What an official sees and knows while deciding.
pub struct Desk<'a> {
    /// The park.
    pub park: &'a Park,
    /// The petition, as shown.
    pub view: &'a CaseView,
    /// The unit in whose hands it is, as far as they know.
    pub unit: usize,
    /// Units that it complains of, as far as was told.
    pub named: &'a [usize],
    /// Petitions like it.
    pub like: Option<PetitionId>,
    /// Today.
    pub today: Date,
}

impl Desk<'_> {
    /// What an official of a temper does next, if anything.
    pub fn next(&self, temper: Temper, dice: &mut Dice) -> Option<Command> {
        let open = |action: &Action| {
            let possible = self.view.possible.iter();
            let mut possible = possible.filter(|one| one.refusal.is_none());
            possible.any(|one| one.action == *action)
        };
        let evades = match temper {
            Temper::Punctual => 12,
            Temper::Slow => 5,
            Temper::Evasive => 2,
        };
        if dice.below(evades) == 0 {
            let there: Vec<Action> = EVASION.iter().copied().filter(open).collect();
            let drawn = there.get(dice.below(there.len())).copied();
            return drawn.and_then(|action| self.command(action, dice));
        }
        let next = PROGRESS.iter().copied().filter(open);
        next.filter(|action| self.fits(*action))
            .find_map(|action| self.command(action, dice))
    }

    /// Whether a step brings it on.
    fn fits(&self, action: Action) -> bool {
        let other = matches!(self.view.branch, Some(1..=5))
            || self.view.class.as_deref() == Some("disclosure");
        match action {
            Action::Classify => self.view.class.is_none(),
            // The office sends on what others handle.
            Action::Transfer => self.unit == 0 && !other && !self.view.number.ends_with('7'),
            Action::Redirect => other,
            Action::Accept | Action::Draft => !other,
            Action::Serve => self.unserved().is_some(),
            _ => true,
        }
    }

    fn unserved(&self) -> Option<Document> {
        let mut waiting = self.view.documents.iter().rev();
        let found = waiting.find(|one| one.served_at.is_none())?;
        serde_json::from_value(serde_json::Value::String(found.document.clone())).ok()
    }

    fn waiting(&self, kind: &str) -> Option<Position> {
        let found = self
            .view
            .waiting
            .iter()
            .find(|one| one.kind == kind && !one.own);
        found.map(|one| Position::new(one.position))
    }

    fn owed(&self, fits: impl Fn(&huiyin_app::ObligationView) -> bool) -> Option<ObligationId> {
        let mut open = self
            .view
            .obligations
            .iter()
            .filter(|one| one.state == "open");
        open.find(|one| fits(one))
            .and_then(|one| one.id)
            .map(ObligationId::new)
    }

    fn elsewhere(&self, dice: &mut Dice) -> UnitId {
        self.park.units[1 + dice.below(self.park.units.len() - 1)].id
    }

    fn command(&self, action: Action, dice: &mut Dice) -> Option<Command> {
        let text = || "按规定办理".to_owned();
        Some(match action {
            Action::Receive => Command::Receive,
            Action::Take => Command::Take,
            Action::Submit => Command::Submit,
            Action::Approve => Command::Approve,
            Action::Issue => Command::Issue,
            Action::Close => Command::Close,
            Action::Accept => Command::Accept { notice: text() },
            Action::Object => Command::Object { reason: text() },
            Action::AskExtension => Command::AskExtension { reason: text() },
            Action::ReturnAnswer => Command::ReturnAnswer { reason: text() },
            Action::Unmerge => Command::Unmerge { reason: text() },
            Action::Note => Command::Note { text: text() },
            Action::Message => Command::Message { text: text() },
            Action::DeclareDanger => Command::DeclareDanger { text: text() },
            Action::LowerDanger => Command::LowerDanger { reason: text() },
            Action::ReportUrgent => Command::ReportUrgent { text: text() },
            Action::Recuse => Command::Recuse { reason: text() },
            Action::RenewCode => Command::RenewCode {
                representative: None,
                reason: text(),
            },
            Action::LowerConfidentiality => Command::LowerConfidentiality { reason: text() },
            Action::Reopen => Command::Reopen { reason: text() },
            Action::SettleObjection => Command::SettleObjection {
                uphold: dice.below(2) == 0,
                reason: text(),
            },
            Action::DecideExtension => Command::DecideExtension {
                grant: dice.below(3) > 0,
                reason: text(),
            },
            _ => return self.another(action, dice),
        })
    }

    fn another(&self, action: Action, dice: &mut Dice) -> Option<Command> {
        let text = || "按规定办理".to_owned();
        let limit = |days: usize| self.later(days);
        Some(match action {
            Action::Classify => classify(dice),
            Action::Transfer => Command::Transfer {
                to: self.elsewhere(dice),
                reason: text(),
            },
            Action::Assign => Command::Assign {
                to: self.elsewhere(dice),
                limit: limit(3 + dice.below(30)),
                reason: text(),
            },
            Action::Redirect => Command::Redirect {
                route: Route::Court,
                limit: None,
                notice: text(),
            },
            Action::Decline => Command::Decline {
                reason: DeclineReason::NotUnderstandable,
                notice: text(),
            },
            Action::AskStatement => Command::AskStatement {
                unit: self.elsewhere(dice),
                question: text(),
            },
            Action::AskSupport => Command::AskSupport {
                unit: self.elsewhere(dice),
                question: text(),
                limit: limit(2 + dice.below(12)),
            },
            Action::Instruct => Command::Instruct {
                text: text(),
                limit: limit(2 + dice.below(20)),
            },
            _ => return self.rare(action, dice),
        })
    }

    fn rare(&self, action: Action, dice: &mut Dice) -> Option<Command> {
        let text = || "按规定办理".to_owned();
        Some(match action {
            Action::NameRespondents => {
                let unit = 1 + dice.below(self.park.units.len() - 1);
                let named = self.named.iter().copied().chain([unit]);
                Command::NameRespondents {
                    units: named.map(|unit| self.park.units[unit].id).collect(),
                    posts: Vec::new(),
                    words: vec![text()],
                }
            }
            Action::ListRequests => Command::ListRequests {
                requests: vec![text(); 1 + dice.below(3)],
            },
            Action::Merge => Command::Merge {
                into: self.like.filter(|like| like.raw() != self.view.id)?,
                reason: text(),
            },
            Action::Acknowledge => Command::Acknowledge {
                obligation: self.owed(|one| one.step > 0)?,
            },
            Action::Draft => Command::Draft {
                answer: self.answer(dice),
            },
            Action::Serve => Command::Serve {
                document: self.unserved()?,
                way: ServiceWay::HandedOver,
                at: None,
                proof: None,
            },
            Action::Fulfil => Command::Fulfil {
                request: self.unfulfilled()?,
                text: text(),
            },
            Action::CheckRemedy => Command::CheckRemedy {
                request: *self.view.answer.as_ref()?.denied.first()?,
                done: dice.below(2) == 0,
                text: text(),
            },
            Action::CarryOut => Command::CarryOut {
                given: self.waiting("instruction")?,
                text: text(),
            },
            Action::DecideProposal => Command::DecideProposal {
                proposal: self.waiting("proposal")?,
                agree: dice.below(3) > 0,
                reason: text(),
            },
            Action::DecideDispute => Command::DecideDispute {
                position: self.waiting("dispute")?,
                right: dice.below(2) == 0,
                reason: text(),
            },
            _ => return self.seldom(action, dice),
        })
    }

    fn seldom(&self, action: Action, dice: &mut Dice) -> Option<Command> {
        let text = || "按规定办理".to_owned();
        Some(match action {
            Action::Commit => Command::Commit {
                text: text(),
                post: *self.park.posts.get(dice.below(self.park.posts.len()))?,
                limit: self.later(2 + dice.below(20))?,
            },
            Action::KeepCommitment => Command::KeepCommitment {
                made: self.waiting("commitment")?,
                kept: dice.below(4) > 0,
                text: text(),
                proof: None,
            },
            Action::Split => Command::Split {
                request: dice.below(self.view.requests.len()) as u8,
                reason: text(),
            },
            Action::CorrectBreach => self.correction(text())?,
            Action::Suspend => Command::Suspend {
                obligation: self.owed(|one| one.kind == "answer" && !one.paused)?,
                cause: CAUSES[dice.below(CAUSES.len())],
                from: self.today,
                reason: text(),
            },
            Action::Resume => Command::Resume {
                obligation: self.owed(|one| one.paused)?,
                to: self.today,
            },
            _ => return None,
        })
    }

    /// Says of a duty that is late that it had been met an hour before its end. The paper that proves it is
    /// added before this is sent.
    fn correction(&self, reason: String) -> Option<Command> {
        let mut late = self.view.obligations.iter().filter(|one| one.late);
        let late = late.find(|one| !one.corrected && one.state != "waived")?;
        let at = |text: &str| Instant::parse(text).ok();
        let met = at(&late.due_at)?.plus_micros(-3_600_000_000);
        Some(Command::CorrectBreach {
            obligation: ObligationId::new(late.id?),
            at: at(&late.opened_at)
                .filter(|opened| *opened < met)
                .map(|_| met)?,
            evidence: FileId::new(0),
            reason,
        })
    }

    fn later(&self, days: usize) -> Option<Date> {
        let days = jiff::Span::new().days(days as i64);
        self.today.checked_add(days).ok()
    }

    fn unfulfilled(&self) -> Option<u8> {
        let answer = self.view.answer.as_ref()?;
        let promised = |item: &AnswerItem| item.outcomes.contains(&Outcome::Remedy);
        let items = answer.draft.items.iter().enumerate();
        let mut promised = items
            .filter(|(_, item)| promised(item))
            .map(|(nth, _)| nth as u8);
        promised.find(|nth| !answer.fulfilled.contains(nth))
    }

    fn answer(&self, dice: &mut Dice) -> AnswerDraft {
        let items = self.view.requests.iter().map(|_| {
            let remedy = dice.below(3) == 0;
            let by = jiff::Span::new().days(5 + dice.below(40) as i64);
            AnswerItem {
                finding: "属实".into(),
                facts: "现场查看".into(),
                basis: "管理规定".into(),
                outcomes: vec![if remedy {
                    Outcome::Remedy
                } else {
                    Outcome::Explanation
                }],
                measure: if remedy {
                    "整改".into()
                } else {
                    String::new()
                },
                by: remedy.then(|| self.today.checked_add(by).ok()).flatten(),
            }
        });
        AnswerDraft {
            items: items.collect(),
            summary: "已办理".into(),
            remedy_notice: "三十日内可以申请复查".into(),
            review: None,
            facts: Vec::new(),
        }
    }
}

/// All classes and branches.
fn classify(dice: &mut Dice) -> Command {
    let (class, branch) = match dice.below(20) {
        0..=2 => (Class::Suggestion, None),
        3 => (Class::Disclosure, None),
        4..=8 => (Class::Claim, Some(1 + dice.below(5) as u8)),
        _ => (Class::Claim, Some(6)),
    };
    Command::Classify {
        class,
        branch,
        category: CATEGORIES
            .get(dice.below(CATEGORIES.len() + 1))
            .map(|code| (*code).to_owned()),
        reason: "按内容".into(),
    }
}

/// What a petitioner does with the code, if anything.
pub fn petitioner(dice: &mut Dice, withdrawing: bool) -> Option<Command> {
    let text = || "请尽快".to_owned();
    if withdrawing {
        return (dice.below(3) == 0).then_some(Command::UndoWithdrawal);
    }
    match dice.below(40) {
        0 => Some(Command::Withdraw),
        1..=2 => Some(Command::Message { text: text() }),
        3 => Some(Command::AddFacts { text: text() }),
        4..=6 => Some(Command::Verify {
            request: 0,
            agreed: dice.below(2) > 0,
            text: text(),
        }),
        7 => Some(Command::DisputeTime {
            position: Position::new(1 + dice.below(1_000) as i64),
            text: text(),
        }),
        8 => Some(Command::AcceptService {
            document: Document::Answer,
        }),
        _ => None,
    }
}
