//! Why a command to a response is refused: a stable code and the way out, in both languages.

use crate::language::Bilingual;

macro_rules! refusals {
    ($($name:ident $word:literal $zh:literal $en:literal;)+) => {
        /// A refusal of a command to a response. Nothing happened.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum RunRefusal { $(#[doc = $en] $name),+ }

        impl RunRefusal {
            /// Every refusal.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as interfaces say it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Why, and what to do.
            pub fn message(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::new($zh, $en)),+ }
            }
        }
    };
}

refusals! {
    NotOpen "not-open" "响应尚未启动，请先启动" "the response has not begun; open it first";
    Ended "ended" "响应已经结束" "the response has ended";
    NotEnded "not-ended" "响应还在进行，结束以后再复盘" "the response still runs; review it when it has ended";
    NoSuchTask "no-such-task" "适用的规则里没有这一项" "the rule that applies has no such task";
    TaskDone "task-done" "这一项已经做好了" "the task is done already";
    OpenEnds "open-ends" "还有岗位没到或事项没做；仍要结束，请确认" "a post is not there or a task not done; to end all the same, say so";
    AlreadyOpen "already-open" "响应已经启动" "the response has begun already";
    UnknownPlace "unknown-place" "预案中没有这个场所，请选预案中的场所" "the plan has no such place; choose one of its places";
    BadHeadcount "bad-headcount" "人数从1起，上限不小于下限" "a headcount begins at 1, and its upper figure is not the smaller one";
    HeadcountElsewhere "headcount-elsewhere" "上级接待场所由其接待单位或来访人呼叫才启动，不记人数" "at a place above our own level a response begins when that reception or the people call, and nobody counts them";
    HeadcountNeeded "headcount-needed" "本机关的场所请写人数" "at a place of our own give the headcount";
    NoRule "no-rule" "预案此时没有适用的规则，请由负责人决定级别并改正预案" "no rule of the plan applies now; let the person in charge decide, and correct the plan";
    SeveralRules "several-rules" "预案此时有几条规则都适用，请改正预案" "several rules of the plan apply now; correct the plan";
    OnlyHigher "only-higher" "级别只能由决定提高" "a decision can only set a farther level";
    NoSuchLevel "no-such-level" "预案在这里没有这一级别" "the plan has no such level here";
    UnknownPage "unknown-page" "没有这次呼叫" "there is no such page";
    PageClosed "page-closed" "这次呼叫已转给下一位" "this page has gone on to the next";
    AnsweredByAnother "answered-by-another" "已有人应答这一岗位，您不必前来" "somebody else answers for this post; you need not come";
    NotCalled "not-called" "没有呼叫这一岗位" "this post was not called";
    AlreadyThere "already-there" "这一岗位已经到场" "this post is there already";
    NoDanger "no-danger" "没有写明的危险，也不是演练，没有可导出的警报" "no danger was written down and it is no drill, so there is no alert to export";
    NoSuchReport "no-such-report" "没有这份报告" "no such report went up";
    ReportAcknowledged "report-acknowledged" "这份报告对方已经确认收到" "the recipient has acknowledged this report already";
    NoReportOwed "no-report-owed" "没有应向其报送的报告" "no report is owed there";
}
