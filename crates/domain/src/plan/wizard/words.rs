//! What the questions of the wizard say, on the desk and in the terminal alike.

use super::{Question, Takes};
use crate::language::Bilingual;

/// A question and the sentence under it, each in Chinese and in English.
type Words = (&'static str, &'static str, &'static str, &'static str);

impl Question {
    /// What it asks, and a sentence under it that may be empty.
    pub fn words(&self) -> (Bilingual, Bilingual) {
        let key = self.name.rsplit('.').next().unwrap_or_default();
        let words = of_plan(&self.name).or_else(|| of_tier(&self.name, key));
        let words = words.or_else(|| of_field(key)).or_else(|| of_person(key));
        let words = words.unwrap_or_else(|| of_choice(self.takes, key));
        let (zh, en, hint_zh, hint_en) = words;
        (Bilingual::new(zh, en), Bilingual::new(hint_zh, hint_en))
    }
}

/// What is typed about the plan itself.
fn of_plan(name: &str) -> Option<Words> {
    Some(match name {
        "plan.title_zh" => (
            "预案叫什么？",
            "What is the plan called, in Chinese?",
            "例如：青石镇集体来访接待预案。",
            "As it is called on paper.",
        ),
        "plan.title_en" => (
            "预案的英文名",
            "The same in English",
            "英文页面用；没有就空着，用中文名。",
            "Such as: Reception of groups, Greenstone. Left empty: the Chinese.",
        ),
        "staff.channels" => (
            "这些人用哪几种方式叫得到？",
            "By which of the ways can these people be called?",
            "岗位里勾了怎样叫这个岗位，这里勾值班的人有哪几种：两边都勾的才用。",
            "The posts say how each is called; tick here which of these ways the people on duty have. What is ticked in both is used.",
        ),
        "plan.id" => (
            "代号",
            "Id",
            "系统里用的短名，已经替您填好，一般不用改；以后各版都用它。只能有小写字母、数字和短横线，例如qingshi-reception。",
            "A short name for programs, filled in already; every version keeps it. Lower-case letters, digits and dashes, such as greenstone-reception.",
        ),
        _ => return None,
    })
}

/// What is asked about a tier: how many people, who comes and how fast, who is told and when.
fn of_tier(name: &str, key: &str) -> Option<Words> {
    if !name.starts_with("rule.") {
        return None;
    }
    let nth = name.split('.').nth(3);
    let another = nth.is_some_and(|nth| nth.parse::<usize>().is_ok());
    Some(match key {
        "posts" if another => (
            "另一组，时限不同：哪些岗位？",
            "Another group, within other minutes: which posts?",
            "在上面那一组里去掉的，在这里勾。一个也不勾，这一组就没有了。",
            "Untick them in the group above and tick them here. None ticked: there is no such group.",
        ),
        "people" => (
            "这一档最多到几个人？",
            "Up to how many people is this?",
            "包括这个数；多一个人就按下一档。只写数字，例如20。",
            "This number included; with one more it is the next group. A number alone, such as 20.",
        ),
        "level" => (
            "这一档算几级？",
            "Which level is this?",
            "写在响应、看板和报告上；一级最高，四级最低。",
            "It stands on the response, the board and the reports; level I goes farthest, level IV least far.",
        ),
        "posts" => (
            "这么多人来，哪些岗位来接待？",
            "So many people: which posts come?",
            "勾上的都要到场，来的人里至少要有一个能当场决定。",
            "Whoever is ticked comes; one at least has to be able to decide on the spot.",
        ),
        "arrive_minutes" => (
            "几分钟内到场？",
            "Within how many minutes are they there?",
            "从登记人数起算，例如20。",
            "From when the headcount is recorded; such as 20.",
        ),
        "ack_minutes" => (
            "叫一个人，几分钟没应答就叫下一个？",
            "How many minutes is one waited for before the next is called?",
            "例如3。本人、代岗、上级岗位依次叫；加起来要赶得上到场时限，赶不上检查会告诉您。",
            "Such as 3. Holder, stand-ins, the post above in turn; the check tells where that is too long to be there in time.",
        ),
        "to" => (
            "这么多人来，向谁报告？",
            "So many people: who above is told?",
            "选“不用报告”的，下面两项不算。",
            "With nobody chosen, the two questions below do not count.",
        ),
        "first_minutes" => (
            "第一次报告在几分钟内？",
            "The first report within how many minutes?",
            "从登记人数起算，例如30；不能晚于上级的要求。",
            "From when the headcount is recorded; such as 30, and no later than the recipient wants it.",
        ),
        "every_minutes" => (
            "以后每隔几分钟报告一次？",
            "And then every how many minutes?",
            "例如60。空着就只报一次。",
            "Such as 60. Left empty: once only.",
        ),
        _ => return None,
    })
}

