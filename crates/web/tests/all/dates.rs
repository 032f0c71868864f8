//! A date that people read has one form: `2026-04-14` stands in fields, in code and for machines only.

use super::desk_support::signed_in;
use super::support::{App, all_between};
use huiyin_domain::time::Instant;
use huiyin_testkit::engine::on_sqlite;
use huiyin_web::pages::samples::rendered as samples;
use std::collections::{BTreeMap, BTreeSet};

/// What is no text of the page, or is written as a program wants it.
const NOT_READ: [&str; 5] = ["code", "pre", "script", "style", "textarea"];
/// Pages of one person that are looked at, at most.
const PAGES_MAX: usize = 80;

/// What people read of a page: its text without that of fields, code and scripts. What is typed into a field and what
/// a `time` says to machines are attributes.
fn read_by_people(html: &str) -> String {
    let mut text = String::new();
    let mut skipped: Option<String> = None;
    for part in html.split('<') {
        let (tag, after) = part.split_once('>').unwrap_or(("", part));
        let name = tag.split([' ', '\n', '/']).find(|word| !word.is_empty());
        let name = name.unwrap_or_default();
        match &skipped {
            Some(begun) if tag.starts_with('/') && begun == name => skipped = None,
            Some(_) => continue,
            None if NOT_READ.contains(&name) && !tag.starts_with('/') => {
                skipped = Some(name.to_owned());
                continue;
            }
            None => {}
        }
        text.push(' ');
        text.push_str(after);
    }
    text
}

/// The dates in a text that are written as machines write them, with what stands around each.
fn machine_dates(text: &str) -> Vec<String> {
    let signs: Vec<char> = text.chars().collect();
    let is_date = |at: usize| {
        let shape = "dddd-dd-dd".chars().enumerate();
        let mut fits = shape.map(|(nth, wanted)| match signs.get(at + nth) {
            Some(sign) if wanted == 'd' => sign.is_ascii_digit(),
            Some(sign) => *sign == wanted,
            None => false,
        });
        let longer = |at: Option<usize>| {
            let sign = at.and_then(|at| signs.get(at));
            sign.is_some_and(char::is_ascii_digit)
        };
        fits.all(|one| one) && !longer(at.checked_sub(1)) && !longer(Some(at + 10))
    };
    let around = |at: usize| {
        let (from, to) = (at.saturating_sub(30), (at + 40).min(signs.len()));
        signs[from..to].iter().collect()
    };
    let found = (0..signs.len()).filter(|at| is_date(*at));
    found.map(around).collect()
}

#[test]
fn a_date_for_machines_is_found_where_people_read_it_and_nowhere_else() {
    let told = |html: &str| machine_dates(&read_by_people(html)).len();
    assert_eq!(told("<p>最迟2026-04-14，<b>2026-04-15</b></p>"), 2);
    let fine = "<p><time datetime=\"2026-04-14\">4月14日</time> 2026-000123 <code>2026-04-14</code></p>\
        <input value=\"2026-04-14\"><script>2026-04-14</script><pre>a<b>2026-04-14</b></pre>12026-04-145";
    assert_eq!(told(fine), 0);
}

#[test]
fn no_sample_of_a_page_says_a_date_as_machines_write_it() {
    for (name, page) in samples() {
        let found = machine_dates(&read_by_people(&page));
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

/// As far as one gets from the first page by links, whoever one is, in both languages.
#[test]
fn no_page_of_the_sample_park_says_a_date_as_machines_write_it() {
    on_sqlite(|place| {
        let huiyin = place.open_sample();
        let now = Instant::parse("2026-06-10T10:30:00+08:00").expect("an instant");
        let app = App::of(huiyin);
        let filled = app.huiyin.fill_with_sample(&place.clock, now);
        app.runtime.block_on(filled).expect("the sample");
        let authority = app.huiyin.authority(None).expect("an authority");
        let organisation = app.huiyin.organisation(authority.row.id);
        let organisation = app.runtime.block_on(organisation).expect("reads");
        let mut looked: BTreeMap<String, usize> = BTreeMap::new();
        for (nth, staff) in organisation.staff.values().enumerate() {
            let mut person = signed_in(&app, staff.id);
            let language = if nth % 3 == 0 { "en" } else { "zh" };
            person.get(&format!("/language?to={language}"));
            let mut known = BTreeSet::from(["/desk".to_owned()]);
            let mut waiting = vec!["/desk".to_owned()];
            let mut pages = 0;
            while let Some(path) = waiting.pop() {
                if pages == PAGES_MAX {
                    break;
                }
                let page = person.get(&path);
                if page.status != 200 || !page.header("content-type").starts_with("text/html") {
                    continue;
                }
                pages += 1;
                *looked.entry(language.to_owned()).or_default() += 1;
                let found = machine_dates(&read_by_people(page.text()));
                assert!(found.is_empty(), "{} at {path}: {found:?}", staff.login);
                for link in all_between(page.text(), "href=\"/desk", "\"") {
                    let link = link.split('#').next().unwrap_or_default();
                    let link = format!("/desk{}", link.replace("&#38;", "&").replace("&amp;", "&"));
                    if known.insert(link.clone()) {
                        waiting.insert(0, link);
                    }
                }
            }
        }
        assert!(looked.values().all(|pages| *pages > 100), "{looked:?}");
    });
}
