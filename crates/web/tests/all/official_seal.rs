//! The seal by page and by API: who names its keeper, what is taken as its image, and what it is set on.

use super::desk_support::{Park, Person, change, petition};
use super::staff::{
    House, OFFICE, act, administrator, ask_with, get, letter, member, post, registered, set, text,
    upload,
};
use super::support::{Answer, App, all_between, between, code_of, pdf};
use axum::http::Method;
use huiyin_app::{Change, PostDraft, demo};
use huiyin_domain::language::Bilingual;
use huiyin_testkit::engine::{each_engine, on_sqlite};
use serde_json::{Value, json};

const SEAL: &str = "/api/v1/seal";
const NAMING: &str = "/api/v1/admin/seal";
const IMAGES: &str = "/api/v1/seal/images";
const CHOICE: &str = "/api/v1/seal/choice";
const PAGE: &str = "/desk/seal";

fn keepers_post(holder: i64) -> Change {
    let draft = PostDraft {
        duty: "seal-keeper".into(),
        title: Bilingual::new("印章保管员", "Keeper of the seal"),
        unit: OFFICE,
        holder: Some(holder),
        ..PostDraft::default()
    };
    Change::Post(None, draft)
}

fn named(keeper: i64, documents: &[&str]) -> Value {
    json!({"keeper": keeper, "documents": documents})
}

fn put(app: &App, token: &str, tag: &str, body: &Value) -> Answer {
    let more = [("if-match", tag)];
    let more = if tag.is_empty() { &[] } else { &more[..] };
    ask_with(app, token, (Method::PUT, NAMING), more, body)
}

fn lodge(app: &App, token: &str, image: &[u8]) -> Answer {
    upload(
        app,
        token,
        IMAGES,
        &[],
        (&[], Some(("image", "印章.png", image))),
    )
}

/// A PNG's head with these sides, and nothing to draw.
fn sides(width: u32, height: u32) -> Vec<u8> {
    let mut image = demo::sample_seal();
    image[16..20].copy_from_slice(&width.to_be_bytes());
    image[20..24].copy_from_slice(&height.to_be_bytes());
    image
}

/// Acceptances wait for the seal: the token of its keeper, who has nothing to do with the petitions.
fn kept(app: &App, house: &House) -> String {
    let (staff, keeper) = member(app, "keeper", &[(house.housing, "handler")]);
    let post = set(app, keepers_post(staff));
    let admin = administrator(app);
    let tag = get(app, &admin, SEAL).header("etag").to_owned();
    let done = put(app, &admin, &tag, &named(post, &["acceptance"]));
    assert_eq!(done.status, 200, "{}", done.text());
    keeper
}

#[test]
fn by_api_an_administrator_names_who_keeps_it() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let (staff, keeper) = member(&app, "keeper", &[(house.housing, "handler")]);
        let keepers = set(&app, keepers_post(staff));
        let admin = administrator(&app);
        let shown = get(&app, &admin, SEAL);
        assert_eq!(
            shown.json()["keeper"],
            Value::Null,
            "nobody, to begin with: {}",
            shown.text()
        );
        get(&app, &keeper, SEAL).refused(403, "not_allowed");
        let tag = shown.header("etag").to_owned();
        let body = named(keepers, &["acceptance"]);
        put(&app, &admin, "", &body).refused(428, "version_required");
        put(&app, &keeper, &tag, &body).refused(403, "not_allowed");
        let nobody = put(&app, &admin, &tag, &named(9_999, &["love-letter"]));
        let mut codes = nobody.fields();
        codes.sort();
        let codes: Vec<&str> = codes.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(codes, ["documents", "keeper"], "{}", nobody.text());
        let done = put(&app, &admin, &tag, &body);
        assert_eq!(done.status, 200, "{}", done.text());
        assert_ne!(done.header("etag"), tag);
        put(&app, &admin, &tag, &body).refused(412, "changed_meanwhile");
        let shown = get(&app, &keeper, SEAL).json();
        assert_eq!(shown["keeper"]["id"], keepers);
        assert_eq!(shown["keeps"], true);
        assert_eq!(shown["documents"], json!(["acceptance"]));
        assert_eq!(get(&app, &admin, SEAL).json()["keeps"], false);
    });
}

