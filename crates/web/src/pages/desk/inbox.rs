//! `/desk`: what I owe, soonest first.

use super::bulk::BulkForm;
use super::next_drill::DrillRow;
use super::reach::TestInInbox;
use super::rows::DutyRow;
use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;
use huiyin_domain::petition::FieldProblem;

/// What a number of the inbox counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// 我该办的: what I owe.
    Mine,
    /// 超期: of these, late.
    Late,
    /// 今天: of these, due today.
    Today,
    /// 没人接: of my unit, taken by nobody.
    Nobody,
    /// 有危险: people are in danger now. Shown first, and only where there is any.
    Danger,
    /// 上报到您的: late, of whichever unit, and reported to a post of mine.
    Reported,
}

impl Counted {
    /// Its words.
    pub fn word(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::Mine => ("我该办的", "I owe"),
            Self::Late => ("超期", "late"),
            Self::Today => ("今天到期", "due today"),
            Self::Nobody => ("没人接", "taken by nobody"),
            Self::Danger => ("有危险", "danger now"),
            Self::Reported => ("上报到您的", "reported to you"),
        };
        language.pick(zh, en)
    }
}

/// A number that leads to what it counts.
#[derive(Clone, Debug)]
pub struct Counter {
    /// What it counts.
    pub counted: Counted,
    /// How many.
    pub count: usize,
    /// Whether there may be more than were counted.
    pub more: bool,
    /// Address of the inbox filtered to them.
    pub href: String,
    /// Whether that is what is shown now.
    pub current: bool,
}

/// Where the page's script learns of news.
#[derive(Clone, Debug)]
pub struct News {
    /// Where it asks how much is new.
    pub asked_at: String,
    /// The address of the list with it.
    pub shown_at: String,
    /// A word for each of what stands beside the duties, so that others are news; `None`: nothing stands there.
    pub beside: Option<String>,
}

/// The filter, as it stands in the address; empty choices show no list.
#[derive(Clone, Debug, Default)]
pub struct InboxFilter {
    /// Sent as `unit`.
    pub units: Vec<Choice>,
    /// Sent as `category`.
    pub categories: Vec<Choice>,
    /// Sent as `term`: which duty.
    pub terms: Vec<Choice>,
    /// Sent as `state`.
    pub states: Vec<Choice>,
    /// Sent as `class`.
    pub classes: Vec<Choice>,
    /// Sent as `due`: until when it is due.
    pub dues: Vec<Choice>,
    /// Sent as `late=yes`.
    pub late_only: bool,
    /// Sent as `danger=yes`.
    pub danger_only: bool,
    /// Sent as `number`: a number or its beginning.
    pub number: String,
    /// Why the number leads nowhere.
    pub number_error: Option<String>,
    /// Whether anything is filtered.
    pub active: bool,
}

/// A saved view of one's own.
#[derive(Clone, Debug)]
pub struct ViewLink {
    /// Its id.
    pub id: i64,
    /// The name.
    pub name: String,
    /// The address.
    pub href: String,
    /// Whether that is what is shown now; it can be changed then.
    pub current: bool,
    /// Whether the inbox opens with it.
    pub opens: bool,
    /// What stands in the field of its name.
    pub typed: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

/// The form that saves a filter under a name.
#[derive(Clone, Debug)]
pub struct SaveView {
    /// The filter, as a query.
    pub query: String,
    /// What was typed as its name.
    pub name: String,
    /// Whether the inbox is to open with it.
    pub opens: bool,
    /// What is wrong with the name.
    pub error: Option<String>,
}

/// Something owed in a response, within minutes.
#[derive(Clone, Debug)]
pub struct ResponseDutyRow {
    /// Address of the response.
    pub href: String,
    /// What is owed.
    pub title: String,
    /// The place.
    pub place: String,
    /// By when.
    pub due: String,
    /// Whether it is late.
    pub late: bool,
    /// Whether it is a drill.
    pub exercise: bool,
}

impl ResponseDutyRow {
    fn sample(language: Language) -> Self {
        Self {
            href: "/desk/responses/7".to_owned(),
            title: language
                .pick("到场：值班领导", "Be there: Leader on duty")
                .to_owned(),
            place: language.pick("园区接待室", "Park reception").to_owned(),
            due: "10:20".to_owned(),
            late: true,
            exercise: true,
        }
    }
}

/// A petition whose petitioner wrote, and waits.
#[derive(Clone, Debug)]
pub struct MessageInInbox {
    /// The petition's number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: String,
    /// Its messages.
    pub href: String,
    /// Who has it: unit and, if somebody took it, whom.
    pub holder: String,
    /// Since when it waits.
    pub since: String,
}

impl MessageInInbox {
    pub(crate) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            number: "2026-000087".to_owned(),
            subject: say(
                "答复里说的修路什么时候开工",
                "When the promised road is begun",
            ),
            href: "/desk/petitions/2026-000087#messages".to_owned(),
            holder: say("道路科，陈立", "Roads, Chen Li"),
            since: say("4月20日（周一）10:20", "Monday 20 April, 10:20"),
        }
    }
}

