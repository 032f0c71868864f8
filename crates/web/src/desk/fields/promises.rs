//! The fields of what is promised face to face, and of whether it was kept.

use super::{List, Spec, Takes, field};
use huiyin_domain::event::FilePurpose;
use huiyin_domain::petition::Action;

/// The fields of a commitment, or of its end.
pub(super) fn commitments(action: Action) -> Vec<Spec> {
    const READ: (&str, &str) = ("信访人看得到", "The petitioner sees this");
    if action == Action::Commit {
        return vec![
            field(
                "text",
                "答应了什么？",
                "What was promised?",
                Takes::Words(4),
            )
            .hinted(READ.0, READ.1),
            field(
                "post",
                "哪个岗位负责？",
                "Which post owes it?",
                Takes::One(List::AnsweringPosts),
            ),
            field("limit", "最迟哪天", "By which day", Takes::Day),
        ];
    }
    vec![
        field(
            "made",
            "哪项承诺？",
            "Which commitment?",
            Takes::One(List::Commitments),
        ),
        field(
            "kept",
            "兑现了没有？",
            "Was it kept?",
            Takes::Decision([
                "已经兑现",
                "It was kept",
                "没有兑现：仍然欠着",
                "It was not kept and stays owed",
            ]),
        ),
        field(
            "text",
            "做了什么，或者为什么没做",
            "What was done, or why not",
            Takes::Words(4),
        )
        .hinted(READ.0, READ.1),
        field(
            "proof",
            "证明材料",
            "What proves it",
            Takes::Scan(FilePurpose::Document),
        )
        .optional(),
    ]
}
