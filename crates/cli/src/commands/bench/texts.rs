//! Petitions to send: real texts where they are at hand, else invented ones of the same lengths.

use super::client::post;
use super::dice::Dice;
use crate::error::{CliError, read_file};
use huiyin_domain::petition::{
    BODY_CHARACTERS_MAX, Identity, SUBJECT_CHARACTERS_MAX, SubmissionDraft,
};
use serde::Deserialize;
use std::path::Path;

/// Where real petitions lie in our own workshop; they are not ours to hand on.
const REAL_TEXTS: &str = "../shared/data/teddy2020c/fj4.jsonl";
/// How many are invented where there are none.
const INVENTED: usize = 2_000;
/// Characters of a body at ten even steps from the shortest to the longest, as the real ones have.
const BODY_CHARACTERS: [usize; 10] = [50, 75, 110, 140, 170, 220, 290, 420, 700, 1_000];
/// What invented petitions are made of.
const SENTENCES: [&str; 8] = [
    "小区楼下的路灯坏了三个月，晚上老人出门很不安全，多次反映没有人修。",
    "工地夜里十一点以后还在施工，噪声很大，孩子第二天要上学，希望有人管一管。",
    "我们二十多人的工资拖了五个月，老板说没有钱，请帮助我们要回血汗钱。",
    "物业收了费用却不打扫，电梯经常停在半路，业主大会一直开不起来。",
    "公交车改了线路以后，村里的人到医院要走四十分钟，请恢复原来的站点。",
    "学校门口的车太多，上下学时没有人指挥，已经出过两次事故。",
    "去年申请的低保到现在没有答复，问了几次都说再等等，请告诉我们要等多久。",
    "河边的工厂每天晚上排放有味道的水，附近的井水已经不能喝了。",
];

/// Texts, and what they are.
pub struct Texts {
    texts: Vec<Text>,
    /// The categories that they are given in turn, if any.
    categories: Vec<String>,
    /// Says which ones they are.
    pub named: String,
}

#[derive(Deserialize)]
struct Text {
    subject: String,
    body: String,
}

impl Texts {
    /// Reads a file of JSON lines with `subject` and `body`, or finds the real ones, or invents.
    ///
    /// # Errors
    /// When the file that was asked for cannot be read.
    pub fn load(file: Option<&Path>) -> Result<Self, CliError> {
        let real = Path::new(REAL_TEXTS);
        let file = file.or_else(|| real.exists().then_some(real));
        let Some(file) = file else {
            return Ok(Self {
                texts: invented(&mut Dice::new()?),
                categories: Vec::new(),
                named: format!("{INVENTED} invented petitions (real ones: --texts FILE)"),
            });
        };
        let texts: Vec<Text> = read_file(file)?
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .map(taken)
            .filter(|text: &Text| !text.subject.is_empty() && !text.body.is_empty())
            .collect();
        if texts.is_empty() {
            let what = "has no line with a subject and a body";
            return Err(CliError::Usage(format!("{}: {what}", file.display())));
        }
        let named = format!("{} real petitions of {}", texts.len(), file.display());
        Ok(Self {
            texts,
            categories: Vec::new(),
            named,
        })
    }

    /// The same, each with a category of the shipped tree, so that petitions of one subject can be hinted at.
    pub fn with_categories(self) -> Self {
        let nodes = huiyin_domain::category::shipped().nodes().iter();
        Self {
            categories: nodes.map(|node| node.code.clone()).collect(),
            ..self
        }
    }

    /// The categories that they are given.
    pub fn categories(&self) -> &[String] {
        &self.categories
    }

    /// The nth petition, from one of four kinds of petitioner in turn.
    pub fn draft(&self, nth: usize) -> SubmissionDraft {
        let text = &self.texts[nth % self.texts.len()];
        let mut draft = SubmissionDraft {
            subject: Some(text.subject.clone()),
            body: Some(text.body.clone()),
            language: Some("zh".into()),
            ..SubmissionDraft::default()
        };
        if !self.categories.is_empty() {
            draft.category = Some(self.categories[nth % self.categories.len()].clone());
        }
        match nth % 4 {
            0 | 1 => {
                draft.confidential = nth % 8 == 1;
                draft.petitioner = Some(Identity {
                    name: Some(format!("来访人{}", nth % 997)),
                    phone: Some(format!("138{:08}", nth % 100_000_000)),
                    email: None,
                    address: Some("五一路12号".into()),
                    ..Identity::default()
                });
            }
            2 => draft.anonymous = true,
            _ => draft.place = Some("reception".into()),
        }
        draft
    }

    /// The nth petition as the body of a POST.
    pub fn json(&self, nth: usize) -> Vec<u8> {
        let draft = self.draft(nth);
        let mut body = serde_json::json!({
            "subject": draft.subject, "body": draft.body, "language": draft.language,
            "confidential": draft.confidential, "anonymous": draft.anonymous,
        });
        if let Some(place) = draft.place {
            body["place"] = place.into();
        }
        if let Some(identity) = draft.petitioner {
            body["petitioner"] = serde_json::json!({
                "name": identity.name, "phone": identity.phone, "address": identity.address,
            });
        }
        body.to_string().into_bytes()
    }

    /// One request for each text and kind of petitioner.
    pub fn requests(&self) -> Vec<Vec<u8>> {
        let bodies = (0..self.texts.len() * 4).map(|nth| self.json(nth));
        bodies
            .map(|body| post("/api/v1/petitions", "application/json", "", &body))
            .collect()
    }
}

/// A text as the register takes it: some of the real ones hold stray control characters.
fn taken(text: Text) -> Text {
    let subject = text.subject.chars().filter(|c| !c.is_control());
    let body = text.body.chars().filter(|c| *c == '\n' || !c.is_control());
    Text {
        subject: subject.take(SUBJECT_CHARACTERS_MAX).collect(),
        body: body.take(BODY_CHARACTERS_MAX).collect(),
    }
}

fn invented(dice: &mut Dice) -> Vec<Text> {
    let one = |nth: usize, dice: &mut Dice| {
        let length = BODY_CHARACTERS[nth % BODY_CHARACTERS.len()];
        let mut body = String::new();
        while body.chars().count() < length {
            body.push_str(SENTENCES[dice.below(SENTENCES.len())]);
        }
        let subject = SENTENCES[nth % SENTENCES.len()];
        Text {
            subject: subject.chars().take(12 + nth % 8).collect(),
            body: body.chars().take(length).collect(),
        }
    };
    (0..INVENTED).map(|nth| one(nth, dice)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_takes_what_is_invented() {
        let texts = Texts {
            categories: Vec::new(),
            texts: invented(&mut Dice::new().expect("chance")),
            named: String::new(),
        };
        for nth in 0..16 {
            let places = ["reception".to_owned()];
            let taken =
                huiyin_domain::petition::Submission::parse(texts.draft(nth), |_| true, &places);
            assert!(taken.is_ok(), "{nth}");
        }
    }
}
