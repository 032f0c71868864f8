//! Visits that a group announced itself: a time, a room and who receives; on no record, seen by the
//! reception alone, and gone when the visit ends or a day after its time (RULES 10.2).

use super::people::{add, draft as staff_draft, refusal};
use super::plans::{Park, change};
use super::support::{FIRST, at, healthy, journal, wait};
use huiyin_app::authorise::Principal;
use huiyin_app::code::TrackingCode;
use huiyin_app::{
    AppError, ArrangeDraft, Change, Idempotency, InboxFilter, PostDraft, Refusal, ResponseDraft,
    ResponseStep, RoleDraft, VisitDraft, VisitLook, VisitTold,
};
use huiyin_domain::ids::StaffId;
use huiyin_domain::language::Bilingual;
use huiyin_domain::petition::FieldProblem;
use huiyin_domain::plan::TaskKind;
use huiyin_domain::time::DAY_MICROS;
use huiyin_testkit::engine::{TestStore, each_engine};

/// A Monday morning at ten, in the park.
const MONDAY: &str = "2026-03-02T02:00:00Z";
const TOPIC: &str = "三月工资没有发";

/// A park with a plan in force, at ten on a Monday.
fn park(place: &TestStore) -> Park {
    place.clock.set(at(MONDAY));
    Park::of(place.open()).with_plan()
}

fn tuesday() -> VisitDraft {
    VisitDraft {
        at: "2026-03-03T10:00".into(),
        place: "sample-park/park-reception".into(),
        people: "20-30".into(),
        topic: TOPIC.into(),
        needs: vec!["interpreter".into()],
        ..VisitDraft::default()
    }
}

impl Park {
    fn announce(&self, draft: VisitDraft) -> (TrackingCode, i64) {
        let done = wait(self.huiyin.announce_visit(FIRST, None, draft, None)).expect("announced");
        (done.code, done.id)
    }

    fn by_code(&self, code: &TrackingCode) -> Result<VisitLook, AppError> {
        wait(self.huiyin.visit_by_code(FIRST, code))
    }

    fn reception(&self) -> Principal {
        self.principal(self.clerk)
    }

    fn arrange(&self, id: i64, draft: ArrangeDraft) -> Result<(), AppError> {
        wait(self.huiyin.arrange_visit(&self.reception(), id, draft))
    }

    fn told(&self, staff: StaffId) -> Vec<VisitTold> {
        let who = self.principal(staff);
        let inbox = wait(self.huiyin.inbox(&who, InboxFilter::default()));
        inbox.expect("reads").visits
    }

    fn unit(&self, key: &str) -> i64 {
        let organisation = wait(self.huiyin.organisation(FIRST)).expect("reads");
        let mut units = organisation.units.values();
        units.find(|unit| unit.key == key).expect("there").id.raw()
    }

    fn post_of(&self, duty: &str) -> i64 {
        let organisation = wait(self.huiyin.organisation(FIRST)).expect("reads");
        let mut posts = organisation.posts.values();
        posts
            .find(|post| post.duty == duty)
            .expect("there")
            .id
            .raw()
    }

    /// Somebody with a role in each of some units.
    fn member(&self, login: &str, roles: &[(i64, &str)]) -> StaffId {
        let mut draft = staff_draft(login, "clerk");
        let role = |(unit, role): &(i64, &str)| RoleDraft {
            unit: *unit,
            role: (*role).into(),
        };
        draft.roles = roles.iter().map(role).collect();
        change(&self.huiyin, Change::Staff(None, draft));
        let organisation = wait(self.huiyin.organisation(FIRST)).expect("reads");
        let mut staff = organisation.staff.values();
        staff.find(|one| one.login == login).expect("there").id
    }

    fn room(&self, version: i64) -> ArrangeDraft {
        ArrangeDraft {
            at: "2026-03-03T14:00".into(),
            room: "二楼会议室".into(),
            post: Some(self.post_of("park-leader")),
            version,
        }
    }
}

fn field<T>(outcome: Result<T, AppError>) -> (String, FieldProblem) {
    match refusal(outcome) {
        Refusal::Fields(mut fields) => {
            let first = fields.remove(0);
            (first.field, first.problem)
        }
        other => panic!("another refusal: {other:?}"),
    }
}

