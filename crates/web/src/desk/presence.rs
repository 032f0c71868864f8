//! The line of a petition's page on who else has it open just now.

use crate::desk::case::Opened;

/// A line on who else is there.
pub(crate) fn line(opened: &Opened<'_>) -> Option<String> {
    if opened.others.is_empty() {
        return None;
    }
    let names = opened.others.join(opened.language.pick("、", ", "));
    Some(opened.language.pick(
        format!("{names}刚才也打开着这一件；先商量一下，免得两人做同一件事。"),
        format!("{names} had this petition open just now; agree who does what."),
    ))
}
