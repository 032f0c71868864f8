//! Measured times and what is said of them.

use std::time::{Duration, Instant};

/// A moment to measure from.
#[expect(
    clippy::disallowed_methods,
    reason = "a duration is measured, no date is taken"
)]
pub fn moment() -> Instant {
    Instant::now()
}

/// What one load came to.
#[derive(Default)]
pub struct Measured {
    /// Microseconds of each good answer, sorted.
    micros: Vec<u32>,
    /// Requests that got no answer or another one than expected.
    pub errors: u64,
    /// How long the load lasted.
    seconds: f64,
}

impl Measured {
    /// Sorts what was gathered.
    pub fn new(mut micros: Vec<u32>, errors: u64, lasted: Duration) -> Self {
        micros.sort_unstable();
        Self {
            micros,
            errors,
            seconds: lasted.as_secs_f64(),
        }
    }

    /// Good answers.
    pub fn good(&self) -> u64 {
        self.micros.len() as u64
    }

    /// Good answers a second.
    pub fn rate(&self) -> f64 {
        self.good() as f64 / self.seconds.max(f64::EPSILON)
    }

    /// The time in milliseconds that `share` of the good answers did not exceed.
    pub fn percentile_ms(&self, share: f64) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let nth = (self.micros.len() as f64 * share) as usize;
        let micros = self.micros.get(nth.min(last)).copied().unwrap_or(0);
        f64::from(micros) / 1_000.0
    }
}

/// A number with two places after the point, for JSON.
pub fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

/// Lines up columns: the first row is the heading.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:>width$}"))
            .collect();
        cells.join("  ")
    });
    lines.collect::<Vec<_>>().join("\n")
}
