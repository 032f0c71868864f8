//! `huiyin plan show`: the sheet as text, as JSON, or as a page to print.

use crate::error::CliError;
use crate::output::Output;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::{Plan, Row, Sheet, Table};
use huiyin_web::pages::plan_sheet;
use std::process::ExitCode;

/// Runs the command.
pub fn run(plan: &Plan, html: bool, output: &Output) -> Result<ExitCode, CliError> {
    let sheet = Sheet::of(plan);
    let said = serde_json::json!({
        "plan": plan.id, "version": plan.version, "title": plan.title,
        "authority": plan.authority, "tables": sheet.tables, "crews": sheet.crews, "cards": sheet.cards,
    });
    output.say(&said, || {
        if html {
            plan_sheet::page(plan, &sheet)
        } else {
            text(plan, &sheet)
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn text(plan: &Plan, sheet: &Sheet) -> String {
    let title = &plan.title;
    let mut lines = vec![format!(
        "{} {} {} / {}\n{}",
        plan.id, plan.version, title.zh, title.en, plan.authority
    )];
    for table in &sheet.tables {
        lines.push(format!("\n{}", table_head(table)));
        for row in &table.rows {
            lines.push(format!("  {} [{}]", row_head(row), row.rule));
            for one in row.receive.iter().chain(&row.tasks).chain(&row.reports) {
                lines.push(format!("    {}\n      {}", one.zh, one.en));
            }
        }
    }
    if !sheet.crews.is_empty() {
        lines.push("\n最低在岗人数和资质 / Minimum crew and training".to_owned());
        let crews = sheet.crews.iter();
        lines.extend(crews.map(|one| format!("  {}\n    {}", one.zh, one.en)));
    }
    for card in &sheet.cards {
        lines.push(format!(
            "\n{} / {} [{}]",
            card.title.zh, card.title.en, card.post
        ));
        for (head, list) in card.parts() {
            lines.push(format!("  {}", pair(&head)));
            lines.extend(
                list.iter()
                    .map(|one| format!("    {}\n      {}", one.zh, one.en)),
            );
        }
    }
    lines.join("\n")
}

fn pair(text: &Bilingual) -> String {
    format!("{} / {}", text.zh, text.en)
}

fn table_head(table: &Table) -> String {
    let name = pair(&table.title);
    let head = match table.capacity {
        Some(capacity) => format!("{name} ({capacity} 人 / people)"),
        None => name,
    };
    match &table.overflow {
        Some(overflow) => format!("{head}\n  {}", pair(overflow)),
        None => head,
    }
}

fn row_head(row: &Row) -> String {
    format!(
        "{} · {} · {}",
        pair(&row.people),
        pair(&row.when),
        pair(&row.level)
    )
}
