//! A response as those see it who may: posts with their clocks, the room, what happened. It tells
//! nothing about those who came but how many they are.

use super::act::{answers_for, is_called};
use super::called::Called;
use super::link::room_code;
use super::numbers::message_number;
use super::views::{
    BoardView, CallState, CallView, OwedReportView, PageView, RespondingPlace, ResponseLine,
    ResponseSummary, ResponseView, TaskOfResponse,
};
use super::{Running, Step, cap, channels, follow_up, reports, review};
use crate::authorise::Principal;
use crate::authorise::response::ResponseAction;
use crate::error::{AppError, Refusal};
use crate::huiyin::{Huiyin, Shared};
use huiyin_domain::ids::{AuthorityId, ResponseId, StaffId};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{By, Channel, Key, Plan, RunLevel, Space};
use huiyin_domain::response::{Call, Event, Phase, Receiving, explain, timeline};
use huiyin_domain::time::{Instant, Zone};
use huiyin_store::reader::Reader;
use std::sync::Arc;

pub(super) fn post_title(plan: &Plan, id: &str) -> Bilingual {
    match plan.post(id) {
        Some(post) => post.title.clone(),
        None if id == huiyin_domain::plan::UNIT_HEAD_CONCERNED => {
            Bilingual::new("涉事单位负责人", "Head of the unit concerned")
        }
        None => Bilingual::new(id, id),
    }
}

pub(super) fn place_title(plan: &Plan, id: &str) -> Bilingual {
    let place = plan.place(id);
    place.map_or_else(|| Bilingual::new(id, id), |place| place.title.clone())
}

/// Somebody's view of a response, at an instant.
pub(super) struct Lens<'a> {
    pub running: &'a Running,
    pub who: Option<&'a Principal>,
    pub shared: &'a Shared,
    pub now: Instant,
}

