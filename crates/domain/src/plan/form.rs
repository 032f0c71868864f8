//! The fields of a plan and of a roster, as lists that parser, schema and documentation share.

/// One part of a file: its path, and the fields that it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The table, such as `rule.receive`; empty for the file itself.
    pub name: &'static str,
    /// Its fields.
    pub fields: &'static [&'static str],
}

const fn part(name: &'static str, fields: &'static [&'static str]) -> Part {
    Part { name, fields }
}

pub(super) const FILE: Part = part(
    "",
    &[
        "plan",
        "test",
        "place",
        "room",
        "post",
        "recipient",
        "window",
        "crew",
        "rule",
    ],
);
pub(super) const PLAN: Part = part(
    "plan",
    &[
        "id",
        "version",
        "title",
        "authority",
        "level",
        "zone",
        "calendar",
        "approved_by",
        "approved_at",
        "drill_every_days",
        "drilled_at",
    ],
);
pub(super) const TEST: Part = part("test", &["when", "minutes"]);
pub(super) const PLACE: Part = part(
    "place",
    &[
        "id", "title", "level", "area_m2", "exits_m", "overflow", "access", "open",
    ],
);
pub(super) const ROOM: Part = part("room", &["id", "title", "area_m2", "exits_m"]);
pub(super) const POST: Part = part(
    "post",
    &[
        "id",
        "title",
        "unit",
        "stand_ins",
        "above",
        "channels",
        "decides",
        "travel_minutes",
    ],
);
pub(super) const RECIPIENT: Part = part("recipient", &["id", "title", "within_minutes"]);
pub(super) const WINDOW: Part = part("window", &["id", "days", "from", "to"]);
pub(crate) const CREW: Part = part("crew", &["id", "posts", "when", "min", "qualification"]);
pub(super) const RULE: Part = part(
    "rule",
    &[
        "id", "places", "people", "when", "level", "text_zh", "receive", "task", "report",
    ],
);
pub(super) const RECEIVE: Part = part(
    "rule.receive",
    &["posts", "need", "arrive_minutes", "ack_minutes", "by"],
);
pub(super) const TASK: Part = part("rule.task", &["kind", "post", "within_minutes", "danger"]);
pub(super) const REPORT: Part = part("rule.report", &["to", "first_minutes", "every_minutes"]);

/// Every part of a plan's file.
pub const PLAN_FORM: &[Part] = &[
    FILE, PLAN, TEST, PLACE, ROOM, POST, RECIPIENT, WINDOW, CREW, RULE, RECEIVE, TASK, REPORT,
];

pub(crate) const ROSTER_FILE: Part = part("", &["roster", "staff", "duty", "override"]);
pub(crate) const ROSTER: Part = part("roster", &["plan", "version"]);
pub(crate) const STAFF: Part = part(
    "staff",
    &["id", "name", "channels", "account", "qualifications"],
);
pub(crate) const DUTY: Part = part(
    "duty",
    &["post", "staff", "days", "from", "to", "rotate", "since"],
);
pub(crate) const OVERRIDE: Part = part("override", &["post", "staff", "from", "to"]);

/// Every part of a roster's file.
pub const ROSTER_FORM: &[Part] = &[ROSTER_FILE, ROSTER, STAFF, DUTY, OVERRIDE];
