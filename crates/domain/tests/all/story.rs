//! Reads a line of a worked case, such as `02-14 09:00 clerk: classify claim 6`, into a command.

use super::office::{self, Desk};
use huiyin_domain::event::Event;
use huiyin_domain::ids::ObligationId;
use huiyin_domain::petition::{By, CodePower, Command};
use huiyin_domain::time::{Instant, Zone};
use serde_json::{Map, Value, json};

/// One line of a story.
pub struct Line {
    pub at: Instant,
    pub by: By,
    pub words: Vec<Vec<String>>,
}

/// A date of 2026 such as `02-14`, or one with its year.
pub fn full_day(text: &str) -> String {
    if text.len() == 5 {
        format!("2026-{text}")
    } else {
        text.to_owned()
    }
}

/// An instant such as `02-14 09:00` in a zone.
pub fn instant(text: &str, zone: &Zone) -> Instant {
    let (day, time) = text
        .split_once([' ', 'T'])
        .unwrap_or_else(|| panic!("no day and time: {text}"));
    let seconds = if time.len() == 5 { ":00" } else { "" };
    let civil = format!("{}T{time}{seconds}", full_day(day));
    zone.instant_of(civil.parse().unwrap_or_else(|e| panic!("{text}: {e}")))
}

/// Reads a line.
pub fn line(text: &str, zone: &Zone) -> Line {
    let mut parts = text.splitn(3, ' ');
    let (day, time) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let rest = parts
        .next()
        .unwrap_or_else(|| panic!("what happens? {text}"));
    let (who, what) = rest.split_once(": ").unwrap_or(("system", rest));
    let words = what.split(" + ").map(|one| {
        let words = one.split_whitespace();
        words.map(str::to_owned).collect()
    });
    Line {
        at: instant(&format!("{day} {time}"), zone),
        by: actor(who, zone),
        words: words.collect(),
    }
}

fn actor(who: &str, zone: &Zone) -> By {
    match who {
        "system" => By::System,
        "petitioner" => By::Petitioner(CodePower::Acting),
        "viewer" => By::Petitioner(CodePower::View),
        _ => {
            let nth = who.strip_prefix("representative-");
            let nth = nth.map(|nth| nth.parse().expect("a number"));
            match (nth, who.strip_prefix("renewed@")) {
                (Some(nth), _) => By::Petitioner(CodePower::Representative(nth)),
                (None, Some(since)) => By::Petitioner(renewed(since, zone)),
                (None, None) => By::Staff(office::staff(who)),
            }
        }
    }
}

/// `03-09T10:00`, or `03-09T10:00/1` for the code of a representative.
fn renewed(words: &str, zone: &Zone) -> CodePower {
    let (since, nth) = words.split_once('/').unzip();
    CodePower::Renewed {
        since: instant(since.unwrap_or(words), zone),
        representative: nth.map(|nth| nth.parse().expect("a number")),
    }
}

/// The fields of a command that may stand without their name, in order.
fn fields(verb: &str) -> &'static [&'static str] {
    match verb {
        "classify" => &["class", "branch"],
        "correct-entry" => &["part"],
        "change-contact" => &["part", "given", "value", "how"],
        "correct-name" => &["name", "representative"],
        "transfer" => &["to"],
        "assign" => &["to", "limit"],
        "decline" => &["reason"],
        "redirect" => &["route", "limit"],
        "settle-objection" => &["uphold"],
        "name-handler" => &["staff"],
        "decide-extension" => &["grant"],
        "suspend" => &["obligation", "cause", "from"],
        "resume" => &["obligation", "to"],
        "ask-statement" => &["unit"],
        "ask-support" => &["unit", "limit"],
        "instruct" => &["limit"],
        "commit" => &["post", "limit"],
        "keep-commitment" => &["kept", "proof"],
        "serve" => &["document", "way", "at", "proof"],
        "earlier-time" => &["document", "way", "at", "evidence"],
        "correct-breach" => &["obligation", "at", "evidence"],
        "fulfil" | "split" => &["request"],
        "verify" => &["request", "agreed"],
        "check-remedy" => &["request", "done"],
        "decide-proposal" => &["agree"],
        "decide-dispute" => &["right"],
        "acknowledge" => &["obligation"],
        "respond-fact" => &["accepted", "how"],
        "accept-service" | "set-seal" | "waive-seal" => &["document"],
        "withdraw-on-paper" => &["paper", "representative"],
        "renew-code" => &["representative"],
        "review-on-paper" => &["received", "postmark", "paper"],
        _ => &[],
    }
}