#[test]
fn a_group_gets_time_room_and_post_and_the_post_hears_no_more() {
    each_engine(|place| {
        let park = park(place);
        let rows = journal(&park.huiyin, FIRST).len();
        let (code, id) = park.announce(tuesday());
        let look = park.by_code(&code).expect("the code opens it");
        assert_eq!((look.arranged.clone(), look.people.max), (None, 30));
        assert_eq!(look.needs, [TaskKind::Interpreter]);
        let seen = wait(park.huiyin.visits(&park.reception())).expect("the reception's own");
        assert_eq!(seen, [look]);
        // Before it is arranged nobody is told, and nobody but the reception may look.
        let elsewhere = park.member("yuan", &[(park.unit("governance-office"), "clerk")]);
        let handler = add(&park.huiyin, "qin", "handler");
        for staff in [park.leader, elsewhere, handler] {
            let who = park.principal(staff);
            assert_eq!(refusal(wait(park.huiyin.visits(&who))), Refusal::NotAllowed);
            let one = wait(park.huiyin.visit(&who, id));
            assert_eq!(refusal(one), Refusal::NotAllowed);
            let end = wait(park.huiyin.end_visit(&who, id));
            assert_eq!(refusal(end), Refusal::NotAllowed);
            assert_eq!(park.told(staff), []);
        }
        // The reception's own inbox has it at the top until it is arranged.
        let waits = park.told(park.clerk);
        assert_eq!((waits.len(), waits[0].to_arrange), (1, Some(id)));
        assert_eq!(waits[0].room, None);
        park.arrange(id, park.room(1)).expect("arranged");
        assert_eq!(park.told(park.clerk), []);
        let look = park.by_code(&code).expect("still there");
        assert_eq!(look.at, at("2026-03-03T06:00:00Z"));
        let post = Bilingual::new("park-leader", "park-leader");
        assert_eq!(look.arranged, Some(("二楼会议室".to_owned(), post)));
        let told = park.told(park.leader);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].at, "2026-03-03T14:00:00+08:00");
        assert_eq!(told[0].room.as_deref(), Some("二楼会议室"));
        assert_eq!(
            told[0].to_arrange, None,
            "the post is told, and arranges nothing"
        );
        let json = serde_json::to_string(&told).expect("JSON");
        for word in [TOPIC, "20", "30", "interpreter"] {
            let time_aside = json.replace("2026-03-03T14:00:00+08:00", "");
            assert!(!time_aside.contains(word), "{word}: {json}");
        }
        for staff in [elsewhere, handler] {
            assert_eq!(park.told(staff), []);
        }
        // What lies in the store is sealed: neither topic nor room can be read there.
        let sealed = sealed(place);
        for words in [TOPIC, "二楼会议室", "interpreter"] {
            let at = sealed.windows(words.len());
            assert!(
                at.into_iter().all(|found| found != words.as_bytes()),
                "{words}"
            );
        }
        // It is on no record, and a rebuild leaves it alone.
        let staff_added = 2;
        assert_eq!(journal(&park.huiyin, FIRST).len(), rows + staff_added);
        healthy(&park.huiyin);
        assert!(park.by_code(&code).is_ok());
    });
}

#[test]
fn nothing_of_it_stays() {
    each_engine(|place| {
        let park = park(place);
        let gone = |code: &TrackingCode| refusal(park.by_code(code)) == Refusal::NoSuchVisit;
        // The group takes it back.
        let (code, _) = park.announce(tuesday());
        wait(park.huiyin.cancel_visit(FIRST, &code)).expect("taken back");
        assert!(gone(&code));
        // The reception says that it is over.
        let (code, id) = park.announce(tuesday());
        wait(park.huiyin.end_visit(&park.reception(), id)).expect("over");
        assert!(gone(&code));
        // Its time was a day ago: it opens for nobody, and the ticker deletes the row.
        let (code, id) = park.announce(tuesday());
        let day_after = at("2026-03-03T02:00:00Z").plus_micros(DAY_MICROS);
        place.clock.set(day_after.plus_micros(-1));
        park.huiyin.tick(park.huiyin.now()).expect("ticks");
        assert!(park.by_code(&code).is_ok(), "a day is kept whole");
        place.clock.set(day_after);
        assert!(gone(&code));
        let stale = wait(park.huiyin.visit(&park.reception(), id));
        assert_eq!(refusal(stale), Refusal::NoSuchVisit);
        park.huiyin.tick(park.huiyin.now()).expect("ticks");
        healthy(&park.huiyin);
        assert_eq!(rows_left(place), 0);
    });
}

