//! Who may open a petition now, as its page tells: by unit, role or post, with the reason, and nobody else.

use huiyin_app::CaseView;
use huiyin_domain::language::Language;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park};

fn told(view: &CaseView) -> Vec<String> {
    let lines = view.readers.iter().map(|one| {
        let (unit, as_whom) = (
            one.unit.in_language(Language::En),
            one.as_whom.in_language(Language::En),
        );
        format!("{unit}: {as_whom}, {} ({})", one.people, one.why)
    });
    lines.collect()
}

/// Everybody who can open it.
fn can(park: &Park<'_>, filed: &Filed) -> Vec<&'static str> {
    let everybody = park.everybody().into_iter();
    everybody
        .filter(|login| park.open(login, filed, false).is_ok())
        .collect()
}

#[test]
fn before_it_is_sorted_they_are_the_intake_and_where_it_is_restricted_the_named_officers() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let open = park.file(false);
        let view = park.open("clerk", &open, false).expect("opens");
        assert_eq!(
            told(&view),
            ["Petition office: Reception clerk, 2 (registrar)"]
        );
        assert_eq!(can(&park, &open), ["clerk", "clerk2"]);
        let kept = park.file(true);
        let view = park.open("officer", &kept, false).expect("opens");
        assert_eq!(told(&view).len(), 1, "{:?}", told(&view));
        assert_eq!(view.readers[0].people, can(&park, &kept).len());
    });
}

#[test]
fn once_a_unit_has_it_each_line_says_what_its_unit_has_to_do_with_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        let filed = park.at("economy", "ecohandler");
        let view = park.open("ecohandler", &filed, false).expect("opens");
        let lines = told(&view);
        for line in [
            "economy: Reception clerk, 1 (holder)",
            // The one who works for two units stands here with the two of this one.
            "economy: Case handler, 3 (holder)",
            "economy: Unit head, 1 (holder)",
            "Petition office: Reception clerk, 2 (registrar)",
            "Petition office: Unit head, 1 (registrar)",
            "park: Leader, 2 (above)",
            "park: Supervisor, 1 (anywhere)",
            "park: Auditor, 1 (anywhere)",
        ] {
            assert!(lines.contains(&line.to_owned()), "{line}: {lines:?}");
        }
        let of = |unit: &str| lines.iter().any(|line| line.starts_with(unit));
        assert!(!of("roads:") && !of("team:") && !of("plant:"), "{lines:?}");
        let in_lines: usize = view.readers.iter().map(|one| one.people).sum();
        assert!(in_lines >= can(&park, &filed).len(), "{lines:?}");
        // No name and no login, and nothing of who brought it.
        let text = serde_json::to_string(&view.readers).expect("writes");
        for login in park.everybody() {
            assert!(
                login == "leader" || !text.contains(&format!("\"{login}")),
                "{text}"
            );
        }
    });
}
