//! The forms of a reception: what each step is called, and what it asks.

use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use crate::problem::Problem;
use huiyin_app::rules::Authority;
use huiyin_app::{CallState, ResponseView};
use huiyin_domain::language::Language;
use huiyin_domain::plan::TaskKind;
use huiyin_domain::response::{Drawing, Joining, REPRESENTATIVES_MAX};

/// Lines of a long text at first.
const BODY_ROWS: usize = 8;
/// Lines of minutes at first.
const MINUTES_ROWS: usize = 20;
/// Lines of a list at first.
const LIST_ROWS: usize = 3;

type Words = (&'static str, &'static str);

/// What a step is called, what happens, and what its button says.
pub(super) fn words(step: &str) -> (Words, Words, Words) {
    match step {
        "representatives" => (
            ("记下代表", "Note the representatives"),
            (
                "代表由来访人自己推选，最多5人。姓名密封保存，只有接待和负责人能看，看了留记录；不上看板，不进报告。重新写一遍就替换以前的。",
                "The group itself chooses them, at most five. Names are sealed: only the reception desk and whoever is in charge see them, on record; never on a board or in a report. Written again they replace those before.",
            ),
            ("记下代表", "Note them"),
        ),
        "need" => (
            ("有人需要什么", "Somebody needs something"),
            (
                "只记事项和人数，不记是谁。写0就是不需要了。",
                "A thing and a number are noted, never who. 0 takes it back.",
            ),
            ("记下", "Note it"),
        ),
        "talk" => (
            ("开始谈话", "A talk begins"),
            (
                "被反映的单位，代表要求或者同意才参加；理由和谁参加留下记录。",
                "Whom the matter complains of joins only if the representatives ask for it or agree; that and who joins is on record.",
            ),
            ("开始谈话", "It begins"),
        ),
        "minutes" => (
            ("写谈话记录", "Write the minutes"),
            (
                "不写代表的姓名和联系方式。写好念给代表听，代表同意，或者写下不同意见；改了要再念。",
                "No name and no contact of a representative. Read it back: they agree, or say what they see otherwise; once changed it is read back again.",
            ),
            ("记下", "Note it"),
        ),
        "answer" => (
            ("代表答复记录", "The representatives answer the minutes"),
            (
                "由一位代表在这里输入自己的查询码，或者在这里的屏幕上签名，或者凭签名的纸件，三样一样有效。纸件：登记了信访件的，先在信访件里加上扫描件；没有登记的，扫描件在这里交，留在这次响应里。",
                "One representative types the code here, or they sign on the screen here, or on paper; all three count the same. Paper: with a petition, add the scan to it first; without one, hand the scan in here, and it stays with this response.",
            ),
            ("记下", "Note it"),
        ),
        "petition" => (
            ("登记来访人的信访件", "Register the group's petition"),
            (
                "代表从这次响应里取，每人一个查询码；另有一个只能看的码，可以复印转发。别的来访人各自登记，和这次响应没有关联。",
                "The representatives are taken from the response, each gets a code of their own; a view-only code can be copied and passed on. Others who came register as anyone does; nothing links that to the response.",
            ),
            ("登记并打印", "Register and print"),
        ),
        _ => (
            ("都谈过或约好了", "Everybody was heard or has a time"),
            (
                "之后来的人多了，要重新记。",
                "If more people come afterwards, this is to be noted again.",
            ),
            ("记下", "Note it"),
        ),
    }
}

/// A form as it is filled in.
struct Asking<'a> {
    language: Language,
    authority: &'a Authority,
    view: &'a ResponseView,
    typed: &'a Form,
    problem: Option<&'a Problem>,
}

/// The fields of a step.
pub(super) fn fields(
    (language, authority): (Language, &Authority),
    view: &ResponseView,
    step: &str,
    typed: &Form,
    problem: Option<&Problem>,
) -> Vec<FieldView> {
    let asking = Asking {
        language,
        authority,
        view,
        typed,
        problem,
    };
    match step {
        "representatives" => (1..=REPRESENTATIVES_MAX)
            .flat_map(|nth| asking.representative(nth))
            .collect(),
        "need" => asking.need(),
        "talk" => asking.talk(),
        "petition" => asking.petition(),
        "minutes" => vec![asking.minutes()],
        "answer" => asking.answer(),
        _ => vec![
            asking
                .area(
                    "text",
                    "还有谁约了什么时间？",
                    "Who is heard when?",
                    LIST_ROWS,
                )
                .hinted(asking.say("不写姓名和联系方式。", "No names, no contacts."))
                .optional(),
        ],
    }
}

