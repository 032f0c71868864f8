//! The calendars, rulebooks and plans that come with the program, as the text of their files.

macro_rules! files {
    ($folder:literal: $($id:literal),+ $(,)?) => {
        &[$(($id, include_str!(concat!("../../../", $folder, "/", $id, ".toml")))),+]
    };
}

/// Each shipped calendar: its id and the text of its file.
pub fn calendars() -> &'static [(&'static str, &'static str)] {
    files!("calendars": "cn", "ew", "plain")
}

/// Each shipped rulebook: its id and the text of its file.
pub fn rulebooks() -> &'static [(&'static str, &'static str)] {
    files!("rulebooks":
        "cn-2022",
        "cn-simple",
        "cn-hotline-beijing",
        "cn-hotline-5wd",
        "in-cpgrams-2024",
        "uk-lgsco",
        "eu-code",
        "house",
    )
}

/// A plan that comes with the program, and its roster where it has one.
#[derive(Clone, Copy, Debug)]
pub struct ShippedPlan {
    /// Its id.
    pub id: &'static str,
    /// The text of its file.
    pub plan: &'static str,
    /// The text of its roster's file; none for the example that is to be refused.
    pub roster: Option<&'static str>,
}

/// The id of the shipped example that `huiyin plan check` refuses: tiers taken literally.
pub const LITERAL_2012: &str = "literal-2012";

/// Each shipped plan.
pub fn plans() -> &'static [ShippedPlan] {
    macro_rules! with_roster {
        ($id:literal) => {
            ShippedPlan {
                id: $id,
                plan: include_str!(concat!("../../../plans/", $id, ".toml")),
                roster: Some(include_str!(concat!(
                    "../../../plans/",
                    $id,
                    ".roster.toml"
                ))),
            }
        };
    }
    &[
        with_roster!("sample-park"),
        with_roster!("town-one-clerk"),
        with_roster!("city-district"),
        ShippedPlan {
            id: LITERAL_2012,
            plan: include_str!("../../../plans/literal-2012.toml"),
            roster: None,
        },
    ]
}
