//! `/desk/new`: a clerk registers what somebody tells at the counter, by phone or by letter; and
//! the receipt to hand over.

use super::reception::Slip;
use super::same_matter::SameMatterRow;
use super::{DeskFrame, Place};
use crate::pages::components::{Choice, Clock, FieldError};
use crate::pages::form::{FieldView, FormError, FormTarget, named};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;
use huiyin_domain::petition::OTHER_REPRESENTATIVES_MAX;

/// What stands in the form: empty at first, afterwards exactly what was typed.
#[derive(Clone, Debug, Default)]
pub struct IntakeForm {
    /// Chosen channel, a value of [`IntakePage::channels`].
    pub channel: String,
    /// People are in danger now.
    pub danger: bool,
    /// What happened.
    pub body: String,
    /// The matter in one sentence.
    pub subject: String,
    /// Where, in words.
    pub place_text: String,
    /// The subject as it was typed: a code and its name.
    pub category_words: String,
    /// The same, where it fits no subject or several and was asked about; sent as `category_asked`.
    pub category_asked: String,
    /// What is asked for, one a box; sent as `request` each. `IntakePage::request_boxes` adds
    /// empty ones.
    pub requests: Vec<String>,
    /// Units or people complained of, one a line.
    pub respondents: String,
    /// It may be misconduct.
    pub misconduct: bool,
    /// `named`, `confidential`, `anonymous`, or empty: not chosen yet.
    pub who: String,
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Postal address.
    pub address: String,
    /// Several people bring it.
    pub joint: bool,
    /// The other representatives, one a box; sent as `representative` each.
    pub representatives: Vec<String>,
    /// Which language or help is wished for.
    pub wish: String,
    /// For whom it is brought, where that is somebody else.
    pub on_behalf_of: String,
    /// The scan is the written authority of that one.
    pub scan_is_authority: bool,
    /// Day on which it was received, as `2026-02-13`.
    pub received_on: String,
    /// Day of the postmark.
    pub postmark_on: String,
    /// Accept now.
    pub accept_now: bool,
    /// Answer now.
    pub answer_now: bool,
    /// The answer given now: the result.
    pub answer_text: String,
    /// What was found.
    pub answer_finding: String,
    /// The facts that it rests on.
    pub answer_facts: String,
    /// The legal basis.
    pub answer_basis: String,
}

/// The most boxes for requests that are offered at once.
const REQUEST_BOXES: usize = 8;

/// The form that registers for somebody else.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/intake.html")]
pub struct IntakePage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What was typed.
    pub form: IntakeForm,
    /// What was not taken.
    pub errors: Vec<FieldError>,
    /// What is wrong with the whole, if something is.
    pub error: Option<String>,
    /// Counter, phone, letter, …; sent as `channel`.
    pub channels: Vec<Choice>,
    /// The authority's places; none: no list.
    pub places: Vec<Choice>,
    /// Categories; none: no list.
    pub categories: Vec<Choice>,
    /// Every category below them, to be found by typing; sent as `category_words`.
    pub subjects: Vec<Choice>,
    /// Claim, suggestion, disclosure; none: the rulebook has no classes. Sent as `class`.
    pub classes: Vec<Choice>,
    /// The branches of a claim; none: no list. Sent as `branch`.
    pub branches: Vec<Choice>,
    /// What accepting now brings, with dates; `None`: not offered.
    pub accept_now: Option<String>,
    /// What answering now brings; `None`: not offered.
    pub answer_now: Option<String>,
    /// How an answer given now can end; sent as `answer_outcome`.
    pub outcomes: Vec<Choice>,
    /// Units that a petition may complain of, to be found by their names; what is complained of is written in words.
    pub units: Vec<Choice>,
    /// When notices may come; none: nothing is sent.
    pub notices: Vec<FieldView>,
    /// Whether a scan can be added; then the form is multipart.
    pub takes_scan: bool,
    /// Where a request for review on paper is entered; `None`: nobody's answers are reviewed here.
    pub paper_review_href: Option<&'static str>,
    /// What could be the same matter; `None`: no subject is chosen, or nobody looked.
    pub same: Option<Vec<SameMatterRow>>,
    /// Whether it was looked for.
    pub looked: bool,
    /// Where it is sent.
    pub target: FormTarget,
    /// What was registered just before for the same person; its contact stands in this form, and nothing
    /// that is stored says that the two belong together (RULES 4.3).
    pub before: Option<JustRegistered>,
}

