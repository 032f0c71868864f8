//! Files by the forms of the desk: from a letter with its scan to service with its proof.

use super::desk_support::{NAME, Park, Person, answer_fields, petition};
use super::support::{App, between, pdf};
use huiyin_testkit::engine::{each_engine, on_sqlite};

const MEBIBYTES: usize = 1_048_576;
/// How the desk tells of the petitioner's time to ask for a review.
const WINDOW: &str = "前可以：申请复查";
/// What the clerk's scan is called; lists do not show it.
const SCAN: &str = "王秀英.pdf";

fn letter(clerk: &mut Person<'_>, bytes: &[u8], more: &[(&str, &str)]) -> super::support::Answer {
    let mut fields = vec![
        ("channel", "letter"),
        ("subject", "三月份的工资到现在没发"),
        ("body", "来信要点"),
        ("request", "把三月份的工资发了"),
        ("request", "补发加班费"),
        ("respondents", "恒远建筑公司"),
        ("who", "named"),
        ("name", NAME),
        ("idempotency_key", "letter-1"),
    ];
    fields.extend(more);
    clerk.upload("/desk/new", &fields, ("scan", SCAN, bytes))
}

/// The links to files on a petition's page.
fn links(person: &mut Person<'_>, number: &str) -> Vec<String> {
    let here = petition(number);
    let page = person.get(&here);
    let begins = format!("href=\"{here}/files/");
    let ids = page.text().split(&begins).skip(1);
    ids.filter_map(|rest| rest.split('"').next())
        .map(|id| format!("{here}/files/{id}"))
        .collect()
}

#[test]
fn from_a_letter_with_its_scan_to_service_with_its_proof_by_forms_alone() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let sent = letter(&mut clerk, &pdf(300_000), &[]);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let (number, code) = clerk.receipt();
        let again = letter(&mut clerk, &pdf(300_000), &[]);
        assert_eq!(again.status, 303, "{}", again.text());
        assert_eq!(app.petition_count(), 1, "sent twice it is one");
        let labour = park.labour.to_string();
        clerk.act(&number, "classify", &[("class", "claim.6")]);
        clerk.act(&number, "transfer", &[("to", &labour)]);
        handler.act(&number, "receive", &[]);
        handler.act(&number, "accept", &[]);

        let page = handler.get(&petition(&number));
        assert!(page.text().contains("来信扫描件"), "{}", page.text());
        assert!(!page.text().contains(SCAN), "the name of a scan is a name");
        let scans = links(&mut handler, &number);
        let read = handler.get(&scans[0]);
        assert_eq!((read.status, read.bytes.len()), (200, pdf(300_000).len()));
        assert_eq!(read.header("content-type"), "application/pdf");
        assert!(read.header("content-disposition").starts_with("attachment"));

        let mut fields = answer_fields();
        fields.push(("do", "submit"));
        let answer = format!("{}/answer", petition(&number));
        let sent = handler.post_seen(&number, &answer, &fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mut head = park.person("head");
        let approve = format!("{}/approve", petition(&number));
        assert_eq!(head.post_seen(&number, &approve, &[]).status, 303);

        // Signed for without a proof: the rule is told, and what was chosen stays.
        let serve = format!("{}/do/serve", petition(&number));
        let signed = [("document", "answer"), ("way", "signed-for")];
        let refused = handler.post_seen(&number, &serve, &signed);
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert!(
            refused.text().contains("value=\"signed-for\" checked"),
            "{}",
            refused.text()
        );
        let page = handler.get(&petition(&number));
        assert!(!page.text().contains(WINDOW), "{}", page.text());
        let version = handler.version(&number);
        let mut fields = vec![("version", version.as_str())];
        fields.extend(signed);
        let proof = ("proof_file", "回证.pdf", &pdf(5_000)[..]);
        let served = handler.upload(&serve, &fields, proof);
        assert_eq!(served.status, 303, "{}", served.text());
        let page = handler.get(&petition(&number));
        for told in ["送达回证", WINDOW, "信访人在", "申请期</span>"] {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        // What the petitioner is told is not said to staff.
        assert!(!page.text().contains("您可以</span>"));
        handler.post("/desk/me/language", &[("language", "en")]);
        let page = handler.get(&petition(&number));
        for told in ["The petitioner may until ", "Window</span>"] {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        assert!(!page.text().contains("You may</span>"));
        handler.post("/desk/me/language", &[("language", "zh")]);
        assert_eq!(links(&mut handler, &number).len(), 2);

        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        for told in ["人handler（劳动监察大队", "看了姓名和联系方式"] {
            assert!(page.text().contains(told), "{told}: {}", page.text());
        }
        assert!(!page.text().contains("/track/files/"), "{}", page.text());
        let doctor = app.huiyin.doctor(true).expect("the doctor comes");
        assert!(doctor.healthy);
    });
}

