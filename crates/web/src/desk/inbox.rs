//! `/desk`: what I owe, soonest first. The filter stands in the address.

mod waiting;

use crate::api::inbox::news_href;
use crate::body::Form;
use crate::desk::case::href_of;
use crate::desk::guard::Signed;
use crate::desk::plans::{drill_row, plan_row};
use crate::desk::responses::told;
use crate::desk::views::Typed;
use crate::desk::{bulk, duties, views};
use crate::observe::listed;
use crate::pages::components::Choice;
use crate::pages::desk::Place;
use crate::pages::desk::inbox::{
    Counted, Counter, InboxFilter as FilterView, InboxPage, News, ResponseDutyRow, VisitInInbox,
};
use crate::pages::desk::reach::TestInInbox;
use crate::pages::desk::rows::DutyRow;
use crate::pages::form::FormTarget;
use crate::portal::{see, see_there};
use crate::problem::{Code, Problem};
use crate::state::Web;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use huiyin_app::authorise::{Action, Principal};
use huiyin_app::rules::Authority;
use huiyin_app::{
    AppError, INBOX_COUNT_MAX, Inbox, InboxDue, InboxFilter, ReachAwaited, Refusal, ResponseDuty,
    SavedView, VisitTold,
};
use huiyin_domain::ids::UnitId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Class, PetitionState};
use huiyin_domain::rulebook::Duty;
use huiyin_domain::text::shown_safely;
use huiyin_domain::view::ViewFilter;
use std::collections::BTreeSet;

/// What the address asks for, as it was written.
pub(crate) struct Asked(pub(crate) Form);

impl Asked {
    fn text(&self, name: &str) -> String {
        self.0.text(name).unwrap_or_default()
    }

    fn filter(&self) -> InboxFilter {
        InboxFilter {
            unit: self.text("unit").parse().ok().map(UnitId::new),
            term: self.0.text("term"),
            category: self.0.text("category"),
            state: PetitionState::parse(&self.text("state")),
            class: Class::parse(&self.text("class")),
            late: self.text("late") == "yes",
            due: self.due(),
            danger: self.text("danger") == "yes",
            untaken: self.text("held") == "nobody",
            put_off: self.text("held") == "put-off",
            whole: self.is_whole(),
            own: !self.is_whole(),
            after: self.0.text("after"),
        }
    }

    fn due(&self) -> Option<InboxDue> {
        InboxDue::parse(&self.text("due"))
    }

    /// Its conditions, in one order.
    fn conditions(&self) -> ViewFilter {
        ViewFilter::of(|name| {
            self.0
                .text(name)
                .filter(|_| name != "of" || self.is_whole())
        })
    }

    fn is_whole(&self) -> bool {
        self.text("of") == "units"
    }

    /// The address of the same with other pairs added, from the first page.
    pub(crate) fn href(&self, more: &[(&str, &str)]) -> String {
        address(&self.conditions().query_with(more))
    }

    /// What is owed, with the counts that stand above it.
    pub(crate) async fn owed(&self, web: &Web, who: &Principal) -> Result<Inbox, Problem> {
        Ok(web.huiyin.inbox(who, self.filter()).await?)
    }
}

/// The address of the inbox with a query. Without a condition it names what it shows, because the bare address
/// opens with one's own view, where there is one.
pub(crate) fn address(query: &str) -> String {
    format!("/desk?{}", if query.is_empty() { ALL } else { query })
}

/// What is owed, without a condition.
const ALL: &str = "of=own";

/// `GET /desk`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    if signed.goes_to(Place::Inbox).is_err() {
        let administers = signed.principal().may(Action::SeeOrganisation);
        return see(if administers {
            match signed.principal().may(Action::SeeRefusals) {
                true => "/desk/admin/audit",
                false => "/desk/admin/units",
            }
        } else {
            "/desk/me"
        });
    }
    let shown = async {
        let query = query.unwrap_or_default();
        let views = signed.web().huiyin.saved_views(signed.principal()).await?;
        let opening = views.iter().find(|view| view.opens && query.is_empty());
        if let Some(view) = opening {
            return Ok(see_there(&address(&view.query)));
        }
        let asked = Asked(Form::parse(query.as_bytes())?);
        let searched = search(&signed, &asked.text("number")).await?;
        if let Searched::Found(number) = searched {
            return Ok(see_there(&href_of(&number.to_string())));
        }
        let inbox = asked.owed(signed.web(), signed.principal()).await?;
        let mut page = page(&signed, &asked, inbox, (&views, &Typed::default()))?;
        if let Searched::Nothing(words) = searched {
            page.filter.number_error = Some(words);
            return Ok((StatusCode::NOT_FOUND, signed.html(&page)).into_response());
        }
        Ok(signed.html(&page))
    };
    listed(signed.or_refused(shown.await))
}

/// The inbox again, with what was typed for a view and not taken.
pub(crate) async fn again(
    signed: &Signed,
    asked: &Asked,
    typed: &Typed,
    status: StatusCode,
) -> Response {
    let shown = async {
        let views = signed.web().huiyin.saved_views(signed.principal()).await?;
        let inbox = asked.owed(signed.web(), signed.principal()).await?;
        let page = page(signed, asked, inbox, (&views, typed))?;
        Ok((status, signed.html(&page)).into_response())
    };
    listed(signed.or_refused(shown.await))
}

