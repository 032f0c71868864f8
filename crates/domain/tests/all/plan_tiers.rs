//! The wizard's questions about hours, tiers and reports, people without an account, and a plan that is
//! kept and opened again.

use super::plan_draft::checked;
use huiyin_domain::organisation::Level;
use huiyin_domain::plan::wizard::{Answers, Authority, Draft, NOBODY, Persons, Template};
use huiyin_domain::plan::{Plan, Rule, Severity, Sheet};
use huiyin_domain::roster::Roster;
use huiyin_domain::shipped;
use std::collections::BTreeMap;

/// The template with everybody on duty, and something more answered.
fn answered(id: &str, more: &[(&str, &str)]) -> (Template, Answers) {
    let template = Template::find(id).expect("a template");
    let mut answers: Answers = [
        ("plan.id", "riverside"),
        ("plan.title_zh", "河畔新区集体访接待预案"),
        ("staff.channels", "phone, sms, desk"),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into();
    for nth in 0..20 {
        answers.insert(format!("duty.{nth}.staff"), "lin, he".into());
    }
    answers.extend(
        more.iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
    );
    (template, answers)
}

fn draft(template: &Template, answers: &Answers, level: Level) -> Draft {
    let officials = [("lin", "林洁"), ("he", "何卫国"), ("tang", "唐睿")];
    let officials: BTreeMap<String, String> = officials
        .map(|(login, name)| (login.to_owned(), name.to_owned()))
        .into();
    template.draft(
        answers,
        &Authority {
            name: "河畔新区管委会",
            level: Some(level),
            zone: "Asia/Shanghai",
            officials: &officials,
            posts: &BTreeMap::new(),
        },
    )
}

fn errors(draft: &Draft) -> Vec<String> {
    let found = checked(&draft.plan, Some(&draft.roster))
        .findings
        .into_iter();
    found
        .filter(|one| one.severity == Severity::Error)
        .map(|one| format!("{} {} {}", one.code, one.field, one.message_en))
        .collect()
}

fn people(rule: &Rule) -> (u32, Option<u32>) {
    let range = rule.people.expect("a headcount");
    (range.min, range.max)
}

fn tiers(plan: &Plan, place: &str) -> Vec<(u32, Option<u32>)> {
    plan.rules_at(plan.place(place).expect("there"))
        .into_iter()
        .map(people)
        .collect()
}

#[test]
fn the_next_tier_begins_where_one_ends() {
    let (template, answers) = answered(
        "sample-park",
        &[
            ("rule.park-small.people", "30"),
            ("rule.park-small.receive.arrive_minutes", "18"),
            ("rule.park-small.receive.ack_minutes", "2"),
            ("rule.park-medium.receive.arrive_minutes", "18"),
            ("rule.park-large.receive.arrive_minutes", "18"),
            (
                "rule.park-small.receive.posts",
                "petition-office-head, duty-leader",
            ),
        ],
    );
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let found = tiers(&plan, "park-reception");
    assert_eq!(found, [(1, Some(30)), (31, Some(50)), (51, None)]);
    let small = &plan.rule("park-small").expect("there").receive[0];
    assert_eq!((small.arrive_minutes, small.ack_minutes), (18, 2));
    let posts: Vec<&str> = small.posts.iter().map(|post| post.as_str()).collect();
    assert_eq!(posts, ["petition-office-head", "duty-leader"]);
    let said = template.tiers(&answers);
    assert!(
        said.iter().any(|group| group.title.zh.contains("31至50人")),
        "{said:#?}"
    );
    // A rule that differs by the hour alone moves along: it is the same tier.
    let (template, answers) = answered(
        "town-one-clerk",
        &[("rule.few-in-office-hours.people", "8")],
    );
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    let mut found = tiers(&plan, "town-reception");
    found.dedup();
    assert_eq!(found, [(1, Some(8)), (9, None)]);
}

#[test]
fn what_is_wrong_with_a_tier_stands_at_its_question() {
    for (name, text) in [
        ("rule.park-small.people", "二十"),
        ("rule.park-medium.people", "10"),
        ("rule.park-small.receive.posts", NOBODY),
        ("rule.park-small.receive.posts", "governance-head"),
        ("rule.park-small.receive.ack_minutes", "19"),
        ("rule.park-large.receive.arrive_minutes", "40"),
        ("rule.park-small.report.first_minutes", "45"),
        ("window.daytime.from", "half past eight"),
        ("recipient.county-petition-bureau.within_minutes", "soon"),
    ] {
        let (template, answers) = answered("sample-park", &[(name, text)]);
        let made = draft(&template, &answers, Level::Park);
        let found = checked(&made.plan, Some(&made.roster)).findings;
        assert!(
            found.iter().any(|one| template.is_about(one, name)),
            "{name} = {text}: {found:#?}"
        );
    }
}

#[test]
fn a_tier_is_split_and_taken_out_without_a_gap() {
    let (template, mut answers) = answered("sample-park", &[("rule.park-medium.people", "60")]);
    answers.extend(template.splitting(&answers, "park-large").expect("open"));
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let found = tiers(&plan, "park-reception");
    assert_eq!(
        found,
        [(1, Some(20)), (21, Some(60)), (61, Some(110)), (111, None)]
    );
    let (old, new) = (plan.rule("park-large"), plan.rule("park-large-2"));
    let tasks = |rule: Option<&Rule>| rule.expect("there").tasks.len();
    assert_eq!(tasks(old), tasks(new), "the same is made ready");
    answers.insert("rule.park-large.people".into(), "200".into());
    answers.extend(
        template
            .dropping(&answers, "park-medium")
            .expect("others are left"),
    );
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let found = tiers(&plan, "park-reception");
    assert_eq!(found, [(1, Some(20)), (21, Some(200)), (201, None)]);
    // The last one out leaves the one before it open.
    answers.extend(
        template
            .dropping(&answers, "park-large-2")
            .expect("others are left"),
    );
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    assert_eq!(tiers(&plan, "park-reception"), [(1, Some(20)), (21, None)]);
    for _ in 0..3 {
        answers.extend(Template::undoing(&answers).expect("a change"));
    }
    assert_eq!(Template::undoing(&answers), None);
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    assert_eq!(tiers(&plan, "park-reception").len(), 3);
    assert_eq!(
        template.can_change_tier(&answers, "county-called"),
        (false, false)
    );
}

#[test]
fn nights_and_rest_days_follow_the_office_hours_in_plan_and_roster() {
    let (template, answers) = answered(
        "town-one-clerk",
        &[
            ("window.office-hours.from", "9：00"),
            ("window.office-hours.to", "17:00"),
            ("window.office-hours.days", ""),
        ],
    );
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let ends = |id: &str| {
        let span = &plan.window(id).expect("there").span;
        (span.from, span.to)
    };
    assert_eq!(ends("office-hours"), (540, 1020));
    assert_eq!(ends("evening-and-night"), (1020, 540));
    assert_eq!(ends("rest-days"), (540, 540));
    let roster = Roster::parse(&made.roster).expect("a roster");
    let spans = roster.duties.iter().filter_map(|duty| duty.span.as_ref());
    for span in spans {
        assert!([540, 1020].contains(&span.from), "{span:?}");
    }
}

#[test]
fn who_is_told_and_when_is_asked_and_a_tier_can_report_that_did_not() {
    let (template, answers) = answered(
        "sample-park",
        &[
            ("recipient.county-petition-bureau.within_minutes", "60"),
            ("rule.park-small.report.first_minutes", "45"),
            ("rule.park-small.report.every_minutes", ""),
            ("rule.community-small.report.to", "county-petition-bureau"),
            ("rule.community-small.report.first_minutes", "50"),
            ("rule.community-small.report.every_minutes", "90"),
            ("rule.park-medium.report.to", ""),
        ],
    );
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    assert_eq!(plan.recipients[0].within_minutes, 60);
    let reports = |id: &str| {
        let reports = plan.rule(id).expect("there").reports.iter();
        reports
            .map(|one| (one.first_minutes, one.every_minutes))
            .collect::<Vec<_>>()
    };
    assert_eq!(reports("park-small"), [(45, None)]);
    assert_eq!(reports("community-small"), [(50, Some(90))]);
    assert_eq!(reports("park-medium"), []);
}

#[test]
fn people_without_an_account_are_on_duty_and_night_and_holidays_are_others() {
    let (template, mut answers) = answered("sample-park", &[("duty.0.staff", "lin")]);
    answers.extend(Persons::adding(&template, &answers).expect("room"));
    for (name, text) in [
        ("person.person-1.name", "石柱"),
        ("duty.0.staff_night", "person-1"),
        ("duty.0.staff_rest", "he, tang"),
    ] {
        answers.insert(name.into(), text.into());
    }
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let roster = Roster::parse(&made.roster).expect("a roster");
    let outside = roster.official("person-1").expect("in the roster");
    assert_eq!((outside.name.as_str(), outside.account), ("石柱", false));
    let duties = roster
        .duties
        .iter()
        .filter(|duty| &*duty.post == "park-leader");
    let staff: Vec<Vec<&str>> = duties
        .map(|duty| duty.staff.iter().map(|id| id.as_str()).collect())
        .collect();
    assert_eq!(staff, [vec!["lin"], vec!["person-1"], vec!["he", "tang"]]);
    // Without a name nothing is guessed.
    answers.insert("person.person-1.name".into(), String::new());
    let made = draft(&template, &answers, Level::Park);
    let found = checked(&made.plan, Some(&made.roster)).findings;
    assert!(
        found
            .iter()
            .any(|one| template.is_about(one, "person.person-1.name")),
        "{found:?}"
    );
}

#[test]
fn a_plan_that_is_kept_opens_again_as_it_is() {
    for one in shipped::plans().iter().filter(|one| one.roster.is_some()) {
        let template = Template::saved(one.plan, one.roster, ("2026.1", "2026.9")).expect("reads");
        let left: Vec<_> = template
            .kept()
            .into_iter()
            .filter(|kept| kept.as_written)
            .collect();
        assert_eq!(left, [], "{}: the questions express it", one.id);
        let made = draft(&template, &template.begun(), Level::Nation);
        let (old, new) = (
            Plan::parse(one.plan).expect("one"),
            Plan::parse(&made.plan).expect("one"),
        );
        assert_eq!(
            (new.version.as_str(), new.level, &new.id),
            ("2026.2", old.level, &old.id)
        );
        assert_eq!(new.rules.len(), old.rules.len());
        let roster = Roster::parse(&made.roster).expect("a roster");
        assert_eq!(roster.version, "2026.9.1");
        let known = Roster::parse(one.roster.expect("one")).expect("a roster");
        assert_eq!(roster.staff.len(), known.staff.len(), "everybody stays");
        let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(comments(&made.plan), comments(one.plan), "comments stay");
    }
}

#[test]
fn what_the_wizard_made_it_opens_again_and_changes() {
    let (template, mut answers) = answered("sample-park", &[("crew.first-aider.min", "1")]);
    answers.insert("staff.first-aider.trained".into(), "lin, he".into());
    answers.extend(template.splitting(&answers, "park-large").expect("open"));
    let first = draft(&template, &answers, Level::Park);
    let again = Template::saved(&first.plan, Some(&first.roster), ("1", "1")).expect("reads");
    assert_eq!(
        again.kept().iter().filter(|kept| kept.as_written).count(),
        0
    );
    let mut answers = again.begun();
    answers.insert("rule.park-large.people".into(), "150".into());
    answers.insert("crew.first-aider.min".into(), "2".into());
    answers.insert("duty.0.staff".into(), "tang".into());
    let second = draft(&again, &answers, Level::Park);
    let plan = Plan::parse(&second.plan).expect("a plan");
    let found = tiers(&plan, "park-reception");
    assert_eq!(found[2..], [(51, Some(150)), (151, None)]);
    assert_eq!((plan.crews.len(), plan.crews[0].min), (1, 2));
    let roster = Roster::parse(&second.roster).expect("a roster");
    assert_eq!(roster.duties[0].staff[0].as_str(), "tang");
    assert_eq!(
        roster.duties[1].staff.len(),
        2,
        "the others stay as they were"
    );
    assert_eq!(
        roster.official("lin").expect("stays").qualifications.len(),
        1
    );
}

#[test]
fn what_is_written_otherwise_stays_as_it_is_and_is_named() {
    let shipped = shipped::plans().iter().find(|one| one.id == "sample-park");
    let shipped = shipped.expect("shipped");
    let odd = shipped.plan.replace(
        "exits_m = [1.4, 1.4, 0.9]",
        "exits_m = [\n    1.4, # the door\n    1.4,\n    0.9,\n]",
    );
    assert_ne!(odd, shipped.plan);
    let template = Template::saved(&odd, shipped.roster, ("2026.1", "2026.1")).expect("reads");
    let left = template.kept().into_iter().filter(|kept| kept.as_written);
    let left: Vec<String> = left.map(|kept| kept.title.zh).collect();
    assert_eq!(left, ["接待场所：园区接待室"]);
    let names: Vec<String> = template
        .places()
        .into_iter()
        .flat_map(|group| group.questions)
        .map(|one| one.name)
        .collect();
    assert!(!names.contains(&"place.park-reception.exits_m".to_owned()));
    assert!(names.contains(&"place.park-reception.area_m2".to_owned()));
    let mut answers = template.begun();
    answers.insert("place.park-reception.area_m2".into(), "130".into());
    let made = draft(&template, &answers, Level::Park);
    assert!(made.plan.contains("1.4, # the door") && made.plan.contains("area_m2 = 130"));
    Plan::parse(&made.plan).expect("a plan");
    // Tables in one line are no sections: nothing of theirs is asked.
    let inline = shipped.plan.replace(
        "[[recipient]]\nid = \"county-petition-bureau\"",
        "[[\"recipient\"]]\nid = \"county-petition-bureau\"",
    );
    let template = Template::saved(&inline, shipped.roster, ("1", "1")).expect("reads");
    let asked = template.reports(&template.begun()).concat_names();
    assert!(
        !asked.contains(&"recipient.county-petition-bureau.title_zh".to_owned()),
        "{asked:?}"
    );
}

trait Names {
    fn concat_names(self) -> Vec<String>;
}

impl Names for Vec<huiyin_domain::plan::wizard::Group> {
    fn concat_names(self) -> Vec<String> {
        let questions = self.into_iter().flat_map(|group| group.questions);
        questions.map(|one| one.name).collect()
    }
}

#[test]
fn the_sheet_names_the_room_that_takes_over_and_when() {
    let (template, answers) = answered("sample-park", &[]);
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    let sheet = Sheet::of(&plan);
    let park = sheet
        .tables
        .iter()
        .find(|table| &*table.place == "park-reception");
    let said = park.expect("there").overflow.clone().expect("a room");
    assert!(
        said.zh.contains("园区礼堂（可容600人）") && said.zh.contains("240人"),
        "{said:?}"
    );
    assert!(said.en.contains("at 240 people"), "{said:?}");
    let county = sheet
        .tables
        .iter()
        .find(|table| &*table.place == "county-reception");
    assert_eq!(county.expect("there").overflow, None);
}

/// The town's template whose larger groups are received by the clerk as well, at every hour.
fn with_clerk_at_every_hour() -> (Template, Answers) {
    answered(
        "town-one-clerk",
        &[("rule.many.receive.posts", "clerk, duty-leader, town-head")],
    )
}

#[test]
fn a_post_that_is_held_in_office_hours_can_be_held_by_others_at_night_and_on_rest_days() {
    let (template, mut answers) = with_clerk_at_every_hour();
    assert!(template.is_held_by_day_alone("clerk"));
    assert!(!template.is_held_by_day_alone("town-head"));
    let unheld = |answers: &Answers| {
        let found = errors(&draft(&template, answers, Level::Park)).into_iter();
        found
            .filter(|one| one.starts_with("unheld-post post.clerk"))
            .count()
    };
    assert_eq!(unheld(&answers), 1, "nobody after half past five");
    let asked = template.duties(&answers);
    let names: Vec<&str> = asked
        .iter()
        .flat_map(|group| &group.questions)
        .map(|one| one.name.as_str())
        .collect();
    for name in ["duty.0.staff", "duty.0.also_night", "duty.0.also_rest"] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    answers.insert("duty.0.also_night".into(), "he".into());
    assert_eq!(unheld(&answers), 1, "nobody on rest days");
    answers.insert("duty.0.also_rest".into(), "tang".into());
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let roster = Roster::parse(&made.roster).expect("a roster");
    let clerk = roster.duties.iter().filter(|duty| &*duty.post == "clerk");
    let staff: Vec<&str> = clerk
        .filter_map(|duty| duty.staff.first())
        .map(|id| id.as_str())
        .collect();
    assert_eq!(staff, ["lin", "he", "tang"]);
}

#[test]
fn a_tier_is_received_by_others_at_night_and_on_rest_days() {
    let (template, answers) = with_clerk_at_every_hour();
    let mut answers = answers;
    answers.extend(
        template
            .dividing(&answers, "many")
            .expect("it holds at every hour"),
    );
    let made = draft(&template, &answers, Level::Park);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let hours = |id: &str| {
        let windows = plan.rule(id).expect("there").windows.iter();
        windows.map(|id| id.as_str()).collect::<Vec<&str>>()
    };
    assert_eq!(hours("many"), ["office-hours"]);
    assert_eq!(hours("many-2"), ["evening-and-night", "rest-days"]);
    assert_eq!(people(plan.rule("many-2").expect("there")), (11, None));
    let posts = |id: &str| {
        let posts = plan.rule(id).expect("there").receive[0].posts.iter();
        posts.map(|id| id.as_str()).collect::<Vec<&str>>()
    };
    assert_eq!(
        posts("many"),
        posts("many-2"),
        "what was answered is copied"
    );
    // By others now: the clerk is not called where nobody holds that post.
    answers.insert(
        "rule.many-2.receive.posts".into(),
        "duty-leader, town-head".into(),
    );
    assert_eq!(errors(&draft(&template, &answers, Level::Park)), [""; 0]);
    assert!(
        template.dividing(&answers, "many").is_none(),
        "at some hours only"
    );
    assert!(
        template.dividing(&answers, "county-called").is_none(),
        "not ours"
    );
    answers.extend(Template::undoing(&answers).expect("a change"));
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    assert!(plan.rule("many-2").is_none());
}

#[test]
fn numbers_are_taken_with_their_units_and_no_others() {
    let read = |area: &str, exits: &str| {
        let more = [
            ("place.town-reception.area_m2", area),
            ("place.town-reception.exits_m", exits),
            ("rule.few-in-office-hours.people", "12人"),
        ];
        let (template, answers) = answered("town-one-clerk", &more);
        Plan::parse(&draft(&template, &answers, Level::Park).plan)
    };
    let plan = read("６０平方米", "1.8米, 1.2 m").expect("a plan");
    let space = plan
        .place("town-reception")
        .and_then(|place| place.space.clone());
    let space = space.expect("of its own");
    assert_eq!((space.area_m2, space.exits_cm), (60, vec![180, 120]));
    assert_eq!(tiers(&plan, "town-reception")[0], (1, Some(12)));
    assert!(read("六十", "1.8").is_err(), "a number in words is none");
    assert!(read("60", "90厘米").is_err(), "centimetres are no metres");
}

#[test]
fn somebody_without_an_account_is_taken_out_again_and_no_number_gets_into_a_text() {
    let (template, mut answers) = answered("sample-park", &[("duty.0.staff", "lin")]);
    answers.extend(Persons::adding(&template, &answers).expect("room"));
    for (name, text) in [
        ("person.person-1.name", "石柱"),
        ("person.person-1.phone", "13900139000"),
        ("person.person-1.email", "shi@park.example"),
        ("duty.0.staff", "lin, person-1"),
        ("duty.0.staff_night", "person-1"),
    ] {
        answers.insert(name.into(), text.into());
    }
    let made = draft(&template, &answers, Level::Park);
    for text in [&made.plan, &made.roster] {
        assert!(
            !text.contains("13900139000") && !text.contains("shi@"),
            "{text}"
        );
    }
    let roster = Roster::parse(&made.roster).expect("a roster");
    let ways = &roster.official("person-1").expect("named").channels;
    let words: Vec<&str> = ways.iter().map(|way| way.word()).collect();
    assert_eq!(words, ["phone", "sms", "email", "desk"]);
    assert_eq!(
        Persons::of_contact("person.person-1.phone"),
        Some("person-1")
    );
    assert_eq!(Persons::of_contact("person.person-1.name"), None);
    answers.extend(Persons::removing(&answers, "person-1").expect("there"));
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let roster = Roster::parse(&made.roster).expect("a roster");
    assert!(roster.official("person-1").is_none());
    assert_eq!(answers["duty.0.staff"], "lin");
    assert_eq!(answers["person.person-1.phone"], "");
}

#[test]
fn what_a_post_can_decide_is_asked_and_can_be_emptied() {
    let more = [
        ("post.duty-leader.title_zh", "夜间值班员"),
        ("post.duty-leader.title_en", ""),
        ("post.duty-leader.decides_zh", ""),
        ("post.town-head.decides_zh", "全镇事项"),
        ("post.town-head.decides_en", ""),
    ];
    let (template, answers) = answered("town-one-clerk", &more);
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    let leader = plan.post("duty-leader").expect("there");
    assert_eq!(leader.decides, None, "a guard decides nothing");
    assert_eq!(
        (leader.title.zh.as_str(), leader.title.en.as_str()),
        ("夜间值班员", "夜间值班员")
    );
    assert_eq!(template.title_of("duty-leader", &answers), leader.title);
    let head = plan.post("town-head").and_then(|post| post.decides.clone());
    assert_eq!(head.expect("it decides").zh, "全镇事项");
}

#[test]
fn some_of_those_who_receive_have_other_minutes() {
    let (template, mut answers) = answered("town-one-clerk", &[]);
    let apart = template
        .setting_apart(&answers, "many")
        .expect("one more group");
    answers.extend(apart);
    // Nobody is in it yet: the plan is as it was.
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    assert_eq!(plan.rule("many").expect("there").receive.len(), 1);
    for (name, text) in [
        (
            "rule.many.receive.posts",
            "duty-leader, unit-head-concerned",
        ),
        ("rule.many.receive.1.posts", "town-head"),
        ("rule.many.receive.1.arrive_minutes", "25"),
    ] {
        answers.insert(name.into(), text.into());
    }
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let groups = plan.rule("many").expect("there").receive.iter();
    let groups: Vec<(u32, Vec<&str>)> = groups
        .map(|one| {
            (
                one.arrive_minutes,
                one.posts.iter().map(|id| id.as_str()).collect(),
            )
        })
        .collect();
    let expected = [
        (30, vec!["duty-leader", "unit-head-concerned"]),
        (25, vec!["town-head"]),
    ];
    assert_eq!(groups, expected);
    assert!(template.setting_apart(&answers, "nothing").is_none());
}
