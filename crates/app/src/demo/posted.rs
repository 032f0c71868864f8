//! What the sample authority has posted for everybody: answers that two people gave out, one that waits for the
//! second, a notice and a reception day.

use super::Park;
use crate::commands::announcements::AnnouncementDraft;
use crate::commands::people::administer::Order;
use crate::commands::published::{Published, PublishedDraft, PublishedRead, Publishing};
use crate::error::{AppError, Refusal};
use huiyin_domain::event::Actor;
use huiyin_domain::language::Bilingual;
use jiff::{Span, civil::Date};

/// A question, what was answered, who wrote it and who released it.
struct Answer {
    category: &'static str,
    unit: &'static str,
    question: (&'static str, &'static str),
    answer: (&'static str, &'static str),
    written_by: &'static str,
    released_by: Option<&'static str>,
}

const ANSWERS: [Answer; 3] = [
    Answer {
        category: "150304",
        unit: "labour",
        question: (
            "试用期工资最低是多少？",
            "What is the least that may be paid during probation?",
        ),
        answer: (
            "不低于本单位相同岗位最低档工资的80%，或者劳动合同约定工资的80%，并且不低于当地最低工资标准。\
             少发的，可以到劳动监察科来，带上合同和工资条就行；没有合同也受理。",
            "Not less than 80 % of the lowest pay for the same work in that enterprise, or of the pay agreed, and \
             never below the local minimum wage. If you got less, come to labour inspection with your contract and \
             pay slips; without a contract we take it up as well.",
        ),
        written_by: "lu",
        released_by: Some("shen"),
    },
    Answer {
        category: "040203",
        unit: "environment",
        question: (
            "夜间施工几点必须停？",
            "When must building work stop at night?",
        ),
        answer: (
            "住宅附近夜间十点到次日早上六点不能施工，抢修抢险除外。确需连续施工的，要有证明并提前张贴告示。\
             听到违规施工随时可以反映，写明地点和时间就够了。",
            "Near homes not from ten at night to six in the morning, but for urgent repair. Work that cannot be \
             interrupted needs a permit, posted beforehand. Tell us at any time; place and time are enough.",
        ),
        written_by: "he",
        released_by: Some("bai"),
    },
    Answer {
        category: "",
        unit: "hexin",
        question: (
            "电动车在哪里可以安全充电？",
            "Where can electric bicycles be charged safely?",
        ),
        answer: (
            "社区东门和北门有带顶棚的充电点，全天开放；楼道里不能充电。位置不够的，请告诉我们，今年还会再建。",
            "At the covered points by the east and north gates, all day; not in stairways. Tell us where there are \
             too few: more will be built this year.",
        ),
        written_by: "tang",
        released_by: None,
    },
];

impl Park<'_> {
    /// Posts all of it.
    pub(super) async fn post(&self) -> Result<(), AppError> {
        for one in &ANSWERS {
            let draft = PublishedDraft {
                category: one.category.to_owned(),
                question: Bilingual::new(one.question.0, one.question.1),
                answer: Bilingual::new(one.answer.0, one.answer.1),
                unit: self.unit(one.unit).raw().to_string(),
            };
            let writer = self.principal(one.written_by).await?;
            let written = self.huiyin.write_published(&writer, None, draft, None);
            let Published { id, version } = written.await?.answer;
            if let Some(second) = one.released_by {
                let second = self.principal(second).await?;
                let read = PublishedRead {
                    id,
                    version: Some(version),
                };
                self.huiyin
                    .publish(&second, read, Publishing::Release, None)
                    .await?;
            }
        }
        let today = self.today();
        self.announce(AnnouncementDraft {
            kind: "reception".into(),
            title: Bilingual::new("管委会主任接待日", "The head of the authority receives"),
            text: Bilingual::new(
                "地点：群众接待大厅。不用预约，先来先谈；当场能定的当场定，不能定的告诉您哪天答复。",
                "In the reception hall. No appointment is needed; what can be settled is settled there, for the \
                 rest you are told by when.",
            ),
            first_day: day(today, 7),
            hours: "9:00–11:30".into(),
            ..AnnouncementDraft::default()
        })
        .await?;
        self.announce(AnnouncementDraft {
            kind: "notice".into(),
            title: Bilingual::new(
                "接待大厅电梯检修",
                "The lift of the reception hall is serviced",
            ),
            text: Bilingual::new(
                "检修期间一楼照常接待，行动不便的不用上楼，工作人员下来接待。",
                "Reception goes on on the ground floor; nobody has to go up, our staff come down.",
            ),
            first_day: day(today, 0),
            last_day: day(today, 10),
            ..AnnouncementDraft::default()
        })
        .await
    }

    async fn announce(&self, draft: AnnouncementDraft) -> Result<(), AppError> {
        let administrator = self.staff.get("ye").ok_or(Refusal::NotAllowed)?;
        let order = Order {
            authority: self.authority,
            by: Actor::Staff(*administrator),
            version: None,
        };
        self.huiyin.announce(order, None, draft).await?;
        Ok(())
    }
}

fn day(today: Date, days: i64) -> String {
    let day = today.checked_add(Span::new().days(days));
    day.unwrap_or(today).to_string()
}
