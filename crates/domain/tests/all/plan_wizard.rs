//! A plan for another place from answers alone: what is not asked stays proven, what is typed wrong is
//! found at its question, and nothing that is typed can add a field.

use super::plan_draft::checked;
use huiyin_domain::language::Bilingual;
use huiyin_domain::organisation::Level;
use huiyin_domain::plan::wizard::{
    Answers, Authority, Draft, OWN_POSTS_MAX, OwnPosts, Template, id_for,
};
use huiyin_domain::plan::{Plan, Qualification, RunLevel, Severity};
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
    for (nth, _) in template.duties(&answers).iter().skip(1).enumerate() {
        answers.insert(format!("duty.{nth}.staff"), "lin, he".into());
    }
    answers
}

fn draft(template: &Template, answers: &Answers, level: Level) -> Draft {
    let officials = officials();
    let posts = BTreeMap::from([(
        "authority-head".to_owned(),
        (
            Bilingual::new("管委会主任", "Head"),
            "park-office".to_owned(),
        ),
    )]);
    template.draft(
        answers,
        &Authority {
            name: "河畔新区管委会",
            level: Some(level),
            zone: "Asia/Shanghai",
            officials: &officials,
            posts: &posts,
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
    let mut own = whole(&template);
    own.extend(OwnPosts::adding(&template, &own).expect("room for one"));
    let questions = [
        template.places(),
        template.hours(),
        template.posts(&own),
        template.tiers(&own),
        template.reports(&own),
        template.duties(&own),
        template.crews(),
    ];
    let questions = questions.concat();
    let nasty = "x\"\nattendees = true\n[[attendee]]\nname = \"y";
    for question in questions.iter().flat_map(|group| &group.questions) {
        let mut answers = own.clone();
        answers.insert("crew.anybody.min".into(), "1".into());
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
    let groups = [
        template.places(),
        template.hours(),
        template.posts(&answers),
        template.tiers(&answers),
        template.reports(&answers),
    ];
    let groups = groups.concat();
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

/// The sample with everybody on duty, and something more answered.
fn sample_with(more: &[(&str, &str)]) -> (Template, Answers) {
    let template = Template::find("sample-park").expect("a template");
    let mut answers = whole(&template);
    for (name, text) in more {
        answers.insert((*name).to_owned(), (*text).to_owned());
    }
    (template, answers)
}

#[test]
fn a_post_of_ones_own_comes_with_another_and_is_on_duty() {
    let (template, mut answers) = sample_with(&[]);
    answers.extend(OwnPosts::adding(&template, &answers).expect("room"));
    for (name, text) in [
        ("post.own-1.title_zh", "驻园律师"),
        ("post.own-1.title_en", "Lawyer of the park"),
        ("post.own-1.unit", "social-affairs-office"),
        ("post.own-1.with", "petition-office-head"),
        ("post.own-1.stand_ins", "social-affairs-head"),
        ("duty.own-1.staff", "tang"),
    ] {
        answers.insert(name.into(), text.into());
    }
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let lawyer = plan.post("own-1").expect("added");
    assert_eq!(lawyer.title.zh, "驻园律师");
    let shipped = shipped::plans().iter().find(|one| one.id == "sample-park");
    let before = Plan::parse(shipped.expect("shipped").plan).expect("a plan");
    for (old, new) in before.rules.iter().zip(&plan.rules) {
        for (old, new) in old.receive.iter().zip(&new.receive) {
            let comes = new.posts.iter().any(|post| &**post == "own-1");
            let with = old
                .posts
                .iter()
                .any(|post| &**post == "petition-office-head");
            assert_eq!(comes, with, "{}", new.line);
            assert_eq!(new.arrive_minutes, old.arrive_minutes);
        }
    }
    let roster = Roster::parse(&made.roster).expect("a roster");
    let duty = roster.duties.iter().find(|duty| &*duty.post == "own-1");
    assert_eq!(duty.expect("on duty").span, None, "at every hour");
    assert!(roster.official("tang").is_some());
    // Nobody named for it is found at its question.
    answers.insert("duty.own-1.staff".into(), String::new());
    let made = draft(&template, &answers, Level::Park);
    let found = checked(&made.plan, Some(&made.roster)).findings;
    assert!(
        found
            .iter()
            .any(|one| template.is_about(one, "duty.own-1.staff")),
        "{found:?}"
    );
}

#[test]
fn who_takes_the_place_of_a_post_comes_sees_to_its_tasks_and_stands_in_for_it() {
    let (template, mut answers) = sample_with(&[]);
    let less = OwnPosts::removing(&answers, "governance-head", "social-affairs-head");
    answers.extend(less.expect("it can go"));
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    assert!(!made.plan.contains("\"governance-head\""), "{}", made.plan);
    let plan = Plan::parse(&made.plan).expect("a plan");
    for rule in &plan.rules {
        for receive in &rule.receive {
            let mut posts = receive.posts.clone();
            posts.sort_unstable();
            posts.dedup();
            assert_eq!(posts.len(), receive.posts.len(), "each once");
            assert!(receive.need as usize <= posts.len());
        }
    }
    let roster = Roster::parse(&made.roster).expect("a roster");
    assert!(
        roster
            .duties
            .iter()
            .all(|duty| &*duty.post != "governance-head")
    );
    let names = template.posts_now(&answers);
    assert!(names.iter().all(|(id, _)| id != "governance-head"));
    // Back in, it is as it was.
    answers.extend(OwnPosts::restoring(&answers, "governance-head"));
    let back = draft(&template, &answers, Level::Park);
    assert_eq!(
        Plan::parse(&back.plan),
        Plan::parse(&draft(&template, &whole(&template), Level::Park).plan)
    );
}

#[test]
fn a_post_without_anybody_in_its_place_leaves_what_is_then_wrong_to_the_check() {
    let (template, answers) = sample_with(&[]);
    let mut broken = 0;
    for (id, _) in template.posts_now(&answers) {
        let Some(less) = OwnPosts::removing(&answers, &id, "") else {
            assert_eq!(
                id, "unit-head-concerned",
                "it is found when people are there"
            );
            continue;
        };
        let mut without = answers.clone();
        without.extend(less);
        let made = draft(&template, &without, Level::Park);
        let found = checked(&made.plan, Some(&made.roster)).findings;
        let form = ["syntax", "unknown-field", "refused-field"];
        assert!(
            found.iter().all(|one| !form.contains(&one.code)),
            "{id}: {found:?}"
        );
        broken += usize::from(found.iter().any(|one| one.severity == Severity::Error));
    }
    assert!(
        broken > 2,
        "some posts are needed, and the check says so: {broken}"
    );
    // A circle of replacements is nobody.
    let (template, mut answers) = sample_with(&[]);
    answers.extend(
        OwnPosts::removing(&answers, "governance-head", "social-affairs-head").expect("goes"),
    );
    answers.extend(
        OwnPosts::removing(&answers, "social-affairs-head", "governance-head").expect("goes"),
    );
    let made = draft(&template, &answers, Level::Park);
    assert!(
        !made.plan.contains("\"governance-head\"")
            && !made.plan.contains("\"social-affairs-head\"")
    );
    assert_eq!(
        OwnPosts::removing(&answers, "duty-clerk", "duty-clerk"),
        None
    );
}

#[test]
fn posts_of_ones_own_end_somewhere() {
    let template = Template::find("sample-park").expect("a template");
    let mut answers = Answers::new();
    for _ in 0..OWN_POSTS_MAX {
        answers.extend(OwnPosts::adding(&template, &answers).expect("room"));
    }
    assert_eq!(OwnPosts::of(&answers).added().len(), OWN_POSTS_MAX);
    assert_eq!(OwnPosts::adding(&template, &answers), None);
}

#[test]
fn a_minimum_crew_is_asked_for_where_a_number_stands_and_training_is_said_of_officials() {
    let (template, answers) = sample_with(&[
        ("crew.first-aider.min", "1"),
        ("crew.first-aider.posts", "duty-clerk, duty-leader"),
        ("crew.anybody.min", "1"),
        ("crew.anybody.when", "daytime"),
        ("staff.first-aider.trained", "lin"),
        ("staff.channels", "phone, sms, desk"),
    ]);
    let made = draft(&template, &answers, Level::Park);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let trained: Vec<_> = plan
        .crews
        .iter()
        .map(|crew| (crew.id.as_str(), crew.min, crew.qualification))
        .collect();
    let first_aider = Qualification::FirstAider;
    assert_eq!(
        trained,
        [("anybody", 1, None), ("first-aider", 1, Some(first_aider))]
    );
    assert_eq!(plan.crews[1].posts.len(), 2);
    assert!(
        plan.crews[0].posts.len() > 5,
        "every post of the roster unless some are ticked"
    );
    let roster = Roster::parse(&made.roster).expect("a roster");
    assert_eq!(
        roster.official("lin").expect("there").qualifications,
        [first_aider]
    );
    assert_eq!(roster.official("he").expect("there").qualifications, []);
    // He has the turn at some hours and is not trained: found at the question of the crew.
    let found = checked(&made.plan, Some(&made.roster)).findings;
    assert!(
        found
            .iter()
            .any(|one| template.is_about(one, "crew.first-aider.min")),
        "{found:?}"
    );
}

#[test]
fn a_post_of_the_authority_that_approves_becomes_one_of_the_plan() {
    let (template, answers) = sample_with(&[("plan.approved_by", "authority-head")]);
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    assert_eq!(&*plan.approved_by, "authority-head");
    assert_eq!(
        plan.post("authority-head").expect("there").title.zh,
        "管委会主任"
    );
    // One that nobody has stays what the check refuses.
    let (template, answers) = sample_with(&[("plan.approved_by", "nobody-knows")]);
    let made = draft(&template, &answers, Level::Park);
    let found = checked(&made.plan, Some(&made.roster)).findings;
    assert!(
        found
            .iter()
            .any(|one| template.is_about(one, "plan.approved_by")),
        "{found:?}"
    );
}

#[test]
fn a_template_says_who_receives_how_many_before_it_is_chosen() {
    let template = Template::find("sample-park").expect("a template");
    let said = template.receives().expect("a place of its own");
    for words in [
        "1至20人",
        "21至50人",
        "51人及以上",
        "20分钟内到",
        "园区主要领导",
    ] {
        assert!(said.zh.contains(words), "{words}: {}", said.zh);
    }
    assert!(said.en.contains("within 20 minutes"), "{}", said.en);
}

#[test]
fn the_level_of_each_tier_of_ones_own_is_asked_and_of_no_place_above() {
    let template = Template::find("sample-park").expect("a template");
    let mut answers = whole(&template);
    let asked = |answers: &Answers| -> Vec<String> {
        let groups = template.tiers(answers).into_iter();
        let names = groups.flat_map(|group| group.questions).map(|one| one.name);
        names.filter(|name| name.ends_with(".level")).collect()
    };
    let names = asked(&answers);
    assert!(names.contains(&"rule.park-small.level".to_owned()));
    assert!(!names.iter().any(|name| name.contains("city")), "{names:?}");
    answers.insert("rule.park-small.level".into(), "III".into());
    let made = draft(&template, &answers, Level::Park);
    assert_eq!(errors(&made), [""; 0]);
    let plan = Plan::parse(&made.plan).expect("a plan");
    let level = |rule: &str| plan.rule(rule).expect("there").level;
    assert_eq!(level("park-small"), RunLevel::III);
    assert_eq!(level("park-large"), RunLevel::II);
    // A tier that is split takes its level along.
    let split = template.splitting(&answers, "park-small").expect("in two");
    answers.extend(split);
    let plan = Plan::parse(&draft(&template, &answers, Level::Park).plan).expect("a plan");
    let small = plan
        .rules
        .iter()
        .filter(|one| one.id.starts_with("park-small"));
    let levels: Vec<RunLevel> = small.map(|one| one.level).collect();
    assert_eq!(levels, [RunLevel::III, RunLevel::III]);
}
