//! The steps of telling: what each asks, what it saves, and where what was not taken is shown.

use crate::body::Form;
use huiyin_domain::language::Language;
use huiyin_domain::petition::{FieldError, FieldProblem, Identity, SubmissionDraft};

/// A page of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// 发生了什么事
    What,
    /// 在哪里，什么时候
    Where,
    /// 希望怎么解决
    Ask,
    /// 材料
    Files,
    /// 这是谁的事
    Whose,
    /// 怎么联系
    Contact,
}

/// Where somebody goes on who saved: the last step in which something was written; the check once all of
/// it was gone through.
pub(super) fn reached(form: &Form, files: bool) -> &'static str {
    let mut steps = Step::ALL.into_iter().rev();
    let last = steps.find(|step| step.is_begun(form, files));
    match last {
        Some(Step::Contact) => "/new/check",
        Some(step) => step.path(),
        None => Step::What.path(),
    }
}

impl Step {
    /// Every step, in order.
    pub(crate) const ALL: [Self; 6] = [
        Self::What,
        Self::Where,
        Self::Ask,
        Self::Files,
        Self::Whose,
        Self::Contact,
    ];

    /// Its word in addresses.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Where => "where",
            Self::Ask => "ask",
            Self::Files => "files",
            Self::Whose => "whose",
            Self::Contact => "contact",
        }
    }

    /// The step of a word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// Its address.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::What => "/new/what",
            Self::Where => "/new/where",
            Self::Ask => "/new/ask",
            Self::Files => "/new/files",
            Self::Whose => "/new/whose",
            Self::Contact => "/new/contact",
        }
    }

    /// Which it is, from 1.
    pub(crate) fn number(self) -> usize {
        Self::ALL
            .iter()
            .position(|step| *step == self)
            .unwrap_or_default()
            + 1
    }

    /// Where it leads to.
    pub(crate) fn next(self) -> &'static str {
        Self::ALL
            .get(self.number())
            .map_or("/new/check", |step| step.path())
    }

    /// Where it came from.
    pub(crate) fn back(self) -> &'static str {
        let before = self.number().checked_sub(2);
        before
            .and_then(|nth| Self::ALL.get(nth))
            .map_or("/", |step| step.path())
    }

    /// Whether something was written in it. Whose matter it is has an answer from the beginning.
    fn is_begun(self, form: &Form, files: bool) -> bool {
        match self {
            Self::Files => files,
            Self::Whose => form.text("whose").is_some(),
            step => step
                .names()
                .iter()
                .any(|name| form.text(name).is_some_and(|text| !text.trim().is_empty())),
        }
    }

    /// The question that it asks.
    pub(crate) fn question(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::What => ("发生了什么事？", "What happened?"),
            Self::Where => ("在哪里，什么时候？", "Where and when?"),
            Self::Ask => ("您希望怎么解决？", "What do you ask for?"),
            Self::Files => ("有材料要给我们看吗？", "Anything to show us?"),
            Self::Whose => ("这是谁的事？", "Whose matter is it?"),
            Self::Contact => ("怎么联系您？", "How can we reach you?"),
        };
        language.pick(zh, en)
    }

    /// The fields that it saves.
    pub(crate) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::What => &["body", "subject", "danger"],
            Self::Where => &["place", "place_text"],
            Self::Ask => &[
                "request_1",
                "request_2",
                "request_3",
                "request_4",
                "request_5",
                "class",
                "category",
            ],
            Self::Files => &[],
            Self::Whose => &[
                "whose",
                "representative_1",
                "representative_2",
                "representative_3",
                "representative_4",
                "on_behalf_of",
                AUTHORITY,
                "respondents",
                "misconduct",
            ],
            Self::Contact => &[
                "who",
                "name",
                "phone",
                "email",
                "address",
                "notice_hours",
                "notice_unnamed",
                "wish",
            ],
        }
    }
}

/// The field that says which file is the written authority 委托书.
pub(crate) const AUTHORITY: &str = "written_authority";

/// The number of the file that is the written authority, where it is brought for somebody else.
pub(crate) fn authority_file(form: &Form) -> Option<i64> {
    let on_behalf = form.text("whose").as_deref() == Some("for");
    let number = form.text(AUTHORITY).filter(|_| on_behalf);
    number.and_then(|number| number.parse().ok())
}

/// The values of fields that are numbered from 1, those with more than blanks.
fn numbered(form: &Form, name: &str, most: usize) -> Vec<String> {
    (1..=most)
        .filter_map(|nth| form.text(&format!("{name}_{nth}")))
        .collect()
}

/// How somebody wants to be known: what was chosen; where nothing was, whoever wrote a name or contact leaves it.
/// Staying anonymous and being kept confidential are chosen, never taken for chosen.
pub(crate) fn known_as(form: &Form) -> String {
    let chosen = form.text("who").unwrap_or_default();
    let wrote = ["name", "phone", "email", "address"];
    match chosen.is_empty() && wrote.iter().any(|name| form.text(name).is_some()) {
        true => "named".to_owned(),
        false => chosen,
    }
}

/// How many boxes there are for requests.
const REQUEST_BOXES: usize = 5;
/// How many boxes there are for other representatives.
const REPRESENTATIVE_BOXES: usize = 4;

