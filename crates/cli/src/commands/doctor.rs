//! `huiyin doctor`: checks the store and says what it checked.

use crate::error::CliError;
use crate::opening::StoreOptions;
use crate::output::{Output, REFUSED};
use huiyin_app::{DoctorReport, StyleReport};
use serde::Serialize;
use std::process::ExitCode;

/// The command's options.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreOptions,
    /// Also derive every state table again from the journal and compare
    #[arg(long)]
    rebuild: bool,
}

/// What is said: of the store, and of what its documents are set in on this machine.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    report: DoctorReport,
    fonts: Vec<StyleReport>,
}

/// Runs the command.
pub fn run(args: &Args, output: &Output) -> Result<ExitCode, CliError> {
    let huiyin = args.store.open_existing()?;
    let told = Told {
        report: huiyin.doctor(args.rebuild)?,
        fonts: huiyin.font_report()?,
    };
    output.say(&told, || text(&told, args.rebuild))?;
    Ok(if told.report.healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(REFUSED)
    })
}

fn text(told: &Told, rebuild: bool) -> String {
    let report = &told.report;
    let mut lines = vec![
        format!("schema: {} statements fit", report.statements),
        format!(
            "journal rows: {} (positions without gap, times in order, commitments and columns checked)",
            report.journal_rows
        ),
        format!(
            "sealed parts: {} opened and held against their commitment, {} forgotten",
            report.sealed_parts, report.forgotten_parts
        ),
        format!("petition numbers: {} (without gaps)", report.numbers),
        "orphans: keys, codes and idempotency records checked".to_owned(),
    ];
    lines.push(if rebuild {
        format!(
            "rebuild: {} rows of state derived again and compared",
            report.rebuilt_rows
        )
    } else {
        "rebuild: not asked for (--rebuild)".to_owned()
    });
    lines.extend(fonts(&told.fonts));
    lines.extend(
        report
            .findings
            .iter()
            .map(|found| format!("FOUND {}: {}", found.code, found.message)),
    );
    lines.push(if report.healthy {
        "healthy".to_owned()
    } else {
        "NOT healthy".to_owned()
    });
    lines.join("\n")
}

/// What is missing for documents, with the Debian package that brings it; nothing of it is wrong in the store.
fn fonts(styles: &[StyleReport]) -> Vec<String> {
    let missing: Vec<&StyleReport> = styles.iter().filter(|style| !style.complete).collect();
    if missing.is_empty() {
        return vec![format!(
            "fonts: {} styles, each with every character of the national list",
            styles.len()
        )];
    }
    let line = |style: &&StyleReport| {
        let (name, zh, packages) = (&style.english, &style.style, &style.packages);
        let what = if style.families.is_empty() {
            "no font, so no document can be made"
        } else {
            "some characters cannot be drawn"
        };
        format!("MISSING font {name} {zh}: {what}; apt-get install one of: {packages}")
    };
    missing.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::fonts;
    use huiyin_app::StyleReport;

    fn style(complete: bool, families: &[&str]) -> StyleReport {
        StyleReport {
            style: "仿宋".into(),
            english: "Fangsong".into(),
            families: families.iter().map(|one| (*one).to_owned()).collect(),
            complete,
            packages: "fonts-noto-cjk / fonts-lxgw-wenkai".into(),
        }
    }

    #[test]
    fn what_is_missing_is_told_with_its_package() {
        let told = fonts(&[style(true, &["FandolFang R"]), style(false, &[])]);
        assert_eq!(
            told,
            [
                "MISSING font Fangsong 仿宋: no font, so no document can be made; \
              apt-get install one of: fonts-noto-cjk / fonts-lxgw-wenkai"
            ]
        );
        let told = fonts(&[style(false, &["FandolFang R"])]);
        assert!(told[0].contains("some characters"), "{told:?}");
        let told = fonts(&[style(true, &["FandolFang R"])]);
        assert!(told[0].starts_with("fonts: 1 styles"), "{told:?}");
    }
}
