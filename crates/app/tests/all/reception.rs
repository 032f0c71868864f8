//! A group is received: representatives sealed and seen on record, needs as counts, talks, and the
//! group's petition in one step; nothing links anybody who came along.

use super::people::{add, refusal};
use super::plans::change;
use super::responses::{House, at_the_park};
use super::support::{FIRST, healthy, journal, wait};
use huiyin_app::code::TrackingCode;
use huiyin_app::{
    AppError, Change, FileDraft, GroupPetitionDraft, GroupRegistered, Idempotency, PostDraft,
    ReceptionStep, Refusal, ReportDraft, Representative, ResponseDraft, ResponseStep, SignedAnswer,
    SignedMinutes, TypedCode,
};
use huiyin_domain::event::{FileKind, FilePurpose};
use huiyin_domain::ids::{StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Class, Command, RefusalCode};
use huiyin_domain::response::RunRefusal;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{accept, claim};

const OFFICE: &str = "petition-office-head";

fn representative(name: &str, contact: Option<&str>, agreed: bool) -> Representative {
    Representative {
        name: name.into(),
        contact: contact.map(str::to_owned),
        agreed,
    }
}

fn three() -> ReceptionStep {
    ReceptionStep::Representatives(vec![
        representative("金秀英", Some("13800138000"), true),
        representative("银大山", Some("yin@example.org"), true),
        representative("铜小河", None, false),
    ])
}

fn tell(house: &House, who: StaffId, id: i64, told: ReceptionStep) -> Result<(), AppError> {
    house.step(who, id, ResponseStep::Receive { told })
}

fn wages() -> GroupPetitionDraft {
    GroupPetitionDraft {
        subject: "三月份的工资没发".into(),
        body: "厂里三月份的工资到现在没有发。".into(),
        requests: vec!["发三月份的工资".into()],
        ..GroupPetitionDraft::default()
    }
}

fn register(
    house: &House,
    who: StaffId,
    id: i64,
    key: Option<&str>,
) -> Result<GroupRegistered, AppError> {
    let key = key.map(|key| Idempotency {
        key: key.to_owned(),
        request: b"the same".to_vec(),
    });
    let who = house.who(who);
    wait(house.park.huiyin.register_group(&who, id, wages(), key))
}

/// The open parts and everything else in the journal that is not sealed.
fn open_rows(house: &House) -> Vec<String> {
    let rows = journal(&house.park.huiyin, FIRST).into_iter();
    rows.map(|row| String::from_utf8(row.open).expect("a text"))
        .collect()
}

#[test]
fn who_the_representatives_are_is_sealed_and_seen_on_record_by_few() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let clerk = house.park.clerk;
        tell(&house, clerk, id, three()).expect("noted");
        let view = house.view(id);
        assert_eq!(view.reception.representatives, 3);
        let shown = serde_json::to_string(&view).expect("JSON");
        for word in ["金秀英", "13800138000", "yin@example.org", "铜小河"] {
            assert!(!shown.contains(word), "{word} is not on the page");
            assert!(!open_rows(&house).iter().any(|row| row.contains(word)));
        }
        let huiyin = &house.park.huiyin;
        let look = |who: StaffId| wait(huiyin.representatives(&house.who(who), id));
        // Called to come, and neither the reception desk nor in charge.
        let other = add(huiyin, "stranger", "handler");
        assert_eq!(refusal(look(other)), Refusal::NoSuchResponse);
        let rows = open_rows(&house).len();
        let list = look(clerk).expect("the reception desk");
        assert_eq!(list[0].contact.as_deref(), Some("13800138000"));
        assert_eq!(list[2], representative("铜小河", None, false));
        let opened = |rows: &[String]| {
            let opened = rows
                .iter()
                .filter(|row| row.contains("representatives-opened"));
            opened.count()
        };
        assert_eq!(opened(&open_rows(&house)), 1);
        assert_eq!(open_rows(&house).len(), rows + 1);
        look(clerk).expect("again");
        assert_eq!(opened(&open_rows(&house)), 1, "once an hour");
        look(house.park.leader).expect("in charge");
        assert_eq!(opened(&open_rows(&house)), 2);
        house.tick(place, 61);
        look(clerk).expect("an hour later");
        assert_eq!(opened(&open_rows(&house)), 3);
        healthy(huiyin);
        let end = ResponseStep::End {
            text: "谈过了".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        assert_eq!(
            refusal(look(clerk)),
            Refusal::Run(RunRefusal::Ended),
            "with the response it ends"
        );
        healthy(huiyin);
    });
}

