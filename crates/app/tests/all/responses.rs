//! Responses to group visits run: levels, pages, answers, arrivals; who may do what; and nobody whom
//! the matter complains of is called or hears of it.

use super::people::{add, draft as staff_draft, order, refusal};
use super::plans::{Park, change, sample};
use super::support::{FIRST, at, healthy, journal, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::authorise::response::{ResponseAction, Standing, allows};
use huiyin_app::{
    AppError, CallState, Calling, Change, ImprovementDraft, InboxFilter, Onlooker, Outgoing,
    PageAnswer, Pager, Refusal, ResponseDraft, ResponseDuty, ResponseStep, ResponseView, RoleDraft,
};
use huiyin_domain::event::Actor;
use huiyin_domain::ids::StaffId;
use huiyin_domain::organisation::Role;
use huiyin_domain::plan::Density;
use huiyin_domain::response::RunRefusal;
use huiyin_domain::roster::Roster;
use huiyin_notify::Smtp;
use huiyin_testkit::engine::{TestStore, each_engine};
use huiyin_testkit::smtp::{Received, SmtpSink};
use std::path::Path;
use std::sync::Arc;

pub(super) const MINUTE_MICROS: i64 = 60_000_000;
/// A Monday morning at ten, in the park.
pub(super) const MONDAY: &str = "2026-03-02T02:00:00Z";

/// A park whose roster's people are staff, with the sample plan in force.
pub(super) struct House {
    pub(super) park: Park,
    /// Head of the petition office, by the roster.
    pub(super) qin: StaffId,
    /// Leader in charge.
    pub(super) lin: StaffId,
    /// Head of the governance office: their only unit.
    pub(super) shen: StaffId,
    pub(super) governance: i64,
}

impl House {
    pub(super) fn on(place: &TestStore) -> Self {
        place.clock.set(at(MONDAY));
        Self::in_park(Park::of(place.open()).with_plan())
    }

    pub(super) fn in_park(park: Park) -> Self {
        let organisation = wait(park.huiyin.organisation(FIRST)).expect("reads");
        let mut units = organisation.units.values();
        let governance = units.find(|unit| unit.key == "governance-office");
        let governance = governance.expect("there").id.raw();
        let mut draft = staff_draft("shen-yi", "unit-head");
        draft.roles = vec![RoleDraft {
            unit: governance,
            role: "unit-head".into(),
        }];
        change(&park.huiyin, Change::Staff(None, draft));
        let roster = Roster::parse(sample().1).expect("a roster");
        for official in roster.staff {
            if !["shen-yi", "qin-yue", "lin-jie"].contains(&official.id.as_str()) {
                add(&park.huiyin, official.id.as_str(), "handler");
            }
        }
        let house = Self {
            qin: add(&park.huiyin, "qin-yue", "handler"),
            lin: add(&park.huiyin, "lin-jie", "unit-head"),
            shen: StaffId::new(0),
            governance,
            park,
        };
        Self {
            shen: house.login("shen-yi"),
            ..house
        }
    }

    pub(super) fn login(&self, login: &str) -> StaffId {
        let organisation = wait(self.park.huiyin.organisation(FIRST)).expect("reads");
        let mut staff = organisation.staff.values();
        staff.find(|one| one.login == login).expect("there").id
    }

    pub(super) fn who(&self, staff: StaffId) -> Principal {
        self.park.principal(staff)
    }

    pub(super) fn clerk(&self) -> Principal {
        self.who(self.park.clerk)
    }

    pub(super) fn open(&self, draft: ResponseDraft) -> i64 {
        let opened = wait(self.park.huiyin.open_response(&self.clerk(), draft, None));
        opened.expect("opened").answer.id
    }

    pub(super) fn see(&self, who: &Principal, id: i64) -> Result<ResponseView, AppError> {
        wait(self.park.huiyin.response(who, id))
    }

    pub(super) fn view(&self, id: i64) -> ResponseView {
        self.see(&self.clerk(), id).expect("the clerk sees it")
    }

    pub(super) fn owed(&self, who: &Principal) -> Vec<ResponseDuty> {
        let inbox = wait(self.park.huiyin.inbox(who, InboxFilter::default()));
        inbox.expect("reads").responses
    }

    pub(super) fn step(&self, who: StaffId, id: i64, step: ResponseStep) -> Result<(), AppError> {
        let who = self.who(who);
        wait(self.park.huiyin.step_in_response(&who, id, step, None)).map(|_| ())
    }

    pub(super) fn tick(&self, place: &TestStore, minutes: i64) {
        let later = self
            .park
            .huiyin
            .now()
            .plus_micros(minutes * MINUTE_MICROS + 1);
        place.clock.set(later);
        self.park
            .huiyin
            .tick(self.park.huiyin.now())
            .expect("ticks");
    }
}

pub(super) fn at_the_park(people: &str) -> ResponseDraft {
    ResponseDraft {
        place: "park-reception".into(),
        people: Some(people.into()),
        topic: "工资拖欠".into(),
        ..ResponseDraft::default()
    }
}

/// How far the call of a post is, and its pages: number and state.
pub(super) fn call(view: &ResponseView, post: &str) -> (CallState, Vec<(u32, &'static str)>) {
    let call = view.calls.iter().find(|call| call.post == post);
    let call = call.expect("called");
    let pages = call.pages.iter().map(|page| (page.number, page.state));
    (call.state, pages.collect())
}

fn posts(view: &ResponseView) -> Vec<&str> {
    view.calls.iter().map(|call| call.post.as_str()).collect()
}

#[test]
fn a_range_is_levelled_by_its_upper_figure_and_the_pages_are_out_at_once() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("12-30"));
        let view = house.view(id);
        assert_eq!(view.summary.level.as_deref(), Some("III"));
        assert_eq!(
            (view.summary.people_min, view.summary.people_max),
            (Some(12), Some(30))
        );
        assert!(
            view.explanation[0].contains("30人"),
            "{:?}",
            view.explanation
        );
        assert_eq!(view.at.capacity, Some(120));
        assert_eq!(view.topic, "工资拖欠");
        assert_eq!(
            posts(&view),
            [
                "petition-office-head",
                "unit-head-concerned",
                "governance-head",
                "leader-in-charge"
            ]
        );
        for call in &view.calls {
            // Without a gateway the desk carries calls by phone, so each clock runs.
            let page = call.pages.last().expect("paged");
            assert!(page.handed_at.is_some(), "{}", call.post);
            assert!(call.answer_by.is_some() && !call.late);
        }
        // Nobody is known to head the unit concerned: the post above comes instead.
        let concerned = view
            .calls
            .iter()
            .find(|one| one.post == "unit-head-concerned");
        assert_ne!(
            concerned.expect("called").pages[0].post.en,
            "Head of the unit concerned"
        );
        let owed = house.owed(&house.who(house.qin));
        assert_eq!(owed[0].duty, "ack");
        assert!(!owed[0].late);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn page_answer_and_arrival_are_three_clocks_and_a_rebuild_tells_the_same() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let page = call(&house.view(id), "petition-office-head").1[0].0;
        house
            .step(house.qin, id, ResponseStep::Acknowledge { page })
            .expect("own page");
        assert_eq!(
            call(&house.view(id), "petition-office-head"),
            (CallState::Coming, vec![(page, "acknowledged")])
        );
        let owed = house.owed(&house.who(house.qin));
        assert_eq!(owed[0].duty, "arrive");
        house.tick(place, 4);
        let post = "petition-office-head".to_owned();
        house
            .step(house.qin, id, ResponseStep::Arrive { posts: vec![post] })
            .expect("own arrival");
        let view = house.view(id);
        assert_eq!(call(&view, "petition-office-head").0, CallState::There);
        // The other post's first page ran out meanwhile and went on.
        let (_, pages) = call(&view, "unit-head-concerned");
        assert_eq!(pages[0].1, "unanswered");
        assert!(pages.len() > 1, "{pages:?}");
        // The desk speaks for somebody who phoned.
        let last = pages.last().expect("paged").0;
        let spoken = house.step(house.park.clerk, id, ResponseStep::Decline { page: last });
        spoken.expect("the clerk speaks for others");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_silent_ladder_ends_red_and_late_and_stays_until_somebody_is_there() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        for _ in 0..8 {
            house.tick(place, 3);
        }
        let view = house.view(id);
        assert!(view.summary.red);
        let mut calls = view.calls.iter();
        assert!(calls.all(|call| call.state == CallState::Exhausted && call.late));
        let list = wait(house.park.huiyin.responses(&house.clerk())).expect("reads");
        assert!(list[0].summary.red);
        for post in ["petition-office-head", "unit-head-concerned"] {
            let post = post.to_owned();
            house
                .step(
                    house.park.clerk,
                    id,
                    ResponseStep::Arrive { posts: vec![post] },
                )
                .expect("late, and there");
        }
        let view = house.view(id);
        assert!(!view.summary.red);
        assert!(view.received_at.is_some());
        // A tick with nothing due records nothing.
        let rows = journal(&house.park.huiyin, FIRST).len();
        house.tick(place, 0);
        assert_eq!(journal(&house.park.huiyin, FIRST).len(), rows);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_rise_calls_the_added_posts_only_and_a_fall_sends_nobody_away() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let before = house.view(id);
        let people = "25".to_owned();
        house
            .step(house.park.clerk, id, ResponseStep::Count { people })
            .expect("counted");
        let risen = house.view(id);
        assert_eq!(risen.summary.level.as_deref(), Some("III"));
        assert_eq!(posts(&risen)[..2], posts(&before)[..]);
        assert_eq!(posts(&risen)[2..], ["governance-head", "leader-in-charge"]);
        for post in posts(&before) {
            assert_eq!(
                call(&risen, post),
                call(&before, post),
                "nobody is paged again"
            );
        }
        let people = "3".to_owned();
        house
            .step(house.park.clerk, id, ResponseStep::Count { people })
            .expect("counted");
        let fallen = house.view(id);
        assert_eq!(fallen.summary.level.as_deref(), Some("IV"));
        assert_eq!(posts(&fallen), posts(&risen));
        // A decision sets it higher, with its reason sealed; a clerk does not decide.
        let raise = || ResponseStep::Raise {
            level: "II".into(),
            reason: "还有人陆续到来".into(),
        };
        let refused = refusal(house.step(house.park.clerk, id, raise()));
        assert_eq!(refused, Refusal::NotAllowed);
        house
            .step(house.park.leader, id, raise())
            .expect("a leader decides");
        let view = house.view(id);
        assert_eq!(view.summary.level.as_deref(), Some("II"));
        let typed = view.lines.iter().find_map(|line| line.typed.as_deref());
        assert_eq!(typed, Some("还有人陆续到来"));
        for row in journal(&house.park.huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            assert!(!open.contains("陆续") && !open.contains("拖欠"), "{open}");
        }
        healthy(&house.park.huiyin);
    });
}

