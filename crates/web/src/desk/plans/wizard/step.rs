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
    Hours,
    Posts,
    Tiers,
    Reports,
    Duties,
    Check,
}

impl Step {
    pub(super) const ALL: [Self; 8] = [
        Self::Title,
        Self::Places,
        Self::Hours,
        Self::Posts,
        Self::Tiers,
        Self::Reports,
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
            Self::Hours => "hours",
            Self::Posts => "posts",
            Self::Tiers => "tiers",
            Self::Reports => "reports",
            Self::Duties => "duties",
            Self::Check => "check",
        }
    }

    pub(super) fn label(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Title => ("名称", "Name"),
            Self::Places => ("场所", "Places"),
            Self::Hours => ("办公时间", "Office hours"),
            Self::Posts => ("岗位", "Posts"),
            Self::Tiers => ("几个人来谁接待", "How many people, who receives"),
            Self::Reports => ("向上报告", "Reports"),
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
                "人来了在哪里接待、有多大、有几个出口：系统按面积和出口算能容多少人，快满时提醒打开备用场所。上级接待场所只改名称。",
                "Where people are received, how large it is, how many exits it has: by these it is counted how many people it takes, and when to open another room. Of receptions above only the names are asked.",
            ),
            Self::Hours => (
                "几点上班、几点下班。夜里和休息日不另外问：跟着这里变。什么时候来都有人接待，只是夜里来的人可以不同。",
                "When the office is open. Nights and rest days are not asked: they follow. Whoever comes is received at every hour; only who receives can differ.",
            ),
            Self::Posts => (
                "谁来接待：岗位叫什么、属于哪个单位、怎样呼叫、多久能到、谁替。可以加岗位，也可以去掉；去掉会怎样，先告诉您。几个人来叫哪些岗位，下一步定。",
                "Who receives: what the post is called, its unit, how it is called, how long it takes to come, who stands in. Posts can be added and taken out; what that breaks is told first. Which of them come for how many people is the next step.",
            ),
            Self::Tiers => (
                "来多少人，哪些岗位来，几分钟内到。每一档写“最多到几个人”，下一档自动从下一个人开始，不会漏，也不会重。一档可以分成两档，也可以去掉。",
                "So many people: these posts come, within so many minutes. Each group says up to how many people it is, and the next begins with one more, so that none is left out or in two. A group can be split in two, or taken out.",
            ),
            Self::Reports => (
                "有人来了，多快向上级报告、以后多久报一次。报告只写人数、事由和在做什么，不写来访人的姓名。",
                "When people come: how soon the level above is told, and how often after that. A report says how many came, what it is about and what is being done, and names nobody who came.",
            ),
            Self::Duties => (
                "每个岗位谁值班，勾几个人就轮流；夜里、节假日是别人的，另外勾。没有账号的人也可以值班。这就是值班表，有人来访时按它叫人。最后几项（至少几个人在岗、谁受过急救或口译培训）可以空着。这里没有来访的人，也没有地方写。",
                "Who is on duty in each post; several take turns; others at night or on holidays are ticked apart. Somebody without an account can be on duty too. That is the roster: whoever holds a post then is called. The last questions (how many there are at least, who is trained for first aid or interpreting) can be left empty. Nobody who comes stands here, and there is no place for it.",
            ),
            Self::Check => (
                "下面是检查结果和做出来的预案。存入后由您选的岗位批准，批准后才执行；在那以前不会按它呼叫任何人。每一档准备什么照样板；要改，存入以后在文件的新版本里改。",
                "What the check found, and the plan as it is. Once lodged it waits for the post that you chose, and is in force only then; until that nobody is called by it. What is made ready for how many people stays as in the template; change that in the file of a new version, once lodged.",
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
                // A plan that is kept keeps its id.
                questions: TITLE
                    .into_iter()
                    .filter(|name| !template.is_saved() || *name != "plan.id")
                    .map(Self::of_title)
                    .collect(),
            }],
            Self::Places => template.places(),
            Self::Hours => template.hours(),
            Self::Posts => template.posts(answers),
            Self::Tiers => template.tiers(answers),
            Self::Reports => template.reports(answers),
            Self::Duties => [template.duties(answers), template.crews()].concat(),
            Self::Check => Vec::new(),
        }
    }
}
