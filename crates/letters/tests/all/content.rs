//! What each document has to say: the elements that law and practice want on it (DOMAIN section 3).

use super::paper::{Page, read};
use super::support::{make, making};
use huiyin_domain::language::Language;
use huiyin_letters::samples::{all, answer, form, notice, slip};
use huiyin_letters::{Addressee, AnsweredFact, Document};

fn printed(document: &Document, language: Language) -> String {
    let letter = make(document, language).expect("a letter");
    let text: String = read(&letter.pdf).iter().map(Page::text).collect();
    text.split_whitespace().collect()
}

/// That all of these stand on the paper, in this order.
fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let word: String = word.split_whitespace().collect();
        let at = rest.find(&word);
        let at = at.unwrap_or_else(|| panic!("{word} is missing in {text}"));
        rest = &rest[at + word.len()..];
    }
}

#[test]
fn an_answer_says_request_facts_basis_opinion_and_remedy_of_each() {
    let document = Document::Answer(answer("监测结果超过标准限值。"));
    in_order(
        &printed(&document, Language::Zh),
        &[
            "处理意见书",
            "信访事项编号：2026-000037",
            "张三：",
            "2025年12月1日收到",
            "一、关于“停止夜间施工”的诉求",
            "监测结果超过标准限值",
            "噪声污染防治法",
            "解决到位、解释疏导到位",
            "2026年2月1日前办结",
            "二、关于“赔偿损失”的诉求",
            "三、办理结果",
            "四、救济途径",
            "30日内向上一级行政机关提出复查申请",
            "滨海产业园区管理委员会",
            "2026年1月12日",
        ],
    );
    let english = printed(&document, Language::En);
    in_order(
        &english,
        &[
            "Decision on the petition",
            "Dear 张三",
            "Your remedy",
            "12 January 2026",
            "Courtesy translation",
        ],
    );
}

#[test]
fn an_answer_says_of_each_disputed_fact_how_it_was_looked_into() {
    let mut disputed = answer("监测结果超过标准限值。");
    disputed.facts = vec![AnsweredFact {
        fact: "作业到晚上十点为止。".to_owned(),
        added: false,
        said: vec!["十一点还在打桩，我录了音。".to_owned()],
        words: "工地监控显示作业到十一点二十分，与您说的一致。".to_owned(),
    }];
    let document = Document::Answer(disputed);
    in_order(
        &printed(&document, Language::Zh),
        &[
            "二、关于“赔偿损失”的诉求",
            "三、您不同意的事实",
            "写明的事实：作业到晚上十点为止",
            "您提出：十一点还在打桩",
            "核实情况：工地监控显示",
            "四、办理结果",
            "五、救济途径",
        ],
    );
    let english = printed(&document, Language::En);
    in_order(
        &english,
        &[
            "3. Facts that you dispute",
            "You said:",
            "How it was looked into:",
        ],
    );
}

#[test]
fn an_answer_says_of_each_added_fact_what_it_found() {
    let added = AnsweredFact {
        fact: "三月起周末也施工。".to_owned(),
        added: true,
        said: Vec::new(),
        words: "查了三月的考勤，周末没有施工。".to_owned(),
    };
    let disputed = AnsweredFact {
        fact: "作业到晚上十点为止。".to_owned(),
        added: false,
        said: vec!["十一点还在打桩。".to_owned()],
        words: "监控显示到十一点二十分。".to_owned(),
    };
    let with = |facts: Vec<AnsweredFact>| {
        let mut answer = answer("监测结果超过标准限值。");
        answer.facts = facts;
        Document::Answer(answer)
    };
    in_order(
        &printed(&with(vec![added.clone()]), Language::Zh),
        &[
            "三、您补充的事实",
            "您补充的：三月起周末也施工",
            "核实情况：查了三月的考勤",
            "四、办理结果",
        ],
    );
    let both = with(vec![disputed, added]);
    in_order(
        &printed(&both, Language::Zh),
        &[
            "三、您不同意和补充的事实",
            "写明的事实：作业到晚上十点为止",
            "您补充的：三月起周末也施工",
        ],
    );
    in_order(
        &printed(&both, Language::En),
        &["3. Facts that you dispute or added", "You added:"],
    );
}