#[test]
fn nobody_whom_it_complains_of_is_called_or_hears_of_it() {
    each_engine(|place| {
        let house = House::on(place);
        let draft = ResponseDraft {
            respondents: vec![house.governance],
            concerned: Some(house.governance),
            ..at_the_park("25")
        };
        let id = house.open(draft);
        let view = house.view(id);
        let names = view.calls.iter().flat_map(|call| &call.pages);
        let names: Vec<&str> = names.filter_map(|page| page.name.as_deref()).collect();
        assert!(!names.contains(&"沈毅"), "{names:?}");
        let shen = house.who(house.shen);
        let refused = refusal(house.see(&shen, id));
        assert_eq!(refused, Refusal::NoSuchResponse);
        assert_eq!(wait(house.park.huiyin.responses(&shen)).expect("reads"), []);
        assert_eq!(house.owed(&shen), []);
        let step = ResponseStep::Acknowledge { page: 1 };
        assert_eq!(
            refusal(house.step(house.shen, id, step)),
            Refusal::NoSuchResponse
        );
        // No open row tells whom it is about.
        for row in journal(&house.park.huiyin, FIRST) {
            if row.kind.starts_with("Response") {
                let open = String::from_utf8(row.open).expect("a text");
                assert!(!open.contains("governance-office"), "{open}");
                assert!(!open.contains("\"why\":\"respondent\""), "{open}");
            }
        }
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_matter_about_one_leader_bars_that_one_and_calls_the_others_of_the_unit() {
    each_engine(|place| {
        let house = House::on(place);
        // All leaders share one unit, so that naming the unit would bar the main leader too.
        let draft = ResponseDraft {
            respondent_posts: vec!["leader-in-charge".into()],
            ..at_the_park("60")
        };
        let id = house.open(draft);
        let view = house.view(id);
        let names = view.calls.iter().flat_map(|call| &call.pages);
        let names: Vec<&str> = names.filter_map(|page| page.name.as_deref()).collect();
        let name = |login: &str| {
            let roster = Roster::parse(sample().1).expect("a roster");
            roster.official(login).expect("there").name.clone()
        };
        assert!(!names.contains(&name("lin-jie").as_str()), "{names:?}");
        let pages = call(&view, "park-leader").1;
        assert!(!pages.is_empty(), "the main leader is called");
        let lin = house.who(house.lin);
        assert_eq!(refusal(house.see(&lin, id)), Refusal::NoSuchResponse);
        assert_eq!(wait(house.park.huiyin.responses(&lin)).expect("reads"), []);
        assert_eq!(house.owed(&lin), []);
        let board = wait(house.park.huiyin.board(&Onlooker::Staff(lin, id)));
        assert_eq!(refusal(board.map(|_| ())), Refusal::NoSuchResponse);
        let refused = |post: &str| {
            let draft = ResponseDraft {
                respondent_posts: vec![post.into()],
                ..at_the_park("60")
            };
            refusal(wait(house.park.huiyin.open_response(&house.clerk(), draft, None)).map(|_| ()))
        };
        for post in [
            "nobody-has-this",
            "unit-head-concerned",
            "other-plan/park-leader",
        ] {
            let Refusal::Fields(fields) = refused(post) else {
                panic!("{post} is taken");
            };
            assert_eq!(fields[0].field, "respondent_posts");
        }
        for row in journal(&house.park.huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            let opened = row.kind == "ResponseOpened";
            assert!(!(opened && open.contains("leader-in-charge")), "{open}");
            assert!(!open.contains("\"why\":\"respondent\""), "{open}");
        }
        healthy(&house.park.huiyin);
    });
}

#[test]
fn whoever_was_not_called_sees_nothing_and_the_called_see_what_they_need() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        // Not called at this level, and no role that receives people.
        assert_eq!(
            refusal(house.see(&house.who(house.shen), id)),
            Refusal::NoSuchResponse
        );
        let seen = house.see(&house.who(house.qin), id).expect("called");
        assert_eq!(seen.topic, "工资拖欠");
        assert!(
            seen.may.contains(&"count") && !seen.may.contains(&"open"),
            "{:?}",
            seen.may
        );
        let stranger = ResponseStep::Acknowledge { page: 1 };
        assert_eq!(
            refusal(house.step(house.shen, id, stranger)),
            Refusal::NoSuchResponse
        );
    });
}

