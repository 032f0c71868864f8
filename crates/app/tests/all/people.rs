//! Units, posts and staff: what is taken, what is refused, and that a rebuild finds no difference.

use super::support::{FIRST, event, healthy, journal, tamper, wait};
use huiyin_app::{
    AppError, AuthorityDraft, Change, Changed, ContactDraft, Huiyin, NewAuthorityDraft, Order,
    PeopleRefusal, PostDraft, Refusal, RoleDraft, StaffContactDraft, StaffDraft, UnitDraft,
    check_backup_key,
};
use huiyin_domain::event::{Actor, Event};
use huiyin_domain::ids::{INSTALLATION, StaffId, UnitId};
use huiyin_domain::language::Bilingual;
use huiyin_store::{StoreConfig, back_up, restore};
use huiyin_testkit::engine::{each_engine, on_sqlite};

pub const EMAIL: &str = "canary-of-staff@cage.example";

pub fn order(by: Actor) -> Order {
    Order {
        authority: FIRST,
        by,
        version: None,
    }
}

pub fn draft(login: &str, role: &str) -> StaffDraft {
    StaffDraft {
        login: login.into(),
        name: "刘敏".into(),
        roles: vec![RoleDraft {
            unit: 1,
            role: role.into(),
        }],
        contact: Some(StaffContactDraft {
            email: EMAIL.into(),
            phone: "0576-5550123".into(),
        }),
        ..StaffDraft::default()
    }
}

/// Adds somebody as who runs the program.
pub fn add(huiyin: &Huiyin, login: &str, role: &str) -> StaffId {
    let change = Change::Staff(None, draft(login, role));
    let done = huiyin.administer_here(order(Actor::Operator), change);
    StaffId::new(done.expect("added").id)
}

