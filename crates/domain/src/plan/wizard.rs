//! A plan for another place, made by answering questions: what a shipped plan leaves to each authority
//! is asked for, and everything else (who receives at which headcount, how fast, what is made ready)
//! stays as it was proven. Answers are kept as they were typed; what is wrong with them is found by the
//! same check as in any file, and stands under the name of the question.
//!
//! It asks for places, posts, units and officials in office. It cannot ask for anything about people
//! who come, because a plan has no field for it.

mod apart;
mod by_hour;
mod duties;
mod fill;
mod hours;
mod persons;
mod posts;
mod receives;
mod reports;
mod roster;
mod saved;
mod tiers;
mod words;

pub use persons::{PERSONS_MAX, Persons};
pub use posts::{OWN_POSTS_MAX, OwnPosts};
pub use saved::Kept;
pub use tiers::NOBODY;

use super::template::{NewPlan, from_template, next_version};
use super::{Finding, Key, Plan, Space, UNIT_HEAD_CONCERNED};
use crate::language::Bilingual;
use crate::organisation::Level;
use crate::roster::Roster;
use std::collections::BTreeMap;

/// What was answered, by the name of the question; as it was typed.
pub type Answers = BTreeMap<String, String>;

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// Widths in metres with commas between.
    Widths,
    /// The key of a unit of the authority.
    Unit,
    /// Words of channels with commas between.
    Channels,
    /// Logins of officials with commas between.
    Staff,
    /// Ids of posts of the plan with commas between.
    Posts,
    /// The id of one post of the plan.
    Post,
    /// Ids of windows of the plan with commas between; none means every hour.
    Hours,
    /// The duty of a post of the authority.
    Approver,
    /// Words of days with commas between.
    Days,
    /// A time of day.
    Time,
    /// The id of who above gets reports; empty means nobody.
    Recipient,
    /// The word of a level of response.
    Level,
    /// A telephone or an e-mail address of somebody without an account: sealed, and in no text that is made.
    Contact,
}

/// A question 提问.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name: the path of the field that it fills.
    pub name: String,
    /// What it takes.
    pub takes: Takes,
    /// What stands there unless it is answered.
    pub unless: String,
}

/// Questions about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are about, as the template calls it.
    pub title: Bilingual,
    /// The questions.
    pub questions: Vec<Question>,
}

/// A plan with its roster, as the wizard works with it: a shipped one, or one that is kept already.
#[derive(Clone, Debug)]
pub struct Template {
    plan: Plan,
    roster: Roster,
    texts: (String, String),
    saved: Option<saved::Saved>,
}

/// What an authority says of itself, without being asked.
#[derive(Clone, Debug)]
pub struct Authority<'a> {
    /// Its name.
    pub name: &'a str,
    /// How far up it stands.
    pub level: Option<Level>,
    /// Its zone.
    pub zone: &'a str,
    /// The name of each official, by login.
    pub officials: &'a BTreeMap<String, String>,
    /// Its posts for which somebody acts, by duty: what each is called, and the key of its unit.
    pub posts: &'a BTreeMap<String, (Bilingual, String)>,
}

/// The two texts that the answers make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The plan.
    pub plan: String,
    /// Its roster.
    pub roster: String,
}

impl Template {
    /// A shipped plan that has a roster.
    pub fn find(id: &str) -> Option<Self> {
        let shipped = crate::shipped::plans().iter().find(|one| one.id == id)?;
        let roster = shipped.roster?;
        Some(Self {
            plan: Plan::parse(shipped.plan).ok()?,
            roster: Roster::parse(roster).ok()?,
            texts: (shipped.plan.to_owned(), roster.to_owned()),
            saved: None,
        })
    }

    /// What it is called.
    pub const fn title(&self) -> &Bilingual {
        &self.plan.title
    }

    /// How many places of reception of its own and how many posts it has.
    pub fn size(&self) -> (usize, usize) {
        (self.plan.own_places().count(), self.plan.posts.len())
    }