/// What was registered just before.
#[derive(Clone, Debug)]
pub struct JustRegistered {
    /// Its number.
    pub number: String,
    /// Its code, to be handed over.
    pub code: String,
    /// Its address; `None`: it is for named officers, and not for whoever registered it to open.
    pub href: Option<String>,
}

/// What the fields are called, as their labels say.
const LABELS: [(&str, &str, &str); 25] = [
    ("channel", "渠道", "Channel"),
    ("body", "发生了什么事？", "What happened?"),
    ("subject", "用一句话说，是什么事？", "In one sentence?"),
    ("place", "在哪里？", "Where?"),
    ("place_text", "具体地点和时间", "The exact place, and when"),
    ("category_words", "小类", "Subject"),
    ("class", "性质", "Class"),
    ("branch", "申诉求决走哪条路", "Which branch, if a claim"),
    ("request", "诉求", "What is asked for"),
    (
        "respondents",
        "哪个单位或工作人员？",
        "Which unit or official?",
    ),
    ("who", "留不留姓名？", "Name or no name?"),
    ("name", "姓名", "Name"),
    ("phone", "电话", "Telephone"),
    ("email", "电子邮箱", "E-mail"),
    ("address", "通信地址", "Postal address"),
    ("representative", "几个人联名", "Several people"),
    ("wish", "需要什么语言或帮助？", "Any language or help?"),
    ("on_behalf_of", "替谁反映？", "For whom?"),
    (
        "notice_hours",
        "什么时候通知您？",
        "When shall notices come?",
    ),
    ("received_on", "收到的日子", "Day of receipt"),
    ("postmark_on", "邮戳日期", "Day of the postmark"),
    ("scan", "来信或材料的扫描件", "Scan of the letter or papers"),
    ("answer_finding", "查明", "What was found"),
    ("answer_facts", "事实和证据", "Facts and proof"),
    ("answer_basis", "依据", "Basis"),
];

impl IntakePage {
    /// A box for each of the other representatives.
    fn representative_boxes(&self) -> Vec<String> {
        let typed = self.form.representatives.iter().cloned();
        let boxes = typed.chain(std::iter::repeat(String::new()));
        boxes.take(OTHER_REPRESENTATIVES_MAX).collect()
    }

    /// The summary's lines.
    fn summary(&self) -> Vec<FormError> {
        let line = |error: &FieldError| {
            let label = LABELS.iter().find(|(name, ..)| *name == error.field);
            let label = label.map_or("", |(_, zh, en)| self.frame.language.pick(*zh, *en));
            FormError {
                field: error.field.to_owned(),
                message: named(label, &error.message),
            }
        };
        self.errors.iter().map(line).collect()
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.frame.language.pick(zh, en)
    }

    /// Whether a letter is typed.
    fn by_letter(&self) -> bool {
        self.form.channel == "letter"
    }

    /// Whether nothing in it was refused, so that what a browser keeps of it may be put back.
    fn is_fresh(&self) -> bool {
        self.errors.is_empty() && self.error.is_none()
    }