#[test]
fn a_head_whom_the_plan_calls_receives_the_group_and_learns_no_name() {
    each_engine(|place| {
        let house = House::on(place);
        // Lin is called as leader in charge, who decides; Qin as head of the office.
        let id = house.open(at_the_park("25"));
        tell(&house, house.park.clerk, id, three()).expect("noted");
        for head in [house.lin, house.qin] {
            let seen = house.see(&house.who(head), id).expect("called");
            assert!(seen.may.contains(&"receive"), "{:?}", seen.may);
            assert!(!seen.may.contains(&"see-representatives"));
            let look = wait(house.park.huiyin.representatives(&house.who(head), id));
            assert_eq!(refusal(look), Refusal::NotAllowed);
            // Whoever writes names down knows them.
            assert_eq!(
                refusal(tell(&house, head, id, three())),
                Refusal::NotAllowed
            );
        }
        let need = ReceptionStep::Need {
            kind: "interpreter".into(),
            people: 1,
        };
        tell(&house, house.lin, id, need).expect("needs have no names");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_contact_needs_consent_and_no_text_that_many_read_names_them() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let clerk = house.park.clerk;
        let before = open_rows(&house).len();
        let one = |name: &str, contact: Option<&str>, agreed| {
            let list = vec![representative(name, contact, agreed)];
            refusal(tell(
                &house,
                clerk,
                id,
                ReceptionStep::Representatives(list),
            ))
        };
        let field = |refused: Refusal| match refused {
            Refusal::Fields(fields) => (fields[0].field.clone(), fields[0].problem.code()),
            other => panic!("{other:?}"),
        };
        let part = |part: &str| format!("representatives.0.{part}");
        for (refused, wanted) in [
            (
                one("金秀英", Some("13800138000"), false),
                (part("agreed"), "contact_without_consent"),
            ),
            (
                one("金秀英", Some("门口"), true),
                (part("contact"), "not_a_phone"),
            ),
            (one(" ", None, false), (part("name"), "missing")),
        ] {
            assert_eq!(field(refused), wanted);
        }
        let six = vec![representative("金秀英", None, false); 6];
        let refused = refusal(tell(&house, clerk, id, ReceptionStep::Representatives(six)));
        assert_eq!(field(refused).1, "too_many");
        assert_eq!(open_rows(&house).len(), before);
        tell(&house, clerk, id, three()).expect("noted");
        let report = |text: &str| {
            ResponseStep::Report(ReportDraft {
                to: "county-petition-bureau".into(),
                done: text.into(),
                ..ReportDraft::default()
            })
        };
        let named = refusal(house.step(clerk, id, report("代表金秀英说，没有发工资")));
        assert_eq!(field(named).1, "names_a_representative");
        let heard = ReceptionStep::Heard {
            text: "铜小河周五再来".into(),
        };
        let named = refusal(tell(&house, clerk, id, heard));
        assert_eq!(field(named).1, "names_a_representative");
        healthy(&house.park.huiyin);
    });
}