/// The field that says why or what, which a story leaves out.
fn words_of(verb: &str) -> &'static [&'static str] {
    match verb {
        "object"
        | "recall"
        | "settle-objection"
        | "ask-extension"
        | "decide-extension"
        | "return-answer"
        | "reopen"
        | "merge"
        | "unmerge"
        | "split"
        | "lower-danger"
        | "recuse"
        | "lower-confidentiality"
        | "renew-code"
        | "earlier-time"
        | "correct-breach"
        | "decide-dispute"
        | "suspend"
        | "change-contact"
        | "correct-name"
        | "classify"
        | "transfer"
        | "waive-seal"
        | "assign" => &["reason"],
        "give-statement" | "give-support" | "instruct" | "carry-out" | "fulfil" | "commit"
        | "keep-commitment" | "declare-danger" | "report-urgent" | "message" | "add-facts"
        | "note" | "dispute-time" | "check-remedy" | "state-fact" | "respond-fact" => &["text"],
        "correct-entry" => &["text", "reason"],
        "ask-statement" | "ask-support" => &["question"],
        "decline" | "redirect" | "accept" => &["notice"],
        _ => &[],
    }
}

/// Reads the words of a command.
pub fn command(words: &[String], desk: &Desk<'_>, now: Instant) -> Command {
    let verb = words.first().map_or("", String::as_str);
    let mut map = Map::new();
    map.insert("action".into(), json!(verb));
    for field in words_of(verb) {
        map.insert((*field).into(), json!("因为"));
    }
    match verb {
        "draft" => {
            map.insert("answer".into(), draft(&words[1..], desk));
        }
        "name-respondents" => respondents(&words[1..], &mut map),
        "list-requests" => {
            let count: usize = words[1].parse().expect("how many");
            map.insert("requests".into(), json!(vec!["一件事"; count]));
        }
        "tell-apart" => {
            let other = desk.other.as_ref().map_or(desk.case.id, |other| other.id);
            map.insert("other".into(), json!(other));
        }
        "merge" => {
            let into = desk.other.as_ref().map_or(desk.case.id, |other| other.id);
            map.insert("into".into(), json!(into));
        }
        _ => positional(verb, &words[1..], desk, &mut map),
    }
    fill_positions(verb, desk, &mut map);
    if matches!(verb, "earlier-time" | "correct-breach") && !map.contains_key("evidence") {
        map.insert("evidence".into(), json!(77));
    }
    if matches!(verb, "earlier-time" | "correct-breach") && !map.contains_key("at") {
        map.insert("at".into(), json!(now));
    }
    let value = Value::Object(map);
    serde_json::from_value(value.clone()).unwrap_or_else(|e| panic!("{value}: {e}"))
}

fn positional(verb: &str, words: &[String], desk: &Desk<'_>, map: &mut Map<String, Value>) {
    let mut names = fields(verb).iter();
    for word in words {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), value),
            None => {
                let name = names
                    .next()
                    .unwrap_or_else(|| panic!("{verb}: what is {word}?"));
                ((*name).to_owned(), word.as_str())
            }
        };
        if value == "-" {
            continue;
        }
        let value = value_of(verb, &name, value, desk);
        map.insert(name, value);
    }
}

