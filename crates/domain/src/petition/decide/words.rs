//! What no paper and no promise of the authority says, whoever writes it: that the petitioner gives up the right to
//! petition (RULES 5.9).

use super::{By, Deciding, Step};
use crate::petition::{AnswerDraft, CaseRefusal, Command, RefusalCode};
use crate::rights;

impl Deciding<'_> {
    /// Refuses such words of staff in notices, answers, promises, instructions and messages. A note for staff may
    /// have to say what paper somebody was made to sign; what petitioners and respondents say is theirs.
    pub(super) fn guard_words(&self, command: &Command) -> Step {
        if !matches!(self.context.by, By::Staff(_)) {
            return Ok(());
        }
        let refused = |field: &str, text: &str| match rights::gives_up_petitioning(text) {
            true => Err(CaseRefusal::on(RefusalCode::GivesUpRight, field)),
            false => Ok(()),
        };
        match command {
            Command::Accept { notice }
            | Command::Decline { notice, .. }
            | Command::Redirect { notice, .. } => refused("notice", notice),
            Command::Instruct { text, .. }
            | Command::CarryOut { text, .. }
            | Command::Commit { text, .. }
            | Command::KeepCommitment { text, .. }
            | Command::Fulfil { text, .. }
            | Command::CheckRemedy { text, .. }
            | Command::Message { text } => refused("text", text),
            Command::Draft { answer } => {
                let written = written(answer);
                written
                    .into_iter()
                    .try_for_each(|(field, text)| refused(&field, text))
            }
            _ => Ok(()),
        }
    }
}

/// What an answer says, with the names of its fields.
fn written(answer: &AnswerDraft) -> Vec<(String, &str)> {
    let mut written = vec![
        ("summary".to_owned(), answer.summary.as_str()),
        ("remedy_notice".to_owned(), answer.remedy_notice.as_str()),
    ];
    for (nth, item) in answer.items.iter().enumerate() {
        for (field, text) in [
            ("finding", &item.finding),
            ("facts", &item.facts),
            ("basis", &item.basis),
            ("measure", &item.measure),
        ] {
            written.push((format!("items.{nth}.{field}"), text));
        }
    }
    for one in &answer.facts {
        written.push((format!("facts.{}", one.fact.raw()), one.words.as_str()));
    }
    written
}