impl Asking<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        self.language.pick(zh, en).to_owned()
    }

    fn text(&self, name: &str) -> String {
        self.typed.text(name).unwrap_or_default()
    }

    /// What was wrong with a field, by the name that the use case gives it.
    fn wrong(&self, name: &str) -> Option<String> {
        let mut fields = self.problem?.refused_fields().iter();
        let under = format!("{name}.");
        let found = fields.find(|one| one.field == name || one.field.starts_with(&under))?;
        Some(found.problem.message(self.language))
    }

    fn field(&self, name: &str, (zh, en): Words, kind: FieldKind) -> FieldView {
        FieldView::new(name, self.say(zh, en), kind).refused(self.wrong(name))
    }

    fn area(&self, name: &str, zh: &'static str, en: &'static str, rows: usize) -> FieldView {
        let kind = FieldKind::TextArea(self.text(name), rows);
        self.field(name, (zh, en), kind)
    }

    fn representative(&self, nth: usize) -> [FieldView; 3] {
        let language = self.language;
        let wrong = |part: &str| self.wrong(&format!("representatives.{}.{part}", nth - 1));
        let typed = |part: &str| self.text(&format!("{part}-{nth}"));
        let name = FieldView::new(
            format!("name-{nth}"),
            language.pick(format!("第{nth}位代表"), format!("Representative {nth}")),
            FieldKind::Short(typed("name")),
        );
        let contact = FieldView::new(
            format!("contact-{nth}"),
            language.pick(
                format!("第{nth}位的电话或邮箱"),
                format!("Telephone or e-mail of representative {nth}"),
            ),
            FieldKind::Short(typed("contact")),
        );
        let agreed = FieldView::new(
            format!("agreed-{nth}"),
            language.pick(
                format!("第{nth}位同意留联系方式"),
                format!("Representative {nth} agrees to leave it"),
            ),
            FieldKind::Checkbox(self.typed.ticked(&format!("agreed-{nth}"))),
        );
        let name = if nth > 1 { name.optional() } else { name };
        [
            name.refused(wrong("name")),
            contact.refused(wrong("contact")).optional(),
            agreed.refused(wrong("agreed")),
        ]
    }

    fn need(&self) -> Vec<FieldView> {
        let chosen = self.text("kind");
        let kinds = TaskKind::ALL.iter().filter(|kind| kind.is_need());
        let kinds = kinds.map(|kind| {
            Choice::new(kind.word(), kind.label(self.language)).chosen(chosen == kind.word())
        });
        let kinds = FieldKind::Radios(kinds.collect());
        let people = FieldKind::Short(self.text("people"));
        vec![
            self.field("kind", ("需要什么？", "What is needed?"), kinds),
            self.field("people", ("几个人？", "For how many people?"), people),
        ]
    }

    fn talk(&self) -> Vec<FieldView> {
        let language = self.language;
        let chosen = self.typed.texts("posts");
        let there = self.view.calls.iter();
        let there = there.filter(|call| call.state == CallState::There);
        let posts = there.map(|call| {
            let title = call.title.in_language(language);
            Choice::new(&call.post, title).chosen(chosen.contains(&call.post))
        });
        let rooms = self.view.reception.rooms.iter();
        let first = rooms.clone().next().map(|room| room.id.clone());
        let room = self.typed.text("room").or(first).unwrap_or_default();
        let rooms = rooms.map(|one| {
            Choice::new(&one.id, one.title.in_language(language)).chosen(one.id == room)
        });
        let joins = self.text("joining");
        let none = self.say("不参加", "Nobody of them joins");
        let none = Choice::new("", none).chosen(joins.is_empty());
        let joining = Joining::ALL.into_iter().map(|one| {
            let label = one.label();
            Choice::new(one.word(), label.in_language(language)).chosen(joins == one.word())
        });
        let joining = std::iter::once(none).chain(joining);
        let who = FieldKind::Text(self.text("who"));
        vec![
            self.field(
                "posts",
                (
                    "谁来谈？（已经到场的岗位）",
                    "Who takes part? (posts that are there)",
                ),
                FieldKind::Checks(posts.collect()),
            ),
            self.field(
                "room",
                ("在哪里？", "Where?"),
                FieldKind::Radios(rooms.collect()),
            ),
            self.field(
                "joining",
                ("被反映的单位参加吗？", "Does whom it complains of join?"),
                FieldKind::Radios(joining.collect()),
            ),
            self.field("who", ("参加的话，是谁？", "If so, who?"), who)
                .optional(),
        ]
    }

    /// The newest minutes stand there, to go on from.
    fn minutes(&self) -> FieldView {
        let written = self.view.reception.minutes.as_ref();
        let written = written.map(|minutes| minutes.text.clone());
        let text = self.typed.text("text").or(written).unwrap_or_default();
        let kind = FieldKind::TextArea(text, MINUTES_ROWS);
        let asked = (
            "谈了什么，答应了什么？",
            "What was said, and what was promised?",
        );
        self.field("text", asked, kind)
    }

    fn answer(&self) -> Vec<FieldView> {
        let agreed = self.text("agreed");
        let choice = |value: &str, zh: &str, en: &str| {
            Choice::new(value, self.say(zh, en)).chosen(agreed == value)
        };
        let choices = vec![
            choice("yes", "同意", "They agree"),
            choice("no", "有不同意见", "They see something otherwise"),
        ];
        let mut fields = vec![
            self.field(
                "agreed",
                ("代表怎么说？", "What do they say?"),
                FieldKind::Radios(choices),
            ),
            self.area(
                "otherwise",
                "不同意见",
                "What they see otherwise",
                LIST_ROWS,
            )
            .optional(),
        ];
        // A drill registers no petition: there is neither code nor file, and the answer is played.
        if self.view.summary.exercise {
            return fields;
        }
        fields.push(
            FieldView::new(
                "code",
                self.say("一位代表的查询码", "The code of a representative"),
                FieldKind::Password,
            )
            .refused(self.wrong("code"))
            .optional(),
        );
        // Whoever a plan calls sees no names, and what is signed bears them.
        let sees_names = self.view.may.contains(&"see-representatives");
        if sees_names {
            fields.push(self.signatures());
        }
        fields.push(
            self.field(
                "paper",
                (
                    "没有码：签名件的文件号",
                    "Without a code: the number of the signed paper",
                ),
                FieldKind::Short(self.text("paper")),
            )
            .optional(),
        );
        if sees_names {
            fields.push(self.scan());
        }
        fields
    }

    /// One field to sign in for each who speaks for the group, with what was drawn in it.
    fn signatures(&self) -> FieldView {
        let drawn = self.typed.fields().iter();
        let drawn = drawn.filter(|(name, _)| name == "signature");
        // What the script could not read again does not go back to it.
        let drawn = drawn.map(|(_, drawn)| match Drawing::parse(drawn) {
            Ok(_) => drawn.clone(),
            Err(_) => String::new(),
        });
        let pads = self.view.reception.representatives.max(1);
        let drawn = drawn.chain(std::iter::repeat(String::new()));
        let kind = FieldKind::Signatures(drawn.take(pads).collect());
        let asked = ("代表在屏幕上签名", "Representatives sign on the screen");
        self.field("signature", asked, kind).optional().hinted(self.say(
            "用手指、笔或鼠标，有一位签就行。只留图像，不记笔压和快慢；留在这次响应里，密封，看了留记录，不用来认人。用键盘的、不愿在屏幕上签的，用查询码或者签在纸上，一样有效。",
            "With finger, pen or mouse; one of them is enough. The picture alone is kept, neither pressure nor speed: with this response, sealed, on record whenever somebody looks, and never to find out who somebody is. Whoever uses a keyboard, or prefers not to, takes the code or paper; it counts the same.",
        ))
    }

    fn scan(&self) -> FieldView {
        let asked = (
            "没有登记信访件：签名的谈话记录，扫描或拍照",
            "Without a petition: the signed minutes, scanned or photographed",
        );
        self.field("scan", asked, FieldKind::File).optional().hinted(self.say(
            "先打印给代表签名。PDF、PNG或JPEG，最大20 MB；留在这次响应里，密封，看了留记录。",
            "Print them for the representatives to sign. PDF, PNG or JPEG, at most 20 MB; it stays with this response, sealed, and whoever looks is on record.",
        ))
    }

    fn petition(&self) -> Vec<FieldView> {
        let chosen = self.text("category");
        let roots = self.authority.categories.offered_roots();
        let roots = roots.map(|root| {
            Choice::new(&root.code, root.name.in_language(self.language))
                .chosen(chosen == root.code)
        });
        let later = self.say("以后再定", "Decide later");
        let categories = FieldKind::Select(roots.collect(), later);
        let one_a_line = self.say("一行写一条。", "One a line.");
        vec![
            self.area("body", "发生了什么事？", "What happened?", BODY_ROWS)
                .hinted(self.say(
                    "念给代表听，改到说对为止。",
                    "Read it back and change it until it is right.",
                )),
            self.field(
                "subject",
                ("用一句话说，是什么事？", "In one sentence?"),
                FieldKind::Text(self.text("subject")),
            ),
            self.area("requests", "诉求", "What is asked for", LIST_ROWS)
                .hinted(one_a_line.clone())
                .optional(),
            self.area(
                "respondents",
                "反映的是哪个单位或工作人员？",
                "Which unit or official is it about?",
                LIST_ROWS,
            )
            .hinted(one_a_line)
            .optional(),
            self.field("category", ("类别", "Category"), categories)
                .optional(),
            FieldView::new(
                "confidential",
                self.say("代表要求保密", "The representatives ask for confidence"),
                FieldKind::Checkbox(self.typed.ticked("confidential")),
            ),
        ]
    }
}
