//! A page for what did not work: what it was and what to do now.

use super::layout::Frame;
use askama::Template;
use huiyin_domain::language::Language;

/// The page of a problem.
#[derive(Clone, Debug, Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    /// The frame.
    pub frame: Frame,
    /// The HTTP status, small print for whoever helps.
    pub status: u16,
    /// What it was, in a few words.
    pub title: String,
    /// What it was, in a sentence; may be empty.
    pub detail: String,
    /// What to do now; may be empty.
    pub what_to_do: String,
    /// Where the button leads, such as `/`.
    pub back_href: String,
    /// What the button says.
    pub back_label: String,
}

impl ProblemPage {
    /// The page as tests show it.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let page = |language: Language, status: u16, zh: [&str; 4], en: [&str; 4], back: &str| {
            let [title, detail, what_to_do, label] = language.pick(zh, en).map(str::to_owned);
            Self {
                frame: Frame::sample(language, back),
                status,
                title,
                detail,
                what_to_do,
                back_href: back.to_owned(),
                back_label: label,
            }
        };
        let gone = (
            [
                "没有这个页面",
                "网址可能抄错了，或者这一页已经挪走。",
                "可以从首页重新开始；查进展请用查询码。",
                "回首页",
            ],
            [
                "There is no such page",
                "The address may be mistyped, or the page has moved.",
                "Start again from the home page; follow your matter with your code.",
                "Home page",
            ],
        );
        let busy = (
            [
                "现在太忙，请稍等再试",
                "您写的内容没有提交成功，我们还没有收到。",
                "请等一分钟，返回上一页再按一次“提交”。也可以打电话或来接待厅。",
                "回首页",
            ],
            [
                "Too busy just now",
                "What you wrote was not sent; we have not received it.",
                "Wait a minute, go back and press Send again; or call us or come in.",
                "Home page",
            ],
        );
        vec![
            (
                "problem-404-zh",
                page(Language::Zh, 404, gone.0, gone.1, "/"),
            ),
            (
                "problem-404-en",
                page(Language::En, 404, gone.0, gone.1, "/"),
            ),
            (
                "problem-503-zh",
                page(Language::Zh, 503, busy.0, busy.1, "/"),
            ),
            (
                "problem-503-en",
                page(Language::En, 503, busy.0, busy.1, "/"),
            ),
        ]
    }
}