/// The rows of the table, looked at behind the program's back.
fn rows_left(place: &TestStore) -> i64 {
    let sql = "SELECT COUNT(*) FROM announced_visit";
    match &place.config.database {
        None => {
            let file = rusqlite::Connection::open(place.config.sqlite_file()).expect("opens");
            file.query_row(sql, [], |row| row.get(0)).expect("counts")
        }
        Some(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).expect("connects");
            client.query_one(sql, &[]).expect("counts").get(0)
        }
    }
}

/// What the one row of the table holds.
fn sealed(place: &TestStore) -> Vec<u8> {
    let sql = "SELECT sealed_visit FROM announced_visit";
    match &place.config.database {
        None => {
            let file = rusqlite::Connection::open(place.config.sqlite_file()).expect("opens");
            file.query_row(sql, [], |row| row.get(0)).expect("reads")
        }
        Some(url) => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).expect("connects");
            client.query_one(sql, &[]).expect("reads").get(0)
        }
    }
}

#[test]
fn a_response_opened_from_it_ends_it_and_does_not_point_back() {
    each_engine(|place| {
        let park = park(place);
        let (code, id) = park.announce(tuesday());
        let draft = || ResponseDraft {
            place: "park-reception".into(),
            people: Some("25".into()),
            visit: Some(id),
            ..ResponseDraft::default()
        };
        // A leader may open a response, and is not the reception: nothing happens.
        let leader = park.principal(park.leader);
        let refused = wait(park.huiyin.open_response(&leader, draft(), None));
        assert_eq!(refusal(refused), Refusal::NotAllowed);
        assert_eq!(wait(park.huiyin.responses(&leader)).expect("reads"), []);
        let opened = wait(park.huiyin.open_response(&park.reception(), draft(), None));
        let response = opened.expect("opened").answer.id;
        let look = park.by_code(&code).expect("kept while they are there");
        assert_eq!(look.response, Some(response));
        for row in journal(&park.huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("a text");
            assert!(!open.contains(&id.to_string()), "{open}");
        }
        healthy(&park.huiyin);
        let end = ResponseStep::End {
            text: "谈过了".into(),
            anyway: true,
        };
        wait(park.huiyin.step_in_response(&leader, response, end, None)).expect("ended");
        assert_eq!(refusal(park.by_code(&code)), Refusal::NoSuchVisit);
        assert_eq!(rows_left(place), 0);
        healthy(&park.huiyin);
    });
}

#[test]
fn whom_it_complains_of_sees_nothing_and_does_not_receive() {
    each_engine(|place| {
        let park = park(place);
        let governance = park.unit("governance-office");
        let both = park.member("yuan", &[(1, "clerk"), (governance, "handler")]);
        let head = park.member("shen", &[(governance, "unit-head")]);
        let post = PostDraft {
            duty: "unit-head".into(),
            title: Bilingual::new("综治办主任", "Head of governance"),
            unit: governance,
            holder: Some(head.raw()),
            ..PostDraft::default()
        };
        change(&park.huiyin, Change::Post(None, post));
        let about = VisitDraft {
            about: vec![governance],
            ..tuesday()
        };
        let (_, id) = park.announce(about.clone());
        assert_eq!(
            wait(park.huiyin.visits(&park.principal(both))).expect("reads"),
            []
        );
        let one = wait(park.huiyin.visit(&park.principal(both), id));
        assert_eq!(refusal(one), Refusal::NoSuchVisit);
        let (look, posts) = wait(park.huiyin.visit(&park.reception(), id)).expect("seen");
        assert_eq!(look.about.len(), 1);
        let theirs = park.post_of("unit-head");
        assert!(posts.len() >= 2 && posts.iter().all(|post| post.id != theirs));
        let to_them = ArrangeDraft {
            post: Some(theirs),
            ..park.room(1)
        };
        assert_eq!(
            field(park.arrange(id, to_them)),
            ("post".to_owned(), FieldProblem::Missing)
        );
        park.arrange(id, park.room(1)).expect("arranged");
        assert_eq!(park.told(head), []);
        // Only the group itself can have them told: time and room.
        let (_, id) = park.announce(VisitDraft {
            meets: Some(governance),
            ..about
        });
        assert_eq!(park.told(head), []);
        park.arrange(id, park.room(1)).expect("arranged");
        assert_eq!(park.told(head).len(), 1);
        // Where everybody of the reception belongs to it, nobody would see it: that is said at once.
        let whole = VisitDraft {
            about: vec![1],
            ..tuesday()
        };
        let refused = wait(park.huiyin.announce_visit(FIRST, None, whole, None));
        assert_eq!(
            field(refused.map(|_| ())),
            ("about".to_owned(), FieldProblem::NobodyReceives)
        );
    });
}

