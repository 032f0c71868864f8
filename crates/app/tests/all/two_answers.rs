//! An answer that was set aside and the one after it both promise something: what is done meets the duty of the answer
//! that stands (RULES 5.5).

use super::becoming::number;
use super::review::{above, decision, hand_over, reasons, steps};
use super::support::{FIRST, healthy, wait};
use huiyin_app::{Huiyin, Which};
use huiyin_domain::petition::{AnswerDraft, AnswerItem, Command, Outcome, ReviewOutcome};
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept};

/// An answer that promises something by a day.
fn promises(by: &str) -> Command {
    let promises = AnswerItem {
        finding: "属实".into(),
        facts: format!("现场查看，{by}前修好"),
        basis: "管理规定".into(),
        outcomes: vec![Outcome::Remedy],
        measure: "修好路灯".into(),
        by: Some(by.parse().expect("a day")),
    };
    Command::Draft {
        answer: AnswerDraft {
            items: vec![promises],
            summary: format!("{by}前修好"),
            remedy_notice: "三十日内可以申请复查".into(),
            review: None,
            facts: Vec::new(),
        },
    }
}

/// The duties of what was promised, in their order: the day, and the state.
fn remedies(huiyin: &Huiyin, filed: &Filed) -> Vec<(String, String)> {
    let here = Which {
        number: filed.number,
        authority: Some(FIRST),
    };
    let view = wait(huiyin.track_one(&filed.code, Some(here)));
    let owed = view.expect("reads").expect("opens").obligations.into_iter();
    let remedies = owed.filter(|one| one.kind == "remedy");
    let mut remedies: Vec<_> = remedies.map(|one| (one.due_date, one.state)).collect();
    remedies.sort_unstable();
    remedies
}

#[test]
fn what_is_done_meets_the_duty_of_the_answer_that_stands() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        above(&park);
        let filed = park.at("economy", "ecohandler");
        let answers = |first: Vec<Command>, by: &str| {
            let work = [first, vec![promises(by), Command::Submit]].concat();
            park.does("ecohandler", &filed, work);
            park.does("boss", &filed, vec![Command::Approve]);
            park.does("ecohandler", &filed, vec![Command::Issue, hand_over()]);
        };
        let done = || Command::Fulfil {
            request: 0,
            text: "修好了".into(),
        };
        answers(vec![accept()], "2026-04-20");
        park.does("ecohandler", &filed, vec![done()]);
        let entry = |day: &str, state: &str| (day.to_owned(), state.to_owned());
        assert_eq!(remedies(&huiyin, &filed), [entry("2026-04-20", "met")]);

        let asked = wait(huiyin.ask_review((&filed.code, None), reasons(), None));
        let review = number(&asked.expect("asked").answer.became.expect("a number"));
        let work = vec![decision(ReviewOutcome::Redo), Command::Submit];
        steps(&huiyin, "harbour-clerk", review, work).expect("drafted");
        let issued = vec![Command::Approve, Command::Issue];
        steps(&huiyin, "harbour-head", review, issued).expect("issued");

        answers(Vec::new(), "2026-05-20");
        let both = |second: &str| [entry("2026-04-20", "met"), entry("2026-05-20", second)];
        assert_eq!(remedies(&huiyin, &filed), both("open"));
        park.does("ecohandler", &filed, vec![done()]);
        assert_eq!(remedies(&huiyin, &filed), both("met"));
        healthy(&huiyin);
    });
}
