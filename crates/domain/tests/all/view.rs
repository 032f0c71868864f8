//! Saved views: named filters of one's own.

use huiyin_domain::petition::FieldProblem;
use huiyin_domain::view::{VIEWS_MAX, ViewDraft, ViewFilter, Views};

fn draft(name: &str, query: &str, opens: bool) -> ViewDraft {
    ViewDraft {
        name: name.to_owned(),
        filter: ViewFilter::parse(query),
        opens,
    }
}

#[test]
fn a_filter_keeps_known_conditions_in_one_order_and_nothing_else() {
    let filter = ViewFilter::parse("late=yes&x=1&unit=3&after=abc&class=%22claim&of=units");
    assert_eq!(filter.to_string(), "unit=3&class=22claim&late=yes&of=units");
    assert!(filter.filters());
    let next = filter.query_with(&[("after", "a b-1"), ("unit", "4")]);
    assert_eq!(next, "class=22claim&late=yes&of=units&after=ab-1&unit=4");
    // Whose duties are looked at is no condition by itself.
    assert!(!ViewFilter::parse("of=units").filters());
    let long = format!("unit={}", "9".repeat(500));
    assert_eq!(
        ViewFilter::parse(&long).to_string().len(),
        "unit=".len() + 60
    );
}

#[test]
fn names_are_told_apart_and_at_most_one_view_opens_the_inbox() {
    let mut views = Views::default();
    assert_eq!(views.save(draft(" 急件 ", "late=yes", true)), Ok(1));
    assert_eq!(views.save(draft("今天", "due=today", true)), Ok(2));
    assert_eq!(views.opening().map(|view| view.id), Some(2));
    assert_eq!(views.find(1).map(|view| view.name.as_str()), Some("急件"));
    let taken = views
        .save(draft("急件", "unit=1", false))
        .expect_err("taken");
    assert_eq!(taken[0].problem, FieldProblem::Taken);
    // Its own name is no other's.
    assert_eq!(
        views.change(1, draft("急件", "unit=1", false)),
        Ok(Some(()))
    );
    assert_eq!(views.change(9, draft("急件", "unit=1", false)), Ok(None));
    assert_eq!(
        views.remove(2).map(|view| view.name),
        Some("今天".to_owned())
    );
    assert_eq!(views.opening(), None);
    // An id is never used again: a page that still names it does not change another one.
    assert_eq!(views.save(draft("新的", "unit=2", false)), Ok(3));
}

#[test]
fn each_field_that_is_not_taken_is_named() {
    let mut views = Views::default();
    let wrong = views.save(draft(" ", "x=1", false)).expect_err("two");
    let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "query"]);
    for number in 0..VIEWS_MAX {
        let name = format!("视图{number}");
        assert!(views.save(draft(&name, "late=yes", false)).is_ok());
    }
    let more = views
        .save(draft("再一个", "late=yes", false))
        .expect_err("full");
    let problem = FieldProblem::TooMany {
        entries_max: VIEWS_MAX,
    };
    assert_eq!(more[0].problem, problem);
    // One that is there can still be changed.
    assert_eq!(
        views.change(1, draft("改名", "late=yes", true)),
        Ok(Some(()))
    );
}