impl Lens<'_> {
    pub(super) fn zone(&self) -> &Zone {
        &self.running.setting.authority.zone
    }

    pub(super) fn when(&self, at: Instant) -> String {
        at.rfc3339_in(self.zone())
    }

    fn staff(&self) -> Option<StaffId> {
        self.who.map(|who| who.staff)
    }

    pub(super) fn place(&self) -> RespondingPlace {
        let plan = &self.running.setting.plan;
        let id = self.running.state.place.clone();
        let id = id.as_ref().map_or("", |id| id.as_str());
        let place = plan.place(id);
        let overflow = place.and_then(|place| place.overflow.as_ref());
        let overflow = overflow.and_then(|id| plan.rooms.iter().find(|room| room.id == *id));
        let space = place.and_then(|place| place.space.as_ref());
        let people = self.running.state.headcount.map(|count| count.max);
        RespondingPlace {
            density: space
                .zip(people)
                .and_then(|(space, people)| space.density(people)),
            id: id.to_owned(),
            title: place_title(plan, id),
            capacity: space.map(Space::capacity),
            overflow: overflow.map(|room| room.title.clone()),
            overflow_capacity: overflow.map(|room| room.space.capacity()),
            access: place.and_then(|place| place.access.clone()),
        }
    }

    pub(super) fn summary(&self) -> ResponseSummary {
        let state = &self.running.state;
        let count = state.headcount;
        ResponseSummary {
            id: self.running.id.raw(),
            place: self.place().title,
            people_min: count.map(|count| count.min),
            people_max: count.map(|count| count.max),
            level: state.level.map(|level| level.word().to_owned()),
            opened_at: state.opened_at.map_or_else(String::new, |at| self.when(at)),
            ended_at: state.ended_at.map(|at| self.when(at)),
            red: state.is_red(),
            exercise: self.running.exercise,
            by_video: By::together(state.calls.iter().map(|call| call.by)) == By::Video,
        }
    }

    fn page(&self, number: u32, call: &Call) -> Option<PageView> {
        let running = self.running;
        let page = running.state.page(number)?;
        let at = |wanted: &dyn Fn(&Event) -> bool| {
            let mut steps = running.steps.iter();
            let step = steps.find(|step| wanted(&step.recorded.event));
            step.map(|step| step.recorded.at)
        };
        let paged = at(&|event| matches!(event, Event::Paged { page, .. } if *page == number));
        let yes = at(&|event| matches!(event, Event::Acknowledged { page, .. } if *page == number));
        let no = at(&|event| matches!(event, Event::Declined { page, .. } if *page == number));
        let late = at(&|event| matches!(event, Event::Unanswered { page, .. } if *page == number));
        let (state, answered) = match (call.phase, no, yes, late) {
            (_, Some(at), _, _) => ("declined", Some(at)),
            (_, _, Some(at), _) => ("acknowledged", Some(at)),
            (_, _, _, Some(at)) => ("unanswered", Some(at)),
            (Phase::Calling(Some(out)), ..) if out == number => ("waiting", None),
            _ => ("passed", None),
        };
        let label = |language| page.channel.label(language);
        let authority = running.setting.authority.row.id;
        Some(PageView {
            number,
            message: message_number(
                self.shared,
                authority,
                running.id,
                running.state.first_of(number),
            ),
            post: post_title(&running.setting.plan, &page.step_post),
            name: page.holder.as_ref().map(|key| running.setting.name_of(key)),
            channel: Bilingual::new(label(Language::Zh), label(Language::En)),
            paged_at: paged.map_or_else(String::new, |at| self.when(at)),
            handed_at: page.handed_at.map(|at| self.when(at)),
            delivered_at: page.delivered_at.map(|at| self.when(at)),
            answered_at: answered.map(|at| self.when(at)),
            state,
            phone: None,
            desk_rings: page.channel == Channel::Phone && !self.shared.ways.has(Channel::Phone),
            own: self
                .staff()
                .is_some_and(|staff| is_called(running, number, Called::Staff(staff))),
            plays_silence: running.plays_silence(number),
        })
    }

    pub(super) fn call(&self, call: &Call) -> CallView {
        let running = self.running;
        let (zh, en) = (call.by.label(Language::Zh), call.by.label(Language::En));
        let numbers = (1u32..).zip(&running.state.pages);
        let mine = numbers.filter(|(_, page)| page.post == call.post);
        let arrived = match call.phase {
            Phase::There(at) => Some(at),
            _ => None,
        };
        CallView {
            post: call.post.to_string(),
            title: post_title(&running.setting.plan, &call.post),
            by: Bilingual::new(zh, en),
            way: call.by,
            state: state_of(call),
            answer_by: running.state.ack_moment(call).map(|at| self.when(at)),
            arrive_by: self.when(call.arrive_by),
            arrived_at: arrived.map(|at| self.when(at)),
            // Whoever was on the way when it ended missed nothing, nor did whom nobody needed any more.
            late: call.phase != Phase::Released
                && (call.missed
                    || arrived.is_none()
                        && call.arrive_by < running.state.ended_at.unwrap_or(self.now)),
            alone: running.state.ended_at.is_none() && call.is_alone(),
            pages: mine
                .filter_map(|(number, _)| self.page(number, call))
                .collect(),
            passed_on: running.passed_on(&call.post, |at| self.when(at)),
            with: running
                .state
                .come_together(&call.post)
                .iter()
                .skip(1)
                .map(ToString::to_string)
                .collect(),
            reached_by_hand: running.reached_by_hand(call),
            own: self
                .staff()
                .is_some_and(|staff| answers_for(running, &call.post, staff)),
        }
    }

    fn calls(&self) -> Vec<CallView> {
        let calls = self.running.state.calls.iter();
        calls.map(|call| self.call(call)).collect()
    }

    fn tasks(&self) -> Vec<TaskOfResponse> {
        let plan = &self.running.setting.plan;
        let rule = self
            .running
            .state
            .rule
            .as_ref()
            .and_then(|id| plan.rule(id));
        let levelled = self.running.steps.iter().rev().find_map(|step| {
            matches!(step.recorded.event, Event::Levelled { .. }).then_some(step.recorded.at)
        });
        let tasks = rule.map_or(&[][..], |rule| &rule.tasks);
        let done = |kind| self.running.state.done(kind).map(|at| self.when(at));
        let until = self.running.state.ended_at.unwrap_or(self.now);
        let view = |task: &huiyin_domain::plan::Task| {
            let state = &self.running.state;
            let owed = state.is_owed(task.kind);
            let due = task.within_minutes.zip(levelled).filter(|_| owed);
            let due = due.map(|(minutes, at)| {
                let from = state.owed_from(task.kind, at);
                from.plus_micros(i64::from(minutes) * 60_000_000)
            });
            let (danger, done_at) = (task.kind.waits_for_danger(), done(task.kind));
            TaskOfResponse {
                kind: task.kind.word(),
                needs_danger: danger,
                waits_for_request: !owed && task.kind.answers_a_request(),
                // What waits for a danger or a request is owed to no clock.
                late: owed && done_at.is_none() && due.is_some_and(|due| due < until),
                done_at,
                title: Bilingual::new(task.kind.label(Language::Zh), task.kind.label(Language::En)),
                post: post_title(plan, &task.post),
                due_at: due.map(|due| self.when(due)),
            }
        };
        tasks.iter().map(view).collect()
    }

    pub(super) fn reports(&self) -> Vec<OwedReportView> {
        let plan = &self.running.setting.plan;
        let title = |id: &Key| {
            let found = plan.recipients.iter().find(|one| one.id == *id);
            found.map_or_else(
                || Bilingual::new(id.as_str(), id.as_str()),
                |one| one.title.clone(),
            )
        };
        let owed = self.running.state.reports.iter();
        let view = |owed: &huiyin_domain::response::OwedReport| OwedReportView {
            to: owed.to.to_string(),
            title: title(&owed.to),
            number: owed.number,
            due_at: self.when(owed.due_at),
            sent: owed.sent,
            late: owed.missed || !owed.sent && owed.due_at < self.now,
        };
        owed.map(view).collect()
    }

    fn lines(&self) -> Vec<ResponseLine> {
        let running = self.running;
        let run = running.told();
        // Limits stand with their clocks; here is what happened.
        let limits = ["arrive-limit", "report-due", "task-limit"];
        let entries = timeline(&run, &running.setting.scene()).into_iter();
        let entries = entries.filter(|entry| !limits.contains(&entry.what));
        let mut lines: Vec<ResponseLine> = entries
            .map(|entry| ResponseLine {
                minute: entry.minute,
                text: Bilingual::new(entry.text, entry.text_en),
                typed: None,
            })
            .collect();
        let newest = running.state.reception.minutes.map(|one| one.version);
        let typed = |step: &Step| {
            let event = &step.recorded.event;
            Some(ResponseLine {
                minute: run.minutes(step.recorded.at),
                text: typed_words(event).or_else(|| superseded(event, newest?))?,
                typed: Some(step.text.clone()?),
            })
        };
        lines.extend(running.steps.iter().filter_map(typed));
        lines.extend(running.notes().into_iter().map(|(at, text)| ResponseLine {
            minute: run.minutes(at),
            text,
            typed: None,
        }));
        lines.sort_by_key(|line| line.minute);
        lines
    }

    /// The board: the topic only for somebody who signed in, and no names of those called.
    pub(super) fn board(&self) -> BoardView {
        let running = self.running;
        let call = |call: &Call| CallView {
            pages: Vec::new(),
            passed_on: Vec::new(),
            with: Vec::new(),
            reached_by_hand: None,
            ..self.call(call)
        };
        BoardView {
            summary: self.summary(),
            at: self.place(),
            topic: self.who.map(|_| running.shown_topic().to_owned()),
            unwell: running.unwell,
            calls: running.state.calls.iter().map(call).collect(),
            tasks: self.tasks(),
            reports: self.reports(),
            channels: channels::unwell(self.shared),
            clock_doubted: self.shared.clock_doubted(),
            inject: running.last_inject(self.who.is_some()),
            as_of: self.when(self.now),
            zone: self.zone().clone(),
        }
    }

    fn whole(&self, who: &Principal) -> ResponseView {
        let running = self.running;
        let run = running.told();
        let scene = running.setting.scene();
        let may = |action: &&ResponseAction| running.lets(who, **action);
        let reach = running.state.level.map_or(0, RunLevel::reach);
        let above = RunLevel::ALL.iter().filter(|level| level.reach() > reach);
        let here = |level: &&RunLevel| {
            let mut rules = running.setting.plan.rules.iter();
            let place = running.state.place.as_ref();
            rules.any(|rule| {
                rule.level == **level && place.is_some_and(|place| rule.places.contains(place))
            })
        };
        let authority: AuthorityId = running.setting.authority.row.id;
        let (plan_posts, plan_parts) = self.improvable();
        ResponseView {
            summary: self.summary(),
            version: running.version.raw(),
            plan: running.pinned.id.clone(),
            plan_version: running.pinned.version.clone(),
            plan_title: running.setting.plan.title.clone(),
            channels: channels::unwell(self.shared),
            at: self.place(),
            topic: running.shown_topic().to_owned(),
            topic_withheld: running.topic_names_somebody(),
            concerned: self.concerned(),
            about: Vec::new(),
            unwell: running.unwell,
            received_at: running.received_at.map(|at| self.when(at)),
            explanation: explain(&run, &scene, Language::Zh),
            explanation_en: explain(&run, &scene, Language::En),
            levels_above: above
                .filter(here)
                .map(|level| level.word().to_owned())
                .collect(),
            calls: self.calls(),
            tasks: self.tasks(),
            reports: self.reports(),
            reception: self.reception(),
            cap: cap::is_there(running),
            report_preview: reports::preview(running, self.now, Language::Zh),
            report_preview_en: reports::preview(running, self.now, Language::En),
            report_done: reports::done(running),
            sent_reports: reports::sent(running, self.shared, &|at| self.when(at)),
            open_ends: review::open_ends(running),
            targets: review::targets(running),
            sheet: running.sheet(),
            not_held: running.not_held(self.now),
            counts_from: running.counts_from(self.now).map(|at| self.when(at)),
            silent: running.silent(),
            review_by: running.state.review.map(|owed| self.when(owed.due_at)),
            follow_ups: Vec::new(),
            respondent_unheard: false,
            improvements: self.improvements(),
            plan_posts,
            plan_parts,
            file: None,
            lines: self.lines(),
            may: ResponseAction::ALL
                .iter()
                .filter(may)
                .map(|one| one.word())
                .collect(),
            room_code: (running.lets(who, ResponseAction::SpeakForOthers)
                && !running.state.is_elsewhere())
            .then(|| room_code(self.shared, authority, running.id)),
        }
    }
}

