//! `/desk/petitions/{number}`: one petition, what is owed on it, what can come next.

pub(crate) mod parts;
mod readers;
pub(crate) mod review;
mod service;
mod timeline;

use crate::body::Form;
use crate::desk::cards;
use crate::desk::case::{Opened, href_of, number_of, safe};
use crate::desk::guard::{Signed, SignedForm};
use crate::desk::handover;
use crate::desk::{danger, files, letters, presence, same_matter, stated};
use crate::observe::passed_over;
use crate::pages::desk::Fact;
use crate::pages::desk::petition::{IdentityView, PetitionLink, PetitionPage};
use crate::problem::{Code, Problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use huiyin_app::LinkedPetition;
use huiyin_domain::petition::Action;

type Named = Result<Path<String>, PathRejection>;

fn named(path: Named) -> Result<String, Problem> {
    let Path(number) = path.map_err(|_| Problem::of(Code::NotFound))?;
    Ok(number)
}

/// `GET /desk/petitions/{number}`.
pub(crate) async fn show(path: Named, RawQuery(query): RawQuery, signed: Signed) -> Response {
    let shown = async {
        let number = number_of(&named(path)?)?;
        let opened = Opened::open(&signed, number, false).await?;
        let query = Form::parse(query.unwrap_or_default().as_bytes())?;
        let mut page = with_hints(&opened).await?;
        let done = query.text("done");
        let handed = done.as_deref() == Some(handover::WORD);
        let title = handed.then(|| handover::title(opened.language));
        let done = done.and_then(|word| Action::parse(&word));
        let title = title.or(done.map(|action| action.title(opened.language)));
        page.frame.notice = title.map(|title| {
            opened
                .language
                .pick(format!("已办：{title}"), format!("Done: {title}"))
        });
        if query.ticked("stored") {
            page.frame.notice = Some(opened.say("文件已加密存好", "The file is stored, sealed"));
        }
        Ok(shown_with_hints(&opened, &page))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/petitions/{number}/identity`: shows who brought it, this once.
pub(crate) async fn identity(path: Named, form: SignedForm) -> Response {
    let signed = &form.signed;
    let shown = async {
        let number = number_of(&named(path)?)?;
        let opened = Opened::open(signed, number, true).await?;
        let page = with_hints(&opened).await?;
        Ok(shown_with_hints(&opened, &page))
    };
    signed.or_refused(shown.await)
}

/// How long looking for hints took tells nobody how many of them are not theirs to see.
fn shown_with_hints(opened: &Opened<'_>, page: &PetitionPage) -> Response {
    let shown = opened.signed.html(page);
    match opened.can(Action::TellApart) {
        true => passed_over(shown),
        false => shown,
    }
}

/// The page with what could be the same matter.
async fn with_hints(opened: &Opened<'_>) -> Result<PetitionPage, Problem> {
    Ok(PetitionPage {
        same: same_matter::rows(opened).await?,
        ..page(opened)?
    })
}

pub(crate) fn page(opened: &Opened<'_>) -> Result<PetitionPage, Problem> {
    let view = &opened.view;
    let mut frame = opened.signed.frame();
    frame.path = opened.href();
    Ok(PetitionPage {
        frame,
        desk: opened.signed.desk(None),
        number: view.number.clone(),
        subject: safe(&view.subject),
        state_words: view.state_words.in_language(opened.language).to_owned(),
        danger: lasting(opened, false),
        restricted: view.restricted.then(|| {
            opened.say(
                "只有指定的专办员能看。《信访工作条例》第三十条",
                "Named officers only. Regulations on Petitioning Work, Article 30",
            )
        }),
        others: presence::line(&opened.others, opened.language),
        remarks: lasting(opened, true)
            .into_iter()
            .chain(service::waits_for_others(opened))
            .chain(parts::remarks(opened))
            .collect(),
        links: links(opened),
        same: Vec::new(),
        body: safe(&view.body),
        corrections: parts::corrections(opened),
        facts: parts::facts(opened),
        respondents: Some(view.respondents.iter().map(|one| safe(one)).collect()),
        requests: parts::requests(opened),
        stated: stated::all(opened),
        identity: who(opened),
        people: parts::people(opened),
        clocks: parts::clocks(opened),
        groups: cards::groups(opened),
        timeline: timeline::of(opened),
        messages: parts::messages(opened),
        message_form: parts::small_form(opened, Action::Message),
        mark_read: opened
            .can(Action::MarkRead)
            .then(|| opened.action_target(Action::MarkRead)),
        held: service::held(opened),
        files: letters::rows(opened)
            .into_iter()
            .chain(parts::files(opened))
            .collect(),
        file_form: files::form(opened, None)?,
        notes: parts::notes(opened),
        note_form: parts::small_form(opened, Action::Note),
        answers: parts::answers(opened),
        readers: readers::lines(opened),
        opened_by: parts::opened_by(opened),
    })
}

/// The danger that lasts: until the report is made what to do, and then that it was made.
fn lasting(opened: &Opened<'_>, reported: bool) -> Option<String> {
    let told = opened.view.danger_told.as_ref();
    let told = told.filter(|told| told.reported_at.is_some() == reported)?;
    let now = opened.signed.web().huiyin.now();
    let told = danger::words(told, now, opened.dates());
    let (zh, en) = match reported {
        true => ("有现实危险，还没有解除。", "The danger lasts."),
        false => ("马上拨打110、119或120。", "Call 110, 119 or 120 now."),
    };
    Some(
        opened
            .language
            .pick(format!("{zh}{told}"), format!("{en} {told}")),
    )
}

/// What it became and came from, as far as whoever looks may know.
fn links(opened: &Opened<'_>) -> Vec<PetitionLink> {
    let language = opened.language;
    let link = |one: &LinkedPetition| {
        let (zh, en) = match one.relation.as_str() {
            "split-into" => ("一条诉求分案为", "One request became"),
            "split-from" => ("由这件分案：", "Part of"),
            "merged-into" => ("已并入：", "Merged into"),
            "merged-here" => ("并到这一件里的：", "Merged into this one:"),
            "handed-to" => ("已移交：", "Handed to"),
            "reviewed-by" => ("正由上一级复查：", "Reviewed by"),
            "reviews" => ("复查的是：", "Reviews the answer of"),
            _ => ("移交自：", "Came from"),
        };
        let authority = one.authority.as_ref();
        let authority = authority.map(|name| name.in_language(language));
        let number = &one.number;
        let named = match authority {
            Some(name) => language.pick(
                format!("{name}，编号{number}"),
                format!("{name}, number {number}"),
            ),
            None => number.clone(),
        };
        PetitionLink {
            words: language.pick(format!("{zh}{named}"), format!("{en} {named}")),
            href: authority.is_none().then(|| href_of(number)),
        }
    };
    opened.view.linked.iter().map(link).collect()
}

fn who(opened: &Opened<'_>) -> IdentityView {
    let view = &opened.view;
    if view.who == "anonymous" {
        return IdentityView::Anonymous;
    }
    if let Some(identity) = &view.identity {
        let named = [
            (("姓名", "Name"), &identity.name),
            (("电话", "Telephone"), &identity.phone),
            (("邮箱", "E-mail"), &identity.email),
            (("地址", "Address"), &identity.address),
        ];
        let facts = named.into_iter().filter_map(|((zh, en), value)| {
            let value = value.as_deref()?;
            Some(Fact::new(opened.say(zh, en), safe(value)))
        });
        let others =
            (!identity.representatives.is_empty()).then(|| identity.representatives.join("\n"));
        let more = [
            (("其他代表", "Other representatives"), others.as_ref()),
            (("替谁反映", "On behalf of"), identity.on_behalf_of.as_ref()),
        ];
        let more = more
            .into_iter()
            .filter_map(|((zh, en), value)| Some(Fact::new(opened.say(zh, en), safe(value?))));
        let facts = facts.chain(more);
        let names = parts::corrected_names(opened, &identity.corrected_names);
        let recorded = opened.say(
            "这次查看已记录，本人可见。",
            "That you saw this is recorded; the petitioner sees it.",
        );
        return IdentityView::Shown(facts.collect(), recorded, names);
    }
    // The table lets the same people reveal the identity who classify: those who have it now.
    if opened.offers(Action::Classify) {
        return IdentityView::Hidden(opened.target("identity"));
    }
    IdentityView::Closed(opened.say(
        "只有正在办这一件的单位能看。规则4.1、4.2",
        "Only the unit that handles it now may. Rules 4.1, 4.2",
    ))
}
