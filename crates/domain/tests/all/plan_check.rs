//! What the checker says of plans on paper, of shipped ones, and in which form.

use super::plan_draft::{checked, good};
use huiyin_domain::plan::{
    CODES, Channel, Key, PLAN_FORM, Plan, Qualification, ROSTER_FORM, Severity, TaskKind,
};
use huiyin_domain::shipped;
use serde_json::Value;

fn shipped_plan(id: &str) -> &'static str {
    let mut plans = shipped::plans().iter();
    plans.find(|one| one.id == id).expect("shipped").plan
}

#[test]
fn tiers_taken_literally_are_refused_with_fifty_as_witness() {
    let found = checked(shipped_plan(shipped::LITERAL_2012), None);
    assert!(!found.is_good());
    let overlap = found
        .findings
        .iter()
        .find(|one| one.code == "overlap")
        .expect("an overlap");
    assert_eq!(overlap.severity, Severity::Error);
    assert_eq!(overlap.witness.people, Some(50));
    let rules: Vec<&str> = overlap.witness.rules.iter().map(Key::as_str).collect();
    assert_eq!(rules, ["medium", "large"]);
    let hint = found
        .findings
        .iter()
        .find(|one| one.code == "inclusive-word")
        .expect("a hint");
    assert_eq!(
        (hint.severity, hint.witness.people),
        (Severity::Warning, Some(20))
    );
    let codes: Vec<_> = found.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
}

#[test]
fn a_finding_has_the_shape_that_interfaces_promise() {
    let found = checked(shipped_plan(shipped::LITERAL_2012), None);
    let json = serde_json::to_value(&found.findings).expect("JSON");
    let overlap = json
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["code"] == "overlap")
        .expect("an overlap");
    let mut keys: Vec<&str> = overlap
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "code",
            "field",
            "line",
            "message",
            "message_en",
            "severity",
            "witness"
        ]
    );
    let mut keys: Vec<&str> = overlap["witness"]
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, ["at", "people", "place", "rules"]);
    let text = shipped_plan(shipped::LITERAL_2012);
    let line = usize::try_from(overlap["line"].as_u64().expect("a line")).expect("small");
    assert_eq!(text.lines().nth(line - 1), Some("people = [50]"));
}

#[test]
fn a_refused_field_names_its_line_and_the_reason() {
    let text = shipped_plan("sample-park").replacen(
        "when = \"always\"",
        "when = \"always\"\nattendees = true",
        1,
    );
    let found = checked(&text, None);
    let refused = found
        .findings
        .iter()
        .find(|one| one.code == "refused-field")
        .expect("refused");
    assert_eq!(refused.field, "rule.community-small.attendees");
    assert_eq!(text.lines().nth(refused.line - 1), Some("attendees = true"));
    assert_eq!(refused.witness.written.as_deref(), Some("attendees = true"));
    assert!(refused.message_en.contains("never a list"), "{refused}");
}

#[test]
fn a_plan_that_is_no_toml_or_nothing_says_so() {
    assert_eq!(checked("[plan", None).findings[0].code, "syntax");
    let missing: Vec<_> = checked("", None)
        .findings
        .into_iter()
        .map(|one| one.field)
        .collect();
    assert_eq!(missing, ["place", "plan", "post", "rule"]);
    let other = checked(
        &good(0).plan(),
        Some("[roster]\nplan = \"other\"\nversion = \"1\"\n"),
    );
    assert_eq!(other.findings[0].code, "wrong-roster");
}

#[test]
fn a_fixed_part_of_the_form_is_enough_for_a_plan() {
    // What the form of plans fixes, so that they can be exchanged.
    let text = r#"
[plan]
id = "exchange"
version = "1"
title = { zh = "预案", en = "Plan" }
authority = "机关"
level = "park"
approved_by = "head"
approved_at = 2026-09-01
drill_every_days = 180
[[place]]
id = "reception"
title = { zh = "接待室", en = "Reception" }
level = "park"
area_m2 = 100
exits_m = [1.4, 1.4]
overflow = "hall"
[[room]]
id = "hall"
title = { zh = "厅", en = "Hall" }
area_m2 = 300
exits_m = [1.4, 1.4]
[[post]]
id = "head"
title = { zh = "主任", en = "Head" }
unit = "office"
channels = ["phone"]
decides = { zh = "事", en = "matters" }
[[rule]]
id = "all"
places = ["reception"]
people = [1]
when = "always"
level = "IV"
[[rule.receive]]
posts = ["head", "unit-head-concerned"]
need = "all"
arrive_minutes = 20
ack_minutes = 3
"#;
    assert_eq!(checked(text, None).findings, []);
    assert_eq!(
        Plan::parse(text).expect("a plan").rules[0].receive[0].need,
        2
    );
}