pub(super) const fn state_of(call: &Call) -> CallState {
    match call.phase {
        Phase::Calling(_) => CallState::Calling,
        Phase::Acknowledged(_) | Phase::ByHand => CallState::Coming,
        Phase::There(_) => CallState::There,
        Phase::Exhausted => CallState::Exhausted,
        Phase::Released => CallState::NotNeeded,
    }
}

/// What somebody typed, by what they did.
fn typed_words(event: &Event) -> Option<Bilingual> {
    Some(match event {
        Event::Levelled { .. } => Bilingual::new("提高级别的理由", "Why the level was set higher"),
        Event::ReportSent { .. } => Bilingual::new("报告内容", "What was reported"),
        Event::Reception(Receiving::TalkBegun { .. }) => {
            Bilingual::new("被反映单位谁参加", "Who joins of whom it complains")
        }
        Event::Reception(Receiving::EverybodyHeard {}) => {
            Bilingual::new("约好的时间", "When the others are heard")
        }
        Event::Ended {} => Bilingual::new("结果和后续", "What came of it"),
        Event::TaskDone { .. } => Bilingual::new("写明的危险", "The danger, in words"),
        Event::Reviewed {} => Bilingual::new("复盘内容", "The review"),
        _ => return None,
    })
}

/// Minutes that a newer version took the place of, and what was said to them; the newest stand with the
/// reception.
fn superseded(event: &Event, newest: u32) -> Option<Bilingual> {
    match event {
        Event::Reception(Receiving::MinutesWritten { version }) if *version < newest => {
            Some(Bilingual::new(
                format!("谈话记录第{version}稿"),
                format!("The minutes, version {version}"),
            ))
        }
        Event::Reception(Receiving::MinutesAnswered { version, .. }) if *version < newest => {
            Some(Bilingual::new(
                format!("代表对第{version}稿的不同意见"),
                format!("What the representatives saw otherwise in version {version}"),
            ))
        }
        _ => None,
    }
}

