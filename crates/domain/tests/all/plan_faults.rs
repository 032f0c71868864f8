//! Plans with one fault each, made from good ones by chance that a seed tells: every fault is
//! found, and a judge that counts case by case confirms each witness.

use super::plan_draft::{Dice, Draft, DraftRule, checked, good, local};
use huiyin_domain::plan::{CODES, Finding, Severity};
use huiyin_domain::shipped;

/// Puts one fault in; gives the code under which it must be found, or none where this plan has no
/// place for the fault.
type Fault = fn(&mut Draft, &mut Dice) -> Option<&'static str>;

/// The place of a rule of the plan's own that is not the first tier.
fn higher(draft: &Draft, dice: &mut Dice) -> Option<usize> {
    let own = |rule: &DraftRule| rule.people.is_some_and(|(min, _)| min > 1);
    let places: Vec<usize> = (0..draft.rules.len())
        .filter(|i| own(&draft.rules[*i]))
        .collect();
    (!places.is_empty()).then(|| places[dice.roll(places.len())])
}

fn own(draft: &Draft, dice: &mut Dice) -> usize {
    let places: Vec<usize> = (0..draft.rules.len())
        .filter(|i| draft.rules[*i].people.is_some())
        .collect();
    places[dice.roll(places.len())]
}

fn foreign(draft: &mut Draft, level: &str) -> usize {
    let id = format!("called-{level}");
    draft
        .rules
        .iter()
        .position(|rule| rule.id == id)
        .expect("every draft has one")
}

