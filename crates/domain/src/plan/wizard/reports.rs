//! Who above is told of a visit, and when: the first report, the interval, and to whom.

use super::fill::{blocks, key_of, kind_of, number};
use super::tiers::{part, people};
use super::{Answers, Group, Takes, Template, group, headed, hours, question, titles};
use crate::language::Bilingual;
use crate::plan::template::quoted;
use crate::plan::{Plan, Rule};

impl Template {
    /// Who above can be told: id and name.
    pub fn recipients(&self) -> Vec<(String, Bilingual)> {
        let all = self.plan.recipients.iter();
        all.map(|one| (one.id.to_string(), one.title.clone()))
            .collect()
    }

    /// The questions about reports: what who gets them is called and by when it wants the first; for each
    /// tier to whom, when the first, and how often after that.
    pub fn reports(&self, answers: &Answers) -> Vec<Group> {
        let mut groups = Vec::new();
        for one in &self.plan.recipients {
            let path = format!("recipient.{}", one.id);
            let of = ("收情况报告的上级", "Who above gets situation reports");
            let mut questions = titles(&path, &one.title);
            let within = one.within_minutes.to_string();
            questions.push(question(&path, "within_minutes", Takes::Number, &within));
            groups.push(group(&headed(of, &one.title), questions));
        }
        let shaped = self.shaped(answers);
        let plan = &shaped.plan;
        // With nobody above to tell, there is nothing to ask.
        let rules = plan.rules.iter().filter(|_| !plan.recipients.is_empty());
        for rule in rules.filter(|rule| is_asked(plan, rule)) {
            let mut questions = Vec::new();
            for nth in 0..rule.reports.len().max(1) {
                let path = part(&rule.id, "report", nth);
                let report = rule.reports.get(nth);
                let to = report.and_then(|one| one.to.as_ref());
                let to = to.map_or("", |to| to.as_str());
                let within = plan.recipients.iter().map(|one| one.within_minutes).min();
                let first = report.map(|one| one.first_minutes).or(within);
                let first = first.map_or_else(String::new, |minutes| minutes.to_string());
                let every = report.and_then(|one| one.every_minutes);
                let every = every.map_or_else(String::new, |minutes| minutes.to_string());
                questions.extend([
                    question(&path, "to", Takes::Recipient, to),
                    question(&path, "first_minutes", Takes::Number, &first),
                    question(&path, "every_minutes", Takes::Number, &every),
                ]);
            }
            let bounds = shaped.bounds_of(&rule.id, answers);
            groups.push(group(&self.case(plan, (rule, bounds), answers), questions));
        }
        self.asked(groups)
    }
}

/// Whether a rule is about people who come here, or reports already.
fn is_asked(plan: &Plan, rule: &Rule) -> bool {
    let mut places = rule.places.iter().filter_map(|id| plan.place(id));
    !rule.reports.is_empty() || places.any(|place| !plan.is_foreign(place))
}

/// A plan's text with what was answered about its hours, tiers and reports.
pub(super) fn answered(text: &str, plan: &Plan, answers: &Answers) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut at = At::default();
    for block in blocks(text) {
        let kind = kind_of(&block);
        if !kind.starts_with("rule.") {
            out.extend(at.added(plan, answers));
            at = At::default();
        }
        let id = || {
            let line = block.iter().find(|line| key_of(line) == "id")?;
            let (_, value) = line.split_once('=')?;
            Some(value.trim().trim_matches('"').to_owned())
        };
        match kind {
            "rule" => at.rule = id().unwrap_or_default(),
            "window" => {
                let id = id().unwrap_or_default();
                out.extend(hours::filled(&block, &id, (plan, answers)));
                continue;
            }
            "rule.receive" => at.receive += 1,
            "rule.report" => at.report += 1,
            _ => {}
        }
        out.extend(at.filled((kind, &block), plan, answers));
    }
    out.extend(at.added(plan, answers));
    out.push(String::new());
    out.join("\n")
}

/// Where in a rule one is: how many of its parts were seen.
#[derive(Default)]
struct At {
    rule: String,
    receive: usize,
    report: usize,
}

impl At {
    fn filled(
        &self,
        (kind, block): (&str, &[&str]),
        plan: &Plan,
        answers: &Answers,
    ) -> Vec<String> {
        let path = match kind {
            "rule.receive" => part(&self.rule, "receive", self.receive - 1),
            "rule.report" => part(&self.rule, "report", self.report - 1),
            _ => String::new(),
        };
        let said = |key: &str| {
            answers
                .get(&format!("{path}.{key}"))
                .map(|text| text.trim())
        };
        if kind == "rule.report" && said("to").is_some_and(str::is_empty) {
            return Vec::new();
        }
        let mut lines = Vec::with_capacity(block.len());
        for line in block {
            let key = key_of(line);
            let value = match (kind, key) {
                ("rule", "people") => people(plan, &self.rule, answers),
                ("rule.receive", "arrive_minutes" | "ack_minutes")
                | ("rule.report", "first_minutes") => said(key).map(number),
                ("rule.report", "to") => said(key).map(quoted),
                ("rule.report", "every_minutes") => match said(key) {
                    Some("") => continue,
                    typed => typed.map(number),
                },
                _ => None,
            };
            lines
                .push(value.map_or_else(|| (*line).to_owned(), |value| format!("{key} = {value}")));
        }
        let has_every = block.iter().any(|line| key_of(line) == "every_minutes");
        let every = said("every_minutes").filter(|text| !text.is_empty());
        if let (true, Some(every)) = (kind == "rule.report" && !has_every, every) {
            lines.insert(1, format!("every_minutes = {}", number(every)));
        }
        lines
    }

    /// A report that the rule did not have.
    fn added(&self, plan: &Plan, answers: &Answers) -> Vec<String> {
        let known = plan.rule(&self.rule).map(|rule| rule.reports.len());
        if known != Some(0) {
            return Vec::new();
        }
        let path = part(&self.rule, "report", 0);
        let said = |key: &str| {
            answers
                .get(&format!("{path}.{key}"))
                .map(|text| text.trim())
        };
        let Some(to) = said("to").filter(|to| !to.is_empty()) else {
            return Vec::new();
        };
        let within = plan.recipients.iter().find(|one| *one.id == *to);
        let within = within.map_or_else(String::new, |one| one.within_minutes.to_string());
        let first = said("first_minutes").unwrap_or(&within);
        let mut lines = vec![
            "[[rule.report]]".to_owned(),
            format!("to = {}", quoted(to)),
            format!("first_minutes = {}", number(first)),
        ];
        if let Some(every) = said("every_minutes").filter(|text| !text.is_empty()) {
            lines.push(format!("every_minutes = {}", number(every)));
        }
        lines.push(String::new());
        lines
    }
}