#[test]
fn needs_and_talks_are_told_by_the_desk_and_the_response_ends_when_all_were_heard() {
    each_engine(|place| {
        let house = House::on(place);
        let draft = ResponseDraft {
            respondents: vec![house.governance],
            ..at_the_park("5")
        };
        let id = house.open(draft);
        let clerk = house.park.clerk;
        let need = |kind: &str, people| ReceptionStep::Need {
            kind: kind.into(),
            people,
        };
        tell(&house, clerk, id, need("interpreter", 2)).expect("a need");
        let refused = refusal(tell(&house, clerk, id, need("police", 1)));
        assert_eq!(refused, Refusal::Run(RunRefusal::NotANeed));
        let refused = refusal(tell(&house, house.shen, id, need("interpreter", 1)));
        assert_eq!(refused, Refusal::NoSuchResponse, "it complains of them");
        let talk = |joining: Option<&str>, who: &str| ReceptionStep::BeginTalk {
            posts: vec![OFFICE.into()],
            room: None,
            joining: joining.map(str::to_owned),
            who: who.into(),
        };
        let refused = refusal(tell(&house, clerk, id, talk(None, "")));
        assert_eq!(refused, Refusal::Run(RunRefusal::PostNotThere));
        let post = OFFICE.to_owned();
        house
            .step(clerk, id, ResponseStep::Arrive { posts: vec![post] })
            .expect("there");
        // Whom it complains of joins only with who that is, and why.
        for (joining, who) in [(Some("agreed"), ""), (Some("decided"), "综治办")] {
            let refused = refusal(tell(&house, clerk, id, talk(joining, who)));
            assert!(matches!(refused, Refusal::Fields(_)), "{refused:?}");
        }
        tell(&house, clerk, id, talk(Some("agreed"), "其中的一位科长")).expect("agreed");
        let view = house.view(id);
        let talks = &view.reception.talks;
        assert_eq!(talks[0].room.zh, "园区接待室");
        assert!(talks[0].joining.is_some() && talks[0].ended_at.is_none());
        assert!(
            !open_rows(&house)
                .iter()
                .any(|row| row.contains("其中的一位科长"))
        );
        let ends = |id| {
            let ends = house.view(id).open_ends.into_iter();
            ends.map(|end| end.title.en).collect::<Vec<_>>()
        };
        assert!(ends(id).contains(&"not ended: talk 1".to_owned()));
        let refused = refusal(tell(
            &house,
            clerk,
            id,
            ReceptionStep::Heard {
                text: String::new(),
            },
        ));
        assert_eq!(refused, Refusal::Run(RunRefusal::TalkRuns));
        tell(&house, clerk, id, ReceptionStep::EndTalk(1)).expect("ended");
        let heard = ReceptionStep::Heard {
            text: "其余的人周五上午九点再谈".into(),
        };
        tell(&house, clerk, id, heard).expect("heard");
        let view = house.view(id);
        assert!(view.reception.heard_at.is_some());
        assert!(
            !ends(id)
                .iter()
                .any(|end| end.contains("heard") || end.contains("talk"))
        );
        let typed: Vec<&str> = view
            .lines
            .iter()
            .filter_map(|line| line.typed.as_deref())
            .collect();
        assert_eq!(typed, ["其中的一位科长", "其余的人周五上午九点再谈"]);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn the_groups_petition_is_registered_once_with_a_code_for_each_and_one_to_pass_on() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let clerk = house.park.clerk;
        assert_eq!(
            refusal(register(&house, clerk, id, None)),
            Refusal::Run(RunRefusal::NoRepresentatives)
        );
        tell(&house, clerk, id, three()).expect("noted");
        let before = journal(&house.park.huiyin, FIRST).len();
        // A leader who is no clerk registers nothing, and a stranger hears of nothing.
        assert_eq!(
            refusal(register(&house, house.park.leader, id, None)),
            Refusal::NotAllowed
        );
        assert_eq!(
            refusal(register(&house, house.shen, id, None)),
            Refusal::NoSuchResponse
        );
        let huiyin = &house.park.huiyin;
        let empty =
            wait(huiyin.register_group(&house.clerk(), id, GroupPetitionDraft::default(), None));
        assert!(matches!(refusal(empty), Refusal::Fields(_)));
        assert_eq!(journal(huiyin, FIRST).len(), before);
        let done = register(&house, clerk, id, Some("a")).expect("registered");
        let again = register(&house, clerk, id, Some("a")).expect("answered again");
        assert_eq!(done, again);
        assert_eq!(done.codes.len(), 3);
        assert!(done.receipt.starts_with("huiyin-receipt/1"));
        assert!(done.obligations.iter().any(|duty| duty.kind == "sort"));
        assert_eq!(
            refusal(register(&house, clerk, id, None)),
            Refusal::Run(RunRefusal::PetitionRegistered)
        );
        let view = house.view(id);
        assert_eq!(view.reception.petition.as_ref(), Some(&done.number));
        let all = done.codes.iter().chain([&done.view_code]);
        for code in all {
            let code = TrackingCode::parse(code).expect("a code");
            let track = wait(huiyin.track(&code)).expect("reads").expect("opens");
            assert_eq!(track.number, done.number);
            let views = code.grouped() == done.view_code;
            assert_eq!(track.steps.is_empty(), views, "{:?}", track.steps);
        }
        // A petition that somebody who came along registers does not know of the response.
        let rows = open_rows(&house);
        let petition = rows
            .iter()
            .find(|row| row.contains("\"PetitionRegistered\""));
        assert!(!petition.expect("on record").contains("\"response\""));
        healthy(huiyin);
    });
}