const FAULTS: &[(&str, Fault)] = &[
    ("a headcount that no tier holds", |draft, dice| {
        let index = higher(draft, dice)?;
        let (min, max) = draft.rules[index].people?;
        draft.rules[index].people = Some((min + 1, if max == min { max + 1 } else { max }));
        (max != min).then_some("gap")
    }),
    ("a headcount that two tiers hold", |draft, dice| {
        let index = higher(draft, dice)?;
        let (min, max) = draft.rules[index].people?;
        draft.rules[index].people = Some((min - 1, max));
        Some("overlap")
    }),
    ("no tier for very many", |draft, dice| {
        let index = draft
            .rules
            .iter()
            .position(|rule| rule.people.is_some_and(|(_, max)| max == 0))?;
        let min = draft.rules[index].people?.0;
        draft.rules[index].people = Some((min, min + u32::try_from(dice.roll(20)).ok()?));
        Some("gap")
    }),
    ("hours that begin too late", |draft, _| {
        draft
            .rules
            .iter()
            .any(|rule| !rule.when.is_empty())
            .then_some(())?;
        draft.windows.first_mut()?.from += 30;
        Some("gap")
    }),
    ("hours that end too late", |draft, _| {
        draft
            .rules
            .iter()
            .any(|rule| !rule.when.is_empty())
            .then_some(())?;
        draft.windows.first_mut()?.to += 30;
        Some("overlap-window")
    }),
    ("rest days forgotten", |draft, _| {
        let rule = draft.rules.iter_mut().find(|rule| rule.when.len() > 1)?;
        rule.when.pop();
        Some("gap")
    }),
    ("people from many to few", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].people = Some((50, 20));
        Some("unreachable-rule")
    }),
    ("a rule twice", |draft, dice| {
        let index = own(draft, dice);
        let mut copy = draft.rules[index].clone();
        copy.id = "copy".to_owned();
        draft.rules.push(copy);
        Some("unreachable-rule")
    }),
    ("a window without days", |draft, _| {
        let used = draft.rules.iter().find(|rule| rule.when.len() == 1)?.when[0].clone();
        let window = draft.windows.iter_mut().find(|one| one.id == used)?;
        window.days.clear();
        Some("unreachable-rule")
    }),
    ("a post that is not there", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].receive[0]
            .posts
            .push("nobody-knows".to_owned());
        Some("unknown-post")
    }),
    ("a stand-in that is not there", |draft, _| {
        draft.posts[2].stand_ins.push("nobody-knows".to_owned());
        Some("unknown-post")
    }),
    ("a place that is not there", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].places.push("nowhere".to_owned());
        Some("unknown-place")
    }),
    ("a window that is not there", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].when.push("never-said".to_owned());
        Some("unknown-window")
    }),
    ("a room that is not there", |draft, _| {
        draft.places[0].overflow = Some("cellar".to_owned());
        Some("unknown-room")
    }),
    ("a recipient that is not there", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].reports[0].0 = Some("elsewhere".to_owned());
        Some("unknown-recipient")
    }),
    ("a circle of stand-ins", |draft, _| {
        draft.posts[0].stand_ins = vec!["deputy".to_owned()];
        draft.posts[1].stand_ins = vec!["head".to_owned()];
        Some("stand-in-cycle")
    }),
    ("a circle upwards", |draft, _| {
        draft.posts[0].above = Some("office".to_owned());
        Some("above-cycle")
    }),
    ("a ladder longer than the limit", |draft, dice| {
        let index = higher(draft, dice)?;
        // The second post of a higher tier has somebody above it, so its ladder has two steps.
        draft.rules[index].receive[0].ack = draft.rules[index].receive[0].arrive;
        Some("ladder-too-long")
    }),
    ("a way longer than the limit", |draft, dice| {
        let limit = draft.rules[own(draft, dice)].receive[0].arrive;
        draft.posts[0].travel = limit + 1;
        Some("travel-too-long")
    }),
    ("more people later", |draft, dice| {
        let index = higher(draft, dice)?;
        draft.rules[index].receive[0].arrive += 5;
        Some("tier-later")
    }),
    ("more people by fewer", |draft, dice| {
        let index = higher(draft, dice)?;
        let below = draft.rules[index - 1].receive[0].posts.len();
        (below > 1).then(|| draft.rules[index].receive[0].need = Some(1))?;
        Some("tier-fewer")
    }),
    ("tiers at a place above", |draft, _| {
        let index = foreign(draft, "county");
        draft.rules[index].people = Some((1, 30));
        Some("foreign-place")
    }),
    ("staff sent to the province", |draft, _| {
        let index = foreign(draft, "province");
        draft.rules[index].receive[0].by = Some("in-person");
        Some("foreign-place")
    }),
    ("a task at a place above", |draft, _| {
        let index = foreign(draft, "county");
        draft.rules[index]
            .tasks
            .push(("transport-home".to_owned(), "clerk".to_owned(), None));
        Some("foreign-place")
    }),
    ("a report from a place above", |draft, _| {
        let index = foreign(draft, "province");
        draft.rules[index]
            .reports
            .push((Some("bureau".to_owned()), 30, 60));
        Some("foreign-place")
    }),
    ("a way to be there left out at a place above", |draft, _| {
        let index = foreign(draft, "county");
        draft.rules[index].receive[0].by = None;
        Some("foreign-place")
    }),
    ("a report to nobody", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].reports[0].0 = None;
        Some("report-without-recipient")
    }),
    ("a report after its limit", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].reports[0].1 = 46;
        Some("report-too-late")
    }),
    ("a room too small", |draft, _| {
        draft
            .rules
            .iter()
            .any(|rule| rule.people.is_some_and(|(_, max)| max > 5))
            .then_some(())?;
        for place in &mut draft.places {
            place.area_m2 = 4;
        }
        draft.rooms[0].1 = 1;
        Some("room-too-small")
    }),
    ("no room for very many", |draft, _| {
        draft.places[0].overflow = None;
        Some("missing-overflow")
    }),
    ("exits through which nobody gets out", |draft, _| {
        draft.places[0].exits_m = vec![1.4];
        Some("single-exit")
    }),
    ("nobody who can decide", |draft, _| {
        draft.posts.iter_mut().for_each(|post| post.decides = false);
        Some("no-decider")
    }),
    ("a decider who need not come", |draft, dice| {
        let index = higher(draft, dice)?;
        draft.rules[index].receive[0].posts =
            vec!["head".to_owned(), "aide".to_owned(), "clerk".to_owned()];
        draft.rules[index].receive[0].need = Some(2);
        Some("no-decider")
    }),
    ("no drill for long", |draft, _| {
        draft.head = vec![
            "approved_at = 2026-01-10".to_owned(),
            "drill_every_days = 180".to_owned(),
        ];
        Some("drill-overdue")
    }),
    ("a task that is not one of reception", |draft, dice| {
        let kinds = [
            "interception",
            "evidence-taking",
            "identify-visitors",
            "disperse",
            "tracking",
        ];
        let index = own(draft, dice);
        let kind = kinds[dice.roll(kinds.len())].to_owned();
        draft.rules[index]
            .tasks
            .push((kind, "clerk".to_owned(), None));
        Some("refused-kind")
    }),
    ("a field for people who come", |draft, dice| {
        let fields = [
            "attendees = true",
            "risk_level = 3",
            "organiser = \"x\"",
            "watch_list = []",
        ];
        let index = own(draft, dice);
        draft.rules[index]
            .extra
            .push(fields[dice.roll(fields.len())].to_owned());
        Some("refused-field")
    }),
    ("a field that is not there", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].extra.push("colour = \"red\"".to_owned());
        Some("unknown-field")
    }),
    ("a post with a coercive name", |draft, dice| {
        let words = ["劝返组", "稳控专班", "截访值班"];
        draft.posts[4].title_zh = words[dice.roll(words.len())].to_owned();
        Some("refused-word")
    }),
    ("police without a danger", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index]
            .tasks
            .push(("police".to_owned(), "clerk".to_owned(), None));
        Some("police-without-danger")
    }),
    ("a danger where there is none", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index]
            .tasks
            .push(("water".to_owned(), "clerk".to_owned(), Some("life")));
        Some("misplaced-danger")
    }),
    ("transport home by the police", |draft, dice| {
        draft.posts[4].title_zh = "派出所所长".to_owned();
        let index = own(draft, dice);
        draft.rules[index]
            .tasks
            .push(("transport-home".to_owned(), "aide".to_owned(), None));
        Some("refused-post")
    }),
    ("a post that cannot be called", |draft, _| {
        draft.posts[0].channels.clear();
        Some("unreachable-post")
    }),
    ("a post that nobody holds", |draft, _| {
        draft.duties.retain(|duty| duty.post != "head");
        Some("unheld-post")
    }),
    ("a post that nobody holds for an hour", |draft, dice| {
        let day = 19 + dice.roll(9);
        let away = |hour| format!("2026-09-{day}T{hour}:00:00+08:00");
        draft.away.push(("head".to_owned(), away("14"), away("15")));
        Some("unheld-post")
    }),
    ("a night that nobody has", |draft, _| {
        let index = draft.duties.iter().position(|duty| {
            duty.post == "head"
                && duty
                    .span
                    .as_ref()
                    .is_some_and(|hours| hours.id == "at-night")
        })?;
        draft.duties.remove(index);
        Some("unheld-post")
    }),
    ("a holder whom nothing reaches", |draft, _| {
        draft
            .staff
            .iter_mut()
            .for_each(|(_, channels)| *channels = vec!["email"]);
        Some("unreachable-holder")
    }),
    ("fewer on duty than the crew needs", |draft, _| {
        let posts = vec!["head".to_owned(), "clerk".to_owned()];
        draft.crews.push((posts, 3, None));
        Some("crew-too-small")
    }),
    ("nobody on duty who is trained for it", |draft, dice| {
        // Somebody is, and holds another post, or takes turns with somebody who is not.
        let who = dice.roll(draft.staff.len());
        draft
            .trained
            .push((draft.staff[who].0.clone(), "first-aider"));
        let posts = vec!["head".to_owned()];
        draft.crews.push((posts, 1, Some("interpreter")));
        Some("crew-too-small")
    }),
    ("two holders at once", |draft, _| {
        let mut twice = draft
            .duties
            .iter()
            .find(|duty| duty.post == "head")?
            .clone();
        twice.staff.reverse();
        draft.duties.push(twice);
        Some("overlap-duty")
    }),
    ("a name twice", |draft, dice| {
        let index = own(draft, dice);
        let copy = draft.rules[index].id.clone();
        draft.rules.last_mut()?.id = copy;
        Some("duplicate-id")
    }),
    ("more posts needed than are named", |draft, dice| {
        let index = own(draft, dice);
        draft.rules[index].receive[0].need = Some(9);
        Some("bad-need")
    }),
    ("a word that means more than many think", |draft, dice| {
        let index = own(draft, dice);
        let (_, max) = draft.rules[index].people?;
        (max > 0).then(|| draft.rules[index].text_zh = Some(format!("{max}人以下")))?;
        Some("inclusive-word")
    }),
];

