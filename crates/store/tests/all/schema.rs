use huiyin_store::Store;
use huiyin_testkit::engine::each_engine;

#[test]
fn every_statement_fits_the_schema_on_both_engines() {
    each_engine(|place| {
        let store = Store::open(&place.config).expect("opens");
        assert!(store.check_statements().expect("all fit") > 40);
    });
}

#[test]
fn opening_again_changes_nothing() {
    each_engine(|place| {
        drop(Store::open(&place.config).expect("opens"));
        Store::open(&place.config).expect("opens again");
    });
}
