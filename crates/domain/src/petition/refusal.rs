//! Why a step is refused: a stable code, the rule it rests on, and the way out, in both languages.

use crate::language::Bilingual;
use serde::{Deserialize, Serialize};

/// A refusal of a step on a petition: an answer, not a failure. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRefusal {
    /// Its code.
    pub code: RefusalCode,
    /// The field that it is about, where there is one.
    pub field: Option<String>,
}

impl CaseRefusal {
    /// A refusal without a field.
    pub const fn of(code: RefusalCode) -> Self {
        Self { code, field: None }
    }

    /// A refusal on a field.
    pub fn on(code: RefusalCode, field: impl Into<String>) -> Self {
        Self {
            code,
            field: Some(field.into()),
        }
    }
}

impl std::fmt::Display for CaseRefusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code.word())
    }
}

macro_rules! codes {
    ($($name:ident $word:literal $zh:literal $en:literal $cite_zh:literal $cite_en:literal $out_zh:literal $out_en:literal;)+) => {
        /// The codes of refusals.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RefusalCode { $(#[doc = $en] $name),+ }

        impl RefusalCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as interfaces say it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Why.
            pub fn message(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::new($zh, $en)),+ }
            }

            /// The rule that it rests on.
            pub fn citation(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::new($cite_zh, $cite_en)),+ }
            }

            /// What to do instead.
            pub fn way_out(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::new($out_zh, $out_en)),+ }
            }
        }
    };
}

impl RefusalCode {
    /// Whether somebody tries what is another's to do or to have: another post's, a second person's, the
    /// petitioner's, or nothing for whoever is complained of.
    pub const fn is_of_who(self) -> bool {
        matches!(
            self,
            Self::NotYours
                | Self::RespondentUnit
                | Self::RespondentPerson
                | Self::Recused
                | Self::UnitCannotAnswer
                | Self::SuperiorDecides
                | Self::NotApprover
                | Self::NotSealKeeper
                | Self::SecondPersonNeeded
                | Self::SamePerson
                | Self::CodeOnly
                | Self::GroupMatter
                | Self::GivesUpRight
                | Self::UnknownOther
                | Self::PetitionersWords
                | Self::NotYourPost
                | Self::Restricted
        )
    }

    /// Whether something was left out, mistyped or chosen wrongly in a step that may be lawful.
    pub const fn is_of_what_was_typed(self) -> bool {
        matches!(
            self,
            Self::ReasonNeeded
                | Self::AnswerIncomplete
                | Self::ProofNeeded
                | Self::InTheFuture
                | Self::BeforeStart
                | Self::WhoseCode
                | Self::TooLong
                | Self::BadContact
                | Self::UnknownUnit
                | Self::UnknownStaff
                | Self::UnknownPost
                | Self::WrongClass
                | Self::BadDate
                | Self::ReceiptLater
                | Self::ReceiptBeforePostmark
                | Self::UnknownChannel
                | Self::UnknownPlace
        )
    }

    /// Reads the code as interfaces say it.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.word() == word)
    }
}

