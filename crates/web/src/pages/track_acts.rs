//! What a petitioner can do on the page of a matter; each thing is shown only where it is given.

use super::components::Choice;
use super::form::{FieldKind, FieldView, FormTarget, FormView};
use super::stated_fact::{Standing, StatedFact};
use super::thread::Message;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{Grade, RatedSide};

/// Taking the matter back, and taking that back.
#[derive(Clone, Debug)]
pub enum Withdrawal {
    /// It can be withdrawn: the form, with its last question.
    Possible(FormView),
    /// It is withdrawn unless undone: until when, in words, and where undoing is sent.
    Pending(String, FormTarget),
    /// Whoever speaks for a group can leave it, for himself alone.
    Leave(FormView),
    /// He leaves unless that is undone.
    Leaving(String, FormTarget),
}

/// A code that only shows, for passing on.
#[derive(Clone, Debug)]
pub enum ViewCode {
    /// One can be made.
    Make(FormTarget),
    /// One was just made; shown once.
    Made(String),
}

/// A date that was entered as earlier than it was recorded, which the petitioner may dispute.
#[derive(Clone, Debug)]
pub struct DisputedDate {
    /// Its fold on the page.
    pub id: String,
    /// What is said to have happened when, on which proof: one sentence.
    pub words: String,
    /// The form that disputes it; `None`: it is disputed already, or it was settled.
    pub form: Option<FormView>,
    /// What came of it, or that it is being looked into; empty: not disputed.
    pub state: String,
}

/// A promised remedy that is said to be done.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The request's number, from 1.
    pub index: usize,
    /// What was asked for.
    pub request: String,
    /// The form that says whether it was done.
    pub form: FormView,
}

/// A rating of the office or of the unit.
#[derive(Clone, Debug)]
pub struct Rating {
    /// What is asked.
    pub question: String,
    /// What was said; empty: nothing yet.
    pub stands: String,
    /// The form; `None`: it was changed once already.
    pub form: Option<FormView>,
}

/// What a petitioner can do; nothing by default.
#[derive(Clone, Debug, Default)]
pub struct TrackActs {
    /// Whether the code only shows; the page says so.
    pub view_only: bool,
    /// Messages both ways, oldest first.
    pub messages: Vec<Message>,
    /// The one place for words and papers.
    pub say_form: Option<FormView>,
    /// Remedies to confirm.
    pub promised: Vec<Promised>,
    /// Facts that the authority found, to accept or dispute.
    pub facts: Vec<StatedFact>,
    /// Facts that the petitioner added.
    pub added: Vec<StatedFact>,
    /// Dates that may be disputed.
    pub dates: Vec<DisputedDate>,
    /// How registration and handling were.
    pub ratings: Vec<Rating>,
    /// How the petitioner is reached.
    pub contact: Option<FormView>,
    /// When notices come.
    pub hours: Option<FormView>,
    /// Withdrawing, or undoing it.
    pub withdrawal: Option<Withdrawal>,
    /// The code for passing on.
    pub view_code: Option<ViewCode>,
}

impl TrackActs {
    /// Ratings as tests show them: one to give, one that stands.
    pub(super) fn sample_ratings(language: Language) -> Vec<Rating> {
        let question = |side: RatedSide| side.question().in_language(language).to_owned();
        let choices = Grade::ALL
            .iter()
            .map(|grade| Choice::new(grade.word(), grade.label(language)));
        let field = FieldView::new(
            "grade-office",
            question(RatedSide::Office),
            FieldKind::Radios(choices.collect()),
        );
        let stands = language.pick("您评的是：不满意。", "You said: Not satisfied.");
        vec![
            Rating {
                question: question(RatedSide::Office),
                stands: String::new(),
                form: Some(FormView {
                    target: FormTarget::to("/track/rate?about=office"),
                    fields: vec![field],
                }),
            },
            Rating {
                question: question(RatedSide::Unit),
                stands: stands.to_owned(),
                form: None,
            },
        ]
    }

