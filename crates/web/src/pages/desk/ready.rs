//! The card that says that work can begin.

use super::workshop::CheckLine;
use huiyin_domain::language::Language;

/// What works, where, and what is still open.
#[derive(Clone, Debug)]
pub struct Ready {
    /// What works now, one sentence a line.
    pub works: Vec<CheckLine>,
    /// Addresses to give out: for whom, and the address.
    pub addresses: Vec<(String, String)>,
    /// What can be done later.
    pub open: Vec<StillOpen>,
}

/// Something that is still open.
#[derive(Clone, Debug)]
pub struct StillOpen {
    /// What it is.
    pub words: String,
    /// Where it is done; empty: on the server.
    pub href: String,
}

impl Ready {
    /// The card as tests show it.
    pub fn sample(language: Language) -> Self {
        let say = |zh: &str, en: &str| language.pick(zh, en).to_owned();
        Self {
            works: vec![CheckLine {
                label: say(
                    "群众：在网上反映、凭查询码看进展",
                    "People write on the web and follow their matter with the code",
                ),
                done: true,
            }],
            addresses: vec![(
                say("给群众", "For people"),
                "https://huiyin.example/".to_owned(),
            )],
            open: vec![
                StillOpen {
                    words: say("还没设密码：陈立", "No password yet: Chen Li"),
                    href: "/desk/admin/staff".to_owned(),
                },
                StillOpen {
                    words: say(
                        "每天备份（huiyin backup），密钥另放",
                        "Back up daily (huiyin backup), with the key kept elsewhere",
                    ),
                    href: String::new(),
                },
            ],
        }
    }
}
