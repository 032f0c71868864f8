//! Posts of one's own in the wizard: one more, one less with what that breaks told first, one back.

use super::{Step, card_of, href, plain, refused};
use crate::desk::guard::{Signed, SignedForm};
use crate::pages::components::Choice;
use crate::pages::desk::wizard::RemovalView;
use crate::pages::form::{FieldKind, FieldView};
use crate::portal::see_there;
use crate::problem::{Code, Problem};
use axum::response::Response;
use huiyin_app::PlanDraftLook;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{FieldError, FieldProblem};
use huiyin_domain::plan::UNIT_HEAD_CONCERNED;
use huiyin_domain::plan::wizard::{Answers, Group, OWN_POSTS_MAX, OwnPosts};

/// What the button of a group sends to take its post out, and what it says; nothing where it stays.
pub(super) fn remove_of(step: Step, group: &Group, language: Language) -> Option<(String, String)> {
    let first = group.questions.first().filter(|_| step == Step::Posts);
    let id = first.and_then(|one| one.name.strip_prefix("post.")?.split('.').next());
    let id = id.filter(|id| *id != UNIT_HEAD_CONCERNED)?;
    let title = group.title.in_language(language);
    let says = language.pick(format!("去掉“{title}”…"), format!("Take out: {title} …"));
    Some((format!("remove:{id}"), says))
}

/// Posts that were taken out: what brings one back, and its name.
pub(super) fn removed(look: &PlanDraftLook, language: Language) -> Vec<(String, String)> {
    let own = OwnPosts::of(&look.answers);
    let name = |id: &str| {
        let title = look.template.title_of(id, &look.answers);
        (
            format!("restore:{id}"),
            title.in_language(language).to_owned(),
        )
    };
    own.removed().map(name).collect()
}

/// What a button of the posts asks for, once what was typed is kept.
pub(super) async fn asked(
    signed: &Signed,
    draft: i64,
    (look, wish): (&PlanDraftLook, &str),
) -> Result<Response, Problem> {
    let posts = href(draft, Step::Posts);
    let answers = match wish.split_once(':') {
        Some(("remove", id)) => return Ok(see_there(&format!("{posts}?remove={id}#take-out"))),
        Some(("restore", id)) => OwnPosts::restoring(&look.answers, id),
        None if wish == "add" => match OwnPosts::adding(&look.template, &look.answers) {
            Some(answers) => answers,
            None => {
                let entries_max = OWN_POSTS_MAX;
                let problem = FieldProblem::TooMany { entries_max };
                let field = "posts.added".to_owned();
                let problem = Problem::fields(vec![FieldError { field, problem }]);
                return refused(signed, (draft, Step::Posts), Answers::new(), &problem).await;
            }
        },
        _ => return Err(Problem::of(Code::FieldsRefused)),
    };
    let new = OwnPosts::of(&answers).added().last().cloned();
    let new = new.filter(|_| wish == "add");
    let huiyin = &signed.web().huiyin;
    let kept = huiyin.keep_plan_draft(signed.principal(), draft, answers);
    kept.await?;
    Ok(see_there(&match new {
        // To the card that is new, not to the top of a long page.
        Some(id) => format!("{posts}#{}", card_of(&format!("post.{id}"))),
        None => posts,
    }))
}

/// Takes a post out, with who takes its place.
pub(super) async fn take_out(
    form: &SignedForm,
    draft: i64,
    (look, post): (&PlanDraftLook, &str),
) -> Result<Response, Problem> {
    let signed = &form.signed;
    let known = look.template.posts_now(&look.answers);
    let is_post = |id: &str| known.iter().any(|(one, _)| one == id);
    let instead = form.form.text("instead").unwrap_or_default();
    let fits = is_post(post) && (instead.is_empty() || is_post(&instead));
    let less = OwnPosts::removing(&look.answers, post, &instead).filter(|_| fits);
    let less = less.ok_or_else(|| Problem::of(Code::FieldsRefused))?;
    let huiyin = &signed.web().huiyin;
    huiyin
        .keep_plan_draft(signed.principal(), draft, less)
        .await?;
    Ok(see_there(&href(draft, Step::Posts)))
}

/// What taking a post out would break, and who can take its place; nothing for a post that stays.
pub(super) async fn removal(
    signed: &Signed,
    draft: i64,
    post: &str,
) -> Result<Option<RemovalView>, Problem> {
    let language = signed.language();
    let huiyin = &signed.web().huiyin;
    let look = huiyin.plan_draft(signed.principal(), draft).await?;
    let posts = look.template.posts_now(&look.answers);
    let Some((_, title)) = posts.iter().find(|(id, _)| id == post) else {
        return Ok(None);
    };
    let without = huiyin.plan_draft_without(signed.principal(), draft, post);
    let without = without.await?;
    let others = posts.iter().filter(|(id, _)| id != post);
    let others = others.map(|(id, title)| Choice::new(id.clone(), title.in_language(language)));
    let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let changes = without.changes.iter();
    let findings = without.findings.iter();
    Ok(Some(RemovalView {
        title: title.in_language(language).to_owned(),
        changes: changes
            .map(|change| plain::consequence(&look, change, language))
            .collect(),
        findings: findings
            .map(|found| plain::sentence(&look, found, language))
            .collect(),
        instead: FieldView::new(
            "instead",
            say("由哪个岗位接替？", "Which post takes its place?"),
            FieldKind::Select(others.collect(), say("没有人接替", "Nobody")),
        )
        .hinted(say(
            "接替的岗位到场、做它的任务、替它代的岗。",
            "It comes, sees to the tasks and stands in where this one did.",
        )),
        value: format!("take-out:{post}"),
        back: href(draft, Step::Posts),
    }))
}