#[test]
fn a_notice_of_acceptance_says_who_handles_it_until_when_and_what_rights_there_are() {
    in_order(
        &printed(&Document::Notice(notice()), Language::Zh),
        &[
            "李䶮：",
            "2025年12月1日收到",
            "第二十三条",
            "生态环境局",
            "2026年3月2日",
            "第三十四条",
            "回避",
            "保密",
        ],
    );
}

#[test]
fn an_english_heading_is_bold_and_what_people_wrote_in_it_is_not() {
    let document = Document::Answer(answer("监测结果超过标准限值。"));
    let pages = read(&make(&document, Language::En).expect("a letter").pdf);
    let mut lines = pages.iter().flat_map(|page| page.lines());
    let heading = lines.find(|line| {
        let text: String = line.iter().map(|ink| ink.text.trim()).collect();
        text.starts_with("1.Therequest")
    });
    let heading = heading.expect("the heading of a request");
    let quote = heading.iter().position(|ink| ink.text == "“");
    let (ours, theirs) = heading.split_at(quote.expect("what was asked"));
    for ink in ours.iter().filter(|ink| !ink.text.trim().is_empty()) {
        assert!(ink.font.contains("Bold"), "{} in {}", ink.text, ink.font);
    }
    for ink in theirs {
        assert!(!ink.font.contains("Bold"), "{} in {}", ink.text, ink.font);
    }
}

#[test]
fn a_slip_holds_the_code_only_while_it_may_be_shown_and_never_a_name() {
    let text = printed(&Document::QuerySlip(slip()), Language::Zh);
    in_order(
        &text,
        &[
            "登记回执",
            "2026-000037",
            "查询网址",
            "0576-5550",
            "7K2M-9QXA-TT04-ZH8P",
            "2026年1月27日",
        ],
    );
    assert!(text.contains("扫一扫打开查询网页"), "{text}");
    let unknown = huiyin_letters::QuerySlip {
        address: String::new(),
        ..slip()
    };
    let text = printed(&Document::QuerySlip(unknown), Language::Zh);
    assert!(text.contains("二维码内容就是查询码"), "{text}");
    let kept = huiyin_letters::QuerySlip {
        code: None,
        ..slip()
    };
    let text = printed(&Document::QuerySlip(kept), Language::Zh);
    assert!(
        !text.contains("7K2M") && text.contains("只在登记时出示一次"),
        "{text}"
    );
}

#[test]
fn a_form_without_the_identity_says_that_it_was_not_opened() {
    let text = printed(&Document::RegistrationForm(form()), Language::Zh);
    in_order(
        &text,
        &[
            "欧阳㛃",
            "13800000000",
            "三号路12号",
            "一、停止夜间施工",
            "每晚十点以后",
        ],
    );
    let closed = huiyin_letters::RegistrationForm {
        petitioner: None,
        ..form()
    };
    let text = printed(&Document::RegistrationForm(closed), Language::Zh);
    assert!(
        text.contains("身份信息未打开") && !text.contains("欧阳"),
        "{text}"
    );
}

#[test]
fn a_document_without_a_name_is_written_to_the_petitioner() {
    let unnamed = huiyin_letters::Notice {
        to: Addressee::Petitioner,
        ..notice()
    };
    let text = printed(&Document::Notice(unnamed), Language::Zh);
    assert!(
        text.contains("信访人：") && !text.contains("李䶮"),
        "{text}"
    );
}

#[test]
fn letters_between_units_hold_nobody_s_name() {
    for (name, document) in all() {
        let Document::Between(_) = &document else {
            continue;
        };
        let text = printed(&document, Language::Zh);
        assert!(
            !text.contains("张三") && text.contains("2026-000037"),
            "{name}: {text}"
        );
        assert!(text.contains("不得透露"), "{name}");
    }
}

#[test]
fn a_draft_says_so_across_each_page() {
    let document = Document::Answer(answer(&"事实清楚。".repeat(200)));
    let mut making = making(Language::Zh);
    making.watermark = "草稿 未签发".to_owned();
    let drafted = document
        .make(&super::support::FONTS, &making)
        .expect("a draft");
    for page in read(&drafted.pdf) {
        assert!(
            page.text().contains('草'),
            "a page does not say that it is a draft"
        );
    }
}