/// A board is for the response's own posts and its reception: not for each clerk of the authority (RULES 4.1).
#[test]
fn a_clerk_of_a_unit_that_is_not_called_sees_nothing_of_it() {
    each_engine(|place| {
        let house = House::on(place);
        let mut draft = staff_draft("other-clerk", "clerk");
        draft.roles = vec![RoleDraft {
            unit: house.governance,
            role: "clerk".into(),
        }];
        change(&house.park.huiyin, Change::Staff(None, draft));
        let other = house.who(house.login("other-clerk"));
        let id = house.open(at_the_park("5"));
        assert_eq!(refusal(house.see(&other, id)), Refusal::NoSuchResponse);
        let board = wait(house.park.huiyin.board(&Onlooker::Staff(other.clone(), id)));
        assert_eq!(refusal(board.map(|_| ())), Refusal::NoSuchResponse);
        // From 21 on the head of that unit is called: then it receives too.
        let more = ResponseStep::Count {
            people: "25".into(),
        };
        house.step(house.park.clerk, id, more).expect("counted");
        assert!(house.see(&other, id).is_ok());
        // Whoever opens one is at its reception.
        let own = wait(
            house
                .park
                .huiyin
                .open_response(&other, at_the_park("5"), None),
        );
        let own = own.expect("opened").answer.id;
        assert!(house.see(&other, own).is_ok());
    });
}