#[test]
fn every_fault_is_found_and_every_witness_holds() {
    let mut faulty = 0;
    for (name, fault) in FAULTS {
        let mut of_kind = 0;
        for seed in 0..12 {
            let mut draft = good(seed);
            let Some(code) = fault(&mut draft, &mut Dice::of(seed + 100)) else {
                continue;
            };
            let findings = draft.findings();
            let found = findings.iter().find(|found| found.code == code);
            let codes: Vec<_> = findings.iter().map(|found| found.code).collect();
            assert!(
                found.is_some(),
                "{name}, seed {seed}: {codes:?}\n{}",
                draft.plan()
            );
            for one in &findings {
                assert!(CODES.contains(&one.code), "{} is not listed", one.code);
                confirm(&draft, one).unwrap_or_else(|why| {
                    panic!("{name}, seed {seed}: {one}: {why}\n{}", draft.plan())
                });
            }
            of_kind += 1;
            if of_kind == 4 {
                break;
            }
        }
        assert!(of_kind > 0, "{name}: no plan has a place for it");
        faulty += of_kind;
    }
    assert!(faulty >= 60, "{faulty} faulty plans");
}

#[test]
fn nothing_is_found_in_good_plans() {
    for seed in 0..40 {
        let draft = good(seed);
        assert_eq!(
            draft.findings(),
            [],
            "seed {seed}\n{}\n{}",
            draft.plan(),
            draft.roster()
        );
    }
    for one in shipped::plans().iter().filter(|one| one.roster.is_some()) {
        assert_eq!(checked(one.plan, one.roster).findings, [], "{}", one.id);
    }
}

