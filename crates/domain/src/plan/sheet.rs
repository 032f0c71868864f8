//! What hangs on the wall: the decision table, and a task card for each post.

use super::{By, Crew, Key, Place, Plan, Receive, ReportRule, Rule, Space, Task};
use crate::language::{Bilingual, Language};
use crate::response::{people_text, when_text};
use serde::Serialize;

/// A plan as it is printed.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// The table of each place.
    pub tables: Vec<Table>,
    /// How many have to be on duty at least, and who is trained for what.
    pub crews: Vec<Bilingual>,
    /// The card of each post.
    pub cards: Vec<Card>,
}

/// The decision table of a place.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The place.
    pub place: Key,
    /// What it is called.
    pub title: Bilingual,
    /// How many people it takes; none at a place above the own level.
    pub capacity: Option<u32>,
    /// Where the others go when it is full, how many that takes, and at how many people it is opened; none
    /// where the plan has no such room.
    pub overflow: Option<Bilingual>,
    /// Its rules, from few people to many.
    pub rows: Vec<Row>,
}

/// One rule of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The rule.
    pub rule: Key,
    /// How many people.
    pub people: Bilingual,
    /// At which hours.
    pub when: Bilingual,
    /// How far it goes.
    pub level: Bilingual,
    /// Who comes, and how fast.
    pub receive: Vec<Bilingual>,
    /// What is made ready.
    pub tasks: Vec<Bilingual>,
    /// Who is told.
    pub reports: Vec<Bilingual>,
}

/// What one post has to do.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// The post.
    pub post: Key,
    /// What it is called.
    pub title: Bilingual,
    /// What its holder can decide.
    pub decides: Option<Bilingual>,
    /// Who is called when its holder does not answer, in order.
    pub ladder: Vec<Bilingual>,
    /// When it comes, and how fast.
    pub comes: Vec<Bilingual>,
    /// For whom it is called when they do not answer.
    pub stands_in: Vec<Bilingual>,
    /// What it makes ready.
    pub tasks: Vec<Bilingual>,
    /// The minimum crews to which its holder counts.
    pub crews: Vec<Bilingual>,
}

impl Card {
    /// Its parts with their headings, without such as are empty.
    pub fn parts(&self) -> Vec<(Bilingual, Vec<Bilingual>)> {
        let parts = [
            (
                Bilingual::new("可以决定", "can decide"),
                self.decides.iter().cloned().collect(),
            ),
            (Bilingual::new("何时到", "comes"), self.comes.clone()),
            (
                Bilingual::new("代谁", "is called for"),
                self.stands_in.clone(),
            ),
            (Bilingual::new("任务", "tasks"), self.tasks.clone()),
            (
                Bilingual::new("算在哪些在岗要求里", "counts to the crew"),
                self.crews.clone(),
            ),
            (
                Bilingual::new("不应答时依次呼叫", "when it does not answer, called next"),
                self.ladder.clone(),
            ),
        ];
        parts
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .collect()
    }
}

impl Sheet {
    /// The sheet of a plan.
    pub fn of(plan: &Plan) -> Self {
        let cards = plan.posts.iter().map(|post| card(plan, &post.id));
        Self {
            tables: plan.places.iter().map(|place| table(plan, place)).collect(),
            crews: plan.crews.iter().map(|one| crew(plan, one)).collect(),
            // A post that approves the plan and is never called has nothing to do.
            cards: cards.filter(|card| !card.parts().is_empty()).collect(),
        }
    }
}

fn crew(plan: &Plan, crew: &Crew) -> Bilingual {
    both(|language| crew.say(plan, language))
}

fn both(said: impl Fn(Language) -> String) -> Bilingual {
    Bilingual::new(said(Language::Zh), said(Language::En))
}

fn title(plan: &Plan, post: &Key) -> Bilingual {
    match plan.post(post) {
        Some(post) => post.title.clone(),
        None => Bilingual::new(post.as_str(), post.as_str()),
    }
}

fn table(plan: &Plan, place: &Place) -> Table {
    let rules = plan.rules_at(place);
    Table {
        place: place.id.clone(),
        title: place.title.clone(),
        capacity: place.space.as_ref().map(Space::capacity),
        overflow: overflow(plan, place),
        rows: rules.into_iter().map(|rule| row(plan, rule)).collect(),
    }
}

/// The room that takes over, and when. *Source:* DOMAIN 6.1: nobody more goes in at 2 persons a square metre.
fn overflow(plan: &Plan, place: &Place) -> Option<Bilingual> {
    let id = place.overflow.as_ref()?;
    let room = plan.rooms.iter().find(|room| room.id == *id);
    let rooms = room.map(|room| (&room.title, &room.space));
    let other = || {
        let other = plan.place(id)?;
        Some((&other.title, other.space.as_ref()?))
    };
    let (title, space) = rooms.or_else(other)?;
    let takes = space.capacity();
    let own = place.space.as_ref();
    let own = own.map(|space| (space.capacity(), space.warns_at(), space.full_at()));
    Some(both(|language| {
        let name = title.in_language(language);
        let said = language.pick(
            format!("坐不下时用{name}（可容{takes}人）"),
            format!("when it is full: {name} (takes {takes} people)"),
        );
        match own {
            Some((room, warn, stop)) => language.pick(
                format!("{said}：这里宽松坐{room}人（每平方米1人，出口也够）；到{warn}人（每平方米1.5人）提醒打开它，到{stop}人（每平方米2人）不再进人"),
                format!("{said}; {room} have room here (1 on a square metre, and the exits let them out), at {warn} people (1.5) one is told to open it, at {stop} people (2) nobody more goes in"),
            ),
            None => said,
        }
    }))
}