/// What is typed.
fn of_field(key: &str) -> Option<Words> {
    Some(match key {
        "title_zh" => ("中文名", "Name in Chinese", "", ""),
        "decides_zh" => (
            "能当场决定什么？",
            "What can it decide on the spot, in Chinese?",
            "例如：受理、转送和当场能答复的小事。不能决定就空着；到场的人里至少要有一个能决定。",
            "Such as: acceptance, transfer, small matters on the spot. Left empty: nothing; of those who come one at least has to decide.",
        ),
        "decides_en" => (
            "能当场决定什么（英文）",
            "The same in English",
            "空着就用中文。",
            "Left empty: the Chinese.",
        ),
        "title_en" => (
            "英文名",
            "Name in English",
            "英文页面用；没有英文名，就照抄中文名。",
            "For pages in English.",
        ),
        "area_m2" => (
            "面积（平方米）",
            "Clear area in square metres",
            "能站人的净面积，只写整数，例如60。太小容不下时，检查会告诉您。",
            "Where people can stand; a whole number, such as 60. The check tells where it is too small.",
        ),
        "exits_m" => (
            "各出口净宽（米）",
            "Clear width of each exit in metres",
            "门完全打开以后能走人的宽度。一个出口写一个数，用逗号分开，例如1.4, 0.9。",
            "As wide as people can walk through with the door wide open. One number for each exit, commas between, such as 1.4, 0.9.",
        ),
        "travel_minutes" => (
            "从接到呼叫到接待地点要几分钟？",
            "Minutes from the call to the place of reception",
            "自己估，例如5；系统不定位任何人。来不及在时限内到的，检查会告诉您。",
            "Declared, such as 5; nobody is ever located. The check tells who cannot be there in time.",
        ),
        "within_minutes" => (
            "上级要求几分钟内收到第一次报告？",
            "Within how many minutes does it want the first report?",
            "从登记人数起算，例如60。",
            "From when the headcount is recorded; such as 60.",
        ),
        "name" => (
            "姓名",
            "Name",
            "只写在岗的人。以后有了账号，再换成登录名。",
            "Of somebody in office. Once they have an account, choose that in their place.",
        ),
        "min" => (
            "至少几个人？",
            "How many at least?",
            "例如1。不写就不要求；写了，哪个时段人不够，检查会告诉您。一个人兼几个岗位只算一次。",
            "Such as 1. Left empty, none is asked for; else the check tells at which hours there are too few. Somebody who holds several posts counts once.",
        ),
        _ => return None,
    })
}

/// How somebody without an account is reached.
fn of_person(key: &str) -> Option<Words> {
    Some(match key {
        "phone" => (
            "手机号（可不填）",
            "Mobile number (optional)",
            "用来发呼叫短信，短信里有能点的应答链接，不用登录。加密保存，只有存预案的人和打电话的接待台看得到，不写进预案和值班表；从值班表去掉时一起删除。不填就由接待台打电话叫。",
            "For the text message that calls them, with a link that answers without sign-in. Sealed, seen by those who lodge plans and the desk that rings; in neither plan nor roster, and deleted when they leave the roster. Left empty, the desk rings them.",
        ),
        "email" => (
            "邮箱（可不填）",
            "E-mail (optional)",
            "呼叫也发到这里，同样加密保存。",
            "Calls go there as well; sealed likewise.",
        ),
        _ => return None,
    })
}