pub fn refusal<T>(outcome: Result<T, AppError>) -> Refusal {
    match outcome {
        Err(AppError::Refused(refusal)) => refusal,
        Err(other) => panic!("failed: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn change(huiyin: &Huiyin, by: StaffId, change: Change) -> Result<Changed, AppError> {
    huiyin.administer_here(order(Actor::Staff(by)), change)
}

fn unit(key: &str) -> UnitDraft {
    UnitDraft {
        key: key.into(),
        name: Bilingual::new("劳动监察大队", ""),
        kind: "public".into(),
        ..UnitDraft::default()
    }
}

fn fields(refusal: Refusal) -> Vec<String> {
    match refusal {
        Refusal::Fields(fields) => fields.into_iter().map(|one| one.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_organisation_is_built_by_events_and_rebuilt_without_difference() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let team = change(&huiyin, admin, Change::Unit(None, unit("labour"))).expect("a unit");
        let sub = UnitDraft {
            parent: Some(team.id),
            kind: "enterprise".into(),
            ..unit("builder")
        };
        change(&huiyin, admin, Change::Unit(None, sub)).expect("a unit under it");
        let head = add(&huiyin, "zhaogang", "handler");
        let post = PostDraft {
            duty: "unit-head".into(),
            title: Bilingual::new("大队长", "Head"),
            unit: team.id,
            holder: Some(head.raw()),
            stand_ins: vec![admin.raw()],
            closed: false,
        };
        change(&huiyin, admin, Change::Post(None, post)).expect("a post");
        let named = AuthorityDraft {
            name: Some(Bilingual::new("青石信访局", "")),
            level: Some("park".into()),
            rulebook: Some("cn-simple".into()),
            contact: Some(ContactDraft {
                address: Bilingual::new("青石路1号", ""),
                ..ContactDraft::default()
            }),
            ..AuthorityDraft::default()
        };
        wait(huiyin.change_authority(order(Actor::Staff(admin)), named, None)).expect("changed");
        let organisation = wait(huiyin.organisation(FIRST)).expect("reads");
        assert_eq!(organisation.units.len(), 3);
        assert_eq!(organisation.units[&UnitId::new(2)].name.en, "劳动监察大队");
        assert!(organisation.acts_as(head, "unit-head", UnitId::new(3)));
        assert!(organisation.acts_as(admin, "unit-head", UnitId::new(2)));
        huiyin.refresh().expect("reads again");
        let authority = huiyin.authority(None).expect("there");
        assert_eq!(authority.row.name.zh, "青石信访局");
        assert_eq!(authority.row.rulebook, "cn-simple");
        assert_eq!(authority.row.contact.address.zh, "青石路1号");
        assert_eq!(authority.unit_name(UnitId::new(2)).zh, "劳动监察大队");
        assert!(healthy(&huiyin).sealed_parts >= 2);
    });
}

#[test]
fn contacts_are_sealed_and_never_in_the_open_part() {
    each_engine(|place| {
        let huiyin = place.open();
        let staff = add(&huiyin, "liumin", "clerk");
        let contact = || wait(huiyin.staff_contact(FIRST, staff)).expect("reads");
        assert_eq!(contact().email.as_deref(), Some(EMAIL));
        let mut other = draft("", "clerk");
        other.contact = Some(StaffContactDraft {
            email: "second-canary@cage.example".into(),
            phone: String::new(),
        });
        let operator = || order(Actor::Operator);
        huiyin
            .administer_here(operator(), Change::Staff(Some(staff), other.clone()))
            .expect("changed");
        assert_eq!(
            contact().email.as_deref(),
            Some("second-canary@cage.example")
        );
        assert_eq!(contact().phone, None);
        other.contact = None;
        huiyin
            .administer_here(operator(), Change::Staff(Some(staff), other))
            .expect("changed");
        assert_eq!(
            contact().email.as_deref(),
            Some("second-canary@cage.example")
        );
        for row in journal(&huiyin, FIRST) {
            let open = String::from_utf8(row.open).expect("UTF-8");
            assert!(!open.contains("canary"), "{open}");
        }
        healthy(&huiyin);
        tamper(place, "UPDATE staff_key SET wrapped_identity_key = NULL");
        let report = huiyin.doctor(true).expect("the doctor comes");
        assert_eq!((report.findings.len(), report.forgotten_parts), (0, 2));
        assert_eq!(contact().email, None);
    });
}

#[test]
fn who_is_of_another_role_or_nobody_changes_nothing() {
    each_engine(|place| {
        let huiyin = place.open();
        add(&huiyin, "admin", "administrator");
        let others = [
            "clerk",
            "handler",
            "unit-head",
            "leader",
            "supervisor",
            "auditor",
            "officer",
        ];
        let mut actors: Vec<Actor> = others
            .iter()
            .map(|role| Actor::Staff(add(&huiyin, &format!("a{role}"), role)))
            .collect();
        actors.extend([
            Actor::Public,
            Actor::System,
            Actor::Staff(StaffId::new(9_999)),
        ]);
        let before = journal(&huiyin, FIRST).len();
        for by in actors {
            for change in [
                Change::Unit(None, unit("x")),
                Change::Unit(Some(UnitId::new(1)), unit("x")),
                Change::Post(None, PostDraft::default()),
                Change::Staff(None, draft("more", "administrator")),
            ] {
                let outcome = huiyin.administer_here(order(by), change);
                assert_eq!(refusal(outcome), Refusal::People(PeopleRefusal::NotAllowed));
            }
            let outcome = wait(huiyin.change_authority(order(by), AuthorityDraft::default(), None));
            assert_eq!(refusal(outcome), Refusal::People(PeopleRefusal::NotAllowed));
            let outcome = huiyin.invite_here((FIRST, by), StaffId::new(1));
            assert_eq!(refusal(outcome), Refusal::People(PeopleRefusal::NotAllowed));
            let made =
                wait(huiyin.create_authority((FIRST, by), NewAuthorityDraft::default(), None));
            assert_eq!(refusal(made), Refusal::People(PeopleRefusal::NotAllowed));
        }
        assert_eq!(journal(&huiyin, FIRST).len(), before);
    });
}

#[test]
fn the_last_administrator_and_the_last_petition_office_remain() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let mut gone = draft("", "administrator");
        gone.left = true;
        for leaves in [gone.clone(), draft("", "clerk")] {
            let outcome = change(&huiyin, admin, Change::Staff(Some(admin), leaves));
            let last = Refusal::People(PeopleRefusal::LastAdministrator);
            assert_eq!(refusal(outcome), last);
        }
        let second = add(&huiyin, "second", "administrator");
        change(&huiyin, admin, Change::Staff(Some(admin), gone)).expect("there is a second");
        let outcome = change(&huiyin, admin, Change::Unit(None, unit("x")));
        assert_eq!(refusal(outcome), Refusal::People(PeopleRefusal::NotAllowed));
        let office = UnitDraft {
            petition_office: true,
            closed: true,
            ..unit("petition-office")
        };
        for closed in [office, unit("petition-office")] {
            let outcome = change(&huiyin, second, Change::Unit(Some(UnitId::new(1)), closed));
            let last = Refusal::People(PeopleRefusal::LastPetitionOffice);
            assert_eq!(refusal(outcome), last);
        }
        healthy(&huiyin);
    });
}