/// What a search by number comes to.
pub(crate) enum Searched {
    /// No number was asked for.
    No,
    /// This one, and whoever asks may open it.
    Found(PetitionNumber),
    /// None that they may know of; what to do.
    Nothing(String),
}

/// Looks for a petition by its number; that it is opened, or refused, is on record.
pub(crate) async fn search(signed: &Signed, text: &str) -> Result<Searched, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Searched::No);
    }
    let language = signed.language();
    let Some(number) = number_meant(signed, text) else {
        let words = language.pick(
            "这里只按编号找：写2026-000123，或者只写今年的最后几位，如123",
            "The search is by number: 2026-000123, or the last digits of this year's, such as 123",
        );
        return Ok(Searched::Nothing(words.to_owned()));
    };
    let opened = signed
        .web()
        .huiyin
        .open_case(signed.principal(), number, false);
    match opened.await {
        Ok(_) => Ok(Searched::Found(number)),
        Err(AppError::Refused(Refusal::NoSuchPetition)) => Ok(Searched::Nothing(language.pick(
            format!("没有编号{number}的件，或者不归您看；请核对编号"),
            format!("There is no {number}, or it is not yours to open; check the number"),
        ))),
        Err(error) => Err(error.into()),
    }
}

/// A whole number, or the last digits of one of this year.
fn number_meant(signed: &Signed, text: &str) -> Option<PetitionNumber> {
    if let Ok(number) = PetitionNumber::parse(text) {
        return Some(number);
    }
    let digits: u32 = text.parse().ok()?;
    let year = signed.web().huiyin.now().date_in(&signed.authority()?.zone);
    PetitionNumber::parse(&format!("{}-{digits:06}", year.year())).ok()
}

fn page(
    signed: &Signed,
    asked: &Asked,
    inbox: Inbox,
    (saved, typed): (&[SavedView], &Typed),
) -> Result<InboxPage, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let reported = waiting::reported(signed, &authority, &inbox);
    let counters = counters(asked, &inbox, reported.len());
    let later = asked.0.text("after").is_some();
    let news = News {
        asked_at: news_href(&asked.filter(), inbox.as_of),
        shown_at: asked.href(&[]),
        // A later page has nothing beside its duties.
        beside: (!later).then(|| inbox.beside.join(" ")),
    };
    let rows = inbox.entries.iter();
    let bulk = bulk::form(signed);
    let ticks = bulk.is_some();
    let rows = rows.map(|entry| DutyRow {
        tick: bulk::tick(entry).filter(|_| ticks),
        ..duties::row(signed, &authority, entry)
    });
    let drills = inbox.drills.iter();
    let drills = drills.filter_map(|owed| drill_row(signed, owed));
    let tests = inbox.tests.iter().map(|one| test_row(signed, one));
    let tests = tests.collect::<Result<_, _>>()?;
    let conditions = asked.conditions();
    let query = conditions.to_string();
    let views = views::shown(saved, &query, typed);
    let unsaved = conditions.filters() && views.iter().all(|view| !view.current);
    Ok(InboxPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Inbox)),
        counters,
        news,
        responses: inbox
            .responses
            .iter()
            .map(|duty| response_row(signed, duty))
            .collect(),
        visits: inbox
            .visits
            .iter()
            .map(|one| visit_row(signed, one))
            .collect(),
        drills: drills.collect(),
        plans: inbox
            .plans
            .iter()
            .map(|one| plan_row(signed, one))
            .collect(),
        tests,
        seals: waiting::seals(signed, &authority, &inbox),
        messages: waiting::messages(signed, &authority, &inbox),
        reported,
        filter: filter_view(signed, &authority, asked),
        views,
        save: unsaved.then(|| views::new_form(query, typed)),
        bulk,
        rows: rows.collect(),
        next_href: inbox.next.map(|next| asked.href(&[("after", &next)])),
        first_href: later.then(|| asked.href(&[])),
        may_register: signed.goes_to(Place::Register).is_ok(),
    })
}

/// A visit that is received: when, place and room; or one that is to be arranged.
fn visit_row(signed: &Signed, one: &VisitTold) -> VisitInInbox {
    VisitInInbox {
        when: told(signed, &one.at),
        place: one.place.in_language(signed.language()).to_owned(),
        room: one
            .room
            .as_deref()
            .map(|room| shown_safely(room).into_owned()),
        href: one.to_arrange.map(|id| format!("/desk/visits/{id}")),
    }
}

/// A test page that waits for whoever looks, with the button that answers it.
fn test_row(signed: &Signed, one: &ReachAwaited) -> Result<TestInInbox, Problem> {
    let page = format!("/desk/rosters/{}", one.plan);
    let target = FormTarget::to(format!("{page}/reached"));
    Ok(TestInInbox {
        title: one.title.in_language(signed.language()).to_owned(),
        href: format!("{page}#test"),
        until: told(signed, &one.until),
        target: target.sealed("", signed.form_key()?),
    })
}

