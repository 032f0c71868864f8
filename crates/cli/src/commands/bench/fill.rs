//! Fills a store by the same commands that the API uses.

use super::figures::moment;
use super::texts::Texts;
use super::{failed, progress};
use crate::error::CliError;
use crate::output::Output;
use huiyin_app::rules::Authority;
use huiyin_app::{Huiyin, ImportOptions};
use huiyin_domain::petition::Channel;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Petitions on their way through the writer at once.
const FILLERS: usize = 256;
/// The days from which petitions that were answered long ago came.
const LONG_AGO: [&str; 4] = ["2023-03-06", "2023-06-12", "2024-04-15", "2024-10-21"];

/// Registers petitions as the public does; tells the code of each `keep_each`th.
///
/// # Errors
/// When one of them is refused, or the store fails.
pub fn register(
    huiyin: &Arc<Huiyin>,
    texts: &Arc<Texts>,
    span: Range<usize>,
    keep_each: usize,
    output: &Output,
) -> Result<Vec<String>, CliError> {
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    let count = span.len() as f64;
    let filling = Arc::new(Filling {
        huiyin: Arc::clone(huiyin),
        authority: huiyin.authority(None)?,
        texts: Arc::clone(texts),
        next: AtomicUsize::new(span.start),
        end: span.end,
        keep_each,
    });
    let begun = moment();
    let codes = runtime.block_on(filling.run(output))?;
    let seconds = begun.elapsed().as_secs_f64();
    let rate = count / seconds;
    progress(output, &format!("filled in {seconds:.0} s, {rate:.0}/s"))?;
    Ok(codes)
}

/// Imports petitions that were answered long ago: they owe nothing.
///
/// # Errors
/// When one of them is refused, or the store fails.
pub fn import(
    huiyin: &Huiyin,
    texts: &Texts,
    count: usize,
    file: &Path,
    output: &Output,
) -> Result<(), CliError> {
    let failing = |source| CliError::File {
        path: file.display().to_string(),
        source,
    };
    let mut lines = std::io::BufWriter::new(std::fs::File::create(file).map_err(failing)?);
    for nth in 0..count {
        let draft = texts.draft(nth);
        let day = LONG_AGO[nth % LONG_AGO.len()];
        let line = serde_json::json!({
            "external_id": format!("B{nth}"), "subject": draft.subject, "body": draft.body,
            "registered_at": format!("{day}T09:00:00"), "answered_at": format!("{day}T16:00:00"),
            "answer": "已办理。",
        });
        writeln!(lines, "{line}").map_err(failing)?;
    }
    lines.flush().map_err(failing)?;
    drop(lines);
    let options = ImportOptions {
        file: file.to_path_buf(),
        fields: Vec::new(),
        zone: None,
        rulebook: None,
        term: None,
        source: None,
        dry_run: false,
    };
    let begun = moment();
    let authority = huiyin.authority(None)?;
    let report = huiyin.import_petitions(&authority, &options, &mut |_| ())?;
    if let Some(refused) = report.refused.first() {
        return Err(failed(format!(
            "line {}: {}",
            refused.line, refused.message
        )));
    }
    let (imported, seconds) = (report.imported, begun.elapsed().as_secs_f64());
    let rate = imported as f64 / seconds;
    progress(
        output,
        &format!("imported {imported} in {seconds:.0} s, {rate:.0}/s"),
    )
}

/// A store on its way to its size.
struct Filling {
    huiyin: Arc<Huiyin>,
    authority: Arc<Authority>,
    texts: Arc<Texts>,
    next: AtomicUsize,
    end: usize,
    keep_each: usize,
}

impl Filling {
    async fn run(self: Arc<Self>, output: &Output) -> Result<Vec<String>, CliError> {
        let fillers: Vec<_> = (0..FILLERS)
            .map(|_| tokio::spawn(Arc::clone(&self).register_some()))
            .collect();
        let bar = indicatif::ProgressBar::new(self.end as u64);
        if output.is_json() {
            bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
        }
        let mut codes = Vec::new();
        for filler in fillers {
            let mut filler = filler;
            loop {
                let wait = std::time::Duration::from_millis(500);
                match tokio::time::timeout(wait, &mut filler).await {
                    Ok(done) => {
                        codes.extend(done.map_err(failed)??);
                        break;
                    }
                    Err(_) => bar.set_position(self.next.load(Ordering::Relaxed) as u64),
                }
            }
        }
        bar.finish_and_clear();
        Ok(codes)
    }

    async fn register_some(self: Arc<Self>) -> Result<Vec<String>, CliError> {
        let mut codes = Vec::new();
        loop {
            let nth = self.next.fetch_add(1, Ordering::Relaxed);
            if nth >= self.end {
                return Ok(codes);
            }
            let draft = self.texts.draft(nth);
            let registering = self
                .huiyin
                .register(&self.authority, draft, Channel::Api, None);
            let registered = registering.await?.registered;
            if nth.is_multiple_of(self.keep_each) {
                codes.push(registered.tracking_code);
            }
        }
    }
}
