//! A matter of ours is heard at a reception above: whoever is called there to decide answers from its file while the
//! response runs, on record and without names; its dates do not change, and nothing of it says where it was heard.

use super::parties::with_a_head;
use super::people::refusal;
use super::plans::change;
use super::responses::House;
use super::support::{FIRST, healthy, journal, wait};
use huiyin_app::{
    CaseView, Change, GroupPetitionDraft, PostDraft, ReceptionStep, Refusal, Representative,
    ResponseDraft, ResponseStep,
};
use huiyin_domain::ids::StaffId;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::{Class, Command};
use huiyin_domain::response::RunRefusal;
use huiyin_testkit::engine::each_engine;

/// A petition that the office registered for a group.
fn registered(house: &House) -> PetitionNumber {
    let id = house.open(super::responses::at_the_park("5"));
    let told = ReceptionStep::Representatives(vec![Representative {
        name: "金秀英".into(),
        ..Representative::default()
    }]);
    let noted = house.step(house.park.clerk, id, ResponseStep::Receive { told });
    noted.expect("noted");
    let draft = GroupPetitionDraft {
        subject: "三月份的工资没发".into(),
        body: "厂里三月份的工资到现在没有发。".into(),
        requests: vec!["发三月份的工资".into()],
        ..GroupPetitionDraft::default()
    };
    let group = wait(
        house
            .park
            .huiyin
            .register_group(&house.clerk(), id, draft, None),
    );
    let end = ResponseStep::End {
        text: "谈过了".into(),
        anyway: true,
    };
    house.step(house.park.leader, id, end).expect("ended");
    PetitionNumber::parse(&group.expect("registered").number).expect("a number")
}

fn sort(house: &House, number: PetitionNumber) {
    let claim = Command::Classify {
        class: Class::Claim,
        branch: Some(6),
        category: None,
        reason: String::new(),
    };
    let accept = Command::Accept {
        notice: "受理了".into(),
    };
    let steps = vec![claim, accept];
    wait(house.park.huiyin.act(&house.clerk(), number, steps, None)).expect("accepted");
}

fn in_the_city(house: &House, number: PetitionNumber) -> ResponseDraft {
    ResponseDraft {
        place: "city-reception".into(),
        topic: "工资拖欠".into(),
        reception: Some("市接待中心值班长".into()),
        concerned: Some(house.governance),
        petition: Some(number.to_string()),
        ..ResponseDraft::default()
    }
}

#[test]
fn whoever_is_called_to_the_city_answers_from_the_file_while_it_runs() {
    each_engine(|place| {
        let house = House::on(place);
        with_a_head(&house);
        let huiyin = &house.park.huiyin;
        let number = registered(&house);
        let try_open = |draft: ResponseDraft| {
            wait(huiyin.open_response(&house.clerk(), draft, None)).map(|_| ())
        };
        for wrong in [
            ResponseDraft {
                petition: Some("2026-999999".into()),
                ..in_the_city(&house, number)
            },
            ResponseDraft {
                exercise: true,
                ..in_the_city(&house, number)
            },
            ResponseDraft {
                petition: Some(number.to_string()),
                ..super::responses::at_the_park("5")
            },
        ] {
            let Refusal::Fields(fields) = refusal(try_open(wrong)) else {
                panic!("it is taken");
            };
            assert_eq!(fields[0].field, "petition");
        }
        let look = |who: StaffId, reveal: bool| -> Result<CaseView, _> {
            wait(huiyin.open_case(&house.who(who), number, reveal))
        };
        let before = refusal(look(house.shen, false).map(|_| ()));
        assert_eq!(before, Refusal::NoSuchPetition);
        let dates = |view: &CaseView| -> Vec<(String, String)> {
            let owed = view.obligations.iter();
            owed.map(|one| (one.kind.clone(), one.due_date.clone()))
                .collect()
        };
        let id = house.open(in_the_city(&house, number));
        let seen = house.see(&house.who(house.shen), id).expect("called");
        // Before it is sorted it is for those who take it in (RULES 4.2).
        assert_eq!(seen.file, None);
        let unsorted = refusal(look(house.shen, false).map(|_| ()));
        assert_eq!(unsorted, Refusal::NoSuchPetition);
        sort(&house, number);
        let seen = house.see(&house.who(house.shen), id).expect("called");
        assert_eq!(seen.file, Some(number.to_string()));
        let owed = dates(&look(house.park.clerk, false).expect("the clerk"));
        let view = look(house.shen, false).expect("answers from the file");
        assert_eq!(view.subject, "三月份的工资没发");
        assert!(view.possible.is_empty(), "{:?}", view.possible);
        let named = refusal(look(house.shen, true).map(|_| ()));
        assert_eq!(named, Refusal::NotAllowed, "never who brought it");
        let note = Command::Note {
            text: "看过".into(),
        };
        let step = wait(huiyin.act(&house.who(house.shen), number, vec![note], None));
        assert!(step.is_err(), "the file is there to answer from");
        // The reception desk may open it anyway.
        assert_eq!(house.view(id).file, Some(number.to_string()));
        let view = look(house.park.clerk, false).expect("the clerk");
        assert_eq!(dates(&view), owed, "its dates are what they were");
        let looked = format!("\"staff\":{}", house.shen.raw());
        let on_record = journal(huiyin, FIRST).into_iter().any(|row| {
            let open = String::from_utf8(row.open).expect("a text");
            row.kind == "AccessRecorded" && open.contains(&looked)
        });
        assert!(on_record, "each opening is on record");
        for row in journal(huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            let elsewhere = open.contains("city-reception");
            assert!(!elsewhere || !open.contains(&number.to_string()), "{open}");
            assert!(!elsewhere || !open.contains("\"petition\""), "{open}");
        }
        let end = ResponseStep::End {
            text: "答复了".into(),
            anyway: true,
        };
        house.step(house.park.leader, id, end).expect("ended");
        let after = refusal(look(house.shen, false).map(|_| ()));
        assert_eq!(after, Refusal::NoSuchPetition, "with the response it ends");
        healthy(huiyin);
    });
}

