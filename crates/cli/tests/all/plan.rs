//! `huiyin plan check|simulate|diff|show|new`.

use super::support::{huiyin, huiyin_told, json, path};
use huiyin_domain::plan::Plan;
use huiyin_domain::plan::wizard::Template;
use serde_json::{Value, json as value};

/// A shipped plan, as a file of the repository.
fn file(name: &str) -> String {
    format!("{}/../../plans/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn shipped_plans_check_and_the_literal_one_is_refused() {
    for id in ["sample-park", "town-one-clerk", "city-district"] {
        let (plan, roster) = (
            file(&format!("{id}.toml")),
            file(&format!("{id}.roster.toml")),
        );
        let (code, said) = json(&["plan", "check", &plan, "--roster", &roster]);
        assert_eq!((code, &said["findings"]), (0, &value!([])), "{id}");
        assert_eq!(
            (&said["plan"], &said["roster"]),
            (&value!(id), &value!("checked"))
        );
    }
    let (code, said) = json(&["plan", "check", &file("literal-2012.toml")]);
    assert_eq!((code, &said["roster"]), (1, &value!("not given")));
    let found = said["findings"].as_array().expect("findings");
    let overlap = found
        .iter()
        .find(|one| one["code"] == "overlap")
        .expect("an overlap");
    assert_eq!(
        (&overlap["severity"], &overlap["witness"]["people"]),
        (&value!("error"), &value!(50))
    );
    let ran = huiyin(&["plan", "check", "literal-2012"]);
    assert!(
        ran.code == 1 && ran.out.contains("50 人 / people") && ran.out.contains("--roster"),
        "{}",
        ran.out
    );
    assert_eq!(huiyin(&["plan", "check", "no-such"]).code, 2);
}

#[test]
fn a_roster_with_a_hole_is_found_from_the_day_that_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let roster = std::fs::read_to_string(file("sample-park.roster.toml")).expect("reads");
    let holed = path(&folder, "holed.toml");
    let hole = "\n[[override]]\npost = \"park-leader\"\nfrom = \"2026-12-01T00:00:00+08:00\"\nto = \"2026-12-01T06:00:00+08:00\"\n";
    std::fs::write(&holed, roster + hole).expect("writes");
    let check = |at: &str| {
        json(&[
            "plan",
            "check",
            "sample-park",
            "--roster",
            &holed,
            "--at",
            at,
        ])
    };
    let (code, said) = check("2026-11-25");
    assert_eq!(
        (code, &said["findings"][0]["code"]),
        (1, &value!("unheld-post"))
    );
    assert_eq!(
        said["findings"][0]["witness"]["at"],
        "2026-12-01T00:00:00+08:00"
    );
    assert_eq!(check("2026-12-02").0, 0);
}

fn codes(said: &Value) -> Vec<(i64, String, String)> {
    let lines = said["timeline"].as_array().expect("a timeline");
    let line = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        (
            one["minute"].as_i64().expect("a minute"),
            text("post"),
            text("what"),
        )
    };
    lines.iter().map(line).collect()
}