/// Tells the desk which numbers to dial: of officials who are called and have not answered, or come.
fn dial(
    reader: &mut Reader<'_>,
    shared: &Shared,
    running: &Running,
    view: &mut ResponseView,
) -> Result<(), AppError> {
    let authority = running.setting.authority.row.id;
    if running.state.ended_at.is_some() {
        return Ok(());
    }
    let pages = view.calls.iter_mut().flat_map(|call| &mut call.pages);
    for page in pages.filter(|page| matches!(page.state, "waiting" | "acknowledged")) {
        let called = running.state.page(page.number);
        let holder = called.and_then(|page| page.holder.as_ref());
        if let Some(called) = holder.and_then(|holder| running.setting.called(holder)) {
            page.phone = called.contact(reader, shared, authority)?.phone;
        }
    }
    Ok(())
}

/// Loads a response from a snapshot.
pub(super) fn load(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    id: ResponseId,
) -> Result<Running, AppError> {
    let running = Running::in_snapshot(reader, shared, (authority, id))?;
    running.ok_or_else(|| Refusal::NoSuchResponse.into())
}

impl Huiyin {
    /// A response, for whoever may see it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchResponse`] where there is none or they may not know of it, or a failure of the
    /// store.
    pub async fn response(&self, who: &Principal, id: i64) -> Result<ResponseView, AppError> {
        let (shared, who, now) = (Arc::clone(self.shared()), who.clone(), self.now());
        let id = ResponseId::new(id);
        self.store()
            .read(move |reader| {
                let running = load(reader, &shared, who.authority, id)?;
                running.permit(&who, ResponseAction::See)?;
                let lens = Lens {
                    running: &running,
                    who: Some(&who),
                    shared: &shared,
                    now,
                };
                let mut view = lens.whole(&who);
                (view.follow_ups, view.respondent_unheard) =
                    follow_up::of_petition(reader, &shared, &running, (&who, now))?;
                view.file = lens.file(reader)?;
                if running.lets(&who, ResponseAction::NameParties) {
                    view.about = lens.about();
                }
                if running.lets(&who, ResponseAction::SpeakForOthers) {
                    dial(reader, &shared, &running, &mut view)?;
                }
                Ok(view)
            })
            .await
    }
}