/// A plan that waits for an approval, or of which is told what became of it.
#[derive(Clone, Debug)]
pub struct PlanRowInInbox {
    /// What it is called.
    pub title: String,
    /// The version.
    pub href: String,
    /// What it waits for or what became of it, in a sentence.
    pub said: String,
}

impl PlanRowInInbox {
    pub(crate) fn sample(language: Language) -> Self {
        Self {
            title: language
                .pick("河畔新区集体访接待预案", "Reception of groups, Riverside")
                .to_owned(),
            href: "/desk/plans/riverside/1".to_owned(),
            said: language
                .pick("1等您批准", "1 waits for your approval")
                .to_owned(),
        }
    }
}

/// The inbox.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/inbox.html")]
pub struct InboxPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Mine, late, today, nobody took.
    pub counters: Vec<Counter>,
    /// Where to ask for what came since.
    pub news: News,
    /// The filter.
    pub filter: InboxFilter,
    /// One's own views.
    pub views: Vec<ViewLink>,
    /// The form that saves the filter; `None`: nothing is filtered, or it is saved already.
    pub save: Option<SaveView>,
    /// The form that sends the ticked ones on; `None`: not offered.
    pub bulk: Option<BulkForm>,
    /// What is owed in responses to group visits.
    pub responses: Vec<ResponseDutyRow>,
    /// Announced visits that they receive, or have to arrange.
    pub visits: Vec<VisitInInbox>,
    /// The next drills that their posts owe.
    pub drills: Vec<DrillRow>,
    /// Plans that wait for their approval, and what became of those that were lodged.
    pub plans: Vec<PlanRowInInbox>,
    /// Test pages that wait for their answer.
    pub tests: Vec<TestInInbox>,
    /// Documents that wait for the seal which they keep, in a sentence each.
    pub seals: Vec<String>,
    /// Petitions whose petitioner wrote and waits; what stands among the rows is marked there.
    pub messages: Vec<MessageInInbox>,
    /// What others owe, is late and was reported to a post of theirs; what stands among the rows is marked there.
    pub reported: Vec<DutyRow>,
    /// The duties, soonest first.
    pub rows: Vec<DutyRow>,
    /// Address of the next page, with its cursor.
    pub next_href: Option<String>,
    /// Address of the first page, if this is a later one.
    pub first_href: Option<String>,
    /// Whether this person may register petitions.
    pub may_register: bool,
}

fn sample_choices(language: Language, list: [(&str, &str, &str); 2]) -> Vec<Choice> {
    list.map(|(value, zh, en)| Choice::new(value, language.pick(zh, en)))
        .to_vec()
}

impl InboxFilter {
    fn sample(language: Language) -> Self {
        Self {
            units: sample_choices(
                language,
                [
                    ("1", "信访局", "Petition Office"),
                    ("2", "劳动监察大队", "Labour Inspection Team"),
                ],
            ),
            categories: sample_choices(
                language,
                [
                    ("wages", "欠薪", "Unpaid wages"),
                    ("noise", "噪声", "Noise"),
                ],
            ),
            terms: sample_choices(
                language,
                [
                    ("notice", "告知是否受理", "Notice of acceptance"),
                    ("answer", "书面答复", "Written answer"),
                ],
            ),
            states: sample_choices(
                language,
                [
                    ("registered", "已登记", "Registered"),
                    ("accepted", "已受理", "Accepted"),
                ],
            ),
            classes: sample_choices(
                language,
                [
                    ("claim", "申诉求决", "Claim"),
                    ("disclosure", "检举控告", "Disclosure"),
                ],
            ),
            dues: sample_choices(
                language,
                [
                    ("today", "今天到期", "Due today"),
                    ("week", "七天内到期", "Due within seven days"),
                ],
            ),
            ..Self::default()
        }
    }
}

