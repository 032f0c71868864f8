//! `/track/petition`: where a matter stands, who owes what by when, and why.

use super::components::{Clock, Look};
use super::file_list::ListedFile;
use super::form::{FormError, FormTarget, FormView, errors_of};
use super::home::HomePage;
use super::layout::Frame;
use super::review::ReviewSection;
use super::timeline::Entry;
use super::track_acts::{TrackActs, ViewCode, Withdrawal};
use crate::pages::corrections::Correction;
use askama::Template;
use huiyin_domain::language::Language;

/// Something that waits for the petitioner on the page, said at its top.
#[derive(Clone, Debug)]
pub struct News {
    /// What, and when it came.
    pub words: String,
    /// Where on the page it stands.
    pub href: String,
}

/// An answer to the petitioner.
#[derive(Clone, Debug)]
pub struct Answer {
    /// When it was served, in words.
    pub when: String,
    /// Its text; may hold line breaks.
    pub text: String,
    /// Address of the document, if there is one.
    pub document_href: Option<String>,
    /// "I have received it" is sent here; `None`: not asked.
    pub receive: Option<FormTarget>,
    /// When it was received and how, once it was; empty: not yet.
    pub received: String,
}

/// Another lawful way that the matter goes, which has a time of its own.
#[derive(Clone, Debug)]
pub struct OtherWay {
    /// Which way it goes.
    pub title: String,
    /// The last day there, in words; empty: none was named.
    pub last_day: String,
    /// How long it is open by its own law, with the article; empty: that way has to be asked.
    pub rule: String,
}

/// Another petition that the same code opens.
#[derive(Clone, Debug)]
pub struct Also {
    /// Which authority, which number, where it stands.
    pub words: String,
    /// Its address; `None`: it is this one, under its old number.
    pub href: Option<String>,
}

/// A matter as its petitioner sees it.
#[derive(Clone, Debug, Template)]
#[template(path = "track.html")]
pub struct TrackPage {
    /// The frame.
    pub frame: Frame,
    /// The petition's number.
    pub number: String,
    /// The matter in one sentence, as registered.
    pub subject: String,
    /// The story, as registered; may hold line breaks.
    pub body: String,
    /// Slips of whoever registered it for the petitioner, as they were corrected.
    pub corrections: Vec<Correction>,
    /// Where it stands, in one sentence to the petitioner.
    pub state_words: String,
    /// When it was registered; both times where it was received earlier.
    pub registered_line: String,
    /// What the authority said last, until the petitioner says something, and what waits for him.
    pub news: Vec<News>,
    /// Where a reply to a message appears, and which date holds meanwhile.
    pub reply_line: String,
    /// Who owes what by when, the next one first.
    pub clocks: Vec<Clock>,
    /// The steps after those and their lengths, one sentence each, until it is known by when an answer is owed.
    pub terms: Vec<String>,
    /// What was done, and windows that ended; they fold.
    pub ended: Vec<Clock>,
    /// Answers, the newest first.
    pub answers: Vec<Answer>,
    /// The review of the answer, where there is one or can be.
    pub review: Option<ReviewSection>,
    /// Documents to keep, oldest first.
    pub files: Vec<ListedFile>,
    /// What happened, the newest first.
    pub timeline: Vec<Entry>,
    /// Who opened it and when, one line each, the newest first.
    pub opened_by: Vec<String>,
    /// Address of the receipt file, if it is given here.
    pub receipt_href: Option<String>,
    /// Where the dates are to be had as a calendar file.
    pub calendar_href: String,
    /// The other lawful way that it goes, where there is one.
    pub other_way: Option<OtherWay>,
    /// What else the code opens.
    pub also: Vec<Also>,
    /// The fold in which something was just saved; it is open, and says so. Empty: none.
    pub saved: String,
    /// What the petitioner can do here.
    pub acts: TrackActs,
}

impl News {
    /// Leads to a part of the page.
    pub fn new(words: String, href: impl Into<String>) -> Self {
        Self {
            words,
            href: href.into(),
        }
    }

    /// As tests and the style guide show it.
    pub(crate) fn samples(language: Language) -> Vec<Self> {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        vec![
            Self::new(
                say(
                    "劳动监察大队给您留了言（3月2日，周一，10:15），点这里看",
                    "The Labour Inspection Team wrote to you (Monday 2 March, 10:15): read it",
                ),
                "#messages",
            ),
            Self::new(
                say(
                    "给您的答复在这里：2026年4月14日（星期二）",
                    "Your answer is here: Tuesday 14 April 2026",
                ),
                "#answers",
            ),
        ]
    }
}

impl TrackPage {
    /// Whether saying that an answer was received is the main act of the page: one waits for it, and no withdrawal
    /// can be undone.
    fn receives(&self) -> bool {
        let waiting = self.answers.iter();
        let waiting = waiting.filter(|answer| answer.receive.is_some());
        waiting.count() == 1 && !self.can_undo()
    }

