//! `/desk/admin/authority/emblem`: the emblem beside the authority's name. An earlier one is brought back with the
//! version of the authority that had it.

use crate::desk::guard::{Signed, SignedUpload, see_saved};
use crate::desk::versions;
use crate::pages::desk::Place;
use crate::pages::desk::action_form::ActionFormPage;
use crate::pages::desk::admin::AdminTab;
use crate::pages::form::{FieldKind, FieldView, FormTarget};
use crate::problem::{Code, Problem};
use crate::upload::Upload;
use axum::response::{IntoResponse, Response};
use huiyin_app::AuthorityDraft;
use huiyin_app::authorise::Action;

const PAGE: &str = "/desk/admin/authority/emblem";

/// `GET /desk/admin/authority/emblem`.
pub(crate) async fn ask(signed: Signed) -> Response {
    let shown = async {
        signed.principal().permit(Action::ChangeAuthority)?;
        signed.web().huiyin.refreshed().await?;
        Ok(signed.html(&page(&signed, None)?))
    };
    signed.or_refused(shown.await)
}

/// `POST /desk/admin/authority/emblem`: a new one, or none any more.
pub(crate) async fn set(SignedUpload { form, file, wrong }: SignedUpload) -> Response {
    let signed = &form.signed;
    let set = async {
        signed.principal().permit(Action::ChangeAuthority)?;
        let huiyin = &signed.web().huiyin;
        let done = match form.form.ticked("none") {
            true => {
                let none = AuthorityDraft {
                    emblem: Some(String::new()),
                    ..AuthorityDraft::default()
                };
                let done = huiyin.change_authority(form.order(false), none, form.idempotency());
                done.await.map_err(Problem::from)
            }
            false => match Upload::needed(file, wrong, "emblem") {
                Ok(file) => {
                    let done = huiyin.set_emblem(form.order(false), file.bytes, form.idempotency());
                    done.await.map_err(Problem::from)
                }
                Err(problem) => Err(problem),
            },
        };
        huiyin.refreshed().await?;
        let Some(problem) = versions::refused(done)? else {
            return Ok(see_saved(AdminTab::Authority.href()));
        };
        let page = page(signed, Some(&problem))?;
        Ok((problem.code().status(), signed.html(&page)).into_response())
    };
    signed.or_refused(set.await)
}

fn page(signed: &Signed, problem: Option<&Problem>) -> Result<ActionFormPage, Problem> {
    let language = signed.language();
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let authority = signed.authority();
    let authority = authority.ok_or_else(|| Problem::of(Code::NotFound))?;
    let version = signed.web().huiyin.rules().position;
    let wrong = problem.and_then(|one| one.refused_fields().first());
    let wrong = wrong.map(|one| one.problem.message(language));
    let whole = problem.filter(|one| one.refused_fields().is_empty());
    let picture = FieldView::new("emblem", say("图片", "Picture"), FieldKind::File)
        .hinted(say(
            "PNG或JPEG，边长64到1024像素，最大8 KiB；不收SVG。拍摄信息会去掉",
            "PNG or JPEG, 64 to 1024 pixels a side, at most 8 KiB; no SVG. What a camera wrote into it is taken out",
        ))
        .optional()
        .refused(wrong);
    let mut fields = vec![picture];
    if !authority.row.emblem.is_empty() {
        let none = say("不再用标志", "Use none any more");
        fields.push(FieldView::new("none", none, FieldKind::Checkbox(false)));
    }
    Ok(ActionFormPage {
        frame: signed.frame(),
        desk: signed.desk(Some(Place::Administration)),
        exercise: false,
        petition: None,
        title: say("机关的标志", "The emblem of the authority"),
        consequences: vec![
            say(
                "在每一页、回执和打印件上，放在机关名称旁边",
                "It stands beside the authority's name on each page, receipt and print",
            ),
            say(
                "和机构信息一起存为一版，旧的随时可以恢复",
                "It is a version of the authority's data, and an earlier one can be brought back",
            ),
        ],
        follows: Vec::new(),
        clocks: Vec::new(),
        target: FormTarget::to(PAGE).sealed(version.to_string(), signed.form_key()?),
        fields,
        error: whole.map(|one| one.words(language)),
        conflict: None,
        submit: say("保存", "Save"),
        cancel_href: AdminTab::Authority.href().to_owned(),
    })
}
