//! The minutes of the talks 谈话记录: whether they wait for an answer, the scan that the representatives signed, and what
//! is told of them.

use super::{Receiving, Reception, RunRefusal};
use crate::language::Bilingual;

/// The version of the minutes that waits for an answer.
pub(super) fn unanswered(reception: &Reception) -> Result<u32, RunRefusal> {
    let minutes = reception.minutes.ok_or(RunRefusal::NoMinutes)?;
    match minutes.answered {
        Some(_) => Err(RunRefusal::MinutesAnswered),
        None => Ok(minutes.version),
    }
}

/// Somebody is about to see the scan of the signed minutes, also after the end: it is what they rest on.
pub(super) fn open_scan(reception: &Reception) -> Result<Receiving, RunRefusal> {
    let scan = reception.minutes.and_then(|minutes| minutes.scan);
    scan.map(|_| Receiving::ScanOpened {})
        .ok_or(RunRefusal::NoScan)
}

/// What happened to the minutes for a reader, with a code.
pub(super) fn told(event: &Receiving) -> Option<(&'static str, Bilingual)> {
    Some(match event {
        Receiving::ScanKept { drawn: true, .. } => (
            "scan",
            Bilingual::new(
                "代表在屏幕上的签名留了下来（密封）",
                "the signature of the representatives on the screen is kept (sealed)",
            ),
        ),
        Receiving::ScanKept { .. } => (
            "scan",
            Bilingual::new(
                "代表签名的谈话记录留了扫描件（密封）",
                "the scan of the minutes as the representatives signed them is kept (sealed)",
            ),
        ),
        Receiving::MinutesWritten { version } => (
            "minutes",
            Bilingual::new(
                format!("写了谈话记录（第{version}稿）"),
                format!("the minutes were written, version {version}"),
            ),
        ),
        Receiving::MinutesAnswered { agreed: true, .. } => (
            "minutes-agreed",
            Bilingual::new(
                "记录念过，代表同意",
                "the minutes were read back and the representatives agreed",
            ),
        ),
        Receiving::MinutesAnswered { .. } => (
            "minutes-otherwise",
            Bilingual::new(
                "记录念过，代表有不同意见",
                "the minutes were read back and the representatives see it otherwise",
            ),
        ),
        _ => return None,
    })
}
