//! Rows of duties: in the inbox, on the page of the head, where approvals wait.

use crate::pages::components::Look;
use huiyin_domain::language::Language;

/// One duty of one petition.
#[derive(Clone, Debug)]
pub struct DutyRow {
    /// Shape and word of its clock.
    pub look: Look,
    /// Whether a calendar that is not announced yet can still change the date.
    pub provisional: bool,
    /// What is left, or by how much it is late: a few words.
    pub phrase: String,
    /// The last day, in words; may be empty.
    pub due: String,
    /// The petition's number.
    pub number: String,
    /// The matter in one sentence.
    pub subject: String,
    /// Category; may be empty.
    pub category: String,
    /// Place; may be empty.
    pub place: String,
    /// The unit that owes.
    pub unit: String,
    /// The post or person who has it; empty: nobody took it.
    pub holder: String,
    /// That whoever has it is away, until when, and who stands in; empty: they are there.
    pub away: String,
    /// What to know of it beside its clock, a few words each: that it was reported to whoever looks.
    pub remarks: Vec<String>,
    /// What is owed, such as "written answer".
    pub duty: String,
    /// Address of the petition, or of the page that does what is owed.
    pub href: String,
    /// Whether people are in danger now.
    pub danger: bool,
    /// Whether only named officers may read it.
    pub restricted: bool,
    /// How units put it off, in words; empty: they did not.
    pub put_off: String,
    /// How many facts the petitioner disputes that the draft says nothing of, in words; empty: none.
    pub disputed: String,
    /// What a tick of the row sends, to send it on with others: its number and the version that was shown.
    /// `None`: it cannot be ticked.
    pub tick: Option<String>,
}

impl DutyRow {
    /// Invented rows of every kind, the most urgent first.
    pub fn samples(language: Language) -> Vec<Self> {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let row = |look, phrase, number: &str, subject, duty| {
            Self::sample_row(language, look, phrase, number, [subject, duty])
        };
        let noise = row(
            Look::DueSoon,
            ("今天最后一天", "Last day today"),
            "2026-000117",
            (
                "二期工地夜里两点还在打桩，老人小孩睡不着",
                "Piling at two in the night at phase 2; nobody sleeps",
            ),
            ("告知是否受理", "Notice of acceptance"),
        );
        let cracks = row(
            Look::DueSoon,
            ("还有40分", "40 minutes left"),
            "2026-000131",
            (
                "宿舍楼墙裂了，还住着人",
                "The dormitory wall has cracked; people live there",
            ),
            ("紧急报告", "Urgent report"),
        );
        [
            Self {
                danger: true,
                remarks: vec![say(
                    "4月8日（周三）第1次上报到您",
                    "Step 1, reported to you on Wednesday 8 April",
                )],
                holder: String::new(),
                due: say("今天14:25", "today, 14:25"),
                category: say("住房安全", "Safety of housing"),
                ..cracks
            },
            Self {
                away: say(
                    "陈立离岗到4月20日（周一），由孙洁代",
                    "Chen Li is away until Monday 20 April; Sun Jie stands in",
                ),
                ..Self::sample(language)
            },
            Self {
                holder: String::new(),
                disputed: say("信访人不同意1条事实", "1 fact is disputed"),
                due: say("4月14日（周二）", "Tuesday 14 April"),
                unit: say("生态环境科", "Environment Section"),
                category: say("噪声", "Noise"),
                place: say("二期", "Phase 2"),
                ..noise
            },
        ]
        .into_iter()
        .chain(Self::later_samples(language))
        .collect()
    }

