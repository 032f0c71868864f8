//! A danger to people and what follows from it, in words. Of who was told only the posts are named, as the petitioner
//! reads it too.

use super::{post_title, say};
use crate::organisation::OrganisationAt;
use huiyin_domain::event::{DangerDeclared, Event};
use huiyin_domain::language::Bilingual;

pub(super) fn words(organisation: &OrganisationAt, event: &Event) -> Option<Bilingual> {
    match event {
        Event::DangerDeclared(one) => declared(organisation, one),
        Event::DangerLowered(_) => say("危险解除", "Danger is over"),
        Event::UrgentReportMade(_) => say("已作紧急报告", "Urgent report made"),
        _ => None,
    }
}

fn declared(organisation: &OrganisationAt, one: &DangerDeclared) -> Option<Bilingual> {
    let posts = one.told.iter();
    let posts = posts.map(|told| post_title(organisation, told.post));
    let (zh, en): (Vec<String>, Vec<String>) = posts.map(|post| (post.zh, post.en)).unzip();
    if zh.is_empty() {
        return say("登记现实危险", "Danger declared");
    }
    say(
        format!("登记现实危险，已通知{}", zh.join("、")),
        format!("Danger declared; told: {}", en.join(", ")),
    )
}
