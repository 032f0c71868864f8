//! The emblem beside the authority's name: set at the desk and by the API, shown on the portal to everybody, brought
//! back with the version that had it; never a drawing that can carry programs.

use super::desk_support::Park;
use super::staff::{administrator, get, upload};
use super::support::{App, between};
use huiyin_testkit::engine::{each_engine, on_sqlite};
use huiyin_testkit::picture::png;

const PAGE: &str = "/desk/admin/authority/emblem";
const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";

/// The address of the emblem on a page, if it shows one.
fn emblem(page: &str) -> Option<String> {
    let digits = between(page, "<img class=\"mark\" src=\"/emblem/", "\"")?;
    Some(format!("/emblem/{digits}"))
}

#[test]
fn it_stands_beside_the_name_for_everybody_and_comes_back_with_its_version() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let mut admin = park.administrator();
        assert_eq!(emblem(app.get("/").text()), None, "the program's own mark");
        let shown = admin.get(PAGE);
        let read = between(shown.text(), "name=\"version\" value=\"", "\"").expect("a version");
        let read = [("version", read)];
        let svg = admin.upload(PAGE, &read, ("emblem", "emblem.png", SVG));
        assert_eq!(svg.status, 422);
        assert!(svg.text().contains("SVG不收"), "{}", svg.text());
        let picture = png(200, 200, b"");
        let set = admin.upload(PAGE, &read, ("emblem", "emblem.png", &picture));
        assert_eq!(set.status, 303, "{}", set.text());
        for page in [
            app.get("/"),
            admin.get("/desk/admin/units"),
            app.get("/notices"),
        ] {
            assert!(emblem(page.text()).is_some(), "{}", page.text());
        }
        let href = emblem(app.get("/").text()).expect("is shown");
        let sent = app.get(&href);
        assert_eq!(sent.status, 200);
        assert_eq!(sent.header("content-type"), "image/png");
        assert!(sent.header("cache-control").contains("immutable"));
        assert_eq!(sent.header("x-content-type-options"), "nosniff");
        assert_eq!(app.get("/emblem/00").status, 404);

        let late = admin.post(PAGE, &[("none", "yes"), read[0]]);
        assert_eq!(late.status, 412, "somebody set one meanwhile");
        assert_eq!(admin.post_read(PAGE, PAGE, &[("none", "yes")]).status, 303);
        assert_eq!(emblem(app.get("/").text()), None);
        assert_eq!(app.get(&href).status, 404, "it stands beside no name now");
        let edit = "/desk/admin/authority/edit";
        let form = admin.get(edit);
        let of = between(form.text(), "name=\"of\" value=\"", "\"").expect("the one before");
        let back = [("of", of)];
        let restored = admin.post_read(edit, "/desk/admin/authority/restore", &back);
        assert_eq!(restored.status, 303, "{}", restored.text());
        assert_eq!(emblem(app.get("/").text()), Some(href));
        let mut clerk = park.person("clerk");
        assert_eq!(clerk.get(PAGE).status, 403);
        let theirs = clerk.upload(PAGE, &[], ("emblem", "emblem.png", &picture));
        assert_eq!(theirs.status, 403);
        assert!(app.huiyin.doctor(true).expect("the doctor comes").healthy);
    });
}

#[test]
fn the_same_by_the_api() {
    on_sqlite(|place| {
        let app = App::on(place);
        let admin = administrator(&app);
        let path = "/api/v1/admin/authority/emblem";
        let tag = get(&app, &admin, "/api/v1/admin/authority")
            .header("etag")
            .to_owned();
        let picture = png(200, 200, b"");
        let sends = |more: &[(&'static str, &str)], bytes: &[u8]| {
            upload(
                &app,
                &admin,
                path,
                more,
                (&[], Some(("emblem", "e.png", bytes))),
            )
        };
        sends(&[], &picture).refused(428, "version_required");
        let more = [("if-match", tag.as_str())];
        sends(&more, SVG).refused(422, "fields_refused");
        let done = sends(&more, &picture);
        assert_eq!(done.status, 200, "{}", done.text());
        sends(&more, &picture).refused(412, "changed_meanwhile");
        let shown = get(&app, &admin, "/api/v1/admin/authority").json();
        let digest = shown["emblem"].as_str().expect("a digest");
        assert!(digest.starts_with("sha256:"), "{digest}");
    });
}
