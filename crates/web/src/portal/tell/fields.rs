//! The fields of each step, with what was typed and what was not taken.

use super::steps::{AUTHORITY, Step};
use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::pages::layout::thousands;
use crate::pages::tell::Group;
use crate::portal::track::hours;
use huiyin_app::DraftFile;
use huiyin_app::rules::Authority;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{BODY_CHARACTERS_MAX, FieldProblem, SUBJECT_CHARACTERS_MAX};
use huiyin_domain::text::shown_safely;

/// A choice: its value, what it is called in both languages, and one sentence under it.
type Offer<'a> = (&'a str, (&'a str, &'a str), (&'a str, &'a str));

/// What makes the fields of a step.
pub(super) struct Asking<'a> {
    pub(super) language: Language,
    pub(super) authority: &'a Authority,
    pub(super) typed: &'a Form,
    /// The files that were added, one of which may be the written authority.
    pub(super) files: &'a [DraftFile],
    /// Whether notices go out, and if so whether they name the authority.
    pub(super) notices: Option<bool>,
    /// Fields and what to do about them.
    pub(super) wrong: &'a [(String, String)],
}

impl Asking<'_> {
    /// The groups of fields of a step.
    pub(super) fn groups(&self, step: Step) -> Vec<Group> {
        match step {
            Step::What => vec![Group::plain(self.what())],
            Step::Where => vec![Group::plain(self.place())],
            Step::Ask => vec![
                Group::of("boxes", "", self.requests()),
                Group::plain(self.kind()),
            ],
            Step::Files => Vec::new(),
            Step::Whose => self.whose(),
            Step::Contact => self.contact(),
        }
    }

    fn text(&self, name: &str) -> String {
        self.typed.text(name).unwrap_or_default()
    }

    fn field(&self, name: &str, label: (&str, &str), kind: FieldKind) -> FieldView {
        let wrong = self.wrong.iter().find(|(field, _)| field == name);
        FieldView::new(name, self.language.pick(label.0, label.1), kind)
            .refused(wrong.map(|(_, message)| message.clone()))
    }

    fn hint(&self, field: FieldView, zh: &str, en: &str) -> FieldView {
        field.hinted(self.language.pick(zh, en))
    }

    fn line(&self, name: &str, label: (&str, &str)) -> FieldView {
        self.field(name, label, FieldKind::Text(self.text(name)))
    }

    fn short(&self, name: &str, label: (&str, &str)) -> FieldView {
        self.field(name, label, FieldKind::Short(self.text(name)))
            .optional()
    }

    fn lines(&self, name: &str, label: (&str, &str), rows: usize) -> FieldView {
        self.field(name, label, FieldKind::TextArea(self.text(name), rows))
    }

    fn choices(&self, name: &str, all: &[Offer<'_>]) -> Vec<Choice> {
        let chosen = self.text(name);
        let choice = |(value, label, hint): &Offer<'_>| {
            Choice::new(*value, self.language.pick(label.0, label.1))
                .chosen(chosen == *value)
                .hinted(self.language.pick(hint.0, hint.1))
        };
        all.iter().map(choice).collect()
    }

    fn what(&self) -> Vec<FieldView> {
        let language = self.language;
        vec![
            self.hint(
                self.lines(
                    "body",
                    ("用自己的话写，写多少都可以", "In your own words, as much as you like"),
                    10,
                ),
                &format!("最多{}个字", thousands(BODY_CHARACTERS_MAX)),
                &format!("At most {} characters", thousands(BODY_CHARACTERS_MAX)),
            ),
            self.hint(
                self.line("subject", ("用一句话说，是什么事？", "In one sentence?"))
                    .optional(),
                &format!(
                    "比如“三月份的工资到现在没发”。不填就用您写的头一句。最多{SUBJECT_CHARACTERS_MAX}个字"
                ),
                &format!(
                    "Such as “March wages are still not paid”. Left empty, your first sentence is taken. At most {SUBJECT_CHARACTERS_MAX} characters"
                ),
            ),
            self.field(
                "danger",
                ("现在就有人身危险", "Someone is in danger now"),
                FieldKind::Checkbox(self.typed.ticked("danger")),
            )
            .hinted(language.pick(
                "请先打110、119或120；在这里写不会有人马上赶到",
                "Call 110, 119 or 120 first; writing here brings nobody at once",
            )),
        ]
    }

    fn place(&self) -> Vec<FieldView> {
        let (language, chosen) = (self.language, self.text("place"));
        let places = self.authority.open_places().map(|place| {
            Choice::new(&place.id, place.name.in_language(language)).chosen(place.id == chosen)
        });
        let places: Vec<Choice> = places.collect();
        let none = language.pick("不选，或不在下面", "Not chosen, or none of these");
        let list = self.field(
            "place",
            ("在哪里？", "Where?"),
            FieldKind::Select(places, none.to_owned()),
        );
        let exact = self.line(
            "place_text",
            ("具体地点和时间", "The exact place, and when"),
        );
        let exact = self.hint(exact.optional(), "记不清可以写大概", "Roughly is fine");
        // One place alone tells no matter from another.
        let several = self.authority.open_places().nth(1).is_some();
        let shown = several || list.error.is_some();
        let list = shown.then(|| list.optional());
        list.into_iter().chain([exact]).collect()
    }

    fn requests(&self) -> Vec<FieldView> {
        let request = |nth: usize| {
            let (zh, en) = (format!("您的第{nth}个要求"), format!("Request {nth}"));
            let field = self
                .lines(&format!("request_{nth}"), (&zh, &en), 2)
                .optional();
            if nth > 1 {
                return field;
            }
            self.hint(
                field,
                "一格一条，答复要逐条回应",
                "One per box; each must be answered",
            )
        };
        (1..=5).map(request).collect()
    }

    fn kind(&self) -> Vec<FieldView> {
        let (language, chosen) = (self.language, self.text("category"));
        let classes = [
            (
                "claim",
                ("解决一个问题", "Solve a problem"),
                (
                    "比如欠薪、证件、补偿",
                    "Such as wages, papers, compensation",
                ),
            ),
            ("suggestion", ("听一个建议", "Hear a suggestion"), ("", "")),
            (
                "disclosure",
                ("查一查公职人员的问题", "Look into what an official did"),
                ("", ""),
            ),
            (
                "",
                ("说不好，由工作人员来分", "Not sure; let staff decide"),
                ("", ""),
            ),
        ];
        let classes = self.choices("class", &classes);
        let categories = self.authority.categories.offered_roots().map(|root| {
            Choice::new(&root.code, root.name.in_language(language)).chosen(root.code == chosen)
        });
        let categories = categories.collect();
        let none = language.pick("不选，由工作人员来分", "Not chosen; let staff decide");
        vec![
            self.field(
                "class",
                ("您希望我们做什么？", "What would you like us to do?"),
                FieldKind::Radios(classes),
            )
            .optional(),
            self.field(
                "category",
                ("属于哪一类？", "Which kind is it?"),
                FieldKind::Select(categories, none.to_owned()),
            )
            .optional(),
        ]
    }

    /// Whose matter it is; one's own unless something else is chosen.
    fn whose_choice(&self) -> FieldView {
        let all = [
            ("mine", ("我自己的", "Mine"), ("", "")),
            (
                "several",
                ("几个人的", "Of several people"),
                (
                    "最多5位代表，各有一个查询码",
                    "Up to five representatives, a code each",
                ),
            ),
            (
                "for",
                ("我替别人反映", "I bring it for somebody"),
                ("要对方的书面委托", "With their written authority"),
            ),
        ];
        let mut whose = self.choices("whose", &all);
        if whose.iter().all(|choice| !choice.selected)
            && let Some(first) = whose.first_mut()
        {
            first.selected = true;
        }
        self.field(
            "whose",
            ("是谁的事", "Whose it is"),
            FieldKind::Radios(whose),
        )
    }

    fn whose(&self) -> Vec<Group> {
        let whose = self.whose_choice();
        let representative = |nth: usize| {
            let (zh, en) = (
                format!("第{}位代表", nth + 1),
                format!("Representative {}", nth + 1),
            );
            let field = self.short(&format!("representative_{nth}"), (&zh, &en));
            // Who brings a matter of several names at least one other.
            FieldView {
                optional: nth > 1,
                ..field
            }
        };
        let several = self
            .language
            .pick("您以外的代表", "Representatives beside you");
        let written = self.hint(
            FieldView {
                optional: false,
                ..self.short("on_behalf_of", ("替谁反映？", "For whom?"))
            },
            "要有他的书面委托书。可以拍照，在“材料”那一步传上来再在这里选；以后在查询页传、带到窗口也行",
            "It takes a written authority. Photograph it, add it to the files and choose it here; or add it on the tracking page or bring it to the counter later",
        );
        let respondents = self.hint(
            self.lines(
                "respondents",
                (
                    "反映的是哪个单位或工作人员？",
                    "About which unit or official?",
                ),
                3,
            )
            .optional(),
            "一行写一个。除非您同意，他们看不到您是谁",
            "One a line. Unless you agree, they never see who you are",
        );
        let misconduct = FieldKind::Checkbox(self.typed.ticked("misconduct"));
        let misconduct = self.hint(
            self.field(
                "misconduct",
                (
                    "可能是公职人员违纪违法，比如收钱、以权压人",
                    "It may be misconduct by officials, such as bribes or abuse of power",
                ),
                misconduct,
            ),
            "只有公职人员的事才勾；勾了，只有专办员能看。工厂、公司、邻居的事不勾",
            "For what officials did only; if ticked, only the officers named for it may read it. Not for what a company or a neighbour did",
        );
        vec![
            Group::plain(vec![whose]),
            Group::of(
                "when-several",
                several,
                (1..=4).map(representative).collect(),
            ),
            Group::of(
                "when-for",
                "",
                std::iter::once(written)
                    .chain(self.authority_paper())
                    .collect(),
            ),
            Group::plain(vec![respondents, misconduct]),
        ]
    }

    /// Which of the files is the written authority; nothing is asked where none was added.
    fn authority_paper(&self) -> Option<FieldView> {
        let chosen = self.text(AUTHORITY);
        let choices = self.files.iter().map(|file| {
            let number = file.number.to_string();
            let there = number == chosen;
            Choice::new(number, shown_safely(&file.name)).chosen(there)
        });
        let choices: Vec<Choice> = choices.collect();
        let none = self
            .language
            .pick("还没有，以后再交", "None yet; it comes later");
        let label = ("哪一份是委托书？", "Which file is the written authority?");
        let kind = FieldKind::Select(choices, none.to_owned());
        (!self.files.is_empty()).then(|| self.field(AUTHORITY, label, kind).optional())
    }

    fn contact(&self) -> Vec<Group> {
        let all = [
            ("named", ("留姓名", "Leave my name"), ("", "")),
            (
                "confidential",
                ("留姓名并保密", "Leave my name, kept confidential"),
                (
                    "只有指定的专人能看您写的，也只有派了专人的单位能办。平常的事选“留姓名”就行：被反映的单位一样看不到您是谁",
                    "Only named officers may read what you wrote, and only a unit that has one can handle it. For an everyday matter “Leave my name” is enough: those you complain of do not see who you are either",
                ),
            ),
            (
                "anonymous",
                ("不留姓名", "Stay anonymous"),
                ("凭查询码照样收答复", "The code brings answers too"),
            ),
        ];
        let who = FieldKind::Radios(self.choices("who", &all));
        let who = self.hint(
            self.field("who", ("要不要留姓名？", "Will you leave your name?"), who),
            "除非您同意，被反映的单位看不到您是谁",
            "Unless you agree, those you complain of never see who you are",
        );
        // Nothing is promised that this installation cannot send.
        let legend = match self.notices {
            Some(_) => self.language.pick(
                "姓名和联系方式，至少填一样；有电话或邮箱，有消息就能通知您",
                "Name and contact, at least one; with a telephone or e-mail we can tell you of news",
            ),
            None => self.language.pick(
                "姓名和联系方式，至少填一样；要核实的，我们找得到您",
                "Name and contact, at least one, so that we can ask you where something has to be checked",
            ),
        };
        let wish = self.hint(
            self.line("wish", ("需要什么语言或帮助？", "Any language or help?"))
                .optional(),
            "比如方言、手语、民族语言、轮椅、帮忙写",
            "Such as a dialect, sign language, another language, a wheelchair, help with writing",
        );
        let mut groups = vec![
            Group::plain(vec![who]),
            Group::of(
                "contact",
                legend,
                vec![
                    self.short("name", ("姓名", "Name")).filled_as("name"),
                    self.short("phone", ("电话", "Telephone")).filled_as("tel"),
                    self.line("email", ("电子邮箱", "E-mail"))
                        .optional()
                        .filled_as("email"),
                    self.line("address", ("通信地址", "Postal address"))
                        .optional()
                        .filled_as("street-address"),
                ],
            ),
        ];
        if let Some(names) = self.notices {
            let chosen = hours::read(self.typed).unwrap_or_default();
            let fields = hours::fields(self.language, chosen, names);
            groups.push(Group::plain(fields));
        }
        groups.push(Group::plain(vec![wish]));
        groups
    }
}