    /// What is wrong with a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        let found = self.errors.iter().find(|error| error.field == field);
        found.map(|error| error.message.as_str())
    }

    /// Why the scan was not taken.
    fn scan_not_taken(&self) -> Vec<String> {
        self.error("scan").map(str::to_owned).into_iter().collect()
    }

    /// The requests as typed, and empty boxes after them; a box shows when the one before is used.
    fn request_boxes(&self) -> Vec<&str> {
        let typed = self.form.requests.iter().map(String::as_str);
        let boxes = REQUEST_BOXES.max(self.form.requests.len() + 2);
        typed.chain(std::iter::repeat("")).take(boxes).collect()
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-intake-zh", Self::sample(Language::Zh)),
            ("desk-intake-en", Self::sample(Language::En)),
            (
                "desk-intake-errors-zh",
                Self::sample_with_errors(Language::Zh),
            ),
            (
                "desk-intake-errors-en",
                Self::sample_with_errors(Language::En),
            ),
        ]
    }

    fn sample(language: Language) -> Self {
        let choices = |list: &[(&str, &str, &str)]| {
            let choice =
                |(value, zh, en): &(&str, &str, &str)| Choice::new(*value, language.pick(*zh, *en));
            list.iter().map(choice).collect::<Vec<_>>()
        };
        let mut channels = choices(&[
            ("counter", "当面", "At the counter"),
            ("phone", "电话", "By phone"),
            ("letter", "来信", "By letter"),
        ]);
        channels[0].selected = true;
        Self {
            frame: Frame::sample(language, "/desk/new"),
            desk: DeskFrame::sample(language, Some(Place::Register)),
            form: IntakeForm {
                channel: "counter".to_owned(),
                received_on: "2026-02-13".to_owned(),
                ..IntakeForm::default()
            },
            errors: Vec::new(),
            error: None,
            channels,
            places: choices(&[("zone-a", "A区工业园", "Industrial park, zone A"), ("hall-1", "一号接待厅附近", "Around Hall 1")]),
            subjects: vec![Choice::new("010101", language.pick("安全生产 事故处理", "Work safety, handling of accidents"))],
            categories: choices(&[("wages", "工资和工伤", "Wages and injuries at work"), ("noise", "噪声和环境", "Noise and environment")]),
            classes: choices(&[("claim", "申诉求决", "Claim"), ("suggestion", "建议意见", "Suggestion"), ("disclosure", "检举控告", "Disclosure")]),
            branches: choices(&[("1", "诉讼、仲裁", "Courts and arbitration"), ("6", "信访程序", "Petition procedure")]),
            accept_now: Some(language.pick("当场受理并告知：现在就给书面告知，60日内答复，最迟2026年4月14日（周二，含当天）。", "Accept now: the notice is printed with the receipt; the answer is due within 60 days, by Tuesday 14 April 2026.").to_owned()),
            answer_now: Some(language.pick("当场答复：简单的事，问清楚了就答，答复和回执一起打印、当面交给本人。", "Answer now: for a simple matter; the answer is printed and handed over with the receipt.").to_owned()),
            outcomes: choices(&[("explanation", "解释疏导到位", "Explanation"), ("aid", "帮扶救助", "Aid")]),
            units: [("自然资源局", "Natural Resources Bureau", "zrzyj"), ("劳动监察大队", "Labour Inspection Team", "ldjcdd")]
                .map(|(zh, en, initials)| Choice {
                    initials: initials.to_owned(),
                    ..Choice::new(initials, language.pick(zh, en))
                })
                .to_vec(),
            notices: crate::portal::track::hours::fields(
                language,
                huiyin_domain::petition::NoticeWish::default(),
                true,
            ),
            takes_scan: true,
            paper_review_href: Some("/desk/reviews/new"),
            same: Some(vec![SameMatterRow::sample(language, false)]),
            looked: true,
            target: FormTarget::to("/desk/new").sealed("", "sample"),
            before: None,
        }
    }

    fn sample_with_errors(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let mut page = Self::sample(language);
        page.form = IntakeForm {
            channel: "letter".to_owned(),
            subject: say("三月份的工资到现在没发", "March wages are still not paid"),
            requests: vec![
                say("把六个人三月份的工资发了", "Pay the March wages of all six"),
                say("补发加班费", "Pay the overtime"),
            ],
            who: "named".to_owned(),
            name: say("王秀英", "Wang Xiuying"),
            joint: true,
            representatives: vec![say("李建国 13555500177", "Li Jianguo 13555500177")],
            wish: say("听不清，请写下来", "Hard of hearing: please write"),
            received_on: "2026-02-13".to_owned(),
            postmark_on: "2026-02-15".to_owned(),
            accept_now: true,
            ..page.form
        };
        page.errors = vec![
            FieldError::new("body", say("写一写发生了什么事", "Write what happened")),
            FieldError::new(
                "postmark_on",
                say(
                    "邮戳不会比收到的日子晚，请再看一眼",
                    "A postmark cannot be later than the day of receipt; look again",
                ),
            ),
            FieldError::new(
                "request",
                say(
                    "有一条太长了，请分成两条",
                    "One of them is too long; make two of it",
                ),
            ),
            FieldError::new(
                "representative",
                say(
                    "电话少了几位，请再看一眼",
                    "The phone number is too short; look again",
                ),
            ),
        ];
        page
    }
}

