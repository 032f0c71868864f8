//! `huiyin roster reach`: a marked test page to who is on duty now, as the desk and the API send it.

use crate::channels::ChannelOptions;
use crate::error::CliError;
use crate::mail::MailOptions;
use crate::opening::{AuthorityOption, Going, StoreOptions};
use crate::output::Output;
use huiyin_app::{AppError, PlanRefusal, ReachTestSent, Refusal};
use huiyin_domain::event::Actor;
use std::process::ExitCode;

/// Whose lines are tested, and by which channels.
#[derive(clap::Args)]
pub struct Args {
    /// The plan's id in the store
    plan: String,
    #[command(flatten)]
    authority: AuthorityOption,
    #[command(flatten)]
    store: StoreOptions,
    #[command(flatten)]
    channels: ChannelOptions,
    #[command(flatten)]
    mail: MailOptions,
}

/// Sends it. The pages wait in the store; the server that runs on it has the lines, and sends them.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let going = Going::by(&args.mail, &args.channels)?;
    let by_desk = going.calling.lines.is_empty() && going.outgoing.is_none();
    let huiyin = args.store.open_existing_for(going)?;
    let by = (args.authority.find(&huiyin)?.row.id, Actor::Operator);
    let sent = huiyin.send_reach_test_here(by, &args.plan);
    let sent = sent.map_err(refused)?;
    output.say(&sent, || text(&sent, by_desk))?;
    Ok(ExitCode::SUCCESS)
}

/// A test that is not sent says what to do, and when it can be.
fn refused(error: AppError) -> CliError {
    match error {
        AppError::Refused(Refusal::Plan(PlanRefusal::Test(refusal))) => {
            let words = refusal.words();
            CliError::Refused(format!("{}\n    {}", words.zh, words.en))
        }
        error => error.into(),
    }
}

fn text(sent: &ReachTestSent, by_desk: bool) -> String {
    let ReachTestSent { plan, posts, until } = sent;
    let mut lines = vec![
        format!("{plan}：测试呼叫已排上，{posts}个岗位，回答到{until}为止"),
        format!("    {plan}: test pages are queued, {posts} posts, answers count until {until}"),
        "由正在运行的服务发出；结果在“值班与备勤”页，或用huiyin roster readiness --data".to_owned(),
        "    the running server sends them; what comes of it stands on Duty and readiness, and in huiyin roster readiness --data".to_owned(),
    ];
    if by_desk {
        lines.extend([
            "没有给出任何渠道，全部由值班台打电话：要用短信或邮件，请带上与huiyin serve相同的--channels、--smtp-url".to_owned(),
            "    no channel was given, so the desk rings everybody: for text messages and mail give --channels and --smtp-url as for huiyin serve".to_owned(),
        ]);
    }
    lines.join("\n")
}
