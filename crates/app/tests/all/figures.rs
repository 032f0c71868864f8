//! Figures tell a reader of nothing that they may not open, and the list behind each number is as long as the
//! number (RULES 4.2).

use super::support::{FIRST, healthy, journal};
use huiyin_app::{
    AppError, ExportFormat, InboxFilter, PeopleRefusal, Refusal, TimelinessBy, TimelinessCell,
    TimelinessCount, TimelinessDuty, TimelinessFigures, TimelinessQuery,
};
use huiyin_domain::event::FiguresForm;
use huiyin_domain::language::Language;
use huiyin_domain::number::PetitionNumber;
use huiyin_domain::petition::Command;
use huiyin_testkit::engine::each_engine;
use huiyin_testkit::park::{Filed, Park, accept, claim, transfer, wait};
use std::collections::BTreeSet;

/// Everybody whose role reads figures.
const READERS: [&str; 7] = [
    "officehead",
    "roadhead",
    "ecohead",
    "leader",
    "boss",
    "supervisor",
    "auditor",
];

fn split(by: TimelinessBy) -> TimelinessQuery {
    TimelinessQuery {
        by: Some(by),
        ..TimelinessQuery::default()
    }
}

fn figures(park: &Park<'_>, login: &str, by: TimelinessBy) -> Vec<TimelinessFigures> {
    let who = park.who(login);
    let figures = park
        .huiyin
        .timeliness_for(&who, split(by), FiguresForm::Page);
    wait(figures).expect("figures")
}

fn cell(row: &TimelinessFigures, by: TimelinessBy, count: TimelinessCount) -> TimelinessCell {
    TimelinessCell {
        query: split(by),
        rulebook: row.rulebook.clone(),
        term: row.term.clone(),
        duty: row.duty.clone(),
        part: row.by.clone().unwrap_or_default(),
        count,
    }
}

/// The whole list behind a number, page by page.
fn listed(park: &Park<'_>, login: &str, cell: &TimelinessCell) -> Vec<TimelinessDuty> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let who = park.who(login);
        let page = wait(park.huiyin.timeliness_duties(&who, cell.clone(), after));
        let page = page.expect("lists");
        assert!(page.entries.len() <= 50);
        all.extend(page.entries);
        after = page.next;
        if after.is_none() {
            assert_eq!(page.count, all.len() as u64, "{login} {cell:?}");
            return all;
        }
    }
}

/// Each number of each table of somebody's is the length of its list; tells the petitions of all of them.
fn agrees(park: &Park<'_>, login: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for by in TimelinessBy::ALL {
        for row in figures(park, login, by) {
            for count in TimelinessCount::ALL {
                let list = listed(park, login, &cell(&row, by, count));
                assert_eq!(
                    list.len() as u64,
                    row.of(count),
                    "{login} {count:?} {row:?}"
                );
                let ids: BTreeSet<i64> = list.iter().map(|one| one.obligation).collect();
                assert_eq!(ids.len(), list.len(), "each once");
                seen.extend(list.into_iter().map(|one| one.number));
            }
        }
    }
    seen
}

fn complains_of(park: &Park<'_>, unit: &str) -> Filed {
    let filed = park.file(false);
    let respondents = Command::NameRespondents {
        units: vec![park.unit(unit)],
        posts: Vec::new(),
        words: vec!["被反映的人".into()],
    };
    let sorted = vec![claim(), respondents, transfer(park.unit("economy"))];
    park.does("clerk", &filed, sorted);
    park.does("ecohandler", &filed, vec![Command::Receive, accept()]);
    filed
}

#[test]
fn no_figure_tells_whom_a_petition_complains_of_that_there_is_one() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        park.at("roads", "roadhandler");
        let told = |login| TimelinessBy::ALL.map(|by| figures(&park, login, by));
        let before = (told("roadhead"), told("ecohead"), told("leader"));
        assert!(
            !before.0[0].is_empty(),
            "the head reads what their unit owes"
        );
        let filed = complains_of(&park, "roads");
        assert_eq!(told("roadhead"), before.0, "barred");
        assert_ne!(told("ecohead"), before.1, "handles it");
        assert_ne!(told("leader"), before.2, "stands above it");
        assert!(agrees(&park, "leader").contains(&filed.number.to_string()));
        let reason = "亲属".to_owned();
        park.does("leader", &filed, vec![Command::Recuse { reason }]);
        assert_eq!(told("leader"), before.2, "stepped aside");
        park.file(true);
        park.file(false);
        for login in READERS {
            let seen = agrees(&park, login);
            for hidden in ["2026-000003", "2026-000004"] {
                assert!(!seen.contains(hidden), "{login} {hidden}");
            }
        }
        assert_eq!(told("leader"), before.2, "unsorted and restricted ones");
        let authority = huiyin.authority(None).expect("an authority");
        let whole = huiyin.timeliness(&authority, &TimelinessQuery::default());
        let sort = whole.expect("figures");
        let sort = sort.iter().find(|row| row.term == "sort");
        assert_eq!(sort.map(|row| row.opened), Some(4), "who runs the program");
    });
}