#[test]
fn what_was_typed_is_kept_and_a_scan_that_was_stored_need_not_come_again() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let path = format!("{}/do/earlier-time", petition(&number));
        let version = handler.version(&number);
        let typed = [
            ("version", version.as_str()),
            ("document", "acceptance"),
            ("way", "handed-over"),
            ("at", "不是日期"),
            ("reason", "回证上的日期早一天"),
        ];
        let before = app.stored();
        let page = b"<html></html>".as_slice();
        let wrong = handler.upload(&path, &typed, ("evidence_file", "a.pdf", page));
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        for told in [
            "id=\"evidence_file-error\"",
            "回证上的日期早一天",
            "请再选一次",
        ] {
            assert!(wrong.text().contains(told), "{told}: {}", wrong.text());
        }
        let large = pdf(20 * MEBIBYTES + 1_000);
        let wrong = handler.upload(&path, &typed, ("evidence_file", "a.pdf", &large));
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("20 MiB") && wrong.text().contains("回证上的日期早一天"));
        assert_eq!(app.stored(), before);

        let good = pdf(700);
        let wrong = handler.upload(&path, &typed, ("evidence_file", "a.pdf", &good));
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert!(wrong.text().contains("不用再传"), "{}", wrong.text());
        let rest = between(wrong.text(), "<select id=\"evidence\"", "</select>");
        let rest = rest.expect("a list");
        let chosen = between(rest, "<option value=\"", "\" selected");
        let chosen = chosen.and_then(|text| text.rsplit('"').next());
        let chosen = chosen.expect("it is chosen").to_owned();
        let version = between(wrong.text(), "name=\"version\" value=\"", "\"");
        let version = version.expect("a version").to_owned();
        let refused = handler.post(&path, &[("version", &version), ("evidence", &chosen)]);
        assert_eq!(refused.status, 422, "the day is still missing");
        assert_eq!(links(&mut handler, &number).len(), 1);
    });
}

#[test]
fn a_signed_paper_withdraws_in_one_form_and_another_paper_does_not() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let here = petition(&number);
        let files = format!("{here}/files");
        let fields = [("purpose", "evidence"), ("idempotency_key", "k1")];
        for _ in 0..2 {
            let added = handler.upload(&files, &fields, ("file", "a.pdf", &pdf(64)));
            assert_eq!(added.header("location"), format!("{here}?stored=yes"));
        }
        let evidence = links(&mut handler, &number);
        assert_eq!(evidence.len(), 1, "sent twice it is one");
        let id = evidence[0].rsplit('/').next().expect("an id").to_owned();
        let path = format!("{here}/do/withdraw-on-paper");
        assert!(
            !handler
                .get(&path)
                .text()
                .contains(&format!("<option value=\"{id}\""))
        );
        let refused = handler.post_seen(&number, &path, &[("paper", &id)]);
        assert_eq!(refused.status, 409, "{}", refused.text());
        let none = handler.post_seen(&number, &path, &[]);
        assert_eq!(none.status, 422, "{}", none.text());
        let version = handler.version(&number);
        let fields = [("version", version.as_str())];
        let done = handler.upload(&path, &fields, ("paper_file", "b.pdf", &pdf(64)));
        assert_eq!(done.status, 303, "{}", done.text());
        // A file in a form that takes none is no form of ours.
        let version = handler.version(&number);
        let fields = [("version", version.as_str()), ("note", "x")];
        let path = format!("{here}/do/note");
        let odd = handler.upload(&path, &fields, ("paper_file", "b.pdf", &pdf(64)));
        assert_eq!(odd.status, 403, "{}", odd.text());
    });
}

