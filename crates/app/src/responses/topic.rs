//! The topic as everybody sees it who sees the response. It was typed before anybody spoke for the group: one that
//! names somebody who does now is shown nowhere any more, not on page, board, list or report (RULES 10.2).

use super::Running;
use super::open::TOPIC_CHARACTERS_MAX;
use super::received::long_words;

impl Running {
    /// Whether the topic holds a contact, or the name of somebody who speaks for the group now.
    pub(super) fn topic_names_somebody(&self) -> bool {
        let topic = self.text.topic.as_str();
        long_words(self, ("topic", topic), TOPIC_CHARACTERS_MAX).is_err()
    }

    /// The topic, where it names nobody.
    pub(super) fn shown_topic(&self) -> &str {
        match self.topic_names_somebody() {
            true => "",
            false => &self.text.topic,
        }
    }
}