/// Whether the case that a finding tells is one, by counting.
fn confirm(draft: &Draft, found: &Finding) -> Result<(), String> {
    let witness = &found.witness;
    let rules: Vec<&str> = witness.rules.iter().map(|id| id.as_str()).collect();
    let place = witness.place.as_ref().map(|place| place.as_str());
    let moment = witness.at.as_deref().map(local);
    if let ("crew-too-small", Some(moment)) = (found.code, moment) {
        return crew(draft, &found.field, moment);
    }
    let (Some(place), Some(moment)) = (place, moment) else {
        // What shows in no hour must be a fault that has none.
        let timeless = [
            "unreachable-rule",
            "duplicate-id",
            "single-exit",
            "unknown-room",
            "unknown-place",
            "unknown-window",
            "bad-need",
            "drill-overdue",
        ];
        if let Some(written) = &witness.written {
            let of_roster = found.field.starts_with("roster");
            let file = if of_roster {
                draft.roster()
            } else {
                draft.plan()
            };
            let line = file.lines().nth(found.line - 1).map(str::trim);
            return (line == Some(written.as_str()))
                .then_some(())
                .ok_or(format!("{written:?} is not in line {}", found.line));
        }
        let tells = place.is_some() || moment.is_some() || !rules.is_empty();
        return (timeless.contains(&found.code) && tells)
            .then_some(())
            .ok_or("no case".to_owned());
    };
    let ruling = draft.ruling(place, witness.people, moment);
    let say = |holds: bool| holds.then_some(()).ok_or(format!("{ruling:?} at {moment}"));
    match found.code {
        "gap" => return say(ruling.is_empty()),
        "overlap" => return say(rules.iter().all(|id| ruling.contains(id)) && rules.len() == 2),
        "unreachable-rule" => return say(ruling.len() != 1),
        "tier-later" | "tier-fewer" => return tiers(draft, &rules),
        "overlap-window" => {
            let shared = draft
                .windows
                .iter()
                .filter(|one| super::plan_draft::within(one, moment));
            return say(shared.count() > 1);
        }
        "foreign-place" | "inclusive-word" | "duplicate-id" => return Ok(()),
        _ => {}
    }
    // Everything else names a rule, and the rule applies to the case.
    say(rules.iter().all(|id| ruling.contains(id)) && !rules.is_empty())?;
    let rule = draft.rule_named(rules[0]);
    let claim = match found.code {
        "ladder-too-long" => rule.receive.iter().any(|one| {
            one.posts.iter().any(|post| {
                let steps = u32::try_from(draft.ladder(post).len()).expect("small");
                (steps - 1) * one.ack >= one.arrive
            })
        }),
        "travel-too-long" => rule.receive.iter().any(|one| {
            one.posts.iter().any(|post| {
                let called = |step: usize| u32::try_from(step).expect("small") * one.ack;
                let mut steps = draft.ladder(post).into_iter().enumerate();
                one.by != Some("video")
                    && steps.any(|(step, who)| called(step) + who.travel > one.arrive)
            })
        }),
        "no-decider" => rule.receive.iter().all(|one| {
            // Whoever decides stays away: are there still enough?
            let others = one
                .posts
                .iter()
                .filter(|post| !draft.post_named(post).decides)
                .count();
            others >= one.need.unwrap_or(one.posts.len())
        }),
        "report-too-late" => rule.reports.iter().any(|(_, first, _)| *first > 45),
        "room-too-small" => rule.people.is_some_and(|(_, max)| max > 5),
        "unheld-post" => called(draft, rule)
            .iter()
            .any(|post| draft.holder(post, moment).is_none()),
        "unreachable-holder" => called(draft, rule).iter().any(|post| {
            let channels = &draft.post_named(post).channels;
            let holder = draft.holder(post, moment);
            holder.is_some_and(|(_, own)| own.iter().all(|one| !channels.contains(one)))
        }),
        _ => true,
    };
    say(claim)
}