#[test]
fn by_api_only_the_keeper_lodges_and_only_what_is_an_image_of_a_seal() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let keeper = kept(&app, &house);
        let admin = member(&app, "admin2", &[(OFFICE, "administrator")]).1;
        let before = app.stored();
        let refused = |image: &[u8]| lodge(&app, &keeper, image).fields();
        let one = |code: &str| vec![("image".to_owned(), code.to_owned())];
        assert_eq!(refused(&pdf(3_000)), one("seal_not_png"));
        assert_eq!(
            refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            one("seal_not_png")
        );
        assert_eq!(refused(&sides(600, 500)), one("seal_not_square"));
        assert_eq!(refused(&sides(100, 100)), one("seal_pixels"));
        assert_eq!(refused(&sides(4_000, 4_000)), one("seal_pixels"));
        let mut large = demo::sample_seal();
        large.resize(256 * 1_024 + 1, 0);
        assert_eq!(refused(&large), one("seal_too_large"));
        assert_eq!(refused(&[]), one("empty_file"));
        let none = upload(&app, &keeper, IMAGES, &[], (&[("x", "y")], None));
        assert_eq!(
            none.fields(),
            [("x".to_owned(), "unknown_field".to_owned())]
        );
        let none = upload(&app, &keeper, IMAGES, &[], (&[], None));
        assert_eq!(none.fields(), one("missing"));
        post(&app, &keeper, IMAGES, &[], &json!({})).refused(415, "not_multipart");
        let sample = demo::sample_seal();
        for token in [&admin, &house.clerk, &house.head] {
            lodge(&app, token, &sample).refused(403, "not_allowed");
        }
        assert_eq!(app.stored(), before, "what is refused leaves nothing");

        let lodged = lodge(&app, &keeper, &sample);
        assert_eq!(lodged.status, 201, "{}", lodged.text());
        let image = &lodged.json()["image"];
        let path = format!("{IMAGES}/{image}");
        let read = get(&app, &keeper, &path);
        assert_eq!(
            (read.header("content-type"), read.status),
            ("image/png", 200)
        );
        assert_eq!(read.header("cache-control"), "no-store");
        assert_eq!(read.bytes, sample);
        get(&app, &admin, &path).refused(403, "not_allowed");
        get(&app, &keeper, &format!("{IMAGES}/999999")).refused(404, "not_found");

        let none = json!({"image": null});
        post(&app, &keeper, CHOICE, &[], &none).refused(428, "version_required");
        let stale = [("if-match", "\"1\"")];
        post(&app, &keeper, CHOICE, &stale, &none).refused(412, "changed_meanwhile");
        let choose = |token: &str, body: Value| {
            let read = get(&app, &keeper, SEAL).header("etag").to_owned();
            post(&app, token, CHOICE, &[("if-match", &read)], &body)
        };
        choose(&admin, json!({"image": null})).refused(403, "not_allowed");
        choose(&keeper, json!({"image": 999_999})).refused(404, "not_found");
        let withdrawn = choose(&keeper, json!({"image": null}));
        assert_eq!(withdrawn.status, 200, "{}", withdrawn.text());
        assert_eq!(get(&app, &keeper, SEAL).json()["image"], Value::Null);
        let again = choose(&keeper, json!({"image": image}));
        assert_eq!(again.json()["image"], *image, "{}", again.text());
        let changes = get(&app, &admin, SEAL).json()["changes"].clone();
        assert_eq!(changes.as_array().map(Vec::len), Some(4), "{changes}");
    });
}

