//! Notices to a petitioner 告知书. *Source:* 信访工作条例 Arts 19, 23, 31, 34.

use super::{Addressee, Head};
use crate::sheet::{Form, Sheet, Signature};
use crate::words::day;
use huiyin_domain::language::{Bilingual, Language};
use jiff::civil::Date;

/// Which notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// 受理告知书: path and procedure (Art 23).
    Acceptance {
        /// Who handles it.
        unit: Bilingual,
        /// The last day for the answer, where one is owed.
        answer_due: Option<Date>,
        /// What that day rests on.
        citation: Option<Bilingual>,
    },
    /// 不予受理告知书: reason and article (Arts 19, 36).
    Decline {
        /// The ground, with its article.
        ground: Bilingual,
    },
    /// 办理途径告知书: the proper way and its clock (Art 31).
    Redirect {
        /// Where to.
        route: Bilingual,
        /// The last day of that way, where it is known.
        limit: Option<Date>,
    },
    /// 转送告知书, 交办告知书: where it went (Art 23).
    Passed {
        /// To whom.
        to: Bilingual,
        /// Whether with a limit for the result 交办.
        assigned: bool,
        /// The last day on which the receiver says whether it accepts it.
        notice_due: Option<Date>,
    },
    /// 延期告知书: reason and new day, at most 30 days on (Art 34).
    Extension {
        /// The last day now.
        due: Date,
    },
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What stands on every document.
    pub head: Head,
    /// To whom.
    pub to: Addressee,
    /// Which.
    pub kind: NoticeKind,
    /// The matter in one sentence.
    pub subject: String,
    /// The day on which the petition was received.
    pub received: Date,
    /// The words of whoever decided; for a decline, a redirect and an extension the reason.
    pub words: String,
}

impl Notice {
    pub(super) fn sheet(&self, language: Language) -> Sheet {
        let title = self.title().in_language(language).to_owned();
        let mut sheet = Sheet::new(Form::Notice, language, title, self.head.date);
        sheet.reference = self.head.reference(language);
        sheet.addressee = self.to.salutation(language);
        let received = day(self.received, language);
        let (subject, number) = (&self.subject, &self.head.petition);
        sheet.say(&language.pick(
            format!("您反映的“{subject}”一事（信访事项编号{number}），本机关已于{received}收到。"),
            format!("Your petition “{subject}” (no. {number}) was received on {received}."),
        ));
        self.decision(&mut sheet, language);
        sheet.say(language.pick(
            "您可以凭查询码在信访网站查询办理进度，也可以要求有利害关系的工作人员回避，要求对您的姓名和反映的内容保密。",
            "With your code you can follow the matter on the petition site. You may ask that staff with an interest in the matter step aside, and that your name and what you wrote be kept confidential.",
        ));
        sheet.signature = Some(Signature {
            issuer: self.head.authority.in_language(language).to_owned(),
            date: day(self.head.date, language),
        });
        sheet
    }

    fn title(&self) -> Bilingual {
        match self.kind {
            NoticeKind::Acceptance { .. } => {
                Bilingual::new("信访事项受理告知书", "Notice of acceptance")
            }
            NoticeKind::Decline { .. } => {
                Bilingual::new("信访事项不予受理告知书", "Notice of non-acceptance")
            }
            NoticeKind::Redirect { .. } => {
                Bilingual::new("信访事项办理途径告知书", "Notice of the proper way")
            }
            NoticeKind::Passed {
                assigned: false, ..
            } => Bilingual::new("信访事项转送告知书", "Notice of transfer"),
            NoticeKind::Passed { assigned: true, .. } => {
                Bilingual::new("信访事项交办告知书", "Notice of assignment")
            }
            NoticeKind::Extension { .. } => {
                Bilingual::new("信访事项延期办理告知书", "Notice of extension")
            }
        }
    }

    fn decision(&self, sheet: &mut Sheet, language: Language) {
        match &self.kind {
            NoticeKind::Acceptance {
                unit,
                answer_due,
                citation,
            } => self.acceptance(sheet, unit, (*answer_due, citation.as_ref()), language),
            NoticeKind::Decline { ground } => {
                let ground = ground.in_language(language);
                sheet.say(&language.pick(
                    format!("经审查，决定不予受理。依据：{ground}。理由如下："),
                    format!("It was examined and is not accepted. Basis: {ground}. The reason:"),
                ));
                sheet.say(&self.words);
            }
            NoticeKind::Redirect { route, limit } => {
                let route = route.in_language(language);
                sheet.say(&language.pick(
                    format!("经审查，该事项依法应当通过{route}办理，理由和办法如下："),
                    format!("It was examined. By law the way for it is {route}, for this reason and in this manner:"),
                ));
                sheet.say(&self.words);
                if let Some(limit) = limit {
                    let limit = day(*limit, language);
                    sheet.say(&language.pick(
                        format!("请注意：该途径的期限至{limit}为止（含当日），逾期可能丧失权利。"),
                        format!("Please note: that way is open until {limit}, that day included. After it you may lose the right."),
                    ));
                }
            }
            NoticeKind::Passed {
                to,
                assigned,
                notice_due,
            } => {
                let to = to.in_language(language);
                let (zh, en) = match assigned {
                    true => ("交由", "assigned to"),
                    false => ("转送", "transferred to"),
                };
                sheet.say(&language.pick(
                    format!("该事项已依照《信访工作条例》第二十二条的规定{zh}{to}办理。"),
                    format!(
                        "Under Art 22 of the Regulations on Petitioning Work it was {en} {to}."
                    ),
                ));
                if let Some(due) = notice_due {
                    let due = day(*due, language);
                    sheet.say(&language.pick(
                        format!("{to}应当在{due}前（含当日）告知您是否受理。"),
                        format!("{to} has to tell you by {due}, that day included, whether it accepts it."),
                    ));
                }
            }
            NoticeKind::Extension { due } => {
                let due = day(*due, language);
                sheet.say(&language.pick(
                    format!("该事项情况复杂，依照《信访工作条例》第三十四条的规定，经批准，办理期限延长至{due}（含当日）。延期理由如下："),
                    format!("The matter is complex. Under Art 34 of the Regulations on Petitioning Work the time for the answer was extended, with approval, to {due}, that day included. The reason:"),
                ));
                sheet.say(&self.words);
            }
        }
    }

    fn acceptance(
        &self,
        sheet: &mut Sheet,
        unit: &Bilingual,
        (answer_due, citation): (Option<Date>, Option<&Bilingual>),
        language: Language,
    ) {
        let unit = unit.in_language(language);
        sheet.say(&language.pick(
            format!("经审查，依照《信访工作条例》第二十三条的规定，决定予以受理，由{unit}负责办理。"),
            format!("It was examined and is accepted under Art 23 of the Regulations on Petitioning Work. {unit} handles it."),
        ));
        if let Some(due) = answer_due {
            let by = citation.map_or("", |one| one.in_language(language));
            let due = day(due, language);
            sheet.say(&language.pick(
                format!("办理结果将在{due}前（含当日）书面答复您（依据：{by}）。"),
                format!("You will have a written answer by {due}, that day included ({by})."),
            ));
        }
        sheet.say(&self.words);
    }
}
