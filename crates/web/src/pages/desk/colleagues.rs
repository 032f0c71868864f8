//! Several colleagues on one page: a row for each.

use super::{DeskFrame, Place};
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView, FormError, FormTarget, errors_of};
use crate::pages::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Role;

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "desk/colleagues.html")]
pub struct ColleaguesPage {
    /// The frame.
    pub frame: Frame,
    /// The desk's frame.
    pub desk: DeskFrame,
    /// Where it is sent.
    pub target: FormTarget,
    /// The fields of each row.
    pub rows: Vec<Vec<FieldView>>,
    /// What is wrong with the whole.
    pub error: Option<String>,
    /// Whether there can be more rows.
    pub may_have_more: bool,
    /// Where "Cancel" leads.
    pub cancel_href: String,
}

impl ColleaguesPage {
    fn errors(&self) -> Vec<FormError> {
        errors_of(self.error.as_deref(), self.rows.iter().flatten())
    }

    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![
            ("desk-admin-colleagues-zh", Self::sample(Language::Zh)),
            ("desk-admin-colleagues-en", Self::sample(Language::En)),
        ]
    }

    fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let row = |row: usize| {
            let first = row == 0;
            let field = |name: &str, label: String, kind| {
                FieldView::new(format!("{name}_{row}"), label, kind)
            };
            let typed = |zh: &str, en: &str| match first {
                true => FieldKind::Short(say(zh, en)),
                false => FieldKind::Short(String::new()),
            };
            let units = vec![Choice::new("1", say("信访局", "Petition Office"))];
            let roles = |none: String| {
                let roles = Role::ALL.iter();
                let roles = roles.map(|role| Choice::new(role.word(), role.label(language)));
                FieldKind::Select(roles.collect(), none)
            };
            let taken = first.then(|| say("已有同名的，请换一个", "It is taken: choose another"));
            vec![
                field("name", say("姓名", "Name"), typed("刘敏", "Liu Min")),
                field(
                    "login",
                    say("账号", "Signs in as"),
                    typed("liumin", "liumin"),
                )
                .optional()
                .refused(taken),
                field(
                    "unit",
                    say("单位", "Unit"),
                    FieldKind::Select(units, String::new()),
                ),
                field("role", say("角色", "Role"), roles(say("请选择", "Choose"))),
                field(
                    "role_too",
                    say("另一个角色", "Another role"),
                    roles(say("没有", "None")),
                ),
            ]
        };
        Self {
            frame: Frame::sample(language, "/desk/admin/staff/several"),
            desk: DeskFrame::sample(language, Some(Place::Administration)),
            target: FormTarget::to("/desk/admin/staff/several").sealed("7", "sample"),
            rows: (0..3).map(row).collect(),
            error: None,
            may_have_more: true,
            cancel_href: "/desk/admin/staff".to_owned(),
        }
    }
}