/// Whatever the rule has: rescue is called for whoever is in danger, and again for the next.
#[test]
fn rescue_can_be_called_under_every_rule_and_twice() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let called = |kind: &str, danger: &str| {
            let step = ResponseStep::Task {
                kind: kind.into(),
                danger: danger.into(),
            };
            house.step(house.park.leader, id, step)
        };
        called("ambulance-or-fire", "有人晕倒").expect("recorded");
        called("ambulance-or-fire", "有人摔倒").expect("recorded again");
        let police = refusal(called("police", "有人要跳楼"));
        assert_eq!(
            police,
            Refusal::Run(RunRefusal::NoSuchTask),
            "only by a rule"
        );
        let view = house.view(id);
        let typed = view.lines.iter().filter(|line| line.typed.is_some());
        assert!(typed.count() >= 2);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn it_ends_by_decision_and_then_nothing_falls_due() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let end = || ResponseStep::End {
            text: "都谈过了，周五前书面答复。".into(),
            anyway: true,
        };
        assert_eq!(
            refusal(house.step(house.park.clerk, id, end())),
            Refusal::NotAllowed
        );
        house
            .step(house.park.leader, id, end())
            .expect("a leader ends it");
        let rows = journal(&house.park.huiyin, FIRST).len();
        for _ in 0..3 {
            house.tick(place, 30);
        }
        assert_eq!(journal(&house.park.huiyin, FIRST).len(), rows);
        let late = ResponseStep::Acknowledge { page: 1 };
        assert_eq!(
            refusal(house.step(house.qin, id, late)),
            Refusal::Run(RunRefusal::Ended)
        );
        assert_eq!(
            wait(house.park.huiyin.responses(&house.clerk())).expect("reads"),
            []
        );
        let ended = wait(house.park.huiyin.responses_ended(&house.clerk(), None)).expect("reads");
        assert_eq!(ended.len(), 1);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_draft_that_holds_a_number_or_no_headcount_is_refused_and_writes_nothing() {
    each_engine(|place| {
        let house = House::on(place);
        let before = journal(&house.park.huiyin, FIRST).len();
        let named = ResponseDraft {
            topic: "找王某 13800138000".into(),
            ..at_the_park("5")
        };
        let elsewhere = ResponseDraft {
            place: "nowhere".into(),
            ..at_the_park("5")
        };
        let counted = ResponseDraft {
            place: "city-reception".into(),
            ..at_the_park("5")
        };
        for draft in [named, elsewhere, at_the_park("many"), at_the_park("0")] {
            let opened = wait(house.park.huiyin.open_response(&house.clerk(), draft, None));
            refusal(opened);
        }
        assert_eq!(journal(&house.park.huiyin, FIRST).len(), before);
        // At a place above nobody is counted, whatever is typed.
        let id = house.open(counted);
        assert_eq!(house.view(id).summary.people_max, None);
        let people = "5".to_owned();
        let refused = refusal(house.step(house.park.clerk, id, ResponseStep::Count { people }));
        assert_eq!(refused, Refusal::Run(RunRefusal::HeadcountElsewhere));
    });
}

