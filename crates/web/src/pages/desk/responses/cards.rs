//! The posts of a response: a card each, and who came together.

use super::{Look, OneButton};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use huiyin_domain::language::Language;

/// A page of a ladder.
#[derive(Clone, Debug)]
pub struct PageRow {
    /// Its number.
    pub number: u32,
    /// The post of its step.
    pub post: String,
    /// Who was called; may be empty.
    pub name: String,
    /// By what.
    pub channel: String,
    /// When it was called, handed over, arrived and was answered, as far as it got.
    pub stations: String,
}

/// Whom the desk rings.
#[derive(Clone, Debug)]
pub struct Dial {
    /// Their name.
    pub name: String,
    /// Their number, if one is on file.
    pub phone: Option<String>,
    /// Where a number that is missing is kept, for whoever may; may be empty.
    pub keep_href: String,
}

/// A post with its clocks.
#[derive(Clone, Debug)]
pub struct CallCard {
    /// What it is called.
    pub title: String,
    /// How it is to be there.
    pub by: String,
    /// How it looks.
    pub look: Look,
    /// The same in a word or two.
    pub word: String,
    /// Whether its time passed before somebody was there.
    pub late: bool,
    /// Where it stands, in a sentence.
    pub phrase: String,
    /// Whether it is a post of whoever looks.
    pub own: bool,
    /// The post's id in the plan.
    pub id: String,
    /// Whom the desk can ring for it.
    pub dial: Option<Dial>,
    /// Its pages.
    pub pages: Vec<PageRow>,
    /// The steps of its ladder that called nobody, and why.
    pub passed_on: Vec<String>,
    /// What can be told of it here.
    pub buttons: Vec<OneButton>,
}

/// Who is not there yet, to be ticked together.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// Where the ticks are sent.
    pub target: FormTarget,
    /// The posts, each person once.
    pub who: FieldView,
}

impl Arrivals {
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let choices = vec![
            Choice::new(
                "duty-leader",
                say(
                    "值班领导、分管信访工作领导",
                    "Leader on duty, Leader in charge of petition work",
                ),
            )
            .hinted(say("林洁", "Lin Jie")),
            Choice::new(
                "petition-office-head",
                say("信访办主任", "Head of the petition office"),
            ),
        ];
        let label = say(
            "一起到的：勾选以后按一次",
            "Who came together: tick them, and press once",
        );
        Self {
            target: FormTarget::to("/desk/responses/7/do/arrive"),
            who: FieldView::new("there", label, FieldKind::Checks(choices)),
        }
    }
}

impl CallCard {
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say("分管信访工作领导", "Leader in charge of petition work"),
            by: say("当面", "in person"),
            look: Look::Late,
            word: Look::Late.word(language).to_owned(),
            late: true,
            phrase: say("没有人应答", "nobody answers"),
            own: true,
            id: "leader-in-charge".to_owned(),
            dial: Some(Dial {
                name: say("林洁", "Lin Jie"),
                phone: Some("0576-5550123".to_owned()),
                keep_href: String::new(),
            }),
            pages: vec![PageRow {
                number: 1,
                post: say("值班领导", "Leader on duty"),
                name: say("林洁", "Lin Jie"),
                channel: say("电话", "phone"),
                stations: say(
                    "10:00 呼叫；10:00 交给渠道；10:03 没有应答",
                    "10:00 called; 10:00 handed over; 10:03 no answer",
                ),
            }],
            passed_on: vec![say(
                "10:03 值班领导任职的人这次已呼叫过、没有应答，立即转下一位",
                "10:03 Leader on duty is held by somebody who did not answer an earlier call; the next one is called at once",
            )],
            buttons: vec![OneButton {
                target: FormTarget::to("/desk/responses/7/do/arrive"),
                name: "there".to_owned(),
                value: "leader-in-charge".to_owned(),
                label: say("到了", "Is there"),
            }],
        }
    }
}