#[test]
fn behind_each_number_stand_exactly_its_duties_for_whoever_reads_it() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        park.at("roads", "roadhandler");
        complains_of(&park, "roads");
        complains_of(&park, "team");
        let merged = park.at("economy", "ecohandler");
        park.does("ecohandler", &merged, vec![accept()]);
        park.file(true);
        // More than a page.
        for _ in 0..51 {
            park.does("clerk", &park.file(false), vec![claim(), accept()]);
        }
        for login in READERS {
            for number in agrees(&park, login) {
                let number = PetitionNumber::parse(&number).expect("a number");
                let opened = wait(huiyin.open_case(&park.who(login), number, false));
                assert!(opened.is_ok(), "{login} {number}: {:?}", opened.err());
            }
        }
        let sees = |login| agrees(&park, login).len();
        assert_eq!(sees("supervisor"), 55, "all but the restricted one");
        assert_eq!(sees("roadhead"), 1, "what stands with their unit");
        let authority = huiyin.authority(None).expect("an authority");
        for by in TimelinessBy::ALL {
            for row in huiyin.timeliness(&authority, &split(by)).expect("figures") {
                for count in TimelinessCount::ALL {
                    let list = huiyin.timeliness_petitions(&authority, &cell(&row, by, count));
                    assert_eq!(list.expect("lists").len() as u64, row.of(count));
                }
            }
        }
        let who = park.who("clerk");
        let row = &figures(&park, "supervisor", TimelinessBy::Unit)[0];
        let cell = cell(row, TimelinessBy::Unit, TimelinessCount::Opened);
        let refused = wait(huiyin.timeliness_duties(&who, cell, None));
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::People(
                PeopleRefusal::NotAllowed
            )))
        ));
    });
}

/// Of lists those are on record that auditors and supervisors read, with what they were narrowed to, and nothing that
/// was typed.
#[test]
fn lists_that_auditors_and_supervisors_read_are_on_record() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        park.at("roads", "roadhandler");
        let before = park.rows();
        park.inbox("clerk", InboxFilter::default());
        park.inbox("leader", InboxFilter::default());
        assert_eq!(park.rows(), before, "nobody watches those who work");
        let late = || InboxFilter {
            late: true,
            whole: true,
            ..InboxFilter::default()
        };
        park.inbox("supervisor", late());
        park.inbox("supervisor", late());
        park.inbox(
            "supervisor",
            InboxFilter {
                term: Some("answer".into()),
                category: Some("金丝雀".into()),
                ..InboxFilter::default()
            },
        );
        wait(huiyin.refused_attempts(&park.who("auditor"), None, 10)).expect("reads");
        wait(huiyin.official_seal(&park.who("auditor"), None)).expect("reads");
        let page = wait(huiyin.figure_readings(&park.who("auditor"), None)).expect("reads");
        let told: Vec<_> = page
            .entries
            .iter()
            .map(|one| (one.by.as_deref(), one.words.in_language(Language::En)))
            .collect();
        let told_of = |who, what| (Some(who), what);
        let expected = [
            told_of("auditor", "List of the seal’s uses"),
            told_of("auditor", "List of what was refused"),
            told_of(
                "supervisor",
                "List of what is owed, ?, Finish and serve the answer",
            ),
            told_of(
                "supervisor",
                "List of what is owed, late, with units under the own ones",
            ),
        ];
        assert_eq!(told, expected);
        for row in journal(&huiyin, FIRST) {
            assert!(!String::from_utf8_lossy(&row.open).contains("金丝雀"));
        }
        healthy(&huiyin);
    });
}

#[test]
fn whoever_reads_figures_or_exports_is_on_record_for_the_auditor_alone() {
    each_engine(|place| {
        let huiyin = place.open();
        let park = Park::build(&huiyin);
        park.at("roads", "roadhandler");
        figures(&park, "leader", TimelinessBy::Unit);
        let before = park.rows();
        figures(&park, "leader", TimelinessBy::Unit);
        assert_eq!(park.rows(), before, "once an hour");
        figures(&park, "roadhead", TimelinessBy::Term);
        let authority = huiyin.authority(None).expect("an authority");
        let mut out = Vec::new();
        huiyin
            .export_petitions(&authority, ExportFormat::Csv, &mut out)
            .expect("exports");
        let query = split(TimelinessBy::Category);
        huiyin
            .note_figures_given(&authority, &query, FiguresForm::Xlsx)
            .expect("noted");
        let page = wait(huiyin.figure_readings(&park.who("auditor"), None)).expect("reads");
        let told: Vec<_> = page
            .entries
            .iter()
            .map(|one| (one.by.as_deref(), one.words.in_language(Language::En)))
            .collect();
        let expected = [
            (None, "Figures as XLSX, by category"),
            (None, "Export of petitions (csv)"),
            (Some("roadhead"), "Figures"),
            (Some("leader"), "Figures, by unit"),
        ];
        assert_eq!((told.as_slice(), page.next), (expected.as_slice(), None));
        for login in ["leader", "roadhead", "supervisor", "clerk"] {
            let refused = wait(huiyin.figure_readings(&park.who(login), None));
            assert!(refused.is_err(), "{login}");
        }
    });
}
