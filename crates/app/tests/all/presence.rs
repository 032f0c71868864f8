//! Who has a petition open is seen by the others who do, whichever process answers them, and is forgotten.

use super::support::{FIRST, healthy, wait};
use huiyin_app::Huiyin;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Park, claim, transfer};

const MINUTE_MICROS: i64 = 60 * 1_000_000;

#[test]
fn others_are_seen_for_some_minutes_by_every_process_and_never_oneself() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let petition = park.open("clerk", &filed, false).expect("opens").id;
        let other_petition = petition + 1;
        let (clerk, second) = (park.who("clerk"), park.who("clerk2"));
        let rows = park.rows();
        let none: [&str; 0] = [];
        let sees =
            |huiyin: &Huiyin, who, petition| wait(huiyin.present(who, petition)).expect("reads");
        assert_eq!(sees(&huiyin, &clerk, petition), none);
        assert_eq!(sees(&huiyin, &clerk, petition), none, "never oneself");
        assert_eq!(sees(&huiyin, &second, petition), [clerk.name.as_str()]);
        assert_eq!(sees(&huiyin, &second, other_petition), none);
        assert_eq!(park.rows(), rows, "it is on no record");
        drop(park);
        drop(huiyin);
        // Another process.
        let huiyin = place.open();
        assert_eq!(sees(&huiyin, &clerk, petition), [second.name.as_str()]);
        place.clock.set(huiyin.now().plus_micros(2 * MINUTE_MICROS));
        assert_eq!(sees(&huiyin, &clerk, petition), [second.name.as_str()]);
        place.clock.set(huiyin.now().plus_micros(2 * MINUTE_MICROS));
        assert_eq!(sees(&huiyin, &clerk, petition), none, "the other one went");
        // After some minutes without anybody nothing is left of it.
        place.clock.set(huiyin.now().plus_micros(4 * MINUTE_MICROS));
        huiyin.tick(huiyin.now()).expect("ticks");
        let first = huiyin
            .store()
            .read_here(|reader| reader.first_presence(FIRST));
        assert_eq!(first.expect("reads"), None);
        healthy(&huiyin);
    });
}

#[test]
fn whoever_handed_it_on_is_in_nobodys_way_any_more() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let petition = park.open("clerk", &filed, false).expect("opens").id;
        let sees = |login: &str| wait(huiyin.present(&park.who(login), petition)).expect("reads");
        let none: [&str; 0] = [];
        assert_eq!(sees("clerk"), none);
        park.does(
            "clerk",
            &filed,
            vec![claim(), transfer(park.unit("economy"))],
        );
        assert_eq!(sees("ecohandler"), none);
        assert_eq!(sees("ecohandler2"), ["ecohandler"]);
        healthy(&huiyin);
    });
}