#[test]
fn drafts_are_refused_with_every_wrong_field_named() {
    on_sqlite(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let wrong = UnitDraft {
            key: "Petition Office".into(),
            kind: "company".into(),
            parent: Some(77),
            ..UnitDraft::default()
        };
        let outcome = change(&huiyin, admin, Change::Unit(None, wrong));
        assert_eq!(
            fields(refusal(outcome)),
            ["key", "kind", "parent", "name.zh"]
        );
        let taken = change(&huiyin, admin, Change::Unit(None, unit("petition-office")));
        assert_eq!(fields(refusal(taken)), ["key"]);
        let taken = change(
            &huiyin,
            admin,
            Change::Staff(None, draft("ADMIN ", "clerk")),
        );
        assert_eq!(fields(refusal(taken)), ["login"]);
        let mut wrong = draft("-", "boss");
        wrong.name = " ".into();
        wrong.language = "fr".into();
        wrong.contact = Some(StaffContactDraft {
            email: "nobody".into(),
            phone: "12".into(),
        });
        let outcome = change(&huiyin, admin, Change::Staff(None, wrong));
        let named = [
            "login",
            "name",
            "language",
            "roles",
            "contact.email",
            "contact.phone",
        ];
        assert_eq!(fields(refusal(outcome)), named);
        let post = PostDraft {
            duty: "unit-head".into(),
            title: Bilingual::new("岗", ""),
            unit: 9,
            holder: Some(admin.raw()),
            stand_ins: vec![admin.raw()],
            closed: false,
        };
        let outcome = change(&huiyin, admin, Change::Post(None, post));
        assert_eq!(fields(refusal(outcome)), ["unit", "stand_ins"]);
        let team = change(&huiyin, admin, Change::Unit(None, unit("labour"))).expect("a unit");
        let under = UnitDraft {
            parent: Some(team.id),
            ..unit("labour")
        };
        let outcome = change(
            &huiyin,
            admin,
            Change::Unit(Some(UnitId::new(team.id)), under),
        );
        assert_eq!(
            refusal(outcome),
            Refusal::People(PeopleRefusal::UnitUnderItself)
        );
        let outcome = change(
            &huiyin,
            admin,
            Change::Unit(Some(UnitId::new(77)), unit("x")),
        );
        assert_eq!(
            refusal(outcome),
            Refusal::People(PeopleRefusal::NoSuchEntry)
        );
    });
}

#[test]
fn two_administrators_never_overwrite_each_other() {
    each_engine(|place| {
        let huiyin = place.open();
        add(&huiyin, "admin", "administrator");
        let read = wait(huiyin.organisation(FIRST)).expect("reads").position;
        let at = |version| Order {
            version: Some(version),
            ..order(Actor::Operator)
        };
        let first = huiyin.administer_here(at(read), Change::Unit(None, unit("one")));
        let first = first.expect("the first");
        let late = huiyin.administer_here(at(read), Change::Unit(None, unit("two")));
        assert_eq!(
            refusal(late),
            Refusal::People(PeopleRefusal::ChangedMeanwhile)
        );
        huiyin
            .administer_here(at(first.version), Change::Unit(None, unit("two")))
            .expect("after reading again");
    });
}

