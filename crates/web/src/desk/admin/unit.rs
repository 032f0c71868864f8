//! The form of a unit.

use super::fields::{Wrong, both, number, units};
use crate::body::Form;
use crate::initials::short;
use crate::pages::components::Choice;
use crate::pages::form::{FieldKind, FieldView};
use huiyin_app::{OrganisationAt, UnitDraft};
use huiyin_domain::organisation::UnitKind;

/// An empty form.
pub(super) fn new() -> UnitDraft {
    UnitDraft {
        kind: UnitKind::Public.word().to_owned(),
        ..UnitDraft::default()
    }
}

/// What was typed. A new one without a key gets one of its name.
pub(super) fn draft(form: &Form, adds: bool) -> UnitDraft {
    let name = both(form, "name");
    let key = form.text("key").unwrap_or_else(|| match adds {
        true => short(&name.zh),
        false => String::new(),
    });
    UnitDraft {
        key,
        name,
        kind: form.text("kind").unwrap_or_default(),
        parent: number(form, "parent"),
        petition_office: form.ticked("petition_office"),
        closed: form.ticked("closed"),
    }
}

/// The fields.
pub(super) fn fields(
    wrong: &Wrong<'_>,
    organisation: &OrganisationAt,
    draft: &UnitDraft,
    adds: bool,
) -> Vec<FieldView> {
    let language = wrong.language;
    let labels = (
        wrong.say("名称", "Name in Chinese"),
        wrong.say("英文名称", "Name in English"),
    );
    let mut fields = wrong.both("name", labels, &draft.name).to_vec();
    let key = wrong.say("代号", "Key");
    let key = wrong.field("key", key, FieldKind::Short(draft.key.clone()));
    let hint = wrong.say(
        "小写字母、数字、横线，导入导出时用",
        "Lower-case letters, digits, dashes; used by imports and exports",
    );
    fields.push(match adds {
        true => key.optional().hinted(wrong.say(
            "空着就用名称的拼音首字母",
            "Left empty, it is made of the Chinese name",
        )),
        false => key.hinted(hint),
    });
    let kinds = UnitKind::ALL.iter().map(|kind| {
        Choice::new(kind.word(), kind.label(language)).chosen(kind.word() == draft.kind)
    });
    let kind = wrong.say("种类", "Kind");
    fields.push(wrong.field("kind", kind, FieldKind::Radios(kinds.collect())));
    let above = units(organisation, language, draft.parent);
    let none = wrong.say("没有上级单位", "No unit above it").to_owned();
    let parent = wrong.say("上级单位", "The unit above it");
    fields.push(
        wrong
            .field("parent", parent, FieldKind::Select(above, none))
            .optional(),
    );
    let office = wrong.say(
        "是信访部门，负责登记",
        "It is a petition office and registers",
    );
    fields.push(wrong.field(
        "petition_office",
        office,
        FieldKind::Checkbox(draft.petition_office),
    ));
    let closed = wrong.say("已撤销", "It is dissolved");
    fields.push(wrong.field("closed", closed, FieldKind::Checkbox(draft.closed)));
    fields
}