/// What is chosen.
fn of_choice(takes: Takes, key: &str) -> Words {
    match (takes, key) {
        (Takes::Unit, _) => (
            "属于哪个单位？",
            "Which unit?",
            "群众反映这个单位时，就不叫这个岗位。",
            "When that unit is complained of, this post is not called.",
        ),
        (Takes::Approver, _) => (
            "由哪个岗位批准这份预案？",
            "Which post approves this plan?",
            "存入以后由担任它的人批准，批准了才执行。",
            "Once lodged, whoever holds it approves the plan; only then it is in force.",
        ),
        (Takes::Post, _) => (
            "和哪个岗位一起到场？",
            "Together with which post does it come?",
            "那个岗位要到的时候，它也要到，时限相同。也可以不选，下一步在各档人数里勾它。",
            "Whenever that post is to come, this one is as well, within the same minutes. Or choose none, and tick it in the next step.",
        ),
        (Takes::Posts, "stand_ins") => (
            "不应答或来不了，依次叫谁？",
            "Who is called when they do not answer or cannot come?",
            "从上往下依次叫。不勾就没有代岗的，直接叫上级岗位。",
            "From the top. Nobody ticked: nobody stands in, and the post above is called.",
        ),
        (Takes::Posts, _) => (
            "算哪些岗位上的人？",
            "Whose holders count?",
            "不勾就算值班表里的所有岗位。",
            "None ticked: every post of the roster.",
        ),
        (Takes::Hours, _) => (
            "什么时候要？",
            "At which hours?",
            "不勾就是任何时间。",
            "None ticked: at every hour.",
        ),
        (Takes::Staff | Takes::Days | Takes::Time, _) => of_duty(takes, key),
        (Takes::Recipient, _) => ("向谁报告？", "Who is told?", "", ""),
        (Takes::Channels, _) => (
            "怎样呼叫？",
            "How are they called?",
            "可以勾几种，从上往下依次用。电话和值班台由值班员照着名单打；短信、工作聊天和电子邮件要管理员先接通，没接通的自动换下一种。",
            "Several can be ticked, used from the top. The desk rings by phone; text message, work chat and e-mail are set up by the administrator first, and give way to the next where they are not.",
        ),
        _ => ("内容", "Text", "", ""),
    }
}

/// What is asked about hours, and about who is on duty in them.
fn of_duty(takes: Takes, key: &str) -> Words {
    match (takes, key) {
        (Takes::Staff, "trained") => (
            "谁受过培训？",
            "Who is trained for it?",
            "只说值班的人，不说来访的人。",
            "Of those on duty only; nothing is said of anybody who comes.",
        ),
        (Takes::Staff, "staff_night") => (
            "晚上和夜里是别人吗？",
            "In the evening and at night, somebody else?",
            "不勾就和白天一样。",
            "None ticked: the same as by day.",
        ),
        (Takes::Staff, "staff_rest") => (
            "周末和节假日是别人吗？",
            "On rest days and holidays, somebody else?",
            "不勾就和工作日白天一样。调休上班的日子算工作日。",
            "None ticked: the same as by day on working days. A day that is worked in place of another counts as a working day.",
        ),
        (Takes::Staff, "also_night") => (
            "工作日夜里谁值班？",
            "Who is on duty at night on working days?",
            "不勾就是夜里这个岗位没有人。有哪一档夜里也要它到场的，这里要有人。",
            "None ticked: nobody holds the post at night. Where it is to come at night as well, somebody has to.",
        ),
        (Takes::Staff, "also_rest") => (
            "周末和节假日谁值班？",
            "Who is on duty on rest days and holidays?",
            "不勾就是这些日子这个岗位没有人。调休上班的日子算工作日。",
            "None ticked: nobody holds the post on these days. A day that is worked in place of another counts as a working day.",
        ),
        (Takes::Days, _) => (
            "哪些日子？",
            "On which days?",
            "工作日和休息日按国家放假安排算，调休上班的日子算工作日。不勾就照原来的。",
            "Working days and rest days as the calendar has them, with the days worked in place of others. None ticked: as before.",
        ),
        (Takes::Time, "from") => (
            "从几点？",
            "From when?",
            "例如08:30。夜里和休息日的时段跟着变。",
            "Such as 08:30. Nights and rest days follow.",
        ),
        (Takes::Time, _) => ("到几点？", "Until when?", "例如17:30。", "Such as 17:30."),
        _ => (
            "谁值班？",
            "Who is on duty?",
            "勾几个人就按这个顺序轮流。没有账号的人，用下面“加一个没有账号的人”先加上。",
            "Several take turns, in this order. Somebody without an account is added first, with the button below.",
        ),
    }
}
