//! A danger to life as a message of the Common Alerting Protocol, for neighbours who help (OASIS CAP 1.2).
//! A visit as such has no form here, and cannot be given one: only a danger to life that was written down
//! when rescue or police were called, or a drill, becomes a message, in the categories Safety, Health and Fire and
//! in no other. It says nothing about anybody who came.

use super::{Event, Recorded};
use crate::plan::{Danger, Plan, Rule, TaskKind};
use crate::time::Instant;

/// What kind of danger: of the categories of CAP only these exist here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapCategory {
    /// Crush, or something that may fall.
    Safety,
    /// Somebody's life or health.
    Health,
    /// Fire.
    Fire,
}

impl CapCategory {
    /// Every category.
    pub const ALL: &'static [Self] = &[Self::Safety, Self::Health, Self::Fire];

    /// The word of CAP 1.2, section 3.2.2.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safety => "Safety",
            Self::Health => "Health",
            Self::Fire => "Fire",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }
}

/// What a message is made of.
#[derive(Clone, Debug)]
pub struct Cap<'a> {
    /// Unique in the installation; no blank, comma, `<` or `&`.
    pub identifier: &'a str,
    /// Who sends it, likewise.
    pub sender: &'a str,
    /// When.
    pub sent: Instant,
    /// Whether it is a drill.
    pub exercise: bool,
    /// The kind of danger.
    pub category: CapCategory,
    /// Who sends it, in words.
    pub sender_name: &'a str,
    /// The danger as it was written down; in a drill what is practised.
    pub description: &'a str,
    /// Where, in words.
    pub area: &'a str,
    /// The language of the words: `zh-CN` or `en`.
    pub language: &'a str,
}

/// Where in a record a danger to life was written down: rescue was called for it, or police under a rule that has
/// them for a danger to life. One in traffic is none. Nothing: there is no message.
pub fn danger_to_life(record: &[Recorded], plan: &Plan) -> Option<usize> {
    let mut applies: Option<&Rule> = None;
    for (nth, one) in record.iter().enumerate() {
        let found = match &one.event {
            Event::Levelled { rule, .. } => {
                applies = plan.rule(rule);
                false
            }
            Event::TaskDone {
                kind: TaskKind::AmbulanceOrFire,
            } => true,
            Event::TaskDone {
                kind: TaskKind::Police,
            } => applies.is_some_and(|rule| {
                let mut tasks = rule.tasks.iter();
                tasks.any(|task| task.kind == TaskKind::Police && task.danger == Some(Danger::Life))
            }),
            _ => false,
        };
        if found {
            return Some(nth);
        }
    }
    None
}

impl Cap<'_> {
    /// The message as XML, with the elements in the order of the schema.
    pub fn xml(&self) -> String {
        let status = if self.exercise { "Exercise" } else { "Actual" };
        // RFC 3339 with an offset of +00:00: CAP forbids the letter Z (section 3.3.2).
        let sent = self.sent.to_minute().to_string().replace('Z', "+00:00");
        let note = match self.exercise {
            true => element("note", "演练，没有真实危险。A drill: there is no danger."),
            false => String::new(),
        };
        let info: String = [
            ("language", self.language),
            ("category", self.category.word()),
            ("event", "人群安全 Crowd safety"),
            ("urgency", "Immediate"),
            ("severity", "Severe"),
            ("certainty", "Observed"),
            ("senderName", self.sender_name),
            ("headline", "需要救援支援 Help of rescue services is needed"),
            ("description", self.description),
        ]
        .into_iter()
        .map(|(name, text)| element(name, text))
        .collect();
        let area = element("areaDesc", self.area);
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n{}{}{}{}{}{}{}{note}\
             <info>\n{info}<area>\n{area}</area>\n</info>\n</alert>\n",
            element("identifier", self.identifier),
            element("sender", self.sender),
            element("sent", &sent),
            element("status", status),
            element("msgType", "Alert"),
            element("scope", "Restricted"),
            element(
                "restriction",
                "For rescue services and neighbouring authorities"
            ),
        )
    }
}

fn element(name: &str, text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    format!("<{name}>{escaped}</{name}>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cap(exercise: bool) -> Cap<'static> {
        Cap {
            identifier: "park-7-12",
            sender: "park",
            sent: Instant::parse("2026-03-02T02:00:00Z").expect("an instant"),
            exercise,
            category: CapCategory::Safety,
            sender_name: "园区",
            description: "门口太挤 <& 有人倒下",
            area: "园区接待室",
            language: "zh-CN",
        }
    }

    #[test]
    fn a_message_escapes_what_was_typed_and_writes_its_offset_as_cap_wants_it() {
        let xml = cap(false).xml();
        for part in [
            "<sent>2026-03-02T02:00:00+00:00</sent>",
            "<status>Actual</status>",
            "<scope>Restricted</scope>",
            "<category>Safety</category>",
            "<description>门口太挤 &lt;&amp; 有人倒下</description>",
        ] {
            assert!(xml.contains(part), "{part}: {xml}");
        }
        assert!(!xml.contains("<note>"));
    }

    #[test]
    fn only_a_danger_to_life_is_one() {
        let mut shipped = crate::shipped::plans().iter();
        let sample = shipped.find(|one| one.id == "sample-park");
        let text = sample.expect("shipped").plan;
        let rescue = "kind = \"ambulance-or-fire\"\npost = \"governance-head\"\ndanger = \"life\"";
        let at = Instant::parse("2026-03-02T02:00:00Z").expect("an instant");
        let done = |task: &str, danger: &str, kind| {
            let task =
                format!("kind = \"{task}\"\npost = \"governance-head\"\ndanger = \"{danger}\"");
            let plan = Plan::parse(&text.replace(rescue, &task)).expect("a plan");
            let levelled = Event::Levelled {
                rule: crate::plan::Key::new("park-large"),
                level: crate::plan::RunLevel::II,
                because: super::super::Because::Opened,
            };
            let events = [levelled, Event::TaskDone { kind }];
            let record = events.map(|event| Recorded { at, event });
            danger_to_life(&record, &plan)
        };
        assert_eq!(
            done("ambulance-or-fire", "life", TaskKind::AmbulanceOrFire),
            Some(1)
        );
        assert_eq!(done("police", "life", TaskKind::Police), Some(1));
        assert_eq!(done("police", "traffic", TaskKind::Police), None);
        assert_eq!(done("police", "life", TaskKind::Water), None);
    }

    #[test]
    fn a_drill_says_so_and_no_category_of_order_exists() {
        let xml = cap(true).xml();
        assert!(xml.contains("<status>Exercise</status>") && xml.contains("<note>演练"));
        for word in ["Security", "Rescue", "Met", "", "safety"] {
            assert_eq!(CapCategory::parse(word), None, "{word}");
        }
    }
}
