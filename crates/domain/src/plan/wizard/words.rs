//! What the questions of the wizard say, on the desk and in the terminal alike.

use super::{Question, Takes};
use crate::language::Bilingual;

/// A question and the sentence under it, each in Chinese and in English.
type Words = (&'static str, &'static str, &'static str, &'static str);

impl Question {
    /// What it asks, and a sentence under it that may be empty.
    pub fn words(&self) -> (Bilingual, Bilingual) {
        let key = self.name.rsplit('.').next().unwrap_or_default();
        let words = of_field(key).unwrap_or_else(|| of_choice(self.takes, key));
        let (zh, en, hint_zh, hint_en) = words;
        (Bilingual::new(zh, en), Bilingual::new(hint_zh, hint_en))
    }
}

/// What is typed.
fn of_field(key: &str) -> Option<Words> {
    Some(match key {
        "title_zh" => ("中文名", "Name in Chinese", "", ""),
        "decides_zh" => (
            "能当场决定什么？",
            "What can it decide on the spot, in Chinese?",
            "不能决定就空着。",
            "Left empty: nothing.",
        ),
        "decides_en" => (
            "能当场决定什么（英文）",
            "The same in English",
            "空着就用中文。",
            "Left empty: the Chinese.",
        ),
        "title_en" => ("英文名", "Name in English", "", ""),
        "id" => (
            "代号",
            "Id",
            "小写字母、数字和短横线。",
            "Lower-case letters, digits and dashes.",
        ),
        "area_m2" => (
            "面积（平方米）",
            "Clear area in square metres",
            "能站人的净面积，整数。",
            "Where people can stand; a whole number.",
        ),
        "exits_m" => (
            "各出口净宽（米）",
            "Clear width of each exit in metres",
            "一个出口写一个数，用逗号分开，如1.4, 0.9。",
            "One number for each exit, commas between, such as 1.4, 0.9.",
        ),
        "travel_minutes" => (
            "从接到呼叫到接待地点要几分钟？",
            "Minutes from the call to the place of reception",
            "自己填的，系统不定位任何人。",
            "Declared; nobody is ever located.",
        ),
        "min" => (
            "至少几个人？",
            "How many at least?",
            "不写就不要求。一个人兼几个岗位只算一次。",
            "Left empty, none is asked for. Somebody who holds several posts counts once.",
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
            "那个岗位要到的时候，它也要到，时限相同。",
            "Whenever that post is to come, this one is as well, within the same minutes.",
        ),
        (Takes::Posts, "stand_ins") => (
            "不应答或来不了，依次叫谁？",
            "Who is called when they do not answer or cannot come?",
            "不勾就没有代岗的。",
            "Nobody ticked: nobody stands in.",
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
        (Takes::Staff, "trained") => (
            "谁受过培训？",
            "Who is trained for it?",
            "只说值班的人，不说来访的人。",
            "Of those on duty only; nothing is said of anybody who comes.",
        ),
        (Takes::Staff, _) => (
            "谁值班？",
            "Who is on duty?",
            "勾几个人就按这个顺序轮流。",
            "Several take turns, in this order.",
        ),
        (Takes::Channels, _) => ("怎样呼叫？", "How are they called?", "", ""),
        _ => ("内容", "Text", "", ""),
    }
}