#[test]
fn another_process_sees_what_was_changed() {
    each_engine(|place| {
        let (one, other) = (place.open(), place.open());
        add(&one, "admin", "administrator");
        let seen = wait(other.organisation(FIRST)).expect("reads");
        assert_eq!(seen.staff.len(), 1);
        let office = UnitDraft {
            petition_office: true,
            ..unit("second-office")
        };
        one.administer_here(order(Actor::Operator), Change::Unit(None, office))
            .expect("a second office");
        let first = UnitDraft {
            closed: true,
            ..unit("petition-office")
        };
        one.administer_here(
            order(Actor::Operator),
            Change::Unit(Some(UnitId::new(1)), first),
        )
        .expect("the first is closed");
        super::support::register(&other, super::support::draft("登记到新的信访办"));
        let units: Vec<UnitId> = journal(&other, FIRST)
            .iter()
            .filter_map(|row| match event(row) {
                Event::PetitionRegistered(event) => Some(event.unit),
                _ => None,
            })
            .collect();
        assert_eq!(units, [UnitId::new(2)]);
    });
}

#[test]
fn a_further_authority_has_its_own_journal_and_administrator() {
    each_engine(|place| {
        let huiyin = place.open();
        let admin = add(&huiyin, "admin", "administrator");
        let by = (FIRST, Actor::Staff(admin));
        let new = NewAuthorityDraft {
            key: "harbour".into(),
            name: Bilingual::new("港区信访局", ""),
            administrator: draft("harbour-admin", "clerk"),
            ..NewAuthorityDraft::default()
        };
        let made = wait(huiyin.create_authority(by, new.clone(), None)).expect("created");
        assert_eq!((made.answer.id, made.answer.key.as_str()), (2, "harbour"));
        let again = wait(huiyin.create_authority(by, new, None));
        assert!(fields(refusal(again)).contains(&"key".to_owned()));
        let token = huiyin_app::Token::parse(&made.answer.invitation.token).expect("a token");
        let view = wait(huiyin.invitation(&token))
            .expect("reads")
            .expect("works");
        let invited = view.invited.expect("somebody");
        assert!(invited.has(huiyin_domain::organisation::Role::Administrator));
        let harbour = huiyin.authority(Some("harbour")).expect("there");
        assert_ne!(
            harbour.row.origin,
            huiyin.authority(None).expect("there").row.origin
        );
        let there = (invited.authority, Actor::Staff(invited.staff));
        let more = NewAuthorityDraft {
            key: "third".into(),
            name: Bilingual::new("第三", ""),
            administrator: draft("third-admin", "clerk"),
            ..NewAuthorityDraft::default()
        };
        let outcome = wait(huiyin.create_authority(there, more, None));
        assert_eq!(refusal(outcome), Refusal::People(PeopleRefusal::NotAllowed));
        let made = journal(&huiyin, INSTALLATION);
        let made = made.iter().filter(|row| row.kind == "AuthorityCreated");
        assert_eq!(made.count(), 2);
        healthy(&huiyin);
    });
}

#[test]
fn a_backup_brings_staff_and_keys_back() {
    each_engine(|place| {
        let huiyin = place.open();
        let staff = add(&huiyin, "admin", "administrator");
        let file = place.folder().join("copy.huiyin");
        back_up(huiyin.store(), &file).expect("backs up");
        check_backup_key(&file, huiyin.installation_key()).expect("the key is this one's");
        let restored = StoreConfig {
            folder: place.folder().join("restored"),
            database: None,
        };
        restore(&file, &restored).expect("restores");
        let key = huiyin_store::seal::InstallationKey::file_in(&restored.folder);
        huiyin.installation_key().write_new(&key).expect("writes");
        let other = Huiyin::open(huiyin_app::HuiyinConfig::new(restored)).expect("opens");
        let contact = wait(other.staff_contact(FIRST, staff)).expect("reads");
        assert_eq!(contact.email.as_deref(), Some(EMAIL));
        healthy(&other);
    });
}