    /// The questions about places and rooms: of its own, names, size and exits; of those above, names.
    pub fn places(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for place in &self.plan.places {
            let path = format!("place.{}", place.id);
            let mut questions = titles(&path, &place.title);
            let own = !self.plan.is_foreign(place);
            if let Some(space) = place.space.as_ref().filter(|_| own) {
                questions.extend(sizes(&path, space));
            }
            let of = match own {
                true => ("接待场所", "Place of reception"),
                false => (
                    "上级接待场所，只问名称",
                    "A reception above, by its name alone",
                ),
            };
            groups.push(group(&headed(of, &place.title), questions));
        }
        for room in &self.plan.rooms {
            let path = format!("room.{}", room.id);
            let mut questions = titles(&path, &room.title);
            questions.extend(sizes(&path, &room.space));
            let of = ("坐不下时用的场所", "Where the others go when it is full");
            groups.push(group(&headed(of, &room.title), questions));
        }
        self.asked(groups)
    }

    /// The questions about posts: names, unit, ways to call, minutes to get there, who stands in; of one's
    /// own also together with which post it comes. First, who approves the plan.
    pub fn posts(&self, answers: &Answers) -> Vec<Group> {
        let own = OwnPosts::of(answers);
        let approver = question(
            "plan",
            "approved_by",
            Takes::Approver,
            &self.plan.approved_by,
        );
        let title = Bilingual::new("谁批准", "Who approves");
        let mut groups = vec![group(&title, vec![approver])];
        let posts = self
            .plan
            .posts
            .iter()
            .filter(|post| !own.is_removed(&post.id));
        groups.extend(posts.map(|post| {
            let path = format!("post.{}", post.id);
            let mut questions = titles(&path, &post.title);
            // Which unit that is, is known only when people are there.
            if *post.id != *UNIT_HEAD_CONCERNED {
                let unit = post.unit.as_ref().map_or("", |unit| unit.as_str());
                questions.push(question(&path, "unit", Takes::Unit, unit));
            }
            let ways: Vec<&str> = post.channels.iter().map(|one| one.word()).collect();
            let minutes = post.travel_minutes.to_string();
            questions.extend(reached(&path, (&ways.join(", "), &minutes)));
            let stand_ins = own.with_instead(&post.stand_ins, &post.id);
            questions.push(question(&path, "stand_ins", Takes::Posts, &stand_ins));
            let decides = post.decides.as_ref();
            questions.extend(powers(&path, decides));
            group(&self.title_of(&post.id, answers), questions)
        }));
        groups.extend(own.added().iter().map(|id| {
            let path = format!("post.{id}");
            let mut questions = titles(&path, &Bilingual::new("", ""));
            questions.push(question(&path, "with", Takes::Post, ""));
            questions.push(question(&path, "unit", Takes::Unit, ""));
            questions.extend(reached(&path, ("phone", "5")));
            questions.push(question(&path, "stand_ins", Takes::Posts, ""));
            questions.extend(powers(&path, None));
            group(&self.title_of(id, answers), questions)
        }));
        self.asked(groups)
    }

    /// What a place, a room, a post or a recipient is called in Chinese in the template, by the first two parts
    /// of the names of its questions.
    pub fn chinese_name(&self, path: &str) -> Option<&str> {
        let (kind, id) = path.split_once('.')?;
        let title = match kind {
            "place" => &self.plan.place(id)?.title,
            "room" => &self.plan.rooms.iter().find(|one| *one.id == *id)?.title,
            "post" => &self.plan.post(id)?.title,
            "recipient" => {
                &self
                    .plan
                    .recipients
                    .iter()
                    .find(|one| *one.id == *id)?
                    .title
            }
            _ => return None,
        };
        Some(&title.zh)
    }