#[test]
fn what_is_written_otherwise_than_it_is_read_is_found_at_its_line() {
    for (from, to, code) in [
        ("level = \"IV\"", "level = \"V\"", "unknown-value"),
        ("level = \"park\"", "level = \"town\"", "unknown-value"),
        (
            "channels = [\"phone\", \"sms\"]",
            "channels = [\"pigeon\"]",
            "unknown-value",
        ),
        ("people = [1, 10]", "people = [1, 5, 10]", "bad-people"),
        ("people = [1, 10]", "people = [0, 10]", "bad-number"),
        ("people = [1, 10]", "people = [1, \"10\"]", "wrong-type"),
        ("arrive_minutes = 20", "arrive_minutes = 0", "bad-number"),
        ("need = \"all\"", "need = \"most\"", "unknown-value"),
        ("exits_m = [1.4, 0.9]", "exits_m = [140, 90]", "bad-exit"),
        ("exits_m = [1.4, 0.9]", "exits_m = []", "missing-field"),
        ("id = \"park-leader\"", "id = \"Park Leader\"", "bad-id"),
        ("zone = \"Asia/Shanghai\"", "zone = \"China\"", "bad-zone"),
        (
            "calendar = \"cn\"",
            "calendar = \"atlantis\"",
            "unknown-calendar",
        ),
        (
            "drill_every_days = 180",
            "drilled_at = \"2026-02-03\"",
            "wrong-type",
        ),
        (
            "drill_every_days = 180",
            "drilled_at = 2026-02-03T10:00:00",
            "bad-date",
        ),
        ("when = \"always\"", "when = []", "missing-field"),
        ("unit = \"park-committee\"", "", "missing-field"),
        (", en = \"Main leader of the park\"", "", "missing-language"),
        ("within_minutes = 30", "within_minutes = -1", "bad-number"),
    ] {
        let good = shipped_plan("sample-park");
        let text = good.replacen(from, to, 1);
        assert_ne!(good, text, "{from} is not there");
        let findings = checked(&text, None).findings;
        let found = findings.iter().find(|one| one.code == code);
        let found = found.unwrap_or_else(|| panic!("{from} → {to}: {findings:?}"));
        assert!(!found.message.is_empty() && !found.message_en.is_empty());
        let differs = |(a, b): (&str, &str)| a != b;
        let changed = 1 + good
            .lines()
            .zip(text.lines())
            .position(differs)
            .expect("a line");
        // What is missing is told where its section begins; a calendar by the plan as a whole.
        let near =
            code.starts_with("missing") || code == "unknown-calendar" || found.line == changed;
        assert!(near, "{from} → {to}: line {} for {changed}", found.line);
    }
}

#[test]
fn what_is_wrong_with_a_roster_stands_under_its_own_name() {
    let park = shipped::plans()
        .iter()
        .find(|one| one.id == "sample-park")
        .expect("shipped");
    let good = park.roster.expect("a roster");
    for (from, to, code) in [
        (
            "staff = [\"qin-yue\"]",
            "staff = [\"nobody\"]",
            "unknown-staff",
        ),
        (
            "post = \"governance-head\"",
            "post = \"gone\"",
            "unknown-post",
        ),
        ("rotate = \"weekly\"\n", "", "missing-field"),
        (
            "rotate = \"weekly\"",
            "rotate = \"monthly\"",
            "unknown-value",
        ),
        ("from = \"08:30\"", "from = \"8.30\"", "bad-time"),
        (
            "name = \"周明远\"",
            "name = \"周明远\"\nphone_hash = \"x\"",
            "refused-field",
        ),
        (
            "name = \"周明远\"",
            "name = \"周明远\"\ncolour = \"red\"",
            "unknown-field",
        ),
        ("id = \"lin-jie\"", "id = \"zhou-mingyuan\"", "duplicate-id"),
        (
            "[[duty]]",
            "[[override]]\npost = \"duty-clerk\"\nfrom = \"2026-12-02T00:00:00Z\"\nto = \"2026-12-01T00:00:00Z\"\n[[duty]]",
            "bad-time",
        ),
    ] {
        let text = good.replacen(from, to, 1);
        assert_ne!(good, text, "{from} is not there");
        let findings = checked(park.plan, Some(&text)).findings;
        let found = findings.iter().find(|one| one.code == code);
        let found = found.unwrap_or_else(|| panic!("{from} → {to}: {findings:?}"));
        assert!(found.field.starts_with("roster."), "{found}");
    }
    let twice = "\n[[override]]\npost = \"duty-clerk\"\nstaff = \"xu-an\"\nfrom = \"2026-12-01T00:00:00Z\"\nto = \"2026-12-01T09:00:00Z\"\n";
    let findings = checked(park.plan, Some(&format!("{good}{twice}{twice}"))).findings;
    let codes: Vec<_> = findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["overlap-override"]);
}