    /// Facts as tests show them, each with its form; the first was sent without words.
    fn sample_facts(language: Language) -> Vec<StatedFact> {
        let facts = StatedFact::samples(language).into_iter();
        let facts = facts.filter(|fact| fact.standing != Standing::Added);
        let with_form = |fact: StatedFact| {
            let about = fact.position;
            let target = FormTarget::to(format!("/track/act/respond-fact?about={about}"));
            let first = fact.index == 1;
            let picked = first.then(|| "no".to_owned());
            let error = first.then(|| {
                language
                    .pick("请写明哪里不对", "Say what is wrong")
                    .to_owned()
            });
            let sent = (picked, String::new());
            let form = StatedFact::form(language, target, about, sent, error);
            StatedFact {
                form: Some(form),
                ..fact
            }
        };
        facts.map(with_form).collect()
    }

    /// What the petitioner added, as tests show it.
    fn sample_added(language: Language) -> Vec<StatedFact> {
        let facts = StatedFact::samples(language).into_iter();
        let added = facts.filter(|fact| fact.standing == Standing::Added);
        added.collect()
    }

    /// The one place where the petitioner says something or adds papers. `may` says whether messages and
    /// whether facts are taken now, and whether the matter is brought for somebody else, so that a written
    /// authority is; what was written and as what; what is wrong with the words and with the paper.
    pub fn say_form(
        language: Language,
        target: FormTarget,
        ([messages, facts], for_another): ([bool; 2], bool),
        (text, kind): (String, &str),
        [wrong_words, wrong_paper]: [Option<String>; 2],
    ) -> FormView {
        let label = language.pick("您想说什么？", "What do you want to say?");
        let words =
            FieldView::new("words", label, FieldKind::TextArea(text, 4)).refused(wrong_words);
        let words = if facts { words.optional() } else { words };
        let label = language.pick("加一份材料", "Add a paper");
        let paper = FieldView::new("file", label, FieldKind::File)
            .hinted(language.pick(
                "照片、PDF、录音、Word、Excel或PPT都可以",
                "A photograph, PDF, sound recording, Word, Excel or PowerPoint file",
            ))
            .folding(language.pick(
                "一次一个，最大20MB；多个就分几次传。照片里的拍摄地点和手机型号会去掉。文件里有宏的不收；改名没有用，看的是内容。",
                "One at a time, 20 MB at most; send several one after another. Where a photograph was taken and with which telephone is removed. Files with macros are not taken; the content counts, not the name.",
            ))
            .optional()
            .refused(wrong_paper);
        let mut kinds = vec![
            Choice::new("message", language.pick("留言", "A message"))
                .hinted(language.pick(
                    "问问办到哪了、催一催；工作人员会看、会回",
                    "To ask how it goes, or to urge; staff read it and reply",
                ))
                .chosen(!["facts", "written-authority"].contains(&kind)),
            Choice::new("facts", language.pick("补充事实", "More facts"))
                .hinted(language.pick(
                    "附在您的原话后面，答复时一起看；带材料的都算这一种",
                    "Added below your own words and answered with them; whatever comes with a paper is this",
                ))
                .chosen(kind == "facts"),
        ];
        if for_another {
            let authority = "written-authority";
            let label = language.pick("委托书", "The written authority");
            kinds.push(
                Choice::new(authority, label)
                    .hinted(language.pick(
                        "您替他反映的那个人签了名的，选上面的文件",
                        "Signed by whom you speak for: choose the file above",
                    ))
                    .chosen(kind == authority),
            );
        }
        let label = language.pick("这些话算什么？", "What is it?");
        let kind = FieldView::new("as", label, FieldKind::Radios(kinds));
        let fields = match (messages, facts) {
            (true, true) => vec![words, paper, kind],
            (false, true) => vec![words, paper, FieldView::hidden("as", "facts")],
            _ => vec![words],
        };
        FormView { target, fields }
    }

