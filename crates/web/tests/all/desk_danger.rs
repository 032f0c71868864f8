//! Danger to life at the desk: the receipt and the file say who was told when, what is left of the hour stands in
//! minutes, the report is the next step, and the red bar ends with it.

use super::desk_support::{Park, Person, petition};
use super::support::{App, between};
use huiyin_testkit::engine::on_sqlite;

/// Registers that people are in danger; the number.
fn registered(clerk: &mut Person<'_>) -> String {
    let sent = clerk.post(
        "/desk/new",
        &[
            ("channel", "phone"),
            ("subject", "配电房冒烟，里面有人"),
            ("body", "三号楼配电房冒烟，门锁着。"),
            ("who", "anonymous"),
            ("danger", "yes"),
        ],
    );
    assert_eq!(sent.status, 303, "{}", sent.text());
    clerk.receipt().0
}

#[test]
fn the_receipt_and_the_file_say_who_was_told_and_what_is_left() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut chief) = (park.person("clerk"), park.person("chief"));
        assert!(!clerk.get("/desk").text().contains("danger=yes"));
        let number = registered(&mut clerk);
        let receipt = clerk.get("/desk/new/receipt");
        for shown in ["已通知负责人（人chief）", "紧急报告还有"] {
            assert!(
                receipt.text().contains(shown),
                "{shown}: {}",
                receipt.text()
            );
        }
        // Before anything was sorted the head has it on top, with a number that leads to it.
        let inbox = chief.get("/desk");
        let row = between(inbox.text(), "<tr class=\"row", "</tr>").expect("a row");
        assert!(row.contains(&number) && row.contains("有危险"), "{row}");
        assert!(row.contains("还有1小时（11:00前）"), "{row}");
        let only = chief.get("/desk?danger=yes");
        assert!(only.text().contains(&number), "{}", only.text());
        let page = chief.get(&petition(&number));
        let bar = between(page.text(), "<p class=\"danger-now\">", "</p>").expect("a bar");
        for shown in ["110", "已通知负责人（人chief）", "紧急报告还有"] {
            assert!(bar.contains(shown), "{shown}: {bar}");
        }
        let step = between(page.text(), "<div class=\"next-step\">", "</div>").expect("a step");
        assert!(step.contains("/do/report-urgent"), "{step}");
        assert!(!step.contains("含当天"), "{step}");
        assert!(page.text().contains("已通知这个岗位"), "{}", page.text());
        chief.act(&number, "report-urgent", &[("text", "已报管委会总值班室")]);
        let page = chief.get(&petition(&number));
        assert!(!page.text().contains("danger-now"), "{}", page.text());
        assert!(page.text().contains("已作紧急报告"), "{}", page.text());
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn in_english_the_time_left_stands_in_minutes_too() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let number = registered(&mut clerk);
        clerk.get("/language?to=en&back=/desk");
        let page = clerk.get(&petition(&number));
        let bar = between(page.text(), "<p class=\"danger-now\">", "</p>").expect("a bar");
        for shown in ["Told at", "Urgent report:", "left (by"] {
            assert!(bar.contains(shown), "{shown}: {bar}");
        }
    });
}