#[test]
fn the_code_in_the_room_notes_an_arrival_and_no_other_code_does() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let code = house.view(id).room_code.expect("the clerk hangs it up");
        let huiyin = &house.park.huiyin;
        let post = || "petition-office-head".to_owned();
        let refused = refusal(wait(huiyin.arrive_by_room_code("AAAAAAAA", post())));
        assert_eq!(refused, Refusal::NoSuchResponse);
        assert_eq!(wait(huiyin.room_look(&code)).expect("opens").posts.len(), 2);
        wait(huiyin.arrive_by_room_code(&code, post())).expect("noted");
        assert_eq!(
            call(&house.view(id), "petition-office-head").0,
            CallState::There
        );
        let forged = wait(huiyin.answer_page("AAAA", PageAnswer::Come));
        assert_eq!(refusal(forged), Refusal::NoSuchResponse);
        healthy(huiyin);
    });
}

/// One line an action; a cross under each standing that may.
fn table() -> String {
    let mut standings: Vec<(&str, Standing)> = Role::ALL
        .iter()
        .map(|role| (role.word(), Standing::Role(*role)))
        .collect();
    standings.push(("called", Standing::Called));
    standings.push(("called-to-decide", Standing::CalledToDecide));
    standings.push(("tasked", Standing::Tasked));
    standings.push(("improves", Standing::Improves));
    let mut text = String::from(
        "# Who may do what in a response. Written by a test of huiyin-app. Whoever the matter complains of,\n# and everybody under them, may nothing, whatever else they are.\n",
    );
    let words: Vec<&str> = standings.iter().map(|(word, _)| *word).collect();
    text.push_str(&format!("{:<20}{}\n", "action", words.join(" ")));
    for action in ResponseAction::ALL {
        let mut line = format!("{:<20}", action.word());
        for (word, standing) in &standings {
            let mark = if allows(*standing, *action) { "x" } else { "-" };
            line.push_str(&format!("{mark:<width$}", width = word.len() + 1));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[test]
fn the_table_is_the_committed_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/response.txt");
    let (found, wanted) = (std::fs::read_to_string(&file).unwrap_or_default(), table());
    if found != wanted {
        std::fs::write(&file, wanted).expect("the table is written");
        panic!(
            "tests/golden/response.txt was not as the program is; it is written: read it, then commit it"
        );
    }
}

#[test]
fn the_head_of_the_unit_concerned_is_called_where_it_is_known() {
    each_engine(|place| {
        let house = House::on(place);
        let head = huiyin_app::PostDraft {
            duty: "unit-head".into(),
            title: huiyin_domain::language::Bilingual::new("综治办主任", "Head"),
            unit: house.governance,
            holder: Some(house.shen.raw()),
            ..huiyin_app::PostDraft::default()
        };
        let changed = house
            .park
            .huiyin
            .administer_here(order(Actor::Operator), Change::Post(None, head));
        changed.expect("changed");
        let id = house.open(ResponseDraft {
            concerned: Some(house.governance),
            ..at_the_park("5")
        });
        let page = call(&house.view(id), "unit-head-concerned").1[0].0;
        house
            .step(house.shen, id, ResponseStep::Acknowledge { page })
            .expect("they head it");
        // Lin stands above and was not called for it.
        let refused = house.step(house.lin, id, ResponseStep::Decline { page });
        assert_eq!(refusal(refused), Refusal::NoSuchResponse);
    });
}

/// The text of a mail.
pub(super) fn text_of(mail: &Received) -> String {
    let (head, body) = mail.message.split_once("\n\n").expect("head and body");
    let body: String = match head.contains("base64") {
        true => {
            let plain: String = body.split_whitespace().collect();
            let bytes = data_encoding::BASE64
                .decode(plain.as_bytes())
                .expect("base64");
            String::from_utf8(bytes).expect("UTF-8")
        }
        false => body.replace("=\n", "").replace("=3D", "="),
    };
    body
}

#[test]
fn a_page_goes_out_by_mail_with_a_link_that_answers_by_its_button_only() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let sink = SmtpSink::start();
        let smtp = Smtp::new(&sink.url(), "回音 <notice@park.example>").expect("an address");
        let outgoing = Outgoing {
            transport: Arc::new(smtp),
            names_authority: false,
        };
        let calling = Calling {
            public_url: Some("https://park.example".into()),
            ..Calling::default()
        };
        let park = Park::of(place.open_calling(Some(outgoing), calling)).with_plan();
        let house = House::in_park(park);
        let pager = Pager::start(Arc::clone(&house.park.huiyin)).expect("starts");
        let id = house.open(at_the_park("5"));
        pager.settle().expect("sends");
        let mails: Vec<String> = sink.mails().iter().map(text_of).collect();
        let mail = mails.iter().find(|mail| mail.contains("/page/"));
        let mail = mail.expect("a page");
        assert!(!mail.contains("拖欠"), "no topic leaves the house: {mail}");
        let link = mail.split("https://park.example/page/").nth(1);
        let link = link.expect("a link");
        let token: String = link.chars().take_while(|c| !c.is_whitespace()).collect();
        let huiyin = &house.park.huiyin;
        let look = wait(huiyin.page_look(&token)).expect("opens");
        assert!(
            !look.coming && look.state == CallState::Calling,
            "a GET does nothing"
        );
        wait(huiyin.answer_page(&token, PageAnswer::Come)).expect("answered");
        let look = wait(huiyin.page_look(&token)).expect("opens");
        assert!(look.coming);
        wait(huiyin.answer_page(&token, PageAnswer::There)).expect("there");
        let post = look.posts;
        let view = house.view(id);
        let call = view
            .calls
            .iter()
            .find(|call| call.title == post)
            .expect("called");
        assert_eq!(call.state, CallState::There);
        // Another answer, a changed link, and one of yesterday are refused.
        assert!(wait(huiyin.answer_page(&token, PageAnswer::Come)).is_err());
        let mut forged = token.clone();
        forged.replace_range(0..1, if token.starts_with('A') { "B" } else { "A" });
        assert_eq!(
            refusal(wait(huiyin.page_look(&forged)).map(|_| ())),
            Refusal::NoSuchResponse
        );
        place
            .clock
            .set(huiyin.now().plus_micros(25 * 60 * MINUTE_MICROS));
        assert_eq!(
            refusal(wait(huiyin.page_look(&token)).map(|_| ())),
            Refusal::NoSuchResponse
        );
        healthy(huiyin);
    });
}

