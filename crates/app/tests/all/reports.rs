//! Situation reports go up by mail where the recipient can be reached so, are acknowledged by a link, and
//! a drill sends nothing to anybody outside.

use super::people::refusal;
use super::plans::Park;
use super::responses::{House, MONDAY, at_the_park, text_of};
use super::support::{at, healthy, wait};
use huiyin_app::{
    Calling, Onlooker, Outgoing, Pager, ReceptionStep, Refusal, ReportDraft, Representative,
    ResponseDraft, ResponseStep,
};
use huiyin_domain::plan::Channel;
use huiyin_domain::response::RunRefusal;
use huiyin_notify::{ReportAddress, Smtp};
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::smtp::{Received, SmtpSink};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const BUREAU: &str = "county-petition-bureau";

/// A house whose level above reads mail.
pub(super) fn house(place: &TestStore, sink: &SmtpSink) -> House {
    place.clock.set(at(MONDAY));
    let outgoing = Outgoing {
        transport: Arc::new(Smtp::new(&sink.url(), "回音 <n@park.example>").expect("an address")),
        names_authority: false,
    };
    let address = ReportAddress {
        kind: Channel::Email,
        to: "duty@county.example".into(),
    };
    let calling = Calling {
        lines: Vec::new(),
        public_url: Some("https://park.example".into()),
        recipients: BTreeMap::from([(BUREAU.to_owned(), address)]),
    };
    House::in_park(Park::of(place.open_calling(Some(outgoing), calling)).with_plan())
}

fn report(needs: &str) -> ResponseStep {
    ResponseStep::Report(ReportDraft {
        to: BUREAU.into(),
        needs: needs.into(),
        ..ReportDraft::default()
    })
}

fn to_the_bureau(sink: &SmtpSink) -> Vec<Received> {
    let mails = sink.mails().into_iter();
    mails
        .filter(|mail| mail.to.contains("duty@county.example"))
        .collect()
}

#[test]
fn a_report_goes_by_mail_and_its_link_acknowledges_by_its_button_only() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let house = house(place, &sink);
        let huiyin = &house.park.huiyin;
        let pager = Pager::start(Arc::clone(huiyin)).expect("starts");
        let id = house.open(at_the_park("25"));
        let sent = house.step(house.park.clerk, id, report("请派法律援助律师"));
        sent.expect("approved");
        pager.settle().expect("sends");
        let mails = to_the_bureau(&sink);
        assert_eq!(mails.len(), 1);
        let text = text_of(&mails[0]);
        for words in ["情况报告", "第1号", "25人", "请派法律援助律师"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        let link = text.split("https://park.example/report/").nth(1);
        let token = link.expect("a link").trim().to_owned();
        let look = wait(huiyin.report_look(&token)).expect("opens");
        assert!(look.acknowledged_at.is_none(), "a GET does nothing");
        wait(huiyin.acknowledge_report(&token)).expect("acknowledged");
        let view = house.view(id);
        assert!(view.sent_reports[0].acknowledged_at.is_some());
        let twice = refusal(wait(huiyin.acknowledge_report(&token)));
        assert_eq!(twice, Refusal::Run(RunRefusal::ReportAcknowledged));
        let forged = refusal(wait(huiyin.report_look("AAAA")).map(|_| ()));
        assert_eq!(forged, Refusal::NoSuchResponse);
        // Nothing that was typed stands in an open row.
        for row in super::support::journal(huiyin, super::support::FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            assert!(!open.contains("法律援助律师"), "{open}");
        }
        healthy(huiyin);
    });
}

#[test]
fn a_drill_sends_its_report_to_nobody_outside_and_says_what_it_is() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let house = house(place, &sink);
        let pager = Pager::start(Arc::clone(&house.park.huiyin)).expect("starts");
        let id = house.open(ResponseDraft {
            exercise: true,
            ..at_the_park("25")
        });
        house
            .step(house.park.clerk, id, report(""))
            .expect("approved");
        pager.settle().expect("sends");
        assert_eq!(to_the_bureau(&sink), []);
        let sent = house.view(id).sent_reports;
        assert!(sent[0].text.starts_with("【演练】"), "{}", sent[0].text);
        assert!(!sent[0].goes_out);
    });
}

#[test]
fn a_mail_of_a_drill_says_that_it_is_one_and_holds_no_other_back() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let house = house(place, &sink);
        house.open(ResponseDraft {
            exercise: true,
            ..at_the_park("25")
        });
        house.open(at_the_park("25"));
        house.park.huiyin.deliver_due().expect("sends");
        // Whoever sees to a task without being called hears of both.
        let mails = sink.mails();
        let news = mails
            .iter()
            .filter(|mail| text_of(mail).contains("新的待办"));
        let (drill, real): (Vec<_>, Vec<_>) =
            news.partition(|mail| text_of(mail).contains("【演练】"));
        let to = |mails: Vec<&Received>| -> BTreeSet<String> {
            mails.into_iter().map(|mail| mail.to.clone()).collect()
        };
        let real = to(real);
        assert!(!real.is_empty());
        assert_eq!(to(drill), real);
    });
}