#[test]
fn a_name_twice_is_told_at_the_second_with_a_case_in_which_it_decides() {
    let park = shipped::plans()
        .iter()
        .find(|one| one.id == "sample-park")
        .expect("shipped");
    let copies = [
        "[[room]]\nid = \"assembly-hall\"\ntitle = { zh = \"甲\", en = \"A\" }\narea_m2 = 600\nexits_m = [1.8, 1.8, 1.4]",
        "[[recipient]]\nid = \"county-petition-bureau\"\ntitle = { zh = \"甲\", en = \"A\" }\nwithin_minutes = 30",
        "[[post]]\nid = \"duty-leader\"\ntitle = { zh = \"甲\", en = \"A\" }\nunit = \"park-committee\"\nchannels = [\"phone\"]",
        "[[place]]\nid = \"county-reception\"\ntitle = { zh = \"甲\", en = \"A\" }\nlevel = \"county\"",
    ];
    for copy in copies {
        let text = format!("{}\n{copy}\n", park.plan);
        let findings = checked(&text, park.roster).findings;
        let found = findings.iter().find(|one| one.code == "duplicate-id");
        let found = found.unwrap_or_else(|| panic!("{copy}: {findings:?}"));
        let head = copy.lines().next().expect("a head");
        let nth = text.lines().count() - copy.lines().count();
        assert_eq!(text.lines().nth(nth), Some(head));
        assert_eq!(found.line, nth + 1, "{copy}");
        let witness = &found.witness;
        assert!(
            witness.place.is_some() && witness.at.is_some() && !witness.rules.is_empty(),
            "{copy}: {witness:?}"
        );
    }
    // A window that decides which of two rules applies.
    let by_hour = park
        .plan
        .replacen("when = \"always\"", "when = \"daytime\"", 1);
    let again =
        "[[window]]\nid = \"daytime\"\ndays = [\"workday\"]\nfrom = \"09:00\"\nto = \"10:00\"\n";
    let findings = checked(&format!("{by_hour}\n{again}"), park.roster).findings;
    let found = findings.iter().find(|one| one.code == "duplicate-id");
    let found = found.expect("found");
    assert!(
        found.line > 100 && found.witness.place.is_some(),
        "{found:?}"
    );
    // Somebody of the roster who is two.
    let roster = park.roster.expect("a roster");
    let twice = roster.replacen("id = \"lin-jie\"", "id = \"zhou-mingyuan\"", 1);
    let findings = checked(park.plan, Some(&twice)).findings;
    let found = findings.iter().find(|one| one.code == "duplicate-id");
    let found = found.expect("found");
    assert!(found.line > 1 && found.witness.at.is_some(), "{found:?}");
}

fn schema(name: &str) -> Value {
    let path = format!("{}/../../plans/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the schema is there");
    serde_json::from_str(&text).expect("JSON")
}

/// The object that describes a part of the file.
fn part<'s>(schema: &'s Value, name: &str) -> &'s Value {
    let mut at = schema;
    for step in name.split('.').filter(|step| !step.is_empty()) {
        at = &at["properties"][step];
        if at["type"] == "array" {
            at = &at["items"];
        }
    }
    at
}

#[test]
fn the_schemas_know_the_fields_that_the_parser_knows() {
    for (file, form) in [
        ("plan.schema.json", PLAN_FORM),
        ("roster.schema.json", ROSTER_FORM),
    ] {
        let schema = schema(file);
        for one in form {
            let object = part(&schema, one.name);
            assert_eq!(
                object["additionalProperties"], false,
                "{file}: {}",
                one.name
            );
            let mut known: Vec<&str> = object["properties"]
                .as_object()
                .expect(one.name)
                .keys()
                .map(String::as_str)
                .collect();
            let mut fields = one.fields.to_vec();
            known.sort_unstable();
            fields.sort_unstable();
            assert_eq!(known, fields, "{file}: {}", one.name);
        }
    }
}

