//! Decides: response + command + now + plan and roster → events or a refusal. Pure.

use super::after::{acknowledged, after_end, do_task, end};
use super::improvement;
use super::{
    Because, Command, Event, Headcount, Opening, Phase, Recorded, Response, RunRefusal, Scene,
};
use crate::plan::{Applies, By, Key, MINUTE_MICROS, Rule, civil};
use crate::time::Instant;

/// Decides what a command does at an instant.
///
/// # Errors
/// [`RunRefusal`] with the reason; nothing happened.
pub fn decide(
    response: &Response,
    command: &Command,
    scene: &Scene<'_>,
    now: Instant,
) -> Result<Vec<Recorded>, RunRefusal> {
    let mut deciding = Deciding {
        response,
        scene,
        now,
        pages: response.pages.len(),
        record: Vec::new(),
    };
    if let Command::Open {
        place,
        opening,
        respondents,
    } = command
    {
        deciding.open(place, opening, respondents)?;
        return Ok(deciding.record);
    }
    if response.opened_at.is_none() {
        return Err(RunRefusal::NotOpen);
    }
    if response.ended_at.is_some() {
        return after_end(response, command, scene, now);
    }
    match command {
        Command::Open { .. } => {}
        Command::DoTask(kind) => {
            let done = do_task(response, *kind, scene, now)?;
            deciding.record.push(done);
        }
        Command::Receive(telling) => {
            let told = super::reception::tell(response, telling, scene, now)?;
            deciding.record.push(told);
        }
        Command::End { anyway } => deciding.record = end(response, *anyway, scene, now)?,
        Command::Improve(wish) if improvement::is_of_the_run(response, wish) => {
            let event = improvement::decide(response, wish, scene.plan)?;
            deciding.record.push(Recorded { at: now, event });
        }
        Command::Review | Command::Improve(_) => return Err(RunRefusal::NotEnded),
        Command::Count(headcount) => deciding.count(*headcount)?,
        Command::Raise(level) => deciding.raise(*level)?,
        Command::NameConcerned => deciding.name_concerned()?,
        Command::NameFile => deciding.note(now, Event::FileNamed {}),
        Command::NameRespondents(named) => deciding.name_respondents(named),
        Command::HandOver(page) => deciding.hand_over(*page)?,
        Command::FailChannel(page) => deciding.fail_channel(*page)?,
        Command::Deliver(page) => deciding.deliver(*page)?,
        Command::Acknowledge(page) => deciding.for_each_post(*page, Deciding::acknowledge)?,
        Command::Decline(page) => deciding.decline(*page)?,
        Command::CallAgain(post) => deciding.call_again(post)?,
        Command::ReachByHand(post) => deciding.reach_by_hand(post)?,
        Command::Arrive(posts) => deciding.arrive(posts)?,
        Command::ArriveCalled(page) => deciding.arrive_called(*page)?,
        Command::SendReport(to) => deciding.send_report(to)?,
        Command::AcknowledgeReport { to, number } => {
            let one = acknowledged(response, to, *number)?;
            deciding.note(now, one);
        }
        Command::LoadScript(injects) => deciding.load_script(injects)?,
        Command::Tick => deciding.tick(),
    }
    Ok(deciding.record)
}

pub(super) struct Deciding<'a> {
    pub(super) response: &'a Response,
    pub(super) scene: &'a Scene<'a>,
    pub(super) now: Instant,
    /// Pages so far, those of this decision included.
    pub(super) pages: usize,
    pub(super) record: Vec<Recorded>,
}

impl<'a> Deciding<'a> {
    pub(super) fn note(&mut self, at: Instant, event: Event) {
        self.record.push(Recorded { at, event });
    }

    fn open(
        &mut self,
        place: &Key,
        opening: &Opening,
        respondents: &[Key],
    ) -> Result<(), RunRefusal> {
        if self.response.opened_at.is_some() {
            return Err(RunRefusal::AlreadyOpen);
        }
        let plan = self.scene.plan;
        let found = plan.place(place).ok_or(RunRefusal::UnknownPlace)?;
        let headcount = match (opening, plan.is_foreign(found)) {
            (Opening::Here(headcount), false) => Some(valid(*headcount)?),
            (Opening::Elsewhere(_), true) => None,
            (Opening::Here(_), true) => return Err(RunRefusal::HeadcountElsewhere),
            (Opening::Elsewhere(_), false) => return Err(RunRefusal::HeadcountNeeded),
        };
        let rule = self.rule_for(place, headcount)?;
        if let Opening::Elsewhere(called) = opening
            && called.in_person
            && !rule.may_be_in_person()
        {
            return Err(RunRefusal::VideoOnly);
        }
        self.note(
            self.now,
            Event::Opened {
                place: place.clone(),
                opening: opening.clone(),
                respondents: respondents.to_vec(),
            },
        );
        self.apply(rule, Because::Opened, opening, respondents);
        Ok(())
    }