#[test]
fn the_board_is_for_those_called_and_a_screen_sees_no_topic_and_ends_with_it() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("200"));
        let huiyin = &house.park.huiyin;
        let own = Onlooker::Staff(house.who(house.qin), id);
        let board = wait(huiyin.board(&own)).expect("called");
        assert_eq!(board.topic.as_deref(), Some("工资拖欠"));
        assert_eq!(
            board.at.density,
            Some(Density::Warn),
            "200 people on 120 m²"
        );
        assert!(
            board.calls.iter().all(|call| call.pages.is_empty()),
            "no names on a board"
        );
        let other = add(huiyin, "stranger", "handler");
        let stranger = Onlooker::Staff(house.who(other), id);
        assert_eq!(
            refusal(wait(huiyin.board(&stranger)).map(|_| ())),
            Refusal::NoSuchResponse
        );
        assert_eq!(
            refusal(wait(huiyin.make_screen(&house.clerk(), id)).map(|_| ())),
            Refusal::NotAllowed
        );
        let link = wait(huiyin.make_screen(&house.who(house.park.leader), id)).expect("in charge");
        let waits = wait(huiyin.screen_waits(&link)).expect("reads");
        assert_eq!(waits.map(|one| one.exercise), Some(false));
        let unclaimed = Onlooker::Screen(link.clone());
        assert_eq!(
            refusal(wait(huiyin.board(&unclaimed)).map(|_| ())),
            Refusal::NoSuchResponse
        );
        let key = wait(huiyin.claim_screen(&link)).expect("the first screen");
        let twice = wait(huiyin.claim_screen(&link)).map(|_| ());
        assert_eq!(
            refusal(twice),
            Refusal::NoSuchResponse,
            "one link, one screen"
        );
        let screen = Onlooker::Screen(key);
        let board = wait(huiyin.board(&screen)).expect("let in");
        assert_eq!(board.topic, None);
        let Onlooker::Screen(key) = &screen else {
            panic!("a screen");
        };
        assert!(wait(huiyin.screen_ended(key)).expect("reads").is_none());
        let before = wait(huiyin.board_version(&screen)).expect("reads");
        let people = "30".to_owned();
        house
            .step(house.park.clerk, id, ResponseStep::Count { people })
            .expect("counted");
        assert!(wait(huiyin.board_version(&screen)).expect("reads") > before);
        healthy(huiyin);
        let text = "谈过了".to_owned();
        house
            .step(
                house.park.leader,
                id,
                ResponseStep::End { text, anyway: true },
            )
            .expect("ended");
        assert_eq!(
            refusal(wait(huiyin.board(&screen)).map(|_| ())),
            Refusal::NoSuchResponse
        );
        let Onlooker::Screen(key) = &screen else {
            panic!("a screen");
        };
        let over = wait(huiyin.screen_ended(key)).expect("reads");
        assert_eq!(over.expect("ended").place.zh, "园区接待室");
        let late = wait(huiyin.make_screen(&house.who(house.park.leader), id)).map(|_| ());
        assert_eq!(refusal(late), Refusal::NoSuchResponse);
        healthy(huiyin);
    });
}