fn value_of(verb: &str, name: &str, value: &str, desk: &Desk<'_>) -> Value {
    match name {
        "to" if verb == "resume" => json!(full_day(value)),
        "unit" | "to" => value
            .parse::<i64>()
            .map_or_else(|_| json!(office::unit(value)), |raw| json!(raw)),
        "staff" => value
            .parse::<i64>()
            .map_or_else(|_| json!(office::staff(value)), |raw| json!(raw)),
        "post" => json!(office::post(value)),
        "limit" | "from" => json!(full_day(value)),
        "at" => json!(instant(value, &desk.office.rulebook.zone)),
        "obligation" => json!(obligation(value, desk)),
        "branch" | "request" | "representative" | "proof" | "evidence" | "paper" | "fact" => {
            json!(value.parse::<i64>().expect("a number"))
        }
        "uphold" | "grant" | "agreed" | "agree" | "right" | "done" | "kept" | "given"
        | "accepted" => {
            json!(matches!(
                value,
                "uphold" | "grant" | "yes" | "right" | "kept" | "given" | "accepted"
            ))
        }
        "text" | "reason" | "notice" | "question" if value == "none" => json!(""),
        _ => json!(value),
    }
}

/// The obligation of a term: the open one, else the last.
fn obligation(term: &str, desk: &Desk<'_>) -> ObligationId {
    let open = desk.case.open_term(term).map(|(id, _)| id);
    let any = desk.case.owed.iter();
    let any = any.filter(|(_, owed)| owed.opened.term == term);
    open.or_else(|| any.map(|(id, _)| *id).next_back())
        .unwrap_or(ObligationId::new(0))
}

fn respondents(words: &[String], map: &mut Map<String, Value>) {
    let (mut units, mut posts) = (Vec::new(), Vec::new());
    for word in words {
        match word.strip_prefix("post=") {
            Some(name) => posts.push(office::post(name)),
            None => units.push(office::unit(word)),
        }
    }
    map.insert("units".into(), json!(units));
    map.insert("posts".into(), json!(posts));
}

/// An answer: for each request `explanation`, or `remedy@03-10`; `incomplete` lacks its basis; with
/// `looked-into` it says of each disputed fact how it was looked into.
fn draft(words: &[String], desk: &Desk<'_>) -> Value {
    let mut given: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = given.len();
    given.retain(|word| *word != "looked-into");
    let facts = if given.len() < said {
        desk.case.disputed_facts()
    } else {
        Vec::new()
    };
    let facts = facts
        .iter()
        .map(|fact| json!({ "fact": fact, "words": "又看了一次" }));
    let items = if given.is_empty() {
        vec!["explanation"; usize::from(desk.case.requests)]
    } else {
        given
    };
    let items = items.iter().map(|word| {
        let (outcome, by) = match word.split_once('@') {
            Some((outcome, day)) => (outcome, Some(full_day(day))),
            None => (*word, None),
        };
        let (outcome, basis) = match outcome {
            "incomplete" => ("explanation", ""),
            other => (other, "《路灯管理办法》第三条"),
        };
        json!({ "finding": "查明", "facts": "事实", "basis": basis, "outcomes": [outcome],
                "measure": "修好", "by": by })
    });
    let notice = "可以在三十日内申请复查";
    json!({ "items": items.collect::<Vec<_>>(), "summary": "结果", "remedy_notice": notice,
            "facts": facts.collect::<Vec<_>>() })
}

/// Fills in the position that a step answers to: that of the last question, instruction, proposal.
fn fill_positions(verb: &str, desk: &Desk<'_>, map: &mut Map<String, Value>) {
    let (field, kinds): (&str, &[&str]) = match verb {
        "give-statement" => ("asked", &["StatementAsked"]),
        "give-support" => ("asked", &["SupportAsked"]),
        "carry-out" => ("given", &["InstructionGiven"]),
        "keep-commitment" => ("made", &["CommitmentMade"]),
        "decide-proposal" => ("proposal", &["SecondPersonAsked"]),
        "dispute-time" => (
            "position",
            &[
                "AnswerReceived",
                "AnswerServed",
                "AcceptanceServed",
                "BreachCorrected",
            ],
        ),
        "decide-dispute" => ("position", &["TimeDisputed"]),
        "respond-fact" => ("fact", &["FactStated"]),
        _ => return,
    };
    let last = desk
        .journal
        .iter()
        .rev()
        .find(|row| kinds.contains(&row.event.kind()));
    let position = match last {
        Some(row) => match &row.event {
            Event::TimeDisputed(dispute) => dispute.position.raw(),
            _ => row.position.raw(),
        },
        None => 0,
    };
    map.entry(field).or_insert(json!(position));
}
