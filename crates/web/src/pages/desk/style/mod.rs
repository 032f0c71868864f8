//! `/desk/style`: every component in each of its states, in both languages, from its own examples.

mod of_desk;

use super::DeskFrame;
use crate::pages::components::{Choice, Clock, Look};
use crate::pages::corrections::Correction;
use crate::pages::desk::same_matter::SameMatterRow;
use crate::pages::file_list::ListedFile;
use crate::pages::form::{FieldKind, FieldView, FormError, errors_of};
use crate::pages::layout::Frame;
use crate::pages::notices::Board;
use crate::pages::plan_sheet::SheetView;
use crate::pages::stated_fact::StatedFact;
use crate::pages::thread::Message;
use crate::pages::timeline::Entry;
use crate::pages::track::News;
use askama::Template;
use huiyin_domain::language::Language;

/// The colours of the style sheet, by the name of their token.
const COLOURS: [&str; 16] = [
    "paper", "ground", "ink", "ink-2", "link", "visited", "band", "button", "error", "box", "rule",
    "in-time", "due-soon", "late", "quiet", "window",
];
/// The shapes that stand beside words.
const SHAPES: [&str; 14] = [
    "in-time",
    "due-soon",
    "late",
    "met",
    "paused",
    "window",
    "provisional",
    "danger",
    "error",
    "lock",
    "draft",
    "sent",
    "file",
    "back",
];

/// The components in one language.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/style/examples.html")]
struct Examples {
    frame: Frame,
}

