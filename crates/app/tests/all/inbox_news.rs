//! What came since an inbox was read: counted for whom it is to be seen, by the filter of the page.

use huiyin_app::InboxFilter;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;

#[test]
fn news_is_what_was_opened_since_for_whoever_may_know_of_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let all = InboxFilter::default;
        park.file(false);
        let since = park.inbox("clerk", all()).as_of;
        assert_eq!(since, huiyin.now().micros());
        let later = || place.clock.set(huiyin.now().plus_micros(1_000_000));
        later();
        assert_eq!(park.news("clerk", all(), since), 0, "it was shown");
        let filed = park.file(false);
        park.file(true);
        assert_eq!(park.news("clerk", all(), since), 1, "one is not theirs");
        assert_eq!(park.news("officer", all(), since), 1);
        assert_eq!(park.news("roadhandler", all(), since), 0);
        let of = |term: &str| InboxFilter {
            term: Some(term.to_owned()),
            ..all()
        };
        assert_eq!(park.news("clerk", of("sort"), since), 1);
        assert_eq!(park.news("clerk", of("answer"), since), 0);
        assert_eq!(park.news("clerk", all(), i64::MAX), 0);
        let before = huiyin.now().micros();
        later();
        let economy = park.unit("economy");
        let sent = vec![
            huiyin_testkit::park::claim(),
            huiyin_testkit::park::transfer(economy),
        ];
        park.does("clerk", &filed, sent);
        assert_eq!(park.news("ecohandler", all(), before), 1);
        assert_eq!(park.news("roadhandler", all(), before), 0);
    });
}

#[test]
fn what_nobody_took_is_counted_until_somebody_takes_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let counts = || park.inbox("ecohandler", InboxFilter::default()).counts;
        let before = counts();
        assert_eq!(before.untaken, before.all);
        assert!(before.all > 0);
        park.does("ecohandler", &filed, vec![huiyin_testkit::park::accept()]);
        park.does("ecohandler", &filed, vec![Command::Take]);
        assert_eq!(counts().untaken, 0);
        assert!(counts().all > 0);
    });
}
