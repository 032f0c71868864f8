//! Whether the server has the fonts that documents are written with.

use crate::desk::guard::Signed;
use crate::pages::desk::admin::MissingFonts;
use huiyin_app::StyleReport;
use huiyin_domain::language::Language;
use std::sync::Arc;

/// What the documents lack on this server. The fonts are looked for once in a process, off its threads.
pub(super) async fn missing_here(signed: &Signed) -> Option<MissingFonts> {
    let huiyin = Arc::clone(&signed.web().huiyin);
    let report = tokio::task::spawn_blocking(move || huiyin.font_report()).await;
    missing(&report.ok()?.ok()?, signed.language())
}

fn missing(styles: &[StyleReport], language: Language) -> Option<MissingFonts> {
    let lacking: Vec<&StyleReport> = styles.iter().filter(|style| !style.complete).collect();
    let first = lacking.first()?;
    let names = lacking.iter();
    let names = names.map(|style| language.pick(style.style.as_str(), style.english.as_str()));
    Some(MissingFonts {
        styles: names.collect::<Vec<_>>().join(language.pick("、", ", ")),
        packages: first.packages.clone(),
        none: lacking.iter().any(|style| style.families.is_empty()),
    })
}