    /// A row whose names are longer than its columns.
    pub(crate) fn sample_long(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            look: Look::Paused,
            phrase: say("等鉴定，不计时", "Waiting for the appraisal"),
            due: String::new(),
            subject: say(
                "开发区二期安置房小区地下车库常年漏水，物业、开发商和街道互相推，住户的车被泡，孩子在积水里摔伤，三年里打过几十次电话都没有人来看",
                "The underground garage of the resettlement housing of phase 2 has leaked for years; the manager, the builder and the street office send people from one to the other and nobody has come to look",
            ),
            place: say(
                "开发区二期安置房小区十七号楼地下一层车库",
                "Garage below building 17 of the resettlement housing, phase 2",
            ),
            unit: say(
                "住房和城乡建设局房屋质量安全监督管理站",
                "Station for the Supervision of Quality and Safety of Housing",
            ),
            holder: say(
                "质量监督员，欧阳建国",
                "Supervisor of quality, Ouyang Jianguo",
            ),
            put_off: say("退回过3次", "sent back 3 times"),
            ..Self::sample(language)
        }
    }

    /// What was reported to whoever looks: one that they may open, and one that only the intake may.
    pub fn samples_reported(language: Language) -> Vec<Self> {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let unsorted = Self::sample_row(
            language,
            Look::Late,
            ("已晚6个工作日", "6 working days late"),
            "2026-000098",
            [
                (
                    "您不能打开这一件，只知道有这项责任",
                    "Not yours to open; you know only that this is owed",
                ),
                ("登记、甄别并转送、交办", "Register, sort and send on"),
            ],
        );
        [
            Self {
                remarks: vec![say(
                    "4月17日（周五）第2次上报到您",
                    "Step 2, reported to you on Friday 17 April",
                )],
                ..Self::sample(language)
            },
            Self {
                href: String::new(),
                category: String::new(),
                place: String::new(),
                remarks: vec![say(
                    "4月20日（周一）第3次上报到您",
                    "Step 3, reported to you on Monday 20 April",
                )],
                ..unsorted
            },
        ]
        .to_vec()
    }

    fn later_samples(language: Language) -> [Self; 2] {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let answer = ("书面答复", "Written answer");
        let row = |look, phrase, number: &str, subject| {
            Self::sample_row(language, look, phrase, number, [subject, answer])
        };
        let land = row(
            Look::InTime,
            ("还有38个工作日", "38 working days left"),
            "2026-000125",
            (
                "征地补偿款少算了两亩",
                "Two mu were left out of the land compensation",
            ),
        );
        let far = row(
            Look::InTime,
            ("约还有58天", "About 58 days left"),
            "2026-000128",
            ("经办人收了中介的钱", "An official took money from an agent"),
        );
        [
            Self {
                due: say("6月9日（周二）", "Tuesday 9 June"),
                category: say("征地补偿", "Land compensation"),
                place: String::new(),
                ..land
            },
            Self {
                provisional: true,
                restricted: true,
                due: say("约6月11日", "about 11 June"),
                category: String::new(),
                ..far
            },
        ]
    }

    /// `words` are the matter and what is owed.
    fn sample_row(
        language: Language,
        look: Look,
        phrase: (&str, &str),
        number: &str,
        words: [(&str, &str); 2],
    ) -> Self {
        let say = |(zh, en): (&str, &str)| language.pick(zh, en).to_owned();
        let [subject, duty] = words;
        Self {
            look,
            phrase: say(phrase),
            number: number.to_owned(),
            subject: say(subject),
            duty: say(duty),
            href: format!("/desk/petitions/{number}"),
            ..Self::sample(language)
        }
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            look: Look::Late,
            provisional: false,
            phrase: say("已晚2个工作日", "2 working days late"),
            due: say("4月10日（周五）", "Friday 10 April"),
            number: "2026-000101".to_owned(),
            subject: say("三月份的工资到现在没发", "March wages are still not paid"),
            category: say("欠薪", "Unpaid wages"),
            place: say("A区工业园", "Industrial park, zone A"),
            unit: say("劳动监察大队", "Labour Inspection Team"),
            holder: say("监察员，陈立", "Inspector, Chen Li"),
            away: String::new(),
            remarks: Vec::new(),
            duty: say("书面答复", "Written answer"),
            href: "/desk/petitions/2026-000101".to_owned(),
            danger: false,
            put_off: String::new(),
            disputed: String::new(),
            tick: None,
            restricted: false,
        }
    }
}
