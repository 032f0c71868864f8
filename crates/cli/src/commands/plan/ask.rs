//! `huiyin plan new --ask`: the questions of the desk's wizard, in the terminal. An empty line keeps what
//! stands in brackets; the end of the input keeps all the rest, so that answers can come from a file.

use crate::error::CliError;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::wizard::{Answers, Group, OwnPosts, Persons, Question, Takes, Template};
use huiyin_domain::plan::{Channel, DayWord, RunLevel, UNIT_HEAD_CONCERNED};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

/// Where questions are asked and answers come from.
pub(super) struct Talk<'a> {
    pub(super) answers: &'a mut dyn BufRead,
    pub(super) questions: &'a mut dyn Write,
}

/// What was answered: the wizard's answers, the authority's name, and who was named as an official.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) answers: Answers,
    pub(super) officials: BTreeMap<String, String>,
}

impl Talk<'_> {
    /// Says something.
    fn say(&mut self, words: &str) -> Result<(), CliError> {
        let said = writeln!(self.questions, "{words}");
        said.map_err(|error| CliError::Refused(format!("the question cannot be shown: {error}")))
    }

    /// Asks for one line; nothing where it is empty, or the input is at its end.
    pub(super) fn line(
        &mut self,
        question: &str,
        unless: &str,
    ) -> Result<Option<String>, CliError> {
        let kept = match unless.is_empty() {
            true => String::new(),
            false => format!(" [{unless}]"),
        };
        self.say(&format!("{question}{kept}"))?;
        let mut typed = String::new();
        let read = self.answers.read_line(&mut typed);
        read.map_err(|error| CliError::Refused(format!("the answer cannot be read: {error}")))?;
        let typed = typed.trim();
        Ok((!typed.is_empty()).then(|| typed.to_owned()))
    }

    /// Asks everything that the wizard asks about a template, from where `asked` stands.
    pub(super) fn all(&mut self, template: &Template, asked: &mut Asked) -> Result<(), CliError> {
        self.groups(template, &template.places(), asked)?;
        self.groups(template, &template.hours(), asked)?;
        self.posts(template, asked)?;
        let posts = template.posts(&asked.answers);
        // Who approves is told by the authority that keeps the plan, when it is lodged there.
        let posts = posts.into_iter().filter(|group| {
            let approver = |one: &Question| one.takes == Takes::Approver;
            !group.questions.iter().any(approver)
        });
        self.groups(template, &posts.collect::<Vec<Group>>(), asked)?;
        self.tiers(template, asked)?;
        self.groups(template, &template.tiers(&asked.answers), asked)?;
        self.groups(template, &template.reports(&asked.answers), asked)?;
        self.persons(template, asked)?;
        self.say("值班的人写登录名=姓名，如lin-jie=林洁 / write officials as login=name, such as lin-jie=Lin Jie")?;
        let duties = template.duties(&asked.answers);
        self.groups(template, &duties, asked)?;
        self.groups(template, &template.crews(), asked)
    }

    fn groups(
        &mut self,
        template: &Template,
        groups: &[Group],
        asked: &mut Asked,
    ) -> Result<(), CliError> {
        for group in groups {
            self.say(&format!("\n== {} / {}", group.title.zh, group.title.en))?;
            for question in &group.questions {
                self.question(template, question, asked)?;
            }
        }
        Ok(())
    }

    fn question(
        &mut self,
        template: &Template,
        question: &Question,
        asked: &mut Asked,
    ) -> Result<(), CliError> {
        // Numbers and addresses are kept in a store, sealed; files have no place for them.
        if question.takes == Takes::Contact {
            return Ok(());
        }
        let (label, hint) = question.words();
        for (zh, en) in choices(template, question, &asked.answers) {
            self.say(&format!("    {zh}: {en}"))?;
        }
        if !hint.zh.is_empty() {
            self.say(&format!("  （{}）({})", hint.zh, hint.en))?;
        }
        let words = format!("{} / {}", label.zh, label.en);
        let Some(typed) = self.line(&words, &question.unless)? else {
            return Ok(());
        };
        let answer = match question.takes {
            Takes::Staff => officials(&typed, &mut asked.officials),
            _ => typed,
        };
        asked.answers.insert(question.name.clone(), answer);
        Ok(())
    }

    /// Posts that are taken out, each with who takes its place, and posts that are added.
    fn posts(&mut self, template: &Template, asked: &mut Asked) -> Result<(), CliError> {
        loop {
            let posts = template.posts_now(&asked.answers);
            self.say("\n== 岗位 / Posts")?;
            for (id, title) in &posts {
                self.say(&format!("    {id}: {} / {}", title.zh, title.en))?;
            }
            let Some(id) = self.line("去掉哪个岗位？ / Take out which post?", "")? else {
                break;
            };
            let words = "由哪个岗位接替？ / Which post takes its place?";
            let instead = self.line(words, "")?.unwrap_or_default();
            let is_post = |id: &str| posts.iter().any(|(one, _)| one == id);
            let fits = is_post(&id) && (instead.is_empty() || is_post(&instead));
            match OwnPosts::removing(&asked.answers, &id, &instead).filter(|_| fits) {
                Some(less) => asked.answers.extend(less),
                None => self.say(&format!(
                    "写上面的一个代号；{UNIT_HEAD_CONCERNED}不能去掉 / write one of the ids above; {UNIT_HEAD_CONCERNED} stays"
                ))?,
            }
        }
        while let Some(title) = self.line("加岗位：中文名 / Add a post: its name in Chinese", "")?
        {
            let Some(more) = OwnPosts::adding(template, &asked.answers) else {
                return self.say("不能再加了 / no more can be added");
            };
            asked.answers.extend(more);
            let own = OwnPosts::of(&asked.answers);
            if let Some(id) = own.added().last() {
                asked.answers.insert(format!("post.{id}.title_zh"), title);
            }
        }
        Ok(())
    }
}

