//! The decision table and task cards of a plan: on the desk in the reader's language, and as a page
//! of its own to print and put on the wall, in both. One template draws them.

use askama::Template;
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{Card, Plan, Row, Sheet, Table};

/// A text as it is drawn.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// What is read.
    pub text: String,
    /// The English beside it, where both are drawn.
    pub english: Option<String>,
}

/// In which languages a sheet is drawn.
#[derive(Clone, Copy, Debug)]
enum In {
    Both,
    One(Language),
}

impl In {
    fn say(self, text: &Bilingual) -> Said {
        match self {
            Self::Both => Said {
                text: text.zh.clone(),
                english: Some(text.en.clone()),
            },
            Self::One(language) => Said {
                text: text.in_language(language).to_owned(),
                english: None,
            },
        }
    }

    fn pair(self, zh: &str, en: &str) -> Said {
        self.say(&Bilingual::new(zh, en))
    }

    fn all(self, list: &[Bilingual]) -> Vec<Said> {
        list.iter().map(|one| self.say(one)).collect()
    }
}

/// The decision table of a place.
#[derive(Clone, Debug)]
pub struct TableView {
    /// The place.
    pub title: Said,
    /// How many people it takes.
    pub capacity: Option<Said>,
    /// Where the others go when it is full, and when.
    pub overflow: Option<Said>,
    /// Its rules.
    pub rows: Vec<RowView>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct RowView {
    /// How many people.
    pub people: Said,
    /// At which hours.
    pub when: Said,
    /// The columns beside: level, who receives, what is made ready, who is told.
    pub cells: [Vec<Said>; 4],
}

/// The card of a post.
#[derive(Clone, Debug)]
pub struct CardView {
    /// The post.
    pub title: Said,
    /// Its parts, each with its heading.
    pub parts: Vec<(Said, Vec<Said>)>,
}

/// A plan as it is drawn.
#[derive(Clone, Debug, Default)]
pub struct SheetView {
    /// The headings of the columns.
    pub heads: [Said; 5],
    /// The table of each place.
    pub tables: Vec<TableView>,
    /// What the minimum crews are called, and each of them.
    pub crews: (Said, Vec<Said>),
    /// The card of each post.
    pub cards: Vec<CardView>,
}

impl SheetView {
    /// The sheet in one language.
    pub fn of(plan: &Plan, language: Language) -> Self {
        Self::drawn(&Sheet::of(plan), In::One(language))
    }

    /// One table and one card, for the style guide.
    pub(crate) fn sample(language: Language) -> Self {
        let drawn = In::One(language);
        let pair = |zh: &str, en: &str| drawn.pair(zh, en);
        Self {
            heads: heads(drawn),
            tables: vec![TableView {
                title: pair("园区接待厅", "The park's reception"),
                capacity: Some(pair("可容80人", "takes 80 people")),
                overflow: Some(pair(
                    "坐不下时用园区礼堂（可容600人）：这里宽松坐80人（每平方米1人，出口也够）；到120人（每平方米1.5人）提醒打开它，到160人（每平方米2人）不再进人",
                    "when it is full: Assembly hall (takes 600 people); 80 have room here (1 on a square metre, and the exits let them out), at 120 people (1.5) one is told to open it, at 160 people (2) nobody more goes in",
                )),
                rows: vec![RowView {
                    people: pair("1～20人", "1 to 20 people"),
                    when: pair("随时", "at any time"),
                    cells: [
                        vec![pair("IV级", "level IV")],
                        vec![pair(
                            "信访办主任，20分钟内到",
                            "The head of the petition office, within 20 minutes",
                        )],
                        vec![
                            pair("开门备座", "Open rooms and seats"),
                            pair("饮水", "Water"),
                        ],
                        Vec::new(),
                    ],
                }],
            }],
            crews: (
                pair("最低在岗人数和资质", "Minimum crew and training"),
                vec![pair(
                    "信访办：1人，会急救",
                    "Petition office: 1 person, first aid",
                )],
            ),
            cards: vec![CardView {
                title: pair("信访办主任", "Head of the petition office"),
                parts: vec![(
                    pair("何时要来", "When to come"),
                    vec![pair(
                        "园区接待厅，1～20人：20分钟",
                        "The park's reception, 1 to 20 people: 20 minutes",
                    )],
                )],
            }],
        }
    }

    fn drawn(sheet: &Sheet, drawn: In) -> Self {
        Self {
            heads: heads(drawn),
            tables: sheet.tables.iter().map(|one| table(one, drawn)).collect(),
            crews: (
                drawn.pair("最低在岗人数和资质", "Minimum crew and training"),
                drawn.all(&sheet.crews),
            ),
            cards: sheet.cards.iter().map(|one| card(one, drawn)).collect(),
        }
    }
}

fn heads(drawn: In) -> [Said; 5] {
    [
        drawn.pair("人数和时间", "People and hours"),
        drawn.pair("级别", "Level"),
        drawn.pair("谁来接待", "Who receives"),
        drawn.pair("准备什么", "Made ready"),
        drawn.pair("向谁报告", "Reported to"),
    ]
}

fn table(table: &Table, drawn: In) -> TableView {
    let capacity = |people: u32| {
        drawn.pair(
            &format!("可容{people}人"),
            &format!("takes {people} people"),
        )
    };
    TableView {
        title: drawn.say(&table.title),
        capacity: table.capacity.map(capacity),
        overflow: table.overflow.as_ref().map(|one| drawn.say(one)),
        rows: table.rows.iter().map(|one| row(one, drawn)).collect(),
    }
}

fn row(row: &Row, drawn: In) -> RowView {
    RowView {
        people: drawn.say(&row.people),
        when: drawn.say(&row.when),
        cells: [
            vec![drawn.say(&row.level)],
            drawn.all(&row.receive),
            drawn.all(&row.tasks),
            drawn.all(&row.reports),
        ],
    }
}

fn card(card: &Card, drawn: In) -> CardView {
    let part = |(head, list): (Bilingual, Vec<Bilingual>)| (drawn.say(&head), drawn.all(&list));
    CardView {
        title: drawn.say(&card.title),
        parts: card.parts().into_iter().map(part).collect(),
    }
}

/// The sheet as a page that stands alone.
#[derive(Clone, Debug, Template)]
#[template(path = "plan_sheet.html")]
struct SheetPage {
    title: Said,
    authority: String,
    id: String,
    version: String,
    sheet: SheetView,
}

/// The page of a plan, to print.
pub fn page(plan: &Plan, sheet: &Sheet) -> String {
    let page = SheetPage {
        title: In::Both.say(&plan.title),
        authority: plan.authority.clone(),
        id: plan.id.to_string(),
        version: plan.version.clone(),
        sheet: SheetView::drawn(sheet, In::Both),
    };
    // Writing into a String does not fail; a template has no other way to.
    page.render().unwrap_or_default()
}
