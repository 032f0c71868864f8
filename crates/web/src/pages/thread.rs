//! Messages between the petitioner and the authority, as both see them.

use huiyin_domain::language::Language;

/// One message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whether the petitioner wrote it; else the authority did.
    pub from_petitioner: bool,
    /// Who wrote it, as the reader may know it: "You", a unit, a post.
    pub from: String,
    /// When, in words.
    pub when: String,
    /// When, for machines.
    pub iso: String,
    /// Whether it is facts that stand below the matter's own text too; they are no talk.
    pub facts: bool,
    /// What; may hold line breaks.
    pub text: String,
}

impl Message {
    /// A question and the facts that it brought, for samples.
    pub fn samples(language: Language, reader_is_petitioner: bool) -> Vec<Self> {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let petitioner = if reader_is_petitioner {
            say("您", "You")
        } else {
            say("信访人", "The petitioner")
        };
        vec![
            Self {
                from_petitioner: false,
                from: say("劳动监察大队", "Labour Inspection Team"),
                when: say("3月2日（周一）10:15", "Monday 2 March, 10:15"),
                iso: "2026-03-02T10:15:00+08:00".to_owned(),
                facts: false,
                text: say(
                    "工资条或转账记录有的话，请传给我们，或带到接待厅。没有也照样查。",
                    "If you have pay slips or bank records, send them or bring them in. We look into it without them too.",
                ),
            },
            Self {
                from_petitioner: true,
                from: petitioner,
                when: say("3月2日（周一）19:40", "Monday 2 March, 19:40"),
                iso: "2026-03-02T19:40:00+08:00".to_owned(),
                facts: true,
                text: say(
                    "只有前两个月的转账记录。\n三月份的班组长记了工，本子在他手里。",
                    "I only have the records of the first two months.\nFor March the foreman kept the book.",
                ),
            },
        ]
    }
}