#[test]
fn by_api_a_document_waits_is_read_is_sealed_and_is_there() {
    each_engine(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let keeper = kept(&app, &house);
        let lodged = lodge(&app, &keeper, &demo::sample_seal());
        assert_eq!(lodged.status, 201, "{}", lodged.text());
        let filed = registered(&app, &house, &letter());
        let (number, code) = (text(&filed, "number"), code_of(&filed));
        let assign = json!({"action": "assign", "to": house.labour});
        assert_eq!(act(&app, &house.clerk, &number, &assign).status, 200);
        let theirs = format!("/api/v1/track/{code}/letters/acceptance.pdf");
        app.get(&theirs).refused(404, "not_found");

        let waiting = get(&app, &keeper, SEAL).json()["waiting"].clone();
        assert_eq!(waiting[0]["number"], number, "{waiting}");
        assert_eq!(waiting[0]["document"], "acceptance");
        assert_eq!(waiting.as_array().map(Vec::len), Some(1));
        let admin = member(&app, "admin2", &[(OFFICE, "administrator")]).1;
        assert_eq!(get(&app, &admin, SEAL).json()["waiting"], json!([]));

        let letters = format!("/api/v1/petitions/{number}/letters");
        let path = format!("{letters}/acceptance.pdf");
        let plain = get(&app, &keeper, &path);
        assert_eq!(plain.status, 200, "{}", plain.text());
        get(&app, &keeper, &format!("{letters}/registration-form.pdf")).refused(404, "not_found");
        get(&app, &keeper, &format!("/api/v1/petitions/{number}")).refused(404, "not_found");
        let track = app.get(&format!("/api/v1/track/{code}")).json();
        let seen = track["access_records"].as_array().expect("records");
        let read = |one: &&Value| one["name"] == "工作人员keeper";
        assert_eq!(seen.iter().filter(read).count(), 1, "{track}");

        let set = json!({"action": "set-seal", "document": "acceptance"});
        act(&app, &house.clerk, &number, &set).refused(403, "not_allowed");
        let wrong = json!({"action": "set-seal", "document": "file-index"});
        assert_eq!(act(&app, &keeper, &number, &wrong).status, 422);
        let done = act(&app, &keeper, &number, &set);
        assert_eq!(done.status, 200, "{}", done.text());
        act(&app, &keeper, &number, &set).refused(404, "not_found");

        let sealed = app.get(&theirs);
        assert!(sealed.status == 200 && sealed.bytes.len() > plain.bytes.len());
        assert_eq!(app.get(&theirs).bytes, sealed.bytes, "the same each time");
        get(&app, &keeper, &path).refused(404, "not_found");
        for (token, own) in [(&keeper, 1), (&admin, 0)] {
            let uses = get(&app, token, SEAL).json()["uses"].clone();
            assert_eq!(
                uses["entries"].as_array().map(Vec::len),
                Some(own),
                "{uses}"
            );
            assert_eq!(uses["hidden"], 1 - own);
        }
        get(&app, &house.handler, SEAL).refused(403, "not_allowed");
    });
}

#[test]
fn by_api_a_worker_says_why_a_document_does_not_wait() {
    on_sqlite(|place| {
        let app = App::on(place);
        let house = House::of(&app);
        let keeper = kept(&app, &house);
        lodge(&app, &keeper, &demo::sample_seal());
        let filed = registered(&app, &house, &letter());
        let (number, code) = (text(&filed, "number"), code_of(&filed));
        let assign = json!({"action": "assign", "to": house.labour});
        assert_eq!(act(&app, &house.clerk, &number, &assign).status, 200);
        let serve = json!({"action": "serve", "document": "acceptance", "way": "handed-over"});
        let early = act(&app, &house.handler, &number, &serve).refused(409, "step_refused");
        assert_eq!(early["refusal"]["code"], "waits_for_seal", "{early}");
        let waive = json!({"action": "waive-seal", "document": "acceptance"});
        let without = act(&app, &house.handler, &number, &waive).fields();
        assert_eq!(without, [("reason".to_owned(), "missing".to_owned())]);
        let waive =
            json!({"action": "waive-seal", "document": "acceptance", "reason": "保管员今天不在"});
        act(&app, &keeper, &number, &waive).refused(404, "not_found");
        let done = act(&app, &house.handler, &number, &waive);
        assert_eq!(done.status, 200, "{}", done.text());
        let theirs = app.get(&format!("/api/v1/track/{code}/letters/acceptance.pdf"));
        assert_eq!(theirs.status, 200, "{}", theirs.text());
        assert_eq!(get(&app, &keeper, SEAL).json()["waiting"], json!([]));
    });
}