    /// The one rule for a place and headcount now.
    fn rule_for(&self, place: &Key, headcount: Option<Headcount>) -> Result<&'a Rule, RunRefusal> {
        let plan = self.scene.plan;
        let (day, minute) = civil(self.now, &plan.zone, self.scene.calendar);
        let people = headcount.map(|headcount| headcount.max);
        match plan.applies(place, people, &day, minute) {
            Applies::One(rule) => Ok(rule),
            Applies::None => Err(RunRefusal::NoRule),
            Applies::Several(..) => Err(RunRefusal::SeveralRules),
        }
    }

    /// A rule applies from now on: whoever it adds is called, whom it adds is told.
    fn apply(&mut self, rule: &Rule, because: Because, opening: &Opening, respondents: &[Key]) {
        self.note(
            self.now,
            Event::Levelled {
                rule: rule.id.clone(),
                level: rule.level,
                because,
            },
        );
        let mut called: Vec<&Key> = self.response.calls.iter().map(|call| &call.post).collect();
        for receive in &rule.receive {
            // Nobody is called for what enough are there for already.
            if self.has_enough(receive) {
                continue;
            }
            let by = match (opening, receive.by) {
                (Opening::Here(_), by) => by.unwrap_or(By::InPerson),
                (Opening::Elsewhere(call), Some(By::InPerson)) if call.in_person => By::InPerson,
                (Opening::Elsewhere(_), _) => By::Video,
            };
            for post in &receive.posts {
                // Once for each post, whoever of its ladder comes (RULES 10.3).
                if called.contains(&post) {
                    self.needed_again(post, by, receive, respondents);
                    continue;
                }
                called.push(post);
                self.note(
                    self.now,
                    Event::PostCalled {
                        post: post.clone(),
                        by,
                        ack_minutes: receive.ack_minutes,
                        arrive_by: later(self.now, receive.arrive_minutes),
                    },
                );
                self.begin_ladder(post, respondents);
            }
        }
        self.release(rule);
        let mut owed: Vec<&Key> = self.response.reports.iter().map(|owed| &owed.to).collect();
        for report in &rule.reports {
            let Some(to) = report.to.as_ref().filter(|to| !owed.contains(to)) else {
                continue;
            };
            owed.push(to);
            self.note(
                self.now,
                Event::ReportOwed {
                    to: to.clone(),
                    number: 1,
                    due_at: later(self.now, report.first_minutes),
                    every_minutes: report.every_minutes,
                },
            );
        }
    }

    pub(super) fn count(&mut self, headcount: Headcount) -> Result<(), RunRefusal> {
        let Some(before) = self.response.headcount else {
            return Err(RunRefusal::HeadcountElsewhere);
        };
        valid(headcount)?;
        let place = self.response.place.as_ref().ok_or(RunRefusal::NotOpen)?;
        let rule = self.rule_for(place, Some(headcount))?;
        self.note(self.now, Event::Counted { headcount });
        // What a decision set is not undone by a headcount.
        let plan = self.scene.plan;
        let floor = self.response.floor.as_ref().and_then(|id| plan.rule(id));
        let kept = floor.is_some_and(|floor| floor.level.reach() >= rule.level.reach());
        if !kept && self.response.rule.as_ref() != Some(&rule.id) {
            let because = if headcount.max >= before.max {
                Because::Rise
            } else {
                Because::Fall
            };
            self.apply_again(rule, because);
        }
        Ok(())
    }

    pub(super) fn raise(&mut self, level: crate::plan::RunLevel) -> Result<(), RunRefusal> {
        let reach = self.response.level.map_or(0, crate::plan::RunLevel::reach);
        if level.reach() <= reach {
            return Err(RunRefusal::OnlyHigher);
        }
        let plan = self.scene.plan;
        let place = self.response.place.as_ref().ok_or(RunRefusal::NotOpen)?;
        let (day, minute) = civil(self.now, &plan.zone, self.scene.calendar);
        let here = |rule: &&Rule| rule.level == level && plan.is_on(rule, place, &day, minute);
        let smallest = |rule: &&Rule| rule.people.map_or(0, |range| range.min);
        let rule = plan.rules.iter().filter(here).min_by_key(smallest);
        let rule = rule.ok_or(RunRefusal::NoSuchLevel)?;
        self.apply_again(rule, Because::Decision);
        Ok(())
    }

    fn apply_again(&mut self, rule: &Rule, because: Because) {
        let response = self.response;
        if let Some(opening) = &response.opening {
            self.apply(rule, because, opening, &response.respondents);
        }
    }

    /// The post whose call waits for this page.
    pub(super) fn waiting(&self, page: u32) -> Result<&'a Key, RunRefusal> {
        let post = &self
            .response
            .page(page)
            .ok_or(RunRefusal::UnknownPage)?
            .post;
        let call = self.response.call(post).ok_or(RunRefusal::UnknownPage)?;
        match call.phase {
            Phase::Calling(Some(out)) if out == page => Ok(post),
            _ => Err(RunRefusal::PageClosed),
        }
    }

    fn acknowledge(&mut self, number: u32) -> Result<(), RunRefusal> {
        let page = self.response.page(number).ok_or(RunRefusal::UnknownPage)?;
        let call = self
            .response
            .call(&page.post)
            .ok_or(RunRefusal::UnknownPage)?;
        match call.phase {
            // Also late: whoever says now that he comes, comes.
            Phase::Calling(_) | Phase::Exhausted | Phase::ByHand => {
                let (page, post) = (number, page.post.clone());
                self.note(self.now, Event::Acknowledged { page, post });
                Ok(())
            }
            Phase::Acknowledged(_) => Err(RunRefusal::AnsweredByAnother),
            Phase::There(_) => Err(RunRefusal::AlreadyThere),
            Phase::Released => Err(RunRefusal::NotNeeded),
        }
    }

    /// Somebody is there for each of these posts. That one of them was there before is no refusal where another
    /// was not: two who tick at once mean the same.
    pub(super) fn arrive(&mut self, posts: &[Key]) -> Result<(), RunRefusal> {
        let mut came: Vec<&Key> = Vec::new();
        for post in posts {
            let call = self.response.call(post).ok_or(RunRefusal::NotCalled)?;
            if !call.is_there() && !came.contains(&post) {
                came.push(post);
            }
        }
        match (posts.is_empty(), came.is_empty()) {
            (true, _) => return Err(RunRefusal::NoPost),
            (false, true) => return Err(RunRefusal::AlreadyThere),
            (false, false) => {}
        }
        for post in came {
            self.note(self.now, Event::Arrived { post: post.clone() });
        }
        let rule = self.response.rule.as_ref();
        if let Some(rule) = rule.and_then(|id| self.scene.plan.rule(id)) {
            self.release(rule);
        }
        Ok(())
    }

    fn send_report(&mut self, to: &Key) -> Result<(), RunRefusal> {
        let mut reports = self.response.reports.iter();
        let owed = reports.find(|owed| owed.to == *to && !owed.sent);
        let owed = owed.ok_or(RunRefusal::NoReportOwed)?;
        let number = owed.number;
        self.note(
            self.now,
            Event::ReportSent {
                to: to.clone(),
                number,
            },
        );
        if let Some(every) = owed.every_minutes {
            self.note(
                self.now,
                Event::ReportOwed {
                    to: to.clone(),
                    number: number + 1,
                    due_at: later(self.now, every),
                    every_minutes: Some(every),
                },
            );
        }
        Ok(())
    }

    /// What time did up to now, in the order in which it did it.
    fn tick(&mut self) {
        let response = self.response;
        let mut due: Vec<(Instant, Due<'a>)> = Vec::new();
        for call in &response.calls {
            let answer = response.ack_moment(call).filter(|at| *at <= self.now);
            due.extend(answer.map(|at| (at, Due::Answer(call))));
            if call.is_awaited() && !call.missed && call.arrive_by < self.now {
                due.push((call.arrive_by, Due::Arrival(&call.post)));
            }
        }
        for owed in &response.reports {
            if !owed.sent && !owed.missed && owed.due_at < self.now {
                due.push((owed.due_at, Due::Report(&owed.to, owed.number)));
            }
            let nags = owed.nags_at().filter(|at| *at <= self.now);
            due.extend(nags.map(|at| (at, Due::Nag(owed))));
        }
        // An inject comes last of a tick: what is due after it finds what it changed.
        let inject = response.next_inject().filter(|(.., at)| *at <= self.now);
        if let Some((.., at)) = inject {
            due.retain(|(moment, _)| *moment <= at);
        }
        due.sort_by_key(|(at, _)| *at);
        for (at, one) in due {
            match one {
                Due::Answer(call) => {
                    let Phase::Calling(Some(number)) = call.phase else {
                        continue;
                    };
                    let Some(page) = response.page(number) else {
                        continue;
                    };
                    let post = call.post.clone();
                    self.note(at, Event::Unanswered { page: number, post });
                    self.climb(&call.post, self.step_after(page), &response.respondents);
                }
                Due::Arrival(post) => self.note(at, Event::ArrivalMissed { post: post.clone() }),
                Due::Report(to, number) => {
                    let to = to.clone();
                    self.note(at, Event::ReportMissed { to, number });
                }
                Due::Nag(owed) => {
                    let (to, number) = (owed.to.clone(), owed.number);
                    let nth = owed.nagged + 1;
                    self.note(at, Event::ReportNagged { to, number, nth });
                }
            }
        }
        if let Some((nth, one, at)) = inject {
            self.put_in((nth, one.what, at));
        }
    }
}

/// Something that time does.
enum Due<'a> {
    /// A page has waited long enough.
    Answer(&'a super::Call),
    /// A post is not there.
    Arrival(&'a Key),
    /// A report did not go up.
    Report(&'a Key, u32),
    /// A report that is late still did not go up.
    Nag(&'a super::OwedReport),
}

pub(super) fn later(at: Instant, minutes: u32) -> Instant {
    at.plus_micros(i64::from(minutes) * MINUTE_MICROS)
}

fn valid(headcount: Headcount) -> Result<Headcount, RunRefusal> {
    if headcount.min == 0 || headcount.max < headcount.min {
        return Err(RunRefusal::BadHeadcount);
    }
    Ok(headcount)
}