    /// Whether asking the level above is: nothing else waits.
    fn asks_above(&self) -> bool {
        !self.receives() && !self.can_undo()
    }

    fn can_undo(&self) -> bool {
        let withdrawal = &self.acts.withdrawal;
        matches!(
            withdrawal,
            Some(Withdrawal::Pending(..) | Withdrawal::Leaving(..))
        )
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.frame.language.pick(zh, en)
    }

    /// Whether something was just saved in a fold.
    fn is_saved(&self, fold: &str) -> bool {
        self.saved == fold
    }

    pub(crate) fn errors(&self) -> Vec<FormError> {
        let acts = &self.acts;
        let withdrawal = match &acts.withdrawal {
            Some(Withdrawal::Possible(form) | Withdrawal::Leave(form)) => Some(form),
            _ => None,
        };
        let dates = acts.dates.iter().filter_map(|date| date.form.as_ref());
        let forms = [acts.say_form.as_ref(), acts.contact.as_ref(), withdrawal];
        let promised = acts.promised.iter().map(|one| &one.form);
        let facts = acts.facts.iter().filter_map(|fact| fact.form.as_ref());
        let ratings = acts.ratings.iter().filter_map(|one| one.form.as_ref());
        let forms = forms.into_iter().flatten().chain(promised);
        let forms = facts.chain(forms).chain(ratings).chain(dates);
        errors_of(None, forms.flat_map(|form: &FormView| &form.fields))
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("track-zh", Self::sample(Language::Zh)),
            ("track-en", Self::sample(Language::En)),
            ("track-answered-zh", Self::sample_answered(Language::Zh)),
            ("track-answered-en", Self::sample_answered(Language::En)),
            ("track-clocks-zh", Self::sample_clocks(Language::Zh)),
            ("track-clocks-en", Self::sample_clocks(Language::En)),
            ("track-withdrawn-zh", Self::sample_withdrawn(Language::Zh)),
            ("track-withdrawn-en", Self::sample_withdrawn(Language::En)),
            ("track-other-way-zh", Self::sample_other_way(Language::Zh)),
            ("track-other-way-en", Self::sample_other_way(Language::En)),
            ("track-group-zh", Self::sample_group(Language::Zh, false)),
            ("track-group-en", Self::sample_group(Language::En, false)),
            ("track-leaving-zh", Self::sample_group(Language::Zh, true)),
            ("track-leaving-en", Self::sample_group(Language::En, true)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            frame: Frame::sample(language, "/track/petition"),
            number: "2026-000123".to_owned(),
            subject: say("三月份的工资到现在没发", "March wages are still not paid"),
            body: say(
                "我在A区工地干了四个月，三月份的工资到现在没发。\n工友一共六个人，都没有拿到。\n希望把工资发给我们。",
                "I worked on the site in zone A for four months; March wages are still not paid.\nSix of us got nothing.\nWe ask to be paid.",
            ),
            corrections: vec![Correction::sample(language)],
            state_words: say(
                "已登记，正在看该由谁办",
                "On record; we are finding who handles it",
            ),
            registered_line: say(
                "2026年2月13日（星期五）10:02登记",
                "Registered on Friday 13 February 2026, 10:02",
            ),
            news: Vec::new(),
            reply_line: say(
                "回复会出现在这里。留言没有单独的期限；眼下最近的是：信访局最迟2月28日（周六，含当天）告诉您是否受理、由谁办",
                "Replies appear here. A message has no time limit of its own; the next date is: the Petition Office must tell you by Saturday 28 February whether it is taken up and who handles it",
            ),
            clocks: vec![Clock::sample(language)],
            terms: HomePage::sample_terms(language),
            ended: Vec::new(),
            answers: Vec::new(),
            review: None,
            files: Vec::new(),
            timeline: vec![Entry::sample_registered(language)],
            opened_by: Vec::new(),
            receipt_href: Some("/receipt/file".to_owned()),
            calendar_href: "/track/calendar".to_owned(),
            other_way: None,
            also: Vec::new(),
            saved: String::new(),
            acts: TrackActs::default(),
        }
    }

