//! A plan for another place from answers alone: what is not asked stays proven, what is typed wrong is
//! found at its question, and nothing that is typed can add a field.

use super::plan_draft::checked;
use huiyin_domain::organisation::Level;
use huiyin_domain::plan::wizard::{Answers, Authority, Draft, Template, id_for};
use huiyin_domain::plan::{Plan, Severity};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use std::collections::BTreeMap;

fn officials() -> BTreeMap<String, String> {
    [("lin", "林洁"), ("he", "何卫国"), ("tang", "唐睿")]
        .map(|(login, name)| (login.to_owned(), name.to_owned()))
        .into()
}

/// A title, and somebody on every duty.
fn whole(template: &Template) -> Answers {
    let mut answers: Answers = [
        ("plan.id", "riverside"),
        ("plan.title_zh", "河畔新区集体访接待预案"),
        ("staff.channels", "phone, sms, desk"),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into();
    for (nth, _) in template.duties().iter().skip(1).enumerate() {
        answers.insert(format!("duty.{nth}.staff"), "lin, he".into());
    }
    answers
}

fn draft(template: &Template, answers: &Answers, level: Level) -> Draft {
    let officials = officials();
    template.draft(
        answers,
        &Authority {
            name: "河畔新区管委会",
            level: Some(level),
            zone: "Asia/Shanghai",
            officials: &officials,
        },
    )
}

fn errors(draft: &Draft) -> Vec<String> {
    let found = checked(&draft.plan, Some(&draft.roster))
        .findings
        .into_iter();
    found
        .filter(|one| one.severity == Severity::Error)
        .map(|one| format!("{} {}", one.code, one.field))
        .collect()
}

#[test]
fn each_template_makes_a_plan_without_an_error() {
    for one in shipped::plans().iter().filter(|one| one.roster.is_some()) {
        let template = Template::find(one.id).expect("a template");
        let level = Plan::parse(one.plan).expect("a plan").level;
        let draft = draft(&template, &whole(&template), level);
        assert_eq!(errors(&draft), [""; 0], "{}", one.id);
        let plan = Plan::parse(&draft.plan).expect("a plan");
        assert_eq!(&*plan.id, "riverside");
        assert_eq!(
            plan.title.en, "河畔新区集体访接待预案",
            "the Chinese title where no other is given"
        );
        assert_eq!(plan.authority, "河畔新区管委会");
        assert_eq!(plan.approved_at, None);
        let roster = Roster::parse(&draft.roster).expect("a roster");
        let names: Vec<&str> = roster.staff.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(
            names,
            ["何卫国", "林洁"],
            "nobody of the template is on duty"
        );
    }
    assert!(
        Template::find("literal-2012").is_none(),
        "the refused example is no template"
    );
}

#[test]
fn answers_take_the_place_of_what_the_template_says() {
    let template = Template::find("sample-park").expect("a template");
    let mut answers = whole(&template);
    for (name, text) in [
        ("place.park-reception.title_zh", "河畔接待厅"),
        ("place.park-reception.area_m2", "200"),
        ("place.park-reception.exits_m", "1.6，1.2、0.9"),
        ("place.county-reception.title_zh", "清河县接访中心"),
        ("post.duty-clerk.unit", "reception"),
        ("post.duty-clerk.channels", "sms, phone"),
        ("post.duty-clerk.travel_minutes", "3"),
    ] {
        answers.insert(name.into(), text.into());
    }
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    let place = plan.place("park-reception").expect("there");
    assert_eq!(place.title.zh, "河畔接待厅");
    let space = place.space.as_ref().expect("a size");
    assert_eq!(
        (space.area_m2, &*space.exits_cm),
        (200, &[160, 120, 90][..])
    );
    assert_eq!(
        plan.place("county-reception").expect("there").title.zh,
        "清河县接访中心"
    );
    let clerk = plan.post("duty-clerk").expect("there");
    assert_eq!(clerk.unit.as_deref(), Some("reception"));
    assert_eq!(clerk.travel_minutes, 3);
    let ways: Vec<&str> = clerk.channels.iter().map(|one| one.word()).collect();
    assert_eq!(ways, ["sms", "phone"]);
}

#[test]
fn what_is_typed_wrong_is_found_at_its_question() {
    let template = Template::find("sample-park").expect("a template");
    for (name, text) in [
        ("place.park-reception.area_m2", "一百"),
        ("place.park-reception.area_m2", "012"),
        ("place.park-reception.exits_m", "1.4, wide"),
        ("post.duty-clerk.travel_minutes", "-3"),
        ("post.duty-clerk.channels", "pigeon"),
        ("plan.id", "Riverside Park"),
        ("duty.0.staff", "not a login!"),
    ] {
        let mut answers = whole(&template);
        answers.insert(name.into(), text.into());
        let draft = draft(&template, &answers, Level::Park);
        let found = checked(&draft.plan, Some(&draft.roster)).findings;
        let here = found
            .iter()
            .filter(|one| template.is_about(one, name))
            .count();
        assert!(here > 0, "{name} = {text}: {found:#?}");
    }
    // A duty that nobody was named for is found at its question.
    let mut answers = whole(&template);
    answers.insert("duty.0.staff".into(), String::new());
    let draft = draft(&template, &answers, Level::Park);
    let found = checked(&draft.plan, Some(&draft.roster)).findings;
    assert!(
        found
            .iter()
            .any(|one| template.is_about(one, "duty.0.staff"))
    );
}

#[test]
fn nothing_typed_adds_a_field_or_a_line() {
    let template = Template::find("sample-park").expect("a template");
    let questions = [template.places(), template.posts(), template.duties()].concat();
    let nasty = "x\"\nattendees = true\n[[attendee]]\nname = \"y";
    for question in questions.iter().flat_map(|group| &group.questions) {
        let mut answers = whole(&template);
        answers.insert(question.name.clone(), nasty.into());
        let draft = draft(&template, &answers, Level::Park);
        let found = checked(&draft.plan, Some(&draft.roster)).findings;
        let form = ["syntax", "unknown-field", "refused-field"];
        let broken: Vec<_> = found
            .iter()
            .filter(|one| form.contains(&one.code))
            .collect();
        assert!(broken.is_empty(), "{}: {broken:?}", question.name);
    }
}

#[test]
fn every_question_says_what_stands_there_unless_it_is_answered() {
    let template = Template::find("sample-park").expect("a template");
    let mut answers = whole(&template);
    let before = draft(&template, &answers, Level::Park);
    let groups = [template.places(), template.posts()].concat();
    for question in groups.iter().flat_map(|group| &group.questions) {
        answers.insert(question.name.clone(), question.unless.clone());
    }
    let after = draft(&template, &answers, Level::Park);
    let parsed = |draft: &Draft| Plan::parse(&draft.plan).expect("a plan");
    assert_eq!(parsed(&before), parsed(&after));
}

#[test]
fn an_id_is_made_of_what_an_id_may_hold() {
    assert_eq!(&*id_for("riverside"), "riverside-reception");
    assert_eq!(&*id_for("河畔"), "reception");
}