#[test]
fn a_change_undoes_what_cannot_hold_and_nobody_answers_the_old_one() {
    each_engine(|place| {
        let park = park(place);
        let (code, id) = park.announce(tuesday());
        let change = |draft| wait(park.huiyin.change_visit(FIRST, &code, draft));
        park.arrange(id, park.room(1)).expect("arranged");
        let fewer = VisitDraft {
            people: "12".into(),
            ..tuesday()
        };
        change(fewer).expect("changed");
        assert!(park.by_code(&code).expect("there").arranged.is_some());
        let later = VisitDraft {
            at: "2026-03-05T09:30".into(),
            ..tuesday()
        };
        change(later).expect("changed");
        let look = park.by_code(&code).expect("there");
        assert_eq!((look.arranged, look.version), (None, 4));
        assert_eq!(look.at, at("2026-03-05T01:30:00Z"));
        assert_eq!(park.told(park.leader), []);
        // The clerk still had the version before open.
        assert_eq!(
            refusal(park.arrange(id, park.room(2))),
            Refusal::ChangedMeanwhile { version: 4 }
        );
        park.arrange(id, park.room(4)).expect("arranged anew");
    });
}

#[test]
fn what_has_no_place_in_it_is_refused() {
    each_engine(|place| {
        let park = park(place);
        let with = |set: fn(&mut VisitDraft)| {
            let mut draft = tuesday();
            set(&mut draft);
            field(wait(park.huiyin.announce_visit(FIRST, None, draft, None))).0
        };
        assert_eq!(with(|it| it.at = String::new()), "at");
        assert_eq!(with(|it| it.at = "2026-03-02T09:59".into()), "at");
        assert_eq!(with(|it| it.at = "2026-06-02T10:00".into()), "at");
        assert_eq!(with(|it| it.people = "很多".into()), "people");
        assert_eq!(with(|it| it.topic = "找13800138000".into()), "topic");
        assert_eq!(with(|it| it.needs = vec!["police".into()]), "needs");
        assert_eq!(with(|it| it.about = vec![99]), "about");
        assert_eq!(with(|it| it.meets = Some(99)), "meets");
        assert_eq!(with(|it| it.place = "sample-park/moon".into()), "place");
        let other = add(&park.huiyin, "qin", "handler");
        let who = park.principal(other);
        let taken = wait(
            park.huiyin
                .announce_visit(FIRST, Some(&who), tuesday(), None),
        );
        assert_eq!(refusal(taken.map(|_| ())), Refusal::NotAllowed);
        assert_eq!(rows_left(place), 0);
    });
}