    /// The usual form that says whether a remedy was done; `nth` counts requests from 0.
    pub fn promise_form(
        language: Language,
        target: FormTarget,
        nth: u8,
        (text, error): (String, Option<String>),
    ) -> FormView {
        let choices = vec![
            Choice::new("yes", language.pick("做到了", "It was done")),
            Choice::new("no", language.pick("没做到", "It was not done")),
        ];
        let label = language.pick("做到了吗？", "Was it done?");
        let kind = FieldKind::Radios(choices);
        let agreed = FieldView::new(format!("agreed-{nth}"), label, kind).refused(error);
        let label = language.pick("想说的话", "Anything to say");
        let words = FieldView::new(format!("text-{nth}"), label, FieldKind::TextArea(text, 2));
        FormView {
            target,
            fields: vec![agreed, words.optional()],
        }
    }

    /// Everything that can be done, for samples.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let to = |path: &str| FormTarget::to(format!("/track/{path}")).sealed("", "sample");
        let reason = FieldView::new(
            "dispute",
            say("哪里不对？", "What is wrong with it?"),
            FieldKind::TextArea(String::new(), 2),
        );
        Self {
            view_only: false,
            messages: Message::samples(language, true),
            say_form: Some(Self::say_form(
                language,
                to("say"),
                ([true, true], true),
                (String::new(), ""),
                [None, None],
            )),
            promised: vec![Promised {
                index: 1,
                request: say("把六个人三月份的工资发了", "Pay the March wages of all six"),
                form: Self::promise_form(language, to("act/verify"), 0, (String::new(), None)),
            }],
            facts: Self::sample_facts(language),
            added: Self::sample_added(language),
            ratings: Vec::new(),
            contact: Some(FormView {
                target: to("act/change-contact"),
                fields: crate::portal::track::contact::fields(language, &["phone".to_owned()]),
            }),
            hours: Some(FormView {
                target: to("notices"),
                fields: crate::portal::track::hours::fields(
                    language,
                    huiyin_domain::petition::NoticeWish::default(),
                    true,
                ),
            }),
            dates: vec![DisputedDate {
                id: "date-3".to_owned(),
                words: say(
                    "我们记的是：2月16日（周一）把告知书当面交给了您，凭据是送达回证。",
                    "We recorded that the notice was handed to you on Monday 16 February, by a signed proof of service.",
                ),
                form: Some(FormView {
                    target: to("dates/3"),
                    fields: vec![reason],
                }),
                state: String::new(),
            }],
            withdrawal: Some(Withdrawal::Possible(FormView {
                target: to("withdraw"),
                fields: Vec::new(),
            })),
            view_code: Some(ViewCode::Make(to("view-code"))),
        }
    }

    /// As [`TrackActs::sample`], for one who speaks for a group: leaving it, or asked to be undone.
    pub fn sample_group(language: Language, leaving: bool) -> Self {
        let until = language.pick("4月21日（周二，含当天）", "Tuesday 21 April");
        let withdrawal = match leaving {
            true => Withdrawal::Leaving(
                until.to_owned(),
                FormTarget::to("/track/act/undo-withdrawal"),
            ),
            false => Withdrawal::Leave(FormView {
                target: FormTarget::to("/track/act/withdraw"),
                fields: Vec::new(),
            }),
        };
        Self {
            withdrawal: Some(withdrawal),
            ..Self::sample(language)
        }
    }

    /// As [`TrackActs::sample`], with a code just made and the matter withdrawn.
    pub fn sample_pending(language: Language) -> Self {
        let until = language
            .pick("4月21日（周二，含当天）", "Tuesday 21 April")
            .to_owned();
        let undo = FormTarget::to("/track/withdraw/undo").sealed("", "sample");
        Self {
            withdrawal: Some(Withdrawal::Pending(until, undo)),
            view_code: Some(ViewCode::Made("3HPX-9KMT-W2QD-V7RA".to_owned())),
            ..Self::sample(language)
        }
    }
}