#[test]
fn whom_it_is_about_never_answers_from_its_file() {
    each_engine(|place| {
        let house = House::on(place);
        with_a_head(&house);
        let huiyin = &house.park.huiyin;
        let number = registered(&house);
        sort(&house, number);
        let id = house.open(in_the_city(&house, number));
        let look = || wait(huiyin.open_case(&house.who(house.shen), number, false)).map(|_| ());
        look().expect("called");
        let about = ResponseStep::About {
            units: vec![house.governance],
            posts: Vec::new(),
        };
        house.step(house.park.clerk, id, about).expect("named");
        assert_eq!(refusal(look()), Refusal::NoSuchPetition);
        healthy(huiyin);
    });
}

#[test]
fn what_is_not_registered_yet_is_registered_in_one_step_and_goes_to_the_leader_post() {
    each_engine(|place| {
        let house = House::on(place);
        with_a_head(&house);
        let huiyin = &house.park.huiyin;
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        let mut posts = organisation.posts.values();
        let leads = posts.find(|post| post.duty == "leader-in-charge");
        let leads = leads.expect("a leader post");
        let post = PostDraft {
            duty: leads.duty.clone(),
            title: leads.title.clone(),
            unit: house.governance,
            holder: leads.holder.map(StaffId::raw),
            ..PostDraft::default()
        };
        change(huiyin, Change::Post(Some(leads.id), post));
        let id = house.open(ResponseDraft {
            petition: None,
            ..in_the_city(
                &house,
                PetitionNumber::parse("2026-000001").expect("a number"),
            )
        });
        let clerk = house.park.clerk;
        let told = ReceptionStep::Representatives(vec![Representative {
            name: "金秀英".into(),
            ..Representative::default()
        }]);
        house
            .step(clerk, id, ResponseStep::Receive { told })
            .expect("noted");
        let draft = || GroupPetitionDraft {
            subject: "三月份的工资没发".into(),
            body: "厂里三月份的工资到现在没有发。".into(),
            ..GroupPetitionDraft::default()
        };
        let group = wait(huiyin.register_group(&house.clerk(), id, draft(), None));
        let number = PetitionNumber::parse(&group.expect("registered").number).expect("one");
        let view = wait(huiyin.open_case(&house.clerk(), number, false)).expect("opens");
        assert!(
            view.receiver.is_some(),
            "it waits at the leader post's unit"
        );
        assert_eq!(house.view(id).file, Some(number.to_string()));
        assert_eq!(house.view(id).reception.petition, None);
        let twice = wait(huiyin.register_group(&house.clerk(), id, draft(), None));
        assert_eq!(
            refusal(twice.map(|_| ())),
            Refusal::Run(RunRefusal::PetitionRegistered)
        );
        for row in journal(huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            let response = row.kind.starts_with("Response");
            assert!(!response || !open.contains(&number.to_string()), "{open}");
        }
        healthy(huiyin);
    });
}

#[test]
fn a_petition_is_named_after_the_opening_too() {
    each_engine(|place| {
        let house = House::on(place);
        with_a_head(&house);
        let number = registered(&house);
        let id = house.open(ResponseDraft {
            petition: None,
            ..in_the_city(&house, number)
        });
        let name = |number: &str| ResponseStep::File {
            petition: number.into(),
        };
        let clerk = house.park.clerk;
        let unknown = house.step(clerk, id, name("2026-999999"));
        assert!(matches!(refusal(unknown), Refusal::Fields(_)));
        let head = house.step(house.shen, id, name(&number.to_string()));
        assert_eq!(refusal(head), Refusal::NotAllowed);
        house
            .step(clerk, id, name(&number.to_string()))
            .expect("named");
        assert_eq!(house.view(id).file, Some(number.to_string()));
        let own = house.open(super::responses::at_the_park("5"));
        let here = house.step(clerk, own, name(&number.to_string()));
        assert!(matches!(refusal(here), Refusal::Fields(_)));
        healthy(&house.park.huiyin);
    });
}
