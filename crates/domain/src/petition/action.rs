//! The steps on a petition by name: one table for the desk, the API and the table of who may.

use crate::language::Language;
use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($name:ident $word:literal $zh:literal $en:literal $then_zh:literal $then_en:literal;)+) => {
        // Nobody is asked to take a step without being told what it changes: such a one does not compile.
        $(const _: () = assert!(!$then_zh.is_empty() && !$then_en.is_empty(), $word);)+

        /// A step on a petition.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Action { $(#[doc = $en] $name),+ }

        impl Action {
            /// Every step, in the order of a petition's way.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word of interfaces.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Reads the word of interfaces.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }

            /// What it is called.
            pub const fn title(self, language: Language) -> &'static str {
                match (self, language) { $((Self::$name, Language::Zh) => $zh, (Self::$name, Language::En) => $en),+ }
            }

            /// What follows from it.
            pub const fn consequence(self, language: Language) -> &'static str {
                match (self, language) { $((Self::$name, Language::Zh) => $then_zh, (Self::$name, Language::En) => $then_en),+ }
            }
        }
    };
}

actions! {
    Classify "classify" "确定类型" "Classify" "决定走哪条法定途径、计哪项时限；信访人能看到" "Decides the lawful way and which clock runs; the petitioner sees it";
    NameRespondents "name-respondents" "写明被反映对象" "Name whom it complains of" "被反映的单位和人从此看不到也办不了这件信访" "From now on those units and people neither see nor handle it";
    ListRequests "list-requests" "列出诉求" "List the requests" "答复要逐条回应" "The answer has to address each";
    Accept "accept" "受理并告知" "Accept and notify" "告知书放到查询页并通知信访人；送达后告知的时限完成，办理时限从今天起算" "The notice goes on the tracking page and the petitioner is told; once served the duty to tell is met, and the answer's clock starts today";
    Redirect "redirect" "告知途径" "Tell the way" "告知法定途径和那边的期限；送达后本件不再计时" "Tells the lawful way and its time limit; once served nothing more is owed here";
    Decline "decline" "不予受理" "Decline" "书面告知原因和别的办法；送达后本件不再计时" "Tells in writing why, and the other ways; once served nothing more is owed here";
    Transfer "transfer" "转送" "Transfer" "立即进入对方收件箱；对方15日内告知、5个工作日内可提异议；对方接收前仍由您负责" "It is in the other unit's inbox at once: 15 days to notify, five working days to object; until it is taken you stay responsible";
    Assign "assign" "交办" "Assign" "立即进入对方收件箱并指定期限，结果要报回" "It is in the other unit's inbox at once with a limit; the result is reported back";
    Receive "receive" "接收" "Take it" "您的单位从此负责，转送单位的责任结束" "Your unit is responsible from now on; the sender's duty is met";
    Recall "recall" "收回转送" "Recall the transfer" "转错了才用：对方没接收、没提异议时，由您的单位继续负责，原来的期限照算；理由记在经过里，并告诉对方" "For a mistake: while it was neither taken nor objected to your unit is responsible again, with the dates of before; the reason is on record and the other unit is told";
    Object "object" "提出异议" "Object" "写明理由退请转送单位核实；您的时限照走" "The sender verifies your reasons; your clock keeps running";
    SettleObjection "settle-objection" "决定异议" "Decide the objection" "维持：由接收单位办；退回：由转送单位负责，期限不变" "Uphold: the receiver handles it; take back: the sender is responsible, with the same dates";
    Take "take" "我来办" "Take it on" "您成为承办人，信访人看到“办理中”" "You become its handler; the petitioner sees “in progress”";
    NameHandler "name-handler" "指定承办人" "Name a handler" "这位承办人的收件箱里出现这件信访" "It appears in that handler's inbox";
    AskExtension "ask-extension" "申请延期" "Ask for an extension" "由规程写明的岗位决定；同意后最多延30日，理由告知信访人" "The post that the rulebook names decides; at most 30 days more, and the petitioner is told why";
    DecideExtension "decide-extension" "决定延期" "Decide the extension" "同意：期限从原最后一天接着算，并告知信访人；并进来的件若因此晚于原期限，就分开单独办" "If granted the date moves on from the old last day, and the petitioner is told; what was merged into it and would be answered late is handled by itself again";
    Suspend "suspend" "中止计时" "Stop the clock" "只限规程列明的原因；信访人看到原因" "Only for a cause of the rulebook; the petitioner sees it";
    Resume "resume" "恢复计时" "Resume the clock" "中止的日子不计入期限" "The stopped days are not counted";
    AskStatement "ask-statement" "要书面说明" "Ask for a statement" "对方只看到您写的问题，看不到信访人和原件" "The other unit sees your question only, neither the petitioner nor the petition";
    GiveStatement "give-statement" "作出说明" "Give the statement" "说明交给承办单位" "It goes to the unit that handles the matter";
    AskSupport "ask-support" "请协办" "Ask for support" "协办单位在内部期限前反馈，答复仍由主办单位负责" "The supporting unit reports by an inner limit; the lead unit still answers";
    GiveSupport "give-support" "反馈协办意见" "Give support" "意见交给主办单位" "It goes to the lead unit";
    Instruct "instruct" "批示" "Instruct in writing" "成为一项有期限的责任" "It becomes a duty with a date";
    CarryOut "carry-out" "落实批示" "Report the instruction done" "批示这项责任完成" "The duty of the instruction is met";
    Commit "commit" "记下承诺" "Note a commitment" "成为这一岗位有期限的责任，信访人看得到" "It becomes a duty of that post with a date, and the petitioner sees it";
    KeepCommitment "keep-commitment" "承诺兑现了没有" "Say whether a commitment was kept" "兑现了，这项责任完成；没有兑现，仍然欠着，信访人看到原因" "Kept, the duty is met; not kept, it stays owed, and the petitioner reads why";
    Draft "draft" "拟写答复" "Draft the answer" "保存为草稿，信访人还看不到" "Kept as a draft; the petitioner does not see it yet";
    Submit "submit" "送审" "Submit for approval" "进入审批岗位的收件箱，3个工作日内决定" "It goes to the approving post, which decides within three working days";
    ReturnAnswer "return-answer" "退回修改" "Return the answer" "退给承办人修改" "It goes back to the handler";
    Approve "approve" "同意" "Approve" "可以签发" "It can be issued";
    Issue "issue" "签发" "Issue" "答复放到查询页并通知信访人；送达后办理时限完成" "The answer goes on the tracking page and the petitioner is told; once served the answer duty is met";
    Serve "serve" "记录送达" "Record the service" "从送达那一刻起算作完成" "Met from the moment of service";
    SetSeal "set-seal" "用印" "Set the seal" "文书盖上电子印章，放到查询页并通知信访人；谁、什么时候、盖的哪一版都记录在案" "The document bears the seal, goes on the tracking page, and the petitioner is told; who set it, when and which image is on record";
    WaiveSeal "waive-seal" "不等用印" "Send it without the seal" "文书马上放到查询页并通知信访人，留出盖章的位置；以后不能再盖电子印章" "The document goes on the tracking page at once and the petitioner is told; the place for a stamp stays empty, and no seal is set on it later";
    Fulfil "fulfil" "措施已落实" "Remedy done" "请信访人核实" "The petitioner is asked to confirm";
    Verify "verify" "核实" "Confirm" "说做到了就办结这一条；说没做到，单位负责人要核查并书面答复您" "If it was done the promise is kept; if not, the head of the unit has to look and answer you in writing";
    CheckRemedy "check-remedy" "核查措施" "Check the remedy" "信访人看到您的结论和理由；没做到的，这项措施按原来的日子重新欠着" "The petitioner reads your finding and why; what was not done is owed again with its old day";
    Close "close" "办结归档" "Close" "办结归档，信访人看得到；还有没完成的时限时不能办结" "It is closed and filed, and the petitioner sees it; not while anything is owed";
    CorrectEntry "correct-entry" "更正登记时的笔误" "Correct a slip of the entry" "原来写的和更正的都留在记录里，信访人也看得到；收到的日子只能改早，期限跟着从那天算，别的更正不动期限；信访人自己写的话不能改" "What stood and what it should say both stay on record, and the petitioner sees them; the day of receipt only becomes earlier, and time counts from it; no other correction moves a date; what the petitioner wrote is never changed";
    ChangeContact "change-contact" "更改联系方式" "Change a contact" "以后的通知发到新的联系方式；原来收通知的地方会收到一条不写内容的提醒；期限不变" "Notices go to the new contact from now on; where they went before hears that it was changed, and nothing else; no date moves";
    CorrectName "correct-name" "更正写错的姓名" "Correct a misread name" "以后的文书写更正的姓名；原来写的、谁改的、为什么，留在记录里，只有能看姓名的人看得到；信访人看到姓名更正过；期限和回执不变" "Documents bear the name as corrected from now on; what stood, who corrected it and why stay on record for those who may see the name; the petitioner sees that it was corrected; no date moves, and the receipt stands";
    Reopen "reopen" "纠正登记错误" "Take back a wrong entry" "回到在办状态，历史保留" "It goes on; the history stays";
    Withdraw "withdraw" "撤回" "Withdraw" "7天内可以改主意，以后还能再反映" "You may change your mind for seven days, and may bring it again";
    WithdrawOnPaper "withdraw-on-paper" "录入书面撤回" "Record a signed withdrawal" "只凭信访人亲笔签名的书面申请；7天内信访人凭码可以取消" "Only with the petitioner's signed paper; the code undoes it for seven days";
    UndoWithdrawal "undo-withdrawal" "不撤回了" "Undo the withdrawal" "继续办理，期限不变" "It goes on with the same dates";
    ReviewOnPaper "review-on-paper" "录入书面复查申请" "Record a written request for review" "立即在上一级机关登记为复查；过了期限也登记，由那边决定；寄来的以邮戳日算是否按时" "It is registered at the authority above at once; a late one is registered too, and decided there; by post the postmark counts for the time to ask";
    Merge "merge" "并案" "Merge" "并入期限相同或更早的那件；两位信访人互不知道，各自送达" "Into one with an equal or earlier clock; neither petitioner learns of the other, each is served for himself";
    Unmerge "unmerge" "取消并案" "Un-merge" "原来的期限恢复" "The old dates come back";
    TellApart "tell-apart" "不是同一件事" "Not the same matter" "这两件不再互相提示为可能的同一件，各办各的；信访人不知道这个比对" "The two are not offered as the same matter again, and each is handled by itself; no petitioner learns of it";
    Split "split" "分案" "Split" "这条诉求成为单独的一件，收到日期不变" "That request becomes a petition of its own, with the same day of receipt";
    DeclareDanger "declare-danger" "有现实危险" "Danger now" "马上通知值班岗位，1小时内报告；拨打110、119、120" "The post on duty is told at once, and a report is due within the hour; call 110, 119, 120";
    LowerDanger "lower-danger" "危险解除" "Danger is over" "不再标为有危险，理由记录在案；紧急报告没交的仍要交" "It is no longer marked as a danger, and the reason is on record; an urgent report that is owed stays owed";
    ReportUrgent "report-urgent" "已报告" "Report made" "紧急报告这项责任完成" "The duty of the urgent report is met";
    Message "message" "留言" "Write a message" "对方在查询页（或页面）上看到" "The other side sees it on its page";
    MarkRead "mark-read" "标为已看" "Mark the messages read" "信访人看到机关看过了；没有回复的，也不再提醒" "The petitioner sees that they were read; nobody is reminded of them any more";
    AddFacts "add-facts" "补充情况" "Add facts" "承办人会看到" "The handler sees it";
    StateFact "state-fact" "写明查到的事实" "Put a fact before the petitioner" "信访人在查询页看到，可以同意，也可以说不对；不说话不算同意" "The petitioner reads it on the tracking page and may accept or dispute it; silence is no acceptance";
    RespondFact "respond-fact" "信访人同意或不同意一条事实" "The petitioner accepts or disputes a fact" "每次说的都记录在案，可以改主意；不同意的，答复要写明怎么核实" "Each word is on record, and the mind may be changed; of a disputed fact the answer says how it was looked into";
    Note "note" "内部备注" "Note" "只有能看这件信访的工作人员看到" "Only staff who may open it see it";
    Recuse "recuse" "回避" "Step aside" "您不再能看到、办理这件信访" "You neither see nor handle it any more";
    LowerConfidentiality "lower-confidentiality" "解除限阅" "Lift the restriction" "第二人同意后，能看平常信访件的人都能看这一件；信访人看到理由" "Once a second person agrees, whoever may open other petitions may open it; the petitioner sees why";
    EarlierTime "earlier-time" "更正送达时间" "Enter an earlier time" "第二人同意后，时限按这个更早的时间算；要来源的扫描件，信访人可以提异议" "Once a second person agrees, time counts from then; it takes a scan of its source, and the petitioner may dispute it";
    CorrectBreach "correct-breach" "更正误记的超期" "Correct a breach" "要证据和第二人；历史保留，统计按更正后算" "Takes evidence and a second person; the history stays, figures count the corrected state";
    RenewCode "renew-code" "补发查询码" "Renew a lost code" "要两名工作人员；告知每个联系方式；14天内不能撤回和评价" "Takes two members of staff; every contact is told; for 14 days it neither withdraws nor rates";
    DecideProposal "decide-proposal" "作为第二人决定" "Decide as second person" "您的名字和决定记录在案" "Your name and decision are on record";
    Acknowledge "acknowledge" "确认收到提醒" "Acknowledge" "下一级提醒推迟一次，责任不变" "The next step is delayed once; the duty stays";
    DisputeTime "dispute-time" "对时间有异议" "Dispute a time" "决定之前，您的申请期不会结束" "Until it is decided none of your windows closes";
    DecideDispute "decide-dispute" "决定时间异议" "Decide the dispute" "信访人看到决定和理由" "The petitioner sees the decision and why";
    AcceptService "accept-service" "我收到了" "I have received it" "申请复查的期限从现在起算" "Your time to ask for review starts now";
}