/// Names the keeper on the page, as the administrator.
fn name_on_the_page(admin: &mut Person<'_>, keeper: i64, documents: &[&str]) -> Answer {
    let version = version_on(admin, "/desk/seal/keeper");
    let keeper = keeper.to_string();
    let mut fields = vec![("version", version.as_str()), ("keeper", &keeper)];
    fields.extend(documents.iter().map(|one| ("documents", *one)));
    admin.post("/desk/seal/keeper", &fields)
}

/// The version in the first form that goes there.
fn version_on(person: &mut Person<'_>, to: &str) -> String {
    let page = person.get(PAGE);
    let form = page.text().split_once(&format!("action=\"{to}\""));
    let (_, form) = form.unwrap_or_else(|| panic!("no form to {to}: {}", page.text()));
    let value = between(form, "name=\"version\" value=\"", "\"");
    value.expect("a version").to_owned()
}

#[test]
fn on_the_page_it_is_named_lodged_read_and_set_without_script() {
    each_engine(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut admin, mut keeper) = (park.administrator(), park.person("other"));
        let (mut clerk, mut handler) = (park.person("clerk"), park.person("handler"));
        assert_eq!(keeper.get(PAGE).status, 403);
        let post = change(&app, keepers_post(park.staff("other").raw()));
        let wrong = name_on_the_page(&mut admin, 9_999, &["acceptance"]);
        assert_eq!(wrong.status, 422, "{}", wrong.text());
        assert!(wrong.text().contains("id=\"keeper-error\""));
        let done = name_on_the_page(&mut admin, post, &["acceptance", "answer"]);
        assert_eq!(
            done.header("location"),
            "/desk/seal?done=named",
            "{}",
            done.text()
        );

        // The administrator has no form for the image, and is refused without one.
        let page = admin.get(PAGE);
        assert!(
            !page.text().contains("/desk/seal/images"),
            "{}",
            page.text()
        );
        let sample = demo::sample_seal();
        let version = version_on(&mut admin, "/desk/seal/keeper");
        let fields = [("version", version.as_str())];
        let file = ("image", "a.png", sample.as_slice());
        assert_eq!(admin.upload("/desk/seal/images", &fields, file).status, 403);

        let scan = pdf(400);
        let wrong = keeper.upload("/desk/seal/images", &fields, ("image", "a.png", &scan));
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("改名没有用"), "{}", wrong.text());
        let none = keeper.upload("/desk/seal/images", &fields, ("image", "", &[]));
        assert!(
            none.status == 422 && none.text().contains("href=\"#image\""),
            "{}",
            none.text()
        );
        let lodged = keeper.upload("/desk/seal/images", &fields, file);
        assert_eq!(
            lodged.header("location"),
            "/desk/seal?done=lodged",
            "{}",
            lodged.text()
        );

        assert!(!keeper.get("/desk").text().contains("等您用印"));
        let (other, _) = park.registered(&mut clerk);
        clerk.act(&other, "classify", &[("class", "claim.6")]);
        let form = clerk.get(&format!("{}/do/accept", petition(&other)));
        let before = "盖好才告知信访人";
        assert!(form.text().contains(before), "{}", form.text());
        let (number, _) = park.accepted(&mut clerk, &mut handler);
        let inbox = keeper.get("/desk");
        assert!(inbox.text().contains("等您用印"), "{}", inbox.text());
        assert!(inbox.text().contains(&number), "{}", inbox.text());
        let page = keeper.get(PAGE);
        assert!(page.text().contains("先看过，才能用印"), "{}", page.text());
        assert!(!page.text().contains("action=\"/desk/seal/set\""));
        let href = format!("{}/letters/acceptance.pdf?language=zh", petition(&number));
        assert!(page.text().contains(&href), "{}", page.text());
        let waiting = handler.get(&petition(&number));
        assert!(waiting.text().contains("等待用印"), "{}", waiting.text());
        assert!(waiting.text().contains(before), "{}", waiting.text());
        assert_eq!(keeper.get(&href).header("content-type"), "application/pdf");
        assert_eq!(keeper.get(&petition(&number)).status, 404);
        let version = version_on(&mut keeper, "/desk/seal/set");
        let set = |person: &mut Person<'_>| {
            let fields = [
                ("version", version.as_str()),
                ("number", &number),
                ("document", "acceptance"),
            ];
            person.post("/desk/seal/set", &fields)
        };
        assert_eq!(set(&mut admin).status, 404, "he knows of no such petition");
        assert_eq!(set(&mut handler).status, 403);
        let done = set(&mut keeper);
        assert_eq!(
            done.header("location"),
            "/desk/seal?done=set",
            "{}",
            done.text()
        );
        assert_eq!(
            keeper.get(&href).status,
            404,
            "read it is no more, once sealed"
        );
        assert!(keeper.get(PAGE).text().contains("现在没有"));
        assert!(!keeper.get("/desk").text().contains("等您用印"));
        let sealed = handler.get(&petition(&number));
        assert!(sealed.text().contains("已盖印章"), "{}", sealed.text());

        // Another image, or none: on the page as well.
        let version = version_on(&mut keeper, "/desk/seal/choose");
        let gone = keeper.post("/desk/seal/choose", &[("version", &version)]);
        assert_eq!(
            gone.header("location"),
            "/desk/seal?done=chosen",
            "{}",
            gone.text()
        );
        assert!(keeper.get(PAGE).text().contains("恢复使用"));
    });
}