impl Talk<'_> {
    /// Tiers that are split in two or taken out, by the rule that stands first in them.
    fn tiers(&mut self, template: &Template, asked: &mut Asked) -> Result<(), CliError> {
        loop {
            self.say("\n== 按人数分档 / Headcounts")?;
            for group in template.tiers(&asked.answers) {
                let first = group.questions.first();
                let id = first
                    .and_then(|one| one.name.split('.').nth(1))
                    .unwrap_or_default();
                self.say(&format!(
                    "    {id}: {} / {}",
                    group.title.zh, group.title.en
                ))?;
            }
            let split = "把哪一档分成两档？ / Split which in two?";
            let (what, id) = match self.line(split, "")? {
                Some(id) => (template.splitting(&asked.answers, &id), id),
                None => match self.line("去掉哪一档？ / Take out which?", "")? {
                    Some(id) => (template.dropping(&asked.answers, &id), id),
                    None => return Ok(()),
                },
            };
            match what {
                Some(new) => asked.answers.extend(new),
                None => self.say(&format!("{id}：不行 / this cannot be done"))?,
            }
        }
    }

    /// People on duty without an account, by their names.
    fn persons(&mut self, template: &Template, asked: &mut Asked) -> Result<(), CliError> {
        let words = "加一个没有账号的人：姓名 / Add somebody without an account: the name";
        while let Some(name) = self.line(words, "")? {
            let Some(more) = Persons::adding(template, &asked.answers) else {
                return self.say("不能再加了 / no more can be added");
            };
            asked.answers.extend(more);
            if let Some(id) = Persons::of(&asked.answers).pop() {
                self.say(&format!("    {id}: {name}"))?;
                asked.answers.insert(format!("person.{id}.name"), name);
            }
        }
        Ok(())
    }
}

/// What an answer can be chosen from: the word that is typed, and what it means.
fn choices(template: &Template, question: &Question, answers: &Answers) -> Vec<(String, String)> {
    let both = |(id, title): (String, Bilingual)| (id, format!("{} / {}", title.zh, title.en));
    match question.takes {
        Takes::Posts | Takes::Post => {
            let own = question
                .name
                .split('.')
                .nth(1)
                .unwrap_or_default()
                .to_owned();
            let posts = template.posts_now(answers).into_iter();
            posts.filter(|(id, _)| *id != own).map(both).collect()
        }
        Takes::Hours => template.windows(answers).into_iter().map(both).collect(),
        Takes::Recipient => template.recipients().into_iter().map(both).collect(),
        Takes::Days => {
            use huiyin_domain::language::Language::{En, Zh};
            let said = |one: &DayWord| format!("{} / {}", one.label(Zh), one.label(En));
            let all = DayWord::ALL.iter();
            all.map(|one| (one.word().to_owned(), said(one))).collect()
        }
        Takes::Level => {
            use huiyin_domain::language::Language::{En, Zh};
            let said = |one: &RunLevel| format!("{} / {}", one.label(Zh), one.label(En));
            let all = RunLevel::ALL.iter();
            all.map(|one| (one.word().to_owned(), said(one))).collect()
        }
        Takes::Channels => {
            use huiyin_domain::language::Language::{En, Zh};
            let all = Channel::ALL.iter();
            let said = |one: &Channel| format!("{} / {}", one.label(Zh), one.label(En));
            all.map(|one| (one.word().to_owned(), said(one))).collect()
        }
        _ => Vec::new(),
    }
}

/// The logins of what was typed as `login=name`, with commas between; the names are kept beside.
fn officials(typed: &str, known: &mut BTreeMap<String, String>) -> String {
    let entries = typed.split([',', '，', '、', ';', '；']).map(str::trim);
    let logins = entries.filter(|entry| !entry.is_empty()).map(|entry| {
        let (login, name) = match entry.split_once('=') {
            Some((login, name)) => (login.trim(), Some(name.trim())),
            None => (entry, None),
        };
        // Named once, an official is known by the login alone.
        match name {
            Some(name) => known.insert(login.to_owned(), name.to_owned()),
            None => known.insert(
                login.to_owned(),
                known.get(login).map_or(login, String::as_str).to_owned(),
            ),
        };
        login.to_owned()
    });
    logins.collect::<Vec<String>>().join(", ")
}
