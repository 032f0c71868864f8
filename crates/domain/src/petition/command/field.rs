//! The commands as one list, and the fields of each by name, for forms and interfaces.

/// A field of a command, as interfaces describe it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandField {
    /// Its name.
    pub name: &'static str,
    /// Its type, as the domain writes it.
    pub kind: &'static str,
    pub(super) notes: &'static [&'static str],
}

impl CommandField {
    /// Whether it may be left out.
    pub fn is_optional(&self) -> bool {
        self.notes.iter().any(|note| note.starts_with("serde"))
    }

    /// What it is, in words.
    pub fn words(&self) -> &'static str {
        let quoted = self.notes.iter().find_map(|note| note.split_once('"'));
        let words = quoted.and_then(|(_, rest)| rest.rsplit_once('"'));
        words.map_or("", |(words, _)| words.trim())
    }
}

/// Declares [`Command`](super::Command) from the list of steps: the type, its fields and their check.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? })?;)+) => {
        /// A step on a petition, with what was given for it. Interfaces write its name in `action`.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "action", rename_all = "kebab-case", deny_unknown_fields)]
        pub enum Command {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $type),+ })?,)+
        }

        impl Command {
            /// The fields of each action, in the order of a petition's way.
            pub const FIELDS: &'static [(Action, &'static [CommandField])] = &[
                $((Action::$name, &[$($(CommandField {
                    name: stringify!($field),
                    kind: stringify!($type),
                    notes: &[$(stringify!($field_doc)),*],
                }),+)?])),+
            ];

            /// The action that it is.
            pub const fn action(&self) -> Action {
                match self { $(Self::$name $({ $($field: _),+ })? => Action::$name,)+ }
            }

            /// Whether a value fits a field, so that the one that does not can be named.
            ///
            /// # Errors
            /// That of the value.
            pub fn check_field<'de, D: Deserializer<'de>>(
                action: Action,
                field: &str,
                value: D,
            ) -> Result<(), D::Error> {
                match (action, field) {
                    $($($((Action::$name, stringify!($field)) => <$type>::deserialize(value).map(drop),)+)?)+
                    _ => Ok(()),
                }
            }
        }
    };
}

pub(super) use commands;