impl Action {
    /// Whether it ends what is owed to the petitioner, or puts it off: an attempt at it that the rules refuse is
    /// worth an auditor's look.
    pub const fn ends_or_puts_off(self) -> bool {
        matches!(
            self,
            Self::Redirect
                | Self::Decline
                | Self::AskExtension
                | Self::Suspend
                | Self::Close
                | Self::Verify
                | Self::Withdraw
                | Self::WithdrawOnPaper
                | Self::Merge
                | Self::EarlierTime
                | Self::CorrectBreach
        )
    }

    /// Whether it puts something in the place of what stood there, or signs the words that stand: whoever takes
    /// it says what they had read, so that two who work at once never overwrite each other. Every other step
    /// adds to the record, and is decided against what stands then.
    pub const fn replaces(self) -> bool {
        matches!(
            self,
            Self::Classify
                | Self::NameRespondents
                | Self::ListRequests
                | Self::NameHandler
                | Self::Take
                | Self::Draft
                | Self::Approve
                | Self::CorrectEntry
                | Self::ChangeContact
                | Self::CorrectName
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Action;
    use crate::language::Language;

    #[test]
    fn each_step_tells_what_it_changes_in_both_languages() {
        for action in Action::ALL {
            let [zh, en] = [Language::Zh, Language::En].map(|one| action.consequence(one));
            let is_chinese = |sign: char| ('\u{3000}'..='\u{9FFF}').contains(&sign);
            let word = action.word();
            assert!(zh.chars().any(is_chinese), "{word}: {zh}");
            assert!(!en.chars().any(is_chinese), "{word}: {en}");
            for (then, language) in [(zh, Language::Zh), (en, Language::En)] {
                assert_ne!(then, action.title(language), "{word} says itself again");
                assert!(
                    !then.ends_with(['.', '。']),
                    "{word}: the page ends the sentence"
                );
            }
        }
    }
}