#[test]
fn an_hour_at_which_it_is_closed_is_refused_with_the_hours_unless_the_desk_agrees() {
    each_engine(|place| {
        let park = park(place);
        let hours = Bilingual::new(
            "工作日、休息日08:30至18:00",
            "working days, rest days 08:30 to 18:00",
        );
        let at_night = |people: &str| VisitDraft {
            at: "2026-03-03T22:00".into(),
            people: people.into(),
            ..tuesday()
        };
        let announce = |draft| wait(park.huiyin.announce_visit(FIRST, None, draft, None));
        let wanted = (
            "at".to_owned(),
            FieldProblem::NotOpenThen {
                hours: hours.clone(),
            },
        );
        assert_eq!(field(announce(at_night("5")).map(|_| ())), wanted);
        let message = wanted.1.message(huiyin_domain::language::Language::Zh);
        assert!(message.contains("08:30至18:00"), "{message}");
        for (at, open) in [("2026-03-03T08:30", true), ("2026-03-03T08:29", false)] {
            let draft = VisitDraft {
                at: at.into(),
                ..tuesday()
            };
            assert_eq!(announce(draft).is_ok(), open, "{at}");
        }
        // A place that names no hours is open at any.
        let elsewhere = VisitDraft {
            place: "sample-park/community-office".into(),
            ..at_night("5")
        };
        announce(elsewhere).expect("taken");
        // A clerk who speaks with them can agree; the group reads that.
        let clerk = park.reception();
        let taken = wait(
            park.huiyin
                .announce_visit(FIRST, Some(&clerk), at_night("5"), None),
        );
        let code = taken.expect("agreed").code;
        assert_eq!(park.by_code(&code).expect("there").outside, Some(hours));
        let change = |draft| wait(park.huiyin.change_visit(FIRST, &code, draft));
        change(at_night("8")).expect("the hour that was agreed");
        let later = VisitDraft {
            at: "2026-03-04T23:00".into(),
            ..tuesday()
        };
        assert_eq!(field(change(later)), wanted);
        change(tuesday()).expect("an hour at which it is open");
        assert_eq!(park.by_code(&code).expect("there").outside, None);
    });
}

#[test]
fn whoever_floods_the_form_is_held_up_and_the_desk_is_not() {
    each_engine(|place| {
        let park = park(place);
        let announce = || wait(park.huiyin.announce_visit(FIRST, None, tuesday(), None));
        let mut taken = 0;
        let held_up = loop {
            match announce() {
                Ok(_) => taken += 1,
                Err(error) => break error,
            }
            assert!(taken < 100, "nobody holds them up");
        };
        assert_eq!(taken, 12);
        let seconds = match refusal::<()>(Err(held_up)) {
            Refusal::VisitsTooFast { seconds } => seconds,
            other => panic!("{other:?}"),
        };
        assert!(seconds <= 600);
        let clerk = park.reception();
        let rung = wait(
            park.huiyin
                .announce_visit(FIRST, Some(&clerk), tuesday(), None),
        );
        rung.expect("a group that rings is taken down");
        // The count is the authority's: another process, or this one after a restart, holds them up as well.
        drop(park);
        let huiyin = place.open();
        let announce = || wait(huiyin.announce_visit(FIRST, None, tuesday(), None));
        let held_up = refusal::<()>(Err(announce().err().expect("full")));
        assert!(
            matches!(held_up, Refusal::VisitsTooFast { .. }),
            "{held_up:?}"
        );
        let count = || huiyin.store().read_here(|reader| reader.visit_pace(FIRST));
        assert_eq!(count().expect("reads").map(|(_, taken)| taken), Some(12));
        place.clock.set(huiyin.now().plus_micros(600_000_000));
        announce().expect("a while later");
        assert_eq!(count().expect("reads").map(|(_, taken)| taken), Some(1));
        // Its minutes over, the number is gone too.
        place.clock.set(huiyin.now().plus_micros(600_000_000));
        huiyin.tick(huiyin.now()).expect("ticks");
        assert_eq!(count().expect("reads"), None);
    });
}

#[test]
fn an_announcement_that_was_sent_twice_is_one_visit() {
    each_engine(|place| {
        let park = park(place);
        let once = |request: &str| {
            Some(Idempotency {
                key: "the-key".into(),
                request: request.as_bytes().to_vec(),
            })
        };
        let send = |request| {
            wait(
                park.huiyin
                    .announce_visit(FIRST, None, tuesday(), once(request)),
            )
        };
        let (first, again) = (send("a").expect("taken"), send("a").expect("replayed"));
        assert_eq!(first.id, again.id);
        assert_eq!(first.code.grouped(), again.code.grouped());
        assert_eq!(rows_left(place), 1);
        let other = send("b").map(|_| ());
        assert_eq!(refusal(other), Refusal::IdempotencyKeyReused);
        healthy(&park.huiyin);
    });
}
