//! `/desk/admin/running`: the clock, the channels and the notices that failed.

use crate::desk::case::when;
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::desk::admin::AdminTab;
use crate::pages::desk::running::{ChannelRow, ClockPanel, FailedRow, Running};
use crate::pages::form::FormTarget;
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::Response;
use huiyin_app::ticker::ClockView;
use huiyin_app::{ChannelHealth, FailedNotice};
use huiyin_domain::time::Zone;

/// Failed notices on the page; the API has the rest.
const SHOWN: u32 = 100;

/// What the page shows.
pub(super) async fn of(signed: &Signed) -> Result<Running, Problem> {
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let zone = &authority.zone;
    let huiyin = &signed.web().huiyin;
    let view = huiyin.clock_for(signed.principal()).await?;
    let failed = huiyin.failed_notices(signed.principal(), None, SHOWN);
    let failed = failed.await?;
    Ok(Running {
        channels: huiyin
            .channels()
            .iter()
            .map(|one| channel(signed, one, zone))
            .collect(),
        clock: clock(signed, &view, zone),
        notices: failed.iter().map(|one| row(signed, one, zone)).collect(),
    })
}

fn clock(signed: &Signed, view: &ClockView, zone: &Zone) -> ClockPanel {
    let language = signed.language();
    let when = |at: &str| when(at, signed.dates(zone));
    let doubt = view.doubt.as_ref();
    ClockPanel {
        believed: view.believed,
        doubt: doubt
            .map(|words| words.in_language(language).to_owned())
            .unwrap_or_default(),
        says: when(&view.says),
        last: view.last_recorded_at.as_deref().map(when),
        confirm: (!view.believed && view.may_confirm)
            .then(|| FormTarget::to("/desk/admin/running/clock")),
    }
}

fn channel(signed: &Signed, one: &ChannelHealth, zone: &Zone) -> ChannelRow {
    let language = signed.language();
    let since = one.since.as_deref();
    ChannelRow {
        name: one.name.clone(),
        kind: one.kind.in_language(language).to_owned(),
        well: one.state == "ok",
        words: one.words.in_language(language).to_owned(),
        since: since.map_or_else(String::new, |at| when(at, signed.dates(zone))),
        waiting: one.waiting,
    }
}

fn row(signed: &Signed, notice: &FailedNotice, zone: &Zone) -> FailedRow {
    let language = signed.language();
    let (zh, en) = match notice.to.as_str() {
        "staff" => ("给工作人员", "To a member of staff"),
        "recipient" => ("给上级", "To the level above"),
        "person" => (
            "给没有账号的值班人",
            "To somebody on duty without an account",
        ),
        _ => ("给信访人", "To a petitioner"),
    };
    let href = AdminTab::Running.href();
    FailedRow {
        kind: notice.kind_words.in_language(language).to_owned(),
        to: language.pick(zh, en).to_owned(),
        when: when(&notice.queued_at, signed.dates(zone)),
        attempts: notice.attempts,
        reason: notice.reason.in_language(language).to_owned(),
        again: FormTarget::to(format!("{href}/notices/{}/again", notice.id)),
    }
}

/// `POST /desk/admin/running/clock`: the time is right.
pub(crate) async fn confirm(form: SignedForm) -> Response {
    let signed = &form.signed;
    let done = signed.web().huiyin.confirm_clock(signed.principal());
    let done = done.map_err(Problem::from);
    signed.or_refused(done.map(|()| see_there(AdminTab::Running.href())))
}

/// `POST /desk/admin/running/notices/{id}/again`.
pub(crate) async fn send_again(
    path: Result<Path<i64>, PathRejection>,
    form: SignedForm,
) -> Response {
    let signed = &form.signed;
    let done = async {
        let Path(id) = path.map_err(|_| Problem::of(Code::NotFound))?;
        let huiyin = &signed.web().huiyin;
        huiyin
            .send_again(signed.principal(), id, form.idempotency())
            .await?;
        Ok(see_there(AdminTab::Running.href()))
    };
    signed.or_refused(done.await)
}
