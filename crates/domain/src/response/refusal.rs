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
    TooManyImprovements "too-many-improvements" "改进事项太多了，先做到一些" "there are too many improvements; do some of them first";
    NoSuchPart "no-such-part" "预案里没有这个岗位或这一部分" "the plan has no such post or part";
    NoSuchImprovement "no-such-improvement" "没有这一项改进" "there is no such improvement";
    ImprovementMade "improvement-made" "这一项改进已经做到了" "this improvement was done already";
    NoSuchTask "no-such-task" "适用的规则里没有这一项" "the rule that applies has no such task";
    TaskDone "task-done" "这一项已经做好了" "the task is done already";
    OpenEnds "open-ends" "还有岗位没到、事项没做、谈话没结束或有人没谈；仍要结束，请确认" "a post is not there, a task not done, a talk not ended or somebody not heard; to end all the same, say so";
    TooManyRepresentatives "too-many-representatives" "代表由来访人推选，1至5人" "a group chooses one to five representatives itself";
    NoRepresentatives "no-representatives" "还没有代表，请来访人先推选" "there are no representatives yet; let the group choose them";
    NotANeed "not-a-need" "这一项不按人数记；只记事项和人数，不记人" "this is not counted by people; note a thing and a number, never persons";
    PostNotThere "post-not-there" "谈话至少有一个已经到场的岗位；没到的请先签到" "a talk has at least one post that is there; note its arrival first";
    PostInTalk "post-in-talk" "有岗位正在另一场谈话里，请先结束那一场" "a post is in another talk; end that one first";
    UnknownRoom "unknown-room" "预案中没有这个房间" "the plan has no such room";
    NoSuchTalk "no-such-talk" "没有这场谈话，或者已经结束" "there is no such talk, or it has ended";
    TalkRuns "talk-runs" "还有谈话没结束，请先结束" "a talk has not ended; end it first";
    NoTalk "no-talk" "还没有谈话，没有可记的" "there was no talk yet to write minutes of";
    NoMinutes "no-minutes" "还没有谈话记录，请先写好念给代表听" "there are no minutes yet; write them and read them back";
    MinutesAnswered "minutes-answered" "这一稿代表已经答复；要改就另写一稿" "this version was answered already; to change it write another";
    NotARepresentative "not-a-representative" "这不是来访人信访件的查询码" "this is no acting code of the group's petition";
    NoScan "no-scan" "没有留在响应里的签名扫描件" "no scan of signed minutes is kept with this response";
    NoSuchPaper "no-such-paper" "来访人的信访件里没有这份签名件；请先登记信访件并加上扫描件" "the group's petition has no such signed paper; register it and add the scan first";
    PetitionRegistered "petition-registered" "这次来访的信访件已经登记" "the group's petition is registered already";
    RepresentativesChanged "representatives-changed" "代表刚刚改过，请再看一遍再登记" "the representatives were changed just now; look again, then register";
    DrillRegistersNothing "drill-registers-nothing" "这是演练，不登记信访件" "this is a drill; no petition is registered";
    AlreadyOpen "already-open" "响应已经启动" "the response has begun already";
    UnknownPlace "unknown-place" "预案中没有这个场所，请选预案中的场所" "the plan has no such place; choose one of its places";
    BadHeadcount "bad-headcount" "人数从1起，上限不小于下限" "a headcount begins at 1, and its upper figure is not the smaller one";
    HeadcountElsewhere "headcount-elsewhere" "上级接待场所由其接待单位或来访人呼叫才启动，不记人数" "at a place above our own level a response begins when that reception or the people call, and nobody counts them";
    VideoOnly "video-only" "预案在这个场所只写了视频，不派人前往；请不要勾选当面" "the plan answers at this place by video only, and nobody travels; leave in person unticked";
    HeadcountNeeded "headcount-needed" "本机关的场所请写人数" "at a place of our own give the headcount";
    NoRule "no-rule" "预案此时没有适用的规则，请由负责人决定级别并改正预案" "no rule of the plan applies now; let the person in charge decide, and correct the plan";
    SeveralRules "several-rules" "预案此时有几条规则都适用，请改正预案" "several rules of the plan apply now; correct the plan";
    OnlyHigher "only-higher" "级别只能由决定提高" "a decision can only set a farther level";
    NoSuchLevel "no-such-level" "预案在这里没有这一级别" "the plan has no such level here";
    ConcernedKnown "concerned-known" "该答复的单位已经写明" "the unit that owes the answer is named already";
    NobodyHeads "nobody-heads" "这个单位现在没有可以呼叫的负责人；请另选单位，或者自己打电话找人" "nobody who can be called heads this unit now; choose another, or ring somebody by hand";
    UnknownPage "unknown-page" "没有这次呼叫" "there is no such page";
    PageClosed "page-closed" "这次呼叫已转给下一位" "this page has gone on to the next";
    AnsweredByAnother "answered-by-another" "已有人应答这一岗位，您不必前来" "somebody else answers for this post; you need not come";
    PlaysSilence "plays-silence" "这次演练里这个岗位的角色是不应答：不用回答，也不用来，呼叫按时转给下一位" "the part of this post in the drill is silence: no answer, and nobody comes; its page goes on to the next in time";
    StillCalled "still-called" "这一岗位还在呼叫，或者已有人会来；没有人来时再重新呼叫" "this post is still being called, or somebody comes; call again where nobody does";
    NoPost "no-post" "没有选岗位：请勾选已经到的岗位" "no post is named; tick those who are there";
    NotCalled "not-called" "没有呼叫这一岗位" "this post was not called";
    NotNeeded "not-needed" "该到的人数已经够了，这一岗位不用再来" "as many as are needed are there; nobody else has to come for this post";
    AlreadyThere "already-there" "这一岗位已经到场" "this post is there already";
    NoDanger "no-danger" "没有写明的生命危险，也不是演练，没有可导出的警报" "no danger to life was written down and it is no drill, so there is no alert to export";
    NoSuchReport "no-such-report" "没有这份报告" "no such report went up";
    ReportAcknowledged "report-acknowledged" "这份报告对方已经确认收到" "the recipient has acknowledged this report already";
    NoReportOwed "no-report-owed" "没有应向其报送的报告" "no report is owed there";
}