impl InboxPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let both = |zh, en, make: fn(Language) -> Self| {
            [(zh, make(Language::Zh)), (en, make(Language::En))]
        };
        [
            both("desk-inbox-zh", "desk-inbox-en", Self::sample),
            both(
                "desk-inbox-none-zh",
                "desk-inbox-none-en",
                Self::sample_none,
            ),
            both(
                "desk-inbox-no-match-zh",
                "desk-inbox-no-match-en",
                Self::sample_no_match,
            ),
            both(
                "desk-inbox-further-zh",
                "desk-inbox-further-en",
                Self::sample_further,
            ),
        ]
        .concat()
    }

    fn sample(language: Language) -> Self {
        let counter = |counted, count, href: &str| Counter {
            counted,
            count,
            more: counted == Counted::Mine,
            href: href.to_owned(),
            current: counted == Counted::Mine,
        };
        Self {
            frame: Frame::sample(language, "/desk"),
            desk: DeskFrame::sample(language, Some(Place::Inbox)),
            responses: vec![ResponseDutyRow::sample(language)],
            visits: VisitInInbox::samples(language),
            drills: vec![DrillRow::sample(language)],
            plans: vec![PlanRowInInbox::sample(language)],
            tests: vec![TestInInbox::sample(language)],
            seals: vec![
                language
                    .pick(
                        "处理意见书，2026-000101，3月2日（周一）9:30起",
                        "Answer, 2026-000101, since Monday 2 March, 9:30",
                    )
                    .to_owned(),
            ],
            messages: vec![MessageInInbox::sample(language)],
            reported: DutyRow::samples_reported(language),
            counters: vec![
                counter(Counted::Mine, 1_000, "/desk"),
                counter(Counted::Late, 1, "/desk?late=yes"),
                counter(Counted::Today, 3, "/desk?due=today"),
                counter(Counted::Nobody, 2, "/desk?held=nobody"),
                counter(Counted::Reported, 2, "#reported"),
            ],
            news: News {
                asked_at: "/api/v1/inbox/news?since=7&own=true".to_owned(),
                shown_at: "/desk?of=own".to_owned(),
                beside: Some("arrive:7:2026-03-02T10:20:00+08:00".to_owned()),
            },
            filter: InboxFilter::sample(language),
            views: vec![ViewLink::sample(language)],
            save: None,
            bulk: Some(BulkForm {
                handlers: sample_choices(
                    language,
                    [("7", "李明", "Li Ming"), ("8", "王强", "Wang Qiang")],
                ),
                units: sample_choices(
                    language,
                    [
                        ("2", "劳动监察大队", "Labour Inspection Team"),
                        ("3", "生态环境科", "Environment Section"),
                    ],
                ),
            }),
            rows: DutyRow::samples(language)
                .into_iter()
                .map(|row| DutyRow {
                    tick: Some(format!("{}@7", row.number)),
                    ..row
                })
                .collect(),
            next_href: Some("/desk?after=eyJ9".to_owned()),
            first_href: None,
            may_register: true,
        }
    }

    fn sample_bare(language: Language) -> Self {
        let mut page = Self::sample(language);
        page.rows.clear();
        page.responses.clear();
        page.visits.clear();
        page.drills.clear();
        page.plans.clear();
        page.tests.clear();
        page.seals.clear();
        page.messages.clear();
        page.reported.clear();
        page.counters.retain(|one| one.counted != Counted::Reported);
        page.next_href = None;
        page
    }

    fn sample_none(language: Language) -> Self {
        let mut page = Self::sample_bare(language);
        let counters = page.counters.iter_mut();
        counters.for_each(|one| (one.count, one.more) = (0, false));
        page
    }

    fn sample_no_match(language: Language) -> Self {
        let mut page = Self::sample_bare(language);
        page.filter.active = true;
        page.save = Some(SaveView {
            query: "unit=2&late=yes".to_owned(),
            name: language.pick("欠薪，超期的", "Wages, late").to_owned(),
            opens: true,
            error: Some(FieldProblem::Taken.message(language)),
        });
        page.views[0].current = true;
        page.filter.late_only = true;
        page.filter.number = "2026-0009".to_owned();
        page.filter.units[1].selected = true;
        page
    }

    fn sample_further(language: Language) -> Self {
        let mut page = Self::sample_bare(language);
        page.filter.active = true;
        page.next_href = Some("/desk?held=nobody&after=7.7".to_owned());
        page
    }
}

impl ViewLink {
    pub(crate) fn sample(language: Language) -> Self {
        let name = language.pick("欠薪，超期的", "Wages, late");
        Self {
            id: 1,
            name: name.to_owned(),
            href: "/desk?category=04&late=yes".to_owned(),
            current: false,
            opens: true,
            typed: name.to_owned(),
            error: None,
        }
    }
}

/// An announced visit in an inbox.
#[derive(Clone, Debug)]
pub struct VisitInInbox {
    /// When.
    pub when: String,
    /// Where.
    pub place: String,
    /// The room, once it is arranged.
    pub room: Option<String>,
    /// Where whoever arranges it does so.
    pub href: Option<String>,
}

impl VisitInInbox {
    fn samples(language: Language) -> Vec<Self> {
        let one = |room: Option<&str>, href: Option<&str>| Self {
            when: language.pick("3月3日10:00", "3 March, 10:00").to_owned(),
            place: language.pick("园区接待室", "Park reception").to_owned(),
            room: room.map(str::to_owned),
            href: href.map(str::to_owned),
        };
        let room = language.pick("二楼会议室", "Meeting room, second floor");
        vec![one(Some(room), None), one(None, Some("/desk/visits/7"))]
    }
}