/// What to do about a field.
pub(super) fn words(field: &str, problem: &FieldProblem, language: Language) -> String {
    let (zh, en) = match (field, problem) {
        ("subject", FieldProblem::Missing) => {
            ("用一句话写是什么事", "Say in one sentence what it is about")
        }
        ("body", FieldProblem::Missing) => ("写一写发生了什么事", "Write what happened"),
        ("who", FieldProblem::Missing) => (
            "请选一种：留姓名、保密或不留姓名",
            "Choose one: named, confidential or anonymous",
        ),
        ("name", FieldProblem::Missing) => (
            "姓名、电话、邮箱、地址至少写一样；或者选“不留姓名”",
            "Give a name, phone, e-mail or address; or choose to stay anonymous",
        ),
        ("phone", FieldProblem::NotAPhone) => (
            "请再看一遍：手机号是11位数字，座机写区号；也可以换一种联系方式",
            "Look at it again: a Chinese mobile has 11 digits, a fixed line its area code; or choose another way",
        ),
        ("representative_1", FieldProblem::Missing) => (
            "写上至少一位代表；只有您自己的，请选“我自己的”",
            "Name at least one representative; if it is yours alone choose “Mine”",
        ),
        ("on_behalf_of", FieldProblem::Missing) => ("写上替谁反映", "Say for whom"),
        ("who", FieldProblem::AnonymousWithPetitioner) => (
            "选了“不留姓名”，但还写着姓名、联系方式或代表；请删掉，或者改选别的",
            "You chose to stay anonymous, but a name, contact or representative is still there; remove it, or choose another way",
        ),
        _ => return problem.message(language),
    };
    language.pick(zh, en).to_owned()
}