#[test]
fn tasks_are_ticked_and_what_is_open_stands_at_the_end() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let water = || ResponseStep::Task {
            kind: "water".into(),
            danger: String::new(),
        };
        house.step(house.park.clerk, id, water()).expect("done");
        let twice = refusal(house.step(house.park.clerk, id, water()));
        assert_eq!(twice, Refusal::Run(RunRefusal::TaskDone));
        let none = ResponseStep::Task {
            kind: "seats".into(),
            danger: String::new(),
        };
        let refused = refusal(house.step(house.park.clerk, id, none));
        assert_eq!(refused, Refusal::Run(RunRefusal::NoSuchTask));
        let view = house.view(id);
        let done: Vec<&str> = view
            .tasks
            .iter()
            .filter(|task| task.done_at.is_some())
            .map(|task| task.kind)
            .collect();
        assert_eq!(done, ["water"]);
        let open: Vec<&str> = view
            .open_ends
            .iter()
            .map(|one| one.title.en.as_str())
            .collect();
        assert!(open.contains(&"not done: open the rooms"), "{open:?}");
        let end = |anyway| ResponseStep::End {
            text: "谈过了".into(),
            anyway,
        };
        let refused = refusal(house.step(house.park.leader, id, end(false)));
        assert_eq!(refused, Refusal::Run(RunRefusal::OpenEnds));
        house
            .step(house.park.leader, id, end(true))
            .expect("by decision");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn police_are_called_for_a_danger_that_is_written_down_by_whoever_is_in_charge() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("200"));
        let rescue = |danger: &str| ResponseStep::Task {
            kind: "ambulance-or-fire".into(),
            danger: danger.into(),
        };
        let refused = refusal(house.step(house.park.clerk, id, rescue("有人晕倒")));
        assert_eq!(refused, Refusal::NotAllowed, "a clerk is not in charge");
        let empty = refusal(house.step(house.park.leader, id, rescue(" ")));
        assert!(matches!(empty, Refusal::Fields(_)), "{empty:?}");
        house
            .step(house.park.leader, id, rescue("有人晕倒"))
            .expect("in charge");
        let view = house.view(id);
        let typed = view.lines.iter().find_map(|line| line.typed.as_deref());
        assert_eq!(typed, Some("有人晕倒"));
        for row in journal(&house.park.huiyin, FIRST) {
            assert!(
                !String::from_utf8(row.open)
                    .expect("a text")
                    .contains("晕倒")
            );
        }
        healthy(&house.park.huiyin);
    });
}

