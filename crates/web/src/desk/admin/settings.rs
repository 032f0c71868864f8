//! The authority as it is set: its data, who is above it, who leads it.

use super::holders;
use super::lists::{name, person};
use crate::desk::guard::Signed;
use crate::pages::desk::admin::{AdminTab, Setting};
use crate::problem::{Code, Problem};
use huiyin_app::OrganisationAt;
use huiyin_app::rules::Authority;
use huiyin_domain::language::Language;
use huiyin_domain::organisation::Post;
use huiyin_domain::rulebook::Rulebook;

/// Who heads a unit, and who the petition office.
const HEADS: [&str; 2] = ["unit-head", "petition-office-head"];
const EDIT: &str = "/desk/admin/authority/edit";

/// The posts by which somebody leads a unit: those of heads, and the rulebook's leaders.
pub(super) fn leading(rulebook: Option<&Rulebook>) -> Vec<String> {
    let leaders = rulebook.iter().flat_map(|rulebook| &rulebook.leaders);
    let heads = HEADS.iter().map(|duty| (*duty).to_owned());
    heads.chain(leaders.cloned()).collect()
}

/// Every setting.
pub(super) fn of(signed: &Signed, organisation: &OrganisationAt) -> Result<Vec<Setting>, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let mut rows = data(signed, &authority);
    let (language, rulebook) = (signed.language(), super::rulebook(signed));
    for duty in leading(rulebook.as_deref()) {
        let posts = organisation.posts.values();
        let posts = posts.filter(|post| post.duty == duty && !post.closed);
        let posts: Vec<&Post> = posts.collect();
        // Heads of units stand with their units.
        if duty == HEADS[0] {
            continue;
        }
        rows.extend(posts.iter().map(|post| held(organisation, post, language)));
        let titles = rulebook.as_ref().map(|rulebook| &rulebook.posts);
        let title = titles.and_then(|titles| titles.get(&duty));
        let missing = title.filter(|_| posts.is_empty());
        rows.extend(missing.map(|title| Setting {
            label: title.in_language(language).to_owned(),
            value: String::new(),
            href: holders::PAGE.to_owned(),
        }));
    }
    Ok(rows)
}

/// Who holds a post, and in which unit.
fn held(organisation: &OrganisationAt, post: &Post, language: Language) -> Setting {
    let holder = post.holder.map(|holder| person(organisation, holder));
    let holder = holder.filter(|holder| !holder.is_empty());
    let unit = name(organisation, post.unit, language);
    let told =
        holder.map(|one| language.pick(format!("{one}（{unit}）"), format!("{one} ({unit})")));
    Setting {
        label: post.title.in_language(language).to_owned(),
        value: told.unwrap_or_default(),
        href: format!("{}/{}", AdminTab::Posts.href(), post.id),
    }
}

fn data(signed: &Signed, authority: &Authority) -> Vec<Setting> {
    let (language, row) = (signed.language(), &authority.row);
    let rules = signed.web().huiyin.rules();
    let rulebook = rules.rulebook(&row.rulebook);
    let rulebook = rulebook.map(|one| one.title.in_language(language));
    let setting = |zh: &str, en: &str, value: &str| Setting {
        label: language.pick(zh, en).to_owned(),
        value: value.to_owned(),
        href: EDIT.to_owned(),
    };
    let level = row.level.map_or("", |level| level.label(language));
    let above = row.above.authority.and_then(|id| rules.authority(id));
    let above = above.map_or(&row.above.name, |above| &above.row.name);
    let contact = &row.contact;
    vec![
        setting("名称", "Name in Chinese", &row.name.zh),
        setting("英文名称", "Name in English", &row.name.en),
        setting("层级", "Level", level),
        setting("规程", "Rulebook", rulebook.unwrap_or(&row.rulebook)),
        setting("来访地址", "Address in Chinese", &contact.address.zh),
        setting(
            "来访地址（英文）",
            "Address in English",
            &contact.address.en,
        ),
        setting("电话", "Telephone", &contact.phone),
        setting("接待时间", "Opening hours in Chinese", &contact.hours.zh),
        setting(
            "接待时间（英文）",
            "Opening hours in English",
            &contact.hours.en,
        ),
        Setting {
            href: format!("{}/emblem", AdminTab::Authority.href()),
            ..setting(
                "标志",
                "Emblem",
                match row.emblem.is_empty() {
                    true => "",
                    false => language.pick("已设，在名称旁边", "Set, beside the name"),
                },
            )
        },
        setting(
            "复查机关（上一级）",
            "Who reviews its answers (one level above)",
            match above.in_language(language) {
                "" => &above.zh,
                told => told,
            },
        ),
    ]
}
