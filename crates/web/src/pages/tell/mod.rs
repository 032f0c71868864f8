//! `/new`: telling what happened, one question a page; then everything once more, and only then it is
//! sent. What was typed is kept after each page.

use super::components::Choice;
use super::file_list::ListedFile;
use super::form::{FieldKind, FieldView, FormError};
use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// Fields that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// A class of the style sheet that may hide the group while it is not needed and empty; may be empty.
    pub class: &'static str,
    /// What stands above; may be empty.
    pub legend: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

impl Group {
    /// Fields without a heading of their own.
    pub fn plain(fields: Vec<FieldView>) -> Self {
        Self::of("", "", fields)
    }

    /// Fields with a class, and perhaps a heading.
    pub fn of(class: &'static str, legend: &str, fields: Vec<FieldView>) -> Self {
        Self {
            class,
            legend: legend.to_owned(),
            fields,
        }
    }
}

/// One question, or a few that belong together.
#[derive(Clone, Debug, Template)]
#[template(path = "tell/step.html")]
pub struct TellPage {
    /// The frame.
    pub frame: Frame,
    /// Which page it is, from 1.
    pub number: usize,
    /// How many there are.
    pub count: usize,
    /// The question.
    pub question: String,
    /// What was not taken.
    pub errors: Vec<FormError>,
    /// Its fields.
    pub groups: Vec<Group>,
    /// Where it is sent.
    pub action: String,
    /// Where the page before is.
    pub back_href: String,
    /// Whether it goes back to the check afterwards.
    pub to_check: bool,
    /// Whether somebody is in danger: the numbers come first.
    pub danger: bool,
    /// The files, on the page that asks for them.
    pub files: Option<Vec<ListedFile>>,
    /// Whether there is something to throw away.
    pub saved: bool,
}

impl TellPage {
    /// Which page it is.
    pub fn progress(&self) -> String {
        let (number, count) = (self.number, self.count);
        self.frame.language.pick(
            format!("第{number}步，共{count}步"),
            format!("Step {number} of {count}"),
        )
    }

    /// What was not taken, as the field for files says it.
    fn not_taken(&self) -> Vec<String> {
        self.errors.iter().map(|one| one.message.clone()).collect()
    }

    /// What files may be, for whoever unfolds it.
    pub fn file_details(&self) -> &'static str {
        self.frame.language.pick(
            "最多10个，每个20MB，一共40MB；登记以后还能补。照片里的拍摄地点和手机型号会去掉。文件里有宏的不收；改名没有用，看的是内容。",
            "At most 10 files of 20 MB, 40 MB together; you can add more once it is registered. Where a photograph was taken and with which telephone is removed. Files with macros are not taken; the content counts, not the name.",
        )
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("tell-what-zh", Self::sample(Language::Zh)),
            ("tell-what-en", Self::sample(Language::En)),
            ("tell-files-zh", Self::sample_files(Language::Zh)),
            ("tell-files-en", Self::sample_files(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let wrong = say("写一写发生了什么事", "Write what happened");
        let body = FieldKind::TextArea(String::new(), 10);
        let body = FieldView::new(
            "body",
            say(
                "用自己的话写，写多少都可以",
                "In your own words, as much as you like",
            ),
            body,
        );
        let who = vec![
            Choice::new("named", say("留姓名", "Leave my name")),
            Choice::new("anonymous", say("不留姓名", "Stay anonymous")),
        ];
        let who = FieldView::new(
            "who",
            say("要不要留姓名？", "Will you leave your name?"),
            FieldKind::Radios(who),
        );
        Self {
            frame: Frame::sample(language, "/new/what"),
            number: 1,
            count: 6,
            question: say("发生了什么事？", "What happened?"),
            errors: vec![FormError {
                field: "body".to_owned(),
                message: wrong.clone(),
            }],
            groups: vec![Group::plain(vec![body.refused(Some(wrong)), who])],
            action: "/new/what".to_owned(),
            back_href: "/".to_owned(),
            to_check: false,
            danger: true,
            files: None,
            saved: true,
        }
    }

    fn sample_files(language: Language) -> Self {
        Self {
            number: 4,
            question: language
                .pick("有材料要给我们看吗？", "Anything to show us?")
                .to_owned(),
            errors: Vec::new(),
            groups: Vec::new(),
            action: "/new/files".to_owned(),
            back_href: "/new/ask".to_owned(),
            danger: false,
            files: Some(vec![ListedFile::sample_added(language)]),
            ..Self::sample(language)
        }
    }
}

/// One answer of the check.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub question: String,
    /// What was written; may hold line breaks; empty: nothing.
    pub value: String,
    /// Where it is changed.
    pub href: String,
    /// Small pictures of what was added: name and address.
    pub pictures: Vec<(String, String)>,
}

/// Everything once more, before it is sent.
#[derive(Clone, Debug, Template)]
#[template(path = "tell/check.html")]
pub struct CheckPage {
    /// The frame.
    pub frame: Frame,
    /// What could not be sent, if it was tried.
    pub errors: Vec<FormError>,
    /// The answers.
    pub answers: Vec<Answer>,
    /// Whether somebody is in danger.
    pub danger: bool,
}

impl CheckPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/new/check"),
                errors: Vec::new(),
                answers: vec![
                    Answer {
                        question: say("发生了什么事？", "What happened?"),
                        value: say("三月份的工资到现在没发", "March wages are still not paid"),
                        href: "/new/what?then=check".to_owned(),
                        pictures: Vec::new(),
                    },
                    Answer {
                        question: say("在哪里，什么时候？", "Where and when?"),
                        value: String::new(),
                        href: "/new/where?then=check".to_owned(),
                        pictures: Vec::new(),
                    },
                    Answer {
                        question: say("有材料要给我们看吗？", "Anything to show us?"),
                        value: say("工资条.jpg（已传好）", "pay-slip.jpg (added)"),
                        href: "/new/files?then=check".to_owned(),
                        pictures: vec![(say("工资条.jpg", "pay-slip.jpg"), "data:,".to_owned())],
                    },
                ],
                danger: false,
            }
        };
        vec![
            ("tell-check-zh", page(Language::Zh)),
            ("tell-check-en", page(Language::En)),
        ]
    }
}

/// It is kept, to go on later.
#[derive(Clone, Debug, Template)]
#[template(path = "tell/saved.html")]
pub struct SavedPage {
    /// The frame.
    pub frame: Frame,
    /// The code in groups.
    pub code: String,
    /// Until when it is kept, in words.
    pub until: String,
}

impl SavedPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language| Self {
            frame: Frame::sample(language, "/new/saved"),
            code: "7KQM-3XV9-TD2H-W8RA".to_owned(),
            until: language
                .pick("3月15日（周日）", "Sunday 15 March")
                .to_owned(),
        };
        vec![
            ("tell-saved-zh", page(Language::Zh)),
            ("tell-saved-en", page(Language::En)),
        ]
    }
}
