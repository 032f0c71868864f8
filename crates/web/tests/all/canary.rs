//! Nothing that a petitioner wrote or is called stands anywhere outside of the sealed parts.

use super::support::{Answer, App, code_of, json_request, log, request, with};
use axum::http::Method;
use huiyin_testkit::engine::{TestStore, each_engine};
use serde_json::{Value, json};

/// What was seeded: nothing else in the tests has these words.
const CANARIES: [&str; 9] = [
    "金丝雀甲一二三",
    "13577778888",
    "canary@cage.example",
    "金丝雀里七十七号",
    "金丝雀说的一句话",
    "金丝雀讲的经过",
    "金丝雀看见的地方",
    "金丝雀指的单位",
    "canary-key-5f0d",
];

fn petition() -> Value {
    let mut body = with("subject", CANARIES[4]);
    body["body"] = CANARIES[5].into();
    body["place_text"] = CANARIES[6].into();
    body["respondents"] = json!([CANARIES[7]]);
    body["petitioner"] = json!({
        "name": CANARIES[0], "phone": CANARIES[1], "email": CANARIES[2], "address": CANARIES[3],
    });
    body
}

/// The mix of requests; every answer that holds no petition of its asker.
fn mix(app: &App) -> (Vec<String>, Vec<Answer>) {
    let key = Some(CANARIES[8]);
    let first = app.send(json_request(&petition(), key));
    let again = app.send(json_request(&petition(), key));
    assert_eq!((first.status, again.status), (201, 201));
    let mut codes = vec![code_of(&first.json())];
    let mut other = petition();
    other["confidential"] = true.into();
    let mut errors = vec![app.send(json_request(&other, key))];
    for (field, value) in [
        ("class", json!(CANARIES[4])),
        ("place", json!(CANARIES[6])),
        ("category", json!(CANARIES[6])),
        ("authority", json!(CANARIES[7])),
        ("language", json!(CANARIES[5])),
        ("body", json!([CANARIES[5]])),
    ] {
        let mut body = petition();
        body[field] = value;
        errors.push(app.post(&body));
    }
    let mut body = petition();
    body["petitioner"]["email"] = CANARIES[0].into();
    body["petitioner"]["phone"] = CANARIES[3].into();
    errors.push(app.post(&body));
    let cut = serde_json::to_vec(&petition()).expect("JSON");
    errors.push(app.send(super::support::bytes_request(
        cut[..cut.len() - 2].to_vec(),
        None,
    )));
    errors.push(app.get(&format!(
        "/api/v1/track/{}",
        super::support::encoded(CANARIES[0])
    )));
    errors.push(app.send(request(Method::PUT, "/api/v1/petitions", cut)));
    // A method is a word of the caller's as well.
    let method = Method::from_bytes(CANARIES[1].as_bytes()).expect("a method");
    errors.push(app.send(request(method, "/api/v1/petitions", Vec::new())));
    let mut browser = app.browser();
    let form = [
        ("subject", CANARIES[4]),
        ("body", CANARIES[5]),
        ("place_text", CANARIES[6]),
        ("respondents", CANARIES[7]),
        ("who", "named"),
        ("name", CANARIES[0]),
        ("phone", CANARIES[1]),
        ("email", CANARIES[2]),
        ("address", CANARIES[3]),
        ("wish", CANARIES[8]),
    ];
    browser.register(&form);
    codes.push(browser.shown_code().expect("a code"));
    browser.get("/track/petition");
    browser.post("/track", &[("code", CANARIES[1])]);
    browser.post("/track/leave", &[]);
    errors.push(app.get(&format!("/api/v1/track/{}/{}", codes[0], codes[1])));
    (codes, errors)
}

/// A secret as its bytes, and as their hexadecimal digits.
fn spellings(secret: &str) -> [Vec<u8>; 3] {
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let escaped: String = secret
        .encode_utf16()
        .map(|unit| {
            if unit < 128 {
                char::from(unit as u8).to_string()
            } else {
                format!("\\u{unit:04x}")
            }
        })
        .collect();
    [
        secret.as_bytes().to_vec(),
        hex.into_bytes(),
        escaped.into_bytes(),
    ]
}

/// Whether a text stands in there, in any spelling.
fn holds(bytes: &[u8], text: &str) -> bool {
    let mut spellings = spellings(text).into_iter();
    spellings.any(|one| bytes.windows(one.len()).any(|window| window == one))
}

fn assert_absent(place: &str, bytes: &[u8], secrets: &[String]) {
    for secret in secrets {
        assert!(!holds(bytes, secret), "{place} holds {secret}");
    }
}

/// Every file below a folder with its bytes.
pub fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            found.push((path.display().to_string(), bytes));
        }
    }
    found
}

/// Every row of every table of the PostgreSQL database, as text; bytes are hexadecimal in it.
fn dump(url: &str) -> Vec<u8> {
    let mut client = postgres::Client::connect(url, postgres::NoTls).expect("connects");
    let tables = client
        .query(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
            &[],
        )
        .expect("tables");
    assert!(tables.len() >= 10);
    let mut dump = Vec::new();
    for table in tables {
        let table: String = table.get(0);
        let rows = client
            .query(&format!("SELECT t::text FROM \"{table}\" AS t"), &[])
            .expect("rows");
        for row in rows {
            let row: String = row.get(0);
            dump.extend_from_slice(row.as_bytes());
            dump.push(b'\n');
        }
    }
    dump
}

fn look_everywhere(place: &TestStore, secrets: &[String]) {
    // The eye that sees no canary does see what may be seen.
    let open = "PetitionRegistered";
    let files = files(place.folder());
    for (name, bytes) in &files {
        assert_absent(name, bytes, secrets);
    }
    match &place.config.database {
        None => assert!(files.iter().any(|(_, bytes)| holds(bytes, open))),
        Some(url) => {
            let dump = dump(url);
            assert!(holds(&dump, open));
            assert_absent("PostgreSQL", &dump, secrets);
        }
    }
}

#[test]
fn no_canary_is_found_outside_of_the_sealed_parts() {
    each_engine(|place| {
        let app = App::on(place);
        let (codes, errors) = mix(&app);
        let mut secrets: Vec<String> = CANARIES.iter().map(|one| (*one).to_owned()).collect();
        for code in &codes {
            secrets.push(code.clone());
            secrets.push(code.replace('-', ""));
        }
        for answer in &errors {
            assert!(answer.status >= 400, "{}", answer.status);
            assert_absent("an error", &answer.bytes, &secrets);
            let headers = format!("{:?}", answer.headers);
            assert_absent("a header", headers.as_bytes(), &secrets);
        }
        assert_absent("/metrics", app.get("/metrics").text().as_bytes(), &secrets);
        assert!(holds(log().as_bytes(), "/api/v1/petitions"));
        assert_absent("the log", log().as_bytes(), &secrets);
        // While the program runs, the write-ahead log holds what the database does not.
        look_everywhere(place, &secrets);
        let doctor = app.huiyin.doctor(true).expect("the doctor comes");
        assert!(doctor.healthy);
        drop(app);
        look_everywhere(place, &secrets);
        // What was sealed is there all the same.
        let app = App::on(place);
        let view = app.get(&format!("/api/v1/track/{}", codes[0]));
        assert!(view.text().contains(CANARIES[5]));
    });
}
