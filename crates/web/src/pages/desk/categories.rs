//! One level of the authority's tree of subjects. A page of the administration.

use huiyin_domain::language::Language;

/// A subject.
#[derive(Clone, Debug)]
pub struct CategoryLine {
    /// What it is called.
    pub name: String,
    /// Its code.
    pub code: String,
    /// Address of its form, with its versions.
    pub href: String,
    /// How many stand below it, and where; `None`: nothing can.
    pub below: Option<(usize, String)>,
    /// Whether it can be chosen.
    pub offered: bool,
    /// Whether the authority added it.
    pub own: bool,
}

/// The list.
#[derive(Clone, Debug)]
pub struct CategoryList {
    /// What stands above it, from the first level: name and address of its list; empty on the first level.
    pub above: Vec<(String, String)>,
    /// The subjects in their order.
    pub rows: Vec<CategoryLine>,
}

impl CategoryList {
    /// Whether anything can stand below these; all of a level alike.
    pub(super) fn goes_deeper(&self) -> bool {
        self.rows.iter().any(|row| row.below.is_some())
    }

    /// As tests show it.
    pub(super) fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let at = "/desk/admin/categories";
        let row = |name: String, code: &str, below: usize| CategoryLine {
            name,
            code: code.to_owned(),
            href: format!("{at}/{code}"),
            below: Some((below, format!("{at}?under={code}"))),
            offered: true,
            own: false,
        };
        Self {
            above: vec![(
                say("劳动和社会保障", "Labour and social security"),
                at.to_owned(),
            )],
            rows: vec![
                row(say("工资福利", "Wages and benefits"), "1503", 6),
                CategoryLine {
                    offered: false,
                    ..row(say("就业培训", "Jobs and training"), "1504", 4)
                },
                CategoryLine {
                    own: true,
                    ..row(say("园区用工", "Work in the park"), "1580", 0)
                },
            ],
        }
    }
}
