//! The calendars and rulebooks that come with the program, as the text of their files.

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
