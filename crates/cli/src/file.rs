//! `huiyin.toml` in the current folder: the same settings as options and environment, which win
//! over it (DESIGN 6).

use crate::error::CliError;
use clap::Command;
use std::collections::BTreeMap;

/// The file's name.
const FILE: &str = "huiyin.toml";
/// What it may set: the options that also have an environment variable.
const SETTINGS: [&str; 12] = [
    "channels",
    "data",
    "database",
    "listen",
    "log",
    "log_json",
    "mail_from",
    "mail_names_authority",
    "public_url",
    "secure_cookies",
    "smtp_url",
    "source_url",
];

/// Reads the file, if there is one.
///
/// # Errors
/// When it is no TOML, or sets something that does not exist.
pub fn settings() -> Result<BTreeMap<String, String>, CliError> {
    let text = match std::fs::read_to_string(FILE) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(source) => {
            return Err(CliError::File {
                path: FILE.into(),
                source,
            });
        }
    };
    parse(&text)
}

fn parse(text: &str) -> Result<BTreeMap<String, String>, CliError> {
    let table: toml::Table = text
        .parse()
        .map_err(|error| CliError::Usage(format!("{FILE}: {error}")))?;
    let read = |(key, value): (String, toml::Value)| {
        let wrong = |what: &str| CliError::Usage(format!("{FILE}: {key} {what}"));
        if !SETTINGS.contains(&key.as_str()) {
            return Err(wrong(&format!(
                "does not exist; there are {}",
                SETTINGS.join(", ")
            )));
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Boolean(flag) => flag.to_string(),
            _ => return Err(wrong("takes a text, or true or false")),
        };
        Ok((key, value))
    };
    table.into_iter().map(read).collect()
}

/// Makes the file's values the defaults of every command that has the option.
pub fn with_defaults(command: Command, settings: &BTreeMap<String, String>) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|inner| inner.get_name().to_owned())
        .collect();
    let command = names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |inner| with_defaults(inner, settings))
    });
    settings.iter().fold(command, |command, (key, value)| {
        if command
            .get_arguments()
            .any(|argument| argument.get_id() == key.as_str())
        {
            command.mut_arg(key, |argument| argument.default_value(value.clone()))
        } else {
            command
        }
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn settings_are_texts_or_flags_and_nothing_unknown() {
        let settings = parse("data = \"/srv/huiyin\"\nlog_json = true\n").expect("settings");
        assert_eq!(
            settings.get("data").map(String::as_str),
            Some("/srv/huiyin")
        );
        assert_eq!(settings.get("log_json").map(String::as_str), Some("true"));
        for wrong in ["listen = 8311", "password = \"x\"", "data"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