impl Examples {
    /// `zh` or `en`: what ids of this language begin with.
    fn tag(&self) -> &'static str {
        self.frame.language.tag()
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.frame.language.pick(zh, en).to_owned()
    }

    /// A clock in each look, and one whose year is not announced yet.
    fn clocks(&self) -> Vec<Clock> {
        let language = self.frame.language;
        let clock = |look: Look| {
            let (zh, en) = match look {
                Look::InTime => return Clock::sample(language),
                Look::DueSoon => (
                    "劳动监察大队最迟4月14日（周二，含当天）答复，还有2个工作日",
                    "The Labour Inspection Team must answer by Tuesday 14 April; in 2 working days",
                ),
                Look::Late => (
                    "我们晚了：应在4月14日答复，已晚2个工作日",
                    "We are late: the answer was due 14 April, 2 working days ago",
                ),
                Look::Met => ("4月10日已答复", "Answered on 10 April"),
                Look::Ended => ("已结束：对转送提出异议", "Ended: objecting to the transfer"),
                Look::Paused => (
                    "在等鉴定，这几天不计",
                    "Waiting for the appraisal; these days do not count",
                ),
                Look::Window => (
                    "您可以在5月14日（含当天）前请上一级重新看",
                    "You may ask the level above to look again until 14 May",
                ),
                Look::WindowOfAnother => (
                    "信访人在5月14日（含当天）前可以：申请复查",
                    "The petitioner may until 14 May: Ask for review",
                ),
            };
            Clock {
                look,
                phrase: self.say(zh, en),
                why: Vec::new(),
                ..Clock::sample(language)
            }
        };
        let provisional = Clock {
            provisional: true,
            phrase: self.say(
                "约2027年1月5日（暂定，明年放假安排还没公布）",
                "About 5 January 2027 (provisional: next year's holidays are not announced)",
            ),
            ..Clock::sample(language)
        };
        Look::ALL
            .into_iter()
            .map(clock)
            .chain([provisional])
            .collect()
    }

    /// An id that the other language does not use.
    fn id(&self, name: &str) -> String {
        format!("{}-{name}", self.tag())
    }

    fn field(&self, name: &str, label: (&str, &str), kind: FieldKind) -> FieldView {
        FieldView::new(self.id(name), self.say(label.0, label.1), kind)
    }

    fn choices(&self) -> Vec<Choice> {
        let choice = |value: &str, zh: &str, en: &str| Choice::new(value, self.say(zh, en));
        vec![
            choice("named", "留姓名", "Leave my name").chosen(true),
            choice("anonymous", "不留姓名", "Stay anonymous")
                .hinted(self.say("凭查询码照样收答复", "The code brings answers too")),
        ]
    }

    /// A field of each kind; one of them was not taken.
    fn fields(&self) -> Vec<FieldView> {
        let text = String::new;
        vec![
            self.field(
                "line",
                ("用一句话说，是什么事？", "In one sentence?"),
                FieldKind::Text(text()),
            )
            .hinted(self.say("最多200个字", "At most 200 characters")),
            self.field(
                "phone",
                ("电话", "Telephone"),
                FieldKind::Short("135".into()),
            )
            .refused(Some(self.say(
                "电话少了几位，也可以换一种联系方式",
                "The phone number is too short; or choose another way",
            ))),
            self.field(
                "lines",
                ("发生了什么事？", "What happened?"),
                FieldKind::TextArea(text(), 3),
            )
            .optional(),
            self.field(
                "list",
                ("在哪里？", "Where?"),
                FieldKind::Select(self.choices(), self.say("不选", "Not chosen")),
            )
            .optional(),
            self.field(
                "one",
                ("要不要留姓名？", "Will you leave your name?"),
                FieldKind::Radios(self.choices()),
            ),
            self.field(
                "tick",
                ("可能违纪违法", "It may be misconduct"),
                FieldKind::Checkbox(false),
            )
            .hinted(self.say(
                "只有指定的专人能看您写的，也只有派了专人的单位能办",
                "Only named officers may read what you wrote, and only a unit that has one can handle it",
            )),
            self.field("day", ("哪一天？", "Which day?"), FieldKind::Date(text())),
            self.field("file", ("文件", "File"), FieldKind::File),
        ]
    }

    /// Two people may sign on the screen.
    fn signs(&self) -> FieldView {
        let label = ("代表在屏幕上签名", "Representatives sign on the screen");
        let kind = FieldKind::Signatures(vec![String::new(); 2]);
        self.field("signs", label, kind).optional()
    }

    /// What is said at a field that was not taken.
    fn refusal(&self, refused: bool) -> Option<&'static str> {
        let language = self.frame.language;
        refused.then(|| language.pick("请写一句", "Write a sentence"))
    }

    fn errors(&self) -> Vec<FormError> {
        errors_of(None, &self.fields())
    }

    /// What was not taken of the files that were chosen.
    fn not_taken(&self, refused: bool) -> Vec<String> {
        let lines = [
            (
                "合同.exe：这种文件不收",
                "contract.exe: files of this kind are not taken",
            ),
            ("录像.mp4：超过20MB", "film.mp4: larger than 20 MB"),
        ];
        let lines = lines.iter().filter(|_| refused);
        lines.map(|(zh, en)| self.say(zh, en)).collect()
    }

    fn files(&self) -> Vec<ListedFile> {
        ListedFile::samples(self.frame.language)
    }

    fn timeline(&self) -> Vec<Entry> {
        Entry::samples(self.frame.language)
    }

    fn news(&self) -> Vec<News> {
        let news = News::samples(self.frame.language).into_iter();
        news.map(|one| News::new(one.words, "#main")).collect()
    }

    fn thread(&self) -> Vec<Message> {
        Message::samples(self.frame.language, true)
    }

    fn board(&self) -> Board {
        Board::sample(self.frame.language)
    }

    fn corrections(&self) -> Vec<Correction> {
        vec![Correction::sample(self.frame.language)]
    }

    fn stated_facts(&self) -> Vec<StatedFact> {
        StatedFact::samples(self.frame.language)
    }

    /// With and without what can be done about it.
    fn same_matter(&self) -> Vec<SameMatterRow> {
        let row = |acts| SameMatterRow::sample(self.frame.language, acts);
        vec![row(true), row(false)]
    }

    fn sheet(&self) -> SheetView {
        SheetView::sample(self.frame.language)
    }
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/style/page.html")]
pub struct StylePage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// The components in Chinese and in English: rendered templates of ours with invented words, shown
    /// unescaped. Nothing typed gets in here.
    pub examples: Vec<(&'static str, String)>,
}

