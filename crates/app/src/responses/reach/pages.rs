//! How a test page goes out: by the first way that can be used, by mail beside it as every page, and by
//! the next way where a line does not take it. Beyond the person's own ways nothing goes on.

use super::super::called::Called;
use super::super::link::ReachToken;
use super::super::numbers;
use super::super::pages::{self, Told, copies_beside};
use crate::casework::parse;
use crate::error::AppError;
use crate::huiyin::Shared;
use crate::queries::plans::shown_plan;
use huiyin_domain::event::{Envelope, Event};
use huiyin_domain::ids::{AuthorityId, Position};
use huiyin_domain::language::{Bilingual, Language};
use huiyin_domain::plan::{Channel, Plan};
use huiyin_domain::roster::TestState;
use huiyin_domain::wording;
use huiyin_notify::Message;
use huiyin_store::reader::Reader;
use huiyin_store::rows::{NewNotice, NoticeRow, NoticeState, ReachPageRow, ReachTestRow};
use huiyin_store::transaction::Transaction;

/// The kind of a test page in the outbox.
pub(crate) const TEST_PAGE: &str = "test-page";

/// The plan of an authority that is tested.
type Here<'a> = (AuthorityId, &'a str);

/// Sends the page of a person for the first time: by its own way, and by the copies that a real page has.
pub(super) fn begin(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (here, test): (Here<'_>, Position),
    (page, named): (&ReachPageRow, &[Channel]),
) -> Result<(), AppError> {
    let way = go_on(transaction, shared, (here, test), page, &page.ways)?;
    for copy in way.map_or_else(Vec::new, |way| copies_beside(way, named)) {
        if may_carry(transaction, shared, here.0, (page, copy))? {
            queue(transaction, shared, (here, test), (page, copy))?;
        }
    }
    Ok(())
}

/// Takes the first of these ways that can be used, and gives it; where there is none, the posts of this
/// person stand without a channel.
fn go_on(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    (here, test): (Here<'_>, Position),
    page: &ReachPageRow,
    ways: &[Channel],
) -> Result<Option<Channel>, AppError> {
    for (nth, way) in ways.iter().enumerate() {
        let usable = shared.ways.is_usable(*way);
        let by_line = usable && may_carry(transaction, shared, here.0, (page, *way))?;
        if !by_line && !pages::is_by_desk(*way) {
            continue;
        }
        let left = ways.get(nth..).unwrap_or_default();
        transaction.set_reach_page(here, (page.number, left, TestState::Waiting))?;
        if by_line {
            queue(transaction, shared, (here, test), (page, *way))?;
        }
        return Ok(Some(*way));
    }
    transaction.set_reach_page(here, (page.number, &[], TestState::NoChannel))?;
    Ok(None)
}

/// Whether a line of this kind can carry a page to somebody: an address of theirs of that kind is on file.
fn may_carry(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (page, kind): (&ReachPageRow, Channel),
) -> Result<bool, AppError> {
    let Some(called) = Called::of_test(page).filter(|_| shared.ways.has(kind)) else {
        return Ok(false);
    };
    let contact = called.contact(&mut transaction.reader()?, shared, authority)?;
    Ok(pages::address(contact, kind).is_some())
}

fn queue(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    ((authority, _), test): (Here<'_>, Position),
    (page, kind): (&ReachPageRow, Channel),
) -> Result<(), AppError> {
    if let Some(called) = Called::of_test(page) {
        let notice = NewNotice {
            to: called.notice_to(),
            kind: TEST_PAGE,
            document: None,
            position: test,
            channel: Some(kind),
        };
        transaction.queue_notice(authority, notice)?;
        shared.ways.stage();
    }
    Ok(())
}

/// A test page in the outbox: its plan, its test, and the row of whom it asks.
pub(crate) struct Found {
    pub(crate) plan: String,
    pub(crate) test: ReachTestRow,
    pub(crate) page: ReachPageRow,
    pub(crate) called: Called,
}

impl Found {
    /// The page that a row of the outbox carries, while its test runs.
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        authority: AuthorityId,
        row: &NoticeRow,
    ) -> Result<Option<Self>, AppError> {
        let called = Called::of_notice(row.to);
        let (Some(called), Some(found)) = (called, reader.journal_row(authority, row.position)?)
        else {
            return Ok(None);
        };
        let envelope: Envelope = parse(&found.open)?;
        let Event::ReachabilityTested(tested) = envelope.event else {
            return Ok(None);
        };
        let plan = tested.plan.id;
        let test = reader.reach_test(authority, &plan)?;
        let test = test.filter(|test| test.position == row.position && test.counted.is_none());
        let pages = reader.reach_pages(authority, &plan)?;
        let mut pages = pages.into_iter();
        let page = pages.find(|page| Called::of_test(page) == Some(called));
        Ok(test.zip(page).map(|(test, page)| Self {
            plan,
            test,
            page,
            called,
        }))
    }

    /// Whether it waits, and goes by this channel: its own way now, or as a copy.
    fn goes_by(&self, kind: Channel) -> bool {
        let way = self.page.ways.first().copied();
        let copy = |way| copies_beside(way, Channel::ALL).contains(&kind);
        self.page.state == TestState::Waiting && way.is_some_and(|way| way == kind || copy(way))
    }

    pub(crate) fn token(&self, authority: AuthorityId) -> ReachToken {
        let of = (self.test.position, self.page.number, self.called);
        ReachToken::new(authority, self.plan.clone(), of, self.test.until_at)
    }

    /// What its numbers outside are made of.
    fn name(&self, authority: AuthorityId) -> String {
        let (test, number) = (self.test.position, self.page.number);
        format!("{authority}/test {test}/{number}")
    }

    /// The number that a text message answers it by.
    pub(crate) fn reply_number(&self, shared: &Shared, authority: AuthorityId) -> u32 {
        numbers::reply_number_of(shared, &self.name(authority))
    }
}

/// What a test page says and where it goes; nothing where it needs no answer any more, went another way
/// meanwhile, or has no address.
pub(crate) fn compose(
    reader: &mut Reader<'_>,
    shared: &Shared,
    authority: AuthorityId,
    row: &NoticeRow,
) -> Result<Option<(Channel, Message)>, AppError> {
    let kind = pages::channel_of(row);
    let found = Found::read(reader, authority, row)?;
    let Some(found) = found.filter(|found| found.goes_by(kind)) else {
        return Ok(None);
    };
    let organisation = shared.organisation_read(reader, authority)?;
    let contact = found.called.contact(reader, shared, authority)?;
    let language = found
        .called
        .language(reader, shared, (authority, &organisation))?;
    let Some((to, language)) = pages::address(contact, kind).zip(language) else {
        return Ok(None);
    };
    let plan = shown_plan(reader, shared, authority, &found.plan)?;
    let answer = answer(shared, authority, &found, (kind, language))?;
    let (subject, body) = words(&plan, &found, (kind, language), &answer);
    let message = Message {
        to,
        subject,
        body,
        message_id: numbers::message_number_of(shared, &found.name(authority)),
        sent_at: shared.clock.now(),
    };
    Ok(Some((kind, message)))
}

/// How it is answered: by the reply that the channel brings back, by the link, or at the desk.
fn answer(
    shared: &Shared,
    authority: AuthorityId,
    found: &Found,
    (kind, language): (Channel, Language),
) -> Result<String, AppError> {
    if shared.ways.hears_replies(kind) {
        let code = found.reply_number(shared, authority);
        return Ok(language.pick(
            format!("收到请回复“1 {code:06}”。"),
            format!("Answer “1 {code:06}” to say that you got it."),
        ));
    }
    match shared.ways.public_url() {
        // Nobody can follow a link that is read to them.
        Some(url) if kind != Channel::Phone => {
            let (url, token) = (
                url.trim_end_matches('/'),
                found.token(authority).seal(shared)?,
            );
            Ok(language.pick(
                format!("收到请在这里回答：\n{url}/page/{token}"),
                format!("Say here that you got it:\n{url}/page/{token}"),
            ))
        }
        _ => Ok(match found.called {
            Called::Staff(_) => language.pick(
                "请登录工作台，在“预案”的“值班与备勤”页回答。",
                "Sign in to the desk and answer on Duty and readiness of the plan.",
            ),
            Called::Person { .. } => language.pick(
                "收到请打电话告诉接待台。",
                "Ring the reception desk to say that you got it.",
            ),
        }
        .to_owned()),
    }
}

/// Subject and text. Both begin with the mark, so that nobody takes it for a call.
fn words(
    plan: &Plan,
    found: &Found,
    (kind, language): (Channel, Language),
    answer: &str,
) -> (String, String) {
    let until = wording::instant(found.test.until_at.to_minute(), &plan.zone, language);
    let title = plan.title.in_language(language);
    let mark = language.pick("【测试 TEST】", "[TEST 测试] ");
    let told = language.pick(
        format!("这是通信联络测试，没有人来访，无需到场。预案：{title}。请在{until}前回答。"),
        format!("This is a test of the lines: nobody has come, and nobody needs to come. Plan: {title}. Please answer by {until}."),
    );
    let gap = if kind == Channel::Email { "\n\n" } else { " " };
    let end = if kind == Channel::Email { "\n" } else { "" };
    let subject = language.pick(
        format!("{mark}通信联络测试，无需到场"),
        format!("{mark}Test of the lines, nobody needs to come"),
    );
    (subject, format!("{mark}{told}{gap}{answer}{end}"))
}

/// Records what became of a test page.
pub(in crate::responses) fn concluded(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    (row, told): (&NoticeRow, &Told),
) -> Result<(), AppError> {
    let kind = pages::channel_of(row);
    let found = Found::read(&mut transaction.reader()?, authority, row)?;
    let waits = found.filter(|found| found.goes_by(kind));
    let own = |found: &Found| found.page.ways.first() == Some(&kind);
    let is_own = waits.as_ref().is_some_and(own);
    match told {
        Told::Accepted(reference) => {
            transaction.end_notice(authority, row.id, NoticeState::Handed, None);
            if let Some(found) = &waits {
                let ours = numbers::message_number_of(shared, &found.name(authority));
                let known_as = reference.as_deref().unwrap_or(&ours);
                transaction.page_known_as(authority, row.id, known_as);
            }
            return Ok(());
        }
        Told::Hangs => {}
        Told::NobodyThere => {
            transaction.end_notice(authority, row.id, NoticeState::Dropped, None);
        }
        Told::NotTaken {
            failure,
            after,
            for_good,
        } => {
            let failure = Some(failure.as_str());
            if waits.is_some() && !is_own && !for_good {
                pages::try_again(transaction, authority, row, (failure, *after));
                return Ok(());
            }
            transaction.end_notice(authority, row.id, NoticeState::Failed, failure);
        }
    }
    match waits.filter(own) {
        Some(found) => leave_way(transaction, shared, authority, &found),
        None => Ok(()),
    }
}

/// The way of a page does not reach its person: the next is tried. What no line for voice takes, the desk
/// rings.
pub(crate) fn leave_way(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    found: &Found,
) -> Result<(), AppError> {
    if found.page.ways.first() == Some(&Channel::Phone) {
        return Ok(());
    }
    let here = (authority, found.plan.as_str());
    let left = found.page.ways.get(1..).unwrap_or_default();
    let at = (here, found.test.position);
    go_on(transaction, shared, at, &found.page, left).map(|_| ())
}

/// A channel says that a page which it took did not arrive; tells whether that changed anything.
pub(crate) fn undelivered(
    transaction: &mut Transaction<'_>,
    shared: &Shared,
    authority: AuthorityId,
    row: &NoticeRow,
) -> Result<bool, AppError> {
    let kind = pages::channel_of(row);
    let found = Found::read(&mut transaction.reader()?, authority, row)?;
    let own = |found: &Found| found.goes_by(kind) && found.page.ways.first() == Some(&kind);
    match found.filter(own) {
        Some(found) => leave_way(transaction, shared, authority, &found).map(|()| true),
        None => Ok(false),
    }
}

/// What whoever opens the link of a test page is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachLook {
    /// What the plan is called.
    pub plan: Bilingual,
    /// Until when an answer counts, in words.
    pub until: Bilingual,
    /// Whether it waits for an answer.
    pub waits: bool,
    /// Whether it was answered.
    pub answered: bool,
}

impl ReachLook {
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        shared: &Shared,
        token: &ReachToken,
    ) -> Result<Option<Self>, AppError> {
        let (authority, plan) = (token.authority, token.plan.as_str());
        let test = reader.reach_test(authority, plan)?;
        let Some(test) = test.filter(|test| test.position == token.test) else {
            return Ok(None);
        };
        let pages = reader.reach_pages(authority, plan)?;
        let theirs = |page: &ReachPageRow| {
            let asked = Called::of_test(page);
            page.number == token.number && asked.is_none_or(|asked| asked == token.called)
        };
        let page = pages.into_iter().find(theirs);
        let plan = shown_plan(reader, shared, authority, plan)?;
        let state = page.map_or(TestState::Silent, |page| page.state);
        let runs = test.counted.is_none() && shared.clock.now() < test.until_at;
        Ok(Some(Self {
            until: super::said(test.until_at, &plan.zone),
            plan: plan.title.clone(),
            waits: runs && state == TestState::Waiting,
            answered: state == TestState::Reached,
        }))
    }
}