codes! {
    WrongState "wrong_state" "这件信访现在的状态不能这样办" "The petition does not stand where this step is possible" "《信访工作条例》第二十二条至第三十六条的办理顺序" "the order of steps of Regulations on Petitioning Work, Arts 22 to 36" "请看页面上现在可以办的步骤" "See the steps that are possible now";
    Ended "ended" "这件信访已经结束" "The petition has ended" "《信访工作条例》第三十四条至第三十六条" "Regulations on Petitioning Work, Arts 34 to 36" "登记有误的可以重新打开；新的事实请登记新件" "Reopen it if the entry was wrong; register new facts as a new petition";
    NotYours "not_yours" "这一步要由现在负责的单位来办" "This step belongs to the unit that is responsible now" "《信访工作条例》第二十二条、第二十三条" "Regulations on Petitioning Work, Arts 22, 23" "请由负责单位办理，或者先转送" "Let the responsible unit do it, or transfer it first";
    NotSorted "not_sorted" "还没有分类" "It has not been classified yet" "《信访工作条例》第二十八条至第三十一条" "Regulations on Petitioning Work, Arts 28 to 31" "请先确定诉求类型" "Decide its class first";
    OtherRoute "other_route" "这一类不出处理意见，要告知法定途径" "This class gets no handling opinion; the petitioner is told the lawful way" "《信访工作条例》第三十条、第三十一条第一项至第五项" "Regulations on Petitioning Work, Arts 30, 31(1) to (5)" "请用“告知途径”" "Use “Tell the way”";
    NotADuty "not_a_duty" "没有这项正在计时的时限" "There is no such open duty" "本规程的时限表" "the rulebook's list of terms" "请从页面上选一项未完成的时限" "Choose an open duty of the page";
    RespondentUnit "respondent_unit" "被反映的单位不能承办、不能看到这件信访" "A unit that the petition complains of neither handles nor sees it" "《信访工作条例》第三十条第三款、第四十六条第五项" "Regulations on Petitioning Work, Arts 30(3), 46(5)" "请转给另一个公共部门，需要时向被反映单位要书面说明" "Send it to another public unit, and ask the unit complained of for a statement";
    RespondentPerson "respondent_person" "被反映的人不能办理、审批这件信访" "Somebody whom the petition complains of neither handles nor approves it" "《信访工作条例》第二十八条第三款、第三十条第三款" "Regulations on Petitioning Work, Arts 28(3), 30(3)" "请由上一级岗位办理" "Let the next post above do it";
    Recused "recused" "您已回避这件信访" "You stepped aside from this petition" "《信访工作条例》第二十八条第三款" "Regulations on Petitioning Work, Art 28(3)" "请由别的承办人办理" "Let somebody else handle it";
    UnitCannotAnswer "unit_cannot_answer" "企业和已撤销的单位不承担答复责任" "An enterprise or a dissolved unit owes no answer" "《信访工作条例》第二十三条（有权处理的机关、单位）；本机关内部规定" "Regulations on Petitioning Work, Art 23 (the competent organ); house rule" "请转给一个公共部门，再向企业要书面说明" "Send it to a public unit, and ask the enterprise for a statement";
    SameUnit "same_unit" "已经在这个单位了" "It is with this unit already" "《信访工作条例》第二十二条" "Regulations on Petitioning Work, Art 22" "请选另一个单位" "Choose another unit";
    SuperiorDecides "superior_decides" "已平转三次，下一次由共同上级决定" "It moved sideways three times; the common superior decides the next move" "《信访工作条例》第二十四条；本机关内部规定" "Regulations on Petitioning Work, Art 24; house rule" "请分管领导决定由谁办" "Ask the leader in charge to decide who handles it";
    WindowOver "window_over" "五个工作日的异议期已过" "The five working days for an objection have passed" "《信访工作条例》第二十三条第三款" "Regulations on Petitioning Work, Art 23(3)" "请受理或者告知途径；确有错误的请转送单位收回" "Accept it or tell the way; if it is a mistake ask the sender to take it back";
    ReasonNeeded "reason_needed" "要写明理由" "A reason is needed" "《信访工作条例》第二十三条、第三十四条" "Regulations on Petitioning Work, Arts 23, 34" "请把理由写清楚" "Write the reason";
    AnswerIncomplete "answer_incomplete" "答复不完整：每一条诉求都要有查明、事实、依据和结论，并写明救济途径" "The answer is incomplete: each request needs finding, facts, basis and outcome, and the remedy has to be named" "《信访工作条例》第三十二条" "Regulations on Petitioning Work, Art 32" "请补齐标出的各项" "Fill in the fields that are named";
    FactUnaddressed "fact_unaddressed" "信访人不同意的事实，答复还没有写怎么核实的" "The petitioner disputes a fact, and the answer does not say yet how that was looked into" "《信访工作条例》第三十一条第六项、第三十二条" "Regulations on Petitioning Work, Arts 31(6), 32" "请在答复里写明怎么核实、结果怎样；已送审的，先退回修改" "Say in the answer how it was looked into and what came of it; what waits for approval is returned first";
    FactsClosed "facts_closed" "答复已经作出，查到的事实写在答复里" "The answer was issued; what was found stands there" "《信访工作条例》第三十二条、第三十五条" "Regulations on Petitioning Work, Arts 32, 35" "不同意的，可以在期限内申请复查；还有话说，可以留言" "Whoever does not agree may ask for a review in its time; a message can be written at any time";
    NoFact "no_fact" "这件信访里没有这条写明的事实" "No such fact was put before the petitioner here" "《信访工作条例》第三十一条第六项；本机关内部规定" "Regulations on Petitioning Work, Art 31(6); house rule" "请从页面上列出的事实里选" "Choose one of the facts that the page lists";
    NoDraft "no_draft" "还没有可以这样处理的答复稿" "There is no draft in the stage for this step" "《信访工作条例》第三十二条；本机关内部规定（拟稿、审批、签发、送达）" "Regulations on Petitioning Work, Art 32; house rule (draft, approval, issue, service)" "请先拟稿、送审、审批、签发" "Draft, submit, approve and issue first";
    NotApprover "not_approver" "要由规程写明的岗位审批" "The post that the rulebook names has to approve" "《信访工作条例》第三十二条、第三十四条" "Regulations on Petitioning Work, Arts 32, 34" "请送这个岗位的负责人或者替补" "Send it to the holder of that post or a stand-in";
    NothingToServe "nothing_to_serve" "没有等待送达的这种文书" "No such document waits for service" "《信访工作条例》第二十三条、第三十四条；本机关内部规定" "Regulations on Petitioning Work, Arts 23, 34; house rule" "请先受理、告知或签发" "Accept, tell the way or issue first";
    NotByHand "not_by_hand" "这种送达由系统自动记录，不能手工补记" "This way of service is recorded by the system itself, not by hand" "《信访工作条例》第二十三条、第三十四条；本机关内部规定" "Regulations on Petitioning Work, Arts 23, 34; house rule" "请选当面交付，或者签收（含邮寄回执）并上传凭证" "Choose handed over, or signed for (a slip of registered post included) with its proof";
    ProofNeeded "proof_needed" "签收和补录较早的时间要有凭证" "Signing for, and an earlier time, need a proof" "本机关内部规定（送达须有凭证）" "house rule (a service is proved)" "请上传送达回证或来源扫描件，再办这一步" "Upload the proof of service or the scan of its source first";
    WaitsForSeal "waits_for_seal" "这份文书还在等用印" "This document waits for the seal" "本机关内部规定（用印）：送达的就是盖好章的" "house rule (the seal): what is served is what was sealed" "请保管印章的岗位用印；来不及的，写明理由“不等用印”" "Ask the post that keeps the seal to set it; if that takes too long, send it without the seal and say why";
    NotReadToSeal "not_read_to_seal" "您还没有看过这份文书" "You have not read this document" "本机关内部规定（用印）：先看后盖" "house rule (the seal): it is read before it is sealed" "请先打开文书看过，再用印" "Open the document and read it, then set the seal";
    NoSealAwaited "no_seal_awaited" "没有等用印的这种文书" "No such document waits for the seal" "本机关内部规定（用印）：已放到查询页、已送达的文书不再改动" "house rule (the seal): a document on the tracking page, or served, is changed no more" "需要盖章的，打印出来在留出的位置盖实物印章；以后要盖电子印章的文书，请管理员列入" "Print it and stamp the paper in the place that is left; for later ones ask the administrator to name this document among those that wait";
    NotSealKeeper "not_seal_keeper" "印章由指定的岗位保管，管理员不能用印" "The seal is kept by the post that was named, and never set by an administrator" "本机关内部规定（用印）：保管和管理分开" "house rule (the seal): keeping it and administering are two people's" "请保管印章的岗位用印" "Ask whoever acts for the post that keeps it";
    NoSeal "no_seal" "现在没有可用的印章图样" "There is no image of the seal to set now" "本机关内部规定（用印）" "house rule (the seal)" "请保管印章的岗位先存入图样，或者“不等用印”" "Let the post that keeps it lodge an image first, or send the document without it";
    ExtensionAsked "extension_asked" "已经申请延期，正等着决定" "An extension was asked for and waits for its decision" "《信访工作条例》第三十四条" "Regulations on Petitioning Work, Art 34" "决定之前期限不变" "The date stands until it is decided";
    NoExtension "no_extension" "这项时限不能延期，或已延期一次" "This duty cannot be extended, or was extended once already" "《信访工作条例》第三十四条" "Regulations on Petitioning Work, Art 34" "请按期答复；已逾期的请尽快答复" "Answer by the date; if it has passed, answer as soon as possible";
    TooLate "too_late" "期限已过，不能再延期" "The date has passed; it cannot be extended any more" "《信访工作条例》第三十四条" "Regulations on Petitioning Work, Art 34" "请尽快答复" "Answer as soon as possible";
    CauseNotListed "cause_not_listed" "规程没有把这个原因列为可以中止的原因" "The rulebook does not list this cause of suspension" "本规程列明的中止原因" "the causes of suspension that the rulebook lists" "只能用规程列明的原因" "Use a cause of the rulebook's list";
    NotSuspended "not_suspended" "这项时限没有中止" "This clock is not stopped" "本规程的计算规则" "the counting rule of the rulebook" "无须恢复" "Nothing has to be resumed";
    InTheFuture "in_the_future" "时间不能在将来" "A time cannot lie in the future" "本机关内部规定（如实登记时间）" "house rule (times are recorded as they were)" "请写已经发生的时间" "Give a time that has passed";
    BeforeStart "before_start" "时间不能早于收到信访之前" "A time cannot lie before the petition came" "本机关内部规定（如实登记时间）" "house rule (times are recorded as they were)" "请核对日期" "Check the date";
    SecondPersonNeeded "second_person_needed" "这一步要有第二人和理由" "This step takes a second person and a reason" "本机关内部规定（双人办理）" "house rule (two people decide)" "请先提出，由另一人同意" "Propose it, and let somebody else agree";
    SamePerson "second_person_differs" "提出的人不能自己同意" "Whoever proposed it cannot agree to it" "本机关内部规定（双人办理）" "house rule (two people decide)" "请由另一位工作人员决定" "Let another member of staff decide";
    NoProposal "no_proposal" "没有等待第二人的这项提议" "No such proposal waits for a second person" "本机关内部规定（双人办理）" "house rule (two people decide)" "请刷新页面" "Load the page again";
    CodeOnly "code_only" "只有信访人凭查询码（或亲笔签名的书面申请）可以撤回" "Only the petitioner's code, or his signed paper, withdraws" "本机关内部规定：撤回只由信访人本人提出" "house rule: only the petitioner withdraws" "工作人员不能代为撤回" "No staff can withdraw for him";
    ViewCode "view_code" "这个码只能看" "This code only views" "本机关内部规定（查询码）" "house rule (tracking codes)" "请用回执上的查询码" "Use the code of the receipt";
    RenewedCode "renewed_code" "补发的码14天内不能撤回、不能评价" "A renewed code neither withdraws nor rates for 14 days" "本机关内部规定（补发查询码）" "house rule (renewed codes)" "请14天后再试" "Try again after 14 days";
    NoRenewal "no_renewal" "没有可以提出异议的补发，或者已过14天" "There is no renewal to object to, or 14 days have passed" "本机关内部规定（补发查询码）" "house rule (renewed codes)" "请刷新页面；过了14天的，带回执到窗口办" "Load the page again; after 14 days bring the receipt to the counter";
    WhoseCode "whose_code" "几个人一起反映的，没有说明是哪一位代表的查询码" "Several people brought this, and it was not said whose code it is" "本机关内部规定（补发查询码）" "house rule (renewed codes)" "请选是哪一位代表的；只换这一位的，别的代表的码照用" "Choose which representative's: only that one is replaced, and the codes of the others stay";
    GivesUpRight "gives_up_right" "文书、承诺和留言里不能写让人放弃信访权利的话" "No notice, answer, promise or message has anybody give up the right to petition" "《信访工作条例》第四条至第六条；本机关内部规定：不要求、不记录这样的承诺" "Regulations on Petitioning Work, Arts 4 to 6; house rule: no such promise is asked for or recorded" "请删去这句话；本人要撤回的，凭查询码撤回，以后还能再反映" "Take the sentence out; whoever wants to withdraw does so with the code, and may bring it again";
    GroupMatter "group_matter" "几个人一起反映的，谁也不能替大家撤回" "Several people brought this; nobody can withdraw it for all of them" "本机关内部规定：每位代表只能为自己退出" "house rule: each representative leaves only for himself" "要退出的，用自己的查询码退出，或者带亲笔签名的申请到窗口办；其他人的照办" "Whoever wants to leave does so with his own code, or brings a signed paper to the counter; it goes on for the others";
    NotWithdrawing "not_withdrawing" "没有可以取消的撤回" "There is no withdrawal to undo" "本机关内部规定：撤回满七日才生效" "house rule: a withdrawal takes effect after seven days" "无须取消" "Nothing has to be undone";
    MergeClock "merge_clock" "并入的那件必须有同样早或更早的期限" "The petition that it is merged into has to keep an equal or earlier clock" "本机关内部规定：并案不得推迟任何期限" "house rule: a merger delays nobody" "请反过来并案，或者分别办理" "Merge the other way round, or handle them apart";
    ServeFirst "serve_first" "有文书还没有送达" "A document waits for its service" "本机关内部规定：分案不改变任何期限" "house rule: a split changes no date" "请先送达，再分案" "Serve it first, then split";
    NotMerged "not_merged" "没有并案" "It is not merged" "本机关内部规定：并案不得推迟任何期限" "house rule: a merger delays nobody" "无须拆开" "Nothing has to be undone";
    UnknownOther "unknown_other" "没有这另一件，或者您不能打开它" "There is no such other petition, or it is not yours to open" "本机关内部规定（并案与区分）" "house rule (mergers and telling apart)" "请核对编号" "Check the number";
    ToldApartBefore "told_apart_before" "已经记下这两件不是同一件事" "It is on record already that the two are not the same matter" "本机关内部规定（并案与区分）" "house rule (mergers and telling apart)" "无须再记" "Nothing has to be done";
    PetitionersWords "petitioners_words" "这是信访人自己写的，谁也不能改" "The petitioner wrote this, and nobody changes it" "《信访工作条例》第十九条第一款（如实登记）" "Regulations on Petitioning Work, Art 19(1) (recorded as it was told)" "有出入的写一条内部记录，或者请信访人补充" "Write an internal note, or ask the petitioner to add to it";
    ReceiptLater "receipt_later" "收到的日子只能改早：改晚会推迟期限" "The day of receipt can only become earlier: a later one would delay what is owed" "本机关内部规定（更正不得推迟任何期限）" "house rule (no correction delays anybody)" "原来的期限照旧，对信访人有利；写一条内部记录说明" "The time limits stay as they are, in the petitioner's favour; say why in an internal note";
    ReceiptBeforePostmark "receipt_before_postmark" "收到的日子不能比邮戳早" "It cannot have been received before its postmark" "本机关内部规定（登记）" "house rule (registration)" "邮戳日期也写错了的，先更正邮戳日期" "If the postmark is wrong too, correct that first";
    UnknownChannel "unknown_channel" "没有这个渠道" "There is no such channel" "本机关内部规定（登记）" "house rule (registration)" "请从当面、电话、来信、电子邮件里选" "Choose visit, phone, letter or e-mail";
    UnknownPlace "unknown_place" "没有这个地点，或者已经停用" "There is no such place, or it is closed" "本机关内部规定（登记）" "house rule (registration)" "请从地点列表里选" "Choose one of the list";
    TooLong "too_long" "太长，或者有不能用的字符" "It is too long, or has characters that cannot be used" "本机关内部规定（登记）" "house rule (registration)" "请写短一些" "Write less";
    BadContact "bad_contact" "这不能当作这种联系方式" "It cannot be such a contact" "本机关内部规定（联系方式）" "house rule (contacts)" "手机写11位数字，座机写区号，邮箱要有@；要去掉的，选“去掉”，不填内容" "A mobile of China has 11 digits, a fixed line its area code, a mail address an @; to take one back choose that and leave it empty";
    WhoseName "whose_name" "几个人一起反映的，没有说明是哪一位代表的姓名，或者这一位已经退出" "Several people brought this, and it was not said whose name it is, or that one has left" "本机关内部规定（更正姓名）" "house rule (correcting a name)" "请选现在还在的一位代表" "Choose one of the representatives who are still there";
    BadName "bad_name" "这不能当作姓名" "It cannot be a name" "本机关内部规定（更正姓名）" "house rule (correcting a name)" "写一行，200个字以内，不能空着；电话和邮箱不写在这里，用“更改联系方式”" "Write one line of at most 200 characters, and do not leave it empty; a telephone or mail address is changed by “Change a contact”";
    NoName "no_name" "这里没有登记姓名；不留姓名的，不经更正补上姓名" "No name stands here; whoever left none is given none by a correction" "《信访工作条例》第十九条第一款（如实登记）；本机关内部规定（更正姓名）" "Regulations on Petitioning Work, Art 19(1) (recorded as it was told); house rule (correcting a name)" "信访人愿意留联系方式的，用“更改联系方式”" "If the petitioner wishes to leave a contact, use “Change a contact”";
    NoDanger "no_danger" "没有登记现实危险" "No danger is declared" "《信访工作条例》第二十五条" "Regulations on Petitioning Work, Art 25" "无须处理" "Nothing has to be done";
    NothingAsked "nothing_asked" "没有等待这个单位答复的询问" "Nothing asked of this unit is open" "本机关内部规定（说明与协办）" "house rule (statements and support)" "请刷新页面" "Load the page again";
    NoRemedy "no_remedy" "没有这项正在履行的措施" "No such remedy is owed" "《信访工作条例》第三十二条第二款" "Regulations on Petitioning Work, Art 32(2)" "请从页面上选" "Choose one of the page";
    StillOwed "still_owed" "还有未完成的时限" "Something is owed still" "本机关内部规定：时限未了不得办结" "house rule: nothing is closed while something is owed" "先完成，再办结" "Meet it first, then close";
    LimitTooLate "limit_too_late" "指定的期限不能晚于法定期限" "The limit that is set cannot be later than the statutory one" "《信访工作条例》第二十二条、第三十四条" "Regulations on Petitioning Work, Arts 22, 34" "请写早一些的日期" "Give an earlier date";
    UnknownUnit "unknown_unit" "没有这个单位" "There is no such unit" "《信访工作条例》第二十二条" "Regulations on Petitioning Work, Art 22" "请从单位列表中选" "Choose a unit of the list";
    UnknownStaff "unknown_staff" "没有这位承办人，或不在这个单位" "There is no such handler in this unit" "本机关内部规定（承办人）" "house rule (handlers)" "请从本单位的承办人中选" "Choose a handler of the unit";
    UnknownPost "unknown_post" "没有这个岗位，或者信访人反映的就是它" "There is no such post, or the petition complains of it" "本机关内部规定（岗位职责）" "house rule (duties of posts)" "请选另一个岗位" "Choose another post";
    NotYourPost "not_your_post" "您没有担任可以这样决定的岗位" "You hold no post that may decide this" "本机关内部规定（岗位职责）" "house rule (duties of posts)" "请由这个岗位的人决定" "Let a holder of that post decide";
    AcknowledgedBefore "acknowledged_before" "已经确认过一次" "It was acknowledged once already" "本机关内部规定：确认只推迟一次" "house rule: an acknowledgement delays once" "请办理这项时限" "Meet the duty";
    WrongClass "wrong_class" "申诉求决类要选第一至第六项之一；其他类不选" "A claim has one of the six branches; other classes have none" "《信访工作条例》第三十一条" "Regulations on Petitioning Work, Art 31" "请改选" "Choose again";
    DisputeOpen "dispute_open" "信访人对时间有异议，先决定异议" "The petitioner disputes a time; decide that first" "本机关内部规定：时间有异议的，申请期不结束" "house rule: no window closes while a time is disputed" "请先核实并决定" "Verify and decide it first";
    NoInstruction "no_instruction" "没有等着落实的批示" "No written instruction waits to be carried out" "本机关内部规定（批示）" "house rule (written instructions)" "有了批示再来这里报告落实情况" "Once there is one, report here that it was carried out";
    NoCommitment "no_commitment" "没有等着兑现的承诺" "No commitment waits to be kept" "本机关内部规定（当面承诺）" "house rule (commitments)" "记下承诺以后，在这里写兑现了没有" "Once one is noted, say here whether it was kept";
    NoMessage "no_message" "没有还没看的留言" "No message waits to be read" "本机关内部规定（留言）" "house rule (messages)" "信访人再留言时会提醒您" "You are told when the petitioner writes again";
    NoDispute "no_dispute" "没有这项时间异议" "No such time is disputed" "本机关内部规定：时间有异议的，申请期不结束" "house rule: no window closes while a time is disputed" "请刷新页面" "Load the page again";
    NoReview "no_review" "这件没有可以申请复查的处理意见" "There is no answer here of which a review can be asked for" "《信访工作条例》第三十五条" "Regulations on Petitioning Work, Art 35" "有书面处理意见并已收到的，才能申请复查" "A review can be asked for once a written answer was received";
    NothingToRate "nothing_to_rate" "还没有告知或答复，暂时不能评价" "Nothing was told or answered yet, so there is nothing to rate" "本机关内部规定（满意度评价）" "house rule (ratings)" "收到告知书后可以评价登记，收到答复后可以评价办理" "Rate registration once you were told something, the handling once you were answered";
    RatedAgain "rated_again" "评价已经改过一次" "The rating was changed once already" "本机关内部规定（满意度评价）：可以改一次" "house rule (ratings): one change" "还有话要说的，可以留言" "If there is more to say, write a message";
    NoneAbove "none_above" "上一级机关不在这套系统里，要直接向它提出" "The authority above is not in this system; the request goes to it directly" "《信访工作条例》第三十五条" "Regulations on Petitioning Work, Art 35" "请打印申请书，在期限内寄给或者交给页面上写明的机关" "Print the request, and send or bring it to the authority that the page names within the time";
    SameAnswer "same_answer" "这份答复和上级撤销、要求重办的那份一字不差" "This answer repeats, word for word, the one that the review set aside" "《信访工作条例》第三十五条" "Regulations on Petitioning Work, Art 35" "请按复查意见重新调查，写明这次查到什么、依据什么、怎么办" "Look into it again as the review decided, and write what was found this time, on what basis, and what follows";
    ReviewAsked "review_asked" "已经申请过复查" "A review was asked for already" "《信访工作条例》第三十五条" "Regulations on Petitioning Work, Art 35" "请看复查那一件的进展；对复查意见不服的，可以申请复核" "See where the review stands; against its decision a final review can be asked for";
    InTime "in_time" "申请是在期限内提出的，不能按逾期处理" "The request came in time and cannot be put aside as late" "《信访工作条例》第三十五条" "Regulations on Petitioning Work, Art 35" "请作出维持、撤销、变更或者重新办理的决定" "Decide that it is maintained, revoked, changed or to be redone";
    BadDate "bad_date" "日期不能这样计算" "The date cannot be counted" "本规程的计算规则" "the counting rule of the rulebook" "请核对日期" "Check the date";
    Restricted "restricted" "限阅的件只能交给有专办员的单位" "A restricted matter goes only to a unit with a named officer" "《信访工作条例》第三十条；信访人要求保密、说可能违纪违法的也按此限阅" "Regulations on Petitioning Work, Art 30, which holds too where the petitioner asked for confidence or says that it may be misconduct" "请选有专办员的单位；没有的，请管理员给承办单位设专办员，或者由第二人同意解除限阅" "Choose a unit with a named officer; where there is none, ask the administrator to name one, or lift the restriction with a second person";
}