#[test]
fn a_report_that_is_late_nags_those_who_may_send_it() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let house = house(place, &sink);
        let pager = Pager::start(Arc::clone(&house.park.huiyin)).expect("starts");
        let id = house.open(at_the_park("25"));
        // Everybody is there: nothing is late but the report.
        let calls = house.view(id).calls;
        let posts = calls.iter().map(|call| call.post.clone()).collect();
        house
            .step(house.park.clerk, id, ResponseStep::Arrive { posts })
            .expect("there");
        pager.settle().expect("sends");
        house.park.huiyin.deliver_due().expect("sends");
        let nags = || {
            pager.settle().expect("sends");
            house.park.huiyin.deliver_due().expect("sends");
            let mails = sink.mails();
            let nag = |mail: &&Received| text_of(mail).contains("有新的待办");
            mails.iter().filter(nag).count()
        };
        // Whoever sees to a task without being called heard of that.
        let before = nags();
        house.tick(place, 30);
        let first = nags() - before;
        assert!(first > 0, "its time passed");
        // Then every five minutes, five times at most.
        let mut told = vec![first];
        for _ in 0..8 {
            house.tick(place, 5);
            told.push(nags() - before);
        }
        let each: Vec<usize> = (0..9).map(|nth| first * (nth + 1).min(6)).collect();
        assert_eq!(told, each);
    });
}

#[test]
fn what_was_done_since_the_last_report_stands_ready_for_the_next() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let house = house(place, &sink);
        let id = house.open(at_the_park("25"));
        let done = || house.view(id).report_done;
        assert_eq!(done().zh, "");
        house.tick(place, 1);
        let task = |kind: &str| ResponseStep::Task {
            kind: kind.into(),
            danger: String::new(),
        };
        let raise = ResponseStep::Raise {
            level: "II".into(),
            reason: "还有人陆续到来".into(),
        };
        let told = ReceptionStep::Need {
            kind: "interpreter".into(),
            people: 2,
        };
        let clerk = house.park.clerk;
        house.step(clerk, id, task("water")).expect("done");
        house.step(house.park.leader, id, raise).expect("decided");
        house
            .step(clerk, id, ResponseStep::Receive { told })
            .expect("told");
        let words = done();
        assert!(
            words.zh.contains("做好了：") && words.zh.contains("决定提高到"),
            "{words:?}"
        );
        assert!(words.en.contains("; decided to go to "), "{words:?}");
        // Needs stand in a line of their own, and a reason stays in the house.
        assert!(
            !words.zh.contains("2人") && !words.zh.contains("陆续"),
            "{words:?}"
        );
        let report = ResponseStep::Report(ReportDraft {
            to: BUREAU.into(),
            done: words.zh,
            ..ReportDraft::default()
        });
        house
            .step(clerk, id, report)
            .expect("what stands ready is taken");
        assert_eq!(done().zh, "", "since that one nothing was");
        house.tick(place, 1);
        house.step(clerk, id, task("toilets")).expect("done");
        assert!(!done().zh.is_empty());
    });
}

#[test]
fn a_report_that_names_a_representative_is_refused_and_a_topic_that_does_stays_in_the_house() {
    each_engine(|place| {
        let sink = SmtpSink::start();
        let house = house(place, &sink);
        let id = house.open(ResponseDraft {
            topic: "金秀英等人的工资".into(),
            ..at_the_park("25")
        });
        let told = ReceptionStep::Representatives(vec![Representative {
            name: "金秀英".into(),
            contact: None,
            agreed: true,
        }]);
        let shown = |house: &House| {
            let huiyin = &house.park.huiyin;
            let board = Onlooker::Staff(house.who(house.qin), id);
            let board = wait(huiyin.board(&board)).expect("called");
            let list = wait(huiyin.responses(&house.clerk())).expect("reads");
            let page = house.view(id);
            let topics = [
                board.topic.unwrap_or_default(),
                list[0].topic.clone(),
                page.topic,
            ];
            (topics, page.topic_withheld)
        };
        let (topics, withheld) = shown(&house);
        assert!(topics.iter().all(|topic| topic == "金秀英等人的工资") && !withheld);
        let chosen = house.step(house.park.clerk, id, ResponseStep::Receive { told });
        chosen.expect("noted");
        // It names somebody who speaks for the group now: no page, board or list shows it any more.
        assert_eq!(
            shown(&house),
            ([String::new(), String::new(), String::new()], true)
        );
        let named = house.step(house.park.clerk, id, report("请回复金秀英"));
        assert!(matches!(refusal(named), Refusal::Fields(_)));
        let sent = house.step(house.park.clerk, id, report("请派法律援助律师"));
        sent.expect("approved");
        let view = house.view(id);
        let text = &view.sent_reports[0].text;
        assert!(
            !text.contains("金秀英") && text.contains("群众来访"),
            "{text}"
        );
    });
}