/// What was written so far, as a registration takes it.
pub(crate) fn submission(form: &Form, language: Language) -> SubmissionDraft {
    let who = known_as(form);
    let whose = form.text("whose").unwrap_or_default();
    let several = whose == "several";
    let identity = Identity {
        name: form.text("name"),
        phone: form.text("phone"),
        email: form.text("email"),
        address: form.text("address"),
        representatives: if several {
            numbered(form, "representative", REPRESENTATIVE_BOXES)
        } else {
            Vec::new()
        },
        on_behalf_of: form.text("on_behalf_of").filter(|_| whose == "for"),
    };
    let anonymous = who == "anonymous";
    let mut missing = Vec::new();
    if several && identity.representatives.is_empty() {
        missing.push("petitioner.representatives.0");
    }
    if whose == "for" && identity.on_behalf_of.is_none() {
        missing.push("petitioner.on_behalf_of");
    }
    let reachable = Identity {
        representatives: Vec::new(),
        on_behalf_of: None,
        ..identity.clone()
    };
    if !anonymous && !["named", "confidential"].contains(&who.as_str()) {
        missing.push("anonymous");
    } else if !anonymous && reachable.is_empty() {
        missing.push("petitioner.name");
    }
    let missing = missing.into_iter().map(|field| FieldError {
        field: field.to_owned(),
        problem: FieldProblem::Missing,
    });
    let respondents = form.text("respondents").unwrap_or_default();
    let respondents = respondents.lines().map(str::trim);
    SubmissionDraft {
        subject: form.text("subject"),
        body: form.text("body"),
        class: form.text("class"),
        category: form.text("category"),
        place: form.text("place"),
        place_text: form.text("place_text"),
        language: Some(language.tag().to_owned()),
        // Contacts left over under "anonymous" are refused, never silently dropped or kept.
        petitioner: (!anonymous || !identity.is_empty()).then_some(identity),
        anonymous,
        confidential: who == "confidential",
        misconduct: form.ticked("misconduct"),
        requests: numbered(form, "request", REQUEST_BOXES),
        respondents: respondents
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        wish: form.text("wish"),
        says_danger: form.ticked("danger"),
        // Without a contact nothing is sent, whatever is chosen.
        notice_hours: form.text("notice_hours").filter(|_| !anonymous),
        notice_unnamed: form.ticked("notice_unnamed") && !anonymous,
        refused: missing.collect(),
    }
}

/// Where something that was not taken is shown: the step, and the field of its form.
pub(crate) fn place_of(field: &str) -> (Step, String) {
    let nth = |rest: &str| rest.trim_start_matches('.').parse::<usize>().unwrap_or(0) + 1;
    if let Some(rest) = field.strip_prefix("petitioner.representatives") {
        return (Step::Whose, format!("representative_{}", nth(rest)));
    }
    if let Some(rest) = field.strip_prefix("requests") {
        return (Step::Ask, format!("request_{}", nth(rest)));
    }
    let own = match field {
        "anonymous" => "who",
        "says_danger" => "danger",
        _ if field.starts_with("respondents") => "respondents",
        other => other.strip_prefix("petitioner.").unwrap_or(other),
    };
    let step = Step::ALL
        .into_iter()
        .find(|step| step.names().contains(&own))
        .unwrap_or(Step::What);
    (step, own.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_follow_each_other_and_back() {
        assert_eq!(Step::What.back(), "/");
        for pair in Step::ALL.windows(2) {
            assert_eq!(pair[0].next(), pair[1].path());
            assert_eq!(pair[1].back(), pair[0].path());
            assert_eq!(Step::parse(pair[0].word()), Some(pair[0]));
        }
        assert_eq!(Step::Contact.next(), "/new/check");
    }

    #[test]
    fn what_is_refused_is_shown_at_a_field_of_a_step() {
        for (field, step, own) in [
            ("subject", Step::What, "subject"),
            ("place_text", Step::Where, "place_text"),
            ("requests.1", Step::Ask, "request_2"),
            ("requests", Step::Ask, "request_1"),
            ("respondents.3", Step::Whose, "respondents"),
            (
                "petitioner.representatives.2",
                Step::Whose,
                "representative_3",
            ),
            ("petitioner.on_behalf_of", Step::Whose, "on_behalf_of"),
            ("petitioner.phone", Step::Contact, "phone"),
            ("anonymous", Step::Contact, "who"),
            ("wish", Step::Contact, "wish"),
        ] {
            assert_eq!(place_of(field), (step, own.to_owned()));
            assert!(step.names().contains(&own), "{own}");
        }
    }

    #[test]
    fn who_wrote_a_name_leaves_it_and_nobody_is_anonymous_unasked() {
        let known = |pairs: &[(&str, &str)]| {
            let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
            known_as(&Form::of(pairs.iter().map(owned).collect()))
        };
        assert_eq!(known(&[("name", "张三")]), "named");
        assert_eq!(known(&[("phone", "13800000000")]), "named");
        assert_eq!(known(&[]), "");
        assert_eq!(known(&[("name", ""), ("who", "")]), "");
        assert_eq!(
            known(&[("who", "confidential"), ("name", "张三")]),
            "confidential"
        );
        assert_eq!(
            known(&[("who", "anonymous"), ("name", "张三")]),
            "anonymous"
        );
    }

    #[test]
    fn whose_it_is_decides_what_is_taken_along() {
        let form = |whose: &str| {
            let pairs = [
                ("whose", whose),
                ("representative_1", "李四"),
                ("representative_3", "王五"),
                ("on_behalf_of", "母亲"),
                ("who", "named"),
                ("name", "张三"),
            ];
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let draft = submission(&Form::of(pairs.to_vec()), Language::Zh);
            let identity = draft.petitioner.unwrap_or_default();
            (identity.representatives, identity.on_behalf_of)
        };
        assert_eq!(form("mine"), (Vec::new(), None));
        assert_eq!(
            form("several"),
            (vec!["李四".to_owned(), "王五".to_owned()], None)
        );
        assert_eq!(form("for"), (Vec::new(), Some("母亲".to_owned())));
    }
}
