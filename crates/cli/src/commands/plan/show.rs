//! `huiyin plan show`: the sheet as text, as JSON, or as a page to print.

use super::sheet::{Card, Row, Sheet, Table, sheet};
use crate::error::CliError;
use crate::output::Output;
use huiyin_domain::language::Bilingual;
use huiyin_domain::plan::Plan;
use std::fmt::Write;
use std::process::ExitCode;

/// Runs the command.
pub fn run(plan: &Plan, html: bool, output: &Output) -> Result<ExitCode, CliError> {
    let sheet = sheet(plan);
    let said = serde_json::json!({
        "plan": plan.id, "version": plan.version, "title": plan.title,
        "authority": plan.authority, "tables": sheet.tables, "cards": sheet.cards,
    });
    output.say(&said, || {
        if html {
            page(plan, &sheet)
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
    for card in &sheet.cards {
        lines.push(format!(
            "\n{} / {} [{}]",
            card.title.zh, card.title.en, card.post
        ));
        for (head, list) in parts(card) {
            if !list.is_empty() {
                lines.push(format!("  {}", pair(&head)));
                lines.extend(
                    list.iter()
                        .map(|one| format!("    {}\n      {}", one.zh, one.en)),
                );
            }
        }
    }
    lines.join("\n")
}

fn pair(text: &Bilingual) -> String {
    format!("{} / {}", text.zh, text.en)
}

fn table_head(table: &Table) -> String {
    let name = pair(&table.title);
    match table.capacity {
        Some(capacity) => format!("{name} ({capacity} 人 / people)"),
        None => name,
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

/// The parts of a card, each with its heading.
fn parts(card: &Card) -> [(Bilingual, Vec<Bilingual>); 5] {
    [
        (
            Bilingual::new("可以决定", "can decide"),
            card.decides.iter().cloned().collect(),
        ),
        (Bilingual::new("何时到", "comes"), card.comes.clone()),
        (
            Bilingual::new("代谁", "is called for"),
            card.stands_in.clone(),
        ),
        (Bilingual::new("任务", "tasks"), card.tasks.clone()),
        (
            Bilingual::new("不应答时依次呼叫", "when it does not answer, called next"),
            card.ladder.clone(),
        ),
    ]
}

/// What the page looks like: one sheet for each table and card on paper.
const STYLE: &str = "body{font:16px/1.5 sans-serif;margin:1.5rem;max-width:60rem}\
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}\
table{border-collapse:collapse;width:100%}th,td{border:1px solid #666;padding:.4rem;\
text-align:left;vertical-align:top}.en{color:#444;font-size:.85rem;display:block}\
ul{margin:0;padding-left:1.2rem}@media(max-width:40rem){table,tbody,tr,td,th{display:block}\
thead{display:none}}@media print{section{break-inside:avoid;break-after:page}}";

fn page(plan: &Plan, sheet: &Sheet) -> String {
    let mut page = String::new();
    let title = &plan.title;
    // Writing to a String never fails.
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n<p>{} · {} {}</p>\n",
        escaped(&title.zh),
        bilingual(title),
        escaped(&plan.authority),
        escaped(&plan.id),
        escaped(&plan.version),
    );
    for table in &sheet.tables {
        table_html(&mut page, table);
    }
    for card in &sheet.cards {
        let _ = writeln!(page, "<section>\n<h2>{}</h2>", bilingual(&card.title));
        for (head, list) in parts(card) {
            if !list.is_empty() {
                let _ = writeln!(page, "<h3>{}</h3>\n{}", bilingual(&head), items(&list));
            }
        }
        page.push_str("</section>\n");
    }
    page.push_str("</body>\n</html>");
    page
}

fn table_html(page: &mut String, table: &Table) {
    let capacity = table.capacity.map_or(String::new(), |capacity| {
        format!(
            "<p>{}</p>\n",
            bilingual(&Bilingual::new(
                format!("可容{capacity}人"),
                format!("takes {capacity} people"),
            ))
        )
    });
    let _ = write!(
        page,
        "<section>\n<h2>{}</h2>\n{capacity}<table>\n<thead><tr>",
        bilingual(&table.title)
    );
    for (zh, en) in [
        ("人数和时间", "people and hours"),
        ("级别", "level"),
        ("谁来接待", "who receives"),
        ("准备什么", "made ready"),
        ("向谁报告", "reported to"),
    ] {
        let _ = write!(
            page,
            "<th scope=\"col\">{}</th>",
            bilingual(&Bilingual::new(zh, en))
        );
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}<br>{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            bilingual(&row.people),
            bilingual(&row.when),
            bilingual(&row.level),
            items(&row.receive),
            items(&row.tasks),
            items(&row.reports),
        );
    }
    page.push_str("</tbody>\n</table>\n</section>\n");
}

fn items(list: &[Bilingual]) -> String {
    if list.is_empty() {
        return "–".to_owned();
    }
    let items: Vec<String> = list
        .iter()
        .map(|one| format!("<li>{}</li>", bilingual(one)))
        .collect();
    format!("<ul>{}</ul>", items.concat())
}

fn bilingual(text: &Bilingual) -> String {
    format!(
        "{} <span class=\"en\" lang=\"en\">{}</span>",
        escaped(&text.zh),
        escaped(&text.en)
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