fn row(plan: &Plan, rule: &Rule) -> Row {
    let task = |task: &Task| {
        let who = title(plan, &task.post);
        both(|language| {
            let what = task.kind.label(language);
            let colon = language.pick("：", ": ");
            format!("{what}{colon}{}", who.in_language(language))
        })
    };
    let report = |report: &ReportRule| {
        let to = plan
            .recipients
            .iter()
            .find(|one| report.to.as_ref() == Some(&one.id));
        let name = |language| to.map_or("-", |one| one.title.in_language(language));
        let first = report.first_minutes;
        both(|language| match report.every_minutes {
            Some(every) => language.pick(
                format!("{}：{first}分钟内首报，之后每{every}分钟", name(language)),
                format!(
                    "{}: within {first} minutes, then every {every}",
                    name(language)
                ),
            ),
            None => language.pick(
                format!("{}：{first}分钟内", name(language)),
                format!("{}: within {first} minutes", name(language)),
            ),
        })
    };
    Row {
        rule: rule.id.clone(),
        people: both(|language| people_text(rule, language)),
        when: both(|language| when_text(plan, rule, language)),
        level: both(|language| rule.level.label(language).to_owned()),
        receive: rule.receive.iter().map(|one| receive(plan, one)).collect(),
        tasks: rule.tasks.iter().map(task).collect(),
        reports: rule.reports.iter().map(report).collect(),
    }
}

fn receive(plan: &Plan, receive: &Receive) -> Bilingual {
    let by = receive.by.unwrap_or(By::InPerson);
    let (limit, ack) = (receive.arrive_minutes, receive.ack_minutes);
    let all = receive.need as usize == receive.posts.len();
    both(|language| {
        let titles = receive.posts.iter().map(|post| title(plan, post));
        let names: Vec<String> = titles
            .map(|title| title.in_language(language).to_owned())
            .collect();
        let names = names.join(language.pick("、", ", "));
        let by = by.label(language);
        let need = match all {
            true => String::new(),
            false => language.pick(
                format!("（其中{}个）", receive.need),
                format!(" ({} of them)", receive.need),
            ),
        };
        language.pick(
            format!("{names}{need}：{limit}分钟内{by}，每人等{ack}分钟，不应答就叫下一个"),
            format!("{names}{need}: {by} within {limit} minutes, each is waited for {ack} before the next is called"),
        )
    })
}

fn card(plan: &Plan, post: &Key) -> Card {
    let mut comes = Vec::new();
    let mut stands_in: Vec<Bilingual> = Vec::new();
    let mut tasks: Vec<Bilingual> = Vec::new();
    for rule in &plan.rules {
        let places = rule.places.iter().filter_map(|id| plan.place(id));
        let places: Vec<&Bilingual> = places.map(|place| &place.title).collect();
        let case = |language: Language| {
            let names: Vec<&str> = places
                .iter()
                .map(|title| title.in_language(language))
                .collect();
            let names = names.join(language.pick("、", ", "));
            let comma = language.pick("，", ", ");
            format!(
                "{names}{comma}{}{comma}{}",
                people_text(rule, language),
                when_text(plan, rule, language)
            )
        };
        for receive in &rule.receive {
            if receive.posts.contains(post) {
                let limit = receive.arrive_minutes;
                let by = receive.by.unwrap_or(By::InPerson);
                comes.push(both(|language| {
                    let by = by.label(language);
                    language.pick(
                        format!("{}：{limit}分钟内{by}", case(language)),
                        format!("{}: {by} within {limit} minutes", case(language)),
                    )
                }));
            }
            for other in receive.posts.iter().filter(|other| *other != post) {
                let instead = title(plan, other);
                if plan.whole_ladder(other, &[]).contains(&post) && !stands_in.contains(&instead) {
                    stands_in.push(instead);
                }
            }
        }
        for task in rule.tasks.iter().filter(|task| task.post == *post) {
            tasks.push(both(|language| {
                let comma = language.pick("：", ": ");
                format!("{}{comma}{}", case(language), task.kind.label(language))
            }));
        }
    }
    let crews = plan.crews.iter().filter(|one| one.posts.contains(post));
    let ladder = plan.whole_ladder(post, &[]).into_iter().skip(1);
    Card {
        post: post.clone(),
        title: title(plan, post),
        decides: plan.post(post).and_then(|post| post.decides.clone()),
        ladder: ladder.map(|id| title(plan, id)).collect(),
        comes,
        stands_in,
        tasks,
        crews: crews.map(|one| crew(plan, one)).collect(),
    }
}
