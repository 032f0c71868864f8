//! The fields of an announcement, the same for the group and for a clerk who takes it down. None asks
//! who anybody is.

use crate::body::Form;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::{OpenablePlace, VisitDraft, VisitLook};
use huiyin_domain::language::Language;
use huiyin_domain::organisation::{Organisation, Unit, UnitKind};
use huiyin_domain::plan::TaskKind;
use huiyin_domain::time::Zone;

/// What the fields are made from.
pub(crate) struct Asking<'a> {
    pub(crate) language: Language,
    pub(crate) organisation: &'a Organisation,
    pub(crate) places: &'a [OpenablePlace],
    pub(crate) typed: &'a Form,
    /// What was not taken, by field.
    pub(crate) wrong: &'a [(String, String)],
}

/// What was typed.
pub(crate) fn draft(form: &Form) -> VisitDraft {
    let text = |name: &str| form.text(name).unwrap_or_default();
    let numbers = form.texts("about").into_iter();
    VisitDraft {
        at: text("at"),
        place: text("place"),
        people: text("people"),
        topic: text("topic"),
        needs: form.texts("needs"),
        about: numbers.filter_map(|id| id.parse().ok()).collect(),
        meets: form.text("meets").and_then(|id| id.parse().ok()),
    }
}

/// A form as it was typed when the visit was announced.
pub(crate) fn typed(look: &VisitLook, zone: &Zone) -> Form {
    let people = match (look.people.min, look.people.max) {
        (min, max) if min == max => max.to_string(),
        (min, max) => format!("{min}-{max}"),
    };
    let mut fields = vec![
        ("at", local(look.asked_at, zone)),
        ("place", look.place.clone()),
        ("people", people),
        ("topic", look.topic.clone()),
    ];
    let needs = look.needs.iter();
    fields.extend(needs.map(|kind| ("needs", kind.word().to_owned())));
    let about = look.about.iter();
    fields.extend(about.map(|(id, _)| ("about", id.to_string())));
    let meets = look.meets.iter();
    fields.extend(meets.map(|(id, _)| ("meets", id.to_string())));
    let owned = fields.into_iter();
    Form::of(
        owned
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// An instant as a field of a form has it.
pub(crate) fn local(at: huiyin_domain::time::Instant, zone: &Zone) -> String {
    at.civil_in(zone).strftime("%Y-%m-%dT%H:%M").to_string()
}

impl Asking<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        self.language.pick(zh, en).to_owned()
    }

    fn text(&self, name: &str) -> String {
        self.typed.text(name).unwrap_or_default()
    }

    /// Every field, with what was not taken.
    pub(crate) fn fields(&self) -> Vec<FieldView> {
        let [when, place, people, topic] = self.first();
        let mut fields = vec![when];
        fields.push(place);
        fields.extend([people, topic, self.needs()]);
        fields.extend(self.units());
        let refused = |field: FieldView| {
            let words = self.wrong(&field.name);
            field.refused(words)
        };
        fields.into_iter().map(refused).collect()
    }

    fn wrong(&self, name: &str) -> Option<String> {
        let found = self.wrong.iter().find(|(field, _)| field == name);
        found.map(|(_, words)| words.clone())
    }

    fn first(&self) -> [FieldView; 4] {
        let at = FieldKind::Moment(self.text("at"));
        let people = FieldKind::Short(self.text("people"));
        let topic = FieldKind::Text(self.text("topic"));
        [
            FieldView::new("at", self.say("想什么时候来？", "When would you come?"), at),
            FieldView::new(
                "place",
                self.say("到哪里？", "Where to?"),
                FieldKind::Radios(self.places()),
            ),
            FieldView::new(
                "people",
                self.say("大约多少人？", "About how many people?"),
                people,
            )
            .hinted(self.say("写30，或30-60。", "30, or 30-60.")),
            FieldView::new("topic", self.say("什么事？", "What is it about?"), topic)
                .hinted(self.say(
                    "一句话，不写人名和电话。",
                    "One sentence; no names and no numbers.",
                ))
                .optional(),
        ]
    }

    /// The places, the first one chosen at first.
    fn places(&self) -> Vec<Choice> {
        let chosen = self.text("place");
        let choice = |(nth, one): (usize, &OpenablePlace)| {
            let value = format!("{}/{}", one.plan, one.id);
            let picked = chosen == value || chosen.is_empty() && nth == 0;
            let title = one.title.in_language(self.language);
            let label = match one.hours.as_ref() {
                Some(hours) => {
                    let hours = hours.in_language(self.language);
                    self.language
                        .pick(format!("{title}（{hours}）"), format!("{title} ({hours})"))
                }
                None => title.to_owned(),
            };
            Choice::new(value, label).chosen(picked)
        };
        self.places.iter().enumerate().map(choice).collect()
    }

    fn needs(&self) -> FieldView {
        let picked = self.typed.texts("needs");
        let needs = TaskKind::ALL.iter().filter(|kind| kind.is_need());
        let choice = |kind: &TaskKind| {
            let word = kind.word();
            let picked = picked.iter().any(|one| one == word);
            Choice::new(word, kind.label(self.language)).chosen(picked)
        };
        let label = self.say("要准备什么？", "What should be ready?");
        FieldView::new(
            "needs",
            label,
            FieldKind::Checks(needs.map(choice).collect()),
        )
        .optional()
    }

    fn units(&self) -> [FieldView; 2] {
        let units = self.organisation.units.values();
        let units: Vec<&Unit> = units.filter(|unit| !unit.closed).collect();
        let choose = |picked: &[String], unit: &Unit| {
            let id = unit.id.to_string();
            let picked = picked.contains(&id);
            Choice::new(id, unit.name.in_language(self.language)).chosen(picked)
        };
        let (about, meets) = (self.typed.texts("about"), self.typed.texts("meets"));
        let public = units
            .iter()
            .filter(|unit| unit.kind != UnitKind::Enterprise);
        let public = public.map(|unit| choose(&meets, unit)).collect();
        let about = units.iter().map(|unit| choose(&about, unit)).collect();
        let nobody = self.say("没有要求", "Nobody in particular");
        [
            FieldView::new(
                "about",
                self.say("反映的是谁？", "Whom is it about?"),
                FieldKind::Checks(about),
            )
            .hinted(self.say(
                "勾选的单位看不到这份预告，也不由他们接待。",
                "Units that are ticked see nothing of this, and do not receive you.",
            ))
            .optional(),
            FieldView::new(
                "meets",
                self.say("要见哪个单位的负责人？", "Whose head do you ask to meet?"),
                FieldKind::Select(public, nobody),
            )
            .hinted(self.say(
                "选了，就把时间和房间告诉那位负责人，别的不说。",
                "Then that head is told time and room, and nothing else.",
            ))
            .optional(),
        ]
    }
}
