//! `huiyin roster readiness|reach`: which post nobody holds, or nobody who can be called, and when; and a test
//! of whether those on duty can be reached.

mod reach;

use super::plan::{With, instant, load};
use crate::commands::calendar;
use crate::error::CliError;
use crate::output::{Output, REFUSED};
use huiyin_app::{NextDrill, PostReadinessView, ReachTestView, ReadinessView};
use huiyin_domain::roster::Readiness;
use std::process::ExitCode;

/// What to do with a roster.
#[derive(clap::Subcommand)]
pub enum Action {
    /// Say which post of a plan is unheld or out of reach at which hour of the coming 28 days
    Readiness {
        /// The plan: the name of a shipped one, or a file
        plan: String,
        #[command(flatten)]
        with: With,
    },
    /// Send a marked test page to who holds the posts of a plan now, at its agreed hours only
    Reach(reach::Args),
}

/// Runs the command.
pub fn run(action: &Action, output: &Output) -> Result<ExitCode, CliError> {
    match action {
        Action::Readiness { plan, with } => readiness(plan, with, output),
        Action::Reach(args) => reach::run(args, output),
    }
}

fn readiness(plan: &str, with: &With, output: &Output) -> Result<ExitCode, CliError> {
    let plan = load(plan)?;
    let looked = with.look(&plan)?;
    let roster = looked.roster.ok_or_else(|| {
        CliError::Usage("which roster? Give its file with --roster, or a store with --data".into())
    })?;
    if roster.plan != plan.id {
        return Err(CliError::Refused(format!(
            "the roster belongs to the plan {}, not to {}",
            roster.plan, plan.id
        )));
    }
    let at = instant(with.at.as_deref(), &plan.zone)?;
    let calendar = calendar::shipped(&plan.calendar)?;
    let view = ReadinessView {
        reach_test: looked.reach_test,
        next_drill: looked.next_drill,
        ..ReadinessView::of(&plan, &Readiness::of(&plan, &roster, &calendar, at))
    };
    output.say(&view, || text(&view))?;
    Ok(if view.ready {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

fn text(view: &ReadinessView) -> String {
    let mut lines = Vec::new();
    for post in view.posts.iter().filter(|post| !post.gaps.is_empty()) {
        let PostReadinessView {
            title,
            minutes_missing,
            ..
        } = post;
        let hours = minutes_missing / 60;
        lines.push(format!(
            "{}（28天缺{hours}小时）/ {} ({hours} h missing)",
            title.zh, title.en
        ));
        lines.extend(post.gaps.iter().map(|gap| {
            let why = match &gap.holder {
                Some(who) => format!("{who}叫不到 / {who} out of reach"),
                None => "无人 / nobody".to_owned(),
            };
            format!("    {} – {}  {why}", gap.from, gap.to)
        }));
    }
    for crew in view.crews.iter().filter(|crew| !crew.gaps.is_empty()) {
        let (hours, min) = (crew.minutes_missing / 60, crew.min);
        let trained = crew.qualification.as_deref();
        let trained = trained.map_or_else(String::new, |word| format!(", {word}"));
        lines.push(format!(
            "最低在岗{}（至少{min}人{trained}，28天缺{hours}小时）/ crew {} ({min} at least{trained}, {hours} h missing)",
            crew.crew, crew.crew
        ));
        lines.extend(crew.gaps.iter().map(|gap| {
            let there = gap.there;
            format!(
                "    {} – {}  只有{there}人 / {there} there",
                gap.from, gap.to
            )
        }));
    }
    if lines.is_empty() {
        lines.push("未来28天各岗位齐备 / every post is ready for the next 28 days".to_owned());
    }
    lines.extend(view.reach_test.as_ref().map(test_line));
    lines.extend(view.next_drill.as_ref().map(drill_line));
    lines.join("\n")
}

/// The last reachability test: sums of posts.
fn test_line(test: &ReachTestView) -> String {
    let ReachTestView {
        sent_at,
        posts,
        reached,
        silent,
        no_channel,
        unheld,
        ..
    } = test;
    let (state, state_en) = match test.running {
        true => ("进行中", "running"),
        false => ("已结束", "over"),
    };
    format!(
        "通信联络测试{sent_at}（{state}）：{posts}个岗位，联系上{reached}，未回答{silent}，无可用方式{no_channel}，无人{unheld}\n    test of the lines {sent_at} ({state_en}): {posts} posts, reached {reached}, no answer {silent}, no channel {no_channel}, nobody on duty {unheld}"
    )
}

/// The next drill: its date, whether it is late, and the rule.
fn drill_line(drill: &NextDrill) -> String {
    let owed = &drill.obligation;
    let (late, late_en) = match owed.late {
        true => ("，已逾期", ", late"),
        false => ("", ""),
    };
    let rule = &owed.rule;
    format!(
        "下次演练：{}前{late}（{}）\n    the next drill: by {}{late_en} ({})",
        owed.due_date, rule.citation, owed.due_date, rule.citation_en
    )
}