#[test]
fn whom_a_group_complains_of_by_post_is_named_on_its_petition() {
    each_engine(|place| {
        let house = House::on(place);
        let post = PostDraft {
            duty: "unit-head".into(),
            title: Bilingual::new("综治办主任", "Head of governance"),
            unit: house.governance,
            holder: Some(house.shen.raw()),
            ..PostDraft::default()
        };
        change(&house.park.huiyin, Change::Post(None, post));
        let id = house.open(ResponseDraft {
            respondent_posts: vec!["governance-head".into()],
            ..at_the_park("5")
        });
        tell(&house, house.park.clerk, id, three()).expect("noted");
        assert!(!house.view(id).respondent_unheard, "there is no petition");
        let group = register(&house, house.park.clerk, id, None).expect("registered");
        let rows = open_rows(&house).into_iter();
        let named: Vec<String> = rows
            .filter(|row| row.contains("\"RespondentsNamed\""))
            .collect();
        assert_eq!(named.len(), 1, "{named:?}");
        assert!(named[0].contains("\"bars\":[\""), "{}", named[0]);
        // They joined no talk: they are asked for a statement, and the page of the response leads there until then.
        assert!(house.view(id).respondent_unheard);
        let ask = Command::AskStatement {
            unit: UnitId::new(house.governance),
            question: "工资为什么没发？".into(),
        };
        let number = PetitionNumber::parse(&group.number).expect("a number");
        let clerk = house.who(house.park.clerk);
        let steps = vec![claim(), accept(), ask];
        let asked = house.park.huiyin.act(&clerk, number, steps, None);
        wait(asked).expect("asked");
        assert!(!house.view(id).respondent_unheard);
        healthy(&house.park.huiyin);
    });
}

#[test]
fn a_drill_registers_nothing() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(ResponseDraft {
            exercise: true,
            ..at_the_park("5")
        });
        tell(&house, house.park.clerk, id, three()).expect("noted");
        let before = journal(&house.park.huiyin, FIRST).len();
        assert_eq!(
            refusal(register(&house, house.park.clerk, id, None)),
            Refusal::Run(RunRefusal::DrillRegistersNothing)
        );
        assert_eq!(journal(&house.park.huiyin, FIRST).len(), before);
        // So there is no code, and the answer to the minutes is played: nothing is left open that cannot be done.
        let clerk = house.park.clerk;
        let arrive = ResponseStep::Arrive {
            posts: vec![OFFICE.to_owned()],
        };
        house.step(clerk, id, arrive).expect("there");
        let talk = ReceptionStep::BeginTalk {
            posts: vec![OFFICE.into()],
            room: None,
            joining: None,
            who: String::new(),
        };
        tell(&house, clerk, id, talk).expect("begun");
        let text = "演练的谈话记录".into();
        tell(&house, clerk, id, ReceptionStep::Minutes { text }).expect("written");
        let open = || {
            let ends = house.view(id).open_ends.into_iter();
            ends.map(|end| end.title.zh)
                .any(|end| end.contains("谈话记录"))
        };
        assert!(open());
        let played = ReceptionStep::AnswerMinutes {
            agreed: true,
            otherwise: String::new(),
            code: None,
            paper: None,
        };
        tell(&house, clerk, id, played).expect("played");
        assert!(!open());
        healthy(&house.park.huiyin);
    });
}