#[test]
fn the_schemas_know_the_closed_lists() {
    let plan = schema("plan.schema.json");
    let words = |value: &Value| -> Vec<String> {
        let list = value["enum"].as_array().expect("a list");
        list.iter()
            .map(|one| one.as_str().expect("a word").to_owned())
            .collect()
    };
    let kinds: Vec<&str> = TaskKind::ALL.iter().map(|one| one.word()).collect();
    assert_eq!(
        words(&part(&plan, "rule.task")["properties"]["kind"]),
        kinds
    );
    let channels: Vec<&str> = Channel::ALL.iter().map(|one| one.word()).collect();
    assert_eq!(
        words(&part(&plan, "post")["properties"]["channels"]["items"]),
        channels
    );
    let roster = schema("roster.schema.json");
    assert_eq!(
        words(&part(&roster, "staff")["properties"]["channels"]["items"]),
        channels
    );
    let trained: Vec<&str> = Qualification::ALL.iter().map(|one| one.word()).collect();
    assert_eq!(
        words(&part(&plan, "crew")["properties"]["qualification"]),
        trained
    );
    assert_eq!(
        words(&part(&roster, "staff")["properties"]["qualifications"]["items"]),
        trained
    );
    let days: Vec<&str> = huiyin_domain::plan::DayWord::ALL
        .iter()
        .map(|one| one.word())
        .collect();
    assert_eq!(
        words(&part(&plan, "window")["properties"]["days"]["items"]),
        days
    );
    assert_eq!(
        words(&part(&roster, "duty")["properties"]["days"]["items"]),
        days
    );
}

/// Every Rust file below a folder of the crate, as one text.
fn sources(folder: &std::path::Path) -> String {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let texts = entries.map(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path)
        } else {
            std::fs::read_to_string(&path).unwrap_or_default()
        }
    });
    texts.collect()
}

/// Whether a table among these lines has a row for a name, with what it means and an example.
fn has_example(lines: &[&str], name: &str) -> bool {
    let begins = format!("| `{name}` | ");
    let row = lines.iter().find(|line| line.starts_with(&begins));
    row.is_some_and(|row| {
        let cells = row.trim_matches(['|', ' ']).split(" | ");
        cells.filter(|cell| !cell.trim().is_empty()).count() == 3
    })
}

#[test]
fn every_field_and_every_finding_has_an_example() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_to_string(root.join("../../docs/plans.md")).expect("docs/plans.md");
    let lines: Vec<&str> = docs.lines().collect();
    for code in CODES {
        assert!(has_example(&lines, code), "{code}");
    }
    let heading = |name: &str| {
        let heads = [format!("#### `[{name}]`"), format!("#### `[[{name}]]`")];
        let at = lines
            .iter()
            .position(|line| heads.iter().any(|head| head == *line));
        at.unwrap_or_else(|| panic!("{name} has no heading"))
    };
    for part in PLAN_FORM.iter().chain(ROSTER_FORM) {
        if part.name.is_empty() {
            part.fields.iter().for_each(|field| {
                heading(field);
            });
            continue;
        }
        let below = &lines[heading(part.name) + 1..];
        let end = below.iter().position(|line| line.starts_with('#'));
        let below = &below[..end.unwrap_or(below.len())];
        for field in part.fields {
            assert!(has_example(below, field), "{}.{field}", part.name);
        }
    }
}

#[test]
fn every_code_is_used_and_documented() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_to_string(root.join("../../docs/plans.md")).expect("docs/plans.md");
    let folders = ["src/plan", "src/roster", "src/calendar/document"];
    let mut text: String = folders
        .iter()
        .map(|folder| sources(&root.join(folder)))
        .collect();
    text += &std::fs::read_to_string(root.join("src/calendar/document.rs")).expect("a file");
    for code in CODES {
        assert!(
            docs.contains(&format!("`{code}`")),
            "{code} is not in docs/plans.md"
        );
        // Once in the list, and at least once where it is noted.
        assert!(
            text.matches(&format!("\"{code}\"")).count() > 1,
            "{code} is never found"
        );
    }
}
