//! Something that is administered and has versions: its form, and beside it who changed what and when. Each
//! version can be brought back.

use super::{DeskFrame, Fact, Place};
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// Something that a version changed; an empty text is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// What it is.
    pub label: String,
    /// What stood there before.
    pub before: String,
    /// What stands there from then on.
    pub after: String,
}

impl FactChange {
    /// What differs between two versions, in the order of the later one.
    pub fn between(before: &[Fact], after: &[Fact]) -> Vec<Self> {
        let value = |facts: &[Fact], label: &str| {
            let found = facts.iter().find(|fact| fact.label == label);
            found.map(|fact| fact.value.clone()).unwrap_or_default()
        };
        let gone = before.iter().filter(|fact| {
            let mut stays = after.iter();
            !stays.any(|other| other.label == fact.label)
        });
        let labels = after.iter().chain(gone).map(|fact| fact.label.clone());
        let change = |label: String| Self {
            before: value(before, &label),
            after: value(after, &label),
            label,
        };
        let changes = labels.map(change);
        changes.filter(|one| one.before != one.after).collect()
    }
}

/// A version.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// When it was set, in words.
    pub when: String,
    /// Who of the staff set it; empty: the program, or who runs it.
    pub by: String,
    /// The version; sent as `of` to bring it back.
    pub of: i64,
    /// When the earlier version was set that it is the same as, in words.
    pub same_as: Option<String>,
    /// What it changed; `None`: nothing is shown before it.
    pub changes: Option<Vec<FactChange>>,
    /// All that it says.
    pub facts: Vec<Fact>,
    /// Where it is brought back; `None`: it is the one in use, or this person may not.
    pub restore: Option<FormTarget>,
}

/// A page of something that has versions.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/versions.html")]
pub struct VersionsPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// What it is called.
    pub title: String,
    /// Address of the list that it stands in, and what leads back there.
    pub back: (&'static str, String),
    /// What saving brings.
    pub consequence: String,
    /// Where the form is sent; `None`: this person only reads.
    pub target: Option<FormTarget>,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// The versions, the newest first.
    pub versions: Vec<VersionRow>,
    /// What is wrong with the whole, such as that somebody else changed it.
    pub error: Option<String>,
}

impl VersionsPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), &self.fields)
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-versions-zh", Self::sample(Language::Zh)),
            ("desk-versions-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let title = say("劳动监察大队", "Labour Inspection Team");
        let name = |text: &str| Fact::new(say("名称", "Name"), text);
        let kind = || Fact::new(say("种类", "Kind"), say("机关部门", "Public unit"));
        let earlier = vec![name(&say("劳动监察中队", "Labour Squad")), kind()];
        let newest = vec![name(&title), kind()];
        let at = "/desk/admin/units/3";
        let restore = FormTarget::to(format!("{at}/restore")).sealed("7", "sample");
        let version = |when: String, facts: &[Fact], before: Option<&[Fact]>| VersionRow {
            when,
            by: say("何伟", "He Wei"),
            of: 5,
            same_as: None,
            changes: before.map(|before| FactChange::between(before, facts)),
            facts: facts.to_vec(),
            restore: Some(restore.clone()),
        };
        let field = FieldView::new(
            "name_zh",
            say("名称", "Name in Chinese"),
            FieldKind::Short(title.clone()),
        );
        Self {
            frame: Frame::sample(language, at),
            desk: DeskFrame::sample(language, Some(Place::Administration)),
            title: title.clone(),
            back: ("/desk/admin/units", say("返回单位", "Back to the units")),
            consequence: say(
                "每次修改存为一版，旧的随时可以恢复",
                "Each change is a version, and earlier ones can be brought back",
            ),
            target: Some(FormTarget::to(at).sealed("7", "sample")),
            fields: vec![field],
            versions: vec![
                VersionRow {
                    restore: None,
                    same_as: Some(say("3月2日9:05", "2 March, 9:05")),
                    ..version(
                        say("4月13日16:20", "13 April, 16:20"),
                        &newest,
                        Some(&earlier),
                    )
                },
                version(say("4月2日9:05", "2 April, 9:05"), &earlier, Some(&newest)),
                VersionRow {
                    by: String::new(),
                    ..version(say("3月2日9:05", "2 March, 9:05"), &newest, None)
                },
            ],
            error: None,
        }
    }
}
