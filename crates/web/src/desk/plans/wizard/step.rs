//! The steps of the wizard: what each asks, what it says of itself, and which comes before and after.

use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::wizard::{Answers, Group, Question, Takes, Template};

/// What the first step asks.
pub(super) const TITLE: [&str; 3] = ["plan.title_zh", "plan.title_en", "plan.id"];

/// A step of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Title,
    Places,
    Posts,
    Duties,
    Check,
}

impl Step {
    pub(super) const ALL: [Self; 5] = [
        Self::Title,
        Self::Places,
        Self::Posts,
        Self::Duties,
        Self::Check,
    ];

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Places => "places",
            Self::Posts => "posts",
            Self::Duties => "duties",
            Self::Check => "check",
        }
    }

    pub(super) fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Title => ("名称", "Name"),
            Self::Places => ("场所", "Places"),
            Self::Posts => ("岗位", "Posts"),
            Self::Duties => ("谁值班", "Who is on duty"),
            Self::Check => ("检查并存入", "Check and lodge"),
        };
        language.pick(zh, en)
    }

    pub(super) fn intro(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Title => (
                "预案叫什么。以后在页面、呼叫和报告里都这样叫。",
                "What the plan is called: on pages, in calls and in reports.",
            ),
            Self::Places => (
                "人来了在哪里接待、有多大、有几个出口：系统按面积和出口算能容多少人，快满时提醒打开备用场所。上级接待场所和收报告的上级只改名称。",
                "Where people are received, how large it is, how many exits it has: by these it is counted how many people it takes, and when to open another room. Of receptions above and of those who get reports only the names are asked.",
            ),
            Self::Posts => (
                "谁来接待：岗位叫什么、属于哪个单位、怎样呼叫、多久能到、谁替。几个人来叫哪些岗位，照样板。可以加岗位，也可以去掉；去掉会怎样，先告诉您。",
                "Who receives: what the post is called, its unit, how it is called, how long it takes to come, who stands in. Which of them come for how many people stays as in the template. Posts can be added and taken out; what that breaks is told first.",
            ),
            Self::Duties => (
                "每个岗位谁值班，勾几个人就轮流；这就是值班表，有人来访时按它叫人。最后几项（至少几个人在岗、谁受过急救或口译培训）可以空着。这里没有来访的人，也没有地方写。",
                "Who is on duty in each post; several take turns. That is the roster: whoever holds a post then is called. The last questions (how many there are at least, who is trained for first aid or interpreting) can be left empty. Nobody who comes stands here, and there is no place for it.",
            ),
            Self::Check => (
                "下面是检查结果和做出来的预案。存入后由您选的岗位批准，批准后才执行；在那以前不会按它呼叫任何人。几个人来谁接待、几分钟内到、准备什么、何时报告，照样板；要改，存入以后在文件的新版本里改。",
                "What the check found, and the plan as it is. Once lodged it waits for the post that you chose, and is in force only then; until that nobody is called by it. Who receives how many people, within how many minutes, what is made ready and reported stays as in the template; change it in the file of a new version, once lodged.",
            ),
        };
        language.pick(zh, en)
    }

    pub(super) fn next(self) -> Self {
        let at = Self::ALL.iter().position(|step| *step == self);
        let next = at.and_then(|at| Self::ALL.get(at + 1));
        next.copied().unwrap_or(Self::Check)
    }

    /// The step before, where there is one.
    pub(super) fn before(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        Self::ALL.get(at.checked_sub(1)?).copied()
    }

    /// Which step of how many.
    pub(super) fn progress(self, language: Language) -> String {
        let at = Self::ALL.iter().position(|step| *step == self);
        let (nth, all) = (at.map_or(1, |at| at + 1), Self::ALL.len());
        language.pick(
            format!("第{nth}步，共{all}步"),
            format!("Step {nth} of {all}"),
        )
    }

    /// The question of a name in its first step.
    pub(super) fn of_title(name: &str) -> Question {
        Question {
            name: name.to_owned(),
            takes: Takes::Text,
            unless: String::new(),
        }
    }

    pub(super) fn groups(self, template: &Template, answers: &Answers) -> Vec<Group> {
        match self {
            Self::Title => vec![Group {
                title: Bilingual::new("这份预案", "This plan"),
                questions: TITLE.map(Self::of_title).into(),
            }],
            Self::Places => template.places(),
            Self::Posts => template.posts(answers),
            Self::Duties => [template.duties(answers), template.crews()].concat(),
            Self::Check => Vec::new(),
        }
    }
}
