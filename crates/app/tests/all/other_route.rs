//! The other lawful way that a matter goes: shown while it goes that way, to the petitioner once its notice is out,
//! and on no clock of the authority.

use super::becoming::tracked;
use super::support::{healthy, obligations};
use huiyin_domain::event::Route;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::Park;
use jiff::civil::date;

#[test]
fn it_is_shown_while_the_matter_goes_that_way_and_no_duty_has_its_day() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.file(false);
        let redirect = |route, limit| Command::Redirect {
            route,
            limit,
            notice: "这件事要走那条路".into(),
        };
        let limit = date(2026, 8, 13);
        park.does("clerk", &filed, vec![redirect(Route::Court, Some(limit))]);
        let way = tracked(&park, &filed, None)
            .other_route
            .expect("it is told");
        assert_eq!((way.route.as_str(), way.ours), ("court", false));
        assert_eq!(way.last_day.as_deref(), Some("2026-08-13"));
        assert!(way.rule.is_some() && way.citation.is_some());
        assert!(obligations(&huiyin).iter().all(|row| row.due_date != limit));
        let seen = park.open("officehead", &filed, false).expect("opens");
        assert_eq!(seen.other_route.expect("on the desk too").route, "court");

        // Taken back, and told another way of which nothing is known here.
        let reopen = Command::Reopen {
            reason: "告知错了".into(),
        };
        park.does("officehead", &filed, vec![reopen]);
        assert!(tracked(&park, &filed, None).other_route.is_none());
        park.does("clerk", &filed, vec![redirect(Route::Discipline, None)]);
        let way = tracked(&park, &filed, None)
            .other_route
            .expect("it is told");
        assert_eq!(way.route, "discipline");
        assert!(way.last_day.is_none() && way.rule.is_none() && way.citation.is_none());
        healthy(&huiyin);
    });
}