/// What an administrator named before stands in the list of changes, and is named again from there.
#[test]
fn who_kept_the_seal_before_is_named_again_from_the_changes() {
    on_sqlite(|place| {
        let app = App::on(place);
        let park = Park::on(&app);
        let (mut admin, mut keeper) = (park.administrator(), park.person("other"));
        let post = change(&app, keepers_post(park.staff("other").raw()));
        name_on_the_page(&mut admin, post, &["acceptance", "answer"]);
        let again = "恢复成这样";
        assert!(!admin.get(PAGE).text().contains(again), "it stands now");
        let version = version_on(&mut admin, "/desk/seal/keeper");
        let nobody = [("version", version.as_str()), ("keeper", "")];
        assert_eq!(admin.post("/desk/seal/keeper", &nobody).status, 303);
        assert_eq!(keeper.get(PAGE).status, 403);
        let page = admin.get(PAGE);
        let changes = between(page.text(), "<h2 id=\"changes\">", "</section>");
        let form = changes
            .expect("changes")
            .split("<form ")
            .find(|one| one.contains(again));
        let form = form.expect("it can be named again").to_owned();
        let values = |name: &str| {
            let from = format!("name=\"{name}\" value=\"");
            let values = all_between(&form, &from, "\"").into_iter();
            values.map(str::to_owned).collect::<Vec<String>>()
        };
        assert_eq!(values("keeper"), [post.to_string()]);
        assert_eq!(values("documents"), ["acceptance", "answer"]);
        let names = ["version", "keeper", "documents"];
        let fields = names.iter().flat_map(|name| {
            let values = values(name).into_iter();
            values.map(move |value| (*name, value))
        });
        let fields: Vec<(&str, String)> = fields.collect();
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(admin.post("/desk/seal/keeper", &fields).status, 303);
        let kept = keeper.get(PAGE);
        assert_eq!(kept.status, 200, "{}", kept.text());
        assert!(
            !keeper.get(PAGE).text().contains(again),
            "theirs is the image"
        );
    });
}
