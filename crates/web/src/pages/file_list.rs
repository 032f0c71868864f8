//! Files in a list: what was brought, documents to read or to keep, what is about to be sent.

use huiyin_domain::language::Language;

/// One file.
#[derive(Clone, Debug, Default)]
pub struct ListedFile {
    /// What it is called.
    pub name: String,
    /// What it is, how large, who put it there or since when: one line.
    pub about: String,
    /// Where it is; `None`: not for this reader, or its words stand here.
    pub href: Option<String>,
    /// Whether whoever opens that address keeps the file, instead of reading it in the browser.
    pub is_kept: bool,
    /// Its words, where it is a notice; may hold line breaks; empty: none.
    pub text: String,
    /// Where its small picture is; `None`: it has none.
    pub picture: Option<String>,
    /// Where it is taken out again; `None`: it stays.
    pub drop_href: Option<String>,
}

impl ListedFile {
    /// What is said of a file, part by part, as one line.
    pub fn about(language: Language, parts: [&str; 2]) -> String {
        parts.join(language.pick("；", "; "))
    }

    /// A document that the petitioner can keep.
    pub fn sample_kept(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            name: say("处理意见书.pdf", "written-answer.pdf"),
            about: say(
                "PDF, 0.4 MB；4月14日（周二）15:20",
                "PDF, 0.4 MB; Tuesday 14 April, 15:20",
            ),
            href: Some("/track/files/7".to_owned()),
            is_kept: true,
            ..Self::default()
        }
    }

    /// What staff read, brought by the petitioner.
    pub fn sample_brought(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            name: say("信访人的材料", "Brought by the petitioner"),
            about: say(
                "PDF, 1.2 MB；3月2日19:41，刘敏上传",
                "PDF, 1.2 MB; 2 March, 19:41, by Liu Min",
            ),
            href: Some("/desk/petitions/2026-000123/files/1".to_owned()),
            ..Self::default()
        }
    }

    /// What was added and is not sent yet.
    pub fn sample_added(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            name: say("工资条.jpg", "pay-slip.jpg"),
            about: say("已传好，JPEG, 1.2 MB", "Added, JPEG, 1.2 MB"),
            picture: Some("data:,".to_owned()),
            drop_href: Some("/new/files/1/drop".to_owned()),
            ..Self::default()
        }
    }

    /// In each of its states: to keep, to read, with its words, a picture, a long name, not for this reader.
    pub fn samples(language: Language) -> Vec<Self> {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        let notice = Self {
            name: say("受理告知书", "Notice of acceptance"),
            about: say(
                "文书；3月2日（周一）签发",
                "Document; issued on Monday 2 March",
            ),
            text: say(
                "王秀英女士：\n您反映的事项我们受理了，60日内书面答复您。",
                "Dear Ms Wang,\nWe have taken up what you told us and answer in writing within 60 days.",
            ),
            ..Self::default()
        };
        let long = Self {
            name: say(
                "关于A区工业园三号塔吊旁工人三月份工资一直没有发放的情况说明和银行流水_2026年3月2日_最终版.docx",
                "statement-on-the-March-wages-of-the-workers-by-crane-3-with-bank-records_final_version.docx",
            ),
            about: "Word, 18.4 MB".to_owned(),
            drop_href: Some("/new/files/0/drop".to_owned()),
            ..Self::default()
        };
        let closed = Self {
            href: None,
            ..Self::sample_brought(language)
        };
        vec![
            Self::sample_kept(language),
            Self::sample_brought(language),
            notice,
            Self::sample_added(language),
            long,
            closed,
        ]
    }
}