/// A talk begins, and its minutes are written.
fn talked(house: &House, id: i64) {
    let clerk = house.park.clerk;
    let arrive = ResponseStep::Arrive {
        posts: vec![OFFICE.to_owned()],
    };
    house.step(clerk, id, arrive).expect("there");
    let talk = ReceptionStep::BeginTalk {
        posts: vec![OFFICE.into()],
        room: None,
        joining: None,
        who: String::new(),
    };
    tell(house, clerk, id, talk).expect("begun");
    let text = "厂里答应周五发工资".to_owned();
    tell(house, clerk, id, ReceptionStep::Minutes { text }).expect("written");
}

#[test]
fn a_group_that_registers_no_petition_answers_its_minutes_by_a_signed_scan() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("25"));
        let (clerk, huiyin) = (house.park.clerk, &house.park.huiyin);
        tell(&house, clerk, id, three()).expect("noted");
        let post = OFFICE.to_owned();
        let arrive = ResponseStep::Arrive { posts: vec![post] };
        house.step(clerk, id, arrive).expect("there");
        let talk = ReceptionStep::BeginTalk {
            posts: vec![OFFICE.into()],
            room: None,
            joining: None,
            who: String::new(),
        };
        tell(&house, clerk, id, talk).expect("begun");
        let pdf = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF".to_vec();
        let sign = |who: StaffId, agreed, otherwise: &str, bytes: &[u8]| {
            let answer = SignedAnswer {
                agreed,
                otherwise: otherwise.into(),
            };
            let scan = FileDraft {
                field: "scan".into(),
                name: "金秀英签名.pdf".into(),
                purpose: FilePurpose::SignedPaper,
                bytes: bytes.to_vec(),
            };
            let who = house.who(who);
            let scan = SignedMinutes::Paper(scan);
            wait(huiyin.answer_minutes_signed(&who, id, (answer, scan), None)).map(|_| ())
        };
        let none = sign(clerk, true, "", &pdf);
        assert_eq!(refusal(none), Refusal::Run(RunRefusal::NoMinutes));
        let text = "厂里答应周五发工资".to_owned();
        tell(&house, clerk, id, ReceptionStep::Minutes { text }).expect("written");
        let read = |who: StaffId| wait(huiyin.signed_minutes(&house.who(who), id));
        assert_eq!(
            refusal(read(clerk).map(|_| ())),
            Refusal::Run(RunRefusal::NoScan)
        );
        let before = open_rows(&house).len();
        // A head whom the plan calls sees no names.
        assert_eq!(
            refusal(sign(house.lin, true, "", &pdf)),
            Refusal::NotAllowed
        );
        for refused in [
            sign(clerk, false, "", &pdf),
            sign(clerk, true, "", b"plain words"),
            sign(clerk, false, "金秀英说不对", &pdf),
        ] {
            assert!(matches!(refusal(refused), Refusal::Fields(_)));
        }
        assert_eq!(open_rows(&house).len(), before, "nothing is kept");
        sign(clerk, false, "还有加班费", &pdf).expect("answered");
        let view = house.view(id);
        let minutes = view.reception.minutes.expect("written");
        assert_eq!((minutes.agreed, minutes.scanned), (Some(false), true));
        assert_eq!(minutes.otherwise, "还有加班费");
        let open = view
            .open_ends
            .iter()
            .any(|end| end.title.zh.contains("谈话记录"));
        assert!(!open, "they are answered");
        assert_eq!(
            refusal(sign(clerk, true, "", &pdf)),
            Refusal::Run(RunRefusal::MinutesAnswered)
        );
        let opened = || {
            let rows = open_rows(&house).into_iter();
            rows.filter(|row| row.contains("scan-opened")).count()
        };
        let scan = read(clerk).expect("the reception desk");
        assert_eq!((scan.bytes, scan.name.as_str()), (pdf, "金秀英签名.pdf"));
        read(clerk).expect("again");
        assert_eq!(opened(), 1, "once an hour");
        assert_eq!(refusal(read(house.lin).map(|_| ())), Refusal::NotAllowed);
        assert_eq!(
            refusal(read(house.shen).map(|_| ())),
            Refusal::NotAllowed,
            "called, at this level"
        );
        let end = ResponseStep::End {
            text: "谈过了".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        read(house.park.leader).expect("what they rest on stays");
        assert_eq!(opened(), 2);
        for row in open_rows(&house) {
            assert!(!row.contains("金秀英") && !row.contains("加班费"), "{row}");
        }
        healthy(huiyin);
    });
}