    /// What a post is called: as it was answered, else as in the template, else that it has no name yet.
    pub fn title_of(&self, id: &str, answers: &Answers) -> Bilingual {
        let said = |key: &str| {
            let text = answers.get(&format!("post.{id}.{key}"))?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let known = self.plan.post(id).map(|post| post.title.clone());
        let zh = said("title_zh").or_else(|| known.as_ref().map(|title| title.zh.clone()));
        let zh = zh.unwrap_or_else(|| "新岗位".to_owned());
        // A name that was emptied is the Chinese one, as in the plan that is made.
        let emptied = answers.contains_key(&format!("post.{id}.title_en"));
        let known = known.filter(|_| !emptied || said("title_zh").is_none());
        let en = said("title_en").or_else(|| known.map(|title| title.en));
        let en = en.or_else(|| said("title_zh"));
        Bilingual::new(zh, en.unwrap_or_else(|| "New post".to_owned()))
    }

    /// The posts as the answers leave them, in order: id and name.
    pub fn posts_now(&self, answers: &Answers) -> Vec<(String, Bilingual)> {
        let own = OwnPosts::of(answers);
        let kept = self.plan.posts.iter().map(|post| post.id.as_str());
        let kept = kept.filter(|id| !own.is_removed(id));
        let all = kept.chain(own.added().iter().map(String::as_str));
        all.map(|id| (id.to_owned(), self.title_of(id, answers)))
            .collect()
    }

    /// The texts that the answers make. They may be wrong: the check says where.
    pub fn draft(&self, answers: &Answers, authority: &Authority<'_>) -> Draft {
        let shaped = self.shaped(answers);
        let said = |name: &str| answers.get(name).map_or("", |text| text.trim());
        let zh = said("plan.title_zh");
        let en = Some(said("plan.title_en")).filter(|en| !en.is_empty());
        let title = Bilingual::new(zh, en.unwrap_or(zh));
        let mut answers = answers.clone();
        let (id, plan) = match &self.saved {
            Some(saved) => (
                self.plan.id.to_string(),
                next_version(&shaped.texts.0, &title, &saved.version),
            ),
            None => {
                let new = NewPlan {
                    id: said("plan.id").to_owned(),
                    title,
                    authority: authority.name.to_owned(),
                };
                self.of_authority(&mut answers, authority);
                let (plan, _) = from_template((&shaped.texts.0, &shaped.texts.1), &new);
                (new.id, plan)
            }
        };
        let own = OwnPosts::of(&answers);
        let approver = self.approver(&answers, authority);
        let plan = reports::answered(&fill::answered(&plan, &answers), &shaped.plan, &answers);
        let mut plan = own.reshaped(&plan, (self, &answers));
        plan.push_str(&approver);
        let roster = match self.keeps_roster() {
            true => self.texts.1.clone(),
            false => roster::text(self, &id, (&answers, &own), authority),
        };
        Draft { plan, roster }
    }

    /// What an authority says of itself, in place of what the template says of another.
    fn of_authority(&self, answers: &mut Answers, authority: &Authority<'_>) {
        if let Some(level) = authority.level {
            answers.insert("plan.level".into(), level.word().into());
            let own = |place: &&super::Place| place.level == self.plan.level;
            for place in self.plan.places.iter().filter(own) {
                answers.insert(format!("place.{}.level", place.id), level.word().into());
            }
        }
        answers.insert("plan.zone".into(), authority.zone.into());
    }

    /// The post of the authority that approves the plan, as a post of it, where it is none yet.
    fn approver(&self, answers: &Answers, authority: &Authority<'_>) -> String {
        let chosen = answers
            .get("plan.approved_by")
            .map_or("", |text| text.trim());
        let known = self.posts_now(answers).iter().any(|(id, _)| id == chosen);
        match authority.posts.get(chosen).filter(|_| !known) {
            Some((title, unit)) => posts::approving(chosen, title, unit),
            None => String::new(),
        }
    }

    /// Whether a finding is about a question.
    pub fn is_about(&self, found: &Finding, question: &str) -> bool {
        let of_duty = question
            .strip_prefix("duty.")
            .and_then(|rest| rest.strip_suffix(".staff"))
            .map(|which| match which.parse::<usize>() {
                Ok(nth) => self.roster.duties.get(nth).map(|duty| duty.post.as_str()),
                Err(_) => Some(which),
            });
        if let Some(Some(post)) = of_duty {
            let unheld = found.code == "unheld-post" && found.field == format!("post.{post}");
            return unheld || found.field.starts_with(&format!("roster.duty.{post}"));
        }
        if let Some(min) = question.strip_suffix(".min") {
            return found.field == min || found.field.starts_with(&format!("{min}."));
        }
        if let Some(stem) = question.strip_suffix(".receive.posts") {
            let stem = format!("{stem}.receive");
            let about = [
                stem.clone(),
                format!("{stem}.posts"),
                format!("{stem}.need"),
            ];
            return about.contains(&found.field);
        }
        if let Some(rule) = question.strip_suffix(".people") {
            return found.field == rule || found.field == question;
        }
        if let Some(person) = question.strip_prefix("person.") {
            let (id, what) = person.split_once('.').unwrap_or((person, ""));
            let theirs = found.field.starts_with(&format!("roster.staff.{id}."));
            let of_reach = found.code == "unreachable-holder";
            return theirs && what == if of_reach { Persons::PHONE } else { "name" };
        }
        if question == "staff.channels" {
            return found.field.starts_with("roster.staff.");
        }
        let plain = question
            .strip_suffix("_zh")
            .or_else(|| question.strip_suffix("_en"));
        let field = plain.unwrap_or(question);
        found.field == field || found.field.starts_with(&format!("{field}."))
    }
}

fn group(title: &Bilingual, questions: Vec<Question>) -> Group {
    Group {
        title: title.clone(),
        questions,
    }
}

/// A title, after what kind of thing it is the title of.
fn headed((zh, en): (&str, &str), title: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{zh}：{}", title.zh), format!("{en}: {}", title.en))
}

fn question(path: &str, key: &str, takes: Takes, unless: &str) -> Question {
    Question {
        name: format!("{path}.{key}"),
        takes,
        unless: unless.to_owned(),
    }
}

/// How a post is called, and how long its holder needs.
fn reached(path: &str, (ways, minutes): (&str, &str)) -> [Question; 2] {
    [
        question(path, "channels", Takes::Channels, ways),
        question(path, "travel_minutes", Takes::Number, minutes),
    ]
}

/// What the holder of a post can decide on the spot.
fn powers(path: &str, decides: Option<&Bilingual>) -> [Question; 2] {
    let said = |words: fn(&Bilingual) -> &str| decides.map_or("", words);
    [
        question(path, "decides_zh", Takes::Text, said(|words| &words.zh)),
        question(path, "decides_en", Takes::Text, said(|words| &words.en)),
    ]
}

/// The minimum crew that asks for no training.
const ANYBODY: &str = "anybody";

fn titles(path: &str, title: &Bilingual) -> Vec<Question> {
    vec![
        question(path, "title_zh", Takes::Text, &title.zh),
        question(path, "title_en", Takes::Text, &title.en),
    ]
}

fn sizes(path: &str, space: &Space) -> Vec<Question> {
    let metres = |cm: &u32| (f64::from(*cm) / 100.0).to_string();
    let exits: Vec<String> = space.exits_cm.iter().map(metres).collect();
    vec![
        question(path, "area_m2", Takes::Number, &space.area_m2.to_string()),
        question(path, "exits_m", Takes::Widths, &exits.join(", ")),
    ]
}

/// An id for a plan of an authority: its own key where that can be one.
pub fn id_for(authority_key: &str) -> Key {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let key: String = authority_key.chars().filter(|c| plain(*c)).collect();
    match key.is_empty() {
        true => Key::new("reception"),
        false => Key::new(&format!("{key}-reception")),
    }
}
