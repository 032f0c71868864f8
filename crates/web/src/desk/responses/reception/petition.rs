//! Registers the group's petition and shows what its representatives take home, this once.

use super::href;
use crate::body::Form;
use crate::desk::case::href_of;
use crate::desk::guard::{Signed, SignedForm};
use crate::desk::intake::receipt;
use crate::desk::responses::told;
use crate::pages::desk::Place;
use crate::pages::desk::reception::GroupReceiptPage;
use crate::portal::clock::clock;
use crate::portal::home::terms;
use crate::problem::{Code, Problem};
use axum::response::Response;
use huiyin_app::rules::Authority;
use huiyin_app::{GroupPetitionDraft, GroupRegistered};
use huiyin_domain::wording::Dates;

pub(super) async fn register(form: &SignedForm, id: i64) -> Result<Response, Problem> {
    let signed = &form.signed;
    let draft = draft(&form.form);
    let huiyin = &signed.web().huiyin;
    let registered = huiyin
        .register_group(signed.principal(), id, draft, form.idempotency())
        .await?;
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    Ok(signed.html(&slips_of(signed, &authority, id, registered)))
}

fn draft(form: &Form) -> GroupPetitionDraft {
    let lines = |name: &str| {
        let text = form.text(name).unwrap_or_default();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    GroupPetitionDraft {
        subject: form.text("subject").unwrap_or_default(),
        body: form.text("body").unwrap_or_default(),
        requests: lines("requests"),
        category: form.text("category"),
        respondents: lines("respondents"),
        confidential: form.ticked("confidential"),
    }
}

fn slips_of(
    signed: &Signed,
    authority: &Authority,
    id: i64,
    registered: GroupRegistered,
) -> GroupReceiptPage {
    let (huiyin, language) = (&signed.web().huiyin, signed.language());
    // As on every receipt: what is owed first, by when and why; it is printed.
    let printed = Dates::on_paper(&authority.zone, language);
    let owed = registered.obligations.iter();
    let first_due = owed.map(|duty| clock(huiyin, authority, duty, &[], printed));
    let slip = |title: String, code: String, words: &str| receipt::slip(signed, title, code, words);
    let views = language.pick(
        "这个码只能看进展，可以复印，发给一起来的人。",
        "This code only follows the matter; copy it and pass it on.",
    );
    let codes = registered.codes.into_iter().zip(1..);
    let slips =
        codes.map(|(code, nth): (String, usize)| receipt::representative(signed, nth, code));
    let copy = language.pick("转发用（只能看）", "To pass on (view only)");
    let copy = slip(copy.to_owned(), registered.view_code, views);
    GroupReceiptPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Responses)),
        registered_on: told(signed, &registered.registered_at),
        slips: slips.chain(std::iter::once(copy)).collect(),
        first_due: first_due.collect(),
        terms: terms(huiyin, language),
        receipt: registered.receipt,
        petition_href: href_of(&registered.number),
        number: registered.number,
        back_href: href(id),
    }
}