#[test]
fn a_case_is_told_as_a_timeline_with_names_and_limits() {
    let case = [
        "plan",
        "simulate",
        "sample-park",
        "--roster",
        "sample-park",
        "--place",
        "park-reception",
        "--people",
        "30",
        "--at",
        "2026-11-30T10:00:00+08:00",
    ];
    let (code, said) = json(&case);
    assert_eq!(
        (code, &said["level"], &said["rule"]),
        (0, &value!("III"), &value!("park-medium"))
    );
    assert_eq!(said["reception_minutes"], 10);
    let quiet = [&case[..], &["--no-answer", "leader-in-charge"]].concat();
    let (_, said) = json(&quiet);
    let lines = codes(&said);
    let leader = |minute, what: &str| (minute, "leader-in-charge".to_owned(), what.to_owned());
    for line in [
        leader(0, "paged"),
        leader(3, "no-answer"),
        leader(20, "arrive-limit"),
    ] {
        assert!(lines.contains(&line), "{lines:?}");
    }
    assert!(
        lines.contains(&(3, "duty-leader".to_owned(), "paged".to_owned())),
        "{lines:?}"
    );
    assert!(lines.contains(&(
        30,
        "county-petition-bureau".to_owned(),
        "report-due".to_owned()
    )));
    assert_eq!(said["reception_minutes"], 11);
    let arrived = said["timeline"]
        .as_array()
        .expect("lines")
        .iter()
        .find(|one| one["what"] == "arrived" && one["post"] == "leader-in-charge");
    let arrived = arrived.expect("somebody comes for the leader");
    assert_eq!(
        (&arrived["minute"], &arrived["holder"]),
        (&value!(11), &value!("唐睿"))
    );
    assert!(
        arrived["text"]
            .as_str()
            .is_some_and(|text| text.contains("值班领导代"))
    );
    let holders: Vec<&Value> = said["timeline"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|one| &one["holder"])
        .collect();
    assert!(holders.contains(&&value!("林洁")));
    assert!(huiyin(&quiet).out.contains("林洁"));
}