#[test]
fn it_is_reviewed_within_five_working_days_from_times_that_nobody_tidies_up() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let review = || ResponseStep::Review {
            text: "饮水来得晚；下次先备好。".into(),
        };
        let early = refusal(house.step(house.park.leader, id, review()));
        assert_eq!(early, Refusal::Run(RunRefusal::NotEnded));
        house.tick(place, 25);
        let post = "petition-office-head".to_owned();
        house
            .step(
                house.park.clerk,
                id,
                ResponseStep::Arrive { posts: vec![post] },
            )
            .expect("late");
        let end = ResponseStep::End {
            text: "谈过了".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        let view = house.view(id);
        // Monday 2 March; the fifth working day after it is Monday 9 March.
        assert_eq!(
            view.review_by.as_deref().map(|at| &at[..10]),
            Some("2026-03-09")
        );
        let office = &view.targets[0];
        assert_eq!(
            (office.minutes, office.took_minutes, office.in_time),
            (20, Some(25), false)
        );
        let owed = house.owed(&house.who(house.park.leader));
        assert_eq!(
            owed.iter().map(|one| one.duty.as_str()).collect::<Vec<_>>(),
            ["review"]
        );
        house.tick(place, 8 * 24 * 60);
        let owed = house.owed(&house.who(house.park.leader));
        assert!(owed[0].late, "it stays owed");
        house
            .step(house.park.leader, id, review())
            .expect("reviewed");
        house
            .step(house.park.leader, id, review())
            .expect("something is added");
        assert_eq!(house.owed(&house.who(house.park.leader)), []);
        assert_eq!(
            refusal(house.step(house.park.clerk, id, review())),
            Refusal::NotAllowed
        );
        assert_eq!(house.view(id).targets[0], view.targets[0]);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn what_the_review_says_is_owed_by_a_post_until_a_day_and_points_to_the_plan() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let draft = |post: &str, part: &str, by: &str| {
            ResponseStep::Improve(ImprovementDraft {
                text: "饮水提前备好".into(),
                post: post.into(),
                part: part.into(),
                by: by.into(),
            })
        };
        let leader = house.park.leader;
        let good = || draft("duty-clerk", "rule.park-small", "2026-03-20");
        let early = refusal(house.step(leader, id, good()));
        assert_eq!(early, Refusal::Run(RunRefusal::NotEnded));
        assert_eq!(house.view(id).plan_parts, []);
        let end = ResponseStep::End {
            text: "谈过了".into(),
            anyway: true,
        };
        house.step(leader, id, end).expect("ended");
        let before = journal(&house.park.huiyin, FIRST).len();
        for (wrong, field) in [
            (draft("nobody", "", "2026-03-20"), "post"),
            (draft("duty-clerk", "rule.none", "2026-03-20"), "part"),
            (draft("duty-clerk", "", "2026-02-30"), "by"),
            (draft("duty-clerk", "", "2026-03-01"), "by"),
            (draft("duty-clerk", "", "2029-03-01"), "by"),
        ] {
            let Refusal::Fields(fields) = refusal(house.step(leader, id, wrong)) else {
                panic!("{field}");
            };
            assert_eq!(fields[0].field, field);
        }
        let denied = refusal(house.step(house.park.clerk, id, good()));
        assert_eq!(denied, Refusal::NotAllowed);
        assert_eq!(journal(&house.park.huiyin, FIRST).len(), before);
        house.step(leader, id, good()).expect("owed");

        let view = house.see(&house.who(leader), id).expect("sees it");
        let one = &view.improvements[0];
        assert_eq!(
            (one.text.as_str(), one.post.zh.as_str()),
            ("饮水提前备好", "信访办值班员")
        );
        assert_eq!(one.part.as_deref(), Some("rule.park-small"));
        let words = one.part_words.as_ref().expect("in words");
        assert!(words.zh.contains("1至20人"), "{words:?}");
        assert!(!one.late && one.due_at.starts_with("2026-03-20T23:59:59"));
        for row in journal(&house.park.huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            assert!(!open.contains("饮水"), "it is sealed: {open}");
        }
        let duties = |house: &House| -> Vec<(String, bool)> {
            let owed = house.owed(&house.who(leader));
            let owed = owed.into_iter().filter(|one| one.duty == "improve");
            owed.map(|one| (one.title.zh, one.late)).collect()
        };
        assert_eq!(duties(&house), [("改进：信访办值班员".to_owned(), false)]);
        house.tick(place, 20 * 24 * 60);
        assert_eq!(duties(&house), [("改进：信访办值班员".to_owned(), true)]);
        let made = |number, text: &str| ResponseStep::Improved {
            number,
            text: text.into(),
        };
        let none = refusal(house.step(leader, id, made(2, "没有")));
        assert_eq!(none, Refusal::Run(RunRefusal::NoSuchImprovement));
        house
            .step(leader, id, made(1, "值班室常备20瓶"))
            .expect("done");
        assert_eq!(duties(&house), []);
        let view = house.see(&house.who(leader), id).expect("sees it");
        let one = &view.improvements[0];
        assert_eq!(one.done.as_deref(), Some("值班室常备20瓶"));
        assert!(one.late && one.done_at.is_some());
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_drill_says_so_everywhere_and_begins_the_days_to_the_next() {
    each_engine(|place| {
        place.clock.set(at(MONDAY));
        let sink = SmtpSink::start();
        let smtp = Smtp::new(&sink.url(), "回音 <notice@park.example>").expect("an address");
        let huiyin = place.open_sending(Outgoing {
            transport: Arc::new(smtp),
            names_authority: false,
        });
        let house = House::in_park(Park::of(huiyin).with_plan());
        let pager = Pager::start(Arc::clone(&house.park.huiyin)).expect("starts");
        let overdue = || {
            let plans = wait(house.park.huiyin.plans(&house.clerk(), "", 10));
            plans.expect("reads")[0].drill_overdue
        };
        assert!(!overdue());
        // The sample is to be drilled every 180 days.
        house.tick(place, 181 * 24 * 60);
        assert!(overdue());
        let id = house.open(ResponseDraft {
            exercise: true,
            ..at_the_park("5")
        });
        assert!(house.view(id).summary.exercise);
        let owed = house.owed(&house.who(house.qin));
        assert!(owed.iter().all(|duty| duty.exercise) && !owed.is_empty());
        pager.settle().expect("sends");
        let mails: Vec<String> = sink.mails().iter().map(text_of).collect();
        let pages = mails.iter().filter(|mail| mail.contains("呼叫"));
        assert!(pages.clone().count() > 0);
        for page in pages {
            assert!(page.starts_with("【演练】"), "{page}");
        }
        assert!(overdue(), "one that runs is not done");
        // It counts once its limits have passed.
        house.tick(place, 3 * 60);
        let text = "练完了".to_owned();
        let anyway = true;
        house
            .step(house.park.leader, id, ResponseStep::End { text, anyway })
            .expect("ended");
        assert!(!overdue());
        house.tick(place, 182 * 24 * 60);
        assert!(overdue());
        healthy(&house.park.huiyin);
    });
}
