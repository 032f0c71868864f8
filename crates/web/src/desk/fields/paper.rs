//! The fields of what the petitioner asks for at the counter or on paper, and staff enter as the petitioner's own.

use super::table::REASON;
use super::{List, Spec, Takes, field};
use huiyin_domain::event::FilePurpose;

/// Whose it is; asked where several speak for a group.
const WHOSE: Spec = field(
    "representative",
    "是哪一位代表的？",
    "Which representative's is it?",
    Takes::One(List::Representatives),
)
.optional();

/// A new code for a lost one.
pub(super) fn renewal() -> Vec<Spec> {
    vec![
        WHOSE.hinted(
            "只换这一位的码，别的代表的码照用；先后看“人和单位”里的姓名",
            "That one's code is replaced, and those of the others stay; the order is that of the names under “People and units”",
        ),
        REASON.hinted(
            "怎么认出是本人；要另一位工作人员同意",
            "How the petitioner was recognised; somebody else has to agree",
        ),
    ]
}

/// A name that was misread at the registration.
pub(super) fn name() -> Vec<Spec> {
    vec![
        WHOSE.hinted(
            "先后看“人和单位”里的姓名",
            "The order is that of the names under “People and units”",
        ),
        field("name", "应当是", "What it should be", Takes::Line).hinted(
            "写全名；电话等联系方式不写在这里。原来的不在这里显示，也不会消失",
            "The whole name, without any contact. What stood is not shown here, and does not vanish",
        ),
        REASON.hinted(
            "例如信上的字看错了；只有能看姓名的人看得到",
            "Such as that the letter was misread; read only by those who may see the name",
        ),
    ]
}

/// A withdrawal.
pub(super) fn withdrawal() -> Vec<Spec> {
    vec![
        WHOSE.hinted(
            "只是这一位退出，其他人的照办；先后看“人和单位”里的姓名",
            "That one leaves, and it goes on for the others; the order is that of the names under “People and units”",
        ),
        field(
            "paper",
            "亲笔签名的申请（扫描件）",
            "The signed paper (scan)",
            Takes::Scan(FilePurpose::SignedPaper),
        ),
    ]
}

/// A request for review.
pub(super) fn review() -> Vec<Spec> {
    vec![
        field(
            "reasons",
            "申请里写的理由",
            "The reasons that the paper gives",
            Takes::Words(6),
        )
        .hinted(
            "照原话抄；本人在查询页看得到",
            "As they stand there; the petitioner reads them on the tracking page",
        ),
        field("received", "哪天收到的？", "When did it come?", Takes::Day).hinted(
            "复查的期限从这天算起",
            "The time for the review counts from here",
        ),
        field("postmark", "邮戳是哪天？", "Its postmark?", Takes::Day)
            .hinted(
                "寄来的才填；是否按时提出，以邮戳日算",
                "Only if it came by post: whether it was asked for in time goes by the postmark",
            )
            .optional(),
        field(
            "paper",
            "申请（扫描件）",
            "The paper (scan)",
            Takes::Scan(FilePurpose::Letter),
        ),
    ]
}
