//! What an event does to duties and windows, by the rulebook: which it meets, waives, closes, and
//! which it opens, with whose name and until when.

use super::{Deciding, RuleSet};
use crate::deadline::moments::{self, Moment};
use crate::deadline::{self, Deadline, Request};
use crate::event::Pinned;
use crate::ids::{ObligationId, PostId, UnitId};
use crate::obligation::{
    Effects, NewDue, NextMoment, ObligationMoved, ObligationOpened, Opened, Owed,
};
use crate::petition::{Case, CaseRefusal, RefusalCode};
use crate::rulebook::{Duty, EventName, Party, Rulebook, Term};
use crate::time::Instant;
use jiff::civil::Date;

/// Who is who when duties open.
#[derive(Clone, Copy, Debug)]
pub struct Parties {
    /// Who registered it.
    pub registering: UnitId,
    /// Who sends it.
    pub sending: UnitId,
    /// Who receives it, or was asked.
    pub receiving: UnitId,
    /// Who is responsible.
    pub responsible: UnitId,
}

impl Parties {
    pub(super) const fn of(case: &Case) -> Self {
        Self {
            registering: case.registrar,
            sending: case.unit,
            receiving: case.unit,
            responsible: case.unit,
        }
    }

    const fn unit(&self, party: Party) -> UnitId {
        match party {
            Party::RegisteringUnit => self.registering,
            Party::SendingUnit => self.sending,
            Party::ReceivingUnit => self.receiving,
            Party::ResponsibleUnit
            | Party::ReviewingAuthority
            | Party::FinalReviewingAuthority
            | Party::AuthorityLeaders
            | Party::Petitioner => self.responsible,
        }
    }
}

impl<'a> RuleSet<'a> {
    /// Every term that can open: the rulebook's, and those of the house that it does not have.
    pub fn terms(&self) -> impl Iterator<Item = (&'a Rulebook, &'a Term)> {
        let (rulebook, house) = (self.rulebook, self.house);
        let own = rulebook.terms.iter().map(move |term| (rulebook, term));
        let more = house
            .terms
            .iter()
            .filter(move |term| rulebook.term(&term.id).is_none());
        own.chain(more.map(move |term| (house, term)))
    }

    /// The rulebook that an obligation runs under. Both are pinned by the petition's own version.
    pub fn rulebook_of(&self, owed: &Owed) -> &'a Rulebook {
        if owed.rulebook.id == self.house.id {
            self.house
        } else {
            self.rulebook
        }
    }

    /// The term that an obligation runs under.
    pub fn term_of(&self, owed: &Owed) -> Option<&'a Term> {
        self.rulebook_of(owed).term(&owed.opened.term)
    }

    fn calendar_pinned(&self) -> Pinned {
        Pinned {
            id: self.calendar.id().into(),
            version: self.calendar.version().into(),
        }
    }

    /// What the date of a term is computed from.
    pub fn request(&self, rulebook: &'a Rulebook, term: &'a Term, from: Instant) -> Request<'a> {
        Request {
            rulebook,
            term,
            calendar: self.calendar,
            zone: self.zone,
            from,
            suspensions: &[],
            extended: false,
        }
    }

    /// Opens a term. `limit` is a last day that a person set.
    ///
    /// # Errors
    /// [`RefusalCode::BadDate`].
    pub fn open(
        &self,
        (rulebook, term): (&'a Rulebook, &'a Term),
        unit: UnitId,
        from: Instant,
        limit: Option<Date>,
        now: Instant,
    ) -> Result<Opened, CaseRefusal> {
        let request = self.request(rulebook, term, from);
        let mut deadline = deadline::deadline(&request).map_err(bad_date)?;
        if let Some(day) = limit {
            deadline = set_to(&deadline, day, self)?;
        }
        let mut obligation = ObligationOpened::new(term, unit, (from, self.zone), &deadline);
        obligation.set = limit.is_some();
        // A day that was promised may be over when its duty opens: that is breached at once, not at the
        // next step of escalation.
        obligation.next_at = if deadline.due_at <= now {
            Some(deadline.due_at)
        } else {
            moments::first_after(&request, &deadline, now).map_err(bad_date)?
        };
        Ok(Opened {
            obligation,
            rulebook: rulebook.pinned(),
            calendar: self.calendar_pinned(),
        })
    }

    /// Whether an instant was in time for an obligation.
    pub fn in_time(&self, owed: &Owed, at: Instant) -> bool {
        match self.term_of(owed) {
            Some(term) => owed.deadline(term).in_time(at),
            None => at < owed.opened.due_at,
        }
    }

    /// The moments of an obligation as its dates are now.
    ///
    /// # Errors
    /// [`RefusalCode::BadDate`].
    pub fn moments(&self, owed: &Owed) -> Result<Vec<Moment>, CaseRefusal> {
        let term = self
            .term_of(owed)
            .ok_or(CaseRefusal::of(RefusalCode::NotADuty))?;
        let request = self.request(self.rulebook_of(owed), term, owed.opened.from);
        moments::moments(&request, &owed.deadline(term)).map_err(bad_date)
    }

    /// The dates of an obligation with other suspensions or its extension.
    ///
    /// # Errors
    /// [`RefusalCode::BadDate`].
    pub fn count_again(
        &self,
        owed: &Owed,
        suspensions: &[deadline::Suspension],
        extended: bool,
    ) -> Result<NewDue, CaseRefusal> {
        let term = self
            .term_of(owed)
            .ok_or(CaseRefusal::of(RefusalCode::NotADuty))?;
        let request = Request {
            suspensions,
            extended,
            ..self.request(self.rulebook_of(owed), term, owed.opened.from)
        };
        let found = deadline::deadline(&request).map_err(bad_date)?;
        if owed.opened.set {
            let before = Request {
                suspensions: &owed.suspensions,
                extended: owed.extended,
                ..request
            };
            let before = deadline::deadline(&before).map_err(bad_date)?;
            return self.shifted(owed, &before, &found);
        }
        Ok(NewDue {
            due_date: found.due_date,
            due_at: found.due_at,
            provisional: found.provisional,
        })
    }

    /// A last day that a person set moves by as many days as the counted one.
    fn shifted(
        &self,
        owed: &Owed,
        before: &Deadline,
        after: &Deadline,
    ) -> Result<NewDue, CaseRefusal> {
        let by = crate::calendar::days_between(before.due_date, after.due_date);
        let day = crate::calendar::add_days(owed.opened.due_date, by);
        let day = day.ok_or(CaseRefusal::of(RefusalCode::BadDate))?;
        let found = set_to(after, day, self)?;
        Ok(NewDue {
            due_date: found.due_date,
            due_at: found.due_at,
            provisional: after.provisional,
        })
    }
}

