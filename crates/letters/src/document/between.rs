//! Letters between units 函: transfer, assignment, objection, reminder, supervision. They name the matter
//! and its number and never who brought it: the receiving unit opens the petition itself, and that is on
//! record (RULES 4). *Source:* 信访工作条例 Arts 22, 23, 40; DOMAIN section 3.

use super::Head;
use crate::sheet::{Form, Sheet, Signature};
use crate::words::day;
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::Date;

/// Which letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BetweenKind {
    /// 转送函: who is competent handles it, or objects in time.
    Transfer {
        /// The last day to accept or to object, where one runs.
        objection_due: Option<Date>,
    },
    /// 交办函: with a limit for the result.
    Assignment {
        /// The last day for the result, where one was set.
        limit: Option<Date>,
    },
    /// 异议书: why the receiver does not hold itself competent.
    Objection,
    /// 催办单: a duty comes due, or is over.
    Reminder {
        /// What is owed.
        duty: Bilingual,
        /// The last day.
        due: Date,
        /// Whether that day is over.
        late: bool,
    },
    /// 督办函: an order to a unit that breached a duty (Art 40).
    Supervision {
        /// What was owed.
        duty: Bilingual,
        /// The day on which it was due.
        due: Date,
        /// The rule that was broken.
        citation: Bilingual,
        /// The day by which the unit has to answer in writing.
        answer_by: Date,
    },
}

/// A letter from one unit to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Between {
    /// What stands on every document; the authority is the one of both units.
    pub head: Head,
    /// Who writes.
    pub from: Bilingual,
    /// To whom.
    pub to: Bilingual,
    /// Which.
    pub kind: BetweenKind,
    /// The matter in one sentence.
    pub subject: String,
    /// The words of whoever decided.
    pub words: String,
}

impl Between {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = self.title(language);
        let mut sheet = Sheet::new(Form::Han, language, title, self.head.date);
        sheet.issuer = self.from.in_language(language).to_owned();
        sheet.reference = self.head.reference(language);
        let to = self.to.in_language(language);
        sheet.addressee = language.pick(format!("{to}："), format!("To {to}:"));
        self.body(&mut sheet, language);
        sheet.say(&self.words);
        self.ending(&mut sheet, language);
        sheet.signature = Some(Signature {
            issuer: self.from.in_language(language).to_owned(),
            date: day(self.head.date, language),
        });
        sheet
    }

    fn title(&self, language: Language) -> String {
        let subject = &self.subject;
        let (zh, en) = match self.kind {
            BetweenKind::Transfer { .. } => ("转送函", "Transfer of the petition"),
            BetweenKind::Assignment { .. } => ("交办函", "Assignment of the petition"),
            BetweenKind::Objection => ("异议书", "Objection to the transfer of the petition"),
            BetweenKind::Reminder { .. } => ("催办单", "Reminder about the petition"),
            BetweenKind::Supervision { .. } => ("督办函", "Supervision of the petition"),
        };
        language.pick(
            format!("关于“{subject}”信访事项的{zh}"),
            format!("{en} “{subject}”"),
        )
    }

    fn body(&self, sheet: &mut Sheet, language: Language) {
        let number = &self.head.petition;
        let words = match &self.kind {
            BetweenKind::Transfer { .. } => language.pick(
                format!("信访事项{number}属于你单位职责范围，现依照《信访工作条例》第二十二条的规定转送你单位，请依法受理、办理。"),
                format!("Petition {number} lies within your competence and is transferred to you under Art 22 of the Regulations on Petitioning Work. Please accept and handle it."),
            ),
            BetweenKind::Assignment { .. } => language.pick(
                format!("信访事项{number}现依照《信访工作条例》第二十二条的规定交由你单位办理。"),
                format!("Petition {number} is assigned to you under Art 22 of the Regulations on Petitioning Work."),
            ),
            BetweenKind::Objection => language.pick(
                format!("你单位转送的信访事项{number}，经研究，我单位认为不属于职责范围，现依照《信访工作条例》第二十三条的规定提出异议，理由如下："),
                format!("We hold that petition {number}, which you transferred, is not within our competence, and object under Art 23 of the Regulations on Petitioning Work for these reasons:"),
            ),
            BetweenKind::Reminder { duty, due, late } => {
                let (duty, due) = (duty.in_language(language), day(*due, language));
                let (zh, en) = match late {
                    true => ("已经超期", "is over"),
                    false => ("即将到期", "comes close"),
                };
                language.pick(
                    format!("信访事项{number}应当由你单位“{duty}”，最迟{due}，{zh}。请抓紧办理。"),
                    format!("On petition {number} you owe “{duty}” by {due}; that day {en}. Please see to it."),
                )
            }
            BetweenKind::Supervision { duty, due, citation, .. } => {
                let (duty, due) = (duty.in_language(language), day(*due, language));
                let rule = citation.in_language(language);
                language.pick(
                    format!("信访事项{number}应当由你单位在{due}前“{duty}”，至今没有办理，违反了{rule}。现依照《信访工作条例》第四十条的规定予以督办。"),
                    format!("On petition {number} you owed “{duty}” by {due} and have not done it, against {rule}. This is supervision under Art 40 of the Regulations on Petitioning Work."),
                )
            }
        };
        sheet.say(&words);
    }

    fn ending(&self, sheet: &mut Sheet, language: Language) {
        let words = match &self.kind {
            BetweenKind::Transfer {
                objection_due: Some(due),
            } => {
                let due = day(*due, language);
                language.pick(
                    format!("认为不属于职责范围的，请在{due}前（含当日）书面提出异议并说明理由；逾期没有提出的，视为接收。"),
                    format!("If you hold that it is not within your competence, object in writing with reasons by {due}, that day included; else it counts as taken."),
                )
            }
            BetweenKind::Assignment { limit: Some(limit) } => {
                let limit = day(*limit, language);
                language.pick(
                    format!("请在{limit}前（含当日）办结，并书面报告办理结果。"),
                    format!("Please finish by {limit}, that day included, and report the result in writing."),
                )
            }
            BetweenKind::Supervision { answer_by, .. } => {
                let by = day(*answer_by, language);
                language.pick(
                    format!("请立即办理，并在{by}前（含当日）书面报告原因和办理情况。"),
                    format!("Please act at once, and report the cause and what was done in writing by {by}, that day included."),
                )
            }
            _ => String::new(),
        };
        sheet.say(&words);
        sheet.say(language.pick(
            "信访人的姓名和联系方式不在本函中，不得透露给被反映的单位和个人。",
            "This letter does not hold the name or contact of the petitioner, and neither may be given to whoever is complained of.",
        ));
    }
}
