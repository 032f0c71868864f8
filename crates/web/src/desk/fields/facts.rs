//! What a fact asks for: to be put before the petitioner, and what he says to it in person, by telephone or in
//! writing.

use super::{List, Spec, Takes, field};
use huiyin_domain::petition::Action;

pub(super) fn facts(action: Action) -> Vec<Spec> {
    const FACT: Spec = field("text", "查到的事实", "The fact", Takes::Words(4)).hinted(
        "一次写一条：谁、何时、多少。信访人看得到，别写别人的私事",
        "One at a time: who, when, how much. The petitioner reads it; nothing of other people's private matters",
    );
    if action == Action::StateFact {
        return vec![FACT];
    }
    vec![
        field(
            "fact",
            "哪一条事实？",
            "Which fact?",
            Takes::One(List::Facts),
        ),
        field(
            "accepted",
            "信访人怎么说？",
            "What does the petitioner say?",
            Takes::Decision([
                "同意，是这样",
                "It was so",
                "不同意，与事实不符",
                "It was not so",
            ]),
        ),
        field("text", "他的原话", "In his own words", Takes::Words(4))
            .optional()
            .hinted(
                "不同意的要写：哪里不对，实际是怎样的",
                "Needed where it was not so: what is wrong, and how it was",
            ),
        field(
            "how",
            "怎么说的？",
            "How was it told?",
            Takes::One(List::AskedHow),
        ),
    ]
}