fn set_to(deadline: &Deadline, day: Date, rules: &RuleSet<'_>) -> Result<Deadline, CaseRefusal> {
    let next = day
        .tomorrow()
        .map_err(|_| CaseRefusal::of(RefusalCode::BadDate))?;
    Ok(Deadline {
        due_date: day,
        due_at: rules.zone.start_of(next),
        provisional: false,
        last_counted: day,
        inclusive: false,
        ..*deadline
    })
}

pub(super) fn bad_date(_: deadline::DeadlineError) -> CaseRefusal {
    CaseRefusal::of(RefusalCode::BadDate)
}

/// What follows from an event at an instant: duties met, waived and closed, and duties opened.
///
/// # Errors
/// [`RefusalCode::BadDate`].
pub fn consequences(
    case: &Case,
    rules: &RuleSet<'_>,
    name: EventName,
    parties: &Parties,
    (at, now): (Instant, Instant),
) -> Result<Effects, CaseRefusal> {
    let mut effects = Effects::default();
    ends(case, rules, name, parties, &mut effects);
    for (rulebook, term) in rules.terms() {
        if starts(term, name) && runs(case, rulebook, term, name) {
            let unit = parties.unit(term.owed_by);
            effects
                .opened
                .push(rules.open((rulebook, term), unit, at, None, now)?);
        }
    }
    Ok(effects)
}

/// Whether an event starts a term. What a class runs after acceptance it runs from the moment on at
/// which it was decided afterwards (RULES 5.1).
fn starts(term: &Term, name: EventName) -> bool {
    let otherwise = name == EventName::ClassifiedOtherwise && term.is_answering();
    term.start.contains(&name) || otherwise && term.start.contains(&EventName::PetitionAccepted)
}

/// What an event ends. A handover waives only what others than the receiver still owe.
pub(super) fn ends(
    case: &Case,
    rules: &RuleSet<'_>,
    name: EventName,
    parties: &Parties,
    effects: &mut Effects,
) {
    for (id, owed) in case.owed.iter().filter(|(_, owed)| owed.is_open()) {
        let Some(term) = rules.term_of(owed) else {
            continue;
        };
        let of_others =
            name != EventName::HandoverAccepted || owed.opened.unit != parties.receiving;
        if term.met_by.contains(&name) {
            if term.duty == Duty::Window {
                effects.closed.push(*id);
            } else {
                effects.met.push(*id);
            }
        } else if term.waived_by.contains(&name) && of_others {
            effects.waived.push(*id);
        }
    }
}

/// Whether a term may open now: not twice, and only if the class runs it (RULES 5.1).
fn runs(case: &Case, rulebook: &Rulebook, term: &Term, name: EventName) -> bool {
    let by_class = matches!(
        name,
        EventName::PetitionAccepted | EventName::AcceptedByLapse | EventName::ClassifiedOtherwise
    );
    if by_class && case.open_term(&term.id).is_some() {
        return false;
    }
    if !rulebook.classes {
        return true;
    }
    let (class, branch) = case.counted_class();
    let Some(rule) = rulebook.class_rule(class.word(), branch) else {
        return false;
    };
    if name == EventName::AnswerReceived {
        // The ladder of reviews is for an opinion that the law sets a limit for (Arts 34 to 36).
        let terms = rule.runs.iter().filter_map(|id| rulebook.term(id));
        return terms
            .into_iter()
            .any(|term| term.duty == Duty::Statutory && term.is_answering());
    }
    !by_class || rule.runs.contains(&term.id)
}