impl StylePage {
    /// The page around its examples.
    ///
    /// # Errors
    /// When a template fails to render.
    pub fn new(frame: Frame, desk: DeskFrame) -> Result<Self, askama::Error> {
        let examples = |language: Language| -> Result<_, askama::Error> {
            let examples = Examples {
                frame: Frame {
                    language,
                    ..frame.clone()
                },
            };
            Ok((examples.frame.html_lang(), examples.render()?))
        };
        Ok(Self {
            examples: vec![examples(Language::Zh)?, examples(Language::En)?],
            frame,
            desk,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn page() -> String {
        let frame = Frame::sample(Language::Zh, "/desk/style");
        let page = StylePage::new(frame, DeskFrame::sample(Language::Zh, None));
        page.and_then(|page| page.render()).expect("it renders")
    }

    #[test]
    fn each_state_stands_there_in_both_languages_with_its_word() {
        let page = page();
        for look in Look::ALL {
            for language in [Language::Zh, Language::En] {
                assert!(page.contains(look.word(language)), "{look:?} {language:?}");
            }
        }
    }

    /// A folder of a component holds its template and its examples; its style, if it has one, is loaded.
    #[test]
    fn each_component_is_a_folder_and_stands_on_the_page() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages/components");
        let page = include_str!("examples.html");
        let mut components = 0;
        for entry in std::fs::read_dir(folder).expect("the components") {
            let component = entry.expect("an entry").path();
            let name = component.file_name().unwrap_or_default().to_string_lossy();
            assert!(component.join("template.html").is_file(), "{name}");
            let examples = format!("{{% include \"components/{name}/examples.html\" %}}");
            assert!(page.contains(&examples), "{name} is not on the page");
            if let Ok(style) = std::fs::read_to_string(component.join("style.css")) {
                let loaded = [crate::assets::STYLE, crate::assets::DESK];
                let loaded = loaded.iter().any(|sheet| sheet.contains(&style));
                assert!(loaded, "no page loads the style of {name}");
            }
            components += 1;
        }
        assert!(components > 10, "{components}");
    }

    #[test]
    fn no_id_stands_twice_and_each_label_leads_to_a_field() {
        let page = page();
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        for id in &ids {
            assert_eq!(ids.iter().filter(|one| *one == id).count(), 1, "{id}");
        }
        for label in page.split("<label for=\"").skip(1) {
            let to = label.split('"').next().unwrap_or_default();
            assert!(ids.contains(&to), "{to}");
        }
    }

    /// What has a component is written by it alone, so that no page has a version of its own.
    #[test]
    fn no_page_writes_the_root_of_a_component() {
        const ROOTS: [&str; 12] = [
            "timeline",
            "rows",
            "counters",
            "file-list",
            "next-step",
            "actions-list",
            "came",
            "checks",
            "request-card",
            "tabs",
            "jump",
            "wizard-steps",
        ];
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
        let mut read = 0;
        for folder in [pages.clone(), pages.join("desk"), pages.join("tell")] {
            for entry in std::fs::read_dir(folder).expect("pages") {
                let page = entry.expect("an entry").path();
                if page.extension().is_none_or(|ending| ending != "html") {
                    continue;
                }
                let text = std::fs::read_to_string(&page).expect("a page");
                let classes = text.split("class=\"").skip(1);
                let classes = classes.filter_map(|rest| rest.split('"').next());
                for root in classes.flat_map(|class| class.split(' ')) {
                    assert!(!ROOTS.contains(&root), "{} writes {root}", page.display());
                }
                assert!(!text.contains("type=\"file\""), "{}", page.display());
                read += 1;
            }
        }
        assert!(read > 50, "{read}");
        let sheets = [crate::assets::STYLE, crate::assets::DESK].concat();
        for root in ROOTS {
            assert!(
                sheets.contains(&format!(".{root} ")),
                "{root} is in no sheet"
            );
        }
    }

    /// A colour or shape that is shown has to be one of the style sheet.
    #[test]
    fn every_colour_and_shape_of_the_page_is_one_that_pages_use() {
        let (style, desk) = (crate::assets::STYLE, crate::assets::DESK);
        for colour in COLOURS {
            assert!(style.contains(&format!("--{colour}:")), "{colour}");
            assert!(
                desk.contains(&format!(".swatch-{colour} {{ background: var(--{colour});")),
                "{colour}"
            );
        }
        let icons = include_str!("../../components/icon/template.html");
        for shape in SHAPES.iter().filter(|shape| **shape != "back") {
            assert!(icons.contains(&format!("when \"{shape}\"")), "{shape}");
        }
    }

    /// What the reader's system asks for and what the switch asks for are the same colours.
    #[test]
    fn a_theme_by_the_switch_is_the_theme_of_the_system() {
        let (style, desk) = (crate::assets::STYLE, crate::assets::DESK);
        let block = |sheet: &str, after: &str, selector: &str| {
            let (_, rest) = sheet.split_once(after).expect("the media query");
            let (_, rest) = rest.split_once(selector).expect("the selector");
            let (block, _) = rest.split_once('}').expect("an end");
            block.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let white = block(style, "@media (prefers-contrast: more) {", ":root {");
        assert_eq!(white, block(style, "", ":root[data-contrast=\"more\"] {"));
        assert!(white.contains("--ink: #000000"));
        let black = "@media (prefers-contrast: more) and (prefers-color-scheme: dark) {";
        let black = block(style, black, ":root {");
        let switched = ":root[data-theme=\"dark\"][data-contrast=\"more\"] {";
        assert_eq!(black, block(desk, "", switched));
        let dark = ":root:not([data-theme=\"light\"], [data-contrast]) {";
        let dark = block(desk, "@media screen and (prefers-color-scheme: dark)", dark);
        assert_eq!(dark, block(desk, "", ":root[data-theme=\"dark\"] {"));
    }
}