/// The receipt, for the clerk to hand over.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/intake_receipt.html")]
pub struct IntakeReceiptPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The petition's number.
    pub number: String,
    /// The acting code in groups; `None` once it was handed over, or after 30 minutes.
    pub code: Option<String>,
    /// What the other representatives of a group take home, as long as the codes are shown.
    pub slips: Vec<Slip>,
    /// The tracking page, or where its address is unknown the code, as an inline SVG of our own making, shown
    /// unescaped. Nothing typed may get in here.
    pub qr: Option<String>,
    /// The address of the tracking page; empty where none is known.
    pub tracking: String,
    /// Whom a letter is answered to by post: lines of the envelope; empty: nobody.
    pub to: Vec<String>,
    /// What the letter was about; empty: it does not stand on the paper.
    pub about: String,
    /// Whether it is brought for somebody else whose written authority is still to come.
    pub asks_authority: bool,
    /// What comes by when, for whoever gets it by post.
    pub terms: Vec<String>,
    /// The day on which it was received, in words; empty: that of its registration.
    pub received_on: String,
    /// When it was registered, in words.
    pub registered_on: String,
    /// Whose the code is by name, where several brought it; empty: no name stands on it.
    pub whose: String,
    /// How many open petitions could be the same matter; they stand on the petition's page.
    pub same: usize,
    /// What was done at once, such as "accepted, notice printed", one a line.
    pub done: Vec<String>,
    /// The first duties, the next one first.
    pub first_due: Vec<Clock>,
    /// Whether this is a code that replaces a lost one; else a registration.
    pub renewed: bool,
    /// Whether it is printed at once, where the browser's script does that.
    pub prints: bool,
    /// Whether it is for named officers, and not for whoever registered it to open.
    pub closed: bool,
    /// Address of the receipt file, if it can be had.
    pub receipt_href: Option<String>,
    /// Address of the petition on the desk.
    pub petition_href: String,
    /// Sent when the petitioner has code and receipt; the code is not shown any more then.
    pub handed_over: FormTarget,
}

impl IntakeReceiptPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, code: Option<&str>| {
            let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
            Self {
                frame: Frame::sample(language, "/desk/new/receipt"),
                desk: DeskFrame::sample(language, Some(Place::Register)),
                number: "2026-000123".to_owned(),
                code: code.map(str::to_owned),
                qr: code.map(|_| include_str!("../sample-qr.svg").to_owned()),
                slips: Vec::new(),
                tracking: String::new(),
                to: Vec::new(),
                about: String::new(),
                asks_authority: false,
                terms: Vec::new(),
                received_on: String::new(),
                whose: String::new(),
                registered_on: say(
                    "2026年2月13日（星期五）10:02",
                    "Friday 13 February 2026, 10:02",
                ),
                done: vec![say(
                    "已当场受理，告知书和这份回执一起打印",
                    "Accepted at once; the notice is printed with this receipt",
                )],
                first_due: vec![Clock::sample(language)],
                renewed: false,
                prints: true,
                closed: false,
                same: 1,
                receipt_href: Some("/desk/new/receipt/file".to_owned()),
                petition_href: "/desk/petitions/2026-000123".to_owned(),
                handed_over: FormTarget::to("/desk/new/receipt/handed-over"),
            }
        };
        let code = Some("7KQM-3XV9-TD2H-W8RA");
        let letter = |language: Language| Self::sample_by_post(page(language, code));
        vec![
            ("desk-intake-receipt-post-zh", letter(Language::Zh)),
            ("desk-intake-receipt-post-en", letter(Language::En)),
            ("desk-intake-receipt-zh", page(Language::Zh, code)),
            ("desk-intake-receipt-en", page(Language::En, code)),
            ("desk-intake-receipt-given-zh", page(Language::Zh, None)),
            ("desk-intake-receipt-given-en", page(Language::En, None)),
        ]
    }

    /// A joint letter that is answered by post.
    fn sample_by_post(page: Self) -> Self {
        let language = page.frame.language;
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            received_on: say("2026年2月12日（星期四）", "Thursday 12 February 2026"),
            whose: say("王秀英", "Wang Xiuying"),
            slips: vec![Slip {
                title: say("第2位代表", "Representative 2"),
                whose: say("李建国", "Li Jianguo"),
                code: "3WXT-9KQ2-MM4C-7R0H".to_owned(),
                qr: Some(include_str!("../sample-qr.svg").to_owned()),
                opens: "https://xf.example.cn/track".to_owned(),
                words: say(
                    "这个码能看进展、留言、下载文件；丢了要本人来补。撤回只为自己退出。",
                    "This code follows the matter, sends messages and opens documents; a lost one is renewed in person. Whoever withdraws leaves for themselves only.",
                ),
            }],
            tracking: "https://xf.example.cn/track".to_owned(),
            to: vec![
                say("青石县柳林镇三号路12号", "12 Third Road, Liulin"),
                say("王秀英", "Wang Xiuying"),
            ],
            about: say("三月份的工资到现在没发", "March wages are still not paid"),
            asks_authority: true,
            terms: vec![
                say(
                    "15日内书面告诉您：是否受理、由谁办（《信访工作条例》第二十三条）",
                    "Within 15 days, in writing: whether it is taken up, and who handles it (Art 23)",
                ),
                say(
                    "受理后60日内书面答复您（《信访工作条例》第三十四条）",
                    "Within 60 days of that: an answer in writing (Art 34)",
                ),
            ],
            ..page
        }
    }
}