impl<'a> Deciding<'a> {
    /// Who is who now: no respondent among them (RULES 4.1).
    pub(super) fn parties(&self) -> Parties {
        let parties = Parties::of(&self.case);
        Parties {
            registering: self.free_unit(parties.registering),
            sending: self.free_unit(parties.sending),
            receiving: self.free_unit(parties.receiving),
            responsible: self.free_unit(parties.responsible),
        }
    }

    /// A unit, or if it is a respondent the nearest above it that is none.
    pub(super) fn free_unit(&self, unit: UnitId) -> UnitId {
        if self.barred.units.contains(&unit) {
            self.unit_above_respondents(unit)
        } else {
            unit
        }
    }

    /// Who owes in a respondent's stead: the nearest unit or post above that is none; nothing if
    /// neither the unit nor the post that owes is one.
    pub(super) fn in_stead(&self, owed: &Owed) -> Option<(UnitId, Option<PostId>)> {
        let (unit, post) = (owed.opened.unit, owed.opened.post);
        let barred = self.barred.units.contains(&unit)
            || post.is_some_and(|post| self.barred.posts.contains(&post));
        let duty = post.and_then(|post| self.context.organisation.posts.get(&post));
        barred.then(|| match duty {
            Some(post) => self.post_for(&post.duty),
            // What was sent to it never came: it is the sender's.
            None if self.case.receiver == Some(unit) => (self.free_unit(self.case.unit), None),
            None => (self.free_unit(unit), None),
        })
    }

    /// How a duty that returns is owed: whom it complains of may have been named since.
    pub(super) fn owed_again(
        &self,
        id: ObligationId,
        owed: &Owed,
    ) -> Result<ObligationMoved, CaseRefusal> {
        let (unit, post) = self.in_stead(owed).unzip();
        Ok(ObligationMoved {
            obligation: Some(id),
            unit,
            post: post.flatten(),
            next: Some(self.next_moment(owed, self.context.now)?),
            ..ObligationMoved::default()
        })
    }

    /// Whether a duty of answering is owed now.
    pub(super) fn owes_an_answer(&self) -> bool {
        self.case.owed.keys().any(|id| self.is_answering_duty(*id))
    }

    /// Whether an obligation is an open duty of answering.
    pub(super) fn is_answering_duty(&self, id: ObligationId) -> bool {
        let owed = self.case.owed.get(&id).filter(|owed| owed.is_open_duty());
        owed.and_then(|owed| self.context.rules.term_of(owed))
            .is_some_and(Term::is_answering)
    }

    /// What follows from an event now.
    pub(super) fn follow(
        &self,
        name: EventName,
        parties: &Parties,
        at: Instant,
    ) -> Result<Effects, CaseRefusal> {
        consequences(
            &self.case,
            &self.context.rules,
            name,
            parties,
            (at, self.context.now),
        )
    }

    /// Opens one term by its id.
    pub(super) fn open_one(
        &self,
        id: &str,
        unit: UnitId,
        limit: Option<Date>,
        post: Option<PostId>,
    ) -> Result<Opened, CaseRefusal> {
        let found = self.context.rules.terms().find(|(_, term)| term.id == id);
        let rule = found.ok_or(CaseRefusal::of(RefusalCode::NotADuty))?;
        let now = self.context.now;
        let mut opened = self.context.rules.open(rule, unit, now, limit, now)?;
        opened.obligation.post = post;
        Ok(opened)
    }

    /// The moment after the one at `after`, as the state of the obligation has it.
    pub(super) fn next_moment(
        &self,
        owed: &Owed,
        after: Instant,
    ) -> Result<NextMoment, CaseRefusal> {
        let all = self.context.rules.moments(owed)?;
        let next = owed.moment_after(&all, after);
        Ok(NextMoment {
            at: next.map(|moment| moment.at),
        })
    }

    /// A change of dates, with the moments that follow from them.
    pub(super) fn moved_to(
        &self,
        id: ObligationId,
        owed: &Owed,
        due: NewDue,
    ) -> Result<ObligationMoved, CaseRefusal> {
        let mut after = owed.clone();
        after.opened.due_date = due.due_date;
        after.opened.due_at = due.due_at;
        Ok(ObligationMoved {
            obligation: Some(id),
            due: Some(due),
            next: Some(match owed.paused {
                Some(_) => NextMoment { at: None },
                None => self.next_moment(&after, self.context.now)?,
            }),
            ..ObligationMoved::default()
        })
    }
}
