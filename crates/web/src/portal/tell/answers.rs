//! Everything that was written, as the check shows it: a line for each question.

use super::files::picture_href;
use super::steps::{Step, authority_file, known_as};
use crate::body::Form;
use crate::pages::tell::Answer;
use crate::portal::track::hours;
use huiyin_app::DraftFile;
use huiyin_app::rules::Authority;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{NoticeWish, SUBJECT_CHARACTERS_MAX};
use huiyin_domain::text::{first_sentence, shown_safely};

/// The answers, step by step.
pub(super) fn of(
    form: &Form,
    files: &[DraftFile],
    authority: &Authority,
    language: Language,
) -> Vec<Answer> {
    let read = Read {
        form,
        files,
        authority,
        language,
    };
    let shown = files.iter().filter_map(|file| {
        let name = shown_safely(&file.name).into_owned();
        Some((name, picture_href(file)?))
    });
    let pictures: Vec<(String, String)> = shown.collect();
    let answer = |step: Step| {
        let value = match step {
            Step::What => read.what(),
            Step::Where => read.place(),
            Step::Ask => read.asked(),
            Step::Files => {
                let came = language.pick("（已传好）", " (added)");
                let names = files.iter().map(|file| format!("{}{came}", file.name));
                names.collect()
            }
            Step::Whose => read.whose(),
            Step::Contact => read.contact(),
        };
        Answer {
            question: step.question(language).to_owned(),
            value: shown_safely(&value.join("\n")).into_owned(),
            href: format!("{}?then=check", step.path()),
            pictures: match step {
                Step::Files => pictures.clone(),
                _ => Vec::new(),
            },
        }
    };
    Step::ALL.into_iter().map(answer).collect()
}

struct Read<'a> {
    form: &'a Form,
    files: &'a [DraftFile],
    authority: &'a Authority,
    language: Language,
}

impl Read<'_> {
    fn texts(&self, names: &[&str]) -> Vec<String> {
        names
            .iter()
            .filter_map(|name| self.form.text(name))
            .collect()
    }

    fn ticked(&self, name: &str, zh: &str, en: &str) -> Option<String> {
        let words = self.language.pick(zh, en).to_owned();
        self.form.ticked(name).then_some(words)
    }

    fn what(&self) -> Vec<String> {
        let subject = self.form.text("subject");
        let body = self.form.text("body");
        // Where nothing was said in one sentence, the first one of the story stands for it: it is read there.
        let own = subject.filter(|one| {
            let first = body
                .as_deref()
                .map(|body| first_sentence(body, SUBJECT_CHARACTERS_MAX));
            first.as_ref() != Some(one)
        });
        let mut lines: Vec<String> = own.into_iter().chain(body).collect();
        lines.extend(self.ticked("danger", "现在就有人身危险", "Someone is in danger now"));
        lines
    }

    fn place(&self) -> Vec<String> {
        let chosen = self.form.text("place");
        let mut places = self.authority.places.iter();
        let place = places.find(|place| Some(&place.id) == chosen.as_ref());
        let place = place.map(|place| place.name.in_language(self.language).to_owned());
        place
            .into_iter()
            .chain(self.form.text("place_text"))
            .collect()
    }

    fn asked(&self) -> Vec<String> {
        let requests = (1..=5).filter_map(|nth| {
            let text = self.form.text(&format!("request_{nth}"))?;
            Some(format!("{nth}. {text}"))
        });
        let class = self.form.text("class").and_then(|class| {
            let (zh, en) = match class.as_str() {
                "claim" => ("解决一个问题", "Solve a problem"),
                "suggestion" => ("听一个建议", "Hear a suggestion"),
                "disclosure" => ("查一查公职人员的问题", "Look into what an official did"),
                _ => return None,
            };
            Some(self.language.pick(zh, en).to_owned())
        });
        let category = self
            .form
            .text("category")
            .and_then(|code| self.authority.categories.path(&code));
        let category = category.map(|path| path.in_language(self.language).to_owned());
        requests.chain(class).chain(category).collect()
    }

    fn whose(&self) -> Vec<String> {
        let whose = self.form.text("whose").unwrap_or_default();
        let (zh, en) = match whose.as_str() {
            "several" => ("几个人的", "Of several people"),
            "for" => ("替别人反映", "For somebody else"),
            _ => ("我自己的", "Mine"),
        };
        let mut lines = vec![self.language.pick(zh, en).to_owned()];
        match whose.as_str() {
            "several" => lines.extend(self.texts(&[
                "representative_1",
                "representative_2",
                "representative_3",
                "representative_4",
            ])),
            "for" => {
                lines.extend(self.texts(&["on_behalf_of"]));
                lines.push(self.authority_paper());
            }
            _ => {}
        }
        if let Some(respondents) = self.form.text("respondents") {
            let (zh, en) = ("反映的是：", "About: ");
            lines.push(format!("{}{respondents}", self.language.pick(zh, en)));
        }
        lines.extend(self.ticked(
            "misconduct",
            "可能是公职人员违纪违法，只给专人看",
            "It may be misconduct by officials; for named officers only",
        ));
        lines
    }

    /// Which file is the written authority, or that it comes later.
    fn authority_paper(&self) -> String {
        let number = authority_file(self.form);
        let mut files = self.files.iter();
        let file = files.find(|file| Some(file.number) == number);
        match file {
            Some(file) => {
                let name = &file.name;
                self.language.pick(
                    format!("委托书：{name}"),
                    format!("Written authority: {name}"),
                )
            }
            None => self
                .language
                .pick("委托书：以后再交", "Written authority: it comes later")
                .to_owned(),
        }
    }

    fn contact(&self) -> Vec<String> {
        let who = known_as(self.form);
        let (zh, en) = match who.as_str() {
            "confidential" => ("留姓名并保密", "Named, kept confidential"),
            "anonymous" => ("不留姓名", "Anonymous"),
            _ => ("留姓名", "Named"),
        };
        let mut lines = vec![self.language.pick(zh, en).to_owned()];
        lines.extend(self.texts(&["name", "phone", "email", "address"]));
        lines.extend(self.notices().filter(|_| who != "anonymous"));
        lines.extend(self.texts(&["wish"]));
        lines
    }

    /// When notices come, where that was chosen.
    fn notices(&self) -> Option<String> {
        let wish = hours::read(self.form)?;
        let unnamed = self
            .language
            .pick("，不写机关名称", ", without the authority's name");
        let label = wish.hours.label(self.language);
        let words = self.language.pick("通知：", "Notices: ");
        let unnamed = if wish.unnamed { unnamed } else { "" };
        (wish != NoticeWish::default()).then(|| format!("{words}{label}{unnamed}"))
    }
}