#[test]
fn a_signature_on_the_screen_is_kept_as_a_scan_is_and_is_a_picture_and_nothing_more() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("25"));
        let (clerk, huiyin) = (house.park.clerk, &house.park.huiyin);
        tell(&house, clerk, id, three()).expect("noted");
        talked(&house, id);
        let sign = |who: StaffId, drawn: &[&str]| {
            let answer = SignedAnswer {
                agreed: true,
                otherwise: String::new(),
            };
            let drawn = drawn.iter().map(|one| (*one).to_owned()).collect();
            let who = house.who(who);
            let drawn = SignedMinutes::Screen(drawn);
            wait(huiyin.answer_minutes_signed(&who, id, (answer, drawn), None)).map(|_| ())
        };
        let line = "100,100-300,300";
        let before = open_rows(&house).len();
        assert_eq!(refusal(sign(house.lin, &[line])), Refusal::NotAllowed);
        for wrong in [&[][..], &[""], &["1,1"], &["junk"], &[line; 4], &[line; 6]] {
            let refused = refusal(sign(clerk, wrong));
            assert!(matches!(refused, Refusal::Fields(_)), "{wrong:?}");
        }
        assert_eq!(open_rows(&house).len(), before, "nothing is kept");
        sign(clerk, &[line, line]).expect("two of three sign");
        let minutes = house.view(id).reception.minutes.expect("written");
        assert_eq!(
            (minutes.agreed, minutes.scanned, minutes.drawn),
            (Some(true), true, true)
        );
        let read = |who: StaffId| wait(huiyin.signed_minutes(&house.who(who), id));
        let picture = read(clerk).expect("the reception desk");
        assert_eq!(
            (picture.name.as_str(), picture.kind),
            ("signature.png", FileKind::Png)
        );
        // Width and height stand at their places: two drawings, one below the other.
        let side = |at: usize| u32::from_be_bytes(picture.bytes[at..at + 4].try_into().expect("4"));
        assert_eq!((side(16), side(20)), (1_200, 800));
        assert!(picture.bytes.len() < 10_000, "{}", picture.bytes.len());
        for refused in [house.lin, house.shen] {
            assert_eq!(refusal(read(refused).map(|_| ())), Refusal::NotAllowed);
        }
        let opened = open_rows(&house).into_iter();
        assert_eq!(opened.filter(|row| row.contains("scan-opened")).count(), 1);
        // Where the pen was stands in no row.
        for row in open_rows(&house) {
            assert!(
                !row.contains("100,100") && !row.contains("signature.png"),
                "{row}"
            );
        }
        // Written again they are to be answered again.
        let text = "厂里答应周四发工资".to_owned();
        tell(&house, clerk, id, ReceptionStep::Minutes { text }).expect("written");
        let minutes = house.view(id).reception.minutes.expect("written");
        assert_eq!((minutes.scanned, minutes.drawn), (false, false));
        assert_eq!(
            refusal(read(clerk).map(|_| ())),
            Refusal::Run(RunRefusal::NoScan)
        );
        healthy(huiyin);
    });
}