/// Whether fewer of a crew than it needs are on duty then, each counted once.
fn crew(draft: &Draft, field: &str, moment: jiff::civil::DateTime) -> Result<(), String> {
    let nth = field.strip_prefix("crew.crew-").expect("a crew");
    let (posts, min, trained) = &draft.crews[nth.parse::<usize>().expect("a number")];
    let holders = posts.iter().filter_map(|post| {
        let (who, own) = draft.holder(post, moment)?;
        let channels = &draft.post_named(post).channels;
        own.iter().any(|one| channels.contains(one)).then_some(who)
    });
    let counts = |who: &&String| {
        let can = |word: &&str| {
            let mut all = draft.trained.iter();
            all.any(|(one, own)| one == *who && own == word)
        };
        trained.as_ref().is_none_or(can)
    };
    let there: std::collections::BTreeSet<&String> = holders.filter(counts).collect();
    (there.len() < *min)
        .then_some(())
        .ok_or(format!("{} are there", there.len()))
}

/// Every post that a rule may call.
fn called<'d>(draft: &'d Draft, rule: &'d DraftRule) -> Vec<&'d str> {
    let posts = rule.receive.iter().flat_map(|one| &one.posts);
    let ladders = posts
        .flat_map(|post| draft.ladder(post))
        .map(|post| post.id.as_str());
    ladders
        .chain(rule.tasks.iter().map(|(_, post, _)| post.as_str()))
        .collect()
}

fn tiers(draft: &Draft, rules: &[&str]) -> Result<(), String> {
    let [low, high] = rules else {
        return Err("not two tiers".to_owned());
    };
    let (low, high) = (draft.rule_named(low), draft.rule_named(high));
    let needed = |rule: &DraftRule| -> usize {
        rule.receive
            .iter()
            .map(|one| one.need.unwrap_or(one.posts.len()))
            .sum()
    };
    let slowest = |rule: &DraftRule| rule.receive.iter().map(|one| one.arrive).min();
    let above = high.people.map(|(min, _)| min) > low.people.map(|(min, _)| min);
    (above && (needed(high) < needed(low) || slowest(high) > slowest(low)))
        .then_some(())
        .ok_or("not worse".to_owned())
}

#[test]
fn only_the_closed_list_is_a_warning() {
    let mut draft = good(0);
    draft.places[0].exits_m = vec![1.4];
    let (_, max) = draft.rules[0].people.expect("own");
    draft.rules[0].text_zh = Some(format!("{max}人以下"));
    draft.head = vec!["approved_at = 2020-01-10".to_owned()];
    let all = checked(&draft.plan(), None);
    assert!(
        all.findings
            .iter()
            .all(|found| found.severity == Severity::Warning),
        "{:?}",
        all.findings
    );
    assert!(all.is_good() && all.findings.len() >= 2);
}
