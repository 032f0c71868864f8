//! How the facts of a petition's events are declared: each with what it does to obligations and state.

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// What it does to obligations and state.
            #[serde(skip_serializing_if = "Effects::is_empty", default)]
            pub effects: Effects,
        })+
    };
}
