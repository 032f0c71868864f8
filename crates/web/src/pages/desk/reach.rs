//! The reachability test as the page of the duties shows it. It says of posts whether they were reached,
//! of the last test only; a person is named while the desk has to ring them, and not after.

use crate::pages::form::FormTarget;
use huiyin_domain::language::Language;

/// The test.
#[derive(Clone, Debug)]
pub struct TestPanel {
    /// The last one; `None`: none was sent.
    pub last: Option<TestResult>,
    /// When one can be sent.
    pub hours: String,
    /// Where one is sent; `None`: not now, or not by whoever looks.
    pub send: Option<FormTarget>,
    /// Where whoever looks says that it reached them; `None`: nothing waits for them.
    pub mine: Option<FormTarget>,
    /// Whom the desk rings.
    pub to_ring: Vec<RingRow>,
}

/// What came of a test.
#[derive(Clone, Debug)]
pub struct TestResult {
    /// The sums, in a sentence.
    pub said: String,
    /// The posts; none four weeks after the test.
    pub posts: Vec<TestPost>,
}

/// A post in a test.
#[derive(Clone, Debug)]
pub struct TestPost {
    /// What it is called.
    pub title: String,
    /// How it stands.
    pub words: String,
    /// Whether its answer is awaited.
    pub is_open: bool,
    /// Whether it was reached.
    pub is_reached: bool,
}

/// Somebody whom the desk rings.
#[derive(Clone, Debug)]
pub struct RingRow {
    /// Their name.
    pub name: String,
    /// What their posts are called.
    pub titles: String,
    /// The post by which they are named.
    pub post: String,
    /// Where it is said that they were reached.
    pub target: FormTarget,
}

/// A test page that waits for whoever looks, in their inbox.
#[derive(Clone, Debug)]
pub struct TestInInbox {
    /// What the plan is called.
    pub title: String,
    /// The page with how the test stands.
    pub href: String,
    /// Until when an answer counts.
    pub until: String,
    /// Where it is answered.
    pub target: FormTarget,
}

impl TestInInbox {
    /// One, for samples.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            title: say(
                "示例工业园区集体访接待预案",
                "Reception of groups, sample park",
            ),
            href: "/desk/rosters/sample-park#test".to_owned(),
            until: "10:15".to_owned(),
            target: FormTarget::to("/desk/rosters/sample-park/reached"),
        }
    }
}

impl TestPanel {
    /// One that runs, for samples.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let post = |zh, en, (words, is_open, is_reached): (String, bool, bool)| TestPost {
            title: say(zh, en),
            words,
            is_open,
            is_reached,
        };
        Self {
            last: Some(TestResult {
                said: say(
                    "9月18日（周五）10:00发出，等回答到10:15：3个岗位，1个已联系上，1个在等。",
                    "Sent 10:00 on Friday 18 September, answers count until 10:15. Posts: 3, reached: 1, awaited: 1.",
                ),
                posts: vec![
                    post(
                        "值班员",
                        "Duty clerk",
                        (say("已联系上", "reached"), false, true),
                    ),
                    post(
                        "带班领导",
                        "Duty leader",
                        (say("等待回答", "waiting"), true, false),
                    ),
                    post(
                        "信访办主任",
                        "Head of the petition office",
                        (say("无人在岗", "nobody on duty"), false, false),
                    ),
                ],
            }),
            hours: say(
                "约定的测试时间：工作日、休息日8:30至18:00；等15分钟回答。",
                "Agreed hours: working days and rest days 8:30 to 18:00; an answer is waited for 15 minutes.",
            ),
            send: Some(FormTarget::to("/desk/rosters/sample-park/test")),
            mine: Some(FormTarget::to("/desk/rosters/sample-park/reached")),
            to_ring: vec![RingRow {
                name: say("林洁", "Lin Jie"),
                titles: say("带班领导", "Duty leader"),
                post: "duty-leader".to_owned(),
                target: FormTarget::to("/desk/rosters/sample-park/reached"),
            }],
        }
    }
}