#[test]
fn an_upload_that_is_not_taken_says_why_and_who_may_not_sees_none() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        let (number, code) = park.accepted(&mut clerk, &mut handler);
        let here = petition(&number);
        let files = format!("{here}/files");
        let before = app.stored();
        let page = b"GIF89a".as_slice();
        let fields = [("purpose", "proof-of-service")];
        let wrong = handler.upload(&files, &fields, ("file", "a.png", page));
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        for told in [
            "id=\"file-error\"",
            "value=\"proof-of-service\" checked",
            "请再选一次",
        ] {
            assert!(wrong.text().contains(told), "{told}: {}", wrong.text());
        }
        let none = handler.post(&files, &fields);
        assert_eq!(none.status, 422, "{}", none.text());
        let unsaid = handler.upload(&files, &[], ("file", "a.pdf", &pdf(64)));
        assert!(
            unsaid.text().contains("id=\"purpose-error\""),
            "{}",
            unsaid.text()
        );
        assert_eq!(app.stored(), before);

        let fields = [("purpose", "document")];
        let added = handler.upload(&files, &fields, ("file", "意见书.pdf", &pdf(900)));
        assert_eq!(added.status, 303, "{}", added.text());
        let link = links(&mut handler, &number).remove(0);
        for login in ["boss", "other"] {
            let mut other = park.person(login);
            assert_eq!(other.get(&link).status, 404, "{login}");
            let tried = other.upload(&files, &fields, ("file", "a.pdf", &pdf(64)));
            assert_eq!(tried.status, 404, "{login}");
        }
        // The office that sent it may open the petition; its files are the labour unit's now.
        assert!(links(&mut clerk, &number).is_empty());
        assert_eq!(clerk.get(&link).status, 403);
        assert!(
            !clerk
                .get(&here)
                .text()
                .contains("enctype=\"multipart/form-data\"")
        );

        let mut petitioner = app.browser();
        petitioner.post("/track", &[("code", &code)]);
        let page = petitioner.get("/track/petition");
        let href = between(page.text(), "href=\"/track/files/", "\"");
        let href = format!("/track/files/{}", href.expect("a document"));
        assert!(page.text().contains("意见书.pdf"), "{}", page.text());
        let read = petitioner.get(&href);
        assert_eq!((read.status, read.bytes.len()), (200, pdf(900).len()));
        assert_eq!(petitioner.get("/track/files/1").status, 404);
    });
}

#[test]
fn a_letter_comes_back_with_everything_typed_when_its_scan_is_none() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut clerk = park.person("clerk");
        let before = app.stored();
        let wrong = letter(&mut clerk, b"GIF89a", &[]);
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        for told in ["id=\"scan-error\"", "来信要点", "补发加班费"] {
            assert!(wrong.text().contains(told), "{told}: {}", wrong.text());
        }
        let large = letter(&mut clerk, &pdf(20 * MEBIBYTES + 1_000), &[]);
        assert_eq!(large.status, 422);
        assert!(large.text().contains("20 MiB") && large.text().contains("来信要点"));
        let other = letter(&mut clerk, &pdf(64), &[("received_on", "2999-01-01")]);
        assert_eq!(other.status, 422, "{}", other.text());
        for told in ["id=\"received_on-error\"", "请再选一次"] {
            assert!(other.text().contains(told), "{told}: {}", other.text());
        }
        assert_eq!(app.stored(), before);
    });
}
