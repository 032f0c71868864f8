//! What is wrong with a file that was sent: a plan or roster, a rulebook or calendar. Rare and large, so a problem
//! only points to it.

use super::Problem;
use huiyin_domain::{calendar, plan};
use serde::Serialize;

/// What is wrong with a file.
#[derive(Debug, Default)]
pub(super) struct Faults {
    plan: Vec<plan::Finding>,
    data: Vec<calendar::Finding>,
    /// The line that holds what looks like a contact.
    contact_line: Option<usize>,
}

/// What was found, as it goes out.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Found<'a> {
    Plan(&'a [plan::Finding]),
    Data(&'a [calendar::Finding]),
}

impl Found<'_> {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Plan(found) => found.is_empty(),
            Self::Data(found) => found.is_empty(),
        }
    }
}

impl Problem {
    /// The same with what is wrong with a plan or roster.
    pub(super) fn about_plan(
        mut self,
        findings: Vec<plan::Finding>,
        contact_line: Option<usize>,
    ) -> Self {
        self.faults = Some(Box::new(Faults {
            plan: findings,
            contact_line,
            ..Faults::default()
        }));
        self
    }

    /// The same with what is wrong with a rulebook or calendar.
    pub(super) fn about_data(mut self, findings: Vec<calendar::Finding>) -> Self {
        self.faults = Some(Box::new(Faults {
            data: findings,
            ..Faults::default()
        }));
        self
    }

    /// What was found wrong with a plan or roster.
    pub fn findings(&self) -> &[plan::Finding] {
        self.faults.as_ref().map_or(&[][..], |faults| &faults.plan)
    }

    /// What was found wrong with a rulebook or calendar.
    pub fn data_findings(&self) -> &[calendar::Finding] {
        self.faults.as_ref().map_or(&[][..], |faults| &faults.data)
    }

    /// What was found wrong, of whatever file.
    pub(super) fn found(&self) -> Found<'_> {
        match self.data_findings() {
            [] => Found::Plan(self.findings()),
            data => Found::Data(data),
        }
    }

    /// The line of a plan or roster that holds what looks like a contact.
    pub fn contact_line(&self) -> Option<usize> {
        self.faults.as_ref().and_then(|faults| faults.contact_line)
    }
}