    fn sample_answered(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let mut page = Self::sample(language);
        page.state_words = say("已书面答复您", "Answered in writing");
        page.also = vec![Also {
            words: say(
                "青石经济开发区信访局，编号2026-000124：已受理",
                "Petition Office of Qingshi Development Zone, number 2026-000124: accepted",
            ),
            href: Some("/track/petition?number=2026-000124".to_owned()),
        }];
        page.review = Some(ReviewSection::sample(language));
        page.acts.ratings = TrackActs::sample_ratings(language);
        page.registered_line = say(
            "2月11日（周三）收到您的信，2月13日（周五）10:02登记；时间从收到那天算起",
            "Your letter came on Wednesday 11 February; registered on Friday 13 February, 10:02. Time counts from the day it came",
        );
        page.terms = Vec::new();
        page.clocks = vec![
            Clock {
                look: Look::Window,
                phrase: say(
                    "您可以在5月14日（周四，含当天）前请上一级重新看",
                    "You may ask the level above to look again until Thursday 14 May",
                ),
                ..Clock::sample(language)
            },
            Clock {
                look: Look::Met,
                phrase: say(
                    "劳动监察大队已在4月14日答复",
                    "The Labour Inspection Team answered on 14 April",
                ),
                ..Clock::sample(language)
            },
        ];
        page.answers = vec![Answer {
            when: say("2026年4月14日（星期二）", "Tuesday 14 April 2026"),
            text: say(
                "王秀英女士：\n您反映的工资已查实。总包单位应在4月20日前把六个人三月份的工资发到本人卡上。\n没有按时发的，请打电话告诉我们，我们动用应急周转金先发。",
                "Dear Ms Wang,\nWhat you told us is right. The main contractor must pay the March wages of all six to their own accounts by 20 April.\nIf it is late, call us: the emergency fund will pay first.",
            ),
            document_href: Some("/track/answers/1".to_owned()),
            receive: Some(FormTarget::to("/track/answers/1/received")),
            received: String::new(),
        }];
        (page.news, page.files) = (
            News::samples(language),
            vec![ListedFile::sample_kept(language)],
        );
        page.saved = "contact".to_owned();
        page.acts = TrackActs::sample(language);
        page.timeline.insert(0, Entry::sample_answered(language));
        page.opened_by = vec![say(
            "2月14日（周六）9:10，信访局登记员",
            "Saturday 14 February, 9:10: intake clerk, Petition Office",
        )];
        page
    }

    fn sample_withdrawn(language: Language) -> Self {
        let mut page = Self::sample(language);
        page.state_words = language
            .pick(
                "已撤回，4月21日前（含当天）可改主意",
                "Withdrawn; change your mind until 21 April",
            )
            .to_owned();
        page.acts = TrackActs::sample_pending(language);
        page
    }

    fn sample_other_way(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            state_words: say("这件事要走别的法定途径", "It goes another lawful way"),
            clocks: Vec::new(),
            terms: Vec::new(),
            ended: Vec::new(),
            other_way: Some(OtherWay {
                title: say("劳动仲裁", "Labour arbitration"),
                last_day: say(
                    "2027年2月13日（星期六，含当天）",
                    "Saturday 13 February 2027, that day included",
                ),
                rule: say(
                    "知道权利受到侵害之日起一年内申请（《劳动争议调解仲裁法》第二十七条）",
                    "within one year of learning that a right was infringed (Law on Mediation and Arbitration of Labour Disputes, Art 27)",
                ),
            }),
            ..Self::sample(language)
        }
    }

    fn sample_group(language: Language, leaving: bool) -> Self {
        Self {
            acts: TrackActs::sample_group(language, leaving),
            ..Self::sample(language)
        }
    }

    fn sample_clocks(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let mut page = Self::sample(language);
        page.frame.notice = Some(say("已保存。", "Saved."));
        page.state_words = say(
            "我们没按时告诉您，按规定算已受理",
            "We did not tell you in time, so it counts as accepted",
        );
        let clock = |look: Look, zh: &str, en: &str| Clock {
            look,
            phrase: say(zh, en),
            ..Clock::sample(language)
        };
        page.clocks = vec![
            clock(
                Look::Late,
                "我们晚了：信访局应在2月28日告诉您，已晚2天",
                "We are late: the Petition Office was due to tell you on 28 February, 2 days ago",
            ),
            clock(
                Look::DueSoon,
                "劳动监察大队最迟明天（4月14日，周二，含当天）答复",
                "The Labour Inspection Team must answer by tomorrow, Tuesday 14 April",
            ),
            Clock {
                provisional: true,
                unverified: true,
                history: vec![say(
                    "2026年11月20日前：2027年1月4日（周一）",
                    "Until 20 November 2026: Monday 4 January 2027",
                )],
                ..clock(
                    Look::InTime,
                    "劳动监察大队约2027年1月5日答复（暂定，明年放假安排还没公布）",
                    "The Labour Inspection Team answers about 5 January 2027 (provisional: next year's holidays are not announced)",
                )
            },
            clock(
                Look::Paused,
                "在等听证，3月2日至3月9日不计",
                "Waiting for the hearing; 2 to 9 March do not count",
            ),
        ];
        page.subject = say(
            "⟦U+202E⟧三月份的工资<b>没发</b>",
            "⟦U+202E⟧March wages <b>not paid</b>",
        );
        page
    }
}