#[test]
fn minutes_are_sealed_and_answered_by_a_representative_and_nobody_else() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(at_the_park("5"));
        let clerk = house.park.clerk;
        tell(&house, clerk, id, three()).expect("noted");
        let post = OFFICE.to_owned();
        let arrive = ResponseStep::Arrive { posts: vec![post] };
        house.step(clerk, id, arrive).expect("there");
        let talk = ReceptionStep::BeginTalk {
            posts: vec![OFFICE.into()],
            room: None,
            joining: None,
            who: String::new(),
        };
        tell(&house, clerk, id, talk).expect("begun");
        let write = |text: &str| ReceptionStep::Minutes { text: text.into() };
        let named = tell(&house, clerk, id, write("金秀英说工资没发"));
        assert!(matches!(refusal(named), Refusal::Fields(_)));
        tell(&house, clerk, id, write("厂里答应周五发工资")).expect("written");
        assert!(!open_rows(&house).iter().any(|row| row.contains("周五")));
        let answer =
            |agreed, otherwise: &str, code: Option<&str>, paper| ReceptionStep::AnswerMinutes {
                agreed,
                otherwise: otherwise.into(),
                code: code.map(|code| TypedCode(code.to_owned())),
                paper,
            };
        let refused = |step| refusal(tell(&house, clerk, id, step));
        let nobody = Refusal::Run(RunRefusal::NotARepresentative);
        let other = Some("7KQM-3XV9-TD2H-W8RA");
        assert_eq!(
            refused(answer(true, "", other, None)),
            nobody,
            "no petition yet"
        );
        let done = register(&house, clerk, id, None).expect("registered");
        for code in ["", "7KQM-3XV9-TD2H-W8RA", done.view_code.as_str()] {
            assert_eq!(refused(answer(true, "", Some(code), None)), nobody);
        }
        assert_eq!(
            refused(answer(true, "", None, Some(1))),
            Refusal::Run(RunRefusal::NoSuchPaper)
        );
        for empty in [
            answer(true, "", None, None),
            answer(false, " ", Some(&done.codes[1]), None),
        ] {
            assert!(matches!(refused(empty), Refusal::Fields(_)));
        }
        let step = answer(false, "加班费也要写", Some(&done.codes[1]), None);
        assert!(!format!("{step:?}").contains(&done.codes[1]));
        tell(&house, clerk, id, step).expect("a representative");
        let minutes = house.view(id).reception.minutes.expect("written");
        assert_eq!(minutes.text, "厂里答应周五发工资");
        assert_eq!(
            (minutes.agreed, minutes.otherwise.as_str()),
            (Some(false), "加班费也要写")
        );
        tell(&house, clerk, id, write("厂里答应周五发工资和加班费")).expect("again");
        let minutes = house.view(id).reception.minutes.expect("written");
        assert_eq!((minutes.version, minutes.agreed), (2, None));
        assert_eq!(minutes.otherwise, "");
        // What they said to the version before is not lost behind the newer one.
        let lines = house.view(id).lines;
        let typed = |words: &str| {
            let mut lines = lines.iter();
            let line = lines.find(|line| line.text.zh == words);
            line.and_then(|line| line.typed.clone())
        };
        assert_eq!(
            typed("谈话记录第1稿").as_deref(),
            Some("厂里答应周五发工资")
        );
        let otherwise = typed("代表对第1稿的不同意见");
        assert_eq!(otherwise.as_deref(), Some("加班费也要写"));
        assert_eq!(typed("谈话记录第2稿"), None, "it stands with the reception");
        let step = answer(true, "", Some(&done.codes[2]), None);
        tell(&house, clerk, id, step).expect("agreed");
        assert!(
            open_rows(&house)
                .iter()
                .all(|row| !row.contains(&done.codes[2]))
        );
        healthy(&house.park.huiyin);
    });
}

#[test]
fn whom_the_group_complains_of_was_told_at_the_opening_and_never_has_its_petition() {
    each_engine(|place| {
        let house = House::on(place);
        let id = house.open(ResponseDraft {
            respondents: vec![house.governance],
            ..at_the_park("5")
        });
        let clerk = house.park.clerk;
        tell(&house, clerk, id, three()).expect("noted");
        let registered = register(&house, clerk, id, None).expect("registered");
        let number = PetitionNumber::parse(&registered.number).expect("a number");
        let huiyin = &house.park.huiyin;
        let send = |to| Command::Transfer {
            to: UnitId::new(to),
            reason: String::new(),
        };
        let claim = Command::Classify {
            class: Class::Claim,
            branch: Some(6),
            category: None,
            reason: String::new(),
        };
        let commands = vec![claim, send(house.governance)];
        let sent = wait(huiyin.act(&house.clerk(), number, commands, None));
        assert!(
            matches!(refusal(sent), Refusal::Case(one) if one.code == RefusalCode::RespondentUnit)
        );
        let seen = wait(huiyin.open_case(&house.clerk(), number, false)).expect("opens");
        assert_eq!(seen.respondents, ["governance-office"]);
        let shen = house.who(house.shen);
        let refused = refusal(wait(huiyin.open_case(&shen, number, false)));
        assert_eq!(refused, Refusal::NoSuchPetition);
        healthy(huiyin);
    });
}