fn response_row(signed: &Signed, duty: &ResponseDuty) -> ResponseDutyRow {
    let language = signed.language();
    ResponseDutyRow {
        href: format!("/desk/responses/{}", duty.response),
        title: duty.title.in_language(language).to_owned(),
        place: duty.place.in_language(language).to_owned(),
        due: told(signed, &duty.due_at),
        late: duty.late,
        exercise: duty.exercise,
    }
}

/// The counters above the list; `others` of what was reported stand above it, the rest among its rows.
fn counters(asked: &Asked, inbox: &Inbox, others: usize) -> Vec<Counter> {
    let counts = inbox.counts;
    let below = inbox.reported.len().saturating_sub(others);
    let reported = counts.reported.saturating_sub(below as u64);
    let (late, due) = (asked.text("late") == "yes", asked.due());
    let nobody = asked.text("held") == "nobody";
    let danger = asked.text("danger") == "yes";
    let counter = |counted, count: u64, query: &[(&str, &str)], current: bool| {
        let whole: &[(&str, &str)] = &[("of", "units")];
        let whole = if asked.is_whole() { whole } else { &[] };
        let pairs = [query, whole].concat();
        Counter {
            counted,
            count: usize::try_from(count).unwrap_or(usize::MAX),
            more: count >= u64::from(INBOX_COUNT_MAX),
            href: address(&ViewFilter::default().query_with(&pairs)),
            current,
        }
    };
    let whole = !late && due.is_none() && !nobody && !danger;
    let today = due == Some(InboxDue::Today);
    let first = (danger || counts.danger > 0).then(|| {
        let query = [("danger", "yes")];
        counter(Counted::Danger, counts.danger, &query, danger)
    });
    let reported = (reported > 0).then(|| Counter {
        counted: Counted::Reported,
        count: usize::try_from(reported).unwrap_or(usize::MAX),
        more: false,
        href: "#reported".to_owned(),
        current: false,
    });
    let others = [
        counter(Counted::Mine, counts.all, &[], whole),
        counter(Counted::Late, counts.late, &[("late", "yes")], late),
        counter(Counted::Today, counts.today, &[("due", "today")], today),
        counter(
            Counted::Nobody,
            counts.untaken,
            &[("held", "nobody")],
            nobody,
        ),
    ];
    first.into_iter().chain(reported).chain(others).collect()
}

fn filter_view(signed: &Signed, authority: &Authority, asked: &Asked) -> FilterView {
    let language = signed.language();
    let choose = |value: &str, label: &str, name: &str| {
        Choice::new(value, label).chosen(asked.text(name) == value)
    };
    let rules = signed.web().huiyin.rules();
    let books = [authority.row.rulebook.as_str(), "house"];
    let terms = books.iter().filter_map(|id| rules.rulebook(id));
    let terms = terms.flat_map(|book| book.terms.iter().filter(|term| term.duty != Duty::Window));
    // One that the authority's rules and the house's both have is one choice.
    let mut seen = BTreeSet::new();
    let terms = terms.filter(move |term| seen.insert(term.id.clone()));
    let states = PetitionState::ALL.iter().filter(|state| !state.is_ended());
    let classed = rules.rulebook(&authority.row.rulebook);
    let classed = classed.is_some_and(|rulebook| rulebook.classes);
    let classes = Class::ALL.iter().filter(|_| classed);
    let organisation = authority.organisation();
    let mine = |id: &UnitId| signed.principal().roles.iter().any(|(unit, _)| unit == id);
    let units = organisation.units.values();
    let units = units.filter(|unit| !unit.closed && mine(&unit.id));
    let units: Vec<Choice> = units
        .map(|unit| {
            choose(
                &unit.id.to_string(),
                unit.name.in_language(language),
                "unit",
            )
        })
        .collect();
    let dues = InboxDue::ALL.into_iter().map(|due| {
        let (zh, en) = match due {
            InboxDue::Today => ("今天到期", "Due today"),
            InboxDue::Week => ("七天内到期", "Due within seven days"),
        };
        choose(due.word(), language.pick(zh, en), "due")
    });
    FilterView {
        dues: dues.collect(),
        units: if units.len() > 1 { units } else { Vec::new() },
        // Also what is offered no more: petitions have it.
        categories: authority
            .categories
            .roots()
            .into_iter()
            .map(|root| choose(&root.code, root.name.in_language(language), "category"))
            .collect(),
        terms: terms
            .map(|term| choose(&term.id, term.title.in_language(language), "term"))
            .collect(),
        states: states
            .map(|state| choose(state.word(), state.staff_words(language), "state"))
            .collect(),
        classes: classes
            .map(|class| choose(class.word(), class.title().in_language(language), "class"))
            .collect(),
        late_only: asked.text("late") == "yes",
        danger_only: asked.text("danger") == "yes",
        number: asked.text("number"),
        number_error: None,
        active: asked.conditions().filters() || !asked.text("number").is_empty(),
    }
}