#[test]
fn a_case_that_makes_no_sense_is_refused_with_what_to_do() {
    let simulate = |more: &[&str]| huiyin(&[&["plan", "simulate", "sample-park"], more].concat());
    assert_eq!(simulate(&["--place", "nowhere", "--people", "3"]).code, 2);
    assert_eq!(simulate(&["--place", "park-reception"]).code, 2);
    assert_eq!(
        simulate(&[
            "--place",
            "park-reception",
            "--people",
            "3",
            "--no-answer",
            "nobody"
        ])
        .code,
        2
    );
    assert_eq!(simulate(&["--people", "3"]).code, 2);
    assert_eq!(
        simulate(&["--place", "park-reception", "--people", "3", "--at", "noon"]).code,
        2
    );
    assert_eq!(simulate(&["--place", "city-reception"]).code, 0);
    let ran = huiyin(&[
        "plan",
        "simulate",
        "literal-2012",
        "--place",
        "park-reception",
        "--people",
        "50",
    ]);
    assert!(
        ran.code == 1 && ran.err.contains("several rules"),
        "{}",
        ran.err
    );
    let ran = simulate(&[
        "--place",
        "park-reception",
        "--people",
        "3",
        "--roster",
        "town-one-clerk",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn a_sweep_counts_every_case_and_tells_the_worst() {
    let (code, said) = json(&[
        "plan",
        "simulate",
        "town-one-clerk",
        "--roster",
        "town-one-clerk",
        "--sweep",
        "--no-answer",
        "duty-leader",
    ]);
    // Two places × 500 people × 28 days × four hours.
    assert_eq!((code, &said["cases"]), (0, &value!(112_000)));
    let worst = said["worst"].as_array().expect("cases");
    assert!(!worst.is_empty() && worst.len() <= 10);
    let minutes: Vec<i64> = worst
        .iter()
        .map(|one| one["reception_minutes"].as_i64().unwrap_or(i64::MAX))
        .collect();
    assert!(minutes.is_sorted_by(|a, b| a >= b), "{minutes:?}");
    assert_eq!(
        minutes[0], 20,
        "the head of the town is called after 5 minutes and needs 15"
    );
    assert!(
        said["seconds"]
            .as_f64()
            .is_some_and(|seconds| seconds > 0.0)
    );
}

#[test]
fn a_new_version_is_told_by_its_consequences() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = std::fs::read_to_string(file("town-one-clerk.toml")).expect("reads");
    let new = old.replace("arrive_minutes = 40", "arrive_minutes = 50");
    let changed = path(&folder, "changed.toml");
    std::fs::write(&changed, &new).expect("writes");
    let (code, said) = json(&["plan", "diff", "town-one-clerk", &changed]);
    assert_eq!(
        (code, said["changes"].as_array().map(Vec::len)),
        (0, Some(1))
    );
    assert_eq!(said["changes"][0]["what"], "later");
    assert!(
        huiyin(&["plan", "diff", "town-one-clerk", &changed])
            .out
            .contains("10 minutes later (50 instead of 40)")
    );
    assert!(
        huiyin(&["plan", "diff", "town-one-clerk", "town-one-clerk"])
            .out
            .contains("nothing changes")
    );
}

#[test]
fn a_plan_is_shown_as_table_cards_and_page() {
    let (code, said) = json(&["plan", "show", "sample-park"]);
    assert_eq!(
        (code, said["tables"].as_array().map(Vec::len)),
        (0, Some(7))
    );
    assert_eq!(said["cards"].as_array().map(Vec::len), Some(9));
    let park = said["tables"]
        .as_array()
        .expect("tables")
        .iter()
        .find(|one| one["place"] == "park-reception")
        .expect("the park");
    let rules: Vec<&str> = park["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|one| one["rule"].as_str())
        .collect();
    assert_eq!(rules, ["park-small", "park-medium", "park-large"]);
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(file("sample-park.toml")).expect("reads");
    let odd = path(&folder, "odd.toml");
    std::fs::write(
        &odd,
        text.replace(
            "en = \"Head of the petition office\"",
            "en = \"<b>Head</b> & co\"",
        ),
    )
    .expect("writes");
    let page = huiyin(&["plan", "show", &odd, "--html"]).out;
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"),
        "{page}"
    );
    assert!(page.contains("&#60;b&#62;Head&#60;/b&#62; &#38; co") && !page.contains("<b>"));
    assert!(
        huiyin(&["plan", "show", "sample-park"])
            .out
            .contains("21至50人")
    );
}

#[test]
fn a_plan_of_ones_own_is_made_once_and_checks() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().display().to_string();
    let make = |id: &str, template: &str| {
        huiyin(&[
            "plan",
            "new",
            "--template",
            template,
            "--id",
            id,
            "--title",
            "河畔预案",
            "--authority",
            "河畔新区",
            "--to",
            &to,
        ])
    };
    let ran = make("riverside", "city-district");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (plan, roster) = (
        path(&folder, "riverside.toml"),
        path(&folder, "riverside.roster.toml"),
    );
    let (code, said) = json(&["plan", "check", &plan, "--roster", &roster]);
    assert_eq!((code, &said["plan"]), (0, &value!("riverside")));
    let again = make("riverside", "sample-park");
    assert!(
        again.code == 1 && again.err.contains("is there already"),
        "{}",
        again.err
    );
    assert_eq!(make("Riverside", "sample-park").code, 1);
    assert_eq!(make("other", "literal-2012").code, 2);
    assert!(!folder.path().join("Riverside.toml").exists());
}

#[test]
fn the_terminal_asks_what_the_wizard_asks_and_an_empty_line_keeps_what_stands_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().display().to_string();
    let arguments = [
        "plan",
        "new",
        "--template",
        "town-one-clerk",
        "--ask",
        "--to",
        &to,
    ];
    let template = Template::find("town-one-clerk").expect("a template");
    let places = [template.places(), template.hours()].concat();
    let questions: usize = places.iter().map(|group| group.questions.len()).sum();
    let head = "清河镇预案\n\nqinghe\n清河镇人民政府\n";
    let kept = "\n".repeat(questions);
    // The clerk goes, and the leader on duty takes the place; a lawyer comes in.
    let posts = "clerk\nduty-leader\n\n驻镇律师\n\n";
    let ran = huiyin_told(&arguments, &format!("{head}{kept}{posts}"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("由哪个岗位接替") && ran.err.contains("属于哪个单位"),
        "{}",
        ran.err
    );
    let text = std::fs::read_to_string(folder.path().join("qinghe.toml")).expect("written");
    let plan = Plan::parse(&text).expect("a plan");
    assert_eq!(
        (plan.title.zh.as_str(), plan.authority.as_str()),
        ("清河镇预案", "清河镇人民政府")
    );
    assert!(plan.post("clerk").is_none());
    assert_eq!(plan.post("own-1").expect("added").title.zh, "驻镇律师");
    let again = huiyin_told(&arguments, head);
    assert!(
        again.code == 1 && again.err.contains("is there already"),
        "{}",
        again.err
    );
}
