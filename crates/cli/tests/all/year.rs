//! A small year on either engine: every duty is accounted for, and no figure differs from a second
//! bookkeeping.

use super::support::json;
use huiyin_testkit::engine::on_postgres;

fn year(more: &[&str]) {
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = scratch.path().to_str().expect("UTF-8");
    let year = ["bench", "year", "--petitions", "150", "--scratch", folder];
    let (code, said) = json(&[&year, more].concat());
    assert_eq!(said["differences"], serde_json::json!([]));
    assert_eq!((code, said["petitions"].as_u64()), (0, Some(150)));
    assert!(said["moments"].as_u64() > Some(150), "{said}");
    // Clocks stopped for a listed cause, and petitions came to the other authority: the books agree there too.
    assert!(said["stopped"].as_u64() > Some(0), "{said}");
    assert!(said["handed_over"].as_u64() > Some(0), "{said}");
}

#[test]
fn a_year_on_sqlite_leaves_no_duty_unaccounted_for() {
    year(&[]);
}

#[test]
fn a_year_on_postgresql_leaves_no_duty_unaccounted_for() {
    on_postgres(|url| year(&["--seed", "2", "--database", url]));
}
