//! The receipt that a clerk hands over: number, code, QR code and what comes next. The clerk's
//! machine never opens the tracking page: that would count as the petitioner's own opening.

use crate::cookie::Handover;
use crate::desk::case::{href_of, safe, when};
use crate::desk::danger;
use crate::desk::guard::{Signed, SignedForm};
use crate::desk::same_matter;
use crate::observe::passed_over;
use crate::pages::desk::Place;
use crate::pages::desk::intake::IntakeReceiptPage;
use crate::pages::desk::reception::Slip;
use crate::pages::form::FormTarget;
use crate::portal::clock::{clock, posted_clock};
use crate::portal::home::terms;
use crate::portal::{see, see_with};
use crate::problem::{Code, Problem};
use axum::extract::RawQuery;
use axum::response::Response;
use huiyin_app::qr_svg;
use huiyin_domain::time::Instant;
use huiyin_domain::wording::Dates;

/// `GET /desk/new/receipt`.
pub(crate) async fn show(RawQuery(query): RawQuery, signed: Signed) -> Response {
    let prints = query.as_deref() != Some("print=no");
    let Some(handover) = Handover::of(signed.web(), signed.headers()) else {
        return see("/desk/new");
    };
    let shown = async {
        let authority = signed.authority();
        let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
        let (huiyin, language) = (&signed.web().huiyin, signed.language());
        let code = handover.shown_code(huiyin.now());
        // The receipt is the petitioner's: what is owed stands on it in everyday words, and it is printed.
        let printed = Dates::on_paper(&authority.zone, language);
        let by_post = code.is_some() && !handover.to.is_empty();
        let clock = |duty| match by_post {
            true => posted_clock(huiyin, &authority, duty, printed),
            false => clock(huiyin, &authority, duty, &[], printed),
        };
        let whose = |place: usize| {
            let name = handover.names.get(place).filter(|_| code.is_some());
            name.map(|name| safe(name)).unwrap_or_default()
        };
        let page = IntakeReceiptPage {
            received_on: handover
                .received_on
                .map(|day| printed.day(day))
                .unwrap_or_default(),
            registered_on: when(&handover.registered_at, printed),
            whose: whose(0),
            done: done(&handover, huiyin.now(), signed.dates(&authority.zone)),
            first_due: handover.owed.iter().map(clock).collect(),
            renewed: false,
            prints,
            closed: handover.closed,
            same: same_matter::count(&signed, &handover.number).await?,
            slips: {
                let others = handover.others.iter().zip(2..).filter(|_| code.is_some());
                let slip = |(code, nth): (&String, usize)| Slip {
                    whose: whose(nth - 1),
                    ..representative(&signed, nth, code.clone())
                };
                others.map(slip).collect()
            },
            to: code.map(|_| handover.to.clone()).unwrap_or_default(),
            about: code.map(|_| handover.about.clone()).unwrap_or_default(),
            asks_authority: handover.asks_authority,
            terms: match by_post {
                true => terms(huiyin, language),
                false => Vec::new(),
            },
            ..of(&signed, &handover.number, code)
        };
        Ok(passed_over(signed.html(&page)))
    };
    signed.or_refused(shown.await)
}

/// What the clerk reads on the screen beside it.
fn done(handover: &Handover, now: Instant, dates: Dates<'_>) -> Vec<String> {
    let language = dates.language;
    let danger = handover.danger.as_ref();
    let danger = danger.map(|danger| danger::words(danger, now, dates));
    let answered = handover.answered.then(|| {
        language.pick(
            "已当场受理并答复，答复交给本人",
            "Accepted and answered at once; hand the answer over",
        )
    });
    let accepted = (handover.accepted && !handover.answered).then(|| {
        language.pick(
            "已当场受理，告知书交给本人",
            "Accepted at once; hand the notice over",
        )
    });
    let closed = handover.closed.then(|| {
        language.pick(
            "这一件已转给专办员，只有他们能打开；编号留在“我今天登记的”里",
            "It went to the named officers, who alone may open it; its number stands in “Registered by me today”",
        )
    });
    let done = answered
        .into_iter()
        .chain(accepted)
        .chain(closed)
        .map(str::to_owned);
    danger.into_iter().chain(done).collect()
}

fn of(signed: &Signed, number: &str, code: Option<&str>) -> IntakeReceiptPage {
    let address = signed.web().huiyin.tracking_address();
    IntakeReceiptPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Register)),
        number: number.to_owned(),
        // No address ever carries a code (RULES 7).
        qr: code.and_then(|code| qr_svg(address.as_deref().unwrap_or(code))),
        tracking: address.unwrap_or_default(),
        code: code.map(str::to_owned),
        slips: Vec::new(),
        to: Vec::new(),
        about: String::new(),
        asks_authority: false,
        terms: Vec::new(),
        received_on: String::new(),
        registered_on: String::new(),
        whose: String::new(),
        done: Vec::new(),
        first_due: Vec::new(),
        renewed: true,
        prints: false,
        closed: false,
        same: 0,
        receipt_href: None,
        petition_href: href_of(number),
        handed_over: FormTarget::to("/desk/new/receipt/handed-over"),
    }
}

/// What one person takes home: the QR code opens the tracking page where its address is known, else it holds the
/// code; no address ever carries a code (RULES 7).
pub(crate) fn slip(signed: &Signed, title: String, code: String, words: &str) -> Slip {
    let opens = signed.web().huiyin.tracking_address().unwrap_or_default();
    Slip {
        qr: qr_svg(if opens.is_empty() { &code } else { &opens }),
        title,
        whose: String::new(),
        code,
        opens,
        words: words.to_owned(),
    }
}

/// What one of several representatives takes home.
pub(crate) fn representative(signed: &Signed, nth: usize, code: String) -> Slip {
    let language = signed.language();
    let title = language.pick(format!("第{nth}位代表"), format!("Representative {nth}"));
    let words = language.pick(
        "这个码能看进展、留言、下载文件；丢了要本人来补。撤回只为自己退出。",
        "This code follows the matter, sends messages and opens documents; a lost one is renewed in person. Whoever withdraws leaves for themselves only.",
    );
    slip(signed, title, code, words)
}

/// A code that replaces a lost one, shown this once.
pub(crate) fn renewed(signed: &Signed, number: &str, code: &str) -> IntakeReceiptPage {
    let language = signed.language();
    let words = language.pick(
        "旧的码不能再办事；14天内新码不能撤回、评价",
        "The old code acts no more; for 14 days the new one neither withdraws nor rates",
    );
    IntakeReceiptPage {
        done: vec![words.to_owned()],
        ..of(signed, number, Some(code))
    }
}

/// `POST /desk/new/receipt/handed-over`: the code is not shown any more.
pub(crate) async fn handed_over(SignedForm { signed, .. }: SignedForm) -> Response {
    let Some(handover) = Handover::of(signed.web(), signed.headers()) else {
        return see("/desk");
    };
    match handover.given().set(signed.web(), signed.headers()) {
        Ok(cookie) => see_with("/desk/new/receipt", cookie),
        Err(error) => signed.refuse(&Problem::from(error)),
    }
}
